//! Finds the words that show that somebody is being reported.
//!
//! In: phrases and the cue table of the pack. Out: [`CueMatch`]es, apart, in order; of two that
//! overlap the longer one stays, then the one whose row comes first. Whether a match is a cue *here*
//! is for the later stages to say. Invariant: the head of a verb cue is tagged as a verb.
//!
//! Example: `is widely expected` matches `be expected`, with the adverb inside.

use crate::pack::{Class, Cue, CuePos, Piece, Tag};
use crate::phrases::Phrases;
use std::ops::Range;

/// A cue pattern at a place.
#[derive(Debug, Clone)]
pub(crate) struct CueMatch {
    /// Number of the cue in the table.
    pub(crate) cue: u32,
    /// From its first word to its last, adverbs among them included.
    pub(crate) tokens: Range<usize>,
    /// The verb or the noun that carries it.
    pub(crate) head: usize,
}

/// Finds them.
pub(crate) fn cues(phrases: &Phrases) -> Vec<CueMatch> {
    let text = phrases.text;
    let mut found: Vec<(usize, CueMatch)> = Vec::new();
    for sentence in &text.sentences {
        let first = found.len();
        for token in sentence.tokens.clone() {
            for number in text.pack.lexicon.cues(text.entries[token]) {
                let Some(cue) = text.pack.cues.cues.get(*number as usize) else { continue };
                if let Some((tokens, head)) = fit(phrases, cue, token, &sentence.tokens)
                    && fits_part_of_speech(phrases, cue, head)
                {
                    found.push((cue.pieces.len(), CueMatch { cue: *number, tokens, head }));
                }
            }
        }
        keep_longest(&mut found, first);
    }
    found.into_iter().map(|(_, cue)| cue).collect()
}

/// Among the matches of one sentence, drops those that overlap a better one.
fn keep_longest(found: &mut Vec<(usize, CueMatch)>, first: usize) {
    let mut sentence = found.split_off(first);
    sentence.sort_by_key(|(pieces, cue)| (std::cmp::Reverse(*pieces), cue.cue, cue.tokens.start));
    let mut kept: Vec<(usize, CueMatch)> = Vec::with_capacity(sentence.len());
    for (pieces, cue) in sentence {
        if !kept.iter().any(|(_, other)| other.tokens.start < cue.tokens.end && cue.tokens.start < other.tokens.end) {
            kept.push((pieces, cue));
        }
    }
    kept.sort_by_key(|(_, cue)| cue.tokens.start);
    found.append(&mut kept);
}

/// The tokens that a pattern covers, if its anchor stands at `at`, and the token of its head.
fn fit(phrases: &Phrases, cue: &Cue, at: usize, sentence: &Range<usize>) -> Option<(Range<usize>, usize)> {
    let mut head = at;
    let (mut start, mut end) = (at, at + 1);
    let mut here = at;
    for number in (0..cue.anchor).rev() {
        let before = number.checked_sub(1).and_then(|before| cue.pieces.get(before));
        let (from, matched) = step_back(phrases, &cue.pieces[number], before, here, sentence.start)?;
        here = from;
        start = from;
        if number == cue.head {
            head = matched;
        }
    }
    here = at;
    for number in cue.anchor + 1..cue.pieces.len() {
        let next_is_last = cue.pieces.get(number + 1);
        // "declined on Friday to comment"
        let over_time = || {
            let to = phrases.after_times(here + 1, sentence.end);
            (cue.declines && to > here + 1).then(|| step_on(phrases, &cue.pieces[number], next_is_last, to - 1, sentence.end))
        };
        let step = step_on(phrases, &cue.pieces[number], next_is_last, here, sentence.end);
        let (to, matched) = step.or_else(|| over_time().flatten())?;
        here = to;
        end = to + 1;
        if number == cue.head {
            head = matched;
        }
    }
    Some((start..end, head))
}

/// How many adverbs may stand between two pieces.
const ADVERBS: usize = 2;

/// How many words a gap may hold.
const GAP: usize = 3;

fn step_back(phrases: &Phrases, piece: &Piece, before: Option<&Piece>, from: usize, start: usize) -> Option<(usize, usize)> {
    let text = phrases.text;
    if *piece == Piece::Gap {
        // The gap begins behind the piece before it.
        let forms = before.map_or(&[][..], Piece::forms);
        let reach = (1..=GAP + 1).filter_map(|n| from.checked_sub(n)).take_while(|at| *at >= start);
        return reach.into_iter().find(|at| forms.contains(&text.entries[*at])).map(|at| (at + 1, at + 1));
    }
    let mut at = from;
    for _ in 0..=ADVERBS {
        at = at.checked_sub(1).filter(|at| *at >= start)?;
        let here = match piece {
            Piece::Forms(forms) => forms.contains(&text.entries[at]),
            Piece::Not => text.is(at, Class::Not),
            Piece::Gap => false,
        };
        if here {
            return Some((at, at));
        }
        if phrases.tag(at) != Tag::Rb {
            return None;
        }
    }
    None
}

fn step_on(phrases: &Phrases, piece: &Piece, after: Option<&Piece>, from: usize, end: usize) -> Option<(usize, usize)> {
    let text = phrases.text;
    match piece {
        Piece::Forms(forms) => {
            let mut at = from;
            for _ in 0..=ADVERBS {
                at += 1;
                if at >= end {
                    return None;
                }
                if forms.contains(&text.entries[at]) {
                    return Some((at, at));
                }
                if phrases.tag(at) != Tag::Rb {
                    return None;
                }
            }
            None
        }
        Piece::Not => (from + 1 < end && text.is(from + 1, Class::Not)).then_some((from + 1, from + 1)),
        Piece::Gap => {
            // The gap ends where the piece after it stands.
            let forms = after.map_or(&[][..], Piece::forms);
            (1..=GAP + 1)
                .find(|n| from + n < end && forms.contains(&text.entries[from + n]))
                .map(|n| (from + n - 1, from + n - 1))
        }
    }
}

fn fits_part_of_speech(phrases: &Phrases, cue: &Cue, head: usize) -> bool {
    let tag = phrases.tag(head);
    match cue.pos {
        CuePos::Verb => tag.is_verb() || tag == Tag::Md,
        CuePos::Noun => tag.is_noun(),
        CuePos::Adjective => matches!(tag, Tag::Jj | Tag::Vbn | Tag::Vbd | Tag::Vbg | Tag::Rb | Tag::Nn) || cue.pieces.len() > 1,
        CuePos::Adverb => !tag.is_finite() || cue.pieces.len() > 1,
        CuePos::Preposition => true,
    }
}

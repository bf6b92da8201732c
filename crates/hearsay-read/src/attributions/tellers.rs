//! Who says it, where a network has found a word of saying and what is said, and nobody who says it.
//!
//! In: a draft without a source, and what the rules read at the end of clauses and quotations. Out: the draft with its
//! source, its content without those words. Invariant: a passive, and what only seems so, keeps no source.
//!
//! Example: in `A second clerk, who keeps the log and has seen it, confirmed the hour` the clerk confirms.

use super::{Draft, overlap};
use crate::content;
use crate::pack::{Class, CuePos, Frame, Tag};
use crate::phrases::{Phrases, VerbForm};
use crate::sources;
use std::ops::Range;

/// Gives a draft its grammatical subject.
pub(super) fn with_subject(phrases: &Phrases, draft: &mut Draft) {
    let (closes, holds) = (closes_clause(phrases, draft), is_held(phrases, draft));
    if draft.source.is_some() || !(needs_somebody(phrases, draft) || closes || holds) {
        return;
    }
    // "The bus stopped, suggesting a strike": what a clause does is nobody's saying.
    let Some(group) = phrases.group(draft.head).filter(|group| group.form != VerbForm::Ing) else { return };
    let cue = draft.cue(phrases);
    let Some(end) = draft.cue.last().map(|part| part.end) else { return };
    let before = group.tokens.start.min(draft.start());
    let ended = before.checked_sub(1).is_some_and(|last| {
        phrases.tag(last) == Tag::Comma || phrases.quotes.closing_at(last).is_some() || phrases.text.is_mark(last, "-")
    });
    let said = |part: &Range<usize>| {
        part.end <= before && (phrases.quotes.around(part.start).is_some() || content::has_finite_verb(phrases, part))
    };
    // "told the Courier": the one behind the verb was told.
    let speaks = ended && (closes || group.form == VerbForm::Finite) && !cue.is_some_and(|cue| cue.frames.has(Frame::Told));
    let inverted = (speaks && draft.content.iter().any(said)).then(|| sources::inverted(phrases, end)).flatten();
    let source = match inverted {
        Some(tokens) => sources::Found { tokens, relative: false, shared: false },
        None if closes => return,
        None => match sources::subject(phrases, group) {
            Some(source) => source,
            None => return,
        },
    };
    let held = |part: &Range<usize>| overlap(part, &source.tokens);
    let named = source.tokens.clone().any(|token| phrases.tag(token).is_noun() || is_pronoun(phrases.tag(token)));
    let thing = source.relative && phrases.text.is(source.tokens.start, Class::RelativeThing);
    if !named || thing || phrases.tag(source.tokens.start) == Tag::Ex || draft.cue.iter().any(held) {
        return;
    }
    let content = without(phrases, &draft.content, &source.tokens);
    if draft.content.is_empty() || !content.is_empty() {
        draft.content = content;
        draft.source = Some(source);
    }
}

/// Whether a verb that looks like a participle stands behind a clause and its comma, and before a name: `The road is shut, confirmed Ada Holm`.
fn closes_clause(phrases: &Phrases, draft: &Draft) -> bool {
    let at = draft.head;
    let Some(comma) = at.checked_sub(1).filter(|comma| phrases.tag(*comma) == Tag::Comma) else { return false };
    let alone = phrases.group(at).is_some_and(|group| group.form == VerbForm::Participle && group.tokens.len() == 1);
    let said = |part: &Range<usize>| part.start < comma && content::has_finite_verb(phrases, &(part.start..comma));
    alone && phrases.tag(at + 1) == Tag::Np && draft.content.iter().any(said)
}

/// Whether a passive tells what its subject holds, as its adjective does: `The guild is convinced that the road is safe`.
fn is_held(phrases: &Phrases, draft: &Draft) -> bool {
    let Some(end) = draft.cue.last().map(|part| part.end) else { return false };
    let passive =
        phrases.group(draft.head).is_some_and(|group| group.passive && group.tokens.len() > 1 && group.main == draft.head);
    let holds = phrases.text.cues(draft.head).any(|cue| {
        cue.pos == CuePos::Adjective && cue.pieces.len() == 1 && cue.frames.has(Frame::That) && !cue.frames.has(Frame::Passive)
    });
    let clause = |part: &Range<usize>| part.start >= end && content::has_finite_verb(phrases, part);
    passive && holds && draft.content.iter().any(clause)
}

fn is_pronoun(tag: Tag) -> bool {
    matches!(tag, Tag::Prp | Tag::Wp | Tag::Dt)
}

/// Whether a verb carries the cue that somebody must do: active, and no `seems`.
pub(super) fn needs_somebody(phrases: &Phrases, draft: &Draft) -> bool {
    let seems = draft.cue(phrases).is_some_and(|cue| cue.frames.has(Frame::Passive) && cue.frames.has(Frame::Infinitive));
    let active = phrases.group(draft.head).is_some_and(|group| !group.passive && group.form != VerbForm::Participle);
    let verb = draft.cue(phrases).is_none_or(|cue| cue.pos == CuePos::Verb);
    verb && active && !seems && !draft.passive
}

/// The parts without these tokens and the commas at their edges.
fn without(phrases: &Phrases, parts: &[Range<usize>], taken: &Range<usize>) -> Vec<Range<usize>> {
    let comma = |token: usize| phrases.tag(token) == Tag::Comma && !phrases.text.is_quote(token);
    let cut = |part: Range<usize>| {
        let mut part = part;
        while !part.is_empty() && comma(part.end - 1) {
            part.end -= 1;
        }
        while !part.is_empty() && comma(part.start) {
            part.start += 1;
        }
        part
    };
    let pieces = parts.iter().flat_map(|part| {
        if overlap(part, taken) {
            vec![cut(part.start..taken.start.max(part.start)), cut(taken.end.min(part.end)..part.end)]
        } else {
            vec![part.clone()]
        }
    });
    pieces.filter(|part| !part.is_empty()).collect()
}

/// What the rules read at the end of clauses and quotations, found by any of its words.
pub(super) struct Told {
    pub(super) all: Vec<Draft>,
    /// Number of the draft whose cue, source or clause holds a token.
    cue_at: Vec<Option<usize>>,
    source_at: Vec<Option<usize>>,
    clause_at: Vec<Option<usize>>,
}

impl Told {
    pub(super) fn new(n_tokens: usize, all: Vec<Draft>) -> Self {
        let mut told = Self {
            cue_at: vec![None; n_tokens],
            source_at: vec![None; n_tokens],
            clause_at: vec![None; n_tokens],
            all: Vec::new(),
        };
        for (number, draft) in all.iter().enumerate() {
            draft.cue.iter().for_each(|part| told.cue_at[part.clone()].fill(Some(number)));
            draft.source.iter().for_each(|source| told.source_at[source.tokens.clone()].fill(Some(number)));
            if draft.frame == Frame::Preposed {
                draft.content.iter().for_each(|part| told.clause_at[part.clone()].fill(Some(number)));
            }
        }
        Self { all, ..told }
    }

    /// The rule's reading of a cue for which the network found nobody, or took the one who speaks for what is said, or gave to it what
    /// another says; or of which it found no more than the word that leads to it (`as Holm put it`).
    pub(super) fn instead_of(&self, phrases: &Phrases, draft: &Draft) -> Option<&Draft> {
        let said = || draft.content.iter().cloned().flatten();
        let by_cue = draft.cue.iter().cloned().flatten().find_map(|token| self.cue_at[token]);
        if let Some(number) = by_cue {
            let told = &self.all[number];
            let own = |token: usize| told.content.iter().any(|part| part.contains(&token));
            let another = |at: Option<usize>| at.is_some_and(|other| other != number);
            let mixed = || said().any(|token| !own(token) && (another(self.cue_at[token]) || another(self.clause_at[token])));
            let teller = || said().any(|token| self.source_at[token] == Some(number));
            // "The letter came on Monday, Holm testified for the auditors": whom for is not what.
            let behind = draft.cue.last().map_or(usize::MAX, |part| part.end);
            let clause =
                |part: &Range<usize>| content::has_finite_verb(phrases, part) || phrases.quotes.around(part.start).is_some();
            let thing = || draft.content.iter().all(|part| part.start >= behind && !clause(part));
            let lost = draft.source.is_none() || teller() || told.frame == Frame::Preposed && (mixed() || thing());
            return lost.then_some(told);
        }
        let word = |token: usize| matches!(phrases.tag(token), Tag::In | Tag::Sc | Tag::Rb);
        let leads = !draft.cue.is_empty() && draft.cue.iter().cloned().flatten().all(word);
        let source = draft.source.as_ref().filter(|_| leads)?;
        let told = &self.all[source.tokens.clone().find_map(|token| self.source_at[token])?];
        let same = said().any(|token| told.content.iter().any(|part| part.contains(&token)));
        same.then_some(told)
    }
}

//! Joins cue, source and content into drafts of attributions.
//!
//! In: phrases and cue matches. Out: [`Draft`]s in order of their cues, each with a score. A draft
//! that the grammar finds but the weights doubt is left out. Invariant: no two drafts share a cue
//! token, and every draft has a cue or is the continuation of a quotation.
//!
//! Example: `“No,” said Holm. “Not today.”` is one draft, its content of two parts.

mod accusers;
mod closing;
mod constructions;
mod edges;
mod orphans;
mod refusals;
pub(crate) mod score;
mod tellers;
mod trained;

pub(crate) use trained::{Trained, Unsourced};

use crate::blame::Blame;
use crate::content::Content;
use crate::cues::CueMatch;
use crate::pack::{Cue, Frame, Tag};
use crate::phrases::Phrases;
use crate::sources::Found;
use std::ops::Range;

/// An attribution before it is named and resolved; all places are tokens.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) cue: Vec<Range<usize>>,
    pub(crate) source: Option<Found>,
    pub(crate) content: Vec<Range<usize>>,
    pub(crate) frame: Frame,
    /// Number in the cue table; none for a colon or a bare quotation.
    pub(crate) entry: Option<u32>,
    /// The verb or noun that carries the cue.
    pub(crate) head: usize,
    pub(crate) negated: bool,
    pub(crate) modal: bool,
    pub(crate) passive: bool,
    pub(crate) inverted: bool,
    pub(crate) addressee: Option<Range<usize>>,
    pub(crate) score: f32,
    /// Whether the score is the network's.
    pub(crate) trained: bool,
    /// Its score if it stands in a quotation that another draft reports.
    pub(crate) inside_score: f32,
    /// Whether all that it tells is a refusal that was looked at by itself.
    pub(crate) refused: bool,
    /// A bare quotation given to the speaker of this earlier draft.
    pub(crate) continues: Option<usize>,
}

/// A cue inside a reported quotation needs this much.
const INSIDE: f32 = 0.6;

/// Drafts with a lower score are left out.
const THRESHOLD: f32 = 0.36;

/// Joins them.
pub(crate) fn attributions(phrases: &Phrases, matches: &[CueMatch]) -> Vec<Draft> {
    attributions_above(phrases, matches, phrases.text.pack.weights.get("threshold").copied().unwrap_or(THRESHOLD))
}

/// Joins what the network found with what the rules know of it.
pub(crate) fn trained(phrases: &Phrases, matches: &[CueMatch], blames: &[Blame], found: &[Trained]) -> Vec<Draft> {
    let mut drafts = trained::drafts(phrases, matches, found);
    accusers::laid_out(phrases, blames, &mut drafts);
    orphans::continuations(phrases, &mut drafts);
    drafts
}

/// The same with a threshold of the caller's, for those who count weights.
pub(crate) fn attributions_above(phrases: &Phrases, matches: &[CueMatch], threshold: f32) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut doubted: Vec<Draft> = Vec::new();
    for found in &refusals::kept(phrases, matches) {
        let Some(cue) = phrases.text.pack.cues.cues.get(found.cue as usize) else { continue };
        if let Some(mut draft) = constructions::build(phrases, found, cue) {
            draft.score = score::score(phrases, &draft, cue, false);
            draft.inside_score = score::score(phrases, &draft, cue, true);
            if draft.score >= threshold {
                drafts.push(draft);
            } else if draft.inside_score >= INSIDE && phrases.quotes.around(draft.head).is_some() {
                doubted.push(draft);
            }
        }
    }
    constructions::colons(phrases, &mut drafts);
    constructions::open_verbs(phrases, &mut drafts);
    settle(&mut drafts);
    reported_inside(phrases, &mut drafts, doubted);
    orphans::continuations(phrases, &mut drafts);
    drafts
}

/// A cue inside a quotation that somebody is reported to have said reports in its turn.
fn reported_inside(phrases: &Phrases, drafts: &mut Vec<Draft>, doubted: Vec<Draft>) {
    let mut reported = vec![false; phrases.text.tokens.len()];
    for draft in drafts.iter() {
        for part in &draft.content {
            reported[part.clone()].fill(true);
        }
    }
    for mut draft in doubted {
        if draft.cue.iter().chain(&draft.content).all(|part| reported[part.clone()].iter().all(|token| *token)) {
            draft.score = draft.inside_score;
            drafts.push(draft);
        }
    }
    settle(drafts);
}

/// Of drafts whose cues share a token, the best stays.
fn settle(drafts: &mut Vec<Draft>) {
    drafts.sort_by(|a, b| a.start().cmp(&b.start()).then(b.score.total_cmp(&a.score)));
    let mut kept: Vec<Draft> = Vec::with_capacity(drafts.len());
    // Which of those kept holds a token, so that a long paragraph costs no more than its length.
    let n_tokens = drafts.iter().flat_map(|draft| &draft.cue).map(|part| part.end).max().unwrap_or(0);
    let mut holder: Vec<Option<usize>> = vec![None; n_tokens];
    for draft in drafts.drain(..) {
        let rival = draft.cue.iter().cloned().flatten().filter_map(|token| holder[token]).max();
        let place = match rival {
            // A verb tells more than an adverb inside its group.
            Some(rival) if better(&kept[rival], &draft) => continue,
            Some(rival) => {
                kept[rival].cue.iter().cloned().flatten().for_each(|token| holder[token] = None);
                rival
            }
            None => kept.len(),
        };
        draft.cue.iter().cloned().flatten().for_each(|token| holder[token] = Some(place));
        if place < kept.len() { kept[place] = draft } else { kept.push(draft) }
    }
    *drafts = kept;
}

fn better(one: &Draft, other: &Draft) -> bool {
    let adverb = |draft: &Draft| matches!(draft.frame, Frame::Host | Frame::Modifier);
    if adverb(one) != adverb(other) { adverb(other) } else { one.score >= other.score }
}

/// Whether two ranges of tokens share one.
fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

impl Draft {
    /// Where its cue begins.
    pub(crate) fn start(&self) -> usize {
        self.cue.first().map_or(usize::MAX, |cue| cue.start)
    }

    /// One of these words alone, without parts or anything told of it yet.
    fn new(head: usize, frame: Frame, score: f32) -> Self {
        Self {
            cue: Vec::new(),
            source: None,
            content: Vec::new(),
            frame,
            entry: None,
            head,
            negated: false,
            modal: false,
            passive: false,
            inverted: false,
            addressee: None,
            score,
            inside_score: 0.0,
            trained: false,
            refused: false,
            continues: None,
        }
    }

    fn of(found: &CueMatch, cue: Vec<Range<usize>>, source: Option<Found>, content: Content) -> Self {
        Self {
            cue,
            source,
            content: content.parts,
            entry: Some(found.cue),
            addressee: content.addressee,
            ..Self::new(found.head, content.frame, 0.0)
        }
    }

    /// The cue of the table.
    pub(crate) fn cue<'p>(&self, phrases: &'p Phrases) -> Option<&'p Cue> {
        phrases.text.pack.cues.cues.get(self.entry? as usize)
    }

    /// Whether a token is part of its cue.
    pub(crate) fn holds_cue(&self, token: usize) -> bool {
        self.cue.iter().any(|part| part.contains(&token))
    }

    /// From the first token of all three roles to the last.
    pub(crate) fn extent(&self) -> Range<usize> {
        let all = || self.cue.iter().chain(&self.content).chain(self.source.iter().map(|found| &found.tokens));
        all().map(|range| range.start).min().unwrap_or(0)..all().map(|range| range.end).max().unwrap_or(0)
    }
}

/// Whether a draft's content is speech in marks and nothing else.
pub(crate) fn is_direct(phrases: &Phrases, content: &[Range<usize>]) -> bool {
    !content.is_empty()
        && content.iter().all(|part| {
            phrases.quotes.around(part.start).is_some_and(|quote| {
                quote.tokens.start >= part.start
                    && part.end <= quote.tokens.end.max(part.end)
                    && (part.start..part.end).all(|token| {
                        phrases.quotes.around(token).is_some()
                            || phrases.tag(token) == Tag::Stop
                            || phrases.tag(token) == Tag::Comma
                    })
            })
        })
}

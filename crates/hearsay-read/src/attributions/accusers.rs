//! Attributions that only a word of accusing tells: `pinned the delay on the firm`, `allegations of fraud against the firm`.
//!
//! In: drafts and [`Blame`]s. Out: the drafts, with one more for each whole accusation that none of them holds, and the
//! parts of those in the passive where the accuser or the deed was drawn too wide. Invariant: a word of accusing is the cue of one draft.
//!
//! Example: of `The captain was accused by the coastguard of sailing drunk` the source is `the coastguard`.

use super::{Draft, constructions, overlap};
use crate::blame::Blame;
use crate::pack::{Class, Frame};
use crate::phrases::{Phrases, VerbForm};
use crate::sources::Found;
use std::ops::Range;

/// Score of a draft that its words alone lay out.
const LAID_OUT: f32 = 0.6;

/// Adds and mends them.
pub(super) fn laid_out(phrases: &Phrases, blames: &[Blame], drafts: &mut Vec<Draft>) {
    for blame in blames {
        let holds = |draft: &Draft| draft.cue.iter().any(|part| part.contains(&blame.head));
        match drafts.iter_mut().find(|draft| holds(draft)) {
            Some(draft) => mend(phrases, blame, draft),
            None => drafts.extend(made(phrases, blame, drafts)),
        }
    }
    super::settle(drafts);
}

/// The accuser of a passive, where the draft's source reaches into what the accused is accused of; that of a noun, where the draft has none.
fn mend(phrases: &Phrases, blame: &Blame, draft: &mut Draft) {
    let by = |source: &Found| source.tokens.start.checked_sub(1).is_some_and(|by| phrases.text.is(by, Class::By));
    if blame.passive && blame.accuser.is_none() && blame.is_whole() {
        // "by the end of the week", "by dangerous driving"
        draft.source.take_if(|source| by(source));
        return;
    }
    if blame.noun && draft.source.is_none() && blame.is_whole() {
        let outside = |source: &Found| draft.content.iter().chain(&draft.cue).all(|part| !overlap(part, &source.tokens));
        draft.source = blame.accuser.clone().filter(outside);
        return;
    }
    let (Some(accuser), Some(deed), true) = (&blame.accuser, &blame.deed, blame.passive) else { return };
    let Some(source) = draft.source.as_mut().filter(|source| overlap(&source.tokens, &accuser.tokens)) else { return };
    if overlap(&source.tokens, deed) || source.tokens.end < accuser.tokens.end {
        source.tokens = accuser.tokens.clone();
        draft.content.retain(|part| !overlap(part, &accuser.tokens));
        if !draft.content.iter().any(|part| overlap(part, deed)) {
            draft.content.push(deed.clone());
        }
    }
}

/// A draft of its own.
fn made(phrases: &Phrases, blame: &Blame, drafts: &[Draft]) -> Option<Draft> {
    let (accused, deed) = (blame.accused.clone()?, blame.deed.clone()?);
    let within = |range: &Range<usize>| drafts.iter().flat_map(|draft| &draft.content).any(|part| overlap(part, range));
    let group = phrases.group(blame.head);
    if blame.noun {
        // Under a word of rejecting the accusation is that word's to tell.
        if blame.needs_denial || within(&(blame.head..blame.head + 1)) {
            return None;
        }
    } else if (blame.accuser.is_none() && !blame.passive)
        || group.is_none_or(|group| group.form != VerbForm::Finite || group.modal)
    {
        return None;
    }
    let cue = group.map_or(blame.head..blame.head + 1, |group| group.tokens.clone());
    let content = blame.clause.clone().map_or_else(|| joined(accused, deed), |clause| vec![clause]);
    let clash = |draft: &Draft| draft.cue.iter().any(|part| content.iter().chain([&cue]).any(|own| overlap(part, own)));
    if content.iter().any(|part| overlap(part, &cue)) || drafts.iter().any(|draft| clash(draft) && !holds(draft, &cue, &content))
    {
        return None;
    }
    Some(Draft {
        source: blame.accuser.clone().filter(|source| content.iter().all(|part| !overlap(part, &source.tokens))),
        frame: if blame.clause.is_some() { Frame::That } else { Frame::ObjectOf },
        entry: constructions::plain_cue(phrases, blame.head).filter(|_| !blame.noun),
        head: blame.head,
        negated: group.is_some_and(|group| group.negated),
        modal: group.is_some_and(|group| group.modal),
        passive: blame.passive,
        inverted: false,
        addressee: None,
        score: LAID_OUT,
        trained: false,
        inside_score: LAID_OUT,
        refused: false,
        continues: None,
        cue: vec![cue],
        content,
    })
    .filter(|draft| draft.source.is_some() || draft.passive || blame.noun)
    .filter(|draft| !draft.source.as_ref().is_some_and(|source| phrases.text.is(source.tokens.start, Class::Nobody)))
}

/// Whether a draft stands in the content of this one, as what somebody says may.
fn holds(draft: &Draft, cue: &Range<usize>, content: &[Range<usize>]) -> bool {
    draft.cue.iter().all(|part| !overlap(part, cue) && content.iter().any(|own| own.start <= part.start && part.end <= own.end))
}

/// Accused and deed as the content: one range where only small words part them.
fn joined(one: Range<usize>, other: Range<usize>) -> Vec<Range<usize>> {
    let (first, last) = if one.start <= other.start { (one, other) } else { (other, one) };
    if last.start <= first.end + 2 { vec![first.start..last.end] } else { vec![first, last] }
}

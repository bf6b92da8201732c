//! Attributions that only a word of accusing tells: `pinned the delay on the firm`, `allegations of fraud against the firm`.
//!
//! In: drafts and [`Blame`]s. Out: the drafts, with one more for each whole accusation that none of them holds, and the
//! parts of those in the passive where the accuser or the deed was drawn too wide. Invariant: a word of accusing is the cue of one draft.
//!
//! Example: of `The captain was accused by the coastguard of sailing drunk` the source is `the coastguard`.

use super::{Draft, constructions, overlap};
use crate::acts;
use crate::blame::{Blame, answers_for_deeds};
use crate::pack::{Class, Frame, Tag};
use crate::phrases::{Phrases, VerbForm, VerbGroup};
use crate::sources::{self, Found};
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
    drafts.iter_mut().for_each(|draft| right_source(phrases, draft));
    drafts.extend(qualified(phrases, drafts));
    super::settle(drafts);
}

/// Gives a draft the source that its construction has, where it has none or one that can't be.
fn right_source(phrases: &Phrases, draft: &mut Draft) {
    let text = phrases.text;
    let Some(group) = phrases.group(draft.head) else { return };
    let sentence = phrases.sentence(draft.head);
    let free = |source: &Found, draft: &Draft| draft.content.iter().chain(&draft.cue).all(|part| !overlap(part, &source.tokens));
    match &draft.source {
        None if draft.passive => {
            // "From the Ostlandic viewpoint the wall is seen as a threat"
            draft.source = viewpoint(phrases, sentence.start, group.tokens.start).filter(|source| free(source, draft));
        }
        // "as the historian Ada Holm rightly observed"
        None if group.form == VerbForm::Finite && !draft.inverted => {
            draft.source = introduced(phrases, group, sentence.start).filter(|source| free(source, draft));
        }
        Some(source) if group.form == VerbForm::Ing => {
            // "After a reply by Ada Holm, calling the plan a fraud, the firm gave in": it is Holm who calls it so.
            let comma = group.tokens.start.checked_sub(1).filter(|at| phrases.tag(*at) == Tag::Comma && *at > sentence.start);
            let opening = !(sentence.start..group.tokens.start)
                .any(|token| phrases.group(token).is_some_and(|group| group.form == VerbForm::Finite));
            let wide = |comma: usize| source.tokens.end >= comma && source.tokens.clone().any(|token| text.is(token, Class::By));
            let named = comma.filter(|comma| opening && (source.tokens.start > draft.head || wide(*comma))).and_then(|comma| {
                let phrase = phrases.phrase_before(comma, sentence.start)?;
                let hangs = phrase.start > sentence.start && phrases.tag(phrase.start - 1) == Tag::In;
                (hangs && phrases.tag(comma - 1) == Tag::Np).then_some(phrase)
            });
            if let Some(tokens) = named {
                draft.source = Some(Found { tokens, relative: false, shared: false });
            }
        }
        Some(source) if group.form == VerbForm::Infinitive => {
            // "they play with Ostland, trying to paint Ostland as a threat": nobody paints himself by name.
            let words = |range: &Range<usize>| range.clone().map(|token| text.lower(token)).collect::<Vec<_>>();
            let own = words(&source.tokens);
            let again = draft
                .content
                .first()
                .is_some_and(|part| part.start + own.len() <= part.end && words(&(part.start..part.start + own.len())) == own);
            if again && !phrases.is_pronoun(&source.tokens) {
                draft.source = sources::subject_of_main(phrases, source.tokens.start).filter(|source| free(source, draft));
            }
        }
        _ => {}
    }
}

/// The subject of a verb whose clause stands behind "as".
fn introduced(phrases: &Phrases, group: &VerbGroup, start: usize) -> Option<Found> {
    let mut found = sources::subject(phrases, group).filter(|found| !found.relative && !found.shared)?;
    let plain = |token: &usize| phrases.group(*token).is_none() && !matches!(phrases.tag(*token), Tag::Comma | Tag::Stop);
    let before = (start..found.tokens.start).rev().take(INTRODUCED_NEAR).take_while(plain);
    let introducer = before.into_iter().find(|token| phrases.text.is(*token, Class::As))?;
    found.tokens.start = introducer + 1;
    Some(found)
}

/// So many tokens before a subject the word that introduces its clause is looked for; a title may stand between them.
const INTRODUCED_NEAR: usize = 8;

/// Whose view a sentence begins with: `From the Ostlandic viewpoint`, `In the eyes of the board`.
fn viewpoint(phrases: &Phrases, start: usize, end: usize) -> Option<Found> {
    let text = phrases.text;
    let first = (start..end).find(|token| !text.is_quote(*token)).filter(|first| phrases.tag(*first) == Tag::In)?;
    let tokens = phrases.phrase_from(first + 1, end, false)?;
    let view = tokens.clone().find(|token| text.is(*token, Class::Viewpoint) && phrases.tag(*token).is_noun())?;
    // "in the eyes of the board": the board's; "from this viewpoint": nobody's.
    let of = view + 1 < tokens.end && text.is(view + 1, Class::Of);
    let named = of || (tokens.start..view).any(|token| text.capital(token) || phrases.tag(token) == Tag::Pos);
    named.then_some(Found { tokens, relative: false, shared: false })
}

/// A word before a noun that accuses by itself, where the noun tells whose harm it is: `the alleged Ostland-backed raid`.
fn qualified(phrases: &Phrases, drafts: &[Draft]) -> Vec<Draft> {
    let text = phrases.text;
    let mut found = Vec::new();
    for head in 0..text.tokens.len() {
        let Some(entry) = acts::qualifier(phrases, head).filter(|_| !drafts.iter().any(|draft| draft.holds_cue(head))) else {
            continue;
        };
        let end = phrases.sentence(head).end;
        let Some(phrase) = phrases.phrase_from(head + 1, end, false).filter(|phrase| acts::tells_whose_harm(phrases, phrase))
        else {
            continue;
        };
        let clash = |draft: &Draft| draft.cue.iter().any(|part| overlap(part, &phrase));
        if drafts.iter().any(clash) {
            continue;
        }
        found.push(Draft {
            entry: Some(entry),
            inside_score: LAID_OUT,
            cue: vec![head..head + 1],
            content: vec![phrase],
            ..Draft::new(head, Frame::Modifier, LAID_OUT)
        });
    }
    found
}

/// The accuser of a passive, where the draft's source reaches into what the accused is accused of; that of a noun, where the draft has none.
fn mend(phrases: &Phrases, blame: &Blame, draft: &mut Draft) {
    let by = |source: &Found| source.tokens.start.checked_sub(1).is_some_and(|by| phrases.text.is(by, Class::By));
    if !blame.passive
        && !blame.noun
        && let Some(accuser) = somebody(phrases, blame)
        && draft.source.as_ref().is_some_and(|source| source.relative && source.tokens != accuser.tokens)
        && draft.content.iter().chain(&draft.cue).all(|part| !overlap(part, &accuser.tokens))
    {
        draft.source = Some(accuser);
        return;
    }
    if blame.passive && blame.accuser.is_none() && blame.is_whole() {
        // "by the end of the week", "by dangerous driving"
        let accused = |source: &Found| blame.accused.as_ref().is_some_and(|accused| overlap(accused, &source.tokens));
        draft.source.take_if(|source| by(source) || accused(source));
        return;
    }
    if !blame.passive && draft.source.is_none() && blame.is_whole() {
        // "whom the board accused of fraud": what a content has of the accuser is his alone.
        if let (Some(accuser), Some(deed), false) = (&blame.accuser, &blame.deed, blame.noun) {
            draft.content.retain(|part| !overlap(part, &accuser.tokens));
            if draft.content.is_empty() {
                draft.content.push(deed.clone());
            }
        }
        let outside = |source: &Found| draft.content.iter().chain(&draft.cue).all(|part| !overlap(part, &source.tokens));
        draft.source = blame.accuser.clone().filter(outside);
        draft.passive &= draft.source.is_none();
        return;
    }
    let (Some(accuser), Some(deed), true) = (&blame.accuser, &blame.deed, blame.passive) else { return };
    // "Bray was accused by Holm of fraud": who is accused does not say so.
    let is_outside = |parts: &[Range<usize>]| parts.iter().all(|part| !overlap(part, &accuser.tokens));
    let accused = blame.accused.as_ref().filter(|accused| {
        let is_it = |source: &Found| overlap(accused, &source.tokens) && !overlap(&source.tokens, &accuser.tokens);
        draft.source.as_ref().is_some_and(is_it)
    });
    if let Some(accused) = accused.filter(|_| is_outside(&draft.content) && is_outside(&draft.cue)) {
        draft.source = Some(accuser.clone());
        if !draft.content.iter().any(|part| overlap(part, accused)) {
            draft.content.push(accused.clone());
            draft.content.sort_by_key(|part| part.start);
        }
        return;
    }
    if draft.source.is_none() && draft.content.iter().chain(&draft.cue).all(|part| !overlap(part, &accuser.tokens)) {
        draft.source = Some(accuser.clone());
        return;
    }
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
        || group.is_none_or(|group| {
            let beside = blame.accused.as_ref().is_some_and(|accused| accused.end == group.tokens.start);
            let reduced = group.form == VerbForm::Participle && blame.passive && blame.is_whole() && beside;
            group.modal || group.form != VerbForm::Finite && !reduced && !absolute(phrases, group, blame)
        })
    {
        return None;
    }
    let cue = group.map_or(blame.head..blame.head + 1, |group| group.tokens.clone());
    let content = blame.clause.clone().map_or_else(|| joined(accused, deed, &cue), |clause| vec![clause]);
    let clash = |draft: &Draft| draft.cue.iter().any(|part| content.iter().chain([&cue]).any(|own| overlap(part, own)));
    if content.iter().any(|part| overlap(part, &cue)) || drafts.iter().any(|draft| clash(draft) && !holds(draft, &cue, &content))
    {
        return None;
    }
    Some(Draft {
        source: somebody(phrases, blame).filter(|source| content.iter().all(|part| !overlap(part, &source.tokens))),
        entry: constructions::plain_cue(phrases, blame.head).filter(|_| !blame.noun),
        negated: group.is_some_and(|group| group.negated),
        modal: group.is_some_and(|group| group.modal),
        passive: blame.passive,
        inside_score: LAID_OUT,
        cue: vec![cue],
        content,
        ..Draft::new(blame.head, if blame.clause.is_some() { Frame::That } else { Frame::ObjectOf }, LAID_OUT)
    })
    .filter(|draft| draft.source.is_some() || draft.passive || blame.noun)
    .filter(|draft| !draft.source.as_ref().is_some_and(|source| phrases.text.is(source.tokens.start, Class::Nobody)))
}

/// Who accuses, where a thing can't: of `It charges the firm with hiding a crack that grew, and reproaches the office for` it is no crack.
fn somebody(phrases: &Phrases, blame: &Blame) -> Option<Found> {
    let accuser = blame.accuser.clone()?;
    let start = phrases.sentence(blame.head).start;
    let thing = accuser.relative
        && sources::antecedent(phrases, accuser.tokens.start, start).is_some_and(|phrase| !answers_for_deeds(phrases, &phrase));
    if !thing {
        return Some(accuser);
    }
    let main = sources::subject_of_main(phrases, accuser.tokens.start);
    main.filter(|main| !main.relative && answers_for_deeds(phrases, &main.tokens)).or(Some(accuser))
}

/// Whether a participle has a subject of its own: `with the mill spreading the tale that …`.
fn absolute(phrases: &Phrases, group: &VerbGroup, blame: &Blame) -> bool {
    group.form == VerbForm::Ing
        && blame.accuser.as_ref().is_some_and(|found| {
            let before = found.tokens.start.checked_sub(1);
            !found.shared && !found.relative && before.is_some_and(|before| phrases.text.is(before, Class::With))
        })
}

/// Whether a draft stands in the content of this one, as what somebody says may.
fn holds(draft: &Draft, cue: &Range<usize>, content: &[Range<usize>]) -> bool {
    draft.cue.iter().all(|part| !overlap(part, cue) && content.iter().any(|own| own.start <= part.start && part.end <= own.end))
}

/// Accused and deed as the content: one range where only small words part them.
fn joined(one: Range<usize>, other: Range<usize>, cue: &Range<usize>) -> Vec<Range<usize>> {
    let (first, last) = if one.start <= other.start { (one, other) } else { (other, one) };
    // "the firm accused of fraud" has the word between them.
    let between = first.end <= cue.start && cue.end <= last.start;
    if !between && last.start <= first.end + 2 { vec![first.start..last.end] } else { vec![first, last] }
}

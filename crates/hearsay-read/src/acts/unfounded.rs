//! What is called untrue or without ground: a report, an accusation, or whatever was said before.
//!
//! In: a draft. Out: whether its content says so, and where. Invariant: a plan or an offer may be absurd, and is denied by nobody who says so; what
//! is called a lie has been said.
//!
//! Example: `called the claim nonsense`, `the allegations were baseless`, `that is a lie` and `It is not true that the mill is shut` deny.

use super::{ACCUSE, ASSERTING, COMMITTING, RELAYING, accusation, family_of};
use crate::attributions::Draft;
use crate::coreference::head_noun;
use crate::pack::{Class, Cue, PhraseTable, Tag};
use crate::phrases::{Phrases, VerbForm};

/// Whether a content begins by saying that the rest is not so: `It is not true that the cream is banned`.
pub(super) fn says_not_so(phrases: &Phrases, draft: &Draft) -> bool {
    let text = phrases.text;
    let Some(first) = draft.content.first() else { return false };
    let start =
        first.clone().find(|token| !(text.is_quote(*token) || text.is(*token, Class::That) && phrases.tag(*token) != Tag::Dt));
    start
        .is_some_and(|start| text.pack.deeds.not_so.longest(|n| (start + n < first.end).then(|| text.lower(start + n))).is_some())
}

/// Where a content begins to say that what was told is not so: `the allegations | were baseless`, `that | was a lie`, `it | is not true`.
pub(super) fn says_unfounded(phrases: &Phrases, draft: &Draft) -> Option<usize> {
    let text = phrases.text;
    let deeds = &text.pack.deeds;
    let first = draft.content.first().filter(|_| !draft.negated)?;
    let clause = accusation::sentences(phrases, first).next().filter(|clause| !accusation::is_question(phrases, clause))?;
    let opens = |token: usize| text.is_quote(token) || text.is(token, Class::That) && phrases.tag(token) != Tag::Dt;
    let start = clause.clone().find(|token| !opens(*token))?;
    let pronoun = (text.is(start, Class::Neuter) || phrases.tag(start) == Tag::Dt) && phrases.group(start + 1).is_some();
    let told = || {
        let phrase = phrases.phrase_from(start, clause.end, false)?;
        let head = head_noun(phrases, &phrase)?;
        tells_of_saying(phrases, head).then_some(())
    };
    if !pronoun && told().is_none() {
        return None;
    }
    // An offer may be absurd; what is called a lie has been said.
    let table = if pronoun { &deeds.untrue } else { &deeds.unfounded };
    let mut verbs = accusation::groups(phrases, clause.clone());
    let verb = verbs.find(|group| {
        let from = (group.tokens.end..clause.end)
            .find(|token| !(phrases.tag(*token) == Tag::Rb || text.is_quote(*token) || text.is(*token, Class::Quantifier)));
        let negated = group.negated || (group.tokens.end..from.unwrap_or(0)).any(|token| text.is(token, Class::Not));
        let called = |table: &PhraseTable<()>| {
            from.is_some_and(|from| table.longest(|n| (from + n < clause.end).then(|| text.lower(from + n))).is_some())
        };
        let is_it = !pronoun || group.tokens.start == start + 1;
        let is = text.is(group.main, Class::Be) && group.form == VerbForm::Finite && !group.modal;
        is && is_it && if negated { called(&deeds.so) } else { called(table) }
    });
    verb.map(|group| group.tokens.start)
}

/// Whether a noun is one for what is said to be so, and for nothing that is offered or asked: `the allegation`, `the account`.
pub(super) fn tells_of_saying(phrases: &Phrases, head: usize) -> bool {
    let pack = phrases.text.pack;
    let says = |cue: &Cue| cue.act == ACCUSE || matches!(family_of(pack, &cue.act), ASSERTING | RELAYING | "epistemic");
    accusation::is_cue_noun(phrases, head, says)
        && !accusation::is_cue_noun(phrases, head, |cue| matches!(family_of(pack, &cue.act), "directive" | COMMITTING))
}

/// Whether a report or an accusation is called what has no ground: `called the claim nonsense`, `described the reports as baseless`.
pub(super) fn calls_unfounded(phrases: &Phrases, draft: &Draft, act: &str) -> bool {
    let text = phrases.text;
    if !matches!(act, "describe" | "criticise") || draft.negated {
        return false;
    }
    // A plan may be absurd, and is denied by nobody who says so.
    let says_so = |cue: &Cue| text.pack.acts.get(&cue.act).is_some_and(|row| row.commitment.is_assertion());
    let Some(first) = draft.content.first() else { return false };
    let names_a_report = (first.start..first.end.min(first.start + accusation::REJECTED_NEAR))
        .any(|token| accusation::is_cue_noun(phrases, token, says_so));
    names_a_report && ends_unfounded(phrases, draft)
}

/// Whether a content ends in what says of the rest of it that it has no ground: `the claim nonsense`, `it “a fairy tale”`.
fn ends_unfounded(phrases: &Phrases, draft: &Draft) -> bool {
    let text = phrases.text;
    let (Some(first), Some(last)) = (draft.content.first(), draft.content.last()) else { return false };
    let end = last.clone().rev().find(|token| !(text.is_quote(*token) || matches!(phrases.tag(*token), Tag::Stop | Tag::Comma)));
    let end = end.map_or(last.end, |token| token + 1);
    let called = |from: usize| {
        let found = text.pack.deeds.unfounded.longest(|n| (from + n < end).then(|| text.lower(from + n)));
        found.is_some_and(|(n, ())| from + n == end)
    };
    (first.start + 1..end).any(called)
}

/// Whether a pronoun is called what has no ground, whatever follows: `it “a lie with a letterhead”`.
pub(super) fn is_called_unfounded(phrases: &Phrases, draft: &Draft) -> bool {
    let text = phrases.text;
    draft.content.first().is_some_and(|first| {
        let label = (first.start + 1..first.end).find(|token| !text.is_quote(*token)).unwrap_or(first.end);
        let found = text.pack.deeds.unfounded.longest(|n| (label + n < first.end).then(|| text.lower(label + n)));
        text.is(first.start, Class::Neuter) && found.is_some()
    })
}

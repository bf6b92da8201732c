//! Whose words a statement, a letter or a filing are.
//!
//! In: the tokens of a source that is no name. Out: the chain of whoever put the words out. Invariant: only words that somebody
//! puts out as his own have an issuer (`issued` in `grammar.tsv`); a report, a law, a log speak for themselves.
//!
//! Example: `In a letter to parliament the union asked for time. The letter says …` is the union.

use super::Chains;
use super::descriptions::{head_name, head_noun, known_description};
use super::pronouns::State;
use crate::names::Name;
use crate::pack::{Class, PronounCase, Tag};
use crate::phrases::Phrases;
use hearsay_record::EntityKind;
use std::ops::Range;

/// So many sentences before it the words may have been told of.
const TOLD_WITHIN: usize = 8;

/// The chain of whoever issued what the tokens name.
pub(super) fn issuer(
    phrases: &Phrases,
    names: &[Name],
    chain_of_name: &[usize],
    state: &State,
    chains: &Chains,
    tokens: &Range<usize>,
) -> Option<usize> {
    let text = phrases.text;
    let head = head_noun(phrases, tokens).filter(|head| text.is(*head, Class::Issued) && phrases.tag(*head).is_noun())?;
    let has_will = |chain: &usize| {
        let kind = chains.all.get(*chain).map(|chain| chain.kind);
        matches!(kind, Some(EntityKind::Person | EntityKind::Organisation | EntityKind::Group | EntityKind::State))
    };
    let named_in = |range: Range<usize>| {
        let from = names.partition_point(|name| name.core.start < range.start);
        let inside = names[from..].iter().position(|name| name.core.start < range.end && name.core.end <= range.end)?;
        (names[from + inside].core.start < range.end).then(|| chain_of_name[from + inside])
    };
    // "the union's letter", "its new message"
    if (tokens.start..head).any(|token| phrases.tag(token) == Tag::Pos) {
        return named_in(tokens.start..head).filter(has_will);
    }
    let pronoun = text.pack.lexicon.pronoun(text.entries[tokens.start]);
    if let Some(pronoun) = pronoun.filter(|pronoun| pronoun.case == PronounCase::Possessive) {
        return state.resolve(phrases, chains, tokens.start, pronoun, None, &[]).filter(has_will);
    }
    // "a statement by Holm", "a statement that the mission handed out"
    let sentence = phrases.sentence(head);
    if text.is(head + 1, Class::Origin) && head + 1 < sentence.end {
        return phrases.phrase_from(head + 2, sentence.end, false).and_then(named_in).filter(has_will);
    }
    if text.classes(head + 1).any(&[Class::RelativeThing, Class::That])
        && head + 2 < sentence.end
        && let Some(phrase) = phrases.phrase_from(head + 2, sentence.end, false)
    {
        let named = head_name(phrases, names, &phrase).map(|name| chain_of_name[name]);
        return named.or_else(|| known_description(phrases, chains, state, &phrase)).filter(has_will);
    }
    if !text.is(tokens.start, Class::Definite) {
        return None;
    }
    // The sentence that told of it first: who spoke there.
    let here = *text.sentence_of.get(tokens.start)? as usize;
    (here.saturating_sub(TOLD_WITHIN)..=here).rev().find_map(|number| {
        let sentence = text.sentences.get(number)?.tokens.clone();
        let told = sentence.clone().find(|token| *token < tokens.start && text.lower(*token) == text.lower(head))?;
        if text.is(told + 1, Class::Origin) {
            return phrases.phrase_from(told + 2, sentence.end, false).and_then(named_in).filter(has_will);
        }
        state.who_spoke_in(phrases, chains, &sentence)
    })
}

//! Others that the words of one accusation accuse too.
//!
//! In: an accusation, as tokens. Out: the words for each of the others, in order. Invariant: each lies in the sentence of
//! the accused or of the deed.
//!
//! Example: `accused Holm and Vask of fraud` accuses Vask too; `the army, under Ostland's direction, shelled the town` accuses Ostland too.

use super::accusation::Accused;
use crate::coreference::head_noun;
use crate::pack::{Class, Tag};
use crate::phrases::Phrases;
use hearsay_record::Polarity;
use std::ops::Range;

/// The words for each of them.
pub(crate) fn also_accused(phrases: &Phrases, accusation: &Accused) -> Vec<Range<usize>> {
    let Some(first) = accusation.accused.as_ref() else { return Vec::new() };
    let mut found = joined(phrases, first);
    if accusation.polarity == Polarity::Asserts {
        let start = accusation.alleged.iter().map(|part| part.start).fold(first.start, usize::min);
        let end = accusation.alleged.iter().map(|part| part.end).fold(first.end, usize::max);
        found.extend((start..end).filter_map(|noun| willed_by(phrases, noun, start)));
    }
    found
}

/// `Holm and Vask`, `Holm, Vask and the mill`: those behind the first.
fn joined(phrases: &Phrases, accused: &Range<usize>) -> Vec<Range<usize>> {
    let and = |token: usize| phrases.tag(token) == Tag::Cc;
    if !accused.clone().any(and) {
        return Vec::new();
    }
    let parts = |token: &usize| and(*token) || phrases.tag(*token) == Tag::Comma && !and(*token + 1);
    accused.clone().filter(parts).filter_map(|token| phrases.phrase_from(token + 1, accused.end, false)).collect()
}

/// `under Ostland's direction`, `at the behest of Ostland`: whose will a deed is done by.
fn willed_by(phrases: &Phrases, noun: usize, start: usize) -> Option<Range<usize>> {
    let text = phrases.text;
    if !(text.is(noun, Class::Behest) && phrases.tag(noun).is_noun()) {
        return None;
    }
    if text.is(noun + 1, Class::Of) {
        let governed = (start..noun).rev().take(3).any(|token| phrases.tag(token) == Tag::In);
        return phrases
            .phrase_from(noun + 2, phrases.sentence(noun).end, false)
            .filter(|phrase| governed && head_noun(phrases, phrase).is_some());
    }
    let before = noun.checked_sub(1).filter(|before| *before > start)?;
    let owner = if phrases.tag(before) == Tag::Pos { before.checked_sub(1)? } else { before };
    let from = (start..=owner).rev().take_while(|token| text.capital(*token) || text.is(*token, Class::Definite)).last()?;
    let governed = from.checked_sub(1).is_some_and(|before| phrases.tag(before) == Tag::In);
    (governed && text.capital(owner)).then_some(from..owner + 1)
}

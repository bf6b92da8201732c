//! Years before our era that are told without saying so again.
//!
//! In: the expressions of a document in order. Out: the same, with the era of one handed on to the next ones. Invariant: only a bare
//! year of two or three digits changes, and only to one that comes after the year told before.
//!
//! Example: after `the mill of 480 BC`, `it burned in 415` means 415 BC; after `in 86 BC` it can't.

use super::found::{Found, Meaning, Year};
use super::resolve::NEAR;
use crate::text::Text;

/// Hands the era on, sentence by sentence.
pub(super) fn carry(text: &Text, found: &mut [(usize, Found)]) {
    let mut told: Option<(i32, usize)> = None;
    for (number, found) in found {
        let bare = |found: &Found| {
            let lower = text.lower(found.tokens.start);
            found.tokens.len() == 1 && (2..4).contains(&lower.len()) && lower.bytes().all(|byte| byte.is_ascii_digit())
        };
        let ends = if let Meaning::Range(one, other) = &mut found.meaning {
            [Some(one.as_mut()), Some(other.as_mut())]
        } else {
            [Some(found), None]
        };
        for end in ends.into_iter().flatten() {
            let is_bare = bare(end);
            let Meaning::Calendar { year: Year::Written(year), month: None, .. } = &mut end.meaning else { continue };
            let goes_on = told.is_some_and(|(last, sentence)| *number - sentence <= NEAR && 1 - *year > last);
            if is_bare && *year > 0 && goes_on {
                *year = 1 - *year;
            }
            told = (*year <= 0).then_some((*year, *number));
        }
    }
}

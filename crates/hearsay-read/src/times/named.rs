//! The part of the grammar that reads days and stretches of time by their names.
//!
//! In: a place in a sentence. Out: `Christmas Eve`, `World War II` that begin there. Invariant: the longest name is taken, and
//! one of history only where words of time stand before it: `during World War II` tells when, `a World War II bomb` does not.
//!
//! Example: `on Labor Day 2031` is the first Monday of that September.

use super::found::{Found, Meaning, Step, Year};
use super::grammar::{Grammar, Here};
use crate::pack::{Feast, Joint, Named};

impl Grammar<'_, '_> {
    /// A named time that begins here.
    pub(super) fn named(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.joint(at, Joint::The));
        let first = at + the;
        if let Some((end, feast)) = self.feast(first) {
            let (behind, written) = self.year_behind(end);
            let (end, year) = match (written, self.year_relation(end)) {
                (Some(year), _) => (behind, Year::Written(year)),
                (None, Some((behind, year))) => (behind, year),
                _ => (end, Year::Of(Step::None)),
            };
            return Some(Found::of(at..end, Meaning::Feast(feast, year)));
        }
        let (end, named) = self.by_name(first)?;
        let Named::Once(value) = named else { return None };
        let before = self.before(at);
        // "in the Crimean War" is rather where than when; "at the end of the Crimean War" is when.
        let of_part = before.joint == Some(Joint::Of) && at >= self.start + 2 && self.word(at - 2).portion.is_some();
        let told = of_part || before.before_year && !matches!(before.joint, Some(Joint::Of | Joint::In | Joint::At | Joint::To));
        let is_name = self.capital_word(end) || the == 0 && self.tag(end).is_noun();
        (told && !is_name).then(|| Found::of(at..end, Meaning::Named(value.clone())))
    }

    /// A day that comes each year.
    pub(super) fn feast(&self, at: usize) -> Here<Feast> {
        let (end, named) = self.by_name(at)?;
        let Named::Feast(feast) = named else { return None };
        // "Christmas Holm" is a name; "the Christmas tree" stands for long, "Christmas Day services" are that day's.
        let next = self.word(end);
        if at > self.start + 1 && self.capital_word(at - 1) && self.before(at).weekday.is_none() {
            return None;
        }
        let is_name = self.capital_word(end) && next.month.is_none() && next.weekday.is_none() && next.part.is_none();
        let is_other = end == at + 1 && self.tag(end).is_noun() && next.step.is_none() && next.part.is_none();
        (!is_name && !is_other).then_some((end, *feast))
    }

    fn by_name(&self, at: usize) -> Here<&Named> {
        let all = &self.word(at).named;
        if all.is_empty() || !(self.text.capital(at) || self.is_number(at)) {
            return None;
        }
        let fits = |rest: &[Box<str>]| rest.iter().enumerate().all(|(n, word)| self.lower(at + 1 + n) == &**word);
        let found = all.iter().find(|named| fits(&named.rest))?;
        Some((at + 1 + found.rest.len(), &found.is))
    }
}

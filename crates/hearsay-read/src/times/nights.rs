//! The part of the grammar that reads nights and hours without a number, and units counted inside a month or year or up to a day.
//!
//! In: a place in a sentence. Out: `overnight`, `the early hours of Tuesday`, `the first two weeks of March`, `the week ending 4 April`
//! that begin there. Invariant: `overnight` before a noun tells of what kind it is, and no time.
//!
//! Example: `overnight into Sunday` is the night of the Saturday before.

use super::found::{Found, Meaning, Step};
use super::grammar::Grammar;
use crate::pack::{DayPart, Joint, Tag};
use hearsay_record::Granularity;

impl Grammar<'_, '_> {
    /// `overnight`, `overnight on Tuesday`, `overnight from Monday to Tuesday`.
    pub(super) fn overnight(&self, at: usize) -> Option<Found> {
        if !self.word(at).overnight {
            return None;
        }
        // "an overnight raid", "the overnight shift", "their overnight stay"
        let of_noun = at > self.start && matches!(self.tag(at - 1), Tag::Dt | Tag::Prs | Tag::Pos);
        let linked = self.joint(at + 1, Joint::At) || self.joint(at + 1, Joint::From);
        let into = self.joint(at + 1, Joint::To);
        let day = self.day(at + 1 + usize::from(linked || into)).filter(|day| day.is_day() && day.part.is_none());
        if let Some(mut day) = day.filter(|_| !of_noun) {
            // "from Monday to Tuesday" is one night.
            if !into
                && self.joint(day.tokens.end, Joint::To)
                && let Some(next) = self.day(day.tokens.end + 1).filter(Found::is_day)
            {
                day.tokens.end = next.tokens.end;
            }
            let end = day.tokens.end;
            if into {
                day = Found::of(at..end, Meaning::Beside { count: -1.0, unit: Granularity::Day, day: Box::new(day) });
            }
            return Some(Found { tokens: at..end, part: Some(DayPart::Night), ..day });
        }
        let alone = !of_noun && !self.tag(at + 1).is_noun() && !matches!(self.tag(at + 1), Tag::Jj | Tag::Vbg);
        alone.then(|| Found { part: Some(DayPart::Night), ..Found::of(at..at + 1, Meaning::Overnight) })
    }

    /// `the early hours of Tuesday`, `the small hours of the morning`.
    pub(super) fn hours_of(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.joint(at, Joint::The));
        let first = at + the;
        let (mut end, mut part) = match (self.word(first).hours, self.word(first).part) {
            (Some(part), _) => (first + 1, part),
            (None, Some(part)) => (first + 1, part),
            _ => return None,
        };
        // "the early morning hours"
        if let Some(more) = self.word(end).part.or(self.word(end).hours) {
            part = more;
            end += 1;
        }
        if self.word(end).unit != Some(Granularity::Hour) || self.tag(end) != Tag::Nns {
            return None;
        }
        end += 1;
        if self.joint(end, Joint::Of)
            && self.joint(end + 1, Joint::The)
            && let Some(told) = self.word(end + 2).part
        {
            part = told;
            end += 3;
        }
        let linked = self.joint(end, Joint::Of) || self.joint(end, Joint::At);
        if let Some(mut day) = self.day(end + usize::from(linked)).filter(Found::is_day) {
            day.tokens.start = at;
            day.part = Some(part);
            return Some(day);
        }
        // "the early hours of the siege" are none of a day that was told.
        let alone = the == 1 && !self.joint(end, Joint::Of);
        alone.then(|| Found { part: Some(part), ..Found::of(at..end, Meaning::Unit(Granularity::Day, Step::Told(0))) })
    }

    /// `the first week of March`, `the last ten days of 2030`, `the first weekend in May`, `the second half of March`.
    pub(super) fn units_of(&self, at: usize) -> Option<Found> {
        let at_number = at + usize::from(self.joint(at, Joint::The));
        let is_last = self.word(at_number).step_behind == Some(-1);
        let number = if is_last { -1 } else { i8::try_from(self.ordinal(at_number)?).ok()? };
        let (end, count, unit) = match self.word(at_number + 1).unit {
            Some(unit) if self.tag(at_number + 1) != Tag::Nns => (at_number + 2, 1.0, unit),
            _ => {
                let (end, (count, unit)) = self.amount(at_number + 1)?;
                (end, count?, unit)
            }
        };
        // "the third two weeks" are none.
        if count < 1.0 || count.fract() != 0.0 || count > 1.0 && !(is_last || number == 1) {
            return None;
        }
        if !(self.joint(end, Joint::Of) || self.joint(end, Joint::In)) {
            return None;
        }
        let of = self.container(end + 1)?;
        let fits = match (&of.meaning, unit) {
            (Meaning::Calendar { month: Some(_), .. }, Granularity::Half)
            | (Meaning::Unit(Granularity::Month, _), Granularity::Half) => count == 1.0 && (1..=2).contains(&number.abs()),
            (_, Granularity::Day | Granularity::Week | Granularity::Weekend) => true,
            (Meaning::Calendar { month: None, .. } | Meaning::Unit(Granularity::Year, _), Granularity::Month) => true,
            _ => false,
        };
        let tokens = at..of.tokens.end;
        fits.then(|| Found::of(tokens, Meaning::UnitsOf { first: number, count, unit, of: Box::new(of) }))
    }

    /// A month or a year: `March`, `March 2030`, `next month`, `the year`, `2030`.
    fn container(&self, at: usize) -> Option<Found> {
        if let Some((end, meaning)) = self.month(at) {
            return Some(Found::of(at..end, meaning));
        }
        if self.joint(at, Joint::The)
            && let Some(unit @ (Granularity::Month | Granularity::Year)) = self.word(at + 1).unit
            && self.tag(at + 1) != Tag::Nns
            && !self.text.capital(at + 1)
            && self.ends_phrase(at + 2)
        {
            return Some(Found::of(at..at + 2, Meaning::Unit(unit, Step::Now(0))));
        }
        let stepped =
            self.stepped(at).filter(|found| matches!(found.meaning, Meaning::Unit(Granularity::Month | Granularity::Year, _)));
        stepped.or_else(|| {
            let (end, year) = self.year(at)?;
            Some(Found::of(at..end, super::grammar::calendar(super::found::Year::Written(year), None, None)))
        })
    }

    /// `the week ending 4 April`, `the three months to June`, `the year to 31 March 2031`.
    pub(super) fn units_to(&self, at: usize) -> Option<Found> {
        if !self.joint(at, Joint::The) {
            return None;
        }
        let (behind, count, unit) = match self.word(at + 1).unit {
            Some(unit) if self.tag(at + 1) != Tag::Nns => (at + 2, 1.0, unit),
            _ => {
                let (end, (count, unit)) = self.amount(at + 1)?;
                (end, count?, unit)
            }
        };
        let fits = matches!(unit, Granularity::Day | Granularity::Week | Granularity::Month | Granularity::Year);
        if !fits || count.fract() != 0.0 || !self.word(behind).ending {
            return None;
        }
        let next = behind + 1 + usize::from(self.joint(behind + 1, Joint::At));
        let dated = self.dated(next)?;
        // Of "the week to March" neither end is known.
        let closes = dated.is_day()
            || matches!(dated.meaning, Meaning::Calendar { month: Some(_), .. })
                && matches!(unit, Granularity::Month | Granularity::Year);
        let tokens = at..dated.tokens.end;
        closes.then(|| Found::of(tokens, Meaning::UnitsTo { count, unit, end: Box::new(dated) }))
    }
}

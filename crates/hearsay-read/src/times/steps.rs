//! The part of the grammar that reads times told by steps from today or from a time told before.
//!
//! In: a place in a sentence. Out: `last week`, `that year`, `two days ago`, `the past five years` that begin there.
//! Invariant: a step without a unit, day, month or season behind it is none.
//!
//! Example: `the next day` goes on from what was told, `next week` from today.

use super::found::{Found, Meaning, Step, Year};
use super::grammar::{Grammar, Here, calendar};
use crate::pack::{AmountRole, Joint, Tag};
use hearsay_record::Granularity;

impl Grammar<'_, '_> {
    /// A year behind a month or day, told from today or from before: ` last year`, ` of that year`, ` the same year`, ` last`.
    pub(super) fn year_relation(&self, at: usize) -> Here<Year> {
        // "the 3rd of March last", in formal English
        if let Some(step) = self.word(at).step_behind
            && !self.tag(at).is_verb()
            && (self.ends(at + 1)
                || matches!(self.tag(at + 1), Tag::Cc | Tag::Dt | Tag::Vbd | Tag::Vbz | Tag::Md | Tag::Prp | Tag::Wdt))
        {
            return Some((at + 1, Year::Of(Step::Now(step))));
        }
        let mut next = at + usize::from(self.joint(at, Joint::Of) || self.joint(at, Joint::In));
        next += usize::from(self.joint(next, Joint::The));
        let (end, step) = self.step(next)?;
        (self.word(end).unit == Some(Granularity::Year)).then_some((end + 1, Year::Stepped(step)))
    }

    /// `last`, `this past`, `that same`, `following`.
    pub(super) fn step(&self, at: usize) -> Here<Step> {
        let word = self.word(at);
        match (word.step, word.told_step) {
            (Some(step), _) => {
                // "this past", "this coming"
                match self.word(at + 1).step {
                    Some(more) if step == 0 => Some((at + 2, Step::Now(more))),
                    _ => Some((at + 1, Step::Now(step))),
                }
            }
            (None, Some(step)) => {
                let both = self.word(at + 1).told_step.is_some();
                Some((at + 1 + usize::from(both), Step::Told(step)))
            }
            _ => None,
        }
    }

    /// What a step word begins: `last week`, `next Tuesday`, `this morning`, `that same year`, `the past five years`.
    pub(super) fn stepped(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.joint(at, Joint::The));
        // "recent years"
        if self.word(at + the).recent && self.word(at + the + 1).unit.is_some() && self.tag(at + the + 1) == Tag::Nns {
            let unit = self.word(at + the + 1).unit?;
            return Some(Found::of(at..at + the + 2, Meaning::Away { count: None, unit, from: Step::None }));
        }
        let Some((end, mut step)) = self.step(at + the) else { return self.unstepped(at, the) };
        // "their last week" is not counted from today.
        let owned = the == 0 && at > self.start && matches!(self.tag(at - 1), Tag::Prs | Tag::Pos);
        if owned && matches!(step, Step::Now(-1 | 1)) {
            return None;
        }
        // "the next day" goes on from what was told, "next week" and "the next weeks" from today.
        let many = self.word(end).unit.is_some() && self.tag(end) == Tag::Nns;
        if the == 1 && step == Step::Now(1) && !many && self.word(at + 1).told_with_the {
            step = Step::Told(1);
        }
        // "same" alone needs its article: "at same time" is none.
        let word = self.word(end);
        let found = |end: usize, meaning: Meaning| Some(Found::of(at..end, meaning));
        if let Some(weekday) = word.weekday.filter(|_| self.text.capital(end)) {
            return found(end + 1, Meaning::Weekday(weekday, step));
        }
        if let Some(month) = self.month_word(end) {
            let day = self.day_number(end + 1);
            return found(end + 1 + usize::from(day.is_some()), calendar(Year::Of(step), Some(month), day));
        }
        if let Some(part) = word.part {
            let meaning = match step {
                // "last night" was yesterday's, "this morning" is today's; "next morning" goes on from what was told.
                Step::Now(1) => Meaning::Unit(Granularity::Day, Step::Told(1)),
                Step::Now(days) => Meaning::Days(days),
                step => Meaning::Unit(Granularity::Day, step),
            };
            return Some(Found { part: Some(part), ..Found::of(at..end + 1, meaning) });
        }
        if let Some(season) = word.season {
            return found(end + 1, Meaning::Season(season, Year::Of(step)));
        }
        if let Some((behind, feast)) = self.feast(end) {
            return found(behind, Meaning::Feast(feast, Year::Of(step)));
        }
        // "last fall" is a season, "the last half" is none.
        if let Some(unit) = word.unit.filter(|unit| *unit != Granularity::Half) {
            let is_plural = self.tag(end) == Tag::Nns;
            // "last day" is no yesterday, "to this day" is no today, and with a capital it is a name.
            let to = step == Step::Now(0) && self.joint(at.wrapping_sub(1), Joint::To);
            let of_other = the == 1 && matches!(step, Step::Now(-1 | 1)) && self.joint(end + 1, Joint::Of);
            if unit == Granularity::Day && (the == 0 && step == Step::Now(-1) || to) || of_other {
                return None;
            }
            let stretch = match step {
                Step::Now(step) if is_plural && step != 0 && the == 1 => Some((None, step)),
                Step::Now(step) if the == 1 && step < 0 && unit != Granularity::Century && unit != Granularity::Weekend => {
                    Some((Some(1.0), step))
                }
                _ => None,
            };
            if let Some((count, step)) = stretch {
                return found(end + 1, Meaning::Stretch { count, unit, step: Step::Now(step) });
            }
            // "this time", "that second" tell no time by themselves.
            if matches!(unit, Granularity::Second | Granularity::Minute | Granularity::Hour) || is_plural {
                return None;
            }
            return found(end + 1, Meaning::Unit(unit, step));
        }
        // "the past five years", "the next few days"; "not far past eighteen months" counts none.
        if let Step::Now(steps) | Step::Told(steps) = step
            && steps != 0
            && (the == 1 || at == self.start || self.before(at).before_year || !matches!(self.tag(at - 1), Tag::Jj | Tag::Rb))
            && let Some((behind, (count, unit))) = self.amount(end)
            && !self.joint(behind, Joint::Of)
        {
            return found(behind, Meaning::Stretch { count, unit, step });
        }
        None
    }

    /// `the year before`, `the next` without a step word: a unit with an article and where it lies behind it.
    pub(super) fn unstepped(&self, at: usize, the: usize) -> Option<Found> {
        if the == 0 {
            return None;
        }
        let word = self.word(at + 1);
        if word.unit == Some(Granularity::Weekend) {
            return Some(Found::of(at..at + 2, Meaning::Unit(Granularity::Weekend, Step::None)));
        }
        // "the weeks ahead"
        if self.word(at + 2).to_come
            && self.tag(at + 1) == Tag::Nns
            && let Some(unit) = word.unit
        {
            return Some(Found::of(at..at + 3, Meaning::Stretch { count: None, unit, step: Step::Now(1) }));
        }
        let told = self.word(at + 2).from_told.filter(|_| self.ends(at + 3))?;
        if let Some(part) = word.part {
            return Some(Found { part: Some(part), ..Found::of(at..at + 3, Meaning::Unit(Granularity::Day, Step::Told(told))) });
        }
        let unit = word.unit.filter(|unit| {
            matches!(unit, Granularity::Day | Granularity::Week | Granularity::Month | Granularity::Year | Granularity::Decade)
        })?;
        Some(Found::of(at..at + 3, Meaning::Unit(unit, Step::Told(told))))
    }

    /// A number of units, perhaps one that is not told: `two`, `2 1/2`, `a`, `several`, `a few`.
    pub(super) fn count(&self, at: usize) -> Here<Option<f64>> {
        let amounts = &self.text.pack.amounts;
        let few = |at: usize| amounts.is(self.lower(at), AmountRole::Few);
        if few(at) {
            return Some((at + 1, None));
        }
        if self.joint(at, Joint::A) {
            if few(at + 1) {
                return Some((at + 2 + usize::from(self.joint(at + 2, Joint::Of)), None));
            }
            return Some((at + 1, Some(1.0)));
        }
        let (mut end, mut value) = crate::quantities::plain_number(self.text, at, self.end)?;
        // "six and a half months"
        if self.joint(end, Joint::And) && self.joint(end + 1, Joint::A) && self.word(end + 2).unit == Some(Granularity::Half) {
            end += 3;
            value += 0.5;
        }
        Some((end, Some(value)))
    }

    /// `the day before Christmas`, `two weeks after Easter`, `the week of 14 April`
    pub(super) fn beside(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.joint(at, Joint::The));
        let is_week = the == 1 && self.word(at + 1).unit == Some(Granularity::Week) && self.tag(at + 1) != Tag::Nns;
        if is_week && self.joint(at + 2, Joint::Of) {
            let day = self.day(at + 3).filter(|day| matches!(day.meaning, Meaning::Calendar { day: Some(_), .. }))?;
            let tokens = at..day.tokens.end;
            return Some(Found::of(tokens, Meaning::Beside { count: 0.0, unit: Granularity::Week, day: Box::new(day) }));
        }
        let (end, count, unit) = match self.word(at + the).unit {
            Some(unit) if the == 1 && self.tag(at + 1) != Tag::Nns => (at + 2, 1.0, unit),
            _ if the == 0 => {
                let (end, (count, unit)) = self.amount(at)?;
                (end, count?, unit)
            }
            _ => return None,
        };
        let direction = self.word(end).from_told.filter(|_| self.word(end).before_year)?;
        if !matches!(unit, Granularity::Day | Granularity::Week | Granularity::Month | Granularity::Year) {
            return None;
        }
        let day = self.day(end + 1).filter(|day| day.is_day() && !matches!(day.meaning, Meaning::Unit(..)))?;
        let tokens = at..day.tokens.end;
        Some(Found::of(tokens, Meaning::Beside { count: count * f64::from(direction), unit, day: Box::new(day) }))
    }

    /// A number of units, in two units where the smaller follows: `two weeks`, `a few days`, `a year and a half`, `three years and two months`.
    pub(super) fn amount(&self, at: usize) -> Here<(Option<f64>, Granularity)> {
        // "half a year"
        if self.word(at).unit == Some(Granularity::Half) && self.joint(at + 1, Joint::A) {
            let of = match self.word(at + 2).unit? {
                Granularity::Year => (6.0, Granularity::Month),
                Granularity::Decade => (5.0, Granularity::Year),
                Granularity::Century => (50.0, Granularity::Year),
                _ => return None,
            };
            return Some((at + 3, (Some(of.0), of.1)));
        }
        let (behind, count) = self.count(at)?;
        let unit = self.word(behind).unit.filter(|unit| *unit != Granularity::Half)?;
        let end = behind + 1;
        let Some(whole) = count.filter(|_| self.joint(end, Joint::And)) else { return Some((end, (count, unit))) };
        if self.joint(end + 1, Joint::A) && self.word(end + 2).unit == Some(Granularity::Half) {
            return Some((end + 3, (Some(whole + 0.5), unit)));
        }
        let per = match unit {
            Granularity::Year => (Granularity::Month, 12.0),
            Granularity::Week => (Granularity::Day, 7.0),
            _ => return Some((end, (count, unit))),
        };
        match self.count(end + 1) {
            Some((more, Some(part))) if self.word(more).unit == Some(per.0) => {
                Some((more + 1, (Some(whole * per.1 + part), per.0)))
            }
            _ => Some((end, (count, unit))),
        }
    }

    /// `two days ago`, `three weeks later`, `hours later`, `a year earlier`, and `two weeks` behind `in`.
    pub(super) fn away(&self, at: usize) -> Option<Found> {
        let (end, (count, unit)) = match self.amount(at) {
            Some(found) => found,
            // "years ago": the unit alone, which must be more than one.
            None if self.tag(at) == Tag::Nns => (at + 1, (None, self.word(at).unit.filter(|unit| *unit != Granularity::Half)?)),
            None => return None,
        };
        if unit == Granularity::Quarter {
            return None;
        }
        let last = self.word(end);
        // "Five years on, nobody knows", "five years on from the flood"; "he spent five years on the board" has no such end.
        if last.years_on
            && (self.ends(end + 1) || self.joint(end + 1, Joint::From))
            && (self.ends(at.wrapping_sub(1)) || at == self.start || self.tag(at - 1) == Tag::Rb)
        {
            return Some(Found::of(at..end + 1, Meaning::On { count, unit }));
        }
        // "two years from now"
        if self.joint(end, Joint::From) && (self.word(end + 1).now || self.word(end + 1).day == Some((0, None))) {
            return Some(Found::of(at..end + 2, Meaning::Away { count, unit, from: Step::Now(1) }));
        }
        let from = match (last.from_now, last.from_told) {
            (Some(direction), _) => Some(Step::Now(direction)),
            (None, Some(direction)) if last.portion.is_some() || self.ends(end + 1) => Some(Step::Told(direction)),
            _ => None,
        };
        // "two years back the plan" carries on with a verb; only "ago" is sure before a noun.
        if let Some(from) = from {
            return Some(Found::of(at..end + 1, Meaning::Away { count, unit, from }));
        }
        // "in two weeks", "in six months' time"
        let count = count.filter(|count| *count > 0.0 && self.before(at).joint == Some(Joint::In))?;
        // "in a day" is rather how much a day holds.
        let long = match unit {
            Granularity::Second | Granularity::Minute | Granularity::Hour => false,
            Granularity::Day => count > 1.0,
            _ => true,
        };
        let apostrophe = usize::from(self.tag(end) == Tag::Pos);
        let time = usize::from(apostrophe == 1 && self.word(end + 1).time);
        let whole = apostrophe == time && !self.joint(end, Joint::Of) && self.ends_phrase(end + apostrophe + time);
        (long && whole).then(|| Found::of(at..end + apostrophe + time, Meaning::Ahead { count, unit }))
    }
}

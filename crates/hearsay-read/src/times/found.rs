//! What words of time mean, before it is counted out.
//!
//! In: nothing. Out: [`Found`], which `grammar` makes and `resolve` counts out. Invariant: no meaning depends on any day.
//!
//! Example: `next Tuesday` is the second weekday, a step on from today.

use crate::pack::{DayPart, Feast, Portion};
use hearsay_record::Granularity;
use std::ops::Range;

/// From what a step is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// None is told: `in March`, `on Monday`.
    None,
    /// From today: `last`, 0 for `this`.
    Now(i32),
    /// From a time told before: `the following`, 0 for `the same`.
    Told(i32),
}

/// The year of a day, month or season.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Year {
    Written(i32),
    /// So many years from that of publication or of a time told before: `March last year`.
    Stepped(Step),
    /// The day, month or season is itself stepped: `last March`.
    Of(Step),
}

/// What words of time mean.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Meaning {
    Calendar {
        year: Year,
        month: Option<i8>,
        day: Option<i8>,
    },
    /// By its first year; without its century where that is not told (`the sixties`).
    Decade(i32),
    /// By its first year.
    Century(i32),
    /// Season, quarter or half by its number in EDTF.
    Season(i8, Year),
    /// Any summer, any winter: `summers`.
    EverySeason(i8),
    /// A day that has a name each year: `Christmas Eve`.
    Feast(Feast, Year),
    /// A day or stretch of history by its name, in ISO 8601.
    Named(Box<str>),
    /// A day of the month that was told: `the 16th`.
    DayOf(i8),
    /// The last day of the week, month or year that runs: `by year's end`.
    LastDay(Granularity),
    /// The so-manieth weekday of a month, -1 for the last: `the second Monday in October`.
    WeekdayOf {
        number: i8,
        weekday: i8,
        year: Year,
        month: i8,
    },
    /// So many units before or after a day that is told with it: `the day before Christmas`.
    Beside {
        count: f64,
        unit: Granularity,
        day: Box<Found>,
    },
    /// So many units on, of what is to come; of what is past a length and no time: `in two weeks`.
    Ahead {
        count: f64,
        unit: Granularity,
    },
    /// So many units that have gone by since what was told: `five years on`.
    On {
        count: Option<f64>,
        unit: Granularity,
    },
    /// The night before today, or of what is to come the next.
    Overnight,
    /// Some units of a month or year, `first` counted from its start or, below zero, from its end: `the first two weeks of March`.
    UnitsOf {
        first: i8,
        count: f64,
        unit: Granularity,
        of: Box<Found>,
    },
    /// So many units that end with a day or month: `the week ending 4 April`.
    UnitsTo {
        count: f64,
        unit: Granularity,
        end: Box<Found>,
    },
    /// All before or after a year: `pre-2015`, `post-2015`.
    Beyond {
        year: i32,
        after: bool,
    },
    Weekday(i8, Step),
    /// Days from today.
    Days(i32),
    Unit(Granularity, Step),
    /// So many units from today or from a time told before; without a number `hours later`.
    Away {
        count: Option<f64>,
        unit: Granularity,
        from: Step,
    },
    /// `the last five years`: so many units that end or begin today, or at a time told before.
    Stretch {
        count: Option<f64>,
        unit: Granularity,
        step: Step,
    },
    /// A time of day and no day.
    Clock,
    Range(Box<Found>, Box<Found>),
}

/// An expression of time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) tokens: Range<usize>,
    pub(crate) meaning: Meaning,
    pub(crate) portion: Option<Portion>,
    pub(crate) part: Option<DayPart>,
    pub(crate) clock: Option<(i8, i8)>,
}

impl Found {
    pub(super) fn of(tokens: Range<usize>, meaning: Meaning) -> Self {
        Self { tokens, meaning, portion: None, part: None, clock: None }
    }

    /// Whether a number of units stands in it, which is a quantity too.
    pub(crate) fn holds_quantity(&self) -> bool {
        matches!(
            self.meaning,
            Meaning::Away { count: Some(_), .. } | Meaning::Stretch { count: Some(_), .. } | Meaning::Ahead { .. }
        )
    }

    /// The day, month or year that its own words name: of `the first week of March` the month.
    pub(super) fn named(&self) -> &Meaning {
        match &self.meaning {
            Meaning::Range(_, end) | Meaning::UnitsOf { of: end, .. } | Meaning::UnitsTo { end, .. } => &end.meaning,
            meaning => meaning,
        }
    }

    /// Whether its year is written.
    pub(super) fn is_written(&self) -> bool {
        if let Meaning::UnitsOf { of, .. } | Meaning::UnitsTo { end: of, .. } = &self.meaning {
            return of.is_written();
        }
        matches!(
            self.meaning,
            Meaning::Calendar { year: Year::Written(_), .. }
                | Meaning::Range(..)
                | Meaning::Decade(_)
                | Meaning::Century(_)
                | Meaning::Named(_)
        )
    }

    /// Whether it is a month or a season without a year.
    pub(super) fn is_of_no_year(&self) -> bool {
        let is = |found: &Self| {
            matches!(
                found.meaning,
                Meaning::Calendar { year: Year::Of(Step::None), day: None, .. }
                    | Meaning::Season(_, Year::Of(Step::None))
                    | Meaning::EverySeason(_)
            )
        };
        match &self.meaning {
            Meaning::Range(one, other) => is(one) || is(other),
            Meaning::UnitsOf { of, .. } => is(of),
            _ => is(self),
        }
    }

    /// Whether it is counted from the day of publication. `today` is not asked: it may be these days.
    pub(super) fn is_from_today(&self) -> bool {
        // "ten years ago", "the past decade": what is counted in years may be counted from any day of a year, as guides do.
        let short = |unit, count: Option<f64>| match unit {
            Granularity::Year | Granularity::Decade | Granularity::Century => false,
            Granularity::Month => count.is_none_or(|count| count < 12.0),
            _ => true,
        };
        match self.meaning {
            Meaning::Weekday(_, Step::None | Step::Now(_)) | Meaning::Unit(_, Step::Now(_)) => true,
            Meaning::Stretch { step: Step::Now(_), count, unit } => count.is_some() && short(unit, count),
            Meaning::Days(days) => days != 0,
            Meaning::Overnight => true,
            Meaning::Away { from: Step::Now(_), unit, count } => short(unit, count),
            Meaning::Ahead { unit, count } => short(unit, Some(count)),
            _ => false,
        }
    }

    /// Whether it is `today`, which may be these days.
    pub(super) fn is_today(&self) -> bool {
        self.meaning == Meaning::Days(0) && self.part.is_none() && self.clock.is_none()
    }

    /// Whether its ends are weekdays without an hour: `Monday to Friday`.
    pub(super) fn is_of_weekdays(&self) -> bool {
        matches!(&self.meaning, Meaning::Range(one, _) if one.clock.is_none() && matches!(one.meaning, Meaning::Weekday(..)))
    }

    /// Whether it can be a day, so that an hour or a part of the day can stand with it.
    pub(super) fn is_day(&self) -> bool {
        match self.meaning {
            Meaning::Calendar { day, .. } => day.is_some(),
            Meaning::Weekday(..) | Meaning::Days(_) | Meaning::Feast(..) | Meaning::Unit(Granularity::Day, _) => true,
            _ => false,
        }
    }
}

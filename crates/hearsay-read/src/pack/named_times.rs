//! Days and stretches of time that have a name: feasts that come each year, and what history calls by one.
//!
//! In: rows `named` of `times.tsv`. Out: [`NamedTime`], kept with its first word. Invariant: a feast has at most one day a year.
//!
//! Example: `christmas eve` is `12-24`; `labor day` is `09-01+1`, the first Monday on or after 1 September.

use jiff::ToSpan;
use jiff::civil::Date;

/// A name without its first word, and what it names.
#[derive(Debug, Clone)]
pub(crate) struct NamedTime {
    pub(crate) rest: Vec<Box<str>>,
    pub(crate) is: Named,
}

/// What a name stands for.
#[derive(Debug, Clone)]
pub(crate) enum Named {
    Feast(Feast),
    /// A day, a year or a stretch in ISO 8601.
    Once(Box<str>),
}

/// A day of every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Feast {
    /// Month and day.
    On(i8, i8),
    /// The first such weekday on or after a day of a month.
    From(i8, i8, i8),
    /// So many days from Easter Sunday.
    Easter(i16),
}

impl NamedTime {
    pub(super) fn parse(rest: &str, value: &str) -> Option<Self> {
        let month_and_day = |value: &str| {
            let (month, day) = value.split_once('-')?;
            Some((month.parse::<i8>().ok()?, day.parse::<i8>().ok()?))
                .filter(|(month, day)| (1..=12).contains(month) && (1..=31).contains(day))
        };
        let is = if let Some(days) = value.strip_prefix("easter") {
            Named::Feast(Feast::Easter(if days.is_empty() { 0 } else { days.parse().ok()? }))
        } else if let Some((from, weekday)) = value.split_once('+') {
            let (month, day) = month_and_day(from)?;
            Named::Feast(Feast::From(month, day, weekday.parse().ok().filter(|weekday| (1..=7).contains(weekday))?))
        } else if value.len() == 5 {
            let (month, day) = month_and_day(value)?;
            Named::Feast(Feast::On(month, day))
        } else {
            Named::Once(value.into())
        };
        Some(Self { rest: rest.split(' ').filter(|word| !word.is_empty()).map(Into::into).collect(), is })
    }
}

impl Feast {
    /// Its day in a year.
    pub(crate) fn day(self, year: i32) -> Option<Date> {
        let year = i16::try_from(year).ok()?;
        match self {
            Self::On(month, day) => Date::new(year, month, day).ok(),
            Self::From(month, day, weekday) => {
                let from = Date::new(year, month, day).ok()?;
                let ahead = (weekday - from.weekday().to_monday_one_offset()).rem_euclid(7);
                from.checked_add(i32::from(ahead).days()).ok()
            }
            Self::Easter(days) => easter(year)?.checked_add(i32::from(days).days()).ok(),
        }
    }
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm of Nature, 20 April 1876, as in Meeus, Astronomical Algorithms).
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let (a, b, c) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let f = (b + 8).div_euclid(25);
    let g = (b - f + 1).div_euclid(3);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c.div_euclid(4), c.rem_euclid(4));
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l).div_euclid(451);
    let n = h + l - 7 * m + 114;
    Date::new(i16::try_from(year).ok()?, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feasts_have_their_days() {
        let day = |value: &str, year| match NamedTime::parse("", value).map(|named| named.is) {
            Some(Named::Feast(feast)) => feast.day(year).map(|day| day.to_string()),
            _ => None,
        };
        for (value, year, expected) in [
            ("12-25", 2031, "2031-12-25"),
            ("11-22+4", 2024, "2024-11-28"),
            ("09-01+1", 2025, "2025-09-01"),
            ("easter", 2024, "2024-03-31"),
            ("easter-2", 2025, "2025-04-18"),
        ] {
            assert_eq!(day(value, year).as_deref(), Some(expected), "{value}");
        }
        assert_eq!(day("13-41", 2031), None);
        assert_eq!(day("02-29", 2031), None);
    }
}

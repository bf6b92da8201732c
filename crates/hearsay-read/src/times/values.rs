//! Values of times in ISO 8601 and EDTF, and the calendar that they are counted in.
//!
//! In: days, units, steps and portions. Out: [`Resolved`] and its parts. Invariant: nothing here knows the text.
//!
//! Example: the unit two months on from 2031-04-07 is `2031-06`, the early part of the decade 1980 is `1980/1984`.

use super::found::{Meaning, Step, Year};
use super::resolve::{Resolved, Tense};
use crate::pack::Portion;
use hearsay_record::{Granularity, TimeFrom};
use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// Days that a date without a year is hardly away, and days that it may be away on the other side of today.
const FAR: i32 = 330;
const SOON: i32 = 36;

/// The year of a day or month that tells none: the last one that had begun, of what is past, else the next; the nearer where that one is
/// nearly a year off and the other a few weeks.
pub(super) fn year_near(
    published: Date,
    begins: impl Fn(i32) -> Option<Date>,
    ends: impl Fn(i32) -> Option<Date>,
    step: Step,
    tense: Tense,
) -> i32 {
    let this = i32::from(published.year());
    let last = if begins(this).is_some_and(|start| start > published) { this - 1 } else { this };
    let next = if ends(this).is_some_and(|end| end < published) { this + 1 } else { this };
    let away = |year: i32| begins(year).map_or(i32::MAX, |day| days_between(day, published));
    let sooner = |likely: i32, other: i32| if away(likely) > FAR && away(other) < SOON { other } else { likely };
    match (step, tense) {
        (Step::Now(0), Tense::Past) => last,
        (Step::Now(0), _) => this,
        (Step::Now(step), _) if step < 0 => {
            if ends(last).is_some_and(|end| end >= published) {
                last - 1
            } else {
                last
            }
        }
        (Step::Now(_), _) => {
            if begins(next).is_some_and(|start| start <= published) {
                next + 1
            } else {
                next
            }
        }
        (_, Tense::Past | Tense::WasPlanned) => sooner(last, next),
        (_, Tense::Planned) => sooner(next, last),
        // What will be lies ahead, be it a year.
        (_, Tense::Future) => next,
        _ => [last, next].into_iter().min_by_key(|year| away(*year)).unwrap_or(last),
    }
}

/// A stretch of which only the end near to a day is known.
pub(super) fn one_end(day: Date, step: i32) -> Resolved {
    let value = Some(if step < 0 { format!("/{day}") } else { format!("{day}/") });
    Resolved { value, granularity: Granularity::Interval, from: TimeFrom::Published, start: None }
}

pub(super) fn every_season(season: i8) -> Resolved {
    Resolved { value: Some(format!("--{season:02}")), granularity: Granularity::Season, from: TimeFrom::Open, start: None }
}

/// What has a name in history: its granularity is that of its value.
pub(super) fn named(value: &str) -> Resolved {
    let granularity = match value.len() {
        _ if value.contains('/') => Granularity::Interval,
        10 => Granularity::Day,
        _ => Granularity::Year,
    };
    of_text(value.to_owned(), granularity, None)
}

/// So many whole units; of a half of a year, months. Nothing where it is more than a calendar holds.
pub(super) fn span(unit: Granularity, count: f64) -> Option<Span> {
    let whole = Some(count.trunc()).filter(|count| count.abs() < 1e6)? as i64;
    let span = Span::new();
    match unit {
        Granularity::Day => span.try_days(whole),
        Granularity::Week | Granularity::Weekend => span.try_weeks(whole),
        Granularity::Month => span.try_months(whole),
        Granularity::Quarter | Granularity::Season => span.try_months(whole * 3),
        Granularity::Year if count.fract() != 0.0 => span.try_months((count * 12.0).round() as i64),
        Granularity::Year => span.try_years(whole),
        Granularity::Decade => span.try_years(whole * 10),
        Granularity::Century => span.try_years(whole * 100),
        _ => return None,
    }
    .ok()
}

/// A day as closely as so many units tell it: of years the year, of half years and months the month.
pub(super) fn to_unit(day: Date, unit: Granularity, count: f64) -> String {
    let year = i32::from(day.year());
    match unit {
        Granularity::Year if count.fract() == 0.0 => iso(year, None, None),
        Granularity::Decade | Granularity::Century => iso(year, None, None),
        Granularity::Year | Granularity::Month | Granularity::Quarter | Granularity::Season => iso(year, Some(day.month()), None),
        _ => day.to_string(),
    }
}

pub(super) fn is_of_hours(unit: Granularity) -> bool {
    matches!(unit, Granularity::Hour | Granularity::Minute)
}

/// So many hours or minutes from an hour of a day.
pub(super) fn hours_from(day: Date, clock: (i8, i8), count: f64, unit: Granularity) -> Resolved {
    let minutes = if unit == Granularity::Hour { count * 60.0 } else { count };
    let time = (minutes.abs() < 1e6)
        .then(|| day.at(clock.0 % 24, clock.1, 0, 0).checked_add((minutes.round() as i64).minutes()).ok())
        .flatten();
    let Some(time) = time else { return open(unit) };
    Resolved {
        value: Some(format!("{}T{:02}:{:02}", time.date(), time.hour(), time.minute())),
        granularity: unit,
        from: TimeFrom::Context,
        start: Some(time.date()),
    }
}

/// The unit so many units from a day.
pub(super) fn at_unit(anchor: Date, count: f64, unit: Granularity, from: TimeFrom) -> Resolved {
    // A full day or two in hours is told in days.
    if unit == Granularity::Hour && count.abs() >= 24.0 && count % 24.0 == 0.0 {
        return at_unit(anchor, count / 24.0, Granularity::Day, from);
    }
    let Some(day) = span(unit, count).and_then(|span| anchor.checked_add(span).ok()) else { return open(unit) };
    let year = i32::from(day.year());
    let value = match unit {
        Granularity::Day => day.to_string(),
        Granularity::Week => {
            let week = day.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        Granularity::Month => iso(year, Some(day.month()), None),
        Granularity::Quarter => format!("{}-{:02}", iso(year, None, None), 33 + (day.month() - 1) / 3),
        Granularity::Century => century(year - year.rem_euclid(100)),
        Granularity::Decade if count.abs() < 1.0 => decade(year - year.rem_euclid(10)),
        // "a decade ago" is a year.
        _ => iso(year, None, None),
    };
    let start = match unit {
        Granularity::Week => day.checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days()).ok(),
        _ => Some(day),
    };
    Resolved { value: Some(value), granularity: unit, from, start }
}

/// Some units of a month or year, `first` counted from its start or, below zero, from its end: whole days, months as such.
pub(super) fn units_of(of: &Resolved, first: i8, count: f64, unit: Granularity) -> Option<Resolved> {
    let (start, end) = match (of.granularity, of.start?) {
        (Granularity::Month, day) => (day.first_of_month(), day.last_of_month()),
        (Granularity::Year, day) => (day.first_of_year(), day.last_of_year()),
        _ => return None,
    };
    let found = |from: Date, to: Date, value: String, granularity: Granularity| {
        (start <= from && from <= to && to <= end).then_some(Resolved {
            value: Some(value),
            granularity,
            from: of.from,
            start: Some(from),
        })
    };
    let steps = f64::from(first.unsigned_abs() - 1);
    match unit {
        Granularity::Half => {
            let portion = if first == 1 { Portion::Start } else { Portion::End };
            let value = halved(of, portion)?;
            let from: Date = value.split_once('/')?.0.parse().ok()?;
            found(from, from, value, Granularity::Interval)
        }
        Granularity::Weekend => {
            let weekday = |day: Date| i32::from(day.weekday().to_monday_one_offset());
            let weeks = (steps as i64).weeks();
            let saturday = if first > 0 {
                start.checked_add((6 - weekday(start)).rem_euclid(7).days()).ok()?.checked_add(weeks).ok()?
            } else {
                end.checked_sub((weekday(end) - 6).rem_euclid(7).days()).ok()?.checked_sub(weeks).ok()?
            };
            let value = format!("{saturday}/{}", saturday.tomorrow().ok()?);
            found(saturday, saturday, value, Granularity::Weekend)
        }
        _ => {
            let day = |from: Date, count: f64| from.checked_add(span(unit, count)?).ok();
            let (from, after) = if first > 0 {
                (day(start, steps * count)?, day(start, (steps + 1.0) * count)?)
            } else {
                let after = end.tomorrow().ok()?;
                (day(after, -(steps + 1.0) * count)?, day(after, -steps * count)?)
            };
            let to = after.yesterday().ok()?;
            let close = |day: Date| match unit {
                Granularity::Month => iso(i32::from(day.year()), Some(day.month()), None),
                _ => day.to_string(),
            };
            let one = matches!(unit, Granularity::Month | Granularity::Day) && count == 1.0;
            let value = if one { close(from) } else { format!("{}/{}", close(from), close(to)) };
            found(from, to, value, if one { unit } else { Granularity::Interval })
        }
    }
}

/// So many units that end with a day, or with a month as a whole.
pub(super) fn units_to(end: &Resolved, count: f64, unit: Granularity) -> Option<Resolved> {
    let day = end.start?;
    let (after, to) = match end.granularity {
        Granularity::Month => (day.last_of_month().tomorrow().ok()?, iso(i32::from(day.year()), Some(day.month()), None)),
        _ => (day.tomorrow().ok()?, day.to_string()),
    };
    let from = after.checked_add(span(unit, -count)?).ok()?;
    let value = match end.granularity {
        Granularity::Month => format!("{}/{to}", iso(i32::from(from.year()), Some(from.month()), None)),
        _ => format!("{from}/{to}"),
    };
    (from <= day).then_some(Resolved {
        value: Some(value),
        granularity: Granularity::Interval,
        from: end.from,
        start: Some(from),
    })
}

/// Of a month or a decade, its half.
pub(super) fn halved(resolved: &Resolved, portion: Portion) -> Option<String> {
    if let (None, Granularity::Month, Some(month)) = (resolved.start, resolved.granularity, &resolved.value) {
        let last = Date::new(2001, month.get(2..4)?.parse().ok()?, 1).ok()?.days_in_month();
        return match portion {
            Portion::Start => Some(format!("{month}-01/{month}-15")),
            Portion::End => Some(format!("{month}-15/{month}-{last}")),
            Portion::Middle => None,
        };
    }
    let start = resolved.start?;
    let year = i32::from(start.year());
    match (resolved.granularity, portion) {
        (_, Portion::Middle) => None,
        (Granularity::Month, Portion::Start) => {
            let month = iso(year, Some(start.month()), None);
            Some(format!("{month}-01/{month}-15"))
        }
        (Granularity::Month, Portion::End) => {
            let month = iso(year, Some(start.month()), None);
            Some(format!("{month}-15/{}", start.last_of_month()))
        }
        // A quarter of a century: "the late 20th century".
        (Granularity::Century, Portion::Start) if year >= 0 => {
            Some(format!("{}/{}", iso(year, None, None), iso(year + 24, None, None)))
        }
        (Granularity::Century, Portion::End) if year >= 0 => {
            Some(format!("{}/{}", iso(year + 75, None, None), iso(year + 99, None, None)))
        }
        (Granularity::Decade, Portion::Start) => Some(format!("{}/{}", iso(year, None, None), iso(year + 4, None, None))),
        (Granularity::Decade, Portion::End) => Some(format!("{}/{}", iso(year + 5, None, None), iso(year + 9, None, None))),
        _ => None,
    }
}

/// What one end of a range tells and the other leaves out: `from May to July 2031`.
pub(super) fn fill(one: &mut Meaning, other: &mut Meaning) {
    let (Meaning::Calendar { year: first, month, .. }, Meaning::Calendar { year: last, month: last_month, .. }) = (one, other)
    else {
        return;
    };
    match (*first, *last) {
        (Year::Of(Step::None), Year::Written(year)) if month.is_some() => {
            *first = Year::Written(if *month > *last_month { year - 1 } else { year });
        }
        (Year::Written(year), Year::Of(Step::None)) => {
            *last = Year::Written(if *month > *last_month { year + 1 } else { year });
        }
        (Year::Of(Step::None), Year::Stepped(step)) => *first = Year::Stepped(step),
        _ => {}
    }
}

pub(super) fn of_text(value: String, granularity: Granularity, start: Option<Date>) -> Resolved {
    Resolved { value: Some(value), granularity, from: TimeFrom::Text, start }
}

pub(super) fn open(granularity: Granularity) -> Resolved {
    Resolved { value: None, granularity, from: TimeFrom::Open, start: None }
}

pub(super) fn date(year: i32, month: i8, day: i8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, month, day).ok()
}

pub(super) fn days_between(one: Date, other: Date) -> i32 {
    one.since(other).map_or(i32::MAX, |span| span.get_days().abs())
}

pub(super) fn iso(year: i32, month: Option<i8>, day: Option<i8>) -> String {
    let year = if year < 0 { format!("-{:04}", -year) } else { format!("{year:04}") };
    match (month, day) {
        (Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year}-{month:02}"),
        _ => year,
    }
}

pub(super) fn decade(first: i32) -> String {
    let year = iso(first, None, None);
    format!("{}X", &year[..year.len() - 1])
}

/// By its first year; of a century before our era by its last, since its years count down.
pub(super) fn century(first: i32) -> String {
    let year = iso(first, None, None);
    format!("{}XX", &year[..year.len() - 2])
}

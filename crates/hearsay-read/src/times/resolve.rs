//! Counts out what words of time mean.
//!
//! In: expressions in the order of the text, the day of publication, and for each whether what it dates is past or to
//! come. Out: a value in ISO 8601 and EDTF, its granularity and what it was counted from. A weekday or a day without a
//! year is the last one on or before publication where the verb is past, else the next one; a month or season beside a
//! verb in the present stays open, since it may be every year's. A year or month told shortly before comes before
//! publication. Invariant: without a day of publication nothing is counted from one.
//!
//! Example: published on 2031-04-07, `March` of something past is `2031-03`, and `two years later` after `in 1804` is `1806`.

use super::found::{Found, Meaning, Step, Year};
use super::values::{
    at_unit, century, date, decade, every_season, fill, halved, hours_from, is_of_hours, iso, named, of_text, one_end, open,
    span, to_unit, units_of, units_to, year_near,
};
use crate::pack::{DayPart, Feast};
use hearsay_record::{Granularity, TimeFrom};
use jiff::ToSpan;
use jiff::civil::Date;

/// Sentences back from which a month still says the year.
pub(super) const NEAR: usize = 3;

/// Whether what a time dates is past or to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    Present,
    Future,
    /// To come, as far as the words tell: `agreed to meet`, `could meet`. What was planned may have its day behind it.
    Planned,
    /// To come from a day that is past: `was to meet`. What it tells with its month has passed; a weekday is rather the next.
    WasPlanned,
    /// No verb tells.
    Untold,
}

impl Tense {
    /// Whether what it dates is rather to come.
    pub(crate) fn is_ahead(self) -> bool {
        matches!(self, Self::Future | Self::Planned | Self::WasPlanned)
    }
}

/// A time that was counted out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Resolved {
    pub(crate) value: Option<String>,
    pub(crate) granularity: Granularity,
    pub(crate) from: TimeFrom,
    /// Its first day, where it is known.
    pub(super) start: Option<Date>,
}

/// What was told so far.
#[derive(Debug)]
pub(crate) struct Resolver {
    published: Option<Date>,
    history: bool,
    /// The last time told, by its first day.
    told: Option<Date>,
    /// The last that was a day, which `the next day` goes on from.
    told_day: Option<Date>,
    /// The hour and minute of that day, where they were told.
    told_clock: Option<(i8, i8)>,
    /// The sentence of the last time told.
    told_in: usize,
    /// Days that were written with their year, which they keep when they are told again without.
    written: Vec<Date>,
    /// The year last written, the sentence, and whether a month stood with it.
    year: Option<(i32, usize, bool)>,
}

impl Resolver {
    /// Before anything was told; in a text of history days and months keep the year that was told last.
    pub(crate) fn new(published: Option<Date>, history: bool) -> Self {
        Self {
            published,
            history,
            told: None,
            told_day: None,
            told_clock: None,
            told_in: usize::MAX,
            written: Vec::new(),
            year: None,
        }
    }

    /// Counts out the next expression of the text, which stands in this sentence.
    pub(crate) fn resolve(&mut self, found: &Found, tense: Tense, sentence: usize) -> Resolved {
        let resolved = self.whole(found, tense, sentence);
        if let Meaning::Calendar { year, month, day } = found.named() {
            match (year, resolved.start) {
                (Year::Written(year), start) => {
                    self.year = Some((*year, sentence, month.is_some()));
                    self.written.extend(start.filter(|_| day.is_some()));
                }
                // What still has its year from the context hands it on.
                (_, Some(start)) if resolved.from == TimeFrom::Context => {
                    self.year = Some((i32::from(start.year()), sentence, true));
                }
                _ => {}
            }
        }
        if let Some(start) = resolved.start.filter(|_| !matches!(found.meaning, Meaning::Stretch { .. })) {
            self.told = Some(start);
            self.told_in = sentence;
            if matches!(resolved.granularity, Granularity::Day | Granularity::PartOfDay | Granularity::Hour | Granularity::Minute)
            {
                self.told_day = Some(start);
                self.told_clock = found.clock;
            }
        }
        resolved
    }

    fn whole(&self, found: &Found, tense: Tense, sentence: usize) -> Resolved {
        if let Meaning::Range(one, other) = &found.meaning {
            return self.range(one, other, tense, sentence);
        }
        let mut resolved = self.meaning(&found.meaning, tense, sentence);
        // "that day", when none was told, is some other day than today.
        // "years ago" is as vague as can be; "a few years ago" has an end.
        let vague = matches!(found.meaning, Meaning::Away { count: None, .. }) && found.tokens.len() == 2;
        let untold =
            vague || matches!(found.meaning, Meaning::Unit(_, Step::Told(0))) && found.portion.is_none() && self.told.is_none();
        if untold {
            resolved = open(resolved.granularity);
        }
        if let Some(portion) = found.portion {
            resolved.value = halved(&resolved, portion).or(resolved.value);
        }
        let suffix = match (found.clock, found.part) {
            (Some((hour, minute)), _) => {
                resolved.granularity = if minute == 0 { Granularity::Hour } else { Granularity::Minute };
                format!("T{hour:02}:{minute:02}")
            }
            (None, Some(part)) => {
                resolved.granularity = Granularity::PartOfDay;
                format!(
                    "T{}",
                    match part {
                        DayPart::Morning => "MO",
                        DayPart::Afternoon => "AF",
                        DayPart::Evening => "EV",
                        DayPart::Night => "NI",
                    }
                )
            }
            (None, None) => return resolved,
        };
        resolved.value = match resolved.value {
            Some(day) => Some(day + &suffix),
            None if found.meaning == Meaning::Clock => Some(suffix),
            None => None,
        };
        resolved
    }

    fn range(&self, one: &Found, other: &Found, tense: Tense, sentence: usize) -> Resolved {
        let (mut one, mut other) = (one.clone(), other.clone());
        fill(&mut one.meaning, &mut other.meaning);
        // "It ran from Monday to Wednesday": the end is the last Wednesday, the start lies before it.
        if matches!((&one.meaning, &other.meaning), (Meaning::Weekday(..), Meaning::Weekday(..)))
            && matches!(tense, Tense::Past | Tense::Untold)
        {
            let last = self.whole(&other, tense, sentence);
            let from_end = Self { published: last.start, ..Self::new(None, false) };
            let first = from_end.whole(&one, tense, sentence);
            let value = first.value.zip(last.value).map(|(first, last)| format!("{first}/{last}"));
            return Resolved { value, granularity: Granularity::Interval, from: last.from, start: first.start };
        }
        let first = self.whole(&one, tense, sentence);
        // The end of a range comes after its start.
        let from_start = Self { published: first.start.or(self.published), year: self.year, ..Self::new(None, false) };
        let mut last = if matches!(other.meaning, Meaning::Weekday(..)) {
            from_start.whole(&other, Tense::Future, sentence)
        } else {
            self.whole(&other, tense, sentence)
        };
        if let (Some(start), Some(end)) = (first.start, last.start)
            && end < start
            && other.meaning == Meaning::Days(0)
        {
            last = open(Granularity::Day);
        } else if let (Some(start), Some(end)) = (first.start, last.start)
            && end < start
            && last.from != TimeFrom::Text
        {
            last = from_start.whole(&other, Tense::Future, sentence);
        }
        let from = if first.from == TimeFrom::Text { last.from } else { first.from };
        // Each end may be a stretch itself, whose outer bound counts: "from early May to late June".
        let bounds = |first: &str, last: &str| {
            format!(
                "{}/{}",
                first.split_once('/').map_or(first, |ends| ends.0),
                last.rsplit_once('/').map_or(last, |ends| ends.1)
            )
        };
        let value = match (&first.value, &last.value) {
            (Some(first), Some(last)) => Some(bounds(first, last)),
            // "2013–present", of no day that is known.
            (Some(first), None) if other.meaning == Meaning::Days(0) => Some(bounds(first, "..")),
            _ => None,
        };
        Resolved { value, granularity: Granularity::Interval, from, start: first.start }
    }

    fn meaning(&self, meaning: &Meaning, tense: Tense, sentence: usize) -> Resolved {
        match *meaning {
            Meaning::Calendar { year, month, day } => self.calendar(year, month, day, tense, sentence),
            Meaning::Decade(first) if first < 100 => {
                // A decade without its century: the last one that had begun.
                let year = self.published.map_or(1999, |published| i32::from(published.year()));
                let first = year - year.rem_euclid(100) + first;
                of_text(decade(if first > year { first - 100 } else { first }), Granularity::Decade, date(first, 1, 1))
            }
            Meaning::Decade(first) => of_text(decade(first), Granularity::Decade, date(first, 1, 1)),
            Meaning::Century(first) => of_text(century(first), Granularity::Century, date(first, 1, 1)),
            Meaning::Season(season, year) => self.season(season, year, tense, sentence),
            Meaning::Weekday(weekday, step) => self.weekday(weekday, step, tense),
            Meaning::Days(days) => self.days(days),
            Meaning::Unit(unit, step) => self.unit(unit, step, tense),
            Meaning::Away { count, unit, from } => self.away(count, unit, from),
            Meaning::Stretch { count, unit, step } => self.stretch(count, unit, step, tense),
            Meaning::EverySeason(season) => every_season(season),
            Meaning::Feast(feast, year) => self.feast(feast, year, tense, sentence),
            Meaning::Named(ref value) => named(value),
            Meaning::DayOf(day) => self.day_of(day, tense, sentence),
            Meaning::LastDay(unit) => self.last_day(unit),
            Meaning::Beside { count, unit, ref day } => {
                let day = self.whole(day, tense, sentence);
                day.start.map_or_else(|| open(unit), |start| at_unit(start, count, unit, day.from))
            }
            Meaning::WeekdayOf { number, weekday, year, month } => self.weekday_of(number, weekday, year, month, tense, sentence),
            Meaning::Ahead { count, unit } => match self.published {
                Some(published) if tense.is_ahead() || tense == Tense::Present => {
                    at_unit(published, count, unit, TimeFrom::Published)
                }
                _ => open(unit),
            },
            Meaning::On { count, unit } => self.on(count, unit, tense),
            Meaning::Overnight => match tense {
                // "You may leave your car overnight": any night.
                Tense::Present | Tense::Planned => open(Granularity::PartOfDay),
                tense => self.days(if tense.is_ahead() { 0 } else { -1 }),
            },
            Meaning::UnitsOf { first, count, unit, ref of } => {
                let of = self.whole(of, tense, sentence);
                units_of(&of, first, count, unit).unwrap_or_else(|| open(unit))
            }
            Meaning::UnitsTo { count, unit, ref end } => {
                let end = self.whole(end, tense, sentence);
                units_to(&end, count, unit).unwrap_or_else(|| open(unit))
            }
            Meaning::Beyond { year, after } => {
                let value =
                    if after { format!("{}/..", iso(year + 1, None, None)) } else { format!("../{}", iso(year - 1, None, None)) };
                of_text(value, Granularity::Interval, None)
            }
            Meaning::Clock => open(Granularity::Hour),
            Meaning::Range(..) => open(Granularity::Interval),
        }
    }

    /// The year of something told without one, if the text told it shortly before.
    fn year_before(&self, sentence: usize, tense: Tense) -> Option<i32> {
        let (year, told_in, with_month) = self.year?;
        let published = self.published.map(|published| i32::from(published.year()));
        let distance = sentence.saturating_sub(told_in);
        // A bare year long past is a remark unless it stands near; one about now adds nothing.
        if self.history {
            return Some(year);
        }
        // "It was built in 2028. He will leave on May 5": what is yet to come lies in no year that is past.
        let gone = !with_month && tense.is_ahead();
        let near = !gone && if with_month { distance <= NEAR } else { distance <= 1 };
        (near && published.is_none_or(|published| year != published && (with_month || year < published))).then_some(year)
    }

    /// The year so many years from that of publication or of what was told.
    fn year_at(&self, step: Step) -> Option<(i32, TimeFrom)> {
        let (anchor, steps, from) = match step {
            Step::Now(steps) => (self.published, steps, TimeFrom::Published),
            Step::Told(steps) => (self.told, steps, TimeFrom::Context),
            Step::None => return None,
        };
        Some((i32::from(anchor?.year()) + steps, from))
    }

    fn calendar(&self, year: Year, month: Option<i8>, day: Option<i8>, tense: Tense, sentence: usize) -> Resolved {
        let granularity = match (month, day) {
            (_, Some(_)) => Granularity::Day,
            (Some(_), None) => Granularity::Month,
            _ => Granularity::Year,
        };
        let written = |year: i32, from: TimeFrom| {
            let start = date(year, month.unwrap_or(1), day.unwrap_or(1));
            // A day that does not exist is none.
            let value = start.is_some().then(|| iso(year, month, day));
            Resolved { value, granularity, from, start }
        };
        match year {
            Year::Written(year) => written(year, TimeFrom::Text),
            Year::Stepped(step) => match self.year_at(step) {
                Some((year, from)) => written(year, from),
                None => self.open_calendar(month, day, granularity),
            },
            Year::Of(step) => {
                // "In June it is hot" is every year's.
                let any_year = tense == Tense::Present && (day.is_none() || self.history);
                if any_year && self.history && day.is_some() && step == Step::None {
                    return self.open_calendar(month, day, granularity);
                }
                if !matches!(step, Step::Now(_))
                    && !any_year
                    && let Some(year) = self.year_before(sentence, tense)
                {
                    return written(year, TimeFrom::Context);
                }
                let again = |written: &&Date| Some(written.month()) == month && Some(written.day()) == day;
                if let Some(written_before) = self.written.iter().rev().find(again).filter(|_| step == Step::None) {
                    return written(i32::from(written_before.year()), TimeFrom::Context);
                }
                // "In October last", in a text of history, is counted from the day that it tells of.
                let told = self.told.filter(|_| self.history && matches!(step, Step::Now(_)));
                let from = if told.is_some() { TimeFrom::Context } else { TimeFrom::Published };
                let (Some(published), Some(month)) = (told.or(self.published), month) else {
                    return self.open_calendar(month, day, granularity);
                };
                let begins = |year: i32| date(year, month, day.unwrap_or(1));
                let ends = |year: i32| match day {
                    Some(_) => begins(year),
                    None => begins(year).map(Date::last_of_month),
                };
                // In a list each month follows the one before: "in November, in December, in January".
                if matches!(tense, Tense::Present | Tense::Untold) && step == Step::None && day.is_none() {
                    if self.told_in == sentence && self.told.is_some() {
                        let told = self.told.map_or(published, Date::first_of_month);
                        let year = i32::from(told.year());
                        let year = if begins(year).is_some_and(|start| start < told) { year + 1 } else { year };
                        return written(year, TimeFrom::Published);
                    }
                    if tense == Tense::Present {
                        return self.open_calendar(Some(month), day, granularity);
                    }
                }
                written(year_near(published, begins, ends, step, tense), from)
            }
        }
    }

    /// A feast of the year that its words, the text or the day of publication tell; every year's beside a verb in the present.
    fn feast(&self, feast: Feast, year: Year, tense: Tense, sentence: usize) -> Resolved {
        let on = |year: i32, from: TimeFrom| {
            let start = feast.day(year);
            Resolved { value: start.map(|day| day.to_string()), granularity: Granularity::Day, from, start }
        };
        let any = || match feast {
            Feast::On(month, day) => self.open_calendar(Some(month), Some(day), Granularity::Day),
            _ => open(Granularity::Day),
        };
        match year {
            Year::Written(year) => on(year, TimeFrom::Text),
            Year::Stepped(step) => self.year_at(step).map_or_else(any, |(year, from)| on(year, from)),
            Year::Of(step) => {
                if step == Step::None && tense == Tense::Present {
                    return any();
                }
                if !matches!(step, Step::Now(_))
                    && let Some(year) = self.year_before(sentence, tense)
                {
                    return on(year, TimeFrom::Context);
                }
                let Some(published) = self.published else { return any() };
                let day = |year: i32| feast.day(year);
                on(year_near(published, day, day, step, tense), TimeFrom::Published)
            }
        }
    }

    /// A day of the month that was told last, where it was told near; else the last or next such day.
    fn day_of(&self, day: i8, tense: Tense, sentence: usize) -> Resolved {
        let found = |day: Option<Date>, from| match day {
            Some(day) => Resolved { value: Some(day.to_string()), granularity: Granularity::Day, from, start: Some(day) },
            None => open(Granularity::Day),
        };
        if let Some(told) = self.told.filter(|_| sentence.saturating_sub(self.told_in) <= NEAR) {
            return found(Date::new(told.year(), told.month(), day).ok(), TimeFrom::Context);
        }
        let Some(published) = self.published else { return open(Granularity::Day) };
        let mut month = published.first_of_month();
        let on = |month: Date| Date::new(month.year(), month.month(), day).ok();
        let fits = |date: Date| if tense.is_ahead() { date >= published } else { date <= published };
        let step = if tense.is_ahead() { 1 } else { -1 };
        // Of twelve months one has the day.
        for _ in 0..12 {
            if let Some(date) = on(month).filter(|date| fits(*date)) {
                return found(Some(date), TimeFrom::Published);
            }
            match month.checked_add(step.months()) {
                Ok(next) => month = next,
                Err(_) => break,
            }
        }
        open(Granularity::Day)
    }

    /// The second Monday of a month whose year is told or looked for.
    fn weekday_of(&self, number: i8, weekday: i8, year: Year, month: i8, tense: Tense, sentence: usize) -> Resolved {
        let month = self.calendar(year, Some(month), None, tense, sentence);
        let day = month.start.and_then(|first| {
            if number < 0 {
                let last = first.last_of_month();
                let back = (last.weekday().to_monday_one_offset() - weekday).rem_euclid(7);
                return last.checked_sub(i32::from(back).days()).ok();
            }
            let ahead = (weekday - first.weekday().to_monday_one_offset()).rem_euclid(7);
            first.checked_add(i32::from(ahead + (number - 1) * 7).days()).ok().filter(|day| day.month() == first.month())
        });
        match day {
            Some(day) => {
                Resolved { value: Some(day.to_string()), granularity: Granularity::Day, from: month.from, start: Some(day) }
            }
            None => open(Granularity::Day),
        }
    }

    fn last_day(&self, unit: Granularity) -> Resolved {
        let day = self.published.and_then(|published| match unit {
            Granularity::Week => published.checked_add((7 - i32::from(published.weekday().to_monday_one_offset())).days()).ok(),
            Granularity::Month => Some(published.last_of_month()),
            _ => Some(published.last_of_year()),
        });
        match day {
            Some(day) => Resolved {
                value: Some(day.to_string()),
                granularity: Granularity::Day,
                from: TimeFrom::Published,
                start: Some(day),
            },
            None => open(unit),
        }
    }

    /// What is told of a day whose year stays open.
    fn open_calendar(&self, month: Option<i8>, day: Option<i8>, granularity: Granularity) -> Resolved {
        let value = month.map(|month| match day {
            Some(day) => format!("--{month:02}-{day:02}"),
            None => format!("--{month:02}"),
        });
        Resolved { value, granularity, from: TimeFrom::Open, start: None }
    }

    fn season(&self, season: i8, year: Year, tense: Tense, sentence: usize) -> Resolved {
        let granularity = match season {
            21..=24 => Granularity::Season,
            33..=36 => Granularity::Quarter,
            _ => Granularity::Half,
        };
        // First month of spring to winter, of the quarters, of the halves.
        let month = match season {
            21..=24 => (season - 20) * 3,
            33..=36 => (season - 33) * 3 + 1,
            _ => (season - 40) * 6 + 1,
        };
        let months = if granularity == Granularity::Half { 6 } else { 3 };
        let written = |year: i32, from| {
            let value = Some(format!("{}-{season:02}", iso(year, None, None)));
            Resolved { value, granularity, from, start: date(year, month, 1) }
        };
        let untold = || Resolved { value: Some(format!("--{season:02}")), granularity, from: TimeFrom::Open, start: None };
        match year {
            Year::Written(year) => written(year, TimeFrom::Text),
            Year::Stepped(step) => self.year_at(step).map_or_else(untold, |(year, from)| written(year, from)),
            Year::Of(step) => {
                if step == Step::None
                    && (tense == Tense::Past || tense.is_ahead())
                    && let Some(year) = self.year_before(sentence, tense)
                {
                    return written(year, TimeFrom::Context);
                }
                let Some(published) = self.published else { return untold() };
                let this = i32::from(published.year());
                let begins = |year: i32| date(year, month, 1);
                let ended = |year: i32| {
                    begins(year).and_then(|start| start.checked_add(months.months()).ok()).is_some_and(|end| end <= published)
                };
                let begun = |year: i32| begins(year).is_some_and(|start| start <= published);
                let last = if begun(this) { this } else { this - 1 };
                let next = (this - 1..=this).find(|year| !ended(*year)).unwrap_or(this + 1);
                let year = match (step, tense) {
                    // "This winter" of what is past, told in January, began last year.
                    (Step::Now(0), Tense::Past) => last,
                    (Step::Now(0), _) => next,
                    (Step::Now(step), _) if step < 0 => {
                        if ended(last) {
                            last
                        } else {
                            last - 1
                        }
                    }
                    (Step::Now(_), _) => {
                        if begun(next) {
                            next + 1
                        } else {
                            next
                        }
                    }
                    (_, Tense::Past) => last,
                    (_, tense) if tense.is_ahead() => next,
                    _ => return untold(),
                };
                written(year, TimeFrom::Published)
            }
        }
    }

    fn weekday(&self, weekday: i8, step: Step, tense: Tense) -> Resolved {
        let on = |day: Option<Date>, from| match day {
            Some(day) => Resolved { value: Some(day.to_string()), granularity: Granularity::Day, from, start: Some(day) },
            None => open(Granularity::Day),
        };
        let shift = |from: Date, days: i32| from.checked_add(days.days()).ok();
        let back = |from: Date| (from.weekday().to_monday_one_offset() - weekday).rem_euclid(7);
        let ahead = |from: Date| (weekday - from.weekday().to_monday_one_offset()).rem_euclid(7);
        if let Step::Told(steps) = step {
            let told = self.told.and_then(|told| match steps {
                0 => shift(told, i32::from(ahead(told))),
                steps if steps > 0 => shift(told, i32::from(ahead(shift(told, 1)?)) + 1),
                _ => shift(told, -i32::from(back(shift(told, -1)?)) - 1),
            });
            return on(told, TimeFrom::Context);
        }
        let Some(published) = self.published else { return open(Granularity::Day) };
        let day = match (step, tense) {
            // Of the week that publication lies in.
            (Step::Now(0), Tense::Past) => shift(published, -i32::from(back(published))),
            (Step::Now(0), _) => shift(published, i32::from(ahead(published))),
            (Step::Now(step), _) if step < 0 => shift(published, -1).and_then(|day| shift(day, -i32::from(back(day)))),
            (Step::Now(_), _) => shift(published, 1).and_then(|day| shift(day, i32::from(ahead(day)))),
            (_, tense) if tense.is_ahead() || tense == Tense::Present => shift(published, i32::from(ahead(published))),
            _ => shift(published, -i32::from(back(published))),
        };
        on(day, TimeFrom::Published)
    }

    fn days(&self, days: i32) -> Resolved {
        let day = self.published.and_then(|published| published.checked_add(days.days()).ok());
        day.map_or_else(
            || open(Granularity::Day),
            |day| Resolved {
                value: Some(day.to_string()),
                granularity: Granularity::Day,
                from: TimeFrom::Published,
                start: Some(day),
            },
        )
    }

    fn unit(&self, unit: Granularity, step: Step, tense: Tense) -> Resolved {
        let (anchor, steps, from) = match step {
            Step::Now(steps) => (self.published, steps, TimeFrom::Published),
            Step::Told(steps) => {
                let told = if unit == Granularity::Day { self.told_day.or(self.told) } else { self.told };
                match told {
                    None if steps == 0 && !tense.is_ahead() => (self.published, 0, TimeFrom::Published),
                    told => (told, steps, TimeFrom::Context),
                }
            }
            // "the weekend"
            Step::None => (self.published, 0, TimeFrom::Published),
        };
        let Some(anchor) = anchor else { return open(unit) };
        if unit == Granularity::Weekend {
            // The last Saturday on or before, for what is past; else the next; of "last" and "next" a week more.
            let since = i32::from((anchor.weekday().to_monday_one_offset() + 1).rem_euclid(7));
            let is_weekend = since <= 1;
            let days = match steps {
                ..0 if is_weekend => -since - 7,
                ..0 => -since,
                1.. => 7 - since,
                0 if is_weekend || matches!(tense, Tense::Past | Tense::Untold) => -since,
                0 => 7 - since,
            };
            let saturday = anchor.checked_add(days.days()).ok();
            let sunday = saturday.and_then(|day| day.tomorrow().ok());
            let value = saturday.zip(sunday).map(|(one, other)| format!("{one}/{other}"));
            return Resolved { value, granularity: unit, from, start: saturday };
        }
        at_unit(anchor, f64::from(steps), unit, from)
    }

    fn away(&self, count: Option<f64>, unit: Granularity, from: Step) -> Resolved {
        let (anchor, direction, from) = match from {
            Step::Now(direction) => (self.published, direction, TimeFrom::Published),
            Step::Told(direction) => {
                let is_short = unit == Granularity::Day || is_of_hours(unit);
                (if is_short { self.told_day.or(self.told) } else { self.told }, direction, TimeFrom::Context)
            }
            Step::None => (None, 0, TimeFrom::Open),
        };
        match (anchor, count) {
            // "at 6 a.m. on Sunday … three hours later"
            (Some(anchor), Some(count)) if from == TimeFrom::Context && is_of_hours(unit) && self.told_clock.is_some() => {
                let (hour, minute) = self.told_clock.unwrap_or_default();
                hours_from(anchor, (hour, minute), count * f64::from(direction), unit)
            }
            (Some(anchor), Some(count)) => at_unit(anchor, count * f64::from(direction), unit, from),
            // "a few months ago", of which the end alone is known; "hours ago" is of the same day, perhaps.
            (Some(anchor), None) if from == TimeFrom::Published && !is_of_hours(unit) && unit != Granularity::Second => {
                one_end(anchor, direction)
            }
            _ => open(unit),
        }
    }

    /// So many units since what was told, where nothing tells of today; beside a verb in the present they end today.
    fn on(&self, count: Option<f64>, unit: Granularity, tense: Tense) -> Resolved {
        if tense == Tense::Present {
            let unit = if matches!(unit, Granularity::Decade | Granularity::Century) { Granularity::Year } else { unit };
            return self.published.map_or_else(|| open(unit), |published| at_unit(published, 0.0, unit, TimeFrom::Published));
        }
        self.away(count, unit, Step::Told(1))
    }

    fn stretch(&self, count: Option<f64>, unit: Granularity, step: Step, tense: Tense) -> Resolved {
        let (step, told) = match step {
            Step::Now(step) => (step, self.told.filter(|_| self.history && tense == Tense::Past)),
            // "In the next five years he served": from what was told.
            Step::Told(step) => (step, self.told.filter(|_| self.history || tense == Tense::Past)),
            Step::None => return open(unit),
        };
        if let (Some(told), Some(count)) = (told, count)
            && let Some(end) = span(unit, count * f64::from(step)).and_then(|span| told.checked_add(span).ok())
            && told != end
        {
            let (first, last) = (told.min(end), told.max(end));
            let value = Some(format!("{}/{}", to_unit(first, unit, count), to_unit(last, unit, count)));
            return Resolved { value, granularity: Granularity::Interval, from: TimeFrom::Context, start: Some(first) };
        }
        // "the past 48 hours" are two days.
        let (unit, count) = match count {
            Some(hours) if unit == Granularity::Hour && hours >= 24.0 && hours % 24.0 == 0.0 => {
                (Granularity::Day, Some(hours / 24.0))
            }
            count => (unit, count),
        };
        let ends = self
            .published
            .zip(count)
            .and_then(|(published, count)| Some((published, published.checked_add(span(unit, count * f64::from(step))?).ok()?)));
        match ends {
            // "the past few days": only the end near to today is known.
            None if count.is_none() => self.published.map_or_else(|| open(unit), |published| one_end(published, step)),
            // The end that was counted out is known to the unit alone: "the past ten years" begin in some year, not on a day.
            Some((published, other)) if published != other => {
                let far = to_unit(other, unit, count.unwrap_or(1.0));
                let value = if other < published { format!("{far}/{published}") } else { format!("{published}/{far}") };
                Resolved {
                    value: Some(value),
                    granularity: Granularity::Interval,
                    from: TimeFrom::Published,
                    start: Some(published.min(other)),
                }
            }
            _ => open(unit),
        }
    }
}

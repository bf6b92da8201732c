//! Words that tell when, with what each can mean in an expression of time.
//!
//! In: `times.tsv` and the months, weekdays and ordinals of `dates.tsv`. Out: a [`TimeWord`] for a form in
//! small letters. Invariant: a form has one entry that holds all that its rows say.
//!
//! Example: `second` is the ordinal 2 and a unit of time.

use super::form_index::Quick;
use super::lexicon::{EntryId, Lexicon};
use super::named_times::NamedTime;
use super::word_lists::rows;
use hearsay_record::Granularity;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// A part of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DayPart {
    Morning,
    Afternoon,
    Evening,
    Night,
}

/// A part of a month, year, decade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Portion {
    Start,
    Middle,
    End,
}

/// What joins words of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joint {
    To,
    From,
    Between,
    And,
    Of,
    In,
    The,
    A,
    At,
}

/// What a word can mean in an expression of time.
#[derive(Debug, Clone, Default)]
pub(crate) struct TimeWord {
    pub(crate) month: Option<i8>,
    pub(crate) weekday: Option<i8>,
    /// Days from today, and the part of the day.
    pub(crate) day: Option<(i32, Option<DayPart>)>,
    pub(crate) unit: Option<Granularity>,
    pub(crate) part: Option<DayPart>,
    pub(crate) season: Option<i8>,
    pub(crate) quarter: Option<i8>,
    pub(crate) step: Option<i32>,
    pub(crate) told_step: Option<i32>,
    pub(crate) portion: Option<Portion>,
    /// Whether the portion stands right before its time: `early`.
    pub(crate) portion_adverb: bool,
    pub(crate) from_now: Option<i32>,
    pub(crate) from_told: Option<i32>,
    pub(crate) ordinal: Option<i8>,
    pub(crate) decade: Option<i32>,
    pub(crate) era: Option<i32>,
    /// Hours to add to those of a clock.
    pub(crate) half: Option<i8>,
    pub(crate) clock: Option<i8>,
    pub(crate) o_clock: bool,
    pub(crate) zone: bool,
    pub(crate) joint: Option<Joint>,
    pub(crate) before_year: bool,
    pub(crate) name_too: bool,
    pub(crate) ahead: bool,
    /// Whether it makes a day any of its kind: `every`.
    pub(crate) each: bool,
    /// A season of every year: `summers`.
    pub(crate) seasons: Option<i8>,
    /// Parts of many days: `mornings`.
    pub(crate) parts: bool,
    /// Whether it can be the end of a range: `present`.
    pub(crate) now: bool,
    /// Whether it goes on from what was told when an article stands before it: `the next day`.
    pub(crate) told_with_the: bool,
    /// What stands behind its month: `in March last`.
    pub(crate) step_behind: Option<i32>,
    /// `in two weeks' time`
    pub(crate) time: bool,
    /// Before an infinitive that is of its own time: `declined to`.
    pub(crate) same_time: bool,
    /// The night before today, or of what is to come the next.
    pub(crate) overnight: bool,
    /// Before `hours`: `the small hours`.
    pub(crate) hours: Option<DayPart>,
    /// Behind units that have gone by: `five years on`.
    pub(crate) years_on: bool,
    /// Tells in the present what is to come: `polls open`.
    pub(crate) timetable: bool,
    /// `the week ending 4 April`
    pub(crate) ending: bool,
    /// `10 a.m. local time`
    pub(crate) local: bool,
    /// `recent years`
    pub(crate) recent: bool,
    /// `the weeks ahead`
    pub(crate) to_come: bool,
    /// A modal of what holds at any time: `can`.
    pub(crate) any_time: bool,
    /// `pre` is -1, `post` 1.
    pub(crate) beyond: Option<i32>,
    /// What it begins that has a name, the longest first.
    pub(crate) named: Vec<NamedTime>,
}

/// The words.
#[derive(Debug, Default)]
pub(crate) struct TimeWords {
    index: HashMap<Box<str>, u16, BuildHasherDefault<Quick>>,
    /// The same by the entries of the lexicon.
    of_entry: Vec<u16>,
    words: Vec<TimeWord>,
    ordinals: Vec<Box<str>>,
    decade_ends: Vec<Box<str>>,
}

impl TimeWords {
    /// Reads `times.tsv` and `dates.tsv`; a row that does not fit is passed over.
    pub(super) fn parse(times: &str, dates: &str) -> Self {
        let mut found = Self { words: vec![TimeWord::default()], ..Self::default() };
        let mut weekdays: Vec<String> = Vec::new();
        for cells in rows(dates) {
            match cells.as_slice() {
                ["month", form, number, ..] => found.entry(form).month = number.parse().ok(),
                ["weekday", form, ..] => {
                    // The first seven stems, in order, are the days; a short form begins as its full name does.
                    let stem: String = form.chars().take(3).collect();
                    let number = weekdays.iter().position(|known| *known == stem).unwrap_or_else(|| {
                        weekdays.push(stem);
                        weekdays.len() - 1
                    });
                    found.entry(form).weekday = i8::try_from(number + 1).ok();
                }
                ["ordinal", end, ..] => found.ordinals.push((*end).into()),
                ["zone", form, ..] => found.entry(form).zone = true,
                _ => {}
            }
        }
        for cells in rows(times).skip(1) {
            let [kind, form, value, ..] = cells.as_slice() else { continue };
            if *kind == "decade-end" {
                found.decade_ends.push((*form).into());
                continue;
            }
            if *kind == "named" {
                let (first, rest) = form.split_once(' ').unwrap_or((form, ""));
                if let Some(named) = NamedTime::parse(rest, value) {
                    let all = &mut found.entry(first).named;
                    let at = all.partition_point(|known| known.rest.len() >= named.rest.len());
                    all.insert(at, named);
                }
                continue;
            }
            let word = found.entry(form);
            match *kind {
                "day" => {
                    let (days, day_part) = value.split_once(' ').map_or((*value, None), |(days, name)| (days, part(name)));
                    word.day = days.parse().ok().map(|days| (days, day_part));
                }
                "unit" => word.unit = unit(value),
                "part" => word.part = part(value),
                "season" => word.season = value.parse().ok(),
                "quarter" => word.quarter = value.parse().ok(),
                "step" => word.step = value.parse().ok(),
                "told-step" => word.told_step = value.parse().ok(),
                "portion" | "portion-adverb" => {
                    word.portion_adverb = kind.len() > 7;
                    word.portion = match *value {
                        "start" => Some(Portion::Start),
                        "mid" => Some(Portion::Middle),
                        "end" => Some(Portion::End),
                        _ => None,
                    }
                }
                "from-now" => word.from_now = value.parse().ok(),
                "from-told" => word.from_told = value.parse().ok(),
                "ordinal-word" => word.ordinal = value.parse().ok(),
                "decade" => word.decade = value.parse().ok(),
                "era" => word.era = value.parse().ok(),
                "half" => word.half = value.parse().ok(),
                "clock" => word.clock = value.parse().ok(),
                "o-clock" => word.o_clock = true,
                "joint" => word.joint = joint(value),
                "before-year" => word.before_year = true,
                "name-too" => word.name_too = true,
                "ahead" => word.ahead = true,
                "each" => word.each = true,
                "seasons" => word.seasons = value.parse().ok(),
                "parts" => word.parts = true,
                "now" => word.now = true,
                "told-with-the" => word.told_with_the = true,
                "step-behind" => word.step_behind = value.parse().ok(),
                "time" => word.time = true,
                "local" => word.local = true,
                "same-time" => word.same_time = true,
                "overnight" => word.overnight = true,
                "hours" => word.hours = part(value),
                "years-on" => word.years_on = true,
                "timetable" => word.timetable = true,
                "ending" => word.ending = true,
                "recent" => word.recent = true,
                "to-come" => word.to_come = true,
                "any-time" => word.any_time = true,
                "beyond" => word.beyond = value.parse().ok(),
                _ => {}
            }
        }
        found
    }

    fn entry(&mut self, form: &str) -> &mut TimeWord {
        let next = u16::try_from(self.words.len()).unwrap_or(0);
        let number = *self.index.entry(form.trim_end_matches('.').into()).or_insert(next);
        if number == next && usize::from(next) == self.words.len() {
            self.words.push(TimeWord::default());
        }
        &mut self.words[usize::from(number)]
    }

    /// Number of a form in small letters; 0 for a word that tells no time. A full stop at its end is looked past.
    pub(crate) fn number(&self, lower: &str) -> u16 {
        self.index.get(lower.strip_suffix('.').unwrap_or(lower)).copied().unwrap_or(0)
    }

    /// Looks every form of the lexicon up once, so that a text's words need not be.
    pub(super) fn know(&mut self, lexicon: &Lexicon) {
        self.of_entry = lexicon.forms().map(|form| self.number(form)).collect();
    }

    /// The number of a word by its entry in the lexicon, or by its form where it has none.
    pub(crate) fn number_of(&self, entry: EntryId, lower: &str) -> u16 {
        self.of_entry.get(entry as usize).copied().unwrap_or_else(|| self.number(lower))
    }

    /// The word of this number.
    pub(crate) fn word(&self, number: u16) -> &TimeWord {
        &self.words[usize::from(number).min(self.words.len() - 1)]
    }

    /// The word of this form; one that means nothing if there is none.
    pub(crate) fn find(&self, lower: &str) -> Option<&TimeWord> {
        match self.number(lower) {
            0 => None,
            number => Some(self.word(number)),
        }
    }

    /// `1990` of `1990s`.
    pub(crate) fn decade<'w>(&self, lower: &'w str) -> Option<&'w str> {
        self.decade_ends.iter().find_map(|end| lower.strip_suffix(&**end))
    }

    /// Whether the form stands behind the digits of a decade.
    pub(crate) fn is_decade_end(&self, lower: &str) -> bool {
        self.decade_ends.iter().any(|end| **end == *lower)
    }

    /// `7` of `7th`.
    pub(crate) fn ordinal<'w>(&self, lower: &'w str) -> Option<&'w str> {
        self.ordinals.iter().find_map(|end| lower.strip_suffix(&**end))
    }
}

fn part(name: &str) -> Option<DayPart> {
    match name {
        "MO" => Some(DayPart::Morning),
        "AF" => Some(DayPart::Afternoon),
        "EV" => Some(DayPart::Evening),
        "NI" => Some(DayPart::Night),
        _ => None,
    }
}

fn unit(name: &str) -> Option<Granularity> {
    Some(match name {
        "second" => Granularity::Second,
        "minute" => Granularity::Minute,
        "hour" => Granularity::Hour,
        "day" => Granularity::Day,
        "week" => Granularity::Week,
        "weekend" => Granularity::Weekend,
        "month" => Granularity::Month,
        "quarter" => Granularity::Quarter,
        "half" => Granularity::Half,
        "year" => Granularity::Year,
        "decade" => Granularity::Decade,
        "century" => Granularity::Century,
        _ => return None,
    })
}

fn joint(name: &str) -> Option<Joint> {
    Some(match name {
        "to" => Joint::To,
        "from" => Joint::From,
        "between" => Joint::Between,
        "and" => Joint::And,
        "of" => Joint::Of,
        "in" => Joint::In,
        "the" => Joint::The,
        "a" => Joint::A,
        "at" => Joint::At,
        _ => return None,
    })
}

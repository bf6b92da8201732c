//! The part of the grammar that reads years, what they are made of and what is made of them, and hours.
//!
//! In: a place in a sentence. Out: seasons, quarters, decades, centuries, years and clock times that begin there.
//! Invariant: four digits with a sign, a unit or a label beside them are no year.
//!
//! Example: `the third quarter of 2031`, `the sixties`, `480 BCE`, `3:30 p.m.`

use super::digits;
use super::found::{Found, Meaning, Step, Year};
use super::grammar::{Grammar, Here};
use crate::pack::{AmountRole, Joint, Portion, Tag};
use hearsay_record::Granularity;

impl Grammar<'_, '_> {
    /// Seasons, quarters, halves, decades and centuries.
    pub(super) fn parts_of_years(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.joint(at, Joint::The));
        let first = at + the;
        let word = self.word(first);
        let found = |end: usize, meaning: Meaning| Some(Found::of(at..end, meaning));
        if let Some(season) = word.seasons {
            // "Summers" may be a name where it has a capital.
            let modal = matches!(self.tag(first + 1), Tag::Md | Tag::Vbp);
            return (!self.text.capital(first) || first == self.start && modal)
                .then(|| Found::of(at..first + 1, Meaning::EverySeason(season)));
        }
        if let Some(found) = self.end_of_unit(at) {
            return Some(found);
        }
        if let Some(season) = word.season {
            let (end, year) = self.year_behind(first + 1);
            if let Some(year) = year {
                // "the winter of 1776-77"
                return found(end, Meaning::Season(season, Year::Written(year)));
            }
            if let Some((written, _)) = digits::years(self.lower(first + 1 + usize::from(self.joint(first + 1, Joint::Of)))) {
                let end = first + 2 + usize::from(self.joint(first + 1, Joint::Of));
                return found(end, Meaning::Season(season, Year::Written(written)));
            }
            if let Some((end, year)) = self.year_relation(first + 1) {
                return found(end, Meaning::Season(season, year));
            }
            let before = self.before(at);
            // "the fall of the mill" is no season.
            let noun = self.tag(first).is_noun() && !self.tag(first + 1).is_noun() && !self.joint(first + 1, Joint::Of);
            let told =
                the == 1 || before.before_year || before.portion.is_some() || matches!(before.joint, Some(Joint::Of | Joint::In));
            let told = told || self.is_bare_season(first);
            return (told && noun).then(|| Found::of(at..first + 1, Meaning::Season(season, Year::Of(Step::None))));
        }
        // "Q3 2031"
        if let Some(quarter) = word.quarter {
            let (end, year) = self.year_behind(first + 1);
            if year.is_none() && self.before(at).joint != Some(Joint::In) {
                return None;
            }
            return found(end, Meaning::Season(quarter, year.map_or(Year::Of(Step::None), Year::Written)));
        }
        // "the third quarter of 2031", "the first half of last year"
        if let Some(number) = self.ordinal(first) {
            let unit = self.word(first + 1).unit;
            let base = match unit {
                Some(Granularity::Quarter) if (1..=4).contains(&number) => Some(32),
                Some(Granularity::Half) if (1..=2).contains(&number) => Some(39),
                _ => None,
            };
            if let Some(base) = base {
                let (end, written) = self.year_behind(first + 2);
                let relation = self.year_relation(first + 2);
                let (end, year) = match (written, relation) {
                    (Some(year), _) => (end, Year::Written(year)),
                    (None, Some((end, year))) => (end, year),
                    // "a quarter of", "the second half of the game"
                    _ if unit == Some(Granularity::Quarter) && !self.joint(first + 2, Joint::Of) => {
                        (first + 2, Year::Of(Step::None))
                    }
                    _ => return None,
                };
                return found(end, Meaning::Season(base + i8::try_from(number).unwrap_or(0), year));
            }
            // "the 15th to the 19th century", "the fifth and fourth centuries BC"
            if self.is_dash(first + 1) || self.joint(first + 1, Joint::To) || self.joint(first + 1, Joint::And) {
                let other = first + 2 + usize::from(self.joint(first + 2, Joint::The));
                if self.ordinal(other).is_some() && self.word(other + 1).unit == Some(Granularity::Century) {
                    return found(first + 1, century(number, self.word(other + 2).era));
                }
            }
            if unit == Some(Granularity::Century) {
                let era = self.word(first + 2).era;
                let end = first + 2 + usize::from(era.is_some());
                return found(end, century(number, era));
            }
        }
        if let Some(century) = self.century_of(at, first, self.lower(first)) {
            return Some(century);
        }
        self.decade(at, the)
    }

    /// Whether a season without article and preposition is one: `summer is hot here`; `spring` and `fall` beside another season alone.
    fn is_bare_season(&self, at: usize) -> bool {
        let season = |token: usize| self.word(token).season.is_some() || self.word(token).seasons.is_some();
        let joins = |token: usize| self.tag(token) == Tag::Cc || self.is_comma(token);
        let beside = joins(at + 1) && (season(at + 2) || joins(at + 2) && season(at + 3))
            || at > self.start + 1 && joins(at - 1) && (season(at - 2) || joins(at - 2) && at > self.start + 2 && season(at - 3));
        // "Summer came", "Spring and autumn are": at the start of a sentence a capital is none of a name.
        let is_name = self.text.capital(at) && at > self.start;
        let alone = || !self.text.capital(at) || matches!(self.tag(at + 1), Tag::Vbd | Tag::Vbz | Tag::Md);
        !is_name && (beside || !self.word(at).name_too && alone())
    }

    /// `19th-century`, `5th-century BC` in one token, or with its unit behind it where `word` is what is left of `mid-19th`.
    pub(super) fn century_of(&self, at: usize, token: usize, word: &str) -> Option<Found> {
        let number = |ordinal: &str| {
            let digits = self.list.ordinal(ordinal).and_then(digits::small);
            digits.or_else(|| self.list.find(ordinal)?.ordinal.map(i32::from))
        };
        let is_century = |word: Option<&crate::pack::TimeWord>| word.and_then(|word| word.unit) == Some(Granularity::Century);
        let (number, mut end) = match word.rsplit_once('-') {
            Some((ordinal, unit)) if is_century(self.list.find(unit)) => (number(ordinal)?, token + 1),
            _ if word != self.lower(token) && is_century(Some(self.word(token + 1))) => (number(word)?, token + 2),
            _ => return None,
        };
        let era = self.word(end).era.filter(|_| self.text.capital(end));
        end += usize::from(era.is_some());
        Some(Found::of(at..end, century(number, era)))
    }

    /// `447-432 BC`, and `98–117` in a text that tells such years.
    pub(super) fn old_years(&self, at: usize) -> Option<(i32, i32)> {
        if !self.is_number(at) {
            return None;
        }
        let (one, other) = self.lower(at).split_once(['-', '–', '/'])?;
        let (first, mut last) = (digits::year(one)?, digits::year(other)?);
        if other.len() < one.len() {
            let tens = if other.len() == 2 { 100 } else { 10 };
            last += first - first % tens;
        }
        let era = self.word(at + 1).era.filter(|_| self.text.capital(at + 1));
        match era {
            Some(era) => Some((in_era(first, era), in_era(last, era))).filter(|(first, last)| first < last),
            None => {
                let told = self.is_bracketed(at) || self.before(at).before_year;
                (self.old && told && one.len() == 3 && first < last).then_some((first, last))
            }
        }
    }

    /// `by year's end`, `by year-end`
    pub(super) fn end_of_unit(&self, at: usize) -> Option<Found> {
        if !self.before(at).before_year {
            return None;
        }
        let runs = |unit: Option<Granularity>| {
            unit.filter(|unit| matches!(unit, Granularity::Week | Granularity::Month | Granularity::Year))
        };
        let is_end = |word: &crate::pack::TimeWord| word.portion == Some(Portion::End) && !word.portion_adverb;
        if let Some((unit, end)) = self.lower(at).split_once('-')
            && let Some(unit) = runs(self.list.find(unit)?.unit)
            && is_end(self.list.find(end)?)
        {
            return self.ends_phrase(at + 1).then(|| Found::of(at..at + 1, Meaning::LastDay(unit)));
        }
        let unit = runs(self.word(at).unit)?;
        let end = at + 1 + usize::from(self.tag(at + 1) == Tag::Pos);
        (is_end(self.word(end)) && self.ends_phrase(end + 1)).then(|| Found::of(at..end + 1, Meaning::LastDay(unit)))
    }

    pub(super) fn ordinal(&self, at: usize) -> Option<i32> {
        let digits = || self.list.ordinal(self.lower(at)).filter(|_| self.is_number(at)).and_then(digits::small);
        self.word(at).ordinal.map(i32::from).or_else(digits)
    }

    /// `the 1990s`, `1930's`, `'60s`, `the sixties`, `the 1800s`.
    pub(super) fn decade(&self, at: usize, the: usize) -> Option<Found> {
        let first = at + the;
        if the == 1
            && let Some(decade) = self.word(first).decade
        {
            return Some(Found::of(at..first + 1, Meaning::Decade(decade)));
        }
        if !self.is_number(first) {
            return None;
        }
        let lower = self.lower(first);
        // The mark of the plural may stand apart.
        let apart =
            the == 1 && self.list.is_decade_end(self.lower(first + 1)) && digits::small(lower).is_some_and(|year| year % 10 == 0);
        let number = if apart { digits::small(lower)? } else { self.list.decade(lower).and_then(digits::decade)? };
        let end = first + 1 + usize::from(apart);
        // "the 1960s and 70s"
        let goes_on = at >= self.start + 2
            && (self.joint(at - 1, Joint::And) || self.joint(at - 1, Joint::To) || self.is_dash(at - 1))
            && self.list.decade(self.lower(at - 2)).and_then(digits::decade).is_some();
        if number < 100 && !apart && the == 0 && !goes_on && !self.text.word(first).starts_with(['\'', '’']) {
            return None;
        }
        if number < 100 && apart {
            return None;
        }
        let meaning = if number % 100 == 0 && number >= 1000 && number != 2000 {
            Meaning::Century(number)
        } else {
            Meaning::Decade(number)
        };
        Some(Found::of(at..end, meaning))
    }

    /// `2031`, `the year 71`, `AD 842`, `400 BCE`.
    pub(super) fn year(&self, at: usize) -> Here<i32> {
        let the = usize::from(self.joint(at, Joint::The));
        if self.word(at + the).unit == Some(Granularity::Year) {
            // "the year 71", "the year of 1925"
            let behind = at + the + 1 + usize::from(self.joint(at + the + 1, Joint::Of));
            if let Some(year) = digits::year(self.lower(behind)).filter(|_| self.is_number(behind)) {
                return Some((behind + 1, year));
            }
        }
        if let Some(era) = self.word(at).era.filter(|_| self.text.capital(at))
            && let Some(year) = digits::year(self.lower(at + 1))
            && self.is_number(at + 1)
        {
            return Some((at + 2, in_era(year, era)));
        }
        let lower = self.lower(at);
        // "summer of '69"
        if let Some(year) = digits::short_year(lower)
            && (self.before(at).before_year || matches!(self.before(at).joint, Some(Joint::Of | Joint::In)))
        {
            return Some((at + 1, year));
        }
        // "AD842"
        let digits_at = lower.find(|c: char| c.is_ascii_digit())?;
        // "480BC"
        if digits_at == 0
            && let Some(letters_at) = lower.find(|c: char| !c.is_ascii_digit())
            && let Some(era) = self.list.find(&lower[letters_at..]).and_then(|word| word.era)
            && let Some(year) = digits::year(&lower[..letters_at])
        {
            return Some((at + 1, in_era(year, era)));
        }
        if digits_at > 0 {
            let era = self.list.find(&lower[..digits_at])?.era.filter(|_| self.text.capital(at))?;
            return digits::year(&lower[digits_at..]).map(|year| (at + 1, in_era(year, era)));
        }
        if !self.is_number(at) {
            return None;
        }
        let year = digits::year(lower)?;
        if let Some(era) = self.word(at + 1).era.filter(|_| self.text.capital(at + 1)) {
            return Some((at + 2, in_era(year, era)));
        }
        // "480–323 BCE": the era is for both.
        let joined = self.is_dash(at + 1) || self.joint(at + 1, Joint::To) || self.joint(at + 1, Joint::And);
        if joined
            && digits::year(self.lower(at + 2)).is_some()
            && let Some(era) = self.word(at + 3).era.filter(|_| self.text.capital(at + 3))
        {
            return Some((at + 1, in_era(year, era)));
        }
        if self.unit_behind(at + 1) {
            return None;
        }
        let before = self.before(at);
        if lower.len() == 3 && self.old && year >= 100 {
            return self.is_old_year(at).then_some((at + 1, year));
        }
        if lower.len() != 4 {
            return None;
        }
        let participle = matches!(self.tag(at + 1), Tag::Vbn | Tag::Vbg) && self.tag(at + 2) == Tag::Nns;
        let counted = (self.tag(at + 1) == Tag::Nns || participle) && !self.text.capital(at + 1);
        // "Gull Cabs 1696 Mill Lane" is a house.
        let is_house = at > self.start + 1
            && self.capital_word(at - 1)
            && self.capital_word(at + 1)
            && !before.before_year
            && before.month.is_none();
        let likely = match year {
            1900..2060 => true,
            2060..2200 => !counted && (before.before_year || matches!(before.joint, Some(Joint::Of | Joint::In))),
            1500..2200 => !counted && !is_house,
            1000..1500 if self.is_bracketed(at) => true,
            1000..1500 => {
                !counted
                    && (!self.tag(at + 1).is_noun() || self.capital_word(at + 1))
                    && self.tag(at + 1) != Tag::Jj
                    && (before.before_year || before.portion.is_some() || matches!(before.joint, Some(Joint::Of | Joint::In)))
            }
            _ => false,
        };
        // A sign of currency, a number or a label before it makes it something else.
        let sign = at > self.start && self.text.pack.amounts.sign(self.lower(at - 1)).is_some();
        let label = at > self.start && self.text.pack.amounts.is(self.lower(at - 1), AmountRole::Label);
        (likely && !sign && !label).then_some((at + 1, year))
    }

    /// Whether three digits are a year in a text that tells such years: behind a preposition of time, in brackets, or at the end
    /// of a stretch, and with nothing behind them that they could count.
    fn is_old_year(&self, at: usize) -> bool {
        let before = self.before(at);
        let told = before.before_year
            // The full stop of "c." may stand apart.
            || at >= self.start + 2 && self.lower(at - 1) == "." && self.is_circa(at - 2)
            || matches!(before.joint, Some(Joint::Of | Joint::In | Joint::From | Joint::Between))
            || self.is_bracketed(at)
            || at >= self.start + 2 && self.is_dash(at - 1) && self.is_number(at - 2)
            || self.tag(at + 1) == Tag::Close
            || self.is_dash(at + 1) && self.is_number(at + 2) && self.tag(at + 3) == Tag::Close
            || self.tag(at.wrapping_sub(1)) == Tag::Open && self.is_dash(at + 1);
        let counts = (self.tag(at + 1).is_noun() || matches!(self.tag(at + 1), Tag::Jj | Tag::Cd)) && !self.capital_word(at + 1);
        told && !counts
    }

    /// Whether brackets stand around a token.
    pub(super) fn is_bracketed(&self, at: usize) -> bool {
        at > self.start && self.tag(at - 1) == Tag::Open && self.tag(at + 1) == Tag::Close
    }

    /// `3 p.m.`, `3:30 pm`, `15:30`, `five o'clock`, `noon`.
    pub(super) fn clock(&self, at: usize) -> Here<(i8, i8)> {
        if let Some(hour) = self.word(at).clock {
            return Some((at + 1, (hour, 0)));
        }
        let lower = self.lower(at);
        // "1800 GMT"
        if lower.len() == 4
            && self.word(at + 1).zone
            && self.text.capital(at + 1)
            && let Some(clock) =
                digits::small(lower).map(|number| (number / 100, number % 100)).filter(|(h, m)| *h < 24 && *m < 60)
        {
            return Some((at + 1, (i8::try_from(clock.0).ok()?, i8::try_from(clock.1).ok()?)));
        }
        let written = digits::clock(lower);
        if let Some((hour, minute, rest)) = written.filter(|_| self.is_number(at)) {
            if !rest.is_empty() {
                let half = self.list.find(rest)?.half?;
                return Some((at + 1, (in_half(hour, half)?, minute)));
            }
            if let Some(half) = self.word(at + 1).half {
                return Some((at + 2, (in_half(hour, half)?, minute)));
            }
            if self.word(at + 1).o_clock {
                return Some((at + 2, (hour, 0)));
            }
            let before = self.before(at);
            let told = before.before_year || matches!(before.joint, Some(Joint::At | Joint::From | Joint::Between | Joint::And));
            return (lower.contains(':') && told && hour < 24).then_some((at + 1, (hour, minute)));
        }
        if self.word(at + 1).o_clock || self.word(at + 1).half.is_some() && self.lower(at + 1).contains('.') {
            let hour = self.text.pack.amounts.value(lower, AmountRole::Number).filter(|hour| *hour <= 12.0)?;
            let half = self.word(at + 1).half.unwrap_or(0);
            return Some((at + 2, (in_half(hour as i8, half)?, 0)));
        }
        None
    }
}

fn in_half(hour: i8, half: i8) -> Option<i8> {
    (1..=12).contains(&hour).then_some(hour % 12 + half)
}

/// The year before 1 is 0, as ISO 8601 counts.
fn in_era(year: i32, era: i32) -> i32 {
    if era < 0 { 1 - year } else { year }
}

fn century(number: i32, era: Option<i32>) -> Meaning {
    Meaning::Century(if era == Some(-1) { (1 - number) * 100 - 1 } else { (number - 1) * 100 })
}

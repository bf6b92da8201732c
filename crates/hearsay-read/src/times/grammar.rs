//! The grammar of expressions of time: which words tell when, and what they mean before it is counted out.
//!
//! In: the tokens of a sentence and the words of a pack. Out: [`Found`] in order, apart. Nothing is counted from any
//! day here; that is `resolve`. Invariant: an expression begins and ends on words that tell time, an article or a number.
//!
//! Example: in `on the morning of 24 February` the expression `the morning of 24 February` means the 24th day of the
//! second month of a year that is left open, in the morning.

use super::digits;
use crate::pack::{DayPart, Joint, Portion, Tag, TimeWord, TimeWords};
use crate::text::Text;
use hearsay_record::Granularity;
use hearsay_text::TokenKind;
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
    /// `the last five years`: so many units that end or begin today.
    Stretch {
        count: Option<f64>,
        unit: Granularity,
        step: i32,
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
    fn of(tokens: Range<usize>, meaning: Meaning) -> Self {
        Self { tokens, meaning, portion: None, part: None, clock: None }
    }

    /// Whether a number of units stands in it, which is a quantity too.
    pub(crate) fn holds_quantity(&self) -> bool {
        matches!(self.meaning, Meaning::Away { count: Some(_), .. } | Meaning::Stretch { count: Some(_), .. })
    }

    /// Whether its year is written.
    pub(super) fn is_written(&self) -> bool {
        matches!(self.meaning, Meaning::Calendar { year: Year::Written(_), .. } | Meaning::Range(..))
    }

    /// Whether it is counted from the day of publication. `today` is not asked: it may be these days.
    pub(super) fn is_from_today(&self) -> bool {
        match self.meaning {
            Meaning::Weekday(_, Step::None | Step::Now(_)) | Meaning::Unit(_, Step::Now(_)) => true,
            Meaning::Days(days) => days != 0,
            Meaning::Away { from: Step::Now(_), unit, .. } => {
                !matches!(unit, Granularity::Year | Granularity::Decade | Granularity::Century)
            }
            _ => false,
        }
    }

    /// Whether it is `today`, which may be these days.
    pub(super) fn is_today(&self) -> bool {
        self.meaning == Meaning::Days(0) && self.part.is_none() && self.clock.is_none()
    }

    /// Whether it can be a day, so that an hour or a part of the day can stand with it.
    fn is_day(&self) -> bool {
        match self.meaning {
            Meaning::Calendar { day, .. } => day.is_some(),
            Meaning::Weekday(..) | Meaning::Days(_) | Meaning::Unit(Granularity::Day, _) => true,
            _ => false,
        }
    }
}

/// The expressions of a range of tokens; `numbers` has the number of each token of the text in the list.
pub(crate) fn find(text: &Text, tags: &[Tag], numbers: &[u16], range: Range<usize>, out: &mut Vec<Found>) {
    let grammar = Grammar { text, tags, numbers, list: &text.pack.times, start: range.start, end: range.end };
    let mut at = range.start;
    while at < range.end {
        if !grammar.may_begin(at) {
            at += 1;
            continue;
        }
        match grammar.at(at) {
            Some(found) => {
                at = found.tokens.end.max(at + 1);
                out.push(found);
            }
            None => at += 1,
        }
    }
}

struct Grammar<'g, 'd> {
    text: &'g Text<'d>,
    tags: &'g [Tag],
    numbers: &'g [u16],
    list: &'g TimeWords,
    start: usize,
    end: usize,
}

type Here<T> = Option<(usize, T)>;

impl Grammar<'_, '_> {
    fn word(&self, at: usize) -> &TimeWord {
        self.list.word(if at >= self.start && at < self.end { self.numbers.get(at).copied().unwrap_or(0) } else { 0 })
    }

    fn lower(&self, at: usize) -> &str {
        if at >= self.start && at < self.end { self.text.lower(at) } else { "" }
    }

    fn before(&self, at: usize) -> &TimeWord {
        self.word(at.checked_sub(1).unwrap_or(usize::MAX))
    }

    fn joint(&self, at: usize, joint: Joint) -> bool {
        self.word(at).joint == Some(joint)
    }

    fn is_number(&self, at: usize) -> bool {
        at < self.end && self.text.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Number)
    }

    fn is_dash(&self, at: usize) -> bool {
        matches!(self.lower(at), "-" | "–" | "—" | "--")
    }

    fn is_comma(&self, at: usize) -> bool {
        self.lower(at) == ","
    }

    fn capital_word(&self, at: usize) -> bool {
        at >= self.start
            && at < self.end
            && self.text.capital(at)
            && self.text.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Word)
    }

    /// Whether a clause could end here, so that what stood before needs nothing after it.
    fn ends(&self, at: usize) -> bool {
        at >= self.end || self.text.tokens.get(at).is_none_or(|token| !matches!(token.kind, TokenKind::Word | TokenKind::Number))
    }

    /// A quick look: whether any expression can begin with this token.
    fn may_begin(&self, at: usize) -> bool {
        self.numbers.get(at).is_some_and(|number| *number != 0)
            || self.text.tokens.get(at).is_some_and(|token| {
                token.kind == TokenKind::Number
                    // "mid-2014", "19th-century", "January-March", "AD842"
                    || token.kind == TokenKind::Word
                        && token.span.len() > 4
                        && self.text.word(at).bytes().any(|byte| byte == b'-' || byte.is_ascii_digit())
            })
            || self.text.pack.amounts.is(self.lower(at), crate::pack::AmountRole::Number)
            || self.text.pack.amounts.is(self.lower(at), crate::pack::AmountRole::Few)
    }

    /// The expression that begins here, with a second one if the two make a range.
    fn at(&self, at: usize) -> Option<Found> {
        let one = self.whole(at)?;
        let end = one.tokens.end;
        let between = self.before(at).joint == Some(Joint::Between);
        let joined = self.is_dash(end) || self.joint(end, Joint::To) || (between && self.joint(end, Joint::And));
        if !joined {
            return Some(one);
        }
        let other = self.short_end(&one, end + 1).or_else(|| self.whole(end + 1));
        match other {
            Some(other) if makes_range(&one, &other) => {
                let tokens = at..other.tokens.end;
                Some(Found::of(tokens, Meaning::Range(Box::new(one), Box::new(other))))
            }
            _ => Some(one),
        }
    }

    /// The end of a range that leaves out what its start has told: `2006–07`, `23 to 25` behind a month.
    fn short_end(&self, one: &Found, at: usize) -> Option<Found> {
        let Meaning::Calendar { year, month, day } = one.meaning else { return None };
        let number = digits::small(self.lower(at))?;
        match (year, month, day) {
            (Year::Written(year), None, None) if self.is_dash(at - 1) && self.lower(at).len() == 2 && number > year % 100 => {
                Some(Found::of(at..at + 1, calendar(Year::Written(year - year % 100 + number), None, None)))
            }
            (_, Some(_), Some(first))
                if number > i32::from(first)
                    && number <= 31
                    && self.list.find(self.lower(at + 1)).is_none_or(|word| word.month.is_none()) =>
            {
                let (end, written) = self.year_behind(at + 1);
                let year = written.map_or(year, Year::Written);
                Some(Found::of(at..end, calendar(year, month, i8::try_from(number).ok())))
            }
            _ => None,
        }
    }

    /// One expression with all that belongs to it: hours, parts of the day and portions.
    fn whole(&self, at: usize) -> Option<Found> {
        if let Some(found) = self.portion(at) {
            return Some(found);
        }
        // "the morning of 24 February"
        let after_the = at + usize::from(self.joint(at, Joint::The));
        if let Some(part) = self.word(after_the).part
            && self.joint(after_the + 1, Joint::Of)
            && let Some(mut day) = self.day(after_the + 2).filter(Found::is_day)
        {
            day.tokens.start = at;
            day.part = Some(part);
            return Some(day);
        }
        // "3 p.m. on Monday", "noon Monday"
        if let Some((end, clock)) = self.clock(at) {
            let zoned = end + usize::from(self.word(end).zone && self.text.capital(end));
            let mut next = zoned + usize::from(self.is_comma(zoned));
            next += usize::from(self.joint(next, Joint::At));
            if let Some(mut day) = self.day(next).filter(Found::is_day) {
                day.tokens.start = at;
                day.clock = Some(clock);
                return Some(day);
            }
            return Some(Found { clock: Some(clock), ..Found::of(at..end, Meaning::Clock) });
        }
        let mut found = self.day(at)?;
        if found.is_day() {
            let end = found.tokens.end;
            let next = end + usize::from(self.is_comma(end));
            let at_clock = next + usize::from(self.joint(next, Joint::At));
            if let Some((end, clock)) = self.clock(at_clock) {
                found.tokens.end = end;
                found.clock = Some(clock);
            }
        }
        Some(found)
    }

    /// `early April`, `mid-2014`, `late on Friday`, `the end of June`.
    fn portion(&self, at: usize) -> Option<Found> {
        let after_the = at + usize::from(self.joint(at, Joint::The));
        if let Some(portion) = self.word(after_the).portion {
            let next = after_the + 1;
            let of = self.joint(next, Joint::Of);
            let adverb = self.word(after_the).portion_adverb;
            if !of && !adverb {
                return None;
            }
            if let Some(found) = self.portion_of_unit(at, next, portion, adverb) {
                return Some(found);
            }
            let linked = of || self.is_dash(next) || self.joint(next, Joint::In) || self.joint(next, Joint::At);
            let mut found = self.whole(next + usize::from(linked))?;
            // "late 2 p.m." is no time, and "the end of three years later" neither.
            if matches!(found.meaning, Meaning::Clock | Meaning::Away { .. } | Meaning::Stretch { .. } | Meaning::Range(..)) {
                return None;
            }
            found.tokens.start = at;
            found.portion.get_or_insert(portion);
            return Some(found);
        }
        // "mid-2014", "late-1980s", "mid-August" in one token
        let (head, rest) = self.lower(after_the).split_once('-')?;
        let portion = self.list.find(head)?.portion?;
        let meaning = self.list.decade(rest).and_then(digits::decade).map(Meaning::Decade).or_else(|| {
            let year = digits::year(rest).filter(|year| (1000..2200).contains(year));
            year.map(|year| calendar(Year::Written(year), None, None))
        });
        let mut found = match meaning {
            Some(meaning) => Found::of(at..after_the + 1, meaning),
            None => {
                let word = self.list.find(rest)?;
                match (word.month, word.season, self.list.ordinal(rest)) {
                    (Some(month), ..) => {
                        let (end, year) = self.year_behind(after_the + 1);
                        Found::of(at..end, calendar(year.map_or(Year::Of(Step::None), Year::Written), Some(month), None))
                    }
                    (_, Some(season), _) => Found::of(at..after_the + 1, Meaning::Season(season, Year::Of(Step::None))),
                    _ => return None,
                }
            }
        };
        found.portion = Some(portion);
        Some(found)
    }

    /// `earlier in the day`, `the end of the year`: of the time that was told, or of the present one.
    fn portion_of_unit(&self, at: usize, link: usize, portion: Portion, adverb: bool) -> Option<Found> {
        let linked = self.joint(link, if adverb { Joint::In } else { Joint::Of }) && self.joint(link + 1, Joint::The);
        let unit = self.word(link + 2).unit.filter(|_| linked && self.tag(link + 2) != Tag::Nns)?;
        let step = match unit {
            Granularity::Day if adverb => Step::Told(0),
            Granularity::Week | Granularity::Month | Granularity::Year if adverb => Step::Told(0),
            Granularity::Week | Granularity::Month | Granularity::Year | Granularity::Decade => Step::Now(0),
            _ => return None,
        };
        // "the end of the year in which" says which year by itself.
        Some(Found { portion: Some(portion), ..Found::of(at..link + 3, Meaning::Unit(unit, step)) })
    }

    /// An expression without hours.
    fn day(&self, at: usize) -> Option<Found> {
        let mut found = self
            .dated(at)
            .or_else(|| self.stepped(at))
            .or_else(|| self.away(at))
            .or_else(|| self.parts_of_years(at))
            .or_else(|| self.pair(at))
            .or_else(|| self.days_of_month(at))
            .or_else(|| self.year(at).map(|(end, year)| Found::of(at..end, calendar(Year::Written(year), None, None))))?;
        // "Monday night", "yesterday afternoon"
        if found.is_day()
            && found.part.is_none()
            && let Some(part) = self.word(found.tokens.end).part
        {
            found.part = Some(part);
            found.tokens.end += 1;
        }
        Some(found)
    }

    /// `5–6 September 2019`
    fn days_of_month(&self, at: usize) -> Option<Found> {
        let first = self.day_number(at)?;
        let between = self.before(at).joint == Some(Joint::Between);
        if !(self.is_dash(at + 1) || self.joint(at + 1, Joint::To) || between && self.joint(at + 1, Joint::And)) {
            return None;
        }
        let (end, meaning) = self.day_of_month(at + 2)?;
        let Meaning::Calendar { year, month, day: Some(last) } = meaning else { return None };
        let one = Box::new(Found::of(at..at + 1, calendar(year, month, Some(first))));
        let other = Box::new(Found::of(at + 2..end, calendar(year, month, Some(last))));
        (first < last).then(|| Found::of(at..end, Meaning::Range(one, other)))
    }

    /// A range in one token: `2031-33`, `January-March`.
    fn pair(&self, at: usize) -> Option<Found> {
        let ends = |one: Meaning, other: Meaning| {
            let found = |meaning| Box::new(Found::of(at..at + 1, meaning));
            Meaning::Range(found(one), found(other))
        };
        if let Some((first, last)) = digits::years(self.lower(at)).filter(|_| self.is_number(at)) {
            let year = |year| calendar(Year::Written(year), None, None);
            return Some(Found::of(at..at + 1, ends(year(first), year(last))));
        }
        let (one, other) = self.lower(at).split_once('-').filter(|_| self.text.capital(at))?;
        let (one, other) = (self.list.find(one)?.month?, self.list.find(other)?.month?);
        let (end, year) = self.year_behind(at + 1);
        let month = |month| calendar(year.map_or(Year::Of(Step::None), Year::Written), Some(month), None);
        Some(Found::of(at..end, ends(month(one), month(other))))
    }

    /// Weekdays, days of a month, months, `today`.
    fn dated(&self, at: usize) -> Option<Found> {
        let word = self.word(at);
        if let Some(weekday) = word.weekday.filter(|_| self.text.capital(at) && self.lower(at).len() > 2) {
            let next = at + 1 + usize::from(self.is_comma(at + 1));
            if let Some((end, meaning)) = self.day_of_month(next) {
                return Some(Found::of(at..end, meaning));
            }
            // "every Monday", "on a Monday": any of them; "a Monday meeting" was on one.
            let any = self.before(at).each || self.before(at).joint == Some(Joint::A) && !self.tag(at + 1).is_noun();
            if any {
                return None;
            }
            // "sat" and "sun" are words as well.
            let full = self.lower(at).len() > 4 || self.lower(at).ends_with('.');
            return full.then(|| Found::of(at..at + 1, Meaning::Weekday(weekday, Step::None)));
        }
        if let Some((end, meaning)) = self.day_of_month(at).or_else(|| self.month(at)) {
            return Some(Found::of(at..end, meaning));
        }
        if let Some((days, part)) = word.day {
            return Some(Found { part, ..Found::of(at..at + 1, Meaning::Days(days)) });
        }
        // "the day before yesterday"
        let after_the = at + usize::from(self.joint(at, Joint::The));
        if self.word(after_the).unit == Some(Granularity::Day)
            && let Some(more) = self.word(after_the + 1).from_told
            && let Some((days, _)) = self.word(after_the + 2).day
        {
            return Some(Found::of(at..after_the + 3, Meaning::Days(days + more)));
        }
        None
    }

    /// `7 April 2031`, `April 7th, 2031`, `the 7th of April`, `2031-04-07`.
    fn day_of_month(&self, at: usize) -> Here<Meaning> {
        if let Some((year, month, day)) = digits::whole_date(self.lower(at)) {
            return Some((at + 1, calendar(Year::Written(year), Some(month), Some(day))));
        }
        if let Some(month) = self.month_word(at) {
            let article = usize::from(self.joint(at + 1, Joint::The));
            let day = self.day_number(at + 1 + article).filter(|_| article == 0 || self.has_ordinal(at + 2))?;
            let mut behind = at + 2 + article;
            // "May 7 million" is no day, nor is "March 12 percent".
            if self.unit_behind(behind) {
                return None;
            }
            if let Some((end, year)) = self.year_relation(behind) {
                return Some((end, calendar(year, Some(month), Some(day))));
            }
            let (end, year) = self.year_behind(behind);
            behind = end;
            return Some((behind, calendar(year.map_or(Year::Of(Step::None), Year::Written), Some(month), Some(day))));
        }
        let the = usize::from(self.joint(at, Joint::The));
        let day = self.day_number(at + the).or_else(|| self.word(at + the).ordinal.filter(|_| the == 1))?;
        let of = usize::from(self.joint(at + the + 1, Joint::Of));
        if (of == 1 || the == 1) && !self.has_ordinal(at + the) {
            return None;
        }
        if let Some(month) = self.month_word(at + the + 1 + of) {
            let behind = at + the + of + 2;
            if let Some((end, year)) = self.year_relation(behind) {
                return Some((end, calendar(year, Some(month), Some(day))));
            }
            let (end, year) = self.year_behind(behind);
            return Some((end, calendar(year.map_or(Year::Of(Step::None), Year::Written), Some(month), Some(day))));
        }
        None
    }

    /// `April 2031`, `April of 2031`, `April last year`, `April`.
    fn month(&self, at: usize) -> Here<Meaning> {
        // "January-March"
        let month = self.month_word(at)?;
        if let Some((end, year)) = self.year_relation(at + 1) {
            return Some((end, calendar(year, Some(month), None)));
        }
        let (end, year) = self.year_behind(at + 1);
        if let Some(year) = year {
            return Some((end, calendar(Year::Written(year), Some(month), None)));
        }
        let before = self.before(at);
        let told_by_before = before.before_year
            || before.portion.is_some()
            || before.step.is_some()
            || before.told_step.is_some()
            || before.month.is_some()
            || matches!(
                before.joint,
                Some(Joint::To | Joint::And | Joint::Of | Joint::In | Joint::From | Joint::Between | Joint::At)
            );
        let name_before = self.capital_word(at.wrapping_sub(1)) && !told_by_before && at > self.start + 1;
        let name_behind = self.capital_word(at + 1) && self.word(at + 1).month.is_none();
        let is_name = self.word(at).name_too && (name_behind || !told_by_before);
        (!is_name && !name_before).then_some((at + 1, calendar(Year::Of(Step::None), Some(month), None)))
    }

    fn month_word(&self, at: usize) -> Option<i8> {
        self.word(at).month.filter(|_| self.text.capital(at))
    }

    /// `7`, `07`, `7th`
    fn day_number(&self, at: usize) -> Option<i8> {
        if !self.is_number(at) {
            return None;
        }
        let word = self.lower(at);
        let number = digits::small(self.list.ordinal(word).unwrap_or(word))?;
        i8::try_from(number).ok().filter(|day| (1..=31).contains(day))
    }

    fn has_ordinal(&self, at: usize) -> bool {
        self.list.ordinal(self.lower(at)).is_some() || self.word(at).ordinal.is_some()
    }

    fn unit_behind(&self, at: usize) -> bool {
        let amounts = &self.text.pack.amounts;
        let word = |n: usize| (at + n < self.end).then(|| self.text.lower(at + n));
        // "2018 day five" is a year, "2018 days" are days.
        let unit = amounts.unit(word).is_some_and(|(n, unit)| {
            unit.kind != crate::pack::UnitKind::Measure
                || self.tag(at + n - 1) == Tag::Nns
                || amounts.is(self.lower(at + n), crate::pack::AmountRole::Old)
        });
        unit || word(0).is_some_and(|word| amounts.is(word, crate::pack::AmountRole::Scale))
    }

    /// A year behind a month: ` 2031`, `, 2031`, ` of 2031`, ` in 2031`.
    fn year_behind(&self, at: usize) -> Here2 {
        let link = usize::from(self.is_comma(at) || self.joint(at, Joint::Of) || self.joint(at, Joint::In));
        let word = self.lower(at + link);
        let Some(year) = digits::year(word).filter(|_| self.is_number(at + link)) else { return (at, None) };
        let old = year > 99 && (link == 0 || !self.is_comma(at)) && !self.tag(at + link + 1).is_noun();
        let likely = (1000..2200).contains(&year) || old;
        if likely { (at + link + 1, Some(year)) } else { (at, None) }
    }

    /// A year behind a month or day, told from today or from before: ` last year`, ` of that year`, ` the same year`.
    fn year_relation(&self, at: usize) -> Here<Year> {
        let mut next = at + usize::from(self.joint(at, Joint::Of) || self.joint(at, Joint::In));
        next += usize::from(self.joint(next, Joint::The));
        let (end, step) = self.step(next)?;
        (self.word(end).unit == Some(Granularity::Year)).then_some((end + 1, Year::Stepped(step)))
    }

    /// `last`, `this past`, `that same`, `following`.
    fn step(&self, at: usize) -> Here<Step> {
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
    fn stepped(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.joint(at, Joint::The));
        let Some((end, mut step)) = self.step(at + the) else { return self.unstepped(at, the) };
        // "the next day" goes on from what was told, "next week" from today.
        if the == 1 && step == Step::Now(1) {
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
        // "last fall" is a season, "the last half" is none.
        if let Some(unit) = word.unit.filter(|unit| *unit != Granularity::Half) {
            let is_plural = self.tag(end) == Tag::Nns;
            let stretch = match step {
                // "the last months of his life" are not counted from today.
                Step::Now(_) if self.joint(end + 1, Joint::Of) => None,
                Step::Now(step) if is_plural && step != 0 && the == 1 => Some((None, step)),
                Step::Now(step) if the == 1 && step < 0 && unit != Granularity::Century && unit != Granularity::Weekend => {
                    Some((Some(1.0), step))
                }
                _ => None,
            };
            if let Some((count, step)) = stretch {
                return found(end + 1, Meaning::Stretch { count, unit, step });
            }
            // "this time", "that second" tell no time by themselves.
            if matches!(unit, Granularity::Second | Granularity::Minute | Granularity::Hour) || is_plural {
                return None;
            }
            return found(end + 1, Meaning::Unit(unit, step));
        }
        // "the past five years", "the next few days"
        if let Step::Now(steps) | Step::Told(steps) = step
            && steps != 0
            && let Some((behind, count)) = self.count(end)
            && let Some(unit) = self.word(behind).unit.filter(|unit| *unit != Granularity::Half)
            && !self.joint(behind + 1, Joint::Of)
        {
            return found(behind + 1, Meaning::Stretch { count, unit, step: steps });
        }
        None
    }

    /// `the year before`, `the next` without a step word: a unit with an article and where it lies behind it.
    fn unstepped(&self, at: usize, the: usize) -> Option<Found> {
        if the == 0 {
            return None;
        }
        let word = self.word(at + 1);
        if word.unit == Some(Granularity::Weekend) {
            return Some(Found::of(at..at + 2, Meaning::Unit(Granularity::Weekend, Step::None)));
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

    fn tag(&self, at: usize) -> Tag {
        if at < self.end { self.tags.get(at).copied().unwrap_or(Tag::Stop) } else { Tag::Stop }
    }

    /// A number of units, perhaps one that is not told: `two`, `2 1/2`, `a`, `several`, `a few`.
    fn count(&self, at: usize) -> Here<Option<f64>> {
        let amounts = &self.text.pack.amounts;
        let few = |at: usize| amounts.is(self.lower(at), crate::pack::AmountRole::Few);
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

    /// `two days ago`, `three weeks later`, `hours later`, `a year earlier`.
    fn away(&self, at: usize) -> Option<Found> {
        let (behind, count) = match self.count(at) {
            Some(found) => found,
            // "years ago": the unit alone, which must be more than one.
            None if self.word(at).unit.is_some() && self.tag(at) == Tag::Nns => (at, None),
            None => return None,
        };
        let unit = self.word(behind).unit.filter(|unit| !matches!(unit, Granularity::Half | Granularity::Quarter))?;
        let last = self.word(behind + 1);
        let from = match (last.from_now, last.from_told) {
            (Some(direction), _) => Step::Now(direction),
            (None, Some(direction)) if last.portion.is_some() || self.ends(behind + 2) => Step::Told(direction),
            _ => return None,
        };
        // "two years back the plan" carries on with a verb; only "ago" is sure before a noun.
        Some(Found::of(at..behind + 2, Meaning::Away { count, unit, from }))
    }

    /// Seasons, quarters, halves, decades and centuries.
    fn parts_of_years(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.joint(at, Joint::The));
        let first = at + the;
        let word = self.word(first);
        let found = |end: usize, meaning: Meaning| Some(Found::of(at..end, meaning));
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
        // "19th-century"
        if let Some((ordinal, unit)) = self.lower(first).split_once('-')
            && self.list.find(unit).and_then(|word| word.unit) == Some(Granularity::Century)
        {
            let number = self.list.ordinal(ordinal).and_then(digits::small);
            let number = number.or_else(|| self.list.find(ordinal)?.ordinal.map(i32::from))?;
            return found(first + 1, century(number, None));
        }
        self.decade(at, the)
    }

    fn ordinal(&self, at: usize) -> Option<i32> {
        let digits = || self.list.ordinal(self.lower(at)).filter(|_| self.is_number(at)).and_then(digits::small);
        self.word(at).ordinal.map(i32::from).or_else(digits)
    }

    /// `the 1990s`, `1930's`, `'60s`, `the sixties`, `the 1800s`.
    fn decade(&self, at: usize, the: usize) -> Option<Found> {
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
        if number < 100 && !apart && the == 0 && !self.text.word(first).starts_with(['\'', '’']) {
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
    fn year(&self, at: usize) -> Here<i32> {
        let the = usize::from(self.joint(at, Joint::The));
        if self.word(at + the).unit == Some(Granularity::Year)
            && let Some(year) = digits::year(self.lower(at + the + 1))
            && self.is_number(at + the + 1)
        {
            return Some((at + the + 2, year));
        }
        if let Some(era) = self.word(at).era.filter(|_| self.text.capital(at))
            && let Some(year) = digits::year(self.lower(at + 1))
            && self.is_number(at + 1)
        {
            return Some((at + 2, in_era(year, era)));
        }
        let lower = self.lower(at);
        // "AD842"
        let digits_at = lower.find(|c: char| c.is_ascii_digit())?;
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
        if lower.len() != 4 || self.unit_behind(at + 1) {
            return None;
        }
        let counted = self.tag(at + 1) == Tag::Nns && !self.text.capital(at + 1);
        let before = self.before(at);
        let likely = match year {
            1900..2060 => true,
            1500..2200 => !counted,
            1000..1500 if self.is_bracketed(at) => true,
            1000..1500 => {
                !counted
                    && !self.tag(at + 1).is_noun()
                    && self.tag(at + 1) != Tag::Jj
                    && (before.before_year || before.portion.is_some() || matches!(before.joint, Some(Joint::Of | Joint::In)))
            }
            _ => false,
        };
        // A sign of currency, a number or a label before it makes it something else.
        let sign = at > self.start && self.text.pack.amounts.sign(self.lower(at - 1)).is_some();
        let label = at > self.start && self.text.pack.amounts.is(self.lower(at - 1), crate::pack::AmountRole::Label);
        (likely && !sign && !label).then_some((at + 1, year))
    }

    /// Whether brackets stand around a token.
    fn is_bracketed(&self, at: usize) -> bool {
        at > self.start && self.tag(at - 1) == Tag::Open && self.tag(at + 1) == Tag::Close
    }

    /// `3 p.m.`, `3:30 pm`, `15:30`, `five o'clock`, `noon`.
    fn clock(&self, at: usize) -> Here<(i8, i8)> {
        if let Some(hour) = self.word(at).clock {
            return Some((at + 1, (hour, 0)));
        }
        let lower = self.lower(at);
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
            let hour = self.text.pack.amounts.value(lower, crate::pack::AmountRole::Number).filter(|hour| *hour <= 12.0)?;
            let half = self.word(at + 1).half.unwrap_or(0);
            return Some((at + 2, (in_half(hour as i8, half)?, 0)));
        }
        None
    }
}

type Here2 = (usize, Option<i32>);

fn calendar(year: Year, month: Option<i8>, day: Option<i8>) -> Meaning {
    Meaning::Calendar { year, month, day }
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

/// Whether two expressions can be the ends of a range.
fn makes_range(one: &Found, other: &Found) -> bool {
    use Meaning::{Calendar, Century, Clock, Decade, Season, Weekday};
    match (&one.meaning, &other.meaning) {
        (Calendar { .. }, Calendar { .. })
        | (Weekday(..), Weekday(..))
        | (Season(..), Season(..))
        | (Decade(_) | Century(_), Decade(_) | Century(_))
        | (Clock, Clock) => true,
        _ => false,
    }
}

//! The grammar of expressions of time: which words tell when, and what they mean before it is counted out.
//!
//! In: the tokens of a sentence and the words of a pack. Out: [`Found`] in order, apart. Nothing is counted from any
//! day here; that is `resolve`. Invariant: an expression begins and ends on words that tell time, an article or a number.
//!
//! Example: in `on the morning of 24 February` the expression `the morning of 24 February` means the 24th day of the
//! second month of a year that is left open, in the morning.

use super::digits;
use super::found::{Found, Meaning, Step, Year};
use crate::pack::{AmountRole, Class, Joint, Portion, Tag, TimeWord, TimeWords, UnitKind};
use crate::text::Text;
use hearsay_record::Granularity;
use hearsay_text::TokenKind;
use jiff::civil::Date;
use std::ops::Range;

/// The expressions of a range of tokens; `numbers` has the number of each token of the text in the list.
pub(crate) fn find(text: &Text, tags: &[Tag], numbers: &[u16], range: Range<usize>, out: &mut Vec<Found>) {
    find_in(text, tags, numbers, false, range, out);
}

/// The same; in an `old` text three digits can be a year.
pub(super) fn find_in(text: &Text, tags: &[Tag], numbers: &[u16], old: bool, range: Range<usize>, out: &mut Vec<Found>) {
    let grammar = Grammar { text, tags, numbers, list: &text.pack.times, old, start: range.start, end: range.end };
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

/// How many words back from a weekday `a week` still says that it is any.
const EACH: usize = 6;

pub(super) struct Grammar<'g, 'd> {
    pub(super) text: &'g Text<'d>,
    tags: &'g [Tag],
    numbers: &'g [u16],
    pub(super) list: &'g TimeWords,
    /// Whether the text tells of times when years had three digits.
    pub(super) old: bool,
    pub(super) start: usize,
    pub(super) end: usize,
}

pub(super) type Here<T> = Option<(usize, T)>;

impl Grammar<'_, '_> {
    pub(super) fn word(&self, at: usize) -> &TimeWord {
        self.list.word(if at >= self.start && at < self.end { self.numbers.get(at).copied().unwrap_or(0) } else { 0 })
    }

    pub(super) fn lower(&self, at: usize) -> &str {
        if at >= self.start && at < self.end { self.text.lower(at) } else { "" }
    }

    pub(super) fn before(&self, at: usize) -> &TimeWord {
        self.word(at.checked_sub(1).unwrap_or(usize::MAX))
    }

    pub(super) fn joint(&self, at: usize, joint: Joint) -> bool {
        self.word(at).joint == Some(joint)
    }

    pub(super) fn is_number(&self, at: usize) -> bool {
        at < self.end && self.text.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Number)
    }

    pub(super) fn is_dash(&self, at: usize) -> bool {
        matches!(self.lower(at), "-" | "–" | "—" | "--")
    }

    pub(super) fn is_comma(&self, at: usize) -> bool {
        self.lower(at) == ","
    }

    pub(super) fn capital_word(&self, at: usize) -> bool {
        at >= self.start
            && at < self.end
            && self.text.capital(at)
            && self.text.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Word)
    }

    /// Whether a clause could end here, so that what stood before needs nothing after it.
    pub(super) fn ends(&self, at: usize) -> bool {
        at >= self.end || self.text.tokens.get(at).is_none_or(|token| !matches!(token.kind, TokenKind::Word | TokenKind::Number))
    }

    /// Whether no noun goes on here, so that what stood before is no part of a longer name or noun.
    pub(super) fn ends_phrase(&self, at: usize) -> bool {
        self.ends(at) || !(self.tag(at).is_noun() || self.joint(at, Joint::In) && self.tag(at + 1) == Tag::Wdt)
    }

    /// A quick look: whether any expression can begin with this token.
    pub(super) fn may_begin(&self, at: usize) -> bool {
        self.numbers.get(at).is_some_and(|number| *number != 0)
            || self.text.tokens.get(at).is_some_and(|token| {
                token.kind == TokenKind::Number
                    // "mid-2014", "19th-century", "January-March", "AD842"
                    || token.kind == TokenKind::Word
                        && token.span.len() > 4
                        && self.text.word(at).bytes().any(|byte| byte == b'-' || byte.is_ascii_digit())
            })
            || (at >= self.start && at < self.end && self.text.is(at, Class::Numeral))
    }

    /// The expression that begins here, with a second one if the two make a range.
    pub(super) fn at(&self, at: usize) -> Option<Found> {
        let one = self.whole(at)?;
        let end = one.tokens.end;
        let between = self.before(at).joint == Some(Joint::Between);
        let joined = self.is_dash(end) || self.joint(end, Joint::To) || (between && self.joint(end, Joint::And));
        if !joined {
            return Some(one);
        }
        // "to about 400 BCE"
        let circa = usize::from(self.joint(end + 1, Joint::At) || self.is_circa(end + 1));
        let next = end + 1 + circa + usize::from(circa == 1 && self.lower(end + 2) == ".");
        let other = self.short_end(&one, end + 1).or_else(|| self.until_now(&one, end + 1)).or_else(|| self.whole(next));
        match other {
            Some(other) if makes_range(&one, &other) || hours_of_a_day(&one, &other) => {
                let mut one = before_our_era(one, &other);
                if one.meaning == Meaning::Clock {
                    one.meaning = other.meaning.clone();
                }
                let tokens = at..other.tokens.end;
                Some(Found::of(tokens, Meaning::Range(Box::new(one), Box::new(other))))
            }
            _ => Some(one),
        }
    }

    /// The end of a range that still goes on: `2013–present`.
    fn until_now(&self, one: &Found, at: usize) -> Option<Found> {
        let now = at + usize::from(self.joint(at, Joint::The));
        let is_year = matches!(one.meaning, Meaning::Calendar { .. });
        (is_year && self.word(now).now).then(|| Found::of(at..now + 1, Meaning::Days(0)))
    }

    /// `c.`, `circa`, `ca.`: stands before a year and joins nothing.
    pub(super) fn is_circa(&self, at: usize) -> bool {
        self.word(at).before_year && self.word(at).joint.is_none() && self.lower(at).starts_with('c')
    }

    /// The end of a range that leaves out what its start has told: `2006–07`, `23 to 25` behind a month.
    pub(super) fn short_end(&self, one: &Found, at: usize) -> Option<Found> {
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
    pub(super) fn whole(&self, at: usize) -> Option<Found> {
        if let Some(found) = self.overnight(at).or_else(|| self.hours_of(at)).or_else(|| self.portion(at)) {
            return Some(found);
        }
        // "the morning of 24 February", "dawn on Wednesday"
        let after_the = at + usize::from(self.joint(at, Joint::The));
        if let Some(part) = self.word(after_the).part
            && (self.joint(after_the + 1, Joint::Of) || self.joint(after_the + 1, Joint::At))
            && let Some(mut day) = self.day(after_the + 2).filter(Found::is_day)
        {
            day.tokens.start = at;
            day.part = Some(part);
            return Some(day);
        }
        // "3 p.m. on Monday", "noon Monday"
        if let Some((end, clock)) = self.clock(at) {
            let local = if self.word(end).local && self.word(end + 1).time { 2 } else { 0 };
            let zoned = end + local + usize::from(self.word(end).zone && self.text.capital(end));
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
    pub(super) fn portion(&self, at: usize) -> Option<Found> {
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
            if matches!(
                found.meaning,
                Meaning::Clock
                    | Meaning::Away { .. }
                    | Meaning::Stretch { .. }
                    | Meaning::Range(..)
                    | Meaning::On { .. }
                    | Meaning::Overnight
                    | Meaning::UnitsTo { .. }
            ) {
                return None;
            }
            found.tokens.start = at;
            found.portion.get_or_insert(portion);
            return Some(found);
        }
        // "mid-2014", "late-1980s", "mid-August" in one token
        let (head, rest) = self.lower(after_the).split_once('-')?;
        let portion = self.list.find(head)?.portion?;
        // "a man in his mid-40s"
        if at > self.start && self.tag(at - 1) == Tag::Prs {
            return None;
        }
        // "mid-19th century", "mid-19th-century"
        if let Some(mut found) = self.century_of(at, after_the, rest) {
            found.portion = Some(portion);
            return Some(found);
        }
        let meaning = self.list.decade(rest).and_then(digits::decade).map(Meaning::Decade).or_else(|| {
            let year = digits::year(rest).filter(|year| (1000..2200).contains(year));
            year.map(|year| calendar(Year::Written(year), None, None))
        });
        let mut found = match meaning {
            Some(meaning) => Found::of(at..after_the + 1, meaning),
            None => {
                let word = self.list.find(rest)?;
                match (word.month, word.season) {
                    (Some(month), _) => {
                        let (end, year) = self.year_behind(after_the + 1);
                        Found::of(at..end, calendar(year.map_or(Year::Of(Step::None), Year::Written), Some(month), None))
                    }
                    (_, Some(season)) => Found::of(at..after_the + 1, Meaning::Season(season, Year::Of(Step::None))),
                    _ => return None,
                }
            }
        };
        found.portion = Some(portion);
        Some(found)
    }

    /// `earlier in the day`, `the end of the year`: of the time that was told, or of the present one.
    pub(super) fn portion_of_unit(&self, at: usize, link: usize, portion: Portion, adverb: bool) -> Option<Found> {
        let linked = self.joint(link, if adverb { Joint::In } else { Joint::Of }) && self.joint(link + 1, Joint::The);
        let unit = self.word(link + 2).unit.filter(|_| linked && self.tag(link + 2) != Tag::Nns)?;
        // "by the end of the month": its last day; "at the end of the month" is about then.
        let is_limit =
            self.before(at).before_year && self.before(at).joint != Some(Joint::At) && portion == Portion::End && !adverb;
        if is_limit && matches!(unit, Granularity::Week | Granularity::Month | Granularity::Year) && self.ends_phrase(link + 3) {
            return Some(Found::of(at..link + 3, Meaning::LastDay(unit)));
        }
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
    pub(super) fn day(&self, at: usize) -> Option<Found> {
        let mut found = self
            .named(at)
            .or_else(|| self.dated(at))
            .or_else(|| self.units_of(at))
            .or_else(|| self.units_to(at))
            .or_else(|| self.beside(at))
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
            // "Saturday Morning Breakfast" is a name.
            if self.capital_word(found.tokens.end)
                && self.capital_word(found.tokens.end + 1)
                && self.word(found.tokens.end + 1).weekday.is_none()
            {
                return None;
            }
            found.part = Some(part);
            found.tokens.end += 1;
        }
        Some(found)
    }

    /// `5–6 September 2019`
    pub(super) fn days_of_month(&self, at: usize) -> Option<Found> {
        // "5-6 September"
        if let Some((one, other)) = self.lower(at).split_once(['-', '–'])
            && let (Some(first), Some(last)) = (digits::small(one).and_then(day), digits::small(other).and_then(day))
            && first < last
            && let Some(month) = self.month_word(at + 1)
        {
            let (end, year) = self.year_behind(at + 2);
            let on = |number| {
                let year = year.map_or(Year::Of(Step::None), Year::Written);
                Box::new(Found::of(at..end, calendar(year, Some(month), Some(number))))
            };
            return Some(Found::of(at..end, Meaning::Range(on(first), on(last))));
        }
        let first = self.day_number(at)?;
        let between = self.before(at).joint == Some(Joint::Between);
        let and = self.joint(at + 1, Joint::And);
        if !(self.is_dash(at + 1) || self.joint(at + 1, Joint::To) || and) {
            return None;
        }
        let (end, meaning) = self.day_of_month(at + 2)?;
        let Meaning::Calendar { year, month, day: Some(last) } = meaning else { return None };
        // "5 and 6 May" are two days on end, "5 and 9 May" are not.
        if and && !between && first + 1 != last {
            return None;
        }
        let one = Box::new(Found::of(at..at + 1, calendar(year, month, Some(first))));
        let other = Box::new(Found::of(at + 2..end, calendar(year, month, Some(last))));
        (first < last).then(|| Found::of(at..end, Meaning::Range(one, other)))
    }

    /// A range in one token: `2031-33`, `January-March`.
    pub(super) fn pair(&self, at: usize) -> Option<Found> {
        let ends = |one: Meaning, other: Meaning| {
            let found = |meaning| Box::new(Found::of(at..at + 1, meaning));
            Meaning::Range(found(one), found(other))
        };
        if let Some((first, last)) = self.old_years(at) {
            let year = |year| calendar(Year::Written(year), None, None);
            let end = at + 1 + usize::from(self.word(at + 1).era.is_some());
            return Some(Found::of(at..end, ends(year(first), year(last))));
        }
        let told = self.before(at).before_year || self.is_bracketed(at);
        let likely = |(first, last): &(i32, i32)| told || (*last <= 2060 && last - first <= 300);
        if let Some((first, last)) = digits::years(self.lower(at)).filter(|_| self.is_number(at)).filter(likely) {
            let year = |year| calendar(Year::Written(year), None, None);
            return Some(Found::of(at..at + 1, ends(year(first), year(last))));
        }
        // "2013-present", "post-1945"
        if let Some((one, other)) = self.lower(at).split_once(['-', '–']) {
            let year = |word| digits::year(word).filter(|year| (1000..2200).contains(year));
            if let Some(first) = year(one)
                && self.list.find(other).is_some_and(|word| word.now)
            {
                return Some(Found::of(at..at + 1, ends(calendar(Year::Written(first), None, None), Meaning::Days(0))));
            }
            if let Some(beyond) = self.list.find(one).and_then(|word| word.beyond)
                && let Some(year) = year(other)
            {
                return Some(Found::of(at..at + 1, Meaning::Beyond { year, after: beyond > 0 }));
            }
        }
        let (one, other) = self.lower(at).split_once('-').filter(|_| self.text.capital(at))?;
        let (one, other) = (self.list.find(one)?.month?, self.list.find(other)?.month?);
        let (end, year) = self.year_behind(at + 1);
        let month = |month| calendar(year.map_or(Year::Of(Step::None), Year::Written), Some(month), None);
        Some(Found::of(at..end, ends(month(one), month(other))))
    }

    /// Weekdays, days of a month, months, `today`.
    pub(super) fn dated(&self, at: usize) -> Option<Found> {
        let word = self.word(at);
        if let Some(weekday) = word.weekday.filter(|_| self.text.capital(at) && self.lower(at).len() > 2) {
            let next = at + 1 + usize::from(self.is_comma(at + 1));
            if let Some((end, meaning)) = self.day_of_month(next) {
                return Some(Found::of(at..end, meaning));
            }
            if self.is_any_weekday(at) {
                return None;
            }
            // "sat" and "sun" are words as well.
            let full = self.lower(at).len() > 4 || self.lower(at).ends_with('.');
            return full.then(|| Found::of(at..at + 1, Meaning::Weekday(weekday, Step::None)));
        }
        if let Some((end, meaning)) = self.day_counted(at) {
            return Some(Found::of(at..end, meaning));
        }
        if let Some((end, meaning)) = self.day_of_month(at) {
            return Some(self.and_the_next(at..end, meaning));
        }
        if let Some((end, meaning)) = self.month(at) {
            return Some(Found::of(at..end, meaning));
        }
        if let Some(day) = self.day_of_told_month(at) {
            return Some(day);
        }
        // "The Vale Today" is a name.
        let is_name = self.text.capital(at) && at > self.start + 1 && self.capital_word(at - 1);
        if let Some((days, part)) = word.day.filter(|_| !is_name) {
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

    /// `the first day of May`, `the last day of 2031`, `the second Monday in October`.
    fn day_counted(&self, at: usize) -> Here<Meaning> {
        let first = at + usize::from(self.joint(at, Joint::The));
        let last = self.word(first).step_behind == Some(-1);
        let is_day = self.word(first + 1).unit == Some(Granularity::Day) && self.tag(first + 1) != Tag::Nns;
        let weekday = self.word(first + 1).weekday.filter(|_| self.text.capital(first + 1) && self.lower(first + 1).len() > 4);
        if !(is_day || weekday.is_some()) || !(self.joint(first + 2, Joint::Of) || self.joint(first + 2, Joint::In)) {
            return None;
        }
        let number = if last { None } else { Some(self.ordinal(first)?) };
        let Some(month) = self.month_word(first + 3) else {
            let year = digits::year(self.lower(first + 3)).filter(|year| is_day && (1000..2200).contains(year))?;
            let (month, day) = if last { (12, 31) } else { (1, number.filter(|number| *number == 1).and_then(day)?) };
            return Some((first + 4, calendar(Year::Written(year), Some(month), Some(day))));
        };
        let (end, year) = match (self.year_relation(first + 4), self.year_behind(first + 4)) {
            (Some(found), _) => found,
            (None, (end, Some(year))) => (end, Year::Written(year)),
            (None, _) => (first + 4, Year::Of(Step::None)),
        };
        if let Some(weekday) = weekday {
            let number = number.map_or(Some(-1), |number| i8::try_from(number).ok().filter(|number| (1..=5).contains(number)))?;
            return Some((end, Meaning::WeekdayOf { number, weekday, year, month }));
        }
        // The last day of February hangs on the year.
        let of_year = if let Year::Written(year) = year { Some(year) } else { (month != 2).then_some(2001) };
        let day = match number {
            Some(number) => day(number)?,
            None => Date::new(i16::try_from(of_year?).ok()?, month, 1).ok()?.days_in_month(),
        };
        Some((end, calendar(year, Some(month), Some(day))))
    }

    /// "every Monday", "on a Monday", "two flights a week on Monday", "on Monday mornings", "Friday the 13th": any of them;
    /// "a Monday meeting" was on one.
    fn is_any_weekday(&self, at: usize) -> bool {
        let before = self.before(at);
        let each_week = || {
            (at.saturating_sub(EACH).max(self.start)..at).any(|token| {
                (self.word(token).each || self.joint(token, Joint::A)) && self.word(token + 1).unit == Some(Granularity::Week)
            })
        };
        let each_before = || {
            at >= self.start + 3 && self.word(at - 2).weekday.is_some() && self.word(at - 3).each && !self.capital_word(at - 1)
        };
        // "They meet on a Monday and vote on Friday."
        let any_before = || {
            let any = |token: usize| {
                self.joint(token, Joint::A) && self.word(token + 1).weekday.is_some() && !self.tag(token + 2).is_noun()
            };
            (self.start..at.saturating_sub(1)).any(any)
        };
        before.each
            || before.joint == Some(Joint::A) && !self.tag(at + 1).is_noun()
            || self.word(at + 1).parts
            || self.joint(at + 1, Joint::The) && self.has_ordinal(at + 2)
            || each_before()
            || each_week()
            || any_before()
    }

    /// A second day that follows the first: `June 5 and 6`.
    fn and_the_next(&self, tokens: Range<usize>, meaning: Meaning) -> Found {
        let end = tokens.end;
        if let Meaning::Calendar { year, month: Some(month), day: Some(day) } = meaning
            && self.joint(end, Joint::And)
            && self.day_number(end + 1) == Some(day + 1)
            && !self.tag(end + 2).is_noun()
            && !self.unit_behind(end + 2)
            && self.month_word(end + 2).is_none()
            && !self.joint(end + 2, Joint::Of)
        {
            let (last, written) = self.year_behind(end + 2);
            let year = written.map_or(year, Year::Written);
            let one = Box::new(Found::of(tokens.clone(), calendar(year, Some(month), Some(day))));
            let other = Box::new(Found::of(end + 1..last, calendar(year, Some(month), Some(day + 1))));
            return Found::of(tokens.start..last, Meaning::Range(one, other));
        }
        Found::of(tokens, meaning)
    }

    /// `on the 16th`: of the month that was told.
    fn day_of_told_month(&self, at: usize) -> Option<Found> {
        if !self.joint(at, Joint::The) || self.before(at).joint != Some(Joint::At) || !self.has_ordinal(at + 1) {
            return None;
        }
        let day = self.day_number(at + 1).or(self.word(at + 1).ordinal)?;
        let alone = self.ends(at + 2) || matches!(self.tag(at + 2), Tag::Cc | Tag::Vbd | Tag::Vbz | Tag::Md | Tag::Prp);
        alone.then(|| Found::of(at..at + 2, Meaning::DayOf(day)))
    }

    /// `7 April 2031`, `April 7th, 2031`, `the 7th of April`, `2031-04-07`.
    pub(super) fn day_of_month(&self, at: usize) -> Here<Meaning> {
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
    pub(super) fn month(&self, at: usize) -> Here<Meaning> {
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

    pub(super) fn month_word(&self, at: usize) -> Option<i8> {
        self.word(at).month.filter(|_| self.text.capital(at))
    }

    /// `7`, `07`, `7th`
    pub(super) fn day_number(&self, at: usize) -> Option<i8> {
        if !self.is_number(at) {
            return None;
        }
        let word = self.lower(at);
        digits::small(self.list.ordinal(word).unwrap_or(word)).and_then(day)
    }

    pub(super) fn has_ordinal(&self, at: usize) -> bool {
        self.list.ordinal(self.lower(at)).is_some() || self.word(at).ordinal.is_some()
    }

    pub(super) fn unit_behind(&self, at: usize) -> bool {
        let amounts = &self.text.pack.amounts;
        let word = |n: usize| (at + n < self.end).then(|| self.text.lower(at + n));
        // "2018 day five" is a year, "2018 days" are days.
        let unit = amounts.unit(word).is_some_and(|(n, unit)| {
            unit.kind != UnitKind::Measure || self.tag(at + n - 1) == Tag::Nns || amounts.is(self.lower(at + n), AmountRole::Old)
        });
        unit || word(0).is_some_and(|word| amounts.is(word, AmountRole::Scale))
    }

    /// A year behind a month: ` 2031`, `, 2031`, ` of 2031`, ` in 2031`.
    pub(super) fn year_behind(&self, at: usize) -> Here2 {
        let link = usize::from(self.is_comma(at) || self.joint(at, Joint::Of) || self.joint(at, Joint::In));
        let word = self.lower(at + link);
        if let Some(year) = digits::short_year(word).filter(|_| link == 0 || self.joint(at, Joint::Of)) {
            return (at + link + 1, Some(year));
        }
        let Some(year) = digits::year(word).filter(|_| self.is_number(at + link)) else { return (at, None) };
        let old = year > 99 && (link == 0 || !self.is_comma(at)) && !self.tag(at + link + 1).is_noun();
        let likely = (1000..2200).contains(&year) || old;
        if likely { (at + link + 1, Some(year)) } else { (at, None) }
    }

    pub(super) fn tag(&self, at: usize) -> Tag {
        if at < self.end { self.tags.get(at).copied().unwrap_or(Tag::Stop) } else { Tag::Stop }
    }
}

pub(super) type Here2 = (usize, Option<i32>);

pub(super) fn calendar(year: Year, month: Option<i8>, day: Option<i8>) -> Meaning {
    Meaning::Calendar { year, month, day }
}

fn day(number: i32) -> Option<i8> {
    i8::try_from(number).ok().filter(|day| (1..=31).contains(day))
}

/// In "from 1200 to 400 BCE" the era is that of both.
fn before_our_era(mut one: Found, other: &Found) -> Found {
    if let (
        Meaning::Calendar { year: Year::Written(first), month: None, .. },
        Meaning::Calendar { year: Year::Written(last), .. },
    ) = (&mut one.meaning, &other.meaning)
        && *last <= 0
        && *first > 0
        && one.tokens.len() == 1
    {
        *first = 1 - *first;
    }
    one
}

/// Whether an hour goes on to another of a day that is told: `from 9 a.m. to 5 p.m. on Friday`.
fn hours_of_a_day(one: &Found, other: &Found) -> bool {
    one.meaning == Meaning::Clock
        && other.clock.is_some()
        && matches!(other.meaning, Meaning::Calendar { day: Some(_), .. } | Meaning::Weekday(..))
}

/// Whether two expressions can be the ends of a range.
fn makes_range(one: &Found, other: &Found) -> bool {
    use Meaning::{Calendar, Century, Clock, Days, Decade, Season, Weekday};
    matches!(
        (&one.meaning, &other.meaning),
        (Calendar { .. }, Calendar { .. })
            | (Weekday(..), Weekday(..))
            | (Season(..), Season(..))
            | (Decade(_) | Century(_), Decade(_) | Century(_))
            | (Clock, Clock)
            | (Calendar { .. }, Days(0))
    )
}

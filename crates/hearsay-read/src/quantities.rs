//! Quantities: which words say how much or how many, of what, in which unit.
//!
//! In: the tokens of a sentence with their tags, the expressions of time in it, and the words of a pack. Out: [`Found`] in
//! order, apart. `number` reads what is written, this file decides what it counts. Dates, years, clock times, ordinals and
//! numbers that only name something (`Route 66`) are none. Invariant: a quantity lies in one sentence, and its number in its span.
//!
//! Example: `at least 10 to 15 fishing boats` holds one quantity of 10 to 15, which counts `boats`.

mod number;
#[cfg(test)]
mod tests;

use crate::pack::{AmountRole, AmountUnit, AmountWords, Class, Pack, Tag, UnitKind};
use crate::text::Text;
use crate::times;
use hearsay_text::{Span, TokenKind};
use number::Number;
use std::ops::Range;

pub(crate) use number::{number_end, plain_number};

/// The unit of two numbers of a contest.
const SCORE: &str = "score";

/// How many tokens behind a number what it counts is looked for in.
const WINDOW: usize = 8;

/// Nobody in the news is older or younger who stands with a bare number behind the name.
const AGES: Range<u32> = 3..116;

/// A quantity, its places in bytes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) tokens: Range<usize>,
    /// Number and unit.
    pub(crate) span: Span,
    /// Tokens of the number alone.
    pub(crate) number: Range<usize>,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    pub(crate) unit: Option<AmountUnit>,
    /// Whether it is two numbers of a contest.
    pub(crate) score: bool,
    pub(crate) approximation: Option<Span>,
    pub(crate) counts: Option<Span>,
    pub(crate) vague: bool,
}

/// The quantities of a range of tokens; `times` are the expressions of time in it, in order.
pub(crate) fn find<'t>(
    text: &Text,
    tags: &[Tag],
    range: Range<usize>,
    times: impl Iterator<Item = &'t times::Found>,
    out: &mut Vec<Found>,
) {
    let finder = Finder { text, tags, words: &text.pack.amounts, start: range.start, end: range.end };
    let mut times = times.peekable();
    let mut at = range.start;
    while at < range.end {
        while times.next_if(|time| time.tokens.end <= at).is_some() {}
        if let Some(time) = times.peek().filter(|time| time.tokens.start <= at && !time.holds_quantity()) {
            at = time.tokens.end;
            continue;
        }
        if !number::may_begin(text, at) {
            at += 1;
            continue;
        }
        match finder.at(at) {
            Some(found) => {
                at = found.tokens.end.max(at + 1);
                // A number before a date is one, but one that runs into it is the date's.
                let into = times.peek().is_some_and(|time| time.tokens.start < found.tokens.end && !time.holds_quantity());
                if !into {
                    out.push(found);
                }
            }
            None => at = finder.after_none(at),
        }
    }
}

/// The name of its unit.
pub(crate) fn unit_name<'p>(pack: &'p Pack, found: &Found) -> Option<&'p str> {
    if found.score { Some(SCORE) } else { found.unit.map(|unit| pack.amounts.name(unit)) }
}

struct Finder<'f, 'd> {
    text: &'f Text<'d>,
    tags: &'f [Tag],
    words: &'f AmountWords,
    start: usize,
    end: usize,
}

impl Finder<'_, '_> {
    fn lower(&self, at: usize) -> &str {
        if at >= self.start && at < self.end { self.text.lower(at) } else { "" }
    }

    fn is(&self, at: usize, role: AmountRole) -> bool {
        self.words.is(self.lower(at), role)
    }

    fn before(&self, at: usize, role: AmountRole) -> bool {
        at > self.start && self.is(at - 1, role)
    }

    fn tag(&self, at: usize) -> Tag {
        if at >= self.start && at < self.end { self.tags.get(at).copied().unwrap_or(Tag::Stop) } else { Tag::Stop }
    }

    fn is_number(&self, at: usize) -> bool {
        at < self.end && self.text.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Number)
    }

    fn is_word(&self, at: usize) -> bool {
        at >= self.start && at < self.end && self.text.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Word)
    }

    /// Where to go on after a token at which no quantity stands: past the whole of a number that was refused.
    fn after_none(&self, at: usize) -> usize {
        number::read(self.text, at, self.end).map_or(at + 1, |number| number.end.max(at + 1))
    }

    fn at(&self, at: usize) -> Option<Found> {
        let mut number = number::read(self.text, at, self.end)?;
        let mut end = number.end;
        self.unit(&mut number, &mut end);
        let mut score = number.score;
        let mut number_end = number.end;
        if number.plain_or_unit() {
            self.second(at, &mut number, &mut end, &mut number_end, &mut score);
        }
        // "one in five voters"
        if number.unit.is_none()
            && number.high == number.low
            && (self.is(end, AmountRole::ShareIn) || self.is(end, AmountRole::Of))
            && let Some(whole) = self.share(&number, end)
        {
            let (low, next) = whole;
            number.low = Some(low);
            number.high = Some(low);
            number.fraction = true;
            (end, number_end) = (next, next);
        }
        if number.unit.is_none() && !number.fraction && !number.vague && self.of_age(at) {
            number.unit = self.words.age();
        }
        if self.is_refused(at, end, &mut number, score) {
            return None;
        }
        let is_range = number.low != number.high && !number.vague && !score;
        let tokens = self.between(at).filter(|_| is_range).unwrap_or(at)..end;
        let mut span = self.text.span(tokens.clone())?;
        if let Some(part) = number.part {
            span = part;
        }
        let counts = match number.counts {
            Some(counts) => Some(counts),
            None => self.counts(&number, end),
        };
        let low = number.low;
        let approximation = self.approximation(tokens.start, end).or(self.approximation(at, end)).or(number.approximation);
        Some(Found {
            tokens,
            span,
            number: at..number_end,
            low,
            high: if number.vague || score { None } else { number.high },
            unit: number.unit,
            score,
            approximation,
            counts,
            vague: number.vague,
        })
    }

    /// The unit behind a number: ` million dollars`, ` per cent`, ` more years`, ` of dollars`.
    fn unit(&self, number: &mut Number, end: &mut usize) {
        if number.counts.is_some() {
            return;
        }
        let word = |at: usize| move |n: usize| (at + n < self.end).then(|| self.text.lower(at + n));
        let found = |at: usize| {
            let unit = self.words.unit(word(at))?;
            // Pounds weigh, unless there are millions of them.
            if unit.1.kind == UnitKind::Currency
                && !number.scaled
                && unit.0 == 1
                && let Some(weight) = self.words.weight(word(at))
            {
                return Some(weight);
            }
            Some(unit)
        };
        if number.unit.is_some() {
            // "$5 US dollars" and "5% percent" say it twice; "$5 million" has been read.
            if let Some((n, unit)) = found(*end).filter(|(_, unit)| Some(*unit) == number.unit) {
                let _ = unit;
                *end += n;
            }
            return;
        }
        let sign = self.words.sign(self.lower(*end));
        if let Some(sign) = sign {
            number.unit = Some(sign);
            *end += 1;
            return;
        }
        let of = usize::from(number.vague && self.is(*end, AmountRole::Of));
        // "half an hour", "half a percentage point"
        let article = usize::from(number.fraction && of == 0 && self.is(*end, AmountRole::Article));
        // "three more years", "two full days"
        let adjective = usize::from(
            of == 0 && article == 0 && found(*end).is_none() && matches!(self.tag(*end), Tag::Jj | Tag::Rb) && self.is_word(*end),
        );
        let at = *end + of + article + adjective;
        if let Some((n, unit)) = found(at) {
            if adjective == 1 && unit.kind != UnitKind::Measure {
                return;
            }
            number.unit = Some(unit);
            *end = at + n;
        }
    }

    /// A second number that makes a range or a score with the first.
    fn second(&self, at: usize, number: &mut Number, end: &mut usize, number_end: &mut usize, score: &mut bool) {
        let between = self.between(at).is_some();
        let joined = self.is(*end, AmountRole::Range) || (between && self.is(*end, AmountRole::RangeAnd));
        // "seventh or eighth" are places in an order.
        let bare = number.fraction && !number.digits && *number_end == at + 1 && !self.lower(at).contains('-');
        if !joined || number.vague || *score || number.part.is_some() || bare {
            return;
        }
        let Some(mut other) = number::read(self.text, *end + 1, self.end) else { return };
        if other.vague || other.fraction != number.fraction || other.counts.is_some() {
            return;
        }
        let mut other_end = other.end;
        self.unit(&mut other, &mut other_end);
        let (Some(low), Some(high)) = (number.low, other.low) else { return };
        let same = number.unit == other.unit || number.unit.is_none() || other.unit.is_none();
        if !same {
            return;
        }
        // "$5 to $10 million": the scale is for both.
        let low = if other.scaled && !number.scaled && low < 1000.0 { low * other.scale } else { low };
        let unit = other.unit.or(number.unit);
        let plain = unit.is_none() && number.part.is_none();
        let contest = plain && (high < low || self.contest(at, other_end)) && !between && !self.of_age(at);
        if contest {
            *score = true;
        } else if high <= low || (self.before(at, AmountRole::From) && !between) {
            return;
        }
        number.low = Some(low);
        number.high = Some(high);
        number.unit = unit;
        *end = other_end;
        *number_end = other.end;
    }

    /// Where `between` stands before a number: right before it, or before `the ages of`.
    fn between(&self, at: usize) -> Option<usize> {
        let near = if self.of_age(at) { 4 } else { 1 };
        (1..=near)
            .filter_map(|back| at.checked_sub(back))
            .find(|before| *before >= self.start && self.is(*before, AmountRole::Between))
    }

    /// Whether `aged`, `ages`, `the age of` stands before a number.
    fn of_age(&self, at: usize) -> bool {
        self.before(at, AmountRole::Aged)
            || at > self.start + 1 && self.before(at, AmountRole::Of) && self.is(at - 2, AmountRole::Aged)
    }

    /// Whether words of a contest stand beside two numbers.
    fn contest(&self, at: usize, end: usize) -> bool {
        (at.saturating_sub(3)..at).chain(end..end + 2).any(|near| near >= self.start && self.is(near, AmountRole::Score))
    }

    /// `one in five`, `two out of three`
    fn share(&self, number: &Number, at: usize) -> Option<(f64, usize)> {
        let next = at + 1 + usize::from(self.is(at + 1, AmountRole::Of));
        let whole = number::read(self.text, next, self.end)?;
        let (part, of) = (number.low?, whole.low?);
        let behind = self.words.unit(|n| (whole.end + n < self.end).then(|| self.text.lower(whole.end + n)));
        (part < of && of <= 100.0 && whole.unit.is_none() && whole.counts.is_none() && behind.is_none() && !whole.vague)
            .then_some((part / of, whole.end))
    }

    /// Whether a number only names or orders something; ages behind a name get their unit here.
    fn is_refused(&self, at: usize, end: usize, number: &mut Number, score: bool) -> bool {
        if number.unit.is_some() || number.part.is_some() {
            // "a second" is no quantity unless it is told as one.
            return number.article && number.low == Some(1.0);
        }
        if number.article && !number.scaled && !number.fraction && !number.vague {
            return true;
        }
        if number.fraction {
            return self.is_no_fraction(at, end, number);
        }
        if score || number.vague {
            return false;
        }
        let plain = end == at + 1;
        if plain && (self.before(at, AmountRole::Label) || self.street(end)) {
            return true;
        }
        let capital_before = at > self.start + 1 && self.is_word(at - 1) && self.text.capital(at - 1);
        if plain && self.is_number(at) {
            if self.age(at, end, number) {
                return false;
            }
            // "Apollo 11 landed"
            let name = capital_before && self.tag(at - 1) == Tag::Np;
            return name || number.odd;
        }
        if self.text.capital(at) && at > self.start && !self.text.is_quote(at - 1) && (capital_before || self.text.capital(end)) {
            return true;
        }
        plain && number.low == Some(1.0) && self.is_one_pronoun(at, end)
    }

    /// `one` counts only before a noun, without an article before it.
    fn is_one_pronoun(&self, at: usize, end: usize) -> bool {
        let before = at > self.start
            && (matches!(self.tag(at - 1), Tag::Dt | Tag::Jj | Tag::Prs | Tag::Wdt | Tag::Pos)
                || self.text.is(at - 1, Class::Determiner));
        let noun = end + usize::from(matches!(self.tag(end), Tag::Jj));
        before || self.is(end, AmountRole::OneIsNone) || self.tag(noun) != Tag::Nn
    }

    /// `half` and `third` are shares only where something is shared, or a number stands before.
    fn is_no_fraction(&self, at: usize, end: usize, number: &Number) -> bool {
        let ordinal = at > self.start
            && !number.article
            && (self.text.is(at - 1, Class::Definite)
                || matches!(self.tag(at - 1), Tag::Jj)
                || self.is_number(at - 1)
                || self.words.is(self.lower(at - 1), AmountRole::Fraction));
        let shared = self.is(end, AmountRole::Of);
        if end > at + 1 && !number.article || self.lower(at).contains('-') || number.digits {
            return false;
        }
        if number.article {
            return !shared;
        }
        let before_noun = matches!(self.tag(end), Tag::Dt | Tag::Prs) || self.text.is(end, Class::Determiner);
        let half = number.low == Some(0.5);
        ordinal || !half || !(shared || before_noun)
    }

    /// `, 45,` behind a name, `aged 45`, `45 years old`.
    fn age(&self, at: usize, end: usize, number: &mut Number) -> bool {
        let likely = number.low.is_some_and(|age| age.fract() == 0.0 && AGES.contains(&(age as u32)));
        let behind_name = at > self.start + 1
            && self.lower(at - 1) == ","
            && self.is_word(at - 2)
            && self.text.capital(at - 2)
            && (matches!(self.lower(end), "," | "." | ";" | ")") || end >= self.end);
        if !likely || !behind_name {
            return false;
        }
        number.unit = self.words.age();
        number.unit.is_some()
    }

    /// `1600 Harbour Street`
    fn street(&self, end: usize) -> bool {
        let capitals = (end..end + 4).take_while(|at| self.is_word(*at) && self.text.capital(*at));
        capitals.skip(1).any(|at| self.is(at, AmountRole::Street))
    }

    /// The words before or behind that make a number more or less than it says.
    fn approximation(&self, at: usize, end: usize) -> Option<Span> {
        let before = (1..=4usize).rev().filter(|n| at >= self.start + n).find(|n| {
            let from = at - n;
            self.words.before(|i| (from + i < at).then(|| self.text.lower(from + i))) == Some(*n)
        });
        if let Some(n) = before {
            return self.text.span(at - n..at);
        }
        // "between about 3 and 5": the words may stand before the first of two words that join.
        let behind = self.words.after(|i| (end + i < self.end).then(|| self.text.lower(end + i)))?;
        self.text.span(end..end + behind)
    }

    /// The noun that is counted: the last of those that follow, with adjectives before them; of shares, behind `of`.
    fn counts(&self, number: &Number, end: usize) -> Option<Span> {
        let share = number.fraction || number.unit.is_some_and(|unit| unit.kind == UnitKind::Percent);
        if number.unit.is_some() && !share {
            return None;
        }
        let mut at = end;
        if self.words.after(|i| (end + i < self.end).then(|| self.text.lower(end + i))).is_some() {
            at += 2;
        }
        let of = self.is(at, AmountRole::Of);
        if share && number.unit.is_some() && !of {
            return None;
        }
        at += usize::from(of);
        let last = (at + WINDOW).min(self.end);
        while at < last
            && (matches!(self.tag(at), Tag::Dt | Tag::Prs | Tag::Jj | Tag::Vbn | Tag::Vbg | Tag::Rb | Tag::Cd)
                && !self.text.is_quote(at))
        {
            at += 1;
        }
        let mut noun = None;
        while at < last && self.tag(at).is_noun() && !self.is_time(at) {
            noun = Some(at);
            at += 1;
            // "boats sank": a plural in small letters ends the phrase, unless another follows it.
            if self.tag(at - 1) == Tag::Nns && !self.text.capital(at - 1) && self.tag(at) != Tag::Nns {
                break;
            }
            if self.tag(at) == Tag::Pos {
                at += 1;
            }
        }
        let noun = noun?;
        self.text.span(noun..noun + 1)
    }

    fn is_time(&self, at: usize) -> bool {
        self.text.classes(at).any(&[Class::Weekday, Class::Month])
    }
}

//! Dates, numbers, shares and sums of money in a sentence, by rule.
//!
//! In: the words of a sentence in small letters with their tags, and the lists of a pack. Out: spans
//! of words with their kind. Which words are numbers is told by the tag `CD`; which are months, days,
//! currencies and signs by the pack. Invariant: spans lie apart, in order, inside the sentence.
//!
//! Example: `On 7 April 2031 it paid $4 million, or 12 per cent` holds a date, a sum of money and a share.

use super::NameKind;
use crate::pack::{PhraseTable, rows};
use std::collections::HashMap;
use std::ops::Range;

/// Years are written with four digits and lie between these.
const YEARS: Range<u32> = 1500..2200;

/// What a listed phrase says of the number beside it, or by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Currency,
    Percent,
    Day,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DateWord {
    Month,
    Weekday,
}

/// The words and signs of a language that make numbers into something else.
#[derive(Debug, Default)]
pub(crate) struct AmountWords {
    units: PhraseTable<Unit>,
    signs: Vec<Box<str>>,
    dates: HashMap<Box<str>, DateWord>,
    ordinals: Vec<Box<str>>,
    date_parts: Vec<Box<str>>,
}

impl AmountWords {
    /// Reads `amounts.tsv` and `dates.tsv`; a row of another kind is passed over.
    pub(crate) fn parse(amounts: &str, dates: &str) -> Self {
        let mut words = Self::default();
        for cells in rows(amounts).skip(1) {
            match cells.as_slice() {
                ["sign", sign, ..] => words.signs.push((*sign).into()),
                ["date-part", word, ..] => words.date_parts.push((*word).into()),
                ["currency", phrase, ..] => words.units.add(phrase, Unit::Currency),
                ["percent", phrase, ..] => words.units.add(phrase, Unit::Percent),
                ["day", phrase, ..] => words.units.add(phrase, Unit::Day),
                _ => {}
            }
        }
        for cells in rows(dates) {
            match cells.as_slice() {
                ["month", form, ..] => _ = words.dates.insert((*form).into(), DateWord::Month),
                ["weekday", form, ..] => _ = words.dates.insert((*form).into(), DateWord::Weekday),
                ["ordinal", end, ..] => words.ordinals.push((*end).into()),
                _ => {}
            }
        }
        words
    }
}

/// A word as this file sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word<'t> {
    /// In small letters.
    pub(crate) lower: &'t str,
    /// Its fine tag.
    pub(crate) tag: &'t str,
    /// Whether it begins with a capital.
    pub(crate) capital: bool,
}

/// The dates and amounts of a sentence.
pub(crate) fn amounts(words: &[Word], lists: &AmountWords) -> Vec<(Range<usize>, NameKind)> {
    let reader = Reader { words, lists };
    let mut found: Vec<(Range<usize>, NameKind)> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let (end, kind) = match reader.date(at).map(|end| (end, NameKind::Date)).or_else(|| reader.amount(at)) {
            Some(found) => found,
            None => {
                at += 1;
                continue;
            }
        };
        found.push((at..end, kind));
        at = end;
    }
    found
}

struct Reader<'w> {
    words: &'w [Word<'w>],
    lists: &'w AmountWords,
}

impl Reader<'_> {
    fn lower(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.lower)
    }

    fn is_number(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.tag == "CD")
    }

    fn unit(&self, at: usize) -> Option<(usize, Unit)> {
        self.lists.units.longest(|n| self.words.get(at + n).map(|word| word.lower))
    }

    fn date_word(&self, at: usize, wanted: DateWord) -> bool {
        let word = self.lower(at);
        let known = self.lists.dates.get(word).or_else(|| self.lists.dates.get(word.strip_suffix('.')?));
        known == Some(&wanted) && self.words[at].capital
    }

    /// `2031`, `2031s`
    fn is_year(&self, at: usize) -> bool {
        let digits = self.lower(at).trim_end_matches(|c: char| c.is_ascii_alphabetic());
        digits.len() == 4 && digits.parse().is_ok_and(|year| YEARS.contains(&year)) && self.lower(at).len() <= 5
    }

    /// `7`, `07`, `7th`
    fn is_day_of_month(&self, at: usize) -> bool {
        let word = self.lower(at);
        let end = self.lists.ordinals.iter().find_map(|end| word.strip_suffix(&**end)).unwrap_or(word);
        end.len() <= 2 && end.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day))
    }

    /// `2031-04-07`, `7/4/2031`
    fn is_whole_date(&self, at: usize) -> bool {
        let word = self.lower(at);
        let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
        parts.len() == 3
            && parts.iter().all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
            && (parts[0].len() == 4 || parts[2].len() == 4)
    }

    /// After a month or a day: `, 2031` or ` 2031`.
    fn year_from(&self, at: usize) -> usize {
        let comma = usize::from(self.lower(at) == ",");
        if self.is_year(at + comma) && self.lower(at + comma).bytes().all(|byte| byte.is_ascii_digit()) {
            at + comma + 1
        } else {
            at
        }
    }

    /// The end of a date that begins here.
    fn date(&self, at: usize) -> Option<usize> {
        if self.is_whole_date(at) || matches!(self.unit(at), Some((_, Unit::Day))) {
            return Some(at + 1);
        }
        if self.lists.date_parts.iter().any(|part| **part == *self.lower(at)) {
            let dash = usize::from(self.lower(at + 1) == "-");
            return self.month_or_year(at + 1 + dash);
        }
        if self.date_word(at, DateWord::Weekday) {
            let comma = usize::from(self.lower(at + 1) == ",");
            return Some(self.month_or_year(at + 1 + comma).filter(|_| !self.is_year(at + 1 + comma)).unwrap_or(at + 1));
        }
        self.month_or_year(at)
    }

    fn month_or_year(&self, at: usize) -> Option<usize> {
        if self.is_day_of_month(at) && self.date_word(at + 1, DateWord::Month) {
            return Some(self.year_from(at + 2));
        }
        if self.date_word(at, DateWord::Month) {
            if self.is_day_of_month(at + 1) && !matches!(self.unit(at + 2), Some((_, Unit::Currency | Unit::Percent))) {
                return Some(self.year_from(at + 2));
            }
            let end = self.year_from(at + 1);
            // A month alone is one only as a name: many are words as well.
            return (end > at + 1 || self.words[at].tag.starts_with("NNP")).then_some(end);
        }
        // A year stands alone; what follows it is no unit.
        let alone =
            self.is_year(at) && !self.is_number(at + 1) && self.unit(at + 1).is_none() && !self.is_sign(at.wrapping_sub(1));
        (alone && matches!(self.words.get(at), Some(word) if word.tag == "CD" || word.tag == "NNS")).then_some(at + 1)
    }

    fn is_sign(&self, at: usize) -> bool {
        self.lists.signs.iter().any(|sign| **sign == *self.lower(at))
    }

    /// The end of a number, share or sum of money that begins here.
    fn amount(&self, at: usize) -> Option<(usize, NameKind)> {
        let before = usize::from(self.is_sign(at));
        let mut end = at + before;
        while self.is_number(end) {
            end += 1;
        }
        if end == at + before {
            return None;
        }
        let first = self.lower(at + before);
        let signed = self.lists.signs.iter().any(|sign| first.starts_with(&**sign) || first.ends_with(&**sign));
        match self.unit(end) {
            Some((length, Unit::Percent)) => return Some((end + length, NameKind::Percent)),
            Some((length, Unit::Currency)) => return Some((end + length, NameKind::Money)),
            _ if before > 0 || signed => return Some((end, NameKind::Money)),
            _ if self.is_sign(end) => return Some((end + 1, NameKind::Money)),
            _ => {}
        }
        let percent = self.words[at..end].last().is_some_and(|word| {
            word.lower.char_indices().next_back().is_some_and(|(last, _)| {
                last > 0 && self.lists.units.longest(|n| (n == 0).then(|| &word.lower[last..])) == Some((1, Unit::Percent))
            })
        });
        Some((end, if percent { NameKind::Percent } else { NameKind::Number }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> AmountWords {
        AmountWords::parse(include_str!("../../../../packs/en/amounts.tsv"), include_str!("../../../../packs/en/dates.tsv"))
    }

    /// Words with `/CD` or `/NNP` where the tag tells something.
    fn found(sentence: &str) -> Vec<(String, NameKind)> {
        let cells: Vec<(&str, String, &str)> = sentence
            .split(' ')
            .map(|cell| {
                let (word, tag) =
                    cell.rsplit_once('/').filter(|(_, tag)| ["CD", "NNP", "NNS", "MD"].contains(tag)).unwrap_or((cell, "x"));
                (word, word.to_lowercase(), tag)
            })
            .collect();
        let words: Vec<Word> =
            cells.iter().map(|(word, lower, tag)| Word { lower, tag, capital: word.starts_with(char::is_uppercase) }).collect();
        amounts(&words, &lists())
            .into_iter()
            .map(|(range, kind)| (cells[range].iter().map(|cell| cell.0).collect::<Vec<_>>().join(" "), kind))
            .collect()
    }

    fn one(sentence: &str) -> (String, NameKind) {
        let mut found = found(sentence);
        assert_eq!(found.len(), 1, "{sentence}: {found:?}");
        found.remove(0)
    }

    #[test]
    fn dates_in_their_usual_dress() {
        for (sentence, date) in [
            ("on 7/CD April/NNP 2031/CD .", "7 April 2031"),
            ("on April/NNP 7/CD , 2031/CD , they", "April 7 , 2031"),
            ("since April/NNP 2031/CD", "April 2031"),
            ("in early April/NNP", "early April"),
            ("in 2031/CD it", "2031"),
            ("on Monday/NNP", "Monday"),
            ("on Monday/NNP , 7th April/NNP", "Monday , 7th April"),
            ("since 2031-04-07/CD", "2031-04-07"),
            ("it rains today", "today"),
        ] {
            assert_eq!(one(sentence), (date.to_owned(), NameKind::Date), "{sentence}");
        }
        assert!(found("it May/MD rain").is_empty());
        assert!(found("they march on").is_empty());
    }

    #[test]
    fn money_shares_and_numbers() {
        for (sentence, amount, kind) in [
            ("paid $4/CD million/CD for", "$4 million", NameKind::Money),
            ("paid $ 4/CD million/CD for", "$ 4 million", NameKind::Money),
            ("paid two/CD million/CD dollars", "two million dollars", NameKind::Money),
            ("rose by 12/CD per cent", "12 per cent", NameKind::Percent),
            ("rose by 12%/CD", "12%", NameKind::Percent),
            ("rose by 12/CD %", "12 %", NameKind::Percent),
            ("some two/CD hundred/CD docks", "two hundred", NameKind::Number),
            ("paid 2,031/CD dollars", "2,031 dollars", NameKind::Money),
            ("with 2031/CD euros", "2031 euros", NameKind::Money),
        ] {
            assert_eq!(one(sentence), (amount.to_owned(), kind), "{sentence}");
        }
    }

    #[test]
    fn without_lists_there_are_numbers_alone() {
        let word = Word { lower: "12", tag: "CD", capital: false };
        assert_eq!(amounts(&[word], &AmountWords::default()), [(0..1, NameKind::Number)]);
        assert!(amounts(&[], &AmountWords::default()).is_empty());
    }
}

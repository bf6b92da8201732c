//! [`TimeExpression`]: words that tell when, with the time they stand for.
//!
//! Values are ISO 8601 and, where that has no form, EDTF: `2031`, `2031-04`, `2031-04-07`, `2031-04-07T09:30`,
//! `2031-W15`, `203X` (a decade), `20XX` (a century), `2031-22` (a season: 21 spring, 22 summer, 23 autumn, 24
//! winter), `2031-33` (a quarter: 33 to 36), `2031-40` (a half: 40, 41), `a/b` (from a to b). Where the year stays open its place is `-`:
//! `--04-07`. Parts of a day are TIMEX3's: `2031-04-07TMO`, `TAF`, `TEV`, `TNI`.
//! Invariant: `value` is absent exactly where nothing of the time is known.
//!
//! Example: `last Friday` in a text published on 2031-04-07, a Monday, is `2031-04-04`, counted from `published`.

use hearsay_text::CharSpan;
use serde::{Deserialize, Serialize};

/// Words that tell when.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TimeExpression {
    /// The words, without the preposition before them.
    pub span: CharSpan,
    /// The time they stand for; of `early` and `late` with a month or a decade, its half.
    pub value: Option<String>,
    /// The unit that the words name.
    pub granularity: Granularity,
    /// What the value was counted from.
    pub from: TimeFrom,
    /// Whether they date the saying or what is said.
    pub of: TimeOf,
}

/// The unit of time that words name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Granularity {
    /// A century.
    Century,
    /// A decade.
    Decade,
    /// A year.
    Year,
    /// A half of a year.
    Half,
    /// Three months of a year.
    Quarter,
    /// A season.
    Season,
    /// A month.
    Month,
    /// A week.
    Week,
    /// A weekend.
    Weekend,
    /// A day.
    Day,
    /// A morning, afternoon, evening or night.
    PartOfDay,
    /// An hour.
    Hour,
    /// A minute.
    Minute,
    /// A second.
    Second,
    /// From one time to another.
    Interval,
}

/// What a time was counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeFrom {
    /// Nothing: the words are complete in themselves.
    Text,
    /// The day of publication.
    Published,
    /// A time told earlier in the text.
    Context,
    /// Nothing is known to count from; the value has what is told, or is absent.
    Open,
}

/// What a time dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeOf {
    /// The saying.
    Statement,
    /// Something in what is said.
    Event,
}

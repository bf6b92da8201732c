//! [`Quantity`]: how much or how many, with the unit and what is counted.
//!
//! A range is one quantity; so is a score (`52-48`, unit `score`, of which `low` is the first number).
//! Invariants: `low` is no greater than `high` where both are there; a vague quantity (`dozens`) has the least
//! that the word covers and no `high`.
//!
//! Example: `at least 12 boats` has the span of `12`, low and high 12, the approximation `at least`, and counts `boats`.

use hearsay_text::CharSpan;
use serde::{Deserialize, Serialize};

/// How much or how many.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// Number and unit, from the first word to the last.
    pub span: CharSpan,
    /// The number, or the lower end of a range.
    pub low: Option<f64>,
    /// The number again, or the upper end of a range; absent where the words leave it open.
    pub high: Option<f64>,
    /// `percent`, `point`, `score`, a measure in the singular (`year`, `mile`) or the ISO 4217 code of a currency
    /// (`USD`); absent where things are counted.
    pub unit: Option<String>,
    /// The words that make it more or less than it says: `about`, `at least`, `or more`.
    pub approximation: Option<CharSpan>,
    /// The noun for what is counted.
    pub counts: Option<CharSpan>,
    /// Whether the words give no number: `dozens`, `several hundred`.
    pub vague: bool,
}

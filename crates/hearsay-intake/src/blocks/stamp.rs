//! Lines that hold a date and time only: `Updated 7 April 2031, 9:41 am`.
//!
//! In: a paragraph. Out: whether it is one. Invariant: every word of such a line is part of a date
//! or a word that stands beside dates (`packs/en/dates.tsv`).
//!
//! Example: `Posted Mon, Apr 7, 2031 at 9:41 AM EST` is one; `The flood of 7 April 2031` is none.

use crate::dates;

/// Whether a paragraph tells a day and nothing else.
pub(crate) fn is_stamp(text: &str) -> bool {
    if text.len() > 140 {
        return false;
    }
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let has_day = dates::find(text).is_some();
    // Without a year a day is a stamp only beside a word that says so: `Updated Apr 7, 9:41 AM`.
    let is_labelled =
        words.first().is_some_and(|word| matches!(dates::label(word), Some("published" | "updated"))) && words.len() >= 3;
    (has_day || is_labelled)
        && words.iter().all(|word| word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 6 || dates::is_word(word))
}

/// What the last word of dates before a date says of it: `published`, `updated` or `date`.
pub(crate) fn label_before(text: &str) -> Option<&'static str> {
    text.to_lowercase().split(|c: char| !c.is_alphabetic()).rev().filter_map(dates::label).find(|label| *label != "date")
}

#[cfg(test)]
mod tests {
    use super::is_stamp;

    #[test]
    fn stamps_hold_dates_only() {
        for text in [
            "Updated Apr 7, 2031, 9:41 AM; Posted Apr 6, 2031, 8:19 PM",
            "7 April 2031",
            "PUBLISHED: 10:48, Mon, Apr 7, 2031",
            "| UPDATED: 11:05, Mon, Apr 7, 2031",
            "2031-04-07",
            "April 7, 2031 | 4:20am",
            "Updated Apr 7, 9:41 AM;Posted Apr 6, 8:19 PM",
        ] {
            assert!(is_stamp(text), "{text}");
        }
        for text in ["The flood of 7 April 2031", "Updated at noon", "May", "12", "", "1,200 homes"] {
            assert!(!is_stamp(text), "{text}");
        }
    }
}

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
    let words: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let has_day = dates::find(text).is_some();
    has_day && words.iter().all(|word| word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 6 || dates::is_word(word))
}

#[cfg(test)]
mod tests {
    use super::is_stamp;

    #[test]
    fn stamps_hold_dates_only() {
        for text in ["Updated Apr 7, 2031, 9:41 AM; Posted Apr 6, 2031, 8:19 PM", "7 April 2031", "PUBLISHED: 10:48, Mon, Apr 7, 2031", "| UPDATED: 11:05, Mon, Apr 7, 2031", "2031-04-07", "April 7, 2031 | 4:20am"] {
            assert!(is_stamp(text), "{text}");
        }
        for text in ["The flood of 7 April 2031", "Updated at noon", "May", "12", "", "1,200 homes"] {
            assert!(!is_stamp(text), "{text}");
        }
    }
}

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

/// Signs that set a day apart from what stands beside it.
const BESIDE: &[char] = &['|', '·', '•', '–', '—', '/', ',', ';', '(', ')', '.', ':', '-', '['];
/// Words that may stand beside a day that is set apart.
const MOST_BESIDE: usize = 8;

/// What stands before and behind a day that a short line sets apart: `The Oster Bulletin | Late edition, Monday 7 April 2031`.
pub(crate) fn set_apart(text: &str) -> Option<(&str, &str)> {
    if text.len() > 240 {
        return None;
    }
    let (span, found) = dates::find(text)?;
    if found.day().len() < 10 {
        return None;
    }
    let is_letter = |c: char| c.is_alphanumeric();
    let (mut start, mut end) = (span.start, span.end);
    // The day of the week, `updated`, the time and the zone belong to the day.
    loop {
        let head = text[..start].trim_end_matches(|c: char| c.is_whitespace() || c == ',' || c == ':');
        let from = head.rfind(|c| !is_letter(c)).map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
        let word = &head[from..];
        if word.is_empty() || word.starts_with(|c: char| c.is_ascii_digit()) || !dates::is_word(&word.to_lowercase()) {
            break;
        }
        start = from;
    }
    loop {
        let rest = &text[end..];
        let shown = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '.'));
        let word = &shown[..shown.find(|c| !is_letter(c)).unwrap_or(shown.len())];
        if word.is_empty() || !dates::is_word(&word.to_lowercase()) {
            break;
        }
        end += rest.len() - shown.len() + word.len();
    }
    let (before, after) = (text[..start].trim_end(), text[end..].trim_start());
    let is_apart = (before.is_empty() || before.ends_with(BESIDE)) && (after.is_empty() || after.starts_with(BESIDE));
    let n_beside = before.split_whitespace().count() + after.split_whitespace().count();
    let trimmed = |part: &'_ str| -> (usize, usize) {
        let from = part.len() - part.trim_start_matches(|c: char| !is_letter(c)).len();
        (from, part.trim_end_matches(|c: char| !is_letter(c) && c != ')').len().max(from))
    };
    let (b, a) = (trimmed(before), trimmed(after));
    (is_apart && n_beside <= MOST_BESIDE).then(|| (&before[b.0..b.1], &after[a.0..a.1]))
}

#[cfg(test)]
mod tests {
    use super::{is_stamp, set_apart};

    #[test]
    fn a_day_may_stand_apart_in_a_line() {
        for (line, beside) in [
            ("THE OSTER PACKET | Late edition, Tuesday, 14 March 2034", ("THE OSTER PACKET", "")),
            ("Transcript for web, Thursday 16 March 2034", ("Transcript for web", "")),
            ("Saturday 8 October 2033 | Law", ("", "Law")),
            ("Tuesday 21 March 2034. From our staff", ("", "From our staff")),
            ("14 March 2034, 14:10", ("", "")),
        ] {
            assert_eq!(set_apart(line), Some(beside), "{line}");
        }
        for line in [
            "The flood of 7 April 2031",
            "Holm said that on 7 April 2031, at dawn, the gates of the lock had been open for an hour",
        ] {
            assert_eq!(set_apart(line), None, "{line}");
        }
    }

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

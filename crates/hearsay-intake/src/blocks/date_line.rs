//! The line that collectors of articles put before the text: ` date 2031-04-07 https://…`.
//!
//! In: a text. Out: where the line stands, its date and its address. Invariant: only the first line
//! that is not blank can be one, and it holds nothing but the word, a date and an address.
//!
//! Example: ` date 2031-04-07 https://oster.example/flood`.

use crate::dates::{Found, parse};
use hearsay_text::Span;

/// A date line.
pub(crate) struct DateLine {
    pub(crate) span: Span,
    pub(crate) published: Option<Found>,
    pub(crate) url: Option<String>,
}

/// The date line of a text, if it has one.
pub(crate) fn find(text: &str) -> Option<DateLine> {
    let shown = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let first_visible = text.len() - shown.len();
    // The whole line with the space that it begins with, but not the line ends before it.
    let start = text[..first_visible]
        .rfind(['\n', '\r', '\u{feff}'])
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let line = shown.lines().next()?.trim_end();
    let mut published = None;
    let mut url = None;
    let mut words = line.split_whitespace();
    let first = words.next()?;
    let labelled = first.trim_end_matches(':').eq_ignore_ascii_case("date");
    for word in (!labelled).then_some(first).into_iter().chain(words) {
        if url.is_none() && (word.starts_with("https://") || word.starts_with("http://")) {
            url = Some(word.to_owned());
        } else if published.is_none() && is_day(word) {
            published = parse(word);
        } else {
            return None;
        }
    }
    if published.is_none() || !(labelled || url.is_some()) {
        return None;
    }
    Some(DateLine { span: Span { start, end: first_visible + line.len() }, published, url })
}

/// Whether a word is a day or a time in ISO 8601 that exists.
fn is_day(word: &str) -> bool {
    word.len() >= 10 && word.as_bytes()[4] == b'-' && parse(word).is_some_and(|found| found.day().len() == 10)
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn date_and_address_are_told() {
        let text = "\u{feff} date 2031-04-07 https://oster.example/flood?a=1 \r\n\r\nThe river rose.";
        let line = find(text).expect("a date line");
        assert_eq!(line.span.of(text), " date 2031-04-07 https://oster.example/flood?a=1");
        assert_eq!(line.url.as_deref(), Some("https://oster.example/flood?a=1"));
        assert_eq!(line.published.expect("a date").date, "2031-04-07");
    }

    #[test]
    fn other_first_lines_are_none() {
        for text in [
            "Date palms grow in Oster.",
            "date 2031-13-07 https://a.example",
            "2031-04-07",
            "https://a.example",
            "date 2031-04-07 was a Monday",
            "",
        ] {
            assert!(find(text).is_none(), "{text}");
        }
    }
}

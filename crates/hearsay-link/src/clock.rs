//! Times of day in a text.
//!
//! In: a stretch of text. Out: [`Clock`]s: minutes since midnight, with what is left open. Invariant:
//! only what is written as a time of day is one (`2:40 a.m.`, `5 p.m.`, `at 17:20`, `half past two`); where nothing
//! tells morning from evening, both are open.
//!
//! Example: `about 5 p.m.` leaves half an hour on either side, `17:20` fits it, `6:10 p.m.` does not.

use crate::sheet::bare_word;
use crate::wordlist::{Bound, Wordlist};
use hearsay_text::{Span, TokenKind, tokens};

/// Minutes by which two exact times may differ and yet be one time, rounded.
const ROUNDED: u32 = 5;
/// … where one is said to be no exact time.
const ABOUT: u32 = 30;
/// Minutes of half a day.
const HALF: u32 = 720;

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clock {
    /// Minutes since midnight; since midnight or noon where that is open.
    minutes: u32,
    /// Whether it may be morning or evening.
    is_open: bool,
    is_about: bool,
    /// Bytes of the text, with `a.m.` or `p.m.`.
    pub(crate) span: Span,
}

impl Clock {
    /// Whether both may be one time.
    pub(crate) fn fits(&self, other: &Self) -> bool {
        let day = if self.is_open || other.is_open { HALF } else { 2 * HALF };
        let apart = (self.minutes % day).abs_diff(other.minutes % day);
        apart.min(day - apart) < if self.is_about || other.is_about { ABOUT } else { ROUNDED }
    }
}

/// The times of day in a text; `base` is added to every position.
pub(crate) fn clocks(text: &str, base: usize) -> Vec<Clock> {
    let en = Wordlist::en();
    let words: Vec<(Span, TokenKind, String)> =
        tokens(text).into_iter().map(|token| (token.span, token.kind, bare_word(token.span.of(text)))).collect();
    let mut found = Vec::new();
    for (at, (span, kind, folded)) in words.iter().enumerate() {
        if let Some((minutes, n_words)) = in_words(&words[at..]) {
            let before: Vec<&str> = words[at.saturating_sub(4)..at].iter().map(|word| word.2.as_str()).collect();
            let is_about = en.bound_before(&before).is_some_and(|(bound, _)| bound == Bound::About);
            let end = words[at + n_words - 1].0.end;
            found.push(Clock { minutes, is_open: true, is_about, span: Span::new(span.start + base, end + base) });
        }
        if *kind != TokenKind::Number {
            continue;
        }
        let glued = |end: &str| folded.strip_suffix(end).filter(|rest| rest.ends_with(|c: char| c.is_ascii_digit()));
        let (digits, mut half) = match (glued("am"), glued("pm")) {
            (Some(rest), _) => (rest, Some(0)),
            (_, Some(rest)) => (rest, Some(HALF)),
            _ => (folded.as_str(), None),
        };
        let mut end = span.end;
        // The stop of `a.m.` may stand outside the word, and its letters may be words of their own.
        let after: Vec<&str> = words[at + 1..].iter().take(5).map(|word| word.2.trim_matches('.')).collect();
        if half.is_none() {
            let letters: String = after.iter().take(4).filter(|word| !word.is_empty()).copied().collect();
            let first = after.first().copied().unwrap_or("");
            half = match first {
                "a.m" | "am" => Some(0),
                "p.m" | "pm" => Some(HALF),
                "a" if letters.starts_with("am") && after.get(1) != Some(&"am") => Some(0),
                "p" if letters.starts_with("pm") => Some(HALF),
                _ => None,
            };
            if half.is_some() {
                let n_words = if first.len() == 1 { after.iter().position(|word| *word == "m").map_or(1, |m| m + 1) } else { 1 };
                end = words.get(at + n_words).map_or(end, |word| word.0.end);
            }
        }
        // `6.15 a.m.` is a time; `6.15` by itself is a number.
        let parted = digits.split_once(':').or_else(|| digits.split_once('.').filter(|_| half.is_some()));
        let (hour, minute, is_written_out) = match parted {
            Some((hour, minute)) if minute.len() == 2 => (hour.parse::<u32>(), minute.parse::<u32>(), true),
            _ => (digits.parse::<u32>(), Ok(0), false),
        };
        let (Ok(hour), Ok(minute)) = (hour, minute) else { continue };
        if !(is_written_out || half.is_some()) || hour > 23 || minute > 59 || (half.is_some() && !(1..=12).contains(&hour)) {
            continue;
        }
        if half.is_none() && hour <= 12 {
            half = after.iter().take(4).find_map(|word| match *word {
                "morning" => Some(0),
                "afternoon" | "evening" => Some(HALF),
                _ => None,
            });
        }
        let minutes = match half {
            Some(half) => hour % 12 * 60 + minute + half,
            None => hour * 60 + minute,
        };
        let before: Vec<&str> = words[at.saturating_sub(4)..at].iter().map(|word| word.2.as_str()).collect();
        let is_about = en.bound_before(&before).is_some_and(|(bound, _)| bound == Bound::About);
        let is_open = half.is_none() && (1..=12).contains(&hour);
        found.push(Clock { minutes, is_open, is_about, span: Span::new(span.start + base, end + base) });
    }
    found
}

/// A time in words, in minutes since midnight or noon, and how many words tell it: `half past two`, `a quarter to three`, `ten past four`,
/// `eight minutes to three`. Without `minutes`, `eight to ten` is a range.
fn in_words(words: &[(Span, TokenKind, String)]) -> Option<(u32, usize)> {
    let en = Wordlist::en();
    let word = |at: usize| words.get(at).map_or("", |word| word.2.as_str());
    let number = |at: usize| en.number(word(at)).filter(|value| value.fract() == 0.0).map(|value| value as u32);
    let has_minutes = usize::from(matches!(word(1), "minutes" | "minute"));
    let (minute, is_told) = match word(0) {
        "half" => (30, true),
        "quarter" => (15, true),
        _ => (number(0).filter(|minute| (1..60).contains(minute))?, has_minutes == 1),
    };
    let at = 1 + has_minutes;
    let hour = number(at + 1).filter(|hour| (1..=12).contains(hour))?;
    let minutes = match word(at) {
        "past" => hour % 12 * 60 + minute,
        "to" if is_told && minute != 30 => (hour + 11) % 12 * 60 + 60 - minute,
        _ => return None,
    };
    Some((minutes % HALF, at + 2))
}

#[cfg(test)]
mod tests {
    use super::clocks;

    fn fits(one: &str, other: &str) -> bool {
        let (one, other) = (clocks(one, 0), clocks(other, 0));
        assert_eq!((one.len(), other.len()), (1, 1), "{one:?} {other:?}");
        assert_eq!(one[0].fits(&other[0]), other[0].fits(&one[0]));
        one[0].fits(&other[0])
    }

    #[test]
    fn times_fit_or_part() {
        assert!(!fits("the bell rang at 2:40 a.m.", "the bell rang at 3:15 a.m."));
        assert!(fits("at 5 p.m.", "at 17:00"));
        assert!(fits("at 5pm", "shortly after 5:03 p.m. that day"));
        assert!(fits("about 5 p.m.", "at 17:20"));
        assert!(!fits("at 2:40 in the afternoon", "at 2:40 a.m."));
        assert!(fits("at 2:40", "at 14:40"));
        assert!(fits("at ten past four", "at 4:10 a.m.") && fits("by half past two", "at 14:30"));
        assert!(fits("a quarter to three", "2:45 a.m.") && fits("at eight minutes to one", "at 12:52"));
        assert!(!fits("at half past two", "at half past three"));
        assert!(fits("at 11:58 p.m.", "at 12:01 a.m."));
    }

    #[test]
    fn other_numbers_are_no_times() {
        for text in [
            "12 people",
            "3 a day",
            "on 7 April 2031",
            "25:70",
            "a score of 3:1",
            "",
            "9 p",
            "$5 million",
            "12 am I",
            "eight to ten",
            "half to one",
        ] {
            assert!(clocks(text, 3).len() <= usize::from(text.starts_with("12 am")), "{text}");
        }
    }
}

//! Dates as pages and files write them.
//!
//! In: text. Out: a date in ISO 8601 with no more in it than was written: a year, a month, a day, a
//! time, a zone. Invariants: a zone that was written is kept, none is made up; a date that does not
//! exist is none; a day and a month that could stand either way round are told as doubtful.
//!
//! Example: `April 7, 2031, 9:30 am EST` is `2031-04-07T09:30:00-05:00`.

use hearsay_text::Span;
use jiff::civil::{Date, DateTime, Time};
use std::collections::HashMap;
use std::sync::LazyLock;

static WORDS: LazyLock<HashMap<&'static str, Vec<(&'static str, &'static str)>>> = LazyLock::new(|| {
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for line in include_str!("../../../packs/en/dates.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        if let (Some(kind), Some(form), Some(value)) = (cells.next(), cells.next(), cells.next()) {
            found.entry(form).or_default().push((kind, value));
        }
    }
    found
});

/// A date that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// ISO 8601.
    pub(crate) date: String,
    /// Day and month could stand the other way round.
    pub(crate) is_doubtful: bool,
}

impl Found {
    fn plain(date: impl ToString) -> Self {
        Self { date: date.to_string(), is_doubtful: false }
    }

    /// The day, month or year without a time.
    pub(crate) fn day(&self) -> &str {
        self.date.split('T').next().unwrap_or(&self.date)
    }
}

/// Whether a word, in lower case, is used in dates.
pub(crate) fn is_word(word: &str) -> bool {
    let bare = word.trim_start_matches(|c: char| c.is_ascii_digit());
    bare.is_empty() || WORDS.contains_key(bare)
}

fn value(kind: &str, word: &str) -> Option<&'static str> {
    WORDS.get(word)?.iter().find(|(found, _)| *found == kind).map(|(_, value)| *value)
}

/// What a date says of itself by the word beside it: `published`, `updated` or `date`.
pub(crate) fn label(word: &str) -> Option<&'static str> {
    value("label", word)
}

/// Reads a text that is a date as a whole, as metadata hold them.
pub(crate) fn parse(text: &str) -> Option<Found> {
    let text = text.trim();
    if text.is_empty() || text.len() > 80 {
        return None;
    }
    iso(text).or_else(|| stamp_of_seconds(text)).or_else(|| mail(text)).or_else(|| find(text).map(|(_, found)| found))
}

/// ISO 8601 and what is commonly taken for it: `2031`, `2031-04`, `2031-04-07`, `20310407`,
/// `2031-04-07 09:30`, `2031-04-07T09:30:00.000+0200`.
fn iso(text: &str) -> Option<Found> {
    let bytes = text.as_bytes();
    let digits = |from: usize, to: usize| -> Option<i64> {
        let part = text.get(from..to)?;
        if part.bytes().all(|b| b.is_ascii_digit()) { part.parse().ok() } else { None }
    };
    let year = i16::try_from(digits(0, 4)?).ok().filter(|year| (1400..=2999).contains(year))?;
    if bytes.len() == 4 {
        return Some(Found::plain(format!("{year:04}")));
    }
    if bytes.len() == 8 && digits(4, 8).is_some() {
        return Date::new(year, small(digits(4, 6))?, small(digits(6, 8))?).ok().map(Found::plain);
    }
    let mark = bytes[4];
    if !matches!(mark, b'-' | b'/' | b'.') {
        return None;
    }
    let month = small(digits(5, 7))?;
    if bytes.len() == 7 {
        return Date::new(year, month, 1).ok().map(|_| Found::plain(format!("{year:04}-{month:02}")));
    }
    if bytes.get(7) != Some(&mark) {
        return None;
    }
    let day = Date::new(year, month, small(digits(8, 10))?).ok()?;
    let rest = text.get(10..)?.trim_start_matches(['T', 't', ' ', ',']).trim();
    if rest.is_empty() {
        return Some(Found::plain(day));
    }
    let Some((time, used)) = clock(rest) else { return Some(Found::plain(day)) };
    Some(Found::plain(with_zone(day.to_datetime(time), rest[used..].trim())))
}

fn small(number: Option<i64>) -> Option<i8> {
    number.and_then(|number| i8::try_from(number).ok())
}

/// Seconds or milliseconds since 1970, as programs write them.
fn stamp_of_seconds(text: &str) -> Option<Found> {
    if !matches!(text.len(), 10 | 13) || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = text.parse().ok()?;
    let seconds = if text.len() == 13 { number / 1000 } else { number };
    jiff::Timestamp::from_second(seconds).ok().map(Found::plain)
}

/// RFC 2822: `Mon, 07 Apr 2031 09:30:00 +0200`.
fn mail(text: &str) -> Option<Found> {
    let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(Found::plain(format!("{}{}", zoned.datetime(), offset(zoned.offset().seconds()))))
}

fn offset(seconds: i32) -> String {
    if seconds == 0 {
        return "Z".to_owned();
    }
    let minutes = seconds.abs() / 60;
    format!("{}{:02}:{:02}", if seconds < 0 { '-' } else { '+' }, minutes / 60, minutes % 60)
}

/// The time and the zone that is written behind it, if one is.
fn with_zone(time: DateTime, zone: &str) -> String {
    let zone = zone.trim_start_matches(['(', ' ']);
    let written = zone.split(|c: char| c.is_whitespace() || matches!(c, ')' | ',' | ';' | '|')).next().unwrap_or("");
    format!("{time}{}", zone_of(written).unwrap_or_default())
}

/// `Z`, `+02:00`, `+0200`, `+02`, `EST`.
fn zone_of(written: &str) -> Option<String> {
    let named = value("zone", &written.to_lowercase().replace('.', ""));
    let written = match named {
        Some("-") => return None,
        Some(offset) => offset,
        None => written,
    };
    let sign = match written.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = written[1..].chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.parse::<i32>().ok()?, 0),
        4 => (digits[..2].parse().ok()?, digits[2..].parse::<i32>().ok()?),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then(|| offset(sign * (hours * 60 + minutes) * 60))
}

/// A time of day at the start of a text, and how many bytes of it were used.
fn clock(text: &str) -> Option<(Time, usize)> {
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&n_digits) || !matches!(text.as_bytes().get(n_digits), Some(b':' | b'.' | b'h')) {
        return None;
    }
    let mut hour: i8 = text[..n_digits].parse().ok()?;
    let minute: i8 = text.get(n_digits + 1..n_digits + 3)?.parse().ok()?;
    let mut used = n_digits + 3;
    let mut second = 0;
    if text.as_bytes().get(used) == Some(&b':')
        && let Some(found) = text.get(used + 1..used + 3).and_then(|part| part.parse::<i8>().ok())
    {
        second = found.min(59);
        used += 3;
        if matches!(text.as_bytes().get(used), Some(b'.' | b',')) {
            used += 1 + text[used + 1..].bytes().take_while(u8::is_ascii_digit).count();
        }
    }
    let rest = text[used..].trim_start();
    let half: String = rest.chars().take(4).filter(|c| c.is_ascii_alphabetic()).take(2).collect::<String>().to_lowercase();
    if let Some(add) = value("half", &half).and_then(|value| value.parse::<i8>().ok()) {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + add;
        let skipped = text.len() - used - rest.len();
        used += skipped + if rest.get(..4).is_some_and(|four| four.matches('.').count() == 2) { 4 } else { 2 };
    }
    Time::new(hour, minute, second, 0).ok().map(|time| (time, used))
}

/// The day that stands in an address: `/2031/04/07/`, `/2031-04-07-`, `/20310407/`.
pub(crate) fn in_address(url: &str) -> Option<Found> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest).split_once('/')?.1;
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let segments: Vec<&str> = path.split('/').collect();
    let year = |text: &str| text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
    let is_number = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    for (i, segment) in segments.iter().enumerate() {
        if let [y, m, d, ..] = segments[i..]
            && year(y)
            && is_number(d)
        {
            let m = value("month", &m.to_lowercase()).unwrap_or(m);
            if is_number(m)
                && let Some(found) = iso(&format!("{y}-{m:0>2}-{d:0>2}"))
            {
                return Some(found);
            }
        }
        let head = segment.get(..10).filter(|head| head.as_bytes()[4] == b'-' && head.as_bytes()[7] == b'-');
        let compact = segment
            .get(..8)
            .filter(|head| head.bytes().all(|b| b.is_ascii_digit()) && !segment[8..].starts_with(|c: char| c.is_ascii_digit()));
        if let Some(found) = head.or(compact).filter(|part| part.get(..4).is_some_and(year)).and_then(iso) {
            return Some(found);
        }
    }
    None
}

/// Whether two dates can be the same moment: equal as far as both go, with a day's slack where one
/// has no zone, since a day ends at another time elsewhere.
pub(crate) fn agree(one: &Found, other: &Found) -> bool {
    let n = one.day().len().min(other.day().len());
    if one.day().get(..n) == other.day().get(..n) {
        return true;
    }
    match (one.day().parse::<Date>(), other.day().parse::<Date>()) {
        (Ok(one), Ok(other)) => one.duration_until(other).as_hours().abs() <= 24,
        _ => false,
    }
}

/// A piece of a text: letters or digits.
struct Piece<'t> {
    text: &'t str,
    span: Span,
}

/// The first day that is written in a text, with the time beside it.
pub(crate) fn find(text: &str) -> Option<(Span, Found)> {
    let pieces = pieces(text);
    (0..pieces.len()).find_map(|i| {
        day_at(text, &pieces, i).map(|(day, n, is_doubtful)| {
            let last = pieces[i + n - 1].span.end;
            let (date, end) = with_time(text, &pieces, day, i, last);
            (Span { start: pieces[i].span.start, end }, Found { date, is_doubtful })
        })
    })
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found: Vec<Piece> = Vec::new();
    let mut before = None;
    for (at, c) in text.char_indices() {
        let kind = if c.is_ascii_digit() {
            Some(true)
        } else if c.is_alphabetic() {
            Some(false)
        } else {
            None
        };
        let end = at + c.len_utf8();
        match found.last_mut() {
            Some(open) if kind.is_some() && kind == before => {
                open.span.end = end;
                open.text = open.span.of(text);
            }
            _ if kind.is_some() => found.push(Piece { text: &text[at..end], span: Span { start: at, end } }),
            _ => {}
        }
        before = kind;
        if found.len() > 400 {
            break;
        }
    }
    found
}

/// A day that begins with a piece: how many pieces it takes, and whether it is doubtful.
fn day_at(text: &str, pieces: &[Piece], i: usize) -> Option<(Date, usize, bool)> {
    let piece = |n: usize| pieces.get(i + n);
    let number = |n: usize, most: usize| {
        piece(n).filter(|piece| piece.text.len() <= most).and_then(|piece| piece.text.parse::<i16>().ok())
    };
    let year = |n: usize| {
        piece(n)
            .filter(|piece| piece.text.len() == 4)
            .and_then(|piece| piece.text.parse::<i16>().ok())
            .filter(|year| (1400..=2999).contains(year))
    };
    let month = |n: usize| {
        piece(n).and_then(|piece| value("month", &piece.text.to_lowercase())).and_then(|value| value.parse::<i8>().ok())
    };
    let between = |n: usize| piece(n).zip(piece(n + 1)).map_or("", |(a, b)| &text[a.span.end..b.span.start]);
    let ordinal = |n: usize| {
        usize::from(
            piece(n).is_some_and(|piece| value("ordinal", &piece.text.to_lowercase()).is_some() && between(n - 1).is_empty()),
        )
    };
    let of = |n: usize| {
        usize::from(piece(n).is_some_and(|piece| label(&piece.text.to_lowercase()) == Some("date") && piece.text.len() <= 2))
    };
    let whole = |n: usize| {
        i == 0
            || n > 0
            || !text[..pieces[i].span.start].ends_with(['.', ',', '$', '€', '£', '-', '/'])
            || text[..pieces[i].span.start].ends_with(", ")
    };
    if !whole(0) {
        return None;
    }
    // 2031-04-07
    if let (Some(y), Some(m), Some(d)) = (year(0), number(1, 2), number(2, 2))
        && matches!(between(0), "-" | "/" | ".")
        && between(1) == between(0)
    {
        return Date::new(y, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok().map(|day| (day, 3, false));
    }
    // 7 April 2031, 7th of April, 2031
    if let Some(d) = number(0, 2) {
        let after = 1 + ordinal(1);
        let after = after + of(after);
        if let (Some(m), Some(y)) = (month(after), year(after + 1)) {
            return Date::new(y, m, i8::try_from(d).ok()?).ok().map(|day| (day, after + 2, false));
        }
        // 07.04.2031, 07/04/2031: by the mark, day first with a full stop; with a stroke it is told
        // only by a number above twelve.
        if let (Some(second), Some(y)) = (number(1, 2), year(2))
            && matches!(between(0), "." | "/" | "-")
            && between(1) == between(0)
            && (piece(3).is_none() || between(2) != between(0))
        {
            let (d, second) = (i8::try_from(d).ok()?, i8::try_from(second).ok()?);
            let day_first = Date::new(y, second, d).ok();
            let month_first = Date::new(y, d, second).ok();
            return match (day_first, month_first) {
                (Some(day), None) => Some((day, 3, false)),
                (None, Some(day)) => Some((day, 3, false)),
                (Some(day), Some(other)) => Some((day, 3, day != other && between(0) != ".")),
                (None, None) => None,
            };
        }
    }
    // April 7, 2031; Apr. 7th 2031
    if let (Some(m), Some(d)) = (month(0), number(1, 2)) {
        let after = 2 + ordinal(2);
        if let Some(y) = year(after) {
            return Date::new(y, m, i8::try_from(d).ok()?).ok().map(|day| (day, after + 1, false));
        }
    }
    None
}

/// The time that stands right behind a day, or right before it.
fn with_time(text: &str, pieces: &[Piece], day: Date, first: usize, end: usize) -> (String, usize) {
    let behind = &text[end..];
    let skipped: usize = behind
        .char_indices()
        .take_while(|(_, c)| c.is_whitespace() || matches!(c, ',' | '|' | '-' | '–' | '·' | '('))
        .map(|(_, c)| c.len_utf8())
        .sum();
    let mut rest = &behind[skipped..];
    if let Some(after) = rest.get(..3).filter(|three| three.eq_ignore_ascii_case("at ")).map(|_| &rest[3..]) {
        rest = after.trim_start();
    }
    if skipped <= 4
        && let Some((time, used)) = clock(rest)
    {
        let end = text.len() - rest.len() + used;
        return (with_zone(day.to_datetime(time), text[end..].trim_start()), end);
    }
    // `10:48, Tue, 7 April 2031`
    let from = pieces.get(first.saturating_sub(6)).map_or(0, |piece| piece.span.start);
    let before = &text[from..pieces[first].span.start];
    let time = before
        .char_indices()
        .filter(|(at, c)| c.is_ascii_digit() && !before[..*at].ends_with(|c: char| c.is_ascii_digit() || c == ':'))
        .find_map(|(at, _)| {
            let (time, used) = clock(&before[at..])?;
            let zone = before[at + used..].trim_start();
            let gap_is_words_of_dates = zone
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .all(|word| is_word(&word.to_lowercase()));
            gap_is_words_of_dates.then(|| with_zone(day.to_datetime(time), zone))
        });
    (time.unwrap_or_else(|| day.to_string()), end)
}

#[cfg(test)]
mod tests {
    use super::{find, in_address, parse};

    fn check(text: &str, date: &str) {
        assert_eq!(parse(text).map(|found| found.date).as_deref(), Some(date), "{text}");
    }

    #[test]
    fn metadata_are_read() {
        check("2031-04-07", "2031-04-07");
        check("2031", "2031");
        check("2031-04", "2031-04");
        check("20310407", "2031-04-07");
        check("2031/04/07", "2031-04-07");
        check("2031-04-07T09:30:00Z", "2031-04-07T09:30:00Z");
        check("2031-04-07T09:30:00.123+0200", "2031-04-07T09:30:00+02:00");
        check("2031-04-07T09:30-05:00", "2031-04-07T09:30:00-05:00");
        check("2031-04-07 09:30:00", "2031-04-07T09:30:00");
        check("Mon, 07 Apr 2031 09:30:00 +0200", "2031-04-07T09:30:00+02:00");
        check("1933234200", "2031-04-06T09:30:00Z");
    }

    #[test]
    fn written_forms_are_read() {
        check("7 April 2031", "2031-04-07");
        check("Monday, April 7, 2031", "2031-04-07");
        check("Apr. 7th, 2031", "2031-04-07");
        check("7th of April 2031", "2031-04-07");
        check("07.04.2031", "2031-04-07");
        check("04/17/2031", "2031-04-17");
        check("April 7, 2031, 9:30 am EST", "2031-04-07T09:30:00-05:00");
        check("April 7, 2031 at 9:30 p.m.", "2031-04-07T21:30:00");
        check("10:48, Mon, Apr 7, 2031", "2031-04-07T10:48:00");
        check("Published 10:02 AM EST Apr 7, 2031", "2031-04-07T10:02:00-05:00");
    }

    #[test]
    fn doubt_is_told() {
        assert!(parse("04/07/2031").is_some_and(|found| found.is_doubtful));
        assert!(parse("07.04.2031").is_some_and(|found| !found.is_doubtful));
        assert!(parse("07/07/2031").is_some_and(|found| !found.is_doubtful));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in
            ["", "soon", "2031-13-07", "31 April 2031", "99.99.2031", "version 1.2.2031.4", "may", "12:30", "9999999999999999"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_hold_days() {
        for (url, date) in [
            ("https://o.example/2031/04/07/flood", Some("2031-04-07")),
            ("https://o.example/news/2031/apr/7/flood", Some("2031-04-07")),
            ("https://o.example/20310407/flood-1117563055.html", Some("2031-04-07")),
            ("https://o.example/2031-04-07-flood", Some("2031-04-07")),
            ("https://o.example/flood-20310407", None),
            ("https://o.example/2031/13/07/x", None),
            ("https://o.example/99999999/x", None),
        ] {
            assert_eq!(in_address(url).map(|found| found.date).as_deref(), date, "{url}");
        }
    }

    #[test]
    fn a_date_is_found_in_a_line() {
        let text = "By Orla Fenwick | 7 April 2031, 14:05 CEST";
        let (span, found) = find(text).expect("a date");
        assert_eq!(found.date, "2031-04-07T14:05:00+02:00");
        assert!(span.of(text).starts_with("7 April 2031"));
    }
}

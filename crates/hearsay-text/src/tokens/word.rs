//! The part of [`crate::tokens()`] that finds the end of a word, a number or an address.
//!
//! In: the position of a letter or digit. Out: one token, or two where a contraction is split.
//! Invariant: what may stand inside a word is decided by the two characters beside it and by
//! what the word holds so far, so that a word of any length costs its own length.
//!
//! Example: `couldn't` is `could` `n't`; `noted.In` ends before the full stop; `3.5` does not.

use super::{SUFFIXES, Scanner, TokenKind};
use crate::abbreviations::Ending;
use crate::characters::{
    at as char_at, is_apostrophe, is_combining, is_currency, is_hyphen, is_joiner, is_letter_or_digit, is_space, is_unit_sign,
};

/// Ends of host and file names that tell an address from two words with a lost space.
const LAST_LABELS: [&str; 44] = [
    "com", "org", "net", "gov", "edu", "info", "mil", "int", "biz", "news", "press", "media", "online", "site", "tv", "io", "co",
    "uk", "eu", "de", "fr", "ru", "ua", "by", "pl", "lv", "lt", "ee", "cn", "jp", "pdf", "doc", "docx", "xls", "xlsx", "csv",
    "txt", "html", "htm", "jpg", "jpeg", "png", "mp3", "mp4",
];

/// The name of a mailbox is not longer than this.
const LONGEST_MAILBOX: usize = 64;

/// What stands between two parts of a word.
enum Joint {
    /// The word goes on after it; so many bytes belong to it.
    Inside(usize),
    /// It is the last character of the word.
    Last(usize),
    /// The word has ended before it.
    None,
}

impl Scanner<'_> {
    /// Enters the word, number or address that begins here and gives the position after it.
    pub(super) fn word(&mut self, start: usize) -> usize {
        if let Some(end) = self.address(start) {
            self.push(start, end, TokenKind::Url);
            return end;
        }
        let mut part = start;
        let mut end = self.end_of_part(start);
        let mut has_currency = false;
        loop {
            match self.joint(start, part, end) {
                Joint::Inside(length) => {
                    has_currency |= char_at(self.text, end).is_some_and(is_currency);
                    part = end + length;
                    end = self.end_of_part(part);
                }
                Joint::Last(length) => {
                    end += length;
                    self.push(start, end, TokenKind::Word);
                    return end;
                }
                Joint::None => break,
            }
        }
        if let Some(end) = self.mailbox(start, end) {
            self.push(start, end, TokenKind::Url);
            return end;
        }
        if self.is_host(start, part, end) {
            let end = if self.bytes.get(end) == Some(&b'/') { self.end_of_address(end) } else { end };
            self.push(start, end, TokenKind::Url);
            return end;
        }
        if has_currency || self.starts_number(start) {
            return self.number(start, end);
        }
        if self.keeps_full_stop(start, end) {
            end += 1;
            self.push(start, end, TokenKind::Word);
        } else {
            self.contraction(start, end, TokenKind::Word);
        }
        end
    }

    /// The end of a run of letters, digits and the marks on them.
    fn end_of_part(&self, start: usize) -> usize {
        let mut at = start;
        while let Some(&byte) = self.bytes.get(at) {
            if byte.is_ascii_alphanumeric() || byte == b'_' {
                at += 1;
            } else if byte.is_ascii() {
                break;
            } else {
                match char_at(self.text, at) {
                    Some(c) if is_letter_or_digit(c) || is_combining(c) || is_joiner(c) => at += c.len_utf8(),
                    _ => break,
                }
            }
        }
        // A joiner that joins nothing is left outside.
        let kept = self.text[start..at].trim_end_matches(is_joiner).len();
        start + kept
    }

    fn starts_number(&self, start: usize) -> bool {
        char_at(self.text, start).is_some_and(char::is_numeric)
    }

    /// The end of the number whose first digit stands here, with its signs.
    pub(super) fn end_of_number(&self, start: usize) -> usize {
        let mut part = start;
        let mut end = self.end_of_part(start);
        while let Joint::Inside(length) = self.joint(start, part, end) {
            part = end + length;
            end = self.end_of_part(part);
        }
        self.with_unit(end)
    }

    fn with_unit(&self, end: usize) -> usize {
        let Some(sign) = char_at(self.text, end).filter(|&c| is_unit_sign(c)) else { return end };
        let end = end + sign.len_utf8();
        let scale = matches!(self.bytes.get(end), Some(b'C' | b'F')) && sign == '°';
        if scale && !char_at(self.text, end + 1).is_some_and(is_letter_or_digit) { end + 1 } else { end }
    }

    fn number(&mut self, start: usize, end: usize) -> usize {
        let with_unit = self.with_unit(end);
        if with_unit > end {
            self.push(start, with_unit, TokenKind::Number);
        } else {
            self.contraction(start, end, TokenKind::Number);
        }
        with_unit
    }

    /// What the character after a part is to the word.
    fn joint(&self, start: usize, part: usize, end: usize) -> Joint {
        let Some(&byte) = self.bytes.get(end) else { return Joint::None };
        // Most words end before a space or a comma.
        if byte == b' ' || byte == b'\n' || end == part {
            return Joint::None;
        }
        let Some(c) = char_at(self.text, end) else { return Joint::None };
        let length = c.len_utf8();
        let Some(next) = char_at(self.text, end + length) else {
            return if c == '.' && self.is_initials(start, part, end) { Joint::Last(1) } else { Joint::None };
        };
        let last = self.bytes[end - 1];
        let goes_on = is_letter_or_digit(next);
        let inside = match c {
            '.' if goes_on => return self.full_stop_inside(start, part, end),
            '.' if self.is_initials(start, part, end) => return Joint::Last(1),
            ',' => last.is_ascii_digit() && self.group_of_digits(end + 1),
            ':' => last.is_ascii_digit() && next.is_ascii_digit(),
            '/' => {
                let digits = last.is_ascii_digit() && next.is_ascii_digit();
                let single = |from: usize, to: usize| self.text.get(from..to).is_some_and(|s| s.chars().count() == 1);
                goes_on && (digits || single(part, end) || single(end + 1, self.end_of_part(end + 1)))
            }
            '&' => last.is_ascii_uppercase() && next.is_uppercase(),
            '*' => {
                let run = self.text[end..].len() - self.text[end..].trim_start_matches('*').len();
                return if char_at(self.text, end + run).is_some_and(char::is_alphabetic) {
                    Joint::Inside(run)
                } else {
                    Joint::None
                };
            }
            _ if is_apostrophe(c) || is_hyphen(c) => goes_on,
            _ if is_currency(c) => {
                next.is_numeric() && end - start <= 3 && self.bytes[start..end].iter().all(u8::is_ascii_uppercase)
            }
            _ => false,
        };
        if inside { Joint::Inside(length) } else { Joint::None }
    }

    /// Up to three digits and no more: `1,000` and `3,5`, but not `2014,2015`.
    fn group_of_digits(&self, start: usize) -> bool {
        let n = self.bytes[start..].iter().take(4).take_while(|b| b.is_ascii_digit()).count();
        (1..=3).contains(&n)
    }

    /// A full stop with a letter or digit on both sides.
    fn full_stop_inside(&self, start: usize, part: usize, end: usize) -> Joint {
        let previous = &self.text[part..end];
        let next_end = self.end_of_part(end + 1);
        let next = &self.text[end + 1..next_end];
        let (Some(last), Some(first)) = (previous.chars().next_back(), next.chars().next()) else { return Joint::None };
        let is_label = is_last_label(next);
        if last.is_numeric() {
            let opens = first.is_uppercase() && next.chars().nth(1).is_none_or(char::is_lowercase);
            return if opens && !is_label { Joint::None } else { Joint::Inside(1) };
        }
        if is_label {
            return Joint::Inside(1);
        }
        if first.is_numeric() {
            return Joint::None;
        }
        let single = |s: &str| s.chars().filter(|&c| !is_combining(c)).nth(1).is_none();
        match (single(previous), single(next)) {
            (true, true) => Joint::Inside(1),
            // `U.S.Army`, `J.Smith`: the space was lost after an initial, and no sentence ends there.
            (true, false) => Joint::Last(1),
            (false, true) if first.is_uppercase() && previous.len() <= 2 && self.bytes.get(next_end) == Some(&b'.') => {
                Joint::Inside(1)
            }
            (false, _) if first.is_uppercase() => Joint::None,
            // A host that we have no list for, or a lost space: a host is short at its end.
            (false, _) if next.len() <= 4 || start < part => Joint::Inside(1),
            _ => Joint::None,
        }
    }

    /// `U.S`, `p.m`, `Ph.D` before their last full stop, and `J` before a name.
    fn is_initials(&self, start: usize, part: usize, end: usize) -> bool {
        if self.bytes.get(end + 1) == Some(&b'.') {
            return false;
        }
        let last = &self.text[part..end];
        let mut letters = last.chars();
        let Some(letter) = letters.next().filter(|c| c.is_alphabetic()) else { return false };
        if letters.any(|c| !is_combining(c)) {
            return false;
        }
        if start < part {
            return self.bytes[part - 1] == b'.';
        }
        let mut after = self.text[end + 1..].chars().skip_while(|&c| c == ' ' || c == '\u{a0}');
        letter.is_uppercase() && after.next().is_some_and(char::is_uppercase)
    }

    /// Whether the full stop after this word belongs to it as an abbreviation.
    fn keeps_full_stop(&self, start: usize, end: usize) -> bool {
        if self.bytes.get(end) != Some(&b'.') || self.bytes.get(end + 1) == Some(&b'.') {
            return false;
        }
        match self.abbreviations.and_then(|list| list.ending(&self.text[start..end])) {
            None => false,
            Some(Ending::BeforeNumber) => {
                let mut after = self.text[end + 1..].chars().skip_while(|&c| is_space(c) && c != '\n');
                after.next().is_some_and(|c| c.is_numeric() || c == '#')
            }
            Some(_) => true,
        }
    }

    /// Enters a word and what is contracted with it: `could|n't|'ve`.
    fn contraction(&mut self, start: usize, end: usize, kind: TokenKind) {
        let word = &self.text[start..end];
        if word.len() == "cannot".len() && word.eq_ignore_ascii_case("cannot") {
            self.push(start, start + 3, kind);
            self.push(start + 3, end, kind);
            return;
        }
        let last = contracted(word).unwrap_or(word.len());
        let first = contracted(&word[..last]).unwrap_or(last);
        self.push(start, start + first, kind);
        self.push(start + first, start + last, TokenKind::Word);
        self.push(start + last, end, TokenKind::Word);
    }

    /// `https://…`, `www.…`
    fn address(&self, start: usize) -> Option<usize> {
        if !matches!(self.bytes[start], b'h' | b'H' | b'w' | b'W' | b'f' | b'F' | b'm' | b'M') {
            return None;
        }
        let head = self.bytes.get(start..(start + 8).min(self.bytes.len()))?;
        let schemes: [&[u8]; 5] = [b"http://", b"https://", b"www.", b"ftp://", b"mailto:"];
        let length =
            schemes.iter().find(|scheme| head.get(..scheme.len()).is_some_and(|h| h.eq_ignore_ascii_case(scheme)))?.len();
        char_at(self.text, start + length).filter(|&c| is_letter_or_digit(c))?;
        Some(self.end_of_address(start + length))
    }

    /// The end of an address: white space, a quotation mark or bracket that it did not open, and
    /// the punctuation of the sentence around it are not part of it.
    fn end_of_address(&self, start: usize) -> usize {
        let mut end = start;
        let mut n_open = 0_usize;
        for (at, c) in self.text[start..].char_indices() {
            match c {
                '(' => n_open += 1,
                ')' if n_open == 0 => break,
                ')' => n_open -= 1,
                '<' | '>' | '"' | '“' | '”' | '«' | '»' | '[' | ']' | '{' | '}' | '|' | '`' => break,
                _ if is_space(c) => break,
                _ => {}
            }
            end = start + at + c.len_utf8();
        }
        let shown = &self.text[start..end];
        start + shown.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '…', '—', '–', '*', '_']).len()
    }

    /// The end of a mailbox whose name begins here; `end` is the end of the word found so far.
    fn mailbox(&self, start: usize, end: usize) -> Option<usize> {
        // `Anna.Lind@…`: the name goes on where a sentence would have ended.
        let name_end = match self.bytes.get(end)? {
            b'@' => end,
            b'.' | b'+' | b'-' => {
                let rest = self.bytes[start..].iter().take(LONGEST_MAILBOX);
                start + rest.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+')).count()
            }
            _ => return None,
        };
        if self.bytes.get(name_end) != Some(&b'@') {
            return None;
        }
        let host = name_end + 1;
        let length = self.bytes[host..].iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')).count();
        let shown = self.text.get(host..host + length)?.trim_end_matches(['.', '-']);
        (shown.contains('.')).then_some(host + shown.len())
    }

    /// Whether a word with full stops inside is the name of a host or a file.
    fn is_host(&self, start: usize, part: usize, end: usize) -> bool {
        part > start && self.bytes[part - 1] == b'.' && is_last_label(&self.text[part..end]) && !self.starts_number(start)
    }
}

/// Where the last contraction of a word begins, if there is a word before it.
fn contracted(word: &str) -> Option<usize> {
    let (at, apostrophe) = word.char_indices().rev().take(4).find(|&(_, c)| is_apostrophe(c))?;
    let suffix = &word[at + apostrophe.len_utf8()..];
    let cut = if !SUFFIXES.contains(&suffix) {
        None
    } else if suffix.eq_ignore_ascii_case("t") {
        word[..at].strip_suffix(['n', 'N']).map(str::len)
    } else {
        Some(at)
    };
    cut.filter(|&cut| cut > 0)
}

/// Whether an address or a file name may end in this.
fn is_last_label(part: &str) -> bool {
    let same_case =
        || part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) || part.bytes().all(|b| b.is_ascii_uppercase());
    part.len() <= 6
        && (matches!(part, "Com" | "Org") || same_case() && LAST_LABELS.iter().any(|label| label.eq_ignore_ascii_case(part)))
}

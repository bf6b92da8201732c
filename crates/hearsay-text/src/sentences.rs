//! Gathers tokens into sentences.
//!
//! In: a text, its tokens (of [`crate::tokens::tokens`] or [`crate::tokens::tokens_with`]) and the
//! abbreviations of its language. Out: [`Sentence`]s in order. A sentence never crosses the end of
//! a paragraph; the mark or bracket that closes after its full stop belongs to it; a quoted question
//! and the words that report it are one sentence.
//! Invariant: every token lies in exactly one sentence.
//!
//! Example: `“Why?” he asked. Lt. Orlan left.In Oster it rained.` is three sentences.

use crate::abbreviations::{Abbreviations, Ending};
use crate::characters::{at as char_at, is_bullet, is_closing_bracket, is_combining, is_dash, is_opening_bracket, is_terminator};
use crate::paragraphs::paragraphs;
use crate::quotations::quotations_in;
use crate::span::Span;
use crate::tokens::{Token, TokenKind};
use std::ops::Range;

/// One sentence of a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sentence {
    /// From its first token to its last.
    pub span: Span,
    /// Its tokens, as a range of the tokens given.
    pub tokens: Range<usize>,
}

/// The sentences of a text.
#[must_use]
pub fn sentences(text: &str, tokens: &[Token], abbreviations: &Abbreviations) -> Vec<Sentence> {
    let paragraphs = paragraphs(text);
    let splitter = Splitter { text, tokens, abbreviations, roles: roles(text, tokens, &paragraphs) };
    let mut found = Vec::with_capacity(tokens.len() / 20 + paragraphs.len());
    let mut start = 0;
    for paragraph in &paragraphs {
        let end = start + tokens[start..].partition_point(|token| token.span.start < paragraph.end);
        splitter.split(start..end, &mut found);
        start = end;
    }
    splitter.split(start..tokens.len(), &mut found);
    found
}

/// What a quotation mark does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Opens,
    Closes,
    /// No mark, or a stray one.
    None,
}

/// What stands where a sentence may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// A full stop after a word that is no abbreviation.
    Point,
    /// A question or exclamation mark.
    Asks,
    Ellipsis,
    /// A full stop of a script that sets no space after it.
    Wide,
    Abbreviation(Ending),
    /// The full stop after `J.`
    Initial,
}

fn is_footnote(word: &str) -> bool {
    word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit())
}

fn roles(text: &str, tokens: &[Token], paragraphs: &[Span]) -> Vec<Role> {
    let mut roles = vec![Role::None; tokens.len()];
    let quotations = quotations_in(text, paragraphs);
    for quotation in &quotations {
        if let Ok(n) = tokens.binary_search_by_key(&quotation.span.start, |token| token.span.start)
            && tokens[n].kind == TokenKind::QuoteMark
        {
            roles[n] = Role::Opens;
        }
        if quotation.closed
            && let Ok(n) = tokens.binary_search_by_key(&quotation.span.end, |token| token.span.end)
            && tokens[n].kind == TokenKind::QuoteMark
        {
            roles[n] = Role::Closes;
        }
    }
    roles
}

struct Splitter<'a> {
    text: &'a str,
    tokens: &'a [Token],
    abbreviations: &'a Abbreviations,
    roles: Vec<Role>,
}

impl Splitter<'_> {
    /// Enters the sentences of one paragraph.
    fn split(&self, range: Range<usize>, found: &mut Vec<Sentence>) {
        let mut start = range.start;
        let mut bracket = None;
        let mut n = range.start;
        while n < range.end {
            let token = &self.tokens[n];
            if token.kind == TokenKind::Punctuation && self.first(n).is_some_and(is_opening_bracket) {
                bracket = Some(n);
            }
            match self.end_after(n, start, range.end, bracket) {
                Some(next) => {
                    self.enter(start..next, found);
                    start = next;
                    n = next;
                    bracket = None;
                }
                None => n += 1,
            }
        }
        self.enter(start..range.end, found);
    }

    fn enter(&self, tokens: Range<usize>, found: &mut Vec<Sentence>) {
        if let (Some(first), Some(last)) = (self.tokens.get(tokens.start), self.tokens.get(tokens.end.wrapping_sub(1)))
            && !tokens.is_empty()
        {
            found.push(Sentence { span: Span::new(first.span.start, last.span.end), tokens });
        }
    }

    fn of(&self, n: usize) -> &str {
        self.tokens.get(n).map_or("", |token| token.span.of(self.text))
    }

    fn first(&self, n: usize) -> Option<char> {
        char_at(self.text, self.tokens.get(n)?.span.start)
    }

    fn gap_before(&self, n: usize) -> bool {
        n == 0 || self.tokens.get(n).is_none_or(|token| self.tokens[n - 1].span.end < token.span.start)
    }

    /// If a sentence ends with this token and what closes after it: the first token of the next.
    fn end_after(&self, n: usize, start: usize, end: usize, bracket: Option<usize>) -> Option<usize> {
        let mut stop = self.stop(n, start)?;
        let mut next = n + 1;
        let mut closes_quotation = false;
        let mut closes_bracket = false;
        while next < end {
            let glued = !self.gap_before(next);
            let token = &self.tokens[next];
            let c = self.first(next)?;
            match token.kind {
                TokenKind::QuoteMark if self.roles[next] == Role::Closes => closes_quotation = true,
                TokenKind::QuoteMark
                    if self.roles[next] == Role::None && glued && (next + 1 == end || self.gap_before(next + 1)) =>
                {
                    closes_quotation = true;
                }
                TokenKind::Punctuation if is_closing_bracket(c) => closes_bracket = true,
                TokenKind::Punctuation if glued && is_terminator(c) => {
                    if let Some(later) = self.stop(next, start) {
                        stop = later;
                    }
                }
                // The number of a footnote goes with the sentence before it: `left. [6] The`.
                TokenKind::Punctuation
                    if c == '[' && next + 2 < end && self.of(next + 2) == "]" && is_footnote(self.of(next + 1)) =>
                {
                    next += 2
                }
                // An emoji goes with the sentence before it.
                TokenKind::Symbol if !c.is_ascii() && !is_bullet(c) => {}
                _ => break,
            }
            next += 1;
        }
        if next >= end {
            return Some(end);
        }
        // `Orlan (remember him?) Stell`: a question in brackets does not end the sentence around it.
        if closes_bracket && stop != Stop::Point && bracket.is_some_and(|open| open > start) && !closes_quotation {
            return None;
        }
        if closes_quotation && matches!(stop, Stop::Abbreviation(Ending::BeforeOpener | Ending::BeforeCapital) | Stop::Initial) {
            stop = Stop::Point;
        }
        self.begins(next, end, stop, closes_quotation).then_some(next)
    }

    /// What kind of stop a token is.
    fn stop(&self, n: usize, start: usize) -> Option<Stop> {
        let token = self.tokens.get(n)?;
        match token.kind {
            TokenKind::Word => {
                let word = token.span.of(self.text);
                if self.text.as_bytes().get(token.span.end.wrapping_sub(1)) == Some(&b'.') {
                    Some(self.stop_of_word(word.strip_suffix('.')?, n))
                } else {
                    None
                }
            }
            TokenKind::Punctuation => {
                let c = self.first(n).filter(|&c| is_terminator(c))?;
                if c == '.' && token.span.len() > 1 || c == '…' {
                    // An ellipsis at the head of a sentence opens it.
                    let opens = (start..n).all(|before| self.tokens[before].kind == TokenKind::QuoteMark);
                    return if opens { None } else { Some(Stop::Ellipsis) };
                }
                match c {
                    '.' if n > start && !self.gap_before(n) => self.stop_after_word(n - 1, start),
                    '.' => Some(Stop::Point),
                    '。' | '！' | '？' | '．' | '｡' => Some(Stop::Wide),
                    '!' | '?' | '‼' | '⁇' | '⁈' | '⁉' | '؟' => Some(Stop::Asks),
                    _ => Some(Stop::Point),
                }
            }
            _ => None,
        }
    }

    /// What a full stop is that stands directly after a word, in a token of its own.
    fn stop_after_word(&self, n: usize, start: usize) -> Option<Stop> {
        let word = self.of(n);
        let opens = n == start || (n == start + 1 && self.tokens[start].kind != TokenKind::Word);
        match self.tokens[n].kind {
            TokenKind::Number if opens && word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit()) => None,
            TokenKind::Word if opens && word.chars().nth(1).is_none() => None,
            TokenKind::Word => match self.abbreviations.ending(word) {
                Some(ending) => Some(Stop::Abbreviation(ending)),
                None => Some(self.stop_of_unlisted(word, n)),
            },
            _ => Some(Stop::Point),
        }
    }

    /// What a full stop is that belongs to the word before it.
    fn stop_of_word(&self, word: &str, n: usize) -> Stop {
        match self.abbreviations.ending(word) {
            Some(ending) => Stop::Abbreviation(ending),
            None if word.contains('.') => Stop::Abbreviation(Ending::BeforeOpener),
            None => self.stop_of_unlisted(word, n),
        }
    }

    fn stop_of_unlisted(&self, word: &str, n: usize) -> Stop {
        let mut letters = word.chars().filter(|&c| !is_combining(c));
        let single = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
        // `than I.` ends a sentence, `Harold I. Orlan` does not.
        let pronoun = word == "I" && n > 0 && !self.first(n - 1).is_some_and(char::is_uppercase);
        if single && !pronoun { Stop::Initial } else { Stop::Point }
    }

    /// Whether a sentence begins with this token after such a stop.
    fn begins(&self, n: usize, end: usize, stop: Stop, after_quotation: bool) -> bool {
        let Some(c) = self.first(n) else { return false };
        if stop == Stop::Wide {
            return true;
        }
        let gap = self.gap_before(n);
        match self.tokens[n].kind {
            TokenKind::Punctuation if is_dash(c) || self.of(n).starts_with('-') => {
                let after = self.first(n + 1);
                stop == Stop::Point && gap && !after_quotation && n + 1 < end && after.is_some_and(|c| !c.is_lowercase())
            }
            TokenKind::Punctuation if is_opening_bracket(c) => {
                gap && self.first(n + 1).is_some_and(|c| !c.is_lowercase()) && self.ends_before_word(n + 1, end, stop)
            }
            TokenKind::Punctuation if matches!(c, '¿' | '¡') => true,
            TokenKind::Punctuation => false,
            TokenKind::QuoteMark => {
                let opens = self.roles[n] == Role::Opens || (self.roles[n] == Role::None && gap && !self.gap_before(n + 1));
                opens && self.ends_before_word(n + 1, end, stop)
            }
            TokenKind::Symbol => gap && is_bullet(c),
            TokenKind::Url | TokenKind::Handle => gap && matches!(stop, Stop::Point | Stop::Asks),
            TokenKind::Word | TokenKind::Number if !gap => self.begins_without_space(n, c, stop, after_quotation),
            TokenKind::Word | TokenKind::Number => {
                if c.is_lowercase() {
                    let camel = self.of(n).chars().nth(1).is_some_and(char::is_uppercase);
                    return camel && stop == Stop::Point && !after_quotation;
                }
                let reported = after_quotation && matches!(stop, Stop::Asks | Stop::Ellipsis) && self.is_reported(n, end);
                !reported && self.ends_before_word(n, end, stop)
            }
        }
    }

    /// `noted.In`, `Possible?The`.
    fn begins_without_space(&self, n: usize, c: char, stop: Stop, after_quotation: bool) -> bool {
        match stop {
            Stop::Point if c.is_numeric() => {
                let word = if n >= 2 { self.of(n - 2) } else { "" };
                !after_quotation && word.len() >= 4 && word.bytes().all(|b| b.is_ascii_lowercase())
            }
            Stop::Point | Stop::Asks | Stop::Ellipsis => c.is_uppercase(),
            _ => false,
        }
    }

    /// Whether the stop ends a sentence before this word.
    fn ends_before_word(&self, n: usize, end: usize, stop: Stop) -> bool {
        if n >= end {
            return false;
        }
        let word = self.of(n);
        let c = self.first(n).unwrap_or(' ');
        match stop {
            Stop::Point | Stop::Asks | Stop::Wide => true,
            Stop::Ellipsis => word != "I" && !c.is_lowercase(),
            Stop::Abbreviation(Ending::Never) => false,
            Stop::Abbreviation(Ending::BeforeNumber) => !c.is_numeric(),
            Stop::Abbreviation(Ending::BeforeOpener) | Stop::Initial => c.is_uppercase() && self.abbreviations.is_opener(word),
            Stop::Abbreviation(Ending::BeforeCapital) => c.is_uppercase() && !self.abbreviations.is_follower(word),
        }
    }

    /// `“Why?” President Anna Lind asked.`
    fn is_reported(&self, n: usize, end: usize) -> bool {
        if self.abbreviations.is_opener(self.of(n)) {
            return false;
        }
        for ahead in n..end.min(n + 9) {
            let word = self.of(ahead);
            match self.tokens[ahead].kind {
                TokenKind::Word if self.first(ahead).is_some_and(char::is_lowercase) => {
                    if !matches!(word, "of" | "de" | "van" | "von" | "al" | "bin" | "and") {
                        return self.abbreviations.is_reporting(word);
                    }
                }
                TokenKind::Word | TokenKind::Handle => {}
                TokenKind::Punctuation if matches!(word, "." | ",") && ahead > n => {}
                _ => return false,
            }
        }
        false
    }
}

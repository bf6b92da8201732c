//! Splits a text into tokens shaped for news.
//!
//! In: a text, and for [`tokens_with`] the abbreviations of its language. Out: [`Token`]s in order.
//! A token is a word (`F-16`, `state-of-the-art`, `U.S.`), a number with its signs (`$1,000`,
//! `50%`), a run of one mark (`...`, `--`), a quotation mark, a symbol, an address or a handle.
//! Contractions and the possessive are split as the Penn and UD treebanks do: `do|n't`, `Lind|'s`.
//! A lost space is seen: `noted.In` is three tokens.
//! Invariant: every visible character lies in exactly one token; tokens never overlap.
//!
//! Example: `Lind's F-16 cost $1,000.` is `Lind` `'s` `F-16` `cost` `$1,000` `.`

use crate::abbreviations::Abbreviations;
use crate::characters::{
    at as char_at, before, is_apostrophe, is_combining, is_currency, is_dash, is_ignorable, is_letter_or_digit,
    is_opening_bracket, is_punctuation, is_quote_mark, is_space,
};
use crate::span::Span;
use unicode_segmentation::UnicodeSegmentation;

mod word;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TokenKind {
    /// Letters, perhaps with digits, hyphens or full stops inside.
    Word,
    /// Begins with a digit, perhaps after a sign: `1,000`, `$5`, `50%`, `2nd`, `10:30`.
    Number,
    /// A mark of punctuation, or a run of one: `,` `...` `--` `[`.
    Punctuation,
    /// A mark that opens or closes a quotation.
    QuoteMark,
    /// An emoji, a bullet, a sign.
    Symbol,
    /// An address of a page, a host, a mailbox or a file.
    Url,
    /// `@name` or `#topic`.
    Handle,
}

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
}

/// The tokens of a text, by shape alone: the full stop of `Lt.` is a token of its own.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    scan(text, None)
}

/// The tokens of a text; a listed abbreviation keeps its full stop: `Lt.` is one token, at the end of
/// a sentence too.
#[must_use]
pub fn tokens_with(text: &str, abbreviations: &Abbreviations) -> Vec<Token> {
    scan(text, Some(abbreviations))
}

fn scan(text: &str, abbreviations: Option<&Abbreviations>) -> Vec<Token> {
    let mut scanner = Scanner { text, bytes: text.as_bytes(), abbreviations, found: Vec::with_capacity(text.len() / 5 + 1) };
    let mut at = 0;
    while let Some(&byte) = scanner.bytes.get(at) {
        if byte <= b' ' || byte == 0x7f {
            at += 1;
        } else {
            // Each step goes on by a character at least, whatever it finds.
            at = scanner.token(at).max(at + char_at(text, at).map_or(1, char::len_utf8));
        }
    }
    scanner.found
}

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    abbreviations: Option<&'t Abbreviations>,
    found: Vec<Token>,
}

impl Scanner<'_> {
    fn push(&mut self, start: usize, end: usize, kind: TokenKind) {
        if start < end {
            self.found.push(Token { span: Span { start, end }, kind });
        }
    }

    /// Enters the token or tokens that begin here and gives the position after them.
    fn token(&mut self, start: usize) -> usize {
        let Some(c) = char_at(self.text, start) else { return start + 1 };
        let end = start + c.len_utf8();
        if is_letter_or_digit(c) || c == '_' {
            return self.word(start);
        }
        if is_space(c) || is_ignorable(c) {
            return end;
        }
        if is_combining(c) {
            // A mark without a letter: it and all that follow it are one symbol.
            let end = self.end_of_cluster(start);
            self.push(start, end, TokenKind::Symbol);
            return end;
        }
        if let Some(end) = self.signed_number(start, c).or_else(|| self.handle(start, c)).or_else(|| self.elision(start, c)) {
            return end;
        }
        match c {
            '.' => {
                let end = self.end_of_ellipsis(start);
                self.push(start, end, TokenKind::Punctuation);
                end
            }
            '`' | '\'' if self.bytes.get(end) == Some(&self.bytes[start]) => {
                self.push(start, end + 1, TokenKind::QuoteMark);
                end + 1
            }
            '`' => {
                self.push(start, end, TokenKind::QuoteMark);
                end
            }
            '-' | '–' | '—' | '―' | '‒' | '=' | '~' | '*' | '_' | '…' => {
                let end = self.end_of_run(start, |next| next == c);
                self.push(start, end, if matches!(c, '=' | '~' | '*') { TokenKind::Symbol } else { TokenKind::Punctuation });
                end
            }
            '!' | '?' => {
                let end = self.end_of_run(start, |next| matches!(next, '!' | '?'));
                self.push(start, end, TokenKind::Punctuation);
                end
            }
            _ if is_quote_mark(c) => {
                self.push(start, end, TokenKind::QuoteMark);
                end
            }
            _ => {
                let kind = if is_punctuation(c) { TokenKind::Punctuation } else { TokenKind::Symbol };
                let end =
                    if c.is_ascii() && self.bytes.get(end).is_none_or(u8::is_ascii) { end } else { self.end_of_cluster(start) };
                self.push(start, end, kind);
                end
            }
        }
    }

    fn end_of_run(&self, start: usize, of: impl Fn(char) -> bool) -> usize {
        let rest = &self.text[start..];
        rest.find(|c| !of(c)).map_or(self.text.len(), |length| start + length)
    }

    /// An emoji with its joiners, a letter with its marks: never white space.
    fn end_of_cluster(&self, start: usize) -> usize {
        self.text[start..].graphemes(true).next().map_or(start + 1, |cluster| start + cluster.len())
    }

    /// `...`, `....` and the spaced `. . .`
    fn end_of_ellipsis(&self, start: usize) -> usize {
        let mut end = start + 1;
        loop {
            if self.bytes.get(end) == Some(&b'.') {
                end += 1;
            } else if self.bytes.get(end) == Some(&b' ') && self.bytes.get(end + 1) == Some(&b'.') {
                end += 2;
            } else {
                break;
            }
        }
        // A single full stop at the end of a sentence may stand before an ellipsis, but `a. .` is
        // two stray marks.
        if self.bytes[start..end].iter().filter(|&&b| b == b'.').count() < 3 { self.end_of_run(start, |c| c == '.') } else { end }
    }

    /// `$5`, `-5`, `US$5` is a word's business.
    fn signed_number(&mut self, start: usize, c: char) -> Option<usize> {
        let mut digits = start + c.len_utf8();
        let sign = is_currency(c)
            || (matches!(c, '-' | '+' | '−' | '±')
                && before(self.text, start).is_none_or(|b| is_space(b) || is_opening_bracket(b)));
        if !sign {
            return None;
        }
        if is_currency(c) && matches!(self.bytes.get(digits), Some(b'-')) {
            digits += 1;
        }
        if !is_currency(c)
            && let Some(next) = char_at(self.text, digits)
            && is_currency(next)
        {
            digits += next.len_utf8();
        }
        let next = char_at(self.text, digits)?;
        if !next.is_numeric() {
            return None;
        }
        let end = self.end_of_number(digits);
        self.push(start, end, TokenKind::Number);
        Some(end)
    }

    /// `@name`, `#topic`.
    fn handle(&mut self, start: usize, c: char) -> Option<usize> {
        if !matches!(c, '@' | '#') || before(self.text, start).is_some_and(is_letter_or_digit) {
            return None;
        }
        let end = self.end_of_run(start + 1, |c| is_letter_or_digit(c) || c == '_' || is_combining(c));
        if end == start + 1 {
            return None;
        }
        self.push(start, end, TokenKind::Handle);
        Some(end)
    }

    /// `’90s`, `'em`, `n't` on its own and the `'s` of a fused `)'s`.
    fn elision(&mut self, start: usize, c: char) -> Option<usize> {
        if !is_apostrophe(c) && c != '‘' {
            return None;
        }
        let from = start + c.len_utf8();
        let next = char_at(self.text, from)?;
        let glued =
            before(self.text, start).is_some_and(|b| !is_space(b) && !is_opening_bracket(b) && !is_quote_mark(b) && !is_dash(b));
        let length = if next.is_ascii_digit() && !glued {
            decade(&self.text[from..])?
        } else {
            let word = self.end_of_run(from, is_letter_or_digit) - from;
            let letters = &self.text[from..from + word];
            let listed = if glued { SUFFIXES.contains(&letters) } else { is_elision(letters) };
            if !listed {
                return None;
            }
            word
        };
        self.push(start, from + length, if next.is_ascii_digit() { TokenKind::Number } else { TokenKind::Word });
        Some(from + length)
    }
}

/// Length of the `90s` of `’90s` and of the `24` of `’24`.
fn decade(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    if !(bytes.len() >= 2 && bytes[0].is_ascii_digit() && bytes[1].is_ascii_digit()) {
        return None;
    }
    let length = if bytes.get(2) == Some(&b's') { 3 } else { 2 };
    rest[length..].chars().next().is_none_or(|c| !is_letter_or_digit(c) && !is_apostrophe(c)).then_some(length)
}

/// Words that lose their first letters in speech, as written after the apostrophe.
pub(crate) fn is_elision(letters: &str) -> bool {
    matches!(letters, "em" | "tis" | "twas" | "til" | "till" | "cause" | "n" | "bout" | "cos" | "cuz" | "im" | "er")
}

const SUFFIXES: [&str; 13] = ["s", "S", "re", "RE", "ve", "VE", "ll", "LL", "d", "D", "m", "M", "t"];

#[cfg(test)]
mod tests {
    use super::{TokenKind, tokens, tokens_with};
    use crate::abbreviations::Abbreviations;

    fn check(text: &str, expected: &str) {
        let found: Vec<&str> = tokens(text).iter().map(|token| token.span.of(text)).collect();
        assert_eq!(found.join("·"), expected);
    }

    #[test]
    fn contractions_are_split() {
        check("I don't and can’t; they're Orlan's.", "I·do·n't·and·ca·n’t·;·they·'re·Orlan·'s·.");
        check("You shouldn't've: we cannot.", "You·should·n't·'ve·:·we·can·not·.");
        check("O'Dell's d'Arvo at one o'clock", "O'Dell·'s·d'Arvo·at·one·o'clock");
        check("Get 'em, the ’90s and '24.", "Get·'em·,·the·’90s·and·'24·.");
    }

    #[test]
    fn words_with_joints() {
        check("The F-16 and state-of-the-art R&D, A/C, 9/11.", "The·F-16·and·state-of-the-art·R&D·,·A/C·,·9/11·.");
        check("his/her f**k-ups", "his·/·her·f**k-ups");
        check("the U.S. and J. Stell, e.g. Ph.D. work", "the·U.S.·and·J.·Stell·,·e.g.·Ph.D.·work");
    }

    #[test]
    fn numbers_with_signs() {
        check(
            "$5, US$1,000.50, €3bn, 50%, -7°C, 10:30 in 2014,2015",
            "$5·,·US$1,000.50·,·€3bn·,·50%·,·-7°C·,·10:30·in·2014·,·2015",
        );
        check("2019–2021 or 2nd", "2019·–·2021·or·2nd");
    }

    #[test]
    fn runs_and_brackets() {
        check("Wait... what?! [He] -- so . . . and — [sic]…", "Wait·...·what·?!·[·He·]·--·so·. . .·and·—·[·sic·]·…");
    }

    #[test]
    fn a_lost_space_is_seen() {
        check("noted.In an", "noted·.·In·an");
        check("Possible?The U.S.Army in 2024.The", "Possible·?·The·U.S.·Army·in·2024·.·The");
        check("See oster.com, plan.pdf.", "See·oster.com·,·plan.pdf·.");
    }

    #[test]
    fn addresses_and_handles() {
        check("(https://oster.example/a_(b)?c=1), www.x.example.", "(·https://oster.example/a_(b)?c=1·)·,·www.x.example·.");
        check("Anna.Lind@oster.example or @lind on #bridge", "Anna.Lind@oster.example·or·@lind·on·#bridge");
    }

    #[test]
    fn symbols_and_marks() {
        check("Go 👩\u{200d}👩\u{200d}👧!🇱🇻", "Go·👩\u{200d}👩\u{200d}👧·!·🇱🇻");
        check("e\u{301}te\u{301} \u{200b}x\u{ad}y", "e\u{301}te\u{301}·x\u{ad}y");
        let text = "“$5 on @x…” 😀 go";
        let kinds: Vec<TokenKind> = tokens(text).iter().map(|token| token.kind).collect();
        use TokenKind::{Handle, Number, Punctuation, QuoteMark, Symbol, Word};
        assert_eq!(kinds, [QuoteMark, Number, Word, Handle, Punctuation, QuoteMark, Symbol, Word]);
    }

    #[test]
    fn a_listed_abbreviation_keeps_its_full_stop() {
        let list = Abbreviations::parse("[title]\nLt. Col.\n[number]\nno. No.");
        let text = "Lt. Col. Orlan said no. No. 5 is free.";
        let found: Vec<&str> = tokens_with(text, &list).iter().map(|token| token.span.of(text)).collect();
        assert_eq!(found.join("·"), "Lt.·Col.·Orlan·said·no·.·No.·5·is·free·.");
    }
}

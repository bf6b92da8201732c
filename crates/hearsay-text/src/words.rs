//! Words for linking and scoring: coarser than [`crate::tokens()`], and the same for every system.
//!
//! In: a text. Out: its words, in order. A word is a maximal run of letters and digits that may
//! hold one of `' ’ - . , & /` between two of them. Invariant: this is the regular expression
//! `[^\W_]+(?:['’\-.,&/][^\W_]+)*` of the attribution scorer, with `\w` as in Python 3, so that a
//! score counted here and a score counted there agree.
//!
//! Example: `The F-16's price, $1,000.50, isn't` holds `The`, `F-16's`, `price`, `1,000.50`, `isn't`.

use crate::characters::is_combining;
use crate::span::Span;

/// One word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
}

/// `str.isalnum` of Python: letters and numbers, without marks and without letters in circles.
fn counts(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    c.is_alphanumeric()
        && !is_combining(c)
        && !matches!(c, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f149}' | '\u{1f150}'..='\u{1f169}' | '\u{1f170}'..='\u{1f189}')
}

fn joins(c: char) -> bool {
    matches!(c, '\'' | '’' | '-' | '.' | ',' | '&' | '/')
}

/// The words of a text, in order.
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::with_capacity(text.len() / 6);
    let mut open: Option<Span> = None;
    let mut joint = false;
    for (at, c) in text.char_indices() {
        if counts(c) {
            let end = at + c.len_utf8();
            open = Some(open.map_or(Span { start: at, end }, |word| Span { start: word.start, end }));
            joint = false;
        } else if open.is_some() && !joint && joins(c) {
            joint = true;
        } else if let Some(span) = open.take() {
            joint = false;
            found.push(Word { span });
        }
    }
    found.extend(open.map(|span| Word { span }));
    found
}

#[cfg(test)]
mod tests {
    use super::words;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = words(text).iter().map(|word| word.span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn words_hold_their_joints() {
        check("The F-16's price, $1,000.50, isn't", &["The", "F-16's", "price", "1,000.50", "isn't"]);
        check("and/or R&D U.S. 'so' Lind’s", &["and/or", "R&D", "U.S", "so", "Lind’s"]);
    }

    #[test]
    fn two_joints_end_a_word() {
        check("wait...what well--then a'-b", &["wait", "what", "well", "then", "a", "b"]);
    }

    #[test]
    fn underscores_marks_and_circles_are_no_letters() {
        check("snake_case e\u{301}t\u{e9} Ⓐx ½ Ⅳ", &["snake", "case", "e", "t\u{e9}", "x", "½", "Ⅳ"]);
        check("", &[]);
    }
}

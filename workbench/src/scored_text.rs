//! A text cut into the words that scores are counted on, so that no reader's tokens are favoured.
//!
//! In: a text. Out: tokens, and for a list of spans (code points) the tokens under it. A maximal run
//! of letters and digits, with inner apostrophes, hyphens, full stops, commas, `&` or `/` between
//! them, is a word; any other character that is no space is punctuation. A token lies under spans that
//! cover at least half of its characters. The definition is that of the reference scorer.
//!
//! Example: `isn't 1,000?` has the words `isn't` and `1,000` and the mark `?`.

use hearsay_text::{CharSpan, Offsets, words};
use std::collections::{BTreeMap, BTreeSet};

/// Tokens under some spans, by their running number.
pub type TokenSet = BTreeSet<usize>;

/// A text with its tokens.
#[derive(Clone, Debug)]
pub struct ScoredText {
    characters: Vec<char>,
    tokens: Vec<(usize, usize)>,
    is_word: Vec<bool>,
    /// Token at each code point.
    at: Vec<Option<usize>>,
    quoted: TokenSet,
}

impl ScoredText {
    /// Cuts a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let characters: Vec<char> = text.chars().collect();
        let cuts = cut(text);
        let is_word: Vec<bool> = cuts.iter().map(|token| token.is_word).collect();
        let tokens: Vec<(usize, usize)> = cuts.iter().map(|token| (token.start, token.end)).collect();
        let mut at = vec![None; characters.len()];
        for (token, &(start, end)) in tokens.iter().enumerate() {
            at[start..end].fill(Some(token));
        }
        let quoted = quoted(&characters, &tokens, &is_word);
        Self { characters, tokens, is_word, at, quoted }
    }

    /// Length in code points.
    #[must_use]
    pub fn n_chars(&self) -> usize {
        self.characters.len()
    }

    /// The tokens that the spans cover by at least half.
    #[must_use]
    pub fn tokens(&self, spans: &[CharSpan]) -> TokenSet {
        let mut covered: BTreeMap<usize, usize> = BTreeMap::new();
        for span in spans {
            for token in self.at.iter().take(span.end).skip(span.start).flatten() {
                *covered.entry(*token).or_default() += 1;
            }
        }
        let by_half = |&(token, n): &(usize, usize)| 2 * n >= self.tokens[token].1 - self.tokens[token].0;
        covered.into_iter().filter(by_half).map(|(token, _)| token).collect()
    }

    /// Those of the tokens that are words.
    #[must_use]
    pub fn words_of(&self, tokens: &TokenSet) -> TokenSet {
        tokens.iter().copied().filter(|&token| self.is_word[token]).collect()
    }

    /// Words inside quotation marks; every paragraph begins outside.
    #[must_use]
    pub fn quoted(&self) -> &TokenSet {
        &self.quoted
    }
}

/// White space as the reference scorer's language has it: four information separators more than here.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

struct Cut {
    start: usize,
    end: usize,
    is_word: bool,
}

/// The words of `hearsay-text`, and between them each other character that is no space; code points.
fn cut(text: &str) -> Vec<Cut> {
    let mut tokens = Vec::new();
    let mut words = words(text).into_iter().peekable();
    let mut skip_to = 0;
    for (place, (byte, c)) in text.char_indices().enumerate() {
        if byte < skip_to {
            continue;
        }
        match words.next_if(|word| word.span.start == byte) {
            Some(word) => {
                skip_to = word.span.end;
                tokens.push(Cut { start: place, end: place + text[byte..skip_to].chars().count(), is_word: true });
            }
            None if !is_space(c) => tokens.push(Cut { start: place, end: place + 1, is_word: false }),
            None => {}
        }
    }
    tokens
}

fn quoted(characters: &[char], tokens: &[(usize, usize)], is_word: &[bool]) -> TokenSet {
    let mut out = TokenSet::new();
    let mut inside = false;
    let mut before = 0;
    for (token, &(start, end)) in tokens.iter().enumerate() {
        if characters[before..start].contains(&'\n') {
            inside = false;
        }
        before = end;
        let mark = if end - start == 1 { characters[start] } else { ' ' };
        match mark {
            '\u{201c}' | '\u{201e}' | '\u{ab}' => inside = true,
            '\u{201d}' | '\u{bb}' => inside = false,
            '"' => inside = !inside,
            _ if inside && is_word[token] => {
                out.insert(token);
            }
            _ => {}
        }
    }
    out
}

/// The places where words begin under some spans, each span cut on its own: how the scorers of the
/// seeds count. A word cut by the border of a span counts with what lies inside.
#[must_use]
pub fn word_starts(text: &Offsets<'_>, spans: &[CharSpan]) -> TokenSet {
    let mut out = TokenSet::new();
    for span in spans {
        out.extend(cut(text.slice(*span)).into_iter().filter(|token| token.is_word).map(|token| span.start + token.start));
    }
    out
}

/// Share of what either has that both have; 0 where both are empty.
#[must_use]
pub fn iou(one: &TokenSet, other: &TokenSet) -> f64 {
    let both = one.intersection(other).count();
    let either = one.len() + other.len() - both;
    if either == 0 { 0.0 } else { both as f64 / either as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(pairs: &[(usize, usize)]) -> Vec<CharSpan> {
        pairs.iter().map(|&(start, end)| CharSpan { start, end }).collect()
    }

    #[test]
    fn words_keep_their_inner_marks() {
        let text = "isn't U.S. 1,000? a_b x--y AT&T’s";
        let characters: Vec<char> = text.chars().collect();
        let found: Vec<String> = cut(text).into_iter().map(|token| characters[token.start..token.end].iter().collect()).collect();
        assert_eq!(found, ["isn't", "U.S", ".", "1,000", "?", "a", "_", "b", "x", "-", "-", "y", "AT&T’s"]);
    }

    #[test]
    fn half_a_token_is_enough_and_less_is_not() {
        let text = ScoredText::new("abcdef ghi");
        assert_eq!(text.tokens(&spans(&[(0, 3)])), TokenSet::from([0]));
        assert!(text.tokens(&spans(&[(0, 2)])).is_empty());
        assert_eq!(text.tokens(&spans(&[(0, 6), (7, 10)])), TokenSet::from([0, 1]));
        assert!(text.tokens(&spans(&[(90, 99)])).is_empty());
    }

    #[test]
    fn a_quotation_ends_with_its_paragraph() {
        let text = ScoredText::new("“one two\nthree \"four\" five");
        assert_eq!(text.quoted(), &TokenSet::from([1, 2, 5]));
    }

    #[test]
    fn words_of_spans_begin_where_they_begin_in_the_text() {
        let text = Offsets::new("He said, no.");
        assert_eq!(word_starts(&text, &spans(&[(3, 7), (9, 12)])), TokenSet::from([3, 9]));
        assert!((iou(&TokenSet::from([1, 2]), &TokenSet::from([2, 3])) - 1.0 / 3.0).abs() < 1e-12);
    }
}

//! A document as the network sees it: a row of units, each a token or a gap between paragraphs.
//!
//! In: a [`Text`], its quotations and the vocabulary. Out: [`Units`]: word pieces and six small
//! features a unit. Training and reading use this one function. Invariant: the tokens of all read
//! sentences stand in it once, in order.
//!
//! Example: `“No,” said Lind.` is seven units; a second paragraph would begin after a gap.

use super::pieces::{PieceId, Pieces};
use crate::quotes::{NONE, Quotes};
use crate::text::Text;
use hearsay_text::TokenKind;
use std::ops::Range;

/// How many features a unit has.
pub(crate) const FEATURES: usize = 5;

/// How many values each feature can have: shape, space before, quotation, place in the sentence, tier of the cue table.
pub(crate) const FEATURE_SIZES: [usize; FEATURES] = [10, 2, 3, 4, 6];

/// A document as the network sees it.
#[derive(Debug, Default)]
pub struct Units {
    /// Token of each unit; `u32::MAX` for a gap between paragraphs.
    pub tokens: Vec<u32>,
    /// All pieces of all units.
    pub pieces: Vec<PieceId>,
    /// Where the pieces of each unit end.
    pub ends: Vec<u32>,
    /// The features of each unit.
    pub features: Vec<[u8; FEATURES]>,
    /// Number of the sentence of each unit, counted among those read; a gap has that of the sentence before it.
    pub sentences: Vec<u32>,
}

/// No token.
pub const GAP: u32 = u32::MAX;

impl Units {
    /// The pieces of a unit.
    #[must_use]
    pub fn pieces_of(&self, unit: usize) -> Range<usize> {
        let start = if unit == 0 { 0 } else { self.ends[unit - 1] as usize };
        start..self.ends[unit] as usize
    }

    /// How many units there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }
}

/// The units of a document.
pub(crate) fn units(text: &Text, quotes: &Quotes, pieces: &Pieces) -> Units {
    let mut units = Units::default();
    let mut folded = String::new();
    let mut paragraph = None;
    for (number, sentence) in text.sentences.iter().enumerate() {
        if paragraph.is_some_and(|before| before != sentence.paragraph) {
            units.tokens.push(GAP);
            units.pieces.push(pieces.separator);
            units.ends.push(units.pieces.len() as u32);
            units.features.push([0; FEATURES]);
            units.sentences.push(number.saturating_sub(1) as u32);
        }
        paragraph = Some(sentence.paragraph);
        for token in sentence.tokens.clone() {
            pieces.split(text.word(token), &mut folded, &mut units.pieces);
            units.tokens.push(token as u32);
            units.ends.push(units.pieces.len() as u32);
            units.sentences.push(number as u32);
            let spaced = token == 0 || text.tokens[token - 1].span.end < text.tokens[token].span.start;
            let quotation = match (text.is_quote(token), quotes.outer_of.get(token).is_some_and(|outer| *outer != NONE)) {
                (true, _) => 2,
                (false, inside) => u8::from(inside),
            };
            let place = u8::from(token == sentence.tokens.start) + 2 * u8::from(sentence.heading);
            units.features.push([shape(text, token), u8::from(spaced), quotation, place, tier(text, token)]);
        }
    }
    units
}

/// What the token looks like.
fn shape(text: &Text, token: usize) -> u8 {
    match text.tokens[token].kind {
        TokenKind::Number => return 5,
        TokenKind::Punctuation => return 6,
        TokenKind::QuoteMark => return 7,
        TokenKind::Symbol | TokenKind::Url | TokenKind::Handle => return 8,
        TokenKind::Word => {}
    }
    let word = text.word(token);
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let first_is_capital = letters.next().is_some_and(char::is_uppercase);
    let (mut n_rest, mut n_capitals) = (0, 0);
    for c in letters {
        n_rest += 1;
        n_capitals += usize::from(c.is_uppercase());
    }
    match (first_is_capital, n_rest, n_capitals) {
        (false, _, 0) => 1,
        (true, 0, _) => 9,
        (true, _, 0) => 2,
        (true, rest, capitals) if rest == capitals => 3,
        _ => 4,
    }
}

/// How often the best cue that this word carries is a cue in news, in tiers.
fn tier(text: &Text, token: usize) -> u8 {
    match text.pack.lexicon.hint(text.entries[token]) {
        None => 0,
        Some(weight) if weight < 0.1 => 1,
        Some(weight) if weight < 0.3 => 2,
        Some(weight) if weight < 0.5 => 3,
        Some(weight) if weight < 0.7 => 4,
        Some(_) => 5,
    }
}

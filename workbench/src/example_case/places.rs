//! Finds the pieces of the gold in the text of a document by their words.
//!
//! In: a text. Out: spans in code points. White space is compared as one space, since a page's text
//! breaks its lines as the extraction has it. Invariant: nothing is guessed: a passage that does not
//! stand as often as asked for has no place.
//!
//! Example: `{"text": "he", "nth": 2}` in its passage is the second place of these two letters, inside
//! longer words too.

use super::gold::{GoldAttribution, Piece};
use hearsay_record::Roles;
use hearsay_text::CharSpan;

/// A text in which pieces are looked for.
pub(super) struct Placed {
    /// The text with each run of white space as one space.
    collapsed: Vec<char>,
    /// Place of each of these characters in the text.
    at: Vec<usize>,
}

impl Placed {
    pub(super) fn new(text: &str) -> Self {
        let mut placed = Self { collapsed: Vec::new(), at: Vec::new() };
        for (place, c) in text.chars().enumerate() {
            let c = if c.is_whitespace() { ' ' } else { c };
            if c == ' ' && placed.collapsed.last().is_none_or(|last| *last == ' ') {
                continue;
            }
            placed.collapsed.push(c);
            placed.at.push(place);
        }
        placed
    }

    /// The roles of a gold attribution, or nothing if a piece of it has no place here.
    pub(super) fn roles(&self, gold: &GoldAttribution) -> Option<Roles> {
        let passage = self.nth(&gold.within, gold.within_nth.unwrap_or(1), (0, self.collapsed.len()))?;
        let role = |pieces: &[Piece]| pieces.iter().map(|piece| self.piece(piece, passage)).collect::<Option<Vec<CharSpan>>>();
        let roles = Roles { source: role(&gold.source)?, cue: role(&gold.cue)?, content: role(&gold.content)? };
        Some(Roles::new(roles.source, roles.cue, roles.content))
    }

    /// The first place of a passage.
    pub(super) fn passage(&self, text: &str) -> Option<CharSpan> {
        self.nth(text, 1, (0, self.collapsed.len())).map(|range| self.span(range))
    }

    fn piece(&self, piece: &Piece, passage: (usize, usize)) -> Option<CharSpan> {
        let range = match piece {
            Piece::Once(text) => self.nth(text, 1, passage)?,
            Piece::Told { text, nth, within } => {
                let passage = within.as_ref().map_or(Some(passage), |within| self.nth(within, 1, (0, self.collapsed.len())))?;
                self.nth(text, nth.unwrap_or(1), passage)?
            }
        };
        Some(self.span(range))
    }

    /// The nth place, from 1, of a text inside a range.
    fn nth(&self, text: &str, nth: usize, (from, to): (usize, usize)) -> Option<(usize, usize)> {
        let wanted: Vec<char> = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
        if wanted.is_empty() {
            return None;
        }
        let places = self.collapsed.get(from..to)?.windows(wanted.len()).enumerate().filter(|(_, window)| *window == wanted);
        let (at, _) = places.into_iter().nth(nth.checked_sub(1)?)?;
        Some((from + at, from + at + wanted.len()))
    }

    fn span(&self, (from, to): (usize, usize)) -> CharSpan {
        CharSpan { start: self.at[from], end: self.at[to - 1] + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_found_over_line_breaks_and_by_number() {
        let text = Placed::new("The gate\n  opened. He said the other gate held.");
        assert_eq!(text.passage("gate opened"), Some(CharSpan { start: 4, end: 17 }));
        let second = Piece::Told { text: "he".into(), nth: Some(2), within: None };
        // `he` stands in `The`, then in `the` after `He said`.
        assert_eq!(text.piece(&second, (0, text.collapsed.len())).map(|span| span.start), Some(28));
        assert_eq!(text.passage("no such words"), None);
    }
}

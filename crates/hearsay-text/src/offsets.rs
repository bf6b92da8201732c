//! Converts positions between bytes, code points and UTF-16 units: the only file that does.
//!
//! In: one text, once. Out: positions in any of the three units in O(log n).
//! Invariant: a position on a character border makes the round trip through all three units
//! unchanged; a position inside a character or past the end is moved back to the border before it.
//!
//! Example: in `"a😀b"` the `b` stands at byte 5, code point 2, UTF-16 unit 3.

use crate::span::{CharSpan, Span};
use serde::{Deserialize, Serialize};

/// The unit in which a border asks for its positions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Unicode code points: what every record holds.
    #[default]
    Codepoints,
    /// Bytes of the UTF-8 text.
    Bytes,
    /// UTF-16 code units, as in JavaScript and Java.
    Utf16,
}

/// Every `STEP`-th code point is remembered; the rest is counted from there.
const STEP: usize = 64;

/// A text's positions in three units.
#[derive(Clone, Debug)]
pub struct Offsets<'t> {
    text: &'t str,
    ascii: bool,
    /// (byte, utf16) of code point `i * STEP`.
    marks: Vec<(usize, usize)>,
    n_chars: usize,
    n_utf16: usize,
}

impl<'t> Offsets<'t> {
    /// Counts through the text once.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        if text.is_ascii() {
            return Self { text, ascii: true, marks: Vec::new(), n_chars: text.len(), n_utf16: text.len() };
        }
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let (mut n_chars, mut n_utf16) = (0, 0);
        for (byte, character) in text.char_indices() {
            if n_chars % STEP == 0 {
                marks.push((byte, n_utf16));
            }
            n_chars += 1;
            n_utf16 += character.len_utf16();
        }
        Self { text, ascii: false, marks, n_chars, n_utf16 }
    }

    /// Number of code points of the text.
    #[must_use]
    pub fn n_chars(&self) -> usize {
        self.n_chars
    }

    /// Code point position of a byte position.
    #[must_use]
    pub fn char_at(&self, byte: usize) -> usize {
        if self.ascii {
            return byte.min(self.n_chars);
        }
        if byte >= self.text.len() {
            return self.n_chars;
        }
        let i = self.marks.partition_point(|m| m.0 <= byte).saturating_sub(1);
        let start = self.marks.get(i).map_or(0, |m| m.0);
        i * STEP + self.text[start..].char_indices().take_while(|(b, c)| start + b + c.len_utf8() <= byte).count()
    }

    /// Byte position of a code point position.
    #[must_use]
    pub fn byte_at(&self, char: usize) -> usize {
        if self.ascii {
            return char.min(self.n_chars);
        }
        if char >= self.n_chars {
            return self.text.len();
        }
        let start = self.marks[char / STEP].0;
        start + self.text[start..].char_indices().nth(char % STEP).map_or(0, |(b, _)| b)
    }

    /// UTF-16 position of a code point position.
    #[must_use]
    pub fn utf16_at(&self, char: usize) -> usize {
        if self.ascii {
            return char.min(self.n_chars);
        }
        if char >= self.n_chars {
            return self.n_utf16;
        }
        let (start, base) = self.marks[char / STEP];
        base + self.text[start..].chars().take(char % STEP).map(char::len_utf16).sum::<usize>()
    }

    /// Code point position of a UTF-16 position.
    #[must_use]
    pub fn char_of_utf16(&self, utf16: usize) -> usize {
        if self.ascii {
            return utf16.min(self.n_chars);
        }
        let i = self.marks.partition_point(|m| m.1 <= utf16).saturating_sub(1);
        let Some(&(start, mut at)) = self.marks.get(i) else { return 0 };
        let mut n = i * STEP;
        for character in self.text[start..].chars() {
            at += character.len_utf16();
            if at > utf16 {
                break;
            }
            n += 1;
        }
        n.min(self.n_chars)
    }

    /// Bytes to code points.
    #[must_use]
    pub fn chars(&self, span: Span) -> CharSpan {
        CharSpan { start: self.char_at(span.start), end: self.char_at(span.end) }
    }

    /// Code points to bytes.
    #[must_use]
    pub fn bytes(&self, span: CharSpan) -> Span {
        Span { start: self.byte_at(span.start), end: self.byte_at(span.end) }
    }

    /// The text under a span of code points (`""` where the span lies outside the text).
    #[must_use]
    pub fn slice(&self, span: CharSpan) -> &'t str {
        self.bytes(span).of(self.text)
    }

    /// A span of code points in the unit asked for, as `[start, end]`.
    #[must_use]
    pub fn in_unit(&self, span: CharSpan, unit: Unit) -> [usize; 2] {
        match unit {
            Unit::Codepoints => [span.start.min(self.n_chars), span.end.min(self.n_chars)],
            Unit::Bytes => [self.byte_at(span.start), self.byte_at(span.end)],
            Unit::Utf16 => [self.utf16_at(span.start), self.utf16_at(span.end)],
        }
    }

    /// A span given as `[start, end]` in some unit, in code points: the way back of [`Self::in_unit`].
    #[must_use]
    pub fn of_unit(&self, [start, end]: [usize; 2], unit: Unit) -> CharSpan {
        let at = |position: usize| match unit {
            Unit::Codepoints => position.min(self.n_chars),
            Unit::Bytes => self.char_at(position),
            Unit::Utf16 => self.char_of_utf16(position),
        };
        CharSpan::new(at(start), at(end))
    }
}

#[cfg(test)]
mod tests {
    use super::{Offsets, Unit};
    use crate::span::{CharSpan, Span};

    #[test]
    fn three_units_of_one_mark() {
        let offsets = Offsets::new("a😀b");
        let b = CharSpan { start: 2, end: 3 };
        assert_eq!(offsets.in_unit(b, Unit::Codepoints), [2, 3]);
        assert_eq!(offsets.in_unit(b, Unit::Bytes), [5, 6]);
        assert_eq!(offsets.in_unit(b, Unit::Utf16), [3, 4]);
        assert_eq!((offsets.chars(Span { start: 5, end: 6 }), offsets.slice(b)), (b, "b"));
    }

    #[test]
    fn inside_a_character_and_past_the_end() {
        let offsets = Offsets::new("a😀b");
        assert_eq!([1, 2, 3, 4, 5, 6, 7].map(|byte| offsets.char_at(byte)), [1, 1, 1, 1, 2, 3, 3]);
        assert_eq!([0, 1, 2, 3, 4, 5].map(|utf16| offsets.char_of_utf16(utf16)), [0, 1, 1, 2, 3, 3]);
        assert_eq!(offsets.in_unit(CharSpan { start: 2, end: 900 }, Unit::Codepoints), [2, 3]);
        assert_eq!(Offsets::new("").in_unit(CharSpan { start: 0, end: 5 }, Unit::Utf16), [0, 0]);
    }

    #[test]
    fn beyond_the_first_mark() {
        let text = "é".repeat(1000);
        let offsets = Offsets::new(&text);
        for at in [0, 63, 64, 65, 127, 128, 999, 1000] {
            assert_eq!(
                (offsets.byte_at(at), offsets.char_at(2 * at), offsets.utf16_at(at), offsets.char_of_utf16(at)),
                (2 * at, at, at, at)
            );
        }
    }
}

//! [`Span`] (bytes, used inside a room) and [`CharSpan`] (code points, used at every border).
//!
//! Two types, so that the compiler refuses to mix the units. Both are half-open: `start..end`.
//! The only place that converts between them is [`crate::offsets`].
//!
//! Example: in `"é!"` the mark is `Span { 2, 3 }` and `CharSpan { 1, 2 }`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A half-open range of **bytes** into one text; both ends lie on character borders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
}

/// A half-open range of **Unicode code points** into one text, the unit of the W3C Web Annotation
/// `TextPositionSelector`. In JSON it is `[start, end]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CharSpan {
    /// First code point.
    pub start: usize,
    /// Code point after the last one.
    pub end: usize,
}

macro_rules! range_methods {
    ($t:ident) => {
        impl $t {
            /// Makes a range; if the ends are given the wrong way round they are swapped.
            #[must_use]
            pub fn new(start: usize, end: usize) -> Self {
                Self { start: start.min(end), end: start.max(end) }
            }
            /// Length in the unit of the type.
            #[must_use]
            pub fn len(&self) -> usize {
                self.end - self.start
            }
            /// Whether the range covers nothing.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.start >= self.end
            }
            /// Whether `other` lies wholly inside this range.
            #[must_use]
            pub fn contains(&self, other: &Self) -> bool {
                self.start <= other.start && other.end <= self.end
            }
            /// Whether the position lies inside this range.
            #[must_use]
            pub fn contains_at(&self, at: usize) -> bool {
                self.start <= at && at < self.end
            }
            /// Whether the two ranges share at least one position.
            #[must_use]
            pub fn overlaps(&self, other: &Self) -> bool {
                self.start < other.end && other.start < self.end
            }
            /// Number of positions shared by the two ranges.
            #[must_use]
            pub fn shared(&self, other: &Self) -> usize {
                self.end.min(other.end).saturating_sub(self.start.max(other.start))
            }
        }
    };
}
range_methods!(Span);
range_methods!(CharSpan);

impl Span {
    /// The text under the span, or `""` if the span does not fit the text.
    #[must_use]
    #[inline]
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

impl Serialize for CharSpan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.start, self.end).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for CharSpan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (start, end) = <(usize, usize)>::deserialize(deserializer)?;
        if start > end {
            return Err(serde::de::Error::custom(format!("a span ends before it starts: [{start}, {end}]")));
        }
        Ok(Self { start, end })
    }
}

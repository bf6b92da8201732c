//! Ids: a letter for the kind, a hyphen, and the start of a BLAKE3 hash of what the record is about.
//!
//! The same thing gets the same id on every machine, in every order, in every run; nothing is counted.
//! Example: `a-5f0c…` is an attribution, named by its document and the spans of its three roles.

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// What kind of record an id names, told by its first letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdKind {
    /// `d`: a document.
    Document,
    /// `a`: an attribution.
    Attribution,
    /// `c`: a chain of mentions in one document.
    Chain,
    /// `s`: a statement.
    Statement,
    /// `e`: an entity, named after the smallest of its chains.
    Entity,
    /// `q`: a claim (group of statements), named after the smallest of them.
    Claim,
    /// `y`: a lineage (group of documents that repeat one another), likewise.
    Lineage,
    /// `t`: a story (group of documents on one event), likewise.
    Story,
    /// `l`: a link.
    Link,
    /// `k`: a correction.
    Correction,
    /// `b`: a label set by a person.
    Label,
    /// `f`: a fact about the whole case.
    Fact,
    /// `v`: a scheme of concepts (a vocabulary).
    Scheme,
    /// `x`: a tombstone.
    Tombstone,
}

impl IdKind {
    /// The letter that ids of this kind begin with.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Document => 'd',
            Self::Attribution => 'a',
            Self::Chain => 'c',
            Self::Statement => 's',
            Self::Entity => 'e',
            Self::Claim => 'q',
            Self::Lineage => 'y',
            Self::Story => 't',
            Self::Link => 'l',
            Self::Correction => 'k',
            Self::Label => 'b',
            Self::Fact => 'f',
            Self::Scheme => 'v',
            Self::Tombstone => 'x',
        }
    }

    /// Every kind, for look-ups by letter.
    pub const ALL: [Self; 14] = [
        Self::Document,
        Self::Attribution,
        Self::Chain,
        Self::Statement,
        Self::Entity,
        Self::Claim,
        Self::Lineage,
        Self::Story,
        Self::Link,
        Self::Correction,
        Self::Label,
        Self::Fact,
        Self::Scheme,
        Self::Tombstone,
    ];
}

/// The id of a record.
///
/// A case of ten thousand documents holds ten million of them, so one of the usual length stands in place and is copied
/// without asking for memory.
#[derive(Clone)]
pub struct Id(Text);

/// Letter, hyphen and digits.
const LENGTH: usize = 2 + DIGITS;

#[derive(Clone)]
enum Text {
    Short { length: u8, bytes: [u8; LENGTH] },
    Long(Box<str>),
}

/// Hexadecimal digits kept of the hash: 128 bits.
const DIGITS: usize = 32;

impl Id {
    /// The id of the thing that these parts describe. Each part is hashed with its length, so that
    /// no two lists of parts run together.
    #[must_use]
    pub fn of(kind: IdKind, parts: &[&[u8]]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&[kind.letter() as u8]);
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        let hex = hasher.finalize().to_hex();
        Self::lettered(kind, &hex[..DIGITS])
    }

    /// Takes an id as somebody wrote it; nothing is checked.
    #[must_use]
    pub fn from_text(text: impl AsRef<str>) -> Self {
        Self::joined("", text.as_ref())
    }

    /// The same digits under the letter of another kind: how a group is named after its smallest
    /// member and a statement after its attribution.
    #[must_use]
    pub fn renamed(&self, kind: IdKind) -> Self {
        let text = self.as_str();
        Self::lettered(kind, text.split_once('-').map_or(text, |(_, digits)| digits))
    }

    fn lettered(kind: IdKind, digits: &str) -> Self {
        Self::joined([kind.letter(), '-'].iter().collect::<String>().as_str(), digits)
    }

    fn joined(start: &str, rest: &str) -> Self {
        let mut bytes = [0; LENGTH];
        let length = start.len() + rest.len();
        match (bytes.get_mut(..start.len()), u8::try_from(length)) {
            (Some(place), Ok(short)) if length <= LENGTH => {
                place.copy_from_slice(start.as_bytes());
                bytes[start.len()..length].copy_from_slice(rest.as_bytes());
                Self(Text::Short { length: short, bytes })
            }
            _ => Self(Text::Long([start, rest].concat().into())),
        }
    }

    /// The kind that the first letter tells, if it tells one.
    #[must_use]
    pub fn kind(&self) -> Option<IdKind> {
        let [letter, b'-', ..] = self.bytes() else { return None };
        IdKind::ALL.into_iter().find(|kind| kind.letter() == char::from(*letter))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // Only whole texts go in, so that nothing is lost here.
            Text::Short { .. } => std::str::from_utf8(self.bytes()).unwrap_or_default(),
            Text::Long(text) => text,
        }
    }

    fn bytes(&self) -> &[u8] {
        match &self.0 {
            Text::Short { length, bytes } => &bytes[..usize::from(*length)],
            Text::Long(text) => text.as_bytes(),
        }
    }
}

impl PartialEq for Id {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            // What stands behind a short text is nothing on both sides, and as many bytes are compared at once.
            (Text::Short { length, bytes }, Text::Short { length: other_length, bytes: others }) => {
                length == other_length && bytes == others
            }
            _ => self.bytes() == other.bytes(),
        }
    }
}

impl Eq for Id {}

impl PartialOrd for Id {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Id {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bytes().cmp(other.bytes())
    }
}

impl Hash for Id {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // As a text is hashed; that it is one need not be asked.
        state.write(self.bytes());
        state.write_u8(0xff);
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Written;
        impl Visitor<'_> for Written {
            type Value = Id;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_str<E>(self, text: &str) -> Result<Id, E> {
                Ok(Id::from_text(text))
            }
        }
        deserializer.deserialize_str(Written)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Id").field(&self.as_str()).finish()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl AsRef<str> for Id {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::{Id, IdKind};

    #[test]
    fn an_id_of_any_length_is_its_text() {
        for text in ["", "e", "d-", "d-0011", "d-00112233445566778899aabbccddeeff", "d-00112233445566778899aabbccddeeff0", "é-ßß"]
        {
            let id = Id::from_text(text);
            assert_eq!(
                (id.as_str(), id.to_string().as_str(), format!("{id:?}").as_str()),
                (text, text, format!("Id({text:?})").as_str())
            );
            let line = serde_json::to_string(&id).expect("a line");
            assert_eq!(line, format!("{text:?}"));
            assert_eq!(serde_json::from_str::<Id>(&line).expect("an id"), id);
        }
        assert_eq!(Id::from_text("d-0011").renamed(IdKind::Story).as_str(), "t-0011");
        assert_eq!(Id::from_text("d-0011").kind(), Some(IdKind::Document));
        assert_eq!(Id::from_text("day").kind(), None);
    }

    #[test]
    fn ids_are_in_the_order_of_their_texts() {
        let mut texts = ["s-1", "s-", "a-9", "s-00112233445566778899aabbccddeeff0", "s-00112233445566778899aabbccddeeff", ""];
        let mut ids: Vec<Id> = texts.iter().map(Id::from_text).collect();
        texts.sort_unstable();
        ids.sort_unstable();
        assert_eq!(ids.iter().map(Id::as_str).collect::<Vec<_>>(), texts);
    }
}

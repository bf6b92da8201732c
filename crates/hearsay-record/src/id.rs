//! Ids: a letter for the kind, a hyphen, and the start of a BLAKE3 hash of what the record is about.
//!
//! The same thing gets the same id on every machine, in every order, in every run; nothing is counted.
//! Example: `a-5f0c…` is an attribution, named by its document and the spans of its three roles.

use serde::{Deserialize, Serialize};
use std::fmt;

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
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(String);

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
        Self(format!("{}-{}", kind.letter(), &hex[..DIGITS]))
    }

    /// Takes an id as somebody wrote it; nothing is checked.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The same digits under the letter of another kind: how a group is named after its smallest
    /// member and a statement after its attribution.
    #[must_use]
    pub fn renamed(&self, kind: IdKind) -> Self {
        let digits = self.0.split_once('-').map_or(self.0.as_str(), |(_, digits)| digits);
        Self(format!("{}-{digits}", kind.letter()))
    }

    /// The kind that the first letter tells, if it tells one.
    #[must_use]
    pub fn kind(&self) -> Option<IdKind> {
        let (letter, _) = self.0.split_once('-')?;
        IdKind::ALL.into_iter().find(|kind| letter.chars().eq([kind.letter()]))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Id {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

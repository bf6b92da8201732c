//! [`Reading`]: all that was found in one document, by which reader; and [`ReadingJson`], the object
//! that `hearsay read` prints for it.

use crate::{Attribution, Authority, Chain, Document, Id, Note};
use serde::{Deserialize, Serialize};

/// All that was found in one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The document.
    pub document: Id,
    /// By which reader and pack.
    pub authority: Authority,
    /// In order of their first character.
    pub attributions: Vec<Attribution>,
    /// Chains, in order of their first mention; `entities` in JSON.
    #[serde(rename = "entities")]
    pub chains: Vec<Chain>,
    /// What the reader doubted.
    pub notes: Vec<Note>,
}

/// What `hearsay read` prints: one JSON object per document. See the committed schema.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadingJson {
    /// Version of this shape: [`crate::JSON_VERSION`].
    pub hearsay: u32,
    /// The document, its text included.
    pub document: Document,
    /// What was found.
    pub attributions: Vec<Attribution>,
    /// Who is mentioned.
    pub entities: Vec<Chain>,
    /// What was doubted, by intake and reader.
    pub notes: Vec<Note>,
}

impl Reading {
    /// Leaves out the attributions that a person has overruled.
    pub fn leave_out_overruled(&mut self) {
        self.attributions.retain(|attribution| attribution.overruled_by.is_none());
    }
}

impl ReadingJson {
    /// Joins a document and its reading.
    #[must_use]
    pub fn new(mut document: Document, reading: Reading) -> Self {
        let mut notes = std::mem::take(&mut document.notes);
        notes.extend(reading.notes);
        Self { hearsay: crate::JSON_VERSION, document, attributions: reading.attributions, entities: reading.chains, notes }
    }
}

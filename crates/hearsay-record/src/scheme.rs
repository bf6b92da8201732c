//! [`Scheme`]: a list of concepts (SKOS) that persons may set on places, as somebody loaded it.
//!
//! It is data of others: nothing in hearsay knows a concept, and none is set but by a person ([`crate::Label`]).

use crate::{Id, IdKind};
use serde::{Deserialize, Serialize};

/// A scheme of concepts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scheme {
    /// Named by all that follows.
    pub id: Id,
    /// Its identifier, as its file has it.
    pub name: String,
    /// Its label for a reader.
    pub label: String,
    /// Its concepts, in the order of its file.
    pub concepts: Vec<Concept>,
}

/// A concept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concept {
    /// Its identifier, as the file has it.
    pub name: String,
    /// How the outside world writes it.
    pub notation: String,
    /// Its label for a reader.
    pub label: String,
    /// The identifier of the wider concept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broader: Option<String>,
    /// What it takes in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Scheme {
    /// Names the scheme by its contents.
    #[must_use]
    pub fn named(mut self) -> Self {
        self.id = Id::from_text("");
        let json = serde_json::to_vec(&self).unwrap_or_default();
        self.id = Id::of(IdKind::Scheme, &[&json]);
        self
    }
}

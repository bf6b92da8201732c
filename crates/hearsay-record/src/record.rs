//! [`Record`]: any record, told apart by `"type"`: one line of `hearsay export --as jsonl`, one line
//! into `hearsay link`.

use crate::{
    Attribution, Chain, Correction, Document, Entity, Fact, Group, Id, Label, Link, Note, Scheme, Sighting, Statement, Tombstone,
};
use serde::{Deserialize, Serialize};

/// Any record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
// One record is held at a time; a box would buy nothing.
#[allow(clippy::large_enum_variant)]
pub enum Record {
    /// A document, its text included.
    Document(Document),
    /// A meeting with a document.
    Sighting(Sighting),
    /// A chain of mentions.
    Chain(Chain),
    /// An attribution.
    Attribution(Attribution),
    /// A line of the ledger.
    Statement(Statement),
    /// One and the same across documents.
    Entity(Entity),
    /// A fact about the whole case.
    Fact(Fact),
    /// An edge.
    Link(Link),
    /// A cluster.
    Group(Group),
    /// A person's overruling.
    Correction(Correction),
    /// A concept set by a person.
    Label(Label),
    /// A scheme of concepts.
    Scheme(Scheme),
    /// What was forgotten.
    Tombstone(Tombstone),
    /// A doubt.
    Note(Note),
}

impl Record {
    /// Its kind, as `type` names it in its line.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Document(_) => "document",
            Self::Sighting(_) => "sighting",
            Self::Chain(_) => "chain",
            Self::Attribution(_) => "attribution",
            Self::Statement(_) => "statement",
            Self::Entity(_) => "entity",
            Self::Fact(_) => "fact",
            Self::Link(_) => "link",
            Self::Group(_) => "group",
            Self::Correction(_) => "correction",
            Self::Label(_) => "label",
            Self::Scheme(_) => "scheme",
            Self::Tombstone(_) => "tombstone",
            Self::Note(_) => "note",
        }
    }

    /// The id, for the kinds that have one.
    #[must_use]
    pub fn id(&self) -> Option<&Id> {
        Some(match self {
            Self::Document(r) => &r.id,
            Self::Chain(r) => &r.id,
            Self::Attribution(r) => &r.id,
            Self::Statement(r) => &r.id,
            Self::Entity(r) => &r.id,
            Self::Fact(r) => &r.id,
            Self::Link(r) => &r.id,
            Self::Group(r) => &r.id,
            Self::Correction(r) => &r.id,
            Self::Label(r) => &r.id,
            Self::Scheme(r) => &r.id,
            Self::Tombstone(r) => &r.id,
            Self::Sighting(_) | Self::Note(_) => return None,
        })
    }
}

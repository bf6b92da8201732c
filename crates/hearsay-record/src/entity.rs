//! [`Entity`]: a person, organisation, state, group … across documents. A *speaker* is an entity in
//! the source's role, not another type. It is the [`crate::Group`] of its chains, told by name.

use crate::{EntityKind, Id, Place};
use serde::{Deserialize, Serialize};

/// One and the same, across documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Named after the smallest of its chains; any member's digits under the letter `e` find it too.
    pub id: Id,
    /// The fullest name.
    pub name: String,
    /// What kind of thing it is.
    pub kind: EntityKind,
    /// Every form of the name, with a place where it stands.
    pub aliases: Vec<Alias>,
    /// Titles and roles, with a place and the date of the document that gives them.
    pub roles: Vec<Alias>,
    /// Its chains.
    pub members: Vec<Id>,
    /// Ids that Wikidata may have for it, each with what ties it; several where it can't be told which.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wikidata: Vec<KnownAs>,
    /// Why nobody can tell who it is, for a person or an unnamed source without a full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown_because: Option<NamelessBecause>,
}

/// An id in a public list, and what ties it to an entity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KnownAs {
    /// The id.
    pub id: String,
    /// Code: `name-and-office`.
    pub because: String,
    /// The place that gives the office.
    pub evidence: Place,
}

/// Why an entity stays unknown over all documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NamelessBecause {
    /// No document gives more than a description.
    DescriptionOnly,
    /// No document that it can be tied to gives more than a last name.
    LastNameOnly,
    /// Several of that name or office fit alike.
    SeveralBearers,
}

/// A name or role and one place that gives it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Alias {
    /// As printed.
    pub name: String,
    /// The earliest place, by the document's date, then id.
    pub evidence: Place,
    /// The date of that document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The date of the last document that gives it, if that is another: an office has its time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

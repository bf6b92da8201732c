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
}

//! [`Group`]: the only cluster: an entity of chains, a claim of statements, a lineage or a story of documents.
//!
//! A group is named after its smallest member, so a group that another joins stays findable: the
//! digits of every member, under the letter of the group's kind, lead to it. That is the redirect.

use crate::{Authority, Id, IdKind, Place};
use serde::{Deserialize, Serialize};

/// Members that belong together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// See [`Group::id_of`].
    pub id: Id,
    /// What the members make.
    pub kind: GroupKind,
    /// In order of id.
    pub members: Vec<Id>,
    /// How many independent origins it has (claims and stories only).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origins: Option<OriginCount>,
    /// Who gathered it.
    pub authority: Authority,
}

impl Group {
    /// The id of the group of this kind with this smallest member.
    #[must_use]
    pub fn id_of(kind: GroupKind, smallest: &Id) -> Id {
        smallest.renamed(kind.id_kind())
    }
}

/// What the members of a group make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupKind {
    /// Chains: one and the same.
    Entity,
    /// Statements: one utterance.
    Claim,
    /// Documents: repetitions of one text.
    Lineage,
    /// Documents: one event.
    Story,
}

impl GroupKind {
    /// Kind of its id.
    #[must_use]
    pub fn id_kind(self) -> IdKind {
        match self {
            Self::Entity => IdKind::Entity,
            Self::Claim => IdKind::Claim,
            Self::Lineage => IdKind::Lineage,
            Self::Story => IdKind::Story,
        }
    }
}

/// How many independent origins the documents of a claim or of a story come down to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginCount {
    /// Documents that hold the claim, or that the story has.
    pub documents: usize,
    /// Independent origins.
    pub origins: usize,
    /// Documents of which it can't be told (no date, no outlet, no credit); not in `origins`.
    pub unknown: usize,
    /// Each pair that counts as one, with the reason.
    pub collapsed: Vec<Collapse>,
}

/// Two places that count as one origin.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Collapse {
    /// One place.
    pub a: Place,
    /// The other.
    pub b: Place,
    /// Code: `copy`, `same-speaker`, `credit`, `same-quotation`, `same-document`.
    pub because: String,
}

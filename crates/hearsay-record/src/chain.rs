//! [`Chain`]: the mentions of one and the same within one document. In the JSON of a reading its
//! key is `entities`; across documents chains are gathered into an [`crate::Entity`].
//!
//! Example: `Mayor Ada Holm … Holm … she` is one chain of three mentions named `Ada Holm`.

use crate::{Id, IdKind};
use hearsay_text::CharSpan;
use serde::{Deserialize, Serialize};

/// The mentions of one and the same in one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chain {
    /// Named by its document and its first mention.
    pub id: Id,
    /// The document.
    pub document: Id,
    /// The fullest name that the document gives, else the fullest description. Always the words of the document.
    pub name: String,
    /// What kind of thing it is.
    pub kind: EntityKind,
    /// Every distinct form of its name in this document, the fullest first; empty if it has no name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Titles and roles that the document gives it, where they stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<RoleMention>,
    /// Grammatical gender, where pronoun, title or given name tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// All mentions, in order.
    pub mentions: Vec<CharSpan>,
    /// The names in those mentions, in order: each lies inside a mention, which may hold a title or apposition too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<CharSpan>,
}

impl Chain {
    /// The id of the chain whose first mention is this one.
    #[must_use]
    pub fn id_of(document: &Id, first: CharSpan) -> Id {
        let place = format!("{}..{}", first.start, first.end);
        Id::of(IdKind::Chain, &[document.as_str().as_bytes(), place.as_bytes()])
    }
}

/// A title or role given to somebody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RoleMention {
    /// As printed.
    pub role: String,
    /// Where.
    pub span: CharSpan,
}

/// What kind of thing an entity or chain is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntityKind {
    /// A named human being.
    Person,
    /// A body: ministry, firm, party, agency, court, club.
    Organisation,
    /// A country or its government.
    State,
    /// A place that is not a state.
    Place,
    /// Named or described many: `residents`, `the two sides`, `Republicans`.
    Group,
    /// A person or persons given by description only.
    Anonymous,
    /// A report, law, letter, poll, data set.
    Document,
    /// A news outlet or agency.
    Media,
}

/// Grammatical gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// She.
    Feminine,
    /// He.
    Masculine,
}

//! Names of entities and the ways to their pages.
//!
//! Invariant: a name is always the words of a document, and leads to the page of whom it names.

use crate::labels;
use hearsay::record::Id;
use hearsay::view::{EntityRef, Snapshot};

/// Somebody, or the reason why nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Who {
    pub(crate) name: String,
    /// Empty where nobody is known.
    pub(crate) href: String,
}

/// Somebody, or the reason why nobody.
pub(crate) fn who(entity: Option<&EntityRef>, because: Option<&str>) -> Who {
    match entity {
        Some(entity) => Who { name: entity.name.clone(), href: format!("/person/{}", entity.id) },
        // In brackets, so that the reason is not read as a name.
        None => Who { name: format!("({})", labels::unknown(because)), href: String::new() },
    }
}

/// Several.
pub(crate) fn all(entities: &[EntityRef]) -> Vec<Who> {
    entities.iter().map(|entity| who(Some(entity), None)).collect()
}

/// What an entity, or a chain that is in none, is called.
pub(crate) fn name(snapshot: &Snapshot, id: &Id) -> Option<String> {
    snapshot.entities.get(id).map(|entity| entity.name.clone()).or_else(|| snapshot.who(id).map(|who| who.name))
}

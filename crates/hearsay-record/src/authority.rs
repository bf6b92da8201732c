//! [`Authority`]: on whose word a line of the ledger stands: a version of a reader or linker, or a person.

use serde::{Deserialize, Serialize};

/// Who entered a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Authority {
    /// Name of the reader, for what was found within a document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reader: Option<String>,
    /// Name of the linker, for what holds between documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub linker: Option<String>,
    /// Name of the person, for corrections and what follows from them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Version of the reader or linker, with its pack: `0.1.0+en.1`.
    pub version: String,
}

impl Authority {
    /// A reader's.
    #[must_use]
    pub fn reader(name: &str, version: &str) -> Self {
        Self { reader: Some(name.into()), linker: None, person: None, version: version.into() }
    }
    /// A linker's.
    #[must_use]
    pub fn linker(name: &str, version: &str) -> Self {
        Self { reader: None, linker: Some(name.into()), person: None, version: version.into() }
    }
    /// A person's.
    #[must_use]
    pub fn person(name: &str, version: &str) -> Self {
        Self { reader: None, linker: None, person: Some(name.into()), version: version.into() }
    }
}

//! [`Sighting`]: a document was met at this path or address. Many per document.
//!
//! The moment of the meeting is kept in the ledger beside the record and is no part of its JSON, so
//! that two cases made of the same files are equal.

use crate::Id;
use serde::{Deserialize, Serialize};

/// A meeting with a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Sighting {
    /// The document.
    pub document: Id,
    /// Path or address where it was met, as it was given; `-` for standard input. An item of a file
    /// of many (JSONL) has the file's path, `#` and its line number.
    pub path: String,
}

//! [`Place`]: evidence. A document and spans of it, and the attribution that they belong to, if any.

use crate::Id;
use hearsay_text::CharSpan;
use serde::{Deserialize, Serialize};

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Path of a sighting of the document; set by views, absent in the ledger's own records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The document.
    pub document: Id,
    /// The spans.
    pub spans: Vec<CharSpan>,
    /// The attribution.
    pub attribution: Option<Id>,
}

impl Place {
    /// Spans of a document.
    #[must_use]
    pub fn new(document: Id, spans: Vec<CharSpan>) -> Self {
        Self { path: None, document, spans, attribution: None }
    }
}

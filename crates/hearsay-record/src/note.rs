//! [`Note`]: what intake, reader or linker doubted, with a code that programs can rely on.
//!
//! Codes in use: `published-conflict`, `published-doubtful`, `published-future`, `language-conflict`, `encoding-guessed`, `encoding-replaced`,
//! `not-read`, `unclosed-quotation`, `text-empty`, `title-missing`, `group-cut`, `claim-cut`, `correction-orphaned`, `several-bearers`, `label-orphaned`.

use crate::Id;
use hearsay_text::CharSpan;
use serde::{Deserialize, Serialize};

/// A doubt.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Note {
    /// Stable code, kebab-case.
    pub code: String,
    /// For a person.
    pub message: String,
    /// Where in the text, if somewhere.
    pub span: Option<CharSpan>,
    /// The document, where the note does not stand inside one already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Id>,
}

impl Note {
    /// A note on a whole document or run.
    #[must_use]
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), span: None, document: None }
    }
    /// The same note, at a place of the text.
    #[must_use]
    pub fn at(mut self, span: CharSpan) -> Self {
        self.span = Some(span);
        self
    }
}

//! [`Problem`]: why an address has no answer, for a reader and for a program.
//!
//! Invariant: one shape of JSON for every error, that of RFC 9457 with `code`, `known` and `candidates` beside;
//! the page says the same words.

use axum::http::StatusCode;
use hearsay::view::ViewError;
use hearsay::{CaseError, LedgerError};
use serde::Serialize;

/// Why there is no answer.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    /// Stable, kebab-case.
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// What would have been known.
    pub(crate) known: Vec<String>,
    /// Ids that may have been meant.
    pub(crate) candidates: Vec<String>,
    /// The methods that the address takes, where it does not take this one.
    pub(crate) allow: Option<&'static str>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), known: Vec::new(), candidates: Vec::new(), allow: None }
    }

    pub(crate) fn no_page(path: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "no-page", format!("There is no page at {path}"))
    }

    /// A method that the address does not take.
    pub(crate) fn wrong_method(message: impl Into<String>, allow: &'static str) -> Self {
        Self { allow: Some(allow), ..Self::new(StatusCode::METHOD_NOT_ALLOWED, "wrong-method", message) }
    }

    /// What was sent can't be used.
    pub(crate) fn unfit(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "unfit", message)
    }

    /// The case is for reading.
    pub(crate) fn read_only() -> Self {
        Self::new(StatusCode::FORBIDDEN, "read-only", "This case is served for reading only")
    }

    pub(crate) fn nothing_called(asked: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", format!("Nothing here is called {asked}"))
    }

    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", message)
    }

    pub(crate) fn from_ledger(error: LedgerError) -> Self {
        match error {
            LedgerError::Busy { .. } => Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", error.to_string()),
            LedgerError::ReadOnly { .. } => Self::read_only(),
            error => Self::internal(format!("The ledger can't be read or written: {error}")),
        }
    }

    /// Too many ask at once, or the answer took too long.
    pub(crate) fn busy() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "Too much is asked at once; come again in a moment")
    }

    /// More was sent than is taken.
    pub(crate) fn too_large(most: usize) -> Self {
        let message = format!("At most {} MiB can be sent here at once", most >> 20);
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", message)
    }

    /// The one shape of errors in JSON (RFC 9457).
    pub(crate) fn json(&self) -> Vec<u8> {
        #[derive(Serialize)]
        struct Body<'p> {
            r#type: String,
            title: &'p str,
            status: u16,
            detail: &'p str,
            code: &'static str,
            hearsay: u32,
            #[serde(skip_serializing_if = "<[String]>::is_empty")]
            known: &'p [String],
            #[serde(skip_serializing_if = "<[String]>::is_empty")]
            candidates: &'p [String],
        }
        let known = KNOWN.iter().find(|(code, _, _)| *code == self.code);
        let title = known.map_or_else(|| self.status.canonical_reason().unwrap_or("Error"), |(_, _, title)| title);
        let body = Body {
            r#type: format!("/api/v1/problems#{}", self.code),
            title,
            status: self.status.as_u16(),
            detail: &self.message,
            code: self.code,
            hearsay: hearsay::record::JSON_VERSION,
            known: &self.known,
            candidates: &self.candidates,
        };
        serde_json::to_vec(&body).unwrap_or_default()
    }
}

/// The kinds of errors: code, status, and what it is in short.
pub(crate) const KNOWN: [(&str, u16, &str); 21] = [
    ("unknown-key", 400, "The question takes no such key"),
    ("unfit-value", 400, "The value does not fit its key"),
    ("missing-key", 400, "The question needs a key"),
    ("broken-json", 400, "What was sent is no JSON"),
    ("no-token", 401, "A token is needed"),
    ("foreign-origin", 403, "Asked from a page of another origin"),
    ("stale-page", 403, "Sent from a page of an earlier run"),
    ("read-only", 403, "The case is served for reading only"),
    ("no-page", 404, "There is nothing at this address"),
    ("not-found", 404, "There is no such record"),
    ("ambiguous", 404, "Several records are called so"),
    ("unknown-question", 404, "There is no such question"),
    ("wrong-method", 405, "The address does not take this method"),
    ("not-acceptable", 406, "There is no accepted format"),
    ("too-slow", 408, "What was sent did not come in time"),
    ("too-large", 413, "Too much was sent"),
    ("wrong-media-type", 415, "Sent in a format that is not taken"),
    ("foreign-host", 421, "The case is not served under this name"),
    ("unfit", 422, "What was sent does not fit"),
    ("not-readable", 422, "What was sent can't be taken in"),
    ("busy", 503, "Too much is asked at once"),
];

impl From<ViewError> for Problem {
    fn from(error: ViewError) -> Self {
        let message = error.to_string();
        let owned = |known: &[&'static str]| known.iter().map(ToString::to_string).collect();
        match error {
            ViewError::Ledger(error) => Self::from_ledger(error),
            ViewError::UnknownQuestion { known, .. } => {
                Self { known: owned(&known), ..Self::new(StatusCode::NOT_FOUND, "unknown-question", message) }
            }
            ViewError::UnknownKey { known, .. } => {
                Self { known: owned(&known), ..Self::new(StatusCode::BAD_REQUEST, "unknown-key", message) }
            }
            ViewError::UnfitValue { .. } => Self::new(StatusCode::BAD_REQUEST, "unfit-value", message),
            ViewError::Missing { .. } => Self::new(StatusCode::BAD_REQUEST, "missing-key", message),
            ViewError::NotFound(_) => Self::new(StatusCode::NOT_FOUND, "not-found", message),
            ViewError::Ambiguous { candidates, .. } => Self {
                candidates: candidates.iter().map(ToString::to_string).collect(),
                ..Self::new(StatusCode::NOT_FOUND, "ambiguous", message)
            },
            other => Self::internal(other.to_string()),
        }
    }
}

impl From<CaseError> for Problem {
    fn from(error: CaseError) -> Self {
        match error {
            CaseError::Ledger(error) => Self::from_ledger(error),
            CaseError::View(error) => Self::from(error),
            error => Self::unfit(error.to_string()),
        }
    }
}

impl From<askama::Error> for Problem {
    fn from(error: askama::Error) -> Self {
        Self::internal(format!("The page can't be written: {error}"))
    }
}

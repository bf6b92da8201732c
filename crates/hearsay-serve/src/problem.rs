//! [`Problem`]: why an address has no answer, for a reader and for a program.
//!
//! Invariant: one shape of JSON for every error: `{"hearsay": 1, "error": {"code", "message",
//! "known", "candidates"}}`; the page says the same words.

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

    /// The one shape of errors in JSON.
    pub(crate) fn json(&self) -> Vec<u8> {
        #[derive(Serialize)]
        struct Error<'p> {
            code: &'static str,
            message: &'p str,
            #[serde(skip_serializing_if = "<[String]>::is_empty")]
            known: &'p [String],
            #[serde(skip_serializing_if = "<[String]>::is_empty")]
            candidates: &'p [String],
        }
        #[derive(Serialize)]
        struct Body<'p> {
            hearsay: u32,
            error: Error<'p>,
        }
        let error = Error { code: self.code, message: &self.message, known: &self.known, candidates: &self.candidates };
        serde_json::to_vec(&Body { hearsay: hearsay::record::JSON_VERSION, error }).unwrap_or_default()
    }
}

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
            error @ (CaseError::Label { .. }
            | CaseError::Correction { .. }
            | CaseError::Forget { .. }
            | CaseError::Merge { .. }) => Self::unfit(error.to_string()),
        }
    }
}

impl From<askama::Error> for Problem {
    fn from(error: askama::Error) -> Self {
        Self::internal(format!("The page can't be written: {error}"))
    }
}

//! [`ViewError`]: why a question could not be answered. An empty answer is no error.

use hearsay_ledger::LedgerError;
use hearsay_record::Id;

/// Why a question could not be answered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ViewError {
    /// The ledger could not be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// No question of this name.
    #[error("no question `{name}`; known are {}", .known.join(", "))]
    UnknownQuestion {
        /// As it was asked.
        name: String,
        /// Those that there are.
        known: Vec<&'static str>,
    },
    /// The question does not take this key.
    #[error("`{question}` takes no `{key}`; it takes {}", .known.join(", "))]
    UnknownKey {
        /// The question.
        question: &'static str,
        /// As it was given.
        key: String,
        /// Those that it takes.
        known: Vec<&'static str>,
    },
    /// A value that does not fit its key.
    #[error("`{value}` does not fit `{key}`: {expected}")]
    UnfitValue {
        /// The key.
        key: &'static str,
        /// As it was given.
        value: String,
        /// What would fit.
        expected: String,
    },
    /// The question needs a key that was not given.
    #[error("`{question}` needs `{key}`")]
    Missing {
        /// The question.
        question: &'static str,
        /// The key.
        key: &'static str,
    },
    /// Nothing has this id or name.
    #[error("nothing here is called `{0}`")]
    NotFound(String),
    /// More than one thing has an id that begins so, or this name.
    #[error("`{asked}` may be {}", .candidates.iter().map(Id::as_str).collect::<Vec<_>>().join(", "))]
    Ambiguous {
        /// As it was asked.
        asked: String,
        /// What it may be, at most twenty.
        candidates: Vec<Id>,
    },
    /// Whoever reads what is written has closed it.
    #[error(transparent)]
    Closed(std::io::Error),
    /// A format could not be written.
    #[error("could not write the answer: {0}")]
    Write(String),
}

//! [`LedgerError`]: what can go wrong with a file on disk, a variant for each thing a caller may act on.
//!
//! Every variant names the file. Example: `harbour.hearsay is not a hearsay ledger: it is no SQLite database`.

use hearsay_record::Id;
use std::path::{Path, PathBuf};

/// The ledger's result.
pub type Result<T> = std::result::Result<T, LedgerError>;

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// There is no such file, and it was not to be created; or no folder to create it in.
    #[error("{}: there is no such file or folder", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("{} is not a hearsay ledger: {reason}", path.display())]
    NotALedger {
        /// The file.
        path: PathBuf,
        /// How that was seen.
        reason: String,
    },
    /// A later hearsay wrote it.
    #[error("{} was written by a later hearsay (ledger version {found}; this program knows {known}): use that program, or a newer one", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The latest version that this program knows.
        known: i64,
    },
    /// An earlier hearsay wrote it, and it was opened for reading only.
    #[error("{} was written by an earlier hearsay (ledger version {found}, now {known}): open it once for writing, which upgrades it after a copy", path.display())]
    Older {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The version that this program writes.
        known: i64,
    },
    /// Another program writes to it and did not end in time.
    #[error("{} is being written to by another program; try again when that has ended", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// It may not be written to: opened for reading, or the file system says so.
    #[error("{} cannot be written to", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The disk is full. What was reported as entered is safe.
    #[error("no space left on the disk of {}; what was reported as entered is safe", path.display())]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// The file is damaged.
    #[error("{} is damaged: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// How that was seen.
        reason: String,
    },
    /// A record that was to be entered does not hold together; nothing of its batch was entered.
    #[error("{}: {record} was not entered: {reason}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// The record.
        record: Id,
        /// Why.
        reason: String,
    },
    /// Another correction has this running number.
    #[error("{}: correction {sequence} is taken; the next free number is {next}", path.display())]
    SequenceTaken {
        /// The file.
        path: PathBuf,
        /// The number asked for.
        sequence: u64,
        /// The next free one.
        next: u64,
    },
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// Anything else that SQLite says.
    #[error("{}: {source}", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: rusqlite::Error,
    },
    /// The caller's own function stopped a walk over the records.
    #[error("{0}")]
    Stopped(Box<dyn std::error::Error + Send + Sync>),
}

impl LedgerError {
    /// Stops a walk ([`crate::Ledger::records`]) with the caller's own error.
    pub fn stopped(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Stopped(error.into())
    }

    /// Sorts what SQLite says into what a caller may act on.
    pub(crate) fn of(path: &Path, source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{
            CannotOpen, DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase, PermissionDenied, ReadOnly,
        };
        let path = path.to_path_buf();
        match source.sqlite_error_code() {
            Some(DatabaseBusy | DatabaseLocked) => Self::Busy { path },
            Some(ReadOnly | PermissionDenied) => Self::ReadOnly { path },
            Some(DiskFull) => Self::DiskFull { path },
            Some(DatabaseCorrupt) => Self::Damaged { path, reason: source.to_string() },
            Some(NotADatabase) => Self::NotALedger { path, reason: "it is no SQLite database".into() },
            Some(CannotOpen) if !path.exists() => Self::Missing { path },
            _ => Self::Sqlite { path, source },
        }
    }

    /// A stored line that is no record.
    pub(crate) fn damaged(path: &Path, table: &str, source: &serde_json::Error) -> Self {
        Self::Damaged { path: path.to_path_buf(), reason: format!("a line of table {table} is no record: {source}") }
    }
}

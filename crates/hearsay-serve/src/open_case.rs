//! [`OpenCase`]: the ledger as the page reads it: a few connections and the latest snapshot.
//!
//! In: a question in Rust that reads a [`Lookup`]. Out: its answer. Invariants: one connection
//! serves one question at a time; a snapshot is used only as long as the file stays as it was when
//! the snapshot was begun, so a document added meanwhile shows on the next page.

use crate::problem::Problem;
use hearsay::view::{Lookup, Snapshot};
use hearsay::{Access, Ledger, LedgerError};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// A case that is open for reading.
pub(crate) struct OpenCase {
    path: PathBuf,
    /// File name without its ending: what pages call the case.
    name: String,
    idle: Mutex<Vec<Ledger>>,
    latest: Mutex<Option<(Stamp, Arc<Snapshot>)>>,
}

/// Size and time of the file and of its write-ahead log.
type Stamp = [Option<(u64, SystemTime)>; 2];

/// Connections kept open between questions.
const KEPT: usize = 4;

impl OpenCase {
    pub(crate) fn open(path: &Path) -> Result<Self, LedgerError> {
        let first = Ledger::open(path, Access::Read)?;
        let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        Ok(Self { path: path.into(), name, idle: Mutex::new(vec![first]), latest: Mutex::new(None) })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Lets a question read the case. It blocks: call it off the threads that serve.
    pub(crate) fn read<T>(&self, question: impl FnOnce(&Lookup<'_>) -> Result<T, Problem>) -> Result<T, Problem> {
        let idle = held(&self.idle).pop();
        let ledger = match idle {
            Some(ledger) => ledger,
            None => Ledger::open(&self.path, Access::Read).map_err(Problem::from_ledger)?,
        };
        let answer = self.snapshot(&ledger).and_then(|snapshot| question(&Lookup::over(&ledger, snapshot)));
        let mut idle = held(&self.idle);
        if idle.len() < KEPT {
            idle.push(ledger);
        }
        answer
    }

    fn snapshot(&self, ledger: &Ledger) -> Result<Arc<Snapshot>, Problem> {
        // Held while loading, so that ten pages opened at once load the case once.
        let mut latest = held(&self.latest);
        let stamp = stamp(&self.path);
        if let Some((of, snapshot)) = latest.as_ref()
            && *of == stamp
        {
            return Ok(Arc::clone(snapshot));
        }
        let snapshot = Arc::new(Snapshot::of(ledger)?);
        *latest = Some((stamp, Arc::clone(&snapshot)));
        Ok(snapshot)
    }
}

/// A question that panicked leaves nothing half done behind these locks.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn stamp(path: &Path) -> Stamp {
    let mut log = OsString::from(path);
    log.push("-wal");
    [path, Path::new(&log)].map(|path| {
        let metadata = std::fs::metadata(path).ok()?;
        Some((metadata.len(), metadata.modified().ok()?))
    })
}

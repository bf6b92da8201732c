//! [`OpenCase`]: the ledger as the page reads it, a few connections and the latest snapshot; and the one
//! writer that changes it.
//!
//! In: a question in Rust that reads a [`Lookup`], or a change of a [`Case`]. Out: its answer. Invariants:
//! one connection serves one question at a time, over one unchanging state of the file; before a question is
//! asked the snapshot is brought up to that state by what changed, so a document added meanwhile, or a change, shows on
//! the next page; changes come one after another.

use crate::problem::Problem;
use crate::server::ServeError;
use crate::serving::Serving;
use crate::turns::Turns;
use hearsay::view::{Lookup, Snapshot};
use hearsay::{Access, Case, Ledger, Packs};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// A case that is open for reading, and for changes if it can be changed.
pub(crate) struct OpenCase {
    path: PathBuf,
    /// File name without its ending: what pages call the case.
    name: String,
    idle: Mutex<Vec<Ledger>>,
    latest: Mutex<Option<Arc<Snapshot>>>,
    serving: Serving,
    /// What our own forms give back; of this run alone.
    form_token: String,
    may_write: bool,
    packs: OnceLock<Packs>,
    turns: Turns,
    /// Opened at the first change.
    writer: Mutex<Option<Case>>,
}

/// Connections kept open between questions.
const KEPT: usize = 4;

impl OpenCase {
    pub(crate) fn open(path: &Path, serving: Serving) -> Result<Self, ServeError> {
        let first = Ledger::open(path, Access::Read)?;
        let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|error| ServeError::Random(error.to_string()))?;
        let may_write = serving.now.is_some() && would_let_write(path);
        let packs = serving.packs.clone().map_or_else(OnceLock::new, OnceLock::from);
        Ok(Self {
            path: path.into(),
            name,
            idle: Mutex::new(vec![first]),
            latest: Mutex::new(None),
            serving,
            form_token: random.iter().map(|byte| format!("{byte:02x}")).collect(),
            may_write,
            packs,
            turns: Turns::of_machine(),
            writer: Mutex::new(None),
        })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn serving(&self) -> &Serving {
        &self.serving
    }

    pub(crate) fn form_token(&self) -> &str {
        &self.form_token
    }

    pub(crate) fn may_write(&self) -> bool {
        self.may_write
    }

    /// Whose turn it is to have an answer made.
    pub(crate) fn turns(&self) -> &Turns {
        &self.turns
    }

    /// The packs, loaded at the first need. It blocks then.
    pub(crate) fn packs(&self) -> &Packs {
        self.packs.get_or_init(Packs::embedded)
    }

    /// The moment of a change, as the ledger keeps it.
    pub(crate) fn now(&self) -> Result<String, Problem> {
        self.serving.now.map(|now| now()).ok_or_else(Problem::read_only)
    }

    /// Lets a change write to the case; changes come one after another, and the next page shows what was
    /// changed. It blocks: call it off the threads that serve.
    pub(crate) fn write<T>(&self, change: impl FnOnce(&mut Case) -> Result<T, Problem>) -> Result<T, Problem> {
        if !self.may_write {
            return Err(Problem::read_only());
        }
        let mut writer = held(&self.writer);
        // Taken out meanwhile: a change that panics leaves no half-used connection behind.
        let mut case = match writer.take() {
            Some(case) => case,
            None => Case::open(&self.path, Access::Write, self.packs().clone())?,
        };
        let answer = change(&mut case);
        *writer = Some(case);
        answer
    }

    /// Lets a question read the case. It blocks: call it off the threads that serve.
    pub(crate) fn read<T>(&self, question: impl FnOnce(&Lookup<'_>) -> Result<T, Problem>) -> Result<T, Problem> {
        let idle = held(&self.idle).pop();
        let ledger = match idle {
            Some(ledger) => ledger,
            None => Ledger::open(&self.path, Access::Read).map_err(Problem::from_ledger)?,
        };
        let ask = || {
            let lookup = Lookup::over(&ledger, self.snapshot(&ledger)?);
            let answer = question(&lookup)?;
            lookup.checked()?;
            Ok(answer)
        };
        let answer = ledger.steady(|| Ok(ask())).map_err(Problem::from_ledger).flatten();
        let mut idle = held(&self.idle);
        if idle.len() < KEPT {
            idle.push(ledger);
        }
        answer
    }

    /// The case in the state that this connection reads.
    fn snapshot(&self, ledger: &Ledger) -> Result<Arc<Snapshot>, Problem> {
        // Held while loading, so that ten pages opened at once load the case once; and from before the first look at the
        // file, so that no connection meets a snapshot of a later state than its own.
        let mut latest = held(&self.latest);
        let mut snapshot = match latest.take() {
            Some(snapshot) => snapshot,
            None => Arc::new(Snapshot::of(ledger)?),
        };
        if !snapshot.is_current(ledger)? {
            // Written in place, unless a page that was begun before still reads it.
            Arc::make_mut(&mut snapshot).refresh(ledger)?;
        }
        Ok(Arc::clone(latest.insert(snapshot)))
    }
}

/// Whether the system would let us write a file. It is asked without opening it: to close any descriptor of a file gives up
/// all locks that this process holds on it, those of SQLite's open connections among them.
fn would_let_write(path: &Path) -> bool {
    #[cfg(unix)]
    return rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok();
    #[cfg(not(unix))]
    std::fs::metadata(path).is_ok_and(|metadata| !metadata.permissions().readonly())
}

/// A question that panicked leaves nothing half done behind these locks.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

//! The ledger's versions: numbered SQL files, run in order, each at most once in a file's life.
//!
//! In: a connection that may write. Out: the same file at this program's version. Invariant: an
//! existing file is copied beside itself (`CASE.hearsay.before-N`) before anything in it is
//! changed, and an upgrade happens wholly or not at all.
//!
//! Example: a file of version 1 met by a program of version 3 is copied to `case.hearsay.before-3`,
//! then `0002_….sql` and `0003_….sql` run in one transaction.

use crate::error::{LedgerError, Result};
use rusqlite::{Connection, TransactionBehavior};
use std::path::{Path, PathBuf};

/// `HRSY`: says in the file's header that it is a hearsay ledger.
pub(crate) const APPLICATION_ID: i64 = 0x4852_5359;

/// Version `n` is reached by the `n`-th of them. A file that was released is never edited.
pub(crate) const MIGRATIONS: &[&str] = &[include_str!("migrations/0001_first.sql")];

/// The version that these migrations lead to.
pub(crate) fn version_of(migrations: &[&str]) -> i64 {
    i64::try_from(migrations.len()).unwrap_or(i64::MAX)
}

/// What the header of a file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    application_id: i64,
    version: i64,
    tables: i64,
}

impl Header {
    fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let number = |sql: &str| connection.query_row(sql, [], |row| row.get(0));
        Ok(Self {
            application_id: number("PRAGMA application_id")?,
            version: number("PRAGMA user_version")?,
            tables: number("SELECT count(*) FROM sqlite_schema")?,
        })
    }

    fn is_empty(self) -> bool {
        self.application_id == 0 && self.version == 0 && self.tables == 0
    }

    fn check(self, path: &Path, known: i64) -> Result<()> {
        if self.application_id != APPLICATION_ID {
            return Err(LedgerError::NotALedger { path: path.into(), reason: "it is the SQLite database of another program".into() });
        }
        if self.version > known {
            return Err(LedgerError::Newer { path: path.into(), found: self.version, known });
        }
        Ok(())
    }
}

/// Checks that the file is a ledger of exactly this version.
pub(crate) fn check(connection: &Connection, path: &Path, migrations: &[&str]) -> Result<()> {
    let header = Header::read(connection).map_err(|source| LedgerError::of(path, source))?;
    let known = version_of(migrations);
    if header.is_empty() {
        return Err(LedgerError::NotALedger { path: path.into(), reason: "it is empty".into() });
    }
    header.check(path, known)?;
    if header.version < known {
        return Err(LedgerError::Older { path: path.into(), found: header.version, known });
    }
    Ok(())
}

/// Brings the file to the version of `migrations`; an empty one only if `create`.
pub(crate) fn upgrade(connection: &mut Connection, path: &Path, migrations: &[&str], create: bool) -> Result<()> {
    let fail = |source| LedgerError::of(path, source);
    let known = version_of(migrations);
    let header = Header::read(connection).map_err(fail)?;
    if header.is_empty() && !create {
        return Err(LedgerError::NotALedger { path: path.into(), reason: "it is empty".into() });
    }
    if !header.is_empty() {
        header.check(path, known)?;
        if header.version == known {
            return Ok(());
        }
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail)?;
    // Another program may have done it while this one waited for its turn.
    let header = Header::read(&transaction).map_err(fail)?;
    let from = if header.is_empty() {
        transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(fail)?;
        0
    } else {
        header.check(path, known)?;
        if header.version < known {
            copy_beside(path, known)?;
        }
        header.version
    };
    for sql in migrations.iter().skip(usize::try_from(from).unwrap_or(usize::MAX)) {
        transaction.execute_batch(sql).map_err(fail)?;
    }
    transaction.pragma_update(None, "user_version", known).map_err(fail)?;
    transaction.commit().map_err(fail)
}

/// Copies the file as it was committed last, over a second connection, under a name not yet taken.
fn copy_beside(path: &Path, version: i64) -> Result<()> {
    let target = free_name(path, version);
    let fail = |source| LedgerError::of(&target, source);
    let reader = Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(|source| LedgerError::of(path, source))?;
    let mut copy = Connection::open(&target).map_err(fail)?;
    let backup = rusqlite::backup::Backup::new(&reader, &mut copy).map_err(fail)?;
    backup.run_to_completion(1024, std::time::Duration::ZERO, None).map_err(fail)
}

fn free_name(path: &Path, version: i64) -> PathBuf {
    let name = |suffix: String| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    };
    let first = name(format!(".before-{version}"));
    if !first.exists() {
        return first;
    }
    (2..).map(|n| name(format!(".before-{version}.{n}"))).find(|name| !name.exists()).unwrap_or(first)
}

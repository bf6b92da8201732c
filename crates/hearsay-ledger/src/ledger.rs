//! [`Ledger`]: one open file.
//!
//! Invariant: a ledger that is open has this program's version, keeps foreign keys, and flushes
//! every transaction to the disk before it reports (`synchronous = FULL`, write-ahead log). One
//! writes at a time, any number read meanwhile, each over a `Ledger` of its own; a reader sees
//! whole transactions only.
//!
//! Example: `Ledger::open("harbour.hearsay".as_ref(), Access::Read)?.counts()?.documents`.

use crate::error::{LedgerError, Result};
use crate::migrations::{self, MIGRATIONS};
use hearsay_record::Id;
use rusqlite::config::DbConfig;
use rusqlite::{CachedStatement, Connection, OpenFlags, Params, Row, Rows, Transaction, TransactionBehavior};
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::time::Duration;

/// What the file is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Writing; a file that is not there is made.
    Create,
    /// Writing; the file must be there.
    Write,
    /// Reading.
    Read,
}

/// An open ledger.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) connection: Connection,
    path: PathBuf,
}

/// Records that are read and parsed at a time.
const PART: usize = 1_000;

/// Threads that help with the sorting of an index.
const HELPERS: u32 = 2;

/// How long a writer waits for another one to end its transaction.
const PATIENCE: Duration = Duration::from_secs(10);

/// Whether reading fails for want of the log beside the file.
fn needs_log(connection: &Connection) -> bool {
    let asked = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
    matches!(
        asked.map_err(|error| error.sqlite_error_code()),
        Err(Some(rusqlite::ErrorCode::CannotOpen | rusqlite::ErrorCode::ReadOnly))
    )
}

/// The file as one that nobody writes to.
fn unchanging(path: &Path) -> rusqlite::Result<Connection> {
    let mut address = String::from("file:");
    for byte in path.to_string_lossy().bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_') {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address.push_str("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(address, flags)
}

/// The same path, with this behind its last name.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

impl Ledger {
    /// Opens the ledger in this file. For writing, a ledger of an earlier version is copied beside
    /// itself (`….before-N`) and upgraded.
    pub fn open(path: &Path, access: Access) -> Result<Self> {
        Self::open_with(path, access, MIGRATIONS)
    }

    pub(crate) fn open_with(path: &Path, access: Access, migrations: &[&str]) -> Result<Self> {
        if access != Access::Create && !path.exists() {
            return Err(LedgerError::Missing { path: path.into() });
        }
        if path.is_dir() {
            return Err(LedgerError::NotALedger { path: path.into(), reason: "it is a folder".into() });
        }
        let flags = match access {
            Access::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
            Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        };
        let fail = |source| LedgerError::of(path, source);
        // A bare name gets its folder before it: to SQLite, some (`:memory:`) are no names of files.
        let file = if path.parent() == Some(Path::new("")) { Path::new(".").join(path) } else { path.into() };
        let mut connection = Connection::open_with_flags(file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(fail)?;
        if access == Access::Read && needs_log(&connection) && !with_suffix(path, "-wal").exists() {
            // In a folder that may not be written to, the log that readers share can't be made; with
            // nothing in it, the file alone is the ledger.
            connection = unchanging(path).map_err(fail)?;
        }
        connection.busy_timeout(PATIENCE).map_err(fail)?;
        connection.set_prepared_statement_cache_capacity(128);
        if access == Access::Read {
            migrations::check(&connection, path, migrations)?;
        } else {
            migrations::upgrade(&mut connection, path, migrations, access == Access::Create)?;
            // The log stays with the file once set. Not before the upgrade: it would change a file that is no ledger.
            let _: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).map_err(fail)?;
            connection.pragma_update(None, "synchronous", "FULL").map_err(fail)?;
        }
        // Else every query beside a partial index is planned again for each value that it is asked with.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(fail)?;
        connection.pragma_update(None, "foreign_keys", true).map_err(fail)?;
        connection.pragma_update(None, "trusted_schema", false).map_err(fail)?;
        connection.pragma_update(None, "temp_store", "FILE").map_err(fail)?;
        connection.pragma_update(None, "cache_size", -65_536).map_err(fail)?;
        crate::packed::teach(&connection).map_err(fail)?;
        Ok(Self { connection, path: path.into() })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How long to wait for another writer before [`LedgerError::Busy`]; ten seconds unless set.
    pub fn set_patience(&self, patience: Duration) -> Result<()> {
        self.connection.busy_timeout(patience).map_err(|source| self.fail(source))
    }

    pub(crate) fn fail(&self, source: rusqlite::Error) -> LedgerError {
        LedgerError::of(&self.path, source)
    }

    /// Runs `work` in one transaction: all of it is written, or nothing.
    pub(crate) fn write<T>(&mut self, work: impl FnOnce(&Pen) -> Result<T>) -> Result<T> {
        let path = self.path.as_path();
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|source| LedgerError::of(path, source))?;
        let pen = Pen { transaction, path };
        let done = work(&pen)?;
        pen.transaction.commit().map_err(|source| LedgerError::of(path, source))?;
        Ok(done)
    }

    /// Runs `work` as [`Self::write`] does. Where it adds `much` and nobody else has the file open, pages that are new go to
    /// their place in the file without standing in the log first: what was there before is kept beside it until all is written, so
    /// that a process that ends midway leaves the file as it was, too. What refers to another record is not looked up row by row then:
    /// of millions of links each would bring a page of a document into memory. So `work` refers to nothing that it did not look up.
    pub(crate) fn write_once<T>(&mut self, much: bool, work: impl FnOnce(&Pen) -> Result<T>) -> Result<T> {
        let mode = |connection: &Connection, wanted: &str| {
            connection.query_row(&format!("PRAGMA journal_mode = {wanted}"), [], |row| row.get::<_, String>(0))
        };
        if !much {
            return self.write(work);
        }
        // Statements that are kept ready may hold the file as it was.
        self.connection.flush_prepared_statement_cache();
        // Whoever has it open keeps the log: no reason to wait for them.
        let patience: u32 =
            self.connection.query_row("PRAGMA busy_timeout", [], |row| row.get(0)).map_err(|source| self.fail(source))?;
        self.connection.busy_timeout(Duration::ZERO).map_err(|source| self.fail(source))?;
        let changed = mode(&self.connection, "DELETE");
        self.connection.busy_timeout(Duration::from_millis(patience.into())).map_err(|source| self.fail(source))?;
        let keep_keys = |connection: &Connection, is_kept: bool| connection.pragma_update(None, "foreign_keys", is_kept);
        keep_keys(&self.connection, false).map_err(|source| self.fail(source))?;
        let done = self.write(work);
        keep_keys(&self.connection, true).map_err(|source| self.fail(source))?;
        if changed.is_ok_and(|now| now == "delete") {
            self.connection.flush_prepared_statement_cache();
            // If somebody reads just now, the next to open it for writing does this.
            let _ = mode(&self.connection, "WAL");
        }
        done
    }

    /// Runs `work` over one unchanging state of the ledger, whatever is written meanwhile.
    pub fn steady<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        if !self.connection.is_autocommit() {
            return work();
        }
        let transaction = self.connection.unchecked_transaction().map_err(|source| self.fail(source))?;
        let done = work()?;
        transaction.finish().map_err(|source| self.fail(source))?;
        Ok(done)
    }

    /// Puts all that another ledger holds in the place of all that this one holds, in one transaction: whoever reads
    /// meanwhile sees the one or the other.
    pub fn become_like(&mut self, other: &Self) -> Result<()> {
        self.connection.flush_prepared_statement_cache();
        let path = self.path.clone();
        let fail = |source| LedgerError::of(&path, source);
        let known = self.latest_change()?;
        self.connection.flush_prepared_statement_cache();
        let backup = rusqlite::backup::Backup::new(&other.connection, &mut self.connection).map_err(fail)?;
        // All pages in one step: the copy is a transaction of its own.
        match backup.step(-1).map_err(fail)? {
            rusqlite::backup::StepResult::Done => {}
            _ => return Err(LedgerError::Busy { path: path.clone() }),
        }
        // Numbers of changes go on from those that open readers know.
        drop(backup);
        self.write(|pen| {
            pen.anything_changed()?;
            pen.run("UPDATE sqlite_sequence SET seq = max(seq, ?1) WHERE name = 'change'", [known])?;
            pen.anything_changed()
        })
    }

    /// Another number whenever another connection has written since.
    ///
    /// # Errors
    /// Where the file can't be read.
    pub fn written_by_others(&self) -> Result<i64> {
        Ok(self.first("PRAGMA data_version", [], |row| row.get(0))?.unwrap_or(0))
    }

    pub(crate) fn prepare(&self, sql: &str) -> Result<CachedStatement<'_>> {
        self.connection.prepare_cached(sql).map_err(|source| self.fail(source))
    }

    /// All rows of a query, each made into a `T`.
    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        mut each: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query(params).map_err(|source| self.fail(source))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(|source| self.fail(source))? {
            found.push(each(row).map_err(|source| self.fail(source))?);
        }
        Ok(found)
    }

    /// The first row, if there is one.
    pub(crate) fn first<T>(
        &self,
        sql: &str,
        params: impl Params,
        each: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query(params).map_err(|source| self.fail(source))?;
        match rows.next().map_err(|source| self.fail(source))? {
            Some(row) => each(row).map(Some).map_err(|source| self.fail(source)),
            None => Ok(None),
        }
    }

    /// The records whose JSON is the query's first column. Of many, one thread parses what another reads.
    pub(crate) fn parsed<T: DeserializeOwned + Send>(&self, table: &str, sql: &str, params: impl Params) -> Result<Vec<T>> {
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query(params).map_err(|source| self.fail(source))?;
        let mut found = Vec::new();
        while found.len() < PART {
            let Some(row) = rows.next().map_err(|source| self.fail(source))? else { return Ok(found) };
            let json = row.get_ref(0).and_then(|value| Ok(value.as_str()?)).map_err(|source| self.fail(source))?;
            found.push(self.parse(table, json)?);
        }
        self.rest_parsed(table, &mut rows, |record| found.push(record))?;
        Ok(found)
    }

    /// The same of many, each handed to `each` as it comes: one thread parses and does, another reads.
    pub(crate) fn each_parsed<T: DeserializeOwned>(
        &self,
        table: &str,
        sql: &str,
        params: impl Params,
        each: impl FnMut(T) + Send,
    ) -> Result<()> {
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query(params).map_err(|source| self.fail(source))?;
        self.rest_parsed(table, &mut rows, each)
    }

    fn rest_parsed<T: DeserializeOwned>(&self, table: &str, rows: &mut Rows<'_>, mut each: impl FnMut(T) + Send) -> Result<()> {
        let path = self.path.as_path();
        std::thread::scope(|scope| {
            let (send, receive) = sync_channel::<(String, Vec<usize>)>(4);
            let parsing = scope.spawn(move || -> Result<()> {
                for (lines, ends) in receive {
                    let starts = std::iter::once(0).chain(ends.iter().copied());
                    for (start, end) in starts.zip(&ends) {
                        let record = serde_json::from_str(&lines[start..*end]);
                        each(record.map_err(|source| LedgerError::damaged(path, table, &source))?);
                    }
                }
                Ok(())
            });
            let mut is_more = true;
            while is_more {
                let (mut lines, mut ends) = (String::new(), Vec::with_capacity(PART));
                while is_more && ends.len() < PART {
                    match rows.next().map_err(|source| self.fail(source))? {
                        Some(row) => {
                            let json =
                                row.get_ref(0).and_then(|value| Ok(value.as_str()?)).map_err(|source| self.fail(source))?;
                            lines.push_str(json);
                            ends.push(lines.len());
                        }
                        None => is_more = false,
                    }
                }
                // Who parses may have stopped at a line that is none, which it tells.
                is_more = send.send((lines, ends)).is_ok() && is_more;
            }
            drop(send);
            parsing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }

    pub(crate) fn parse<T: DeserializeOwned>(&self, table: &str, json: &str) -> Result<T> {
        serde_json::from_str(json).map_err(|source| LedgerError::damaged(&self.path, table, &source))
    }
}

/// A transaction that writes.
pub(crate) struct Pen<'l> {
    pub(crate) transaction: Transaction<'l>,
    pub(crate) path: &'l Path,
}

impl Pen<'_> {
    pub(crate) fn fail(&self, source: rusqlite::Error) -> LedgerError {
        LedgerError::of(self.path, source)
    }

    /// Runs one statement; how many rows it changed.
    pub(crate) fn run(&self, sql: &str, params: impl Params) -> Result<usize> {
        let mut statement = self.transaction.prepare_cached(sql).map_err(|source| self.fail(source))?;
        statement.execute(params).map_err(|source| self.fail(source))
    }

    /// Runs one statement that enters a record; what the tables do not let in is refused by name.
    pub(crate) fn put(&self, record: &Id, sql: &str, params: impl Params) -> Result<()> {
        let mut statement = self.transaction.prepare_cached(sql).map_err(|source| self.fail(source))?;
        statement.execute(params).map(|_| ()).map_err(|source| match source.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ConstraintViolation) => self.refuse(record, source.to_string()),
            _ => self.fail(source),
        })
    }

    /// Fills an empty table: its indexes are made when all rows are there, which sorts them once.
    pub(crate) fn filling(&self, table: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
        let sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1 AND sql IS NOT NULL";
        let indexes: Vec<(String, String)> = {
            let mut statement = self.transaction.prepare(sql).map_err(|source| self.fail(source))?;
            let rows = statement.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)));
            rows.and_then(Iterator::collect).map_err(|source| self.fail(source))?
        };
        for (name, _) in &indexes {
            self.run(&format!("DROP INDEX {name}"), [])?;
        }
        work()?;
        // Of a large table that is sorting, which others can help with.
        let help = |n_threads: u32| {
            let sql = format!("PRAGMA threads = {n_threads}");
            self.transaction.query_row(&sql, [], |_| Ok(())).map_err(|source| self.fail(source))
        };
        help(HELPERS)?;
        let made = indexes.iter().try_for_each(|(_, sql)| self.run(sql, []).map(|_| ()));
        help(0)?;
        made
    }

    /// The first column of a query, as text.
    pub(crate) fn strings(&self, sql: &str) -> Result<Vec<String>> {
        let mut statement = self.transaction.prepare(sql).map_err(|source| self.fail(source))?;
        let rows = statement.query_map([], |row| row.get(0));
        rows.and_then(Iterator::collect).map_err(|source| self.fail(source))
    }

    /// All rows of a query, each made into a `T`.
    pub(crate) fn rows<T, C: FromIterator<T>>(
        &self,
        sql: &str,
        params: impl Params,
        each: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<C> {
        let mut statement = self.transaction.prepare_cached(sql).map_err(|source| self.fail(source))?;
        let rows = statement.query_map(params, each);
        rows.and_then(Iterator::collect).map_err(|source| self.fail(source))
    }

    pub(crate) fn refuse(&self, record: &Id, reason: impl Into<String>) -> LedgerError {
        LedgerError::Refused { path: self.path.into(), record: record.clone(), reason: reason.into() }
    }

    /// The first row, if there is one.
    pub(crate) fn first<T>(
        &self,
        sql: &str,
        params: impl Params,
        each: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        let mut statement = self.transaction.prepare_cached(sql).map_err(|source| self.fail(source))?;
        let mut rows = statement.query(params).map_err(|source| self.fail(source))?;
        match rows.next().map_err(|source| self.fail(source))? {
            Some(row) => each(row).map(Some).map_err(|source| self.fail(source)),
            None => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Access, Ledger, unchanging};
    use crate::LedgerError;
    use hearsay_record::Id;

    #[test]
    fn a_file_in_a_folder_that_nobody_may_write_to_can_be_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("50% of what? #1 żółw.hearsay");
        drop(Ledger::open(&path, Access::Create).expect("a ledger"));
        let connection = unchanging(&path).expect("opens");
        let n: i64 = connection.query_row("SELECT count(*) FROM document", [], |row| row.get(0)).expect("a count");
        assert_eq!(n, 0);
        let beside: Vec<_> = std::fs::read_dir(folder.path()).expect("the folder").collect();
        assert_eq!(beside.len(), 1, "nothing is made beside it");
    }

    fn log(ledger: &Ledger) -> String {
        ledger.connection.query_row("PRAGMA journal_mode", [], |row| row.get(0)).expect("a mode")
    }

    #[test]
    fn what_is_written_once_passes_by_the_log_where_nobody_else_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("case.hearsay");
        let mut ledger = Ledger::open(&path, Access::Create).expect("a ledger");
        let note = |pen: &super::Pen<'_>| pen.run("INSERT INTO change (id) VALUES ('d-1')", []);
        let mode = |pen: &super::Pen<'_>| pen.first("PRAGMA journal_mode", [], |row| row.get::<_, String>(0));
        let count =
            |ledger: &Ledger| ledger.first("SELECT count(*) FROM change", [], |row| row.get::<_, i64>(0)).expect("a count");
        let during = ledger.write_once(true, |pen| note(pen).and_then(|_| mode(pen))).expect("is written");
        assert_eq!((during.as_deref(), log(&ledger).as_str(), count(&ledger)), (Some("delete"), "wal", Some(1)));
        // What fails leaves all as it was.
        let failed: Result<(), LedgerError> =
            ledger.write_once(true, |pen| note(pen).and_then(|_| Err(pen.refuse(&Id::from_text("d-1"), "no more"))));
        assert!(failed.is_err());
        assert_eq!((log(&ledger).as_str(), count(&ledger)), ("wal", Some(1)));
        let other = Ledger::open(&path, Access::Read).expect("a reader");
        assert_eq!(count(&other), Some(1));
        let during = ledger.write_once(true, |pen| note(pen).and_then(|_| mode(pen))).expect("is written");
        assert_eq!((during.as_deref(), count(&other)), (Some("wal"), Some(2)), "who reads keeps the log");
        assert_eq!(ledger.write_once(false, |pen| mode(pen)).expect("reads"), Some("wal".into()));
    }
}

//! The ledger's versions: numbered SQL files, run in order, each at most once in a file's life.
//!
//! In: a connection that may write. Out: the same file at this program's version. Invariant: an
//! existing file is copied beside itself (`CASE.hearsay.before-N`) before anything in it is
//! changed, and an upgrade happens wholly or not at all.
//!
//! Example: a file of version 1 met by a program of version 3 is copied to `case.hearsay.before-3`,
//! then `0002_….sql` and `0003_….sql` run in one transaction.

use crate::error::{LedgerError, Result};
use crate::ledger::with_suffix;
use rusqlite::{Connection, TransactionBehavior};
use std::path::{Path, PathBuf};

/// `HRSY`: says in the file's header that it is a hearsay ledger.
pub(crate) const APPLICATION_ID: i64 = 0x4852_5359;

/// Version `n` is reached by the `n`-th of them. A file that was released is never edited.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_schemes.sql"),
    include_str!("migrations/0003_index.sql"),
    include_str!("migrations/0004_tombstones.sql"),
    include_str!("migrations/0005_changes.sql"),
    include_str!("migrations/0006_refused.sql"),
    include_str!("migrations/0007_links.sql"),
    include_str!("migrations/0008_packed.sql"),
];

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
            return Err(LedgerError::NotALedger {
                path: path.into(),
                reason: "it is the SQLite database of another program".into(),
            });
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
    let reader = Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(|source| LedgerError::of(path, source))?;
    let mut copy = Connection::open(&target).map_err(fail)?;
    let backup = rusqlite::backup::Backup::new(&reader, &mut copy).map_err(fail)?;
    backup.run_to_completion(1024, std::time::Duration::ZERO, None).map_err(fail)
}

fn free_name(path: &Path, version: i64) -> PathBuf {
    let first = with_suffix(path, &format!(".before-{version}"));
    if !first.exists() {
        return first;
    }
    (2..).map(|n| with_suffix(path, &format!(".before-{version}.{n}"))).find(|name| !name.exists()).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::MIGRATIONS;
    use crate::{Access, Ledger, LedgerError};
    use rusqlite::Connection;

    const NEXT: &str = "CREATE TABLE later (one INTEGER) STRICT; INSERT INTO later VALUES (1);";

    fn with(next: &'static str) -> Vec<&'static str> {
        MIGRATIONS.iter().copied().chain([next]).collect()
    }

    #[test]
    fn an_upgrade_happens_after_a_copy() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("case.hearsay");
        let digest = Ledger::open(&path, Access::Create).and_then(|ledger| ledger.digest()).expect("a new ledger");
        assert!(matches!(
            Ledger::open_with(&path, Access::Read, &with(NEXT)),
            Err(LedgerError::Older { found: 8, known: 9, .. })
        ));
        // Somebody else's file of that name is not written over.
        let taken = folder.path().join("case.hearsay.before-9");
        std::fs::write(&taken, "mine").expect("a file");
        let upgraded = Ledger::open_with(&path, Access::Write, &with(NEXT)).expect("an upgrade");
        assert_eq!(upgraded.digest().expect("a digest"), digest);
        assert_eq!(upgraded.first("SELECT one FROM later", [], |row| row.get::<_, i64>(0)).expect("the new table"), Some(1));
        assert_eq!(std::fs::read_to_string(&taken).expect("the file"), "mine");
        let copy = Ledger::open(&folder.path().join("case.hearsay.before-9.2"), Access::Write)
            .expect("the copy opens with the earlier program");
        assert_eq!(copy.verify().expect("the copy verifies").problems, []);
        assert!(matches!(Ledger::open(&path, Access::Write), Err(LedgerError::Newer { found: 9, known: 8, .. })));
    }

    #[test]
    fn an_upgrade_that_fails_changes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("case.hearsay");
        drop(Ledger::open(&path, Access::Create).expect("a new ledger"));
        Ledger::open_with(&path, Access::Write, &with("CREATE TABLE later (one INTEGER); SELECT no_such_thing;"))
            .expect_err("it can't be run");
        let ledger = Ledger::open(&path, Access::Write).expect("as it was");
        assert_eq!(ledger.verify().expect("verifies").problems, []);
        assert_eq!(ledger.first("SELECT 1 FROM sqlite_schema WHERE name = 'later'", [], |_| Ok(())).expect("a query"), None);
    }

    /// The columns of every link, in order of id.
    fn links(ledger: &Ledger) -> Vec<Vec<rusqlite::types::Value>> {
        let sql = "SELECT id, kind, a, b, a_document, b_document, json FROM link ORDER BY id";
        ledger.rows(sql, [], |row| (0..7).map(|column| row.get(column)).collect()).expect("links")
    }

    #[test]
    fn links_of_an_earlier_version_are_kept_byte_for_byte() {
        // Longer than a page of the file, and with what a careless copy would change.
        let long = format!(r#"{{"note":"“żółw” \\ \u0000 {}","n":1.50}}"#, "gate ".repeat(2_000));
        for version in [5, 6] {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("case.hearsay");
            let before = {
                let ledger = Ledger::open_with(&path, Access::Create, &MIGRATIONS[..version]).expect("a ledger of that version");
                let run = |sql: &str, values: &[&str]| {
                    ledger.connection.execute(sql, rusqlite::params_from_iter(values)).expect("a row");
                };
                for document in ["d-0a", "d-0b"] {
                    run("INSERT INTO original (hash, size, compressed) VALUES (?1, 0, x'')", &[document]);
                    let sql = "INSERT INTO document (id, hash, media_type, text, json) VALUES (?1, ?1, 'text/plain', '', '{}')";
                    run(sql, &[document]);
                }
                let sql = "INSERT INTO link (id, kind, a, b, a_document, b_document, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
                run(sql, &["l-02", "verbatim", "d-0a", "d-0b", "d-0a", "d-0b", "{\"spaced\" : [1 ,2]}\n"]);
                run(sql, &["l-01", "denial", "s-07", "s-03", "d-0b", "d-0a", &long]);
                run(sql, &["l-03", "verbatim", "d-0b", "d-0a", "d-0b", "d-0b", ""]);
                links(&ledger)
            };
            assert_eq!(before.len(), 3);
            // What the next version makes of a link wants whole records, and has tests of its own.
            let upgraded = Ledger::open_with(&path, Access::Write, &MIGRATIONS[..7]).expect("an upgrade");
            assert_eq!(links(&upgraded), before, "from version {version}");
            drop(upgraded);
            let upgraded = Ledger::open(&path, Access::Write).expect("another upgrade");
            assert_eq!(links(&upgraded), before, "from version 7");
            // What the indexes lead to are these rows.
            let count = |sql: &str| upgraded.first(sql, [], |row| row.get::<_, i64>(0)).expect("a count");
            let led = |to: &str| count(&format!("SELECT count(*) FROM packed_link INDEXED BY link_by_{to}"));
            assert_eq!(led("kind WHERE kind = 'verbatim'"), Some(2));
            assert_eq!(led("a WHERE a = x'7307' AND kind = 'denial'"), Some(1));
            assert_eq!(led("b WHERE b = x'640b'"), Some(1));
            assert_eq!(led("b_document WHERE b_document = (SELECT n FROM document WHERE id = 'd-0b')"), Some(2));
            assert_eq!(count("SELECT count(*) FROM sqlite_schema WHERE name = 'link_before'"), Some(0));
            assert_eq!(count("SELECT count(*) FROM pragma_foreign_key_check"), Some(0));
            assert_eq!(count("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), Some(0));
        }
    }

    #[test]
    fn the_file_says_what_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("case.hearsay");
        let ledger = Ledger::open(&path, Access::Create).expect("a new ledger");
        let pragma = |name: &str| {
            ledger
                .connection
                .query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, rusqlite::types::Value>(0))
                .expect("a pragma")
        };
        assert_eq!(pragma("application_id"), super::APPLICATION_ID.into());
        assert_eq!(pragma("user_version"), 8_i64.into());
        assert_eq!(pragma("journal_mode"), "wal".to_owned().into());
        assert_eq!((pragma("synchronous"), pragma("foreign_keys")), (2_i64.into(), 1_i64.into()));
        let tables = "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'";
        assert_eq!(ledger.first(tables, [], |row| row.get::<_, i64>(0)).expect("a query"), Some(0), "every table is strict");
        drop(ledger);
        assert!(Connection::open(&path).is_ok());
    }
}

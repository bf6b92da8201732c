//! Opening: what is no ledger is refused by name and left as it was; one writes, many read.

#![allow(clippy::unwrap_used)]

mod material;

use hearsay_ledger::{Access, Ledger, LedgerError};
use material::{empty, entries, filled};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

#[test]
fn what_is_no_ledger_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    let name = path.display().to_string();
    assert!(matches!(Ledger::open(&path, Access::Read), Err(LedgerError::Missing { .. })));
    assert!(matches!(Ledger::open(&path, Access::Write), Err(LedgerError::Missing { .. })));
    assert!(!path.exists(), "asking makes no file");
    std::fs::write(&path, "The north gate was shut on Monday, and nobody could say why. ".repeat(40)).unwrap();
    let before = std::fs::read(&path).unwrap();
    for access in [Access::Create, Access::Write, Access::Read] {
        let error = Ledger::open(&path, access).unwrap_err();
        assert!(matches!(error, LedgerError::NotALedger { .. }), "{error}");
        assert!(error.to_string().contains(&name), "{error}");
    }
    assert_eq!(std::fs::read(&path).unwrap(), before);
    let other = folder.path().join("other.db");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE recipe (name TEXT)").unwrap();
    let before = std::fs::read(&other).unwrap();
    for access in [Access::Create, Access::Write, Access::Read] {
        assert!(matches!(Ledger::open(&other, access), Err(LedgerError::NotALedger { .. })));
    }
    assert_eq!(std::fs::read(&other).unwrap(), before);
    assert!(matches!(Ledger::open(folder.path(), Access::Create), Err(LedgerError::NotALedger { .. })));
    let gone = folder.path().join("no/such/folder.hearsay");
    assert!(matches!(Ledger::open(&gone, Access::Create), Err(LedgerError::Missing { .. })));
    let blank = folder.path().join("blank.hearsay");
    std::fs::write(&blank, "").unwrap();
    assert!(matches!(Ledger::open(&blank, Access::Write), Err(LedgerError::NotALedger { .. })));
    assert!(matches!(Ledger::open(&blank, Access::Read), Err(LedgerError::NotALedger { .. })));
    assert!(Ledger::open(&blank, Access::Create).is_ok(), "an empty file may become one");
}

#[test]
fn a_ledger_of_a_later_program_is_refused() {
    let (_folder, path, ledger, _) = filled(2);
    drop(ledger);
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 900).unwrap();
    for access in [Access::Create, Access::Write, Access::Read] {
        let error = Ledger::open(&path, access).unwrap_err();
        assert!(matches!(error, LedgerError::Newer { found: 900, .. }), "{error}");
    }
}

#[test]
fn a_reader_may_not_write() {
    let (_folder, path, _ledger, _) = filled(2);
    let mut reader = Ledger::open(&path, Access::Read).unwrap();
    let error = reader.enter(&entries(3), "").unwrap_err();
    assert!(matches!(error, LedgerError::ReadOnly { .. }), "{error}");
}

#[test]
fn a_second_writer_waits_and_is_then_told() {
    let (_folder, path, mut ledger) = empty();
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch("BEGIN IMMEDIATE").unwrap();
    ledger.set_patience(Duration::from_millis(30)).unwrap();
    let error = ledger.enter(&entries(1), "").unwrap_err();
    assert!(matches!(error, LedgerError::Busy { .. }), "{error}");
    assert_eq!(ledger.counts().unwrap().documents, 0, "reading goes on meanwhile");
    // With patience enough it gets its turn when the other one ends.
    ledger.set_patience(Duration::from_secs(60)).unwrap();
    let other = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        raw.execute_batch("COMMIT").unwrap();
    });
    ledger.enter(&entries(1), "").unwrap();
    other.join().unwrap();
    assert_eq!(ledger.counts().unwrap().documents, 1);
}

#[test]
fn readers_see_whole_batches_while_one_writes() {
    let (_folder, path, mut ledger) = empty();
    let done = AtomicBool::new(false);
    let all = entries(40);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let reader = Ledger::open(&path, Access::Read).unwrap();
                let mut last = 0;
                while !done.load(Ordering::Relaxed) {
                    let counts = reader.counts().unwrap();
                    assert_eq!(counts.documents % 4, 0, "a batch is four documents");
                    assert_eq!((counts.readings, counts.statements), (counts.documents, counts.documents * 6));
                    assert!(counts.documents >= last);
                    last = counts.documents;
                }
            });
        }
        for batch in all.chunks(4) {
            ledger.enter(batch, "").unwrap();
        }
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(ledger.verify().unwrap().problems, []);
}

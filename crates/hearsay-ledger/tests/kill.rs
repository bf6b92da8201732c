//! The process is killed while it enters, again and again, and nothing that it had reported is lost.
//!
//! The child is this same test program, called with a variable set. It enters batches, links now and
//! then, and prints the ids of each batch after `enter` has returned. The parent kills it at a
//! random moment, opens the file and looks: every printed document is there, every batch is there
//! wholly or not at all, and `verify` finds nothing.

#![allow(clippy::unwrap_used)]

mod material;

use hearsay_ledger::{Access, Ledger};
use hearsay_record::Id;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const CHILD: &str = "HEARSAY_LEDGER_KILL_TEST";
const BATCH: usize = 3;
/// Kills of one ledger, and ledgers.
const ROUNDS: (usize, usize) = (6, 5);
/// Documents that a child enters if it is let live.
const DOCUMENTS: usize = 45;

/// The child's part; an ordinary run of the tests passes through.
#[test]
fn child() {
    let Ok(given) = std::env::var(CHILD) else { return };
    let (first, path) = given.split_once(' ').unwrap();
    let first: usize = first.parse().unwrap();
    let mut ledger = Ledger::open(Path::new(path), Access::Create).unwrap();
    let mut out = std::io::stdout();
    for batch in (first..first + DOCUMENTS).step_by(BATCH) {
        let entries: Vec<_> = (batch..batch + BATCH).map(|n| material::entry(n, 5)).collect();
        ledger.enter(&entries, "2031-05-01T10:00:00Z").unwrap();
        let ids: Vec<&str> = entries.iter().map(|entry| entry.document.id.as_str()).collect();
        out.write_all(format!("\nentered {}\n", ids.join(" ")).as_bytes()).unwrap();
        out.flush().unwrap();
        if batch % 2 == 0 {
            material::linked(&entries).enter(&mut ledger);
        }
    }
}

#[test]
fn nothing_reported_is_lost_by_a_kill() {
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut cut_off = 0;
    for _ in 0..ROUNDS.1 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("case.hearsay");
        let mut reported: Vec<Id> = Vec::new();
        for round in 0..ROUNDS.0 {
            // xorshift: the moments are drawn alike in every run, however long the machine takes.
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let first = round * DOCUMENTS;
            let new = run_and_kill(&path, first, Duration::from_micros(random % 150_000));
            cut_off += usize::from(new.len() < DOCUMENTS);
            reported.extend(new);
            check(&path, &reported, (round + 1) * DOCUMENTS);
        }
    }
    assert!(cut_off > 0, "no child was killed at work");
}

/// The ids that the child had reported when it was killed.
fn run_and_kill(path: &Path, first: usize, after: Duration) -> Vec<Id> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .env(CHILD, format!("{first} {}", path.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(after);
    child.kill().unwrap();
    let mut printed = String::new();
    child.stdout.take().unwrap().read_to_string(&mut printed).unwrap();
    child.wait().unwrap();
    // A line that was cut off was not yet reported.
    let whole = printed.split_inclusive('\n').filter(|line| line.ends_with('\n'));
    whole.filter_map(|line| line.strip_prefix("entered ")).flat_map(str::split_whitespace).map(Id::from_text).collect()
}

fn check(path: &Path, reported: &[Id], n_documents: usize) {
    if !path.exists() {
        assert!(reported.is_empty());
        return;
    }
    // Killed before the first migration was written, the file is empty and is made again next time.
    let ledger = Ledger::open(path, Access::Create).unwrap();
    for id in reported {
        assert!(ledger.knows(id).unwrap(), "{id} was reported and is lost");
    }
    for batch in (0..n_documents).step_by(BATCH) {
        let known = (batch..batch + BATCH).filter(|&n| ledger.knows(&material::entry(n, 5).document.id).unwrap()).count();
        assert!(known == 0 || known == BATCH, "half a batch is in: {known} of {BATCH}");
    }
    assert_eq!(ledger.unread().unwrap(), []);
    assert_eq!(ledger.verify().unwrap().problems, []);
}

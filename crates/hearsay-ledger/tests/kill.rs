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
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const CHILD: &str = "HEARSAY_LEDGER_KILL_TEST";
const BATCH: usize = 3;
/// Kills of one ledger, and ledgers.
const ROUNDS: (usize, usize) = (6, 5);
/// Documents of a round are numbered from its multiple of this; no child lives to enter so many.
const STRIDE: usize = 30_000;

/// The child's part; an ordinary run of the tests passes through.
#[test]
fn child() {
    let Ok(given) = std::env::var(CHILD) else { return };
    let (first, path) = given.split_once(' ').unwrap();
    let first: usize = first.parse().unwrap();
    let mut ledger = Ledger::open(Path::new(path), Access::Create).unwrap();
    let mut out = std::io::stdout();
    for batch in (first..first + STRIDE).step_by(BATCH) {
        let entries: Vec<_> = (batch..batch + BATCH).map(|n| material::entry(n, 5)).collect();
        ledger.enter(&entries, "2031-05-01T10:00:00Z").unwrap();
        let ids: Vec<&str> = entries.iter().map(|entry| entry.document.id.as_str()).collect();
        out.write_all(format!("\nentered {}\n", ids.join(" ")).as_bytes()).unwrap();
        out.flush().unwrap();
        if batch.is_multiple_of(2) {
            material::linked(&entries).enter(&mut ledger);
        }
    }
}

#[test]
fn nothing_reported_is_lost_by_a_kill() {
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..ROUNDS.1 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("case.hearsay");
        let mut reported: Vec<(usize, Vec<Id>)> = Vec::new();
        for round in 0..ROUNDS.0 {
            // xorshift: drawn alike in every run. How many batches to wait for, then how long.
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let n_batches = usize::try_from(random % 8).unwrap();
            // One in eight is killed while it starts, or makes the file.
            let most = if n_batches == 0 { 80_000 } else { 9_000 };
            let new = run_and_kill(&path, round * STRIDE, n_batches, Duration::from_micros((random >> 8) % most));
            assert!(new.len() >= n_batches * BATCH);
            reported.push((round * STRIDE, new));
            check(&path, &reported);
        }
    }
}

/// The ids that the child had reported when it was killed, so long after so many batches.
fn run_and_kill(path: &Path, first: usize, n_batches: usize, after: Duration) -> Vec<Id> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .env(CHILD, format!("{first} {}", path.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut ids = Vec::new();
    let mut line = String::new();
    while ids.len() < n_batches * BATCH && out.read_line(&mut line).unwrap() > 0 {
        ids.extend(reported(&line));
        line.clear();
    }
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    // A line that was cut off was not yet reported.
    ids.extend(rest.split_inclusive('\n').filter(|line| line.ends_with('\n')).flat_map(reported));
    ids
}

fn reported(line: &str) -> Vec<Id> {
    line.strip_prefix("entered ").map(|ids| ids.split_whitespace().map(Id::from_text).collect()).unwrap_or_default()
}

fn check(path: &Path, reported: &[(usize, Vec<Id>)]) {
    if !path.exists() {
        assert!(reported.iter().all(|(_, ids)| ids.is_empty()));
        return;
    }
    // Killed before the first migration was written, the file is empty and is made again next time.
    let ledger = Ledger::open(path, Access::Create).unwrap();
    let mut n_known = 0;
    for (first, ids) in reported {
        for id in ids {
            assert!(ledger.knows(id).unwrap(), "{id} was reported and is lost");
        }
        n_known += ids.len();
        // The batch after the last that was reported may be in, wholly or not at all; none after it.
        let next = first + ids.len();
        let known =
            |batch: usize| (batch..batch + BATCH).filter(|&n| ledger.knows(&material::entry(n, 5).document.id).unwrap()).count();
        assert!(matches!(known(next), 0 | BATCH), "half a batch is in: {} of {BATCH}", known(next));
        n_known += known(next);
    }
    assert_eq!(ledger.counts().unwrap().documents, n_known, "and nothing else");
    assert_eq!(ledger.unread().unwrap(), []);
    assert_eq!(ledger.verify().unwrap().problems, []);
}

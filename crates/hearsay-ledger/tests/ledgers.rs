//! Ledgers written by each released version: they open, are upgraded after a copy, and verify.
//!
//! `tests/ledgers/VERSION.hearsay` stands beside `VERSION.digest`. At a release the ledger of that
//! version is written once, by
//! `cargo test -p hearsay-ledger --test ledgers -- --ignored write_the_ledger_of_this_version`,
//! and never again.

#![allow(clippy::unwrap_used)]

mod material;

use hearsay_ledger::{Access, Ledger};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ledgers")
}

#[test]
fn ledgers_of_every_released_version_open_and_verify() {
    let mut n = 0;
    for file in std::fs::read_dir(folder()).unwrap() {
        let kept = file.unwrap().path();
        if kept.extension().is_none_or(|extension| extension != "hearsay") {
            continue;
        }
        n += 1;
        let name = kept.display().to_string();
        let here = tempfile::tempdir().unwrap();
        let path = here.path().join("kept.hearsay");
        std::fs::copy(&kept, &path).unwrap();
        let ledger = Ledger::open(&path, Access::Write).unwrap();
        let found = ledger.verify().unwrap();
        assert_eq!(found.problems, [], "{name}");
        assert_eq!(found.digest, std::fs::read_to_string(kept.with_extension("digest")).unwrap().trim(), "{name}");
        let counts = ledger.counts().unwrap();
        assert!(
            counts.documents >= 6 && counts.statements > 0 && counts.links > 0 && counts.corrections == 1 && counts.labels == 1,
            "{name}"
        );
        assert!(!ledger.search("żółw", 10, 0).unwrap().is_empty(), "{name}");
    }
    assert!(n > 0, "none is kept");
}

#[test]
#[ignore = "writes the kept ledger; at a release only"]
fn write_the_ledger_of_this_version() {
    let (_folder, path, ledger, _) = material::filled(6);
    let kept = folder().join(concat!(env!("CARGO_PKG_VERSION"), ".hearsay"));
    std::fs::write(kept.with_extension("digest"), ledger.digest().unwrap() + "\n").unwrap();
    // The last to close the file brings the log into it.
    drop(ledger);
    std::fs::copy(path, kept).unwrap();
}

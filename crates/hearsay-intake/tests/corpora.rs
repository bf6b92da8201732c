//! The suite that needs the shared folder beside the checkout.
//!
//! Run it by name: `HEARSAY_SHARED=../shared cargo test -p hearsay-intake --test corpora -- --ignored`.
//! It is ignored in an ordinary run, so that a fresh clone tests without it; asked for without the
//! folder, it fails and says so.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use hearsay_intake::{Hint, open};
use hearsay_record::BlockKind;
use std::path::{Path, PathBuf};

fn shared() -> PathBuf {
    let path = std::env::var("HEARSAY_SHARED").expect("set HEARSAY_SHARED to the shared folder beside the checkout");
    let path = PathBuf::from(path);
    let path = if path.is_absolute() { path } else { Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path) };
    assert!(path.join("seeds").is_dir(), "{} holds no folder seeds", path.display());
    path
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Bytes of a file that are fed; what follows is more of the same.
const FED: usize = 1 << 20;

#[test]
#[ignore = "needs HEARSAY_SHARED"]
fn every_file_is_taken_or_refused() {
    let mut all = Vec::new();
    files(&shared(), &mut all);
    assert!(all.len() > 50, "only {} files", all.len());
    let (mut n_taken, mut n_refused) = (0, 0);
    for path in all {
        let mut bytes = std::fs::read(&path).expect("a readable file");
        bytes.truncate(FED);
        let opened = open(&bytes, &Hint { path: path.to_str(), ..Hint::default() });
        assert!(
            !opened.taken.is_empty() || !opened.refused.is_empty() || bytes.starts_with(b"["),
            "{} is passed over in silence",
            path.display()
        );
        n_taken += opened.taken.len();
        n_refused += opened.refused.len();
        for taken in &opened.taken {
            let n = taken.document.text.chars().count();
            assert!(taken.document.blocks.iter().all(|block| block.span.end <= n), "{}", path.display());
            if taken.document.media_type == "text/plain" && std::str::from_utf8(&bytes).is_ok() {
                assert_eq!(taken.document.text.as_bytes(), bytes, "{}", path.display());
            }
        }
    }
    println!("{n_taken} documents taken, {n_refused} parts refused");
}

/// The parts of the seed texts agree with their gold: title, date line, boilerplate, run-in heads.
#[test]
#[ignore = "needs HEARSAY_SHARED"]
fn parts_of_the_seeds_agree_with_gold() {
    let seeds = shared().join("seeds");
    let gold: Vec<serde_json::Value> =
        serde_json::from_slice(&std::fs::read(seeds.join("gold/documents.json")).expect("the gold")).expect("JSON");
    for document in &gold {
        let file = document["file"].as_str().expect("a file");
        let opened = open(&std::fs::read(seeds.join(file)).expect("the seed"), &Hint::default());
        let taken = &opened.taken[0].document;
        let has = |kinds: &[BlockKind], span: &serde_json::Value| {
            let (start, end) = (span[0].as_u64().expect("a start") as usize, span[1].as_u64().expect("an end") as usize);
            taken.blocks.iter().any(|block| kinds.contains(&block.kind) && block.span.start == start && block.span.end == end)
        };
        if document["title_span"].is_array() {
            assert!(has(&[BlockKind::Headline], &document["title_span"]), "{file}: the headline");
        }
        assert_eq!(taken.title.as_deref(), document["title"].as_str(), "{file}");
        assert_eq!(taken.published.as_ref().map(|date| date.date.as_str()), document["date"].as_str(), "{file}");
        for part in document["boilerplate"].as_array().into_iter().flatten() {
            assert!(has(&[BlockKind::Boilerplate, BlockKind::Dateline], &part["span"]), "{file}: {part}");
        }
        for span in document["fused_subheads"].as_array().into_iter().flatten() {
            assert!(has(&[BlockKind::Subhead], span), "{file}: {span}");
        }
        for part in document["subheads"].as_array().into_iter().flatten() {
            assert!(has(&[BlockKind::Subhead], &part["span"]), "{file}: {part}");
        }
        if document["duplicated_blocks"].as_array().is_some_and(Vec::is_empty) {
            assert_eq!(taken.blocks_of(BlockKind::Duplicate).count(), 0, "{file}");
        }
    }
}

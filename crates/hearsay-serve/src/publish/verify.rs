//! A published folder held against itself: every file against the manifest, every passage against its text.
//!
//! In: a folder. Out: what was checked, and each thing that does not hold. Invariants: nothing is changed; a passage is called an
//! orphan where its words do not stand at its place, its text is another, or its page is gone. That the manifest is the one that was published, only a
//! digest tells that was noted elsewhere: [`Verified::manifest_sha256`].
//!
//! Example: one word changed in `text/d-12.txt` makes orphans of all passages of that text.

use super::PublishError;
use super::evidence::{Held, Line, Passage, sha256};
use super::html::{Part, parts};
use super::manifest::{self, MANIFEST, Manifest};
use hearsay::record::Id;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Files that were held against the manifest.
    pub files: usize,
    /// Documents whose texts, and originals where they are there, were held against their hashes.
    pub documents: usize,
    /// Passages that were held against their texts.
    pub evidence: usize,
    /// What does not hold.
    pub problems: Vec<Problem>,
    /// SHA-256 of the manifest itself.
    pub manifest_sha256: String,
}

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// Stable code, kebab-case.
    pub code: &'static str,
    /// The file, or the page and the passage on it.
    pub place: String,
    /// For a person.
    pub message: String,
}

/// Whether a folder holds a publication.
#[must_use]
pub fn is_published(folder: &Path) -> bool {
    manifest::is_one(&folder.join(MANIFEST))
}

/// Holds a published folder against itself.
///
/// # Errors
/// If there is no manifest, or the folder can't be read at all.
pub fn verify(folder: &Path) -> Result<Verified, PublishError> {
    let path = folder.join(MANIFEST);
    let bytes = std::fs::read(&path).map_err(PublishError::io(&path))?;
    let manifest: Manifest = serde_json::from_slice(&bytes)
        .map_err(|error| PublishError::Io { path: path.clone(), source: std::io::Error::other(error) })?;
    let mut found = Verified {
        files: manifest.files.len(),
        documents: manifest.documents.len(),
        evidence: 0,
        problems: Vec::new(),
        manifest_sha256: sha256(&bytes),
    };
    let mut tell = |code: &'static str, place: &str, message: &str| {
        found.problems.push(Problem { code, place: place.into(), message: message.into() });
    };
    let mut there: BTreeSet<String> = manifest::files_below(folder)?.into_iter().collect();
    there.remove(MANIFEST);
    for file in &manifest.files {
        there.remove(&file.path);
        match std::fs::read(folder.join(&file.path)) {
            Err(_) => tell("file-missing", &file.path, "it is in the manifest and not in the folder"),
            Ok(bytes) if manifest::of(file.path.clone(), &bytes) != *file => {
                tell("file-changed", &file.path, "it is not the file that was published");
            }
            Ok(_) => {}
        }
    }
    for foreign in &there {
        tell("file-foreign", foreign, "it is in the folder and not in the manifest");
    }
    let read = |file: &str| std::fs::read(folder.join(file)).ok();
    let mut texts: BTreeMap<Id, Option<String>> = BTreeMap::new();
    for document in &manifest.documents {
        let text = read(&document.text).and_then(|bytes| String::from_utf8(bytes).ok());
        if text.as_ref().is_none_or(|text| sha256(text.as_bytes()) != document.text_sha256) {
            tell("text-differs", &document.text, "it is not the text that the case has");
        }
        if let Some(original) = &document.original
            && read(original).is_none_or(|bytes| blake3::hash(&bytes).to_hex().as_str() != document.blake3)
        {
            tell("original-differs", original, "its bytes are not those that were taken in");
        }
        let page = format!("document/{}.html", document.id);
        let held = read(&page).and_then(|bytes| held(&String::from_utf8_lossy(&bytes)));
        match (&held, &text) {
            (None, _) => tell("evidence-orphan", &page, "the page is gone, or no longer holds its evidence"),
            (Some(held), Some(text)) if held.text != *text || held.sha256 != document.text_sha256 => {
                tell("evidence-orphan", &page, "the text that the page holds is another than its document's");
            }
            (Some(held), _) => {
                for passage in &held.evidence {
                    if let Some(why) = passage.orphaned(&held.text) {
                        tell("evidence-orphan", &format!("{page}#{}", passage.at), why);
                    }
                }
            }
        }
        texts.insert(document.id.clone(), text);
    }
    let lines = read("evidence.jsonl").unwrap_or_default();
    let mut n_evidence = 0;
    for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        n_evidence += 1;
        let Ok(line) = serde_json::from_slice::<Line>(line) else {
            tell("evidence-orphan", "evidence.jsonl", "a line of it is no evidence");
            continue;
        };
        let text = texts.get(&line.document).and_then(Option::as_deref);
        if let Some(why) = orphaned(&line.passage, &line.text_sha256, text) {
            tell("evidence-orphan", &line.page, why);
        }
    }
    found.evidence = n_evidence;
    found.problems.sort();
    found.problems.dedup();
    Ok(found)
}

fn orphaned(passage: &Passage, hash: &str, text: Option<&str>) -> Option<&'static str> {
    let Some(text) = text else { return Some("its text is gone") };
    if sha256(text.as_bytes()) != hash {
        return Some("its text is another: the hash differs");
    }
    passage.orphaned(text)
}

/// What a page holds to check itself.
fn held(page: &str) -> Option<Held> {
    let mut is_next = false;
    for part in parts(page) {
        match part {
            Part::Tag(tag) => is_next = tag.opens("script") && tag.value("id").as_deref() == Some("evidence-data"),
            Part::Text(text) if is_next => return serde_json::from_str(text).ok(),
            Part::Text(_) => {}
        }
    }
    None
}

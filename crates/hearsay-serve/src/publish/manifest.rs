//! `manifest.json`: SHA-256 and BLAKE3 of every file of a publication, and of every document.
//!
//! Invariant: every file is in it but itself, in order of name; it holds no moment.
//!
//! Example: `{"path": "claims.html", "bytes": 8112, "sha256": "…", "blake3": "…"}`.

use super::evidence::{sha256, text_file};
use super::folder::Draft;
use super::{Options, PublishError};
use hearsay::Ledger;
use hearsay::record::{Id, JSON_VERSION, canonical};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::path::Path;

/// Its file.
pub(super) const MANIFEST: &str = "manifest.json";

/// What says that it is one.
const KIND: &str = "published case";

/// The whole of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) hearsay: u32,
    pub(super) kind: String,
    pub(super) case: String,
    /// The digest over all records, as `hearsay verify` prints it.
    pub(super) digest: String,
    pub(super) documents: Vec<Document>,
    pub(super) files: Vec<File>,
}

/// A document and its files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Document {
    pub(super) id: Id,
    /// BLAKE3 of the original bytes.
    pub(super) blake3: String,
    pub(super) text: String,
    pub(super) text_sha256: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) original: Option<String>,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct File {
    pub(super) path: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
    pub(super) blake3: String,
}

/// The file of a document's original bytes; of no kind that a browser would run.
pub(super) fn original(document: &Id) -> String {
    format!("originals/{document}.bin")
}

/// Whether there is a manifest of a publication in this file.
pub(super) fn is_one(path: &Path) -> bool {
    manifest_in(path).is_some()
}

fn manifest_in(path: &Path) -> Option<Manifest> {
    let bytes = std::fs::read(path).ok()?;
    serde_json::from_slice::<Manifest>(&bytes).ok().filter(|manifest| manifest.kind == KIND)
}

/// Whether a folder holds a publication, and nothing that it does not name.
pub(super) fn holds_one_alone(folder: &Path) -> Result<bool, PublishError> {
    let Some(manifest) = manifest_in(&folder.join(MANIFEST)) else { return Ok(false) };
    let named: HashSet<&str> = manifest.files.iter().map(|file| file.path.as_str()).chain([MANIFEST]).collect();
    Ok(files_below(folder)?.iter().all(|file| named.contains(file.as_str())))
}

/// Writes it over all that is in the draft: how many files and bytes.
pub(super) fn write(
    ledger: &Ledger,
    case: &str,
    digest: &str,
    options: Options,
    draft: &Draft,
) -> Result<(usize, u64), PublishError> {
    let mut documents = Vec::new();
    ledger.each_document(&mut |document| {
        documents.push(Document {
            text: text_file(&document.id),
            text_sha256: sha256(document.text.as_bytes()),
            original: options.originals.then(|| original(&document.id)),
            blake3: document.hash,
            id: document.id,
        });
        Ok(())
    })?;
    let mut files = Vec::new();
    for path in files_below(draft.root())? {
        let full = draft.path(&path);
        let bytes = std::fs::read(&full).map_err(PublishError::io(&full))?;
        files.push(of(path, &bytes));
    }
    let manifest =
        Manifest { hearsay: JSON_VERSION, kind: KIND.into(), case: case.into(), digest: digest.into(), documents, files };
    let n_bytes = manifest.files.iter().map(|file| file.bytes).sum();
    // A line for each document and file, so that two can be held against one another by any tool.
    let text = canonical::line(&manifest).replace("{\"id\":", "\n{\"id\":").replace("{\"path\":", "\n{\"path\":");
    draft.write(MANIFEST, format!("{text}\n").as_bytes())?;
    Ok((manifest.files.len(), n_bytes))
}

/// A file as the manifest has it.
pub(super) fn of(path: String, bytes: &[u8]) -> File {
    File { path, bytes: bytes.len() as u64, sha256: sha256(bytes), blake3: blake3::hash(bytes).to_hex().to_string() }
}

/// Every file below a folder, by its path with `/`, in order.
pub(super) fn files_below(root: &Path) -> Result<Vec<String>, PublishError> {
    fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) -> Result<(), PublishError> {
        for entry in std::fs::read_dir(folder).map_err(PublishError::io(folder))? {
            let path = entry.map_err(PublishError::io(folder))?.path();
            let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
            if path.is_dir() {
                walk(&path, &format!("{name}/"), found)?;
            } else {
                found.push(name);
            }
        }
        Ok(())
    }
    let mut found = Vec::new();
    walk(root, "", &mut found)?;
    found.sort();
    Ok(found)
}

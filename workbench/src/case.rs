//! Documents taken in, read and linked in this process, by the same rooms that the product joins.
//!
//! In: files. Out: [`Case`]: every document with its reading, in the order of the files, and on demand
//! what links them. No ledger, no disk. Invariant: documents and readings are lists of equal length,
//! and no document stands twice.
//!
//! Example: `Case::of(&[File::new("a.txt", bytes)], &Packs::embedded()).link()`.

use hearsay_intake::{Hint, Refused, open};
use hearsay_link::{Linked, Material, link};
use hearsay_read::{Packs, read};
use hearsay_record::{Document, Id, Reading};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// A file to take in.
#[derive(Clone, Debug)]
pub struct File {
    /// Its path.
    pub path: String,
    /// The address that it was asked for, if any.
    pub url: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl File {
    /// A file that was met at a path.
    #[must_use]
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), url: None, bytes: bytes.into() }
    }
}

/// Documents with their readings.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// The documents; `origin.path` is the path that was given, with `#` and the part where a file holds many.
    pub documents: Vec<Document>,
    /// Their readings, in the same order.
    pub readings: Vec<Reading>,
    /// What could not be read, with its path.
    pub refused: Vec<(String, Refused)>,
}

impl Case {
    /// Takes in and reads files. The same document met twice is kept once.
    #[must_use]
    pub fn of(files: &[File], packs: &Packs) -> Self {
        let opened: Vec<_> = files
            .par_iter()
            .map(|file| open(&file.bytes, &Hint { path: Some(&file.path), url: file.url.as_deref(), ..Hint::default() }))
            .collect();
        let mut case = Self::default();
        let mut known: BTreeSet<Id> = BTreeSet::new();
        for (file, opened) in files.iter().zip(opened) {
            case.refused.extend(opened.refused.into_iter().map(|refused| (file.path.clone(), refused)));
            for taken in opened.taken {
                let mut document = taken.document;
                document.origin.path = Some(taken.part.map_or_else(|| file.path.clone(), |part| format!("{}#{part}", file.path)));
                if known.insert(document.id.clone()) {
                    case.documents.push(document);
                }
            }
        }
        case.readings = case.documents.par_iter().map(|document| read(document, packs)).collect();
        case
    }

    /// What holds between them.
    #[must_use]
    pub fn link(&self) -> Linked {
        link(&Material { documents: &self.documents, readings: &self.readings, corrections: &[] })
    }

    /// A document and its reading by path.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<(&Document, &Reading)> {
        self.documents.iter().zip(&self.readings).find(|(document, _)| document.origin.path.as_deref() == Some(path))
    }
}

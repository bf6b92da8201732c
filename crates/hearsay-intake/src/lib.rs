//! Bytes to documents: every format ends here.
//!
//! In: the bytes of one file or answer, and a [`Hint`] of where they were met. Out: [`Opened`], the
//! documents that they hold and the parts that could not be read. Pure: no file, clock or network
//! is touched, and nothing panics, whatever the bytes are.
//!
//! Invariants: a document's text is what the file says and is never cut (plain text stays byte for
//! byte as it was; of a page it is the article); what is not article is marked by a block; the same
//! bytes under the same address give the same document, whatever the path.
//!
//! Example: `open(b"Oster floods again\n\nThe river rose.", &Hint::default())` takes one document
//! whose first line is marked as its headline.

mod blocks;
mod dates;
mod draft;
mod encoding;
mod feed;
mod html;
mod json;
mod language;
mod mastheads;
mod outlets;
mod plain;
mod sniff;

use hearsay_record::Document;

/// Where the bytes were met, as far as the caller knows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hint<'a> {
    /// Path of the file: named in messages only. No document depends on it.
    pub path: Option<&'a str>,
    /// The address that was asked for; what the bytes declare themselves comes first.
    pub url: Option<&'a str>,
    /// When the bytes were fetched (RFC 3339).
    pub retrieved: Option<&'a str>,
    /// The day of the run (`2031-04-07`): a document published after it gets the note
    /// `published-future`. Left out, nothing is said.
    pub today: Option<&'a str>,
}

/// One document that was taken in.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The document. Its `origin.path` and `origin.retrieved` belong to the sighting and are empty.
    pub document: Document,
    /// Exactly the bytes that were hashed: the file, or one line or item of it.
    pub original: Vec<u8>,
    /// Which part of the file it is, where the file holds many: the line of a JSONL file or the
    /// place in an array or feed, all counted from 1.
    pub part: Option<String>,
    /// When it was fetched, if the input itself says so, else as the hint says (RFC 3339).
    pub retrieved: Option<String>,
}

/// A file, or a part of one, that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Which part, where the file holds many: `12:34` is line and column of a JSONL file.
    pub part: Option<String>,
    /// Stable code: `empty`, `binary`, `xml`, `json-broken`, `json-no-text`,
    /// `json-records`, `feed-broken`, `feed-no-text`, `too-large`.
    pub code: &'static str,
    /// The reason, for a person, on one line.
    pub message: String,
}

/// What a file held.
#[derive(Clone, Debug, Default)]
pub struct Opened {
    /// The documents, in the order of the file.
    pub taken: Vec<Taken>,
    /// What could not be read, in the order of the file.
    pub refused: Vec<Refused>,
}

impl Opened {
    fn refuse(code: &'static str, message: impl Into<String>) -> Self {
        Self { taken: Vec::new(), refused: vec![Refused { part: None, code, message: message.into() }] }
    }
}

/// Takes the documents out of the bytes of a file.
#[must_use]
pub fn open(bytes: &[u8], hint: &Hint) -> Opened {
    match sniff::sniff(bytes) {
        sniff::Kind::Refused { code, message } => Opened::refuse(code, message),
        sniff::Kind::Html => html::open(bytes, hint),
        sniff::Kind::Feed => feed::open(bytes, hint),
        sniff::Kind::Json => json::open(bytes, hint),
        sniff::Kind::Jsonl => json::open_lines(bytes, hint),
        sniff::Kind::Plain => plain::open(bytes, hint),
    }
}

#[cfg(test)]
mod tests;

//! A document in the making: what every format fills in, and the one place that finishes it.
//!
//! In: a text with what its format told of it. Out: a [`Taken`] with hash, id, blocks in code
//! points and notes. Invariant: the text is moved into the document as it is; blocks are in order.
//!
//! Example: the page's title, its visible date and its text go in; a document with an id comes out.

use crate::{Hint, Taken};
use hearsay_record::{Block, BlockKind, Dated, Document, Note, Origin};
use hearsay_text::{Offsets, Span};

/// A part of a text and what it is, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    pub(crate) span: Span,
    pub(crate) kind: BlockKind,
}

/// What a format tells of one document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) media_type: &'static str,
    pub(crate) text: String,
    pub(crate) title: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) published: Option<Dated>,
    pub(crate) language: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) retrieved: Option<String>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) notes: Vec<Note>,
}

impl Draft {
    /// Names the document after these bytes and finishes it.
    pub(crate) fn finish(mut self, original: Vec<u8>, part: Option<String>, hint: &Hint) -> Taken {
        let url = self.url.take().or_else(|| hint.url.map(str::to_owned));
        self.marks.sort();
        let offsets = Offsets::new(&self.text);
        let blocks = self.marks.iter().map(|mark| Block { kind: mark.kind, span: offsets.chars(mark.span) }).collect();
        let document = Document {
            id: Document::id_of(&original, url.as_deref()),
            hash: blake3::hash(&original).to_hex().to_string(),
            media_type: self.media_type.to_owned(),
            origin: Origin { path: None, url, outlet: self.outlet, retrieved: None },
            title: self.title,
            byline: self.byline,
            published: self.published,
            language: self.language,
            text: self.text,
            blocks,
            notes: self.notes,
        };
        Taken { document, original, part, retrieved: self.retrieved.or_else(|| hint.retrieved.map(str::to_owned)) }
    }
}

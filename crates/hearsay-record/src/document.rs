//! [`Document`]: one text as it was taken in, with where it says it comes from.
//!
//! Invariant: `text` is never altered after intake. For plain text it is the file's text unaltered;
//! for HTML it is the article with its headline and byline. What is not article is marked by a
//! [`Block`], never cut out.

use crate::{Id, IdKind, Note};
use hearsay_text::CharSpan;
use serde::{Deserialize, Serialize};

/// One document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Named by the original bytes and the address that they declare or were asked for; not by
    /// path, file time or time of retrieval. See [`Document::id_of`].
    pub id: Id,
    /// BLAKE3 of the original bytes, 64 hexadecimal digits.
    pub hash: String,
    /// Media type of the original: `text/plain`, `text/html`, `application/json`.
    pub media_type: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Headline, as printed.
    pub title: Option<String>,
    /// Who wrote it, as printed.
    pub byline: Option<String>,
    /// When it says it was published.
    pub published: Option<Dated>,
    /// BCP 47 code, declared or detected.
    pub language: Option<String>,
    /// The text that every span points into.
    pub text: String,
    /// What parts of the text are, in order of start. Text under no block is body.
    pub blocks: Vec<Block>,
    /// What intake doubted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

impl Document {
    /// Plain text in a language, of which nothing else is told: no address, no date, no blocks.
    #[must_use]
    pub fn plain(text: impl Into<String>, language: &str) -> Self {
        let text = text.into();
        Self {
            id: Self::id_of(text.as_bytes(), None),
            hash: String::new(),
            media_type: "text/plain".to_owned(),
            origin: Origin::default(),
            title: None,
            byline: None,
            published: None,
            language: Some(language.to_owned()),
            text,
            blocks: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The id of a document with these original bytes and this declared address.
    #[must_use]
    pub fn id_of(original: &[u8], address: Option<&str>) -> Id {
        Id::of(IdKind::Document, &[original, address.unwrap_or("").as_bytes()])
    }

    /// Blocks of one kind.
    pub fn blocks_of(&self, kind: BlockKind) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(move |block| block.kind == kind)
    }
}

/// Where a document comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Path of one sighting: the smallest in order of code points, so that the order of adding does not show.
    pub path: Option<String>,
    /// The address that the document declares (canonical link, own metadata, date line) or was asked for.
    pub url: Option<String>,
    /// Name of the outlet, as the document tells it, else the host of its address.
    pub outlet: Option<String>,
    /// When it was fetched, if the input says so (RFC 3339).
    pub retrieved: Option<String>,
}

/// A date with its granularity in its shape (`2031`, `2031-04`, `2031-04-07`, `2031-04-07T09:30:00Z`)
/// and where it was had from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Dated {
    /// ISO 8601.
    pub date: String,
    /// `json-ld`, `meta`, `time-element`, `date-line`, `address`, `visible-text`, `own-metadata`, `text`, `published`.
    pub from: String,
}

/// A marked part of a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: CharSpan,
}

/// What a part of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// The headline.
    Headline,
    /// Running text.
    Body,
    /// A line with date and address put before the text, or the place and agency that open an article.
    Dateline,
    /// Who wrote it.
    Byline,
    /// Menus, cookie and comment text, inserts, bios, pleas.
    Boilerplate,
    /// A second copy of text that stands in the document already.
    Duplicate,
    /// A block quotation.
    Quotation,
    /// A heading between paragraphs.
    Subhead,
}

/// The hash of bytes as records have it: BLAKE3, 64 hexadecimal digits.
#[must_use]
pub fn hash_of(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

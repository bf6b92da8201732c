//! Documents to readings: the linguistics, one document at a time.
//!
//! In: a [`Document`] and the [`Packs`] at hand. Out: a [`Reading`]: who said what, how, and who is
//! mentioned. One stage a file, in reading order; a stage is a function from the layers before it to
//! its own. Nothing here fails, nothing is remembered from one document to the next, and no word of
//! any language stands in this crate.
//!
//! Example: of `“No,” said Mayor Holm.` the reading has one attribution, whose speaker is the chain `Holm`.

mod acts;
mod attributions;
mod circumstances;
mod content;
mod coreference;
mod cues;
mod names;
mod nesting;
mod pack;
mod phrases;
mod quotes;
mod record;
mod sources;
mod tags;
mod text;

pub use pack::{Pack, Packs};

use hearsay_record::{Authority, Document, Note, Reading};

/// Name of this reader in an [`Authority`].
pub const READER: &str = "hearsay-read";

/// Version of this reader with a pack: `0.1.0+en.1`.
#[must_use]
pub fn version(pack: &Pack) -> String {
    format!("{}+{}", env!("CARGO_PKG_VERSION"), pack.version())
}

/// Reads a document.
#[must_use]
pub fn read(document: &Document, packs: &Packs) -> Reading {
    let Some(pack) = packs.for_language(document.language.as_deref()) else {
        let language = document.language.as_deref().unwrap_or("an unknown language");
        return Reading {
            document: document.id.clone(),
            authority: Authority::reader(READER, env!("CARGO_PKG_VERSION")),
            attributions: Vec::new(),
            chains: Vec::new(),
            notes: vec![Note::new("not-read", format!("not read: no pack for {language}"))],
        };
    };
    let text = text::text(document, pack);
    let quotes = quotes::quotes(&text);
    let tags = tags::tags(&text);
    let phrases = phrases::phrases(&text, &tags, &quotes);
    let names = names::names(&phrases);
    let cues = cues::cues(&phrases);
    let drafts = attributions::attributions(&phrases, &cues);
    let inside = nesting::nesting(&drafts);
    let chains = coreference::coreference(&phrases, &names, &drafts, &inside);
    record::record(document, &phrases, &names, &drafts, &inside, chains)
}

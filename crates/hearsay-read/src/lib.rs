//! Documents to readings: the linguistics, one document at a time.
//!
//! In: a [`Document`] and the [`Packs`] at hand. Out: a [`Reading`]: who said what, how, and who is
//! mentioned. One stage a file, in reading order; a stage is a function from the layers before it to
//! its own. Nothing here fails, nothing is remembered from one document to the next, and no word of
//! any language stands in this crate.
//!
//! Example: of `“No,” said Mayor Holm.` the reading has one attribution, whose speaker is the chain `Holm`.

// A role is a list of ranges that most often has one.
#![allow(clippy::single_range_in_vec_init)]

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

/// A draft before its score decides, for those who count the weights of a pack.
#[doc(hidden)]
#[derive(Debug)]
pub struct Weighed {
    /// Lemma and part of speech of the cue.
    pub cue: String,
    /// The construction.
    pub frame: &'static str,
    /// Weight of the cue in `cues.tsv`, as odds.
    pub prior: f32,
    /// What the clause looks like.
    pub features: Vec<&'static str>,
    /// Where its parts stand.
    pub roles: hearsay_record::Roles,
}

/// Every draft that the grammar allows, whatever its score.
#[doc(hidden)]
#[must_use]
pub fn weigh(document: &Document, packs: &Packs) -> Vec<Weighed> {
    let Some(pack) = packs.for_language(document.language.as_deref()) else { return Vec::new() };
    let text = text::text(document, pack);
    let quotes = quotes::quotes(&text);
    let tags = tags::tags(&text);
    let phrases = phrases::phrases(&text, &tags, &quotes);
    let drafts = attributions::attributions_above(&phrases, &cues::cues(&phrases), 0.0);
    drafts
        .iter()
        .filter_map(|draft| {
            let cue = draft.cue(&phrases)?;
            let mut features = Vec::new();
            attributions::score::features(&phrases, draft, cue, &mut |name| features.push(name));
            Some(Weighed {
                cue: format!("{}\t{}", cue.lemma, cue.pos.name()),
                frame: draft.frame.name(),
                prior: attributions::score::logit(cue.weight),
                features,
                roles: record::roles(&phrases, draft),
            })
        })
        .collect()
}

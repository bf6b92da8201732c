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
mod blame;
mod circumstances;
pub mod confidence;
mod content;
mod coreference;
mod cues;
mod given;
mod grounds;
mod layers;
mod names;
mod nesting;
mod network;
mod pack;
mod phrases;
mod quantities;
mod quotes;
mod record;
mod sources;
mod tags;
mod text;
mod times;

pub use given::{act_of, read_given};
pub use layers::{Governor, Layers, NameKind, NameSpan, SentenceLayer, TokenLayer, Wanted, layers};
pub use pack::{Pack, Packs, Reader};

#[doc(hidden)]
pub use layers::{Edit, LONGEST_END, Lemmas, UniversalTags, layers_of_tokens};

#[doc(hidden)]
pub use network::{Decoding, Found, FoundAttribution, ModelError, Network, Scratch, Units, Unsourced, units::GAP};

use hearsay_record::{Authority, Document, Note, Quantity, Reading, TimeExpression, TimeOf};

/// Name of this reader in an [`Authority`].
pub const READER: &str = "hearsay-read";

/// Version of this reader with a pack and the tier that reads: `0.1.0+en.1.fast`.
#[must_use]
pub fn version(pack: &Pack, reader: Reader) -> String {
    let tier = pack.models.of_reader(reader).map_or("rules", |(reader, ..)| reader.name());
    format!("{}+{}.{tier}", env!("CARGO_PKG_VERSION"), pack.version())
}

thread_local! {
    /// What a network works in. It holds nothing of one document that the next could see, only memory that need not be asked for again.
    static ROOM: std::cell::RefCell<network::Scratch> = std::cell::RefCell::default();
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
    let blames = blame::blames(&phrases);
    let drafts = drafts(&phrases, &quotes, &cues, &blames, packs.reader());
    let names = names::before_cues(names, &drafts);
    let inside = nesting::nesting(&drafts);
    let chains = coreference::coreference(&phrases, &names, &drafts, &inside);
    let layers = record::Layers { phrases: &phrases, names: &names, blames: &blames, drafts: &drafts, inside: &inside };
    record::record(document, &layers, chains, packs.reader())
}

/// Every expression of time in a document, whatever it dates, for those who score; all are `of` events here.
#[doc(hidden)]
#[must_use]
pub fn times_of(document: &Document, packs: &Packs) -> Vec<TimeExpression> {
    let Some(pack) = packs.for_language(document.language.as_deref()) else { return Vec::new() };
    let text = text::text(document, pack);
    let (quotes, tags) = (quotes::quotes(&text), tags::tags(&text));
    let phrases = phrases::phrases(&text, &tags, &quotes);
    let published = document.published.as_ref().and_then(|dated| times::published(&dated.date));
    let offsets = hearsay_text::Offsets::new(text.text);
    let times = times::times(&phrases, published);
    times.iter().filter_map(|time| record::time_expression(&offsets, &phrases, time, TimeOf::Event)).collect()
}

/// Every quantity in a document, for those who score.
#[doc(hidden)]
#[must_use]
pub fn quantities_of(document: &Document, packs: &Packs) -> Vec<Quantity> {
    let Some(pack) = packs.for_language(document.language.as_deref()) else { return Vec::new() };
    let text = text::text(document, pack);
    let (quotes, tags) = (quotes::quotes(&text), tags::tags(&text));
    let phrases = phrases::phrases(&text, &tags, &quotes);
    let offsets = hearsay_text::Offsets::new(text.text);
    let times = times::times(&phrases, None);
    let found = record::quantities_where(&phrases, &times, |_| true);
    found.iter().map(|found| record::quantity(&offsets, &phrases, found)).collect()
}

/// Source, cue and content of each attribution, by the reader asked for.
fn drafts(
    phrases: &phrases::Phrases,
    quotes: &quotes::Quotes,
    cues: &[cues::CueMatch],
    blames: &[blame::Blame],
    reader: Reader,
) -> Vec<attributions::Draft> {
    let pack = phrases.text.pack;
    match pack.models.of_reader(reader) {
        Some((_, network, decoding)) => {
            let units = network::units::units(phrases.text, quotes, &pack.pieces);
            let found = ROOM.with_borrow_mut(|room| network.read(&units, decoding, room));
            attributions::trained(phrases, cues, blames, &found.tokens(&units))
        }
        None => attributions::attributions(phrases, cues),
    }
}

/// Reads as far as source, cue and content, and says how many attributions there are: for those who measure what the rest costs.
#[doc(hidden)]
#[must_use]
pub fn drafted(document: &Document, packs: &Packs) -> usize {
    let Some(pack) = packs.for_language(document.language.as_deref()) else { return 0 };
    let text = text::text(document, pack);
    let quotes = quotes::quotes(&text);
    let tags = tags::tags(&text);
    let phrases = phrases::phrases(&text, &tags, &quotes);
    drafts(&phrases, &quotes, &cues::cues(&phrases), &[], packs.reader()).len()
}

/// The units of a document and the place of each of its tokens in bytes, for the trainer.
#[doc(hidden)]
#[must_use]
pub fn units_of(document: &Document, packs: &Packs) -> Option<(Units, Vec<hearsay_text::Span>)> {
    let text = text::text(document, packs.for_language(document.language.as_deref())?);
    let units = network::units::units(&text, &quotes::quotes(&text), &text.pack.pieces);
    Some((units, text.tokens.iter().map(|token| token.span).collect()))
}

/// The units of a text whose tokens and sentences a treebank gives.
#[doc(hidden)]
#[must_use]
pub fn units_of_tokens(text: &str, tokens: Vec<hearsay_text::Span>, sentences: &[std::ops::Range<usize>], pack: &Pack) -> Units {
    let text = text::text_of_tokens(text, tokens, sentences, pack);
    network::units::units(&text, &quotes::quotes(&text), &pack.pieces)
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

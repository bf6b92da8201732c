//! Documents to readings: the linguistics, one document at a time.
//!
//! In: a [`Document`] and the [`Packs`] at hand. Out: a [`Reading`]: who said what, how, and who is
//! mentioned. One stage a file, in reading order; a stage is a function from the layers before it to
//! its own. Nothing here fails, nothing is remembered from one document to the next, and no word of
//! any language stands in this crate.
//!
//! Example: of `“No,” said Mayor Holm.` the reading has one attribution, whose speaker is the chain `Holm`.

mod attributions;
mod content;
mod cues;
mod pack;
mod phrases;
mod quotes;
mod sources;
mod tags;
mod text;

pub use pack::{Pack, Packs};

use hearsay_record::{Attribution, Authority, Commitment, Document, Form, Note, Polarity, Reading, Roles, SourceKind, UnknownBecause};
use hearsay_text::{CharSpan, Offsets};
use std::ops::Range;

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
    let cues = cues::cues(&phrases);
    let drafts = attributions::attributions(&phrases, &cues);
    let authority = Authority::reader(READER, &version(pack));
    let offsets = Offsets::new(text.text);
    let spans = |parts: &[Range<usize>]| -> Vec<CharSpan> { parts.iter().filter_map(|part| text.span(part.clone())).map(|span| offsets.chars(span)).collect() };
    let attributions = drafts
        .iter()
        .map(|draft| {
            let source: Vec<Range<usize>> = draft.source.iter().map(|found| found.tokens.clone()).collect();
            let roles = Roles::new(spans(&source), spans(&draft.cue), spans(&draft.content));
            Attribution {
                id: Attribution::id_of(&document.id, &roles),
                document: document.id.clone(),
                roles,
                form: Form::Indirect,
                act: draft.cue(&phrases).map_or("state", |cue| &cue.act).to_owned(),
                act_family: String::new(),
                commitment: Commitment::CertainlySo,
                polarity: Polarity::Asserts,
                hedged: false,
                speaker: None,
                speaker_unknown_because: Some(UnknownBecause::NoSource),
                source_kind: SourceKind::NoSource,
                about: Vec::new(),
                inside: None,
                through: None,
                addressee: None,
                said_on: None,
                accusation: None,
                confidence: f64::from((draft.score * 100.0).round()) / 100.0,
                authority: authority.clone(),
                replaces: None,
                overruled_by: None,
            }
        })
        .collect();
    Reading { document: document.id.clone(), authority, attributions, chains: Vec::new(), notes: Vec::new() }
}

//! The call of Citron (bbc/citron), so that its clients go on with another base address.
//!
//! In: a text, by query or form. Out: Citron's object: `quotes`, each with `sources`, `coreferences`, `cue`,
//! `contents` and a `confidence` in letters, and `source` (whose second key really has a colon in it).
//! Invariants: the text of every span is the slice of what was sent; as there, the resolved name stands under
//! `sources` and the words that were printed under `coreferences`; what lacks one of the three roles is no quote.
//!
//! Offsets are code points, as Citron's documents say; with `offsets=token` they are numbers of tokens, as its code
//! gives them. Tokens are ours: they part words as spaCy does in most places, not in all.

use super::reading;
use crate::open_case::OpenCase;
use crate::problem::Problem;
use hearsay::record::{Chain, CharSpan, ReadingJson};
use hearsay::text::{Offsets, tokens};
use serde::Serialize;

/// What Citron answers where no text was sent.
pub(crate) const NO_TEXT: &str = "{\"error\":\"A text parameter must be provided.\"}\n";

#[derive(Serialize)]
struct Answer {
    quotes: Vec<Quote>,
    source: Source,
}

#[derive(Serialize)]
struct Quote {
    sources: Vec<Piece>,
    coreferences: Vec<Piece>,
    cue: Piece,
    contents: Vec<Piece>,
    confidence: String,
}

#[derive(Serialize)]
struct Piece {
    start: usize,
    end: usize,
    text: String,
}

#[derive(Serialize)]
struct Source {
    application: &'static str,
    /// As Citron writes it.
    #[serde(rename = "model:")]
    model: String,
}

/// The quotes of a text.
pub(crate) fn quotes(case: &OpenCase, text: &str, in_tokens: bool) -> Result<Vec<u8>, Problem> {
    let read = reading::of_english(case, text);
    let positions = Positions::of(&read.document.text, in_tokens);
    let quotes = read.attributions.iter().filter_map(|attribution| {
        let roles = &attribution.roles;
        let cue = roles.cue.first()?;
        if roles.source.is_empty() || roles.content.is_empty() {
            return None;
        }
        let printed = positions.pieces(&roles.source);
        let chain = attribution.speaker.as_ref().and_then(|id| read.entities.iter().find(|chain| chain.id == *id));
        let (sources, coreferences) = match chain.and_then(|chain| resolved(chain, &roles.source, &read)) {
            Some(name) => (vec![positions.piece(name)], printed),
            None => (printed, Vec::new()),
        };
        Some(Quote {
            sources,
            coreferences,
            cue: positions.piece(*cue),
            contents: positions.pieces(&roles.content),
            confidence: format!("{:.4}", attribution.confidence),
        })
    });
    let answer =
        Answer { quotes: quotes.collect(), source: Source { application: "hearsay", model: env!("CARGO_PKG_VERSION").into() } };
    let mut json = serde_json::to_vec(&answer).map_err(|error| Problem::internal(error.to_string()))?;
    json.push(b'\n');
    Ok(json)
}

/// The place of the fullest name, where the printed source does not hold a name of its own.
fn resolved(chain: &Chain, source: &[CharSpan], read: &ReadingJson) -> Option<CharSpan> {
    let offsets = Offsets::new(&read.document.text);
    let fullest = chain.names.iter().find(|span| offsets.slice(**span) == chain.name).or(chain.names.first())?;
    let holds = |span: &CharSpan| source.iter().any(|printed| printed.start <= span.start && span.end <= printed.end);
    let is_named = chain.names.iter().any(|span| holds(span) && offsets.slice(*span) == chain.name);
    (!is_named).then_some(*fullest)
}

/// A text with the starts and ends of its tokens, if they are counted.
struct Positions<'t> {
    offsets: Offsets<'t>,
    tokens: Option<Vec<CharSpan>>,
}

impl<'t> Positions<'t> {
    fn of(text: &'t str, in_tokens: bool) -> Self {
        let offsets = Offsets::new(text);
        let tokens = in_tokens.then(|| tokens(text).iter().map(|token| offsets.chars(token.span)).collect());
        Self { offsets, tokens }
    }

    fn pieces(&self, spans: &[CharSpan]) -> Vec<Piece> {
        spans.iter().map(|span| self.piece(*span)).collect()
    }

    fn piece(&self, span: CharSpan) -> Piece {
        let (start, end) = match &self.tokens {
            None => (span.start, span.end),
            Some(tokens) => {
                (tokens.partition_point(|token| token.end <= span.start), tokens.partition_point(|token| token.start < span.end))
            }
        };
        Piece { start, end, text: self.offsets.slice(span).to_string() }
    }
}

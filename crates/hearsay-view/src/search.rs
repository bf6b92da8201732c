//! `search`: where words stand, with the sentence that holds most of them.
//!
//! In: words, phrases in quotation marks, beginnings (`har*`), words to leave out (`-ferry`). Out: a row
//! for each document, best first, with facets and their counts. Invariant: a hit's spans mark what was searched for.
//!
//! Example: `hearsay search CASE '"old mill" har*' --outlet "Lakeland Mercury"`.

use crate::ViewError;
use crate::answer::{Answered, Facet, Found, Row};
use crate::filter::{Ask, Filter, Question};
use crate::lookup::Lookup;
use crate::place::{DocumentRef, Evidence, snippet};
use crate::stories::document_order;
use hearsay_ledger::{Hit, Ledger};
use hearsay_record::{Document, Place};
use serde::Serialize;

/// The answer.
pub type SearchAnswer = Answered<SearchRow>;

/// One document that holds what was searched for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SearchRow {
    /// The document.
    #[serde(flatten)]
    pub document: DocumentRef,
    /// Places in it that hold the words.
    pub places: usize,
    /// The sentence that holds most of them.
    pub evidence: Evidence,
    /// How well it fits; for the order within one answer only.
    pub score: f64,
}

/// Places looked at for the best sentence; what a text says more often than that it says often.
const PLACES: usize = 60;

impl SearchRow {
    fn of(lookup: &Lookup<'_>, hit: &Hit, document: &Document) -> Self {
        let mut best: Vec<hearsay_record::CharSpan> = Vec::new();
        let mut seen = 0;
        for &span in hit.spans.iter().take(PLACES) {
            // Sentences come in order, so a span before the end of the last one was counted with it.
            if span.start < seen {
                continue;
            }
            let Some(sentence) = snippet(&document.text, &[span]) else { continue };
            seen = sentence.span.end;
            let held: Vec<_> = hit.spans.iter().copied().filter(|span| sentence.span.contains(span)).collect();
            if held.len() > best.len() {
                best = held;
            }
        }
        Self {
            document: DocumentRef::of(document),
            places: hit.spans.len(),
            evidence: Evidence::of(lookup, &Place::new(document.id.clone(), best)),
            score: hit.score,
        }
    }
}

impl Row for SearchRow {
    const NAME: &'static str = "search";
    const COLUMNS: &'static [&'static str] =
        &["published", "outlet", "title", "sentence", "places", "language", "path", "spans", "score", "document"];
    const TERMINAL: &'static [&'static str] = &["published", "outlet", "title", "sentence", "places", "document"];
    fn cells(&self) -> Vec<String> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        vec![
            text(&self.document.published),
            text(&self.document.outlet),
            text(&self.document.title),
            self.evidence.sentence().to_string(),
            self.places.to_string(),
            text(&self.document.language),
            text(&self.document.path),
            crate::who_said::spans_cell(&self.evidence.spans),
            self.score.to_string(),
            self.document.document.to_string(),
        ]
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        let Some(words) = filter.text.as_deref() else {
            return Err(ViewError::Missing { question: Ask::Search.as_str(), key: "text" });
        };
        let sieve = lookup.sieve(filter);
        let hits = lookup.ledger.search(words, lookup.documents.len(), 0)?;
        let document = |hit: Hit| lookup.documents.get(&hit.document).map(|document| (hit, document));
        let mut hits: Vec<(Hit, &Document)> =
            hits.into_iter().filter_map(document).filter(|(_, document)| sieve.takes_document(document)).collect();
        match filter.sort.as_deref() {
            Some("date") => hits.sort_by(|(_, a), (_, b)| document_order(a).cmp(&document_order(b))),
            Some("recent") => {
                let date = |document: &Document| document.published.as_ref().map(|dated| dated.date.clone());
                hits.sort_by(|(_, a), (_, b)| date(b).cmp(&date(a)).then_with(|| a.id.cmp(&b.id)));
            }
            _ => hits.sort_by(|(a, _), (b, _)| b.score.total_cmp(&a.score).then_with(|| a.document.cmp(&b.document))),
        }
        let count = |key, value: fn(&Document) -> Option<String>| {
            Facet::count(key, hits.iter().filter_map(|(_, document)| value(document)).map(|value| (value.clone(), value)))
        };
        let facets = vec![
            count("outlet", |document| document.origin.outlet.clone()),
            count("language", |document| document.language.clone()),
            Facet::dates(hits.iter().filter_map(|(_, document)| document.published.as_ref()).map(|dated| dated.date.as_str())),
        ];
        Ok(Found::of(hits, filter, facets, |(hit, document)| Self::of(lookup, &hit, document)))
    }
}

/// Asks where words stand.
///
/// # Errors
/// Where no words are given, or the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<SearchAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

//! `search`: where words stand, with the sentence that holds most of them.
//!
//! In: words, phrases in quotation marks, beginnings (`har*`), words to leave out (`-ferry`). Out: a row
//! for each document, best first, with facets and their counts. A condition on who speaks, of whom, how and as what kind of source
//! is met by a document in which the words stand within such a statement. Invariant: a hit's spans mark what was searched for.
//!
//! Example: `hearsay search CASE '"old mill" har*' --outlet "Lakeland Mercury"`.

use crate::ViewError;
use crate::answer::{Answered, Facet, Found, Row};
use crate::filter::{Ask, Filter, Question};
use crate::line::Line;
use crate::lookup::{Lookup, json_word};
use crate::place::{DocumentRef, EntityRef, Evidence, snippet};
use crate::stories::document_order;
use crate::words;
use hearsay_ledger::{Hit, Ledger};
use hearsay_record::{CharSpan, Document, Place};
use serde::Serialize;
use std::collections::BTreeMap;

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

/// Conditions that a statement meets, not a document.
const STATEMENT_KEYS: [&str; 5] = ["speaker", "about", "act", "form", "source_kind"];

/// Places looked at for the best sentence; what a text says more often than that it says often.
const PLACES: usize = 60;

/// A hit with its document, and the statements in which the words stand.
struct Held<'s> {
    hit: Hit,
    document: &'s Document,
    lines: Vec<Line<'s>>,
}

/// Whether the words stand in a statement, from its first role to its last.
fn holds(line: &Line<'_>, hit: &Hit) -> bool {
    line.attribution.roles.extent().is_some_and(|extent| hit.spans.iter().any(|span| extent.contains(span)))
}

/// How many documents have each value, each document once, whatever it has of it.
fn by_document<'h>(key: &'static str, held: &[Held<'h>], values: impl Fn(&Line<'h>) -> Vec<(String, String)>) -> Facet {
    let of_one = |one: &Held<'h>| one.lines.iter().flat_map(&values).collect::<BTreeMap<String, String>>();
    Facet::count(key, held.iter().flat_map(of_one))
}

fn facets(lookup: &Lookup<'_>, held: &[Held<'_>]) -> Vec<Facet> {
    let named = |who: EntityRef| (who.id.to_string(), who.name);
    let of_document = |key, value: fn(&Document) -> Option<String>| {
        Facet::count(key, held.iter().filter_map(|one| value(one.document)).map(|value| (value.clone(), value)))
    };
    vec![
        by_document("speaker", held, |line| {
            line.statement.who.as_ref().and_then(|chain| lookup.who(chain)).map(named).into_iter().collect()
        }),
        by_document("about", held, |line| {
            crate::who_said::entities(lookup, &line.statement.about).into_iter().map(named).collect()
        }),
        by_document("act", held, |line| vec![(line.statement.act.clone(), words::act(&line.statement.act))]),
        by_document("form", held, |line| vec![(json_word(&line.statement.form), json_word(&line.statement.form))]),
        by_document("source_kind", held, |line| {
            let kind = json_word(&line.statement.source_kind);
            vec![(kind.clone(), words::words("source", &kind))]
        }),
        of_document("outlet", |document| document.origin.outlet.clone()),
        Facet::count_dates(held.iter().filter_map(|one| one.document.published.as_ref()).map(|dated| dated.date.as_str())),
        of_document("language", |document| document.language.clone()),
    ]
}

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
        let taken = |hit: Hit| {
            let document = lookup.documents.get(&hit.document).filter(|document| sieve.takes_document(document))?;
            Some(Held { hit, document, lines: Vec::new() })
        };
        let mut held: Vec<Held<'_>> = hits.into_iter().filter_map(taken).collect();
        // The words are those of the search, and dates those of documents; what is left is asked of the statements.
        let of_lines = ["text", "from", "to", "date"].iter().fold(filter.clone(), |filter, key| filter.without(key));
        let asks_lines = STATEMENT_KEYS.iter().any(|key| of_lines.conditions().contains(key));
        let line_sieve = lookup.sieve(&of_lines);
        for one in &mut held {
            let lines = lookup.lines_in(&one.document.id).filter(|line| holds(line, &one.hit));
            one.lines = lines.filter(|line| !asks_lines || line_sieve.takes(lookup, line)).collect();
        }
        if asks_lines {
            held.retain(|one| !one.lines.is_empty());
            for one in &mut held {
                let inside: Vec<CharSpan> = one.lines.iter().filter_map(|line| line.attribution.roles.extent()).collect();
                one.hit.spans.retain(|span| inside.iter().any(|extent| extent.contains(span)));
            }
        }
        match filter.sort.as_deref() {
            Some("date") => held.sort_by(|a, b| document_order(a.document).cmp(&document_order(b.document))),
            Some("recent") => {
                let date = |one: &Held<'_>| one.document.published.as_ref().map(|dated| dated.date.clone());
                held.sort_by(|a, b| date(b).cmp(&date(a)).then_with(|| a.document.id.cmp(&b.document.id)));
            }
            _ => held.sort_by(|a, b| b.hit.score.total_cmp(&a.hit.score).then_with(|| a.hit.document.cmp(&b.hit.document))),
        }
        let facets = facets(lookup, &held);
        Ok(Found::of(held, filter, facets, |one| Self::of(lookup, &one.hit, one.document)))
    }
}

/// Asks where words stand.
///
/// # Errors
/// Where no words are given, or the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<SearchAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

//! [`Passage`]: the sentence behind a cell, with its roles marked, where it stands and how to cite it.
//!
//! In: a place of the ledger. Out: pieces of text, the way into the document, the way out to the
//! publisher, a citation. Invariant: every cell of every page leads to one of these.
//!
//! Example: *Courier, 8 Apr 2031, “Mayor says five died”: “Sixty-three people were hurt,” …*

use crate::address::href;
use crate::dates;
use crate::marked::{Mark, Piece, Role, pieces};
use crate::outgoing::{Outgoing, outgoing};
use crate::quoted::Quoted;
use hearsay::record::{CharSpan, Id, IdKind, Roles};
use hearsay::text::Offsets;
use hearsay::view::place::snippet;
use hearsay::view::{Evidence, Snapshot};

/// A sentence of a document, ready to be shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Passage {
    pub(crate) pieces: Vec<Piece>,
    /// Whether text was left out.
    pub(crate) cut: bool,
    pub(crate) lang: String,
    pub(crate) outlet: String,
    pub(crate) title: String,
    pub(crate) date: String,
    /// The document, at the sentence.
    pub(crate) open: String,
    /// The record that this is evidence of.
    pub(crate) why: String,
    pub(crate) out: Option<Outgoing>,
    pub(crate) citation: String,
    /// How to cite it in other shapes.
    pub(crate) cite: String,
    /// The way back to these words that can be held against them.
    pub(crate) permalink: String,
}

/// The passage of a place.
pub(crate) fn passage(snapshot: &Snapshot, place: &Evidence) -> Passage {
    let attribution = place.attribution.as_ref().and_then(|id| Some((id, snapshot.roles(id)?)));
    of(snapshot, &place.document, attribution, &place.spans)
}

/// The passage of a place with its own spans marked, whatever attribution it belongs to: where a reason shows.
pub(crate) fn of_marks(snapshot: &Snapshot, place: &Evidence) -> Passage {
    of(snapshot, &place.document, None, &place.spans)
}

fn of(snapshot: &Snapshot, id: &Id, attribution: Option<(&Id, Roles)>, spans: &[CharSpan]) -> Passage {
    let Some(document) = snapshot.documents.get(id) else { return Passage::default() };
    let offsets = Offsets::new(&document.text);
    let (all, marks) = match &attribution {
        Some((_, roles)) => (every_span(roles), role_marks(roles, false, "")),
        None => (spans.to_vec(), evidence_marks(spans)),
    };
    let found = snippet(&document.text, &all);
    let exact = found.as_ref().map_or("", |snippet| snippet.text.as_str());
    let title = document.title.clone().unwrap_or_else(|| document.origin.path.clone().unwrap_or_else(|| "untitled".into()));
    let outlet = document.origin.outlet.clone().unwrap_or_default();
    let own: Vec<CharSpan> = attribution.as_ref().map_or_else(Vec::new, |(_, roles)| {
        [&roles.content, &roles.cue, &roles.source].into_iter().find(|spans| !spans.is_empty()).cloned().unwrap_or_default()
    });
    let place_spans = if own.is_empty() { spans } else { own.as_slice() };
    let published = document.published.as_ref().map(|dated| dated.date.as_str());
    let open = match &attribution {
        Some((attribution, _)) => at_attribution(id, attribution),
        None => at_spans(id, spans),
    };
    let mut citation: Vec<String> = Vec::new();
    if !outlet.is_empty() {
        citation.push(outlet.clone());
    }
    citation.push(format!("\u{201c}{title}\u{201d}"));
    citation.push(published.map_or_else(|| "no date".into(), dates::long));
    citation.extend(document.origin.url.clone());
    let mut citation = citation.join(", ");
    if !exact.is_empty() {
        citation.push_str(&format!(": \u{2018}{}\u{2019}", exact.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
    let record = attribution.map_or_else(|| id.clone(), |(attribution, _)| attribution.renamed(IdKind::Statement));
    citation.push_str(&format!(" (hearsay {record})"));
    Passage {
        pieces: found.as_ref().map(|snippet| pieces(&offsets, snippet.span, &marks)).unwrap_or_default(),
        cut: found.as_ref().is_some_and(|snippet| snippet.cut),
        lang: document.language.clone().unwrap_or_default(),
        out: outgoing(document.origin.url.as_deref(), exact),
        outlet,
        title,
        date: published.map_or_else(|| "no date known".into(), dates::long),
        open,
        why: format!("/show/{record}"),
        citation,
        cite: format!("/cite/{record}"),
        permalink: Quoted::of(document, place_spans).href(),
    }
}

/// The marks of an attribution's three roles.
pub(crate) fn role_marks(roles: &Roles, nested: bool, key: &str) -> Vec<Mark> {
    let of = |spans: &[CharSpan], role: Role| -> Vec<Mark> {
        spans.iter().map(|&span| Mark { span, role, nested, key: key.to_string() }).collect()
    };
    [of(&roles.source, Role::Source), of(&roles.cue, Role::Cue), of(&roles.content, Role::Content)].concat()
}

/// Marks of a place that belongs to no attribution.
pub(crate) fn evidence_marks(spans: &[CharSpan]) -> Vec<Mark> {
    spans.iter().map(|&span| Mark { span, role: Role::Evidence, nested: false, key: String::new() }).collect()
}

fn every_span(roles: &Roles) -> Vec<CharSpan> {
    [&roles.source, &roles.cue, &roles.content].into_iter().flatten().copied().collect()
}

/// A document, opened at an attribution.
pub(crate) fn at_attribution(document: &Id, attribution: &Id) -> String {
    format!("{}#{attribution}", href(&format!("/document/{document}"), [("at", attribution.as_str())]))
}

/// A document, opened at spans.
pub(crate) fn at_spans(document: &Id, spans: &[CharSpan]) -> String {
    let path = format!("/document/{document}");
    if spans.is_empty() {
        return path;
    }
    let list: Vec<String> = spans.iter().map(|span| format!("{}-{}", span.start, span.end)).collect();
    format!("{}#here", href(&path, [("spans", list.join(" "))]))
}

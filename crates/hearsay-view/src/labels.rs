//! `labels`: concepts that persons set on places, with how far what they are set on spread: in which documents and
//! outlets it stands, in which copies of those, and when it was first seen.
//!
//! In: the labels of the ledger that nobody took back. Out: a row for each concept, the one in most documents first. Invariant: nothing
//! is labelled here, no row has a score, and each place says who set it and by which words, if by words.
//!
//! Example: `hearsay labels CASE --concept F1`.

use crate::ViewError;
use crate::answer::{Answered, Facet, Found, Row};
use crate::filter::{Filter, Question};
use crate::lookup::{Lookup, holds_words};
use crate::place::{DocumentRef, EntityRef, Evidence};
use crate::sieve::Sieve;
use hearsay_ledger::{Ledger, LinkFilter};
use hearsay_record::{CharSpan, GroupKind, Id, Label, Link, Place, Scheme};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The answer.
pub type LabelsAnswer = Answered<LabelsRow>;

/// One concept and where it was set.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LabelsRow {
    /// The scheme's identifier.
    pub scheme: String,
    /// The concept's notation.
    pub concept: String,
    /// Its label for a reader.
    pub label: String,
    /// Who set it.
    pub by: Vec<String>,
    /// The words by which it was set, where a rule did.
    pub rules: Vec<String>,
    /// Documents in which it was set.
    pub documents: usize,
    /// What these documents come to where copies of one text count once.
    pub texts: usize,
    /// Documents that hold the same passage by copying, and in which it was not set.
    pub copies: usize,
    /// Outlets of both.
    pub outlets: Vec<String>,
    /// Date of the first document of both.
    pub first: Option<String>,
    /// Date of the last.
    pub last: Option<String>,
    /// Each place, the earliest first.
    pub places: Vec<LabelPlace>,
}

/// One place on which a concept was set.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LabelPlace {
    /// The label.
    pub label: Id,
    /// Who set it.
    pub by: String,
    /// The words by which it was set, if a rule did.
    pub rule: Option<String>,
    /// Why, in their words.
    pub note: Option<String>,
    /// The statement that it is on, or stands in.
    pub statement: Option<Id>,
    /// Who makes that statement.
    pub speaker: Option<EntityRef>,
    /// Where.
    pub evidence: Evidence,
    /// The texts that the document is a copy of, or that are copies of it.
    pub lineage: Option<Id>,
    /// Other documents that hold the passage by copying.
    pub copies: Vec<CopiedTo>,
}

/// A document that holds a labelled passage by copying.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CopiedTo {
    /// The document.
    pub document: DocumentRef,
    /// The link that says so.
    pub link: Id,
    /// Whether the concept was set there too.
    pub labelled: bool,
}

/// A label and a statement are on one place if they have this share of their characters in common.
const SAME_PLACE: f64 = 0.5;

fn n_chars(spans: &[CharSpan]) -> usize {
    spans.iter().map(CharSpan::len).sum()
}

fn shared(one: &[CharSpan], other: &[CharSpan]) -> usize {
    one.iter().map(|a| other.iter().map(|b| a.shared(b)).sum::<usize>()).sum()
}

/// The statement that a label is on: whose roles or content have most of its characters and it of theirs; else the one
/// with the shortest content that holds it all.
fn statement(lookup: &Lookup<'_>, label: &Label) -> Option<Id> {
    let spans = &label.on.spans;
    let mut best: Option<((bool, f64), Id)> = None;
    for (statement, roles) in lookup.roles_in(&label.on.document) {
        let all: Vec<CharSpan> = roles.source.iter().chain(&roles.cue).chain(&roles.content).copied().collect();
        for place in [&all, &roles.content] {
            let common = shared(spans, place);
            let alike = common as f64 / (n_chars(spans) + n_chars(place) - common).max(1) as f64;
            let fits = if alike >= SAME_PLACE {
                (true, alike)
            } else if common == n_chars(spans) && common > 0 && std::ptr::eq(place, &roles.content) {
                (false, 1.0 / n_chars(place) as f64)
            } else {
                continue;
            };
            if best.as_ref().is_none_or(|(least, _)| fits > *least) {
                best = Some((fits, statement.clone()));
            }
        }
    }
    best.map(|(_, id)| id)
}

/// Documents to which a passage was copied, or from which: the aligned passages have half of its characters, at least.
fn copied_to(lookup: &Lookup<'_>, label: &Label) -> Vec<(Id, Id)> {
    let holds = |link: &Link| link.kind.is_copy() && link.members.contains(&label.on.document);
    let mut found: Vec<(Id, Id)> = Vec::new();
    let here = LinkFilter { member: Some(label.on.document.clone()), ..LinkFilter::default() };
    for link in lookup.shown(lookup.ledger.links(&here)).into_iter().filter(holds) {
        let is_first = link.members[0] == label.on.document;
        let passages: Vec<CharSpan> = link.passages.iter().map(|passage| if is_first { passage.a } else { passage.b }).collect();
        if shared(&label.on.spans, &passages) as f64 >= n_chars(&label.on.spans) as f64 * SAME_PLACE {
            found.push((link.members[usize::from(is_first)].clone(), link.id.clone()));
        }
    }
    found
}

/// The row of one concept.
fn row(lookup: &Lookup<'_>, schemes: &[Scheme], labels: &[&Label]) -> Option<LabelsRow> {
    let first = labels.first()?;
    // Of one name the scheme that was loaded last counts.
    let concepts = schemes.iter().rev().filter(|scheme| scheme.name == first.scheme).flat_map(|scheme| &scheme.concepts);
    let label = concepts.into_iter().find(|concept| concept.notation == first.concept).map(|concept| concept.label.clone());
    let set_in: BTreeSet<&Id> = labels.iter().map(|label| &label.on.document).collect();
    let mut reached: BTreeSet<Id> = set_in.iter().map(|id| (*id).clone()).collect();
    let mut places: Vec<LabelPlace> = labels
        .iter()
        .map(|label| {
            let statement = statement(lookup, label);
            let line = statement.as_ref().and_then(|id| lookup.line(id));
            let copies = copied_to(lookup, label);
            reached.extend(copies.iter().map(|(document, _)| document.clone()));
            LabelPlace {
                label: label.id.clone(),
                by: label.by.clone(),
                rule: label.rule.clone(),
                note: label.note.clone(),
                speaker: line.and_then(|line| line.statement.who.as_ref()).and_then(|chain| lookup.who(chain)),
                statement,
                evidence: Evidence::of(lookup, &Place::new(label.on.document.clone(), label.on.spans.clone())),
                lineage: lookup.group_of(GroupKind::Lineage, &label.on.document).map(|group| group.id.clone()),
                copies: copies
                    .into_iter()
                    .filter_map(|(document, link)| {
                        let labelled = set_in.contains(&document);
                        Some(CopiedTo { document: DocumentRef::of(lookup.documents.get(&document)?), link, labelled })
                    })
                    .collect(),
            }
        })
        .collect();
    places.sort_by(|a, b| (a.evidence.order(), &a.label).cmp(&(b.evidence.order(), &b.label)));
    let of_reached = || reached.iter().filter_map(|id| lookup.documents.get(id));
    let dates: BTreeSet<&str> = of_reached().filter_map(|document| Some(document.published.as_ref()?.date.as_str())).collect();
    let outlets: BTreeSet<String> = of_reached().filter_map(|document| document.origin.outlet.clone()).collect();
    let texts: BTreeSet<&Id> =
        set_in.iter().map(|document| lookup.group_of(GroupKind::Lineage, document).map_or(*document, |group| group.id)).collect();
    let distinct = |values: &dyn Fn(&Label) -> Option<String>| -> Vec<String> {
        labels.iter().filter_map(|label| values(label)).collect::<BTreeSet<_>>().into_iter().collect()
    };
    Some(LabelsRow {
        scheme: first.scheme.clone(),
        concept: first.concept.clone(),
        label: label.unwrap_or_else(|| first.concept.clone()),
        by: distinct(&|label| Some(label.by.clone())),
        rules: distinct(&|label| label.rule.clone()),
        documents: set_in.len(),
        texts: texts.len(),
        copies: reached.len() - set_in.len(),
        outlets: outlets.into_iter().collect(),
        first: dates.first().map(|date| (*date).to_owned()),
        last: dates.last().map(|date| (*date).to_owned()),
        places,
    })
}

fn takes(lookup: &Lookup<'_>, sieve: &Sieve<'_>, filter: &Filter, label: &Label) -> bool {
    filter.concept.as_deref().is_none_or(|wanted| label.concept == wanted)
        && filter.by.as_deref().is_none_or(|wanted| label.by == wanted)
        && lookup.documents.get(&label.on.document).is_some_and(|document| sieve.takes_document(document))
}

impl Row for LabelsRow {
    const NAME: &'static str = "labels";
    const COLUMNS: &'static [&'static str] = &[
        "concept",
        "label",
        "documents",
        "texts",
        "copies",
        "outlets",
        "first",
        "last",
        "by",
        "rules",
        "scheme",
        "path",
        "document",
        "spans",
        "sentence",
        "id",
    ];
    const TERMINAL: &'static [&'static str] = &["label", "documents", "texts", "copies", "outlets", "first", "by", "id"];
    fn cells(&self) -> Vec<String> {
        let first = self.places.first();
        let place = first.map(|place| &place.evidence);
        vec![
            self.concept.clone(),
            self.label.clone(),
            self.documents.to_string(),
            self.texts.to_string(),
            self.copies.to_string(),
            self.outlets.join("; "),
            self.first.clone().unwrap_or_default(),
            self.last.clone().unwrap_or_default(),
            self.by.join("; "),
            self.rules.join("; "),
            self.scheme.clone(),
            place.and_then(|place| place.path.clone()).unwrap_or_default(),
            place.map(|place| place.document.to_string()).unwrap_or_default(),
            place.map(|place| crate::who_said::spans_cell(&place.spans)).unwrap_or_default(),
            place.map(|place| place.sentence().to_string()).unwrap_or_default(),
            first.map(|place| place.label.to_string()).unwrap_or_default(),
        ]
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        let sieve = lookup.sieve(filter);
        let schemes = lookup.ledger.schemes()?;
        let standing = Label::standing(lookup.ledger.labels()?.into_iter().map(|(label, _)| label).collect());
        let mut by_concept: BTreeMap<(&str, &str), Vec<&Label>> = BTreeMap::new();
        for label in standing.iter().filter(|label| takes(lookup, &sieve, filter, label)) {
            by_concept.entry((&label.scheme, &label.concept)).or_default().push(label);
        }
        let mut rows: Vec<Self> = by_concept.values().filter_map(|labels| row(lookup, &schemes, labels)).collect();
        rows.retain(|row| {
            filter
                .text
                .as_deref()
                .is_none_or(|wanted| [&row.label, &row.concept].into_iter().any(|name| holds_words(name, wanted)))
        });
        // Concepts come in order of scheme and notation, which breaks ties.
        match filter.sort.as_deref() {
            Some("name") => {}
            Some("date") => rows.sort_by(|a, b| (a.first.is_none(), &a.first).cmp(&(b.first.is_none(), &b.first))),
            _ => rows.sort_by_key(|row| std::cmp::Reverse((row.documents, row.copies))),
        }
        let facets = vec![Facet::count("by", rows.iter().flat_map(|row| row.by.iter().map(|by| (by.clone(), by.clone()))))];
        Ok(Found::of(rows, filter, facets, |row| row))
    }
}

/// Asks what concepts were set, and on what.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<LabelsAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

//! `stories`: which documents are on one event.
//!
//! In: stories of the ledger (groups of documents). Out: a row each, in order of time, with the number of
//! independent origins that its documents come down to. Invariant: a
//! story shows every document of it as soon as one meets the filter.
//!
//! Example: `hearsay stories CASE --outlet "Harbour Review"`.

use crate::ViewError;
use crate::answer::{Answered, Found, Row};
use crate::claims::CollapsedPair;
use crate::columns::{LineColumn, latest_first};
use crate::filter::{ColumnOrder, Filter, Question};
use crate::listed::{self, List, Listed};
use crate::lookup::Lookup;
use crate::place::DocumentRef;
use crate::records::{NOWHERE, Place};
use crate::sieve::Documents;
use hearsay_ledger::Ledger;
use hearsay_record::{Document, GroupKind, Id};
use serde::Serialize;
use std::collections::BTreeSet;

/// The answer.
pub type StoriesAnswer = Answered<StoriesRow>;

/// One story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoriesRow {
    /// The story.
    pub id: Id,
    /// Headline of its first document.
    pub title: Option<String>,
    /// Its documents, the earliest first.
    pub documents: Vec<DocumentRef>,
    /// Date of the first.
    pub first: Option<String>,
    /// Date of the last.
    pub last: Option<String>,
    /// Their outlets, in order of name.
    pub outlets: Vec<String>,
    /// Assertions in them.
    pub said: usize,
    /// Claims that they report.
    pub claims: usize,
    /// Independent origins that the documents come down to.
    pub origins: usize,
    /// Documents of which it can't be told; not in `origins`.
    pub unknown: usize,
    /// Pairs of documents that count as one origin.
    pub collapsed: Vec<CollapsedPair>,
}

/// Earlier first, undated last, then by id.
pub(crate) fn document_order(document: &Document) -> (bool, &str, &Id) {
    let date = document.published.as_ref().map(|dated| dated.date.as_str());
    (date.is_none(), date.unwrap_or(""), &document.id)
}

impl Row for StoriesRow {
    const NAME: &'static str = "stories";
    const COLUMNS: &'static [&'static str] = &[
        "first",
        "last",
        "title",
        "documents",
        "origins",
        "unknown",
        "outlets",
        "said",
        "claims",
        "paths",
        "document_ids",
        "id",
    ];
    const TERMINAL: &'static [&'static str] = &["first", "last", "title", "origins", "documents", "outlets", "claims", "id"];
    fn cells(&self) -> Vec<String> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        vec![
            text(&self.first),
            text(&self.last),
            text(&self.title),
            self.documents.len().to_string(),
            self.origins.to_string(),
            self.unknown.to_string(),
            self.outlets.join("; "),
            self.said.to_string(),
            self.claims.to_string(),
            self.documents.iter().filter_map(|document| document.path.as_deref()).collect::<Vec<_>>().join("; "),
            self.documents.iter().map(|document| document.document.as_str()).collect::<Vec<_>>().join(" "),
            self.id.to_string(),
        ]
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        listed::find(lookup, filter)
    }
    fn in_order(lookup: &Lookup<'_>, filter: &Filter, order: ColumnOrder) -> Result<Found<Self>, ViewError> {
        listed::in_order(lookup, filter, order)
    }
}

impl Listed for StoriesRow {
    type Item = Place;
    fn list(lookup: &Lookup<'_>, filter: &Filter) -> Result<List<Place>, ViewError> {
        let columns = lookup.columns();
        let sieve = lookup.sieve(filter);
        let documents = Documents::of(lookup, &sieve);
        let holding = filter.text.as_deref().map(|text| Documents::holding(lookup, text));
        let takes =
            |document: &Place| documents.take(*document) && holding.as_ref().is_none_or(|holding| holding.take(*document));
        struct Story {
            group: Place,
            documents: Vec<Place>,
            first: u32,
            last: u32,
        }
        let mut stories: Vec<Story> = Vec::new();
        for (place, group) in lookup.groups.sorted().filter(|(_, group)| group.kind == GroupKind::Story) {
            let is_there = |place: &&Place| lookup.documents.at(**place).is_some();
            let documents: Vec<Place> = group.members.iter().filter(is_there).copied().collect();
            if documents.iter().any(takes) {
                let dates = || documents.iter().map(|document| columns.documents[*document as usize].date);
                let first = dates().min().unwrap_or(NOWHERE);
                let last = dates().filter(|date| *date != NOWHERE).max().unwrap_or(NOWHERE);
                stories.push(Story { group: place, documents, first, last });
            }
        }
        stories.sort_by_key(|story| story.first);
        match filter.sort.as_deref() {
            Some("recent") => stories.sort_by_key(|story| latest_first(story.last)),
            Some("documents") => stories.sort_by_key(|story| std::cmp::Reverse(story.documents.len())),
            _ => {}
        }
        let facets = vec![columns.outlets_of(stories.iter().map(|story| story.documents.as_slice()))];
        Ok(List { items: stories.into_iter().map(|story| story.group).collect(), facets })
    }
    fn row(lookup: &Lookup<'_>, _: &Filter, story: &Place) -> Option<Self> {
        let columns = lookup.columns();
        let group = lookup.groups.at(*story)?;
        let id = lookup.groups.id_at(*story);
        let mut documents: Vec<&Document> = group.members.iter().filter_map(|place| lookup.documents.at(*place)).collect();
        documents.sort_by(|a, b| document_order(a).cmp(&document_order(b)));
        let date = |document: Option<&&Document>| {
            document.and_then(|document| document.published.as_ref()).map(|dated| dated.date.clone())
        };
        let places = documents.iter().filter_map(|document| lookup.documents.0.place(&document.id));
        let lines: Vec<&LineColumn> = places
            .flat_map(|place| columns.lines_in(place))
            .map(|at| &columns.lines[*at as usize])
            .filter(|line| line.is_asserted)
            .collect();
        let claims: BTreeSet<Place> = lines.iter().map(|line| line.claim).filter(|claim| *claim != NOWHERE).collect();
        let outlets: BTreeSet<String> = documents.iter().filter_map(|document| document.origin.outlet.clone()).collect();
        Some(Self {
            id: id.clone(),
            title: documents.iter().find_map(|document| document.title.clone()),
            first: date(documents.first()),
            last: documents.iter().filter_map(|document| date(Some(document))).max(),
            outlets: outlets.into_iter().collect(),
            said: lines.len(),
            claims: claims.len(),
            origins: group.origins.map_or(0, |count| count.origins),
            // Without a count nothing is known of any document's origin.
            unknown: group.origins.map_or(documents.len(), |count| count.unknown),
            collapsed: if lookup.is_brief {
                Vec::new()
            } else {
                let counted = lookup.group(id).and_then(|group| group.origins);
                counted.iter().flat_map(|count| &count.collapsed).map(|pair| CollapsedPair::of(lookup, pair)).collect()
            },
            documents: documents.into_iter().map(DocumentRef::of).collect(),
        })
    }
}

/// Asks which documents are on one event.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<StoriesAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

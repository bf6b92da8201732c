//! `stories`: which documents are on one event.
//!
//! In: stories of the ledger (groups of documents). Out: a row each, in order of time, with the number of
//! independent origins that its documents come down to. Invariant: a
//! story shows every document of it as soon as one meets the filter.
//!
//! Example: `hearsay stories CASE --outlet "Harbour Review"`.

use crate::ViewError;
use crate::answer::{Answered, Facet, Found, Row};
use crate::claims::CollapsedPair;
use crate::filter::{Filter, Question};
use crate::lookup::{Lookup, holds_words};
use crate::place::DocumentRef;
use hearsay_ledger::Ledger;
use hearsay_record::{Document, Group, GroupKind, Id};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

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
        let sieve = lookup.sieve(filter);
        let takes = |document: &&Document| {
            sieve.takes_document(document) && filter.text.as_deref().is_none_or(|wanted| holds_words(&document.text, wanted))
        };
        let mut said = BTreeMap::<&Id, (usize, BTreeSet<&Id>)>::new();
        for line in lookup.assertions() {
            let entry = said.entry(&line.document.id).or_default();
            entry.0 += 1;
            entry.1.extend(lookup.group_of(GroupKind::Claim, &line.statement.id).map(|claim| &claim.id));
        }
        let mut stories: Vec<(&Group, Vec<&Document>)> = Vec::new();
        for group in lookup.groups.values().filter(|group| group.kind == GroupKind::Story) {
            let mut documents: Vec<&Document> = group.members.iter().filter_map(|id| lookup.documents.get(id)).collect();
            if documents.iter().any(takes) {
                documents.sort_by(|a, b| document_order(a).cmp(&document_order(b)));
                stories.push((group, documents));
            }
        }
        let date = |document: Option<&&Document>| {
            document.and_then(|document| document.published.as_ref()).map(|dated| dated.date.clone())
        };
        let last = |documents: &[&Document]| documents.iter().filter_map(|document| date(Some(document))).max();
        stories.sort_by_cached_key(|(group, documents)| {
            (date(documents.first()).is_none(), date(documents.first()), group.id.clone())
        });
        match filter.sort.as_deref() {
            Some("recent") => stories.sort_by_cached_key(|(_, documents)| std::cmp::Reverse(last(documents))),
            Some("documents") => stories.sort_by_key(|(_, documents)| std::cmp::Reverse(documents.len())),
            _ => {}
        }
        let outlets = |documents: &[&Document]| -> BTreeSet<String> {
            documents.iter().filter_map(|document| document.origin.outlet.clone()).collect()
        };
        let facets = vec![Facet::count(
            "outlet",
            stories.iter().flat_map(|(_, documents)| outlets(documents)).map(|outlet| (outlet.clone(), outlet)),
        )];
        Ok(Found::of(stories, filter, facets, |(group, documents)| {
            let claims: BTreeSet<&Id> = documents
                .iter()
                .filter_map(|document| said.get(&document.id))
                .flat_map(|(_, claims)| claims.iter().copied())
                .collect();
            Self {
                id: group.id.clone(),
                title: documents.iter().find_map(|document| document.title.clone()),
                first: date(documents.first()),
                last: last(&documents),
                outlets: outlets(&documents).into_iter().collect(),
                said: documents.iter().filter_map(|document| said.get(&document.id)).map(|(said, _)| said).sum(),
                claims: claims.len(),
                origins: group.origins.as_ref().map_or(0, |count| count.origins),
                // Without a count nothing is known of any document's origin.
                unknown: group.origins.as_ref().map_or(documents.len(), |count| count.unknown),
                collapsed: group
                    .origins
                    .iter()
                    .flat_map(|count| &count.collapsed)
                    .map(|pair| CollapsedPair::of(lookup, pair))
                    .collect(),
                documents: documents.into_iter().map(DocumentRef::of).collect(),
            }
        }))
    }
}

/// Asks which documents are on one event.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<StoriesAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

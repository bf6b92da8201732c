//! `timeline`: what came on which day, by outlet, and which claims were seen for the first time.
//!
//! In: documents with their dates. Out: a row for each day in order of time, what has no date last.
//! Invariant: a date keeps the precision that the document gives, so `2031-04` is a row of its own.
//!
//! Example: `2031-04-07`: 5 documents of 3 outlets, 2 claims first seen.

use crate::ViewError;
use crate::answer::{Answered, Facet, Found, Row};
use crate::filter::{Filter, Question};
use crate::lookup::{Line, Lookup, Snapshot, holds_words};
use hearsay_ledger::Ledger;
use hearsay_record::{Document, GroupKind, Id};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The answer.
pub type TimelineAnswer = Answered<TimelineRow>;

/// One day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimelineRow {
    /// The day, or month or year where no more is told; none for what has no date.
    pub day: Option<String>,
    /// Documents published then.
    pub documents: usize,
    /// The same by outlet, in order of name.
    pub outlets: Vec<OutletDay>,
    /// Lines of the ledger in them, of every act.
    pub statements: usize,
    /// Those of the lines that somebody asserts.
    pub said: usize,
    /// Claims whose first report is of this day.
    pub claims_first_seen: Vec<FirstSeen>,
}

/// An outlet's documents of one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OutletDay {
    /// The outlet.
    pub outlet: Option<String>,
    /// Its documents.
    pub documents: usize,
    /// Which.
    pub ids: Vec<Id>,
}

/// A claim and its first report's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FirstSeen {
    /// The claim.
    pub claim: Id,
    /// In the words of its first report.
    pub text: String,
    /// The attribution of that report.
    pub attribution: Id,
    /// The document of that report.
    pub document: Id,
}

fn day(document: &Document) -> Option<&str> {
    let date = document.published.as_ref()?.date.as_str();
    Some(date.get(..10).unwrap_or(date))
}

/// The first report of each claim, by the date of its document.
fn first_reports<'s>(snapshot: &'s Snapshot, takes: impl Fn(&Document) -> bool) -> Vec<(&'s Id, Line<'s>)> {
    let claims = snapshot.groups.values().filter(|group| group.kind == GroupKind::Claim);
    let first = |group: &'s hearsay_record::Group| {
        let lines = group.members.iter().filter_map(|id| snapshot.line(id));
        let first = lines.filter(|line| line.attribution.commitment.is_assertion()).min_by(|a, b| {
            let published = |line: &Line<'s>| {
                (day(line.document).is_none(), line.document.published.as_ref().map(|dated| dated.date.clone()))
            };
            published(a).cmp(&published(b)).then_with(|| a.order().cmp(&b.order()))
        })?;
        Some((&group.id, first))
    };
    claims.filter_map(first).filter(|(_, line)| takes(line.document)).collect()
}

impl Row for TimelineRow {
    const NAME: &'static str = "timeline";
    const COLUMNS: &'static [&'static str] =
        &["day", "documents", "outlets", "statements", "said", "claims_first_seen", "first_claims"];
    const TERMINAL: &'static [&'static str] = &["day", "documents", "said", "claims_first_seen", "outlets", "first_claims"];
    fn cells(&self) -> Vec<String> {
        let outlet = |day: &OutletDay| format!("{} {}", day.outlet.as_deref().unwrap_or("(no outlet known)"), day.documents);
        vec![
            self.day.clone().unwrap_or_else(|| "(no date)".into()),
            self.documents.to_string(),
            self.outlets.iter().map(outlet).collect::<Vec<_>>().join("; "),
            self.statements.to_string(),
            self.said.to_string(),
            self.claims_first_seen.len().to_string(),
            self.claims_first_seen.iter().map(|first| first.text.as_str()).collect::<Vec<_>>().join("; "),
        ]
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        let sieve = lookup.sieve(filter);
        let takes = |document: &Document| {
            sieve.takes_document(document) && filter.text.as_deref().is_none_or(|wanted| holds_words(&document.text, wanted))
        };
        let mut lines = BTreeMap::<&Id, (usize, usize)>::new();
        for line in lookup.lines() {
            let count = lines.entry(&line.document.id).or_default();
            count.0 += 1;
            count.1 += usize::from(line.attribution.commitment.is_assertion());
        }
        // `(no date, day)`: what has no date sorts last.
        let mut days = BTreeMap::<(bool, Option<&str>), (Vec<&Document>, Vec<FirstSeen>)>::new();
        for document in lookup.documents.values().filter(|document| takes(document)) {
            days.entry((day(document).is_none(), day(document))).or_default().0.push(document);
        }
        for (claim, line) in first_reports(lookup, takes) {
            if let Some((_, firsts)) = days.get_mut(&(day(line.document).is_none(), day(line.document))) {
                firsts.push(FirstSeen {
                    claim: claim.clone(),
                    text: Snapshot::text(line.document, &line.attribution.roles.content),
                    attribution: line.attribution.id.clone(),
                    document: line.document.id.clone(),
                });
            }
        }
        let mut rows: Vec<Self> = days
            .into_iter()
            .map(|((_, day), (documents, claims_first_seen))| {
                let mut outlets = BTreeMap::<Option<&str>, BTreeSet<&Id>>::new();
                for document in &documents {
                    outlets.entry(document.origin.outlet.as_deref()).or_default().insert(&document.id);
                }
                let count = |at: fn(&(usize, usize)) -> usize| {
                    documents.iter().filter_map(|document| lines.get(&document.id)).map(at).sum()
                };
                Self {
                    day: day.map(str::to_owned),
                    documents: documents.len(),
                    statements: count(|count| count.0),
                    said: count(|count| count.1),
                    outlets: outlets
                        .into_iter()
                        .map(|(outlet, ids)| OutletDay {
                            outlet: outlet.map(str::to_owned),
                            documents: ids.len(),
                            ids: ids.into_iter().cloned().collect(),
                        })
                        .collect(),
                    claims_first_seen,
                }
            })
            .collect();
        if filter.sort.as_deref() == Some("recent") {
            rows.sort_by(|a, b| b.day.cmp(&a.day));
        }
        let outlets = rows.iter().flat_map(|row| &row.outlets).filter_map(|day| day.outlet.clone());
        let facets = vec![Facet::count("outlet", outlets.map(|outlet| (outlet.clone(), outlet)))];
        Ok(Found::of(rows, filter, facets, |row| row))
    }
}

/// Asks what came when.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<TimelineAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

//! `links`: every link of the ledger, with its reasons and its evidence on both sides.
//!
//! In: a filter on kind, document or member. Out: a row for each link, in order of id. Invariant: a row
//! has evidence on both sides and at least the reasons of its record.
//!
//! Example: `hearsay links CASE --kind same-one`.

use crate::ViewError;
use crate::answer::{Answered, Facet, Found, Row};
use crate::filter::{ColumnOrder, Filter, Question};
use crate::listed::{self, List, Listed};
use crate::lookup::{Lookup, id_digits, json_word};
use crate::place::{Because, Changed, Evidence};
use crate::records::Place;
use crate::sieve::Documents;
use crate::snapshot::{LinkAt, Snapshot};
use crate::who_said::spans_cell;
use hearsay_ledger::Ledger;
use hearsay_record::{Authority, Direction, Id, Link, LinkKind, Passage};
use serde::Serialize;
use std::collections::BTreeMap;

/// The answer.
pub type LinksAnswer = Answered<LinksRow>;

/// One link.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LinksRow {
    /// The link.
    pub id: Id,
    /// What holds between the two.
    pub kind: LinkKind,
    /// The two members.
    pub members: [Id; 2],
    /// Evidence at the first member.
    pub a: Evidence,
    /// Evidence at the second member.
    pub b: Evidence,
    /// Who took from whom; `a-to-b` where b took from a.
    pub direction: Direction,
    /// Why.
    pub because: Vec<Because>,
    /// Share of a's words found in b, and of b's in a (copies only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<[f64; 2]>,
    /// Aligned passages (copies only).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub passages: Vec<Passage>,
    /// What became of the words and of what is told of them (statements of one utterance only).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Changed>,
    /// Set where the two differ in a way that sets nothing against each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_comparable_because: Option<String>,
    /// Who found it.
    pub authority: Authority,
}

impl LinksRow {
    /// The row of a link.
    #[must_use]
    pub fn of(snapshot: &Snapshot, link: &Link) -> Self {
        let mut row = Self::bare(snapshot, link);
        let evidence = row.because.iter_mut().flat_map(|because| &mut because.evidence);
        [&mut row.a, &mut row.b].into_iter().chain(evidence).for_each(|place| place.fill(snapshot));
        row
    }

    /// The row of the link at a place, with or without sentences.
    pub(crate) fn at(lookup: &Lookup<'_>, link: Place) -> Option<Self> {
        let link = lookup.link_at(link)?;
        Some(if lookup.has_sentences { Self::of(lookup, &link) } else { Self::bare(lookup, &link) })
    }

    fn bare(snapshot: &Snapshot, link: &Link) -> Self {
        Self {
            id: link.id.clone(),
            kind: link.kind,
            members: link.members.clone(),
            a: Evidence::bare(snapshot, &link.a),
            b: Evidence::bare(snapshot, &link.b),
            direction: link.direction,
            because: link.because.iter().map(|reason| Because::bare(snapshot, reason)).collect(),
            coverage: link.coverage,
            passages: link.passages.clone(),
            changes: Changed::of(snapshot, link),
            not_comparable_because: link.not_comparable_because.clone(),
            authority: link.authority.clone(),
        }
    }

    /// Why, in words.
    pub(crate) fn reasons(&self) -> String {
        let mut reasons: Vec<&str> = Vec::new();
        for because in &self.because {
            if !reasons.contains(&because.words.as_str()) {
                reasons.push(&because.words);
            }
        }
        reasons.join("; ")
    }
}

/// How many links there are of each kind.
pub(crate) fn kinds(links: &[LinkAt], label: impl Fn(&str) -> String) -> Facet {
    let mut counts = BTreeMap::<LinkKind, usize>::new();
    for link in links {
        *counts.entry(link.ends.kind).or_default() += 1;
    }
    let labels: Vec<String> = counts.keys().map(|kind| label(kind.as_str())).collect();
    Facet::of_counts("kind", counts.iter().zip(&labels).map(|((kind, count), label)| (kind.as_str(), label.as_str(), *count)))
}

impl Row for LinksRow {
    const NAME: &'static str = "links";
    const COLUMNS: &'static [&'static str] = &[
        "kind",
        "direction",
        "because",
        "a",
        "b",
        "a_outlet",
        "b_outlet",
        "a_path",
        "b_path",
        "a_document",
        "b_document",
        "a_spans",
        "b_spans",
        "changes",
        "coverage_of_a",
        "coverage_of_b",
        "not_comparable_because",
        "id",
    ];
    const TERMINAL: &'static [&'static str] = &["kind", "because", "a", "b", "id"];
    fn cells(&self) -> Vec<String> {
        let share = |at: usize| self.coverage.map(|shares| format!("{:.2}", shares[at])).unwrap_or_default();
        let name = |place: &Evidence| {
            let words = place.marked();
            if words.is_empty() { place.title.clone().or_else(|| place.path.clone()).unwrap_or_default() } else { words }
        };
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        vec![
            self.kind.as_str().to_string(),
            json_word(&self.direction),
            self.reasons(),
            name(&self.a),
            name(&self.b),
            text(&self.a.outlet),
            text(&self.b.outlet),
            text(&self.a.path),
            text(&self.b.path),
            self.a.document.to_string(),
            self.b.document.to_string(),
            spans_cell(&self.a.spans),
            spans_cell(&self.b.spans),
            self.changes.iter().map(Changed::in_words).collect::<Vec<_>>().join("; "),
            share(0),
            share(1),
            text(&self.not_comparable_because),
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

impl Listed for LinksRow {
    type Item = Place;
    fn list(lookup: &Lookup<'_>, filter: &Filter) -> Result<List<Place>, ViewError> {
        let sieve = lookup.sieve(filter);
        let documents = Documents::of(lookup, &sieve);
        let named = |link: &LinkAt| {
            filter.id.as_deref().is_none_or(|id| {
                let Some(digits) = id_digits(id) else { return false };
                let starts = |at: usize| lookup.member(link.ends, at).as_str()[2..].starts_with(digits);
                lookup.link_id(link.place).as_str().starts_with(id) || starts(0) || starts(1)
            })
        };
        let fits = |link: &LinkAt| {
            filter.kind.as_deref().is_none_or(|kind| link.ends.kind.as_str() == kind)
                && named(link)
                && documents.take_one(link.ends)
        };
        let mut links: Vec<LinkAt> = lookup.links().filter(fits).collect();
        if filter.sort.as_deref() == Some("kind") {
            links.sort_by_key(|link| link.ends.kind.as_str());
        }
        let facets = vec![kinds(&links, str::to_owned)];
        Ok(List { items: links.into_iter().map(|link| link.place).collect(), facets })
    }
    fn row(lookup: &Lookup<'_>, _: &Filter, link: &Place) -> Option<Self> {
        Self::at(lookup, *link)
    }
    fn cell(lookup: &Lookup<'_>, link: &Place, column: &str) -> Option<String> {
        Some(match column {
            "kind" => lookup.links.at(*link)?.kind.as_str().to_string(),
            "id" => lookup.link_id(*link).to_string(),
            _ => return None,
        })
    }
}

/// Asks for links.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<LinksAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

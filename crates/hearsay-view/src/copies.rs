//! `copies`: which document repeats which, how much of it, and in which passages.
//!
//! In: links of the kinds of repetition. Out: a row each, in order of time. Invariant: `a-to-b` means
//! that b took from a; where the evidence does not settle it, it says `unknown`.
//!
//! Example: `hearsay copies CASE --kind rewritten`.

use crate::ViewError;
use crate::answer::{Answered, Facet, Found, Row};
use crate::filter::{Filter, Question};
use crate::links::{LinksRow, touches};
use crate::lookup::{Lookup, Snapshot, holds_words};
use crate::words;
use hearsay_ledger::Ledger;
use hearsay_record::{Direction, Id, Link};
use serde::Serialize;

/// The answer.
pub type CopiesAnswer = Answered<CopiesRow>;

/// One document's repetition of another: a link with its coverage and passages.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct CopiesRow(pub LinksRow);

/// Date of the earlier document, then of the later.
fn dates<'s>(snapshot: &'s Snapshot, link: &Link) -> (bool, Option<&'s str>, Option<&'s str>) {
    let date =
        |id: &Id| snapshot.documents.get(id).and_then(|document| document.published.as_ref()).map(|dated| dated.date.as_str());
    let both = [date(&link.a.document), date(&link.b.document)];
    let mut known: Vec<&str> = both.into_iter().flatten().collect();
    known.sort_unstable();
    (known.is_empty(), known.first().copied(), known.last().copied())
}

impl Row for CopiesRow {
    const NAME: &'static str = "copies";
    const COLUMNS: &'static [&'static str] = &[
        "kind",
        "from_outlet",
        "from_date",
        "from",
        "to_outlet",
        "to_date",
        "to",
        "direction",
        "coverage_of_a",
        "coverage_of_b",
        "passages",
        "because",
        "a_path",
        "b_path",
        "a_document",
        "b_document",
        "id",
    ];
    const TERMINAL: &'static [&'static str] =
        &["kind", "direction", "from_outlet", "from", "to_outlet", "to", "coverage_of_b", "id"];
    fn cells(&self) -> Vec<String> {
        let link = &self.0;
        // Where the direction is known the giver stands left, whichever of the two is a.
        let (from, to) = if link.direction == Direction::BToA { (&link.b, &link.a) } else { (&link.a, &link.b) };
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let arrow = match link.direction {
            Direction::AToB | Direction::BToA => "→",
            Direction::None => "–",
            Direction::Unknown => "?",
        };
        let share = |at: usize| link.coverage.map(|shares| format!("{:.2}", shares[at])).unwrap_or_default();
        vec![
            words::words("copy", link.kind.as_str()),
            text(&from.outlet),
            text(&from.published),
            text(&from.title),
            text(&to.outlet),
            text(&to.published),
            text(&to.title),
            arrow.to_string(),
            share(0),
            share(1),
            link.passages.len().to_string(),
            link.reasons(),
            text(&link.a.path),
            text(&link.b.path),
            link.a.document.to_string(),
            link.b.document.to_string(),
            link.id.to_string(),
        ]
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        let sieve = lookup.sieve(filter);
        let says = |link: &Link| {
            filter.text.as_deref().is_none_or(|wanted| {
                let documents = [&link.a.document, &link.b.document].into_iter().filter_map(|id| lookup.documents.get(id));
                documents.into_iter().any(|document| holds_words(&document.text, wanted))
            })
        };
        let fits = |link: &&Link| {
            link.kind.is_copy()
                && filter.kind.as_deref().is_none_or(|kind| link.kind.as_str() == kind)
                && touches(lookup, &sieve, link)
                && says(link)
        };
        let mut links: Vec<&Link> = lookup.links.values().filter(fits).collect();
        links.sort_by_cached_key(|link| (dates(lookup, link), &link.id));
        match filter.sort.as_deref() {
            Some("recent") => links.sort_by_cached_key(|link| std::cmp::Reverse(dates(lookup, link).2)),
            Some("coverage") => {
                let most = |link: &Link| link.coverage.map_or(0.0, |[a, b]| a.max(b));
                links.sort_by(|a, b| most(b).total_cmp(&most(a)));
            }
            _ => {}
        }
        let facets = vec![
            Facet::count("kind", links.iter().map(|link| (link.kind.as_str().into(), words::words("copy", link.kind.as_str())))),
            Facet::count(
                "outlet",
                links.iter().flat_map(|link| {
                    let outlet = |id: &Id| lookup.documents.get(id).and_then(|document| document.origin.outlet.clone());
                    let both: std::collections::BTreeSet<String> =
                        [outlet(&link.a.document), outlet(&link.b.document)].into_iter().flatten().collect();
                    both.into_iter().map(|outlet| (outlet.clone(), outlet))
                }),
            ),
        ];
        Ok(Found::of(links, filter, facets, |link| Self(LinksRow::of(lookup, link))))
    }
}

/// Asks who repeats whom.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<CopiesAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

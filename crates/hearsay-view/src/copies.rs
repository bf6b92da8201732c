//! `copies`: which document repeats which, how much of it, and in which passages.
//!
//! In: links of the kinds of repetition. Out: a row each, in order of time. Invariant: `a-to-b` means
//! that b took from a; where the evidence does not settle it, it says `unknown`.
//!
//! Example: `hearsay copies CASE --kind rewritten`.

use crate::ViewError;
use crate::answer::{Answered, Facet, Found, Row};
use crate::columns::{Columns, latest_first};
use crate::filter::{ColumnOrder, Filter, Question};
use crate::links::{self, LinksRow};
use crate::listed::{self, List, Listed};
use crate::lookup::Lookup;
use crate::records::{NOWHERE, Place};
use crate::sieve::Documents;
use crate::snapshot::{Ends, LinkAt, Snapshot};
use crate::words;
use hearsay_ledger::{Ledger, LinkFilter};
use hearsay_record::{Direction, Id, LinkKind};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::HashMap;

/// The answer.
pub type CopiesAnswer = Answered<CopiesRow>;

/// One document's repetition of another: a link with its coverage and passages.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct CopiesRow(pub LinksRow);

/// Date of the earlier document, then of the later, or [`NOWHERE`].
fn dates(columns: &Columns, ends: Ends) -> (u32, u32) {
    let [a, b] = ends.documents.map(|document| columns.documents[document as usize].date);
    let known = [a, b].into_iter().filter(|date| *date != NOWHERE);
    (a.min(b), known.max().unwrap_or(NOWHERE))
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
        listed::find(lookup, filter)
    }
    fn in_order(lookup: &Lookup<'_>, filter: &Filter, order: ColumnOrder) -> Result<Found<Self>, ViewError> {
        listed::in_order(lookup, filter, order)
    }
}

impl Listed for CopiesRow {
    type Item = Place;
    fn list(lookup: &Lookup<'_>, filter: &Filter) -> Result<List<Place>, ViewError> {
        let columns = lookup.columns();
        let sieve = lookup.sieve(filter);
        let documents = Documents::of(lookup, &sieve);
        let holding = filter.text.as_deref().map(|text| Documents::holding(lookup, text));
        let fits = |link: &LinkAt| {
            link.ends.kind.is_copy()
                && filter.kind.as_deref().is_none_or(|kind| link.ends.kind.as_str() == kind)
                && documents.take_one(link.ends)
                && holding.as_ref().is_none_or(|holding| holding.take_one(link.ends))
        };
        let snapshot: &Snapshot = lookup;
        let mut links: Vec<LinkAt> = lookup.links_unordered().filter(fits).collect();
        links.par_sort_by_cached_key(|link| (dates(columns, link.ends), *snapshot.links.id_at(link.place)));
        match filter.sort.as_deref() {
            Some("recent") => links.sort_by_key(|link| latest_first(dates(columns, link.ends).1)),
            Some("coverage") => {
                let kinds: Vec<LinkKind> = LinkKind::ALL.into_iter().filter(|kind| kind.is_copy()).collect();
                let copies = lookup.shown(lookup.ledger.links(&LinkFilter { kinds, ..LinkFilter::default() }));
                let most: HashMap<Id, f64> =
                    copies.into_iter().filter_map(|link| Some((link.id, link.coverage.map(|[a, b]| a.max(b))?))).collect();
                let most = |link: &LinkAt| most.get(&lookup.link_id(link.place)).copied().unwrap_or(0.0);
                links.sort_by(|a, b| most(b).total_cmp(&most(a)));
            }
            _ => {}
        }
        let mut outlets = vec![0_usize; columns.outlets.len()];
        for link in &links {
            let [one, other] = link.ends.documents.map(|document| columns.documents[document as usize].outlet);
            for outlet in std::iter::once(one).chain((other != one).then_some(other)) {
                if let Some(count) = outlets.get_mut(outlet as usize) {
                    *count += 1;
                }
            }
        }
        let facets = vec![
            links::kinds(&links, |kind| words::words("copy", kind)),
            Facet::of_counts(
                "outlet",
                columns.outlets.iter().zip(outlets).map(|(outlet, count)| (outlet.as_str(), outlet.as_str(), count)),
            ),
        ];
        Ok(List { items: links.into_iter().map(|link| link.place).collect(), facets })
    }
    fn row(lookup: &Lookup<'_>, _: &Filter, link: &Place) -> Option<Self> {
        LinksRow::at(lookup, *link).map(Self)
    }
}

/// Asks who repeats whom.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<CopiesAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

//! `timeline`: what came on which day, by outlet, and which claims were seen for the first time.
//!
//! In: documents with their dates. Out: a row for each day in order of time, what has no date last.
//! Invariant: a date keeps the precision that the document gives, so `2031-04` is a row of its own.
//!
//! Example: `2031-04-07`: 5 documents of 3 outlets, 2 claims first seen.

use crate::ViewError;
use crate::answer::{Answered, Found, Row};
use crate::columns::{ClaimColumn, Claims, Columns};
use crate::filter::{ColumnOrder, Filter, Question};
use crate::line::day_of;
use crate::listed::{self, List, Listed};
use crate::lookup::Lookup;
use crate::records::Place;
use crate::sieve::Documents;
use hearsay_ledger::Ledger;
use hearsay_record::{Id, IdKind};
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
    /// How many there are: a list may hold the first few.
    #[serde(skip)]
    pub n_claims_first_seen: usize,
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

/// A day, with what is of it.
pub struct Day {
    day: Option<String>,
    /// Documents, in order of id.
    documents: Vec<Place>,
    /// Claims whose first report is of this day, in order of id, each with the line of that report.
    firsts: Vec<(Place, u32)>,
}

/// Claims that a list names of a day.
const FEW: usize = 8;

/// The first report of each claim, by the date of its document.
fn first_reports(columns: &Columns, claims: &Claims) -> Vec<(Place, u32)> {
    let first = |claim: &ClaimColumn| {
        // In their usual order, which breaks ties.
        let published = |at: &&u32| columns.documents[columns.lines[**at as usize].document as usize].date;
        claims.lines_of(claim).iter().min_by_key(published).map(|at| (claim.group, *at))
    };
    claims.claims.iter().filter_map(first).collect()
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
            self.n_claims_first_seen.to_string(),
            self.claims_first_seen.iter().map(|first| first.text.as_str()).collect::<Vec<_>>().join("; "),
        ]
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        listed::find(lookup, filter)
    }
    fn in_order(lookup: &Lookup<'_>, filter: &Filter, order: ColumnOrder) -> Result<Found<Self>, ViewError> {
        listed::in_order(lookup, filter, order)
    }
}

impl Listed for TimelineRow {
    type Item = Day;
    fn list(lookup: &Lookup<'_>, filter: &Filter) -> Result<List<Day>, ViewError> {
        let columns = lookup.columns();
        let sieve = lookup.sieve(filter);
        let taken = Documents::of(lookup, &sieve);
        let holding = filter.text.as_deref().map(|text| Documents::holding(lookup, text));
        let takes = |document: Place| taken.take(document) && holding.as_ref().is_none_or(|holding| holding.take(document));
        // `(no date, day)`: what has no date sorts last.
        let key = |document: Place| {
            let date = columns.date(columns.documents[document as usize].date);
            (date.is_none(), date.map(day_of))
        };
        let mut days = BTreeMap::<(bool, Option<&str>), (Vec<Place>, Vec<(Place, u32)>)>::new();
        for (place, _) in lookup.documents.0.sorted().filter(|(place, _)| takes(*place)) {
            days.entry(key(place)).or_default().0.push(place);
        }
        for (claim, line) in first_reports(columns, columns.claims(lookup)) {
            let document = columns.lines[line as usize].document;
            if takes(document)
                && let Some((_, firsts)) = days.get_mut(&key(document))
            {
                firsts.push((claim, line));
            }
        }
        let mut items: Vec<Day> = Vec::with_capacity(days.len());
        for ((_, day), (documents, firsts)) in days {
            items.push(Day { day: day.map(str::to_owned), documents, firsts });
        }
        if filter.sort.as_deref() == Some("recent") {
            items.sort_by(|a, b| b.day.cmp(&a.day));
        }
        let facets = vec![columns.outlets_of(items.iter().map(|day| day.documents.as_slice()))];
        Ok(List { items, facets })
    }
    fn row(lookup: &Lookup<'_>, _: &Filter, day: &Day) -> Option<Self> {
        let columns = lookup.columns();
        let mut outlets = BTreeMap::<Option<&str>, BTreeSet<&Id>>::new();
        for document in day.documents.iter().filter_map(|place| lookup.documents.at(*place)) {
            outlets.entry(document.origin.outlet.as_deref()).or_default().insert(&document.id);
        }
        let lines = || day.documents.iter().flat_map(|place| columns.lines_in(*place)).map(|at| &columns.lines[*at as usize]);
        // A list names a few, and who only counts none.
        let shown = match (lookup.is_brief, lookup.has_sentences) {
            (true, true) => FEW,
            (true, false) => 0,
            (false, _) => usize::MAX,
        };
        let first = |(claim, at): &(Place, u32)| {
            let line = &columns.lines[*at as usize];
            Some(FirstSeen {
                claim: lookup.groups.id_at(*claim).clone(),
                // Who only counts needs no words.
                text: if lookup.has_sentences { lookup.content(line.statement)? } else { String::new() },
                attribution: lookup.statements.id_at(line.statement).renamed(IdKind::Attribution),
                document: lookup.documents.0.id_at(line.document).clone(),
            })
        };
        Some(Self {
            day: day.day.clone(),
            documents: day.documents.len(),
            statements: lines().count(),
            said: lines().filter(|line| line.is_asserted).count(),
            outlets: outlets
                .into_iter()
                .map(|(outlet, ids)| OutletDay {
                    outlet: outlet.map(str::to_owned),
                    documents: ids.len(),
                    ids: ids.into_iter().cloned().collect(),
                })
                .collect(),
            claims_first_seen: day.firsts.iter().take(shown).filter_map(first).collect(),
            n_claims_first_seen: day.firsts.len(),
        })
    }
    fn bytes(days: &[Day]) -> usize {
        days.iter().map(|day| day.documents.len() * 4 + day.firsts.len() * 8).sum()
    }
}

/// Asks what came when.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<TimelineAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

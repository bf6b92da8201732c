//! `outlets`: whom each outlet has as sources, and how much of what it prints stood elsewhere before.
//!
//! In: documents, their assertions and the links of repetition. Out: a row for each outlet; documents
//! of no known outlet make one row. Invariant: counts only, no grade; a repetition counts only where its
//! direction is known.
//!
//! Example: 12 documents, 9 own, 3 taken from others; 30 assertions by named persons, 2 by unnamed ones.

use crate::ViewError;
use crate::accusations::AccusationsRow;
use crate::answer::{Answered, Found, Row};
use crate::columns::{ClaimColumn, number};
use crate::filter::{ColumnOrder, Filter, Question};
use crate::listed::{self, List, Listed};
use crate::lookup::Lookup;
use crate::place::Evidence;
use crate::records::NOWHERE;
use hearsay_ledger::{Ledger, LinkFilter};
use hearsay_record::{Direction, Document, Id, IdKind, LinkKind, SourceKind};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The answer.
pub type OutletsAnswer = Answered<OutletsRow>;

/// One outlet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OutletsRow {
    /// Its name; none for the documents of which no outlet is known.
    pub outlet: Option<String>,
    /// Its documents.
    pub documents: usize,
    /// Those that took from no other document of the case.
    pub own: usize,
    /// Those that took text from another.
    pub repeated: usize,
    /// Those that share text with another, and who took from whom can't be told.
    pub unsettled: usize,
    /// Outlets that it took from, most often first.
    pub repeated_from: Vec<RepeatedFrom>,
    /// Assertions in its documents.
    pub said: usize,
    /// The same by kind of source.
    pub sources: Sourcing,
    /// Date of its first document.
    pub first: Option<String>,
    /// Date of its last.
    pub last: Option<String>,
    /// Languages of its documents, in order of code.
    pub languages: Vec<String>,
    /// Claims that others report of several origins or outlets, in the time of its documents, and it does not.
    pub claims_left_out: usize,
    /// Those of most origins among them.
    pub left_out: Vec<LeftOut>,
    /// Accusations that it reports, and their denials only others.
    pub denials_left_out: Vec<DenialLeftOut>,
}

/// A claim that an outlet does not report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The claim.
    pub claim: Id,
    /// In the words of its first report.
    pub text: String,
    /// Independent origins.
    pub origins: usize,
    /// Documents that hold it.
    pub documents: usize,
    /// Outlets that report it.
    pub outlets: usize,
    /// Date of the first report.
    pub first: Option<String>,
}

/// An accusation that an outlet reports, and whose denial it does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DenialLeftOut {
    /// The statement of its own first report.
    pub accusation: Id,
    /// Who is accused, as an entity, or in the words of the report.
    pub accused: String,
    /// Of what, as printed.
    pub event: String,
    /// Where it reports it.
    pub evidence: Evidence,
    /// Statements elsewhere that deny it.
    pub denials: Vec<Id>,
}

/// An outlet and how many documents took from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RepeatedFrom {
    /// The outlet.
    pub outlet: Option<String>,
    /// Documents that took from it.
    pub documents: usize,
}

/// Assertions by kind of source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sourcing {
    /// Persons by name.
    pub named: usize,
    /// Organisations, and those who speak for them.
    pub organisation: usize,
    /// Persons without a name.
    pub anonymous: usize,
    /// Groups.
    pub collective: usize,
    /// Documents, polls and data.
    pub document: usize,
    /// Other media, and posts on platforms.
    pub media: usize,
    /// No source given.
    pub none: usize,
}

impl Sourcing {
    pub(crate) fn add(&mut self, kind: SourceKind) {
        *match kind {
            SourceKind::PersonNamed => &mut self.named,
            SourceKind::OrganisationNamed | SourceKind::Spokesperson => &mut self.organisation,
            SourceKind::PersonUnnamed | SourceKind::PersonAnonymous => &mut self.anonymous,
            SourceKind::Collective => &mut self.collective,
            SourceKind::Document | SourceKind::Poll => &mut self.document,
            SourceKind::MediaReport | SourceKind::Post => &mut self.media,
            SourceKind::NoSource => &mut self.none,
        } += 1;
    }
}

/// Claims listed of an outlet; all are counted.
const LEFT_OUT: usize = 12;

/// A claim as far as it matters who reports it.
struct Reported {
    claim: ClaimColumn,
    /// By number, in order.
    outlets: Vec<u32>,
    /// First and last date of a document that reports it.
    span: Option<(u32, u32)>,
}

impl Reported {
    fn told(&self, lookup: &Lookup<'_>) -> LeftOut {
        let columns = lookup.columns();
        let first = columns.claims(lookup).lines_of(&self.claim).first().map(|line| columns.lines[*line as usize].statement);
        LeftOut {
            claim: lookup.groups.id_at(self.claim.group).clone(),
            text: first.and_then(|statement| lookup.content(statement)).unwrap_or_default(),
            origins: self.claim.origins as usize,
            documents: self.claim.documents as usize,
            outlets: self.outlets.len(),
            first: self.span.and_then(|(first, _)| columns.date(first)).map(str::to_owned),
        }
    }
}

/// Claims of several origins, or that several outlets report, those of most origins first.
fn reported(lookup: &Lookup<'_>) -> Vec<Reported> {
    let columns = lookup.columns();
    let claims = columns.claims(lookup);
    let mut found: Vec<Reported> = Vec::new();
    for claim in &claims.claims {
        let documents = || {
            let lines = claims.lines_of(claim).iter().map(|at| &columns.lines[*at as usize]);
            lines.map(|line| columns.documents[line.document as usize])
        };
        let mut outlets: Vec<u32> = documents().map(|document| document.outlet).filter(|outlet| *outlet != NOWHERE).collect();
        outlets.sort_unstable();
        outlets.dedup();
        if outlets.len() < 2 && claim.origins < 2 {
            continue;
        }
        let dates = || documents().map(|document| document.date).filter(|date| *date != NOWHERE);
        found.push(Reported { claim: *claim, outlets, span: dates().min().zip(dates().max()) });
    }
    // In order of id, which breaks ties.
    found.sort_by_key(|one| std::cmp::Reverse((one.claim.origins, one.outlets.len(), one.claim.documents)));
    found
}

/// Accusations by an outlet that reports them, where it reports none of the denials.
fn denials_left_out(lookup: &Lookup<'_>) -> Result<BTreeMap<String, Vec<DenialLeftOut>>, ViewError> {
    let mut found = BTreeMap::<String, Vec<DenialLeftOut>>::new();
    for row in &listed::list::<AccusationsRow>(lookup, &Filter::default())?.items {
        let denied_in: BTreeSet<&str> = row
            .answered_by
            .iter()
            .filter_map(|id| lookup.documents.at(lookup.statements.get(id)?.document)?.origin.outlet.as_deref())
            .collect();
        if row.answered_by.is_empty() {
            continue;
        }
        let mut seen = BTreeSet::new();
        for place in &row.evidence {
            let Some(outlet) = place.outlet.clone().filter(|outlet| !denied_in.contains(outlet.as_str())) else { continue };
            if seen.insert(outlet.clone()) {
                found.entry(outlet).or_default().push(DenialLeftOut {
                    accusation: place.attribution.as_ref().map_or_else(|| row.id.clone(), |id| id.renamed(IdKind::Statement)),
                    accused: row.accused.as_ref().map_or_else(|| row.accused_as.clone(), |who| who.name.clone()),
                    event: row.event.clone(),
                    evidence: place.clone().filled(lookup),
                    denials: row.answered_by.clone(),
                });
            }
        }
    }
    Ok(found)
}

/// Documents that took from others, with whom from; and those of which it can't be told.
fn takers(lookup: &Lookup<'_>) -> (BTreeMap<Id, BTreeSet<Id>>, BTreeSet<Id>) {
    let (mut took, mut unsettled) = (BTreeMap::<Id, BTreeSet<Id>>::new(), BTreeSet::new());
    // Quotations only, or a third source, is no repetition of the other document.
    let kinds = vec![LinkKind::Verbatim, LinkKind::Edited, LinkKind::Truncated, LinkKind::Rewritten];
    for link in lookup.shown(lookup.ledger.links(&LinkFilter { kinds, ..LinkFilter::default() })) {
        let (a, b) = (&link.a.document, &link.b.document);
        match link.direction {
            Direction::AToB => drop(took.entry(b.clone()).or_default().insert(a.clone())),
            Direction::BToA => drop(took.entry(a.clone()).or_default().insert(b.clone())),
            Direction::None | Direction::Unknown => unsettled.extend([a.clone(), b.clone()]),
        }
    }
    unsettled.retain(|document| !took.contains_key(document));
    (took, unsettled)
}

impl Row for OutletsRow {
    const NAME: &'static str = "outlets";
    const COLUMNS: &'static [&'static str] = &[
        "outlet",
        "documents",
        "own",
        "repeated",
        "unsettled",
        "repeated_from",
        "said",
        "named",
        "organisation",
        "anonymous",
        "collective",
        "document",
        "media",
        "none",
        "first",
        "last",
        "languages",
        "claims_left_out",
        "denials_left_out",
    ];
    const TERMINAL: &'static [&'static str] =
        &["outlet", "documents", "own", "repeated", "said", "named", "organisation", "anonymous", "last"];
    fn cells(&self) -> Vec<String> {
        let unknown = || "(no outlet known)".to_string();
        let from = |from: &RepeatedFrom| format!("{} {}", from.outlet.clone().unwrap_or_else(unknown), from.documents);
        let sources = &self.sources;
        let mut cells = vec![self.outlet.clone().unwrap_or_else(unknown)];
        cells.extend([self.documents, self.own, self.repeated, self.unsettled].map(|n| n.to_string()));
        cells.push(self.repeated_from.iter().map(from).collect::<Vec<_>>().join("; "));
        let kinds = [
            sources.named,
            sources.organisation,
            sources.anonymous,
            sources.collective,
            sources.document,
            sources.media,
            sources.none,
        ];
        cells.extend(std::iter::once(self.said).chain(kinds).map(|n| n.to_string()));
        cells.extend([self.first.clone().unwrap_or_default(), self.last.clone().unwrap_or_default(), self.languages.join("; ")]);
        cells.extend([self.claims_left_out, self.denials_left_out.len()].map(|n| n.to_string()));
        cells
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        listed::find(lookup, filter)
    }
    fn in_order(lookup: &Lookup<'_>, filter: &Filter, order: ColumnOrder) -> Result<Found<Self>, ViewError> {
        listed::in_order(lookup, filter, order)
    }
}

impl Listed for OutletsRow {
    type Item = Self;
    fn list(lookup: &Lookup<'_>, filter: &Filter) -> Result<List<Self>, ViewError> {
        let columns = lookup.columns();
        let sieve = lookup.sieve(filter);
        let (took, unsettled) = takers(lookup);
        let mut outlets = BTreeMap::<Option<&str>, Vec<&Document>>::new();
        for document in lookup.documents.values().filter(|document| sieve.takes_document(document)) {
            outlets.entry(document.origin.outlet.as_deref()).or_default().push(document);
        }
        let reported = reported(lookup);
        let mut denials = denials_left_out(lookup)?;
        let mut rows: Vec<Self> = outlets
            .into_iter()
            .map(|(outlet, documents)| {
                let mut row = Self { outlet: outlet.map(str::to_owned), documents: documents.len(), ..Self::default() };
                let mut from = BTreeMap::<Option<String>, usize>::new();
                for document in &documents {
                    if let Some(givers) = took.get(&document.id) {
                        row.repeated += 1;
                        let outlets: BTreeSet<Option<String>> = givers
                            .iter()
                            .filter_map(|id| lookup.documents.get(id))
                            .map(|giver| giver.origin.outlet.clone())
                            .collect();
                        for outlet in outlets {
                            *from.entry(outlet).or_default() += 1;
                        }
                    } else if unsettled.contains(&document.id) {
                        row.unsettled += 1;
                    } else {
                        row.own += 1;
                    }
                    let lines = lookup.documents.0.place(&document.id).map_or(&[][..], |place| columns.lines_in(place));
                    for said in lines.iter().filter_map(|at| lookup.statements.at(columns.lines[*at as usize].statement)) {
                        if said.is_asserted {
                            row.said += 1;
                            row.sources.add(said.source_kind);
                        }
                    }
                }
                row.repeated_from = from.into_iter().map(|(outlet, documents)| RepeatedFrom { outlet, documents }).collect();
                row.repeated_from.sort_by_key(|from| std::cmp::Reverse(from.documents));
                let dates: BTreeSet<&str> = documents
                    .iter()
                    .filter_map(|document| document.published.as_ref())
                    .map(|dated| dated.date.as_str())
                    .collect();
                row.first = dates.first().map(|date| (*date).to_string());
                row.last = dates.last().map(|date| (*date).to_string());
                let number = |names: &[String], name: &str| {
                    names.binary_search_by(|known| known.as_str().cmp(name)).map_or(NOWHERE, number)
                };
                if let (Some(outlet), Some(first), Some(last)) = (outlet, dates.first(), dates.last()) {
                    let (own, first, last) =
                        (number(&columns.outlets, outlet), number(&columns.dates, first), number(&columns.dates, last));
                    // What came before its first document or after its last it may have reported elsewhere.
                    let in_its_time = |one: &&Reported| one.span.is_some_and(|(from, to)| from <= last && to >= first);
                    let left_out: Vec<&Reported> =
                        reported.iter().filter(in_its_time).filter(|one| one.outlets.binary_search(&own).is_err()).collect();
                    row.claims_left_out = left_out.len();
                    row.left_out = left_out.into_iter().take(LEFT_OUT).map(|one| one.told(lookup)).collect();
                    row.denials_left_out = denials.remove(outlet).unwrap_or_default();
                }
                row.languages = documents
                    .iter()
                    .filter_map(|document| document.language.clone())
                    .collect::<BTreeSet<_>>()
                    .into_iter()
                    .collect();
                row
            })
            .collect();
        if filter.sort.as_deref() != Some("name") {
            rows.sort_by_key(|row| std::cmp::Reverse(row.documents));
        }
        Ok(List { items: rows, facets: Vec::new() })
    }
    fn row(_: &Lookup<'_>, _: &Filter, row: &Self) -> Option<Self> {
        Some(row.clone())
    }
    fn bytes(rows: &[Self]) -> usize {
        rows.iter().map(|row| (row.left_out.len() + row.denials_left_out.len()) * 512).sum()
    }
}

/// Asks whom each outlet has as sources.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<OutletsAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

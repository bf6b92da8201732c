//! `claims`: what is claimed, by whom, in how many documents of how many independent origins.
//!
//! In: claims of the ledger (groups of statements). Out: a row each, most origins first, the latest
//! first among equals. Invariant: nobody's question, refusal, order or wish is a member.
//!
//! Example: nine articles that repeat one agency's line are `origins: 1, documents: 9`.

use crate::ViewError;
use crate::answer::{Answered, Found, Row};
use crate::columns::{ClaimColumn, Columns};
use crate::days::day_number;
use crate::filter::{ColumnOrder, Filter, Question};
use crate::listed::{self, List, Listed};
use crate::lookup::Lookup;
use crate::place::{Changed, EntityRef, Evidence};
use crate::records::{NOWHERE, Place};
use crate::sieve::LineSieve;
use crate::snapshot::Snapshot;
use crate::{first_reports, who_said, words};
use hearsay_ledger::Ledger;
use hearsay_record::{Collapse, Id, IdKind, LinkKind};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The answer.
pub type ClaimsAnswer = Answered<ClaimsRow>;

/// One claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimsRow {
    /// The claim.
    pub id: Id,
    /// In the words of its first report.
    pub text: String,
    /// Act of the first report.
    pub act: String,
    /// Each report, the earliest first; of one day a report before those that took its text.
    pub members: Vec<Evidence>,
    /// How many there are: a list may hold the first alone.
    #[serde(skip)]
    pub reports: usize,
    /// Who is reported to have said it, the earliest first.
    pub speakers: Vec<EntityRef>,
    /// Documents that hold it.
    pub documents: usize,
    /// Independent origins that these come down to.
    pub origins: usize,
    /// Documents of which it can't be told; not in `origins`.
    pub unknown: usize,
    /// Pairs that count as one origin.
    pub collapsed: Vec<CollapsedPair>,
    /// Date of the first report.
    pub first: Option<String>,
    /// Documents of which each may be the first: more than one where neither an hour nor a credit tells which.
    pub may_be_first: Vec<Id>,
    /// Date of the last.
    pub last: Option<String>,
    /// Outlets, in order of name.
    pub outlets: Vec<String>,
    /// Kinds of dispute that a member is part of.
    pub disputed_by: Vec<LinkKind>,
    /// What became of the utterance between two of its reports, the earlier first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ClaimChange>,
}

/// What became of an utterance from one report to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimChange {
    /// The link between the two.
    pub link: Id,
    /// The earlier report, as far as dates tell; else the one that stands first in the link.
    pub from: Id,
    /// The later.
    pub to: Id,
    /// What differs, from the one to the other.
    pub changes: Vec<Changed>,
}

/// Two places that count as one origin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CollapsedPair {
    /// One place.
    pub a: Evidence,
    /// The other.
    pub b: Evidence,
    /// Why, as a code.
    pub because: String,
    /// The same for a reader.
    pub words: String,
}

impl CollapsedPair {
    /// The pair of a record, for a reader.
    pub(crate) fn of(lookup: &Lookup<'_>, pair: &Collapse) -> Self {
        let evidence = |place: &hearsay_record::Place| {
            if lookup.has_sentences { Evidence::of(lookup, place) } else { Evidence::bare(lookup, place) }
        };
        Self {
            a: evidence(&pair.a),
            b: evidence(&pair.b),
            because: pair.because.clone(),
            words: words::words("collapse", &pair.because),
        }
    }
}

/// A claim with the lines that count.
struct Counted<'s> {
    id: &'s Id,
    claim: &'s ClaimColumn,
    /// By number, earliest first.
    lines: Vec<u32>,
    /// Documents of which each may be the first.
    may_be_first: Vec<Id>,
}

impl<'s> Counted<'s> {
    fn of(lookup: &'s Lookup<'_>, claim: &'s ClaimColumn) -> Self {
        let mut lines = lookup.columns().claims(lookup).lines_of(claim).to_vec();
        let may_be_first = first_reports::arrange(lookup, &mut lines);
        Self { id: lookup.groups.id_at(claim.group), claim, lines, may_be_first }
    }
}

/// Independent origins, halved for each full week that lies between the last report and the last day of the case:
/// what many say now stands before what more said long ago, and a day more or less does not tell. What has no
/// date counts as a year old.
fn current(columns: &Columns, claim: &ClaimColumn, today: Option<i64>) -> f64 {
    let last = columns.date(claim.last).and_then(day_number);
    let days = today.zip(last).map_or(365, |(today, last)| (today - last).max(0));
    let weeks = f64::from(i32::try_from(days / 7).unwrap_or(i32::MAX));
    f64::from(claim.origins) * (-weeks).exp2()
}

/// Dates as numbers, what has none before all others.
fn dated(date: u32) -> Option<u32> {
    (date != NOWHERE).then_some(date)
}

impl ClaimsRow {
    /// The row of one claim, without making those of the others.
    #[must_use]
    pub fn of_claim(lookup: &Lookup<'_>, claim: &Id) -> Option<Self> {
        let place = lookup.groups.place(claim)?;
        let claims = &lookup.columns().claims(lookup).claims;
        // They stand in order of id.
        let at = claims.binary_search_by(|one| lookup.groups.id_at(one.group).cmp(claim)).ok()?;
        claims.get(at).filter(|one| one.group == place).map(|claim| Self::of(lookup, &Counted::of(lookup, claim)))
    }

    fn of(lookup: &Lookup<'_>, counted: &Counted<'_>) -> Self {
        let Counted { id, claim, lines, may_be_first } = counted;
        let columns = lookup.columns();
        let column = |at: &u32| &columns.lines[*at as usize];
        let first = lines.first().map(column);
        let date = |date: u32| columns.date(date).map(str::to_owned);
        // A list shows the first report.
        let shown = if lookup.is_brief { 1 } else { usize::MAX };
        let evidence = |line: &u32| {
            let place = Evidence::bare_of(lookup, column(line).statement)?;
            Some(if lookup.has_sentences { place.filled(lookup) } else { place })
        };
        let origins = lookup.group_called(id).and_then(|group| group.origins);
        Self {
            id: (*id).clone(),
            text: first.and_then(|line| lookup.content(line.statement)).unwrap_or_default(),
            act: first.map(|line| columns.acts[usize::from(line.act)].clone()).unwrap_or_default(),
            members: lines.iter().take(shown).filter_map(evidence).collect(),
            reports: lines.len(),
            speakers: speakers(lookup, lines),
            documents: claim.documents as usize,
            origins: claim.origins as usize,
            // Without a count nothing is known of any document's origin.
            unknown: origins.map_or(claim.documents as usize, |count| count.unknown),
            collapsed: if lookup.is_brief { Vec::new() } else { collapsed(lookup, id, lines) },
            first: date(claim.first),
            may_be_first: may_be_first.clone(),
            last: date(claim.last),
            outlets: outlets(lookup, lines).map(str::to_owned).collect(),
            disputed_by: claim.disputed_by().collect(),
            changes: if lookup.is_brief { Vec::new() } else { changes(lookup, lines) },
        }
    }
}

/// Who is reported to have said it, each once, the earliest first.
fn speakers(snapshot: &Snapshot, lines: &[u32]) -> Vec<EntityRef> {
    let columns = snapshot.columns();
    let mut seen: HashSet<u32> = HashSet::new();
    let who = lines.iter().map(|at| columns.lines[*at as usize].who).filter(|who| *who != NOWHERE);
    who.filter(|who| seen.insert(*who)).filter_map(|who| columns.who(snapshot, who)).collect()
}

/// Outlets of these lines, in order of name.
fn outlets<'s>(snapshot: &'s Snapshot, lines: &[u32]) -> impl Iterator<Item = &'s str> + use<'s> {
    let columns = snapshot.columns();
    let documents = lines.iter().map(|at| columns.lines[*at as usize].document);
    let outlets: BTreeSet<u32> = documents.map(|document| columns.documents[document as usize].outlet).collect();
    outlets.into_iter().filter_map(|outlet| columns.outlets.get(outlet as usize).map(String::as_str))
}

/// Pairs that count as one origin, of lines that count.
fn collapsed(lookup: &Lookup<'_>, claim: &Id, lines: &[u32]) -> Vec<CollapsedPair> {
    let columns = lookup.columns();
    let standing: HashSet<Place> = lines.iter().map(|at| columns.lines[*at as usize].statement).collect();
    let kept = |place: &hearsay_record::Place| {
        let statement = |id: &Id| lookup.statements.place(&id.renamed(IdKind::Statement));
        place.attribution.as_ref().is_none_or(|id| statement(id).is_some_and(|at| standing.contains(&at)))
    };
    let pairs = lookup.group(claim).and_then(|group| group.origins).map(|count| count.collapsed).unwrap_or_default();
    pairs.iter().filter(|pair| kept(&pair.a) && kept(&pair.b)).map(|pair| CollapsedPair::of(lookup, pair)).collect()
}

/// A claim of fewer lines asks the ledger for their links; of more, what is known of all links is asked.
const FEW: usize = 24;

/// What became of a claim between reports that are linked, in order of time.
fn changes(lookup: &Lookup<'_>, lines: &[u32]) -> Vec<ClaimChange> {
    if lines.len() < 2 {
        return Vec::new();
    }
    let columns = lookup.columns();
    let places = || lines.iter().map(|at| columns.lines[*at as usize].statement);
    let members: Vec<&Id> = places().map(|place| lookup.statements.id_at(place)).collect();
    let at: BTreeMap<&Id, usize> = members.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut found: Vec<(usize, usize, ClaimChange)> = Vec::new();
    let links = if lines.len() < FEW {
        lookup.shown(lookup.ledger.links_that_changed(&members))
    } else {
        // Each link once, at its first member.
        let first = |place: Place, link: Place| lookup.links.at(link).is_some_and(|ends| ends.statement(0) == Some(place));
        let own =
            places().flat_map(|place| columns.links_of(lookup, place).iter().copied().filter(move |link| first(place, *link)));
        own.filter(|link| lookup.tells_changes(*link)).filter_map(|link| lookup.link_at(link)).collect()
    };
    for link in links {
        let [Some(&one), Some(&other)] = [at.get(&link.members[0]), at.get(&link.members[1])] else { continue };
        let changes = Changed::of(lookup, &link);
        let (from, to, changes) =
            if one <= other { (one, other, changes) } else { (other, one, changes.into_iter().map(Changed::turned).collect()) };
        let id = |at: usize| members[at].clone();
        found.push((from, to, ClaimChange { link: link.id.clone(), from: id(from), to: id(to), changes }));
    }
    found.sort_by(|a, b| (a.0, a.1, &a.2.link).cmp(&(b.0, b.1, &b.2.link)));
    found.into_iter().map(|(_, _, change)| change).collect()
}

impl Row for ClaimsRow {
    const NAME: &'static str = "claims";
    const COLUMNS: &'static [&'static str] = &[
        "origins",
        "documents",
        "unknown",
        "first",
        "last",
        "speakers",
        "act",
        "text",
        "disputed_by",
        "outlets",
        "reports",
        "changes",
        "path",
        "document",
        "spans",
        "sentence",
        "id",
    ];
    const TERMINAL: &'static [&'static str] = &["origins", "documents", "last", "speakers", "text", "disputed_by", "id"];
    fn cells(&self) -> Vec<String> {
        let first = self.members.first();
        vec![
            self.origins.to_string(),
            self.documents.to_string(),
            self.unknown.to_string(),
            self.first.clone().unwrap_or_default(),
            self.last.clone().unwrap_or_default(),
            self.speakers.iter().map(|who| who.name.as_str()).collect::<Vec<_>>().join("; "),
            words::act(&self.act),
            self.text.clone(),
            self.disputed_by.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join("; "),
            self.outlets.join("; "),
            self.reports.to_string(),
            self.changes.iter().flat_map(|change| &change.changes).map(Changed::in_words).collect::<Vec<_>>().join("; "),
            first.and_then(|place| place.path.clone()).unwrap_or_default(),
            first.map(|place| place.document.to_string()).unwrap_or_default(),
            first.map(|place| who_said::spans_cell(&place.spans)).unwrap_or_default(),
            first.map(|place| place.sentence().to_string()).unwrap_or_default(),
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

impl Listed for ClaimsRow {
    type Item = ClaimColumn;
    fn list(lookup: &Lookup<'_>, filter: &Filter) -> Result<List<ClaimColumn>, ViewError> {
        let sieve = lookup.sieve(filter);
        let columns = lookup.columns();
        let all = columns.claims(lookup);
        let lines = LineSieve::of(lookup, &sieve);
        // A claim is shown whole as soon as one of its reports meets the filter.
        let marks = (!lines.takes_all()).then(|| lines.marks());
        let takes = |claim: &&ClaimColumn| {
            marks.as_ref().is_none_or(|marks| {
                sieve.takes_claim(lookup.groups.id_at(claim.group))
                    && all.lines_of(claim).iter().any(|line| marks[*line as usize])
            })
        };
        let mut claims: Vec<ClaimColumn> = all.claims.iter().filter(takes).copied().collect();
        let last = |claim: &ClaimColumn| dated(claim.last);
        match filter.sort.as_deref() {
            Some("date") => {
                claims.sort_by_cached_key(|claim| all.lines_of(claim).first().map(|line| columns.order_of(*line)));
            }
            Some("recent") => claims.sort_by_key(|claim| Reverse(last(claim))),
            Some("current") => {
                let today = lookup.documents.values().filter_map(|document| day_number(&document.published.as_ref()?.date)).max();
                let mut keyed: Vec<(f64, ClaimColumn)> =
                    claims.iter().map(|claim| (current(columns, claim, today), *claim)).collect();
                keyed.sort_by(|(a_weight, a), (b_weight, b)| {
                    let by_weight = b_weight.total_cmp(a_weight);
                    by_weight.then_with(|| b.documents.cmp(&a.documents)).then_with(|| last(b).cmp(&last(a)))
                });
                claims = keyed.into_iter().map(|(_, claim)| claim).collect();
            }
            Some("documents") => claims.sort_by_key(|claim| Reverse((claim.documents, last(claim)))),
            _ => claims.sort_by_key(|claim| Reverse((claim.origins, claim.documents, last(claim)))),
        }
        let firsts: Vec<u32> = claims.iter().filter_map(|claim| all.lines_of(claim).first().copied()).collect();
        let facets = who_said::facets(lookup, columns, &firsts).into_iter().filter(|facet| facet.key != "form").collect();
        Ok(List { items: claims, facets })
    }
    fn row(lookup: &Lookup<'_>, _: &Filter, claim: &ClaimColumn) -> Option<Self> {
        Some(Self::of(lookup, &Counted::of(lookup, claim)))
    }
    fn cell(lookup: &Lookup<'_>, claim: &ClaimColumn, column: &str) -> Option<String> {
        let columns = lookup.columns();
        let lines = columns.claims(lookup).lines_of(claim);
        let first = &columns.lines[*lines.first()? as usize];
        let document = || lookup.documents.at(first.document);
        let date = |date| columns.date(date).unwrap_or_default().to_string();
        Some(match column {
            "origins" => claim.origins.to_string(),
            "documents" => claim.documents.to_string(),
            "unknown" => match lookup.groups.at(claim.group)?.origins {
                Some(count) => count.unknown.to_string(),
                None => claim.documents.to_string(),
            },
            "first" => date(claim.first),
            "last" => date(claim.last),
            "act" => words::act(&columns.acts[usize::from(first.act)]),
            "text" => lookup.content(first.statement)?,
            "reports" => lines.len().to_string(),
            "speakers" => speakers(lookup, lines).iter().map(|who| who.name.as_str()).collect::<Vec<_>>().join("; "),
            "disputed_by" => claim.disputed_by().map(LinkKind::as_str).collect::<Vec<_>>().join("; "),
            "outlets" => outlets(lookup, lines).collect::<Vec<_>>().join("; "),
            "document" => document()?.id.to_string(),
            "path" => document()?.origin.path.clone().unwrap_or_default(),
            "id" => lookup.groups.id_at(claim.group).to_string(),
            _ => return None,
        })
    }
}

/// Asks what is claimed.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<ClaimsAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

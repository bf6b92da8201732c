//! `review`: what is worth a person's next minute: statements that nobody has looked at, links that rest on little, and
//! decisions that find their place no more.
//!
//! In: a filter, as lists of statements take it. Out: a row for each, by weight. Invariant: a weight orders the queue and
//! says nothing of anybody: it is how little sure the machine was, times how much hangs on the line.
//!
//! The weight of a statement is *doubt* × *reach*. Doubt is 1 − confidence, and ½ more where somebody is named as a source
//! whom nobody could be found for. Reach is 1, and 1 more for an accusation or the answer to one, and log₂ of the documents
//! that report it. A link weighs ⅓ × (1 + log₂ of what it gathers), and of those that gather one group by one reason the
//! first stands for all; an orphaned decision comes before all.
//!
//! Example: `hearsay review CASE --kind statement --limit 20`.

use crate::ViewError;
use crate::answer::{Answered, Facet, Found, Row};
use crate::columns::number;
use crate::filter::{Filter, Question};
use crate::history::{self, Decisions, HistoryRow, Standing};
use crate::links::LinksRow;
use crate::lookup::Lookup;
use crate::records::{NOWHERE, Place};
use crate::sieve::{Documents, LineSieve};
use crate::snapshot::Snapshot;
use crate::who_said::{WhoSaidRow, name_or_reason};
use crate::words;
use hearsay_ledger::Ledger;
use hearsay_record::{Authority, Correction, GroupKind, Id, IdKind, Link, LinkKind, SourceKind};
use serde::Serialize;
use std::collections::BTreeSet;

/// The answer.
pub type ReviewAnswer = Answered<ReviewRow>;

/// One thing to look at.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReviewRow {
    /// What it is: `statement`, `people` (two that were taken for one), `link` (of statements or documents), `decision`.
    pub what: &'static str,
    /// The statement, link or decision.
    pub id: Id,
    /// By what the queue is ordered.
    pub weight: f64,
    /// Why it is worth a look, in codes.
    pub because: Vec<&'static str>,
    /// Documents that report it, or that the link reaches.
    pub reports: usize,
    /// The last decision on it that stands.
    pub decision: Option<Id>,
    /// Who decided.
    pub by: Option<String>,
    /// The statement, if it is one.
    pub statement: Option<WhoSaidRow>,
    /// The link, if it is one.
    pub link: Option<LinksRow>,
    /// The decision, if it is one.
    pub history: Option<HistoryRow>,
}

/// Weight of a decision without a place: before all that a machine found.
const ORPHANED: f64 = 100.0;

/// Reasons that tie two by less than their full names, or by words that are only alike.
const LITTLE: [&str; 15] = [
    "other-spelling",
    "short-first-name",
    "words-before-and-company",
    "misspelt",
    "acronym",
    "office-held",
    "acronym-and-company",
    "last-name-and-company",
    "shorter-name-and-company",
    "office-and-company",
    "near-paraphrase",
    "paraphrase-then-quotation",
    "same-figure",
    "same-event-told",
    "shared-anchors-in-order",
];

/// Kinds of link that gather two into one.
pub(crate) const JOINING: [LinkKind; 3] = [LinkKind::SameOne, LinkKind::Same, LinkKind::Rewritten];

/// The first reason by which a link rests on little, if it does; a person's rests on the person.
pub(crate) fn doubted<'c, C: Iterator<Item = &'c str>>(codes: impl Fn() -> C, by: &Authority) -> Option<&'static str> {
    LITTLE.into_iter().find(|little| by.person.is_none() && codes().any(|code| code == *little))
}

/// The same of a whole link.
pub(crate) fn doubt(link: &Link) -> Option<&'static str> {
    let codes = || link.because.iter().map(|reason| reason.code.as_str());
    JOINING.contains(&link.kind).then(|| doubted(codes, &link.authority)).flatten()
}

/// Something to look at before it is made a row.
struct Item<'l> {
    what: &'static str,
    id: &'l Id,
    weight: f64,
    because: Vec<&'static str>,
    reports: usize,
    decision: Option<&'l Correction>,
    line: Option<u32>,
}

fn rounded(weight: f64) -> f64 {
    (weight * 1000.0).round() / 1000.0
}

/// How many documents hold statements of each claim, by its place.
fn documents_of_claims(snapshot: &Snapshot) -> Vec<usize> {
    let columns = snapshot.columns();
    let in_claims = columns.lines.iter().filter(|line| line.claim != NOWHERE);
    let mut places: Vec<(Place, Place)> = in_claims.map(|line| (line.claim, line.document)).collect();
    places.sort_unstable();
    places.dedup();
    let mut counts = vec![0; snapshot.groups.n_places()];
    places.into_iter().for_each(|(claim, _)| counts[claim as usize] += 1);
    counts
}

fn of_line<'l>(snapshot: &'l Snapshot, at: u32, documents: &[usize], decision: Option<&'l Correction>) -> Option<Item<'l>> {
    let columns = snapshot.columns();
    let line = &columns.lines[at as usize];
    let said = snapshot.statements.at(line.statement)?;
    let reports = documents.get(line.claim as usize).copied().unwrap_or(0).max(1);
    let mut because = Vec::new();
    let mut doubt = 1.0 - said.confidence;
    if said.confidence < 0.8 {
        because.push("unsure");
    }
    if said.who == NOWHERE && said.source_kind != SourceKind::NoSource {
        doubt += 0.5;
        because.push("speaker-unknown");
    }
    let mut reach = 1.0 + (reports as f64).log2();
    if said.accuses {
        reach += 1.0;
        because.push("accusation");
    }
    if reports > 1 {
        because.push("repeated");
    }
    let weight = rounded(doubt * reach);
    Some(Item { what: "statement", id: snapshot.statements.id_at(line.statement), weight, because, reports, decision, line: Some(at) })
}

/// A link that rests on little, and the group that it gathers.
fn of_link(snapshot: &Snapshot, link: Place) -> Option<(Item<'_>, Option<&Id>)> {
    let ends = *snapshot.links.at(link)?;
    let kind = match ends.kind {
        LinkKind::SameOne => GroupKind::Entity,
        LinkKind::Same => GroupKind::Claim,
        _ => GroupKind::Lineage,
    };
    let group = snapshot.group_of(kind, snapshot.member(ends, 0));
    let members = group.map_or(2, |group| group.n_members);
    let reports = if ends.kind == LinkKind::SameOne { members.max(2) } else { members };
    let what = if ends.kind == LinkKind::SameOne { "people" } else { "link" };
    let weight = rounded((1.0 + (reports as f64).log2()) / 3.0);
    let id = snapshot.links.id_at(link);
    let item = Item { what, id, weight, because: vec!["rests-on-little"], reports, decision: None, line: None };
    Some((item, group.map(|group| group.id)))
}

impl Row for ReviewRow {
    const NAME: &'static str = "review";
    const COLUMNS: &'static [&'static str] = &[
        "weight",
        "what",
        "because",
        "speaker",
        "act_label",
        "content",
        "confidence",
        "reports",
        "by",
        "decision",
        "outlet",
        "path",
        "document",
        "spans",
        "sentence",
        "id",
    ];
    const TERMINAL: &'static [&'static str] = &["weight", "what", "because", "speaker", "content", "confidence", "id"];
    fn cells(&self) -> Vec<String> {
        let said = self.statement.as_ref();
        let evidence = said
            .map(|row| &row.evidence)
            .or(self.link.as_ref().map(|link| &link.a))
            .or(self.history.as_ref().map(|history| &history.evidence));
        let content = match (said, &self.link, &self.history) {
            (Some(row), ..) => row.content.clone(),
            (_, Some(link), _) => link.reasons(),
            (.., Some(history)) => history.after.clone(),
            _ => String::new(),
        };
        vec![
            format!("{:.2}", self.weight),
            self.what.into(),
            self.because.iter().map(|code| words::words("worth", code)).collect::<Vec<_>>().join("; "),
            said.map(|row| name_or_reason(row.speaker.as_ref(), row.speaker_unknown_because.as_deref())).unwrap_or_default(),
            said.map(|row| words::act(&row.act)).unwrap_or_default(),
            content,
            said.map(|row| format!("{:.2}", row.confidence)).unwrap_or_default(),
            self.reports.to_string(),
            self.by.clone().unwrap_or_default(),
            self.decision.as_ref().map(Id::to_string).unwrap_or_default(),
            evidence.and_then(|place| place.outlet.clone()).unwrap_or_default(),
            evidence.and_then(|place| place.path.clone()).unwrap_or_default(),
            evidence.map(|place| place.document.to_string()).unwrap_or_default(),
            evidence.map(|place| crate::who_said::spans_cell(&place.spans)).unwrap_or_default(),
            evidence.map(|place| place.sentence().to_string()).unwrap_or_default(),
            self.id.to_string(),
        ]
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        let decisions = Decisions::of(lookup)?;
        let decided = decisions.by_statement();
        let sieve = lookup.sieve(filter);
        let columns = lookup.columns();
        let takes_kind = |what: &str| filter.kind.as_deref().is_none_or(|kind| kind == what);
        let status = filter.status.as_deref().unwrap_or("open");
        let takes_status = |is_decided: bool| match status {
            "open" => !is_decided,
            "decided" => is_decided,
            _ => true,
        };
        let mut items: Vec<Item<'_>> = Vec::new();
        if takes_kind("statement") {
            let documents = documents_of_claims(lookup);
            let lines = LineSieve::of(lookup, &sieve).taken(0..number(columns.lines.len()));
            items.extend(lines.into_iter().filter_map(|at| {
                let decision = decided.get(lookup.statements.id_at(columns.lines[at as usize].statement)).copied();
                takes_status(decision.is_some()).then(|| of_line(lookup, at, &documents, decision)).flatten()
            }));
        }
        // What is no statement meets no condition on who says what.
        let on_lines = ["speaker", "about", "text", "act", "form", "source_kind"];
        let asks_of_lines = filter.conditions().iter().any(|key| on_lines.contains(key));
        if !asks_of_lines && takes_status(false) {
            let documents = Documents::of(lookup, &sieve);
            let mut gathered: BTreeSet<(&Id, &str)> = BTreeSet::new();
            for (link, code) in lookup.doubtful() {
                let is_there = lookup.links.at(link).is_some_and(|ends| documents.take_one(*ends));
                if let Some((item, group)) = of_link(lookup, link).filter(|(item, _)| is_there && takes_kind(item.what))
                    && group.is_none_or(|group| gathered.insert((group, code)))
                {
                    items.push(item);
                }
            }
            if takes_kind("decision") {
                let orphaned = decisions.all.iter().map(|(one, _)| one).filter(|one| {
                    decisions.standing(one) == Standing::Orphaned
                        && lookup.documents.get(&one.on.document).is_some_and(|document| sieve.takes_document(document))
                });
                items.extend(orphaned.map(|one| Item {
                    what: "decision",
                    id: &one.id,
                    weight: ORPHANED,
                    because: vec!["orphaned"],
                    reports: 1,
                    decision: Some(one),
                    line: None,
                }));
            }
        }
        let date = |item: &Item<'_>| item.line.map_or(NOWHERE, |line| columns.lines[line as usize].date);
        match filter.sort.as_deref() {
            Some("confidence") => items.sort_by(|a, b| {
                let said = |item: &Item<'_>| lookup.statements.at(columns.lines[item.line? as usize].statement);
                let sure = |item: &Item<'_>| said(item).map_or(1.0, |said| said.confidence);
                sure(a).total_cmp(&sure(b)).then_with(|| a.id.cmp(b.id))
            }),
            Some("date") => items.sort_by(|a, b| (date(a), a.id).cmp(&(date(b), b.id))),
            _ => items.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.id.cmp(b.id))),
        }
        let lines: Vec<u32> = items.iter().filter_map(|item| item.line).collect();
        let mut facets =
            vec![Facet::count("kind", items.iter().map(|item| (item.what.into(), words::words("review", item.what))))];
        facets.extend(crate::who_said::facets(lookup, columns, &lines));
        let moment = |id: &Id| decisions.all.iter().find(|(one, _)| one.id == *id).map_or("", |(_, at)| at.as_str());
        Ok(Found::of(items, filter, facets, |item| Self {
            what: item.what,
            id: item.id.clone(),
            weight: item.weight,
            because: item.because,
            reports: item.reports,
            decision: item.decision.map(|one| one.id.clone()),
            by: item.decision.map(|one| one.by.clone()),
            statement: item.line.and_then(|line| columns.line(lookup, line)).map(|line| WhoSaidRow::of(lookup, &line)),
            link: lookup.link(item.id).map(|link| LinksRow::of(lookup, &link)),
            history: item
                .decision
                .filter(|_| item.id.kind() == Some(IdKind::Correction))
                .map(|one| history::row(lookup, &decisions, one, moment(&one.id))),
        }))
    }
}

/// Asks what is worth a look.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<ReviewAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

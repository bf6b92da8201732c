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
use crate::filter::{Filter, Question};
use crate::history::{self, Decisions, HistoryRow, Standing};
use crate::links::{self, LinksRow};
use crate::lookup::{Line, Lookup, Snapshot};
use crate::who_said::{WhoSaidRow, name_or_reason};
use crate::words;
use hearsay_ledger::Ledger;
use hearsay_record::{Correction, GroupKind, Id, IdKind, Link, LinkKind, SourceKind};
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

/// Something to look at before it is made a row.
struct Item<'l> {
    what: &'static str,
    id: &'l Id,
    weight: f64,
    because: Vec<&'static str>,
    reports: usize,
    decision: Option<&'l Correction>,
    line: Option<Line<'l>>,
}

fn rounded(weight: f64) -> f64 {
    (weight * 1000.0).round() / 1000.0
}

fn of_line<'l>(snapshot: &Snapshot, line: Line<'l>, decision: Option<&'l Correction>) -> Item<'l> {
    let statement = line.statement;
    let claim = snapshot.group_of(GroupKind::Claim, &statement.id);
    let documents: BTreeSet<&Id> = claim
        .iter()
        .flat_map(|group| &group.members)
        .filter_map(|member| snapshot.statements.get(member).map(|one| &one.document))
        .collect();
    let reports = documents.len().max(1);
    let mut because = Vec::new();
    let mut doubt = 1.0 - line.attribution.confidence;
    if line.attribution.confidence < 0.8 {
        because.push("unsure");
    }
    if statement.who.is_none() && statement.source_kind != SourceKind::NoSource {
        doubt += 0.5;
        because.push("speaker-unknown");
    }
    let mut reach = 1.0 + (reports as f64).log2();
    if line.attribution.accusation.is_some() {
        reach += 1.0;
        because.push("accusation");
    }
    if reports > 1 {
        because.push("repeated");
    }
    let weight = rounded(doubt * reach);
    Item { what: "statement", id: &statement.id, weight, because, reports, decision, line: Some(line) }
}

/// A link that rests on little, if this is one.
fn of_link<'l>(snapshot: &Snapshot, link: &'l Link) -> Option<Item<'l>> {
    let joins = matches!(link.kind, LinkKind::SameOne | LinkKind::Same) || link.kind == LinkKind::Rewritten;
    let rests_on_little = link.because.iter().any(|reason| LITTLE.contains(&reason.code.as_str()));
    if !joins || !rests_on_little || link.authority.person.is_some() {
        return None;
    }
    let group = |kind: GroupKind| snapshot.group_of(kind, &link.members[0]);
    let reports = match link.kind {
        LinkKind::SameOne => {
            let chains = group(GroupKind::Entity).map_or(2, |group| group.members.len());
            chains.max(2)
        }
        LinkKind::Same => group(GroupKind::Claim).map_or(2, |group| group.members.len()),
        _ => group(GroupKind::Lineage).map_or(2, |group| group.members.len()),
    };
    let what = if link.kind == LinkKind::SameOne { "people" } else { "link" };
    let weight = rounded((1.0 + (reports as f64).log2()) / 3.0);
    Some(Item { what, id: &link.id, weight, because: vec!["rests-on-little"], reports, decision: None, line: None })
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
        let takes_kind = |what: &str| filter.kind.as_deref().is_none_or(|kind| kind == what);
        let status = filter.status.as_deref().unwrap_or("open");
        let takes_status = |is_decided: bool| match status {
            "open" => !is_decided,
            "decided" => is_decided,
            _ => true,
        };
        let mut items: Vec<Item<'_>> = Vec::new();
        if takes_kind("statement") {
            let lines = lookup.lines().filter(|line| sieve.takes(lookup, line));
            items.extend(lines.filter_map(|line| {
                let decision = decided.get(&line.statement.id).copied();
                takes_status(decision.is_some()).then(|| of_line(lookup, line, decision))
            }));
        }
        // What is no statement meets no condition on who says what.
        let on_lines = ["speaker", "about", "text", "act", "form", "source_kind"];
        let asks_of_lines = filter.conditions().iter().any(|key| on_lines.contains(key));
        if !asks_of_lines && takes_status(false) {
            let links = lookup.links.values().filter(|link| links::touches(lookup, &sieve, link));
            let mut gathered: BTreeSet<(Option<&Id>, &str)> = BTreeSet::new();
            let mut is_first = |link: &'_ Link| {
                let kind = match link.kind {
                    LinkKind::SameOne => GroupKind::Entity,
                    LinkKind::Same => GroupKind::Claim,
                    _ => GroupKind::Lineage,
                };
                let group = lookup.group_of(kind, &link.members[0]).map(|group| &group.id);
                let code = LITTLE.into_iter().find(|code| link.because.iter().any(|reason| reason.code == *code));
                group.is_none() || gathered.insert((group, code.unwrap_or_default()))
            };
            let doubtful = links.filter_map(|link| Some((link, of_link(lookup, link)?)));
            items.extend(doubtful.filter(|(link, item)| takes_kind(item.what) && is_first(link)).map(|(_, item)| item));
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
        let date = |item: &Item<'_>| item.line.as_ref().and_then(|line| line.date().map(str::to_owned));
        match filter.sort.as_deref() {
            Some("confidence") => items.sort_by(|a, b| {
                let sure = |item: &Item<'_>| item.line.as_ref().map_or(1.0, |line| line.attribution.confidence);
                sure(a).total_cmp(&sure(b)).then_with(|| a.id.cmp(b.id))
            }),
            Some("date") => items.sort_by(|a, b| (date(a).is_none(), date(a), a.id).cmp(&(date(b).is_none(), date(b), b.id))),
            _ => items.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.id.cmp(b.id))),
        }
        let lines: Vec<Line<'_>> = items.iter().filter_map(|item| item.line).collect();
        let mut facets =
            vec![Facet::count("kind", items.iter().map(|item| (item.what.into(), words::words("review", item.what))))];
        facets.extend(crate::who_said::facets(lookup, &lines));
        let moment = |id: &Id| decisions.all.iter().find(|(one, _)| one.id == *id).map_or("", |(_, at)| at.as_str());
        Ok(Found::of(items, filter, facets, |item| Self {
            what: item.what,
            id: item.id.clone(),
            weight: item.weight,
            because: item.because,
            reports: item.reports,
            decision: item.decision.map(|one| one.id.clone()),
            by: item.decision.map(|one| one.by.clone()),
            statement: item.line.as_ref().map(|line| WhoSaidRow::of(lookup, line)),
            link: lookup.links.get(item.id).map(|link| LinksRow::of(lookup, link)),
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

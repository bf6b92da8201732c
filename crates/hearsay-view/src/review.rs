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
use crate::listed::List;
use crate::lookup::Lookup;
use crate::records::{NOWHERE, Place};
use crate::sieve::{Documents, LineSieve};
use crate::snapshot::Snapshot;
use crate::who_said::{WhoSaidRow, name_or_reason};
use crate::words;
use hearsay_ledger::Ledger;
use hearsay_record::{Authority, GroupKind, Id, Link, LinkKind, SourceKind};
use serde::Serialize;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

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
pub(crate) const LITTLE: [&str; 15] = [
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

/// What something to look at is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Decision,
    Link,
    People,
    Statement,
}

impl What {
    const ALL: [Self; 4] = [Self::Decision, Self::Link, Self::People, Self::Statement];

    fn word(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Link => "link",
            Self::People => "people",
            Self::Statement => "statement",
        }
    }
}

/// Why something is worth a look, in the order in which it is told: a bit each.
const WORTH: [&str; 6] = ["orphaned", "rests-on-little", "unsure", "speaker-unknown", "accusation", "repeated"];

/// Something to look at before it is made a row.
#[derive(Clone, Copy, Debug)]
struct Item {
    what: What,
    because: u8,
    weight: f64,
    reports: u32,
    /// The number of the line or of the decision, or the place of the link.
    at: u32,
    /// The number of the decision on it, or [`NOWHERE`].
    decision: u32,
}

fn worth(code: &str) -> u8 {
    WORTH.iter().position(|one| *one == code).map_or(0, |at| 1 << at)
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

fn of_line(snapshot: &Snapshot, at: u32, documents: &[usize], decision: u32) -> Option<Item> {
    let columns = snapshot.columns();
    let line = &columns.lines[at as usize];
    let said = snapshot.statements.at(line.statement)?;
    let reports = documents.get(line.claim as usize).copied().unwrap_or(0).max(1);
    let mut because = 0;
    let mut doubt = 1.0 - said.confidence;
    if said.confidence < 0.8 {
        because |= worth("unsure");
    }
    if said.who == NOWHERE && said.source_kind != SourceKind::NoSource {
        doubt += 0.5;
        because |= worth("speaker-unknown");
    }
    let mut reach = 1.0 + (reports as f64).log2();
    if said.accuses {
        reach += 1.0;
        because |= worth("accusation");
    }
    if reports > 1 {
        because |= worth("repeated");
    }
    let weight = rounded(doubt * reach);
    Some(Item { what: What::Statement, because, weight, reports: number(reports), at, decision })
}

/// A link that rests on little, and the group that it gathers.
fn of_link(snapshot: &Snapshot, link: Place) -> Option<(Item, Option<&Id>)> {
    let ends = *snapshot.links.at(link)?;
    let kind = match ends.kind {
        LinkKind::SameOne => GroupKind::Entity,
        LinkKind::Same => GroupKind::Claim,
        _ => GroupKind::Lineage,
    };
    let group = snapshot.group_of(kind, snapshot.member(ends, 0));
    let members = group.map_or(2, |group| group.n_members);
    let reports = if ends.kind == LinkKind::SameOne { members.max(2) } else { members };
    let what = if ends.kind == LinkKind::SameOne { What::People } else { What::Link };
    let weight = rounded((1.0 + (reports as f64).log2()) / 3.0);
    let because = worth("rests-on-little");
    let item = Item { what, because, weight, reports: number(reports), at: link, decision: NOWHERE };
    Some((item, group.map(|group| group.id)))
}

impl Item {
    /// The order of ids: of decisions, of links, of statements.
    fn by_id(&self, other: &Self, snapshot: &Snapshot, decisions: &Decisions) -> Ordering {
        let letter = |item: &Self| match item.what {
            What::Decision => 0,
            What::Link | What::People => 1,
            What::Statement => 2,
        };
        let within = || match self.what {
            What::Decision => decisions.all[self.at as usize].0.id.cmp(&decisions.all[other.at as usize].0.id),
            What::Link | What::People => snapshot.links.id_at(self.at).cmp(snapshot.links.id_at(other.at)),
            // Lines stand in order of id.
            What::Statement => self.at.cmp(&other.at),
        };
        letter(self).cmp(&letter(other)).then_with(within)
    }

    fn line(&self) -> Option<u32> {
        (self.what == What::Statement).then_some(self.at)
    }
}

/// All that is worth a look, in order.
fn list(lookup: &Lookup<'_>, filter: &Filter, decisions: &Decisions) -> List<Item> {
    let by_statement = decisions.by_statement();
    let numbers: HashMap<&Id, u32> = (0..).zip(&decisions.all).map(|(n, (one, _))| (&one.id, n)).collect();
    let decided: HashMap<Place, u32> = by_statement
        .iter()
        .filter_map(|(statement, one)| Some((lookup.statements.place(statement)?, *numbers.get(&one.id)?)))
        .collect();
    let sieve = lookup.sieve(filter);
    let columns = lookup.columns();
    let takes_kind = |what: What| filter.kind.as_deref().is_none_or(|kind| kind == what.word());
    let status = filter.status.as_deref().unwrap_or("open");
    let takes_status = |is_decided: bool| match status {
        "open" => !is_decided,
        "decided" => is_decided,
        _ => true,
    };
    let mut items: Vec<Item> = Vec::new();
    if takes_kind(What::Statement) {
        let documents = documents_of_claims(lookup);
        let lines = LineSieve::of(lookup, &sieve).taken(0..number(columns.lines.len()));
        items.extend(lines.into_iter().filter_map(|at| {
            let decision = decided.get(&columns.lines[at as usize].statement).copied();
            let decision = takes_status(decision.is_some()).then(|| decision.unwrap_or(NOWHERE))?;
            of_line(lookup, at, &documents, decision)
        }));
    }
    // What is no statement meets no condition on who says what.
    let on_lines = ["speaker", "about", "text", "act", "form", "source_kind"];
    let asks_of_lines = filter.conditions().iter().any(|key| on_lines.contains(key));
    if !asks_of_lines && takes_status(false) {
        let documents = Documents::of(lookup, &sieve);
        let mut gathered: HashSet<(&Id, &str)> = HashSet::new();
        for (link, code) in lookup.doubtful() {
            let is_there = lookup.links.at(link).is_some_and(|ends| documents.take_one(*ends));
            if let Some((item, group)) = of_link(lookup, link).filter(|(item, _)| is_there && takes_kind(item.what))
                && group.is_none_or(|group| gathered.insert((group, code)))
            {
                items.push(item);
            }
        }
        if takes_kind(What::Decision) {
            let orphaned = (0..).zip(&decisions.all).filter(|(_, (one, _))| {
                decisions.standing(one) == Standing::Orphaned
                    && lookup.documents.get(&one.on.document).is_some_and(|document| sieve.takes_document(document))
            });
            items.extend(orphaned.map(|(at, _)| Item {
                what: What::Decision,
                because: worth("orphaned"),
                weight: ORPHANED,
                reports: 1,
                at,
                decision: at,
            }));
        }
    }
    let date = |item: &Item| item.line().map_or(NOWHERE, |line| columns.lines[line as usize].date);
    let by_id = |a: &Item, b: &Item| a.by_id(b, lookup, decisions);
    match filter.sort.as_deref() {
        Some("confidence") => items.sort_by(|a, b| {
            let said = |item: &Item| lookup.statements.at(columns.lines[item.line()? as usize].statement);
            let sure = |item: &Item| said(item).map_or(1.0, |said| said.confidence);
            sure(a).total_cmp(&sure(b)).then_with(|| by_id(a, b))
        }),
        Some("date") => items.sort_by(|a, b| date(a).cmp(&date(b)).then_with(|| by_id(a, b))),
        _ => items.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| by_id(a, b))),
    }
    let lines: Vec<u32> = items.iter().filter_map(Item::line).collect();
    let counted = What::ALL.map(|what| (what.word(), items.iter().filter(|item| item.what == what).count()));
    let labelled = counted.map(|(word, count)| (word, words::words("review", word), count));
    let mut facets = vec![Facet::of_counts("kind", labelled.iter().map(|(word, label, count)| (*word, label.as_str(), *count)))];
    facets.extend(crate::who_said::facets(lookup, columns, &lines));
    List { items, facets }
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
        let whole = Filter { limit: None, offset: None, columns: None, ..filter.clone() };
        // A decision need not change a record, so its number is a part of the name.
        let name = format!("review {} {whole:?}", lookup.ledger.next_sequence()?);
        let listed = lookup.kept().list(
            name,
            || {
                let list = list(lookup, &whole, &decisions);
                lookup.checked()?;
                Ok(list)
            },
            |list: &List<Item>| list.items.len() * size_of::<Item>(),
        )?;
        let columns = lookup.columns();
        Ok(Found::of(listed.items.iter().collect(), filter, listed.facets.clone(), |item: &Item| {
            let decision = decisions.all.get(item.decision as usize);
            let line = item.line();
            let statement = line.map(|line| columns.lines[line as usize].statement);
            let id = match (item.what, statement) {
                (_, Some(statement)) => lookup.statements.id_at(statement).clone(),
                (What::Decision, _) => decision.map_or_else(|| Id::from_text(""), |(one, _)| one.id.clone()),
                _ => lookup.link_id(item.at),
            };
            Self {
                what: item.what.word(),
                weight: item.weight,
                because: WORTH.into_iter().filter(|code| item.because & worth(code) != 0).collect(),
                reports: item.reports as usize,
                decision: decision.map(|(one, _)| one.id.clone()),
                by: decision.map(|(one, _)| one.by.clone()),
                statement: line.and_then(|line| columns.line(lookup, line)).map(|line| WhoSaidRow::of(lookup, &line)),
                link: lookup.link(&id).map(|link| LinksRow::of(lookup, &link)),
                history: decision
                    .filter(|_| item.what == What::Decision)
                    .map(|(one, moment)| history::row(lookup, &decisions, one, moment)),
                id,
            }
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

//! `accusations`: who blames whom for what, and who answered.
//!
//! In: attributions that carry an accusation. Out: a row for each accuser, accused and claim, with every
//! place that reports it. Invariants: nobody's question, refusal, order or wish is an accusation; it
//! stands unless the accuser's own correction or apology is linked to it; an answer is a link of denial.
//!
//! Example: five papers that report one mayor's charge against one firm are one row with five places.

use crate::ViewError;
use crate::answer::{Answered, Facet, Found, Row};
use crate::columns::Columns;
use crate::filter::{ColumnOrder, Filter, Question};
use crate::line::Line;
use crate::listed::{self, List, Listed};
use crate::lookup::{Lookup, json_word};
use crate::place::{EntityRef, Evidence};
use crate::records::{NOWHERE, Place};
use crate::sieve::LineSieve;
use crate::snapshot::Snapshot;
use crate::{who_said, words};
use hearsay_ledger::Ledger;
use hearsay_record::{Accusation, GroupKind, Id, LinkKind, Polarity, Strength};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

/// The answer.
pub type AccusationsAnswer = Answered<AccusationsRow>;

/// One accusation, or the denial of one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AccusationsRow {
    /// The statement of its first report.
    pub id: Id,
    /// Who accuses, or denies.
    pub accuser: Option<EntityRef>,
    /// Why nobody.
    pub accuser_unknown_because: Option<String>,
    /// Who is accused.
    pub accused: Option<EntityRef>,
    /// Why nobody: `not-named`, or `description` where the text has words for it that name nobody here.
    pub accused_unknown_because: Option<String>,
    /// The words for the accused.
    pub accused_as: String,
    /// Speech act of the first report.
    pub act: String,
    /// What the accused is said to have done, as printed.
    pub event: String,
    /// Put forward, rejected, or said not to be so.
    pub polarity: Polarity,
    /// How strongly, in the first report.
    pub strength: Strength,
    /// `standing`, `withdrawn` or `walked-back`.
    pub status: Status,
    /// The statement in whose content the first report stands.
    pub inside: Option<Id>,
    /// Each report, the earliest first.
    pub evidence: Vec<Evidence>,
    /// Statements that deny it.
    pub answered_by: Vec<Id>,
    /// The claim that the reports make.
    pub claim: Option<Id>,
    /// When it was first said.
    pub when: Option<String>,
}

/// What became of an accusation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Nothing by the accuser is linked to it that takes it back.
    Standing,
    /// The accuser took it back.
    Withdrawn,
    /// The accuser apologised for it or weakened it.
    WalkedBack,
}

#[derive(Clone, Copy)]
struct Report<'s> {
    /// The line, by number.
    at: u32,
    line: Line<'s>,
    accusation: &'s Accusation,
    /// One of those whom it accuses.
    accused: Option<&'s Id>,
}

/// Who accuses, whom, how, and of which claim, or statement that is in none: reports that agree in these are one row.
type Key = (u32, u32, Polarity, (bool, Place));

fn key(snapshot: &Snapshot, columns: &Columns, report: &Report<'_>) -> Key {
    let line = &columns.lines[report.at as usize];
    let accused = report.accused.and_then(|chain| columns.who_of(snapshot, chain)).unwrap_or(NOWHERE);
    let claim = if line.claim == NOWHERE { (false, line.statement) } else { (true, line.claim) };
    (line.who, accused, report.accusation.polarity, claim)
}

impl AccusationsRow {
    /// The row, without the sentences of its evidence, of reports that are in order of time, of which there is at least one.
    fn of(snapshot: &Lookup<'_>, reports: &[Report<'_>]) -> Option<Self> {
        let columns = snapshot.columns();
        let Report { line, accusation, accused, .. } = reports.first()?;
        let accuser = line.statement.who.as_ref().and_then(|chain| snapshot.who(chain));
        let accused = accused.and_then(|chain| snapshot.who(chain));
        let accused_as = Snapshot::text(line.document, &accusation.accused_spans);
        let accused_unknown_because = match &accused {
            Some(_) => None,
            None if accused_as.is_empty() => Some("not-named".to_string()),
            None => Some("description".to_string()),
        };
        let places: BTreeSet<Place> = reports.iter().map(|report| columns.lines[report.at as usize].statement).collect();
        let linked = |kind: fn(LinkKind) -> bool| -> BTreeSet<Place> {
            let linked = places.iter().flat_map(|place| columns.links_of(snapshot, *place));
            let linked = linked.filter_map(|link| snapshot.links.at(*link)).filter(|ends| kind(ends.kind));
            linked.flat_map(|ends| ends.statements()).filter(|member| !places.contains(member)).collect()
        };
        let others =
            |kind| -> BTreeSet<&Id> { linked(kind).into_iter().map(|member| snapshot.statements.id_at(member)).collect() };
        // A denial is joined to what it denies by the same links; it is no answer to itself.
        let is_charge = accusation.polarity == Polarity::Asserts;
        let answered_by = others(|kind| kind == LinkKind::Denial).into_iter().filter(|_| is_charge).cloned().collect();
        Some(Self {
            id: line.statement.id.clone(),
            accuser_unknown_because: who_said::unknown_because(accuser.as_ref(), line.statement.who_unknown_because),
            status: status(snapshot, columns.lines[reports.first()?.at as usize].who, linked(|_| true)),
            accuser,
            accused,
            accused_unknown_because,
            accused_as,
            act: line.statement.act.clone(),
            event: Snapshot::text(line.document, &accusation.alleged),
            polarity: accusation.polarity,
            strength: accusation.strength,
            inside: line.statement.inside.clone(),
            evidence: reports.iter().map(|report| Evidence::bare_of_line(snapshot, &report.line)).collect(),
            answered_by,
            claim: snapshot.group_of(GroupKind::Claim, &line.statement.id).map(|claim| claim.id.clone()),
            when: line.date().map(str::to_owned),
        })
    }
}

impl AccusationsRow {
    /// With the sentences of its evidence.
    #[must_use]
    pub fn filled(mut self, snapshot: &Snapshot) -> Self {
        self.evidence.iter_mut().for_each(|place| place.fill(snapshot));
        self
    }
}

/// Standing, unless something that the accuser said to repair it is linked to it.
fn status(snapshot: &Snapshot, accuser: u32, linked: BTreeSet<Place>) -> Status {
    let columns = snapshot.columns();
    let word = |words: &[String], number: u16, wanted: &str| words.get(usize::from(number)).is_some_and(|word| word == wanted);
    let mut is_repaired = false;
    for said in linked.into_iter().filter_map(|place| snapshot.statements.at(place)) {
        let by_accuser = accuser != NOWHERE && columns.who_at(snapshot, said.who) == Some(accuser);
        if by_accuser && word(&columns.families, said.family, "repair") {
            if word(&columns.acts, said.act, "correct") {
                return Status::Withdrawn;
            }
            is_repaired = true;
        }
    }
    if is_repaired { Status::WalkedBack } else { Status::Standing }
}

impl Row for AccusationsRow {
    const NAME: &'static str = "accusations";
    const COLUMNS: &'static [&'static str] = &[
        "accuser",
        "accuser_id",
        "act",
        "accused",
        "accused_id",
        "event",
        "polarity",
        "strength",
        "status",
        "answered",
        "reports",
        "when",
        "inside",
        "claim",
        "outlet",
        "path",
        "document",
        "spans",
        "sentence",
        "id",
    ];
    const TERMINAL: &'static [&'static str] = &["accuser", "act", "accused", "event", "status", "answered", "reports", "id"];
    fn cells(&self) -> Vec<String> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let id = |value: &Option<Id>| value.as_ref().map(ToString::to_string).unwrap_or_default();
        let first = self.evidence.first();
        let accused = match &self.accused {
            None if !self.accused_as.is_empty() => self.accused_as.clone(),
            accused => who_said::name_or_reason(accused.as_ref(), self.accused_unknown_because.as_deref()),
        };
        vec![
            who_said::name_or_reason(self.accuser.as_ref(), self.accuser_unknown_because.as_deref()),
            self.accuser.as_ref().map(|who| who.id.to_string()).unwrap_or_default(),
            words::act(&self.act),
            accused,
            self.accused.as_ref().map(|who| who.id.to_string()).unwrap_or_default(),
            self.event.clone(),
            json_word(&self.polarity),
            json_word(&self.strength),
            json_word(&self.status),
            self.answered_by.len().to_string(),
            self.evidence.len().to_string(),
            text(&self.when),
            id(&self.inside),
            id(&self.claim),
            first.and_then(|place| place.outlet.clone()).unwrap_or_default(),
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

impl Listed for AccusationsRow {
    /// Without sentences.
    type Item = Self;
    fn list(lookup: &Lookup<'_>, filter: &Filter) -> Result<List<Self>, ViewError> {
        // The accused need not be among those whom the content is about, so `about` is asked of the accusation.
        let without_about = filter.without("about");
        let sieve = lookup.sieve(&without_about);
        let columns = lookup.columns();
        let about: Option<BTreeSet<u32>> = filter
            .about
            .as_deref()
            .map(|asked| lookup.meant(asked).iter().filter_map(|id| columns.who_called(lookup, id)).collect());
        let accusing = columns.by_time.iter().copied().filter(|at| {
            let line = &columns.lines[*at as usize];
            line.accuses && line.is_asserted
        });
        let mut gathered = HashMap::<Key, Vec<Report<'_>>>::new();
        for at in LineSieve::of(lookup, &sieve).taken(accusing) {
            let Some(line) = columns.line(lookup, at) else { continue };
            let Some(accusation) = &line.attribution.accusation else { continue };
            // Two who are accused in the same words are two rows.
            let all = std::iter::once(accusation.accused.as_ref()).chain(accusation.also_accused.iter().map(Some));
            for accused in all {
                let who = accused.and_then(|chain| columns.who_of(lookup, chain));
                if about.as_ref().is_none_or(|wanted| who.is_some_and(|who| wanted.contains(&who))) {
                    let report = Report { at, line, accusation, accused };
                    gathered.entry(key(lookup, columns, &report)).or_default().push(report);
                }
            }
        }
        // Reports came in order of time.
        let mut rows: Vec<Self> = gathered.values().filter_map(|reports| Self::of(lookup, reports)).collect();
        rows.retain(|row| filter.status.as_deref().is_none_or(|status| json_word(&row.status) == status));
        let accused = |row: &Self| (row.accused.as_ref().map(|who| who.id.clone()), row.polarity);
        rows.sort_by_cached_key(|row| (row.when.is_none(), row.when.clone(), row.id.clone(), accused(row)));
        let documents = |row: &Self| row.evidence.iter().map(|place| &place.document).collect::<BTreeSet<_>>().len();
        match filter.sort.as_deref() {
            Some("recent") => rows.sort_by(|a, b| b.when.cmp(&a.when)),
            Some("documents") => rows.sort_by_cached_key(|row| Reverse(documents(row))),
            _ => {}
        }
        let who = |who: &Option<EntityRef>| who.as_ref().map(|who| (who.id.to_string(), who.name.clone()));
        let facets = vec![
            Facet::count("speaker", rows.iter().filter_map(|row| who(&row.accuser))),
            Facet::count("about", rows.iter().filter_map(|row| who(&row.accused))),
            Facet::count("status", rows.iter().map(|row| (json_word(&row.status), json_word(&row.status)))),
        ];
        Ok(List { items: rows, facets })
    }
    fn row(lookup: &Lookup<'_>, _: &Filter, row: &Self) -> Option<Self> {
        Some(if lookup.has_sentences { row.clone().filled(lookup) } else { row.clone() })
    }
    fn bytes(rows: &[Self]) -> usize {
        rows.iter().map(|row| 512 + row.evidence.len() * 384).sum()
    }
}

/// Asks who blames whom.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<AccusationsAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

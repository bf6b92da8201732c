//! `history`: what persons decided: who, when, what stood there before, what stands there now, and whether the decision
//! stands, was withdrawn, or finds its place no more.
//!
//! In: every decision of the ledger, and a filter on record, document, person or kind. Out: a row for each, the latest first.
//! Invariant: nothing that was decided is left out, a withdrawn one least of all; how sure the machine was stands beside it.
//!
//! Example: `hearsay history CASE s-4f0c`.

use crate::ViewError;
use crate::answer::{Answered, Facet, Found, Row};
use crate::filter::{Filter, Question};
use crate::lookup::{Lookup, holds_words};
use crate::place::Evidence;
use crate::show;
use crate::snapshot::Snapshot;
use crate::words;
use hearsay_ledger::Ledger;
use hearsay_record::{Anchor, CharSpan, Correction, CorrectionKind, Id, IdKind, Place, Roles, SAME_PLACE, SpeakerIs, overlap};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The answer.
pub type HistoryAnswer = Answered<HistoryRow>;

/// Whether a decision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It does.
    Standing,
    /// A later one withdrew it.
    Withdrawn,
    /// Nothing in the case fits it any more; it is kept, and changes nothing.
    Orphaned,
}

impl Standing {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Standing => "standing",
            Self::Withdrawn => "withdrawn",
            Self::Orphaned => "orphaned",
        }
    }
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HistoryRow {
    /// The decision.
    pub decision: Id,
    /// Its running number in this ledger.
    pub sequence: u64,
    /// What was decided.
    pub kind: CorrectionKind,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: String,
    /// Why, in their words.
    pub note: Option<String>,
    /// Whether it stands.
    pub status: Standing,
    /// The decision that withdrew it.
    pub withdrawn_by: Option<Id>,
    /// The decision that it withdraws.
    pub undoes: Option<Id>,
    /// The statement that stands in its place now.
    pub statement: Option<Id>,
    /// What stood there, in words.
    pub before: Option<String>,
    /// What it made of it, in words.
    pub after: String,
    /// How sure the machine was of what stood there.
    pub confidence: Option<f64>,
    /// Where.
    pub evidence: Evidence,
    /// Where the other side of it is.
    pub with: Option<Evidence>,
}

/// Every decision of a ledger, with its moment, and what came of it.
pub struct Decisions {
    /// In their sequence.
    pub all: Vec<(Correction, String)>,
    standing: BTreeSet<Id>,
    orphaned: BTreeSet<Id>,
    /// The statement at the place of each decision on an attribution, if one stands there.
    statements: HashMap<Id, Id>,
}

impl Decisions {
    /// Reads them, and finds the place of each.
    ///
    /// # Errors
    /// Where the ledger can't be read.
    pub fn of(lookup: &Lookup<'_>) -> Result<Self, ViewError> {
        let all = lookup.ledger.corrections()?;
        if all.is_empty() {
            let (standing, orphaned) = (BTreeSet::new(), BTreeSet::new());
            return Ok(Self { all, standing, orphaned, statements: HashMap::new() });
        }
        let standing = Correction::standing(all.iter().map(|(one, _)| one.clone()).collect());
        let standing: BTreeSet<Id> = standing.into_iter().map(|one| one.id).collect();
        // Reader and linker told of each that found its place no more.
        let of_link = lookup.ledger.link_notes_of("correction-orphaned")?;
        let of_reading = lookup.reading_notes.values().flatten().filter(|note| note.code == "correction-orphaned");
        let told: String = of_link.iter().chain(of_reading).map(|note| note.message.as_str()).collect::<Vec<_>>().join("\n");
        let is_told = |id: &&Id| !told.is_empty() && told.contains(id.as_str());
        let orphaned = standing.iter().filter(is_told).cloned().collect();
        let documents: BTreeSet<&Id> = all.iter().map(|(one, _)| &one.on.document).collect();
        let mut lines: BTreeMap<&Id, Vec<(&Id, Vec<CharSpan>)>> = BTreeMap::new();
        for document in documents {
            lines.insert(document, lookup.roles_in(document).map(|(statement, roles)| (statement, roles.spans())).collect());
        }
        let mut statements = HashMap::new();
        for (one, _) in &all {
            let here = lines.get(&one.on.document).map_or(&[][..], Vec::as_slice);
            if let Some(statement) = statement_at(here, one.roles.as_ref(), &one.on) {
                statements.insert(one.id.clone(), statement.clone());
            }
        }
        Ok(Self { all, standing, orphaned, statements })
    }

    /// Whether a decision stands.
    #[must_use]
    pub fn standing(&self, decision: &Correction) -> Standing {
        if self.orphaned.contains(&decision.id) {
            Standing::Orphaned
        } else if self.standing.contains(&decision.id)
            || decision.kind == CorrectionKind::Undo && self.withdrawn_by(decision).is_none()
        {
            Standing::Standing
        } else {
            Standing::Withdrawn
        }
    }

    /// The undo that withdraws a decision and stands itself.
    #[must_use]
    pub fn withdrawn_by(&self, decision: &Correction) -> Option<&Correction> {
        let undos = self.all.iter().map(|(one, _)| one).filter(|one| one.undoes.as_ref() == Some(&decision.id));
        undos.rev().find(|undo| self.withdrawn_by(undo).is_none())
    }

    /// The statement at the place of a decision, if one stands there.
    #[must_use]
    pub fn statement(&self, decision: &Id) -> Option<&Id> {
        self.statements.get(decision)
    }

    /// The last decision on each statement that stands, of those on one attribution.
    #[must_use]
    pub fn by_statement(&self) -> BTreeMap<&Id, &Correction> {
        let mut found = BTreeMap::new();
        for (one, _) in &self.all {
            let decides = one.kind.is_of_attribution() || one.kind == CorrectionKind::Add;
            if let Some(statement) = self.statements.get(&one.id).filter(|_| decides && self.standing.contains(&one.id)) {
                found.insert(statement, one);
            }
        }
        found
    }

    /// The decisions after the number that a person could see, on the same evidence as this one, that stand.
    pub fn meanwhile<'d>(&'d self, decided: &'d Correction, seen: u64) -> impl Iterator<Item = &'d Correction> {
        self.all.iter().map(|(one, _)| one).filter(move |one| {
            one.sequence > seen && one.sequence < decided.sequence && self.standing.contains(&one.id) && one.meets(decided)
        })
    }

    /// The number of the last decision.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.all.last().map_or(0, |(one, _)| one.sequence)
    }
}

/// The statement of these that stands best where a decision was made, or where it moved it to.
fn statement_at<'l>(lines: &[(&'l Id, Vec<CharSpan>)], roles: Option<&Roles>, on: &Anchor) -> Option<&'l Id> {
    let places = [roles.map(Roles::spans), Some(on.spans.clone())];
    for spans in places.iter().flatten().filter(|spans| !spans.is_empty()) {
        let share = |line: &(&Id, Vec<CharSpan>)| overlap(&line.1, spans);
        let best = lines.iter().max_by(|one, other| share(one).total_cmp(&share(other)).then_with(|| other.0.cmp(one.0)));
        if let Some(best) = best.filter(|line| share(line) >= SAME_PLACE) {
            return Some(best.0);
        }
    }
    None
}

/// The row of a decision.
pub(crate) fn row(lookup: &Lookup<'_>, decisions: &Decisions, one: &Correction, at: &str) -> HistoryRow {
    let place = |anchor: &Anchor| Evidence::of(lookup, &Place::new(anchor.document.clone(), anchor.spans.clone()));
    let text = |roles: &Roles| {
        lookup.documents.get(&one.on.document).map(|document| Snapshot::text(document, &roles.content)).unwrap_or_default()
    };
    let told = |speaker: Option<&str>, act: &str, content: &str| {
        format!("{} {}: {content}", speaker.unwrap_or("(nobody known)"), words::act(act))
    };
    let before = one.before.as_ref();
    let named = |said: &SpeakerIs| match said {
        SpeakerIs::Mention(anchor) => anchor.exact.clone(),
        SpeakerIs::Name(name) => name.clone(),
        SpeakerIs::Unknown(because) => format!("(unknown: {})", words::words("unknown", &crate::lookup::json_word(because))),
    };
    let after = match (one.kind, before) {
        (CorrectionKind::Speaker, Some(before)) => {
            told(one.speaker.as_ref().map(named).as_deref(), &before.act, &text(&before.roles))
        }
        (CorrectionKind::Span, Some(before)) => {
            told(before.speaker.as_deref(), &before.act, &one.roles.as_ref().map(text).unwrap_or_default())
        }
        (CorrectionKind::Add, _) => {
            let line = decisions.statement(&one.id).and_then(|id| lookup.line(id));
            let speaker = line.as_ref().and_then(|line| lookup.who(line.statement.who.as_ref()?)).map(|who| who.name);
            let act = line.as_ref().map_or("state", |line| line.statement.act.as_str());
            told(speaker.as_deref(), act, &one.roles.as_ref().map(text).unwrap_or_default())
        }
        (CorrectionKind::Split, _) if !one.apart.is_empty() => match one.apart.len() {
            1 => "one mention is somebody else".into(),
            n => format!("{n} mentions are somebody else"),
        },
        (kind, _) => words::words("decision", kind.as_str()),
    };
    HistoryRow {
        decision: one.id.clone(),
        sequence: one.sequence,
        kind: one.kind,
        by: one.by.clone(),
        at: at.into(),
        note: one.note.clone(),
        status: decisions.standing(one),
        withdrawn_by: decisions.withdrawn_by(one).map(|undo| undo.id.clone()),
        undoes: one.undoes.clone(),
        statement: decisions.statement(&one.id).filter(|_| one.kind != CorrectionKind::Undo).cloned(),
        before: before.map(|before| told(before.speaker.as_deref(), &before.act, &text(&before.roles))),
        after,
        confidence: before.map(|before| before.confidence),
        evidence: place(&one.on),
        with: one.with.as_ref().map(place),
    }
}

/// The decisions on a record: at its places; of a decision, itself and what withdraws it.
fn on(lookup: &Lookup<'_>, decisions: &Decisions, id: &Id) -> Result<BTreeSet<Id>, ViewError> {
    if id.kind() == Some(IdKind::Correction) {
        let touches = |one: &&Correction| one.id == *id || one.undoes.as_ref() == Some(id);
        return Ok(decisions.all.iter().map(|(one, _)| one).filter(touches).map(|one| one.id.clone()).collect());
    }
    show::on_record(lookup, id)
}

impl Row for HistoryRow {
    const NAME: &'static str = "history";
    const COLUMNS: &'static [&'static str] = &[
        "at",
        "by",
        "kind",
        "before",
        "after",
        "status",
        "confidence",
        "note",
        "withdrawn_by",
        "undoes",
        "statement",
        "path",
        "document",
        "spans",
        "sentence",
        "sequence",
        "decision",
    ];
    const TERMINAL: &'static [&'static str] = &["at", "by", "kind", "before", "after", "status", "decision"];
    fn cells(&self) -> Vec<String> {
        let id = |id: &Option<Id>| id.as_ref().map(Id::to_string).unwrap_or_default();
        vec![
            self.at.clone(),
            self.by.clone(),
            self.kind.as_str().into(),
            self.before.clone().unwrap_or_default(),
            self.after.clone(),
            self.status.as_str().into(),
            self.confidence.map(|sure| format!("{sure:.2}")).unwrap_or_default(),
            self.note.clone().unwrap_or_default(),
            id(&self.withdrawn_by),
            id(&self.undoes),
            id(&self.statement),
            self.evidence.path.clone().unwrap_or_default(),
            self.evidence.document.to_string(),
            crate::who_said::spans_cell(&self.evidence.spans),
            self.evidence.sentence().to_string(),
            self.sequence.to_string(),
            self.decision.to_string(),
        ]
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        let decisions = Decisions::of(lookup)?;
        let sieve = lookup.sieve(filter);
        let of_record = match filter.id.as_deref() {
            Some(asked) => Some(on(lookup, &decisions, &show::meant(lookup, asked)?)?),
            None => None,
        };
        let takes = |one: &Correction| {
            filter.by.as_deref().is_none_or(|by| one.by == by)
                && filter.kind.as_deref().is_none_or(|kind| one.kind.as_str() == kind)
                && filter.status.as_deref().is_none_or(|status| decisions.standing(one).as_str() == status)
                && of_record.as_ref().is_none_or(|on| on.contains(&one.id))
                && one.documents().any(|id| lookup.documents.get(id).is_some_and(|document| sieve.takes_document(document)))
        };
        let mut rows: Vec<Self> = decisions
            .all
            .iter()
            .filter(|(one, _)| takes(one))
            .map(|(one, at)| row(lookup, &decisions, one, at))
            .filter(|row| {
                let told = || [row.before.as_deref().unwrap_or(""), &row.after, row.note.as_deref().unwrap_or("")].join(" ");
                filter.text.as_deref().is_none_or(|wanted| holds_words(&told(), wanted))
            })
            .collect();
        if filter.sort.as_deref() != Some("date") {
            rows.reverse();
        }
        let count = |key, value: fn(&Self) -> String| Facet::count(key, rows.iter().map(|row| (value(row), value(row))));
        let facets = vec![
            count("by", |row| row.by.clone()),
            count("kind", |row| row.kind.as_str().into()),
            count("status", |row| row.status.as_str().into()),
        ];
        Ok(Found::of(rows, filter, facets, |row| row))
    }
}

/// Asks what persons decided.
///
/// # Errors
/// Where a record is asked for that is not there, or the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<HistoryAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

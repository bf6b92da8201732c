//! `stats`: how much of everything there is.
//!
//! In: nothing but the ledger. Out: rows of what is counted, in which kind, and how many. Invariant:
//! the counts are those of the other views: what was overruled is in none but `corrections`; assertions
//! are counted apart from questions, refusals, orders and wishes.
//!
//! Example: `links, denial, 4`.

use crate::ViewError;
use crate::answer::{Answered, Found, Row};
use crate::filter::{Filter, Question};
use crate::lookup::{Lookup, json_word};
use hearsay_ledger::Ledger;
use hearsay_record::{GroupKind, LinkKind};
use serde::Serialize;
use std::collections::BTreeMap;

/// The answer.
pub type StatsAnswer = Answered<StatsRow>;

/// One count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatsRow {
    /// What is counted.
    pub what: String,
    /// Of which kind; none for all.
    pub kind: Option<String>,
    /// How many.
    pub count: usize,
}

/// All, then each kind in order of name.
fn counts<K: AsRef<str>>(what: &str, kinds: impl Iterator<Item = (K, usize)>) -> Vec<StatsRow> {
    let mut counts = BTreeMap::<String, usize>::new();
    for (kind, count) in kinds.filter(|(_, count)| *count > 0) {
        *counts.entry(kind.as_ref().to_owned()).or_default() += count;
    }
    let all = StatsRow { what: what.into(), kind: None, count: counts.values().sum() };
    std::iter::once(all)
        .chain(counts.into_iter().map(|(kind, count)| StatsRow { what: what.into(), kind: Some(kind), count }))
        .collect()
}

/// Each by itself.
fn each(kinds: impl Iterator<Item = String>) -> impl Iterator<Item = (String, usize)> {
    kinds.map(|kind| (kind, 1))
}

/// How often each number occurs, under its name.
fn named(names: &[String], numbers: impl Iterator<Item = usize>) -> impl Iterator<Item = (&String, usize)> {
    let mut counts = vec![0; names.len()];
    numbers.for_each(|at| counts[at] += 1);
    names.iter().zip(counts)
}

impl Row for StatsRow {
    const NAME: &'static str = "stats";
    const COLUMNS: &'static [&'static str] = &["what", "kind", "count"];
    const TERMINAL: &'static [&'static str] = Self::COLUMNS;
    fn cells(&self) -> Vec<String> {
        vec![self.what.clone(), self.kind.clone().unwrap_or_default(), self.count.to_string()]
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        let (ledger, columns) = (lookup.ledger, lookup.columns());
        let one = |what: &str, count: usize| vec![StatsRow { what: what.into(), kind: None, count }];
        let unknown = |value: Option<&String>| value.cloned().unwrap_or_else(|| "unknown".into());
        let mut links = BTreeMap::<LinkKind, usize>::new();
        lookup.links_unordered().for_each(|link| *links.entry(link.ends.kind).or_default() += 1);
        let links = |fits: fn(LinkKind) -> bool| {
            links.iter().filter(move |(kind, _)| fits(**kind)).map(|(kind, count)| (kind.as_str(), *count))
        };
        let mut groups = BTreeMap::<GroupKind, usize>::new();
        lookup.groups.sorted().for_each(|(_, group)| *groups.entry(group.kind).or_default() += 1);
        let lines = || columns.lines.iter();
        let asserted = || columns.lines.iter().filter(|line| line.is_asserted);
        let plain = |kind: LinkKind| !kind.is_dispute() && !kind.is_copy();
        let rows = [
            counts("documents", each(lookup.documents.values().map(|document| unknown(document.language.as_ref())))),
            one("sightings", ledger.count_sightings()?),
            one("refused", ledger.n_refused()?),
            one("outlets", columns.outlets.len()),
            counts("statements", named(&columns.families, lines().map(|line| usize::from(line.family)))),
            counts("assertions", named(&columns.forms, asserted().map(|line| usize::from(line.form)))),
            counts("sources", named(&columns.source_kinds, asserted().map(|line| usize::from(line.source_kind)))),
            counts("entities", each(lookup.entities.values().map(|entity| json_word(&entity.kind)))),
            counts("differences", links(LinkKind::is_dispute)),
            counts("copies", links(LinkKind::is_copy)),
            counts("other links", links(plain)),
            counts("groups", groups.iter().map(|(kind, count)| (json_word(kind), *count))),
            counts("corrections", each(ledger.corrections()?.into_iter().map(|(correction, _)| json_word(&correction.kind)))),
            counts("labels", each(ledger.labels()?.into_iter().map(|(label, _)| label.scheme))),
            counts("notes", each(ledger.notes()?.into_iter().map(|note| note.code))),
        ];
        Ok(Found::of(rows.into_iter().flatten().collect(), filter, Vec::new(), |row| row))
    }
}

/// Asks how much there is.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<StatsAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

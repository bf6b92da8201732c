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
use hearsay_record::LinkKind;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

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
fn counts(what: &str, kinds: impl Iterator<Item = String>) -> Vec<StatsRow> {
    let mut counts = BTreeMap::<String, usize>::new();
    for kind in kinds {
        *counts.entry(kind).or_default() += 1;
    }
    let all = StatsRow { what: what.into(), kind: None, count: counts.values().sum() };
    std::iter::once(all)
        .chain(counts.into_iter().map(|(kind, count)| StatsRow { what: what.into(), kind: Some(kind), count }))
        .collect()
}

impl Row for StatsRow {
    const NAME: &'static str = "stats";
    const COLUMNS: &'static [&'static str] = &["what", "kind", "count"];
    const TERMINAL: &'static [&'static str] = Self::COLUMNS;
    fn cells(&self) -> Vec<String> {
        vec![self.what.clone(), self.kind.clone().unwrap_or_default(), self.count.to_string()]
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        let ledger = lookup.ledger;
        let one = |what: &str, count: usize| vec![StatsRow { what: what.into(), kind: None, count }];
        let unknown = |value: Option<&String>| value.cloned().unwrap_or_else(|| "unknown".into());
        let links = |fits: fn(LinkKind) -> bool| {
            lookup.links.values().filter(move |link| fits(link.kind)).map(|link| link.kind.as_str().to_string())
        };
        let outlets: BTreeSet<&String> =
            lookup.documents.values().filter_map(|document| document.origin.outlet.as_ref()).collect();
        let plain = |kind: LinkKind| !kind.is_dispute() && !kind.is_copy();
        let rows = [
            counts("documents", lookup.documents.values().map(|document| unknown(document.language.as_ref()))),
            one("sightings", ledger.sightings(None)?.len()),
            one("refused", ledger.n_refused()?),
            one("outlets", outlets.len()),
            counts("statements", lookup.lines().map(|line| line.statement.act_family.clone())),
            counts("assertions", lookup.assertions().map(|line| json_word(&line.statement.form))),
            counts("sources", lookup.assertions().map(|line| json_word(&line.statement.source_kind))),
            counts("entities", lookup.entities.values().map(|entity| json_word(&entity.kind))),
            counts("differences", links(LinkKind::is_dispute)),
            counts("copies", links(LinkKind::is_copy)),
            counts(
                "other links",
                lookup.links.values().filter(|link| plain(link.kind)).map(|link| link.kind.as_str().to_string()),
            ),
            counts("groups", lookup.groups.values().map(|group| json_word(&group.kind))),
            counts("corrections", ledger.corrections()?.into_iter().map(|(correction, _)| json_word(&correction.kind))),
            counts("labels", ledger.labels()?.into_iter().map(|(label, _)| label.scheme)),
            counts("notes", ledger.notes()?.into_iter().map(|note| note.code)),
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

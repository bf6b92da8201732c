//! `about`: what was said about somebody, and by whom.
//!
//! In: a filter (mostly `about`). Out: the rows of [`crate::who_said`] whose content speaks of that
//! entity. Invariant: the same line is the same row here and there.
//!
//! Example: `hearsay about CASE "Port Authority"`.

use crate::ViewError;
use crate::answer::{Answered, Found, Row};
use crate::filter::{Filter, Question};
use crate::lookup::Lookup;
use crate::who_said::{self, WhoSaidRow};
use hearsay_ledger::Ledger;
use serde::Serialize;

/// The answer.
pub type AboutAnswer = Answered<AboutRow>;

/// A line of the ledger that is about somebody.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct AboutRow(pub WhoSaidRow);

impl Row for AboutRow {
    const NAME: &'static str = "about";
    const COLUMNS: &'static [&'static str] = who_said::COLUMNS;
    const TERMINAL: &'static [&'static str] = &["when", "about", "speaker", "act_label", "content", "statement"];
    fn cells(&self) -> Vec<String> {
        who_said::cells(&self.0)
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        let sieve = lookup.sieve(filter);
        let about_somebody = |line: &crate::lookup::Line<'_>| !line.statement.about.is_empty();
        let mut lines: Vec<_> = lookup.lines().filter(about_somebody).filter(|line| sieve.takes(lookup, line)).collect();
        who_said::sort_lines(lookup, &mut lines, filter.sort.as_deref());
        let facets = who_said::facets(lookup, &lines);
        Ok(Found::of(lines, filter, facets, |line| Self(WhoSaidRow::of(lookup, &line))))
    }
}

/// Asks what was said about whom.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<AboutAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

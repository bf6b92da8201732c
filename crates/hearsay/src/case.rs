//! [`Case`]: packs and a ledger; what every door holds.

use crate::corrections::{self, Given, Request};
use crate::forget;
use crate::path::{self, Added, Input};
use crate::progress::{Listener, Progress};
use hearsay_ledger::{Access, Ledger, LedgerError, Verification, Waiting};
use hearsay_link::Touched;
use hearsay_read::Packs;
use hearsay_record::{Correction, Document, ForgottenPersons, Id, Reading, Statement};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Documents read again and entered together by a rebuild.
const REREAD: usize = 256;

/// A case: the packs it is read by and the ledger it is kept in.
pub struct Case {
    pub(crate) packs: Packs,
    pub(crate) ledger: Ledger,
    /// A case of fewer documents is linked as a whole each time, and keeps no index.
    pub(crate) indexed_from: usize,
}

/// See [`Case::indexed_from`]: a whole run over so many takes no second.
const INDEXED_FROM: usize = 200;

/// Why a case could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// The ledger could not.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A view could not.
    #[error(transparent)]
    View(#[from] hearsay_view::ViewError),
    /// A label or scheme that can't be set.
    #[error("label of {on}: {why}")]
    Label {
        /// What it names.
        on: String,
        /// Why it can't be set.
        why: String,
    },
    /// Something that can't be forgotten or remembered.
    #[error("forgetting {on}: {why}")]
    Forget {
        /// What was named.
        on: String,
        /// Why not.
        why: String,
    },
    /// Two cases that can't be brought together.
    #[error("merging into {}: {why}", path.display())]
    Merge {
        /// Where to.
        path: std::path::PathBuf,
        /// Why not.
        why: String,
    },
    /// A correction that fits nothing in the case.
    #[error("correction of {on}: {why}")]
    Correction {
        /// What it names.
        on: String,
        /// Why it does not fit.
        why: String,
    },
}

impl Case {
    /// Opens a case, or makes one where there is none and `access` is [`Access::Create`].
    ///
    /// # Errors
    /// If the file can't be opened, is no ledger, or was written by a later program.
    pub fn open(path: &Path, access: Access, packs: Packs) -> Result<Self, CaseError> {
        Ok(Self { packs, ledger: Ledger::open(path, access)?, indexed_from: INDEXED_FROM })
    }

    /// The ledger, for questions.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The ledger, for a door that changes it as a whole.
    pub(crate) fn ledger_mut(&mut self) -> &mut Ledger {
        &mut self.ledger
    }

    /// With this reader for what is read from now on.
    #[must_use]
    pub fn reading(mut self, reader: hearsay_read::Reader) -> Self {
        self.packs = self.packs.reading(reader);
        self
    }

    /// With an index from so many documents on; for tests.
    #[doc(hidden)]
    #[must_use]
    pub fn indexed_from(mut self, n_documents: usize) -> Self {
        self.indexed_from = n_documents;
        self
    }

    /// The packs.
    #[must_use]
    pub fn packs(&self) -> &Packs {
        &self.packs
    }

    /// Takes in, reads, enters and links: the one path.
    ///
    /// # Errors
    /// Only where the ledger can't be written.
    pub fn add(
        &mut self,
        inputs: impl Iterator<Item = Input>,
        seen_at: &str,
        tell: &mut Listener<'_>,
    ) -> Result<Vec<Added>, CaseError> {
        path::add(self, inputs, seen_at, tell)
    }

    /// Enters a person's decision, reads the documents that it touches by it, and links again.
    ///
    /// # Errors
    /// If it names nothing in the case, or the ledger can't be written.
    pub fn correct(&mut self, request: &Request, at: &str, tell: &mut Listener<'_>) -> Result<Correction, CaseError> {
        let mut corrections = self.correct_all(&[Given::from(request.clone())], at, tell)?;
        corrections.pop().ok_or_else(|| CaseError::Correction { on: request.on.clone(), why: "was not entered".into() })
    }

    /// Enters several decisions and links once. All are resolved before any is entered.
    ///
    /// # Errors
    /// As [`Case::correct`].
    pub fn correct_all(&mut self, decisions: &[Given], at: &str, tell: &mut Listener<'_>) -> Result<Vec<Correction>, CaseError> {
        // What is asked for is looked up among the decisions that there are when it is entered: of two who withdraw one
        // decision at the same moment, the later is told.
        let (entered, state) = loop {
            let packs = &self.packs;
            let state = self.linked_state()?;
            let resolved: Vec<Correction> =
                decisions.iter().map(|given| corrections::taken(&self.ledger, packs, given)).collect::<Result<_, _>>()?;
            let documents = resolved.iter().filter(|one| reads_anew(one)).flat_map(Correction::documents).cloned().collect();
            let before = self.readings_of(&documents)?;
            if let Some(entered) = self.ledger.enter_corrections_after(&resolved, at, state.sequence)? {
                break (entered, State { before, ..state });
            }
        };
        // That a person agrees changes nothing that was derived.
        if self.ledger.is_linked()? {
            return Ok(entered);
        }
        let anew: BTreeSet<Id> = entered.iter().filter(|one| reads_anew(one)).flat_map(Correction::documents).cloned().collect();
        let [named, _] = self.read_by(anew.clone())?;
        let said = anew.into_iter().filter(|document| !named.contains(document)).collect();
        // What is withdrawn bears on what it was on.
        let all: BTreeMap<Id, Correction> =
            self.ledger.corrections()?.into_iter().map(|(one, _)| (one.id.clone(), one)).collect();
        let decided: Vec<Correction> = entered.iter().map(|one| withdrawn_at_last(&all, one)).cloned().collect();
        let decided: Vec<Correction> =
            decided.into_iter().filter(|one| one.kind.is_of_chains() || one.kind.is_of_links()).collect();
        // What waited before may have been read otherwise when it was linked.
        let State { waiting, mut before, .. } = state;
        before.retain(|one| !waiting.documents.contains(&one.document));
        let mut touched = Touched { named, said, before, decided };
        touched.named.extend(waiting.documents.iter().cloned());
        path::link_touched(self, touched, Some(&waiting), tell)?;
        Ok(entered)
    }

    /// What is linked, what waits, and which decisions there are.
    fn linked_state(&self) -> Result<State, CaseError> {
        let found = self.ledger.steady(|| Ok((self.ledger.waiting()?, self.ledger.next_sequence()?)))?;
        Ok(State { waiting: found.0, sequence: found.1, before: Vec::new() })
    }

    /// The readings of these documents, overruled attributions left out.
    fn readings_of(&self, documents: &BTreeSet<Id>) -> Result<Vec<Reading>, CaseError> {
        let mut found = Vec::with_capacity(documents.len());
        for document in documents {
            found.extend(self.ledger.reading(document)?);
        }
        found.iter_mut().for_each(Reading::leave_out_overruled);
        Ok(found)
    }

    /// The decisions after the number that a person could see, on the same evidence as this one, that stand.
    ///
    /// # Errors
    /// If the ledger can't be read.
    pub fn meanwhile(&self, decided: &Correction, seen: u64) -> Result<Vec<Correction>, CaseError> {
        let mut found = self.ledger.standing_corrections()?;
        found.retain(|one| one.sequence > seen && one.sequence < decided.sequence && one.meets(decided));
        Ok(found)
    }

    /// Drops everything derived and makes it again from documents, packs and corrections.
    ///
    /// # Errors
    /// If the ledger can't be read or written.
    pub fn rebuild(&mut self, tell: &mut Listener<'_>) -> Result<(), CaseError> {
        self.ledger.drop_derived()?;
        let ids = self.ledger.document_ids()?;
        let mut n_done = 0;
        for part in ids.chunks(REREAD) {
            let documents: Vec<Document> =
                part.iter().filter_map(|id| self.ledger.document(id).transpose()).collect::<Result<_, _>>()?;
            let packs = &self.packs;
            let readings: Vec<Reading> = documents.par_iter().map(|document| hearsay_read::read(document, packs)).collect();
            self.enter_corrected(documents.iter().zip(readings).collect())?;
            n_done += part.len();
            tell(Progress::Reread { n_done, n_documents: ids.len() });
        }
        path::link(self, tell)
    }

    /// Finishes what an end at the wrong moment left: a correction that was entered, and the reading
    /// that was not yet made of it.
    pub(crate) fn mend(&mut self) -> Result<(), CaseError> {
        if self.ledger.is_linked()? {
            return Ok(());
        }
        let all = self.ledger.corrections()?;
        self.read_by(all.iter().flat_map(|(correction, _)| correction.documents().cloned()).collect()).map(|_| ())
    }

    /// Applies all corrections of these documents to what the machine read in them; tells in which chains are
    /// otherwise now, and in which only attributions.
    fn read_by(&mut self, documents: BTreeSet<Id>) -> Result<[Vec<Id>; 2], CaseError> {
        let mut changed: [Vec<Id>; 2] = Default::default();
        // Who decides at the same time in another process must not be overwritten by what was read before.
        loop {
            let decided = self.ledger.next_sequence()?;
            for (all, once) in changed.iter_mut().zip(self.read_once_by(&documents)?) {
                all.extend(once);
            }
            if self.ledger.next_sequence()? == decided {
                return Ok(changed);
            }
        }
    }

    fn read_once_by(&mut self, documents: &BTreeSet<Id>) -> Result<[Vec<Id>; 2], CaseError> {
        let mut read = Vec::with_capacity(documents.len());
        for id in documents {
            if let (Some(document), Some(reading)) = (self.ledger.document(id)?, self.ledger.reading(id)?) {
                read.push((document, reading));
            }
        }
        let of_document = self.standing_by_document()?;
        let persons = self.forgotten_persons()?;
        let packs = &self.packs;
        let mut changed: Vec<(Reading, Vec<Statement>)> = Vec::new();
        let mut how: [Vec<Id>; 2] = Default::default();
        for (document, before) in &read {
            let now = corrected(document, corrections::bare(before.clone()), &of_document, &persons, packs);
            if now.0 != *before {
                how[usize::from(now.0.chains == before.chains)].push(document.id.clone());
                changed.push(now);
            }
        }
        self.enter_all(&changed)?;
        Ok(how)
    }

    /// The decisions that stand, by the documents that they touch.
    fn standing_by_document(&self) -> Result<BTreeMap<Id, Vec<Correction>>, CaseError> {
        Ok(by_document(self.ledger.corrections()?.into_iter().map(|(one, _)| one).collect()))
    }

    /// Applies the corrections to machines' readings and enters the results in one transaction.
    fn enter_corrected(&mut self, read: Vec<(&Document, Reading)>) -> Result<(), CaseError> {
        let of_document = self.standing_by_document()?;
        let persons = self.forgotten_persons()?;
        let packs = &self.packs;
        let done: Vec<(Reading, Vec<Statement>)> =
            read.into_iter().map(|(document, reading)| corrected(document, reading, &of_document, &persons, packs)).collect();
        self.enter_all(&done)
    }

    /// Enters readings with their statements in one transaction.
    fn enter_all(&mut self, readings: &[(Reading, Vec<Statement>)]) -> Result<(), CaseError> {
        let entries: Vec<(&Reading, &[Statement])> =
            readings.iter().map(|(reading, statements)| (reading, statements.as_slice())).collect();
        self.ledger.enter_readings(&entries)?;
        Ok(())
    }

    /// Checks every stored span, hash and reference; the digest is over all records.
    ///
    /// # Errors
    /// If the file can't be read at all.
    pub fn verify(&self) -> Result<Verification, CaseError> {
        Ok(self.ledger.verify()?)
    }
}

/// A case before a decision.
struct State {
    /// What waits to be linked.
    waiting: Waiting,
    /// The number that the next decision gets.
    sequence: u64,
    /// How the documents read that may read otherwise after it.
    before: Vec<Reading>,
}

/// Whether a decision may change how its documents read. What a person says of chains or pairs leaves that as it was; to
/// withdraw it may take a note out.
fn reads_anew(decision: &Correction) -> bool {
    !decision.kind.is_of_chains() && !decision.kind.is_of_links()
}

/// The decision that this one is, or that it withdraws, or lets stand again.
fn withdrawn_at_last<'c>(all: &'c BTreeMap<Id, Correction>, decision: &'c Correction) -> &'c Correction {
    let mut at = decision;
    // Each step leads to an earlier decision, so this ends.
    while let Some(earlier) = at.undoes.as_ref().and_then(|id| all.get(id)).filter(|earlier| earlier.sequence < at.sequence) {
        at = earlier;
    }
    at
}

/// Those of these decisions that stand, by the documents that they touch.
pub(crate) fn by_document(decisions: Vec<Correction>) -> BTreeMap<Id, Vec<Correction>> {
    let mut of_document: BTreeMap<Id, Vec<Correction>> = BTreeMap::new();
    for correction in Correction::standing(decisions) {
        let documents: BTreeSet<Id> = correction.documents().cloned().collect();
        for document in documents {
            of_document.entry(document).or_default().push(correction.clone());
        }
    }
    of_document
}

/// What a machine read in a document as the decisions have it, without forgotten persons, with its statements.
pub(crate) fn corrected(
    document: &Document,
    reading: Reading,
    of_document: &BTreeMap<Id, Vec<Correction>>,
    persons: &ForgottenPersons,
    packs: &Packs,
) -> (Reading, Vec<Statement>) {
    let corrections = of_document.get(&document.id).map(Vec::as_slice).unwrap_or_default();
    let reading = forget::without(persons, corrections::apply(document, reading, corrections, packs));
    let statements = forget::statements_of(document, &reading);
    (reading, statements)
}

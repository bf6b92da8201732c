//! [`Case`]: packs and a ledger; what every door holds.

use crate::corrections::{self, Given, Request};
use crate::forget;
use crate::path::{self, Added, Input};
use crate::progress::{Listener, Progress};
use hearsay_ledger::{Access, Ledger, LedgerError, Verification};
use hearsay_link::Touched;
use hearsay_read::Packs;
use hearsay_record::{Correction, CorrectionKind, Document, ForgottenPersons, Id, Reading, Statement};
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
        let packs = &self.packs;
        let resolved: Vec<Correction> =
            decisions.iter().map(|given| corrections::taken(&self.ledger, packs, given)).collect::<Result<_, _>>()?;
        let waiting: BTreeSet<Id> = self.ledger.waiting()?.documents.into_iter().collect();
        let entered = self.ledger.enter_corrections(&resolved, at)?;
        // That a person agrees changes nothing that was derived.
        if self.ledger.is_linked()? {
            return Ok(entered);
        }
        let documents = |fits: &dyn Fn(&Correction) -> bool| -> BTreeSet<Id> {
            entered.iter().filter(|one| fits(one)).flat_map(|one| one.documents().cloned()).collect()
        };
        let of_statements = documents(&|one| one.kind.is_of_links() && !one.on.spans.is_empty());
        // What is withdrawn may have been of any kind: where no reading tells what it did, all of the document waits.
        let of_documents =
            documents(&|one| one.kind == CorrectionKind::Undo || one.kind.is_of_links() && one.on.spans.is_empty());
        let [named, said] = self.read_by(documents(&|one| !one.kind.is_of_chains() && !one.kind.is_of_links()))?;
        // What a person says of chains or pairs leaves the readings as they were.
        let said: BTreeSet<Id> = said.into_iter().chain(of_statements).collect();
        let decided = documents(&|one| one.kind.is_of_chains());
        // What waited before waits for all.
        let is_free = |id: &Id| !waiting.contains(id) && !named.contains(id) && !of_documents.contains(id);
        let decided = decided.into_iter().filter(|id| is_free(id) && !said.contains(id)).collect();
        let said = said.into_iter().filter(is_free).collect();
        path::link_touched(self, Touched { named: Vec::new(), said, decided }, tell)?;
        Ok(entered)
    }

    /// The decisions after the number that a person could see, on the same evidence as this one, that stand.
    ///
    /// # Errors
    /// If the ledger can't be read.
    pub fn meanwhile(&self, decided: &Correction, seen: u64) -> Result<Vec<Correction>, CaseError> {
        let mut found = Correction::standing(self.ledger.corrections()?.into_iter().map(|(one, _)| one).collect());
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

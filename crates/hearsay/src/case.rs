//! [`Case`]: packs and a ledger; what every door holds.

use crate::corrections::{self, Given, Request};
use crate::path::{self, Added, Input};
use crate::progress::{Listener, Progress};
use hearsay_ledger::{Access, Ledger, LedgerError, Verification};
use hearsay_link::Touched;
use hearsay_read::Packs;
use hearsay_record::{Correction, Document, Id, Reading, Statement};
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
        let mut resolved = Vec::with_capacity(decisions.len());
        let first = self.ledger.next_sequence()?;
        let waiting: BTreeSet<Id> = self.ledger.waiting()?.documents.into_iter().collect();
        for (sequence, given) in (first..).zip(decisions) {
            resolved.push(corrections::taken(&self.ledger, given, sequence)?);
        }
        for correction in &resolved {
            self.ledger.enter_correction(correction, at)?;
        }
        let reading = resolved.iter().filter(|correction| !corrections::is_of_chains(correction.kind));
        let [named, said] = self.read_by(reading.map(|correction| correction.on.document.clone()).collect())?;
        // What a person says of chains, or agrees with, leaves the readings as they were.
        let anchors = resolved.iter().flat_map(|correction| std::iter::once(&correction.on).chain(&correction.with));
        let decided = anchors.map(|anchor| anchor.document.clone()).collect();
        let mut touched = Touched { named: Vec::new(), said, decided };
        // What waited before waits for all.
        for list in [&mut touched.said, &mut touched.decided] {
            list.retain(|document| !waiting.contains(document) && !named.contains(document));
        }
        touched.decided.retain(|document| !touched.said.contains(document));
        path::link_touched(self, touched, tell)?;
        Ok(resolved)
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
        let corrected = self.ledger.corrections()?.into_iter().map(|(correction, _)| correction.on.document).collect();
        self.read_by(corrected).map(|_| ())
    }

    /// Applies all corrections of these documents to what the machine read in them; tells in which chains are
    /// otherwise now, and in which only attributions.
    fn read_by(&mut self, documents: BTreeSet<Id>) -> Result<[Vec<Id>; 2], CaseError> {
        let all: Vec<Correction> = self.ledger.corrections()?.into_iter().map(|(correction, _)| correction).collect();
        let mut read = Vec::with_capacity(documents.len());
        let mut changed: [Vec<Id>; 2] = Default::default();
        for id in &documents {
            if let (Some(document), Some(reading)) = (self.ledger.document(id)?, self.ledger.reading(id)?) {
                let given: Vec<Correction> = all.iter().filter(|one| one.on.document == *id).cloned().collect();
                let now = corrections::apply(&document, corrections::bare(reading.clone()), &given);
                if now != reading {
                    changed[usize::from(now.chains == reading.chains)].push(id.clone());
                    read.push((document, corrections::bare(reading)));
                }
            }
        }
        self.enter_corrected(read.iter().map(|(document, reading)| (document, reading.clone())).collect())?;
        Ok(changed)
    }

    /// Applies the corrections to machines' readings and enters the results in one transaction.
    fn enter_corrected(&mut self, read: Vec<(&Document, Reading)>) -> Result<(), CaseError> {
        let mut of_document: BTreeMap<Id, Vec<Correction>> = BTreeMap::new();
        for (correction, _) in self.ledger.corrections()? {
            of_document.entry(correction.on.document.clone()).or_default().push(correction);
        }
        let corrected: Vec<(Reading, Vec<Statement>)> = read
            .into_iter()
            .map(|(document, reading)| {
                let corrections = of_document.get(&document.id).map(Vec::as_slice).unwrap_or_default();
                let reading = corrections::apply(document, reading, corrections);
                let standing = reading.attributions.iter().filter(|attribution| attribution.overruled_by.is_none());
                let statements = standing.map(|attribution| Statement::new(attribution, document)).collect();
                (reading, statements)
            })
            .collect();
        let entries: Vec<(&Reading, &[Statement])> =
            corrected.iter().map(|(reading, statements)| (reading, statements.as_slice())).collect();
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

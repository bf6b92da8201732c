//! Table `correction`: what persons decided. It outranks machines and survives a rebuild.
//!
//! Invariant: corrections are entered for good, under one running number each, given inside the
//! transaction so that two who write at once lose none. The moment stands beside the record.
//!
//! Example: a correction with sequence 0 gets the next free number and is named anew.

use crate::columns::word;
use crate::error::{LedgerError, Result};
use crate::ledger::{Ledger, Pen};
use hearsay_record::{Correction, Id, canonical};
use rusqlite::params;

/// After the highest number in use.
const NEXT: &str = "SELECT coalesce(max(sequence), 0) + 1 FROM correction";

impl Ledger {
    /// Enters a correction and returns its id. Without a sequence (0) it gets the next one and is
    /// named anew. One that is in the ledger already is left as it is.
    pub fn enter_correction(&mut self, correction: &Correction, at: &str) -> Result<Id> {
        self.write(|pen| {
            let next = unsigned(pen.first(NEXT, [], |row| row.get(0))?);
            let mut correction = correction.clone();
            if correction.sequence == 0 {
                correction.sequence = next;
            }
            let correction = correction.named();
            let Ok(sequence) = i64::try_from(correction.sequence) else {
                return Err(LedgerError::SequenceTaken { path: pen.path.into(), sequence: correction.sequence, next });
            };
            let known = "SELECT id FROM correction WHERE sequence = ?1";
            match pen.first(known, [sequence], |row| row.get::<_, String>(0))? {
                Some(id) if id == correction.id.as_str() => return Ok(correction.id),
                Some(_) => return Err(LedgerError::SequenceTaken { path: pen.path.into(), sequence: correction.sequence, next }),
                None => {}
            }
            known_document(pen, &correction.id, &correction.on.document)?;
            pen.put(
                &correction.id,
                "INSERT INTO correction (sequence, id, document, kind, at, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    sequence,
                    correction.id.as_str(),
                    correction.on.document.as_str(),
                    word(&correction.kind),
                    at,
                    canonical::line(&correction)
                ],
            )?;
            pen.links_are_current(false)?;
            for anchor in std::iter::once(&correction.on).chain(&correction.with) {
                pen.is_unlinked(&anchor.document)?;
            }
            Ok(correction.id)
        })
    }

    /// The number that the next correction gets.
    pub fn next_sequence(&self) -> Result<u64> {
        Ok(unsigned(self.first(NEXT, [], |row| row.get(0))?))
    }

    /// Every correction with its moment, in order of sequence.
    pub fn corrections(&self) -> Result<Vec<(Correction, String)>> {
        self.rows("SELECT json, at FROM correction ORDER BY sequence", [], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?
            .into_iter()
            .map(|(json, at)| Ok((self.parse("correction", &json)?, at)))
            .collect()
    }
}

/// Sequences begin at 1.
fn unsigned(next: Option<i64>) -> u64 {
    next.and_then(|next| u64::try_from(next).ok()).unwrap_or(1)
}

pub(crate) fn known_document(pen: &Pen, record: &Id, document: &Id) -> Result<()> {
    if pen.knows(document)? {
        Ok(())
    } else {
        Err(pen.refuse(record, format!("it is on {document}, which is not in the ledger")))
    }
}

//! Table `correction`: what persons decided. It outranks machines and survives a rebuild.
//!
//! Invariant: corrections are entered for good, under one running number each, given inside the
//! transaction so that two who write at once lose none. The moment stands beside the record.
//!
//! Example: a correction with sequence 0 gets the next free number and is named anew.

use crate::columns::word;
use crate::error::{LedgerError, Result};
use crate::ledger::{Ledger, Pen};
use hearsay_record::{Correction, CorrectionKind, Id, canonical};
use rusqlite::params;
use std::collections::BTreeMap;

/// After the highest number in use.
const NEXT: &str = "SELECT coalesce(max(sequence), 0) + 1 FROM correction";

impl Ledger {
    /// Enters a correction and returns its id. Without a sequence (0) it gets the next one and is
    /// named anew. One that is in the ledger already is left as it is.
    pub fn enter_correction(&mut self, correction: &Correction, at: &str) -> Result<Id> {
        let mut entered = self.enter_corrections(std::slice::from_ref(correction), at)?;
        Ok(entered.pop().map_or_else(|| correction.id.clone(), |correction| correction.id))
    }

    /// Enters corrections, all or none, and returns them as they were entered. One that withdraws another of these by the
    /// name that it came with withdraws it by the name that it has here.
    pub fn enter_corrections(&mut self, corrections: &[Correction], at: &str) -> Result<Vec<Correction>> {
        self.write(|pen| put_all(pen, corrections, at))
    }

    /// The same, if the next number is still this one: else another entered a decision that these were made without, and
    /// none is entered.
    pub fn enter_corrections_after(
        &mut self,
        corrections: &[Correction],
        at: &str,
        next: u64,
    ) -> Result<Option<Vec<Correction>>> {
        self.write(|pen| {
            let is_next = unsigned(pen.first(NEXT, [], |row| row.get(0))?) == next;
            if is_next { put_all(pen, corrections, at).map(Some) } else { Ok(None) }
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

    /// Those that stand: what was withdrawn is left out.
    pub fn standing_corrections(&self) -> Result<Vec<Correction>> {
        Ok(Correction::standing(self.corrections()?.into_iter().map(|(one, _)| one).collect()))
    }
}

fn put_all(pen: &Pen, corrections: &[Correction], at: &str) -> Result<Vec<Correction>> {
    let mut renamed: BTreeMap<Id, Id> = BTreeMap::new();
    let mut entered = Vec::with_capacity(corrections.len());
    for given in corrections {
        let mut correction = given.clone();
        correction.undoes = correction.undoes.map(|id| renamed.get(&id).cloned().unwrap_or(id));
        let correction = put(pen, correction, at)?;
        renamed.insert(given.id.clone(), correction.id.clone());
        entered.push(correction);
    }
    Ok(entered)
}

/// Enters one, and marks what is to be linked again for it.
fn put(pen: &Pen, mut correction: Correction, at: &str) -> Result<Correction> {
    let next = unsigned(pen.first(NEXT, [], |row| row.get(0))?);
    if correction.sequence == 0 {
        correction.sequence = next;
    }
    let correction = correction.named();
    let Ok(sequence) = i64::try_from(correction.sequence) else {
        return Err(LedgerError::SequenceTaken { path: pen.path.into(), sequence: correction.sequence, next });
    };
    let known = "SELECT id FROM correction WHERE sequence = ?1";
    match pen.first(known, [sequence], |row| row.get::<_, String>(0))? {
        Some(id) if id == correction.id.as_str() => return Ok(correction),
        Some(_) => return Err(LedgerError::SequenceTaken { path: pen.path.into(), sequence: correction.sequence, next }),
        None => {}
    }
    for document in correction.documents() {
        known_document(pen, &correction.id, document)?;
    }
    let binds = decides(pen, &correction)? != CorrectionKind::Accept;
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
    // That a person agrees changes nothing that was derived.
    if binds {
        pen.links_are_current(false)?;
        for document in correction.documents() {
            pen.is_unlinked(document)?;
        }
    }
    Ok(correction)
}

/// What a decision is about in the end: of an undo, the kind of what it withdraws.
fn decides(pen: &Pen, correction: &Correction) -> Result<CorrectionKind> {
    let mut kind = correction.kind;
    let mut undone = correction.undoes.clone();
    // Each step leads to an earlier decision, so this ends.
    while let Some(id) = undone.take() {
        let sql = "SELECT json FROM correction WHERE id = ?1";
        let json = pen.first(sql, [id.as_str()], |row| row.get::<_, String>(0))?;
        let Some(json) = json else {
            return Err(pen.refuse(&correction.id, format!("it withdraws {id}, which is not in the ledger")));
        };
        let earlier: Correction =
            serde_json::from_str(&json).map_err(|source| LedgerError::damaged(pen.path, "correction", &source))?;
        (kind, undone) = (earlier.kind, earlier.undoes);
    }
    Ok(kind)
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

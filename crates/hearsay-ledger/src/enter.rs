//! [`Ledger::enter`]: documents and what was read in them, in; and the dropping of all that is derived.
//!
//! Invariant: a batch is one transaction, flushed to the disk before anything of it is reported. What
//! is reported as [`Entered::New`] survives the death of the process and of the machine; of a batch
//! that was not reported, all is there or nothing.
//!
//! Example: the same bytes from a second path are a `NewSighting`, from the same path `Known`.

use crate::documents::id;
use crate::error::Result;
use crate::ledger::Ledger;
use hearsay_record::{Document, Id, Reading, Sighting, Statement};

/// One document to enter, with all that was found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The document.
    pub document: Document,
    /// The bytes that its hash was taken of.
    pub original: Vec<u8>,
    /// Where it was met.
    pub sighting: Sighting,
    /// What was found in it.
    pub reading: Reading,
    /// The statements of its standing attributions.
    pub statements: Vec<Statement>,
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Entered {
    /// The document was not in the ledger before.
    New,
    /// The document was, but had not been met at this path.
    NewSighting,
    /// Nothing about it is new.
    Known,
}

impl Ledger {
    /// Enters a batch in one transaction. When this returns, all of it is on the disk.
    pub fn enter(&mut self, batch: &[Entry], seen_at: &str) -> Result<Vec<Entered>> {
        self.write(|pen| {
            let mut done = Vec::with_capacity(batch.len());
            for entry in batch {
                let document = &entry.document.id;
                if entry.sighting.document != *document {
                    return Err(pen.refuse(document, "its sighting is of another document"));
                }
                let known = pen.knows(document)?;
                if !known {
                    pen.is_not_forgotten(&entry.document)?;
                    if blake3::hash(&entry.original).to_hex().as_str() != entry.document.hash {
                        return Err(pen.refuse(document, "its hash is not that of its original bytes"));
                    }
                    pen.put_document(&entry.document, &entry.original)?;
                }
                // A rebuild that was cut off leaves documents without a reading; meeting them again heals
                // that, if they were taken in as they were then: the spans are of this text.
                if !known || pen.lacks_reading(&entry.document)? {
                    pen.check_reading(document, &entry.reading, &entry.statements)?;
                    pen.put_reading(&entry.document.text, &entry.reading, &entry.statements)?;
                }
                done.push(match (known, pen.put_sighting(&entry.sighting, seen_at)?) {
                    (false, _) => Entered::New,
                    (true, true) => Entered::NewSighting,
                    (true, false) => Entered::Known,
                });
            }
            Ok(done)
        })
    }

    /// Enters a reading in the place of the document's earlier one, after a correction or a rebuild.
    pub fn enter_reading(&mut self, reading: &Reading, statements: &[Statement]) -> Result<()> {
        self.enter_readings(&[(reading, statements)])
    }

    /// Enters many readings in one transaction.
    pub fn enter_readings(&mut self, readings: &[(&Reading, &[Statement])]) -> Result<()> {
        self.write(|pen| {
            for (reading, statements) in readings {
                let of = [reading.document.as_str()];
                let text = pen.first("SELECT text FROM document WHERE id = ?1", of, |row| row.get::<_, String>(0))?;
                let Some(text) = text else {
                    return Err(pen.refuse(&reading.document, "a reading of a document that is not in the ledger"));
                };
                pen.check_reading(&reading.document, reading, statements)?;
                pen.put_reading(&text, reading, statements)?;
            }
            Ok(())
        })
    }

    /// Drops all that is derived: readings, statements, entities, links, groups, facts, their notes and
    /// counts; and makes the index of the texts anew. Documents, sightings, corrections and labels stay.
    pub fn drop_derived(&mut self) -> Result<()> {
        self.write(|pen| {
            for table in LINKED.iter().chain(&READ) {
                pen.run(&format!("DELETE FROM {table}"), [])?;
            }
            pen.run("DELETE FROM note WHERE stage <> 'intake'", [])?;
            pen.run("UPDATE outlet_count SET statements = 0", [])?;
            pen.links_are_current(false)?;
            pen.anything_changed()?;
            pen.drop_index()?;
            pen.run("UPDATE linking SET indexed_by = NULL", [])?;
            pen.run("INSERT INTO statement_search (statement_search) VALUES ('delete-all')", [])?;
            pen.index_texts()?;
            Ok(())
        })
    }

    /// The documents that have no reading, in order: after a drop, or where a rebuild was cut off.
    pub fn unread(&self) -> Result<Vec<Id>> {
        let sql =
            "SELECT id FROM document WHERE NOT EXISTS (SELECT 1 FROM reading WHERE reading.document = document.id) ORDER BY id";
        self.rows(sql, [], |row| row.get(0).map(id))
    }
}

/// Tables that linking makes, those that refer to others first.
pub(crate) const LINKED: [&str; 7] = ["group_member", "\"group\"", "packed_link", "alias", "entity_member", "entity", "fact"];

/// Tables that reading makes, those that refer to others first.
const READ: [&str; 5] = ["statement_about", "statement", "attribution", "chain", "reading"];

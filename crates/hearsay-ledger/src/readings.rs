//! Tables `reading`, `chain` and `attribution`: what a reader found in one document. Derived.
//!
//! Invariant: a reading comes out as it went in, overruled attributions included. A new reading of
//! a document replaces the old one and its statements wholly.
//!
//! Example: after a correction the hall enters the document's reading again, with one attribution
//! overruled and another in its place.

use crate::columns::{number, word};
use crate::documents::id;
use crate::error::Result;
use crate::ledger::{Ledger, Pen};
use crate::notes::{self, Stage};
use hearsay_record::{Attribution, Chain, Document, Id, Reading, Statement, canonical};
use rusqlite::params;

impl Ledger {
    /// Version of the reader that read the first document of the case; nothing if none was read.
    ///
    /// # Errors
    /// If the ledger can't be read.
    pub fn reader_version(&self) -> Result<Option<String>> {
        self.first("SELECT version FROM reading ORDER BY document LIMIT 1", [], |row| row.get(0))
    }

    /// Every reading, in order of document.
    pub fn readings(&self) -> Result<Vec<Reading>> {
        let mut found: Vec<Reading> = self.parsed("reading", "SELECT json FROM reading ORDER BY document", [])?;
        // Three walks side by side instead of three queries for each document.
        let mut chains =
            self.parsed::<Chain>("chain", "SELECT json FROM chain ORDER BY document, position", [])?.into_iter().peekable();
        let mut attributions = self
            .parsed::<Attribution>("attribution", "SELECT json FROM attribution ORDER BY document, position", [])?
            .into_iter()
            .peekable();
        let mut notes = self
            .rows("SELECT document, json FROM note WHERE stage = 'read' ORDER BY document, position", [], |row| {
                Ok((id(row.get(0)?), row.get::<_, String>(1)?))
            })?
            .into_iter()
            .peekable();
        for reading in &mut found {
            while let Some(chain) = chains.next_if(|chain| chain.document == reading.document) {
                reading.chains.push(chain);
            }
            while let Some(attribution) = attributions.next_if(|attribution| attribution.document == reading.document) {
                reading.attributions.push(attribution);
            }
            while let Some((_, json)) = notes.next_if(|(document, _)| *document == reading.document) {
                reading.notes.push(self.parse("note", &json)?);
            }
        }
        Ok(found)
    }

    /// The reading of one document.
    pub fn reading(&self, document: &Id) -> Result<Option<Reading>> {
        let of = [document.as_str()];
        let Some(mut reading) = self.parsed::<Reading>("reading", "SELECT json FROM reading WHERE document = ?1", of)?.pop()
        else {
            return Ok(None);
        };
        reading.chains = self.parsed("chain", "SELECT json FROM chain WHERE document = ?1 ORDER BY position", of)?;
        reading.attributions =
            self.parsed("attribution", "SELECT json FROM attribution WHERE document = ?1 ORDER BY position", of)?;
        reading.notes =
            self.parsed("note", "SELECT json FROM note WHERE document = ?1 AND stage = 'read' ORDER BY position", of)?;
        Ok(Some(reading))
    }

    /// The attribution of this id; of two, the one that stands.
    pub fn attribution(&self, id: &Id) -> Result<Option<Attribution>> {
        let sql = "SELECT json FROM attribution WHERE id = ?1 ORDER BY overruled_by IS NOT NULL, position";
        Ok(self.parsed("attribution", sql, [id.as_str()])?.into_iter().next())
    }

    /// The chain of this id.
    pub fn chain(&self, id: &Id) -> Result<Option<Chain>> {
        Ok(self.parsed("chain", "SELECT json FROM chain WHERE id = ?1", [id.as_str()])?.pop())
    }
}

impl Pen<'_> {
    /// Refuses a reading that does not hold together.
    pub(crate) fn check_reading(&self, document: &Id, reading: &Reading, statements: &[Statement]) -> Result<()> {
        if reading.document != *document {
            return Err(self.refuse(&reading.document, format!("the reading is of another document than {document}")));
        }
        if let Some(stray) = reading.attributions.iter().find(|attribution| attribution.document != *document) {
            return Err(self.refuse(&stray.id, format!("it is of another document than {document}")));
        }
        if let Some(stray) = reading.chains.iter().find(|chain| chain.document != *document) {
            return Err(self.refuse(&stray.id, format!("it is of another document than {document}")));
        }
        if let Some(stray) = statements.iter().find(|statement| statement.document != *document) {
            return Err(self.refuse(&stray.id, format!("it is of another document than {document}")));
        }
        Ok(())
    }

    /// Whether this document stands in the ledger, with this text, and without a reading.
    pub(crate) fn lacks_reading(&self, document: &Document) -> Result<bool> {
        let sql = "SELECT 1 FROM document WHERE id = ?1 AND text = ?2 AND NOT EXISTS (SELECT 1 FROM reading WHERE document = ?1)";
        Ok(self.first(sql, params![document.id.as_str(), document.text], |_| Ok(()))?.is_some())
    }

    /// Enters a reading and its statements in the place of the document's earlier ones.
    pub(crate) fn put_reading(&self, text: &str, reading: &Reading, statements: &[Statement]) -> Result<()> {
        let document = &reading.document;
        self.drop_reading(document)?;
        self.links_are_current(false)?;
        self.is_unlinked(document)?;
        self.changed([document])?;
        let header = Reading {
            document: document.clone(),
            authority: reading.authority.clone(),
            attributions: Vec::new(),
            chains: Vec::new(),
            notes: Vec::new(),
        };
        self.put(
            document,
            "INSERT INTO reading (document, version, json) VALUES (?1, ?2, ?3)",
            params![document.as_str(), reading.authority.version, canonical::line(&header)],
        )?;
        for (position, chain) in reading.chains.iter().enumerate() {
            self.put(
                &chain.id,
                "INSERT INTO chain (id, document, position, kind, name, mentions, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    chain.id.as_str(),
                    document.as_str(),
                    number(position),
                    word(&chain.kind),
                    chain.name,
                    number(chain.mentions.len()),
                    canonical::line(chain)
                ],
            )?;
        }
        for (position, attribution) in reading.attributions.iter().enumerate() {
            self.put(
                &attribution.id,
                "INSERT INTO attribution (document, position, id, overruled_by, json) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    document.as_str(),
                    number(position),
                    attribution.id.as_str(),
                    attribution.overruled_by.as_ref().map(Id::as_str),
                    canonical::line(attribution)
                ],
            )?;
        }
        notes::put(self, Stage::Read, document, &reading.notes)?;
        self.put_statements(text, &reading.attributions, statements)
    }

    pub(crate) fn drop_reading(&self, document: &Id) -> Result<()> {
        let of = [document.as_str()];
        if self.first("SELECT 1 FROM reading WHERE document = ?1", of, |_| Ok(()))?.is_none() {
            return Ok(());
        }
        self.drop_statements(document)?;
        self.run("DELETE FROM attribution WHERE document = ?1", of)?;
        self.run("DELETE FROM chain WHERE document = ?1", of)?;
        self.run("DELETE FROM note WHERE document = ?1 AND stage = 'read'", of)?;
        self.run("DELETE FROM reading WHERE document = ?1", of)?;
        Ok(())
    }
}

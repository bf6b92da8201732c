//! [`Unparsed`]: a document with its reading as they stand in the file, so that others than who reads the file parse them.
//!
//! In: the id of a document, and how much of its reading is asked for. Out: lines of JSON, and the records that they are.
//! Invariant: a connection is one thread's, what it gave is anybody's; parsed, it is what [`Ledger::document`] and
//! [`Ledger::reading`] give, but for what was not asked for, and for what is nobody's to link by: where it was met, and notes.
//!
//! Example: of two thousand documents one thread reads the lines while another parses them.

use crate::error::{LedgerError, Result};
use crate::ledger::Ledger;
use hearsay_record::{Document, Id, Reading};
use rusqlite::Params;
use serde::de::DeserializeOwned;
use std::path::Path;

/// Bytes that the chains of most documents take as JSON.
const CHAINS: usize = 4_096;
/// Bytes that the attributions of most documents take as JSON.
const ATTRIBUTIONS: usize = 16_384;

/// How much of a reading is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent<'c> {
    /// Its chains and attributions.
    Attributions,
    /// Its chains alone.
    Chains,
    /// Of its chains these alone.
    TheseChains(&'c [Id]),
}

/// See the head of this file.
#[derive(Clone, Debug)]
pub struct Unparsed {
    document: String,
    text: String,
    reading: Option<String>,
    chains: Lines,
    attributions: Lines,
}

/// Records as JSON, one behind the other.
#[derive(Clone, Debug, Default)]
struct Lines {
    text: String,
    ends: Vec<usize>,
}

impl Lines {
    /// With room for so many bytes.
    fn of(n_bytes: usize) -> Self {
        Self { text: String::with_capacity(n_bytes), ends: Vec::with_capacity(32) }
    }

    fn parsed<T: DeserializeOwned>(&self, file: &Path, table: &str) -> Result<Vec<T>> {
        // Records are large: a list that grows is copied, and its pages are new ones each time.
        let mut found = Vec::with_capacity(self.ends.len());
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        for (start, end) in starts.zip(&self.ends) {
            found.push(parse(file, table, &self.text[start..*end])?);
        }
        Ok(found)
    }
}

fn parse<T: DeserializeOwned>(file: &Path, table: &str, json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|source| LedgerError::damaged(file, table, &source))
}

impl Unparsed {
    /// The document and its reading, if it has one. `file` is the ledger's, for what can't be parsed.
    pub fn parsed(self, file: &Path) -> Result<(Document, Option<Reading>)> {
        let mut document: Document = parse(file, "document", &self.document)?;
        document.text = self.text;
        let Some(reading) = &self.reading else { return Ok((document, None)) };
        let mut reading: Reading = parse(file, "reading", reading)?;
        reading.chains = self.chains.parsed(file, "chain")?;
        reading.attributions = self.attributions.parsed(file, "attribution")?;
        Ok((document, Some(reading)))
    }
}

impl Ledger {
    /// A document with as much of its reading.
    pub fn unparsed(&self, id: &Id, extent: Extent<'_>) -> Result<Option<Unparsed>> {
        let of = [id.as_str()];
        let sql = "SELECT json, text FROM document WHERE id = ?1";
        let Some((document, text)) = self.first(sql, of, |row| Ok((row.get(0)?, row.get(1)?)))? else {
            return Ok(None);
        };
        let reading: Option<String> = self.first("SELECT json FROM reading WHERE document = ?1", of, |row| row.get(0))?;
        let (mut chains, mut attributions) = (Lines::default(), Lines::default());
        if reading.is_some() {
            chains = Lines::of(CHAINS);
            match extent {
                Extent::TheseChains(wanted) => {
                    for chain in wanted {
                        self.lines("SELECT json FROM chain WHERE id = ?1", [chain.as_str()], &mut chains)?;
                    }
                }
                Extent::Attributions | Extent::Chains => {
                    self.lines("SELECT json FROM chain WHERE document = ?1 ORDER BY position", of, &mut chains)?;
                }
            }
            if extent == Extent::Attributions {
                attributions = Lines::of(ATTRIBUTIONS);
                self.lines("SELECT json FROM attribution WHERE document = ?1 ORDER BY position", of, &mut attributions)?;
            }
        }
        Ok(Some(Unparsed { document, text, reading, chains, attributions }))
    }

    /// Adds the first column of a query to these lines.
    fn lines(&self, sql: &str, params: impl Params, into: &mut Lines) -> Result<()> {
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query(params).map_err(|source| self.fail(source))?;
        while let Some(row) = rows.next().map_err(|source| self.fail(source))? {
            into.text.push_str(row.get_ref(0).and_then(|value| Ok(value.as_str()?)).map_err(|source| self.fail(source))?);
            into.ends.push(into.text.len());
        }
        Ok(())
    }
}

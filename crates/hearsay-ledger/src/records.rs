//! Every record of a ledger in one order, for export, and the digest over them.
//!
//! Invariant: the order is that of the records' canonical lines, so the digest is
//! [`canonical::digest`] without all lines in memory; no order of adding shows in it, and no moment.
//! A document carries the smallest path of its sightings; notes that stand inside a document's own
//! record are not said again.
//!
//! Example: the first line of an export is an attribution, the last a statement or a tombstone.

use crate::error::Result;
use crate::ledger::Ledger;
use crate::packed::LINE;
use hearsay_record::{Record, canonical};
use serde::de::DeserializeOwned;

impl Ledger {
    /// Hands every record to `each`, in canonical order, over one unchanging state of the ledger.
    pub fn records(&self, each: &mut dyn FnMut(Record) -> Result<()>) -> Result<()> {
        self.steady(|| {
            self.walk("attribution", "SELECT json FROM attribution ORDER BY id, json", &mut |record| {
                each(Record::Attribution(record))
            })?;
            self.walk("chain", "SELECT json FROM chain ORDER BY id", &mut |record| each(Record::Chain(record)))?;
            self.walk("correction", "SELECT json FROM correction ORDER BY id", &mut |record| each(Record::Correction(record)))?;
            self.each_document(&mut |document| each(Record::Document(document)))?;
            self.walk("entity", "SELECT json FROM entity ORDER BY id", &mut |record| each(Record::Entity(record)))?;
            self.walk("fact", "SELECT json FROM fact ORDER BY id", &mut |record| each(Record::Fact(record)))?;
            self.walk("group", "SELECT json FROM \"group\" ORDER BY id", &mut |record| each(Record::Group(record)))?;
            self.walk("label", "SELECT json FROM label ORDER BY id", &mut |record| each(Record::Label(record)))?;
            self.walk("link", &format!("SELECT {LINE} FROM packed_link l ORDER BY l.id"), &mut |record| {
                each(Record::Link(record))
            })?;
            // Those without an id begin with words as JSON writes them, which SQLite does not sort by.
            sorted(self.notes_apart()?.into_iter().map(Record::Note).collect(), each)?;
            self.walk("scheme", "SELECT json FROM scheme ORDER BY id", &mut |record| each(Record::Scheme(record)))?;
            sorted(self.sightings(None)?.into_iter().map(|(sighting, _)| Record::Sighting(sighting)).collect(), each)?;
            self.walk("statement", "SELECT json FROM statement ORDER BY id", &mut |record| each(Record::Statement(record)))?;
            self.walk("tombstone", "SELECT json FROM tombstone ORDER BY id", &mut |record| each(Record::Tombstone(record)))
        })
    }

    /// BLAKE3 over the canonical lines of all records, in order: equal for equal ledgers.
    pub fn digest(&self) -> Result<String> {
        let mut hasher = blake3::Hasher::new();
        self.records(&mut |record| {
            hasher.update(canonical::line(&record).as_bytes());
            hasher.update(b"\n");
            Ok(())
        })?;
        Ok(hasher.finalize().to_hex().to_string())
    }

    pub(crate) fn walk<T: DeserializeOwned>(&self, table: &str, sql: &str, each: &mut dyn FnMut(T) -> Result<()>) -> Result<()> {
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query([]).map_err(|source| self.fail(source))?;
        while let Some(row) = rows.next().map_err(|source| self.fail(source))? {
            let json = row.get_ref(0).and_then(|value| Ok(value.as_str()?)).map_err(|source| self.fail(source))?;
            each(self.parse(table, json)?)?;
        }
        Ok(())
    }
}

fn sorted(mut records: Vec<Record>, each: &mut dyn FnMut(Record) -> Result<()>) -> Result<()> {
    records.sort_by_cached_key(canonical::line);
    records.into_iter().try_for_each(each)
}

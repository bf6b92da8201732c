//! Table `fact`: what was counted over the whole case; and the linker's notes. Derived.
//!
//! Invariant: written by [`Ledger::replace_links`] and [`Ledger::update_links`] only.
//!
//! Example: the line `Subscribe to our letter` on twelve pages of one outlet.

use crate::columns::{number, word};
use crate::error::Result;
use crate::ledger::{Ledger, Pen};
use hearsay_record::{Fact, Id, Note};
use rusqlite::params;

impl Ledger {
    /// The fact of this id.
    pub fn fact(&self, id: &Id) -> Result<Option<Fact>> {
        Ok(self.parsed("fact", "SELECT json FROM fact WHERE id = ?1", [id.as_str()])?.pop())
    }

    /// Every fact, in order of id.
    pub fn facts(&self) -> Result<Vec<Fact>> {
        self.parsed("fact", "SELECT json FROM fact ORDER BY id", [])
    }
}

pub(crate) fn put(pen: &Pen, fact: &Fact, json: &str) -> Result<()> {
    pen.put(
        &fact.id,
        "INSERT INTO fact (id, kind, key, documents, json) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![fact.id.as_str(), word(&fact.kind), fact.key, number(fact.documents), json],
    )
}

pub(crate) fn drop(pen: &Pen, id: &str) -> Result<()> {
    pen.run("DELETE FROM fact WHERE id = ?1", [id]).map(|_| ())
}

/// A note of the linker's; its own line is what it is known by.
pub(crate) fn put_note(pen: &Pen, note: &Note, json: &str) -> Result<()> {
    let sql = "INSERT INTO note (stage, document, position, code, json) VALUES ('link', ?1, 0, ?2, ?3)";
    pen.run(sql, params![note.document.as_ref().map(Id::as_str), note.code, json]).map(|_| ())
}

pub(crate) fn drop_note(pen: &Pen, json: &str) -> Result<()> {
    pen.run("DELETE FROM note WHERE stage = 'link' AND json = ?1", [json]).map(|_| ())
}

//! Table `note`: what intake, reader and linker doubted, countable by code.
//!
//! Invariant: a note of intake or reader stands with its document; the linker's stand alone.
//!
//! Example: `not-read` on a document in a language without a pack.

use crate::columns::number;
use crate::error::Result;
use crate::ledger::{Ledger, Pen};
use hearsay_record::{Id, Note, canonical};
use rusqlite::params;

/// Whose note it is, if it is not the linker's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Intake,
    Read,
}

impl Stage {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Read => "read",
        }
    }
}

impl Ledger {
    /// Every note of intake, reader and linker, with its document, in order.
    pub fn notes(&self) -> Result<Vec<Note>> {
        self.notes_where("1")
    }

    /// The notes of a document: intake's, then the reader's, in order.
    pub fn notes_of(&self, document: &Id) -> Result<Vec<Note>> {
        let sql = "SELECT json FROM note WHERE document = ?1 ORDER BY stage, position";
        let mut found: Vec<Note> = self.parsed("note", sql, [document.as_str()])?;
        found.iter_mut().for_each(|note| note.document = Some(document.clone()));
        Ok(found)
    }

    /// Those that stand in no other record: the reader's and the linker's.
    pub fn notes_apart(&self) -> Result<Vec<Note>> {
        self.notes_where("stage <> 'intake'")
    }

    fn notes_where(&self, condition: &str) -> Result<Vec<Note>> {
        let sql = format!("SELECT json, document FROM note WHERE {condition}");
        let rows = self.rows(&sql, [], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?)))?;
        let mut found = Vec::with_capacity(rows.len());
        for (json, document) in rows {
            let mut note: Note = self.parse("note", &json)?;
            if let Some(document) = document {
                note.document = Some(Id::from_text(document));
            }
            found.push(note);
        }
        found.sort_by(|a, b| (&a.document, a.span, a).cmp(&(&b.document, b.span, b)));
        Ok(found)
    }
}

/// Enters the notes of one stage, in order.
pub(crate) fn put(pen: &Pen, stage: Stage, document: &Id, notes: &[Note]) -> Result<()> {
    for (position, note) in notes.iter().enumerate() {
        pen.run(
            "INSERT INTO note (stage, document, position, code, json) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![stage.as_str(), document.as_str(), number(position), note.code, canonical::line(note)],
        )?;
    }
    Ok(())
}

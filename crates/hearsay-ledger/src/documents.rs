//! Tables `document`, `original` and `sighting`: what was taken in, entered for good.
//!
//! Invariant: a text is stored once, and nothing in these tables is ever changed (triggers refuse).
//! A document's path is the smallest of its sightings', so the order of adding does not show.
//!
//! Example: the same bytes met at two paths are one document, one original, two sightings.

use crate::columns::number;
use crate::error::{LedgerError, Result};
use crate::ledger::{Ledger, Pen};
use crate::notes::{self, Stage};
use crate::terms;
use hearsay_record::{Document, Id, Sighting, canonical};
use rusqlite::{Row, params};

/// Level of compression: news compresses to a third at hundreds of megabytes a second.
const LEVEL: i32 = 3;

/// Columns that [`Ledger::document_of`] reads.
const WHOLE: &str = "SELECT json, text, (SELECT min(path) FROM sighting WHERE sighting.document = document.id) FROM document";

impl Ledger {
    /// Whether a document of this id was entered.
    pub fn knows(&self, id: &Id) -> Result<bool> {
        Ok(self.first("SELECT 1 FROM document WHERE id = ?1", [id.as_str()], |_| Ok(()))?.is_some())
    }

    /// Every document, text included, in order of id.
    pub fn documents(&self) -> Result<Vec<Document>> {
        let mut found = Vec::new();
        self.each_document(&mut |document| {
            found.push(document);
            Ok(())
        })?;
        Ok(found)
    }

    /// Hands every document to `each`, in order of id, one in memory at a time.
    pub fn each_document(&self, each: &mut dyn FnMut(Document) -> Result<()>) -> Result<()> {
        let mut statement = self.prepare(&format!("{WHOLE} ORDER BY id"))?;
        let mut rows = statement.query([]).map_err(|source| self.fail(source))?;
        while let Some(row) = rows.next().map_err(|source| self.fail(source))? {
            each(self.document_of(row)?)?;
        }
        Ok(())
    }

    /// One document; `origin.path` is the smallest path of its sightings.
    pub fn document(&self, id: &Id) -> Result<Option<Document>> {
        let mut statement = self.prepare(&format!("{WHOLE} WHERE id = ?1"))?;
        let mut rows = statement.query([id.as_str()]).map_err(|source| self.fail(source))?;
        match rows.next().map_err(|source| self.fail(source))? {
            Some(row) => self.document_of(row).map(Some),
            None => Ok(None),
        }
    }

    fn document_of(&self, row: &Row<'_>) -> Result<Document> {
        let text = |column: usize| row.get_ref(column).and_then(|value| Ok(value.as_str()?)).map_err(|source| self.fail(source));
        let mut document: Document = self.parse("document", text(0)?)?;
        text(1)?.clone_into(&mut document.text);
        document.origin.path = row.get(2).map_err(|source| self.fail(source))?;
        Ok(document)
    }

    /// How many documents there are.
    pub fn n_documents(&self) -> Result<usize> {
        Ok(crate::columns::count(self.first("SELECT count(*) FROM document", [], |row| row.get(0))?.unwrap_or(0)))
    }

    /// The ids of all documents, in order.
    pub fn document_ids(&self) -> Result<Vec<Id>> {
        self.rows("SELECT id FROM document ORDER BY id", [], |row| row.get(0).map(id))
    }

    /// The original bytes of a document.
    pub fn original(&self, id: &Id) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT compressed, size FROM original JOIN document USING (hash) WHERE document.id = ?1";
        let Some((compressed, size)) =
            self.first(sql, [id.as_str()], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, i64>(1)?)))?
        else {
            return Ok(None);
        };
        let bytes = zstd::bulk::decompress(&compressed, crate::columns::count(size)).map_err(|source| LedgerError::Damaged {
            path: self.path().into(),
            reason: format!("the original of {id} does not unpack: {source}"),
        })?;
        Ok(Some(bytes))
    }

    /// Notes where documents were met, each with its moment; those noted already stay as they are.
    pub fn enter_sightings(&mut self, sightings: &[(Sighting, String)]) -> Result<()> {
        self.write(|pen| {
            for (sighting, seen_at) in sightings {
                crate::corrections::known_document(pen, &sighting.document, &sighting.document)?;
                pen.put_sighting(sighting, seen_at)?;
            }
            Ok(())
        })
    }

    /// Where a document was met, or all of them: in order of document and path, each with the moment.
    pub fn sightings(&self, document: Option<&Id>) -> Result<Vec<(Sighting, String)>> {
        let each = |row: &Row<'_>| Ok((Sighting { document: id(row.get(0)?), path: row.get(1)? }, row.get(2)?));
        match document {
            Some(document) => self.rows(
                "SELECT document, path, seen_at FROM sighting WHERE document = ?1 ORDER BY path",
                [document.as_str()],
                each,
            ),
            None => self.rows("SELECT document, path, seen_at FROM sighting ORDER BY document, path", [], each),
        }
    }
}

pub(crate) fn id(text: String) -> Id {
    Id::from_text(text)
}

impl Pen<'_> {
    pub(crate) fn knows(&self, document: &Id) -> Result<bool> {
        Ok(self.first("SELECT 1 FROM document WHERE id = ?1", [document.as_str()], |_| Ok(()))?.is_some())
    }

    /// Enters a document that is not yet known, with its original and its place in the search index.
    pub(crate) fn put_document(&self, document: &Document, original: &[u8]) -> Result<()> {
        if self.first("SELECT 1 FROM original WHERE hash = ?1", [&document.hash], |_| Ok(()))?.is_none() {
            let compressed =
                zstd::bulk::compress(original, LEVEL).map_err(|source| LedgerError::Io { path: self.path.into(), source })?;
            self.run(
                "INSERT INTO original (hash, size, compressed) VALUES (?1, ?2, ?3)",
                params![document.hash, number(original.len()), compressed],
            )?;
        }
        let date = document.published.as_ref().map(|dated| dated.date.as_str());
        self.put(
            &document.id,
            "INSERT INTO document (id, hash, media_type, outlet, url, date, language, text, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                document.id.as_str(),
                document.hash,
                document.media_type,
                document.origin.outlet,
                document.origin.url,
                date,
                document.language,
                document.text,
                stored(document)
            ],
        )?;
        let n = self.transaction.last_insert_rowid();
        self.run("INSERT INTO document_search (rowid, words) VALUES (?1, ?2)", params![n, terms::indexed(&document.text)])?;
        notes::put(self, Stage::Intake, &document.id, &document.notes)?;
        if let Some(outlet) = &document.origin.outlet {
            self.run(
                "INSERT INTO outlet_count (outlet, documents, statements, first_date, last_date) VALUES (?1, 1, 0, ?2, ?2)
                 ON CONFLICT DO UPDATE SET documents = documents + 1,
                    first_date = coalesce(min(first_date, excluded.first_date), first_date, excluded.first_date),
                    last_date = coalesce(max(last_date, excluded.last_date), last_date, excluded.last_date)",
                params![outlet, date],
            )?;
        }
        Ok(())
    }

    /// Notes where a document was met; whether that is new.
    pub(crate) fn put_sighting(&self, sighting: &Sighting, seen_at: &str) -> Result<bool> {
        let sql = "INSERT INTO sighting (document, path, seen_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        Ok(self.run(sql, params![sighting.document.as_str(), sighting.path, seen_at])? > 0)
    }
}

/// The JSON beside the text: without the text, and without what belongs to a sighting.
fn stored(document: &Document) -> String {
    let mut origin = document.origin.clone();
    (origin.path, origin.retrieved) = (None, None);
    canonical::line(&Document {
        id: document.id.clone(),
        hash: document.hash.clone(),
        media_type: document.media_type.clone(),
        origin,
        title: document.title.clone(),
        byline: document.byline.clone(),
        published: document.published.clone(),
        language: document.language.clone(),
        text: String::new(),
        blocks: document.blocks.clone(),
        notes: document.notes.clone(),
    })
}

//! Tables `tombstone` and `forgetting`: what was forgotten, and the one way in which what was entered for good may go.
//!
//! Invariant: what goes is named in the same transaction as the tombstone that stands for it (triggers refuse all else),
//! with everything derived that quotes it: its reading, its words in both search indexes, and all that was linked in the
//! whole case, which is to be linked again. After [`Ledger::purge`] no byte of it is left in the file or its log.
//!
//! Example: `ledger.forget(&Forgetting { tombstones: &[tombstone], ..Forgetting::default() })?; ledger.purge()?`.

use crate::documents::id;
use crate::enter::LINKED;
use crate::error::{LedgerError, Result};
use crate::ledger::{Ledger, Pen};
use crate::terms;
use hearsay_record::{Attribution, Document, Id, Reading, Statement, Tombstone, canonical};
use hearsay_text::Offsets;
use rusqlite::params;

/// What is forgotten in one transaction.
#[derive(Clone, Copy, Debug, Default)]
pub struct Forgetting<'f> {
    /// What stands in its place; the documents that they name go.
    pub tombstones: &'f [Tombstone],
    /// Corrections that go with it.
    pub corrections: &'f [Id],
    /// Labels that go with it.
    pub labels: &'f [Id],
    /// Readings without it, of documents that stay.
    pub readings: &'f [(&'f Reading, &'f [Statement])],
}

impl Ledger {
    /// Every tombstone, those taken back and those that take back included, in order of id.
    pub fn tombstones(&self) -> Result<Vec<Tombstone>> {
        self.parsed("tombstone", "SELECT json FROM tombstone ORDER BY id", [])
    }

    /// The tombstone that stands for a document of this id, or of these bytes under any address.
    pub fn forgotten(&self, document: &Id, hash: &str) -> Result<Option<Tombstone>> {
        Ok(self.parsed("tombstone", STANDING, [document.as_str(), hash])?.into_iter().next())
    }

    /// The documents of these bytes, in order.
    pub fn documents_of_hash(&self, hash: &str) -> Result<Vec<Id>> {
        self.rows("SELECT id FROM document WHERE hash = ?1 ORDER BY id", [hash], |row| row.get(0).map(id))
    }

    /// Enters tombstones beside what stands: those that take others back, and those of documents that are not here.
    pub fn enter_tombstones(&mut self, tombstones: &[Tombstone]) -> Result<()> {
        self.write(|pen| pen.put_tombstones(tombstones))
    }

    /// Forgets. The links of the whole case go with it, and are to be made again.
    pub fn forget(&mut self, forgetting: &Forgetting<'_>) -> Result<()> {
        // What is freed is overwritten at once, not only when the file is written anew.
        self.connection.pragma_update(None, "secure_delete", true).map_err(|source| self.fail(source))?;
        self.write(|pen| {
            let Some(first) = forgetting.tombstones.first() else { return Ok(()) };
            pen.put_tombstones(forgetting.tombstones)?;
            pen.drop_links()?;
            for (kind, ids) in [("correction", forgetting.corrections), ("label", forgetting.labels)] {
                for gone in ids {
                    pen.lets_go(gone.as_str(), first)?;
                    pen.run(&format!("DELETE FROM {kind} WHERE id = ?1"), [gone.as_str()])?;
                }
            }
            for tombstone in forgetting.tombstones.iter().filter(|tombstone| tombstone.removes.is_none()) {
                if let Some(document) = &tombstone.document {
                    pen.drop_document(document, tombstone)?;
                }
            }
            for (reading, statements) in forgetting.readings {
                let of = [reading.document.as_str()];
                let text = pen.first("SELECT text FROM document WHERE id = ?1", of, |row| row.get::<_, String>(0))?;
                let Some(text) = text else { continue };
                pen.check_reading(&reading.document, reading, statements)?;
                pen.put_reading(&text, reading, statements)?;
            }
            pen.index_texts()?;
            pen.index_statements()?;
            pen.count_outlets()?;
            pen.run("DELETE FROM forgetting", [])?;
            // Who holds the case in memory must not go on holding what is gone.
            pen.anything_changed()
        })
    }

    /// Writes the file anew without what was deleted, and empties its log.
    pub fn purge(&mut self) -> Result<()> {
        let fail = |source| LedgerError::of(self.path(), source);
        self.connection.flush_prepared_statement_cache();
        self.connection.pragma_update(None, "secure_delete", true).map_err(fail)?;
        self.connection.execute_batch("VACUUM").map_err(fail)?;
        let is_held: bool = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).map_err(fail)?;
        // Who still reads an earlier state holds the log with it.
        if is_held { Err(LedgerError::Busy { path: self.path().into() }) } else { Ok(()) }
    }
}

/// Tombstones of this id or of this hash that nobody took back.
const STANDING: &str = "SELECT json FROM tombstone t WHERE (document = ?1 OR hash = ?2) AND removes IS NULL
    AND NOT EXISTS (SELECT 1 FROM tombstone back WHERE back.removes = t.id) ORDER BY at, id";

impl Pen<'_> {
    /// Refuses a document that is forgotten.
    pub(crate) fn is_not_forgotten(&self, document: &Document) -> Result<()> {
        let stands = self.first(STANDING, [document.id.as_str(), document.hash.as_str()], |row| row.get::<_, String>(0))?;
        match stands {
            Some(_) => Err(self.refuse(&document.id, "it was forgotten in this case")),
            None => Ok(()),
        }
    }

    /// Those that take others back come after these.
    fn put_tombstones(&self, tombstones: &[Tombstone]) -> Result<()> {
        let (back, first): (Vec<&Tombstone>, Vec<&Tombstone>) = tombstones.iter().partition(|one| one.removes.is_some());
        first.into_iter().chain(back).try_for_each(|tombstone| self.put_tombstone(tombstone))
    }

    fn put_tombstone(&self, tombstone: &Tombstone) -> Result<()> {
        if self.first("SELECT 1 FROM tombstone WHERE id = ?1", [tombstone.id.as_str()], |_| Ok(()))?.is_some() {
            return Ok(());
        }
        self.put(
            &tombstone.id,
            "INSERT INTO tombstone (id, document, hash, removes, at, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                tombstone.id.as_str(),
                tombstone.document.as_ref().map(Id::as_str),
                tombstone.hash,
                tombstone.removes.as_ref().map(Id::as_str),
                tombstone.at,
                canonical::line(tombstone)
            ],
        )
    }

    fn lets_go(&self, record: &str, tombstone: &Tombstone) -> Result<()> {
        let sql = "INSERT INTO forgetting (record, tombstone) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        self.run(sql, [record, tombstone.id.as_str()]).map(|_| ())
    }

    /// All that was linked, of which much quotes what goes; the counter tells a run that began before that it is of no use.
    fn drop_links(&self) -> Result<()> {
        for table in LINKED {
            self.run(&format!("DELETE FROM {table}"), [])?;
        }
        self.run("DELETE FROM note WHERE stage = 'link'", [])?;
        self.drop_index()?;
        self.run("UPDATE linking SET indexed_by = NULL, times = times + 1", [])?;
        self.links_are_current(false)
    }

    fn drop_document(&self, document: &Id, tombstone: &Tombstone) -> Result<()> {
        let of = [document.as_str()];
        let Some(hash) = self.first("SELECT hash FROM document WHERE id = ?1", of, |row| row.get::<_, String>(0))? else {
            return Ok(());
        };
        self.drop_reading(document)?;
        self.lets_go(document.as_str(), tombstone)?;
        self.run("DELETE FROM note WHERE document = ?1", of)?;
        self.run("DELETE FROM unlinked WHERE document = ?1", of)?;
        self.run("DELETE FROM sighting WHERE document = ?1", of)?;
        self.run("DELETE FROM document WHERE id = ?1", of)?;
        if self.first("SELECT 1 FROM document WHERE hash = ?1", [&hash], |_| Ok(()))?.is_none() {
            self.lets_go(&hash, tombstone)?;
            self.run("DELETE FROM original WHERE hash = ?1", [&hash])?;
        }
        Ok(())
    }

    /// Makes the index of the texts anew: one that has no contents of its own keeps the words of what was deleted from it.
    pub(crate) fn index_texts(&self) -> Result<()> {
        self.run("INSERT INTO document_search (document_search) VALUES ('delete-all')", [])?;
        let mut texts =
            self.transaction.prepare("SELECT n, text FROM document ORDER BY n").map_err(|source| self.fail(source))?;
        let mut rows = texts.query([]).map_err(|source| self.fail(source))?;
        while let Some(row) = rows.next().map_err(|source| self.fail(source))? {
            let (n, words) = row
                .get::<_, i64>(0)
                .and_then(|n| Ok((n, terms::indexed(row.get_ref(1)?.as_str()?))))
                .map_err(|source| self.fail(source))?;
            self.run("INSERT INTO document_search (rowid, words) VALUES (?1, ?2)", params![n, words])?;
        }
        Ok(())
    }

    /// Makes the index of the statements anew.
    fn index_statements(&self) -> Result<()> {
        self.run("INSERT INTO statement_search (statement_search) VALUES ('delete-all')", [])?;
        let sql = "SELECT s.n, d.text, a.json FROM statement s JOIN document d ON d.id = s.document
                   JOIN attribution a ON a.id = s.attribution AND a.overruled_by IS NULL ORDER BY s.n";
        let mut statements = self.transaction.prepare(sql).map_err(|source| self.fail(source))?;
        let mut rows = statements.query([]).map_err(|source| self.fail(source))?;
        while let Some(row) = rows.next().map_err(|source| self.fail(source))? {
            let json: String = row.get(2).map_err(|source| self.fail(source))?;
            let attribution: Attribution =
                serde_json::from_str(&json).map_err(|source| LedgerError::damaged(self.path, "attribution", &source))?;
            let (n, words) = row
                .get::<_, i64>(0)
                .and_then(|n| {
                    let offsets = Offsets::new(row.get_ref(1)?.as_str()?);
                    Ok((n, terms::indexed(offsets.slice(attribution.roles.extent().unwrap_or_default()))))
                })
                .map_err(|source| self.fail(source))?;
            self.run("INSERT INTO statement_search (rowid, words) VALUES (?1, ?2)", params![n, words])?;
        }
        Ok(())
    }

    fn count_outlets(&self) -> Result<()> {
        self.run("DELETE FROM outlet_count", [])?;
        self.run(
            "INSERT INTO outlet_count (outlet, documents, statements, first_date, last_date)
             SELECT outlet, count(*), coalesce(sum((SELECT count(*) FROM statement s WHERE s.document = d.id AND asserted = 1)), 0), min(date), max(date)
             FROM document d WHERE outlet IS NOT NULL GROUP BY outlet",
            [],
        )
        .map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use crate::ledger::{Access, Ledger};
    use hearsay_record::{Id, Scheme, Tombstone};

    #[test]
    fn what_is_entered_for_good_goes_in_one_way_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut ledger = Ledger::open(&folder.path().join("case.hearsay"), Access::Create).expect("a ledger");
        let sql = "INSERT INTO original (hash, size, compressed) VALUES ('h', 0, x'00');
            INSERT INTO document (id, hash, media_type, text, json) VALUES ('d-1', 'h', 'text/plain', '', '{}');
            INSERT INTO sighting (document, path, seen_at) VALUES ('d-1', 'a', '');
            INSERT INTO correction (sequence, id, document, kind, at, json) VALUES (1, 'k-1', 'd-1', 'accept', '', '{}');
            INSERT INTO label (id, document, scheme, concept, at, json) VALUES ('b-1', 'd-1', '', '', '', '{}');";
        ledger.connection.execute_batch(sql).expect("rows");
        let scheme = Scheme { id: Id::from_text(""), name: "urn:s".into(), label: String::new(), concepts: Vec::new() };
        ledger.enter_scheme(&scheme, "").expect("a scheme");
        let run = |sql: &str| ledger.connection.execute_batch(sql);
        let tables = ["label", "correction", "sighting", "document", "original", "scheme"];
        for table in tables {
            run(&format!("DELETE FROM {table}")).expect_err("it is refused");
        }
        run("INSERT INTO forgetting (record, tombstone) VALUES ('d-1', 'x-1')").expect_err("no tombstone stands for it");
        let tombstone = Tombstone {
            id: Id::from_text(""),
            document: Some(Id::from_text("d-1")),
            hash: Some("h".into()),
            names: Vec::new(),
            chains: Vec::new(),
            by: "mara".into(),
            at: "2031-05-01T12:00:00Z".into(),
            note: None,
            removes: None,
            after: None,
        }
        .named();
        ledger.enter_tombstones(std::slice::from_ref(&tombstone)).expect("entered");
        let run = |sql: &str| ledger.connection.execute_batch(sql);
        run("DELETE FROM document").expect_err("a tombstone alone is no leave");
        run(&format!(
            "INSERT INTO forgetting (record, tombstone) SELECT value, '{}' FROM json_each('[\"k-1\", \"b-1\", \"d-1\", \"h\"]')",
            tombstone.id
        ))
        .expect("let go");
        for table in ["label", "correction", "sighting", "document", "original"] {
            run(&format!("DELETE FROM {table}")).expect("it goes");
        }
        run("DELETE FROM scheme").expect_err("it was not let go");
        run("DELETE FROM forgetting; DELETE FROM tombstone").expect_err("a tombstone stays");
        run("UPDATE tombstone SET at = ''").expect_err("as it is");
        assert_eq!(ledger.tombstones().expect("read"), [tombstone]);
    }
}

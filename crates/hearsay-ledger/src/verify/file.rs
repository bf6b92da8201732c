//! The file as SQLite sees it, the search index against the texts, and the counts kept beside them.

use super::{Checker, Problem};
use crate::columns::count;
use crate::error::Result;
use crate::terms;
use hearsay_record::{Attribution, CharSpan};
use hearsay_text::Offsets;
use rusqlite::params;

impl Checker<'_> {
    /// Pages, indexes, types of columns and references, as SQLite checks them.
    pub(super) fn file(&mut self) -> Result<()> {
        let pages: i64 = self.ledger.first("PRAGMA page_count", [], |row| row.get(0))?.unwrap_or(0);
        self.checked("pages of the file", count(pages));
        for message in self.ledger.rows("PRAGMA integrity_check(20)", [], |row| row.get::<_, String>(0))? {
            if message != "ok" {
                self.problems.push(Problem { code: "file-damaged", record: None, message });
            }
        }
        let strays =
            self.ledger.rows("PRAGMA foreign_key_check", [], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(2)?)))?;
        for (table, parent) in strays {
            let message = format!("a row of table {table} refers to a row of table {parent} that is not there");
            self.problems.push(Problem { code: "reference-broken", record: None, message });
        }
        Ok(())
    }

    /// The index holds the words of every text and statement, each as often, and no others.
    pub(super) fn search(&mut self) -> Result<()> {
        let texts = self.compare_index("document_search", "SELECT n, text, NULL FROM document")?;
        self.checked("texts in the search index", texts);
        let sql = "SELECT s.n, d.text, a.json FROM statement s JOIN document d ON d.id = s.document
                   JOIN attribution a ON a.id = s.attribution AND a.overruled_by IS NULL ORDER BY s.document";
        let statements = self.compare_index("statement_search", sql)?;
        self.checked("statements in the search index", statements);
        Ok(())
    }

    /// Builds the index once more beside the file, in a table that goes when the connection does, and
    /// compares the two by their words: what a contentless index can't be asked for, it can be compared by.
    fn compare_index(&mut self, index: &str, sql: &str) -> Result<usize> {
        let connection = &self.ledger.connection;
        let fail = |source| self.ledger.fail(source);
        let fresh = format!("{index}_again");
        connection
            .execute_batch(&format!(
                "DROP TABLE IF EXISTS temp.{fresh}_words; DROP TABLE IF EXISTS temp.{fresh}; DROP TABLE IF EXISTS temp.{index}_words;
                 CREATE VIRTUAL TABLE temp.{fresh} USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');
                 CREATE VIRTUAL TABLE temp.{fresh}_words USING fts5vocab (temp, {fresh}, instance);
                 CREATE VIRTUAL TABLE temp.{index}_words USING fts5vocab (main, {index}, instance);"
            ))
            .map_err(fail)?;
        let mut filled = 0;
        {
            let mut rows = connection.prepare(sql).map_err(fail)?;
            let mut insert =
                connection.prepare(&format!("INSERT INTO temp.{fresh} (rowid, words) VALUES (?1, ?2)")).map_err(fail)?;
            let mut rows = rows.query([]).map_err(fail)?;
            while let Some(row) = rows.next().map_err(fail)? {
                let text = row.get_ref(1).and_then(|value| Ok(value.as_str()?)).map_err(fail)?;
                let words = match row.get::<_, Option<String>>(2).map_err(fail)? {
                    None => terms::indexed(text),
                    Some(json) => {
                        let attribution: Attribution = self.ledger.parse("attribution", &json)?;
                        terms::indexed(
                            Offsets::new(text).slice(attribution.roles.extent().unwrap_or(CharSpan { start: 0, end: 0 })),
                        )
                    }
                };
                insert.execute(params![row.get::<_, i64>(0).map_err(fail)?, words]).map_err(fail)?;
                filled += 1;
            }
        }
        let all = |table: &str| format!("SELECT term, doc, \"offset\" FROM temp.{table}_words");
        for (more, less, message) in [
            (index, fresh.as_str(), "holds words that stand in no text of the ledger"),
            (fresh.as_str(), index, "lacks words of the ledger's texts"),
        ] {
            let sql = format!("SELECT count(*) FROM ({} EXCEPT {})", all(more), all(less));
            let n: i64 = connection.query_row(&sql, [], |row| row.get(0)).map_err(fail)?;
            if n > 0 {
                let message = format!("{index} {message} ({n} places); a rebuild makes it anew");
                self.problems.push(Problem { code: "search-differs", record: None, message });
            }
        }
        connection
            .execute_batch(&format!("DROP TABLE temp.{fresh}_words; DROP TABLE temp.{index}_words; DROP TABLE temp.{fresh};"))
            .map_err(fail)?;
        Ok(filled)
    }

    /// What is kept for outlets is what a count gives now.
    pub(super) fn outlets(&mut self) -> Result<()> {
        let kept = "SELECT outlet, documents, statements, first_date, last_date FROM outlet_count";
        let counted = "SELECT outlet, count(*), coalesce(sum((SELECT count(*) FROM statement s WHERE s.document = d.id AND asserted = 1)), 0), min(date), max(date)
                       FROM document d WHERE outlet IS NOT NULL GROUP BY outlet";
        let sql = format!("SELECT outlet FROM ({kept} EXCEPT {counted}) UNION SELECT outlet FROM ({counted} EXCEPT {kept})");
        for outlet in self.ledger.rows(&sql, [], |row| row.get::<_, String>(0))? {
            let message = format!("the counts kept for outlet {outlet} are not those of its documents");
            self.problems.push(Problem { code: "count-differs", record: None, message });
        }
        let outlets = self.ledger.count_outlets()?.len();
        self.checked("outlets", outlets);
        Ok(())
    }
}

//! Search in the texts: any words, phrases, beginnings; any case, accents and marks; any script.
//!
//! Invariant: every hit's spans are places of its document's text. Any text is a query; none fails.
//!
//! Example: `“old mill” har* -ferry`; see `terms.rs`.

use crate::columns::{count, number};
use crate::documents::id;
use crate::error::Result;
use crate::index::named;
use crate::ledger::Ledger;
use crate::terms::Query;
use hearsay_record::{Id, IdKind};
use hearsay_text::CharSpan;
use rusqlite::params;
use serde::Serialize;

/// A document that holds what was searched for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// The document.
    pub document: Id,
    /// Where the words stand, in order.
    pub spans: Vec<CharSpan>,
    /// How well it fits (BM25, higher is better); for the order within one answer only.
    pub score: f64,
}

impl Ledger {
    /// The documents that hold these words, best first.
    pub fn search(&self, query: &str, limit: usize, offset: usize) -> Result<Vec<Hit>> {
        let query = Query::parse(query);
        let Some(expression) = query.expression() else { return Ok(Vec::new()) };
        let sql =
            "SELECT document.id, document.text, -rank FROM document_search JOIN document ON document.n = document_search.rowid
                   WHERE document_search MATCH ?1 ORDER BY rank, document.id LIMIT ?2 OFFSET ?3";
        self.rows(sql, params![expression, number(limit), number(offset)], |row| {
            let score: f64 = row.get(2)?;
            Ok(Hit {
                document: id(row.get(0)?),
                spans: query.places(row.get_ref(1)?.as_str()?),
                score: (score * 1e4).round() / 1e4,
            })
        })
    }

    /// How many documents hold these words.
    pub fn count_search(&self, query: &str) -> Result<usize> {
        let Some(expression) = Query::parse(query).expression() else { return Ok(0) };
        let found =
            self.first("SELECT count(*) FROM document_search WHERE document_search MATCH ?1", [expression], |row| row.get(0))?;
        Ok(count(found.unwrap_or(0)))
    }

    /// Ids that begin with this text, in order, a hundred at most, as git finds commits: `d-3f2`, or
    /// `3f2` for records of every kind.
    pub fn find(&self, prefix: &str) -> Result<Vec<Id>> {
        let prefix = prefix.trim();
        let mut found = Vec::new();
        if prefix.is_empty() {
            return Ok(found);
        }
        for (letter, table) in TABLES {
            let begin = match prefix.split_once('-') {
                Some((first, _)) if first == letter => prefix.to_owned(),
                Some(_) => continue,
                None => format!("{letter}-{prefix}"),
            };
            if table == "packed_link" {
                found.extend(self.links_that_begin(&begin)?);
                continue;
            }
            // `~` comes after every digit and letter of an id.
            let sql = format!("SELECT DISTINCT id FROM {table} WHERE id >= ?1 AND id < ?1 || '~' ORDER BY id LIMIT 100");
            found.extend(self.rows(&sql, [begin], |row| row.get(0).map(id))?);
        }
        found.sort();
        found.truncate(100);
        Ok(found)
    }

    /// The links of which the id begins so.
    fn links_that_begin(&self, begin: &str) -> Result<Vec<Id>> {
        let digits = begin.get(2..).unwrap_or_default();
        if digits.len() > 32 || !digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return Ok(Vec::new());
        }
        let sql = "SELECT id FROM packed_link WHERE id BETWEEN unhex(?1) AND unhex(?2) ORDER BY id LIMIT 100";
        let [first, last] = ["0", "f"].map(|digit| format!("{digits}{}", digit.repeat(32 - digits.len())));
        self.rows(sql, [first, last], |row| Ok(named(IdKind::Link, row.get_ref(0)?.as_blob()?)))
    }
}

/// Letters of ids and the tables that hold them.
const TABLES: [(&str, &str); 14] = [
    ("a", "attribution"),
    ("b", "label"),
    ("c", "chain"),
    ("d", "document"),
    ("e", "entity"),
    ("f", "fact"),
    ("k", "correction"),
    ("l", "packed_link"),
    ("q", "\"group\""),
    ("s", "statement"),
    ("t", "\"group\""),
    ("v", "scheme"),
    ("x", "tombstone"),
    ("y", "\"group\""),
];

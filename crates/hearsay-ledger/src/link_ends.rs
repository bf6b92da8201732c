//! [`LinkEnds`]: what two things each link joins, of all links, without the links themselves.
//!
//! In: an open ledger. Out: a small row for each link. Invariant: a row says what the record says.
//!
//! Example: a case of ten thousand documents has half a gigabyte of links; whoever counts and sorts them needs a tenth of it.

use crate::documents::id;
use crate::error::Result;
use crate::index::named;
use crate::ledger::Ledger;
use crate::packed::{self, LINE};
use hearsay_record::{Authority, Id, IdKind, Link, LinkKind, canonical};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::mpsc::sync_channel;

/// What a link joins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkEnds {
    /// The link.
    pub id: Id,
    /// What holds between the two.
    pub kind: LinkKind,
    /// Its members.
    pub members: [Id; 2],
    /// The documents of its evidence.
    pub documents: [Id; 2],
    /// Set where two sides differ in a way that sets nothing against each other.
    pub not_comparable_because: Option<String>,
}

impl LinkEnds {
    /// The ends of a link.
    #[must_use]
    pub fn of(link: &Link) -> Self {
        Self {
            id: link.id.clone(),
            kind: link.kind,
            members: link.members.clone(),
            documents: [link.a.document.clone(), link.b.document.clone()],
            not_comparable_because: link.not_comparable_because.clone(),
        }
    }
}

/// Why a link was made, as far as codes tell it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct LinkReasons {
    /// The link.
    pub id: Id,
    /// Its reasons.
    pub because: Vec<ReasonCode>,
    /// Who found it.
    pub authority: Authority,
}

/// A reason of a link.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ReasonCode {
    /// Its code.
    pub code: String,
}

/// Members as their columns hold them, in hexadecimal digits, as a list for SQLite.
fn columns(members: &[&Id]) -> String {
    let hexadecimal = |member: &&Id| packed::member(member).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    canonical::line(&members.iter().map(hexadecimal).collect::<Vec<_>>())
}

/// Rows that are handed over at a time.
const PART: usize = 2_000;

impl Ledger {
    /// The ends of every link, in any order; what is done with them goes on while the next are read.
    pub fn link_ends(&self, each: impl FnMut(LinkEnds) + Send) -> Result<()> {
        // A key of the record stands in its line with its marks; inside a text of the record they would be escaped. No packed
        // phrase holds it.
        let sql = format!(
            "SELECT id, kind, a, b, a_document, b_document,
                    CASE WHEN kind IN (SELECT value FROM json_each(?1)) AND instr(packed, '\"not_comparable_because\":\"') > 0
                         THEN {LINE} ->> 'not_comparable_because' END
             FROM packed_link l"
        );
        let documents: HashMap<i64, Id> =
            self.rows("SELECT n, id FROM document", [], |row| Ok((row.get(0)?, id(row.get(1)?))))?.into_iter().collect();
        let disputes: Vec<&str> = LinkKind::ALL.into_iter().filter(|kind| kind.is_dispute()).map(LinkKind::as_str).collect();
        let mut statement = self.prepare(&sql)?;
        let mut rows = statement.query([canonical::line(&disputes)]).map_err(|source| self.fail(source))?;
        std::thread::scope(|scope| {
            let (send, receive) = sync_channel::<Vec<LinkEnds>>(4);
            let doing = scope.spawn(move || receive.into_iter().flatten().for_each(each));
            let mut part = Vec::with_capacity(PART);
            while let Some(row) = rows.next().map_err(|source| self.fail(source))? {
                let read = || -> rusqlite::Result<(Id, String, [Id; 4], Option<String>)> {
                    let end = |at| -> rusqlite::Result<Id> { Ok(packed::member_id(row.get_ref(at)?.as_blob()?)) };
                    let document = |at| -> rusqlite::Result<Id> {
                        let known = documents.get(&row.get(at)?);
                        Ok(known.cloned().unwrap_or_else(|| Id::from_text("")))
                    };
                    let id = named(IdKind::Link, row.get_ref(0)?.as_blob()?);
                    Ok((id, row.get(1)?, [end(2)?, end(3)?, document(4)?, document(5)?], row.get(6)?))
                };
                let (id, word, [a, b, a_document, b_document], not_comparable_because) =
                    read().map_err(|source| self.fail(source))?;
                let kind = LinkKind::ALL.into_iter().find(|kind| kind.as_str() == word);
                let kind = match kind {
                    Some(kind) => kind,
                    None => self.parse("link", &format!("\"{word}\""))?,
                };
                part.push(LinkEnds { id, kind, members: [a, b], documents: [a_document, b_document], not_comparable_because });
                if part.len() == PART && send.send(std::mem::replace(&mut part, Vec::with_capacity(PART))).is_err() {
                    break;
                }
            }
            // Who does may have panicked, which is told below.
            send.send(part).ok();
            drop(send);
            doing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            Ok(())
        })
    }

    /// Those links of which the first member is one of these that tell what became of an utterance, in order of id.
    pub fn links_that_changed(&self, members: &[&Id]) -> Result<Vec<Link>> {
        let sql = format!(
            "SELECT {LINE} FROM packed_link l WHERE a IN (SELECT unhex(value) FROM json_each(?1)) AND instr(packed, '\"changes\":[') > 0
             ORDER BY l.id"
        );
        self.parsed("link", &sql, [columns(members)])
    }

    /// Those links of these kinds that tell what became of an utterance, in any order.
    pub fn ids_of_links_that_changed(&self, kinds: &[LinkKind]) -> Result<Vec<Id>> {
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        let sql =
            "SELECT id FROM packed_link WHERE kind IN (SELECT value FROM json_each(?1)) AND instr(packed, '\"changes\":[') > 0";
        self.rows(sql, [canonical::line(&kinds)], |row| Ok(named(IdKind::Link, row.get_ref(0)?.as_blob()?)))
    }

    /// The links that have one of these as a member, in order of id.
    pub fn links_of_any(&self, members: &[&Id]) -> Result<Vec<Link>> {
        let sql = format!(
            "SELECT {LINE} FROM packed_link l
             WHERE l.rowid IN (SELECT rowid FROM packed_link WHERE a IN (SELECT unhex(value) FROM json_each(?1))
                   UNION SELECT rowid FROM packed_link WHERE b IN (SELECT unhex(value) FROM json_each(?1))) ORDER BY l.id"
        );
        self.parsed("link", &sql, [columns(members)])
    }

    /// Why the links of these kinds were made, in any order.
    pub fn link_reasons(&self, kinds: &[LinkKind]) -> Result<Vec<LinkReasons>> {
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        let sql = format!("SELECT {LINE} FROM packed_link l WHERE kind IN (SELECT value FROM json_each(?1))");
        self.parsed("link", &sql, [canonical::line(&kinds)])
    }

    /// How many links there are.
    pub fn count_links(&self) -> Result<usize> {
        Ok(self.first("SELECT count(*) FROM packed_link", [], |row| row.get::<_, i64>(0))?.map_or(0, crate::columns::count))
    }

    /// How often documents were met.
    pub fn count_sightings(&self) -> Result<usize> {
        Ok(self.first("SELECT count(*) FROM sighting", [], |row| row.get::<_, i64>(0))?.map_or(0, crate::columns::count))
    }

    /// When each document was first met.
    pub fn first_seen(&self) -> Result<Vec<(Id, String)>> {
        self.rows("SELECT document, min(seen_at) FROM sighting GROUP BY document", [], |row| Ok((id(row.get(0)?), row.get(1)?)))
    }
}

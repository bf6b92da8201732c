//! [`LinkEnds`]: what two things each link joins, of all links, without the links themselves.
//!
//! In: an open ledger. Out: a small row for each link. Invariant: a row says what the record says.
//!
//! Example: a case of ten thousand documents has half a gigabyte of links; whoever counts and sorts them needs a tenth of it.

use crate::documents::id;
use crate::error::Result;
use crate::ledger::Ledger;
use hearsay_record::{Authority, Id, Link, LinkKind, canonical};
use serde::Deserialize;
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

/// Rows that are handed over at a time.
const PART: usize = 2_000;

impl Ledger {
    /// The ends of every link, in any order; what is done with them goes on while the next are read.
    pub fn link_ends(&self, each: impl FnMut(LinkEnds) + Send) -> Result<()> {
        // A key of the record stands in its line with its marks; inside a text of the record they would be escaped.
        let sql = "SELECT id, kind, a, b, a_document, b_document,
                          CASE WHEN kind IN (SELECT value FROM json_each(?1)) AND instr(json, '\"not_comparable_because\":\"') > 0
                               THEN json ->> 'not_comparable_because' END
                   FROM link";
        let disputes: Vec<&str> = LinkKind::ALL.into_iter().filter(|kind| kind.is_dispute()).map(LinkKind::as_str).collect();
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query([canonical::line(&disputes)]).map_err(|source| self.fail(source))?;
        std::thread::scope(|scope| {
            let (send, receive) = sync_channel::<Vec<LinkEnds>>(4);
            let doing = scope.spawn(move || receive.into_iter().flatten().for_each(each));
            let mut part = Vec::with_capacity(PART);
            while let Some(row) = rows.next().map_err(|source| self.fail(source))? {
                let read = || -> rusqlite::Result<(Id, String, [Id; 4], Option<String>)> {
                    let end = |at| -> rusqlite::Result<Id> { Ok(Id::from_text(row.get_ref(at)?.as_str()?)) };
                    Ok((end(0)?, row.get(1)?, [end(2)?, end(3)?, end(4)?, end(5)?], row.get(6)?))
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
        let sql =
            "SELECT json FROM link WHERE a IN (SELECT value FROM json_each(?1)) AND instr(json, '\"changes\":[') > 0 ORDER BY id";
        self.parsed("link", sql, [canonical::line(&members)])
    }

    /// The links that have one of these as a member, in order of id.
    pub fn links_of_any(&self, members: &[&Id]) -> Result<Vec<Link>> {
        let sql = "SELECT json FROM link WHERE id IN (SELECT id FROM link WHERE a IN (SELECT value FROM json_each(?1))
                   UNION SELECT id FROM link WHERE b IN (SELECT value FROM json_each(?1))) ORDER BY id";
        self.parsed("link", sql, [canonical::line(&members)])
    }

    /// Why the links of these kinds were made, in any order.
    pub fn link_reasons(&self, kinds: &[LinkKind]) -> Result<Vec<LinkReasons>> {
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        let sql = "SELECT json FROM link WHERE kind IN (SELECT value FROM json_each(?1))";
        self.parsed("link", sql, [canonical::line(&kinds)])
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

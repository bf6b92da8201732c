//! [`LinkEnds`] and [`LinkOutline`]: what two things each link joins, of all links, without the links themselves.
//!
//! In: an open ledger. Out: a small row for each link. Invariant: a row says what the record says.
//!
//! Example: a case of ten thousand documents has half a gigabyte of links; whoever counts and sorts them needs a tenth of it.

use crate::documents::id;
use crate::error::{LedgerError, Result};
use crate::index::named;
use crate::ledger::Ledger;
use crate::packed::{self, LINE};
use hearsay_record::{Id, IdKind, Link, LinkKind, canonical};
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

/// Members as their columns hold them, in hexadecimal digits, as a list for SQLite.
fn columns(members: &[&Id]) -> String {
    let hexadecimal = |member: &&Id| packed::member(member).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    canonical::line(&members.iter().map(hexadecimal).collect::<Vec<_>>())
}

/// A row of a link as the file has it: of millions no id is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkOutline {
    /// The digits of the link's id.
    pub id: [u8; 16],
    /// What holds between the two.
    pub kind: LinkKind,
    /// Letter and digits of each member.
    pub members: [(u8, [u8; 16]); 2],
    /// The documents of its evidence, by the numbers that [`Ledger::document_numbers`] tells.
    pub documents: [i64; 2],
    /// Set where two sides differ in a way that sets nothing against each other.
    pub not_comparable_because: Option<String>,
    /// The first of the codes that were asked for that is a reason of the link, counted from 1, where no person made it; 0 where none is.
    pub code: u8,
    /// Whether it tells what became of an utterance.
    pub tells_changes: bool,
}

impl LinkOutline {
    /// The link.
    #[must_use]
    pub fn id(&self) -> Id {
        named(IdKind::Link, &self.id)
    }

    /// A member.
    #[must_use]
    pub fn member(&self, at: usize) -> Id {
        let (letter, digits) = self.members[at];
        packed::member_id(&[&[letter], digits.as_slice()].concat())
    }
}

/// Rows that are handed over at a time.
const PART: usize = 2_000;

/// Codes of reasons stand whole in a packed line, behind the end of one of these phrases or behind its mark.
const BEFORE_CODE: [char; 5] = ['\x08', '\x0b', '\x0c', '\x0e', '\x10'];

/// The codes of a packed line's reasons.
fn codes(packed: &str) -> impl Iterator<Item = &str> {
    let marked = packed.split(BEFORE_CODE).skip(1);
    let whole = packed.split("\"code\":\"").skip(1);
    marked.chain(whole).filter_map(|rest| rest.split(['\x0f', '"']).next())
}

/// The first of these codes that is among a packed line's, counted from 1.
fn first_code(packed: &str, wanted: &[&str]) -> u8 {
    let at = codes(packed).filter_map(|code| wanted.iter().position(|one| *one == code)).min();
    match at.and_then(|at| u8::try_from(at + 1).ok()) {
        Some(at) if !packed.contains("\"person\":\"") => at,
        _ => 0,
    }
}

impl Ledger {
    /// The number of each document in its row, with its id.
    pub fn document_numbers(&self) -> Result<Vec<(i64, Id)>> {
        self.rows("SELECT n, id FROM document", [], |row| Ok((row.get(0)?, id(row.get(1)?))))
    }

    /// The rows of all links, in any order, with the first of these codes among the reasons of those that are of these kinds; what is
    /// done with them goes on while the next are read.
    pub fn link_outlines(&self, kinds: &[LinkKind], wanted: &[&str], each: impl FnMut(LinkOutline) + Send) -> Result<()> {
        let mut statement = self.prepare("SELECT id, kind, a, b, a_document, b_document, packed FROM packed_link NOT INDEXED")?;
        let mut rows = statement.query([]).map_err(|source| self.fail(source))?;
        let damaged = |what: &str| LedgerError::Damaged { path: self.path().into(), reason: format!("a link has {what}") };
        std::thread::scope(|scope| {
            let (send, receive) = sync_channel::<Vec<LinkOutline>>(4);
            let doing = scope.spawn(move || receive.into_iter().flatten().for_each(each));
            let mut part = Vec::with_capacity(PART);
            let mut kind = LinkKind::Same;
            while let Some(row) = rows.next().map_err(|source| self.fail(source))? {
                let fail = |source| self.fail(source);
                let blob = |at| row.get_ref(at).and_then(|value| Ok(value.as_blob()?)).map_err(fail);
                let text = |at| row.get_ref(at).and_then(|value| Ok(value.as_str()?)).map_err(fail);
                let word = text(1)?;
                if kind.as_str() != word {
                    kind = match LinkKind::ALL.into_iter().find(|kind| kind.as_str() == word) {
                        Some(kind) => kind,
                        None => self.parse("link", &format!("\"{word}\""))?,
                    };
                }
                let digits = |digits: &[u8]| <[u8; 16]>::try_from(digits).map_err(|_| damaged("an id of another length"));
                let member = |at| {
                    let (letter, rest) = blob(at)?.split_first().ok_or_else(|| damaged("no member"))?;
                    Ok::<_, LedgerError>((*letter, digits(rest)?))
                };
                let packed = text(6)?;
                let not_comparable_because = match kind.is_dispute() && packed.contains("\"not_comparable_because\":\"") {
                    // A key of the record stands in its line with its marks; inside a text of the record they would be escaped. No
                    // packed phrase holds it.
                    true => self.link(&named(IdKind::Link, blob(0)?))?.and_then(|link| link.not_comparable_because),
                    false => None,
                };
                part.push(LinkOutline {
                    id: digits(blob(0)?)?,
                    kind,
                    members: [member(2)?, member(3)?],
                    documents: [row.get(4).map_err(fail)?, row.get(5).map_err(fail)?],
                    not_comparable_because,
                    code: if kinds.contains(&kind) { first_code(packed, wanted) } else { 0 },
                    tells_changes: packed.contains("\"changes\":["),
                });
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

    /// The links that have one of these as a member, in order of id.
    pub fn links_of_any(&self, members: &[&Id]) -> Result<Vec<Link>> {
        let sql = format!(
            "SELECT {LINE} FROM packed_link l
             WHERE l.rowid IN (SELECT rowid FROM packed_link WHERE a IN (SELECT unhex(value) FROM json_each(?1))
                   UNION SELECT rowid FROM packed_link WHERE b IN (SELECT unhex(value) FROM json_each(?1))) ORDER BY l.id"
        );
        self.parsed("link", &sql, [columns(members)])
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

#[cfg(test)]
mod tests {
    use super::first_code;

    #[test]
    fn codes_are_found_in_packed_lines_and_in_whole_ones() {
        let wanted = ["acronym", "misspelt"];
        assert_eq!(first_code("\x01\x08misspelt\x0f\x10acronym\x0f\x11", &wanted), 1);
        assert_eq!(first_code("{\"because\":[{\"code\":\"misspelt\",\"evidence\":[]}]", &wanted), 2);
        assert_eq!(first_code("\x01\x08same-quotation\x0f\x11", &wanted), 0);
        assert_eq!(first_code("\x08acronym\x0f]}],\"authority\":{\"person\":\"mara\"", &wanted), 0, "a person says so");
    }
}

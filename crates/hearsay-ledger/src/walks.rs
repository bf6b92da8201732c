//! Records one after the other in the order of their texts, with what they are gathered in: what tables of a case are made of.
//!
//! In: a function for each record. Out: every record of a kind, once. Invariants: nothing of a large case stands in memory but the
//! record at hand; chains, attributions and statements come by document and then by place, all else by id; no order of adding
//! shows in any of it.
//!
//! Example: the walk over statements gives each with the attribution that it rests on, its claim, and who its chains are.

use crate::documents::id;
use crate::error::Result;
use crate::ledger::Ledger;
use crate::packed::LINE;
use hearsay_record::{Attribution, Authority, Chain, Document, Entity, EntityKind, Fact, Group, Id, Link, Statement};
use rusqlite::{OptionalExtension, Row};

/// A document with what it is gathered in, and who read it.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentWalked {
    /// The document.
    pub document: Document,
    /// Who read it; nobody where it was not read.
    pub read_by: Option<Authority>,
    /// The documents that repeat one text with it.
    pub lineage: Option<Id>,
    /// The documents on one event with it.
    pub story: Option<Id>,
}

/// A statement with what it rests on and what its chains and itself are gathered in.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementWalked {
    /// The statement.
    pub statement: Statement,
    /// The attribution that it rests on.
    pub attribution: Attribution,
    /// Who speaks, across documents, with name and kind.
    pub speaker: Option<(Id, String, EntityKind)>,
    /// About whom, across documents, in the order of the chains, each once.
    pub about: Vec<Id>,
    /// The claim that it is a report of.
    pub claim: Option<Id>,
}

const ATTRIBUTIONS: &str = "SELECT json FROM attribution ORDER BY document, position";
const STATEMENTS: &str = "SELECT statement.json, attribution.json FROM statement
    JOIN attribution ON attribution.id = statement.attribution AND attribution.overruled_by IS NULL
    ORDER BY statement.document, statement.start, statement.id";
const OWNER: &str = "SELECT entity.id, entity.name, entity.json ->> '$.kind' FROM entity_member JOIN entity ON entity.id = entity_member.entity WHERE chain = ?1";
const GATHERED: &str = "SELECT \"group\" FROM group_member WHERE member = ?1 AND kind = ?2";

impl Ledger {
    /// Every document, text included, in order of id.
    pub fn walk_documents(&self, each: &mut dyn FnMut(DocumentWalked) -> Result<()>) -> Result<()> {
        let mut reading = self.prepare("SELECT json ->> '$.authority' FROM reading WHERE document = ?1")?;
        let mut gathered = self.prepare(GATHERED)?;
        self.each_document(&mut |document| {
            let of = document.id.as_str().to_owned();
            let authority: Option<String> =
                reading.query_row([&of], |row| row.get(0)).optional().map_err(|source| self.fail(source))?;
            let read_by = authority.map(|json| self.parse("reading", &json)).transpose()?;
            let mut group = |kind: &str| {
                let found = gathered.query_row([of.as_str(), kind], |row| row.get(0).map(id)).optional();
                found.map_err(|source| self.fail(source))
            };
            let (lineage, story) = (group("lineage")?, group("story")?);
            each(DocumentWalked { document, read_by, lineage, story })
        })
    }

    /// Every chain with the entity that it is in.
    pub fn walk_chains(&self, each: &mut dyn FnMut(Chain, Option<Id>) -> Result<()>) -> Result<()> {
        let sql = "SELECT json, (SELECT entity FROM entity_member WHERE chain = chain.id) FROM chain ORDER BY document, position";
        self.walked(sql, &mut |row| {
            let chain =
                self.parse("chain", row.get_ref(0).and_then(|json| Ok(json.as_str()?)).map_err(|source| self.fail(source))?)?;
            let entity: Option<String> = row.get(1).map_err(|source| self.fail(source))?;
            each(chain, entity.map(id))
        })
    }

    /// Every attribution, those that were overruled among them.
    pub fn walk_attributions(&self, each: &mut dyn FnMut(Attribution) -> Result<()>) -> Result<()> {
        self.walk("attribution", ATTRIBUTIONS, each)
    }

    /// Every statement.
    pub fn walk_statements(&self, each: &mut dyn FnMut(StatementWalked) -> Result<()>) -> Result<()> {
        let mut owner = self.prepare(OWNER)?;
        let mut gathered = self.prepare(GATHERED)?;
        let mut whose = |chain: &Id| -> Result<Option<(Id, String, EntityKind)>> {
            let found: Option<(String, String, String)> = owner
                .query_row([chain.as_str()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                .optional()
                .map_err(|source| self.fail(source))?;
            let Some((entity, name, kind)) = found else { return Ok(None) };
            Ok(Some((id(entity), name, self.parse("entity", &format!("\"{kind}\""))?)))
        };
        self.walked(STATEMENTS, &mut |row| {
            let json = |column| row.get_ref(column).and_then(|json| Ok(json.as_str()?)).map_err(|source| self.fail(source));
            let statement: Statement = self.parse("statement", json(0)?)?;
            let attribution: Attribution = self.parse("attribution", json(1)?)?;
            let speaker = match &statement.who {
                Some(chain) => whose(chain)?,
                None => None,
            };
            let mut about = Vec::new();
            for chain in &statement.about {
                if let Some((entity, ..)) = whose(chain)?
                    && !about.contains(&entity)
                {
                    about.push(entity);
                }
            }
            let claim = gathered.query_row([statement.id.as_str(), "claim"], |row| row.get(0).map(id)).optional();
            let claim = claim.map_err(|source| self.fail(source))?;
            each(StatementWalked { statement, attribution, speaker, about, claim })
        })
    }

    /// Every entity.
    pub fn walk_entities(&self, each: &mut dyn FnMut(Entity) -> Result<()>) -> Result<()> {
        self.walk("entity", "SELECT json FROM entity ORDER BY id", each)
    }

    /// Every fact.
    pub fn walk_facts(&self, each: &mut dyn FnMut(Fact) -> Result<()>) -> Result<()> {
        self.walk("fact", "SELECT json FROM fact ORDER BY id", each)
    }

    /// Every link.
    pub fn walk_links(&self, each: &mut dyn FnMut(Link) -> Result<()>) -> Result<()> {
        self.walk("link", &format!("SELECT {LINE} FROM packed_link l ORDER BY l.id"), each)
    }

    /// Every group.
    pub fn walk_groups(&self, each: &mut dyn FnMut(Group) -> Result<()>) -> Result<()> {
        self.walk("group", "SELECT json FROM \"group\" ORDER BY id", each)
    }

    /// Every reader that read documents, and every linker that gathered them, each with its version, in order.
    pub fn made_by(&self) -> Result<[Vec<String>; 2]> {
        let readers = "SELECT DISTINCT json ->> '$.authority.reader' || ' ' || version FROM reading ORDER BY 1";
        let linkers = "SELECT DISTINCT json ->> '$.authority.linker' || ' ' || (json ->> '$.authority.version') FROM \"group\"
            WHERE json ->> '$.authority.linker' IS NOT NULL ORDER BY 1";
        Ok([self.rows(readers, [], |row| row.get(0))?, self.rows(linkers, [], |row| row.get(0))?])
    }

    /// A word for what the ledger holds now: another one as soon as anything was entered, decided, linked or forgotten. Not the
    /// same for equal ledgers, as [`Ledger::digest`] is, but had without reading every record.
    pub fn state(&self) -> Result<String> {
        self.steady(|| {
            let mut hasher = blake3::Hasher::new();
            for number in [
                "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'change'), 0)",
                "SELECT coalesce(sum(times * 2 + is_current), 0) FROM linking",
                "SELECT count(*) FROM sighting",
                "SELECT coalesce(max(sequence), 0) + count(*) FROM correction",
                "SELECT count(*) FROM label",
                "SELECT count(*) FROM scheme",
                "SELECT count(*) FROM tombstone",
                "SELECT count(*) FROM note",
            ] {
                let number: i64 = self.first(number, [], |row| row.get(0))?.unwrap_or(0);
                hasher.update(&number.to_le_bytes());
            }
            self.walked("SELECT id FROM document ORDER BY id", &mut |row| {
                let text = row.get_ref(0).and_then(|id| Ok(id.as_str()?)).map_err(|source| self.fail(source))?;
                hasher.update(text.as_bytes());
                Ok(())
            })?;
            Ok(hasher.finalize().to_hex().to_string())
        })
    }

    fn walked(&self, sql: &str, each: &mut dyn FnMut(&Row<'_>) -> Result<()>) -> Result<()> {
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query([]).map_err(|source| self.fail(source))?;
        while let Some(row) = rows.next().map_err(|source| self.fail(source))? {
            each(row)?;
        }
        Ok(())
    }
}

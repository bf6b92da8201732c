//! Tables `entity`, `entity_member` and `alias`: who is one and the same across documents. Derived.
//!
//! Invariant: a chain is a member of one entity at most; the digits of any member find its entity.
//!
//! Example: `e-` with the digits of the chain `Holm` of one article finds `Ada Holm`.

use crate::columns::word;
use crate::documents::id;
use crate::error::Result;
use crate::ledger::{Ledger, Pen};
use crate::statements::chain_of;
use crate::terms;
use hearsay_record::{Entity, Id, canonical};
use rusqlite::params;
use std::collections::HashSet;

impl Ledger {
    /// Every entity, in order of id.
    pub fn entities(&self) -> Result<Vec<Entity>> {
        self.parsed("entity", "SELECT json FROM entity ORDER BY id", [])
    }

    /// The entity of this id, or the one that holds the chain of the same digits.
    pub fn entity(&self, id: &Id) -> Result<Option<Entity>> {
        match self.parsed("entity", "SELECT json FROM entity WHERE id = ?1", [id.as_str()])?.pop() {
            Some(entity) => Ok(Some(entity)),
            None => self.entity_of(&chain_of(id)),
        }
    }

    /// The entity that holds this chain.
    pub fn entity_of(&self, chain: &Id) -> Result<Option<Entity>> {
        let sql = "SELECT entity.json FROM entity_member JOIN entity ON entity.id = entity_member.entity WHERE chain = ?1";
        Ok(self.parsed("entity", sql, [chain.as_str()])?.pop())
    }

    /// The entity of every chain that is in one.
    pub fn entities_of_chains(&self) -> Result<Vec<(Id, Id)>> {
        self.rows("SELECT chain, entity FROM entity_member ORDER BY chain", [], |row| Ok((id(row.get(0)?), id(row.get(1)?))))
    }

    /// The entities that have this name among their names, whatever its case, accents and marks; if
    /// none has, those with a name that holds all its words. Most quoted first.
    pub fn entities_named(&self, name: &str) -> Result<Vec<Entity>> {
        let folded = terms::indexed(name);
        if folded.is_empty() {
            return Ok(Vec::new());
        }
        let order = "ORDER BY statements DESC, about DESC, documents DESC, id";
        let whole = format!("SELECT json FROM entity WHERE id IN (SELECT entity FROM alias WHERE folded = ?1) {order}");
        let found: Vec<Entity> = self.parsed("entity", &whole, [&folded])?;
        if !found.is_empty() {
            return Ok(found);
        }
        let conditions: Vec<String> =
            (1..=folded.split(' ').count()).map(|n| format!("' ' || folded || ' ' LIKE '% ' || ?{n} || ' %'")).collect();
        let part =
            format!("SELECT json FROM entity WHERE id IN (SELECT entity FROM alias WHERE {}) {order}", conditions.join(" AND "));
        self.parsed("entity", &part, rusqlite::params_from_iter(folded.split(' ')))
    }
}

pub(crate) fn put(pen: &Pen, entity: &Entity, json: &str) -> Result<()> {
    pen.put(
        &entity.id,
        "INSERT INTO entity (id, name, kind, json) VALUES (?1, ?2, ?3, ?4)",
        params![entity.id.as_str(), entity.name, word(&entity.kind), json],
    )?;
    put_members(pen, entity, |_| true)?;
    put_names(pen, entity)
}

fn put_members(pen: &Pen, entity: &Entity, is_wanted: impl Fn(&str) -> bool) -> Result<()> {
    for member in entity.members.iter().filter(|member| is_wanted(member.as_str())) {
        pen.put(
            &entity.id,
            "INSERT INTO entity_member (chain, entity) VALUES (?1, ?2)",
            params![member.as_str(), entity.id.as_str()],
        )?;
    }
    Ok(())
}

fn put_names(pen: &Pen, entity: &Entity) -> Result<()> {
    let names = entity.aliases.iter().map(|alias| alias.name.as_str()).chain([entity.name.as_str()]);
    for name in names.map(terms::indexed).filter(|name| !name.is_empty()) {
        pen.run("INSERT INTO alias (folded, entity) VALUES (?1, ?2) ON CONFLICT DO NOTHING", params![name, entity.id.as_str()])?;
    }
    Ok(())
}

/// Takes out the entities that are gone and enters those that come, in the place of those of the same id: of a member that
/// stays where it is nothing is written.
pub(crate) fn change(pen: &Pen, gone: &[Id], now: &[Entity]) -> Result<()> {
    for id in gone {
        drop(pen, id.as_str())?;
    }
    // A chain may go from one to another: all let go first.
    let mut held: Vec<HashSet<String>> = Vec::with_capacity(now.len());
    for entity in now {
        let id = entity.id.as_str();
        let before: HashSet<String> = pen.rows("SELECT chain FROM entity_member WHERE entity = ?1", [id], |row| row.get(0))?;
        let members: HashSet<&str> = entity.members.iter().map(Id::as_str).collect();
        for chain in before.iter().filter(|chain| !members.contains(chain.as_str())) {
            pen.run("DELETE FROM entity_member WHERE chain = ?1 AND entity = ?2", [chain, id])?;
        }
        held.push(before);
    }
    for (entity, held) in now.iter().zip(held) {
        let sql = "UPDATE entity SET name = ?2, kind = ?3, json = ?4 WHERE id = ?1";
        let row = params![entity.id.as_str(), entity.name, word(&entity.kind), canonical::line(entity)];
        if pen.run(sql, row)? == 0 {
            put(pen, entity, &canonical::line(entity))?;
            continue;
        }
        pen.run("DELETE FROM alias WHERE entity = ?1", [entity.id.as_str()])?;
        put_members(pen, entity, |chain| !held.contains(chain))?;
        put_names(pen, entity)?;
    }
    Ok(())
}

pub(crate) fn drop(pen: &Pen, id: &str) -> Result<()> {
    pen.run("DELETE FROM alias WHERE entity = ?1", [id])?;
    pen.run("DELETE FROM entity_member WHERE entity = ?1", [id])?;
    pen.run("DELETE FROM entity WHERE id = ?1", [id])?;
    Ok(())
}

/// Counts again what pages of people sort by, of all or of these; writes only what differs.
pub(crate) fn count(pen: &Pen, these: Option<&str>) -> Result<()> {
    // In this order of tables: the few that are asked for lead.
    let member = match these {
        Some(_) => "SELECT m.chain, m.entity FROM json_each(?1) t CROSS JOIN entity_member m ON m.entity = t.value",
        None => "SELECT chain, entity FROM entity_member WHERE ?1 IS NULL",
    };
    let asked = match these {
        Some(_) => "SELECT e.id FROM json_each(?1) t CROSS JOIN entity e ON e.id = t.value",
        None => "SELECT id FROM entity",
    };
    pen.run(
        &format!(
            "WITH member AS MATERIALIZED ({member}),
              said AS (SELECT entity, count(*) AS n FROM member CROSS JOIN statement ON chain = who WHERE asserted = 1 GROUP BY entity),
              told AS (SELECT entity, count(DISTINCT statement) AS n FROM member CROSS JOIN statement_about USING (chain)
                       CROSS JOIN statement s ON s.id = statement WHERE s.asserted = 1 GROUP BY entity),
              seen AS (SELECT entity, count(DISTINCT c.document) AS n, max(d.date) AS last FROM member
                       CROSS JOIN chain c ON c.id = chain CROSS JOIN document d ON d.id = c.document GROUP BY entity),
              counted AS (SELECT e.id, coalesce(seen.n, 0) AS documents, coalesce(said.n, 0) AS statements, coalesce(told.n, 0) AS about, seen.last AS last
                          FROM ({asked}) e LEFT JOIN said ON said.entity = e.id LEFT JOIN told ON told.entity = e.id LEFT JOIN seen ON seen.entity = e.id)
         UPDATE entity SET documents = counted.documents, statements = counted.statements, about = counted.about, last_date = counted.last
         FROM counted WHERE counted.id = entity.id
           AND (entity.documents, entity.statements, entity.about, entity.last_date) IS NOT (counted.documents, counted.statements, counted.about, counted.last)"
        ),
        [these],
    )?;
    Ok(())
}

//! Counts: of the whole ledger, and those that pages sort by, which are kept as records come and go.
//!
//! Invariant: a count of assertions counts no question, refusal, order or wish. Counts over entities
//! and groups are those at the end of the last linking.
//!
//! Example: the claims of a case by independent origins: `ledger.count_groups(GroupKind::Claim, 20, 0)`.

use crate::columns::{count, number, word};
use crate::documents::id;
use crate::error::Result;
use crate::ledger::Ledger;
use hearsay_record::{GroupKind, Id, LinkKind};
use rusqlite::{Row, params};
use serde::Serialize;

/// How much is in a ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Documents.
    pub documents: usize,
    /// Sightings.
    pub sightings: usize,
    /// Readings.
    pub readings: usize,
    /// Attributions, overruled ones included.
    pub attributions: usize,
    /// Chains.
    pub chains: usize,
    /// Statements.
    pub statements: usize,
    /// Statements that somebody asserts or denies.
    pub assertions: usize,
    /// Entities.
    pub entities: usize,
    /// Links.
    pub links: usize,
    /// Links at which accounts part.
    pub disputes: usize,
    /// Links of repetition.
    pub copies: usize,
    /// Claims.
    pub claims: usize,
    /// Lineages.
    pub lineages: usize,
    /// Stories.
    pub stories: usize,
    /// Facts about the whole case.
    pub facts: usize,
    /// Corrections.
    pub corrections: usize,
    /// Labels.
    pub labels: usize,
    /// Tombstones that stand.
    pub forgotten: usize,
    /// Notes.
    pub notes: usize,
}

/// What an entity comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntityCount {
    /// The entity.
    pub entity: Id,
    /// Its name.
    pub name: String,
    /// Documents that mention it.
    pub documents: usize,
    /// Assertions that it is the speaker of.
    pub statements: usize,
    /// Assertions about it.
    pub about: usize,
    /// Date of the latest document that mentions it.
    pub last_date: Option<String>,
}

/// What a group comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupCount {
    /// The group.
    pub group: Id,
    /// Its members.
    pub members: usize,
    /// Documents that they stand in.
    pub documents: usize,
    /// Independent origins (claims only, else 0).
    pub origins: usize,
    /// Date of the earliest document.
    pub first_date: Option<String>,
    /// Date of the latest document.
    pub last_date: Option<String>,
}

/// What an outlet comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OutletCount {
    /// The outlet.
    pub outlet: String,
    /// Its documents.
    pub documents: usize,
    /// The assertions in them.
    pub statements: usize,
    /// Date of the earliest document.
    pub first_date: Option<String>,
    /// Date of the latest document.
    pub last_date: Option<String>,
}

/// Index `entity_by_count`.
pub(crate) const ENTITIES: &str = "SELECT id, name, documents, statements, about, last_date FROM entity
    ORDER BY statements DESC, about DESC, documents DESC, id LIMIT ?1 OFFSET ?2";

/// Index `group_by_count`.
pub(crate) const GROUPS: &str = "SELECT id, members, documents, origins, first_date, last_date FROM \"group\" WHERE kind = ?1
    ORDER BY origins DESC, documents DESC, last_date DESC, id LIMIT ?2 OFFSET ?3";

impl Ledger {
    /// How much is in the ledger.
    pub fn counts(&self) -> Result<Counts> {
        self.steady(|| {
            let of = |what: &str| -> Result<usize> {
                Ok(count(self.first(&format!("SELECT count(*) FROM {what}"), [], |row| row.get(0))?.unwrap_or(0)))
            };
            let kinds = |wanted: fn(LinkKind) -> bool| -> Result<usize> {
                let words: Vec<String> =
                    LinkKind::ALL.into_iter().filter(|kind| wanted(*kind)).map(|kind| format!("'{}'", kind.as_str())).collect();
                of(&format!("packed_link WHERE kind IN ({})", words.join(", ")))
            };
            Ok(Counts {
                documents: of("document")?,
                sightings: of("sighting")?,
                readings: of("reading")?,
                attributions: of("attribution")?,
                chains: of("chain")?,
                statements: of("statement")?,
                assertions: of("statement WHERE asserted = 1")?,
                entities: of("entity")?,
                links: of("packed_link")?,
                disputes: kinds(LinkKind::is_dispute)?,
                copies: kinds(LinkKind::is_copy)?,
                claims: of("\"group\" WHERE kind = 'claim'")?,
                lineages: of("\"group\" WHERE kind = 'lineage'")?,
                stories: of("\"group\" WHERE kind = 'story'")?,
                facts: of("fact")?,
                corrections: of("correction")?,
                labels: of("label")?,
                forgotten: of(
                    "tombstone t WHERE removes IS NULL AND NOT EXISTS (SELECT 1 FROM tombstone back WHERE back.removes = t.id)",
                )?,
                notes: of("note")?,
            })
        })
    }

    /// Entities by how much they are quoted, then spoken of.
    pub fn count_entities(&self, limit: usize, offset: usize) -> Result<Vec<EntityCount>> {
        self.rows(ENTITIES, params![number(limit), number(offset)], |row| {
            Ok(EntityCount {
                entity: id(row.get(0)?),
                name: row.get(1)?,
                documents: size(row, 2)?,
                statements: size(row, 3)?,
                about: size(row, 4)?,
                last_date: row.get(5)?,
            })
        })
    }

    /// Groups of one kind by independent origins, then documents, then the latest date.
    pub fn count_groups(&self, kind: GroupKind, limit: usize, offset: usize) -> Result<Vec<GroupCount>> {
        self.rows(GROUPS, params![word(&kind), number(limit), number(offset)], |row| {
            Ok(GroupCount {
                group: id(row.get(0)?),
                members: size(row, 1)?,
                documents: size(row, 2)?,
                origins: size(row, 3)?,
                first_date: row.get(4)?,
                last_date: row.get(5)?,
            })
        })
    }

    /// Outlets, by name.
    pub fn count_outlets(&self) -> Result<Vec<OutletCount>> {
        self.rows("SELECT outlet, documents, statements, first_date, last_date FROM outlet_count ORDER BY outlet", [], |row| {
            Ok(OutletCount {
                outlet: row.get(0)?,
                documents: size(row, 1)?,
                statements: size(row, 2)?,
                first_date: row.get(3)?,
                last_date: row.get(4)?,
            })
        })
    }
}

fn size(row: &Row<'_>, column: usize) -> rusqlite::Result<usize> {
    row.get(column).map(count)
}

//! Table `packed_link`, which the view `link` shows whole: the edges. Derived. And [`Ledger::replace_links`] and [`Ledger::update_links`], the ways in for all that a
//! linker says.
//!
//! Invariant: after `replace_links` the ledger holds exactly the facts, entities, links, groups and
//! notes that were given, and only what differs was written; `update_links` looks at nothing but what it is given.
//!
//! Example: one more document in a case of a thousand changes the few links that it has.

use crate::columns::limit;
use crate::error::Result;
use crate::index::{IndexRows, Waiting, WholeIndex, item, named};
use crate::ledger::{Ledger, Pen};
use crate::packed::{self, LINE};
use crate::{entities, facts, groups};
use hearsay_record::{Entity, Fact, Group, Id, IdKind, Link, LinkKind, Note, canonical};
use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// Which links; what is not set is not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkFilter {
    /// Of any of these kinds.
    pub kinds: Vec<LinkKind>,
    /// With this chain, statement or document as a member.
    pub member: Option<Id>,
    /// With evidence in this document.
    pub document: Option<Id>,
    /// At most so many.
    pub limit: Option<usize>,
}

/// What [`Ledger::replace_links`] changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LinkChange {
    /// Of the facts.
    pub facts: Change,
    /// Of the entities.
    pub entities: Change,
    /// Of the links.
    pub links: Change,
    /// Of the groups.
    pub groups: Change,
    /// Of the linker's notes.
    pub notes: Change,
}

/// How many records came, went, and have other contents under the same id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Change {
    /// New ids.
    pub new: usize,
    /// Ids that are no longer there.
    pub gone: usize,
    /// Ids with other contents.
    pub changed: usize,
}

/// What [`Ledger::update_links`] changes. Of records that come, one of the same id goes.
#[derive(Clone, Copy, Debug)]
pub struct LinkUpdate<'u> {
    /// Facts that come.
    pub facts: &'u [Fact],
    /// Entities that go.
    pub entities_gone: &'u [Id],
    /// Entities that come.
    pub entities: &'u [Entity],
    /// Entities of which the counts may have changed, those that come among them, each once.
    pub settled: &'u [Id],
    /// Links that go.
    pub links_gone: &'u [Id],
    /// Links that come.
    pub links: &'u [Link],
    /// Groups that go.
    pub groups_gone: &'u [Id],
    /// Groups that come.
    pub groups: &'u [Group],
    /// Notes that go.
    pub notes_gone: &'u [Note],
    /// Notes that come.
    pub notes: &'u [Note],
    /// Rows of the index.
    pub index: &'u IndexRows,
}

/// Documents of a case that takes long to write.
const LARGE: i64 = 5_000;

/// Ids as a list for SQLite.
fn ids<'i>(ids: impl Iterator<Item = &'i Id>) -> String {
    canonical::line(&ids.collect::<Vec<_>>())
}

/// A link as the columns of its row. It is made apart from who writes, so that others make the next rows meanwhile.
#[derive(Clone, Debug)]
pub struct LinkRow {
    id: Id,
    kind: &'static str,
    a: Vec<u8>,
    b: Vec<u8>,
    /// The numbers of its documents; none for one that is not there.
    documents: [Option<i64>; 2],
    packed: String,
    /// Half the hash of its line.
    hash: [u8; 16],
}

/// The numbers by which rows name the documents of the case.
#[derive(Debug)]
pub struct Numbers(HashMap<Id, i64>);

impl LinkRow {
    /// Of a link.
    #[must_use]
    pub fn of(link: &Link, numbers: &Numbers) -> Self {
        let line = canonical::line(link);
        Self {
            id: link.id.clone(),
            kind: link.kind.as_str(),
            a: packed::member(&link.members[0]),
            b: packed::member(&link.members[1]),
            documents: [&link.a.document, &link.b.document].map(|id| numbers.0.get(id).copied()),
            packed: packed::packed(link, &line),
            hash: half_hash(line.as_bytes()),
        }
    }
}

/// Links that are handed over row by row, in order of id: those of a large case need not stand in memory together.
pub trait EachLink {
    /// Hands over the row of every link.
    ///
    /// # Errors
    /// If it can't be taken.
    fn each_link(&self, numbers: &Numbers, each: &mut dyn FnMut(LinkRow) -> Result<()>) -> Result<()>;
}

impl EachLink for Vec<Link> {
    fn each_link(&self, numbers: &Numbers, each: &mut dyn FnMut(LinkRow) -> Result<()>) -> Result<()> {
        self.iter().try_for_each(|link| each(LinkRow::of(link, numbers)))
    }
}

/// Groups that are handed over one by one with their lines, in order of id.
pub trait EachGroup {
    /// Hands over every group, and its line.
    ///
    /// # Errors
    /// If it can't be taken.
    fn each_group(&self, each: &mut dyn FnMut(&Group, &str) -> Result<()>) -> Result<()>;
}

impl EachGroup for Vec<Group> {
    fn each_group(&self, each: &mut dyn FnMut(&Group, &str) -> Result<()>) -> Result<()> {
        self.iter().try_for_each(|group| each(group, &canonical::line(group)))
    }
}

/// All that a linker found of a whole case.
#[derive(Clone, Copy)]
pub struct LinkedWhole<'a> {
    /// Facts about the whole case.
    pub facts: &'a [Fact],
    /// One and the same, across documents.
    pub entities: &'a [Entity],
    /// Every edge.
    pub links: &'a dyn EachLink,
    /// Every cluster.
    pub groups: &'a dyn EachGroup,
    /// What was doubted.
    pub notes: &'a [Note],
}

impl Default for LinkedWhole<'_> {
    fn default() -> Self {
        static NO_LINKS: Vec<Link> = Vec::new();
        static NO_GROUPS: Vec<Group> = Vec::new();
        Self { facts: &[], entities: &[], links: &NO_LINKS, groups: &NO_GROUPS, notes: &[] }
    }
}

impl Ledger {
    /// The links that fit the filter, in order of id.
    pub fn links(&self, filter: &LinkFilter) -> Result<Vec<Link>> {
        let (sql, values) = filter.query();
        self.parsed("link", &sql, params_from_iter(values))
    }

    /// The link of this id.
    pub fn link(&self, id: &Id) -> Result<Option<Link>> {
        let sql = format!("SELECT {LINE} FROM packed_link l WHERE id = ?1");
        Ok(self.parsed("link", &sql, [item(id)])?.pop())
    }

    /// Changes what a linker found, in one transaction that looks at nothing else. The index is made by `made_by`.
    /// Nothing is changed, and the answer is no, if another wrote links since this was begun.
    pub fn update_links(&mut self, update: &LinkUpdate<'_>, waited: &Waiting, made_by: &str) -> Result<bool> {
        self.write(|pen| {
            if !pen.is_as_it_was(waited)? {
                return Ok(false);
            }
            let regrouped = groups::change(pen, update.groups_gone, update.groups)?;
            entities::change(pen, update.entities_gone, update.entities)?;
            for id in update.links_gone.iter().chain(update.links.iter().map(|link| &link.id)) {
                drop(pen, id.as_str())?;
            }
            for fact in update.facts {
                facts::drop(pen, fact.id.as_str())?;
                facts::put(pen, fact, &canonical::line(fact))?;
            }
            let numbers = Numbers(pen.numbers_of(update.links)?);
            for link in update.links {
                put(pen, &LinkRow::of(link, &numbers))?;
            }
            for note in update.notes_gone {
                facts::drop_note(pen, &canonical::line(note))?;
            }
            for note in update.notes {
                facts::put_note(pen, note, &canonical::line(note))?;
            }
            entities::count(pen, Some(&ids(update.settled.iter())))?;
            // What else is counted of a group hangs on nothing but its members.
            groups::count(pen, Some(&ids(regrouped.into_iter())))?;
            pen.changed(update.groups_gone.iter().chain(update.groups.iter().map(|group| &group.id)))?;
            pen.changed(update.entities_gone.iter().chain(update.entities.iter().map(|entity| &entity.id)))?;
            pen.changed(update.links_gone.iter().chain(update.links.iter().map(|link| &link.id)))?;
            pen.change_index(update.index)?;
            pen.is_linked(waited, Some(made_by))?;
            Ok(true)
        })
    }

    /// Makes the ledger hold exactly what a linker found, in one transaction that writes what differs. Without an index,
    /// by whom it is made among it, it has none. What waited for it waits no more.
    pub fn replace_links(
        &mut self,
        whole: &LinkedWhole<'_>,
        waited: &Waiting,
        index: Option<(&dyn WholeIndex, &str)>,
    ) -> Result<LinkChange> {
        let LinkedWhole { facts, entities, links, groups, notes } = *whole;
        // A note has no id: it is known by its line, and said once.
        let mut notes = notes.to_vec();
        notes.sort();
        notes.dedup();
        // What is linked for the first time is most of the file, and would stand in the log before it stands there.
        let is_large = self.first("SELECT count(*) FROM document", [], |row| row.get::<_, i64>(0))?.unwrap_or(0) >= LARGE;
        let is_first = is_large && self.first("SELECT 1 FROM packed_link LIMIT 1", [], |_| Ok(()))?.is_none();
        self.write_once(is_first, |pen| {
            let change = LinkChange {
                facts: replace(pen, "fact", facts, |fact| fact.id.as_str().into(), facts::put, facts::drop)?,
                entities: replace(pen, "entity", entities, |entity| entity.id.as_str().into(), entities::put, entities::drop)?,
                links: replace_each(pen, links)?,
                groups: replace_groups(pen, groups)?,
                notes: replace(
                    pen,
                    "(SELECT json AS id, json FROM note WHERE stage = 'link')",
                    &notes,
                    canonical::line,
                    facts::put_note,
                    facts::drop_note,
                )?,
            };
            pen.anything_changed()?;
            entities::count(pen, None)?;
            groups::count(pen, None)?;
            match index {
                Some((rows, _)) => pen.put_index(rows)?,
                None => pen.drop_index()?,
            }
            if is_first && pen.first("SELECT 1 FROM pragma_foreign_key_check('note')", [], |_| Ok(()))?.is_some() {
                return Err(pen.refuse(&Id::from_text(""), "a note is on a document that is not there"));
            }
            let is_as_it_was = pen.is_as_it_was(waited)?;
            pen.is_linked(waited, index.map(|(_, made_by)| made_by).filter(|_| is_as_it_was))?;
            if !is_as_it_was {
                // Another linked what this run did not see.
                pen.links_are_current(false)?;
            }
            Ok(change)
        })
    }

    /// Whether the links were made after the last reading, correction or drop: not so where the
    /// process ended between entering and linking.
    pub fn is_linked(&self) -> Result<bool> {
        Ok(self.first("SELECT is_current FROM linking", [], |row| row.get(0))?.unwrap_or(false))
    }
}

impl Pen<'_> {
    /// The numbers of all documents.
    fn numbers(&self) -> Result<HashMap<Id, i64>> {
        let mut statement = self.transaction.prepare("SELECT id, n FROM document").map_err(|source| self.fail(source))?;
        let found = statement
            .query_map([], |row| Ok((Id::from_text(row.get_ref(0)?.as_str()?), row.get(1)?)))
            .and_then(Iterator::collect::<rusqlite::Result<_>>);
        found.map_err(|source| self.fail(source))
    }

    /// The numbers of the documents of these links.
    fn numbers_of(&self, links: &[Link]) -> Result<HashMap<Id, i64>> {
        let mut numbers = HashMap::new();
        for id in links.iter().flat_map(|link| [&link.a.document, &link.b.document]) {
            if !numbers.contains_key(id) {
                let sql = "SELECT n FROM document WHERE id = ?1";
                if let Some(number) = self.first(sql, [id.as_str()], |row| row.get(0))? {
                    numbers.insert(id.clone(), number);
                }
            }
        }
        Ok(numbers)
    }

    pub(crate) fn links_are_current(&self, is_current: bool) -> Result<()> {
        self.run("UPDATE linking SET is_current = ?1 WHERE is_current <> ?1", [is_current]).map(|_| ())
    }
}

impl LinkFilter {
    pub(crate) fn query(&self) -> (String, Vec<Value>) {
        let mut values = Vec::new();
        let mut conditions = Vec::new();
        let mut name = |value: Value| {
            values.push(value);
            format!("?{}", values.len())
        };
        if !self.kinds.is_empty() {
            let kinds: Vec<String> = self.kinds.iter().map(|kind| name(Value::Text(kind.as_str().into()))).collect();
            conditions.push(format!("kind IN ({})", kinds.join(", ")));
        }
        let rows = |a: &str, b: &str, value: &str| {
            format!(
                "l.rowid IN (SELECT rowid FROM packed_link WHERE {a} = {value} UNION SELECT rowid FROM packed_link WHERE {b} = {value})"
            )
        };
        if let Some(member) = &self.member {
            conditions.push(rows("a", "b", &name(Value::Blob(packed::member(member)))));
        }
        if let Some(document) = &self.document {
            let number = format!("(SELECT n FROM document WHERE id = {})", name(Value::Text(document.as_str().into())));
            conditions.push(rows("a_document", "b_document", &number));
        }
        let conditions = if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) };
        values.push(Value::Integer(limit(self.limit)));
        (format!("SELECT {LINE} FROM packed_link l{conditions} ORDER BY l.id LIMIT ?{}", values.len()), values)
    }
}

/// Brings a table to these items: what is gone or changed is taken out first, then the new is put in,
/// so that a member may move from one record to another.
fn replace<T: Serialize>(
    pen: &Pen,
    table: &str,
    items: &[T],
    id_of: impl Fn(&T) -> String,
    put: impl Fn(&Pen, &T, &str) -> Result<()>,
    drop: impl Fn(&Pen, &str) -> Result<()>,
) -> Result<Change> {
    let mut stored = hashes(pen, table)?;
    let mut change = Change::default();
    // The lines of a large case are as large as the case: each is made again when it is written.
    let mut new: Vec<&T> = Vec::new();
    for item in items {
        let id = id_of(item);
        let json = canonical::line(item);
        match stored.remove(&id) {
            Some(hash) if hash == blake3::hash(json.as_bytes()) => {}
            Some(_) => {
                drop(pen, &id)?;
                change.changed += 1;
                new.push(item);
            }
            None => {
                change.new += 1;
                new.push(item);
            }
        }
    }
    for gone in stored.keys() {
        drop(pen, gone)?;
        change.gone += 1;
    }
    for item in new {
        put(pen, item, &canonical::line(item))?;
    }
    Ok(change)
}

/// The same of groups, which come one by one, and once more where some are there already.
fn replace_groups(pen: &Pen, given: &dyn EachGroup) -> Result<Change> {
    let mut stored = hashes(pen, "\"group\"")?;
    let mut change = Change::default();
    if stored.is_empty() {
        // Their members are by far the most, and the index of those is large.
        pen.filling("group_member", || {
            given.each_group(&mut |group, line| {
                change.new += 1;
                groups::put(pen, group, line)
            })
        })?;
        return Ok(change);
    }
    let mut new: HashSet<Id> = HashSet::new();
    given.each_group(&mut |group, line| {
        match stored.remove(group.id.as_str()) {
            Some(hash) if hash == blake3::hash(line.as_bytes()) => return Ok(()),
            Some(_) => {
                groups::drop(pen, group.id.as_str())?;
                change.changed += 1;
            }
            None => change.new += 1,
        }
        new.insert(group.id.clone());
        Ok(())
    })?;
    for gone in stored.keys() {
        groups::drop(pen, gone)?;
        change.gone += 1;
    }
    if new.is_empty() {
        return Ok(change);
    }
    given.each_group(&mut |group, line| if new.contains(&group.id) { groups::put(pen, group, line) } else { Ok(()) })?;
    Ok(change)
}

/// The same of links, which come one by one: of those that were there half a hash each is known.
fn replace_each(pen: &Pen, links: &dyn EachLink) -> Result<Change> {
    let mut stored = half_hashes(pen)?;
    let mut change = Change::default();
    let numbers = Numbers(pen.numbers()?);
    if stored.is_empty() {
        pen.filling("packed_link", || {
            links.each_link(&numbers, &mut |row| {
                change.new += 1;
                put(pen, &row)
            })
        })?;
        return Ok(change);
    }
    links.each_link(&numbers, &mut |row| {
        match stored.remove(&half_hash(row.id.as_str().as_bytes())) {
            Some(hash) if hash == row.hash => return Ok(()),
            Some(_) => {
                drop(pen, row.id.as_str())?;
                change.changed += 1;
            }
            None => change.new += 1,
        }
        put(pen, &row)
    })?;
    if !stored.is_empty() {
        let ids = pen.strings("SELECT 'l-' || lower(hex(id)) FROM packed_link")?;
        for id in ids.iter().filter(|id| stored.contains_key(&half_hash(id.as_bytes()))) {
            drop(pen, id)?;
            change.gone += 1;
        }
    }
    Ok(change)
}

/// As much of a hash as tells apart what one ledger can hold.
fn half_hash(bytes: &[u8]) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
    half
}

/// The links that there are: of each the half hash of its id, and that of its line.
fn half_hashes(pen: &Pen) -> Result<HashMap<[u8; 16], [u8; 16]>> {
    let sql = format!("SELECT l.id, {LINE} FROM packed_link l");
    let mut statement = pen.transaction.prepare(&sql).map_err(|source| pen.fail(source))?;
    let id = |row: &rusqlite::Row<'_>| Ok::<_, rusqlite::Error>(named(IdKind::Link, row.get_ref(0)?.as_blob()?));
    let found = statement
        .query_map([], |row| Ok((half_hash(id(row)?.as_str().as_bytes()), half_hash(row.get_ref(1)?.as_bytes()?))))
        .and_then(Iterator::collect::<rusqlite::Result<_>>);
    found.map_err(|source| pen.fail(source))
}

/// What a table holds now: the hash of each line, by id.
fn hashes(pen: &Pen, table: &str) -> Result<HashMap<String, blake3::Hash>> {
    let mut statement = pen.transaction.prepare(&format!("SELECT id, json FROM {table}")).map_err(|source| pen.fail(source))?;
    let found = statement
        .query_map([], |row| Ok((row.get::<_, String>(0)?, blake3::hash(row.get_ref(1)?.as_bytes()?))))
        .and_then(Iterator::collect::<rusqlite::Result<_>>);
    found.map_err(|source| pen.fail(source))
}

fn put(pen: &Pen, row: &LinkRow) -> Result<()> {
    let [a_document, b_document] = row.documents;
    pen.put(
        &row.id,
        "INSERT INTO packed_link (id, kind, a, b, a_document, b_document, packed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![item(&row.id), row.kind, row.a, row.b, a_document, b_document, row.packed],
    )
}

fn drop(pen: &Pen, id: &str) -> Result<()> {
    pen.run("DELETE FROM packed_link WHERE id = ?1", [item(&Id::from_text(id))]).map(|_| ())
}

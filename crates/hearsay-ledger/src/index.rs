//! Tables `index_…` and `unlinked`: what linking knows beside what it found, and what it has not seen yet. Derived.
//!
//! Invariant: the index is that of the links beside it; a reading or decision since is listed in `unlinked` in the same
//! transaction that entered it. What a pass and its keys are is the linker's to know.
//!
//! Example: of a document that was entered a moment ago the index knows nothing, and `unlinked` has its id.

use crate::columns::{limit, number};
use crate::documents::id;
use crate::error::{LedgerError, Result};
use crate::ledger::{Ledger, Pen};
use crate::packed::{self, LINE};
use hearsay_record::{Id, IdKind, Link, LinkKind, Note, canonical};
use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};
use std::collections::BTreeMap;

/// What waits to be linked, as it was when somebody began to link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Documents read or decided on since the links were made, in order.
    pub documents: Vec<Id>,
    /// How often links had been written.
    times: i64,
}

impl Waiting {
    /// Whether nobody wrote links between the two looks.
    #[must_use]
    pub fn is_of_the_same_links(&self, other: &Self) -> bool {
        self.times == other.times
    }
}

/// Rows of the index that come, and that go.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IndexRows {
    /// Pass, item and its keys in order; without keys it goes.
    pub keys: Vec<(u8, Id, Vec<u64>)>,
    /// A document, its chains and its statements.
    pub held: Vec<(Id, Vec<Id>, Vec<Id>)>,
    /// Pass and pair of what was judged and is no more.
    pub judged_gone: Vec<(u8, Id, Id)>,
    /// What was judged.
    pub judged: Vec<JudgedRow>,
    /// As much of a document as stories are told by, packed.
    pub outlined: Vec<(Id, Vec<u8>)>,
}

/// What was judged of a pair: pass, the two, the link if it is kept, and how alike the two are.
pub type JudgedRow = (u8, Id, Id, Option<Box<Link>>, f32);

/// What was judged of a pair, as the columns of its row.
#[derive(Clone, Debug)]
pub struct JudgedLine {
    pass: u8,
    a: Vec<u8>,
    b: Vec<u8>,
    packed: Option<String>,
    likeness: f32,
}

impl JudgedLine {
    /// Of a pass, a pair, the link if it is kept, and how alike the two are.
    #[must_use]
    pub fn of(pass: u8, a: &Id, b: &Id, link: Option<&Link>, likeness: f32) -> Self {
        let packed = link.map(|link| packed::packed_alone(&canonical::line(link)));
        Self { pass, a: item(a), b: item(b), packed, likeness }
    }
}

/// Takes a pass, an item and its keys.
pub type TakesKeys<'t> = &'t mut dyn FnMut(u8, &Id, &[u64]) -> Result<()>;

/// Takes a document, its chains and its statements.
pub type TakesHeld<'t> = &'t mut dyn FnMut(&Id, &[Id], &[Id]) -> Result<()>;

/// The rows of a whole index, handed over one by one: those of a large case need not stand in memory together.
pub trait WholeIndex {
    /// Hands over every item that has keys, with its pass and its keys in order: pass after pass, the items of each in order of id.
    ///
    /// # Errors
    /// If it can't be taken.
    fn each_keys(&self, each: TakesKeys<'_>) -> Result<()>;

    /// Hands over every document, its chains and its statements.
    ///
    /// # Errors
    /// If it can't be taken.
    fn each_held(&self, each: TakesHeld<'_>) -> Result<()>;

    /// Hands over what was judged.
    ///
    /// # Errors
    /// If it can't be taken.
    fn each_judged(&self, each: &mut dyn FnMut(JudgedLine) -> Result<()>) -> Result<()>;

    /// Hands over as much of every document as stories are told by, packed.
    ///
    /// # Errors
    /// If it can't be taken.
    fn each_outlined(&self, each: &mut dyn FnMut(&Id, &[u8]) -> Result<()>) -> Result<()>;
}

impl WholeIndex for IndexRows {
    fn each_keys(&self, each: TakesKeys<'_>) -> Result<()> {
        self.keys.iter().try_for_each(|(pass, id, keys)| each(*pass, id, keys))
    }

    fn each_held(&self, each: TakesHeld<'_>) -> Result<()> {
        self.held.iter().try_for_each(|(document, chains, statements)| each(document, chains, statements))
    }

    fn each_judged(&self, each: &mut dyn FnMut(JudgedLine) -> Result<()>) -> Result<()> {
        let line = |(pass, a, b, link, likeness): &JudgedRow| JudgedLine::of(*pass, a, b, link.as_deref(), *likeness);
        self.judged.iter().try_for_each(|row| each(line(row)))
    }

    fn each_outlined(&self, each: &mut dyn FnMut(&Id, &[u8]) -> Result<()>) -> Result<()> {
        self.outlined.iter().try_for_each(|(document, outline)| each(document, outline))
    }
}

/// Keys that are entered by one statement.
const AT_ONCE: usize = 100;

/// Keys of a pass are sorted apart by their first digits, so that those of a large case stand in memory but once.
const PARTS: usize = 1 << 8;

/// The keys of a pass with who holds them, on their way into the file in order.
struct Held {
    pass: u8,
    /// The items, sixteen bytes each, by their numbers.
    items: Vec<Vec<u8>>,
    /// Digits of a key, first and last, and the number of its item.
    parts: Vec<Vec<[u32; 3]>>,
}

impl Held {
    fn of(pass: u8) -> Self {
        Self { pass, items: Vec::new(), parts: vec![Vec::new(); PARTS] }
    }

    fn add(&mut self, item: Vec<u8>, keys: &[u64]) {
        let number = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        self.items.push(item);
        for key in keys {
            // In the order of the column, which has a sign.
            let key = key ^ 1 << 63;
            let part = &mut self.parts[(key >> 56) as usize % PARTS];
            if part.len() == part.capacity() {
                part.reserve_exact(part.len() / 4 + 16);
            }
            part.push([(key >> 32) as u32, key as u32, number]);
        }
    }

    fn put(self, pen: &Pen) -> Result<()> {
        // Many a statement, since each that is run costs as much as a row; of a whole index no row is there already.
        let sql = |n: usize| format!("INSERT OR IGNORE INTO index_key (pass, key, item) VALUES {}", vec!["(?,?,?)"; n].join(","));
        let sql_of_many = sql(AT_ONCE);
        let mut many = pen.transaction.prepare(&sql_of_many).map_err(|source| pen.fail(source))?;
        for mut part in self.parts {
            part.sort_unstable();
            for rows in part.chunks(AT_ONCE) {
                let mut one = None;
                let statement = if rows.len() == AT_ONCE {
                    &mut many
                } else {
                    one.insert(pen.transaction.prepare(&sql(rows.len())).map_err(|source| pen.fail(source))?)
                };
                let mut bind = || {
                    for ([first, last, number], at) in rows.iter().zip(0..) {
                        let key = (u64::from(*first) << 32 | u64::from(*last)) ^ 1 << 63;
                        statement.raw_bind_parameter(3 * at + 1, self.pass)?;
                        statement.raw_bind_parameter(3 * at + 2, as_column(key))?;
                        statement.raw_bind_parameter(3 * at + 3, self.items[*number as usize].as_slice())?;
                    }
                    statement.raw_execute()
                };
                bind().map_err(|source| pen.fail(source))?;
            }
        }
        Ok(())
    }
}

/// The digits of an id as bytes.
pub(crate) fn item(id: &Id) -> Vec<u8> {
    let digits = id.as_str().split_once('-').map_or(id.as_str(), |(_, digits)| digits).as_bytes();
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let pairs = digits.chunks(2).map(|pair| match pair {
        &[high, low] => Some(value(high)? * 16 + value(low)?),
        _ => None,
    });
    pairs.collect::<Option<Vec<u8>>>().unwrap_or_else(|| digits.to_vec())
}

/// Of crowds, ids are made by the hundred thousand.
pub(crate) fn named(kind: IdKind, item: &[u8]) -> Id {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(2 + 2 * item.len());
    text.push(kind.letter());
    text.push('-');
    for byte in item {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    Id::from_text(text)
}

/// Links that two threads parse.
const MANY: usize = 256;

/// A row of `packed_link` as it stands in the file.
struct PackedRow {
    packed: String,
    id: Vec<u8>,
    kind: String,
    a: Vec<u8>,
    b: Vec<u8>,
    documents: [i64; 2],
}

impl PackedRow {
    fn of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            packed: row.get(0)?,
            id: row.get(1)?,
            kind: row.get(2)?,
            a: row.get(3)?,
            b: row.get(4)?,
            documents: [row.get(5)?, row.get(6)?],
        })
    }
}

fn items(ids: &[Id]) -> Vec<u8> {
    ids.iter().flat_map(item).collect()
}

fn as_column(key: u64) -> i64 {
    i64::from_ne_bytes(key.to_ne_bytes())
}

impl Ledger {
    /// What waits to be linked.
    pub fn waiting(&self) -> Result<Waiting> {
        self.steady(|| {
            let documents = self.rows("SELECT document FROM unlinked ORDER BY document", [], |row| row.get(0).map(id))?;
            Ok(Waiting { documents, times: self.first("SELECT times FROM linking", [], |row| row.get(0))?.unwrap_or(0) })
        })
    }

    /// Which rules made the index, if there is one.
    pub fn indexed_by(&self) -> Result<Option<String>> {
        Ok(self.first("SELECT indexed_by FROM linking", [], |row| row.get::<_, Option<String>>(0))?.flatten())
    }

    /// Who holds a key, in order of id, at most so many.
    pub fn index_holders(&self, pass: u8, key: u64, kind: IdKind, most: usize) -> Result<Vec<Id>> {
        let sql = "SELECT item FROM index_key WHERE pass = ?1 AND key = ?2 ORDER BY item LIMIT ?3";
        let most = if most == usize::MAX { limit(None) } else { number(most) };
        self.rows(sql, params![pass, as_column(key), most], |row| Ok(named(kind, row.get_ref(0)?.as_blob()?)))
    }

    /// The keys of an item, in order.
    pub fn index_keys(&self, pass: u8, of: &Id) -> Result<Vec<u64>> {
        let sql = "SELECT keys FROM index_item WHERE pass = ?1 AND item = ?2";
        let keys = self.first(sql, params![pass, item(of)], |row| Ok(unpacked(row.get_ref(0)?.as_blob()?)))?;
        Ok(keys.unwrap_or_default())
    }

    /// The keys of every item of a pass, in order of item.
    pub fn index_each_keys(&self, pass: u8, kind: IdKind) -> Result<Vec<(Id, Vec<u64>)>> {
        let sql = "SELECT item, keys FROM index_item WHERE pass = ?1 ORDER BY item";
        self.rows(sql, [pass], |row| Ok((named(kind, row.get_ref(0)?.as_blob()?), unpacked(row.get_ref(1)?.as_blob()?))))
    }

    /// The chains and statements that a document held when it was linked.
    pub fn index_held(&self, document: &Id) -> Result<Option<(Vec<Id>, Vec<Id>)>> {
        let ids = |kind: IdKind, packed: &[u8]| packed.chunks(16).map(|item| named(kind, item)).collect();
        self.first("SELECT chains, statements FROM index_held WHERE document = ?1", [document.as_str()], |row| {
            Ok((ids(IdKind::Chain, row.get_ref(0)?.as_blob()?), ids(IdKind::Statement, row.get_ref(1)?.as_blob()?)))
        })
    }

    /// What was judged of an item with others.
    pub fn index_judged(&self, pass: u8, of: &Id) -> Result<Vec<JudgedRow>> {
        let kind = of.kind().unwrap_or(IdKind::Document);
        let sql = "SELECT a, b, json, likeness FROM index_judged WHERE pass = ?1 AND a = ?2 UNION ALL
                   SELECT a, b, json, likeness FROM index_judged INDEXED BY index_judged_by_b WHERE pass = ?1 AND b = ?2";
        self.judged_rows(pass, of, kind, sql)
    }

    /// What was judged of an item with others of a greater id.
    pub fn index_judged_beyond(&self, pass: u8, of: &Id) -> Result<Vec<JudgedRow>> {
        let kind = of.kind().unwrap_or(IdKind::Document);
        self.judged_rows(pass, of, kind, "SELECT a, b, json, likeness FROM index_judged WHERE pass = ?1 AND a = ?2")
    }

    fn judged_rows(&self, pass: u8, of: &Id, kind: IdKind, sql: &str) -> Result<Vec<JudgedRow>> {
        let rows = self.rows(sql, params![pass, item(of)], |row| {
            let (a, b) = (named(kind, row.get_ref(0)?.as_blob()?), named(kind, row.get_ref(1)?.as_blob()?));
            Ok((a, b, row.get::<_, Option<String>>(2)?, row.get::<_, f32>(3)?))
        })?;
        let parsed = |line: Option<String>| line.map(|line| self.parse("index_judged", &packed::whole_alone(&line))).transpose();
        rows.into_iter().map(|(a, b, json, likeness)| Ok((pass, a, b, parsed(json)?, likeness))).collect()
    }

    /// As much of a document as stories are told by, packed.
    pub fn index_outlined(&self, document: &Id) -> Result<Option<Vec<u8>>> {
        self.first("SELECT outline FROM index_outlined WHERE document = ?1", [document.as_str()], |row| row.get(0))
    }

    /// The links that have this member.
    pub fn links_of(&self, member: &Id) -> Result<Vec<Link>> {
        let sql =
            format!("SELECT {LINE} FROM packed_link l WHERE a = ?1 UNION ALL SELECT {LINE} FROM packed_link l WHERE b = ?1");
        self.parsed("link", &sql, [packed::member(member)])
    }

    /// The links of these kinds, of any if none is named, between each of these members and others that are wanted beside it,
    /// each once; the indexes tell which, and no other link is read.
    pub fn links_with(&self, members: &[&Id], kinds: &[LinkKind], is_wanted: &dyn Fn(&Id, &Id) -> bool) -> Result<Vec<Link>> {
        let mut wanted: Vec<i64> = Vec::new();
        for member in members {
            let column = packed::member(member);
            let mut ask = |sql: &str, kind: Option<LinkKind>| -> Result<()> {
                let kind = kind.map(|kind| Value::Text(kind.as_str().into()));
                let values = std::iter::once(Value::Blob(column.clone())).chain(kind);
                let found = self.rows(sql, params_from_iter(values), |row| {
                    let is_it = is_wanted(member, &packed::member_id(row.get_ref(1)?.as_blob()?));
                    Ok(if is_it { Some(row.get::<_, i64>(0)?) } else { None })
                })?;
                wanted.extend(found.into_iter().flatten());
                Ok(())
            };
            if kinds.is_empty() {
                ask("SELECT rowid, b FROM packed_link INDEXED BY link_by_a WHERE a = ?1", None)?;
                ask("SELECT rowid, a FROM packed_link INDEXED BY link_by_b WHERE b = ?1", None)?;
            }
            for kind in kinds {
                ask("SELECT rowid, b FROM packed_link INDEXED BY link_by_a WHERE a = ?1 AND kind = ?2", Some(*kind))?;
                ask("SELECT rowid, a FROM packed_link INDEXED BY link_by_b WHERE b = ?1 AND kind = ?2", Some(*kind))?;
            }
        }
        self.links_at(wanted)
    }

    /// The same with others of a greater id: so what holds within some is asked of each pair once.
    pub fn links_beyond(&self, members: &[&Id], kinds: &[LinkKind], is_wanted: &dyn Fn(&Id, &Id) -> bool) -> Result<Vec<Link>> {
        // A link names the smaller id first.
        let sql = "SELECT rowid, kind, b FROM packed_link INDEXED BY link_by_a WHERE a = ?1";
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        let mut wanted: Vec<i64> = Vec::new();
        for member in members {
            let found = self.rows(sql, [packed::member(member)], |row| {
                let is_of_kind = kinds.is_empty() || kinds.contains(&row.get_ref(1)?.as_str()?);
                let is_it = is_of_kind && is_wanted(member, &packed::member_id(row.get_ref(2)?.as_blob()?));
                Ok(if is_it { Some(row.get::<_, i64>(0)?) } else { None })
            })?;
            wanted.extend(found.into_iter().flatten());
        }
        self.links_at(wanted)
    }

    /// The links of these rows, each once, in the order of the file.
    fn links_at(&self, mut rows: Vec<i64>) -> Result<Vec<Link>> {
        rows.sort_unstable();
        rows.dedup();
        let mut packed: Vec<PackedRow> = Vec::with_capacity(rows.len());
        let mut documents: BTreeMap<i64, Option<String>> = BTreeMap::new();
        let sql = "SELECT packed, id, kind, a, b, a_document, b_document FROM packed_link WHERE rowid = ?1";
        for row in rows {
            packed.extend(self.first(sql, [row], PackedRow::of)?);
        }
        documents.extend(packed.iter().flat_map(|row| row.documents).map(|n| (n, None)));
        for (n, document) in &mut documents {
            *document = self.first("SELECT id FROM document WHERE n = ?1", [n], |row| row.get(0))?;
        }
        // A row that names a document that is not there is damaged, and its line is none, which parsing tells.
        let document = |n: i64| documents.get(&n).and_then(Option::as_deref).unwrap_or_default();
        let path = self.path();
        let parsed = |rows: &[PackedRow]| -> Result<Vec<Link>> {
            let line = |row: &PackedRow| {
                let line = packed::whole(&row.packed, &row.id, &row.kind, [&row.a, &row.b], row.documents.map(document));
                serde_json::from_str(&line).map_err(|source| LedgerError::damaged(path, "link", &source))
            };
            rows.iter().map(line).collect()
        };
        if packed.len() < MANY {
            return parsed(&packed);
        }
        let (one, other) = packed.split_at(packed.len() / 2);
        std::thread::scope(|scope| {
            let beside = scope.spawn(|| parsed(other));
            let mut links = parsed(one)?;
            links.extend(beside.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
            Ok(links)
        })
    }

    /// Whom the links of this member lead to.
    pub fn linked_with(&self, member: &Id) -> Result<Vec<Id>> {
        let sql = "SELECT b FROM packed_link INDEXED BY link_by_a WHERE a = ?1 UNION ALL SELECT a FROM packed_link INDEXED BY link_by_b WHERE b = ?1";
        self.rows(sql, [packed::member(member)], |row| Ok(packed::member_id(row.get_ref(0)?.as_blob()?)))
    }

    /// The document of a chain or statement.
    pub fn document_of_item(&self, of: &Id) -> Result<Option<Id>> {
        let sql = match of.kind() {
            Some(IdKind::Chain) => "SELECT document FROM chain WHERE id = ?1",
            _ => "SELECT document FROM statement WHERE id = ?1",
        };
        self.first(sql, [of.as_str()], |row| row.get(0).map(id))
    }

    /// The linker's notes on a document; those on none, if none is given.
    pub fn link_notes(&self, document: Option<&Id>) -> Result<Vec<Note>> {
        let sql = "SELECT json FROM note WHERE document IS ?1 AND stage = 'link'";
        self.parsed("note", sql, [document.map(Id::as_str)])
    }

    /// The linker's notes of this code.
    pub fn link_notes_of(&self, code: &str) -> Result<Vec<Note>> {
        self.parsed("note", "SELECT json FROM note WHERE code = ?1 AND stage = 'link'", [code])
    }
}

fn packed(keys: &[u64]) -> Vec<u8> {
    keys.iter().flat_map(|key| key.to_le_bytes()).collect()
}

fn unpacked(bytes: &[u8]) -> Vec<u64> {
    bytes.chunks_exact(8).filter_map(|bytes| Some(u64::from_le_bytes(bytes.try_into().ok()?))).collect()
}

impl Pen<'_> {
    /// A document was read or decided on.
    pub(crate) fn is_unlinked(&self, document: &Id) -> Result<()> {
        self.run("INSERT INTO unlinked (document) VALUES (?1) ON CONFLICT DO NOTHING", [document.as_str()]).map(|_| ())
    }

    /// Whether nobody has written links since.
    pub(crate) fn is_as_it_was(&self, waiting: &Waiting) -> Result<bool> {
        Ok(self.first("SELECT times FROM linking", [], |row| row.get::<_, i64>(0))? == Some(waiting.times))
    }

    /// What waited is linked, and these rules made the index, if there is one. What was entered since waits on.
    pub(crate) fn is_linked(&self, waited: &Waiting, made_by: Option<&str>) -> Result<()> {
        for document in &waited.documents {
            self.run("DELETE FROM unlinked WHERE document = ?1", [document.as_str()])?;
        }
        self.run("UPDATE linking SET indexed_by = ?1, times = times + 1", [made_by])?;
        let waits = self.first("SELECT 1 FROM unlinked LIMIT 1", [], |_| Ok(()))?.is_some();
        self.links_are_current(!waits)
    }

    /// Leaves the index empty.
    pub(crate) fn drop_index(&self) -> Result<()> {
        for table in ["index_key", "index_item", "index_held", "index_judged", "index_outlined"] {
            self.run(&format!("DELETE FROM {table}"), [])?;
        }
        Ok(())
    }

    /// Enters all rows of an index in the place of another one, in the order of the tables: so large ones are written once.
    pub(crate) fn put_index(&self, rows: &dyn WholeIndex) -> Result<()> {
        self.drop_index()?;
        // Keys follow their items: both go into their tables in order.
        let mut held: Option<Held> = None;
        rows.each_keys(&mut |pass, id, keys| {
            if let Some(before) = held.take_if(|held| held.pass != pass) {
                before.put(self)?;
            }
            let own = item(id);
            self.put_item(pass, &own, keys)?;
            held.get_or_insert_with(|| Held::of(pass)).add(own, keys);
            Ok(())
        })?;
        held.map_or(Ok(()), |held| held.put(self))?;
        rows.each_held(&mut |document, chains, statements| self.put_held(document, chains, statements))?;
        self.filling("index_judged", || rows.each_judged(&mut |line| self.put_judged(&line)))?;
        rows.each_outlined(&mut |document, outline| self.put_outlined(document, outline))
    }

    /// Changes an index.
    pub(crate) fn change_index(&self, rows: &IndexRows) -> Result<()> {
        for (pass, id, now) in &rows.keys {
            let own = item(id);
            let sql = "SELECT keys FROM index_item WHERE pass = ?1 AND item = ?2";
            let then = self.first(sql, params![pass, own], |row| Ok(unpacked(row.get_ref(0)?.as_blob()?)))?.unwrap_or_default();
            for key in then.iter().filter(|key| now.binary_search(key).is_err()) {
                let sql = "DELETE FROM index_key WHERE pass = ?1 AND key = ?2 AND item = ?3";
                self.run(sql, params![pass, as_column(*key), own])?;
            }
            for key in now.iter().filter(|key| then.binary_search(key).is_err()) {
                self.put_key(*pass, as_column(*key), &own)?;
            }
            if now.is_empty() {
                self.run("DELETE FROM index_item WHERE pass = ?1 AND item = ?2", params![pass, own])?;
            } else {
                self.put_item(*pass, &own, now)?;
            }
        }
        for (pass, a, b) in &rows.judged_gone {
            let sql = "DELETE FROM index_judged WHERE pass = ?1 AND a = ?2 AND b = ?3";
            self.run(sql, params![pass, item(a), item(b)])?;
        }
        self.put_rest(rows)
    }

    fn put_item(&self, pass: u8, item: &[u8], keys: &[u64]) -> Result<()> {
        let sql = "INSERT INTO index_item (pass, item, keys) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET keys = excluded.keys";
        self.run(sql, params![pass, item, packed(keys)]).map(|_| ())
    }

    fn put_key(&self, pass: u8, key: i64, item: &[u8]) -> Result<()> {
        let sql = "INSERT INTO index_key (pass, key, item) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        self.run(sql, params![pass, key, item]).map(|_| ())
    }

    fn put_held(&self, document: &Id, chains: &[Id], statements: &[Id]) -> Result<()> {
        let sql = "INSERT INTO index_held (document, chains, statements) VALUES (?1, ?2, ?3)
                   ON CONFLICT DO UPDATE SET chains = excluded.chains, statements = excluded.statements";
        self.run(sql, params![document.as_str(), items(chains), items(statements)]).map(|_| ())
    }

    fn put_judged(&self, line: &JudgedLine) -> Result<()> {
        let sql = "INSERT INTO index_judged (pass, a, b, json, likeness) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT DO UPDATE SET json = excluded.json, likeness = excluded.likeness";
        self.run(sql, params![line.pass, line.a, line.b, line.packed, line.likeness]).map(|_| ())
    }

    fn put_outlined(&self, document: &Id, outline: &[u8]) -> Result<()> {
        let sql =
            "INSERT INTO index_outlined (document, outline) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET outline = excluded.outline";
        self.run(sql, params![document.as_str(), outline]).map(|_| ())
    }

    fn put_rest(&self, rows: &IndexRows) -> Result<()> {
        rows.each_held(&mut |document, chains, statements| self.put_held(document, chains, statements))?;
        rows.each_judged(&mut |line| self.put_judged(&line))?;
        rows.each_outlined(&mut |document, outline| self.put_outlined(document, outline))
    }
}

#[cfg(test)]
mod tests {
    use super::{item, named, packed, unpacked};
    use crate::{Access, Ledger};
    use hearsay_record::{Id, IdKind};

    #[test]
    fn an_item_is_its_id() {
        for text in ["s-000102030405060708090a0b0c0d0e0f", "s-ffeeddccbbaa99887766554433221100"] {
            let id = Id::from_text(text);
            assert_eq!(item(&id).len(), 16);
            assert_eq!(named(IdKind::Statement, &item(&id)), id);
        }
        assert_eq!(unpacked(&packed(&[0, 7, u64::MAX])), [0, 7, u64::MAX]);
    }

    #[test]
    fn who_is_linked_with_whom_is_told_by_indexes_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let ledger = Ledger::open(&folder.path().join("case.hearsay"), Access::Create).expect("a ledger");
        for sql in
            ["SELECT rowid, kind, b FROM packed_link WHERE a = x'73'", "SELECT rowid, kind, a FROM packed_link WHERE b = x'73'"]
        {
            let plan = ledger.rows(&format!("EXPLAIN QUERY PLAN {sql}"), [], |row| row.get::<_, String>(3)).expect("a plan");
            assert!(plan.iter().all(|line| line.contains("USING COVERING INDEX link_by_")), "{plan:?}");
        }
    }
}

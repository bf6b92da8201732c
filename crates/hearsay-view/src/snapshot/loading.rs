//! Loading a whole case: all of it as it was at one moment, over two connections at once.
//!
//! In: an open ledger. Out: a [`Snapshot`]. Invariant: what the second connection reads is of the state that the first one reads, which the
//! number of the latest change tells; else the first one reads all.
//!
//! Example: while two million attributions are outlined, names and claims are read beside them; links come last, since which of them may be
//! shown hangs on what they join.

use super::member_places::MemberPlaces;
use super::{Named, Snapshot};
use crate::records::{Digits, NOWHERE, Place};
use crate::review;
use hearsay_ledger::{Access, GroupOutline, Ledger, LedgerError};
use hearsay_record::{Entity, Id, Note};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

/// What is read beside all else.
struct Beside {
    chains: Vec<(Id, Id)>,
    entities: Vec<Entity>,
    reading_notes: Vec<(Id, Vec<Note>)>,
    groups: Vec<GroupOutline>,
}

impl Beside {
    fn of(ledger: &Ledger) -> Result<Self, LedgerError> {
        let mut chains = Vec::new();
        ledger.each_chain_id(|chain, document| chains.push((chain, document)))?;
        chains.sort_unstable();
        Ok(Self {
            chains,
            entities: ledger.entities()?,
            reading_notes: ledger.reading_notes()?,
            groups: ledger.group_outlines()?,
        })
    }

    /// The same over another connection, where that reads the same state.
    fn elsewhere(path: &Path, latest_change: i64) -> Option<Self> {
        let ledger = Ledger::open(path, Access::Read).ok()?;
        // Whatever fails here fails again, and is told, where it is read over the first connection.
        let read = ledger.steady(|| (ledger.latest_change()? == latest_change).then(|| Self::of(&ledger)).transpose());
        read.ok().flatten()
    }
}

impl Snapshot {
    pub(super) fn load(ledger: &Ledger) -> Result<Self, LedgerError> {
        let mut snapshot = Self { latest_change: ledger.latest_change()?, ..Self::default() };
        let (path, latest_change) = (ledger.path(), snapshot.latest_change);
        let beside = std::thread::scope(|scope| {
            let elsewhere = scope.spawn(move || Beside::elsewhere(path, latest_change));
            let read = snapshot.load_statements(ledger);
            let beside = elsewhere.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            read?;
            beside.map_or_else(|| Beside::of(ledger), Ok)
        })?;
        // Places of chains were given by the statements; of all that are there, in order.
        for (chain, document) in &beside.chains {
            let document = snapshot.documents.0.place_for(document);
            snapshot.chains.insert(chain, document);
        }
        beside.entities.into_iter().for_each(|entity| snapshot.enter_entity(entity));
        snapshot.name_the_free(ledger)?;
        beside.reading_notes.into_iter().for_each(|(document, notes)| snapshot.reading_notes.insert(document, notes));
        snapshot.groups.reserve(beside.groups.len());
        beside.groups.into_iter().for_each(|group| snapshot.enter_group(&group));
        snapshot.links.reserve(ledger.count_links()?);
        let doubtful: BTreeSet<Id> = snapshot.overruled.values().cloned().collect();
        let mut in_doubt: Vec<Id> = Vec::new();
        let documents: HashMap<i64, Place> =
            ledger.document_numbers()?.into_iter().map(|(n, id)| (n, snapshot.documents.0.place_for(&id))).collect();
        let is_doubtful: HashSet<Place> = doubtful.iter().filter_map(|id| snapshot.documents.0.known(id)).collect();
        let members = MemberPlaces::of(&snapshot);
        ledger.link_outlines(&review::JOINING, &review::LITTLE, |row| {
            let of = row.documents.map(|n| documents.get(&n).copied().unwrap_or(NOWHERE));
            if of.iter().any(|document| is_doubtful.contains(document)) {
                in_doubt.push(row.id());
                return;
            }
            let Some(link) = snapshot.enter_ends(
                Digits(row.id),
                row.kind,
                row.members.each_ref().map(|member| members.get(member)),
                of,
                row.not_comparable_because.as_deref(),
            ) else {
                return;
            };
            if let Some(code) = usize::from(row.code).checked_sub(1).and_then(|at| review::LITTLE.get(at)) {
                snapshot.doubts.insert(link, code);
            }
            if row.tells_changes {
                snapshot.changed.insert(link);
            }
        })?;
        drop(members);
        // Whether these rest on what was overruled, only the whole link tells.
        for id in in_doubt {
            if let Some(link) = ledger.link(&id)? {
                snapshot.enter_link(&link);
            }
        }
        Ok(snapshot)
    }

    /// Documents, and of all that is said in them what lists ask.
    fn load_statements(&mut self, ledger: &Ledger) -> Result<(), LedgerError> {
        self.documents = ledger.documents()?.into_iter().map(|document| (document.id.clone(), document)).collect();
        // In order of id, so that nothing needs to be sorted.
        let mut ids: Vec<Id> = Vec::new();
        ledger.each_statement_id(|id| ids.push(id))?;
        self.statements.reserve(ids.len());
        for id in ids {
            self.statements.place_for(&id);
        }
        let mut overruled: Vec<(Id, Id)> = Vec::new();
        ledger.attribution_outlines(|outline| {
            if outline.overruled_by.is_some() {
                overruled.push((outline.id, outline.document));
            } else {
                self.enter_outline(&outline);
            }
        })?;
        // A corrected speaker leaves the roles, and so the id, as they were: of two the one that stands counts.
        overruled.retain(|(id, _)| !self.stands(id));
        self.overruled = overruled.into_iter().collect();
        Ok(())
    }

    /// Keeps what those chains are called that are in no entity.
    pub(super) fn name_the_free(&mut self, ledger: &Ledger) -> Result<(), LedgerError> {
        let places = (0..).take(self.chains.n_places());
        let is_free = |place: &Place| {
            self.chains.at(*place).is_some() && self.entity_of.get(*place as usize).is_none_or(|entity| *entity == NOWHERE)
        };
        let free: Vec<Place> = places.filter(is_free).collect();
        self.free.retain(|place, _| free.binary_search(place).is_ok());
        for place in free {
            if self.free.contains_key(&place) {
                continue;
            }
            if let Some(chain) = ledger.chain(self.chains.id_at(place))? {
                self.free.insert(place, Named { name: chain.name, kind: chain.kind, aliases: chain.aliases });
            }
        }
        Ok(())
    }
}

//! Who meets after a change: the rule of [`crate::meet`] asked of an index.
//!
//! In: the items that go and come with their keys, and the index. Out: the pairs to judge, and the items whose pairs may
//! meet no more. Invariant: as there, under a key the [`LEADERS`] of smallest id meet all its holders.
//!
//! Example: a new leader of a crowd of a thousand meets all of them, and the one that it pushes out none any more, unless
//! another key brings them together.

use super::{Base, Ends, pair};
use crate::index::Pass;
use crate::meet::LEADERS;
use hearsay_record::Id;
use rayon::prelude::*;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

/// The keys of an item then and now, of which few differ.
pub(super) type Swap = [Vec<u64>; 2];

/// A change of the items of one pass.
pub(super) struct Meetings<'b, B> {
    base: &'b B,
    pass: Pass,
    then: BTreeMap<Id, Vec<u64>>,
    now: BTreeMap<Id, Vec<u64>>,
    swapped: BTreeMap<Id, Swap>,
    fresh_under: HashMap<u64, BTreeSet<Id>>,
    gone_under: HashMap<u64, HashSet<Id>>,
    leaders: RefCell<HashMap<u64, Rc<Vec<Id>>>>,
}

/// What a change means.
#[derive(Default)]
pub(super) struct Plan {
    /// Pairs to judge, the smaller id first, in order.
    pub(super) pairs: Vec<Ends>,
    /// Pairs to judge that met before, too, in any order and some more than once.
    pub(super) stirred: Vec<Ends>,
    /// Untouched items that lead a key no more.
    pub(super) demoted: BTreeSet<Id>,
    /// The documents of untouched statements, as far as they were looked up on the way.
    pub(super) documents: HashMap<Id, Id>,
}

impl<'b, B: Base> Meetings<'b, B> {
    /// The items that had keys and those that have some now; an item may be among both.
    pub(super) fn new(base: &'b B, pass: Pass, then: BTreeMap<Id, Vec<u64>>, now: BTreeMap<Id, Vec<u64>>) -> Self {
        let mut fresh_under: HashMap<u64, BTreeSet<Id>> = HashMap::new();
        for (item, keys) in &now {
            for key in keys {
                fresh_under.entry(*key).or_default().insert(item.clone());
            }
        }
        let mut gone_under: HashMap<u64, HashSet<Id>> = HashMap::new();
        for (item, keys) in &then {
            for key in keys {
                gone_under.entry(*key).or_default().insert(item.clone());
            }
        }
        Self { base, pass, then, now, swapped: BTreeMap::new(), fresh_under, gone_under, leaders: RefCell::default() }
    }

    /// And items that stay what they are but for some keys: whom they meet under the others is as it was.
    pub(super) fn swapping(mut self, swapped: BTreeMap<Id, Swap>) -> Self {
        for (item, [then, now]) in &swapped {
            for key in now.iter().filter(|key| then.binary_search(key).is_err()) {
                self.fresh_under.entry(*key).or_default().insert(item.clone());
            }
            for key in then.iter().filter(|key| now.binary_search(key).is_err()) {
                self.gone_under.entry(*key).or_default().insert(item.clone());
            }
        }
        self.swapped = swapped;
        self
    }

    /// The keys of the items that come.
    pub(super) fn now(&self) -> &BTreeMap<Id, Vec<u64>> {
        &self.now
    }

    fn is_touched(&self, item: &Id) -> bool {
        self.then.contains_key(item) || self.now.contains_key(item)
    }

    /// The first holders of a key now.
    fn holders(&self, key: u64, most: usize) -> Result<Vec<Id>, B::Error> {
        let gone = self.gone_under.get(&key);
        let mut found = self.base.holders(self.pass, key, most.saturating_add(gone.map_or(0, HashSet::len)))?;
        found.retain(|item| gone.is_none_or(|gone| !gone.contains(item)));
        if let Some(fresh) = self.fresh_under.get(&key) {
            found.extend(fresh.iter().cloned());
            found.sort_unstable();
        }
        found.truncate(most);
        Ok(found)
    }

    pub(super) fn leaders(&self, key: u64) -> Result<Rc<Vec<Id>>, B::Error> {
        if let Some(known) = self.leaders.borrow().get(&key) {
            return Ok(Rc::clone(known));
        }
        let leaders = Rc::new(self.holders(key, LEADERS)?);
        self.leaders.borrow_mut().insert(key, Rc::clone(&leaders));
        Ok(leaders)
    }

    /// Which pairs are to be judged, and which may meet no more.
    pub(super) fn plan(&self) -> Result<Plan, B::Error> {
        // What met under a key that is gone may meet no more.
        let mut plan = Plan { demoted: self.swapped.keys().cloned().collect(), ..Plan::default() };
        let before_swap = self.before_swap()?;
        let keys: BTreeSet<u64> = self.fresh_under.keys().chain(self.gone_under.keys()).copied().collect();
        for key in keys {
            let leaders = self.leaders(key)?;
            let fresh = self.fresh_under.get(&key);
            let mut leading: Vec<&Id> = fresh.into_iter().flatten().filter(|item| leaders.binary_search(item).is_ok()).collect();
            for item in fresh.into_iter().flatten() {
                for leader in leaders.iter().filter(|leader| !before_swap.have_met(item, leader)) {
                    plan.pair(item, leader);
                }
            }
            let is_same = |item: &Id| self.then.get(item).is_some_and(|keys| keys.binary_search(&key).is_ok());
            let is_unchanged = fresh.map_or(0, BTreeSet::len) == self.gone_under.get(&key).map_or(0, HashSet::len)
                && fresh.into_iter().flatten().all(is_same);
            let before = if is_unchanged { Vec::new() } else { self.base.holders(self.pass, key, LEADERS)? };
            if !is_unchanged {
                let is_promoted = |leader: &&Id| !self.is_touched(leader) && before.binary_search(leader).is_err();
                leading.extend(leaders.iter().filter(is_promoted));
                let is_demoted = |leader: &&Id| !self.is_touched(leader) && leaders.binary_search(leader).is_err();
                plan.demoted.extend(before.iter().filter(is_demoted).cloned());
            }
            if !leading.is_empty() && leaders.len() == LEADERS {
                let all = self.holders(key, usize::MAX)?;
                let new = |leader: &Id, other: &Id| !before_swap.have_met(leader, other);
                for leader in leading {
                    all.iter().filter(|other| new(leader, other)).for_each(|other| plan.pair(leader, other));
                }
            } else {
                leading.iter().for_each(|leader| leaders.iter().for_each(|other| plan.pair(leader, other)));
            }
        }
        plan.pairs = in_order(plan.pairs);
        Ok(plan)
    }

    /// Who met under keys that are swapped for others.
    fn before_swap(&self) -> Result<BeforeSwap<'_>, B::Error> {
        let mut met = BeforeSwap::default();
        for (item, [then, now]) in &self.swapped {
            for key in then.iter().filter(|key| now.binary_search(key).is_err()) {
                if !met.leaders.contains_key(key) {
                    met.leaders.insert(*key, self.base.holders(self.pass, *key, LEADERS)?);
                }
                met.keys.entry(item).or_default().push(*key);
            }
        }
        Ok(met)
    }

    /// The keys of an item now.
    pub(super) fn keys(&self, item: &Id) -> Result<Vec<u64>, B::Error> {
        match self.now.get(item) {
            Some(keys) => Ok(keys.clone()),
            None if self.swapped.contains_key(item) => Ok(self.swapped.get(item).map(|[_, now]| now.clone()).unwrap_or_default()),
            None if self.then.contains_key(item) => Ok(Vec::new()),
            None => self.base.keys(self.pass, item),
        }
    }

    /// Whether two items with these keys meet now.
    pub(super) fn meet(&self, one: (&Id, &[u64]), other: (&Id, &[u64])) -> Result<bool, B::Error> {
        for key in one.1.iter().filter(|key| other.1.binary_search(key).is_ok()) {
            let leaders = self.leaders(*key)?;
            if leaders.binary_search(one.0).is_ok() || leaders.binary_search(other.0).is_ok() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Of the pairs of an untouched item that leads no more, those that do not meet now. A pair with a touched item is
    /// judged anew in any case.
    pub(super) fn parted(&self, demoted: &Id, others: BTreeSet<Id>) -> Result<Vec<Id>, B::Error> {
        let own = self.keys(demoted)?;
        let mut parted = Vec::new();
        for other in others {
            if !self.is_touched(&other) && !self.meet((demoted, &own), (&other, &self.keys(&other)?))? {
                parted.push(other);
            }
        }
        Ok(parted)
    }
}

/// Items that changed some keys for others: two that met under what both gave up were judged when they did.
#[derive(Default)]
struct BeforeSwap<'m> {
    /// The keys that each gave up.
    keys: HashMap<&'m Id, Vec<u64>>,
    /// Who led under these.
    leaders: HashMap<u64, Vec<Id>>,
}

impl BeforeSwap<'_> {
    fn have_met(&self, one: &Id, other: &Id) -> bool {
        let (Some(ones), Some(others)) = (self.keys.get(one), self.keys.get(other)) else { return false };
        ones.iter()
            .filter(|key| others.contains(key))
            .filter_map(|key| self.leaders.get(key))
            .any(|leaders| [one, other].into_iter().any(|item| leaders.binary_search(item).is_ok()))
    }
}

impl Plan {
    fn pair(&mut self, one: &Id, other: &Id) {
        if one != other {
            self.pairs.push(pair(one, other));
        }
    }
}

/// Pairs in order, each once.
pub(super) fn in_order(mut pairs: Vec<Ends>) -> Vec<Ends> {
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

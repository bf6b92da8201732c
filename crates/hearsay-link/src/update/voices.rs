//! Statements of untouched documents that are met or judged otherwise for who is named in them.
//!
//! In: who is another speaker than before, or called otherwise. Out: the keys of statements that are met under an entity of
//! another id, the pairs of which something else is asked than was, and the claims to be counted again. Invariant: what is
//! judged of two statements hangs on who is named in them by what is asked of two speakers alone
//! ([`bearing`](crate::speakers::bearing)); so a merge of two judges again what the one said with what the other said,
//! and with those few who bear otherwise on the two together, and nothing else.
//!
//! Example: once `Ada Holm` and `A. M. Holm` are one, a figure of the one is set against a later figure of the other.

use super::entities::People;
use super::meetings::{Meetings, Plan, Swap};
use super::{Base, Running};
use crate::claim_keys::{entity_key, met_key, named_key};
use crate::index::{Pass, ordered};
use crate::speakers::{Speaker, bearing};
use hearsay_record::{Entity, GroupKind, Id};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

impl<'b, B: Base> Running<'b, B> {
    /// The statements that are met under another id of who is named in them, with their keys then and now.
    pub(super) fn swapped(&self, people: &People, touched: &Skipped<'_>) -> Result<BTreeMap<Id, Swap>, B::Error> {
        let mut swapped: BTreeMap<Id, Swap> = BTreeMap::new();
        for changed in people.changed.iter().filter(|changed| changed.then.id != changed.now.id) {
            let (then, now) = (entity_key(&changed.then.id), entity_key(&changed.now.id));
            // Who goes on under the id that these chains leave, if somebody does.
            let stays = people.entities.iter().filter(|entity| entity.id == changed.then.id);
            let staying: HashSet<u64> = stays.flat_map(|entity| entity.members.iter().map(met_key)).collect();
            for statement in self.statements_under(&changed.chains, met_key, touched)? {
                if !swapped.contains_key(&statement) {
                    let keys = self.base.keys(Pass::Claims, &statement)?;
                    swapped.insert(statement.clone(), [keys.clone(), keys]);
                }
                if let Some([_, keys]) = swapped.get_mut(&statement) {
                    let named = if staying.is_empty() { Vec::new() } else { self.base.keys(Pass::Voices, &statement)? };
                    if !named.iter().any(|key| staying.contains(key)) {
                        keys.retain(|key| *key != then);
                    }
                    keys.push(now);
                }
            }
        }
        swapped.values_mut().for_each(|[_, now]| *now = ordered(std::mem::take(now)));
        Ok(swapped)
    }

    /// Adds to a plan the pairs of untouched statements that meet and in which two bear otherwise on each other than
    /// before; and tells a statement of each claim that holds such a pair.
    pub(super) fn stirred(
        &self,
        people: &People,
        touched: &Skipped<'_>,
        meetings: &Meetings<'b, B>,
        plan: &mut Plan,
    ) -> Result<BTreeSet<Id>, B::Error> {
        let mut recounted = BTreeSet::new();
        if people.changed.is_empty() {
            return Ok(recounted);
        }
        let settled: HashSet<&Id> = people.entities.iter().map(|entity| &entity.id).chain(&self.made.entities.gone).collect();
        let before = self.everybody()?;
        let mut everybody: Vec<&Entity> = before.iter().filter(|entity| !settled.contains(&entity.id)).collect();
        everybody.extend(&people.entities);
        let moved: HashSet<&Id> = people.changed.iter().flat_map(|changed| &changed.chains).collect();
        let speakers: Vec<Speaker<'_>> = everybody.par_iter().map(|entity| Speaker::new(entity)).collect();
        let then: Vec<Speaker<'_>> = people.changed.iter().map(|changed| Speaker::new(&changed.then)).collect();
        let now: Vec<Speaker<'_>> = people.changed.iter().map(|changed| Speaker::new(&changed.now)).collect();
        let mut keys_of: HashMap<Id, Vec<u64>> = HashMap::new();
        // What names each of the changed, once that was asked for.
        let mut naming: BTreeMap<usize, BTreeSet<Id>> = BTreeMap::new();
        for at in 0..people.changed.len() {
            let bear_otherwise = |other: &usize| bearing(&then[at], &then[*other]) != bearing(&now[at], &now[*other]);
            let changed_too: Vec<usize> = (0..=at).filter(bear_otherwise).collect();
            let bears_otherwise = |speaker: &&Speaker<'_>| bearing(&then[at], speaker) != bearing(&now[at], speaker);
            let stirred: Vec<&Speaker<'_>> = speakers.par_iter().filter(bears_otherwise).collect();
            let stirred: Vec<Id> =
                stirred.iter().flat_map(|speaker| &speaker.members).filter(|c| !moved.contains(c)).cloned().collect();
            if changed_too.is_empty() && stirred.is_empty() {
                continue;
            }
            for one in changed_too.iter().chain([&at]) {
                if !naming.contains_key(one) {
                    naming.insert(*one, self.statements_under(&people.changed[*one].chains, named_key, touched)?);
                }
            }
            let mut others = self.statements_under(&stirred, named_key, touched)?;
            others.extend(changed_too.iter().filter_map(|other| naming.get(other)).flatten().cloned());
            let Some(ones) = naming.get(&at) else { continue };
            for statement in ones.iter().chain(&others) {
                if !keys_of.contains_key(statement) {
                    keys_of.insert(statement.clone(), meetings.keys(statement)?);
                }
            }
            // Keys of both sides together, so that what only one side has is passed over.
            let mut under: Vec<(u64, usize, &Id)> = Vec::new();
            for (side, statements) in [ones, &others].into_iter().enumerate() {
                for statement in statements {
                    under.extend(keys_of.get(statement).into_iter().flatten().map(|key| (*key, side, statement)));
                }
            }
            under.par_sort_unstable();
            for of_key in under.chunk_by(|one, other| one.0 == other.0) {
                let (ones, others) = of_key.split_at(of_key.partition_point(|one| one.1 == 0));
                if ones.is_empty() || others.is_empty() {
                    continue;
                }
                let leaders = meetings.leaders(of_key[0].0)?;
                let leads = |statement: &Id| leaders.binary_search(statement).is_ok();
                for (_, _, one) in ones {
                    let one_leads = leads(one);
                    others.iter().filter(|other| one_leads || leads(other.2)).for_each(|other| plan.stir(one, other.2));
                }
            }
            // A claim that holds statements of both.
            let mut of_others: HashSet<Id> = HashSet::new();
            for statement in &others {
                of_others.extend(self.base.group_id(GroupKind::Claim, statement)?);
            }
            let mut seen: HashSet<Id> = HashSet::new();
            for statement in ones {
                if let Some(group) = self.base.group_id(GroupKind::Claim, statement)?
                    && of_others.contains(&group)
                    && seen.insert(group)
                {
                    recounted.insert(statement.clone());
                }
            }
        }
        Ok(recounted)
    }

    /// The statements that have one of these chains under a key, but those that are skipped.
    fn statements_under(&self, chains: &[Id], key: impl Fn(&Id) -> u64, skipped: &Skipped<'_>) -> Result<BTreeSet<Id>, B::Error> {
        let mut found: BTreeSet<Id> = BTreeSet::new();
        for chain in chains {
            let is_elsewhere = skipped.documents.is_empty()
                || self.base.document_of(chain)?.is_some_and(|document| !skipped.documents.contains(&document));
            if is_elsewhere {
                found.extend(self.base.holders(Pass::Voices, key(chain), usize::MAX)?);
            }
        }
        found.retain(|statement| !skipped.statements.contains(statement));
        Ok(found)
    }
}

/// Statements that are looked at in any case: all of some documents, and some of others.
pub(super) struct Skipped<'s> {
    pub(super) documents: &'s BTreeSet<Id>,
    pub(super) statements: &'s HashSet<Id>,
}

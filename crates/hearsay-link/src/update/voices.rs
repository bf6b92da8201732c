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
            for statement in self.statements_under(&changed.chains, met_key, people, touched)?.into_keys() {
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
        let mut naming: BTreeMap<usize, BTreeMap<Id, Id>> = BTreeMap::new();
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
                    naming.insert(*one, self.statements_under(&people.changed[*one].chains, named_key, people, touched)?);
                }
            }
            let mut others = self.statements_under(&stirred, named_key, people, touched)?;
            let of_changed = changed_too.iter().filter_map(|other| naming.get(other)).flatten();
            others.extend(of_changed.map(|(statement, document)| (statement.clone(), document.clone())));
            let Some(ones) = naming.get(&at) else { continue };
            for statement in ones.keys().chain(others.keys()) {
                if !keys_of.contains_key(statement) {
                    keys_of.insert(statement.clone(), meetings.keys(statement)?);
                }
            }
            stir(ones, &others, &keys_of, meetings, plan)?;
            // A claim that holds statements of both.
            let mut of_others: HashSet<Id> = HashSet::new();
            for statement in others.keys() {
                of_others.extend(self.base.group_id(GroupKind::Claim, statement)?);
            }
            let mut seen: HashSet<Id> = HashSet::new();
            for statement in ones.keys() {
                if let Some(group) = self.base.group_id(GroupKind::Claim, statement)?
                    && of_others.contains(&group)
                    && seen.insert(group)
                {
                    recounted.insert(statement.clone());
                }
            }
            plan.documents.extend(others);
        }
        plan.documents.extend(naming.into_values().flatten());
        Ok(recounted)
    }

    /// The statements that have one of these chains under a key, each with its document, but those that are skipped.
    fn statements_under(
        &self,
        chains: &[Id],
        key: impl Fn(&Id) -> u64,
        people: &People,
        skipped: &Skipped<'_>,
    ) -> Result<BTreeMap<Id, Id>, B::Error> {
        let mut found: BTreeMap<Id, Id> = BTreeMap::new();
        for chain in chains {
            let mut statements = self.base.holders(Pass::Voices, key(chain), usize::MAX)?;
            statements.retain(|statement| !skipped.statements.contains(statement));
            if statements.is_empty() {
                continue;
            }
            // What names a chain stands where it stands.
            let document = match people.document_of.get(chain) {
                Some(document) => Some(document.clone()),
                None => self.base.document_of(chain)?,
            };
            if let Some(document) = document.filter(|document| !skipped.documents.contains(document)) {
                found.extend(statements.into_iter().map(|statement| (statement, document.clone())));
            }
        }
        Ok(found)
    }
}

/// Adds to a plan the pairs of these with those that meet, by the keys of all.
fn stir<B: Base>(
    ones: &BTreeMap<Id, Id>,
    others: &BTreeMap<Id, Id>,
    keys_of: &HashMap<Id, Vec<u64>>,
    meetings: &Meetings<'_, B>,
    plan: &mut Plan,
) -> Result<(), B::Error> {
    // Two meet under many keys, so statements go by numbers, in order of id, until each pair stands once.
    let statements: Vec<&Id> = ones.keys().chain(others.keys()).collect::<BTreeSet<_>>().into_iter().collect();
    let number: HashMap<&Id, u32> = statements.iter().copied().zip(0..).collect();
    // Keys of both sides together, so that what only one side has is passed over.
    let mut under: Vec<(u64, bool, u32)> = Vec::new();
    for (is_other, side) in [(false, ones), (true, others)] {
        for statement in side.keys() {
            if let (Some(&number), Some(keys)) = (number.get(statement), keys_of.get(statement)) {
                under.extend(keys.iter().map(|key| (*key, is_other, number)));
            }
        }
    }
    under.par_sort_unstable();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for of_key in under.chunk_by(|one, other| one.0 == other.0) {
        let (ones, others) = of_key.split_at(of_key.partition_point(|one| !one.1));
        if ones.is_empty() || others.is_empty() {
            continue;
        }
        let leaders = meetings.leaders(of_key[0].0)?;
        let leads = |number: u32| leaders.binary_search(statements[number as usize]).is_ok();
        let leading: Vec<u32> = others.iter().map(|other| other.2).filter(|other| leads(*other)).collect();
        for &(_, _, one) in ones {
            let mut stir = |other: u32| {
                if one != other {
                    pairs.push((one.min(other), one.max(other)));
                }
            };
            if leads(one) {
                others.iter().for_each(|other| stir(other.2));
            } else {
                leading.iter().for_each(|other| stir(*other));
            }
        }
    }
    pairs.par_sort_unstable();
    pairs.dedup();
    let ends = |(one, other): (u32, u32)| (statements[one as usize].clone(), statements[other as usize].clone());
    plan.stirred.extend(pairs.into_iter().map(ends));
    Ok(())
}

/// Statements that are looked at in any case: all of some documents, and some of others.
pub(super) struct Skipped<'s> {
    pub(super) documents: &'s BTreeSet<Id>,
    pub(super) statements: &'s HashSet<Id>,
}

//! Repetitions after a change.
//!
//! In: the documents whose words or readings changed. Out: the links of repetition between documents, as they were and as
//! they are. Invariant: directions and families are settled again for all that is linked with what changed.
//!
//! Example: a copy of one of a hundred pages settles these hundred, and no others.

use super::meetings::{Meetings, Swap};
use super::{Base, Ends, Running, laid_out, pair};
use crate::Linker;
use crate::corrections::Pairs;
use crate::index::{Judged, Pass, ordered};
use crate::lineage::{Lineage, Telling, settle};
use crate::weights::Weights;
use hearsay_record::{GroupKind, Id, Link, LinkKind};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Two documents and the links of repetition between them, as they were and as they are.
pub(super) type Copies = BTreeMap<Ends, [Option<Link>; 2]>;

/// Items that are linked, and what is judged of them by their ends.
pub(super) type Component = (BTreeSet<Id>, BTreeMap<Ends, Judged>);

impl<B: Base> Running<'_, B> {
    /// After a change of documents, and after a person's word on others, on these pairs of them; nothing, where a family must
    /// be cut.
    pub(super) fn lineage(
        &mut self,
        changed: &BTreeSet<Id>,
        compared: &BTreeSet<Id>,
        pairs: &BTreeSet<Ends>,
    ) -> Result<Option<Copies>, B::Error> {
        let pass = Pass::Lineage;
        if changed.is_empty() && compared.is_empty() {
            return Ok(Some(Copies::new()));
        }
        let mut swapped: BTreeMap<Id, Swap> = BTreeMap::new();
        let (then, meetings) = {
            let read = self.documents(&changed.union(compared).cloned().collect())?;
            let sheets = self.sheets(&read)?;
            let (profiles, credits) = laid_out(&sheets);
            let linker = Lineage::new(&sheets, Weights::en(), &profiles, &credits).obeying(self.corrections);
            let mut now: BTreeMap<Id, Vec<u64>> =
                linker.items().iter().map(|item| (item.id().clone(), ordered(linker.keys(item)))).collect();
            for document in compared.iter().filter(|document| !changed.contains(*document)) {
                if let Some(keys) = now.remove(document) {
                    swapped.insert(document.clone(), [self.base.keys(pass, document)?, keys]);
                }
            }
            now.retain(|_, keys| !keys.is_empty());
            let then = self.keys_then(pass, changed.iter())?;
            (then.clone(), Meetings::new(self.base, pass, then, now).swapping(swapped.clone()))
        };
        let mut plan = meetings.plan()?;
        self.replace_keys(pass, &then, meetings.now());
        let otherwise = swapped.iter().filter(|(_, [then, now])| then != now);
        self.made.keys.extend(otherwise.map(|(document, [_, now])| (pass, document.clone(), now.clone())));
        let mut before: Vec<Judged> = Vec::new();
        for id in changed {
            before.extend(self.base.judged(pass, id)?);
        }
        for id in &plan.demoted {
            let judged = self.base.judged(pass, id)?;
            let others = judged.iter().map(|one| if one.a == *id { one.b.clone() } else { one.a.clone() }).collect();
            let parted = meetings.parted(id, others)?;
            before.extend(judged.into_iter().filter(|one| parted.contains(&one.a) || parted.contains(&one.b)));
        }
        // Of two that a person set side by side it is judged again what they are; with others each is what it was.
        for (one, other) in pairs {
            if meetings.meet((one, &meetings.keys(one)?), (other, &meetings.keys(other)?))? {
                plan.pairs.insert(pair(one, other));
            }
            let judged = self.base.judged(pass, one)?.into_iter();
            before.extend(judged.filter(|judged| judged.a == *other || judged.b == *other));
        }
        let met: BTreeSet<Id> = plan.pairs.iter().flat_map(|(a, b)| [a.clone(), b.clone()]).collect();
        let read = self.documents(&met)?;
        let sheets = self.sheets(&read)?;
        let (profiles, credits) = laid_out(&sheets);
        let linker = Lineage::new(&sheets, Weights::en(), &profiles, &credits).obeying(self.corrections);
        let items = linker.items();
        let item_of: HashMap<&Id, &Telling<'_>> = items.iter().map(|item| (item.id(), item)).collect();
        let judge = |(a, b): &(Id, Id)| {
            let link = linker.judge(item_of.get(a)?, item_of.get(b)?)?;
            Some(Judged { pass, a: a.clone(), b: b.clone(), link: Some(Box::new(link)), likeness: 0.0 })
        };
        let judged: Vec<Judged> = plan.pairs.par_iter().filter_map(judge).collect();
        let by_ends = |judged: &'_ [Judged]| -> BTreeMap<Ends, Judged> {
            judged.iter().map(|one| ((one.a.clone(), one.b.clone()), one.clone())).collect()
        };
        if compared.is_empty() && by_ends(&before) == by_ends(&judged) {
            // What is settled is made of nothing else.
            return Ok(Some(Copies::new()));
        }
        let (linked, raw) = self.component(pass, &changed.union(compared).cloned().collect(), &before, &judged)?;
        self.replace_judged(before, judged);
        let order: Vec<&Id> = linked.iter().collect();
        let decided = Pairs::of_documents(self.corrections);
        let gathered = settle(&order, raw.into_values().filter_map(|judged| judged.link).map(|link| *link).collect(), &decided);
        if !gathered.notes.is_empty() {
            return Ok(None);
        }
        let mut copies = Copies::new();
        let mut links_then: BTreeMap<Id, Link> = BTreeMap::new();
        let kinds: Vec<LinkKind> = LinkKind::ALL.into_iter().filter(|kind| kind.is_copy()).collect();
        for id in &linked {
            // All that a link leads to is linked, so each is asked of its first document.
            let links = self.base.links_with(id, &kinds, &|other| id < other)?;
            links_then.extend(links.into_iter().map(|link| (link.id.clone(), link)));
        }
        let ends = |link: &Link| (link.members[0].clone(), link.members[1].clone());
        for link in links_then.values() {
            copies.entry(ends(link)).or_default()[0] = Some(link.clone());
        }
        for link in &gathered.links {
            copies.entry(ends(link)).or_default()[1] = Some(link.clone());
        }
        copies.retain(|_, [then, now]| then != now);
        self.links.replace(links_then.into_values(), gathered.links);
        let then = self.groups_then(GroupKind::Lineage, linked.iter().cloned())?;
        self.replace_groups(then, gathered.groups);
        Ok(Some(copies))
    }

    /// The keys that items had, those without left out.
    pub(super) fn keys_then<'i>(
        &self,
        pass: Pass,
        items: impl Iterator<Item = &'i Id>,
    ) -> Result<BTreeMap<Id, Vec<u64>>, B::Error> {
        let mut found = BTreeMap::new();
        for item in items {
            let keys = self.base.keys(pass, item)?;
            if !keys.is_empty() {
                found.insert(item.clone(), keys);
            }
        }
        Ok(found)
    }

    /// All that is linked, by what is judged now, with these items or with the ends of what is judged otherwise than before;
    /// and what is judged of them.
    pub(super) fn component(
        &self,
        pass: Pass,
        seeds: &BTreeSet<Id>,
        before: &[Judged],
        now: &[Judged],
    ) -> Result<Component, B::Error> {
        let gone: BTreeSet<(&Id, &Id)> = before.iter().map(|judged| (&judged.a, &judged.b)).collect();
        let mut fresh: HashMap<&Id, Vec<&Judged>> = HashMap::new();
        for judged in now {
            fresh.entry(&judged.a).or_default().push(judged);
            fresh.entry(&judged.b).or_default().push(judged);
        }
        let mut open: Vec<Id> = seeds.iter().cloned().collect();
        open.extend(before.iter().chain(now).flat_map(|judged| [judged.a.clone(), judged.b.clone()]));
        let mut items: BTreeSet<Id> = BTreeSet::new();
        let mut raw: BTreeMap<(Id, Id), Judged> = BTreeMap::new();
        while let Some(item) = open.pop() {
            if !items.insert(item.clone()) {
                continue;
            }
            let mut all = self.base.judged(pass, &item)?;
            all.retain(|judged| !gone.contains(&(&judged.a, &judged.b)));
            all.extend(fresh.get(&item).into_iter().flatten().map(|judged| (*judged).clone()));
            for judged in all {
                open.push(if judged.a == item { judged.b.clone() } else { judged.a.clone() });
                raw.insert((judged.a.clone(), judged.b.clone()), judged);
            }
        }
        Ok((items, raw))
    }
}

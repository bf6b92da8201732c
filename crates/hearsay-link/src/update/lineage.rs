//! Repetitions after a change.
//!
//! In: the documents whose words or readings changed. Out: the links of repetition between documents, as they were and as
//! they are. Invariants: families, and what two took from a third, are settled again for all that is tied with what changed by copies of a
//! whole; whether a direction lies on a circle hangs on all arrows, which the index keeps without their links, so that of links that only share
//! quotations those alone are read that changed.
//!
//! Example: a copy of one of a hundred pages settles these hundred, and no others, whatever quotations they share with thousands.

use super::meetings::{Meetings, Swap, in_order};
use super::{Base, Ends, Running, laid_out, pair};
use crate::Linker;
use crate::circles::{Arrow, on_circles};
use crate::corrections::Pairs;
use crate::index::{Judged, Pass, ordered};
use crate::lineage::{Lineage, Telling, arrow, families, from_a_third, giver_key, open};
use crate::weights::Weights;
use hearsay_record::{GroupKind, Id, Link, LinkKind};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

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
                plan.pairs.push(pair(one, other));
            }
            let judged = self.base.judged(pass, one)?.into_iter();
            before.extend(judged.filter(|judged| judged.a == *other || judged.b == *other));
        }
        plan.pairs = in_order(plan.pairs);
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
        // What is tied by copies of a whole is settled together.
        let seeds = changed.union(compared).cloned().collect();
        let is_whole = |one: &Judged| one.link.as_ref().is_some_and(|link| link.kind.is_whole_copy());
        let (family, raw) = self.component(pass, &seeds, &before, &judged, &is_whole)?;
        let mut links: Vec<Link> = raw.into_values().filter_map(|one| one.link).map(|link| *link).collect();
        from_a_third(&mut links);
        let decided = Pairs::of_documents(self.corrections);
        let (groups, notes) = families(&family.iter().collect::<Vec<_>>(), &links, &decided);
        if !notes.is_empty() {
            return Ok(None);
        }
        let ends = |link: &Link| (link.members[0].clone(), link.members[1].clone());
        let others = judged.iter().filter(|one| !is_whole(one)).filter_map(|one| one.link.as_deref().cloned());
        let mut told: BTreeMap<Ends, Link> = links.into_iter().chain(others).map(|link| (ends(&link), link)).collect();
        let mut asked: BTreeSet<Ends> = before.iter().map(|one| (one.a.clone(), one.b.clone())).collect();
        asked.extend(told.keys().cloned());
        self.replace_judged(before, judged);
        self.open_circles(&mut told, &mut asked)?;

        let kinds: Vec<LinkKind> = LinkKind::ALL.into_iter().filter(|kind| kind.is_copy()).collect();
        let links_then = self.base.links_beyond(&firsts(&asked), &kinds, &|one, other| asked.contains(&pair(one, other)))?;
        let mut copies = Copies::new();
        for link in &links_then {
            copies.entry(ends(link)).or_default()[0] = Some(link.clone());
        }
        for (ends, link) in &told {
            copies.entry(ends.clone()).or_default()[1] = Some(link.clone());
        }
        copies.retain(|_, [then, now]| then != now);
        self.links.replace(links_then, told.into_values());
        let then = self.groups_then(GroupKind::Lineage, family.iter().cloned())?;
        self.replace_groups(then, groups);
        Ok(Some(copies))
    }

    /// Opens those of the links that are told of the pairs that were asked about that lie on a circle now; and adds to both what lay on one or
    /// does now elsewhere.
    fn open_circles(&mut self, told: &mut BTreeMap<Ends, Link>, asked: &mut BTreeSet<Ends>) -> Result<(), B::Error> {
        // Where nobody repeats anybody otherwise than before, no arrow changed: all of a large case need not be read for it.
        if asked.is_empty() {
            return Ok(());
        }
        let arrow_of = |(one, other): &Ends, link: &Link| arrow((one.clone(), other.clone()), link.direction);
        let then: BTreeMap<Id, Vec<u64>> = self.base.each_keys(Pass::Taken)?.into_iter().collect();
        let mut now: BTreeMap<Id, Vec<u64>> = BTreeMap::new();
        for (one, other) in asked.iter() {
            for (giver, taker) in [(one, other), (other, one)] {
                let givers = now.entry(taker.clone()).or_insert_with(|| then.get(taker).cloned().unwrap_or_default());
                givers.retain(|key| *key != giver_key(giver));
            }
        }
        for (giver, taker) in told.iter().filter_map(|(ends, link)| arrow_of(ends, link)) {
            now.entry(taker).or_default().push(giver_key(&giver));
        }
        now.values_mut().for_each(|givers| *givers = ordered(std::mem::take(givers)));
        let touched_then: BTreeMap<Id, Vec<u64>> =
            now.keys().filter_map(|taker| Some((taker.clone(), then.get(taker)?.clone()))).collect();
        let touched_now: BTreeMap<Id, Vec<u64>> =
            now.iter().filter(|(_, givers)| !givers.is_empty()).map(|(taker, givers)| (taker.clone(), givers.clone())).collect();
        self.replace_keys(Pass::Taken, &touched_then, &touched_now);

        let as_now = then.iter().filter(|(taker, _)| !now.contains_key(*taker)).chain(&now);
        let (circles_then, circles_now) = (on_circles_by_keys(then.iter()), on_circles_by_keys(as_now));
        let mut changed = circles_then.symmetric_difference(&circles_now).peekable();
        // Who gives on a circle takes there, too.
        let takers = changed.peek().map(|_| then.keys().chain(now.keys()).map(|document| (giver_key(document), document)));
        let takers: HashMap<u64, &Id> = takers.into_iter().flatten().collect();
        for (giver, taker) in changed {
            let (Some(giver), Some(taker)) = (takers.get(giver), takers.get(taker)) else { continue };
            let ends = pair(giver, taker);
            if asked.insert(ends.clone()) {
                let mut judged = self.base.judged(Pass::Lineage, taker)?;
                judged.retain(|one| one.a == ends.0 && one.b == ends.1);
                told.extend(judged.into_iter().filter_map(|one| Some((ends.clone(), *one.link?))));
            }
        }
        for (ends, link) in told.iter_mut() {
            let is_on_one = |(giver, taker): (Id, Id)| circles_now.contains(&(giver_key(&giver), giver_key(&taker)));
            if arrow_of(ends, link).is_some_and(is_on_one) {
                open(link);
            }
        }
        Ok(())
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

    /// All that is tied, by what is judged now, with these items or with the ends of what is judged otherwise than before;
    /// and what is judged of them. Not all that is judged ties.
    pub(super) fn component(
        &self,
        pass: Pass,
        seeds: &BTreeSet<Id>,
        before: &[Judged],
        now: &[Judged],
        is_tied: &dyn Fn(&Judged) -> bool,
    ) -> Result<Component, B::Error> {
        let gone: BTreeSet<(&Id, &Id)> = before.iter().map(|judged| (&judged.a, &judged.b)).collect();
        let mut fresh: HashMap<&Id, Vec<&Judged>> = HashMap::new();
        for judged in now.iter().filter(|judged| is_tied(judged)) {
            fresh.entry(&judged.a).or_default().push(judged);
            fresh.entry(&judged.b).or_default().push(judged);
        }
        let mut open: Vec<Id> = seeds.iter().cloned().collect();
        let tied = before.iter().chain(now).filter(|judged| is_tied(judged));
        open.extend(tied.flat_map(|judged| [judged.a.clone(), judged.b.clone()]));
        let mut items: BTreeSet<Id> = BTreeSet::new();
        let mut raw: BTreeMap<(Id, Id), Judged> = BTreeMap::new();
        while let Some(item) = open.pop() {
            if !items.insert(item.clone()) {
                continue;
            }
            let mut all = self.base.judged(pass, &item)?;
            all.retain(|judged| is_tied(judged) && !gone.contains(&(&judged.a, &judged.b)));
            all.extend(fresh.get(&item).into_iter().flatten().map(|judged| (*judged).clone()));
            for judged in all {
                open.push(if judged.a == item { judged.b.clone() } else { judged.a.clone() });
                raw.insert((judged.a.clone(), judged.b.clone()), judged);
            }
        }
        Ok((items, raw))
    }
}

/// Those that stand first in pairs, in order.
pub(super) fn firsts<'e>(pairs: impl IntoIterator<Item = &'e Ends>) -> Vec<&'e Id> {
    let mut firsts: Vec<&Id> = pairs.into_iter().map(|ends| &ends.0).collect();
    firsts.dedup();
    firsts
}

/// Which of the arrows, given by who took and the keys of who gave, lie on circles: the keys of who gives and who takes.
fn on_circles_by_keys<'k>(taken: impl Iterator<Item = (&'k Id, &'k Vec<u64>)>) -> HashSet<(u64, u64)> {
    let mut numbers: HashMap<u64, u32> = HashMap::new();
    let mut keys: Vec<u64> = Vec::new();
    let mut number = |key: u64| {
        *numbers.entry(key).or_insert_with(|| {
            keys.push(key);
            u32::try_from(keys.len() - 1).unwrap_or(u32::MAX)
        })
    };
    let mut arrows: Vec<Arrow> = Vec::new();
    for (taker, givers) in taken {
        let taker = number(giver_key(taker));
        arrows.extend(givers.iter().map(|giver| (number(*giver), taker)));
    }
    let left = on_circles(keys.len(), &arrows);
    let left = arrows.iter().zip(left).filter(|(_, left)| *left).map(|(arrow, _)| arrow);
    left.map(|(giver, taker)| (keys[*giver as usize], keys[*taker as usize])).collect()
}

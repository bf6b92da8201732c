//! Stories after a change.
//!
//! In: the documents whose words changed, and the repetitions that did. Out: the stories of the families that they are in.
//! Invariant: a family is cut as a whole; a story is counted again if a repetition within it changed.
//!
//! Example: one more report of a flood cuts the family of that flood again.

use super::lineage::Copies;
use super::meetings::Meetings;
use super::{Base, Running, laid_out};
use crate::index::{Judged, Pass, ordered};
use crate::stories::{Report, Stories};
use crate::weights::Weights;
use crate::{Linker, tellings};
use hearsay_record::{GroupKind, Id, Link, LinkKind};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

impl<B: Base> Running<'_, B> {
    /// No, where a family must be cut for its size.
    pub(super) fn stories(&mut self, changed: &BTreeSet<Id>, copies: &Copies) -> Result<bool, B::Error> {
        let pass = Pass::Stories;
        let (then, meetings) = {
            let read = self.documents(changed)?;
            let sheets = self.sheets(&read)?;
            let profiles = Weights::en().profiles(&sheets);
            let linker = Stories::new(&sheets, Weights::en(), &profiles);
            let now: BTreeMap<Id, Vec<u64>> =
                linker.items().iter().map(|item| (item.id().clone(), ordered(linker.keys(item)))).filter(|item| !item.1.is_empty()).collect();
            let then = self.keys_then(pass, changed.iter())?;
            (then.clone(), Meetings::new(self.base, pass, then, now))
        };
        let plan = meetings.plan()?;
        self.replace_keys(pass, &then, meetings.now());
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
        let judged: Vec<Judged> = {
            let met: BTreeSet<Id> = plan.pairs.iter().flat_map(|(a, b)| [a.clone(), b.clone()]).collect();
            let read = self.documents(&met)?;
            let sheets = self.sheets(&read)?;
            let profiles = Weights::en().profiles(&sheets);
            let linker = Stories::new(&sheets, Weights::en(), &profiles);
            let items = linker.items();
            let item_of: HashMap<&Id, &Report<'_>> = items.iter().map(|item| (item.id(), item)).collect();
            let judge = |(a, b): &(Id, Id)| {
                linker.judge(item_of.get(a)?, item_of.get(b)?)?;
                Some(Judged { pass, a: a.clone(), b: b.clone(), link: None })
            };
            plan.pairs.par_iter().filter_map(judge).collect()
        };
        let mut seeds = changed.clone();
        let is_whole = |link: &Option<Link>| link.as_ref().is_some_and(|link| link.kind.is_whole_copy());
        let recounted = copies.iter().filter(|(_, [then, now])| is_whole(then) || is_whole(now));
        seeds.extend(recounted.flat_map(|((a, b), _)| [a.clone(), b.clone()]));
        let (family, raw) = self.component(pass, &seeds, &before, &judged)?;
        self.replace_judged(before, judged);
        let read = self.documents(&family)?;
        let sheets = self.sheets(&read)?;
        let (profiles, credits) = laid_out(&sheets);
        let linker = Stories::new(&sheets, Weights::en(), &profiles);
        let mut gathered = linker.settle(&linker.items(), raw.into_keys().map(|(a, b)| [a, b]));
        if !gathered.notes.is_empty() {
            return Ok(false);
        }
        let members: BTreeSet<Id> = gathered.groups.iter().flat_map(|group| group.members.iter().cloned()).collect();
        let links = self.copies_between(&members, &members)?;
        tellings::count(&mut gathered.groups, &links, &sheets, &credits);
        let mut links_then: BTreeMap<Id, Link> = BTreeMap::new();
        for id in &family {
            let links = self.base.links(id)?.into_iter().filter(|link| link.kind == LinkKind::SameEvent);
            links_then.extend(links.map(|link| (link.id.clone(), link)));
        }
        self.links.replace(links_then.into_values(), gathered.links);
        let then = self.groups_then(GroupKind::Story, family.iter().cloned())?;
        self.replace_groups(then, gathered.groups);
        Ok(true)
    }
}

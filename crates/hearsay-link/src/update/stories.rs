//! Stories after a change.
//!
//! In: the documents whose words changed, and the repetitions that did. Out: the stories of the families that they are in
//! or were in. Invariant: a family is cut as a whole, by as much of its documents as the index keeps; only a story that
//! changed is laid out. A family is all that is linked, or, where that is too much, by stronger links alone: so a document
//! may part a family, and all that were in it are looked at.
//!
//! Example: one more report of a flood cuts the family of that flood again.

use super::lineage::Copies;
use super::meetings::Meetings;
use super::{Base, Running, laid_out};
use crate::index::{Judged, Outlined, Pass, ordered};
use crate::sheet::Sheet;
use crate::stories::{Edge, LADDER, LARGEST, Outline, Report, Stories, group, likeness, same_event, tell_families};
use crate::weights::Weights;
use crate::{Linker, tellings};
use hearsay_record::{Group, GroupKind, Id, Link, LinkKind};
use rayon::prelude::*;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

/// Reports and how alike they are.
type Alike = Rc<Vec<(Id, f32)>>;

/// Who is like whom, then and now.
struct Near<'b, B> {
    base: &'b B,
    gone: HashSet<(Id, Id)>,
    fresh: HashMap<Id, Vec<(Id, f32)>>,
    known: RefCell<HashMap<Id, [Alike; 2]>>,
}

impl<B: Base> Near<'_, B> {
    /// Those like this one, as it was and as it is.
    fn of(&self, id: &Id) -> Result<[Alike; 2], B::Error> {
        if let Some(known) = self.known.borrow().get(id) {
            return Ok(known.clone());
        }
        let judged = self.base.judged(Pass::Stories, id)?;
        let other = |one: &Judged| (if one.a == *id { one.b.clone() } else { one.a.clone() }, one.likeness);
        let then: Vec<(Id, f32)> = judged.iter().map(other).collect();
        let stays = |one: &&Judged| !self.gone.contains(&(one.a.clone(), one.b.clone()));
        let mut now: Vec<(Id, f32)> = judged.iter().filter(stays).map(other).collect();
        now.extend(self.fresh.get(id).into_iter().flatten().cloned());
        let found = [Rc::new(then), Rc::new(now)];
        self.known.borrow_mut().insert(id.clone(), found.clone());
        Ok(found)
    }

    /// The family of a report, then (0) or now (1).
    fn family(&self, id: &Id, when: usize) -> Result<BTreeSet<Id>, B::Error> {
        'levels: for level in LADDER {
            let is_strongest = LADDER.last() == Some(&level);
            let mut family: BTreeSet<Id> = BTreeSet::from([id.clone()]);
            let mut open = vec![id.clone()];
            while let Some(one) = open.pop() {
                for (other, alike) in self.of(&one)?[when].iter() {
                    if *alike >= level && family.insert(other.clone()) {
                        if family.len() > LARGEST && !is_strongest {
                            continue 'levels;
                        }
                        open.push(other.clone());
                    }
                }
            }
            return Ok(family);
        }
        Ok(BTreeSet::from([id.clone()]))
    }
}

impl<B: Base> Running<'_, B> {
    /// After a change of documents, of which the words of some are new.
    pub(super) fn stories(&mut self, changed: &BTreeSet<Id>, reworded: &BTreeSet<Id>, copies: &Copies) -> Result<(), B::Error> {
        let (base, pass) = (self.base, Pass::Stories);
        let (then, meetings, fresh) = {
            let read = self.documents(changed)?;
            let sheets = self.sheets(&read)?;
            let profiles = Weights::en().profiles(&sheets);
            let linker = Stories::new(&sheets, Weights::en(), &profiles);
            let items = linker.items();
            let keyed = items.iter().map(|item| (item.id().clone(), ordered(linker.keys(item))));
            let now: BTreeMap<Id, Vec<u64>> = keyed.filter(|item| !item.1.is_empty()).collect();
            let fresh: BTreeMap<Id, Outlined> =
                items.iter().map(|item| (item.id().clone(), Outlined::of(&item.outline()))).collect();
            let then = self.keys_then(pass, changed.iter())?;
            (then.clone(), Meetings::new(base, pass, then, now), fresh)
        };
        let plan = meetings.plan()?;
        self.replace_keys(pass, &then, meetings.now());
        let mut before: Vec<Judged> = Vec::new();
        for id in changed {
            before.extend(base.judged(pass, id)?);
        }
        for id in &plan.demoted {
            let judged = base.judged(pass, id)?;
            let others = judged.iter().map(|one| if one.a == *id { one.b.clone() } else { one.a.clone() }).collect();
            let parted = meetings.parted(id, others)?;
            before.extend(judged.into_iter().filter(|one| parted.contains(&one.a) || parted.contains(&one.b)));
        }
        let mut outlined: HashMap<Id, Outlined> = fresh.iter().map(|(id, one)| (id.clone(), one.clone())).collect();
        let load = |outlined: &mut HashMap<Id, Outlined>, ids: &mut dyn Iterator<Item = &Id>| -> Result<(), B::Error> {
            for id in ids {
                if !outlined.contains_key(id)
                    && let Some(one) = base.outlined(id)?
                {
                    outlined.insert(id.clone(), one);
                }
            }
            Ok(())
        };
        load(&mut outlined, &mut plan.pairs.iter().flat_map(|(a, b)| [a, b]))?;
        let judge = |(a, b): &(Id, Id)| {
            let alike = likeness(&outlined.get(a)?.outline(), &outlined.get(b)?.outline());
            (alike >= LADDER[0]).then(|| Judged { pass, a: a.clone(), b: b.clone(), link: None, likeness: alike })
        };
        let judged: Vec<Judged> = plan.pairs.par_iter().filter_map(judge).collect();

        // The families that were and are.
        let otherwise: HashSet<(Id, Id)> = {
            let named = |one: &Judged| (one.a.clone(), one.b.clone());
            let was: HashMap<(Id, Id), f32> = before.iter().map(|one| (named(one), one.likeness)).collect();
            let is: HashMap<(Id, Id), f32> = judged.iter().map(|one| (named(one), one.likeness)).collect();
            let gone = was.iter().filter(|(ends, alike)| is.get(*ends) != Some(*alike)).map(|(ends, _)| ends.clone());
            let come = is.iter().filter(|(ends, alike)| was.get(*ends) != Some(*alike)).map(|(ends, _)| ends.clone());
            gone.chain(come).collect()
        };
        let mut near_fresh: HashMap<Id, Vec<(Id, f32)>> = HashMap::new();
        for one in &judged {
            near_fresh.entry(one.a.clone()).or_default().push((one.b.clone(), one.likeness));
            near_fresh.entry(one.b.clone()).or_default().push((one.a.clone(), one.likeness));
        }
        // What is judged now of a pair stands for what was.
        let gone = before.iter().chain(&judged).map(|one| (one.a.clone(), one.b.clone())).collect();
        let near = Near { base, gone, fresh: near_fresh, known: RefCell::default() };
        let is_whole = |link: &Option<Link>| link.as_ref().is_some_and(|link| link.kind.is_whole_copy());
        let recounted: Vec<&(Id, Id)> =
            copies.iter().filter(|(_, [then, now])| is_whole(then) || is_whole(now)).map(|(ends, _)| ends).collect();
        if otherwise.is_empty() && reworded.is_empty() {
            // The same stories, held together by the same links; what they come down to may be otherwise.
            let of_copies = recounted.iter().flat_map(|(a, b)| [a, b]);
            let members: BTreeSet<Id> = of_copies.chain(changed).cloned().collect();
            return self.recount(&members, recounted.is_empty());
        }
        let ends = otherwise.iter().chain(recounted.iter().copied()).flat_map(|(a, b)| [a, b]);
        let seeds: BTreeSet<&Id> = changed.iter().chain(ends).collect();
        let mut looked_at: BTreeSet<Id> = seeds.iter().map(|id| (*id).clone()).collect();
        let mut known: HashSet<Id> = HashSet::new();
        for id in seeds {
            if !known.contains(id) {
                let family = near.family(id, 0)?;
                known.extend(family.iter().cloned());
                looked_at.extend(family);
            }
        }
        let mut family_of: HashMap<Id, usize> = HashMap::new();
        let mut families: Vec<BTreeSet<Id>> = Vec::new();
        while let Some(id) = looked_at.pop_first() {
            if family_of.contains_key(&id) {
                continue;
            }
            let family = near.family(&id, 1)?;
            for member in &family {
                family_of.insert(member.clone(), families.len());
                looked_at.insert(member.clone());
            }
            families.push(family);
        }

        // Their stories.
        let members: BTreeSet<&Id> = families.iter().flatten().collect();
        load(&mut outlined, &mut members.iter().copied())?;
        let outlines: Vec<Outline<'_>> = members.iter().filter_map(|id| outlined.get(*id)).map(Outlined::outline).collect();
        let at: HashMap<&Id, usize> = outlines.iter().enumerate().map(|(at, outline)| (outline.id, at)).collect();
        let mut edges: Vec<Edge> = Vec::new();
        for (id, &one) in &at {
            for (other, alike) in near.of(id)?[1].iter().filter(|(other, _)| *id < other) {
                if let Some(&other_at) = at.get(other)
                    && family_of.get(*id) == family_of.get(other)
                {
                    edges.push((*alike, one, other_at, Link::id_of(LinkKind::SameEvent, id, other)));
                }
            }
        }
        let numbered = families.iter().map(|family| family.iter().filter_map(|id| at.get(id).copied()).collect()).collect();
        let told = tell_families(&outlines, edges, numbered, Weights::en());
        let groups_then = self.groups_then(GroupKind::Story, members.iter().map(|id| (*id).clone()))?;
        let mut now: Vec<Group> = Vec::new();
        let mut changed_stories: Vec<Group> = Vec::new();
        for story in &told.stories {
            let story = group(story.iter().map(|&member| outlines[member].id.clone()).collect());
            let both = |(a, b): &(Id, Id)| story.members.binary_search(a).is_ok() && story.members.binary_search(b).is_ok();
            let is_same = groups_then.get(&story.id).filter(|then| then.members == story.members).filter(|_| {
                !story.members.iter().any(|member| changed.contains(member))
                    && !otherwise.iter().any(both)
                    && !recounted.iter().any(|ends| both(ends))
            });
            match is_same {
                Some(then) => now.push(then.clone()),
                None => changed_stories.push(story),
            }
        }
        let stays: HashSet<&Id> = now.iter().map(|group| &group.id).collect();
        let parts = groups_then.values().filter(|group| !stays.contains(&group.id)).chain(&changed_stories);
        let relaid: BTreeSet<Id> = parts.flat_map(|group| group.members.iter().cloned()).collect();
        let in_changed: BTreeSet<Id> = changed_stories.iter().flat_map(|group| group.members.iter().cloned()).collect();
        let read = self.documents(&in_changed)?;
        let sheets = self.sheets(&read)?;
        let (profiles, credits) = laid_out(&sheets);
        let linker = Stories::new(&sheets, Weights::en(), &profiles);
        let items = linker.items();
        let item_of: HashMap<&Id, &Report<'_>> = items.iter().map(|item| (item.id(), item)).collect();
        let pairs = told.kept.iter().map(|&(a, b)| (outlines[a].id, outlines[b].id));
        let links: Vec<Link> = pairs.filter_map(|(a, b)| Some(same_event(item_of.get(a)?, item_of.get(b)?))).collect();
        let copies = self.copies_between(&in_changed)?;
        tellings::count(&mut changed_stories, &copies, &sheets, &credits);
        now.extend(changed_stories);
        let mut links_then: BTreeMap<Id, Link> = BTreeMap::new();
        for id in &relaid {
            let links = base.links(id)?.into_iter().filter(|link| link.kind == LinkKind::SameEvent);
            links_then.extend(links.map(|link| (link.id.clone(), link)));
        }
        self.links.replace(links_then.into_values(), links);
        self.replace_groups(groups_then, now);
        self.replace_judged(before, judged);
        for one in fresh.into_values() {
            if base.outlined(&one.document)?.as_ref() != Some(&one) {
                self.made.outlined.push(one);
            }
        }
        Ok(())
    }

    /// Counts the origins of the stories of these documents again. If no repetition changed, what a document credits matters
    /// only where it says neither its outlet nor its day.
    fn recount(&mut self, documents: &BTreeSet<Id>, copies_are_same: bool) -> Result<(), B::Error> {
        let mut wanted: Vec<Id> = Vec::new();
        for (document, _) in self.base.named(&documents.iter().cloned().collect::<Vec<_>>())? {
            let sheet = Sheet::bare(&document, None);
            if !copies_are_same || sheet.moment.is_none() && sheet.outlet.is_none() {
                wanted.push(document.id.clone());
            }
        }
        let then = self.groups_then(GroupKind::Story, wanted)?;
        let mut now: Vec<Group> = then.values().cloned().collect();
        let members: BTreeSet<Id> = now.iter().flat_map(|story| story.members.iter().cloned()).collect();
        let read = self.documents(&members)?;
        let sheets = self.sheets(&read)?;
        let (_, credits) = laid_out(&sheets);
        let copies = self.copies_between(&members)?;
        tellings::count(&mut now, &copies, &sheets, &credits);
        self.replace_groups(then, now);
        Ok(())
    }
}

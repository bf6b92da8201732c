//! Entities after a change.
//!
//! In: the touched documents, those that persons decided on, and all corrections. Out: who speaks now for the chains of what
//! was settled again, and who is called otherwise than before. Invariant: a node is made of all its chains, so that a
//! chain that comes or goes makes it anew; what is linked with it is settled again as a whole.
//!
//! Example: a new article that names `Ada Holm` makes her node anew, and settles again who `Mayor Holm` elsewhere is.

use super::meetings::Meetings;
use super::{Base, Read, Running};
use crate::Linker;
use crate::claim_keys::accused_key;
use crate::corrections::{self, Decisions};
use crate::entities::{Entities, Node, chains_of, form_key};
use crate::index::{Judged, Pass, ordered};
use crate::sheet::Sheet;
use crate::speakers::Speaker;
use hearsay_record::{Anchor, Chain, CorrectionKind, Entity, Group, GroupKind, Id, IdKind, LinkKind, Note, Reading};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A chain, and which entity held it before and which holds it now.
type Whose<'i> = (&'i Id, [Option<usize>; 2]);

/// Who speaks now, where it was settled again.
pub(super) struct People {
    /// Every entity that was made anew.
    pub(super) entities: Vec<Entity>,
    /// Documents of which all statements are to be looked at: somebody in them is of another kind than before.
    pub(super) documents: BTreeSet<Id>,
    /// Documents of which some may be: who is accused or answers in them is one with another, or is so no more.
    pub(super) beside: BTreeSet<Id>,
    /// Chains that are another speaker than before, or one who is called otherwise, in all other documents.
    pub(super) changed: Vec<Changed>,
    /// In which documents the chains stand that were settled again.
    pub(super) document_of: HashMap<Id, Id>,
}

/// Chains of one entity that are chains of another now, or of one that is called otherwise.
pub(super) struct Changed {
    pub(super) then: Entity,
    pub(super) now: Entity,
    pub(super) chains: Vec<Id>,
}

/// A person's word on two chains: its kind, the two, and the correction's place.
type SaidOf = (CorrectionKind, Id, Id, usize);

/// Documents with their chains, loaded as they are needed.
#[derive(Default)]
struct Shelf {
    read: BTreeMap<Id, Read>,
}

impl Shelf {
    fn load<B: Base>(&mut self, base: &B, ids: impl IntoIterator<Item = Id>) -> Result<(), B::Error> {
        let missing: BTreeSet<Id> = ids.into_iter().filter(|id| !self.read.contains_key(id)).collect();
        for read in base.named(&missing.into_iter().collect::<Vec<_>>())? {
            self.read.insert(read.0.id.clone(), read);
        }
        Ok(())
    }

    fn sheets(&self) -> Vec<Sheet<'_>> {
        let all: Vec<&Read> = self.read.values().collect();
        all.par_iter().map(|(document, reading)| Sheet::bare(document, reading.as_ref())).collect()
    }
}

/// What nodes the chains are in, now and then.
struct Nodes<'b, B> {
    base: &'b B,
    /// Chains of touched documents, as they were.
    gone: HashSet<Id>,
    /// Chains of touched documents, as they are, by the key of their form.
    fresh: BTreeMap<u64, BTreeSet<Id>>,
    /// The key of each of them, and its document.
    fresh_chains: BTreeMap<Id, (Option<u64>, Id)>,
}

impl<B: Base> Nodes<'_, B> {
    fn key(&self, chain: &Id) -> Result<Option<u64>, B::Error> {
        match self.fresh_chains.get(chain) {
            Some((key, _)) => Ok(*key),
            None => Ok(self.base.keys(Pass::Names, chain)?.first().copied()),
        }
    }

    fn of_form(&self, key: u64) -> Result<Vec<Id>, B::Error> {
        let mut found = self.base.holders(Pass::Names, key, usize::MAX)?;
        found.retain(|chain| !self.gone.contains(chain));
        found.extend(self.fresh.get(&key).into_iter().flatten().cloned());
        found.sort_unstable();
        Ok(found)
    }

    /// The chains of the node of this chain, in order.
    fn chains(&self, chain: &Id) -> Result<Vec<Id>, B::Error> {
        match self.key(chain)? {
            Some(key) => self.of_form(key),
            None => Ok(vec![chain.clone()]),
        }
    }

    fn document(&self, chain: &Id) -> Result<Option<Id>, B::Error> {
        match self.fresh_chains.get(chain) {
            Some((_, document)) => Ok(Some(document.clone())),
            None => self.base.document_of(chain),
        }
    }

    fn load(&self, shelf: &mut Shelf, chains: impl IntoIterator<Item = Id>) -> Result<(), B::Error> {
        let mut documents: Vec<Id> = Vec::new();
        for chain in chains {
            documents.extend(self.document(&chain)?);
        }
        shelf.load(self.base, documents)
    }
}

impl<B: Base> Running<'_, B> {
    /// After another reading of the touched documents, with those that are bound with them, and after a person's word on
    /// chains at some places.
    /// Nothing, where an entity must be cut.
    pub(super) fn entities(
        &mut self,
        touched: &BTreeSet<Id>,
        bound_with: &BTreeSet<Id>,
        decided: &[&Anchor],
    ) -> Result<Option<People>, B::Error> {
        let base = self.base;
        let pass = Pass::Entities;
        let mut shelf = Shelf::default();
        shelf.load(base, touched.iter().cloned())?;

        // The chains that go and come, and the nodes that they change.
        let mut nodes = Nodes { base, gone: HashSet::new(), fresh: BTreeMap::new(), fresh_chains: BTreeMap::new() };
        let mut names_then: BTreeMap<Id, Vec<u64>> = BTreeMap::new();
        for document in touched {
            for chain in base.held(document)?.map(|held| held.chains).unwrap_or_default() {
                names_then.insert(chain.clone(), base.keys(Pass::Names, &chain)?);
                nodes.gone.insert(chain);
            }
        }
        for (document, reading) in shelf.read.values() {
            for chain in reading.iter().flat_map(chains_of) {
                let key = form_key(chain);
                if let Some(key) = key {
                    nodes.fresh.entry(key).or_default().insert(chain.id.clone());
                }
                nodes.fresh_chains.insert(chain.id.clone(), (key, document.id.clone()));
            }
        }
        let names_now: BTreeMap<Id, Vec<u64>> =
            nodes.fresh_chains.iter().filter_map(|(chain, (key, _))| Some((chain.clone(), vec![(*key)?]))).collect();
        let named: BTreeMap<Id, Vec<u64>> =
            names_then.iter().filter(|(_, keys)| !keys.is_empty()).map(|(c, k)| (c.clone(), k.clone())).collect();
        self.replace_keys(Pass::Names, &named, &names_now);
        let forms: BTreeSet<u64> = names_then.values().flatten().copied().chain(nodes.fresh.keys().copied()).collect();
        let mut nodes_then: BTreeSet<Id> =
            names_then.iter().filter(|(_, keys)| keys.is_empty()).map(|(chain, _)| chain.clone()).collect();
        let mut nodes_now: BTreeMap<Id, Vec<Id>> = nodes
            .fresh_chains
            .iter()
            .filter(|(_, (key, _))| key.is_none())
            .map(|(chain, _)| (chain.clone(), vec![chain.clone()]))
            .collect();
        for form in forms {
            nodes_then.extend(base.holders(Pass::Names, form, 1)?);
            let chains = nodes.of_form(form)?;
            if let Some(first) = chains.first() {
                nodes_now.insert(first.clone(), chains);
            }
        }

        // Whom they meet.
        let keys_then = self.keys_then(pass, nodes_then.iter())?;
        nodes.load(&mut shelf, nodes_now.values().flatten().cloned())?;
        let keys_now = {
            let sheets = shelf.sheets();
            let linker = Entities::new(&sheets).only(&nodes_now.values().flatten().cloned().collect());
            let keys: BTreeMap<Id, Vec<u64>> = linker
                .items()
                .par_iter()
                .map(|node| (linker.id_of(node).clone(), ordered(linker.keys(node))))
                .filter(|node| !node.1.is_empty())
                .collect();
            keys
        };
        self.replace_keys(pass, &keys_then, &keys_now);
        let meetings = Meetings::new(base, pass, keys_then, keys_now);
        let plan = meetings.plan()?;
        let mut before: Vec<Judged> = Vec::new();
        for node in nodes_then.iter().chain(nodes_now.keys()).collect::<BTreeSet<_>>() {
            before.extend(base.judged(pass, node)?);
        }
        for node in &plan.demoted {
            let judged = base.judged(pass, node)?;
            let others = judged.iter().map(|one| if one.a == *node { one.b.clone() } else { one.a.clone() }).collect();
            let parted = meetings.parted(node, others)?;
            before.extend(judged.into_iter().filter(|one| parted.contains(&one.a) || parted.contains(&one.b)));
        }
        let mut wanted: HashSet<Id> = HashSet::new();
        for node in plan.pairs.iter().flat_map(|(a, b)| [a, b]).collect::<BTreeSet<_>>() {
            wanted.extend(nodes.chains(node)?);
        }
        nodes.load(&mut shelf, wanted.iter().cloned())?;
        let judged: Vec<Judged> = {
            let sheets = shelf.sheets();
            let linker = Entities::new(&sheets).only(&wanted);
            let items = linker.items();
            let item_of: HashMap<&Id, &Node> = items.iter().map(|node| (linker.id_of(node), node)).collect();
            let judge = |(a, b): &(Id, Id)| {
                let link = linker.judge(item_of.get(a)?, item_of.get(b)?)?;
                Some(Judged { pass, a: a.clone(), b: b.clone(), link: Some(Box::new(link)), likeness: 0.0 })
            };
            plan.pairs.par_iter().filter_map(judge).collect()
        };

        // What persons said, on pairs of chains.
        let bound: Vec<&hearsay_record::Correction> = self.corrections.iter().filter(|one| one.kind.is_of_chains()).collect();
        let named_there = bound.iter().flat_map(|one| one.places()).map(|anchor| anchor.document.clone());
        let bound_documents: BTreeSet<Id> = named_there.collect();
        shelf.load(base, bound_documents.iter().chain(decided.iter().map(|anchor| &anchor.document)).cloned())?;
        let (said, orphaned) = self.said(&shelf, &bound_documents);

        // All that is linked with what changed, and settling it.
        let mut seeds: BTreeSet<Id> = nodes_now.keys().cloned().collect();
        let tied = bound.iter().flat_map(|one| one.places());
        let tied = tied.filter(|anchor| bound_with.contains(&anchor.document));
        for anchor in tied.chain(decided.iter().copied()) {
            let reading = shelf.read.get(&anchor.document);
            for chain in reading.iter().filter_map(|(_, reading)| reading.as_ref()).flat_map(chains_of) {
                if chain.mentions.iter().any(|mention| anchor.spans.iter().any(|span| mention.overlaps(span))) {
                    seeds.extend(nodes.chains(&chain.id)?.first().cloned());
                }
            }
        }
        let mut nodes_of_said: Vec<(Id, Id)> = Vec::new();
        for (_, one, other, _) in said.iter().filter(|one| one.0 != CorrectionKind::Split) {
            let node = |chain: &Id| Ok(nodes.chains(chain)?.first().cloned().unwrap_or_else(|| chain.clone()));
            nodes_of_said.push((node(one)?, node(other)?));
        }
        let touched_now = &nodes_now;
        let is_node =
            |id: &Id| -> Result<bool, B::Error> { Ok(touched_now.contains_key(id) || nodes.chains(id)?.first() == Some(id)) };
        let (items, raw) = loop {
            let (items, raw) = self.component(pass, &seeds, &before, &judged, &|_| true)?;
            let n_seeds = seeds.len();
            for (one, other) in &nodes_of_said {
                if items.contains(one) || items.contains(other) {
                    seeds.extend([one.clone(), other.clone()]);
                }
            }
            if seeds.len() == n_seeds {
                break (items, raw);
            }
        };
        self.replace_judged(before, judged);
        let mut settled: HashSet<Id> = HashSet::new();
        for node in &items {
            // Nodes that were, and are no more, have no chains of their own.
            let is_gone = nodes.gone.contains(node) && !nodes.fresh_chains.contains_key(node);
            if !is_gone && is_node(node)? {
                settled.extend(nodes.chains(node)?);
            }
        }
        // To settle it is enough to know these chains; whom they stand beside was asked when they were judged.
        let mut in_part: BTreeMap<Id, Vec<Id>> = BTreeMap::new();
        let mut document_of: HashMap<Id, Id> = HashMap::with_capacity(settled.len());
        for chain in settled.iter().collect::<BTreeSet<_>>() {
            let Some(document) = nodes.document(chain)? else { continue };
            if !shelf.read.contains_key(&document) {
                in_part.entry(document.clone()).or_default().push(chain.clone());
            }
            document_of.insert(chain.clone(), document);
        }
        for read in base.named_in_part(&in_part.into_iter().collect::<Vec<_>>())? {
            shelf.read.insert(read.0.id.clone(), read);
        }
        let (gathered, entities) = {
            let sheets = shelf.sheets();
            let linker = Entities::new(&sheets).only(&settled);
            let index: HashMap<&Id, usize> = linker.chains().iter().enumerate().map(|(at, chain)| (&chain.id, at)).collect();
            let mut decided = Decisions::default();
            for (kind, one, other, correction) in &said {
                let (Some(&one), Some(&other)) = (index.get(one), index.get(other)) else { continue };
                match kind {
                    CorrectionKind::Merge => decided.one.push((one, other, *correction)),
                    CorrectionKind::Dispute => decided.disputed.push((one, other, *correction)),
                    CorrectionKind::Split if one == other => decided.alone.push(one),
                    CorrectionKind::Undo => {}
                    _ => decided.apart.push((one, other)),
                }
            }
            let links = raw.into_values().filter_map(|judged| judged.link).map(|link| *link).collect();
            let (gathered, _) = linker.settle(&linker.items(), links, self.corrections, decided);
            let entities = linker.entities(&gathered);
            (gathered, entities)
        };
        if gathered.notes.iter().any(|note| note.code == "group-cut") {
            return Ok(None);
        }

        // What it changes.
        let all: BTreeSet<Id> = settled.iter().chain(&nodes.gone).cloned().collect();
        let mut entities_then: Vec<Entity> = Vec::new();
        let mut then_of: HashMap<Id, usize> = HashMap::new();
        for chain in &all {
            if !then_of.contains_key(chain)
                && let Some(entity) = base.entity(chain)?
            {
                then_of.extend(entity.members.iter().map(|member| (member.clone(), entities_then.len())));
                entities_then.push(entity);
            }
        }
        let (documents, changed, may_be) = called_otherwise(&entities_then, &then_of, &entities, &shelf, &self.before);
        let mut beside: BTreeSet<Id> = BTreeSet::new();
        for (document, chains) in may_be {
            for chain in chains {
                if !base.holders(Pass::Voices, accused_key(&chain), 1)?.is_empty() {
                    beside.insert(document);
                    break;
                }
            }
        }
        let mut then: BTreeMap<Id, Entity> = entities_then.into_iter().map(|entity| (entity.id.clone(), entity)).collect();
        // All that a link leads to is settled with it, or is no more.
        let links_then =
            base.links_beyond(&all.iter().collect::<Vec<_>>(), &[LinkKind::SameOne, LinkKind::DisputedOne], &|_, _| true)?;
        self.links.replace(links_then, gathered.links);
        let as_group = |id: &Id| id.renamed(IdKind::Entity);
        let mut groups_then: BTreeMap<Id, Group> = BTreeMap::new();
        for entity in then.values() {
            if let Some(first) = entity.members.first()
                && let Some(group) = base.group(GroupKind::Entity, first)?
            {
                groups_then.insert(as_group(&group.id), group);
            }
        }
        self.replace_groups(groups_then, gathered.groups);
        let several = |note: &Note| note.code == "several-bearers";
        let mut notes_then: Vec<Note> =
            base.notes_of("correction-orphaned")?.into_iter().filter(|note| note.document.is_some()).collect();
        let firsts: HashSet<(&Id, hearsay_record::CharSpan)> = shelf
            .read
            .values()
            .flat_map(|(document, reading)| reading.iter().flat_map(chains_of).map(move |chain| (&document.id, chain)))
            .filter(|(_, chain)| settled.contains(&chain.id))
            .filter_map(|(document, chain)| Some((document, *chain.mentions.first()?)))
            .collect();
        for document in shelf.read.keys() {
            let notes = base.notes(Some(document))?.into_iter().filter(several);
            notes_then.extend(
                notes.filter(|note| {
                    touched.contains(document) || note.span.is_some_and(|span| firsts.contains(&(document, span)))
                }),
            );
        }
        self.replace_notes(notes_then, gathered.notes.into_iter().filter(several).chain(orphaned));
        self.made.settled = entities.iter().map(|entity| entity.id.clone()).collect();
        for entity in &entities {
            if then.remove(&entity.id).is_none_or(|before| before != *entity) {
                self.made.entities.now.push(entity.clone());
            }
        }
        self.made.entities.gone.extend(then.into_keys());
        Ok(Some(People { entities, documents, beside, changed, document_of }))
    }

    /// What persons said of pairs of chains, in the order in which it is obeyed; and notes on what finds its place no more.
    fn said(&self, shelf: &Shelf, documents: &BTreeSet<Id>) -> (Vec<SaidOf>, Vec<Note>) {
        let of = |document: &Id| shelf.read.get(document).and_then(|(_, reading)| reading.as_ref());
        let mut chains: Vec<&Chain> = documents.iter().filter_map(of).flat_map(chains_of).collect();
        chains.sort_by(|one, other| one.id.cmp(&other.id));
        let decided = corrections::on_chains(self.corrections, &chains);
        let named = |kind: CorrectionKind, (one, other, at): (usize, usize, usize)| {
            (kind, chains[one].id.clone(), chains[other].id.clone(), at)
        };
        let mut said: Vec<SaidOf> = Vec::new();
        said.extend(decided.one.into_iter().map(|pair| named(CorrectionKind::Merge, pair)));
        said.extend(decided.disputed.into_iter().map(|pair| named(CorrectionKind::Dispute, pair)));
        said.extend(decided.apart.into_iter().map(|(one, other)| named(CorrectionKind::Split, (one, other, 0))));
        // One that stands alone is parted from itself here; two that stood alone together and do so no more are settled together.
        said.extend(decided.alone.into_iter().map(|one| named(CorrectionKind::Split, (one, one, 0))));
        said.extend(decided.freed.into_iter().map(|(one, other)| named(CorrectionKind::Undo, (one, other, 0))));
        (said, decided.notes)
    }
}

/// Documents to be looked at as a whole; elsewhere, who is called otherwise; and documents with chains that were one with
/// another of its chains and are so no more, or the other way round.
type CalledOtherwise = (BTreeSet<Id>, Vec<Changed>, Vec<(Id, BTreeSet<Id>)>);

/// What is otherwise about who is who.
fn called_otherwise(
    then: &[Entity],
    then_of: &HashMap<Id, usize>,
    now: &[Entity],
    shelf: &Shelf,
    known_before: &HashMap<Id, Reading>,
) -> CalledOtherwise {
    let then_called: Vec<(String, _)> = then
        .par_iter()
        .map(|entity| {
            let speaker = Speaker::new(entity);
            (speaker.voice(), speaker.standing())
        })
        .collect();
    let document_of: HashMap<&Id, &Id> = shelf
        .read
        .values()
        .flat_map(|(document, reading)| reading.iter().flat_map(chains_of).map(move |chain| (&chain.id, &document.id)))
        .collect();
    let now_of: HashMap<&Id, usize> =
        now.iter().enumerate().flat_map(|(at, entity)| entity.members.iter().map(move |member| (member, at))).collect();
    let mut documents: BTreeSet<Id> = BTreeSet::new();
    let mut changed: BTreeMap<(usize, usize), Vec<Id>> = BTreeMap::new();
    for (at, entity) in now.iter().enumerate() {
        let speaker = Speaker::new(entity);
        let (voice, standing) = (speaker.voice(), speaker.standing());
        for member in &entity.members {
            match then_of.get(member) {
                Some(&before) if then_called[before].0 == voice => {}
                Some(&before) if then_called[before].1 == standing => {
                    changed.entry((before, at)).or_default().push(member.clone());
                }
                // A chain that is new is told by what reads otherwise than before, where that is known.
                None if document_of.get(member).is_some_and(|id| known_before.contains_key(*id)) => {}
                _ => documents.extend(document_of.get(member).map(|id| (*id).clone())),
            }
        }
    }
    // Two chains of one document that were one and are two, or the other way round.
    let mut beside: BTreeMap<&Id, Vec<Whose<'_>>> = BTreeMap::new();
    let involved: BTreeSet<&Id> =
        changed.keys().flat_map(|(before, at)| then[*before].members.iter().chain(&now[*at].members)).collect();
    for chain in involved {
        if let Some(document) = document_of.get(chain) {
            let whose = [then_of.get(chain).copied(), now_of.get(chain).copied()];
            beside.entry(*document).or_default().push((chain, whose));
        }
    }
    let parted = |(document, chains): (&Id, Vec<Whose<'_>>)| {
        let differs = |one: [Option<usize>; 2], other: [Option<usize>; 2]| (one[0] == other[0]) != (one[1] == other[1]);
        let moved = chains.iter().filter(|one| chains.iter().any(|other| differs(one.1, other.1)));
        let moved: BTreeSet<Id> = moved.map(|(chain, _)| (*chain).clone()).collect();
        (!moved.is_empty()).then(|| (document.clone(), moved))
    };
    let beside = beside.into_iter().filter_map(parted).collect();
    let changed =
        changed.into_iter().map(|((before, at), chains)| Changed { then: then[before].clone(), now: now[at].clone(), chains });
    (documents, changed.collect(), beside)
}

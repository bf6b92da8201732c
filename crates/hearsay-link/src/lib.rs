//! Records to links and groups: what holds *between* documents.
//!
//! In: [`Material`]: the documents, readings and corrections of a case. Out: [`Linked`]: facts,
//! entities, links, groups and notes, each with its evidence. There is one machine, used four times:
//! a [`Linker`] says under which *keys* an item may meet others, *judges* two that met, and
//! *gathers* what is linked. Who has read one of the four files has read all.
//!
//! Invariant: the outcome is a function of the **set** of documents. Their order, how they were
//! split over calls of `add`, and the number of threads never show. Nothing here reads a file, a
//! clock or the environment, and nothing panics whatever the records hold.
//!
//! Example: `Mayor Ada Holm` in one document and `Ada Holm` in another become one entity by a
//! `same-one` link with the reason `same-full-name` and both places.

mod align;
mod asked;
mod bearers;
mod circles;
mod claim_keys;
mod claims;
mod clock;
mod compact;
mod components;
mod content;
mod corrections;
mod credits;
mod differences;
mod disputes;
mod edges;
mod entities;
mod errors;
mod events;
mod few;
mod found;
mod furniture;
mod gazetteer;
mod gist;
mod hash_list;
mod headlines;
mod index;
mod joining;
mod left_out;
mod likeness;
mod lineage;
mod meet;
mod moment;
mod mutations;
mod names;
mod noted;
mod numbers;
mod origins;
mod places;
mod quoting;
mod responsibility;
mod revisions;
mod rewriting;
mod sameness;
mod sayings;
mod sheet;
mod shingles;
mod speakers;
mod stems;
mod stories;
mod tellings;
#[cfg(test)]
mod tests;
mod update;
mod weights;
mod why;
mod wording;
mod wordlist;

pub use asked::as_asked;
pub use found::Found;
pub use index::{Held, Index, Judged, MADE_BY, Outlined, Pass};
pub use noted::WholeIndex;
#[doc(hidden)]
pub use sheet::bare_word;
pub use update::{Base, Read, Replaced, Touched, Update, Wanted, update};
pub use why::{Explained, Test, Trace, why};
pub use wording::Wording;

use compact::Compact;
use index::Noting;
use noted::{Laid, Noted};

use hearsay_record::{Authority, Correction, Document, Entity, Fact, Group, Link, Note, Reading};
use rayon::prelude::*;

/// Name of this linker in every [`Authority`].
pub const LINKER: &str = "hearsay-link";
/// Its version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What is linked. Readings are the effective ones: overruled attributions are left out.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The documents, in any order.
    pub documents: &'a [Document],
    /// Their readings, in any order; a document may have none.
    pub readings: &'a [Reading],
    /// What people have decided and not withdrawn ([`Correction::standing`]): on chains, statements and documents in pairs.
    pub corrections: &'a [Correction],
}

/// What was found between the documents, each list in order of id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linked {
    /// Facts about the whole case.
    pub facts: Vec<Fact>,
    /// One and the same, across documents.
    pub entities: Vec<Entity>,
    /// Every edge.
    pub links: Vec<Link>,
    /// Every cluster; a chain, assertion or text that is alone in its kind is a group of one where
    /// the kind needs it (entities and claims).
    pub groups: Vec<Group>,
    /// What was doubted.
    pub notes: Vec<Note>,
}

/// An idea of sameness: under what an item may meet others, what is said of two that met, and how
/// what is linked is gathered.
pub trait Linker {
    /// What is linked.
    type Item;
    /// 64-bit keys; two items meet if they share one.
    fn keys(&self, item: &Self::Item) -> Vec<u64>;
    /// What holds between two items, with evidence. Mirrors: `judge(a, b) == judge(b, a)`.
    fn judge(&self, a: &Self::Item, b: &Self::Item) -> Option<Link>;
    /// Settles the links as a whole (directions, what a person keeps apart) and makes the groups.
    fn gather(&self, items: &[Self::Item], links: Vec<Link>, corrections: &[Correction]) -> Gathered;
}

/// What a [`Linker`] makes of its items.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gathered {
    /// The links that stand.
    pub links: Vec<Link>,
    /// The groups.
    pub groups: Vec<Group>,
    /// What was doubted.
    pub notes: Vec<Note>,
}

/// Runs one linker: keys, meet, judge, gather.
pub fn run<L>(linker: &L, items: &[L::Item], corrections: &[Correction]) -> Gathered
where
    L: Linker + Sync,
    L::Item: Sync,
{
    linker.gather(items, judged(linker, items).into_iter().map(|(_, _, link)| *link).collect(), corrections)
}

/// A link with the numbers of its two items; boxed, since a large case has millions, which are gathered from many threads.
type Met = (u32, u32, Box<Link>);

/// What is judged of all items that meet.
fn judged<L>(linker: &L, items: &[L::Item]) -> Vec<Met>
where
    L: Linker + Sync,
    L::Item: Sync,
{
    judged_by(linker, items, &Order::of(items, |_| 0), |_, _| (), |one, other| linker.judge(one, other).map(Box::new))
}

/// What some judge says of all items that meet, in order of their numbers. Of those that an item met only those are judged that
/// are left by what is asked of their places first.
fn judged_by<L, T>(
    linker: &L,
    items: &[L::Item],
    order: &Order,
    leave: impl Fn(u32, &mut Vec<u32>) + Sync,
    judge: impl Fn(&L::Item, &L::Item) -> Option<T> + Sync,
) -> Vec<(u32, u32, T)>
where
    L: Linker + Sync,
    L::Item: Sync,
    T: Send,
{
    let met = meet::Meetings::of(holders(linker, items)).renumbered(&order.places);
    // A node and those after it at a time, so that the pairs of a large case never stand in memory together.
    let judge_all = |(place, &node): (usize, &u32)| {
        let item = &items[node as usize];
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let mut others: Vec<u32> = met.after(place);
        leave(place, &mut others);
        let judge = |other: u32| {
            let other = *order.numbers.get(other as usize)?;
            Some((node, other, judge(item, items.get(other as usize)?)?))
        };
        others.into_iter().filter_map(judge).collect::<Vec<_>>()
    };
    let mut found: Vec<(u32, u32, T)> = order.numbers.par_iter().enumerate().flat_map_iter(judge_all).collect();
    found.par_sort_unstable_by_key(|found| (found.0, found.1));
    found
}

/// In which order items are judged. Items that are near each other, by one number that they share, are judged one after the other,
/// since they meet the same others; and what is asked first of those stands side by side in this order, so that it is at hand.
struct Order {
    /// The number of the item at each place.
    numbers: Vec<u32>,
    /// The place of each item.
    places: Vec<u32>,
}

impl Order {
    fn of<T: Sync>(items: &[T], near: impl Fn(&T) -> u64 + Sync + Send) -> Self {
        let mut order: Vec<(u64, u32)> = items.par_iter().map(near).zip(0..u32::MAX).collect();
        order.par_sort_unstable();
        let mut places = vec![0; items.len()];
        for ((_, number), place) in order.iter().zip(0..) {
            places[*number as usize] = place;
        }
        Self { numbers: order.into_iter().map(|(_, number)| number).collect(), places }
    }
}

/// Who holds which key. Some items at a time, so that their keys stand in memory once.
fn holders<L>(linker: &L, items: &[L::Item]) -> meet::Holders
where
    L: Linker + Sync,
    L::Item: Sync,
{
    const AT_ONCE: usize = 1 << 12;
    let mut holders = meet::Holders::default();
    let mut node = 0u32;
    for items in items.chunks(AT_ONCE) {
        let keys: Vec<Vec<u64>> = items.par_iter().map(|item| linker.keys(item)).collect();
        for keys in keys {
            keys.into_iter().for_each(|key| holders.add(key, node));
            node = node.saturating_add(1);
        }
    }
    holders
}

/// Links a case: entities, lineage, claims, stories, in this order, since claims use the first two.
#[must_use]
pub fn link(material: &Material<'_>) -> Linked {
    link_at_once(material, Noting::Nothing).0
}

/// Links a case, and tells besides what [`update`] needs to go on from there.
#[must_use]
pub fn link_and_index(material: &Material<'_>) -> (Linked, Index) {
    let (linked, index) = link_at_once(material, Noting::All(Noted::default()));
    (linked, index.unwrap_or_default())
}

/// Links a case, and hands over what was found before all its links are made, which of a large case are too many to stand in
/// memory; with what [`update`] needs, if that is asked for.
pub fn link_then<T>(material: &Material<'_>, with_index: bool, then: impl FnOnce(Found<'_>) -> T) -> T {
    let noting = if with_index { Noting::All(Noted::default()) } else { Noting::Nothing };
    link_whole(material, noting, then).0
}

fn link_at_once(material: &Material<'_>, noting: Noting) -> (Linked, Option<Index>) {
    let ((links, others, index), entities, copies) = link_whole(material, noting, |found| found.made());
    let mut linked = Linked { entities, ..others };
    linked.links.extend(copies);
    linked.take(Gathered { links, ..Gathered::default() });
    linked.sort();
    (linked, index)
}

/// What was found, as it was used, with the entities and the links of repetition that it was lent.
fn link_whole<T>(material: &Material<'_>, mut noting: Noting, then: impl FnOnce(Found<'_>) -> T) -> (T, Vec<Entity>, Vec<Link>) {
    let (mut sheets, facts) = sheet::lay_out(material.documents, material.readings);
    let mut others = Linked { facts, ..Linked::default() };
    // Nobody looks at these links again until they are written.
    let mut packed: Vec<Compact> = Vec::new();
    noting.lines(&sheets);

    let people = entities::Entities::new(&sheets);
    noting.names(&people);
    let gathered = noting.run(&people, &people.items(), material.corrections, Pass::Entities, |node| people.id_of(node).clone());
    let mut entities = people.entities(&gathered);
    entities.sort_by(|one, other| one.id.cmp(&other.id));
    others.take(packing(gathered, &mut packed));
    drop(people);

    let weights = weights::Weights::en();
    let mut profiles = weights.profiles(&sheets);
    let credits: Vec<Vec<credits::Credit>> = sheets.par_iter().map(credits::of).collect();
    let lineage = lineage::Lineage::new(&sheets, weights, &profiles, &credits).obeying(material.corrections);
    let (mut gathered, quoting) = noting.lineage(&lineage, &lineage.items());
    let copies = std::mem::take(&mut gathered.links);
    others.take(gathered);
    drop(lineage);
    // Nothing is aligned any more.
    sheets.par_iter_mut().for_each(|sheet| sheet.shingles = shingles::Shingles::default());

    let stories = stories::Stories::new(&sheets, weights, &profiles);
    others.take(packing(noting.stories(&stories, &stories.items()), &mut packed));
    tellings::count(&mut others.groups, &copies, &sheets, &credits);
    // Statements are read from their texts, and of what tells most of a document they need the weights alone.
    sheets.par_iter_mut().for_each(|sheet| sheet.words = Vec::new());
    profiles.par_iter_mut().for_each(weights::Profile::keep_weights);

    let speakers = speakers::Speakers::new(&entities);
    let claims = claims::Claims::new(&sheets, weights, &profiles, &credits, &speakers, &copies).obeying(material.corrections);
    let sayings = claims.items();
    let (edges, parted, gathered) = noting.claims(&claims, &sayings);
    others.take(packing(gathered, &mut packed));
    let laid = Laid { sheets: &sheets, profiles: &profiles, claims: &claims, sayings: &sayings, copies: &copies };
    let done = then(Found::new((&entities, laid), (others, packed), quoting, noting.noted(), (edges, parted)));
    drop(sayings);
    drop(claims);
    drop(speakers);
    (done, entities, copies)
}

/// The same without its links, which are packed.
fn packing(mut gathered: Gathered, into: &mut Vec<Compact>) -> Gathered {
    into.par_extend(std::mem::take(&mut gathered.links).into_par_iter().map(Compact::of));
    into.shrink_to_fit();
    gathered
}

/// Links documents by what they repeat, and by nothing else: the second of the passes alone.
#[must_use]
pub fn lineage(material: &Material<'_>) -> Linked {
    alone(material, |sheets, weights, profiles| {
        let credits: Vec<Vec<credits::Credit>> = sheets.par_iter().map(credits::of).collect();
        let lineage = lineage::Lineage::new(sheets, weights, profiles, &credits).obeying(material.corrections);
        run(&lineage, &lineage.items(), material.corrections)
    })
}

/// Links documents by the event that they report, and by nothing else: the last of the passes alone.
#[must_use]
pub fn stories(material: &Material<'_>) -> Linked {
    alone(material, |sheets, weights, profiles| {
        let stories = stories::Stories::new(sheets, weights, profiles);
        run(&stories, &stories.items(), material.corrections)
    })
}

/// One pass over documents that needs no other.
fn alone(
    material: &Material<'_>,
    pass: impl FnOnce(&[sheet::Sheet<'_>], &weights::Weights, &[weights::Profile]) -> Gathered,
) -> Linked {
    let (sheets, facts) = sheet::lay_out(material.documents, material.readings);
    let mut linked = Linked { facts, ..Linked::default() };
    let weights = weights::Weights::en();
    linked.take(pass(&sheets, weights, &weights.profiles(&sheets)));
    linked.sort();
    linked
}

impl Linked {
    fn take(&mut self, mut gathered: Gathered) {
        // The fewer go to the more.
        if self.links.len() < gathered.links.len() {
            std::mem::swap(&mut self.links, &mut gathered.links);
        }
        self.links.append(&mut gathered.links);
        self.groups.extend(gathered.groups);
        self.notes.extend(gathered.notes);
    }

    fn sort(&mut self) {
        self.entities.sort_by(|one, other| one.id.cmp(&other.id));
        self.links.par_sort_unstable_by(|one, other| one.id.cmp(&other.id));
        self.links.dedup_by(|one, other| one.id == other.id);
        self.groups.sort_by(|one, other| one.id.cmp(&other.id));
        self.notes.sort();
        self.notes.dedup();
    }
}

fn authority() -> Authority {
    Authority::linker(LINKER, VERSION)
}

//! [`Index`]: what linking knows beside what it found, so that one document more need not link all again.
//!
//! In: the run over a whole case. Out: the keys of every item, what each document holds, and what was judged of two items
//! and can't be read off the links that stand. Invariant: a function of the same set of documents as the links, derived
//! and droppable; [`crate::update`] leaves it as a run over the whole case would have made it.
//!
//! Example: `(Pass::Stories, d-…)` with the 24 words under which that document may be met.

use crate::claims::{Claims, Parted};
use crate::edges::{Edge, in_order_of_links, outer_of, standing};
use crate::entities::{self, Entities};
use crate::lineage::{Lineage, Telling, giver_key, settle_beside};
use crate::moment::Moment;
use crate::noted::{Keyed, Noted};
use crate::quoting::{Packed, Quoting};
use crate::sayings::Placed;
use crate::sheet::Sheet;
use crate::stems::Stems;
use crate::stories::{Outline, Report, Stories};
use crate::{Correction, Gathered, Linker, Met, Order, furniture, headlines, judged, judged_by};
use hearsay_record::{Id, Link, LinkKind};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Under what items are kept apart in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pass {
    /// Lines of a document that may recur through its outlet; the items are documents.
    Lines,
    /// Names in the form in which chains are one node; the items are chains.
    Names,
    /// The items are nodes, known by the smallest of their chains.
    Entities,
    /// The items are documents.
    Lineage,
    /// From whom a document took, before circles are opened; the items are documents, the keys those of who gave
    /// ([`crate::lineage::giver_key`]).
    Taken,
    /// The items are statements.
    Claims,
    /// The items are documents.
    Stories,
    /// Chains by which a statement is compared or met ([`crate::claim_keys::named_key`]); the items are statements.
    Voices,
}

impl Pass {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Lines, Self::Names, Self::Entities, Self::Lineage, Self::Taken, Self::Claims, Self::Stories, Self::Voices];
}

/// What made an index: an index that another version of the rules made is of no use, and neither are the links beside it.
/// The number goes up with every change of what linking finds.
pub const MADE_BY: &str = concat!("hearsay-link ", env!("CARGO_PKG_VERSION"), " 6");

/// What a document held when it was linked, each list in order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Held {
    /// The document.
    pub document: Id,
    /// Its chains that are linked.
    pub chains: Vec<Id>,
    /// Its statements that are somebody's assertion.
    pub statements: Vec<Id>,
}

/// What was judged of two items.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// By which pass.
    pub pass: Pass,
    /// The item of the smaller id.
    pub a: Id,
    /// The other.
    pub b: Id,
    /// The link, as it was before it was settled with the others. Of entities and lineage every one; of claims those that
    /// do not stand; of stories none.
    pub link: Option<Box<Link>>,
    /// How alike two reports are, for stories.
    pub likeness: f32,
}

/// As much of a document as stories are told by.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlined {
    /// The document.
    pub document: Id,
    /// From when to when it says it was published, in seconds.
    pub moment: Option<(i64, i64)>,
    /// The words that tell most of it, by their hashes, with their weights.
    pub terms: Vec<(u64, f32)>,
}

impl Outlined {
    pub(crate) fn of(report: &Outline<'_>) -> Self {
        Self {
            document: report.id.clone(),
            moment: report.moment.map(|moment| (moment.start, moment.end)),
            terms: report.terms.to_vec(),
        }
    }

    pub(crate) fn outline(&self) -> Outline<'_> {
        let moment = self.moment.map(|(start, end)| Moment { start, end });
        Outline { id: &self.document, moment, terms: &self.terms }
    }
}

/// What linking knows beside what it found, each list in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    /// The keys of each item, in order; an item without keys is left out.
    pub keys: Vec<(Pass, Id, Vec<u64>)>,
    /// What each document held.
    pub held: Vec<Held>,
    /// What was judged.
    pub judged: Vec<Judged>,
    /// As much of each document as stories are told by.
    pub outlined: Vec<Outlined>,
}

impl Index {
    pub(crate) fn sort(&mut self) {
        self.keys.par_sort_unstable();
        self.held.par_sort_unstable();
        self.judged.par_sort_by(|one, other| (one.pass, &one.a, &one.b).cmp(&(other.pass, &other.a, &other.b)));
    }
}

/// In order, each once.
pub(crate) fn ordered(mut keys: Vec<u64>) -> Vec<u64> {
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Whether a run over a whole case notes what it knows.
pub(crate) enum Noting {
    Nothing,
    All(Noted),
}

impl Noting {
    fn enter(&mut self, pass: Pass, items: impl FnOnce() -> Vec<(Id, Vec<u64>)>) {
        if let Self::All(noted) = self {
            noted.keys.push(Keyed::of(pass, items()));
        }
    }

    pub(crate) fn lines(&mut self, sheets: &[Sheet<'_>]) {
        self.enter(Pass::Lines, || {
            let keys = |sheet: &Sheet<'_>| furniture::lines(sheet).into_iter().map(|(key, _)| key).collect();
            sheets.par_iter().map(|sheet| (sheet.document.id.clone(), keys(sheet))).collect()
        });
    }

    pub(crate) fn names(&mut self, people: &Entities<'_>) {
        self.enter(Pass::Names, || {
            let key = |chain: &&hearsay_record::Chain| Some((chain.id.clone(), vec![entities::form_key(chain)?]));
            people.chains().iter().filter_map(key).collect()
        });
    }

    /// Runs the linker of stories, and notes its keys and how alike the reports are that met.
    pub(crate) fn stories<'a>(&mut self, linker: &Stories<'a>, reports: &[Report<'a>]) -> Gathered {
        self.enter(Pass::Stories, || reports.par_iter().map(|report| (report.id().clone(), linker.keys(report))).collect());
        let alike =
            judged_by(linker, reports, &Order::of(reports, Report::near), |_, _| (), |one, other| linker.alike(one, other));
        if let Self::All(noted) = self {
            noted.alike.clone_from(&alike);
        }
        linker.told(reports, alike.into_iter().map(|(a, b, likeness)| (likeness, a as usize, b as usize)).collect())
    }

    /// Runs one linker, and notes its keys and what it judged.
    pub(crate) fn run<L>(
        &mut self,
        linker: &L,
        items: &[L::Item],
        corrections: &[Correction],
        pass: Pass,
        id: impl Fn(&L::Item) -> Id + Sync,
    ) -> Gathered
    where
        L: Linker + Sync,
        L::Item: Sync,
    {
        self.enter(pass, || items.par_iter().map(|item| (id(item), linker.keys(item))).collect());
        let raw = judged(linker, items);
        if let Self::All(noted) = self {
            noted.judged.extend(raw.iter().map(|&(a, b, ref link): &Met| {
                let (a, b) = (id(&items[a as usize]), id(&items[b as usize]));
                Judged { pass, a, b, link: Some(link.clone()), likeness: 0.0 }
            }));
        }
        linker.gather(items, raw.into_iter().map(|(_, _, link)| *link).collect(), corrections)
    }

    /// Runs the linker of repetitions, whose items are in order of id, and notes its keys and what it judged. Gives those that
    /// share quotations only packed.
    pub(crate) fn lineage<'a>(&mut self, lineage: &Lineage<'a>, items: &[Telling<'a>]) -> (Gathered, Vec<Quoting>) {
        /// A link, or as much of it.
        enum Kept {
            Whole(Box<Link>),
            Packed(Packed),
        }
        let id = |at: u32| items.get(at as usize).map(Telling::id);
        self.enter(Pass::Lineage, || items.par_iter().map(|item| (item.id().clone(), lineage.keys(item))).collect());
        let judge = |one: &Telling<'a>, other: &Telling<'a>| {
            let link = lineage.judge(one, other)?;
            let packed = (link.kind == LinkKind::QuotesOnly).then(|| Packed::of(&link)).flatten();
            Some(packed.map_or_else(|| Kept::Whole(Box::new(link)), Kept::Packed))
        };
        let (mut links, mut ends, mut quoting) = (Vec::new(), Vec::new(), Vec::new());
        for (a, b, kept) in judged_by(lineage, items, &Order::of(items, Telling::near), |_, _| (), judge) {
            match kept {
                Kept::Whole(link) => {
                    links.push(*link);
                    ends.push((a, b));
                }
                Kept::Packed(packed) => quoting.push(Quoting::new(a, b, packed)),
            }
        }
        let before = if matches!(self, Self::All(_)) { links.clone() } else { Vec::new() };
        let documents: Vec<&Id> = items.iter().map(Telling::id).collect();
        let (gathered, arrows) = settle_beside(&documents, links, &mut quoting, lineage.decided());
        if let Self::All(noted) = self {
            // Settling changes links and takes none away.
            let changed = before.into_iter().zip(&gathered.links).map(|(then, now)| (then != *now).then(|| Box::new(then)));
            noted.whole = ends.into_iter().zip(changed).collect();
        }
        self.enter(Pass::Taken, || {
            let mut taken: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
            for (giver, taker) in arrows {
                taken.entry(taker).or_default().extend(id(giver).map(giver_key));
            }
            taken.into_iter().filter_map(|(taker, givers)| Some((id(taker)?.clone(), givers))).collect()
        });
        let link_id = |one: &Quoting| Some(Link::id_of(LinkKind::QuotesOnly, id(one.a)?, id(one.b)?));
        (gathered, in_order_of_links(quoting, |one| link_id(one).unwrap_or_else(|| Id::from_text(""))))
    }

    /// Runs the linker of statements, which are in order of id, and notes of what it judged the differences that do not stand: what stands is told by the links themselves, and those are few. Gives what holds between statements, in
    /// order of the ids of its links, and all else.
    pub(crate) fn claims<'a>(&mut self, claims: &Claims<'a>, sayings: &[Placed<'a>]) -> (Vec<Edge>, Parted, Gathered) {
        let pass = Pass::Claims;
        let near = claims.near();
        let near = |saying: &Placed<'a>| near.get(saying.gist.sheet() as usize).copied().unwrap_or_default();
        let order = Order::of(sayings, near);
        let stems = Stems::of(sayings, &order.numbers);
        let leave = |own: u32, others: &mut Vec<u32>| stems.leave(claims, own, others);
        let found = judged_by(claims, sayings, &order, leave, |one, other| claims.edge(one, other));
        drop(stems);
        let mut edges: Vec<Edge> = found.into_iter().map(|(a, b, (kind, because))| Edge { a, b, kind, because }).collect();
        let stands = standing(&edges, |at| sayings[at as usize].in_headline, &outer_of(sayings));
        if let Self::All(noted) = self {
            let fallen = edges.iter().zip(&stands).filter(|(_, stands)| !**stands).map(|(edge, _)| edge);
            noted.fallen.extend(fallen.filter_map(|edge| {
                let (a, b) = (&sayings[edge.a as usize], &sayings[edge.b as usize]);
                let link = Some(Box::new(claims.judge(a, b)?));
                Some(Judged { pass, a: a.statement.id.clone(), b: b.statement.id.clone(), link, likeness: 0.0 })
            }));
        }
        let mut stands = stands.into_iter();
        edges.retain(|_| stands.next().unwrap_or(true));
        let (parted, notes) = claims.parted(sayings, &edges);
        let id = |at: u32| &sayings[at as usize].statement.id;
        edges = in_order_of_links(edges, |edge| Link::id_of(edge.kind, id(edge.a), id(edge.b)));
        (edges, parted, Gathered { links: headlines::find(sayings, claims.weights), groups: Vec::new(), notes })
    }

    /// What was noted.
    pub(crate) fn noted(self) -> Option<Noted> {
        match self {
            Self::Nothing => None,
            Self::All(noted) => Some(noted),
        }
    }
}

//! [`Found`]: all that linking found of a case, before its links are made.
//!
//! In: what was settled, and the edges between statements. Out: the links in order of id, some at a time. Invariant: the
//! links between statements, nine tenths of all, never stand in memory together: each is made of its edge when it is asked
//! for, by the judge that found the edge.
//!
//! Example: `found.each_link(&mut |link| ledger.put(link))`.

use crate::claims::Parted;
use crate::compact::Compact;
use crate::edges::{Edge, in_order_of_links};
use crate::index::Index;
use crate::noted::{Laid, Noted, WholeIndex};
use crate::quoting::Quoting;
use crate::{Linked, Linker};
use hearsay_record::{Entity, Fact, Group, Id, Link, Note};
use rayon::prelude::*;

/// Links between statements that are made at once.
const AT_ONCE: usize = 1 << 13;

/// All that was found of a case.
pub struct Found<'f> {
    /// One and the same, across documents, in order of id.
    pub entities: &'f [Entity],
    laid: Laid<'f>,
    /// In order of the ids of their links.
    quoting: Vec<Quoting>,
    /// Facts, notes, and the groups that are no claims.
    others: Linked,
    /// The links between chains and of stories, in order of id.
    packed: Vec<Compact>,
    /// What [`crate::update`] needs to go on from there, if it was asked for.
    noted: Option<Noted>,
    /// In order of the ids of their links.
    edges: Vec<Edge>,
    /// The claims before they are made.
    parted: Parted,
}

impl<'f> Found<'f> {
    pub(crate) fn new(
        (entities, laid): (&'f [Entity], Laid<'f>),
        (mut others, packed): (Linked, Vec<Compact>),
        quoting: Vec<Quoting>,
        noted: Option<Noted>,
        (edges, parted): (Vec<Edge>, Parted),
    ) -> Self {
        others.sort();
        let mut packed = in_order_of_links(packed, |one| one.id().unwrap_or_else(|| Id::from_text("")));
        packed.dedup_by(|one, other| one.id() == other.id());
        Self { entities, laid, quoting, others, packed, noted, edges, parted }
    }

    /// Facts about the whole case, in order of id.
    #[must_use]
    pub fn facts(&self) -> &[Fact] {
        &self.others.facts
    }

    /// Every cluster in order of id, each as what is made of it, some at a time.
    pub fn groups<R: Send>(&self, make: impl Fn(Group) -> R + Sync) -> impl Iterator<Item = Vec<R>> {
        // The ids of claims stand together, by their letter, and are in order.
        let first = self.parted(0..1).next().map(|claim| claim.id);
        let n_before = self.others.groups.partition_point(|other| first.as_ref().is_none_or(|first| other.id < *first));
        let (before, after) = self.others.groups.split_at(n_before);
        let parts = (0..self.parted.len()).step_by(AT_ONCE).map(|from| (&[][..], from..self.parted.len().min(from + AT_ONCE)));
        let parts = std::iter::once((before, 0..0)).chain(parts).chain(std::iter::once((after, 0..0)));
        parts.map(move |(others, claims): (&[Group], _)| {
            let claims = claims.into_par_iter().map(|at| self.laid.claims.group(self.laid.sayings, &self.parted, at));
            others.par_iter().cloned().chain(claims).map(&make).collect()
        })
    }

    fn parted(&self, claims: std::ops::Range<usize>) -> impl Iterator<Item = Group> {
        let claims = claims.start..claims.end.min(self.parted.len());
        claims.map(|at| self.laid.claims.group(self.laid.sayings, &self.parted, at))
    }

    /// What was doubted, in order.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.others.notes
    }

    /// What [`crate::update`] needs to go on from there, if it was asked for.
    #[must_use]
    pub fn index(&self) -> Option<WholeIndex<'_>> {
        self.noted.as_ref().map(|noted| WholeIndex { noted, laid: self.laid, quoting: &self.quoting })
    }

    /// How many links there are.
    #[must_use]
    pub fn n_links(&self) -> usize {
        self.laid.copies.len() + self.quoting.len() + self.packed.len() + self.edges.len()
    }

    /// Every link in order of id, each as what is made of it, some at a time: what is done with them can go on beside.
    pub fn links<R: Send>(&self, make: impl Fn(Link) -> R + Sync) -> impl Iterator<Item = Vec<R>> {
        let mut copies: Vec<&Link> = self.laid.copies.iter().collect();
        copies.par_sort_unstable_by(|one, other| one.id.cmp(&other.id));
        let (mut from, mut from_copy, mut from_packed, mut from_quoting) = (0, 0, 0, 0);
        let mut is_done = false;
        std::iter::from_fn(move || {
            if is_done {
                return None;
            }
            let edges = &self.edges[from..self.edges.len().min(from + AT_ONCE)];
            from += edges.len();
            // Of the others those before the next edge, and behind the last edge all.
            let next = self.edges[from..].iter().find_map(|edge| self.link_of(edge)).map(|link| link.id);
            is_done = next.is_none();
            let is_before = |id: &Id| next.as_ref().is_none_or(|next| id < next);
            let rest = &copies[from_copy..];
            let copies = &rest[..rest.partition_point(|copy| is_before(&copy.id))];
            from_copy += copies.len();
            let rest = &self.packed[from_packed..];
            let packed = &rest[..rest.partition_point(|one| one.id().is_none_or(|id| is_before(&id)))];
            from_packed += packed.len();
            let rest = &self.quoting[from_quoting..];
            let quoting = &rest[..rest.partition_point(|one| self.quoted(one).is_none_or(|link| is_before(&link.id)))];
            from_quoting += quoting.len();
            let of_edges = edges.par_iter().filter_map(|edge| self.link_of(edge));
            let of_copies = copies.par_iter().map(|copy| (*copy).clone());
            let of_packed = packed.par_iter().filter_map(Compact::link);
            let all = of_edges.chain(of_copies).chain(of_packed).chain(quoting.par_iter().filter_map(|one| self.quoted(one)));
            let mut made: Vec<(Id, R)> = all.map(|link| (link.id.clone(), make(link))).collect();
            made.sort_by(|one, other| one.0.cmp(&other.0));
            Some(made.into_iter().map(|(_, made)| made).collect())
        })
    }

    fn link_of(&self, edge: &Edge) -> Option<Link> {
        self.laid.claims.judge(self.laid.sayings.get(edge.a as usize)?, self.laid.sayings.get(edge.b as usize)?)
    }

    fn quoted(&self, one: &Quoting) -> Option<Link> {
        one.link(|at| self.laid.document(at))
    }

    /// Hands over every link, in order of id.
    ///
    /// # Errors
    /// If it can't be taken.
    pub fn each_link<E>(&self, each: &mut dyn FnMut(&Link) -> Result<(), E>) -> Result<(), E> {
        self.links(|link| link).flatten().try_for_each(|link| each(&link))
    }

    /// The links that are yet to be made all at once, and what else is not lent.
    pub(crate) fn made(self) -> (Vec<Link>, Linked, Option<Index>) {
        let index = self.index().map(WholeIndex::made);
        let groups = self.groups(|group| group).flatten().collect();
        let unpacked = self.quoting.par_iter().filter_map(|one| self.quoted(one));
        let unpacked = unpacked.chain(self.packed.par_iter().filter_map(Compact::link));
        let links = self.edges.par_iter().filter_map(|edge| self.link_of(edge)).chain(unpacked).collect();
        (links, Linked { groups, ..self.others }, index)
    }
}

//! [`Found`]: all that linking found of a case, before its links are made.
//!
//! In: what was settled, and the edges between statements. Out: the links, one after the other in order of id. Invariant: the
//! links between statements, nine tenths of all, never stand in memory together: each is made of its edge when it is asked
//! for, by the judge that found the edge.
//!
//! Example: `found.each_link(&mut |link| ledger.put(link))`.

use crate::Linked;
use crate::edges::Edge;
use crate::index::Index;
use crate::quoting::Quoting;
use hearsay_record::{Entity, Fact, Group, Id, Link, Note};
use rayon::prelude::*;

/// Links that are made at once.
const AT_ONCE: usize = 1 << 14;

/// Makes the link of an edge.
pub(crate) type Making<'f> = dyn Fn(&Edge) -> Option<Link> + Sync + 'f;

/// All that was found of a case.
pub struct Found<'f> {
    /// One and the same, across documents, in order of id.
    pub entities: &'f [Entity],
    /// The links of repetition, but for those that are packed.
    copies: &'f [Link],
    quoting: Vec<Quoting>,
    /// Facts, groups and notes, and the other links that are not between statements.
    others: Linked,
    /// What [`crate::update`] needs to go on from there, if it was asked for.
    index: Option<Index>,
    /// In order of the ids of their links.
    edges: Vec<Edge>,
    making: &'f Making<'f>,
    /// The documents by their numbers.
    documents: &'f [&'f Id],
}

impl<'f> Found<'f> {
    pub(crate) fn new(
        (entities, copies, documents): (&'f [Entity], &'f [Link], &'f [&'f Id]),
        mut others: Linked,
        quoting: Vec<Quoting>,
        index: Option<Index>,
        (edges, making): (Vec<Edge>, &'f Making<'f>),
    ) -> Self {
        others.sort();
        Self { entities, copies, quoting, others, index, edges, making, documents }
    }

    fn document(&self, number: u32) -> Option<&'f Id> {
        self.documents.get(number as usize).copied()
    }

    /// Facts about the whole case, in order of id.
    #[must_use]
    pub fn facts(&self) -> &[Fact] {
        &self.others.facts
    }

    /// Every cluster, in order of id.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.others.groups
    }

    /// What was doubted, in order.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.others.notes
    }

    /// What [`crate::update`] needs to go on from there; once, and if it was asked for.
    pub fn take_index(&mut self) -> Option<Index> {
        self.index.take()
    }

    /// How many links there are.
    #[must_use]
    pub fn n_links(&self) -> usize {
        self.copies.len() + self.quoting.len() + self.others.links.len() + self.edges.len()
    }

    /// Hands over every link, in order of id.
    ///
    /// # Errors
    /// If it can't be taken.
    pub fn each_link<E>(&self, each: &mut dyn FnMut(&Link) -> Result<(), E>) -> Result<(), E> {
        let mut others: Vec<&Link> = self.copies.iter().chain(&self.others.links).collect();
        others.par_sort_unstable_by(|one, other| one.id.cmp(&other.id));
        let mut others = others.into_iter().peekable();
        let mut quoting = self.quoting.iter().filter_map(|one| one.link(|at| self.document(at))).peekable();
        // Of documents and chains, up to an id.
        let mut give = |before: Option<&Id>, each: &mut dyn FnMut(&Link) -> Result<(), E>| {
            let is_before = |id: &Id| before.is_none_or(|before| id < before);
            loop {
                let is_other = match (others.peek(), quoting.peek()) {
                    (Some(other), Some(quoting)) => other.id < quoting.id,
                    (other, _) => other.is_some(),
                };
                let given = if is_other {
                    others.next_if(|other| is_before(&other.id)).map(&mut *each)
                } else {
                    quoting.next_if(|quoting| is_before(&quoting.id)).as_ref().map(&mut *each)
                };
                match given {
                    Some(given) => given?,
                    None => return Ok(()),
                }
            }
        };
        for edges in self.edges.chunks(AT_ONCE) {
            let made: Vec<Link> = edges.par_iter().filter_map(self.making).collect();
            for link in &made {
                give(Some(&link.id), each)?;
                each(link)?;
            }
        }
        give(None, each)
    }

    /// The links that are yet to be made all at once, and what else is not lent.
    pub(crate) fn made(self) -> (Vec<Link>, Linked, Option<Index>) {
        let unpacked = self.quoting.par_iter().filter_map(|one| one.link(|at| self.document(at)));
        (self.edges.par_iter().filter_map(self.making).chain(unpacked).collect(), self.others, self.index)
    }
}

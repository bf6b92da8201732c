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
use hearsay_record::{Entity, Fact, Group, Link, Note};
use rayon::prelude::*;

/// Links that are made at once.
const AT_ONCE: usize = 1 << 14;

/// Makes the link of an edge.
pub(crate) type Making<'f> = dyn Fn(&Edge) -> Option<Link> + Sync + 'f;

/// All that was found of a case.
pub struct Found<'f> {
    /// One and the same, across documents, in order of id.
    pub entities: &'f [Entity],
    /// The links of repetition.
    copies: &'f [Link],
    /// Facts, groups and notes, and the other links that are not between statements.
    others: Linked,
    /// What [`crate::update`] needs to go on from there, if it was asked for.
    index: Option<Index>,
    /// In order of the ids of their links.
    edges: Vec<Edge>,
    making: &'f Making<'f>,
}

impl<'f> Found<'f> {
    pub(crate) fn new(
        (entities, copies): (&'f [Entity], &'f [Link]),
        mut others: Linked,
        index: Option<Index>,
        edges: Vec<Edge>,
        making: &'f Making<'f>,
    ) -> Self {
        others.sort();
        Self { entities, copies, others, index, edges, making }
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
        self.copies.len() + self.others.links.len() + self.edges.len()
    }

    /// Hands over every link, in order of id.
    ///
    /// # Errors
    /// If it can't be taken.
    pub fn each_link<E>(&self, each: &mut dyn FnMut(&Link) -> Result<(), E>) -> Result<(), E> {
        let mut others: Vec<&Link> = self.copies.iter().chain(&self.others.links).collect();
        others.par_sort_unstable_by(|one, other| one.id.cmp(&other.id));
        let mut others = others.into_iter().peekable();
        for edges in self.edges.chunks(AT_ONCE) {
            let made: Vec<Link> = edges.par_iter().filter_map(self.making).collect();
            for link in &made {
                while let Some(other) = others.next_if(|other| other.id < link.id) {
                    each(other)?;
                }
                each(link)?;
            }
        }
        others.try_for_each(each)
    }

    /// The links between statements all at once, and what else is not lent.
    pub(crate) fn made(self) -> (Vec<Link>, Linked, Option<Index>) {
        (self.edges.par_iter().filter_map(self.making).collect(), self.others, self.index)
    }
}

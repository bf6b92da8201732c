//! [`Stems`]: the stems of all statements side by side, held against each other before any statement is opened.
//!
//! In: the statements of a case. Out: of those that one statement met, those with which something may hold. Invariant: the same as
//! [`Claims::may_hold`] of the two. A large case has millions of statements, and most pairs that meet come to nothing: what tells
//! that is had from two lines of memory, fetched for many pairs at a time, where a statement is scattered over twenty.
//!
//! Example: of two hundred statements that share two rare words with one, ninety have enough in common with it to be read.

use crate::claims::{Claims, Placed};
use crate::content::likeness_of;
use crate::gist::Gist;
use crate::weights::Hashed;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

/// Statements that are fetched together.
const AT_HAND: usize = 32;
/// Stems of a statement that are fetched with it; most have fewer.
const FIRST: usize = 10;

/// A stem by its place among all, and its weight; before those of a statement how many they are, and what they weigh together.
type Stem = (u32, f32);

/// See the head of this file.
pub(crate) struct Stems {
    gists: Vec<Gist>,
    stems: Vec<Stem>,
}

impl Stems {
    /// Of statements, by their places in an order of their numbers.
    pub(crate) fn of(sayings: &[Placed<'_>], order: &[u32]) -> Self {
        type Hashes = HashSet<u64, BuildHasherDefault<Hashed>>;
        let hashes = |saying: &Placed<'_>| saying.content.stems.iter().map(|stem| stem.0).collect::<Vec<_>>();
        let all = sayings.par_iter().fold(Hashes::default, |mut all, saying| {
            all.extend(hashes(saying));
            all
        });
        let all = all.reduce(Hashes::default, |one, other| {
            let (mut more, fewer) = if one.len() < other.len() { (other, one) } else { (one, other) };
            more.extend(fewer);
            more
        });
        let mut all: Vec<u64> = all.into_iter().collect();
        all.par_sort_unstable();
        // In the order of hashes, so that two lists are walked side by side in the order in which they are elsewhere.
        let place: HashMap<u64, u32, BuildHasherDefault<Hashed>> = all.into_iter().zip(0..).collect();
        let mut gists = Vec::with_capacity(sayings.len());
        let mut stems = Vec::with_capacity(sayings.iter().map(|saying| saying.content.stems.len() + 1).sum::<usize>() + FIRST);
        for saying in order.iter().map(|at| &sayings[*at as usize]) {
            gists.push(saying.gist.with_stems_at(u32::try_from(stems.len()).unwrap_or(u32::MAX)));
            stems.push((u32::try_from(saying.content.stems.len()).unwrap_or(u32::MAX), saying.content.weight()));
            stems.extend(saying.content.stems.iter().map(|stem| (place.get(&stem.0).copied().unwrap_or(u32::MAX), stem.1)));
        }
        // So that those of the last are fetched as those of the others are.
        stems.extend([(u32::MAX, 0.0); FIRST]);
        Self { gists, stems }
    }

    /// Leaves of those that a statement met those with which something may hold.
    pub(crate) fn leave(&self, claims: &Claims<'_>, own: u32, others: &mut Vec<u32>) {
        let one = &self.gists[own as usize];
        let own = self.all_at(one);
        let mut kept = 0;
        let mut gists = [Gist::default(); AT_HAND];
        let mut firsts = [[(0, 0.0); FIRST]; AT_HAND];
        let mut asked = [0u8; AT_HAND];
        let mut holds = [false; AT_HAND];
        for from in (0..others.len()).step_by(AT_HAND) {
            // They are fetched from far memory all together, and then looked at.
            let n = AT_HAND.min(others.len() - from);
            for (gist, other) in gists.iter_mut().zip(&others[from..from + n]) {
                *gist = self.gists[*other as usize];
            }
            let mut n_asked = 0;
            for ((gist, holds), at) in gists[..n].iter().zip(&mut holds).zip(0u8..) {
                *holds = one.may_bear_on(gist);
                asked[n_asked % AT_HAND] = at;
                n_asked += usize::from(!*holds & one.may_be_like(gist));
            }
            for (first, at) in firsts.iter_mut().zip(&asked[..n_asked]) {
                let begin = gists[usize::from(*at)].stems_at();
                first.copy_from_slice(&self.stems[begin..begin + FIRST]);
            }
            for (first, at) in firsts.iter().zip(&asked[..n_asked]) {
                let gist = &gists[usize::from(*at)];
                let theirs = if (first[0].0 as usize) < FIRST { &first[..=first[0].0 as usize] } else { self.all_at(gist) };
                holds[usize::from(*at)] = one.is_like(gist, likeness(own, theirs));
            }
            for at in 0..n {
                others[kept] = others[from + at];
                kept += usize::from(holds[at] || claims.may_be_copied(one, &gists[at]));
            }
        }
        others.truncate(kept);
    }

    /// The stems of a statement, with what stands before them.
    fn all_at(&self, gist: &Gist) -> &[Stem] {
        let begin = gist.stems_at();
        &self.stems[begin..=begin + self.stems[begin].0 as usize]
    }
}

/// As [`crate::content::Content::likeness`].
fn likeness(one: &[Stem], other: &[Stem]) -> (f32, f32) {
    let (mut i, mut j) = (1, 1);
    let mut both = 0.0;
    while i < one.len() && j < other.len() {
        let (a, b) = (one[i], other[j]);
        // Which of the two is smaller is chance, so it is added and not asked.
        i += usize::from(a.0 <= b.0);
        j += usize::from(a.0 >= b.0);
        both += if a.0 == b.0 { a.1.max(b.1) } else { 0.0 };
    }
    likeness_of(both, one[0].1, other[0].1)
}

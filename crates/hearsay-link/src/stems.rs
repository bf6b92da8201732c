//! [`Stems`]: the stems of all statements, and their runs of quoted words, side by side, held against each other before any statement
//! is opened.
//!
//! In: the statements of a case. Out: of those that one statement met, those with which something may hold. Invariant: what is left out
//! is nothing to the judge of [`crate::claims`]; it leaves no more than [`Claims::may_hold`] does. A large case has millions of
//! statements, and most pairs that meet come to nothing: what tells that is had from two or three lines of memory, fetched for many
//! pairs at a time, where a statement is scattered over twenty.
//!
//! Example: of two hundred statements that share two rare words with one, sixty have enough in common with it to be read.

use crate::claims::Claims;
use crate::content::{hash_of_run, likeness_of};
use crate::gist::{Gist, RUN};
use crate::sayings::Placed;
use crate::weights::Hashed;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

/// Statements that are fetched together.
const AT_HAND: usize = 32;
/// Numbers of a statement that are fetched with it: ten stems, of which most have fewer.
const FIRST: usize = HEAD + 20;
/// How many stems there are, how many runs, and what the stems weigh together.
const HEAD: usize = 3;
/// Bits of the table of runs.
const BITS: usize = 1 << 10;

/// See the head of this file.
pub(crate) struct Stems {
    gists: Vec<Gist>,
    /// Of each statement its head, its stems, each by its place among all and its weight, and its runs in order.
    numbers: Vec<u32>,
}

impl Stems {
    /// Of statements, by their places in an order of their numbers.
    pub(crate) fn of(sayings: &[Placed<'_>], order: &[u32]) -> Self {
        type Hashes = HashSet<u64, BuildHasherDefault<Hashed>>;
        let all = sayings.par_iter().fold(Hashes::default, |mut all, saying| {
            all.extend(saying.content.stems.iter().map(|stem| stem.0));
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
        let n_runs = |saying: &Placed<'_>| (saying.content.quoted().len() + 1).saturating_sub(RUN);
        let n_numbers = sayings.iter().map(|saying| HEAD + 2 * saying.content.stems.len() + n_runs(saying));
        let mut gists = Vec::with_capacity(sayings.len());
        let mut numbers: Vec<u32> = Vec::with_capacity(n_numbers.sum::<usize>() + FIRST);
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut runs: Vec<u32> = Vec::new();
        for saying in order.iter().map(|at| &sayings[*at as usize]) {
            gists.push(saying.gist.with_stems_at(number(numbers.len())));
            runs.clear();
            runs.extend(saying.content.quoted().windows(RUN).map(|run| hash_of_run(run) as u32));
            runs.sort_unstable();
            let stems = &saying.content.stems;
            numbers.extend([number(stems.len()), number(runs.len()), saying.content.weight().to_bits()]);
            let stem = |stem: &(u64, f32, _)| [place.get(&stem.0).copied().unwrap_or(u32::MAX), stem.1.to_bits()];
            numbers.extend(stems.iter().flat_map(stem));
            numbers.extend(&runs);
        }
        // So that those of the last are fetched as those of the others are.
        numbers.extend([0; FIRST]);
        Self { gists, numbers }
    }

    /// Leaves of those that a statement met those with which something may hold.
    pub(crate) fn leave(&self, claims: &Claims<'_>, own: u32, others: &mut Vec<u32>) {
        let one = &self.gists[own as usize];
        let own = self.stems_at(one);
        let own_runs = Runs::of(self.runs_at(one));
        let mut kept = 0;
        let mut gists = [Gist::default(); AT_HAND];
        let mut firsts = [[0u32; FIRST]; AT_HAND];
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
                *holds = one.may_bear_otherwise(gist);
                asked[n_asked % AT_HAND] = at;
                n_asked += usize::from(!*holds & (one.may_be_like(gist) | one.may_share_run(gist)));
            }
            for (first, at) in firsts.iter_mut().zip(&asked[..n_asked]) {
                let begin = gists[usize::from(*at)].stems_at();
                first.copy_from_slice(&self.numbers[begin..begin + FIRST]);
            }
            for (first, at) in firsts.iter().zip(&asked[..n_asked]) {
                let gist = &gists[usize::from(*at)];
                let end = HEAD + 2 * first[0] as usize;
                let theirs = if end <= FIRST { &first[..end] } else { self.stems_at(gist) };
                holds[usize::from(*at)] = one.may_be_like(gist) && one.is_like(gist, likeness(own, theirs))
                    || one.may_share_run(gist) && own_runs.share(self.runs_at(gist));
            }
            for at in 0..n {
                others[kept] = others[from + at];
                kept += usize::from(holds[at] || claims.may_be_copied(one, &gists[at]));
            }
        }
        others.truncate(kept);
    }

    /// The head and the stems of a statement.
    fn stems_at(&self, gist: &Gist) -> &[u32] {
        let begin = gist.stems_at();
        &self.numbers[begin..begin + HEAD + 2 * self.numbers[begin] as usize]
    }

    fn runs_at(&self, gist: &Gist) -> &[u32] {
        let begin = gist.stems_at();
        let [n_stems, n_runs] = [self.numbers[begin], self.numbers[begin + 1]].map(|n| n as usize);
        let from = begin + HEAD + 2 * n_stems;
        &self.numbers[from..from + n_runs]
    }
}

/// Runs in order, laid out to be held against many others.
struct Runs<'r> {
    runs: &'r [u32],
    bits: [u64; BITS / 64],
}

impl<'r> Runs<'r> {
    fn of(runs: &'r [u32]) -> Self {
        let mut bits = [0; BITS / 64];
        for run in runs {
            bits[*run as usize % BITS / 64] |= 1 << (run % 64);
        }
        Self { runs, bits }
    }

    fn share(&self, others: &[u32]) -> bool {
        let may_be = |run: &&u32| self.bits[**run as usize % BITS / 64] & 1 << (**run % 64) != 0;
        others.iter().filter(may_be).any(|run| self.runs.binary_search(run).is_ok())
    }
}

/// As [`crate::content::Content::likeness`].
fn likeness(one: &[u32], other: &[u32]) -> (f32, f32) {
    let (mut i, mut j) = (HEAD, HEAD);
    let mut both = 0.0;
    while i < one.len() && j < other.len() {
        let (a, b) = (one[i], other[j]);
        let heavier = f32::from_bits(one[i + 1]).max(f32::from_bits(other[j + 1]));
        // Which of the two is smaller is chance, so it is added and not asked.
        i += 2 * usize::from(a <= b);
        j += 2 * usize::from(a >= b);
        both += if a == b { heavier } else { 0.0 };
    }
    likeness_of(both, f32::from_bits(one[2]), f32::from_bits(other[2]))
}

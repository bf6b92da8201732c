//! The fast tier's encoder: convolutions of five and recurrences whose gates see the input only.
//!
//! In: the units of a window. Out: a vector a unit. The recurrence is that of minimal gated units without
//! hidden-to-gate weights (Martin & Cundy, ICLR 2018), each way over the window. Invariant: a window's vectors
//! depend on nothing outside it.
//!
//! Example: 500 units make 500 rows of 128 numbers.

use super::embedding::{Features, Table, mean_of_pieces};
use super::linear::{Linear, Rows};
use super::norm::Norm;
use super::product::{LANES, Store, multiply};
use super::units::Units;
use multiversion::multiversion;
use std::ops::Range;

/// How far a convolution sees, and how many rows of zeros stand before and after a window for it.
const EDGE: usize = 2;

/// So many rows are made at a time, and stay near until they are rounded.
const TILE: usize = 16;

/// The encoder.
#[derive(Debug)]
pub(super) struct Recurrent {
    pub(super) width: usize,
    pub(super) pieces: Table,
    pub(super) features: Features,
    pub(super) norm: Norm,
    pub(super) blocks: Vec<Block>,
    pub(super) last: Norm,
}

/// A convolution, a recurrence each way, a gate.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) norm: Norm,
    /// Five rows of weights.
    pub(super) conv: Vec<f32>,
    /// To update gates and candidates, forwards and backwards, and the gate: the products do their sigmoids as well.
    pub(super) into: Linear,
    pub(super) out: Linear,
}

/// Room to work in.
#[derive(Debug, Default)]
pub(super) struct Room {
    normed: Vec<f32>,
    inner: Vec<f32>,
    states: Vec<f32>,
    rows: Rows,
}

impl Recurrent {
    /// Encodes a window; `out` gets a row a unit.
    pub(super) fn encode(&self, units: &Units, window: Range<usize>, room: &mut Room, out: &mut Vec<f32>) {
        let (width, count) = (self.width, window.len());
        let Room { normed, inner, states, rows } = room;
        out.resize(count * width, 0.0);
        normed.resize((count + 2 * EDGE) * width, 0.0);
        normed[..EDGE * width].fill(0.0);
        normed[(count + EDGE) * width..].fill(0.0);
        inner.resize(count * 3 * width, 0.0);
        states.resize(count * width, 0.0);
        mean_of_pieces(&self.pieces, &self.features, units, window, out);
        self.norm.apply(out);
        for block in &self.blocks {
            block.norm.apply_to(out, &mut normed[EDGE * width..(count + EDGE) * width]);
            rows.clear(width, count);
            convolve(normed, &block.conv, width, rows);
            multiply(rows, &block.into, Store::Set, inner);
            scan(inner, width, states);
            rows.take(states, width);
            multiply(rows, &block.out, Store::Add, out);
        }
        self.last.apply(out);
    }
}

/// Adds to each row what its neighbours are worth to it, and rounds it.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512dq", "x86_64+avx2"))]
fn convolve(normed: &[f32], conv: &[f32], width: usize, rows: &mut Rows) {
    let chunks = width / LANES;
    let mut tile = vec![[0.0; LANES]; TILE * chunks];
    // In arrays of sixteen, so that no index needs a check. Down a column of them each is loaded once, and the weights too.
    let weights = conv[..(2 * EDGE + 1) * width].as_chunks::<LANES>().0;
    for first in (0..rows.len()).step_by(TILE) {
        let count = TILE.min(rows.len() - first);
        let near = normed[first * width..][..(count + 2 * EDGE) * width].as_chunks::<LANES>().0;
        for at in 0..chunks {
            let [t0, t1, t2, t3, t4] = [0, 1, 2, 3, 4].map(|tap| weights[tap * chunks + at]);
            let [mut v0, mut v1, mut v2, mut v3] = [0, 1, 2, 3].map(|row| near[row * chunks + at]);
            for row in 0..count {
                let v4 = near[(row + 2 * EDGE) * chunks + at];
                let out = &mut tile[row * chunks + at];
                for k in 0..LANES {
                    let before = v0[k] * t0[k] + v1[k] * t1[k];
                    let after = v3[k] * t3[k] + v4[k] * t4[k];
                    out[k] = v2[k] + ((before + after) + v2[k] * t2[k]);
                }
                (v0, v1, v2, v3) = (v1, v2, v3, v4);
            }
        }
        for row in 0..count {
            rows.set(first + row, tile[row * chunks..][..chunks].as_flattened());
        }
    }
}

/// Runs the recurrences over rows of gates and candidates, and gates what they hold.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512dq", "x86_64+avx2"))]
fn scan(inner: &[f32], width: usize, states: &mut [f32]) {
    let half = width / 2;
    let mut at = 0;
    while at + 64 <= half {
        lanes::<64>(inner, width, at, states);
        at += 64;
    }
    while at + 16 <= half {
        lanes::<16>(inner, width, at, states);
        at += 16;
    }
}

/// The same for some lanes: forwards, then backwards.
#[inline(always)]
fn lanes<const N: usize>(inner: &[f32], width: usize, at: usize, states: &mut [f32]) {
    let half = width / 2;
    let rows = inner.chunks_exact(3 * width).zip(states.chunks_exact_mut(width));
    recur::<N>(rows, [at, half + at, 2 * width + at], at);
    let rows = inner.chunks_exact(3 * width).zip(states.chunks_exact_mut(width)).rev();
    recur::<N>(rows, [2 * half + at, 3 * half + at, 2 * width + half + at], half + at);
}

/// h ← h + z (c − h), from row to row. `from` says where gates, candidates and the outer gate stand in a row.
#[inline(always)]
fn recur<'a, const N: usize>(rows: impl Iterator<Item = (&'a [f32], &'a mut [f32])>, from: [usize; 3], to: usize) {
    let mut state = [0.0; N];
    for (inner, out) in rows {
        let (update, candidate, gate) = (&inner[from[0]..][..N], &inner[from[1]..][..N], &inner[from[2]..][..N]);
        let out = &mut out[to..to + N];
        for k in 0..N {
            state[k] += update[k] * (candidate[k] - state[k]);
            out[k] = state[k] * gate[k];
        }
    }
}

//! The careful tier's encoder: a BERT encoder (Devlin et al., NAACL 2019) whose input knows the features of units.
//!
//! In: the units of a window. Out: a vector a unit, that of its first piece. Invariant: a window's vectors depend on
//! nothing outside it.
//!
//! Example: 200 units of 250 pieces make 250 rows inside and 200 rows out.

use super::attention::{self, attend};
use super::embedding::{Features, Table};
use super::linear::{Linear, Rows};
use super::norm::Norm;
use super::product::{Store, multiply};
use super::units::Units;
use std::ops::Range;

/// The encoder.
#[derive(Debug)]
pub(super) struct Transformer {
    pub(super) width: usize,
    pub(super) inner: usize,
    pub(super) heads: usize,
    pub(super) pieces: Table,
    pub(super) positions: Table,
    pub(super) features: Features,
    pub(super) norm: Norm,
    pub(super) layers: Vec<Layer>,
    pub(super) last: Norm,
}

/// Attention and a wide layer, each added to what was and normed.
#[derive(Debug)]
pub(super) struct Layer {
    /// To queries, keys and values.
    pub(super) qkv: Linear,
    pub(super) mix: Linear,
    pub(super) norm1: Norm,
    /// The product does its GELU as well.
    pub(super) up: Linear,
    pub(super) down: Linear,
    pub(super) norm2: Norm,
}

/// Room to work in.
#[derive(Debug, Default)]
pub(super) struct Room {
    pieces: Vec<f32>,
    qkv: Vec<f32>,
    mixed: Vec<f32>,
    inner: Vec<f32>,
    rows: Rows,
    attention: attention::Room,
}

impl Transformer {
    /// Encodes a window; `out` gets a row a unit.
    pub(super) fn encode(&self, units: &Units, window: Range<usize>, room: &mut Room, out: &mut Vec<f32>) {
        let width = self.width;
        // A row holds as many pieces as there are positions: only a single unit can have more.
        let count = window.clone().map(|unit| units.pieces_of(unit).len()).sum::<usize>().min(self.positions.scale.len());
        let Room { pieces, qkv, mixed, inner, rows, attention } = room;
        pieces.clear();
        pieces.resize(count * width, 0.0);
        let all = window.clone().flat_map(|unit| units.pieces_of(unit).map(move |piece| (unit, piece)));
        for ((position, (unit, piece)), row) in all.enumerate().zip(pieces.chunks_exact_mut(width)) {
            self.pieces.add(usize::from(units.pieces[piece]), 1.0, row);
            self.positions.add(position, 1.0, row);
            self.features.add(&units.features[unit], row);
        }
        self.norm.apply(pieces);
        qkv.resize(count * 3 * width, 0.0);
        mixed.resize(count * width, 0.0);
        inner.resize(count * self.inner, 0.0);
        for layer in &self.layers {
            rows.take(pieces, width);
            multiply(rows, &layer.qkv, Store::Set, qkv);
            attend(qkv, width, self.heads, attention, mixed);
            rows.take(mixed, width);
            multiply(rows, &layer.mix, Store::Add, pieces);
            layer.norm1.apply(pieces);
            rows.take(pieces, width);
            multiply(rows, &layer.up, Store::Set, inner);
            rows.take(inner, self.inner);
            multiply(rows, &layer.down, Store::Add, pieces);
            layer.norm2.apply(pieces);
        }
        out.clear();
        let mut first = 0;
        for unit in window {
            match pieces.get(first * width..(first + 1) * width) {
                Some(row) => out.extend_from_slice(row),
                None => out.resize(out.len() + width, 0.0),
            }
            first += units.pieces_of(unit).len();
        }
        self.last.apply(out);
    }
}

//! Tables of vectors: pieces as small integers, features as they are.
//!
//! In: numbers of pieces and features. Out: their vectors, added to a row. Invariant: a number that a
//! table does not have adds nothing.
//!
//! Example: a unit of two pieces is half of each vector.

use super::units::{FEATURES, Units};
use multiversion::multiversion;
use std::borrow::Cow;
use std::ops::Range;

/// Vectors of eight bits with a scale each.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) rows: Cow<'static, [i8]>,
    pub(super) scale: Vec<f32>,
    pub(super) width: usize,
}

impl Table {
    /// Adds a vector, times a share, to a row.
    #[inline(always)]
    pub(super) fn add(&self, number: usize, share: f32, row: &mut [f32]) {
        let Some(scale) = self.scale.get(number) else { return };
        let factor = scale * share;
        let vector = &self.rows[number * self.width..][..self.width];
        for (slot, value) in row[..self.width].iter_mut().zip(vector) {
            *slot += f32::from(*value) * factor;
        }
    }
}

/// Vectors of the values of each feature.
#[derive(Debug)]
pub(super) struct Features {
    pub(super) tables: [Vec<f32>; FEATURES],
    pub(super) width: usize,
}

impl Features {
    /// Adds the vectors of a unit's features to a row.
    #[inline(always)]
    pub(super) fn add(&self, features: &[u8; FEATURES], row: &mut [f32]) {
        let row = &mut row[..self.width];
        for (table, value) in self.tables.iter().zip(features) {
            let at = usize::from(*value) * self.width;
            let Some(vector) = table.get(at..at + self.width) else { continue };
            for (slot, value) in row.iter_mut().zip(vector) {
                *slot += value;
            }
        }
    }
}

/// A row for each unit: the mean of its pieces and its features.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512dq", "x86_64+avx2"))]
pub(super) fn mean_of_pieces(pieces: &Table, features: &Features, units: &Units, window: Range<usize>, out: &mut [f32]) {
    out.fill(0.0);
    for (unit, row) in window.zip(out.chunks_exact_mut(pieces.width)) {
        let numbers = &units.pieces[units.pieces_of(unit)];
        let share = 1.0 / numbers.len().max(1) as f32;
        for number in numbers {
            pieces.add(usize::from(*number), share, row);
        }
        features.add(&units.features[unit], row);
    }
}

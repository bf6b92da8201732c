//! Layer norms over the rows of a matrix.
//!
//! In: rows of `f32`. Out: rows of mean zero and variance one, scaled and moved. Invariant: sums run in sixteen lanes
//! in a fixed order, whatever the machine.
//!
//! Example: the row `1 3` becomes `−1 1` before it is scaled.

use super::numbers::total;
use multiversion::multiversion;

const LANES: usize = 16;

/// A layer norm (Ba et al., 2016). The width is a multiple of sixteen.
#[derive(Debug)]
pub(super) struct Norm {
    pub(super) weight: Vec<f32>,
    pub(super) bias: Vec<f32>,
    pub(super) epsilon: f32,
}

impl Norm {
    /// Norms rows in place.
    pub(super) fn apply(&self, values: &mut [f32]) {
        in_place(self, values);
    }

    /// Norms rows into others.
    pub(super) fn apply_to(&self, values: &[f32], out: &mut [f32]) {
        out.copy_from_slice(values);
        in_place(self, out);
    }

    /// Norms a row.
    #[inline(always)]
    pub(super) fn row(&self, row: &mut [f32]) {
        let width = self.weight.len();
        let (weight, bias, row) = (&self.weight[..width], &self.bias[..width], &mut row[..width]);
        let share = 1.0 / width as f32;
        let mut sums = [0.0; LANES];
        for chunk in row.as_chunks::<LANES>().0 {
            for k in 0..LANES {
                sums[k] += chunk[k];
            }
        }
        let mean = total(sums) * share;
        let mut squares = [0.0; LANES];
        for chunk in row.as_chunks::<LANES>().0 {
            for k in 0..LANES {
                let apart = chunk[k] - mean;
                squares[k] += apart * apart;
            }
        }
        let factor = 1.0 / (total(squares) * share + self.epsilon).sqrt();
        for k in 0..width {
            row[k] = (row[k] - mean) * factor * weight[k] + bias[k];
        }
    }
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512dq", "x86_64+avx2"))]
fn in_place(norm: &Norm, values: &mut [f32]) {
    for row in values.chunks_exact_mut(norm.weight.len()) {
        norm.row(row);
    }
}

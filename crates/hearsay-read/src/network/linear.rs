//! Linear layers in integers: weights as they are packed, activations as rows of bytes.
//!
//! In: weights of seven bits with a scale a row; rows of `f32`. Out: [`Linear`] and [`Rows`], which
//! [`multiply`](super::product::multiply) takes. Activations are rounded to eight bits a row, by the row's
//! greatest. Invariant: bytes stand 128 above the integer they mean; a row of zeros stays zeros.
//!
//! Example: the row `1.0 −2.0` is the bytes `192 1` with a step of 2/127.

use super::numbers::nearest;
use super::product::LANES;
use multiversion::multiversion;

/// Weights of sixteen outputs for four inputs each, output by output.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct Line(pub(super) [i8; 64]);

/// What is done to a sum before it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Post {
    Keep,
    Relu,
    Sigmoid,
    Silu,
    Gelu,
}

/// A linear layer.
#[derive(Debug)]
pub(super) struct Linear {
    /// Panels of sixteen outputs, each of as many lines as there are groups of four inputs.
    pub(super) lines: Vec<Line>,
    /// How many groups of four inputs.
    pub(super) groups: usize,
    /// Scale of each output.
    pub(super) scale: Vec<f32>,
    /// Bias of each output.
    pub(super) bias: Vec<f32>,
    /// What the 128 of each byte adds to a sum.
    pub(super) offset: Vec<i32>,
    /// What is done to each panel.
    pub(super) post: Vec<Post>,
}

impl Linear {
    /// Packs weights, row after row of `inputs` integers; inputs are filled up to a multiple of four with zeros.
    pub(super) fn new(inputs: usize, weights: &[i8], scale: &[f32], bias: &[f32]) -> Self {
        let outputs = scale.len();
        let groups = inputs.div_ceil(4);
        let panels = outputs.div_ceil(LANES);
        let padded = |values: &[f32]| {
            let mut values = values.to_vec();
            values.resize(panels * LANES, 0.0);
            values
        };
        let mut linear = Self {
            lines: vec![Line([0; 64]); panels * groups],
            groups,
            scale: padded(scale),
            bias: padded(bias),
            offset: vec![0; panels * LANES],
            post: vec![Post::Keep; panels],
        };
        let rows = weights.chunks_exact(inputs.max(1));
        for (offset, row) in linear.offset.iter_mut().zip(rows.clone()) {
            *offset = 128 * row.iter().map(|weight| i32::from(*weight)).sum::<i32>();
        }
        for (output, row) in rows.enumerate() {
            let (panel, lane) = (&mut linear.lines[output / LANES * groups..][..groups], output % LANES);
            for (line, part) in panel.iter_mut().zip(row.chunks(4)) {
                line.0[lane * 4..][..part.len()].copy_from_slice(part);
            }
        }
        linear
    }

    /// The same with something done to the outputs from a panel on.
    pub(super) fn then(mut self, panels: std::ops::Range<usize>, post: Post) -> Self {
        for panel in panels {
            if let Some(slot) = self.post.get_mut(panel) {
                *slot = post;
            }
        }
        self
    }

    /// Both layers side by side, for the same input.
    pub(super) fn beside(mut self, mut other: Self) -> Self {
        self.lines.append(&mut other.lines);
        self.scale.append(&mut other.scale);
        self.bias.append(&mut other.bias);
        self.offset.append(&mut other.offset);
        self.post.append(&mut other.post);
        self
    }

    /// How many panels.
    pub(super) fn panels(&self) -> usize {
        self.post.len()
    }

    /// How long a row of output is.
    pub(super) fn stride(&self) -> usize {
        self.panels() * LANES
    }
}

/// Activations as bytes.
#[derive(Debug, Default)]
pub(super) struct Rows {
    bytes: Vec<u8>,
    groups: usize,
    /// What an integer of each row is worth.
    pub(super) steps: Vec<f32>,
}

impl Rows {
    /// Room for rows of so many numbers; what they hold is anything.
    pub(super) fn clear(&mut self, width: usize, count: usize) {
        self.groups = width.div_ceil(4);
        self.bytes.resize(count * self.groups * 4, 128);
        self.steps.resize(count, 0.0);
    }

    /// Takes the rows of a matrix.
    pub(super) fn take(&mut self, values: &[f32], width: usize) {
        self.clear(width, values.len() / width.max(1));
        rounded(values, width, self);
    }

    /// How many groups of four a row has.
    pub(super) fn groups(&self) -> usize {
        self.groups
    }

    /// How many rows.
    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }

    /// A row.
    #[inline(always)]
    pub(super) fn row(&self, row: usize) -> &[[u8; 4]] {
        bytemuck::must_cast_slice(&self.bytes[row * self.groups * 4..][..self.groups * 4]).as_chunks().0
    }

    /// Rounds numbers to a row.
    #[inline(always)]
    pub(super) fn set(&mut self, row: usize, values: &[f32]) {
        let mut greatest = [0_f32; LANES];
        let chunks = values.as_chunks::<LANES>();
        for chunk in chunks.0 {
            for k in 0..LANES {
                let size = chunk[k].abs();
                greatest[k] = if size > greatest[k] { size } else { greatest[k] };
            }
        }
        for (slot, value) in greatest.iter_mut().zip(chunks.1) {
            *slot = if value.abs() > *slot { value.abs() } else { *slot };
        }
        for width in [8, 4, 2, 1] {
            for k in 0..width {
                greatest[k] = if greatest[k + width] > greatest[k] { greatest[k + width] } else { greatest[k] };
            }
        }
        let greatest = greatest[0];
        let factor = if greatest > 1e-30 && greatest < f32::MAX { 127.0 / greatest } else { 0.0 };
        self.steps[row] = if factor > 0.0 { greatest / 127.0 } else { 0.0 };
        let bytes = &mut self.bytes[row * self.groups * 4..][..self.groups * 4];
        for (byte, value) in bytes.iter_mut().zip(values) {
            *byte = (nearest(value * factor) as u8) ^ 0x80;
        }
    }
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512dq", "x86_64+avx2"))]
fn rounded(values: &[f32], width: usize, rows: &mut Rows) {
    for (number, row) in values.chunks_exact(width.max(1)).enumerate() {
        rows.set(number, row);
    }
}

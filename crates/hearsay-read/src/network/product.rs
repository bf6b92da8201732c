//! Products of small integers: rows of bytes with packed weights, and what is done to each sum.
//!
//! In: [`Rows`] of activations as bytes, and a [`Linear`]. Out: rows of `f32`. The best instructions that the
//! machine has are chosen when the program runs. Invariant: every machine computes the same bits: sums are
//! exact (weights of seven bits cannot overflow the sixteen of two products), and each sum becomes a number
//! by the same steps.
//!
//! Example: 254 rows of 384 bytes times 1,536 rows of weights are 149,815,296 products.

use super::linear::{Line, Linear, Post, Rows};
use super::numbers::{gelu, sigmoid, silu};
use multiversion::multiversion;
#[cfg(target_arch = "x86_64")]
use multiversion::target::match_target;

/// How many outputs a panel of weights has.
pub(super) const LANES: usize = 16;

/// Whether sums replace what the output holds or are added to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Store {
    /// They replace it.
    Set,
    /// They are added.
    Add,
}

/// Multiplies rows with weights on the best instructions at hand. `out` has a row of `linear.stride()` numbers for each row.
pub(super) fn multiply(rows: &Rows, linear: &Linear, store: Store, out: &mut [f32]) {
    assert_eq!(rows.groups(), linear.groups, "rows are as wide as the weights");
    dispatched(rows, linear, store, out);
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512dq+avx512vnni", "x86_64+avx2+avxvnni", "x86_64+avx2"))]
fn dispatched(rows: &Rows, linear: &Linear, store: Store, out: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    match_target! {
        "x86_64+avx512vnni" => {
            let next = sweep!(x86::wide::<6, 4>, x86::wide::<1, 4>, 0, rows, linear, store, out);
            sweep!(x86::wide::<6, 1>, x86::wide::<1, 1>, next, rows, linear, store, out);
        }
        "x86_64+avxvnni" => {
            sweep!(x86::dotted::<6, 1>, x86::dotted::<1, 1>, 0, rows, linear, store, out);
        }
        "x86_64+avx2" => {
            sweep!(x86::paired::<4, 1>, x86::paired::<1, 1>, 0, rows, linear, store, out);
        }
        _ => {
            plain(rows, linear, store, out);
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    plain(rows, linear, store, out);
}

/// The same without any instruction that a machine may lack.
pub(super) fn plain(rows: &Rows, linear: &Linear, store: Store, out: &mut [f32]) {
    sweep!(tile::<4, 1>, tile::<1, 1>, 0, rows, linear, store, out);
}

/// Walks over all whole tiles from the given panel on; gives the first panel that it left.
macro_rules! sweep {
    ($many:expr, $one:expr, $from:expr, $rows:expr, $linear:expr, $store:expr, $out:expr) => {{
        let (groups, count) = ($rows.groups(), $rows.len());
        let mut panel = $from;
        while let Some(panels) = panels_at($linear, panel) {
            let mut row = 0;
            while let Some(rows) = rows_at($rows, row, count) {
                let sums = $many(rows, panels, groups);
                finish(&sums, row, panel, $rows, $linear, $store, $out);
                row += sums.len();
            }
            while let Some(rows) = rows_at($rows, row, count) {
                let sums = $one(rows, panels, groups);
                finish(&sums, row, panel, $rows, $linear, $store, $out);
                row += sums.len();
            }
            panel += panels.len();
        }
        panel
    }};
}
use sweep;

#[inline(always)]
fn panels_at<const P: usize>(linear: &Linear, panel: usize) -> Option<[&[Line]; P]> {
    let groups = linear.groups;
    (panel + P <= linear.panels()).then(|| std::array::from_fn(|k| &linear.lines[(panel + k) * groups..][..groups]))
}

#[inline(always)]
fn rows_at<const R: usize>(rows: &Rows, row: usize, count: usize) -> Option<[&[[u8; 4]]; R]> {
    (row + R <= count).then(|| std::array::from_fn(|k| rows.row(row + k)))
}

/// Sums to numbers: scales, bias, what the layer does next.
#[inline(always)]
fn finish<const R: usize, const P: usize>(sums: &[[[i32; LANES]; P]; R], row: usize, panel: usize, rows: &Rows, linear: &Linear, store: Store, out: &mut [f32]) {
    let stride = linear.stride();
    for p in 0..P {
        let at = (panel + p) * LANES;
        let lanes = |values: &[f32]| -> [f32; LANES] { std::array::from_fn(|k| values[at..at + LANES][k]) };
        let (scale, bias) = (lanes(&linear.scale), lanes(&linear.bias));
        let offset: &[i32] = &linear.offset[at..at + LANES];
        for r in 0..R {
            let step = rows.steps[row + r];
            let value: [f32; LANES] = std::array::from_fn(|k| ((sums[r][p][k] - offset[k]) as f32 * step) * scale[k] + bias[k]);
            let value = match linear.post[panel + p] {
                Post::Keep => value,
                Post::Relu => value.map(|v| if v > 0.0 { v } else { 0.0 }),
                Post::Sigmoid => value.map(sigmoid),
                Post::Silu => value.map(silu),
                Post::Gelu => value.map(gelu),
            };
            let out = &mut out[(row + r) * stride + at..][..LANES];
            match store {
                Store::Set => out.copy_from_slice(&value),
                Store::Add => out.iter_mut().zip(value).for_each(|(out, value)| *out += value),
            }
        }
    }
}

#[inline(always)]
fn tile<const R: usize, const P: usize>(rows: [&[[u8; 4]]; R], panels: [&[Line]; P], groups: usize) -> [[[i32; LANES]; P]; R] {
    let mut sums = [[[0; LANES]; P]; R];
    for g in 0..groups {
        for p in 0..P {
            let line = &panels[p][g].0;
            for r in 0..R {
                let bytes = rows[r][g].map(i16::from);
                for k in 0..LANES {
                    let weights = [line[4 * k], line[4 * k + 1], line[4 * k + 2], line[4 * k + 3]].map(i16::from);
                    let low = i32::from(bytes[0]) * i32::from(weights[0]) + i32::from(bytes[1]) * i32::from(weights[1]);
                    let high = i32::from(bytes[2]) * i32::from(weights[2]) + i32::from(bytes[3]) * i32::from(weights[3]);
                    sums[r][p][k] += low + high;
                }
            }
        }
    }
    sums
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{LANES, Line};
    use bytemuck::must_cast;
    use std::arch::x86_64::{
        __m256i, __m512i, _mm256_add_epi32, _mm256_dpbusd_avx_epi32, _mm256_madd_epi16, _mm256_maddubs_epi16, _mm256_set1_epi16, _mm256_set1_epi32,
        _mm256_setzero_si256, _mm512_dpbusd_epi32, _mm512_set1_epi32, _mm512_setzero_si512,
    };

    /// Sixteen sums an instruction.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    #[inline]
    pub(super) fn wide<const R: usize, const P: usize>(rows: [&[[u8; 4]]; R], panels: [&[Line]; P], groups: usize) -> [[[i32; LANES]; P]; R] {
        let (rows, panels) = (rows.map(|row| &row[..groups]), panels.map(|panel| &panel[..groups]));
        let mut sums = [[_mm512_setzero_si512(); P]; R];
        for g in 0..groups {
            let weights: [__m512i; P] = std::array::from_fn(|p| must_cast(panels[p][g].0));
            for r in 0..R {
                let bytes = _mm512_set1_epi32(i32::from_ne_bytes(rows[r][g]));
                for p in 0..P {
                    sums[r][p] = _mm512_dpbusd_epi32(sums[r][p], bytes, weights[p]);
                }
            }
        }
        sums.map(|row| row.map(|sum| must_cast(sum)))
    }

    /// Eight sums an instruction.
    #[target_feature(enable = "avx2,avxvnni")]
    #[inline]
    pub(super) fn dotted<const R: usize, const P: usize>(rows: [&[[u8; 4]]; R], panels: [&[Line]; P], groups: usize) -> [[[i32; LANES]; P]; R] {
        let (rows, panels) = (rows.map(|row| &row[..groups]), panels.map(|panel| &panel[..groups]));
        let mut sums = [[[_mm256_setzero_si256(); 2]; P]; R];
        for g in 0..groups {
            let weights: [[__m256i; 2]; P] = std::array::from_fn(|p| must_cast(panels[p][g].0));
            for r in 0..R {
                let bytes = _mm256_set1_epi32(i32::from_ne_bytes(rows[r][g]));
                for p in 0..P {
                    for half in 0..2 {
                        sums[r][p][half] = _mm256_dpbusd_avx_epi32(sums[r][p][half], bytes, weights[p][half]);
                    }
                }
            }
        }
        sums.map(|row| row.map(|sum| must_cast(sum)))
    }

    /// Eight sums in three instructions, through pairs that fit sixteen bits.
    #[target_feature(enable = "avx2")]
    #[inline]
    pub(super) fn paired<const R: usize, const P: usize>(rows: [&[[u8; 4]]; R], panels: [&[Line]; P], groups: usize) -> [[[i32; LANES]; P]; R] {
        let (rows, panels) = (rows.map(|row| &row[..groups]), panels.map(|panel| &panel[..groups]));
        let ones = _mm256_set1_epi16(1);
        let mut sums = [[[_mm256_setzero_si256(); 2]; P]; R];
        for g in 0..groups {
            let weights: [[__m256i; 2]; P] = std::array::from_fn(|p| must_cast(panels[p][g].0));
            for r in 0..R {
                let bytes = _mm256_set1_epi32(i32::from_ne_bytes(rows[r][g]));
                for p in 0..P {
                    for half in 0..2 {
                        let pairs = _mm256_maddubs_epi16(bytes, weights[p][half]);
                        sums[r][p][half] = _mm256_add_epi32(sums[r][p][half], _mm256_madd_epi16(pairs, ones));
                    }
                }
            }
        }
        sums.map(|row| row.map(|sum| must_cast(sum)))
    }
}

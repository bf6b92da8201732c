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

/// Sums of bytes that stand 128 too high, and of integers as they are.
const OFFSET: i32 = 1;
const EXACT: i32 = 0;

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
            let next = sweep!(x86::wide::<6, 4>, x86::wide::<1, 4>, 0, OFFSET, rows, linear, store, out);
            sweep!(x86::wide::<6, 1>, x86::wide::<1, 1>, next, OFFSET, rows, linear, store, out);
        }
        "x86_64+avxvnni" => {
            sweep!(x86::dotted::<6, 1>, x86::dotted::<1, 1>, 0, OFFSET, rows, linear, store, out);
        }
        "x86_64+avx2" => {
            sweep!(x86::paired::<4, 1>, x86::paired::<1, 1>, 0, OFFSET, rows, linear, store, out);
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
    sweep!(tile::<4, 1>, tile::<1, 1>, 0, EXACT, rows, linear, store, out);
}

/// Walks over all whole tiles from the given panel on; gives the first panel that it left.
macro_rules! sweep {
    ($many:expr, $one:expr, $from:expr, $offset:expr, $rows:expr, $linear:expr, $store:expr, $out:expr) => {{
        let (groups, count) = ($rows.groups(), $rows.len());
        let mut panel = $from;
        while let Some(panels) = panels_at($linear, panel) {
            let mut row = 0;
            while let Some(rows) = rows_at($rows, row, count) {
                let sums = $many(rows, panels, groups);
                finish(&sums, $offset, row, panel, $rows, $linear, $store, $out);
                row += sums.len();
            }
            while let Some(rows) = rows_at($rows, row, count) {
                let sums = $one(rows, panels, groups);
                finish(&sums, $offset, row, panel, $rows, $linear, $store, $out);
                row += sums.len();
            }
            panel += panels.len();
        }
        panel
    }};
}
use sweep;

// Closures and the iterators of arrays would be compiled without the wide instructions: what runs often is plain loops.

#[inline(always)]
fn panels_at<const P: usize>(linear: &Linear, panel: usize) -> Option<[&[Line]; P]> {
    if panel + P > linear.panels() {
        return None;
    }
    let mut panels: [&[Line]; P] = [&[]; P];
    for k in 0..P {
        panels[k] = &linear.lines[(panel + k) * linear.groups..][..linear.groups];
    }
    Some(panels)
}

#[inline(always)]
fn rows_at<const R: usize>(rows: &Rows, row: usize, count: usize) -> Option<[&[[u8; 4]]; R]> {
    if row + R > count {
        return None;
    }
    let mut found: [&[[u8; 4]]; R] = [&[]; R];
    for k in 0..R {
        found[k] = rows.row(row + k);
    }
    Some(found)
}

/// Sums to numbers: scales, bias, what the layer does next.
#[inline(always)]
fn finish<const R: usize, const P: usize>(
    sums: &[[[i32; LANES]; P]; R],
    factor: i32,
    row: usize,
    panel: usize,
    rows: &Rows,
    linear: &Linear,
    store: Store,
    out: &mut [f32],
) {
    let (lines, at) = (linear.panels(), panel * LANES);
    let scale = linear.scale[at..at + P * LANES].as_chunks::<LANES>().0;
    let bias = linear.bias[at..at + P * LANES].as_chunks::<LANES>().0;
    let offset = linear.offset[at..at + P * LANES].as_chunks::<LANES>().0;
    let post = &linear.post[panel..panel + P];
    let steps = &rows.steps[row..row + R];
    let out = out.as_chunks_mut::<LANES>().0;
    // Down a panel, so that what is done is asked once for all rows.
    for p in 0..P {
        let (scale, bias, offset) = (scale[p], bias[p], offset[p]);
        macro_rules! down {
            (|$v:ident| $result:expr) => {
                for r in 0..R {
                    let mut value = [0.0; LANES];
                    for k in 0..LANES {
                        value[k] = ((sums[r][p][k] - factor * offset[k]) as f32 * steps[r]) * scale[k] + bias[k];
                    }
                    for value in &mut value {
                        let $v = *value;
                        *value = $result;
                    }
                    let out = &mut out[(row + r) * lines + panel + p];
                    match store {
                        Store::Set => *out = value,
                        Store::Add => {
                            for k in 0..LANES {
                                out[k] += value[k];
                            }
                        }
                    }
                }
            };
        }
        match post[p] {
            Post::Keep => down!(|v| v),
            Post::Relu => down!(|v| if v > 0.0 { v } else { 0.0 }),
            Post::Sigmoid => down!(|v| sigmoid(v)),
            Post::Silu => down!(|v| silu(v)),
            Post::Gelu => down!(|v| gelu(v)),
        }
    }
}

/// Four products of seven and of eight bits fit sixteen bits: they are summed there, which any vector unit can.
#[inline(always)]
fn tile<const R: usize, const P: usize>(rows: [&[[u8; 4]]; R], panels: [&[Line]; P], groups: usize) -> [[[i32; LANES]; P]; R] {
    let mut sums = [[[0; LANES]; P]; R];
    for p in 0..P {
        for (g, line) in panels[p][..groups].iter().enumerate() {
            let mut weights = [[0_i16; LANES]; 4];
            for k in 0..LANES {
                for i in 0..4 {
                    weights[i][k] = i16::from(line.0[4 * k + i]);
                }
            }
            for r in 0..R {
                let bytes = rows[r][g];
                let mut four = [0_i16; LANES];
                for i in 0..4 {
                    let value = i16::from(bytes[i]) - 128;
                    for k in 0..LANES {
                        four[k] = four[k].wrapping_add(value.wrapping_mul(weights[i][k]));
                    }
                }
                for k in 0..LANES {
                    sums[r][p][k] += i32::from(four[k]);
                }
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn random(count: usize, most: i32) -> Vec<i8> {
        let mut state = 77_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((state >> 8) as i32 % (2 * most + 1) - most) as i8
        };
        (0..count).map(|_| next()).collect()
    }

    fn rows(count: usize, width: usize) -> Rows {
        let values: Vec<f32> = random(count * width, 127).iter().map(|value| f32::from(*value) / 9.0).collect();
        let mut rows = Rows::default();
        rows.take(&values, width);
        rows
    }

    #[test]
    fn the_best_instructions_and_none_give_the_same_bits() {
        for (count, inputs, outputs) in [(1, 4, 7), (6, 32, 64), (13, 128, 150), (31, 64, 16)] {
            let mut linear = Linear::new(inputs, &random(inputs * outputs, 63), &vec![0.01; outputs], &vec![0.5; outputs]);
            for (panel, post) in [Post::Relu, Post::Gelu, Post::Sigmoid, Post::Silu].into_iter().enumerate() {
                linear = linear.then(panel..panel + 1, post);
            }
            let rows = rows(count, inputs);
            let mut fast = vec![0.25; count * linear.stride()];
            let mut simple = fast.clone();
            for store in [Store::Set, Store::Add] {
                multiply(&rows, &linear, store, &mut fast);
                plain(&rows, &linear, store, &mut simple);
                assert!(
                    fast.iter().zip(&simple).all(|(a, b)| a.to_bits() == b.to_bits()),
                    "{count} {inputs} {outputs} {store:?}"
                );
            }
        }
    }

    #[test]
    fn the_greatest_sums_fit() {
        let (inputs, outputs) = (1_536, 16);
        let mut signed = vec![63; inputs * outputs];
        signed[inputs..2 * inputs].fill(-63);
        let linear = Linear::new(inputs, &signed, &[1.0; 16], &[0.0; 16]);
        let mut rows = Rows::default();
        rows.take(&vec![-127.0; inputs], inputs);
        let mut out = vec![0.0; 16];
        multiply(&rows, &linear, Store::Set, &mut out);
        let greatest = (inputs * 63 * 127) as f32;
        assert_eq!((out[0], out[1]), (-greatest, greatest));
        plain(&rows, &linear, Store::Set, &mut out);
        assert_eq!((out[0], out[1]), (-greatest, greatest));
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{LANES, Line};
    use bytemuck::must_cast;
    use std::arch::x86_64::{
        _mm256_add_epi32, _mm256_dpbusd_avx_epi32, _mm256_madd_epi16, _mm256_maddubs_epi16, _mm256_set1_epi16, _mm256_set1_epi32,
        _mm256_setzero_si256, _mm512_dpbusd_epi32, _mm512_set1_epi32, _mm512_setzero_si512,
    };

    /// Tells the compiler that all are as long as there are groups.
    #[inline(always)]
    fn even<'a, const R: usize, const P: usize>(
        mut rows: [&'a [[u8; 4]]; R],
        mut panels: [&'a [Line]; P],
        groups: usize,
    ) -> ([&'a [[u8; 4]]; R], [&'a [Line]; P]) {
        for r in 0..R {
            rows[r] = &rows[r][..groups];
        }
        for p in 0..P {
            panels[p] = &panels[p][..groups];
        }
        (rows, panels)
    }

    /// Sixteen sums an instruction.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    #[inline]
    pub(super) fn wide<const R: usize, const P: usize>(
        rows: [&[[u8; 4]]; R],
        panels: [&[Line]; P],
        groups: usize,
    ) -> [[[i32; LANES]; P]; R] {
        let (rows, panels) = even(rows, panels, groups);
        let mut sums = [[_mm512_setzero_si512(); P]; R];
        for g in 0..groups {
            let mut weights = [_mm512_setzero_si512(); P];
            for p in 0..P {
                weights[p] = must_cast(panels[p][g].0);
            }
            for r in 0..R {
                let bytes = _mm512_set1_epi32(i32::from_ne_bytes(rows[r][g]));
                for p in 0..P {
                    sums[r][p] = _mm512_dpbusd_epi32(sums[r][p], bytes, weights[p]);
                }
            }
        }
        let mut out = [[[0; LANES]; P]; R];
        for r in 0..R {
            for p in 0..P {
                out[r][p] = must_cast(sums[r][p]);
            }
        }
        out
    }

    /// Eight sums an instruction.
    #[target_feature(enable = "avx2,avxvnni")]
    #[inline]
    pub(super) fn dotted<const R: usize, const P: usize>(
        rows: [&[[u8; 4]]; R],
        panels: [&[Line]; P],
        groups: usize,
    ) -> [[[i32; LANES]; P]; R] {
        let (rows, panels) = even(rows, panels, groups);
        let mut sums = [[[_mm256_setzero_si256(); 2]; P]; R];
        for g in 0..groups {
            let mut weights = [[_mm256_setzero_si256(); 2]; P];
            for p in 0..P {
                weights[p] = must_cast(panels[p][g].0);
            }
            for r in 0..R {
                let bytes = _mm256_set1_epi32(i32::from_ne_bytes(rows[r][g]));
                for p in 0..P {
                    for half in 0..2 {
                        sums[r][p][half] = _mm256_dpbusd_avx_epi32(sums[r][p][half], bytes, weights[p][half]);
                    }
                }
            }
        }
        let mut out = [[[0; LANES]; P]; R];
        for r in 0..R {
            for p in 0..P {
                out[r][p] = must_cast(sums[r][p]);
            }
        }
        out
    }

    /// Eight sums in three instructions, through pairs that fit sixteen bits.
    #[target_feature(enable = "avx2")]
    #[inline]
    pub(super) fn paired<const R: usize, const P: usize>(
        rows: [&[[u8; 4]]; R],
        panels: [&[Line]; P],
        groups: usize,
    ) -> [[[i32; LANES]; P]; R] {
        let (rows, panels) = even(rows, panels, groups);
        let ones = _mm256_set1_epi16(1);
        let mut sums = [[[_mm256_setzero_si256(); 2]; P]; R];
        for g in 0..groups {
            let mut weights = [[_mm256_setzero_si256(); 2]; P];
            for p in 0..P {
                weights[p] = must_cast(panels[p][g].0);
            }
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
        let mut out = [[[0; LANES]; P]; R];
        for r in 0..R {
            for p in 0..P {
                out[r][p] = must_cast(sums[r][p]);
            }
        }
        out
    }
}

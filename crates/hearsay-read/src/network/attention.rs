//! Attention over the pieces of a window (Vaswani et al., NIPS 2017), in integers of sixteen bits.
//!
//! In: queries, keys and values of all heads, row by row. Out: for each piece and head the mixture of values. Queries,
//! keys and values have one scale a head and window; the softmax is `f32`, its weights become integers again, and it
//! is their integer sum that they are divided by. Invariant: no sum can leave 32 bits, so every machine has the same.
//!
//! Example: a piece whose query meets one key only takes that key's value.

use super::numbers::{fall, nearest};
use super::product::LANES;
use multiversion::multiversion;
#[cfg(target_arch = "x86_64")]
use multiversion::target::match_target;

/// The widest head: the sums of 64 products of queries and keys fit 32 bits, and so do their differences.
pub(super) const WIDEST: usize = 64;

/// The greatest integer of a query or key, and of a value.
const SHARP: f32 = 4_095.0;
const VALUE: f32 = 2_047.0;

/// How many rows go together.
const ROWS: usize = 6;

/// Two numbers of sixteen outputs.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Line([[i16; 2]; LANES]);

/// Room to work in.
#[derive(Debug, Default)]
pub(super) struct Room {
    rounded: Vec<i16>,
    queries: Vec<[i16; 2]>,
    keys: Vec<Line>,
    values: Vec<Line>,
    sums: Vec<i32>,
    weights: Vec<[i16; 2]>,
}

/// Mixes the values of a window: rows of queries, keys and values to rows of `width`.
pub(super) fn attend(qkv: &[f32], width: usize, heads: usize, room: &mut Room, out: &mut [f32]) {
    if !out.is_empty() {
        dispatched(qkv, width, heads, room, out);
    }
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512dq+avx512vnni", "x86_64+avx2"))]
fn dispatched(qkv: &[f32], width: usize, heads: usize, room: &mut Room, out: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    match_target! {
        "x86_64+avx512vnni" => mixed!(x86::wide::<4>, x86::wide::<2>, x86::wide::<1>, 4, qkv, width, heads, room, out),
        "x86_64+avx2" => mixed!(x86::half::<1>, x86::half::<2>, x86::half::<1>, 1, qkv, width, heads, room, out),
        _ => plain(qkv, width, heads, room, out),
    }
    #[cfg(not(target_arch = "x86_64"))]
    plain(qkv, width, heads, room, out);
}

/// The same without any instruction that a machine may lack.
pub(super) fn plain(qkv: &[f32], width: usize, heads: usize, room: &mut Room, out: &mut [f32]) {
    mixed!(tile::<1>, tile::<2>, tile::<1>, 1, qkv, width, heads, room, out);
}

/// All heads: tiles of several panels of keys where there are as many, else of one.
macro_rules! mixed {
    ($many:expr, $two:expr, $one:expr, $panels:literal, $qkv:expr, $width:expr, $heads:expr, $room:expr, $out:expr) => {{
        let (qkv, width, heads, room, out): (&[f32], usize, usize, &mut Room, &mut [f32]) = ($qkv, $width, $heads, $room, $out);
        let (size, count) = (width / heads, out.len() / width);
        let long = count.next_multiple_of(LANES);
        // So that as many weights of a row as there are keys, times the greatest value, stay within 32 bits.
        let heaviest = ((i32::MAX / VALUE as i32) as usize / long.max(1)).min(i16::MAX as usize) as f32;
        for head in 0..heads {
            let query = take(qkv, 3 * width, head * size, size, SHARP, &mut room.rounded);
            turn_queries(&room.rounded, count, &mut room.queries);
            let key = take(qkv, 3 * width, width + head * size, size, SHARP, &mut room.rounded);
            turn_keys(&room.rounded, size, long, &mut room.keys);
            let value = take(qkv, 3 * width, 2 * width + head * size, size, VALUE, &mut room.rounded);
            turn_values(&room.rounded, size, long, &mut room.values);
            // What a unit of a sum is worth as a power of two.
            let sharpness = query * key * std::f32::consts::LOG2_E / (size as f32).sqrt();
            room.sums.resize(ROWS * long, 0);
            room.weights.resize(ROWS * long / 2, [0; 2]);
            let groups = size / 2;
            for first in (0..count).step_by(ROWS) {
                let mut queries: [&[[i16; 2]]; ROWS] = [&[]; ROWS];
                for r in 0..ROWS {
                    queries[r] = &room.queries[(first + r) * groups..][..groups];
                }
                let mut panel = 0;
                while panel + $panels <= long / LANES {
                    store(&$many(queries, &room.keys[panel * groups..], groups), panel, long, &mut room.sums);
                    panel += $panels;
                }
                while panel < long / LANES {
                    store(&$one(queries, &room.keys[panel * groups..], groups), panel, long, &mut room.sums);
                    panel += 1;
                }
                let mut shares = [0.0; ROWS];
                for r in 0..ROWS {
                    let weights = &mut room.weights[r * long / 2..][..long / 2];
                    shares[r] = value / softmax(&mut room.sums[r * long..][..long], count, sharpness, heaviest, weights);
                }
                let mut weights: [&[[i16; 2]]; ROWS] = [&[]; ROWS];
                for r in 0..ROWS {
                    weights[r] = &room.weights[r * long / 2..][..long / 2];
                }
                let mut panel = 0;
                while panel + 2 <= size / LANES {
                    let sums = $two(weights, &room.values[panel * long / 2..], long / 2);
                    share(&sums, &shares, &mut out[first * width..], width, head * size + panel * LANES);
                    panel += 2;
                }
                if panel < size / LANES {
                    let sums = $one(weights, &room.values[panel * long / 2..], long / 2);
                    share(&sums, &shares, &mut out[first * width..], width, head * size + panel * LANES);
                }
            }
        }
    }};
}
use mixed;

/// Rounds some columns of rows to integers of at most `greatest`; what one is worth.
#[inline(always)]
fn take(rows: &[f32], stride: usize, at: usize, size: usize, greatest: f32, out: &mut Vec<i16>) -> f32 {
    let mut most = [0.0_f32; LANES];
    for row in rows.chunks_exact(stride) {
        for chunk in row[at..at + size].as_chunks::<LANES>().0 {
            for k in 0..LANES {
                most[k] = if chunk[k].abs() > most[k] { chunk[k].abs() } else { most[k] };
            }
        }
    }
    let mut largest = 0.0;
    for most in most {
        largest = if most > largest { most } else { largest };
    }
    let usable = largest > 1e-30 && largest < f32::MAX;
    let factor = if usable { greatest / largest } else { 0.0 };
    out.resize(rows.len() / stride * size, 0);
    for (row, out) in rows.chunks_exact(stride).zip(out.chunks_exact_mut(size)) {
        for (out, value) in out.iter_mut().zip(&row[at..at + size]) {
            *out = nearest(value * factor) as i16;
        }
    }
    if usable { largest / greatest } else { 0.0 }
}

/// Queries in pairs, and rows of zeros to a whole number of tiles.
#[inline(always)]
fn turn_queries(rounded: &[i16], count: usize, out: &mut Vec<[i16; 2]>) {
    let pairs = rounded.as_chunks::<2>().0;
    out.clear();
    out.extend_from_slice(pairs);
    out.resize(pairs.len() / count.max(1) * count.next_multiple_of(ROWS), [0; 2]);
}

/// Keys in panels of sixteen: two numbers of each key a line.
#[inline(always)]
fn turn_keys(rounded: &[i16], size: usize, long: usize, out: &mut Vec<Line>) {
    out.clear();
    out.resize(long / LANES * size / 2, Line([[0; 2]; LANES]));
    for (rows, panel) in rounded.chunks(LANES * size).zip(out.chunks_exact_mut(size / 2)) {
        for (lane, row) in rows.chunks_exact(size).enumerate() {
            for (line, pair) in panel.iter_mut().zip(row.as_chunks::<2>().0) {
                line.0[lane] = *pair;
            }
        }
    }
}

/// Values in panels of sixteen columns: two keys' numbers a line.
#[inline(always)]
fn turn_values(rounded: &[i16], size: usize, long: usize, out: &mut Vec<Line>) {
    out.clear();
    out.resize(size / LANES * long / 2, Line([[0; 2]; LANES]));
    for (panel, lines) in out.chunks_exact_mut(long / 2).enumerate() {
        for (rows, line) in rounded.chunks(2 * size).zip(lines) {
            for (which, row) in rows.chunks_exact(size).enumerate() {
                let row = &row[panel * LANES..][..LANES];
                for k in 0..LANES {
                    line.0[k][which] = row[k];
                }
            }
        }
    }
}

#[inline(always)]
fn store<const P: usize>(tile: &[[[i32; LANES]; P]; ROWS], panel: usize, long: usize, sums: &mut [i32]) {
    for r in 0..ROWS {
        for p in 0..P {
            sums[r * long + (panel + p) * LANES..][..LANES].copy_from_slice(&tile[r][p]);
        }
    }
}

/// Sums of weighted values to values, in as many rows as are left.
#[inline(always)]
fn share<const P: usize>(sums: &[[[i32; LANES]; P]; ROWS], shares: &[f32; ROWS], out: &mut [f32], width: usize, at: usize) {
    for (r, out) in out.chunks_exact_mut(width).take(ROWS).enumerate() {
        for p in 0..P {
            let out = &mut out[at + p * LANES..][..LANES];
            for k in 0..LANES {
                out[k] = sums[r][p][k] as f32 * shares[r];
            }
        }
    }
}

/// Sums to weights; the sum of the weights. What stands beyond `count` weighs nothing.
#[inline(always)]
fn softmax(sums: &mut [i32], count: usize, sharpness: f32, heaviest: f32, weights: &mut [[i16; 2]]) -> f32 {
    let mut most = [i32::MIN; LANES];
    sums[count..].fill(i32::MIN / 2);
    for chunk in sums.as_chunks::<LANES>().0 {
        for k in 0..LANES {
            most[k] = if chunk[k] > most[k] { chunk[k] } else { most[k] };
        }
    }
    let mut largest = i32::MIN;
    for most in most {
        largest = if most > largest { most } else { largest };
    }
    let weights = bytemuck::must_cast_slice_mut::<[i16; 2], i16>(weights);
    for (weight, sum) in weights.iter_mut().zip(sums.iter()) {
        *weight = nearest(fall((sum - largest) as f32 * sharpness) * heaviest) as i16;
    }
    weights[count..].fill(0);
    let mut total = [0_i32; LANES];
    for chunk in weights.as_chunks::<LANES>().0 {
        for k in 0..LANES {
            total[k] += i32::from(chunk[k]);
        }
    }
    let mut all = 0;
    for total in total {
        all += total;
    }
    if all > 0 { all as f32 } else { 1.0 }
}

#[inline(always)]
fn tile<const P: usize>(rows: [&[[i16; 2]]; ROWS], lines: &[Line], groups: usize) -> [[[i32; LANES]; P]; ROWS] {
    let mut sums = [[[0; LANES]; P]; ROWS];
    for p in 0..P {
        for (g, line) in lines[p * groups..(p + 1) * groups].iter().enumerate() {
            for r in 0..ROWS {
                let [a, b] = rows[r][g];
                for k in 0..LANES {
                    sums[r][p][k] += i32::from(a) * i32::from(line.0[k][0]) + i32::from(b) * i32::from(line.0[k][1]);
                }
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_instructions_and_none_give_the_same_bits() {
        let mut state = 5_u32;
        let mut random = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 4e6 - 2.0
        };
        for count in [1, 5, 16, 97] {
            let qkv: Vec<f32> = (0..count * 3 * 64).map(|_| random()).collect();
            let (mut fast, mut simple) = (vec![0.0; count * 64], vec![0.0; count * 64]);
            attend(&qkv, 64, 2, &mut Room::default(), &mut fast);
            plain(&qkv, 64, 2, &mut Room::default(), &mut simple);
            assert!(fast.iter().zip(&simple).all(|(a, b)| a.to_bits() == b.to_bits()), "{count}");
        }
    }

    #[test]
    fn queries_of_nothing_take_the_mean() {
        let mut qkv = vec![0.0; 3 * 48];
        for (row, value) in [1.0, 2.0, 6.0].into_iter().enumerate() {
            qkv[row * 48 + 32] = value;
        }
        let mut out = vec![0.0; 48];
        attend(&qkv, 16, 1, &mut Room::default(), &mut out);
        assert!((out[0] - 3.0).abs() < 0.01 && (out[32] - 3.0).abs() < 0.01, "{out:?}");
    }

    #[test]
    fn a_query_that_meets_one_key_takes_its_value() {
        let mut qkv = vec![0.0; 3 * 48];
        for (row, (query, key, value)) in [(9.0, 9.0, 1.0), (0.0, -9.0, 5.0), (-9.0, 0.0, 3.0)].into_iter().enumerate() {
            qkv[row * 48] = query;
            qkv[row * 48 + 16] = key;
            qkv[row * 48 + 32] = value;
        }
        let mut out = vec![0.0; 48];
        attend(&qkv, 16, 1, &mut Room::default(), &mut out);
        // The second query meets all alike; the third is furthest from the first.
        assert!((out[0] - 1.0).abs() < 0.01 && (out[16] - 3.0).abs() < 0.01 && (out[32] - 5.0).abs() < 0.01, "{out:?}");
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{LANES, Line, ROWS};
    use bytemuck::must_cast;
    use std::arch::x86_64::{
        _mm256_add_epi32, _mm256_madd_epi16, _mm256_set1_epi32, _mm256_setzero_si256, _mm512_dpwssd_epi32, _mm512_set1_epi32,
        _mm512_setzero_si512,
    };

    /// Sixteen sums an instruction.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    #[inline]
    pub(super) fn wide<const P: usize>(
        mut rows: [&[[i16; 2]]; ROWS],
        lines: &[Line],
        groups: usize,
    ) -> [[[i32; LANES]; P]; ROWS] {
        let mut panels: [&[Line]; P] = [&[]; P];
        for p in 0..P {
            panels[p] = &lines[p * groups..][..groups];
        }
        for r in 0..ROWS {
            rows[r] = &rows[r][..groups];
        }
        let mut sums = [[_mm512_setzero_si512(); P]; ROWS];
        for g in 0..groups {
            let mut pairs = [_mm512_setzero_si512(); P];
            for p in 0..P {
                pairs[p] = must_cast(panels[p][g].0);
            }
            for r in 0..ROWS {
                let pair = _mm512_set1_epi32(must_cast(rows[r][g]));
                for p in 0..P {
                    sums[r][p] = _mm512_dpwssd_epi32(sums[r][p], pair, pairs[p]);
                }
            }
        }
        let mut out = [[[0; LANES]; P]; ROWS];
        for r in 0..ROWS {
            for p in 0..P {
                out[r][p] = must_cast(sums[r][p]);
            }
        }
        out
    }

    /// Eight sums in two instructions.
    #[target_feature(enable = "avx2")]
    #[inline]
    pub(super) fn half<const P: usize>(
        mut rows: [&[[i16; 2]]; ROWS],
        lines: &[Line],
        groups: usize,
    ) -> [[[i32; LANES]; P]; ROWS] {
        for r in 0..ROWS {
            rows[r] = &rows[r][..groups];
        }
        let mut out = [[[0; LANES]; P]; ROWS];
        for p in 0..P {
            let panel = &lines[p * groups..][..groups];
            let mut sums = [[_mm256_setzero_si256(); 2]; ROWS];
            for g in 0..groups {
                let pairs: [_; 2] = must_cast(panel[g].0);
                for r in 0..ROWS {
                    let pair = _mm256_set1_epi32(must_cast(rows[r][g]));
                    for half in 0..2 {
                        sums[r][half] = _mm256_add_epi32(sums[r][half], _mm256_madd_epi16(pair, pairs[half]));
                    }
                }
            }
            for r in 0..ROWS {
                out[r][p] = must_cast(sums[r]);
            }
        }
        out
    }
}

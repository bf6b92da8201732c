//! Attention over the pieces of a window.
//!
//! In: queries, keys and values of all heads, row by row. Out: their mixture. Invariant: sums run in a fixed order.
//!
//! Example: a piece whose query meets one key only takes that key's value.

use super::numbers::exp;
use super::product::LANES;
use multiversion::multiversion;

/// Room to work in.
#[derive(Debug, Default)]
pub(super) struct Room {
    keys: Vec<f32>,
    weights: Vec<f32>,
}

/// Mixes the values of a window.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512dq", "x86_64+avx2"))]
pub(super) fn attend(qkv: &[f32], width: usize, heads: usize, room: &mut Room, out: &mut [f32]) {
    let size = width / heads;
    let scale = 1.0 / (size as f32).sqrt();
    let count = out.len() / width;
    let long = count.next_multiple_of(LANES);
    for head in 0..heads {
        let at = head * size;
        room.keys.clear();
        room.keys.resize(size * long, 0.0);
        for (number, row) in qkv.chunks_exact(3 * width).enumerate() {
            for k in 0..size {
                room.keys[k * long + number] = row[width + at + k];
            }
        }
        for (number, row) in qkv.chunks_exact(3 * width).enumerate() {
            let weights = &mut room.weights;
            weights.clear();
            weights.resize(long, 0.0);
            for k in 0..size {
                let query = row[at + k] * scale;
                for (weight, key) in weights.iter_mut().zip(&room.keys[k * long..][..long]) {
                    *weight += query * key;
                }
            }
            let greatest = weights[..count].iter().fold(f32::MIN, |greatest, weight| if *weight > greatest { *weight } else { greatest });
            let mut sum = 0.0;
            for weight in &mut weights[..count] {
                *weight = exp(*weight - greatest);
                sum += *weight;
            }
            let out = &mut out[number * width + at..][..size];
            out.fill(0.0);
            for (weight, row) in weights.iter().zip(qkv.chunks_exact(3 * width)) {
                for (out, value) in out.iter_mut().zip(&row[2 * width + at..][..size]) {
                    *out += weight * value;
                }
            }
            for out in out {
                *out /= sum;
            }
        }
    }
}

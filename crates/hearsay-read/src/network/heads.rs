//! What is made of a unit's vector: whether it begins a cue, and the labels that an anchor sees around it.
//!
//! In: the encoder's rows of a window. Out: a logit a unit; for an anchor, seven scores a unit. A tagger conditioned
//! on its predicate, as semantic role labellers are (He et al., ACL 2018). Invariant: an anchor sees its window only, and
//! `reach` units to each side.
//!
//! Example: for the anchor *said*, the unit *Lind* before it may score highest as the beginning of a source.

use super::linear::{Linear, Rows};
use super::numbers::total;
use super::product::{LANES, Store, multiply};
use multiversion::multiversion;
use std::ops::Range;

/// Outside, and beginning and inside of cue, source and content.
pub(super) const LABELS: usize = 7;

/// Scores of a unit; the eighth is no label.
pub(super) type Scores = [f32; 8];

/// How many places a sentence can have to the anchor's: two before to three after.
pub(super) const PLACES: usize = 6;

/// How many buckets of distances there are.
pub(super) const DISTANCES: usize = 31;

/// The heads.
#[derive(Debug)]
pub(super) struct Heads {
    /// Width inside.
    pub(super) inner: usize,
    /// Units an anchor sees to each side.
    pub(super) reach: usize,
    /// Three layers side by side: anchors, units seen from an anchor, labels from the unit alone.
    pub(super) of_unit: Linear,
    /// The anchor as it looks at units.
    pub(super) of_anchor: Linear,
    /// Weights and bias of an anchor's logit.
    pub(super) anchor: (Vec<f32>, f32),
    /// For each number inside, the distances from −reach to reach, and sixteen more.
    pub(super) distance: Vec<f32>,
    /// Vectors of places.
    pub(super) place: Vec<f32>,
    /// For each number inside, its weight for each label.
    pub(super) label: Vec<Scores>,
    /// Bias of each label.
    pub(super) bias: Scores,
    /// From label to label.
    pub(super) transitions: [Scores; LABELS],
}

/// What an anchor sees.
#[derive(Debug)]
pub(super) struct Seen {
    /// The anchor, as a unit of the document.
    pub(super) anchor: usize,
    /// Units seen.
    pub(super) units: Range<usize>,
    /// Where their scores stand.
    pub(super) scores: Range<usize>,
}

/// Room to work in.
#[derive(Debug, Default)]
pub(super) struct Room {
    rows: Rows,
    unit: Vec<f32>,
    turned: Vec<f32>,
    anchors: Vec<f32>,
    picked: Vec<usize>,
    base: Vec<f32>,
}

impl Heads {
    /// Bucket of a distance.
    pub(super) fn bucket(distance: isize) -> usize {
        let bucket = match distance.unsigned_abs() {
            near @ 0..=4 => near,
            5..=6 => 5,
            7..=8 => 6,
            9..=12 => 7,
            13..=16 => 8,
            17..=24 => 9,
            25..=32 => 10,
            33..=48 => 11,
            49..=64 => 12,
            65..=96 => 13,
            _ => 14,
        };
        if distance < 0 { 15 - bucket } else { 15 + bucket }
    }

    /// How long a row of the expanded table of distances is.
    pub(super) fn sight(&self) -> usize {
        2 * self.reach + 1 + LANES
    }

    /// Reads a window: adds its logits, and the scores around all units whose logit is above `floor`.
    pub(super) fn apply(
        &self,
        encoded: &[f32],
        width: usize,
        sentences: &[u32],
        start: usize,
        floor: f32,
        room: &mut Room,
        logits: &mut Vec<f32>,
        seen: &mut Vec<Seen>,
        scores: &mut Vec<Scores>,
    ) {
        let count = sentences.len();
        let Room { rows, unit, turned, anchors, picked, base } = room;
        let stride = self.of_unit.stride();
        unit.resize(count * stride, 0.0);
        rows.take(encoded, width);
        multiply(rows, &self.of_unit, Store::Set, unit);
        let before = logits.len();
        self.logits(unit, logits);
        picked.clear();
        picked.extend((0..count).filter(|unit| logits[before + unit] > floor));
        if picked.is_empty() {
            return;
        }
        rows.clear(width, picked.len());
        for (number, unit) in picked.iter().enumerate() {
            rows.set(number, &encoded[unit * width..][..width]);
        }
        anchors.resize(picked.len() * self.of_anchor.stride(), 0.0);
        multiply(rows, &self.of_anchor, Store::Set, anchors);
        let long = count + LANES;
        turn(unit, stride, self.inner..2 * self.inner, long, turned);
        for (anchor, row) in picked.iter().zip(anchors.chunks_exact(self.of_anchor.stride())) {
            let units = anchor.saturating_sub(self.reach)..count.min(anchor + self.reach + 1);
            let from = scores.len();
            scores.resize(from + units.len(), [0.0; 8]);
            let mut run = units.start;
            while run < units.end {
                let place = place(sentences[run], sentences[*anchor]);
                let end =
                    (run..units.end).find(|unit| self::place(sentences[*unit], sentences[*anchor]) != place).unwrap_or(units.end);
                base.clear();
                base.extend(
                    row.iter().zip(&self.place[place * self.inner..][..self.inner]).map(|(anchor, place)| anchor + place),
                );
                let out = &mut scores[from + run - units.start..][..end - run];
                self.around(turned, long, base, run, run + self.reach - anchor, out);
                for (slot, unary) in out.iter_mut().zip(unit.chunks_exact(stride).skip(run)) {
                    for (score, (unary, bias)) in slot.iter_mut().zip(unary[2 * self.inner..].iter().zip(&self.bias)) {
                        *score += unary + bias;
                    }
                }
                run = end;
            }
            seen.push(Seen { anchor: start + anchor, units: start + units.start..start + units.end, scores: from..scores.len() });
        }
    }

    fn logits(&self, unit: &[f32], logits: &mut Vec<f32>) {
        for row in unit.chunks_exact(self.of_unit.stride()) {
            let mut lanes = [0.0; LANES];
            for (chunk, weights) in row[..self.inner].as_chunks::<LANES>().0.iter().zip(self.anchor.0.as_chunks::<LANES>().0) {
                for k in 0..LANES {
                    lanes[k] += chunk[k] * weights[k];
                }
            }
            logits.push(total(lanes) + self.anchor.1);
        }
    }

    /// Scores of a run of units, sixteen at a time. `far` is where the first stands in the table of distances.
    fn around(&self, turned: &[f32], long: usize, base: &[f32], first: usize, far: usize, out: &mut [Scores]) {
        labelled(self, turned, long, base, first, far, out);
    }
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512dq", "x86_64+avx2"))]
fn labelled(heads: &Heads, turned: &[f32], long: usize, base: &[f32], first: usize, far: usize, out: &mut [Scores]) {
    for (block, out) in out.chunks_mut(LANES).enumerate() {
        let (unit, distance) = (first + block * LANES, far + block * LANES);
        let mut sums = [[0.0; LANES]; LABELS];
        let units = turned.chunks_exact(long).zip(heads.distance.chunks_exact(heads.sight()));
        for (((units, distances), base), weights) in units.zip(base).zip(&heads.label) {
            let (units, distances) = (&units[unit..unit + LANES], &distances[distance..distance + LANES]);
            let mut value = [0.0; LANES];
            for k in 0..LANES {
                let sum = (units[k] + base) + distances[k];
                value[k] = if sum > 0.0 { sum } else { 0.0 };
            }
            for label in 0..LABELS {
                for k in 0..LANES {
                    sums[label][k] += value[k] * weights[label];
                }
            }
        }
        for (k, out) in out.iter_mut().enumerate() {
            for label in 0..LABELS {
                out[label] = sums[label][k];
            }
        }
    }
}

/// Some columns of rows, as rows.
fn turn(rows: &[f32], stride: usize, columns: Range<usize>, long: usize, out: &mut Vec<f32>) {
    out.clear();
    out.resize(columns.len() * long, 0.0);
    for (number, row) in rows.chunks_exact(stride).enumerate() {
        for (column, value) in row[columns.clone()].iter().enumerate() {
            out[column * long + number] = *value;
        }
    }
}

/// Where a sentence stands to the anchor's: two before or more is 0, the same is 2, three after or more is 5.
fn place(sentence: u32, anchor: u32) -> usize {
    (i64::from(sentence) - i64::from(anchor)).clamp(-2, 3).wrapping_add(2) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_distances_have_buckets_of_their_own() {
        assert_eq!([-97, -4, -1, 0, 1, 4, 5, 97].map(Heads::bucket), [1, 11, 14, 15, 16, 19, 20, 29]);
    }

    #[test]
    fn places_end_at_two_before_and_three_after() {
        assert_eq!([place(0, 9), place(8, 9), place(9, 9), place(10, 9), place(40, 9)], [0, 1, 2, 3, 5]);
    }
}

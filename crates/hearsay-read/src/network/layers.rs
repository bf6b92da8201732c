//! The heads of the language layers: fine tags, name tags, governors and relations of the words of a sentence.
//!
//! In: the encoder's rows of a sentence. Out: [`Words`]. Governors are scored by a bilinear form (Dozat and
//! Manning, ICLR 2017) and chosen as the best tree; the relation of a word is told from it and its governor.
//! Invariant: whatever the weights, the governors are a tree with one root.
//!
//! Example: of the three words `Lind said no`, the second hangs on the root and governs the others.

use super::linear::{Linear, Rows};
use super::numbers::total;
use super::product::{LANES, Store, multiply};
use crate::layers::name_tags::NameTags;
use crate::layers::tree::tree;
use multiversion::multiversion;
use std::ops::Range;

/// A longer sentence is no sentence: its tree is made of the trees of parts of this length.
const LONGEST: usize = 512;

/// The heads.
#[derive(Debug)]
pub(crate) struct LayerHeads {
    /// Seven layers side by side, for the unit alone: [`Parts`].
    pub(super) of_unit: Linear,
    pub(super) parts: Parts,
    /// From a word as dependent to what its governor should look like.
    pub(super) bilinear: Linear,
    /// What the root looks like.
    pub(super) root: Vec<f32>,
    /// The root as a governor whose relation is asked.
    pub(super) label_root: Vec<f32>,
    /// From a pair of words to the score of each relation.
    pub(super) label: Linear,
    /// Names of the fine tags.
    pub(crate) tags: Vec<String>,
    /// Names of the relations.
    pub(crate) labels: Vec<String>,
    /// The name tags.
    pub(crate) names: NameTags,
}

/// Columns of [`LayerHeads::of_unit`].
#[derive(Debug, Clone, Default)]
pub(super) struct Parts {
    pub(super) tag: Range<usize>,
    pub(super) name: Range<usize>,
    pub(super) dependent: Range<usize>,
    pub(super) head: Range<usize>,
    pub(super) head_bias: Range<usize>,
    pub(super) label_dependent: Range<usize>,
    pub(super) label_head: Range<usize>,
}

impl Parts {
    /// The columns of layers with so many outputs each, side by side.
    pub(super) fn of(outputs: [usize; 7]) -> Self {
        let mut next = 0;
        let [tag, name, dependent, head, head_bias, label_dependent, label_head] = outputs.map(|outputs| {
            let start = next;
            next += outputs.next_multiple_of(LANES);
            start..start + outputs
        });
        Self { tag, name, dependent, head, head_bias, label_dependent, label_head }
    }
}

/// What was found of a sentence, by number.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// Fine tag of each word.
    pub(crate) tags: Vec<usize>,
    /// Governor of each word: 0 the root, else one more than the word's number.
    pub(crate) heads: Vec<usize>,
    /// Relation of each word to it.
    pub(crate) labels: Vec<usize>,
    /// Names, with their kinds.
    pub(crate) names: Vec<(Range<usize>, usize)>,
}

/// Room to work in.
#[derive(Debug, Default)]
pub(super) struct Room {
    rows: Rows,
    unit: Vec<f32>,
    wanted: Vec<f32>,
    names: Vec<f32>,
    scores: Vec<f32>,
    labels: Vec<f32>,
    pair: Vec<f32>,
}

impl LayerHeads {
    /// Reads a sentence: a row of `width` numbers a word.
    pub(super) fn read(&self, vectors: &[f32], width: usize, room: &mut Room) -> Words {
        let count = vectors.len() / width.max(1);
        let Room { rows, unit, wanted, names, scores, labels, pair } = room;
        let stride = self.of_unit.stride();
        unit.resize(count * stride, 0.0);
        rows.take(vectors, width);
        multiply(rows, &self.of_unit, Store::Set, unit);
        let row = |word: usize| &unit[word * stride..][..stride];

        names.clear();
        names.extend((0..count).flat_map(|word| &row(word)[self.parts.name.clone()]));
        rows.clear(self.root.len(), count);
        for word in 0..count {
            rows.set(word, &row(word)[self.parts.dependent.clone()]);
        }
        let wide = self.bilinear.stride();
        wanted.resize(count * wide, 0.0);
        multiply(rows, &self.bilinear, Store::Set, wanted);

        let mut found =
            Words { tags: (0..count).map(|word| greatest(&row(word)[self.parts.tag.clone()])).collect(), ..Words::default() };
        found.names = self.names.spans(names);
        let mut first_root = 0;
        for from in (0..count).step_by(LONGEST) {
            let part = from..count.min(from + LONGEST);
            self.arcs(&unit[part.start * stride..part.end * stride], &wanted[part.start * wide..part.end * wide], scores);
            for (word, head) in tree(scores, part.len()).into_iter().enumerate() {
                let root = head == 0 && from == 0;
                first_root = if root { word + 1 } else { first_root };
                found.heads.push(if root {
                    0
                } else if head == 0 {
                    first_root
                } else {
                    head + from
                });
            }
        }

        rows.clear(self.label_root.len(), count);
        for (word, head) in found.heads.iter().enumerate() {
            let governor = match head.checked_sub(1) {
                Some(head) => &row(head)[self.parts.label_head.clone()],
                None => &self.label_root,
            };
            pair.clear();
            pair.extend(row(word)[self.parts.label_dependent.clone()].iter().zip(governor).map(|(word, governor)| {
                let sum = word + governor;
                if sum > 0.0 { sum } else { 0.0 }
            }));
            rows.set(word, pair);
        }
        labels.resize(count * self.label.stride(), 0.0);
        multiply(rows, &self.label, Store::Set, labels);
        found.labels =
            labels.chunks_exact(self.label.stride()).take(count).map(|row| greatest(&row[..self.labels.len()])).collect();
        found
    }

    /// For each word, the score of the root and of each word of the part as its governor.
    fn arcs(&self, unit: &[f32], wanted: &[f32], scores: &mut Vec<f32>) {
        let stride = self.of_unit.stride();
        let count = unit.len() / stride;
        scores.clear();
        scores.resize(count * (count + 1), 0.0);
        let governors = unit.chunks_exact(stride).map(|row| (&row[self.parts.head.clone()], row[self.parts.head_bias.start]));
        let governors: Vec<(&[f32], f32)> = std::iter::once((self.root.as_slice(), 0.0)).chain(governors).collect();
        for (row, wanted) in scores.chunks_exact_mut(count + 1).zip(wanted.chunks_exact(self.bilinear.stride())) {
            dots(wanted, &governors, row);
        }
    }
}

/// Products of a vector with each of many, and what each brings along.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512dq", "x86_64+avx2"))]
fn dots(vector: &[f32], others: &[(&[f32], f32)], out: &mut [f32]) {
    for (slot, (other, more)) in out.iter_mut().zip(others) {
        let mut lanes = [0.0; LANES];
        for (a, b) in vector.as_chunks::<LANES>().0.iter().zip(other.as_chunks::<LANES>().0) {
            for k in 0..LANES {
                lanes[k] += a[k] * b[k];
            }
        }
        *slot = total(lanes) + more;
    }
}

/// The number of the greatest; of equals the first.
fn greatest(values: &[f32]) -> usize {
    let mut best = (f32::NEG_INFINITY, 0);
    for (number, value) in values.iter().enumerate() {
        if *value > best.0 {
            best = (*value, number);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::super::linear::Post;
    use super::*;
    use proptest::prelude::*;

    const WIDTH: usize = 32;
    const ARC: usize = 16;

    /// Numbers that look like chance, the same each time.
    fn chance(seed: u64) -> impl FnMut() -> f32 {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 40) as f32 / (1 << 23) as f32 - 1.0
        }
    }

    fn linear(inputs: usize, outputs: usize, next: &mut impl FnMut() -> f32) -> Linear {
        let weights: Vec<i8> = (0..inputs * outputs).map(|_| (next() * 63.0) as i8).collect();
        let scale: Vec<f32> = (0..outputs).map(|_| 0.02 + 0.01 * next()).collect();
        let bias: Vec<f32> = (0..outputs).map(|_| next()).collect();
        Linear::new(inputs, &weights, &scale, &bias)
    }

    fn heads(seed: u64) -> LayerHeads {
        let mut next = chance(seed);
        let names = ["O", "B-PERSON", "I-PERSON"].map(str::to_owned);
        let outputs = [5, names.len(), ARC, ARC, 1, ARC, ARC];
        let mut of_unit = linear(WIDTH, outputs[0], &mut next);
        for (number, outputs) in outputs.iter().enumerate().skip(1) {
            let post = if number == 2 || number == 3 { Post::Relu } else { Post::Keep };
            of_unit = of_unit.beside(linear(WIDTH, *outputs, &mut next).then(0..outputs.div_ceil(LANES), post));
        }
        LayerHeads {
            of_unit,
            parts: Parts::of(outputs),
            bilinear: linear(ARC, ARC, &mut next),
            root: (0..ARC).map(|_| next()).collect(),
            label_root: (0..ARC).map(|_| next()).collect(),
            label: linear(ARC, 4, &mut next),
            tags: ["NN", "VB", "DT", "IN", "."].map(str::to_owned).to_vec(),
            labels: ["root", "nsubj", "obj", "punct"].map(str::to_owned).to_vec(),
            names: NameTags::new(&names),
        }
    }

    fn is_tree(heads: &[usize]) -> bool {
        let leads_to_root = |mut at: usize| {
            for _ in 0..=heads.len() {
                if at == 0 {
                    return true;
                }
                at = heads[at - 1];
            }
            false
        };
        heads.iter().filter(|head| **head == 0).count() == 1 && (1..=heads.len()).all(leads_to_root)
    }

    proptest! {
        #[test]
        fn whatever_the_weights_the_governors_are_a_tree(seed in 0_u64..1_000, count in 1_usize..40) {
            let mut next = chance(seed + 7);
            let vectors: Vec<f32> = (0..count * WIDTH).map(|_| next()).collect();
            let heads = heads(seed);
            let found = heads.read(&vectors, WIDTH, &mut Room::default());
            prop_assert!(is_tree(&found.heads), "{:?}", found.heads);
            prop_assert_eq!((found.tags.len(), found.labels.len()), (count, count));
            prop_assert!(found.tags.iter().all(|tag| *tag < heads.tags.len()));
            prop_assert!(found.labels.iter().all(|label| *label < heads.labels.len()));
        }
    }

    #[test]
    fn a_sentence_without_end_is_one_tree_too() {
        let mut next = chance(3);
        let vectors: Vec<f32> = (0..(2 * LONGEST + 9) * WIDTH).map(|_| next()).collect();
        let found = heads(3).read(&vectors, WIDTH, &mut Room::default());
        assert_eq!(found.heads.len(), 2 * LONGEST + 9);
        assert!(is_tree(&found.heads));
    }

    #[test]
    fn no_words_and_vectors_of_nothing() {
        assert!(heads(1).read(&[], WIDTH, &mut Room::default()).heads.is_empty());
        assert!(is_tree(&heads(1).read(&[f32::NAN; 5 * WIDTH], WIDTH, &mut Room::default()).heads));
        assert!(is_tree(&heads(1).read(&[0.0; 5 * WIDTH], WIDTH, &mut Room::default()).heads));
    }

    #[test]
    fn room_that_was_used_before_changes_nothing() {
        let mut next = chance(5);
        let vectors: Vec<f32> = (0..30 * WIDTH).map(|_| next()).collect();
        let (heads, mut room) = (heads(5), Room::default());
        let alone = heads.read(&vectors[..7 * WIDTH], WIDTH, &mut Room::default());
        heads.read(&vectors, WIDTH, &mut room);
        let later = heads.read(&vectors[..7 * WIDTH], WIDTH, &mut room);
        assert_eq!((alone.tags, alone.heads, alone.labels), (later.tags, later.heads, later.labels));
    }
}

//! Which nodes meet: candidate pairs from sorted 64-bit keys.
//!
//! In: the keys of each node. Out: the pairs that share one, with the number of keys they share, in
//! order. Invariant: the pairs depend on the nodes' contents alone, not on the order of arrival: a
//! key that meets more than [`CROWDED`] nodes is refined, for each of its nodes, by the node's next
//! keys; nodes that these don't tell apart either are near copies, and of them each meets the first
//! and the few next to it in the order given, which is an order of ids and so of contents.
//!
//! Example: keys `[7] [7, 9] [9]` give the pairs 0–1 and 1–2.

use crate::shingles::mixed;

/// A key that meets more nodes than this is refined.
pub(crate) const CROWDED: usize = 96;

/// Of a crowd that nothing tells apart, each meets so many of those next to it.
const NEIGHBOURS: usize = 8;

/// Two nodes that share keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Met {
    /// Index of the one.
    pub(crate) a: u32,
    /// Index of the other, the larger.
    pub(crate) b: u32,
    /// Keys that both have.
    pub(crate) shared: u32,
}

/// The pairs of nodes that share a key.
pub(crate) fn meet(keys: &[Vec<u64>]) -> Vec<Met> {
    let mut entries: Vec<(u64, u32)> = Vec::with_capacity(keys.iter().map(Vec::len).sum());
    for (node, keys) in (0u32..).zip(keys) {
        entries.extend(keys.iter().map(|&key| (key, node)));
    }
    entries.sort_unstable();
    entries.dedup();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for bucket in entries.chunk_by(|one, other| one.0 == other.0) {
        if bucket.len() <= CROWDED {
            push_pairs(bucket, &mut pairs);
        } else {
            for finer in refined(bucket, keys).chunk_by(|one, other| one.0 == other.0) {
                if finer.len() <= CROWDED {
                    push_pairs(finer, &mut pairs);
                } else {
                    push_neighbours(finer, &mut pairs);
                }
            }
        }
    }
    pairs.sort_unstable();
    let mut met: Vec<Met> = Vec::new();
    for (a, b) in pairs {
        match met.last_mut() {
            Some(last) if last.a == a && last.b == b => last.shared += 1,
            _ => met.push(Met { a, b, shared: 1 }),
        }
    }
    met
}

fn push_pairs(bucket: &[(u64, u32)], pairs: &mut Vec<(u32, u32)>) {
    for (i, &(_, a)) in bucket.iter().enumerate() {
        pairs.extend(bucket[i + 1..].iter().map(|&(_, b)| (a, b)));
    }
}

/// Of nodes that no key tells apart each meets the first and its neighbours.
fn push_neighbours(bucket: &[(u64, u32)], pairs: &mut Vec<(u32, u32)>) {
    for (i, &(_, a)) in bucket.iter().enumerate() {
        if i > 0 {
            pairs.push((bucket[0].1, a));
        }
        pairs.extend(bucket[i + 1..].iter().take(NEIGHBOURS).map(|&(_, b)| (a, b)));
    }
}

/// The entries of a crowded key, each under the key joined with each other key of its node that is
/// not larger than all: the four that follow it in order of value, which is an order of contents.
fn refined(bucket: &[(u64, u32)], keys: &[Vec<u64>]) -> Vec<(u64, u32)> {
    let mut finer = Vec::with_capacity(bucket.len() * 4);
    for &(key, node) in bucket {
        let Some(own) = keys.get(node as usize) else { continue };
        let mut after: Vec<u64> = own.iter().copied().filter(|&other| other > key).collect();
        after.sort_unstable();
        after.dedup();
        finer.extend(after.into_iter().take(4).map(|second| (mixed(key, second), node)));
    }
    finer.sort_unstable();
    finer.dedup();
    finer
}

#[cfg(test)]
mod tests {
    use super::{CROWDED, Met, meet};

    #[test]
    fn shared_keys_meet() {
        let met = meet(&[vec![7], vec![7, 9], vec![9, 7], vec![1]]);
        let pairs: Vec<(u32, u32, u32)> = met.iter().map(|m: &Met| (m.a, m.b, m.shared)).collect();
        assert_eq!(pairs, [(0, 1, 1), (0, 2, 1), (1, 2, 2)]);
    }

    #[test]
    fn a_crowd_of_copies_is_held_together() {
        let met = meet(&vec![vec![1, 2, 3]; 3 * CROWDED]);
        assert!((1..3 * CROWDED as u32).all(|b| met.iter().any(|m| m.a == 0 && m.b == b)));
        assert!(met.len() < 20 * 3 * CROWDED);
    }

    #[test]
    fn a_crowded_key_is_refined_by_contents() {
        let mut keys: Vec<Vec<u64>> = (0..=CROWDED as u64).map(|i| vec![1, 1_000 + i]).collect();
        keys[3] = vec![1, 77];
        keys[90] = vec![1, 77];
        let met = meet(&keys);
        assert_eq!(met.iter().map(|m| (m.a, m.b)).collect::<Vec<_>>(), [(3, 90)]);
    }
}

//! Which nodes meet: candidates from 64-bit keys, built sorted in bulk.
//!
//! In: the keys of each node, the nodes in order of id. Out: for each node those after it that it meets.
//! Invariant: whether two nodes meet depends on their keys and on who holds these keys, never on the
//! order of arrival. Under a key each of its holders meets the [`LEADERS`] of smallest id among them: so
//! the holders of a key of no more than that all meet each other, and a crowd costs so many meetings
//! each, with the same leaders under all keys that the crowd shares. Ids are digests, so a node that is
//! added becomes a leader of a crowd of `n` once in `n / LEADERS` times, and else changes nothing for
//! others.
//!
//! Example: keys `[7] [7, 9] [9]` give the pairs 0–1 and 1–2.

use rayon::prelude::*;

/// Holders of a key whom all others meet. On natural articles 96 and 16 give the same figures, and 8 loses some quotations.
pub(crate) const LEADERS: usize = 24;
/// Keys are sorted apart by their first digits: a large case has a hundred million, which stand in memory but once.
const PARTS: usize = 1 << 8;
/// Set in the last holder of a key.
const LAST: u32 = 1 << 31;

/// A key and a node that holds it, in twelve bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Entry {
    key: [u32; 2],
    node: u32,
}

impl Entry {
    fn key(self) -> u64 {
        u64::from(self.key[0]) << 32 | u64::from(self.key[1])
    }
}

/// Keys and nodes on the way to [`Meetings`].
pub(crate) struct Holders {
    parts: Vec<Vec<Entry>>,
}

impl Default for Holders {
    fn default() -> Self {
        Self { parts: vec![Vec::new(); PARTS] }
    }
}

impl Holders {
    /// Adds a key of a node; a pair perhaps more than once.
    pub(crate) fn add(&mut self, key: u64, node: u32) {
        let part = &mut self.parts[(key >> 56) as usize % PARTS];
        if part.len() == part.capacity() {
            // By a quarter, since what is doubled stands half empty.
            part.reserve_exact(part.len() / 4 + 16);
        }
        part.push(Entry { key: [(key >> 32) as u32, key as u32], node: node & !LAST });
    }
}

/// The holders of each key, and where each node leads.
pub(crate) struct Meetings {
    /// The holders of one key after the other, those of each in order; keys of one holder are left out.
    nodes: Vec<u32>,
    /// Node and its place in `nodes` under a key that it leads, in order.
    leads: Vec<(u32, u32)>,
}

impl Meetings {
    /// From keys and nodes in any order.
    pub(crate) fn of(holders: Holders) -> Self {
        let parts: Vec<Self> = holders.parts.into_par_iter().map(Self::of_part).collect();
        let mut all = Self { nodes: Vec::new(), leads: Vec::new() };
        all.nodes.reserve_exact(parts.iter().map(|part| part.nodes.len()).sum());
        all.leads.reserve_exact(parts.iter().map(|part| part.leads.len()).sum());
        for part in parts {
            let before = u32::try_from(all.nodes.len()).unwrap_or(u32::MAX);
            all.leads.extend(part.leads.iter().map(|(node, place)| (*node, before.saturating_add(*place))));
            all.nodes.extend(part.nodes);
        }
        all.leads.par_sort_unstable();
        all
    }

    fn of_part(mut entries: Vec<Entry>) -> Self {
        entries.sort_unstable_by_key(|entry| (entry.key(), entry.node));
        entries.dedup();
        let (mut nodes, mut leads) = (Vec::new(), Vec::new());
        for holders in entries.chunk_by(|one, other| one.key == other.key).filter(|holders| holders.len() > 1) {
            // The last holder has nobody after it.
            let n_leading = (holders.len() - 1).min(LEADERS);
            for (at, holder) in holders.iter().enumerate() {
                if at < n_leading {
                    leads.push((holder.node, u32::try_from(nodes.len()).unwrap_or(u32::MAX)));
                }
                nodes.push(holder.node);
            }
            if let Some(last) = nodes.last_mut() {
                *last |= LAST;
            }
        }
        nodes.shrink_to_fit();
        leads.shrink_to_fit();
        Self { nodes, leads }
    }

    /// The same, where each node has another number. Which of two comes after the other is as it was.
    pub(crate) fn renumbered(mut self, numbers: &[u32]) -> Self {
        let number = |node: u32| numbers.get(node as usize).copied().unwrap_or(node);
        self.nodes.par_iter_mut().for_each(|node| *node = number(*node & !LAST) | *node & LAST);
        self.leads.par_iter_mut().for_each(|lead| lead.0 = number(lead.0));
        self.leads.par_sort_unstable();
        self
    }

    /// The nodes after this one that it meets, by their numbers, each once.
    pub(crate) fn after(&self, node: u32) -> Vec<u32> {
        let from = self.leads.partition_point(|lead| lead.0 < node);
        let mut met: Vec<u32> = Vec::new();
        for &(_, place) in self.leads[from..].iter().take_while(|lead| lead.0 == node) {
            let Some(behind) = self.nodes.get(place as usize + 1..) else { continue };
            let n_behind = behind.iter().position(|node| node & LAST != 0).map_or(behind.len(), |last| last + 1);
            met.extend(behind[..n_behind].iter().map(|node| node & !LAST));
        }
        met.sort_unstable();
        met.dedup();
        met
    }
}

#[cfg(test)]
mod tests {
    use super::{Holders, LEADERS, Meetings};

    fn pairs(keys: &[Vec<u64>]) -> Vec<(u32, u32)> {
        let mut holders = Holders::default();
        for (node, keys) in (0u32..).zip(keys) {
            keys.iter().for_each(|key| holders.add(*key, node));
        }
        let met = Meetings::of(holders);
        (0..keys.len() as u32).flat_map(|a| met.after(a).into_iter().map(move |b| (a, b))).collect()
    }

    #[test]
    fn shared_keys_meet() {
        assert_eq!(pairs(&[vec![7], vec![7, 9], vec![9, 7], vec![1]]), [(0, 1), (0, 2), (1, 2)]);
    }

    #[test]
    fn who_meets_does_not_hang_on_numbers() {
        let keys: Vec<Vec<u64>> = (0..90u64).map(|i| vec![i % 2, 100 + i % 7, 200 + i]).collect();
        let numbers: Vec<u32> = (0..90u32).map(|at| at * 37 % 90).collect();
        let holders = || {
            let mut holders = Holders::default();
            for (node, keys) in (0u32..).zip(&keys) {
                keys.iter().for_each(|key| holders.add(*key, node));
            }
            holders
        };
        let met = Meetings::of(holders()).renumbered(&numbers);
        let pairs = |(a, number): (u32, &u32)| {
            let after = met.after(*number).into_iter();
            after.map(move |other| (a, other)).collect::<Vec<_>>()
        };
        let mut renumbered: Vec<(u32, u32)> = (0u32..).zip(&numbers).flat_map(pairs).collect();
        let mut expected: Vec<(u32, u32)> =
            super::tests::pairs(&keys).into_iter().map(|(a, b)| (a, numbers[b as usize])).collect();
        renumbered.sort_unstable();
        expected.sort_unstable();
        assert_eq!(renumbered, expected);
    }

    #[test]
    fn a_crowd_meets_its_leaders() {
        let met = pairs(&vec![vec![1, 2, 3]; 3 * LEADERS]);
        assert!((1..3 * LEADERS as u32).all(|b| met.contains(&(0, b))));
        assert!(met.len() <= LEADERS * 3 * LEADERS);
    }

    #[test]
    fn a_finer_key_brings_those_of_a_crowd_together() {
        let mut keys: Vec<Vec<u64>> = (0..2 * LEADERS as u64).map(|i| vec![1, 1_000 + i]).collect();
        keys[2 * LEADERS - 3].push(77);
        keys[2 * LEADERS - 1].push(77);
        let (a, b) = (2 * LEADERS as u32 - 3, 2 * LEADERS as u32 - 1);
        assert!(pairs(&keys).contains(&(a, b)));
        keys[2 * LEADERS - 1].pop();
        assert!(!pairs(&keys).contains(&(a, b)));
    }

    #[test]
    fn one_more_changes_nothing_for_those_that_it_does_not_lead() {
        let keys: Vec<Vec<u64>> = vec![vec![5]; 2 * LEADERS];
        let before = pairs(&keys);
        let after = pairs(&[keys, vec![vec![5]]].concat());
        assert!(before.iter().all(|pair| after.binary_search(pair).is_ok()));
    }
}

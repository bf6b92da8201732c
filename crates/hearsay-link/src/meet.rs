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

/// The holders of each key, and where each node leads.
pub(crate) struct Meetings {
    /// Key and node, in order of both; keys of one holder are left out.
    entries: Vec<(u64, u32)>,
    /// Node and its place in `entries` under a key that it leads, in order.
    leads: Vec<(u32, u32)>,
}

impl Meetings {
    /// From keys and nodes in any order, a pair perhaps more than once.
    pub(crate) fn of(mut entries: Vec<(u64, u32)>) -> Self {
        entries.par_sort_unstable();
        entries.dedup();
        let mut kept = 0;
        let mut at = 0;
        let mut leads = Vec::new();
        while at < entries.len() {
            let key = entries[at].0;
            let end = at + entries[at..].iter().take_while(|entry| entry.0 == key).count();
            if end - at > 1 {
                // The last holder has nobody after it.
                let leading = (end - at - 1).min(LEADERS);
                for place in at..end {
                    entries[kept] = entries[place];
                    if place - at < leading {
                        leads.push((entries[kept].1, u32::try_from(kept).unwrap_or(u32::MAX)));
                    }
                    kept += 1;
                }
            }
            at = end;
        }
        entries.truncate(kept);
        entries.shrink_to_fit();
        leads.par_sort_unstable();
        Self { entries, leads }
    }

    /// The nodes after this one that it meets, in order, each once.
    pub(crate) fn after(&self, node: u32) -> Vec<u32> {
        let from = self.leads.partition_point(|lead| lead.0 < node);
        let mut met: Vec<u32> = Vec::new();
        for &(_, place) in self.leads[from..].iter().take_while(|lead| lead.0 == node) {
            let place = place as usize;
            let Some(&(key, _)) = self.entries.get(place) else { continue };
            met.extend(self.entries[place + 1..].iter().take_while(|entry| entry.0 == key).map(|entry| entry.1));
        }
        met.sort_unstable();
        met.dedup();
        met
    }
}

#[cfg(test)]
mod tests {
    use super::{LEADERS, Meetings};

    fn pairs(keys: &[Vec<u64>]) -> Vec<(u32, u32)> {
        let entries = (0u32..).zip(keys).flat_map(|(node, keys)| keys.iter().map(move |key| (*key, node))).collect();
        let met = Meetings::of(entries);
        (0..keys.len() as u32).flat_map(|a| met.after(a).into_iter().map(move |b| (a, b))).collect()
    }

    #[test]
    fn shared_keys_meet() {
        assert_eq!(pairs(&[vec![7], vec![7, 9], vec![9, 7], vec![1]]), [(0, 1), (0, 2), (1, 2)]);
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

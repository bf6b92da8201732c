//! [`HashList`]: hashes in order, laid out to be held against many other lists.
//!
//! In: hashes in order, each once. Out: what two lists share. Invariant: the same as by walking both side by side, in the
//! same order. Most of two lists that are held against each other is not shared, so it is told first by a table of bits
//! which hashes can't be; of the others the beginnings of their digits lead to where they would stand.
//!
//! Example: `[3, 9, 20]` and `[9, 30]` share the second of the one and the first of the other.

/// Bits of the table: a list of three hundred hashes lets one in twenty-seven of the others through.
const BITS: usize = 1 << 13;
/// Lists are cut into so many parts by their first digits.
const PARTS: usize = 1 << 8;

/// Hashes that are looked at together.
const AT_ONCE: usize = 128;

/// A table of bits that tells of most hashes that they are not among others.
#[derive(Clone, Debug)]
pub(crate) struct Table(Box<[u64; BITS / 64]>);

impl Table {
    pub(crate) fn of(hashes: impl Iterator<Item = u64>) -> Self {
        let mut bits = Box::new([0; BITS / 64]);
        hashes.for_each(|hash| bits[place(hash)] |= bit(hash));
        Self(bits)
    }

    /// The places of those of a list, by their hashes, that may be among them, in order.
    pub(crate) fn each<T>(&self, list: &[T], hash: impl Fn(&T) -> u64, mut tell: impl FnMut(usize)) {
        let mut from = 0;
        for part in list.chunks(AT_ONCE) {
            // As in a list of hashes, it is counted and not asked.
            let mut found = [0u8; AT_ONCE];
            let mut n_found = 0;
            for (one, at) in part.iter().zip(0u8..) {
                found[n_found % AT_ONCE] = at;
                n_found += usize::from(self.0[place(hash(one))] & bit(hash(one)) != 0);
            }
            found[..n_found].iter().for_each(|at| tell(from + usize::from(*at)));
            from += AT_ONCE;
        }
    }
}

/// Hashes in order, each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct HashList {
    hashes: Vec<u64>,
    /// Whether a hash with these last bits may be here; empty for an empty list.
    bits: Vec<u64>,
    /// Where the hashes with these first bits begin; one more than there are parts.
    parts: Vec<u32>,
}

impl HashList {
    /// Of hashes in order, each once.
    pub(crate) fn of(hashes: Vec<u64>) -> Self {
        if hashes.is_empty() {
            return Self::default();
        }
        let mut bits = vec![0; BITS / 64];
        let mut parts = vec![0; PARTS + 1];
        for &hash in &hashes {
            bits[place(hash)] |= bit(hash);
            parts[part(hash) + 1] += 1;
        }
        let mut before = 0;
        for count in &mut parts {
            before += *count;
            *count = before;
        }
        Self { hashes, bits, parts }
    }

    /// The hashes.
    pub(crate) fn as_slice(&self) -> &[u64] {
        &self.hashes
    }

    /// Where a hash stands.
    pub(crate) fn find(&self, hash: u64) -> Option<u32> {
        let (from, to) = (*self.parts.get(part(hash))?, *self.parts.get(part(hash) + 1)?);
        (from..to).find(|&at| self.hashes[at as usize] == hash)
    }

    /// Tells of every hash that both hold its places, in order: here, and in the other; until it is told to stop.
    fn each(&self, other: &Self, tell: &mut impl FnMut(u32, u32) -> bool) {
        let Ok(bits) = <&[u64; BITS / 64]>::try_from(self.bits.as_slice()) else { return };
        let mut from = 0;
        for hashes in other.hashes.chunks(AT_ONCE) {
            // Whether one may be here is not asked but counted: what would be guessed wrong costs more than all else.
            let mut found = [0u8; AT_ONCE];
            let mut n_found = 0;
            for (hash, at) in hashes.iter().zip(0u8..) {
                found[n_found % AT_ONCE] = at;
                n_found += usize::from(bits[place(*hash)] & bit(*hash) != 0);
            }
            for at in &found[..n_found] {
                if let Some(here) = self.find(hashes[usize::from(*at)])
                    && !tell(here, from + u32::from(*at))
                {
                    return;
                }
            }
            from += AT_ONCE as u32;
        }
    }

    /// The places of what both hold, in order: in this one, and in the other.
    #[cfg(test)]
    fn shared(&self, other: &Self) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        self.shared_into(other, &mut found);
        found
    }

    /// The same, in the place of what stands in a list.
    pub(crate) fn shared_into(&self, other: &Self, found: &mut Vec<(u32, u32)>) {
        found.clear();
        if self.hashes.len() < other.hashes.len() {
            other.each(self, &mut |theirs, own| {
                found.push((own, theirs));
                true
            });
        } else {
            self.each(other, &mut |own, theirs| {
                found.push((own, theirs));
                true
            });
        }
    }

    /// Whether both hold one hash.
    pub(crate) fn share_one(&self, other: &Self) -> bool {
        let (more, fewer) = if self.hashes.len() < other.hashes.len() { (other, self) } else { (self, other) };
        let mut is_shared = false;
        more.each(fewer, &mut |_, _| {
            is_shared = true;
            false
        });
        is_shared
    }
}

fn place(hash: u64) -> usize {
    (hash as usize % BITS) / 64
}

fn bit(hash: u64) -> u64 {
    1 << (hash % 64)
}

fn part(hash: u64) -> usize {
    (hash >> 56) as usize % PARTS
}

#[cfg(test)]
mod tests {
    use super::HashList;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// Hashes of which many have their last bits in common, and many their first.
    fn hashes() -> impl Strategy<Value = BTreeSet<u64>> {
        let like = prop_oneof![0..200u64, (0..200u64).prop_map(|n| n << 13), (0..40u64).prop_map(|n| n << 57 | 5), any::<u64>()];
        prop::collection::btree_set(like, 0..300)
    }

    proptest! {
        #[test]
        fn what_two_lists_share_is_found(one in hashes(), other in hashes()) {
            let (a, b) = (HashList::of(one.iter().copied().collect()), HashList::of(other.iter().copied().collect()));
            let place = |of: &BTreeSet<u64>, hash: &u64| u32::try_from(of.range(..hash).count()).unwrap();
            let shared: Vec<(u32, u32)> = one.intersection(&other).map(|hash| (place(&one, hash), place(&other, hash))).collect();
            prop_assert_eq!(a.shared(&b), shared.clone());
            prop_assert_eq!(a.share_one(&b), !shared.is_empty());
        }
    }
}

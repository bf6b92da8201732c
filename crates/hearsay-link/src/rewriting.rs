//! Rewriting: the same telling in other words, known by its rare words in the same order.
//!
//! In: two sheets and the weights of words. Out: [`Retold`], if the one retells the other.
//! Invariant: order decides, not the number of words in common: two reports of one event share
//! names and numbers too, but each orders them in its own way.
//!
//! Example: two texts that name the same nine people and sums in the same order, the one calling the
//! weir a gate, are `rewritten`.

use crate::sheet::Sheet;
use crate::weights::Weights;
use crate::wordlist::Wordlist;
use hearsay_record::Passage;
use std::collections::HashMap;

/// A word in more than this share of the background's documents anchors nothing.
const COMMON: f32 = 0.1;
/// Anchors in the same order, at least.
const ANCHORS: usize = 10;
/// Of the anchors that both texts hold, this share stands in one order.
const IN_ORDER: f64 = 0.75;
/// Of the anchors of the shorter text, this share is found in order.
const FOUND: f64 = 0.3;
/// Anchors with at most so many words between them, on both sides, make one passage.
const GAP: usize = 12;

/// What shows that the one retells the other.
pub(crate) struct Retold {
    /// Stretches whose anchors follow one another on both sides.
    pub(crate) passages: Vec<Passage>,
    /// Anchors that stand in both, in order.
    pub(crate) matched: usize,
}

/// The rare words of a document that stand once in it, in order of the text.
pub(crate) fn anchors(sheet: &Sheet<'_>, weights: &Weights) -> Vec<(u64, u32)> {
    let mut times: HashMap<u64, u32> = HashMap::new();
    for word in &sheet.words {
        *times.entry(word.hash).or_default() += 1;
    }
    let is_anchor =
        |word: u64| times.get(&word) == Some(&1) && weights.share(word) <= COMMON && !Wordlist::en().is_function_hash(word);
    sheet.words.iter().zip(0u32..).filter(|(word, _)| is_anchor(word.hash)).map(|(word, at)| (word.hash, at)).collect()
}

/// Whether one retells the other.
pub(crate) fn compare(a: &Sheet<'_>, in_a: &[(u64, u32)], b: &Sheet<'_>, in_b: &[(u64, u32)]) -> Option<Retold> {
    let at_b: HashMap<u64, u32> = in_b.iter().copied().collect();
    let shared: Vec<(u32, u32)> = in_a.iter().filter_map(|(word, at)| Some((*at, *at_b.get(word)?))).collect();
    if shared.len() < ANCHORS {
        return None;
    }
    let chain = rising(&shared);
    let shorter = in_a.len().min(in_b.len());
    if chain.len() < ANCHORS
        || (chain.len() as f64) < IN_ORDER * shared.len() as f64
        || (chain.len() as f64) < FOUND * shorter as f64
    {
        return None;
    }
    let mut stretches: Vec<[usize; 4]> = Vec::new();
    for &(i, j) in &chain {
        let (i, j) = (i as usize, j as usize);
        match stretches.last_mut() {
            Some(last) if i <= last[1] + GAP && j <= last[3] + GAP => {
                last[1] = i + 1;
                last[3] = j + 1;
            }
            _ => stretches.push([i, i + 1, j, j + 1]),
        }
    }
    let passages = stretches
        .iter()
        .map(|[from_a, to_a, from_b, to_b]| Passage { a: a.chars_of_words(*from_a, *to_a), b: b.chars_of_words(*from_b, *to_b) })
        .collect();
    Some(Retold { passages, matched: chain.len() })
}

/// The longest chain of pairs that rises on both sides; the pairs are in order of the first.
fn rising(pairs: &[(u32, u32)]) -> Vec<(u32, u32)> {
    // ends[k] is the pair with the smallest second side that ends a chain of k + 1.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, pair) in pairs.iter().enumerate() {
        let place = ends.partition_point(|&end| pairs[end].1 < pair.1);
        before.push(place.checked_sub(1).map(|k| ends[k]));
        if place == ends.len() {
            ends.push(at);
        } else {
            ends[place] = at;
        }
    }
    let mut chain = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(pair) = at {
        chain.push(pairs[pair]);
        at = before[pair];
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::rising;

    #[test]
    fn the_longest_rising_chain_is_found() {
        assert_eq!(rising(&[(0, 5), (1, 1), (2, 2), (3, 9), (4, 3)]), [(1, 1), (2, 2), (4, 3)]);
        assert!(rising(&[]).is_empty());
    }
}

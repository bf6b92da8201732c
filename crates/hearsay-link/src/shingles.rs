//! Shingles of five words, and the few of them that stand for a document where candidates are met.
//!
//! In: the counted words of a sheet. Out: every shingle with its position (for aligning), and its
//! fingerprints (for meeting): of each run of four shingles the smallest, as winnowing does
//! (Schleimer, Wilkerson & Aiken 2003). Invariant: two texts that share eight words in a row share
//! a fingerprint; MinHash, which keeps a fixed number for a whole text, can't promise that for a
//! short passage in a long one.
//!
//! Example: `the gate had stood open since noon` holds three shingles.

use crate::sheet::SheetWord;

/// Words to a shingle.
pub(crate) const WORDS: usize = 5;
/// Shingles to a window of winnowing.
const WINDOW: usize = 4;

/// The shingles of a text in order, and beside each the position of its first word.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shingles {
    /// What most are asked for alone.
    pub(crate) hashes: Vec<u64>,
    pub(crate) places: Vec<u32>,
}

/// Every shingle with the position of its first word, in order of both.
pub(crate) fn of(words: &[SheetWord]) -> Shingles {
    let mut found: Vec<(u64, u32)> = words
        .windows(WORDS)
        .zip(0u32..)
        .map(|(window, at)| (window.iter().fold(0u64, |hash, word| mixed(hash, word.hash)), at))
        .collect();
    found.sort_unstable();
    let (hashes, places) = found.into_iter().unzip();
    Shingles { hashes, places }
}

/// One number from two, such that the order of the two shows.
pub(crate) fn mixed(one: u64, other: u64) -> u64 {
    let mut hash = (one.rotate_left(23) ^ other).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^= hash >> 32;
    hash.wrapping_mul(0xd6e8_feb8_6659_fd93)
}

/// The fingerprints of a document, from [`of`]: in order, each once.
pub(crate) fn fingerprints(shingles: &Shingles) -> Vec<u64> {
    let mut in_text = vec![0u64; shingles.hashes.len()];
    for (hash, at) in shingles.hashes.iter().zip(&shingles.places) {
        if let Some(slot) = in_text.get_mut(*at as usize) {
            *slot = *hash;
        }
    }
    let mut found: Vec<u64> = if in_text.len() <= WINDOW {
        in_text.iter().min().copied().into_iter().collect()
    } else {
        in_text.windows(WINDOW).filter_map(|window| window.iter().min().copied()).collect()
    };
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::{Shingles, fingerprints, of};
    use crate::sheet::{SheetWord, word_hash};
    use hearsay_text::Span;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<SheetWord> {
        text.split(' ').filter_map(|w| SheetWord::new(Span::default(), word_hash(w), false)).collect()
    }

    #[test]
    fn five_words_are_a_shingle() {
        assert_eq!(of(&words("the gate had stood open since noon")).hashes.len(), 3);
        assert_eq!(of(&words("the gate")).hashes.len(), 0);
        assert!(fingerprints(&Shingles::default()).is_empty());
    }

    proptest! {
        #[test]
        fn eight_words_in_a_row_are_met(before in prop::collection::vec("[a-z]{1,6}", 0..30), shared in prop::collection::vec("[a-z]{1,6}", 8..12), after in prop::collection::vec("[a-z]{1,6}", 0..30)) {
            let one = fingerprints(&of(&words(&[before.clone(), shared.clone()].concat().join(" "))));
            let other = fingerprints(&of(&words(&[shared, after].concat().join(" "))));
            prop_assert!(one.iter().any(|f| other.binary_search(f).is_ok()));
        }
    }
}

//! How much a word tells: document frequencies of a frozen background, never of the case.
//!
//! In: `packs/en/word_documents.tsv`, part of this crate, and the sheet of a document. Out: [`Weights`]
//! (inverse document frequency of any word) and the [`Profile`] of a sheet: the words that tell most of
//! it, as a vector of length one. Invariant: what a word weighs is a constant, so that two documents are
//! compared by themselves and that table alone, whatever else the case holds; ties are broken by the
//! word's hash. A word that is not in the table is rare.
//!
//! Example: `government` tells little anywhere, and `Tolvern` much, in a case about Tolvern too.

use crate::sheet::Sheet;
use crate::wordlist::Wordlist;
use hearsay_record::Id;
use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

/// Words kept in a profile.
const KEPT: usize = 300;
/// Words under which a document may be met.
const TOP: usize = 24;
/// Words of a profile under which statements meet that share little else.
const FEW: usize = 3;
/// A word in a larger share of the background's documents than this is in no profile.
const COMMON: f32 = 0.5;
/// A word in fewer of the background's documents than this, or in none, is rare, and rarer is not told
/// apart: else a name that only this case knows would outweigh all that two documents say.
const RARE: u32 = 30;
/// A word in so many of the background's documents is no slip of anybody's pen.
const OFTEN: u32 = 60;

static EN: LazyLock<Weights> = LazyLock::new(|| Weights::parse(include_str!("../../../packs/en/word_documents.tsv")));

/// Inverse document frequencies.
pub(crate) struct Weights {
    frequency: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
    n_documents: u32,
}

/// For what is a hash already.
#[derive(Clone, Copy, Default)]
pub(crate) struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// For texts and ids.
#[derive(Clone, Copy, Default)]
pub(crate) struct Mixing(u64);

impl Hasher for Mixing {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = self.0.rotate_left(23) ^ xxh3_64(bytes);
    }
    // What is written behind a text to tell where it ends.
    fn write_u8(&mut self, byte: u8) {
        self.0 = self.0.rotate_left(5) ^ u64::from(byte);
    }
    fn write_usize(&mut self, number: usize) {
        self.write(&number.to_ne_bytes());
    }
}

/// What is told of records, by their ids.
pub(crate) type ById<'a, T> = HashMap<&'a Id, T, BuildHasherDefault<Mixing>>;

/// The words that tell most of a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profile {
    /// Word and weight in order of word; the squares of the weights sum to one at most.
    pub(crate) terms: Vec<(u64, f32)>,
    /// Where each of the terms stands first: index of a word of the sheet.
    pub(crate) first: Vec<u32>,
    /// The weightiest words, the weightiest first.
    pub(crate) top: Vec<u64>,
}

impl Profile {
    /// The word that tells most, which reports of one affair are likely to share.
    pub(crate) fn heaviest(&self) -> u64 {
        self.terms.iter().max_by(|one, other| one.1.total_cmp(&other.1)).map_or(0, |term| term.0)
    }

    /// The words that tell most, the heaviest first: so many that reports of one affair are likely to share one.
    pub(crate) fn heaviest_few(&self) -> Vec<u64> {
        let mut few: Vec<(f32, u64)> = Vec::with_capacity(FEW + 1);
        for &(word, weight) in &self.terms {
            let at = few.partition_point(|kept| kept.0 > weight || kept.0 == weight && kept.1 < word);
            if at < FEW {
                few.insert(at, (weight, word));
                few.truncate(FEW);
            }
        }
        few.into_iter().map(|(_, word)| word).collect()
    }

    /// Leaves nothing but the words with their weights.
    pub(crate) fn keep_weights(&mut self) {
        self.first = Vec::new();
        self.top = Vec::new();
    }
}

impl Weights {
    /// English.
    pub(crate) fn en() -> &'static Self {
        &EN
    }

    fn parse(source: &str) -> Self {
        let mut found = Self { frequency: HashMap::default(), n_documents: 0 };
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(word), Some(Ok(documents))) = (cells.next(), cells.next().map(str::parse::<u32>)) else { continue };
            if word == "*" {
                found.n_documents = documents;
            } else {
                found.frequency.insert(xxh3_64(word.as_bytes()), documents);
            }
        }
        found
    }

    /// In how many of the background's documents a word stands, [`RARE`] at least.
    fn documents(&self, word: u64) -> u32 {
        self.frequency.get(&word).copied().unwrap_or(RARE).max(RARE)
    }

    /// Whether the background holds a word at all.
    pub(crate) fn is_known(&self, word: u64) -> bool {
        self.frequency.contains_key(&word)
    }

    /// Whether it stands in many of the background's documents.
    pub(crate) fn is_often(&self, word: u64) -> bool {
        self.frequency.get(&word).is_some_and(|held| *held >= OFTEN)
    }

    /// In what share of the background's documents a word stands.
    pub(crate) fn share(&self, word: u64) -> f32 {
        self.documents(word) as f32 / self.n_documents.max(1) as f32
    }

    /// How much a word tells: more the fewer documents hold it, never nothing.
    pub(crate) fn idf(&self, word: u64) -> f32 {
        let held = self.documents(word) as f32;
        ((self.n_documents as f32 + 1.0) / (held + 1.0)).ln().max(0.0) + 0.3
    }

    /// The profile of each sheet.
    pub(crate) fn profiles(&self, sheets: &[Sheet<'_>]) -> Vec<Profile> {
        sheets.par_iter().map(|sheet| self.profile(sheet)).collect()
    }

    /// The profile of a sheet.
    pub(crate) fn profile(&self, sheet: &Sheet<'_>) -> Profile {
        let mut words: Vec<u64> = sheet.words.iter().map(|word| word.hash).collect();
        words.sort_unstable();
        let mut terms: Vec<(u64, f32)> = words
            .chunk_by(|one, other| one == other)
            .filter(|same| self.share(same[0]) <= COMMON && !Wordlist::en().is_function_hash(same[0]))
            .map(|same| (same[0], (1.0 + (same.len() as f32).ln()) * self.idf(same[0])))
            .collect();
        terms.sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        let top = terms.iter().map(|term| term.0).take(TOP).collect();
        // Words beyond those kept count in the length.
        let length = terms.iter().map(|term| term.1 * term.1).sum::<f32>().sqrt();
        terms.truncate(KEPT);
        terms.shrink_to_fit();
        terms.sort_unstable_by_key(|term| term.0);
        if length > 0.0 {
            terms.iter_mut().for_each(|term| term.1 /= length);
        }
        let mut first = vec![u32::MAX; terms.len()];
        for (word, at) in sheet.words.iter().zip(0u32..) {
            if let Ok(term) = terms.binary_search_by_key(&word.hash, |term| term.0) {
                first[term] = first[term].min(at);
            }
        }
        Profile { terms, first, top }
    }
}

/// How alike two documents are in what tells most of them, 0 to 1.
pub(crate) fn cosine(one: &[(u64, f32)], other: &[(u64, f32)]) -> f32 {
    up_to(f32::INFINITY, one, other)
}

/// Whether two documents are so much alike: no more of them is looked at than tells it.
pub(crate) fn are_alike(one: &[(u64, f32)], other: &[(u64, f32)], least: f32) -> bool {
    up_to(least, one, other) >= least
}

/// The cosine, or as much of it as reaches this: it only grows, word for word.
fn up_to(enough: f32, one: &[(u64, f32)], other: &[(u64, f32)]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some(a), Some(b)) = (one.get(i), other.get(j)) {
        // Which of the two is smaller is chance, so it is added and not asked.
        i += usize::from(a.0 <= b.0);
        j += usize::from(a.0 >= b.0);
        if a.0 == b.0 {
            sum += a.1 * b.1;
            if sum >= enough {
                break;
            }
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::Weights;
    use crate::sheet::word_hash;

    #[test]
    fn rare_words_tell_more_than_common_ones() {
        let en = Weights::en();
        let idf = |word: &str| en.idf(word_hash(word));
        assert!(idf("the") < idf("government") && idf("government") < idf("sluice"));
        assert!(idf("sluice") <= idf("zzyzxq"));
        assert!(en.frequency.len() > 20_000 && en.n_documents > 5_000);
    }
}

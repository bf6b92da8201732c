//! How much a word tells in this case: document frequencies, counted exactly over the set.
//!
//! In: the sheets. Out: [`Weights`] (inverse document frequency of any word) and for each sheet its
//! [`Profile`]: the words that tell most of it, as a vector of length one. Invariant: the counts
//! are over the whole case, so no order of arrival shows; ties are broken by the word's hash.
//!
//! Example: in a case about one weir `weir` tells little and `Tolvern` less.

use crate::sheet::Sheet;
use crate::wordlist::Wordlist;
use rayon::prelude::*;
use std::collections::HashMap;

/// Words kept in a profile.
const KEPT: usize = 300;
/// A small case is weighed as if it were part of one larger by so many documents: else of two
/// documents the words that both hold would tell least.
const AROUND: f32 = 50.0;

/// Inverse document frequencies.
pub(crate) struct Weights {
    frequency: HashMap<u64, u32>,
    n_documents: usize,
}

/// The words that tell most of a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profile {
    /// Word and weight in order of word; the squares of the weights sum to one.
    pub(crate) terms: Vec<(u64, f32)>,
    /// Where each of the terms stands first: index of a word of the sheet.
    pub(crate) first: Vec<u32>,
    /// The words that other documents have too, the weightiest first.
    pub(crate) top: Vec<u64>,
}

impl Weights {
    pub(crate) fn new(sheets: &[Sheet<'_>]) -> Self {
        let mut all: Vec<u64> = sheets
            .par_iter()
            .flat_map_iter(|sheet| {
                let mut words: Vec<u64> = sheet.words.iter().map(|word| word.hash).collect();
                words.sort_unstable();
                words.dedup();
                words
            })
            .collect();
        all.par_sort_unstable();
        let frequency = all
            .chunk_by(|one, other| one == other)
            .map(|same| (same[0], u32::try_from(same.len()).unwrap_or(u32::MAX)))
            .collect();
        Self { frequency, n_documents: sheets.len() }
    }

    /// In how many documents a word stands.
    pub(crate) fn documents(&self, word: u64) -> u32 {
        self.frequency.get(&word).copied().unwrap_or(0)
    }

    /// How much a word tells: more the fewer documents hold it, never nothing.
    pub(crate) fn idf(&self, word: u64) -> f32 {
        let n = self.n_documents as f32 + AROUND;
        let held = self.documents(word) as f32;
        ((n + 1.0) / (held + 1.0)).ln() + 0.3
    }

    /// The profile of each sheet.
    pub(crate) fn profiles(&self, sheets: &[Sheet<'_>]) -> Vec<Profile> {
        let common = (self.n_documents as f32 * 0.5).max(8.0) as u32;
        sheets.par_iter().map(|sheet| self.profile(sheet, common)).collect()
    }

    fn profile(&self, sheet: &Sheet<'_>, common: u32) -> Profile {
        let mut words: Vec<u64> = sheet.words.iter().map(|word| word.hash).collect();
        words.sort_unstable();
        let mut terms: Vec<(u64, f32)> = words
            .chunk_by(|one, other| one == other)
            .filter(|same| self.documents(same[0]) <= common && !Wordlist::en().is_function_hash(same[0]))
            .map(|same| (same[0], (1.0 + (same.len() as f32).ln()) * self.idf(same[0])))
            .collect();
        terms.sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        let top = terms.iter().map(|term| term.0).filter(|word| self.documents(*word) > 1).take(24).collect();
        // Words that stand nowhere else take room and weight but can't be shared; they count in the length.
        let length = terms.iter().map(|term| term.1 * term.1).sum::<f32>().sqrt();
        terms.retain(|term| self.documents(term.0) > 1);
        terms.truncate(KEPT);
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
pub(crate) fn cosine(one: &Profile, other: &Profile) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < one.terms.len() && j < other.terms.len() {
        let (a, b) = (one.terms[i], other.terms[j]);
        match a.0.cmp(&b.0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += a.1 * b.1;
                i += 1;
                j += 1;
            }
        }
    }
    sum
}

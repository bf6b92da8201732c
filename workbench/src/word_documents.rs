//! Counts in how many documents of a background a word stands: the table that linking weighs words by.
//!
//! In: collections of texts, as the lines of JSON files (`text`, perhaps `title`, `date`, `source`). Out:
//! the table `packs/en/word_documents.tsv`: a word in its folded form, and the documents that hold it.
//! Each collection counts as much as any other, whatever its size, so that no one kind of text decides
//! what is common. Invariant: counts of single words only, nothing of a text; words of fewer than
//! [`FEWEST`] documents are left out, so that what only one or two texts know is not given on.
//!
//! Example: of a thousand documents in which `sluice` stands in four, the row of `sluice` with 4.

use anyhow::{Context, Result};
use hearsay_text::words;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Documents that hold a word of the table, at least.
pub const FEWEST: usize = 3;
/// Entries shorter than this many bytes are put together by the day they are of.
const SHORT: usize = 600;

/// What is counted: documents, and of each word those that hold it.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    n_documents: usize,
    held: HashMap<String, usize>,
}

#[derive(Deserialize)]
struct Text {
    title: Option<String>,
    date: Option<String>,
    text: String,
}

impl Collection {
    /// Counts a collection given as lines of JSON. A collection of short entries is counted by days.
    pub fn of(lines: &str) -> Result<Self> {
        let texts: Vec<Text> = lines
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| serde_json::from_str(line).context("a line is no JSON object with a text"))
            .collect::<Result<_>>()?;
        let mean = texts.iter().map(|text| text.text.len()).sum::<usize>() / texts.len().max(1);
        let mut documents: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (at, text) in texts.iter().enumerate() {
            let key = match &text.date {
                Some(date) if mean < SHORT => date.clone(),
                _ => at.to_string(),
            };
            let held = documents.entry(key).or_default();
            for part in text.title.iter().chain([&text.text]) {
                held.extend(words(part).iter().map(|word| hearsay_link::bare_word(word.span.of(part))));
            }
        }
        let mut found = Self { n_documents: documents.len(), held: HashMap::new() };
        for word in documents.into_values().flatten() {
            *found.held.entry(word).or_default() += 1;
        }
        Ok(found)
    }
}

/// The table, with this head.
#[must_use]
pub fn table(collections: &[Collection], head: &str) -> String {
    let n_documents: usize = collections.iter().map(|one| one.n_documents).sum();
    let n_collections = collections.len().max(1) as f64;
    // Of each word: documents, and the mean of its shares.
    let mut words: BTreeMap<&str, (usize, f64)> = BTreeMap::new();
    for one in collections {
        for (word, &n) in &one.held {
            let entry = words.entry(word).or_default();
            entry.0 += n;
            entry.1 += n as f64 / one.n_documents as f64 / n_collections;
        }
    }
    let mut out = format!("{head}word\tdocuments\n*\t{n_documents}\n");
    for (word, (n, share)) in words {
        // A word that is common in one small collection is still seen at least as often as it was.
        if n >= FEWEST && word.chars().any(char::is_alphanumeric) {
            let documents = (share * n_documents as f64).round().max(FEWEST as f64);
            out.push_str(&format!("{word}\t{documents}\n"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_counted_and_collections_weigh_the_same() {
        let long = "The sluice stood open. ".repeat(40);
        let line = |text: &str| format!("{}\n", serde_json::json!({ "title": null, "date": "2031-04-07", "text": text }));
        let one = Collection::of(&line(&long).repeat(6)).unwrap();
        let other = Collection::of(&format!("{}{}", line("Holm’s mill stood"), line("the mill"))).unwrap();
        assert_eq!((one.n_documents, other.n_documents), (6, 1), "short entries of one day are one document");
        assert_eq!(one.held["sluice"], 6);
        let table = table(&[one, other], "# head\n");
        assert!(table.starts_with("# head\nword\tdocuments\n*\t7\n"));
        assert!(table.contains("\nthe\t7\n") && table.contains("\nsluice\t4\n") && !table.contains("holm"), "{table}");
    }
}

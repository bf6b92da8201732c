//! Learns `packs/en/universal_tags.tsv` from treebanks: which universal part of speech a fine tag stands for,
//! and where relation or lemma tell otherwise.
//!
//! In: documents with gold. Out: the table that [`hearsay_read::UniversalTags`] reads. A row is added only
//! where it betters what the plainer rows say by some words; names (words of tags whose lemmas keep their
//! capitals) get no rows by lemma. Invariant: the same documents give the same bytes, in any order.
//!
//! Example: `VBZ` is `VERB`, but `AUX` as `cop`.

use crate::lemmas::keeps_capitals;
use crate::treebanks::{TreebankDocument, TreebankWord};
use hearsay_read::UniversalTags;
use std::collections::BTreeMap;

/// So many more words must be right by a row than without it.
const LEAST_GAIN: usize = 5;

/// Cells of a row: fine tag, relation, lemma.
type Key = [String; 3];

/// The table. `origin` is told in its first lines.
#[must_use]
pub fn table(documents: &[TreebankDocument], origin: &str) -> String {
    let words = || documents.iter().flat_map(|document| &document.sentences).flat_map(|sentence| &sentence.words);
    let keeps = keeps_capitals(documents);
    let label = |word: &TreebankWord| word.label.split(':').next().unwrap_or_default().to_owned();
    let any = || "*".to_owned();
    let lemma = |word: &TreebankWord| word.lemma.to_lowercase();
    let mut out = format!("{origin}tag\trelation\tlemma\tuniversal tag\n");
    // Rows of each round stand on those of the rounds before: by tag, by relation, by lemma, by both.
    for (of_label, of_lemma) in [(false, false), (true, false), (false, true), (true, true)] {
        let before = UniversalTags::parse(&out);
        let mut counts: BTreeMap<Key, BTreeMap<&str, usize>> = BTreeMap::new();
        for word in
            words().filter(|word| !of_lemma || (!["_", "*"].contains(&word.lemma.as_str()) && !keeps.contains(word.tag.as_str())))
        {
            let key = [word.tag.clone(), if of_label { label(word) } else { any() }, if of_lemma { lemma(word) } else { any() }];
            *counts.entry(key).or_default().entry(&word.universal).or_default() += 1;
        }
        for ([tag, label, lemma], universal) in &counts {
            let Some((best, n)) = universal.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))) else { continue };
            let now = before.tag(tag, Some(label), lemma);
            if (!of_label && !of_lemma) || (now != *best && *n >= universal.get(now).copied().unwrap_or(0) + LEAST_GAIN) {
                out.push_str(&format!("{tag}\t{label}\t{lemma}\t{best}\n"));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treebanks;

    #[test]
    fn a_relation_and_a_lemma_get_rows_where_they_tell_more() {
        let word = |form: &str, lemma: &str, universal: &str, tag: &str, label: &str| {
            format!("1\t{form}\t{lemma}\t{universal}\t{tag}\t_\t0\t{label}\t_\t_\n\n").repeat(6)
        };
        let conllu = word("sails", "sail", "VERB", "VBZ", "root").repeat(3)
            + &word("waits", "wait", "VERB", "VBZ", "root")
            + &word("has", "have", "AUX", "VBZ", "aux")
            + &word("is", "be", "AUX", "VBZ", "root")
            + &word("New", "new", "ADJ", "NNP", "amod")
            + &word("Holm", "Holm", "PROPN", "NNP", "root").repeat(2);
        let learned = table(&treebanks::read(&conllu).unwrap(), "# from here\n");
        assert!(
            learned.contains("VBZ\t*\t*\tVERB\n")
                && learned.contains("VBZ\taux\t*\tAUX\n")
                && learned.contains("VBZ\t*\tbe\tAUX\n"),
            "{learned}"
        );
        assert!(!learned.contains("holm") && !learned.contains("new"), "{learned}");
    }
}

//! Learns `packs/en/lemmas.tsv` from treebanks: listed words, and what to do to the ends of all others.
//!
//! In: documents with words, tags and gold lemmas. Out: the table that [`hearsay_read::Lemmas`] reads.
//! For each tag, an end is listed if what it asks for differs from what its shorter end asks for, and
//! enough words bear it out; a word is listed if the ends would get it wrong. Names (words of tags that keep
//! their capitals) are never listed. Invariant: the same documents give the same bytes, in whatever order
//! they come.
//!
//! Example: `NNS` has `s` (cut one), `ies` (cut three, add `y`), and lists `children`.

use crate::treebanks::TreebankDocument;
use hearsay_read::{Edit, LONGEST_END, Lemmas};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// So many words must be right by a longer end that its shorter end gets wrong, beyond those it spoils.
const LEAST_GAIN: usize = 2;

/// What each tag's forms have for lemmas, with counts.
type Counts = BTreeMap<String, BTreeMap<String, BTreeMap<String, usize>>>;

/// The table. `origin` is told in its first lines.
#[must_use]
pub fn table(documents: &[TreebankDocument], origin: &str) -> String {
    let words = || documents.iter().flat_map(|document| &document.sentences).flat_map(|sentence| &sentence.words);
    let capitals = keeps_capitals(documents);
    let keeps = |tag: &str| capitals.contains(tag);
    let mut counts = Counts::new();
    for word in words().filter(|word| word.lemma != "_" && !word.lemma.contains(char::is_whitespace)) {
        let form = word.form.replace('’', "'");
        let form = if keeps(&word.tag) { form } else { form.to_lowercase() };
        let lemmas = counts.entry(word.tag.clone()).or_default().entry(form).or_default();
        *lemmas.entry(word.lemma.clone()).or_default() += 1;
    }
    let mut out = String::from(origin);
    out.push_str("kind\ttag\tform\tlemma or cut\tadd\n");
    for tag in counts.keys().filter(|tag| keeps(tag)) {
        _ = writeln!(out, "capitals\t{tag}");
    }
    let some = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
    for (tag, forms) in &counts {
        for (end, edit) in ends(forms) {
            _ = writeln!(out, "end\t{tag}\t{}\t{}\t{}", some(&end), edit.cut, some(&edit.add));
        }
    }
    let by_ends = Lemmas::parse(&out);
    let mut listed = String::new();
    for (tag, forms) in counts.iter().filter(|(tag, _)| !keeps(tag)) {
        for (form, lemmas) in forms {
            let lemma = most(lemmas);
            if by_ends.lemma(form, tag) != lemma {
                _ = writeln!(listed, "word\t{tag}\t{form}\t{lemma}");
            }
        }
    }
    out + &listed
}

/// Tags most of whose words that begin with a capital have a lemma that does too: names.
pub(crate) fn keeps_capitals(documents: &[TreebankDocument]) -> BTreeSet<&str> {
    let mut capitals: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    // One letter tells nothing.
    let tells = |form: &str| form.starts_with(char::is_uppercase) && form.chars().count() > 1;
    let words = documents.iter().flat_map(|document| &document.sentences).flat_map(|sentence| &sentence.words);
    for word in words.filter(|word| tells(&word.form) && word.lemma != "_") {
        let cell = capitals.entry(&word.tag).or_default();
        cell.0 += usize::from(word.lemma.starts_with(char::is_uppercase));
        cell.1 += 1;
    }
    capitals.into_iter().filter(|(_, (kept, all))| kept * 2 > *all).map(|(tag, _)| tag).collect()
}

/// The commonest; of two as common, the first in order.
fn most(lemmas: &BTreeMap<String, usize>) -> &str {
    lemmas.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map_or("", |(lemma, _)| lemma)
}

/// The ends of one tag with their edits, shorter ones first.
fn ends(forms: &BTreeMap<String, BTreeMap<String, usize>>) -> Vec<(String, Edit)> {
    let mut by_end: BTreeMap<(usize, &str), BTreeMap<Edit, usize>> = BTreeMap::new();
    for (form, lemmas) in forms {
        let edit = Edit::between(form, most(lemmas));
        let starts = form.char_indices().rev().map(|(at, _)| at);
        for (length, start) in std::iter::once(form.len()).chain(starts).enumerate().take(LONGEST_END + 1) {
            *by_end.entry((length, &form[start..])).or_default().entry(edit.clone()).or_default() += 1;
        }
    }
    let mut kept: BTreeMap<&str, Edit> = BTreeMap::new();
    for ((length, end), edits) in &by_end {
        let Some((edit, n)) = edits.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))) else { continue };
        let shorter = end.char_indices().map(|(at, _)| &end[at..]).skip(1).chain([""]).find_map(|shorter| kept.get(shorter));
        let n_before = shorter.and_then(|before| edits.get(before)).copied().unwrap_or(0);
        if *length == 0 || (shorter != Some(edit) && *n >= n_before + LEAST_GAIN) {
            kept.insert(end, edit.clone());
        }
    }
    let mut kept: Vec<(String, Edit)> = kept.into_iter().map(|(end, edit)| (end.to_owned(), edit)).collect();
    kept.sort_by(|a, b| (a.0.chars().count(), &a.0).cmp(&(b.0.chars().count(), &b.0)));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treebanks;

    fn documents(words: &[(&str, &str, &str)]) -> Vec<TreebankDocument> {
        let row = |(n, (form, tag, lemma)): (usize, &(&str, &str, &str))| {
            format!("{}\t{form}\t{lemma}\tX\t{tag}\t_\t0\troot\t_\t_\n", n + 1)
        };
        treebanks::read(&words.iter().enumerate().map(row).collect::<String>()).unwrap()
    }

    #[test]
    fn ends_are_learned_and_what_they_get_wrong_is_listed() {
        let mut words = vec![
            ("docks", "NNS", "dock"),
            ("gates", "NNS", "gate"),
            ("boats", "NNS", "boat"),
            ("bridges", "NNS", "bridge"),
            ("houses", "NNS", "house"),
            ("ferries", "NNS", "ferry"),
            ("parties", "NNS", "party"),
            ("Cities", "NNS", "city"),
            ("children", "NNS", "child"),
            ("Holms", "NNP", "Holms"),
        ];
        let learned = table(&documents(&words), "# from here\n");
        words.reverse();
        assert_eq!(learned, table(&documents(&words), "# from here\n"), "order does not matter");
        let lemmas = Lemmas::parse(&learned);
        for (form, tag, lemma) in
            words.iter().chain(&[("sluices", "NNS", "sluice"), ("Bodies", "NNS", "body"), ("Orrins", "NNP", "Orrins")])
        {
            assert_eq!(&lemmas.lemma(form, tag), lemma, "{form} {tag}");
        }
        assert!(learned.contains("word\tNNS\tchildren\tchild\n"), "{learned}");
        assert!(!learned.contains("word\tNNS\tdocks"), "{learned}");
    }

    #[test]
    fn names_are_not_listed() {
        let words =
            [("ORRIN", "NNP", "Orrin"), ("Holm", "NNP", "Holm"), ("I", "PRP", "I"), ("Her", "PRP", "she"), ("her", "PRP", "she")];
        let learned = table(&documents(&words), "");
        assert!(!learned.contains("Orrin") && learned.contains("capitals\tNNP"), "{learned}");
        let lemmas = Lemmas::parse(&learned);
        assert_eq!((lemmas.lemma("I", "PRP").as_str(), lemmas.lemma("HER", "PRP").as_str()), ("I", "she"));
    }

    #[test]
    fn the_commonest_lemma_wins() {
        let words = [("left", "VBD", "leave"), ("left", "VBD", "left"), ("left", "VBD", "leave")];
        assert_eq!(Lemmas::parse(&table(&documents(&words), "")).lemma("Left", "VBD"), "leave");
    }
}

//! [`Lemmas`]: the form under which a dictionary lists a word, by its tag.
//!
//! In: `lemmas.tsv`, rows of listed words and of word ends. Out: for a word and its tag, the lemma. A
//! listed word has the lemma that stands there; any other is cut and lengthened by the row of its
//! longest listed end, after it has been put into small letters if the tag's words are written so.
//! Invariant: a word that is not empty has a lemma that is not empty.
//!
//! Example: the end `ies` of a plural noun is cut by three and `y` added: `ferries` is `ferry`.

use std::collections::HashMap;

/// Ends are not longer than this.
pub const LONGEST_END: usize = 6;

/// What to do to the end of a word.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    /// So many characters are cut from its end.
    pub cut: usize,
    /// And these added.
    pub add: Box<str>,
}

impl Edit {
    /// The edit that makes a lemma of a form.
    #[must_use]
    pub fn between(form: &str, lemma: &str) -> Self {
        let same: usize = form.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        Self { cut: form[same..].chars().count(), add: lemma[same..].into() }
    }

    /// The form, edited; nothing if it is too short.
    #[must_use]
    pub fn of(&self, form: &str) -> Option<String> {
        let mut kept = form.chars();
        for _ in 0..self.cut {
            kept.next_back()?;
        }
        let lemma = format!("{}{}", kept.as_str(), self.add);
        (!lemma.is_empty()).then_some(lemma)
    }
}

/// Tags whose words keep their capitals, listed words and word ends, by tag.
#[derive(Debug, Default)]
pub struct Lemmas {
    by_tag: HashMap<Box<str>, OfTag>,
}

#[derive(Debug, Default)]
struct OfTag {
    keeps_capitals: bool,
    words: HashMap<Box<str>, Box<str>>,
    ends: HashMap<Box<str>, Edit>,
}

impl Lemmas {
    /// Reads the table. Its rows: `capitals TAG`; `word TAG form lemma`; `end TAG end cut add`, `-` for nothing.
    /// A row that does not fit is passed over.
    #[must_use]
    pub fn parse(table: &str) -> Self {
        let mut lemmas = Self::default();
        let some = |cell: &str| if cell == "-" { String::new() } else { cell.to_owned() };
        for cells in crate::pack::rows(table).skip(1) {
            match cells.as_slice() {
                ["capitals", tag, ..] => lemmas.of_tag(tag).keeps_capitals = true,
                ["word", tag, form, lemma, ..] if !lemma.is_empty() => {
                    lemmas.of_tag(tag).words.insert((*form).into(), (*lemma).into());
                }
                ["end", tag, end, cut, add, ..] => {
                    let Ok(cut) = cut.parse() else { continue };
                    let edit = Edit { cut, add: some(add).into() };
                    lemmas.of_tag(tag).ends.insert(some(end).into(), edit);
                }
                _ => {}
            }
        }
        lemmas
    }

    fn of_tag(&mut self, tag: &str) -> &mut OfTag {
        self.by_tag.entry(tag.into()).or_default()
    }

    /// The lemma of a word with a tag.
    #[must_use]
    pub fn lemma(&self, word: &str, tag: &str) -> String {
        let Some(of_tag) = self.by_tag.get(tag) else { return word.to_owned() };
        // Printers' apostrophes are looked past.
        let word = word.replace('’', "'");
        let lower = if of_tag.keeps_capitals { word } else { word.to_lowercase() };
        if let Some(lemma) = of_tag.words.get(lower.as_str()) {
            return lemma.clone().into_string();
        }
        of_tag.by_end(&lower).unwrap_or(lower)
    }
}

impl OfTag {
    fn by_end(&self, word: &str) -> Option<String> {
        let mut starts = [word.len(); LONGEST_END + 1];
        let mut n_ends = 1;
        for (at, _) in word.char_indices().rev().take(LONGEST_END) {
            starts[n_ends] = at;
            n_ends += 1;
        }
        starts[..n_ends].iter().rev().find_map(|start| self.ends.get(&word[*start..])).and_then(|edit| edit.of(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "kind\ttag\tform\n\
        capitals\tNNP\nword\tVBD\twent\tgo\nend\tNNS\ts\t1\t-\nend\tNNS\ties\t3\ty\nend\tVBD\t-\t0\t-\nend\tVBD\ted\t2\t-\n";

    #[test]
    fn listed_words_then_the_longest_end() {
        let lemmas = Lemmas::parse(TABLE);
        for (word, tag, lemma) in [
            ("Went", "VBD", "go"),
            ("ferries", "NNS", "ferry"),
            ("Docks", "NNS", "dock"),
            ("ies", "NNS", "y"),
            ("s", "NNS", "s"),
            ("moored", "VBD", "moor"),
            ("Holms", "NNP", "Holms"),
            ("Anything", "none", "Anything"),
            ("", "NNS", ""),
        ] {
            assert_eq!(lemmas.lemma(word, tag), lemma, "{word} {tag}");
        }
    }

    #[test]
    fn the_edit_between_two_words_makes_one_of_the_other() {
        for (form, lemma) in [("ferries", "ferry"), ("went", "go"), ("Ås", "ås"), ("dock", "dock"), ("better", "good")] {
            assert_eq!(Edit::between(form, lemma).of(form).as_deref(), Some(lemma));
        }
        assert_eq!(Edit::between("ferries", "ferry"), Edit { cut: 3, add: "y".into() });
        assert_eq!(Edit { cut: 3, add: "y".into() }.of("as"), None);
    }

    #[test]
    fn rows_that_do_not_fit_are_passed_over() {
        let lemmas = Lemmas::parse("kind\nend\tNNS\ts\tmany\t-\nword\tNN\nnothing\n");
        assert_eq!(lemmas.lemma("docks", "NNS"), "docks");
    }
}

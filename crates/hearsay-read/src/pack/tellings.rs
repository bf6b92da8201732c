//! [`Tellings`]: the groups of words that a pattern of `declines.tsv` may name in braces.
//!
//! In: `tellings.tsv`, and a pattern such as `refuse to {tell}`. Out: the patterns that it stands for. The single words of a
//! group share one pattern, joined by bars; words that go together (`come clean`) have one each. Invariant: a pattern
//! without braces stands for itself, and one that names no known group for nothing.
//!
//! Example: with `tell` of `disclose`, `reveal` and `come clean`, `refuse to {tell}` stands for `refuse to disclose|reveal` and
//! `refuse to come clean`.

use super::word_lists::rows;
use std::collections::HashMap;

/// The groups by name.
#[derive(Debug, Default)]
pub(super) struct Tellings {
    groups: HashMap<String, Vec<String>>,
}

impl Tellings {
    /// Reads `tellings.tsv`: group, words apart by commas.
    pub(super) fn parse(text: &str) -> Self {
        let mut groups: HashMap<String, Vec<String>> = HashMap::new();
        for cells in rows(text).skip(1) {
            let [group, words, ..] = cells.as_slice() else { continue };
            let words = words.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned);
            groups.entry((*group).to_owned()).or_default().extend(words);
        }
        Self { groups }
    }

    /// The patterns that this one stands for.
    pub(super) fn spelled_out(&self, pattern: &str) -> Vec<String> {
        let mut out = vec![String::new()];
        for word in pattern.split_whitespace() {
            let choices = match word.strip_prefix('{').and_then(|word| word.strip_suffix('}')) {
                Some(group) => self.choices(group),
                None => vec![word.to_owned()],
            };
            out = out.iter().flat_map(|start| choices.iter().map(move |choice| format!("{start} {choice}"))).collect();
        }
        out.iter().map(|pattern| pattern.trim_start().to_owned()).collect()
    }

    fn choices(&self, group: &str) -> Vec<String> {
        let words = self.groups.get(group).map_or(&[][..], Vec::as_slice);
        let (several, single): (Vec<&String>, Vec<&String>) = words.iter().partition(|word| word.contains(' '));
        let single: Vec<&str> = single.into_iter().map(String::as_str).collect();
        let joined = Some(single.join("|")).filter(|joined| !joined.is_empty());
        joined.into_iter().chain(several.into_iter().cloned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_one_choice_of_single_words_and_one_for_each_of_several() {
        let groups = Tellings::parse("group\twords\ntell\tdisclose, come clean, reveal\n");
        assert_eq!(groups.spelled_out("refuse to {tell}"), ["refuse to disclose|reveal", "refuse to come clean"]);
        assert_eq!(groups.spelled_out("have no comment"), ["have no comment"]);
        assert!(groups.spelled_out("refuse to {unknown}").is_empty());
    }
}

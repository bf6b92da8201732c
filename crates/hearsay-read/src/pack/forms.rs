//! Inflects verbs and nouns: regular forms by rule, the others from `verbs.tsv`.
//!
//! In: a base form. Out: its forms. Invariant: a listed form outranks the rule.
//!
//! Example: `deny` gives `denies`, `denied`, `denying`.

use std::collections::HashMap;

/// The irregular verbs of a pack.
#[derive(Debug, Default)]
pub(crate) struct Inflections {
    listed: HashMap<String, Vec<String>>,
}

impl Inflections {
    /// Reads `verbs.tsv`: lemma, past, participle, third, ing.
    pub(crate) fn parse(text: &str) -> Self {
        let mut listed: HashMap<String, Vec<String>> = HashMap::new();
        for cells in super::word_lists::rows(text).skip(1) {
            let (Some(lemma), rest) = (cells.first(), cells.get(1..).unwrap_or(&[])) else { continue };
            let forms = listed.entry((*lemma).to_owned()).or_default();
            forms.push((*lemma).to_owned());
            for form in
                rest.iter().flat_map(|cell| cell.split(',')).map(str::trim).filter(|form| !form.is_empty() && *form != "-")
            {
                forms.push(form.to_owned());
            }
        }
        Self { listed }
    }

    /// All forms of a verb, the base form first.
    pub(crate) fn verb(&self, lemma: &str) -> Vec<String> {
        if let Some(forms) = self.listed.get(lemma) {
            return forms.clone();
        }
        let mut forms = vec![lemma.to_owned(), third(lemma), past(lemma), ing(lemma)];
        forms.dedup();
        forms
    }
}

/// Plural of a noun.
pub(crate) fn plural(noun: &str) -> String {
    third(noun)
}

fn third(lemma: &str) -> String {
    if let Some(stem) = consonant_before(lemma, 'y') {
        return format!("{stem}ies");
    }
    if ["s", "x", "z", "ch", "sh"].iter().any(|end| lemma.ends_with(end)) || consonant_before(lemma, 'o').is_some() {
        return format!("{lemma}es");
    }
    format!("{lemma}s")
}

fn past(lemma: &str) -> String {
    if lemma.ends_with('e') {
        return format!("{lemma}d");
    }
    consonant_before(lemma, 'y').map_or_else(|| format!("{lemma}ed"), |stem| format!("{stem}ied"))
}

fn ing(lemma: &str) -> String {
    if let Some(stem) = lemma.strip_suffix("ie") {
        return format!("{stem}ying");
    }
    match lemma.strip_suffix('e') {
        Some(stem) if !["ee", "oe", "ye"].iter().any(|end| lemma.ends_with(end)) => format!("{stem}ing"),
        _ => format!("{lemma}ing"),
    }
}

/// What stands before the last letter, if that is the one given and a consonant precedes it.
fn consonant_before(lemma: &str, last: char) -> Option<&str> {
    let stem = lemma.strip_suffix(last)?;
    let before = stem.chars().next_back()?;
    (before.is_alphabetic() && !"aeiou".contains(before)).then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_and_lists() {
        let listed = Inflections::parse("lemma\tpast\tparticiple\tthird\ting\nsay\tsaid\tsaid\tsays\tsaying\n");
        assert_eq!(listed.verb("say"), ["say", "said", "said", "says", "saying"]);
        assert_eq!(listed.verb("deny"), ["deny", "denies", "denied", "denying"]);
        assert_eq!(listed.verb("argue"), ["argue", "argues", "argued", "arguing"]);
        assert_eq!(plural("speech"), "speeches");
    }
}

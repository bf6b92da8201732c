//! [`Wordlist`]: the closed lists of a language that linking needs, as data in `words/`.
//!
//! In: the text of `words/en.txt`, part of this crate. Out: questions with yes or no.
//! Invariant: the lists are constants: parsed once, never changed. Words are asked in folded form.
//!
//! Example: `the` is an article, so `The Oster Post` and `Oster Post` are one outlet.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The lists of one language.
pub(crate) struct Wordlist {
    sections: HashMap<&'static str, HashSet<&'static str>>,
    fates: HashMap<&'static str, &'static str>,
}

static EN: LazyLock<Wordlist> = LazyLock::new(|| Wordlist::parse(include_str!("../words/en.txt")));

impl Wordlist {
    /// English.
    pub(crate) fn en() -> &'static Self {
        &EN
    }

    fn parse(source: &'static str) -> Self {
        let mut found = Self { sections: HashMap::new(), fates: HashMap::new() };
        let mut section = "";
        for line in source.lines() {
            let line = line.split('#').next().unwrap_or("").trim();
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                section = name;
            } else if section == "fate-line" {
                let mut words = line.split_whitespace();
                if let Some(class) = words.next() {
                    found.fates.extend(words.chain([class]).map(|word| (word, class)));
                }
            } else {
                found.sections.entry(section).or_default().extend(line.split_whitespace());
            }
        }
        found
    }

    fn holds(&self, section: &str, word: &str) -> bool {
        self.sections.get(section).is_some_and(|words| words.contains(word))
    }

    pub(crate) fn is_article(&self, word: &str) -> bool {
        self.holds("article", word)
    }
    pub(crate) fn is_pronoun(&self, word: &str) -> bool {
        self.holds("pronoun", word)
    }
    pub(crate) fn is_generation(&self, word: &str) -> bool {
        self.holds("generation", word)
    }
    pub(crate) fn is_particle(&self, word: &str) -> bool {
        self.holds("particle", word)
    }
    pub(crate) fn is_negation(&self, word: &str) -> bool {
        self.holds("negation", word)
    }
    pub(crate) fn is_function(&self, word: &str) -> bool {
        self.holds("function", word)
    }
    pub(crate) fn is_allegation(&self, word: &str) -> bool {
        self.holds("allegation", word)
    }
    pub(crate) fn is_people(&self, word: &str) -> bool {
        self.holds("people", word)
    }

    /// What happens to those who are counted, by the word for it: `died` and `dead` are one fate.
    pub(crate) fn fate(&self, word: &str) -> Option<&'static str> {
        self.fates.get(word).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::Wordlist;

    #[test]
    fn lists_answer() {
        let en = Wordlist::en();
        assert!(en.is_article("the") && !en.is_article("oster"));
        assert_eq!(en.fate("died"), en.fate("killed"));
        assert_ne!(en.fate("hurt"), en.fate("killed"));
        assert_eq!(en.fate("oster"), None);
        assert!(en.is_negation("never") && en.is_pronoun("she") && en.is_people("residents"));
    }
}

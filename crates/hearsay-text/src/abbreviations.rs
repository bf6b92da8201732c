//! What one language knows about the ends of its sentences, as data.
//!
//! In: the text of a pack's `abbreviations.txt`. Out: [`Abbreviations`]. The file holds sections;
//! a line `[title]` opens one, and every further word on a line belongs to it. `#` opens a comment.
//! Invariant: whatever stands in the file, parsing gives a list; an unknown section is passed over.
//!
//! Example: under `[title]`, `Mr. Lt. Col.` says that none of the three ends a sentence.

use std::collections::{HashMap, HashSet};

/// How an abbreviation behaves at the end of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// Something always follows it: `Mr.`, `Lt.`, `vs.`
    Never,
    /// It is an abbreviation before a number only: `No. 5`, but `He said no.`
    BeforeNumber,
    /// It ends a sentence where a word follows that opens sentences: `in the U.S. The`, but
    /// `the U.S. Army`.
    BeforeOpener,
    /// It ends a sentence where a capital follows that does not go with it: `at 5 p.m. Police`,
    /// but `at 5 p.m. Monday`.
    BeforeCapital,
}

/// The abbreviations of a language and the words that tell where a sentence begins.
#[derive(Clone, Debug, Default)]
pub struct Abbreviations {
    endings: HashMap<String, Ending>,
    openers: HashSet<String>,
    followers: HashSet<String>,
    reporting: HashSet<String>,
}

impl Abbreviations {
    /// Reads the text of an `abbreviations.txt`. Sections: `title` (never ends), `number` (before
    /// a number only), `may-end` (ends before an opener), `ends` (ends before a capital that is no
    /// follower), `opener`, `follower`, `reporting`.
    #[must_use]
    pub fn parse(source: &str) -> Self {
        let mut found = Self::default();
        let mut section = "";
        for line in source.lines() {
            let line = line.split('#').next().unwrap_or("").trim();
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                section = name.trim();
                continue;
            }
            for word in line.split_whitespace() {
                found.enter(section, word);
            }
        }
        found
    }

    fn enter(&mut self, section: &str, word: &str) {
        let ending = match section {
            "title" => Ending::Never,
            "number" => Ending::BeforeNumber,
            "may-end" => Ending::BeforeOpener,
            "ends" => Ending::BeforeCapital,
            "opener" => {
                self.openers.insert(word.to_lowercase());
                return;
            }
            "follower" => {
                self.followers.insert(word.to_lowercase());
                return;
            }
            "reporting" => {
                self.reporting.insert(word.to_lowercase());
                return;
            }
            _ => return,
        };
        let bare = word.strip_suffix('.').unwrap_or(word);
        // Headlines and datelines are set in capitals; the form as written wins over that one.
        if bare.starts_with(char::is_uppercase) {
            self.endings.entry(bare.to_uppercase()).or_insert(ending);
        }
        self.endings.insert(bare.to_owned(), ending);
    }

    /// How this word behaves with a full stop after it; `None` if it is no abbreviation. The word
    /// is given without its last full stop, in its own case.
    #[must_use]
    pub fn ending(&self, word: &str) -> Option<Ending> {
        self.endings.get(word).copied()
    }

    /// Whether a capitalised form of this word tells that a sentence begins (`The`, `But`).
    #[must_use]
    pub fn is_opener(&self, word: &str) -> bool {
        self.openers.contains(&*lowered(word))
    }

    /// Whether this word goes with an abbreviation of time before it (`p.m. Monday`).
    #[must_use]
    pub fn is_follower(&self, word: &str) -> bool {
        self.followers.contains(&*lowered(word))
    }

    /// Whether this word reports speech (`“Why?” Lind asked.`).
    #[must_use]
    pub fn is_reporting(&self, word: &str) -> bool {
        self.reporting.contains(&*lowered(word))
    }
}

fn lowered(word: &str) -> std::borrow::Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase()) { word.into() } else { word.to_lowercase().into() }
}

#[cfg(test)]
mod tests {
    use super::{Abbreviations, Ending};

    #[test]
    fn sections_give_endings() {
        let list = Abbreviations::parse(
            "# a comment\n[title]\nMr. Lt.\n[ number ]\nNo.\n[ends]\np.m. # late\n[opener]\nThe\n[odd]\nXyz.\n",
        );
        assert_eq!(list.ending("Mr"), Some(Ending::Never));
        assert_eq!(list.ending("LT"), Some(Ending::Never));
        assert_eq!(list.ending("No"), Some(Ending::BeforeNumber));
        assert_eq!(list.ending("no"), None);
        assert_eq!(list.ending("p.m"), Some(Ending::BeforeCapital));
        assert_eq!(list.ending("late"), None);
        assert_eq!(list.ending("Xyz"), None);
        assert!(list.is_opener("THE") && !list.is_opener("Riga"));
    }

    #[test]
    fn an_upper_case_form_does_not_displace_a_listed_one() {
        let list = Abbreviations::parse("[may-end]\nPA.\n[title]\nPa. ca.");
        assert_eq!(list.ending("PA"), Some(Ending::BeforeOpener));
        assert_eq!(list.ending("Pa"), Some(Ending::Never));
        assert_eq!(list.ending("CA"), None);
    }

    #[test]
    fn any_text_is_a_list() {
        for source in ["", "[", "[]", "]\n[", "[title", "....", "#\0"] {
            let _ = Abbreviations::parse(source).ending("");
        }
    }
}

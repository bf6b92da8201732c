//! [`Kinds`]: which records get pages of their own in a publication. Lists, and the first page, are in every one.
//!
//! In: words, as `documents,people,claims`. Out: whether an address is of one of them. Invariant: what is left out is left out
//! wherever it is met, so that no link leads to it.
//!
//! Example: `"documents,claims".parse::<Kinds>()?` leaves out the pages of people, statements, links and the rest.

use super::addresses::Wanted;
use hearsay::ledger::Counts;
use hearsay::record::{Id, IdKind};
use std::fmt;
use std::str::FromStr;

/// The words, with what has a page under each.
pub const WORDS: [(&str, &str); 8] = [
    ("documents", "the text of each, with its marks"),
    ("people", "what each said, and what was said of each"),
    ("claims", "who says so, who says otherwise"),
    ("disputes", "two sides of which accounts part"),
    ("copies", "two texts side by side"),
    ("statements", "each line of the ledger by itself"),
    ("links", "each link by itself, and why it is there"),
    ("citations", "how to cite each passage, and its permalinks"),
];

/// Kinds of records with pages of their own; all, unless told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds([bool; WORDS.len()]);

impl Default for Kinds {
    fn default() -> Self {
        Self([true; WORDS.len()])
    }
}

impl Kinds {
    /// Whether nothing is left out.
    #[must_use]
    pub fn are_all(self) -> bool {
        self == Self::default()
    }

    /// Whether one of the words is among them.
    fn has(self, word: &str) -> bool {
        WORDS.iter().position(|(known, _)| *known == word).is_none_or(|at| self.0[at])
    }

    /// What has a page of its own in a publication of a case that is too large for pages of all: the texts, and what is gathered from
    /// several of them.
    #[must_use]
    pub fn folded() -> Self {
        Self(WORDS.map(|(word, _)| matches!(word, "documents" | "people" | "claims")))
    }

    /// How many files there would be, about, with a page for every record: most have data and a page of citations besides.
    pub(super) fn about(self, counts: &Counts) -> usize {
        5 * counts.documents
            + 4 * counts.entities
            + 4 * counts.statements
            + 2 * counts.links
            + 2 * counts.disputes
            + 2 * counts.copies
    }

    /// How many pages of single records there would be at least.
    pub(super) fn at_least(self, counts: &Counts) -> usize {
        [
            ("documents", counts.documents),
            ("people", counts.entities),
            ("claims", counts.claims),
            ("statements", counts.statements),
            ("links", counts.links),
        ]
        .into_iter()
        .filter(|(word, _)| self.has(word))
        .map(|(_, n)| n)
        .sum()
    }

    /// Whether an address is of one of them, or of no record.
    pub(super) fn hold(self, wanted: &Wanted) -> bool {
        let of = |word: &str| self.has(word);
        match wanted.segments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["document", _, ..] => of("documents"),
            ["person", _] => of("people"),
            ["claim", _] => of("claims"),
            ["dispute", _] => of("disputes"),
            ["copy", _] => of("copies"),
            ["cite", _] => of("citations"),
            ["why", ..] => of("links"),
            // The list of links is the longest of all; its first page and its data stay.
            ["links"] if wanted.suffix.is_none() && !wanted.pairs.is_empty() => of("links"),
            ["show", id] => match Id::from_text(*id).kind() {
                Some(IdKind::Link) => of("links"),
                Some(IdKind::Statement | IdKind::Attribution | IdKind::Chain) => of("statements"),
                _ => true,
            },
            _ => true,
        }
    }
}

impl FromStr for Kinds {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let mut kinds = Self([false; WORDS.len()]);
        for word in words.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            let at = WORDS
                .iter()
                .position(|(known, _)| *known == word)
                .ok_or_else(|| format!("`{word}` is none of {}", WORDS.map(|(known, _)| known).join(", ")))?;
            kinds.0[at] = true;
        }
        Ok(kinds)
    }
}

impl fmt::Display for Kinds {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = WORDS.iter().zip(self.0).filter(|(_, is_in)| *is_in).map(|((word, _), _)| *word).collect();
        out.write_str(&words.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_what_is_in() {
        let kinds: Kinds = "documents, claims".parse().expect("two words");
        assert_eq!((kinds.to_string().as_str(), kinds.are_all(), Kinds::default().are_all()), ("documents,claims", false, true));
        assert!("documents,moods".parse::<Kinds>().expect_err("no such word").contains("citations"));
        let holds = |address: &str| Wanted::of(address, "/").is_some_and(|(wanted, _)| kinds.hold(&wanted));
        for inside in ["/", "/claims", "/claims?offset=50", "/who-said.csv", "/document/d-1", "/document/d-1.json", "/claim/q-1"]
        {
            assert!(holds(inside), "{inside}");
        }
        let id = "0".repeat(32);
        for outside in [
            format!("/show/s-{id}"),
            format!("/show/l-{id}"),
            format!("/cite/s-{id}"),
            format!("/person/e-{id}"),
            format!("/copy/l-{id}"),
        ] {
            assert!(!holds(&outside), "{outside}");
        }
    }
}

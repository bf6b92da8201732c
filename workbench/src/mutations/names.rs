//! Finds full names of persons by their given names, without any reader's help.
//!
//! In: a text. Out: [`FullName`]s in order. What counts as a given name is `packs/en/given_names.tsv`;
//! a name is one of those, perhaps an initial, and a capitalised word. So a change in the reader cannot
//! change what is damaged. Example: `Ada B. Holm` has the given name `Ada`.

use hearsay_text::CharSpan;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A name with given name and surname.
pub(super) struct FullName {
    /// The given name.
    pub(super) given: CharSpan,
    /// Where the surname begins.
    pub(super) surname: usize,
    /// The title that fits the given name.
    pub(super) title: &'static str,
    /// Whether a capitalised word stands before it, so that a title would be in the way.
    pub(super) follows_a_name: bool,
}

/// Given names that are more often another word where a sentence begins.
const OTHER_WORDS: [&str; 8] = ["Will", "May", "Mark", "Grant", "April", "June", "Hope", "Faith"];

fn titles() -> &'static BTreeMap<&'static str, &'static str> {
    static TITLES: OnceLock<BTreeMap<&'static str, &'static str>> = OnceLock::new();
    TITLES.get_or_init(|| {
        include_str!("../../../packs/en/given_names.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .skip(1)
            .filter_map(|line| line.split_once('\t'))
            .filter(|(name, _)| !OTHER_WORDS.contains(name))
            .map(|(name, gender)| {
                let title = match gender {
                    "f" => "Ms.",
                    "m" => "Mr.",
                    _ => "Dr.",
                };
                (name, title)
            })
            .collect()
    })
}

/// Every full name.
pub(super) fn full_names(characters: &[char]) -> Vec<FullName> {
    let word_at = |at: usize| -> CharSpan {
        let length = characters[at.min(characters.len())..]
            .iter()
            .take_while(|c| c.is_alphabetic() || matches!(c, '-' | '’' | '\''))
            .count();
        CharSpan { start: at, end: at + length }
    };
    let capital = |at: usize| characters.get(at).is_some_and(|c| c.is_uppercase());
    let mut out = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let given = word_at(at);
        if given.is_empty() {
            at += 1;
            continue;
        }
        at = given.end;
        let word: String = characters[given.start..given.end].iter().collect();
        let Some(title) = titles().get(word.as_str()) else { continue };
        let mut surname = given.end + 1;
        // An initial between them.
        if capital(surname) && characters.get(surname + 1) == Some(&'.') && characters.get(surname + 2) == Some(&' ') {
            surname += 3;
        }
        let spaced = characters.get(given.end) == Some(&' ') && characters.get(surname - 1) == Some(&' ');
        if !spaced || !capital(surname) || word_at(surname).len() < 3 {
            continue;
        }
        out.push(FullName { given, surname, title, follows_a_name: follows_a_capital(characters, given.start) });
        at = word_at(surname).end;
    }
    out
}

fn follows_a_capital(characters: &[char], at: usize) -> bool {
    let before = &characters[..at];
    let Some((' ', rest)) = before.split_last().map(|(last, rest)| (*last, rest)) else { return false };
    let word: Vec<char> = rest.iter().rev().take_while(|c| !c.is_whitespace()).copied().collect();
    word.last().is_some_and(|c| c.is_uppercase())
}

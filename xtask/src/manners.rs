//! File manners: a header, a name that says what the file holds, a bearable length, and no word that
//! judges (invariant 1) in the name of a type, field or column.

use std::path::Path;

/// Names for things that had no home.
const NAMELESS: &[&str] = &["util", "utils", "common", "helper", "helpers", "misc", "manager", "core"];

/// Longer files explain themselves in their header with a line that begins `//! Long because`.
const LONG: usize = 700;

/// Words that would make the ledger a judge.
const VERDICTS: &[&str] =
    &["true", "false", "fake", "credible", "credibility", "truth", "lie", "liar", "reliable", "trustworthy"];

/// A line for each breach.
pub(crate) fn check(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for path in crate::repository::files(root) {
        let stem = Path::new(&path).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let in_nameless_folder = path.split('/').rev().skip(1).any(|folder| NAMELESS.contains(&folder));
        if NAMELESS.contains(&stem) || in_nameless_folder {
            found.push(format!("{path}: is named for nothing that it holds"));
        }
        let Ok(text) = std::fs::read_to_string(root.join(&path)) else { continue };
        if path.ends_with(".rs") {
            found.extend(of_rust(&path, &text));
        }
        if path.ends_with(".sql") {
            found.extend(verdicts(&text).map(|word| format!("{path}: a column or table is called {word}")));
        }
    }
    found
}

fn of_rust(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !text.starts_with("//!") && !text.starts_with("#!") {
        found.push(format!("{path}: has no header (`//!`)"));
    }
    let n_lines = text.lines().count();
    if n_lines > LONG && !text.contains("//! Long because") {
        found.push(format!("{path}: {n_lines} lines, and no `//! Long because …` in its header"));
    }
    let declares = |line: &&str| {
        let line = line.trim_start();
        ["pub struct ", "pub enum ", "pub fn ", "pub const ", "pub "].iter().any(|start| line.starts_with(start))
    };
    for line in text.lines().filter(declares) {
        let name: String = line
            .trim_start()
            .split(['(', '=', '{', '<', ';'])
            .next()
            .unwrap_or_default()
            .split(':')
            .next()
            .unwrap_or_default()
            .into();
        found.extend(verdicts(&name).map(|word| format!("{path}: `{}` judges ({word})", line.trim())));
    }
    found
}

/// The words of a text, split at case and underscore too, that judge.
fn verdicts(text: &str) -> impl Iterator<Item = &'static str> {
    let mut words: Vec<String> = vec![String::new()];
    for character in text.chars() {
        if !character.is_alphabetic() || character.is_uppercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| character.is_alphabetic()) {
            word.extend(character.to_lowercase());
        }
    }
    VERDICTS.iter().copied().filter(move |verdict| words.iter().any(|word| word == verdict))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_file_has_manners() {
        let found = super::check(&crate::repository::root());
        assert!(found.is_empty(), "{}", found.join("\n"));
    }

    #[test]
    fn a_judging_name_is_found() {
        assert_eq!(super::verdicts("is_fake_news").collect::<Vec<_>>(), ["fake"]);
        assert_eq!(super::verdicts("SourceIsCredible").collect::<Vec<_>>(), ["credible"]);
        assert_eq!(super::verdicts("the_believer").count(), 0);
    }
}

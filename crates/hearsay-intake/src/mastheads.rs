//! Words by which a head names its outlet (`packs/en/mastheads.tsv`).
//!
//! In: a line or the text of a link. Out: whether it is the name of an outlet by its words, whether it names none, and the
//! outlet that a labelled line tells. Invariant: the words are data; a name is a stretch of the line, unaltered.
//!
//! Example: `The Oster Bulletin` is a name, `Front page` is none, `Original: Oster Bulletin, 7 April` tells `Oster Bulletin`.

use hearsay_text::fold;
use std::collections::HashSet;
use std::sync::LazyLock;

struct Words {
    outlets: HashSet<&'static str>,
    homes: HashSet<&'static str>,
    labels: Vec<&'static str>,
    roles: HashSet<&'static str>,
}

static ENGLISH: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words { outlets: HashSet::new(), homes: HashSet::new(), labels: Vec::new(), roles: HashSet::new() };
    for line in include_str!("../../../packs/en/mastheads.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        match (cells.next(), cells.next()) {
            (Some("outlet"), Some(form)) => _ = words.outlets.insert(form),
            (Some("home"), Some(form)) => _ = words.homes.insert(form),
            (Some("label"), Some(form)) => words.labels.push(form),
            (Some("role"), Some(form)) => _ = words.roles.insert(form),
            _ => {}
        }
    }
    words
});

/// The longest name of an outlet, in words.
pub(crate) const LONGEST: usize = 6;
/// Signs that set parts of a head apart.
pub(crate) const APART: [char; 7] = ['|', '·', '•', '–', '—', '/', '»'];

/// Whether a line is a name that begins or ends with a word of outlets' names.
pub(crate) fn is_outlet(line: &str) -> bool {
    let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_word = |word: Option<&&str>| word.is_some_and(|word| ENGLISH.outlets.contains(word.to_lowercase().as_str()));
    let first = words.iter().find(|word| !word.eq_ignore_ascii_case("the"));
    is_name(line) && words.len() >= 2 && (is_word(words.last()) || is_word(first))
}

/// Whether a line is written as names are: few words, each of the longer ones with a capital.
pub(crate) fn is_name(line: &str) -> bool {
    let mut n = 0;
    for word in line.split_whitespace() {
        n += 1;
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.chars().count() > 3 && !bare.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) {
            return false;
        }
    }
    (1..=LONGEST).contains(&n) && line.starts_with(char::is_uppercase) && !line.ends_with(['.', '!', '?', ',', ';'])
}

/// Whether the words of a link to the front page name nobody.
pub(crate) fn is_home(text: &str) -> bool {
    ENGLISH.homes.contains(fold(text.trim_matches(|c: char| !c.is_alphanumeric())).text.as_str())
}

/// Whether words say what a writer does: `Harbour Correspondent`.
pub(crate) fn is_role(text: &str) -> bool {
    let last = text.split(|c: char| !c.is_alphanumeric()).rfind(|word| !word.is_empty());
    last.is_some_and(|last| ENGLISH.roles.contains(last.to_lowercase().as_str()))
}

/// The first of the parts that signs or commas set apart.
pub(crate) fn first_part(line: &str) -> &str {
    line.split(APART).next().and_then(|part| part.split(", ").next()).map_or("", str::trim)
}

/// The outlet that a line names behind a label.
pub(crate) fn labelled(line: &str) -> Option<&str> {
    line.match_indices(':').find_map(|(colon, _)| {
        let before = fold(&line[..colon]).text;
        let is_label = ENGLISH.labels.iter().any(|label| {
            before.strip_suffix(label).is_some_and(|rest| {
                !rest.ends_with(char::is_alphanumeric) && rest.trim_end().ends_with(['.', '[', '(', '|', ';']) || rest.is_empty()
            })
        });
        let value = line[colon + 1..].split(['.', ';', ']', ')', '|', '\n']).next()?;
        let name = first_part(value);
        (is_label && is_name(name)).then_some(name)
    })
}

/// Whether a name and the first label of a host are written with the same letters: `Oster Bulletin`, `osterbulletin.example`.
pub(crate) fn is_host(name: &str, host: &str) -> bool {
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let name = letters(name);
    let site: Vec<String> = host.split('.').map(letters).collect();
    name.chars().count() >= 3 && site.iter().any(|label| *label == name || name.strip_prefix("the") == Some(label))
}

#[cfg(test)]
mod tests {
    use super::{is_home, is_host, is_name, is_outlet, is_role, labelled};

    #[test]
    fn every_row_is_read_and_catches_its_example() {
        for line in include_str!("../../../packs/en/mastheads.tsv").lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [kind, _, example] = cells[..] else { panic!("{line}") };
            let is_caught = match kind {
                "outlet" => is_outlet(example),
                "home" => is_home(example),
                "role" => is_role(example),
                _ => labelled(example) == Some("Oster Bulletin"),
            };
            assert!(is_caught, "{line}");
        }
    }

    #[test]
    fn other_lines_are_none() {
        assert!(!is_outlet("Ferry stops") && !is_outlet("News") && !is_outlet("The river is news to the paper's weekly"));
        assert!(is_name("The Half-Past Seven") && !is_name("Water chief changes her account"));
        assert_eq!(labelled("The mayor: Oster Bulletin"), None);
        assert_eq!(labelled("[Automatic translation. Original: Oster Dawn, 18.03.2031. It may err.]"), Some("Oster Dawn"));
        assert!(is_host("The Oster Bulletin", "osterbulletin.example") && !is_host("Oster", "osterbulletin.example"));
    }
}

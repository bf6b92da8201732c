//! Names, roles and offices of a chain in the forms in which they are compared.
//!
//! In: one chain. Out: its name, every form of it, the words of its titles and roles, and offices. Invariant: a
//! function of the chain alone, so that what a chain may meet under never hangs on what else is in the case.
//!
//! Example: `the Norrish minister of tides` is the office `minister norrish tides`.

use crate::gazetteer::Gazetteer;
use crate::names::{self, Name};
use crate::wordlist::Wordlist;
use hearsay_record::{Chain, EntityKind};
use hearsay_text::fold;
use std::collections::BTreeSet;

/// Words of an office, at least: a bare title tells nothing beyond its document.
const OFFICE: usize = 2;

/// Whether the document names it, rather than describing it.
pub(crate) fn is_named(chain: &Chain) -> bool {
    !chain.names.is_empty() || !chain.aliases.is_empty()
}

pub(crate) fn is_pronoun(chain: &Chain) -> bool {
    !is_named(chain) && fold(&chain.name).text.split_whitespace().all(|word| Wordlist::en().is_pronoun(word))
}

fn normal(chain: &Chain, printed: &str) -> Name {
    if chain.kind == EntityKind::Person {
        let titles: Vec<&str> = chain.roles.iter().map(|role| role.role.as_str()).collect();
        Name::of_person(printed, &titles)
    } else {
        Name::of_body(printed)
    }
}

pub(crate) fn name_of(chain: &Chain) -> Name {
    normal(chain, &chain.name)
}

/// Every form of its name with the form as printed, the fullest first.
pub(crate) fn forms_of(chain: &Chain) -> Vec<(Name, String)> {
    let mut found: Vec<(Name, String)> = Vec::new();
    for printed in std::iter::once(&chain.name).chain(&chain.aliases) {
        let form = normal(chain, printed);
        if !form.is_empty() && !found.iter().any(|(_, other)| other == printed) {
            found.push((form, printed.clone()));
        }
    }
    found
}

/// Folded words of a title or role.
pub(crate) fn words_of(role: &str) -> Vec<String> {
    names::content_words(role)
}

pub(crate) fn role_words(chain: &Chain) -> BTreeSet<String> {
    chain.roles.iter().flat_map(|role| words_of(&role.role)).collect()
}

/// An office in the form in which it is compared: its words in order of the alphabet, the adjective of a state as
/// its name.
pub(crate) fn office(printed: &str) -> Option<String> {
    let mut words: Vec<String> = words_of(printed)
        .into_iter()
        .map(|word| Gazetteer::known().state_of_demonym(&word).map_or(word, |state| Name::of_body(state).words.join(" ")))
        .collect();
    words.sort_unstable();
    words.dedup();
    (words.len() >= OFFICE).then(|| words.join(" "))
}

/// The office by which a chain without a name is described, if it is one that somebody alone may hold: `the …`, not
/// `a …`, and nothing after it.
pub(crate) fn office_described(chain: &Chain) -> Option<String> {
    if is_named(chain) || !matches!(chain.kind, EntityKind::Anonymous | EntityKind::Person) {
        return None;
    }
    let mut words = chain.name.split_whitespace();
    let first = fold(words.next()?).text;
    let is_indefinite = Wordlist::en().is_article(&first) && first != "the";
    let is_owned = Wordlist::en().is_pronoun(&first) || first.chars().all(char::is_numeric);
    if is_indefinite || is_owned { None } else { office(&chain.name) }
}

#[cfg(test)]
mod tests {
    use super::office;

    #[test]
    fn an_office_is_its_words() {
        assert_eq!(office("the minister of tides"), office("Tides Minister"));
        assert_eq!(office("French defence minister"), office("the defence minister of France"));
        assert_eq!(office("the minister"), None);
    }
}

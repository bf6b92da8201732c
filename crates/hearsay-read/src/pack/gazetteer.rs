//! [`Gazetteer`]: states, offices' holders and committees by their names, from `packs/names`.
//!
//! In: the three tables of that folder. Out: for a run of words, what the longest known name in it
//! stands for. Invariant: two names of one row give one number, so that a state has one chain.
//!
//! Example: `Costa Rica` and `Republic of Costa Rica` are one state, and `San José` is its capital.

use super::forms::plural;
use super::word_lists::{PhraseTable, rows};
use hearsay_record::{EntityKind, Gender};

/// What a known name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) kind: EntityKind,
    pub(crate) gender: Option<Gender>,
    /// Number of the row.
    pub(crate) row: u32,
    pub(crate) form: NameForm,
}

/// How a name stands for its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameForm {
    /// The name itself or another of the same thing.
    Name,
    /// Capitals alone: `U.K.`, which in small letters may be a word.
    Initials,
    /// The adjective of a state, or one of its people.
    Demonym,
    /// Its people, as many: `Ostlanders`.
    People,
    /// The city that may stand for its state.
    Capital,
}

/// The names of a pack.
#[derive(Debug, Default)]
pub(crate) struct Gazetteer {
    names: PhraseTable<Known>,
}

impl Gazetteer {
    /// Reads the three tables; a missing one is an empty text.
    pub(super) fn parse(countries: &str, persons: &str, committees: &str) -> Self {
        let mut names = PhraseTable::default();
        let mut row = 0;
        // Names go in before capitals and demonyms, so that the city of a name equal to its state's is the state.
        for forms in [[NameForm::Name; 2], [NameForm::Demonym, NameForm::Capital]] {
            row = 0;
            for cells in rows(countries).skip(1) {
                let [kind, name, aliases, demonyms, capitals, ..] = cells.as_slice() else { continue };
                row += 1;
                let kind = if *kind == "state" { EntityKind::State } else { EntityKind::Place };
                let (first, second) = if forms[0] == NameForm::Name { (*name, *aliases) } else { (*demonyms, *capitals) };
                for (cell, form) in [(first, forms[0]), (second, forms[1])] {
                    for item in items(cell) {
                        let form = if form == NameForm::Name && is_initials(item) { NameForm::Initials } else { form };
                        names.add(item, Known { kind, gender: None, row, form });
                        if form == NameForm::Demonym {
                            names.add(&plural(item), Known { kind, gender: None, row, form: NameForm::People });
                        }
                    }
                }
            }
        }
        for (table, kind) in [(persons, EntityKind::Person), (committees, EntityKind::Organisation)] {
            for cells in rows(table).skip(1) {
                let [_, name, aliases, ..] = cells.as_slice() else { continue };
                row += 1;
                let gender = match cells.get(5).filter(|_| kind == EntityKind::Person) {
                    Some(&"f") => Some(Gender::Feminine),
                    Some(&"m") => Some(Gender::Masculine),
                    _ => None,
                };
                // A name of one word is too common a word to know somebody by.
                for item in items(name).chain(items(aliases)).filter(|item| item.contains(' ')) {
                    names.add(item, Known { kind, gender, row, form: NameForm::Name });
                }
            }
        }
        Self { names }
    }

    /// Whether one lower-case word is the adjective of a state.
    pub(crate) fn is_demonym(&self, word: &str) -> bool {
        self.longest(|n| (n == 0).then_some(word)).is_some_and(|(_, known)| known.form == NameForm::Demonym)
    }

    /// Whether one lower-case word is a people.
    pub(crate) fn is_people(&self, word: &str) -> bool {
        self.longest(|n| (n == 0).then_some(word)).is_some_and(|(_, known)| known.form == NameForm::People)
    }

    /// The longest known name that begins at the first of these lower-case words: its length and what it stands for.
    pub(crate) fn longest<'w>(&self, word: impl Fn(usize) -> Option<&'w str>) -> Option<(usize, Known)> {
        self.names.longest(word)
    }
}

fn items(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|item| !item.is_empty() && *item != "-")
}

fn is_initials(name: &str) -> bool {
    name.chars().all(|c| c.is_uppercase() || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_its_capital_and_its_initials() {
        let gazetteer = Gazetteer::parse(
            "kind\tname\taliases\tdemonyms\tcapitals\nstate\tNorth Ostland\tN.O.\tOstlandic\tOst City\n",
            "",
            "",
        );
        let find =
            |words: &[&str]| gazetteer.longest(|n| words.get(n).copied()).map(|(length, known)| (length, known.form, known.row));
        assert_eq!(find(&["north", "ostland", "said"]), Some((2, NameForm::Name, 1)));
        assert_eq!(find(&["n.o."]), Some((1, NameForm::Initials, 1)));
        assert_eq!(find(&["ost", "city"]), Some((2, NameForm::Capital, 1)));
        assert_eq!(find(&["ostlandics"]), Some((1, NameForm::People, 1)));
        assert_eq!(find(&["ostland"]), None);
    }
}

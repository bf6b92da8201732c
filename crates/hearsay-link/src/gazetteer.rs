//! [`Gazetteer`]: states by their names, capitals and seats of government, and holders of public offices, as known
//! from general data.
//!
//! In: `packs/names` and `words/seats.tsv`, part of this crate. Out: for a name what it stands for.
//! Invariant: constants, parsed once; that a name is known decides nothing alone: a capital stands for its
//! government only where the document has it act, and somebody of a known name is the known one only in that office.
//!
//! Example: the capital `San José`, as a state, stands for Costa Rica.

use crate::names::{self, Name};
use std::collections::HashMap;
use std::sync::LazyLock;

/// What is known of names.
pub(crate) struct Gazetteer {
    /// By name, normal form.
    states: HashMap<String, State>,
    /// By the sound of a capital's name: in another spelling it is the same city.
    capitals: HashMap<String, Vec<(String, State)>>,
    /// Names of states by one-word demonym.
    demonyms: HashMap<String, &'static str>,
    /// By first and last word of each name.
    holders: HashMap<(String, String), Vec<Holder>>,
}

/// A state and how a name stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct State {
    /// The state's English name.
    pub(crate) name: &'static str,
    /// How the name stands for it.
    pub(crate) by: By,
}

/// How a name stands for a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// It is a name of it.
    Name,
    /// It is its capital.
    Capital,
    /// Its government sits there.
    Seat,
}

/// Somebody who holds or held public offices.
#[derive(Clone, Debug)]
pub(crate) struct Holder {
    /// The names, normal form.
    pub(crate) names: Vec<Name>,
    /// Wikidata's id.
    pub(crate) wikidata: &'static str,
    pub(crate) offices: Vec<Office>,
}

/// An office in its time.
#[derive(Clone, Debug)]
pub(crate) struct Office {
    /// Folded words of its name, without particles.
    pub(crate) words: Vec<String>,
    /// First day, month or year; empty if not told.
    pub(crate) start: &'static str,
    /// Last; empty if it was held when the data were made.
    pub(crate) end: &'static str,
}

static KNOWN: LazyLock<Gazetteer> = LazyLock::new(|| {
    Gazetteer::parse(
        include_str!("../../../packs/names/countries.tsv"),
        include_str!("../words/seats.tsv"),
        include_str!("../../../packs/names/persons.tsv"),
    )
});

impl Gazetteer {
    /// What is known.
    pub(crate) fn known() -> &'static Self {
        &KNOWN
    }

    fn parse(countries: &'static str, seats: &'static str, persons: &'static str) -> Self {
        let mut found =
            Self { states: HashMap::new(), capitals: HashMap::new(), demonyms: HashMap::new(), holders: HashMap::new() };
        let normal = |name: &str| Name::of_body(name).words.join(" ");
        for cells in rows(countries) {
            let [_, name, aliases, demonyms, capitals, ..] = cells.as_slice() else { continue };
            for form in items(name).chain(items(aliases)) {
                found.states.insert(normal(form), State { name, by: By::Name });
            }
            for demonym in items(demonyms).filter(|demonym| !demonym.contains(' ')) {
                found.demonyms.entry(normal(demonym)).or_insert(name);
            }
            for capital in items(capitals) {
                let state = State { name, by: By::Capital };
                found.capitals.entry(names::sound(&normal(capital))).or_default().push((normal(capital), state));
            }
        }
        for cells in rows(seats) {
            let [seat, state, ..] = cells.as_slice() else { continue };
            found.states.entry(normal(seat)).or_insert(State { name: state, by: By::Seat });
        }
        for cells in rows(persons) {
            let [_, name, aliases, _, _, _, _, offices, wikidata, ..] = cells.as_slice() else { continue };
            if *wikidata == "-" {
                continue;
            }
            let names: Vec<Name> = items(name).chain(items(aliases)).map(|name| Name::of_person(name, &[])).collect();
            let offices = items(offices).filter_map(Office::parse).collect();
            let holder = Holder { names, wikidata, offices };
            let mut keys: Vec<(String, String)> = holder.names.iter().filter_map(ends).collect();
            keys.sort_unstable();
            keys.dedup();
            for key in keys {
                found.holders.entry(key).or_default().push(holder.clone());
            }
        }
        found
    }

    /// The state that a name stands for; a capital also in another spelling.
    pub(crate) fn state(&self, name: &Name) -> Option<State> {
        let form = name.words.join(" ");
        if let Some(state) = self.states.get(&form) {
            return Some(*state);
        }
        let alike = self.capitals.get(&names::sound(&form))?;
        let same = alike.iter().find(|(capital, _)| *capital == form);
        let spelt = || alike.iter().find(|(capital, _)| names::other_spelling(capital, &form));
        same.or_else(spelt).map(|(_, state)| *state)
    }

    /// The name of the state whose adjective this folded word is.
    pub(crate) fn state_of_demonym(&self, word: &str) -> Option<&'static str> {
        self.demonyms.get(word).copied()
    }

    /// Holders of offices who may bear this full name.
    pub(crate) fn holders(&self, name: &Name) -> &[Holder] {
        ends(name).and_then(|key| self.holders.get(&key)).map_or(&[], Vec::as_slice)
    }
}

impl Office {
    /// `President of X;;2014;`
    fn parse(cell: &'static str) -> Option<Self> {
        let mut parts = cell.split(';');
        let name = parts.next()?;
        let start = parts.nth(1).unwrap_or("");
        let end = parts.next().unwrap_or("");
        Some(Self { words: names::content_words(name), start, end })
    }

    /// Whether a date, as exact as it may be, lies in its time; what is not told excludes nothing.
    pub(crate) fn may_be_held_on(&self, date: &str) -> bool {
        let as_exact = |limit: &str| limit.len().min(date.len());
        let begun = self.start.get(..as_exact(self.start)) <= date.get(..as_exact(self.start));
        let over = !self.end.is_empty() && self.end.get(..as_exact(self.end)) < date.get(..as_exact(self.end));
        begun && !over
    }
}

fn ends(name: &Name) -> Option<(String, String)> {
    (name.words.len() > 1).then(|| (name.words[0].clone(), name.last().to_owned()))
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).skip(1).map(|line| line.split('\t').collect())
}

fn items(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split('|').map(str::trim).filter(|item| !item.is_empty() && *item != "-")
}

#[cfg(test)]
mod tests {
    use super::{By, Gazetteer, Office};
    use crate::names::Name;

    #[test]
    fn names_capitals_and_seats_stand_for_states() {
        let state = |name: &str| Gazetteer::known().state(&Name::of_body(name)).map(|state| (state.name, state.by));
        assert_eq!(state("the Russian Federation"), Some(("Russia", By::Name)));
        assert_eq!(state("Kyiv"), Some(("Ukraine", By::Capital)));
        assert_eq!(state("Kiev"), Some(("Ukraine", By::Capital)));
        assert_eq!(state("the Kremlin"), Some(("Russia", By::Seat)));
        assert_eq!(state("Singapore"), Some(("Singapore", By::Name)));
        assert_eq!(state("Velm"), None);
        assert_eq!(Gazetteer::known().state_of_demonym("french"), Some("France"));
    }

    #[test]
    fn an_office_has_its_time() {
        let office = Office { words: Vec::new(), start: "2014-03", end: "2019" };
        assert!(office.may_be_held_on("2014") && office.may_be_held_on("2014-03-02") && office.may_be_held_on("2019-12-31"));
        assert!(!office.may_be_held_on("2014-02-28") && !office.may_be_held_on("2020"));
        assert!(Office { words: Vec::new(), start: "", end: "" }.may_be_held_on("1999"));
    }

    #[test]
    fn every_row_is_read() {
        assert!(Gazetteer::known().holders.len() > 900 && Gazetteer::known().demonyms.len() > 150);
        // A seat of a state that no row names would stand for nothing that is ever met.
        let known = Gazetteer::known();
        let names: Vec<&str> = known.states.values().filter(|state| state.by == By::Name).map(|state| state.name).collect();
        let lost: Vec<_> = known.states.iter().filter(|(_, state)| !names.contains(&state.name)).collect();
        assert!(lost.is_empty(), "{lost:?}");
    }
}

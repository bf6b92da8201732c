//! [`Words`]: the lists of `made/planted.txt`, and names, places and sentences drawn from them.
//!
//! In: dice. Out: people, outlets, sentences of the reporter's own, statements on nothing much. Invariant: no last name and no place is drawn twice.
//!
//! Example: `words.person(dice, "harbour master")` gives Ada Ormberg, harbour master.

use crate::made_case::Dice;
use std::collections::{BTreeMap, BTreeSet};

const LISTS: &str = include_str!("../../made/planted.txt");
const GIVEN: &str = include_str!("../../../packs/en/given_names.tsv");

/// Somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) given: &'static str,
    pub(super) last: String,
    pub(super) role: String,
    pub(super) is_woman: bool,
}

impl Person {
    pub(super) fn full(&self) -> String {
        format!("{} {}", self.given, self.last)
    }

    pub(super) fn pronoun(&self) -> &'static str {
        if self.is_woman { "she" } else { "he" }
    }
}

/// The lists, and what was drawn from them.
pub(super) struct Words {
    lists: BTreeMap<&'static str, Vec<&'static str>>,
    given: Vec<(&'static str, bool)>,
    drawn: BTreeSet<String>,
}

impl Words {
    pub(super) fn new() -> Self {
        let mut lists: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut section = "";
        for line in LISTS.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                Some(name) => section = name,
                None => lists.entry(section).or_default().push(line),
            }
        }
        let rows = GIVEN.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
        // Names of either gender are left out, so that a pronoun is never wrong.
        let given = rows.filter_map(|(name, gender)| match gender {
            "f" => Some((name, true)),
            "m" => Some((name, false)),
            _ => None,
        });
        Self { lists, given: given.filter(|(name, _)| name.len() > 2).collect(), drawn: BTreeSet::new() }
    }

    /// The rows of a list, in cells.
    pub(super) fn rows(&self, list: &str) -> Vec<Vec<&'static str>> {
        self.list(list).iter().map(|row| row.split(" | ").collect()).collect()
    }

    fn list(&self, name: &str) -> &[&'static str] {
        self.lists.get(name).map_or(&[], Vec::as_slice)
    }

    pub(super) fn of(&self, name: &str, dice: &mut Dice) -> &'static str {
        let list = self.list(name);
        list.get(dice.below(list.len())).copied().unwrap_or("")
    }

    fn unused(&mut self, tail: &str, dice: &mut Dice) -> String {
        let mut name = String::new();
        loop {
            // Where the short names are used up they grow.
            let head = self.of("family-head", dice);
            name = if name.is_empty() { head.to_owned() } else { format!("{head}{}", self.of("family-middle", dice)) };
            name += self.of(tail, dice);
            if self.drawn.insert(name.clone()) {
                return name;
            }
        }
    }

    pub(super) fn place(&mut self, dice: &mut Dice) -> String {
        self.unused("place-tail", dice)
    }

    pub(super) fn person(&mut self, dice: &mut Dice, role: &str) -> Person {
        let last = self.unused("family-tail", dice);
        let (given, is_woman) = self.given.get(dice.below(self.given.len())).copied().unwrap_or(("Ada", true));
        Person { given, last, role: role.to_owned(), is_woman }
    }

    /// Words with their places filled.
    pub(super) fn fill(words: &str, place: &str, other: &str, dice: &mut Dice) -> String {
        let number = 6 + dice.below(34);
        words
            .replace("PLACE", place)
            .replace("OTHER", other)
            .replace("NUMBER", &number.to_string())
            .replace("LARGER", &(number + 3 + dice.below(9)).to_string())
    }

    /// A sentence of the reporter's own.
    pub(super) fn narration(&self, place: &str, other: &str, dice: &mut Dice) -> String {
        let (who, verb, object) = (self.of("who", dice), self.of("verb", dice), self.of("object", dice));
        let (place_of, time) = (self.of("where", dice), self.of("when", dice));
        let words = match dice.below(3) {
            0 => format!("{who} {verb} {object} {place_of} {time}."),
            1 => format!("{}, {} {verb} {object} {place_of}.", capital(time), lowered(who)),
            _ => format!("{}, {} {verb} {object} {time}.", capital(place_of), lowered(who)),
        };
        Self::fill(&words, place, other, dice)
    }

    /// A statement on nothing much, without its stop.
    pub(super) fn remark(&self, place: &str, other: &str, dice: &mut Dice) -> String {
        let words = format!("{} {} {}", self.of("thing", dice), self.of("becomes", dice), self.of("by-when", dice));
        Self::fill(&words, place, other, dice)
    }
}

/// Without the capital of an article, a number or a numeral.
fn lowered(words: &str) -> String {
    let small = ["A ", "An ", "The ", "Two ", "Three ", "Several ", "Clerks ", "Dog ", "Neighbours ", "Volunteers ", "Traders "];
    if small.iter().any(|one| words.starts_with(one)) {
        words.chars().take(1).flat_map(char::to_lowercase).chain(words.chars().skip(1)).collect()
    } else {
        words.to_owned()
    }
}

/// With a capital.
pub(super) fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

//! Gathers names into chains by their words.
//!
//! In: names in order. Out: for each name its chain. A last name goes with the last full name before
//! it that ends so and whose title does not speak against it; an acronym with the body whose initials
//! it is or beside which it stands in brackets. Invariant: the result does not depend on anything but the text.
//!
//! Example: `Ada Holm`, `Holm`, `Ms. Holm` are one; `Piet Holm` is another.

use super::{ChainDraft, Chains};
use crate::attributions::Draft;
use crate::names::{Name, is_acronym};
use crate::pack::{Class, Tag};
use crate::phrases::Phrases;
use hearsay_record::EntityKind;
use std::collections::{HashMap, HashSet};

/// The chain of each name.
pub(super) fn gather(phrases: &Phrases, names: &[Name], drafts: &[Draft], chains: &mut Chains) -> Vec<usize> {
    let words: Vec<Vec<String>> = names.iter().map(|name| words_of(phrases, name)).collect();
    let mut speaks = speakers(names, drafts);
    // "Ostwick wants": a capital that does something is its state as well.
    for (name, speaks) in names.iter().zip(&mut speaks) {
        let acts = |group: &crate::phrases::VerbGroup| {
            group.tokens.start == name.tokens.end
                && group.form == crate::phrases::VerbForm::Finite
                && !phrases.text.is(group.main, Class::Be)
        };
        // "Ostwick's policy" is not the town's.
        let rules = phrases.tag(name.tokens.end) == Tag::Pos && phrases.text.is(name.tokens.end + 1, Class::Rule);
        *speaks |= name.state.is_some_and(|state| state.capital) && (rules || phrases.group(name.tokens.end).is_some_and(acts));
    }
    let kinds = kinds_by_context(phrases, names, &words, &speaks);
    let mut of_name = vec![usize::MAX; names.len()];
    let mut by_words: HashMap<Vec<String>, usize> = HashMap::new();
    // Chains by the last and the first word of their names, the latest last.
    let mut by_last: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_initials: HashMap<String, usize> = HashMap::new();
    let mut by_state: HashMap<u32, usize> = HashMap::new();
    // Chains of states that have no name yet but that of a capital.
    let mut lent: HashSet<usize> = HashSet::new();
    for (number, name) in names.iter().enumerate() {
        let key = &words[number];
        let Some(last) = key.last() else { continue };
        let kind = kinds[number];
        let fits = |chains: &Chains, chain: usize| -> bool {
            let known = &chains.all[chain];
            let gender = known.gender.is_none() || name.gender.is_none() || known.gender == name.gender;
            let same_kind = known.kind == kind || !known.sure || name.kind.is_none();
            gender && same_kind
        };
        let mut found = by_words.get(key).copied().filter(|chain| key.len() > 1 || fits(chains, *chain));
        if key.len() == 1 || found.is_none() {
            // The latest chain with this last name, when the name adds nothing that speaks against it.
            let latest = by_last.get(last).and_then(|known| {
                known.iter().rev().copied().find(|chain| {
                    let other = &chains.all[*chain];
                    // "Ostland" is no last name of "Border Guard of Ostland".
                    let linked =
                        other.best.clone().is_some_and(|mut best| best.any(|token| phrases.text.is(token, Class::NameLink)));
                    let person = other.kind == EntityKind::Person || !other.sure && !linked;
                    let compatible = key.len() == 1 || other.words.len() == 1 || given_alike(key, &other.words);
                    person && compatible && fits(chains, *chain) && (key.len() == 1 || kind == EntityKind::Person)
                })
            });
            found = latest.or(found);
        }
        if found.is_none() && key.len() == 1 && is_acronym(phrases.text.word(name.core.start)) {
            found = by_initials.get(last).copied();
        }
        // "Suu Kyi" after "Aung San Suu Kyi", "the Supreme Court" after "the U.S. Supreme Court".
        if found.is_none() && key.len() > 1 {
            found = by_last.get(last).and_then(|known| {
                let ends_so = |chain: &usize| {
                    let other = &chains.all[*chain].words;
                    other.len() > key.len() && other.ends_with(key) && fits(chains, *chain)
                };
                known.iter().rev().copied().find(ends_so)
            });
        }
        if found.is_none() && key.len() == 1 && name.tokens == name.core && phrases.quotes.around(name.core.start).is_none() {
            found = misspelt(chains, last, &by_last).filter(|_| speaks[number]);
        }
        let bracketed = name.core.start.checked_sub(2).filter(|_| phrases.tag(name.core.start - 1) == Tag::Open);
        if let Some(before) = bracketed
            && number > 0
            && names[number - 1].core.end == before + 1
            && key.len() == 1
            && is_acronym(phrases.text.word(name.core.start))
            && found.is_none()
        {
            found = Some(of_name[number - 1]).filter(|chain| *chain != usize::MAX);
        }
        let state = name.state.filter(|_| kind == EntityKind::State);
        if let Some(state) = state {
            found = by_state.get(&state.row).copied();
        }
        let chain = found.unwrap_or_else(|| {
            chains.all.push(ChainDraft {
                kind,
                sure: name.kind.is_some() || name.state.is_some(),
                gender: name.gender,
                words: key.clone(),
                best: Some(name.core.clone()),
                names: Vec::new(),
                roles: Vec::new(),
                last: 0,
                plural: false,
            });
            chains.all.len() - 1
        });
        if let Some(state) = state {
            by_state.insert(state.row, chain);
        }
        let known = &mut chains.all[chain];
        if name.kind.is_some() && !known.sure {
            known.kind = kind;
            known.sure = true;
        }
        known.gender = known.gender.or(name.gender);
        // A capital lends its state no name, unless the document has no other.
        let capital = state.is_some_and(|state| state.capital);
        let renames = state.is_some() && !capital && lent.remove(&chain);
        if capital && known.names.is_empty() {
            lent.insert(chain);
        }
        let fuller =
            renames || !capital && key.len() > known.words.len() && !(known.kind == EntityKind::Organisation && key.len() == 1);
        if fuller
            || (known.words.len() == 1
                && key.len() == 1
                && is_acronym(phrases.text.word(known.best.as_ref().map_or(0, |best| best.start)))
                && !is_acronym(phrases.text.word(name.core.start)))
        {
            known.words.clone_from(key);
            known.best = Some(name.core.clone());
        }
        known.names.push(name.core.clone());
        if !name.title().is_empty() {
            known.roles.push(name.title());
        }
        by_words.entry(key.clone()).or_insert(chain);
        let line = by_last.entry(last.clone()).or_default();
        line.retain(|other| *other != chain);
        line.push(chain);
        if key.len() > 1 {
            let initials: String = key
                .iter()
                .filter(|word| word.chars().next().is_some_and(char::is_alphabetic) && word.len() > 3 || key.len() == 2)
                .filter_map(|word| word.chars().next())
                .collect();
            by_initials.entry(initials).or_insert(chain);
        }
        chains.mention(name.tokens.clone(), chain);
        of_name[number] = chain;
    }
    of_name
}

/// The one person whose last name is this one but for a letter: `Wines` for `Leslie Wimes`.
fn misspelt(chains: &Chains, last: &str, by_last: &HashMap<String, Vec<usize>>) -> Option<usize> {
    let mut fitting = by_last
        .iter()
        .filter(|(other, _)| one_letter_apart(other, last))
        .flat_map(|(_, chains)| chains)
        .copied()
        .filter(|chain| chains.all[*chain].kind == EntityKind::Person && chains.all[*chain].words.len() > 1);
    let first = fitting.next()?;
    fitting.all(|other| other == first).then_some(first)
}

/// Names shorter than this differ by a letter and are two.
const LONG_ENOUGH: usize = 5;

/// Whether two words of some length begin alike and differ by one letter put in, left out, changed or swapped with its neighbour.
fn one_letter_apart(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if a.len().min(b.len()) < LONG_ENOUGH || a.len().abs_diff(b.len()) > 1 || a.first() != b.first() || one == other {
        return false;
    }
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (left, right) = (a.len() - head - tail, b.len() - head - tail);
    let swapped = left == 2 && right == 2 && a[head] == b[head + 1] && a[head + 1] == b[head];
    left.max(right) <= 1 || swapped
}

/// `Nicolae Tarn` and `N. Tarn`, but not `Ada Tarn`.
fn given_alike(one: &[String], other: &[String]) -> bool {
    let (Some(one), Some(other)) = (one.first(), other.first()) else { return false };
    let initial = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() == 1;
    one == other || ((initial(one) || initial(other)) && one.chars().next() == other.chars().next())
}

fn words_of(phrases: &Phrases, name: &Name) -> Vec<String> {
    name.core
        .clone()
        .map(|token| phrases.text.lower(token).trim_end_matches('.').to_owned())
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .collect()
}

/// Which names stand first in a source.
fn speakers(names: &[Name], drafts: &[Draft]) -> Vec<bool> {
    let mut speaks = vec![false; names.len()];
    for source in drafts.iter().filter_map(|draft| draft.source.as_ref()) {
        let at = names.partition_point(|name| name.tokens.start < source.tokens.start);
        if let Some(name) = names.get(at).filter(|name| name.tokens.start == source.tokens.start) {
            speaks[at] = name.tokens.end <= source.tokens.end;
        }
    }
    speaks
}

/// The kind of names that nothing in them tells: by what else goes by that name, and by what stands before it.
fn kinds_by_context(phrases: &Phrases, names: &[Name], words: &[Vec<String>], speaks: &[bool]) -> Vec<EntityKind> {
    let text = phrases.text;
    let mut people: HashMap<&str, bool> = HashMap::new();
    let mut places: HashMap<&str, (u32, u32)> = HashMap::new();
    // "Ostwick's foreign ministry": who has a government is a state.
    let mut ruled: HashSet<&str> = HashSet::new();
    let governs = |token: usize| {
        text.pack.organisation_words.get(text.lower(token)).is_some_and(|kind| kind == "government" || kind == "security")
    };
    for ((name, words), speaks) in names.iter().zip(words).zip(speaks) {
        let Some(last) = words.last() else { continue };
        if name.kind == Some(EntityKind::Person) {
            people.insert(last, true);
        }
        if words.len() == 1 {
            let after = name.tokens.end;
            let owned = after + 1..(after + 4).min(text.tokens.len());
            let owned = owned.take_while(|token| phrases.tag(*token).is_noun() || phrases.tag(*token) == Tag::Jj);
            if phrases.tag(after) == Tag::Pos && name.title().is_empty() && owned.into_iter().any(governs) {
                ruled.insert(last);
            }
            let count = places.entry(last).or_default();
            let before = name
                .tokens
                .start
                .checked_sub(1)
                .filter(|before| text.sentence_of.get(*before) == text.sentence_of.get(name.tokens.start));
            count.0 += u32::from(before.is_some_and(|before| text.is(before, Class::Locative)));
            count.1 += u32::from(*speaks) * 2;
        }
    }
    names
        .iter()
        .zip(words)
        .zip(speaks.iter().copied())
        .map(|((name, words), speaks)| {
            if let Some(kind) = name.kind {
                return kind;
            }
            // A capital that speaks is its state.
            if name.state.is_some() {
                return if speaks { EntityKind::State } else { EntityKind::Place };
            }
            let Some(last) = words.last() else { return EntityKind::Organisation };
            let (located, spoke) = places.get(last.as_str()).copied().unwrap_or_default();
            let determined = name.tokens.start.checked_sub(1).is_some_and(|before| text.is(before, Class::Definite));
            if people.contains_key(last.as_str()) && !determined {
                EntityKind::Person
            } else if ruled.contains(last.as_str()) && words.len() == 1 && !determined {
                if spoke > 0 { EntityKind::State } else { EntityKind::Place }
            } else if located > 0 && located >= spoke {
                EntityKind::Place
            } else if located > 0 {
                EntityKind::State
            } else if spoke > 0 && !determined && words.len() == 1 {
                EntityKind::Person
            } else {
                EntityKind::Organisation
            }
        })
        .collect()
}

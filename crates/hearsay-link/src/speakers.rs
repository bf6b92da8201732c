//! Who speaks, as far as two statements can be compared by it.
//!
//! In: the entities of a case. Out: for a chain its entity, and for two speakers whether they are
//! one, may be one, or are two. Invariant: two are *different* only if both are named, of one kind,
//! and no form of the one's name may be a form of the other's; a spokeswoman and her office may be
//! one voice, and nobody knows who an unnamed source is.
//!
//! Example: `Holm` and `Ada Holm` may be one even where nothing proves it, so they are not set
//! against each other.

use crate::names::{self, Likeness, Name};
use crate::sheet::bare_word;
use crate::wordlist::Wordlist;
use hearsay_record::{Entity, EntityKind, Id};
use std::collections::HashMap;

/// Words of an office, at least, that one alone holds: `mayor of Velm`.
const OFFICE: usize = 3;

/// Entities by chain.
pub(crate) struct Speakers<'a> {
    of_chain: HashMap<&'a Id, &'a Entity>,
}

/// How two speakers stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Voices {
    /// One and the same.
    Same,
    /// Nothing tells that they are two.
    MayBeOne,
    /// Two.
    Different,
}

impl<'a> Speakers<'a> {
    pub(crate) fn new(entities: &'a [Entity]) -> Self {
        Self { of_chain: entities.iter().flat_map(|entity| entity.members.iter().map(move |chain| (chain, entity))).collect() }
    }

    /// The entity of a chain.
    pub(crate) fn of(&self, chain: Option<&Id>) -> Option<&'a Entity> {
        self.of_chain.get(chain?).copied()
    }
}

/// Whether somebody stands behind this entity by name.
pub(crate) fn is_known(entity: &Entity) -> bool {
    entity.kind != EntityKind::Anonymous && !entity.aliases.is_empty()
}

/// How two speakers stand to each other.
pub(crate) fn voices(one: Option<&Entity>, other: Option<&Entity>) -> Voices {
    let (Some(one), Some(other)) = (one, other) else { return Voices::MayBeOne };
    if one.id == other.id || holds_office(one, other) || holds_office(other, one) {
        return Voices::Same;
    }
    let is_person = |entity: &Entity| entity.kind == EntityKind::Person;
    let comparable = is_known(one)
        && is_known(other)
        && is_person(one) == is_person(other)
        && ![one.kind, other.kind]
            .iter()
            .any(|kind| matches!(kind, EntityKind::Media | EntityKind::Group | EntityKind::Document));
    if !comparable || may_be_one(one, other) { Voices::MayBeOne } else { Voices::Different }
}

/// Whether the one is called by nothing but an office that the other holds: `the head of the Velm
/// Harbour Board` beside `Ada Holm, head of the Velm Harbour Board`. A bare title (`the head`) tells
/// nothing.
fn holds_office(described: &Entity, named: &Entity) -> bool {
    let words = |printed: &str| -> Vec<String> {
        let words = printed.split_whitespace().map(|word| bare_word(word.trim_matches(|c: char| !c.is_alphanumeric())));
        words.filter(|word| !word.is_empty() && !Wordlist::en().is_article(word)).collect()
    };
    // Asked for every pair of statements that meet: names are taken apart only where there is a role to compare with.
    if !matches!(described.kind, EntityKind::Person | EntityKind::Anonymous)
        || named.kind != EntityKind::Person
        || named.roles.is_empty()
    {
        return false;
    }
    let office = words(&described.name);
    office.len() >= OFFICE
        && named.roles.iter().any(|role| words(&role.name) == office)
        && described.aliases.iter().all(|alias| words(&alias.name) == office)
}

/// Whether the shorter name may be the end of the longer misspelt: one word the same, the rest alike in
/// sound. Too weak to make two one, enough not to set them against each other.
fn misspelt(short: &Name, long: &Name) -> bool {
    let end = &long.words[long.words.len().saturating_sub(short.words.len())..];
    let mut pairs = short.words.iter().zip(end);
    short.words.len() > 1
        && pairs.clone().any(|(a, b)| a == b)
        && pairs.all(|(a, b)| a == b || names::sound(a) == names::sound(b))
}

/// Whether two go by one description and no name (`police` here and `police` there), so that a second
/// figure of theirs takes the place of the first.
pub(crate) fn same_description(one: Option<&Entity>, other: Option<&Entity>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    let bare = |entity: &Entity| -> Vec<String> {
        let words = entity.name.split_whitespace().map(bare_word);
        words.filter(|word| !Wordlist::en().is_article(word)).collect()
    };
    one.kind == EntityKind::Group && other.kind == EntityKind::Group && !bare(one).is_empty() && bare(one) == bare(other)
}

/// Whether the one is a body of the other and may answer for it: `Norrin’s foreign ministry` for `Norrin`.
pub(crate) fn is_body_of(one: &Entity, other: &Entity) -> bool {
    let bodies = [EntityKind::Organisation, EntityKind::State];
    let wholes = [EntityKind::Organisation, EntityKind::State, EntityKind::Place];
    let (part, whole) = (Name::of_body(&one.name), Name::of_body(&other.name));
    bodies.contains(&one.kind)
        && wholes.contains(&other.kind)
        && !whole.is_empty()
        && part.words.len() > whole.words.len()
        && part.words.starts_with(&whole.words)
}

/// Whether a form of the one's name may be a form of the other's.
pub(crate) fn may_be_one(one: &Entity, other: &Entity) -> bool {
    let forms = |entity: &Entity| -> Vec<Name> {
        let titles: Vec<&str> = entity.roles.iter().map(|role| role.name.as_str()).collect();
        let names = entity.aliases.iter().map(|alias| alias.name.as_str()).chain([entity.name.as_str()]);
        names
            .map(|name| if entity.kind == EntityKind::Person { Name::of_person(name, &titles) } else { Name::of_body(name) })
            .filter(|name| !name.is_empty())
            .collect()
    };
    // The fuller forms decide: two who are both called `Holm` may still be told apart by first names.
    let fullest = |forms: Vec<Name>| {
        let most = forms.iter().map(|form| form.words.len()).max().unwrap_or(0);
        forms.into_iter().filter(move |form| form.words.len() == most).collect::<Vec<_>>()
    };
    let (ones, others) = (fullest(forms(one)), fullest(forms(other)));
    ones.iter().any(|a| {
        others.iter().any(|b| {
            let (short, long) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
            let within = short
                .words
                .iter()
                .all(|word| long.words.contains(word) || long.words.iter().any(|other| names::other_spelling(word, other)));
            let abbreviated = short.words.len() == 1 && (long.initials() == short.words[0] || short.initials() == long.words[0]);
            within || abbreviated || misspelt(short, long) || names::likeness(a, b) != Likeness::None
        })
    })
}

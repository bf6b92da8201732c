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
use hearsay_record::{Entity, EntityKind, Id};
use std::collections::HashMap;

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
    if one.id == other.id {
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
            within || abbreviated || names::likeness(a, b) != Likeness::None
        })
    })
}

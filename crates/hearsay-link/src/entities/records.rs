//! The [`Entity`] records: every name and role with its place and its time, ids in public lists, and why somebody stays
//! unknown.
//!
//! In: the gathered groups. Out: a record each. Invariant: every name, role and id has the place that gives it.
//!
//! Example: who is `the mayor` in documents of April and `the governor` in those of May has both roles, each with its dates.

use super::Entities;
use crate::Gathered;
use crate::bearers::{forms_of, is_named, name_of, office_described, words_of};
use crate::gazetteer::Gazetteer;
use crate::names::{self, Likeness};
use hearsay_record::{Alias, Chain, CharSpan, Entity, EntityKind, Group, Id, KnownAs, NamelessBecause, Place};
use hearsay_text::fold;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Names or roles by their folded form.
type Gathering = BTreeMap<String, Alias>;

impl Entities<'_> {
    /// The record of each group of an outcome of this linker.
    pub(crate) fn entities(&self, gathered: &Gathered) -> Vec<Entity> {
        let index: HashMap<&Id, usize> = self.chains.iter().enumerate().map(|(at, chain)| (&chain.id, at)).collect();
        let several: BTreeSet<(&Id, CharSpan)> = gathered
            .notes
            .iter()
            .filter(|note| note.code == "several-bearers")
            .filter_map(|note| Some((note.document.as_ref()?, note.span?)))
            .collect();
        gathered.groups.iter().map(|group| self.entity(group, &index, &several)).collect()
    }

    fn entity(&self, group: &Group, index: &HashMap<&Id, usize>, several: &BTreeSet<(&Id, CharSpan)>) -> Entity {
        let mut members: Vec<&Chain> = group.members.iter().filter_map(|id| index.get(id)).map(|&at| self.chains[at]).collect();
        // The earliest document first, so that each name and role has its earliest place.
        members.sort_by_key(|chain| (self.date(chain).is_none(), self.date(chain), &chain.document, &chain.id));
        let mut aliases = Gathering::new();
        let mut roles = Gathering::new();
        let mut kinds: BTreeMap<(bool, EntityKind), usize> = BTreeMap::new();
        let mut printed_names: BTreeMap<(bool, &str), usize> = BTreeMap::new();
        for chain in &members {
            *kinds.entry((is_named(chain), chain.kind)).or_default() += 1;
            *printed_names.entry((is_named(chain), &chain.name)).or_default() += 1;
            let date = self.date(chain);
            for (_, printed) in forms_of(chain) {
                if let Some(&at) = index.get(&chain.id) {
                    given(&mut aliases, printed.clone(), printed.clone(), date, || self.place(at, &printed));
                }
            }
            for role in &chain.roles {
                let place = || Place::new(chain.document.clone(), vec![role.span]);
                given(&mut roles, fold(&role.role).text, role.role.clone(), date, place);
            }
            if members.iter().any(|other| is_named(other)) && office_described(chain).is_some() {
                let place = || Place::new(chain.document.clone(), chain.mentions.iter().take(1).copied().collect());
                given(&mut roles, fold(&chain.name).text, chain.name.clone(), date, place);
            }
        }
        // What is named tells more than what is described.
        let kind = kinds
            .iter()
            .max_by_key(|((named, kind), n)| (*named, **n, std::cmp::Reverse(*kind)))
            .map_or(EntityKind::Anonymous, |((_, kind), _)| *kind);
        // The fullest name, then the commonest, then the first in order of code points.
        let name = printed_names
            .iter()
            .max_by_key(|((named, name), n)| (*named, name.split_whitespace().count(), **n, std::cmp::Reverse(*name)))
            .map_or("", |((_, name), _)| name);
        // How long a name is in use tells nothing of who it is; an office has its time.
        aliases.values_mut().for_each(|alias| alias.until = None);
        Entity {
            id: group.id.clone(),
            name: name.to_owned(),
            kind,
            aliases: aliases.into_values().collect(),
            wikidata: if kind == EntityKind::Person { self.known_as(&members) } else { Vec::new() },
            unknown_because: unknown_because(kind, &members, several),
            roles: roles.into_values().collect(),
            members: group.members.clone(),
        }
    }

    /// Holders of public offices who bear one of the full names, if a document of their time gives an office of theirs.
    fn known_as(&self, members: &[&Chain]) -> Vec<KnownAs> {
        let names: BTreeSet<_> = members.iter().filter(|chain| is_named(chain)).map(|chain| name_of(chain)).collect();
        let holders = names.iter().flat_map(|name| {
            let holders = Gazetteer::known().holders(name).iter();
            holders.filter(move |holder| {
                holder.names.iter().any(|known| matches!(names::likeness(name, known), Likeness::Same | Likeness::Middle))
            })
        });
        let mut found: BTreeMap<&str, KnownAs> = BTreeMap::new();
        for holder in holders {
            let held = members.iter().find_map(|chain| {
                let date = self.date(chain);
                let office = |words: &[String]| {
                    holder.offices.iter().any(|office| {
                        words.iter().any(|word| office.words.contains(word))
                            && date.is_none_or(|date| office.may_be_held_on(date))
                    })
                };
                let role = chain.roles.iter().find(|role| office(&words_of(&role.role)))?;
                Some(Place::new(chain.document.clone(), vec![role.span]))
            });
            if let Some(evidence) = held {
                let known = KnownAs { id: holder.wikidata.to_owned(), because: "name-and-office".into(), evidence };
                found.entry(holder.wikidata).or_insert(known);
            }
        }
        found.into_values().collect()
    }
}

/// Enters a name or role where it is first given, and moves the end of its time.
fn given(into: &mut Gathering, key: String, printed: String, date: Option<&str>, place: impl FnOnce() -> Place) {
    let alias =
        into.entry(key).or_insert_with(|| Alias { name: printed, evidence: place(), date: date.map(str::to_owned), until: None });
    // Documents come in order of date.
    if date.is_some() && alias.date.as_deref() != date {
        alias.until = date.map(str::to_owned);
    }
}

fn unknown_because(kind: EntityKind, members: &[&Chain], several: &BTreeSet<(&Id, CharSpan)>) -> Option<NamelessBecause> {
    if !matches!(kind, EntityKind::Person | EntityKind::Anonymous) {
        return None;
    }
    let is_full = |chain: &&Chain| is_named(chain) && forms_of(chain).iter().any(|(form, _)| form.words.len() > 1);
    if members.iter().any(is_full) {
        return None;
    }
    let fits_several = |chain: &&Chain| chain.mentions.first().is_some_and(|first| several.contains(&(&chain.document, *first)));
    Some(if members.iter().any(fits_several) {
        NamelessBecause::SeveralBearers
    } else if members.iter().any(|chain| is_named(chain)) {
        NamelessBecause::LastNameOnly
    } else {
        NamelessBecause::DescriptionOnly
    })
}

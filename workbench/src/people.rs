//! The names and kind of whoever a chain belongs to, for scorers.
//!
//! In: the readings and entities of a case. Out: [`People`]: for a chain, the key of its entity, every
//! name that entity goes by, and its kind. A chain in no entity stands for itself.

use hearsay_link::Linked;
use hearsay_record::{EntityKind, Id, Reading};
use std::collections::BTreeMap;

/// One and the same, as scorers need it.
#[derive(Clone, Debug)]
pub struct Person {
    /// Id of the entity, or of the chain that is in none.
    pub key: Id,
    /// Every name.
    pub names: Vec<String>,
    /// What kind of thing it is.
    pub kind: EntityKind,
}

/// Everyone, by chain.
#[derive(Clone, Debug, Default)]
pub struct People {
    persons: Vec<Person>,
    of_chain: BTreeMap<Id, usize>,
}

impl People {
    /// Gathers names and kinds.
    #[must_use]
    pub fn new(readings: &[Reading], linked: &Linked) -> Self {
        let mut people = Self::default();
        for entity in &linked.entities {
            let names = [&entity.name].into_iter().chain(entity.aliases.iter().map(|alias| &alias.name)).cloned().collect();
            for chain in &entity.members {
                people.of_chain.insert(chain.clone(), people.persons.len());
            }
            people.persons.push(Person { key: entity.id.clone(), names, kind: entity.kind });
        }
        for chain in readings.iter().flat_map(|reading| &reading.chains) {
            let names = [&chain.name].into_iter().chain(&chain.aliases).cloned();
            match people.of_chain.get(&chain.id) {
                Some(&person) => people.persons[person].names.extend(names),
                None => {
                    people.of_chain.insert(chain.id.clone(), people.persons.len());
                    people.persons.push(Person { key: chain.id.clone(), names: names.collect(), kind: chain.kind });
                }
            }
        }
        for person in &mut people.persons {
            person.names.sort();
            person.names.dedup();
        }
        people
    }

    /// Whom a chain belongs to.
    #[must_use]
    pub fn of(&self, chain: &Id) -> Option<&Person> {
        self.of_chain.get(chain).map(|&person| &self.persons[person])
    }

    /// Everyone, entities first.
    #[must_use]
    pub fn all(&self) -> &[Person] {
        &self.persons
    }
}

//! `people`: who speaks and who is spoken of, with every name and role and where it stands.
//!
//! In: the entities of the ledger. Out: a row each, who said most first. Invariant: each name and role
//! has the place that gives it; `said` counts assertions only, every other act is counted apart.
//!
//! Example: `hearsay people CASE --kind organisation`.

use crate::ViewError;
use crate::answer::{Answered, Facet, Found, Row};
use crate::families::only_outlet;
use crate::filter::{Filter, Question};
use crate::lookup::{Line, Lookup, Snapshot, holds_words, json_word};
use crate::place::{EntityRef, Evidence};
use hearsay_ledger::Ledger;
use hearsay_record::{Alias, Entity, EntityKind, Id, KnownAs, LinkKind, NamelessBecause};
use hearsay_text::fold;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The answer.
pub type PeopleAnswer = Answered<PeopleRow>;

/// One entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PeopleRow {
    /// The entity.
    pub id: Id,
    /// The fullest name.
    pub name: String,
    /// What kind of thing it is.
    pub kind: EntityKind,
    /// Every form of the name, the fullest first.
    pub aliases: Vec<Named>,
    /// Titles and roles, in order of time.
    pub roles: Vec<Named>,
    /// Assertions that it is the speaker of.
    pub said: usize,
    /// Its questions, refusals, orders and wishes.
    pub other_acts: usize,
    /// Assertions by others that are about it.
    pub said_about: usize,
    /// Documents that mention it.
    pub documents: usize,
    /// Date of the first of them.
    pub first: Option<String>,
    /// Date of the last.
    pub last: Option<String>,
    /// Its chains.
    pub members: Vec<Id>,
    /// Ids that Wikidata may have for it, each with what ties it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wikidata: Vec<KnownAs>,
    /// Why nobody can tell who it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown_because: Option<NamelessBecause>,
    /// The one outlet that all who quote it had it from, or are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quoted_only_by: Option<String>,
    /// Others of whom a person says that it is disputed whether they are this one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disputed_with: Vec<EntityRef>,
}

/// A name or role, where it stands, and the date of that document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// As printed.
    pub name: String,
    /// Date of the first document that gives it.
    pub date: Option<String>,
    /// Date of the last, for a role, if that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The place.
    pub evidence: Evidence,
}

impl Named {
    fn of(snapshot: &Snapshot, alias: &Alias) -> Self {
        let evidence = Evidence::of(snapshot, &alias.evidence);
        let date = alias.date.clone().or_else(|| evidence.published.clone());
        Self { name: alias.name.clone(), date, until: alias.until.clone(), evidence }
    }
}

/// What an entity comes to.
#[derive(Clone, Debug, Default)]
struct Tally {
    said: usize,
    other_acts: usize,
    said_about: usize,
    /// Documents in which it is quoted.
    quoted_in: BTreeSet<Id>,
    dates: BTreeSet<String>,
    documents: BTreeSet<Id>,
}

/// Counts over all lines that the filter takes, by entity.
fn tally(lookup: &Lookup<'_>, takes: impl Fn(&Line<'_>) -> bool) -> BTreeMap<Id, Tally> {
    let mut tallies = BTreeMap::<Id, Tally>::new();
    for line in lookup.lines().filter(takes) {
        let asserted = line.attribution.commitment.is_assertion();
        let speaker = line.statement.who.as_ref().and_then(|chain| lookup.who(chain)).map(|who| who.id);
        if let Some(speaker) = &speaker {
            let tally = tallies.entry(speaker.clone()).or_default();
            *(if asserted { &mut tally.said } else { &mut tally.other_acts }) += 1;
            if asserted {
                tally.quoted_in.insert(line.document.id.clone());
            }
        }
        let about: BTreeSet<Id> = line.statement.about.iter().filter_map(|chain| lookup.who(chain)).map(|who| who.id).collect();
        for about in about.into_iter().filter(|about| asserted && Some(about) != speaker.as_ref()) {
            tallies.entry(about).or_default().said_about += 1;
        }
    }
    for entity in lookup.entities.values() {
        for document in entity.members.iter().filter_map(|chain| lookup.documents.get(&lookup.chains.get(chain)?.document)) {
            let tally = tallies.entry(entity.id.clone()).or_default();
            tally.documents.insert(document.id.clone());
            tally.dates.extend(document.published.as_ref().map(|dated| dated.date.clone()));
        }
    }
    tallies
}

/// Entities that a person says it is disputed with, in order of id.
fn disputed_with(snapshot: &Snapshot, entity: &Entity) -> Vec<EntityRef> {
    let disputed = snapshot.links.values().filter(|link| link.kind == LinkKind::DisputedOne);
    let others: BTreeSet<EntityRef> = disputed
        .flat_map(|link| [(&link.members[0], &link.members[1]), (&link.members[1], &link.members[0])])
        .filter(|(own, _)| entity.members.contains(own))
        .filter_map(|(_, other)| snapshot.who(other))
        .filter(|other| other.id != entity.id)
        .collect();
    others.into_iter().collect()
}

impl PeopleRow {
    fn of(snapshot: &Snapshot, entity: &Entity, tally: &Tally) -> Self {
        let named = |names: &[Alias]| names.iter().map(|alias| Named::of(snapshot, alias)).collect::<Vec<_>>();
        let mut roles = named(&entity.roles);
        roles.sort_by(|a, b| (a.date.is_none(), &a.date, &a.name).cmp(&(b.date.is_none(), &b.date, &b.name)));
        Self {
            id: entity.id.clone(),
            name: entity.name.clone(),
            kind: entity.kind,
            aliases: named(&entity.aliases),
            roles,
            said: tally.said,
            other_acts: tally.other_acts,
            said_about: tally.said_about,
            documents: tally.documents.len(),
            first: tally.dates.first().cloned(),
            last: tally.dates.last().cloned(),
            members: entity.members.clone(),
            wikidata: entity.wikidata.clone(),
            unknown_because: entity.unknown_because,
            quoted_only_by: only_outlet(snapshot, &tally.quoted_in).map(str::to_owned),
            disputed_with: disputed_with(snapshot, entity),
        }
    }

    /// The row of one entity, over the whole case.
    pub(crate) fn of_entity(lookup: &Lookup<'_>, entity: &Entity) -> Self {
        let members: BTreeSet<&Id> = entity.members.iter().collect();
        let mut tally = Tally::default();
        for line in lookup.lines() {
            let asserted = line.attribution.commitment.is_assertion();
            if line.statement.who.as_ref().is_some_and(|chain| members.contains(chain)) {
                *(if asserted { &mut tally.said } else { &mut tally.other_acts }) += 1;
                if asserted {
                    tally.quoted_in.insert(line.document.id.clone());
                }
            } else if asserted && line.statement.about.iter().any(|chain| members.contains(chain)) {
                tally.said_about += 1;
            }
        }
        for document in members.iter().filter_map(|chain| lookup.documents.get(&lookup.chains.get(chain)?.document)) {
            tally.documents.insert(document.id.clone());
            tally.dates.extend(document.published.as_ref().map(|dated| dated.date.clone()));
        }
        Self::of(lookup, entity, &tally)
    }
}

impl Row for PeopleRow {
    const NAME: &'static str = "people";
    const COLUMNS: &'static [&'static str] = &[
        "name",
        "kind",
        "roles",
        "said",
        "said_about",
        "other_acts",
        "documents",
        "first",
        "last",
        "quoted_only_by",
        "aliases",
        "path",
        "document",
        "spans",
        "sentence",
        "id",
    ];
    const TERMINAL: &'static [&'static str] = &["name", "kind", "roles", "said", "said_about", "documents", "last", "id"];
    fn cells(&self) -> Vec<String> {
        let names = |names: &[Named]| {
            let mut seen: Vec<&str> = Vec::new();
            for name in names {
                if !seen.contains(&name.name.as_str()) {
                    seen.push(&name.name);
                }
            }
            seen.join("; ")
        };
        let place = self.aliases.first().or(self.roles.first()).map(|named| &named.evidence);
        vec![
            self.name.clone(),
            json_word(&self.kind),
            names(&self.roles),
            self.said.to_string(),
            self.said_about.to_string(),
            self.other_acts.to_string(),
            self.documents.to_string(),
            self.first.clone().unwrap_or_default(),
            self.last.clone().unwrap_or_default(),
            self.quoted_only_by.clone().unwrap_or_default(),
            names(&self.aliases),
            place.and_then(|place| place.path.clone()).unwrap_or_default(),
            place.map(|place| place.document.to_string()).unwrap_or_default(),
            place.map(|place| crate::who_said::spans_cell(&place.spans)).unwrap_or_default(),
            place.map(|place| place.sentence().to_string()).unwrap_or_default(),
            self.id.to_string(),
        ]
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        let by_text = filter.without("text");
        let sieve = lookup.sieve(&by_text);
        let tallies = tally(lookup, |line| sieve.takes(lookup, line));
        let named = |entity: &Entity| {
            filter.text.as_deref().is_none_or(|wanted| {
                let names =
                    std::iter::once(&entity.name).chain(entity.aliases.iter().chain(&entity.roles).map(|alias| &alias.name));
                names.into_iter().any(|name| holds_words(name, wanted))
            })
        };
        let none = Tally::default();
        let mut people: Vec<(&Entity, &Tally)> = lookup
            .entities
            .values()
            .filter(|entity| filter.kind.as_deref().is_none_or(|kind| json_word(&entity.kind) == kind) && named(entity))
            .map(|entity| (entity, tallies.get(&entity.id).unwrap_or(&none)))
            .filter(|(_, tally)| {
                filter.quoted_only_by.as_deref().is_none_or(|wanted| {
                    only_outlet(lookup, &tally.quoted_in)
                        .is_some_and(|outlet| wanted == "*" || fold(outlet).text == fold(wanted).text)
                })
            })
            .filter(|(_, tally)| {
                tally.documents.iter().any(|id| lookup.documents.get(id).is_some_and(|document| sieve.takes_document(document)))
            })
            .collect();
        people.sort_by(|(a, _), (b, _)| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        let most = |key: fn(&Tally) -> (usize, usize, usize)| move |(_, tally): &(&Entity, &Tally)| std::cmp::Reverse(key(tally));
        match filter.sort.as_deref() {
            Some("name") => {}
            Some("about") => people.sort_by_key(most(|tally| (tally.said_about, tally.said, tally.documents.len()))),
            Some("documents") => people.sort_by_key(most(|tally| (tally.documents.len(), tally.said, tally.said_about))),
            _ => people.sort_by_key(most(|tally| (tally.said, tally.said_about, tally.documents.len()))),
        }
        let only_by = people
            .iter()
            .filter_map(|(_, tally)| only_outlet(lookup, &tally.quoted_in))
            .map(|outlet| (outlet.into(), outlet.into()));
        let facets = vec![
            Facet::count("kind", people.iter().map(|(entity, _)| (json_word(&entity.kind), json_word(&entity.kind)))),
            Facet::count("quoted_only_by", only_by),
        ];
        Ok(Found::of(people, filter, facets, |(entity, tally)| Self::of(lookup, entity, tally)))
    }
}

/// Asks who speaks and is spoken of.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<PeopleAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

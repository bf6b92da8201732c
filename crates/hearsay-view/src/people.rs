//! `people`: who speaks and who is spoken of, with every name and role and where it stands.
//!
//! In: the entities of the ledger. Out: a row each, who said most first. Invariant: each name and role
//! has the place that gives it; `said` counts assertions only, every other act is counted apart.
//!
//! Example: `hearsay people CASE --kind organisation`.

use crate::ViewError;
use crate::answer::{Answered, Facet, Found, Row};
use crate::columns::{LineColumn, number};
use crate::families::only_outlet;
use crate::filter::{ColumnOrder, Filter, Question};
use crate::listed::{self, List, Listed};
use crate::lookup::{Lookup, holds_words, json_word};
use crate::place::{EntityRef, Evidence};
use crate::records::{NOWHERE, Place};
use crate::sieve::LineSieve;
use crate::snapshot::Snapshot;
use hearsay_ledger::Ledger;
use hearsay_record::{Alias, Entity, EntityKind, Id, KnownAs, NamelessBecause};
use hearsay_text::fold;
use serde::Serialize;
use std::collections::BTreeSet;

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
    fn of(lookup: &Lookup<'_>, alias: &Alias) -> Self {
        let mut evidence = Evidence::bare(lookup, &alias.evidence);
        if lookup.has_sentences {
            evidence.fill(lookup);
        }
        let date = alias.date.clone().or_else(|| evidence.published.clone());
        Self { name: alias.name.clone(), date, until: alias.until.clone(), evidence }
    }
}

/// What an entity comes to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    said: usize,
    other_acts: usize,
    said_about: usize,
    /// Documents in which it is quoted, by place, each once.
    quoted_in: Vec<Place>,
    /// Documents that mention it, likewise.
    documents: Vec<Place>,
    /// Date of the first of these, or [`NOWHERE`].
    first: u32,
    /// Date of the last, or [`NOWHERE`].
    last: u32,
}

impl Tally {
    /// Adds a line by whoever it is, or about them.
    fn add(&mut self, line: &LineColumn, is_speaker: bool) {
        match (is_speaker, line.is_asserted) {
            (true, true) => {
                self.said += 1;
                self.quoted_in.push(line.document);
            }
            (true, false) => self.other_acts += 1,
            (false, is_asserted) => self.said_about += usize::from(is_asserted),
        }
    }

    /// Adds the documents that mention the entity.
    fn settle(&mut self, snapshot: &Snapshot, entity: &Entity) {
        let documents = &snapshot.columns().documents;
        let documents_of = entity.members.iter().filter_map(|chain| snapshot.chains.get(chain));
        self.documents = documents_of.copied().filter(|document| snapshot.documents.at(*document).is_some()).collect();
        for places in [&mut self.documents, &mut self.quoted_in] {
            places.sort_unstable();
            places.dedup();
            places.shrink_to_fit();
        }
        let dates = || self.documents.iter().map(|place| documents[*place as usize].date).filter(|date| *date != NOWHERE);
        (self.first, self.last) = (dates().min().unwrap_or(NOWHERE), dates().max().unwrap_or(NOWHERE));
    }
}

/// Counts over lines, by the place of the entity.
fn tally(lookup: &Lookup<'_>, lines: &[u32]) -> Vec<Tally> {
    let columns = lookup.columns();
    let mut tallies = vec![Tally::default(); lookup.entities.0.n_places()];
    let mut spoken_of: Vec<u32> = Vec::new();
    for line in lines.iter().map(|at| &columns.lines[*at as usize]) {
        if let Some(speaker) = columns.entity(line.who) {
            tallies[speaker as usize].add(line, true);
        }
        spoken_of.clear();
        spoken_of.extend(columns.about(line).iter().filter(|who| **who != line.who));
        spoken_of.sort_unstable();
        spoken_of.dedup();
        for about in spoken_of.iter().filter_map(|who| columns.entity(*who)) {
            tallies[about as usize].add(line, false);
        }
    }
    for (place, entity) in lookup.entities.0.sorted() {
        tallies[place as usize].settle(lookup, entity);
    }
    tallies
}

/// Entities that a person says it is disputed with, in order of id.
fn disputed_with(snapshot: &Snapshot, entity: &Entity) -> Vec<EntityRef> {
    let disputed = snapshot.columns().disputed_ones(snapshot).iter().filter_map(|link| snapshot.links.at(*link));
    let others: BTreeSet<EntityRef> = disputed
        .map(|ends| [0, 1].map(|at| snapshot.member(*ends, at)))
        .flat_map(|[one, other]| [(one, other), (other, one)])
        .filter(|(own, _)| entity.members.contains(own))
        .filter_map(|(_, other)| snapshot.who(other))
        .filter(|other| other.id != entity.id)
        .collect();
    others.into_iter().collect()
}

impl PeopleRow {
    fn of(lookup: &Lookup<'_>, entity: &Entity, tally: &Tally) -> Self {
        let snapshot: &Snapshot = lookup;
        let named = |names: &[Alias]| names.iter().map(|alias| Named::of(lookup, alias)).collect::<Vec<_>>();
        let date = |date: u32| snapshot.columns().date(date).map(str::to_owned);
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
            first: date(tally.first),
            last: date(tally.last),
            members: entity.members.clone(),
            wikidata: entity.wikidata.clone(),
            unknown_because: entity.unknown_because,
            quoted_only_by: only_outlet(snapshot, &tally.quoted_in).map(str::to_owned),
            disputed_with: disputed_with(snapshot, entity),
        }
    }

    /// The row of one entity, over the whole case.
    pub(crate) fn of_entity(lookup: &Lookup<'_>, entity: &Entity) -> Self {
        let columns = lookup.columns();
        let own = columns.who_called(lookup, &entity.id).unwrap_or(NOWHERE);
        let mut tally = Tally::default();
        for line in &columns.lines {
            // Who has no place is nobody's speaker.
            if own == NOWHERE {
                break;
            }
            if line.who == own {
                tally.add(line, true);
            } else if columns.about(line).contains(&own) {
                tally.add(line, false);
            }
        }
        tally.settle(lookup, entity);
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
        listed::find(lookup, filter)
    }
    fn in_order(lookup: &Lookup<'_>, filter: &Filter, order: ColumnOrder) -> Result<Found<Self>, ViewError> {
        listed::in_order(lookup, filter, order)
    }
}

impl Listed for PeopleRow {
    type Item = (Place, Tally);
    fn list(lookup: &Lookup<'_>, filter: &Filter) -> Result<List<(Place, Tally)>, ViewError> {
        let by_text = filter.without("text");
        let sieve = lookup.sieve(&by_text);
        let n_lines = number(lookup.columns().lines.len());
        let mut tallies = tally(lookup, &LineSieve::of(lookup, &sieve).taken(0..n_lines));
        let named = |entity: &Entity| {
            filter.text.as_deref().is_none_or(|wanted| {
                let names =
                    std::iter::once(&entity.name).chain(entity.aliases.iter().chain(&entity.roles).map(|alias| &alias.name));
                names.into_iter().any(|name| holds_words(name, wanted))
            })
        };
        let mut takes = vec![None; lookup.documents.0.n_places()];
        let mut takes_document = |place: &Place| {
            *takes[*place as usize]
                .get_or_insert_with(|| lookup.documents.at(*place).is_some_and(|document| sieve.takes_document(document)))
        };
        let mut people: Vec<(&Entity, Place, Option<&str>, Tally)> = Vec::new();
        for (place, entity) in lookup.entities.0.sorted() {
            if filter.kind.as_deref().is_some_and(|kind| json_word(&entity.kind) != kind) || !named(entity) {
                continue;
            }
            let tally = std::mem::take(&mut tallies[place as usize]);
            let outlet = only_outlet(lookup, &tally.quoted_in);
            let is_quoted_so = filter
                .quoted_only_by
                .as_deref()
                .is_none_or(|wanted| outlet.is_some_and(|outlet| wanted == "*" || fold(outlet).text == fold(wanted).text));
            if is_quoted_so && tally.documents.iter().any(&mut takes_document) {
                people.push((entity, place, outlet, tally));
            }
        }
        people.sort_by(|(a, ..), (b, ..)| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        let most = |key: fn(&Tally) -> (usize, usize, usize)| {
            move |(.., tally): &(&Entity, Place, Option<&str>, Tally)| std::cmp::Reverse(key(tally))
        };
        match filter.sort.as_deref() {
            Some("name") => {}
            Some("about") => people.sort_by_key(most(|tally| (tally.said_about, tally.said, tally.documents.len()))),
            Some("documents") => people.sort_by_key(most(|tally| (tally.documents.len(), tally.said, tally.said_about))),
            _ => people.sort_by_key(most(|tally| (tally.said, tally.said_about, tally.documents.len()))),
        }
        let facets = vec![
            Facet::count("kind", people.iter().map(|(entity, ..)| (json_word(&entity.kind), json_word(&entity.kind)))),
            Facet::count(
                "quoted_only_by",
                people.iter().filter_map(|(.., outlet, _)| Some(((*outlet)?.into(), (*outlet)?.into()))),
            ),
        ];
        Ok(List { items: people.into_iter().map(|(_, place, _, tally)| (place, tally)).collect(), facets })
    }
    fn row(lookup: &Lookup<'_>, _: &Filter, (place, tally): &(Place, Tally)) -> Option<Self> {
        Some(Self::of(lookup, lookup.entities.at(*place)?, tally))
    }
    fn bytes(items: &[(Place, Tally)]) -> usize {
        items.iter().map(|(_, tally)| (tally.quoted_in.len() + tally.documents.len()) * size_of::<Place>()).sum()
    }
}

/// Asks who speaks and is spoken of.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<PeopleAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

//! `show`: one record by its id, or the beginning of it, with its evidence, its links and the
//! corrections that touch it.
//!
//! In: an id as tables print it. Out: the record as the ledger holds it, overruled ones too, since
//! this is where a correction can be seen. Invariant: an id that fits more than one thing is never guessed at.
//!
//! Example: `hearsay show CASE s-4f0c`.

use crate::ViewError;
use crate::answer::{Answered, Found, Row};
use crate::filter::{Ask, Filter, Question};
use crate::links::LinksRow;
use crate::lookup::{Lookup, json_word};
use crate::place::Evidence;
use hearsay_ledger::Ledger;
use hearsay_record::{Correction, GroupKind, Id, IdKind, Place, Record};
use serde::Serialize;
use std::collections::BTreeSet;

/// The answer.
pub type ShowAnswer = Answered<ShowRow>;

/// One record.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShowRow {
    /// Its id.
    pub id: Id,
    /// The record as the ledger holds it.
    pub record: Record,
    /// Where it stands.
    pub evidence: Vec<Evidence>,
    /// Links that it is a member of.
    pub links: Vec<LinksRow>,
    /// Groups and entities that it is a member of.
    pub groups: Vec<Id>,
    /// What persons decided on it, the first first.
    pub corrections: Vec<Corrected>,
}

/// A correction and when it was made.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Corrected {
    /// When.
    pub at: String,
    /// The correction.
    pub correction: Correction,
}

/// How many candidates an error lists.
const CANDIDATES: usize = 20;

/// The one id that is meant.
pub(crate) fn meant(lookup: &Lookup<'_>, asked: &str) -> Result<Id, ViewError> {
    let mut found = lookup.ledger.find(asked)?;
    if let [only] = found.as_slice() {
        return Ok(only.clone());
    }
    if let Some(exact) = found.iter().find(|id| id.as_str() == asked) {
        return Ok(exact.clone());
    }
    if found.is_empty() {
        // The digits of any member, under the letter of the group, lead to the group.
        let id = Id::from_text(asked);
        let entity = lookup.ledger.entity(&id)?.map(|entity| entity.id);
        let group = if entity.is_none() { lookup.ledger.group(&id)?.map(|group| group.id) } else { None };
        return entity.or(group).ok_or_else(|| ViewError::NotFound(asked.into()));
    }
    found.truncate(CANDIDATES);
    Err(ViewError::Ambiguous { asked: asked.into(), candidates: found })
}

fn record(lookup: &Lookup<'_>, id: &Id) -> Result<Option<Record>, ViewError> {
    let ledger = lookup.ledger;
    Ok(match id.kind() {
        Some(IdKind::Document) => ledger.document(id)?.map(Record::Document),
        Some(IdKind::Attribution) => ledger.attribution(id)?.map(Record::Attribution),
        Some(IdKind::Chain) => ledger.chain(id)?.map(Record::Chain),
        Some(IdKind::Statement) => ledger.statement(id)?.map(Record::Statement),
        Some(IdKind::Entity) => ledger.entity(id)?.map(Record::Entity),
        Some(IdKind::Claim | IdKind::Lineage | IdKind::Story) => ledger.group(id)?.map(Record::Group),
        Some(IdKind::Link) => ledger.link(id)?.map(Record::Link),
        Some(IdKind::Correction) => {
            ledger.corrections()?.into_iter().map(|(correction, _)| correction).find(|c| c.id == *id).map(Record::Correction)
        }
        Some(IdKind::Label) => {
            ledger.labels()?.into_iter().map(|(label, _)| label).find(|label| label.id == *id).map(Record::Label)
        }
        Some(IdKind::Scheme) => ledger.schemes()?.into_iter().find(|scheme| scheme.id == *id).map(Record::Scheme),
        Some(IdKind::Tombstone) => ledger.tombstones()?.into_iter().find(|one| one.id == *id).map(Record::Tombstone),
        Some(IdKind::Fact) => ledger.facts()?.into_iter().find(|fact| fact.id == *id).map(Record::Fact),
        None => None,
    })
}

fn attribution_place(lookup: &Lookup<'_>, id: &Id) -> Result<Option<Place>, ViewError> {
    Ok(lookup.ledger.attribution(id)?.map(|attribution| {
        let roles = &attribution.roles;
        let mut spans: Vec<_> = roles.source.iter().chain(&roles.cue).chain(&roles.content).copied().collect();
        spans.sort_unstable();
        Place { path: None, document: attribution.document, spans, attribution: Some(attribution.id) }
    }))
}

/// Where a record stands.
fn places(lookup: &Lookup<'_>, record: &Record) -> Result<Vec<Place>, ViewError> {
    let place = |document: &Id, spans: &[hearsay_record::CharSpan]| vec![Place::new(document.clone(), spans.to_vec())];
    Ok(match record {
        Record::Document(document) => place(&document.id, &[]),
        Record::Chain(chain) => place(&chain.document, &chain.mentions[..chain.mentions.len().min(1)]),
        Record::Attribution(attribution) => attribution_place(lookup, &attribution.id)?.into_iter().collect(),
        Record::Statement(statement) => attribution_place(lookup, &statement.attribution)?.into_iter().collect(),
        Record::Entity(entity) => entity.aliases.iter().chain(&entity.roles).map(|alias| alias.evidence.clone()).collect(),
        Record::Link(link) => vec![link.a.clone(), link.b.clone()],
        Record::Group(group) => {
            let mut places = Vec::new();
            for member in &group.members {
                match member.kind() {
                    Some(IdKind::Document) => places.extend(place(member, &[])),
                    Some(IdKind::Statement) => places.extend(attribution_place(lookup, &member.renamed(IdKind::Attribution))?),
                    Some(IdKind::Chain) => {
                        places.extend(lookup.chain(member).map(|chain| {
                            Place::new(chain.document.clone(), chain.mentions[..chain.mentions.len().min(1)].to_vec())
                        }))
                    }
                    _ => {}
                }
            }
            places
        }
        Record::Correction(correction) => correction.places().flat_map(|on| place(&on.document, &on.spans)).collect(),
        Record::Label(label) => place(&label.on.document, &label.on.spans),
        Record::Fact(fact) => fact.places.clone(),
        Record::Scheme(_) | Record::Tombstone(_) | Record::Sighting(_) | Record::Note(_) => Vec::new(),
    })
}

/// Corrections made on these places: in the same document, on spans that share a character with theirs.
pub(crate) fn corrections(lookup: &Lookup<'_>, places: &[Place]) -> Result<Vec<Corrected>, ViewError> {
    let touches = |correction: &Correction| {
        correction.places().any(|on| {
            places.iter().any(|place| {
                place.document == on.document
                    && (place.spans.is_empty()
                        || on.spans.iter().any(|span| place.spans.iter().any(|other| span.overlaps(other))))
            })
        })
    };
    let all = lookup.ledger.corrections()?.into_iter();
    let mut found: Vec<Corrected> =
        all.filter(|(correction, _)| touches(correction)).map(|(correction, at)| Corrected { at, correction }).collect();
    found.sort_by(|a, b| (a.correction.sequence, &a.correction.id).cmp(&(b.correction.sequence, &b.correction.id)));
    Ok(found)
}

/// The decisions on a record: at its places; of an entity or group, on its members.
pub(crate) fn on_record(lookup: &Lookup<'_>, id: &Id) -> Result<BTreeSet<Id>, ViewError> {
    let record = record(lookup, id)?.ok_or_else(|| ViewError::NotFound(id.to_string()))?;
    let mut places = places(lookup, &record)?;
    if let Record::Entity(entity) = &record {
        let chains = entity.members.iter().filter_map(|member| lookup.chain(member));
        places.extend(chains.map(|chain| Place::new(chain.document.clone(), chain.mentions.clone())));
    }
    let found = corrections(lookup, &places)?;
    Ok(found.into_iter().map(|corrected| corrected.correction.id).collect())
}

impl Row for ShowRow {
    const NAME: &'static str = "show";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "type",
        "sentence",
        "outlet",
        "published",
        "links",
        "groups",
        "corrections",
        "path",
        "document",
        "spans",
        "record",
    ];
    const TERMINAL: &'static [&'static str] = &["id", "type", "sentence", "outlet", "published", "links", "corrections"];
    fn cells(&self) -> Vec<String> {
        let value = serde_json::to_value(&self.record).unwrap_or_default();
        let kind = value.get("type").map(json_word).unwrap_or_default();
        let first = self.evidence.first();
        vec![
            self.id.to_string(),
            kind,
            first.map(|place| place.sentence().to_string()).unwrap_or_default(),
            first.and_then(|place| place.outlet.clone()).unwrap_or_default(),
            first.and_then(|place| place.published.clone()).unwrap_or_default(),
            self.links.len().to_string(),
            self.groups.iter().map(Id::as_str).collect::<Vec<_>>().join(" "),
            self.corrections.len().to_string(),
            first.and_then(|place| place.path.clone()).unwrap_or_default(),
            first.map(|place| place.document.to_string()).unwrap_or_default(),
            first.map(|place| crate::who_said::spans_cell(&place.spans)).unwrap_or_default(),
            value.to_string(),
        ]
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        let Some(asked) = filter.id.as_deref() else {
            return Err(ViewError::Missing { question: Ask::Show.as_str(), key: "id" });
        };
        let id = meant(lookup, asked)?;
        let record = record(lookup, &id)?.ok_or_else(|| ViewError::NotFound(asked.into()))?;
        let places = places(lookup, &record)?;
        // An attribution is linked through its statement, a group through its members.
        let mut members: BTreeSet<Id> = [id.clone()].into();
        match &record {
            Record::Attribution(attribution) => drop(members.insert(attribution.id.renamed(IdKind::Statement))),
            Record::Entity(entity) => members.extend(entity.members.iter().cloned()),
            Record::Group(group) => members.extend(group.members.iter().cloned()),
            _ => {}
        }
        let links = lookup.links_with(&members.iter().collect::<Vec<_>>());
        let kinds = [GroupKind::Claim, GroupKind::Entity, GroupKind::Lineage, GroupKind::Story];
        let holders = members.iter().flat_map(|member| kinds.map(|kind| lookup.group_of(kind, member)));
        let holders = holders.flatten().filter(|group| *group.id != id);
        let entities = lookup.entities.values().filter(|entity| entity.id != id && entity.members.contains(&id));
        let groups: BTreeSet<Id> =
            holders.map(|group| group.id.clone()).chain(entities.map(|entity| entity.id.clone())).collect();
        let row = Self {
            links: links.iter().map(|link| LinksRow::of(lookup, link)).collect(),
            groups: groups.into_iter().collect(),
            corrections: corrections(lookup, &places)?,
            evidence: places.iter().map(|place| Evidence::of(lookup, place)).collect(),
            id,
            record,
        };
        Ok(Found::of(vec![row], filter, Vec::new(), |row| row))
    }
}

/// Asks for one record.
///
/// # Errors
/// Where no id is given, none or more than one fits, or the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<ShowAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

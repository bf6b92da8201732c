//! STIX 2.1: a case, or the rows of a list, as one bundle for those who share reports of information operations.
//!
//! In: a look-up, and what is chosen of it. Out: a bundle. A speaker is an `identity`, a document a `report`, a statement a `note` (an
//! `opinion` would say how far somebody agrees, which is a judgement), a claim that several report a `grouping`, a repetition a
//! `relationship`; what STIX has no word for stands in an extension of our own, whose definition lies in the bundle. Invariants: the
//! same case gives the same bytes, ids (UUID version 5 of our own) and moments among them; `confidence` is set nowhere, since others
//! read it as confidence in what is said; nothing that a person overruled is there.
//!
//! Example: `hearsay people CASE --quoted-only-by 'Northern Wire' --format stix` gives those sources with their words.

pub mod codebook;
mod objects;

use crate::answer::Answered;
use crate::filter::{Ask, Question};
use crate::line::Line;
use crate::lookup::Lookup;
use crate::snapshot::GroupAt;
use crate::{
    AboutRow, AccusationsRow, ClaimsRow, CopiesRow, DisputesRow, DocumentRow, PeopleRow, PersonRow, SearchRow, StoriesRow,
    ViewError, WhoSaidRow,
};
use hearsay_record::{GroupKind, Id, IdKind, Label, Link, LinkKind};
use objects::Objects;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// What of a case goes into a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// All of it.
    All,
    /// These, and what they rest on.
    These {
        /// Statements.
        statements: BTreeSet<Id>,
        /// Documents, beside those of the statements.
        documents: BTreeSet<Id>,
    },
}

/// Questions whose rows can be given so.
pub const ASKS: [Ask; 11] = [
    Ask::WhoSaid,
    Ask::About,
    Ask::Claims,
    Ask::Copies,
    Ask::Disputes,
    Ask::Accusations,
    Ask::People,
    Ask::Stories,
    Ask::Search,
    Ask::Document,
    Ask::Person,
];

/// The rows of a question as a bundle.
///
/// # Errors
/// Where the question can't be answered, or its rows can't be given so.
pub fn answer(lookup: &Lookup<'_>, question: &Question) -> Result<Vec<u8>, ViewError> {
    let mut out = Vec::new();
    write(lookup, &Chosen::of(lookup, question)?, &mut out)?;
    Ok(out)
}

impl Chosen {
    fn of(lookup: &Lookup<'_>, question: &Question) -> Result<Self, ViewError> {
        let (mut statements, mut documents) = (BTreeSet::new(), BTreeSet::new());
        match question.ask {
            Ask::WhoSaid => {
                statements.extend(Answered::<WhoSaidRow>::of(lookup, question)?.rows.into_iter().map(|row| row.statement))
            }
            Ask::About => {
                statements.extend(Answered::<AboutRow>::of(lookup, question)?.rows.into_iter().map(|row| row.0.statement))
            }
            Ask::Accusations => {
                for row in Answered::<AccusationsRow>::of(lookup, question)?.rows {
                    statements.insert(row.id);
                    statements.extend(row.answered_by);
                }
            }
            Ask::Claims => {
                for row in Answered::<ClaimsRow>::of(lookup, question)?.rows {
                    statements.extend(lookup.members_of(&row.id));
                }
            }
            Ask::Disputes => {
                let links = Answered::<DisputesRow>::of(lookup, question)?.rows.into_iter().flat_map(|row| row.links);
                for link in links.filter_map(|id| lookup.link(&id)) {
                    chosen_by(&link, &mut statements, &mut documents);
                }
            }
            Ask::Copies => {
                for link in Answered::<CopiesRow>::of(lookup, question)?.rows.iter().filter_map(|row| lookup.link(&row.0.id)) {
                    chosen_by(&link, &mut statements, &mut documents);
                }
            }
            Ask::People => {
                said_by(lookup, Answered::<PeopleRow>::of(lookup, question)?.rows.iter().map(|row| &row.id), &mut statements)
            }
            Ask::Person => said_by(
                lookup,
                Answered::<PersonRow>::of(lookup, question)?.rows.iter().map(|row| &row.entity.id),
                &mut statements,
            ),
            Ask::Stories => {
                for row in Answered::<StoriesRow>::of(lookup, question)?.rows {
                    documents.extend(lookup.members_of(&row.id));
                }
                said_in(lookup, &documents, &mut statements);
            }
            Ask::Search => {
                documents.extend(Answered::<SearchRow>::of(lookup, question)?.rows.into_iter().map(|row| row.document.document));
                said_in(lookup, &documents, &mut statements);
            }
            Ask::Document => {
                documents.extend(Answered::<DocumentRow>::of(lookup, question)?.rows.into_iter().map(|row| row.document.id));
                said_in(lookup, &documents, &mut statements);
            }
            _ => {
                return Err(ViewError::UnfitValue {
                    key: "format",
                    value: "stix".into(),
                    expected: format!("it is offered for {}", ASKS.map(Ask::as_str).join(", ")),
                });
            }
        }
        Ok(Self::These { statements, documents })
    }
}

fn chosen_by(link: &Link, statements: &mut BTreeSet<Id>, documents: &mut BTreeSet<Id>) {
    for member in &link.members {
        match member.kind() {
            Some(IdKind::Statement) => statements.insert(member.clone()),
            Some(IdKind::Document) => documents.insert(member.clone()),
            _ => false,
        };
    }
}

fn said_by<'i>(lookup: &Lookup<'_>, people: impl Iterator<Item = &'i Id>, statements: &mut BTreeSet<Id>) {
    let people: BTreeSet<&Id> = people.collect();
    let theirs = |line: &Line<'_>| {
        let who = line.statement.who.as_ref().and_then(|chain| lookup.who_id(chain));
        who.is_some_and(|who| people.contains(who))
    };
    statements.extend(lookup.lines().filter(theirs).map(|line| line.statement.id.clone()));
}

fn said_in(lookup: &Lookup<'_>, documents: &BTreeSet<Id>, statements: &mut BTreeSet<Id>) {
    for document in documents {
        statements.extend(lookup.lines_in(document).map(|line| line.statement.id.clone()));
    }
}

/// Writes a bundle; how many objects of each type it has.
///
/// # Errors
/// Where it can't be written, or the ledger can't be read.
pub fn write(lookup: &Lookup<'_>, chosen: &Chosen, out: &mut dyn Write) -> Result<BTreeMap<String, usize>, ViewError> {
    let mut bundle = Bundle { out, hasher: Vec::new(), n: 0, kinds: BTreeMap::new() };
    bundle.begin()?;
    let objects = Objects::new(lookup, labels(lookup)?);
    for object in objects.own() {
        bundle.add(&object)?;
    }
    let lines = chosen.lines(lookup);
    let documents = chosen.documents(lookup, &lines);
    for object in identities(&objects, lookup, &lines, &documents) {
        bundle.add(&object)?;
    }
    let mut in_document: BTreeMap<&Id, Vec<&Line<'_>>> = BTreeMap::new();
    for line in &lines {
        bundle.add(&objects.note(line))?;
        in_document.entry(&line.document.id).or_default().push(line);
    }
    for document in documents.iter().filter_map(|id| lookup.documents.get(id)) {
        let lines = in_document.get(&document.id).map_or(&[][..], Vec::as_slice);
        for object in objects.report(document, lines) {
            bundle.add(&object)?;
        }
    }
    for (claim, lines) in claims(lookup, &lines) {
        bundle.add(&objects.grouping(&claim, &lines))?;
    }
    let statements: BTreeSet<&Id> = lines.iter().map(|line| &line.statement.id).collect();
    let is_there = |id: &Id| statements.contains(id) || documents.contains(id);
    let ids: Vec<Id> = lookup
        .links()
        .filter(|link| is_told(link.ends.kind))
        .filter(|link| (0..2).all(|at| is_there(lookup.member(link.ends, at))))
        .map(|link| lookup.link_id(link.place))
        .collect();
    for link in ids.iter().filter_map(|id| lookup.link(id)) {
        bundle.add(&objects.relationship(&link))?;
    }
    lookup.checked()?;
    bundle.end()
}

/// Links that are told: repetitions, and where accounts part. Who is the same is told by identities and groupings.
fn is_told(kind: LinkKind) -> bool {
    kind.is_copy() || kind.is_dispute()
}

impl Chosen {
    fn lines<'s>(&self, lookup: &'s Lookup<'_>) -> Vec<Line<'s>> {
        match self {
            Self::All => lookup.lines().collect(),
            Self::These { statements, .. } => statements.iter().filter_map(|id| lookup.line(id)).collect(),
        }
    }

    fn documents(&self, lookup: &Lookup<'_>, lines: &[Line<'_>]) -> BTreeSet<Id> {
        match self {
            Self::All => lookup.documents.keys().cloned().collect(),
            Self::These { documents, .. } => {
                documents.iter().cloned().chain(lines.iter().map(|line| line.document.id.clone())).collect()
            }
        }
    }
}

/// Who speaks or is spoken of in these statements, and the outlets of these documents.
fn identities(objects: &Objects<'_, '_>, lookup: &Lookup<'_>, lines: &[Line<'_>], documents: &BTreeSet<Id>) -> Vec<Value> {
    let chains = || lines.iter().flat_map(|line| line.statement.who.iter().chain(&line.statement.about));
    let mut first: BTreeMap<&Id, Option<&str>> = BTreeMap::new();
    let dated = lines.iter().flat_map(|line| {
        let date = line.document.published.as_ref().map(|dated| dated.date.as_str());
        line.statement.who.iter().chain(&line.statement.about).map(move |chain| (chain, date))
    });
    for (chain, date) in dated {
        let Some(who) = lookup.who_id(chain) else { continue };
        let known = first.entry(who).or_insert(date);
        *known = [*known, date].into_iter().flatten().min();
    }
    let mut named = BTreeMap::new();
    for chain in chains() {
        if let Some(who) = lookup.who(chain) {
            named.entry(who.id.clone()).or_insert(who);
        }
    }
    let mut all: Vec<Value> = named.values().map(|who| objects.identity(who, first.get(&who.id).copied().flatten())).collect();
    let mut outlets: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for document in documents.iter().filter_map(|id| lookup.documents.get(id)) {
        let Some(outlet) = document.origin.outlet.as_deref() else { continue };
        let date = document.published.as_ref().map(|dated| dated.date.as_str());
        let known = outlets.entry(outlet).or_insert(date);
        *known = [*known, date].into_iter().flatten().min();
    }
    all.extend(outlets.into_iter().map(|(outlet, date)| objects.outlet(outlet, date)));
    all
}

/// Claims that several of these statements report, in order of id.
fn claims<'s, 'l>(lookup: &'s Lookup<'_>, lines: &'l [Line<'s>]) -> Vec<(GroupAt<'s>, Vec<&'l Line<'s>>)> {
    let mut claims: BTreeMap<&Id, (GroupAt<'_>, Vec<&Line<'_>>)> = BTreeMap::new();
    for line in lines {
        if let Some(claim) = lookup.group_of(GroupKind::Claim, &line.statement.id) {
            claims.entry(claim.id).or_insert_with(|| (claim, Vec::new())).1.push(line);
        }
    }
    claims.into_values().filter(|(_, lines)| lines.len() > 1).collect()
}

/// The labels that stand, by document.
fn labels(lookup: &Lookup<'_>) -> Result<BTreeMap<Id, Vec<Label>>, ViewError> {
    let mut by_document: BTreeMap<Id, Vec<Label>> = BTreeMap::new();
    let all = lookup.ledger.labels()?.into_iter().map(|(label, _)| label).collect();
    for label in Label::standing(all) {
        by_document.entry(label.on.document.clone()).or_default().push(label);
    }
    Ok(by_document)
}

/// A bundle that is being written: objects first, its id, which is made of theirs, last.
struct Bundle<'o> {
    out: &'o mut dyn Write,
    hasher: Vec<u8>,
    n: usize,
    kinds: BTreeMap<String, usize>,
}

impl Bundle<'_> {
    fn put(&mut self, text: &str) -> Result<(), ViewError> {
        self.out.write_all(text.as_bytes()).map_err(|error| match error.kind() {
            // A reader that has what it wanted is no failure of ours; the door tells the two apart.
            std::io::ErrorKind::BrokenPipe => ViewError::Closed(error),
            _ => ViewError::Write(error.to_string()),
        })
    }

    fn begin(&mut self) -> Result<(), ViewError> {
        self.put("{\"type\":\"bundle\",\"objects\":[")
    }

    fn add(&mut self, object: &Value) -> Result<(), ViewError> {
        self.put(if self.n == 0 { "\n" } else { ",\n" })?;
        self.n += 1;
        *self.kinds.entry(object["type"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
        self.hasher.extend_from_slice(object["id"].as_str().unwrap_or_default().as_bytes());
        // Kept short: the names of all objects of a large case need not stand in memory.
        if self.hasher.len() > 1 << 16 {
            let folded = objects::named("bundle", &self.hasher);
            self.hasher.clear();
            self.hasher.extend_from_slice(folded.as_bytes());
        }
        self.put(&crate::formats::cell::escaped(object.to_string()))
    }

    fn end(mut self) -> Result<BTreeMap<String, usize>, ViewError> {
        let id = objects::named("bundle", &self.hasher);
        self.put(&format!("\n],\"id\":\"{id}\"}}\n"))?;
        Ok(self.kinds)
    }
}

//! `document`: one document with all that was found in it and all that joins it to others.
//!
//! In: a document's id, the beginning of it, its path or its address. Out: one row. Invariants: an overruled
//! attribution is left out; the attributions are in order of their first character.
//!
//! Example: `/document/d-3f2c.json`.

use crate::ViewError;
use crate::answer::{Answered, Found, Row};
use crate::filter::{Ask, Filter, Question};
use crate::line::Line;
use crate::links::LinksRow;
use crate::lookup::{Lookup, is_called};
use crate::place::{DocumentRef, EntityRef};
use crate::show::{self, Corrected};
use crate::who_said::WhoSaidRow;
use hearsay_ledger::{Ledger, LinkFilter};
use hearsay_record::{CharSpan, Document, GroupKind, Id, Note, Place, Roles};
use serde::Serialize;

/// The answer.
pub type DocumentAnswer = Answered<DocumentRow>;

/// One document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DocumentRow {
    /// The document, its text included.
    pub document: Document,
    /// Every path or address at which it was met.
    pub sightings: Vec<String>,
    /// What it says that somebody said, in order of place.
    pub attributions: Vec<Marked>,
    /// Whom it mentions, in order of the first mention.
    pub entities: Vec<Mentioned>,
    /// Repetitions that it is part of.
    pub copies: Vec<LinksRow>,
    /// Kinds of difference that it is part of.
    pub disputes: Vec<LinksRow>,
    /// Other documents of its story, the earliest first.
    pub story: Vec<DocumentRef>,
    /// What intake and reader doubted.
    pub notes: Vec<Note>,
    /// What persons decided on it.
    pub corrections: Vec<Corrected>,
}

/// A line of the ledger with its three roles.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Marked {
    /// The line.
    #[serde(flatten)]
    pub line: WhoSaidRow,
    /// Source, cue and content.
    pub roles: Roles,
    /// The attribution in whose content this one stands.
    pub inside_attribution: Option<Id>,
}

/// Somebody in this document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mentioned {
    /// Who, across documents.
    pub entity: EntityRef,
    /// The chain of mentions.
    pub chain: Id,
    /// Where it is mentioned.
    pub mentions: Vec<CharSpan>,
}

/// The document that is meant.
fn meant<'l>(lookup: &'l Lookup<'_>, asked: &str) -> Result<&'l Document, ViewError> {
    let found: Vec<&Document> = lookup.documents.values().filter(|document| is_called(document, asked)).collect();
    match found.as_slice() {
        [only] => Ok(only),
        [] => {
            // A document may have been met at other paths than its first.
            let sightings = lookup.ledger.sightings(None)?;
            let sighting = sightings.iter().find(|(sighting, _)| sighting.path == asked).map(|(sighting, _)| &sighting.document);
            sighting.and_then(|id| lookup.documents.get(id)).ok_or_else(|| ViewError::NotFound(asked.into()))
        }
        [..] => Err(ViewError::Ambiguous {
            asked: asked.into(),
            candidates: found.iter().take(20).map(|document| document.id.clone()).collect(),
        }),
    }
}

impl Row for DocumentRow {
    const NAME: &'static str = "document";
    const COLUMNS: &'static [&'static str] = &[
        "published",
        "outlet",
        "title",
        "byline",
        "language",
        "attributions",
        "entities",
        "copies",
        "disputes",
        "notes",
        "path",
        "url",
        "id",
    ];
    const TERMINAL: &'static [&'static str] =
        &["published", "outlet", "title", "attributions", "entities", "copies", "disputes", "notes", "id"];
    fn cells(&self) -> Vec<String> {
        let document = &self.document;
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        vec![
            document.published.as_ref().map(|dated| dated.date.clone()).unwrap_or_default(),
            text(&document.origin.outlet),
            text(&document.title),
            text(&document.byline),
            text(&document.language),
            self.attributions.len().to_string(),
            self.entities.len().to_string(),
            self.copies.len().to_string(),
            self.disputes.len().to_string(),
            self.notes.len().to_string(),
            text(&document.origin.path),
            text(&document.origin.url),
            document.id.to_string(),
        ]
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        let Some(asked) = filter.id.as_deref() else {
            return Err(ViewError::Missing { question: Ask::Document.as_str(), key: "id" });
        };
        let document = meant(lookup, asked)?;
        let place_of =
            |line: &Line<'_>| (line.attribution.roles.extent().map_or(0, |span| span.start), line.attribution.id.clone());
        let mut lines: Vec<Line<'_>> = lookup.lines_in(&document.id).collect();
        lines.sort_by_cached_key(place_of);
        let mut chains = lookup.chains_in(&document.id);
        chains.sort_by_key(|chain| (chain.mentions.first().copied(), chain.id.clone()));
        let here =
            lookup.shown(lookup.ledger.links(&LinkFilter { document: Some(document.id.clone()), ..LinkFilter::default() }));
        let links = |fits: fn(hearsay_record::LinkKind) -> bool| {
            here.iter().filter(|link| fits(link.kind)).map(|link| LinksRow::of(lookup, link)).collect::<Vec<_>>()
        };
        let mut story: Vec<&Document> = lookup
            .group_of(GroupKind::Story, &document.id)
            .into_iter()
            .flat_map(|group| lookup.members_of(group.id))
            .filter(|id| *id != document.id)
            .filter_map(|id| lookup.documents.get(&id))
            .collect();
        story.sort_by(|a, b| crate::stories::document_order(a).cmp(&crate::stories::document_order(b)));
        let sightings = lookup.ledger.sightings(Some(&document.id))?;
        let notes = document.notes.iter().chain(lookup.reading_notes.get(&document.id).into_iter().flatten());
        let row = Self {
            sightings: sightings.into_iter().map(|(sighting, _)| sighting.path).collect(),
            attributions: lines
                .iter()
                .map(|line| Marked {
                    line: WhoSaidRow::of(lookup, line),
                    roles: line.attribution.roles.clone(),
                    inside_attribution: line.attribution.inside.clone(),
                })
                .collect(),
            entities: chains
                .into_iter()
                .filter_map(|chain| {
                    Some(Mentioned { entity: lookup.who(&chain.id)?, chain: chain.id.clone(), mentions: chain.mentions.clone() })
                })
                .collect(),
            copies: links(hearsay_record::LinkKind::is_copy),
            disputes: links(hearsay_record::LinkKind::is_dispute),
            story: story.into_iter().map(DocumentRef::of).collect(),
            notes: notes.cloned().collect(),
            corrections: show::corrections(lookup, &[Place::new(document.id.clone(), Vec::new())])?,
            document: document.clone(),
        };
        Ok(Found::of(vec![row], filter, Vec::new(), |row| row))
    }
}

/// Asks for one document.
///
/// # Errors
/// Where no document is given, none or more than one fits, or the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<DocumentAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

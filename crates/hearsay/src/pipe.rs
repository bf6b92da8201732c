//! The two rooms that can be used alone, through a pipe: `hearsay read` and `hearsay link`.
//!
//! Nothing is stored. In and out are records, so that any stage can be replaced by another program.

use crate::path::{self, Input};
use hearsay_link::{Linked, Material};
use hearsay_read::{Layers, Packs, Wanted};
use hearsay_record::{Attribution, Authority, Chain, CharSpan, Correction, Document, Id, Reading, ReadingJson, Record};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What one input gave: documents with their readings, and refusals (place, why).
pub type Read = (Vec<ReadingJson>, Vec<(String, String)>);

/// The documents of one input, each with its reading, and the refusals: (place, why).
#[must_use]
pub fn read(input: &Input, packs: &Packs, today: Option<&str>) -> Read {
    let place = |part: &Option<String>| part.as_ref().map_or_else(|| input.path.clone(), |part| format!("{}#{part}", input.path));
    let bytes = match &input.bytes {
        Ok(bytes) => bytes,
        Err(why) => return (Vec::new(), vec![(input.path.clone(), why.clone())]),
    };
    let opened = path::take_in(bytes, input, today);
    let mut refused: Vec<(String, String)> = opened.refused.iter().map(|one| (place(&one.part), one.message.clone())).collect();
    if opened.taken.is_empty() && refused.is_empty() {
        refused.push((input.path.clone(), "holds no document".into()));
    }
    let read = opened
        .taken
        .into_iter()
        .map(|taken| {
            let reading = hearsay_read::read(&taken.document, packs);
            let mut document = taken.document;
            document.origin.path = Some(place(&taken.part));
            ReadingJson::new(document, reading)
        })
        .collect();
    (read, refused)
}

/// Reads many inputs in parallel; the results are in the order of the inputs.
#[must_use]
pub fn read_all(inputs: &[Input], packs: &Packs, today: Option<&str>) -> Vec<Read> {
    inputs.par_iter().map(|input| read(input, packs, today)).collect()
}

/// The language layers of a document that was read: of all its sentences, or of those in which an attribution has a part.
#[must_use]
pub fn layers<'p>(read: &ReadingJson, packs: &'p Packs, of_all: bool) -> Layers<'p> {
    let roles = read.attributions.iter().map(|attribution| &attribution.roles);
    let parts: Vec<CharSpan> =
        roles.flat_map(|roles| roles.source.iter().chain(&roles.cue).chain(&roles.content)).copied().collect();
    hearsay_read::layers(&read.document, packs, if of_all { Wanted::All } else { Wanted::Meeting(&parts) })
}

/// Records that came through the pipe, sorted into what the linker wants.
#[derive(Default)]
pub struct Gathered {
    documents: BTreeMap<Id, Document>,
    attributions: BTreeMap<Id, BTreeMap<Id, Attribution>>,
    chains: BTreeMap<Id, BTreeMap<Id, Chain>>,
    corrections: Vec<Correction>,
}

impl Gathered {
    /// Takes one line: an object of `hearsay read`, or a record of `hearsay export`. Records that
    /// the linker makes itself (links, groups, entities, facts, statements) are passed over.
    ///
    /// # Errors
    /// If the line is neither, with the place in it.
    pub fn take(&mut self, line: &str) -> Result<(), String> {
        let value: serde_json::Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        if value.get("hearsay").is_some() {
            let read: ReadingJson = serde_json::from_value(value).map_err(|error| error.to_string())?;
            let id = read.document.id.clone();
            self.documents.insert(id, read.document);
            read.attributions.into_iter().for_each(|one| self.take_attribution(one));
            read.entities.into_iter().for_each(|one| self.take_chain(one));
            return Ok(());
        }
        match serde_json::from_value::<Record>(value).map_err(|error| error.to_string())? {
            Record::Document(document) => {
                self.documents.insert(document.id.clone(), document);
            }
            Record::Attribution(attribution) => self.take_attribution(attribution),
            Record::Chain(chain) => self.take_chain(chain),
            Record::Correction(correction) => self.corrections.push(correction),
            Record::Sighting(_)
            | Record::Statement(_)
            | Record::Entity(_)
            | Record::Fact(_)
            | Record::Link(_)
            | Record::Group(_)
            | Record::Label(_)
            | Record::Scheme(_)
            | Record::Tombstone(_)
            | Record::Note(_) => {}
        }
        Ok(())
    }

    fn take_attribution(&mut self, attribution: Attribution) {
        if attribution.overruled_by.is_none() {
            self.attributions.entry(attribution.document.clone()).or_default().insert(attribution.id.clone(), attribution);
        }
    }

    fn take_chain(&mut self, chain: Chain) {
        self.chains.entry(chain.document.clone()).or_default().insert(chain.id.clone(), chain);
    }

    /// Links what was taken. The second part names documents that records spoke of and that did not come.
    #[must_use]
    pub fn link(mut self) -> (Linked, Vec<Id>) {
        let missing = self.attributions.keys().chain(self.chains.keys()).filter(|id| !self.documents.contains_key(id)).cloned();
        let missing: Vec<Id> = missing.collect::<std::collections::BTreeSet<_>>().into_iter().collect();
        let documents: Vec<Document> = self.documents.values().cloned().collect();
        let readings: Vec<Reading> = documents
            .iter()
            .map(|document| Reading {
                document: document.id.clone(),
                authority: Authority::reader("pipe", env!("CARGO_PKG_VERSION")),
                attributions: self.attributions.remove(&document.id).unwrap_or_default().into_values().collect(),
                chains: self.chains.remove(&document.id).unwrap_or_default().into_values().collect(),
                notes: Vec::new(),
            })
            .collect();
        let corrections = Correction::standing(std::mem::take(&mut self.corrections));
        let linked = hearsay_link::link(&Material { documents: &documents, readings: &readings, corrections: &corrections });
        (linked, missing)
    }
}

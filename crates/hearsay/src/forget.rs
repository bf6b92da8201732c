//! Forgetting: a document or a person goes out of a case, and a tombstone stays.
//!
//! In: what is named. Out, first, [`Forgettable`]: all that would go, and what would still tell of it, for a person to look
//! at; then the tombstones. Invariants: a case that forgot a document has the same records as one that never had it, and a
//! tombstone; what was forgotten does not come back by adding, reading anew, rebuilding or merging, only after
//! [`Case::remember`]; no byte of it is left in the file.
//!
//! Of a file that could not be taken in goes that it was given; there is nothing that could come back, so no tombstone stays.
//!
//! Of a person goes what was made of the texts: statements, chains, the name in every field of a record. The texts stay, since
//! they are others' words; those that hold the name are listed, and can be forgotten as documents.
//!
//! Example: `case.forget(&case.forgettable("d-3f2c")?, "mara", Some("court order"), now, tell)`.

use crate::case::{by_document, corrected};
use crate::corrections::bare;
use crate::progress::Listener;
use crate::{Case, CaseError, path};
use hearsay_ledger::{Forgetting, Ledger, LedgerError, Refused};
use hearsay_record::{
    Anchor, Attribution, Chain, CharSpan, Correction, Document, EntityKind, ForgottenPersons, Id, IdKind, Label, Reading,
    SpeakerIs, Statement, Tombstone, UnknownBecause, canonical, name_digest,
};
use std::collections::{BTreeMap, BTreeSet};

/// What would go, and what would stay that tells of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forgettable {
    /// How the person or the document is called, for whoever decides; it is written nowhere.
    pub called: String,
    /// The documents that go: the one that is named, and those of the same bytes at another address.
    pub documents: Vec<Id>,
    /// The forms of the name of the person that goes.
    pub names: Vec<String>,
    /// Forms that others bear, too: what is called so alone is known by its place only, and a later reader may find it again.
    pub shared_names: Vec<String>,
    /// The chains of the person.
    pub chains: Vec<Id>,
    /// Statements that go.
    pub n_statements: usize,
    /// Corrections that go.
    pub corrections: Vec<Id>,
    /// Labels that go.
    pub labels: Vec<Id>,
    /// Files that could not be taken in, which the case tells of no more then.
    pub refused: Vec<Refused>,
    /// Documents that stay and hold the name, or repeat the text; each with what it is called.
    pub still: Vec<(Id, String)>,
}

impl Case {
    /// Looks up what would go: a document by its id, the beginning of it, or a path or address where it was met; a file that
    /// was refused by its path; a person by the id of an entity or chain, or by name.
    ///
    /// # Errors
    /// If nothing is called so, or several are.
    pub fn forgettable(&self, named: &str) -> Result<Forgettable, CaseError> {
        let wrong = |why: String| CaseError::Forget { on: named.into(), why };
        let found = self.ledger.find(named)?;
        match found.as_slice() {
            [id] => match id.kind() {
                Some(IdKind::Document) => return self.document_and_what_hangs_on_it(id),
                Some(IdKind::Entity | IdKind::Chain) => return self.person_and_what_hangs_on_it(id),
                _ => return Err(wrong("is no document and no person".into())),
            },
            [] => {}
            several => return Err(wrong(format!("{} ids begin so; give more of it", several.len()))),
        }
        let met: BTreeSet<Id> = self
            .ledger
            .sightings(None)?
            .into_iter()
            .filter(|(sighting, _)| sighting.path == named)
            .map(|(sighting, _)| sighting.document)
            .collect();
        let mut refused = self.ledger.refused()?;
        refused.retain(|one| one.input == named || one.path() == named);
        match met.len() {
            0 if !refused.is_empty() => return Ok(Forgettable { called: named.into(), refused, ..Forgettable::default() }),
            0 => {}
            1 if !refused.is_empty() => {
                return Err(wrong(
                    "a document was met there, and a file there was refused; the id of the document forgets both".into(),
                ));
            }
            1 => return self.document_and_what_hangs_on_it(met.first().ok_or_else(|| wrong("is no document".into()))?),
            n => return Err(wrong(format!("{n} documents were met there; give the id of one"))),
        }
        let people = self.ledger.entities_named(named)?;
        match people.as_slice() {
            [one] => self.person_and_what_hangs_on_it(&one.id),
            [] => Err(wrong("nothing in this case is called so".into())),
            several => {
                let told: Vec<String> = several.iter().take(8).map(|one| format!("{} ({})", one.id, one.name)).collect();
                Err(wrong(format!("may be {}; give the id", told.join(", "))))
            }
        }
    }

    fn document_and_what_hangs_on_it(&self, id: &Id) -> Result<Forgettable, CaseError> {
        let gone = || CaseError::Forget { on: id.to_string(), why: "is not in the case".into() };
        let document = self.ledger.document(id)?.ok_or_else(gone)?;
        let documents = self.ledger.documents_of_hash(&document.hash)?;
        let mut n_statements = 0;
        let mut repeating: BTreeSet<Id> = BTreeSet::new();
        for id in &documents {
            n_statements += self.ledger.reading(id)?.map_or(0, |reading| standing(&reading).count());
            let copies = self.ledger.links_of(id)?.into_iter().filter(|link| link.kind.is_copy());
            repeating.extend(copies.flat_map(|link| link.members).filter(|member| !documents.contains(member)));
        }
        let (corrections, labels) = hanging_on(&self.ledger, &|id| documents.contains(id), &|_| false, &|_| false)?;
        // Where it was met, files may have been refused, with the same path or bytes.
        let mut met: BTreeSet<String> = BTreeSet::new();
        for id in &documents {
            met.extend(self.ledger.sightings(Some(id))?.into_iter().map(|(sighting, _)| sighting.path));
        }
        let mut refused = self.ledger.refused()?;
        refused.retain(|one| {
            met.contains(&one.input) || met.contains(&one.path()) || one.hash.as_deref() == Some(document.hash.as_str())
        });
        Ok(Forgettable {
            refused,
            called: called(&document),
            n_statements,
            corrections,
            labels,
            still: self.called(repeating)?,
            documents,
            ..Forgettable::default()
        })
    }

    fn person_and_what_hangs_on_it(&self, id: &Id) -> Result<Forgettable, CaseError> {
        let wrong = |why: &str| CaseError::Forget { on: id.to_string(), why: why.into() };
        let entity = match id.kind() {
            Some(IdKind::Chain) => self.ledger.entity_of(id)?,
            _ => self.ledger.entity(id)?,
        };
        let (called, members, mut forms) = match entity {
            Some(entity) if !matches!(entity.kind, EntityKind::Person | EntityKind::Organisation) => {
                return Err(wrong(&format!("{} is no person", entity.name)));
            }
            Some(entity) => {
                let forms: BTreeSet<String> =
                    entity.aliases.into_iter().map(|alias| alias.name).chain([entity.name.clone()]).collect();
                (entity.name, entity.members, forms)
            }
            None => {
                let chain = self.ledger.chain(id)?.ok_or_else(|| wrong("is no person of this case"))?;
                (chain.name.clone(), vec![chain.id], [chain.name].into())
            }
        };
        for member in &members {
            forms.extend(self.ledger.chain(member)?.map(|chain| chain.name));
        }
        // A word alone is a form only if nobody else is called by it.
        let mut others: BTreeSet<String> = BTreeSet::new();
        for other in self.ledger.entities()?.iter().filter(|other| other.members != members) {
            let names = other.aliases.iter().map(|alias| alias.name.as_str()).chain([other.name.as_str()]);
            others.extend(names.flat_map(str::split_whitespace).filter_map(name_digest));
        }
        let is_shared = |form: &String| {
            form.split_whitespace().count() == 1 && name_digest(form).is_some_and(|digest| others.contains(&digest))
        };
        let (shared_names, names): (Vec<String>, Vec<String>) = forms.into_iter().partition(is_shared);
        let mut forgettable = Forgettable { called, names, shared_names, chains: members, ..Forgettable::default() };
        let persons = ForgottenPersons::of(&[forgettable.tombstones(&self.ledger, "", None, "")?.remove(0)]);
        let told = Told::of(&self.ledger, &persons)?;
        forgettable.n_statements = told.n_statements;
        let (corrections, labels) =
            hanging_on(&self.ledger, &|_| false, &|one| told.of_correction(&persons, one), &|one| told.of_label(&persons, one))?;
        let still = told.documents;
        Ok(Forgettable { corrections, labels, still: self.called(still)?, ..forgettable })
    }

    fn called(&self, ids: BTreeSet<Id>) -> Result<Vec<(Id, String)>, CaseError> {
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            if let Some(document) = self.ledger.document(&id)? {
                found.push((id, called(&document)));
            }
        }
        Ok(found)
    }

    /// Forgets: all in one transaction, then the case is linked without it, and the file written anew.
    ///
    /// # Errors
    /// If the ledger can't be written; if another program has the file open, the bytes are still in its log
    /// ([`LedgerError::Busy`]), and [`Case::purge`] finishes it.
    pub fn forget(
        &mut self,
        what: &Forgettable,
        by: &str,
        note: Option<&str>,
        at: &str,
        tell: &mut Listener<'_>,
    ) -> Result<Vec<Tombstone>, CaseError> {
        if !what.refused.is_empty() {
            self.ledger.drop_refused(&what.refused)?;
            if what.documents.is_empty() && what.chains.is_empty() {
                self.purge()?;
                return Ok(Vec::new());
            }
        }
        let tombstones = what.tombstones(&self.ledger, by, note, at)?;
        let mut all = self.ledger.tombstones()?;
        all.extend(tombstones.iter().cloned());
        let persons = ForgottenPersons::of(&Tombstone::standing(all));
        let going: BTreeSet<&Id> = what.corrections.iter().collect();
        let mut readings: Vec<(Reading, Vec<Statement>)> = Vec::new();
        if tombstones.iter().any(Tombstone::is_of_person) {
            let left = self.ledger.corrections()?.into_iter().map(|(one, _)| one).filter(|one| !going.contains(&one.id));
            let of_document = by_document(left.collect());
            for id in self.ledger.document_ids()? {
                let (Some(document), Some(before)) = (self.ledger.document(&id)?, self.ledger.reading(&id)?) else { continue };
                let now = corrected(&document, bare(before.clone()), &of_document, &persons, &self.packs);
                if now.0 != before {
                    readings.push(now);
                }
            }
        }
        let entries: Vec<(&Reading, &[Statement])> =
            readings.iter().map(|(reading, statements)| (reading, statements.as_slice())).collect();
        self.ledger.forget(&Forgetting {
            tombstones: &tombstones,
            corrections: &what.corrections,
            labels: &what.labels,
            readings: &entries,
        })?;
        // Who decided on one of these documents meanwhile is not to be overruled by what was read before.
        self.mend()?;
        path::link(self, tell)?;
        self.purge()?;
        Ok(tombstones)
    }

    /// Takes a forgetting back: what was forgotten may be added again, and a person is found again by the next rebuild. Named
    /// by the id of the tombstone or of the document.
    ///
    /// # Errors
    /// If nothing of that id is forgotten, or the ledger can't be written.
    pub fn remember(&mut self, named: &str, by: &str, note: Option<&str>, at: &str) -> Result<Vec<Tombstone>, CaseError> {
        let starts = |id: &Id| id.as_str().starts_with(named) && named.len() > 2;
        let standing = Tombstone::standing(self.ledger.tombstones()?);
        let meant: Vec<Tombstone> =
            standing.iter().filter(|one| starts(&one.id) || one.document.as_ref().is_some_and(starts)).cloned().collect();
        // The same bytes under another address were forgotten with it, and would go on keeping it out.
        let hashes: BTreeSet<&String> = meant.iter().filter_map(|one| one.hash.as_ref()).collect();
        let meant: Vec<Tombstone> = standing
            .iter()
            .filter(|one| meant.contains(one) || one.hash.as_ref().is_some_and(|hash| hashes.contains(hash)))
            .cloned()
            .collect();
        if meant.is_empty() {
            return Err(CaseError::Forget { on: named.into(), why: "nothing that is forgotten has an id that begins so".into() });
        }
        let back: Vec<Tombstone> = meant
            .into_iter()
            .map(|one| {
                let removes = Some(one.id.clone());
                Tombstone { removes, by: by.into(), note: note.map(str::to_owned), at: at.into(), ..one }.named()
            })
            .collect();
        self.ledger.enter_tombstones(&back)?;
        Ok(back)
    }

    /// Writes the file anew, so that nothing that was deleted is left in it.
    ///
    /// # Errors
    /// If it can't be written, or another program has it open.
    pub fn purge(&mut self) -> Result<(), LedgerError> {
        self.ledger.purge()
    }

    /// The persons that are forgotten in this case.
    pub(crate) fn forgotten_persons(&self) -> Result<ForgottenPersons, LedgerError> {
        Ok(ForgottenPersons::of(&Tombstone::standing(self.ledger.tombstones()?)))
    }
}

impl Forgettable {
    fn tombstones(&self, ledger: &Ledger, by: &str, note: Option<&str>, at: &str) -> Result<Vec<Tombstone>, LedgerError> {
        let before = ledger.tombstones()?;
        let of = |document: Option<&Document>| {
            let mut names: Vec<String> = self.names.iter().filter_map(|name| name_digest(name)).collect();
            names.sort_unstable();
            names.dedup();
            Tombstone {
                id: Id::from_text(""),
                document: document.map(|document| document.id.clone()),
                hash: document.map(|document| document.hash.clone()),
                names,
                chains: self.chains.clone(),
                by: by.into(),
                at: at.into(),
                note: note.map(str::to_owned),
                removes: None,
                after: None,
            }
            .named()
            .beside(&before)
        };
        if self.documents.is_empty() {
            return Ok(vec![of(None)]);
        }
        let mut tombstones = Vec::with_capacity(self.documents.len());
        for id in &self.documents {
            tombstones.extend(ledger.document(id)?.as_ref().map(|document| of(Some(document))));
        }
        Ok(tombstones)
    }
}

/// Why a document is not taken in, if it is forgotten.
pub(crate) fn refusal(ledger: &Ledger, document: &Document) -> Result<Option<String>, LedgerError> {
    let Some(tombstone) = ledger.forgotten(&document.id, &document.hash)? else { return Ok(None) };
    let why = tombstone.note.map(|note| format!(": {note}")).unwrap_or_default();
    let id = tombstone.document.as_ref().unwrap_or(&tombstone.id);
    Ok(Some(format!(
        "was forgotten in this case on {} by {}{why}; `hearsay remember CASE {id}` takes that back",
        tombstone.at.get(..10).unwrap_or(&tombstone.at),
        tombstone.by
    )))
}

/// A reading without forgotten persons: their chains, what they say, and their names in all other records of it.
pub(crate) fn without(persons: &ForgottenPersons, mut reading: Reading) -> Reading {
    if persons.is_empty() {
        return reading;
    }
    let gone = chains_of(persons, &reading);
    let is_gone = |id: &Option<Id>| id.as_ref().is_some_and(|id| gone.contains(id));
    let dropped: BTreeSet<Id> = reading
        .attributions
        .iter()
        .filter(|one| one.overruled_by.is_none() && is_gone(&one.speaker))
        .map(|one| one.id.clone())
        .collect();
    reading.attributions.retain(|one| !(one.overruled_by.is_none() && is_gone(&one.speaker)));
    for one in &mut reading.attributions {
        // A line of theirs that a person had given to another: that other's stands beside it.
        if is_gone(&one.speaker) {
            (one.speaker, one.speaker_unknown_because) = (None, Some(UnknownBecause::SetAside));
        }
        one.about.retain(|id| !gone.contains(id));
        one.about_as.retain(|about| !gone.contains(&about.chain));
        if is_gone(&one.speaks_for) {
            one.speaks_for = None;
        }
        if let Some(accusation) = &mut one.accusation {
            if is_gone(&accusation.accused) {
                accusation.accused = None;
            }
            accusation.also_accused.retain(|id| !gone.contains(id));
        }
        if one.inside.as_ref().is_some_and(|outer| dropped.contains(outer)) {
            one.inside = None;
        }
        for text in [&mut one.through, &mut one.addressee] {
            if text.as_ref().is_some_and(|text| persons.are_in(text)) {
                *text = None;
            }
        }
    }
    reading.chains.retain(|chain| !gone.contains(&chain.id));
    for chain in &mut reading.chains {
        chain.roles.retain(|role| !persons.are_in(&role.role));
    }
    reading.notes.retain(|note| !persons.are_in(&note.message));
    reading
}

/// The statements of the attributions that stand.
pub(crate) fn statements_of(document: &Document, reading: &Reading) -> Vec<Statement> {
    standing(reading).map(|attribution| Statement::new(attribution, document)).collect()
}

fn standing(reading: &Reading) -> impl Iterator<Item = &Attribution> {
    reading.attributions.iter().filter(|attribution| attribution.overruled_by.is_none())
}

fn chains_of(persons: &ForgottenPersons, reading: &Reading) -> BTreeSet<Id> {
    reading.chains.iter().filter(|chain: &&Chain| persons.is_chain(chain)).map(|chain| chain.id.clone()).collect()
}

/// Where in a case forgotten persons are told of.
pub(crate) struct Told {
    /// Documents that hold a name of theirs, or a chain.
    documents: BTreeSet<Id>,
    /// What they say and where they are mentioned.
    places: BTreeMap<Id, Vec<CharSpan>>,
    n_statements: usize,
}

impl Told {
    pub(crate) fn of(ledger: &Ledger, persons: &ForgottenPersons) -> Result<Self, LedgerError> {
        let mut told = Self { documents: BTreeSet::new(), places: BTreeMap::new(), n_statements: 0 };
        if persons.is_empty() {
            return Ok(told);
        }
        for id in ledger.document_ids()? {
            let (Some(document), Some(reading)) = (ledger.document(&id)?, ledger.reading(&id)?) else { continue };
            let here = chains_of(persons, &reading);
            if persons.are_in(&document.text) || !here.is_empty() {
                told.documents.insert(id.clone());
            }
            let theirs = |one: &&Attribution| one.speaker.as_ref().is_some_and(|speaker| here.contains(speaker));
            told.n_statements += standing(&reading).filter(theirs).count();
            let said = reading.attributions.iter().filter(theirs).flat_map(|one| one.roles.spans());
            let named = reading.chains.iter().filter(|chain| here.contains(&chain.id)).flat_map(|chain| chain.mentions.clone());
            let spans: Vec<CharSpan> = said.chain(named).collect();
            if !spans.is_empty() {
                told.places.insert(id, spans);
            }
        }
        Ok(told)
    }

    fn touches(&self, anchor: &Anchor) -> bool {
        let spans = self.places.get(&anchor.document).map(Vec::as_slice).unwrap_or_default();
        anchor.spans.iter().any(|span| spans.iter().any(|other| span.overlaps(other)))
    }

    /// Whether a decision is on one of them or on what they say, or names them in a person's words.
    pub(crate) fn of_correction(&self, persons: &ForgottenPersons, correction: &Correction) -> bool {
        let speaker = match &correction.speaker {
            Some(SpeakerIs::Mention(anchor)) => self.touches(anchor),
            _ => false,
        };
        speaker
            || correction.places().any(|place| self.touches(place))
            || serde_json::to_value(correction).is_ok_and(|value| names(persons, &value))
    }

    /// The same of a label.
    pub(crate) fn of_label(&self, persons: &ForgottenPersons, label: &Label) -> bool {
        self.touches(&label.on) || serde_json::to_value(label).is_ok_and(|value| names(persons, &value))
    }
}

/// Whether a name of theirs stands in what a person wrote: anywhere but in words that were taken from a text.
fn names(persons: &ForgottenPersons, value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::String(text) => persons.are_in(text),
        serde_json::Value::Array(values) => values.iter().any(|value| names(persons, value)),
        serde_json::Value::Object(fields) => {
            fields.iter().any(|(key, value)| !matches!(key.as_str(), "exact" | "prefix" | "suffix") && names(persons, value))
        }
        _ => false,
    }
}

/// Corrections and labels that name a document that is gone, or are to go for themselves; and those that name one of these.
pub(crate) fn hanging_on(
    ledger: &Ledger,
    is_gone: &dyn Fn(&Id) -> bool,
    of_correction: &dyn Fn(&Correction) -> bool,
    of_label: &dyn Fn(&Label) -> bool,
) -> Result<(Vec<Id>, Vec<Id>), LedgerError> {
    let corrections: Vec<Correction> = ledger.corrections()?.into_iter().map(|(correction, _)| correction).collect();
    let labels: Vec<Label> = ledger.labels()?.into_iter().map(|(label, _)| label).collect();
    let mut gone: BTreeSet<Id> = corrections.iter().filter(|one| of_correction(one)).map(|one| one.id.clone()).collect();
    let lines: Vec<(Id, String)> = corrections.iter().map(|one| (one.id.clone(), canonical::line(one))).collect();
    let withdrawn: Vec<(Id, Id)> = corrections.iter().filter_map(|one| Some((one.id.clone(), one.undoes.clone()?))).collect();
    close(&lines, &withdrawn, &mut gone, is_gone);
    let mut gone_labels: BTreeSet<Id> = labels.iter().filter(|one| of_label(one)).map(|one| one.id.clone()).collect();
    let lines: Vec<(Id, String)> = labels.iter().map(|one| (one.id.clone(), canonical::line(one))).collect();
    let withdrawn: Vec<(Id, Id)> = labels.iter().filter_map(|one| Some((one.id.clone(), one.removes.clone()?))).collect();
    close(&lines, &withdrawn, &mut gone_labels, is_gone);
    Ok((gone.into_iter().collect(), gone_labels.into_iter().collect()))
}

/// Adds to those that go all that name a document that is gone, or one that goes; and what one that goes has withdrawn, since
/// it would stand again.
fn close(lines: &[(Id, String)], withdrawn: &[(Id, Id)], gone: &mut BTreeSet<Id>, is_gone: &dyn Fn(&Id) -> bool) {
    let named: Vec<(&Id, Vec<Id>)> = lines.iter().map(|(id, json)| (id, ids_in(json))).collect();
    loop {
        let before = gone.len();
        for (id, names) in &named {
            if names.iter().any(|other| other != *id && (is_gone(other) || gone.contains(other))) {
                gone.insert((*id).clone());
            }
        }
        let back: Vec<Id> = withdrawn.iter().filter(|(by, _)| gone.contains(by)).map(|(_, what)| what.clone()).collect();
        gone.extend(back);
        if gone.len() == before {
            return;
        }
    }
}

/// The ids that stand as values in a line of JSON.
fn ids_in(json: &str) -> Vec<Id> {
    let values = json.split('"').map(Id::from_text);
    values.filter(|id| id.kind().is_some() && id.as_str().len() == 34 && id.as_str().is_ascii()).collect()
}

/// How a document is called in a list.
pub(crate) fn called(document: &Document) -> String {
    let title = document.title.clone().or_else(|| document.origin.path.clone()).unwrap_or_else(|| "untitled".into());
    match &document.origin.outlet {
        Some(outlet) => format!("{outlet}: {title}"),
        None => title,
    }
}

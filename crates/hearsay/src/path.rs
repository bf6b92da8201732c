//! The one path: take in → read → enter → link.
//!
//! In: inputs (a path and its bytes, or why it could not be had). Out: what became of each, in the
//! order of the inputs. Documents are taken in and read in parallel and entered by one thread, a
//! batch a transaction; an outcome is told only after its batch is safe on the disk. What can't be
//! taken in is told by name and place, and the rest goes on.

use crate::forget;
use crate::kept::{self, Kept};
use crate::progress::{Listener, Progress};
use crate::whole::{self, Whole};
use crate::{Case, CaseError};
use hearsay_intake::{Hint, Opened, Taken};
use hearsay_ledger::{Entered, Entry, LinkedWhole, Tried, Waiting, WholeIndex};
use hearsay_link::{Material, Touched};
use hearsay_read::Packs;
use hearsay_record::{Correction, Id, Reading, Sighting, Statement};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Inputs taken in and read together, and entered in one transaction.
const BATCH: usize = 64;

/// If more than one document in so many is new, all are linked.
const SHARE: usize = 8;

/// Something to take in.
#[derive(Clone, Debug)]
pub struct Input {
    /// Path or address, as it was given; `-` for standard input.
    pub path: String,
    /// Its bytes, or why it can't be read.
    pub bytes: Result<Vec<u8>, String>,
    /// The address it was asked for, if it was fetched.
    pub url: Option<String>,
}

/// What became of one document, or of an input that gave none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// New in this case.
    New(Id),
    /// Known, and met at a new path.
    NewSighting(Id),
    /// Known, at this path too.
    Known(Id),
    /// Could not be taken in, and why.
    Refused(String),
}

/// An outcome and where the input stood: path, and `#` with the line for an item of a file of many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// Place of the input.
    pub path: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Language, where the document was stored but not read for want of a pack.
    pub not_read: Option<String>,
}

/// Reads with so many threads from now on; the result is the same for any number.
pub fn set_threads(n_threads: usize) {
    // A pool that stands already keeps its number; only speed hangs on it.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(n_threads.max(1)).build_global();
}

/// One input's documents with their readings, and its refusals, on the way to the ledger.
type Prepared = Vec<(String, Result<Entry, Outcome>)>;

/// What could not be taken in of an input, and the digest of its bytes.
struct Failed {
    hash: Option<String>,
    /// The item of it, if not the whole, and why.
    parts: Vec<(Option<String>, String)>,
}

/// Takes in, reads and enters all inputs, then links the case if anything in it is new.
///
/// # Errors
/// Only where the ledger can't be written; what was told as added before that stays.
pub fn add(
    case: &mut Case,
    inputs: impl Iterator<Item = Input>,
    seen_at: &str,
    tell: &mut Listener<'_>,
) -> Result<Vec<Added>, CaseError> {
    case.mend()?;
    let mut added = Vec::new();
    let mut inputs = inputs.peekable();
    let mut n_done = 0;
    while inputs.peek().is_some() {
        let batch: Vec<Input> = inputs.by_ref().take(BATCH).collect();
        let packs = &case.packs;
        let (prepared, failed): (Vec<Prepared>, Vec<Failed>) = batch.par_iter().map(|input| prepare(packs, input)).unzip();
        for input in &batch {
            n_done += 1;
            tell(Progress::Input { path: &input.path, n_done });
        }
        let entered = enter(case, prepared.into_iter().flatten().collect(), seen_at)?;
        let tried: Vec<Tried<'_>> = batch.iter().zip(&failed).map(|(input, failed)| failed.of(input)).collect();
        case.ledger.enter_tried(&tried, seen_at)?;
        entered.iter().for_each(|one| tell(Progress::Entered(one)));
        added.extend(entered);
    }
    if added.iter().any(|one| matches!(one.outcome, Outcome::New(_))) || !case.ledger.is_linked()? {
        link(case, tell)?;
    }
    Ok(added)
}

impl Failed {
    fn of<'f>(&'f self, input: &'f Input) -> Tried<'f> {
        let refused = self.parts.iter().map(|(part, why)| (part.as_deref(), why.as_str())).collect();
        Tried { input: &input.path, hash: self.hash.as_deref(), refused }
    }
}

/// Takes one input in and reads each of its documents.
fn prepare(packs: &Packs, input: &Input) -> (Prepared, Failed) {
    let bytes = match &input.bytes {
        Ok(bytes) => bytes,
        Err(why) => {
            let failed = Failed { hash: None, parts: vec![(None, why.clone())] };
            return (vec![(input.path.clone(), Err(Outcome::Refused(why.clone())))], failed);
        }
    };
    let mut failed = Failed { hash: Some(hearsay_record::hash_of(bytes)), parts: Vec::new() };
    // No clock goes into a document: what it is must not hang on the day it was added.
    let opened = take_in(bytes, input, None);
    let place = |part: &Option<String>| part.as_ref().map_or_else(|| input.path.clone(), |part| format!("{}#{part}", input.path));
    let mut out: Prepared = Vec::new();
    for taken in opened.taken {
        let path = place(&taken.part);
        let sighting = Sighting { document: taken.document.id.clone(), path: path.clone() };
        let reading = hearsay_read::read(&taken.document, packs);
        let statements = statements(&taken, &reading);
        out.push((path, Ok(Entry { document: taken.document, original: taken.original, sighting, reading, statements })));
    }
    for refused in opened.refused {
        out.push((place(&refused.part), Err(Outcome::Refused(refused.message.clone()))));
        failed.parts.push((refused.part, refused.message));
    }
    if out.is_empty() {
        let why = "holds no document";
        out.push((input.path.clone(), Err(Outcome::Refused(why.into()))));
        failed.parts.push((None, why.into()));
    }
    (out, failed)
}

pub(crate) fn take_in(bytes: &[u8], input: &Input, today: Option<&str>) -> Opened {
    hearsay_intake::open(bytes, &Hint { path: Some(&input.path), url: input.url.as_deref(), retrieved: None, today })
}

fn statements(taken: &Taken, reading: &Reading) -> Vec<Statement> {
    reading.attributions.iter().map(|attribution| Statement::new(attribution, &taken.document)).collect()
}

/// Enters a batch in one transaction and tells what became of each, in order.
fn enter(case: &mut Case, prepared: Prepared, seen_at: &str) -> Result<Vec<Added>, CaseError> {
    let persons = case.forgotten_persons()?;
    let mut added = Vec::with_capacity(prepared.len());
    let mut entries = Vec::new();
    for (path, one) in prepared {
        match one {
            Err(outcome) => added.push(Added { path, outcome, not_read: None }),
            Ok(entry) if let Some(why) = forget::refusal(&case.ledger, &entry.document)? => {
                added.push(Added { path, outcome: Outcome::Refused(why), not_read: None });
            }
            Ok(mut entry) => {
                if !persons.is_empty() {
                    entry.reading = forget::without(&persons, entry.reading);
                    entry.statements = forget::statements_of(&entry.document, &entry.reading);
                }
                let is_unread = entry.reading.notes.iter().any(|note| note.code == "not-read");
                let not_read = is_unread.then(|| entry.document.language.clone().unwrap_or_else(|| "an unknown language".into()));
                added.push(Added { path, outcome: Outcome::Known(entry.document.id.clone()), not_read });
                entries.push(entry);
            }
        }
    }
    let mut entered = case.ledger.enter(&entries, seen_at)?.into_iter();
    for one in &mut added {
        if let Outcome::Known(id) = &one.outcome {
            one.outcome = match entered.next() {
                Some(Entered::New) => Outcome::New(id.clone()),
                Some(Entered::NewSighting) => Outcome::NewSighting(id.clone()),
                Some(Entered::Known) | None => Outcome::Known(id.clone()),
            };
        }
    }
    Ok(added)
}

/// Times that the whole case is linked while others link it too, at most: the next who opens the case for writing goes on.
const AGAIN: usize = 8;

/// Links what is new or was read or decided on since, with what it can meet; the whole case where there is no index of it yet,
/// or where that would be no saving.
pub(crate) fn link(case: &mut Case, tell: &mut Listener<'_>) -> Result<(), CaseError> {
    link_touched(case, Touched::default(), None, tell)
}

/// The same, where it is known what became of some documents since the links were those of this state; of others anything
/// may have changed, and of all, if another wrote links meanwhile.
pub(crate) fn link_touched(
    case: &mut Case,
    mut touched: Touched,
    since: Option<&Waiting>,
    tell: &mut Listener<'_>,
) -> Result<(), CaseError> {
    let waited = case.ledger.waiting()?;
    if since.is_some_and(|since| !waited.is_of_the_same_links(since)) {
        touched = Touched::default();
    }
    let (n_documents, n_touched) = (case.ledger.n_documents()?, waited.documents.len());
    if case.ledger.indexed_by()?.as_deref() == Some(hearsay_link::MADE_BY) && n_touched * SHARE <= n_documents {
        tell(Progress::Linking { n_documents: n_touched });
        let corrections = case.ledger.standing_corrections()?;
        let ledger = &case.ledger;
        // Of what else waits nobody has told what became of it.
        let told = touched.named.iter().chain(&touched.said).cloned();
        let told: BTreeSet<Id> = told.chain(touched.decided.iter().flat_map(Correction::documents).cloned()).collect();
        touched.named.extend(waited.documents.iter().filter(|id| !told.contains(id)).cloned());
        if let Some(made) = ledger.steady(|| hearsay_link::update(&Kept(ledger), &touched, &corrections))? {
            tell(Progress::Linked { n_links: made.links.now.len() });
            if kept::write(&mut case.ledger, made, &waited)? {
                return Ok(());
            }
        }
    }
    // Who is overtaken by another's links has written over what he did not see, and links once more.
    for _ in 0..AGAIN {
        link_whole(case, tell)?;
        if case.ledger.is_linked()? {
            break;
        }
    }
    Ok(())
}

/// Links the whole case.
fn link_whole(case: &mut Case, tell: &mut Listener<'_>) -> Result<(), CaseError> {
    let waited = case.ledger.waiting()?;
    let corrections = case.ledger.standing_corrections()?;
    let ids = case.ledger.document_ids()?;
    tell(Progress::Linking { n_documents: ids.len() });
    let (documents, readings) = whole::records(&case.ledger, &ids)?;
    let material = Material { documents: &documents, readings: &readings, corrections: &corrections };
    let is_indexed = documents.len() >= case.indexed_from;
    hearsay_link::link_then(&material, is_indexed, |found| {
        tell(Progress::Linked { n_links: found.n_links() });
        let handed = Whole { found: &found };
        let whole =
            LinkedWhole { facts: found.facts(), entities: found.entities, links: &handed, groups: &handed, notes: found.notes() };
        let index: Option<(&dyn WholeIndex, &str)> = is_indexed.then_some((&handed, hearsay_link::MADE_BY));
        case.ledger.replace_links(&whole, &waited, index)
    })?;
    Ok(())
}

//! Two cases brought together: documents by id, where they were met, what persons decided, with authors and moments.
//!
//! In: two ledgers. Out: a third file, or the first with both in it; and what was noticed: decisions that say opposite things,
//! what one of the two had forgotten. Invariants: A with B has the same records as B with A; nothing that stands in either is
//! left out but what is forgotten in one of them; the first is changed in one transaction at the very end, so whatever
//! happens before leaves it as it was.
//!
//! Machines' readings are taken over where they are those of this reader, else made anew; all links are made anew. Decisions keep
//! their numbers if the numbers of both go together in order of time; else all are numbered anew in that order. So of two
//! that decide on the same thing the later one stands, as in any case.
//!
//! Example: `merge(&one, &other, Into::File("both.hearsay".as_ref()), packs, tell)?.conflicts`.

use crate::corrections::bare;
use crate::forget::{self, Told};
use crate::progress::{Listener, Progress};
use crate::{Case, CaseError, path};
use hearsay_ledger::{Access, Entry, Ledger, LedgerError, Refused};
use hearsay_read::{Packs, Reader};
use hearsay_record::{
    Anchor, Correction, CorrectionKind, Document, ForgottenPersons, Id, Label, Reading, Scheme, Sighting, Tombstone, canonical,
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Documents entered in one transaction.
const BATCH: usize = 64;

/// Overlap from which two decisions are on the same place.
const SAME_PLACE: f64 = 0.5;

/// Where to.
#[derive(Clone, Copy, Debug)]
pub enum Into<'p> {
    /// The first of the two, which this is the path of.
    First,
    /// A file that is not there yet.
    File(&'p Path),
}

/// What came together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Documents of the first, of the other, and of both together.
    pub n_documents: [usize; 3],
    /// Decisions and labels of the first, of the other, and of both together.
    pub n_decisions: [usize; 3],
    /// Documents read anew, since neither had been read by this reader.
    pub n_read: usize,
    /// Documents that one of the two had and the other had forgotten: they are forgotten.
    pub forgotten: Vec<Id>,
    /// Decisions and labels that went with them.
    pub let_go: Vec<Id>,
    /// Whether decisions got other ids: by another number, or by the id of one that they withdraw.
    pub is_renumbered: bool,
    /// Where the two say opposite things.
    pub conflicts: Vec<Conflict>,
}

/// Opposite decisions: both are kept, and one stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    /// On what: a document, or the name of a scheme.
    pub on: String,
    /// The words that they are on.
    pub exact: String,
    /// What is left standing: kind, who, when.
    pub stands: String,
    /// What gives way.
    pub gives_way: String,
}

/// Brings two cases together. The reader of `packs` is set to the more careful of those that the two were read by, unless one is given.
///
/// # Errors
/// If one can't be read, or the result can't be written; the first is then as it was.
pub fn merge(
    one: &mut Ledger,
    other: &Ledger,
    to: Into<'_>,
    packs: Packs,
    reader: Option<Reader>,
    tell: &mut Listener<'_>,
) -> Result<Merged, CaseError> {
    let target = match to {
        Into::First => one.path().to_path_buf(),
        Into::File(path) => path.to_path_buf(),
    };
    let wrong = |why: &str| CaseError::Merge { path: target.clone(), why: why.into() };
    if same_file(one.path(), other.path()) {
        return Err(wrong("the two are one file"));
    }
    if matches!(to, Into::File(path) if path.exists()) {
        return Err(wrong("there is a file of this name already"));
    }
    let then = one.written_by_others()?;
    let draft = Draft::new(&target);
    let mut versions = Vec::new();
    for ledger in [&*one, other] {
        versions.extend(ledger.reader_version()?);
    }
    let tier = |reader: &Reader| versions.iter().any(|version| version.rsplit('.').next() == Some(reader.name()));
    let reader = reader.or_else(|| [Reader::Careful, Reader::Fast].into_iter().find(tier));
    let packs = match reader {
        Some(reader) => packs.reading(reader),
        None => packs,
    };
    let mut case = Case::open(&draft.0, Access::Create, packs)?;
    let merged = Merging { one, other, case: &mut case }.run(tell)?;
    match to {
        Into::First => {
            // What was written here since is not in what was made, and would be lost.
            if one.written_by_others()? != then {
                return Err(wrong("another program wrote to it meanwhile; nothing was changed, merge again"));
            }
            one.become_like(case.ledger())?;
            one.purge()?;
        }
        Into::File(path) => {
            case.purge()?;
            // The last to close the file brings its log into it.
            drop(case);
            std::fs::rename(&draft.0, path).map_err(|source| LedgerError::Io { path: path.into(), source })?;
        }
    }
    Ok(merged)
}

fn same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

/// The file that both are brought together in, beside the target; it goes when this is dropped, and one that was left by an
/// end at the wrong moment goes first.
struct Draft(PathBuf);

impl Draft {
    fn new(target: &Path) -> Self {
        let mut name = target.as_os_str().to_owned();
        name.push(".merging");
        let draft = Self(PathBuf::from(name));
        draft.remove();
        draft
    }

    fn remove(&self) {
        for suffix in ["", "-wal", "-shm"] {
            let mut name = self.0.as_os_str().to_owned();
            name.push(suffix);
            // That it is not there is as it should be.
            let _ = std::fs::remove_file(PathBuf::from(name));
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        self.remove();
    }
}

/// A decision with its moment and the sides that hold it.
#[derive(Clone)]
struct Decided {
    correction: Correction,
    at: String,
    sides: BTreeSet<usize>,
}

struct Merging<'m> {
    one: &'m Ledger,
    other: &'m Ledger,
    case: &'m mut Case,
}

impl Merging<'_> {
    fn sides(&self) -> [&Ledger; 2] {
        [self.one, self.other]
    }

    fn run(mut self, tell: &mut Listener<'_>) -> Result<Merged, CaseError> {
        let mut merged = Merged::default();
        let mut tombstones: BTreeMap<Id, Tombstone> = BTreeMap::new();
        for side in self.sides() {
            tombstones.extend(side.tombstones()?.into_iter().map(|one| (one.id.clone(), one)));
        }
        let tombstones: Vec<Tombstone> = tombstones.into_values().collect();
        self.case.ledger_mut().enter_tombstones(&tombstones)?;
        let standing = Tombstone::standing(tombstones);
        let persons = ForgottenPersons::of(&standing);
        self.documents(&persons, &mut merged, tell)?;
        self.refused()?;
        self.schemes(&mut merged)?;
        self.decisions(&persons, &mut merged)?;
        merged.conflicts.sort();
        self.case.mend()?;
        path::link(self.case, tell)?;
        Ok(merged)
    }

    fn documents(&mut self, persons: &ForgottenPersons, merged: &mut Merged, tell: &mut Listener<'_>) -> Result<(), CaseError> {
        let mut met: BTreeMap<(Id, String), String> = BTreeMap::new();
        for side in self.sides() {
            for (sighting, at) in side.sightings(None)? {
                let first = met.entry((sighting.document, sighting.path)).or_insert_with(|| at.clone());
                if at < *first {
                    *first = at;
                }
            }
        }
        let of_side: Vec<BTreeSet<Id>> =
            self.sides().iter().map(|side| Ok(side.document_ids()?.into_iter().collect())).collect::<Result<_, LedgerError>>()?;
        let all: BTreeSet<Id> = of_side.iter().flatten().cloned().collect();
        // By the moment of their first sighting, since that is what a batch is entered with.
        let mut batches: BTreeMap<String, Vec<(Id, String)>> = BTreeMap::new();
        for id in &all {
            let first = met.range((id.clone(), String::new())..).next().filter(|((document, _), _)| document == id);
            if let Some(((_, path), at)) = first {
                batches.entry(at.clone()).or_default().push((id.clone(), path.clone()));
            }
        }
        let mut n_done = 0;
        for (at, ids) in batches {
            for part in ids.chunks(BATCH) {
                let mut found: Vec<(Document, Vec<u8>, Sighting, Option<Reading>)> = Vec::with_capacity(part.len());
                for (id, path) in part {
                    let Some((document, original, reading)) = self.document(id, merged)? else { continue };
                    if self.case.ledger().forgotten(&document.id, &document.hash)?.is_some() {
                        merged.forgotten.push(id.clone());
                        continue;
                    }
                    found.push((document, original, Sighting { document: id.clone(), path: path.clone() }, reading));
                }
                let packs = self.case.packs();
                let is_read = |document: &Document| packs.for_language(document.language.as_deref()).is_some();
                merged.n_read += found.iter().filter(|(document, .., reading)| reading.is_none() && is_read(document)).count();
                let entries: Vec<Entry> = found
                    .into_par_iter()
                    .map(|(document, original, sighting, reading)| {
                        let reading = reading.unwrap_or_else(|| hearsay_read::read(&document, packs));
                        let reading = forget::without(persons, reading);
                        let statements = forget::statements_of(&document, &reading);
                        Entry { document, original, sighting, reading, statements }
                    })
                    .collect();
                self.case.ledger_mut().enter(&entries, &at)?;
                n_done += part.len();
                tell(Progress::Reread { n_done, n_documents: all.len() });
            }
        }
        let here: BTreeSet<Id> = self.case.ledger().document_ids()?.into_iter().collect();
        let rest: Vec<(Sighting, String)> = met
            .into_iter()
            .filter(|((document, _), _)| here.contains(document))
            .map(|((document, path), at)| (Sighting { document, path }, at))
            .collect();
        self.case.ledger_mut().enter_sightings(&rest)?;
        merged.n_documents = [of_side[0].len(), of_side[1].len(), here.len()];
        Ok(())
    }

    /// What neither could take in at a path.
    fn refused(&mut self) -> Result<(), CaseError> {
        let mut all: BTreeMap<(String, Option<String>), Refused> = BTreeMap::new();
        for side in self.sides() {
            for one in side.refused()? {
                let known = all.entry((one.input.clone(), one.part.clone())).or_insert_with(|| one.clone());
                if (&known.at, &known.because, &known.hash) < (&one.at, &one.because, &one.hash) {
                    *known = one;
                }
            }
        }
        // What was read well since is not refused any more; what stands behind `-` is another text each time.
        let mut met: BTreeMap<String, String> = BTreeMap::new();
        for (sighting, at) in self.case.ledger().sightings(None)? {
            let last = met.entry(sighting.path).or_default();
            *last = std::mem::take(last).max(at);
        }
        let read_since = |one: &Refused| one.input != "-" && met.get(&one.path()).is_some_and(|at| *at >= one.at);
        let all: Vec<Refused> = all.into_values().filter(|one| !read_since(one)).collect();
        Ok(self.case.ledger_mut().enter_refused(&all)?)
    }

    /// A document with its bytes, and the machine's reading of it if that is this reader's.
    #[allow(clippy::type_complexity, reason = "what an entry is made of")]
    fn document(&self, id: &Id, merged: &mut Merged) -> Result<Option<(Document, Vec<u8>, Option<Reading>)>, CaseError> {
        let mut found: Vec<(Document, Vec<u8>, Option<Reading>)> = Vec::new();
        for side in self.sides() {
            if let (Some(mut document), Some(original)) = (side.document(id)?, side.original(id)?) {
                // Where it was met is told by its sightings.
                document.origin.path = None;
                found.push((document, original, side.reading(id)?.map(bare)));
            }
        }
        // Taken in by two versions of this program, a document may be marked in two ways; either is told by its bytes, and the
        // choice must be the same both ways round.
        found.sort_by_cached_key(|(document, ..)| canonical::line(document));
        if let [(first, ..), (last, ..)] = found.as_slice()
            && first != last
        {
            merged.conflicts.push(Conflict {
                on: id.to_string(),
                exact: String::new(),
                stands: "as one of the two took it in".into(),
                gives_way: "as the other took it in: another version marked or extracted it otherwise".into(),
            });
        }
        let Some((document, original, _)) = found.last().cloned() else { return Ok(None) };
        let packs = self.case.packs();
        let version = packs.for_language(document.language.as_deref()).map(|pack| hearsay_read::version(pack, packs.reader()));
        let fits = |reading: &Reading| version.as_ref().is_some_and(|version| reading.authority.version == *version);
        let readings = found.into_iter().filter(|(one, ..)| *one == document).filter_map(|(.., reading)| reading);
        // A side that had forgotten somebody and remembered since has less in its reading.
        let most = readings.filter(fits).max_by_key(|one| (one.attributions.len(), one.chains.len(), canonical::line(one)));
        Ok(Some((document, original, most)))
    }

    fn schemes(&mut self, merged: &mut Merged) -> Result<(), CaseError> {
        let mut all: BTreeMap<Id, (String, Scheme)> = BTreeMap::new();
        let mut last_of_side: Vec<BTreeMap<String, Id>> = Vec::new();
        for side in self.sides() {
            let mut last = BTreeMap::new();
            for (scheme, at) in side.schemes_with_moments()? {
                last.insert(scheme.name.clone(), scheme.id.clone());
                let known = all.entry(scheme.id.clone()).or_insert_with(|| (at.clone(), scheme));
                if at < known.0 {
                    known.0 = at;
                }
            }
            last_of_side.push(last);
        }
        let mut ordered: Vec<(String, Scheme)> = all.into_values().collect();
        ordered.sort_by(|one, other| (&one.0, &one.1.id).cmp(&(&other.0, &other.1.id)));
        for (name, id) in &last_of_side[0] {
            if let Some(other) = last_of_side[1].get(name).filter(|other| *other != id) {
                let last = ordered.iter().rev().map(|(_, scheme)| &scheme.id).find(|one| *one == id || *one == other);
                let (stands, gives_way) = if last == Some(id) { (id, other) } else { (other, id) };
                merged.conflicts.push(Conflict {
                    on: name.clone(),
                    exact: String::new(),
                    stands: format!("scheme {stands}, loaded last"),
                    gives_way: format!("scheme {gives_way}"),
                });
            }
        }
        for (at, scheme) in ordered {
            self.case.ledger_mut().enter_scheme(&scheme, &at)?;
        }
        Ok(())
    }

    fn decisions(&mut self, persons: &ForgottenPersons, merged: &mut Merged) -> Result<(), CaseError> {
        let here: BTreeSet<Id> = self.case.ledger().document_ids()?.into_iter().collect();
        let is_gone = |id: &Id| id.kind() == Some(hearsay_record::IdKind::Document) && !here.contains(id);
        let mut decided: BTreeMap<Id, Decided> = BTreeMap::new();
        let mut labels: BTreeMap<Id, (Label, String)> = BTreeMap::new();
        let mut gone: BTreeSet<Id> = BTreeSet::new();
        for (number, side) in self.sides().into_iter().enumerate() {
            let told = Told::of(side, persons)?;
            let of_person = |one: &Correction| !persons.is_empty() && told.of_correction(persons, one);
            let of_label = |one: &Label| !persons.is_empty() && told.of_label(persons, one);
            let (corrections, labels_gone) = forget::hanging_on(side, &is_gone, &of_person, &of_label)?;
            gone.extend(corrections.into_iter().chain(labels_gone));
            let (own, own_labels) = (side.corrections()?, side.labels()?);
            merged.n_decisions[number] = own.len() + own_labels.len();
            for (correction, at) in own {
                let known = decided.entry(correction.id.clone()).or_insert_with(|| Decided {
                    correction,
                    at: at.clone(),
                    sides: BTreeSet::new(),
                });
                known.sides.insert(number);
                if at < known.at {
                    known.at = at;
                }
            }
            for (label, at) in own_labels {
                let known = labels.entry(label.id.clone()).or_insert_with(|| (label, at.clone()));
                if at < known.1 {
                    known.1 = at;
                }
            }
        }
        decided.retain(|id, _| !gone.contains(id));
        labels.retain(|id, _| !gone.contains(id));
        merged.let_go = gone.into_iter().collect();
        let mut ordered: Vec<Decided> = decided.into_values().collect();
        in_order(&mut ordered);
        let (ordered, is_renamed) = one_each(ordered)?;
        let keeps = ordered.windows(2).all(|pair| pair[0].correction.sequence < pair[1].correction.sequence);
        merged.is_renumbered = !keeps || is_renamed;
        let ordered = if keeps { ordered } else { numbered(ordered)? };
        merged.conflicts.extend(conflicts(&ordered));
        for one in &ordered {
            self.case.ledger_mut().enter_correction(&one.correction, &one.at)?;
        }
        // Those set at one moment go in together.
        let mut of_moment: BTreeMap<String, Vec<Label>> = BTreeMap::new();
        for (label, at) in labels.into_values() {
            of_moment.entry(at).or_default().push(label);
        }
        for (at, labels) in of_moment {
            self.case.ledger_mut().enter_labels(&labels, &at)?;
        }
        merged.n_decisions[2] = ordered.len() + self.case.ledger().labels()?.len();
        Ok(())
    }
}

/// By the moment, but a withdrawal behind what it withdraws, whatever the clocks of the two cases said.
fn in_order(decided: &mut [Decided]) {
    let known: BTreeMap<Id, (String, Option<Id>)> =
        decided.iter().map(|one| (one.correction.id.clone(), (one.at.clone(), one.correction.undoes.clone()))).collect();
    let after = |one: &Decided| {
        let (mut at, mut depth, mut undone) = (one.at.clone(), 0_usize, one.correction.undoes.clone());
        // Each step leads to an earlier decision, so this ends; a file that was tampered with may hold a circle.
        while let Some((earlier, further)) = undone.as_ref().and_then(|id| known.get(id)).filter(|_| depth <= known.len()) {
            at = at.max(earlier.clone());
            depth += 1;
            undone.clone_from(further);
        }
        (at, depth, one.correction.sequence, one.correction.id.clone())
    };
    decided.sort_by_cached_key(after);
}

/// What is said without number and name.
fn plain(correction: &Correction) -> String {
    canonical::line(&Correction { id: Id::from_text(""), sequence: 0, ..correction.clone() })
}

/// One decision that both hold under two numbers, since one of them was merged before, is one. Who withdraws the other of the
/// two withdraws the one that is kept, under another id then; says whether there was such.
fn one_each(ordered: Vec<Decided>) -> Result<(Vec<Decided>, bool), CaseError> {
    let mut kept: Vec<Decided> = Vec::with_capacity(ordered.len());
    let mut known: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut renamed: BTreeMap<Id, Id> = BTreeMap::new();
    let mut is_renamed = false;
    for one in ordered {
        let old = one.correction.id.clone();
        let named = naming(&one.correction, &renamed)?;
        let one = if named == one.correction { one } else { Decided { correction: named.named(), ..one } };
        let name = (one.at.clone(), plain(&one.correction));
        match known.get(&name).copied().filter(|&at| kept[at].sides.is_disjoint(&one.sides)) {
            Some(at) => {
                renamed.insert(old, kept[at].correction.id.clone());
                kept[at].sides.extend(one.sides);
            }
            None => {
                if one.correction.id != old {
                    renamed.insert(old, one.correction.id.clone());
                    is_renamed = true;
                }
                known.insert(name, kept.len());
                kept.push(one);
            }
        }
    }
    Ok((kept, is_renamed))
}

/// Numbers them in this order; one that names another by its old id names it by the new one.
fn numbered(ordered: Vec<Decided>) -> Result<Vec<Decided>, CaseError> {
    let mut renamed: BTreeMap<Id, Id> = BTreeMap::new();
    let mut out = Vec::with_capacity(ordered.len());
    for (sequence, one) in (1..).zip(ordered) {
        let old = one.correction.id.clone();
        let correction = Correction { sequence, ..naming(&one.correction, &renamed)? }.named();
        if correction.id != old {
            renamed.insert(old, correction.id.clone());
        }
        out.push(Decided { correction, ..one });
    }
    Ok(out)
}

/// A decision that names others by their new ids; its own stays what it was.
fn naming(correction: &Correction, renamed: &BTreeMap<Id, Id>) -> Result<Correction, CaseError> {
    if renamed.is_empty() {
        return Ok(correction.clone());
    }
    let mut line = canonical::line(correction);
    for (from, to) in renamed {
        line = line.replace(from.as_str(), to.as_str());
    }
    let damaged = |error: serde_json::Error| CaseError::Correction { on: correction.id.to_string(), why: error.to_string() };
    Ok(Correction { id: correction.id.clone(), ..serde_json::from_str(&line).map_err(damaged)? })
}

/// Pairs of decisions, one of each side alone, on the same evidence, that say different things.
fn conflicts(ordered: &[Decided]) -> Vec<Conflict> {
    let alone = |side: usize| ordered.iter().filter(move |one| one.sides.iter().eq([&side]));
    let mut found = Vec::new();
    for one in alone(0) {
        for other in alone(1).filter(|other| differ(&one.correction, &other.correction)) {
            let (early, late) = if one.correction.sequence < other.correction.sequence { (one, other) } else { (other, one) };
            let told = |decided: &Decided| {
                let kind = serde_json::to_value(decided.correction.kind).unwrap_or_default();
                format!(
                    "{} {} by {}, {}",
                    decided.correction.id,
                    kind.as_str().unwrap_or_default(),
                    decided.correction.by,
                    decided.at
                )
            };
            found.push(Conflict {
                on: late.correction.on.document.to_string(),
                exact: late.correction.on.exact.split_whitespace().collect::<Vec<_>>().join(" "),
                stands: told(late),
                gives_way: told(early),
            });
        }
    }
    found
}

fn differ(one: &Correction, other: &Correction) -> bool {
    let same = |one: &Anchor, other: &Anchor| one.document == other.document && overlap(one, other) >= SAME_PLACE;
    let on_same = match (&one.with, &other.with) {
        (None, None) => same(&one.on, &other.on),
        (Some(one_with), Some(other_with)) => {
            same(&one.on, &other.on) && same(one_with, other_with) || same(&one.on, other_with) && same(one_with, &other.on)
        }
        _ => false,
    };
    // Who speaks and where the words stand are two questions.
    let pair = [one.kind, other.kind];
    let are_apart = pair.contains(&CorrectionKind::Speaker) && pair.contains(&CorrectionKind::Span);
    let says = |correction: &Correction| {
        (correction.kind, correction.roles.as_ref().map(hearsay_record::Roles::spans), correction.speaker.clone())
    };
    on_same && !are_apart && says(one) != says(other)
}

/// Intersection over union of the code points of two anchors.
fn overlap(one: &Anchor, other: &Anchor) -> f64 {
    if one.spans == other.spans {
        return 1.0;
    }
    let size = |anchor: &Anchor| anchor.spans.iter().map(|span| span.len()).sum::<usize>();
    let shared: usize = one.spans.iter().map(|a| other.spans.iter().map(|b| a.shared(b)).sum::<usize>()).sum();
    let union = size(one) + size(other) - shared;
    if union == 0 { 0.0 } else { shared as f64 / union as f64 }
}

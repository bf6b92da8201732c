//! `coverage`: what was taken in, and what of it was read; stated beside every answer.
//!
//! In: documents and their notes. Out: [`Coverage`], and as an answer a row for each document.
//! Invariant: a document that was not read is counted with its reason, in every answer.
//!
//! Example: 31 documents, 9 outlets, 5–16 November, 2 not read: *no pack for ru*.

use crate::ViewError;
use crate::answer::{Answered, Facet, Found, Row};
use crate::columns::latest_first;
use crate::days::day_number;
use crate::filter::{ColumnOrder, Filter, Question};
use crate::listed::{self, List, Listed};
use crate::lookup::Lookup;
use crate::place::DocumentRef;
use crate::records::Place;
use crate::sieve::Documents;
use crate::snapshot::Snapshot;
use hearsay_ledger::Ledger;
use hearsay_record::{Document, Note};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The answer.
pub type CoverageAnswer = Answered<CoverageRow>;

/// What the ledger covers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Documents.
    pub documents: usize,
    /// Outlets.
    pub outlets: usize,
    /// Date of the first document.
    pub first: Option<String>,
    /// Date of the last.
    pub last: Option<String>,
    /// Documents without a date.
    pub undated: usize,
    /// Documents by language; none where it is unknown.
    pub languages: Vec<LanguageCount>,
    /// Documents that were not read, by reason.
    pub not_read: Vec<NotRead>,
    /// Documents that name no outlet and have no address to tell it by.
    pub without_outlet: usize,
    /// Documents that were read, and in which nobody was found to say anything.
    pub without_statements: usize,
    /// Days from the first document to the last, both counted; none where no date tells its day.
    pub days: usize,
    /// Days of these on which no document was published.
    pub days_without: usize,
    /// Files, and items of files, that could not be taken in when they were given last.
    pub refused: usize,
}

/// Documents in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LanguageCount {
    /// BCP 47 code.
    pub language: Option<String>,
    /// Documents.
    pub documents: usize,
}

/// Documents that were not read for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotRead {
    /// Why, for a person.
    pub because: String,
    /// Documents.
    pub documents: usize,
}

/// Why a document was not read, if it was not.
fn not_read<'s>(snapshot: &'s Snapshot, document: &Document) -> Option<&'s str> {
    match snapshot.reading_notes.get(&document.id) {
        None => Some("not read: no reader has seen it"),
        Some(notes) => notes.iter().find(|note| note.code == "not-read").map(|note| note.message.as_str()),
    }
}

/// What a ledger covers.
///
/// # Errors
///
/// If the ledger can't be read.
pub fn of(lookup: &Lookup<'_>) -> Result<Coverage, ViewError> {
    // Files come to be refused without a record that changes, so their number is no part of what is kept.
    Ok(Coverage { refused: lookup.ledger.n_refused()?, ..lookup.kept().coverage(|| count(lookup)).clone() })
}

fn count(lookup: &Snapshot) -> Coverage {
    let documents = || lookup.documents.values();
    let dates: BTreeSet<&str> =
        documents().filter_map(|document| document.published.as_ref()).map(|dated| dated.date.as_str()).collect();
    let mut languages = BTreeMap::<Option<&str>, usize>::new();
    let mut unread = BTreeMap::<&str, usize>::new();
    for document in documents() {
        *languages.entry(document.language.as_deref()).or_default() += 1;
        if let Some(because) = not_read(lookup, document) {
            *unread.entry(because).or_default() += 1;
        }
    }
    let days: BTreeSet<i64> = dates.iter().filter_map(|date| day_number(date)).collect();
    let span = days.first().zip(days.last()).map_or(0, |(first, last)| usize::try_from(last - first + 1).unwrap_or(0));
    let columns = lookup.columns();
    let telling = |document: &Document| lookup.documents.0.place(&document.id).is_some_and(|at| !columns.lines_in(at).is_empty());
    Coverage {
        refused: 0,
        without_outlet: documents().filter(|document| document.origin.outlet.is_none()).count(),
        without_statements: documents().filter(|document| not_read(lookup, document).is_none() && !telling(document)).count(),
        days: span,
        days_without: span.saturating_sub(days.len()),
        documents: lookup.documents.len(),
        outlets: documents().filter_map(|document| document.origin.outlet.as_ref()).collect::<BTreeSet<_>>().len(),
        first: dates.first().map(|date| (*date).to_string()),
        last: dates.last().map(|date| (*date).to_string()),
        undated: documents().filter(|document| document.published.is_none()).count(),
        languages: languages
            .into_iter()
            .map(|(language, documents)| LanguageCount { language: language.map(str::to_owned), documents })
            .collect(),
        not_read: unread.into_iter().map(|(because, documents)| NotRead { because: because.into(), documents }).collect(),
    }
}

/// One document and whether it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CoverageRow {
    /// The document.
    #[serde(flatten)]
    pub document: DocumentRef,
    /// Whether it was read.
    pub read: bool,
    /// Why it was not.
    pub not_read_because: Option<String>,
    /// Lines of the ledger from it.
    pub statements: usize,
    /// What intake and reader doubted.
    pub notes: Vec<Note>,
}

impl Row for CoverageRow {
    const NAME: &'static str = "coverage";
    const COLUMNS: &'static [&'static str] =
        &["published", "outlet", "title", "language", "read", "not_read_because", "statements", "notes", "path", "document"];
    const TERMINAL: &'static [&'static str] =
        &["published", "outlet", "title", "language", "read", "statements", "notes", "document"];
    fn cells(&self) -> Vec<String> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        vec![
            text(&self.document.published),
            text(&self.document.outlet),
            text(&self.document.title),
            text(&self.document.language),
            if self.read { "read".into() } else { "not read".into() },
            text(&self.not_read_because),
            self.statements.to_string(),
            self.notes.iter().map(|note| note.code.as_str()).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("; "),
            text(&self.document.path),
            self.document.document.to_string(),
        ]
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        listed::find(lookup, filter)
    }
    fn in_order(lookup: &Lookup<'_>, filter: &Filter, order: ColumnOrder) -> Result<Found<Self>, ViewError> {
        listed::in_order(lookup, filter, order)
    }
}

impl Listed for CoverageRow {
    type Item = Place;
    fn list(lookup: &Lookup<'_>, filter: &Filter) -> Result<List<Place>, ViewError> {
        let columns = lookup.columns();
        let sieve = lookup.sieve(filter);
        let taken = Documents::of(lookup, &sieve);
        let mut documents: Vec<(Place, &Document)> = lookup
            .documents
            .0
            .sorted()
            .filter(|(place, _)| taken.take(*place))
            .map(|(place, document)| (place, document.as_ref()))
            .collect();
        let date = |place: &Place| columns.documents[*place as usize].date;
        documents.sort_by_key(|(place, _)| date(place));
        match filter.sort.as_deref() {
            Some("recent") => documents.sort_by_key(|(place, _)| latest_first(date(place))),
            Some("name") => documents.sort_by_key(|(_, document)| (document.title.is_none(), document.title.as_deref())),
            _ => {}
        }
        let (mut dates, mut outlets) = (vec![0_usize; columns.dates.len()], vec![0_usize; columns.outlets.len()]);
        let mut languages = vec![0_usize; columns.languages.len()];
        for (place, _) in &documents {
            let document = columns.documents[*place as usize];
            for (counts, at) in
                [(&mut dates, document.date), (&mut outlets, document.outlet), (&mut languages, document.language)]
            {
                if let Some(count) = counts.get_mut(at as usize) {
                    *count += 1;
                }
            }
        }
        let plain = |key, names: &[String], counts: &[usize]| {
            Facet::of_counts(key, names.iter().zip(counts).map(|(name, count)| (name.as_str(), name.as_str(), *count)))
        };
        let facets = vec![
            plain("outlet", &columns.outlets, &outlets),
            plain("language", &columns.languages, &languages),
            Facet::of_dates(columns.dates.iter().zip(dates).map(|(date, count)| (date.as_str(), count))),
        ];
        Ok(List { items: documents.into_iter().map(|(place, _)| place).collect(), facets })
    }
    fn row(lookup: &Lookup<'_>, _: &Filter, place: &Place) -> Option<Self> {
        let document = lookup.documents.at(*place)?;
        let because = not_read(lookup, document);
        let own = document.notes.iter().chain(lookup.reading_notes.get(&document.id).into_iter().flatten());
        Some(Self {
            document: DocumentRef::of(document),
            read: because.is_none(),
            not_read_because: because.map(str::to_owned),
            statements: lookup.columns().lines_in(*place).len(),
            notes: own.cloned().collect(),
        })
    }
}

/// Asks what was taken in and read.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<CoverageAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

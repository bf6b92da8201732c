//! [`Sieve`]: what a filter means in one state of a ledger, and which lines and documents meet it.
//!
//! In: a filter with its names looked up. Out: whether a line or a document meets it. Invariant: [`LineSieve`], which asks the
//! columns, takes exactly the lines that [`Sieve::takes`] takes.
//!
//! Example: `outlet=Harbour Review` is asked once of each document, and of no line.

use crate::columns::{Columns, LineColumn};
use crate::filter::Filter;
use crate::line::Line;
use crate::lookup::{Lookup, holds_words, is_called, json_word};
use crate::records::{NOWHERE, Place};
use crate::snapshot::{Ends, Snapshot};
use hearsay_record::{Document, GroupKind, Id};
use hearsay_text::fold;
use std::collections::{BTreeSet, HashSet};

/// A filter with its names looked up.
pub struct Sieve<'f> {
    pub(crate) filter: &'f Filter,
    pub(crate) speaker: Option<BTreeSet<Id>>,
    pub(crate) about: Option<BTreeSet<Id>>,
    pub(crate) claim: Option<BTreeSet<Id>>,
    pub(crate) added: Option<BTreeSet<Id>>,
}

impl Sieve<'_> {
    /// Whether a claim is asked for, or any.
    pub(crate) fn takes_claim(&self, claim: &Id) -> bool {
        self.claim.as_ref().is_none_or(|wanted| wanted.contains(claim))
    }

    /// Who is meant as the speaker, if one is asked for.
    pub(crate) fn speaker(&self) -> Option<&BTreeSet<Id>> {
        self.speaker.as_ref()
    }

    /// Whether a line meets every condition that lines can meet.
    #[must_use]
    pub fn takes(&self, snapshot: &Snapshot, line: &Line<'_>) -> bool {
        let (filter, statement) = (self.filter, line.statement);
        let is = |wanted: &Option<BTreeSet<Id>>, chain: &Id| {
            wanted.as_ref().is_none_or(|wanted| snapshot.who_id(chain).is_some_and(|id| wanted.contains(id)))
        };
        (self.speaker.is_none() || statement.who.as_ref().is_some_and(|chain| is(&self.speaker, chain)))
            && (self.about.is_none() || statement.about.iter().any(|chain| is(&self.about, chain)))
            && filter.act.as_deref().is_none_or(|act| same_word(act, &statement.act) || same_word(act, &statement.act_family))
            && filter.form.as_deref().is_none_or(|form| json_word(&statement.form) == form)
            && filter.source_kind.as_deref().is_none_or(|kind| json_word(&statement.source_kind) == kind)
            && self.claim.as_ref().is_none_or(|wanted| {
                snapshot.group_of(GroupKind::Claim, &statement.id).is_some_and(|claim| wanted.contains(claim.id))
            })
            && self.comes_from(line.document)
            && filter.takes_date(line.date())
            && filter.text.as_deref().is_none_or(|wanted| holds_words(&line.words(), wanted))
    }

    /// Whether a document meets the conditions on outlet, language and document.
    #[must_use]
    pub fn comes_from(&self, document: &Document) -> bool {
        let filter = self.filter;
        let outlet = document.origin.outlet.as_deref().unwrap_or("");
        filter.outlet.as_deref().is_none_or(|wanted| fold(outlet).text == fold(wanted).text)
            && filter.language.as_deref().is_none_or(|wanted| {
                document.language.as_deref().is_some_and(|language| {
                    language.eq_ignore_ascii_case(wanted)
                        || language.get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(wanted))
                            && language.as_bytes().get(wanted.len()) == Some(&b'-')
                })
            })
            && filter.document.as_deref().is_none_or(|wanted| is_called(document, wanted))
            && self.added.as_ref().is_none_or(|added| added.contains(&document.id))
    }

    /// Whether a document meets all conditions that documents can meet.
    #[must_use]
    pub fn takes_document(&self, document: &Document) -> bool {
        let date = document.published.as_ref().map(|dated| dated.date.as_str());
        self.comes_from(document) && self.filter.takes_date(date)
    }
}

/// A filter as numbers of columns: what it takes of each is found out once, and asked of many lines.
pub(crate) struct LineSieve<'s> {
    snapshot: &'s Snapshot,
    columns: &'s Columns,
    speaker: Option<HashSet<u32>>,
    about: Option<HashSet<u32>>,
    acts: Option<(Vec<bool>, Vec<bool>)>,
    forms: Option<Vec<bool>>,
    source_kinds: Option<Vec<bool>>,
    claims: Option<HashSet<Place>>,
    documents: Option<Vec<bool>>,
    dates: Option<Vec<bool>>,
    text: Option<&'s str>,
}

impl<'s> LineSieve<'s> {
    pub(crate) fn of(lookup: &'s Lookup<'_>, sieve: &Sieve<'s>) -> Self {
        let snapshot: &Snapshot = lookup;
        let (columns, filter) = (snapshot.columns(), sieve.filter);
        let who = |meant: &Option<BTreeSet<Id>>| {
            let meant = meant.as_ref()?;
            Some(meant.iter().filter_map(|id| columns.who_called(snapshot, id)).collect())
        };
        let words = |wanted: Option<&str>, words: &[String], is: fn(&str, &str) -> bool| -> Option<Vec<bool>> {
            wanted.map(|wanted| words.iter().map(|word| is(wanted, word)).collect())
        };
        let act = filter.act.as_deref();
        let is_dated = filter.from.is_some() || filter.to.is_some() || filter.date.is_some();
        let of_documents =
            filter.outlet.is_some() || filter.language.is_some() || filter.document.is_some() || sieve.added.is_some();
        Self {
            snapshot,
            columns,
            speaker: who(&sieve.speaker),
            about: who(&sieve.about),
            acts: words(act, &columns.acts, same_word).zip(words(act, &columns.families, same_word)),
            forms: words(filter.form.as_deref(), &columns.forms, str::eq),
            source_kinds: words(filter.source_kind.as_deref(), &columns.source_kinds, str::eq),
            claims: sieve.claim.as_ref().map(|claims| claims.iter().filter_map(|claim| snapshot.groups.place(claim)).collect()),
            documents: of_documents.then(|| {
                let places = 0..columns.documents.len();
                let document = |place: usize| snapshot.documents.at(Place::try_from(place).unwrap_or(NOWHERE));
                places.map(|place| document(place).is_some_and(|document| sieve.comes_from(document))).collect()
            }),
            dates: is_dated.then(|| columns.dates.iter().map(|date| filter.takes_date(Some(date))).collect()),
            text: filter.text.as_deref(),
        }
    }

    /// Whether every line is taken.
    pub(crate) fn takes_all(&self) -> bool {
        self.takes_all_numbers() && self.text.is_none()
    }

    fn takes_all_numbers(&self) -> bool {
        self.speaker.is_none()
            && self.about.is_none()
            && self.acts.is_none()
            && self.forms.is_none()
            && self.source_kinds.is_none()
            && self.claims.is_none()
            && self.documents.is_none()
            && self.dates.is_none()
    }

    /// All conditions but that on words.
    fn takes_numbers(&self, line: &LineColumn) -> bool {
        let has = |list: &Option<Vec<bool>>, at: usize| list.as_ref().is_none_or(|list| list.get(at).copied().unwrap_or(false));
        self.speaker.as_ref().is_none_or(|meant| meant.contains(&line.who))
            && self.about.as_ref().is_none_or(|meant| self.columns.about(line).iter().any(|who| meant.contains(who)))
            && self.acts.as_ref().is_none_or(|(acts, families)| {
                [(acts, line.act), (families, line.family)].iter().any(|(words, at)| words.get(usize::from(*at)) == Some(&true))
            })
            && has(&self.forms, usize::from(line.form))
            && has(&self.source_kinds, usize::from(line.source_kind))
            && self.claims.as_ref().is_none_or(|wanted| wanted.contains(&line.claim))
            && has(&self.documents, line.document as usize)
            && has(&self.dates, line.date as usize)
    }

    /// Those of these lines that meet every condition, in the same order.
    pub(crate) fn taken(&self, lines: impl Iterator<Item = u32>) -> Vec<u32> {
        let takes_all = self.takes_all_numbers();
        let mut taken: Vec<u32> = lines.filter(|at| takes_all || self.takes_numbers(&self.columns.lines[*at as usize])).collect();
        if let Some(text) = self.text {
            let wanted = Wanted::of(text);
            let holds = keep(&taken, |at| self.holds(*at, &wanted));
            let mut holds = holds.into_iter();
            taken.retain(|_| holds.next().unwrap_or(false));
        }
        taken
    }

    /// For each line of the case, whether it meets every condition.
    pub(crate) fn marks(&self) -> Vec<bool> {
        let n = self.columns.lines.len();
        let mut marks = vec![false; n];
        for at in self.taken(0..crate::columns::number(n)) {
            marks[at as usize] = true;
        }
        marks
    }

    fn holds(&self, at: u32, wanted: &Wanted) -> bool {
        self.snapshot.words(self.columns.lines[at as usize].statement).is_some_and(|words| wanted.all_in(&words))
    }
}

/// The documents that meet a condition, by place.
pub(crate) struct Documents(Option<Vec<bool>>);

impl Documents {
    /// Those that a filter takes.
    pub(crate) fn of(snapshot: &Snapshot, sieve: &Sieve<'_>) -> Self {
        let keys = ["outlet", "language", "document", "added_after", "date", "from", "to"];
        if !sieve.filter.conditions().iter().any(|key| keys.contains(key)) {
            return Self(None);
        }
        Self::that(snapshot, |document| sieve.takes_document(document))
    }

    /// Those whose text holds all words of a text.
    pub(crate) fn holding(snapshot: &Snapshot, words: &str) -> Self {
        let wanted = Wanted::of(words);
        Self::that(snapshot, |document| wanted.all_in(&document.text))
    }

    fn that(snapshot: &Snapshot, takes: impl Fn(&Document) -> bool + Sync) -> Self {
        let places: Vec<Place> = (0..crate::columns::number(snapshot.documents.0.n_places())).collect();
        Self(Some(keep(&places, |place| snapshot.documents.at(*place).is_some_and(&takes))))
    }

    /// Whether the document at a place is one of them.
    pub(crate) fn take(&self, place: Place) -> bool {
        self.0.as_ref().is_none_or(|takes| takes[place as usize])
    }

    /// Whether one of the documents of a link is.
    pub(crate) fn take_one(&self, ends: Ends) -> bool {
        ends.documents.iter().any(|document| self.take(*document))
    }
}

/// Items that one thread looks at without another being worth its while.
const PART: usize = 2_000;

/// For each item what is found of it, in order; of many items by all processors.
pub(crate) fn keep<T: Sync>(items: &[T], find: impl Fn(&T) -> bool + Sync) -> Vec<bool> {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let part = items.len().div_ceil(processors).max(PART);
    let find = &find;
    std::thread::scope(|scope| {
        let parts: Vec<_> =
            items.chunks(part).map(|part| scope.spawn(move || part.iter().map(find).collect::<Vec<bool>>())).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

/// Words that are looked for, in any order, case and form.
pub(crate) struct Wanted(Vec<String>);

impl Wanted {
    pub(crate) fn of(wanted: &str) -> Self {
        let words: BTreeSet<String> = words(&fold(wanted).text).map(str::to_owned).collect();
        Self(words.into_iter().collect())
    }

    /// Whether each of them is a word of the text.
    pub(crate) fn all_in(&self, text: &str) -> bool {
        let folded = fold(text).text;
        let mut missing: Vec<&String> = self.0.iter().collect();
        for word in words(&folded) {
            missing.retain(|wanted| *wanted != word);
            if missing.is_empty() {
                break;
            }
        }
        !self.0.is_empty() && missing.is_empty()
    }
}

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// `decline-to-comment` and `decline_to_comment` are one word.
fn same_word(one: &str, other: &str) -> bool {
    one.replace('-', "_").eq_ignore_ascii_case(&other.replace('-', "_"))
}

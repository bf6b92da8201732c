//! [`feed`]: any list as a feed, so that a question can be followed: Atom (RFC 4287) and JSON Feed 1.1.
//!
//! In: an address with its conditions. Out: the rows of its question as entries, the latest taken in first. Invariants:
//! an entry keeps its id as long as the record keeps its own; it is updated when a document that it rests on is
//! taken in or a person decides on its evidence, never by being asked for; it says which conditions it met.
//!
//! Example: `/claims.atom?speaker=Holm&act=deny` is new whenever Holm is reported to deny something.

mod atom;
mod entries;
mod json_feed;

use crate::address::{Address, href};
use crate::narrowing::{told, told_value};
use crate::problem::Problem;
use crate::rendering::Rendering;
use entries::entries;
use hearsay::record::{CharSpan, Id, canonical};
use hearsay::view::{Ask, Lookup, Question};
use std::collections::BTreeMap;

/// A list that can be followed.
struct Feed {
    id: String,
    title: String,
    /// What its entries have in common.
    matched: Vec<Condition>,
    /// The page of the same list.
    page: String,
    own: String,
    updated: String,
    entries: Vec<Entry>,
}

/// A condition that every entry meets.
#[derive(Clone)]
struct Condition {
    /// `speaker=e-00af…`
    term: String,
    /// *speaker: Ada Holm*
    words: String,
}

/// One row.
#[derive(Default)]
struct Entry {
    /// Of the record.
    id: String,
    title: String,
    /// Its page here.
    page: String,
    updated: String,
    /// When it was said or published, as far as that is told.
    date: String,
    /// Who speaks, or which outlet.
    authors: Vec<String>,
    /// The sentence, and where it stands.
    text: String,
    language: String,
    /// Where it was published.
    published_at: Option<String>,
}

/// Entries of a feed, where the address does not say.
const ENTRIES: usize = 100;

/// Whether the list of a question can be followed.
pub(crate) fn has_feed(ask: Ask) -> bool {
    !matches!(ask, Ask::Stats | Ask::Refused | Ask::Show | Ask::Document | Ask::Person | Ask::Why)
}

/// The list of this address as a feed.
pub(crate) fn feed(
    lookup: &Lookup<'_>,
    case: &str,
    origin: &str,
    address: &Address,
    rendering: Rendering,
) -> Result<Vec<u8>, Problem> {
    let ask = match address.segments.as_slice() {
        [word] => Ask::parse(word).ok().filter(|ask| has_feed(*ask)),
        _ => None,
    };
    let Some(ask) = ask else { return Err(Problem::no_page(&address.path())) };
    let mut question = Question::parse(ask, address.pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())))?;
    let most = question.filter.limit.take().unwrap_or(ENTRIES);
    (question.filter.offset, question.filter.columns, question.filter.sort) = (None, None, None);
    let moments = Moments::of(lookup)?;
    let mut entries = entries(lookup, &question, &moments)?;
    // The sort is stable: of those that were taken in together, the order of the question stays.
    entries.sort_by(|a, b| b.updated.cmp(&a.updated));
    entries.truncate(most);
    let pairs = question.pairs();
    let matched: Vec<Condition> = question
        .filter
        .conditions()
        .into_iter()
        .filter_map(|key| {
            let (_, value) = pairs.iter().find(|(known, _)| *known == key)?;
            Some(Condition {
                term: format!("{key}={value}"),
                words: format!("{}: {}", told(key), told_value(lookup, key, value)),
            })
        })
        .collect();
    let path = address.path();
    let suffix = if rendering == Rendering::Atom { ".atom" } else { ".feed.json" };
    let conditions = matched.iter().map(|condition| condition.words.as_str()).collect::<Vec<_>>().join("; ");
    let title = if conditions.is_empty() {
        format!("{case}: {}", ask.as_str())
    } else {
        format!("{case}: {}: {conditions}", ask.as_str())
    };
    let feed = Feed {
        id: format!(
            "urn:hearsay:feed:{}",
            &canonical::digest(vec![case.to_string(), href(&path, pairs.iter().map(|(key, value)| (key, value)))])[..32]
        ),
        title,
        matched,
        page: format!("{origin}{}", href(&path, pairs.iter().map(|(key, value)| (key, value)))),
        own: format!("{origin}{}", href(&format!("{path}{suffix}"), pairs.iter().map(|(key, value)| (key, value)))),
        updated: entries.first().map_or_else(|| moments.latest.clone(), |entry| entry.updated.clone()),
        entries,
    };
    match rendering {
        Rendering::Atom => Ok(atom::write(&feed, origin).into_bytes()),
        _ => json_feed::write(&feed, origin),
    }
}

/// When things came into the case.
struct Moments {
    /// When each document was first taken in.
    documents: BTreeMap<Id, String>,
    /// Decisions of persons, by document: on which part of it, and when.
    decisions: BTreeMap<Id, Vec<(CharSpan, String)>>,
    latest: String,
}

/// What a case without a moment has: the time before all of them.
const NEVER: &str = "1970-01-01T00:00:00Z";

impl Moments {
    fn of(lookup: &Lookup<'_>) -> Result<Self, Problem> {
        let documents = lookup.first_seen()?.clone();
        let mut decisions = BTreeMap::<Id, Vec<(CharSpan, String)>>::new();
        for (correction, at) in lookup.ledger.corrections().map_err(Problem::from_ledger)? {
            for anchor in correction.places() {
                let (start, end) =
                    (anchor.spans.iter().map(|span| span.start).min(), anchor.spans.iter().map(|span| span.end).max());
                if let (Some(start), Some(end)) = (start, end) {
                    decisions.entry(anchor.document.clone()).or_default().push((CharSpan { start, end }, at.clone()));
                }
            }
        }
        let latest = documents.values().max().cloned().unwrap_or_else(|| NEVER.into());
        Ok(Self { documents, decisions, latest })
    }

    /// When something that rests on these places last became what it is.
    fn updated<'p>(&self, places: impl IntoIterator<Item = (&'p Id, &'p [CharSpan])>) -> String {
        let mut latest = NEVER.to_string();
        for (document, spans) in places {
            let taken_in = self.documents.get(document).into_iter();
            let decided = self.decisions.get(document).into_iter().flatten();
            let decided = decided.filter(|(on, _)| spans.iter().any(|span| span.overlaps(on))).map(|(_, at)| at);
            for moment in taken_in.chain(decided) {
                if *moment > latest {
                    latest.clone_from(moment);
                }
            }
        }
        latest
    }
}

impl Feed {
    /// What every entry met, in a sentence.
    fn met(&self) -> String {
        if self.matched.is_empty() {
            return "Matched: everything in this list.".into();
        }
        format!("Matched: {}.", self.matched.iter().map(|condition| condition.words.as_str()).collect::<Vec<_>>().join("; "))
    }
}

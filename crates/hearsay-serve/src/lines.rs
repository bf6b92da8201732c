//! [`StatementLine`] and [`ClaimLine`]: the rows that most pages are made of.
//!
//! In: rows of an answer. Out: what a row shows, its evidence with it. Invariant: who, act and words of
//! a row are those of its evidence; a row says how many origins only where they were counted.

use crate::dates;
use crate::evidence::{self, Passage};
use crate::labels::{self, SourceMark, Strokes};
use crate::people::{self, Who};
use hearsay::record::{Commitment, Id, LinkKind, SourceKind};
use hearsay::view::line::Line;
use hearsay::view::{ClaimsRow, Lookup, Snapshot, WhoSaidRow, words};

/// A line of the ledger as a row.
#[derive(Clone, Debug)]
pub(crate) struct StatementLine {
    pub(crate) id: String,
    pub(crate) source: SourceMark,
    pub(crate) who: Who,
    pub(crate) act: String,
    pub(crate) text: String,
    pub(crate) lang: String,
    pub(crate) about: Vec<Who>,
    pub(crate) date: String,
    pub(crate) outlet: String,
    pub(crate) form: &'static str,
    pub(crate) hedged: bool,
    /// Set where it is a question, refusal, order or wish: nobody's assertion.
    pub(crate) not_asserted: bool,
    pub(crate) confidence: &'static str,
    pub(crate) inside: Option<String>,
    pub(crate) claim: Option<String>,
    /// On the page of a claim, the statement that this one can be parted from.
    pub(crate) apart: Option<String>,
    pub(crate) passage: Passage,
}

/// A claim as a row.
#[derive(Clone, Debug)]
pub(crate) struct ClaimLine {
    pub(crate) id: String,
    pub(crate) source: SourceMark,
    pub(crate) who: Vec<Who>,
    pub(crate) more_speakers: usize,
    pub(crate) act: String,
    pub(crate) text: String,
    pub(crate) lang: String,
    pub(crate) origins: Strokes,
    pub(crate) articles: Strokes,
    pub(crate) unknown: usize,
    pub(crate) first: String,
    pub(crate) first_outlet: String,
    /// In what accounts part here, as words, with the way there.
    pub(crate) parts: Vec<String>,
    /// That it accuses, and that no answer was found; set where that was asked for.
    pub(crate) unanswered: String,
    pub(crate) passage: Passage,
}

/// Words shown of a content in a row; all of it stands in its evidence.
const SHOWN: usize = 240;
/// Speakers shown of a claim.
const SPEAKERS: usize = 3;

impl StatementLine {
    /// The row of a line.
    pub(crate) fn of(snapshot: &Snapshot, row: &WhoSaidRow) -> Self {
        Self {
            id: row.statement.to_string(),
            source: labels::source(row.source_kind),
            who: people::who(row.speaker.as_ref(), row.speaker_unknown_because.as_deref()),
            act: words::act(&row.act),
            text: labels::shortened(&row.content, SHOWN),
            lang: language(snapshot, &row.evidence.document),
            about: people::all(&row.about),
            date: row.when.as_deref().map(dates::long).unwrap_or_default(),
            outlet: row.outlet.clone().unwrap_or_default(),
            form: labels::form(row.form),
            hedged: row.hedged,
            not_asserted: matches!(row.commitment, Commitment::Uncommitted | Commitment::NotApplicable),
            confidence: labels::confidence(row.confidence),
            inside: row.inside.as_ref().map(|id| format!("/show/{id}")),
            claim: row.claim.as_ref().map(|id| format!("/claim/{id}")),
            apart: None,
            passage: evidence::passage(snapshot, &row.evidence),
        }
    }

    /// The row of a line of the snapshot.
    pub(crate) fn of_line(snapshot: &Snapshot, line: &Line<'_>) -> Self {
        Self::of(snapshot, &WhoSaidRow::of(snapshot, line))
    }
}

impl ClaimLine {
    /// The row of a claim.
    pub(crate) fn of(snapshot: &Lookup<'_>, row: &ClaimsRow) -> Self {
        let first = row.members.first();
        let line = first.and_then(|place| snapshot.line(place.attribution.as_ref()?));
        let reason = line.as_ref().and_then(|line| line.statement.who_unknown_because);
        let mut who = people::all(&row.speakers);
        if who.is_empty() {
            let code = reason.and_then(|reason| serde_json::to_value(reason).ok());
            who.push(people::who(None, code.as_ref().and_then(|code| code.as_str())));
        }
        // Several may share a name, and to read it twice tells nothing.
        let mut named: Vec<Who> = Vec::new();
        for one in who {
            if !named.iter().any(|known| known.name.eq_ignore_ascii_case(&one.name)) {
                named.push(one);
            }
        }
        let mut who = named;
        let more_speakers = who.len().saturating_sub(SPEAKERS);
        who.truncate(SPEAKERS);
        Self {
            id: row.id.to_string(),
            source: labels::source(line.map_or(SourceKind::NoSource, |line| line.statement.source_kind)),
            who,
            more_speakers,
            act: words::act(&row.act),
            text: labels::shortened(&row.text, SHOWN),
            lang: first.map(|place| language(snapshot, &place.document)).unwrap_or_default(),
            origins: labels::origins(row.origins),
            articles: labels::articles(row.documents),
            unknown: row.unknown,
            first: row.first.as_deref().map_or_else(|| "no date known".into(), dates::short),
            first_outlet: first.and_then(|place| place.outlet.clone()).unwrap_or_default(),
            unanswered: String::new(),
            parts: row.disputed_by.iter().map(|kind| parting(*kind).to_string()).collect(),
            passage: first.map(|place| evidence::passage(snapshot, place)).unwrap_or_default(),
        }
    }
}

/// In what accounts part, in a word or two.
pub(crate) fn parting(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Number => "number",
        LinkKind::Responsibility => "who did it",
        LinkKind::Denial => "denied",
        LinkKind::Negation => "negation",
        LinkKind::Time => "time",
        LinkKind::Place => "place",
        LinkKind::Speaker => "who said it",
        LinkKind::ChangedPosition => "changed position",
        LinkKind::Headline => "headline",
        other => other.as_str(),
    }
}

/// Language of a document, or nothing.
pub(crate) fn language(snapshot: &Snapshot, document: &Id) -> String {
    snapshot.documents.get(document).and_then(|document| document.language.clone()).unwrap_or_default()
}

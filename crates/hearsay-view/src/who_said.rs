//! `who-said`: who said what, each line of the ledger with its sentence.
//!
//! In: a filter (mostly `speaker`). Out: a row for each statement, in order of time. Every act is
//! here under its own name, questions and refusals too; what a row is called says what it is.
//!
//! Example: `hearsay who-said CASE Holm --act deny`.

use crate::ViewError;
use crate::answer::{Answered, Facet, Found, Row};
use crate::filter::{Filter, Question};
use crate::lookup::{Line, Lookup, Snapshot, json_word};
use crate::place::{EntityRef, Evidence};
use crate::words;
use hearsay_ledger::Ledger;
use hearsay_record::{Commitment, Form, GroupKind, Id, IdKind, Polarity, SourceKind, UnknownBecause};
use serde::Serialize;

/// The answer.
pub type WhoSaidAnswer = Answered<WhoSaidRow>;

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WhoSaidRow {
    /// The statement.
    pub statement: Id,
    /// The attribution that it rests on.
    pub attribution: Id,
    /// Who.
    pub speaker: Option<EntityRef>,
    /// Why nobody; set exactly where `speaker` is not.
    pub speaker_unknown_because: Option<String>,
    /// What kind of source.
    pub source_kind: SourceKind,
    /// Speech act.
    pub act: String,
    /// Its family.
    pub act_family: String,
    /// How it is given.
    pub form: Form,
    /// Put forward or rejected; says nothing where `commitment` is `Uu` or `n/a`.
    pub polarity: Polarity,
    /// How far the speaker stands behind it.
    pub commitment: Commitment,
    /// Weakened.
    pub hedged: bool,
    /// What was said, as printed; pieces joined by ` … `.
    pub content: String,
    /// When it was said, else published.
    pub when: Option<String>,
    /// About whom.
    pub about: Vec<EntityRef>,
    /// Through which outlet or channel.
    pub through: Option<String>,
    /// To whom.
    pub addressee: Option<String>,
    /// At which event, as printed.
    pub occasion: Option<String>,
    /// The statement in whose content this one stands.
    pub inside: Option<Id>,
    /// The claim that it is one report of.
    pub claim: Option<Id>,
    /// Where it stands.
    pub evidence: Evidence,
    /// Outlet of the document.
    pub outlet: Option<String>,
    /// When the document was published.
    pub published: Option<String>,
    /// Headline of the document.
    pub title: Option<String>,
    /// How sure the reader was, 0 to 1.
    pub confidence: f64,
}

impl WhoSaidRow {
    /// The row of a line.
    #[must_use]
    pub fn of(snapshot: &Snapshot, line: &Line<'_>) -> Self {
        let Line { statement, attribution, document } = line;
        let speaker = statement.who.as_ref().and_then(|chain| snapshot.who(chain));
        Self {
            statement: statement.id.clone(),
            attribution: attribution.id.clone(),
            speaker_unknown_because: unknown_because(speaker.as_ref(), statement.who_unknown_because),
            speaker,
            source_kind: statement.source_kind,
            act: statement.act.clone(),
            act_family: statement.act_family.clone(),
            form: statement.form,
            polarity: statement.polarity,
            commitment: statement.commitment,
            hedged: statement.hedged,
            content: Snapshot::text(document, &attribution.roles.content),
            when: line.date().map(str::to_owned),
            about: entities(snapshot, &statement.about),
            through: statement.through.clone(),
            addressee: statement.whom.clone(),
            occasion: attribution.occasion.as_ref().map(|occasion| Snapshot::text(document, &[occasion.span])),
            inside: statement.inside.as_ref().map(|id| id.renamed(IdKind::Statement)),
            claim: snapshot.group_of(GroupKind::Claim, &statement.id).map(|group| group.id.clone()),
            evidence: Evidence::of_line(snapshot, line),
            outlet: document.origin.outlet.clone(),
            published: document.published.as_ref().map(|dated| dated.date.clone()),
            title: document.title.clone(),
            confidence: attribution.confidence,
        }
    }
}

/// Who these chains are, each once, in order of first mention.
pub(crate) fn entities(snapshot: &Snapshot, chains: &[Id]) -> Vec<EntityRef> {
    let mut found: Vec<EntityRef> = Vec::new();
    for who in chains.iter().filter_map(|chain| snapshot.who(chain)) {
        if !found.contains(&who) {
            found.push(who);
        }
    }
    found
}

/// The reason why nobody is there, exactly where nobody is.
pub(crate) fn unknown_because(who: Option<&EntityRef>, because: Option<UnknownBecause>) -> Option<String> {
    match (who, because) {
        (Some(_), _) => None,
        (None, Some(because)) => Some(json_word(&because)),
        (None, None) => Some(json_word(&UnknownBecause::NoSource)),
    }
}

/// A name for a table: who it is, or why nobody is.
pub(crate) fn name_or_reason(who: Option<&EntityRef>, because: Option<&str>) -> String {
    who.map_or_else(|| format!("({})", words::words("unknown", because.unwrap_or("no-source"))), |who| who.name.clone())
}

/// Spans in a cell: `12-30 40-55`.
pub(crate) fn spans_cell(spans: &[hearsay_record::CharSpan]) -> String {
    spans.iter().map(|span| format!("{}-{}", span.start, span.end)).collect::<Vec<_>>().join(" ")
}

pub(crate) const COLUMNS: &[&str] = &[
    "when",
    "speaker",
    "speaker_id",
    "speaker_unknown_because",
    "source_kind",
    "act",
    "act_label",
    "act_family",
    "form",
    "polarity",
    "commitment",
    "hedged",
    "content",
    "about",
    "through",
    "addressee",
    "occasion",
    "inside",
    "claim",
    "outlet",
    "published",
    "title",
    "path",
    "document",
    "spans",
    "sentence",
    "confidence",
    "statement",
];
pub(crate) const TERMINAL: &[&str] = &["when", "speaker", "act_label", "content", "outlet", "statement"];

pub(crate) fn cells(row: &WhoSaidRow) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let id = |value: &Option<Id>| value.as_ref().map(ToString::to_string).unwrap_or_default();
    vec![
        text(&row.when),
        name_or_reason(row.speaker.as_ref(), row.speaker_unknown_because.as_deref()),
        row.speaker.as_ref().map(|who| who.id.to_string()).unwrap_or_default(),
        text(&row.speaker_unknown_because),
        json_word(&row.source_kind),
        row.act.clone(),
        words::act(&row.act),
        row.act_family.clone(),
        json_word(&row.form),
        json_word(&row.polarity),
        json_word(&row.commitment),
        if row.hedged { "hedged".into() } else { String::new() },
        row.content.clone(),
        row.about.iter().map(|who| who.name.as_str()).collect::<Vec<_>>().join("; "),
        text(&row.through),
        text(&row.addressee),
        text(&row.occasion),
        id(&row.inside),
        id(&row.claim),
        text(&row.outlet),
        text(&row.published),
        text(&row.title),
        text(&row.evidence.path),
        row.evidence.document.to_string(),
        spans_cell(&row.evidence.spans),
        row.evidence.sentence().to_string(),
        format!("{:.2}", row.confidence),
        row.statement.to_string(),
    ]
}

/// Lines in the order that the filter asks for, ties by [`Line::order`].
pub(crate) fn sort_lines(snapshot: &Snapshot, lines: &mut [Line<'_>], sort: Option<&str>) {
    lines.sort_by(|a, b| a.order().cmp(&b.order()));
    let speaker = |line: &Line<'_>| {
        let who = line.statement.who.as_ref().and_then(|chain| snapshot.who(chain));
        (who.is_none(), who.map(|who| (who.name, who.id)))
    };
    match sort {
        Some("recent") => lines.sort_by_key(|line| std::cmp::Reverse(line.date())),
        Some("speaker") => lines.sort_by_cached_key(speaker),
        Some("outlet") => {
            lines.sort_by_key(|line| (line.document.origin.outlet.is_none(), line.document.origin.outlet.as_deref()))
        }
        Some("confidence") => lines.sort_by(|a, b| b.attribution.confidence.total_cmp(&a.attribution.confidence)),
        _ => {}
    }
}

/// What narrows a list of lines.
pub(crate) fn facets(snapshot: &Snapshot, lines: &[Line<'_>]) -> Vec<Facet> {
    let who = |chain: &Id| snapshot.who(chain).map(|who| (who.id.to_string(), who.name));
    let about = |line: &Line<'_>| entities(snapshot, &line.statement.about);
    vec![
        Facet::count("speaker", lines.iter().filter_map(|line| who(line.statement.who.as_ref()?))),
        Facet::count("about", lines.iter().flat_map(about).map(|who| (who.id.to_string(), who.name))),
        Facet::count("act", lines.iter().map(|line| (line.statement.act.clone(), words::act(&line.statement.act)))),
        Facet::count("form", lines.iter().map(|line| (json_word(&line.statement.form), json_word(&line.statement.form)))),
        Facet::count(
            "source_kind",
            lines.iter().map(|line| {
                let kind = json_word(&line.statement.source_kind);
                let label = words::words("source", &kind);
                (kind, label)
            }),
        ),
        Facet::count(
            "outlet",
            lines.iter().filter_map(|line| {
                let outlet = line.document.origin.outlet.clone()?;
                Some((outlet.clone(), outlet))
            }),
        ),
        Facet::count_dates(lines.iter().filter_map(Line::date)),
        Facet::count(
            "language",
            lines.iter().filter_map(|line| {
                let language = line.document.language.clone()?;
                Some((language.clone(), language))
            }),
        ),
    ]
}

/// The lines that a filter takes, sorted, as rows.
pub(crate) fn rows(lookup: &Lookup<'_>, filter: &Filter) -> Found<WhoSaidRow> {
    let sieve = lookup.sieve(filter);
    let mut lines: Vec<Line<'_>> = lookup.lines().filter(|line| sieve.takes(lookup, line)).collect();
    sort_lines(lookup, &mut lines, filter.sort.as_deref());
    let facets = facets(lookup, &lines);
    Found::of(lines, filter, facets, |line| WhoSaidRow::of(lookup, &line))
}

impl Row for WhoSaidRow {
    const NAME: &'static str = "who-said";
    const COLUMNS: &'static [&'static str] = COLUMNS;
    const TERMINAL: &'static [&'static str] = TERMINAL;
    fn cells(&self) -> Vec<String> {
        cells(self)
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        Ok(rows(lookup, filter))
    }
}

/// Asks who said what.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<WhoSaidAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

//! `who-said`: who said what, each line of the ledger with its sentence.
//!
//! In: a filter (mostly `speaker`). Out: a row for each statement, in order of time. Every act is
//! here under its own name, questions and refusals too; what a row is called says what it is.
//!
//! Example: `hearsay who-said CASE Holm --act deny`.

use crate::ViewError;
use crate::answer::{Answered, Facet, Found, Row};
use crate::columns::{Columns, latest_first};
use crate::filter::{ColumnOrder, Filter, Question};
use crate::line::Line;
use crate::listed::{self, List, Listed};
use crate::lookup::{Lookup, json_word};
use crate::place::{EntityRef, Evidence};
use crate::records::NOWHERE;
use crate::sieve::LineSieve;
use crate::snapshot::Snapshot;
use crate::words;
use hearsay_ledger::Ledger;
use hearsay_record::{Commitment, Form, GroupKind, Id, IdKind, Polarity, SourceKind, UnknownBecause};
use serde::Serialize;
use std::collections::HashSet;

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
        let mut row = Self::bare(snapshot, line);
        row.evidence.fill(snapshot);
        row
    }

    /// The same without its sentence.
    pub(crate) fn bare(snapshot: &Snapshot, line: &Line<'_>) -> Self {
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
            evidence: Evidence::bare_of_line(snapshot, line),
            outlet: document.origin.outlet.clone(),
            published: document.published.as_ref().map(|dated| dated.date.clone()),
            title: document.title.clone(),
            confidence: attribution.confidence,
        }
    }
}

/// Who these chains are, each once, in order of first mention.
pub(crate) fn entities(snapshot: &Snapshot, chains: &[Id]) -> Vec<EntityRef> {
    // Name and kind follow from the id.
    let mut seen: HashSet<Id> = HashSet::new();
    let found = chains.iter().filter_map(|chain| snapshot.who(chain));
    found.filter(|who| seen.insert(who.id.clone())).collect()
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

/// Lines in the order that the filter asks for; they come in their usual order, which breaks ties.
pub(crate) fn sort_lines(snapshot: &Snapshot, columns: &Columns, lines: &mut [u32], sort: Option<&str>) {
    let column = |at: &u32| &columns.lines[*at as usize];
    match sort {
        // What has no date stands last, whichever way the others stand.
        Some("recent") => lines.sort_by_key(|at| latest_first(column(at).date)),
        Some("speaker") => lines.sort_by_cached_key(|at| {
            let who = columns.name(snapshot, column(at).who);
            (who.is_none(), who.map(|(id, name)| (name, id)))
        }),
        Some("outlet") => lines.sort_by_key(|at| columns.documents[column(at).document as usize].outlet),
        Some("confidence") => {
            let sure = |at: &u32| snapshot.statements.at(column(at).statement).map_or(0.0, |said| said.confidence);
            lines.sort_by(|a, b| sure(b).total_cmp(&sure(a)));
        }
        _ => {}
    }
}

/// What narrows a list of lines.
pub(crate) fn facets(snapshot: &Snapshot, columns: &Columns, lines: &[u32]) -> Vec<Facet> {
    let mut speakers = vec![0_usize; columns.n_who(snapshot)];
    let mut about = vec![0_usize; speakers.len()];
    let mut acts = vec![0_usize; columns.acts.len()];
    let mut forms = vec![0_usize; columns.forms.len()];
    let mut source_kinds = vec![0_usize; columns.source_kinds.len()];
    let mut dates = vec![0_usize; columns.dates.len()];
    let mut documents = vec![0_usize; columns.documents.len()];
    for line in lines.iter().map(|at| &columns.lines[*at as usize]) {
        if let Some(count) = speakers.get_mut(line.who as usize) {
            *count += 1;
        }
        let of = columns.about(line);
        for (at, who) in of.iter().enumerate() {
            // Whom a line names twice it is about once.
            if !of[..at].contains(who) {
                about[*who as usize] += 1;
            }
        }
        acts[usize::from(line.act)] += 1;
        forms[usize::from(line.form)] += 1;
        source_kinds[usize::from(line.source_kind)] += 1;
        documents[line.document as usize] += 1;
        if let Some(count) = dates.get_mut(line.date as usize) {
            *count += 1;
        }
    }
    let (mut outlets, mut languages) = (vec![0_usize; columns.outlets.len()], vec![0_usize; columns.languages.len()]);
    for (document, count) in columns.documents.iter().zip(documents) {
        if let Some(all) = outlets.get_mut(document.outlet as usize) {
            *all += count;
        }
        if let Some(all) = languages.get_mut(document.language as usize) {
            *all += count;
        }
    }
    let who = |key, counts: &[usize]| {
        let counted = (0..).zip(counts).filter(|(_, count)| **count > 0);
        let named = counted.filter_map(|(who, count)| columns.name(snapshot, who).map(|(id, name)| (id.as_str(), name, *count)));
        Facet::of_counts(key, named)
    };
    let plain = |key, names: &[String], counts: &[usize]| {
        Facet::of_counts(key, names.iter().zip(counts).map(|(name, count)| (name.as_str(), name.as_str(), *count)))
    };
    let told = |key, names: &[String], counts: &[usize], tell: &dyn Fn(&str) -> String| {
        let labels: Vec<String> = names.iter().map(|name| tell(name)).collect();
        let counted = names.iter().zip(&labels).zip(counts);
        Facet::of_counts(key, counted.map(|((name, label), count)| (name.as_str(), label.as_str(), *count)))
    };
    vec![
        who("speaker", &speakers),
        who("about", &about),
        told("act", &columns.acts, &acts, &words::act),
        plain("form", &columns.forms, &forms),
        told("source_kind", &columns.source_kinds, &source_kinds, &|kind| words::words("source", kind)),
        plain("outlet", &columns.outlets, &outlets),
        Facet::of_dates(columns.dates.iter().zip(dates).map(|(date, count)| (date.as_str(), count))),
        plain("language", &columns.languages, &languages),
    ]
}

/// The lines that a filter takes, sorted; of all, or of those that are about somebody.
pub(crate) fn lines(lookup: &Lookup<'_>, filter: &Filter, about_somebody: bool) -> List<u32> {
    let columns = lookup.columns();
    let sieve = lookup.sieve(filter);
    let asked = columns.by_time.iter().copied();
    let asked = asked.filter(|at| {
        !about_somebody || lookup.statements.at(columns.lines[*at as usize].statement).is_some_and(|said| !said.about.is_empty())
    });
    let mut lines = LineSieve::of(lookup, &sieve).taken(asked);
    sort_lines(lookup, columns, &mut lines, filter.sort.as_deref());
    let facets = facets(lookup, columns, &lines);
    List { items: lines, facets }
}

/// The row of a line, with or without its sentence.
pub(crate) fn row(lookup: &Lookup<'_>, line: u32) -> Option<WhoSaidRow> {
    let line = lookup.columns().line(lookup, line)?;
    let mut row = WhoSaidRow::bare(lookup, &line);
    if lookup.has_sentences {
        row.evidence.fill(lookup);
    }
    Some(row)
}

/// What the row of a line has in a column, where that is no work.
pub(crate) fn cell(lookup: &Lookup<'_>, line: u32, column: &str) -> Option<String> {
    let columns = lookup.columns();
    let numbers = &columns.lines[line as usize];
    let document = || lookup.documents.at(numbers.document);
    let text = |text: Option<&str>| text.unwrap_or_default().to_string();
    Some(match column {
        "when" => text(columns.date(numbers.date)),
        "speaker" => match columns.name(lookup, numbers.who) {
            Some((_, name)) => name.to_string(),
            None => return None,
        },
        "act" => columns.acts[usize::from(numbers.act)].clone(),
        "act_label" => words::act(&columns.acts[usize::from(numbers.act)]),
        "act_family" => columns.families[usize::from(numbers.family)].clone(),
        "form" => columns.forms[usize::from(numbers.form)].clone(),
        "source_kind" => columns.source_kinds[usize::from(numbers.source_kind)].clone(),
        "outlet" => text(document()?.origin.outlet.as_deref()),
        "published" => text(document()?.published.as_ref().map(|dated| dated.date.as_str())),
        "title" => text(document()?.title.as_deref()),
        "path" => text(document()?.origin.path.as_deref()),
        "document" => document()?.id.to_string(),
        "statement" => lookup.statements.id_at(numbers.statement).to_string(),
        "confidence" => format!("{:.2}", lookup.statements.at(numbers.statement)?.confidence),
        "content" => lookup.content(numbers.statement)?,
        "spans" => spans_cell(&lookup.statements.at(numbers.statement)?.shown()),
        "claim" if numbers.claim == NOWHERE => String::new(),
        "claim" => lookup.groups.id_at(numbers.claim).to_string(),
        _ => return None,
    })
}

impl Row for WhoSaidRow {
    const NAME: &'static str = "who-said";
    const COLUMNS: &'static [&'static str] = COLUMNS;
    const TERMINAL: &'static [&'static str] = TERMINAL;
    fn cells(&self) -> Vec<String> {
        cells(self)
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        listed::find(lookup, filter)
    }
    fn in_order(lookup: &Lookup<'_>, filter: &Filter, order: ColumnOrder) -> Result<Found<Self>, ViewError> {
        listed::in_order(lookup, filter, order)
    }
}

impl Listed for WhoSaidRow {
    type Item = u32;
    fn list(lookup: &Lookup<'_>, filter: &Filter) -> Result<List<u32>, ViewError> {
        Ok(lines(lookup, filter, false))
    }
    fn row(lookup: &Lookup<'_>, _: &Filter, line: &u32) -> Option<Self> {
        row(lookup, *line)
    }
    fn cell(lookup: &Lookup<'_>, line: &u32, column: &str) -> Option<String> {
        cell(lookup, *line, column)
    }
}

/// Asks who said what.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<WhoSaidAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

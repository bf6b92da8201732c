//! `/show/{id}`: one record as the ledger holds it, with its evidence, its links, and what persons decided on it.
//!
//! Every record has this address for good; a record with a page of its own is named there too.

use super::Asked;
use super::history::HistoryLine;
use super::links::{self, LinkLine};
use super::roles::RolesForm;
use crate::evidence::{self, Passage};
use crate::frame::Frame;
use crate::labels;
use crate::lines::StatementLine;
use crate::problem::Problem;
use askama::Template;
use hearsay::record::{GroupKind, Id, IdKind, Label, LinkKind, Record, SAME_PLACE, overlap};
use hearsay::view::{Ask, LinksRow, ShowRow, Snapshot, words};

#[derive(Template)]
#[template(path = "show.html")]
struct ShowPage {
    frame: Frame,
    id: String,
    kind: &'static str,
    own_page: Option<(String, &'static str)>,
    line: Option<StatementLine>,
    facts: Vec<(&'static str, String)>,
    passages: Vec<Passage>,
    links: Vec<LinkLine>,
    groups: Vec<(String, &'static str)>,
    history: Vec<HistoryLine>,
    deciding: Option<Deciding>,
    own_link: Option<LinkLine>,
    json: String,
}

pub(crate) fn page(asked: &Asked<'_, '_>, id: &str) -> Result<String, Problem> {
    let row = asked.one::<ShowRow>(Ask::Show, id)?;
    let lookup = asked.lookup;
    let line = match row.id.kind() {
        Some(IdKind::Statement | IdKind::Attribution) => lookup.line(&row.id).map(|line| StatementLine::of_line(lookup, &line)),
        _ => None,
    };
    let kind = kind(&row.id);
    let passages = if line.is_some() {
        Vec::new()
    } else {
        row.evidence.iter().take(24).map(|place| evidence::passage(lookup, place)).collect()
    };
    let page = ShowPage {
        frame: asked.frame_of_one(format!("{kind} {}", short(&row.id))),
        id: row.id.to_string(),
        kind,
        own_page: own_page(&row.record),
        facts: facts(asked, &row),
        passages,
        links: row.links.iter().map(|link| links::line(lookup, link)).collect(),
        groups: row.groups.iter().map(group).collect(),
        history: if may_be_decided_on(&row.id) { super::history::on(asked, row.id.as_str())? } else { Vec::new() },
        deciding: deciding(asked, &row)?,
        own_link: match &row.record {
            Record::Link(link) => lookup.link(&link.id).map(|link| links::line(lookup, &LinksRow::of(lookup, &link))),
            _ => None,
        },
        json: serde_json::to_string_pretty(&row.record).unwrap_or_default(),
        line,
    };
    Ok(page.render()?)
}

/// What the forms need that decide on a statement.
struct Deciding {
    on: String,
    roles: RolesForm,
    /// The same form beside the text.
    in_text: String,
    concepts: Vec<(String, String)>,
    labels: Vec<(String, String)>,
}

fn may_be_decided_on(id: &Id) -> bool {
    !matches!(id.kind(), Some(IdKind::Label | IdKind::Scheme | IdKind::Fact) | None)
}

fn deciding(asked: &Asked<'_, '_>, row: &ShowRow) -> Result<Option<Deciding>, Problem> {
    let lookup = asked.lookup;
    let Some(line) = lookup.line(&row.id).filter(|_| matches!(row.id.kind(), Some(IdKind::Statement | IdKind::Attribution)))
    else {
        return Ok(None);
    };
    let mut concepts: Vec<(String, String)> = Vec::new();
    for scheme in lookup.ledger.schemes().map_err(Problem::from_ledger)? {
        concepts.extend(scheme.concepts.into_iter().map(|concept| (concept.notation, concept.label)));
    }
    let all = lookup.ledger.labels().map_err(Problem::from_ledger)?.into_iter().map(|(label, _)| label).collect();
    let spans = line.attribution.roles.spans();
    let here = |label: &Label| label.on.document == line.document.id && overlap(&label.on.spans, &spans) >= SAME_PLACE;
    let label_of = |label: &Label| {
        let name = concepts.iter().find(|(notation, _)| *notation == label.concept).map_or(&label.concept, |(_, name)| name);
        (label.id.to_string(), format!("{name}, set by {}", label.by))
    };
    let labels = Label::standing(all).iter().filter(|label| here(label)).map(label_of).collect();
    let id = &line.statement.id;
    Ok(Some(Deciding {
        on: id.to_string(),
        roles: RolesForm::of_line(lookup, &line),
        in_text: format!("/document/{}?at={}&edit={id}#roles", line.document.id, line.attribution.id),
        concepts,
        labels,
    }))
}

fn short(id: &Id) -> String {
    id.as_str().chars().take(10).collect()
}

fn kind(id: &Id) -> &'static str {
    match id.kind() {
        Some(IdKind::Document) => "Document",
        Some(IdKind::Attribution) => "Attribution",
        Some(IdKind::Chain) => "Mentions of one",
        Some(IdKind::Statement) => "Statement",
        Some(IdKind::Entity) => "Entity",
        Some(IdKind::Claim) => "Claim",
        Some(IdKind::Lineage) => "Lineage",
        Some(IdKind::Story) => "Story",
        Some(IdKind::Link) => "Link",
        Some(IdKind::Correction) => "Correction",
        Some(IdKind::Label) => "Label",
        Some(IdKind::Fact) => "Fact",
        Some(IdKind::Scheme) => "Scheme",
        Some(IdKind::Tombstone) => "Tombstone",
        None => "Record",
    }
}

/// The page that shows this record better.
fn own_page(record: &Record) -> Option<(String, &'static str)> {
    match record {
        Record::Document(document) => Some((format!("/document/{}", document.id), "the document")),
        Record::Entity(entity) => Some((format!("/person/{}", entity.id), "the page of this name")),
        Record::Link(link) if link.kind.is_copy() => Some((format!("/copy/{}", link.id), "both texts side by side")),
        Record::Link(link) if LinkKind::is_dispute(link.kind) => Some((format!("/dispute/{}", link.id), "both sides")),
        Record::Group(of) => Some(group(&of.id)).filter(|_| of.kind != GroupKind::Lineage),
        _ => None,
    }
}

fn group(id: &Id) -> (String, &'static str) {
    match id.kind() {
        Some(IdKind::Claim) => (format!("/claim/{id}"), "the claim"),
        Some(IdKind::Entity) => (format!("/person/{id}"), "the page of this name"),
        Some(IdKind::Story) => (format!("/stories#{id}"), "the story"),
        Some(IdKind::Lineage) => (format!("/show/{id}"), "the lineage"),
        _ => (format!("/show/{id}"), "the record"),
    }
}

fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A code of a record in words, with the code behind it.
fn in_words(kind: &str, code: &str) -> String {
    format!("{} ({code})", words::words(kind, code))
}

/// What a statement says of itself besides its words.
fn facts(asked: &Asked<'_, '_>, row: &ShowRow) -> Vec<(&'static str, String)> {
    let attribution = match &row.record {
        Record::Attribution(attribution) => Some(attribution.clone()),
        Record::Statement(statement) => asked.lookup.attribution(&statement.attribution).cloned(),
        _ => None,
    };
    let Some(attribution) = attribution else { return Vec::new() };
    let authority = &attribution.authority;
    let by = authority.person.as_ref().or(authority.reader.as_ref()).or(authority.linker.as_ref()).cloned().unwrap_or_default();
    let mut facts = vec![
        ("Given", labels::form(attribution.form).to_string()),
        ("Commitment", in_words("commitment", &word(&attribution.commitment))),
        ("Polarity", in_words("polarity", &word(&attribution.polarity))),
        ("How sure", format!("{} ({:.2})", labels::confidence(attribution.confidence), attribution.confidence)),
        ("Read by", format!("{by} {}", authority.version)),
    ];
    if let Some(dated) = &attribution.said_on {
        facts.push(("Said on", crate::dates::full(&dated.date)));
    }
    if let Some(channel) = &attribution.through {
        facts.push(("Through", channel.clone()));
    }
    if let Some(addressee) = &attribution.addressee {
        facts.push(("To", addressee.clone()));
    }
    if let (Some(occasion), Some(document)) = (&attribution.occasion, asked.lookup.documents.get(&attribution.document)) {
        facts.push(("At", Snapshot::text(document, &[occasion.span])));
    }
    if attribution.overruled_by.is_some() {
        facts.push(("Set aside", "by a person; no view but this one shows it".into()));
    }
    facts
}

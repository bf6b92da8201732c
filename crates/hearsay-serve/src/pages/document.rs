//! `/document/{id}`: the text with its marks, a margin of attributions, and what else has its passages.
//!
//! In: a document's id. Out: its text by paragraphs, each with the notes on what is said in it and the
//! documents that share it. Invariants: no word of the text is missing, site furniture included; a note
//! stands at the paragraph in which its cue stands.

use super::Asked;
use super::history::HistoryLine;
use super::roles::RolesForm;
use crate::dates;
use crate::evidence::{evidence_marks, role_marks};
use crate::frame::Frame;
use crate::labels;
use crate::lines::parting;
use crate::marked::{Mark, Role};
use crate::outgoing::{Outgoing, outgoing};
use crate::pages::document_text::{Bracket, NoteLine, Section, sections};
use crate::people;
use crate::problem::Problem;
use askama::Template;
use hearsay::record::{CharSpan, Direction, Document, Ground, Id, LabelName, LinkKind};
use hearsay::view::Snapshot;
use hearsay::view::document::Marked;
use hearsay::view::{Ask, DocumentRef, DocumentRow, Evidence, LinksRow, words};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage {
    frame: Frame,
    id: String,
    title: String,
    /// Whether the text holds its own headline.
    has_headline: bool,
    outlet: String,
    outlet_href: String,
    date: String,
    date_from: String,
    byline: String,
    language: String,
    out: Option<Outgoing>,
    url: String,
    retrieved: String,
    hash: String,
    media_type: String,
    sightings: Vec<String>,
    /// Why it was not read; empty if it was.
    not_read: String,
    sections: Vec<Section>,
    n_attributions: usize,
    copies: Vec<Joined>,
    /// Other versions of what stands at this address, with what was changed.
    versions: Vec<Version>,
    disputes: Vec<Joined>,
    story: Vec<Other>,
    notes: Vec<Doubt>,
    history: Vec<HistoryLine>,
    roles: RolesForm,
}

/// Another document or dispute that this one is joined to.
struct Joined {
    href: String,
    words: String,
}

/// Another version of this page.
struct Version {
    href: String,
    name: String,
    /// Whether it came before this one, after it, or that can't be told.
    when: &'static str,
    changes: Vec<String>,
}

struct Other {
    href: String,
    title: String,
    outlet: String,
    date: String,
}

struct Doubt {
    code: String,
    message: String,
}

/// Brackets drawn beside the text; every copy is named beneath it.
const BRACKETS: usize = 6;

pub(crate) fn page(asked: &Asked<'_, '_>, id: &str) -> Result<String, Problem> {
    let row = asked.one::<DocumentRow>(Ask::Document, id)?;
    let document = &row.document;
    let wanted = asked.address.value("at").unwrap_or("");
    let spans = spans(asked.address.value("spans").unwrap_or(""));
    let (mut marks, notes) = read_marks(asked, &row, wanted);
    marks.extend(evidence_marks(&spans));
    let brackets = row.copies.iter().filter_map(|link| bracket(asked, document, link)).take(BRACKETS).collect::<Vec<_>>();
    let sections = sections(document, &marks, &notes, &brackets, spans.first().copied());
    let title = document.title.clone().or_else(|| document.origin.path.clone()).unwrap_or_else(|| "Untitled".into());
    let has_headline = sections.iter().flat_map(|section| &section.paragraphs).any(|paragraph| paragraph.kind == "headline");
    let not_read = row.notes.iter().find(|note| note.code == "not-read").map(|note| note.message.clone()).unwrap_or_default();
    let page = DocumentPage {
        frame: asked.frame_of_one(title.clone()),
        id: document.id.to_string(),
        has_headline,
        outlet: document.origin.outlet.clone().unwrap_or_default(),
        outlet_href: crate::address::href("/coverage", document.origin.outlet.as_deref().map(|outlet| ("outlet", outlet))),
        date: document.published.as_ref().map(|dated| dates::full(&dated.date)).unwrap_or_default(),
        date_from: document.published.as_ref().map(|dated| date_from(&dated.from)).unwrap_or_default(),
        byline: document.byline.clone().unwrap_or_default(),
        language: document.language.clone().unwrap_or_default(),
        out: outgoing(document.origin.url.as_deref(), ""),
        url: document.origin.url.clone().unwrap_or_default(),
        retrieved: document.origin.retrieved.as_deref().map(dates::full).unwrap_or_default(),
        hash: document.hash.clone(),
        media_type: document.media_type.clone(),
        sightings: row.sightings.clone(),
        not_read,
        n_attributions: row.attributions.len(),
        copies: row.copies.iter().filter(|link| link.kind != LinkKind::Revision).map(|link| copy_of(document, link)).collect(),
        versions: row.copies.iter().filter(|link| link.kind == LinkKind::Revision).map(|link| version(document, link)).collect(),
        disputes: once(row.disputes.iter().map(|link| dispute_of(document, link))),
        story: row.story.iter().map(other).collect(),
        notes: row.notes.iter().map(|note| Doubt { code: note.code.clone(), message: note.message.clone() }).collect(),
        history: if row.corrections.is_empty() { Vec::new() } else { super::history::on(asked, document.id.as_str())? },
        roles: match asked.address.value("edit").and_then(|id| asked.lookup.line(&Id::from_text(id))) {
            Some(line) if line.document.id == document.id => RolesForm::of_line(asked.lookup, &line),
            _ => RolesForm::of_document(asked.lookup, document),
        },
        title,
        sections,
    };
    Ok(page.render()?)
}

/// Marks and notes of everything that was read. Attributions are `a0`, `a1` … on the page, speakers `c0` ….
pub(super) fn read_marks(asked: &Asked<'_, '_>, row: &DocumentRow, wanted: &str) -> (Vec<Mark>, Vec<NoteLine>) {
    let mut marks = Vec::new();
    let mut notes = Vec::new();
    let mut speakers: BTreeMap<&Id, String> = BTreeMap::new();
    for attribution in &row.attributions {
        if let Some(speaker) = &attribution.line.speaker {
            let next = format!("c{}", speakers.len());
            speakers.entry(&speaker.id).or_insert(next);
        }
    }
    for mentioned in &row.entities {
        if let Some(key) = speakers.get(&mentioned.entity.id) {
            marks.extend(mentioned.mentions.iter().map(|&span| Mark {
                span,
                role: Role::Mention,
                nested: false,
                key: key.clone(),
            }));
        }
    }
    let holder: BTreeMap<&Id, &Id> =
        row.attributions.iter().filter_map(|one| Some((&one.line.attribution, one.inside_attribution.as_ref()?))).collect();
    for (n, attribution) in row.attributions.iter().enumerate() {
        let key = format!("a{n}");
        marks.extend(role_marks(&attribution.roles, attribution.inside_attribution.is_some(), &key));
        let speaker = attribution.line.speaker.as_ref().and_then(|speaker| speakers.get(&speaker.id));
        if let Some(mut note) = note(attribution, key, speaker, wanted) {
            note.depth = depth(&holder, &attribution.line.attribution);
            note.grounds = asked.lookup.attribution(&attribution.line.attribution).map_or_else(Vec::new, |attribution| {
                attribution.grounds.iter().map(|ground| rests_on(&row.document, ground)).collect()
            });
            notes.push(note);
        }
    }
    (marks, notes)
}

fn note(marked: &Marked, key: String, speaker: Option<&String>, wanted: &str) -> Option<NoteLine> {
    let extent = marked.roles.extent()?;
    let line = &marked.line;
    let mut details = vec![labels::form(line.form).to_string()];
    if line.hedged {
        details.push("hedged".into());
    }
    if let Some(channel) = &line.through {
        details.push(format!("through {channel}"));
    }
    if let Some(addressee) = &line.addressee {
        details.push(format!("to {addressee}"));
    }
    if let Some(occasion) = &line.occasion {
        details.push(format!("at {occasion}"));
    }
    if let Some(when) = line.when.as_deref().filter(|when| Some(*when) != line.published.as_deref()) {
        details.push(dates::short(when));
    }
    details.push(labels::confidence(line.confidence).to_string());
    Some(NoteLine {
        at: marked.roles.cue.first().map_or(extent.start, |cue| cue.start),
        start: extent.start,
        id: line.attribution.to_string(),
        lights: speaker.map_or_else(|| key.clone(), |speaker| format!("{key} {speaker}")),
        key,
        source: labels::source(line.source_kind),
        who: people::who(line.speaker.as_ref(), line.speaker_unknown_because.as_deref()),
        act: words::act(&line.act),
        details: details.join(" \u{b7} "),
        href: format!("/show/{}", line.statement),
        depth: 0,
        grounds: Vec::new(),
        is_wanted: line.attribution.as_str() == wanted,
    })
}

/// In how many others' words an attribution stands.
fn depth(holder: &BTreeMap<&Id, &Id>, id: &Id) -> usize {
    let mut depth = 0;
    let mut at = id;
    while let Some(outer) = holder.get(at).filter(|_| depth < DEEPEST) {
        (at, depth) = (outer, depth + 1);
    }
    depth
}

/// Notes are set in up to so many times.
const DEEPEST: usize = 3;

/// A label in words, and the words of the document that it was read from.
fn rests_on(document: &Document, ground: &Ground) -> (String, String) {
    let label = match ground.label {
        LabelName::Act => "act",
        LabelName::Commitment => "commitment",
        LabelName::Polarity => "put forward or rejected",
        LabelName::Hedged => "hedged",
        LabelName::Speaker => "speaker",
        LabelName::SourceKind => "kind of source",
        LabelName::Through => "through",
        LabelName::Addressee => "said to",
        LabelName::Accusation => "accusation",
    };
    (label.into(), labels::shortened(&Snapshot::text(document, &ground.spans), 120))
}

/// Another version of this page, and what was changed between the two.
fn version(document: &Document, link: &LinksRow) -> Version {
    let (is_a, other) = other_side(document, link);
    let mut changes: Vec<String> = link.because.iter().map(|because| because.words.clone()).collect();
    changes.dedup();
    Version {
        href: format!("/copy/{}", link.id),
        name: named(other),
        when: match (link.direction, is_a) {
            (Direction::AToB, true) | (Direction::BToA, false) => "later version",
            (Direction::AToB, false) | (Direction::BToA, true) => "earlier version",
            _ => "another version",
        },
        changes,
    }
}

/// The passages of this document that another one shares.
fn bracket(asked: &Asked<'_, '_>, document: &Document, link: &LinksRow) -> Option<Bracket> {
    let (is_a, other) = other_side(document, link);
    let spans: Vec<CharSpan> = if link.passages.is_empty() {
        if is_a { link.a.spans.clone() } else { link.b.spans.clone() }
    } else {
        link.passages.iter().map(|passage| if is_a { passage.a } else { passage.b }).collect()
    };
    if spans.is_empty() {
        return None;
    }
    let name = asked
        .lookup
        .documents
        .get(&other.document)
        .and_then(|document| document.origin.outlet.clone())
        .or_else(|| other.title.clone())
        .unwrap_or_else(|| "another document".into());
    let date = other.published.as_deref().map(dates::short).unwrap_or_default();
    let kind = words::words("copy", link.kind.as_str());
    Some(Bracket {
        href: format!("/copy/{}", link.id),
        name,
        words: if date.is_empty() { kind } else { format!("{date} \u{b7} {kind}") },
        spans,
    })
}

fn other_side<'l>(document: &Document, link: &'l LinksRow) -> (bool, &'l Evidence) {
    let is_a = link.a.document == document.id;
    (is_a, if is_a { &link.b } else { &link.a })
}

fn copy_of(document: &Document, link: &LinksRow) -> Joined {
    let (is_a, other) = other_side(document, link);
    let kind = words::words("copy", link.kind.as_str());
    let direction = match (link.direction, is_a) {
        (Direction::AToB, true) | (Direction::BToA, false) => "taken up by",
        (Direction::AToB, false) | (Direction::BToA, true) => "taken from",
        _ => "shared with",
    };
    Joined { href: format!("/copy/{}", link.id), words: format!("{direction} {} \u{2014} {kind}", named(other)) }
}

/// What is told in the same words once: two reports of one side part with the other in one way.
fn once(joined: impl Iterator<Item = Joined>) -> Vec<Joined> {
    let mut found: Vec<Joined> = Vec::new();
    for one in joined {
        if !found.iter().any(|known| known.words == one.words) {
            found.push(one);
        }
    }
    found
}

fn dispute_of(document: &Document, link: &LinksRow) -> Joined {
    let (_, other) = other_side(document, link);
    Joined { href: format!("/dispute/{}", link.id), words: format!("{}: {}", parting(link.kind), named(other)) }
}

fn named(other: &Evidence) -> String {
    let mut name: Vec<String> = Vec::new();
    name.extend(other.outlet.clone());
    name.push(format!("\u{201c}{}\u{201d}", other.title.clone().unwrap_or_else(|| "untitled".into())));
    name.extend(other.published.as_deref().map(dates::short));
    name.join(", ")
}

fn other(document: &DocumentRef) -> Other {
    Other {
        href: format!("/document/{}", document.document),
        title: document.title.clone().or_else(|| document.path.clone()).unwrap_or_else(|| "untitled".into()),
        outlet: document.outlet.clone().unwrap_or_default(),
        date: document.published.as_deref().map(dates::short).unwrap_or_default(),
    }
}

fn date_from(code: &str) -> String {
    match code {
        "json-ld" => "the page\u{2019}s own data".into(),
        "meta" => "the page\u{2019}s head".into(),
        "time-element" => "a marked time on the page".into(),
        "date-line" => "the line before the text".into(),
        "address" => "the address".into(),
        "visible-text" => "the visible text".into(),
        "own-metadata" => "the data that came with it".into(),
        other => other.replace('-', " "),
    }
}

/// `120-260 300-310`, as [`crate::evidence::at_spans`] writes them; what does not fit is left out.
fn spans(value: &str) -> Vec<CharSpan> {
    let span = |pair: &str| {
        let (start, end) = pair.split_once('-')?;
        Some(CharSpan { start: start.parse().ok()?, end: end.parse().ok()? }).filter(|span| !span.is_empty())
    };
    value.split_whitespace().take(200).filter_map(span).collect()
}

//! `/timeline`: what came on which day: how much of it, which documents, the table of both, and what was said in them.

use super::Asked;
use super::days::Days;
use super::volume::Volume;
use crate::address::href;
use crate::frame::Frame;
use crate::lines::StatementLine;
use crate::narrowing::Narrowing;
use crate::problem::Problem;
use crate::{dates, labels};
use askama::Template;
use hearsay::view::{Answered, Ask, Lookup, Question, TimelineRow, WhoSaidRow};

#[derive(Template)]
#[template(path = "timeline.html")]
struct TimelinePage {
    frame: Frame,
    nothing: &'static str,
    narrowing: Narrowing,
    days: Days,
    /// Whether the strip of days brings its own table.
    days_have_table: bool,
    volume: Option<Volume>,
    rows: Vec<DayRow>,
    /// What was said, in order of time.
    lines: Vec<StatementLine>,
    n_lines: usize,
    lines_href: String,
}

struct DayRow {
    day: String,
    outlets: Vec<OutletOfDay>,
    documents: usize,
    said: usize,
    claims: Vec<FirstClaim>,
    more_claims: usize,
    href: String,
}

struct OutletOfDay {
    name: String,
    documents: Vec<(String, String)>,
    /// Further ones, which are not named, and where they are.
    more: usize,
    href: String,
}

struct FirstClaim {
    href: String,
    text: String,
}

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let answer = asked.answer_in_brief::<TimelineRow>(Ask::Timeline)?;
    // The picture is in order of time and whole, however the table is sorted and cut.
    let pairs = asked.address.pairs.iter().filter(|(key, _)| !matches!(key.as_str(), "sort" | "limit" | "offset"));
    let question = Question::parse(Ask::Timeline, pairs.map(|(key, value)| (key, value)))?;
    let whole = Answered::<TimelineRow>::of(&asked.lookup.without_sentences().briefly(), &question)?;
    // What is said in the same documents; words there must stand in the statement itself.
    let kept: Vec<(&str, &str)> = asked
        .address
        .pairs
        .iter()
        .filter(|(key, _)| !matches!(key.as_str(), "sort" | "limit" | "offset"))
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    let mut said = Question::parse(Ask::WhoSaid, kept.iter().copied())?;
    said.filter.limit = Some(LINES);
    let said = Answered::<WhoSaidRow>::of(asked.lookup, &said)?;
    let page = TimelinePage {
        frame: asked.frame("Timeline"),
        nothing: "No document was taken in.",
        narrowing: asked.narrowing(&answer),
        volume: Volume::of(&whole.rows),
        lines: said.rows.iter().map(|row| StatementLine::of(asked.lookup, row)).collect(),
        n_lines: said.total,
        lines_href: href("/who-said", kept),
        days: Days::of(asked.lookup, &whole.rows),
        days_have_table: false,
        rows: answer.rows.iter().map(|row| day_row(asked.lookup, row)).collect(),
    };
    Ok(page.render()?)
}

/// Statements listed beneath the table.
const LINES: usize = 30;

/// Documents of an outlet named in a row of the table.
const DOCUMENTS: usize = 8;

/// Claims named in a row of the table.
const CLAIMS: usize = 4;

fn day_row(lookup: &Lookup<'_>, row: &TimelineRow) -> DayRow {
    let title = |id| lookup.documents.get(id).and_then(|document| document.title.clone()).unwrap_or_else(|| "untitled".into());
    DayRow {
        day: row.day.as_deref().map_or_else(|| "no date known".into(), dates::long),
        outlets: row
            .outlets
            .iter()
            .map(|outlet| OutletOfDay {
                name: outlet.outlet.clone().unwrap_or_else(|| "no outlet known".into()),
                documents: outlet.ids.iter().take(DOCUMENTS).map(|id| (format!("/document/{id}"), title(id))).collect(),
                more: outlet.ids.len().saturating_sub(DOCUMENTS),
                href: match (row.day.as_deref(), outlet.outlet.as_deref()) {
                    (Some(day), Some(outlet)) => href("/coverage", [("date", day), ("outlet", outlet)]),
                    _ => String::new(),
                },
            })
            .collect(),
        documents: row.documents,
        said: row.said,
        claims: row
            .claims_first_seen
            .iter()
            .take(CLAIMS)
            .map(|first| FirstClaim { href: format!("/claim/{}", first.claim), text: labels::shortened(&first.text, 90) })
            .collect(),
        more_claims: row.n_claims_first_seen.saturating_sub(CLAIMS),
        href: row.day.as_deref().map_or_else(String::new, |day| href("/claims", [("from", day), ("to", day)])),
    }
}

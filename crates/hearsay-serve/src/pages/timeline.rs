//! `/timeline`: what came on which day; and [`Days`], the picture of it that the first screen shows.
//!
//! In: rows of the question `timeline`. Out: a column of bricks a day, one a document, and the table.
//! Invariant: a day without documents keeps its place, so that a gap is seen as one.

use super::Asked;
use super::volume::Volume;
use crate::address::href;
use crate::frame::Frame;
use crate::lines::StatementLine;
use crate::narrowing::Narrowing;
use crate::problem::Problem;
use crate::{dates, labels};
use askama::Template;
use hearsay::view::days::{day_number, of_day_number};
use hearsay::view::{Answered, Ask, Lookup, Question, TimelineRow, WhoSaidRow};

#[derive(Template)]
#[template(path = "timeline.html")]
struct TimelinePage {
    frame: Frame,
    nothing: &'static str,
    narrowing: Narrowing,
    days: Days,
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
}

struct FirstClaim {
    href: String,
    text: String,
}

/// Documents by day, as a picture.
#[derive(Clone, Debug, Default)]
pub(super) struct Days {
    pub(super) columns: Vec<Column>,
    pub(super) outlets: Vec<(String, String)>,
    /// Documents without a day.
    pub(super) undated: usize,
}

/// A day, or a stretch of days without documents.
#[derive(Clone, Debug, Default)]
pub(super) struct Column {
    pub(super) label: String,
    pub(super) bricks: Vec<Brick>,
    pub(super) more: usize,
    pub(super) claims: usize,
    pub(super) href: String,
    /// Days left out here, where more than a few in a row have no document.
    pub(super) gap: i64,
    pub(super) words: String,
}

/// A document.
#[derive(Clone, Debug)]
pub(super) struct Brick {
    pub(super) letters: String,
    pub(super) title: String,
    pub(super) href: String,
}

/// Bricks shown in a column; the others are a number.
const TALLEST: usize = 7;
/// Columns shown; a longer case is shown by the table.
const WIDEST: usize = 62;
/// Empty days in a row that are each shown.
const SHOWN_GAP: i64 = 3;

impl Days {
    pub(super) fn of(lookup: &Lookup<'_>, rows: &[TimelineRow]) -> Self {
        let mut days = Self::default();
        let mut last: Option<i64> = None;
        for row in rows {
            let Some(number) = row.day.as_deref().and_then(day_number) else {
                days.undated += row.documents;
                continue;
            };
            if let Some(last) = last {
                let empty = number - last - 1;
                if empty > SHOWN_GAP {
                    days.columns.push(Column { gap: empty, ..Column::default() });
                } else {
                    for day in last + 1..number {
                        days.columns.push(Column {
                            label: dates::short(&of_day_number(day)),
                            words: "no documents".into(),
                            ..Column::default()
                        });
                    }
                }
            }
            last = Some(number);
            days.columns.push(column(lookup, row, &mut days.outlets));
        }
        if days.columns.len() > WIDEST {
            days.columns.drain(..days.columns.len() - WIDEST);
        }
        days.outlets.sort();
        days
    }
}

fn column(lookup: &Lookup<'_>, row: &TimelineRow, outlets: &mut Vec<(String, String)>) -> Column {
    let day = row.day.as_deref().unwrap_or("");
    let mut bricks = Vec::new();
    for outlet in &row.outlets {
        let name = outlet.outlet.as_deref().unwrap_or("no outlet known");
        let letters = outlet.outlet.as_deref().map_or_else(|| "\u{2013}".to_string(), labels::initials);
        let entry = (letters.clone(), name.to_string());
        if !outlets.contains(&entry) {
            outlets.push(entry);
        }
        for id in &outlet.ids {
            let title = lookup.documents.get(id).and_then(|document| document.title.clone()).unwrap_or_else(|| "untitled".into());
            bricks.push(Brick { letters: letters.clone(), title: format!("{name}: {title}"), href: format!("/document/{id}") });
        }
    }
    let more = bricks.len().saturating_sub(TALLEST);
    bricks.truncate(TALLEST);
    Column {
        label: dates::short(day),
        bricks,
        more,
        claims: row.claims_first_seen.len(),
        href: href("/coverage", [("from", day), ("to", day)]),
        gap: 0,
        words: format!(
            "{}, {}",
            labels::counted(row.documents, "document", "documents"),
            labels::counted(row.claims_first_seen.len(), "claim first seen", "claims first seen")
        ),
    }
}

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let answer = asked.answer::<TimelineRow>(Ask::Timeline)?;
    // The picture is in order of time and whole, however the table is sorted and cut.
    let pairs = asked.address.pairs.iter().filter(|(key, _)| !matches!(key.as_str(), "sort" | "limit" | "offset"));
    let question = Question::parse(Ask::Timeline, pairs.map(|(key, value)| (key, value)))?;
    let whole = Answered::<TimelineRow>::of(&asked.lookup.without_sentences(), &question)?;
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
        rows: answer.rows.iter().map(|row| day_row(asked.lookup, row)).collect(),
    };
    Ok(page.render()?)
}

/// Statements listed beneath the table.
const LINES: usize = 30;

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
                documents: outlet.ids.iter().map(|id| (format!("/document/{id}"), title(id))).collect(),
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
        more_claims: row.claims_first_seen.len().saturating_sub(CLAIMS),
        href: row.day.as_deref().map_or_else(String::new, |day| href("/claims", [("from", day), ("to", day)])),
    }
}

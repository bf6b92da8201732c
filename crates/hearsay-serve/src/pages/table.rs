//! Any list as a table with the columns that the address names: sorted by any of them, all state in the address.
//!
//! In: a question with `columns`. Out: its rows as cells, the same as in CSV. Invariant: each row leads to the
//! sentence that it comes from, or to its record.

use super::Asked;
use crate::address::href;
use crate::dates;
use crate::evidence;
use crate::frame::Frame;
use crate::narrowing::{Head, Narrowing, column_words};
use crate::problem::Problem;
use crate::quoted;
use askama::Template;
use hearsay::record::{Id, IdKind};
use hearsay::view::{
    AboutRow, AccusationsRow, Answer, Ask, ClaimsRow, CopiesRow, CoverageRow, DisputesRow, LabelsRow, LinksRow, OutletsRow,
    PeopleRow, RefusedRow, Row, SearchRow, StatsRow, StoriesRow, TimelineRow, WhoSaidRow,
};

#[derive(Template)]
#[template(path = "table.html")]
struct TablePage {
    frame: Frame,
    title: &'static str,
    nothing: &'static str,
    narrowing: Narrowing,
    heads: Vec<Head>,
    rows: Vec<TableRow>,
    picks: Vec<Pick>,
    /// What the form that picks columns keeps.
    kept: Vec<(String, String)>,
}

struct TableRow {
    /// Where the row comes from; empty where nowhere alone.
    open: String,
    cells: Vec<Cell>,
}

struct Cell {
    text: String,
    number: bool,
}

/// A column that can be shown.
struct Pick {
    name: &'static str,
    words: String,
    shown: bool,
}

/// Whether this address is a table.
pub(crate) fn is_table(asked: &Asked<'_, '_>) -> bool {
    asked.address.value("columns").is_some()
}

/// The table of a question.
pub(crate) fn page(asked: &Asked<'_, '_>, ask: Ask) -> Option<Result<String, Problem>> {
    Some(match ask {
        Ask::WhoSaid => of::<WhoSaidRow>(asked, ask, "Who said what"),
        Ask::About => of::<AboutRow>(asked, ask, "Said about"),
        Ask::Claims => of::<ClaimsRow>(asked, ask, "Claims"),
        Ask::Copies => of::<CopiesRow>(asked, ask, "Who repeats whom"),
        Ask::Disputes => of::<DisputesRow>(asked, ask, "Where accounts part"),
        Ask::Accusations => of::<AccusationsRow>(asked, ask, "Who blames whom"),
        Ask::People => of::<PeopleRow>(asked, ask, "People"),
        Ask::Stories => of::<StoriesRow>(asked, ask, "Stories"),
        Ask::Links => of::<LinksRow>(asked, ask, "Links"),
        Ask::Outlets => of::<OutletsRow>(asked, ask, "Outlets"),
        Ask::Timeline => of::<TimelineRow>(asked, ask, "Timeline"),
        Ask::Search => of::<SearchRow>(asked, ask, "Search"),
        Ask::Coverage => of::<CoverageRow>(asked, ask, "Documents"),
        Ask::Refused => of::<RefusedRow>(asked, ask, "Files that failed"),
        Ask::Stats => of::<StatsRow>(asked, ask, "Counts"),
        Ask::Labels => of::<LabelsRow>(asked, ask, "Labels"),
        _ => return None,
    })
}

fn of<R: Row>(asked: &Asked<'_, '_>, ask: Ask, title: &'static str) -> Result<String, Problem> {
    let answer = asked.answer::<R>(ask)?;
    let narrowing = asked.narrowing(&answer);
    let columns = ask.columns();
    let shown = answer.chosen().unwrap_or_else(|| (0..columns.len()).collect());
    let heads: Vec<Head> = shown.iter().map(|&at| narrowing.head(columns[at])).collect();
    let rows = answer.rows.iter().map(|row| row_of(columns, row.cells(), &shown, &heads)).collect();
    let kept = answer.question.pairs().into_iter().filter(|(key, _)| !matches!(*key, "columns" | "offset" | "limit"));
    let page = TablePage {
        frame: asked.frame(title),
        title,
        nothing: "There is nothing of this kind in the case.",
        narrowing,
        heads,
        rows,
        picks: columns
            .iter()
            .enumerate()
            .map(|(at, name)| Pick { name, words: column_words(name), shown: shown.contains(&at) })
            .collect(),
        kept: kept.map(|(key, value)| (key.to_string(), value)).collect(),
    };
    Ok(page.render()?)
}

fn row_of(columns: &[&str], cells: Vec<String>, shown: &[usize], heads: &[Head]) -> TableRow {
    let cell =
        |name: &str| columns.iter().position(|column| *column == name).and_then(|at| cells.get(at)).map_or("", String::as_str);
    let document = Id::from_text(cell("document"));
    let record = ["statement", "id"].into_iter().map(cell).find(|id| !id.is_empty()).unwrap_or("");
    let open = if document.kind() == Some(IdKind::Document) {
        evidence::at_spans(&document, &quoted::parsed(cell("spans")))
    } else if Id::from_text(record).kind().is_some() {
        format!("/show/{record}")
    } else if !cell("day").is_empty() && !cell("day").starts_with('(') {
        href("/coverage", [("date", cell("day"))])
    } else if !cell("outlet").is_empty() && !cell("outlet").starts_with('(') {
        href("/coverage", [("outlet", cell("outlet"))])
    } else {
        String::new()
    };
    TableRow {
        open,
        cells: shown
            .iter()
            .zip(heads)
            .map(|(&at, head)| Cell {
                text: shown_as(columns[at], cells.get(at).map_or("", String::as_str)),
                number: head.number,
            })
            .collect(),
    }
}

/// A cell for a reader: dates as dates, long texts cut.
fn shown_as(column: &str, cell: &str) -> String {
    match column {
        "when" | "first" | "last" | "published" | "day" => dates::full(cell),
        _ => crate::labels::shortened(cell, LONGEST),
    }
}

/// Longer cells are cut on the page; nothing is cut in the data.
const LONGEST: usize = 320;

//! `/coverage`: what was taken in, what of it was read, and what was doubted.

use super::Asked;
use crate::frame::Frame;
use crate::narrowing::Narrowing;
use crate::problem::Problem;
use crate::{dates, labels};
use askama::Template;
use hearsay::record::Note;
use hearsay::view::{Ask, CoverageRow};

#[derive(Template)]
#[template(path = "coverage.html")]
struct CoveragePage {
    frame: Frame,
    nothing: &'static str,
    narrowing: Narrowing,
    summary: Vec<String>,
    /// Files that failed, counted in words; empty where there are none.
    refused: String,
    rows: Vec<Taken>,
}

struct Taken {
    href: String,
    title: String,
    outlet: String,
    date: String,
    language: String,
    not_read: String,
    statements: usize,
    said_href: String,
    notes: Vec<String>,
}

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let answer = asked.answer::<CoverageRow>(Ask::Coverage)?;
    let covered = &answer.coverage;
    let mut summary = vec![
        labels::counted(covered.documents, "document", "documents"),
        labels::counted(covered.outlets, "outlet", "outlets"),
        dates::range(covered.first.as_deref(), covered.last.as_deref()),
    ];
    if covered.undated > 0 {
        summary.push(format!("{} without a date", covered.undated));
    }
    summary.extend(
        covered.languages.iter().map(|language| {
            format!("{} in {}", language.documents, language.language.as_deref().unwrap_or("an unknown language"))
        }),
    );
    summary.extend(covered.not_read.iter().map(|one| format!("{} {}", one.documents, one.because)));
    let page = CoveragePage {
        frame: asked.frame("Documents"),
        nothing: "No document was taken in.",
        refused: labels::refused(covered.refused),
        summary,
        rows: answer.rows.iter().map(taken).collect(),
        narrowing: asked.narrowing(&answer),
    };
    Ok(page.render()?)
}

fn taken(row: &CoverageRow) -> Taken {
    let document = &row.document;
    Taken {
        href: format!("/document/{}", document.document),
        title: document.title.clone().or_else(|| document.path.clone()).unwrap_or_else(|| "untitled".into()),
        outlet: document.outlet.clone().unwrap_or_else(|| "no outlet known".into()),
        date: document.published.as_deref().map_or_else(|| "no date known".into(), dates::long),
        language: document.language.clone().unwrap_or_else(|| "?".into()),
        not_read: if row.read { String::new() } else { row.not_read_because.clone().unwrap_or_else(|| "not read".into()) },
        statements: row.statements,
        said_href: format!("/who-said?document={}", document.document),
        notes: doubts(&row.notes),
    }
}

/// Each doubt once, with how often it came up; that a document was not read stands by itself.
fn doubts(notes: &[Note]) -> Vec<String> {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for note in notes.iter().filter(|note| note.code != "not-read") {
        match counted.iter_mut().find(|(message, _)| *message == note.message) {
            Some((_, count)) => *count += 1,
            None => counted.push((&note.message, 1)),
        }
    }
    counted
        .into_iter()
        .map(|(message, count)| if count > 1 { format!("{message} (\u{d7}{count})") } else { message.to_string() })
        .collect()
}

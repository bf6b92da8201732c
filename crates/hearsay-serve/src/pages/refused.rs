//! `/refused`: the files that could not be taken in, and why, so that nobody takes what is here for all that was given.

use super::Asked;
use crate::dates;
use crate::frame::Frame;
use crate::narrowing::Narrowing;
use crate::problem::Problem;
use askama::Template;
use hearsay::view::{Ask, RefusedRow};

#[derive(Template)]
#[template(path = "refused.html")]
struct RefusedPage {
    frame: Frame,
    nothing: &'static str,
    narrowing: Narrowing,
    rows: Vec<Line>,
}

struct Line {
    path: String,
    because: String,
    at: String,
    when: String,
    /// The digest of the bytes, and the beginning of it.
    hash: String,
    begins: String,
}

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let answer = asked.answer::<RefusedRow>(Ask::Refused)?;
    let rows = answer.rows.iter().map(|row| {
        let hash = row.hash.clone().unwrap_or_default();
        let begins = hash.chars().take(8).collect();
        Line {
            path: row.path.clone(),
            because: row.because.clone(),
            at: row.at.clone(),
            when: dates::full(&row.at),
            hash,
            begins,
        }
    });
    let page = RefusedPage {
        frame: asked.frame("Files that failed"),
        nothing: "Every file that was given could be taken in.",
        rows: rows.collect(),
        narrowing: asked.narrowing(&answer),
    };
    Ok(page.render()?)
}

//! `/about`: what was said about somebody, each line with its sentence.

use super::Asked;
use super::who_said::StatementsPage;
use crate::lines::StatementLine;
use crate::problem::Problem;
use askama::Template;
use hearsay::view::{AboutRow, Ask};

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let answer = asked.answer::<AboutRow>(Ask::About)?;
    let page = StatementsPage {
        frame: asked.frame("Said about"),
        heading: "Said about",
        nothing: "Nothing that was said in this case is about somebody whom the reader could tell.",
        lines: answer.rows.iter().map(|row| StatementLine::of(asked.lookup, &row.0)).collect(),
        narrowing: asked.narrowing(&answer),
    };
    Ok(page.render()?)
}

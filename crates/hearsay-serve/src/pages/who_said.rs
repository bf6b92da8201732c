//! `/who-said`: who said what, each line with its sentence.

use super::Asked;
use crate::frame::Frame;
use crate::lines::StatementLine;
use crate::narrowing::Narrowing;
use crate::problem::Problem;
use askama::Template;
use hearsay::view::{Ask, WhoSaidRow};

#[derive(Template)]
#[template(path = "statements.html")]
pub(super) struct StatementsPage {
    pub(super) frame: Frame,
    pub(super) heading: &'static str,
    pub(super) nothing: &'static str,
    pub(super) lines: Vec<StatementLine>,
    pub(super) narrowing: Narrowing,
}

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let answer = asked.answer::<WhoSaidRow>(Ask::WhoSaid)?;
    let page = StatementsPage {
        frame: asked.frame("Who said what"),
        heading: "Who said what",
        nothing: "No document of this case says that anybody said anything, as far as it was read.",
        lines: answer.rows.iter().map(|row| StatementLine::of(asked.lookup, row)).collect(),
        narrowing: asked.narrowing(&answer),
    };
    Ok(page.render()?)
}

//! `/claims`: what is claimed, by whom, in how many articles of how many origins.

use super::Asked;
use crate::frame::Frame;
use crate::lines::ClaimLine;
use crate::narrowing::Narrowing;
use crate::problem::Problem;
use askama::Template;
use hearsay::view::{Ask, ClaimsRow};

#[derive(Template)]
#[template(path = "claims.html")]
struct ClaimsPage {
    frame: Frame,
    nothing: &'static str,
    lines: Vec<ClaimLine>,
    narrowing: Narrowing,
}

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let answer = asked.answer_in_brief::<ClaimsRow>(Ask::Claims)?;
    let page = ClaimsPage {
        frame: asked.frame("Claims"),
        nothing: "No claim was found in this case.",
        lines: answer.rows.iter().map(|row| ClaimLine::of(asked.lookup, row)).collect(),
        narrowing: asked.narrowing(&answer),
    };
    Ok(page.render()?)
}

//! `/stats`: how much of everything there is.

use super::Asked;
use crate::frame::Frame;
use crate::problem::Problem;
use askama::Template;
use hearsay::view::{Ask, StatsRow};

#[derive(Template)]
#[template(path = "stats.html")]
struct StatsPage {
    frame: Frame,
    rows: Vec<StatsRow>,
}

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let mut answer = asked.answer::<StatsRow>(Ask::Stats)?;
    if asked.address.value("limit").is_none() {
        answer = super::all(asked.lookup, Ask::Stats, &[])?;
    }
    Ok(StatsPage { frame: asked.frame("Counts"), rows: answer.rows }.render()?)
}

//! `/stats`: how much of everything there is.

use super::Asked;
use crate::frame::Frame;
use crate::narrowing::Narrowing;
use crate::problem::Problem;
use askama::Template;
use hearsay::view::{Ask, StatsRow};

#[derive(Template)]
#[template(path = "stats.html")]
struct StatsPage {
    frame: Frame,
    narrowing: Narrowing,
    rows: Vec<StatsRow>,
}

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let pairs: Vec<(&str, &str)> = asked.address.pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let answer = super::all::<StatsRow>(asked.lookup, Ask::Stats, &pairs)?;
    Ok(StatsPage { frame: asked.frame("Counts"), narrowing: asked.narrowing(&answer), rows: answer.rows }.render()?)
}

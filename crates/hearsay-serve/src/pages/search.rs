//! `/search`: where words stand, in the texts of all documents, read or not.

use super::Asked;
use crate::evidence::{self, Passage};
use crate::frame::Frame;
use crate::labels;
use crate::narrowing::Narrowing;
use crate::problem::Problem;
use askama::Template;
use hearsay::view::{Ask, SearchRow};

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    frame: Frame,
    nothing: &'static str,
    narrowing: Narrowing,
    asked_for: String,
    lines: Vec<HitLine>,
}

struct HitLine {
    title: String,
    places: String,
    passage: Passage,
}

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let asked_for = asked.address.value("text").unwrap_or("").to_string();
    if asked_for.trim().is_empty() {
        let mut frame = asked.frame_of_one("Search");
        frame.twins.clear();
        let page =
            SearchPage { frame, nothing: "", narrowing: Narrowing::default(), asked_for: String::new(), lines: Vec::new() };
        return Ok(page.render()?);
    }
    let answer = asked.answer::<SearchRow>(Ask::Search)?;
    let mut frame = asked.frame(format!("Search: {asked_for}"));
    frame.searched.clone_from(&asked_for);
    let page = SearchPage {
        frame,
        nothing: "These words stand in no document.",
        lines: answer
            .rows
            .iter()
            .map(|row| HitLine {
                title: row.document.title.clone().or_else(|| row.document.path.clone()).unwrap_or_else(|| "untitled".into()),
                places: labels::counted(row.places, "place", "places"),
                passage: evidence::passage(asked.lookup, &row.evidence),
            })
            .collect(),
        narrowing: asked.narrowing(&answer),
        asked_for,
    };
    Ok(page.render()?)
}

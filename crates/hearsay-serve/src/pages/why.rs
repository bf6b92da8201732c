//! `/why/{one}/{other}`: why two records are linked, or not, with every test.

use super::Asked;
use crate::evidence::{self, Passage};
use crate::frame::Frame;
use crate::problem::Problem;
use askama::Template;
use hearsay::view::{Answered, Ask, Question, WhyRow};

#[derive(Template)]
#[template(path = "why.html")]
struct WhyPage {
    frame: Frame,
    passes: Vec<Pass>,
}

/// What one pass says.
struct Pass {
    name: &'static str,
    sides: [Passage; 2],
    steps: Vec<WhyRow>,
}

pub(crate) fn page(asked: &Asked<'_, '_>, one: &str, other: &str) -> Result<String, Problem> {
    let question = Question::parse(Ask::Why, [("id", one), ("with", other)])?;
    let answer = Answered::<WhyRow>::of(asked.lookup, &question)?;
    let mut passes: Vec<Pass> = Vec::new();
    for row in answer.rows {
        match passes.last_mut() {
            Some(pass) if pass.name == row.pass => pass.steps.push(row),
            _ => passes.push(Pass {
                name: row.pass,
                sides: [&row.a, &row.b].map(|place| evidence::passage(asked.lookup, place)),
                steps: vec![row],
            }),
        }
    }
    Ok(WhyPage { frame: asked.frame_of_one("Why, or why not").with_table(asked.address), passes }.render()?)
}

//! `/stories`: which documents are on one event.

use super::Asked;
use crate::dates;
use crate::frame::Frame;
use crate::narrowing::Narrowing;
use crate::problem::Problem;
use askama::Template;
use hearsay::view::{Ask, StoriesRow};

#[derive(Template)]
#[template(path = "stories.html")]
struct StoriesPage {
    frame: Frame,
    nothing: &'static str,
    narrowing: Narrowing,
    stories: Vec<Story>,
}

struct Story {
    id: String,
    title: String,
    when: String,
    said: usize,
    claims: usize,
    documents: Vec<Report>,
}

struct Report {
    href: String,
    title: String,
    outlet: String,
    date: String,
}

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let answer = asked.answer::<StoriesRow>(Ask::Stories)?;
    let page = StoriesPage {
        frame: asked.frame("Stories"),
        nothing: "No two documents of this case were found to be on one event.",
        stories: answer.rows.iter().map(story).collect(),
        narrowing: asked.narrowing(&answer),
    };
    Ok(page.render()?)
}

fn story(row: &StoriesRow) -> Story {
    Story {
        id: row.id.to_string(),
        title: row.title.clone().unwrap_or_else(|| "untitled".into()),
        when: dates::range(row.first.as_deref(), row.last.as_deref()),
        said: row.said,
        claims: row.claims,
        documents: row
            .documents
            .iter()
            .map(|document| Report {
                href: format!("/document/{}", document.document),
                title: document.title.clone().or_else(|| document.path.clone()).unwrap_or_else(|| "untitled".into()),
                outlet: document.outlet.clone().unwrap_or_else(|| "no outlet known".into()),
                date: document.published.as_deref().map_or_else(|| "no date known".into(), dates::short),
            })
            .collect(),
    }
}

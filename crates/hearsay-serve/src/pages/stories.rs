//! `/stories`: which documents are on one event.

use super::Asked;
use crate::dates;
use crate::frame::Frame;
use crate::labels::{self, Strokes};
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
    origins: Strokes,
    articles: Strokes,
    unknown: usize,
    outlets: usize,
    /// Why two of its documents count as one origin, each reason with how often.
    collapsed: Vec<String>,
    documents: Vec<Report>,
    /// Documents after the first few.
    more: Vec<Report>,
}

/// Documents of a story that are shown at once.
const SHOWN: usize = 12;

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
    let mut reports: Vec<Report> = row
        .documents
        .iter()
        .map(|document| Report {
            href: format!("/document/{}", document.document),
            title: document.title.clone().or_else(|| document.path.clone()).unwrap_or_else(|| "untitled".into()),
            outlet: document.outlet.clone().unwrap_or_else(|| "no outlet known".into()),
            date: document.published.as_deref().map_or_else(|| "no date known".into(), dates::short),
        })
        .collect();
    Story {
        id: row.id.to_string(),
        title: row.title.clone().unwrap_or_else(|| "untitled".into()),
        when: dates::range(row.first.as_deref(), row.last.as_deref()),
        said: row.said,
        claims: row.claims,
        origins: labels::origins(row.origins),
        articles: labels::articles(row.documents.len()),
        unknown: row.unknown,
        outlets: row.outlets.len(),
        collapsed: collapsed(row),
        more: reports.split_off(reports.len().min(SHOWN)),
        documents: reports,
    }
}

/// Reasons, the commonest first.
fn collapsed(row: &StoriesRow) -> Vec<String> {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for pair in &row.collapsed {
        match counted.iter_mut().find(|(words, _)| *words == pair.words) {
            Some((_, n)) => *n += 1,
            None => counted.push((&pair.words, 1)),
        }
    }
    counted.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counted.into_iter().map(|(words, n)| format!("{words} ({n})")).collect()
}

//! `/links`: every link with its reasons and its evidence on both sides.

use super::Asked;
use crate::evidence::{self, Passage};
use crate::frame::Frame;
use crate::narrowing::Narrowing;
use crate::problem::Problem;
use askama::Template;
use hearsay::record::LinkKind;
use hearsay::view::{Ask, LinksRow, Lookup};

#[derive(Template)]
#[template(path = "links.html")]
struct LinksPage {
    frame: Frame,
    nothing: &'static str,
    narrowing: Narrowing,
    rows: Vec<LinkLine>,
}

/// A link in a list.
pub(crate) struct LinkLine {
    pub(crate) id: String,
    pub(crate) href: String,
    pub(crate) kind: String,
    pub(crate) because: String,
    pub(crate) sides: [Passage; 2],
    /// What a person says who keeps the two together.
    pub(crate) same: &'static str,
    /// What a person says who parts them.
    pub(crate) different: &'static str,
}

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let answer = asked.answer::<LinksRow>(Ask::Links)?;
    let page = LinksPage {
        frame: asked.frame("Links"),
        nothing: "No link was found in this case.",
        rows: answer.rows.iter().map(|row| line(asked.lookup, row)).collect(),
        narrowing: asked.narrowing(&answer),
    };
    Ok(page.render()?)
}

/// The row of a link.
pub(super) fn line(lookup: &Lookup<'_>, row: &LinksRow) -> LinkLine {
    let mut because: Vec<&str> = Vec::new();
    for reason in &row.because {
        if !because.contains(&reason.words.as_str()) {
            because.push(&reason.words);
        }
    }
    let (same, different) = match row.kind {
        LinkKind::SameOne | LinkKind::DisputedOne => ("one and the same", "two, not one"),
        kind if kind.is_copy() => ("one telling", "no copy"),
        _ => ("report the same", "not the same"),
    };
    LinkLine {
        id: row.id.to_string(),
        same,
        different,
        href: href(row),
        kind: row.kind.as_str().replace('-', " "),
        because: because.join("; "),
        sides: [evidence::passage(lookup, &row.a), evidence::passage(lookup, &row.b)],
    }
}

/// The page of a link: of its own for copies and disputes.
pub(super) fn href(row: &LinksRow) -> String {
    match row.kind {
        kind if kind.is_copy() => format!("/copy/{}", row.id),
        kind if LinkKind::is_dispute(kind) => format!("/dispute/{}", row.id),
        _ => format!("/show/{}", row.id),
    }
}

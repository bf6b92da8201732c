//! `/dispute/{id}`: one dispute: all reports of both sides, and the rule that set them against each other.

use super::disputes::Card;
use super::links::LinkLine;
use super::{Asked, links};
use crate::evidence::{self, Passage};
use crate::frame::Frame;
use crate::problem::Problem;
use askama::Template;
use hearsay::record::IdKind;
use hearsay::view::{DisputesRow, Evidence, LinksRow};

#[derive(Template)]
#[template(path = "dispute.html")]
struct DisputePage {
    frame: Frame,
    card: Card,
    claims: [String; 2],
    because: Vec<Why>,
    /// What it rests on, each to be decided on by itself.
    links: Vec<LinkLine>,
}

/// A reason with where it shows.
struct Why {
    words: String,
    code: String,
    passages: Vec<Passage>,
}

pub(crate) fn page(asked: &Asked<'_, '_>, id: &str) -> Result<String, Problem> {
    let link = asked.id(id, IdKind::Link)?;
    let row = DisputesRow::holding(asked.lookup, &link)?.ok_or_else(|| Problem::nothing_called(id))?;
    let card = Card::with(asked.lookup, &row, usize::MAX);
    let claim = |at: usize| row.claims[at].as_ref().map(|id| format!("/claim/{id}")).unwrap_or_default();
    let page = DisputePage {
        frame: asked.frame_of_one(format!("Accounts part: {}", card.kind)),
        claims: [claim(0), claim(1)],
        because: reasons(asked, &row),
        links: row
            .links
            .iter()
            .filter_map(|id| asked.lookup.link(id))
            .map(|link| links::line(asked.lookup, &LinksRow::of(asked.lookup, &link)))
            .collect(),
        card,
    };
    Ok(page.render()?)
}

/// Each reason once, with every place where it shows.
fn reasons(asked: &Asked<'_, '_>, row: &DisputesRow) -> Vec<Why> {
    let mut reasons: Vec<Why> = Vec::new();
    let mut shown: Vec<(&str, &Evidence)> = Vec::new();
    for because in &row.because {
        let at = match reasons.iter().position(|known| known.code == because.code) {
            Some(at) => at,
            None => {
                reasons.push(Why { words: because.words.clone(), code: because.code.clone(), passages: Vec::new() });
                reasons.len() - 1
            }
        };
        for place in &because.evidence {
            if !shown.contains(&(because.code.as_str(), place)) {
                shown.push((&because.code, place));
                reasons[at].passages.push(evidence::of_marks(asked.lookup, place));
            }
        }
    }
    reasons
}

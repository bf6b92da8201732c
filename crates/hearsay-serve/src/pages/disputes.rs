//! `/disputes`: where accounts part, a card each with both sides' sentences.
//!
//! Invariant: no side is said to be right, and the one that began earlier stands left.

use super::Asked;
use crate::evidence::{self, Passage};
use crate::frame::Frame;
use crate::labels;
use crate::lines::parting;
use crate::narrowing::Narrowing;
use crate::people::{self, Who};
use crate::problem::Problem;
use askama::Template;
use hearsay::view::{Ask, DisputesRow, Lookup, words};

#[derive(Template)]
#[template(path = "disputes.html")]
struct DisputesPage {
    frame: Frame,
    nothing: &'static str,
    narrowing: Narrowing,
    cards: Vec<Card>,
}

/// A dispute as a card.
#[derive(Clone, Debug)]
pub(super) struct Card {
    pub(super) href: String,
    pub(super) kind: &'static str,
    pub(super) sides: [Side; 2],
    pub(super) rule: String,
    pub(super) not_comparable: String,
}

/// One side.
#[derive(Clone, Debug)]
pub(super) struct Side {
    pub(super) who: Vec<Who>,
    /// The words that part, of its first report.
    pub(super) marked: String,
    pub(super) lang: String,
    pub(super) reports: String,
    /// Its first report, and the first few that follow.
    pub(super) passages: Vec<Passage>,
}

/// Reports shown of a side on a card.
const SHOWN: usize = 1;

impl Card {
    /// A dispute with the first report of each side.
    pub(super) fn of(lookup: &Lookup<'_>, row: &DisputesRow) -> Self {
        Self::with(lookup, row, SHOWN)
    }

    /// A dispute with so many reports of each side.
    pub(super) fn with(lookup: &Lookup<'_>, row: &DisputesRow, most: usize) -> Self {
        let side = |at: usize| {
            let first = row.sides[at].first();
            Side {
                who: people::all(&row.speakers[at]),
                marked: first.map(|place| labels::shortened(&place.marked(), 110)).unwrap_or_default(),
                lang: first.map(|place| crate::lines::language(lookup, &place.document)).unwrap_or_default(),
                reports: labels::counted(row.sides[at].len(), "report", "reports"),
                passages: row.sides[at].iter().take(most).map(|place| evidence::passage(lookup, place)).collect(),
            }
        };
        Self {
            href: format!("/dispute/{}", row.id),
            kind: parting(row.kind),
            sides: [side(0), side(1)],
            rule: row.rule.clone(),
            not_comparable: row.not_comparable_because.as_deref().map(|code| words::words("incomparable", code)).unwrap_or_default(),
        }
    }
}

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let answer = asked.answer::<DisputesRow>(Ask::Disputes)?;
    let page = DisputesPage {
        frame: asked.frame("Where accounts part"),
        nothing: "No two accounts were found to part, by the rules that there are.",
        cards: answer.rows.iter().map(|row| Card::of(asked.lookup, row)).collect(),
        narrowing: asked.narrowing(&answer),
    };
    Ok(page.render()?)
}

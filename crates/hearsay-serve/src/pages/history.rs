//! `/history`: what persons decided, the latest first, each with what stood there before and a way to withdraw it.

use super::Asked;
use crate::dates;
use crate::evidence::{self, Passage};
use crate::frame::Frame;
use crate::narrowing::Narrowing;
use crate::problem::Problem;
use askama::Template;
use hearsay::record::CorrectionKind;
use hearsay::view::history::Standing;
use hearsay::view::{Ask, HistoryRow, Lookup, words};

#[derive(Template)]
#[template(path = "history.html")]
struct HistoryPage {
    frame: Frame,
    nothing: &'static str,
    narrowing: Narrowing,
    rows: Vec<HistoryLine>,
}

/// A decision as a row.
#[derive(Clone, Debug)]
pub(crate) struct HistoryLine {
    pub(crate) id: String,
    pub(crate) when: String,
    pub(crate) by: String,
    pub(crate) kind: &'static str,
    pub(crate) words: String,
    pub(crate) before: String,
    pub(crate) after: String,
    /// How sure the machine was; empty where it had said nothing.
    pub(crate) sure: String,
    pub(crate) note: String,
    /// What became of it, where it does not simply stand.
    pub(crate) status: &'static str,
    /// Whether it can be withdrawn.
    pub(crate) stands: bool,
    pub(crate) statement: String,
    pub(crate) undoes: String,
    pub(crate) passage: Passage,
    pub(crate) with: Option<Passage>,
}

impl HistoryLine {
    pub(crate) fn of(lookup: &Lookup<'_>, row: &HistoryRow) -> Self {
        let words = words::words("decision", row.kind.as_str());
        let after = if row.after == words { String::new() } else { row.after.clone() };
        Self {
            id: row.decision.to_string(),
            when: dates::full(&row.at),
            by: row.by.clone(),
            kind: row.kind.as_str(),
            words: if row.kind == CorrectionKind::Undo { "withdrew a decision".into() } else { words },
            before: row.before.clone().unwrap_or_default(),
            after,
            sure: row.confidence.map(|sure| format!("{} ({sure:.2})", crate::labels::confidence(sure))).unwrap_or_default(),
            note: row.note.clone().unwrap_or_default(),
            status: match row.status {
                Standing::Standing => "",
                Standing::Withdrawn => "withdrawn",
                Standing::Orphaned => "fits nothing any more; it is kept, and changes nothing",
            },
            stands: row.status != Standing::Withdrawn,
            statement: row.statement.as_ref().map(|id| format!("/show/{id}")).unwrap_or_default(),
            undoes: row.undoes.as_ref().map(|id| format!("/history?id={id}")).unwrap_or_default(),
            passage: evidence::of_marks(lookup, &row.evidence),
            with: row.with.as_ref().map(|place| evidence::of_marks(lookup, place)),
        }
    }
}

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let answer = asked.answer::<HistoryRow>(Ask::History)?;
    let page = HistoryPage {
        frame: asked.frame("What persons decided"),
        nothing: "Nobody has decided anything in this case yet.",
        rows: answer.rows.iter().map(|row| HistoryLine::of(asked.lookup, row)).collect(),
        narrowing: asked.narrowing(&answer),
    };
    Ok(page.render()?)
}

/// The decisions on one record, the latest first.
pub(crate) fn on(asked: &Asked<'_, '_>, id: &str) -> Result<Vec<HistoryLine>, Problem> {
    let answer = super::all::<HistoryRow>(asked.lookup, Ask::History, &[("id", id)])?;
    Ok(answer.rows.iter().map(|row| HistoryLine::of(asked.lookup, row)).collect())
}

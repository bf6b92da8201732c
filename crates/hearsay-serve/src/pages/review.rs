//! `/review`: what is worth a person's next minute, with what can be decided on each.
//!
//! Invariant: every decision here is a form that works without script; the script sends the same form and puts the row in
//! its place.

use super::Asked;
use super::history::HistoryLine;
use super::links::{self, LinkLine};
use crate::frame::Frame;
use crate::lines::StatementLine;
use crate::narrowing::Narrowing;
use crate::problem::Problem;
use askama::Template;
use hearsay::view::line::Line;
use hearsay::view::{Ask, Decisions, Lookup, ReviewRow, words};

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage {
    frame: Frame,
    nothing: &'static str,
    narrowing: Narrowing,
    items: Vec<ReviewLine>,
    /// Open, decided, all: with the address of each.
    statuses: Vec<(String, &'static str, bool)>,
}

/// Something to look at, as a row.
pub(crate) struct ReviewLine {
    pub(crate) id: String,
    /// Why it is worth a look.
    pub(crate) because: String,
    pub(crate) line: Option<StatementLine>,
    /// How sure the machine was, in figures.
    pub(crate) sure: String,
    pub(crate) link: Option<LinkLine>,
    pub(crate) people: bool,
    pub(crate) history: Option<HistoryLine>,
    /// What was decided on it, and by whom; empty if nothing was.
    pub(crate) decided: String,
    /// The decision.
    pub(crate) decision: String,
}

impl ReviewLine {
    fn of(lookup: &Lookup<'_>, decisions: &Decisions, row: &ReviewRow) -> Self {
        let because: Vec<String> = row.because.iter().map(|code| words::words("worth", code)).collect();
        let decided = row.decision.as_ref().filter(|_| row.history.is_none());
        let decided = decided.and_then(|id| decisions.all.iter().find(|(one, _)| one.id == *id));
        Self {
            id: row.id.to_string(),
            because: because.join(", "),
            line: row.statement.as_ref().map(|said| StatementLine::of(lookup, said)),
            sure: row.statement.as_ref().map(|said| format!("{:.2}", said.confidence)).unwrap_or_default(),
            link: row.link.as_ref().map(|link| links::line(lookup, link)),
            people: row.what == "people",
            history: row.history.as_ref().map(|row| HistoryLine::of(lookup, row)),
            decided: decided
                .map(|(one, _)| format!("{}, by {}", words::words("decision", one.kind.as_str()), one.by))
                .unwrap_or_default(),
            decision: decided.map(|(one, _)| one.id.to_string()).unwrap_or_default(),
        }
    }

    /// The row of a statement that was just decided on.
    pub(crate) fn decided(lookup: &Lookup<'_>, decisions: &Decisions, line: &Line<'_>) -> Self {
        let statement = StatementLine::of_line(lookup, line);
        let by_statement = decisions.by_statement();
        let decided = by_statement.get(&line.statement.id);
        Self {
            id: statement.id.clone(),
            because: String::new(),
            sure: format!("{:.2}", line.attribution.confidence),
            line: Some(statement),
            link: None,
            people: false,
            history: None,
            decided: decided
                .map(|one| format!("{}, by {}", words::words("decision", one.kind.as_str()), one.by))
                .unwrap_or_default(),
            decision: decided.map(|one| one.id.to_string()).unwrap_or_default(),
        }
    }
}

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let answer = asked.answer::<ReviewRow>(Ask::Review)?;
    let decisions = Decisions::of(asked.lookup)?;
    let now = asked.address.value("status").unwrap_or("open");
    let status = |status: &'static str, name: &'static str| {
        let kept = asked.address.pairs.iter().filter(|(key, _)| !matches!(key.as_str(), "status" | "offset"));
        let mut pairs: Vec<(&str, &str)> = kept.map(|(key, value)| (key.as_str(), value.as_str())).collect();
        if status != "open" {
            pairs.push(("status", status));
        }
        (crate::address::href("/review", pairs), name, status == now)
    };
    let page = ReviewPage {
        frame: asked.frame("Review"),
        nothing: "Everything here was looked at.",
        items: answer.rows.iter().map(|row| ReviewLine::of(asked.lookup, &decisions, row)).collect(),
        narrowing: asked.narrowing(&answer),
        statuses: vec![status("open", "not looked at"), status("decided", "decided"), status("any", "all")],
    };
    Ok(page.render()?)
}

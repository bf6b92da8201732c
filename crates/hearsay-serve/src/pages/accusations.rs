//! `/accusations`: who blames whom: a matrix, and each accusation with who answered.
//!
//! Invariant: a cell counts accusations that were put forward; that one is denied is a mark on it, never
//! a reason to leave it out.

use super::Asked;
use super::blame_graph::{BlameGraph, Pair};
use crate::address::href;
use crate::evidence::{self, Passage};
use crate::frame::Frame;
use crate::labels;
use crate::narrowing::{Narrowing, ROWS, paged};
use crate::people::{self, Who};
use crate::problem::Problem;
use askama::Template;
use hearsay::record::{Id, Polarity, Strength};
use hearsay::view::accusations::Status;
use hearsay::view::{AccusationsRow, Answered, Ask, EntityRef, Lookup, words};
use std::collections::{BTreeSet, HashMap};

#[derive(Template)]
#[template(path = "accusations.html")]
struct AccusationsPage {
    frame: Frame,
    nothing: &'static str,
    narrowing: Narrowing,
    graph: Option<BlameGraph>,
    matrix: Option<Matrix>,
    rows: Vec<AccusationLine>,
}

struct AccusationLine {
    id: String,
    accuser: Who,
    act: String,
    /// Between the act and the accused.
    of: &'static str,
    of_themselves: bool,
    accused: Who,
    event: String,
    open: String,
    notes: Vec<String>,
    answers: Vec<Answer>,
    silence: String,
    passages: Vec<Passage>,
    reports: String,
    claim: Option<String>,
}

struct Answer {
    who: Who,
    act: String,
    href: String,
}

/// Accusers down, accused across.
struct Matrix {
    across: Vec<Who>,
    down: Vec<(Who, Vec<Cell>)>,
}

#[derive(Clone, Default)]
struct Cell {
    count: usize,
    denied: bool,
    withdrawn: bool,
    href: String,
}

/// Names in the matrix on each side; more are read in the list.
const WIDEST: usize = 14;

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    // The matrix is of all that is asked for, so all rows are made once and the page is cut from them.
    let cut = paged(Ask::Accusations, &asked.address.pairs)?;
    let mut question = cut.clone();
    (question.filter.limit, question.filter.offset) = (None, None);
    let whole = Answered::<AccusationsRow>::of(&asked.lookup.without_sentences(), &question)?;
    let (offset, limit) = (cut.filter.offset.unwrap_or(0), cut.filter.limit.unwrap_or(ROWS));
    let rows = whole.rows.iter().skip(offset).take(limit).cloned();
    let rows: Vec<AccusationsRow> = rows.map(|row| row.filled(asked.lookup)).collect();
    let matrix = matrix(&whole.rows);
    let page = AccusationsPage {
        frame: asked.frame("Who blames whom"),
        nothing: "No accusation was found in this case.",
        graph: matrix.as_ref().and_then(graph),
        matrix,
        rows: rows.iter().map(|row| line(asked.lookup, row)).collect(),
        narrowing: asked.narrowing(&Answered { question: cut, rows, ..whole }),
    };
    Ok(page.render()?)
}

fn accused(row: &AccusationsRow) -> Who {
    let mut who = people::who(row.accused.as_ref(), row.accused_unknown_because.as_deref());
    if row.accused.is_none() && !row.accused_as.is_empty() {
        who.name = row.accused_as.clone();
    }
    who
}

fn line(lookup: &Lookup<'_>, row: &AccusationsRow) -> AccusationLine {
    let mut notes = Vec::new();
    match row.polarity {
        Polarity::Asserts => {}
        Polarity::Denies => notes.push("a denial".into()),
        Polarity::SaysNot => notes.push("says that it was not so".into()),
        Polarity::Withdraws => notes.push("takes it back".into()),
    }
    match row.strength {
        Strength::Direct => {}
        Strength::Hedged => notes.push("hedged".into()),
        Strength::Implied => notes.push("implied".into()),
    }
    match row.status {
        Status::Standing => {}
        Status::Withdrawn => notes.push("withdrawn".into()),
        Status::WalkedBack => notes.push("walked back".into()),
    }
    notes.extend(row.when.as_deref().map(crate::dates::long));
    let answers = row.answered_by.iter().filter_map(|id| {
        let line = lookup.line(id)?;
        let speaker = line.statement.who.as_ref().and_then(|chain| lookup.who(chain));
        Some(Answer {
            who: people::who(speaker.as_ref(), None),
            act: words::act(&line.statement.act),
            href: evidence::at_attribution(&line.document.id, &line.attribution.id),
        })
    });
    AccusationLine {
        id: row.id.to_string(),
        accuser: people::who(row.accuser.as_ref(), row.accuser_unknown_because.as_deref()),
        act: words::act(&row.act),
        of: if row.polarity == Polarity::Asserts { "" } else { "of" },
        // Who answers for a deed of their own need not be named twice.
        of_themselves: row.accuser.is_some() && row.accuser == row.accused,
        accused: accused(row),
        event: labels::shortened(&row.event, 220),
        open: row
            .evidence
            .first()
            .and_then(|place| Some(evidence::at_attribution(&place.document, place.attribution.as_ref()?)))
            .unwrap_or_else(|| format!("/show/{}", row.id)),
        answers: answers.collect(),
        silence: if row.polarity == Polarity::Asserts && row.answered_by.is_empty() {
            silence(lookup, row)
        } else {
            String::new()
        },
        passages: row.evidence.iter().take(3).map(|place| evidence::passage(lookup, place)).collect(),
        reports: labels::counted(row.evidence.len(), "report", "reports"),
        claim: row.claim.as_ref().map(|id| format!("/claim/{id}")),
        notes,
    }
}

/// What is told of the accused's silence: that a document asked, and got no comment or no reply.
pub(super) fn silence(lookup: &Lookup<'_>, row: &AccusationsRow) -> String {
    let Some(accused) = &row.accused else { return String::new() };
    let documents: BTreeSet<&Id> = row.evidence.iter().map(|place| &place.document).collect();
    let silences = lookup.silences(documents.into_iter(), &BTreeSet::from([accused.id.clone()]));
    let mut acts: Vec<String> = silences
        .iter()
        .filter_map(|id| lookup.line(id))
        .map(|line| format!("{} {}", accused.name, words::act(&line.statement.act)))
        .collect();
    acts.sort();
    acts.dedup();
    acts.join("; ")
}

/// The picture of a matrix.
fn graph(matrix: &Matrix) -> Option<BlameGraph> {
    let pairs = matrix.down.iter().flat_map(|(accuser, cells)| {
        cells.iter().zip(&matrix.across).filter(|(cell, _)| cell.count > 0).map(move |(cell, accused)| Pair {
            accuser,
            accused,
            count: cell.count,
            denied: cell.denied,
            withdrawn: cell.withdrawn,
            href: &cell.href,
        })
    });
    BlameGraph::of(&pairs.collect::<Vec<_>>())
}

fn matrix(rows: &[AccusationsRow]) -> Option<Matrix> {
    let both = |row: &'_ AccusationsRow| row.polarity == Polarity::Asserts && row.accuser.is_some() && row.accused.is_some();
    let put: Vec<(&EntityRef, &EntityRef, &AccusationsRow)> =
        rows.iter().filter(|row| both(row)).filter_map(|row| Some((row.accuser.as_ref()?, row.accused.as_ref()?, row))).collect();
    fn names<'r>(all: impl Iterator<Item = &'r EntityRef>) -> Vec<&'r EntityRef> {
        let mut counted: HashMap<&Id, (usize, &EntityRef)> = HashMap::new();
        all.for_each(|who| counted.entry(&who.id).or_insert((0, who)).0 += 1);
        let mut counted: Vec<(usize, &EntityRef)> = counted.into_values().collect();
        counted.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (&a.1.name, &a.1.id).cmp(&(&b.1.name, &b.1.id))));
        counted.into_iter().map(|(_, who)| who).take(WIDEST).collect()
    }
    let down = names(put.iter().map(|(accuser, ..)| *accuser));
    let across = names(put.iter().map(|(_, accused, _)| *accused));
    if down.is_empty() {
        return None;
    }
    let mut cells: HashMap<(&Id, &Id), Cell> = HashMap::new();
    for (accuser, accused, row) in &put {
        let cell = cells.entry((&accuser.id, &accused.id)).or_default();
        cell.count += 1;
        cell.denied |= !row.answered_by.is_empty();
        cell.withdrawn |= row.status != Status::Standing;
    }
    let cell = |accuser: &EntityRef, accused: &EntityRef| Cell {
        href: href("/accusations", [("speaker", accuser.id.as_str()), ("about", accused.id.as_str())]),
        ..cells.get(&(&accuser.id, &accused.id)).cloned().unwrap_or_default()
    };
    let who = |who: &&EntityRef| people::who(Some(*who), None);
    let row = |accuser: &&EntityRef| (who(accuser), across.iter().map(|accused| cell(accuser, accused)).collect());
    Some(Matrix { down: down.iter().map(row).collect(), across: across.iter().map(who).collect() })
}

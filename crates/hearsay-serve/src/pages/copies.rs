//! `/copies`: who repeats whom, as lanes by outlet on a time axis and as a table.

use super::origin_tree::{Branch, origin_tree};
use super::{Asked, lanes::Lanes};
use crate::dates;
use crate::frame::Frame;
use crate::narrowing::Narrowing;
use crate::problem::Problem;
use askama::Template;
use hearsay::record::Direction;
use hearsay::view::{Answered, Ask, CopiesRow, Evidence, Question, words};

#[derive(Template)]
#[template(path = "copies.html")]
struct CopiesPage {
    frame: Frame,
    nothing: &'static str,
    narrowing: Narrowing,
    lanes: Option<Lanes>,
    /// Whether there are more copies than a picture can show.
    undrawn: bool,
    /// Documents by what they come from; empty where they are too many for a list.
    tree: Vec<Branch>,
    rows: Vec<CopyRow>,
}

struct CopyRow {
    href: String,
    kind: String,
    from: Doc,
    to: Doc,
    arrow: &'static str,
    arrow_words: &'static str,
    coverage: String,
    because: String,
    unsettled: &'static str,
}

struct Doc {
    href: String,
    outlet: String,
    title: String,
    date: String,
}

/// Copies drawn; more are no picture.
const DRAWN: usize = 60;

/// Copies of which a tree is made; of more, a reader narrows first.
const GROWN: usize = 2000;

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let answer = asked.answer::<CopiesRow>(Ask::Copies)?;
    let pairs = asked.address.pairs.iter().filter(|(key, _)| !matches!(key.as_str(), "sort" | "limit" | "offset"));
    let question = Question::parse(Ask::Copies, pairs.map(|(key, value)| (key, value)))?;
    // Pictures are of all that is asked for, not of one page of it; of too many there is none.
    let whole = if answer.total <= GROWN { Answered::<CopiesRow>::of(asked.lookup, &question)?.rows } else { Vec::new() };
    let page = CopiesPage {
        frame: asked.frame("Who repeats whom"),
        nothing: "No document of this case repeats another, by the rules that there are.",
        lanes: if whole.len() <= DRAWN { Lanes::of(&whole) } else { None },
        undrawn: answer.total > DRAWN,
        tree: origin_tree(&whole),
        rows: answer.rows.iter().map(row).collect(),
        narrowing: asked.narrowing(&answer),
    };
    Ok(page.render()?)
}

fn row(row: &CopiesRow) -> CopyRow {
    let link = &row.0;
    let (from, to, turned) = if link.direction == Direction::BToA { (&link.b, &link.a, true) } else { (&link.a, &link.b, false) };
    let (arrow, arrow_words) = match link.direction {
        Direction::AToB | Direction::BToA => ("\u{2192}", "is repeated by"),
        Direction::None => ("\u{2013}", "shares text with"),
        Direction::Unknown => ("\u{2013}", "shares text with"),
    };
    // The share of the giver's words that the taker has, then of the taker's that come from there.
    let share = |[a, b]: [f64; 2]| {
        let (of_from, of_to) = if turned { (b, a) } else { (a, b) };
        format!(
            "{:.0} % of the one\u{2019}s words stand in the other, {:.0} % of the other\u{2019}s in the one",
            of_from * 100.0,
            of_to * 100.0
        )
    };
    let mut because: Vec<&str> = link.because.iter().map(|because| because.words.as_str()).collect();
    because.dedup();
    CopyRow {
        href: format!("/copy/{}", link.id),
        kind: words::words("copy", link.kind.as_str()),
        from: doc(from),
        to: doc(to),
        arrow,
        arrow_words,
        coverage: link.coverage.map(share).unwrap_or_default(),
        because: because.join("; "),
        unsettled: if link.direction == Direction::Unknown { "who took from whom can\u{2019}t be told" } else { "" },
    }
}

fn doc(place: &Evidence) -> Doc {
    Doc {
        href: format!("/document/{}", place.document),
        outlet: place.outlet.clone().unwrap_or_else(|| "no outlet known".into()),
        title: place.title.clone().unwrap_or_else(|| "untitled".into()),
        date: place.published.as_deref().map_or_else(|| "no date known".into(), dates::short),
    }
}

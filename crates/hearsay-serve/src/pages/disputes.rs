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
use hearsay::record::LinkKind;
use hearsay::view::{Ask, DisputesRow, Evidence, Lookup, Snippet, words};

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
    pub(super) kind: String,
    /// Whether what is marked of its sides are words that were said, not names.
    pub(super) is_quoted: bool,
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
                who: distinct(people::all(&row.speakers[at])),
                marked: parting_words(row, at),
                lang: first.map(|place| crate::lines::language(lookup, &place.document)).unwrap_or_default(),
                reports: labels::counted(row.sides[at].len(), "report", "reports"),
                passages: row.sides[at].iter().take(most).map(|place| evidence::passage(lookup, place)).collect(),
            }
        };
        let mut sides = [side(0), side(1)];
        let mut kind = parting(row.kind).to_string();
        let mut is_quoted = true;
        // Where the words are the same, the speakers are what differs.
        if row.kind == LinkKind::Speaker && sides.iter().all(|side| !side.who.is_empty()) {
            is_quoted = false;
            kind = format!("who said \u{201c}{}\u{201d}", sides[0].marked);
            for side in &mut sides {
                side.marked = side.who.iter().map(|who| who.name.as_str()).collect::<Vec<_>>().join(", ");
            }
        }
        Self {
            href: format!("/dispute/{}", row.id),
            kind,
            is_quoted,
            sides,
            rule: row.rule.clone(),
            not_comparable: row
                .not_comparable_because
                .as_deref()
                .map(|code| words::words("incomparable", code))
                .unwrap_or_default(),
        }
    }
}

/// The words of a side that part from the other's: those that a reason points at, where it points at
/// less than the whole of what was said, with a word or two around them.
fn parting_words(row: &DisputesRow, at: usize) -> String {
    let Some(first) = row.sides[at].first() else { return String::new() };
    let whole = first.marked();
    let of_first = |place: &&Evidence| {
        place.attribution.is_some() && place.attribution == first.attribution && place.document == first.document
    };
    let narrowest = row
        .because
        .iter()
        .flat_map(|because| &because.evidence)
        .filter(of_first)
        .min_by_key(|place| place.marked().chars().count());
    let narrow = narrowest.filter(|place| !place.marked().is_empty() && place.marked().chars().count() < whole.chars().count());
    let words = narrow.and_then(|place| place.snippet.as_ref()).map_or(whole, around);
    labels::shortened(labels::unquoted(&words), 110)
}

/// A mark with the word before it, as far as it is of the same clause, and three after it.
fn around(snippet: &Snippet) -> String {
    let (Some(start), Some(end)) =
        (snippet.marks.iter().map(|mark| mark.start).min(), snippet.marks.iter().map(|mark| mark.end).max())
    else {
        return snippet.text.clone();
    };
    let part = |from: usize, to: usize| -> String { snippet.text.chars().skip(from).take(to - from).collect() };
    let (before, marked, after) = (part(0, start), part(start, end), part(end, snippet.text.chars().count()));
    if marked.split_whitespace().count() > 4 {
        return marked;
    }
    let lead = before
        .split_whitespace()
        .last()
        .filter(|word| word.ends_with(char::is_alphanumeric))
        .map(|word| format!("{word} "))
        .unwrap_or_default();
    let rest: Vec<&str> = after
        .split_inclusive(char::is_whitespace)
        .scan(false, |ended, word| {
            let go_on = !*ended;
            *ended = word.trim_end().ends_with(['.', ',', ';', ':', '!', '?', '\u{201d}', '"']);
            go_on.then_some(word)
        })
        .filter(|word| !word.trim().is_empty())
        .take(3)
        .collect();
    let gap = if after.starts_with(char::is_whitespace) { " " } else { "" };
    let joined = format!("{lead}{marked}{gap}{}", rest.concat());
    joined.trim().trim_end_matches(['.', ',', ';', ':', '!', '?']).to_string()
}

/// Several may share a name, and to read it twice tells nothing.
fn distinct(who: Vec<Who>) -> Vec<Who> {
    let mut found: Vec<Who> = Vec::new();
    for one in who {
        if !found.iter().any(|known| known.name.eq_ignore_ascii_case(&one.name)) {
            found.push(one);
        }
    }
    found
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

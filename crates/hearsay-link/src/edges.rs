//! [`Edge`]: what was found of two statements, in as few bytes as settling needs.
//!
//! In: two statements by their numbers, the kind of their link and what it rests on. Out: which edges only say again what
//! another says. Invariant: a link is made of its edge by judging the two again; so a large case holds millions of edges
//! and never all links. What is asked of links here is asked of edges in the same words.
//!
//! Example: `(7, 90, same, a quotation)` for two statements that report one quotation.

use crate::claims::BY_A_PERSON;
use crate::sayings::{Placed, Standing};
use hearsay_record::{Id, Link, LinkKind};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};

/// What a link between statements rests on, as far as settling asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Because {
    /// A person's word.
    Person,
    /// One quotation, word for word.
    Quotation,
    /// One wording, or one place of a text and its copy.
    Words,
    /// A quotation, told otherwise.
    OtherQuotation,
    /// A headline that says again what stands below it.
    Headline,
    /// Anything else.
    Other,
}

impl Because {
    pub(crate) fn of(code: &str) -> Self {
        match code {
            BY_A_PERSON => Self::Person,
            "same-quotation" => Self::Quotation,
            "same-words" | "copied-passage" => Self::Words,
            "headline-of-it" => Self::Headline,
            _ if code.contains("quotation") => Self::OtherQuotation,
            _ => Self::Other,
        }
    }

    /// Links of less rank are taken first where claims are gathered.
    pub(crate) fn rank(self) -> u8 {
        match self {
            Self::Person => 0,
            Self::Quotation => 1,
            _ => 2,
        }
    }

    /// Whether the words themselves say that it is one utterance.
    pub(crate) fn is_by_words(self) -> bool {
        matches!(self, Self::Person | Self::Quotation | Self::Words | Self::Headline)
    }

    pub(crate) fn is_quotation(self) -> bool {
        matches!(self, Self::Quotation | Self::OtherQuotation)
    }
}

/// Two statements by their numbers, the smaller first, and what holds between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    pub(crate) a: u32,
    pub(crate) b: u32,
    pub(crate) kind: LinkKind,
    pub(crate) because: Because,
}

impl Edge {
    /// The edge of a link, if both its members have a number.
    pub(crate) fn of(link: &Link, number: impl Fn(&Id) -> Option<u32>) -> Option<Self> {
        let (one, other) = (number(&link.members[0])?, number(&link.members[1])?);
        let because = link.because.first().map_or(Because::Other, |reason| Because::of(&reason.code));
        Some(Self { a: one.min(other), b: one.max(other), kind: link.kind, because })
    }
}

fn pair(one: u32, other: u32) -> (u32, u32) {
    (one.min(other), one.max(other))
}

/// Whether each edge stands: a difference falls that a statement inside another, or below a headline, only says again
/// (`the clerk said that the log shows noon` parts from `at one` once, not twice). Asked for are the statements that stand in
/// a headline, and the statement that another stands in.
pub(crate) fn standing(edges: &[Edge], is_above: impl Fn(u32) -> bool, outer: &HashMap<u32, u32>) -> Vec<bool> {
    let mut below: HashMap<u32, Vec<u32>> = HashMap::new();
    for edge in edges.iter().filter(|edge| edge.because == Because::Headline) {
        let (headline, said_below) = if is_above(edge.a) { (edge.a, edge.b) } else { (edge.b, edge.a) };
        below.entry(headline).or_default().push(said_below);
    }
    let parted: HashSet<(u32, u32)> = edges.iter().filter(|edge| edge.kind.is_dispute()).map(|edge| (edge.a, edge.b)).collect();
    let is_said_below =
        |above: u32, against: u32| below.get(&above).into_iter().flatten().any(|&below| parted.contains(&pair(below, against)));
    let mut stands: Vec<bool> = edges
        .iter()
        .map(|edge| !edge.kind.is_dispute() || !(is_said_below(edge.a, edge.b) || is_said_below(edge.b, edge.a)))
        .collect();
    let disputes = edges.iter().zip(&stands).filter(|(edge, stands)| **stands && edge.kind.is_dispute());
    // Only what a statement within another is told by again can fall now.
    let disputes: HashSet<(LinkKind, u32, u32)> = disputes.map(|(edge, _)| (edge.kind, edge.a, edge.b)).collect();
    let is_said = |kind: LinkKind, inner: u32, against: u32| {
        outer.get(&inner).is_some_and(|&outer| {
            let (a, b) = pair(outer, against);
            disputes.contains(&(kind, a, b))
        })
    };
    for (edge, stands) in edges.iter().zip(&mut stands) {
        let falls = edge.kind.is_dispute() && (is_said(edge.kind, edge.a, edge.b) || is_said(edge.kind, edge.b, edge.a));
        *stands = *stands && !falls;
    }
    stands
}

/// The same of links, of which some may be with a statement that is not laid out, or with a document.
pub(crate) fn without_echoes(statements: &[Standing], links: &mut Vec<Link>) {
    let mut number: HashMap<Id, u32> = HashMap::new();
    let members = links.iter().flat_map(|link| &link.members);
    for id in statements.iter().map(|one| &one.id).chain(members) {
        let next = u32::try_from(number.len()).unwrap_or(u32::MAX);
        number.entry(id.clone()).or_insert(next);
    }
    let above: HashSet<u32> =
        statements.iter().filter(|one| one.in_headline).filter_map(|one| number.get(&one.id).copied()).collect();
    let outer = |one: &Standing| Some((*number.get(&one.id)?, *number.get(one.inside.as_ref()?)?));
    let outer: HashMap<u32, u32> = statements.iter().filter_map(outer).collect();
    // Every member has its number, so there are as many edges as links.
    let edges: Vec<Edge> = links.iter().filter_map(|link| Edge::of(link, |id| number.get(id).copied())).collect();
    let mut stands = standing(&edges, |statement| above.contains(&statement), &outer).into_iter();
    links.retain(|_| stands.next().unwrap_or(true));
}

/// As much of an id as tells most apart, in the order of ids.
fn first_digits(id: &Id) -> u64 {
    let digits = id.as_str().bytes().skip(2).take(16);
    digits.fold(0, |number, digit| number << 4 | u64::from(char::from(digit).to_digit(16).unwrap_or(0)))
}

/// What has a link in order of the ids of these links. A large case has more of them than ids could stand in memory.
pub(crate) fn in_order_of_links<T: Send + Sync>(list: Vec<T>, id: impl Fn(&T) -> Id + Sync) -> Vec<T> {
    in_order_of(list, |_| 0, id)
}

/// The same, in order of a rank first.
pub(crate) fn in_order_of<T: Send + Sync>(list: Vec<T>, rank: impl Fn(&T) -> u8 + Sync, id: impl Fn(&T) -> Id + Sync) -> Vec<T> {
    let mut order: Vec<(u64, u32)> = list.par_iter().map(|one| first_digits(&id(one))).zip(0..u32::MAX).collect();
    let at = |order: &(u64, u32)| &list[order.1 as usize];
    order.par_sort_unstable_by(|one, other| {
        let ranks = rank(at(one)).cmp(&rank(at(other)));
        ranks.then(one.0.cmp(&other.0)).then_with(|| id(at(one)).cmp(&id(at(other)))).then(one.1.cmp(&other.1))
    });
    let mut list: Vec<Option<T>> = list.into_iter().map(Some).collect();
    order.into_iter().filter_map(|(_, at)| list[at as usize].take()).collect()
}

/// The edges of links between these statements.
pub(crate) fn edges_of(sayings: &[Placed<'_>], links: &[Link]) -> Vec<Edge> {
    let number: HashMap<&Id, u32> = sayings.iter().map(|saying| &saying.statement.id).zip(0u32..).collect();
    links.iter().filter_map(|link| Edge::of(link, |id| number.get(id).copied())).collect()
}

/// The statement that each stands in, by number; statements are in order of id.
pub(crate) fn outer_of(sayings: &[Placed<'_>]) -> HashMap<u32, u32> {
    let number = |id: &Id| sayings.binary_search_by(|saying| saying.statement.id.cmp(id)).ok();
    let outer = |(at, saying): (u32, &Placed<'_>)| Some((at, u32::try_from(number(saying.statement.inside.as_ref()?)?).ok()?));
    (0u32..).zip(sayings).filter_map(outer).collect()
}

#[cfg(test)]
mod tests {
    use super::in_order_of;
    use hearsay_record::Id;

    #[test]
    fn links_are_in_order_of_rank_and_id() {
        let digits = |seed: u64| {
            format!(
                "l-{:016x}{:016x}",
                seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 60 << 60,
                seed.wrapping_mul(0xd6e8_feb8_6659_fd93)
            )
        };
        let list: Vec<(u8, Id)> = (0..200).map(|seed| ((seed % 3) as u8, Id::from_text(digits(seed)))).collect();
        let mut sorted = list.clone();
        sorted.sort();
        assert_eq!(in_order_of(list, |one| one.0, |one| one.1.clone()), sorted);
    }
}

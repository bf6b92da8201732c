//! [`BlameGraph`]: who blames whom as a picture: accusers left, accused right, a line for each pair.
//!
//! In: the matrix, which is its table. Out: positions. Invariants: at most fourteen names, those of the most accusations; a
//! line is dashed where it was denied and dotted where it was taken back, and its words say so; who is on both sides stands twice.

use crate::people::Who;

/// Names in the picture.
pub(super) const MOST: usize = 14;

/// A picture with its measures.
#[derive(Clone, Debug)]
pub(super) struct BlameGraph {
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) names: Vec<Name>,
    pub(super) lines: Vec<Blame>,
    /// Names that the matrix has and the picture has not.
    pub(super) left_out: usize,
}

/// A name at its place.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) x: i64,
    pub(super) y: i64,
    /// `start` or `end`: which end of the words stands at the place.
    pub(super) anchor: &'static str,
    pub(super) text: String,
    pub(super) whole: String,
    pub(super) href: String,
}

/// Accusations of one by another.
#[derive(Clone, Debug)]
pub(super) struct Blame {
    pub(super) path: String,
    /// `plain`, `denied`, `withdrawn`.
    pub(super) stroke: &'static str,
    pub(super) width: String,
    pub(super) label_x: i64,
    pub(super) label_y: i64,
    pub(super) label: String,
    pub(super) title: String,
    pub(super) href: String,
}

/// A pair of the matrix.
#[derive(Clone, Debug)]
pub(super) struct Pair<'w> {
    pub(super) accuser: &'w Who,
    pub(super) accused: &'w Who,
    pub(super) count: usize,
    pub(super) denied: bool,
    pub(super) withdrawn: bool,
    pub(super) href: &'w str,
}

const LEFT: i64 = 250;
const RIGHT: i64 = 610;
const WIDTH: i64 = 860;
const STEP: i64 = 34;
const TOP: i64 = 24;
/// Letters of a name that have room.
const LETTERS: usize = 32;

impl BlameGraph {
    /// The picture; none where there is nothing to draw.
    pub(super) fn of(pairs: &[Pair<'_>]) -> Option<Self> {
        // The pairs of most accusations first, as long as their names have room.
        let mut order: Vec<&Pair<'_>> = pairs.iter().collect();
        order.sort_by_key(|pair| std::cmp::Reverse(pair.count));
        let (mut left, mut right): (Vec<&Who>, Vec<&Who>) = (Vec::new(), Vec::new());
        let mut drawn: Vec<&Pair<'_>> = Vec::new();
        let mut left_out: Vec<&Who> = Vec::new();
        for pair in order {
            let new = usize::from(!left.contains(&pair.accuser)) + usize::from(!right.contains(&pair.accused));
            if left.len() + right.len() + new > MOST {
                left_out
                    .extend([pair.accuser, pair.accused].into_iter().filter(|who| !left.contains(who) && !right.contains(who)));
                continue;
            }
            if !left.contains(&pair.accuser) {
                left.push(pair.accuser);
            }
            if !right.contains(&pair.accused) {
                right.push(pair.accused);
            }
            drawn.push(pair);
        }
        if drawn.is_empty() {
            return None;
        }
        // The accused stand in the order in which the accusers' lines reach them, so that fewer lines cross.
        right.sort_by_key(|who| {
            let places: Vec<usize> = drawn
                .iter()
                .filter(|pair| pair.accused == *who)
                .filter_map(|pair| left.iter().position(|one| *one == pair.accuser))
                .collect();
            places.iter().sum::<usize>() * 100 / places.len().max(1)
        });
        left_out.sort_by(|a, b| a.name.cmp(&b.name));
        left_out.dedup();
        let rows = left.len().max(right.len());
        let height = TOP + STEP * as_length(rows) + 6;
        let place = |at: usize, of: usize| TOP + STEP * as_length(at) + STEP / 2 + STEP * as_length(rows - of) / 2;
        let mut names: Vec<Name> = Vec::new();
        for (at, who) in left.iter().enumerate() {
            names.push(name(who, LEFT - 10, place(at, left.len()), "end"));
        }
        for (at, who) in right.iter().enumerate() {
            names.push(name(who, RIGHT + 12, place(at, right.len()), "start"));
        }
        let lines = drawn.iter().filter_map(|pair| {
            let from = place(left.iter().position(|who| *who == pair.accuser)?, left.len());
            let to = place(right.iter().position(|who| *who == pair.accused)?, right.len());
            Some(blame(pair, from, to))
        });
        let lines = lines.collect();
        Some(Self { width: WIDTH, height, names, lines, left_out: left_out.len() })
    }
}

fn as_length(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(0)
}

fn name(who: &Who, x: i64, y: i64, anchor: &'static str) -> Name {
    Name { x, y, anchor, text: crate::labels::shortened(&who.name, LETTERS), whole: who.name.clone(), href: who.href.clone() }
}

fn blame(pair: &Pair<'_>, from: i64, to: i64) -> Blame {
    let marks = format!("{}{}", if pair.denied { "\u{2021}" } else { "" }, if pair.withdrawn { "\u{2020}" } else { "" });
    let told = match (pair.denied, pair.withdrawn) {
        (true, true) => ", denied, withdrawn or walked back",
        (true, false) => ", denied",
        (false, true) => ", withdrawn or walked back",
        (false, false) => "",
    };
    Blame {
        path: format!("M{LEFT} {from} C{} {from} {} {to} {} {to}", LEFT + 130, RIGHT - 130, RIGHT - 2),
        stroke: match (pair.denied, pair.withdrawn) {
            (_, true) => "withdrawn",
            (true, false) => "denied",
            (false, false) => "plain",
        },
        width: format!("{:.1}", 1.4 + (pair.count.min(8) as f64 - 1.0) * 0.5),
        // On the middle of the curve, where lines of one accuser have parted.
        label_x: (LEFT + RIGHT) / 2,
        label_y: (from + to) / 2 + 4,
        label: format!("{}{marks}", pair.count),
        title: format!(
            "{} accuses {}: {}{told}",
            pair.accuser.name,
            pair.accused.name,
            crate::labels::counted(pair.count, "accusation", "accusations")
        ),
        href: pair.href.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_names_than_can_be_read_and_those_of_most_accusations_first() {
        let who: Vec<Who> = (0..20).map(|n| Who { name: format!("Name {n}"), href: format!("/person/{n}") }).collect();
        let pairs: Vec<Pair<'_>> = (0..10)
            .map(|n| Pair {
                accuser: &who[n],
                accused: &who[19 - n],
                count: n + 1,
                denied: n % 2 == 0,
                withdrawn: false,
                href: "/accusations",
            })
            .collect();
        let graph = BlameGraph::of(&pairs).expect("a picture");
        assert_eq!((graph.names.len(), graph.lines.len(), graph.left_out), (14, 7, 6));
        assert!(graph.names.iter().any(|name| name.text == "Name 9") && !graph.names.iter().any(|name| name.text == "Name 0"));
        assert!(graph.names.iter().all(|name| name.y > 0 && name.y < graph.height));
        assert!(graph.lines.iter().any(|line| line.stroke == "denied" && line.title.ends_with("denied")));
        assert!(BlameGraph::of(&[]).is_none());
    }
}

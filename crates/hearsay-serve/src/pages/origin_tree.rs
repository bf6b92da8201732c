//! [`origin_tree`]: from which document each of the others comes, as an indented list: who had it first, who only repeats it.
//!
//! In: rows of the question `copies`. Out: documents in order of the tree, with how deep each stands. Invariants: a document
//! stands once, under the giver that it shares most with; only copies of a whole text with a known direction make a branch.

use crate::dates;
use hearsay::record::{Direction, Id, LinkKind};
use hearsay::view::{CopiesRow, Evidence, words};
use std::collections::{BTreeMap, BTreeSet};

/// A document in its tree.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    pub(super) outlet: String,
    pub(super) title: String,
    pub(super) date: String,
    pub(super) href: String,
    /// How it took from the one above it, and the way to both texts; nothing at the root.
    pub(super) kind: String,
    pub(super) copy: String,
    pub(super) share: String,
    /// Documents that come down to a root, itself among them.
    pub(super) size: usize,
    /// Whether a list of takers begins after it.
    pub(super) opens: bool,
    /// Lists that end after it.
    pub(super) closes: usize,
}

/// How a document came to another: the giver, the copy, the share of the taker's words.
struct Taken<'r> {
    from: &'r Id,
    row: &'r CopiesRow,
    share: f64,
}

/// The trees, one after another, the largest first.
pub(super) fn origin_tree(rows: &[CopiesRow]) -> Vec<Branch> {
    let mut places: BTreeMap<&Id, &Evidence> = BTreeMap::new();
    let mut taken: BTreeMap<&Id, Taken<'_>> = BTreeMap::new();
    for row in rows {
        let link = &row.0;
        let is_whole = matches!(link.kind, LinkKind::Verbatim | LinkKind::Edited | LinkKind::Truncated | LinkKind::Rewritten);
        let (from, to, at) = match link.direction {
            Direction::AToB if is_whole => (&link.a, &link.b, 1),
            Direction::BToA if is_whole => (&link.b, &link.a, 0),
            _ => continue,
        };
        places.extend([(&from.document, from), (&to.document, to)]);
        let share = link.coverage.map_or(0.0, |shares| shares[at]);
        let earlier = |one: &Id| places.get(one).map(|place| (place.published.is_none(), place.published.clone()));
        let is_better = taken.get(&to.document).is_none_or(|known| {
            // Of two that give as much the earlier is nearer to the origin.
            share > known.share + 0.005 || (share - known.share).abs() <= 0.005 && earlier(&from.document) < earlier(known.from)
        });
        if is_better {
            taken.insert(&to.document, Taken { from: &from.document, row, share });
        }
    }
    let mut takers: BTreeMap<&Id, Vec<&Id>> = BTreeMap::new();
    for (to, how) in &taken {
        takers.entry(how.from).or_default().push(to);
    }
    let order =
        |id: &Id| places.get(id).map(|place| (place.published.is_none(), place.published.clone(), place.document.clone()));
    takers.values_mut().for_each(|list| list.sort_by_key(|id| order(id)));
    let mut trees: Vec<Vec<Branch>> = Vec::new();
    for root in places.keys().filter(|id| !taken.contains_key(*id)) {
        let mut tree = Vec::new();
        let mut seen = BTreeSet::new();
        grow(root, &places, &taken, &takers, &mut seen, &mut tree);
        if let Some(first) = tree.first_mut() {
            first.size = seen.len();
        }
        // A text whose takers share more with another is the origin of none.
        if seen.len() > 1 {
            trees.push(tree);
        }
    }
    trees.sort_by_key(|tree| std::cmp::Reverse(tree.len()));
    trees.into_iter().flatten().collect()
}

fn grow<'r>(
    id: &'r Id,
    places: &BTreeMap<&'r Id, &Evidence>,
    taken: &BTreeMap<&'r Id, Taken<'r>>,
    takers: &BTreeMap<&'r Id, Vec<&'r Id>>,
    seen: &mut BTreeSet<&'r Id>,
    tree: &mut Vec<Branch>,
) {
    let Some(place) = places.get(id).filter(|_| seen.insert(id)) else { return };
    let how = taken.get(id);
    let own: Vec<&Id> = takers.get(id).into_iter().flatten().filter(|taker| !seen.contains(*taker)).copied().collect();
    tree.push(Branch {
        outlet: place.outlet.clone().unwrap_or_else(|| "no outlet known".into()),
        title: place.title.clone().unwrap_or_else(|| "untitled".into()),
        date: place.published.as_deref().map_or_else(|| "no date known".into(), dates::full),
        href: format!("/document/{id}"),
        kind: how.map(|how| words::words("copy", how.row.0.kind.as_str())).unwrap_or_default(),
        copy: how.map(|how| format!("/copy/{}", how.row.0.id)).unwrap_or_default(),
        share: how.map(|how| format!("{:.0} %", how.share * 100.0)).unwrap_or_default(),
        size: 0,
        opens: !own.is_empty(),
        closes: 0,
    });
    for taker in &own {
        grow(taker, places, taken, takers, seen, tree);
    }
    if !own.is_empty()
        && let Some(last) = tree.last_mut()
    {
        last.closes += 1;
    }
}

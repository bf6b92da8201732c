//! The example case: what became of quotations from one report to another.
//!
//! In: the [`Scene`]. Out: of the changes that gold lists, how many are on the link between the two reports, by kind;
//! of all pairs of gold, how many are linked at all. A case without such gold gives no row. Invariant: what the linker
//! tells beyond the gold's kinds is not counted against it, since gold lists what is worth telling.
//!
//! Example: gold says `cut` and `cue` of a pair; the link between its two reports says `cut`: one of two.

use super::Scene;
use crate::table::Row;
use hearsay_record::{Id, IdKind, Link};
use std::collections::{BTreeMap, BTreeSet};

/// Rows on quotations that changed.
pub(super) fn rows(rows: &mut Vec<Row>, scene: &Scene<'_>) {
    if scene.gold.mutations.is_empty() {
        return;
    }
    let statement = |gold: &str| -> Option<Id> { Some(scene.found_as.get(gold)?.id.renamed(IdKind::Statement)) };
    let of_pair: BTreeMap<BTreeSet<&Id>, Vec<&Link>> = scene.linked.links.iter().fold(BTreeMap::new(), |mut map, link| {
        map.entry(link.members.iter().collect::<BTreeSet<_>>()).or_insert_with(Vec::new).push(link);
        map
    });
    let (mut linked, mut told) = ((0, 0), (0, 0));
    for gold in &scene.gold.mutations {
        let ends = [statement(&gold.from), statement(&gold.to)];
        let links = match &ends {
            [Some(from), Some(to)] => of_pair.get(&[from, to].into_iter().collect::<BTreeSet<_>>()),
            _ => None,
        };
        linked.1 += 1;
        linked.0 += usize::from(links.is_some());
        let kinds: BTreeSet<&str> =
            links.into_iter().flatten().flat_map(|link| &link.changes).map(|change| change.kind.as_str()).collect();
        // A quotation in other words throughout has no words to set side by side.
        for kind in gold.kinds.iter().filter(|kind| *kind != "reworded") {
            let kind = if kind == "word" { "words" } else { kind.as_str() };
            told.1 += 1;
            told.0 += usize::from(kinds.contains(kind));
        }
    }
    rows.push(scene.share("changed quotations linked", linked));
    rows.push(scene.share("changes of quotations told", told));
}

//! What people have said about chains: which must be one, which must not; and about pairs of statements or documents.
//!
//! In: the corrections that stand and the chains of a case. Out: [`Decisions`] on pairs of chains, [`Pairs`] of others. Invariant:
//! a decision is tied to its evidence, not to an id: the mention it was made on is found again by
//! best overlap (IoU at least .5); where there is none it is told as orphaned, never dropped in
//! silence. A later decision on the same two chains overrules an earlier one.
//!
//! Example: a `split` on `Holm` here and `Holm` there keeps the two apart whatever links them.

use hearsay_record::{Anchor, Chain, Correction, CorrectionKind, Id, Note, SAME_PLACE, overlap};
use std::collections::{BTreeMap, HashMap, HashSet};
use xxhash_rust::xxh3::xxh3_64;

/// What people have decided on pairs of chains, by index.
#[derive(Default)]
pub(crate) struct Decisions {
    /// Pairs that are one, with the correction's index.
    pub(crate) one: Vec<(usize, usize, usize)>,
    /// Pairs that are two.
    pub(crate) apart: Vec<(usize, usize)>,
    /// Pairs of which a person says that it is disputed whether they are one, with the correction's index.
    pub(crate) disputed: Vec<(usize, usize, usize)>,
    /// Chains that a person set apart: nobody is joined with them by a name.
    pub(crate) alone: Vec<usize>,
    /// Chains that were set apart together, and are so no more since a later word joined one of them with another: they are
    /// settled together still.
    pub(crate) freed: Vec<(usize, usize)>,
    /// Corrections whose place is gone.
    pub(crate) notes: Vec<Note>,
}

/// Ties the corrections to the chains.
pub(crate) fn on_chains(corrections: &[Correction], chains: &[&Chain]) -> Decisions {
    let mut of_document: HashMap<&Id, Vec<usize>> = HashMap::new();
    for (at, chain) in chains.iter().enumerate() {
        of_document.entry(&chain.document).or_default().push(at);
    }
    let find = |anchor: &Anchor| best(anchor, of_document.get(&anchor.document).map_or(&[], Vec::as_slice), chains);
    let mut decided: BTreeMap<(usize, usize), (u64, usize, CorrectionKind)> = BTreeMap::new();
    let mut decide = |one: usize, other: usize, at: usize, kind: CorrectionKind| {
        let correction: &Correction = &corrections[at];
        let last = decided.entry((one.min(other), one.max(other))).or_insert((correction.sequence, at, kind));
        if (correction.sequence, &correction.id) > (last.0, &corrections[last.1].id) {
            *last = (correction.sequence, at, kind);
        }
    };
    let mut found = Decisions::default();
    let orphaned = |correction: &Correction, anchor: &Anchor| {
        let message = format!("{} finds its place no more: {}", correction.id, anchor.exact);
        let mut note = Note::new("correction-orphaned", message);
        note.document = Some(anchor.document.clone());
        note
    };
    let mut sets: Vec<(usize, Vec<usize>, Option<usize>)> = Vec::new();
    for (at, correction) in corrections.iter().enumerate() {
        if !correction.kind.is_of_chains() {
            continue;
        }
        if !correction.apart.is_empty() {
            let mut set: Vec<usize> = Vec::new();
            for anchor in &correction.apart {
                match find(anchor) {
                    Some(chain) => set.push(chain),
                    None => found.notes.push(orphaned(correction, anchor)),
                }
            }
            set.sort_unstable();
            set.dedup();
            sets.push((at, set, correction.with.as_ref().and_then(find)));
            continue;
        }
        match (find(&correction.on), correction.with.as_ref().and_then(find)) {
            (Some(one), Some(other)) if one != other => decide(one, other, at, correction.kind),
            // One chain may hold both mentions already: then a merge is done, and a split has no two to part.
            (Some(_), Some(_)) if correction.kind == CorrectionKind::Merge => {}
            _ => found.notes.push(orphaned(correction, &correction.on)),
        }
    }
    for (at, set, with) in sets {
        let is_later = |other: &Correction| (other.sequence, &other.id) > (corrections[at].sequence, &corrections[at].id);
        let mut joins = corrections.iter().filter(|one| one.kind == CorrectionKind::Merge && is_later(one));
        let is_freed = joins.any(|one| {
            let ends = (find(&one.on), one.with.as_ref().and_then(find));
            matches!(ends, (Some(one), Some(other)) if set.binary_search(&one).is_ok() != set.binary_search(&other).is_ok())
        });
        let Some((&first, others)) = set.split_first() else { continue };
        for &other in others {
            if is_freed {
                found.freed.push((first, other));
            } else {
                decide(first, other, at, CorrectionKind::Merge);
            }
        }
        if !is_freed {
            if let Some(with) = with.filter(|with| set.binary_search(with).is_err()) {
                decide(first, with, at, CorrectionKind::Split);
            }
            found.alone.extend(set);
        }
    }
    for ((one, other), (_, at, kind)) in decided {
        match kind {
            CorrectionKind::Merge => found.one.push((one, other, at)),
            CorrectionKind::Dispute => found.disputed.push((one, other, at)),
            _ => found.apart.push((one, other)),
        }
    }
    found
}

/// The chain with the mention that overlaps best.
fn best(anchor: &Anchor, candidates: &[usize], chains: &[&Chain]) -> Option<usize> {
    let mut best: Option<(f64, usize)> = None;
    for &at in candidates {
        for mention in &chains[at].mentions {
            for span in &anchor.spans {
                let share = overlap(&[*mention], &[*span]);
                if share >= SAME_PLACE && best.is_none_or(|(most, _)| share > most) {
                    best = Some((share, at));
                }
            }
        }
    }
    best.map(|(_, at)| at)
}

/// The key of a pair that a person decided on, in words.
pub(crate) const DECIDED: &str = "a decision of a person on both";

/// What people have decided on pairs of statements, or of documents.
#[derive(Default)]
pub(crate) struct Pairs<'c> {
    /// Keys under which the two sides of a `same` meet, whatever their words.
    keys: HashMap<Id, Vec<u64>>,
    /// The last decision on each pair, the smaller id first.
    decided: BTreeMap<(Id, Id), &'c Correction>,
    /// Everything in one of these pairs.
    members: HashSet<Id>,
}

impl<'c> Pairs<'c> {
    /// Ties the decisions to the items that are found at their places. One whose place is gone, or not among these items,
    /// binds nothing here.
    pub(crate) fn of(corrections: &'c [Correction], find: impl Fn(&Anchor) -> Option<Id>) -> Self {
        let mut pairs = Self::default();
        for correction in corrections.iter().filter(|correction| correction.kind.is_of_links()) {
            let ends = [Some(&correction.on), correction.with.as_ref()].map(|anchor| anchor.and_then(&find));
            if correction.kind == CorrectionKind::Same {
                // Each side by itself, so that an item's keys hang on its own document.
                for item in ends.iter().flatten() {
                    pairs.keys.entry(item.clone()).or_default().push(xxh3_64(correction.id.as_str().as_bytes()));
                }
            }
            let [Some(one), Some(other)] = ends else { continue };
            if one != other {
                let ends = if one < other { (one, other) } else { (other, one) };
                pairs.members.extend([ends.0.clone(), ends.1.clone()]);
                let last = pairs.decided.entry(ends).or_insert(correction);
                if (correction.sequence, &correction.id) > (last.sequence, &last.id) {
                    *last = correction;
                }
            }
        }
        pairs
    }

    /// On pairs of whole documents.
    pub(crate) fn of_documents(corrections: &'c [Correction]) -> Self {
        Self::of(corrections, |anchor| anchor.spans.is_empty().then(|| anchor.document.clone()))
    }

    /// The keys that decisions give an item.
    pub(crate) fn keys(&self, item: &Id) -> impl Iterator<Item = u64> {
        self.keys.get(item).into_iter().flatten().copied()
    }

    /// Whether nothing was decided on any pair.
    pub(crate) fn is_empty(&self) -> bool {
        self.decided.is_empty()
    }

    /// Whether anything was decided on this item and another.
    pub(crate) fn has(&self, item: &Id) -> bool {
        self.members.contains(item)
    }

    /// What was decided on two items, the smaller id first.
    pub(crate) fn on(&self, one: &Id, other: &Id) -> Option<&'c Correction> {
        if self.decided.is_empty() {
            return None;
        }
        self.decided.get(&(one.clone(), other.clone())).copied()
    }

    /// The pairs that are kept apart, by the places of their items.
    pub(crate) fn apart(&self, index: &HashMap<&Id, usize>) -> Vec<(usize, usize)> {
        let apart = self.decided.iter().filter(|(_, correction)| correction.kind == CorrectionKind::Different);
        apart.filter_map(|((one, other), _)| Some((*index.get(one)?, *index.get(other)?))).collect()
    }
}

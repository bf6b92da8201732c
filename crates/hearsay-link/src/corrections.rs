//! What people have said about chains: which must be one, which must not.
//!
//! In: the corrections and the chains of a case. Out: [`Decisions`] on pairs of chains. Invariant:
//! a decision is tied to its evidence, not to an id: the mention it was made on is found again by
//! best overlap (IoU at least .5); where there is none it is told as orphaned, never dropped in
//! silence. A later decision on the same two chains overrules an earlier one.
//!
//! Example: a `split` on `Holm` here and `Holm` there keeps the two apart whatever links them.

use hearsay_record::{Anchor, Chain, CharSpan, Correction, CorrectionKind, Id, Note};
use std::collections::{BTreeMap, HashMap};

/// A mention is found again if this share of the two spans' union is common to both.
const OVERLAP: f64 = 0.5;

/// What people have decided on pairs of chains, by index.
#[derive(Default)]
pub(crate) struct Decisions {
    /// Pairs that are one, with the correction's index.
    pub(crate) one: Vec<(usize, usize, usize)>,
    /// Pairs that are two.
    pub(crate) apart: Vec<(usize, usize)>,
    /// Pairs of which a person says that it is disputed whether they are one, with the correction's index.
    pub(crate) disputed: Vec<(usize, usize, usize)>,
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
    let mut decided: BTreeMap<(usize, usize), (u64, usize)> = BTreeMap::new();
    let mut found = Decisions::default();
    for (at, correction) in corrections.iter().enumerate() {
        if !matches!(correction.kind, CorrectionKind::Merge | CorrectionKind::Split | CorrectionKind::Dispute) {
            continue;
        }
        match (find(&correction.on), correction.with.as_ref().and_then(find)) {
            (Some(one), Some(other)) if one != other => {
                let entry = decided.entry((one.min(other), one.max(other))).or_insert((correction.sequence, at));
                if (correction.sequence, &correction.id) > (entry.0, &corrections[entry.1].id) {
                    *entry = (correction.sequence, at);
                }
            }
            // One chain may hold both mentions already: then a merge is done, and a split has no two to part.
            (Some(_), Some(_)) if correction.kind == CorrectionKind::Merge => {}
            _ => {
                let mut note = Note::new(
                    "correction-orphaned",
                    format!("{} finds its place no more: {}", correction.id, correction.on.exact),
                );
                note.document = Some(correction.on.document.clone());
                found.notes.push(note);
            }
        }
    }
    for ((one, other), (_, at)) in decided {
        match corrections[at].kind {
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
                let overlap = iou(*mention, *span);
                if overlap >= OVERLAP && best.is_none_or(|(most, _)| overlap > most) {
                    best = Some((overlap, at));
                }
            }
        }
    }
    best.map(|(_, at)| at)
}

fn iou(one: CharSpan, other: CharSpan) -> f64 {
    let shared = one.shared(&other);
    let union = one.len() + other.len() - shared;
    if union == 0 { 0.0 } else { shared as f64 / union as f64 }
}

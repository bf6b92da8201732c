//! Anchors and label scores to attributions: joint assignment of contents and sources to cues.
//!
//! In: logits and what each anchor sees. Out: [`FoundAttribution`]s. Anchors come in order of how sure they are. Each
//! labels the units around it; what an earlier one holds as cue or content is closed to a later one, which is labelled
//! again around it. Invariant: of those that are not nested, no two share a unit of a cue or of a content.
//!
//! Example: where *said* and *added* both want the clause between them, the surer one has it.

use super::heads::{Heads, LABELS, Scores, Seen};
use multiversion::multiversion;
use std::ops::Range;

const FAR: f32 = -1e9;
const CLOSED: f32 = -1e7;

/// How far the labels' margin may move an anchor's logit.
const MARGIN_MOST: f32 = 6.0;

const SOURCE: u8 = 3;
const CONTENT: u8 = 5;
const CUE: u8 = 1;

/// How scores become attributions.
#[derive(Clone, Copy, Debug)]
pub struct Decoding {
    /// Chance from which an anchor is one.
    pub threshold: f32,
    /// How much the labels' margin over none at all counts beside the anchor's logit.
    pub null_weight: f32,
    /// How much better labels with a source must be than those without, for the source to be beyond doubt.
    pub source_margin: f32,
}

impl Decoding {
    /// The logit from which an anchor is one.
    fn least(&self) -> f32 {
        (self.threshold / (1.0 - self.threshold)).ln()
    }

    /// The logit below which no margin makes an anchor one.
    pub(super) fn floor(&self) -> f32 {
        self.least() - self.null_weight.abs() * MARGIN_MOST
    }
}

/// An attribution in units.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundAttribution {
    /// Units of the cue.
    pub cue: Vec<usize>,
    /// Units of the source; none if it has none.
    pub source: Vec<usize>,
    /// Units of the content.
    pub content: Vec<usize>,
    /// The anchor's logit, moved by its margin.
    pub score: f32,
    /// How much better its labels are than none at all.
    pub margin: f32,
    /// Whether it stands in the content of another.
    pub nested: bool,
    /// What it would be without its source, where the source is in doubt.
    pub unsourced: Option<Unsourced>,
}

/// An attribution that has a source, read as if it had none.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsourced {
    /// Units of the cue.
    pub cue: Vec<usize>,
    /// Units of the content.
    pub content: Vec<usize>,
}

impl FoundAttribution {
    /// Its first unit.
    #[must_use]
    pub fn first(&self) -> usize {
        [&self.cue, &self.source, &self.content].into_iter().filter_map(|role| role.first()).copied().min().unwrap_or(usize::MAX)
    }
}

/// So many paths are looked for beside one another: a step waits for the one before it, and the machine has room for more.
const PATHS: usize = 4;

/// Room to work in.
#[derive(Debug, Default)]
pub(super) struct Room {
    bests: [Vec<Scores>; PATHS],
    wanted: Vec<usize>,
    labels: Vec<u8>,
    held: Vec<Held>,
    closed: Vec<Scores>,
    order: Vec<Labelled>,
}

/// What a unit is to those accepted so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Free,
    Cue,
    Content,
    Source,
}

#[derive(Debug)]
struct Labelled {
    sure: f32,
    total: f32,
    null: f32,
    seen: usize,
    labels: usize,
}

/// The attributions of a document, in order of their first unit.
pub(super) fn decode(
    logits: &[f32],
    seen: &[Seen],
    scores: &[Scores],
    heads: &Heads,
    decoding: &Decoding,
    room: &mut Room,
) -> Vec<FoundAttribution> {
    let Room { bests, wanted, labels, held, closed, order } = room;
    held.clear();
    held.resize(logits.len(), Held::Free);
    labels.clear();
    order.clear();
    let (least, floor) = (decoding.least(), decoding.floor());
    wanted.clear();
    wanted.extend((0..seen.len()).filter(|number| logits[seen[*number].anchor] >= floor));
    for some in wanted.chunks(PATHS) {
        // Where fewer are left, the last is looked for again beside itself.
        let numbers: [usize; PATHS] = std::array::from_fn(|k| some[k.min(some.len() - 1)]);
        let path = |number: usize| {
            let near = &seen[number];
            Path { scores: &scores[near.scores.clone()], anchor: near.anchor - near.units.start }
        };
        ways(numbers.map(path), &heads.transitions, bests);
        for (number, bests) in some.iter().zip(&*bests) {
            let near = &seen[*number];
            let scores = &scores[near.scores.clone()];
            let total = best_of(bests).1;
            let mut null = heads.transitions[0][0] * (scores.len() - 1) as f32;
            for score in scores {
                null += score[0];
            }
            let sure = logits[near.anchor] + decoding.null_weight * (total - null).clamp(-MARGIN_MOST, MARGIN_MOST);
            if sure >= least {
                let at = labels.len();
                trace(bests, &heads.transitions, labels);
                order.push(Labelled { sure, total, null, seen: *number, labels: at });
            }
        }
    }
    order.sort_by(|a, b| b.sure.total_cmp(&a.sure).then(seen[a.seen].anchor.cmp(&seen[b.seen].anchor)));
    let mut found = Vec::new();
    for Labelled { sure, mut total, null, seen: number, labels: mut at } in order.drain(..) {
        let Seen { anchor, units, scores: place } = &seen[number];
        if matches!(held[*anchor], Held::Cue | Held::Source) {
            continue;
        }
        let nested = held[*anchor] == Held::Content;
        let near = &held[units.clone()];
        let wanted = &labels[at..at + units.len()];
        if !nested && near.iter().zip(wanted).any(|(held, label)| *label != 0 && !open(*held, *label)) {
            close(&scores[place.clone()], near, closed, |held, label| !open(held, label));
            at = labels.len();
            total = best_path(closed, &heads.transitions, anchor - units.start, &mut bests[0], labels);
        }
        let (cue, source, content) =
            (role(units, &labels[at..], CUE), role(units, &labels[at..], SOURCE), role(units, &labels[at..], CONTENT));
        if content.is_empty() {
            continue;
        }
        let mut unsourced = None;
        if !source.is_empty() && decoding.source_margin > 0.0 {
            close(&scores[place.clone()], near, closed, |held, label| is_part(label, SOURCE) || (!nested && !open(held, label)));
            let from = labels.len();
            let margin = total - best_path(closed, &heads.transitions, anchor - units.start, &mut bests[0], labels);
            let (cue, content) = (role(units, &labels[from..], CUE), role(units, &labels[from..], CONTENT));
            labels.truncate(from);
            if margin < decoding.source_margin && !content.is_empty() {
                unsourced = Some(Unsourced { cue, content });
            }
        }
        if !nested {
            cue.iter().for_each(|unit| held[*unit] = Held::Cue);
            content.iter().for_each(|unit| held[*unit] = Held::Content);
            for unit in &source {
                if held[*unit] == Held::Free {
                    held[*unit] = Held::Source;
                }
            }
        }
        found.push(FoundAttribution { cue, source, content, score: sure, margin: total - null, nested, unsourced });
    }
    // The sort is stable: of those with the same first unit the surest stays first.
    found.sort_by_key(FoundAttribution::first);
    found
}

/// Scores with some labels shut, by what holds their unit.
fn close(scores: &[Scores], held: &[Held], closed: &mut Vec<Scores>, is_shut: impl Fn(Held, u8) -> bool) {
    closed.clear();
    closed.extend_from_slice(scores);
    for (score, held) in closed.iter_mut().zip(held) {
        for label in (1..LABELS as u8).filter(|label| is_shut(*held, *label)) {
            score[usize::from(label)] = CLOSED;
        }
    }
}

/// Whether a label begins or goes on with a role.
fn is_part(label: u8, begin: u8) -> bool {
    label == begin || label == begin + 1
}

/// The units of a role, by the label that begins it.
fn role(units: &Range<usize>, labels: &[u8], begin: u8) -> Vec<usize> {
    units.clone().zip(labels).filter(|(_, label)| is_part(**label, begin)).map(|(unit, _)| unit).collect()
}

/// Whether a unit may have a label; a source may serve twice.
fn open(held: Held, label: u8) -> bool {
    match held {
        Held::Free => true,
        Held::Cue | Held::Content => label == 0,
        Held::Source => matches!(label, 0 | 3 | 4),
    }
}

/// What a path leads through: scores of units, and the unit that begins a cue.
#[derive(Clone, Copy)]
struct Path<'s> {
    scores: &'s [Scores],
    anchor: usize,
}

/// Best labels (Viterbi) of units whose anchor begins a cue, added to `labels`; the score of the path.
fn best_path(
    scores: &[Scores],
    transitions: &[Scores; LABELS],
    anchor: usize,
    bests: &mut Vec<Scores>,
    labels: &mut Vec<u8>,
) -> f32 {
    ways([Path { scores, anchor }], transitions, std::array::from_mut(bests));
    trace(bests, transitions, labels);
    best_of(bests).1
}

/// For each path and each of its units the score of the best way to each label.
fn ways<const N: usize>(paths: [Path; N], transitions: &[Scores; LABELS], bests: &mut [Vec<Scores>; N]) {
    for (path, bests) in paths.iter().zip(&mut *bests) {
        bests.clear();
        bests.resize(path.scores.len(), [0.0; 8]);
        if let (Some(best), Some(first)) = (bests.first_mut(), path.scores.first()) {
            *best = *first;
            for inside in [2, 4, 6, 7] {
                best[inside] = FAR;
            }
            if path.anchor == 0 {
                only_cue(best);
            }
        }
    }
    let shortest = paths.iter().map(|path| path.scores.len()).min().unwrap_or(0);
    if shortest > 1 {
        let beside: [&mut [Scores]; N] = bests.each_mut().map(Vec::as_mut_slice);
        dispatched(paths, transitions, beside, 1..shortest);
    }
    for (path, bests) in paths.into_iter().zip(bests) {
        if N > 1 && path.scores.len() > shortest.max(1) {
            dispatched([path], transitions, [bests], shortest.max(1)..path.scores.len());
        }
    }
}

#[inline(always)]
fn only_cue(best: &mut Scores) {
    for (label, best) in best.iter_mut().enumerate() {
        *best = if label == usize::from(CUE) { *best } else { FAR };
    }
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512dq", "x86_64+avx2"))]
fn dispatched<const N: usize>(paths: [Path; N], transitions: &[Scores; LABELS], bests: [&mut [Scores]; N], steps: Range<usize>) {
    let mut best = [[0.0; 8]; N];
    for n in 0..N {
        best[n] = bests[n][steps.start - 1];
    }
    for number in steps {
        for n in 0..N {
            let mut ways = [[0.0; 8]; 8];
            for label in 0..LABELS {
                for k in 0..8 {
                    ways[label][k] = best[n][label] + transitions[label][k];
                }
            }
            ways[7] = ways[6];
            // Halves against halves, so that no comparison waits for six others.
            for width in [4, 2, 1] {
                for a in 0..width {
                    for k in 0..8 {
                        let (one, other) = (ways[a][k], ways[a + width][k]);
                        ways[a][k] = if one > other { one } else { other };
                    }
                }
            }
            let scores = &paths[n].scores[number];
            for k in 0..8 {
                best[n][k] = ways[0][k] + scores[k];
            }
            best[n][7] = FAR;
            if number == paths[n].anchor {
                only_cue(&mut best[n]);
            }
            bests[n][number] = best[n];
        }
    }
}

/// The label at the end of the best way, and its score; of equals the first.
fn best_of(bests: &[Scores]) -> (usize, f32) {
    let Some(last) = bests.last() else { return (0, 0.0) };
    let mut label = 0;
    for k in 1..LABELS {
        if last[k] > last[label] {
            label = k;
        }
    }
    (label, last[label])
}

/// Adds the labels of the best way, walked back; of equal steps that from the first label.
fn trace(bests: &[Scores], transitions: &[Scores; LABELS], labels: &mut Vec<u8>) {
    if bests.is_empty() {
        return;
    }
    let mut label = best_of(bests).0;
    let at = labels.len();
    labels.push(label as u8);
    for before in bests[..bests.len() - 1].iter().rev() {
        let (mut next, mut from) = (f32::MIN, 0);
        for (k, (best, steps)) in before.iter().zip(transitions).enumerate() {
            let way = best + steps[label];
            if way > next {
                (next, from) = (way, k);
            }
        }
        label = from;
        labels.push(label as u8);
    }
    labels[at..].reverse();
}

#[cfg(test)]
mod tests {
    use super::*;

    const FREE: [Scores; LABELS] = [[0.0; 8]; LABELS];

    fn path(scores: &[Scores], transitions: &[Scores; LABELS], anchor: usize) -> (f32, Vec<u8>) {
        let mut labels = Vec::new();
        let total = best_path(scores, transitions, anchor, &mut Vec::new(), &mut labels);
        (total, labels)
    }

    fn scored(labels: &[usize]) -> Vec<Scores> {
        labels.iter().map(|label| std::array::from_fn(|k| if k == *label { 2.0 } else { 0.0 })).collect()
    }

    #[test]
    fn the_best_label_of_each_unit_where_all_steps_cost_alike() {
        assert_eq!(path(&scored(&[3, 1, 5, 6, 0]), &FREE, 1), (10.0, vec![3, 1, 5, 6, 0]));
    }

    #[test]
    fn the_anchor_begins_a_cue_whatever_its_scores() {
        assert_eq!(path(&scored(&[0, 5, 5]), &FREE, 1), (4.0, vec![0, 1, 5]));
        assert_eq!(path(&scored(&[5, 0]), &FREE, 0), (2.0, vec![1, 0]));
    }

    #[test]
    fn a_forbidden_step_is_not_taken() {
        let mut transitions = FREE;
        transitions[0][6] = -1e4;
        transitions[1][6] = -1e4;
        let (_, labels) = path(&scored(&[1, 0, 6]), &transitions, 0);
        assert_ne!(labels, [1, 0, 6]);
        assert_eq!(labels[0], 1);
    }

    #[test]
    fn all_paths_tried_one_by_one_agree() {
        let mut state = 7_u32;
        let mut random = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 4e6 - 2.0
        };
        for anchor in 0..4 {
            let scores: Vec<Scores> = (0..4).map(|_| std::array::from_fn(|_| random())).collect();
            let transitions: [Scores; LABELS] = std::array::from_fn(|_| std::array::from_fn(|_| random()));
            let mut best = f32::MIN;
            for number in 0..7_usize.pow(4) {
                let labels: [usize; 4] = std::array::from_fn(|k| number / 7_usize.pow(k as u32) % 7);
                if labels[anchor] != 1 || [2, 4, 6].contains(&labels[0]) {
                    continue;
                }
                let mut sum: f32 = labels.iter().zip(&scores).map(|(label, scores)| scores[*label]).sum();
                sum += labels.windows(2).map(|pair| transitions[pair[0]][pair[1]]).sum::<f32>();
                best = best.max(sum);
            }
            assert!((path(&scores, &transitions, anchor).0 - best).abs() < 1e-4);
        }
    }

    #[test]
    fn beside_others_a_path_is_what_it_is_alone() {
        let mut state = 9_u32;
        let mut random = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 4e6 - 2.0
        };
        let transitions: [Scores; LABELS] = std::array::from_fn(|_| std::array::from_fn(|_| random()));
        let scores: [Vec<Scores>; PATHS] =
            [1, 9, 4, 17].map(|count| (0..count).map(|_| std::array::from_fn(|_| random())).collect());
        let paths = std::array::from_fn(|n| Path { scores: &scores[n], anchor: scores[n].len() / 2 });
        // Room that was used before holds what it held.
        let mut bests: [Vec<Scores>; PATHS] = std::array::from_fn(|n| vec![[7.0; 8]; 5 * n]);
        ways(paths, &transitions, &mut bests);
        for (one, bests) in paths.iter().zip(&bests) {
            let mut labels = Vec::new();
            trace(bests, &transitions, &mut labels);
            assert_eq!((best_of(bests).1, labels), path(one.scores, &transitions, one.anchor));
        }
    }
}

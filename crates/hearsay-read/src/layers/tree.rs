//! The best tree over the words of a sentence: a maximum spanning arborescence with a single root.
//!
//! In: for each word, how well each other word, or the root, would govern it. Out: one governor a
//! word. Each word first takes its best governor; a circle is drawn together into one node, whose
//! best governor from outside breaks it (Chu and Liu 1965; Edmonds 1967), in place, in quadratic time.
//! Arcs from the root are all made worse by more than any tree can win, so that the best tree has one
//! of them. Invariant: exactly one word hangs on the root, and from each word a way leads there.
//!
//! Example: in `Lind said no`, `said` hangs on the root and the others on `said`.

/// Scores further out than this count as this.
const MOST: f64 = 1e5;
/// No node.
const NONE: u32 = u32::MAX;

/// The governor of each of `n` words: 0 is the root, `k + 1` the word `k`.
///
/// Row `k` of `scores` holds `1 + n` cells: the root's score for word `k`, then each word's.
/// A cell that is missing or no number counts as the worst.
pub(crate) fn tree(scores: &[f32], n: usize) -> Vec<usize> {
    if n == 0 {
        return Vec::new();
    }
    let mut graph = Graph::new(scores, n);
    let mut drawn = Vec::new();
    while let Some(circle) = graph.circle() {
        drawn.push(graph.draw_together(circle));
    }
    let mut heads = graph.heads;
    for node in drawn.into_iter().rev() {
        node.open(&mut heads);
    }
    heads[1..].iter().map(|head| *head as usize).collect()
}

/// Nodes 0 (the root) to `n`; those drawn into another are not alive.
struct Graph {
    size: usize,
    /// `weights[dependent * size + head]`
    weights: Vec<f64>,
    heads: Vec<u32>,
    alive: Vec<bool>,
}

/// A circle that became one node, and how to take it apart again.
struct Drawn {
    /// The member that stands for all.
    name: usize,
    /// Members with their governors in the circle.
    members: Vec<(u32, u32)>,
    /// For each node outside, the member that it would best govern.
    entered: Vec<u32>,
    /// For each node outside, the member that would best govern it.
    left: Vec<u32>,
}

impl Graph {
    fn new(scores: &[f32], n: usize) -> Self {
        let size = n + 1;
        let mut weights = vec![f64::NEG_INFINITY; size * size];
        // More than the widest gap between two trees.
        let malus = 4.0 * MOST * size as f64;
        for dependent in 1..size {
            for head in 0..size {
                let score = scores.get((dependent - 1) * size + head).map_or(-MOST, |score| f64::from(*score));
                let score = if score.is_nan() { -MOST } else { score.clamp(-MOST, MOST) };
                if head != dependent {
                    weights[dependent * size + head] = if head == 0 { score - malus } else { score };
                }
            }
        }
        let mut graph = Self { size, weights, heads: vec![NONE; size], alive: vec![true; size] };
        for dependent in 1..size {
            graph.choose(dependent);
        }
        graph
    }

    /// Gives a node its best governor.
    fn choose(&mut self, dependent: usize) {
        let row = &self.weights[dependent * self.size..][..self.size];
        let mut best = (f64::NEG_INFINITY, 0);
        for (head, weight) in row.iter().enumerate() {
            if self.alive[head] && head != dependent && *weight > best.0 {
                best = (*weight, head as u32);
            }
        }
        self.heads[dependent] = best.1;
    }

    /// The members of some circle.
    fn circle(&self) -> Option<Vec<usize>> {
        // 0: not yet seen; else the walk that came by.
        let mut seen = vec![0_u32; self.size];
        for start in 1..self.size {
            let mut at = start;
            while self.alive[at] && at != 0 && seen[at] == 0 {
                seen[at] = start as u32;
                at = self.heads[at] as usize;
            }
            if self.alive[at] && at != 0 && seen[at] == start as u32 {
                let mut members = vec![at];
                let mut next = self.heads[at] as usize;
                while next != at {
                    members.push(next);
                    next = self.heads[next] as usize;
                }
                return Some(members);
            }
        }
        None
    }

    fn draw_together(&mut self, members: Vec<usize>) -> Drawn {
        let name = members[0];
        let size = self.size;
        let within: Vec<(u32, u32)> = members.iter().map(|member| (*member as u32, self.heads[*member])).collect();
        for member in &members {
            self.alive[*member] = false;
        }
        let mut entered = vec![NONE; size];
        let mut left = vec![NONE; size];
        let kept: Vec<f64> = members.iter().map(|member| self.weights[member * size + self.heads[*member] as usize]).collect();
        for other in (0..size).filter(|other| self.alive[*other]) {
            let (mut into, mut out_of) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
            for (member, kept) in members.iter().zip(&kept) {
                let weight = self.weights[member * size + other] - kept;
                if weight > into {
                    (into, entered[other]) = (weight, *member as u32);
                }
                let weight = self.weights[other * size + member];
                if weight > out_of {
                    (out_of, left[other]) = (weight, *member as u32);
                }
            }
            self.weights[name * size + other] = into;
            self.weights[other * size + name] = out_of;
            if members.contains(&(self.heads[other] as usize)) {
                self.heads[other] = name as u32;
            }
        }
        self.alive[name] = true;
        self.choose(name);
        Drawn { name, members: within, entered, left }
    }
}

impl Drawn {
    fn open(&self, heads: &mut [u32]) {
        let governor = heads[self.name];
        for (node, member) in self.left.iter().enumerate() {
            if heads[node] == self.name as u32 && *member != NONE {
                heads[node] = *member;
            }
        }
        for (member, head) in &self.members {
            heads[*member as usize] = *head;
        }
        if let Some(entered) = self.entered.get(governor as usize).filter(|entered| **entered != NONE) {
            heads[*entered as usize] = governor;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Best sum over all trees with one root, by trying every choice of governors.
    fn best_by_trial(scores: &[f32], n: usize) -> f64 {
        let mut best = f64::NEG_INFINITY;
        let mut heads = vec![0_usize; n];
        loop {
            if is_tree(&heads) {
                best = best.max(sum(scores, &heads));
            }
            let mut at = 0;
            loop {
                heads[at] += 1;
                if heads[at] <= n {
                    break;
                }
                heads[at] = 0;
                at += 1;
                if at == n {
                    return best;
                }
            }
        }
    }

    fn sum(scores: &[f32], heads: &[usize]) -> f64 {
        heads.iter().enumerate().map(|(word, head)| f64::from(scores[word * (heads.len() + 1) + head])).sum()
    }

    fn is_tree(heads: &[usize]) -> bool {
        heads.iter().filter(|head| **head == 0).count() == 1
            && (0..heads.len()).all(|word| {
                let mut at = word + 1;
                for _ in 0..=heads.len() {
                    if at == 0 {
                        return true;
                    }
                    at = heads[at - 1];
                }
                false
            })
    }

    #[test]
    fn a_circle_is_broken_where_it_costs_least() {
        // Words 1 and 2 want each other; the root would rather have 2.
        let scores = [1.0, f32::NAN, 9.0, 3.0, 9.0, f32::NAN];
        assert_eq!(tree(&scores, 2), [2, 0]);
    }

    #[test]
    fn two_words_that_want_the_root_do_not_both_get_it() {
        let scores = [9.0, 0.0, -5.0, 8.0, 0.0, 0.0];
        assert_eq!(tree(&scores, 2), [0, 1]);
    }

    #[test]
    fn scores_that_are_missing_or_no_numbers_still_give_a_tree() {
        assert!(tree(&[], 0).is_empty());
        assert_eq!(tree(&[], 1), [0]);
        assert!(is_tree(&tree(&[f32::NAN; 20], 4)));
        assert!(is_tree(&tree(&[f32::INFINITY; 30], 5)));
        assert!(is_tree(&tree(&[0.0], 7)));
    }

    proptest! {
        #[test]
        fn no_tree_is_better(n in 1_usize..6, scores in proptest::collection::vec(-8_i8..8, 30)) {
            let scores: Vec<f32> = scores.into_iter().map(f32::from).take(n * (n + 1)).collect();
            let heads = tree(&scores, n);
            prop_assert!(is_tree(&heads), "{heads:?}");
            prop_assert_eq!(sum(&scores, &heads), best_by_trial(&scores, n));
        }

        #[test]
        fn long_sentences_have_one_root_and_no_circle(n in 1_usize..60, scores in proptest::collection::vec(-1e6_f32..1e6, 60 * 61)) {
            prop_assert!(is_tree(&tree(&scores[..n * (n + 1)], n)));
        }
    }
}

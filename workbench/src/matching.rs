//! Matching of two lists, one to one.
//!
//! In: for each on the left, those on the right that it may go with. Out: the partner of each on the
//! left. Invariant: as many pairs as there can be (Kuhn's augmenting paths).
//!
//! Both functions walk in the order of the project's reference scorers, since some figures depend on
//! which of several largest matchings is taken. Example: `[[0, 1], [0]]` gives `[Some(1), Some(0)]`.

use std::collections::BTreeSet;

/// A largest matching. `edges[left]` lists partners on the right, each below `n_right`.
#[must_use]
pub fn largest(edges: &[Vec<usize>], n_right: usize) -> Vec<Option<usize>> {
    let mut right: Vec<Option<usize>> = vec![None; n_right];
    let mut left: Vec<Option<usize>> = vec![None; edges.len()];
    for start in 0..edges.len() {
        let mut seen = vec![false; n_right];
        // Nodes on the left with how far their list is walked, and the edges that led to them.
        let mut stack: Vec<(usize, usize)> = vec![(start, 0)];
        let mut path: Vec<(usize, usize)> = Vec::new();
        while let Some((node, at)) = stack.last_mut() {
            let node = *node;
            let Some(&partner) = edges[node].get(*at) else {
                stack.pop();
                if !stack.is_empty() {
                    path.pop();
                }
                continue;
            };
            *at += 1;
            if seen[partner] {
                continue;
            }
            seen[partner] = true;
            path.push((node, partner));
            match right[partner] {
                Some(owner) => stack.push((owner, 0)),
                None => {
                    for &(node, partner) in &path {
                        left[node] = Some(partner);
                        right[partner] = Some(node);
                    }
                    stack.clear();
                }
            }
        }
    }
    left
}

/// A largest matching in which better pairs go first: lists are walked by falling score (then falling
/// index), and those on the left by their best. A score of 0 is no pair.
#[must_use]
pub fn best_first(scores: &[Vec<u32>], n_right: usize) -> Vec<Option<usize>> {
    let ranked: Vec<Vec<usize>> = scores
        .iter()
        .map(|row| {
            let mut order: Vec<usize> = (0..row.len()).filter(|&right| row[right] > 0).collect();
            order.sort_by_key(|&right| std::cmp::Reverse((row[right], right)));
            order
        })
        .collect();
    let mut order: Vec<usize> = (0..ranked.len()).filter(|&left| !ranked[left].is_empty()).collect();
    order.sort_by_key(|&left| std::cmp::Reverse(scores[left][ranked[left][0]]));
    let reordered: Vec<Vec<usize>> = order.iter().map(|&left| ranked[left].clone()).collect();
    let mut out = vec![None; scores.len()];
    for (place, partner) in largest(&reordered, n_right).into_iter().enumerate() {
        out[order[place]] = partner;
    }
    out
}

/// How many pairs a matching has.
#[must_use]
pub fn n_pairs(matching: &[Option<usize>]) -> usize {
    matching.iter().flatten().count()
}

/// Whether no partner is given twice.
#[must_use]
pub fn is_one_to_one(matching: &[Option<usize>]) -> bool {
    let given: Vec<usize> = matching.iter().flatten().copied().collect();
    given.iter().collect::<BTreeSet<_>>().len() == given.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_augmenting_path() {
        assert_eq!(n_pairs(&largest(&[vec![0, 1], vec![0], vec![1, 2]], 3)), 3);
        assert_eq!(n_pairs(&largest(&[vec![0], vec![0], vec![0, 1]], 2)), 2);
        assert_eq!(largest(&[vec![0, 1], vec![0]], 2), [Some(1), Some(0)]);
        assert!(largest(&[], 0).is_empty());
    }

    /// Every graph of up to four and four nodes drawn by a fixed sequence, against trying all.
    #[test]
    fn is_as_large_as_trying_all_finds() {
        fn most(edges: &[Vec<usize>], at: usize, used: u32) -> usize {
            let Some(list) = edges.get(at) else { return 0 };
            let taken = list.iter().filter(|&&j| used >> j & 1 == 0).map(|&j| 1 + most(edges, at + 1, used | 1 << j));
            taken.chain([most(edges, at + 1, used)]).max().unwrap_or(0)
        }
        let mut state: u32 = 7;
        let mut next = move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 16
        };
        for _ in 0..400 {
            let (n, m) = (1 + next() as usize % 5, 1 + next() as usize % 5);
            let edges: Vec<Vec<usize>> = (0..n).map(|_| (0..m).filter(|_| next() % 5 < 2).collect()).collect();
            let found = largest(&edges, m);
            assert_eq!(n_pairs(&found), most(&edges, 0, 0), "{edges:?}");
            assert!(is_one_to_one(&found));
            assert!(found.iter().enumerate().all(|(i, j)| j.is_none_or(|j| edges[i].contains(&j))));
        }
    }

    #[test]
    fn better_pairs_go_first() {
        // Both on the left fit both on the right; the second fits the first one better.
        assert_eq!(best_first(&[vec![1, 1], vec![2, 1]], 2), [Some(1), Some(0)]);
        assert_eq!(best_first(&[vec![0], vec![1]], 1), [None, Some(0)]);
    }
}

//! The one-to-one assignment of two lists whose weights sum to the most.
//!
//! In: a table of weights, none negative, a row for each on the left. Out: the partner of each on the
//! left; a pair of weight 0 is none. Kuhn 1955 and Munkres 1957, in the form with potentials and
//! shortest augmenting paths, cubic in the longer list. Crates for it want whole numbers, and the
//! similarities of CEAF are fractions.
//!
//! Example: `[[0.8, 0.5], [0.7, 0.0]]` gives `[Some(1), Some(0)]`, since 0.5 + 0.7 is more than 0.8.

/// The best partners; every row must be as long as the first.
#[must_use]
pub fn heaviest(weights: &[Vec<f64>]) -> Vec<Option<usize>> {
    let (n_left, n_right) = (weights.len(), weights.first().map_or(0, Vec::len));
    if n_left > n_right {
        let turned: Vec<Vec<f64>> = (0..n_right).map(|right| weights.iter().map(|row| row[right]).collect()).collect();
        let mut out = vec![None; n_left];
        for (right, left) in heaviest(&turned).into_iter().enumerate() {
            if let Some(left) = left {
                out[left] = Some(right);
            }
        }
        return out;
    }
    let owners = owners(weights, n_left, n_right);
    let mut out = vec![None; n_left];
    for (right, left) in owners.into_iter().enumerate() {
        if let Some(left) = left
            && weights[left][right] > 0.0
        {
            out[left] = Some(right);
        }
    }
    out
}

/// Whom each on the right goes to; the left is not the longer list. Row and column 0 stand for nobody.
fn owners(weights: &[Vec<f64>], n_left: usize, n_right: usize) -> Vec<Option<usize>> {
    let cost = |left: usize, right: usize| -weights[left - 1][right - 1];
    let (mut of_left, mut of_right) = (vec![0.0; n_left + 1], vec![0.0; n_right + 1]);
    let mut owner = vec![0_usize; n_right + 1];
    for new in 1..=n_left {
        owner[0] = new;
        let mut at = 0;
        let mut slack = vec![f64::INFINITY; n_right + 1];
        let mut came_from = vec![0_usize; n_right + 1];
        let mut done = vec![false; n_right + 1];
        while owner[at] != 0 {
            done[at] = true;
            let left = owner[at];
            let (mut least, mut next) = (f64::INFINITY, 0);
            for right in (1..=n_right).filter(|&right| !done[right]) {
                let reduced = cost(left, right) - of_left[left] - of_right[right];
                if reduced < slack[right] {
                    (slack[right], came_from[right]) = (reduced, at);
                }
                if slack[right] < least {
                    (least, next) = (slack[right], right);
                }
            }
            for right in 0..=n_right {
                if done[right] {
                    of_left[owner[right]] += least;
                    of_right[right] -= least;
                } else {
                    slack[right] -= least;
                }
            }
            at = next;
        }
        // The path is walked back, and each on it takes the partner before.
        while at != 0 {
            owner[at] = owner[came_from[at]];
            at = came_from[at];
        }
    }
    owner[1..].iter().map(|&left| left.checked_sub(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::is_one_to_one;

    fn sum(weights: &[Vec<f64>], partners: &[Option<usize>]) -> f64 {
        partners.iter().enumerate().filter_map(|(left, right)| right.map(|right| weights[left][right])).sum()
    }

    fn most(weights: &[Vec<f64>], at: usize, used: u32) -> f64 {
        let Some(row) = weights.get(at) else { return 0.0 };
        let taken = row.iter().enumerate().filter(|(right, _)| used >> right & 1 == 0);
        taken.map(|(right, weight)| weight + most(weights, at + 1, used | 1 << right)).fold(most(weights, at + 1, used), f64::max)
    }

    #[test]
    fn the_greedy_pair_is_given_up_for_a_heavier_sum() {
        assert_eq!(heaviest(&[vec![0.8, 0.5], vec![0.7, 0.0]]), [Some(1), Some(0)]);
        assert_eq!(heaviest(&[vec![0.0]]), [None]);
        assert!(heaviest(&[]).is_empty());
    }

    /// Tables of up to six and six drawn by a fixed sequence, many of them sparse, against trying all.
    #[test]
    fn is_as_heavy_as_trying_all_finds() {
        let mut state: u32 = 11;
        let mut next = move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 16
        };
        for _ in 0..500 {
            let (n, m) = (1 + next() as usize % 6, 1 + next() as usize % 6);
            let mut weight = || if next() % 3 == 0 { 0.0 } else { f64::from(next() % 100) / 7.0 };
            let weights: Vec<Vec<f64>> = (0..n).map(|_| (0..m).map(|_| weight()).collect()).collect();
            let found = heaviest(&weights);
            assert!(is_one_to_one(&found));
            assert!((sum(&weights, &found) - most(&weights, 0, 0)).abs() < 1e-9, "{weights:?}");
        }
    }
}

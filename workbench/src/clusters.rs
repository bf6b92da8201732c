//! Compares two ways to put the same items into clusters: BCubed and the adjusted Rand index.
//!
//! In: for each item its cluster in gold and its cluster as found. Out: precision, recall, F1 by
//! BCubed (each item's share of its found cluster that belongs with it, and of its gold cluster that is
//! with it), and the adjusted Rand index of the two.
//!
//! Example: two gold clusters of two found as one of four have BCubed precision .5 and recall 1.

use std::collections::BTreeMap;

/// Figures of one comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ClusterScore {
    /// BCubed precision.
    pub precision: f64,
    /// BCubed recall.
    pub recall: f64,
    /// BCubed F1.
    pub f1: f64,
    /// Adjusted Rand index.
    pub ari: f64,
    /// Items.
    pub items: usize,
}

/// Compares; each pair is an item's cluster in gold and as found.
#[must_use]
pub fn compare(items: &[(usize, usize)]) -> ClusterScore {
    if items.is_empty() {
        return ClusterScore::default();
    }
    let mut gold: BTreeMap<usize, usize> = BTreeMap::new();
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    let mut both: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for &(g, f) in items {
        *gold.entry(g).or_default() += 1;
        *found.entry(f).or_default() += 1;
        *both.entry((g, f)).or_default() += 1;
    }
    let n = items.len() as f64;
    let mean =
        |of: &dyn Fn(&(usize, usize)) -> f64| both.iter().map(|(key, &size)| (size * size) as f64 / of(key)).sum::<f64>() / n;
    let precision = mean(&|&(_, f)| found[&f] as f64);
    let recall = mean(&|&(g, _)| gold[&g] as f64);
    let f1 = 2.0 * precision * recall / (precision + recall);

    let pairs = |size: usize| (size * size.saturating_sub(1)) as f64 / 2.0;
    let (together, in_gold, in_found) = (
        both.values().map(|&size| pairs(size)).sum::<f64>(),
        gold.values().map(|&size| pairs(size)).sum::<f64>(),
        found.values().map(|&size| pairs(size)).sum::<f64>(),
    );
    let expected = in_gold * in_found / pairs(items.len()).max(1.0);
    let most = f64::midpoint(in_gold, in_found);
    let ari = if (most - expected).abs() < f64::EPSILON { 1.0 } else { (together - expected) / (most - expected) };
    ClusterScore { precision, recall, f1, ari, items: items.len() }
}

/// Numbers of clusters for items joined by pairs: items joined directly or through others share one.
#[must_use]
pub fn components(n_items: usize, pairs: impl IntoIterator<Item = (usize, usize)>) -> Vec<usize> {
    fn root(parent: &mut [usize], mut item: usize) -> usize {
        while parent[item] != item {
            parent[item] = parent[parent[item]];
            item = parent[item];
        }
        item
    }
    let mut parent: Vec<usize> = (0..n_items).collect();
    for (one, other) in pairs {
        let (one, other) = (root(&mut parent, one), root(&mut parent, other));
        parent[one.max(other)] = one.min(other);
    }
    (0..n_items).map(|item| root(&mut parent, item)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_clusters_are_all_right_whatever_their_numbers() {
        let score = compare(&[(0, 7), (0, 7), (1, 3), (2, 4)]);
        assert!(score.f1 == 1.0 && score.ari == 1.0);
    }

    #[test]
    fn one_heap_costs_precision_and_single_items_cost_recall() {
        let heap = compare(&[(0, 0), (0, 0), (1, 0), (1, 0)]);
        assert!(heap.precision == 0.5 && heap.recall == 1.0 && heap.ari.abs() < 1e-12);
        let single = compare(&[(0, 0), (0, 1), (1, 2), (1, 3)]);
        assert!(single.precision == 1.0 && single.recall == 0.5 && single.ari.abs() < 1e-12);
    }

    #[test]
    fn components_join_through_others() {
        assert_eq!(components(5, [(0, 1), (3, 1)]), [0, 0, 2, 0, 4]);
    }
}

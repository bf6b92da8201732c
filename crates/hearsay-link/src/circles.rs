//! Circles: arrows by which nothing comes first.
//!
//! In: arrows between items. Out: which of them lie on a circle, or on a way from one circle to another. Invariant: they are what is left
//! when items that only give or only take are taken away until there is none; so it hangs on the set of arrows alone.
//!
//! Example: of three documents that credit each other in the round none is the first, and a fourth that took from one of them did so.

/// Who gave, and who took.
pub(crate) type Arrow = (u32, u32);

/// Whether each arrow is left; items have numbers below `n_items`.
pub(crate) fn on_circles(n_items: usize, arrows: &[Arrow]) -> Vec<bool> {
    // The arrows of each item, by their numbers, one item behind the other.
    let mut starts = vec![0usize; n_items + 1];
    let mut given = vec![0usize; n_items];
    let mut taken = vec![0usize; n_items];
    for &(giver, taker) in arrows {
        let (giver, taker) = (giver as usize, taker as usize);
        given[giver] += 1;
        taken[taker] += 1;
        starts[giver + 1] += 1;
        starts[taker + 1] += 1;
    }
    for at in 0..n_items {
        starts[at + 1] += starts[at];
    }
    let mut next = starts.clone();
    let mut of_items = vec![0usize; 2 * arrows.len()];
    for (at, &(giver, taker)) in arrows.iter().enumerate() {
        for item in [giver as usize, taker as usize] {
            of_items[next[item]] = at;
            next[item] += 1;
        }
    }
    let mut left = vec![true; arrows.len()];
    let mut open: Vec<usize> = (0..n_items).filter(|&item| given[item] == 0 || taken[item] == 0).collect();
    while let Some(item) = open.pop() {
        for &at in &of_items[starts[item]..starts[item + 1]] {
            if std::mem::take(&mut left[at]) {
                let (giver, taker) = (arrows[at].0 as usize, arrows[at].1 as usize);
                given[giver] -= 1;
                taken[taker] -= 1;
                open.extend([giver, taker].into_iter().filter(|&item| given[item] == 0 || taken[item] == 0));
            }
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::{Arrow, on_circles};
    use proptest::prelude::*;

    /// As it is told at the head of the file, round after round.
    fn by_rounds(n_items: usize, arrows: &[Arrow]) -> Vec<bool> {
        let mut left = vec![true; arrows.len()];
        loop {
            let is_left =
                |of: fn(&Arrow) -> u32, item: u32| arrows.iter().zip(&left).any(|(arrow, left)| *left && of(arrow) == item);
            let gives: Vec<bool> = (0..n_items as u32).map(|item| is_left(|arrow| arrow.0, item)).collect();
            let takes: Vec<bool> = (0..n_items as u32).map(|item| is_left(|arrow| arrow.1, item)).collect();
            let before = left.clone();
            for (arrow, left) in arrows.iter().zip(&mut left) {
                *left &= takes[arrow.0 as usize] && gives[arrow.1 as usize];
            }
            if left == before {
                return left;
            }
        }
    }

    #[test]
    fn what_leads_to_a_circle_or_away_is_on_none() {
        // 0 → 1 → 2 → 0, 3 → 1, 2 → 4, and 5 ⇄ 6 with a way to it from 2.
        let arrows = [(0, 1), (1, 2), (2, 0), (3, 1), (2, 4), (5, 6), (6, 5), (2, 5)];
        assert_eq!(on_circles(7, &arrows), [true, true, true, false, false, true, true, true]);
        assert_eq!(on_circles(0, &[]), Vec::<bool>::new());
    }

    proptest! {
        #[test]
        fn it_is_what_is_left_after_all_rounds(arrows in prop::collection::vec((0u32..9, 0u32..9), 0..20)) {
            prop_assert_eq!(on_circles(9, &arrows), by_rounds(9, &arrows));
        }
    }
}

//! Scores whether two sentences say the same thing, on the Microsoft Research Paraphrase pairs.
//!
//! In: the pairs of the shared folder. Out: accuracy and F1 where the threshold of [`Wording::sameness`] is chosen on
//! four fifths and asked on the fifth, and on those pairs whose numbers differ; beside it the figures at the
//! threshold that the linker uses. Invariant: nothing but one threshold is chosen on the pairs.
//!
//! Example: the threshold of the first fifth is the one with the most right answers among the other four.

use crate::attribution_scores::Tally;
use crate::corpora::Shared;
use crate::table::Row;
use crate::tables;
use anyhow::{Result, bail};
use hearsay_link::Wording;
use rayon::prelude::*;

const SUITE: &str = "paraphrase";
const DATA: &str = "msrp train";
const FOLDS: usize = 5;

struct Pair {
    is_same: bool,
    numbers_differ: bool,
    sameness: f32,
}

/// Rows on all pairs.
pub fn rows(shared: &Shared) -> Result<Vec<Row>> {
    let table = tables::rows(&shared.gzip("data/claims/msrp.tsv.gz")?, false);
    if table.iter().any(|row| row.len() != 6) {
        bail!("msrp.tsv has another shape than expected");
    }
    let pairs: Vec<Pair> = table
        .par_iter()
        .map(|row| Pair {
            is_same: row[0] == "1",
            numbers_differ: row[3] == "1",
            sameness: Wording::new(&row[4]).sameness(&Wording::new(&row[5])),
        })
        .collect();
    let thresholds = folded(&pairs);
    let chosen: Vec<bool> = pairs.iter().enumerate().map(|(at, pair)| pair.sameness >= thresholds[at % FOLDS]).collect();
    let shipped: Vec<bool> = pairs.iter().map(|pair| pair.sameness >= Wording::SAME).collect();
    let mut rows = figures("5-fold", &pairs, &chosen);
    rows.extend(figures("as linked", &pairs, &shipped));
    let mean = thresholds.iter().sum::<f32>() / FOLDS as f32;
    rows.push(Row::new(SUITE, DATA, "5-fold threshold", f64::from(mean), pairs.len()));
    Ok(rows)
}

/// For each fifth the threshold, of hundredths, that is right most often on the rest; the first of equals.
fn folded(pairs: &[Pair]) -> [f32; FOLDS] {
    std::array::from_fn(|fold| {
        let right = |threshold: f32| {
            let rest = pairs.iter().enumerate().filter(|(at, _)| at % FOLDS != fold);
            rest.filter(|(_, pair)| (pair.sameness >= threshold) == pair.is_same).count()
        };
        let mut best = (0, 0.0);
        for threshold in (0..150u8).map(|hundredth| f32::from(hundredth) / 100.0) {
            let right = right(threshold);
            if right > best.0 {
                best = (right, threshold);
            }
        }
        best.1
    })
}

fn figures(how: &str, pairs: &[Pair], given: &[bool]) -> Vec<Row> {
    let right = pairs.iter().zip(given).filter(|(pair, given)| pair.is_same == **given).count();
    let f1 = |among: &dyn Fn(&Pair) -> bool| {
        let here = || pairs.iter().zip(given).filter(|(pair, _)| among(pair));
        let both = here().filter(|(pair, given)| pair.is_same && **given).count();
        let tally =
            Tally::even(both, here().filter(|(_, given)| **given).count(), here().filter(|(pair, _)| pair.is_same).count());
        (tally.f1(), here().count())
    };
    let (all, n) = f1(&|_| true);
    let (differ, n_differ) = f1(&|pair| pair.numbers_differ);
    vec![
        Row::share(SUITE, DATA, format!("{how} accuracy"), (right, pairs.len())),
        Row::new(SUITE, DATA, format!("{how} F1"), all, n),
        Row::new(SUITE, DATA, format!("{how} F1 where numbers differ"), differ, n_differ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_is_chosen_on_the_others() {
        let pair = |is_same, sameness| Pair { is_same, numbers_differ: false, sameness };
        let pairs: Vec<Pair> = (0..20).map(|at| pair(at >= 10, at as f32 / 20.0)).collect();
        let thresholds = folded(&pairs);
        assert!(thresholds.iter().all(|threshold| (0.4..=0.6).contains(threshold)), "{thresholds:?}");
        let rows = figures("x", &pairs, &[true; 20]);
        assert_eq!((rows[0].value, rows[0].n), (0.5, 20));
    }
}

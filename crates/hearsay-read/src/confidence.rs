//! [`Curve`]: how often attributions of some score turn out right, so that a confidence can be taken at its word.
//!
//! In: `confidence.tsv` of a pack, a column of raw scores and a column of confidences. Out: for any
//! score its confidence, by a straight line between the two knots around it and flat beyond the first
//! and last. Invariant: a higher score never has a lower confidence, and every confidence lies
//! between 0 and 1.
//!
//! Example: with the knots 0.4 → 0.5 and 0.8 → 0.9, a score of 0.6 is a confidence of 0.7.

use hearsay_record::Note;

/// A rising line through knots.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// Score and confidence, by rising score.
    knots: Vec<(f64, f64)>,
}

impl Curve {
    /// Reads `confidence.tsv`: a line of column names, then a score and a confidence a line. Rows that
    /// cannot be understood, or that would make the line fall, are passed over and noted.
    #[must_use]
    pub fn parse(tsv: &str, notes: &mut Vec<Note>) -> Self {
        let mut curve = Self::default();
        for line in tsv.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).skip(1) {
            let mut cells = line.split('\t').map(|cell| cell.trim().parse::<f64>().ok());
            let knot = match (cells.next().flatten(), cells.next().flatten()) {
                (Some(score), Some(confidence)) => (score, confidence),
                _ => (f64::NAN, f64::NAN),
            };
            if !curve.push(knot) {
                notes.push(Note::new("pack-row", format!("confidence.tsv: no knot of a rising line: {line}")));
            }
        }
        curve
    }

    /// A line through these knots; those that would make it fall are left out.
    #[must_use]
    pub fn through(knots: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let mut curve = Self::default();
        for knot in knots {
            curve.push(knot);
        }
        curve
    }

    fn push(&mut self, (score, confidence): (f64, f64)) -> bool {
        let rises = self.knots.last().is_none_or(|last| last.0 < score && last.1 <= confidence);
        let fits = score.is_finite() && (0.0..=1.0).contains(&confidence) && rises;
        if fits {
            self.knots.push((score, confidence));
        }
        fits
    }

    /// The confidence that a score stands for. Without knots it is the score itself.
    #[must_use]
    pub fn at(&self, score: f64) -> f64 {
        let (Some(first), Some(last)) = (self.knots.first(), self.knots.last()) else {
            return if score.is_nan() { 0.0 } else { score.clamp(0.0, 1.0) };
        };
        if score.is_nan() {
            return first.1;
        }
        let above = self.knots.partition_point(|knot| knot.0 <= score);
        let (Some(below), Some(above)) = (above.checked_sub(1).map(|below| self.knots[below]), self.knots.get(above)) else {
            return if above == 0 { first.1 } else { last.1 };
        };
        let share = (score - below.0) / (above.0 - below.0);
        // Rounding must not carry the line past its own knots.
        (below.1 + (above.1 - below.1) * share).clamp(below.1, above.1)
    }

    /// The knots, by rising score.
    #[must_use]
    pub fn knots(&self) -> &[(f64, f64)] {
        &self.knots
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TSV: &str = "# A line for people.\nscore\tconfidence\n0.4\t0.5\n0.8\t0.9\n";

    #[test]
    fn a_score_between_two_knots_lies_on_the_line() {
        let mut notes = Vec::new();
        let curve = Curve::parse(TSV, &mut notes);
        assert!(notes.is_empty());
        assert!((curve.at(0.6) - 0.7).abs() < 1e-12);
        assert_eq!((curve.at(0.4), curve.at(0.8)), (0.5, 0.9));
        assert_eq!((curve.at(-3.0), curve.at(7.0), curve.at(f64::NAN)), (0.5, 0.9, 0.5));
        assert_eq!((curve.at(f64::INFINITY), curve.at(f64::NEG_INFINITY)), (0.9, 0.5));
    }

    #[test]
    fn without_knots_the_score_stands_for_itself() {
        let curve = Curve::parse("", &mut Vec::new());
        assert_eq!((curve.at(0.25), curve.at(-1.0), curve.at(2.0), curve.at(f64::NAN)), (0.25, 0.0, 1.0, 0.0));
    }

    #[test]
    fn rows_that_would_make_it_fall_are_noted() {
        let mut notes = Vec::new();
        let curve = Curve::parse(&format!("{TSV}0.9\t0.7\n0.7\t0.95\n0.95\t1.5\nmany\tfew\n1.0\n1.0\t0.9\n"), &mut notes);
        assert_eq!(curve.knots(), [(0.4, 0.5), (0.8, 0.9), (1.0, 0.9)]);
        assert_eq!(notes.len(), 5);
    }

    proptest! {
        #[test]
        fn a_higher_score_never_has_a_lower_confidence(
            knots in proptest::collection::vec((-5.0..5.0f64, -0.2..1.2f64), 0..12),
            one in -6.0..6.0f64,
            other in -6.0..6.0f64,
        ) {
            let curve = Curve::through(knots);
            let (low, high) = if one < other { (one, other) } else { (other, one) };
            prop_assert!(curve.at(low) <= curve.at(high));
            prop_assert!((0.0..=1.0).contains(&curve.at(low)));
        }
    }
}

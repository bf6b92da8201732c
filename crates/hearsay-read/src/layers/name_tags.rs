//! The best sequence of name tags (`O`, `B-…`, `I-…`) of a sentence, and the spans that it marks.
//!
//! In: the score of each tag for each word. Out: ranges of words with the number of their kind.
//! Invariant: `I-x` follows `B-x` or `I-x` alone, so the spans lie apart and in order.
//!
//! Example: for `Mayor Ada Holm said`, `O B-PERSON I-PERSON O` marks words 1 to 3.

use std::ops::Range;

/// The tags of a model: for each, whether it goes on with a span, and the kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NameTags {
    tags: Vec<(Step, usize)>,
    kinds: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Outside,
    Begin,
    Inside,
}

impl NameTags {
    /// Tags by their names, `O`, `B-PERSON`, `I-PERSON`; what is written otherwise is outside.
    pub(crate) fn new(names: &[String]) -> Self {
        let mut kinds: Vec<String> = Vec::new();
        let tags = names
            .iter()
            .map(|name| {
                let (step, kind) = match name.split_once('-') {
                    Some(("B", kind)) => (Step::Begin, kind),
                    Some(("I", kind)) => (Step::Inside, kind),
                    _ => return (Step::Outside, usize::MAX),
                };
                let number = kinds.iter().position(|known| known == kind).unwrap_or_else(|| {
                    kinds.push(kind.to_owned());
                    kinds.len() - 1
                });
                (step, number)
            })
            .collect();
        Self { tags, kinds }
    }

    /// How many tags there are.
    pub(crate) fn len(&self) -> usize {
        self.tags.len()
    }

    /// The name of a kind.
    pub(crate) fn kind(&self, number: usize) -> &str {
        self.kinds.get(number).map_or("", String::as_str)
    }

    fn may_follow(&self, before: Option<usize>, tag: usize) -> bool {
        let (step, kind) = self.tags[tag];
        step != Step::Inside || before.is_some_and(|before| self.tags[before].0 != Step::Outside && self.tags[before].1 == kind)
    }

    /// The spans of the best sequence; `scores` holds a row of [`NameTags::len`] cells a word.
    pub(crate) fn spans(&self, scores: &[f32]) -> Vec<(Range<usize>, usize)> {
        let n_tags = self.len();
        if n_tags == 0 {
            return Vec::new();
        }
        let mut ways: Vec<Option<usize>> = Vec::with_capacity(scores.len());
        let mut sums: Vec<f32> = Vec::new();
        for row in scores.chunks_exact(n_tags) {
            let mut next = vec![f32::NEG_INFINITY; n_tags];
            for (tag, score) in row.iter().enumerate() {
                let mut from = None;
                let mut best = if sums.is_empty() && self.may_follow(None, tag) { 0.0 } else { f32::NEG_INFINITY };
                for (before, sum) in sums.iter().enumerate() {
                    if *sum > best && self.may_follow(Some(before), tag) {
                        (best, from) = (*sum, Some(before));
                    }
                }
                // A score that is no number is as bad as can be.
                next[tag] = best + if score.is_nan() { -1e9 } else { score.clamp(-1e9, 1e9) };
                ways.push(from);
            }
            sums = next;
        }
        let mut best = (f32::NEG_INFINITY, None);
        for (tag, sum) in sums.iter().enumerate() {
            if *sum > best.0 {
                best = (*sum, Some(tag));
            }
        }
        let mut path = vec![None; ways.len() / n_tags];
        let mut at = best.1;
        for word in (0..path.len()).rev() {
            path[word] = at;
            at = at.and_then(|tag| ways[word * n_tags + tag]);
        }
        self.marked(&path)
    }

    fn marked(&self, path: &[Option<usize>]) -> Vec<(Range<usize>, usize)> {
        let mut spans: Vec<(Range<usize>, usize)> = Vec::new();
        for (word, tag) in path.iter().enumerate() {
            let Some((step, kind)) = tag.and_then(|tag| self.tags.get(tag)) else { continue };
            match (step, spans.last_mut()) {
                (Step::Inside, Some((range, open))) if range.end == word && open == kind => range.end += 1,
                (Step::Begin, _) => spans.push((word..word + 1, *kind)),
                _ => {}
            }
        }
        spans
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tags() -> NameTags {
        NameTags::new(&["O", "B-PERSON", "I-PERSON", "B-ORG", "I-ORG"].map(str::to_owned))
    }

    #[test]
    fn what_may_not_follow_is_passed_over_for_the_next_best() {
        // The best tag of each word alone would be O, I-PERSON, I-PERSON.
        let scores = [2.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 3.0, 0.0, 0.0, 0.0, 0.0, 3.0, 0.0, 0.0];
        assert_eq!(tags().spans(&scores), [(0..3, 0)]);
        assert_eq!(tags().kind(0), "PERSON");
    }

    #[test]
    fn two_names_of_a_kind_may_touch() {
        let scores = [0.0, 5.0, 0.0, 0.0, 0.0, 0.0, 5.0, 4.0, 0.0, 0.0];
        assert_eq!(tags().spans(&scores), [(0..1, 0), (1..2, 0)]);
    }

    #[test]
    fn no_words_and_no_tags() {
        assert!(tags().spans(&[]).is_empty());
        assert!(NameTags::new(&[]).spans(&[1.0]).is_empty());
        assert!(NameTags::new(&["I-ORG".to_owned()]).spans(&[1.0]).is_empty());
    }

    proptest! {
        #[test]
        fn spans_lie_apart_in_order(scores in proptest::collection::vec(proptest::num::f32::ANY, 0..60)) {
            let spans = tags().spans(&scores);
            prop_assert!(spans.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start));
            prop_assert!(spans.iter().all(|(range, _)| range.start < range.end && range.end <= scores.len() / 5));
        }
    }
}

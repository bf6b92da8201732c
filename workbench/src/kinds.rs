//! Scores by kind of content, and of attributions that tell no source.
//!
//! In: articles with gold, and predictions. Out: rows for the PolNeAR suite that the reference scorer
//! does not give: direct, mixed and indirect content under `iou50` and `strict` (under `lenient` it
//! gives them), and attributions without a source under `lenient`. The matching is the one over all
//! attributions; a pair counts for precision by the kind of the prediction, for recall by that of the gold.
//!
//! Example: `It is said that …`, found with cue and content and no source, is a sourceless one that is right.

use crate::attribution_scores::{IOU50, KINDS, LENIENT, Relation, STRICT, Tally, matched, split};
use crate::polnear::Article;
use crate::scored_text::ScoredText;
use crate::table::Row;
use hearsay_record::Roles;
use std::collections::BTreeMap;

/// Tallies by the name of the metric.
#[must_use]
pub fn tallies(articles: &[Article], predicted: &[Vec<Roles>]) -> BTreeMap<String, Tally> {
    let mut out: BTreeMap<String, Tally> = BTreeMap::new();
    for (article, predicted) in articles.iter().zip(predicted) {
        let text = ScoredText::new(&article.text);
        let gold: Vec<Relation> = article.gold.iter().map(|roles| Relation::new(&text, roles)).collect();
        let predicted = Relation::all(&text, predicted);
        for (column, criterion) in [("iou50", IOU50), ("strict", STRICT)] {
            let matching = matched(&gold, &predicted, criterion);
            for kind in KINDS {
                let tally = split(&matching, &gold, &predicted, |relation| relation.kind == kind);
                out.entry(format!("{kind} {column}")).or_default().add(&tally);
            }
        }
        // A role that only one side has disagrees, so both ends of a pair are without a source or neither is.
        let tally = split(&matched(&gold, &predicted, LENIENT), &gold, &predicted, Relation::is_sourceless);
        out.entry("sourceless lenient".to_owned()).or_default().add(&tally);
    }
    out
}

/// The rows.
#[must_use]
pub fn rows(suite: &str, articles: &[Article], predicted: &[Vec<Roles>]) -> Vec<Row> {
    tallies(articles, predicted).iter().flat_map(|(metric, tally)| Row::prf(suite, "dev", metric, tally)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearsay_text::CharSpan;

    const TEXT: &str = "“No,” said Holm. It is said that the road is open. Lind claims it was “shut”.";

    fn at(piece: &str) -> Vec<CharSpan> {
        let byte = TEXT.find(piece).unwrap();
        let start = TEXT[..byte].chars().count();
        vec![CharSpan { start, end: start + piece.chars().count() }]
    }

    fn roles(source: &str, cue: &str, content: &str) -> Roles {
        let source = if source.is_empty() { Vec::new() } else { at(source) };
        Roles { source, cue: at(cue), content: at(content) }
    }

    fn score(predicted: Vec<Roles>) -> BTreeMap<String, Tally> {
        let gold = vec![
            roles("Holm", "said", "“No,”"),
            roles("", "is said", "the road is open"),
            roles("Lind", "claims", "it was “shut”"),
        ];
        tallies(&[Article { name: "a".into(), text: TEXT.into(), gold }], &[predicted])
    }

    #[test]
    fn each_kind_counts_for_itself() {
        let scores = score(vec![roles("", "is said", "the road is open"), roles("Lind", "claims", "was “shut”")]);
        assert_eq!(scores["sourceless lenient"].recall(), 1.0);
        assert_eq!(scores["indirect strict"].f1(), 1.0);
        assert_eq!(scores["direct strict"].gold, 1);
        assert_eq!(scores["direct strict"].recall(), 0.0);
        assert_eq!(scores["mixed iou50"].gold, 1);
    }

    #[test]
    fn a_source_made_up_is_no_sourceless_one() {
        let scores = score(vec![roles("It", "is said that", "the road is open")]);
        assert_eq!((scores["sourceless lenient"].predicted, scores["sourceless lenient"].found), (0, 0.0));
        assert_eq!(scores["sourceless lenient"].gold, 1);
    }
}

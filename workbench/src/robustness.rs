//! How far the scores of the reader fall when its texts are damaged.
//!
//! In: the development articles. Out: relation `lenient` and `iou50` for the clean articles and for each
//! [`Mutation`] of them. Gold moves with the words, so nothing is lost by the damage itself but what the
//! damage makes unreadable. Example: the row `initials relation iou50 F1` beside `clean relation iou50 F1`.

use crate::attribution_scores::Scores;
use crate::mutations::{Mutation, mutate};
use crate::polnear::{self, Article};
use crate::table::Row;
use anyhow::{Context, Result};
use hearsay_read::Packs;

/// The two figures for the clean articles, then for each mutation.
pub fn rows(articles: &[Article], packs: &Packs) -> Result<Vec<Row>> {
    let mut rows = figures("clean", &scores(articles, packs)?);
    for mutation in Mutation::ALL {
        let damaged: Vec<Article> = articles.iter().map(|article| mutate(article, mutation)).collect();
        let scores = scores(&damaged, packs).with_context(|| format!("articles with the mutation {}", mutation.name()))?;
        rows.extend(figures(mutation.name(), &scores));
    }
    Ok(rows)
}

fn scores(articles: &[Article], packs: &Packs) -> Result<Scores> {
    polnear::scores(articles, &polnear::predict(articles, packs)?)
}

fn figures(name: &str, scores: &Scores) -> Vec<Row> {
    ["lenient", "iou50"]
        .into_iter()
        .map(|column| {
            let tally = scores.get("relation", column);
            Row::new("robustness", "dev", format!("{name} relation {column} F1"), tally.f1(), tally.gold)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearsay_record::Roles;
    use hearsay_text::CharSpan;

    #[test]
    fn every_mutation_is_a_row_beside_the_clean_one() {
        let span = |start, end| vec![CharSpan { start, end }];
        let gold = vec![Roles { source: span(0, 8), cue: span(9, 13), content: span(19, 36) }];
        let article = Article { name: "a".into(), text: "Ada Holm said that the road was open.".into(), gold };
        let rows = rows(&[article], &Packs::embedded()).unwrap();
        assert_eq!(rows.len(), 2 * (1 + Mutation::ALL.len()));
        assert_eq!((rows[0].metric.as_str(), rows[0].value), ("clean relation lenient F1", 1.0));
        let initials = rows.iter().find(|row| row.metric == "initials relation iou50 F1").unwrap();
        assert_eq!(initials.n, 1);
    }
}

//! Scores the article text that intake takes from HTML pages, by the extraction benchmark's metric.
//!
//! In: `data/extraction/extraction-dev.tar.zst` of the shared folder. Out: precision, recall, F1 and
//! accuracy. Tokens are runs of letters, digits and `_`; their 4-grams are compared as multisets, the
//! counts of a page divided by their sum; precision and recall are means over the pages that have them.
//! The gold is the body, so headline, byline, boilerplate and doubled blocks are left out of
//! `document.text` for it.
//!
//! Example: a page with half of its body found and nothing else has precision 1 and recall about .5.

use crate::corpora::Shared;
use anyhow::{Context, Result, bail};
use hearsay_intake::{Hint, open};
use hearsay_record::{BlockKind, Document};
use hearsay_text::Offsets;
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Figures over pages.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ExtractionScore {
    /// Mean over pages with something extracted.
    pub precision: f64,
    /// Mean over pages with something to extract.
    pub recall: f64,
    /// Of the two means.
    pub f1: f64,
    /// Share of pages whose tokens are equal.
    pub accuracy: f64,
    /// Pages.
    pub pages: usize,
}

#[derive(Deserialize)]
struct GoldPage {
    #[serde(rename = "articleBody")]
    article_body: String,
    url: Option<String>,
}

/// Scores the development pages.
pub fn scores(shared: &Shared) -> Result<ExtractionScore> {
    let files = shared.tar_zst("data/extraction/extraction-dev.tar.zst")?;
    let gold = files.get("ground-truth.json").context("the extraction pack has no ground-truth.json")?;
    let gold: BTreeMap<String, GoldPage> = serde_json::from_slice(gold)?;
    let pages: Vec<(&GoldPage, &Vec<u8>)> = gold
        .iter()
        .map(|(id, page)| Ok((page, files.get(&format!("html/{id}.html")).with_context(|| format!("no page {id}"))?)))
        .collect::<Result<_>>()?;
    if pages.is_empty() {
        bail!("no pages in the extraction pack");
    }
    let compared: Vec<Compared> = pages
        .par_iter()
        .map(|(page, html)| {
            let opened = open(html, &Hint { url: page.url.as_deref(), ..Hint::default() });
            let body = opened.taken.first().map(|taken| body(&taken.document)).unwrap_or_default();
            compare(&page.article_body, &body)
        })
        .collect();
    Ok(summary(&compared))
}

/// The text of a document that is neither headline, byline, boilerplate nor a second copy.
#[must_use]
pub fn body(document: &Document) -> String {
    let text = Offsets::new(&document.text);
    let cut = |kind| matches!(kind, BlockKind::Headline | BlockKind::Byline | BlockKind::Boilerplate | BlockKind::Duplicate);
    let mut out = String::new();
    let mut from = 0;
    for block in document.blocks.iter().filter(|block| cut(block.kind)) {
        if block.span.start > from {
            out.push_str(text.slice(hearsay_text::CharSpan { start: from, end: block.span.start }));
        }
        out.push('\n');
        from = from.max(block.span.end);
    }
    out.push_str(text.slice(hearsay_text::CharSpan { start: from, end: text.n_chars().max(from) }));
    out
}

struct Compared {
    right: f64,
    surplus: f64,
    missing: f64,
    equal: bool,
}

fn compare(gold: &str, found: &str) -> Compared {
    let (gold, found) = (tokens(gold), tokens(found));
    let (gold_grams, found_grams) = (grams(&gold), grams(&found));
    let mut compared = Compared { right: 0.0, surplus: 0.0, missing: 0.0, equal: gold == found };
    for (gram, &n) in &gold_grams {
        let m = found_grams.get(gram).copied().unwrap_or(0);
        compared.right += n.min(m) as f64;
        compared.missing += n.saturating_sub(m) as f64;
    }
    for (gram, &m) in &found_grams {
        compared.surplus += m.saturating_sub(gold_grams.get(gram).copied().unwrap_or(0)) as f64;
    }
    let sum = compared.right + compared.surplus + compared.missing;
    if sum > 0.0 {
        compared.right /= sum;
        compared.surplus /= sum;
        compared.missing /= sum;
    }
    compared
}

fn tokens(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|token| !token.is_empty()).collect()
}

/// 4-grams with how often each stands there; a shorter text is one gram.
fn grams<'t>(tokens: &'t [&'t str]) -> BTreeMap<&'t [&'t str], usize> {
    let mut out: BTreeMap<&[&str], usize> = BTreeMap::new();
    let size = tokens.len().min(4);
    if size > 0 {
        for gram in tokens.windows(size) {
            *out.entry(gram).or_default() += 1;
        }
    }
    out
}

fn summary(pages: &[Compared]) -> ExtractionScore {
    let mean = |shares: Vec<f64>| if shares.is_empty() { 0.0 } else { shares.iter().sum::<f64>() / shares.len() as f64 };
    let precision = mean(pages.iter().filter(|p| p.right + p.surplus > 0.0).map(|p| p.right / (p.right + p.surplus)).collect());
    let recall = mean(pages.iter().filter(|p| p.right + p.missing > 0.0).map(|p| p.right / (p.right + p.missing)).collect());
    let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
    let accuracy = pages.iter().filter(|page| page.equal).count() as f64 / pages.len().max(1) as f64;
    ExtractionScore { precision, recall, f1, accuracy, pages: pages.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_tokens_are_all_right_whatever_the_marks() {
        let score = summary(&[compare("The gate, it opened at dawn.", "The gate it opened\nat dawn")]);
        assert!(score.f1 == 1.0 && score.accuracy == 1.0);
    }

    #[test]
    fn what_is_missing_costs_recall_and_what_is_too_much_precision() {
        let short = summary(&[compare("a b c d e f g h", "a b c d e")]);
        assert!(short.precision == 1.0 && (short.recall - 0.4).abs() < 1e-12);
        let long = summary(&[compare("a b c d e", "a b c d e f g h")]);
        assert!(long.recall == 1.0 && (long.precision - 0.4).abs() < 1e-12);
    }

    #[test]
    fn an_empty_page_counts_for_recall_alone() {
        let score = summary(&[compare("a b c d e", ""), compare("a b c d", "a b c d")]);
        assert!(score.precision == 1.0 && (score.recall - 0.5).abs() < 1e-12);
    }
}

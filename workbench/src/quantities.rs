//! Scores quantities against those marked by hand in sentences of PolNeAR's development articles.
//!
//! In: the articles and `workbench/gold/quantities.tsv`, which holds places and numbers alone. Only sentences that were marked
//! whole count. Out: figures over exact spans, and over spans with number and unit. A score's second number and the least of a
//! vague number are not marked, so they are not compared. Invariant: a place outside of an article is an error.
//!
//! Example: `$5 million` is right with the span of all three words, 5000000 and `USD`.

use crate::attribution_scores::Tally;
use crate::corpora::checkout;
use crate::polnear::Article;
use crate::table::Row;
use anyhow::{Context, Result, ensure};
use hearsay_read::{Packs, quantities_of};
use hearsay_record::{Document, Quantity};
use hearsay_text::{CharSpan, Offsets};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A marked quantity.
#[derive(Clone, Debug, PartialEq)]
struct Marked {
    span: CharSpan,
    /// None where it is vague.
    low: Option<f64>,
    high: Option<f64>,
    unit: Option<String>,
    counts: Option<CharSpan>,
    approximation: Option<CharSpan>,
}

/// What was marked in an article.
#[derive(Clone, Debug, Default, PartialEq)]
struct Gold {
    read: Vec<CharSpan>,
    quantities: Vec<Marked>,
}

fn gold() -> Result<BTreeMap<String, Gold>> {
    let path = checkout().join("workbench/gold/quantities.tsv");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    parse(&text)
}

fn parse(text: &str) -> Result<BTreeMap<String, Gold>> {
    let mut all: BTreeMap<String, Gold> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [kind, article, start, end, low, high, unit, counts_start, counts_end, approx_start, approx_end] = cells[..] else {
            anyhow::bail!("not 11 cells: {line}")
        };
        let span = |start: &str, end: &str| Some(CharSpan::new(start.parse().ok()?, end.parse().ok()?));
        let place = span(start, end).with_context(|| format!("no place: {line}"))?;
        let gold = all.entry(article.to_owned()).or_default();
        if kind == "read" {
            gold.read.push(place);
            continue;
        }
        gold.quantities.push(Marked {
            span: place,
            low: low.parse().ok(),
            high: high.parse().ok(),
            unit: Some(unit).filter(|unit| *unit != "-").map(str::to_owned),
            counts: span(counts_start, counts_end),
            approximation: span(approx_start, approx_end),
        });
    }
    Ok(all)
}

/// Rows for the table.
pub fn rows(articles: &[Article], packs: &Packs) -> Result<Vec<Row>> {
    let gold = gold()?;
    let pairs = pairs(articles, &gold)?;
    let each: Vec<Vec<(&'static str, Tally)>> = pairs.par_iter().map(|(article, gold)| tallies(article, gold, packs)).collect();
    let mut all: BTreeMap<&'static str, Tally> = BTreeMap::new();
    for (figure, tally) in each.into_iter().flatten() {
        all.entry(figure).or_default().add(&tally);
    }
    Ok(all.iter().flat_map(|(figure, tally)| Row::prf("quantities", "dev", figure, tally)).collect())
}

fn pairs<'a>(articles: &'a [Article], gold: &'a BTreeMap<String, Gold>) -> Result<Vec<(&'a Article, &'a Gold)>> {
    let pairs: Vec<_> = articles.iter().filter_map(|article| Some((article, gold.get(&article.name)?))).collect();
    ensure!(pairs.len() == gold.len(), "articles are missing: {} of {} are there", pairs.len(), gold.len());
    Ok(pairs)
}

/// What the reader finds in the sentences that were marked.
fn found(article: &Article, gold: &Gold, packs: &Packs) -> Vec<Quantity> {
    let mut found = quantities_of(&Document::plain(article.text.clone(), "en"), packs);
    found.retain(|quantity| gold.read.iter().any(|read| read.contains(&quantity.span)));
    found
}

fn is_right(ours: &Quantity, gold: &Marked) -> bool {
    let same = |one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= other.abs() * 0.002,
        (None, None) => true,
        _ => false,
    };
    let number = match gold.low {
        None => ours.vague,
        low => {
            let high = gold.high.or(low);
            let is_score = ours.unit.as_deref() == Some("score");
            !ours.vague && same(ours.low, low) && (is_score || same(ours.high, high))
        }
    };
    number && ours.unit == gold.unit
}

fn tallies(article: &Article, gold: &Gold, packs: &Packs) -> Vec<(&'static str, Tally)> {
    let ours = found(article, gold, packs);
    let pairs: Vec<(&Quantity, &Marked)> = ours
        .iter()
        .filter_map(|quantity| Some((quantity, gold.quantities.iter().find(|marked| marked.span == quantity.span)?)))
        .collect();
    let right = pairs.iter().filter(|(ours, gold)| is_right(ours, gold)).count();
    let part = |ours: &dyn Fn(&Quantity) -> Option<CharSpan>, gold: &dyn Fn(&Marked) -> Option<CharSpan>| {
        let both = pairs.iter().filter(|(one, other)| ours(one).is_some() && ours(one) == gold(other)).count();
        let (n_ours, n_gold) = (
            pairs.iter().filter(|(one, _)| ours(one).is_some()).count(),
            pairs.iter().filter(|(_, other)| gold(other).is_some()).count(),
        );
        Tally::even(both, n_ours, n_gold)
    };
    vec![
        ("spans", Tally::even(pairs.len(), ours.len(), gold.quantities.len())),
        ("spans with number and unit", Tally::even(right, ours.len(), gold.quantities.len())),
        ("counted noun on a right span", part(&|one| one.counts, &|other| other.counts)),
        ("approximation on a right span", part(&|one| one.approximation, &|other| other.approximation)),
    ]
}

/// What is missed, wrong or too many, a line each.
pub fn misses(articles: &[Article], packs: &Packs) -> Result<Vec<String>> {
    let gold = gold()?;
    let mut out = Vec::new();
    for (article, gold) in pairs(articles, &gold)? {
        let offsets = Offsets::new(&article.text);
        let ours = found(article, gold, packs);
        for quantity in &ours {
            match gold.quantities.iter().find(|marked| marked.span == quantity.span) {
                None => out.push(format!("more\t{}\t{}", around(&offsets, quantity.span), told(quantity))),
                Some(marked) if !is_right(quantity, marked) => out.push(format!(
                    "wrong\t{}\t{}\tnot {:?} {:?} {:?}",
                    around(&offsets, quantity.span),
                    told(quantity),
                    marked.low,
                    marked.high,
                    marked.unit
                )),
                Some(_) => {}
            }
        }
        for marked in gold.quantities.iter().filter(|marked| !ours.iter().any(|quantity| quantity.span == marked.span)) {
            out.push(format!("missed\t{}\t{:?} {:?}", around(&offsets, marked.span), marked.low, marked.unit));
        }
    }
    Ok(out)
}

/// Every quantity of every so-many-th article, a line each.
#[must_use]
pub fn found_in(articles: &[Article], step: usize, packs: &Packs) -> Vec<String> {
    let mut out = Vec::new();
    for article in articles.iter().step_by(step) {
        let offsets = Offsets::new(&article.text);
        for quantity in quantities_of(&Document::plain(article.text.clone(), "en"), packs) {
            let part = |span: Option<CharSpan>| span.map_or("-", |span| offsets.slice(span));
            out.push(format!(
                "{}\t{}\t{}\t{}",
                around(&offsets, quantity.span),
                told(&quantity),
                part(quantity.approximation),
                part(quantity.counts)
            ));
        }
    }
    out
}

fn told(quantity: &Quantity) -> String {
    format!("{:?} {:?} {:?} {}", quantity.low, quantity.high, quantity.unit, if quantity.vague { "vague" } else { "" })
}

fn around(offsets: &Offsets, span: CharSpan) -> String {
    let slice = |start: usize, end: usize| offsets.slice(CharSpan::new(start, end));
    let (from, to) = (span.start.saturating_sub(40), (span.end + 30).min(offsets.n_chars()));
    format!("{}[{}]{}", slice(from, span.start), offsets.slice(span), slice(span.end, to)).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gold_holds_sentences_and_quantities() {
        let gold = gold().unwrap();
        let n: usize = gold.values().map(|gold| gold.quantities.len()).sum();
        assert!(n > 150, "{n} quantities");
        for gold in gold.values() {
            let inside = |marked: &Marked| gold.read.iter().any(|read| read.contains(&marked.span));
            assert!(gold.quantities.iter().all(inside), "a quantity outside of what was read");
        }
    }

    #[test]
    fn a_number_and_its_unit_are_compared() {
        let text = "They paid $5 million.";
        let ours = quantities_of(&Document::plain(text, "en"), &Packs::embedded());
        let span = ours[0].span;
        let marked = |low, unit: &str| Marked {
            span,
            low: Some(low),
            high: None,
            unit: Some(unit.into()),
            counts: None,
            approximation: None,
        };
        assert!(is_right(&ours[0], &marked(5e6, "USD")));
        assert!(!is_right(&ours[0], &marked(5e6, "EUR")) && !is_right(&ours[0], &marked(5e3, "USD")));
    }
}

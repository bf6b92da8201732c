//! Whether a confidence can be taken at its word: how often attributions of some confidence are right.
//!
//! In: PolNeAR's development articles. Out: [`Reliability`] in ten bins with its expected calibration
//! error, the share of all errors that the least confident fifth holds, and a [`Curve`] from score to
//! confidence. An attribution is right if a largest lenient matching gives it a partner. The curve is
//! isotonic (pool adjacent violators over cells of equal counts), with at most [`MOST_KNOTS`] knots. For the figure it is
//! fitted in two folds by document, so that no document is measured with what was learned from it; the
//! one that ships is fitted on all. Same articles, same bytes.
//!
//! Example: of 100 attributions with a confidence of about 0.8, about 80 should be right.

mod diagram;

pub use diagram::svg;

use crate::attribution_scores::{LENIENT, Relation, matched};
use crate::corpora::checkout;
use crate::polnear::{Article, flat_attributions, readings};
use crate::scored_text::ScoredText;
use crate::table::Row;
use anyhow::{Context, Result, bail};
use hearsay_read::confidence::Curve;
use hearsay_read::{Pack, Packs, Reader};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// No curve has more.
pub const MOST_KNOTS: usize = 20;

/// The file of a pack that holds the curve of a reader.
#[must_use]
pub fn file(reader: Reader) -> &'static str {
    match reader {
        Reader::Fast => "confidence.tsv",
        Reader::Careful => "confidence_careful.tsv",
    }
}

/// An attribution that was found, and whether gold has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// Number of its article.
    pub article: usize,
    /// Score, or confidence.
    pub score: f64,
    /// Whether it has a partner in the gold.
    pub right: bool,
}

/// Every attribution that the packs find in the articles, nested ones left out.
pub fn judged(articles: &[Article], packs: &Packs) -> Result<Vec<Judged>> {
    let mut out = Vec::new();
    for (number, (article, reading)) in articles.iter().zip(readings(articles, packs)?).enumerate() {
        let text = ScoredText::new(&article.text);
        let gold: Vec<Relation> = article.gold.iter().map(|roles| Relation::new(&text, roles)).collect();
        let (scores, predicted): (Vec<f64>, Vec<Relation>) = flat_attributions(&reading)
            .into_iter()
            .map(|attribution| (attribution.confidence, Relation::new(&text, &attribution.roles)))
            .filter(|(_, relation)| relation.is_any())
            .unzip();
        let matching = matched(&gold, &predicted, LENIENT);
        let one = |(score, partner): (f64, Option<usize>)| Judged { article: number, score, right: partner.is_some() };
        out.extend(scores.into_iter().zip(matching).map(one));
    }
    Ok(out)
}

/// The English pack without its curves, so that confidences are raw scores.
pub fn raw_packs() -> Result<Packs> {
    let mut files = BTreeMap::new();
    collect(&checkout().join("packs/en"), "", &mut files)?;
    Reader::ALL.iter().for_each(|reader| drop(files.remove(file(*reader))));
    let (pack, _) = Pack::parse(&files);
    Ok(Packs::default().with(pack))
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, std::fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// Some attributions of about one score.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Cell {
    scores: f64,
    right: usize,
    n: usize,
}

impl Cell {
    /// Share that is right; half an attribution is added to either side, so that few are never all.
    fn share(&self) -> f64 {
        (self.right as f64 + 0.5) / (self.n as f64 + 1.0)
    }

    fn add(&mut self, other: &Self) {
        self.scores += other.scores;
        self.right += other.right;
        self.n += other.n;
    }
}

/// The rising curve that fits best.
#[must_use]
pub fn fit(judged: &[Judged]) -> Curve {
    let mut sorted: Vec<&Judged> = judged.iter().collect();
    sorted.sort_by(|a, b| a.score.total_cmp(&b.score));
    let least = (sorted.len() / 40).max(10);
    let mut cells: Vec<Cell> = Vec::new();
    // Equal scores stay in one cell.
    for equal in sorted.chunk_by(|a, b| a.score == b.score) {
        let right = equal.iter().filter(|one| one.right).count();
        let more = Cell { scores: equal.iter().map(|one| one.score).sum(), right, n: equal.len() };
        match cells.last_mut() {
            Some(last) if last.n < least => last.add(&more),
            _ => cells.push(more),
        }
    }
    if let [.., before, last] = &mut cells[..]
        && last.n < least
    {
        before.add(last);
        cells.pop();
    }
    let mut pooled: Vec<Cell> = Vec::new();
    for cell in cells {
        pooled.push(cell);
        while let [.., before, last] = &mut pooled[..]
            && before.share() >= last.share()
        {
            before.add(last);
            pooled.pop();
        }
    }
    while pooled.len() > MOST_KNOTS {
        let cost = |at: usize| {
            let (one, next) = (&pooled[at], &pooled[at + 1]);
            let (n, m) = (one.n as f64, next.n as f64);
            n * m / (n + m) * (one.share() - next.share()).powi(2)
        };
        let cheapest = (0..pooled.len() - 1).min_by(|&a, &b| cost(a).total_cmp(&cost(b))).unwrap_or(0);
        let next = pooled.remove(cheapest + 1);
        pooled[cheapest].add(&next);
    }
    let rounded = |value: f64| (value * 10_000.0).round() / 10_000.0;
    Curve::through(pooled.iter().map(|cell| (rounded(cell.scores / cell.n as f64), rounded(cell.share()))))
}

/// The same attributions with confidences that were learned from the other half of the articles.
#[must_use]
pub fn cross_fitted(judged: &[Judged]) -> Vec<Judged> {
    let fold = |one: &Judged| one.article % 2;
    let curves = [0, 1].map(|held_out| {
        let others: Vec<Judged> = judged.iter().filter(|one| fold(one) != held_out).copied().collect();
        fit(&others)
    });
    judged.iter().map(|one| Judged { score: curves[fold(one)].at(one.score), ..*one }).collect()
}

/// The text of `confidence.tsv`.
pub fn tsv(curve: &Curve, reader: &str, n: usize) -> Result<String> {
    if curve.knots().is_empty() {
        bail!("no attribution was found, so no curve can be fitted");
    }
    let mut out = format!(
        "# How often attributions of a raw score are right. Between two rows a straight line, beyond the first and last the same.\n\
         # Fitted by `workbench calibrate` on {n} attributions found by {reader} in the development part of PolNeAR; numbers only, no text.\n\
         score\tconfidence\n"
    );
    for (score, confidence) in curve.knots() {
        writeln!(out, "{score:.4}\t{confidence:.4}")?;
    }
    Ok(out)
}

/// Attributions whose confidence lies in one tenth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// How many.
    pub n: usize,
    /// Their mean confidence.
    pub confidence: f64,
    /// The share of them that is right.
    pub right: f64,
}

/// How well confidences keep their word.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reliability {
    /// Tenths, from 0 to 1.
    pub bins: [Bin; 10],
    /// Mean distance of confidence and share that is right, bins weighed by their counts.
    pub expected_error: f64,
    /// Share of all errors that the fifth with the least confidence holds; ties are shared out evenly.
    pub errors_in_least_fifth: f64,
    /// How many are wrong.
    pub errors: usize,
    /// How many there are.
    pub n: usize,
}

/// Measures confidences.
#[must_use]
pub fn reliability(judged: &[Judged]) -> Reliability {
    let mut sums = [(0usize, 0.0f64, 0usize); 10];
    for one in judged {
        let bin = &mut sums[((one.score * 10.0) as usize).min(9)];
        *bin = (bin.0 + 1, bin.1 + one.score, bin.2 + usize::from(one.right));
    }
    let n = judged.len();
    let bins = sums.map(|(n, confidence, right)| match n {
        0 => Bin::default(),
        _ => Bin { n, confidence: confidence / n as f64, right: right as f64 / n as f64 },
    });
    let distance: f64 = bins.iter().map(|bin| bin.n as f64 * (bin.confidence - bin.right).abs()).sum();
    let errors = judged.iter().filter(|one| !one.right).count();
    Reliability {
        bins,
        expected_error: distance / n.max(1) as f64,
        errors_in_least_fifth: errors_among_least(judged, 0.2 * n as f64) / errors.max(1) as f64,
        errors,
        n,
    }
}

/// Errors among so many of the least confident.
fn errors_among_least(judged: &[Judged], mut room: f64) -> f64 {
    let mut sorted: Vec<&Judged> = judged.iter().collect();
    sorted.sort_by(|a, b| a.score.total_cmp(&b.score));
    let mut errors = 0.0;
    for equal in sorted.chunk_by(|a, b| a.score == b.score) {
        let share = (room / equal.len() as f64).clamp(0.0, 1.0);
        errors += share * equal.iter().filter(|one| !one.right).count() as f64;
        room -= equal.len() as f64;
    }
    errors
}

/// The rows of the suite: raw scores, and confidences by cross-fitted curves.
pub fn rows(articles: &[Article]) -> Result<Vec<Row>> {
    let raw = judged(articles, &raw_packs()?)?;
    let mut rows = Vec::new();
    for (name, reliability) in [("raw", reliability(&raw)), ("cross-fitted", reliability(&cross_fitted(&raw)))] {
        let mut row = |metric: String, value, n| rows.push(Row::new("calibration", "dev", format!("{name} {metric}"), value, n));
        row("expected calibration error".into(), reliability.expected_error, reliability.n);
        row("errors in the least confident fifth".into(), reliability.errors_in_least_fifth, reliability.errors);
        for (tenth, bin) in reliability.bins.iter().enumerate() {
            let tenths = format!("{:.1} to {:.1}", tenth as f64 / 10.0, (tenth + 1) as f64 / 10.0);
            row(format!("{tenths} confidence"), bin.confidence, bin.n);
            row(format!("{tenths} right"), bin.right, bin.n);
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests;

//! Scores the article bodies that intake takes out of pages against a gold standard.
//!
//! In: the folder that `HEARSAY_SHARED` names, with `data/extraction/extraction-dev.tar.zst` (its
//! README tells where it comes from). Out: one line with precision, recall and F1 of word 4-grams,
//! as that benchmark defines them, and with `--pages` a line for each page, worst first; with
//! `--show ID` the body of one page. Invariant: what is scored is the text of the document that
//! `open` gives, without headline, byline and what is marked as boilerplate.
//!
//! Example: `HEARSAY_SHARED=../shared cargo run --release -p hearsay-intake --example score_extraction`.
#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::disallowed_types, missing_docs)]

use hearsay_intake::{Hint, open};
use hearsay_record::{BlockKind, Document};
use std::collections::{BTreeMap, HashMap};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let shared = std::env::var("HEARSAY_SHARED").expect("HEARSAY_SHARED names the shared folder beside the checkout");
    let files = unpack(&format!("{shared}/data/extraction/extraction-dev.tar.zst"));
    let truth: BTreeMap<String, serde_json::Value> =
        serde_json::from_slice(&files["ground-truth.json"]).expect("the gold is JSON");
    let show = arguments.iter().position(|a| a == "--show").and_then(|i| arguments.get(i + 1));
    let mut rows = Vec::new();
    for (id, gold) in &truth {
        let page = &files[&format!("html/{id}.html")];
        let opened = open(page, &Hint::default());
        let ours = opened.taken.first().map(|taken| body(&taken.document)).unwrap_or_default();
        let gold = gold["articleBody"].as_str().unwrap_or_default();
        let score = Score::of(&ours, gold);
        if show.is_some_and(|show| id.starts_with(show.as_str())) {
            println!("=== {id}");
            if let Some(taken) = opened.taken.first() {
                println!(
                    "title {:?} byline {:?} published {:?} outlet {:?} url {:?} language {:?}",
                    taken.document.title,
                    taken.document.byline,
                    taken.document.published,
                    taken.document.origin.outlet,
                    taken.document.origin.url,
                    taken.document.language
                );
                let offsets = hearsay_text::Offsets::new(&taken.document.text);
                for block in &taken.document.blocks {
                    let text: String = offsets.slice(block.span).chars().take(90).collect();
                    println!("  {:?} {:?}", block.kind, text);
                }
            }
            difference(&ours, gold);
        }
        rows.push((score, id));
    }
    rows.sort_by(|a, b| a.0.f1().total_cmp(&b.0.f1()));
    if arguments.iter().any(|a| a == "--pages") {
        for (score, id) in &rows {
            println!(
                "{} {:.3} p {:.3} r {:.3}",
                &id[..10],
                score.f1(),
                score.precision().unwrap_or(0.0),
                score.recall().unwrap_or(0.0)
            );
        }
    }
    let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let precision = mean(rows.iter().filter_map(|(score, _)| score.precision()).collect());
    let recall = mean(rows.iter().filter_map(|(score, _)| score.recall()).collect());
    println!(
        "{} pages  precision {precision:.4}  recall {recall:.4}  F1 {:.4}",
        rows.len(),
        2.0 * precision * recall / (precision + recall)
    );
}

/// The text of the article without what is marked as something else.
fn body(document: &Document) -> String {
    let offsets = hearsay_text::Offsets::new(&document.text);
    // A dateline that is a line of its own is a date; one that opens a paragraph is part of the article.
    let is_alone = |end: usize| offsets.slice(hearsay_text::CharSpan { start: end, end: end + 1 }).chars().all(|c| c == '\n');
    let is_out = |block: &&hearsay_record::Block| match block.kind {
        BlockKind::Headline | BlockKind::Byline | BlockKind::Boilerplate | BlockKind::Duplicate => true,
        BlockKind::Dateline => is_alone(block.span.end),
        _ => false,
    };
    let out: Vec<_> = document.blocks.iter().filter(is_out).collect();
    document
        .text
        .chars()
        .enumerate()
        .map(|(i, c)| if out.iter().any(|block| block.span.contains_at(i)) { ' ' } else { c })
        .collect()
}

/// Paragraphs that only one side has.
fn difference(ours: &str, gold: &str) {
    let words = |text: &str| tokens(text).join(" ");
    let (all_ours, all_gold) = (words(ours), words(gold));
    for line in ours.lines().filter(|line| !line.trim().is_empty()) {
        if !all_gold.contains(&words(line)) {
            println!("+ {line}");
        }
    }
    for line in gold.lines().filter(|line| !line.trim().is_empty()) {
        if !all_ours.contains(&words(line)) {
            println!("- {line}");
        }
    }
}

struct Score {
    tp: f64,
    fp: f64,
    missed: f64,
}

impl Score {
    fn of(ours: &str, gold: &str) -> Self {
        let (ours, gold) = (grams(ours), grams(gold));
        let (mut tp, mut fp, mut missed) = (0.0, 0.0, 0.0);
        for (gram, &n) in &ours {
            let m = gold.get(gram).copied().unwrap_or(0);
            tp += f64::from(n.min(m));
            fp += f64::from(n.saturating_sub(m));
        }
        for (gram, &m) in &gold {
            missed += f64::from(m.saturating_sub(ours.get(gram).copied().unwrap_or(0)));
        }
        let all = f64::max(tp + fp + missed, 1.0);
        Self { tp: tp / all, fp: fp / all, missed: missed / all }
    }
    fn precision(&self) -> Option<f64> {
        (self.tp + self.fp > 0.0).then(|| self.tp / (self.tp + self.fp))
    }
    fn recall(&self) -> Option<f64> {
        (self.tp + self.missed > 0.0).then(|| self.tp / (self.tp + self.missed))
    }
    fn f1(&self) -> f64 {
        2.0 * self.tp / f64::max(2.0 * self.tp + self.fp + self.missed, 1e-9)
    }
}

fn tokens(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect()
}

/// Word 4-grams; a text of fewer words is one gram.
fn grams(text: &str) -> HashMap<String, u32> {
    let tokens = tokens(text);
    let mut found = HashMap::new();
    let n = 4.min(tokens.len()).max(1);
    for window in tokens.windows(n) {
        *found.entry(window.join(" ")).or_insert(0) += 1;
    }
    found
}

/// The files of a tar archive packed with Zstandard.
fn unpack(path: &str) -> BTreeMap<String, Vec<u8>> {
    let packed = std::fs::read(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let tar = zstd::decode_all(&packed[..]).expect("the archive is whole");
    let mut files = BTreeMap::new();
    let mut at = 0;
    while let Some(header) = tar.get(at..at + 512) {
        let field = |from: usize, to: usize| String::from_utf8_lossy(&header[from..to]).trim_matches(['\0', ' ']).to_owned();
        let (name, size) = (field(0, 100), usize::from_str_radix(&field(124, 136), 8).unwrap_or(0));
        let is_file = matches!(header[156], b'0' | 0);
        if is_file && !name.is_empty() {
            files.insert(name.trim_start_matches("./").to_owned(), tar[at + 512..at + 512 + size].to_vec());
        }
        at += 512 + size.div_ceil(512) * 512;
    }
    files
}

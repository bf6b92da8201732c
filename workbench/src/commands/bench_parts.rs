//! `workbench bench-parts`: what finding attributions costs, and what all that is told of them costs beside it.
//!
//! Both are timed in turn in one process on one thread, over PolNeAR's development articles, so that the ratio is
//! the machine's noise apart.

use super::print;
use anyhow::Result;
use clap::Args;
use hearsay_read::{Packs, drafted, read};
use hearsay_record::Document;
use hearsay_workbench::corpora::Shared;
use hearsay_workbench::polnear;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How to measure.
#[derive(Debug, Args)]
pub(crate) struct BenchParts {
    /// How often each is run.
    #[arg(long, default_value_t = 11)]
    runs: usize,
}

pub(crate) fn run(bench: &BenchParts, shared: Option<&Path>) -> Result<ExitCode> {
    let packs = Packs::embedded();
    let articles = polnear::dev(&Shared::find(shared)?)?;
    let documents: Vec<Document> = articles.iter().map(|article| Document::plain(&article.text, "en")).collect();
    let n_tokens: usize = documents.iter().map(|document| hearsay_text::tokens(&document.text).len()).sum();
    let mut times: [Vec<Duration>; 2] = [Vec::new(), Vec::new()];
    for _ in 0..bench.runs.max(1) {
        let start = Instant::now();
        let found: usize = documents.iter().map(|document| drafted(document, &packs)).sum();
        times[0].push(start.elapsed());
        let start = Instant::now();
        let read: usize = documents.iter().map(|document| read(document, &packs).attributions.len()).sum();
        times[1].push(start.elapsed());
        std::hint::black_box((found, read));
    }
    let per_token = |time: Duration| time.as_secs_f64() * 1e6 / n_tokens as f64;
    let [drafted, whole] = times.map(|mut times| {
        times.sort_unstable();
        (per_token(times[0]), per_token(times[times.len() / 2]))
    });
    print(&format!(
        "| µs a token, one thread ({} articles, {n_tokens} tokens) | quickest of {} | median |\n| --- | --- | --- |\n\
         | source, cue, content | {:.2} | {:.2} |\n| all | {:.2} | {:.2} |\n| what the rest costs beside it | {:.0} % | {:.0} % |\n",
        documents.len(),
        bench.runs.max(1),
        drafted.0,
        drafted.1,
        whole.0,
        whole.1,
        100.0 * (whole.0 - drafted.0) / drafted.0,
        100.0 * (whole.1 - drafted.1) / drafted.1,
    ))?;
    Ok(ExitCode::SUCCESS)
}

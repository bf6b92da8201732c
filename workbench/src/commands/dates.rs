//! `workbench dates`: lists times of GUM's training documents that are missed, wrong or too many, for whoever mends the grammar.

use super::print;
use anyhow::Result;
use clap::Args;
use hearsay_read::Packs;
use hearsay_workbench::corpora::Shared;
use hearsay_workbench::dates;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What to list.
#[derive(Debug, Args)]
pub(crate) struct Dates {
    /// How many are right in each development document, without a word of it, instead.
    #[arg(long)]
    sums: bool,
    /// The development documents' as kinds of expressions, without the words that are no words of time, instead.
    #[arg(long, conflicts_with = "sums")]
    shapes: bool,
    /// The times of each line of a file of your own, published on Monday, 2031-04-07, instead.
    #[arg(long, conflicts_with_all = ["sums", "shapes"])]
    lines: Option<PathBuf>,
}

/// The day on which lines are taken to be published.
const PUBLISHED: &str = "2031-04-07";

pub(crate) fn run(asked: &Dates, shared: Option<&Path>) -> Result<ExitCode> {
    let packs = Packs::embedded();
    if let Some(file) = &asked.lines {
        for line in std::fs::read_to_string(file)?.lines() {
            print(&format!("{line}\n\t{}\n", dates::times_in(line, PUBLISHED, &packs).join("; ")))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let shared = Shared::find(shared)?;
    if asked.sums {
        for document in dates::documents(&shared, "dev")? {
            let lines = dates::misses(&document, &packs);
            let n = |kind: &str| lines.iter().filter(|line| line.starts_with(kind)).count();
            let apart = dates::days_apart(&document.of_version().unwrap_or_else(|| document.clone()), &packs);
            let sums = format!("gold {}\tmissed {}\twrong {}\tmore {}", document.n_gold(), n("missed"), n("wrong"), n("more"));
            print(&format!("{}\t{sums}\tdays apart {apart:?}\n", document.name))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    if asked.shapes {
        for document in dates::documents(&shared, "dev")? {
            for shape in dates::shapes(&document.of_version().unwrap_or_else(|| document.clone()), &packs) {
                print(&format!("{}\t{shape}\n", document.name))?;
            }
        }
        return Ok(ExitCode::SUCCESS);
    }
    let documents = dates::documents(&shared, "train")?;
    for document in &documents {
        for miss in dates::misses(&document.of_version().unwrap_or_else(|| document.clone()), &packs) {
            print(&format!("{}\t{miss}\n", document.name))?;
        }
    }
    for (data, row) in dates::scores(&documents, &packs) {
        for (figure, tally) in row {
            print(&format!(
                "{data}\t{figure}\tP {:.4} R {:.4} F1 {:.4} of {}\n",
                tally.precision(),
                tally.recall(),
                tally.f1(),
                tally.gold
            ))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

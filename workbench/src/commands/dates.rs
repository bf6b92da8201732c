//! `workbench dates`: lists times of GUM's training documents that are missed, wrong or too many, for whoever mends the grammar.

use super::print;
use anyhow::Result;
use clap::Args;
use hearsay_read::Packs;
use hearsay_workbench::corpora::Shared;
use hearsay_workbench::dates;
use std::path::Path;
use std::process::ExitCode;

/// Nothing to choose.
#[derive(Debug, Args)]
pub(crate) struct Dates {}

pub(crate) fn run(_: &Dates, shared: Option<&Path>) -> Result<ExitCode> {
    let packs = Packs::embedded();
    let documents = dates::documents(&Shared::find(shared)?, "train")?;
    for document in &documents {
        for miss in dates::misses(document, &packs) {
            print(&format!("{}\t{miss}\n", document.name))?;
        }
    }
    for (data, row) in dates::scores(&documents, &packs) {
        for (figure, tally) in row {
            print(&format!("{data}\t{figure}\tP {:.4} R {:.4} F1 {:.4} of {}\n", tally.precision(), tally.recall(), tally.f1(), tally.gold))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

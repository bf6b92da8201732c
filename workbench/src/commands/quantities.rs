//! `workbench quantities`: lists quantities of the marked sentences that are missed, wrong or too many, or what is found in
//! training articles, for whoever mends the grammar.

use super::print;
use anyhow::Result;
use clap::Args;
use hearsay_read::Packs;
use hearsay_workbench::corpora::Shared;
use hearsay_workbench::{polnear, quantities};
use std::path::Path;
use std::process::ExitCode;

/// What to list.
#[derive(Debug, Args)]
pub(crate) struct Quantities {
    /// What is found in training articles instead, with the words around it; every so many articles.
    #[arg(long, value_name = "STEP")]
    train: Option<usize>,
}

pub(crate) fn run(asked: &Quantities, shared: Option<&Path>) -> Result<ExitCode> {
    let (shared, packs) = (Shared::find(shared)?, Packs::embedded());
    let lines = match asked.train {
        Some(step) => quantities::found_in(&polnear::train(&shared)?, step.max(1), &packs),
        None => quantities::misses(&polnear::dev(&shared)?, &packs)?,
    };
    for line in lines {
        print(&format!("{line}\n"))?;
    }
    Ok(ExitCode::SUCCESS)
}

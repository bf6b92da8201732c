//! `workbench entities`: tells which people and bodies of ECB+'s training topics are in pieces, or mixed.

use super::print;
use anyhow::Result;
use clap::Args;
use hearsay_read::Packs;
use hearsay_workbench::corpora::Shared;
use hearsay_workbench::{entities, table};
use std::path::Path;
use std::process::ExitCode;

/// What is told.
#[derive(Debug, Args)]
pub(crate) struct EntitiesOf {
    /// Only the figures, and no names.
    #[arg(long)]
    sums: bool,
    /// Only every so many topics, for a quick look.
    #[arg(long, default_value_t = 1)]
    every: usize,
}

pub(crate) fn run(of: &EntitiesOf, shared: Option<&Path>) -> Result<ExitCode> {
    let documents = entities::ecb(&Shared::find(shared)?)?;
    let topics: Vec<u32> = entities::train_topics(&documents).into_iter().step_by(of.every.max(1)).collect();
    let scores = entities::ecb_scores(&documents, &topics, &Packs::embedded());
    if !of.sums {
        print(&scores.errors.iter().map(|error| format!("{error}\n")).collect::<String>())?;
    }
    print(&table::text(&scores.rows("ecb+ training topics"), ""))?;
    Ok(ExitCode::SUCCESS)
}

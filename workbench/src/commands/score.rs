//! `workbench score`: prints figures as the table would hold them.

use super::{measure, print, suites};
use anyhow::Result;
use clap::Args;
use hearsay_read::Packs;
use hearsay_workbench::suites::{Suite, version};
use hearsay_workbench::table;
use std::path::Path;
use std::process::ExitCode;

/// What to score.
#[derive(Debug, Args)]
pub(crate) struct Score {
    /// Suites, by name; all if none is named.
    #[arg(value_name = "SUITE")]
    suites: Vec<String>,
}

pub(crate) fn run(score: &Score, shared: Option<&Path>) -> Result<ExitCode> {
    let packs = Packs::embedded();
    let rows = measure(&suites(&score.suites, &Suite::ALL)?, shared, &packs)?;
    print(&table::text(&rows, &version(&packs)))?;
    Ok(ExitCode::SUCCESS)
}

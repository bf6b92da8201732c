//! `workbench check`: fails if a figure differs from the committed table, or if the table differs from
//! the one that the newest line of its history names.

use super::{measure, print, suites};
use anyhow::{Context, Result};
use clap::Args;
use hearsay_read::Packs;
use hearsay_workbench::corpora::checkout;
use hearsay_workbench::suites::{Suite, version};
use hearsay_workbench::table::{Committed, explained, text};
use std::path::Path;
use std::process::ExitCode;

/// What to score again.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// These suites only; all if none is named. `example` needs no shared folder.
    #[arg(long = "suite", value_name = "SUITE")]
    suites: Vec<String>,
}

pub(crate) fn run(check: &Check, shared: Option<&Path>) -> Result<ExitCode> {
    let folder = checkout().join("workbench");
    let read = |name: &str| {
        std::fs::read_to_string(folder.join(name)).with_context(|| format!("cannot read {}", folder.join(name).display()))
    };
    let table = read("scores.tsv")?;
    explained(&read("HISTORY.md")?, &table)?;

    let packs = Packs::embedded();
    let chosen = suites(&check.suites, &Suite::ALL)?;
    let now = Committed::read(&text(&measure(&chosen, shared, &packs)?, &version(&packs)))?;
    let names: Vec<&str> = chosen.iter().flat_map(|suite| suite.names()).copied().collect();
    let diff = Committed::read(&table)?.of_suites(&names).diff(&now);
    if diff.is_empty() {
        print(&format!("{}: every figure is the committed one\n", names.join(", ")))?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!(
        "figures differ from workbench/scores.tsv (committed -> now):\n{diff}\nIf the change is meant, run `workbench table` and tell why in workbench/HISTORY.md.\n"
    ))?;
    Ok(ExitCode::FAILURE)
}

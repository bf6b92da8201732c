//! `workbench table`: writes the committed table of scores.

use super::{measure, print};
use anyhow::{Context, Result};
use clap::Args;
use hearsay_read::Packs;
use hearsay_workbench::corpora::checkout;
use hearsay_workbench::suites::{Suite, version};
use hearsay_workbench::table::{Committed, digest, text};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Where it lies.
#[derive(Debug, Args)]
pub(crate) struct Table {
    /// The table; `workbench/scores.tsv` of the checkout if not told.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(crate) fn run(table: &Table, shared: Option<&Path>) -> Result<ExitCode> {
    let packs = Packs::embedded();
    let path = table.out.clone().unwrap_or_else(|| checkout().join("workbench/scores.tsv"));
    let before = if path.exists() { Committed::read(&std::fs::read_to_string(&path)?)? } else { Committed::default() };
    let rows = measure(&Suite::ALL, shared, &packs)?;
    let written = text(&rows, &version(&packs));
    std::fs::write(&path, &written).with_context(|| format!("cannot write {}", path.display()))?;
    let diff = before.diff(&Committed::read(&written)?);
    if diff.is_empty() {
        print("no figure changed\n")?;
    } else {
        print(&diff)?;
        print(&format!(
            "\nPut a line above the others in workbench/HISTORY.md that tells why, such as:\n- DATE, {}, table {}: what changed; figures before -> after\n",
            version(&packs),
            digest(&written)
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

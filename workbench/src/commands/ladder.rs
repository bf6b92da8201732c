//! `workbench ladder`: measures the rewriting ladder and draws it.

use super::print;
use anyhow::{Context, Result};
use clap::Args;
use hearsay_workbench::corpora::{Shared, checkout};
use hearsay_workbench::{ladder, ladder_diagram};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Where to draw.
#[derive(Debug, Args)]
pub(crate) struct Ladder {
    /// The diagram; `docs/ladder.svg` of the checkout if not told.
    #[arg(long, value_name = "FILE")]
    diagram: Option<PathBuf>,
}

pub(crate) fn run(command: &Ladder, shared: Option<&Path>) -> Result<ExitCode> {
    let rungs = ladder::rungs(&Shared::find(shared)?)?;
    let path = command.diagram.clone().unwrap_or_else(|| checkout().join("docs/ladder.svg"));
    std::fs::write(&path, ladder_diagram::svg(&rungs)).with_context(|| format!("cannot write {}", path.display()))?;
    print("axis\tlevel\tkept\tfound\tfirst\tcopies\tfalse hits\tpartial hits\tfalse excerpts\n")?;
    for rung in rungs {
        print(&format!(
            "{}\t{:.1}\t{:.3}\t{}\t{}\t{}\t{}\t{}\t{}\n",
            rung.axis, rung.level, rung.kept, rung.found, rung.first, rung.copies, rung.wrong, rung.partial, rung.excerpts
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

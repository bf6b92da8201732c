//! `workbench plant`: writes articles with planted facts, and what is to be found in them.

use anyhow::Result;
use clap::Args;
use hearsay_workbench::planted::Planted;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Where they are written.
#[derive(Debug, Args)]
pub(crate) struct Plant {
    /// Another seed gives other people, places and words.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The folder: `articles/` to be added to a case, and `gold.json` for `walk-stories`.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(crate) fn run(plant: &Plant) -> Result<ExitCode> {
    let planted = Planted::new(plant.seed);
    planted.write(&plant.folder)?;
    let articles = plant.folder.join("articles");
    writeln!(std::io::stderr(), "{} articles in {}", planted.articles.len(), articles.display())?;
    Ok(ExitCode::SUCCESS)
}

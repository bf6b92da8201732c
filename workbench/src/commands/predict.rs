//! `workbench predict`: writes what the reader finds, for the reference scorers of the shared folder.

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use hearsay_read::Packs;
use hearsay_workbench::case::Case;
use hearsay_workbench::corpora::Shared;
use hearsay_workbench::{polnear, seeds};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What to write, and where to.
#[derive(Debug, Args)]
pub(crate) struct Predict {
    /// In whose shape: `polnear` for score_attribution.py (nested attributions left out), `seeds` for score_seeds.py.
    #[arg(long = "as", value_name = "SHAPE")]
    shape: Shape,
    /// The file to write.
    out: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shape {
    Polnear,
    Seeds,
}

pub(crate) fn run(predict: &Predict, shared: Option<&Path>) -> Result<ExitCode> {
    let shared = Shared::find(shared)?;
    let packs = Packs::embedded();
    let lines = match predict.shape {
        Shape::Polnear => {
            let articles = polnear::dev(&shared)?;
            polnear::jsonl(&articles, &polnear::predict(&articles, &packs)?)?
        }
        Shape::Seeds => seeds::jsonl(&Case::of(&seeds::files(&shared)?, &packs))?,
    };
    std::fs::write(&predict.out, lines).with_context(|| format!("cannot write {}", predict.out.display()))?;
    Ok(ExitCode::SUCCESS)
}

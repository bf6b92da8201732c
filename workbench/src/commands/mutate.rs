//! `workbench mutate`: writes the development articles damaged in one way, with their gold, for a look
//! or for other scorers. The corpus's own text is in them, so the folder must lie outside the repository.

use anyhow::{Context, Result, bail};
use clap::Args;
use hearsay_workbench::corpora::{Shared, checkout};
use hearsay_workbench::mutations::{Mutation, mutate};
use hearsay_workbench::polnear;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What to damage, and where to write it.
#[derive(Debug, Args)]
pub(crate) struct Mutate {
    /// The mutation, by its name in the rows of the suite robustness.
    mutation: String,
    /// The folder to write `text/` and `attributions/` to, outside the repository.
    out: PathBuf,
}

pub(crate) fn run(command: &Mutate, shared: Option<&Path>) -> Result<ExitCode> {
    let Some(mutation) = Mutation::named(&command.mutation) else {
        let known: Vec<&str> = Mutation::ALL.into_iter().map(Mutation::name).collect();
        bail!("there is no mutation {}; there are {}", command.mutation, known.join(", "));
    };
    let articles = polnear::dev(&Shared::find(shared)?)?;
    std::fs::create_dir_all(&command.out).with_context(|| format!("cannot make {}", command.out.display()))?;
    if command.out.canonicalize()?.starts_with(checkout().canonicalize()?) {
        bail!("{} lies in the repository, which must hold no text of a corpus", command.out.display());
    }
    let damaged: Vec<_> = articles.iter().map(|article| mutate(article, mutation)).collect();
    polnear::write(&damaged, &command.out)?;
    Ok(ExitCode::SUCCESS)
}

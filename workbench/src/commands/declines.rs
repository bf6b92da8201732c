//! `workbench declines`: tells which refusals and missing answers of the training articles are entered as assertions;
//! on demand, all that is told as silence there, or where the reader and the marked sentences differ.

use super::print;
use super::score::packs;
use anyhow::Result;
use clap::Args;
use hearsay_workbench::corpora::Shared;
use hearsay_workbench::{declines, polnear, silences};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What is listed; else what is entered as an assertion.
#[derive(Debug, Args)]
pub(crate) struct Declines {
    /// Every silence that the reader tells in the training articles: act, cue, sentence.
    #[arg(long, conflicts_with = "marked")]
    told: bool,
    /// Silences of the marked sentences that are missed, and those told where none is marked.
    #[arg(long)]
    marked: bool,
    /// A folder to take the English pack from; the one built in if not told.
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
}

pub(crate) fn run(command: &Declines, shared: Option<&Path>) -> Result<ExitCode> {
    let shared = Shared::find(shared)?;
    let packs = packs(command.pack.as_deref())?;
    if command.told {
        print(&silences::told(&polnear::train(&shared)?, &packs)?.concat())?;
        return Ok(ExitCode::SUCCESS);
    }
    if command.marked {
        print(&silences::differences(&silences::marked()?, &polnear::dev(&shared)?, &packs)?.concat())?;
        return Ok(ExitCode::SUCCESS);
    }
    let found = declines::found(&polnear::train(&shared)?, &declines::phrases(&shared)?, &packs)?;
    for (article, words) in &found.asserted {
        print(&format!("{article}\t{words}\n"))?;
    }
    print(&format!(
        "{} places, {} attributed, {} told as silence, {} entered as an assertion\n",
        found.places,
        found.attributed,
        found.silent,
        found.asserted.len()
    ))?;
    Ok(if found.asserted.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

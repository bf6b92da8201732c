//! `workbench declines`: tells which refusals and missing answers of the training articles are entered as assertions.

use super::print;
use anyhow::Result;
use clap::Args;
use hearsay_read::Packs;
use hearsay_workbench::corpora::Shared;
use hearsay_workbench::{declines, polnear};
use std::path::Path;
use std::process::ExitCode;

/// Nothing to choose.
#[derive(Debug, Args)]
pub(crate) struct Declines {}

pub(crate) fn run(_: &Declines, shared: Option<&Path>) -> Result<ExitCode> {
    let shared = Shared::find(shared)?;
    let found = declines::found(&polnear::train(&shared)?, &declines::phrases(&shared)?, &Packs::embedded())?;
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

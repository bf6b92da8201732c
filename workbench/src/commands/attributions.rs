//! `workbench attributions`: tells which attributions of an example's gold are missed, and which are given beside it.

use super::print;
use super::score::packs;
use anyhow::Result;
use clap::Args;
use hearsay_workbench::corpora::checkout;
use hearsay_workbench::example_case;
use std::path::PathBuf;
use std::process::ExitCode;

/// Of which case.
#[derive(Debug, Args)]
pub(crate) struct Attributions {
    /// A folder of `examples/` that has gold and may be looked into.
    case: String,
    /// A folder to take the English pack from, model files and all; the one built in if not told.
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
}

pub(crate) fn run(command: &Attributions) -> Result<ExitCode> {
    print(&example_case::attribution_listing(&checkout(), &command.case, &packs(command.pack.as_deref())?)?)?;
    Ok(ExitCode::SUCCESS)
}

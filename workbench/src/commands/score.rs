//! `workbench score`: prints figures as the table would hold them.

use super::{measure, print, suites};
use anyhow::{Context, Result};
use clap::Args;
use hearsay_read::{Pack, Packs};
use hearsay_workbench::suites::{Suite, version};
use hearsay_workbench::table;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What to score.
#[derive(Debug, Args)]
pub(crate) struct Score {
    /// Suites, by name; all if none is named.
    #[arg(value_name = "SUITE")]
    suites: Vec<String>,
    /// A folder to take the English pack from, model files and all; the one built in if not told.
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
}

pub(crate) fn run(score: &Score, shared: Option<&Path>) -> Result<ExitCode> {
    let packs = packs(score.pack.as_deref())?;
    let rows = measure(&suites(&score.suites, &Suite::ALL)?, shared, &packs)?;
    print(&table::text(&rows, &version(&packs)))?;
    Ok(ExitCode::SUCCESS)
}

/// The packs built in, the English one taken from a folder where one is told.
pub(super) fn packs(folder: Option<&Path>) -> Result<Packs> {
    Ok(match folder {
        Some(folder) => Packs::embedded().with(Pack::parse(&files(folder, "")?).0),
        None => Packs::embedded(),
    })
}

/// The files of a folder and those in it, by their path from there.
fn files(folder: &Path, before: &str) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = format!("{before}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            found.extend(files(&path, &format!("{name}/"))?);
        } else {
            found.insert(name, std::fs::read(&path).with_context(|| path.display().to_string())?);
        }
    }
    Ok(found)
}

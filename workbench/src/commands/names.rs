//! `workbench names`: writes the tables of `packs/names/`.

use anyhow::{Context, Result};
use clap::Args;
use hearsay_workbench::{corpora::read_maybe_gzip, names};
use std::path::PathBuf;
use std::process::ExitCode;

/// Where the files lie. Each may be under gzip.
#[derive(Debug, Args)]
pub(crate) struct Names {
    /// `countries.json` of mledoze/countries.
    #[arg(long, value_name = "FILE")]
    countries: PathBuf,
    /// `persons.jsonl`, reshaped from congress-legislators and world-leaders-2021.
    #[arg(long, value_name = "FILE")]
    persons: PathBuf,
    /// `us-committees.jsonl`, reshaped from congress-legislators.
    #[arg(long, value_name = "FILE")]
    committees: Option<PathBuf>,
    /// The folder to write to.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub(crate) fn run(names: &Names) -> Result<ExitCode> {
    let mut tables = vec![
        ("countries.tsv", names::countries(&read_maybe_gzip(&names.countries)?)?),
        ("persons.tsv", names::persons(&read_maybe_gzip(&names.persons)?)?),
    ];
    if let Some(committees) = &names.committees {
        tables.push(("committees.tsv", names::committees(&read_maybe_gzip(committees)?)?));
    }
    std::fs::create_dir_all(&names.out)?;
    for (name, table) in tables {
        let path = names.out.join(name);
        std::fs::write(&path, table).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

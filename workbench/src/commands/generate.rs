//! `workbench generate`: writes a made case as records, for measuring what linking costs.

use anyhow::{Context, Result};
use clap::Args;
use hearsay_ledger::{Access, Entry, Ledger};
use hearsay_record::{ReadingJson, Sighting, Statement, canonical};
use hearsay_workbench::made_case::MadeCase;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// How large a case, and where it is written.
#[derive(Debug, Args)]
pub(crate) struct Generate {
    /// Documents.
    #[arg(long, value_name = "N")]
    documents: usize,
    /// Another seed is another case.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// A new ledger (`….hearsay`), not yet linked; `-` for lines of JSON as `hearsay read` prints them.
    #[arg(value_name = "CASE")]
    case: PathBuf,
}

/// Documents entered in one transaction.
const BATCH: usize = 512;

pub(crate) fn run(generate: &Generate) -> Result<ExitCode> {
    let made = MadeCase::new(generate.documents, generate.seed);
    if generate.case.as_os_str() == "-" {
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        for at in 0..made.len() {
            let (document, reading) = made.document(at);
            writeln!(out, "{}", canonical::line(&ReadingJson::new(document, reading))).context("cannot write to stdout")?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    if generate.case.exists() {
        anyhow::bail!("{} is there already", generate.case.display());
    }
    let mut ledger = Ledger::open(&generate.case, Access::Create)?;
    let all: Vec<usize> = (0..made.len()).collect();
    for part in all.chunks(BATCH) {
        let entries: Vec<Entry> = part
            .iter()
            .map(|&at| {
                let (document, reading) = made.document(at);
                let path = document.origin.path.clone().unwrap_or_default();
                Entry {
                    original: document.text.clone().into_bytes(),
                    sighting: Sighting { document: document.id.clone(), path },
                    statements: reading.attributions.iter().map(|one| Statement::new(one, &document)).collect(),
                    document,
                    reading,
                }
            })
            .collect();
        ledger.enter(&entries, "2031-01-01T00:00:00Z")?;
    }
    Ok(ExitCode::SUCCESS)
}

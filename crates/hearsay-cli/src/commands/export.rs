//! `hearsay export`: every record, one a line, in canonical order.

use crate::arguments::{ExportArguments, ExportFormat};
use crate::exit::Exit;
use anyhow::Result;
use hearsay::record::canonical;
use hearsay::{Access, Packs};
use std::io::Write;

pub(crate) fn run(arguments: &ExportArguments) -> Result<Exit> {
    let case = super::existing(&arguments.case, Access::Read, Packs::default())?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut failed = None;
    match arguments.format {
        ExportFormat::Jsonl => case.ledger().records(&mut |record| {
            if failed.is_none() {
                failed = writeln!(out, "{}", canonical::line(&record)).err();
            }
            Ok(())
        })?,
    }
    if let Some(error) = failed {
        return Err(error.into());
    }
    out.flush()?;
    Ok(Exit::Done)
}

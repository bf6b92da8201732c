//! `hearsay codebook`: what the tables of an export hold.

use crate::arguments::CodebookFormat;
use crate::console;
use crate::exit::Exit;
use anyhow::Result;
use hearsay::view::tables::{all, codebook};

pub(crate) fn run(format: CodebookFormat) -> Result<Exit> {
    let text = match format {
        CodebookFormat::Markdown => codebook::markdown(&all(), None),
        CodebookFormat::Json => format!("{:#}\n", codebook::json(&all(), None)),
    };
    console::give(text.as_bytes())?;
    Ok(Exit::Done)
}

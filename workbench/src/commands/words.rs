//! `workbench words`: writes the background of word counts that linking weighs words by.

use anyhow::{Context, Result};
use clap::Args;
use hearsay_workbench::corpora::{checkout, read_maybe_gzip};
use hearsay_workbench::word_documents::{Collection, table};
use std::path::PathBuf;
use std::process::ExitCode;

/// The collections, a file each.
#[derive(Debug, Args)]
pub(crate) struct Words {
    /// Lines of JSON with `text`, perhaps `title` and `date`; may be under gzip.
    #[arg(required = true, value_name = "FILE")]
    collections: Vec<PathBuf>,
    /// Where it is written; `packs/en/word_documents.tsv` of the checkout if not told.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

const HEAD: &str = "\
# In how many documents of a background a word stands. Read by hearsay-link, which weighs words by it.
# Counted by `workbench words` over Wikinews articles (CC BY 2.5), Wikipedia's daily current events (CC BY-SA 4.0),
# and press releases of the US Department of Justice and of US senators (public domain); each of the four counts as
# much as any other. Single words in their folded form, counts only; words of fewer than 3 documents are left out.
# The row of `*` is the number of documents.
";

pub(crate) fn run(words: &Words) -> Result<ExitCode> {
    let collections: Vec<Collection> = words
        .collections
        .iter()
        .map(|path| Collection::of(&read_maybe_gzip(path)?).with_context(|| format!("in {}", path.display())))
        .collect::<Result<_>>()?;
    let path = words.out.clone().unwrap_or_else(|| checkout().join("packs/en/word_documents.tsv"));
    std::fs::write(&path, table(&collections, HEAD)).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(ExitCode::SUCCESS)
}

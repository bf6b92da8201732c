//! `workbench lemmas`: writes the table of lemmas of the English pack.

use anyhow::{Context, Result};
use clap::Args;
use hearsay_workbench::corpora::{Shared, checkout};
use hearsay_workbench::{lemmas, treebanks};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Where it is written.
#[derive(Debug, Args)]
pub(crate) struct WriteLemmas {
    /// The table; `packs/en/lemmas.tsv` of the checkout if not told.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

const ORIGIN: &str = "\
# Lemmas of English words by their fine tags. Read by hearsay-read, for the language layers.
# Learned by `workbench lemmas` from the train splits of UniversalDependencies/UD_English-EWT, commit
# 15d613d8447b3478787d4c278730a1e48a945efb (CC BY-SA 4.0), and of amir-zeldes/gum, commit
# 72ce5ac14978a324c2fd18d49484e65292cbe316, the genres whose texts are free with attribution (annotation CC BY 4.0).
# capitals: words of this tag keep their capitals; all others are put into small letters first
# end: words of this tag with this end (`-`: with any) are cut by so many characters, then get what is added (`-`: nothing)
# word: a word that its end would get wrong, with its lemma
";

pub(crate) fn run(write: &WriteLemmas, shared: Option<&Path>) -> Result<ExitCode> {
    let shared = Shared::find(shared)?;
    let mut documents = treebanks::read(&shared.gzip("data/ud/en_ewt-ud-train.conllu.gz")?)?;
    documents.extend(treebanks::read(&shared.gzip("data/gum/gum-train.by.conllu.gz")?)?);
    let path = write.out.clone().unwrap_or_else(|| checkout().join("packs/en/lemmas.tsv"));
    std::fs::write(&path, lemmas::table(&documents, ORIGIN)).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(ExitCode::SUCCESS)
}

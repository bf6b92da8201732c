//! `workbench lemmas`: writes the tables of lemmas and of universal tags of the English pack.

use anyhow::{Context, Result};
use clap::Args;
use hearsay_workbench::corpora::{Shared, checkout};
use hearsay_workbench::{lemmas, treebanks, universal_tags};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Where they are written.
#[derive(Debug, Args)]
pub(crate) struct WriteLemmas {
    /// The folder for `lemmas.tsv` and `universal_tags.tsv`; `packs/en` of the checkout if not told.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// The first lines of a table: what it is and where it comes from.
fn head(what: &str, rows: &str) -> String {
    format!(
        "# {what} Read by hearsay-read, for the language layers.
# Learned by `workbench lemmas` from the train splits of UniversalDependencies/UD_English-EWT, commit
# 15d613d8447b3478787d4c278730a1e48a945efb (CC BY-SA 4.0), and of amir-zeldes/gum, commit
# 72ce5ac14978a324c2fd18d49484e65292cbe316, the genres whose texts are free with attribution (annotation CC BY 4.0).
{rows}"
    )
}

const LEMMA_ROWS: &str = "\
# capitals: words of this tag keep their capitals and are not listed; all others are put into small letters first
# end: words of this tag with this end (`-`: with any) are cut by so many characters, then get what is added (`-`: nothing)
# word: a word that its end would get wrong, with its lemma
";

const UNIVERSAL_ROWS: &str = "\
# `*` is any relation or lemma; the row that names most decides, lemma before relation
";

pub(crate) fn run(write: &WriteLemmas, shared: Option<&Path>) -> Result<ExitCode> {
    let shared = Shared::find(shared)?;
    let mut documents = treebanks::read(&shared.gzip("data/ud/en_ewt-ud-train.conllu.gz")?)?;
    documents.extend(treebanks::read(&shared.gzip("data/gum/gum-train.by.conllu.gz")?)?);
    let folder = write.out.clone().unwrap_or_else(|| checkout().join("packs/en"));
    let lemmas = lemmas::table(&documents, &head("Lemmas of English words by their fine tags.", LEMMA_ROWS));
    let tags =
        universal_tags::table(&documents, &head("Universal parts of speech by fine tag, relation and lemma.", UNIVERSAL_ROWS));
    for (name, table) in [("lemmas.tsv", lemmas), ("universal_tags.tsv", tags)] {
        let path = folder.join(name);
        std::fs::write(&path, table).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

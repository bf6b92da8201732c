//! One file for each verb, but for the questions, which are one verb in many words.

mod add;
mod codebook;
mod completions;
mod correct;
mod draft;
mod export;
mod export_folder;
mod forget;
mod label;
mod link;
mod man;
mod merge;
mod open;
mod publish;
mod questions;
mod read;
mod reader;
mod rebuild;
mod serve;
mod verify;

use crate::arguments::{Arguments, Verb};
use crate::exit::{Exit, Misused};
use anyhow::{Context, Result};
use hearsay::{Access, Case, Packs};
use std::path::Path;

/// Runs the verb.
pub(crate) fn run(arguments: Arguments) -> Result<Exit> {
    if let Some(threads) = arguments.threads {
        hearsay::path::set_threads(threads);
    }
    let packs = || packs(arguments.packs.as_deref()).inspect(keep);
    match arguments.verb {
        Verb::Read(these) => read::run(&these, &packs()?.reading(reader::for_files(arguments.reader, &these.paths))),
        Verb::Draft(these) => draft::run(&these, &packs()?.reading(reader::for_draft(arguments.reader))),
        Verb::Link(these) => link::run(&these),
        Verb::Add(these) => add::run(&these, packs()?, arguments.reader),
        Verb::Open(these) => open::run(&these, packs()?, arguments.reader),
        Verb::Serve(these) => serve::run(&these, packs()?),
        Verb::Correct(these) => correct::run(&these, packs()?),
        Verb::Label(these) => label::run(&these, packs()?),
        Verb::Forget(these) => forget::run(&these, packs()?),
        Verb::Remember(these) => forget::remember(&these),
        Verb::Merge(these) => merge::run(&these, packs()?, arguments.reader),
        Verb::Publish(these) => publish::run(&these),
        Verb::Export(these) => export::run(&these),
        Verb::Codebook { format } => codebook::run(format),
        Verb::Rebuild(these) => rebuild::run(&these, packs()?, arguments.reader),
        Verb::Verify(these) => verify::run(&these),
        Verb::Completions { shell } => completions::run(shell),
        Verb::Man { into } => man::run(into.as_deref()),
        question => questions::run(question),
    }
}

/// Keeps packs to the end of the program, which gives all memory back at once: some sixty thousand pieces need not be given back singly.
fn keep(packs: &Packs) {
    std::mem::forget(packs.clone());
}

/// The built-in packs, and those in the folder if one is given: a folder for each language.
fn packs(folder: Option<&Path>) -> Result<Packs> {
    let mut packs = Packs::embedded();
    let Some(folder) = folder else { return Ok(packs) };
    let entries = std::fs::read_dir(folder).map_err(|error| Misused(format!("--packs {}: {error}", folder.display())))?;
    let mut folders: Vec<_> = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    folders.sort();
    for pack in folders.into_iter().filter(|path| path.join("pack.toml").is_file()) {
        let mut files = std::collections::BTreeMap::new();
        // The networks lie in a folder of their own.
        for (inner, prefix) in [(pack.clone(), ""), (pack.join("model"), "model/")] {
            for file in std::fs::read_dir(&inner).into_iter().flatten() {
                let file = file?.path();
                if let (true, Some(name)) = (file.is_file(), file.file_name()) {
                    files.insert(
                        format!("{prefix}{}", name.to_string_lossy()),
                        std::fs::read(&file).with_context(|| file.display().to_string())?,
                    );
                }
            }
        }
        let (parsed, notes) = hearsay::Pack::parse(&files);
        for note in notes {
            crate::console::say(&format!("{}: {}", pack.display(), note.message));
        }
        packs = packs.with(parsed);
    }
    Ok(packs)
}

/// Opens a case that must be there.
fn existing(path: &Path, access: Access, packs: Packs) -> Result<Case> {
    if !path.is_file() {
        anyhow::bail!("{}: there is no such case; `hearsay add {} PATH…` makes one", path.display(), path.display());
    }
    Ok(Case::open(path, access, packs)?)
}

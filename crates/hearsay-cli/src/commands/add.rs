//! `hearsay add`: take in, read, enter, link; says what is new.

use crate::arguments::{AddArguments, Format, ReaderArgument};
use crate::console::{self, Moving};
use crate::exit::Exit;
use crate::{clock, inputs};
use anyhow::Result;
use hearsay::{Access, Added, Case, Outcome, Packs, Progress};
use serde_json::json;
use std::path::{Path, PathBuf};

pub(crate) fn run(arguments: &AddArguments, packs: Packs, reader: Option<ReaderArgument>) -> Result<Exit> {
    let case = Case::open(&arguments.case, Access::Create, packs)?;
    let reader = super::reader::for_case(&case, reader, &arguments.paths)?;
    let mut case = case.reading(reader);
    // With lines for a program, each is given as soon as it is safe on the disk.
    let is_told_at_once = arguments.format == Format::Jsonl;
    let mut given = Ok(());
    let added = add_and(&mut case, &arguments.paths, arguments.url.as_deref(), &mut |one| {
        if is_told_at_once && given.is_ok() {
            given = console::give(format!("{}\n", json(one)).as_bytes());
        }
    })?;
    given?;
    let refused = tell(&added);
    match arguments.format {
        Format::Jsonl => {}
        Format::Csv => {
            let rows = added.iter().map(|one| row(one).to_vec()).collect();
            console::give_rows(&["path", "outcome", "document", "because"], rows, Format::Csv)?;
        }
        Format::Table => console::give(summary(case.ledger().n_documents()?, &added).as_bytes())?,
    }
    Ok(if refused > 0 { Exit::SomeRefused } else { Exit::Done })
}

/// Adds and shows that it moves.
pub(crate) fn add(case: &mut Case, paths: &[PathBuf], url: Option<&str>) -> Result<Vec<Added>> {
    add_and(case, paths, url, &mut |_| {})
}

/// The same, and tells of each as soon as it is entered.
fn add_and(case: &mut Case, paths: &[PathBuf], url: Option<&str>, entered: &mut dyn FnMut(&Added)) -> Result<Vec<Added>> {
    let moving = Moving::begin();
    // The case itself is not read as a file: to close it would give up the locks that the ledger holds on it.
    let own = std::fs::canonicalize(case.ledger().path()).ok();
    let (own, paths): (Vec<PathBuf>, Vec<PathBuf>) =
        paths.iter().cloned().partition(|path| own.is_some() && std::fs::canonicalize(path).ok() == own);
    for path in own {
        console::say(&format!("hearsay: {}: left out, it is the case itself", path.display()));
    }
    // What is not there is no file that failed: it is told here, and the case keeps nothing of it.
    let missing: Vec<Added> = paths.iter().filter_map(|path| inputs::missing(path)).collect();
    let paths: Vec<PathBuf> = paths.into_iter().filter(|path| inputs::missing(path).is_none()).collect();
    let inputs = inputs::from_paths(&paths).map(|input| hearsay::Input { url: url.map(String::from), ..input });
    let added = case.add(inputs, &clock::now(), &mut |step| {
        if let Progress::Entered(one) = step {
            entered(one);
        }
        moving.show(step);
    });
    moving.end();
    let mut added = added?;
    missing.iter().for_each(&mut *entered);
    added.extend(missing);
    Ok(added)
}

/// Tells each refusal on stderr and counts them.
pub(crate) fn tell(added: &[Added]) -> usize {
    let mut n_refused = 0;
    for one in added {
        if let Outcome::Refused(why) = &one.outcome {
            n_refused += 1;
            console::say(&format!("hearsay: {}: {why}", one.path));
        } else if let (Some(language), Outcome::New(_)) = (&one.not_read, &one.outcome) {
            console::say(&format!("hearsay: {}: stored, not read: no pack for {language}", one.path));
        }
    }
    n_refused
}

/// One line that says what is new.
pub(crate) fn summary(n_documents: usize, added: &[Added]) -> String {
    let count = |wanted: &str| added.iter().filter(|one| word(&one.outcome) == wanted).count();
    let (new, sightings, known, refused) = (count("new"), count("new-sighting"), count("known"), count("refused"));
    let mut line = format!("{new} new · {sightings} met at a new path · {known} known");
    if refused > 0 {
        line.push_str(&format!(" · {refused} refused"));
    }
    format!("{line} · {n_documents} documents in the case\n")
}

fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::New(_) => "new",
        Outcome::NewSighting(_) => "new-sighting",
        Outcome::Known(_) => "known",
        Outcome::Refused(_) => "refused",
    }
}

fn row(one: &Added) -> [String; 4] {
    let (id, why) = match &one.outcome {
        Outcome::New(id) | Outcome::NewSighting(id) | Outcome::Known(id) => (id.to_string(), String::new()),
        Outcome::Refused(why) => (String::new(), why.clone()),
    };
    [one.path.clone(), word(&one.outcome).into(), id, why]
}

fn json(one: &Added) -> serde_json::Value {
    let [path, outcome, document, why] = row(one);
    let or_null = |text: String| if text.is_empty() { serde_json::Value::Null } else { text.into() };
    json!({ "path": path, "outcome": outcome, "document": or_null(document), "because": or_null(why), "not_read": one.not_read })
}

/// The ledger file that belongs to a folder: beside it, under its name.
pub(crate) fn case_of_folder(folder: &Path) -> PathBuf {
    let named = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    named.with_extension("hearsay")
}

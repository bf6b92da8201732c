//! `hearsay forget` and `hearsay remember`: what would go is told first; only `--yes` does it.

use crate::arguments::{ForgetArguments, Format, RememberArguments};
use crate::clock;
use crate::console::{self, Moving};
use crate::exit::Exit;
use anyhow::Result;
use hearsay::forget::Forgettable;
use hearsay::record::canonical;
use hearsay::{Access, LedgerError, Packs};
use std::path::{Path, PathBuf};

pub(crate) fn run(arguments: &ForgetArguments, packs: Packs) -> Result<Exit> {
    let access = if arguments.yes { Access::Write } else { Access::Read };
    let mut case = super::existing(&arguments.case, access, packs)?;
    let standing = hearsay::record::Tombstone::standing(case.ledger().tombstones()?);
    let starts = |id: &hearsay::record::Id| arguments.named.len() > 2 && id.as_str().starts_with(&arguments.named);
    if let Some(known) = standing.iter().find(|one| starts(&one.id) || one.document.as_ref().is_some_and(starts)) {
        console::say(&format!("hearsay: {} is forgotten already, since {} by {}", arguments.named, known.at, known.by));
        // Where another program held the file open the first time, its log is emptied now.
        if arguments.yes {
            finish(&mut case, &arguments.case)?;
        }
        return Ok(Exit::Done);
    }
    let what = case.forgettable(&arguments.named);
    // Whoever is forgotten already is not found any more; but where another program held the file open then, it is emptied now.
    if what.is_err() && arguments.yes && !standing.is_empty() {
        finish(&mut case, &arguments.case)?;
    }
    let what = what?;
    if !arguments.yes {
        tell(&what, arguments.format, &[])?;
        console::say("hearsay: nothing was done; with --yes it is forgotten for good");
        return Ok(Exit::Done);
    }
    let moving = Moving::begin();
    let forgotten = case.forget(&what, &arguments.by, arguments.note.as_deref(), &clock::now(), &mut |step| moving.show(step));
    moving.end();
    match forgotten {
        Err(hearsay::CaseError::Ledger(LedgerError::Busy { .. })) if is_forgotten(&case, &what)? => {
            console::say(&format!(
                "hearsay: {} is forgotten, but another program has the case open, so its words may still lie in the file: close that program and run this again",
                arguments.named
            ));
            return Ok(Exit::NoCase);
        }
        forgotten => tell(&what, arguments.format, &forgotten?)?,
    }
    for copy in copies_beside(&arguments.case) {
        console::say(&format!(
            "hearsay: {} is an earlier copy of the case and still holds it; delete it yourself",
            copy.display()
        ));
    }
    if !what.still.is_empty() {
        console::say(&format!(
            "hearsay: {} document{} that stay{} hold the name or repeat the text; they are listed and can be forgotten, too",
            what.still.len(),
            if what.still.len() == 1 { "" } else { "s" },
            if what.still.len() == 1 { "s" } else { "" },
        ));
    }
    Ok(Exit::Done)
}

pub(crate) fn remember(arguments: &RememberArguments) -> Result<Exit> {
    let mut case = super::existing(&arguments.case, Access::Write, Packs::default())?;
    for back in case.remember(&arguments.named, &arguments.by, arguments.note.as_deref(), &clock::now())? {
        let removed = back.removes.as_ref().unwrap_or(&back.id);
        let what = back.document.as_ref().map_or_else(
            || "a person, whom the next rebuild finds again".to_owned(),
            |document| format!("{document}, which may be added again"),
        );
        console::give(format!("{} takes back {removed}: {what}\n", back.id).as_bytes())?;
    }
    Ok(Exit::Done)
}

fn is_forgotten(case: &hearsay::Case, what: &Forgettable) -> Result<bool> {
    let standing = hearsay::record::Tombstone::standing(case.ledger().tombstones()?);
    Ok(standing.iter().any(|one| match &one.document {
        Some(document) => what.documents.contains(document),
        None => !what.chains.is_empty() && one.chains == what.chains,
    }))
}

fn finish(case: &mut hearsay::Case, path: &Path) -> Result<()> {
    case.purge()?;
    console::say(&format!("hearsay: {} was written anew; nothing that was forgotten is left in it", path.display()));
    Ok(())
}

/// Copies that upgrades left: `CASE.before-N`.
fn copies_beside(path: &Path) -> Vec<PathBuf> {
    let Some(name) = path.file_name().map(|name| format!("{}.before-", name.to_string_lossy())) else { return Vec::new() };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut copies: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(&name)))
        .collect();
    copies.sort();
    copies
}

fn tell(what: &Forgettable, format: Format, tombstones: &[hearsay::record::Tombstone]) -> Result<()> {
    if format == Format::Jsonl {
        let line = serde_json::json!({
            "documents": what.documents, "chains": what.chains, "statements": what.n_statements, "corrections": what.corrections,
            "labels": what.labels, "refused": what.refused.iter().map(|one| one.path()).collect::<Vec<_>>(), "still": what.still.iter().map(|(id, _)| id).collect::<Vec<_>>(), "tombstones": tombstones,
        });
        return Ok(console::give(format!("{}\n", canonical::line(&line)).as_bytes())?);
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row = |what: &str, id: String, told: String| rows.push(vec![what.into(), id, told]);
    if !what.refused.is_empty() {
        for one in &what.refused {
            row("file that failed", String::new(), format!("{}: {}", one.path(), one.because));
        }
        return console::give_rows(&["what", "id", "is"], rows, format);
    }
    for document in &what.documents {
        row("document", document.to_string(), what.called.clone());
    }
    if what.documents.is_empty() {
        row("person", String::new(), what.called.clone());
    }
    for name in &what.names {
        row("name", String::new(), name.clone());
    }
    for name in &what.shared_names {
        row("name borne by others too", String::new(), name.clone());
    }
    row("statements", String::new(), what.n_statements.to_string());
    for correction in &what.corrections {
        row("correction", correction.to_string(), String::new());
    }
    for label in &what.labels {
        row("label", label.to_string(), String::new());
    }
    for (id, called) in &what.still {
        row("stays and tells of it", id.to_string(), called.clone());
    }
    for tombstone in tombstones {
        row("tombstone", tombstone.id.to_string(), format!("{} by {}", tombstone.at, tombstone.by));
    }
    console::give_rows(&["what", "id", "is"], rows, format)
}

//! `hearsay verify`: checks the whole case, or a folder that was published, and prints what it checked, and the digest.

use crate::arguments::{Format, VerifyArguments};
use crate::console;
use crate::exit::Exit;
use anyhow::Result;
use hearsay::{Access, Packs};

pub(crate) fn run(arguments: &VerifyArguments) -> Result<Exit> {
    if arguments.case.is_dir() {
        return published(arguments);
    }
    let case = super::existing(&arguments.case, Access::Read, Packs::default())?;
    let verification = case.verify()?;
    let is_sound = verification.problems.is_empty();
    if arguments.format == Format::Jsonl {
        console::give(format!("{}\n", serde_json::to_string(&verification)?).as_bytes())?;
    } else {
        let mut rows: Vec<Vec<String>> =
            verification.checked.iter().map(|check| vec![check.what.into(), check.count.to_string()]).collect();
        rows.push(vec!["digest".into(), verification.digest.clone()]);
        console::give_rows(&["checked", "records"], rows, arguments.format)?;
    }
    for problem in &verification.problems {
        let record = problem.record.as_ref().map(|id| format!("{id}: ")).unwrap_or_default();
        console::say(&format!("hearsay: {}: {record}{}: {}", arguments.case.display(), problem.code, problem.message));
    }
    Ok(if is_sound { Exit::Done } else { Exit::Unsound })
}

/// A folder that `hearsay publish` wrote.
fn published(arguments: &VerifyArguments) -> Result<Exit> {
    use hearsay_serve::publish::verify;
    let folder = &arguments.case;
    if !verify::is_published(folder) {
        anyhow::bail!("{}: it is a folder without the manifest of a publication", folder.display());
    }
    let found = verify::verify(folder)?;
    if arguments.format == Format::Jsonl {
        console::give(format!("{}\n", serde_json::to_string(&found)?).as_bytes())?;
    } else {
        let count = |what: &str, count: usize| vec![what.to_owned(), count.to_string()];
        let orphans = found.problems.iter().filter(|problem| problem.code == "evidence-orphan").count();
        let rows = vec![
            count("files against the manifest", found.files),
            count("documents against their hashes", found.documents),
            count("passages against their texts", found.evidence),
            count("orphans", orphans),
            vec!["manifest".into(), found.manifest_sha256.clone()],
        ];
        console::give_rows(&["checked", "records"], rows, arguments.format)?;
    }
    for problem in &found.problems {
        let orphan = if problem.code == "evidence-orphan" { "ORPHAN: " } else { "" };
        console::say(&format!("hearsay: {orphan}{}: {}: {}", problem.place, problem.code, problem.message));
    }
    Ok(if found.problems.is_empty() { Exit::Done } else { Exit::Unsound })
}

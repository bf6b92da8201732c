//! `hearsay verify`: checks the whole case and prints what it checked, and the digest.

use crate::arguments::{Format, VerifyArguments};
use crate::console;
use crate::exit::Exit;
use anyhow::Result;
use hearsay::{Access, Packs};

pub(crate) fn run(arguments: &VerifyArguments) -> Result<Exit> {
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

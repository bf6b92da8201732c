//! `committees.jsonl` to `committees.tsv`: committees of the US Congress.
//!
//! In: one JSON object a line with a name and an id. Out: one row a committee, with the short form
//! that news use. Subcommittees are left out: nobody names them alone.
//!
//! Example: `House Committee on Agriculture` is also `House Agriculture Committee`.

use super::{many, table};
use anyhow::{Context, Result};
use serde::Deserialize;

#[derive(Deserialize)]
struct Committee {
    name: String,
    id: String,
    chamber: String,
}

const HEAD: [&str; 4] = [
    "Committees of the US Congress. Derived by `workbench names` from unitedstates/congress-legislators, commit",
    "dfa9622263dd4c8d08636926e498f1845704d7eb, committees-current.yaml (public domain, CC0 1.0). See LICENSE-persons-CC0.txt.",
    "Columns are told in README.md of this folder. `|` parts the items of a cell, `-` is an empty cell.",
    "Do not edit: run the command.",
];
const COLUMNS: [&str; 5] = ["kind", "name", "aliases", "country", "id"];

/// The table of committees.
pub fn committees(jsonl: &str) -> Result<String> {
    let mut rows = Vec::new();
    for (number, line) in jsonl.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let committee: Committee =
            serde_json::from_str(line).with_context(|| format!("line {} of the committees", number + 1))?;
        let aliases = many(short_form(&committee.name, &committee.chamber))?;
        rows.push(vec!["organisation".into(), committee.name, aliases, "US".into(), committee.id]);
    }
    rows.sort();
    table(&HEAD, &COLUMNS, &rows)
}

/// `House Committee on the Budget` gives `House Budget Committee`.
fn short_form(name: &str, chamber: &str) -> Option<String> {
    let (before, subject) = name.split_once(" Committee on ")?;
    let subject = subject.strip_prefix("the ").unwrap_or(subject);
    (before.to_lowercase().contains(chamber) || chamber == "joint").then(|| format!("{before} {subject} Committee"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_committee_has_its_short_form() {
        let line = r#"{"name":"House Committee on the Budget","id":"HSBU","chamber":"house","subcommittees":[]}"#;
        let table = committees(line).unwrap();
        assert_eq!(
            table.lines().last().unwrap(),
            "organisation\tHouse Committee on the Budget\tHouse Budget Committee\tUS\tHSBU"
        );
    }
}

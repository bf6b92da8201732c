//! Builds `packs/names/` from the files of public repositories: who and what has a name that a
//! reader of English news meets.
//!
//! In: `countries.json`, `persons.jsonl` and, if given, `committees.jsonl`. Out: tables of
//! tab-separated cells in the manner of `packs/en/`: `#` opens a comment, the first other line names
//! the columns, `-` is an empty cell; a cell of many has `|` between them. Invariant: the same files
//! give the same bytes. What each column holds is told in `packs/names/README.md`.
//!
//! Example: a row of `countries.tsv` is `state  France  French Republic  French  Paris  FR  FRA  Europe`.

mod committees;
mod countries;
mod persons;

pub use committees::committees;
pub use countries::countries;
pub use persons::persons;

use anyhow::{Result, bail};

/// A table: comment lines, column names, rows.
fn table(head: &[&str], columns: &[&str], rows: &[Vec<String>]) -> Result<String> {
    let mut out = String::new();
    for line in head {
        out.push_str("# ");
        out.push_str(line);
        out.push('\n');
    }
    out.push_str(&columns.join("\t"));
    out.push('\n');
    for row in rows {
        if row.len() != columns.len() {
            bail!("a row has {} cells, not {}: {row:?}", row.len(), columns.len());
        }
        let cells: Vec<&str> = row.iter().map(|cell| if cell.is_empty() { "-" } else { cell.as_str() }).collect();
        if cells.iter().any(|cell| cell.contains(['\t', '\n', '\r'])) {
            bail!("a cell holds a tab or a line break: {row:?}");
        }
        out.push_str(&cells.join("\t"));
        out.push('\n');
    }
    Ok(out)
}

/// A cell of many. Each stands once, in the order given.
fn many<I: IntoIterator<Item = String>>(items: I) -> Result<String> {
    let mut seen: Vec<String> = Vec::new();
    for item in items {
        let item = item.trim().to_owned();
        if item.contains('|') {
            bail!("a name holds the mark that parts names: {item}");
        }
        if !item.is_empty() && !seen.contains(&item) {
            seen.push(item);
        }
    }
    Ok(seen.join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_of_many_holds_each_once() {
        assert_eq!(many(["B".into(), " A".into(), "B".into(), String::new()]).unwrap(), "B|A");
        assert!(many(["A|B".into()]).is_err());
    }

    #[test]
    fn a_table_refuses_a_row_that_does_not_fit() {
        assert!(table(&[], &["a", "b"], &[vec!["1".into()]]).is_err());
        assert!(table(&[], &["a"], &[vec!["1\t2".into()]]).is_err());
        assert_eq!(table(&["c"], &["a", "b"], &[vec!["1".into(), String::new()]]).unwrap(), "# c\na\tb\n1\t-\n");
    }
}

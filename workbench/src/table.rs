//! The committed table of scores: rows, their order, their text, and what differs between two tables.
//!
//! In: rows of any suite. Out: `workbench/scores.tsv`, sorted, four decimals, so that equal figures are
//! equal bytes; and a diff that a person can read. Invariant: a table read back is the table written.
//!
//! Example: `polnear  dev  relation iou50 F1  0.3502  2193  hearsay-read 0.1.0+en.1, hearsay-link 0.1.0`.

use crate::attribution_scores::Tally;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What was measured: `polnear`, `seeds`, `links`, `extraction`, `reuse`, `stories`, `example`.
    pub suite: String,
    /// On which data.
    pub data: String,
    /// The figure's name; `P`, `R` or `F1` at its end where it is one of three.
    pub metric: String,
    /// The figure, mostly a share.
    pub value: f64,
    /// How many it is a share of.
    pub n: usize,
}

impl Row {
    /// One figure.
    pub fn new(suite: &str, data: &str, metric: impl Into<String>, value: f64, n: usize) -> Self {
        Self { suite: suite.into(), data: data.into(), metric: metric.into(), value, n }
    }

    /// Precision (of the predicted), recall and F1 (of the gold).
    #[must_use]
    pub fn prf(suite: &str, data: &str, metric: &str, tally: &Tally) -> [Self; 3] {
        [("P", tally.precision(), tally.predicted), ("R", tally.recall(), tally.gold), ("F1", tally.f1(), tally.gold)]
            .map(|(letter, value, n)| Self::new(suite, data, format!("{metric} {letter}"), value, n))
    }

    /// A share; 0 of 0 is 0.
    pub fn share(suite: &str, data: &str, metric: impl Into<String>, (part, whole): (usize, usize)) -> Self {
        Self::new(suite, data, metric, if whole == 0 { 0.0 } else { part as f64 / whole as f64 }, whole)
    }

    fn key(&self) -> String {
        format!("{}\t{}\t{}", self.suite, self.data, self.metric)
    }

    fn figure(&self) -> String {
        // A negative zero would be another text for the same figure.
        format!("{:.4}\t{}", if self.value.abs() < 0.000_05 { 0.0 } else { self.value }, self.n)
    }
}

const COLUMNS: &str = "suite\tdata\tmetric\tvalue\tn\tversion";

/// The text of a table; `version` is that of reader and linker.
#[must_use]
pub fn text(rows: &[Row], version: &str) -> String {
    let mut lines: Vec<String> = rows.iter().map(|row| format!("{}\t{}\t{version}\n", row.key(), row.figure())).collect();
    lines.sort();
    lines.dedup();
    format!("{COLUMNS}\n{}", lines.concat())
}

/// A table as it was committed: figures by suite, data and metric.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Committed(BTreeMap<String, (String, String)>);

impl Committed {
    /// Reads a table.
    pub fn read(text: &str) -> Result<Self> {
        let mut lines = text.lines();
        if lines.next() != Some(COLUMNS) {
            bail!("the table of scores does not begin with its column names");
        }
        let mut figures = BTreeMap::new();
        for line in lines {
            let cells: Vec<&str> = line.split('\t').collect();
            let [suite, data, metric, value, n, version] = cells[..] else {
                bail!("the table of scores has a line of {} cells: {line}", cells.len())
            };
            if figures.insert(format!("{suite}\t{data}\t{metric}"), (format!("{value}\t{n}"), version.to_owned())).is_some() {
                bail!("the table of scores has a figure twice: {line}");
            }
        }
        Ok(Self(figures))
    }

    /// The lines of these suites alone.
    #[must_use]
    pub fn of_suites(&self, suites: &[&str]) -> Self {
        let here = |key: &String| suites.iter().any(|suite| key.split('\t').next() == Some(suite));
        Self(self.0.iter().filter(|(key, _)| here(key)).map(|(key, figure)| (key.clone(), figure.clone())).collect())
    }

    /// What differs between this table and a later one; empty if nothing does.
    #[must_use]
    pub fn diff(&self, later: &Self) -> String {
        let mut out = String::new();
        let words = |key: &str| key.replace('\t', " · ");
        let told = |(figure, _): &(String, String)| figure.replacen('\t', " of ", 1);
        for (key, before) in &self.0 {
            match later.0.get(key) {
                None => _ = writeln!(out, "- {}: {}", words(key), told(before)),
                Some(after) if after.0 != before.0 => _ = writeln!(out, "~ {}: {} -> {}", words(key), told(before), told(after)),
                // The version is told only where nothing else changed.
                Some(after) if after.1 != before.1 => _ = writeln!(out, "~ {}: by {} -> by {}", words(key), before.1, after.1),
                Some(_) => {}
            }
        }
        for (key, after) in later.0.iter().filter(|(key, _)| !self.0.contains_key(*key)) {
            _ = writeln!(out, "+ {}: {}", words(key), told(after));
        }
        out
    }
}

/// Name of a table's contents: the first twelve digits of its BLAKE3.
#[must_use]
pub fn digest(table: &str) -> String {
    blake3::hash(table.as_bytes()).to_hex()[..12].to_owned()
}

/// Whether the newest line of the history (the first that begins with `- `) names the table.
pub fn explained(history: &str, table: &str) -> Result<()> {
    let newest = history.lines().find(|line| line.starts_with("- ")).context("the history of the scores has no line")?;
    let digest = digest(table);
    if !newest.contains(&digest) {
        bail!(
            "the newest line of the history does not name the table {digest}:\n  {newest}\n  Tell in a new line above it what changed, and why."
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Row> {
        vec![Row::new("b", "d", "m F1", 0.5, 4), Row::new("a", "d", "m F1", -0.000_01, 2)]
    }

    #[test]
    fn a_table_is_sorted_and_reads_back() {
        let table = text(&rows(), "v1");
        assert_eq!(table, "suite\tdata\tmetric\tvalue\tn\tversion\na\td\tm F1\t0.0000\t2\tv1\nb\td\tm F1\t0.5000\t4\tv1\n");
        let read = Committed::read(&table).unwrap();
        assert_eq!(read.diff(&read), "");
        assert_eq!(read.of_suites(&["a"]).0.len(), 1);
        let later = Committed::read(&text(&rows(), "v2")).unwrap();
        assert!(read.diff(&later).contains("by v1 -> by v2"));
    }

    #[test]
    fn what_differs_is_told_with_both_figures() {
        let before = Committed::read(&text(&rows(), "v1")).unwrap();
        let mut later = rows();
        later[0].value = 0.75;
        later[1].metric = "new".into();
        let diff = before.diff(&Committed::read(&text(&later, "v1")).unwrap());
        assert_eq!(diff, "- a · d · m F1: 0.0000 of 2\n~ b · d · m F1: 0.5000 of 4 -> 0.7500 of 4\n+ a · d · new: 0.0000 of 2\n");
    }

    #[test]
    fn a_change_without_a_line_of_history_is_told() {
        let table = text(&rows(), "v1");
        let line = format!("# History\n\n- 2031-04-07, table {}: first\n", digest(&table));
        assert!(explained(&line, &table).is_ok());
        assert!(explained(&line, &text(&rows(), "v2")).is_err());
        assert!(explained("# History\n", &table).is_err());
        // Only the newest line counts.
        assert!(explained(&format!("- 2031-04-08, table 000000000000: later\n{line}"), &table).is_err());
    }

    #[test]
    fn a_table_with_a_figure_twice_is_refused() {
        assert!(Committed::read("suite\tdata\tmetric\tvalue\tn\tversion\na\tb\tc\t1\t1\tv\na\tb\tc\t2\t1\tv\n").is_err());
        assert!(Committed::read("no table").is_err());
    }
}

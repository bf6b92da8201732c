//! The tables of `workbench/gold/`: what hands marked, as places and labels without any text.
//!
//! In: a table whose lines of remarks begin with `#`, then one of column names. Out: its rows, with
//! cells and spans by the name of the column. Invariant: every row has a cell for every column.
//!
//! Example: `10-14;20-22` are two spans of code points, `-` is none.

use anyhow::{Context, Result, bail, ensure};
use hearsay_text::CharSpan;

/// A table of marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoldTable {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// One row of it.
#[derive(Clone, Copy, Debug)]
pub struct GoldRow<'t> {
    columns: &'t [String],
    cells: &'t [String],
}

impl GoldTable {
    /// Reads a table.
    pub fn read(text: &str) -> Result<Self> {
        let split = |line: &str| -> Vec<String> { line.split('\t').map(str::to_owned).collect() };
        let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let columns = split(lines.next().context("a table of gold without column names")?);
        let rows: Vec<Vec<String>> = lines.map(split).collect();
        if let Some(row) = rows.iter().find(|row| row.len() != columns.len()) {
            bail!("a line of {} cells, not {}: {}", row.len(), columns.len(), row.join(" "));
        }
        Ok(Self { columns, rows })
    }

    /// Its rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = GoldRow<'_>> {
        self.rows.iter().map(|cells| GoldRow { columns: &self.columns, cells })
    }
}

impl<'t> GoldRow<'t> {
    /// The cell of a column.
    pub fn cell(&self, column: &str) -> Result<&'t str> {
        let at = self.columns.iter().position(|name| name == column).with_context(|| format!("no column {column}"))?;
        Ok(&self.cells[at])
    }

    /// The spans of a column, in their order.
    pub fn spans(&self, column: &str) -> Result<Vec<CharSpan>> {
        let cell = self.cell(column)?;
        let told = || format!("no spans in {column}: {}", self.cells.join(" "));
        let span = |piece: &str| -> Result<CharSpan> {
            let (start, end) = piece.split_once('-').with_context(told)?;
            let (start, end) = (start.parse().with_context(told)?, end.parse().with_context(told)?);
            ensure!(start < end, told());
            Ok(CharSpan { start, end })
        };
        if cell == "-" { Ok(Vec::new()) } else { cell.split(';').map(span).collect() }
    }

    /// Whether the cell says `yes`; anything but `yes`, `no` and `-` is an error.
    pub fn is_yes(&self, column: &str) -> Result<bool> {
        match self.cell(column)? {
            "yes" => Ok(true),
            "no" | "-" => Ok(false),
            other => bail!("{column} is {other}, not yes or no"),
        }
    }
}

/// How many characters two lists of spans share.
#[must_use]
pub fn shared(one: &[CharSpan], other: &[CharSpan]) -> usize {
    one.iter().flat_map(|a| other.iter().map(|b| a.shared(b))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_and_spans_come_by_their_column() {
        let table = GoldTable::read("# a remark\nn\tplaces\tnamed\n1\t3-5;8-9\tyes\n2\t-\tno\n").unwrap();
        let rows: Vec<GoldRow<'_>> = table.rows().collect();
        assert_eq!(rows[0].spans("places").unwrap(), [CharSpan::new(3, 5), CharSpan::new(8, 9)]);
        assert!(rows[0].is_yes("named").unwrap() && !rows[1].is_yes("named").unwrap());
        assert!(rows[1].spans("places").unwrap().is_empty());
        assert_eq!(rows[1].cell("n").unwrap(), "2");
        assert!(rows[0].cell("none").is_err() && rows[0].spans("n").is_err() && rows[0].is_yes("n").is_err());
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert!(GoldTable::read("# only remarks\n").is_err());
        assert!(GoldTable::read("a\tb\n1\n").is_err());
        let backwards = GoldTable::read("a\n5-3\n").unwrap();
        assert!(backwards.rows().next().unwrap().spans("a").is_err());
    }

    #[test]
    fn shared_characters_are_counted_over_all_spans() {
        let spans = [CharSpan::new(0, 4), CharSpan::new(10, 14)];
        assert_eq!(shared(&spans, &[CharSpan::new(2, 12)]), 4);
        assert_eq!(shared(&spans, &[]), 0);
    }
}

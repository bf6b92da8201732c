//! A table as CSV (RFC 4180): UTF-8, one header, lines ended by CR LF.
//!
//! In: the columns of a table, then its rows. Out: lines. Lists are JSON in their cell, a span is `[start, end]`, moments are RFC 3339,
//! what is missing is an empty cell. Invariant: a cell that a spreadsheet would take for a formula has an apostrophe before it, as in
//! every CSV of the program; nothing else is changed, line breaks in texts among it.
//!
//! Example: `about` of a statement is `["e-…","e-…"]`.

use super::column::{Cell, Info};
use super::moment::rfc3339;
use crate::ViewError;
use crate::formats::csv::guarded;
use std::io::Write;

/// A file that is being written.
pub struct Comma<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> Comma<W> {
    /// Begins a file with these columns.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn begin(out: W, columns: &[Info]) -> Result<Self, ViewError> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        writer.write_record(columns.iter().map(|column| column.name)).map_err(failed)?;
        Ok(Self { writer })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// Where it does not fit the columns, or can't be written.
    pub fn row(&mut self, cells: Vec<Cell>) -> Result<(), ViewError> {
        self.writer.write_record(cells.into_iter().map(shown)).map_err(failed)
    }

    /// Ends the file, and gives back what it was written to.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn end(self) -> Result<W, ViewError> {
        self.writer.into_inner().map_err(|error| ViewError::Write(error.to_string()))
    }
}

fn shown(cell: Cell) -> String {
    match cell {
        Cell::Missing => String::new(),
        Cell::Text(text) => guarded(&text),
        Cell::Moment(milliseconds) => rfc3339(milliseconds),
        Cell::Number(number) => number.to_string(),
        Cell::Measure(number) => number.to_string(),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Texts(texts) => serde_json::Value::from(texts).to_string(),
        Cell::Spans(spans) => {
            serde_json::Value::from(spans.iter().map(|span| vec![span.start, span.end]).collect::<Vec<_>>()).to_string()
        }
    }
}

#[allow(clippy::needless_pass_by_value)]
fn failed(error: csv::Error) -> ViewError {
    ViewError::Write(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::{Cell, Comma};
    use crate::tables::{Info, Kind};
    use hearsay_text::CharSpan;

    #[test]
    fn lists_are_json_and_formulas_are_none() {
        let column = |name| Info { name, kind: Kind::Text, is_required: true, about: "", values: None, leads_to: None };
        let mut file = Comma::begin(Vec::new(), &["id", "names", "spans", "at"].map(column)).expect("a file");
        let cells = vec![
            Cell::Text("=1+1\nnext".into()),
            Cell::Texts(vec!["a, \"b\"".into()]),
            Cell::Spans(vec![CharSpan { start: 1, end: 3 }]),
            Cell::Moment(0),
        ];
        file.row(cells).expect("a row");
        let text = String::from_utf8(file.end().expect("written")).expect("UTF-8");
        assert_eq!(
            text,
            "id,names,spans,at\r\n\"'=1+1\nnext\",\"[\"\"a, \\\"\"b\\\"\"\"\"]\",\"[[1,3]]\",1970-01-01T00:00:00.000Z\r\n"
        );
    }
}

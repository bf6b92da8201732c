//! CSV as RFC 4180 has it: a header line, lines ended by CR LF, quotation marks doubled.
//!
//! Invariants: a cell holds no control character and no line break; a cell that begins with one of
//! `= + - @` gets an apostrophe before it, because spreadsheets would take it for a formula and article
//! text is not to be trusted. JSON has the text as it is.
//!
//! Example: an article titled `=HYPERLINK(…)` stands in its cell as `'=HYPERLINK(…)`.

use super::cell::harmless;
use crate::ViewError;
use crate::answer::Answer;

/// The rows of an answer, with the columns that were asked for, else all.
///
/// # Errors
/// Where the rows don't fit the columns; those of this crate do.
pub fn write<A: Answer>(answer: &A) -> Result<Vec<u8>, ViewError> {
    match answer.chosen() {
        None => records(A::columns(), answer.rows().iter().map(A::cells)),
        Some(places) => {
            let names: Vec<&str> = places.iter().map(|&at| A::columns()[at]).collect();
            records(&names, answer.rows().iter().map(|row| chosen(A::cells(row), &places)))
        }
    }
}

/// Those of the cells that stand at these places, in that order.
pub(crate) fn chosen(cells: Vec<String>, places: &[usize]) -> Vec<String> {
    places.iter().map(|&at| cells.get(at).cloned().unwrap_or_default()).collect()
}

/// Any rows, under the names of their columns.
///
/// # Errors
/// Where a row does not fit the columns.
pub fn records(columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, ViewError> {
    let failed = |error: csv::Error| ViewError::Write(error.to_string());
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(columns).map_err(failed)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| guarded(&harmless(cell)))).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| ViewError::Write(error.to_string()))
}

/// No formula begins here. White space before the sign does not stop a spreadsheet, so it does not stop us; nor do the full-width forms.
pub(crate) fn guarded(cell: &str) -> String {
    if cell.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']) {
        format!("'{cell}")
    } else {
        cell.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(cell: &str) -> String {
        String::from_utf8(records(&["a", "b"], [vec![cell.to_string(), "x".into()]].into_iter()).expect("fits")).expect("UTF-8")
    }

    #[test]
    fn quotation_marks_commas_and_breaks() {
        assert_eq!(written("He said \"no\", twice\nand left"), "a,b\r\n\"He said \"\"no\"\", twice and left\",x\r\n");
    }

    #[test]
    fn a_formula_is_text() {
        assert_eq!(written("=1+2"), "a,b\r\n'=1+2,x\r\n");
        assert_eq!(written(" @SUM(A1)"), "a,b\r\n' @SUM(A1),x\r\n");
        assert_eq!(written("1+2"), "a,b\r\n1+2,x\r\n");
    }

    #[test]
    fn a_row_that_does_not_fit_is_an_error() {
        assert!(records(&["a", "b"], [vec!["x".to_string()]].into_iter()).is_err());
    }

    proptest! {
        #[test]
        fn a_reader_gets_the_cells_back(cells in proptest::collection::vec(any::<String>(), 2)) {
            let bytes = records(&["a", "b"], [cells.clone()].into_iter()).expect("fits");
            let mut reader = csv::Reader::from_reader(bytes.as_slice());
            let row = reader.records().next().expect("a row").expect("well formed");
            for (cell, read) in cells.iter().zip(row.iter()) {
                prop_assert_eq!(read, guarded(&harmless(cell)));
                prop_assert!(!read.trim_start().starts_with(['=', '+', '-', '@']));
            }
        }
    }
}

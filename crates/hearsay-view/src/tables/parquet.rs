//! A table as Parquet.
//!
//! In: the columns of a table, then its rows. Out: one file of row groups, compressed by Zstandard. Texts are UTF-8 strings, moments
//! timestamps in milliseconds UTC, lists are lists, a span is a struct of `start` and `end`. Invariants: the same rows give the same
//! bytes; no more than a row group of a table stands in memory; what is missing is null, and a list is empty rather than null.
//!
//! Example: `pandas.read_parquet("statements.parquet")` has `when_at` as a time and `about` as lists.

use super::column::{Cell, Info, Kind};
use crate::ViewError;
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;
use std::io::Write;
use std::sync::Arc;

/// Rows of a row group at most.
const ROWS: usize = 100_000;
/// Bytes of text of a row group, about.
const BYTES: usize = 32 << 20;

/// A file that is being written.
pub struct Parquet<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    leaves: Vec<Leaves>,
    rows: usize,
    bytes: usize,
}

/// What one column holds of a row group.
struct Leaves {
    values: Values,
    /// How much of a cell is there: 0 where it is missing or its list is empty.
    definition: Vec<i16>,
    /// 1 where an element goes on a list; empty for what is no list.
    repetition: Vec<i16>,
    is_required: bool,
}

enum Values {
    Texts(Vec<ByteArray>),
    Numbers(Vec<i64>),
    Measures(Vec<f64>),
    Flags(Vec<bool>),
    Spans(Vec<i64>, Vec<i64>),
}

impl<W: Write + Send> Parquet<W> {
    /// Begins a file with these columns.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn begin(out: W, name: &str, columns: &[Info]) -> Result<Self, ViewError> {
        let schema = parse_message_type(&schema(name, columns)).map_err(failed)?;
        let level = ZstdLevel::try_new(3).map_err(failed)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_created_by(concat!("hearsay ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(failed)?;
        Ok(Self { writer, leaves: columns.iter().map(Leaves::of).collect(), rows: 0, bytes: 0 })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// Where it does not fit the columns, or can't be written.
    pub fn row(&mut self, cells: Vec<Cell>) -> Result<(), ViewError> {
        if cells.len() != self.leaves.len() {
            return Err(ViewError::Write(format!("a row of {} cells for {} columns", cells.len(), self.leaves.len())));
        }
        for (leaves, cell) in self.leaves.iter_mut().zip(cells) {
            self.bytes += leaves.push(cell)?;
        }
        self.rows += 1;
        if self.rows >= ROWS || self.bytes >= BYTES { self.flush() } else { Ok(()) }
    }

    /// Ends the file, and gives back what it was written to.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn end(mut self) -> Result<W, ViewError> {
        if self.rows > 0 {
            self.flush()?;
        }
        self.writer.into_inner().map_err(failed)
    }

    fn flush(&mut self) -> Result<(), ViewError> {
        let mut group = self.writer.next_row_group().map_err(failed)?;
        let too_many = || ViewError::Write("a column too many".into());
        for leaves in &mut self.leaves {
            leaves.write(group.next_column().map_err(failed)?.ok_or_else(too_many)?)?;
            if let Values::Spans(_, ends) = &leaves.values {
                let mut column = group.next_column().map_err(failed)?.ok_or_else(too_many)?;
                let levels = (Some(&leaves.definition[..]), Some(&leaves.repetition[..]));
                column.typed::<Int64Type>().write_batch(ends, levels.0, levels.1).map_err(failed)?;
                column.close().map_err(failed)?;
            }
            leaves.clear();
        }
        group.close().map_err(failed)?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }
}

impl Leaves {
    fn of(info: &Info) -> Self {
        let values = match info.kind {
            Kind::Text | Kind::Texts => Values::Texts(Vec::new()),
            Kind::Moment | Kind::Number => Values::Numbers(Vec::new()),
            Kind::Measure => Values::Measures(Vec::new()),
            Kind::Flag => Values::Flags(Vec::new()),
            Kind::Spans => Values::Spans(Vec::new(), Vec::new()),
        };
        Self { values, definition: Vec::new(), repetition: Vec::new(), is_required: info.is_required }
    }

    /// Takes a cell; how many bytes of text it has.
    fn push(&mut self, cell: Cell) -> Result<usize, ViewError> {
        let mut bytes = 8;
        match (&mut self.values, cell) {
            (_, Cell::Missing) if !self.is_required => {
                self.definition.push(0);
                return Ok(bytes);
            }
            (Values::Texts(values), Cell::Text(text)) => {
                bytes += text.len();
                values.push(ByteArray::from(text.into_bytes()));
            }
            (Values::Numbers(values), Cell::Moment(number) | Cell::Number(number)) => values.push(number),
            (Values::Measures(values), Cell::Measure(number)) => values.push(number),
            (Values::Flags(values), Cell::Flag(flag)) => values.push(flag),
            (Values::Texts(values), Cell::Texts(texts)) => {
                let n = texts.len();
                for text in texts {
                    bytes += text.len() + 8;
                    values.push(ByteArray::from(text.into_bytes()));
                }
                self.list(n);
                return Ok(bytes);
            }
            (Values::Spans(starts, ends), Cell::Spans(spans)) => {
                for span in &spans {
                    starts.push(whole(span.start)?);
                    ends.push(whole(span.end)?);
                    bytes += 16;
                }
                self.list(spans.len());
                return Ok(bytes);
            }
            (_, cell) => return Err(ViewError::Write(format!("{cell:?} does not fit its column"))),
        }
        self.definition.push(1);
        Ok(bytes)
    }

    /// Levels of a list of so many.
    fn list(&mut self, n: usize) {
        self.definition.extend(std::iter::repeat_n(i16::from(n > 0), n.max(1)));
        self.repetition.push(0);
        self.repetition.extend(std::iter::repeat_n(1, n.saturating_sub(1)));
    }

    fn write(&self, mut column: SerializedColumnWriter<'_>) -> Result<(), ViewError> {
        let is_list = !self.repetition.is_empty();
        // What every row has, and is no list, has no levels.
        let definition = (is_list || !self.is_required).then_some(&self.definition[..]);
        let repetition = is_list.then_some(&self.repetition[..]);
        let written = match &self.values {
            Values::Texts(values) => column.typed::<ByteArrayType>().write_batch(values, definition, repetition),
            Values::Numbers(values) | Values::Spans(values, _) => {
                column.typed::<Int64Type>().write_batch(values, definition, repetition)
            }
            Values::Measures(values) => column.typed::<DoubleType>().write_batch(values, definition, repetition),
            Values::Flags(values) => column.typed::<BoolType>().write_batch(values, definition, repetition),
        };
        written.map_err(failed)?;
        column.close().map_err(failed)
    }

    fn clear(&mut self) {
        self.definition.clear();
        self.repetition.clear();
        match &mut self.values {
            Values::Texts(values) => values.clear(),
            Values::Numbers(values) => values.clear(),
            Values::Measures(values) => values.clear(),
            Values::Flags(values) => values.clear(),
            Values::Spans(starts, ends) => {
                starts.clear();
                ends.clear();
            }
        }
    }
}

/// The columns in Parquet's own words.
fn schema(name: &str, columns: &[Info]) -> String {
    let mut out = format!("message {name} {{\n");
    for column in columns {
        let has = if column.is_required { "REQUIRED" } else { "OPTIONAL" };
        let name = column.name;
        out.push_str(&match column.kind {
            Kind::Text => format!("{has} BYTE_ARRAY {name} (STRING);\n"),
            Kind::Moment => format!("{has} INT64 {name} (TIMESTAMP(MILLIS,true));\n"),
            Kind::Number => format!("{has} INT64 {name};\n"),
            Kind::Measure => format!("{has} DOUBLE {name};\n"),
            Kind::Flag => format!("{has} BOOLEAN {name};\n"),
            Kind::Texts => {
                format!("REQUIRED group {name} (LIST) {{ REPEATED group list {{ REQUIRED BYTE_ARRAY element (STRING); }} }}\n")
            }
            Kind::Spans => format!(
                "REQUIRED group {name} (LIST) {{ REPEATED group list {{ REQUIRED group element {{ REQUIRED INT64 start; REQUIRED INT64 end; }} }} }}\n"
            ),
        });
    }
    out.push('}');
    out
}

fn whole(number: usize) -> Result<i64, ViewError> {
    i64::try_from(number).map_err(|error| ViewError::Write(error.to_string()))
}

#[allow(clippy::needless_pass_by_value)]
fn failed(error: ParquetError) -> ViewError {
    ViewError::Write(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::{Parquet, ROWS};
    use crate::tables::{Cell, Info, Kind};
    use hearsay_text::CharSpan;
    use parquet::file::reader::{FileReader, SerializedFileReader};

    fn columns() -> Vec<Info> {
        let column = |name, kind, is_required| Info { name, kind, is_required, about: "", values: None, leads_to: None };
        vec![
            column("id", Kind::Text, true),
            column("at", Kind::Moment, false),
            column("n", Kind::Number, false),
            column("share", Kind::Measure, false),
            column("is", Kind::Flag, true),
            column("names", Kind::Texts, true),
            column("spans", Kind::Spans, true),
            column("more", Kind::Text, false),
        ]
    }

    fn row(n: usize) -> Vec<Cell> {
        let span = |start| CharSpan { start, end: start + 2 };
        vec![
            Cell::Text(format!("s-{n}")),
            if n.is_multiple_of(2) { Cell::Moment(1_933_000_000_000) } else { Cell::Missing },
            Cell::Number(n as i64),
            if n.is_multiple_of(3) { Cell::Missing } else { Cell::Measure(0.5) },
            Cell::Flag(n.is_multiple_of(2)),
            Cell::Texts((0..n % 3).map(|at| format!("ä{at}")).collect()),
            Cell::Spans((0..(n + 1) % 3).map(span).collect()),
            if n == 1 { Cell::Text(String::new()) } else { Cell::Missing },
        ]
    }

    fn written(n: usize) -> Vec<u8> {
        let mut file = Parquet::begin(Vec::new(), "rows", &columns()).expect("a file");
        (0..n).for_each(|n| file.row(row(n)).expect("a row"));
        file.end().expect("written")
    }

    #[test]
    fn what_is_written_is_read_again() {
        let bytes = written(3);
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).expect("Parquet");
        let rows: Vec<String> = reader.get_row_iter(None).expect("rows").map(|row| row.expect("a row").to_string()).collect();
        assert_eq!(
            rows,
            [
                "{id: \"s-0\", at: 2031-04-03 16:26:40.000 +00:00, n: 0, share: null, is: true, names: [], spans: [{start: 0, end: 2}], more: null}",
                "{id: \"s-1\", at: null, n: 1, share: 0.5, is: false, names: [\"ä0\"], spans: [{start: 0, end: 2}, {start: 1, end: 3}], more: \"\"}",
                "{id: \"s-2\", at: 2031-04-03 16:26:40.000 +00:00, n: 2, share: 0.5, is: true, names: [\"ä0\", \"ä1\"], spans: [], more: null}",
            ]
        );
    }

    #[test]
    fn a_table_of_more_than_a_row_group_is_whole_and_has_the_same_bytes() {
        let bytes = written(ROWS + 7);
        assert!(bytes == written(ROWS + 7), "the same bytes");
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).expect("Parquet");
        assert_eq!((reader.num_row_groups(), reader.metadata().file_metadata().num_rows()), (2, ROWS as i64 + 7));
        assert_eq!(reader.metadata().file_metadata().created_by(), Some(concat!("hearsay ", env!("CARGO_PKG_VERSION"))));
        let reader = SerializedFileReader::new(bytes::Bytes::from(written(0))).expect("Parquet");
        assert_eq!(reader.metadata().file_metadata().num_rows(), 0);
    }

    #[test]
    fn a_cell_that_does_not_fit_is_refused() {
        let mut file = Parquet::begin(Vec::new(), "rows", &columns()).expect("a file");
        let mut cells = row(1);
        cells[0] = Cell::Missing;
        assert!(file.row(cells).is_err());
        assert!(file.row(row(1)[1..].to_vec()).is_err());
    }
}

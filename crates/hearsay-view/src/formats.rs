//! Turns any [`Answer`] into bytes.
//!
//! In: an answer and the name of a format. Out: bytes. Invariant: every format gives the same rows
//! in the same order; what no format gives is a character that a terminal or a spreadsheet would act on.

pub mod cell;
pub mod csv;
pub mod json;
pub mod jsonl;
pub mod offsets;
pub mod table;

use crate::ViewError;
use crate::answer::Answer;

/// The formats that answers are given in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Plain text columns.
    #[default]
    Table,
    /// One row a line.
    Jsonl,
    /// One object with question, rows and coverage.
    Json,
    /// RFC 4180.
    Csv,
    /// A STIX 2.1 bundle of what the rows are about; of some questions only.
    Stix,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Table, Self::Jsonl, Self::Json, Self::Csv, Self::Stix];

    /// Its name in options and addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Jsonl => "jsonl",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Stix => "stix",
        }
    }

    /// The format of this name.
    ///
    /// # Errors
    /// Where there is none; the error lists those that there are.
    pub fn parse(name: &str) -> Result<Self, ViewError> {
        Self::ALL.into_iter().find(|format| format.as_str() == name).ok_or_else(|| ViewError::UnfitValue {
            key: "format",
            value: name.into(),
            expected: format!("one of {}", Self::ALL.map(Self::as_str).join(", ")),
        })
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Table => "text/plain; charset=utf-8",
            Self::Jsonl => "application/jsonl; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Stix => "application/stix+json;version=2.1",
        }
    }
}

/// An answer as bytes. `width` is what a table may take, in columns of a terminal.
///
/// # Errors
/// Where a row can't be written as JSON; no row of this crate is such a one.
pub fn write<A: Answer>(answer: &A, format: Format, width: usize) -> Result<Vec<u8>, ViewError> {
    match format {
        Format::Table => Ok(table::write(answer, width).into_bytes()),
        Format::Jsonl => jsonl::write(answer).map(String::into_bytes),
        Format::Json => json::write(answer).map(String::into_bytes),
        Format::Csv => csv::write(answer),
        // It is made of records and not of rows: `crate::stix`.
        Format::Stix => Err(ViewError::Write("a bundle is made of records, not of rows".into())),
    }
}

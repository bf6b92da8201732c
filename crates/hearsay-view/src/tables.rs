//! A case as tables: what goes into Parquet and CSV, and into the codebook beside them.
//!
//! In: a ledger. Out: for each kind of record a [`Table`] with fixed columns, and its rows one after the other. Invariants: a column
//! and what is told of it stand in one place, so that none goes without an entry in the codebook; rows come in a stated order that
//! shows no order of adding; a record is one row of the table of its kind, so that tables and JSON lines count alike; text is given
//! as it is.
//!
//! Example: `all()` has the table `statements`, whose column `speaker` leads to the table `entities`.

pub mod between;
pub mod codebook;
pub mod column;
pub mod comma;
pub mod moment;
pub mod package;
pub mod parquet;
pub mod persons;
pub mod record_codebook;
pub mod within;

pub use column::{Cell, Info, Kind, Values};

use crate::ViewError;
use column::Column;
use hearsay_ledger::{Ledger, LedgerError};

/// Takes the cells of a row, in the order of the columns.
pub type EachRow<'e> = dyn FnMut(Vec<Cell>) -> Result<(), ViewError> + 'e;

type Walk<R> = fn(&Ledger, &mut dyn FnMut(R) -> Result<(), LedgerError>) -> Result<(), LedgerError>;

type Rows = Box<dyn Fn(&Ledger, &mut EachRow<'_>) -> Result<(), ViewError>>;

/// One kind of record as a table.
pub struct Table {
    /// Its name, and that of its file.
    pub name: &'static str,
    /// What a row is.
    pub about: &'static str,
    /// In which order rows come.
    pub order: &'static str,
    /// The columns of which no two rows have the same; none where rows may be alike.
    pub key: &'static [&'static str],
    /// Its columns, in order.
    pub columns: Vec<Info>,
    rows: Rows,
}

impl Table {
    fn of<R: 'static>(
        name: &'static str,
        about: &'static str,
        order: &'static str,
        key: &'static [&'static str],
        columns: Vec<Column<R>>,
        walk: Walk<R>,
    ) -> Self {
        let infos = columns.iter().map(|column| column.info.clone()).collect();
        let rows: Rows = Box::new(move |ledger, each| {
            let mut failed = None;
            let walked = walk(ledger, &mut |record| {
                each(columns.iter().map(|column| (column.cell)(&record)).collect()).map_err(|error| {
                    let stopped = LedgerError::stopped(error.to_string());
                    failed = Some(error);
                    stopped
                })
            });
            match failed {
                Some(error) => Err(error),
                None => Ok(walked?),
            }
        });
        Self { name, about, order, key, columns: infos, rows }
    }

    /// Hands over every row.
    ///
    /// # Errors
    /// Where the ledger can't be read, or a row is not taken.
    pub fn rows(&self, ledger: &Ledger, each: &mut EachRow<'_>) -> Result<(), ViewError> {
        (self.rows)(ledger, each)
    }
}

/// Every table, in the order of the codebook: within one document, between documents, of persons.
#[must_use]
pub fn all() -> Vec<Table> {
    let mut tables = within::tables();
    tables.extend(between::tables());
    tables.extend(persons::tables());
    tables
}

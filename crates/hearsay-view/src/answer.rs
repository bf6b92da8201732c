//! [`Answer`] and [`Answered`]: what every question gives back. Rows, how many there are in all,
//! facets, which filter emptied them, and what the ledger covers.
//!
//! A row knows its name, its columns and its cells; one generic struct holds the rest, so every
//! question is answered in one shape. Invariant: rows are in a stated order with ties broken by id.
//!
//! Example: `hearsay who-said CASE --speaker Holm` gives an `Answered<WhoSaidRow>`.

use crate::ViewError;
use crate::coverage::{self, Coverage};
use crate::filter::{ColumnOrder, Filter, Question};
use crate::lookup::Lookup;
use serde::Serialize;
use std::cmp::Ordering;

/// An answer to one question, ready for any format.
pub trait Answer {
    /// The question's word: verb, address and JSON key.
    const NAME: &'static str;
    /// What one row holds.
    type Row: Serialize;
    /// The rows, in order.
    fn rows(&self) -> &[Self::Row];
    /// Names of all columns, as in CSV.
    fn columns() -> &'static [&'static str];
    /// The columns that a terminal shows.
    fn terminal_columns() -> &'static [&'static str];
    /// A row's cells, one a column.
    fn cells(row: &Self::Row) -> Vec<String>;
    /// The places of the columns that were asked for; none where all are given.
    fn chosen(&self) -> Option<Vec<usize>> {
        self.question().columns()
    }
    /// What was asked.
    fn question(&self) -> &Question;
    /// How many rows there are without `limit` and `offset`.
    fn total(&self) -> usize;
    /// Counts of the commonest values.
    fn facets(&self) -> &[Facet];
    /// Where there are no rows: the filters of which each alone, left out, would give some; all that are set, if none does.
    fn emptied_by(&self) -> &[&'static str];
    /// What the ledger covers.
    fn coverage(&self) -> &Coverage;
}

/// One row of an answer.
pub trait Row: Serialize + Sized {
    /// The question's word.
    const NAME: &'static str;
    /// Names of all columns, as in CSV.
    const COLUMNS: &'static [&'static str];
    /// Those of the columns that fit a terminal a hundred characters wide.
    const TERMINAL: &'static [&'static str];
    /// The cells, one a column.
    fn cells(&self) -> Vec<String>;
    /// Answers the question: the rows that `limit` and `offset` leave, and the count of all.
    ///
    /// # Errors
    /// Where the ledger can't be read, or an id names nothing.
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError>;
    /// Answers the question with its rows in the order of a column.
    ///
    /// # Errors
    /// As [`Row::find`].
    fn in_order(lookup: &Lookup<'_>, filter: &Filter, order: ColumnOrder) -> Result<Found<Self>, ViewError> {
        let found = Self::find(lookup, &Filter { limit: None, offset: None, sort: None, ..filter.clone() })?;
        let cells = found.rows.iter().map(|row| row.cells().into_iter().nth(order.column).unwrap_or_default()).collect();
        let mut rows: Vec<Option<Self>> = found.rows.into_iter().map(Some).collect();
        let places = order_cells(cells, order.descending);
        let sorted = places.into_iter().filter_map(|at| rows[at as usize].take()).collect();
        Ok(Found::of(sorted, filter, found.facets, |row| row))
    }
}

/// What a question found.
#[derive(Clone, Debug)]
pub struct Found<R> {
    /// The rows that `limit` and `offset` leave.
    pub rows: Vec<R>,
    /// How many there are in all.
    pub total: usize,
    /// Counts over all of them.
    pub facets: Vec<Facet>,
}

impl<R> Found<R> {
    /// Cuts sorted items to `limit` and `offset`, and makes rows of what is left.
    pub(crate) fn of<T>(items: Vec<T>, filter: &Filter, facets: Vec<Facet>, row: impl FnMut(T) -> R) -> Self {
        let total = items.len();
        let limit = filter.limit.unwrap_or(usize::MAX);
        Self { rows: items.into_iter().skip(filter.offset.unwrap_or(0)).take(limit).map(row).collect(), total, facets }
    }
}

/// How often each value of one key occurs among all rows; each narrows the question when it is added to the filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// The key of the filter.
    pub key: &'static str,
    /// The commonest values, most frequent first, at most twenty.
    pub values: Vec<FacetValue>,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetValue {
    /// What the filter takes.
    pub value: String,
    /// For a reader.
    pub label: String,
    /// Rows that have it.
    pub count: usize,
}

/// Most values that a facet lists.
const FACET_VALUES: usize = 20;

impl Facet {
    /// Counts dates by day; by month or by year where there would be too many days or months to list. In order of time.
    pub(crate) fn count_dates<'d>(dates: impl IntoIterator<Item = &'d str>) -> Self {
        Self::of_dates(dates.into_iter().map(|date| (date, 1)))
    }

    /// The same of dates that are counted already.
    pub(crate) fn of_dates<'d>(dates: impl IntoIterator<Item = (&'d str, usize)>) -> Self {
        let dates: Vec<(&str, usize)> = dates.into_iter().filter(|(_, count)| *count > 0).collect();
        let cut = |digits: usize| {
            let mut counts = std::collections::BTreeMap::<&str, usize>::new();
            for (date, count) in &dates {
                *counts.entry(date.get(..digits).unwrap_or(date)).or_default() += count;
            }
            counts
        };
        let counted = [10, 7].into_iter().map(&cut).find(|counts| counts.len() <= FACET_VALUES).unwrap_or_else(|| cut(4));
        let mut facet = Self::of_counts("date", counted.into_iter().map(|(date, count)| (date, date, count)));
        facet.values.sort_by(|a, b| a.value.cmp(&b.value));
        facet
    }

    /// Counts values, each with its label; the smallest label wins where one value has several.
    pub(crate) fn count(key: &'static str, values: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut counts = std::collections::BTreeMap::<String, (String, usize)>::new();
        for (value, label) in values {
            let entry = counts.entry(value).or_insert_with(|| (label.clone(), 0));
            if label < entry.0 {
                entry.0 = label;
            }
            entry.1 += 1;
        }
        Self::of_counts(key, counts.iter().map(|(value, (label, count))| (value.as_str(), label.as_str(), *count)))
    }

    /// Of values that are counted already, each with its label and each once.
    pub(crate) fn of_counts<'v>(key: &'static str, counts: impl IntoIterator<Item = (&'v str, &'v str, usize)>) -> Self {
        let mut values: Vec<(&str, &str, usize)> = counts.into_iter().filter(|(.., count)| *count > 0).collect();
        let order = |a: &(&str, &str, usize), b: &(&str, &str, usize)| b.2.cmp(&a.2).then_with(|| (a.1, a.0).cmp(&(b.1, b.0)));
        if values.len() > FACET_VALUES {
            values.select_nth_unstable_by(FACET_VALUES, order);
            values.truncate(FACET_VALUES);
        }
        values.sort_by(order);
        let value = |(value, label, count): (&str, &str, usize)| FacetValue { value: value.into(), label: label.into(), count };
        Self { key, values: values.into_iter().map(value).collect() }
    }
}

/// An answer with rows of one kind.
#[derive(Clone, Debug)]
pub struct Answered<R> {
    /// What was asked.
    pub question: Question,
    /// The rows that `limit` and `offset` leave.
    pub rows: Vec<R>,
    /// How many there are in all.
    pub total: usize,
    /// Counts of the commonest values over all rows.
    pub facets: Vec<Facet>,
    /// See [`Answer::emptied_by`].
    pub emptied_by: Vec<&'static str>,
    /// What the ledger covers.
    pub coverage: Coverage,
}

impl<R: Row> Answered<R> {
    /// Answers a question; one look-up can serve many questions to the same state of a ledger.
    ///
    /// # Errors
    /// Where the ledger can't be read, or an id names nothing.
    pub fn of(lookup: &Lookup<'_>, question: &Question) -> Result<Self, ViewError> {
        if question.filter.added_after.is_some() {
            lookup.first_seen()?;
        }
        let found = match question.column_order() {
            Some(order) => R::in_order(lookup, &question.filter, order)?,
            None => R::find(lookup, &question.filter)?,
        };
        let emptied_by = if found.total == 0 { emptied_by::<R>(lookup, &question.filter)? } else { Vec::new() };
        lookup.checked()?;
        let coverage = coverage::of(lookup)?;
        Ok(Self { question: question.clone(), rows: found.rows, total: found.total, facets: found.facets, emptied_by, coverage })
    }
}

/// The numbers of rows in the order of their cells. Numbers stand in order of size where the column holds nothing else; what
/// is empty stands last either way, and so does what only says why nothing is there: *(no date)*.
pub(crate) fn order_cells(cells: Vec<String>, descending: bool) -> Vec<u32> {
    let mut keyed: Vec<(String, u32)> = cells
        .into_iter()
        .zip(0..)
        .map(|(cell, at)| (cell.trim().to_string(), at))
        .map(|(cell, at)| if cell.starts_with('(') && cell.ends_with(')') { (String::new(), at) } else { (cell, at) })
        .collect();
    let numbers = keyed.iter().all(|(cell, _)| cell.is_empty() || cell.parse::<f64>().is_ok_and(f64::is_finite));
    let turned = |ordering: Ordering| if descending { ordering.reverse() } else { ordering };
    if numbers {
        let size = |cell: &str| cell.parse::<f64>().unwrap_or_default();
        keyed.sort_by(|(a, _), (b, _)| a.is_empty().cmp(&b.is_empty()).then_with(|| turned(size(a).total_cmp(&size(b)))));
    } else {
        for (cell, _) in &mut keyed {
            *cell = hearsay_text::fold(cell).text;
        }
        keyed.sort_by(|(a, _), (b, _)| a.is_empty().cmp(&b.is_empty()).then_with(|| turned(a.cmp(b))));
    }
    keyed.into_iter().map(|(_, at)| at).collect()
}

fn emptied_by<R: Row>(lookup: &Lookup<'_>, filter: &Filter) -> Result<Vec<&'static str>, ViewError> {
    let set = filter.conditions();
    let mut alone = Vec::new();
    for key in &set {
        // A question may need the key to be asked at all; then its absence tells nothing.
        if R::find(lookup, &filter.without(key)).is_ok_and(|found| found.total > 0) {
            alone.push(*key);
        }
    }
    Ok(if alone.is_empty() { set } else { alone })
}

impl<R: Row> Answer for Answered<R> {
    const NAME: &'static str = R::NAME;
    type Row = R;
    fn rows(&self) -> &[R] {
        &self.rows
    }
    fn columns() -> &'static [&'static str] {
        R::COLUMNS
    }
    fn terminal_columns() -> &'static [&'static str] {
        R::TERMINAL
    }
    fn cells(row: &R) -> Vec<String> {
        row.cells()
    }
    fn question(&self) -> &Question {
        &self.question
    }
    fn total(&self) -> usize {
        self.total
    }
    fn facets(&self) -> &[Facet] {
        &self.facets
    }
    fn emptied_by(&self) -> &[&'static str] {
        &self.emptied_by
    }
    fn coverage(&self) -> &Coverage {
        &self.coverage
    }
}

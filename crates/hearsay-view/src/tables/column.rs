//! [`Column`]: a column of a table, what is told of it, and how its cell is had from a record.
//!
//! In: a name, words for the codebook and a function. Out: cells of one [`Kind`]. Invariant: the three stand together, so that a
//! column without words does not compile.
//!
//! Example: `text("title", "Headline, as printed.", |row| row.title.clone())`.

use crate::words;
use hearsay_record::{Id, SCHEMA};
use hearsay_text::CharSpan;
use serde::Serialize;
use serde_json::Value;
use std::sync::OnceLock;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A moment, UTC.
    Moment,
    /// A whole number.
    Number,
    /// A number.
    Measure,
    /// Yes or no.
    Flag,
    /// A list of texts.
    Texts,
    /// A list of spans: start and end in code points of the document's text.
    Spans,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing is known, or nothing fits.
    Missing,
    /// Text.
    Text(String),
    /// Milliseconds since 1970, UTC.
    Moment(i64),
    /// A whole number.
    Number(i64),
    /// A number.
    Measure(f64),
    /// Yes or no.
    Flag(bool),
    /// A list of texts.
    Texts(Vec<String>),
    /// A list of spans.
    Spans(Vec<CharSpan>),
}

/// A closed list of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// The values at a place of the committed schema, with the words that pages have for them.
    Listed(&'static str, &'static str),
    /// Speech acts.
    Acts,
    /// Families of speech acts.
    Families,
}

impl Values {
    /// Each value with what it means.
    #[must_use]
    pub fn all(self) -> Vec<(String, String)> {
        let owned = |(value, words): (&str, &str)| (value.to_owned(), words.to_owned());
        match self {
            Self::Acts => {
                let mut acts: Vec<_> = words::acts_and_labels().into_iter().map(owned).collect();
                acts.sort();
                acts
            }
            Self::Families => words::families_and_labels().into_iter().map(owned).collect(),
            Self::Listed(place, kind) => {
                let listed = schema().pointer(place).and_then(|list| list.get("enum")).and_then(Value::as_array);
                let values = listed.into_iter().flatten().filter_map(Value::as_str);
                values.map(|value| (value.to_owned(), words::words(kind_of(kind, value), value))).collect()
            }
        }
    }

    /// Values of the list that pages have no words for.
    #[must_use]
    pub fn without_words(self) -> Vec<String> {
        match self {
            Self::Acts | Self::Families => Vec::new(),
            Self::Listed(_, kind) => {
                let values = self.all().into_iter().map(|(value, _)| value);
                values.filter(|value| !words::has_words(kind_of(kind, value), value)).collect()
            }
        }
    }
}

/// Links that are disputes or copies have their words among those.
fn kind_of(kind: &'static str, value: &str) -> &'static str {
    if kind != "link" {
        return kind;
    }
    ["dispute", "copy"].into_iter().find(|kind| words::has_words(kind, value)).unwrap_or("link")
}

fn schema() -> &'static Value {
    static PARSED: OnceLock<Value> = OnceLock::new();
    PARSED.get_or_init(|| serde_json::from_str(SCHEMA).unwrap_or_default())
}

/// What is told of a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Info {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether every row has it.
    pub is_required: bool,
    /// What it means, and what it means where it is missing.
    pub about: &'static str,
    /// The values that it may have, if the list is closed.
    pub values: Option<Values>,
    /// The table whose rows its ids name.
    pub leads_to: Option<&'static str>,
}

/// A column of rows of one kind.
pub(crate) struct Column<R> {
    pub(crate) info: Info,
    pub(crate) cell: Box<dyn Fn(&R) -> Cell>,
}

impl<R: 'static> Column<R> {
    fn of(name: &'static str, kind: Kind, about: &'static str, is_required: bool, cell: impl Fn(&R) -> Cell + 'static) -> Self {
        Self { info: Info { name, kind, is_required, about, values: None, leads_to: None }, cell: Box::new(cell) }
    }

    /// With values of a closed list.
    pub(crate) fn one_of(mut self, values: Values) -> Self {
        self.info.values = Some(values);
        self
    }

    /// With ids of rows of a table.
    pub(crate) fn to(mut self, table: &'static str) -> Self {
        self.info.leads_to = Some(table);
        self
    }
}

/// An id that every row has.
pub(crate) fn id<R: 'static>(name: &'static str, about: &'static str, get: fn(&R) -> &Id) -> Column<R> {
    Column::of(name, Kind::Text, about, true, move |row| Cell::Text(get(row).as_str().to_owned()))
}

/// An id that a row may have.
pub(crate) fn maybe_id<R: 'static>(name: &'static str, about: &'static str, get: fn(&R) -> Option<&Id>) -> Column<R> {
    Column::of(name, Kind::Text, about, false, move |row| get(row).map_or(Cell::Missing, |id| Cell::Text(id.as_str().to_owned())))
}

/// A text that every row has.
pub(crate) fn text<R: 'static>(name: &'static str, about: &'static str, get: fn(&R) -> String) -> Column<R> {
    Column::of(name, Kind::Text, about, true, move |row| Cell::Text(get(row)))
}

/// A text that a row may have.
pub(crate) fn maybe_text<R: 'static>(name: &'static str, about: &'static str, get: fn(&R) -> Option<String>) -> Column<R> {
    Column::of(name, Kind::Text, about, false, move |row| get(row).map_or(Cell::Missing, Cell::Text))
}

/// A moment, from a date as records have it.
pub(crate) fn moment<R: 'static>(name: &'static str, about: &'static str, get: fn(&R) -> Option<&str>) -> Column<R> {
    let cell = move |row: &R| get(row).and_then(super::moment::milliseconds).map_or(Cell::Missing, Cell::Moment);
    Column::of(name, Kind::Moment, about, false, cell)
}

/// A whole number.
pub(crate) fn number<R: 'static>(name: &'static str, about: &'static str, get: fn(&R) -> Option<usize>) -> Column<R> {
    let cell = move |row: &R| get(row).and_then(|number| i64::try_from(number).ok()).map_or(Cell::Missing, Cell::Number);
    Column::of(name, Kind::Number, about, false, cell)
}

/// A number.
pub(crate) fn measure<R: 'static>(name: &'static str, about: &'static str, get: fn(&R) -> Option<f64>) -> Column<R> {
    Column::of(name, Kind::Measure, about, false, move |row| get(row).map_or(Cell::Missing, Cell::Measure))
}

/// Yes or no.
pub(crate) fn flag<R: 'static>(name: &'static str, about: &'static str, get: fn(&R) -> bool) -> Column<R> {
    Column::of(name, Kind::Flag, about, true, move |row| Cell::Flag(get(row)))
}

/// A list of ids.
pub(crate) fn ids<R: 'static>(name: &'static str, about: &'static str, get: fn(&R) -> &[Id]) -> Column<R> {
    let cell = move |row: &R| Cell::Texts(get(row).iter().map(|id| id.as_str().to_owned()).collect());
    Column::of(name, Kind::Texts, about, true, cell)
}

/// A list of texts.
pub(crate) fn texts<R: 'static>(name: &'static str, about: &'static str, get: fn(&R) -> Vec<String>) -> Column<R> {
    Column::of(name, Kind::Texts, about, true, move |row| Cell::Texts(get(row)))
}

/// A list of spans.
pub(crate) fn spans<R: 'static>(name: &'static str, about: &'static str, get: fn(&R) -> Vec<CharSpan>) -> Column<R> {
    Column::of(name, Kind::Spans, about, true, move |row| Cell::Spans(get(row)))
}

/// The word of a value of a closed list.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    crate::lookup::json_word(value)
}

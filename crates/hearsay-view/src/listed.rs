//! [`Listed`]: a list that is sorted and counted before rows are made of it, and whose order is kept for as long as the case
//! does not change.
//!
//! In: a question. Out: its rows, made only of what is shown. Invariants: a row is made of the same item in whatever order and
//! on whatever page it stands; what is kept is of one state of the case.
//!
//! Example: `/who-said` of a quarter of a million lines sorts numbers, counts numbers, and makes fifty rows.

use crate::ViewError;
use crate::answer::{Facet, FacetValue, Found, Row, order_cells};
use crate::filter::{ColumnOrder, Filter};
use crate::lookup::Lookup;

/// All that a question finds, in order.
#[derive(Debug)]
pub(crate) struct List<I> {
    pub(crate) items: Vec<I>,
    pub(crate) facets: Vec<Facet>,
}

/// A row of a list that is made of a light item.
pub(crate) trait Listed: Row {
    /// What is sorted and counted.
    type Item: Send + Sync + 'static;

    /// All that the question finds, whatever `limit` and `offset` say.
    fn list(lookup: &Lookup<'_>, filter: &Filter) -> Result<List<Self::Item>, ViewError>;

    /// The row of an item; none where its records can't be read, which [`Lookup::checked`] tells.
    fn row(lookup: &Lookup<'_>, filter: &Filter, item: &Self::Item) -> Option<Self>;

    /// What the row of an item has in a column, where that is had without making the row.
    fn cell(_lookup: &Lookup<'_>, _item: &Self::Item, _column: &str) -> Option<String> {
        None
    }

    /// What items take beside their own size.
    fn bytes(_items: &[Self::Item]) -> usize {
        0
    }
}

/// Columns whose cells are cut from texts.
const SENTENCES: [&str; 10] =
    ["sentence", "one_sentence", "other_sentence", "one_side", "other_side", "one", "other", "first_claims", "a", "b"];

fn cut<'i, I: 'i>(items: impl ExactSizeIterator<Item = &'i I>, filter: &Filter) -> impl Iterator<Item = &'i I> {
    items.skip(filter.offset.unwrap_or(0)).take(filter.limit.unwrap_or(usize::MAX))
}

/// The same question, whatever page of it is shown.
fn whole(filter: &Filter, sort: Option<String>) -> Filter {
    Filter { limit: None, offset: None, columns: None, sort, ..filter.clone() }
}

fn kept<R: Listed>(lookup: &Lookup<'_>, filter: &Filter) -> Result<std::sync::Arc<List<R::Item>>, ViewError> {
    let value = |value: &FacetValue| size_of::<FacetValue>() + value.value.len() + value.label.len();
    let facets = |list: &List<R::Item>| list.facets.iter().flat_map(|facet| &facet.values).map(value).sum::<usize>();
    let bytes = |list: &List<R::Item>| list.items.len() * size_of::<R::Item>() + R::bytes(&list.items) + facets(list);
    lookup.kept().list(
        format!("{} {filter:?}", R::NAME),
        || {
            let list = R::list(lookup, filter)?;
            lookup.checked()?;
            Ok(list)
        },
        bytes,
    )
}

/// All items of a question, in its order.
pub(crate) fn list<R: Listed>(lookup: &Lookup<'_>, filter: &Filter) -> Result<std::sync::Arc<List<R::Item>>, ViewError> {
    kept::<R>(lookup, &whole(filter, filter.sort.clone()))
}

/// Answers the question.
pub(crate) fn find<R: Listed>(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<R>, ViewError> {
    let list = list::<R>(lookup, filter)?;
    let rows = cut(list.items.iter(), filter).filter_map(|item| R::row(lookup, filter, item)).collect();
    lookup.checked()?;
    Ok(Found { rows, total: list.items.len(), facets: list.facets.clone() })
}

/// Answers the question with its rows in the order of a column.
pub(crate) fn in_order<R: Listed>(lookup: &Lookup<'_>, filter: &Filter, order: ColumnOrder) -> Result<Found<R>, ViewError> {
    let usual = whole(filter, None);
    let list = kept::<R>(lookup, &usual)?;
    let name = format!("{} by {order:?} {usual:?}", R::NAME);
    let places = lookup.kept().list(
        name,
        || {
            let column = R::COLUMNS.get(order.column).copied().unwrap_or_default();
            // The order is kept for all who ask for it, so it must not hang on what this one wants to see.
            let by = &if SENTENCES.contains(&column) { lookup.with_sentences() } else { lookup.without_sentences() };
            let cell = |item: &R::Item| {
                R::cell(by, item, column).unwrap_or_else(|| {
                    let cells = R::row(by, filter, item).map(|row| row.cells()).unwrap_or_default();
                    cells.into_iter().nth(order.column).unwrap_or_default()
                })
            };
            let places = order_cells(list.items.iter().map(cell).collect(), order.descending);
            by.checked()?;
            Ok(places)
        },
        |places: &Vec<u32>| places.len() * size_of::<u32>(),
    )?;
    let rows = cut(places.iter(), filter).filter_map(|at| R::row(lookup, filter, &list.items[*at as usize])).collect();
    lookup.checked()?;
    Ok(Found { rows, total: list.items.len(), facets: list.facets.clone() })
}

//! From records to the values of columns.
//!
//! Invariant: a word in a column is the word of the record's JSON. Example: `Form::Direct` is `direct`.

use serde::Serialize;

/// The JSON word of a value that is one word.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

/// A count for SQLite, whose integers are signed.
pub(crate) fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A count from SQLite.
pub(crate) fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

/// `LIMIT` for SQLite: less than nothing means all.
pub(crate) fn limit(limit: Option<usize>) -> i64 {
    limit.map_or(-1, number)
}

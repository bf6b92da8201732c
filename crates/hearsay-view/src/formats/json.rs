//! JSON: one object that holds the question, its rows under the question's own word, and what the
//! ledger covers.
//!
//! Invariant: the top is an object, so that keys can be added; the rows are those of JSONL.

use super::cell::escaped;
use crate::ViewError;
use crate::answer::Answer;
use serde_json::{Map, Value};

/// The whole answer.
///
/// # Errors
/// Where a row can't be written as JSON.
pub fn write<A: Answer>(answer: &A) -> Result<String, ViewError> {
    let mut json = serde_json::to_string(&value(answer)?).map_err(|error| ViewError::Write(error.to_string()))?;
    json.push('\n');
    Ok(escaped(json))
}

/// The rows; where columns were asked for, the cells of these alone, as text under the names of their columns.
pub(crate) fn rows<A: Answer>(answer: &A) -> Result<Vec<Value>, ViewError> {
    let Some(places) = answer.chosen() else {
        let json = |row| serde_json::to_value(row).map_err(|error| ViewError::Write(error.to_string()));
        return answer.rows().iter().map(json).collect();
    };
    let object = |row: &A::Row| {
        let cells = super::csv::chosen(A::cells(row), &places);
        Value::Object(places.iter().zip(cells).map(|(&at, cell)| (A::columns()[at].to_string(), cell.into())).collect())
    };
    Ok(answer.rows().iter().map(object).collect())
}

/// The whole answer, as a value.
///
/// # Errors
/// Where a row can't be written as JSON.
pub fn value<A: Answer>(answer: &A) -> Result<Value, ViewError> {
    let json = |value: Result<Value, serde_json::Error>| value.map_err(|error| ViewError::Write(error.to_string()));
    let mut object = Map::new();
    object.insert("hearsay".into(), hearsay_record::JSON_VERSION.into());
    object.insert("question".into(), json(serde_json::to_value(answer.question()))?);
    object.insert(A::NAME.into(), Value::Array(rows(answer)?));
    object.insert("total".into(), answer.total().into());
    object.insert("facets".into(), json(serde_json::to_value(answer.facets()))?);
    object.insert("emptied_by".into(), json(serde_json::to_value(answer.emptied_by()))?);
    // The question of this name has its rows under that key.
    let covered = if A::NAME == "coverage" { "covered" } else { "coverage" };
    object.insert(covered.into(), json(serde_json::to_value(answer.coverage()))?);
    Ok(Value::Object(object))
}

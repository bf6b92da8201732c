//! Corrections by program: those that were made, and new ones.
//!
//! In: a request as `hearsay correct --from` takes it, or a list of them. Out: the corrections that were entered,
//! each with its moment. Invariant: a list is entered as a whole or not at all.
//!
//! Example: `{"kind": "reject", "on": "a-5f0c", "by": "mara"}`.

use super::cursor::{Cursor, Window};
use super::questions::{self, Part, USUAL, limit_of};
use super::reading::unknown_key;
use crate::address::href;
use crate::open_case::OpenCase;
use crate::problem::Problem;
use crate::visitor;
use hearsay::corrections::{Given, Request};
use hearsay::record::{Correction, JSON_VERSION};
use hearsay::view::Lookup;
use serde::Deserialize;
use serde_json::{Value, json};

/// The address.
pub(crate) const PATH: &str = "/api/v1/corrections";

/// Corrections that can be sent at once.
pub(crate) const MOST: usize = 1_000;

/// One request, or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Sent {
    One(Box<Request>),
    Many(Vec<Request>),
}

/// Enters what was sent.
pub(crate) fn enter(case: &OpenCase, body: &[u8]) -> Result<Vec<u8>, Problem> {
    // Parsed by its outer form first, so that what is wrong is told of the request and not of both forms.
    let value: Value = super::parsed(body)?;
    let sent = if value.is_array() {
        Sent::Many(serde_json::from_value(value).map_err(unfit)?)
    } else {
        Sent::One(Box::new(serde_json::from_value(value).map_err(unfit)?))
    };
    let mut requests = match sent {
        Sent::One(request) => vec![*request],
        Sent::Many(requests) => requests,
    };
    if requests.is_empty() || requests.len() > MOST {
        return Err(Problem::unfit(format!("Send from 1 to {MOST} corrections at once")));
    }
    for request in &mut requests {
        let unfit = || Problem::unfit("`by` is one line of at most eighty characters");
        request.by = visitor::fit(&request.by).ok_or_else(unfit)?;
    }
    let given: Vec<Given> = requests.into_iter().map(Given::from).collect();
    let now = case.now()?;
    let entered = case.write(|case| Ok(case.correct_all(&given, &now, &mut |_| {})?))?;
    let rows: Vec<Value> = entered.iter().map(|correction| row(correction, &now)).collect::<Result<_, _>>()?;
    Ok(questions::json(&json!({ "hearsay": JSON_VERSION, "corrections": rows })))
}

/// The corrections of the case, in the order in which they were made.
pub(crate) fn list(lookup: &Lookup<'_>, pairs: &[(String, String)]) -> Result<Part, Problem> {
    let (mut limit, mut word) = (USUAL, None);
    for (key, value) in pairs {
        match key.as_str() {
            "limit" => limit = limit_of(value)?,
            "cursor" => word = Some(value),
            _ => return Err(unknown_key(key, &["limit", "cursor"])),
        }
    }
    let all = lookup.ledger.corrections().map_err(Problem::from_ledger)?;
    let all: Vec<Value> = all.iter().map(|(correction, at)| row(correction, at)).collect::<Result<_, _>>()?;
    let part =
        |offset: usize, limit: usize| Window { rows: all.iter().skip(offset).take(limit).cloned().collect(), total: all.len() };
    let key = |row: &Value| row["correction"]["id"].to_string();
    let offset = match word.filter(|word| !word.is_empty()) {
        Some(word) => Cursor::parse(word, PATH)?.offset(key, |offset, limit| Ok(part(offset, limit)))?,
        None => 0,
    };
    let window = part(offset, limit);
    let next = Cursor::behind(PATH, offset, &window, key)
        .map(|cursor| href(PATH, [("limit", limit.to_string()), ("cursor", cursor.word())]));
    let body = json!({ "hearsay": JSON_VERSION, "corrections": window.rows, "total": window.total, "next": next });
    Ok(Part { bytes: questions::json(&body), next })
}

fn row(correction: &Correction, at: &str) -> Result<Value, Problem> {
    let correction = serde_json::to_value(correction).map_err(|error| Problem::internal(error.to_string()))?;
    Ok(json!({ "at": at, "correction": correction }))
}

fn unfit(error: serde_json::Error) -> Problem {
    Problem::unfit(error.to_string())
}

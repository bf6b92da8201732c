//! A question of the page, answered to a program: the same rows as the page's data, a part of them at a time.
//!
//! In: a question's word, the ids of its path, the pairs of its query, a format. Out: rows, and where the list
//! goes on. Invariant: keys and values are those of [`Ask`], so that nothing is listed here a second time;
//! of the keys `offset` alone is replaced, by `cursor`.
//!
//! Example: `/api/v1/claims?act=deny&limit=20`.

use super::cursor::{Cursor, Window};
use crate::address::{encoded, href};
use crate::problem::Problem;
use axum::http::StatusCode;
use hearsay::record::canonical;
use hearsay::view::formats::cell;
use hearsay::view::{self, Ask, Format, Lookup, Question, ViewError};
use serde_json::Value;

/// Rows of a part, if nothing else is asked for.
pub(crate) const USUAL: usize = 100;

/// Rows of a part at most.
pub(crate) const MOST: usize = 1_000;

/// The questions that an address can ask. What takes no key at all is asked with a text that is sent.
pub(crate) fn all() -> impl Iterator<Item = Ask> {
    Ask::ALL.into_iter().filter(|ask| !ask.keys().is_empty())
}

/// The keys of a question that stand in the path: the ids of what it is about, where it can't be asked without.
pub(crate) fn path_keys(ask: Ask) -> Vec<&'static str> {
    let keys = ask.keys();
    let is_of_record = keys.first() == Some(&"id");
    keys.into_iter().take_while(|key| is_of_record && matches!(*key, "id" | "with")).collect()
}

/// The keys of a question that stand in the query.
pub(crate) fn query_keys(ask: Ask) -> Vec<&'static str> {
    let in_path = path_keys(ask).len();
    ask.keys().into_iter().skip(in_path).map(|key| if key == "offset" { "cursor" } else { key }).collect()
}

/// The address of a question.
pub(crate) fn path(ask: Ask, ids: &[&str]) -> String {
    let ids: String = ids.iter().map(|id| format!("/{}", encoded(id))).collect();
    format!("/api/v1/{}{ids}", ask.as_str())
}

/// An answer, and the address of the next part of it.
pub(crate) struct Part {
    pub(crate) bytes: Vec<u8>,
    pub(crate) next: Option<String>,
}

/// Answers a question.
pub(crate) fn answer(
    lookup: &Lookup<'_>,
    ask: Ask,
    ids: &[&str],
    pairs: &[(String, String)],
    format: Format,
) -> Result<Part, Problem> {
    let asked = Asked::parse(ask, ids, pairs)?;
    if !query_keys(ask).contains(&"cursor") {
        return Ok(Part { bytes: view::answer_over(lookup, &asked.question, format, 0)?, next: None });
    }
    let key = |row: &Value| key_of(ask, row);
    let named = canonical::line(&asked.question);
    let offset = match &asked.cursor {
        Some(word) => Cursor::parse(word, &named)?.offset(key, |offset, limit| asked.window(lookup, offset, limit))?,
        None => 0,
    };
    let mut whole = asked.whole(lookup, offset, asked.limit)?;
    let window = window_of(ask, &whole);
    let next = Cursor::behind(&named, offset, &window, key).map(|cursor| asked.address_of(&path(ask, ids), &cursor));
    let bytes = if format == Format::Json {
        if let Value::Object(object) = &mut whole {
            object.insert("next".into(), next.clone().into());
        }
        json(&whole)
    } else {
        view::answer_over(lookup, &asked.part(offset, asked.limit), format, 0)?
    };
    Ok(Part { bytes, next })
}

/// One value as the body of an answer.
pub(crate) fn json(value: &Value) -> Vec<u8> {
    cell::escaped(format!("{value}\n")).into_bytes()
}

/// What an address asks.
struct Asked {
    ask: Ask,
    /// Without limit and offset.
    question: Question,
    pairs: Vec<(String, String)>,
    limit: usize,
    cursor: Option<String>,
}

impl Asked {
    fn parse(ask: Ask, ids: &[&str], pairs: &[(String, String)]) -> Result<Self, Problem> {
        let known = query_keys(ask);
        let (mut kept, mut limit, mut cursor) = (Vec::new(), USUAL, None);
        for (given, value) in pairs {
            let folded = given.replace('-', "_");
            if !known.contains(&folded.as_str()) {
                return Err(ViewError::UnknownKey { question: ask.as_str(), key: given.clone(), known }.into());
            }
            match folded.as_str() {
                "limit" => limit = limit_of(value)?,
                _ if value.trim().is_empty() => {}
                "cursor" => cursor = Some(value.clone()),
                _ => kept.push((folded, value.clone())),
            }
        }
        let of_path = path_keys(ask).into_iter().zip(ids).map(|(key, id)| (key.to_string(), (*id).to_string()));
        let question = Question::parse(ask, of_path.chain(kept.iter().cloned()))?;
        Ok(Self { ask, question, pairs: kept, limit, cursor })
    }

    fn part(&self, offset: usize, limit: usize) -> Question {
        let mut question = self.question.clone();
        question.filter.offset = Some(offset);
        question.filter.limit = Some(limit);
        question
    }

    fn whole(&self, lookup: &Lookup<'_>, offset: usize, limit: usize) -> Result<Value, Problem> {
        let bytes = view::answer_over(lookup, &self.part(offset, limit), Format::Json, 0)?;
        serde_json::from_slice(&bytes).map_err(|error| Problem::internal(error.to_string()))
    }

    fn window(&self, lookup: &Lookup<'_>, offset: usize, limit: usize) -> Result<Window, Problem> {
        Ok(window_of(self.ask, &self.whole(lookup, offset, limit)?))
    }

    fn address_of(&self, path: &str, cursor: &Cursor) -> String {
        let own = [("limit".to_string(), self.limit.to_string()), ("cursor".to_string(), cursor.word())];
        href(path, self.pairs.iter().cloned().chain(own))
    }
}

/// How many rows are asked for.
pub(crate) fn limit_of(value: &str) -> Result<usize, Problem> {
    value.trim().parse().ok().filter(|n| (1..=MOST).contains(n)).ok_or_else(|| {
        let message = format!("`{value}` does not fit `limit`: a whole number from 1 to {MOST}");
        Problem::new(StatusCode::BAD_REQUEST, "unfit-value", message)
    })
}

fn window_of(ask: Ask, whole: &Value) -> Window {
    let rows = whole[ask.as_str()].as_array().cloned().unwrap_or_default();
    let total = whole["total"].as_u64().and_then(|total| usize::try_from(total).ok()).unwrap_or(rows.len());
    Window { rows, total }
}

/// What a row is known by when the case changes: its ids, which stay while counts move.
fn key_of(ask: Ask, row: &Value) -> String {
    let of: &[&str] = match ask {
        Ask::WhoSaid | Ask::About => &["statement"],
        Ask::Search | Ask::Coverage => &["document"],
        Ask::Refused => &["path"],
        Ask::Outlets => &["outlet"],
        Ask::Timeline => &["day"],
        Ask::Stats => &["what", "kind"],
        Ask::Labels => &["scheme", "concept"],
        _ => &["id"],
    };
    let known: Vec<String> = of.iter().filter_map(|key| row.get(key)).map(Value::to_string).collect();
    let named = if known.is_empty() { row.to_string() } else { known.join(" ") };
    canonical::digest(vec![named])[..16].to_string()
}

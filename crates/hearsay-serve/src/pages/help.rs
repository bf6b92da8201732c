//! `/help`: keys, marks, addresses and what each question takes.

use super::Asked;
use crate::frame::Frame;
use crate::problem::Problem;
use askama::Template;
use hearsay::view::Ask;
use serde_json::json;

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    frame: Frame,
    questions: Vec<Asking>,
}

/// A question with the keys that it takes.
struct Asking {
    word: &'static str,
    needs_id: bool,
    keys: String,
    sorts: String,
}

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let questions = Ask::ALL
        .into_iter()
        .map(|ask| Asking {
            word: ask.as_str(),
            needs_id: ask.keys().first() == Some(&"id"),
            keys: ask.keys().join(", "),
            sorts: ask.sorts().join(", "),
        })
        .collect();
    Ok(HelpPage { frame: asked.frame_of_one("Help"), questions }.render()?)
}

/// The questions as data.
pub(crate) fn data() -> Result<Vec<u8>, Problem> {
    let questions: Vec<serde_json::Value> =
        Ask::ALL.into_iter().map(|ask| json!({ "question": ask.as_str(), "keys": ask.keys(), "sorts": ask.sorts() })).collect();
    let help = json!({ "hearsay": hearsay::record::JSON_VERSION, "questions": questions, "formats": ["json", "jsonl", "csv"] });
    serde_json::to_vec(&help).map_err(|error| Problem::internal(error.to_string()))
}

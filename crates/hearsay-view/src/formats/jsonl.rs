//! JSONL: one row a line, as the committed schema says.
//!
//! Where columns were asked for, a line holds these cells and nothing else, as text. Invariant: as many lines as
//! rows, each a JSON object; the characters that terminals and line
//! readers act on are escaped, which leaves the values as they are.

use super::cell::escaped;
use crate::ViewError;
use crate::answer::Answer;

/// The rows of an answer.
///
/// # Errors
/// Where a row can't be written as JSON.
pub fn write<A: Answer>(answer: &A) -> Result<String, ViewError> {
    let mut out = String::new();
    for row in super::json::rows(answer)? {
        out.push_str(&serde_json::to_string(&row).map_err(|error| ViewError::Write(error.to_string()))?);
        out.push('\n');
    }
    Ok(escaped(out))
}

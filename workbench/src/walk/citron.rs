//! Story 6: a client of another program asks here.
//!
//! In: texts of six hundred words. Out: the seconds of Citron's call, and whether each answer has its shape. Invariant: the client knows nothing of this program.
//!
//! Example: `POST /citron/quotes` with the form field `text`.

use super::visitor::Visitor;
use super::{Needed, Walk};
use crate::planted::Gold;
use anyhow::{Context, Result};
use serde_json::Value;

/// Times that each text is sent.
const TIMES: usize = 3;

pub(super) fn walk(walk: &mut Walk, visitor: &mut Visitor, gold: &Gold) -> Result<()> {
    let mut shaped = 0;
    for text in gold.texts.iter().cycle().take(gold.texts.len() * TIMES) {
        let answer = visitor.send("6 Citron's call, 600 words", "/citron/quotes", &[("text", text)])?;
        let answer: Value = serde_json::from_str(&answer.body).context("Citron's answer is JSON")?;
        let is_quote = |quote: &Value| {
            quote["sources"].is_array()
                && quote["cue"]["text"].is_string()
                && quote["contents"].is_array()
                && quote["confidence"].is_string()
        };
        shaped +=
            usize::from(answer["quotes"].as_array().is_some_and(|quotes| !quotes.is_empty() && quotes.iter().all(is_quote)));
    }
    let of = gold.texts.len() * TIMES;
    walk.counts(6, "answers in Citron's shape, with a quote at least", (shaped, of), Needed::AtLeast(of));
    Ok(())
}

//! [`Cursor`]: where a list goes on, though the case may have changed meanwhile.
//!
//! In: the rows that were given last. Out: an opaque word for the address, and back again. Invariant: a list
//! goes on behind the last row that is still there; only where none of the last few is does the count of rows
//! given decide. A cursor fits the question that it was given with, and no other.

use crate::problem::Problem;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hearsay::record::canonical;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Rows that a cursor remembers.
const REMEMBERED: usize = 3;

/// Where a list goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cursor {
    /// Rows given so far.
    n: usize,
    /// The last of them, the last first.
    last: Vec<String>,
    /// The question.
    of: String,
}

/// A part of a list: rows from an offset on, at most so many, and how many there are in all.
pub(crate) struct Window {
    pub(crate) rows: Vec<Value>,
    pub(crate) total: usize,
}

impl Cursor {
    /// Behind these rows of a question, if more follow.
    pub(crate) fn behind(question: &str, offset: usize, window: &Window, key: impl Fn(&Value) -> String) -> Option<Self> {
        let n = offset + window.rows.len();
        let is_last = window.rows.is_empty() || n >= window.total;
        (!is_last).then(|| Self {
            n,
            last: window.rows.iter().rev().take(REMEMBERED).map(key).collect(),
            of: canonical::digest(vec![question.into()])[..12].into(),
        })
    }

    pub(crate) fn word(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    pub(crate) fn parse(word: &str, question: &str) -> Result<Self, Problem> {
        let unfit = || {
            let message = "This cursor was not given with this question; begin again without one";
            Problem::new(StatusCode::BAD_REQUEST, "unfit-value", message)
        };
        let bytes = URL_SAFE_NO_PAD.decode(word).map_err(|_| unfit())?;
        let cursor: Self = serde_json::from_slice(&bytes).map_err(|_| unfit())?;
        if cursor.of != canonical::digest(vec![question.into()])[..12] { Err(unfit()) } else { Ok(cursor) }
    }

    /// The offset at which the list goes on now. `window` gives rows from an offset on, at most so many.
    pub(crate) fn offset(
        &self,
        key: impl Fn(&Value) -> String,
        mut window: impl FnMut(usize, usize) -> Result<Window, Problem>,
    ) -> Result<usize, Problem> {
        if let Some(before) = self.n.checked_sub(1) {
            let at = window(before, 1)?;
            if at.rows.first().map(&key).as_ref() == self.last.first() {
                return Ok(self.n);
            }
        }
        let all = window(0, usize::MAX)?;
        let keys: Vec<String> = all.rows.iter().map(key).collect();
        let found = self.last.iter().find_map(|last| keys.iter().position(|known| known == last));
        Ok(found.map_or(self.n.min(all.total), |at| at + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn key(row: &Value) -> String {
        row.to_string()
    }

    fn window(rows: &[u32], offset: usize, limit: usize) -> Window {
        Window { rows: rows.iter().skip(offset).take(limit).map(|n| json!(n)).collect(), total: rows.len() }
    }

    fn goes_on(cursor: &Cursor, rows: &[u32]) -> usize {
        let word = cursor.word();
        let cursor = Cursor::parse(&word, "claims").expect("its own word");
        cursor.offset(key, |offset, limit| Ok(window(rows, offset, limit))).expect("an offset")
    }

    #[test]
    fn a_list_goes_on_behind_the_last_row_that_is_there() {
        let rows = [10, 20, 30, 40, 50];
        let cursor = Cursor::behind("claims", 0, &window(&rows, 0, 3), key).expect("more follow");
        assert_eq!(goes_on(&cursor, &rows), 3);
        assert_eq!(goes_on(&cursor, &[5, 10, 20, 30, 40, 50]), 4, "a row came in before");
        assert_eq!(goes_on(&cursor, &[10, 20, 40, 50]), 2, "the last row went");
        assert_eq!(goes_on(&cursor, &[20, 30, 40, 50]), 2, "an earlier row went");
        assert_eq!(goes_on(&cursor, &[40, 50]), 2, "none is there any more");
        assert!(Cursor::behind("claims", 3, &window(&rows, 3, 3), key).is_none());
    }

    #[test]
    fn a_cursor_of_another_question_is_refused() {
        let cursor = Cursor::behind("claims", 0, &window(&[1, 2], 0, 1), key).expect("more follow");
        for (word, question) in [(cursor.word(), "claims?act=deny"), ("AAAA".into(), "claims"), ("%".into(), "claims")] {
            assert_eq!(Cursor::parse(&word, question).expect_err("refused").code, "unfit-value");
        }
    }
}

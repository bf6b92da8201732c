//! A page: its article as text, and what its markup tells of it.
//!
//! In: the bytes of a page. Out: one document. Invariant: `document.text` is the headline, the
//! byline where the page shows it, and the article's paragraphs, each set apart by a blank line;
//! what lies outside the article stays in the original only.
//!
//! Example: `<h1>Oster floods</h1><p>The river rose.</p>` reads `Oster floods`, blank line, `The
//! river rose.`

mod article;
mod nesting;
mod render;

use crate::blocks;
use crate::draft::Draft;
use crate::encoding::decode;
use crate::{Hint, Opened};
use dom_query::Document;

/// Takes in a page.
pub(crate) fn open(bytes: &[u8], hint: &Hint) -> Opened {
    let decoded = decode(bytes, true);
    let page = Document::from(nesting::bearable(&decoded.text).as_ref());
    let body = article::article(page);
    let mut draft = Draft { media_type: "text/html", text: body.text, marks: body.marks, notes: decoded.notes, ..Draft::default() };
    blocks::mark(&mut draft);
    Opened { taken: vec![draft.finish(bytes.to_vec(), None, hint)], refused: Vec::new() }
}

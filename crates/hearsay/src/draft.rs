//! [`check`]: a text before it is published, read and linked within itself. Nothing is stored and nothing is logged.
//!
//! In: one input of one document. Out: [`Draft`]: each statement with its source, who is accused and whether the accused is heard.
//! Invariant: the text is read and linked as it would be in a case; it meets no other document.
//!
//! Example: `hearsay draft story.txt`, and the page's `/draft`.

use crate::path::{self, Input};
use hearsay_link::Material;
use hearsay_read::Packs;
use hearsay_view::Draft;

/// Reads a draft; `today` dates what it leaves open.
///
/// # Errors
/// Where the input holds no document or several, with the reason for a person.
pub fn check(input: &Input, packs: &Packs, today: Option<&str>) -> Result<Draft, String> {
    let bytes = input.bytes.as_deref().map_err(Clone::clone)?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err("holds no text".into());
    }
    let mut opened = path::take_in(bytes, input, today);
    let taken = match (opened.taken.pop(), opened.taken.len()) {
        (Some(only), 0) => only,
        (Some(_), more) => return Err(format!("holds {} documents, and a draft is one", more + 1)),
        (None, _) => return Err(opened.refused.pop().map_or_else(|| "holds no document".into(), |refused| refused.message)),
    };
    let reading = hearsay_read::read(&taken.document, packs);
    let quantities = hearsay_read::quantities_of(&taken.document, packs);
    let (documents, readings) = ([taken.document], [reading]);
    let linked = hearsay_link::link(&Material { documents: &documents, readings: &readings, corrections: &[] });
    let ([document], [reading]) = (documents, readings);
    Ok(Draft::of(document, &reading, &linked.links, &quantities))
}

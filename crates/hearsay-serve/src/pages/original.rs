//! `/document/{id}/original`: what was taken in, as source text. It is shown, never run.

use super::Asked;
use crate::frame::Frame;
use crate::problem::Problem;
use askama::Template;
use hearsay::view::{Ask, DocumentRow};

#[derive(Template)]
#[template(path = "original.html")]
struct OriginalPage {
    frame: Frame,
    href: String,
    title: String,
    media_type: String,
    n_bytes: usize,
    text: String,
    is_utf8: bool,
    cut: bool,
}

/// Longer originals are cut, in bytes.
const LONGEST: usize = 2_000_000;

pub(crate) fn page(asked: &Asked<'_, '_>, id: &str) -> Result<String, Problem> {
    let document = asked.one::<DocumentRow>(Ask::Document, id)?.document;
    let bytes =
        asked.lookup.ledger.original(&document.id).map_err(Problem::from_ledger)?.ok_or_else(|| Problem::nothing_called(id))?;
    let shown = &bytes[..bytes.len().min(LONGEST)];
    let mut frame = asked.frame_of_one("Stored original");
    frame.twins.clear();
    let page = OriginalPage {
        frame,
        href: format!("/document/{}", document.id),
        title: document.title.clone().unwrap_or_else(|| "untitled".into()),
        media_type: document.media_type.clone(),
        n_bytes: bytes.len(),
        text: String::from_utf8_lossy(shown).into_owned(),
        is_utf8: std::str::from_utf8(shown).is_ok(),
        cut: shown.len() < bytes.len(),
    };
    Ok(page.render()?)
}

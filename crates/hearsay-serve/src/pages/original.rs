//! `/document/{id}/original`: what was taken in, as source text, with the same marks, beside the text that was read from it.
//! It is shown, never run.

use super::Asked;
use super::document::read_marks;
use super::document_text::{Section, sections};
use crate::frame::Frame;
use crate::marked::{Piece, Role, pieces};
use crate::problem::Problem;
use crate::source_marks::source_marks;
use askama::Template;
use hearsay::record::CharSpan;
use hearsay::text::Offsets;
use hearsay::view::{Ask, DocumentRow};

#[derive(Template)]
#[template(path = "original.html")]
struct OriginalPage {
    frame: Frame,
    href: String,
    title: String,
    media_type: String,
    hash: String,
    n_bytes: usize,
    pieces: Vec<Piece>,
    sections: Vec<Section>,
    lang: String,
    paragraphs: usize,
    found: usize,
    is_utf8: bool,
    cut: bool,
}

/// Longer originals are cut, in bytes.
const LONGEST: usize = 2_000_000;

pub(crate) fn page(asked: &Asked<'_, '_>, id: &str) -> Result<String, Problem> {
    let row = asked.one::<DocumentRow>(Ask::Document, id)?;
    let document = &row.document;
    let bytes =
        asked.lookup.ledger.original(&document.id).map_err(Problem::from_ledger)?.ok_or_else(|| Problem::nothing_called(id))?;
    let shown = &bytes[..bytes.len().min(LONGEST)];
    let source = String::from_utf8_lossy(shown).into_owned();
    let (mut marks, _) = read_marks(asked, &row, "");
    marks.retain(|mark| mark.role != Role::Mention);
    marks.iter_mut().for_each(|mark| mark.key.clear());
    let carried = source_marks(&source, document.media_type.contains("html"), &document.text, &marks);
    let offsets = Offsets::new(&source);
    let mut frame = asked.frame_of_one("Stored original");
    frame.twins.clear();
    let page = OriginalPage {
        frame,
        href: format!("/document/{}", document.id),
        title: document.title.clone().unwrap_or_else(|| "untitled".into()),
        media_type: document.media_type.clone(),
        hash: document.hash.clone(),
        n_bytes: bytes.len(),
        pieces: pieces(&offsets, CharSpan { start: 0, end: offsets.n_chars() }, &carried.marks),
        sections: sections(document, &marks, &[], &[], None),
        lang: document.language.clone().unwrap_or_default(),
        paragraphs: carried.paragraphs,
        found: carried.found,
        is_utf8: std::str::from_utf8(shown).is_ok(),
        cut: shown.len() < bytes.len(),
    };
    Ok(page.render()?)
}

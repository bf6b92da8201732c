//! The page of a permalink whose record is no longer here: what it was, and what is nearest to it by its evidence.
//!
//! In: an address that carries its words. Out: these words, whether their text is still here, and the statements
//! that stand at them now, or the documents that hold the same words. Invariant: nothing is shown as the record itself.

use super::Asked;
use crate::evidence::{self, Passage};
use crate::frame::Frame;
use crate::lines::StatementLine;
use crate::problem::Problem;
use crate::quoted::{Quoted, Standing};
use askama::Template;
use hearsay::record::{Id, Place};
use hearsay::view::Evidence;

#[derive(Template)]
#[template(path = "gone.html")]
struct GonePage {
    frame: Frame,
    id: String,
    quoted: Quoted,
    what: &'static str,
    whence: String,
    lines: Vec<StatementLine>,
    elsewhere: Vec<Passage>,
    passage: Option<Passage>,
}

/// Statements and documents named as nearest.
const NEAREST: usize = 8;

/// The page, where the address says enough of what it was.
pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<Option<String>, Problem> {
    let Some(quoted) = Quoted::asked(asked.address) else { return Ok(None) };
    let [.., id] = asked.address.segments.as_slice() else { return Ok(None) };
    let lookup = asked.lookup;
    let standing = quoted.standing(lookup);
    let stands = matches!(standing, Standing::Stands | Standing::TextDiffers);
    let document = lookup.documents.get(&Id::from_text(&quoted.document));
    let mut lines: Vec<StatementLine> = Vec::new();
    if let Some(document) = document.filter(|_| stands) {
        let near = lookup.lines_in(&document.id).filter(|line| {
            let roles = &line.attribution.roles;
            let own = [&roles.source, &roles.cue, &roles.content].into_iter().flatten();
            own.into_iter().any(|own| quoted.spans.iter().any(|span| span.overlaps(own)))
        });
        lines = near.take(NEAREST).map(|line| StatementLine::of_line(lookup, &line)).collect();
    }
    let words: Vec<String> =
        quoted.exact.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(12).map(str::to_string).collect();
    let mut elsewhere: Vec<Passage> = Vec::new();
    if lines.is_empty() && !words.is_empty() {
        let hits = lookup.ledger.search(&format!("\"{}\"", words.join(" ")), NEAREST, 0).map_err(Problem::from_ledger)?;
        for hit in hits {
            let place = Evidence::of(lookup, &Place::new(hit.document.clone(), hit.spans.into_iter().take(12).collect()));
            elsewhere.push(evidence::of_marks(lookup, &place));
        }
    }
    let mut frame = asked.frame_of_one("No longer here");
    frame.twins.clear();
    frame.cite = None;
    frame.notice = None;
    let page = GonePage {
        frame,
        id: id.clone(),
        what: kind(&Id::from_text(id)),
        whence: document.map_or_else(String::new, |document| {
            let title = document.title.clone().unwrap_or_else(|| "untitled".into());
            let outlet = document.origin.outlet.clone().map(|outlet| format!("{outlet}, ")).unwrap_or_default();
            format!("{outlet}\u{201c}{title}\u{201d}")
        }),
        passage: document.filter(|_| stands && !quoted.spans.is_empty()).map(|document| {
            let place = Evidence::of(lookup, &Place::new(document.id.clone(), quoted.spans.clone()));
            evidence::of_marks(lookup, &place)
        }),
        quoted,
        lines,
        elsewhere,
    };
    Ok(Some(page.render()?))
}

fn kind(id: &Id) -> &'static str {
    use hearsay::record::IdKind;
    match id.kind() {
        Some(IdKind::Document) => "document",
        Some(IdKind::Statement | IdKind::Attribution) => "statement",
        Some(IdKind::Claim) => "claim",
        Some(IdKind::Entity | IdKind::Chain) => "name",
        Some(IdKind::Link) => "link",
        _ => "record",
    }
}

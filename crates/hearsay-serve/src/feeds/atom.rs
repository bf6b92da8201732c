//! Atom, as RFC 4287 has it.
//!
//! Invariant: all that comes from an article is escaped, and what XML does not allow is shown by its picture.

use super::{Entry, Feed};
use hearsay::view::formats::cell::harmless;
use std::fmt::Write;

/// The feed as a document.
pub(super) fn write(feed: &Feed, origin: &str) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    // Writing to a string can't fail.
    let _ = writeln!(out, "<id>{}</id>", text(&feed.id));
    let _ = writeln!(out, "<title>{}</title>", text(&feed.title));
    let _ = writeln!(out, "<subtitle>{}</subtitle>", text(&feed.met()));
    let _ = writeln!(out, "<updated>{}</updated>", text(&feed.updated));
    let _ = writeln!(out, "<author><name>hearsay</name></author>");
    let _ = writeln!(out, "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>", text(&feed.own));
    let _ = writeln!(out, "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>", text(&feed.page));
    for entry in &feed.entries {
        one(&mut out, feed, entry, origin);
    }
    out.push_str("</feed>\n");
    out
}

fn one(out: &mut String, feed: &Feed, entry: &Entry, origin: &str) {
    let language = if entry.language.is_empty() { String::new() } else { format!(" xml:lang=\"{}\"", text(&entry.language)) };
    let _ = writeln!(out, "<entry{language}>\n<id>{}</id>", text(&entry.id));
    let _ = writeln!(out, "<title>{}</title>", text(&entry.title));
    let _ = writeln!(out, "<updated>{}</updated>", text(&entry.updated));
    for author in entry.authors.iter().filter(|author| !author.trim().is_empty()) {
        let _ = writeln!(out, "<author><name>{}</name></author>", text(author));
    }
    let _ = writeln!(out, "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>", text(&format!("{origin}{}", entry.page)));
    if let Some(address) = &entry.published_at {
        let _ = writeln!(out, "<link rel=\"via\" href=\"{}\"/>", text(address));
    }
    for condition in &feed.matched {
        let _ = writeln!(out, "<category term=\"{}\" label=\"{}\"/>", text(&condition.term), text(&condition.words));
    }
    let _ = writeln!(out, "<content type=\"text\">{}</content>\n</entry>", text(&body(feed, entry)));
}

/// The sentence, when it was said, and what it matched.
pub(super) fn body(feed: &Feed, entry: &Entry) -> String {
    let mut parts: Vec<String> = Vec::new();
    if !entry.text.trim().is_empty() {
        parts.push(entry.text.clone());
    }
    if !entry.date.is_empty() {
        parts.push(format!("Dated {}.", crate::dates::full(&entry.date)));
    }
    parts.push(feed.met());
    parts.join("\n\n")
}

/// Escaped for text and for attributes; line breaks stay.
fn text(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len() + 16);
    for (n, line) in raw.split('\n').enumerate() {
        if n > 0 {
            out.push('\n');
        }
        for character in harmless(line).chars() {
            match character {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
                character => out.push(character),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn text_never_becomes_markup() {
        assert_eq!(
            super::text("<b a=\"x\">&\u{1b}[31m\n\u{202e}\u{ffff}"),
            "&lt;b a=&quot;x&quot;&gt;&amp;␛[31m\n\u{fffd}\u{fffd}"
        );
    }
}

//! Keeps a hostile page from costing more than its length.
//!
//! In: the source of a page. Out: the same source, with tags left out that stand deeper than any
//! real page goes, and attributes left out of tags that hold thousands. A parser of HTML looks
//! through its stack of open elements at most tags, so a page of a hundred thousand nested `div`
//! would cost the square of that. Invariants: text is never left out; one pass over the source; a
//! page of bearable depth comes out as it went in.
//!
//! Example: the five-hundredth `<div>` that is opened in another is dropped with its `</div>`.

use std::borrow::Cow;

/// Real pages go to about 60.
const DEEPEST: usize = 200;
/// A longer tag that holds many attributes loses them all.
const LONGEST_TAG: usize = 16 * 1024;
const MOST_ATTRIBUTES: usize = 200;

/// Elements that never hold others, or that close themselves when the next of them opens.
const SHALLOW: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p", "li",
    "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "option", "optgroup", "html", "head", "body", "frame",
    "rp", "rt",
];
/// Elements whose content is no markup.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "noembed", "noframes", "iframe", "plaintext"];

/// The source with bearable depth.
pub(crate) fn bearable(source: &str) -> Cow<'_, str> {
    let bytes = source.as_bytes();
    let mut out: Option<String> = None;
    let mut copied = 0;
    let mut depth = 0_usize;
    let mut dropped = 0_usize;
    let mut at = 0;
    while let Some(step) = bytes[at..].iter().position(|&b| b == b'<') {
        let start = at + step;
        if source[start..].starts_with("<!--") {
            match source[start + 4..].find("-->") {
                Some(end) => at = start + 4 + end + 3,
                None => break,
            }
            continue;
        }
        let closes = bytes.get(start + 1) == Some(&b'/');
        let name_start = start + 1 + usize::from(closes);
        if !bytes.get(name_start).is_some_and(u8::is_ascii_alphabetic) {
            at = start + 1;
            continue;
        }
        let name_end = name_start
            + bytes[name_start..]
                .iter()
                .position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
                .unwrap_or(bytes.len() - name_start);
        let (Some(end), n_attributes) = end_of_tag(bytes, name_end) else { break };
        let name = source[name_start..name_end].to_ascii_lowercase();
        at = end;
        let mut replace = None;
        let was_dropped = dropped;
        if RAW.contains(&name.as_str()) && !closes {
            at = end_of_raw(source, end, &name);
        } else if !SHALLOW.contains(&name.as_str()) {
            match (closes, dropped > 0) {
                (true, true) => dropped -= 1,
                (true, false) => depth = depth.saturating_sub(1),
                (false, _) if depth >= DEEPEST => dropped += 1,
                (false, _) => depth += usize::from(bytes[end - 2] != b'/'),
            }
            let is_dropped = if closes { dropped < was_dropped } else { dropped > was_dropped };
            replace = is_dropped.then(String::new);
        }
        if replace.is_none() && end - start > LONGEST_TAG && n_attributes > MOST_ATTRIBUTES {
            replace = Some(format!("<{name}>"));
        }
        if let Some(replacement) = replace {
            let out = out.get_or_insert_with(|| String::with_capacity(source.len()));
            out.push_str(&source[copied..start]);
            out.push_str(&replacement);
            copied = end;
        }
    }
    match out {
        Some(mut out) => {
            out.push_str(&source[copied..]);
            Cow::Owned(out)
        }
        None => Cow::Borrowed(source),
    }
}

/// The byte after the tag, and about how many attributes it holds.
fn end_of_tag(bytes: &[u8], from: usize) -> (Option<usize>, usize) {
    let mut quote = None;
    let mut n_attributes = 0;
    let mut before = b' ';
    for (i, &byte) in bytes[from..].iter().enumerate() {
        match quote {
            Some(mark) if byte == mark => quote = None,
            Some(_) => {}
            None if (byte == b'"' || byte == b'\'') && before == b'=' => quote = Some(byte),
            None if byte == b'>' => return (Some(from + i + 1), n_attributes),
            None if !byte.is_ascii_whitespace() && (before.is_ascii_whitespace() || before == b'/') => n_attributes += 1,
            None => {}
        }
        if !(byte.is_ascii_whitespace() && before == b'=') {
            before = byte;
        }
    }
    (None, n_attributes)
}

/// Where the content of an element that holds no markup ends.
fn end_of_raw(source: &str, from: usize, name: &str) -> usize {
    let bytes = source.as_bytes();
    let mut at = from;
    while let Some(step) = bytes[at..].windows(2).position(|pair| pair == b"</") {
        let start = at + step + 2;
        if bytes.get(start..start + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
            return start - 2;
        }
        at = start;
    }
    source.len()
}

#[cfg(test)]
mod tests {
    use super::{DEEPEST, bearable};
    use std::borrow::Cow;

    #[test]
    fn a_real_page_is_left_alone() {
        let page = "<!doctype html><html><body><!-- <div> --><div class='a > b'><p>One<p>Two<script>if (a<b) '<div>'</script></div> 1 < 2";
        assert!(matches!(bearable(page), Cow::Borrowed(_)));
        let many = "<p>x".repeat(10_000);
        assert!(matches!(bearable(&many), Cow::Borrowed(_)));
    }

    #[test]
    fn depth_is_held_and_text_kept() {
        let page = format!("{}deep{}after", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let out = bearable(&page);
        assert_eq!(out.matches("<div>").count(), DEEPEST);
        assert_eq!(out.matches("</div>").count(), DEEPEST);
        assert!(out.contains("deep") && out.ends_with("after"));
    }

    #[test]
    fn a_tag_of_thousands_of_attributes_loses_them() {
        let page = format!("<div {}>text</div>", (0..5000).map(|i| format!("a{i}=1 ")).collect::<String>());
        assert_eq!(bearable(&page), "<div>text</div>");
        let picture = format!("<img src='data:{}'>", "A".repeat(50_000));
        assert_eq!(bearable(&picture), picture.as_str());
    }
}

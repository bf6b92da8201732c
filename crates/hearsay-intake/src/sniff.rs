//! What kind of file the bytes are.
//!
//! In: bytes. Out: [`Kind`]. Only the bytes are looked at, never a path or a declared type, so that
//! the same bytes are the same document wherever they lie. Invariant: what is refused has a reason
//! that names what it is.
//!
//! Example: bytes that begin `%PDF-` are refused as a PDF file.

use crate::encoding::utf16_without_mark;
use encoding_rs::Encoding;

/// A kind of file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A page.
    Html,
    /// A feed of items: RSS or Atom.
    Feed,
    /// One JSON value.
    Json,
    /// A JSON value a line.
    Jsonl,
    /// Anything else that is text.
    Plain,
    /// Nothing that can be read, and why.
    Refused { code: &'static str, message: String },
}

/// How much of a file is looked at for bytes that no text holds.
const LOOK_WITHIN: usize = 64 * 1024;

/// Signatures of formats that hold no text as it stands.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (or an office document, which is one)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"RIFF", "a RIFF file (sound or picture)"),
    (b"ID3", "an MP3 file"),
    (b"OggS", "an Ogg file"),
    (b"\x7fELF", "a program"),
    (b"\x00asm", "a WebAssembly module"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
];

/// Elements that a page or a piece of one begins with.
const OPENERS: &[&str] = &[
    "!doctype html",
    "html",
    "head",
    "body",
    "article",
    "main",
    "section",
    "div",
    "p",
    "meta",
    "link",
    "title",
    "script",
    "style",
    "header",
    "nav",
    "h1",
    "h2",
    "h3",
    "table",
    "span",
    "a",
    "b",
    "br",
    "font",
    "iframe",
    "blockquote",
    "ul",
    "ol",
    "img",
    "figure",
    "center",
    "form",
    "base",
    "noscript",
];

/// Tells the kind of a file by its bytes.
pub(crate) fn sniff(bytes: &[u8]) -> Kind {
    if bytes.is_empty() {
        return refused("empty", "the file is empty");
    }
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return refused("binary", format!("{what}, which holds no plain text, HTML or JSON"));
    }
    let wide = Encoding::for_bom(bytes)
        .map_or_else(|| utf16_without_mark(bytes), |(encoding, _)| Some(encoding))
        .filter(|encoding| !encoding.is_ascii_compatible());
    let head: String;
    if let Some(encoding) = wide {
        head = encoding.decode_with_bom_removal(&bytes[..bytes.len().min(LOOK_WITHIN) & !1]).0.into_owned();
        if head.trim().is_empty() && bytes.len() <= LOOK_WITHIN {
            return refused("empty", "the file holds white space only");
        }
    } else {
        let look = &bytes[..bytes.len().min(LOOK_WITHIN)];
        let n_control =
            look.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | 0xb | 0xc | b'\r' | 0x1b) || b == 0x7f).count();
        let has_zero = look.contains(&0);
        // A stray control character is met in real text; a zero byte among many others is not.
        if n_control * 50 > look.len() || (has_zero && n_control * 1000 > look.len()) {
            return refused("binary", "a binary file, which holds no plain text, HTML or JSON");
        }
        if bytes.iter().all(|b| b.is_ascii_whitespace()) {
            return refused("empty", "the file holds white space only");
        }
        head = String::from_utf8_lossy(look).into_owned();
    }
    by_start(head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}'), bytes.len() > LOOK_WITHIN)
}

fn refused(code: &'static str, message: impl Into<String>) -> Kind {
    Kind::Refused { code, message: message.into() }
}

fn by_start(head: &str, is_cut: bool) -> Kind {
    match head.as_bytes().first() {
        Some(b'<') => markup(head),
        Some(b'{') => braces(head, is_cut),
        Some(b'[') => {
            let next = head[1..].trim_start().bytes().next();
            if matches!(next, Some(b'{')) && !head.starts_with("[{{") { Kind::Json } else { Kind::Plain }
        }
        _ => Kind::Plain,
    }
}

/// A page, another file in angle brackets, or text that happens to begin with one.
fn markup(head: &str) -> Kind {
    let mut rest = head;
    let mut is_xml = false;
    loop {
        rest = rest.trim_start();
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if rest.starts_with("<?") {
            is_xml = true;
            rest.find('>').map(|at| at + 1)
        } else {
            break;
        };
        match end {
            Some(end) => rest = &rest[end..],
            // A comment that goes on past what is looked at.
            None => return if is_xml { refused("xml", "an XML file that is no page") } else { Kind::Html },
        }
    }
    let Some(name) = rest.strip_prefix('<') else { return if rest.len() < head.len() { Kind::Html } else { Kind::Plain } };
    let name = name.strip_prefix('/').unwrap_or(name);
    let opens = |opener: &str| {
        name.get(..opener.len()).is_some_and(|start| start.eq_ignore_ascii_case(opener))
            && name[opener.len()..].chars().next().is_none_or(|c| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
    };
    if OPENERS.iter().any(|opener| opens(opener)) {
        return Kind::Html;
    }
    let lower = rest.get(..rest.len().min(16 * 1024)).unwrap_or(rest).to_ascii_lowercase();
    if is_xml || name.starts_with("rss") || name.starts_with("feed") || name.starts_with("rdf:") || name.starts_with("!DOCTYPE") {
        if lower.contains("<html") {
            return Kind::Html;
        }
        let root: String =
            name.chars().take_while(|c| c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '.')).take(40).collect();
        if matches!(root.as_str(), "rss" | "feed" | "rdf:RDF") || root.ends_with(":feed") {
            return Kind::Feed;
        }
        return refused("xml", format!("an XML file with the root element `{root}`, which is no page and no feed"));
    }
    if lower.contains("</p>") || lower.contains("</div>") || lower.contains("<body") { Kind::Html } else { Kind::Plain }
}

/// One object, an object a line, or text that happens to begin with a brace.
fn braces(head: &str, is_cut: bool) -> Kind {
    let inside = head[1..].trim_start();
    if !(inside.starts_with('"') || inside.starts_with('}')) {
        return Kind::Plain;
    }
    let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or("");
    let second = lines.next();
    let is_line = |line: &str| line.starts_with('{') && (line.ends_with('}') || is_cut);
    match second {
        Some(second) if is_line(first) || (second.starts_with("{\"") && second.ends_with('}')) => Kind::Jsonl,
        _ => Kind::Json,
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, sniff};

    #[test]
    fn kinds_are_told_by_bytes() {
        for (bytes, kind) in [
            (&b"The river rose."[..], Kind::Plain),
            (b"[Editor's note: this story was changed.]\n\nThe river rose.", Kind::Plain),
            (b"<3 from Oster", Kind::Plain),
            (b"{curly} text", Kind::Plain),
            (b"\xef\xbb\xbf <!DOCTYPE html><p>x", Kind::Html),
            (b"<!-- saved -->\n<HTML lang=en>", Kind::Html),
            (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC ''><html>", Kind::Html),
            (b"<article><p>x</p></article>", Kind::Html),
            (b"{\"text\": \"x\"}", Kind::Json),
            (b"{\n  \"text\": \"x\"\n}\n", Kind::Json),
            (b"[ {\"text\": \"x\"} ]", Kind::Json),
            (b"{\"text\": \"x\"}\n{\"text\": \"y\"}\n", Kind::Jsonl),
            (b"{\"text\": broken\n{\"text\": \"y\"}\n", Kind::Jsonl),
            (b"\xff\xfe<\0p\0>\0x\0y\0", Kind::Html),
            (b"<?xml version='1.0'?>\n<rss version='2.0'>", Kind::Feed),
            (b"<feed xmlns='http://www.w3.org/2005/Atom'>", Kind::Feed),
        ] {
            assert_eq!(sniff(bytes), kind, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn refusals_name_what_it_is() {
        for (bytes, code, word) in [
            (&b""[..], "empty", "empty"),
            (b" \n\t\n", "empty", "white space"),
            (b"%PDF-1.7 x", "binary", "PDF"),
            (b"\x00\x01\x02\x03abc\x00\x05", "binary", "binary"),
            (b"<?xml version='1.0'?><kml xmlns='x'>", "xml", "kml"),
        ] {
            match sniff(bytes) {
                Kind::Refused { code: found, message } => {
                    assert_eq!(found, code);
                    assert!(message.contains(word), "{message}");
                }
                kind => panic!("{kind:?}"),
            }
        }
    }
}

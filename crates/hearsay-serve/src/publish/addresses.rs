//! [`Wanted`]: an address of the server that is published, and the file that it becomes.
//!
//! In: what a link of a page points to. Out: the page that is meant, and where in it; nothing, if it needs a server.
//! Invariant: a pure function of the address, so that which files there are does not hang on the order of a walk; two
//! addresses have two names, also where a disk knows no capitals.
//!
//! Example: `/who-said?speaker=e-91&offset=50` is the file `who-said/speaker-e-91_offset-50.html`.

use crate::address::{Address, href};
use hearsay::record::CharSpan;
use hearsay::view::Format;

/// An address that is published, without what only tells where in a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Wanted {
    pub(super) segments: Vec<String>,
    /// `json`, `jsonl`, `csv`, or none for the page.
    pub(super) suffix: Option<String>,
    pub(super) pairs: Vec<(String, String)>,
}

/// Where in a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Within {
    /// What stands behind `#`.
    pub(super) fragment: Option<String>,
    /// Spans of a document.
    pub(super) spans: Vec<CharSpan>,
    /// An attribution of a document.
    pub(super) attribution: Option<String>,
}

/// Pages that are of use only where something can be sent; and the files that could not be taken in, since they are no part of
/// what is published.
const DOORS: [&str; 7] = ["api", "citron", "corenlp", "draft", "review", "feeds", "refused"];

/// What may narrow a published list, one at a time; everything else needs a server.
const CONDITIONS: [&str; 8] = ["speaker", "about", "outlet", "claim", "document", "kind", "status", "concept"];

/// Pages of one record: what their address says besides is where in it to look.
const OF_ONE: [&str; 7] = ["document", "claim", "person", "dispute", "copy", "show", "why"];

impl Wanted {
    /// What a link on a page means.
    pub(super) fn of(link: &str, page: &str) -> Option<(Self, Within)> {
        let (address, fragment) = match link.split_once('#') {
            Some((address, fragment)) => (address, Some(fragment.to_owned())),
            None => (link, None),
        };
        let whole = if address.starts_with('?') || address.is_empty() {
            format!("{}{address}", page.split(['?', '#']).next().unwrap_or(page))
        } else {
            address.to_owned()
        };
        if !whole.starts_with('/') || whole.starts_with("//") {
            return None;
        }
        let (path, query) = match whole.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (whole.as_str(), None),
        };
        let last = path.rsplit('/').next().unwrap_or("");
        let parsed = Address::parse(path, query);
        // Feeds, citations and linked data speak of addresses of a server; a bundle is made by `hearsay export`.
        if parsed.rendering.is_some() || parsed.format == Some(Format::Stix) {
            return None;
        }
        let suffix = match last.rsplit_once('.') {
            _ if path.starts_with("/assets/") => None,
            Some((_, suffix @ ("json" | "jsonl" | "csv"))) => Some(suffix.to_owned()),
            Some(_) => return None,
            None => None,
        };
        let mut segments = parsed.segments.clone();
        let first = segments.first().map(String::as_str);
        if first.is_some_and(|first| DOORS.contains(&first)) {
            return None;
        }
        if suffix.is_none() && segments.len() == 1 && first == Some("index") {
            segments.clear();
        }
        let mut within = Within { fragment, ..Within::default() };
        let mut pairs: Vec<(String, String)> = Vec::new();
        let is_of_one = segments.len() > 1 && segments.first().is_some_and(|first| OF_ONE.contains(&first.as_str()));
        for (key, value) in parsed.pairs {
            match key.as_str() {
                _ if value.is_empty() => {}
                "spans" => within.spans = spans(&value),
                "at" => within.attribution = Some(value),
                // A file of the page is named by its digest, too.
                _ if is_of_one || path.starts_with("/assets/") => {}
                "limit" if suffix.is_some() => {}
                "offset" if suffix.is_none() => {
                    if value != "0" {
                        pairs.push((key, value));
                    }
                }
                "offset" => {}
                known if CONDITIONS.contains(&known) => pairs.push((key, value)),
                _ => return None,
            }
        }
        pairs.sort();
        let n_conditions = pairs.iter().filter(|(key, _)| key != "offset").count();
        // Rows of a narrowed list are rows of the whole one, which is there as data.
        let most = usize::from(suffix.is_none());
        (n_conditions <= most).then_some((Self { segments, suffix, pairs }, within))
    }

    /// The address to ask the server for.
    pub(super) fn address(&self) -> String {
        let path: Vec<String> = self.segments.iter().map(|segment| crate::address::encoded(segment)).collect();
        let suffix = self.suffix.as_ref().map(|suffix| format!(".{suffix}")).unwrap_or_default();
        href(&format!("/{}{suffix}", path.join("/")), self.pairs.iter().map(|(key, value)| (key, value)))
    }

    /// The file that it becomes, below the folder.
    pub(super) fn file(&self) -> String {
        if self.segments.first().is_some_and(|first| first == "assets") {
            return self.segments.join("/");
        }
        let mut name: Vec<String> = self.segments.iter().map(|segment| slug(segment)).collect();
        if name.is_empty() {
            name.push("index".into());
        }
        let mut name = name.join("/");
        if !self.pairs.is_empty() {
            let parts: Vec<String> = self.pairs.iter().map(|(key, value)| format!("{}-{}", slug(key), slug(value))).collect();
            name.push('/');
            name.push_str(&parts.join("_"));
        }
        format!("{name}.{}", self.suffix.as_deref().unwrap_or("html"))
    }
}

/// A part of a file's name that every disk takes; what is not small letters, digits and hyphens has a digest besides.
fn slug(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !text.is_empty() && text.len() <= 40 && text.chars().all(is_plain) {
        return text.to_owned();
    }
    let mut plain = String::new();
    for c in text.to_lowercase().chars() {
        if is_plain(c) {
            plain.push(c);
        } else if !plain.ends_with('-') && !plain.is_empty() {
            plain.push('-');
        }
        if plain.len() >= 24 {
            break;
        }
    }
    format!("{}.{}", plain.trim_matches('-'), &blake3::hash(text.as_bytes()).to_hex()[..8])
}

/// `12-40 60-70`
fn spans(text: &str) -> Vec<CharSpan> {
    let span = |part: &str| {
        let (start, end) = part.split_once('-')?;
        let (start, end) = (start.parse().ok()?, end.parse().ok()?);
        (start < end).then_some(CharSpan { start, end })
    };
    text.split([' ', ',']).filter_map(span).collect()
}

#[cfg(test)]
mod tests {
    use super::Wanted;

    fn file(link: &str) -> Option<String> {
        Wanted::of(link, "/claims").map(|(wanted, _)| wanted.file())
    }

    #[test]
    fn addresses_become_files() {
        for (link, expected) in [
            ("/", "index.html"),
            ("/index.json", "index.json"),
            ("/claims", "claims.html"),
            ("?offset=50", "claims/offset-50.html"),
            ("/claims.csv?offset=50&limit=3", "claims.csv"),
            ("/document/d-12?at=a-3#a-3", "document/d-12.html"),
            ("/document/d-12?spans=3-9+12-40#here", "document/d-12.html"),
            ("/document/d-12/original", "document/d-12/original.html"),
            ("/who-said?speaker=e-91&offset=50", "who-said/offset-50_speaker-e-91.html"),
            ("/assets/page.css?v=12", "assets/page.css"),
        ] {
            assert_eq!(file(link).as_deref(), Some(expected), "{link}");
        }
        let (one, other) = (file("/coverage?outlet=Oster%20Post"), file("/coverage?outlet=oster+post"));
        assert!(one.as_ref().is_some_and(|one| one.is_ascii() && one.starts_with("coverage/outlet-oster-post.")), "{one:?}");
        assert_ne!(one.map(|one| one.to_lowercase()), other.map(|other| other.to_lowercase()));
    }

    #[test]
    fn what_needs_a_server_is_no_file() {
        for link in [
            "/claims?sort=recent",
            "/who-said.csv?speaker=a",
            "/who-said?speaker=a&about=b",
            "https://a.example/",
            "//a.example",
            "/claims.atom",
            "/claims.feed.json",
            "/cite/s-12.csl.json",
            "/cite/s-12.md",
            "/show/s-12.jsonld",
            "/who-said.stix.json",
            "/api/v1/claims",
            "mailto:x",
        ] {
            assert_eq!(file(link), None, "{link}");
        }
    }
}

//! [`Address`]: the path and query of a request, taken apart; and [`href`], which puts one together.
//!
//! In: a request target. Out: decoded segments, the format asked for by a suffix, pairs of key and
//! value. Invariant: what [`href`] puts together comes apart into the same segments and pairs, and
//! holds nothing but ASCII that is safe in an attribute.
//!
//! Example: `/who-said.csv?speaker=Ada+Holm` is the segment `who-said`, the format CSV, one pair.

use crate::rendering::Rendering;
use hearsay::view::formats::Format;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What does not stay as it is: all but the unreserved characters of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A request target, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// Decoded, without empty ones.
    pub(crate) segments: Vec<String>,
    /// The format that the suffix of the last segment asks for.
    pub(crate) format: Option<Format>,
    /// The other shape that the suffix asks for.
    pub(crate) rendering: Option<Rendering>,
    /// Decoded keys and values, in order.
    pub(crate) pairs: Vec<(String, String)>,
}

impl Address {
    pub(crate) fn parse(path: &str, query: Option<&str>) -> Self {
        let mut segments: Vec<String> =
            path.split('/').filter(|segment| !segment.is_empty()).map(|segment| decoded(segment, false)).collect();
        let rendering = Rendering::taken_off(&mut segments);
        let mut format = None;
        if let Some(last) = segments.last_mut().filter(|_| rendering.is_none()) {
            for (suffix, of) in
                [(".stix.json", Format::Stix), (".jsonl", Format::Jsonl), (".json", Format::Json), (".csv", Format::Csv)]
            {
                if let Some(stem) = last.strip_suffix(suffix).filter(|stem| !stem.is_empty()) {
                    format = Some(of);
                    *last = stem.to_string();
                    break;
                }
            }
        }
        Self { segments, format, rendering, pairs: decoded_pairs(query.unwrap_or("")) }
    }

    /// Takes a key out, and gives its last value.
    pub(crate) fn taken(&mut self, key: &str) -> Option<String> {
        let value = self.value(key).map(str::to_owned);
        self.pairs.retain(|(known, _)| known != key);
        value
    }

    /// The path without suffix and query.
    pub(crate) fn path(&self) -> String {
        let segments: Vec<String> = self.segments.iter().map(|segment| encoded(segment)).collect();
        format!("/{}", segments.join("/"))
    }

    /// The last value of a key.
    pub(crate) fn value(&self, key: &str) -> Option<&str> {
        self.pairs.iter().rev().find(|(known, value)| known == key && !value.is_empty()).map(|(_, value)| value.as_str())
    }
}

/// Keys and values of a query or of a form, decoded, in order.
pub(crate) fn decoded_pairs(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(key, true), decoded(value, true))
    });
    pairs.collect()
}

/// A path with a query.
pub(crate) fn href<K: AsRef<str>, V: AsRef<str>>(path: &str, pairs: impl IntoIterator<Item = (K, V)>) -> String {
    let mut out = path.to_string();
    for (n, (key, value)) in pairs.into_iter().enumerate() {
        out.push(if n == 0 { '?' } else { '&' });
        out.push_str(&encoded(key.as_ref()));
        out.push('=');
        out.push_str(&encoded(value.as_ref()));
    }
    out
}

/// Percent-encoded: letters, digits, `-`, `.`, `_`, `~` stay.
pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// What is no valid encoding stays as it is; bytes that are no UTF-8 become `�`.
pub(crate) fn decoded(text: &str, plus_is_space: bool) -> String {
    let text = if plus_is_space { text.replace('+', " ") } else { text.to_owned() };
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suffix_asks_for_a_format() {
        let address = Address::parse("/who-said.csv", Some("speaker=Ada+Holm&from=2031-04"));
        assert_eq!(address.segments, ["who-said"]);
        assert_eq!(address.format, Some(Format::Csv));
        assert_eq!(address.value("speaker"), Some("Ada Holm"));
        assert_eq!(Address::parse("/.json", None).format, None);
        for (path, segments, rendering) in [
            ("/claims.atom", vec!["claims"], Some(Rendering::Atom)),
            ("/claims.feed.json", vec!["claims"], Some(Rendering::JsonFeed)),
            ("/cite/s-00.csl.json", vec!["cite", "s-00"], Some(Rendering::Csl)),
            ("/cite/s-00.md", vec!["cite", "s-00"], Some(Rendering::Markdown)),
            ("/claim/q-00.jsonld", vec!["claim", "q-00"], Some(Rendering::Linked)),
            // A document may be asked for by its path.
            ("/document/gazette.txt", vec!["document", "gazette.txt"], None),
            ("/.atom", vec![".atom"], None),
        ] {
            let address = Address::parse(path, None);
            assert_eq!(
                (address.segments, address.rendering, address.format),
                (segments.into_iter().map(String::from).collect(), rendering, None),
                "{path}"
            );
        }
    }

    #[test]
    fn what_is_put_together_comes_apart_the_same() {
        let pairs = [("text", "a&b=c+d é \u{202e}\"<>"), ("from", "2031")];
        let address = href("/search", pairs);
        assert!(address.is_ascii() && !address.contains(['"', '<', '>', ' ', '\'']));
        let (path, query) = address.split_once('?').expect("a query");
        let parsed = Address::parse(path, Some(query));
        assert_eq!(parsed.pairs, pairs.map(|(key, value)| (key.to_string(), value.to_string())));
    }

    #[test]
    fn broken_encodings_are_no_panic() {
        for broken in ["%", "%4", "%zz", "%é0", "%ff%fe"] {
            let _ = Address::parse(broken, Some(broken));
        }
    }
}

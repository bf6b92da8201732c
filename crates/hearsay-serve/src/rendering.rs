//! [`Rendering`]: what a suffix of an address asks for besides the formats of answers: feeds, citations, linked data.
//!
//! Example: `/claims.atom?speaker=Holm` is a feed of the claims of Holm, `/cite/s-00af….csl.json` a citation.

/// Another shape of what stands at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rendering {
    /// RFC 4287.
    Atom,
    /// JSON Feed 1.1.
    JsonFeed,
    /// A citation as CSL-JSON.
    Csl,
    /// A citation as Markdown.
    Markdown,
    /// A citation as text.
    Text,
    /// schema.org terms as JSON-LD.
    Linked,
}

impl Rendering {
    /// Takes the suffix off the last of these segments.
    pub(crate) fn taken_off(segments: &mut [String]) -> Option<Self> {
        let is_citation = segments.len() == 2 && segments[0] == "cite";
        let last = segments.last_mut()?;
        let suffixes: &[(&str, Self)] = if is_citation {
            &[(".csl.json", Self::Csl), (".md", Self::Markdown), (".txt", Self::Text)]
        } else {
            &[(".atom", Self::Atom), (".feed.json", Self::JsonFeed), (".jsonld", Self::Linked)]
        };
        let (stem, rendering) = suffixes
            .iter()
            .find_map(|(suffix, rendering)| Some((last.strip_suffix(suffix).filter(|stem| !stem.is_empty())?, *rendering)))?;
        *last = stem.to_string();
        Some(rendering)
    }

    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::JsonFeed => "application/feed+json; charset=utf-8",
            Self::Csl => "application/vnd.citationstyles.csl+json; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
            Self::Linked => "application/ld+json; charset=utf-8",
        }
    }
}

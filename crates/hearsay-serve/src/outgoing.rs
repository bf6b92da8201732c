//! [`Outgoing`]: the way from a passage to where it was published.
//!
//! In: a document's address and the words of a passage. Out: an address with a text fragment, which
//! browsers scroll to. Invariant: only `http` and `https` are linked; whatever else a document
//! declares (`javascript:` …) is shown as text.
//!
//! Example: `https://courier.example/a#:~:text=Nobody%20was%20warned`.

use crate::address::encoded;

/// A link that leaves the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outgoing {
    pub(crate) href: String,
    pub(crate) host: String,
}

/// Longer passages are named by their first and last words.
const WHOLE: usize = 12;
const ENDS: usize = 5;

/// A web address with nothing in it that could end an attribute, or the brackets of Markdown; none of another kind.
pub(crate) fn web_address(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, rest) = url.split_once("://")?;
    if !(scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")) {
        return None;
    }
    rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())?;
    let kept = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\'' | '`' | '\\' | '(' | ')');
    Some(url.chars().map(|c| if kept(c) { c.to_string() } else { encoded(&c.to_string()) }).collect())
}

/// The link to a passage; none where the address is no web address.
pub(crate) fn outgoing(url: Option<&str>, passage: &str) -> Option<Outgoing> {
    let safe = web_address(url?)?;
    let (_, rest) = url?.trim().split_once("://")?;
    let host: String = rest.split(['/', '?', '#']).next()?.to_string();
    let fragment = fragment(passage);
    let href = match (fragment.is_empty(), safe.contains('#')) {
        (true, _) => safe,
        (false, true) => format!("{safe}:~:text={fragment}"),
        (false, false) => format!("{safe}#:~:text={fragment}"),
    };
    Some(Outgoing { href, host })
}

fn fragment(passage: &str) -> String {
    let words: Vec<&str> = passage.split_whitespace().collect();
    let encode = |words: &[&str]| encoded(&words.join(" ")).replace('-', "%2D");
    if words.len() <= WHOLE {
        encode(&words)
    } else {
        format!("{},{}", encode(&words[..ENDS]), encode(&words[words.len() - ENDS..]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_named_in_the_fragment() {
        let link = outgoing(Some("https://courier.example/a?b=1"), "Nobody was-warned, ok").expect("a web address");
        assert_eq!(link.href, "https://courier.example/a?b=1#:~:text=Nobody%20was%2Dwarned%2C%20ok");
        assert_eq!(link.host, "courier.example");
        let long = "one two three four five six seven eight nine ten eleven twelve thirteen";
        assert!(
            outgoing(Some("http://a.example/#x"), long)
                .expect("a web address")
                .href
                .ends_with("#x:~:text=one%20two%20three%20four%20five,nine%20ten%20eleven%20twelve%20thirteen")
        );
    }

    #[test]
    fn only_web_addresses_are_linked() {
        for url in [
            "javascript:alert(1)",
            "javascript://x/%0aalert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "//evil.example",
            "",
            "https://",
        ] {
            assert_eq!(outgoing(Some(url), "x"), None, "{url}");
        }
        let odd = outgoing(Some("https://a.example/\"onmouseover=\"x"), "").expect("a web address");
        assert!(!odd.href.contains('"'));
    }
}

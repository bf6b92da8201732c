//! What a reader takes from a page: links and the words under them.
//!
//! In: HTML that the server wrote. Out: links in their order. Invariant: nothing is guessed: what has no `href` is no link.
//!
//! Example: the first link of the class `said` behind the heading of a claim leads to its first report.

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) href: String,
    pub(super) class: String,
    pub(super) words: String,
}

/// Links behind a mark, in their order.
pub(super) fn links_behind(page: &str, mark: &str) -> Vec<Link> {
    let Some(at) = page.find(mark) else { return Vec::new() };
    let mut links = Vec::new();
    for piece in page[at..].split("<a ").skip(1) {
        let Some((head, rest)) = piece.split_once('>') else { continue };
        let Some(href) = attribute(head, "href") else { continue };
        let inner = rest.split("</a>").next().unwrap_or_default();
        links.push(Link { href: plain(&href), class: attribute(head, "class").unwrap_or_default(), words: plain(inner) });
    }
    links
}

/// The value of a hidden field.
pub(super) fn hidden(page: &str, name: &str) -> Option<String> {
    let at = page.find(&format!("name=\"{name}\" value=\""))?;
    attribute(&page[at..], "value").map(|value| plain(&value))
}

pub(super) fn attribute(head: &str, name: &str) -> Option<String> {
    let at = head.find(&format!("{name}=\""))?;
    let rest = &head[at + name.len() + 2..];
    rest.split('"').next().map(str::to_owned)
}

/// Without tags, and with the letters that escapes stand for.
pub(super) fn plain(html: &str) -> String {
    let mut out = String::new();
    let mut is_tag = false;
    for letter in html.chars() {
        match letter {
            '<' => is_tag = true,
            '>' if is_tag => is_tag = false,
            _ if !is_tag => out.push(letter),
            _ => {}
        }
    }
    for (escape, letter) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">")]
    {
        out = out.replace(escape, letter);
    }
    out.replace("&#38;", "&").replace("&amp;", "&").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Link, hidden, links_behind};

    #[test]
    fn links_are_read_as_the_server_writes_them() {
        let page = "<a href=\"/\">x</a><h1>One</h1><a class=\"said\" href=\"/document/d-1?a=1&#38;b=2#a-1\"><bdi>Lock &amp; key</bdi></a>";
        let wanted = Link { href: "/document/d-1?a=1&b=2#a-1".into(), class: "said".into(), words: "Lock & key".into() };
        assert_eq!(links_behind(page, "<h1"), [wanted]);
        assert_eq!(hidden("<input name=\"token\" value=\"abc\">", "token").as_deref(), Some("abc"));
    }
}

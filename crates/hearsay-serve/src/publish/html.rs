//! The tags of a page that this program wrote, one after another.
//!
//! In: HTML of our own templates: every attribute in double quotes or bare, every `<` of a text written as an entity. Out:
//! [`Part`]s, which together are the page again. It is no parser of the world's HTML, and is given none: text of articles
//! never becomes markup.
//!
//! Example: `<a href="/claims">Claims</a>` is a tag, a text and a tag.

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part<'p> {
    /// What stands between tags, and comments.
    Text(&'p str),
    /// A tag.
    Tag(Tag<'p>),
}

/// A tag with its attributes, values as they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'p> {
    pub(super) whole: &'p str,
    pub(super) name: &'p str,
    pub(super) closes: bool,
    pub(super) attributes: Vec<(&'p str, Option<&'p str>)>,
}

impl Tag<'_> {
    /// The value of an attribute, with its entities resolved.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| unescaped(value.unwrap_or("")))
    }

    pub(super) fn opens(&self, name: &str) -> bool {
        !self.closes && self.name.eq_ignore_ascii_case(name)
    }

    pub(super) fn ends(&self, name: &str) -> bool {
        self.closes && self.name.eq_ignore_ascii_case(name)
    }
}

/// The parts of a page.
pub(super) fn parts(page: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        let next = rest[start + 1..].chars().next();
        let is_tag = next.is_some_and(|c| c.is_ascii_alphabetic() || c == '/' || c == '!');
        let Some(end) = is_tag.then(|| end_of_tag(&rest[start..])).flatten() else {
            parts.push(Part::Text(&rest[..=start]));
            rest = &rest[start + 1..];
            continue;
        };
        if start > 0 {
            parts.push(Part::Text(&rest[..start]));
        }
        parts.push(Part::Tag(tag(&rest[start..start + end])));
        rest = &rest[start + end..];
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}

/// One past the `>` that ends the tag that begins here.
fn end_of_tag(text: &str) -> Option<usize> {
    if text.starts_with("<!--") {
        return text.find("-->").map(|at| at + 3);
    }
    let mut quoted = None;
    for (at, c) in text.char_indices() {
        match (quoted, c) {
            (Some(quote), c) if c == quote => quoted = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quoted = Some(c),
            (None, '>') => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn tag(whole: &str) -> Tag<'_> {
    let inner = whole.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
    let (closes, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    let name_end = inner.find(|c: char| c.is_ascii_whitespace()).unwrap_or(inner.len());
    let (name, mut rest) = inner.split_at(name_end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let end = rest.find(|c: char| c == '=' || c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (attribute, after) = rest.split_at(end.max(1).min(rest.len()));
        let after_name = after.trim_start();
        match after_name.strip_prefix('=').map(str::trim_start) {
            None => {
                attributes.push((attribute, None));
                rest = after;
            }
            Some(value) => {
                let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
                let (value, after) = match quote {
                    Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
                    None => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
                };
                attributes.push((attribute, Some(value)));
                rest = after;
            }
        }
    }
    Tag { whole, name, closes, attributes }
}

/// Entities that our templates write, resolved.
pub(super) fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end <= 10);
        let character = end.and_then(|end| match &rest[1..end] {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            number => {
                let digits = number.strip_prefix('#')?;
                let code = match digits.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => digits.parse().ok()?,
                };
                char::from_u32(code)
            }
        });
        match (character, end) {
            (Some(character), Some(end)) => {
                out.push(character);
                rest = &rest[end + 1..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// A text as it stands in a value or between tags.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Part, escaped, parts, unescaped};

    #[test]
    fn a_page_is_its_parts() {
        let page = "<!doctype html><!-- a > b --><p class=\"a > b\" hidden data-x=y>1 &lt; 2<br/></p> 3 < 4";
        let parts = parts(page);
        let whole: String = parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => *text,
                Part::Tag(tag) => tag.whole,
            })
            .collect();
        assert_eq!(whole, page);
        let Some(Part::Tag(p)) = parts.iter().find(|part| matches!(part, Part::Tag(tag) if tag.opens("p"))) else {
            panic!("a p")
        };
        assert_eq!(p.attributes, [("class", Some("a > b")), ("hidden", None), ("data-x", Some("y"))]);
        assert!(parts.iter().any(|part| matches!(part, Part::Tag(tag) if tag.ends("p"))));
    }

    #[test]
    fn entities_come_and_go() {
        assert_eq!(unescaped("a&amp;b&#38;c&#x26;d&quot;&nope;&"), "a&b&c&d\"&nope;&");
        assert_eq!(unescaped(&escaped("<\"&>")), "<\"&>");
    }
}

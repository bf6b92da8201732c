//! Finds the dateline at the head of a paragraph.
//!
//! In: a text and one of its paragraphs. Out: the span of the dateline with its dash, if there is
//! one. Told by shape alone: a place in capitals or an agency in brackets, then a dash.
//! Invariant: a dateline starts where its paragraph starts and is at most [`LONGEST`] characters.
//!
//! Example: `OSTER, Velmark (NDA) — The bridge is closed.` begins with `OSTER, Velmark (NDA) —`.

use crate::characters::{is_dash, is_space};
use crate::span::Span;

/// No dateline has more characters than this.
const LONGEST: usize = 90;

/// The dateline of a paragraph, its dash included.
#[must_use]
pub fn dateline(text: &str, paragraph: Span) -> Option<Span> {
    let whole = paragraph.of(text);
    let head = &whole[..whole.char_indices().nth(LONGEST).map_or(whole.len(), |(at, _)| at)];
    let (place, dash_end) = split_at_dash(head)?;
    if whole[dash_end..].trim().is_empty() {
        return None;
    }
    is_place(place).then_some(Span { start: paragraph.start, end: paragraph.start + dash_end })
}

/// What stands before the first dash, and where the dash ends.
fn split_at_dash(head: &str) -> Option<(&str, usize)> {
    for (at, c) in head.char_indices() {
        let rest = &head[at..];
        let after = |length: usize| rest[length..].chars().next();
        if is_dash(c) {
            return Some((&head[..at], at + c.len_utf8()));
        }
        if rest.starts_with("--") {
            return Some((&head[..at], at + 2));
        }
        // A single hyphen is a dash where it stands apart.
        if c == '-' && after(1).is_some_and(is_space) && head[..at].ends_with(is_space) {
            return Some((&head[..at], at + 1));
        }
    }
    None
}

/// `OSTER`, `ST. HELM, Velmark`, `OSTER, March 5 (NDA)`, `Oster (NDA)`.
fn is_place(head: &str) -> bool {
    let head = head.trim();
    let (places, agency) = match head.find('(') {
        Some(open) => match head[open..].strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            Some(agency)
                if agency.starts_with(char::is_uppercase)
                    && !agency.contains(['(', ')'])
                    && (1..=30).contains(&agency.chars().count()) =>
            {
                (head[..open].trim(), true)
            }
            _ => return false,
        },
        None => (head, false),
    };
    if places.is_empty() {
        return agency;
    }
    let mut parts = places.split([',', '/']);
    let Some(city) = parts.next().map(str::trim) else { return false };
    let words: Vec<&str> = city.split_whitespace().collect();
    if words.is_empty() || words.len() > 5 {
        return false;
    }
    let capitals = city.chars().filter(|c| c.is_uppercase()).count();
    let shouted = capitals >= 2 && !city.chars().any(char::is_lowercase) && !city.chars().any(char::is_numeric);
    let named = agency && words.iter().all(|word| word.starts_with(char::is_uppercase));
    let clean = |part: &str| part.chars().all(|c| c.is_alphanumeric() || is_space(c) || matches!(c, '.' | '\'' | '’' | '-'));
    // A sentence may have a dash too; a region or a date is short and begins with a capital or digit.
    let region = |part: &str| {
        let part = part.trim();
        part.split_whitespace().count() <= 4 && part.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
    };
    (shouted || named) && clean(city) && parts.all(|part| clean(part) && region(part))
}

#[cfg(test)]
mod tests {
    use super::dateline;
    use crate::span::Span;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(dateline(text, Span { start: 0, end: text.len() }).map(|span| span.of(text)), expected);
    }

    #[test]
    fn a_place_and_a_dash() {
        check("OSTER, Velmark — The bridge is closed.", Some("OSTER, Velmark —"));
        check("OSTER (NDA) -- The bridge is closed.", Some("OSTER (NDA) --"));
        check("ST. HELM, March 5 (Norda) - The bridge is closed.", Some("ST. HELM, March 5 (Norda) -"));
        check("Oster (NDA) – The bridge is closed.", Some("Oster (NDA) –"));
        check("OSTER/VELM, April 2 – The bridge is closed.", Some("OSTER/VELM, April 2 –"));
    }

    #[test]
    fn a_sentence_with_a_dash_is_none() {
        check("The bridge — an old one — is closed.", None);
        check("Oster, the capital – and no other town – is closed.", None);
        check("OSTER —", None);
        check("F-16 jets flew over Oster.", None);
        check("Lind (who left) — the mayor — spoke.", None);
        check("", None);
    }
}

//! The headline of a plain text.
//!
//! In: the paragraphs of a text. Out: a kind on the one that is the headline, and on the name of
//! the paper that may stand over it. Invariant: a headline stands before all running text, is short,
//! and does not end with a full stop.
//!
//! Example: `Oster floods again`, then a blank line, then `The river rose …`.

use super::paragraph::Paragraph;
use super::stamp;
use hearsay_record::BlockKind;

const MOST_WORDS: usize = 30;
const MOST_CHARACTERS: usize = 220;

/// Marks the headline; gives its place among the paragraphs.
pub(crate) fn mark(paragraphs: &mut [Paragraph]) -> Option<usize> {
    let first = paragraphs.iter().position(|paragraph| paragraph.kind.is_none())?;
    if !could_be(&paragraphs[first]) || paragraphs.len() < first + 2 {
        return None;
    }
    // The name of a paper, the day, and only then the headline.
    if let [name, day, headline, text, ..] = &mut paragraphs[first..]
        && name.n_words <= 6
        && stamp::is_stamp(day.text)
        && could_be(headline)
        && headline.n_words >= 3
        && text.n_words > headline.n_words
    {
        name.kind = Some(BlockKind::Boilerplate);
        day.kind = Some(BlockKind::Dateline);
        headline.kind = Some(BlockKind::Headline);
        return Some(first + 2);
    }
    let candidate = &paragraphs[first];
    let next = &paragraphs[first + 1];
    let sets_apart = candidate.before_blank || is_title_case(candidate.text) || next.kind.is_some();
    let leads_on = paragraphs[first + 1..].iter().any(|paragraph| paragraph.n_words > candidate.n_words.min(12) || paragraph.ends_sentence());
    if !(sets_apart && leads_on) {
        return None;
    }
    paragraphs[first].kind = Some(BlockKind::Headline);
    Some(first)
}

fn could_be(paragraph: &Paragraph) -> bool {
    paragraph.kind.is_none()
        && paragraph.n_words <= MOST_WORDS
        && paragraph.text.len() <= MOST_CHARACTERS * 2
        && paragraph.text.chars().count() <= MOST_CHARACTERS
        && paragraph.text.contains(char::is_alphabetic)
        && !paragraph.ends_with_stop()
        && paragraph.starts_upper()
}

/// Whether most of the longer words begin in upper case.
pub(crate) fn is_title_case(text: &str) -> bool {
    let long: Vec<&str> = text.split_whitespace().map(|word| word.trim_start_matches(|c: char| !c.is_alphanumeric())).filter(|word| word.chars().count() > 3).collect();
    let n_upper = long.iter().filter(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric())).count();
    !long.is_empty() && n_upper * 10 >= long.len() * 8
}

#[cfg(test)]
mod tests {
    use super::super::paragraph;
    use super::mark;
    use hearsay_record::BlockKind;

    fn headline(text: &str) -> Option<&str> {
        let mut paragraphs = paragraph::of(text);
        mark(&mut paragraphs);
        paragraphs.iter().find(|paragraph| paragraph.kind == Some(BlockKind::Headline)).map(|paragraph| paragraph.text)
    }

    #[test]
    fn headlines_are_found() {
        assert_eq!(headline("Oster floods again\n\nThe river rose on Monday, the police said."), Some("Oster floods again"));
        assert_eq!(headline("Who Opened the Oster Gates?\nThe river rose on Monday, the police of the town said."), Some("Who Opened the Oster Gates?"));
        assert_eq!(headline("THE OSTER BULLETIN\nMonday 7 April 2031, late edition\n\nFerry stops for a week\n\nThe ferry of Oster stops for a week, its owner said."), Some("Ferry stops for a week"));
    }

    #[test]
    fn texts_without_one_have_none() {
        assert_eq!(headline("The river rose on Monday.\n\nNobody was hurt."), None);
        assert_eq!(headline("Oster"), None);
        assert_eq!(headline("the rest of a broken line\n\nThe river rose."), None);
    }
}

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

/// What was found at the head of a text.
pub(crate) struct Headline {
    /// Its place among the paragraphs.
    pub(crate) at: usize,
    /// The outlet that the masthead over it names.
    pub(crate) outlet: Option<String>,
}

/// Marks the headline and what stands over it.
pub(crate) fn mark(paragraphs: &mut [Paragraph]) -> Option<Headline> {
    let mut first = paragraphs.iter().position(|paragraph| paragraph.kind.is_none())?;
    let masthead = masthead(&paragraphs[first..]);
    let mut outlet = None;
    if let Some(n) = masthead {
        let name = paragraphs[first].text;
        outlet =
            if n == 1 { outlet_of(name) } else { Some(name) }.map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
        paragraphs[first].kind = Some(if n == 1 { BlockKind::Dateline } else { BlockKind::Boilerplate });
        if n == 2 {
            paragraphs[first + 1].kind = Some(BlockKind::Dateline);
        }
        first += n;
    }
    // A word or two over the headline name the section.
    if let [section, headline, ..] = &mut paragraphs[first..]
        && could_be(section)
        && section.n_words <= 2
        && could_be(headline)
        && headline.n_words > 2
        && !headline.is_running()
        && headline.n_words < MOST_WORDS / 2
    {
        section.kind = Some(BlockKind::Boilerplate);
        first += 1;
    }
    if first + 2 > paragraphs.len() || !could_be(&paragraphs[first]) {
        return None;
    }
    let candidate = &paragraphs[first];
    let next = &paragraphs[first + 1];
    let sets_apart = masthead.is_some() || candidate.before_blank || is_title_case(candidate.text) || next.kind.is_some();
    let leads_on = paragraphs[first + 1..]
        .iter()
        .any(|paragraph| paragraph.n_words > candidate.n_words.min(12) || paragraph.ends_sentence());
    if !(sets_apart && leads_on) {
        return None;
    }
    paragraphs[first].kind = Some(BlockKind::Headline);
    Some(Headline { at: first, outlet })
}

/// How many paragraphs the name of the paper and the day of the issue take, if they stand over a
/// headline: `The Oster Bulletin, Monday 7 April 2031`, or each on a line of its own.
fn masthead(paragraphs: &[Paragraph]) -> Option<usize> {
    let [name, next, ..] = paragraphs else { return None };
    let headline_at = |at: usize| {
        paragraphs.iter().skip(at).take(2).any(|headline| could_be(headline) && headline.n_words >= 2)
            && paragraphs[at + 1..].iter().any(Paragraph::is_running)
    };
    if !could_be(name) {
        return None;
    }
    if name.n_words <= 6 && (stamp::is_stamp(next.text) || next.kind == Some(BlockKind::Dateline)) && headline_at(2) {
        return Some(2);
    }
    let (span, _) = crate::dates::find(name.text)?;
    let outlet = outlet_of(name.text)?;
    let ends_with_day = name.text[span.end..].trim().is_empty();
    (ends_with_day && outlet.split_whitespace().count() <= 6 && headline_at(1)).then_some(1)
}

/// The name that stands before the day in a masthead of one line.
fn outlet_of(line: &str) -> Option<&str> {
    let (span, _) = crate::dates::find(line)?;
    let mut name = line[..span.start].trim_end_matches(|c: char| !c.is_alphanumeric());
    // The day of the week belongs to the date.
    if let Some((rest, last)) = name.rsplit_once(|c: char| !c.is_alphanumeric())
        && crate::dates::is_word(&last.to_lowercase())
    {
        name = rest.trim_end_matches(|c: char| !c.is_alphanumeric());
    }
    name.starts_with(char::is_uppercase).then_some(name)
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
    let long: Vec<&str> = text
        .split_whitespace()
        .map(|word| word.trim_start_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.chars().count() > 3)
        .collect();
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
        assert_eq!(
            headline("Who Opened the Oster Gates?\nThe river rose on Monday, the police of the town said."),
            Some("Who Opened the Oster Gates?")
        );
        assert_eq!(
            headline(
                "The Oster Bulletin, Monday 7 April 2031\nFerry stops for a week\nThe ferry of Oster stops for a week because its engine has to be mended, its owner said."
            ),
            Some("Ferry stops for a week")
        );
        assert_eq!(
            headline(
                "THE OSTER BULLETIN\nMonday 7 April 2031, late edition\n\nFerry stops for a week\n\nThe ferry of Oster stops for a week because its engine has to be mended, its owner said."
            ),
            Some("Ferry stops for a week")
        );
    }

    #[test]
    fn the_section_over_it_is_none() {
        assert_eq!(
            headline(
                "The Oster Bulletin\n9 April 2031\nANALYSIS\n\nWhat the lock says\nBy Orla Fenwick\n\nThe lock of Oster is a simple thing, which is why everybody has a view of what should be done."
            ),
            Some("What the lock says")
        );
    }

    #[test]
    fn texts_without_one_have_none() {
        assert_eq!(headline("The river rose on Monday.\n\nNobody was hurt."), None);
        assert_eq!(headline("Oster"), None);
        assert_eq!(headline("the rest of a broken line\n\nThe river rose."), None);
    }
}

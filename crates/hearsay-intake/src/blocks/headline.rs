//! The headline of a plain text.
//!
//! In: the paragraphs of a text. Out: a kind on the one that is the headline, on the name of the paper that may
//! stand over it, and on the lines under it that tell the day, the outlet or who wrote. Invariant: a headline stands
//! before all running text, is short, and does not end with a full stop.
//!
//! Example: `Oster floods again`, then a blank line, then `The river rose …`.

use super::paragraph::Paragraph;
use super::patterns::names_alone;
use super::{masthead, one_line, stamp};
use crate::{dates, mastheads};
use hearsay_record::BlockKind;

const MOST_WORDS: usize = 30;
const MOST_CHARACTERS: usize = 220;

/// Lines under the headline in which a byline or the outlet may stand.
const UNDER: usize = 6;

/// What was found at the head of a text.
pub(crate) struct Headline {
    /// Its place among the paragraphs.
    pub(crate) at: Option<usize>,
    /// The outlet that the head names.
    pub(crate) outlet: Option<String>,
    /// Who wrote it, where a line of the head is a name and nothing else.
    pub(crate) author: Option<String>,
}

/// Marks the headline and what stands around it.
pub(crate) fn mark(paragraphs: &mut [Paragraph], host: Option<&str>) -> Headline {
    let mut found = Headline { at: None, outlet: None, author: None };
    let Some(mut first) = paragraphs.iter().position(|paragraph| paragraph.kind.is_none()) else { return found };
    // `[Automatic translation. Original: Oster Dawn, 7 April 2031.]`
    while first + 1 < paragraphs.len() && is_note(&paragraphs[first]) {
        found.outlet = found.outlet.or_else(|| mastheads::labelled(paragraphs[first].text).map(one_line));
        paragraphs[first].kind =
            Some(if dates::find(paragraphs[first].text).is_some() { BlockKind::Dateline } else { BlockKind::Boilerplate });
        first += 1;
    }
    let masthead = masthead::find(&paragraphs[first..]);
    if let Some(masthead) = &masthead {
        found.outlet = found.outlet.or_else(|| masthead.outlet.map(one_line));
        for paragraph in &mut paragraphs[first..first + masthead.n] {
            let is_dated = paragraph.kind == Some(BlockKind::Dateline) || dates::find(paragraph.text).is_some();
            paragraph.kind = Some(if is_dated { BlockKind::Dateline } else { BlockKind::Boilerplate });
        }
        first += masthead.n;
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
        return found;
    }
    let candidate = &paragraphs[first];
    let next = &paragraphs[first + 1];
    let sets_apart = masthead.is_some()
        || candidate.before_blank
        || is_title_case(candidate.text)
        || next.kind.is_some()
        || candidate.n_words <= MOST_WORDS / 2 && next.text.chars().count() > MOST_CHARACTERS && next.starts_upper();
    let leads_on = paragraphs[first + 1..]
        .iter()
        .any(|paragraph| paragraph.n_words > candidate.n_words.min(12) || paragraph.ends_sentence());
    if !(sets_apart && leads_on) {
        return found;
    }
    paragraphs[first].kind = Some(BlockKind::Headline);
    found.at = Some(first);
    under(&mut paragraphs[first + 1..], host, &mut found);
    found
}

/// What the lines between the headline and the running text tell: the day, the outlet, a name alone.
fn under(paragraphs: &mut [Paragraph], host: Option<&str>, found: &mut Headline) {
    let has_byline = paragraphs.iter().take(UNDER).any(|paragraph| paragraph.kind == Some(BlockKind::Byline));
    for at in 0..paragraphs.len().min(UNDER) {
        let paragraph = &paragraphs[at];
        if paragraph.is_running() {
            return;
        }
        if !could_be(paragraph) {
            continue;
        }
        let (text, leads_on) =
            (paragraph.text, paragraphs.get(at + 1).is_some_and(|next| next.is_running() || next.kind.is_some()));
        if stamp::set_apart(text).is_some() {
            paragraphs[at].kind = Some(BlockKind::Dateline);
        } else if mastheads::is_outlet(text)
            || mastheads::is_name(text) && host.is_some_and(|host| mastheads::is_host(text, host))
        {
            found.outlet.get_or_insert_with(|| one_line(text));
            paragraphs[at].kind = Some(BlockKind::Byline);
        } else if !has_byline
            && found.author.is_none()
            && leads_on
            // Many words in capitals are a heading.
            && (paragraph.n_words <= 3 || text.contains(char::is_lowercase))
            && let Some(names) = names_alone(text)
        {
            found.author = Some(one_line(names.of(text)));
            paragraphs[at].kind = Some(BlockKind::Byline);
        }
    }
}

/// A line in brackets before all else tells of the text and is none of it.
fn is_note(paragraph: &Paragraph) -> bool {
    let text = paragraph.text.trim();
    paragraph.kind.is_none() && text.starts_with('[') && text.ends_with(']') && paragraph.n_words <= 40
}

pub(super) fn could_be(paragraph: &Paragraph) -> bool {
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
        mark(&mut paragraphs, None);
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

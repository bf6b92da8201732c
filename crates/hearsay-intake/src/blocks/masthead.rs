//! The masthead: the lines over a headline that name the outlet, the day and the edition.
//!
//! In: paragraphs from the first that nothing is said of. Out: how many of them are the masthead, and the outlet it names.
//! Invariant: a masthead stands over a line that can be a headline, and over running text.
//!
//! Example: `The Oster Bulletin`, `Late edition, Monday 7 April 2031`, then `Ferry stops for a week`.

use super::headline::{could_be, is_title_case};
use super::paragraph::Paragraph;
use super::patterns::names_alone;
use super::stamp;
use crate::mastheads::{self, LONGEST};
use hearsay_record::BlockKind;

/// A masthead.
pub(super) struct Masthead<'t> {
    /// How many paragraphs it takes.
    pub(super) n: usize,
    pub(super) outlet: Option<&'t str>,
}

/// Words of the longest line that may stand between the name and the day.
const BETWEEN: usize = 8;

/// Finds it.
pub(super) fn find<'t>(paragraphs: &[Paragraph<'t>]) -> Option<Masthead<'t>> {
    let [name, next, ..] = paragraphs else { return None };
    if !could_be(name) {
        return None;
    }
    // A line that is a person's name alone is whoever wrote the text, and no headline.
    let is_headline =
        |line: &Paragraph| could_be(line) && line.n_words >= 2 && stamp::set_apart(line.text).is_none() && !is_writer(line.text);
    let headline_at =
        |at: usize| paragraphs.iter().skip(at).take(2).any(is_headline) && paragraphs[at + 1..].iter().any(Paragraph::is_running);
    // `The Oster Bulletin, Monday 7 April 2031`
    let beside = stamp::set_apart(name.text)
        .map(|(before, after)| [before, after])
        .or_else(|| before_day(name.text).map(|name| [name, ""]));
    if let Some([before, after]) = beside {
        let outlet = [before, after]
            .into_iter()
            .map(mastheads::first_part)
            .find(|part| mastheads::is_name(part) && !stamp::is_stamp(part));
        return (outlet.is_some() && headline_at(1)).then_some(Masthead { n: 1, outlet });
    }
    let is_named = name.n_words <= LONGEST && (is_title_case(name.text) || is_shouted(name.text));
    let is_dated = |line: &Paragraph| {
        line.kind == Some(BlockKind::Dateline) || stamp::is_stamp(line.text) || stamp::set_apart(line.text).is_some()
    };
    // A line of its own, the day under it, and a motto or a desk between them.
    let dated = paragraphs.iter().skip(1).take(2).position(is_dated).map(|at| at + 1);
    if let Some(dated) = dated
        && is_named
        && paragraphs[1..dated].iter().all(|line| line.kind.is_none() && line.n_words <= BETWEEN)
        && headline_at(dated + 1)
    {
        return Some(Masthead { n: dated + 1, outlet: Some(name.text) });
    }
    (mastheads::is_outlet(name.text) && is_headline(next) && headline_at(1)).then_some(Masthead { n: 1, outlet: Some(name.text) })
}

/// Whether a line is the name of a person, and of no paper.
fn is_writer(line: &str) -> bool {
    !mastheads::is_outlet(line)
        && line.split_whitespace().count() <= 4
        && names_alone(line).is_some_and(|name| name.end == line.trim_end().len())
}

fn is_shouted(line: &str) -> bool {
    line.chars().any(char::is_uppercase) && !line.chars().any(char::is_lowercase)
}

/// The name that stands before a day which ends the line, with no sign between: `The Oster Bulletin 9 April 2031`.
fn before_day(line: &str) -> Option<&str> {
    let (span, _) = crate::dates::find(line).filter(|(span, _)| line[span.end..].trim().is_empty())?;
    let mut name = line[..span.start].trim_end_matches(|c: char| !c.is_alphanumeric());
    // The day of the week belongs to the date.
    if let Some((rest, last)) = name.rsplit_once(|c: char| !c.is_alphanumeric())
        && crate::dates::is_word(&last.to_lowercase())
    {
        name = rest.trim_end_matches(|c: char| !c.is_alphanumeric());
    }
    (name.starts_with(char::is_uppercase) && name.split_whitespace().count() <= LONGEST).then_some(name)
}

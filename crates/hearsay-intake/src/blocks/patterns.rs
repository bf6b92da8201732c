//! The patterns of `packs/en/boilerplate.tsv`: what lines of a page look like that are no article.
//!
//! In: one paragraph, folded, and the author's name if it is known. Out: the row that catches it.
//! Invariant: the rows are data; this file knows only how a pattern is read.
//!
//! Example: the pattern `newsletter * inbox` catches `Our newsletter comes to your inbox on Fridays.`

use crate::mastheads::is_role;
use hearsay_text::{Span, fold, fold_word};
use memchr::memmem::Finder;
use std::sync::LazyLock;

static ENGLISH: LazyLock<Vec<Row>> = LazyLock::new(|| rows(include_str!("../../../../packs/en/boilerplate.tsv")));

/// How far a row reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// The paragraph.
    Line,
    /// The paragraph and the link-like lines under it.
    List,
    /// The paragraph and all that follows.
    Rest,
    /// The paragraph, at the end of a text.
    Tail,
    /// The paragraph, before the article has begun.
    Head,
}

/// The kind of rows that hold a word which joins two names.
const JOINT: &str = "joint";

/// One row.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) kind: &'static str,
    pub(crate) reach: Reach,
    most_words: usize,
    pattern: Pattern,
    #[cfg(test)]
    example: &'static str,
}

impl Row {
    /// Whether the row names who wrote the text.
    pub(crate) fn names_author(&self) -> bool {
        matches!(self.kind, "byline" | "credit")
    }
}

#[derive(Clone, Debug)]
struct Pattern {
    at_start: bool,
    at_end: bool,
    /// The name stands before the first part (`true`) or after it.
    name: Option<bool>,
    parts: Vec<Part>,
}

/// Words that must stand in this order, and what looks for them.
#[derive(Clone, Debug)]
struct Part {
    words: String,
    finder: Finder<'static>,
    triples: Vec<u16>,
}

impl Part {
    fn new(words: &str) -> Self {
        let mut triples: Vec<u16> = triples(words).collect();
        triples.sort_unstable();
        triples.dedup();
        Self { words: words.to_owned(), finder: Finder::new(words).into_owned(), triples }
    }
}

/// Each three bytes that stand beside one another, as a number below [`TRIPLES`].
fn triples(text: &str) -> impl Iterator<Item = u16> {
    let number = |three: &[u8]| {
        let letters = u32::from(three[0]) << 16 | u32::from(three[1]) << 8 | u32::from(three[2]);
        (letters.wrapping_mul(0x9e37_79b1) >> 20) as u16
    };
    text.as_bytes().windows(3).map(number)
}

const TRIPLES: usize = 1 << 12;

/// The triples of a line: a part that has another stands nowhere in it, and need not be looked for.
struct Triples([u64; TRIPLES / 64]);

impl Triples {
    fn of(text: &str) -> Self {
        let mut found = [0; TRIPLES / 64];
        triples(text).for_each(|triple| found[usize::from(triple) / 64] |= 1_u64 << (triple % 64));
        Self(found)
    }

    fn may_hold(&self, part: &Part) -> bool {
        part.triples.iter().all(|triple| self.0[usize::from(*triple) / 64] >> (triple % 64) & 1 == 1)
    }
}

/// A paragraph, ready to be compared with the rows.
pub(crate) struct Line<'t> {
    original: &'t str,
    folded: String,
    triples: Triples,
    n_words: usize,
}

impl<'t> Line<'t> {
    pub(crate) fn new(original: &'t str) -> Self {
        let n_words = original.split_whitespace().count();
        // No row is tried on longer ones.
        let folded = if n_words <= 200 { fold(original).text } else { String::new() };
        let triples = Triples::of(&folded);
        Self { original, folded, triples, n_words }
    }

    /// The first row that catches the paragraph, of those that `asks` for.
    pub(crate) fn caught_by(&self, author: Option<&str>, asks: impl Fn(&Row) -> bool) -> Option<&'static Row> {
        if self.folded.is_empty() {
            return None;
        }
        ENGLISH
            .iter()
            .find(|row| row.kind != JOINT && self.n_words <= row.most_words && asks(row) && self.fits(&row.pattern, author))
    }

    fn fits(&self, pattern: &Pattern, author: Option<&str>) -> bool {
        let text = self.folded.as_str();
        // What stands behind a name is folded by itself below.
        if pattern.name != Some(true) && !pattern.parts.iter().all(|part| self.triples.may_hold(part)) {
            return false;
        }
        match pattern.name {
            None => fits(text, &pattern.parts, pattern.at_start, pattern.at_end),
            Some(true) => {
                let Some(length) = name_length(self.original, author) else { return false };
                let rest = &fold(&self.original[length..]).text;
                fits(rest, &pattern.parts, true, pattern.at_end)
            }
            Some(false) => self
                .name_after(pattern, author)
                .is_some_and(|name| !pattern.at_end || self.original[name.end..].trim().is_empty()),
        }
    }

    /// Where the name stands that a pattern leads up to.
    fn name_after(&self, pattern: &Pattern, author: Option<&str>) -> Option<Span> {
        let last = pattern.parts.last()?.words.split_whitespace().next_back()?;
        if !fits(&self.folded, &pattern.parts, pattern.at_start, false) {
            return None;
        }
        let mut at = 0;
        for word in self.original.split_inclusive(char::is_whitespace) {
            at += word.len();
            if fold_word(word.trim()) == last {
                let start = at + self.original[at..].len() - self.original[at..].trim_start().len();
                return name_length(&self.original[start..], author).map(|length| Span { start, end: start + length });
            }
        }
        None
    }

    /// The name in a byline.
    pub(crate) fn author(&self) -> Option<Span> {
        ENGLISH
            .iter()
            .filter(|row| row.kind == "byline" && self.n_words <= row.most_words)
            .find_map(|row| if row.pattern.name == Some(false) { self.name_after(&row.pattern, None) } else { None })
    }
}

/// The names that a line begins with, if they are all it holds but a place or what they do: `Orla Fenwick in Oster`,
/// `Orla Fenwick, Harbour Correspondent`.
pub(crate) fn names_alone(line: &str) -> Option<Span> {
    let end = joint_names(line)?;
    let rest = line[end..].trim();
    let is_place = rest.strip_prefix("in ").is_some_and(|place| {
        place.split_whitespace().count() <= 3 && place.split(' ').all(|word| word.starts_with(char::is_uppercase))
    });
    let does = rest.strip_prefix([',', '|', '·']).is_some_and(|what| {
        (1..=5).contains(&what.split_whitespace().count())
            && !what.contains(|c: char| c.is_ascii_digit())
            && !what.ends_with(['.', '?', '!'])
    });
    (rest.is_empty() || is_place || does).then_some(Span { start: 0, end })
}

/// Length in bytes of the names that a text begins with: `Orla Fenwick and Dell Marrow`, `Orla Fenwick, Dell Marrow`.
pub(crate) fn joint_names(text: &str) -> Option<usize> {
    let mut end = name_length(text, None)?;
    while let Some(joint) = joint(&text[end..])
        && let Some(more) = name_length(&text[end + joint..], None)
        && !is_role(&text[end + joint..end + joint + more])
    {
        end += joint + more;
    }
    Some(end)
}

/// Length in bytes of what joins two names at the start of a text: a comma, `&`, or a word of kind
/// `joint`.
pub(crate) fn joint(text: &str) -> Option<usize> {
    let rest = text.trim_start();
    let space = text.len() - rest.len();
    let length = if rest.starts_with([',', '&']) {
        1
    } else {
        ENGLISH
            .iter()
            .filter(|row| row.kind == JOINT)
            .filter_map(|row| row.pattern.parts.first())
            .find(|word| rest.strip_prefix(word.words.as_str()).is_some_and(|after| after.starts_with(' ')))?
            .words
            .len()
    };
    let after = &rest[length..];
    Some(space + length + (after.len() - after.trim_start().len()))
}

/// Length in bytes of the name that a text begins with: the author's, or two to five words of which
/// each begins in upper case.
pub(crate) fn name_length(text: &str, author: Option<&str>) -> Option<usize> {
    if let Some(author) = author.filter(|author| !author.is_empty() && text.starts_with(author)) {
        return Some(author.len());
    }
    let mut end = 0;
    let mut n = 0;
    let mut at = 0;
    for word in text.split(' ') {
        let shown = word.trim_end_matches([',', ';', '.', ':']);
        if !shown.starts_with(char::is_uppercase)
            || !shown.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
        {
            break;
        }
        n += 1;
        end = at + shown.len();
        at += word.len() + 1;
        if shown.len() < word.len() && !(word.ends_with('.') && shown.chars().count() <= 2) || n == 5 {
            break;
        }
    }
    (n >= 2).then_some(end)
}

fn fits(text: &str, parts: &[Part], at_start: bool, at_end: bool) -> bool {
    let mut at = 0;
    for (i, Part { words: part, finder, .. }) in parts.iter().enumerate() {
        if part.is_empty() {
            continue;
        }
        if i == 0 && at_start {
            let rest = text.trim_start();
            at = text.len() - rest.len();
            if !rest.starts_with(part.as_str()) || !ends_word(text, at + part.len(), part) {
                return false;
            }
            at += part.len();
            continue;
        }
        let mut found = false;
        let mut from = at;
        while let Some(step) = text.get(from..).and_then(|rest| finder.find(rest.as_bytes())) {
            let start = from + step;
            if starts_word(text, start, part) && ends_word(text, start + part.len(), part) {
                at = start + part.len();
                found = true;
                break;
            }
            from = start + part.chars().next().map_or(1, char::len_utf8);
        }
        if !found {
            return false;
        }
    }
    !at_end
        || text[at..].trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '…' | '>' | '|')).is_empty()
        || parts.last().is_some_and(|part| part.words.is_empty())
}

fn starts_word(text: &str, at: usize, part: &str) -> bool {
    !part.starts_with(char::is_alphanumeric) || !text[..at].ends_with(char::is_alphanumeric)
}

fn ends_word(text: &str, at: usize, part: &str) -> bool {
    // A pattern may end in the middle of a word: `donat` stands for all that begins so.
    !part.ends_with(char::is_alphanumeric) || part.ends_with("donat") || !text[at..].starts_with(char::is_alphanumeric)
}

fn rows(table: &'static str) -> Vec<Row> {
    table.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(row).collect()
}

fn row(line: &'static str) -> Option<Row> {
    let mut cells = line.split('\t');
    let (kind, reach, words, pattern) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    let reach = match reach {
        "line" => Reach::Line,
        "list" => Reach::List,
        "rest" => Reach::Rest,
        "tail" => Reach::Tail,
        "head" => Reach::Head,
        _ => return None,
    };
    Some(Row {
        kind,
        reach,
        most_words: words.parse().ok()?,
        pattern: self::pattern(pattern),
        #[cfg(test)]
        example: cells.next()?,
    })
}

fn pattern(written: &str) -> Pattern {
    let (at_start, rest) = written.strip_prefix('^').map_or((false, written), |rest| (true, rest));
    let (at_end, rest) = rest.strip_suffix('$').map_or((false, rest), |rest| (true, rest));
    let name = rest.find("{name}").map(|at| at == 0);
    let rest = rest.replace("{name}", "");
    let mut parts: Vec<Part> = rest.split('*').map(|part| Part::new(part.trim())).collect();
    if name == Some(true) {
        parts.retain(|part| !part.words.is_empty());
    }
    Pattern { at_start, at_end, name, parts }
}

#[cfg(test)]
mod tests {
    use super::{ENGLISH, Line, name_length};

    #[test]
    fn every_row_is_read_and_catches_its_example() {
        let table = include_str!("../../../../packs/en/boilerplate.tsv");
        assert_eq!(ENGLISH.len(), table.lines().filter(|line| !line.starts_with('#')).count() - 1);
        for row in ENGLISH.iter() {
            let line = Line::new(row.example);
            assert!(line.n_words <= row.most_words, "{}", row.example);
            assert!(line.fits(&row.pattern, None), "{:?} does not catch {}", row.pattern, row.example);
        }
    }

    #[test]
    fn running_text_is_not_caught() {
        for text in [
            "The mayor said that readers should sign petitions against the ferry, and that she would follow the matter.",
            "“Share the boats,” the harbour master said. “Nobody owns the river.”",
            "Related officials were questioned on Tuesday, the police said, and all of them denied it.",
            "More than forty people were hurt when the crane fell, the hospital said.",
            "By Tuesday the water had gone, and the town began to clean its streets.",
            "Oster Bank is a lender that has been accused of hiding losses, the regulator said.",
            "See for yourself, the minister told the crowd, and the crowd went to see.",
        ] {
            assert!(
                Line::new(text).caught_by(None, |_| true).is_none(),
                "{text}: {:?}",
                Line::new(text).caught_by(None, |_| true)
            );
        }
    }

    #[test]
    fn names_are_runs_of_capitals() {
        assert_eq!(name_length("Orla Fenwick is", None), Some(12));
        assert_eq!(name_length("Orla J. van Fenwick is", Some("Orla J. van Fenwick")), Some(19));
        assert_eq!(name_length("FEN ALDOUS", None), Some(10));
        assert_eq!(name_length("Orla is", None), None);
    }
}

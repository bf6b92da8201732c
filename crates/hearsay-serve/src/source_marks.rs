//! [`source_marks`]: marks on a document's text, carried over to the original that it was taken from.
//!
//! In: the original as source text, the document's text, marks on it. Out: the same marks with spans in the source, and how many
//! paragraphs of the text were found there. Invariants: white space, tags and the writing of characters (`&amp;`) make no
//! difference, every other character must be the same; a paragraph that is not found in the source has no marks there.
//!
//! Example: `Holm` of the text `Holm said` is `<b>Holm</b>`'s inner four characters in the source `<p><b>Holm</b> said</p>`.

use crate::marked::Mark;
use hearsay::text::CharSpan;
use std::collections::BTreeMap;

/// Marks in a source.
#[derive(Clone, Debug, Default)]
pub(crate) struct SourceMarks {
    pub(crate) marks: Vec<Mark>,
    /// Paragraphs of the text.
    pub(crate) paragraphs: usize,
    /// Those of them that stand in the source.
    pub(crate) found: usize,
}

/// A visible character that is no white space, and the code points of the source that write it.
type Seen = (char, CharSpan);

/// Carries marks over.
pub(crate) fn source_marks(source: &str, is_markup: bool, text: &str, marks: &[Mark]) -> SourceMarks {
    let seen = if is_markup { visible(source) } else { plain(source) };
    let letters: Vec<char> = seen.iter().map(|(letter, _)| *letter).collect();
    let mut placed: BTreeMap<usize, usize> = BTreeMap::new();
    let mut out = SourceMarks::default();
    let (mut from, mut at) = (0, 0);
    for line in text.split('\n') {
        let own: Vec<(usize, char)> =
            line.chars().enumerate().filter(|(_, letter)| !letter.is_whitespace()).map(|(n, letter)| (at + n, letter)).collect();
        at += line.chars().count() + 1;
        if own.is_empty() {
            continue;
        }
        out.paragraphs += 1;
        let wanted: Vec<char> = own.iter().map(|(_, letter)| *letter).collect();
        // In order where that is so; a headline may stand before or behind its text.
        let found = position(&letters, &wanted, from).or_else(|| position(&letters, &wanted, 0));
        if let Some(start) = found {
            out.found += 1;
            from = start + wanted.len();
            placed.extend(own.iter().enumerate().map(|(n, (index, _))| (*index, start + n)));
        }
    }
    for mark in marks {
        // One mark may run over a break of the text; it is cut where the source does not go on.
        let mut run: Option<(usize, usize)> = None;
        let mut tell = |run: Option<(usize, usize)>| {
            if let Some((first, last)) = run {
                out.marks.push(Mark { span: CharSpan { start: seen[first].1.start, end: seen[last].1.end }, ..mark.clone() });
            }
        };
        for (_, &seen_at) in placed.range(mark.span.start..mark.span.end.max(mark.span.start)) {
            run = match run {
                Some((first, last)) if last + 1 == seen_at => Some((first, seen_at)),
                other => {
                    tell(other);
                    Some((seen_at, seen_at))
                }
            };
        }
        tell(run);
    }
    out
}

fn position(letters: &[char], wanted: &[char], from: usize) -> Option<usize> {
    let first = *wanted.first()?;
    let last = letters.len().checked_sub(wanted.len())?;
    (from..=last).find(|&at| letters[at] == first && letters[at..at + wanted.len()] == *wanted)
}

fn plain(source: &str) -> Vec<Seen> {
    let of = |(at, letter): (usize, char)| (letter, CharSpan { start: at, end: at + 1 });
    source.chars().enumerate().filter(|(_, letter)| !letter.is_whitespace()).map(of).collect()
}

/// What a reader of the page would see of a source with tags.
fn visible(source: &str) -> Vec<Seen> {
    let letters: Vec<char> = source.chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let rest = &letters[at..];
        if rest[0] == '<' && rest.get(1).is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')) {
            at += tag(rest);
        } else if let Some((letter, length)) = (rest[0] == '&').then(|| reference(rest)).flatten() {
            if !letter.is_whitespace() {
                out.push((letter, CharSpan { start: at, end: at + length }));
            }
            at += length;
        } else {
            if !rest[0].is_whitespace() {
                out.push((rest[0], CharSpan { start: at, end: at + 1 }));
            }
            at += 1;
        }
    }
    out
}

/// How long a tag is; a script, a style and a comment with what they hold.
fn tag(rest: &[char]) -> usize {
    let begins =
        |word: &str| word.chars().enumerate().all(|(n, letter)| rest.get(n).is_some_and(|c| c.eq_ignore_ascii_case(&letter)));
    let upto = |end: &str| {
        let end: Vec<char> = end.chars().collect();
        let fits = |window: &[char]| window.iter().zip(&end).all(|(a, b)| a.eq_ignore_ascii_case(b));
        rest.windows(end.len()).position(fits).map_or(rest.len(), |position| position + end.len())
    };
    if begins("<!--") {
        return upto("-->");
    }
    let ends_name = |word: &str| rest.get(word.len()).is_some_and(|next| !next.is_alphanumeric());
    for (open, close) in [("<script", "</script>"), ("<style", "</style>"), ("<head", "</head>")] {
        if begins(open) && ends_name(open) {
            let whole = upto(close);
            // A head that is never closed hides nothing.
            return if open == "<head" && whole == rest.len() { upto(">") } else { whole };
        }
    }
    upto(">")
}

/// A character that is written by its name or number, and how long that is.
fn reference(rest: &[char]) -> Option<(char, usize)> {
    let end = rest.iter().take(12).position(|letter| *letter == ';')?;
    let name: String = rest[1..end].iter().collect();
    let letter = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
        None => NAMED.iter().find(|(known, _)| *known == name).map(|(_, letter)| *letter)?,
    };
    Some((letter, end + 1))
}

/// The names that articles use.
const NAMED: [(&str, char); 18] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ldquo", '\u{201c}'),
    ("rdquo", '\u{201d}'),
    ("lsquo", '\u{2018}'),
    ("rsquo", '\u{2019}'),
    ("mdash", '\u{2014}'),
    ("ndash", '\u{2013}'),
    ("hellip", '\u{2026}'),
    ("eacute", 'é'),
    ("euro", '€'),
    ("pound", '£'),
    ("middot", '·'),
    ("shy", '\u{ad}'),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marked::Role;

    fn mark(start: usize, end: usize) -> Mark {
        Mark { span: CharSpan { start, end }, role: Role::Source, nested: false, key: String::new() }
    }

    fn carried(source: &str, is_markup: bool, text: &str, start: usize, end: usize) -> Vec<String> {
        let found = source_marks(source, is_markup, text, &[mark(start, end)]);
        found.marks.iter().map(|mark| source.chars().skip(mark.span.start).take(mark.span.len()).collect()).collect()
    }

    #[test]
    fn a_mark_is_found_under_tags_and_references() {
        let source = "<head><title>Holm said no</title></head><header>x</header><script>Holm said no &amp; left</script><p><b>Holm</b> said no&nbsp;&amp; left</p>";
        let text = "Holm said no & left";
        assert_eq!(carried(source, true, text, 0, 4), ["Holm"]);
        assert_eq!(carried(source, true, text, 10, 14), ["no&nbsp;&amp;"]);
        assert_eq!(carried(source, true, text, 0, 9), ["Holm</b> said"]);
        let found = source_marks(source, true, text, &[mark(0, 4)]);
        assert_eq!((found.paragraphs, found.found), (1, 1));
        let script_ends = source.find("</script>").expect("there");
        assert!(found.marks[0].span.start > script_ends, "not in the script");
    }

    #[test]
    fn what_is_not_there_has_no_mark() {
        assert_eq!(carried("a b c", false, "a x c", 0, 5), Vec::<String>::new());
        assert_eq!(carried("one\r\n\r\ntwo", false, "one\n\ntwo", 0, 8), ["one\r\n\r\ntwo"]);
        for broken in ["<", "<a", "&", "&#x110000;", "&#;", "<!--", "<script", "\u{0}&;"] {
            let _ = source_marks(broken, true, "a\n\nb", &[mark(0, 9)]);
        }
    }
}

//! Splits a text into paragraphs.
//!
//! In: a text. Out: the span of each paragraph, trimmed, in order. A blank line ends a paragraph,
//! and so does a single line end, unless the lines were wrapped at a fixed width: then the next
//! line goes on. Invariant: every visible character lies in exactly one paragraph.
//!
//! Example: `Riga is quiet.\nTallinn is not.` holds two paragraphs; a mail wrapped at 72 columns
//! holds as many as it has blank lines.

use crate::characters::{is_bullet, is_ignorable, is_line_end, is_space};
use crate::span::Span;

/// A wrapped text has lines no shorter than this at its right edge.
const NARROWEST: usize = 40;
/// And none longer than this.
const WIDEST: usize = 120;

/// One line that is not blank, trimmed.
struct Line {
    span: Span,
    indent: usize,
    width: usize,
    /// Width of the first word, in characters.
    first: usize,
    starts_lower: bool,
    starts_item: bool,
    after_blank: bool,
}

/// The paragraphs of a text, in order.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let wrapped = width_of_wrap(&lines);
    let mut found: Vec<Span> = Vec::with_capacity(lines.len());
    let mut block_start = 0;
    while block_start < lines.len() {
        let mut block_end = block_start + 1;
        while block_end < lines.len() && !lines[block_end].after_blank {
            block_end += 1;
        }
        let block = &lines[block_start..block_end];
        let width = wrapped.or_else(|| if block.len() > 2 { width_of_wrap(block) } else { None });
        found.push(block[0].span);
        for pair in block.windows(2) {
            match found.last_mut() {
                Some(open) if goes_on(&pair[0], &pair[1], width) => open.end = pair[1].span.end,
                _ => found.push(pair[1].span),
            }
        }
        block_start = block_end;
    }
    found
}

/// Whether the second line goes on with the paragraph of the first.
fn goes_on(line: &Line, next: &Line, width: Option<usize>) -> bool {
    let Some(width) = width else { return false };
    if next.starts_item || next.indent > line.indent + 1 || line.width > WIDEST {
        return false;
    }
    // A line was broken because the next word did not fit any more.
    let full = line.width + 1 + next.first > width;
    full || (next.starts_lower && line.width * 2 >= width)
}

/// The column at which the lines were wrapped, if they were.
fn width_of_wrap(lines: &[Line]) -> Option<usize> {
    let mut widths = Vec::new();
    let mut n_lower = 0;
    for pair in lines.windows(2).filter(|pair| !pair[1].after_blank) {
        widths.push(pair[0].width);
        n_lower += usize::from(pair[1].starts_lower);
    }
    // In text that is not wrapped hardly a line begins in lower case; in wrapped text most do.
    if widths.is_empty() || n_lower * 10 < widths.len() * 3 {
        return None;
    }
    widths.sort_unstable();
    let width = widths[(widths.len() - 1) * 9 / 10];
    (NARROWEST..=WIDEST).contains(&width).then_some(width)
}

fn lines(text: &str) -> Vec<Line> {
    let mut found = Vec::with_capacity(text.len() / 80 + 1);
    let mut after_blank = false;
    let mut start = 0;
    let bytes = text.as_bytes();
    while start < text.len() {
        let end = line_end(text, start);
        match line(text, Span { start, end }, after_blank) {
            Some(line) => {
                found.push(line);
                after_blank = false;
            }
            None => after_blank = true,
        }
        let step = match bytes.get(end) {
            Some(b'\r') if bytes.get(end + 1) == Some(&b'\n') => 2,
            Some(_) => text[end..].chars().next().map_or(1, char::len_utf8),
            None => 1,
        };
        start = end + step;
    }
    found
}

/// The position of the next character that ends a line, or the end of the text.
fn line_end(text: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(&byte) = text.as_bytes().get(at) {
        let ends = match byte {
            b'\n' | b'\r' | 0xb | 0xc => true,
            // The first bytes of U+0085 and of U+2028 and U+2029.
            0xc2 | 0xe2 => text[at..].chars().next().is_some_and(is_line_end),
            _ => false,
        };
        if ends {
            return at;
        }
        at += 1;
    }
    text.len()
}

fn line(text: &str, span: Span, after_blank: bool) -> Option<Line> {
    let unseen = |c: char| is_space(c) || is_ignorable(c);
    let whole = span.of(text);
    let left = whole.trim_start_matches(unseen);
    let shown = left.trim_end_matches(unseen);
    let head = shown.chars().next()?;
    let start = span.end - left.len();
    let first_word = shown.split(char::is_whitespace).next().unwrap_or(shown);
    Some(Line {
        span: Span { start, end: start + shown.len() },
        indent: whole.len() - left.len(),
        width: if shown.is_ascii() { shown.len() } else { shown.chars().count() },
        first: first_word.chars().count(),
        starts_lower: head.is_lowercase(),
        starts_item: is_bullet(head)
            || head == '>'
            || (matches!(head, '-' | '–' | '—') && shown[head.len_utf8()..].starts_with(' ')),
        after_blank,
    })
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = paragraphs(text).iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_line_end_ends_a_paragraph() {
        check("Oster is quiet.\nVelm is not.", &["Oster is quiet.", "Velm is not."]);
        check("  One.\r\n\r\n\tTwo. \u{2029}Three.\n \n", &["One.", "Two.", "Three."]);
        check("", &[]);
        check(" \n\u{feff}\n", &[]);
    }

    #[test]
    fn wrapped_lines_go_on() {
        let mail = "The harbour board of Oster met on Monday to hear what the pilots had to\nsay about the new cranes, and the pilots had a great deal to say. They\nspoke for two hours.\n\nNobody answered them until the evening came, when the mayor of the town\nrose.";
        let found = paragraphs(mail);
        assert_eq!(found.len(), 2);
        assert!(found[0].of(mail).ends_with("two hours.") && found[1].of(mail).ends_with("rose."));
    }

    #[test]
    fn a_short_line_ends_a_paragraph_in_wrapped_text() {
        let mail = "The harbour board of Oster met on Monday to hear what the pilots had to\nsay about the new cranes, and the pilots had a great deal to say.\nThey left.\nNobody answered them until the evening came, when the mayor of the town\nrose to speak.";
        let found: Vec<&str> = paragraphs(mail).iter().map(|span| span.of(mail)).collect();
        assert_eq!(found.len(), 3, "{found:#?}");
    }

    #[test]
    fn lists_keep_their_lines() {
        check("apples\npears\nplums", &["apples", "pears", "plums"]);
        check("• The board met.\n• The pilots spoke.", &["• The board met.", "• The pilots spoke."]);
    }
}

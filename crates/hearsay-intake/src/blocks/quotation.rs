//! Block quotations in plain text.
//!
//! In: a text and its paragraphs. Out: kinds on the paragraphs that are quoted as a whole. Three
//! shapes are known: lines that begin with `>`, paragraphs set in from a margin that the others
//! keep, and a quotation over several paragraphs of which each opens with a mark and only the last
//! closes. Invariant: a paragraph in which somebody else also speaks is none.
//!
//! Example: two paragraphs `“The gate is old.` and `“It will be replaced.”` are one quotation.

use super::paragraph::Paragraph;
use hearsay_record::BlockKind;

/// Words of the shortest paragraph that is taken for a quotation because it is set in.
const SET_IN: usize = 10;

/// Marks block quotations.
pub(crate) fn mark(text: &str, paragraphs: &mut [Paragraph]) {
    let indents: Vec<usize> = paragraphs.iter().map(|paragraph| indent(text, paragraph.span.start)).collect();
    let n_set_in = indents.iter().filter(|&&indent| indent >= 2).count();
    let is_margin_kept = n_set_in * 3 <= paragraphs.len();
    for (paragraph, indent) in paragraphs.iter_mut().zip(indents) {
        let is_mailed = paragraph.text.starts_with('>') && paragraph.text.contains(char::is_alphanumeric);
        let is_set_in = is_margin_kept && indent >= 2 && paragraph.n_words >= SET_IN;
        if paragraph.kind.is_none() && (is_mailed || is_set_in) {
            paragraph.kind = Some(BlockKind::Quotation);
        }
    }
    let mut i = 0;
    while i < paragraphs.len() {
        let n = opened_by_marks(&paragraphs[i..]);
        for paragraph in &mut paragraphs[i..i + n] {
            paragraph.kind = Some(BlockKind::Quotation);
        }
        i += n.max(1);
    }
}

/// Columns between the start of the line and the paragraph.
fn indent(text: &str, start: usize) -> usize {
    text[..start]
        .chars()
        .rev()
        .take_while(|c| matches!(c, ' ' | '\t' | '\u{a0}' | '\u{3000}'))
        .map(|c| if c == '\t' { 4 } else { 1 })
        .sum()
}

/// How many paragraphs from here on are one quotation: at least two, or none.
fn opened_by_marks(paragraphs: &[Paragraph]) -> usize {
    let n_open =
        paragraphs.iter().take_while(|paragraph| paragraph.kind.is_none() && shape(paragraph.text) == Shape::Open).count();
    if n_open == 0 {
        return 0;
    }
    let closes =
        paragraphs.get(n_open).is_some_and(|paragraph| paragraph.kind.is_none() && shape(paragraph.text) == Shape::Whole);
    let n = n_open + usize::from(closes);
    if n >= 2 { n } else { 0 }
}

#[derive(PartialEq)]
enum Shape {
    /// Opens with a mark that nothing in it closes.
    Open,
    /// Opens with a mark that its last sign closes.
    Whole,
    Other,
}

fn shape(text: &str) -> Shape {
    let Some(first) = text.chars().next() else { return Shape::Other };
    let close = match first {
        '“' => '”',
        '„' => '“',
        '«' => '»',
        '"' => '"',
        _ => return Shape::Other,
    };
    let inner = &text[first.len_utf8()..];
    let mut depth = 1_usize;
    for (at, c) in inner.char_indices() {
        if c == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                let rest = inner[at + c.len_utf8()..].trim_start_matches(['.', ',', '!', '?', '…']).trim();
                return if rest.is_empty() { Shape::Whole } else { Shape::Other };
            }
        } else if c == first {
            depth += 1;
        }
    }
    Shape::Open
}

#[cfg(test)]
mod tests {
    use super::super::paragraph;
    use super::mark;
    use hearsay_record::BlockKind;

    fn quoted(text: &str) -> Vec<&str> {
        let mut paragraphs = paragraph::of(text);
        mark(text, &mut paragraphs);
        paragraphs
            .iter()
            .filter(|paragraph| paragraph.kind == Some(BlockKind::Quotation))
            .map(|paragraph| paragraph.text)
            .collect()
    }

    #[test]
    fn marks_open_each_paragraph_of_a_quotation() {
        let text = "The letter reads:\n“The gate is old.\n“It was built in 1961 and never mended.\n“It will be replaced.”\nNobody answered.";
        assert_eq!(quoted(text), ["“The gate is old.", "“It was built in 1961 and never mended.", "“It will be replaced.”"]);
        assert_eq!(quoted("\"The gate is old.\n\n\"It will be replaced.\"").len(), 2);
    }

    #[test]
    fn a_quotation_with_its_speaker_is_running_text() {
        assert!(quoted("“The gate is old,” she said.\n“It will be replaced,” she said.").is_empty());
        assert!(quoted("“The gate is old.”\n“It will be replaced.”").is_empty());
        assert!(quoted("“The gate is old,” she said. “It was built in 1961.\n“It will be replaced.”").is_empty());
    }

    #[test]
    fn mail_and_margins_quote() {
        assert_eq!(quoted("He wrote:\n\n> The gate is old.\n\nNobody answered."), ["> The gate is old."]);
        let text = "The letter reads in full as follows.\n\n    The gate is old and it was built in 1961 by men who are dead.\n\nNobody in the town answered it.\n\nThe end.";
        assert_eq!(quoted(text).len(), 1);
    }
}

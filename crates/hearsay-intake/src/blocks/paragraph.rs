//! The paragraphs of a text with what every kind of part asks about them.
//!
//! In: a text. Out: its paragraphs, each with its number of words, how it ends, and the kind that it
//! has been given. Invariant: a paragraph has one kind at most.
//!
//! Example: `Oster floods again` is a paragraph of three words without a full stop.

use hearsay_record::BlockKind;
use hearsay_text::{Span, paragraphs};

/// A paragraph.
#[derive(Clone, Debug)]
pub(crate) struct Paragraph<'t> {
    pub(crate) span: Span,
    pub(crate) text: &'t str,
    pub(crate) n_words: usize,
    /// A blank line stands between it and the next.
    pub(crate) before_blank: bool,
    pub(crate) kind: Option<BlockKind>,
}

impl Paragraph<'_> {
    /// Whether it ends as a sentence does, marks and brackets after the full stop included.
    pub(crate) fn ends_sentence(&self) -> bool {
        let shown = self
            .text
            .trim_end_matches(|c: char| matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '*') || c.is_whitespace());
        shown.ends_with(['.', '!', '?', '…', '。', ':', ';', ','])
    }

    /// Whether it ends with a full stop, which no headline does.
    pub(crate) fn ends_with_stop(&self) -> bool {
        let shown =
            self.text.trim_end_matches(|c: char| matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']') || c.is_whitespace());
        shown.ends_with(['.', '。', ';', ',']) && !shown.ends_with("...")
    }

    /// Running text: long enough, and nothing said of it yet.
    pub(crate) fn is_running(&self) -> bool {
        self.kind.is_none() && self.n_words >= 15
    }

    /// Whether it begins with a capital letter, a digit or a mark before one.
    pub(crate) fn starts_upper(&self) -> bool {
        self.text.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(|c: char| !c.is_lowercase())
    }
}

/// The paragraphs of a text.
pub(crate) fn of(text: &str) -> Vec<Paragraph<'_>> {
    let spans = paragraphs(text);
    let mut found = Vec::with_capacity(spans.len());
    for (i, &span) in spans.iter().enumerate() {
        let until = spans.get(i + 1).map_or(text.len(), |next| next.start);
        let gap = &text[span.end..until];
        let shown = span.of(text);
        found.push(Paragraph {
            span,
            text: shown,
            n_words: shown.split_whitespace().count(),
            before_blank: gap.matches('\n').count().max(gap.matches('\r').count()) >= 2,
            kind: None,
        });
    }
    found
}

//! The normalised form of a text, beside the original and mapped back to it.
//!
//! In: a text. Out: [`Folded`]: compatibility forms resolved (NFKC), case, quotation marks, dashes
//! and letters with strokes made one, marks above letters, zero-width and bidi controls taken out,
//! white space collapsed. Invariant: folding what is folded changes nothing, and every span of the
//! folded text maps to a span of the original on character borders.
//!
//! Example: `“Żółw—Café”` folds to `"zolw-cafe"`.

use crate::characters::{is_combining, is_ignorable, is_space};
use crate::span::Span;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// A stretch of the folded text and the stretch of the original that it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    folded: Span,
    original: Span,
    /// Byte for byte of equal length: a position inside maps to a position inside.
    even: bool,
}

/// A folded text that knows where its parts came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    runs: Vec<Run>,
}

impl Folded {
    /// The span of the original under a span of the folded text. A span that covers part of what
    /// one original character became maps to the whole character.
    #[must_use]
    pub fn to_original(&self, span: Span) -> Span {
        let start = self.runs.partition_point(|run| run.folded.end <= span.start);
        let Some(first) = self.runs.get(start) else {
            let end = self.runs.last().map_or(0, |run| run.original.end);
            return Span { start: end, end };
        };
        let from =
            if first.even { first.original.start + span.start.saturating_sub(first.folded.start) } else { first.original.start };
        if span.is_empty() {
            return Span { start: from, end: from };
        }
        let stop = self.runs.partition_point(|run| run.folded.start < span.end);
        let Some(last) = self.runs.get(stop.saturating_sub(1)) else { return Span { start: from, end: from } };
        let to =
            if last.even { last.original.start + span.end.min(last.folded.end) - last.folded.start } else { last.original.end };
        Span::new(from, to.max(from))
    }

    fn push(&mut self, c: char, original: Span) {
        let start = self.text.len();
        self.text.push(c);
        let folded = Span { start, end: self.text.len() };
        let even = folded.len() == original.len() && folded.len() == 1;
        match self.runs.last_mut() {
            Some(run) if even && run.even && run.original.end == original.start => {
                run.folded.end = folded.end;
                run.original.end = original.end;
            }
            _ => self.runs.push(Run { folded, original, even }),
        }
    }
}

/// Folds a text.
#[must_use]
pub fn fold(text: &str) -> Folded {
    let mut found = Folded { text: String::with_capacity(text.len()), runs: Vec::new() };
    let mut gap: Option<Span> = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let end = end_of_unit(text, at, c);
        let original = Span { start: at, end };
        at = end;
        if is_space(c) && original.len() == c.len_utf8() {
            gap = Some(gap.map_or(original, |open| Span { start: open.start, end }));
            continue;
        }
        let mut emit = |c: char| {
            if is_space(c) {
                gap = Some(gap.unwrap_or(original));
                return;
            }
            if let Some(open) = gap.take()
                && !found.text.is_empty()
            {
                found.push(' ', open);
            }
            // A dash of two hyphens, and a dash beside a hyphen, is one.
            if !(c == '-' && found.text.ends_with('-')) {
                found.push(c, original);
            }
        };
        if c.is_ascii() && original.len() == 1 {
            emit(folded_ascii(c));
        } else {
            unit(original.of(text), &mut emit);
        }
    }
    found
}

/// The folded form of one word.
#[must_use]
pub fn fold_word(word: &str) -> String {
    if word.bytes().all(|b| b.is_ascii_alphanumeric()) { word.to_ascii_lowercase() } else { fold(word).text }
}

fn folded_ascii(c: char) -> char {
    if c == '`' { '\'' } else { c.to_ascii_lowercase() }
}

/// A character, the marks on it, and the parts of a Korean syllable are folded together.
fn end_of_unit(text: &str, at: usize, c: char) -> usize {
    let mut end = at + c.len_utf8();
    if text.as_bytes().get(end).is_none_or(u8::is_ascii) {
        return end;
    }
    for next in text[end..].chars() {
        let jamo = matches!(next, '\u{1160}'..='\u{11ff}') && matches!(c, '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}');
        if !(is_combining(next) || jamo || matches!(next, '\u{ff9e}' | '\u{ff9f}')) {
            break;
        }
        end += next.len_utf8();
    }
    end
}

fn unit(part: &str, emit: &mut impl FnMut(char)) {
    let lowered: String = part.nfkd().filter(|&c| !is_ignorable(c)).flat_map(char::to_lowercase).collect();
    let mut plain = String::with_capacity(lowered.len());
    let mut base = ' ';
    for c in lowered.nfkd() {
        if is_combining(c) {
            if !is_taken_out(base, c) {
                plain.push(c);
            }
        } else {
            base = c;
            plain.push(c);
        }
    }
    for c in plain.nfkc() {
        match c {
            '‘' | '’' | '‚' | '‛' | '‹' | '›' | '\u{2bc}' | '\u{2b9}' | '′' | '´' => emit('\''),
            '“' | '”' | '„' | '‟' | '«' | '»' | '〝' | '〞' | '〟' => emit('"'),
            '\u{2010}'..='\u{2015}' | '−' | '\u{2043}' | '⸺' | '⸻' | '\u{58a}' => emit('-'),
            'ß' => ['s', 's'].into_iter().for_each(&mut *emit),
            'æ' => ['a', 'e'].into_iter().for_each(&mut *emit),
            'œ' => ['o', 'e'].into_iter().for_each(&mut *emit),
            'þ' => ['t', 'h'].into_iter().for_each(&mut *emit),
            'ð' | 'đ' => emit('d'),
            'ø' => emit('o'),
            'ł' => emit('l'),
            'ħ' => emit('h'),
            'ŧ' => emit('t'),
            'ı' => emit('i'),
            'ς' => emit('σ'),
            _ if c.is_ascii() => emit(folded_ascii(c)),
            _ if is_ignorable(c) => {}
            _ => emit(c),
        }
    }
}

/// Marks that a reader may leave out: accents, vowel points. Marks of class 0 and 7 to 9 are
/// letters of their scripts (Indic vowels, kana voicing), and so is the breve of Cyrillic `й`.
fn is_taken_out(base: char, mark: char) -> bool {
    let letter_of_its_own = matches!(base, 'и' | 'у' | 'і') && matches!(mark, '\u{306}' | '\u{308}');
    !letter_of_its_own && !matches!(canonical_combining_class(mark), 0 | 7..=9)
}

#[cfg(test)]
mod tests {
    use super::{fold, fold_word};
    use crate::span::Span;

    fn check(text: &str, expected: &str) {
        assert_eq!(fold(text).text, expected);
    }

    #[test]
    fn forms_are_made_one() {
        check("“Żółw—Café”", "\"zolw-cafe\"");
        check("ＦＵＬＬ ﬁ ½", "full fi 1⁄2");
        check("Don’t — `so`  ‘x’", "don't - 'so' 'x'");
        check("  a\u{200b}b \u{202e}c\n\n d ", "ab c d");
        check("STRASSE Straße Æsir İzmir ΣΟΦΟΣ", "strasse strasse aesir izmir σοφοσ");
        check("мой ёж", "мой еж");
        check("well -- so", "well - so");
        check("한국 \u{1112}\u{1161}\u{11ab}", "한국 한");
    }

    #[test]
    fn a_word_folds_alone() {
        assert_eq!(fold_word("Zürich"), "zurich");
        assert_eq!(fold_word("RIGA"), "riga");
        assert_eq!(fold_word(""), "");
    }

    #[test]
    fn what_is_found_is_found_in_the_original() {
        let text = "He met  Ëlla\u{301} ﬁrst … so";
        let folded = fold(text);
        for (found, original) in [
            ("ella", "Ëlla\u{301}"),
            ("met ella", "met  Ëlla\u{301}"),
            ("first", "ﬁrst"),
            ("i", "ﬁ"),
            ("..", "…"),
            ("so", "so"),
            ("h", "H"),
        ] {
            let start = folded.text.find(found).expect("the fixture holds it");
            assert_eq!(folded.to_original(Span { start, end: start + found.len() }).of(text), original);
        }
        assert_eq!(folded.to_original(Span { start: 900, end: 950 }), Span { start: text.len(), end: text.len() });
    }
}

//! Replacements in a text, and where its places have gone.
//!
//! In: ranges of code points with what stands in their stead, apart and in order. Out: the new text and
//! [`Places`], which takes spans along. Invariant: text outside the replaced ranges is unchanged, and a
//! span that covers a replaced range covers its replacement.
//!
//! Example: with `Ada` replaced by `A.`, the span of `Ada Holm` becomes that of `A. Holm`.

use hearsay_record::Roles;
use hearsay_text::CharSpan;

/// Replacements that are being collected.
pub(super) struct Edits<'t> {
    characters: &'t [char],
    edits: Vec<(CharSpan, Vec<char>)>,
}

impl<'t> Edits<'t> {
    /// None yet.
    pub(super) fn new(characters: &'t [char]) -> Self {
        Self { characters, edits: Vec::new() }
    }

    /// One more, behind the others; one that begins before the last has ended is passed over.
    pub(super) fn replace(&mut self, range: CharSpan, with: Vec<char>) {
        if self.edits.last().is_none_or(|(last, _)| last.end <= range.start) && range.end <= self.characters.len() {
            self.edits.push((range, with));
        }
    }

    /// The new text, and where the places of the old one are in it.
    pub(super) fn apply(self) -> (String, Places) {
        let mut text = String::with_capacity(self.characters.len());
        let mut at = Vec::with_capacity(self.characters.len() + 1);
        let mut length = 0;
        let mut from = 0;
        for (range, with) in self.edits {
            for &c in &self.characters[from..range.start] {
                at.push(length);
                length += 1;
                text.push(c);
            }
            // A place within a replaced range keeps its distance from the start as far as that goes.
            at.extend((0..range.len()).map(|inner| length + inner.min(with.len())));
            length += with.len();
            text.extend(with);
            from = range.end;
        }
        for &c in &self.characters[from..] {
            at.push(length);
            length += 1;
            text.push(c);
        }
        at.push(length);
        (text, Places(at))
    }
}

/// For each place of the old text, the end included, its place in the new one.
pub(super) struct Places(Vec<usize>);

impl Places {
    /// Where a span has gone; empty if its words are lost.
    fn span(&self, span: CharSpan) -> CharSpan {
        let at = |place: usize| self.0[place.min(self.0.len() - 1)];
        CharSpan { start: at(span.start), end: at(span.end) }
    }

    /// Where roles have gone; spans whose words are lost are left out.
    pub(super) fn roles(&self, roles: &Roles) -> Roles {
        let moved = |spans: &[CharSpan]| spans.iter().map(|span| self.span(*span)).filter(|span| !span.is_empty()).collect();
        Roles { source: moved(&roles.source), cue: moved(&roles.cue), content: moved(&roles.content) }
    }
}

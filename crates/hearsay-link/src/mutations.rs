//! Mutations: what became of an utterance from one telling to another.
//!
//! In: two statements that report one utterance. Out: [`Change`]s: words cut or put for others inside the quotation,
//! another act (`said`, `admitted`), another speaker, another accused. Invariants: words are compared only where both
//! quote, since a paraphrase is in other words by its nature; every change shows the words on at least one side.
//!
//! Example: of `“We never opened the upper gate”` and `“We never closed the gate”` the changes are `opened` for
//! `closed`, and `upper` cut.

use crate::content::ContentWord;
use crate::sayings::Saying;
use crate::speakers::{Voices, voices};
use hearsay_record::{Change, ChangeKind, CharSpan};

/// Of a longer quotation this many words are compared.
const LONGEST: usize = 400;
/// A change of more than this share of both quotations is another quotation, not a mutation.
const MOST: f32 = 0.8;

/// What differs between two tellings of one utterance.
pub(crate) fn changes(a: &Saying<'_>, b: &Saying<'_>) -> Vec<Change> {
    let mut found = words(a, b);
    let roles = |saying: &Saying<'_>| saying.attribution.roles.clone();
    let (one, other) = (roles(a), roles(b));
    if a.attribution.act != b.attribution.act && !(one.cue.is_empty() && other.cue.is_empty()) {
        found.push(Change { kind: ChangeKind::Cue, a: one.cue, b: other.cue });
    }
    if voices(a.speaker, b.speaker) == Voices::Different && !(one.source.is_empty() && other.source.is_empty()) {
        found.push(Change { kind: ChangeKind::Speaker, a: one.source, b: other.source });
    }
    let accused = |saying: &Saying<'_>| {
        saying.attribution.accusation.as_ref().map(|accusation| accusation.accused_spans.clone()).unwrap_or_default()
    };
    if voices(a.accused, b.accused) == Voices::Different {
        let (one, other) = (accused(a), accused(b));
        if !one.is_empty() && !other.is_empty() {
            found.push(Change { kind: ChangeKind::Target, a: one, b: other });
        }
    }
    found
}

/// Words cut from the quotation, or put for others.
fn words(a: &Saying<'_>, b: &Saying<'_>) -> Vec<Change> {
    let of = |saying: &'_ Saying<'_>| saying.content.quoted().len().min(LONGEST);
    let (one, other) = (&a.content.quoted()[..of(a)], &b.content.quoted()[..of(b)]);
    if one.is_empty() || other.is_empty() {
        return Vec::new();
    }
    let kept = kept(one, other);
    if (kept.len() as f32) < (1.0 - MOST) * one.len().min(other.len()) as f32 {
        return Vec::new();
    }
    let mut found = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (next_i, next_j) in kept.into_iter().chain([(one.len(), other.len())]) {
        let (x, y) = (spans(a, &one[i..next_i]), spans(b, &other[j..next_j]));
        if !x.is_empty() || !y.is_empty() {
            let kind = if x.is_empty() || y.is_empty() { ChangeKind::Cut } else { ChangeKind::Words };
            found.push(Change { kind, a: x, b: y });
        }
        (i, j) = (next_i + 1, next_j + 1);
    }
    found
}

/// Places of the longest list of words that stands in both in order.
fn kept(one: &[ContentWord], other: &[ContentWord]) -> Vec<(usize, usize)> {
    // As far as they are the same there is nothing to choose, and most are so to their ends.
    let n_same = one.iter().zip(other).take_while(|(a, b)| a.hash == b.hash).count();
    let mut found: Vec<(usize, usize)> = (0..n_same).map(|at| (at, at)).collect();
    let (one, other) = (&one[n_same..], &other[n_same..]);
    if one.is_empty() || other.is_empty() {
        return found;
    }
    let width = other.len() + 1;
    // Length of the longest list from each pair of places to the ends.
    let mut longest = vec![0u16; (one.len() + 1) * width];
    for i in (0..one.len()).rev() {
        for j in (0..other.len()).rev() {
            longest[i * width + j] = if one[i].hash == other[j].hash {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < one.len() && j < other.len() {
        if one[i].hash == other[j].hash {
            found.push((n_same + i, n_same + j));
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

/// Where these words stand, neighbours together.
fn spans(saying: &Saying<'_>, words: &[ContentWord]) -> Vec<CharSpan> {
    let text = saying.sheet.document.text.as_str();
    let mut found: Vec<hearsay_text::Span> = Vec::new();
    for word in words {
        match found.last_mut() {
            Some(last) if text.get(last.end..word.span().start).is_some_and(|between| between.chars().count() <= 3) => {
                last.end = word.span().end;
            }
            _ => found.push(word.span()),
        }
    }
    found.into_iter().map(|span| saying.sheet.offsets.chars(span)).collect()
}

#[cfg(test)]
mod tests {
    use super::kept;
    use crate::content::ContentWord;
    use crate::sheet::word_hash;
    use hearsay_text::Span;

    #[test]
    fn what_stands_in_both_in_order_is_kept() {
        let list = |text: &str| -> Vec<ContentWord> {
            text.split(' ').filter_map(|word| ContentWord::new(Span::default(), word_hash(word))).collect()
        };
        assert_eq!(
            kept(&list("we never opened the upper gate"), &list("we never closed the gate")),
            [(0, 0), (1, 1), (3, 3), (5, 4)]
        );
        assert!(kept(&[], &list("a b")).is_empty());
    }
}

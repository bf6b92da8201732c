//! A document cut into windows, as it was cut for training.
//!
//! In: units. Out: ranges of units: whole paragraphs, as many as fit; a longer paragraph is cut at a sentence, a longer
//! sentence anywhere. Invariant: windows are not empty, and together they are the document.
//!
//! Example: paragraphs of 300, 200 and 100 units and a limit of 512 make two windows.

use super::units::Units;
use std::ops::Range;

/// The shape of a gap between paragraphs.
const GAP_SHAPE: u8 = 0;

/// Windows of at most `limit` units, or pieces.
pub(super) fn windows(units: &Units, limit: usize, in_pieces: bool) -> Vec<Range<usize>> {
    let count = units.len();
    let size_of = |range: &Range<usize>| {
        if in_pieces { units.pieces_of(range.start).start.abs_diff(units.pieces_of(range.end - 1).end) } else { range.len() }
    };
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut room = 0;
    let mut put = |part: Range<usize>| {
        let size = size_of(&part);
        match out.last_mut() {
            Some(last) if size <= room => {
                last.end = part.end;
                room -= size;
            }
            _ => {
                out.push(part);
                room = limit.saturating_sub(size);
            }
        }
    };
    let mut start = 0;
    for unit in 1..=count {
        if unit < count && units.features[unit - 1][0] != GAP_SHAPE {
            continue;
        }
        let paragraph = start..unit;
        start = unit;
        if size_of(&paragraph) <= limit {
            put(paragraph);
            continue;
        }
        let mut from = paragraph.start;
        while from < paragraph.end {
            let (mut end, mut cut, mut size) = (from, None, 0);
            while end < paragraph.end {
                size += size_of(&(end..end + 1));
                if size > limit && end > from {
                    break;
                }
                end += 1;
                if end < paragraph.end && units.features[end][3] & 1 == 1 {
                    cut = Some(end);
                }
            }
            if let Some(cut) = cut.filter(|_| end < paragraph.end) {
                end = cut;
            }
            put(from..end);
            from = end;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paragraphs of sentences of so many units.
    fn units(paragraphs: &[&[usize]]) -> Units {
        let mut units = Units::default();
        let mut add = |shape, first| {
            units.tokens.push(0);
            units.pieces.extend([1, 2]);
            units.ends.push(units.pieces.len() as u32);
            units.features.push([shape, 0, 0, u8::from(first), 0]);
            units.sentences.push(0);
        };
        for (number, paragraph) in paragraphs.iter().enumerate() {
            if number > 0 {
                add(0, false);
            }
            for sentence in *paragraph {
                (0..*sentence).for_each(|k| add(1, k == 0));
            }
        }
        units
    }

    #[test]
    fn whole_paragraphs_as_many_as_fit() {
        assert_eq!(windows(&units(&[&[5], &[4], &[5]]), 12, false), [0..11, 11..16]);
        assert_eq!(windows(&units(&[&[5], &[4], &[5]]), 12, true), [0..6, 6..11, 11..16]);
    }

    #[test]
    fn long_paragraphs_are_cut_at_sentences_and_long_sentences_anywhere() {
        assert_eq!(windows(&units(&[&[4, 4, 4]]), 10, false), [0..8, 8..12]);
        assert_eq!(windows(&units(&[&[25]]), 10, false), [0..10, 10..20, 20..25]);
    }

    #[test]
    fn nothing_has_no_windows() {
        assert_eq!(windows(&Units::default(), 10, false), []);
    }

    #[test]
    fn a_unit_longer_than_the_limit_stands_alone() {
        assert_eq!(windows(&units(&[&[3]]), 1, true), [0..1, 1..2, 2..3]);
    }
}

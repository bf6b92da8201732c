//! Errors that two texts share: a rare misspelling in both tells that they come from one text.
//!
//! In: two sheets and the misspelt words that stand in both. Out: a [`Reason`] with the places. Invariant: no list of
//! misspellings is kept: a word counts as one if the background lacks it and holds, often, a word
//! that one slip of the pen away is spelt otherwise before its last letters (an ending makes another word, not an error).
//!
//! Example: `goverment` in two reports.

use crate::sheet::{Sheet, word_hash};
use crate::weights::Weights;
use hearsay_record::{Place, Reason};

/// Letters of a word, at least: of shorter ones many are one letter from another.
const LETTERS: usize = 6;
/// Letters at the end that may differ from another word of the language.
const ENDING: usize = 2;
/// Errors that are shown.
const SHOWN: usize = 4;

/// The misspellings that stand in both, of the first few: `both` are places of equal words of which the first is misspelt.
pub(crate) fn shared(a: &Sheet<'_>, b: &Sheet<'_>, both: impl Iterator<Item = (u32, u32)>) -> Option<Reason> {
    let (mut in_a, mut in_b) = (Vec::new(), Vec::new());
    for (at_a, at_b) in both {
        let (Some(one), Some(other)) = (a.words.get(at_a as usize), b.words.get(at_b as usize)) else { continue };
        let (written, again) = (one.span().of(&a.document.text), other.span().of(&b.document.text));
        if in_a.len() < SHOWN && written == again {
            in_a.push(a.offsets.chars(one.span()));
            in_b.push(b.offsets.chars(other.span()));
        }
    }
    in_a.sort_unstable();
    in_b.sort_unstable();
    let evidence = vec![Place::new(a.document.id.clone(), in_a), Place::new(b.document.id.clone(), in_b)];
    (!evidence[0].spans.is_empty()).then(|| Reason { code: "shared-error".into(), evidence })
}

/// Whether the word at this place of a sheet is a slip for one that is often written.
pub(crate) fn is_slip(sheet: &Sheet<'_>, at: u32, weights: &Weights) -> bool {
    sheet.words.get(at as usize).is_some_and(|word| is_misspelt(word.span().of(&sheet.document.text), weights))
}

/// Whether a word is a slip for one that is often written.
fn is_misspelt(written: &str, weights: &Weights) -> bool {
    let letters = written.as_bytes();
    if letters.len() < LETTERS || !letters.iter().all(u8::is_ascii_lowercase) || weights.is_known(word_hash(written)) {
        return false;
    }
    let is_often = |spelt: &[u8]| std::str::from_utf8(spelt).is_ok_and(|spelt| weights.is_often(word_hash(spelt)));
    // The first letter is seldom wrong, and what differs in the last ones is an ending.
    (1..letters.len() - ENDING).any(|at| {
        let mut swapped = letters.to_vec();
        swapped.swap(at, at + 1);
        let dropped = [&letters[..at], &letters[at + 1..]].concat();
        if is_often(&swapped) || is_often(&dropped) {
            return true;
        }
        (b'a'..=b'z').any(|letter| {
            let mut other = letters.to_vec();
            other[at] = letter;
            is_often(&other) || is_often(&[&letters[..at], &[letter], &letters[at..]].concat())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::is_misspelt;
    use crate::weights::Weights;

    #[test]
    fn a_slip_is_told_from_a_rare_word() {
        let is = |word: &str| is_misspelt(word, Weights::en());
        assert!(is("goverment") && is("recieved") && is("parliment"));
        assert!(!is("government") && !is("sluices") && !is("Goverment") && !is("zzyzxqv"));
    }
}

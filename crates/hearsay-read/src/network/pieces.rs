//! Word pieces: a word as entries of a fixed vocabulary.
//!
//! In: a token. Out: numbers of pieces, longest match first from the left, the scheme of WordPiece
//! (Schuster & Nakajima, ICASSP 2012; Devlin et al., NAACL 2019): lower case, accents dropped, each mark and each
//! ideograph a word of its own. Invariant: a token has a piece at least; what the vocabulary cannot spell is one unknown piece.
//!
//! Example: `Pellow’s` may be `pe` `##llow` `’` `s`.

use crate::pack::FormIndex;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Number of a piece.
pub(crate) type PieceId = u16;

/// Longer words are one unknown piece, as in the scheme's first implementation.
const LONGEST_WORD: usize = 100;

/// The vocabulary.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    whole: Numbered,
    rest: Numbered,
    longest: usize,
    unknown: PieceId,
    /// What stands between paragraphs.
    pub(crate) separator: PieceId,
}

/// Forms with the numbers of their pieces.
#[derive(Debug, Default)]
struct Numbered {
    forms: FormIndex,
    pieces: Vec<PieceId>,
}

impl Numbered {
    /// Of two pieces of one form the later is the one.
    fn insert(&mut self, form: &str, piece: PieceId) {
        let number = self.forms.enter(form) as usize;
        match self.pieces.get_mut(number) {
            Some(known) => *known = piece,
            None => self.pieces.push(piece),
        }
    }

    fn get(&self, form: &str) -> Option<PieceId> {
        self.pieces.get(self.forms.find(form)? as usize).copied()
    }
}

impl Pieces {
    /// Parses a vocabulary: one piece a line, its number the number of the line; `##` goes on inside a word.
    pub(crate) fn parse(lines: &str) -> Self {
        let mut pieces = Self::default();
        for (number, line) in lines.lines().enumerate() {
            let Ok(number) = PieceId::try_from(number) else { break };
            match line {
                "[UNK]" => pieces.unknown = number,
                "[SEP]" => pieces.separator = number,
                _ => {}
            }
            let (table, key) = match line.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => (&mut pieces.rest, rest),
                _ => (&mut pieces.whole, line),
            };
            pieces.longest = pieces.longest.max(key.len());
            table.insert(key, number);
        }
        pieces
    }

    /// Adds the pieces of a token to `out`; `folded` is room to work in.
    pub(crate) fn split(&self, token: &str, folded: &mut String, out: &mut Vec<PieceId>) {
        folded.clear();
        if token.is_ascii() {
            folded.extend(token.bytes().map(|byte| byte.to_ascii_lowercase() as char));
        } else {
            folded.extend(token.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase));
        }
        let before = out.len();
        let mut word = 0;
        for (at, c) in folded.char_indices() {
            if is_mark(c) || c.is_whitespace() || c.is_control() {
                self.word(&folded[word..at], out);
                word = at + c.len_utf8();
                if is_mark(c) {
                    self.word(&folded[at..word], out);
                }
            }
        }
        self.word(&folded[word..], out);
        if out.len() == before {
            out.push(self.unknown);
        }
    }

    fn word(&self, word: &str, out: &mut Vec<PieceId>) {
        if word.is_empty() {
            return;
        }
        let before = out.len();
        if word.len() <= LONGEST_WORD {
            let mut at = 0;
            while at < word.len() {
                let table = if at == 0 { &self.whole } else { &self.rest };
                let mut end = word.len().min(at + self.longest);
                let found = loop {
                    if end <= at {
                        break None;
                    }
                    if word.is_char_boundary(end)
                        && let Some(number) = table.get(&word[at..end])
                    {
                        break Some(number);
                    }
                    end -= 1;
                };
                let Some(number) = found else {
                    out.truncate(before);
                    break;
                };
                out.push(number);
                at = end;
            }
        }
        if out.len() == before {
            out.push(self.unknown);
        }
    }
}

/// Marks and ideographs stand alone.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation()
        || (!c.is_ascii() && !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control())
        || matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x2FA1F)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(token: &str) -> Vec<PieceId> {
        let pieces = Pieces::parse("[UNK]\n[SEP]\nharb\n##our\n’\ns\n-\nmaster\ncafe");
        let mut out = Vec::new();
        pieces.split(token, &mut String::new(), &mut out);
        out
    }

    #[test]
    fn longest_match_from_the_left() {
        assert_eq!(split("Harbour"), [2, 3]);
        assert_eq!(split("harbour-master’s"), [2, 3, 6, 7, 4, 5]);
    }

    #[test]
    fn accents_and_case_are_looked_past() {
        assert_eq!(split("Café"), [8]);
    }

    #[test]
    fn what_cannot_be_spelt_is_one_unknown_piece() {
        assert_eq!(split("harbx"), [0]);
        assert_eq!(split("\u{200b}"), [0]);
    }
}

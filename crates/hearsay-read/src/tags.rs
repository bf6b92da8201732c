//! The part of speech of every token, in its sentence.
//!
//! In: tokens. Out: a [`Tag`] for each. Listed words bring their weights from the pack, others go by
//! their end and their capital; the best sequence under the pack's weights wins (Viterbi over pairs).
//! Quotation marks are looked through. Invariant: every token has a tag, and the same text the same tags.
//!
//! Example: in `the claims that it claims`, the first `claims` is a noun and the second a verb.

use crate::pack::{NO_ENTRY, Tag};
use crate::text::Text;
use hearsay_text::TokenKind;

/// No token is given more candidates than this.
const MOST: usize = 5;
/// A name is this much likelier than chance for a capital inside a sentence, by whether the word is listed.
const NAME_LISTED: i16 = 17;
const NAME_UNLISTED: i16 = 23;
/// And at the head of a sentence.
const NAME_LISTED_FIRST: i16 = -8;
const NAME_UNLISTED_FIRST: i16 = 22;

#[derive(Clone, Copy)]
struct Candidates {
    tags: [Tag; MOST],
    weights: [i16; MOST],
    len: usize,
}

impl Candidates {
    fn one(tag: Tag) -> Self {
        Self { tags: [tag; MOST], weights: [0; MOST], len: 1 }
    }
    fn push(&mut self, tag: Tag, weight: i16) {
        if self.len < MOST {
            self.tags[self.len] = tag;
            self.weights[self.len] = weight;
            self.len += 1;
        }
    }
}

/// The tags of a document's tokens.
pub(crate) fn tags(text: &Text) -> Vec<Tag> {
    let mut tags = vec![Tag::Uh; text.tokens.len()];
    let mut work = Work::default();
    for sentence in &text.sentences {
        work.tag(text, sentence.tokens.clone(), &mut tags);
    }
    for (tag, token) in tags.iter_mut().zip(&text.tokens) {
        if token.kind == TokenKind::QuoteMark {
            *tag = Tag::Stop;
        }
    }
    tags
}

#[derive(Default)]
struct Work {
    tokens: Vec<usize>,
    candidates: Vec<Candidates>,
    /// For each token, the way back from (its tag before, its tag): `MOST * MOST` cells.
    back: Vec<[u8; MOST * MOST]>,
}

impl Work {
    fn tag(&mut self, text: &Text, range: std::ops::Range<usize>, tags: &mut [Tag]) {
        self.tokens.clear();
        self.candidates.clear();
        self.back.clear();
        let title_case = is_title_case(text, range.clone());
        let mut first = true;
        for token in range {
            if text.tokens[token].kind == TokenKind::QuoteMark {
                continue;
            }
            self.tokens.push(token);
            self.candidates.push(candidates(text, token, first, title_case));
            first = text.tokens[token].kind == TokenKind::Punctuation && matches!(text.word(token), ":" | "." | "!" | "?");
        }
        if self.tokens.is_empty() {
            return;
        }
        let weights = &text.pack.tags;
        const LEAST: i32 = i32::MIN / 4;
        let mut before = Candidates::one(Tag::Stop);
        // Best score of each (candidate before, candidate here).
        let mut score = [LEAST; MOST * MOST];
        let mut two_before = before;
        for (n, here) in self.candidates.iter().enumerate() {
            let mut next = [LEAST; MOST * MOST];
            let mut back = [0_u8; MOST * MOST];
            for b in 0..before.len {
                for h in 0..here.len {
                    let cell = b * MOST + h;
                    if n == 0 {
                        next[cell] =
                            i32::from(weights.follows(Tag::Stop, before.tags[b], here.tags[h])) + i32::from(here.weights[h]);
                        continue;
                    }
                    let (mut best, mut from) = (LEAST, 0);
                    for t in 0..two_before.len {
                        let value =
                            score[t * MOST + b] + i32::from(weights.follows(two_before.tags[t], before.tags[b], here.tags[h]));
                        if value > best {
                            best = value;
                            from = t;
                        }
                    }
                    next[cell] = best + i32::from(here.weights[h]);
                    back[cell] = from as u8;
                }
            }
            self.back.push(back);
            score = next;
            two_before = before;
            before = *here;
        }
        let (mut best, mut pair) = (LEAST, (0, 0));
        for b in 0..two_before.len {
            for h in 0..before.len {
                if score[b * MOST + h] > best {
                    best = score[b * MOST + h];
                    pair = (b, h);
                }
            }
        }
        for n in (0..self.tokens.len()).rev() {
            tags[self.tokens[n]] = self.candidates[n].tags[pair.1];
            let from = usize::from(self.back[n][pair.0 * MOST + pair.1]);
            pair = (from, pair.0);
        }
    }
}

/// Whether nearly every longer word has a capital, as in a headline.
fn is_title_case(text: &Text, range: std::ops::Range<usize>) -> bool {
    let (mut words, mut capitals) = (0, 0);
    for token in range {
        if text.tokens[token].kind == TokenKind::Word && text.word(token).len() > 3 {
            words += 1;
            capitals += usize::from(text.capital(token));
        }
    }
    words >= 4 && capitals * 10 >= words * 8
}

fn candidates(text: &Text, token: usize, first: bool, title_case: bool) -> Candidates {
    match text.tokens[token].kind {
        TokenKind::Number => return Candidates::one(Tag::Cd),
        TokenKind::Url | TokenKind::Handle => return Candidates::one(Tag::Np),
        TokenKind::QuoteMark => return Candidates::one(Tag::Stop),
        TokenKind::Symbol => return Candidates::one(Tag::Uh),
        TokenKind::Punctuation => {
            return Candidates::one(match text.word(token) {
                "," => Tag::Comma,
                "(" | "[" | "{" => Tag::Open,
                ")" | "]" | "}" => Tag::Close,
                "." | "!" | "?" => Tag::Stop,
                // "CNN/ORC poll" is one phrase.
                "/" => Tag::Pos,
                _ => Tag::Colon,
            });
        }
        TokenKind::Word if matches!(text.word(token), "'" | "’") => return Candidates::one(Tag::Pos),
        TokenKind::Word => {}
    }
    let entry = text.entries[token];
    let listed = text.pack.lexicon.tags(entry);
    let capital = text.capital(token);
    let mut found = Candidates { tags: [Tag::Nn; MOST], weights: [0; MOST], len: 0 };
    let known = entry != NO_ENTRY && !listed.is_empty();
    if capital && text.word(token).chars().count() > 1 {
        let weight = match (known, first, title_case) {
            (true, _, true) => 4,
            (false, _, true) => NAME_UNLISTED,
            (true, true, _) => NAME_LISTED_FIRST,
            (false, true, _) => NAME_UNLISTED_FIRST,
            (true, false, _)
                if listed.first().is_some_and(|(tag, _)| {
                    !matches!(tag, Tag::Nn | Tag::Nns | Tag::Jj | Tag::Vb | Tag::Vbg | Tag::Vbn | Tag::Vbd | Tag::Vbz | Tag::Vbp)
                }) =>
            {
                2
            }
            (true, false, _) => NAME_LISTED,
            (false, false, _) => NAME_UNLISTED,
        };
        found.push(Tag::Np, weight);
    } else if capital && !known {
        found.push(Tag::Np, NAME_UNLISTED);
    }
    let weights = if known { listed } else { text.pack.tags.by_end(text.lower(token)) };
    // An unknown word with a capital is seldom anything but a name.
    let malus = match (known, capital, first, title_case) {
        (_, false, _, _) | (_, _, _, true) | (true, true, true, _) => 0,
        (true, true, false, _) => 8,
        (false, true, true, _) => 12,
        (false, true, false, _) => 18,
    };
    for (tag, weight) in weights.iter().take(MOST - found.len) {
        found.push(*tag, weight - malus);
    }
    if found.len == 0 {
        found.push(Tag::Nn, 0);
    }
    found
}

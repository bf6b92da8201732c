//! [`Text`]: a document as the stages see it: tokens with their lower-case forms, sentences, blocks.
//!
//! In: a [`Document`] and a pack. Out: the first layer. Text in blocks that nobody wrote as part of
//! the article (menus, bylines, date lines) has no sentence here, so no stage reads it. A doubled
//! block is read: what stands in it was said twice in this document, and the linker knows it for a
//! copy by its block.
//! Invariant: sentences are ranges of tokens, in order, apart; each token's lower form has straight apostrophes.
//!
//! Example: `“No,” said Lind.` is one sentence of seven tokens.

use crate::pack::{Class, Classes, Cue, EntryId, NO_ENTRY, Pack};
use hearsay_record::{BlockKind, Document};
use hearsay_text::{Offsets, Quotation, Span, Token, TokenKind, dateline, paragraphs, quotations, sentences, tokens_with};
use std::ops::Range;

/// A document as the stages see it.
pub(crate) struct Text<'d> {
    pub(crate) text: &'d str,
    pub(crate) pack: &'d Pack,
    pub(crate) tokens: Vec<Token>,
    pub(crate) entries: Vec<EntryId>,
    lower: String,
    lower_ends: Vec<usize>,
    /// Those that are read.
    pub(crate) sentences: Vec<SentenceTokens>,
    /// Sentence of each token, `u32::MAX` where none is read.
    pub(crate) sentence_of: Vec<u32>,
    /// Every quotation of the document.
    pub(crate) quotations: Vec<Quotation>,
}

/// One sentence.
#[derive(Debug, Clone)]
pub(crate) struct SentenceTokens {
    pub(crate) tokens: Range<usize>,
    /// Number of its paragraph.
    pub(crate) paragraph: usize,
    /// Whether it is a headline or subhead.
    pub(crate) heading: bool,
}

/// The first layer of a document.
pub(crate) fn text<'d>(document: &'d Document, pack: &'d Pack) -> Text<'d> {
    let text = document.text.as_str();
    let mut tokens = tokens_with(text, &pack.abbreviations);
    let quotations = quotations(text);
    possessives(text, &mut tokens, &quotations);
    let Lowered { lower, lower_ends, entries } = lowered(text, &tokens, pack);
    let offsets = Offsets::new(text);
    let blocks: Vec<(BlockKind, Span)> = document.blocks.iter().map(|block| (block.kind, offsets.bytes(block.span))).collect();
    let sentence_spans = sentences(text, &tokens, &pack.abbreviations);
    let paragraphs = paragraphs(text);
    let mut found = Vec::with_capacity(sentence_spans.len());
    let mut sentence_of = vec![u32::MAX; tokens.len()];
    let mut paragraph = 0;
    let mut first_block = 0;
    for sentence in sentence_spans {
        while paragraphs.get(paragraph).is_some_and(|span| span.end <= sentence.span.start) {
            paragraph += 1;
        }
        // Blocks are in order of start but may lie in one another; those that ended before every later sentence are left behind.
        while blocks.get(first_block).is_some_and(|(_, span)| span.end <= sentence.span.start) {
            first_block += 1;
        }
        let over = || {
            blocks[first_block..]
                .iter()
                .take_while(|(_, span)| span.start < sentence.span.end)
                .filter(|(_, span)| span.overlaps(&sentence.span))
        };
        let mut range = sentence.tokens.clone();
        if over().any(|(kind, span)| unread(*kind) && span.shared(&sentence.span) * 2 > sentence.span.len()) {
            continue;
        }
        let end_of_unread =
            over().filter(|(kind, span)| unread(*kind) && span.start <= sentence.span.start).map(|(_, span)| span.end).max();
        let opens_paragraph = paragraphs.get(paragraph).is_some_and(|span| span.start == sentence.span.start);
        let end_of_dateline =
            paragraphs.get(paragraph).filter(|_| opens_paragraph).and_then(|span| dateline(text, *span)).map(|span| span.end);
        if let Some(end) = end_of_unread.max(end_of_dateline) {
            range.start += tokens[range.clone()].partition_point(|token| token.span.start < end);
        }
        if range.is_empty() {
            continue;
        }
        let number = found.len() as u32;
        sentence_of[range.clone()].fill(number);
        found.push(SentenceTokens {
            tokens: range,
            paragraph,
            heading: headline_by_shape(text, &tokens, &sentence.tokens, paragraph, &blocks)
                || over().any(|(kind, _)| matches!(kind, BlockKind::Headline | BlockKind::Subhead)),
        });
    }
    Text { text, pack, tokens, entries, lower, lower_ends, sentences: found, sentence_of, quotations }
}

/// The tokens in lower case, and what the lexicon has of them.
struct Lowered {
    lower: String,
    lower_ends: Vec<usize>,
    entries: Vec<EntryId>,
}

fn lowered(text: &str, tokens: &[Token], pack: &Pack) -> Lowered {
    let mut lower = String::with_capacity(text.len());
    let mut lower_ends = Vec::with_capacity(tokens.len());
    let mut entries = Vec::with_capacity(tokens.len());
    let mut previous = None;
    for (number, token) in tokens.iter().enumerate() {
        let start = lower.len();
        let word = token.span.of(text);
        if word.is_ascii() {
            lower.push_str(word);
            lower[start..].make_ascii_lowercase();
        } else {
            for c in word.chars() {
                match c {
                    '’' => lower.push('\''),
                    c => lower.extend(c.to_lowercase()),
                }
            }
        }
        let entry = pack.lexicon.find(&lower[start..]);
        // "US leaders" are not ours: a pronoun of several capitals is a name, but where all is in capitals.
        let is_name = in_capitals(word)
            && pack.lexicon.pronoun(entry).is_some()
            && !previous.is_some_and(in_capitals)
            && !tokens.get(number + 1).is_some_and(|next| in_capitals(next.span.of(text)));
        entries.push(if is_name { NO_ENTRY } else { entry });
        previous = Some(word);
        lower_ends.push(lower.len());
    }
    Lowered { lower, lower_ends, entries }
}

/// Whether a word is two capitals or more and nothing else.
fn in_capitals(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The first layer of a text whose tokens and sentences are given; one paragraph.
pub(crate) fn text_of_tokens<'d>(text: &'d str, spans: Vec<Span>, sentences: &[Range<usize>], pack: &'d Pack) -> Text<'d> {
    let kind = |span: &Span| hearsay_text::tokens(span.of(text)).first().map_or(TokenKind::Symbol, |token| token.kind);
    let tokens: Vec<Token> = spans.iter().map(|span| Token { span: *span, kind: kind(span) }).collect();
    let Lowered { lower, lower_ends, entries } = lowered(text, &tokens, pack);
    let mut sentence_of = vec![u32::MAX; tokens.len()];
    for (number, sentence) in sentences.iter().enumerate() {
        sentence_of[sentence.clone()].fill(number as u32);
    }
    let sentences =
        sentences.iter().map(|tokens| SentenceTokens { tokens: tokens.clone(), paragraph: 0, heading: false }).collect();
    Text { text, pack, tokens, entries, lower, lower_ends, sentences, sentence_of, quotations: quotations(text) }
}

/// Where nobody marked the headline: a first paragraph of one short sentence that ends without a stop.
fn headline_by_shape(
    text: &str,
    tokens: &[Token],
    sentence: &Range<usize>,
    paragraph: usize,
    blocks: &[(BlockKind, Span)],
) -> bool {
    let ends =
        tokens.get(sentence.end.saturating_sub(1)).is_some_and(|last| matches!(last.span.of(text), "." | "!" | "?" | "…" | ":"));
    paragraph == 0
        && sentence.start == 0
        && sentence.len() <= 18
        && !ends
        && !blocks.iter().any(|(kind, _)| *kind == BlockKind::Headline)
        && tokens.get(sentence.end.saturating_sub(1)).is_none_or(|last| last.kind != TokenKind::QuoteMark)
}

/// The mark of a plural's possessive (`the dockers’ union`) looks like a closing mark; where it closes nothing it is a word.
fn possessives(text: &str, tokens: &mut [Token], quotations: &[Quotation]) {
    let closes: std::collections::HashSet<usize> =
        quotations.iter().filter(|quotation| quotation.closed).map(|quotation| quotation.span.end).collect();
    for at in 1..tokens.len() {
        let (before, here) = (tokens[at - 1], tokens[at]);
        let single = matches!(here.span.of(text), "'" | "’");
        if single
            && here.kind == TokenKind::QuoteMark
            && before.kind == TokenKind::Word
            && before.span.end == here.span.start
            && !closes.contains(&here.span.end)
        {
            tokens[at].kind = TokenKind::Word;
        }
    }
}

/// Blocks that are no part of what the article tells.
fn unread(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Boilerplate | BlockKind::Dateline | BlockKind::Byline)
}

impl<'d> Text<'d> {
    /// The token as printed.
    pub(crate) fn word(&self, token: usize) -> &'d str {
        self.tokens.get(token).map_or("", |token| token.span.of(self.text))
    }

    /// The token in lower case, apostrophes straight.
    pub(crate) fn lower(&self, token: usize) -> &str {
        let start = if token == 0 { 0 } else { self.lower_ends.get(token - 1).copied().unwrap_or(0) };
        self.lower_ends.get(token).map_or("", |end| &self.lower[start..*end])
    }

    /// The cues that the word of a token is in.
    pub(crate) fn cues(&self, token: usize) -> impl Iterator<Item = &'d Cue> + use<'d> {
        let pack = self.pack;
        let numbers = self.entries.get(token).map_or(&[][..], |entry| pack.lexicon.cues(*entry));
        numbers.iter().filter_map(|cue| pack.cues.cues.get(*cue as usize))
    }

    /// What lists the token stands in.
    pub(crate) fn classes(&self, token: usize) -> Classes {
        self.entries.get(token).map_or(Classes::default(), |entry| self.pack.lexicon.classes(*entry))
    }

    /// Whether the token stands in a list.
    pub(crate) fn is(&self, token: usize, class: Class) -> bool {
        self.classes(token).has(class)
    }

    /// Whether it begins with a capital.
    pub(crate) fn capital(&self, token: usize) -> bool {
        self.word(token).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether it is this mark.
    pub(crate) fn is_mark(&self, token: usize, mark: &str) -> bool {
        self.word(token) == mark
    }

    /// Whether it is a quotation mark.
    pub(crate) fn is_quote(&self, token: usize) -> bool {
        self.tokens.get(token).is_some_and(|token| token.kind == TokenKind::QuoteMark)
    }

    /// From the first character of a range of tokens to the last; nothing for an empty range.
    pub(crate) fn span(&self, range: Range<usize>) -> Option<Span> {
        let last = range.end.checked_sub(1).filter(|last| *last >= range.start)?;
        Some(Span { start: self.tokens.get(range.start)?.span.start, end: self.tokens.get(last)?.span.end })
    }
}

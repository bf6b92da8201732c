//! Quotations as ranges of tokens, and which of them are speech.
//!
//! In: tokens, sentences and the pairs of marks. Out: [`Quotes`]. A quotation is *speech* if it can
//! stand for itself: it ends with a mark of its own (`,` `.` `?` `!` `…` `—`) or holds a sentence.
//! The others are words held up in the reporter's sentence. Invariant: quotations nest or are apart.
//!
//! Example: `“We go,” she said, to the “front”.` holds one piece of speech and one word held up.

use crate::pack::{CuePos, Frame, PronounCase};
use crate::text::Text;
use hearsay_text::TokenKind;
use std::ops::Range;

/// The quotations of a document.
#[derive(Debug, Default)]
pub(crate) struct Quotes {
    pub(crate) all: Vec<Quote>,
    /// The outermost quotation that each token stands in, its marks included; `NONE` outside.
    pub(crate) outer_of: Vec<u32>,
}

/// No quotation.
pub(crate) const NONE: u32 = u32::MAX;

/// One quotation.
#[derive(Debug, Clone)]
pub(crate) struct Quote {
    /// With its marks.
    pub(crate) tokens: Range<usize>,
    /// Without them.
    pub(crate) inner: Range<usize>,
    pub(crate) closed: bool,
    /// The quotation of an earlier paragraph that it goes on from.
    pub(crate) continues: Option<u32>,
    pub(crate) speech: bool,
}

/// Finds them.
pub(crate) fn quotes(text: &Text) -> Quotes {
    let mut quotes = Quotes { all: Vec::new(), outer_of: vec![NONE; text.tokens.len()] };
    // Where each quotation of the text went; nested ones are part of what their outer one says.
    let mut kept: Vec<Option<u32>> = Vec::with_capacity(text.quotations.len());
    for (place, quotation) in text.quotations.iter().enumerate() {
        let start = text.tokens.partition_point(|token| token.span.start < quotation.span.start);
        let end = start + text.tokens[start..].partition_point(|token| token.span.end <= quotation.span.end);
        let inner_start = start + text.tokens[start..end].partition_point(|token| token.span.start < quotation.inner.start);
        let mut inner_end =
            inner_start + text.tokens[inner_start..end].partition_point(|token| token.span.end <= quotation.inner.end);
        let goes_on = || text.quotations[place + 1..].iter().any(|later| later.continues == Some(place));
        let lost =
            (!quotation.closed && quotation.depth == 0 && !goes_on()).then(|| lost_end(text, inner_start..inner_end)).flatten();
        let end = lost.unwrap_or(end);
        inner_end = inner_end.min(end);
        if quotation.depth > 0 || inner_start >= inner_end || quotes.outer_of.get(start) != Some(&NONE) {
            kept.push(None);
            continue;
        }
        let number = quotes.all.len() as u32;
        let inner = inner_start..inner_end;
        let speech = is_speech(text, &inner);
        quotes.outer_of[start..end].fill(number);
        quotes.all.push(Quote {
            tokens: start..end,
            inner,
            closed: quotation.closed,
            continues: quotation.continues.and_then(|before| kept.get(before).copied().flatten()),
            speech,
        });
        kept.push(Some(number));
    }
    quotes
}

/// So many words the one who speaks has there.
const TELLER: usize = 4;

/// Where a quotation ends that nothing closes: before the comma behind which somebody is told to say it, `“We go, said Holm. The road is shut.`
fn lost_end(text: &Text, inner: Range<usize>) -> Option<usize> {
    let tells = |token: usize| {
        let cues = text.entries.get(token).map(|entry| text.pack.lexicon.cues(*entry)).unwrap_or_default();
        let mut cues = cues.iter().filter_map(|cue| text.pack.cues.cues.get(*cue as usize));
        cues.any(|cue| cue.pos == CuePos::Verb && cue.pieces.len() == 1 && cue.frames.has(Frame::Quote))
    };
    let somebody = |token: usize| {
        let pronoun = text.entries.get(token).and_then(|entry| text.pack.lexicon.pronoun(*entry));
        text.capital(token) || pronoun.is_some_and(|pronoun| pronoun.case == PronounCase::Personal)
    };
    let comma = |token: &usize| text.is_mark(*token, ",") && *token > inner.start;
    inner.clone().filter(comma).find(|comma| {
        let first = comma + 1;
        let inverted = first + 1 < inner.end && tells(first) && somebody(first + 1);
        let straight = (first..inner.end.min(first + TELLER)).take_while(|token| somebody(*token)).last();
        inverted || straight.is_some_and(|last| last + 1 < inner.end && tells(last + 1))
    })
}

fn is_speech(text: &Text, inner: &Range<usize>) -> bool {
    let last = inner.end - 1;
    let words = inner.clone().filter(|token| text.tokens[*token].kind == TokenKind::Word).count();
    let ends = matches!(text.word(last), "," | "." | "?" | "!" | "…" | "..." | "—" | "–" | "--" | "-");
    // The title of a programme ends with the comma of the sentence around it.
    let title = (2..=4).contains(&words)
        && inner
            .clone()
            .filter(|token| text.tokens[*token].kind == TokenKind::Word && text.word(*token).chars().count() > 3)
            .all(|token| text.capital(token));
    let first = text
        .sentence_of
        .get(inner.start)
        .and_then(|at| text.sentences.get(*at as usize))
        .is_some_and(|sentence| sentence.tokens.start + 1 >= inner.start);
    if title && !first && text.is_mark(last, ",") {
        return false;
    }
    let sentences = text.sentence_of.get(inner.start) != text.sentence_of.get(last);
    words > 0 && (sentences || (ends && words >= 1))
}

impl Quotes {
    /// The quotation around a token.
    pub(crate) fn around(&self, token: usize) -> Option<&Quote> {
        self.all.get(*self.outer_of.get(token)? as usize)
    }
    /// The quotation that a token opens.
    pub(crate) fn opening_at(&self, token: usize) -> Option<&Quote> {
        self.around(token).filter(|quote| quote.tokens.start == token)
    }
    /// The quotation whose last token this is.
    pub(crate) fn closing_at(&self, token: usize) -> Option<&Quote> {
        self.around(token).filter(|quote| quote.tokens.end == token + 1 && quote.closed)
    }
}

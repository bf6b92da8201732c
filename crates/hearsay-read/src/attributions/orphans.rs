//! Quotations without a cue of their own: those that go on from the last one, and those of the last speaker.
//!
//! In: drafts in order. Out: longer contents, and drafts with an empty cue. Invariant: a quotation is
//! the content of one draft only.
//!
//! Example: `“A,” she said. “B.”` — the second quotation joins the content of the first.

use super::{Draft, is_direct};
use crate::pack::Frame;
use crate::phrases::Phrases;

/// Gives bare quotations to the draft before them.
pub(super) fn continuations(phrases: &Phrases, drafts: &mut Vec<Draft>) {
    let text = phrases.text;
    let mut taken: Vec<bool> = vec![false; phrases.quotes.all.len()];
    for draft in drafts.iter() {
        let around = phrases.quotes.outer_of.get(draft.head).copied();
        for part in draft.content.iter().chain(draft.source.iter().map(|found| &found.tokens)) {
            for token in part.clone() {
                // What is reported inside a quotation does not take the quotation.
                let number = phrases.quotes.outer_of[token];
                if around != Some(number)
                    && let Some(quote) = taken.get_mut(number as usize)
                {
                    *quote = true;
                }
            }
        }
    }
    let mut more: Vec<Draft> = Vec::new();
    let mut next_draft = 0;
    let mut last: Option<(usize, usize)> = None;
    for (number, quote) in phrases.quotes.all.iter().enumerate() {
        if taken[number] || !quote.speech {
            continue;
        }
        let Some(sentence) = text.sentences.get(text.sentence_of[quote.tokens.start] as usize) else { continue };
        let last_sentence =
            text.sentence_of.get(quote.tokens.end - 1).and_then(|at| text.sentences.get(*at as usize)).unwrap_or(sentence);
        // The quotation must be all there is of its sentences.
        let alone = quote.tokens.start == sentence.tokens.start && quote.tokens.end + 1 >= last_sentence.tokens.end;
        if !alone {
            continue;
        }
        while next_draft < drafts.len() && drafts[next_draft].start() < quote.tokens.start {
            let paragraph = paragraph_of(phrases, drafts[next_draft].head);
            if !drafts[next_draft].content.is_empty() && phrases.quotes.around(drafts[next_draft].head).is_none() {
                last = Some((next_draft, paragraph));
            }
            next_draft += 1;
        }
        // A paragraph that opens its marks again goes on with the quotation before it.
        if let Some(before) = quote.continues
            && let Some(owner) = drafts.iter().position(|draft| {
                phrases.quotes.all.get(before as usize).is_some_and(|before| {
                    phrases.quotes.around(draft.head).is_none()
                        && draft.content.iter().any(|part| part.start <= before.tokens.start && before.tokens.start < part.end)
                })
            })
        {
            drafts[owner].content.push(quote.tokens.clone());
            drafts[owner].content.sort_by_key(|part| part.start);
            taken[number] = true;
            last = Some((owner, sentence.paragraph));
            continue;
        }
        let Some((owner, paragraph)) = last else { continue };
        let direct = is_direct(phrases, &drafts[owner].content)
            || drafts[owner].content.iter().any(|part| part.clone().any(|token| phrases.quotes.around(token).is_some()));
        if sentence.paragraph == paragraph && direct {
            drafts[owner].content.push(quote.tokens.clone());
            drafts[owner].content.sort_by_key(|part| part.start);
            taken[number] = true;
            last = Some((owner, sentence.paragraph));
        } else if sentence.paragraph <= paragraph + 1 || quote.continues.is_some() {
            more.push(Draft {
                content: vec![quote.tokens.clone()],
                continues: Some(owner),
                ..Draft::new(quote.tokens.start, Frame::Quote, if quote.continues.is_some() { 0.8 } else { 0.6 })
            });
            last = Some((owner, sentence.paragraph));
        }
    }
    drafts.extend(more);
}

fn paragraph_of(phrases: &Phrases, token: usize) -> usize {
    phrases
        .text
        .sentence_of
        .get(token)
        .and_then(|sentence| phrases.text.sentences.get(*sentence as usize))
        .map_or(0, |sentence| sentence.paragraph)
}

//! Quotations without a cue of their own: those that go on from the last one, those of the last speaker, and turns of a transcript.
//!
//! In: drafts in order. Out: longer contents, and drafts with an empty cue or a colon. Invariant: a quotation is
//! the content of one draft only.
//!
//! Example: `“A,” she said. “B.”` — the second quotation joins the content of the first.

use super::constructions::own;
use super::{Draft, is_direct};
use crate::pack::{Frame, Tag};
use crate::phrases::{Phrases, VerbForm};
use crate::quotes::Quote;

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
    let mut more = signed(phrases, &mut taken);
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
    more.iter_mut().for_each(|draft| labelled(phrases, draft));
    drafts.extend(more);
}

/// So many words may sign a quotation.
const SIGNATURE: usize = 16;

/// `“We were never asked.” — Ada Holm, farmer`: a quotation that is signed, the dash its cue.
fn signed(phrases: &Phrases, taken: &mut [bool]) -> Vec<Draft> {
    let text = phrases.text;
    let is_dash =
        |token: usize| text.tokens.get(token).is_some() && text.word(token).chars().all(|c| matches!(c, '\u{2012}'..='\u{2015}'));
    let sign = |quote: &Quote| {
        let dash = quote.tokens.end;
        let last = quote.inner.end.checked_sub(1)?;
        let name = dash + 1;
        let ended = phrases.tag(last) == Tag::Stop || phrases.tag(last) == Tag::Comma;
        if !ended || !is_dash(dash) || !text.capital(name) {
            return None;
        }
        let end = phrases.sentence(name).end;
        let end = (name..end).find(|token| phrases.tag(*token) == Tag::Stop).unwrap_or(end);
        let named = phrases.phrase_from(name, end, false).is_some_and(|phrase| phrases.tag(phrase.end - 1) == Tag::Np);
        let clause = (name..end).any(|token| phrases.group(token).is_some_and(|group| group.form == VerbForm::Finite));
        (named && !clause && end - name <= SIGNATURE).then_some((dash, name..end))
    };
    let mut drafts = Vec::new();
    for (quote, taken) in phrases.quotes.all.iter().zip(taken) {
        if let Some((dash, name)) = (!*taken && quote.closed).then(|| sign(quote)).flatten() {
            *taken = true;
            drafts.push(Draft {
                cue: vec![dash..dash + 1],
                source: Some(own(name)),
                content: vec![quote.tokens.clone()],
                ..Draft::new(dash, Frame::Colon, 0.8)
            });
        }
    }
    drafts
}

/// So many words may label a turn.
const LABEL: usize = 4;

/// `“HOLM: We went in.”`: in a transcript that is quoted, the turn tells who has it.
fn labelled(phrases: &Phrases, draft: &mut Draft) {
    let text = phrases.text;
    let Some(part) = draft.content.first().cloned() else { return };
    let name = part.start + 1;
    let Some(colon) = (name..part.end.min(name + LABEL + 1)).find(|token| text.is_mark(*token, ":")) else { return };
    let capitals =
        |token: usize| text.word(token).chars().all(|c| !c.is_lowercase()) && text.word(token).chars().any(char::is_uppercase);
    if colon > name && colon + 1 < part.end && (name..colon).all(capitals) {
        draft.source = Some(own(name..colon));
        draft.cue = vec![colon..colon + 1];
        draft.content[0] = colon + 1..part.end;
        (draft.head, draft.frame, draft.continues) = (colon, Frame::Colon, None);
    }
}

fn paragraph_of(phrases: &Phrases, token: usize) -> usize {
    phrases
        .text
        .sentence_of
        .get(token)
        .and_then(|sentence| phrases.text.sentences.get(*sentence as usize))
        .map_or(0, |sentence| sentence.paragraph)
}

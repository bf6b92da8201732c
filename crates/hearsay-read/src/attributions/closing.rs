//! Who said it, told at the end: a clause, a comma, and behind it somebody and a word of saying.
//!
//! In: phrases and cue matches. Out: [`Draft`]s, whether or not a network reads them. Invariant: content, source and cue stand
//! in one sentence, in that order or with the last two changed, and the word of saying has nothing else for its content.
//!
//! Example: `The pump was tested twice, a clerk, Ivo Brandt, wrote to the council late on Friday` and
//! `No boat has left since May, maintained Captain Ude`.

use super::Draft;
use super::constructions::{self, own};
use crate::content;
use crate::cues::CueMatch;
use crate::pack::{Class, Cue, CuePos, Frame, Tag};
use crate::phrases::{Phrases, VerbForm, VerbGroup};
use crate::sources;
use std::ops::Range;

/// Score of such a draft: the construction reads in no other way.
const CLOSING: f32 = 0.7;

/// Weight that a verb must have to report what has no verb of its own: `Ten past six, said Holm`.
const SAYS: f32 = 0.7;

/// So many words such a content may have.
const ELLIPTIC: usize = 8;

/// So many words a relative clause between somebody and the verb may have.
const RELATIVE: usize = 24;

/// All of a text.
pub(super) fn closings(phrases: &Phrases, matches: &[CueMatch], match_at: &[Option<usize>]) -> Vec<Draft> {
    let text = phrases.text;
    let mut drafts = Vec::new();
    for sentence in &text.sentences {
        // Where a content can begin: behind what the last one told, or behind a semicolon.
        let mut from = sentence.tokens.start;
        for at in sentence.tokens.clone() {
            let comma = phrases.tag(at) == Tag::Comma;
            if !comma && !text.is_mark(at, ";") || phrases.quotes.around(at).is_some() {
                continue;
            }
            if !comma {
                from = at + 1;
            } else if at > from
                && let Some(draft) = closing(phrases, matches, match_at, from..at, sentence.tokens.end)
            {
                from = draft.extent().end;
                drafts.push(draft);
            }
        }
    }
    drafts
}

/// What stands before the comma at the end of `said`, if somebody is told behind it to have said it.
fn closing(phrases: &Phrases, matches: &[CueMatch], match_at: &[Option<usize>], said: Range<usize>, end: usize) -> Option<Draft> {
    let teller = teller(phrases, said.end + 1, end)?;
    let group = teller.group;
    // "let it be known" looks like a bare form; "a plan announced in May" is no clause.
    if !matches!(group.form, VerbForm::Finite | VerbForm::Bare) || group.passive || group.negated {
        return None;
    }
    let found = matches.get((*match_at.get(group.main)?)?)?;
    let cue = phrases.text.pack.cues.cues.get(found.cue as usize)?;
    let puts_it = constructions::puts_it(phrases, group).filter(|_| teller.leads);
    let takes_clause = cue.frames.has(Frame::That) || cue.frames.has(Frame::Zero);
    let speaks =
        if teller.inverted { takes_clause && cue.frames.has(Frame::Quote) } else { takes_clause || cue.frames.has(Frame::Quote) };
    if cue.pos != CuePos::Verb || cue.declines || !(speaks || puts_it.is_some()) {
        return None;
    }
    // "as one would expect"; "a nurse will tell you".
    let will = (group.tokens.start..group.main).any(|token| phrases.text.is(token, Class::Future));
    if group.modal && !(will && cue.weight >= SAYS) {
        return None;
    }
    let behind = puts_it.unwrap_or(group.tokens.end.max(found.tokens.end));
    let cue_tokens = group.tokens.start.min(found.tokens.start)..behind;
    if teller.source.start < cue_tokens.end && cue_tokens.start < teller.source.end {
        return None;
    }
    let told = cue_tokens.end.max(teller.end);
    if !says_no_more(phrases, cue, told, end) || teller.leads && phrases.tag(phrases.after_times(told, end)) == Tag::Comma {
        return None;
    }
    let start = said.start + usize::from(phrases.tag(said.start) == Tag::Cc);
    let said = start..said.end;
    // "A film shared by a club, which nobody has seen, shows dancers": the verb has a subject before it.
    let subject = teller.inverted && constructions::opens_relative(phrases, std::slice::from_ref(&said));
    let clause = content::has_finite_verb(phrases, &said) && !content::leads_up(phrases, said.start, said.end) && !subject;
    if said.is_empty() || !clause && !(teller.inverted && cue.weight >= SAYS && is_elliptic(phrases, &said)) {
        return None;
    }
    if phrases.quotes.opening_at(said.start).is_some_and(|quote| quote.speech && quote.tokens.end + 1 >= said.end) {
        return None;
    }
    let mut content = vec![said];
    content.extend(content::resumed(phrases, told, &Frame::Preposed));
    Some(Draft {
        cue: vec![cue_tokens],
        source: Some(own(teller.source)),
        content,
        entry: Some(found.cue),
        negated: group.negated,
        modal: group.modal,
        inverted: teller.inverted,
        ..Draft::new(group.main, Frame::Preposed, CLOSING)
    })
}

struct Teller<'p> {
    source: Range<usize>,
    group: &'p VerbGroup,
    /// Where the two end, a comma behind an apposition left out.
    end: usize,
    inverted: bool,
    /// Whether `as` leads to it.
    leads: bool,
}

/// Somebody and a verb, in either order: `a clerk, Ivo Brandt, wrote`, `maintained Captain Ude`, `as Holm puts it`.
fn teller<'p>(phrases: &'p Phrases, at: usize, end: usize) -> Option<Teller<'p>> {
    let leads = phrases.text.is(at, Class::As) && at + 1 < end;
    let at = at + usize::from(leads);
    if let Some(group) = phrases.group(at).filter(|group| group.tokens.start == at && group.tokens.len() == 1) {
        let behind = content::skip_circumstances(phrases, group.tokens.end, end);
        let source = sources::inverted(phrases, behind)?;
        let end = source.end;
        return Some(Teller { source, group, end, inverted: true, leads });
    }
    let phrase = phrases.phrase_from(at, end, true)?;
    if phrases.is_time(phrase.start) {
        return None;
    }
    let source = sources::with_apposition(phrases, phrase.clone(), end);
    for source in [source, phrase] {
        let mut verb = source.end;
        if phrases.tag(verb) == Tag::Comma {
            let relative = matches!(phrases.tag(verb + 1), Tag::Wp | Tag::Wdt);
            if !relative && source.len() < 3 {
                continue;
            }
            let close = (verb + 1..end.min(verb + RELATIVE)).find(|token| phrases.tag(*token) == Tag::Comma);
            verb = if relative { close.map_or(verb, |close| close + 1) } else { verb + 1 };
        }
        let verb = phrases.after_times(verb, end);
        if let Some(group) = phrases.group(verb).filter(|group| group.tokens.start == verb) {
            let end = group.tokens.end;
            return Some(Teller { source, group, end, inverted: false, leads });
        }
    }
    // "a letter found by a plumber and kept by the parish shows"
    let plain =
        |token: &usize| !matches!(phrases.tag(*token), Tag::Comma | Tag::Colon | Tag::Stop | Tag::Sc | Tag::Wp | Tag::Wdt);
    let group = (at..end.min(at + RELATIVE))
        .take_while(plain)
        .filter_map(|token| phrases.group(token))
        .find(|group| group.form == VerbForm::Finite && group.tokens.start > at)?;
    let opens = matches!(phrases.tag(at), Tag::Dt | Tag::Np | Tag::Nn | Tag::Nns | Tag::Prs | Tag::Cd | Tag::Jj);
    let source = at..phrases.before_times(group.tokens.start, at);
    (opens && !source.is_empty()).then(|| Teller { source, group, end: group.tokens.end, inverted: false, leads })
}

/// Whether nothing follows that could be what is said, or done to something: only times, places and those who were told.
fn says_no_more(phrases: &Phrases, cue: &Cue, from: usize, end: usize) -> bool {
    let closes = |at: usize| at >= end || matches!(phrases.tag(at), Tag::Comma | Tag::Colon | Tag::Stop | Tag::Close);
    let mut at = content::skip_circumstances(phrases, from, end);
    if cue.frames.has(Frame::Told)
        && let Some(whom) = phrases.phrase_from(at, end, true)
    {
        let behind = content::skip_circumstances(phrases, whom.end, end);
        at = if closes(behind) { behind } else { at };
    }
    if closes(at) {
        let behind = at + usize::from(phrases.tag(at) == Tag::Comma);
        return !(phrases.text.is_mark(at, ":") || phrases.quotes.opening_at(behind).is_some());
    }
    // "wrote to the council late on Friday", "said a clerk who was there"
    let until = phrases.tag(at) == Tag::Sc && phrases.after_times(at + 1, end) > at + 1;
    let loose = until || matches!(phrases.tag(at), Tag::In | Tag::Rb | Tag::To | Tag::Wp) && !phrases.text.is(at, Class::That);
    let infinitive = phrases.group(at).is_some_and(|group| group.form == VerbForm::Infinitive);
    let rest = (at + 1..end).take_while(|token| !closes(*token));
    let relative = phrases.tag(at) == Tag::Wp;
    loose && !infinitive && (relative || rest.clone().all(|token| phrases.group(token).is_none()))
}

/// `Ten past six`, `Forty`: an answer without a verb.
fn is_elliptic(phrases: &Phrases, said: &Range<usize>) -> bool {
    let opens = matches!(phrases.tag(said.start), Tag::Cd | Tag::Dt | Tag::Nns | Tag::Np | Tag::Nn | Tag::Jj);
    let whole = said.start == phrases.sentence(said.start).start;
    whole && opens && said.len() <= ELLIPTIC && !phrases.is_time(said.start)
}

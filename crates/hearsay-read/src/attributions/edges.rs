//! Where the words of an attribution begin and end, for what a network found: its labels stop a word early or run a phrase too far.
//!
//! In: a draft. Out: the same with its source at the noun that the verb belongs to, and with no more in its content than is said.
//! Invariant: a part is cut at its end or left out, and grows by no more than what hangs on its last word; a quotation is left whole.
//!
//! Example: of `The bridge would close, Holm said, citing the frost` the content ends with `close`, and in `A fund that holds the
//! wages of a province shut and said why` the fund speaks, not the province.

use super::constructions::plain_cue;
use super::{Draft, is_direct};
use crate::content;
use crate::pack::{Class, CuePos, Frame, Tag};
use crate::phrases::{Phrases, VerbForm};
use crate::sources;
use std::ops::Range;

/// Weight from which a participle behind a comma tells another thing that is said: `…, adding that`.
const TELLS: f32 = 0.3;

/// Family of the acts of those who turn something away, as `acts.tsv` names it.
const REJECTS: &str = "stance-";

/// Sets the edges of all three.
pub(super) fn set(phrases: &Phrases, draft: &mut Draft) {
    at_pronoun(phrases, draft);
    at_head(phrases, draft);
    beside(phrases, draft);
    with_noun(phrases, draft);
    without_circumstances(phrases, draft);
    opened(phrases, draft);
    ended(phrases, draft);
    whole(phrases, draft);
    counted_out(phrases, draft);
    without_time(phrases, draft);
    gone_on(phrases, draft);
}

/// `who for nine days | had told`: the pronoun speaks, and what stands between it and its verb is nobody.
fn at_pronoun(phrases: &Phrases, draft: &mut Draft) {
    let cue = draft.start();
    let Some(source) = draft.source.as_mut() else { return };
    let first = source.tokens.start;
    let pronoun = matches!(phrases.tag(first), Tag::Wp | Tag::Wdt);
    if pronoun
        && source.tokens.len() > 1
        && source.tokens.end <= cue
        && matches!(phrases.tag(first + 1), Tag::In | Tag::Rb | Tag::Comma)
    {
        (source.tokens, source.relative) = (first..first + 1, true);
    }
}

/// Gives a verb the noun that it belongs to, where the network took one out of what is told of that noun.
fn at_head(phrases: &Phrases, draft: &mut Draft) {
    let cue = draft.start();
    let finite = phrases.group(draft.head).is_some_and(|group| group.form == VerbForm::Finite && !group.passive);
    let Some(source) = draft.source.as_mut().filter(|source| finite && !draft.passive && !source.relative) else { return };
    let sentence = phrases.sentence(draft.head);
    if source.tokens.start <= sentence.start || source.tokens.end > cue || phrases.quotes.around(source.tokens.start).is_some() {
        return;
    }
    // "the clerk who said": the clause that tells of the noun may be the one that speaks.
    let between = source.tokens.end..cue;
    if between
        .clone()
        .any(|token| matches!(phrases.tag(token), Tag::Wp | Tag::Wdt | Tag::Sc) || phrases.text.is(token, Class::That))
    {
        return;
    }
    let Some(head) = sources::modified(phrases, &source.tokens) else { return };
    let apart = |part: &Range<usize>| part.end <= head.start || head.end <= part.start;
    if draft.content.iter().chain(&draft.cue).all(apart) {
        source.tokens = head;
    }
}

/// `According to the line, Ostwick Ferries, nobody was hurt`: a name between two commas behind the source tells who that is.
fn beside(phrases: &Phrases, draft: &mut Draft) {
    let Some(cue_end) = draft.cue.last().map(|part| part.end) else { return };
    let Some((source, part)) = draft.source.as_mut().zip(draft.content.first_mut()) else { return };
    let comma = source.tokens.end;
    let end = phrases.sentence(comma).end;
    let opens = cue_end <= source.tokens.start && part.start == comma + 1 && phrases.tag(comma) == Tag::Comma;
    if !opens || phrases.is_pronoun(&source.tokens) || phrases.is_time(part.start) {
        return;
    }
    let Some(name) = phrases.phrase_from(part.start, end, true) else { return };
    let close = name.end;
    let names = matches!(phrases.tag(name.start), Tag::Np | Tag::Dt | Tag::Prs);
    if names && phrases.tag(close) == Tag::Comma && close + 1 < part.end && phrases.clause_at(close + 1, end) {
        source.tokens.end = close;
        part.start = close + 1;
    }
}

/// Leaves out what tells how, when or on what condition it was said, behind a clause that is whole: `The road is shut, Holm said
/// after a night of rain`.
fn without_circumstances(phrases: &Phrases, draft: &mut Draft) {
    let Some(first) = draft.content.first().cloned() else { return };
    let Some(source) = draft.source.as_ref().map(|source| source.tokens.clone()) else { return };
    let told = draft.cue.iter().chain([&source]).map(|part| part.end).max().unwrap_or(0);
    let before = draft.cue.iter().chain([&source]).map(|part| part.start).min().unwrap_or(0);
    if draft.passive || draft.content.len() < 2 || first.end > before {
        return;
    }
    let direct = is_direct(phrases, std::slice::from_ref(&first));
    let comma = |token: usize| phrases.tag(token) == Tag::Comma;
    let ended = direct || comma(first.end) || first.end > first.start && comma(first.end - 1);
    if !ended || !content::has_finite_verb(phrases, &first) || content::leads_up(phrases, first.start, first.end) {
        return;
    }
    let of_preposition = draft.cue(phrases).is_some_and(|cue| cue.pos == CuePos::Preposition);
    draft.content.retain(|part| {
        let at = part.start;
        if at < told || phrases.quotes.around(at).is_some() {
            return true;
        }
        // "…, putting the sum at nine million": told beside it; "…, including Holm" goes on with what is said.
        let tells = |verb: usize| plain_cue(phrases, verb).is_some();
        let participle = phrases
            .group(at)
            .is_some_and(|group| group.form == VerbForm::Ing && group.tokens.start == at && (direct || tells(group.main)));
        let manner = phrases.tag(at) == Tag::Rb && phrases.tag(at + 1) == Tag::Rb;
        let adjacent = at == told && phrases.tag(told.saturating_sub(1)) != Tag::Comma;
        let circumstance = !direct && matches!(phrases.tag(at), Tag::In | Tag::To | Tag::Sc) && !phrases.text.is(at, Class::That);
        // "according to a letter | the council sent": the letter that it sent.
        let that = phrases.text.is(at, Class::That);
        let letter = of_preposition || phrases.tag(told.saturating_sub(1)).is_noun() && source.end < told;
        let clause = letter && (that || phrases.clause_at(at, part.end));
        !(participle || manner || adjacent && (circumstance || clause))
    });
}

/// Cuts a clause before what somebody else says behind a semicolon, and before what is told beside it by a participle.
fn ended(phrases: &Phrases, draft: &mut Draft) {
    let text = phrases.text;
    let Some(cue_end) = draft.cue.last().map(|part| part.end) else { return };
    let head = draft.head;
    let Some(part) = draft.content.last_mut().filter(|part| part.start >= cue_end) else { return };
    let sentence = phrases.sentence(head);
    let relative = draft.source.as_ref().is_some_and(|source| source.relative);
    let mut brackets = 0_usize;
    for at in part.clone() {
        match phrases.tag(at) {
            _ if phrases.quotes.around(at).is_some() => {}
            Tag::Open => brackets += 1,
            Tag::Close => brackets = brackets.saturating_sub(1),
            Tag::Colon
                if brackets == 0
                    && text.is_mark(at, ";")
                    && at > part.start
                    && content::speaks(phrases, at + 1, sentence.end.max(part.end)) =>
            {
                part.end = at;
                return;
            }
            Tag::Comma if brackets == 0 => {
                let tells = phrases.group(at + 1).is_some_and(|group| {
                    group.form == VerbForm::Ing
                        && group.tokens.start == at + 1
                        && plain_cue(phrases, group.main)
                            .and_then(|cue| text.pack.cues.cues.get(cue as usize))
                            .is_some_and(|cue| cue.weight >= TELLS)
                });
                // "who had said that he was ill, | left": the verb of the noun that the clause tells of.
                let main = relative
                    && phrases.group(at + 1).is_some_and(|group| group.form == VerbForm::Finite && group.tokens.start == at + 1);
                if (tells || main) && at + 2 <= part.end && content::has_finite_verb(phrases, &(part.start..at)) {
                    part.end = at;
                    return;
                }
            }
            _ => {}
        }
    }
}

/// `put the number at 31 | , six of them children`, `at 23 | , including two drivers`: what a number is made of belongs to it.
fn counted_out(phrases: &Phrases, draft: &mut Draft) {
    let text = phrases.text;
    let Some(cue_end) = draft.cue.last().map(|part| part.end) else { return };
    let Some(part) = draft.content.last_mut().filter(|part| part.start >= cue_end && part.end > part.start) else { return };
    let comma = part.end;
    let end = content::sentence_end(phrases, comma);
    let number = phrases.tag(comma - 1) == Tag::Cd && phrases.tag(comma) == Tag::Comma && comma + 2 < end;
    let counts = |at: usize| phrases.tag(at) == Tag::Cd;
    let share = counts(comma + 1) && text.is(comma + 2, Class::Of) && phrases.tag(comma + 3) == Tag::Prp;
    let among = matches!(phrases.tag(comma + 1), Tag::In | Tag::Vbg) && counts(comma + 2) && !phrases.is_time(comma + 3);
    if number && (share || among) && phrases.quotes.around(comma).is_none() {
        part.end = content::phrase_end(phrases, comma + 2, end).max(comma + 2);
    }
}

/// `rejected | a rumour that the mill was sold`: what is rejected is the rumour, where the verb tells something by itself.
fn with_noun(phrases: &Phrases, draft: &mut Draft) {
    let text = phrases.text;
    let cues = &text.pack.cues.cues;
    let of_several = draft.entry.and_then(|entry| cues.get(entry as usize)).is_some_and(|cue| cue.pieces.len() > 1);
    let ([cue], Some(part)) = (draft.cue.as_mut_slice(), draft.content.first_mut()) else { return };
    let Some(group) = phrases.group(cue.start).filter(|group| group.tokens.start == cue.start && !group.passive) else { return };
    let verb_end = group.tokens.end;
    let takes = plain_cue(phrases, group.main)
        .and_then(|verb| cues.get(verb as usize))
        .is_some_and(|verb| verb.frames.has(Frame::Object) && !verb.declines);
    let that = part.start == cue.end && opens(phrases, cue.end) || part.start == cue.end + 1 && opens(phrases, cue.end);
    if of_several || !takes || verb_end >= cue.end || !that {
        return;
    }
    let phrase = phrases.phrase_from(verb_end, cue.end, false).filter(|phrase| phrase.end == cue.end);
    // "said on Friday that" is no thing said.
    let noun = cue.end - 1;
    let mut told = phrases.text.cues(noun);
    let tells = phrases.tag(noun).is_noun() && !phrases.is_time(noun) && told.any(|cue| cue.pos == CuePos::Noun);
    if phrase.is_some() && tells {
        (cue.end, part.start, draft.head) = (verb_end, verb_end, group.main);
        // The clause tells what is rejected, and no word of something told before.
        draft.frame = Frame::That;
    }
}

/// Whether a word opens a clause: `that`, and no `that claim`.
fn opens(phrases: &Phrases, token: usize) -> bool {
    phrases.text.is(token, Class::That) && phrases.tag(token) != Tag::Dt
}

/// `said once more | that`: what leads to the word that opens a clause is no part of it.
fn opened(phrases: &Phrases, draft: &mut Draft) {
    let Some(cue_end) = draft.cue.last().map(|part| part.end) else { return };
    let Some(part) = draft.content.first_mut().filter(|part| part.start >= cue_end) else { return };
    let adverb = |token: usize| phrases.tag(token) == Tag::Rb && phrases.quotes.around(token).is_none();
    let that = (part.start + 1..part.end.min(part.start + 3)).find(|token| phrases.text.is(*token, Class::That));
    if let Some(that) = that.filter(|that| (part.start..*that).all(adverb) && phrases.clause_at(that + 1, part.end)) {
        part.start = that;
    }
}

/// Goes on to the verb of a clause that was cut before it: `said that a call, about smoke, | was logged`.
fn whole(phrases: &Phrases, draft: &mut Draft) {
    let Some(cue_end) = draft.cue.last().map(|part| part.end) else { return };
    let [part] = draft.content.as_mut_slice() else { return };
    if part.start < cue_end || phrases.tag(part.end) != Tag::Comma || phrases.quotes.around(part.end).is_some() {
        return;
    }
    let that = opens(phrases, part.start) || part.start.checked_sub(1).is_some_and(|before| opens(phrases, before));
    if that && !content::has_finite_verb(phrases, part) && phrases.quotes.around(part.start).is_none() {
        let end = content::clause_end(phrases, part.end + 1, content::sentence_end(phrases, part.end), false);
        if content::has_finite_verb(phrases, &(part.end..end)) {
            part.end = end;
        }
    }
}

/// `dismissed the account | in the evening`: when something was turned away is no part of it.
fn without_time(phrases: &Phrases, draft: &mut Draft) {
    let Some(cue_end) = draft.cue.last().map(|part| part.end) else { return };
    let act = draft.cue(phrases).and_then(|cue| phrases.text.pack.acts.get(&cue.act));
    if act.is_none_or(|act| act.family != REJECTS) {
        return;
    }
    let Some(part) = draft.content.last_mut().filter(|part| part.start >= cue_end) else { return };
    let quoted = part.clone().any(|token| phrases.quotes.around(token).is_some());
    let verb = part.clone().any(|token| phrases.group(token).is_some() || phrases.tag(token) == Tag::To);
    if quoted || verb {
        return;
    }
    let end = phrases.before_times(part.end, part.start);
    let timed = end < part.end && end > part.start && phrases.text.is(end, Class::TimePreposition);
    if timed && phrases.tag(end - 1).is_noun() {
        part.end = end;
    }
}

/// `There were two bangs, she said | , and the second was the louder`: what goes on behind the one who speaks.
fn gone_on(phrases: &Phrases, draft: &mut Draft) {
    let Some(source) = draft.source.as_ref().map(|source| source.tokens.clone()) else { return };
    let told = draft.cue.iter().chain([&source]).map(|part| part.end).max().unwrap_or(0);
    let before = draft.cue.iter().chain([&source]).map(|part| part.start).min().unwrap_or(0);
    let [first] = draft.content.as_slice() else { return };
    let joined = phrases.tag(told) == Tag::Comma && phrases.tag(told + 1) == Tag::Cc && phrases.quotes.around(told).is_none();
    let clause = first.end <= before && phrases.tag(first.end) == Tag::Comma && content::has_finite_verb(phrases, first);
    let quoted = phrases.quotes.around(first.start).is_some() || phrases.quotes.around(first.end - 1).is_some();
    if !joined || !clause || quoted || draft.passive || phrases.sentence(told) != phrases.sentence(first.start) {
        return;
    }
    let subject = phrases.group(told + 2).is_none_or(|group| group.tokens.start != told + 2);
    if let Some(rest) =
        content::resumed(phrases, told, &Frame::Preposed).filter(|rest| subject && phrases.clause_at(told + 2, rest.end))
    {
        draft.content.push(rest);
    }
}

/// Whether nobody is told to say it: `Nobody wants a strike`.
pub(super) fn is_nobodys(phrases: &Phrases, draft: &Draft) -> bool {
    let Some(source) = &draft.source else { return false };
    let first = source.tokens.start;
    let noun = source.tokens.len() > 1 && matches!(phrases.tag(first + 1), Tag::Nn | Tag::Nns | Tag::Np | Tag::Jj);
    // "Neither would say": a silence is somebody's.
    let silent = draft.modal || draft.refused || draft.cue(phrases).is_some_and(|cue| cue.declines);
    phrases.text.is(first, Class::Nobody) && !noun && !silent
}

//! The constructions that a cue can stand in: active, inverted, passive, noun, adjective, adverb, preposition.
//!
//! In: one cue match. Out: a draft, if the words around it fit a construction that the cue takes.
//! Invariant: the parts of a draft lie in its sentence, but for quotations that run over it.
//!
//! Long because each construction is a few lines and all of them ask the same of what stands on the two sides of a cue.
//!
//! Example: `The bridge is expected to close` is a passive whose subject opens the content.

use super::Draft;
use crate::content::{self, Content};
use crate::cues::CueMatch;
use crate::pack::{Class, Cue, CuePos, Frame, Tag};
use crate::phrases::{Phrases, VerbForm, VerbGroup};
use crate::sources::{self, Found};
use std::ops::Range;

/// The draft of a match, its score still open.
pub(super) fn build(phrases: &Phrases, found: &CueMatch, cue: &Cue) -> Option<Draft> {
    match cue.pos {
        CuePos::Verb => verb(phrases, found, cue),
        CuePos::Noun => noun(phrases, found, cue),
        CuePos::Adjective => adjective(phrases, found, cue),
        CuePos::Adverb => adverb(phrases, found, cue),
        CuePos::Preposition => preposition(phrases, found, cue),
    }
}

fn verb(phrases: &Phrases, found: &CueMatch, cue: &Cue) -> Option<Draft> {
    let text = phrases.text;
    let group = phrases.group(found.head)?;
    // The head is the verb of its group, or an auxiliary that the pattern names.
    if group.main != found.head && found.tokens.len() == 1 {
        return None;
    }
    if let Some(draft) = refusal(phrases, found, cue, group) {
        return Some(draft);
    }
    let sentence = phrases.sentence(found.head);
    let cue_end = found.tokens.end.max(if group.main < found.tokens.end { 0 } else { group.tokens.end });
    let mut cue_start = group.tokens.start.min(found.tokens.start);
    // "went on to say", "refused to say": the verb before belongs to the cue.
    let mut subject_group = group;
    if matches!(group.form, VerbForm::Infinitive)
        && let Some(outer) = cue_start.checked_sub(1).and_then(|before| phrases.group(before))
        && outer.tokens.end == cue_start
    {
        if text.is(outer.main, Class::Continues) || cue.declines {
            cue_start = outer.tokens.start;
        }
        subject_group = outer;
    }
    let passive = subject_group.passive && found.tokens.len() == 1 || (cue.frames.has(Frame::Passive) && group.passive);
    let reduced = reduced_passive(phrases, cue, group, cue_end, sentence.end);
    if passive || reduced {
        return passive_verb(phrases, found, cue, group, cue_start..cue_end, reduced);
    }
    let starts_inverted = subject_group.tokens.start;
    // "…," said Holm
    if group.form == VerbForm::Finite
        && (cue.frames.has(Frame::Quote)
            || cue.frames.has(Frame::Zero) && group.tokens.len() == 1 && phrases.tag(cue_end) == Tag::Np)
        && let Some((frame, parts)) = content::before(phrases, starts_inverted)
        && let Some(source) = sources::inverted(phrases, cue_end)
        && !(frame == Frame::Preposed && !cue.frames.has(Frame::Quote) && opens_relative(phrases, &parts))
        && (frame == Frame::Quote && !cue.frames.has(Frame::Told)
            || !phrases.clause_at(cue_end, sentence.end) && !cue.frames.has(Frame::Told) && !phrases.is_pronoun(&source))
        && (starts_inverted == sentence.start
            || !phrases.tag(starts_inverted - 1).is_noun()
            || phrases.quotes.closing_at(starts_inverted - 1).is_some())
        && phrases.quotes.around(source.start).is_none()
    {
        let resumed = content::resumed(phrases, source.end, &frame);
        let mut draft = Draft::of(
            found,
            vec![cue_start..cue_end],
            Some(own(source)),
            Content { frame, cue_end, parts, addressee: None, complementiser: None },
        );
        draft.content.extend(resumed);
        draft.inverted = true;
        return Some(with(draft, subject_group));
    }
    let source = sources::subject(phrases, subject_group)
        .or_else(|| sources::of_gerund(phrases, subject_group).filter(|_| cue.declines))
        // "there was no mention of": that is nobody.
        .filter(|source| !cue.declines || phrases.tag(source.tokens.start) != Tag::Ex);
    // "The road seems to be shut": nobody in particular says so, and the subject is part of what is said.
    if cue.frames.has(Frame::Passive)
        && cue.frames.has(Frame::Infinitive)
        && let Some(mut content) =
            content::after(phrases, cue, cue_end, false).filter(|content| content.frame == Frame::Infinitive)
    {
        if let Some(subject) = source.filter(|source| !source.relative && !source.shared) {
            content.parts.insert(0, subject.tokens);
        }
        content.frame = Frame::Passive;
        let mut draft = with(Draft::of(found, vec![cue_start..cue_end], None, content), subject_group);
        draft.passive = true;
        return Some(draft);
    }
    // A clause that hangs on another ends with its comma: "who said he was ill, left"; "As he said it was shut, they came".
    let hangs = source.as_ref().is_some_and(|found| found.relative || subordinate(phrases, found.tokens.start, sentence.start));
    let after = content::after(phrases, cue, cue_end, hangs);
    let clausal = after.as_ref().is_some_and(|content| {
        matches!(
            content.frame,
            Frame::That
                | Frame::Zero
                | Frame::Quote
                | Frame::Colon
                | Frame::Wh
                | Frame::Infinitive
                | Frame::Participle
                | Frame::ObjectInfinitive
                | Frame::ObjectOf
        )
    });
    let breaks_in = phrases.tag(phrases.after_times(cue_end, sentence.end)) == Tag::Comma;
    if let Some(source) = &source
        && !source.relative
        && !source.shared
        && (cue.frames.has(Frame::Quote) || cue.frames.has(Frame::Zero))
        && let Some((frame, parts)) = content::before(phrases, source.tokens.start)
        && before_wins(phrases, frame, &parts, after.as_ref().map(|content| content.frame), clausal, breaks_in)
    {
        let from = after.as_ref().filter(|content| content.frame == Frame::Told).map_or(cue_end, |content| content.cue_end);
        let told = told(phrases, cue, cue_end);
        let resumed = content::resumed(phrases, told.as_ref().map_or(from, |told| told.end), &frame);
        let mut draft = Draft::of(
            found,
            vec![cue_start..cue_end],
            Some(source.clone()),
            Content { frame, cue_end, parts, addressee: told, complementiser: None },
        );
        draft.content.extend(resumed);
        return Some(with(draft, subject_group));
    }
    // A subject that the quotation before shares: "“No,” she said and added".
    let content = match after {
        Some(content) => content,
        None if cue.frames.has(Frame::None) || cue.declines => {
            Content { frame: Frame::None, cue_end, parts: Vec::new(), addressee: None, complementiser: None }
        }
        None => {
            // ", said in a statement": the content stands before, the subject is in the clause before it.
            let (frame, parts) = content::before(phrases, cue_start)
                .filter(|_| cue.frames.has(Frame::Quote) && source.as_ref().is_none_or(|source| source.shared))?;
            if frame != Frame::Quote {
                return None;
            }
            Content { frame, cue_end, parts, addressee: None, complementiser: None }
        }
    };
    let cue_range = cue_start..content.cue_end.max(cue_end);
    Some(with(Draft::of(found, vec![cue_range], source, content), subject_group))
}

/// `would not answer | our second letter`: a refusal that names what it leaves unanswered.
fn refusal(phrases: &Phrases, found: &CueMatch, cue: &Cue, group: &VerbGroup) -> Option<Draft> {
    let to = found
        .tokens
        .clone()
        .rev()
        .find(|token| phrases.text.is(*token, Class::To) && phrases.tag(*token) == Tag::To)
        .filter(|_| cue.declines)?;
    if phrases.group(to).is_some() || to + 1 >= found.tokens.end {
        return None;
    }
    let end = content::sentence_end(phrases, found.head);
    let parts = vec![to + 1..content::phrase_end(phrases, to + 1, end)];
    let start = group.tokens.start.min(found.tokens.start);
    let content = Content { frame: Frame::Prepositional, cue_end: to + 1, parts, addressee: None, complementiser: None };
    Some(with(Draft::of(found, vec![start..to + 1], sources::subject(phrases, group), content), group))
}

/// Whether what stands before a subject is the content rather than what stands after the cue.
fn before_wins(
    phrases: &Phrases,
    frame: Frame,
    parts: &[Range<usize>],
    after: Option<Frame>,
    clausal: bool,
    breaks_in: bool,
) -> bool {
    let all_quoted = parts.iter().all(|part| phrases.quotes.opening_at(part.start).is_some());
    match after {
        None | Some(Frame::Prepositional) => true,
        Some(_) => frame == Frame::Quote && (!clausal || breaks_in || all_quoted),
    }
}

/// Whether the clause whose subject stands at `at` opens the sentence with a subordinating word.
fn subordinate(phrases: &Phrases, at: usize, start: usize) -> bool {
    let first = phrases.tag(start);
    at > start
        && at <= start + 3
        && (first == Tag::Sc || first == Tag::Wrb || (first == Tag::In && phrases.text.is(start, Class::Subordinator)))
        && !(start..at).any(|token| phrases.tag(token) == Tag::Comma)
}

/// Whether what stands before is a phrase with a relative clause: a subject, not something said.
pub(super) fn opens_relative(phrases: &Phrases, parts: &[Range<usize>]) -> bool {
    let Some(part) = parts.first() else { return true };
    let verb = part.clone().find(|token| phrases.group(*token).is_some_and(|group| group.form == VerbForm::Finite));
    let relative = part
        .clone()
        .find(|token| matches!(phrases.tag(*token), Tag::Wp | Tag::Wdt | Tag::Wrb) || phrases.tag(*token) == Tag::Comma);
    match (relative, verb) {
        (Some(relative), Some(verb)) => relative < verb,
        _ => false,
    }
}

/// Which tokens these ranges hold; asked for each quotation or colon, so that a long document costs no more than its length.
fn held<'r>(phrases: &Phrases, ranges: impl Iterator<Item = &'r Range<usize>>) -> Vec<bool> {
    let mut held = vec![false; phrases.text.tokens.len()];
    ranges.for_each(|range| held[range.clone()].fill(true));
    held
}

/// `“We go,” she breathed.` A verb that stands between a quotation and the end of its clause, with a
/// subject and no object, reports the quotation whatever verb it is.
pub(super) fn open_verbs(phrases: &Phrases, drafts: &mut Vec<Draft>) {
    let text = phrases.text;
    let mut is_content = held(phrases, drafts.iter().flat_map(|draft| &draft.content));
    for quote in &phrases.quotes.all {
        // "“The dyke held”, Holm said": some put the comma behind the mark.
        let behind = phrases.tag(quote.tokens.end) == Tag::Comma;
        let close = quote.tokens.end + usize::from(behind);
        let speech = quote.speech || behind && content::has_finite_verb(phrases, &quote.inner);
        if !speech || !quote.closed || phrases.tag(quote.inner.end - 1) == Tag::Stop && text.is_mark(quote.inner.end - 1, ".") {
            continue;
        }
        let sentence = phrases.sentence(close);
        if close >= sentence.end || is_content[quote.tokens.clone()].contains(&true) {
            continue;
        }
        let opens = leads_to_teller(phrases, close);
        let subject = phrases.phrase_from(opens, sentence.end, true);
        // "…,” he presumed.": what follows the subject and can be a cue's verb is one, whatever else it can be.
        let likely = subject.as_ref().map(|subject| subject.end).filter(|at| {
            *at < sentence.end && phrases.group(*at).is_none() && phrases.tag(*at) == Tag::Jj && plain_cue(phrases, *at).is_some()
        });
        let likely = likely.map(|at| VerbGroup {
            tokens: at..at + 1,
            main: at,
            form: VerbForm::Finite,
            passive: false,
            negated: false,
            modal: false,
        });
        // "…,” as Holm, the mayor, put it."
        let subject = subject.map(|subject| {
            let whole = sources::with_apposition(phrases, subject.clone(), sentence.end);
            let apposed = opens > close && whole.end > subject.end && phrases.group(whole.end + 1).is_some();
            if apposed { whole } else { subject }
        });
        let verb =
            subject.as_ref().map(|subject| subject.end + usize::from(phrases.tag(subject.end) == Tag::Comma && opens > close));
        let straight =
            subject.zip(verb).and_then(|(subject, verb)| Some((subject, phrases.group(verb).or(likely.as_ref())?, verb)));
        let found = match straight {
            // "“A fine mess,” is how Holm puts it."
            Some((subject, group, verb)) if group.tokens.start == verb => {
                let end = if opens > close { puts_it(phrases, group).unwrap_or(group.tokens.end) } else { group.tokens.end };
                Some((subject, group, end, false))
            }
            _ => phrases.group(close).filter(|group| group.tokens.start == close && group.tokens.len() == 1).and_then(|group| {
                let subject = sources::inverted(phrases, group.tokens.end)?;
                let end = subject.end;
                Some((subject, group, end, true))
            }),
        };
        let Some((subject, group, end, inverted)) = found else { continue };
        let ends = phrases.after_times(end, sentence.end);
        let closes = ends >= sentence.end
            || matches!(phrases.tag(ends), Tag::Comma | Tag::Stop | Tag::Colon | Tag::In | Tag::Rb | Tag::Sc);
        // "as Holm put it": a past that looks like a participle.
        let finite =
            group.form == VerbForm::Finite || opens > close && group.tokens.len() == 1 && group.form == VerbForm::Participle;
        if !finite
            || group.passive && group.form == VerbForm::Finite
            || text.is(group.main, Class::Be)
            || text.is(group.main, Class::Have)
            || !closes
        {
            continue;
        }
        let mut content = vec![quote.tokens.clone()];
        content.extend(content::resumed(phrases, end, &Frame::Quote));
        content.iter().for_each(|part| is_content[part.clone()].fill(true));
        drafts.push(Draft {
            cue: vec![group.tokens.start..if inverted { group.tokens.end } else { end }],
            source: Some(own(subject)),
            content,
            entry: plain_cue(phrases, group.main),
            negated: group.negated,
            modal: group.modal,
            inverted,
            ..Draft::new(group.main, Frame::Quote, 0.7)
        });
    }
}

/// Where somebody is told behind a quotation: past `as`, `is how`, `was how`.
fn leads_to_teller(phrases: &Phrases, close: usize) -> usize {
    let text = phrases.text;
    let at = close + usize::from(phrases.tag(close) == Tag::Comma);
    if text.is(at, Class::As) {
        return at + 1;
    }
    let is = text.is(close, Class::Be) && phrases.tag(close + 1) == Tag::Wrb;
    if is { close + 2 } else { close }
}

/// `puts it`, `put it`: where the pronoun behind the verb ends.
pub(super) fn puts_it(phrases: &Phrases, group: &VerbGroup) -> Option<usize> {
    let at = group.tokens.end;
    (phrases.text.is(at, Class::Neuter) && phrases.tag(at) == Tag::Prp).then_some(at + 1)
}

/// The cue of one word that this verb is, for its act.
pub(super) fn plain_cue(phrases: &Phrases, verb: usize) -> Option<u32> {
    let pack = phrases.text.pack;
    pack.lexicon
        .cues(phrases.text.entries[verb])
        .iter()
        .copied()
        .find(|number| pack.cues.cues.get(*number as usize).is_some_and(|cue| cue.pos == CuePos::Verb && cue.pieces.len() == 1))
}

/// The addressee right after a cue that takes one.
fn told(phrases: &Phrases, cue: &Cue, cue_end: usize) -> Option<Range<usize>> {
    if !cue.frames.has(Frame::Told) {
        return None;
    }
    phrases.phrase_from(cue_end, content::sentence_end(phrases, cue_end.checked_sub(1)?), true)
}

pub(super) fn own(tokens: Range<usize>) -> Found {
    Found { tokens, relative: false, shared: false }
}

fn with(mut draft: Draft, group: &VerbGroup) -> Draft {
    draft.negated = group.negated;
    draft.modal = group.modal;
    draft
}

/// Whether a verb that looks like a past tense is a participle with its agent: `, denied by the council,`, `, dubbed “the plank” by Holm,`.
fn reduced_passive(phrases: &Phrases, cue: &Cue, group: &VerbGroup, cue_end: usize, end: usize) -> bool {
    if !matches!(phrases.tag(group.main), Tag::Vbd | Tag::Vbn) || group.tokens.end != group.main + 1 {
        return false;
    }
    if comma_before(phrases, group.main).is_none() {
        return false;
    }
    let Some((by, _)) = sources::agent(phrases, cue_end, end) else { return false };
    let named = || {
        phrases.quotes.opening_at(cue_end).is_some() && phrases.quotes.closing_at(by.saturating_sub(1)).is_some()
            || by - cue_end <= LABEL
                && (cue_end..by).all(|token| phrases.group(token).is_none() && phrases.tag(token) != Tag::Comma)
    };
    by == cue_end || (cue.frames.has(Frame::ObjectSmall) && named())
}

/// How many words a name may have that is given to somebody.
const LABEL: usize = 4;

/// The comma before a verb, over adverbs, `while` and `as`.
fn comma_before(phrases: &Phrases, verb: usize) -> Option<usize> {
    let before = (0..verb).rev().find(|token| !matches!(phrases.tag(*token), Tag::Rb | Tag::Sc))?;
    (phrases.tag(before) == Tag::Comma).then_some(before)
}

/// What stands before the comma that a reduced passive follows.
fn described(phrases: &Phrases, cue_start: usize, start: usize) -> Option<Range<usize>> {
    let comma = comma_before(phrases, cue_start).filter(|comma| *comma >= start)?;
    phrases.phrase_before(comma, start)
}

/// `was accused of fraud by Holm`, `is expected to close`, `was asked whether`
fn passive_verb(
    phrases: &Phrases,
    found: &CueMatch,
    cue: &Cue,
    group: &VerbGroup,
    range: Range<usize>,
    is_reduced: bool,
) -> Option<Draft> {
    let end = content::sentence_end(phrases, found.head);
    let subject = sources::subject(phrases, group).filter(|_| !is_reduced);
    let reduced = is_reduced || group.form == VerbForm::Participle && group.tokens.len() == 1 && range.len() == 1;
    let measured = content::measured(phrases, cue, range.end, end);
    let after = match measured {
        Some(measured) => Some(Content::new(Frame::ObjectAt, range.end, measured)),
        None => content::after(phrases, cue, range.end, false),
    };
    let agent = sources::agent(phrases, range.end, end);
    let asks = cue.frames.has(Frame::Wh)
        && !cue.frames.has(Frame::Passive)
        && after
            .as_ref()
            .is_some_and(|content| matches!(content.frame, Frame::Wh | Frame::Quote | Frame::Prepositional | Frame::Zero));
    let impersonal = subject
        .as_ref()
        .is_some_and(|subject| subject.tokens.len() == 1 && phrases.text.is(subject.tokens.start, Class::NoSubject));
    let mut parts: Vec<Range<usize>> = Vec::new();
    let (frame, mut cue_end) = match &after {
        Some(content) => (content.frame, content.cue_end),
        None => (Frame::Passive, range.end),
    };
    let clausal = matches!(frame, Frame::That | Frame::Zero | Frame::Quote | Frame::Wh | Frame::Colon);
    if !(asks || impersonal || (clausal && !cue.frames.has(Frame::Passive)))
        && let Some(subject) = &subject
        && !subject.relative
        && !reduced
    {
        parts.push(subject.tokens.clone());
    }
    if let Some(content) = &after {
        let mut tail = content.parts.clone();
        if let Some((by, _)) = &agent {
            // The agent and what follows it are no content, unless the content goes on after them.
            for part in &mut tail {
                if part.contains(by) {
                    part.end = *by;
                }
            }
            tail.retain(|part| !part.is_empty());
        }
        if frame == Frame::Prepositional && agent.as_ref().is_some_and(|(by, _)| *by < range.end + 1) {
            cue_end = range.end;
            tail.clear();
        }
        parts.extend(tail);
    }
    if let Some((_, phrase)) = &agent
        && !parts.iter().any(|part| part.end > phrase.end)
    {
        // "expected by Holm to turn", "praised by Holm for keeping the wells clean"
        let rest = phrase.end;
        let bound = [(Frame::ObjectFor, Class::For), (Frame::ObjectAs, Class::As), (Frame::ObjectOf, Class::Of)];
        let infinitive =
            cue.frames.has(Frame::Infinitive) && phrases.group(rest).is_some_and(|group| group.form == VerbForm::Infinitive);
        if infinitive || bound.iter().any(|(frame, class)| cue.frames.has(*frame) && phrases.text.is(rest, *class)) {
            parts.push(rest..content::phrase_end(phrases, rest + 1, end));
        }
    }
    if is_reduced {
        parts.splice(0..0, described(phrases, range.start, phrases.sentence(range.start).start));
    }
    let told_passive = clausal && !asks && !impersonal && !cue.frames.has(Frame::Passive);
    let source = match agent {
        Some((_, phrase)) => Some(own(phrase)),
        None if told_passive && subject.is_some() && cue.frames.has(Frame::Told) => None,
        None => None,
    };
    if parts.is_empty() && !cue.frames.has(Frame::None) {
        return None;
    }
    if source.is_none() && parts.len() < 2 && !clausal && !cue.frames.has(Frame::Passive) {
        return None;
    }
    let content = Content {
        frame: if clausal || frame == Frame::ObjectAt { frame } else { Frame::Passive },
        cue_end,
        parts,
        addressee: None,
        complementiser: None,
    };
    let mut draft = with(Draft::of(found, vec![range.start..cue_end.max(range.end)], source, content), group);
    draft.passive = true;
    Some(draft)
}

/// `the coach's quip that …`, `a report saying …`
fn noun(phrases: &Phrases, found: &CueMatch, cue: &Cue) -> Option<Draft> {
    let cue_end = found.tokens.end;
    let after = content::after(phrases, cue, cue_end, false);
    let mut source = sources::owner(phrases, found.tokens.start).map(own);
    let mut start = found.tokens.start;
    // "their refusal to answer angered him": what was not answered need not be told, and whose refusal it is must be.
    if cue.declines {
        let nothing = Content { frame: Frame::None, cue_end, parts: Vec::new(), addressee: None, complementiser: None };
        let mut content = after.unwrap_or(nothing);
        before_main_verb(phrases, &mut content);
        let range = start..content.cue_end.max(cue_end);
        return source.map(|source| Draft::of(found, vec![range], Some(source), content));
    }
    let mut content = after?;
    before_main_verb(phrases, &mut content);
    if source.is_none() {
        // "made the claim that": the verb and the noun are the cue.
        let phrase = phrases.phrase_before(found.tokens.end, phrases.sentence(start).start)?;
        if let Some(group) = phrase.start.checked_sub(1).and_then(|before| phrases.group(before))
            && group.form == VerbForm::Finite
            && !group.passive
            && content.frame == Frame::That
            && phrase.end == found.tokens.end
        {
            source = sources::subject(phrases, group);
            start = group.tokens.start;
        }
    }
    if content.frame == Frame::Prepositional && source.is_none() {
        return None;
    }
    let range = start..content.cue_end.max(cue_end);
    Some(Draft::of(found, vec![range], source, content))
}

/// `his boast that crime had vanished | did not survive`: the content of a noun ends before the verb whose subject the noun is.
fn before_main_verb(phrases: &Phrases, content: &mut Content) {
    let own = usize::from(matches!(content.frame, Frame::That | Frame::Zero | Frame::Wh));
    let Some(part) = content.parts.last_mut() else { return };
    let mut last = usize::MAX;
    let mut seen = 0;
    for token in part.clone() {
        let Some(group) = phrases.group(token) else {
            if matches!(phrases.tag(token), Tag::Wp | Tag::Wdt | Tag::Wrb | Tag::Sc | Tag::Cc) && seen >= own {
                // The next verb is that of another clause inside the content.
                seen = seen.saturating_sub(1);
            }
            continue;
        };
        if group.form != VerbForm::Finite || group.main == last || phrases.quotes.around(token).is_some() {
            continue;
        }
        last = group.main;
        if seen >= own && token > part.start {
            part.end = group.tokens.start;
            return;
        }
        seen += 1;
    }
}

/// `was critical of …`
fn adjective(phrases: &Phrases, found: &CueMatch, cue: &Cue) -> Option<Draft> {
    let before = found.tokens.start.checked_sub(1)?;
    let group = phrases.group(before).or_else(|| phrases.group(found.head))?;
    if !phrases.text.is(group.main, Class::Be) && phrases.group(found.head).is_none() {
        return None;
    }
    let content = content::after(phrases, cue, found.tokens.end, false)?;
    let source = sources::subject(phrases, group);
    let that = content.complementiser.filter(|_| false);
    let range = found.tokens.start..content.cue_end.max(found.tokens.end).max(that.unwrap_or(0));
    Some(with(Draft::of(found, vec![range], source, content), group))
}

/// `reportedly`: the clause is the content; `an alleged smuggler`: the phrase is.
fn adverb(phrases: &Phrases, found: &CueMatch, cue: &Cue) -> Option<Draft> {
    let end = content::sentence_end(phrases, found.head);
    if cue.frames.has(Frame::Modifier) {
        let phrase = phrases.phrase_from(found.tokens.end, end, true)?;
        let parts = vec![phrase];
        return Some(Draft::of(
            found,
            vec![found.tokens.clone()],
            None,
            Content { frame: Frame::Modifier, cue_end: found.tokens.end, parts, addressee: None, complementiser: None },
        ));
    }
    if !cue.frames.has(Frame::Host) {
        return None;
    }
    let parts = host(phrases, &found.tokens, end)?;
    Some(Draft::of(
        found,
        vec![found.tokens.clone()],
        None,
        Content { frame: Frame::Host, cue_end: found.tokens.end, parts, addressee: None, complementiser: None },
    ))
}

/// The clause around a word, without it.
fn host(phrases: &Phrases, cue: &Range<usize>, end: usize) -> Option<Vec<Range<usize>>> {
    let sentence = phrases.sentence(cue.start);
    let subject = sources::subject(
        phrases,
        phrases
            .group(cue.end)
            .or_else(|| phrases.group(cue.start))
            .or_else(|| cue.start.checked_sub(1).and_then(|before| phrases.group(before)))?,
    );
    let start = match &subject {
        Some(found) if found.tokens.start >= sentence.start && !found.shared => found.tokens.start,
        _ => cue.start,
    };
    let stop = content::clause_end(phrases, cue.end, end, false);
    let comma = usize::from(phrases.tag(cue.end) == Tag::Comma);
    let mut parts = vec![start..cue.start, cue.end + comma..stop.max(cue.end + comma)];
    parts.retain(|part| !part.is_empty());
    (!parts.is_empty()).then_some(parts)
}

/// `according to Holm, …`
fn preposition(phrases: &Phrases, found: &CueMatch, cue: &Cue) -> Option<Draft> {
    let end = content::sentence_end(phrases, found.head);
    let sentence = phrases.sentence(found.head);
    if cue.frames.has(Frame::Host) {
        let parts = host(phrases, &found.tokens, end)?;
        return Some(Draft::of(
            found,
            vec![found.tokens.clone()],
            None,
            Content { frame: Frame::Host, cue_end: found.tokens.end, parts, addressee: None, complementiser: None },
        ));
    }
    if cue.frames.has(Frame::Owner) {
        return owned(phrases, found, end);
    }
    let source = sources::named_after(phrases, found.tokens.end, end)?;
    let start = found.tokens.start;
    let mut parts = Vec::new();
    let comma_before = start > sentence.start && (phrases.tag(start - 1) == Tag::Comma || phrases.text.is_quote(start - 1));
    let head_end =
        start - usize::from(start > sentence.start && phrases.tag(start - 1) == Tag::Comma && !phrases.text.is_quote(start - 1));
    if start > sentence.start {
        let from = match content::before(phrases, start).filter(|_| comma_before) {
            Some((_, before)) => before.first().map_or(sentence.start, |part| part.start),
            None => sentence.start + usize::from(phrases.tag(sentence.start) == Tag::Cc),
        };
        if from < head_end {
            parts.push(from..head_end);
        }
    }
    let mut rest = source.end;
    if matches!(phrases.tag(rest), Tag::Wp | Tag::Wdt) {
        // A relative clause on the source is passed over.
        rest = (rest..end).find(|token| phrases.tag(*token) == Tag::Comma).unwrap_or(end);
    }
    if phrases.tag(rest) == Tag::Comma && rest + 1 < end {
        let next = rest + 1;
        let has_verb = (next..end).any(|token| phrases.group(token).is_some_and(|group| group.form == VerbForm::Finite));
        let subordinate = parts.first().is_some_and(|part| matches!(phrases.tag(part.start), Tag::Sc | Tag::Wrb));
        if (parts.is_empty()
            || subordinate
            || !parts
                .iter()
                .any(|part| part.clone().any(|token| phrases.group(token).is_some_and(|group| group.form == VerbForm::Finite))))
            && has_verb
        {
            parts.push(content::quoted_or_clause(phrases, next, end, false));
        }
    }
    if parts.is_empty() {
        return None;
    }
    Some(Draft::of(
        found,
        vec![found.tokens.clone()],
        Some(own(source)),
        Content { frame: Frame::Source, cue_end: found.tokens.end, parts, addressee: None, complementiser: None },
    ))
}

/// `in Holm's telling`, `by her count`: whose words they are stands in the middle of the cue.
fn owned(phrases: &Phrases, found: &CueMatch, end: usize) -> Option<Draft> {
    let Range { start, end: behind } = found.tokens;
    let owner = sources::owner(phrases, behind.checked_sub(1)?)?;
    let source = owner.start.max(start + 1)..owner.end;
    if source.is_empty() || phrases.text.is(behind, Class::Of) {
        return None;
    }
    let sentence = phrases.sentence(start);
    let comma = |token: usize| phrases.tag(token) == Tag::Comma && !phrases.text.is_quote(token);
    let opens =
        (sentence.start..start).rev().find(|token| phrases.text.is_mark(*token, ";")).map_or(sentence.start, |mark| mark + 1);
    let opens = opens + usize::from(phrases.tag(opens) == Tag::Cc);
    let before = opens..start - usize::from(start > opens && comma(start - 1));
    let from = behind + usize::from(comma(behind));
    let after = from..content::clause_end(phrases, from, end, false).max(from);
    let said = |part: &Range<usize>| content::has_finite_verb(phrases, part);
    let mut parts = if said(&before) { vec![before] } else { vec![before, after] };
    parts.retain(|part| !part.is_empty());
    if !parts.iter().any(said) {
        return None;
    }
    let content = Content { frame: Frame::Source, cue_end: behind, parts, addressee: None, complementiser: None };
    let cue: Vec<Range<usize>> = [start..source.start, source.end..behind].into_iter().filter(|part| !part.is_empty()).collect();
    Some(Draft::of(found, cue, Some(own(source)), content))
}

/// `Holm: “We go.”` and `HOLM: We go.`: a name and a colon at the head of a sentence or headline.
pub(super) fn colons(phrases: &Phrases, drafts: &mut Vec<Draft>) {
    let text = phrases.text;
    for sentence in &text.sentences {
        let range = sentence.tokens.clone();
        let Some(colon) = range.clone().take(9).find(|token| text.is_mark(*token, ":")) else { continue };
        if colon == range.start || colon + 1 >= range.end {
            continue;
        }
        let head = range.start..colon;
        // "Bridge was never inspected: union"
        let tail = colon + 1..content::sentence_end(phrases, colon);
        let tail_is_source = !tail.is_empty()
            && tail.len() <= 8
            && tail.clone().all(|token| phrases.group(token).is_none() && !text.is_quote(token))
            && phrases.phrase_from(tail.start, tail.end, true) == Some(tail.clone());
        if sentence.heading && tail_is_source && (phrases.clause_at(range.start, colon) || text.is_quote(range.start)) {
            drafts.push(colon_draft(colon, tail, head, 0.6));
            continue;
        }
        let all_name = head.clone().all(|token| {
            matches!(phrases.tag(token), Tag::Np | Tag::Nn | Tag::Nns | Tag::Dt | Tag::Jj | Tag::In | Tag::Pos)
                && phrases.group(token).is_none()
        });
        let named = head.clone().any(|token| phrases.tag(token) == Tag::Np);
        let quote = phrases.quotes.opening_at(colon + 1);
        if !all_name
            || !(named || sentence.heading)
            || !(quote.is_some() || (sentence.heading && phrases.clause_at(colon + 1, range.end)))
        {
            continue;
        }
        let end = content::sentence_end(phrases, colon);
        let content = content::quoted_or_clause(phrases, colon + 1, end, false);
        if content.is_empty() || drafts.iter().any(|draft| draft.cue.iter().any(|cue| cue.contains(&(colon - 1)))) {
            continue;
        }
        drafts.push(colon_draft(colon, head, content, if quote.is_some() { 0.8 } else { 0.6 }));
    }
}

fn colon_draft(colon: usize, source: Range<usize>, content: Range<usize>, score: f32) -> Draft {
    Draft {
        cue: vec![colon..colon + 1],
        source: Some(own(source)),
        content: vec![content],
        ..Draft::new(colon, Frame::Colon, score)
    }
}

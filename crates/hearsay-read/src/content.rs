//! Cuts out what is said: the clause, quotation or phrase that a cue takes.
//!
//! In: phrases, a cue and the place where it ends or where its clause begins. Out: [`Content`].
//! Invariant: the parts are in order and apart, and the stop that ends the sentence outside of
//! quotation marks is in none of them.
//!
//! Example: of `He said on Monday that “it is over”, adding nothing` the content is `“it is over”`.

use crate::pack::{Class, Cue, CuePos, Frame, Tag};
use crate::phrases::{Phrases, VerbForm};
use std::ops::Range;

/// What is said.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    pub(crate) frame: Frame,
    /// Where the cue ends, a preposition that it governs included.
    pub(crate) cue_end: usize,
    pub(crate) parts: Vec<Range<usize>>,
    /// Whom it was said to.
    pub(crate) addressee: Option<Range<usize>>,
    /// The word that opens the clause.
    pub(crate) complementiser: Option<usize>,
}

impl Content {
    pub(crate) fn new(frame: Frame, cue_end: usize, part: Range<usize>) -> Self {
        Self { frame, cue_end, parts: vec![part], addressee: None, complementiser: None }
    }
}

/// The end of the sentence of a token, without the marks that end it.
pub(crate) fn sentence_end(phrases: &Phrases, token: usize) -> usize {
    let sentence = phrases.sentence(token);
    let mut end = sentence.end;
    while end > sentence.start && phrases.tag(end - 1) == Tag::Stop && !phrases.text.is_quote(end - 1) {
        end -= 1;
    }
    end
}

/// The content that follows a cue.
pub(crate) fn after(phrases: &Phrases, cue: &Cue, cue_end: usize, relative: bool) -> Option<Content> {
    let end = sentence_end(phrases, cue_end.checked_sub(1)?);
    if cue_end >= end {
        return None;
    }
    // A number may look like the beginning of a time: "made it 118 a week later".
    if let Some(number) = counted(phrases, cue, cue_end, end) {
        return Some(Content::new(Frame::Number, cue_end, number));
    }
    let at = if cue.declines { phrases.after_times(cue_end, end) } else { skip_circumstances(phrases, cue_end, end) };
    if let Some(content) = clause_after(phrases, cue, cue_end, at, end, relative) {
        return Some(content);
    }
    object_after(phrases, cue, cue_end, at, end, relative)
}

/// Times, places and addressees between cue and content that belong to no span.
pub(crate) fn skip_circumstances(phrases: &Phrases, from: usize, end: usize) -> usize {
    let text = phrases.text;
    let mut at = phrases.after_times(from, end);
    for _ in 0..3 {
        let preposition = at < end
            && matches!(phrases.tag(at), Tag::In | Tag::To)
            && text.classes(at).any(&[Class::In, Class::To, Class::On, Class::With]);
        if !preposition {
            break;
        }
        let Some(phrase) = phrases.phrase_from(at + 1, end, false) else { break };
        let inner = phrase.clone().any(|token| text.classes(token).any(&[Class::Venue, Class::Channel]))
            || (text.is(at, Class::To) && phrase.clone().any(|token| text.is(token, Class::Addressee)));
        if !inner {
            break;
        }
        at = phrases.phrase_from(at + 1, end, true).map_or(phrase.end, |deep| deep.end);
        at = phrases.after_times(at, end);
    }
    // "said, on Monday, that": the pair of commas goes too.
    if at > from && at < end && phrases.tag(at) == Tag::Comma && phrases.tag(from) == Tag::Comma {
        at += 1;
    }
    at
}

/// A clause or quotation.
fn clause_after(phrases: &Phrases, cue: &Cue, cue_end: usize, at: usize, end: usize, relative: bool) -> Option<Content> {
    let text = phrases.text;
    let frames = cue.frames;
    let make = |frame, part: Range<usize>| (!part.is_empty()).then(|| Content::new(frame, cue_end, part));
    let tag = phrases.tag(at);
    if at >= end {
        return None;
    }
    if text.is_mark(at, ":") && at + 1 < phrases.sentence(at).end {
        return make(Frame::Colon, quoted_or_clause(phrases, at + 1, end, relative));
    }
    let comma = usize::from(tag == Tag::Comma);
    if frames.has(Frame::Quote)
        && let Some(quote) = phrases.quotes.opening_at(at + comma)
        && (comma == 1 || quote.speech || quote.inner.len() > 2 || !frames.has(Frame::Object))
        && (comma == 0 || quote.speech)
    {
        return make(Frame::Quote, quoted_or_clause(phrases, at + comma, end, relative));
    }
    if text.is(at, Class::That) && frames.has(Frame::That) && matches!(tag, Tag::Sc | Tag::In | Tag::Wdt | Tag::Dt) {
        let pronoun = (matches!(phrases.tag(at + 1), Tag::Stop | Tag::Comma) && !text.is_quote(at + 1))
            || at + 1 >= end
            || (tag == Tag::Dt && !phrases.clause_at(at + 1, end));
        if !pronoun {
            let mut content = make(Frame::That, at + 1..clause_end(phrases, at + 1, end, relative))?;
            content.complementiser = Some(at);
            if text.pack.content_takes_complementiser {
                content.parts[0].start = at;
            }
            return Some(content);
        }
    }
    if (frames.has(Frame::Wh) || frames.has(Frame::That))
        && (matches!(tag, Tag::Wrb | Tag::Wp) || (text.is(at, Class::Complementiser) && matches!(tag, Tag::Sc | Tag::In)))
        && !text.is(at, Class::That)
    {
        return make(Frame::Wh, at..clause_end(phrases, at, end, relative));
    }
    if frames.has(Frame::Infinitive)
        && phrases
            .group(at)
            .is_some_and(|group| group.form == VerbForm::Infinitive && (group.tokens.start == at || phrases.tag(at) == Tag::To))
    {
        return make(Frame::Infinitive, at..clause_end(phrases, at, end, relative));
    }
    if frames.has(Frame::Participle) && phrases.group(at).is_some_and(|group| group.form == VerbForm::Ing) {
        // "issued a statement saying": the participle belongs to the cue, what follows it is said.
        if cue.pos == CuePos::Noun || cue.pieces.len() > 1 {
            let inner = phrases.group(at).map_or(at, |group| group.tokens.end);
            let mut content = after_participle(phrases, inner, end, relative)?;
            content.frame = Frame::Participle;
            return Some(content);
        }
        return make(Frame::Participle, at..clause_end(phrases, at, end, relative));
    }
    if frames.has(Frame::Told)
        && let Some(told) = phrases.phrase_from(at, end, false)
    {
        let mut next = skip_circumstances(phrases, told.end, end);
        // "told the crowd in Ost that"
        if next == told.end
            && let Some(deep) = phrases.phrase_from(at, end, true)
            && deep.end > told.end
            && opens_content(phrases, deep.end)
        {
            next = deep.end;
        }
        if next < end
            && (opens_content(phrases, next)
                || (phrases.clause_at(next, end) && !matches!(phrases.tag(next), Tag::Comma | Tag::In)))
        {
            let mut content = clause_after(phrases, cue, cue_end, next, end, relative)
                .or_else(|| make(Frame::Zero, next..clause_end(phrases, next, end, relative)))?;
            content.addressee = Some(told);
            return Some(content);
        }
    }
    if frames.has(Frame::Zero) && tag != Tag::Comma && phrases.clause_at(at, end) {
        return make(Frame::Zero, at..clause_end(phrases, at, end, relative));
    }
    None
}

/// `a statement saying | that …`
fn after_participle(phrases: &Phrases, at: usize, end: usize, relative: bool) -> Option<Content> {
    let that = usize::from(phrases.text.is(at, Class::That));
    let start = at + that + usize::from(phrases.tag(at) == Tag::Comma || phrases.text.is_mark(at, ":"));
    if start >= end {
        return None;
    }
    let mut content = Content::new(Frame::Participle, at, quoted_or_clause(phrases, start, end, relative));
    content.complementiser = (that == 1).then_some(at);
    Some(content)
}

/// Whether a place looks like the opening of what is said.
fn opens_content(phrases: &Phrases, at: usize) -> bool {
    let comma = usize::from(phrases.tag(at) == Tag::Comma);
    phrases.quotes.opening_at(at + comma).is_some()
        || phrases.text.is_mark(at, ":")
        || (phrases.text.is(at, Class::That) && phrases.tag(at) != Tag::Dt)
        || matches!(phrases.tag(at), Tag::Wrb | Tag::Wp)
}

/// A phrase, with or without a second part.
fn object_after(phrases: &Phrases, cue: &Cue, cue_end: usize, at: usize, end: usize, relative: bool) -> Option<Content> {
    let text = phrases.text;
    let frames = cue.frames;
    if at >= end || phrases.tag(at) == Tag::Comma {
        return None;
    }
    // "would confirm neither this nor that": a bare pronoun is what nothing is said of.
    let alone = || cue.declines && phrases.tag(at) == Tag::Dt && (at + 1 >= end || phrases.tag(at + 1) == Tag::Comma);
    let object = phrases.phrase_from(at, end, false).or_else(|| alone().then(|| at..at + 1));
    let quoted = phrases.quotes.opening_at(at);
    if let Some(of) = object_of(phrases, cue, at, end) {
        return Some(Content::new(Frame::ObjectOf, cue_end, at..phrase_end(phrases, of + 1, end)));
    }
    if let Some(object) = &object {
        let second = object.end;
        let infinitive =
            phrases.tag(second) == Tag::To && phrases.group(second).is_some_and(|group| group.form == VerbForm::Infinitive);
        let bound = [
            (Frame::ObjectOf, Class::Of),
            (Frame::ObjectFor, Class::For),
            (Frame::ObjectAs, Class::As),
            (Frame::ObjectWith, Class::With),
            (Frame::ObjectOn, Class::On),
        ];
        let frame = bound.iter().find(|(frame, class)| frames.has(*frame) && text.is(second, *class)).map(|(frame, _)| *frame);
        if frames.has(Frame::ObjectInfinitive) && infinitive {
            return Some(Content::new(Frame::ObjectInfinitive, cue_end, at..clause_end(phrases, second, end, relative)));
        }
        if let Some(frame) = frame {
            return Some(Content::new(frame, cue_end, at..phrase_end(phrases, second + 1, end)));
        }
        if let Some(measured) = measured_later(phrases, cue, second, end) {
            return Some(Content::new(Frame::ObjectAt, cue_end, at..measured.end));
        }
        if frames.has(Frame::ObjectSmall)
            && second < end
            && (matches!(phrases.tag(second), Tag::Dt | Tag::Jj | Tag::Prs | Tag::Nn | Tag::Np | Tag::Vbn | Tag::Rb)
                || text.is_quote(second))
        {
            return Some(Content::new(Frame::ObjectSmall, cue_end, at..phrase_end(phrases, second, end)));
        }
    }
    if frames.has(Frame::Object) && (object.is_some() || quoted.is_some() || phrases.tag(at) == Tag::Vbg) {
        return Some(Content::new(Frame::Object, cue_end, at..phrase_end(phrases, at, end)));
    }
    if frames.has(Frame::Prepositional)
        && matches!(phrases.tag(at), Tag::In | Tag::To | Tag::Rp)
        && !text.is(at, Class::That)
        && !(cue.declines && is_told(phrases, at, end))
        && !text.classes(at).has(Class::Subordinator) | text.is(at, Class::As)
    {
        let stop = phrase_end(phrases, at + 1, end);
        if stop > at + 1 && at == cue_end {
            return Some(Content::new(Frame::Prepositional, at + 1, at + 1..stop));
        }
    }
    if (frames.has(Frame::ObjectSmall) || frames.has(Frame::ObjectAs)) && (object.is_some() || quoted.is_some()) {
        return Some(Content::new(Frame::ObjectSmall, cue_end, at..phrase_end(phrases, at, end)));
    }
    None
}

/// `declined to comment | to the Courier`: who asked is no topic.
fn is_told(phrases: &Phrases, at: usize, end: usize) -> bool {
    let text = phrases.text;
    let whom = phrases.phrase_from(at + 1, end, false).filter(|_| text.is(at, Class::To));
    whom.is_some_and(|whom| {
        phrases.is_pronoun(&whom)
            || whom.clone().any(|token| text.is(token, Class::Addressee))
            || whom.clone().all(|token| matches!(phrases.tag(token), Tag::Np | Tag::Dt))
    })
}

/// So many words may stand before the number: `at somewhere between a third and half`.
const BEFORE_NUMBER: usize = 3;

/// `put the loss | at nine million`: what something is put at, if that is a number and no time.
pub(crate) fn measured(phrases: &Phrases, cue: &Cue, at: usize, end: usize) -> Option<Range<usize>> {
    let text = phrases.text;
    if !cue.frames.has(Frame::ObjectAt) || !text.is(at, Class::At) {
        return None;
    }
    let near = (at + 1..end.min(at + 2 + BEFORE_NUMBER)).take_while(|token| phrases.tag(*token) != Tag::Comma);
    let number = near.filter_map(|token| crate::quantities::number_end(text, token, end)).next()?;
    let stop = phrase_end(phrases, at + 1, end).max(number);
    (!crate::times::any_in(phrases, at + 1..end.min(number + 1))).then_some(at..stop)
}

/// `count | 31`, `reckoned | closer to 2,000`, `raised | the toll to 39`: a number that counts nothing told there, or what a
/// tally is brought to.
fn counted(phrases: &Phrases, cue: &Cue, at: usize, end: usize) -> Option<Range<usize>> {
    let text = phrases.text;
    let (bare, tallied) = (cue.frames.has(Frame::Number), cue.frames.has(Frame::Tally));
    if !bare && !tallied {
        return None;
    }
    let number_from = |from: usize| {
        let near = (from..end.min(from + 1 + BEFORE_NUMBER)).take_while(|token| phrases.tag(*token) != Tag::Comma);
        let mut plain = near.take_while(|token| !matches!(phrases.tag(*token), Tag::Nn | Tag::Nns | Tag::Np | Tag::Prp));
        let (number, stop) = plain.find_map(|token| Some((token, crate::quantities::number_end(text, token, end)?)))?;
        // "spoke of 2019", "made it two hours later"
        let year = text.word(number).len() == YEAR && crate::times::any_in(phrases, number..stop);
        (!year && !phrases.is_time(stop)).then_some(stop)
    };
    let tally = (at..end.min(at + BEFORE_NUMBER)).find(|token| text.is(*token, Class::Tally));
    let stop = if let Some(tally) = tally.filter(|_| tallied) {
        let finite = |token: usize| phrases.group(token).is_some_and(|group| group.form == VerbForm::Finite);
        let mut behind = (tally + 1..end.min(tally + 1 + LONG_OBJECT))
            .take_while(|token| phrases.tag(*token) != Tag::Comma && !finite(*token));
        let to = behind.find(|token| text.classes(*token).any(&[Class::To, Class::At, Class::As]))?;
        number_from(to + 1)?
    } else {
        let stop = number_from(at).filter(|_| bare)?;
        let counts = matches!(phrases.tag(stop), Tag::Nn | Tag::Nns | Tag::Np | Tag::Jj | Tag::Cd);
        if counts && phrases.after_times(stop, end) == stop {
            return None;
        }
        stop
    };
    let timed = phrases.after_times(stop, end) > stop;
    Some(at..if timed { stop } else { phrase_end(phrases, at, end).max(stop) })
}

/// So many digits a year has.
const YEAR: usize = 4;

/// So many words may stand between an object and what it is put at: `the damage | to the town and its quay | at`.
const LONG_OBJECT: usize = 10;

/// The same behind an object that further phrases hang on.
fn measured_later(phrases: &Phrases, cue: &Cue, from: usize, end: usize) -> Option<Range<usize>> {
    if !cue.frames.has(Frame::ObjectAt) {
        return None;
    }
    (from..end.min(from + LONG_OBJECT))
        .take_while(|token| {
            phrases.tag(*token) != Tag::Comma && phrases.group(*token).is_none_or(|group| group.form == VerbForm::Participle)
        })
        .find_map(|token| measured(phrases, cue, token, end))
}

/// `accused the head of the agency of | fraud`: the word that opens the second part; the last one, or the one before a participle.
fn object_of(phrases: &Phrases, cue: &Cue, at: usize, end: usize) -> Option<usize> {
    if !cue.frames.has(Frame::ObjectOf) {
        return None;
    }
    let object = phrases.phrase_from(at, end, false)?;
    let links = || (object.start + 1..end.min(object.end + 1)).filter(|token| phrases.text.is(*token, Class::Of));
    links().find(|of| phrases.tag(of + 1) == Tag::Vbg).or_else(|| links().next_back())
}

/// A quotation that closes the sentence stands for itself; otherwise the clause goes on around it.
pub(crate) fn quoted_or_clause(phrases: &Phrases, at: usize, end: usize, relative: bool) -> Range<usize> {
    if let Some(quote) = phrases.quotes.opening_at(at) {
        let sentence = phrases.sentence(at);
        if quote.speech || quote.tokens.end >= end || quote.tokens.end > sentence.end {
            return at..quote.tokens.end;
        }
    }
    at..clause_end(phrases, at, end, relative)
}

/// Where a clause that is the content ends.
pub(crate) fn clause_end(phrases: &Phrases, start: usize, end: usize, relative: bool) -> usize {
    let text = phrases.text;
    let mut at = start;
    let mut brackets = 0_i32;
    while at < end {
        if let Some(quote) = phrases.quotes.around(at)
            && quote.tokens.end > at
            && quote.tokens.start >= start
        {
            // What stands in marks is not cut; speech that ends the clause may run on over sentences.
            at = quote.tokens.end;
            if at >= end {
                return at;
            }
            continue;
        }
        match phrases.tag(at) {
            Tag::Open => brackets += 1,
            Tag::Close if brackets == 0 => return at,
            Tag::Close => brackets -= 1,
            Tag::Comma | Tag::Cc | Tag::Colon if brackets == 0 && at > start && ends_clause(phrases, at, end, relative) => {
                return at;
            }
            Tag::Stop if brackets == 0 && !text.is_quote(at) => return at,
            _ => {}
        }
        at += 1;
    }
    end.max(start)
}

/// Whether the comma, coordinator or colon at `at` ends the content.
fn ends_clause(phrases: &Phrases, at: usize, end: usize, relative: bool) -> bool {
    let text = phrases.text;
    let mut next = at + 1;
    let tag = phrases.tag(at);
    if tag == Tag::Colon {
        return text.is_mark(at, ":") && phrases.quotes.opening_at(next).is_some_and(|quote| quote.speech)
            || text.is_mark(at, ";") && speaks(phrases, next, end);
    }
    let coordinated = tag == Tag::Cc || phrases.tag(next) == Tag::Cc;
    if tag == Tag::Comma && phrases.tag(next) == Tag::Cc {
        next += 1;
    }
    while next < end && phrases.tag(next) == Tag::Rb && phrases.group(next).is_none() {
        next += 1;
    }
    let Some(group) = phrases.group(next) else {
        // ", according to": the phrase has another content or the same one, not this clause.
        return tag == Tag::Comma
            && (is_source_cue(phrases, next)
                || (relative
                    && !coordinated
                    && phrases.clause_at(next, end)
                    && !matches!(phrases.tag(next), Tag::In | Tag::Sc | Tag::Wrb))
                || (coordinated && speaks(phrases, next, end))
                || (!coordinated
                    && next < end
                    && matches!(phrases.tag(next), Tag::Sc | Tag::In)
                    && speaks(phrases, next + 1, end)));
    };
    if group.tokens.start != next {
        return false;
    }
    let cue = strong_verb(phrases, group.main);
    match group.form {
        // ", adding that", "and said that"
        VerbForm::Ing => tag == Tag::Comma && !coordinated && cue >= 0.3,
        VerbForm::Finite => {
            (coordinated && cue >= 0.4 && phrases.tag(group.main) != Tag::Md) || (relative && tag == Tag::Comma && !coordinated)
        }
        _ => false,
    }
}

/// Whether a clause opens at `at` whose first verb is one of saying.
pub(crate) fn speaks(phrases: &Phrases, at: usize, end: usize) -> bool {
    let Some(subject) = phrases.phrase_from(at, end, true) else { return false };
    let next = (subject.end..end.min(subject.end + 3)).find(|token| phrases.group(*token).is_some());
    next.and_then(|token| phrases.group(token))
        .is_some_and(|group| group.form == VerbForm::Finite && strong_verb(phrases, group.main) >= 0.6)
}

/// Weight of the verb as a cue of one word.
pub(crate) fn strong_verb(phrases: &Phrases, verb: usize) -> f32 {
    let text = phrases.text;
    text.pack
        .lexicon
        .cues(text.entries[verb])
        .iter()
        .filter_map(|cue| text.pack.cues.cues.get(*cue as usize))
        .filter(|cue| {
            cue.pos == CuePos::Verb && cue.pieces.len() == 1 && (cue.frames.has(Frame::That) || cue.frames.has(Frame::Quote))
        })
        .map(|cue| cue.weight)
        .fold(0.0, f32::max)
}

fn is_source_cue(phrases: &Phrases, at: usize) -> bool {
    let text = phrases.text;
    let Some(entry) = text.entries.get(at + 1) else { return false };
    text.pack
        .lexicon
        .cues(*entry)
        .iter()
        .chain(text.pack.lexicon.cues(text.entries[at]))
        .filter_map(|cue| text.pack.cues.cues.get(*cue as usize))
        .any(|cue| {
            cue.frames.has(Frame::Source)
                && cue.weight > 0.5
                && cue
                    .pieces
                    .iter()
                    .enumerate()
                    .all(|(n, piece)| text.entries.get(at + n).is_some_and(|entry| piece.forms().contains(entry)))
        })
}

/// Where a phrase with all that hangs on it ends: before a comma, a verb of the main clause, or a time that closes the sentence.
pub(crate) fn phrase_end(phrases: &Phrases, start: usize, end: usize) -> usize {
    let mut at = start;
    let mut relative = false;
    while at < end {
        if let Some(quote) = phrases.quotes.around(at)
            && quote.tokens.start >= start
        {
            at = quote.tokens.end.min(end.max(quote.tokens.end));
            if at >= end || quote.speech {
                return at;
            }
            continue;
        }
        let tag = phrases.tag(at);
        match tag {
            Tag::Stop | Tag::Colon | Tag::Close => break,
            Tag::Comma if at > start && !list_goes_on(phrases, at, end) => break,
            Tag::Wp | Tag::Wdt | Tag::Wrb | Tag::Sc => relative = true,
            Tag::Cc if at > start => {
                if let Some(group) = phrases.group(at + 1)
                    && group.form == VerbForm::Finite
                    && !relative
                {
                    break;
                }
            }
            _ => {
                if let Some(group) = phrases.group(at)
                    && group.form == VerbForm::Finite
                    && at > start
                    && !relative
                    && group.tokens.start == at
                    && matches!(phrases.tag(at - 1), Tag::Nn | Tag::Nns | Tag::Np)
                    && !phrases.text.is_quote(at - 1)
                    && strong_verb(phrases, group.main) > 0.5
                {
                    break;
                }
            }
        }
        at += 1;
    }
    at.max(start)
}

/// `salt, sugar and tea`: the comma is one of a list.
fn list_goes_on(phrases: &Phrases, comma: usize, end: usize) -> bool {
    let Some(item) = phrases.phrase_from(comma + 1, end, true) else { return false };
    let next = phrases.tag(item.end);
    let coordinated = (item.start..item.end).any(|token| phrases.tag(token) == Tag::Cc);
    let conjunction = usize::from(phrases.tag(item.end + 1) == Tag::Cc);
    let more = || {
        phrases
            .phrase_from(item.end + 1 + conjunction, end, true)
            .is_some_and(|next| !phrases.group(next.end).is_some_and(|group| group.form == VerbForm::Finite))
    };
    (coordinated || (next == Tag::Comma && more()))
        && !phrases.group(item.end).is_some_and(|group| group.form == VerbForm::Finite)
}

/// The content that stands before the source or the inverted cue at `at`: its parts, and the frame.
pub(crate) fn before(phrases: &Phrases, at: usize) -> Option<(Frame, Vec<Range<usize>>)> {
    let text = phrases.text;
    let sentence = phrases.sentence(at);
    let last = at.checked_sub(1).filter(|last| *last >= sentence.start)?;
    let comma = usize::from(phrases.tag(last) == Tag::Comma && !text.is_quote(last));
    let close = last - comma.min(last);
    if let Some(quote) = phrases.quotes.closing_at(close)
        && quote.tokens.end <= at
        && (quote.speech || comma == 1)
    {
        let start = clause_start(phrases, quote.tokens.start, &sentence);
        return Some((Frame::Quote, vec![start..quote.tokens.end]));
    }
    if comma == 0 && !(phrases.tag(last) == Tag::Colon && !text.is_mark(last, ":") && !text.is_mark(last, ";")) {
        return None;
    }
    let start = clause_start(phrases, sentence.start, &sentence);
    let has_clause = (start..last)
        .any(|token| phrases.group(token).is_some_and(|group| group.form == VerbForm::Finite) || text.is_quote(token));
    (has_clause && !leads_up(phrases, start, last) && last > start).then(|| (Frame::Preposed, vec![start..last]))
}

/// Whether what stands before a comma only leads up to what is said: `In Ost, where she was born,`, `Asked about it,`.
pub(crate) fn leads_up(phrases: &Phrases, start: usize, last: usize) -> bool {
    !phrases.text.is_quote(start)
        && (matches!(phrases.tag(start), Tag::Sc | Tag::Wrb | Tag::In | Tag::To)
            || phrases.group(start).is_some_and(|group| matches!(group.form, VerbForm::Ing | VerbForm::Participle)))
        && !(start..last).any(|token| phrases.tag(token) == Tag::Comma && phrases.clause_at(token + 1, last))
        && (!matches!(phrases.tag(start), Tag::In) || (start..last).any(|token| phrases.tag(token) == Tag::Comma))
}

/// The start of the clause that holds `from`: the sentence, or the quotation that runs into it.
fn clause_start(phrases: &Phrases, from: usize, sentence: &Range<usize>) -> usize {
    if from <= sentence.start {
        return phrases.quotes.around(sentence.start).map_or(from, |quote| quote.tokens.start.min(from));
    }
    let mut start = sentence.start;
    // "But he is gone," — the coordinator belongs to the reporter.
    if phrases.tag(start) == Tag::Cc && !phrases.text.is_quote(start) {
        start += 1;
    }
    // What an earlier attribution of the same sentence has ended is not taken again.
    for token in (sentence.start..from).rev() {
        if phrases.tag(token) == Tag::Comma
            && phrases.tag(token + 1) == Tag::Cc
            && phrases.group(token.saturating_sub(1)).is_some()
        {
            return token + 2;
        }
    }
    start
}

/// Whether a range holds a verb that can stand alone.
pub(crate) fn has_finite_verb(phrases: &Phrases, range: &Range<usize>) -> bool {
    range.clone().any(|token| phrases.group(token).is_some_and(|group| group.form == VerbForm::Finite))
}

/// The rest of a content that the attribution broke into: `“A,” she said, “B.”`
pub(crate) fn resumed(phrases: &Phrases, from: usize, first: &Frame) -> Option<Range<usize>> {
    let end = sentence_end(phrases, from.checked_sub(1)?);
    let at = skip_circumstances(phrases, from, end);
    if at >= phrases.sentence(from - 1).end {
        return None;
    }
    let comma = matches!(phrases.tag(at), Tag::Comma | Tag::Colon) && !phrases.text.is_quote(at);
    let next = at + usize::from(comma);
    if let Some(quote) = phrases.quotes.opening_at(next)
        && (quote.speech || *first == Frame::Quote)
    {
        return Some(next..quote.tokens.end);
    }
    if *first == Frame::Quote || !comma || phrases.tag(at) != Tag::Comma || next >= end {
        return None;
    }
    // "The road is shut, he said, and the bridge too."
    let loose = matches!(phrases.tag(next), Tag::Wp | Tag::Wdt | Tag::Wrb)
        || phrases.text.is(next, Class::Wh)
        || phrases.group(next).is_some_and(|group| {
            group.form != VerbForm::Finite && group.tokens.start == next && strong_verb(phrases, group.main) > 0.2
        });
    let other = phrases.tag(next) == Tag::Cc && speaks(phrases, next + 1, end);
    (!loose && !other && !is_source_cue(phrases, next)).then(|| next..clause_end(phrases, next, end, false))
}

//! Expressions of time: which words tell when, and which time that is.
//!
//! In: the tokens and verb groups of a document and its day of publication. Out: [`Time`]s in order, apart. `grammar`
//! finds the words, `resolve` counts them out in the order of the text, since a time told earlier says what `that year`
//! is. Invariant: no time crosses a sentence, and none holds the preposition before it.
//!
//! Example: published on a Monday, 2031-04-07, `Holm will speak on Tuesday` holds `2031-04-08`.

mod digits;
mod era;
mod found;
mod grammar;
mod named;
mod nights;
mod resolve;
mod steps;
#[cfg(test)]
mod tests;
mod values;
mod years;

pub(crate) use found::Found;
pub(crate) use grammar::find;

use crate::attributions::Draft;
use crate::pack::{Class, Tag};
use crate::phrases::{Phrases, VerbForm};
use crate::text::Text;
use found::{Meaning, Step};
use hearsay_record::{Dated, Granularity, TimeFrom};
use jiff::civil::Date;
use resolve::{Resolved, Resolver, Tense};
use std::ops::Range;

/// An expression of time, counted out.
#[derive(Debug, Clone)]
pub(crate) struct Time {
    pub(crate) found: Found,
    resolved: Resolved,
}

impl Time {
    pub(crate) fn tokens(&self) -> Range<usize> {
        self.found.tokens.clone()
    }

    pub(crate) fn value(&self) -> Option<&str> {
        self.resolved.value.as_deref()
    }

    pub(crate) fn granularity(&self) -> Granularity {
        self.resolved.granularity
    }

    pub(crate) fn from(&self) -> TimeFrom {
        self.resolved.from
    }
}

/// The number of each token among the words of time, 0 for those that are none.
pub(crate) fn numbers(text: &Text) -> Vec<u16> {
    (0..text.tokens.len()).map(|token| text.pack.times.number_of(text.entries[token], text.lower(token))).collect()
}

/// Whether these tokens hold an expression of time.
pub(crate) fn any_in(phrases: &Phrases, tokens: Range<usize>) -> bool {
    let numbers = numbers(phrases.text);
    let mut here = Vec::new();
    grammar::find_in(phrases.text, phrases.tags, &numbers, is_old(phrases.text, &numbers), tokens, &mut here);
    !here.is_empty()
}

/// The times of a document.
pub(crate) fn times(phrases: &Phrases, published: Option<Date>) -> Vec<Time> {
    let text = phrases.text;
    let numbers = numbers(text);
    let old = is_old(text, &numbers);
    let mut found: Vec<(usize, Found)> = Vec::new();
    let mut here = Vec::new();
    for (number, sentence) in text.sentences.iter().enumerate() {
        grammar::find_in(text, phrases.tags, &numbers, old, sentence.tokens.clone(), &mut here);
        found.extend(here.drain(..).map(|found| (number, found)));
    }
    found.retain(|(number, found)| {
        let tense = || tense(phrases, &found.tokens, &text.sentences[*number].tokens, false);
        match found.meaning {
            // "He did it in two weeks" and "needed to do it in two weeks" tell how long, "it ends in two weeks" tells when.
            Meaning::Ahead { .. } => {
                let mut before = text.sentences[*number].tokens.start..found.tokens.start;
                is_timetabled(phrases, &before) || tense().is_ahead() && before.any(|token| text.is(token, Class::Future))
            }
            // "It is open Monday to Friday."
            _ => !(found.is_of_weekdays() && tense() == Tense::Present),
        }
    });
    era::carry(text, &mut found);
    // A weekday of what is so each week counts from no day.
    let each_week = |number: usize, found: &Found| {
        let is_weekday = matches!(found.meaning, Meaning::Weekday(_, Step::None));
        is_weekday && tense(phrases, &found.tokens, &text.sentences[number].tokens, false) == Tense::Present
    };
    let timeless = !found.iter().any(|(number, found)| found.is_from_today() && !each_week(*number, found));
    let told = |which: &dyn Fn(&Found) -> bool| found.iter().filter(|(_, found)| which(found)).count();
    let history = timeless && told(&Found::is_written) >= YEARS_OF_HISTORY;
    // A guide counts nothing from today and tells of months and seasons: what should be done in May should be so in any.
    let guide = history || timeless && told(&Found::is_of_no_year) >= MONTHS_OF_A_GUIDE;
    // Today's mill is that of these days: in a text of history, and in one that tells a year and counts from no day, of what is so.
    let tells_year = told(&Found::is_written) > 0;
    let these_days = |number: usize, found: &Found| {
        let sentence = &text.sentences[number].tokens;
        let is_so = || {
            !sentence.clone().any(|token| text.is(token, Class::First))
                && phrases.tag(found.tokens.end) != Tag::Pos
                && tense(phrases, &found.tokens, sentence, false) == Tense::Present
                && !sentence.clone().any(|token| text.is(token, Class::Future))
        };
        found.is_today() && (history || timeless && tells_year && is_so())
    };
    found.retain(|(number, found)| !these_days(*number, found));
    let mut resolver = Resolver::new(published, history);
    let resolved = |(number, found): (usize, Found)| {
        let sentence = &text.sentences[number].tokens;
        let tense = match found.meaning {
            Meaning::On { .. } if tells_of_now(phrases, &found.tokens, sentence) => Tense::Present,
            Meaning::Ahead { .. } if is_timetabled(phrases, &(sentence.start..found.tokens.start)) => Tense::Present,
            _ => tense(phrases, &found.tokens, sentence, guide),
        };
        let resolved = resolver.resolve(&found, tense, number);
        Time { found, resolved }
    };
    found.into_iter().map(resolved).collect()
}

/// Whether a text tells years of three digits: an era beside digits, or `c.` before three.
fn is_old(text: &Text, numbers: &[u16]) -> bool {
    let digits = |token: usize, least: usize| {
        let lower = text.lower(token);
        (least..5).contains(&lower.len()) && lower.bytes().all(|byte| byte.is_ascii_digit())
    };
    let times = &text.pack.times;
    (0..text.tokens.len()).filter(|token| numbers[*token] != 0).any(|token| {
        let word = times.word(numbers[token]);
        let era = word.era.is_some() && text.capital(token) && (digits(token + 1, 2) || token > 0 && digits(token - 1, 2));
        let circa = word.before_year && word.joint.is_none() && text.lower(token).starts_with('c');
        let next = token + 1 + usize::from(text.is_mark(token + 1, "."));
        let year = word.unit == Some(Granularity::Year);
        era || circa && digits(next, 3) && !digits(next, 4) || year && digits(token + 1, 2) && !digits(token + 1, 4)
    })
}

/// Years that a text of history tells at least: then its days and months are those of the years it told.
const YEARS_OF_HISTORY: usize = 3;

/// Months and seasons without a year that a guide tells at least.
const MONTHS_OF_A_GUIDE: usize = 3;

/// The day of publication, from an ISO date or time.
pub(crate) fn published(date: &str) -> Option<Date> {
    date.get(..10)?.parse().ok()
}

/// Whether what the words date is past or to come, by the verb before them, else the one behind.
fn tense(phrases: &Phrases, tokens: &Range<usize>, sentence: &Range<usize>, guide: bool) -> Tense {
    let ahead = tokens.start > sentence.start
        && phrases.text.pack.times.find(phrases.text.lower(tokens.start - 1)).is_some_and(|word| word.ahead);
    let mut at = tokens.start;
    while at > sentence.start {
        at -= 1;
        if is_bare_timetable(phrases, at, sentence, tokens) {
            return Tense::Present;
        }
        let Some(group) = phrases.group(at) else { continue };
        // "He declined to speak on Monday": on Monday he declined.
        let first = group.tokens.start;
        if group.form == VerbForm::Infinitive && first > sentence.start && times_word(phrases, first - 1).same_time {
            at = first;
            continue;
        }
        let tense = tense_of(phrases, at, ahead, guide);
        if tense != Tense::Untold {
            return tense;
        }
        at = group.tokens.start;
    }
    let behind = (tokens.end..sentence.end)
        .find(|token| phrases.group(*token).is_some_and(|group| matches!(group.form, VerbForm::Finite) || group.modal));
    behind.map_or(Tense::Untold, |token| tense_of(phrases, token, false, guide))
}

/// Whether the nearest verb tells in the present what is to come: `the lease ends`, `it is due`, `they are set to open`.
fn is_timetabled(phrases: &Phrases, before: &Range<usize>) -> bool {
    let mut at = before.end;
    let mut told = false;
    while at > before.start {
        at -= 1;
        let group = phrases.group(at);
        let Some(group) = group else {
            told |= times_word(phrases, at).timetable;
            continue;
        };
        told |= times_word(phrases, group.main).timetable;
        let first = group.tokens.clone().find(|token| phrases.tag(*token).is_verb() || phrases.tag(*token) == Tag::Md);
        let is_finite = group.form == VerbForm::Finite && !group.modal;
        if is_finite {
            let is_past = group.tokens.clone().any(|token| phrases.text.is(token, Class::Have));
            return told && !is_past && matches!(first.map(|token| phrases.tag(token)), Some(Tag::Vbz | Tag::Vbp));
        }
        if group.form != VerbForm::Infinitive {
            // A word of a timetable behind a verb of another kind, "opening in two weeks", tells nothing.
            return false;
        }
        told = false;
        at = group.tokens.start;
    }
    // "Polls open in two weeks", where the verb was taken for another word.
    told && phrases.group_of[before.clone()].iter().all(|group| phrases.groups.get(*group as usize).is_none())
}

/// Whether a word of a timetable behind its noun is the verb of a clause that has no other: `polls open on Sunday`.
fn is_bare_timetable(phrases: &Phrases, at: usize, sentence: &Range<usize>, time: &Range<usize>) -> bool {
    let is_finite = |token: usize| phrases.group(token).is_some_and(|group| group.form == VerbForm::Finite || group.modal);
    phrases.group(at).is_none_or(|group| group.form == VerbForm::Bare && group.tokens.len() == 1)
        && at > sentence.start
        && phrases.tag(at - 1).is_noun()
        && times_word(phrases, at).timetable
        && !is_finite(time.end)
        // "They lost council votes on Sunday."
        && (!phrases.tag(at).is_noun() || !(sentence.start..at).any(is_finite))
}

/// Whether the verb of the clause that a time opens, or stands in, tells of now: `nobody is charged`, `nobody has been charged`.
fn tells_of_now(phrases: &Phrases, tokens: &Range<usize>, sentence: &Range<usize>) -> bool {
    let is_finite = |token: &usize| phrases.group(*token).is_some_and(|group| group.form == VerbForm::Finite || group.modal);
    let verb = (tokens.end..sentence.end).find(is_finite).or_else(|| (sentence.start..tokens.start).rev().find(is_finite));
    let group = verb.and_then(|verb| phrases.group(verb));
    group.is_some_and(|group| {
        let first = group.tokens.clone().find(|token| phrases.tag(*token).is_verb() || phrases.tag(*token) == Tag::Md);
        matches!(first.map(|token| phrases.tag(token)), Some(Tag::Vbz | Tag::Vbp))
    })
}

fn times_word<'p>(phrases: &Phrases<'_, 'p>, token: usize) -> &'p crate::pack::TimeWord {
    let text = phrases.text;
    text.pack.times.word(text.pack.times.number_of(text.entries[token], text.lower(token)))
}

fn tense_of(phrases: &Phrases, token: usize, ahead: bool, guide: bool) -> Tense {
    let Some(group) = phrases.group(token) else { return Tense::Untold };
    let has = |class| group.tokens.clone().any(|token| phrases.text.is(token, class));
    let first = group.tokens.clone().find(|token| phrases.tag(*token).is_verb() || phrases.tag(*token) == Tag::Md);
    if group.modal {
        // "can be hot in May"
        let any_time = || group.tokens.clone().any(|token| times_word(phrases, token).any_time);
        if guide && !has(Class::Future) || !has(Class::Have) && any_time() {
            return Tense::Present;
        }
        // "may have met on Monday"
        return match has(Class::Have) && group.main > group.tokens.start + 1 {
            true if !has(Class::Future) => Tense::Past,
            _ if has(Class::Future) => Tense::Future,
            _ => Tense::Planned,
        };
    }
    match group.form {
        VerbForm::Infinitive => {
            if has(Class::Have) {
                Tense::Past
            } else {
                be_to(phrases, group.tokens.start).unwrap_or(Tense::Planned)
            }
        }
        // "scheduled for Monday", "released on Monday"
        VerbForm::Participle => {
            if ahead {
                Tense::Planned
            } else {
                Tense::Past
            }
        }
        VerbForm::Finite => match first.map(|token| phrases.tag(token)) {
            Some(Tag::Vbd) if !ahead || group.tokens.len() == 1 => Tense::Past,
            Some(Tag::Vbd) => Tense::Planned,
            // "has met"
            Some(Tag::Vbz | Tag::Vbp) if has(Class::Have) && group.tokens.len() > 1 => Tense::Past,
            Some(Tag::Vbz | Tag::Vbp) => Tense::Present,
            _ => Tense::Untold,
        },
        VerbForm::Ing | VerbForm::Bare => Tense::Untold,
    }
}

/// What a form of *be* before an infinitive tells, perhaps with a word of a timetable: `is to` and `is going to`, `was to` and `had been due to`.
fn be_to(phrases: &Phrases, infinitive: usize) -> Option<Tense> {
    let alone = infinitive > 0 && times_word(phrases, infinitive - 1).timetable && phrases.group(infinitive - 1).is_none();
    let group = phrases.group(infinitive.checked_sub(1 + usize::from(alone))?)?;
    let first = group.tokens.clone().find(|token| phrases.tag(*token).is_verb())?;
    let is_be =
        phrases.text.is(group.main, Class::Be) || phrases.text.is(first, Class::Be) && times_word(phrases, group.main).timetable;
    match phrases.tag(first) {
        _ if !is_be || group.form != VerbForm::Finite || group.modal => None,
        Tag::Vbd => Some(Tense::WasPlanned),
        Tag::Vbz | Tag::Vbp if !phrases.text.is(first, Class::Have) => Some(Tense::Future),
        _ => None,
    }
}

/// Whether a time in the sentence of a cue, outside of source and content, dates the saying: no verb but the cue's stands between.
pub(crate) fn dates_saying(phrases: &Phrases, draft: &Draft, time: &Range<usize>) -> bool {
    let sentence = phrases.sentence(draft.head);
    let outside = |token: usize| {
        !draft.content.iter().any(|part| part.contains(&token))
            && !draft.source.as_ref().is_some_and(|source| source.tokens.contains(&token))
    };
    if time.start < sentence.start || time.end > sentence.end || !time.clone().all(outside) {
        return false;
    }
    if tells_of_source(phrases, draft, time) {
        return false;
    }
    let is_cue = |token: usize| token == draft.head || draft.cue.iter().any(|part| part.contains(&token));
    let (low, high) = if time.start < draft.head { (time.end, draft.head) } else { (draft.head, time.start) };
    !(low..high).any(|token| {
        outside(token)
            && !is_cue(token)
            && phrases.group(token).is_some_and(|group| group.form == VerbForm::Finite && !group.tokens.clone().any(is_cue))
    })
}

/// Whether a time belongs to what is told of the source between it and the cue: `the firm, which signed in 2027, declined`, and
/// `the firm, founded in 1987, declined`. Somebody `interviewed on Monday` spoke then: behind a participle only a number tells of the past.
fn tells_of_source(phrases: &Phrases, draft: &Draft, time: &Range<usize>) -> bool {
    let Some(source) = draft.source.as_ref().map(|source| &source.tokens) else { return false };
    // Between source and cue, or behind a source that stands behind its cue.
    let of_source = source.end <= time.start && (time.end <= draft.head || draft.head < source.start);
    let dated = || {
        let any = |is: &dyn Fn(usize) -> bool| time.clone().any(is);
        any(&|token| phrases.tag(token) == Tag::Cd) && !any(&|token| phrases.text.is(token, Class::Weekday))
    };
    let is_cue = |token: usize| draft.cue.iter().any(|part| part.contains(&token));
    of_source
        && (source.end..time.start).filter(|token| !is_cue(*token)).filter_map(|token| phrases.group(token)).any(|group| {
            match group.form {
                VerbForm::Finite => !group.tokens.clone().any(is_cue),
                VerbForm::Participle => dated(),
                _ => false,
            }
        })
}

/// The day that something was said on, from the times that date the saying: the first that names a day, else a month or year.
/// What was counted from publication is never after it.
pub(crate) fn said_on<'t>(times: impl Iterator<Item = &'t Time> + Clone, published: Option<Date>) -> Option<Dated> {
    let dated = |time: &Time, days: bool| {
        let is_day =
            matches!(time.granularity(), Granularity::Day | Granularity::PartOfDay | Granularity::Hour | Granularity::Minute);
        if is_day != days || !(is_day || matches!(time.granularity(), Granularity::Month | Granularity::Year)) {
            return None;
        }
        let value = time.value()?;
        let date = value.split_once('T').map_or(value, |(day, _)| day);
        let plain = date.len() >= 4 && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') && !date.starts_with('-');
        let after = time.from() == TimeFrom::Published
            && published.is_some_and(|published| date > published.to_string().get(..date.len()).unwrap_or(""));
        (plain && !after).then(|| Dated { date: date.to_owned(), from: "text".to_owned() })
    };
    times.clone().find_map(|time| dated(time, true)).or_else(|| times.clone().find_map(|time| dated(time, false)))
}

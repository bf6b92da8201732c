//! When, to whom and through what something was said.
//!
//! In: a draft, its phrases and the day of publication. Out: [`Circumstances`]. Looked for in the
//! sentence of the cue, outside of source and content. Invariant: a date counted from the day of
//! publication is never after it.
//!
//! Example: of `Holm told the Courier on Monday` the day is the last Monday before publication and
//! the addressee `the Courier`.

use crate::attributions::Draft;
use crate::names::Name;
use crate::pack::{Class, Tag};
use crate::phrases::Phrases;
use hearsay_record::{Dated, EntityKind};
use jiff::ToSpan;
use jiff::civil::Date;
use std::ops::Range;

/// When, to whom and through what.
#[derive(Debug, Clone, Default)]
pub(crate) struct Circumstances {
    pub(crate) said_on: Option<Dated>,
    pub(crate) addressee: Option<Range<usize>>,
    pub(crate) through: Option<Range<usize>>,
}

/// Finds them.
pub(crate) fn circumstances(phrases: &Phrases, names: &[Name], draft: &Draft, published: Option<&str>) -> Circumstances {
    let sentence = phrases.sentence(draft.head);
    let outside = |token: usize| {
        !draft.content.iter().any(|part| part.contains(&token))
            && !draft.source.as_ref().is_some_and(|source| source.tokens.contains(&token))
    };
    // What belongs to this cue stands between it and the next mark of another clause.
    let near: Vec<usize> = sentence.clone().filter(|token| outside(*token)).collect();
    let mut found = Circumstances { addressee: draft.addressee.clone(), ..Circumstances::default() };
    let published = published.and_then(day);
    found.said_on = near.iter().find_map(|token| said_on(phrases, *token, published));
    let media = |range: &Range<usize>| {
        let from = names.partition_point(|name| name.tokens.start < range.start);
        names[from..].iter().take_while(|name| name.tokens.start < range.end).any(|name| name.kind == Some(EntityKind::Media))
    };
    let text = phrases.text;
    if let Some(addressee) = &found.addressee
        && (media(addressee)
            || addressee.clone().any(|token| {
                text.is(token, Class::OrganisationWord)
                    && text.pack.organisation_words.get(text.lower(token)).is_some_and(|kind| kind == "media")
            }))
    {
        found.through = Some(addressee.clone());
    }
    for token in near {
        // "in an interview with the Courier", "on Telegram", "in a post on X"
        let next = phrases.tag(token + 1);
        if found.through.is_none()
            && text.is(token, Class::On)
            && (next == Tag::Np || text.is(token + 1, Class::Channel))
            && text.capital(token + 1)
            && !phrases.is_time(token + 1)
        {
            let from = names.partition_point(|name| name.tokens.start <= token);
            let named = names.get(from).filter(|name| name.tokens.start == token + 1).map(|name| name.tokens.clone());
            if text.is(token + 1, Class::Channel) || named.as_ref().is_some_and(media) {
                found.through = named.or(Some(token + 1..token + 2));
            }
        }
        if text.is(token, Class::Venue)
            && (text.is(token + 1, Class::With) || text.is(token + 1, Class::To))
            && let Some(with) = phrases.phrase_from(token + 2, sentence.end, false)
        {
            if found.through.is_none() && with.clone().any(|token| phrases.tag(token) == Tag::Np) {
                found.through = Some(with.clone());
            }
            found.addressee.get_or_insert(with);
        }
        if text.is(token, Class::To)
            && found.addressee.is_none()
            && let Some(whom) = phrases.phrase_from(token + 1, sentence.end, false)
            && whom.clone().any(|token| text.is(token, Class::Addressee))
        {
            found.addressee = Some(whom);
        }
    }
    found
}

/// The day of an ISO date or time.
fn day(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

/// A weekday, a day of a month, today or yesterday.
fn said_on(phrases: &Phrases, token: usize, published: Option<Date>) -> Option<Dated> {
    let text = phrases.text;
    let classes = text.classes(token);
    let dated = |date: Date| Some(Dated { date: date.to_string(), from: "text".to_owned() });
    if classes.has(Class::Month) && text.capital(token) {
        let month = *text.pack.lexicon.calendar.get(&text.entries[token])?;
        let after = number(text.word(token + 1));
        let before = token.checked_sub(1).and_then(|before| number(text.word(before)));
        let (day, next) = match (after.filter(|day| *day <= 31), before.filter(|day| *day <= 31)) {
            (Some(day), _) => (day, token + 2),
            (None, Some(day)) => (day, token + 1),
            _ => return None,
        };
        let year = [next, next + 1].into_iter().find_map(|at| number(text.word(at)).filter(|year| (1000..3000).contains(year)));
        let year = match (year, published) {
            (Some(year), _) => year,
            (None, Some(published)) => {
                // The last such day before publication.
                let this = Date::new(published.year(), month, i8::try_from(day).ok()?).ok()?;
                i32::from(published.year()) - i32::from(this > published)
            }
            (None, None) => return None,
        };
        return dated(Date::new(i16::try_from(year).ok()?, month, i8::try_from(day).ok()?).ok()?);
    }
    let published = published?;
    if classes.has(Class::Weekday) && text.capital(token) {
        let weekday = *text.pack.lexicon.calendar.get(&text.entries[token])?;
        let back = (published.weekday().to_monday_one_offset() - weekday).rem_euclid(7);
        return dated(published.checked_sub(i32::from(back).days()).ok()?);
    }
    if classes.has(Class::Today) {
        return dated(published);
    }
    if classes.has(Class::Yesterday) {
        return dated(published.checked_sub(1.days()).ok()?);
    }
    None
}

fn number(word: &str) -> Option<i32> {
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
    (digits.len() <= 4 && !digits.is_empty()).then(|| digits.parse().ok()).flatten()
}

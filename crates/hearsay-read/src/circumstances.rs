//! To whom, through what and on which occasion something was said. When it was said is told by `times`.
//!
//! In: a draft and its phrases. Out: [`Circumstances`]. Looked for in the sentence of the cue, outside of
//! source and content. Invariant: addressee and channel share no word with source and content.
//!
//! Example: of `Holm told the Courier on Monday` the addressee is `the Courier`.

use crate::attributions::Draft;
use crate::names::Name;
use crate::pack::{Class, Frame, Tag};
use crate::phrases::Phrases;
use hearsay_record::EntityKind;
use std::ops::Range;

/// To whom and through what.
#[derive(Debug, Clone, Default)]
pub(crate) struct Circumstances {
    pub(crate) addressee: Option<Range<usize>>,
    pub(crate) through: Option<Range<usize>>,
    /// The event at which it was said, and the number of its kind.
    pub(crate) occasion: Option<(Range<usize>, u16)>,
}

/// Finds them.
pub(crate) fn circumstances(phrases: &Phrases, names: &[Name], draft: &Draft) -> Circumstances {
    let sentence = phrases.sentence(draft.head);
    let outside = |token: usize| {
        !draft.content.iter().any(|part| part.contains(&token))
            && !draft.source.as_ref().is_some_and(|source| source.tokens.contains(&token))
    };
    // What belongs to this cue stands between it and the next mark of another clause.
    let near: Vec<usize> = sentence.clone().filter(|token| outside(*token)).collect();
    let occasion = occasion(phrases, draft, &near);
    let cue_end = draft.cue.iter().map(|part| part.end).max().unwrap_or(draft.head + 1);
    let mut found = Circumstances { occasion, addressee: draft.addressee.clone(), ..Circumstances::default() };
    let media = |range: &Range<usize>| {
        let from = names.partition_point(|name| name.tokens.start < range.start);
        names[from..].iter().take_while(|name| name.tokens.start < range.end).any(|name| name.kind == Some(EntityKind::Media))
    };
    let text = phrases.text;
    // "told reporters at a briefing on Monday that": who stands right behind a cue that takes somebody, or at the end of the cue itself.
    if found.addressee.is_none() && draft.cue(phrases).is_some_and(|cue| cue.frames.has(Frame::Told)) {
        let inside = phrases.phrase_from(draft.head + 1, cue_end, false).filter(|whom| whom.end <= cue_end && !whom.is_empty());
        let behind = || phrases.phrase_from(cue_end, sentence.end, false).filter(|whom| whom.clone().all(outside));
        found.addressee = inside.or_else(behind).filter(|whom| !phrases.is_time(whom.end - 1));
    }
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
        // "on its Telegram channel", "on television"
        let own = usize::from(matches!(next, Tag::Prs | Tag::Dt));
        let plain = own == 1 || !text.capital(token + 1);
        if found.through.is_none()
            && plain
            && text.is(token, Class::On)
            && text.is(token + 1 + own, Class::Channel)
            && outside(token + 1 + own)
        {
            found.through = Some(token + 1 + own..token + 2 + own);
        }
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
        // "in an interview published by the Courier", "in a column for the Courier"
        let told = usize::from(matches!(phrases.tag(token + 1), Tag::Vbn | Tag::Vbd));
        let carried = if told == 1 { [Class::By, Class::In, Class::On].as_slice() } else { [Class::For].as_slice() };
        if found.through.is_none()
            && text.is(token, Class::Venue)
            && carried.iter().any(|class| text.is(token + 1 + told, *class))
            && let Some(outlet) = phrases.phrase_from(token + 2 + told, sentence.end, false)
            && outlet.clone().any(|token| phrases.tag(token) == Tag::Np)
            && (media(&outlet) || told == 1 && text.is(token + 2, Class::By) || told == 0)
        {
            found.through = Some(outlet);
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
            && (whom.clone().any(|token| text.is(token, Class::Addressee)) || token == cue_end)
            && whom.clone().all(outside)
        {
            found.addressee = Some(whom);
        }
    }
    if found.occasion.is_none() {
        found.occasion = found.addressee.as_ref().and_then(|addressee| event(phrases, addressee.start, addressee.end));
    }
    found
}

/// How many words a noun for an event may stand behind its preposition.
const REACH: usize = 7;

/// The event at which it was said: behind a preposition of place or time, with no other clause between it and the cue, or the addressee itself.
fn occasion(phrases: &Phrases, draft: &Draft, near: &[usize]) -> Option<(Range<usize>, u16)> {
    let text = phrases.text;
    if let Some(found) = draft.addressee.as_ref().and_then(|addressee| event(phrases, addressee.start, addressee.end)) {
        return Some(found);
    }
    near.iter().find_map(|token| {
        if !text.is(*token, Class::Occasion) {
            return None;
        }
        let sentence = phrases.sentence(draft.head);
        let found = event(phrases, token + 1, sentence.end.min(token + 1 + REACH))?;
        crate::times::dates_saying(phrases, draft, &found.0).then_some(found)
    })
}

/// A noun for an event that heads the phrase which begins here.
fn event(phrases: &Phrases, from: usize, to: usize) -> Option<(Range<usize>, u16)> {
    let text = phrases.text;
    for at in from..to {
        let found = text.pack.occasions.longest(|n| (at + n < to).then(|| text.lower(at + n)));
        if let Some((length, kind)) = found
            && (!phrases.tag(at + length).is_noun() || text.capital(at + length))
        {
            return Some((from..at + length, kind));
        }
        let inside = matches!(
            phrases.tag(at),
            Tag::Dt | Tag::Jj | Tag::Nn | Tag::Nns | Tag::Np | Tag::Prs | Tag::Pos | Tag::Cd | Tag::Vbn | Tag::Vbg
        );
        if !inside {
            return None;
        }
    }
    None
}

//! Who is accused of what, and who denies having done it.
//!
//! In: a draft and its act. Out: [`Accused`], as tokens. A word of accusing tells it by its
//! construction; any other word of asserting does so where the content says of somebody that he did
//! what `deeds.tsv` lists. Invariant: nobody is accused by a question, an order or a negated saying.
//!
//! Example: `accused the firm of fraud`, `the firm was accused of fraud`, `said the firm was behind
//! the fraud` accuse the firm; `denied taking the money` denies it for the one who speaks.

use crate::attributions::Draft;
use crate::coreference::head_noun;
use crate::pack::{Class, CuePos, Frame, PronounCase, Tag};
use crate::phrases::{Phrases, VerbForm, VerbGroup};
use crate::sources;
use hearsay_record::{Polarity, Strength};
use std::ops::Range;

/// Who is accused of what, as tokens.
#[derive(Debug, Clone)]
pub(crate) struct Accused {
    /// The accused; none where the source itself is.
    pub(crate) accused: Option<Range<usize>>,
    pub(crate) alleged: Vec<Range<usize>>,
    pub(crate) polarity: Polarity,
    pub(crate) strength: Strength,
}

/// What a word of accusing, of denying or of claiming a deed says.
pub(super) fn accusation(phrases: &Phrases, draft: &Draft, act: &str, negated: bool, hedged: bool) -> Option<Accused> {
    let text = phrases.text;
    let strength = if hedged { Strength::Hedged } else { Strength::Direct };
    let polarity = if negated { Polarity::SaysNot } else { Polarity::Asserts };
    let oneself = |polarity: Polarity| Some(Accused { accused: None, alleged: draft.content.clone(), polarity, strength });
    let cue = draft.cue(phrases);
    match act {
        "claim_responsibility" => return oneself(polarity),
        // "denied any part in it", "denied wrongdoing": the source rejects what it is itself said to have done.
        "deny" if matches!(draft.frame, Frame::Participle) => return oneself(Polarity::Denies),
        "deny"
            if matches!(draft.frame, Frame::Object | Frame::Prepositional | Frame::None)
                && !draft.passive
                && cue.is_some_and(|cue| {
                    cue.pos == CuePos::Verb
                        && cue.pieces.len() > 1
                        && (cue.frames.has(Frame::None) || cue.frames.has(Frame::Participle))
                }) =>
        {
            return oneself(Polarity::Denies);
        }
        "deny"
            if matches!(draft.frame, Frame::Object)
                && !draft.passive
                && cue.is_some_and(|cue| cue.frames.has(Frame::Participle))
                && draft.content.first().is_some_and(|first| charge(phrases, first)) =>
        {
            return oneself(Polarity::Denies);
        }
        _ => {}
    }
    let first = draft.content.first()?.clone();
    let accused =
        |accused: Range<usize>, alleged: Vec<Range<usize>>| Some(Accused { accused: Some(accused), alleged, polarity, strength });
    match act {
        "accuse" => match draft.frame {
            Frame::ObjectOf => {
                let of =
                    (first.start + 1..first.end).find(|token| text.is(*token, Class::Of) && phrases.tag(token + 1) == Tag::Vbg);
                let of = of.or_else(|| {
                    let object = phrases.phrase_from(first.start, first.end, false)?;
                    (object.start + 1..object.end.min(first.end) + 1).rfind(|token| text.is(*token, Class::Of))
                })?;
                accused(first.start..of, non_empty(of + 1..first.end))
            }
            Frame::ObjectFor | Frame::ObjectWith | Frame::ObjectAs => {
                let object = phrases.phrase_from(first.start, first.end, false)?;
                accused(object.clone(), non_empty(object.end + 1..first.end))
            }
            Frame::ObjectOn => {
                let object = phrases.phrase_from(first.start, first.end, false)?;
                let whom = phrases.phrase_from(object.end + 1, first.end, true)?;
                accused(whom, vec![object])
            }
            Frame::Passive => {
                let alleged = draft
                    .content
                    .get(1)
                    .cloned()
                    .map(|rest| rest.start + usize::from(matches!(phrases.tag(rest.start), Tag::In))..rest.end);
                accused(first, alleged.into_iter().filter(|range| !range.is_empty()).collect())
            }
            Frame::That | Frame::Zero | Frame::Preposed | Frame::Participle => {
                let subject = phrases.phrase_from(first.start, first.end, true)?;
                accused(subject.clone(), non_empty(subject.end..first.end))
            }
            // "alleged a fraud": a verb that takes no body for its object accuses none by it.
            Frame::Object | Frame::ObjectSmall
                if ![Frame::ObjectOf, Frame::ObjectFor, Frame::ObjectWith, Frame::ObjectOn]
                    .into_iter()
                    .any(|frame| cue.is_none_or(|cue| cue.frames.has(frame))) =>
            {
                None
            }
            Frame::Object | Frame::ObjectSmall => accused(phrases.phrase_from(first.start, first.end, true)?, Vec::new()),
            Frame::Prepositional => {
                // "pointed the finger at the firm", "a charge against the firm", "charges of fraud against the firm"
                let turned = draft.cue.last().is_some_and(|cue| cue.end > cue.start && text.is(cue.end - 1, Class::Against));
                if turned || cue.is_some_and(|cue| cue.pos == CuePos::Verb) {
                    return accused(phrases.phrase_from(first.start, first.end, true)?, Vec::new());
                }
                let against = first.clone().find(|token| text.is(*token, Class::Against))?;
                accused(phrases.phrase_from(against + 1, first.end, true)?, non_empty(first.start..against))
            }
            _ => None,
        },
        "deny" if matches!(draft.frame, Frame::That | Frame::Zero) => {
            let subject = phrases.phrase_from(first.start, first.end, true)?;
            let own = phrases.is_pronoun(&subject) && !text.is(subject.start, Class::NoSubject)
                || text.is(subject.start, Class::Neuter);
            Some(Accused {
                accused: (!own).then(|| subject.clone()),
                alleged: non_empty(subject.end..first.end),
                polarity: Polarity::Denies,
                strength,
            })
        }
        _ => None,
    }
}

/// Whether a phrase names a charge or a wrong: `the allegation`, `any part in the theft`.
fn charge(phrases: &Phrases, phrase: &Range<usize>) -> bool {
    let text = phrases.text;
    let accuses = |token: usize| {
        text.pack
            .lexicon
            .cues(text.entries[token])
            .iter()
            .filter_map(|number| text.pack.cues.cues.get(*number as usize))
            .any(|cue| cue.pos == CuePos::Noun && cue.act == "accuse")
    };
    phrase.clone().take(12).any(|token| phrases.tag(token).is_noun() && (text.is(token, Class::Wrong) || accuses(token)))
}

/// Verbs of one content are looked at up to this many.
const VERBS: usize = 12;

/// `said that the firm had bribed a judge`: a deed that the content lays at somebody's door.
pub(super) fn deed(phrases: &Phrases, draft: &Draft, hedged: bool) -> Option<Accused> {
    if !matches!(draft.frame, Frame::That | Frame::Zero | Frame::Quote | Frame::Preposed | Frame::Source | Frame::Colon) {
        return None;
    }
    let strength = if hedged { Strength::Hedged } else { Strength::Direct };
    for part in &draft.content {
        let end = phrases.sentence(part.start).end.min(part.end);
        let mut seen = None;
        let groups = (part.start..end)
            .filter_map(|token| phrases.group(token))
            .filter(|group| seen.replace(group.main) != Some(group.main));
        for group in groups.take(VERBS) {
            if group.negated || group.modal || draft.cue.iter().any(|cue| cue.contains(&group.main)) {
                continue;
            }
            let Some((agent, alleged)) = done(phrases, group, part.start..end) else { continue };
            if agent.start < part.start
                || agent.end > end
                || conditional(phrases, agent.start, part.start)
                || !answers_for_deeds(phrases, &agent)
            {
                continue;
            }
            return Some(Accused { accused: Some(agent), alleged: non_empty(alleged), polarity: Polarity::Asserts, strength });
        }
    }
    None
}

/// Who did the deed of this verb, and the words that tell it.
fn done(phrases: &Phrases, group: &VerbGroup, part: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let text = phrases.text;
    let after = group.tokens.end;
    let clause = (after..part.end)
        .find(|token| matches!(phrases.tag(*token), Tag::Comma | Tag::Stop | Tag::Sc | Tag::Wdt | Tag::Wp))
        .unwrap_or(part.end);
    let wrong = || (after..clause).take(10).any(|token| text.is(token, Class::Wrong) && phrases.tag(token).is_noun());
    let blame = || {
        let at = (after..clause).find(|token| phrases.tag(*token) != Tag::Rb)?;
        text.is(group.main, Class::Be)
            .then(|| text.pack.blame.longest(|n| (at + n < clause).then(|| text.lower(at + n))))
            .flatten()
    };
    let deed = text.is(group.main, Class::Deed) && phrases.tag(group.main).is_verb();
    let doing = text.is(group.main, Class::Doing) && wrong();
    if !deed && !doing && blame().is_none() {
        // "was responsible": a participle that stands in the table with its preposition.
        let listed =
            group.passive && text.pack.blame.longest(|n| (group.main + n < clause).then(|| text.lower(group.main + n))).is_some();
        return listed
            .then(|| sources::subject(phrases, group))
            .flatten()
            .filter(|found| !found.relative)
            .map(|found| (found.tokens, group.tokens.start..clause));
    }
    if group.passive && !text.is(group.main, Class::Be) {
        if !deed {
            return None;
        }
        let (_, agent) = sources::agent(phrases, after, part.end)?;
        return Some((agent.clone(), part.start..agent.start.saturating_sub(1).max(part.start)));
    }
    let found = sources::subject(phrases, group)?;
    // "members of a group planning a raid" tells who is meant; "not only paying but also planning" tells what was done.
    let reduced = matches!(group.form, VerbForm::Ing | VerbForm::Participle) && !found.shared;
    (!found.relative && !reduced).then_some((found.tokens, group.tokens.start..clause))
}

/// Whether the clause that begins here is a condition or a time.
fn conditional(phrases: &Phrases, subject: usize, from: usize) -> bool {
    let before = (from..subject).rev().find(|token| !phrases.text.is_quote(*token));
    before.is_some_and(|before| matches!(phrases.tag(before), Tag::Sc | Tag::Wrb) && !phrases.text.is(before, Class::That))
}

/// A name, a body, a group or a third person; not "we", and not a thing that only did its work.
fn answers_for_deeds(phrases: &Phrases, phrase: &Range<usize>) -> bool {
    let text = phrases.text;
    if phrase.len() == 1
        && let Some(pronoun) = text.pack.lexicon.pronoun(text.entries[phrase.start])
    {
        return pronoun.person == 3 && !pronoun.neuter && pronoun.case == PronounCase::Personal;
    }
    head_noun(phrases, phrase).is_some_and(|head| {
        phrases.tag(head) == Tag::Np
            || text.classes(head).any(&[Class::Doer, Class::TitleWord, Class::SourceHead, Class::OrganisationWord])
    })
}

fn non_empty(range: Range<usize>) -> Vec<Range<usize>> {
    if range.is_empty() { Vec::new() } else { vec![range] }
}

//! What is said against an accusation that the same document told before.
//!
//! In: drafts with their acts, and who is who. Out: accusations that are denied, with the accused that the earlier words name. Invariant:
//! nobody answers what he holds against another himself, and an answer stands behind what it answers.
//!
//! Example: `She accused the police of firing. The ministry dismissed the accusation.` denies it for the police; so does `“Not a shot was
//! fired,” the ministry said.`

use super::accusation::{self, Accused};
use super::{
    ACCUSE, ACKNOWLEDGE, Act, CLAIM, DENY, REJECT, TELLS, THINKING, WISHING, family_of, is_called_unfounded, is_of_silence,
    says_unfounded, tells_of_saying,
};
use crate::attributions::Draft;
use crate::blame::subject_and_rest;
use crate::coreference::{Chains, head_noun};
use crate::names::Name;
use crate::pack::{Class, Cue, Frame, Tag};
use crate::phrases::{Phrases, VerbForm};
use crate::sources;
use hearsay_record::{Commitment, Polarity, Strength};
use std::ops::Range;

/// An accusation told before.
struct Charge {
    sentence: u32,
    accuser: Option<usize>,
    /// The words for the accuser.
    by: Option<Range<usize>>,
    accused: Range<usize>,
    whom: Option<usize>,
    alleged: Vec<Range<usize>>,
}

/// So many sentences behind an accusation it is answered by a word that points back.
const REACH: u32 = 6;

/// So many where no more than a pronoun points back, or nothing but what is denied.
const NEAR: u32 = 3;

/// Finds them.
pub(crate) fn answers(phrases: &Phrases, names: &[Name], drafts: &[Draft], chains: &Chains, acts: &mut [Act]) {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|number| drafts[*number].head);
    let mut charges: Vec<Charge> = Vec::new();
    for &number in &order {
        let (draft, speaker) = (&drafts[number], chains.speakers[number].chain);
        let Some(sentence) = phrases.text.sentence_of.get(draft.head).copied() else { continue };
        let open =
            |charge: &&Charge| (charge.accuser.is_none() || charge.accuser != speaker) && !of_one_side(phrases, draft, charge);
        let within =
            |reach: u32| charges.iter().rev().filter(open).find(move |charge| sentence.saturating_sub(charge.sentence) <= reach);
        let act = &mut acts[number];
        match points_back(phrases, draft, act) {
            Some(back) => {
                if let Some(charge) = within(if back == Back::Pronoun { NEAR } else { REACH }) {
                    deny(phrases, act, draft, charge, speaker);
                }
            }
            None if names_what_was_alleged(phrases, draft, act, &within(REACH)) => {
                if let Some(charge) = within(REACH) {
                    deny(phrases, act, draft, charge, speaker);
                }
            }
            None if denies_nothing_yet(act) => {
                if let Some(denied) = denied_of(phrases, names, draft, chains, act, speaker, &charges) {
                    act.accusation = Some(denied);
                } else if let Some(charge) = within(NEAR).filter(|charge| gainsays(phrases, draft, act, charge)) {
                    act.accusation = Some(denial(draft.content.clone(), charge, speaker));
                }
            }
            None => {}
        }
        if let Some(Accused { accused: Some(accused), alleged, polarity: Polarity::Asserts, .. }) = &act.accusation {
            charges.push(Charge {
                sentence,
                accuser: speaker,
                by: draft.source.as_ref().map(|source| source.tokens.clone()),
                accused: accused.clone(),
                whom: chains.answering(phrases, names, accused),
                alleged: alleged.clone(),
            });
        }
    }
    for number in order {
        let speaker = chains.speakers[number].chain;
        let act = &mut acts[number];
        if speaker.is_none() || !denies_nothing_yet(act) || act.act == ACKNOWLEDGE {
            continue;
        }
        let own = |chain: usize| Some(chain) == speaker || chains.bodies(phrases, names, speaker).any(|body| body == chain);
        let speaks = chains.speaks_for_others(phrases, speaker);
        let draft = &drafts[number];
        let answered = charges.iter().filter(|charge| charge.accuser.is_none() || charge.accuser != speaker).find(|charge| {
            let of_himself = charge.whom.is_some_and(own);
            of_himself && gainsays(phrases, draft, act, charge)
                || (of_himself || speaks) && has_not_done(phrases, names, draft, chains, act, charge, of_himself)
        });
        if let Some(charge) = answered {
            act.accusation = Some(denial(draft.content.clone(), charge, speaker));
        }
    }
}

/// Whether somebody who is accused says in so many words what he, or what he stands for, has not done: `I never held the letter`, `Not one
/// florin came to me`, of `the mill` by its owner `The mill gave no such order`.
fn has_not_done(
    phrases: &Phrases,
    names: &[Name],
    draft: &Draft,
    chains: &Chains,
    act: &Act,
    charge: &Charge,
    of_himself: bool,
) -> bool {
    let text = phrases.text;
    if act.polarity != Polarity::Asserts || draft.negated {
        return false;
    }
    let Some(first) = draft.content.first() else { return false };
    let Some(clause) = accusation::sentences(phrases, first).next().filter(|clause| !accusation::is_question(phrases, clause))
    else {
        return false;
    };
    let own = |token: usize| text.pack.lexicon.pronoun(text.entries[token]).is_some_and(|pronoun| pronoun.person == 1);
    let nothing = |token: usize| text.classes(token).any(&[Class::Not, Class::Nobody]);
    let Some(group) = accusation::groups(phrases, clause.clone()).find(|group| group.form == VerbForm::Finite) else {
        return false;
    };
    // "The minister “gave no order”": the mark parts the verb from its subject.
    let quoted = || {
        let mark = group.tokens.start.checked_sub(1).filter(|mark| *mark > clause.start && text.is_quote(*mark))?;
        phrases.phrase_before(mark, clause.start)
    };
    let found = sources::subject(phrases, group).filter(|found| !found.relative).map(|found| found.tokens);
    let Some(subject) = found.or_else(quoted) else { return false };
    // What is not known, meant or going to be done is no answer.
    let past =
        group.tokens.clone().any(|token| phrases.tag(token) == Tag::Vbd || text.is(token, Class::Have) && token < group.main);
    let mental = |cue: &Cue| matches!(family_of(text.pack, &cue.act), THINKING | WISHING);
    let thinks = super::verb_at(phrases, group.main).is_some_and(|cue| cue.weight >= TELLS || mental(cue));
    if group.modal || !past || thinks || text.is(group.main, Class::Be) && !group.passive {
        return false;
    }
    // "Not one florin of it came to me"
    if nothing(subject.start) || subject.start > clause.start && nothing(subject.start - 1) {
        return of_himself && (group.tokens.end..clause.end).any(own);
    }
    // Who is no more than described is the same where the words are: `the minister`.
    let words = |range: &Range<usize>| {
        range.clone().filter(|token| !text.is_quote(*token)).map(|token| text.lower(token)).collect::<Vec<_>>()
    };
    let is_accused = match charge.whom {
        Some(whom) => chains.answering(phrases, names, &subject) == Some(whom),
        None => text.is(subject.start, Class::Definite) && words(&subject) == words(&charge.accused),
    };
    let by_himself = of_himself && subject.len() == 1 && own(subject.start) || !phrases.is_pronoun(&subject) && is_accused;
    let object = (group.tokens.end..clause.end).find(|token| !text.is_quote(*token));
    by_himself && (group.negated || object.is_some_and(|object| text.is(object, Class::Nobody)))
}

/// Whether who answers belongs where the accuser does: `the Ostlandic press` and `the Ostlandic embassy`.
fn of_one_side(phrases: &Phrases, draft: &Draft, charge: &Charge) -> bool {
    let text = phrases.text;
    let of = |tokens: &Range<usize>| {
        let head = head_noun(phrases, tokens).filter(|head| !text.capital(*head))?;
        let whose = (tokens.start..head).find(|token| text.capital(*token) && phrases.tag(*token) != Tag::Dt)?;
        text.lower(whose).get(..SIDE)
    };
    let (one, other) = (draft.source.as_ref().and_then(|source| of(&source.tokens)), charge.by.as_ref().and_then(of));
    one.is_some() && one == other
}

/// Names of one side share so many letters: `Ostland's`, `Ostlandic`.
const SIDE: usize = 6;

/// Whether a thing is denied that the accusation tells of: `brushed aside talk of mines`, of `laying mines`.
fn names_what_was_alleged(phrases: &Phrases, draft: &Draft, act: &Act, charge: &Option<&Charge>) -> bool {
    let denies = matches!(act.act.as_str(), DENY | REJECT) && act.accusation.is_none() && !draft.negated && !draft.modal;
    let thing = matches!(draft.frame, Frame::Object | Frame::ObjectSmall | Frame::ObjectAs);
    let (Some(charge), Some(first)) = (charge, draft.content.first()) else { return false };
    // What is turned down is a plan or an offer more often than a report.
    let phrase = phrases.phrase_from(first.start, first.end, false).unwrap_or_else(|| first.clone());
    let told = head_noun(phrases, &phrase).is_some_and(|head| {
        let says =
            |cue: &Cue| phrases.text.pack.acts.get(&cue.act).is_some_and(|row| row.commitment != Commitment::NotApplicable);
        accusation::is_cue_noun(phrases, head, says)
    });
    denies && thing && told && !is_of_silence(phrases, draft) && first.clone().any(|token| shares(phrases, token, charge))
}

/// Whether a word of some weight is one of those that tell what was alleged.
fn shares(phrases: &Phrases, token: usize, charge: &Charge) -> bool {
    let text = phrases.text;
    let tells = |token: &usize| {
        let tag = phrases.tag(*token);
        let light = text.classes(*token).any(&[Class::Be, Class::Have, Class::Do, Class::Auxiliary, Class::TimeNoun]);
        (tag.is_noun() || tag.is_verb() || tag == Tag::Vbg || tag == Tag::Vbn) && !light
    };
    let mut words = charge.alleged.iter().cloned().flatten().filter(tells);
    tells(&token) && words.any(|word| is_kin(text.lower(word), text.lower(token)))
}

fn denies_nothing_yet(act: &Act) -> bool {
    act.accusation.is_none() && act.commitment.is_assertion()
}

/// A denial of what was told before: of oneself where oneself was accused.
fn denial(alleged: Vec<Range<usize>>, charge: &Charge, speaker: Option<usize>) -> Accused {
    let oneself = speaker.is_some() && charge.whom == speaker;
    Accused {
        accused: (!oneself).then(|| charge.accused.clone()),
        alleged,
        polarity: Polarity::Denies,
        strength: Strength::Direct,
        imputed: false,
    }
}

/// Gives a denial that points back whom it speaks of.
fn deny(phrases: &Phrases, act: &mut Act, draft: &Draft, charge: &Charge, speaker: Option<usize>) {
    match &mut act.accusation {
        Some(known) => {
            let oneself = speaker.is_some() && charge.whom == speaker;
            known.accused = (!oneself).then(|| charge.accused.clone());
        }
        None => {
            let Some(row) = phrases.text.pack.acts.get(DENY) else { return };
            // "rejected that": what was said, and no offer; "called it a fairy tale".
            if act.act != DENY {
                DENY.clone_into(&mut act.act);
                row.family.clone_into(&mut act.family);
                (act.commitment, act.polarity) = (row.commitment, row.polarity);
            }
            act.accusation = Some(denial(draft.content.clone(), charge, speaker));
        }
    }
}

/// What points back to an accusation.
#[derive(PartialEq, Eq)]
enum Back {
    /// `denied it`
    Pronoun,
    /// `rejected the charge`
    Noun,
    /// `disputed the account`
    Account,
}

/// Whether a denial names no more of what it denies than a word for it.
fn points_back(phrases: &Phrases, draft: &Draft, act: &Act) -> Option<Back> {
    let text = phrases.text;
    let denies = match &act.accusation {
        Some(known) => known.polarity == Polarity::Denies && known.accused.is_none(),
        None => true,
    };
    if !denies || draft.negated || draft.modal || is_of_silence(phrases, draft) {
        return None;
    }
    let first = draft.content.first()?;
    let start = first.clone().find(|token| !text.is_quote(*token))?;
    // "calls it an invention"
    if matches!(act.act.as_str(), "describe" | "criticise") {
        return is_called_unfounded(phrases, draft).then_some(Back::Pronoun);
    }
    if !matches!(act.act.as_str(), DENY | REJECT) {
        return None;
    }
    let ends = |token: usize| token >= first.end || matches!(phrases.tag(token), Tag::Stop | Tag::Comma | Tag::Close);
    let pronoun = text.is(start, Class::Neuter) || phrases.tag(start) == Tag::Dt && ends(start + 1);
    // "the allegations were baseless": what stands before the verb is all that is denied.
    let called = says_unfounded(phrases, draft);
    // "called it a lie", "denied it"
    if pronoun
        && (called.is_some() || ends(start + 1) || matches!(draft.frame, Frame::Object | Frame::ObjectSmall | Frame::ObjectAs))
    {
        return Some(Back::Pronoun);
    }
    let phrase = phrases.phrase_from(start, first.end, false)?;
    let head = head_noun(phrases, &phrase)?;
    // "the allegations of Mayor Holm" are hers; "the allegation that he had lied" tells all itself.
    let tells =
        (head + 1..called.unwrap_or(first.end)).any(|token| text.is(token, Class::That) || phrases.group(token).is_some());
    let definite =
        text.is(start, Class::Definite) || matches!(phrases.tag(start), Tag::Dt | Tag::Prs) || phrases.tag(head) == Tag::Nns;
    let charge = accusation::is_cue_noun(phrases, head, |cue| matches!(cue.act.as_str(), ACCUSE | CLAIM));
    if !definite || tells {
        return None;
    }
    if charge { Some(Back::Noun) } else { tells_of_saying(phrases, head).then_some(Back::Account) }
}

/// `denied that the mill had taken money`, of a mill that he stands for or that was accused before.
fn denied_of(
    phrases: &Phrases,
    names: &[Name],
    draft: &Draft,
    chains: &Chains,
    act: &Act,
    speaker: Option<usize>,
    charges: &[Charge],
) -> Option<Accused> {
    if act.act != DENY || draft.negated || !matches!(draft.frame, Frame::That | Frame::Zero) {
        return None;
    }
    let (subject, rest) = subject_and_rest(phrases, draft.content.first()?)?;
    let group = phrases.group(rest.start)?;
    let text = phrases.text;
    let done = group.tokens.clone().any(|token| text.is(token, Class::Have)) && !text.is(group.main, Class::Have);
    if !done || group.modal || group.passive {
        return None;
    }
    let whom = chains.answering(phrases, names, &subject)?;
    let own = chains.bodies(phrases, names, speaker).any(|body| body == whom || chains.is_short_for(body, whom));
    (own || charges.iter().any(|charge| charge.whom == Some(whom))).then(|| Accused {
        accused: (Some(whom) != speaker).then_some(subject),
        alleged: accusation::non_empty(rest),
        polarity: Polarity::Denies,
        strength: Strength::Direct,
        imputed: false,
    })
}

/// Whether a content says of what was alleged that it is not so: `Not a shot was fired`, of `firing shots`.
fn gainsays(phrases: &Phrases, draft: &Draft, act: &Act, charge: &Charge) -> bool {
    let text = phrases.text;
    // Where nothing having been done is what is alleged, that nothing was done is no answer.
    // "a drone, not a fault aboard," tells of a drone.
    let lacks = |token: usize| {
        let by_the_way = token > 0 && phrases.tag(token - 1) == Tag::Comma && phrases.group(token).is_none();
        text.classes(token).any(&[Class::Not, Class::Nobody, Class::Undone]) && !by_the_way
    };
    if act.polarity != Polarity::Asserts || draft.negated || charge.alleged.iter().cloned().flatten().any(lacks) {
        return false;
    }
    let Some(first) = draft.content.first() else { return false };
    let Some(clause) = accusation::sentences(phrases, first).next().filter(|clause| !accusation::is_question(phrases, clause))
    else {
        return false;
    };
    let nobody = |token: usize| text.classes(token).any(&[Class::Not, Class::Nobody]);
    // "gave no order", "not one shot was": what there was none of.
    let none = clause.clone().filter(|token| nobody(*token) && phrases.group(*token).is_none()).any(|token| {
        let thing = phrases.phrase_from(token + 1, clause.end, false);
        thing.is_some_and(|thing| thing.into_iter().any(|token| shares(phrases, token, charge)))
    });
    // "never fired", "nobody fired": what was not done.
    let undone = accusation::groups(phrases, clause.clone()).any(|group| {
        let by_nobody = || {
            let subject = sources::subject(phrases, group).filter(|found| !found.relative);
            subject.is_some_and(|found| nobody(found.tokens.start))
        };
        !group.modal && (group.negated || by_nobody()) && shares(phrases, group.main, charge)
    });
    none || undone
}

/// Whether two words are forms of one: alike but for a short ending.
fn is_kin(one: &str, other: &str) -> bool {
    let same = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let rest = one.len().max(other.len()) - same;
    one == other || same >= 3 && rest <= 3 && same >= rest && one.len().min(other.len()) > 3
}

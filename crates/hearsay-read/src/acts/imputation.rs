//! What a content lays at somebody's door without a word of accusing and without a plain deed: a hostile act or aim, a
//! scheme, a weapon, an ill name.
//!
//! In: a draft whose source stands behind its content. Out: [`Accused`], as tokens. Each kind of `deeds.tsv` asks for
//! something beside it: what is hostile needs somebody who suffers it, a scheme needs an owner, a weapon one who fires it.
//! Invariant: what is negated, asked, supposed, or only possible or future, blames nobody.
//!
//! Example: `said that Ostland was trying to weaken its neighbours`, `a scheme of Ostland's to bankrupt the mill`, `an Ostlandic
//! shell hit the school` and `Ostland is a bully` each blame Ostland.

use super::accusation::{self, Accused};
use crate::attributions::Draft;
use crate::blame::{answers_for_deeds, is_owned};
use crate::coreference::head_noun;
use crate::pack::{Class, Frame, PronounCase, Tag};
use crate::phrases::{Phrases, VerbForm, VerbGroup};
use crate::sources;
use hearsay_record::{EntityKind, Polarity, SourceKind, Strength};
use std::ops::Range;

/// Who is blamed, and the words that tell for what.
type Blamed = (Range<usize>, Range<usize>);

/// Verbs of one sentence are looked at up to this many.
const VERBS: usize = 12;

/// Finds the first one.
pub(super) fn imputed(phrases: &Phrases, draft: &Draft, act: &str, weak: bool) -> Option<Accused> {
    let strength = if weak { Strength::Hedged } else { Strength::Implied };
    let clausal = accusation::tells_a_clause(phrases, draft);
    let (mut accused, alleged) = draft.content.iter().find_map(|part| {
        accusation::sentences(phrases, part).filter(|sentence| !accusation::is_question(phrases, sentence)).find_map(|sentence| {
            let told = || in_clause(phrases, draft, &sentence);
            let scheme = || scheme(phrases, draft, &sentence);
            let backed = || backed(phrases, draft, &sentence);
            let harm = || harm_of(phrases, act, part, &sentence);
            if clausal { told() } else { None }.or_else(scheme).or_else(backed).or_else(harm)
        })
    })?;
    accused = accusation::antecedent_of_they(phrases, draft, &accused)
        .or_else(|| accusation::spoken_of(phrases, draft, &accused))
        .unwrap_or(accused);
    Some(Accused {
        accused: Some(accused),
        alleged: accusation::non_empty(alleged),
        polarity: Polarity::Asserts,
        strength,
        imputed: true,
    })
}

/// What a verb of the sentence tells of its subject.
fn in_clause(phrases: &Phrases, draft: &Draft, sentence: &Range<usize>) -> Option<Blamed> {
    accusation::groups(phrases, sentence.clone()).take(VERBS).find_map(|group| {
        if let Some(blamed) = omitted(phrases, group, sentence) {
            return Some(blamed);
        }
        let open = group.modal && !accusation::may_have(phrases, group);
        if group.negated || open || draft.cue.iter().any(|cue| cue.contains(&group.main)) {
            return None;
        }
        let end = accusation::clause_end(phrases, group.tokens.end, sentence.end);
        if let Some(blamed) = strikes_from_afar(phrases, group, sentence)
            && !accusation::supposed(phrases, group, sentence.start)
        {
            return Some(blamed);
        }
        let by_verb = does_ill(phrases, group, end) && accusation::is_realised(phrases, group);
        let by_weapon = || fires(phrases, group);
        let by_name = || is_ill(phrases, group, end);
        let by_war = !by_verb && makes_war(phrases, group, end);
        if !by_verb && !by_war && !by_weapon() && !by_name() {
            return None;
        }
        let (agent, alleged) = doer(phrases, group, sentence, end)?;
        if by_war && !is_power(phrases, &agent) || accusation::supposed(phrases, group, sentence.start) {
            return None;
        }
        let inside = sentence.start <= agent.start && agent.end <= sentence.end;
        // "an idle hand is a disgrace" is said of nobody.
        let of_anybody = by_name() && phrases.tag(agent.start) == Tag::Dt && !phrases.text.is(agent.start, Class::Definite);
        let answers = (answers_for_deeds(phrases, &agent) || is_owned(phrases, &agent))
            && !of_anybody
            && !phrases.text.is(agent.start, Class::Neuter)
            && !is_printed(phrases, &agent);
        let own = agent.clone().any(|token| is_first_person(phrases, token))
            || accusation::hangs_on_unreal(phrases, group)
            || !group.passive && accusation::is_governed(phrases, &agent, sentence.start);
        (inside && answers && !own && !accusation::conditional(phrases, agent.start, sentence.start)).then_some((agent, alleged))
    })
}

/// Whether a phrase names something that is printed, which does nothing itself: `the news`.
pub(super) fn is_printed(phrases: &Phrases, phrase: &Range<usize>) -> bool {
    let printed = [SourceKind::Document, SourceKind::MediaReport, SourceKind::Poll, SourceKind::Post];
    head_noun(phrases, phrase)
        .filter(|head| phrases.tag(*head) != Tag::Np)
        .and_then(|head| phrases.text.pack.source_heads.get(phrases.text.lower(head)))
        .is_some_and(|kind| printed.contains(kind))
}

/// Whether the verb itself, with what it is done to or how, is blamed on its subject.
pub(crate) fn does_ill(phrases: &Phrases, group: &VerbGroup, end: usize) -> bool {
    let text = phrases.text;
    let (main, after) = (group.main, group.tokens.end);
    if !phrases.tag(main).is_verb() || text.is(main, Class::Be) {
        return false;
    }
    let nouns = |class: Class| (after..end).take(NEAR).any(|token| text.is(token, class) && phrases.tag(token).is_noun());
    let hostile = || {
        text.is(main, Class::Hostile)
            && (group.passive || suffers(phrases, after, end))
            && !accusation::is_fair(phrases, group, end)
    };
    let gripping = || text.is(main, Class::Gripping) && nouns(Class::Grip);
    let illicit = || {
        let mut around = group.tokens.start.saturating_sub(1)..(after + 1).min(end);
        around.any(|token| text.is(token, Class::Illicit) && phrases.tag(token) == Tag::Rb)
    };
    let phrase = || {
        let word = |n: usize| (main + n < end).then(|| text.lower(main + n));
        // "did nothing wrong"
        let found = text.pack.deeds.ill_deeds.longest(word);
        found.is_some() && text.pack.deeds.blameless.longest(word).is_none()
    };
    // "paid him behind our backs"
    let manner = || {
        let told =
            |token: usize| text.pack.deeds.ill_manners.longest(|n| (token + n < end).then(|| text.lower(token + n))).is_some();
        (after..end).take(MANNER_NEAR).any(told)
    };
    hostile() || gripping() || illicit() || phrase() || manner()
}

/// So many tokens after a verb the words are looked for that make its deed a blamed one.
const MANNER_NEAR: usize = 16;

/// Whose weapon strikes, where the words tell it behind the weapon: `a drone belonging to Ostland may have hit the pier`, `the pier
/// was hit by a mine that Ostland had laid`.
fn strikes_from_afar(phrases: &Phrases, group: &VerbGroup, sentence: &Range<usize>) -> Option<Blamed> {
    let text = phrases.text;
    let strikes = text.classes(group.main).any(&[Class::Strikes, Class::Deed, Class::Hostile]);
    if !strikes || !phrases.tag(group.main).is_verb() {
        return None;
    }
    // "was in all likelihood sunk by"
    let passive = group.passive || group.form == VerbForm::Participle;
    let span = if passive {
        let by = (group.tokens.end..sentence.end).take(NEAR).find(|token| text.is(*token, Class::By))?;
        by + 1..sentence.end
    } else {
        sentence.start..group.tokens.start
    };
    let weapon = span.clone().take(WEAPON_NEAR).find(|token| text.is(*token, Class::Weapon) && phrases.tag(*token).is_noun())?;
    let behind = weapon + 1;
    let belonging = text.pack.deeds.belonging.longest(|n| (behind + n < span.end).then(|| text.lower(behind + n)));
    let owner = match belonging {
        Some((length, ())) => phrases.phrase_from(behind + length, span.end, false)?,
        // "a mine that Ostland had laid"
        None if passive && (text.is(behind, Class::That) || phrases.tag(behind) == Tag::Wdt) => {
            let owner = phrases.phrase_from(behind + 1, span.end, false)?;
            let laid = phrases.group(owner.end).is_some_and(|group| group.form == VerbForm::Finite && !group.negated);
            Some(owner).filter(|_| laid)?
        }
        None => return None,
    };
    let mark = usize::from(owner.len() > 1 && phrases.tag(owner.end - 1) == Tag::Pos);
    let owner = owner.start..owner.end - mark;
    let told = if passive { group.tokens.start..owner.end } else { weapon..group.tokens.end };
    let own = owner.clone().any(|token| is_first_person(phrases, token));
    (answers_for_deeds(phrases, &owner) && !own).then_some((owner, told))
}

/// What somebody ought to have done and has not, where the sentence says both: `He should have rung the bell, and he did not`.
fn omitted(phrases: &Phrases, group: &VerbGroup, sentence: &Range<usize>) -> Option<Blamed> {
    if !accusation::should_have(phrases, group) || group.negated || group.passive {
        return None;
    }
    let undone = accusation::groups(phrases, group.tokens.end..sentence.end)
        .any(|other| other.negated && !other.modal && other.form == VerbForm::Finite);
    let agent = sources::subject(phrases, group).filter(|found| !found.relative && undone)?.tokens;
    let own = agent.clone().any(|token| is_first_person(phrases, token));
    (answers_for_deeds(phrases, &agent) && !own && !phrases.text.is(agent.start, Class::Neuter))
        .then_some((agent, group.tokens.start..sentence.end))
}

/// So many tokens from where it is looked for a weapon may stand.
const WEAPON_NEAR: usize = 12;

/// Whether it is done to a state what states reproach one another with: `is fighting Ostland`, `plans to take on its neighbours`.
pub(crate) fn makes_war(phrases: &Phrases, group: &VerbGroup, end: usize) -> bool {
    let text = phrases.text;
    let found = text.pack.deeds.warlike.longest(|n| (group.main + n < end).then(|| text.lower(group.main + n)));
    found.is_some_and(|(length, ())| {
        let from = group.main + length;
        let object = phrases.phrase_from(from, end, false).filter(|_| accusation::is_realised(phrases, group));
        object.is_some_and(|object| is_power(phrases, &object))
    })
}

/// Whether words name a state or a bloc, its people, or what acts for it: `Ostland`, `Ostlandic troops`, `NATO members`.
fn is_power(phrases: &Phrases, phrase: &Range<usize>) -> bool {
    let text = phrases.text;
    let known = |token: usize| {
        let known = text.pack.gazetteer.longest(|n| (token + n < phrase.end).then(|| text.lower(token + n)));
        text.capital(token) && known.is_some_and(|(_, known)| known.kind == EntityKind::State)
    };
    let bloc =
        |token: usize| text.pack.deeds.blocs.longest(|n| (token + n < phrase.end).then(|| text.lower(token + n))).is_some();
    phrase.clone().any(|token| known(token) || text.capital(token) && bloc(token))
}

/// So many tokens after a verb what it is done to is named.
const NEAR: usize = 10;

/// Whether somebody, or something that is held dear, follows: a name, an adjective of a name, people, a law.
pub(super) fn suffers(phrases: &Phrases, from: usize, end: usize) -> bool {
    let text = phrases.text;
    // What hangs on the object by a preposition suffers nothing: "provoked laughter in Ostland".
    let object = |token: &usize| !matches!(phrases.tag(*token), Tag::In | Tag::To) || text.is(*token, Class::Of);
    (from..end).take(NEAR).take_while(object).any(|token| {
        let tag = phrases.tag(token);
        tag == Tag::Np
            || tag == Tag::Prs && !is_reflexive(phrases, token)
            || tag == Tag::Prp && !is_reflexive(phrases, token) && token <= from + 1
            || text.capital(token) && matches!(tag, Tag::Jj | Tag::Nn | Tag::Nns)
            || text.classes(token).any(&[Class::Victim, Class::Doer]) && tag.is_noun()
    })
}

fn is_reflexive(phrases: &Phrases, token: usize) -> bool {
    let pronoun = phrases.text.pack.lexicon.pronoun(phrases.text.entries[token]);
    pronoun.is_some_and(|pronoun| pronoun.case == PronounCase::Reflexive)
}

fn is_first_person(phrases: &Phrases, token: usize) -> bool {
    let pronoun = phrases.text.pack.lexicon.pronoun(phrases.text.entries[token]);
    pronoun.is_some_and(|pronoun| pronoun.person == 1)
}

/// Whether somebody's weapon does harm: `an Ostlandic shell hit the school`.
fn fires(phrases: &Phrases, group: &VerbGroup) -> bool {
    let text = phrases.text;
    let strikes =
        text.classes(group.main).any(&[Class::Strikes, Class::Deed, Class::Hostile]) && phrases.tag(group.main).is_verb();
    strikes
        && !group.passive
        && sources::subject(phrases, group).is_some_and(|found| {
            let weapon = head_noun(phrases, &found.tokens).is_some_and(|head| text.is(head, Class::Weapon));
            weapon && is_owned(phrases, &found.tokens)
        })
}

/// Whether the subject is called by an ill name: `Ostland is a bully`, `the board has become corrupt`.
fn is_ill(phrases: &Phrases, group: &VerbGroup, end: usize) -> bool {
    let text = phrases.text;
    if !text.is(group.main, Class::Be) {
        return false;
    }
    let from = (group.tokens.end..end).find(|token| phrases.tag(*token) != Tag::Rb && !text.is_quote(*token)).unwrap_or(end);
    // "is no more racist than", "is nowhere near a bully"
    let adverbs = (group.tokens.end..from).filter(|token| !text.is_quote(*token));
    if adverbs.clone().count() > 1
        || adverbs.chain(from..from + 1).any(|token| text.classes(token).any(&[Class::Not, Class::Nobody]))
    {
        return false;
    }
    let ill_adjective = || text.is(from, Class::IllAdjective) && matches!(phrases.tag(from), Tag::Jj | Tag::Vbn | Tag::Nn);
    ill_adjective()
        || accusation::complement(phrases, from, end).is_some_and(|complement| {
            // "a victim of fraud" is no fraud.
            let to = head_noun(phrases, &complement).map_or(complement.end, |head| head + 1);
            accusation::is_ill_name(phrases, &(complement.start..to))
        })
}

/// The subject of the verb, or whom `by` names; and the words that tell it.
fn doer(phrases: &Phrases, group: &VerbGroup, sentence: &Range<usize>, end: usize) -> Option<Blamed> {
    if group.passive && !phrases.text.is(group.main, Class::Be) {
        if group.form == VerbForm::Ing {
            return None;
        }
        let agent = accusation::doer_named(phrases, group.tokens.end, end)?;
        return Some((agent.clone(), sentence.start..agent.start.saturating_sub(1).max(sentence.start)));
    }
    let found = accusation::subject_within(phrases, group, sentence.start)?;
    let reduced = matches!(group.form, VerbForm::Ing | VerbForm::Participle) && !found.shared;
    if reduced {
        return None;
    }
    let agent = if found.relative { sources::antecedent(phrases, found.tokens.start, sentence.start)? } else { found.tokens };
    Some((agent, group.tokens.start..end))
}

/// `the mill's plot to poison the river`, `an Ostlandic campaign to weaken its neighbours`: an owner's scheme, and what for.
fn scheme(phrases: &Phrases, draft: &Draft, sentence: &Range<usize>) -> Option<Blamed> {
    let text = phrases.text;
    sentence.clone().find_map(|noun| {
        if !(text.is(noun, Class::Scheme) && phrases.tag(noun).is_noun()) {
            return None;
        }
        let group = phrases.group(noun + 1).filter(|group| group.form == VerbForm::Infinitive && !group.negated)?;
        let end = accusation::clause_end(phrases, group.tokens.end, sentence.end);
        let ill = text.is(group.main, Class::Deed) && phrases.tag(group.main).is_verb() || does_ill(phrases, group, end);
        let owner = owner(phrases, noun).filter(|owner| owner.start >= sentence.start)?;
        let apart = draft.cue.iter().all(|cue| cue.end <= owner.start || owner.end <= cue.start);
        (ill && apart && !owner.clone().any(|token| is_first_person(phrases, token))).then_some((owner, noun..end))
    })
}

/// Whose a thing is: `the mill's …` is the mill's, and so is `an Ostlandic …`, adjective and thing together.
fn owner(phrases: &Phrases, noun: usize) -> Option<Range<usize>> {
    let possessive = sources::owner(phrases, noun).map(|owner| match owner.end.checked_sub(1) {
        Some(mark) if phrases.tag(mark) == Tag::Pos && owner.len() > 1 => owner.start..mark,
        _ => owner,
    });
    let adjective = || {
        let start = phrases.sentence(noun).start;
        let first = (start..noun).rev().take_while(|token| matches!(phrases.tag(*token), Tag::Jj | Tag::Nn | Tag::Np));
        let names = |token: &usize| {
            phrases.text.capital(*token)
                && *token > start
                && (phrases.text.pack.gazetteer.is_demonym(phrases.text.lower(*token)) || phrases.tag(*token) == Tag::Jj)
        };
        first.filter(names).last().map(|first| first..noun + 1)
    };
    possessive.or_else(adjective)
}

/// `an Ostland-backed coup`: who backs a harm, in one word with the backing.
fn backed(phrases: &Phrases, draft: &Draft, sentence: &Range<usize>) -> Option<Blamed> {
    let text = phrases.text;
    sentence.clone().find_map(|token| {
        // "the alleged Ostland-backed coup" is alleged by others.
        let alleged = token.checked_sub(1).is_some_and(|before| qualifier(phrases, before).is_some() && !draft.holds_cue(before));
        if !stands_behind(phrases, token) || alleged {
            return None;
        }
        let end = sentence.end.min(token + 1 + BACKED_NEAR);
        let phrase = phrases.phrase_from(token + 1, end, false)?;
        let harm =
            head_noun(phrases, &phrase).is_some_and(|head| text.classes(head).any(&[Class::Wrong, Class::Ill, Class::Assault]));
        harm.then_some((token..token + 1, token..phrase.end))
    })
}

/// The cue of a word before a noun that accuses by itself: `the alleged …`.
pub(crate) fn qualifier(phrases: &Phrases, token: usize) -> Option<u32> {
    let pack = phrases.text.pack;
    let accuses = |number: &u32| {
        let cue = pack.cues.cues.get(*number as usize);
        cue.is_some_and(|cue| cue.pieces.len() == 1 && cue.frames.has(Frame::Modifier) && cue.act == "accuse")
    };
    pack.lexicon.cues(phrases.text.entries[token]).iter().copied().find(accuses)
}

/// Whether a phrase names a harm and who did it or stands behind it: `Ostland-backed raid`, `Ostlandic shelling`.
pub(crate) fn tells_whose_harm(phrases: &Phrases, phrase: &Range<usize>) -> bool {
    let text = phrases.text;
    let harm = head_noun(phrases, phrase).filter(|head| text.classes(*head).any(&[Class::Wrong, Class::Ill, Class::Assault]));
    harm.is_some_and(|head| {
        let behind = |token: usize| stands_behind(phrases, token);
        let own = || text.is(head, Class::Assault) && text.pack.gazetteer.is_demonym(text.lower(phrase.start));
        text.capital(phrase.start) && (behind(phrase.start) || own())
    })
}

/// Whether a compound names one who stands behind a harm: `Ostland-backed`.
fn stands_behind(phrases: &Phrases, token: usize) -> bool {
    let text = phrases.text;
    text.lower(token).rsplit_once('-').is_some_and(|(who, how)| {
        !who.is_empty() && text.capital(token) && text.pack.lexicon.classes(text.pack.lexicon.find(how)).has(Class::Backed)
    })
}

/// So many tokens behind one who backs it stands what is backed.
const BACKED_NEAR: usize = 5;

/// `condemned Ostland's invasion`, `decried Ostlandic aggression`: whose harm an act against it names.
fn harm_of(phrases: &Phrases, act: &str, part: &Range<usize>, sentence: &Range<usize>) -> Option<Blamed> {
    if !matches!(act, "condemn" | "criticise" | "accuse") || part.start != sentence.start {
        return None;
    }
    let text = phrases.text;
    let noun = (part.start..sentence.end)
        .take(NEAR)
        .take_while(|token| phrases.group(*token).is_none_or(|group| group.form != VerbForm::Finite))
        .find(|token| text.is(*token, Class::Assault) && phrases.tag(*token).is_noun())?;
    let owner = owner(phrases, noun).filter(|owner| owner.start >= part.start)?;
    let end = accusation::clause_end(phrases, noun + 1, sentence.end);
    (!owner.clone().any(|token| is_first_person(phrases, token))).then_some((owner, noun..end))
}

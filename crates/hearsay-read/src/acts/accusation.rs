//! Who is accused of what, and who denies having done it.
//!
//! In: a draft and its act. Out: [`Accused`], as tokens. A word of accusing tells it by its
//! construction; any other word of asserting does so where the content says of somebody that he did
//! what `deeds.tsv` lists. Invariant: nobody is accused by a question, an order or a negated saying.
//!
//! Long because the words of accusing, denying, rejecting and owning are asked in one order, each with what it excepts.
//!
//! Example: `accused the firm of fraud`, `the firm was accused of fraud`, `said the firm was behind
//! the fraud` accuse the firm; `denied taking the money` denies it for the one who speaks.

use super::imputation::{does_ill, is_printed, suffers};
use crate::attributions::Draft;
use crate::blame::{Blame, answers_for_deeds, is_cause, is_owned, names_harm, subject_and_rest};
use crate::coreference::head_noun;
use crate::pack::{BlameWords, Class, Cue, CuePos, Frame, Hedge, PronounCase, Tag};
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
    /// Whether no word of accusing and no plain deed tells it, see [`super::imputation`].
    pub(crate) imputed: bool,
}

/// The word of accusing that a draft's cue holds.
pub(crate) fn own<'b>(blames: &'b [Blame], draft: &Draft) -> Option<&'b Blame> {
    blames.iter().find(|blame| draft.cue.iter().any(|part| part.contains(&blame.head)))
}

/// The first word of accusing in what a draft rejects or takes back: in its cue, or near the head of its content.
fn rejected<'b>(phrases: &Phrases, blames: &'b [Blame], draft: &Draft) -> Option<&'b Blame> {
    let first = draft.cue.first()?.start;
    let sentence = phrases.sentence(draft.head);
    let near = first..draft.cue.last()?.end + REJECTED_NEAR;
    // "Allegations that the mill had lied were nonsense, she said"
    let opens = draft.content.first().map_or(first, |part| part.start.min(first)).max(sentence.start);
    let from = blames.partition_point(|blame| blame.head < opens);
    let within =
        |token: usize| draft.content.iter().any(|part| part.start <= token && token < part.end.min(part.start + REJECTED_NEAR));
    let mut near = blames[from..]
        .iter()
        .take_while(|blame| sentence.contains(&blame.head))
        .filter(|blame| near.contains(&blame.head) || within(blame.head));
    // "refused to take back her allegation" rejects no allegation.
    let cue_end = draft.cue.last()?.end;
    near.find(|blame| (cue_end..blame.head).all(|token| phrases.group(token).is_none()))
}

/// So many tokens after a word of rejecting the accusation is named that it rejects.
pub(super) const REJECTED_NEAR: usize = 8;

/// Whether what is denied is something that could be granted, and nothing that could be so: `denied them entry`, `denied a motion`.
pub(super) fn not_granted(phrases: &Phrases, blames: &[Blame], draft: &Draft) -> bool {
    if !matches!(
        draft.frame,
        Frame::Object | Frame::ObjectSmall | Frame::Passive | Frame::None | Frame::Prepositional | Frame::Infinitive
    ) {
        return false;
    }
    let end = phrases.sentence(draft.head).end;
    let granted = |token: usize| phrases.text.is(token, Class::Grant) && phrases.tag(token).is_noun();
    let after = draft.head + 1..end.min(draft.head + 1 + GRANTED_NEAR);
    // "denied United an equaliser": somebody, and right behind it something.
    let two = || {
        let object = phrases.phrase_from(draft.head + 1, end, false)?;
        let next = phrases.tag(object.end);
        (matches!(next, Tag::Dt | Tag::Prs | Tag::Nn | Tag::Nns) && answers_for_deeds(phrases, &object)).then_some(())
    };
    rejected(phrases, blames, draft).is_none()
        && (after.clone().any(granted)
            || draft.content.iter().cloned().flatten().take(GRANTED_NEAR).any(granted)
            || two().is_some())
}

/// Whether what is rejected is a noun with a clause that says what it says, or a charge: `rejected reports that he will go`, `rejected the
/// accusation of hiding it`.
pub(super) fn rejects_a_proposition(phrases: &Phrases, draft: &Draft) -> bool {
    // "refused to say that" rejects what is to be done.
    let Some(first) = draft.content.first().filter(|first| phrases.tag(first.start) != Tag::To) else { return false };
    // "rejected any link between the two"
    if phrases
        .text
        .pack
        .deeds
        .parts
        .longest(|n| (first.start + n < first.end).then(|| phrases.text.lower(first.start + n)))
        .is_some()
    {
        return true;
    }
    // `a charge of 5 marks` is a price.
    let of_deed = |of: usize| phrases.text.is(of, Class::Of) && phrases.tag(of + 1) != Tag::Cd;
    // The first noun that no other follows: `of` before a verb in `-ing` opens a clause and ends no phrase.
    let near = first.start..first.end.min(first.start + REJECTED_NEAR);
    let head = near.into_iter().find(|token| phrases.tag(*token).is_noun() && !phrases.tag(token + 1).is_noun());
    if head.is_some_and(|head| names_blame(phrases, head) && (head + 1 >= first.end || of_deed(head + 1))) {
        return true;
    }
    // "rejected a rumour", "rejected any link between the two": what is told or thought to be so, and no plan.
    let thought = |cue: &Cue| {
        let row = phrases.text.pack.acts.get(&cue.act);
        row.is_some_and(|row| row.commitment.is_assertion() && matches!(row.family.as_str(), "assert" | "epistemic"))
    };
    if head.is_some_and(|head| is_cue_noun(phrases, head, thought) && !is_cue_noun(phrases, head, |cue| !thought(cue))) {
        return true;
    }
    (first.start + 1..first.end.min(first.start + REJECTED_NEAR)).any(|token| {
        phrases.text.is(token, Class::That)
            && phrases.tag(token) != Tag::Dt
            && phrases.tag(token) != Tag::Wdt
            && is_cue_noun(phrases, token - 1, |_| true)
    })
}

/// So many tokens after `denied` what could be granted is named.
const GRANTED_NEAR: usize = 9;

/// `himself`
fn is_reflexive(phrases: &Phrases, phrase: &Range<usize>) -> bool {
    let pronoun = || phrases.text.pack.lexicon.pronoun(phrases.text.entries[phrase.start]);
    phrase.len() == 1 && pronoun().is_some_and(|pronoun| pronoun.case == PronounCase::Reflexive)
}

/// A pronoun that stands for the one who speaks, as far as a sentence can tell.
fn is_oneself(phrases: &Phrases, phrase: &Range<usize>) -> bool {
    let text = phrases.text;
    is_reflexive(phrases, phrase)
        || phrases.is_pronoun(phrase) && !text.is(phrase.start, Class::NoSubject)
        || text.is(phrase.start, Class::Neuter)
}

/// What a word of accusing, of denying or of claiming a deed says.
pub(super) fn accusation(
    phrases: &Phrases,
    blames: &[Blame],
    draft: &Draft,
    act: &str,
    negated: bool,
    hedged: bool,
) -> Option<Accused> {
    let text = phrases.text;
    let strength = if hedged { Strength::Hedged } else { Strength::Direct };
    let oneself = |polarity: Polarity, alleged: Vec<Range<usize>>| {
        Some(Accused { accused: None, alleged, polarity, strength, imputed: false })
    };
    let of_blame = |blame: &Blame, polarity: Polarity| {
        let accused = blame.accused.clone().filter(|accused| !is_oneself(phrases, accused) || polarity != Polarity::Denies);
        // "denied the bribery charge": the words for the charge are all that is told of it.
        let charge = || phrases.phrase_before(blame.head + 1, phrases.sentence(blame.head).start).filter(|_| blame.noun);
        let alleged = blame.deed.clone().or_else(charge).unwrap_or(blame.head..blame.head + 1);
        Some(Accused { accused, alleged: vec![alleged], polarity, strength, imputed: false })
    };
    let cue = draft.cue(phrases);
    let first = draft.content.first().cloned();
    let is_no = |token: usize| {
        text.classes(token).any(&[Class::Nobody, Class::Not]) || !phrases.tag(token).is_noun() && text.is_quote(token)
    };
    match act {
        // "took credit for the new bridge" owns no wrong.
        "claim_responsibility" if is_credit(phrases, draft) => return None,
        "claim_responsibility" => {
            return oneself(if negated { Polarity::SaysNot } else { Polarity::Asserts }, draft.content.clone());
        }
        // "took the blame for the crash", "admitted stealing": one's own deed.
        "acknowledge" if !negated => {
            let doing = matches!(draft.frame, Frame::Participle) && first.as_ref().is_some_and(|part| names_harm(phrases, part));
            let blame = own(blames, draft).is_some_and(|blame| blame.noun)
                || draft.cue.iter().cloned().flatten().any(|token| names_blame(phrases, token));
            return if doing || blame { oneself(Polarity::Asserts, draft.content.clone()) } else { None };
        }
        "correct" | "apologise" | "reject" | "deny" | "doubt" if !negated => {
            let takes_back = matches!(act, "correct" | "apologise");
            // "makes no apologies for accusing them" takes nothing back.
            if takes_back && draft.cue.iter().cloned().flatten().any(|token| text.is(token, Class::Nobody)) {
                return None;
            }
            if let Some(blame) = rejected(phrases, blames, draft).filter(|blame| blame.noun || takes_back) {
                return of_blame(blame, if takes_back { Polarity::Withdraws } else { Polarity::Denies });
            }
        }
        _ => {}
    }
    // "repeated her accusation that the mill had poisoned the river"
    if act == "repeat"
        && !negated
        && let Some(blame) =
            rejected(phrases, blames, draft).filter(|blame| blame.noun && !blame.needs_denial && blame.is_whole())
        && blame.accuser.as_ref().is_none_or(|accuser| phrases.tag(accuser.tokens.start) == Tag::Prs)
    {
        return of_blame(blame, Polarity::Asserts);
    }
    match act {
        // What is not denied is not confirmed either.
        "deny" if negated => None,
        // "denied any part in it", "denied wrongdoing": the source rejects what it is itself said to have done.
        "deny"
            if matches!(draft.frame, Frame::Participle)
                || (matches!(draft.frame, Frame::Infinitive)
                    && first
                        .as_ref()
                        .is_some_and(|first| phrases.tag(first.start + 1) == Tag::Vbg || names_harm(phrases, first))) =>
        {
            oneself(Polarity::Denies, draft.content.clone())
        }
        // "said no" denies nothing that could be told.
        "deny" if !draft.content.is_empty() && draft.content.iter().cloned().flatten().all(is_no) => None,
        "deny"
            if matches!(draft.frame, Frame::Object | Frame::Prepositional | Frame::None)
                && !draft.passive
                && cue.is_some_and(|cue| {
                    cue.pos == CuePos::Verb
                        && cue.pieces.len() > 1
                        && (cue.frames.has(Frame::None) || cue.frames.has(Frame::Participle))
                }) =>
        {
            oneself(Polarity::Denies, draft.content.clone())
        }
        "deny"
            if matches!(draft.frame, Frame::Object)
                && !draft.passive
                && cue.is_some_and(|cue| cue.frames.has(Frame::Participle))
                && first.as_ref().is_some_and(|first| charge(phrases, first)) =>
        {
            oneself(Polarity::Denies, draft.content.clone())
        }
        "deny" if matches!(draft.frame, Frame::That | Frame::Zero) => {
            let (subject, rest) = subject_and_rest(phrases, first.as_ref()?)?;
            let oneself = is_oneself(phrases, &subject);
            // A thing does no wrong, and neither does one to whom something is done or who is said to have said something; what is
            // yet to be, or is going on, is a wrong only by its words: "denied that he was writing a book".
            let group = phrases.group(rest.start)?;
            let accuses = blames.iter().any(|blame| blame.head == group.main && blame.is_whole());
            let does = !group.passive && !text.is(group.main, Class::Be) && !accuses;
            // "his firm", "its staff": what is the speaker's own.
            let own = phrases.tag(subject.start) == Tag::Prs && answers_for_deeds(phrases, &subject);
            // An unknown participle may look like an adjective: "it had sheltered".
            let perfect = !text.is(group.main, Class::Have) || phrases.tag(group.tokens.end) == Tag::Jj;
            let done = group.tokens.clone().any(|token| text.is(token, Class::Have)) && perfect;
            let harm = names_harm(phrases, &rest) || does_ill(phrases, group, rest.end);
            let answers = if oneself || own {
                does && done && !group.modal || harm
            } else {
                does && harm && answers_for_deeds(phrases, &subject)
            };
            answers.then(|| Accused {
                accused: (!oneself).then_some(subject),
                alleged: non_empty(rest),
                polarity: Polarity::Denies,
                strength,
                imputed: false,
            })
        }
        _ => {
            let blame = own(blames, draft).filter(|blame| !blame.needs_denial);
            if let Some(blame) = blame {
                let accused = blame.accused.as_ref()?;
                if text.is(accused.start, Class::Nobody) {
                    return None;
                }
                let polarity = if blame.clears != negated || turned_away(phrases, draft, blame) {
                    Polarity::SaysNot
                } else {
                    Polarity::Asserts
                };
                // "blamed himself for the crash" owns it.
                return if is_reflexive(phrases, accused) && polarity == Polarity::Asserts {
                    oneself(polarity, blame.deed.clone().into_iter().collect())
                } else {
                    Some(Accused {
                        accused: Some(accused.clone()),
                        alleged: blame.deed.clone().into_iter().collect(),
                        polarity,
                        strength,
                        imputed: false,
                    })
                };
            }
            // "alleged that the clinic had falsified its books"
            if act != "accuse" || !matches!(draft.frame, Frame::That | Frame::Zero | Frame::Preposed) {
                return None;
            }
            let (accused, rest) = split_clause(phrases, draft).or_else(|| subject_and_rest(phrases, first.as_ref()?))?;
            // "suspects that the losses were made up" blames no losses, "suspects that he'll go" nobody yet.
            let group = phrases.group(rest.start);
            let yet = group.is_some_and(|group| {
                let future = group.tokens.clone().any(|token| text.is(token, Class::Future));
                future || group.modal || text.is(group.main, Class::Coming)
            }) && !names_harm(phrases, &rest);
            // To whom something is done is not accused of it: "alleged that he was fired".
            let suffers = group.is_some_and(|group| group.passive);
            if yet || suffers || !answers_for_deeds(phrases, &accused) {
                return None;
            }
            let polarity = if negated { Polarity::SaysNot } else { Polarity::Asserts };
            Some(Accused { accused: Some(accused), alleged: non_empty(rest), polarity, strength, imputed: false })
        }
    }
}

/// A clause that the cue stands within: `The mill, she charged, had lied`.
fn split_clause(phrases: &Phrases, draft: &Draft) -> Option<(Range<usize>, Range<usize>)> {
    let [subject, rest] = draft.content.as_slice() else { return None };
    let verbless = groups(phrases, subject.clone()).all(|group| group.form != VerbForm::Finite);
    let verb = phrases.group(rest.start).is_some_and(|group| group.form == VerbForm::Finite && group.tokens.start == rest.start);
    let mut subject = subject.clone();
    while subject.len() > 1 && phrases.tag(subject.end - 1) == Tag::Comma {
        subject.end -= 1;
    }
    (verbless && verb && subject.end <= draft.start()).then(|| (subject, rest.clone()))
}

/// Whether a cue stops short of the word of accusing in it: `stopped short of accusing`.
fn turned_away(phrases: &Phrases, draft: &Draft, blame: &Blame) -> bool {
    let before = draft.cue.iter().cloned().flatten().filter(|token| *token < blame.head);
    before.into_iter().any(|token| phrases.text.pack.deeds.short_of.longest(|n| Some(phrases.text.lower(token + n))).is_some())
}

/// Whether a word is in the cue table as a noun, and such a one.
pub(super) fn is_cue_noun(phrases: &Phrases, token: usize, wanted: impl Fn(&Cue) -> bool) -> bool {
    phrases.text.cues(token).any(|cue| cue.pos == CuePos::Noun && wanted(cue))
}

/// Whether credit is taken for what is no harm. Responsibility is claimed for harms alone, whatever the words for them.
fn is_credit(phrases: &Phrases, draft: &Draft) -> bool {
    let owns = |token: usize| phrases.text.is(token, Class::Owning) && phrases.tag(token).is_noun();
    let near = draft.cue.iter().cloned().flatten().chain(draft.content.iter().flat_map(|part| part.clone().take(3)));
    !draft.content.is_empty() && !near.into_iter().any(owns) && draft.content.iter().all(|part| !names_harm(phrases, part))
}

/// Whether a noun is one of blame: `took the blame`.
fn names_blame(phrases: &Phrases, token: usize) -> bool {
    phrases.tag(token).is_noun() && is_cue_noun(phrases, token, |cue| cue.act == "accuse")
}

/// Whether a phrase names a charge or a wrong: `the allegation`, `any part in the theft`.
fn charge(phrases: &Phrases, phrase: &Range<usize>) -> bool {
    phrase
        .clone()
        .take(12)
        .any(|token| phrases.tag(token).is_noun() && (phrases.text.is(token, Class::Wrong) || names_blame(phrases, token)))
}

/// Verbs of one content are looked at up to this many.
const VERBS: usize = 12;

/// The sentences of a part of a content.
pub(super) fn sentences<'p>(phrases: &'p Phrases, part: &Range<usize>) -> impl Iterator<Item = Range<usize>> + use<'p> {
    let (mut at, end) = (part.start, part.end);
    std::iter::from_fn(move || {
        let from = at;
        at = phrases.sentence(from).end.min(end).max(from + 1);
        (from < end).then_some(from..at)
    })
}

/// The verb groups of some tokens, each once.
pub(super) fn groups<'p>(phrases: &'p Phrases, tokens: Range<usize>) -> impl Iterator<Item = &'p VerbGroup> {
    let mut seen = None;
    tokens.filter_map(|token| phrases.group(token)).filter(move |group| seen.replace(group.main) != Some(group.main))
}

/// `said that the firm had bribed a judge`: a deed that the content lays at somebody's door, or says that he did not do.
pub(super) fn deed(phrases: &Phrases, draft: &Draft, hedged: bool) -> Option<Accused> {
    let strength = if hedged { Strength::Hedged } else { Strength::Direct };
    let mut told = draft.content.iter().flat_map(|part| sentences(phrases, part)).take(SENTENCES);
    if let Some((whom, what)) =
        told.find_map(|sentence| where_blame_lies(phrases, &sentence).filter(|_| !is_question(phrases, &sentence)))
    {
        return Some(Accused {
            accused: Some(whom),
            alleged: non_empty(what),
            polarity: Polarity::Asserts,
            strength,
            imputed: false,
        });
    }
    if !tells_a_clause(phrases, draft) {
        return None;
    }
    let text = phrases.text;
    draft.content.iter().flat_map(|part| sentences(phrases, part)).take(SENTENCES).find_map(|sentence| {
        let asked = is_question(phrases, &sentence);
        groups(phrases, sentence.clone()).take(VERBS).filter(|_| !asked).find_map(|group| {
            // "refugees who may have been misled by Ostland": what is possible is told in the main clause, or by the way.
            let first = (sentence.start..group.tokens.start)
                .all(|token| phrases.group(token).is_none_or(|before| before.form != VerbForm::Finite));
            let open = group.modal && !(may_have(phrases, group) && first);
            if open || draft.cue.iter().any(|cue| cue.contains(&group.main)) || !is_realised(phrases, group) {
                return None;
            }
            let (agent, alleged) = done(phrases, group, sentence.clone())?;
            // Whose work a harm is said to be is blamed by these words alone.
            let by_words = alleged.end <= agent.start;
            if agent.start < sentence.start
                || agent.end > sentence.end
                || conditional(phrases, agent.start, sentence.start)
                || supposed(phrases, group, sentence.start)
            {
                return None;
            }
            if group.negated {
                // "was not just preparing a raid" was preparing it.
                let only = group.tokens.clone().any(|token| text.is(token, Class::Not) && text.is(token + 1, Class::Correlate));
                return if only { None } else { not_done(phrases, agent, alleged, strength) };
            }
            // "it's time to attack", "it makes killing easy": nobody does it.
            if text.is(agent.start, Class::Neuter) && group.form != VerbForm::Finite {
                return None;
            }
            let agent = antecedent_of_they(phrases, draft, &agent).or_else(|| spoken_of(phrases, draft, &agent)).unwrap_or(agent);
            (by_words || answers_for_deeds(phrases, &agent) || is_owned(phrases, &agent)).then(|| Accused {
                accused: Some(agent),
                alleged: non_empty(alleged),
                polarity: Polarity::Asserts,
                strength,
                imputed: false,
            })
        })
    })
}

/// `the blame for the leak lies squarely with the mill`: whose the blame is, and the words for it.
fn where_blame_lies(phrases: &Phrases, sentence: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let text = phrases.text;
    // A verb like "lies" may look like a noun, so that the words alone tell.
    let blame = sentence.clone().find(|token| names_blame(phrases, *token) || text.is(*token, Class::Owning))?;
    let lies = |at: usize| text.pack.deeds.lying.longest(|n| (at + n < sentence.end).then(|| text.lower(at + n)));
    let (at, length) = (blame + 1..sentence.end).take(LYING_NEAR).find_map(|at| lies(at).map(|(length, ())| (at, length)))?;
    let open = |token: usize| text.classes(token).any(&[Class::Not, Class::Nobody]) || phrases.tag(token) == Tag::Md;
    if (sentence.start..at).any(open) || conditional(phrases, blame, sentence.start) {
        return None;
    }
    let whom = phrases.phrase_from(at + length, sentence.end, false)?;
    let answers = answers_for_deeds(phrases, &whom) && !phrases.is_pronoun(&whom) && !is_cause(phrases, &whom);
    answers.then_some((whom, sentence.start..at))
}

/// So many tokens after a noun of blame it is told whose it is.
const LYING_NEAR: usize = 12;

/// Whether a content is a clause: by its construction, or since nothing but its subject stands before a verb in it: `said a drone belonging to
/// Ostland had hit the pier`.
pub(super) fn tells_a_clause(phrases: &Phrases, draft: &Draft) -> bool {
    let by_frame =
        matches!(draft.frame, Frame::That | Frame::Zero | Frame::Quote | Frame::Preposed | Frame::Source | Frame::Colon);
    let asserts = || {
        let row = draft.cue(phrases).and_then(|cue| phrases.text.pack.acts.get(&cue.act));
        row.is_some_and(|row| row.family == super::ASSERTING)
    };
    let by_verb = || {
        draft.content.first().is_some_and(|first| {
            let verb =
                groups(phrases, first.clone()).find(|group| group.form == VerbForm::Finite && group.tokens.start > first.start);
            let opens = |token: usize| {
                matches!(phrases.tag(token), Tag::Wp | Tag::Wdt | Tag::Wrb | Tag::Sc) || phrases.text.is(token, Class::That)
            };
            verb.is_some_and(|verb| !(first.start..verb.tokens.start).any(opens))
        })
    };
    by_frame || matches!(draft.frame, Frame::Object | Frame::ObjectSmall) && asserts() && by_verb()
}

/// Whether a modal leaves it possible that something was done: `may have bribed`; not `may bribe`, `should have paid`.
pub(super) fn may_have(phrases: &Phrases, group: &VerbGroup) -> bool {
    let text = phrases.text;
    let supposes = |token: usize| {
        let found = text.pack.hedges.longest(|n| (token + n < group.tokens.end).then(|| text.lower(token + n)));
        phrases.tag(token) == Tag::Md && found.is_some_and(|(_, hedge)| matches!(hedge, Hedge::Speaker))
    };
    group.tokens.clone().any(supposes) && group.tokens.clone().any(|token| text.is(token, Class::Have))
}

/// Whether a modal says that what was not done ought to have been: `should have asked`.
pub(super) fn should_have(phrases: &Phrases, group: &VerbGroup) -> bool {
    let text = phrases.text;
    let duty = group.tokens.clone().any(|token| text.is(token, Class::Duty));
    // "I did not ask, and I should have": the verb is told before.
    let left_out =
        || matches!(phrases.tag(group.tokens.end), Tag::Comma | Tag::Stop | Tag::Close) && text.is(group.main, Class::Have);
    let have = group.tokens.clone().any(|token| text.is(token, Class::Have) && token < group.main) || left_out();
    group.modal && duty && have && !may_have(phrases, group)
}

/// `police said that Holm is suspected of fraud`: what is told in the passive, with nobody behind it, and is the accusation of whoever tells it.
pub(super) fn told(phrases: &Phrases, blames: &[Blame], draft: &Draft, hedged: bool) -> Option<Accused> {
    if !tells_a_clause(phrases, draft) {
        return None;
    }
    let within = |token: usize| draft.content.iter().any(|part| part.contains(&token));
    let blame = blames.iter().find(|blame| {
        let group = phrases.group(blame.head);
        let real = group.is_some_and(|group| !group.modal && !group.negated && group.form == VerbForm::Finite);
        blame.by_teller && blame.accuser.is_none() && blame.is_whole() && within(blame.head) && real
    })?;
    let accused = blame.accused.clone().filter(|accused| within(accused.start))?;
    Some(Accused {
        accused: Some(accused),
        alleged: blame.deed.clone().into_iter().collect(),
        polarity: Polarity::Asserts,
        strength: if hedged { Strength::Hedged } else { Strength::Direct },
        imputed: false,
    })
}

/// For a plural pronoun the subject before it in the same content or sentence, if it names many who can answer: `While the generals smile, they plot`.
pub(super) fn antecedent_of_they(phrases: &Phrases, draft: &Draft, agent: &Range<usize>) -> Option<Range<usize>> {
    let pronoun = phrases.text.pack.lexicon.pronoun(phrases.text.entries[agent.start]).filter(|_| agent.len() == 1)?;
    if pronoun.person != 3 || pronoun.plural != Some(true) || pronoun.case != PronounCase::Personal {
        return None;
    }
    let first = phrases.sentence(agent.start).start;
    let own = first..agent.start;
    let earlier = draft.content.iter().map(|part| part.start..part.end.min(first)).filter(|part| part.start < part.end);
    let before = earlier.chain(std::iter::once(own));
    let subjects = before.flat_map(|part| groups(phrases, part)).filter(|group| group.form == VerbForm::Finite);
    let many = |phrase: &Range<usize>| {
        let plural = head_noun(phrases, phrase).is_some_and(|head| phrases.tag(head) == Tag::Nns);
        !phrases.is_pronoun(phrase) && plural && (answers_for_deeds(phrases, phrase) || is_owned(phrases, phrase))
    };
    subjects
        .filter(|group| group.main < agent.start)
        .filter_map(|group| sources::subject(phrases, group))
        .filter(|found| !found.relative && found.tokens.end <= agent.start)
        .map(|found| found.tokens)
        .filter(many)
        .last()
}

/// For a pronoun of the content him of whom it is said: of `“He took it,” she said of Lind` Lind.
pub(super) fn spoken_of(phrases: &Phrases, draft: &Draft, agent: &Range<usize>) -> Option<Range<usize>> {
    let text = phrases.text;
    let pronoun = text.pack.lexicon.pronoun(text.entries[agent.start]).filter(|_| agent.len() == 1)?;
    if pronoun.person != 3 || pronoun.case != PronounCase::Personal || pronoun.neuter {
        return None;
    }
    // "said of Lind", "said Holm of Lind"
    let cue = draft.cue.last()?.end;
    let at = draft.source.as_ref().filter(|source| source.tokens.start >= cue).map_or(cue, |source| source.tokens.end);
    if !text.classes(at).any(&[Class::Of, Class::About]) {
        return None;
    }
    let whom = phrases.phrase_from(at + 1, phrases.sentence(draft.head).end, false)?;
    (!phrases.is_pronoun(&whom) && answers_for_deeds(phrases, &whom)).then_some(whom)
}

/// So many sentences of a content are looked through for a deed.
const SENTENCES: usize = 8;

/// Whether what is said here is asked.
pub(super) fn is_question(phrases: &Phrases, sentence: &Range<usize>) -> bool {
    let last = phrases.sentence(sentence.start).rev().find(|token| !phrases.text.is_quote(*token));
    last.is_some_and(|last| sentence.contains(&last) && phrases.text.is_mark(last, "?"))
}

/// `did not bribe anybody`: the one who speaks denies it of himself, or says of somebody else that he did not.
fn not_done(phrases: &Phrases, agent: Range<usize>, alleged: Range<usize>, strength: Strength) -> Option<Accused> {
    let pronoun = |token: usize| phrases.text.pack.lexicon.pronoun(phrases.text.entries[token]);
    let oneself = phrases.is_pronoun(&agent) && pronoun(agent.start).is_some_and(|pronoun| pronoun.person == 1);
    if oneself {
        return Some(Accused {
            accused: None,
            alleged: non_empty(alleged),
            polarity: Polarity::Denies,
            strength,
            imputed: false,
        });
    }
    (!phrases.is_pronoun(&agent) && answers_for_deeds(phrases, &agent)).then(|| Accused {
        accused: Some(agent),
        alleged: non_empty(alleged),
        polarity: Polarity::SaysNot,
        strength,
        imputed: false,
    })
}

/// Whether what an infinitive tells is done or aimed at: `wants to sell`, not `refused to sell` and not `asked him to sell`.
pub(super) fn is_realised(phrases: &Phrases, group: &VerbGroup) -> bool {
    if !matches!(group.form, VerbForm::Infinitive | VerbForm::Bare) {
        return true;
    }
    let outer = group.tokens.start.checked_sub(1).and_then(|before| phrases.group(before));
    // "is going to start a war" has not started it.
    let to_come = |outer: &VerbGroup| outer.form == VerbForm::Finite && phrases.text.is(outer.main, Class::Coming);
    outer.is_none_or(|outer| !outer.negated && !outer.modal && !phrases.text.is(outer.main, Class::Undone) && !to_come(outer))
}

/// Whether a verb in `-ing` goes on with a clause that is not put forward: `should resist attacking her`.
pub(super) fn hangs_on_unreal(phrases: &Phrases, group: &VerbGroup) -> bool {
    if group.form != VerbForm::Ing {
        return false;
    }
    let start = phrases.sentence(group.main).start;
    let before = (start..group.tokens.start).rev().filter_map(|token| phrases.group(token));
    let finite = before.into_iter().find(|other| other.form == VerbForm::Finite);
    finite.is_some_and(|other| other.modal || other.negated || phrases.text.is(other.main, Class::Undone))
}

/// Whether the phrase before a verb stands under a preposition or a verb in `-ing`, so that it is no subject: `invoking Ostland is a trick`,
/// `naming the tales of Ostland and Westland is a trick`.
pub(super) fn is_governed(phrases: &Phrases, phrase: &Range<usize>, from: usize) -> bool {
    let text = phrases.text;
    let Some(before) = phrase.start.checked_sub(1).filter(|before| *before >= from) else { return false };
    let named = |token: &usize| {
        let tag = phrases.tag(*token);
        tag.is_noun() || matches!(tag, Tag::Jj | Tag::Dt | Tag::Cc | Tag::Pos | Tag::Prs) || text.is(*token, Class::Of)
    };
    let stop = (from..phrase.start).rev().find(|token| !named(token));
    matches!(phrases.tag(before), Tag::In | Tag::To | Tag::Vbg) && !text.is(before, Class::That)
        || stop.is_some_and(|stop| phrases.tag(stop) == Tag::Vbg)
}

/// `said she had nothing to do with the theft`: the speaker, or somebody else, is said to have no part in it.
pub(super) fn cleared(phrases: &Phrases, draft: &Draft, hedged: bool) -> Option<Accused> {
    let text = phrases.text;
    let strength = if hedged { Strength::Hedged } else { Strength::Direct };
    draft.content.iter().find_map(|part| {
        let mut groups =
            (part.start..part.end).filter_map(|token| phrases.group(token)).filter(|group| text.is(group.main, Class::Have));
        groups.find_map(|group| {
            let at = group.tokens.end;
            let (length, ()) = text.pack.deeds.no_part.longest(|n| (at + n < part.end).then(|| text.lower(at + n)))?;
            let whom = sources::subject(phrases, group).filter(|found| !found.relative)?.tokens;
            let what = at + length..part.end;
            let harm = names_harm(phrases, &what);
            let alleged = non_empty(what);
            // "telling the Courier he": the pronoun is the subject.
            let pronoun = text.pack.lexicon.pronoun(text.entries[whom.end - 1]);
            let one = draft.source.as_ref().is_some_and(|source| is_one(phrases, &source.tokens));
            if one && pronoun.is_some_and(|pronoun| pronoun.plural == Some(true) && pronoun.person == 3) {
                return None;
            }
            if is_oneself(phrases, &(whom.end - 1..whom.end)) {
                return Some(Accused { accused: None, alleged, polarity: Polarity::Denies, strength, imputed: false });
            }
            // "the video had no connection to the tour" clears nobody of anything.
            (harm && answers_for_deeds(phrases, &whom) && !is_printed(phrases, &whom)).then_some(Accused {
                accused: Some(whom),
                alleged,
                polarity: Polarity::SaysNot,
                strength,
                imputed: false,
            })
        })
    })
}

/// Whether a phrase names one person: a name of somebody alone, or a pronoun for one.
fn is_one(phrases: &Phrases, phrase: &Range<usize>) -> bool {
    let text = phrases.text;
    let pronoun = text.pack.lexicon.pronoun(text.entries[phrase.start]).filter(|_| phrase.len() == 1);
    match pronoun {
        Some(pronoun) => pronoun.gender.is_some(),
        None => head_noun(phrases, phrase).is_some_and(|head| {
            let given = phrase.clone().any(|token| text.pack.given_names.contains_key(text.lower(token)));
            phrases.tag(head) == Tag::Np
                && (given || text.is(phrase.start, Class::TitleWord))
                && !phrase.clone().any(|token| phrases.tag(token) == Tag::Cc)
        }),
    }
}

/// `portrayed the firm as a threat`, `called him a fraud`, `is seen as a bully`: somebody, or what is his, is given a name that
/// nobody bears without blame.
pub(super) fn ill_named(phrases: &Phrases, draft: &Draft, act: &str, hedged: bool) -> Option<Accused> {
    let text = phrases.text;
    let end = phrases.sentence(draft.head).end;
    let group = phrases.group(draft.head);
    let named_so = matches!(act, "describe" | "criticise");
    let (object, after) = if draft.passive {
        let subject = sources::subject(phrases, group?).filter(|found| !found.relative)?.tokens;
        (subject, group?.tokens.end)
    } else {
        let object = phrases.phrase_from(draft.head + 1, end, false)?;
        (object.clone(), object.end)
    };
    let as_follows = text.is(after, Class::As);
    // Words that only hold somebody to be something name it behind "as".
    if !as_follows && (draft.passive || !named_so) {
        return None;
    }
    let label = after + usize::from(as_follows);
    if matches!(phrases.tag(label), Tag::Pos | Tag::To) {
        return None;
    }
    let named = label
        ..(label..end.min(label + LABEL_NEAR))
            .find(|token| {
                phrases.tag(*token) == Tag::Comma || phrases.group(*token).is_some_and(|group| group.form == VerbForm::Finite)
            })
            .unwrap_or(end.min(label + LABEL_NEAR));
    // "called it a lie": what was told is no one who lies.
    if text.is(object.start, Class::Neuter) {
        return None;
    }
    let ill = is_ill_name(phrases, &named)
        || named_so && named.clone().any(|token| text.is(token, Class::Wrong) && phrases.tag(token).is_noun());
    let answers = (answers_for_deeds(phrases, &object) || is_owned(phrases, &object)) && !is_printed(phrases, &object);
    let strength = if hedged { Strength::Hedged } else { Strength::Direct };
    (ill && answers).then(|| Accused {
        accused: Some(object),
        alleged: non_empty(named),
        polarity: Polarity::Asserts,
        strength,
        imputed: !named_so,
    })
}

/// Whether words hold a name that nobody bears without blame.
pub(super) fn is_ill_name(phrases: &Phrases, words: &Range<usize>) -> bool {
    let text = phrases.text;
    words.clone().any(|token| {
        text.is(token, Class::Ill) && phrases.tag(token).is_noun()
            || text.pack.deeds.ill_names.longest(|n| (token + n < words.end).then(|| text.lower(token + n))).is_some()
    })
}

/// The noun phrase that a form of "be" has behind it, up to its first preposition.
pub(super) fn complement(phrases: &Phrases, from: usize, end: usize) -> Option<Range<usize>> {
    let skip = (from..end).find(|token| !phrases.text.is_quote(*token))?;
    phrases.phrase_from(skip, end, false)
}

/// A name that is given to somebody is looked for among so many tokens.
const LABEL_NEAR: usize = 12;

/// Where the clause that goes on here ends, for those who look for what is done in it.
pub(super) fn clause_end(phrases: &Phrases, from: usize, end: usize) -> usize {
    // "in attacking": a preposition before a verb in `-ing` is tagged as one that opens a clause.
    let ends = |token: &usize| match phrases.tag(*token) {
        Tag::Comma | Tag::Stop | Tag::Wdt | Tag::Wp => true,
        Tag::Sc => phrases.tag(token + 1) != Tag::Vbg || phrases.text.is(*token, Class::Subordinator),
        _ => false,
    };
    (from..end).find(ends).unwrap_or(end)
}

/// Who did the deed of this verb, and the words that tell it.
fn done(phrases: &Phrases, group: &VerbGroup, part: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let text = phrases.text;
    let after = group.tokens.end;
    let clause = clause_end(phrases, after, part.end);
    let wrong = || does_wrong(phrases, after, clause);
    let listed = |at: usize| {
        let (length, words) = text.pack.deeds.blame.longest(|n| (at + n < clause).then(|| text.lower(at + n)))?;
        let rest = at + length..clause;
        (words != BlameWords::OfHarm || names_harm(phrases, &rest)).then_some((rest, words))
    };
    let blame = if text.is(group.main, Class::Be) {
        (after..clause).find(|token| phrases.tag(*token) != Tag::Rb).and_then(listed)
    } else if group.passive {
        // "was involved in": a participle that stands in the table with its preposition.
        listed(group.main)
    } else {
        None
    };
    let deed = text.is(group.main, Class::Deed) && phrases.tag(group.main).is_verb() && !is_fair(phrases, group, clause);
    // "was beaten by officers", "guards dragged her": rough is what those do who are there to use force.
    let rough = text.is(group.main, Class::Rough) && phrases.tag(group.main).is_verb() && {
        let by = if group.passive {
            doer_named(phrases, after, part.end)
        } else {
            sources::subject(phrases, group).map(|found| found.tokens).filter(|_| suffers(phrases, after, clause))
        };
        by.is_some_and(|by| by.clone().any(|token| text.is(token, Class::Force)))
    };
    let deed = deed || rough;
    let doing = text.is(group.main, Class::Doing) && wrong();
    if let Some((rest, words)) = blame.filter(|_| !deed && !doing) {
        let found = sources::subject(phrases, group).filter(|found| !found.relative)?.tokens;
        // "the fire was the work of a gang" blames what follows.
        return if words == BlameWords::Object {
            let whom = phrases.phrase_from(rest.start, clause, true)?;
            let deed = part.start.max(phrases.sentence(group.main).start)..group.tokens.start;
            names_harm(phrases, &deed).then_some((whom, deed))
        } else {
            Some((found, group.tokens.start..clause))
        };
    }
    // "the executors of the attack were rebels"
    if text.is(group.main, Class::Be)
        && let Some(subject) = sources::subject(phrases, group).filter(|found| !found.relative).map(|found| found.tokens)
        && head_noun(phrases, &subject).is_some_and(|head| text.is(head, Class::Culprit))
        && let Some(whom) = phrases.phrase_from(after, clause, false)
    {
        return Some((whom, subject));
    }
    // "they had a motive in attacking the hall"
    if text.is(group.main, Class::Have)
        && let Some((length, ())) = text.pack.deeds.motive.longest(|n| (after + n < clause).then(|| text.lower(after + n)))
        && names_harm(phrases, &(after + length..clause))
    {
        return sources::subject(phrases, group)
            .filter(|found| !found.relative)
            .map(|found| (found.tokens, group.tokens.start..clause));
    }
    if !deed && !doing {
        return None;
    }
    if group.passive && !text.is(group.main, Class::Be) {
        // "worried about being robbed by a gang": nobody has done it.
        if !deed || group.form == VerbForm::Ing {
            return None;
        }
        let agent = doer_named(phrases, after, part.end)?;
        return Some((agent.clone(), part.start..agent.start.saturating_sub(1).max(part.start)));
    }
    let found = subject_within(phrases, group, part.start)?;
    // "members of a group planning a raid" tells who is meant; "not only paying but also planning" tells what was done.
    let reduced = matches!(group.form, VerbForm::Ing | VerbForm::Participle) && !found.shared;
    let no_subject = is_governed(phrases, &found.tokens, part.start) || hangs_on_unreal(phrases, group);
    (!found.relative && !reduced && !no_subject).then_some((found.tokens, group.tokens.start..clause))
}

/// The subject of a verb in what somebody says: in `Lind said the council knew of it and did nothing` the council's, not Lind.
pub(super) fn subject_within(phrases: &Phrases, group: &VerbGroup, from: usize) -> Option<sources::Found> {
    let found = sources::subject(phrases, group)?;
    let joined = group.tokens.start.checked_sub(1).is_some_and(|before| phrases.tag(before) == Tag::Cc);
    if found.tokens.start >= from || !joined || group.form != VerbForm::Finite {
        return Some(found);
    }
    let before = groups(phrases, from..group.tokens.start - 1).filter(|other| other.form == VerbForm::Finite).last();
    let own = before.and_then(|other| sources::subject(phrases, other));
    own.filter(|own| own.tokens.start >= from && !own.relative).or(Some(found))
}

/// Whom `by` names after a passive, before any other verb: somebody, and not `by a gun`.
pub(super) fn doer_named(phrases: &Phrases, after: usize, end: usize) -> Option<Range<usize>> {
    let (by, agent) = sources::agent(phrases, after, end)?;
    let next = (after..by).any(|token| phrases.group(token).is_some());
    let answers = answers_for_deeds(phrases, &agent) || is_owned(phrases, &agent);
    (!next && answers && !is_cause(phrases, &agent) && !is_printed(phrases, &agent)).then_some(agent)
}

/// Whether the clause of a verb is a condition or leaves open whether it is so: `asked if the files had been stolen by Ostland`.
pub(super) fn supposed(phrases: &Phrases, group: &VerbGroup, from: usize) -> bool {
    let text = phrases.text;
    // A condition before holds of the whole sentence: "if the files are real, Ostland is breaking the treaty".
    (from..group.tokens.start).any(|token| text.classes(token).any(&[Class::Condition, Class::Whether]))
}

/// Whether a wrong is what is done: the object of the verb, or of the preposition right behind it; not one further off (`helped after the fire`).
fn does_wrong(phrases: &Phrases, after: usize, end: usize) -> bool {
    let text = phrases.text;
    let links = |token: usize| matches!(phrases.tag(token), Tag::In | Tag::To) && !text.is(token, Class::Of) && token > after;
    (after..end)
        .take(10)
        .take_while(|token| !links(*token))
        .any(|token| text.is(token, Class::Wrong) && phrases.tag(token).is_noun())
}

/// Whether harm is done to those to whom it is done without blame: `killed the gunman`.
pub(super) fn is_fair(phrases: &Phrases, group: &VerbGroup, end: usize) -> bool {
    let text = phrases.text;
    let suffers = |token: usize| text.is(token, Class::FairGame) && (phrases.tag(token).is_noun() || text.capital(token));
    if group.passive {
        return sources::subject(phrases, group).is_some_and(|found| found.tokens.clone().any(suffers));
    }
    (group.tokens.end..end)
        .take(6)
        .take_while(|token| !matches!(phrases.tag(*token), Tag::In | Tag::To) || text.is(*token, Class::Of))
        .any(suffers)
}

/// Whether the clause that begins here is a condition or a time.
pub(super) fn conditional(phrases: &Phrases, subject: usize, from: usize) -> bool {
    let before = (from..subject).rev().find(|token| !phrases.text.is_quote(*token));
    // "one may argue that they lied"
    let possible = |that: usize| {
        let outer = that.checked_sub(1).filter(|at| *at >= from).and_then(|at| phrases.group(at));
        outer.is_some_and(|outer| outer.modal || outer.negated)
    };
    before.is_some_and(|before| {
        if phrases.text.is(before, Class::That) { possible(before) } else { matches!(phrases.tag(before), Tag::Sc | Tag::Wrb) }
    })
}

pub(super) fn non_empty(range: Range<usize>) -> Vec<Range<usize>> {
    if range.is_empty() { Vec::new() } else { vec![range] }
}

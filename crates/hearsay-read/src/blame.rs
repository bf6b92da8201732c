//! Who blames whom for what, as the words of accusing lay it out, whatever attribution they stand in.
//!
//! In: phrases. Out: [`Blame`]s, one a word of accusing, in order. The frames are those of `blame.tsv`; a passive
//! has the first part of the active as its subject, and `by` before its accuser. Invariant: parts are ranges of
//! tokens of one sentence, none empty, the accused and the deed apart.
//!
//! Example: in `The firm was blamed on Monday by divers for the leak` divers blame the firm for the leak.

use crate::acts::{does_ill, makes_war};
use crate::coreference::head_noun;
use crate::pack::{BlameFrame, Class, CuePos, Frame, Part, PronounCase, Tag};
use crate::phrases::{Phrases, VerbForm, VerbGroup};
use crate::sources::{self, Found};
use std::ops::Range;

/// One word of accusing with its parts.
#[derive(Debug, Clone)]
pub(crate) struct Blame {
    /// The word.
    pub(crate) head: usize,
    pub(crate) noun: bool,
    pub(crate) accuser: Option<Found>,
    pub(crate) accused: Option<Range<usize>>,
    pub(crate) deed: Option<Range<usize>>,
    /// A clause that tells both.
    pub(crate) clause: Option<Range<usize>>,
    /// Whether the word takes the blame away.
    pub(crate) clears: bool,
    /// Whether it is an accusation only under a word of rejecting or taking back.
    pub(crate) needs_denial: bool,
    pub(crate) passive: bool,
    /// Whether he who tells it in the passive, with nobody behind it, accuses: `police said that Holm is suspected of fraud`.
    pub(crate) by_teller: bool,
}

impl Blame {
    /// Whether it tells both who is accused and of what.
    pub(crate) fn is_whole(&self) -> bool {
        self.accused.is_some() && self.deed.is_some()
    }
}

/// Finds them.
pub(crate) fn blames(phrases: &Phrases) -> Vec<Blame> {
    let text = phrases.text;
    let mut found: Vec<Blame> = Vec::new();
    for head in 0..text.tokens.len() {
        if !text.is(head, Class::Blame) {
            continue;
        }
        let sentence = phrases.sentence(head);
        let group = phrases.group(head).filter(|group| group.main == head);
        let mut frames = text.pack.blame_frames.of(text.entries[head]);
        let blame = match group {
            Some(group) => {
                let subject = sources::subject(phrases, group).map(|found| past_relative(phrases, group, found, sentence.start));
                let limit = clause_end(phrases, head + 1, sentence.end);
                let read = |frame| of_verb(phrases, group, frame, subject.as_ref(), sentence.start, limit);
                let mut read: Vec<Blame> = frames.filter(|frame| !frame.noun).filter_map(read).collect();
                // "blamed the delay for the riot on the firm": where the first reading blames a thing, one that blames somebody is better.
                let somebody = read.iter().position(|blame| {
                    blame.accused.as_ref().is_some_and(|accused| answers_for_deeds(phrases, accused)) && blame.is_whole()
                });
                let best = somebody.unwrap_or(0);
                if best < read.len() { Some(read.swap_remove(best)) } else { None }
            }
            None if phrases.tag(head).is_noun() => {
                frames.find_map(|frame| if frame.noun { of_noun(phrases, head, frame, &sentence) } else { None })
            }
            None => None,
        };
        found.extend(blame);
    }
    found
}

/// Whose verb it is where the relative pronoun before it has a verb of its own: in `It charges the line with hiding a crack that grew, and
/// reproaches the office` no crack reproaches anybody.
fn past_relative(phrases: &Phrases, group: &VerbGroup, found: Found, start: usize) -> Found {
    let finite = |token: usize| phrases.group(token).is_some_and(|other| other.form == VerbForm::Finite);
    let has_verb = found.relative && (found.tokens.end..group.tokens.start).any(finite);
    let joined = group
        .tokens
        .start
        .checked_sub(2)
        .is_some_and(|comma| comma > start && phrases.tag(comma) == Tag::Comma && phrases.tag(comma + 1) == Tag::Cc);
    if !(has_verb && joined) {
        return found;
    }
    sources::subject_of_main(phrases, found.tokens.start).filter(|main| !main.relative).unwrap_or(found)
}

/// A place in the sentence while the parts of a frame are matched.
struct Reader<'r, 'a, 'd> {
    phrases: &'r Phrases<'a, 'd>,
    end: usize,
    at: usize,
    accused: Option<Range<usize>>,
    deed: Option<Range<usize>>,
    accuser: Option<Range<usize>>,
    clause: Option<Range<usize>>,
}

/// Reads a verb's frame in the active or, where the group is passive, in the passive.
fn of_verb(
    phrases: &Phrases,
    group: &VerbGroup,
    frame: &BlameFrame,
    subject: Option<&Found>,
    start: usize,
    limit: usize,
) -> Option<Blame> {
    let after = group.main + 1;
    let mut reader = Reader { phrases, end: limit, at: after, accused: None, deed: None, accuser: None, clause: None };
    let mut parts = frame.parts.as_slice();
    let mut accuser = None;
    // "the pilot whom the board accused of fraud": what looks like a participle has its subject before it.
    let active = group.form == VerbForm::Participle && group.tokens.len() == 1 && has_relative(phrases, group);
    let passive = group.passive && !active || is_reduced(phrases, group, frame);
    if passive {
        // The subject is what would stand right behind the verb: "the firm was accused", "the blame was laid on"; of "the firm, which was accused" it is the firm.
        // "users suspected of fraud", "a firm accused of fraud": the participle hangs on what stands right before it.
        let reduced = group.tokens.start.checked_sub(1).filter(|before| {
            *before >= start && (group.form == VerbForm::Participle || !group.passive) && phrases.tag(*before).is_noun()
        });
        let hung = reduced.and_then(|before| phrases.phrase_before(before + 1, start)).map(|phrase| last_of(phrases, phrase));
        let own = hung.map(|tokens| Found { tokens, relative: false, shared: false });
        let found = own.as_ref().or(subject)?;
        let subject = if found.relative {
            nearest(phrases, sources::antecedent(phrases, found.tokens.start, start)?, found.tokens.start)
        } else {
            found.tokens.clone()
        };
        match parts.split_first()? {
            (Part::Accused, rest) => (reader.accused, parts) = (Some(subject), rest),
            (Part::Deed, rest) => (reader.deed, parts) = (Some(subject), rest),
            _ => return None,
        }
        accuser = reader.agent(parts).map(|tokens| Found { tokens, relative: false, shared: false });
    }
    // "the senator, whom the auditor has accused of fraud"
    if !passive
        && let Some(relative) = subject.and_then(|found| found.tokens.start.checked_sub(1)).filter(|at| *at > start)
        && (matches!(phrases.tag(relative), Tag::Wp | Tag::Wdt) || phrases.text.is(relative, Class::That))
        && let [Part::Accused, Part::Words(words), ..] = parts
        && reader.is_one_of(after, words)
    {
        reader.accused = Some(nearest(phrases, sources::antecedent(phrases, relative, start)?, relative));
        parts = &parts[1..];
    }
    reader.parts(parts)?;
    // "the loans for which they hold him responsible"
    if !passive
        && reader.deed.is_none()
        && let Some(which) = subject.and_then(|found| found.tokens.start.checked_sub(1)).filter(|which| *which > start + 1)
        && phrases.tag(which) == Tag::Wdt
        && phrases.text.is(which - 1, Class::For)
    {
        reader.deed = sources::antecedent(phrases, which - 1, start);
    }
    if !passive {
        accuser = subject.cloned();
    } else if accuser.is_none()
        && let Some(deed) = &mut reader.deed
        && let Some(by) = deed.clone().find(|token| phrases.text.is(*token, Class::By))
        && let Some(tokens) = phrases.phrase_from(by + 1, limit, false)
        && by > deed.start
        && answers_for_deeds(phrases, &tokens)
    {
        // "was blamed for the leak by divers"
        deed.end = by;
        accuser = Some(Found { tokens, relative: false, shared: false });
    }
    let blame = Blame {
        head: group.main,
        noun: false,
        accuser,
        accused: reader.accused.filter(|range| !range.is_empty()),
        deed: reader.deed.filter(|range| !range.is_empty()),
        clause: None,
        clears: frame.clears,
        needs_denial: frame.needs_denial,
        passive,
        by_teller: frame.by_teller && passive,
    };
    harmful_enough(phrases, frame, blame)
}

/// Whether a verb that looks finite is a participle, since the word that brings the deed stands right behind it: `a firm accused of fraud may pay`.
fn is_reduced(phrases: &Phrases, group: &VerbGroup, frame: &BlameFrame) -> bool {
    let text = phrases.text;
    let behind = group.tokens.end;
    let brings = text.classes(behind).any(&[Class::Of, Class::For]);
    let [Part::Accused, Part::Words(words), ..] = frame.parts.as_slice() else { return false };
    brings
        && group.tokens.len() == 1
        && matches!(phrases.tag(group.main), Tag::Vbd | Tag::Vbn)
        && !frame.needs_wrong
        && words.iter().any(|word| **word == *text.lower(behind))
        && !behind_whom(phrases, group)
}

/// Whether the accused may stand before as a relative, or have lost it: `the firm that divers accused of fraud`, `the man prosecutors accused of fraud`.
fn behind_whom(phrases: &Phrases, group: &VerbGroup) -> bool {
    let text = phrases.text;
    // Two phrases side by side: "the man | prosecutors".
    let last = group.tokens.start.checked_sub(1).filter(|last| *last > phrases.sentence(group.main).start);
    let two = last.is_some_and(|last| {
        let other = |tag: Tag| matches!(tag, Tag::Nns | Tag::Np);
        other(phrases.tag(last)) && matches!(phrases.tag(last - 1), Tag::Nn | Tag::Nns) && !text.capital(last - 1)
    });
    // A pronoun has no participle hanging on it: "who he accused of fraud".
    let pronoun = last.is_some_and(|last| matches!(phrases.tag(last), Tag::Prp | Tag::Wp | Tag::Wdt));
    two || pronoun || has_relative(phrases, group)
}

/// Whether a relative pronoun stands before a verb with no other verb between: `whom the board | accused`.
fn has_relative(phrases: &Phrases, group: &VerbGroup) -> bool {
    let text = phrases.text;
    let start = phrases.sentence(group.main).start;
    let before = (start..group.tokens.start).rev().take(RELATIVE_NEAR).take_while(|token| phrases.group(*token).is_none());
    // "who was" has its verb right behind it.
    before
        .filter(|at| at + 1 < group.tokens.start)
        .any(|at| matches!(phrases.tag(at), Tag::Wp | Tag::Wdt) || text.is(at, Class::That) && phrases.tag(at) != Tag::Dt)
}

/// So many tokens before a verb its relative pronoun is looked for.
const RELATIVE_NEAR: usize = 12;

/// Of a phrase with others hanging on it, the last: `charities for firms` is the firms, `the head of the firm` is whole.
fn last_of(phrases: &Phrases, phrase: Range<usize>) -> Range<usize> {
    let links = |token: &usize| phrases.tag(*token) == Tag::In && !phrases.text.is(*token, Class::Of);
    match phrase.clone().rev().find(links) {
        Some(link) if link + 1 < phrase.end => link + 1..phrase.end,
        _ => phrase,
    }
}

/// Of what a relative pronoun for a person stands behind, the part that is nearest: `her fight against a rival whom`.
fn nearest(phrases: &Phrases, phrase: Range<usize>, relative: usize) -> Range<usize> {
    if phrases.text.is(relative, Class::RelativePerson) { last_of(phrases, phrase) } else { phrase }
}

/// The accusation, if it blames somebody, its deed is a harm where the frame asks for one, and somebody accuses where it asks for that.
fn harmful_enough(phrases: &Phrases, frame: &BlameFrame, blame: Blame) -> Option<Blame> {
    // "charged her with having slept": what is held against somebody is past, what she is entrusted with is not.
    let past = |deed: &Range<usize>| {
        let first = deed.clone().find(|token| phrases.tag(*token) != Tag::Rb && !phrases.text.is_quote(*token));
        first.is_some_and(|first| phrases.text.is(first, Class::Have) && phrases.tag(first) == Tag::Vbg)
    };
    // "charges the line with sending a crew to sea": no task, since nobody is entrusted with it.
    let done = |deed: &Range<usize>| {
        let first = deed.clone().find(|token| !(phrases.tag(*token) == Tag::Rb || phrases.text.is_quote(*token)));
        let verb = first.filter(|first| phrases.tag(*first) == Tag::Vbg && !phrases.text.is(*first, Class::Entrusted));
        !blame.passive && verb.is_some()
    };
    let harmful = |deed: &Range<usize>| names_harm(phrases, deed) || tells_harm(phrases, deed) || past(deed) || done(deed);
    let is_harmful = !frame.needs_wrong || blame.deed.as_ref().is_some_and(harmful);
    // "laid the loss at her door", and no flowers.
    let told_of = !frame.needs_definite
        || blame.deed.as_ref().is_some_and(|deed| {
            let first = deed.start;
            phrases.text.is(first, Class::Definite) || matches!(phrases.tag(first), Tag::Prs | Tag::Np) || harmful(deed)
        });
    let by_somebody = !frame.needs_accuser
        || blame.accuser.is_some() && blame.accused.as_ref().is_some_and(|accused| !is_said(phrases, accused));
    let of_somebody = blame.accused.as_ref().is_none_or(|accused| !is_cause(phrases, accused));
    (is_harmful && told_of && by_somebody && of_somebody).then_some(blame)
}

/// Whether a phrase names something that is said or printed: `these statements`.
fn is_said(phrases: &Phrases, phrase: &Range<usize>) -> bool {
    let noun = |head: usize| {
        let mut cues = phrases.text.cues(head);
        cues.any(|cue| cue.pos == CuePos::Noun)
    };
    head_noun(phrases, phrase).is_some_and(|head| phrases.tag(head) != Tag::Np && noun(head))
}

/// Whether a noun is one of accusing by itself: `the charge`, not `the claim`.
fn is_accusing(phrases: &Phrases, head: usize) -> bool {
    let mut cues = phrases.text.cues(head);
    cues.any(|cue| cue.pos == CuePos::Noun && cue.act == "accuse")
}

/// Whether a verb in some words is blamed on its subject: `planning to overrun its neighbours`.
fn tells_harm(phrases: &Phrases, deed: &Range<usize>) -> bool {
    deed.clone()
        .take(12)
        .filter_map(|token| phrases.group(token))
        .any(|group| does_ill(phrases, group, deed.end) || makes_war(phrases, group, deed.end))
}

/// Reads a noun's frame: `the divers' allegation that the firm had lied`.
fn of_noun(phrases: &Phrases, head: usize, frame: &BlameFrame, sentence: &Range<usize>) -> Option<Blame> {
    let limit = clause_end(phrases, head + 1, sentence.end);
    let mut reader = Reader { phrases, end: limit, at: head + 1, accused: None, deed: None, accuser: None, clause: None };
    reader.parts(&frame.parts)?;
    let owner = sources::owner(phrases, head);
    // "the allegations of Mayor Ada Holm" are hers, and of nothing that is told.
    let by_somebody = reader.accused.is_none() && frame.needs_denial && reader.clause.is_none();
    if let Some(somebody) =
        reader.deed.take_if(|deed| by_somebody && !names_harm(phrases, deed) && answers_for_deeds(phrases, deed))
    {
        reader.accuser = Some(somebody);
    }
    // "her charge that the board had lied" is hers, where "the charge that" needs somebody who answers it.
    let of_somebody = reader.clause.is_some()
        && owner.is_some()
        && (is_accusing(phrases, head) || reader.deed.as_ref().is_some_and(|deed| names_harm(phrases, deed)));
    let blame = Blame {
        head,
        noun: true,
        accuser: reader.accuser.or(owner).map(|tokens| Found { tokens, relative: false, shared: false }),
        accused: reader.accused,
        deed: reader.deed,
        clause: reader.clause,
        clears: frame.clears,
        needs_denial: frame.needs_denial && !of_somebody,
        passive: false,
        by_teller: false,
    };
    harmful_enough(phrases, frame, blame)
}

impl Reader<'_, '_, '_> {
    fn lower(&self, token: usize) -> &str {
        self.phrases.text.lower(token)
    }

    fn is_one_of(&self, token: usize, words: &[Box<str>]) -> bool {
        token < self.end && words.iter().any(|word| **word == *self.lower(token))
    }

    /// Where something is said, not on whom it is blamed: `blamed the firm on Twitter`.
    fn is_channel(&self, token: usize) -> bool {
        let text = self.phrases.text;
        text.is(token, Class::Channel) || text.is(token, Class::Definite) && text.is(token + 1, Class::Channel)
    }

    /// Past adverbs, times and `by …`.
    fn skip(&mut self) {
        loop {
            let times = self.phrases.after_times(self.at, self.end);
            if times > self.at {
                self.at = times;
            } else if self.at < self.end && self.phrases.tag(self.at) == Tag::Rb && self.phrases.group(self.at).is_none() {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    /// `by divers`, here; what follows the agent is read from `next` on.
    fn agent(&mut self, next: &[Part]) -> Option<Range<usize>> {
        self.skip();
        if !self.phrases.text.is(self.at, Class::By) || self.phrases.tag(self.at + 1) == Tag::Vbg {
            return None;
        }
        let from = self.at + 1;
        let end = match next.first() {
            Some(Part::Words(words)) => self.find(from, words).unwrap_or(self.end),
            _ => self.end,
        };
        let mut whole = self.phrases.phrase_from(from, end, false)?;
        self.at = whole.end;
        // "by Ada Holm, the dispatcher, of deleting"
        if !next.is_empty() && self.phrases.tag(whole.end) == Tag::Comma {
            whole = sources::with_apposition(self.phrases, whole, end);
            self.at = whole.end + usize::from(self.phrases.tag(whole.end) == Tag::Comma && whole.end < end);
        }
        // "by the end of the week" is nobody.
        (!whole.clone().any(|token| self.phrases.text.classes(token).any(&[Class::Weekday, Class::Month, Class::TimeNoun])))
            .then_some(whole)
    }

    /// Matches the parts one by one.
    fn parts(&mut self, parts: &[Part]) -> Option<()> {
        for (n, part) in parts.iter().enumerate() {
            let rest = &parts[n + 1..];
            match part {
                Part::Maybe(words) => self.at += usize::from(self.is_one_of(self.at, words)),
                Part::Words(words) => {
                    self.skip();
                    if !self.is_one_of(self.at, words) {
                        return None;
                    }
                    self.at += 1;
                }
                Part::Accused => self.accused = Some(accused_proper(self.phrases, self.slot(rest)?)),
                Part::Accuser => self.accuser = Some(self.slot(rest)?),
                Part::Deed => self.deed = Some(self.slot(rest)?),
                Part::Clause => {
                    let clause = self.at..self.end;
                    let (accused, deed) = subject_and_rest(self.phrases, &clause)?;
                    // "a suggestion that he might pay" blames nobody yet.
                    if self.phrases.group(deed.start).is_some_and(|group| group.modal) && !names_harm(self.phrases, &deed) {
                        return None;
                    }
                    (self.accused, self.deed, self.clause) = (Some(accused), Some(deed), Some(clause.clone()));
                    self.at = clause.end;
                }
                Part::Gerund => {
                    let begins = |token: &usize| {
                        self.phrases
                            .group(*token)
                            .is_some_and(|group| group.form == VerbForm::Ing && group.tokens.start == *token)
                    };
                    let verb = (self.at + 1..self.end).find(begins)?;
                    (self.accused, self.deed, self.clause) = (Some(self.at..verb), Some(verb..self.end), Some(self.at..self.end));
                    self.at = self.end;
                }
            }
        }
        Some(())
    }

    /// A part of any words: up to the word that the next part asks for, else to the end of its phrase or clause.
    fn slot(&mut self, rest: &[Part]) -> Option<Range<usize>> {
        let from = self.at;
        if from >= self.end {
            return None;
        }
        let next = rest.iter().find_map(|part| match part {
            Part::Words(words) => Some(words),
            _ => None,
        });
        let mut to = match next {
            Some(words) => self.find(from, words)?,
            None => self.end,
        };
        // A `by` that names the accuser belongs to nobody else.
        if let Some(by) = (from + 1..to).find(|token| self.phrases.text.is(*token, Class::By)).filter(|_| next.is_some()) {
            to = by;
        }
        // "blamed the firm on Twitter": that is where it was said.
        if next.is_none()
            && let Some(on) = (from + 1..to).find(|token| self.phrases.text.is(*token, Class::On) && self.is_channel(*token + 1))
        {
            to = on;
        }
        // Nor is the day: "the treasurer, Ada Holm, on Friday of fraud".
        if next.is_some()
            && let Some(when) = (from + 1..to)
                .find(|token| self.phrases.text.is(*token, Class::TimePreposition) && self.phrases.after_times(*token, to) == to)
        {
            to = when;
        }
        // An adverb before the next word is no part: "the roof squarely on the firm".
        while to > from + 1 && next.is_some() && self.phrases.tag(to - 1) == Tag::Rb {
            to -= 1;
        }
        if to <= from {
            return None;
        }
        self.at = to;
        Some(from..to)
    }

    /// Where the word that parts two slots stands. `of` is ambiguous (`accused the Ministry of Roads of fraud`): best before a verb in
    /// `-ing` or a word of harm, never inside a name.
    fn find(&self, from: usize, words: &[Box<str>]) -> Option<usize> {
        let text = self.phrases.text;
        let places: Vec<usize> = (from..self.end)
            .filter(|token| self.is_one_of(*token, words))
            .filter(|token| !(text.is(*token, Class::On) && (self.phrases.is_time(*token + 1) || self.is_channel(*token + 1))))
            .filter(|token| *token > from || text.is(*token, Class::That))
            .collect();
        let in_name = |token: usize| text.capital(token - 1) && text.capital(token + 1) && self.phrases.tag(token + 1) == Tag::Np;
        let doing = |token: &&usize| self.phrases.tag(**token + 1) == Tag::Vbg;
        let harm = |token: &&usize| (**token + 1..(**token + 4).min(self.end)).any(|next| text.is(next, Class::Wrong));
        let of = places.first().is_some_and(|first| text.is(*first, Class::Of));
        if of {
            // "the bishop, a friend of the mayor, of silence": what stands behind the comma that closes an apposition.
            let opened = |token: usize| (from..token - 1).any(|at| self.phrases.tag(at) == Tag::Comma);
            let behind = |token: &&usize| **token > from && self.phrases.tag(**token - 1) == Tag::Comma && opened(**token);
            return places
                .iter()
                .find(doing)
                .or_else(|| places.iter().find(behind))
                .or_else(|| places.iter().find(harm))
                .or_else(|| places.iter().find(|token| !in_name(**token)))
                .or(places.last())
                .copied();
        }
        // "the attack on the hall on rebels": the last of two that may part them, where it is followed by somebody.
        let on = places.len() > 1 && places.iter().all(|token| text.is(*token, Class::On));
        if on { places.last() } else { places.first() }.copied()
    }
}

/// Whom a slot names: of `the minister herself` and `the minister's` the minister, of `neither the crew nor the pilot, but the line,` the line.
fn accused_proper(phrases: &Phrases, slot: Range<usize>) -> Range<usize> {
    let text = phrases.text;
    let mut proper = slot.clone();
    if text.classes(slot.start).any(&[Class::Not, Class::Nobody])
        && let Some(but) =
            slot.clone().skip(1).find(|token| phrases.tag(*token) == Tag::Cc && phrases.tag(token - 1) == Tag::Comma)
    {
        proper.start = but + 1;
    }
    let reflexive = |token: usize| {
        text.pack.lexicon.pronoun(text.entries[token]).is_some_and(|pronoun| pronoun.case == PronounCase::Reflexive)
    };
    while proper.len() > 1 && (reflexive(proper.end - 1) || matches!(phrases.tag(proper.end - 1), Tag::Pos | Tag::Comma)) {
        proper.end -= 1;
    }
    if proper.is_empty() { slot } else { proper }
}

/// The end of the clause that goes on from here: a full stop, a quotation's end, a comma that does not part a list, a conjunction.
fn clause_end(phrases: &Phrases, from: usize, end: usize) -> usize {
    let text = phrases.text;
    let around = |token: usize| phrases.quotes.around(token).map(|quote| quote.tokens.start);
    let inside = around(from.saturating_sub(1));
    // Clauses that hang on what is told here and have not had their verb yet: "the firm that leaked".
    let mut hanging = 0;
    for token in from..end {
        let tag = phrases.tag(token);
        let next = phrases.tag(token + 1);
        // "of deliberately driving" opens no clause, "of implying they were wrong" does.
        let verb = (token + 1..end).find(|at| phrases.tag(*at) != Tag::Rb).filter(|at| phrases.tag(*at) == Tag::Vbg);
        let clause = tag == Tag::Sc && verb.is_none_or(|verb| takes_clause(phrases, verb));
        // "the charge that money": behind a noun it opens a clause, whatever it could be else.
        let behind_noun = token == from && token > 0 && phrases.tag(token - 1).is_noun();
        let opens = clause
            || matches!(tag, Tag::Wp | Tag::Wdt | Tag::Wrb)
            || text.is(token, Class::That) && (tag != Tag::Dt || behind_noun);
        hanging += usize::from(opens || tag == Tag::Prp && phrases.group(token + 1).is_some());
        // A verb of no such clause is that of the sentence: "charges against the firm | are old".
        if begins_finite(phrases, token) && token > from {
            if hanging == 0 {
                return token;
            }
            hanging -= 1;
        }
        let ends = match tag {
            Tag::Stop | Tag::Colon => !text.is_quote(token) || inside.is_some(),
            Tag::Close => inside.is_some() && around(token + 1) != inside,
            // "Holm, the mayor, of fraud": an apposition and what goes on behind it.
            Tag::Comma if goes_on(phrases, token, end) => false,
            // "neither the crew nor the pilot, but the line"
            Tag::Comma if next == Tag::Cc && text.classes(from).any(&[Class::Not, Class::Nobody]) => false,
            // A list goes on with a noun and no verb before its "and".
            Tag::Comma => {
                let list = (token + 1..end.min(token + 8))
                    .take_while(|at| phrases.group(*at).is_none())
                    .any(|at| phrases.tag(at) == Tag::Cc);
                !(list && matches!(next, Tag::Nn | Tag::Nns | Tag::Jj | Tag::Dt | Tag::Np | Tag::Vbg))
            }
            // `of` before a verb in `-ing` is tagged as one that opens a clause.
            Tag::Sc => !text.is(token, Class::That) && next != Tag::Vbg && verb.is_none() && token > from,
            Tag::Cc => {
                let next = (token + 1..end).find(|at| phrases.tag(*at) != Tag::Rb || phrases.group(*at).is_some());
                next.is_some_and(|next| {
                    phrases.group(next).is_some_and(|group| group.form == VerbForm::Finite && group.tokens.start == next)
                })
            }
            _ => inside.is_some() && around(token) != inside,
        };
        if ends {
            return token;
        }
    }
    end
}

/// Whether a comma opens or closes an apposition behind which a preposition goes on with the deed.
fn goes_on(phrases: &Phrases, comma: usize, end: usize) -> bool {
    let text = phrases.text;
    // "Holm, the mayor, on Friday of fraud": when it was said may stand between.
    let deed = |token: usize| {
        let token = phrases.after_times(token, end);
        (text.classes(token).any(&[Class::Of, Class::For, Class::With]) || text.lower(token) == "over") && token < end
    };
    if deed(comma + 1) {
        return true;
    }
    let named = matches!(phrases.tag(comma + 1), Tag::Dt | Tag::Nn | Tag::Nns | Tag::Np | Tag::Jj | Tag::Prs | Tag::Cd);
    let inside = (comma + 1..end)
        .take(APPOSITION)
        .take_while(|token| phrases.group(*token).is_none_or(|group| group.form != VerbForm::Finite));
    let close = inside.into_iter().find(|token| phrases.tag(*token) == Tag::Comma);
    named && close.is_some_and(|close| deed(close + 1))
}

/// An apposition has at most so many tokens.
const APPOSITION: usize = 14;

/// Whether a verb may have a clause behind it without a word that opens it.
fn takes_clause(phrases: &Phrases, verb: usize) -> bool {
    let mut cues = phrases.text.cues(verb);
    cues.any(|cue| cue.pos == CuePos::Verb && cue.pieces.len() == 1 && cue.frames.has(Frame::Zero))
}

/// Whether a finite verb begins here, and not a participle that looks like one: `the firm paid by Holm`.
fn begins_finite(phrases: &Phrases, token: usize) -> bool {
    phrases.group(token).is_some_and(|group| {
        let reduced = group.tokens.clone().all(|at| at == group.main || phrases.tag(at) == Tag::Rb)
            && phrases.tag(group.main) == Tag::Vbd
            && matches!(phrases.tag(group.tokens.end), Tag::In | Tag::To | Tag::Stop | Tag::Comma);
        group.tokens.start == token && group.form == VerbForm::Finite && !reduced
    })
}

/// Whether what is blamed is a thing that went wrong or that makes things happen, and nobody who did it: `several factors`, `the weather`.
pub(crate) fn is_cause(phrases: &Phrases, phrase: &Range<usize>) -> bool {
    let text = phrases.text;
    head_noun(phrases, phrase)
        .is_some_and(|head| text.classes(head).any(&[Class::Cause, Class::Wrong]) && phrases.tag(head) != Tag::Np)
        && !is_owned(phrases, phrase)
        && !is_given(phrases, phrase)
}

/// Whether a thing is told to come from somebody: `money from Ostland`.
fn is_given(phrases: &Phrases, phrase: &Range<usize>) -> bool {
    head_noun(phrases, phrase).is_some_and(|head| {
        phrases.text.is(head, Class::Arm) && phrases.text.is(head + 1, Class::Origin) && phrase.contains(&(head + 2))
    })
}

/// The subject of a clause and what it says of it.
pub(crate) fn subject_and_rest(phrases: &Phrases, clause: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let from = clause.start + usize::from(phrases.text.is(clause.start, Class::That) && phrases.tag(clause.start) != Tag::Dt);
    let verb = (from..clause.end)
        .filter_map(|token| phrases.group(token))
        .find(|group| group.form == VerbForm::Finite && group.tokens.start > from)?;
    let mut subject = from..phrases.before_times(verb.tokens.start, from);
    while !subject.is_empty() && matches!(phrases.tag(subject.end - 1), Tag::Comma | Tag::Rb) {
        subject.end -= 1;
    }
    // "the driver of the truck" is one, "the driver who fled" is the driver.
    if let Some(relative) = subject.clone().find(|token| matches!(phrases.tag(*token), Tag::Wp | Tag::Wdt | Tag::Comma)) {
        subject.end = relative;
    }
    if subject.is_empty() { None } else { Some((subject, verb.tokens.start..clause.end)) }
}

/// Whether words name a harm, or tell a deed by a verb of harm.
pub(crate) fn names_harm(phrases: &Phrases, range: &Range<usize>) -> bool {
    let text = phrases.text;
    range.clone().take(12).any(|token| {
        (text.is(token, Class::Wrong) && phrases.tag(token).is_noun())
            || (text.is(token, Class::Deed) && (phrases.tag(token).is_verb() || phrases.tag(token) == Tag::Vbg))
    })
}

/// Whether a thing has an owner who answers for it: `Ostland's policy`, `Ostlandic shells`, `Ostland troops`. A person who has an
/// owner (`Ostland's envoy`) answers for himself.
pub(crate) fn is_owned(phrases: &Phrases, phrase: &Range<usize>) -> bool {
    head_noun(phrases, phrase).is_some_and(|head| owner_word(phrases, phrase, head).is_some())
}

/// The last word that tells whose a thing is, before its head.
pub(crate) fn owner_word(phrases: &Phrases, phrase: &Range<usize>, head: usize) -> Option<usize> {
    let text = phrases.text;
    let arm = text.classes(head).any(&[Class::Arm, Class::Weapon]);
    let thing = !text.classes(head).any(&[Class::TitleWord, Class::SourceHead, Class::Doer]) && phrases.tag(head) != Tag::Np;
    if !arm && !thing {
        return None;
    }
    let owned = |token: &usize| text.capital(*token) && phrases.tag(*token + 1) == Tag::Pos;
    let adjective = |token: &usize| *token > 0 && text.capital(*token) && text.pack.gazetteer.is_demonym(text.lower(*token));
    // "NATO troops", but not "the Ostland war": only what acts for somebody is his by standing beside his name.
    let beside = |token: &usize| arm && text.capital(*token) && phrases.tag(*token) == Tag::Np && *token + 1 == head;
    (phrase.start..head).rev().find(|token| owned(token) || adjective(token) || beside(token))
}

/// A name, a body, a group or a third person; not "we", and not a thing that only did its work.
pub(crate) fn answers_for_deeds(phrases: &Phrases, phrase: &Range<usize>) -> bool {
    let text = phrases.text;
    if phrase.len() == 1
        && let Some(pronoun) = text.pack.lexicon.pronoun(text.entries[phrase.start])
    {
        return pronoun.person == 3 && pronoun.case == PronounCase::Personal;
    }
    head_noun(phrases, phrase).is_some_and(|head| {
        phrases.tag(head) == Tag::Np
            || text.capital(head) && text.pack.gazetteer.is_people(text.lower(head))
            || text.classes(head).any(&[Class::Doer, Class::TitleWord, Class::SourceHead, Class::OrganisationWord])
            || has_name_beside(phrases, phrase)
    })
}

/// Whether a full name stands beside a description, between commas: `the surveyor, Ines Holt, had`.
fn has_name_beside(phrases: &Phrases, phrase: &Range<usize>) -> bool {
    let name = (phrase.end + 1..).take_while(|token| phrases.tag(*token) == Tag::Np && phrases.text.capital(*token)).count();
    phrases.text.is(phrase.start, Class::Definite)
        && phrases.tag(phrase.end) == Tag::Comma
        && name > 1
        && phrases.tag(phrase.end + 1 + name) == Tag::Comma
}

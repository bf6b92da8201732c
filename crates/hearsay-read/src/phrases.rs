//! Verb groups and noun phrases: what a clause grammar without a parser stands on.
//!
//! In: tokens, tags and quotations. Out: every [`VerbGroup`], and noun phrases on demand, to the left
//! or right of a place. Invariant: groups are apart and in order; no phrase crosses a sentence.
//!
//! Example: `The mayor of Ost has never denied it` has the group `has never denied` and, to its left,
//! the phrase `The mayor of Ost`.

use crate::pack::{Class, PronounCase, Tag};
use crate::quotes::{NONE, Quotes};
use crate::text::Text;
use hearsay_text::TokenKind;
use std::ops::Range;

/// A verb with its auxiliaries, negation and the adverbs among them.
#[derive(Debug, Clone)]
pub(crate) struct VerbGroup {
    pub(crate) tokens: Range<usize>,
    /// The verb that tells what is done.
    pub(crate) main: usize,
    pub(crate) form: VerbForm,
    pub(crate) passive: bool,
    pub(crate) negated: bool,
    pub(crate) modal: bool,
}

/// What a verb group can be in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VerbForm {
    Finite,
    Infinitive,
    Ing,
    Participle,
    Bare,
}

/// The layer: tags, groups, and the texts below, so that phrases can be asked for.
pub(crate) struct Phrases<'a, 'd> {
    pub(crate) text: &'a Text<'d>,
    pub(crate) tags: &'a [Tag],
    pub(crate) quotes: &'a Quotes,
    pub(crate) groups: Vec<VerbGroup>,
    /// Group of each token.
    pub(crate) group_of: Vec<u32>,
}

/// Finds the verb groups.
pub(crate) fn phrases<'a, 'd>(text: &'a Text<'d>, tags: &'a [Tag], quotes: &'a Quotes) -> Phrases<'a, 'd> {
    let mut phrases = Phrases { text, tags, quotes, groups: Vec::new(), group_of: vec![NONE; text.tokens.len()] };
    for sentence in &text.sentences {
        let mut at = sentence.tokens.start;
        let mut free = at;
        while at < sentence.tokens.end {
            match phrases.verb_group(at, free, sentence.tokens.end) {
                Some(group) => {
                    at = group.tokens.end;
                    free = at;
                    phrases.group_of[group.tokens.clone()].fill(phrases.groups.len() as u32);
                    phrases.groups.push(group);
                }
                None => at += 1,
            }
        }
    }
    phrases
}

impl Phrases<'_, '_> {
    /// Tag of a token; a mark where there is none.
    pub(crate) fn tag(&self, token: usize) -> Tag {
        self.tags.get(token).copied().unwrap_or(Tag::Stop)
    }

    /// The verb group that holds a token.
    pub(crate) fn group(&self, token: usize) -> Option<&VerbGroup> {
        self.groups.get(*self.group_of.get(token)? as usize)
    }

    /// The tokens of the sentence that holds a token.
    pub(crate) fn sentence(&self, token: usize) -> Range<usize> {
        let number = self.text.sentence_of.get(token).copied().unwrap_or(u32::MAX);
        self.text.sentences.get(number as usize).map_or(token..token, |sentence| sentence.tokens.clone())
    }

    fn is_adverb(&self, token: usize) -> bool {
        self.tag(token) == Tag::Rb || self.text.is(token, Class::Not)
    }

    fn is_auxiliary(&self, token: usize) -> bool {
        matches!(self.tag(token), Tag::Md | Tag::To)
            || self.text.classes(token).any(&[Class::Be, Class::Have, Class::Do, Class::Get])
    }

    /// The group whose first verb stands at `at`; adverbs before it are taken back to `free`.
    fn verb_group(&self, at: usize, free: usize, end: usize) -> Option<VerbGroup> {
        let text = self.text;
        let tag = self.tag(at);
        let begins = tag.is_verb()
            || tag == Tag::Md
            || (tag == Tag::To && self.next_verb(at, end).is_some_and(|verb| matches!(self.tag(verb), Tag::Vb | Tag::Vbp)));
        if !begins || text.is_quote(at) {
            return None;
        }
        let form = match tag {
            Tag::To => VerbForm::Infinitive,
            Tag::Vbg => VerbForm::Ing,
            Tag::Vbn => VerbForm::Participle,
            Tag::Vb => VerbForm::Bare,
            _ => VerbForm::Finite,
        };
        let (mut main, mut last) = (at, at);
        let (mut passive, mut negated) = (tag == Tag::Vbn, false);
        // A chain of auxiliaries is short; more are a list of something else.
        for _ in 0..6 {
            if !self.is_auxiliary(main) {
                break;
            }
            let Some(next) = self.next_verb(main, end) else { break };
            let classes = text.classes(main);
            let fits = match self.tag(main) {
                Tag::To => matches!(self.tag(next), Tag::Vb | Tag::Vbp),
                Tag::Md => true,
                _ if classes.has(Class::Be) => matches!(self.tag(next), Tag::Vbn | Tag::Vbg | Tag::Vbd),
                _ if classes.has(Class::Have) => matches!(self.tag(next), Tag::Vbn | Tag::Vbd),
                _ if classes.has(Class::Do) => matches!(self.tag(next), Tag::Vb | Tag::Vbp),
                _ => self.tag(next) == Tag::Vbn,
            };
            if !fits {
                break;
            }
            passive = classes.any(&[Class::Be, Class::Get]) && matches!(self.tag(next), Tag::Vbn | Tag::Vbd);
            main = next;
            last = next;
        }
        // A negation may close the group: "is not", "did not".
        if text.is(last + 1, Class::Not) && last + 1 < end && self.is_auxiliary(main) {
            last += 1;
        }
        let mut start = at;
        while start > free && self.is_adverb(start - 1) && self.goes_with_verb(start - 1) {
            start -= 1;
        }
        negated |= (start..=last).any(|token| text.is(token, Class::Not) && !self.is_only(token));
        let modal = (start..main).any(|token| self.tag(token) == Tag::Md);
        Some(VerbGroup { tokens: start..last + 1, main, form, passive, negated, modal })
    }

    /// "not only" negates nothing.
    fn is_only(&self, token: usize) -> bool {
        self.tag(token + 1) == Tag::Rb && self.text.is(token + 1, Class::Correlate) && self.tag(token + 2) != Tag::Vb
    }

    /// Adverbs of time and of the whole sentence stay outside.
    fn goes_with_verb(&self, token: usize) -> bool {
        let classes = self.text.classes(token);
        if classes.has(Class::Not) || classes.has(Class::Manner) {
            return !classes.has(Class::SentenceAdverb) || classes.has(Class::Not);
        }
        !classes.any(&[Class::SentenceAdverb, Class::Weekday, Class::TimeNoun]) && !classes.has(Class::TimeAdverb)
    }

    /// The next verb after adverbs.
    fn next_verb(&self, at: usize, end: usize) -> Option<usize> {
        let mut next = at + 1;
        while next < end && next < at + 5 && self.is_adverb(next) {
            next += 1;
        }
        (next < end && self.tag(next).is_verb()).then_some(next)
    }

    /// An emoji or a sign is part of nobody's name.
    fn is_symbol(&self, token: usize) -> bool {
        self.text.tokens.get(token).is_some_and(|token| token.kind == TokenKind::Symbol)
    }

    /// Whether a token can stand inside a noun phrase.
    fn in_phrase(&self, token: usize) -> bool {
        !self.text.is_quote(token)
            && !self.is_symbol(token)
            && matches!(
                self.tag(token),
                Tag::Nn
                    | Tag::Nns
                    | Tag::Np
                    | Tag::Jj
                    | Tag::Cd
                    | Tag::Dt
                    | Tag::Prs
                    | Tag::Pos
                    | Tag::Vbn
                    | Tag::Vbg
                    | Tag::Prp
                    | Tag::Uh
            )
    }

    /// Weekdays, months, times: they stand beside a verb or noun and belong to neither.
    pub(crate) fn is_time(&self, token: usize) -> bool {
        self.text.classes(token).any(&[Class::Weekday, Class::TimeAdverb])
            || (self.text.classes(token).any(&[Class::TimeNoun, Class::Month]) && !self.text.is(token + 1, Class::Of))
    }

    /// The place before any adverbs and times that end at `end`: `Holm on Tuesday |`.
    pub(crate) fn before_times(&self, end: usize, start: usize) -> usize {
        let mut at = end;
        loop {
            if at <= start {
                return start;
            }
            let last = at - 1;
            if self.tag(last) == Tag::Rb
                && (self.text.is(last, Class::TimeAdverb)
                    || self.text.is(last, Class::Manner)
                    || self.text.is(last, Class::SentenceAdverb))
            {
                at = last;
                continue;
            }
            match self.time_ending_at(last, start) {
                Some(before) if before > start => at = before,
                _ => return at,
            }
        }
    }

    /// The start of the expression of time whose last token this is.
    fn time_ending_at(&self, last: usize, start: usize) -> Option<usize> {
        let mut at = last;
        let number = |token: usize| self.tag(token) == Tag::Cd;
        if number(at) && at > start + 1 && self.text.is(at - 1, Class::TimePreposition) {
            return Some(at - 1);
        }
        if number(at) && at > start && self.text.is(at - 1, Class::Month) {
            at -= 1;
        }
        if !self.is_time(at) {
            return None;
        }
        while at > start
            && (self.is_time(at - 1)
                || matches!(self.tag(at - 1), Tag::Jj | Tag::Cd | Tag::Dt) && self.text.classes(at).any(&[Class::TimeNoun]))
        {
            at -= 1;
        }
        if at > start && self.text.is(at - 1, Class::TimePreposition) {
            at -= 1;
        }
        Some(at)
    }

    /// The end of the expressions of time that begin at `at`: `on Tuesday | that`.
    pub(crate) fn after_times(&self, at: usize, end: usize) -> usize {
        let mut next = at;
        loop {
            let mut here = next;
            if here < end && self.text.is(here, Class::TimePreposition) {
                here += 1;
            }
            let from = here;
            while here < end
                && here < from + 5
                && (self.is_time(here)
                    || (matches!(self.tag(here), Tag::Dt | Tag::Jj | Tag::Cd | Tag::Rb | Tag::Prs)
                        && here + 1 < end
                        && self.time_soon(here + 1, end))
                    || (self.tag(here) == Tag::Cd && here > from && self.text.is(here - 1, Class::Month)))
            {
                here += 1;
            }
            // "the Sept. 11 attacks" is a thing, not a time.
            let names_a_thing = here < end
                && from == next
                && matches!(self.tag(here), Tag::Nn | Tag::Nns)
                && !self.text.is(here - usize::from(here > from), Class::Weekday);
            if here == from || names_a_thing || !(from..here).any(|token| self.is_time(token)) {
                return next;
            }
            next = here;
        }
    }

    fn time_soon(&self, at: usize, end: usize) -> bool {
        (at..end.min(at + 2)).any(|token| self.is_time(token)) && !matches!(self.tag(at), Tag::Comma | Tag::Stop)
    }

    /// The noun phrase that ends right before `end`, with the phrases that hang on it by prepositions.
    pub(crate) fn phrase_before(&self, end: usize, start: usize) -> Option<Range<usize>> {
        let mut core = self.core_before(end, start)?;
        for _ in 0..8 {
            let before = core.start;
            if before <= start {
                break;
            }
            let link = before - 1;
            // "X of Y", "X for Y", "X in Y"
            if matches!(self.tag(link), Tag::In | Tag::To)
                && !self.is_time(core.start)
                && link > start
                && let Some(left) = self.core_before(link, start)
                && !self.text.classes(left.end - 1).any(&[Class::Weekday, Class::TimeAdverb])
                && self.hangs_on(link, &left, start)
            {
                core = left.start..core.end;
                continue;
            }
            // "a poll released on Sunday by the Post"
            if matches!(self.tag(link), Tag::In | Tag::To) && link > start {
                let verb = self.before_times(link, start);
                if verb > start + 1
                    && matches!(self.tag(verb - 1), Tag::Vbn | Tag::Vbg | Tag::Vbd)
                    && self.group(verb - 1).is_some_and(|group| group.tokens.len() == 1)
                    && self.tag(verb - 2).is_noun()
                    && (self.text.is(link, Class::By) || matches!(self.tag(verb - 1), Tag::Vbn | Tag::Vbg))
                    && let Some(left) = self.core_before(verb - 1, start)
                    && (left.start == start || !self.governs(left.start - 1) || self.tag(left.start - 1) == Tag::In)
                {
                    core = left.start..core.end;
                    continue;
                }
            }
            // "X and Y", where X is not the object of another verb.
            if self.tag(link) == Tag::Cc && link > start {
                let tail = if self.tag(link - 1) == Tag::Comma { link - 1 } else { link };
                if let Some(left) = self.core_before(tail, start)
                    && (left.start == start || !self.governs(left.start - 1))
                    && self.alike(&left, &core)
                {
                    core = left.start..core.end;
                    continue;
                }
            }
            // "X, Y and Z": a list of names.
            if self.tag(link) == Tag::Comma
                && link > start
                && (core.start..core.end).any(|token| self.tag(token) == Tag::Cc)
                && let Some(left) = self.core_before(link, start)
                && (left.start == start || !self.governs(left.start - 1))
                && self.alike(&left, &(core.start..core.start + 1))
                && self.tag(left.start) == Tag::Np
            {
                core = left.start..core.end;
                continue;
            }
            break;
        }
        Some(core)
    }

    /// Whether a prepositional phrase belongs to the noun before it rather than to a verb further left.
    fn hangs_on(&self, link: usize, left: &Range<usize>, start: usize) -> bool {
        if self.text.is(link, Class::Of) {
            return true;
        }
        let pronoun = self.tag(left.end - 1) == Tag::Prp;
        let object = left.start > start && self.governs(left.start - 1);
        !pronoun && !object && !self.text.is(link, Class::By)
    }

    /// A verb or preposition that has what follows for its object.
    fn governs(&self, token: usize) -> bool {
        let tag = self.tag(token);
        (tag.is_verb() || matches!(tag, Tag::In | Tag::To)) && !self.text.is_quote(token)
    }

    fn alike(&self, left: &Range<usize>, right: &Range<usize>) -> bool {
        let plain = |token: usize| matches!(self.tag(token), Tag::Np | Tag::Prp);
        let (left, right) = (left.end - 1, right.start);
        plain(left) == plain(right) || self.tag(right) == Tag::Prs || self.tag(left).is_noun()
    }

    /// A noun phrase without anything hanging on it.
    pub(crate) fn core_before(&self, end: usize, start: usize) -> Option<Range<usize>> {
        let mut last = end.checked_sub(1).filter(|last| *last >= start)?;
        if matches!(self.tag(last), Tag::Close) {
            // "Ana Weld (D-Ost)": the bracket belongs to the name.
            let open = (start..last).rev().take(8).find(|token| self.tag(*token) == Tag::Open)?;
            let name = self.core_before(open, start)?;
            return Some(name.start..end);
        }
        let head = self.tag(last);
        let stands_alone = matches!(head, Tag::Prp | Tag::Cd | Tag::Ex)
            || (matches!(head, Tag::Dt | Tag::Jj) && self.text.classes(last).any(&[Class::Quantifier, Class::Neuter]));
        let reflexive = head == Tag::Prp && last > start && self.tag(last - 1).is_noun();
        if reflexive {
            last -= 1;
        } else if head == Tag::Prp || head == Tag::Ex {
            return Some(last..end);
        }
        if !(self.tag(last).is_noun() || stands_alone || matches!(head, Tag::Jj | Tag::Vbg | Tag::Pos)) {
            return None;
        }
        let mut from = last;
        while from > start {
            let next = from - 1;
            let (tag, here) = (self.tag(next), self.tag(from));
            if !self.in_phrase(next) && (tag != Tag::Rb || !matches!(here, Tag::Jj | Tag::Vbn | Tag::Cd)) {
                break;
            }
            // "Tuesday | Holm", "a statement | Holm": two phrases side by side.
            if matches!(tag, Tag::Prp | Tag::Ex)
                || matches!(here, Tag::Dt | Tag::Prs) && !matches!(tag, Tag::Dt) && tag != Tag::Pos
            {
                break;
            }
            // "at the hearing | several geologists", "by the end of harvest | fourteen provinces"
            if tag.is_noun()
                && here != Tag::Pos
                && (self.text.is(from, Class::Determiner) && !matches!(here, Tag::Nn | Tag::Nns | Tag::Np)
                    || here == Tag::Cd && tag == Tag::Nn)
            {
                break;
            }
            // "a third glass of brandy | Henrik Solberg": a name after a noun that is no title, behind a preposition.
            if here == Tag::Np
                && tag == Tag::Nn
                && !self.text.classes(next).any(&[Class::TitleWord, Class::OrganisationWord, Class::SourceHead])
                && self.behind_preposition(next, start)
            {
                break;
            }
            if self.text.is(next, Class::Weekday) || (self.text.is(next, Class::TimeAdverb) && tag != Tag::Jj) {
                break;
            }
            if matches!(tag, Tag::Vbn | Tag::Vbg)
                && self.group(next).is_some_and(|group| group.tokens.len() > 1 || group.form == VerbForm::Finite)
            {
                break;
            }
            from = next;
        }
        // A phrase does not begin with a possessive mark or a bare adverb.
        while from < last && matches!(self.tag(from), Tag::Pos | Tag::Rb) {
            from += 1;
        }
        Some(from..end)
    }

    /// Whether the phrase that goes on to the left of `at` stands behind a preposition at the head of its clause.
    fn behind_preposition(&self, at: usize, start: usize) -> bool {
        let mut from = at;
        while from > start && (self.in_phrase(from - 1) || self.text.is(from - 1, Class::Of)) {
            from -= 1;
        }
        from > start && self.tag(from - 1) == Tag::In && (from - 1 == start || self.tag(from - 2) == Tag::Comma)
    }

    /// The noun phrase that begins at `at`; `deep` takes the prepositional phrases after it too.
    pub(crate) fn phrase_from(&self, at: usize, end: usize, deep: bool) -> Option<Range<usize>> {
        let mut here = self.core_from(at, end)?;
        loop {
            let of = self.text.is(here, Class::Of);
            let preposition = matches!(self.tag(here), Tag::In | Tag::To) && !self.text.is(here, Class::By);
            if here < end
                && (of || (deep && preposition))
                && let Some(next) = self.core_from(here + 1, end)
            {
                if !of && self.is_time(next - 1) {
                    break;
                }
                here = next;
                continue;
            }
            if here < end
                && self.tag(here) == Tag::Cc
                && let Some(next) = self.core_from(here + 1, end)
                && !self.group(next).is_some_and(|group| group.form == VerbForm::Finite && group.tokens.start == next)
            {
                here = next;
                continue;
            }
            break;
        }
        Some(at..here)
    }

    /// End of the simple noun phrase that begins at `at`.
    fn core_from(&self, at: usize, end: usize) -> Option<usize> {
        let mut here = at;
        let mut noun = false;
        if here < end && matches!(self.tag(here), Tag::Prp | Tag::Ex) {
            return Some(here + 1);
        }
        while here < end {
            let tag = self.tag(here);
            if self.text.is_quote(here) || self.is_symbol(here) {
                break;
            }
            let fits = match tag {
                Tag::Nn | Tag::Nns | Tag::Np => !(noun && self.is_time(here) && self.text.is(here, Class::Weekday)),
                Tag::Cd => true,
                Tag::Pos => noun,
                Tag::Dt | Tag::Prs => here == at || !noun || self.tag(here - 1) == Tag::Pos,
                // "two former trustees", but not "in 2031 former trustees".
                Tag::Jj | Tag::Vbn | Tag::Vbg | Tag::Rb | Tag::Uh => {
                    let counted = |before: usize| self.tag(before) == Tag::Cd && self.text.word(before).len() < 4;
                    !noun || self.tag(here - 1) == Tag::Pos || (tag == Tag::Jj && counted(here - 1))
                }
                _ => false,
            };
            if !fits {
                break;
            }
            noun = matches!(tag, Tag::Nn | Tag::Nns | Tag::Np | Tag::Cd) || (noun && tag == Tag::Pos);
            here += 1;
        }
        while here > at && matches!(self.tag(here - 1), Tag::Rb | Tag::Vbg | Tag::Uh) && here > at + 1 {
            here -= 1;
        }
        let any = (at..here).any(|token| {
            self.tag(token).is_noun()
                || self.tag(token) == Tag::Cd
                || self.text.classes(token).any(&[Class::Quantifier, Class::Neuter])
        });
        (here > at && any).then_some(here)
    }

    /// Whether a clause with a subject of its own begins at `at`: a noun phrase and then a finite verb.
    pub(crate) fn clause_at(&self, at: usize, end: usize) -> bool {
        let mut here = at;
        // An opening phrase ("in Ost, the road is shut") or subordinate clause is looked past.
        if matches!(self.tag(here), Tag::In | Tag::Sc | Tag::Wrb) {
            match (here..end.min(here + 25)).find(|token| self.tag(*token) == Tag::Comma) {
                Some(comma) => here = comma + 1,
                None => {
                    return self.tag(here) == Tag::Sc
                        && (here..end).any(|token| self.group(token).is_some_and(|group| group.form == VerbForm::Finite));
                }
            }
        }
        while here < end && (self.tag(here) == Tag::Rb || self.text.is_quote(here) || self.tag(here) == Tag::Comma) {
            here += 1;
        }
        let Some(subject) = self.phrase_from(here, end, true) else { return false };
        let mut next = subject.end;
        // An apposition or relative clause between subject and verb.
        if self.tag(next) == Tag::Comma
            && let Some(close) = (next + 1..end.min(next + 20)).find(|token| self.tag(*token) == Tag::Comma)
        {
            next = close + 1;
        }
        if matches!(self.tag(next), Tag::Wp | Tag::Wdt | Tag::Wrb) || self.text.is(next, Class::That) {
            return (next..end)
                .filter(|token| {
                    self.group(*token).is_some_and(|group| group.tokens.start == *token && group.form == VerbForm::Finite)
                })
                .nth(1)
                .is_some();
        }
        while next < end
            && (self.tag(next) == Tag::Rb || self.text.is_quote(next) || self.is_time(next))
            && self.group(next).is_none()
        {
            next += 1;
        }
        next < end && self.group(next).is_some_and(|group| group.form == VerbForm::Finite)
    }

    /// Whether the phrase is no more than a pronoun.
    pub(crate) fn is_pronoun(&self, phrase: &Range<usize>) -> bool {
        phrase.len() == 1
            && self.text.pack.lexicon.pronoun(self.text.entries[phrase.start]).is_some_and(|pronoun| {
                matches!(pronoun.case, PronounCase::Personal | PronounCase::Relative | PronounCase::Possessive)
            })
    }
}

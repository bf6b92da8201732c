//! Who answers for what words name: somebody himself, who is set beside them by name, or whoever owns the thing.
//!
//! In: the chains of a document and the tokens of an accused. Out: a chain. Invariant: a person answers for himself, whoever he works for.
//!
//! Example: `Ostlandic shells` and `Ostland's policy` are Ostland's to answer for, `Ostland's envoy` is not.

use super::{ChainDraft, Chains, descriptions};
use crate::blame::owner_word;
use crate::names::Name;
use crate::pack::{Class, NameForm, Tag};
use crate::phrases::Phrases;
use hearsay_record::EntityKind;
use std::ops::Range;

impl Chains {
    /// The chain that answers for these tokens.
    pub(crate) fn answering(&self, phrases: &Phrases, names: &[Name], tokens: &Range<usize>) -> Option<usize> {
        let own = self.at(phrases, tokens);
        // "the Ostlanders had a motive": a people, told of as one, is its state.
        let people = (tokens.len() == 2 && phrases.text.is(tokens.start, Class::Definite)).then(|| tokens.end - 1);
        let people = people.filter(|word| {
            let (gazetteer, lower) = (&phrases.text.pack.gazetteer, phrases.text.lower(*word));
            gazetteer.is_people(lower) || gazetteer.is_demonym(lower)
        });
        if let Some(state) = people.and_then(|word| self.state(phrases, names, word)) {
            return Some(state);
        }
        let named_chain = |chain: &ChainDraft| !chain.words.is_empty();
        let named = |chain: usize| self.all.get(chain).is_some_and(named_chain);
        if own.is_some_and(named) {
            return own;
        }
        // "accused the treasurer, Ada Holm, of": what is told of a name beside it means whoever bears the name; in a list, "the
        // treasurer, Ada Holm and Bo Lind", it may be somebody else.
        let head = descriptions::head_noun(phrases, tokens);
        let is_beside = |role: &Range<usize>| {
            let name = names.iter().find(|name| name.tokens.start == role.end + 1);
            name.is_some_and(|name| phrases.tag(name.tokens.end) != Tag::Cc)
        };
        let is_told = |role: &Range<usize>| {
            head.is_some_and(|head| role.contains(&head)) && descriptions::head_noun(phrases, role) == head && is_beside(role)
        };
        if let Some(bearer) = self.all.iter().position(|chain| named_chain(chain) && chain.roles.iter().any(is_told)) {
            return Some(bearer);
        }
        // "the director of a fund", of somebody who is named soon after.
        if let Some(later) = descriptions::named_later(phrases, self, tokens) {
            return Some(later);
        }
        // "money from Ostland"
        let from = head.filter(|head| {
            let arm = phrases.text.classes(*head).any(&[Class::Arm, Class::Weapon]);
            arm && phrases.text.is(*head + 1, Class::Origin) && tokens.contains(&(*head + 2))
        });
        if let Some(giver) = from.and_then(|head| self.at(phrases, &(head + 2..tokens.end))).filter(|giver| named(*giver)) {
            return Some(giver);
        }
        let owner = head
            .and_then(|head| owner_word(phrases, tokens, head))
            .or_else(|| (tokens.len() == 1).then_some(tokens.start))
            .and_then(|word| {
                self.at(phrases, &(word..word + 1)).filter(|chain| named(*chain)).or_else(|| self.state(phrases, names, word))
            });
        // "the Holm administration" is a body of its own, "Ostland troops" are Ostland's.
        let is_state = |chain: &ChainDraft| chain.sure && chain.kind != EntityKind::Person || chain.kind == EntityKind::State;
        let is_body = |chain: usize| {
            self.all.get(chain).is_some_and(|chain| !is_state(chain))
                && !tokens.clone().any(|token| phrases.tag(token) == Tag::Pos)
        };
        owner.filter(|owner| !is_body(*owner)).or(own)
    }

    /// The body whose role somebody holds who calls it his: of `Ada Holm, the head of Holm Mills, denied that her company` Holm Mills.
    pub(crate) fn own_body(
        &self,
        phrases: &Phrases,
        names: &[Name],
        speaker: Option<usize>,
        tokens: &Range<usize>,
    ) -> Option<usize> {
        let head = descriptions::head_noun(phrases, tokens)?;
        let text = phrases.text;
        let is_own = phrases.tag(tokens.start) == Tag::Prs && text.is(head, Class::Body);
        self.bodies(phrases, names, speaker).find(|_| is_own)
    }

    /// The bodies that the roles of somebody name: of `the head of Holm Mills` Holm Mills.
    pub(crate) fn bodies<'c>(
        &'c self,
        phrases: &'c Phrases,
        names: &'c [Name],
        holder: Option<usize>,
    ) -> impl Iterator<Item = usize> + use<'c> {
        let roles = holder.and_then(|holder| self.all.get(holder)).map_or(&[][..], |chain| &chain.roles);
        // "its owner" is the owner of what "its" stands for.
        let inside = |role: &'c Range<usize>| {
            let from = names.partition_point(|name| name.core.start < role.start);
            let named = names[from..].iter().take_while(|name| name.core.end <= role.end).map(|name| name.core.clone());
            named.chain(std::iter::once(role.start..role.start + 1).filter(|first| phrases.tag(first.start) == Tag::Prs))
        };
        let whose = move |words: Range<usize>| {
            let known = self.at(phrases, &words).filter(|chain| Some(*chain) != holder);
            known.or_else(|| self.owner_before(phrases, words.start, holder))
        };
        roles.iter().flat_map(inside).filter_map(whose).filter(move |chain| Some(*chain) != holder)
    }

    /// Whether somebody is told to speak for others: `her spokeswoman, Ada Holm`.
    pub(crate) fn speaks_for_others(&self, phrases: &Phrases, speaker: Option<usize>) -> bool {
        let text = phrases.text;
        let heads = &text.pack.source_heads;
        let is = |token: usize| heads.get(text.lower(token)) == Some(&hearsay_record::SourceKind::Spokesperson);
        let roles = speaker.and_then(|speaker| self.all.get(speaker)).map_or(&[][..], |chain| &chain.roles);
        roles.iter().cloned().flatten().any(is)
    }

    /// Whom a possessive pronoun before a role stands for: who was named last, in its sentence or the one before, and fits.
    fn owner_before(&self, phrases: &Phrases, at: usize, holder: Option<usize>) -> Option<usize> {
        let text = phrases.text;
        let pronoun = text.pack.lexicon.pronoun(text.entries[at]).filter(|_| phrases.tag(at) == Tag::Prs)?;
        let start = phrases.sentence(at).start;
        let from = start.checked_sub(1).map_or(start, |before| phrases.sentence(before).start);
        let fits = |chain: &ChainDraft| match pronoun.gender {
            Some(gender) => {
                matches!(chain.kind, EntityKind::Person | EntityKind::Anonymous) && chain.gender.is_none_or(|own| own == gender)
            }
            None => matches!(chain.kind, EntityKind::Organisation | EntityKind::State | EntityKind::Media | EntityKind::Group),
        };
        let before = self.mentions.partition_point(|(mention, _)| mention.start < at);
        self.mentions[..before]
            .iter()
            .rev()
            .take_while(|(mention, _)| mention.start >= from)
            .find(|(mention, chain)| mention.end <= at && Some(*chain) != holder && self.all.get(*chain).is_some_and(fits))
            .map(|(_, chain)| *chain)
    }

    /// Whether two chains are bodies of which one has the other's name and more: `Holm Mills` and `Holm Mills Holdings`.
    pub(crate) fn is_short_for(&self, one: usize, other: usize) -> bool {
        let words = |chain: usize| self.all.get(chain).filter(|chain| chain.kind != EntityKind::Person).map(|chain| &chain.words);
        match (words(one), words(other)) {
            (Some(one), Some(other)) => {
                let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
                short.len() > 1 && long.starts_with(short)
            }
            _ => false,
        }
    }

    /// The state of an adjective, alone or at the head of a compound, where the document names it: `Ostlandic`, `Ostlandic-backed`.
    fn state(&self, phrases: &Phrases, names: &[Name], word: usize) -> Option<usize> {
        let text = phrases.text;
        let lower = text.lower(word);
        let first = lower.split_once('-').map_or(lower, |(first, _)| first);
        let (_, known) = text.pack.gazetteer.longest(|n| (n == 0).then_some(first)).filter(|_| text.capital(word))?;
        if known.form == NameForm::Capital {
            return None;
        }
        let name = names.iter().find(|name| name.state.is_some_and(|state| state.row == known.row && !state.capital))?;
        self.at(phrases, &name.core)
    }
}

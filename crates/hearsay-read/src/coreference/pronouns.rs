//! Whom a pronoun stands for.
//!
//! In: the chains so far and who spoke. Out: a chain, or nothing where none fits. A pronoun outside of
//! quotation marks looks past names inside them; the last speaker and subjects of clauses come first;
//! gender and number must not speak against it. Invariant: a pronoun never stands for a later name.
//!
//! Example: in `“No,” said Ada Holm. She left.` she is Ada Holm.

use super::{Chains, Speaker};
use crate::attributions::Draft;
use crate::names::Name;
use crate::pack::{Pronoun, PronounCase, Tag};
use crate::phrases::Phrases;
use hearsay_record::{EntityKind, SourceKind};
use std::ops::Range;

/// What is remembered on the way through a document.
pub(super) struct State {
    /// Mentions of names: token, chain, whether in marks, whether at the head of a clause.
    names: Vec<Seen>,
    spoke: Vec<Spoke>,
}

/// Who spoke, and where.
struct Spoke {
    at: usize,
    chain: usize,
    kind: SourceKind,
}

struct Seen {
    at: usize,
    chain: usize,
    quoted: bool,
    subject: bool,
    owner: bool,
    sentence: u32,
}

/// A name this many sentences back is forgotten.
const MEMORY: u32 = 6;
/// What speaks against one without a name, since an article goes on about those whom it names.
const UNNAMED: i32 = 6;
/// What speaks for one who is spoken of in the same paragraph, where somebody says something.
const SAME_PARAGRAPH: i32 = 3;
/// What speaks against one who is named in what the speaker says.
const OWN_WORDS: i32 = 10;

/// So many words may tell more of a name before its verb comes: `Ada Holm, two seats along, had`.
const APPOSED: usize = 16;

/// Whether a verb stands behind a name, over what tells more of it: `Ada Holm of the Rural League waved`, `Holm, who is seventy, preached`.
fn has_verb(phrases: &Phrases, end: usize) -> bool {
    let near = |at: usize| (at..at + 4).any(|token| phrases.group(token).is_some_and(|group| group.tokens.start == token));
    if near(end) {
        return true;
    }
    let stop = phrases.sentence(end).end;
    let hung = (phrases.tag(end) == Tag::In).then(|| phrases.phrase_from(end + 1, stop, true)).flatten();
    let at = hung.map_or(end, |phrase| phrase.end);
    let close = (at + 1..stop.min(at + APPOSED)).find(|token| phrases.tag(*token) == Tag::Comma);
    let at = close.filter(|_| phrases.tag(at) == Tag::Comma).map_or(at, |close| close + 1);
    let finite = |group: &crate::phrases::VerbGroup| group.tokens.start == at && group.form == crate::phrases::VerbForm::Finite;
    at > end && phrases.group(at).is_some_and(finite)
}

impl State {
    /// Begins with the names of the document.
    pub(super) fn new(phrases: &Phrases, names: &[Name], chain_of_name: &[usize]) -> Self {
        let seen = names
            .iter()
            .zip(chain_of_name)
            .filter(|(_, chain)| **chain != usize::MAX)
            .map(|(name, chain)| Seen {
                at: name.tokens.start,
                chain: *chain,
                quoted: phrases.quotes.around(name.tokens.start).is_some(),
                subject: has_verb(phrases, name.tokens.end)
                    && !name.tokens.start.checked_sub(1).is_some_and(|before| {
                        matches!(phrases.tag(before), Tag::In | Tag::To) || phrases.group(before).is_some()
                    }),
                owner: phrases.tag(name.tokens.end) == Tag::Pos,
                sentence: phrases.text.sentence_of[name.tokens.start],
            })
            .collect();
        Self { names: seen, spoke: Vec::new() }
    }

    /// Notes who spoke.
    pub(super) fn spoke(&mut self, speaker: &Speaker, draft: &Draft) {
        if let Some(chain) = speaker.chain {
            let at = draft.source.as_ref().map_or(draft.head, |source| source.tokens.start);
            self.spoke.push(Spoke { at, chain, kind: speaker.kind });
        }
    }

    /// The person who spoke last, not too far back.
    pub(super) fn last_person(&self, phrases: &Phrases, chains: &Chains, at: usize) -> Option<usize> {
        let here = phrases.text.sentence_of.get(at).copied()?;
        let near = |token: usize| {
            phrases
                .text
                .sentence_of
                .get(token)
                .is_some_and(|sentence| here.saturating_sub(*sentence) <= MEMORY && *sentence <= here)
        };
        self.spoke
            .iter()
            .rev()
            .find(|spoke| spoke.at < at && near(spoke.at) && chains.all[spoke.chain].kind == EntityKind::Person)
            .map(|spoke| spoke.chain)
    }

    /// The person of whom the sentence, or the one before it in the same paragraph, has told something last.
    pub(super) fn last_subject(&self, phrases: &Phrases, chains: &Chains, at: usize) -> Option<usize> {
        let here = phrases.text.sentence_of.get(at).copied()?;
        let paragraph = |sentence: u32| phrases.text.sentences.get(sentence as usize).map(|sentence| sentence.paragraph);
        let until = self.names.partition_point(|seen| seen.at < at);
        self.names[..until]
            .iter()
            .rev()
            .take_while(|seen| here.saturating_sub(seen.sentence) <= 1 && paragraph(seen.sentence) == paragraph(here))
            .find(|seen| seen.subject && !seen.quoted && !seen.owner && chains.all[seen.chain].kind == EntityKind::Person)
            .map(|seen| seen.chain)
    }

    /// Who spoke last in a sentence.
    pub(super) fn who_spoke_in(&self, phrases: &Phrases, chains: &Chains, sentence: &Range<usize>) -> Option<usize> {
        let has_will = |chain: usize| {
            matches!(
                chains.all[chain].kind,
                EntityKind::Person | EntityKind::Organisation | EntityKind::Group | EntityKind::State
            )
        };
        let spoke =
            self.spoke.iter().rev().find(|spoke| sentence.contains(&spoke.at) && has_will(spoke.chain)).map(|spoke| spoke.chain);
        let first = || {
            self.names
                .iter()
                .find(|seen| sentence.contains(&seen.at) && seen.subject && has_will(seen.chain))
                .map(|seen| seen.chain)
        };
        spoke.or_else(first).filter(|_| !phrases.text.sentences.is_empty())
    }

    /// The kind of source that a chain was when it spoke last before a token.
    pub(super) fn kind_of(&self, chain: usize, at: usize) -> Option<SourceKind> {
        self.spoke.iter().rev().find(|spoke| spoke.chain == chain && spoke.at < at).map(|spoke| spoke.kind)
    }

    /// The chain of a pronoun.
    pub(super) fn resolve(
        &self,
        phrases: &Phrases,
        chains: &Chains,
        at: usize,
        pronoun: Pronoun,
        outer: Option<&Speaker>,
        said: &[Range<usize>],
    ) -> Option<usize> {
        let quoted = phrases.quotes.around(at).is_some();
        // In a quotation nobody speaks of himself in the third person.
        let except = outer.filter(|_| quoted && pronoun.person == 3).and_then(|outer| outer.chain);
        self.resolve_but(phrases, chains, at, pronoun, outer, except.as_slice(), said)
    }

    /// The chain of a pronoun that can't stand for some; `said` is what he says for whom it stands.
    #[expect(clippy::too_many_arguments, reason = "what a pronoun hangs on")]
    fn resolve_but(
        &self,
        phrases: &Phrases,
        chains: &Chains,
        at: usize,
        pronoun: Pronoun,
        outer: Option<&Speaker>,
        except: &[usize],
        said: &[Range<usize>],
    ) -> Option<usize> {
        let quoted = phrases.quotes.around(at).is_some();
        if pronoun.person == 1 {
            // Inside a quotation "I" is the one who is quoted; outside it is whoever wrote this.
            return outer.filter(|_| quoted).and_then(|outer| outer.chain);
        }
        if pronoun.person == 2 || matches!(pronoun.case, PronounCase::Other | PronounCase::Relative) && !pronoun.neuter {
            return None;
        }
        let here = phrases.text.sentence_of.get(at).copied()?;
        let speaks = !said.is_empty();
        let paragraph = |sentence: u32| phrases.text.sentences.get(sentence as usize).map(|sentence| sentence.paragraph);
        let fits = |chain: usize| {
            let known = &chains.all[chain];
            match (pronoun.gender, pronoun.neuter, pronoun.plural) {
                // "An official said … She": one without a name is a person too.
                (Some(gender), _, _) => {
                    matches!(known.kind, EntityKind::Person | EntityKind::Anonymous)
                        && known.gender.is_none_or(|other| other == gender)
                }
                (None, true, _) => {
                    matches!(known.kind, EntityKind::Organisation | EntityKind::State | EntityKind::Media | EntityKind::Document)
                }
                (None, false, Some(true)) => {
                    matches!(known.kind, EntityKind::Group | EntityKind::Organisation | EntityKind::Media) || known.plural
                }
                _ => true,
            }
        };
        let mut best: Option<(i32, usize)> = None;
        let mut offer = |score: i32, chain: usize| {
            if fits(chain) && !except.contains(&chain) && best.is_none_or(|(value, _)| score > value) {
                best = Some((score, chain));
            }
        };
        let until = self.names.partition_point(|seen| seen.at < at);
        for seen in self.names[..until].iter().rev() {
            let back = here.saturating_sub(seen.sentence);
            if back > MEMORY {
                break;
            }
            let mut score = 20 - 4 * i32::try_from(back).unwrap_or(0);
            score += if speaks && paragraph(seen.sentence) == paragraph(here) { SAME_PARAGRAPH } else { 0 };
            score += if seen.subject { 6 } else { 0 };
            score -= if seen.owner { 3 } else { 0 };
            score -= if seen.quoted != quoted { 12 } else { 0 };
            // "Holm's office had been told, he said": nobody names himself in what he says.
            score -= if said.iter().any(|part| part.contains(&seen.at)) { OWN_WORDS } else { 0 };
            score += if pronoun.gender.is_some() && chains.all[seen.chain].gender == pronoun.gender { 5 } else { 0 };
            offer(score, seen.chain);
        }
        for (n, Spoke { at: token, chain, .. }) in self.spoke.iter().rev().filter(|spoke| spoke.at < at).take(4).enumerate() {
            let back = phrases.text.sentence_of.get(*token).map_or(MEMORY, |sentence| here.saturating_sub(*sentence));
            if back <= MEMORY + 4 {
                let mut score = 24 - 3 * i32::try_from(back).unwrap_or(0) - 2 * n as i32;
                let told = phrases.text.sentence_of.get(*token).copied().unwrap_or(here);
                score += if speaks && paragraph(told) == paragraph(here) { SAME_PARAGRAPH } else { 0 };
                score += if pronoun.gender.is_some() && chains.all[*chain].gender == pronoun.gender { 5 } else { 0 };
                score -= if chains.all[*chain].kind == EntityKind::Anonymous { UNNAMED } else { 0 };
                offer(score, *chain);
            }
        }
        best.map(|(_, chain)| chain)
    }

    /// Enters the other pronouns of the third person as mentions, so that a content can be about whom it speaks of.
    pub(super) fn others(&self, phrases: &Phrases, chains: &mut Chains, drafts: &[Draft]) {
        let not_meant = not_meant(phrases, chains, drafts);
        let taken: std::collections::HashSet<usize> = chains.mentions.iter().map(|(tokens, _)| tokens.start).collect();
        for sentence in &phrases.text.sentences {
            for token in sentence.tokens.clone() {
                if !matches!(phrases.tag(token), Tag::Prp | Tag::Prs) || taken.contains(&token) {
                    continue;
                }
                let Some(pronoun) = phrases.text.pack.lexicon.pronoun(phrases.text.entries[token]) else { continue };
                if pronoun.person != 3 || pronoun.gender.is_none() {
                    continue;
                }
                let from = not_meant.partition_point(|(other, _)| *other < token);
                let except: Vec<usize> =
                    not_meant[from..].iter().take_while(|(other, _)| *other == token).map(|(_, chain)| *chain).collect();
                if let Some(chain) = self.resolve_but(phrases, chains, token, pronoun, None, &except, &[]) {
                    chains.mention(token..token + 1, chain);
                }
            }
        }
    }
}

/// Pronouns with a chain that they can't stand for, in order: those in somebody's own quoted words do not mean him who says them, and an
/// object right behind the verb does not mean its subject: `“He lied,” said Holm`, `Holm accused him`.
fn not_meant(phrases: &Phrases, chains: &Chains, drafts: &[Draft]) -> Vec<(usize, usize)> {
    let pronoun = |token: &usize| matches!(phrases.tag(*token), Tag::Prp | Tag::Prs);
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (draft, speaker) in drafts.iter().zip(&chains.speakers) {
        let Some(chain) = speaker.chain else { continue };
        for part in &draft.content {
            let own = |token: &usize| phrases.quotes.around(*token).is_some_and(|quote| quote.tokens.start + 1 >= part.start);
            found.extend(part.clone().filter(pronoun).filter(own).map(|token| (token, chain)));
        }
        let object = draft.head + 1;
        let personal = |token: usize| {
            let pronoun = phrases.text.pack.lexicon.pronoun(phrases.text.entries[token]);
            pronoun.is_some_and(|pronoun| pronoun.case == PronounCase::Personal)
        };
        if phrases.group(draft.head).is_some() && !draft.passive && phrases.tag(object) == Tag::Prp && personal(object) {
            found.push((object, chain));
        }
    }
    found.sort_unstable();
    found
}

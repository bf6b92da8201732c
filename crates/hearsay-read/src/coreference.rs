//! Who is who within one document: chains of mentions, and the chain that each source belongs to.
//!
//! In: names, drafts, phrases. Out: [`Chains`]. Names are gathered by their words (full name, last
//! name, acronym), descriptions by the roles that the document gives (`the mayor`), pronouns by who
//! was spoken of last and fits. Invariant: a token belongs to one mention of one chain; a chain's
//! name is words of the document.
//!
//! Example: `Mayor Ada Holm … the mayor … she` is one chain.

mod answerers;
mod descriptions;
mod gather;
mod issuers;
mod pronouns;

pub(crate) use descriptions::head_noun;

use crate::attributions::Draft;
use crate::names::Name;
use crate::phrases::Phrases;
use hearsay_record::{EntityKind, Gender, SourceKind, UnknownBecause};
use std::collections::HashMap;
use std::ops::Range;

/// The chains of a document and what they do in its attributions.
#[derive(Debug, Default)]
pub(crate) struct Chains {
    pub(crate) all: Vec<ChainDraft>,
    /// Mentions in order of place: tokens and chain.
    pub(crate) mentions: Vec<(Range<usize>, usize)>,
    /// For each draft, who speaks.
    pub(crate) speakers: Vec<Speaker>,
    /// Names that speak in the article's own words: token and chain.
    tellers: Vec<(usize, usize)>,
}

/// Who speaks in a draft.
#[derive(Debug, Clone)]
pub(crate) struct Speaker {
    pub(crate) chain: Option<usize>,
    pub(crate) unknown: Option<UnknownBecause>,
    pub(crate) kind: SourceKind,
}

/// A chain while it is gathered.
#[derive(Debug, Clone)]
pub(crate) struct ChainDraft {
    pub(crate) kind: EntityKind,
    /// Whether the kind was told and not guessed.
    pub(crate) sure: bool,
    pub(crate) gender: Option<Gender>,
    /// The words of its fullest name in lower case; empty if it has none.
    pub(crate) words: Vec<String>,
    /// Where its fullest name stands.
    pub(crate) best: Option<Range<usize>>,
    pub(crate) names: Vec<Range<usize>>,
    pub(crate) roles: Vec<Range<usize>>,
    /// Last token of its last mention.
    pub(crate) last: usize,
    pub(crate) plural: bool,
}

/// Finds them.
pub(crate) fn coreference(phrases: &Phrases, names: &[Name], drafts: &[Draft], inside: &[Option<usize>]) -> Chains {
    let mut chains = Chains {
        speakers: vec![
            Speaker { chain: None, unknown: Some(UnknownBecause::NoSource), kind: SourceKind::NoSource };
            drafts.len()
        ],
        ..Chains::default()
    };
    let chain_of_name = gather::gather(phrases, names, drafts, &mut chains);
    descriptions::roles(phrases, names, &chain_of_name, &mut chains);
    chains.tellers = descriptions::tellers(phrases, names, &chain_of_name, drafts);
    let mut state = pronouns::State::new(phrases, names, &chain_of_name);
    // Sources in the order of the text, so that "he" can mean the one who spoke last.
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|number| {
        drafts[*number].source.as_ref().map_or(drafts[*number].extent().start, |source| source.tokens.start)
    });
    let mut spoken: HashMap<Range<usize>, Speaker> = HashMap::new();
    for number in order {
        let draft = &drafts[number];
        let speaker = match &draft.source {
            None => match draft.continues {
                Some(before) => chains.speakers[before].clone(),
                None => Speaker { chain: None, unknown: Some(UnknownBecause::NoSource), kind: SourceKind::NoSource },
            },
            Some(source) => match spoken.get(&source.tokens) {
                Some(known) => known.clone(),
                None => {
                    let outer = inside[number].map(|outer| chains.speakers[outer].clone());
                    let speaker = speaker(phrases, names, &chain_of_name, &mut state, &mut chains, draft, outer);
                    spoken.insert(source.tokens.clone(), speaker.clone());
                    speaker
                }
            },
        };
        state.spoke(&speaker, draft);
        chains.speakers[number] = speaker;
    }
    // A quotation given to the last speaker is read after those it depends on.
    for (number, draft) in drafts.iter().enumerate() {
        if let Some(before) = draft.continues {
            chains.speakers[number] = chains.speakers[before].clone();
        }
    }
    state.others(phrases, &mut chains, drafts);
    chains.mentions.sort_by_key(|(tokens, _)| (tokens.start, std::cmp::Reverse(tokens.end)));
    chains.one_chain_a_mention();
    chains
}

fn speaker(
    phrases: &Phrases,
    names: &[Name],
    chain_of_name: &[usize],
    state: &mut pronouns::State,
    chains: &mut Chains,
    draft: &Draft,
    outer: Option<Speaker>,
) -> Speaker {
    let Some(source) = &draft.source else {
        return Speaker { chain: None, unknown: Some(UnknownBecause::NoSource), kind: SourceKind::NoSource };
    };
    let tokens = source.tokens.clone();
    let unknown = |because, kind| Speaker { chain: None, unknown: Some(because), kind };
    let relative = phrases.text.pack.lexicon.pronoun(phrases.text.entries[tokens.start]);
    let relative = relative.is_some_and(|pronoun| pronoun.case == crate::pack::PronounCase::Relative)
        && matches!(phrases.tag(tokens.start), crate::pack::Tag::Wp | crate::pack::Tag::Wdt);
    if source.relative || relative {
        // "who said": the phrase before the pronoun.
        return match crate::sources::antecedent(phrases, tokens.start, phrases.sentence(tokens.start).start) {
            Some(phrase) => {
                // "the rise of Ada Holm, who": a person, where the phrase ends in the name of one.
                let last = names.partition_point(|name| name.core.start < phrase.end).checked_sub(1);
                let named =
                    last.filter(|last| names[*last].core.end == phrase.end && names[*last].kind == Some(EntityKind::Person));
                let phrase = named.map_or(phrase, |last| names[last].tokens.clone());
                of_phrase(phrases, names, chain_of_name, state, chains, phrase, draft.head)
            }
            None => unknown(UnknownBecause::PronounUnresolved, SourceKind::PersonUnnamed),
        };
    }
    if let Some(pronoun) = phrases.text.pack.lexicon.pronoun(phrases.text.entries[tokens.start]).filter(|_| tokens.len() == 1) {
        let found = state.resolve(phrases, chains, tokens.start, pronoun, outer.as_ref(), &draft.content);
        return match found {
            Some(chain) => {
                chains.mention(tokens, chain);
                chains.all[chain].gender = chains.all[chain].gender.or(pronoun.gender);
                let own = descriptions::kind_of_chain(&chains.all[chain]);
                let is_unnamed = chains.all[chain].kind == EntityKind::Anonymous;
                let kind = is_unnamed.then(|| state.kind_of(chain, draft.head)).flatten().unwrap_or(own);
                Speaker { chain: Some(chain), unknown: None, kind }
            }
            None if pronoun.case == crate::pack::PronounCase::Other && !pronoun.neuter => {
                let chain = chains.add(EntityKind::Group, tokens, true);
                Speaker { chain: Some(chain), unknown: None, kind: SourceKind::Collective }
            }
            None => unknown(
                UnknownBecause::PronounUnresolved,
                if pronoun.plural == Some(true) { SourceKind::Collective } else { SourceKind::PersonUnnamed },
            ),
        };
    }
    of_phrase(phrases, names, chain_of_name, state, chains, tokens, draft.head)
}

/// The chain of a phrase: a name that heads it, somebody whose role it is, or a new description.
fn of_phrase(
    phrases: &Phrases,
    names: &[Name],
    chain_of_name: &[usize],
    state: &mut pronouns::State,
    chains: &mut Chains,
    tokens: Range<usize>,
    cue: usize,
) -> Speaker {
    if let Some(name) = descriptions::whose_view(phrases, names, &tokens) {
        let chain = chain_of_name[name];
        return Speaker { chain: Some(chain), unknown: None, kind: descriptions::kind_of_chain(&chains.all[chain]) };
    }
    if let Some(name) = descriptions::head_name(phrases, names, &tokens) {
        let chain = chain_of_name[name];
        let kind = descriptions::kind_of_source(phrases, &tokens, cue)
            .filter(|kind| matches!(kind, SourceKind::Spokesperson | SourceKind::Post | SourceKind::Poll))
            .unwrap_or_else(|| descriptions::kind_of_chain(&chains.all[chain]));
        return Speaker { chain: Some(chain), unknown: None, kind };
    }
    if let Some(chain) = descriptions::known_description(phrases, chains, state, &tokens) {
        let own = descriptions::kind_of_chain(&chains.all[chain]);
        chains.mention(tokens, chain);
        return Speaker { chain: Some(chain), unknown: None, kind: own };
    }
    let later = descriptions::named_later(phrases, chains, &tokens);
    if let Some(chain) = later.or_else(|| descriptions::told_later(phrases, chains, &tokens, cue)) {
        chains.mention(tokens, chain);
        return Speaker { chain: Some(chain), unknown: None, kind: SourceKind::PersonUnnamed };
    }
    // "a Courier article": the Courier.
    if let Some(name) = descriptions::printed_in(phrases, names, &tokens) {
        let chain = chain_of_name[name];
        return Speaker { chain: Some(chain), unknown: None, kind: SourceKind::MediaReport };
    }
    // "the letter says": whoever wrote it.
    if let Some(chain) = issuers::issuer(phrases, names, chain_of_name, state, chains, &tokens) {
        chains.mention(tokens, chain);
        return Speaker { chain: Some(chain), unknown: None, kind: SourceKind::Document };
    }
    let kind =
        descriptions::kind_of_source(phrases, &tokens, cue).unwrap_or_else(|| descriptions::kind_by_number(phrases, &tokens));
    let entity = match kind {
        SourceKind::Document | SourceKind::Poll | SourceKind::Post => EntityKind::Document,
        SourceKind::MediaReport => EntityKind::Media,
        SourceKind::OrganisationNamed => EntityKind::Organisation,
        SourceKind::Collective => EntityKind::Group,
        _ => EntityKind::Anonymous,
    };
    let chain = chains.add(entity, tokens, kind == SourceKind::Collective);
    Speaker { chain: Some(chain), unknown: None, kind }
}

impl Chains {
    /// Where two chains lay claim to one mention the first keeps it; a chain that loses its last
    /// mention so was the other all along, and those who spoke by it speak by the other.
    fn one_chain_a_mention(&mut self) {
        let mut other: HashMap<usize, usize> = HashMap::new();
        self.mentions.dedup_by(|later, first| {
            let is_twice = later.0 == first.0;
            if is_twice && later.1 != first.1 {
                other.entry(later.1).or_insert(first.1);
            }
            is_twice
        });
        let mentioned: std::collections::HashSet<usize> = self.mentions.iter().map(|(_, chain)| *chain).collect();
        for speaker in &mut self.speakers {
            if let Some(chain) = speaker.chain.filter(|chain| !mentioned.contains(chain)) {
                speaker.chain = other.get(&chain).copied().filter(|chain| mentioned.contains(chain));
                if speaker.chain.is_none() {
                    speaker.unknown = Some(UnknownBecause::Description);
                }
            }
        }
    }

    /// The chain of the longest mention that holds the head of these tokens; without a head, of the longest in them.
    pub(crate) fn at(&self, phrases: &Phrases, tokens: &Range<usize>) -> Option<usize> {
        let head = descriptions::head_noun(phrases, tokens);
        let from = self.mentions.partition_point(|(mention, _)| mention.end <= tokens.start);
        self.mentions[from..]
            .iter()
            .take_while(|(mention, _)| mention.start < tokens.end)
            .filter(|(mention, _)| {
                head.is_none_or(|head| mention.contains(&head)) && mention.start >= tokens.start.saturating_sub(3)
            })
            .max_by_key(|(mention, _)| {
                (mention.end.min(tokens.end) - mention.start.max(tokens.start), std::cmp::Reverse(mention.start))
            })
            .map(|(_, chain)| *chain)
    }

    /// Makes a chain for each description that has none: `blamed a valve maker`. Equal words are one.
    pub(crate) fn describe(&mut self, phrases: &Phrases, described: &[Range<usize>]) {
        let mut made: HashMap<Vec<&str>, usize> = HashMap::new();
        for tokens in described {
            let Some(head) = descriptions::head_noun(phrases, tokens).filter(|_| self.at(phrases, tokens).is_none()) else {
                continue;
            };
            // A number of a mention is looked up in order, so the new one is set where it belongs.
            let core = tokens.start..tokens.end.max(head + 1);
            let key: Vec<&str> = core.clone().map(|token| phrases.text.lower(token)).collect();
            let kind = if phrases.text.is(head, crate::pack::Class::OrganisationWord) {
                EntityKind::Organisation
            } else if phrases.tag(head) == crate::pack::Tag::Nns {
                EntityKind::Group
            } else {
                EntityKind::Anonymous
            };
            let chain = *made.entry(key).or_insert_with(|| {
                self.all.push(ChainDraft {
                    kind,
                    sure: true,
                    gender: None,
                    words: Vec::new(),
                    best: Some(core.clone()),
                    names: Vec::new(),
                    roles: Vec::new(),
                    last: core.end,
                    plural: kind == EntityKind::Group,
                });
                self.all.len() - 1
            });
            let place = self.mentions.partition_point(|(mention, _)| {
                (mention.start, std::cmp::Reverse(mention.end)) < (core.start, std::cmp::Reverse(core.end))
            });
            if self.mentions.get(place).is_none_or(|(mention, _)| *mention != core) {
                self.mentions.insert(place, (core, chain));
            }
        }
    }
    /// Enters a mention, unless its first token belongs to one already.
    fn mention(&mut self, tokens: Range<usize>, chain: usize) {
        if let Some(known) = self.all.get_mut(chain) {
            known.last = known.last.max(tokens.end);
            self.mentions.push((tokens, chain));
        }
    }

    /// A chain that has no name.
    fn add(&mut self, kind: EntityKind, tokens: Range<usize>, plural: bool) -> usize {
        let last = tokens.end;
        self.all.push(ChainDraft {
            kind,
            sure: true,
            gender: None,
            words: Vec::new(),
            best: Some(tokens.clone()),
            names: Vec::new(),
            roles: Vec::new(),
            last,
            plural,
        });
        self.mentions.push((tokens, self.all.len() - 1));
        self.all.len() - 1
    }
}

//! Sources that are no names: roles, descriptions, groups, documents; and the kind of every source.
//!
//! In: the tokens of a source. Out: the name that heads it, the chain whose role it is, or its kind.
//! Invariant: a description goes to a chain only if the document gave that chain the role, or if
//! only one fits.
//!
//! Example: after `Ada Holm, the mayor of Ost`, `the mayor` is Ada Holm.

use super::pronouns::State;
use super::{ChainDraft, Chains};
use crate::attributions::Draft;
use crate::names::Name;
use crate::pack::{Class, Tag, TitleKind};
use crate::phrases::{Phrases, VerbForm};
use hearsay_record::{EntityKind, SourceKind};
use std::ops::Range;

/// Enters what appositions say of named ones: `Ada Holm, the mayor of Ost,`.
pub(super) fn roles(phrases: &Phrases, names: &[Name], chain_of_name: &[usize], chains: &mut Chains) {
    for (number, name) in names.iter().enumerate() {
        let Some(chain) = chain_of_name.get(number).and_then(|chain| chains.all.get_mut(*chain)) else { continue };
        if chain.kind != EntityKind::Person {
            continue;
        }
        let sentence = phrases.sentence(name.tokens.start);
        if phrases.tag(name.tokens.end) == Tag::Comma
            && let Some(role) = phrases.phrase_from(name.tokens.end + 1, sentence.end, true)
            && is_role(phrases, &role)
            && !speaks(phrases, &role)
        {
            chain.roles.push(role);
        }
        // "the mayor, Ada Holm," and "spokeswoman Ada Holm"
        if name.tokens.start > sentence.start
            && phrases.tag(name.tokens.start - 1) == Tag::Comma
            && let Some(role) = phrases.phrase_before(name.tokens.start - 1, sentence.start)
            && is_role(phrases, &role)
            && phrases.text.classes(role.start).any(&[Class::Determiner, Class::Definite])
        {
            chain.roles.push(role);
        }
    }
}

/// Whether a verb stands right behind a phrase, which is its subject then: `may have struck the Amalia Corde, the minister said`.
fn speaks(phrases: &Phrases, phrase: &Range<usize>) -> bool {
    phrases.group(phrase.end).is_some_and(|group| group.form == VerbForm::Finite && group.tokens.start == phrase.end)
}

/// Whether a phrase without a name at its head tells what somebody is.
fn is_role(phrases: &Phrases, phrase: &Range<usize>) -> bool {
    head_noun(phrases, phrase).is_some_and(|head| {
        phrases.text.classes(head).any(&[Class::TitleWord, Class::SourceHead])
            || (phrases.tag(head) == Tag::Nn && phrases.tag(phrase.start) == Tag::Dt)
    })
}

/// The noun that a phrase is about: the last one before a preposition, comma or relative.
pub(crate) fn head_noun(phrases: &Phrases, phrase: &Range<usize>) -> Option<usize> {
    let stop = phrase
        .clone()
        .find(|token| {
            // "the minister leading the delegation" is the minister.
            let reduced = |token: usize| {
                matches!(phrases.tag(token), Tag::Vbg | Tag::Vbn)
                    && phrases.tag(token - 1).is_noun()
                    && matches!(phrases.tag(token + 1), Tag::Dt | Tag::Prs | Tag::In | Tag::To | Tag::Np)
            };
            *token > phrase.start
                && (matches!(phrases.tag(*token), Tag::In | Tag::Comma | Tag::To | Tag::Wp | Tag::Wdt | Tag::Open | Tag::Cc)
                    || reduced(*token))
        })
        .unwrap_or(phrase.end);
    (phrase.start..stop)
        .rev()
        .find(|token| phrases.tag(*token).is_noun() || phrases.text.classes(*token).any(&[Class::SourceHead, Class::TitleWord]))
}

/// The name that a source is headed by: the name itself, or one set beside a description.
pub(super) fn head_name(phrases: &Phrases, names: &[Name], tokens: &Range<usize>) -> Option<usize> {
    let from = names.partition_point(|name| name.tokens.end <= tokens.start);
    let inside = || names.iter().enumerate().skip(from).take_while(|(_, name)| name.core.start < tokens.end);
    let head = head_noun(phrases, tokens);
    let mut beside = None;
    // "In Ostwick, the head of the port, Ada Holm, spoke": where it was said does not speak.
    let is_where = |name: &Name| {
        name.tokens.start == tokens.start
            && name.kind != Some(EntityKind::Person)
            && tokens.start.checked_sub(1).is_some_and(|before| phrases.text.is(before, Class::Locative))
            && phrases.tag(name.core.end) == Tag::Comma
            && name.core.end < tokens.end
    };
    for (number, name) in inside() {
        if name.core.end > tokens.end || is_where(name) {
            continue;
        }
        if head.is_some_and(|head| name.core.contains(&head)) && phrases.tag(name.core.end) != Tag::Pos {
            return Some(number);
        }
        let before = name.tokens.start.checked_sub(1).filter(|before| *before >= tokens.start);
        if beside.is_none()
            && name.kind == Some(EntityKind::Person)
            && before.is_some_and(|before| phrases.tag(before) == Tag::Comma)
            && phrases.tag(name.core.end) != Tag::Pos
        {
            beside = Some(number);
        }
    }
    // "Holm's office" and "the firm's Ada Holm": the owner does not speak.
    beside
}

/// The name of the one whose view a phrase names: `the Ostlandic viewpoint`, `the eyes of the Harbour Board`.
pub(super) fn whose_view(phrases: &Phrases, names: &[Name], tokens: &Range<usize>) -> Option<usize> {
    let text = phrases.text;
    head_noun(phrases, tokens).filter(|head| text.is(*head, Class::Viewpoint))?;
    let from = names.partition_point(|name| name.core.start < tokens.start);
    let inside = names[from..].iter().position(|name| name.core.start < tokens.end && name.core.end <= tokens.end);
    if let Some(inside) = inside.filter(|inside| names[from + inside].core.start < tokens.end) {
        return Some(from + inside);
    }
    let row = tokens.clone().find_map(|token| {
        let known = text.pack.gazetteer.longest(|n| (n == 0).then(|| text.lower(token)));
        known.filter(|_| text.capital(token)).map(|(_, known)| known).filter(|known| known.kind == EntityKind::State)
    })?;
    names.iter().position(|name| name.state.is_some_and(|state| state.row == row.row))
}

/// The outlet whose article a phrase names: `a Courier article`.
pub(super) fn printed_in(phrases: &Phrases, names: &[Name], tokens: &Range<usize>) -> Option<usize> {
    let head = head_noun(phrases, tokens)?;
    if phrases.text.pack.source_heads.get(phrases.text.lower(head)) != Some(&SourceKind::MediaReport) {
        return None;
    }
    let from = names.partition_point(|name| name.core.start < tokens.start);
    let inside =
        names[from..].iter().take_while(|name| name.core.end <= head).position(|name| name.kind == Some(EntityKind::Media))?;
    Some(from + inside)
}

/// The kind that phrases and head nouns of the pack tell.
pub(super) fn kind_of_source(phrases: &Phrases, tokens: &Range<usize>, cue: usize) -> Option<SourceKind> {
    let text = phrases.text;
    let pattern = |range: Range<usize>| {
        range
            .clone()
            .find_map(|token| text.pack.source_patterns.longest(|n| (token + n < range.end).then(|| text.lower(token + n))))
            .map(|(_, kind)| kind)
    };
    let sentence = phrases.sentence(cue);
    let near = pattern(tokens.clone()).or_else(|| pattern(sentence).filter(|kind| *kind == SourceKind::PersonAnonymous));
    if near == Some(SourceKind::PersonAnonymous) {
        return near;
    }
    let head = head_noun(phrases, tokens)?;
    let compound = head
        .checked_sub(1)
        .filter(|before| *before >= tokens.start)
        .and_then(|before| text.pack.source_heads.get(&format!("{} {}", text.lower(before), text.lower(head))));
    near.or_else(|| compound.or_else(|| text.pack.source_heads.get(text.lower(head))).copied())
        .or_else(|| text.is(head, Class::OrganisationWord).then_some(SourceKind::OrganisationNamed))
}

/// One or many.
pub(super) fn kind_by_number(phrases: &Phrases, tokens: &Range<usize>) -> SourceKind {
    match head_noun(phrases, tokens) {
        Some(head) if phrases.tag(head) == Tag::Nns => SourceKind::Collective,
        None => SourceKind::Collective,
        _ => SourceKind::PersonUnnamed,
    }
}

/// The kind of source that a chain is.
pub(super) fn kind_of_chain(chain: &ChainDraft) -> SourceKind {
    match chain.kind {
        EntityKind::Person => SourceKind::PersonNamed,
        EntityKind::Group => SourceKind::Collective,
        EntityKind::Anonymous => SourceKind::PersonUnnamed,
        EntityKind::Document => SourceKind::Document,
        EntityKind::Media => SourceKind::MediaReport,
        _ => SourceKind::OrganisationNamed,
    }
}

/// So many sentences at the head of a document describe somebody before the name comes.
const LEAD: u32 = 3;

/// So many sentences after the description the name is looked for.
const NAMED_WITHIN: u32 = 5;

/// So many lines without a full stop, of headlines and names of writers, may stand before the lead.
const FURNITURE: u32 = 12;

/// How many whole sentences stand before one; the lines of a headline are none.
fn told_before(phrases: &Phrases, sentence: u32) -> u32 {
    if sentence > LEAD + FURNITURE {
        return sentence;
    }
    let text = phrases.text;
    let ends = |number: &u32| {
        let last = text
            .sentences
            .get(*number as usize)
            .and_then(|sentence| sentence.tokens.clone().rev().find(|at| !text.is_quote(*at)));
        last.is_some_and(|last| phrases.tag(last) == Tag::Stop)
    };
    u32::try_from((0..sentence).filter(ends).count()).unwrap_or(sentence)
}

/// Who is described in the lead and named soon after: `An Ostlandic minister said …. Ada Holm, Ostlandic minister of roads, …`. The name's
/// title or apposition must have the description's head, or a name of it beside a title; and nobody else may fit.
pub(super) fn named_later(phrases: &Phrases, chains: &Chains, tokens: &Range<usize>) -> Option<usize> {
    let text = phrases.text;
    let here = *text.sentence_of.get(tokens.start)?;
    let head = head_noun(phrases, tokens)?;
    let person =
        text.is(head, Class::TitleWord) || text.pack.source_heads.get(text.lower(head)) == Some(&SourceKind::PersonUnnamed);
    if told_before(phrases, here) >= LEAD || phrases.tag(head) == Tag::Nns || text.is(head, Class::Issued) {
        return None;
    }
    let proper: Vec<&str> =
        tokens.clone().filter(|token| phrases.tag(*token) == Tag::Np && *token != head).map(|token| text.lower(token)).collect();
    let fits = |chain: &ChainDraft| {
        let first = chain.names.iter().map(|name| name.start).min()?;
        let soon = text.sentence_of.get(first).is_some_and(|sentence| *sentence >= here && sentence - here <= NAMED_WITHIN);
        let same_head = |role: &Range<usize>| head_noun(phrases, role).is_some_and(|other| text.lower(other) == text.lower(head));
        let same_name = |role: &Range<usize>| {
            role.clone().any(|token| text.is(token, Class::TitleWord))
                && role.clone().any(|token| proper.contains(&text.lower(token)))
        };
        // "Ostland's minister" is nobody who is told of as a Westlandic one.
        let elsewhere = |role: &Range<usize>| {
            let of =
                |token: &usize| text.capital(*token) && !text.is(*token, Class::TitleWord) && phrases.tag(*token) != Tag::Pos;
            let places: Vec<&str> = role.clone().filter(of).map(|token| stem(text.lower(token))).collect();
            !proper.is_empty() && !places.is_empty() && !proper.iter().any(|word| places.contains(&stem(word)))
        };
        let fits = chain
            .roles
            .iter()
            .any(|role| role.start > tokens.end && (same_head(role) && !elsewhere(role) || person && same_name(role)));
        (chain.kind == EntityKind::Person && first > tokens.end && soon && fits).then_some(())
    };
    let mut fitting = chains.all.iter().enumerate().filter(|(_, chain)| fits(chain).is_some()).map(|(number, _)| number);
    match fitting.next() {
        Some(only) => fitting.next().is_none().then_some(only),
        None => {
            // "his own board" is no more than his.
            let told = person && phrases.tag(tokens.start) != Tag::Prs && !text.is(head, Class::OrganisationWord);
            told.then(|| named_next(phrases, chains, tokens)).flatten()
        }
    }
}

/// Who is described at the head of a document and named, without a word of who that is, as the subject of the next paragraph: `The director of a
/// fund is suspected of fraud.` – `Ada Holm was dismissed on Monday.` Nobody else may be named between.
fn named_next(phrases: &Phrases, chains: &Chains, tokens: &Range<usize>) -> Option<usize> {
    let text = phrases.text;
    let described = phrases.sentence(tokens.start);
    let next = described.end;
    let here = *text.sentence_of.get(tokens.start)? as usize;
    let new_paragraph = text.sentences.get(here)?.paragraph != text.sentences.get(here + 1)?.paragraph;
    let is_subject = |name: &Range<usize>| {
        name.start == next
            && name.len() > 1
            && phrases.group(name.end).is_some_and(|group| group.form == VerbForm::Finite && group.tokens.start == name.end)
    };
    let begins = |chain: &ChainDraft| {
        let first = chain.names.iter().min_by_key(|name| name.start);
        chain.kind == EntityKind::Person && first.is_some_and(is_subject)
    };
    let another = chains.all.iter().any(|chain| {
        chain.kind == EntityKind::Person
            && chain.sure
            && chain.names.iter().any(|name| described.contains(&name.start) && !tokens.contains(&name.start))
    });
    if !new_paragraph || another {
        return None;
    }
    chains.all.iter().position(begins)
}

/// Which names speak in the article's own words, in order.
pub(super) fn tellers(phrases: &Phrases, names: &[Name], chain_of_name: &[usize], drafts: &[Draft]) -> Vec<(usize, usize)> {
    let source = |draft: &Draft| draft.source.as_ref().map(|source| source.tokens.clone());
    let own = drafts.iter().filter_map(source).filter(|tokens| phrases.quotes.around(tokens.start).is_none());
    let mut found: Vec<(usize, usize)> = own
        .filter_map(|tokens| {
            let name = head_name(phrases, names, &tokens)?;
            Some((tokens.start, *chain_of_name.get(name)?))
        })
        .filter(|(_, chain)| *chain != usize::MAX)
        .collect();
    found.sort_unstable();
    found
}

/// So many sentences after the lead whoever it spoke of by an office is named as he goes on to speak.
const SPEAKS_WITHIN: u32 = 3;

/// Who speaks in the first sentence by an office and goes on to speak by name: `The road is shut, the head of the coastguard said. … Adm. Ada
/// Holm told reporters`. He must be the first who speaks by name, a person not named before, of whom no other office is told.
pub(super) fn told_later(phrases: &Phrases, chains: &Chains, tokens: &Range<usize>, cue: usize) -> Option<usize> {
    let text = phrases.text;
    let here = *text.sentence_of.get(tokens.start)?;
    let lead = text.sentences.iter().position(|sentence| !sentence.heading)?;
    let head = head_noun(phrases, tokens)?;
    let person =
        text.is(head, Class::TitleWord) || text.pack.source_heads.get(text.lower(head)) == Some(&SourceKind::PersonUnnamed);
    let definite = text.is(tokens.start, Class::Definite) || phrases.tag(tokens.start) == Tag::Prs;
    let withheld = kind_of_source(phrases, tokens, cue) == Some(SourceKind::PersonAnonymous);
    if here as usize != lead || !person || !definite || withheld || phrases.tag(head) == Tag::Nns || text.is(head, Class::Issued)
    {
        return None;
    }
    let (at, chain) = *chains.tellers.iter().find(|(token, _)| *token >= tokens.end)?;
    let known = chains.all.get(chain)?;
    let soon = text.sentence_of.get(at).is_some_and(|sentence| *sentence > here && sentence - here <= SPEAKS_WITHIN);
    let unnamed = known.names.iter().all(|name| name.start > tokens.end);
    let other = |role: &Range<usize>| {
        let same = head_noun(phrases, role).is_some_and(|other| text.lower(other) == text.lower(head));
        let office = |token: usize| {
            let title = text.pack.titles.longest(|n| (token + n < role.end).then(|| text.lower(token + n)));
            title.is_some_and(|(_, (kind, _))| !matches!(kind, TitleKind::Honorific | TitleKind::Rank))
        };
        // "Rear Adm." is a rank, whatever else its words may be.
        let ranked = text.pack.titles.longest(|n| (role.start + n < role.end).then(|| text.lower(role.start + n)));
        let rank = ranked.is_some_and(|(n, (kind, _))| n == role.len() && matches!(kind, TitleKind::Honorific | TitleKind::Rank));
        !same && !rank && role.clone().any(office)
    };
    let fits = known.kind == EntityKind::Person && soon && unnamed && !known.roles.iter().any(other);
    (fits && !speaks_of(phrases, known, head, at)).then_some(chain)
}

/// Letters of the longest word of address that is written without a full stop: `Mrs`.
const SHORT_ADDRESS: usize = 3;

/// Letters by which words of an office are compared: `defence` and `defense` are one.
const STEM: usize = 5;

fn stem(word: &str) -> &str {
    &word[..word.char_indices().nth(STEM).map_or(word.len(), |(at, _)| at)]
}

/// So many chains are looked through for one that a description fits.
const MEMORY: usize = 600;

/// Kinds of bodies, as `organisation_words.tsv` names them, whose members go by one word: a federation and a guild are unions.
const ALIKE: [&str; 3] = ["union", "party", "court"];

/// The chain that a description stands for: `the mayor`, `the ministry`, `the analyst`.
pub(super) fn known_description(phrases: &Phrases, chains: &Chains, state: &State, tokens: &Range<usize>) -> Option<usize> {
    let text = phrases.text;
    let head = head_noun(phrases, tokens)?;
    if head + 1 < tokens.end && phrases.tag(head + 1) == Tag::Pos {
        return None;
    }
    let word = text.lower(head);
    // "Deputy Minister of Roads leading the talks", with a capital and no article, is a title without its name.
    let title = text.is(head, Class::TitleWord) && text.capital(head) && text.capital(tokens.start);
    // "his lawyer" is whoever was told to be a lawyer.
    let possessed = phrases.tag(tokens.start) == Tag::Prs && text.is(head, Class::TitleWord);
    let definite = text.is(tokens.start, Class::Definite) || tokens.len() == 1 || title || possessed;
    if !definite {
        return None;
    }
    let singular = phrases.tag(head) != Tag::Nns;
    let bare = head + 1 == tokens.end;
    let by_role = |chain: &ChainDraft| {
        chain.kind == EntityKind::Person
            && chain.roles.iter().any(|role| {
                // "Sen. Holm" is the senator.
                let same = |token: usize| {
                    text.lower(token) == word || text.pack.title_words.get(text.lower(token)).is_some_and(|full| full == word)
                };
                head_noun(phrases, role).is_some_and(same) || (role.len() <= 3 && role.clone().any(same))
            })
    };
    // "the deputy minister" is the deputy minister of roads, and no defence minister.
    let told_apart: Vec<&str> = (tokens.start + 1..head)
        .filter(|token| !text.capital(*token) && phrases.tag(*token) != Tag::Pos)
        .map(|token| stem(text.lower(token)))
        .collect();
    let by_whole_role = |chain: &ChainDraft| {
        by_role(chain)
            && chain
                .roles
                .iter()
                .any(|role| told_apart.iter().all(|word| role.clone().any(|token| stem(text.lower(token)) == *word)))
    };
    let is_another = |chain: &ChainDraft| {
        !told_apart.is_empty()
            && chain.roles.iter().all(|role| {
                let words: Vec<usize> =
                    role.clone().filter(|token| phrases.tag(*token).is_noun() || phrases.tag(*token) == Tag::Jj).collect();
                words.len() > 1 && !told_apart.iter().any(|word| words.iter().any(|token| stem(text.lower(*token)) == *word))
            })
    };
    let by_role_alone = |chain: &ChainDraft| by_role(chain) && !is_another(chain);
    let by_name = |chain: &ChainDraft| {
        matches!(chain.kind, EntityKind::Organisation | EntityKind::Media | EntityKind::State)
            && chain.words.len() > 1
            && chain.words.iter().any(|part| part == word)
            && (text.classes(head).any(&[Class::OrganisationWord, Class::SourceHead])
                || chain.words.last().is_some_and(|last| last == word) && chain.words.len() > 2)
    };
    // "the Holm campaign" is not "the Weld campaign".
    let names_in = |range: &Range<usize>| -> Vec<&str> {
        range.clone().skip(1).filter(|token| text.capital(*token)).map(|token| text.lower(token)).collect()
    };
    let by_text = |chain: &ChainDraft| {
        chain.words.is_empty()
            && chain.best.as_ref().is_some_and(|best| {
                let (own, other) = (names_in(tokens), names_in(best));
                let alike = own.is_empty() || other.is_empty() || own.iter().any(|name| other.contains(name));
                head_noun(phrases, best).is_some_and(|other| text.lower(other) == word) && alike
            })
    };
    let before = |chain: &&usize| chains.all[**chain].last <= tokens.start || bare;
    // In a very long document the earliest are forgotten, so that a description costs the same anywhere.
    let known: Vec<usize> = (chains.all.len().saturating_sub(MEMORY)..chains.all.len()).collect();
    let latest = |test: &dyn Fn(&ChainDraft) -> bool| {
        known
            .iter()
            .filter(before)
            .filter(|chain| test(&chains.all[**chain]))
            .max_by_key(|chain| chains.all[**chain].last.min(tokens.start))
            .copied()
    };
    if singular && let Some(chain) = latest(&by_whole_role).or_else(|| latest(&by_role_alone)) {
        return Some(chain);
    }
    if possessed {
        return None;
    }
    // "the cooperative" is the Ostwick Cooperative rather than Cooperative Savings.
    let ends_so = |chain: &ChainDraft| by_name(chain) && chain.words.last().is_some_and(|last| last == word);
    if bare && let Some(chain) = latest(&ends_so).or_else(|| latest(&by_name)) {
        return Some(chain);
    }
    // "the union" is the Federation of Clerks, where no other body of that kind is named.
    let kind = text.pack.organisation_words.get(word).filter(|kind| ALIKE.contains(&kind.as_str()));
    let by_kind = |chain: &ChainDraft| {
        let alike = |part: &String| text.pack.organisation_words.get(part) == kind;
        chain.kind == EntityKind::Organisation && chain.words.len() > 1 && chain.words.iter().any(alike)
    };
    if bare && singular && kind.is_some() && text.is(tokens.start, Class::Definite) {
        let mut fitting = known.iter().filter(before).filter(|chain| by_kind(&chains.all[**chain]));
        if let (Some(only), None) = (fitting.next(), fitting.next()) {
            return Some(*only);
        }
    }
    if text.is(tokens.start, Class::Definite)
        && bare
        && let Some(chain) = latest(&by_text)
    {
        return Some(chain);
    }
    // "the article", "the piece": what an outlet that was named has printed.
    if text.pack.source_heads.get(word) == Some(&SourceKind::MediaReport) && singular && bare {
        let media = |chain: &ChainDraft| chain.kind == EntityKind::Media;
        if let Some(chain) = latest(&media) {
            return Some(chain);
        }
    }
    // "the analyst": somebody was spoken of; the one who spoke last, if it is a person without that role against it.
    let person = text.is(head, Class::TitleWord) || text.pack.source_heads.get(word) == Some(&SourceKind::PersonUnnamed);
    // "the roads minister", "the head of the port": who is told apart by an office is nobody of whom another office is told; and who holds
    // one, "Judge Holm", is no other's bearer, "the mayor".
    let of_office = text.is(head, Class::TitleWord)
        && ((tokens.start..head).any(|token| phrases.tag(token).is_noun())
            || head + 1 < tokens.end && text.is(head + 1, Class::Of));
    let is_office = |token: usize| {
        text.pack
            .titles
            .longest(|n| (n == 0).then(|| text.lower(token)))
            .is_some_and(|(_, (kind, _))| matches!(kind, TitleKind::Office))
    };
    // "Judge" is an office as well as a form of address, "Mr." is none.
    let is_address = |token: usize| text.word(token).ends_with('.') || text.word(token).chars().count() <= SHORT_ADDRESS;
    let holds_office = |person: &ChainDraft| {
        person.roles.iter().any(|role| role.clone().any(|token| text.is(token, Class::TitleWord) && !is_address(token)))
    };
    let holds_another = |person: &ChainDraft| of_office && !person.roles.is_empty() || is_office(head) && holds_office(person);
    // "the supervisor's deputy" is somebody else's.
    let owned = (tokens.start..head).any(|token| phrases.tag(token) == Tag::Pos);
    (singular && person && !owned && text.is(tokens.start, Class::Definite) && !text.is(head, Class::OrganisationWord))
        .then(|| state.last_subject(phrases, chains, tokens.start).or_else(|| state.last_person(phrases, chains, tokens.start)))
        .flatten()
        .filter(|person| !holds_another(&chains.all[*person]))
        .filter(|person| !speaks_of(phrases, &chains.all[*person], head, tokens.start))
}

/// Whether a sentence that names somebody has already spoken of another by this word: in `Holm said the mayor had lied. The mayor denied it` the
/// mayor is not Holm.
fn speaks_of(phrases: &Phrases, person: &ChainDraft, head: usize, before: usize) -> bool {
    let text = phrases.text;
    let is_other = |token: usize, name: &Range<usize>| {
        token < before
            && !name.contains(&token)
            && text.lower(token) == text.lower(head)
            && token.checked_sub(1).is_some_and(|article| text.is(article, Class::Definite))
    };
    let named = person.names.iter().filter(|name| name.start < before);
    named.rev().take(NAMED_WITHIN as usize).any(|name| phrases.sentence(name.start).any(|token| is_other(token, name)))
}

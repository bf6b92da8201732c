//! Finds the names in a text: capitalised spans, with their titles, and what kind of thing each names.
//!
//! In: phrases. Out: [`Name`]s, apart, in order. The kind is told by a title, a word such as
//! *Ministry*, a given name, capitals alone; else it is left open for [`crate::coreference`].
//! Invariant: a name lies in one sentence, and its core is not empty.
//!
//! Example: `Lt. Col. Bram Oster` is a person, its title `Lt. Col.`, its core `Bram Oster`.

use crate::attributions::Draft;
use crate::pack::{Class, Known, NameForm, Tag, TitleKind};
use crate::phrases::Phrases;
use hearsay_record::{EntityKind, Gender};
use hearsay_text::TokenKind;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A name in a text.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    /// With its title.
    pub(crate) tokens: Range<usize>,
    /// Without it.
    pub(crate) core: Range<usize>,
    pub(crate) kind: Option<EntityKind>,
    pub(crate) gender: Option<Gender>,
    /// Whether nothing but its shape tells its kind.
    pub(crate) guessed: bool,
    /// The state that it names, or whose capital it is, by its number in the gazetteer.
    pub(crate) state: Option<State>,
}

/// A state behind a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) row: u32,
    /// Whether the name is that of its capital, which stands for the state only where it speaks.
    pub(crate) capital: bool,
}

impl Name {
    /// Its title, if it has one.
    pub(crate) fn title(&self) -> Range<usize> {
        self.tokens.start..self.core.start
    }
}

/// Finds them.
pub(crate) fn names(phrases: &Phrases) -> Vec<Name> {
    let mut names = Vec::new();
    for sentence in &phrases.text.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let opens_body = || {
                let (text, after) = (phrases.text, at + 1);
                text.capital(at)
                    && phrases.tag(at).is_noun()
                    && text.tokens[at].kind == TokenKind::Word
                    && owned_body(phrases, at, after, sentence.tokens.end).is_some()
            };
            if !begins(phrases, at) && !opens_title(phrases, at, sentence.tokens.end) && !opens_body() {
                at += 1;
                continue;
            }
            let end = run(phrases, at, sentence.tokens.end);
            // A known name may hold words that no run of capitals does: "House Committee on Agriculture".
            let known = known_at(phrases, at, sentence.tokens.end).map_or(at, |(length, _)| at + length);
            split(phrases, at..end.max(known), &mut names);
            at = end.max(known).max(at + 1);
        }
    }
    // `Nobody` at the head of a sentence is no name.
    names.retain(|name| !(name.core.len() == 1 && phrases.text.is(name.core.start, Class::Nobody)));
    settle(phrases, &mut names);
    names
}

/// Names without the cues that capitals made a part of them: in `Ada Holm Says Yes`, a heading, the name is `Ada Holm`.
pub(crate) fn before_cues(mut names: Vec<Name>, drafts: &[Draft]) -> Vec<Name> {
    let mut cues: Vec<usize> = drafts.iter().flat_map(|draft| draft.cue.iter().cloned().flatten()).collect();
    cues.sort_unstable();
    for name in &mut names {
        let next = cues.partition_point(|cue| *cue <= name.core.start);
        if let Some(cue) = cues.get(next).filter(|cue| **cue < name.core.end) {
            name.core.end = *cue;
            name.tokens.end = *cue;
        }
    }
    names
}

/// A title or a body's first word that is tagged as a plain noun: `Minister of Roads Ada Holm`, `the Ministry of Roads`.
fn opens_title(phrases: &Phrases, at: usize, end: usize) -> bool {
    let text = phrases.text;
    let body =
        text.capital(at) && text.is(at, Class::OrganisationWord) && phrases.tag(at).is_noun() && text.is(at + 1, Class::NameLink);
    if body && at + 2 < end && begins(phrases, at + 2) {
        return true;
    }
    if !(text.capital(at) && text.is(at, Class::TitleWord) && phrases.tag(at).is_noun()) {
        return false;
    }
    let Some((length, _)) = text.pack.titles.longest(|n| (at + n < end).then(|| text.lower(at + n))) else { return false };
    let next = at + length;
    next < end && (begins(phrases, next) || (text.is(next, Class::NameLink) && next + 1 < end && begins(phrases, next + 1)))
}

/// The longest name that the gazetteer knows from here.
fn known_at(phrases: &Phrases, at: usize, end: usize) -> Option<(usize, Known)> {
    let text = phrases.text;
    text.pack.gazetteer.longest(|n| (at + n < end).then(|| text.lower(at + n))).filter(|(length, known)| match known.form {
        NameForm::Initials => is_acronym(text.word(at)),
        _ => text.capital(at) && text.capital(at + length - 1),
    })
}

/// What the whole document tells: `Ostwick Pumps, which …` is no person, and a place stays one.
fn settle(phrases: &Phrases, names: &mut [Name]) {
    let text = phrases.text;
    let words = |name: &Name| -> Vec<&str> { name.core.clone().map(|token| text.lower(token)).collect() };
    let mut things: HashSet<Vec<&str>> = HashSet::new();
    // How often a name stands, and how often right after a word that places stand after.
    let mut located: HashMap<Vec<&str>, (u32, u32)> = HashMap::new();
    let mut families: HashSet<&str> = HashSet::new();
    for name in names.iter() {
        let key = words(name);
        if name.kind == Some(EntityKind::Person)
            && !name.guessed
            && let Some(last) = key.last()
        {
            families.insert(last);
        }
        if !name.guessed {
            continue;
        }
        let after = name.core.end + usize::from(phrases.tag(name.core.end) == Tag::Comma);
        if after < text.tokens.len()
            && text.is(after, Class::RelativeThing)
            && phrases.tag(after) == Tag::Wdt
            && !text.is(after, Class::That)
        {
            things.insert(key.clone());
        }
        let count = located.entry(key).or_default();
        count.0 += 1;
        count.1 += u32::from(name.tokens.start.checked_sub(1).is_some_and(|before| text.is(before, Class::Locative)));
    }
    let kinds: Vec<(Option<EntityKind>, Option<State>)> = names
        .iter()
        .map(|name| {
            let key = words(name);
            let (all, after_locative) = located.get(&key).copied().unwrap_or_default();
            if name.guessed && things.contains(&key) {
                (Some(EntityKind::Organisation), None)
            } else if name.guessed && all > 0 && all == after_locative {
                (Some(EntityKind::Place), None)
            } else if name.state.is_some() && key.len() == 1 && families.contains(key[0]) {
                // Where a person of that name is spoken of, the name alone tells no state.
                (None, None)
            } else {
                (name.kind, name.state)
            }
        })
        .collect();
    for (name, (kind, state)) in names.iter_mut().zip(kinds) {
        name.kind = kind;
        name.state = state;
    }
}

fn begins(phrases: &Phrases, token: usize) -> bool {
    let text = phrases.text;
    phrases.tag(token) == Tag::Np
        && matches!(text.tokens[token].kind, TokenKind::Word)
        && text.capital(token)
        && !text.classes(token).any(&[Class::Weekday, Class::Month])
        // "Everything Holm says", "Many Ostlanders": a sentence opens with a capital, whatever the word.
        && !(text.classes(token).any(&[Class::Determiner, Class::Quantifier]) && phrases.sentence(token).start == token)
}

/// The end of a run of capitalised words, with the small words that names hold.
fn run(phrases: &Phrases, start: usize, end: usize) -> usize {
    let text = phrases.text;
    let mut at = start + 1;
    while at < end {
        let next_begins = at + 1 < end && begins(phrases, at + 1);
        let capital = text.capital(at)
            && matches!(phrases.tag(at), Tag::Np | Tag::Nn | Tag::Nns | Tag::Jj)
            && !text.classes(at).any(&[Class::Weekday, Class::Month])
            && text.tokens[at].kind == TokenKind::Word;
        let particle = text.is(at, Class::NameParticle) && next_begins;
        let link = text.is(at, Class::NameLink)
            && joins(phrases, start..at)
            && (next_begins || (at + 2 < end && text.is(at + 1, Class::Definite) && begins(phrases, at + 2)));
        if let Some(owned) = owned_body(phrases, start, at, end) {
            at = owned;
        } else if capital || particle {
            at += 1;
        } else if link {
            at += if next_begins { 2 } else { 3 };
        } else {
            break;
        }
    }
    at
}

/// The end of a body that many own, whose name goes on at `at`: `Lock Keepers | ’ and Watermen’s Union`, `Hospital | and Care Workers’ Federation`.
fn owned_body(phrases: &Phrases, start: usize, at: usize, end: usize) -> Option<usize> {
    let text = phrases.text;
    let is_word = |token: usize| {
        token < end && text.capital(token) && text.tokens[token].kind == TokenKind::Word && phrases.tag(token) != Tag::Pos
    };
    // Many own it: the mark stands alone behind their name.
    let many = |token: usize| token < end && phrases.tag(token) == Tag::Pos && text.word(token).chars().count() == 1;
    let words = |from: usize| (from..end).take_while(|token| is_word(*token)).count();
    let follows_article = start.checked_sub(1).is_some_and(|before| text.is(before, Class::Definite));
    let mut here = at;
    if phrases.tag(here) == Tag::Cc && follows_article && words(here + 1) > 0 && many(here + 1 + words(here + 1)) {
        here += 1 + words(here + 1);
    }
    if !many(here) {
        return None;
    }
    here += 1;
    // "Keepers’ and Watermen’s"
    if here < end && phrases.tag(here) == Tag::Cc && words(here + 1) > 0 {
        let other = here + 1 + words(here + 1);
        here = if other < end && phrases.tag(other) == Tag::Pos { other + 1 } else { here + 1 };
    }
    let n = words(here);
    (n > 0 && text.is(here + n - 1, Class::OrganisationWord)).then_some(here + n)
}

/// `Ministry | of Health`: only words that name bodies or offices take a link.
fn joins(phrases: &Phrases, run: Range<usize>) -> bool {
    run.clone().next_back().is_some_and(|last| phrases.text.classes(last).any(&[Class::OrganisationWord, Class::TitleWord]))
}

/// Takes titles off the run and enters what is left as a name.
fn split(phrases: &Phrases, run: Range<usize>, names: &mut Vec<Name>) {
    let text = phrases.text;
    let mut core = run.start;
    let mut title: Option<(TitleKind, Option<Gender>)> = None;
    let organisation = has_organisation_word(phrases, &run);
    if is_office(phrases, &run) {
        return;
    }
    let mut at = run.start;
    while at + 1 < run.end {
        let found = text.pack.titles.longest(|n| (at + n < run.end).then(|| text.lower(at + n)));
        match found {
            // The rest of the run must still hold a name.
            Some((length, kind)) if at + length < run.end && !text.is(at + length, Class::NameLink) => {
                core = at + length;
                title = Some(match (title, kind) {
                    (Some((_, Some(gender))), (kind, None)) => (kind, Some(gender)),
                    (_, kind) => kind,
                });
                at += length;
            }
            _ => at += 1,
        }
    }
    let mut tokens = run.clone();
    // "Minister of Roads and … Ada Holm": the office reaches to the name of a person or to the end of a body's.
    if let Some(link) = (core + 1..run.end).find(|token| {
        text.is(*token, Class::NameLink) && text.is(token - 1, Class::TitleWord) && !text.is(token - 1, Class::OrganisationWord)
    }) {
        let object = link + 1 + usize::from(text.is(link + 1, Class::Definite));
        if object < run.end && text.is(run.end - 1, Class::OrganisationWord) {
            core = object;
            tokens.start = object;
        } else if run.end >= object + 3 {
            let given = (object + 1..run.end - 1).find(|token| text.pack.given_names.contains_key(text.lower(*token)));
            core = given.unwrap_or(run.end - 2);
            while core > object + 1 && text.is(core, Class::NameParticle) {
                core -= 1;
            }
            title = Some((TitleKind::Office, title.and_then(|(_, gender)| gender)));
        }
    }
    // A lower-case title before a name: "police chief Bram Oster".
    let mut before = run.start;
    while tokens.start == run.start
        && before > phrases.sentence(run.start).start
        && text.is(before - 1, Class::TitleWord)
        && !text.capital(before - 1)
        && phrases.tag(before - 1).is_noun()
    {
        before -= 1;
    }
    if before < run.start && title.is_none() && !(organisation && run.len() > 2) {
        let found = (before..run.start).find_map(|from| {
            text.pack
                .titles
                .longest(|n| (from + n < run.start).then(|| text.lower(from + n)))
                .filter(|(length, _)| from + length == run.start)
                .map(|(_, kind)| kind)
        });
        title = found;
        if found.is_some() {
            tokens.start = before;
        }
    }
    if core >= run.end {
        return;
    }
    let core = core..run.end;
    let words = core.len();
    // In a heading every word may have a capital, so capitals alone tell nothing.
    let heading = text.sentences.get(text.sentence_of[run.start] as usize).is_some_and(|sentence| sentence.heading)
        || phrases
            .sentence(run.start)
            .filter(|token| text.tokens[*token].kind == TokenKind::Word && text.word(*token).len() > 3)
            .all(|token| text.capital(token));
    let first = text.lower(core.start);
    let given = (words > 1).then(|| text.pack.given_names.get(first)).flatten();
    let person_title = title.is_some();
    let known = known_at(phrases, core.start, core.end).filter(|(length, _)| *length == words).map(|(_, known)| known);
    let named = known.filter(|known| {
        matches!(known.form, NameForm::Name | NameForm::Initials) && (words > 1 || !text.pack.given_names.contains_key(first))
    });
    // "Ostlandic ministers": an adjective names nobody.
    if known.is_some_and(|known| known.form == NameForm::Demonym)
        && tokens.len() == words
        && text.tokens.get(core.end).is_some_and(|next| next.kind == TokenKind::Word)
        && (phrases.tag(core.end).is_noun() || phrases.tag(core.end) == Tag::Jj)
    {
        return;
    }
    // "Ostland Weekly", "Ostlandic Pumps": what begins with a country or its adjective is no person.
    let national = words > 1
        && known_at(phrases, core.start, core.start + 1)
            .is_some_and(|(_, known)| known.kind != EntityKind::Person && known.form != NameForm::Capital);
    let mut guessed = false;
    let kind = if let Some(known) = named.filter(|_| !person_title) {
        Some(known.kind)
    } else if known.is_some_and(|known| matches!(known.form, NameForm::Demonym | NameForm::People)) && !person_title {
        Some(EntityKind::Group)
    } else if person_title
        && !(organisation && title.is_some_and(|(kind, _)| kind != TitleKind::Honorific) && has_organisation_word(phrases, &core))
    {
        Some(EntityKind::Person)
    } else if let Some(kind) = text
        .pack
        .organisation_words
        .get(text.lower(core.end - 1))
        .or_else(|| text.pack.organisation_words.get(first))
        .filter(|_| has_organisation_word(phrases, &core))
    {
        Some(if kind == "media" { EntityKind::Media } else { EntityKind::Organisation })
    } else if has_organisation_word(phrases, &core) {
        Some(EntityKind::Organisation)
    } else if given.is_some() {
        Some(EntityKind::Person)
    } else if words == 1 && is_acronym(text.word(core.start)) {
        Some(EntityKind::Organisation)
    } else if words > 1 && text.is(core.end - 1, Class::PlaceWord) {
        // "Rope Street"; where a given name stands before it, as in "Ada Lane", it is a person's.
        Some(EntityKind::Place)
    } else if (2..=4).contains(&words)
        && !national
        && !heading
        && !text.is(core.start.wrapping_sub(1), Class::Determiner)
        && !core.clone().any(|token| text.is(token, Class::NameLink))
    {
        guessed = true;
        Some(EntityKind::Person)
    } else {
        None
    };
    let gender = title
        .and_then(|(_, gender)| gender)
        .or_else(|| known.and_then(|known| known.gender))
        .or_else(|| given.copied().flatten());
    let state = known
        .filter(|known| {
            known.kind == EntityKind::State
                && !person_title
                && !matches!(known.form, NameForm::Demonym | NameForm::People)
                && (words > 1 || !text.pack.given_names.contains_key(first))
        })
        .map(|known| State { row: known.row, capital: known.form == NameForm::Capital });
    let (kind, guessed) = if state.is_some_and(|state| state.capital) { (None, false) } else { (kind, guessed) };
    names.push(Name { tokens, core, kind, gender, guessed, state });
}

/// Whether a run is the name of an office and of nobody: `Ostlandic Deputy Defence Minister`.
fn is_office(phrases: &Phrases, run: &Range<usize>) -> bool {
    let text = phrases.text;
    let office = |at: usize| {
        let found = text.pack.titles.longest(|n| (at + n < run.end).then(|| text.lower(at + n)));
        found.is_some_and(|(length, (kind, _))| length > 1 && at + length == run.end && kind == TitleKind::Office)
    };
    let before = |token: usize| {
        text.is(token, Class::TitleWord)
            || known_at(phrases, token, token + 1).is_some_and(|(_, known)| known.form == NameForm::Demonym)
    };
    run.clone().find(|at| office(*at)).is_some_and(|at| (run.start..at).all(before))
}

fn has_organisation_word(phrases: &Phrases, run: &Range<usize>) -> bool {
    let text = phrases.text;
    run.clone().any(|token| {
        text.is(token, Class::OrganisationWord)
            && (token + 1 == run.end || token == run.start || text.is(token + 1, Class::NameLink))
    })
}

/// `KNA`, `LKWU`: two to six capitals.
pub(crate) fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    (2..=6).contains(&letters) && word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-' | '&') || c.is_ascii_digit())
}

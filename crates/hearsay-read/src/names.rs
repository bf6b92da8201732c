//! Finds the names in a text: capitalised spans, with their titles, and what kind of thing each names.
//!
//! In: phrases. Out: [`Name`]s, apart, in order. The kind is told by a title, a word such as
//! *Ministry*, a given name, capitals alone; else it is left open for [`crate::coreference`].
//! Invariant: a name lies in one sentence, and its core is not empty.
//!
//! Example: `Lt. Col. Bram Oster` is a person, its title `Lt. Col.`, its core `Bram Oster`.

use crate::pack::{Class, Tag, TitleKind};
use crate::phrases::Phrases;
use hearsay_record::{EntityKind, Gender};
use hearsay_text::TokenKind;
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
            if !begins(phrases, at) {
                at += 1;
                continue;
            }
            let end = run(phrases, at, sentence.tokens.end);
            split(phrases, at..end, &mut names);
            at = end.max(at + 1);
        }
    }
    names
}

fn begins(phrases: &Phrases, token: usize) -> bool {
    let text = phrases.text;
    phrases.tag(token) == Tag::Np && matches!(text.tokens[token].kind, TokenKind::Word) && text.capital(token) && !text.classes(token).any(&[Class::Weekday, Class::Month])
}

/// The end of a run of capitalised words, with the small words that names hold.
fn run(phrases: &Phrases, start: usize, end: usize) -> usize {
    let text = phrases.text;
    let mut at = start + 1;
    while at < end {
        let next_begins = at + 1 < end && begins(phrases, at + 1);
        let capital = text.capital(at) && matches!(phrases.tag(at), Tag::Np | Tag::Nn | Tag::Nns | Tag::Jj) && !text.classes(at).any(&[Class::Weekday, Class::Month]) && text.tokens[at].kind == TokenKind::Word;
        let particle = text.is(at, Class::NameParticle) && next_begins;
        let link = text.is(at, Class::NameLink) && joins(phrases, start..at) && (next_begins || (at + 2 < end && text.is(at + 1, Class::Definite) && begins(phrases, at + 2)));
        if capital || particle {
            at += 1;
        } else if link {
            at += if next_begins { 2 } else { 3 };
        } else {
            break;
        }
    }
    at
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
    // "Minister of Public Works Rosalind Vane": the office reaches to the last word of the body.
    if let Some(link) = (core..run.end).find(|token| text.is(*token, Class::NameLink)).filter(|_| title.is_none())
        && text.is(run.start, Class::TitleWord)
        && run.end >= link + 4
    {
        core = run.end - 2;
        title = Some((TitleKind::Office, None));
    }
    let mut tokens = run.clone();
    // A lower-case title before a name: "police chief Bram Oster".
    let mut before = run.start;
    while before > phrases.sentence(run.start).start && text.is(before - 1, Class::TitleWord) && !text.capital(before - 1) && phrases.tag(before - 1).is_noun() {
        before -= 1;
    }
    if before < run.start && title.is_none() && !(organisation && run.len() > 2) {
        let found = (before..run.start).find_map(|from| text.pack.titles.longest(|n| (from + n < run.start).then(|| text.lower(from + n))).filter(|(length, _)| from + length == run.start).map(|(_, kind)| kind));
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
    let heading = text.sentences.get(text.sentence_of[run.start] as usize).is_some_and(|sentence| sentence.heading) || phrases.sentence(run.start).filter(|token| text.tokens[*token].kind == TokenKind::Word && text.word(*token).len() > 3).all(|token| text.capital(token));
    let first = text.lower(core.start);
    let given = (words > 1).then(|| text.pack.given_names.get(first)).flatten();
    let person_title = title.is_some();
    let kind = if person_title && !(organisation && title.is_some_and(|(kind, _)| kind != TitleKind::Honorific) && has_organisation_word(phrases, &core)) {
        Some(EntityKind::Person)
    } else if let Some(kind) = text.pack.organisation_words.get(text.lower(core.end - 1)).or_else(|| text.pack.organisation_words.get(first)).filter(|_| has_organisation_word(phrases, &core)) {
        Some(if kind == "media" { EntityKind::Media } else { EntityKind::Organisation })
    } else if has_organisation_word(phrases, &core) {
        Some(EntityKind::Organisation)
    } else if given.is_some() {
        Some(EntityKind::Person)
    } else if words == 1 && is_acronym(text.word(core.start)) {
        Some(EntityKind::Organisation)
    } else if (2..=4).contains(&words) && !heading && !text.is(core.start.wrapping_sub(1), Class::Determiner) && !core.clone().any(|token| text.is(token, Class::NameLink)) {
        Some(EntityKind::Person)
    } else {
        None
    };
    let gender = title.and_then(|(_, gender)| gender).or_else(|| given.copied().flatten());
    names.push(Name { tokens, core, kind, gender });
}

fn has_organisation_word(phrases: &Phrases, run: &Range<usize>) -> bool {
    let text = phrases.text;
    run.clone().any(|token| text.is(token, Class::OrganisationWord) && (token + 1 == run.end || token == run.start || text.is(token + 1, Class::NameLink)))
}

/// `KNA`, `LKWU`: two to six capitals.
pub(crate) fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    (2..=6).contains(&letters) && word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-' | '&') || c.is_ascii_digit())
}

//! Who speaks, as far as two statements can be compared by it.
//!
//! In: the entities of a case. Out: for a chain its entity, and for two speakers whether they are
//! one, may be one, or are two. Invariant: two are *different* only if both are named, of one kind,
//! and no form of the one's name may be a form of the other's; a spokeswoman and her office may be
//! one voice, and nobody knows who an unnamed source is.
//!
//! Example: `Holm` and `Ada Holm` may be one even where nothing proves it, so they are not set
//! against each other.

use crate::names::{self, Likeness, Name};
use crate::responsibility::is_identified;
use crate::sheet::bare_word;
use crate::weights::{ById, Hashed};
use crate::wordlist::Wordlist;
use hearsay_record::{Entity, EntityKind, Id};
use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Deref;
use std::sync::RwLock;
use xxhash_rust::xxh3::xxh3_64;

/// Words of an office, at least, that one alone holds: `mayor of Velm`.
const OFFICE: usize = 3;

/// An entity with its names split: they are compared for every pair of statements that meet.
pub(crate) struct Speaker<'a> {
    entity: &'a Entity,
    /// The fullest forms of its name, which decide: two who are both called `Holm` may still be told apart by first names.
    fullest: Vec<Name>,
    /// How the words of each of these sound.
    sounds: Vec<Vec<String>>,
    /// Its name as that of a body.
    body: Name,
    /// The words of its name without articles.
    bare: Vec<String>,
    /// The words of the office that it is called by, if by nothing else.
    office: Option<Vec<String>>,
    /// The words of each of its roles, if it is a person.
    posts: Vec<Vec<String>>,
    /// Its number among the speakers of a case; none for one alone.
    number: Option<u64>,
    /// Whether it may be one with speakers of a greater number, of the first that were asked about: of two who are quoted in one
    /// affair the same is asked for every pair of their statements.
    asked: RwLock<Asked>,
}

type Asked = HashMap<u64, bool, BuildHasherDefault<Hashed>>;

/// Speakers about whom the answer is kept.
const KEPT: usize = 1 << 14;

impl Deref for Speaker<'_> {
    type Target = Entity;

    fn deref(&self) -> &Entity {
        self.entity
    }
}

impl<'a> Speaker<'a> {
    pub(crate) fn new(entity: &'a Entity) -> Self {
        let is_person = entity.kind == EntityKind::Person;
        let titles: Vec<&str> = entity.roles.iter().map(|role| role.name.as_str()).collect();
        let names = entity.aliases.iter().map(|alias| alias.name.as_str()).chain([entity.name.as_str()]);
        let mut fullest: Vec<Name> = names
            .map(|name| if is_person { Name::of_person(name, &titles) } else { Name::of_body(name) })
            .filter(|name| !name.is_empty())
            .collect();
        let most = fullest.iter().map(|form| form.words.len()).max().unwrap_or(0);
        fullest.retain(|form| form.words.len() == most);
        fullest.sort_unstable();
        fullest.dedup();
        let words = |printed: &str| -> Vec<String> {
            let words = printed.split_whitespace().map(|word| bare_word(word.trim_matches(|c: char| !c.is_alphanumeric())));
            words.filter(|word| !word.is_empty() && !Wordlist::en().is_article(word)).collect()
        };
        let office = matches!(entity.kind, EntityKind::Person | EntityKind::Anonymous)
            .then(|| words(&entity.name))
            .filter(|office| office.len() >= OFFICE && entity.aliases.iter().all(|alias| words(&alias.name) == *office));
        let posts = if is_person { entity.roles.iter().map(|role| words(&role.name)).collect() } else { Vec::new() };
        let bare = entity.name.split_whitespace().map(bare_word).filter(|word| !Wordlist::en().is_article(word)).collect();
        let sounds = fullest.iter().map(|form| form.words.iter().map(|word| names::sound(word)).collect()).collect();
        let body = Name::of_body(&entity.name);
        Self { entity, fullest, sounds, body, bare, office, posts, number: None, asked: RwLock::default() }
    }

    fn numbered(self, number: usize) -> Self {
        Self { number: Some(number as u64), ..self }
    }

    /// What is asked of a speaker alone.
    pub(crate) fn standing(&self) -> (EntityKind, bool, bool, bool) {
        (self.entity.kind, is_known(self.entity), is_identified(self.entity), self.is_named_in_full())
    }

    /// Whether it is a person with a name of two words or more.
    pub(crate) fn is_named_in_full(&self) -> bool {
        self.entity.kind == EntityKind::Person && self.fullest.first().is_some_and(|name| name.words.len() > 1)
    }

    /// All by which speakers are compared. Two entities of one voice may stand for each other wherever statements are judged,
    /// whatever else they have: so a member more, or another place of a name, touches no statement.
    pub(crate) fn voice(&self) -> String {
        let Self { entity, fullest, body, bare, office, posts, .. } = self;
        let mut posts: Vec<&Vec<String>> = posts.iter().collect();
        posts.sort_unstable();
        posts.dedup();
        let named = !entity.aliases.is_empty();
        format!("{} {:?} {:?} {named} {fullest:?} {body:?} {bare:?} {office:?} {posts:?}", entity.id, entity.kind, entity.name)
    }
}

/// Entities by chain.
pub(crate) struct Speakers<'a> {
    all: Vec<Speaker<'a>>,
    of_chain: ById<'a, usize>,
}

/// How two speakers stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Voices {
    /// One and the same.
    Same,
    /// Nothing tells that they are two.
    MayBeOne,
    /// Two.
    Different,
}

impl Voices {
    /// As a trace tells it.
    pub(crate) fn in_words(self) -> String {
        match self {
            Self::Same => "one and the same",
            Self::MayBeOne => "may be one",
            Self::Different => "two",
        }
        .to_owned()
    }
}

impl<'a> Speakers<'a> {
    pub(crate) fn new(entities: impl IntoIterator<Item = &'a Entity>) -> Self {
        let entities: Vec<&'a Entity> = entities.into_iter().collect();
        let of_chain =
            entities.iter().enumerate().flat_map(|(at, entity)| entity.members.iter().map(move |chain| (chain, at))).collect();
        let speaker = |(at, entity): (usize, &&'a Entity)| Speaker::new(entity).numbered(at);
        Self { all: entities.par_iter().enumerate().map(speaker).collect(), of_chain }
    }

    /// The entity of a chain.
    pub(crate) fn of(&self, chain: Option<&Id>) -> Option<&Speaker<'a>> {
        self.all.get(*self.of_chain.get(chain?)?)
    }
}

/// All that is asked of two speakers when statements are judged: while it stays what it was, so does what is judged of two
/// statements that name them. Whoever compares two speakers anew adds it here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bearing {
    voices: Voices,
    is_one: bool,
    may_be_one: bool,
    resembles: bool,
    same_description: bool,
    same_kind: bool,
    shares_word: bool,
    is_body: [bool; 2],
    holds_post: [bool; 2],
}

/// How two speakers bear on each other.
pub(crate) fn bearing(one: &Speaker<'_>, other: &Speaker<'_>) -> Bearing {
    Bearing {
        voices: voices(Some(one), Some(other)),
        is_one: one.id == other.id,
        may_be_one: may_be_one(one, other),
        resembles: resembles(one, other),
        same_description: same_description(Some(one), Some(other)),
        same_kind: one.kind == other.kind,
        shares_word: shares_word(one, other),
        is_body: [is_body_of(one, other), is_body_of(other, one)],
        holds_post: [holds_post_in(one, other), holds_post_in(other, one)],
    }
}

/// Whether a word of the one's name is one of the other's.
pub(crate) fn shares_word(one: &Speaker<'_>, other: &Speaker<'_>) -> bool {
    one.body.words.iter().any(|word| other.body.words.contains(word))
}

/// Whether somebody stands behind this entity by name.
pub(crate) fn is_known(entity: &Entity) -> bool {
    entity.kind != EntityKind::Anonymous && !entity.aliases.is_empty()
}

/// How two speakers stand to each other.
pub(crate) fn voices(one: Option<&Speaker<'_>>, other: Option<&Speaker<'_>>) -> Voices {
    let (Some(one), Some(other)) = (one, other) else { return Voices::MayBeOne };
    if one.id == other.id || holds_office(one, other) || holds_office(other, one) {
        return Voices::Same;
    }
    let is_person = |entity: &Entity| entity.kind == EntityKind::Person;
    let comparable = is_known(one)
        && is_known(other)
        && is_person(one) == is_person(other)
        && ![one.kind, other.kind]
            .iter()
            .any(|kind| matches!(kind, EntityKind::Media | EntityKind::Group | EntityKind::Document));
    if !comparable || may_be_one(one, other) { Voices::MayBeOne } else { Voices::Different }
}

/// Whether the one is called by nothing but an office that the other holds: `the head of the Velm
/// Harbour Board` beside `Ada Holm, head of the Velm Harbour Board`. A bare title (`the head`) tells
/// nothing.
fn holds_office(described: &Speaker<'_>, named: &Speaker<'_>) -> bool {
    described.office.as_ref().is_some_and(|office| named.posts.contains(office))
}

/// Whether the shorter name may be the end of the longer misspelt: one word the same, the rest alike in
/// sound. Too weak to make two one, enough not to set them against each other.
fn misspelt((short, short_sounds): (&Name, &[String]), (long, long_sounds): (&Name, &[String])) -> bool {
    let from = long.words.len().saturating_sub(short.words.len());
    let mut pairs =
        short.words.iter().zip(&long.words[from..]).map(|(a, b)| a == b).zip(short_sounds.iter().zip(&long_sounds[from..]));
    short.words.len() > 1
        && pairs.clone().any(|(is_same, _)| is_same)
        && pairs.all(|(is_same, (sound, other))| is_same || sound == other)
}

/// Letters with which a name that was garbled begins as it did.
const HEAD: usize = 3;

/// Whether the one's name may be the other's as a machine puts it into other letters or words: a word of it begins alike. It tells that two
/// are one only where something else does, such as the place in a text and its retelling.
pub(crate) fn resembles(one: &Speaker<'_>, other: &Speaker<'_>) -> bool {
    let long = |speaker: &Speaker<'_>| -> Vec<String> {
        let words = speaker.fullest.iter().flat_map(|name| &name.words);
        words.filter(|word| word.chars().count() > HEAD).map(|word| word.chars().take(HEAD).collect()).collect()
    };
    let heads = long(one);
    one.kind == other.kind && long(other).iter().any(|head| heads.contains(head))
}

/// Whether two go by one description and no name (`police` here and `police` there), so that a second
/// figure of theirs takes the place of the first.
pub(crate) fn same_description(one: Option<&Speaker<'_>>, other: Option<&Speaker<'_>>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    one.kind == EntityKind::Group && other.kind == EntityKind::Group && !one.bare.is_empty() && one.bare == other.bare
}

/// A number that two speakers share who are one entity, or go by one description; another is unlikely to share it. Of nobody it is zero.
pub(crate) fn voice_number(speaker: Option<&Speaker<'_>>) -> u16 {
    let Some(speaker) = speaker else { return 0 };
    let hash = if speaker.kind == EntityKind::Group && !speaker.bare.is_empty() {
        xxh3_64(speaker.bare.join(" ").as_bytes())
    } else {
        xxh3_64(speaker.id.as_str().as_bytes())
    };
    u16::try_from(hash >> 48).unwrap_or(0).max(1)
}

/// Whether a person holds a post of a body: `Ada Holm, head of the Velm Harbour Board` for the board.
pub(crate) fn holds_post_in(person: &Speaker<'_>, body: &Speaker<'_>) -> bool {
    let is_body = matches!(body.kind, EntityKind::Organisation | EntityKind::State | EntityKind::Place | EntityKind::Media);
    let whole = &body.body.words;
    is_body
        && !whole.is_empty()
        && person.posts.iter().any(|post| post.windows(whole.len()).any(|words| words == whole.as_slice()))
}

/// Whether the one is a body of the other and may answer for it: `Norrin’s foreign ministry` for `Norrin`.
pub(crate) fn is_body_of(one: &Speaker<'_>, other: &Speaker<'_>) -> bool {
    let bodies = [EntityKind::Organisation, EntityKind::State];
    let wholes = [EntityKind::Organisation, EntityKind::State, EntityKind::Place];
    let (part, whole) = (&one.body, &other.body);
    bodies.contains(&one.kind)
        && wholes.contains(&other.kind)
        && !whole.is_empty()
        && part.words.len() > whole.words.len()
        && part.words.starts_with(&whole.words)
}

/// Whether a form of the one's name may be a form of the other's.
pub(crate) fn may_be_one(one: &Speaker<'_>, other: &Speaker<'_>) -> bool {
    let (Some(a), Some(b)) = (one.number, other.number) else { return have_one_form(one, other) };
    let (low, high) = if a <= b { (one, b) } else { (other, a) };
    if let Some(known) = low.asked.read().ok().and_then(|asked| asked.get(&high).copied()) {
        return known;
    }
    let found = have_one_form(one, other);
    if let Ok(mut asked) = low.asked.write()
        && asked.len() < KEPT
    {
        asked.insert(high, found);
    }
    found
}

fn have_one_form(one: &Speaker<'_>, other: &Speaker<'_>) -> bool {
    one.fullest.iter().zip(&one.sounds).any(|(a, a_sounds)| {
        other.fullest.iter().zip(&other.sounds).any(|(b, b_sounds)| {
            // Of two that are as long the order is that of their words, so that it is the same whoever asks.
            let is_shorter = (a.words.len(), &a.words) <= (b.words.len(), &b.words);
            let (short, long) = if is_shorter { (a, b) } else { (b, a) };
            let (short_sounds, long_sounds) = if is_shorter { (a_sounds, b_sounds) } else { (b_sounds, a_sounds) };
            let within = short
                .words
                .iter()
                .all(|word| long.words.contains(word) || long.words.iter().any(|other| names::other_spelling(word, other)));
            let abbreviated = short.words.len() == 1 && (long.initials() == short.words[0] || short.initials() == long.words[0]);
            within
                || abbreviated
                || misspelt((short, short_sounds), (long, long_sounds))
                || names::likeness(a, b) != Likeness::None
        })
    })
}

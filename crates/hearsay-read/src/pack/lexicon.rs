//! [`Lexicon`]: every word form that the pack knows, found by one look-up.
//!
//! In: the word lists of a pack. Out: for a lower-case form, an [`EntryId`] under which its tags,
//! classes and cues stand. Invariant: a form has one entry, whatever number of lists it stands in.
//!
//! Example: `her` has the classes determiner and pronoun, and the tags `PRS` and `PRP`.

use super::form_index::{FormIndex, Quick};
use super::forms::Inflections;
use super::tag_weights::Tag;
use super::word_lists::rows;
use hearsay_record::Gender;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// Number of an entry.
pub(crate) type EntryId = u32;
/// A word that the pack does not know.
pub(crate) const NO_ENTRY: EntryId = u32::MAX;

/// The word forms of a pack.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    index: FormIndex,
    /// What is known of each.
    pub(crate) entries: Vec<Entry>,
    /// Months from 1 and weekdays from Monday, 1, by their entries.
    pub(crate) calendar: HashMap<EntryId, i8, BuildHasherDefault<Quick>>,
}

/// What is known of one form.
#[derive(Debug, Default, Clone)]
pub(crate) struct Entry {
    /// Its tags with their weights.
    pub(crate) tags: Vec<(Tag, i16)>,
    /// The lists it stands in.
    pub(crate) classes: Classes,
    /// Cue patterns that are looked for when this form is met.
    pub(crate) cues: Vec<u32>,
    /// Weight of the best cue that it carried when the networks were taught.
    pub(crate) hint: Option<f32>,
    /// If it is a pronoun.
    pub(crate) pronoun: Option<Pronoun>,
}

/// A pronoun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pronoun {
    /// 1, 2 or 3.
    pub(crate) person: u8,
    /// Whether it stands for many; none where it may be either.
    pub(crate) plural: Option<bool>,
    /// He or she.
    pub(crate) gender: Option<Gender>,
    /// Whether it stands for a thing or a body.
    pub(crate) neuter: bool,
    /// What it does in a sentence.
    pub(crate) case: PronounCase,
}

/// What a pronoun does in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PronounCase {
    Personal,
    Reflexive,
    Possessive,
    Relative,
    Other,
}

/// Lists that a form may stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Class {
    Be,
    Have,
    Do,
    Get,
    Auxiliary,
    That,
    By,
    Of,
    For,
    As,
    With,
    On,
    To,
    About,
    At,
    In,
    Not,
    NoSubject,
    First,
    Neuter,
    RelativePerson,
    RelativeThing,
    Addressee,
    Venue,
    Channel,
    Continues,
    Quantifier,
    Again,
    Determiner,
    Number,
    Preposition,
    Coordinator,
    Subordinator,
    Complementiser,
    Wh,
    Particle,
    TimeAdverb,
    Weekday,
    Month,
    TimeNoun,
    TimePreposition,
    Manner,
    SentenceAdverb,
    TitleWord,
    OrganisationWord,
    SourceHead,
    HedgeWord,
    NameParticle,
    NameLink,
    Locative,
    Today,
    Yesterday,
    Definite,
    Against,
    Deed,
    Doing,
    Wrong,
    Doer,
    Condition,
    Whether,
    Nobody,
    Blame,
    Grant,
    Fiction,
    Ill,
    Culprit,
    Query,
    Future,
    Duty,
    SingledOut,
    Correlate,
    ReasonWord,
    Numeral,
    Occasion,
    Hostile,
    Tally,
    Victim,
    Gripping,
    Grip,
    Illicit,
    IllAdjective,
    Arm,
    Weapon,
    Strikes,
    Scheme,
    Backed,
    Assault,
    Undone,
    Topic,
    Document,
    Light,
    FairGame,
    Cause,
    Viewpoint,
    Behest,
    Rule,
    Coming,
    Owning,
    Issued,
    PlaceWord,
    Origin,
    Body,
    Rough,
    Force,
    Entrusted,
}

/// A set of classes.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Classes(u128);

impl Classes {
    /// Whether the class is in it.
    pub(crate) fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u8) != 0
    }
    /// Whether any of them is.
    pub(crate) fn any(self, classes: &[Class]) -> bool {
        classes.iter().any(|class| self.has(*class))
    }
    fn insert(&mut self, class: Class) {
        self.0 |= 1 << class as u8;
    }
}

impl Lexicon {
    /// The entry of a form, made if there is none.
    pub(crate) fn enter(&mut self, form: &str) -> EntryId {
        let id = if form.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
            self.index.enter(form)
        } else {
            self.index.enter(&form.replace('’', "'").to_lowercase())
        };
        if id as usize == self.entries.len() {
            self.entries.push(Entry::default());
        }
        id
    }

    /// The entry to change.
    pub(crate) fn entry_mut(&mut self, form: &str) -> Option<&mut Entry> {
        let id = self.enter(form);
        self.entries.get_mut(id as usize)
    }

    /// Puts a form into a class.
    pub(crate) fn classify(&mut self, form: &str, class: Class) {
        if let Some(entry) = self.entry_mut(form) {
            entry.classes.insert(class);
        }
    }

    /// The entry of a lower-case form with straight apostrophes.
    pub(crate) fn find(&self, form: &str) -> EntryId {
        self.index.find(form).unwrap_or(NO_ENTRY)
    }

    /// Every form, in order of its entry.
    pub(crate) fn forms(&self) -> impl Iterator<Item = &str> {
        self.index.forms()
    }

    /// Classes of an entry.
    pub(crate) fn classes(&self, id: EntryId) -> Classes {
        self.entries.get(id as usize).map_or(Classes::default(), |entry| entry.classes)
    }

    /// Tags of an entry.
    pub(crate) fn tags(&self, id: EntryId) -> &[(Tag, i16)] {
        self.entries.get(id as usize).map_or(&[], |entry| &entry.tags)
    }

    /// Cues to look for at an entry.
    pub(crate) fn cues(&self, id: EntryId) -> &[u32] {
        self.entries.get(id as usize).map_or(&[], |entry| &entry.cues)
    }

    /// What the networks are told of an entry: the weight of its best cue among those that they were taught with.
    pub(crate) fn hint(&self, id: EntryId) -> Option<f32> {
        self.entries.get(id as usize).and_then(|entry| entry.hint)
    }

    /// The pronoun of an entry.
    pub(crate) fn pronoun(&self, id: EntryId) -> Option<Pronoun> {
        self.entries.get(id as usize).and_then(|entry| entry.pronoun)
    }

    /// Reads `function_words.tsv`. Of phrases the single words say nothing, so they are left out.
    pub(super) fn add_function_words(&mut self, text: &str) {
        // The first twelve months and seven weekdays are the full names, in order; a short form begins as its full name does.
        let (mut months, mut weekdays): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for cells in rows(text).skip(1) {
            let [form, kind, ..] = cells.as_slice() else { continue };
            if form.contains(' ') {
                continue;
            }
            let class = match *kind {
                "determiner" => Class::Determiner,
                "number-word" => Class::Number,
                "preposition" => Class::Preposition,
                "coordinator" => Class::Coordinator,
                "subordinator" => Class::Subordinator,
                "complementiser" => Class::Complementiser,
                "wh-word" => Class::Wh,
                "auxiliary" | "negated-auxiliary" => Class::Auxiliary,
                "particle" => Class::Particle,
                "time-adverb" => Class::TimeAdverb,
                "weekday" => Class::Weekday,
                "month" => Class::Month,
                "time-noun" => Class::TimeNoun,
                "time-preposition" => Class::TimePreposition,
                "manner-adverb" => Class::Manner,
                "sentence-adverb" => Class::SentenceAdverb,
                _ => continue,
            };
            self.classify(form, class);
            let names = match class {
                Class::Month => &mut months,
                Class::Weekday => &mut weekdays,
                _ => continue,
            };
            let stem: String = form.to_lowercase().chars().filter(|c| c.is_alphabetic()).take(3).collect();
            let number = names.iter().position(|name| *name == stem).unwrap_or_else(|| {
                names.push(stem);
                names.len() - 1
            });
            let entry = self.enter(form);
            self.calendar.insert(entry, i8::try_from(number + 1).unwrap_or(0));
        }
    }

    /// Reads `grammar.tsv`; verbs are entered in all their forms.
    pub(super) fn add_grammar(&mut self, text: &str, inflections: &Inflections) {
        for cells in rows(text).skip(1) {
            let [part, form, ..] = cells.as_slice() else { continue };
            let (class, inflected) = match *part {
                "be" => (Class::Be, true),
                "have" => (Class::Have, true),
                "do" => (Class::Do, true),
                "get" => (Class::Get, true),
                "that" => (Class::That, false),
                "by" => (Class::By, false),
                "correlate" => (Class::Correlate, false),
                "coming" => (Class::Coming, false),
                "of" => (Class::Of, false),
                "for" => (Class::For, false),
                "as" => (Class::As, false),
                "with" => (Class::With, false),
                "on" => (Class::On, false),
                "to" => (Class::To, false),
                "about" => (Class::About, false),
                "at" => (Class::At, false),
                "against" => (Class::Against, false),
                "in" => (Class::In, false),
                "not" => (Class::Not, false),
                "no-subject" => (Class::NoSubject, false),
                "first" => (Class::First, false),
                "neuter" => (Class::Neuter, false),
                "relative-person" => (Class::RelativePerson, false),
                "relative-thing" => (Class::RelativeThing, false),
                "addressee" => (Class::Addressee, false),
                "venue" => (Class::Venue, false),
                "channel" => (Class::Channel, false),
                "continues" => (Class::Continues, true),
                "quantifier" => (Class::Quantifier, false),
                "again" => (Class::Again, false),
                "name-particle" => (Class::NameParticle, false),
                "name-link" => (Class::NameLink, false),
                "locative" => (Class::Locative, false),
                "today" => (Class::Today, false),
                "yesterday" => (Class::Yesterday, false),
                "definite" => (Class::Definite, false),
                "condition" => (Class::Condition, false),
                "whether" => (Class::Whether, false),
                "nobody" => (Class::Nobody, false),
                "reason-word" => (Class::ReasonWord, false),
                "future" => (Class::Future, false),
                "duty" => (Class::Duty, false),
                "singled-out" => (Class::SingledOut, false),
                "query" => (Class::Query, false),
                "light" => (Class::Light, true),
                "topic" => (Class::Topic, false),
                "document" => (Class::Document, false),
                "grant" => (Class::Grant, false),
                "fiction" => (Class::Fiction, false),
                "tally" => (Class::Tally, false),
                "occasion" => (Class::Occasion, false),
                "issued" => (Class::Issued, false),
                "origin" => (Class::Origin, false),
                "place-word" => (Class::PlaceWord, false),
                _ => continue,
            };
            if inflected {
                for form in inflections.verb(form) {
                    self.classify(&form, class);
                }
            } else {
                self.classify(form, class);
            }
        }
    }

    /// Reads `pronouns.tsv`. The first row of a form wins.
    pub(super) fn add_pronouns(&mut self, text: &str) {
        for cells in rows(text).skip(1) {
            let [form, person, number, gender, case, ..] = cells.as_slice() else { continue };
            let pronoun = Pronoun {
                person: person.parse().unwrap_or(3),
                plural: match *number {
                    "pl" => Some(true),
                    "sg" => Some(false),
                    _ => None,
                },
                gender: match *gender {
                    "f" => Some(Gender::Feminine),
                    "m" => Some(Gender::Masculine),
                    _ => None,
                },
                neuter: *gender == "n",
                case: match *case {
                    "subject" | "object" => PronounCase::Personal,
                    "reflexive" => PronounCase::Reflexive,
                    "determiner" | "possessive" => PronounCase::Possessive,
                    "relative" => PronounCase::Relative,
                    _ => PronounCase::Other,
                },
            };
            if let Some(entry) = self.entry_mut(form) {
                entry.pronoun.get_or_insert(pronoun);
            }
        }
    }
}

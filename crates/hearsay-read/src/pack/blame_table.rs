//! [`BlameTable`]: how a language lays out accuser, accused and deed around a word of accusing.
//!
//! In: `blame.tsv`. Out: [`BlameFrame`]s, under the entries of all forms of their first words. Invariant: the frames
//! of a word keep the order of their rows.
//!
//! Example: `blame Y on X` is the word `blame`, the deed, `on`, the accused.

use super::form_index::Quick;
use super::forms::{Inflections, plural};
use super::lexicon::{Class, EntryId, Lexicon};
use super::word_lists::rows;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// One part of a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// One of these words, in lower case.
    Words(Vec<Box<str>>),
    /// One of these words, or nothing.
    Maybe(Vec<Box<str>>),
    /// Who is accused.
    Accused,
    /// Of what.
    Deed,
    /// By whom.
    Accuser,
    /// A clause whose subject is accused of what the rest of it says.
    Clause,
    /// A participle with a subject of its own, told like a clause: `of | the firm hiding it`.
    Gerund,
}

/// One way to accuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BlameFrame {
    pub(crate) noun: bool,
    pub(crate) parts: Vec<Part>,
    /// Whether the word takes the blame away.
    pub(crate) clears: bool,
    /// Whether the deed must be a harm.
    pub(crate) needs_wrong: bool,
    /// Whether it accuses only under a word of rejecting or taking back.
    pub(crate) needs_denial: bool,
    /// Whether it accuses only where somebody is named who does so.
    pub(crate) needs_accuser: bool,
    /// Whether the deed must be one that is known, or a harm.
    pub(crate) needs_definite: bool,
    /// Whether it is the accusation of whoever tells it in the passive.
    pub(crate) by_teller: bool,
}

/// The frames of a language.
#[derive(Debug, Default)]
pub(crate) struct BlameTable {
    frames: Vec<BlameFrame>,
    at: HashMap<EntryId, Vec<u32>, BuildHasherDefault<Quick>>,
}

impl BlameTable {
    /// Reads `blame.tsv`; a row of another shape is passed over.
    pub(super) fn parse(text: &str, inflections: &Inflections, lexicon: &mut Lexicon) -> Self {
        let mut table = Self::default();
        for cells in rows(text).skip(1) {
            let [kind, frame, polarity, needs, ..] = cells.as_slice() else { continue };
            let mut words = frame.split(' ');
            let Some(first) = words.next() else { continue };
            let noun = *kind == "noun";
            let number = u32::try_from(table.frames.len()).unwrap_or(u32::MAX);
            table.frames.push(BlameFrame {
                noun,
                parts: words.map(part).collect(),
                clears: *polarity == "says-not",
                needs_wrong: needs.split(',').any(|need| need == "wrong"),
                needs_denial: needs.split(',').any(|need| need == "denied"),
                needs_accuser: needs.split(',').any(|need| need == "accuser"),
                needs_definite: needs.split(',').any(|need| need == "known"),
                by_teller: needs.split(',').any(|need| need == "teller"),
            });
            let forms = if noun { vec![first.to_owned(), plural(first)] } else { inflections.verb(first) };
            for form in forms {
                lexicon.classify(&form, Class::Blame);
                let known = table.at.entry(lexicon.enter(&form)).or_default();
                if !known.contains(&number) {
                    known.push(number);
                }
            }
        }
        table
    }

    /// The frames of a form.
    pub(crate) fn of(&self, entry: EntryId) -> impl Iterator<Item = &BlameFrame> {
        self.at.get(&entry).into_iter().flatten().filter_map(|number| self.frames.get(*number as usize))
    }
}

fn part(word: &str) -> Part {
    match word {
        "X" => Part::Accused,
        "Y" => Part::Deed,
        "Z" => Part::Accuser,
        "S" => Part::Clause,
        "G" => Part::Gerund,
        _ => {
            let words = |all: &str| all.split('/').filter(|word| *word != "-").map(Into::into).collect();
            if word.split('/').any(|word| word == "-") { Part::Maybe(words(word)) } else { Part::Words(words(word)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_found_under_every_form_of_its_word() {
        let mut lexicon = Lexicon::default();
        let text = "kind\tframe\tpolarity\tneeds\nverb\tblame Y on X\tasserts\t-\nnoun\tcharge of Y\tasserts\tdenied\n";
        let table = BlameTable::parse(text, &Inflections::parse(""), &mut lexicon);
        let frame = table.of(lexicon.find("blamed")).next().unwrap();
        assert_eq!(frame.parts, [Part::Deed, Part::Words(vec!["on".into()]), Part::Accused]);
        assert!(table.of(lexicon.find("charges")).next().unwrap().needs_denial);
        assert_eq!(table.of(lexicon.find("blot")).count(), 0);
    }

    #[test]
    fn a_word_with_a_dash_may_be_missing() {
        assert_eq!(part("the/-"), Part::Maybe(vec!["the".into()]));
    }
}

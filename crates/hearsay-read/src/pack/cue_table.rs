//! [`CueTable`]: the cues of a pack as patterns over words.
//!
//! In: `cues.tsv`, `declines.tsv` and the groups of words that its patterns name, `tellings.tsv`. Out: [`Cue`]s, each entered in the lexicon under the one of its
//! words that the fewest cues share, so that few patterns are tried at a common word.
//! Invariant: cues keep the order of their rows; the first row of a lemma and part of speech wins.
//!
//! Example: `be expected` is the piece `be` in any form and the word `expected`, entered under `expected`.

use super::form_index::Quick;
use super::forms::{Inflections, plural};
use super::lexicon::{Class, EntryId, Lexicon};
use super::tag_weights::Tag;
use super::tellings::Tellings;
use super::word_lists::rows;
use hearsay_record::Note;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// One cue.
#[derive(Debug, Clone)]
pub(crate) struct Cue {
    pub(crate) lemma: String,
    pub(crate) pos: CuePos,
    pub(crate) act: String,
    /// Whether the cue itself marks uncertainty.
    pub(crate) hedge: bool,
    /// Share of the word's uses that are cues.
    pub(crate) weight: f32,
    pub(crate) frames: Frames,
    pub(crate) pieces: Vec<Piece>,
    /// The piece under which it is entered.
    pub(crate) anchor: usize,
    /// The piece that is the verb, or the first.
    pub(crate) head: usize,
    /// Whether it comes from the list of refusals.
    pub(crate) declines: bool,
    /// Whether the networks were taught with it.
    pub(crate) taught: bool,
    /// What a cue of silence needs behind it.
    pub(crate) needs: Needs,
    /// The act in some constructions, where it is not the plain one: `called the plan a mistake` describes.
    pub(crate) act_in: Vec<(Frame, String)>,
    /// What a construction adds to the weight.
    pub(crate) residuals: Vec<(Frame, f32)>,
}

/// What makes a cue one of silence; the last cell of `declines.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Needs {
    #[default]
    Nothing,
    /// A question, a request or nothing: `did not respond in kind` is no silence.
    Query,
    /// A clause that leaves something open, or nothing: `has not said when`.
    Open,
    /// A record, or what else is told by giving it: `refused to release the minutes`, not `the hostages`.
    Document,
    /// A topic, named so or left open: `ducked the issue`.
    Topic,
    /// An auxiliary of being willing or able: `would not talk about it`; who `was not talking about it` may have talked of something else.
    Modal,
    /// Somebody, or a text, for a subject: `it does not explain why` is no silence.
    Somebody,
}

/// Part of speech of a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum CuePos {
    Verb,
    Noun,
    Adjective,
    Adverb,
    Preposition,
}

impl CuePos {
    /// Its name in the pack.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Verb => "verb",
            Self::Noun => "noun",
            Self::Adjective => "adj",
            Self::Adverb => "adv",
            Self::Preposition => "prep",
        }
    }
}

/// One place of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// One of these forms.
    Forms(Vec<EntryId>),
    /// A negation.
    Not,
    /// Up to three words.
    Gap,
}

macro_rules! frames {
    ($($variant:ident $name:literal),*) => {
        /// A construction that a cue may take; see the head of `cues.tsv`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub(crate) enum Frame { $($variant),* }
        impl Frame {
            const NAMES: &[(Self, &'static str)] = &[$((Self::$variant, $name)),*];
        }
    };
}
frames!(
    That "that", Zero "zero", Quote "quote", Wh "wh", Infinitive "to", Participle "ing", Object "np", Prepositional "prep", Told "told",
    ObjectSmall "obj", ObjectInfinitive "objto", ObjectOf "of", ObjectFor "for", ObjectAs "as", ObjectWith "with", ObjectOn "on", ObjectAt "at", Number "number", Tally "tally",
    Passive "passive", Source "source", Owner "owner", Host "host", Modifier "mod", None "none", Colon "colon", Preposed "preposed"
);

impl Frame {
    /// By its name in the pack.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(frame, _)| *frame)
    }
    /// Its name in the pack.
    pub(crate) fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(frame, _)| *frame == self).map_or("", |(_, name)| name)
    }
}

/// A set of frames.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Frames(u32);

impl Frames {
    /// Whether the frame is in it.
    pub(crate) fn has(self, frame: Frame) -> bool {
        self.0 & (1 << frame as u8) != 0
    }
    fn parse(cell: &str) -> Self {
        Self(cell.split(',').filter_map(|name| Frame::named(name.trim())).fold(0, |set, frame| set | 1 << frame as u8))
    }
}

/// The cues of a pack.
#[derive(Debug, Default)]
pub(crate) struct CueTable {
    pub(crate) cues: Vec<Cue>,
    /// The last row of each lemma and part of speech, while the tables are read.
    latest: HashMap<(CuePos, Box<str>), usize>,
}

/// How far behind one another two rows of a lemma are one cue.
const NEAR: usize = 400;

/// Weight of a refusal: nothing else reads so.
const DECLINE_WEIGHT: f32 = 0.95;
/// Tier of a row that the networks were not taught with.
const UNSEEN: &str = "N";
/// Weight of a cue that was too rare to count, by what its tier says.
const UNCOUNTED: f32 = 0.35;

impl CueTable {
    /// Reads both tables and enters the cues in the lexicon.
    pub(crate) fn parse(
        cues: &str,
        declines: &str,
        tellings: &str,
        inflections: &Inflections,
        lexicon: &mut Lexicon,
        notes: &mut Vec<Note>,
    ) -> Self {
        let mut table = Self::default();
        let tellings = Tellings::parse(tellings);
        for cells in rows(declines).skip(1) {
            let [pattern, act, rest @ ..] = cells.as_slice() else { continue };
            let before = table.cues.len();
            for pattern in tellings.spelled_out(pattern) {
                table.push(
                    &pattern,
                    if rest.get(2) == Some(&"noun") { CuePos::Noun } else { CuePos::Verb },
                    act,
                    (false, DECLINE_WEIGHT, Frames::parse("prep,none,np,wh,to,that"), true),
                    inflections,
                    lexicon,
                );
            }
            let needs = match rest.get(1).copied() {
                Some("query") => Needs::Query,
                Some("open") => Needs::Open,
                Some("document") => Needs::Document,
                Some("topic") => Needs::Topic,
                Some("modal") => Needs::Modal,
                Some("somebody") => Needs::Somebody,
                _ => Needs::Nothing,
            };
            let taught = rest.get(3) != Some(&"unseen");
            for cue in table.cues.iter_mut().skip(before) {
                (cue.needs, cue.taught) = (needs, taught);
            }
        }
        for cells in rows(cues).skip(1) {
            let [lemma, pos, act, _, _, hedge, _, _, weight, tier, frame, ..] = cells.as_slice() else {
                notes.push(Note::new("pack-row", format!("cues.tsv: too few cells: {}", cells.join(" "))));
                continue;
            };
            let pos = match *pos {
                "verb" => CuePos::Verb,
                "noun" => CuePos::Noun,
                "adj" => CuePos::Adjective,
                "adv" => CuePos::Adverb,
                "prep" => CuePos::Preposition,
                other => {
                    notes.push(Note::new("pack-row", format!("cues.tsv: unknown part of speech {other}")));
                    continue;
                }
            };
            // A rare cue's count says little: it is drawn towards the middle.
            let weight = match (weight.parse::<f32>(), *tier) {
                (Ok(weight), "U") => 0.5 * weight + 0.5 * UNCOUNTED,
                (Ok(weight), _) => weight,
                (Err(_), _) => UNCOUNTED,
            };
            let before = table.cues.len();
            table.push(lemma, pos, act, (*hedge == "1", weight, Frames::parse(frame), false), inflections, lexicon);
            for cue in table.cues.iter_mut().skip(before) {
                cue.taught = *tier != UNSEEN;
            }
        }
        table.latest = HashMap::new();
        for (cue, anchor) in table.anchors(true) {
            for form in table.cues[cue].pieces[anchor].forms() {
                if let Some(entry) = lexicon.entries.get_mut(*form as usize) {
                    let weight = table.cues[cue].weight;
                    entry.hint = Some(entry.hint.map_or(weight, |best| best.max(weight)));
                }
            }
        }
        table.enter(lexicon);
        table
    }

    /// Reads `cue_weights.tsv`: lemma, part of speech, frame, weight.
    pub(crate) fn add_weights(&mut self, text: &str) {
        let mut known: HashMap<(&str, &str), Vec<(Frame, f32)>> = HashMap::new();
        for cells in rows(text).skip(1) {
            let [lemma, pos, frame, weight, ..] = cells.as_slice() else { continue };
            if let (Some(frame), Ok(weight)) = (Frame::named(frame), weight.parse()) {
                known.entry((lemma, pos)).or_default().push((frame, weight));
            }
        }
        for cue in &mut self.cues {
            if let Some(weights) = known.get(&(cue.lemma.as_str(), cue.pos.name())) {
                cue.residuals.clone_from(weights);
            }
        }
    }

    /// Reads `act_frames.tsv`: lemma, part of speech, frames, act.
    pub(crate) fn add_acts(&mut self, text: &str) {
        for cells in rows(text).skip(1) {
            let [lemma, pos, frames, act, ..] = cells.as_slice() else { continue };
            for cue in self.cues.iter_mut().filter(|cue| cue.lemma == *lemma && cue.pos.name() == *pos) {
                cue.act_in.extend(frames.split(',').filter_map(Frame::named).map(|frame| (frame, (*act).to_owned())));
            }
        }
    }

    fn push(
        &mut self,
        pattern: &str,
        pos: CuePos,
        act: &str,
        (hedge, weight, frames, declines): (bool, f32, Frames, bool),
        inflections: &Inflections,
        lexicon: &mut Lexicon,
    ) {
        let key = (pos, Box::from(pattern));
        if !declines && self.latest.get(&key).is_some_and(|row| row + NEAR >= self.cues.len()) {
            return;
        }
        self.latest.insert(key, self.cues.len());
        let words: Vec<&str> = pattern.split_whitespace().collect();
        let is_not = |word: &str, lexicon: &Lexicon| lexicon.classes(lexicon.find(word)).has(Class::Not);
        // The first word that can be a verb or noun inflects: no negation, adverb, article or preposition that stands before it.
        let before = |word: &str| {
            let first = word.split('|').next().unwrap_or(word);
            lexicon
                .tags(lexicon.find(first))
                .first()
                .is_some_and(|(tag, _)| matches!(tag, Tag::Rb | Tag::Dt) || declines && *tag == Tag::In)
        };
        let head = words
            .iter()
            .position(|word| !is_gap(word) && !is_not(word, lexicon) && (words.len() == 1 || !before(word)))
            .unwrap_or(0);
        let pieces = words
            .iter()
            .enumerate()
            .map(|(n, word)| match *word {
                word if is_gap(word) => Piece::Gap,
                word if words.len() > 1 && is_not(word, lexicon) => Piece::Not,
                word => {
                    let inflected = |word: &str| match pos {
                        CuePos::Verb if n == head => inflections.verb(word),
                        CuePos::Noun if n + 1 == words.len() || words.get(n + 1).is_some_and(|next| next.len() <= 3) => {
                            vec![word.to_owned(), plural(word)]
                        }
                        _ => vec![word.to_owned()],
                    };
                    let forms: Vec<String> = word.split('|').flat_map(inflected).collect();
                    Piece::Forms(forms.iter().map(|form| lexicon.enter(form)).collect())
                }
            })
            .collect();
        self.cues.push(Cue {
            lemma: pattern.to_owned(),
            pos,
            act: act.to_owned(),
            hedge,
            weight,
            frames,
            pieces,
            anchor: 0,
            head,
            declines,
            taught: true,
            needs: Needs::Nothing,
            act_in: Vec::new(),
            residuals: Vec::new(),
        });
    }

    /// For each cue the piece that the fewest cues share, over all cues or over those that the networks were taught with.
    fn anchors(&self, taught: bool) -> Vec<(usize, usize)> {
        let counted = || self.cues.iter().enumerate().filter(|(_, cue)| cue.taught || !taught);
        let mut shared: HashMap<EntryId, u32, BuildHasherDefault<Quick>> = HashMap::default();
        for form in counted().flat_map(|(_, cue)| &cue.pieces).flat_map(Piece::forms) {
            *shared.entry(*form).or_default() += 1;
        }
        let anchor = |cue: &Cue| {
            let cost = |piece: &Piece| piece.forms().iter().map(|form| shared.get(form).copied().unwrap_or(0)).max();
            cue.pieces.iter().enumerate().filter_map(|(at, piece)| Some((cost(piece)?, at))).min().map(|(_, at)| at)
        };
        counted().filter_map(|(number, cue)| Some((number, anchor(cue)?))).collect()
    }

    /// Enters each cue at its anchor.
    fn enter(&mut self, lexicon: &mut Lexicon) {
        for (number, anchor) in self.anchors(false) {
            self.cues[number].anchor = anchor;
            for form in self.cues[number].pieces[anchor].forms() {
                if let Some(entry) = lexicon.entries.get_mut(*form as usize) {
                    entry.cues.push(number as u32);
                }
            }
        }
    }
}

fn is_gap(word: &str) -> bool {
    matches!(word, "..." | "…")
}

impl Piece {
    /// The forms of a word; none for a negation or a gap.
    pub(crate) fn forms(&self) -> &[EntryId] {
        match self {
            Self::Forms(forms) => forms,
            _ => &[],
        }
    }
}

//! The trained reader: what the network sees, and what it makes of it.
//!
//! In: the first layers of a document as [`Units`], and a model file. Out: attributions as the network finds them, in
//! units. Inference only, in integers and in `f32` of a fixed order: training is the workbench's, which gets its input
//! from [`units`] here. Invariant: the same units give the same bits on every machine, alone or among others.
//!
//! Example: of `“No,” said Lind.` unit 4 is found to begin a cue, and around it are a source and a content.

// Loops over lanes by number, and what they need as arguments: so the compiler makes vectors of them.
#![allow(clippy::needless_range_loop, clippy::too_many_arguments)]
// Bytes that are the program's own are not copied, which a plain slice could not tell; a constant is written as it was fitted.
#![allow(clippy::ptr_arg, clippy::excessive_precision, clippy::int_plus_one)]
// A step that keeps what it is given is written like those that change it.
#![allow(clippy::almost_swapped)]

mod attention;
mod decode;
mod embedding;
mod heads;
mod layers;
mod linear;
mod model;
mod norm;
mod numbers;
mod pieces;
mod product;
mod recurrent;
mod transformer;
pub(crate) mod units;
mod windows;

pub use decode::{Decoding, FoundAttribution, Unsourced};
pub(crate) use layers::{LayerHeads, Words};
pub use model::ModelError;
pub(crate) use pieces::Pieces;
pub use units::Units;

/// Anchors that are less likely than this (a logit: one in twenty) are not looked at.
const FLOOR: f32 = -2.944_439;

/// A trained network.
#[derive(Debug)]
pub struct Network {
    encoder: Encoder,
    heads: heads::Heads,
    /// The language layers, if the file brings them.
    pub(crate) layers: Option<layers::LayerHeads>,
    width: usize,
    limit: usize,
    in_pieces: bool,
}

#[derive(Debug)]
enum Encoder {
    Recurrent(recurrent::Recurrent),
    Transformer(transformer::Transformer),
}

/// What a network found in a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Attributions, in order of their first unit.
    pub attributions: Vec<FoundAttribution>,
    /// For each unit, how likely it begins a cue, as a logit.
    pub anchors: Vec<f32>,
}

impl Found {
    /// The attributions in tokens, each role a list of unbroken ranges.
    pub(crate) fn tokens(&self, units: &Units) -> Vec<crate::attributions::Trained> {
        let ranges = |role: &[usize]| {
            let mut ranges: Vec<std::ops::Range<usize>> = Vec::new();
            let mut before = None;
            for unit in role {
                let token = units.tokens[*unit];
                if token == units::GAP {
                    continue;
                }
                let token = token as usize;
                match ranges.last_mut() {
                    Some(last) if last.end == token && before.is_some_and(|before| before + 1 == *unit) => last.end += 1,
                    _ => ranges.push(token..token + 1),
                }
                before = Some(*unit);
            }
            ranges
        };
        self.attributions
            .iter()
            .map(|found| crate::attributions::Trained {
                cue: ranges(&found.cue),
                source: ranges(&found.source),
                content: ranges(&found.content),
                score: 1.0 / (1.0 + numbers::exp(-found.score)),
                nested: found.nested,
                unsourced: found
                    .unsourced
                    .as_ref()
                    .map(|read| crate::attributions::Unsourced { cue: ranges(&read.cue), content: ranges(&read.content) }),
            })
            .filter(|found| !found.cue.is_empty() && !found.content.is_empty())
            .collect()
    }
}

/// Room to work in: made once a thread, used for document after document.
#[derive(Debug, Default)]
pub struct Scratch {
    recurrent: recurrent::Room,
    transformer: transformer::Room,
    heads: heads::Room,
    decode: decode::Room,
    layers: layers::Room,
    encoded: Vec<f32>,
    seen: Vec<heads::Seen>,
    scores: Vec<heads::Scores>,
}

impl Network {
    /// Reads a document.
    #[must_use]
    pub fn read(&self, units: &Units, decoding: &Decoding, scratch: &mut Scratch) -> Found {
        let Scratch { recurrent, transformer, heads, decode, encoded, seen, scores, .. } = scratch;
        let mut anchors = Vec::with_capacity(units.len());
        seen.clear();
        scores.clear();
        let floor = decoding.floor().max(FLOOR);
        for window in windows::windows(units, self.limit, self.in_pieces) {
            match &self.encoder {
                Encoder::Recurrent(encoder) => encoder.encode(units, window.clone(), recurrent, encoded),
                Encoder::Transformer(encoder) => encoder.encode(units, window.clone(), transformer, encoded),
            }
            let sentences = &units.sentences[window.clone()];
            self.heads.apply(encoded, self.width, sentences, window.start, floor, heads, &mut anchors, seen, scores);
        }
        let attributions = decode::decode(&anchors, seen, scores, &self.heads, decoding, decode);
        Found { attributions, anchors }
    }

    /// The language layers of those sentences of a document whose numbers are wanted, in order; none if the file has no heads for them.
    pub(crate) fn layers(&self, units: &Units, is_wanted: impl Fn(u32) -> bool, scratch: &mut Scratch) -> Vec<(u32, Words)> {
        let Some(layer_heads) = &self.layers else { return Vec::new() };
        let Scratch { recurrent, transformer, layers, encoded, .. } = scratch;
        // A window may end within a sentence: its words are gathered before they are read.
        let mut gathered: Vec<(u32, Vec<f32>)> = Vec::new();
        for window in windows::windows(units, self.limit, self.in_pieces) {
            if !units.sentences[window.clone()].iter().any(|sentence| is_wanted(*sentence)) {
                continue;
            }
            match &self.encoder {
                Encoder::Recurrent(encoder) => encoder.encode(units, window.clone(), recurrent, encoded),
                Encoder::Transformer(encoder) => encoder.encode(units, window.clone(), transformer, encoded),
            }
            for (unit, vector) in window.zip(encoded.chunks_exact(self.width)) {
                let sentence = units.sentences[unit];
                if units.tokens[unit] == units::GAP || !is_wanted(sentence) {
                    continue;
                }
                match gathered.last_mut() {
                    Some((last, vectors)) if *last == sentence => vectors.extend_from_slice(vector),
                    _ => gathered.push((sentence, vector.to_vec())),
                }
            }
        }
        gathered.into_iter().map(|(sentence, vectors)| (sentence, layer_heads.read(&vectors, self.width, layers))).collect()
    }
}

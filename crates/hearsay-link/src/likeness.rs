//! [`Likeness`]: how much two contents say in the same words, told in figures that a rule can ask.
//!
//! In: two contents with the texts they stand in. Out: shares from 0 to 1. Invariants: it sees the two contents
//! and the frozen weights of their words, nothing else; it mirrors. Example: `the mill was shut on Friday` and
//! `on Friday they shut the mill` are all alike in words, and in order less.
//!
//! Why more than one figure: two who report one thing in their own words share most words of both (`covered`),
//! keep some of them in order, and break up what stood side by side. Two who say different things of one matter
//! share a phrase word for word and go different ways. So words kept in order (`in_order`) speak for one
//! thing said, and words kept side by side (`adjacent`) against it, once the rest is counted. Of figures it matters
//! what they are of and which way they go: shares that rose and shares that fell are two things in nearly the same words.

use crate::content::{Content, own_stem_hash};
use crate::sheet::{bare_word, word_hash};
use crate::weights::Weights;
use crate::wordlist::{Turn, Wordlist};
use std::collections::BTreeMap;

/// Of a longer content this many words are compared in order.
const LONGEST: usize = 160;
/// Letters by which two words of one family begin alike.
const HEAD: usize = 5;
/// What a word counts that is of one family with a word of the other side, and not the same.
const FAMILY: f32 = 0.9;
/// Share by which one number may be the other rounded.
const ROUNDED: f64 = 0.03;
/// What texts of like length are nearer by than those of which one says more; from this ratio of lengths on.
const LENGTHS: f32 = 0.2;
const ALIKE: f32 = 0.8;
/// What two texts with figures are nearer by where they open with one thing.
const OPENINGS: f32 = 0.05;
/// … and where the figures go one way, and further apart where one rises and the other falls.
const ONE_WAY: f32 = 0.05;
const OTHER_WAY: f32 = 0.3;
/// Words that a content opens with: who or what its figures are of.
const OPENING: usize = 4;
/// From here on two texts say the same thing.
pub(crate) const SAME: f32 = 0.6;

/// How alike two contents are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Likeness {
    /// Weighted Jaccard of the words that carry content.
    pub(crate) jaccard: f32,
    /// Their share of the lighter content.
    pub(crate) within: f32,
    /// Share of all words, weighed, of the side that is covered less.
    pub(crate) covered: f32,
    /// Share of words that both have in the same order.
    pub(crate) in_order: f32,
    /// Share of pairs of neighbours that both have.
    pub(crate) adjacent: f32,
    /// The words of the shorter to those of the longer.
    pub(crate) lengths: f32,
    /// Where both tell figures: the share of the words they open with, what each is about, that the other has too.
    pub(crate) opening: Option<f32>,
    /// Where both tell figures and which way they go: whether they go one way.
    pub(crate) goes_one_way: Option<bool>,
}

impl Likeness {
    /// Of two contents, each with its text.
    pub(crate) fn of(one: (&Content, &str), other: (&Content, &str), weights: &Weights) -> Self {
        let (jaccard, within) = one.0.likeness(other.0);
        let (a, b) = (Laid::of(one, weights), Laid::of(other, weights));
        let (row_a, row_b) = (&a.row[..a.row.len().min(LONGEST)], &b.row[..b.row.len().min(LONGEST)]);
        let both = row_a.len() + row_b.len();
        let in_order = if both == 0 { 0.0 } else { 2.0 * longest_common(row_a, row_b) as f32 / both as f32 };
        let (short, long) = (a.row.len().min(b.row.len()), a.row.len().max(b.row.len()));
        let tell_figures = a.tells_figures() && b.tells_figures();
        Self {
            jaccard,
            within,
            covered: a.covered_by(&b).min(b.covered_by(&a)),
            in_order,
            adjacent: neighbours(row_a, row_b),
            lengths: if long == 0 { 0.0 } else { short as f32 / long as f32 },
            opening: tell_figures.then(|| (a.opens_in(&b) + b.opens_in(&a)) / 2.0),
            goes_one_way: a.turn.zip(b.turn).filter(|_| tell_figures).map(|(a, b)| a == b),
        }
    }

    /// How near they come to saying the same, in one figure.
    pub(crate) fn sameness(&self) -> f32 {
        let turns = match self.goes_one_way {
            Some(true) => ONE_WAY,
            Some(false) => -OTHER_WAY,
            None => 0.0,
        };
        let openings = self.opening.map_or(0.0, |shared| OPENINGS * (shared - 0.5));
        self.covered + (self.in_order - self.adjacent) / 2.0 + LENGTHS * (self.lengths - ALIKE) + openings + turns
    }

    /// Whether they say the same thing.
    #[cfg(test)]
    pub(crate) fn is_same(&self) -> bool {
        self.sameness() >= SAME
    }
}

/// The stems of a content, function words too, in order and each once.
struct Laid {
    row: Vec<u64>,
    /// The first words that carry content and are no numbers.
    opening: Vec<u64>,
    /// Which way its figures go, by the first word that tells.
    turn: Option<Turn>,
    /// Of each stem its weight, the hash of the letters it begins with, and its value if it is a number.
    stems: BTreeMap<u64, (f32, u64, Option<f64>)>,
}

impl Laid {
    fn of((content, text): (&Content, &str), weights: &Weights) -> Self {
        let en = Wordlist::en();
        let mut laid =
            Self { row: Vec::with_capacity(content.words.len()), opening: Vec::new(), turn: None, stems: BTreeMap::new() };
        for word in &content.words {
            let written = word.span().of(text);
            let folded = bare_word(written);
            let stem = own_stem_hash(&folded);
            laid.row.push(stem);
            let head: String = folded.chars().take(HEAD).collect();
            // A short word has no family but itself.
            let head = if head.chars().count() < HEAD { stem } else { word_hash(&head) };
            let value = folded.replace(',', "").parse::<f64>().ok().filter(|value| value.is_finite());
            laid.turn = laid.turn.or_else(|| en.turn(&folded).map(|(turn, _)| turn));
            if laid.opening.len() < OPENING && !en.is_function(&folded) && !folded.contains(|c: char| c.is_ascii_digit()) {
                laid.opening.push(stem);
            }
            laid.stems.entry(stem).or_insert_with(|| (weights.idf(word_hash(written)).sqrt(), head, value));
        }
        laid
    }

    fn tells_figures(&self) -> bool {
        self.stems.values().any(|stem| stem.2.is_some())
    }

    /// Share of the words that it opens with which the other has anywhere.
    fn opens_in(&self, other: &Self) -> f32 {
        let held = self.opening.iter().filter(|stem| other.stems.contains_key(stem)).count();
        held as f32 / OPENING as f32
    }

    fn covered_by(&self, other: &Self) -> f32 {
        let heads: Vec<u64> = other.stems.values().map(|stem| stem.1).collect();
        let (mut covered, mut whole) = (0.0, 0.0);
        let rounds = |value: f64| {
            other
                .stems
                .values()
                .filter_map(|stem| stem.2)
                .any(|again| (value - again).abs() <= ROUNDED * value.abs().max(again.abs()))
        };
        for (stem, (weight, head, value)) in &self.stems {
            whole += weight;
            covered += weight
                * match () {
                    () if other.stems.contains_key(stem) || value.is_some_and(rounds) => 1.0,
                    () if heads.contains(head) => FAMILY,
                    () => 0.0,
                };
        }
        if whole > 0.0 { covered / whole } else { 0.0 }
    }
}

/// Words of the longest list that stands in both in order.
fn longest_common(one: &[u64], other: &[u64]) -> usize {
    let mut above = vec![0usize; other.len() + 1];
    for a in one {
        let mut row = vec![0usize; other.len() + 1];
        for (j, b) in other.iter().enumerate() {
            row[j + 1] = if a == b { above[j] + 1 } else { row[j].max(above[j + 1]) };
        }
        above = row;
    }
    above.last().copied().unwrap_or(0)
}

/// Share of the different pairs of neighbours that both have.
fn neighbours(one: &[u64], other: &[u64]) -> f32 {
    let pairs = |row: &[u64]| {
        let mut pairs: Vec<[u64; 2]> = row.windows(2).map(|pair| [pair[0], pair[1]]).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    };
    let (one, other) = (pairs(one), pairs(other));
    let shared = one.iter().filter(|pair| other.binary_search(pair).is_ok()).count();
    if one.len() + other.len() == 0 { 0.0 } else { 2.0 * shared as f32 / (one.len() + other.len()) as f32 }
}

#[cfg(test)]
mod tests {
    use super::Likeness;
    use crate::content::Content;
    use crate::weights::Weights;

    fn of(one: &str, other: &str) -> Likeness {
        let weights = Weights::en();
        let (a, b) = (Content::of_text(one, weights), Content::of_text(other, weights));
        let likeness = Likeness::of((&a, one), (&b, other), weights);
        let mirrored = Likeness::of((&b, other), (&a, one), weights);
        assert!((likeness.sameness() - mirrored.sameness()).abs() < 1e-5);
        likeness
    }

    #[test]
    fn one_thing_in_other_words_is_the_same() {
        assert!(
            of("the mill at Velm was shut down on Friday by the council", "on Friday the council shut the Velm mill").is_same()
        );
        assert!(of("they never opened it", "they never opened it").is_same());
    }

    #[test]
    fn a_common_phrase_is_not() {
        assert!(!of("the council of Velm will shut the mill on Friday", "the council of Velm has a new head clerk").is_same());
        assert!(!of("the gate", "").is_same());
    }
}

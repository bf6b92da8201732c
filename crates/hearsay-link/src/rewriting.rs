//! Rewriting: the same telling in other words, known by the words that stayed, which still follow one
//! another as they did.
//!
//! In: two sheets with their anchors. Out: [`Retold`]: the stretches that tell the same with words
//! changed, what share of either text they come to, and how far the whole is a retelling. Invariant:
//! order decides, not the number of words in common: two reports of one event share names and numbers
//! too, but each orders them in its own way. Stretches may stand in another order, as moved sentences
//! do. Nothing here knows in what ways a text can be garbled: a changed word is a gap, whatever stands in it.
//! A text that a person tells again freely keeps no stretches, but its rare words, in one order through the whole; one that was put
//! into other words sentence by sentence, as by a machine, keeps few of its words and the order of its sentences.
//!
//! Example: `the ferryman tied his skiff to a lamp post` and `a boatman has tied the skiff at some
//! lamp pole` share the stretch `tied … skiff … lamp`.

use crate::hash_list::HashList;
use crate::sheet::Sheet;
use crate::weights::Weights;
use crate::why::Trace;
use crate::wordlist::Wordlist;
use hearsay_record::Passage;
use std::cell::RefCell;

/// A word that stands more often than this in either text is no place to align at.
const OFTENEST: usize = 4;
/// From one anchor of a stretch to the next, in words that carry content, at most …
const STEP: u32 = 7;
/// … and so much more on one side than on the other.
const SKEW: u32 = 1;
/// Anchors of a stretch, at least.
const STRETCH: usize = 4;
/// Of the words that carry content between the ends of a stretch, one in so many is an anchor.
const SPARSE: usize = 3;
/// Parts into which the shorter text is cut to see how evenly the stretches lie in it.
const PARTS: usize = 10;
/// Anchors in stretches, at least, for a retelling.
const ANCHORS: usize = 16;
/// Texts that have less than this share of their weight in common don't tell of the same things.
const COMMON: f32 = 0.15;
/// See [`Retold::strength`].
const STRENGTH: f32 = 0.31;
/// The same where the two share quotations at length, and might share a speech and no more.
const STRENGTH_BESIDE_QUOTATIONS: f32 = 0.45;
/// Told so fully, words need not stand for words: share of the shorter text, and of the longer.
const FULLY: [f32; 2] = [0.6, 0.5];
/// Rare words that stand once in both texts, outside quotation marks, and keep their order through the whole of them: so many at least …
const ORDERED: usize = 12;
/// … which are this share of all such words …
const IN_ORDER: f32 = 0.75;
/// … and this share of those of the text that has fewer.
const HELD: f32 = 0.5;
/// A word in a larger share of the background's documents than this is not rare.
const RARE: f32 = 0.1;
/// Of two sentences of which each is the other's most alike: the weight that they share of all that both say, at least.
const SENTENCE: f32 = 0.1;
/// Words that carry content of a sentence that is laid beside others, at least.
const LONG_ENOUGH: u32 = 3;
/// Such pairs that follow one another on both sides, at least …
const SENTENCES: usize = 8;
/// … which are this share of all such pairs of theirs in order, and these of the sentences of the text that has fewer, and more. Of 158 pairs
/// of reports by three outlets of one event (BASIL) none comes near; of those of the four cases that are looked into a third at most.
const SENTENCES_IN_ORDER: f32 = 0.85;
const SENTENCES_HELD: [f32; 2] = [0.45, 0.35];
/// Words that both have word for word where sentence stands for sentence, at most.
const WORD_FOR_WORD: usize = 19;
/// Of two longer texts no sentences are laid side by side.
const MOST_PAIRS: usize = 1 << 14;
/// Stretches with at most so many words between them, on both sides, make one passage.
const PASSAGE_GAP: usize = 12;

/// One word that carries content.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    /// Index of the word in its sheet.
    at: u32,
    /// How much it tells.
    weight: f32,
    /// The number of its sentence.
    sentence: u16,
    quoted: bool,
    /// Whether it is rare, stands once in its text, and outside quotation marks.
    is_rare: bool,
}

/// The words of a text that carry content.
#[derive(Clone, Debug, Default)]
pub(crate) struct Anchors {
    /// In order of the text.
    words: Vec<Anchor>,
    /// Which of the different words each of them is.
    term_of: Vec<u32>,
    /// The different words, in order of hash.
    terms: HashList,
    /// Of each different word the weight outside quotation marks.
    unquoted_of: Vec<f32>,
    /// Where the places of each different word begin in `places`; one more than there are words.
    begins: Vec<u32>,
    /// Indices into `words`, those of one word together and in order.
    places: Vec<u32>,
    /// Sum of the weights outside quotation marks.
    unquoted: f32,
    /// Of each sentence the weight of its words, and how many they are.
    sentences: Vec<(f32, u32)>,
    /// Of each different word whether its place is rare.
    rare_of: Vec<bool>,
    /// How many are rare.
    n_rare: usize,
}

impl Anchors {
    /// The places of one of the different words.
    fn places_of(&self, term: u32) -> &[u32] {
        let at = |term: usize| self.begins[term] as usize;
        &self.places[at(term as usize)..at(term as usize + 1)]
    }

    /// Where one of the different words stands first: an index into the words of the sheet.
    fn first(&self, term: u32) -> u32 {
        self.words[self.places_of(term)[0] as usize].at
    }

    /// The different words, each by its number and where it stands first in the sheet.
    pub(crate) fn each(&self) -> impl Iterator<Item = (u32, u32)> {
        (0u32..).zip(self.terms.as_slice()).map(|(term, _)| (term, self.first(term)))
    }

    /// Where one of the different words stands first here and in another text, if it does there.
    pub(crate) fn beside(&self, term: u32, other: &Self) -> Option<(u32, u32)> {
        let theirs = other.terms.find(*self.terms.as_slice().get(term as usize)?)?;
        Some((self.first(term), other.first(theirs)))
    }
}

/// How far the one retells the other, outside quotation marks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Retold {
    /// Stretches, those that follow one another joined: words of a, from and to, and of b.
    stretches: Vec<[usize; 4]>,
    /// Where sentence stands for sentence through both, those sentences, as stretches.
    sentences: Vec<[usize; 4]>,
    /// Anchors in stretches.
    pub(crate) matched: usize,
    /// Words of a from the first to the last anchor of its stretches, and of b.
    pub(crate) words: [usize; 2],
    /// Share of the weight of a that stands in stretches, and of b.
    pub(crate) share: [f32; 2],
    /// Share of the weight of a that b has too, wherever it stands, and of b.
    pub(crate) common: [f32; 2],
    /// Share of the steps within stretches that are equally long on both sides.
    pub(crate) even: f32,
    /// Share of the parts of the shorter text that a stretch reaches.
    pub(crate) spread: f32,
    /// Whether a is the shorter.
    pub(crate) a_is_shorter: bool,
    /// Whether rare words keep their order through the whole of both texts, as in a free retelling.
    pub(crate) keeps_order: bool,
}

impl Retold {
    /// Whether sentence stands for sentence through both.
    fn is_by_sentences(&self) -> bool {
        !self.sentences.is_empty()
    }

    /// Where nothing but its sentences tells that it is a retelling, with these for its stretches.
    pub(crate) fn by_sentences(mut self) -> Self {
        if self.is_by_sentences() && self.strength() < STRENGTH && !self.keeps_order {
            self.stretches = std::mem::take(&mut self.sentences);
            self.words = self.stretches.iter().fold([0, 0], |words, at| [words[0] + at[1] - at[0], words[1] + at[3] - at[2]]);
        }
        self
    }

    /// Its stretches as passages of the two.
    pub(crate) fn passages(&self, a: &Sheet<'_>, b: &Sheet<'_>) -> Vec<Passage> {
        let passage = |[from_a, to_a, from_b, to_b]: &[usize; 4]| Passage {
            a: a.chars_of_words(*from_a, *to_a),
            b: b.chars_of_words(*from_b, *to_b),
        };
        self.stretches.iter().map(passage).collect()
    }

    /// One number from four marks that tell a retelling from another report: how much of both texts
    /// stands in stretches, how much of what they have in common that is, whether word stands for
    /// word, and whether the stretches lie all over the text or in one corner.
    pub(crate) fn strength(&self) -> f32 {
        let mean = |of: [f32; 2]| (of[0] * of[1]).sqrt();
        mean(self.share) / (mean(self.common) + 0.1) * self.even.powi(3) * self.spread
    }

    /// Whether the one retells the other, given whether all that they share word for word is quotations, and how many words that is.
    pub(crate) fn is_retelling(&self, shares_quotations: bool, n_shared: usize, trace: &mut Trace) -> bool {
        trace.asks("retelling");
        let [a, b] = self.share.map(f64::from);
        let (shorter, longer) = if self.a_is_shorter { (a, b) } else { (b, a) };
        let [one, other] = self.common;
        if !trace.at_least("weight of the one that the other has too", f64::from(one.max(other)), f64::from(COMMON)) {
            return false;
        }
        let needed = if shares_quotations { STRENGTH_BESIDE_QUOTATIONS } else { STRENGTH };
        let mut told = trace.at_least("strength of the stretches", f64::from(self.strength()), f64::from(needed));
        if !told && !shares_quotations {
            told = trace.at_least("share of the shorter text in stretches", shorter, f64::from(FULLY[0]))
                && trace.at_least("share of the longer text in stretches", longer, f64::from(FULLY[1]));
            told = told || trace.is("rare words keep one order through both", self.keeps_order);
            // Who took passages word for word took them, and retold nothing.
            if trace.is("sentence stands for sentence through both", self.is_by_sentences())
                && trace.found("next to nothing word for word", || n_shared.to_string(), n_shared <= WORD_FOR_WORD)
            {
                return true;
            }
        }
        told && (trace.at_least("words that stand in stretches", self.matched as f64, ANCHORS as f64) || self.keeps_order)
    }
}

/// The words that carry content, laid out for comparing.
pub(crate) fn anchors(sheet: &Sheet<'_>, weights: &Weights) -> Anchors {
    let mut found = Anchors::default();
    let mut standing: Vec<(u64, u32)> = sheet.words.iter().zip(0u32..).map(|(word, at)| (word.hash, at)).collect();
    standing.sort_unstable();
    // What a word weighs is asked once for all its places.
    let mut terms: Vec<u64> = Vec::with_capacity(standing.len());
    let mut weighed: Vec<(f32, u32, bool)> = vec![(f32::NAN, 0, false); sheet.words.len()];
    for same in standing.chunk_by(|one, other| one.0 == other.0) {
        let word = same[0].0;
        if Wordlist::en().is_function_hash(word) {
            continue;
        }
        let (weight, is_rare) = (weights.idf(word), same.len() == 1 && weights.share(word) <= RARE);
        let term = u32::try_from(terms.len()).unwrap_or(u32::MAX);
        terms.push(word);
        found.begins.push(u32::try_from(found.places.len()).unwrap_or(u32::MAX));
        let mut unquoted = 0.0;
        for &(_, at) in same {
            weighed[at as usize] = (weight, term, is_rare);
            found.places.push(at);
            unquoted += if sheet.words[at as usize].quoted() { 0.0 } else { weight };
        }
        found.unquoted_of.push(unquoted);
    }
    // From places in the sheet to places among the words that carry content.
    let mut number = vec![0u32; sheet.words.len()];
    let text = sheet.document.text.as_str();
    let mut last_end = 0;
    found.sentences.push((0.0, 0));
    for ((word, (weight, term, is_rare)), at) in sheet.words.iter().zip(weighed).zip(0u32..) {
        number[at as usize] = u32::try_from(found.words.len()).unwrap_or(u32::MAX);
        let between = text.get(last_end..word.span().start).unwrap_or_default();
        if ends_sentence(between) && found.sentences.len() < usize::from(u16::MAX) {
            found.sentences.push((0.0, 0));
        }
        last_end = word.span().end;
        if weight.is_nan() {
            continue;
        }
        if let Some(sentence) = found.sentences.last_mut() {
            sentence.0 += weight;
            sentence.1 += 1;
        }
        let sentence = u16::try_from(found.sentences.len() - 1).unwrap_or(u16::MAX);
        found.words.push(Anchor { at, weight, sentence, quoted: word.quoted(), is_rare: is_rare && !word.quoted() });
        found.term_of.push(term);
        if !word.quoted() {
            found.unquoted += weight;
        }
    }
    found.places.iter_mut().for_each(|place| *place = number[*place as usize]);
    found.begins.push(u32::try_from(found.places.len()).unwrap_or(u32::MAX));
    found.terms = HashList::of(terms);
    found.rare_of = vec![false; found.terms.as_slice().len()];
    for (_, term) in found.words.iter().zip(&found.term_of).filter(|(word, _)| word.is_rare) {
        found.rare_of[*term as usize] = true;
        found.n_rare += 1;
    }
    found
}

/// Whether what stands between two words ends a sentence.
fn ends_sentence(between: &str) -> bool {
    let end = between.find(['.', '!', '?', '\n']);
    end.is_some_and(|end| between[end..].contains(char::is_whitespace))
}

/// Two equal words: index into the anchors of a and of b.
#[derive(Clone, Copy)]
struct Hit {
    a: u32,
    b: u32,
}

/// Room in which two texts are laid side by side, kept for the next two: in a large case there are millions.
#[derive(Default)]
struct Room {
    /// The different words that both hold.
    both: Vec<(u32, u32)>,
    hits: Vec<Hit>,
    /// Of each different word of a which of b it is, if it is one.
    there: Vec<u32>,
    /// Of each hit the weight of the heaviest chain that ends there, the hit before, and how many hits it has.
    best: Vec<(f32, u32, u32)>,
    /// The weight that each sentence of a shares with each of b.
    alike: Vec<f32>,
    /// Of each diagonal the last hit so far.
    last: Vec<u32>,
    /// Of each hit the one before it on its diagonal.
    before: Vec<u32>,
}

thread_local! {
    static ROOM: RefCell<Room> = RefCell::default();
}

/// Lays the one beside the other; what is no retelling whatever else is asked is laid out as a whole only for who asks why.
pub(crate) fn compare(in_a: &Anchors, in_b: &Anchors, asks_why: bool) -> Retold {
    ROOM.with_borrow_mut(|room| compare_in(room, in_a, in_b, asks_why))
}

fn compare_in(room: &mut Room, in_a: &Anchors, in_b: &Anchors, asks_why: bool) -> Retold {
    let share = |weight: f32, of: &Anchors| if of.unquoted > 0.0 { (weight / of.unquoted).min(1.0) } else { 0.0 };
    in_a.terms.shared_into(&in_b.terms, &mut room.both);
    let common = common(&room.both, in_a, in_b);
    let common = [share(common[0], in_a), share(common[1], in_b)];
    // Most pairs that met by a word or a phrase end here.
    if common[0].max(common[1]) < COMMON {
        return Retold::default();
    }
    room.find_hits(in_a, in_b);
    // Fewer come neither to rare words in order nor to stretches.
    if room.hits.len() < ORDERED.min(ANCHORS) && !asks_why {
        return Retold::default();
    }
    let n_rare = room.both.iter().filter(|(a, b)| in_a.rare_of[*a as usize] && in_b.rare_of[*b as usize]).count();
    let ordered = if n_rare < ORDERED { Vec::new() } else { ordered(&room.hits, in_a, in_b) };
    let chains = room.chains(in_a, in_b);
    let a_is_shorter = in_a.words.len() <= in_b.words.len();
    let n_shorter = in_a.words.len().min(in_b.words.len()).max(1);
    let mut told = [0.0, 0.0];
    let (mut n_steps, mut n_even) = (0usize, 0usize);
    let mut reached = [false; PARTS];
    let mut stretches: Vec<[usize; 4]> = Vec::with_capacity(chains.len());
    for chain in &chains {
        for hit in chain {
            let (one, other) = (in_a.words[hit.a as usize], in_b.words[hit.b as usize]);
            if !one.quoted && !other.quoted {
                told[0] += one.weight;
                told[1] += other.weight;
            }
            let at = if a_is_shorter { hit.a } else { hit.b } as usize;
            reached[(at * PARTS / n_shorter).min(PARTS - 1)] = true;
        }
        n_steps += chain.len() - 1;
        n_even += chain.windows(2).filter(|step| step[1].a - step[0].a == step[1].b - step[0].b).count();
        let (first, last) = (chain[0], chain[chain.len() - 1]);
        let at = |anchors: &Anchors, at: u32| anchors.words[at as usize].at as usize;
        stretches.push([at(in_a, first.a), at(in_a, last.a) + 1, at(in_b, first.b), at(in_b, last.b) + 1]);
    }
    let matched: usize = chains.iter().map(Vec::len).sum();
    let is_free = ordered.len() > matched;
    if is_free {
        // Of a free retelling the rare words in order are the evidence, each of them a stretch.
        let at = |anchors: &Anchors, at: u32| anchors.words[at as usize].at as usize;
        stretches = ordered.iter().map(|hit| (at(in_a, hit.a), at(in_b, hit.b))).map(|(a, b)| [a, a + 1, b, b + 1]).collect();
    }
    stretches.sort_unstable();
    let mut joined: Vec<[usize; 4]> = Vec::new();
    for &stretch in &stretches {
        match joined.last_mut() {
            Some(last) if stretch[0] <= last[1] + PASSAGE_GAP && stretch[2] >= last[3] && stretch[2] <= last[3] + PASSAGE_GAP => {
                last[1] = stretch[1];
                last[3] = stretch[3];
            }
            _ => joined.push(stretch),
        }
    }
    let told_in = if is_free { &joined } else { &stretches };
    let words = told_in.iter().fold([0, 0], |words, at| [words[0] + at[1] - at[0], words[1] + at[3] - at[2]]);
    Retold {
        stretches: joined,
        sentences: room.sentences_in_order(in_a, in_b),
        matched: matched.max(ordered.len()),
        words,
        share: [share(told[0], in_a), share(told[1], in_b)],
        common,
        even: n_even as f32 / n_steps.max(1) as f32,
        spread: reached.iter().filter(|reached| **reached).count() as f32 / PARTS as f32,
        a_is_shorter,
        keeps_order: !ordered.is_empty(),
    }
}

/// The rare words of both in the one order that most of them keep; none if they don't.
fn ordered(hits: &[Hit], a: &Anchors, b: &Anchors) -> Vec<Hit> {
    let rare: Vec<Hit> =
        hits.iter().copied().filter(|hit| a.words[hit.a as usize].is_rare && b.words[hit.b as usize].is_rare).collect();
    let chain = rising(&rare);
    let is_kept = chain.len() >= ORDERED
        && chain.len() as f32 >= IN_ORDER * rare.len() as f32
        && chain.len() as f32 >= HELD * a.n_rare.min(b.n_rare) as f32;
    if is_kept { chain } else { Vec::new() }
}

/// The longest chain of hits that rises on both sides; the hits are in order of the first.
fn rising(hits: &[Hit]) -> Vec<Hit> {
    // ends[k] is the hit with the smallest second side that ends a chain of k + 1.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(hits.len());
    for (at, hit) in hits.iter().enumerate() {
        let place = ends.partition_point(|&end| hits[end].b < hit.b);
        before.push(place.checked_sub(1).map(|k| ends[k]));
        if place == ends.len() {
            ends.push(at);
        } else {
            ends[place] = at;
        }
    }
    let mut chain = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(hit) = at {
        chain.push(hits[hit]);
        at = before[hit];
    }
    chain.reverse();
    chain
}

/// The weight outside quotation marks of the words that both hold, in a and in b.
fn common(both: &[(u32, u32)], a: &Anchors, b: &Anchors) -> [f32; 2] {
    both.iter()
        .fold([0.0, 0.0], |sum, &(in_a, in_b)| [sum[0] + a.unquoted_of[in_a as usize], sum[1] + b.unquoted_of[in_b as usize]])
}

impl Room {
    /// Every pair of equal words that stand seldom enough in both, in order of the first and then of the second.
    fn find_hits(&mut self, a: &Anchors, b: &Anchors) {
        self.there.clear();
        self.there.resize(a.unquoted_of.len(), NONE);
        for &(in_a, in_b) in &self.both {
            if a.places_of(in_a).len() <= OFTENEST && b.places_of(in_b).len() <= OFTENEST {
                self.there[in_a as usize] = in_b;
            }
        }
        self.hits.clear();
        for (term, at) in a.term_of.iter().zip(0u32..) {
            let in_b = self.there[*term as usize];
            if in_b != NONE {
                self.hits.extend(b.places_of(in_b).iter().map(|&place| Hit { a: at, b: place }));
            }
        }
    }
}

/// No word, and no hit.
const NONE: u32 = u32::MAX;

impl Room {
    /// Sentences of which each is the other's most alike, as stretches, where they follow one another through both texts; none if they don't.
    fn sentences_in_order(&mut self, a: &Anchors, b: &Anchors) -> Vec<[usize; 4]> {
        let (rows, columns) = (a.sentences.len(), b.sentences.len());
        let n_long = |anchors: &Anchors| anchors.sentences.iter().filter(|sentence| sentence.1 >= LONG_ENOUGH).count();
        let n_sentences = [n_long(a), n_long(b)];
        let (fewer, more) = (n_sentences[0].min(n_sentences[1]), n_sentences[0].max(n_sentences[1]));
        if fewer < SENTENCES || rows * columns > MOST_PAIRS || (fewer as f32) < SENTENCES_HELD[1] * more as f32 {
            return Vec::new();
        }
        self.alike.clear();
        self.alike.resize(rows * columns, 0.0);
        for hit in &self.hits {
            let (one, other) = (a.words[hit.a as usize], b.words[hit.b as usize]);
            self.alike[usize::from(one.sentence) * columns + usize::from(other.sentence)] += one.weight;
        }
        let share = |row: usize, column: usize| {
            let (one, other) = (a.sentences[row], b.sentences[column]);
            let both = self.alike[row * columns + column];
            if one.1 < LONG_ENOUGH || other.1 < LONG_ENOUGH {
                0.0
            } else {
                both / (one.0 + other.0 - both).max(both).max(f32::EPSILON)
            }
        };
        // Of equals the first.
        let most = |many: &mut dyn Iterator<Item = (usize, f32)>| {
            many.fold((0, 0.0), |best, one| if one.1 > best.1 { one } else { best })
        };
        let of_column: Vec<usize> =
            (0..columns).map(|column| most(&mut (0..rows).map(|row| (row, share(row, column)))).0).collect();
        let pairs = (0..rows).filter_map(|row| {
            let (column, alike) = most(&mut (0..columns).map(|column| (column, share(row, column))));
            (alike >= SENTENCE && of_column[column] == row).then_some((row, column))
        });
        let pairs: Vec<Hit> = pairs.map(|(row, column)| Hit { a: row as u32, b: column as u32 }).collect();
        let chain = rising(&pairs);
        let n_in_order: usize =
            (0..pairs.len()).map(|at| pairs[at + 1..].iter().filter(|later| later.b > pairs[at].b).count()).sum();
        let n_all = pairs.len() * pairs.len().saturating_sub(1) / 2;
        let n_chain = chain.len() as f32;
        let is_kept = chain.len() >= SENTENCES
            && n_in_order as f32 >= SENTENCES_IN_ORDER * n_all as f32
            && n_chain >= SENTENCES_HELD[0] * fewer as f32
            && n_chain >= SENTENCES_HELD[1] * more as f32;
        if !is_kept {
            return Vec::new();
        }
        let ends = |anchors: &Anchors, sentence: u32| {
            let of_it = |word: &&Anchor| u32::from(word.sentence) == sentence;
            let at = |word: &Anchor| word.at as usize;
            Some((anchors.words.iter().find(of_it).map(at)?, anchors.words.iter().rfind(of_it).map(at)? + 1))
        };
        let stretch = |pair: &Hit| {
            let ((from_a, to_a), (from_b, to_b)) = (ends(a, pair.a)?, ends(b, pair.b)?);
            Some([from_a, to_a, from_b, to_b])
        };
        chain.iter().filter_map(stretch).collect()
    }

    /// Chains of hits that rise on both sides by like steps, the heaviest first, no word in two.
    fn chains(&mut self, a: &Anchors, b: &Anchors) -> Vec<Vec<Hit>> {
        // Like steps lead to a diagonal close by.
        let Self { hits, best, last, before: before_it, .. } = self;
        best.clear();
        before_it.clear();
        last.clear();
        last.resize(a.words.len() + b.words.len() + 2 * SKEW as usize, NONE);
        for (hit, at) in hits.iter().zip(0u32..) {
            let own = a.words[hit.a as usize].weight;
            let mut heaviest = (own, NONE, 1);
            let diagonal = hit.a as usize + b.words.len() - hit.b as usize;
            for close in &last[diagonal - 1..=diagonal + 2 * SKEW as usize - 1] {
                let mut before = *close;
                while let Some(earlier) = hits.get(before as usize).filter(|earlier| hit.a - earlier.a <= STEP) {
                    // Of steps that go backward nothing small is left.
                    let is_next = (hit.a != earlier.a) & (hit.b.wrapping_sub(earlier.b).wrapping_sub(1) < STEP);
                    let (weight, _, n_hits) = best[before as usize];
                    // Of chains as heavy the one that ends later goes on.
                    let is_heavier =
                        weight + own > heaviest.0 || weight + own == heaviest.0 && heaviest.1 != NONE && before > heaviest.1;
                    if is_next && is_heavier {
                        heaviest = (weight + own, before, n_hits + 1);
                    }
                    before = before_it[before as usize];
                }
            }
            best.push(heaviest);
            before_it.push(std::mem::replace(&mut last[diagonal + SKEW as usize - 1], at));
        }
        // One that is too short as a whole is none.
        let mut ends: Vec<usize> = (0..hits.len()).filter(|&at| best[at].2 as usize >= STRETCH).collect();
        ends.sort_unstable_by(|&one, &other| best[other].0.total_cmp(&best[one].0).then(one.cmp(&other)));
        let mut found = Vec::new();
        if ends.is_empty() {
            return found;
        }
        let mut taken_a = vec![false; a.words.len()];
        let mut taken_b = vec![false; b.words.len()];
        for end in ends {
            let mut chain = Vec::new();
            let mut at = end;
            while let Some(&hit) = hits.get(at) {
                if taken_a[hit.a as usize] || taken_b[hit.b as usize] {
                    break;
                }
                chain.push(hit);
                at = best[at].1 as usize;
            }
            if chain.len() < STRETCH {
                continue;
            }
            chain.reverse();
            let (first, last) = (chain[0], chain[chain.len() - 1]);
            let reach = (last.a - first.a).max(last.b - first.b) as usize + 1;
            if chain.len() * SPARSE < reach {
                continue;
            }
            for hit in &chain {
                taken_a[hit.a as usize] = true;
                taken_b[hit.b as usize] = true;
            }
            found.push(chain);
        }
        found
    }
}

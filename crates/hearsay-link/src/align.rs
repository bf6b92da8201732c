//! Aligns the words of two documents: which blocks of the one stand in the other.
//!
//! In: two sheets. Out: [`Alignment`]: blocks of equal words, none overlapping on either side, in
//! order of the first, and what they come to. Invariant: the longest block is taken first (greedy
//! string tiling, Wise 1993), ties by position, so that moved paragraphs are found; a word is
//! matched once at most on each side.
//!
//! Example: `the gate stood open all night` and `Holm said the gate stood open all night` share
//! one block of six words.

use crate::hash_list::Table;
use crate::sheet::Sheet;
use crate::shingles::WORDS;
use hearsay_record::Passage;
use std::collections::BinaryHeap;

/// A shingle that stands more often in a document is no place to align at.
const OFTENEST: usize = 6;
/// Words of a block, at least: five in a row are a formula too often.
const BLOCK: usize = 6;
/// Blocks with at most so many words between them, on both sides, make one passage.
const GAP: usize = 6;

/// Equal words in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// First word in the first document.
    pub(crate) a: usize,
    /// First word in the second.
    pub(crate) b: usize,
    /// Words.
    pub(crate) len: usize,
}

/// What two documents share.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alignment {
    /// In order of the first document.
    pub(crate) blocks: Vec<Block>,
    /// Words in blocks.
    pub(crate) matched: usize,
    /// Words in blocks that stand in quotation marks in either document.
    pub(crate) quoted: usize,
    /// Words in blocks that follow one another in both as well.
    pub(crate) in_order: usize,
    /// Those of them that stand in quotation marks in either document.
    pub(crate) in_order_quoted: usize,
    /// Words of the longest run outside quotation marks.
    pub(crate) longest_unquoted: usize,
}

/// Aligns two sheets, of which the second comes with the table of its shingles.
pub(crate) fn align(a: &Sheet<'_>, b: &Sheet<'_>, in_b: &Table) -> Alignment {
    let mut blocks = tile(diagonals(a, b, in_b), a.words.len(), b.words.len());
    let mut found = Alignment::default();
    // The longest first: a block stands in order if it does so beside every longer one that does.
    let mut in_order: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in &blocks {
        let quoted_before = found.quoted;
        found.matched += block.len;
        let mut run = 0;
        for (one, other) in a.words[block.a..block.a + block.len].iter().zip(&b.words[block.b..block.b + block.len]) {
            if one.quoted() || other.quoted() {
                found.quoted += 1;
                run = 0;
            } else {
                run += 1;
                found.longest_unquoted = found.longest_unquoted.max(run);
            }
        }
        if in_order.iter().all(|longer| (longer.a < block.a) == (longer.b < block.b)) {
            in_order.push(*block);
            found.in_order += block.len;
            found.in_order_quoted += found.quoted - quoted_before;
        }
    }
    blocks.sort_unstable_by_key(|block| (block.a, block.b));
    found.blocks = blocks;
    found
}

/// Runs of shared shingles on one diagonal: every longest block of five words or more.
fn diagonals(a: &Sheet<'_>, b: &Sheet<'_>, in_b: &Table) -> Vec<Block> {
    let mut hits: Vec<(i64, u32)> = Vec::new();
    // What stands before is told.
    let (mut told, mut j) = (0, 0);
    let (in_a, of_b) = (&a.shingles, &b.shingles);
    in_b.each(
        &in_a.hashes,
        |shingle| *shingle,
        |i| {
            if i < told {
                return;
            }
            let one = in_a.hashes[i];
            j = first_from(&of_b.hashes, j, one);
            let n_a = in_a.hashes[i..].iter().take_while(|shingle| **shingle == one).count();
            let n_b = of_b.hashes[j..].iter().take_while(|shingle| **shingle == one).count();
            if n_a <= OFTENEST && n_b <= OFTENEST {
                for &at_a in &in_a.places[i..i + n_a] {
                    hits.extend(of_b.places[j..j + n_b].iter().map(|&at_b| (i64::from(at_a) - i64::from(at_b), at_a)));
                }
            }
            (told, j) = (i + n_a, j + n_b);
        },
    );
    hits.sort_unstable();
    let mut blocks: Vec<Block> = Vec::new();
    let mut last: Option<(i64, u32)> = None;
    for (diagonal, at_a) in hits {
        match (last, blocks.last_mut()) {
            (Some((d, at)), Some(block)) if d == diagonal && at + 1 == at_a => block.len += 1,
            _ => {
                let at_b = usize::try_from(i64::from(at_a) - diagonal).unwrap_or(0);
                blocks.push(Block { a: at_a as usize, b: at_b, len: WORDS });
            }
        }
        last = Some((diagonal, at_a));
    }
    blocks
}

/// The first place from here on that holds this shingle or a greater one: near if both texts are one, far if they share little.
fn first_from(shingles: &[u64], from: usize, least: u64) -> usize {
    let (mut low, mut step) = (from, 1);
    while shingles.get(low + step - 1).is_some_and(|shingle| *shingle < least) {
        low += step;
        step *= 2;
    }
    let high = (low + step).min(shingles.len());
    low + shingles[low..high].partition_point(|shingle| *shingle < least)
}

/// Takes the longest block first, and of the others what is left of them; gives them in this order.
fn tile(blocks: Vec<Block>, n_a: usize, n_b: usize) -> Vec<Block> {
    let mut heap: BinaryHeap<(usize, std::cmp::Reverse<(usize, usize)>)> =
        blocks.into_iter().map(|block| (block.len, std::cmp::Reverse((block.a, block.b)))).collect();
    let mut taken_a = vec![false; n_a];
    let mut taken_b = vec![false; n_b];
    let mut found = Vec::new();
    while let Some((len, std::cmp::Reverse((a, b)))) = heap.pop() {
        let free = |at: usize| !taken_a[a + at] && !taken_b[b + at];
        if len < BLOCK {
            continue;
        }
        if (0..len).all(free) {
            taken_a[a..a + len].fill(true);
            taken_b[b..b + len].fill(true);
            found.push(Block { a, b, len });
            continue;
        }
        let mut at = 0;
        while at < len {
            let rest = (at..len).take_while(|&k| free(k)).count();
            if rest >= BLOCK {
                heap.push((rest, std::cmp::Reverse((a + at, b + at))));
            }
            at += rest.max(1);
        }
    }
    found
}

impl Alignment {
    /// The passages: blocks that follow one another on both sides, with a few words changed between
    /// them, are one passage.
    pub(crate) fn passages(&self, a: &Sheet<'_>, b: &Sheet<'_>) -> Vec<Passage> {
        let mut joined: Vec<(usize, usize, usize, usize)> = Vec::new();
        for block in &self.blocks {
            let (end_a, end_b) = (block.a + block.len, block.b + block.len);
            match joined.last_mut() {
                Some(last) if block.a <= last.1 + GAP && block.b >= last.3 && block.b <= last.3 + GAP => {
                    last.1 = end_a;
                    last.3 = end_b;
                }
                _ => joined.push((block.a, end_a, block.b, end_b)),
            }
        }
        joined
            .into_iter()
            .map(|(from_a, to_a, from_b, to_b)| Passage { a: a.chars_of_words(from_a, to_a), b: b.chars_of_words(from_b, to_b) })
            .collect()
    }
}

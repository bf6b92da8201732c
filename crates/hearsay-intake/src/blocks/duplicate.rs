//! Text that stands in the document twice.
//!
//! In: a text and its running paragraphs. Out: the spans of one copy. Copies need not be equal: marks, spaces and letter case
//! do not count, and one may be abridged. Forty words at least must be shared, in order.
//!
//! Which copy is marked: the abridged one, that is the copy whose stretch of text holds fewer words
//! which the other lacks; of two equal copies the later one. So the text that is left under no mark
//! is the fullest telling, in its own order, and nothing that is said but once is ever marked.
//!
//! Invariant: a marked word stands elsewhere in the text, under no mark of its own passage.
//!
//! Example: an article of ten paragraphs follows a summary of its first, third and fourth; the
//! summary is marked.

use hearsay_text::{Span, fold_word};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Words in a row by which copies are met.
const SHINGLE: usize = 7;
/// Words that copies must share.
const SHARED: usize = 40;
/// Words that one copy may hold between two shared passages where the other holds hardly any.
const WIDE_GAP: usize = 400;
/// Hardly any.
const NARROW_GAP: usize = 30;
/// Words inside a marked copy that the other lacks and that are marked along (a changed word).
const BRIDGED: usize = 4;

/// A passage of words that stands twice: from `a` and from `b`, `a` before `b`.
#[derive(Clone, Copy, Debug)]
struct Run {
    a: usize,
    b: usize,
    n: usize,
}

/// The spans of the copies among the running paragraphs.
pub(crate) fn find(text: &str, running: &[Span]) -> Vec<Span> {
    let words: Vec<Word> = running.iter().flat_map(|&span| words(text, span)).collect();
    if words.len() < SHARED * 2 {
        return Vec::new();
    }
    let mut spans = Vec::new();
    for chain in chains(&runs(&words)) {
        let shared: usize = chain.iter().map(|run| run.n).sum();
        let (Some(first), Some(last)) = (chain.first(), chain.last()) else { continue };
        if shared < SHARED {
            continue;
        }
        let extra_a = last.a + last.n - first.a - shared;
        let extra_b = last.b + last.n - first.b - shared;
        let marks_earlier = extra_b > extra_a + SHINGLE.max(shared / 20);
        let stretches = chain.iter().map(|run| if marks_earlier { (run.a, run.n) } else { (run.b, run.n) });
        let mut open: Option<(usize, usize)> = None;
        for (start, n) in stretches {
            open = match open {
                Some((from, to)) if start <= to + BRIDGED => Some((from, to.max(start + n))),
                Some((from, to)) => {
                    spans.push(widened(text, &words, from, to));
                    Some((start, start + n))
                }
                None => Some((start, start + n)),
            };
        }
        spans.extend(open.map(|(from, to)| widened(text, &words, from, to)));
    }
    spans.sort_unstable();
    joined(spans)
}

fn joined(spans: Vec<Span>) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match found.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => found.push(span),
        }
    }
    found
}

/// A word by its hash and its place.
struct Word {
    hash: u64,
    span: Span,
}

/// Runs of letters and digits, folded: a lost space or another apostrophe changes no word.
fn words(text: &str, within: Span) -> Vec<Word> {
    let mut found = Vec::with_capacity(within.len() / 6);
    let mut start = None;
    for (at, c) in within.of(text).char_indices().chain([(within.len(), ' ')]) {
        if c.is_alphanumeric() {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            let span = Span { start: within.start + from, end: within.start + at };
            found.push(Word { hash: hash(span.of(text)), span });
        }
    }
    found
}

/// The hash of a word's folded form.
fn hash(word: &str) -> u64 {
    if word.is_ascii() { hash_bytes(word.as_bytes()) } else { hash_bytes(fold_word(word).as_bytes()) }
}

fn hash_bytes(bytes: &[u8]) -> u64 {
    let eight = |part: &[u8]| part.iter().rev().fold(0, |eight, byte| eight << 8 | u64::from(byte.to_ascii_lowercase()));
    bytes.chunks(8).fold(bytes.len() as u64 + 1, |state, part| mixed(state, eight(part)))
}

/// Folds a product of 128 bits, in which each bit of the factors has a say.
fn mixed(state: u64, more: u64) -> u64 {
    let product = u128::from(state ^ 0x9e37_79b9_7f4a_7c15 ^ more) * 0xa076_1d64_78bd_642f;
    (product >> 64) as u64 ^ product as u64
}

/// Takes keys that are hashes already.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash_bytes(bytes);
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
    fn finish(&self) -> u64 {
        self.0
    }
}

/// The passages that stand twice, in order of their later place. Each later passage is met with the
/// first place of its words only, so that one pass suffices.
fn runs(words: &[Word]) -> Vec<Run> {
    let mut first: HashMap<u64, usize, BuildHasherDefault<Hashed>> =
        HashMap::with_capacity_and_hasher(words.len(), BuildHasherDefault::default());
    let key = |at: usize| words[at..at + SHINGLE].iter().fold(0, |state, word| mixed(state, word.hash));
    let mut found = Vec::new();
    let mut b = 0;
    while b + SHINGLE <= words.len() {
        let a = *first.entry(key(b)).or_insert(b);
        if a + SHINGLE > b {
            b += 1;
            continue;
        }
        let mut n = 0;
        while b + n < words.len() && a + n < b && words[a + n].hash == words[b + n].hash {
            n += 1;
        }
        if n < SHINGLE {
            b += 1;
            continue;
        }
        found.push(Run { a, b, n });
        // The words of the copy are entered too, should the passage stand a third time under
        // another beginning; their first place stays the earlier one.
        b += n;
    }
    found
}

/// Passages that follow one another in both copies.
fn chains(runs: &[Run]) -> Vec<Vec<Run>> {
    let mut found: Vec<Vec<Run>> = Vec::new();
    for &run in runs {
        let follows = found.last().and_then(|chain| chain.last()).is_some_and(|last| {
            let (end_a, end_b) = (last.a + last.n, last.b + last.n);
            let (Some(gap_a), Some(gap_b)) = (run.a.checked_sub(end_a), run.b.checked_sub(end_b)) else { return false };
            gap_a.min(gap_b) <= NARROW_GAP && gap_a.max(gap_b) <= WIDE_GAP
        });
        match found.last_mut() {
            Some(chain) if follows => chain.push(run),
            _ => found.push(vec![run]),
        }
    }
    found
}

/// Words at the ends of a passage that may be shared by chance.
const BY_CHANCE: usize = 3;

/// The span from one word to another with the marks around it, but no line end. A few words beyond
/// the end of a sentence, or before the start of one, are let go.
fn widened(text: &str, words: &[Word], from: usize, to: usize) -> Span {
    let ends = |at: usize| {
        let until = words.get(at + 1).map_or(text.len(), |next| next.span.start);
        text[words[at].span.end..until].contains(['.', '!', '?', '\n', '…'])
    };
    let to = (to.saturating_sub(BY_CHANCE).max(from + 1)..=to).rev().find(|&end| ends(end - 1)).unwrap_or(to);
    let from = (from..(from + BY_CHANCE + 1).min(to)).find(|&start| start == 0 || ends(start - 1)).unwrap_or(from);
    let mut start = words[from].span.start;
    let mut end = words[to - 1].span.end;
    let opens = |c: char| matches!(c, '"' | '\'' | '“' | '‘' | '«' | '„' | '(' | '[' | '>');
    while let Some(c) = text[..start].chars().next_back().filter(|&c| opens(c)) {
        // A mark behind a word closes what stands before.
        if !text[..start - c.len_utf8()].chars().next_back().is_none_or(|before| before.is_whitespace() || opens(before)) {
            break;
        }
        start -= c.len_utf8();
    }
    while let Some(c) = text[end..]
        .chars()
        .next()
        .filter(|&c| !c.is_alphanumeric() && !c.is_whitespace() && !matches!(c, '“' | '‘' | '«' | '(' | '['))
    {
        end += c.len_utf8();
    }
    Span { start, end }
}

#[cfg(test)]
mod tests {
    use super::Span;

    fn find(text: &str) -> Vec<Span> {
        super::find(text, &hearsay_text::paragraphs(text))
    }

    const ONE: &str = "“Nobody told the harbour that the gate would open before the tide had turned,” said Orla Fenwick, who runs the ferry of Oster with her two brothers. She had tied up the boats on Sunday night because the wind was rising, and went home to sleep. ";
    const TWO: &str = "The council will meet on Friday to hear what the engineers of the lock have found in the mud, and whether the cost of a new gate can be shared with the towns up the river. ";
    const THREE: &str = "In the market people spoke of little else, and the price of bread went up by a third within the day. ";

    fn found(text: &str) -> Vec<String> {
        find(text).iter().map(|span| span.of(text).to_owned()).collect()
    }

    #[test]
    fn of_equal_copies_the_later_is_marked() {
        let text = format!("{ONE}\n\n{THREE}\n\n{}", ONE.replace(['“', '”'], "\""));
        let spans = find(&text);
        assert_eq!(spans.len(), 1);
        assert!(spans[0].start > ONE.len() && spans[0].of(&text).starts_with('"') && spans[0].of(&text).ends_with("sleep."));
    }

    #[test]
    fn the_abridged_copy_is_marked_wherever_it_stands() {
        let fused = format!("{}{}", ONE.trim_end(), TWO.trim_end());
        let first = format!("{fused}\n{ONE}\n{THREE}\n{TWO}");
        let marked = found(&first);
        assert_eq!(marked, std::slice::from_ref(&fused));
        let last = format!("{ONE}\n{THREE}\n{TWO}\n\n{fused}");
        assert_eq!(found(&last), [fused]);
    }

    #[test]
    fn a_changed_word_does_not_break_a_copy() {
        let text = format!("{ONE}\n\n{THREE}\n\n{}", ONE.replace("brothers", "sisters"));
        assert_eq!(found(&text).len(), 1);
    }

    #[test]
    fn what_is_short_or_stands_once_is_not_marked() {
        assert!(found(&format!("{ONE}{TWO}{THREE}")).is_empty());
        let quote = "“Nobody told the harbour that the gate would open before the tide had turned,” she said. ";
        assert!(found(&format!("{ONE}{TWO}{quote}{THREE}")).is_empty());
        assert!(found("").is_empty());
    }

    #[test]
    fn endless_repetition_ends() {
        let text = "so it went on and ".repeat(20_000);
        assert!(!find(&text).is_empty());
        assert!(!find(&"a ".repeat(50_000)).is_empty());
    }
}

//! Damages annotated texts the way that real ones are damaged, and takes the gold along.
//!
//! In: an article with its gold and a [`Mutation`]. Out: the article as it would look after bad typing,
//! bad copying or bad scanning, its gold moved to where the words have gone. What is damaged is drawn
//! from a sequence that depends on the name of the article and the mutation alone, so the same article
//! is always damaged in the same way. Invariant: every span of the new gold lies in the new text, and
//! holds what has become of the words that it held.
//!
//! Example: *initials* makes `“No,” said Ada Holm.` into `“No,” said A. Holm.`, and the source that was
//! `Ada Holm` is `A. Holm`.

mod edits;
mod names;

use crate::polnear::Article;
use edits::Edits;
use hearsay_text::CharSpan;
use unicode_normalization::UnicodeNormalization;

/// One kind of damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mutation {
    /// Given names are cut to their first letter: `A. Holm`.
    Initials,
    /// Given names are left out: `Holm`.
    Surnames,
    /// A title is put before full names: `Ms. Ada Holm`.
    Titles,
    /// Half of the marks that open a quotation are lost.
    OpeningMarks,
    /// Half of the marks that close a quotation are lost.
    ClosingMarks,
    /// All double quotation marks are lost.
    NoMarks,
    /// Curly marks and apostrophes are straight.
    StraightMarks,
    /// No line is broken.
    FusedParagraphs,
    /// A block of paragraphs stands twice.
    DoubledBlock,
    /// Everything is in lower case.
    LowerCase,
    /// One character of a hundred is taken for one that looks like it.
    Scanned1,
    /// Three characters of a hundred are.
    Scanned3,
    /// Letters have lost their accents.
    NoDiacritics,
    /// Whatever is not ASCII is gone, curly marks and dashes included.
    AsciiOnly,
}

impl Mutation {
    /// Every mutation.
    pub const ALL: [Self; 14] = [
        Self::Initials,
        Self::Surnames,
        Self::Titles,
        Self::OpeningMarks,
        Self::ClosingMarks,
        Self::NoMarks,
        Self::StraightMarks,
        Self::FusedParagraphs,
        Self::DoubledBlock,
        Self::LowerCase,
        Self::Scanned1,
        Self::Scanned3,
        Self::NoDiacritics,
        Self::AsciiOnly,
    ];

    /// Its name, as the table of scores has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Initials => "initials",
            Self::Surnames => "surnames",
            Self::Titles => "titles",
            Self::OpeningMarks => "opening-marks-lost",
            Self::ClosingMarks => "closing-marks-lost",
            Self::NoMarks => "all-marks-lost",
            Self::StraightMarks => "straight-marks",
            Self::FusedParagraphs => "fused-paragraphs",
            Self::DoubledBlock => "doubled-block",
            Self::LowerCase => "lower-case",
            Self::Scanned1 => "scanned-1",
            Self::Scanned3 => "scanned-3",
            Self::NoDiacritics => "diacritics-lost",
            Self::AsciiOnly => "ascii-only",
        }
    }

    /// The mutation of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mutation| mutation.name() == name)
    }
}

/// The article, damaged.
#[must_use]
pub fn mutate(article: &Article, mutation: Mutation) -> Article {
    let characters: Vec<char> = article.text.chars().collect();
    let mut chance = Chance::of(&[&article.name, mutation.name()]);
    let mut edits = Edits::new(&characters);
    match mutation {
        Mutation::Initials | Mutation::Surnames | Mutation::Titles => {
            for name in names::full_names(&characters) {
                let given = || characters[name.given.start..name.given.end].iter();
                match mutation {
                    Mutation::Initials => edits.replace(name.given, given().take(1).copied().chain(['.']).collect()),
                    Mutation::Surnames => edits.replace(CharSpan { start: name.given.start, end: name.surname }, Vec::new()),
                    _ if name.follows_a_name => {}
                    _ => edits.replace(name.given, name.title.chars().chain([' ']).chain(given().copied()).collect()),
                }
            }
        }
        Mutation::OpeningMarks | Mutation::ClosingMarks | Mutation::NoMarks => {
            for (at, opens) in marks(&characters) {
                let lost = match mutation {
                    Mutation::OpeningMarks => opens && chance.of_hundred(50.0),
                    Mutation::ClosingMarks => !opens && chance.of_hundred(50.0),
                    _ => true,
                };
                if lost {
                    edits.replace(CharSpan { start: at, end: at + 1 }, Vec::new());
                }
            }
        }
        Mutation::FusedParagraphs => fuse(&characters, &mut edits),
        Mutation::DoubledBlock => return doubled(article, &characters, &mut chance),
        _ => {
            for (at, &c) in characters.iter().enumerate() {
                let new = of_character(mutation, c, &mut chance);
                if new != [c] {
                    edits.replace(CharSpan { start: at, end: at + 1 }, new);
                }
            }
        }
    }
    let (text, places) = edits.apply();
    let gold = article.gold.iter().map(|roles| places.roles(roles)).collect();
    Article { name: article.name.clone(), text, gold }
}

/// What becomes of one character where a mutation looks at no others.
fn of_character(mutation: Mutation, c: char, chance: &mut Chance) -> Vec<char> {
    match mutation {
        Mutation::StraightMarks => vec![match c {
            '“' | '”' | '„' => '"',
            '‘' | '’' => '\'',
            c => c,
        }],
        Mutation::LowerCase => c.to_lowercase().collect(),
        Mutation::Scanned1 => scanned(c, 1.0, chance),
        Mutation::Scanned3 => scanned(c, 3.0, chance),
        // Hiragana and the like are decomposed too, and would lose a letter's sound.
        Mutation::NoDiacritics if c.is_alphabetic() && c < '\u{2000}' => {
            c.nfd().filter(|part| !unicode_normalization::char::is_combining_mark(*part)).collect()
        }
        Mutation::AsciiOnly if !c.is_ascii() => Vec::new(),
        _ => vec![c],
    }
}

/// What characters are taken for by a machine that reads print.
const LOOKALIKES: [(char, &[&str]); 40] = [
    ('a', &["o", "e"]),
    ('b', &["h", "6"]),
    ('c', &["e", "o"]),
    ('d', &["cl"]),
    ('e', &["c", "o"]),
    ('f', &["t"]),
    ('g', &["q", "9"]),
    ('h', &["b", "li"]),
    ('i', &["l", "j", "1"]),
    ('j', &["i"]),
    ('k', &["lc"]),
    ('l', &["1", "I", "i"]),
    ('m', &["rn", "nn"]),
    ('n', &["u", "ri"]),
    ('o', &["0", "c"]),
    ('p', &["n"]),
    ('q', &["g"]),
    ('r', &["n"]),
    ('s', &["5"]),
    ('t', &["f", "l"]),
    ('u', &["ii", "v"]),
    ('v', &["y", "u"]),
    ('w', &["vv"]),
    ('y', &["v"]),
    ('z', &["2"]),
    ('B', &["8"]),
    ('D', &["O"]),
    ('E', &["F"]),
    ('G', &["C", "6"]),
    ('I', &["l", "1"]),
    ('O', &["0", "Q"]),
    ('S', &["5"]),
    ('T', &["I"]),
    ('Z', &["2"]),
    ('0', &["O"]),
    ('1', &["l", "I"]),
    ('5', &["S"]),
    ('.', &[",", ""]),
    (',', &["."]),
    (' ', &[""]),
];

fn scanned(c: char, percent: f64, chance: &mut Chance) -> Vec<char> {
    let lookalikes = LOOKALIKES.iter().find(|(from, _)| *from == c).map_or(&[] as &[&str], |(_, to)| to);
    if lookalikes.is_empty() || !chance.of_hundred(percent) {
        return vec![c];
    }
    lookalikes[chance.below(lookalikes.len())].chars().collect()
}

/// The double quotation marks: where they stand, and whether they open.
fn marks(characters: &[char]) -> Vec<(usize, bool)> {
    let opens = |at: usize| {
        let before = at.checked_sub(1).map(|before| characters[before]);
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '‘' | '\'' | '—' | '–'))
            && characters.get(at + 1).is_some_and(|c| !c.is_whitespace())
    };
    characters
        .iter()
        .enumerate()
        .filter_map(|(at, c)| match c {
            '“' | '„' | '«' => Some((at, true)),
            '”' | '»' => Some((at, false)),
            '"' => Some((at, opens(at))),
            _ => None,
        })
        .collect()
}

/// Every run of white space with a line break in it becomes one space.
fn fuse(characters: &[char], edits: &mut Edits<'_>) {
    for gap in gaps(characters) {
        // What ends the text parts nothing.
        if gap.start > 0 && gap.end < characters.len() {
            edits.replace(gap, vec![' ']);
        }
    }
}

/// Runs of white space with a line break in them.
fn gaps(characters: &[char]) -> Vec<CharSpan> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let length = characters[at..].iter().take_while(|c| c.is_whitespace()).count();
        if characters[at..at + length].contains(&'\n') {
            out.push(CharSpan { start: at, end: at + length });
        }
        at += length.max(1);
    }
    out
}

/// A block of about a third of the paragraphs, once more behind itself. What is said in it is said
/// twice now, so the gold has it twice. No attribution reaches over the edge of the block; where no
/// such block can be had, the article stays whole.
fn doubled(article: &Article, characters: &[char], chance: &mut Chance) -> Article {
    let gaps = gaps(characters);
    let reaches_over = |at: usize| article.gold.iter().filter_map(|roles| roles.extent()).any(|e| e.start < at && at < e.end);
    let breaks: Vec<CharSpan> =
        gaps.into_iter().filter(|gap| gap.end < characters.len() && !reaches_over(gap.start) && !reaches_over(gap.end)).collect();
    let n = breaks.len();
    if n < 2 {
        return article.clone();
    }
    let length = n.div_ceil(3).min(n - 1);
    let first = chance.below(n - length);
    let (block, gap) = (CharSpan { start: breaks[first].end, end: breaks[first + length].start }, breaks[first + length]);
    let mut edits = Edits::new(characters);
    // The break behind the block gives way to itself, the block, and itself again.
    let text_of = |span: CharSpan| characters[span.start..span.end].iter().copied();
    edits.replace(gap, text_of(gap).chain(text_of(block)).chain(text_of(gap)).collect());
    let (text, places) = edits.apply();
    let shift = block.len() + gap.len();
    let mut gold: Vec<_> = article.gold.iter().map(|roles| places.roles(roles)).collect();
    for roles in article.gold.iter().filter(|roles| roles.extent().is_some_and(|extent| block.contains(&extent))) {
        let mut copy = roles.clone();
        for span in copy.source.iter_mut().chain(&mut copy.cue).chain(&mut copy.content) {
            *span = CharSpan { start: span.start + shift, end: span.end + shift };
        }
        gold.push(copy);
    }
    Article { name: article.name.clone(), text, gold }
}

/// A fixed sequence of draws (SplitMix64), begun from words.
struct Chance(u64);

impl Chance {
    fn of(words: &[&str]) -> Self {
        let mut seed = [0; 8];
        seed.copy_from_slice(&blake3::hash(words.join("\n").as_bytes()).as_bytes()[..8]);
        Self(u64::from_le_bytes(seed))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `n`, which is not 0.
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn of_hundred(&mut self, percent: f64) -> bool {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64 * 100.0 < percent
    }
}

#[cfg(test)]
mod tests;

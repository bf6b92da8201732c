//! [`Sheet`]: one document laid out for comparing: its counted words with their places, what stands
//! in quotation marks, its moment and its outlet.
//!
//! In: the documents and readings of a case. Out: one sheet for each document, in order of id.
//! Invariant: a word is *counted* if it is running text: not under a block of boilerplate, of a
//! second copy, of a date line or a byline, and not in a line that recurs through an outlet. Only
//! counted words make a copy.
//!
//! Example: of a page that holds its article twice, the words of the first stand in the sheet.

use crate::furniture;
use crate::moment::Moment;
use crate::shingles::{self, Shingles};
use crate::weights::Profile;
use crate::wordlist::Wordlist;
use hearsay_record::{BlockKind, CharSpan, Document, Fact, Reading};
use hearsay_text::{Offsets, Quotation, Span, fold, fold_word, quotations, words};
use rayon::prelude::*;
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_64;

/// One counted word. A large case holds fifty million of them, so they are small.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SheetWord {
    /// Of its folded form, without a possessive.
    pub(crate) hash: u64,
    start: u32,
    /// Where it ends, and in the highest bit whether it stands inside quotation marks.
    end: u32,
}

/// Set in the end of a word inside quotation marks.
const QUOTED: u32 = 1 << 31;

impl SheetWord {
    /// Nothing for a word that begins or ends behind the first two gigabytes of its text.
    pub(crate) fn new(span: Span, hash: u64, quoted: bool) -> Option<Self> {
        let (start, end) = (u32::try_from(span.start).ok()?, u32::try_from(span.end).ok()?);
        (end < QUOTED).then_some(Self { hash, start, end: if quoted { end | QUOTED } else { end } })
    }

    /// Bytes into the text.
    pub(crate) fn span(&self) -> Span {
        Span::new(self.start as usize, (self.end & !QUOTED) as usize)
    }

    /// Whether it stands inside quotation marks.
    pub(crate) fn quoted(&self) -> bool {
        self.end & QUOTED != 0
    }
}

/// One document laid out.
pub(crate) struct Sheet<'a> {
    pub(crate) document: &'a Document,
    pub(crate) reading: Option<&'a Reading>,
    pub(crate) offsets: Offsets<'a>,
    pub(crate) quotations: Vec<Quotation>,
    /// Counted words, in order.
    pub(crate) words: Vec<SheetWord>,
    pub(crate) shingles: Shingles,
    /// When it says it was published.
    pub(crate) moment: Option<Moment>,
    /// Folded name of its outlet; see [`outlet_key`].
    pub(crate) outlet: Option<String>,
}

impl<'a> Sheet<'a> {
    /// With all its running words; those of lines that recur are yet to be taken out ([`Sheet::without`]).
    pub(crate) fn new(document: &'a Document, reading: Option<&'a Reading>) -> Self {
        let mut sheet = Self::bare(document, reading);
        sheet.quotations = quotations(&document.text);
        sheet.words = sheet.running_words();
        sheet
    }

    /// A word of its profile as it stands first, for a trace; empty if it holds none.
    pub(crate) fn telling_word(&self, profile: &Profile, word: u64) -> String {
        let at = profile.terms.binary_search_by_key(&word, |term| term.0).ok().and_then(|at| profile.first.get(at));
        let told = at.and_then(|at| self.words.get(*at as usize)).map_or("", |word| word.span().of(&self.document.text));
        format!("telling word: {}", told.to_lowercase())
    }

    /// Without words and quotations: as much as names and lines need.
    pub(crate) fn bare(document: &'a Document, reading: Option<&'a Reading>) -> Self {
        Self {
            document,
            reading,
            offsets: Offsets::new(&document.text),
            quotations: Vec::new(),
            words: Vec::new(),
            shingles: Shingles::default(),
            moment: Moment::of(document.published.as_ref()),
            outlet: document.origin.outlet.as_deref().map(outlet_key).filter(|key| !key.is_empty()),
        }
    }

    /// With what stands in quotation marks, and without words.
    pub(crate) fn quoted(document: &'a Document, reading: Option<&'a Reading>) -> Self {
        let mut sheet = Self::bare(document, reading);
        sheet.quotations = quotations(&document.text);
        sheet
    }

    /// Takes the words of lines that recur out of the running words, and makes the shingles.
    pub(crate) fn without(&mut self, lines: &[Span]) {
        self.leave_out(lines);
        self.shingles = shingles::of(&self.words);
    }

    /// Takes the words of lines that recur out of the running words.
    pub(crate) fn leave_out(&mut self, lines: &[Span]) {
        if !lines.is_empty() {
            self.words.retain(|word| !lines.iter().any(|line| line.contains_at(word.span().start)));
        }
        self.words.shrink_to_fit();
    }

    fn running_words(&self) -> Vec<SheetWord> {
        let text = self.document.text.as_str();
        let mut skipped: Vec<Span> = self
            .document
            .blocks
            .iter()
            .filter(|block| {
                matches!(block.kind, BlockKind::Boilerplate | BlockKind::Duplicate | BlockKind::Dateline | BlockKind::Byline)
            })
            .map(|block| self.offsets.bytes(block.span))
            .collect();
        skipped.sort_unstable();
        let mut skip = 0;
        let mut open = 0;
        let mut quoted_to = 0;
        let mut found = Vec::with_capacity(text.len() / 6);
        for word in words(text) {
            let span = word.span;
            while skip < skipped.len() && skipped[skip].end <= span.start {
                skip += 1;
            }
            if skipped.get(skip).is_some_and(|block| block.start <= span.start) {
                continue;
            }
            while let Some(quotation) = self.quotations.get(open).filter(|q| q.inner.start <= span.start) {
                if quotation.depth == 0 || quotation.inner.end > quoted_to {
                    quoted_to = quoted_to.max(quotation.inner.end);
                }
                open += 1;
            }
            let written = span.of(text);
            found.extend(SheetWord::new(span, word_hash(written), span.start < quoted_to));
        }
        found
    }

    /// Code points of the text from the first to the last of these words.
    pub(crate) fn chars_of_words(&self, from: usize, to: usize) -> CharSpan {
        match (self.words.get(from), self.words.get(to.saturating_sub(1))) {
            (Some(first), Some(last)) => self.offsets.chars(Span::new(first.span().start, last.span().end)),
            _ => CharSpan::default(),
        }
    }

    /// The text of these words.
    pub(crate) fn text_of(&self, span: CharSpan) -> &'a str {
        self.offsets.slice(span)
    }
}

/// The sheets of a case in order of document id, and the lines that recur.
pub(crate) fn lay_out<'a>(documents: &'a [Document], readings: &'a [Reading]) -> (Vec<Sheet<'a>>, Vec<Fact>) {
    let by_id: BTreeMap<&str, &Document> = documents.iter().map(|document| (document.id.as_str(), document)).collect();
    let read: BTreeMap<&str, &Reading> = readings.iter().map(|reading| (reading.document.as_str(), reading)).collect();
    let ordered: Vec<(&str, &Document)> = by_id.into_iter().collect();
    let mut sheets: Vec<Sheet<'a>> =
        ordered.par_iter().map(|(id, document)| Sheet::new(document, read.get(id).copied())).collect();
    let (facts, furniture) = furniture::find(&sheets);
    sheets.par_iter_mut().zip(furniture).for_each(|(sheet, lines)| sheet.without(&lines));
    (sheets, facts)
}

/// Hash of the folded form of a word without its possessive, so that `Lind’s` and `LIND` are one.
pub(crate) fn word_hash(written: &str) -> u64 {
    let mut lowered = [0u8; 48];
    let bytes = written.as_bytes();
    if bytes.len() <= lowered.len() && bytes.iter().all(u8::is_ascii_alphanumeric) {
        for (to, from) in lowered.iter_mut().zip(bytes) {
            *to = from.to_ascii_lowercase();
        }
        return xxh3_64(&lowered[..bytes.len()]);
    }
    xxh3_64(bare_word(written).as_bytes())
}

/// The folded form of a word without its possessive.
#[must_use]
pub fn bare_word(written: &str) -> String {
    let mut folded = fold_word(written);
    if folded.ends_with("'s") {
        folded.truncate(folded.len() - 2);
    } else if folded.ends_with('\'') {
        folded.truncate(folded.len() - 1);
    }
    folded
}

/// The letters and digits of the name of an outlet, without its article and without what surrounds
/// the name in an address, so that `The Oster Post` and `www.osterpost.example` are one.
pub(crate) fn outlet_key(name: &str) -> String {
    let folded = fold(name).text;
    let is_host = folded.contains('.') && !folded.contains(' ');
    let core = if is_host {
        let host = folded.split_once("//").map_or(folded.as_str(), |(_, rest)| rest);
        let host = host.split('/').next().unwrap_or(host);
        let labels: Vec<&str> = host.split('.').filter(|label| !matches!(*label, "www" | "m" | "news" | "en")).collect();
        match labels.as_slice() {
            [] => String::new(),
            [one] => (*one).to_owned(),
            // `post.co.example`: the label before the public end is the name, and ends are short.
            [.., name, middle, _] if middle.len() <= 3 && labels.len() > 2 => (*name).to_owned(),
            [.., name, _] => (*name).to_owned(),
        }
    } else {
        let words: Vec<&str> = folded.split_whitespace().collect();
        match words.split_first() {
            Some((first, rest)) if !rest.is_empty() && Wordlist::en().is_article(first) => rest.join(""),
            _ => words.join(""),
        }
    };
    core.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::{bare_word, outlet_key, word_hash};

    #[test]
    fn one_outlet_has_one_key() {
        for name in ["The Oster Post", "Oster Post", "www.osterpost.example", "https://osterpost.co.example/a", "OSTER-POST"] {
            assert_eq!(outlet_key(name), "osterpost", "{name}");
        }
        assert_eq!(outlet_key("…"), "");
    }

    #[test]
    fn forms_of_a_word_are_one() {
        assert_eq!(word_hash("Lind’s"), word_hash("LIND"));
        assert_eq!(bare_word("boats’"), "boats");
        assert_ne!(word_hash("Lind"), word_hash("Land"));
    }
}

//! [`Content`]: the words of a statement's content, laid out for comparing.
//!
//! In: a sheet and the content of one of its attributions. Out: the words with their places, those
//! in quotation marks, the words that carry content with their weights, and whether a word says that
//! it is not so. Invariant: everything points back into the text.
//!
//! Example: of `"we never opened the gate"` the content words are `opened` and `gate`, negated.

use crate::few::Few;
use crate::sheet::{Sheet, bare_word, word_hash};
use crate::shingles::mixed;
use crate::weights::Weights;
use crate::wordlist::{Turn, Wordlist};
use hearsay_record::{Attribution, CharSpan, Form, Polarity};
use hearsay_text::{Span, words};
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// Of a longer quotation this many words are compared: nobody quotes as much at one go.
const LONGEST: usize = 600;
/// Bits of the table of words that a quotation holds.
const HELD: usize = 256;
/// Words at the head of a content that may say that the rest is not so.
const GROUND: usize = 7;
/// Letters by which two names of one family begin alike.
const NAME_HEAD: usize = 5;
/// Words after a word of negation among which what it says no to is looked for.
const SCOPE: usize = 6;

/// One word of a content. A large case holds a hundred million of them, so they are small.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ContentWord {
    pub(crate) hash: u64,
    start: u32,
    end: u32,
}

impl ContentWord {
    /// Nothing for a word that ends behind the first four gigabytes of its text.
    pub(crate) fn new(span: Span, hash: u64) -> Option<Self> {
        Some(Self { hash, start: u32::try_from(span.start).ok()?, end: u32::try_from(span.end).ok()? })
    }

    /// Bytes into the text.
    pub(crate) fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

/// Of some words in a row.
pub(crate) fn hash_of_run(run: &[ContentWord]) -> u64 {
    run.iter().fold(1, |hash, word| mixed(hash, word.hash))
}

/// A content laid out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    /// Every word.
    pub(crate) words: Vec<ContentWord>,
    /// Those in quotation marks, if they are not all of them.
    quoted: Vec<ContentWord>,
    is_all_quoted: bool,
    /// Stems of the words that carry content, with weight and place, in order of stem, each once.
    pub(crate) stems: Vec<(u64, f32, Span)>,
    /// Stems of words that are written as names, not at the head of the content.
    pub(crate) names: Few<u64>,
    /// The letters with which these begin, so that a land and its people are one: `Ostland`, `Ostlandic`.
    pub(crate) name_heads: Few<u64>,
    /// Stems of months and days of the week.
    pub(crate) days: Few<u64>,
    /// Words that tell a thing from its counterpart: the set, and the stem.
    pub(crate) opposed: Few<(u16, u64)>,
    /// The weight of all its stems.
    weight: f32,
    /// Its months, days of the week, seasons and years by their hashes, each with whether it is a year.
    pub(crate) dates: Few<(u64, bool)>,
    /// The words by which something rises or falls without a figure, the first two of them.
    pub(crate) turns: Few<(Span, Turn)>,
    /// Whether an odd number of its words say no.
    pub(crate) is_negated: bool,
    /// Stems of nouns that take up an accusation without saying it again.
    pub(crate) takes_up: bool,
    /// What words of negation stand before, each up to the end of its clause, as places among the words: the
    /// first is a word of content.
    pub(crate) denied: Few<Range<usize>>,
    /// The word by which it calls a story off (`hoax`, `denies`).
    pub(crate) called_off: Option<Span>,
    /// Whether it says anything beside such nouns.
    pub(crate) says_more: bool,
    /// Whether it hangs on a condition.
    pub(crate) is_conditional: bool,
    /// Whether it tells what is yet to be done.
    pub(crate) is_planned: bool,
    /// Whether it asks, or puts forward as open.
    pub(crate) is_open: bool,
    /// … other than by calling it somebody's claim.
    pub(crate) is_hedged: bool,
}

impl Content {
    pub(crate) fn new(sheet: &Sheet<'_>, attribution: &Attribution, weights: &Weights) -> Self {
        let mut found = Self::default();
        let inner = asides(sheet, attribution);
        let is_direct = attribution.form == Form::Direct;
        let is_quoted = |span: &Span| is_direct || sheet.quotations.iter().any(|quotation| quotation.inner.contains(span));
        for part in &attribution.roles.content {
            found.read(&sheet.document.text, sheet.offsets.bytes(*part), is_quoted, weights, &inner);
        }
        if attribution.polarity == Polarity::Denies {
            found.without_its_own_no(&sheet.document.text);
        }
        found.in_order()
    }

    /// The words of a text that is all content.
    pub(crate) fn of_text(text: &str, weights: &Weights) -> Self {
        let mut found = Self::default();
        found.read(text, Span::new(0, text.len()), |_| false, weights, &[]);
        found.in_order()
    }

    /// The stems of another stretch of the same text, such as what somebody is accused of.
    pub(crate) fn of_span(sheet: &Sheet<'_>, span: Span, weights: &Weights) -> Self {
        let mut found = Self::default();
        found.read(&sheet.document.text, span, |_| false, weights, &[]);
        found.in_order()
    }

    /// `It is not true that …` is read as a denial of the rest: its *not* is the denial, and no second one.
    fn without_its_own_no(&mut self, text: &str) {
        let en = Wordlist::en();
        let head = &self.words[..self.words.len().min(GROUND)];
        let folded: Vec<String> = head.iter().map(|word| bare_word(word.span().of(text))).collect();
        let Some(ground) = folded.iter().position(|word| en.is_ground(word)) else { return };
        let no = folded[..ground].iter().position(|word| en.is_negation(word));
        if no.is_some() && folded[..ground].iter().all(|word| en.is_function(word) || en.is_negation(word) || en.is_focus(word)) {
            self.is_negated = !self.is_negated;
            self.denied = self.denied.iter().filter(|scope| scope.start != ground).cloned().collect();
        }
    }

    fn in_order(mut self) -> Self {
        self.stems = each_once(self.stems);
        for names in [&mut self.names, &mut self.days] {
            let mut once = names.to_vec();
            once.sort_unstable();
            once.dedup();
            *names = once.into();
        }
        self.weight = self.stems.iter().map(|stem| stem.1).sum();
        // A large case holds millions of contents.
        self.words.shrink_to_fit();
        // All that is quoted are words, in their order.
        self.is_all_quoted = self.quoted.len() == self.words.len();
        if self.is_all_quoted {
            self.quoted = Vec::new();
        }
        self.quoted.shrink_to_fit();
        self.stems.shrink_to_fit();
        self
    }

    fn read(&mut self, text: &str, part: Span, is_quoted: impl Fn(&Span) -> bool, weights: &Weights, asides: &[Span]) {
        let en = Wordlist::en();
        let all: Vec<(Span, String)> = words(part.of(text))
            .into_iter()
            .map(|word| Span::new(word.span.start + part.start, word.span.end + part.start))
            .map(|span| (span, bare_word(span.of(text))))
            .collect();
        self.is_hedged |= part.of(text).contains('?') || all.first().is_some_and(|(_, first)| en.asks(first));
        let n_before = self.words.len();
        let mut no_before: Option<usize> = None;
        for (at, (span, folded)) in all.iter().enumerate() {
            let (span, written) = (*span, span.of(text));
            let Some(word) = ContentWord::new(span, xxh3_64(folded.as_bytes())) else { continue };
            if is_quoted(&span) && self.quoted.len() < LONGEST {
                self.quoted.push(word);
            }
            let before = at.checked_sub(1).map_or("", |before| all[before].1.as_str());
            let is_month = en.is_calendar(folded) && written.starts_with(char::is_uppercase) && en.is_before_month(before);
            self.is_conditional |= en.is_conditional(folded);
            self.is_hedged |= (en.is_hedge(folded) && !is_month) || en.is_conditional(folded);
            // `has not sold it, despite rumours`
            self.is_open |= en.opens(folded) && !matches!(before, "despite" | "contrary");
            let names_a_story = || {
                all[at + 1..]
                    .iter()
                    .any(|(_, word)| en.is_carrier(word) || en.is_allegation(word) || en.opens(word) || word == "as")
            };
            if self.called_off.is_none() && en.calls_off(folded) && (!en.calls_off_a_story(folded) || names_a_story()) {
                self.called_off = Some(span);
            }
            let is_before_to = || all.get(at + 1).is_some_and(|next| next.1 == "to");
            let leaves_undone = en.lacks(folded) || en.fails(folded) && is_before_to();
            let is_no_negation = || is_no_negation(text, &all[at..]) || is_contrast(text, &all, at);
            let says_no = leaves_undone || en.is_negation(folded) && !is_no_negation();
            if says_no && !asides.iter().any(|aside| aside.contains(&span)) {
                // Two of one clause come down to a yes, and two of two clauses are two of one kind: `none was issued and none was fired`.
                self.is_negated = !self.is_negated || no_before.is_some_and(|before| are_two_clauses(text, &all[before..=at]));
                no_before = Some(at);
                self.denied.extend(scope(text, &all, at).map(|scope| n_before + scope.start..n_before + scope.end));
            }
            if en.is_day_or_season(folded) {
                self.dates.push((word.hash, folded.len() == 4 && folded.starts_with(['1', '2'])));
            }
            if self.turns.len() < 2
                && let Some((turn, true)) = en.turn(folded)
            {
                self.turns.push((span, turn));
            }
            self.opposed.extend(en.opposed(folded).map(|set| (set, stem_hash(folded))));
            self.is_planned |= en.plans(folded) && is_before_to();
            self.takes_up |= en.is_allegation(folded);
            self.says_more |= !(en.is_allegation(folded) || en.is_function(folded) || en.is_negation(folded));
            if !en.is_function(folded) && !en.is_negation(folded) && !leaves_undone {
                let stem = stem_hash(folded);
                self.stems.push((stem, weights.idf(word_hash(written)), span));
                if !self.words.is_empty() && written.chars().next().is_some_and(char::is_uppercase) {
                    let is_day = en.is_day_or_season(folded);
                    let list = if is_day { &mut self.days } else { &mut self.names };
                    list.push(stem);
                    if !is_day && folded.chars().count() >= NAME_HEAD {
                        self.name_heads.push(xxh3_64(folded.chars().take(NAME_HEAD).collect::<String>().as_bytes()));
                    }
                }
            }
            self.words.push(word);
        }
        self.is_open |= self.is_hedged;
    }

    /// The words in quotation marks.
    pub(crate) fn quoted(&self) -> &[ContentWord] {
        if self.is_all_quoted { &self.words } else { &self.quoted }
    }

    /// One number for the whole content: equal for equal words.
    pub(crate) fn hash(&self) -> u64 {
        self.words.iter().fold(0, |hash, word| mixed(hash, word.hash))
    }

    /// The stems that two contents share.
    pub(crate) fn shared<'c>(&'c self, other: &'c Self) -> impl Iterator<Item = (&'c (u64, f32, Span), &'c (u64, f32, Span))> {
        let (mut i, mut j) = (0, 0);
        std::iter::from_fn(move || {
            while let (Some(one), Some(two)) = (self.stems.get(i), other.stems.get(j)) {
                // Which of the two is smaller is chance, so it is added and not asked.
                i += usize::from(one.0 <= two.0);
                j += usize::from(one.0 >= two.0);
                if one.0 == two.0 {
                    return Some((one, two));
                }
            }
            None
        })
    }

    /// Says what another content says, in the place of its own words.
    pub(crate) fn say_as(&mut self, other: &Self) {
        self.stems.clone_from(&other.stems);
        self.weight = other.weight;
        self.names.clone_from(&other.names);
        self.name_heads.clone_from(&other.name_heads);
        self.days.clone_from(&other.days);
        self.opposed.clone_from(&other.opposed);
    }

    /// Of stems alone.
    pub(crate) fn of_stems(stems: Vec<(u64, f32, Span)>) -> Self {
        let stems = each_once(stems);
        Self { weight: stems.iter().map(|stem| stem.1).sum(), stems, ..Self::default() }
    }

    /// How much two contents have in common: weighted Jaccard, and share of the shorter.
    pub(crate) fn likeness(&self, other: &Self) -> (f32, f32) {
        // Of one stem in two forms the heavier counts on both sides, so that the share is the same either way round.
        likeness_of(self.shared(other).map(|(a, b)| a.1.max(b.1)).sum(), self.weight, other.weight)
    }

    /// Whether a word of negation stands before this place in its clause. Of one that says no to nothing in particular every place is denied.
    pub(crate) fn denies_at(&self, place: &Span) -> bool {
        let holds = |scope: &Range<usize>| {
            let words = self.words.get(scope.clone()).unwrap_or_default();
            let ends = words.first().zip(words.last()).map(|(first, last)| Span::new(first.span().start, last.span().end));
            ends.is_some_and(|ends| ends.overlaps(place))
        };
        if self.denied.is_empty() { self.is_negated } else { self.denied.iter().filter(|scope| holds(scope)).count() % 2 == 1 }
    }

    /// The weight of all its stems.
    pub(crate) fn weight(&self) -> f32 {
        self.weight
    }
}

/// How much two contents have in common, by the weight of what they share and of all that each says.
pub(crate) fn likeness_of(both: f32, one: f32, two: f32) -> (f32, f32) {
    let union = (one + two - both).max(both);
    if both <= 0.0 { (0.0, 0.0) } else { (both / union, (both / one.min(two).max(f32::EPSILON)).min(1.0)) }
}

/// What others say inside this content, where it is the lesser part: what is denied there is denied
/// by them (`the bell rang, a day after she said that none had`).
fn asides(sheet: &Sheet<'_>, attribution: &Attribution) -> Vec<Span> {
    let inner: Vec<CharSpan> = sheet
        .reading
        .iter()
        .flat_map(|reading| &reading.attributions)
        // `his office had seen no sign of it` is said, all of it, by who speaks.
        .filter(|other| other.inside.as_ref() == Some(&attribution.id) && other.act != "find")
        .flat_map(|other| other.roles.content.iter().copied())
        .collect();
    let length = |spans: &[CharSpan]| spans.iter().map(CharSpan::len).sum::<usize>();
    let is_less = length(&inner) * 2 < length(&attribution.roles.content);
    inner.into_iter().filter(|_| is_less).map(|span| sheet.offsets.bytes(span)).collect()
}

/// What ends a clause.
const STOPS: [char; 9] = [',', ';', ':', '.', '!', '?', '(', '–', '—'];

/// `not only … but` and `not all` say no to nothing, and `No, …` to what somebody else has said.
fn is_no_negation(text: &str, from: &[(Span, String)]) -> bool {
    let Some(next) = from.get(1) else { return false };
    match from[0].1.as_str() {
        "not" => Wordlist::en().is_focus(&next.1) || Wordlist::en().is_whole(&next.1),
        // `no more than ten`
        "no" if matches!(next.1.as_str(), "more" | "fewer" | "less" | "later" | "earlier") => {
            from.get(2).is_some_and(|than| than.1 == "than")
        }
        "no" => text[from[0].0.end..next.0.start].contains(STOPS),
        _ => false,
    }
}

/// `three payments and not eleven`, `a drone, not a fault`: what is so was said before, and the *not* is about what is set against it alone.
fn is_contrast(text: &str, all: &[(Span, String)], at: usize) -> bool {
    let en = Wordlist::en();
    let (Some(before), Some(next)) = (at.checked_sub(1).map(|before| &all[before]), all.get(at + 1)) else { return false };
    let is_set_against =
        matches!(before.1.as_str(), "and" | "but") && at > 1 || text[before.0.end..all[at].0.start].contains([',', '—', '–']);
    let opens_noun = en.is_article(&next.1) || en.number(&next.1).is_some() || next.1.starts_with(|c: char| c.is_ascii_digit());
    // `and not one of them`, `and not a word`: nothing is set against anything.
    let is_none = matches!(next.1.as_str(), "one" | "a" | "an") && matches!(before.1.as_str(), "and" | "but");
    all[at].1 == "not" && is_set_against && opens_noun && !is_none
}

/// Whether the clause of the first of these words ends before the last of them.
fn are_two_clauses(text: &str, words: &[(Span, String)]) -> bool {
    let joins = words.iter().any(|word| matches!(word.1.as_str(), "and" | "or" | "nor" | "but"));
    joins || words.windows(2).any(|pair| text[pair[0].0.end..pair[1].0.start].contains(STOPS))
}

/// The words from the first word of content after a word of negation to the end of its clause.
fn scope(text: &str, all: &[(Span, String)], at: usize) -> Option<Range<usize>> {
    let en = Wordlist::en();
    let goes_on = |next: &usize| !text[all[next - 1].0.end..all[*next].0.start].contains(STOPS);
    let end = (at + 1..all.len()).take_while(goes_on).last()? + 1;
    if all.get(at + 1).is_some_and(|next| en.tells(&next.1)) {
        return None;
    }
    let is_content = |next: &usize| !en.is_function(&all[*next].1) && !en.is_negation(&all[*next].1);
    let start = (at + 1..end).take(SCOPE).find(is_content)?;
    Some(start..end)
}

/// The stem of a word, of an irregular past form that of its present; words that say nearly the same have one.
pub(crate) fn stem_hash(folded: &str) -> u64 {
    xxh3_64(Wordlist::en().alike(&own_stem(folded)).as_bytes())
}

/// The same of the word alone: what is weighed by wording was chosen without words that say nearly the same.
pub(crate) fn own_stem_hash(folded: &str) -> u64 {
    xxh3_64(own_stem(folded).as_bytes())
}

fn own_stem(folded: &str) -> String {
    Wordlist::en().past(folded).map_or_else(|| stem(folded), stem)
}

/// Words in a row that two lists share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CommonRun {
    /// Where it begins in the first.
    pub(crate) a: usize,
    /// Where it begins in the second.
    pub(crate) b: usize,
    /// Words.
    pub(crate) len: usize,
}

/// Stems in order, each at its first place.
pub(crate) fn each_once(mut stems: Vec<(u64, f32, Span)>) -> Vec<(u64, f32, Span)> {
    stems.sort_unstable_by_key(|stem| (stem.0, stem.2));
    stems.dedup_by_key(|stem| stem.0);
    stems
}

/// The longest run of words that two lists share, the first of equals.
pub(crate) fn longest_run(one: &[ContentWord], other: &[ContentWord]) -> CommonRun {
    let is_equal = |(a, b): (&ContentWord, &ContentWord)| a.hash == b.hash;
    // Most that are held against each other are one quotation.
    if one.len() == other.len() && one.iter().zip(other).all(is_equal) {
        return CommonRun { a: 0, b: 0, len: one.len() };
    }
    let mut best = CommonRun::default();
    let mut held = [0u64; HELD / 64];
    for word in other {
        held[word.hash as usize % HELD / 64] |= 1 << (word.hash % 64);
    }
    let mut above = vec![0usize; other.len() + 1];
    let mut row = above.clone();
    let mut is_clear = true;
    for (i, a) in one.iter().enumerate() {
        if held[a.hash as usize % HELD / 64] & 1 << (a.hash % 64) == 0 {
            if !is_clear {
                above.fill(0);
                is_clear = true;
            }
            continue;
        }
        for (j, b) in other.iter().enumerate() {
            row[j + 1] = if a.hash == b.hash { above[j] + 1 } else { 0 };
            if row[j + 1] > best.len {
                best = CommonRun { a: i + 1 - row[j + 1], b: j + 1 - row[j + 1], len: row[j + 1] };
            }
        }
        std::mem::swap(&mut above, &mut row);
        is_clear = false;
    }
    best
}

/// Words of the shorter list that are found in the other in runs of three or more, in order.
pub(crate) fn found_in_order(one: &[ContentWord], other: &[ContentWord]) -> usize {
    found_beside(longest_run(one, other), one, other)
}

/// The same, where their longest run is known.
pub(crate) fn found_beside(run: CommonRun, one: &[ContentWord], other: &[ContentWord]) -> usize {
    if run.len < 3 {
        return 0;
    }
    run.len + found_in_order(&one[..run.a], &other[..run.b]) + found_in_order(&one[run.a + run.len..], &other[run.b + run.len..])
}

/// Whether two words of one text, or of two, are of one family: the same stem, or the one with an
/// ending more (`move` and `movement`, `Norrin` and `Norrinian`).
pub(crate) fn kin_words(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    stem_hash(one) == stem_hash(other)
        || (short.chars().count() >= 4
            && (long.strip_prefix(short).is_some_and(is_family_ending)
                || long.strip_prefix(stem(short).as_str()).is_some_and(is_noun_ending)))
}

/// What makes a word of one family out of another that it is put behind.
fn is_family_ending(rest: &str) -> bool {
    matches!(rest, "n" | "an" | "ian" | "ish" | "ese" | "ment" | "ments" | "ion" | "ions" | "er" | "ers" | "al")
}

/// What makes a noun out of a verb without its own ending: `inspect`, `inspector`; `close`, `closure`.
fn is_noun_ending(rest: &str) -> bool {
    matches!(
        rest,
        "or" | "ors" | "ion" | "ions" | "ure" | "ures" | "al" | "als" | "ance" | "ence" | "ment" | "ments" | "er" | "ers"
    )
}

/// The same of two words in one text, each with its stem and place.
pub(crate) fn kin(text: &str, one: (u64, Span), other: (u64, Span)) -> bool {
    one.0 == other.0 || kin_words(&bare_word(one.1.of(text)), &bare_word(other.1.of(text)))
}

/// A word without the commonest endings of English, so that `opened` and `opens` are one.
pub(crate) fn stem(word: &str) -> String {
    let long = |rest: &str| rest.chars().count() >= 3 && rest.chars().any(|c| "aeiouy".contains(c));
    if let Some(rest) = word.strip_suffix("ies").filter(|rest| rest.len() >= 2) {
        return format!("{rest}y");
    }
    for ending in ["ingly", "edly", "ing", "ed"] {
        if let Some(rest) = word.strip_suffix(ending).filter(|rest| long(rest)) {
            let mut last = rest.chars().rev();
            let doubled = matches!((last.next(), last.next()), (Some(a), Some(b)) if a == b && !"lsze".contains(a));
            let rest = if doubled { &rest[..rest.len() - 1] } else { rest };
            return rest.strip_suffix('e').unwrap_or(rest).to_owned();
        }
    }
    for ending in ["es", "s", "ly", "e"] {
        if ending == "s" && (word.ends_with("ss") || word.ends_with("us") || word.ends_with("is")) {
            continue;
        }
        if ending == "es" && !["ches", "shes", "sses", "xes", "zes"].iter().any(|end| word.ends_with(end)) {
            continue;
        }
        if let Some(rest) = word.strip_suffix(ending).filter(|rest| long(rest)) {
            return rest.strip_suffix('e').filter(|_| ending == "s").unwrap_or(rest).to_owned();
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{ContentWord, found_in_order, longest_run, stem};
    use crate::sheet::word_hash;
    use hearsay_text::Span;

    fn list(text: &str) -> Vec<ContentWord> {
        text.split(' ').filter_map(|word| ContentWord::new(Span::default(), word_hash(word))).collect()
    }

    #[test]
    fn endings_are_left_out() {
        for (one, other) in [
            ("opened", "opens"),
            ("opening", "open"),
            ("houses", "house"),
            ("stopped", "stop"),
            ("bodies", "body"),
            ("boats", "boat"),
        ] {
            assert_eq!(stem(one), stem(other), "{one} {other}");
        }
        assert_ne!(stem("gate"), stem("gas"));
        assert_eq!(stem("bus"), "bus");
        assert_eq!(stem("é"), "é");
    }

    #[test]
    fn runs_are_found() {
        let run = longest_run(&list("we did not open the gate"), &list("they say we did not open it"));
        assert_eq!((run.a, run.b, run.len), (0, 2, 4));
        assert_eq!(
            found_in_order(
                &list("the gate was shut and nobody came near it"),
                &list("the gate was shut and then nobody came near it")
            ),
            9
        );
    }
}

//! What a statement leaves out and another tells: a count's noun, what an ellipsis is of, whom a pronoun stands for.
//!
//! In: the statements of a document in order, laid out. Out: contents filled up from the statement before, and names behind the
//! pronouns of a content that is rejected. Invariant: only what stands in the same document is carried, and every word keeps the place where it
//! stands.
//!
//! Example: after `the gates were inspected`, `that they were not` is of the inspection.

use crate::content::{Content, stem_hash};
use crate::numbers::Quantity;
use crate::sayings::{Saying, rejects};
use crate::sheet::{Sheet, bare_word, word_hash};
use crate::weights::Weights;
use crate::wordlist::Wordlist;
use hearsay_record::{Attribution, Chain, CharSpan, EntityKind};
use hearsay_text::{Span, words};

/// Words of a content among which its subject stands.
const OPENING: usize = 5;
/// Code points back to what a statement leaves out, at most.
const FAR_BACK: usize = 300;
/// What a number leaves out where the one before it is told in thousands of thousands.
const SCALES: [f64; 2] = [1e6, 1e9];
/// Words of a content that may be nothing but an ellipsis.
const LEFT_OUT: usize = 6;

/// Whether a content says nothing but that something is so or is not, and leaves out what: `that they did not`, `that none had`; not
/// `what it was`, which leaves out nothing.
pub(crate) fn is_elliptical(sheet: &Sheet<'_>, attribution: &Attribution) -> bool {
    let [part] = attribution.roles.content.as_slice() else { return false };
    if part.len() > LEFT_OUT * 10 {
        return false;
    }
    let en = Wordlist::en();
    let said: Vec<String> =
        words(sheet.text_of(*part)).iter().map(|word| bare_word(word.span.of(sheet.text_of(*part)))).collect();
    let mut rest = said.iter().rev().skip_while(|word| en.is_negation(word));
    said.len() <= LEFT_OUT
        && said.len() >= 2
        && rest.next().is_some_and(|last| en.is_auxiliary(last))
        && said.iter().all(|word| (en.is_function(word) || en.is_negation(word)) && !en.is_untold(word))
}

/// Where a statement leaves out what it says is so or is not, that is what the statement before it says, or the one it stands in.
pub(crate) fn carry_what_is_left_out(sayings: &mut [Saying<'_>]) {
    for at in 1..sayings.len() {
        let (before, rest) = sayings.split_at_mut(at);
        let Some(saying) = rest.first_mut() else { continue };
        if !is_elliptical(saying.sheet, saying.attribution) {
            continue;
        }
        let is_said = |other: &&Saying<'_>| !other.content.stems.is_empty() && !is_elliptical(other.sheet, other.attribution);
        let ends = |other: &Saying<'_>| other.attribution.roles.extent().map_or(0, |extent| extent.end);
        let starts = saying.attribution.roles.extent().map_or(0, |extent| extent.start);
        let Some(told) = before.iter().rfind(is_said).filter(|told| ends(told) + FAR_BACK >= starts) else { continue };
        saying.content.say_as(&told.content);
    }
}

/// Whether it is a number of nothing that is told beside it.
pub(crate) fn is_bare_count(quantity: &Quantity) -> bool {
    quantity.what.is_none() && quantity.fate.is_none() && quantity.unit.is_empty()
}

/// The one thing that a statement counts, or the one of several to which something has happened.
fn counted_before(quantities: &[Quantity]) -> Option<&Quantity> {
    let fated: Vec<&Quantity> = quantities.iter().filter(|quantity| quantity.fate.is_some()).collect();
    match (quantities, fated.as_slice()) {
        ([told], _) => Some(told),
        (_, [told]) => Some(*told),
        _ => None,
    }
}

/// Where a statement gives a bare number (`put it at 310`), what is counted is what the statement before it counts.
pub(crate) fn carry_counts(sayings: &mut [Saying<'_>]) {
    for at in 1..sayings.len() {
        let (before, rest) = sayings.split_at_mut(at);
        let (Some(before), Some(saying)) = (before.last(), rest.first_mut()) else { continue };
        let (Some(told), [bare]) = (counted_before(&before.quantities), &mut saying.quantities[..]) else { continue };
        let is_bare = is_bare_count(bare);
        // What stands behind the number tells how it was come by: `87 by its own interviews`.
        let opens = saying.content.stems.iter().all(|stem| stem.2.start >= bare.span.start);
        if is_bare && opens && saying.at == before.at + 1 {
            (bare.what, bare.unit, bare.fate) = (told.what.clone(), told.unit.clone(), told.fate);
            // `a hole of 84 million; the supervisor makes it 112`
            let scale = SCALES.into_iter().find(|scale| told.low >= *scale && told.low < scale * 1000.0 && told.high.is_finite());
            if let Some(scale) = scale.filter(|_| bare.low < 1000.0) {
                (bare.low, bare.high) = (bare.low * scale, bare.high * scale);
            }
            bare.is_carried = true;
        }
    }
}

/// The names, as words of content, of the speaker and of those spoken about whom a pronoun in a rejected content stands for. They
/// are those of this document: what another calls them bears on no statement here.
pub(crate) fn named(weights: &Weights, sheet: &Sheet<'_>, attribution: &Attribution) -> Vec<(u64, f32, Span)> {
    if !rejects(attribution) {
        return Vec::new();
    }
    let en = Wordlist::en();
    let words_of = |chain: &Chain, span: Span| -> Vec<(u64, f32, Span)> {
        let words = chain.name.split_whitespace().filter(|word| !en.is_function(&bare_word(word)));
        words.map(|word| (stem_hash(&bare_word(word)), weights.idf(word_hash(word)), span)).collect()
    };
    let chains = || sheet.reading.iter().flat_map(|reading| &reading.chains).filter(|chain| !chain.names.is_empty());
    let speaks = |chain: &&Chain| attribution.speaker.as_ref() == Some(&chain.id);
    let mut found = Vec::new();
    for chain in chains().filter(|chain| speaks(chain) || attribution.about.contains(&chain.id)) {
        let is_here = |mention: &&CharSpan| attribution.roles.content.iter().any(|part| part.contains(mention));
        for mention in chain.mentions.iter().filter(is_here) {
            let span = sheet.offsets.bytes(*mention);
            if en.is_pronoun(&bare_word(span.of(&sheet.document.text))) {
                found.extend(words_of(chain, span));
            }
        }
    }
    // A body is *it*, and no mention tells of which; where it denies, it speaks of itself first.
    if found.is_empty()
        && let Some(body) = chains().find(speaks).filter(|chain| chain.kind != EntityKind::Person)
        && let Some(part) = attribution.roles.content.first()
    {
        let span = sheet.offsets.bytes(*part);
        let text = span.of(&sheet.document.text);
        let first =
            words(text).into_iter().take(OPENING).find(|word| matches!(bare_word(word.span.of(text)).as_str(), "it" | "they"));
        if let Some(pronoun) = first {
            found.extend(words_of(body, Span::new(span.start + pronoun.span.start, span.start + pronoun.span.end)));
        }
    }
    found
}

impl Saying<'_> {
    /// Its content with the names of those whom its pronouns stand for, and without the words that only say that something is told,
    /// where it is rejected.
    pub(crate) fn told_of_whom(&self) -> &Content {
        self.told.as_deref().unwrap_or(&self.content)
    }

    /// The same, to be laid out once for all whom it is compared with.
    pub(crate) fn lay_out_told(&mut self) {
        if !self.rejects() {
            return;
        }
        let en = Wordlist::en();
        let text = self.sheet.document.text.as_str();
        let only_tells = |stem: &(u64, f32, Span)| {
            let word = bare_word(stem.2.of(text));
            en.is_carrier(&word) || en.is_allegation(&word)
        };
        let said = self.content.stems.iter().filter(|stem| !only_tells(stem));
        self.told = Some(Box::new(Content::of_stems(said.chain(&self.named).copied().collect())));
    }
}

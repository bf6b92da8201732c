//! Places: two statements that put one thing in two places.
//!
//! In: two assertions that met, with the places that their contents name. Out: a [`Finding`] of kind `place`.
//! Invariants: each names one place that something is at or from, the rest is the same, and neither name is a part of
//! the other's (`Velm` has room for `Velm harbour`); it mirrors.
//!
//! Example: `the order came from Velm` beside `the order came from Oster`.

use crate::claims::Claims;
use crate::disputes::{Finding, days_part, numbers_part};
use crate::sayings::Saying;
use crate::sheet::bare_word;
use crate::speakers::{Speaker, Voices, may_be_one, shares_word, voices};
use crate::why::Trace;
use crate::wordlist::Wordlist;
use hearsay_record::LinkKind;
use hearsay_text::{Span, words};

/// Weighted Jaccard of what is said beside the places.
const BESIDE: f32 = 0.6;
/// Content words beside them that both have.
const ENOUGH: usize = 3;

/// One thing in two places.
pub(crate) fn differ(claims: &Claims<'_>, a: &Saying<'_>, b: &Saying<'_>, trace: &mut Trace) -> Option<Finding> {
    trace.asks("place");
    let have_one = a.places.len() == 1 && b.places.len() == 1;
    trace.is("one place is named in each", have_one);
    let ([(here, one)], [(there, other)]) = (&a.places[..], &b.places[..]) else { return None };
    let told = || format!("{}, {}", here.name, there.name);
    if !trace.found("two places of one kind", told, here.id != there.id && here.kind == there.kind)
        || !trace.is("both say that it is so, or that it is not", a.parity() == b.parity())
        || !trace.is("not by one speaker", voices(a.speaker, b.speaker) != Voices::Same)
    {
        return None;
    }
    let at = preposition(a, *one).filter(|at| preposition(b, *other).as_ref() == Some(at));
    if !trace.is("one preposition before both", at.is_some())
        || !trace.is("the same is said beside the places", is_alike_beside((a, *one), (b, *other), ENOUGH))
        || !trace.is("neither may be the other, or a part of it", !are_one(here, there))
    {
        return None;
    }
    let is_one_thing = trace.is("no day or number that parts", !days_part(a, b) && !numbers_part(a, b))
        && trace.is("documents on one affair", claims.one_affair(a, b));
    is_one_thing.then(|| Finding::new(LinkKind::Place, "places-differ", *one, *other))
}

/// The word that puts something at the place, if the word before it does, an article aside.
fn preposition(saying: &Saying<'_>, place: Span) -> Option<String> {
    let before = saying.sheet.document.text.get(..place.start)?;
    // A sentence is read from its last words; no name of a place is told by more than two.
    let start = before.char_indices().rev().nth(40).map_or(0, |(at, _)| at);
    let words: Vec<String> = words(&before[start..]).iter().map(|word| bare_word(word.span.of(&before[start..]))).collect();
    let en = Wordlist::en();
    words.into_iter().rev().find(|word| !en.is_article(word)).filter(|word| en.is_where(word))
}

/// Whether two statements say the same beside these words, and so many words of it.
pub(crate) fn is_alike_beside((a, one): (&Saying<'_>, Span), (b, other): (&Saying<'_>, Span), enough: usize) -> bool {
    let beside = |saying: &Saying<'_>, place: Span| -> Vec<(u64, f32)> {
        saying.content.stems.iter().filter(|stem| !stem.2.overlaps(&place)).map(|stem| (stem.0, stem.1)).collect()
    };
    let (ones, others) = (beside(a, one), beside(b, other));
    let shared: Vec<f32> = ones.iter().filter(|stem| others.iter().any(|again| again.0 == stem.0)).map(|stem| stem.1).collect();
    let (both, whole) = (shared.iter().sum::<f32>(), ones.iter().chain(&others).map(|stem| stem.1).sum::<f32>());
    shared.len() >= enough && both >= BESIDE * (whole - both)
}

/// Whether the one may be the other, or a part of it.
fn are_one(one: &Speaker<'_>, other: &Speaker<'_>) -> bool {
    shares_word(one, other) || may_be_one(one, other)
}

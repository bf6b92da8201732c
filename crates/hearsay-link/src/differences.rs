//! Differences: in what two contents part, by their words alone.
//!
//! In: two contents with their texts, or the quantities in them. Out: a [`Difference`] with the words that part.
//! Invariants: who speaks, when and in which affair is not asked here; what asks or puts forward as open parts from
//! nothing; it mirrors.
//!
//! Example: `Holm will not open the weir` and `Holm opens the weir on Friday` part at `open`.

use crate::content::{Content, ContentWord, kin_words};
use crate::numbers::{FIGURE, Quantity};
use crate::sheet::bare_word;
use crate::wordlist::Wordlist;
use hearsay_record::LinkKind;
use hearsay_text::Span;
use std::ops::Range;

/// Weighted Jaccard of two contents that count one kind of thing; the least at which [`crate::gist`] lets them through.
pub(crate) const LIKE_COUNTS: f32 = 0.2;
/// Weighted Jaccard of two contents on one thing, of which one says no to a word of the other.
const ON_ONE_THING: f32 = 0.25;
/// Share of the lighter one, where one calls the whole off.
const STORY: f32 = 0.5;
/// Share of what one says no to that the other says.
const SCOPE: f32 = 0.7;
/// Content words that both have, at least.
const ENOUGH: usize = 2;

/// A number below [`FIGURE`] is told of too many things to be known by its value, and one below this even by its value and what is counted.
pub(crate) const LEAST_REJECTED: f64 = 5.0;

/// In what two contents part, and the words that show it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Difference {
    pub(crate) kind: LinkKind,
    pub(crate) code: &'static str,
    pub(crate) a: Vec<Span>,
    pub(crate) b: Vec<Span>,
}

/// One says no to what the other says, or calls the story off.
pub(crate) fn negation(one: (&Content, &str), other: (&Content, &str)) -> Option<Difference> {
    let (jaccard, within) = one.0.likeness(other.0);
    // A content of one word is compared by that word.
    let enough = ENOUGH.min(one.0.stems.len()).min(other.0.stems.len()).max(1);
    if jaccard < ON_ONE_THING || one.0.shared(other.0).count() < enough {
        return None;
    }
    let found = said_no(one, other).map(|(no, yes)| ("said-not-to-be", no, yes));
    let found = found.or_else(|| said_no(other, one).map(|(no, yes)| ("said-not-to-be", yes, no)));
    let found = found.or_else(|| called_off(one.0, other.0, within).map(|(no, yes)| ("called-off", no, yes)));
    let found = found.or_else(|| called_off(other.0, one.0, within).map(|(no, yes)| ("called-off", yes, no)));
    found.map(|(code, a, b)| Difference { kind: LinkKind::Negation, code, a, b })
}

/// Whether a content says outright what it says, without a no.
fn is_plain(content: &Content) -> bool {
    !content.is_open && !content.is_negated && content.denied.is_empty() && content.called_off.is_none()
}

/// The word that `no` says no to and that `yes` says, in both; most of what follows it in its clause must stand in
/// `yes` too (`no soldiers came to the mill` leaves room for soldiers elsewhere).
fn said_no(no: (&Content, &str), yes: (&Content, &str)) -> Option<(Vec<Span>, Vec<Span>)> {
    if !is_plain(yes.0) || no.0.is_open || !no.0.is_negated || negates_in_part(no.0, yes.0) {
        return None;
    }
    let en = Wordlist::en();
    let said = |span: Span| {
        let word = bare_word(span.of(no.1));
        yes.0.stems.iter().find(|said| kin_words(&bare_word(said.2.of(yes.1)), &word)).map(|said| said.2)
    };
    no.0.denied.iter().find_map(|scope| {
        let words = no.0.words.get(scope.clone())?;
        let head = said(words.first()?.span())?;
        let carries = |word: &&ContentWord| !en.is_function_by(word.hash);
        let weigh = |span: Span| no.0.stems.iter().find(|stem| stem.2 == span).map_or(0.0, |stem| stem.1);
        let (mut whole, mut shared) = (0.0, 0.0);
        for word in words.iter().filter(carries) {
            whole += weigh(word.span());
            shared += if said(word.span()).is_some() { weigh(word.span()) } else { 0.0 };
        }
        (shared >= whole * SCOPE).then(|| (vec![words[0].span()], vec![head]))
    })
}

/// Whether the *no* of the one may be about a word alone that the other does not say: `did not come alone` says that he came.
pub(crate) fn negates_in_part(one: &Content, other: &Content) -> bool {
    let (no, yes) = if one.is_negated { (one, other) } else { (other, one) };
    let en = Wordlist::en();
    let mut scopes = no.denied.iter().filter_map(|scope| no.words.get(scope.clone())).flatten();
    scopes.any(|word| en.is_focus_by(word.hash) && !yes.words.iter().any(|said| said.hash == word.hash))
}

/// Whether what the one says no to is nowhere in the other, so that each speaks of another thing.
pub(crate) fn negates_another_thing(one: (&Content, &str), other: (&Content, &str)) -> bool {
    let (no, yes) = if one.0.is_negated { (one, other) } else { (other, one) };
    let is_said = |scope: &Range<usize>| {
        let head = no.0.words.get(scope.start).map(|word| bare_word(word.span().of(no.1)));
        head.is_none_or(|head| yes.0.stems.iter().any(|said| kin_words(&bare_word(said.2.of(yes.1)), &head)))
    };
    !no.0.denied.is_empty() && !no.0.denied.iter().any(is_said)
}

/// What `no` calls off and `yes` tells.
fn called_off(no: &Content, yes: &Content, within: f32) -> Option<(Vec<Span>, Vec<Span>)> {
    // `denies the claim that …` calls off what others claim.
    let word = no.called_off.filter(|_| !no.is_hedged && no.denied.is_empty() && is_plain(yes) && within >= STORY)?;
    let told: Vec<Span> = no.shared(yes).map(|(_, yes)| yes.2).collect();
    Some((vec![word], told))
}

/// By the one a thing rose that by the other fell.
pub(crate) fn turned(one: &Content, other: &Content) -> Option<Difference> {
    let ([(here, a)], [(there, b)]) = (&one.turns[..], &other.turns[..]) else { return None };
    if a == b || !is_plain(one) || !is_plain(other) {
        return None;
    }
    // What is said beside the two words: nearly all that the shorter says.
    let beside = |content: &Content, turn: &Span| -> f32 {
        content.stems.iter().filter(|stem| !stem.2.overlaps(turn)).map(|stem| stem.1).sum()
    };
    let shared: Vec<f32> = one.shared(other).map(|(a, b)| a.1.max(b.1)).collect();
    let least = beside(one, here).min(beside(other, there));
    let (jaccard, _) = one.likeness(other);
    let is_one_thing = shared.len() >= ENOUGH && jaccard >= ON_ONE_THING && shared.iter().sum::<f32>() >= least * SCOPE;
    is_one_thing.then(|| Difference { kind: LinkKind::Negation, code: "rose-and-fell", a: vec![*here], b: vec![*there] })
}

/// They give numbers for one thing that no value fits both.
pub(crate) fn numbers(a: &[Quantity], b: &[Quantity], one: &Content, other: &Content) -> Option<Difference> {
    let (x, y) = parting(a, b)?;
    let (jaccard, _) = one.likeness(other);
    let beside = |quantity: &Quantity, span: &Span| !quantity.span.overlaps(span);
    let n_shared = one.shared(other).filter(|(s, t)| beside(x, &s.2) && beside(y, &t.2)).count();
    // Where something has happened to those counted that names the count; else the words around it must. What is paid
    // for may be anything.
    let is_one_thing = x.fate.is_some_and(|fate| fate != "paid") || (n_shared >= 3 && jaccard >= LIKE_COUNTS);
    is_one_thing.then(|| Difference { kind: LinkKind::Number, code: "numbers-differ", a: vec![x.span], b: vec![y.span] })
}

/// The first two quantities, in order of the text, that count one kind of thing and do not fit; none where some
/// other two of that kind do fit.
pub(crate) fn parting<'q>(a: &'q [Quantity], b: &'q [Quantity]) -> Option<(&'q Quantity, &'q Quantity)> {
    let stated = |quantity: &&Quantity| !quantity.is_rejected;
    a.iter().filter(stated).find_map(|one| {
        let mut alike = b.iter().filter(stated).filter(|other| one.counts_like(other)).peekable();
        let first = alike.peek().copied()?;
        let none_fits =
            !alike.any(|other| one.fits(other)) && !a.iter().any(|again| again.counts_like(first) && again.fits(first));
        none_fits.then_some((one, first))
    })
}

/// The number by which one says that the other's is not the one: `three and not eleven` beside `eleven`. Small numbers are of many things.
pub(crate) fn rejected<'q>(a: &'q [Quantity], b: &'q [Quantity]) -> Option<(&'q Quantity, &'q Quantity)> {
    let meet = |no: &'q [Quantity], yes: &'q [Quantity]| {
        let stated = no.iter().find(|quantity| !quantity.is_rejected)?;
        let out = no.iter().find(|quantity| quantity.is_rejected && quantity.low >= LEAST_REJECTED)?;
        let is_it = |other: &&Quantity| {
            let is_one_unit = out.unit == other.unit || out.unit.is_empty() || other.unit.is_empty();
            let is_told = out.low >= FIGURE || stated.counts_like(other);
            !other.is_rejected && (other.low, other.high) == (out.low, out.high) && is_one_unit && is_told
        };
        Some((stated, yes.iter().find(is_it)?))
    };
    meet(a, b).or_else(|| meet(b, a).map(|(no, yes)| (yes, no)))
}

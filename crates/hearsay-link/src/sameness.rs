//! Sameness: whether two statements report one utterance, or two speakers say one thing.
//!
//! In: two assertions that met. Out: a [`Finding`] of kind `same` or `supports`, with the words that show it.
//! Invariants: two statements whose numbers, names or days part are never the same by their words alone; only a
//! quotation or a place in a copied text joins what is said by somebody unnamed; each rule mirrors.
//!
//! Example: `“We never opened the gate,” Holm said` and `Holm said they “never opened the gate”` are one utterance by
//! `shortened-quotation`.

use crate::claims::Claims;
use crate::content::{Content, ContentWord, found_beside, kin_words, longest_run};
use crate::disputes::{self, Finding, shared_spans};
use crate::likeness::{Likeness, SAME};
use crate::numbers::FIGURE;
use crate::sayings::Saying;
use crate::sheet::bare_word;
use crate::speakers::{Speaker, Voices, holds_post_in, is_known, resembles, same_description, voice_number, voices};
use crate::why::Trace;
use hearsay_record::{EntityKind, Form, LinkKind};
use hearsay_text::Span;
use std::cell::LazyCell;

/// Words of a quotation that are nobody else's by chance.
const QUOTED: usize = 6;
/// … where one speaker says it.
const QUOTED_BY_ONE: usize = 4;
/// Words in a row that show one utterance even where each quotes more besides.
const RUN: usize = 8;
/// Weighted Jaccard of the content words of one speaker's statement told twice.
const PARAPHRASE: f32 = 0.5;
/// … or this share of the shorter, if it has [`ENOUGH`] content words.
const WITHIN: f32 = 0.85;
/// … or this much in common, where the two say the same by their wording too.
const WORDING: f32 = 0.35;
/// Weighted Jaccard of two that tell of the same, but for what sums err by.
const WHOLE: f32 = 0.99;
/// Content words that are enough to compare.
const ENOUGH: usize = 4;
/// Weighted Jaccard of one thing said by two.
const PROPOSITION: f32 = 0.5;
/// Days between two tellings of one utterance, at most.
const WINDOW: i64 = 14;
/// Share of a headline that the sentence below it holds.
const HEADLINE: f32 = 0.5;
/// … where both accuse, or both give one figure.
const CHARGE: f32 = 0.25;
/// Share of the lighter of a sentence and the quotation that follows it.
const LEAD: f32 = 0.15;
/// Share of the lighter of two who tell one event.
const EVENT: f32 = 0.15;
/// Code points between the two, at most.
const NEXT: usize = 240;

/// By what it is told that one speaker says one thing twice in two documents, in words of the reporters' own: weighted Jaccard of the two
/// contents, the share of the lighter, the weight of what both say (up to [`MUCH`]), a figure or time of day in common, figures and none in common,
/// and the stems that both have (up to [`MANY`]). Fitted by logistic regression on the pairs of one named speaker of the four cases that are
/// looked into, those whose polarity is one (`workbench links CASE --pairs`); each case by the weights of the other three, on gold contents: precision 0.99, recall 0.55.
const TOLD_AGAIN: [f32; 6] = [3.01, 2.71, 1.85, 1.49, -1.5, 2.03];
/// What these must outweigh.
const NOT_TOLD_AGAIN: f32 = 3.05;
/// … and by how much: one pair too many joins two claims whole.
const BY_FAR: f32 = 2.2;
/// … and by how much where the speaker has a description and no name, or the one speaks for the other.
const NO_NAME: f32 = 3.5;
/// Weight beyond which more in common tells no more.
const MUCH: f32 = 20.0;
/// Stems beyond which it is so.
const MANY: f32 = 6.0;

/// What two statements have in common, if they report one utterance or say the same.
pub(crate) fn find(claims: &Claims<'_>, a: &Saying<'_>, b: &Saying<'_>, trace: &mut Trace) -> Option<Finding> {
    trace.asks("one utterance");
    // Comparing names is the dearest part, so it waits until the words have something in common.
    let voices = LazyCell::new(|| voices(a.speaker, b.speaker));
    let (one, other) = (&a.content, &b.content);
    // A shortened quotation may leave out a `not` of the rest, so only the speaker's stance counts here.
    let both_quote = !one.quoted().is_empty() && !other.quoted().is_empty();
    if trace.is("both quote", both_quote)
        && trace.is("both reject it, or neither", a.rejects() == b.rejects())
        && trace.found("speakers that may be one", || voices.in_words(), *voices != Voices::Different)
    {
        let enough = if *voices == Voices::Same { QUOTED_BY_ONE } else { QUOTED };
        if let Some(finding) = quotation(a, b, enough, trace) {
            return Some(finding);
        }
    }
    if !trace.is("words that carry content in both", !(one.stems.is_empty() || other.stems.is_empty())) {
        return None;
    }
    let (jaccard, within) = one.likeness(other);
    let spans = || shared_spans(one, other);
    let n_stems = one.stems.len().min(other.stems.len());
    // Two that leave out what they say may have the same words and tell of two things.
    if trace.is("the same words, three or more", one.words.len() >= 3 && jaccard >= WHOLE && one.hash() == other.hash())
        && trace.found("speakers that may be one", || voices.in_words(), *voices != Voices::Different)
    {
        let is_long = one.words.len() >= 5;
        let is_copy = LazyCell::new(|| claims.copy(a, b).is_some());
        let is_told = *voices == Voices::Same && (is_long || *is_copy) || is_long && *is_copy;
        if trace.is("one speaker or a copied passage, of five words or both", is_told) {
            let code = if *voices == Voices::Same { "same-words" } else { "copied-passage" };
            return Some(Finding::of(LinkKind::Same, code, spans()));
        }
    }
    if !trace.is("no number of one thing that parts", !disputes::numbers_part(a, b)) {
        return None;
    }
    let is_near = match (a.when, b.when) {
        (Some(one), Some(other)) => one.days_apart(other) <= WINDOW,
        _ => true,
    };
    // Of what somebody is accused of having left undone the `not` is a part of the charge.
    let both_accuse = a.accuses() && b.accuses();
    // In a retelling by machine two words of negation stand for one.
    let both_deny = !one.denied.is_empty() && !other.denied.is_empty() && a.rejects() == b.rejects() && claims.is_retold(a, b);
    let is_of_one_side = trace
        .is("both say that it is so, or that it is not, or both accuse", a.parity() == b.parity() || both_accuse || both_deny);
    // Who retells a text by machine garbles the names in it.
    let may_be_garbled = || claims.is_retold(a, b) && a.speaker.zip(b.speaker).is_some_and(|(one, other)| resembles(one, other));
    if is_of_one_side
        && trace.found(
            "speakers that may be one, or one garbled",
            || voices.in_words(),
            *voices != Voices::Different || may_be_garbled(),
        )
    {
        let shares = jaccard > 0.0 || disputes::same_figure(a, b);
        if trace.is("one place of a text and its copy, with a word in common", shares && claims.in_one_place(a, b)) {
            return Some(Finding::of(LinkKind::Same, "copied-passage", spans()));
        }
    }
    if is_of_one_side && trace.found("speakers that may be one", || voices.in_words(), *voices != Voices::Different) {
        let code = in_one_document(a, b, *voices).or_else(|| {
            let is_told_again = *voices == Voices::Same && is_near && accuse_of_one_thing(a, b) && claims.one_affair(a, b);
            is_told_again.then_some("same-accusation")
        });
        trace.is("told again below a headline, as a quotation, or as the same accusation", code.is_some());
        if let Some(code) = code {
            return Some(Finding::of(LinkKind::Same, code, spans()));
        }
    }
    let calls_off = |content: &Content| content.called_off.is_some();
    if !trace.is("both say that it is so, or that it is not", a.parity() == b.parity())
        || !trace.is("both call the story off, or neither", calls_off(one) == calls_off(other))
        || !trace.is("no time of day that parts", !disputes::clocks_part(a, b))
        || !trace.is("neither rises that in the other falls", disputes::turn(a, b).is_none())
        || !trace.is("said within two weeks of each other, as far as is told", is_near)
        || !trace.is("a name or day in common, where both tell any", !disputes::names_part(one, other))
    {
        return None;
    }
    if *voices == Voices::Same && trace.is("one speaker, documents on one affair", claims.one_affair(a, b)) {
        if let Some((one, other)) = one_event(a, b).filter(|_| within >= EVENT) {
            return Some(Finding::new(LinkKind::Same, "same-event-told", one, other));
        }
        if trace.is("the same figures with the same fates", disputes::same_figure(a, b)) {
            return Some(Finding::of(LinkKind::Same, "same-figure", spans()));
        }
    }
    let is_one_voice = *voices == Voices::Same || same_description(a.speaker, b.speaker) || speak_for_one(a, b);
    if !a.is_beside(b)
        && trace.found("one speaker, by name or description, or one who speaks for the other", || voices.in_words(), is_one_voice)
    {
        let needed = if *voices == Voices::Same { BY_FAR } else { NO_NAME };
        let told = told_again(a, b, (jaccard, within));
        // Whose voice is one by an office or for a body is not seen at a look, so two such are held to what is ([`crate::gist`]).
        let is_seen = voice_number(a.speaker) == voice_number(b.speaker) || jaccard >= disputes::LIKE;
        if trace.is("one speaker at a look, or enough words in common", is_seen)
            && trace.at_least("told again, by what is in common", f64::from(told), f64::from(needed))
            && trace.is("documents on one affair", claims.one_affair(a, b))
        {
            return Some(Finding::of(LinkKind::Same, "near-paraphrase", spans()));
        }
    }
    if !trace.at_least("words that carry content", n_stems as f64, (ENOUGH - 1) as f64) {
        return None;
    }
    let by_wording = LazyCell::new(|| {
        let texts = (a.sheet.document.text.as_str(), b.sheet.document.text.as_str());
        Likeness::of((one, texts.0), (other, texts.1), claims.weights).sameness()
    });
    let (jaccard, within) = (f64::from(jaccard), f64::from(within));
    if trace.found("one speaker", || voices.in_words(), *voices == Voices::Same) {
        // All three are told to who asks why.
        let by_weight = trace.at_least("weight of the words in common", jaccard, f64::from(PARAPHRASE));
        let by_share = (!by_weight || trace.is_on())
            && trace.at_least("their share of the lighter content", within, f64::from(WITHIN))
            && n_stems >= ENOUGH;
        let is_enough = jaccard >= f64::from(WORDING) && n_stems >= ENOUGH;
        let is_worded = (is_enough && !by_weight && !by_share || trace.is_on())
            && trace.at_least("the same by wording and order too", f64::from(*by_wording), f64::from(SAME))
            && is_enough;
        let told_twice = by_weight || by_share || is_worded;
        if told_twice && trace.is("documents on one affair", claims.one_affair(a, b)) {
            return Some(Finding::of(LinkKind::Same, "near-paraphrase", spans()));
        }
    }
    if *voices == Voices::MayBeOne
        && trace.at_least("weight of the words in common", jaccard, f64::from(PARAPHRASE))
        && trace.is("both stand in passages of a copy", claims.copy(a, b).is_some())
    {
        return Some(Finding::of(LinkKind::Same, "copied-passage", spans()));
    }
    trace.asks("one thing said by two");
    if trace.is("not one speaker", *voices != Voices::Same)
        && trace.at_least("weight of the words in common", jaccard, f64::from(PROPOSITION))
        && trace.at_least("words that carry content", n_stems as f64, ENOUGH as f64)
        && trace.is("both leave it open, or neither", one.is_open == other.is_open)
        && trace.is("documents on one affair", claims.one_affair(a, b))
    {
        return Some(Finding::of(LinkKind::Supports, "same-proposition", spans()));
    }
    None
}

/// Whether the one speaks for the other, or for whom the other speaks for: a body's word is told as the body's here, and as its head's there.
fn speak_for_one(a: &Saying<'_>, b: &Saying<'_>) -> bool {
    let is_head_of = |one: &Saying<'_>, other: &Saying<'_>| {
        let body = other.speaker.into_iter().chain(other.speaks_for);
        body.into_iter().any(|body| {
            let is_it = one.speaks_for.is_some_and(|own| own.id == body.id);
            is_it && is_known(body) || one.speaker.is_some_and(|own| is_known(own) && is_known(body) && holds_post_in(own, body))
        })
    };
    is_head_of(a, b) || is_head_of(b, a)
}

/// How much speaks for one thing told twice: nothing for and nothing against is 0.
fn told_again(a: &Saying<'_>, b: &Saying<'_>, (jaccard, within): (f32, f32)) -> f32 {
    let shared: Vec<f32> = a.content.shared(&b.content).map(|(one, other)| one.1.max(other.1)).collect();
    let is_figure = a.quantities.iter().any(|one| b.quantities.iter().any(|other| one.is_value_of(other)));
    let is_time = a.clocks.iter().any(|one| b.clocks.iter().any(|other| one.fits(other)));
    let has_figures = |saying: &Saying<'_>| !saying.quantities.is_empty() || !saying.clocks.is_empty();
    let has = |is_so: bool| if is_so { 1.0 } else { 0.0 };
    let figures = [
        jaccard,
        within,
        shared.iter().sum::<f32>().min(MUCH) / MUCH,
        has(is_figure || is_time),
        has(!(is_figure || is_time) && has_figures(a) && has_figures(b)),
        (shared.len() as f32).min(MANY) / MANY,
    ];
    figures.iter().zip(TOLD_AGAIN).map(|(figure, weight)| figure * weight).sum::<f32>() - NOT_TOLD_AGAIN
}

/// The same quotation, whole or cut, of which so many words are found in the other.
fn quotation(a: &Saying<'_>, b: &Saying<'_>, enough: usize, trace: &mut Trace) -> Option<Finding> {
    // Laying words side by side is dear, and is done for who asks why.
    if !trace.is_on() && !a.gist.may_share_run(&b.gist) {
        return None;
    }
    let (one, other) = (a.content.quoted(), b.content.quoted());
    let run = longest_run(one, other);
    let shorter = one.len().min(other.len());
    let found = found_beside(run, one, other);
    let whole = found * 10 >= shorter * 9;
    // Of one speaker's words a report may have changed some: `on patience and hope`, `on patience and paint`.
    // A `not`, a figure or a direction that was changed makes another statement of it.
    let goes_on = || a.parity() == b.parity() && !disputes::numbers_part(a, b) && disputes::turn(a, b).is_none();
    let is_changed = enough == QUOTED_BY_ONE && run.len > QUOTED_BY_ONE && found * 3 >= shorter * 2 && goes_on();
    let is_quoted = trace.at_least("quoted words in a row in common", run.len as f64, RUN as f64)
        || trace.found("the shorter quotation stands in the other", || format!("{found} of {shorter} words"), whole)
            && trace.at_least("words of it in common", found as f64, enough as f64)
        || trace.is("one speaker's, most of it word for word", is_changed);
    if !is_quoted {
        return None;
    }
    let code = if one.len() == other.len() && found == shorter { "same-quotation" } else { "shortened-quotation" };
    let span = |words: &[ContentWord], from: usize| Span::new(words[from].span().start, words[from + run.len - 1].span().end);
    Some(Finding::new(LinkKind::Same, code, span(one, run.a), span(other, run.b)))
}

/// Within one document a headline says again what a sentence below it says, and a quotation what the sentence before
/// it says in the reporter's words.
fn in_one_document(a: &Saying<'_>, b: &Saying<'_>, voices: Voices) -> Option<&'static str> {
    if !a.is_beside(b) {
        return None;
    }
    let (share, n_shared) = share_of_lighter(a, b);
    if a.in_headline != b.in_headline {
        let both_accuse = a.accuses() && b.accuses();
        // `engineer` above and `police` below: the place and the thing are in common with whatever stands in the article.
        let enough = if are_two_kinds(a, b) { 3 } else { 2 };
        // `Damage is 180 million`: a figure that stands in both is not there by chance.
        let has_figure = a
            .quantities
            .iter()
            .any(|one| one.low == one.high && one.low >= FIGURE && b.quantities.iter().any(|other| one.is_value_of(other)));
        let is_said_below = share >= HEADLINE && n_shared >= enough
            || has_figure && n_shared > enough && share >= CHARGE
            || both_accuse && n_shared >= 1 && (share >= CHARGE || voices == Voices::Same);
        return is_said_below.then_some("headline-of-it");
    }
    // Unnamed at first, named below: one accusation of one accused, in one document.
    if a.accuses() && b.accuses() && a.accused.is_some() && a.accused.map(|who| &who.id) == b.accused.map(|who| &who.id) {
        let is_charge = n_shared >= 3 && share >= CHARGE;
        return is_charge.then_some("same-accusation");
    }
    let (first, second) = if a.at < b.at { (a, b) } else { (b, a) };
    let is_next = second.at == first.at + 1 && first.attribution.form != Form::Direct && second.attribution.form == Form::Direct;
    let ends = first.attribution.roles.extent()?.end;
    let is_near = second.attribution.roles.extent()?.start <= ends + NEXT;
    let is_introduced = voices == Voices::Same && is_next && is_near && n_shared >= 2 && share >= LEAD;
    is_introduced.then_some("paraphrase-then-quotation")
}

/// Whether the one speaker is a person and the other a body that he doesn't speak for.
fn are_two_kinds(a: &Saying<'_>, b: &Saying<'_>) -> bool {
    let (Some(one), Some(other)) = (a.speaker, b.speaker) else { return false };
    let speaks_for = |saying: &Saying<'_>, body: &Speaker<'_>| saying.speaks_for.is_some_and(|of| of.id == body.id);
    let is_person = |speaker: &Speaker<'_>| speaker.kind == EntityKind::Person;
    is_person(one) != is_person(other)
        && !speaks_for(a, other)
        && !speaks_for(b, one)
        && !holds_post_in(one, other)
        && !holds_post_in(other, one)
}

/// Whether both accuse one of one thing.
fn accuse_of_one_thing(a: &Saying<'_>, b: &Saying<'_>) -> bool {
    let is_one = a.accused.is_some() && a.accused.map(|who| &who.id) == b.accused.map(|who| &who.id);
    if !(is_one && a.accuses() && b.accuses()) {
        return false;
    }
    let whole = |saying: &Saying<'_>| saying.charge().map(|stem| stem.1).sum::<f32>();
    let shared: Vec<f32> = a.charge().filter(|stem| b.charge().any(|other| other.0 == stem.0)).map(|stem| stem.1).collect();
    shared.len() >= 2 && shared.iter().sum::<f32>() >= HEADLINE * whole(a).min(whole(b))
}

/// Share of the lighter content whose words, or words of their family, stand in the other, and how many.
fn share_of_lighter(a: &Saying<'_>, b: &Saying<'_>) -> (f32, usize) {
    let text = a.sheet.document.text.as_str();
    let weight = |content: &Content| content.stems.iter().map(|stem| stem.1).sum::<f32>();
    let (light, heavy) =
        if weight(&a.content) <= weight(&b.content) { (&a.content, &b.content) } else { (&b.content, &a.content) };
    let heavy: Vec<(u64, String)> = heavy.stems.iter().map(|stem| (stem.0, bare_word(stem.2.of(text)))).collect();
    let (mut share, mut n_shared) = (0.0, 0);
    for stem in &light.stems {
        let word = bare_word(stem.2.of(text));
        if heavy.iter().any(|other| other.0 == stem.0 || kin_words(&other.1, &word)) {
            share += stem.1;
            n_shared += 1;
        }
    }
    (share / weight(light).max(f32::EPSILON), n_shared)
}

/// One event that both say happened, or that both say did not.
fn one_event(a: &Saying<'_>, b: &Saying<'_>) -> Option<(Span, Span)> {
    let pairs = |ones: &[crate::events::Event], others: &[crate::events::Event]| {
        ones.iter().find_map(|one| others.iter().find(|other| one.is_like(other)).map(|other| (one.span, other.span)))
    };
    pairs(&a.happened, &b.happened).or_else(|| pairs(&a.denied, &b.denied))
}

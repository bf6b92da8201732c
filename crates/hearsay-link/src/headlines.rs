//! Headlines that say outright what the body puts forward as open or as somebody's accusation, or that give it to
//! another.
//!
//! In: the assertions of a case. Out: a `headline` link from a document to the statement in it that its headline
//! hardens, or between a statement of the headline and one below it. Invariant: a headline that attributes to the same
//! voice, asks, quotes, denies or hedges says no more than the body, and is left alone.
//!
//! Example: `Smugglers cut Oster cable` over `smugglers may have cut the Oster cable, Holm suggested`.

use crate::authority;
use crate::content::{Content, kin};
use crate::disputes::Finding;
use crate::numbers::{FIGURE, Quantity, quantities};
use crate::sayings::{Placed, Saying};
use crate::sheet::bare_word;
use crate::speakers::{Voices, voices};
use crate::weights::Weights;
use crate::why::Trace;
use crate::wordlist::Wordlist;
use hearsay_record::{BlockKind, CharSpan, Commitment, Direction, EntityKind, Id, Link, LinkKind, Place, Reason};
use hearsay_text::{Span, words};
use std::collections::BTreeMap;

/// Content words of a headline that the statement holds too, at least.
const ENOUGH: usize = 3;
/// Their share of its weight.
const SHARE: f32 = 0.7;
/// … where the statement puts it forward as open, which by itself tells that the headline says more.
const OPEN_SHARE: f32 = 0.5;

/// The links of a case.
pub(crate) fn find(sayings: &[Placed<'_>], weights: &Weights) -> Vec<Link> {
    let mut of_document: BTreeMap<&Id, Vec<&Saying<'_>>> = BTreeMap::new();
    for saying in sayings {
        of_document.entry(&saying.sheet.document.id).or_default().push(saying);
    }
    of_document.values().filter_map(|sayings| in_document(sayings, weights)).collect()
}

fn in_document(sayings: &[&Saying<'_>], weights: &Weights) -> Option<Link> {
    let sheet = sayings.first()?.sheet;
    let headline = sheet.document.blocks.iter().find(|block| block.kind == BlockKind::Headline)?.span;
    let span = sheet.offsets.bytes(headline);
    let text = sheet.text_of(headline);
    let en = Wordlist::en();
    let is_open = |word: &str| en.is_hedge(word) || en.is_negation(word);
    if text.contains(['?', ':', '"', '“', '”', '‘', '«', '„'])
        || words(text).iter().any(|word| is_open(&bare_word(word.span.of(text))))
    {
        return None;
    }
    // Any attribution there, whatever its act, makes the headline somebody's.
    let attributes = sheet.reading.iter().flat_map(|reading| &reading.attributions).any(|attribution| {
        let roles = &attribution.roles;
        roles.source.iter().chain(&roles.cue).chain(&roles.content).any(|part| part.overlaps(&headline))
    });
    if attributes {
        return None;
    }
    let said = Content::of_span(sheet, span, weights);
    let whole: f32 = said.stems.iter().map(|stem| stem.1).sum();
    let body = sheet.document.text.as_str();
    let hardened = sayings.iter().filter(|saying| !saying.parity() && !saying.in_headline).filter_map(|saying| {
        let is_hedged = is_put_forward_as_open(saying) || hedges_at_once(saying);
        let code = if is_hedged { "hedge-left-out" } else { "source-left-out" };
        (code == "hedge-left-out" || saying.accuses()).then_some((saying, code))
    });
    let figures = quantities(text, span.start);
    let mut hardened: Vec<(&&Saying<'_>, &str)> = hardened.collect();
    hardened.sort_by_key(|(_, code)| *code);
    hardened.into_iter().find_map(|(saying, code)| {
        let shared: Vec<(&(u64, f32, Span), Span)> = said
            .stems
            .iter()
            .filter_map(|one| {
                let said_again = |other: &&(u64, f32, Span)| {
                    kin(body, (one.0, one.2), (other.0, other.2)) || are_of_one_name(one.2.of(body), other.2.of(body))
                };
                // `84m` above, `84 million` below.
                let figure = figures.iter().find(|figure| figure.span.contains(&one.2));
                let again = || saying.quantities.iter().find(|other| figure.is_some_and(|figure| has_value(figure, other)));
                let other = saying.content.stems.iter().find(said_again).map(|other| other.2);
                Some((one, other.or_else(|| again().map(|other| other.span))?))
            })
            .collect();
        let weight: f32 = shared.iter().map(|(one, _)| one.1).sum();
        // A figure that stands in both says by itself that it is of one thing.
        let has_figure = saying.quantities.iter().any(|other| figures.iter().any(|figure| has_value(figure, other)));
        let needed = if code == "hedge-left-out" || has_figure { OPEN_SHARE } else { SHARE };
        if shared.len() < ENOUGH || weight < whole * needed {
            return None;
        }
        let document = &sheet.document.id;
        let above: Vec<CharSpan> = shared.iter().map(|(one, _)| sheet.offsets.chars(one.2)).collect();
        let below: Vec<Span> = shared.iter().map(|(_, other)| *other).collect();
        let mut evidence = [Place::new(document.clone(), ordered(above)), saying.place(&below)];
        let mut members = [document.clone(), saying.statement.id.clone()];
        let mut places = [Place::new(document.clone(), vec![headline]), saying.place(&[])];
        if members[0] > members[1] {
            members.swap(0, 1);
            places.swap(0, 1);
            evidence.swap(0, 1);
        }
        let [a, b] = places;
        Some(Link {
            id: Link::id_of(LinkKind::Headline, &members[0], &members[1]),
            kind: LinkKind::Headline,
            members,
            a,
            b,
            direction: Direction::None,
            because: vec![Reason { code: code.into(), evidence: evidence.into() }],
            coverage: None,
            passages: Vec::new(),
            changes: Vec::new(),
            not_comparable_because: None,
            authority: authority(),
        })
    })
}

/// What the headline gives to one and the text below it to another.
pub(crate) fn given_to_another(a: &Saying<'_>, b: &Saying<'_>, trace: &mut Trace) -> Option<Finding> {
    trace.asks("headline");
    let is_above = a.is_beside(b) && a.in_headline != b.in_headline;
    if !trace.is("one in the headline of the other's document", is_above)
        || !trace.is("both say that it is so, or that it is not", a.parity() == b.parity())
    {
        return None;
    }
    let (above, below) = if a.in_headline { (a, b) } else { (b, a) };
    // `the ombudswoman` above is who is named below.
    let is_described = above.speaker.is_some_and(|who| who.kind == EntityKind::Person && !who.is_named_in_full());
    if !trace.is("the speaker of the headline is named in full, or no person", !is_described) {
        return None;
    }
    let text = a.sheet.document.text.as_str();
    let pairs: Vec<(&(u64, f32, Span), Span)> = above
        .content
        .stems
        .iter()
        .filter_map(|one| {
            let other = below.content.stems.iter().find(|other| kin(text, (one.0, one.2), (other.0, other.2)))?;
            Some((one, other.2))
        })
        .collect();
    let whole: f32 = above.content.stems.iter().map(|stem| stem.1).sum();
    let shared: f32 = pairs.iter().map(|(one, _)| one.1).sum();
    if !trace.at_least("words of the headline that stand below", pairs.len() as f64, ENOUGH as f64)
        || !trace.is("most of its weight stands below", shared >= whole * SHARE)
        || !trace.is("two speakers", voices(a.speaker, b.speaker) == Voices::Different)
    {
        return None;
    }
    let (up, down): (Vec<Span>, Vec<Span>) = pairs.into_iter().map(|(one, other)| (one.2, other)).unzip();
    let spans = if a.in_headline { (up, down) } else { (down, up) };
    Some(Finding::of(LinkKind::Headline, "given-to-another", spans))
}

/// Whether both give one number that is of few things, whatever stands for its unit.
fn has_value(one: &Quantity, other: &Quantity) -> bool {
    one.low >= FIGURE && (one.low, one.high) == (other.low, other.high)
}

/// Letters by which a land and its people begin alike.
const NAME_HEAD: usize = 5;

/// Whether two words are written as names and begin alike: `Ostlandish` and `Ostland`.
fn are_of_one_name(one: &str, other: &str) -> bool {
    let is_name = |word: &str| word.starts_with(char::is_uppercase) && word.chars().count() > NAME_HEAD;
    is_name(one) && is_name(other) && one.chars().zip(other.chars()).take(NAME_HEAD).all(|(a, b)| a == b)
}

fn is_put_forward_as_open(saying: &Saying<'_>) -> bool {
    matches!(saying.attribution.commitment, Commitment::ProbablySo | Commitment::PossiblySo)
}

/// Words between a hedge and the verb that it weakens, at most.
const NEAR: usize = 2;

/// Whether the first verb of what is said is weakened: `the mayor may have taken bribes`. A hedge in a clause of its own
/// weakens that clause alone.
fn hedges_at_once(saying: &Saying<'_>) -> bool {
    let en = Wordlist::en();
    let text = saying.sheet.document.text.as_str();
    let content = &saying.content;
    if content.is_conditional {
        return false;
    }
    let folded: Vec<String> = content.words.iter().map(|word| bare_word(word.span().of(text))).collect();
    let Some(hedge) = folded.iter().position(|word| en.is_hedge(word)) else { return false };
    let is_verb = |word: &String| en.is_auxiliary(word) || en.is_past(word) || word.len() > 4 && word.ends_with("ed");
    // `the ferry that sank may have been hit`: a verb of a relative clause is not the first.
    let is_first = |at: usize| at == 0 || !matches!(folded[at - 1].as_str(), "that" | "which" | "who");
    // `was most probably lost`, `was in all likelihood sunk`: the hedge stands within the verb.
    let before = folded[..hedge].iter().rposition(|word| !en.is_function(word) && !en.is_auxiliary(word)).map_or(0, |at| at + 1);
    let comes_first = !(0..before).any(|at| is_verb(&folded[at]) && is_first(at));
    let in_one_clause = content
        .words
        .first()
        .zip(content.words.get(hedge))
        .is_some_and(|(first, hedge)| !text[first.span().start..hedge.span().start].contains([',', ';', ':', '—', '–']));
    comes_first && in_one_clause && folded.len() > hedge + NEAR
}

fn ordered(mut spans: Vec<CharSpan>) -> Vec<CharSpan> {
    spans.sort_unstable();
    spans.dedup();
    spans
}

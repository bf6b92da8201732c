//! Disputes: where two statements part, and how.
//!
//! In: two assertions that met. Out: a [`Finding`] with the words that part on both sides. The kinds here:
//! `speaker` (the same words given to two), `number`, `time`, `denial` (of an accusation or of what was put
//! forward), `negation`, `changed-position`; `responsibility` and `place` have files of their own. Invariant: it is said that two accounts part,
//! never which is right; where the difference sets nothing against each other (a later figure of
//! the same speaker) the finding says why not. Each function mirrors.
//!
//! Example: `12 people were killed` and `30 people died` in two reports of one flood part in a
//! number; `at least 12` and `30` do not.

use crate::claims::Claims;
use crate::content::{Content, found_beside, kin_words, longest_run};
use crate::differences::{self, Difference, parting};
use crate::left_out::is_bare_count;
use crate::numbers::{FIGURE, Quantity, is_year};
use crate::places::is_alike_beside;
use crate::sayings::{Saying, has_name};
use crate::sheet::bare_word;
use crate::speakers::{Speaker, Voices, holds_post_in, is_body_of, is_known, may_be_one, same_description, voices};
use crate::why::Trace;
use hearsay_record::{EntityKind, LinkKind};
use hearsay_text::Span;

/// Words of one quotation, at least, that are not given to two by chance.
const QUOTED: usize = 6;
/// … in a row, where the quotations differ besides.
const RUN: usize = 9;
/// Weighted Jaccard of one proposition put forward and rejected.
const PROPOSITION: f32 = 0.5;
/// Content words of a proposition, at least.
const ENOUGH: usize = 3;
/// Weighted Jaccard of two statements, at least, of which one says no to a word of the other.
pub(crate) const LIKE: f32 = 0.25;
/// Days after which a greater count of those killed or hurt may be the same count gone on.
const GROWN: i64 = 1;
/// Share of a content that is all of it.
const ALL: f32 = 0.99;
/// How many sentences before a statement a year may open one.
const SENTENCES: usize = 12;
/// Share of what is alleged that a denial says again.
const CHARGE: f32 = 0.4;

/// What holds between two statements, with the words that show it.
pub(crate) struct Finding {
    pub(crate) kind: LinkKind,
    pub(crate) code: &'static str,
    pub(crate) a: Vec<Span>,
    pub(crate) b: Vec<Span>,
    pub(crate) not_comparable_because: Option<&'static str>,
}

impl Finding {
    pub(crate) fn new(kind: LinkKind, code: &'static str, a: Span, b: Span) -> Self {
        Self::of(kind, code, (vec![a], vec![b]))
    }

    pub(crate) fn of(kind: LinkKind, code: &'static str, (a, b): (Vec<Span>, Vec<Span>)) -> Self {
        Self { kind, code, a, b, not_comparable_because: None }
    }
}

/// Where the content words stand that two contents share.
pub(crate) fn shared_spans(one: &Content, other: &Content) -> (Vec<Span>, Vec<Span>) {
    one.shared(other).map(|(a, b)| (a.2, b.2)).unzip()
}

/// The same quotation given to two.
pub(crate) fn speaker(a: &Saying<'_>, b: &Saying<'_>, trace: &mut Trace) -> Option<Finding> {
    trace.asks("one quotation, two speakers");
    // Who quotes another is not the one whose words these are.
    if !trace.is("neither quotes another", !(a.holds_another || b.holds_another)) {
        return None;
    }
    // `the ombudswoman` above is who is named below.
    let is_person = |saying: &Saying<'_>| saying.speaker.is_some_and(Speaker::is_named_in_full);
    let is_headline = a.is_beside(b) && a.in_headline != b.in_headline;
    if !trace.is("not a headline that calls its speaker by less than a name", !is_headline || is_person(a) && is_person(b)) {
        return None;
    }
    // Laying words side by side is dear, and is done for who asks why.
    if !trace.is_on() && !a.gist.may_share_run(&b.gist) {
        return None;
    }
    let (one, other) = (a.content.quoted(), b.content.quoted());
    let run = longest_run(one, other);
    if !trace.at_least("quoted words in a row in common", run.len as f64, 3.0) {
        return None;
    }
    let shorter = one.len().min(other.len());
    let found = found_beside(run, one, other);
    // Of a quotation that went round a word or two were changed: `somebody spent the promise`, `somebody stole the promise`.
    let is_whole = found >= QUOTED && (found * 10 >= shorter * 9 || run.len >= QUOTED && found * 3 >= shorter * 2);
    if !trace.at_least("quoted words in a row in common", run.len as f64, RUN as f64)
        && !trace.found("the shorter quotation stands in the other", || format!("{found} of {shorter} words"), is_whole)
    {
        return None;
    }
    let voices = voices(a.speaker, b.speaker);
    if !trace.found("two speakers", || voices.in_words(), voices == Voices::Different) {
        return None;
    }
    let span = |words: &[crate::content::ContentWord], from: usize| {
        Span::new(words[from].span().start, words[from + run.len - 1].span().end)
    };
    let (one, other) = (span(one, run.a), span(other, run.b));
    // One stretch of one text is one quotation, however many are said to have uttered it there.
    if !trace.is("two places", !a.is_beside(b) || !one.overlaps(&other)) {
        return None;
    }
    Some(Finding::new(LinkKind::Speaker, "same-quotation-two-speakers", one, other))
}

/// An accusation and its denial.
pub(crate) fn denial(claims: &Claims<'_>, a: &Saying<'_>, b: &Saying<'_>, trace: &mut Trace) -> Option<Finding> {
    trace.asks("denial");
    trace.is("one accuses somebody", a.accuses() || b.accuses());
    if answers(claims, a, b, trace) || answers(claims, b, a, trace) {
        let (one, other) = shared_spans(&a.content, &b.content);
        return Some(Finding::of(LinkKind::Denial, "accusation-denied", (one, other)));
    }
    // `denied the account` behind what was told; which of several charges is denied is not told by where they stand.
    let of_bare = |charge: &Saying<'_>, answer: &Saying<'_>| {
        answer.rejects()
            && answer.answers_bare(charge)
            && !charge.rejects()
            && answer.content.takes_up
            && (!charge.accuses() || answer.sole_accused.is_some())
            && voices(charge.speaker, answer.speaker) != Voices::Same
    };
    if trace.is("it rejects in few words what another said right before", of_bare(a, b) || of_bare(b, a)) {
        return Some(Finding::of(LinkKind::Denial, "rejects-what-stands-before", (content_of(a), content_of(b))));
    }
    let is_of_another = |charge: &Saying<'_>, answer: &Saying<'_>| {
        charge.accused.zip(answer.accused).is_some_and(|(one, other)| one.id != other.id && !may_be_one(one, other))
    };
    // Who is asked about a charge answers it right behind: `blamed Holm for it. Holm called that absurd.`
    let of_next = |charge: &Saying<'_>, answer: &Saying<'_>| {
        charge.accuses()
            && answer.is_denial()
            && answer.stands_behind(charge)
            && (!answer.points_back() || answer.sole_accused.is_some())
            && !is_of_another(charge, answer)
            && voices(charge.speaker, answer.speaker) != Voices::Same
    };
    if trace.is("it rejects, and stands right behind an accusation", of_next(a, b) || of_next(b, a)) {
        return Some(Finding::of(LinkKind::Denial, "rejects-what-stands-before", (content_of(a), content_of(b))));
    }
    // What one puts forward another rejects in so many words; who denies that `she would go` has a name.
    let parts = a.rejects() != b.rejects() && a.parity() != b.parity();
    if !parts && !trace.is_on() {
        return None;
    }
    let (one, other) = (a.told_of_whom(), b.told_of_whom());
    let (jaccard, within) = one.likeness(other);
    let n_stems = one.stems.len().min(other.stems.len());
    if !trace.is("one puts forward what the other rejects", parts)
        || !trace.is("not one speaker", voices(a.speaker, b.speaker) != Voices::Same)
    {
        return None;
    }
    let is_alike = trace.at_least("words that carry content", n_stems as f64, ENOUGH as f64)
        && (trace.at_least("weight of the words in common", f64::from(jaccard), f64::from(PROPOSITION))
            || trace.at_least("their share of the lighter content", f64::from(within), f64::from(0.8_f32)));
    // A body that denies is *it*, and its name alone tells nothing of what is denied.
    let own = if a.rejects() { a.content.shared(other).count() } else { b.content.shared(one).count() };
    if !trace.is("a word of what is denied stands in the other", own > 0) {
        return None;
    }
    if !is_alike {
        return None;
    }
    let meets = trace.is("documents on one affair", claims.one_affair(a, b))
        && trace.is("no name, day or number that parts", !names_part(&a.content, &b.content) && !numbers_part(a, b));
    meets.then(|| Finding::of(LinkKind::Denial, "put-forward-and-rejected", shared_spans(one, other)))
}

/// The content of a statement, part by part.
fn content_of(saying: &Saying<'_>) -> Vec<Span> {
    saying.attribution.roles.content.iter().map(|part| saying.sheet.offsets.bytes(*part)).collect()
}

/// Whether `answer` denies what `charge` accuses somebody of.
fn answers(claims: &Claims<'_>, charge: &Saying<'_>, answer: &Saying<'_>, trace: &mut Trace) -> bool {
    let Some(accused) = charge.accused.filter(|_| charge.accuses()) else { return false };
    let is_denial = answer.is_denial();
    let says_no = is_denial || answer.content.is_negated;
    if !trace.is("the other says no", says_no)
        || !trace.is("not one speaker", voices(charge.speaker, answer.speaker) != Voices::Same)
        || !trace.is("documents on one affair", claims.one_affair(charge, answer))
    {
        return false;
    }
    // Who answers: the accused, or somebody on their behalf who names them.
    let is_accused = |entity: &Speaker<'_>| {
        entity.id == accused.id
            || (entity.kind == accused.kind && accused.kind != EntityKind::Anonymous && may_be_one(entity, accused))
    };
    let speaks = answer.speaker.is_some_and(|speaker| is_accused(speaker) || is_body_of(speaker, accused))
        || answer.speaks_for.is_some_and(|body| is_accused(body) || is_body_of(body, accused))
        || answer.speaker.is_some_and(|speaker| holds_post_in(speaker, accused));
    let is_here = charge.is_beside(answer);
    let is_of_this = is_here && answer.points_back() && charge.at < answer.at && answer.sole_accused.is_some();
    if trace.is("it points back to the one accusation of its document", is_of_this) {
        return true;
    }
    let concerns = answer.accused.is_some_and(is_accused) || answer.about.iter().any(|entity| is_accused(entity));
    if !trace.found("the accused answers, or is named in the answer", || accused.name.clone(), speaks || concerns) {
        return false;
    }
    let stems: Vec<u64> = answer.content.stems.iter().chain(&answer.alleged.stems).map(|stem| stem.0).collect();
    let weigh = |held: &[u64]| {
        let (mut shared, mut whole, mut n_shared) = (0.0, 0.0, 0);
        for stem in charge.charge() {
            whole += stem.1;
            if held.contains(&stem.0) {
                shared += stem.1;
                n_shared += 1;
            }
        }
        (if whole > 0.0 { shared / whole } else { 0.0 }, n_shared)
    };
    let (share, n_shared) = weigh(&stems);
    let says_again = share >= CHARGE && n_shared >= 1 || n_shared >= 2 && share >= CHARGE / 2.0;
    if trace.found("the answer says the charge again", || format!("{n_shared} words, share {share:.2}"), says_again) {
        return trace.is("a denial, or two words of the charge", is_denial || n_shared >= 2);
    }
    // What is held against somebody may go on behind the deed: `of billing for dry visits, inspections that it never made`.
    let around: Vec<&(u64, f32, Span)> =
        charge.content.stems.iter().filter(|stem| charge.content.names.binary_search(&stem.0).is_err()).collect();
    let again: Vec<f32> = around.iter().filter(|stem| stems.contains(&stem.0)).map(|stem| stem.1).collect();
    let whole: f32 = around.iter().map(|stem| stem.1).sum();
    let says_the_rest = is_denial && speaks && again.len() >= 2 && again.iter().sum::<f32>() >= whole * CHARGE / 2.0;
    if trace.is("the accused denies two words of what is said around the charge", says_the_rest) {
        return true;
    }
    // `denied the allegations`: which ones, the rest of its document tells, else there is one affair only.
    let takes_up = is_denial && (answer.content.takes_up || answer.content.stems.len() < ENOUGH);
    if !trace.is("a denial that takes up an accusation without its words", takes_up) {
        return false;
    }
    let is_it = is_here || answer.answers.is_empty() && speaks || weigh(&answer.answers).0 >= CHARGE;
    trace.is("what it answers in its document is this charge", is_it)
}

/// Two counts of one thing that no value fits.
pub(crate) fn number(claims: &Claims<'_>, a: &Saying<'_>, b: &Saying<'_>, trace: &mut Trace) -> Option<Finding> {
    trace.asks("number");
    // `three and not eleven` tells by the number which account it goes against, whatever each calls what is counted.
    let rejected = differences::rejected(&a.quantities, &b.quantities);
    let bare = bare_counts(a, b);
    let pair = rejected.or_else(|| parting_numbers(a, b)).or(bare);
    let told = || format!("{} and {} numbers", a.quantities.len(), b.quantities.len());
    trace.found("numbers of one thing that part", told, pair.is_some());
    let (one, other) = pair?;
    // Where the number itself tells what is meant, each may name other things beside it.
    let is_named = rejected.is_some() && one.low.max(other.low) >= FIGURE;
    let parts = (!is_named && names_part(&a.content, &b.content)) || years_part(a, b);
    if !trace.is("a name or day in common, where both tell any", !parts)
        || !trace.is("both say that it is so, or that it is not", are_of_one_side((a, one.span), (b, other.span)))
        || !trace.is("both are yet to be done, or neither", a.content.is_planned == b.content.is_planned)
        || !trace.is("of one year, as far as the paragraph of each opens with one", !are_of_two_years(a, b))
        || !trace.is("documents on one affair", claims.one_affair(a, b))
    {
        return None;
    }
    // `put it at 310`: what is counted is told by the sentence before, so the two must stand together, but where its fate tells it.
    let is_next = a.is_beside(b) && a.at.abs_diff(b.at) == 1;
    let is_carried = (one.is_carried || other.is_carried) && one.fate.is_none_or(|fate| fate == "paid");
    let counts_one_thing = || {
        if is_carried { is_next } else { differences::numbers(&a.quantities, &b.quantities, &a.content, &b.content).is_some() }
    };
    let counts_one_thing = rejected.is_some() || bare.is_some() || counts_one_thing();
    if !trace.is("the words beside them tell of one thing", counts_one_thing) {
        return None;
    }
    let mut finding = Finding::new(LinkKind::Number, "numbers-differ", one.span, other.span);
    let (is_later, is_greater, days) = match (a.when, b.when) {
        (Some(x), Some(y)) if x.is_before(y) => (true, other.low > one.high, x.days_apart(y)),
        (Some(x), Some(y)) if y.is_before(x) => (true, one.low > other.high, x.days_apart(y)),
        _ => (false, false, 0),
    };
    let same_voice = (has_name(a) && voices(a.speaker, b.speaker) == Voices::Same) || same_description(a.speaker, b.speaker);
    // An outlet brings its own figure up to date; what somebody else tells it by name is their account.
    let is_somebody = |saying: &Saying<'_>| has_name(saying) && saying.speaker.is_some_and(|who| who.kind == EntityKind::Person);
    let same_outlet = a.sheet.outlet.is_some() && a.sheet.outlet == b.sheet.outlet;
    // The dead, the hurt and the missing of one event become more as days go by, whoever counts.
    let grows = one.fate.is_some_and(|fate| fate != "paid");
    if is_later && same_voice {
        finding.not_comparable_because = Some("later-figure-of-same-speaker");
    } else if is_later && same_outlet && !is_somebody(a) && !is_somebody(b) {
        finding.not_comparable_because = Some("later-figure-of-same-outlet");
    } else if is_later && is_greater && grows && days >= GROWN {
        finding.not_comparable_because = Some("later-and-greater-count");
    }
    Some(finding)
}

/// Two who say nothing but a number each, one right behind the other, count one thing: `the ombudswoman has 96, police 31`.
fn bare_counts<'s>(a: &'s Saying<'_>, b: &'s Saying<'_>) -> Option<(&'s Quantity, &'s Quantity)> {
    let bare = |saying: &'s Saying<'_>| match &saying.quantities[..] {
        [one] if is_bare_count(one) && one.low >= FIGURE => {
            saying.content.stems.iter().all(|stem| stem.2.overlaps(&one.span)).then_some(one)
        }
        _ => None,
    };
    let (one, other) = (bare(a)?, bare(b)?);
    let is_next = a.is_beside(b) && a.at.abs_diff(b.at) == 1 && voices(a.speaker, b.speaker) != Voices::Same;
    (is_next && !one.fits(other)).then_some((one, other))
}

/// Whether both say that it is so at these places, or both that it is not: a *no* in another clause says nothing of a number or an hour.
fn are_of_one_side((a, here): (&Saying<'_>, Span), (b, there): (&Saying<'_>, Span)) -> bool {
    // `corrected the number to 31` says that it is 31.
    let is_new = |saying: &Saying<'_>, place: Span| {
        let before = saying.sheet.document.text.get(..place.start).unwrap_or_default();
        saying.gist.takes_back() && before.split_whitespace().next_back() == Some("to")
    };
    let is_denied =
        |saying: &Saying<'_>, place: Span| (saying.rejects() && !is_new(saying, place)) != saying.content.denies_at(&place);
    is_denied(a, here) == is_denied(b, there)
}

/// Whether the paragraph of one tells of another year than the other's does, or than that in which the other was published: `In 2019 they
/// cleared the old camp. 23 were hurt` is of the old camp.
fn are_of_two_years(a: &Saying<'_>, b: &Saying<'_>) -> bool {
    let published = |saying: &Saying<'_>| -> Option<u16> {
        saying.sheet.document.published.as_ref().and_then(|dated| dated.date.get(..4)?.parse().ok())
    };
    let (one, other) = (opening_year(a), opening_year(b));
    let year = |opening: Option<u16>, saying: &Saying<'_>| opening.or_else(|| published(saying));
    (one.is_some() || other.is_some()) && year(one, a).zip(year(other, b)).is_some_and(|(one, other)| one != other)
}

/// The year with which the last sentence that opens with one in the paragraph of a statement, before it, opens: `In 2019 …`, `In May 2019 …`.
fn opening_year(saying: &Saying<'_>) -> Option<u16> {
    let text = saying.sheet.document.text.as_str();
    let start = saying.sheet.offsets.bytes(saying.attribution.roles.extent()?).start;
    let before = text.get(..start)?;
    let paragraph = before.rsplit('\n').next().unwrap_or(before);
    let year = |words: &[&str]| -> Option<u16> {
        let [opening, rest @ ..] = words else { return None };
        let of = |word: &&&str| word.trim_end_matches([',', '.']).parse::<u16>().ok().filter(|year| is_year(f64::from(*year)));
        (*opening == "In").then(|| rest.iter().take(2).find_map(|word| of(&word)))?
    };
    let sentences = paragraph.split_inclusive(['.', '!', '?']).rev();
    sentences.take(SENTENCES).find_map(|sentence| year(&sentence.split_whitespace().take(3).collect::<Vec<_>>()))
}

/// Whether two statements differ in a count of one thing.
pub(crate) fn numbers_part(a: &Saying<'_>, b: &Saying<'_>) -> bool {
    parting_numbers(a, b).is_some()
}

/// The first two numbers of one thing that part.
fn parting_numbers<'s>(a: &'s Saying<'_>, b: &'s Saying<'_>) -> Option<(&'s Quantity, &'s Quantity)> {
    a.gist.may_count_alike(&b.gist).then(|| parting(&a.quantities, &b.quantities)).flatten()
}

/// Whether both name places or people, or both days, and none in common, or one speaks of the counterpart of what the other
/// speaks of: then they are on different ones.
pub(crate) fn names_part(one: &Content, other: &Content) -> bool {
    let says = |content: &Content, name: &u64| content.stems.binary_search_by_key(name, |stem| stem.0).is_ok();
    let part = |ones: &[u64], others: &[u64]| {
        !ones.is_empty()
            && !others.is_empty()
            && !ones.iter().any(|name| says(other, name))
            && !others.iter().any(|name| says(one, name))
    };
    // `the north bridge` and `the south bridge`; who speaks of both is on either.
    let of_set = |content: &Content, set: u16| -> Vec<u64> {
        content.opposed.iter().filter(|(other, _)| *other == set).map(|(_, stem)| *stem).collect()
    };
    let is_counterpart = one.opposed.iter().any(|(set, _)| {
        let others = of_set(other, *set);
        !others.is_empty() && !of_set(one, *set).iter().any(|stem| others.contains(stem))
    });
    let is_kin = one.name_heads.iter().any(|head| other.name_heads.contains(head));
    part(&one.names, &other.names) && !is_kin || part(&one.days, &other.days) || is_counterpart
}

/// One says that it is so, the other that it is not; or one speaker says first this, then that.
pub(crate) fn negation(claims: &Claims<'_>, a: &Saying<'_>, b: &Saying<'_>, trace: &mut Trace) -> Option<Finding> {
    trace.asks("negation");
    // Of a text whose sentence says what somebody had said otherwise before the headline repeats the sentence.
    let is_above = |one: &Saying<'_>, other: &Saying<'_>| one.in_headline && other.statement.inside.is_some();
    let is_here = a.is_beside(b);
    if !trace.is("no headline and what stands inside a sentence below it", !(is_here && (is_above(a, b) || is_above(b, a)))) {
        return None;
    }
    let n_stems = a.content.stems.len().min(b.content.stems.len());
    let calls_off = |saying: &Saying<'_>| saying.content.called_off.is_some() && !saying.rejects();
    if !trace.is("one says that it is so, one that it is not", a.parity() != b.parity() || calls_off(a) != calls_off(b)) {
        return None;
    }
    let texts = (a.sheet.document.text.as_str(), b.sheet.document.text.as_str());
    let (jaccard, within) = a.content.likeness(&b.content);
    // `Nobody warned us of it` says little, but all of it is what the other says; and who says of himself first this and then that
    // needs no more than the deed.
    let is_brief = within >= ALL
        && !(a.content.is_open || b.content.is_open)
        && (n_stems + 1 == ENOUGH
            || n_stems > 0
                && a.content.stems.len().max(b.content.stems.len()) <= ENOUGH
                && voices(a.speaker, b.speaker) == Voices::Same);
    if !trace.found("words that carry content, or all of them in common", || n_stems.to_string(), n_stems >= ENOUGH || is_brief) {
        return None;
    }
    // Words are dear to read, and are read for who asks why.
    if jaccard < LIKE && !trace.is_on() {
        return None;
    }
    let is_one_thing = !days_part(a, b) && !names_part(&a.content, &b.content) && !numbers_part(a, b);
    if !trace.is("no name, day or number that parts", is_one_thing)
        || !trace.at_least("weight of the words in common", f64::from(jaccard), f64::from(LIKE))
        || !(trace.is("documents on one affair", claims.one_affair(a, b))
            || trace.is("one speaker on one matter", claims.one_matter(a, b)))
    {
        return None;
    }
    let said_no = || differences::negation((&a.content, texts.0), (&b.content, texts.1));
    let rejects = a.rejects() || b.rejects();
    if let Some(difference) = (!rejects).then(said_no).flatten() {
        // What is said not to be so may be the place alone: `at Velm, not at Oster`.
        let is_place = |saying: &Saying<'_>, spans: &[Span]| {
            spans.iter().any(|span| saying.places.iter().any(|(_, place)| place.overlaps(span)))
        };
        if is_place(a, &difference.a) && is_place(b, &difference.b) && voices(a.speaker, b.speaker) != Voices::Same {
            return Some(Finding::of(LinkKind::Place, "place-said-not-to-be", (difference.a, difference.b)));
        }
        let finding = so_and_not_so(a, b, (difference.a, difference.b), trace)?;
        // A change of one speaker is told as such; of two it is told what shows it.
        let code = if finding.kind == LinkKind::Negation { difference.code } else { finding.code };
        return Some(Finding { code, ..finding });
    }
    let contents = || ((&a.content, texts.0), (&b.content, texts.1));
    let of_another = || {
        let (one, other) = contents();
        !rejects && (differences::negates_another_thing(one, other) || differences::negates_in_part(one.0, other.0))
    };
    if !trace.is("one of them says no", a.parity() != b.parity())
        || !trace.at_least("weight of the words in common", f64::from(jaccard), f64::from(PROPOSITION))
        || !trace.is("what is negated is said by the other", !of_another())
    {
        return None;
    }
    so_and_not_so(a, b, shared_spans(&a.content, &b.content), trace)
}

/// Where one says that a thing rose, and the other that it fell, by their words.
pub(crate) fn turn(a: &Saying<'_>, b: &Saying<'_>) -> Option<Difference> {
    differences::turned(&a.content, &b.content)
}

/// Whether both tell times of day, and no time fits both.
pub(crate) fn clocks_part(a: &Saying<'_>, b: &Saying<'_>) -> bool {
    !a.clocks.is_empty() && !b.clocks.is_empty() && !a.clocks.iter().any(|one| b.clocks.iter().any(|other| one.fits(other)))
}

/// By the one a thing rose that by the other fell.
pub(crate) fn turned(claims: &Claims<'_>, a: &Saying<'_>, b: &Saying<'_>, trace: &mut Trace) -> Option<Finding> {
    trace.asks("rise and fall");
    let difference = turn(a, b);
    trace.is("one says of the same thing that it rose, the other that it fell", difference.is_some());
    let difference = difference?;
    let is_it = trace.is("neither speaker rejects", !a.rejects() && !b.rejects())
        && trace.is("no name or day that parts", !days_part(a, b) && !names_part(&a.content, &b.content))
        && trace.is("not one speaker", voices(a.speaker, b.speaker) != Voices::Same)
        && trace.is("documents on one affair", claims.one_affair(a, b));
    is_it.then(|| Finding::of(difference.kind, difference.code, (difference.a, difference.b)))
}

/// What the speaker has said before is taken back.
pub(crate) fn withdrawn(a: &Saying<'_>, b: &Saying<'_>, trace: &mut Trace) -> Option<Finding> {
    trace.asks("taken back");
    let both = (a.gist.takes_back(), b.gist.takes_back());
    trace.is("one takes something back", both.0 != both.1);
    let (said, taken_back) = match both {
        (false, true) => (a, b),
        (true, false) => (b, a),
        _ => return None,
    };
    let is_before = match (said.when, taken_back.when) {
        (Some(x), Some(y)) => x.is_before(y) || !y.is_before(x) && said.is_beside(taken_back),
        _ => said.is_beside(taken_back) && said.at < taken_back.at,
    };
    // What is taken back is the speaker's own, so a shorter form of the name is enough.
    let may_be = said
        .speaker
        .zip(taken_back.speaker)
        .is_some_and(|(one, other)| is_known(one) && is_known(other) && may_be_one(one, other));
    let one_voice =
        may_be || voices(said.speaker, taken_back.speaker) == Voices::Same || same_description(said.speaker, taken_back.speaker);
    if !trace.is("the other was said before", is_before) || !trace.is("one speaker", one_voice) {
        return None;
    }
    if trace.is("in few words, right behind it", taken_back.answers_bare(said)) {
        return Some(Finding::of(LinkKind::ChangedPosition, "taken-back", (content_of(a), content_of(b))));
    }
    // `Holm blamed the harbour board. “I was wrong,” he said`
    let is_own_charge = said.accuses() && taken_back.stands_behind(said);
    if trace.is("behind one's own accusation", is_own_charge) {
        return Some(Finding::of(LinkKind::ChangedPosition, "taken-back", (content_of(a), content_of(b))));
    }
    // `its first figure of 110 counted some twice`
    let figure = |saying: &Saying<'_>| -> Vec<(u64, u64)> {
        let exact = saying.quantities.iter().filter(|figure| figure.low >= FIGURE);
        exact.map(|figure| (figure.low.to_bits(), figure.high.to_bits())).collect()
    };
    let figures = figure(said);
    let is_one_figure = figure(taken_back).iter().any(|one| figures.contains(one)) && said.when.zip(taken_back.when).is_some();
    let (_, within) = a.content.likeness(&b.content);
    let (one, other) = shared_spans(&a.content, &b.content);
    if trace.is("one figure in both, said on two days", is_one_figure && !one.is_empty() && !said.is_beside(taken_back)) {
        return Some(Finding::of(LinkKind::ChangedPosition, "taken-back", (one, other)));
    }
    // Who claimed a deed and takes a claim back takes that one back, unless another is named.
    let was_claimed = said.attribution.act == "claim_responsibility" || said.accuses();
    let is_it = one.len() >= 2 && within >= CHARGE || was_claimed && !one.is_empty() && within >= CHARGE / 2.0;
    if !trace.is("what is taken back is what was said", is_it) {
        return None;
    }
    let mut finding = Finding::of(LinkKind::ChangedPosition, "taken-back", (one, other));
    // `corrected the number to 31` brings a count up to date.
    if trace.is("a new count of the same", numbers_part(a, b) && !said.is_beside(taken_back)) {
        finding.not_comparable_because = Some("later-figure-of-same-speaker");
    }
    Some(finding)
}

/// One speaker's change where the days tell which came later, else a difference between two.
fn so_and_not_so(a: &Saying<'_>, b: &Saying<'_>, spans: (Vec<Span>, Vec<Span>), trace: &mut Trace) -> Option<Finding> {
    if voices(a.speaker, b.speaker) == Voices::Same {
        let one_before = a.when.zip(b.when).is_some_and(|(x, y)| x.is_before(y) || y.is_before(x));
        if !trace.is("of one speaker: said on two days", one_before) {
            return None;
        }
        let mut finding = Finding::of(LinkKind::ChangedPosition, "said-and-unsaid", spans);
        // Two may bear one name: an oboist and a harbour master. Who has changed office is told so, too, and left to the reader.
        let (one, other) = (a.roles(), b.roles());
        let are_two = !one.is_empty() && !other.is_empty() && one.is_disjoint(&other);
        if trace.is("each document gives the speaker another role", are_two) {
            finding.not_comparable_because = Some("another-role");
        }
        return Some(finding);
    }
    Some(Finding::of(LinkKind::Negation, "so-and-not-so", spans))
}

/// What by the one never happened happened by the other.
pub(crate) fn event(claims: &Claims<'_>, a: &Saying<'_>, b: &Saying<'_>, trace: &mut Trace) -> Option<Finding> {
    trace.asks("event");
    if !trace.is("neither speaker rejects", !(a.rejects() || b.rejects())) {
        return None;
    }
    let meet = |no: &Saying<'_>, yes: &Saying<'_>| {
        let pairs = no.denied.iter().flat_map(|event| yes.happened.iter().map(move |other| (event, other)));
        pairs.into_iter().find(|(event, other)| event.is_like(other)).map(|(event, other)| (event.span, other.span))
    };
    let both = meet(a, b).or_else(|| meet(b, a).map(|(no, yes)| (yes, no)));
    trace.is("an event that by one never happened and by the other did", both.is_some());
    let (one, other) = both?;
    if !trace.is("no name or day that parts", !(days_part(a, b) || names_part(&a.content, &b.content)))
        || !trace.is("documents on one affair", claims.one_affair(a, b))
    {
        return None;
    }
    so_and_not_so(a, b, (vec![one], vec![other]), trace)
}

/// Two days of one event, where all that is said beside the days is the same.
pub(crate) fn day(claims: &Claims<'_>, a: &Saying<'_>, b: &Saying<'_>, trace: &mut Trace) -> Option<Finding> {
    trace.asks("day");
    trace.is("one day of an event is told in each", a.days.len() == 1 && b.days.len() == 1);
    let ([(one, here)], [(other, there)]) = (&a.days[..], &b.days[..]) else { return None };
    if !trace.found("two days", || format!("{one}, {other}"), one != other)
        || !trace.is("both say that it is so, or that it is not", a.parity() == b.parity())
        || !trace.is("not one speaker", voices(a.speaker, b.speaker) != Voices::Same)
        || !trace.is("no number that parts", !numbers_part(a, b))
    {
        return None;
    }
    let is_one_event = trace.is("the same is said beside the days", is_alike_beside((a, *here), (b, *there), ENOUGH + 1))
        && trace.is("documents on one affair", claims.one_affair(a, b));
    is_one_event.then(|| Finding::new(LinkKind::Time, "days-differ", *here, *there))
}

/// Two times of day of one event.
pub(crate) fn time(claims: &Claims<'_>, a: &Saying<'_>, b: &Saying<'_>, trace: &mut Trace) -> Option<Finding> {
    trace.asks("time of day");
    trace.is("one time of day is told in each", a.clocks.len() == 1 && b.clocks.len() == 1);
    let ([one], [other]) = (&a.clocks[..], &b.clocks[..]) else { return None };
    if !trace.is("no time fits both", !one.fits(other))
        || !trace.is("both say that it is so, or that it is not", are_of_one_side((a, one.span), (b, other.span)))
        || !trace.is("no name or day that parts", !(days_part(a, b) || names_part(&a.content, &b.content)))
    {
        return None;
    }
    // Words beside the time, so that the time itself makes nothing alike.
    let beside = |saying: &Saying<'_>, clock: &Span| -> Vec<String> {
        let all = saying.content.stems.iter().filter(|stem| !stem.2.overlaps(clock));
        all.map(|stem| bare_word(stem.2.of(&saying.sheet.document.text)))
            .filter(|word| word.chars().any(char::is_alphabetic))
            .collect()
    };
    let (ones, others) = (beside(a, &one.span), beside(b, &other.span));
    let in_both =
        |these: &[String], those: &[String]| these.iter().filter(|word| those.iter().any(|other| kin_words(word, other))).count();
    let n_shared = in_both(&ones, &others).min(in_both(&others, &ones));
    let is_one_event = n_shared >= 2 && n_shared * 2 >= ones.len().min(others.len());
    let is_it = trace.found("words beside the times in common", || n_shared.to_string(), is_one_event)
        && trace.is("documents on one affair", claims.one_affair(a, b));
    is_it.then(|| Finding::new(LinkKind::Time, "times-differ", one.span, other.span))
}

/// Whether both name years, and none in common.
fn years_part(a: &Saying<'_>, b: &Saying<'_>) -> bool {
    dates_part(a, b, |is_year| is_year)
}

/// Whether both name months, days of the week, seasons or years, and none in common.
pub(crate) fn days_part(a: &Saying<'_>, b: &Saying<'_>) -> bool {
    dates_part(a, b, |_| true)
}

/// Whether both name some that are asked for, and none in common.
fn dates_part(a: &Saying<'_>, b: &Saying<'_>, is_asked: impl Fn(bool) -> bool) -> bool {
    let asked = |saying: &'_ Saying<'_>| -> Vec<u64> {
        saying.content.dates.iter().filter(|(_, is_year)| is_asked(*is_year)).map(|(date, _)| *date).collect()
    };
    if a.content.dates.is_empty() || b.content.dates.is_empty() {
        return false;
    }
    let (one, other) = (asked(a), asked(b));
    !one.is_empty() && !other.is_empty() && !one.iter().any(|date| other.contains(date))
}

/// Whether both give the same figures, one at least, of the same things and with the same fates.
pub(crate) fn same_figure(a: &Saying<'_>, b: &Saying<'_>) -> bool {
    let fated = |saying: &Saying<'_>| saying.quantities.iter().filter(|quantity| quantity.fate.is_some()).count();
    let said_by = |one: &Saying<'_>, other: &Saying<'_>| {
        one.quantities.iter().filter(|figure| figure.fate.is_some()).all(|figure| {
            other.quantities.iter().any(|again| figure.counts_like(again) && (figure.low, figure.high) == (again.low, again.high))
        })
    };
    fated(a) > 0 && fated(a) == fated(b) && said_by(a, b) && said_by(b, a)
}

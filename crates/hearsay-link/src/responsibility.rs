//! Responsibility: two who are said, by two, to have done one thing.
//!
//! In: two assertions that met, each of which accuses somebody or claims the deed for its speaker. Out: a [`Finding`]
//! of kind `responsibility`. Invariants: nobody is set against a body of theirs or against one who may be them; a
//! description without a name (`gunmen`) may be anybody, so it is not comparable; it mirrors.
//!
//! Example: `Holm accused Vask of opening the gate` beside `the Oster League claimed to have opened the gate`.

use crate::claims::Claims;
use crate::content::kin_words;
use crate::disputes::{Finding, days_part, numbers_part};
use crate::sayings::Saying;
use crate::sheet::bare_word;
use crate::speakers::{Speaker, Voices, is_body_of, is_known, may_be_one, voices};
use crate::why::Trace;
use hearsay_record::{Entity, LinkKind};
use hearsay_text::Span;

/// Share of the lighter charge that the other has too.
const CHARGE: f32 = 0.5;
/// Content words of a charge that both have.
const ENOUGH: usize = 2;

/// Two who did one thing.
pub(crate) fn differ(claims: &Claims<'_>, a: &Saying<'_>, b: &Saying<'_>, trace: &mut Trace) -> Option<Finding> {
    trace.asks("responsibility");
    let both = if a.gist.both_blame(&b.gist) { blamed(a).zip(blamed(b)) } else { None };
    trace.is("both accuse, or claim a deed", both.is_some());
    let (one, other) = both?;
    let told = || format!("{}, {}", one.name, other.name);
    if !trace.found("two are accused", told, one.id != other.id)
        || !trace.is("not by one speaker", voices(a.speaker, b.speaker) != Voices::Same)
    {
        return None;
    }
    let deed = one_deed(a, b);
    trace.is("one deed by its words", deed.is_some());
    let (ones, others) = deed?;
    let are_apart = !(may_be_one(one, other) || is_body_of(one, other) || is_body_of(other, one));
    if !trace.is("neither may be the other, or a body of the other", are_apart)
        || !trace.is("no day or number that parts", !(days_part(a, b) || numbers_part(a, b)))
        || !trace.is("documents on one affair", claims.one_affair(a, b))
    {
        return None;
    }
    let mut finding = Finding::of(LinkKind::Responsibility, "two-for-one-deed", (ones, others));
    if !(is_identified(one) && is_identified(other)) {
        finding.not_comparable_because = Some("may-be-one-of-them");
    }
    Some(finding)
}

/// Who did it by this statement: the accused, or the speaker who claims it.
fn blamed<'a>(saying: &Saying<'a>) -> Option<&'a Speaker<'a>> {
    if saying.attribution.act == "claim_responsibility" && !saying.rejects() {
        return saying.speaker;
    }
    saying.accused.filter(|_| saying.accuses())
}

/// Whether a name stands in what it is called: `gunmen` may be anybody, `hackers based in Osmarra` are some.
pub(crate) fn is_identified(entity: &Entity) -> bool {
    let has_name = |called: &str| called.split_whitespace().skip(1).any(|word| word.starts_with(char::is_uppercase));
    is_known(entity) || has_name(&entity.name)
}

/// A word of a charge, its weight and its place.
type Charged = (String, f32, Span);

/// The words of one deed in both charges, each word or one of its family.
fn one_deed(a: &Saying<'_>, b: &Saying<'_>) -> Option<(Vec<Span>, Vec<Span>)> {
    let laid = |saying: &Saying<'_>| -> Vec<Charged> {
        let text = saying.sheet.document.text.as_str();
        saying.charge().map(|stem| (bare_word(stem.2.of(text)), stem.1, stem.2)).collect()
    };
    let (ones, others) = (laid(a), laid(b));
    let pairs: Vec<(&Charged, &Charged)> =
        ones.iter().filter_map(|one| Some((one, others.iter().find(|other| kin_words(&one.0, &other.0))?))).collect();
    let whole = |words: &[Charged]| words.iter().map(|word| word.1).sum::<f32>();
    let shared: f32 = pairs.iter().map(|(one, other)| one.1.min(other.1)).sum();
    let is_one = pairs.len() >= ENOUGH && shared >= CHARGE * whole(&ones).min(whole(&others));
    is_one.then(|| pairs.iter().map(|(one, other)| (one.2, other.2)).unzip())
}

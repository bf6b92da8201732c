//! Origins: to how many independent tellings the documents of a claim come down.
//!
//! In: the statements of one claim, with copies, credits and speakers. Out: an [`OriginCount`] with
//! every pair that counts as one and why. Invariant: nothing is collapsed without a pair of places
//! and a reason; a document of which nothing tells where it has the claim from is counted as
//! unknown, not as an origin.
//!
//! Example: a claim in three documents, one a copy of another, has two origins.

use crate::claims::Claims;
use crate::components::Components;
use crate::credits::{self, Credit};
use crate::sayings::{Placed, Saying, has_name};
use hearsay_record::{Collapse, EntityKind, Id, OriginCount};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Within a claim of more statements copies are looked for among neighbours only.
const CROWDED: usize = 400;

/// Counts the origins of the claim with these members; `quoted` are pairs joined by a quotation.
pub(crate) fn count(claims: &Claims<'_>, sayings: &[Placed<'_>], members: &[usize], quoted: &[(usize, usize)]) -> OriginCount {
    let documents: BTreeSet<&Id> = members.iter().map(|&at| &sayings[at].sheet.document.id).collect();
    let at: HashMap<usize, usize> = members.iter().enumerate().map(|(place, &member)| (member, place)).collect();
    let mut one = Components::new(members.len(), &[]);
    let mut collapsed = Vec::new();
    let mut collapse = |one: &mut Components, a: usize, b: usize, because: &str| {
        if !one.together(a, b) {
            one.join(a, b);
            let (a, b) = (&sayings[members[a]], &sayings[members[b]]);
            collapsed.push(Collapse { a: a.place(&[]), b: b.place(&[]), because: because.into() });
        }
    };
    let mut of_document: BTreeMap<&Id, usize> = BTreeMap::new();
    for (place, &member) in members.iter().enumerate() {
        let first = *of_document.entry(&sayings[member].sheet.document.id).or_insert(place);
        collapse(&mut one, first, place, "same-document");
    }
    let reach = if members.len() > CROWDED { 16 } else { members.len() };
    for a in 0..members.len() {
        for b in a + 1..members.len().min(a + 1 + reach) {
            let (x, y) = (&sayings[members[a]], &sayings[members[b]]);
            if one.together(a, b) {
                continue;
            }
            if claims.copy(x, y).is_some() {
                collapse(&mut one, a, b, "copy");
            } else if is_credited(x, claims.credits_of(y), y) || is_credited(y, claims.credits_of(x), x) {
                collapse(&mut one, a, b, "credit");
            }
        }
    }
    for (a, b) in quoted {
        if let (Some(&a), Some(&b)) = (at.get(a), at.get(b))
            && !are_two_occasions(&sayings[members[a]], &sayings[members[b]])
        {
            collapse(&mut one, a, b, "same-quotation");
        }
    }
    // Of one speaker the tellings of one occasion are one; each is set beside the first of every occasion so far.
    let mut of_speaker: BTreeMap<&Id, Vec<usize>> = BTreeMap::new();
    for (place, &member) in members.iter().enumerate() {
        let saying = &sayings[member];
        let Some(speaker) = saying.speaker.filter(|speaker| has_name(saying) && speaker.kind != EntityKind::Document) else {
            continue;
        };
        let occasions = of_speaker.entry(&speaker.id).or_default();
        match occasions.iter().find(|&&first| !are_two_occasions(&sayings[members[first]], saying)) {
            Some(&first) => collapse(&mut one, first, place, "same-speaker"),
            None => occasions.push(place),
        }
    }
    let parts = one.members();
    let is_unknown = |part: &Vec<usize>| {
        parts.len() > 1
            && part.iter().all(|&place| {
                let saying = &sayings[members[place]];
                saying.sheet.moment.is_none() && saying.sheet.outlet.is_none() && claims.credits_of(saying).is_empty()
            })
    };
    let unknown: Vec<&Vec<usize>> = parts.iter().filter(|part| is_unknown(part)).collect();
    let unknown_documents: BTreeSet<&Id> =
        unknown.iter().flat_map(|part| part.iter().map(|&place| &sayings[members[place]].sheet.document.id)).collect();
    collapsed.sort();
    OriginCount { documents: documents.len(), origins: parts.len() - unknown.len(), unknown: unknown_documents.len(), collapsed }
}

/// Whether the two are said to have been uttered on two days, or the one to be said again, or each was read in a
/// document that anybody may read.
fn are_two_occasions(a: &Saying<'_>, b: &Saying<'_>) -> bool {
    let is_read = |saying: &Saying<'_>| saying.speaker.is_some_and(|speaker| speaker.kind == EntityKind::Document);
    if is_read(a) && is_read(b) {
        return true;
    }
    let (Some(x), Some(y)) = (a.when, b.when) else { return false };
    let later = match () {
        () if x.is_before(y) => b,
        () if y.is_before(x) => a,
        () => return false,
    };
    // A later document may tell of the first day; only its own day, told in the text, makes a second.
    later.attribution.said_on.is_some() || later.attribution.act == "repeat"
}

/// Whether the document of `taker` credits the outlet of `giver`, in the attribution itself or in a line.
fn is_credited(giver: &Saying<'_>, own: &[Credit], taker: &Saying<'_>) -> bool {
    let Some(outlet) = giver.sheet.outlet.as_deref().filter(|_| !own.is_empty()) else { return false };
    let initials = giver.sheet.document.origin.outlet.as_deref().map(credits::initials).unwrap_or_default();
    own.iter().any(|credit| {
        credits::names(credit, outlet, &initials)
            && (credit.is_line
                || credit.place.attribution.as_ref().is_some_and(|attribution| {
                    *attribution == taker.attribution.id || taker.attribution.inside.as_ref() == Some(attribution)
                }))
    })
}

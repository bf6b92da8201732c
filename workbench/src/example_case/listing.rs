//! The example case, between documents, in words: what of the gold is missed, and what is given beside it.
//!
//! In: the [`Scene`]. Out: lines for a person who mends the linker. Invariant: it counts nothing; the figures
//! are those of `between`. Example: a line `miss claim toll-three: kna-gates-1, mercury-1 | nine-gates-1`
//! tells that the three are found, in two claims.

use super::between::{joins, place_of};
use super::gold::GoldPlace;
use super::{Scene, accusations};
use hearsay_record::{Attribution, Id, IdKind, Link, LinkKind, Place};
use hearsay_text::Offsets;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Lines on claims, disputes, accusations and acts.
pub(super) fn listing(scene: &Scene<'_>) -> String {
    let mut out = String::new();
    claims(&mut out, scene);
    disputes(&mut out, scene);
    accusations::listing(&mut out, scene);
    out
}

fn claims(out: &mut String, scene: &Scene<'_>) {
    let claim_of = scene.claim_of();
    for claim in &scene.gold.claims {
        let mut parts: BTreeMap<Option<&Id>, Vec<&str>> = BTreeMap::new();
        for member in &claim.members {
            parts.entry(claim_of.get(member.as_str()).copied()).or_default().push(member);
        }
        if parts.len() > 1 || parts.contains_key(&None) {
            _ = writeln!(out, "miss claim {}", claim.members.join(" "));
            for (id, members) in &parts {
                for member in members {
                    let found = scene.found_as.get(member);
                    let text = found.map_or_else(String::new, |found| told_of(scene, found));
                    let state =
                        found.map_or("not read", |found| if found.commitment.is_assertion() { "" } else { "no assertion" });
                    _ = writeln!(out, "    {} {member} {state} {text}", id.map_or("-", |id| &id.as_str()[..6]));
                }
            }
        }
        let origins = scene.linked.groups.iter().filter(|group| parts.keys().flatten().any(|id| **id == group.id));
        for group in origins.filter(|group| group.members.len() > 1) {
            let count = group.origins.as_ref().map_or(0, |count| count.origins);
            if count != claim.origins {
                _ = writeln!(out, "    origins of {}: {count}, not {}", &group.id.as_str()[..6], claim.origins);
            }
        }
    }
}

fn disputes(out: &mut String, scene: &Scene<'_>) {
    let links: Vec<&Link> = scene.linked.links.iter().filter(|link| link.kind.is_dispute()).collect();
    for gold in &scene.gold.disputes {
        let answers = |link: &&&Link| gold.accepts(link.kind) && joins(scene, link, &gold.sides);
        if !gold.optional && !links.iter().any(|link| answers(&link) && link.not_comparable_because.is_none()) {
            _ = writeln!(out, "miss {} {:?}", gold.kind, gold.sides);
            for place in gold.sides.iter().flatten() {
                let GoldPlace::Named(id) = place else { continue };
                let Some(found) = scene.found_as.get(id.as_str()) else {
                    _ = writeln!(out, "    {id} is not read");
                    continue;
                };
                let accused = found.accusation.as_ref().map(|accusation| accusation.accused.is_some());
                _ = writeln!(
                    out,
                    "    {} {:?} {:?} accuses somebody known: {accused:?}, speaks for a body: {}, {} quantities: {}",
                    found.act,
                    found.commitment,
                    found.polarity,
                    found.speaks_for.is_some(),
                    found.quantities.len(),
                    told_of(scene, found)
                );
            }
            for link in links.iter().filter(|link| joins(scene, link, &gold.sides)) {
                _ = writeln!(out, "    {} {:?}", link.kind.as_str(), link.not_comparable_because);
            }
        }
    }
    for link in links.iter().filter(|link| link.not_comparable_because.is_none()) {
        let is_wanted = scene.gold.disputes.iter().any(|gold| gold.accepts(link.kind) && joins(scene, link, &gold.sides));
        if !is_wanted {
            _ = writeln!(out, "beside {} {}", link.kind.as_str(), link.because.first().map_or("", |reason| &reason.code));
            _ = writeln!(out, "    {}\n    {}", told(scene, &link.a), told(scene, &link.b));
        }
    }
    for link in scene.linked.links.iter().filter(|link| link.kind == LinkKind::Supports) {
        _ = writeln!(out, "supports\n    {}\n    {}", told(scene, &link.a), told(scene, &link.b));
    }
}

/// The same of an attribution.
pub(super) fn told_of(scene: &Scene<'_>, found: &Attribution) -> String {
    told(scene, &place_of(found))
}

/// Gold id or path, speaker and words of a place.
pub(super) fn told(scene: &Scene<'_>, place: &Place) -> String {
    let id = place.attribution.as_ref().map(|id| id.renamed(IdKind::Attribution));
    let Some(document) = scene.case.documents.iter().find(|document| document.id == place.document) else {
        return String::new();
    };
    let text = Offsets::new(&document.text);
    let words: Vec<&str> = place.spans.iter().map(|span| text.slice(*span)).collect();
    let gold = id.as_ref().and_then(|id| scene.stands_for.get(id)).copied();
    let found = id
        .as_ref()
        .and_then(|id| scene.case.readings.iter().flat_map(|reading| &reading.attributions).find(|found| found.id == *id));
    let speaker =
        found.and_then(|found| scene.speaker(found)).map_or("?", |person| person.names.first().map_or("?", |name| name));
    let at = gold.map_or_else(|| document.origin.path.clone().unwrap_or_default(), str::to_owned);
    format!("{at} [{speaker}] {}", words.join(" … ").replace('\n', " "))
}

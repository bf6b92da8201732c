//! An example case, between documents: people, copies, claims, disputes, decoys.
//!
//! In: the [`Scene`]. Out: rows. A pair that gold marks `optional` is no miss and no wrong find;
//! `also` lists further answers to accept. Disputes marked `hard` have a recall of their own.

use super::gold::{GoldDispute, GoldPlace, accepts};
use super::places::Placed;
use super::{Scene, is_at};
use crate::attribution_scores::Tally;
use crate::table::Row;
use hearsay_record::{Attribution, Direction, Document, GroupKind, Id, IdKind, Link, LinkKind, Place};
use hearsay_text::fold;
use std::collections::{BTreeMap, BTreeSet};

/// Named ones that are found, in one piece, and kept apart from whom they are not.
pub(super) fn people(rows: &mut Vec<Row>, scene: &Scene<'_>) {
    let holders = |name: &str| -> BTreeSet<&Id> {
        let wanted = fold(name).text;
        let goes_by = |names: &[String]| names.iter().any(|name| fold(name).text == wanted);
        scene.people.all().iter().filter(|person| goes_by(&person.names)).map(|person| &person.key).collect()
    };
    let named: Vec<_> =
        scene.gold.people.iter().filter(|person| matches!(person.kind.as_str(), "person" | "organisation" | "state")).collect();
    let found = named.iter().filter(|person| !holders(&person.name).is_empty()).count();
    let in_one_piece = named.iter().filter(|person| holders(&person.name).len() == 1).count();
    let mut apart = (0, 0);
    for person in &scene.gold.people {
        for other in &person.not_the_same_as {
            apart.1 += 1;
            apart.0 += usize::from(holders(&person.name).is_disjoint(&holders(other)));
        }
    }
    rows.push(scene.share("people found by full name", (found, named.len())));
    rows.push(scene.share("people in one piece", (in_one_piece, named.len())));
    rows.push(scene.share("people kept apart", apart));
}

/// Copies by pair of documents: found, kind, direction.
pub(super) fn copies(rows: &mut Vec<Row>, scene: &Scene<'_>) {
    let file = |id: &Id| {
        let document = scene.case.documents.iter().find(|document| document.id == *id)?;
        document.origin.path.as_deref().map(|path| path.split('#').next().unwrap_or(path))
    };
    let mut found: BTreeMap<(&str, &str), &Link> = BTreeMap::new();
    for link in scene.linked.links.iter().filter(|link| link.kind.is_copy()) {
        if let (Some(a), Some(b)) = (file(&link.a.document), file(&link.b.document)) {
            found.insert((a.min(b), a.max(b)), link);
        }
    }
    let (mut right, mut wanted, mut neutral) = (0, 0, 0);
    let (mut kinds, mut directions) = ((0, 0), (0, 0));
    for gold in &scene.gold.copies {
        let pair = (gold.a.as_str().min(&gold.b), gold.a.as_str().max(&gold.b));
        wanted += usize::from(!gold.optional);
        let Some(link) = found.get(&pair) else { continue };
        if gold.optional {
            neutral += 1;
            continue;
        }
        right += 1;
        kinds.1 += 1;
        directions.1 += 1;
        kinds.0 += usize::from(accepts(&gold.kind, &gold.also, link.kind.as_str()));
        let turned = file(&link.a.document) != Some(gold.a.as_str());
        let direction = match (link.direction, turned) {
            (Direction::AToB, false) | (Direction::BToA, true) => "a-to-b",
            (Direction::AToB, true) | (Direction::BToA, false) => "b-to-a",
            (Direction::None, _) => "none",
            (Direction::Unknown, _) => "unknown",
        };
        directions.0 += usize::from(accepts(&gold.direction, &gold.direction_also, direction));
    }
    rows.extend(scene.prf("copies", &Tally::even(right, found.len() - neutral, wanted)));
    rows.push(scene.share("copies kind right", kinds));
    rows.push(scene.share("copies direction right", directions));
}

/// Pairs of statements that are one claim, and how many origins a claim comes down to.
pub(super) fn claims(rows: &mut Vec<Row>, scene: &Scene<'_>) {
    let mut gold: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
    let mut neutral: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
    for claim in &scene.gold.claims {
        gold.extend(pairs(&claim.members.iter().map(String::as_str).collect::<Vec<_>>()));
        neutral.extend(pairs(&claim.members.iter().chain(&claim.may_also).map(String::as_str).collect::<Vec<_>>()));
    }
    let groups: Vec<(BTreeSet<&str>, usize)> = scene
        .linked
        .groups
        .iter()
        .filter(|group| group.kind == GroupKind::Claim)
        .map(|group| {
            let members =
                group.members.iter().filter_map(|id| scene.stands_for.get(&id.renamed(IdKind::Attribution)).copied()).collect();
            (members, group.origins.as_ref().map_or(0, |count| count.origins))
        })
        .collect();
    let mut found: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
    for (members, _) in &groups {
        found.extend(pairs(&members.iter().copied().collect::<Vec<_>>()));
    }
    let right = found.intersection(&gold).count();
    let counted = found.iter().filter(|pair| gold.contains(*pair) || !neutral.contains(*pair)).count();
    rows.extend(scene.prf("claim pairs", &Tally::even(right, counted, gold.len())));

    let mut origins = (0, 0);
    for claim in &scene.gold.claims {
        let shared = |members: &BTreeSet<&str>| claim.members.iter().filter(|id| members.contains(id.as_str())).count();
        if let Some((_, found)) =
            groups.iter().filter(|(members, _)| shared(members) > 1).max_by_key(|(members, _)| shared(members))
        {
            origins.1 += 1;
            origins.0 += usize::from(*found == claim.origins);
        }
    }
    rows.push(scene.share("claim origins right", origins));
}

fn pairs<'i>(ids: &[&'i str]) -> Vec<BTreeSet<&'i str>> {
    let mut out = Vec::new();
    for (at, one) in ids.iter().enumerate() {
        out.extend(ids[at + 1..].iter().filter(|other| *other != one).map(|other| [*one, *other].into()));
    }
    out
}

/// Whether a place of a link is a place of the gold: by the attribution, else by its words.
fn is_there(scene: &Scene<'_>, found: &Place, gold: &GoldPlace) -> bool {
    let document = || scene.case.documents.iter().find(|document| document.id == found.document);
    match gold {
        GoldPlace::Named(name) if name.contains('.') => document().is_some_and(|document| is_at(document, name, None)),
        GoldPlace::Named(id) => {
            let stands_for = found.attribution.as_ref().and_then(|id| scene.stands_for.get(&id.renamed(IdKind::Attribution)));
            stands_for == Some(&id.as_str())
        }
        GoldPlace::Passage { file, text, record } => {
            document().is_some_and(|document| touches(document, file, *record, text, found))
        }
    }
}

/// Whether an attribution stands at a place of the gold.
pub(super) fn is_at_place(scene: &Scene<'_>, found: &Attribution, place: &GoldPlace) -> bool {
    is_there(scene, &place_of(found), place)
}

/// The place of an attribution: its content.
pub(super) fn place_of(found: &Attribution) -> Place {
    let mut place = Place::new(found.document.clone(), found.roles.content.clone());
    place.attribution = Some(found.id.clone());
    place
}

fn touches(document: &Document, file: &str, record: Option<usize>, text: &str, found: &Place) -> bool {
    is_at(document, file, record)
        && Placed::new(&document.text).passage(text).is_some_and(|passage| found.spans.iter().any(|span| span.overlaps(&passage)))
}

pub(super) fn joins(scene: &Scene<'_>, link: &Link, sides: &[Vec<GoldPlace>]) -> bool {
    let [one, other] = sides else { return false };
    let on = |found: &Place, side: &[GoldPlace]| side.iter().any(|place| is_there(scene, found, place));
    (on(&link.a, one) && on(&link.b, other)) || (on(&link.a, other) && on(&link.b, one))
}

/// Disputes: a link is right if it joins a place of each side with a kind that is accepted.
pub(super) fn disputes(rows: &mut Vec<Row>, scene: &Scene<'_>) {
    let links: Vec<&Link> =
        scene.linked.links.iter().filter(|link| link.kind.is_dispute() && link.not_comparable_because.is_none()).collect();
    let answers = |link: &Link, gold: &GoldDispute| gold.accepts(link.kind) && joins(scene, link, &gold.sides);
    let wanted: Vec<&GoldDispute> = scene.gold.disputes.iter().filter(|gold| !gold.optional).collect();
    let is_found = |gold: &&&GoldDispute| links.iter().any(|link| answers(link, gold));
    let found = wanted.iter().filter(is_found).count();
    let right = links.iter().filter(|link| wanted.iter().any(|gold| answers(link, gold))).count();
    let neutral = links
        .iter()
        .filter(|link| {
            !wanted.iter().any(|gold| answers(link, gold)) && scene.gold.disputes.iter().any(|gold| answers(link, gold))
        })
        .count();
    let tally = Tally { right: right as f64, predicted: links.len() - neutral, found: found as f64, gold: wanted.len() };
    rows.extend(scene.prf("disputes", &tally));
    let plain: Vec<_> = wanted.iter().filter(|gold| !gold.hard).collect();
    rows.push(scene.share("disputes but hard ones R", (plain.iter().filter(|gold| is_found(gold)).count(), plain.len())));
}

/// Decoys: things that look like a link and are none.
pub(super) fn decoys(rows: &mut Vec<Row>, scene: &Scene<'_>) {
    let mut kept = (0, 0);
    for decoy in &scene.gold.decoys {
        kept.1 += 1;
        let between = |link: &Link| {
            let on = |found: &Place| decoy.places.iter().position(|place| is_there(scene, found, place));
            matches!((on(&link.a), on(&link.b)), (Some(a), Some(b)) if a != b)
        };
        let caught = match decoy.kind.as_str() {
            "copy" => {
                scene.linked.links.iter().any(|link| link.kind.is_copy() && link.kind != LinkKind::QuotesOnly && between(link))
            }
            "assertion" => decoy.places.iter().any(|place| is_asserted(scene, place)),
            "second-source" => adds_an_origin(scene, &decoy.places),
            "speaker" => {
                scene.linked.links.iter().any(|link| link.kind == LinkKind::Speaker && between(link))
                    || are_mixed_up(scene, &decoy.places, &decoy.why_none)
            }
            kind => scene
                .linked
                .links
                .iter()
                .any(|link| link.kind.as_str() == kind && link.not_comparable_because.is_none() && between(link)),
        };
        kept.0 += usize::from(!caught);
    }
    rows.push(scene.share("decoys kept apart", kept));
}

/// Whether an attribution that stands there counts as somebody's assertion.
fn is_asserted(scene: &Scene<'_>, place: &GoldPlace) -> bool {
    match place {
        GoldPlace::Named(id) => scene.found_as.get(id.as_str()).is_some_and(|found| found.commitment.is_assertion()),
        GoldPlace::Passage { .. } => scene
            .case
            .readings
            .iter()
            .flat_map(|reading| &reading.attributions)
            .any(|found| found.commitment.is_assertion() && is_at_place(scene, found, place)),
    }
}

/// Whether a claim that holds two of the places counts more than one origin for one document.
fn adds_an_origin(scene: &Scene<'_>, places: &[GoldPlace]) -> bool {
    let here = |id: &Id| {
        let attribution = id.renamed(IdKind::Attribution);
        let reading =
            scene.case.readings.iter().find(|reading| reading.attributions.iter().any(|found| found.id == attribution))?;
        let found = reading.attributions.iter().find(|found| found.id == attribution)?;
        places.iter().any(|place| is_at_place(scene, found, place)).then(|| found.document.clone())
    };
    scene.linked.groups.iter().filter(|group| group.kind == GroupKind::Claim).any(|group| {
        let held: Vec<Id> = group.members.iter().filter_map(here).collect();
        let all: BTreeSet<Id> = held.iter().cloned().collect();
        let counted = group.origins.as_ref().map_or(0, |count| count.origins + count.unknown);
        held.len() > 1 && all.len() == 1 && group.members.len() == held.len() && counted > 1
    })
}

/// Whether the speakers of these attributions are one where gold says that they are several, or
/// several where it says that they are one.
fn are_mixed_up(scene: &Scene<'_>, places: &[GoldPlace], why: &str) -> bool {
    let mut speakers: BTreeMap<&str, BTreeSet<&Id>> = BTreeMap::new();
    for place in places {
        let GoldPlace::Named(id) = place else { continue };
        let gold = scene.gold.attributions.iter().find(|gold| gold.id == *id).and_then(|gold| gold.speaker.as_deref());
        let found = scene.found_as.get(id.as_str()).and_then(|found| scene.speaker(found));
        if let (Some(gold), Some(found)) = (gold, found) {
            speakers.entry(gold).or_default().insert(&found.key);
        }
    }
    let all: BTreeSet<&Id> = speakers.values().flatten().copied().collect();
    let one_for_two = all.len() < speakers.values().map(BTreeSet::len).sum();
    let two_for_one = why.contains("one person") && speakers.values().any(|found| found.len() > 1);
    one_for_two || two_for_one
}

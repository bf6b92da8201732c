//! An example case, between documents: at which stage of the path each item of the gold is lost.
//!
//! In: the [`Scene`]. Out: of disputes, pairs of one claim, changed quotations and accusations how many were lost at which stage
//! (not read, no assertion, a speaker not right, never met, refused by which test), counted by kind; and, where it is asked for, each
//! item by itself. Invariants: it is the furthest stage that any pair of places came to; the tests are those of [`hearsay_link::why`];
//! a case that nobody is to look into is counted and never listed.
//!
//! Example: of two disputes in number it may tell `refused: number: the words beside them tell of one thing`.

use super::gold::GoldPlace;
use super::{Scene, between, speaker_is_right};
use crate::people::Person;
use hearsay_link::{Explained, Material, why};
use hearsay_record::{Attribution, EntityKind, IdKind, Link, LinkKind};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How far an item came, and the stage in words; the greater is the further.
type Stage = (u8, String);

/// One item of the gold: its kind, its stage, and which it is.
struct Lost {
    kind: String,
    stage: Stage,
    item: String,
}

const FOUND: u8 = 9;

/// The counts, and where `is_listed` each item that is lost.
pub(super) fn lost(scene: &Scene<'_>, is_listed: bool) -> String {
    let mut all = disputes(scene);
    all.extend(claims(scene));
    all.extend(mutations(scene));
    all.extend(accusations(scene));
    let mut counts: BTreeMap<(&str, u8, &str), usize> = BTreeMap::new();
    for lost in &all {
        *counts.entry((&lost.kind, lost.stage.0, &lost.stage.1)).or_default() += 1;
    }
    let mut out = String::new();
    for ((kind, _, stage), n) in counts {
        _ = writeln!(out, "{n}\t{kind}\t{stage}");
    }
    if is_listed {
        for lost in all.iter().filter(|lost| lost.stage.0 < FOUND) {
            _ = writeln!(out, "{}\t{}\t{}", lost.kind, lost.stage.1, lost.item);
        }
    }
    out
}

/// Of each two assertions of the gold that one speaker makes, in two documents: whether gold has them in one claim (`may` where it leaves that
/// open), and the figures by which it is judged whether they are one utterance. By these the weights of that judge are fitted.
pub(super) fn pairs(scene: &Scene<'_>) -> String {
    let speaker_of =
        |id: &str| scene.gold.attributions.iter().find(|gold| gold.id == id).and_then(|gold| gold.speaker.as_deref());
    let all: Vec<(&str, &Attribution)> =
        scene.found_as.iter().map(|(id, found)| (*id, *found)).filter(|(_, found)| found.commitment.is_assertion()).collect();
    let mut both: Vec<(usize, usize)> = Vec::new();
    for one in 0..all.len() {
        both.extend((one + 1..all.len()).map(|other| (one, other)));
    }
    let told = |(one, other): &(usize, usize)| {
        let ((id, a), (other_id, b)) = (all[*one], all[*other]);
        let speaker = speaker_of(id).filter(|name| speaker_of(other_id) == Some(name))?;
        if a.document == b.document || speaker.starts_with("anonymous") {
            return None;
        }
        let has = |held: &[String]| held.iter().any(|held| held == id) && held.iter().any(|held| held == other_id);
        let same = match () {
            () if scene.gold.claims.iter().any(|claim| has(&claim.members)) => "same",
            () if scene.gold.claims.iter().any(|claim| has(&[&claim.members[..], &claim.may_also[..]].concat())) => "may",
            () => "other",
        };
        let told = explained(scene, a, b)?;
        let figures: Vec<String> = told
            .tests
            .iter()
            .map(|test| format!("{}={}{}", test.name, test.value.as_deref().unwrap_or(""), if test.passed { "+" } else { "-" }))
            .collect();
        let linked = told.link.as_ref().map_or("-", |link| link.kind.as_str());
        Some(format!("{same}\t{linked}\t{}\t{id}\t{other_id}\t{}\n", told.met, figures.join("|")))
    };
    both.par_iter().filter_map(told).collect()
}

/// What links of the case say of two statements, and the tests that were made.
fn explained(scene: &Scene<'_>, one: &Attribution, other: &Attribution) -> Option<Explained> {
    let case = scene.case;
    let material = Material { documents: &case.documents, readings: &case.readings, corrections: &[] };
    let id = |found: &Attribution| [found.id.renamed(IdKind::Statement)];
    why(&material, &scene.linked.entities, &scene.linked.links, &id(one), &id(other)).pop()
}

/// The attributions that stand for a place of the gold.
fn at<'s>(scene: &Scene<'s>, place: &GoldPlace) -> Vec<&'s Attribution> {
    let all = scene.case.readings.iter().flat_map(|reading| &reading.attributions);
    all.filter(|found| between::is_at_place(scene, found, place)).collect()
}

/// The questions of the judge that answer to a kind of link.
fn questions(kind: &str) -> &'static [&'static str] {
    match kind {
        "number" => &["number"],
        "denial" => &["denial"],
        "responsibility" => &["responsibility"],
        "negation" => &["negation", "rise and fall", "event"],
        "place" => &["place"],
        "time" => &["day", "time of day"],
        "speaker" => &["one quotation, two speakers"],
        "changed-position" => &["taken back", "negation"],
        "headline" => &["headline"],
        "supports" => &["one thing said by two"],
        _ => &["one utterance"],
    }
}

/// How far a pair of statements came towards a link of one of these kinds.
fn stage(scene: &Scene<'_>, one: &Attribution, other: &Attribution, kinds: &[&str]) -> Stage {
    let not_asserted = [one, other].iter().filter(|found| !found.commitment.is_assertion()).count();
    if not_asserted > 0 {
        return (1, "no assertion".to_owned());
    }
    let is_right = |found: &Attribution| {
        let gold = scene.stands_for.get(&found.id).and_then(|id| scene.gold.attributions.iter().find(|gold| gold.id == *id));
        gold.is_none_or(|gold| speaker_is_right(scene, gold, found))
    };
    let speakers = if is_right(one) && is_right(other) { "" } else { " (a speaker not right)" };
    let Some(told) = explained(scene, one, other) else { return (0, "not read".to_owned()) };
    // What never met is told with what the judge would have said.
    let met = if told.met { "" } else { "never met, " };
    if let Some(link) = &told.link {
        let kind = link.kind.as_str();
        return match (&link.not_comparable_because, told.refused_because) {
            _ if !told.met && kinds.contains(&kind) => (4, "never met, else linked".to_owned()),
            (Some(because), _) if kinds.contains(&kind) => (6, format!("not comparable: {because}")),
            (_, Some(because)) => (6, format!("does not stand: {because}")),
            _ if kinds.contains(&kind) => (FOUND, "found".to_owned()),
            _ => (5, format!("{met}linked as {kind}")),
        };
    }
    let asked: Vec<&str> = kinds.iter().flat_map(|kind| questions(kind)).copied().collect();
    // Of each question the test at which it ended; the one that came furthest.
    let ends = asked.iter().filter_map(|question| {
        let of_it: Vec<_> =
            told.tests.iter().filter(|test| test.name.split_once(": ").is_some_and(|(asked, _)| asked == *question)).collect();
        let end = of_it.iter().rfind(|test| !test.passed)?;
        Some((of_it.iter().filter(|test| test.passed).count(), end.name.clone()))
    });
    let end = ends.max_by_key(|(n_passed, _)| *n_passed).map_or_else(|| "no question asked".to_owned(), |(_, name)| name);
    (if told.met { 3 } else { 2 }, format!("{met}refused: {end}{speakers}"))
}

/// The furthest of all pairs of places of two sides.
fn furthest(scene: &Scene<'_>, one: &[&Attribution], other: &[&Attribution], kinds: &[&str]) -> Stage {
    let pairs: Vec<(&Attribution, &Attribution)> =
        one.iter().flat_map(|a| other.iter().map(move |b| (*a, *b))).filter(|(a, b)| a.id != b.id).collect();
    let none = || match (one.is_empty(), other.is_empty()) {
        (false, false) => (0, "both places are one statement".to_owned()),
        _ => (0, "not read".to_owned()),
    };
    pairs.par_iter().map(|(a, b)| stage(scene, a, b, kinds)).max().unwrap_or_else(none)
}

fn disputes(scene: &Scene<'_>) -> Vec<Lost> {
    let links: Vec<&Link> =
        scene.linked.links.iter().filter(|link| link.kind.is_dispute() && link.not_comparable_because.is_none()).collect();
    let of = |gold: &&super::GoldDispute| {
        let kinds: Vec<&str> = std::iter::once(gold.kind.as_str()).chain(gold.also.iter().map(String::as_str)).collect();
        let is_found = links.iter().any(|link| kinds.contains(&link.kind.as_str()) && between::joins(scene, link, &gold.sides));
        let side = |at_side: usize| -> Vec<&Attribution> {
            gold.sides.get(at_side).into_iter().flatten().flat_map(|place| at(scene, place)).collect()
        };
        let stage = if is_found { (FOUND, "found".to_owned()) } else { furthest(scene, &side(0), &side(1), &kinds) };
        let hard = if gold.hard { " (hard)" } else { "" };
        Lost { kind: format!("dispute {}{hard}", gold.kind), stage, item: format!("{:?}", gold.sides) }
    };
    scene.gold.disputes.iter().filter(|gold| !gold.optional).map(|gold| of(&gold)).collect()
}

fn claims(scene: &Scene<'_>) -> Vec<Lost> {
    let claim_of = scene.claim_of();
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for claim in &scene.gold.claims {
        for (at, one) in claim.members.iter().enumerate() {
            pairs
                .extend(claim.members[at + 1..].iter().filter(|other| *other != one).map(|other| (one.as_str(), other.as_str())));
        }
    }
    let of = |(one, other): &(&str, &str)| {
        let are_one = claim_of.get(one).is_some_and(|id| claim_of.get(other) == Some(id));
        let found = |id: &str| scene.found_as.get(id).copied().into_iter().collect::<Vec<_>>();
        let stage =
            if are_one { (FOUND, "found".to_owned()) } else { furthest(scene, &found(one), &found(other), &["same", "speaker"]) };
        Lost { kind: "claim pair".to_owned(), stage, item: format!("{one} {other}") }
    };
    pairs.par_iter().map(of).collect()
}

fn mutations(scene: &Scene<'_>) -> Vec<Lost> {
    let of = |gold: &super::gold::GoldMutation| {
        let found = |id: &str| scene.found_as.get(id).copied();
        let stage = match (found(&gold.from), found(&gold.to)) {
            (Some(one), Some(other)) => {
                let members = [one.id.renamed(IdKind::Statement), other.id.renamed(IdKind::Statement)];
                let links: Vec<&Link> =
                    scene.linked.links.iter().filter(|link| members.iter().all(|id| link.members.contains(id))).collect();
                let told: Vec<&str> = links.iter().flat_map(|link| &link.changes).map(|change| change.kind.as_str()).collect();
                let kind = |kind: &String| if kind == "word" { "words".to_owned() } else { kind.clone() };
                let untold: Vec<String> =
                    gold.kinds.iter().map(kind).filter(|kind| kind != "reworded" && !told.contains(&kind.as_str())).collect();
                match (links.is_empty(), untold.is_empty()) {
                    (true, _) => furthest(scene, &[one], &[other], &["same", "speaker"]),
                    (false, true) => (FOUND, "found".to_owned()),
                    (false, false) => (8, format!("linked, untold: {}", untold.join(" "))),
                }
            }
            _ => (0, "not read".to_owned()),
        };
        Lost { kind: "changed quotation".to_owned(), stage, item: format!("{} {} {:?}", gold.from, gold.to, gold.kinds) }
    };
    scene.gold.mutations.iter().map(of).collect()
}

fn accusations(scene: &Scene<'_>) -> Vec<Lost> {
    let fits = |name: &str, person: Option<&Person>| match person {
        Some(person) if name.starts_with("anonymous") => matches!(person.kind, EntityKind::Anonymous | EntityKind::Group),
        Some(person) => crate::names_fit::name_fits(name, scene.kind_of(name), &person.names),
        None => name.starts_with("anonymous"),
    };
    let of = |gold: &super::gold::GoldAccusation| {
        let stage = |id: &String| -> Stage {
            let Some(found) = scene.found_as.get(id.as_str()) else { return (0, "not read".to_owned()) };
            if !found.commitment.is_assertion() {
                return (1, format!("no assertion: {}", found.act));
            }
            let Some(accusation) = &found.accusation else { return (2, format!("no accusation laid out: {}", found.act)) };
            let polarity = super::accusations::word(accusation.polarity);
            if polarity != gold.polarity {
                return (3, format!("read as {polarity}, not {}", gold.polarity));
            }
            let accused = accusation.accused.iter().chain(&accusation.also_accused);
            if !accused.map(|chain| scene.people.of(chain)).any(|person| fits(&gold.accused, person)) {
                return (4, "another is accused".to_owned());
            }
            if !fits(&gold.accuser, scene.speaker(found)) {
                return (5, "another accuses".to_owned());
            }
            (FOUND, "found".to_owned())
        };
        let none = || (0, "no evidence named".to_owned());
        let furthest = gold.evidence.iter().map(stage).max().unwrap_or_else(none);
        let item = format!("{} accuses {} {:?}", gold.accuser, gold.accused, gold.evidence);
        Lost { kind: format!("accusation {}", gold.polarity), stage: furthest, item }
    };
    let mut all: Vec<Lost> = scene.gold.accusations.iter().filter(|gold| !gold.optional).map(of).collect();
    all.extend(beside(scene));
    all
}

/// Accusations, and disputes, that are found in what gold has no accusation or dispute of.
fn beside(scene: &Scene<'_>) -> Vec<Lost> {
    let in_gold = |found: &Attribution| {
        let id = scene.stands_for.get(&found.id).copied();
        id.map(|id| scene.gold.accusations.iter().any(|gold| gold.evidence.iter().any(|evidence| evidence == id)))
    };
    let all = scene.case.readings.iter().flat_map(|reading| &reading.attributions);
    let accusing = all.filter(|found| found.accusation.is_some() && found.commitment.is_assertion());
    let mut beside: Vec<Lost> = accusing
        .filter_map(|found| {
            let what = match in_gold(found) {
                Some(true) => return None,
                Some(false) => "in a statement of the gold",
                None => "in no statement of the gold",
            };
            let item = super::listing::told_of(scene, found);
            Some(Lost { kind: "beside: accusation".to_owned(), stage: (7, what.to_owned()), item })
        })
        .collect();
    for link in scene.linked.links.iter().filter(|link| link.kind.is_dispute() && link.not_comparable_because.is_none()) {
        let is_wanted =
            scene.gold.disputes.iter().any(|gold| gold.accepts(link.kind) && between::joins(scene, link, &gold.sides));
        if !is_wanted && link.kind != LinkKind::Supports {
            let because = link.because.first().map_or("", |reason| reason.code.as_str());
            let item = format!("{} | {}", super::listing::told(scene, &link.a), super::listing::told(scene, &link.b));
            let kind = format!("beside: dispute {}", link.kind.as_str());
            beside.push(Lost { kind, stage: (7, because.to_owned()), item });
        }
    }
    beside
}

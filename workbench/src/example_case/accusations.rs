//! An example case: who accuses whom, beside the gold, as rows and in words.
//!
//! In: the [`Scene`]. Out: the three rows of `accusations`, or lines for a person who mends reader or measure. Accusations are compared by
//! accuser, accused and polarity, so what gold tells of one accuser and one accused in several rows is one. Invariant: an accusation of which
//! gold marks all rows `optional` is no miss and no wrong find.
//!
//! Example: five reports of one mayor's charge against one firm are one found accusation, and so are his two charges against it.

use super::Scene;
use super::gold::GoldAccusation;
use crate::attribution_scores::Tally;
use crate::matching::{best_first, n_pairs};
use crate::names_fit::name_fits;
use crate::table::Row;
use hearsay_record::{Attribution, EntityKind, Polarity};
use hearsay_text::{Offsets, fold};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What was found by one accuser of one accused.
struct Found<'s> {
    accuser: Option<(Vec<String>, EntityKind)>,
    accused: Vec<String>,
    polarity: &'static str,
    reports: Vec<&'s Attribution>,
    stands_for: BTreeSet<&'s str>,
}

/// What gold has of one accuser and one accused.
struct Wanted<'s> {
    first: &'s GoldAccusation,
    evidence: BTreeSet<&'s str>,
    optional: bool,
}

/// The rows.
pub(super) fn rows(rows: &mut Vec<Row>, scene: &Scene<'_>) {
    let (found, gold) = (found(scene), wanted(scene));
    let matching = matching(scene, &found, &gold);
    let optional = matching.iter().flatten().filter(|&&number| gold[number].optional).count();
    let right = n_pairs(&matching) - optional;
    let wanted = gold.iter().filter(|gold| !gold.optional).count();
    // What a spokeswoman said is hers as much as her body's, under which gold gathers it.
    let again = (0..found.len()).filter(|&at| matching[at].is_none()).filter(|&at| {
        gold.iter()
            .zip(0..)
            .any(|(gold, number)| matching.contains(&Some(number)) && fit(scene, gold, &found[at]) == Fit::BySpeaker)
    });
    let again = again.count();
    rows.extend(scene.prf("accusations", &Tally::even(right, found.len() - optional - again, wanted)));
}

pub(super) fn word(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Asserts => "asserts",
        Polarity::Denies => "denies",
        Polarity::SaysNot => "says-not",
        Polarity::Withdraws => "withdraws",
    }
}

fn found<'s>(scene: &Scene<'s>) -> Vec<Found<'s>> {
    let mut found: BTreeMap<(String, String, &str), Found<'s>> = BTreeMap::new();
    for (document, reading) in scene.case.documents.iter().zip(&scene.case.readings) {
        let text = Offsets::new(&document.text);
        for attribution in reading.attributions.iter().filter(|attribution| attribution.commitment.is_assertion()) {
            let Some(accusation) = &attribution.accusation else { continue };
            let accuser = scene.speaker(attribution);
            let printed = || accusation.accused_spans.iter().map(|span| text.slice(*span).to_owned()).collect::<Vec<_>>();
            let polarity = word(accusation.polarity);
            let by = accuser.map_or_else(|| attribution.id.to_string(), |person| person.key.to_string());
            for chain in std::iter::once(accusation.accused.as_ref()).chain(accusation.also_accused.iter().map(Some)) {
                let accused = chain.and_then(|chain| scene.people.of(chain));
                let names = accused.map_or_else(printed, |person| person.names.clone());
                let whom = accused.map_or_else(|| names.join(" "), |person| person.key.to_string());
                let entry = found.entry((by.clone(), whom, polarity)).or_insert_with(|| Found {
                    accuser: accuser.map(|person| (person.names.clone(), person.kind)),
                    accused: names,
                    polarity,
                    reports: Vec::new(),
                    stands_for: BTreeSet::new(),
                });
                entry.reports.push(attribution);
                entry.stands_for.extend(scene.stands_for.get(&attribution.id));
            }
        }
    }
    found.into_values().collect()
}

/// The gold, by accuser, accused and polarity.
fn wanted<'s>(scene: &Scene<'s>) -> Vec<Wanted<'s>> {
    let mut wanted: Vec<Wanted<'s>> = Vec::new();
    for gold in &scene.gold.accusations {
        let key = |gold: &'s GoldAccusation| (&gold.accuser, &gold.accused, &gold.polarity);
        let evidence = gold.evidence.iter().map(String::as_str);
        match wanted.iter_mut().find(|known| key(known.first) == key(gold)) {
            Some(known) => {
                known.evidence.extend(evidence);
                known.optional &= gold.optional;
            }
            None => wanted.push(Wanted { first: gold, evidence: evidence.collect(), optional: gold.optional }),
        }
    }
    wanted
}

/// How well a found one fits one of the gold, worst first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Not,
    /// By the names of both.
    ByName,
    /// The accuser is he whom gold names as the speaker of a place that both list.
    BySpeaker,
    /// By the names of both, and of a place that both list.
    ByPlace,
}

fn fit(scene: &Scene<'_>, gold: &Wanted<'_>, found: &Found<'_>) -> Fit {
    let person = |name: &str| scene.gold.people.iter().find(|known| known.name == name);
    let bare = |name: &str| fold(name.strip_prefix("the ").or(name.strip_prefix("The ")).unwrap_or(name)).text;
    let shared: Vec<&str> = gold.evidence.iter().copied().filter(|id| found.stands_for.contains(id)).collect();
    // What gold calls somebody beside his name is his in its own documents only, so the found one must report a place that gold lists.
    let is_called = |name: &str, names: &[String]| {
        let alias = |alias: &String| names.iter().any(|name| bare(name) == bare(alias));
        name_fits(name, scene.kind_of(name), names)
            || !shared.is_empty() && person(name).is_some_and(|known| known.aliases.iter().any(alias))
    };
    let wanted = gold.first;
    if wanted.polarity != found.polarity || !is_called(&wanted.accused, &found.accused) {
        return Fit::Not;
    }
    let by = match &found.accuser {
        Some((names, _)) if !wanted.accuser.starts_with("anonymous") => is_called(&wanted.accuser, names),
        Some((_, kind)) => matches!(kind, EntityKind::Anonymous | EntityKind::Group),
        None => wanted.accuser.starts_with("anonymous"),
    };
    let spoke = |id: &&str| {
        let told = scene.gold.attributions.iter().find(|told| told.id == *id).and_then(|told| told.speaker.as_deref());
        told.zip(found.accuser.as_ref()).is_some_and(|(told, (names, _))| is_called(told, names))
    };
    match (by, shared.is_empty()) {
        (true, false) => Fit::ByPlace,
        (true, true) => Fit::ByName,
        (false, _) if shared.iter().any(spoke) => Fit::BySpeaker,
        (false, _) => Fit::Not,
    }
}

/// For each found one the accusation of the gold that it stands for.
fn matching(scene: &Scene<'_>, found: &[Found<'_>], gold: &[Wanted<'_>]) -> Vec<Option<usize>> {
    let scores: Vec<Vec<u32>> =
        found.iter().map(|found| gold.iter().map(|gold| fit(scene, gold, found) as u32).collect()).collect();
    best_first(&scores, gold.len())
}

/// Lines on what is missed and what is given beside the gold, and on acts that are others than the gold's.
pub(super) fn listing(out: &mut String, scene: &Scene<'_>) {
    let (found, wanted) = (found(scene), wanted(scene));
    let matching = matching(scene, &found, &wanted);
    for (number, gold) in wanted.iter().enumerate() {
        let state = if matching.contains(&Some(number)) {
            "found"
        } else if gold.optional {
            "optional"
        } else {
            "miss"
        };
        _ = writeln!(out, "{state} accusation {} > {} ({})", gold.first.accuser, gold.first.accused, gold.first.polarity);
        for id in &gold.evidence {
            match scene.found_as.get(*id) {
                Some(attribution) => _ = writeln!(out, "    {id} {}", told(scene, attribution)),
                None => _ = writeln!(out, "    {id} is not read"),
            }
        }
    }
    for (found, _) in found.iter().zip(&matching).filter(|(_, gold)| gold.is_none()) {
        let accuser = found.accuser.as_ref().map_or("-", |(names, _)| names.first().map_or("-", |name| name));
        _ = writeln!(out, "beside accusation {accuser} > {} ({})", found.accused.join(" / "), found.polarity);
        for attribution in &found.reports {
            let gold = scene.stands_for.get(&attribution.id).copied().unwrap_or("-");
            _ = writeln!(out, "    {gold} {}", told(scene, attribution));
        }
    }
    for gold in &scene.gold.attributions {
        let Some(found) = scene.found_as.get(gold.id.as_str()).filter(|found| found.act != gold.act) else { continue };
        _ = writeln!(out, "act {} not {}: {} {}", found.act, gold.act, gold.id, told(scene, found));
    }
}

/// Act, speaker, accused and words of an attribution.
fn told(scene: &Scene<'_>, attribution: &Attribution) -> String {
    let Some(document) = scene.case.documents.iter().find(|document| document.id == attribution.document) else {
        return String::new();
    };
    let text = Offsets::new(&document.text);
    let words = |spans: &[hearsay_record::CharSpan]| {
        spans.iter().map(|span| text.slice(*span)).collect::<Vec<_>>().join(" … ").replace('\n', " ")
    };
    let names = |person: Option<&crate::people::Person>| person.map_or_else(|| "?".to_owned(), |person| person.names.join(" / "));
    let roles = &attribution.roles;
    let mut line = format!(
        "{} by {} [{}] {} | {} | {}",
        attribution.act,
        names(scene.speaker(attribution)),
        if attribution.commitment.is_assertion() { "" } else { "no assertion" },
        words(&roles.source),
        words(&roles.cue),
        words(&roles.content)
    );
    match &attribution.accusation {
        Some(accusation) => {
            let whom = accusation.accused.as_ref().and_then(|chain| scene.people.of(chain));
            _ = write!(
                line,
                "\n        {} {:?}: {} [{}] of {}",
                word(accusation.polarity),
                accusation.strength,
                words(&accusation.accused_spans),
                names(whom),
                words(&accusation.alleged)
            );
        }
        None => line.push_str("\n        accuses nobody"),
    }
    line
}

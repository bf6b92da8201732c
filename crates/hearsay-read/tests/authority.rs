//! On whose authority, and about whom as what: the cases of `spec/en/authority.md` and `spec/en/about.md`.
//!
//! In: a sentence, and for the attribution with a cue what must be told of it. What the reader gets wrong stands in
//! `known_authority.txt` and `known_about.txt`, a sentence each; the test fails for one that is not listed and for a listed one
//! that is right by now.
#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::print_stdout)]

use hearsay_read::{Packs, read};
use hearsay_record::{Attribution, Document, Reading, TimeOf};
use hearsay_text::Offsets;
use std::collections::BTreeSet;
use std::fmt::Write;

/// A sentence, and for each cue what is asked of its attribution.
struct Case {
    text: String,
    asked: Vec<(String, Vec<(String, String)>)>,
}

fn cases(spec: &str) -> Vec<Case> {
    let mut out: Vec<Case> = Vec::new();
    for line in spec.lines() {
        if let Some(text) = line.strip_prefix("> ") {
            out.push(Case { text: text.to_owned(), asked: Vec::new() });
        } else if let (Some(asked), Some(case)) = (line.strip_prefix("- "), out.last_mut())
            && let Some((cue, wanted)) = asked.split_once(" | ")
        {
            let pair = |wanted: &str| {
                let (key, value) = wanted.trim().split_once(' ').unwrap_or((wanted.trim(), ""));
                (key.to_owned(), value.to_owned())
            };
            case.asked.push((cue.to_owned(), wanted.split(';').map(pair).collect()));
        }
    }
    out
}

fn printed(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Whether the value of a key is the one asked for: nothing for `-`, else one that holds its words.
fn is(found: Option<&str>, wanted: &str) -> bool {
    if wanted == "-" { found.is_none() } else { found.is_some_and(|found| found.contains(wanted)) }
}

/// `(role, name)` of everybody that the attribution is about in a role.
fn roles(reading: &Reading, attribution: &Attribution) -> Vec<(String, String)> {
    let name = |id: &hearsay_record::Id| {
        reading.chains.iter().find(|chain| chain.id == *id).map_or_else(String::new, |chain| chain.name.clone())
    };
    attribution.about_as.iter().map(|about| (printed(about.role), name(&about.chain))).collect()
}

/// What is wrong; of `addressee` the spec of roles asks the role, that of authority the field.
fn wrong(case: &Case, packs: &Packs, roles_asked: bool) -> Option<String> {
    let reading = read(&Document::plain(&case.text, "en"), packs);
    let offsets = Offsets::new(&case.text);
    let cue =
        |attribution: &Attribution| attribution.roles.cue.iter().map(|span| offsets.slice(*span)).collect::<Vec<_>>().join(" ");
    let mut problems = String::new();
    for (word, wanted) in &case.asked {
        let Some(found) = reading.attributions.iter().find(|attribution| cue(attribution).contains(word.as_str())) else {
            let _ = writeln!(problems, "    no attribution at `{word}`");
            continue;
        };
        let told = roles(&reading, found);
        for (key, value) in wanted {
            let right = match key.as_str() {
                "kind" => printed(found.source_kind) == *value,
                "through" => is(found.through.as_deref(), value),
                "addressee" if !roles_asked => is(found.addressee.as_deref(), value),
                "occasion" => match &found.occasion {
                    Some(occasion) => occasion.kind == *value,
                    None => value == "-",
                },
                "when" => {
                    let of_saying = found.times.iter().filter(|time| time.of == TimeOf::Statement);
                    is(of_saying.map(|time| offsets.slice(time.span)).next(), value)
                }
                "-" => told.is_empty(),
                role if value == "-" => !told.iter().any(|(other, _)| other == role),
                role => told.iter().any(|(other, name)| other == role && name.contains(value.as_str())),
            };
            if !right {
                let _ = writeln!(
                    problems,
                    "    {word}: {key} {value}; found {} through {:?} to {:?} at {:?} about {told:?}",
                    printed(found.source_kind),
                    found.through,
                    found.addressee,
                    found.occasion.as_ref().map(|occasion| offsets.slice(occasion.span)),
                );
            }
        }
    }
    (!problems.is_empty()).then(|| format!("  {}\n{problems}", case.text))
}

#[track_caller]
fn check(name: &str, spec: &str, known: &str, roles_asked: bool) {
    let packs = Packs::embedded();
    let listed: BTreeSet<&str> = known.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    let cases = cases(spec);
    assert!(cases.len() >= 60 && cases.iter().all(|case| !case.asked.is_empty()), "{} cases", cases.len());
    let mut unlisted = String::new();
    let mut missed: BTreeSet<&str> = BTreeSet::new();
    for case in &cases {
        if let Some(problems) = wrong(case, &packs, roles_asked) {
            missed.insert(&case.text);
            if !listed.contains(case.text.as_str()) {
                unlisted.push_str(&problems);
            }
        }
    }
    println!("{name}: {} of {} sentences right", cases.len() - missed.len(), cases.len());
    let healed: Vec<&&str> = listed.iter().filter(|text| !missed.contains(**text)).collect();
    assert!(unlisted.is_empty(), "wrong and not listed:\n{unlisted}");
    assert!(healed.is_empty(), "listed and right by now, or gone: {healed:#?}");
}

#[test]
fn on_whose_authority() {
    check("authority", include_str!("../../../spec/en/authority.md"), include_str!("known_authority.txt"), false);
}

#[test]
fn about_whom_as_what() {
    check("about", include_str!("../../../spec/en/about.md"), include_str!("known_about.txt"), true);
}

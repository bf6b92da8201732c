//! Every example of the English pack and of `spec/en` is a test of the whole attribution.
//!
//! In: `cues.tsv`, `declines.tsv`, `spec/en/*.md`. The notation is told in `spec/README.md`. What the
//! reader does not find yet stands in `known_misses.txt`, a line each with its reason; the test fails
//! for a miss that is not listed and for a listed one that is found by now.
#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::print_stdout)]

use hearsay_read::{Packs, read};
use hearsay_record::{Attribution, Document, Reading};
use hearsay_text::{CharSpan, words};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A text with the attributions that must be found in it.
#[derive(Debug, Default)]
struct Case {
    text: String,
    /// By number: the words of source, cue and content, by where they start.
    wanted: BTreeMap<u32, [BTreeSet<usize>; 3]>,
    facts: BTreeMap<u32, BTreeMap<String, String>>,
}

/// Takes the brackets out of a marked text.
fn parse(marked: &str) -> Case {
    let mut case = Case::default();
    let mut open: Vec<(usize, u32, usize)> = Vec::new();
    let mut spans: Vec<(u32, usize, usize, usize)> = Vec::new();
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        let label = rest.strip_prefix('[').and_then(|inner| {
            let role = "sct".find(inner.chars().next()?)?;
            let digits: String = inner[1..].chars().take_while(char::is_ascii_digit).collect();
            let after = inner[1 + digits.len()..].strip_prefix(' ')?;
            Some((role, digits.parse().unwrap_or(1), after))
        });
        if let Some((role, number, after)) = label {
            open.push((role, number, case.text.len()));
            rest = after;
        } else if c == ']' && !open.is_empty() {
            let (role, number, start) = open.pop().expect("a bracket is open");
            spans.push((number, role, start, case.text.len()));
            rest = &rest[1..];
        } else {
            case.text.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    let all = words(&case.text);
    for (number, role, start, end) in spans {
        let inside =
            all.iter().map(|word| word.span).filter(|span| span.start >= start && span.end <= end).map(|span| span.start);
        case.wanted.entry(number).or_default()[role].extend(inside);
        if all.iter().all(|word| word.span.start < start || word.span.end > end) && role == 1 {
            // A colon has no word: its place stands for it.
            case.wanted.entry(number).or_default()[role].insert(start);
        }
    }
    case
}

/// The words of a role as found, by where they start.
fn found(text: &str, spans: &[CharSpan]) -> BTreeSet<usize> {
    let offsets = hearsay_text::Offsets::new(text);
    let all = words(text);
    let mut out = BTreeSet::new();
    for span in spans {
        let bytes = offsets.bytes(*span);
        let before = out.len();
        out.extend(
            all.iter()
                .map(|word| word.span)
                .filter(|word| word.start >= bytes.start && word.end <= bytes.end)
                .map(|word| word.start),
        );
        if out.len() == before && !bytes.of(text).chars().any(char::is_alphanumeric) && bytes.of(text) == ":" {
            out.insert(bytes.start);
        }
    }
    out
}

fn roles(text: &str, attribution: &Attribution) -> [BTreeSet<usize>; 3] {
    [&attribution.roles.source, &attribution.roles.cue, &attribution.roles.content].map(|spans| found(text, spans))
}

/// What is wrong with the reading of a case; nothing if all is right.
fn judge(case: &Case, reading: &Reading) -> Option<String> {
    let mut wrong = String::new();
    let got: Vec<[BTreeSet<usize>; 3]> = reading.attributions.iter().map(|attribution| roles(&case.text, attribution)).collect();
    let mut place: BTreeMap<u32, usize> = BTreeMap::new();
    for (number, wanted) in &case.wanted {
        match got.iter().position(|roles| roles == wanted) {
            Some(at) => {
                place.insert(*number, at);
            }
            None => {
                let near = got.iter().find(|roles| roles[1].intersection(&wanted[1]).next().is_some());
                let parts: Vec<&str> = near.map_or(vec!["attribution"], |roles| {
                    (0..3).filter(|role| roles[*role] != wanted[*role]).map(|role| ["source", "cue", "content"][role]).collect()
                });
                let _ = write!(wrong, "{} ", parts.join("+"));
            }
        }
    }
    for (number, facts) in &case.facts {
        let Some(attribution) = place.get(number).and_then(|at| reading.attributions.get(*at)) else { continue };
        let json = serde_json::to_value(attribution).expect("an attribution is JSON");
        for (key, value) in facts {
            let is = match key.as_str() {
                "form" | "act" | "polarity" => json[key].as_str().unwrap_or("").to_owned(),
                "hedged" => if attribution.hedged { "yes" } else { "no" }.to_owned(),
                "kind" => json["source_kind"].as_str().unwrap_or("").to_owned(),
                "addressee" => attribution.addressee.clone().unwrap_or_default(),
                "speaker" => attribution
                    .speaker
                    .as_ref()
                    .and_then(|id| reading.chains.iter().find(|chain| chain.id == *id))
                    .map_or("unknown".to_owned(), |chain| chain.name.clone()),
                "inside" => attribution
                    .inside
                    .as_ref()
                    .and_then(|outer| reading.attributions.iter().position(|other| other.id == *outer))
                    .and_then(|at| place.iter().find(|(_, place)| **place == at))
                    .map_or_else(String::new, |(number, _)| number.to_string()),
                _ => continue,
            };
            if is != *value {
                let _ = write!(wrong, "{key}({is}) ");
            }
        }
    }
    if case.wanted.is_empty() && !reading.attributions.is_empty() {
        wrong.push_str("found-one ");
    }
    (!wrong.is_empty()).then(|| wrong.trim_end().to_owned())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The rows of a table of the pack.
fn rows(name: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(root().join("packs/en").join(name)).expect("the pack has the table");
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .skip(1)
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect()
}

/// Misses by key, and how many cases there were.
fn misses(packs: &Packs) -> (BTreeMap<String, String>, usize) {
    let mut misses = BTreeMap::new();
    let mut cases = 0;
    let mut enter = |key: String, wrong: Option<String>| {
        cases += 1;
        if let Some(wrong) = wrong {
            misses.insert(key, wrong);
        }
    };
    for (table, lemma, example) in [("cues.tsv", 0, 11), ("declines.tsv", 0, 2)] {
        for row in rows(table) {
            let (Some(lemma), Some(example)) = (row.get(lemma), row.get(example)) else { continue };
            if example == "-" {
                continue;
            }
            let pos = if table == "cues.tsv" { row[1].as_str() } else { "verb" };
            let key = format!("{table}: {lemma} ({pos})");
            let wrong = if let Some(text) = example.strip_prefix("not: ") {
                let reading = read(&Document::plain(text, "en"), packs);
                let stem: String =
                    lemma.split(' ').find(|word| !matches!(*word, "be" | "not")).unwrap_or(lemma).chars().take(4).collect();
                let taken = reading.attributions.iter().any(|attribution| {
                    attribution.roles.cue.iter().any(|span| {
                        hearsay_text::Offsets::new(text)
                            .slice(*span)
                            .to_lowercase()
                            .split(' ')
                            .any(|word| word.starts_with(&stem.to_lowercase()))
                    })
                });
                taken.then(|| "taken for a cue".to_owned())
            } else {
                let mut case = parse(example);
                // Tables show one attribution; others in the sentence are not looked at.
                case.facts.clear();
                judge(&case, &read(&Document::plain(&case.text, "en"), packs))
            };
            enter(key, wrong);
        }
    }
    let mut files: Vec<PathBuf> = std::fs::read_dir(root().join("spec/en"))
        .expect("spec/en is there")
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect();
    files.sort();
    for path in files {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // These have notations and tests of their own.
        if name == "segmentation.md" || name.starts_with("accusations") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a readable file");
        for section in text.split("\n### ").skip(1) {
            let heading = section.lines().next().unwrap_or_default();
            let quoted: Vec<&str> = section
                .lines()
                .filter_map(|line| line.strip_prefix('>'))
                .map(|line| line.strip_prefix(' ').unwrap_or(line))
                .collect();
            if quoted.is_empty() {
                continue;
            }
            let mut case = parse(&quoted.join("\n"));
            for line in section.lines().filter_map(|line| line.strip_prefix("- ")) {
                let Some((number, facts)) = line.split_once(": ") else { continue };
                let Ok(number) = number.parse() else { continue };
                for fact in facts.trim_end_matches('.').split("; ") {
                    if let Some((key, value)) = fact.split_once(' ') {
                        case.facts.entry(number).or_default().insert(key.to_owned(), value.to_owned());
                    }
                }
            }
            let reading = read(&Document::plain(&case.text, "en"), packs);
            enter(format!("{name}: {heading}"), judge(&case, &reading));
        }
    }
    (misses, cases)
}

#[test]
fn examples_are_found_or_listed() {
    let listed: BTreeMap<String, String> = include_str!("known_misses.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .filter_map(|line| line.split_once(" — "))
        .map(|(key, reason)| (key.to_owned(), reason.to_owned()))
        .collect();
    let (misses, cases) = misses(&Packs::embedded());
    println!("{} of {cases} examples are found whole", cases - misses.len());
    let unlisted: Vec<String> =
        misses.iter().filter(|(key, _)| !listed.contains_key(*key)).map(|(key, wrong)| format!("{key} — {wrong}")).collect();
    let found: Vec<&String> = listed.keys().filter(|key| !misses.contains_key(*key)).collect();
    assert!(unlisted.is_empty(), "not found and not listed:\n{}", unlisted.join("\n"));
    assert!(found.is_empty(), "listed and found by now, or gone: {found:#?}");
}

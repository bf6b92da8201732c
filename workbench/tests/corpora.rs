//! The named corpus suite: what can only be seen on the corpora of the shared folder.
//!
//! `cargo test --release -p hearsay-workbench --features corpora`. Without the folder every test fails
//! and names the path that is missing; nothing is skipped. The folder is found as the program finds it.
#![cfg(feature = "corpora")]
#![allow(clippy::unwrap_used, reason = "a test that lacks something must fail")]

use hearsay_intake::{Hint, open};
use hearsay_link::Linked;
use hearsay_read::{Packs, read};
use hearsay_record::{Attribution, Group, GroupKind, IdKind, Link, Roles};
use hearsay_text::{CharSpan, Offsets};
use hearsay_workbench::case::Case;
use hearsay_workbench::corpora::{Shared, checkout};
use hearsay_workbench::mutations::{Mutation, mutate};
use hearsay_workbench::{names, polnear, seed_links, seeds, standoff};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

fn shared() -> Shared {
    Shared::find(None).unwrap_or_else(|error| panic!("{error}"))
}

fn python(script: &Path, arguments: &[&str]) -> String {
    let output = Command::new("python3").arg(script).args(arguments).output().expect("python3 runs the reference scorers");
    assert!(output.status.success(), "{} failed:\n{}", script.display(), String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Scores predictions with the reference and here, and compares every figure.
fn agree(shared: &Shared, articles: &[polnear::Article], predicted: &[Vec<Roles>]) {
    let folder = tempfile::tempdir().unwrap();
    polnear::unpack(shared, folder.path()).unwrap();
    agree_on(shared, folder.path(), articles, predicted);
}

/// The same, with the gold that lies in a folder.
fn agree_on(shared: &Shared, folder: &Path, articles: &[polnear::Article], predicted: &[Vec<Roles>]) {
    let (lines, json) = (folder.join("predicted.jsonl"), folder.join("scores.json"));
    std::fs::write(&lines, polnear::jsonl(articles, predicted).unwrap()).unwrap();
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    python(
        &shared.path("tools/score_attribution.py").unwrap(),
        &["--gold", &path(folder), "--pred", &path(&lines), "--json", &path(&json)],
    );
    let reference: Value = serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap();
    let scores = polnear::scores(articles, predicted).unwrap();
    let mut n_compared = 0;
    for (&(row, column), tally) in &scores.0 {
        let theirs = &reference[row][column];
        for (name, ours) in [("p", tally.precision()), ("r", tally.recall()), ("f1", tally.f1())] {
            let value = theirs[name].as_f64().unwrap_or_else(|| panic!("the reference has no {row} {column} {name}"));
            assert!((value - ours).abs() < 0.0001, "{row} {column} {name}: reference {value}, here {ours}");
            n_compared += 1;
        }
        assert_eq!(theirs["n_pred"].as_u64(), Some(tally.predicted as u64), "{row} {column}");
        assert_eq!(theirs["n_gold"].as_u64(), Some(tally.gold as u64), "{row} {column}");
    }
    let theirs: usize = reference.as_object().unwrap().values().map(|row| row.as_object().unwrap().len()).sum();
    assert_eq!(n_compared, 3 * theirs, "every figure of the reference is compared");
}

#[test]
fn scores_of_the_reader_agree_with_the_reference() {
    let shared = shared();
    let articles = polnear::dev(&shared).unwrap();
    agree(&shared, &articles, &polnear::predict(&articles, &Packs::embedded()).unwrap());
}

#[test]
fn scores_of_damaged_gold_agree_with_the_reference() {
    let shared = shared();
    let articles = polnear::dev(&shared).unwrap();
    // Every third attribution dropped, every fourth given twice, sources cut short, cues lost.
    let damage = |article: &polnear::Article| -> Vec<Roles> {
        let mut out = Vec::new();
        for (at, gold) in article.gold.iter().enumerate().filter(|(at, _)| at % 3 != 1) {
            let mut roles = Roles::new(gold.source.clone(), gold.cue.clone(), gold.content.clone());
            if at % 5 == 0 {
                roles.source = roles
                    .source
                    .iter()
                    .map(|span| CharSpan { start: span.start, end: span.start + span.len().div_ceil(2) })
                    .collect();
            }
            if at % 7 == 0 {
                roles.cue.clear();
            }
            if at % 4 == 0 {
                out.push(roles.clone());
            }
            out.push(roles);
        }
        out
    };
    let predicted: Vec<Vec<Roles>> = articles.iter().map(damage).collect();
    agree(&shared, &articles, &predicted);
}

#[test]
fn scores_of_damaged_articles_agree_with_the_reference() {
    let shared = shared();
    let articles = polnear::dev(&shared).unwrap();
    for mutation in [Mutation::Scanned3, Mutation::Surnames, Mutation::DoubledBlock] {
        let damaged: Vec<polnear::Article> = articles.iter().map(|article| mutate(article, mutation)).collect();
        let folder = tempfile::tempdir().unwrap();
        polnear::write(&damaged, folder.path()).unwrap();
        agree_on(&shared, folder.path(), &damaged, &polnear::predict(&damaged, &Packs::embedded()).unwrap());
    }
}

#[test]
fn the_development_articles_are_all_there() {
    let articles = polnear::dev(&shared()).unwrap();
    assert_eq!(articles.len(), 84);
    assert_eq!(articles.iter().map(|article| article.gold.len()).sum::<usize>(), 2192);
}

#[test]
fn standoff_of_every_annotator_is_read() {
    let files = shared().tar_zst("data/polnear/polnear-train.tar.zst").unwrap();
    let anns = files.iter().filter(|(path, _)| path.ends_with(".ann"));
    let n: usize = anns
        .map(|(path, ann)| {
            standoff::read(std::str::from_utf8(ann).unwrap()).unwrap_or_else(|error| panic!("{path}: {error}")).len()
        })
        .sum();
    // 22,501 bindings, of which 34 have neither cue nor content: so the reference reads them too.
    assert_eq!(n, 22_467);
}

#[test]
fn scores_of_the_seeds_agree_with_the_reference() {
    let shared = shared();
    let case = Case::of(&seeds::files(&shared).unwrap(), &Packs::embedded());
    let ours = seeds::scores(&seeds::gold(&shared).unwrap(), &case).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("read.jsonl");
    std::fs::write(&lines, seeds::jsonl(&case).unwrap()).unwrap();
    let texts = shared.path("seeds").unwrap();
    let gold = shared.path("seeds/gold").unwrap();
    let said = python(
        &shared.path("tools/score_seeds.py").unwrap(),
        &[
            "--texts",
            texts.to_str().unwrap(),
            "--gold",
            gold.to_str().unwrap(),
            "--pred",
            lines.to_str().unwrap(),
            "--docs",
            "000,002,004",
            "--until",
            "002=7204",
        ],
    );
    let theirs: Value = serde_json::from_str(said.lines().last().unwrap()).unwrap();
    let share = |(part, whole): (usize, usize)| part as f64 / whole.max(1) as f64;
    for (name, value) in [
        ("lenient_f1", ours.lenient.f1()),
        ("strict_f1", ours.strict.f1()),
        ("speaker", share(ours.speaker)),
        ("asserted", ours.asserted.0 as f64),
    ] {
        let reference = theirs[name].as_f64().unwrap();
        assert!((reference - value).abs() < 0.0005, "{name}: reference {reference}, here {value}");
    }
    assert_eq!(theirs["gold"].as_u64(), Some(ours.lenient.gold as u64));
    // The line `all` prints shares with one decimal; act, polarity and form stand only there.
    let all = said.lines().find(|line| line.starts_with("all ")).unwrap();
    for (name, counted) in [("act", ours.act), ("polarity", ours.polarity), ("form", ours.form)] {
        if counted.1 > 0 {
            let printed = all.split(&format!("  {name} ")).nth(1).unwrap().split_whitespace().next().unwrap();
            assert_eq!(printed, format!("{:.1}", 100.0 * share(counted)), "{name} in: {all}");
        }
    }
}

/// The answers of this process as the script reads saved ones: one item a link, as the scores count.
fn save_answers(folder: &Path, case: &Case, linked: &Linked) {
    let put = |name: &str, rows: Vec<Value>| {
        let lines: String = rows.iter().map(|row| format!("{row}\n")).collect();
        std::fs::write(folder.join(format!("{name}.jsonl")), lines).unwrap();
    };
    let attributions = || case.readings.iter().flat_map(|reading| &reading.attributions);
    put("documents", case.documents.iter().map(|document| json!(document)).collect());
    put("attributions", attributions().map(|found| json!(found)).collect());
    let chains = case.readings.iter().flat_map(|reading| &reading.chains).map(|chain| json!(chain));
    put("entities", linked.entities.iter().map(|entity| json!(entity)).chain(chains).collect());
    put("links", linked.links.iter().filter(|link| !link.kind.is_dispute()).map(|link| json!(link)).collect());
    let dispute = |link: &Link| json!({"kind": link.kind, "sides": [[link.a], [link.b]], "not_comparable_because": link.not_comparable_because});
    put("disputes", linked.links.iter().filter(|link| link.kind.is_dispute()).map(dispute).collect());
    let place = |found: &Attribution| json!({"document": found.document, "spans": found.roles.content, "attribution": found.id});
    let claim = |group: &Group| {
        let members = attributions().filter(|found| group.members.contains(&found.id.renamed(IdKind::Statement)));
        json!({"members": members.map(place).collect::<Vec<_>>()})
    };
    put("claims", linked.groups.iter().filter(|group| group.kind == GroupKind::Claim).map(claim).collect());
    put("stories", Vec::new());
    // A row for each who is accused, as the program prints them.
    let accusation = |found: &Attribution| -> Vec<Value> {
        let Some(accusation) = found.accusation.as_ref() else { return Vec::new() };
        let Some(document) = case.documents.iter().find(|document| document.id == found.document) else { return Vec::new() };
        let text = Offsets::new(&document.text);
        let printed: Vec<&str> = accusation.accused_spans.iter().map(|span| text.slice(*span)).collect();
        let first = accusation
            .accused
            .as_ref()
            .map_or_else(|| json!({"id": printed.join(" "), "name": printed.join(" ")}), |chain| json!(chain));
        let also = accusation.also_accused.iter().map(|chain| json!(chain));
        let row = |accused| json!({"accuser": found.speaker, "accused": accused, "polarity": accusation.polarity, "evidence": [place(found)]});
        std::iter::once(first).chain(also).map(row).collect()
    };
    put("accusations", attributions().filter(|found| found.commitment.is_assertion()).flat_map(accusation).collect());
}

#[test]
fn scores_of_links_agree_with_the_reference() {
    let shared = shared();
    let case = Case::of(&seeds::files(&shared).unwrap(), &Packs::embedded());
    let linked = case.link();
    let ours = seed_links::scores(&shared, &seeds::gold(&shared).unwrap(), &case, &linked).unwrap();
    let folder = tempfile::tempdir().unwrap();
    save_answers(folder.path(), &case, &linked);
    let (texts, gold) = (shared.path("seeds").unwrap(), shared.path("seeds/gold").unwrap());
    let [texts, gold, answers] = [&texts, &gold, &folder.path().to_path_buf()].map(|path| path.to_str().unwrap().to_owned());
    let script = shared.path("tools/score_links_seeds.py").unwrap();
    let said = python(
        &script,
        &["--texts", &texts, "--gold", &gold, "--from", &answers, "--docs", "000,002,004", "--until", "002=7204"],
    );
    let theirs: Value = serde_json::from_str(said.lines().last().unwrap()).unwrap();
    for (kind, score) in ours {
        let right = if kind == "blame" { "found" } else { "right" };
        for (name, value) in [("found", score.found), ("gold", score.gold), (right, score.right), ("given", score.given)] {
            assert_eq!(theirs[kind][name].as_u64(), Some(value as u64), "{kind} {name}\n{said}");
        }
    }
}

#[test]
fn the_names_pack_is_what_the_command_makes() {
    let shared = shared();
    for (file, made) in [
        ("countries.tsv", names::countries(&shared.gzip("data/gazetteer/countries.json.gz").unwrap()).unwrap()),
        ("persons.tsv", names::persons(&shared.gzip("data/gazetteer/persons.jsonl.gz").unwrap()).unwrap()),
        ("committees.tsv", names::committees(&shared.gzip("data/gazetteer/us-committees.jsonl.gz").unwrap()).unwrap()),
    ] {
        let committed = std::fs::read_to_string(checkout().join("packs/names").join(file)).unwrap();
        assert!(committed == made, "packs/names/{file} is not what `workbench names` makes");
    }
}

/// How much of a file is taken in: enough to meet every kind of content, little enough to end.
const MOST_BYTES: usize = 300_000;
/// How many members of an archive, and how many documents of one file.
const MOST_PARTS: usize = 100;

/// What a file holds: its bytes, and what is packed in them.
fn contents(bytes: Vec<u8>) -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut plain = Vec::new();
        flate2::read::MultiGzDecoder::new(bytes.as_slice()).take(MOST_BYTES as u64).read_to_end(&mut plain).unwrap();
        out.push(plain);
    } else if bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        let plain = zstd::decode_all(bytes.as_slice()).unwrap();
        for entry in tar::Archive::new(plain.as_slice()).entries().unwrap().take(MOST_PARTS) {
            let mut member = Vec::new();
            entry.unwrap().take(MOST_BYTES as u64).read_to_end(&mut member).unwrap();
            out.push(member);
        }
    }
    out.push(bytes);
    out
}

/// Whatever the bytes are, intake and reader return; and what they return lies inside the text.
#[test]
fn no_file_of_the_shared_folder_makes_intake_or_reader_panic() {
    let shared = shared();
    let packs = Packs::embedded();
    let mut files = Vec::new();
    let mut folders = vec![shared.root().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    let n_documents: usize = files.par_iter().map(|path| take_in_and_read(path, &packs)).sum();
    assert!(files.len() > 100 && n_documents > 500, "{} files, {n_documents} documents", files.len());
}

/// How many documents the file gave.
fn take_in_and_read(path: &Path, packs: &Packs) -> usize {
    let mut n_documents = 0;
    for mut bytes in contents(std::fs::read(path).unwrap()) {
        bytes.truncate(MOST_BYTES);
        for taken in open(&bytes, &Hint { path: path.to_str(), ..Hint::default() }).taken.into_iter().take(MOST_PARTS) {
            let reading = read(&taken.document, packs);
            let n_chars = Offsets::new(&taken.document.text).n_chars();
            for found in &reading.attributions {
                assert!(found.roles.are_disjoint(), "{}: {found:?}", path.display());
                assert!(found.roles.extent().is_some_and(|extent| extent.end <= n_chars), "{}: {found:?}", path.display());
            }
            n_documents += 1;
        }
    }
    n_documents
}

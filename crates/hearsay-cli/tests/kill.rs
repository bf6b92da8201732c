//! `hearsay add` is killed at random moments, many times. What it told as added is there, nothing is
//! half in, and adding again makes the case that an unbroken run makes.
#![allow(clippy::unwrap_used, reason = "a test ends where it can't go on")]

mod running;

use running::{folder, program, run};
use std::collections::BTreeSet;
use std::io::{BufRead, Read};
use std::process::Stdio;
use std::time::Duration;

const N_ARTICLES: usize = 160;
const N_KILLS: u64 = 12;

/// Articles that differ and share people and lines, so that entering and linking both have work.
fn write_articles(folder: &std::path::Path) {
    let people = ["Ada Holm", "Per Lund", "Ida Brandt", "Jon Moss", "Eva Stram"];
    for i in 0..N_ARTICLES {
        let (one, other) = (people[i % 5], people[(i / 5 + 1) % 5]);
        let text = format!(
            "Lock {i} stays shut\n\nThe harbour board met on Tuesday. {one} said lock number {i} would stay shut until the spring. \
             “We have {i} barges waiting below the lock and no crew to move them,” {other} told the board.\n\n\
             {other} denied that the crew of lock {i} had been sent home. The board accused {one} of hiding {} reports.\n",
            i % 7 + 2
        );
        std::fs::write(folder.join(format!("{i:03}.txt")), text).unwrap();
    }
}

fn digest(case: &str) -> String {
    let verified = run(&["verify", case]);
    assert_eq!(verified.status, 0, "{}{}", verified.out, verified.err);
    verified.out.lines().last().unwrap().to_string()
}

fn documents(case: &str) -> BTreeSet<String> {
    let export = run(&["export", case]);
    assert_eq!(export.status, 0, "{}", export.err);
    let records = export.out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    records.filter(|record| record["type"] == "document").map(|record| record["id"].as_str().unwrap().to_string()).collect()
}

#[test]
fn nothing_told_as_added_is_lost() {
    let folder = folder();
    let articles = folder.path().join("articles");
    std::fs::create_dir(&articles).unwrap();
    write_articles(&articles);
    let articles = articles.to_str().unwrap();
    let unbroken = folder.path().join("unbroken.hearsay").to_str().unwrap().to_string();
    let whole = std::time::Instant::now();
    assert_eq!(run(&["add", &unbroken, articles]).status, 0);
    let whole = whole.elapsed();
    let expected = digest(&unbroken);

    let mut state: u64 = 0x2031_0407;
    let mut n_cut_short = 0;
    let mut case = String::new();
    for kill in 0..N_KILLS {
        // A fresh case every third time; in between an interrupted one goes on.
        if kill % 3 == 0 {
            case = folder.path().join(format!("{kill}.hearsay")).to_str().unwrap().to_string();
        }
        let mut child = program()
            .args(["add", &case, articles, "--format", "jsonl"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut out = std::io::BufReader::new(child.stdout.take().unwrap());
        let mut told = String::new();
        if kill % 2 == 0 {
            // Right after so many were told: the next batch is being entered.
            for _ in 0..(state >> 33) % N_ARTICLES as u64 {
                out.read_line(&mut told).unwrap();
            }
        } else {
            std::thread::sleep(Duration::from_micros((state >> 33) % (whole.as_micros() as u64).max(1)));
        }
        let _ = child.kill();
        out.read_to_string(&mut told).unwrap();
        child.wait().unwrap();
        let told: BTreeSet<String> = told
            .lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .filter_map(|row| row["document"].as_str().map(String::from))
            .collect();
        if !std::path::Path::new(&case).exists() {
            continue;
        }
        // The file may have been made and nothing in it: then it is no ledger yet, and adding begins it.
        let verified = run(&["verify", &case]);
        if verified.status == 3 {
            assert!(told.is_empty(), "told, and the file is no ledger: {}", verified.err);
            continue;
        }
        assert_eq!(verified.status, 0, "{}{}", verified.out, verified.err);
        let kept = documents(&case);
        assert!(told.is_subset(&kept), "told as added and not there: {:?}", told.difference(&kept).collect::<Vec<_>>());
        n_cut_short += usize::from(kept.len() < N_ARTICLES);
        if kill % 3 == 2 {
            assert_eq!(run(&["add", &case, articles]).status, 0);
            assert_eq!(digest(&case), expected, "an interrupted case, added to again");
        }
    }
    // How often a kill fell into entering depends on the machine; that is told, not asserted.
    println!("{n_cut_short} of {N_KILLS} kills left a case with fewer than {N_ARTICLES} documents");
}

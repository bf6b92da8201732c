//! Forgetting, merging and publishing with the real program: what is told, what it ends with, and what a kill leaves.
#![allow(clippy::unwrap_used, reason = "a test ends where it can't go on")]

mod running;

use running::{Ran, folder, program, run};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

const N_KILLS: u64 = 10;

fn article(number: usize) -> String {
    let people = ["Ada Holm", "Per Lund", "Ida Brandt", "Jon Moss", "Eva Stram"];
    let (one, other) = (people[number % 5], people[(number / 5 + 1) % 5]);
    format!(
        "Lock {number} stays shut\n\nThe harbour board met on Tuesday. {one} said lock number {number} would stay shut until the spring. \
         “We have {number} barges waiting below the lock and no crew to move them,” {other} told the board.\n\n\
         {other} denied that the crew of lock {number} had been sent home.\n"
    )
}

/// A case of articles with these numbers; its path.
fn case(folder: &Path, name: &str, numbers: std::ops::Range<usize>) -> String {
    let articles = folder.join(format!("{name}-articles"));
    std::fs::create_dir(&articles).unwrap();
    for number in numbers {
        std::fs::write(articles.join(format!("{number:03}.txt")), article(number)).unwrap();
    }
    let case = folder.join(format!("{name}.hearsay")).to_str().unwrap().to_string();
    ended(&run(&["add", &case, articles.to_str().unwrap(), "--reader", "fast"]), 0);
    case
}

fn ended(ran: &Ran, status: i32) {
    assert_eq!(ran.status, status, "{}{}", ran.out, ran.err);
}

fn digest(case: &str) -> String {
    let verified = run(&["verify", case]);
    ended(&verified, 0);
    verified.out.lines().last().unwrap().to_string()
}

#[test]
fn nothing_goes_before_it_is_confirmed_and_then_it_is_refused() {
    let folder = folder();
    let case = case(folder.path(), "a", 0..6);
    let article = folder.path().join("a-articles/003.txt");
    let article = article.to_str().unwrap();
    let before = digest(&case);
    let told = run(&["forget", &case, article]);
    ended(&told, 0);
    assert!(told.out.contains("Lock 3 stays shut") || told.out.contains("003.txt"), "{}", told.out);
    assert!(told.err.contains("nothing was done"), "{}", told.err);
    assert_eq!(digest(&case), before);
    ended(&run(&["forget", &case, "nobody at all"]), 5);
    let done = run(&["forget", &case, article, "--by", "mara", "--why", "asked for", "--yes", "--format", "jsonl"]);
    ended(&done, 0);
    let line: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!((line["tombstones"][0]["by"].as_str(), line["tombstones"][0]["note"].as_str()), (Some("mara"), Some("asked for")));
    let refused = run(&["add", &case, article]);
    ended(&refused, 1);
    assert!(refused.err.contains("by mara: asked for") && refused.err.contains("hearsay remember"), "{}", refused.err);
    let document = line["documents"][0].as_str().unwrap();
    ended(&run(&["forget", &case, document, "--yes"]), 0);
    ended(&run(&["remember", &case, document, "--by", "jo"]), 0);
    let added = run(&["add", &case, article]);
    ended(&added, 0);
    assert!(added.out.starts_with("1 new"), "{}", added.out);
    let exported = run(&["export", &case]).out;
    assert_eq!(exported.lines().filter(|line| line.starts_with("{\"type\":\"tombstone\"")).count(), 2);
}

#[test]
fn a_merge_that_is_killed_leaves_the_first_as_it_was_or_whole() {
    let folder = folder();
    let folder = folder.path();
    let one = case(folder, "one", 0..40);
    let other = case(folder, "other", 30..80);
    let before = digest(&one);
    let whole = folder.join("whole.hearsay").to_str().unwrap().to_string();
    let began = Instant::now();
    ended(&run(&["merge", &one, &other, "--to", &whole]), 0);
    let took = began.elapsed();
    let expected = digest(&whole);
    let mut state: u64 = 0x2031_0408;
    let (mut n_before, mut n_whole) = (0, 0);
    for kill in 0..N_KILLS {
        let case = folder.join(format!("{kill}.hearsay")).to_str().unwrap().to_string();
        std::fs::copy(&one, &case).unwrap();
        let mut child = program().args(["merge", &case, &other]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Half of the kills near the end, where the file itself is written.
        let share = if kill % 2 == 0 { (state >> 33) % 1000 } else { 850 + (state >> 33) % 300 };
        std::thread::sleep(Duration::from_micros(took.as_micros() as u64 * share / 1000));
        let _ = child.kill();
        child.wait().unwrap();
        let found = digest(&case);
        assert!(found == before || found == expected, "neither as it was nor whole");
        if found == before {
            n_before += 1
        } else {
            n_whole += 1
        }
        ended(&run(&["merge", &case, &other]), 0);
        assert_eq!(digest(&case), expected, "merged again");
        assert!(!Path::new(&format!("{case}.merging")).exists());
    }
    println!("{n_before} kills left the first as it was, {n_whole} whole");
}

#[test]
fn a_published_folder_is_verified() {
    let folder = folder();
    let case = case(folder.path(), "a", 0..6);
    let site = folder.path().join("site").to_str().unwrap().to_string();
    let published = run(&["publish", &case, &site]);
    ended(&published, 0);
    assert!(
        published.out.contains("SHA-256 of the manifest") && published.err.contains("index.html"),
        "{}{}",
        published.out,
        published.err
    );
    let verified = run(&["verify", &site]);
    ended(&verified, 0);
    let of = |ran: &Ran| ran.out.lines().last().unwrap().split_whitespace().last().unwrap().to_string();
    assert_eq!(of(&verified), of(&published), "the manifest's digest, printed by both");
    let text = std::fs::read_dir(Path::new(&site).join("text")).unwrap().next().unwrap().unwrap().path();
    std::fs::write(&text, "something else").unwrap();
    let changed = run(&["verify", &site]);
    ended(&changed, 4);
    assert!(changed.err.contains("ORPHAN: "), "{}", changed.err);
    ended(&run(&["publish", &case, folder.path().to_str().unwrap()]), 3);
    ended(&run(&["verify", folder.path().to_str().unwrap()]), 3);
}

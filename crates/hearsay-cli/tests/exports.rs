//! Exports of a whole case with the real program: the same bytes in each run and after a kill, and what is refused.
#![allow(clippy::unwrap_used, reason = "a test ends where it can't go on")]

mod running;

use running::{articles, folder, program, run};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

const N_KILLS: u32 = 10;

/// Every file of a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).unwrap())).collect()
}

#[test]
fn tables_have_the_same_bytes_in_each_run_and_after_every_kill() {
    let folder = folder();
    let case = articles(&folder);
    let at = |name: &str| folder.path().join(name);
    for format in ["parquet", "csv"] {
        let whole = at(&format!("whole-{format}"));
        let began = Instant::now();
        let ran = run(&["export", &case, whole.to_str().unwrap(), "--as", format]);
        let took = began.elapsed();
        assert_eq!(ran.status, 0, "{}", ran.err);
        let expected = files(&whole);
        assert_eq!(expected.len(), 19, "{:?}", expected.keys());
        let broken = at(&format!("broken-{format}"));
        let mut gone_on = 0;
        for kill in 1..=N_KILLS {
            let mut child = program()
                .args(["export", &case, broken.to_str().unwrap(), "--as", format])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(Duration::from_nanos(
                u64::try_from(took.as_nanos()).unwrap() * u64::from(kill) / u64::from(N_KILLS),
            ));
            let _ = child.kill();
            child.wait().unwrap();
            gone_on += u32::from(at(&format!(".broken-{format}.exporting")).exists());
            if broken.exists() {
                assert!(files(&broken) == expected || broken.join("state").exists(), "a kill leaves all or nothing");
            }
        }
        println!("{format}: {gone_on} of {N_KILLS} kills left something to go on with");
        let ran = run(&["export", &case, broken.to_str().unwrap(), "--as", format]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert!(files(&broken) == expected, "gone on with after kills");
        assert!(!at(&format!(".broken-{format}.exporting")).exists() && !at(&format!(".broken-{format}.before")).exists());
        // Once more over what is there, and beside what is left of another state.
        let left = at(&format!(".whole-{format}.exporting"));
        std::fs::create_dir(&left).unwrap();
        std::fs::write(left.join("state"), "another").unwrap();
        std::fs::write(left.join(format!("chains.{format}")), "of another case").unwrap();
        std::fs::write(left.join(format!("chains.{format}.rows")), "3").unwrap();
        assert_eq!(run(&["export", &case, whole.to_str().unwrap(), "--as", format]).status, 0);
        assert!(files(&whole) == expected, "the same again");
    }
}

#[test]
fn counts_are_those_of_json_lines() {
    let folder = folder();
    let case = articles(&folder);
    let target = folder.path().join("tables");
    assert_eq!(run(&["export", &case, target.to_str().unwrap(), "--as", "csv"]).status, 0);
    let mut records = BTreeMap::<String, u64>::new();
    for line in run(&["export", &case]).out.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        *records.entry(record["type"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    let described: serde_json::Value = serde_json::from_slice(&std::fs::read(target.join("datapackage.json")).unwrap()).unwrap();
    for resource in described["resources"].as_array().unwrap() {
        let name = resource["name"].as_str().unwrap();
        let singular = if name == "entities" { "entity" } else { name.trim_end_matches('s') };
        if !["time", "quantitie", "concept"].contains(&singular) {
            assert_eq!(resource["rows"].as_u64().unwrap(), records.get(singular).copied().unwrap_or(0), "{name}");
        }
    }
    let book = std::fs::read_to_string(target.join("CODEBOOK.md")).unwrap();
    assert!(book.contains("Read by: ") && book.contains("Here: 25 rows."), "{}", &book[..2_000]);
}

#[test]
fn what_is_something_else_is_not_written_over() {
    let folder = folder();
    let case = articles(&folder);
    let target = folder.path().join("mine");
    let word = target.to_str().unwrap();
    std::fs::create_dir(&target).unwrap();
    std::fs::write(target.join("notes.txt"), "mine").unwrap();
    let refused = run(&["export", &case, word, "--as", "parquet"]);
    assert!(refused.status == 3 && refused.err.contains("mine"), "{} {}", refused.status, refused.err);
    assert_eq!(files(&target).len(), 1);
    assert_eq!(run(&["export", &case, "--as", "parquet"]).status, 2, "tables need a folder");
    assert_eq!(run(&["export", &case, word, "--as", "jsonl"]).status, 3, "nor by lines");
    let unfit = run(&["stats", &case, "--format", "stix"]);
    assert!(unfit.status == 2 && unfit.err.contains("who-said"), "{}", unfit.err);
}

#[test]
fn lines_and_a_bundle_lie_beside_their_codebook() {
    let folder = folder();
    let case = articles(&folder);
    let target = folder.path().join("out");
    let word = target.to_str().unwrap();
    for (format, file, more) in [("jsonl", "records.jsonl", &["hearsay.schema.json"][..]), ("stix", "bundle.stix.json", &[])] {
        // The second is written in the place of the first.
        let ran = run(&["export", &case, word, "--as", format]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        let names: std::collections::BTreeSet<String> =
            std::fs::read_dir(&target).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        let expected = ["CODEBOOK.md", "datapackage.json", file].into_iter().chain(more.iter().copied());
        assert_eq!(names, expected.map(str::to_owned).collect());
        let written = std::fs::read_to_string(target.join(file)).unwrap();
        assert_eq!(written, run(&["export", &case, "--as", format]).out, "as on standard output");
        for row in ran.out.lines().skip(1).filter(|_| format == "jsonl") {
            let (kind, count) = row.split_once(char::is_whitespace).unwrap();
            let of_kind = written.lines().filter(|line| line.starts_with(&format!("{{\"type\":\"{kind}\",")));
            assert_eq!(of_kind.count().to_string(), count.trim(), "{kind}");
        }
        let described: serde_json::Value =
            serde_json::from_slice(&std::fs::read(target.join("datapackage.json")).unwrap()).unwrap();
        assert_eq!(described["resources"][0]["bytes"], written.len());
        let book = std::fs::read_to_string(target.join("CODEBOOK.md")).unwrap();
        assert!(
            book.contains("Read by: ") && (book.contains("Here: 25 lines.") || book.contains("| 25 |")),
            "{}",
            &book[..1_500]
        );
    }
}

#[test]
fn a_bundle_of_the_case_and_of_a_list() {
    let folder = folder();
    let case = articles(&folder);
    let n = |arguments: &[&str], kind: &str| {
        let ran = run(arguments);
        assert_eq!(ran.status, 0, "{}", ran.err);
        let bundle: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        bundle["objects"].as_array().unwrap().iter().filter(|object| object["type"] == kind).count()
    };
    assert_eq!(n(&["export", &case, "--as", "stix"], "report"), 25);
    assert_eq!(n(&["who-said", &case, "--limit", "7", "--format", "stix"], "note"), 7);
    assert!(n(&["people", &case, "--quoted-only-by", "*", "--format", "stix"], "note") > 0);
    let book = run(&["codebook"]);
    assert!(book.status == 0 && book.out.starts_with("# Codebook\n"), "{}", book.out);
    let book: serde_json::Value = serde_json::from_str(&run(&["codebook", "--format", "json"]).out).unwrap();
    assert_eq!(book["tables"].as_array().unwrap().len(), 17);
}

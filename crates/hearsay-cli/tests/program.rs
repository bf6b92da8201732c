//! The real program in a folder of its own: what it prints, where, and what it ends with.
#![allow(clippy::unwrap_used, reason = "a test ends where it can't go on")]

mod running;

use running::{articles, folder, run, run_with};

#[test]
fn help_has_examples_for_every_verb() {
    let help = run(&["--help"]);
    assert!(help.out.contains("Examples:"), "{}", help.out);
    let verbs = [
        "read",
        "draft",
        "link",
        "add",
        "open",
        "serve",
        "who-said",
        "about",
        "claims",
        "copies",
        "disputes",
        "accusations",
        "people",
        "stories",
        "links",
        "outlets",
        "timeline",
        "search",
        "show",
        "why",
        "labels",
        "label",
        "stats",
        "correct",
        "forget",
        "remember",
        "merge",
        "publish",
        "codebook",
        "export",
        "rebuild",
        "verify",
        "completions",
        "man",
    ];
    for verb in verbs {
        assert!(help.out.contains(verb), "--help does not tell of {verb}");
        let help = run(&[verb, "--help"]);
        assert_eq!(help.status, 0);
        assert!(help.out.contains("Examples:"), "{verb} --help has no example");
    }
}

#[test]
fn read_gives_an_object_a_document_on_stdout() {
    let read = run_with(&["read", "-"], "Ada Holm said the lock was open.\n");
    assert_eq!((read.status, read.err.as_str()), (0, ""));
    let object: serde_json::Value = serde_json::from_str(&read.out).unwrap();
    assert_eq!(object["hearsay"], 1);
    assert_eq!(object["attributions"][0]["source"], serde_json::json!([[0, 8]]));
    assert_eq!(object["attributions"][0]["cue"], serde_json::json!([[9, 13]]));
    assert_eq!(object["document"]["text"], "Ada Holm said the lock was open.\n");
}

#[test]
fn offsets_come_in_the_unit_asked_for() {
    let text = "So it goes 🙂. Åse Holm said the lock was open.\n";
    let source = |unit: &str| {
        let read = run_with(&["read", "-", "--offsets", unit], text);
        let object: serde_json::Value = serde_json::from_str(&read.out).unwrap();
        serde_json::from_value::<Vec<[usize; 2]>>(object["attributions"][0]["source"].clone()).unwrap()
    };
    assert_eq!(source("codepoints"), [[14, 22]]);
    assert_eq!(source("bytes"), [[17, 26]]);
    assert_eq!(source("utf16"), [[15, 23]]);
}

#[test]
fn layers_come_as_a_word_a_line() {
    let text = "It rained. Åse Holm said the lock was open.\n";
    let conllu = |arguments: &[&str]| run_with(&[&["read", "-", "--format", "conllu"], arguments].concat(), text).out;
    let needed = conllu(&[]);
    assert!(!needed.contains("# text = It rained."), "{needed}");
    assert!(needed.contains("# text = Åse Holm said the lock was open.\n"), "{needed}");
    let words: Vec<Vec<&str>> =
        needed.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| line.split('\t').collect()).collect();
    assert!(words.iter().all(|cells| cells.len() == 10), "{needed}");
    let said = words.iter().find(|cells| cells[1] == "said").unwrap();
    assert_eq!((said[2], said[3], said[4], said[9]), ("say", "VERB", "VBD", "Span=20:24"));
    assert!(words.iter().any(|cells| cells[1] == "open" && cells[9].contains("SpaceAfter=No")), "{needed}");
    let all = conllu(&["--layers", "all"]);
    assert!(all.contains("# text = It rained.") && all.ends_with("\n\n"), "{all}");
    assert!(conllu(&["--offsets", "bytes"]).contains("Span=21:25"), "bytes");
}

#[test]
fn a_file_that_can_not_be_read_is_named_and_the_rest_goes_on() {
    let folder = folder();
    let good = folder.path().join("good.txt");
    std::fs::write(&good, "Ada Holm said the lock was open.\n").unwrap();
    let read = run(&["read", "no-such.txt", good.to_str().unwrap()]);
    assert_eq!(read.status, 1);
    assert_eq!(read.out.lines().count(), 1);
    assert!(read.err.contains("no-such.txt"), "{}", read.err);
    let case = folder.path().join("case.hearsay");
    let added = run(&["add", case.to_str().unwrap(), "no-such.txt", good.to_str().unwrap()]);
    assert_eq!(added.status, 1);
    assert!(added.out.starts_with("1 new"), "{}", added.out);
}

#[test]
fn exit_statuses_mean_something() {
    let folder = folder();
    assert_eq!(run(&["claims"]).status, 2, "no case given");
    let missing = folder.path().join("missing.hearsay");
    assert_eq!(run(&["claims", missing.to_str().unwrap()]).status, 3, "no such case");
    let not_a_case = folder.path().join("notes.hearsay");
    std::fs::write(&not_a_case, "These are notes, and no ledger.").unwrap();
    for verb in ["claims", "verify", "rebuild", "export", "stats"] {
        let ran = run(&[verb, not_a_case.to_str().unwrap()]);
        assert_eq!(ran.status, 3, "{verb}: {}", ran.err);
        assert!(ran.err.contains("notes.hearsay"), "{verb} names the file: {}", ran.err);
        assert!(ran.out.is_empty(), "{verb}: {}", ran.out);
    }
    let case = articles(&folder);
    assert_eq!(run(&["show", &case, "a-ffffffffffff"]).status, 5, "nothing of that name");
    assert_eq!(run(&["stats", &case, "--speaker", "Holm"]).status, 2, "a flag that the question does not take");
    assert_eq!(run(&["who-said", &case, "--from", "yesterday"]).status, 2, "no date");
    for (verb, flag, value, named) in [
        ("who-said", "--act", "nonsense", "decline_comment"),
        ("about", "--act", "Deny", "deny"),
        ("claims", "--act", "hum_along", "silence"),
        ("who-said", "--from", "2031-02-30", "2031-04-07"),
        ("timeline", "--to", "2031-13", "2031-04-07"),
    ] {
        let ran = run(&[verb, &case, flag, value]);
        assert_eq!(ran.status, 2, "{verb} {flag} {value}");
        assert!(ran.err.contains(value) && ran.err.contains(named) && ran.out.is_empty(), "{}", ran.err);
    }
    assert_eq!(
        run(&["who-said", &case, "--act", "silence", "--from", "2032-02-29"]).status,
        0,
        "a family, and a day that there is"
    );
}

#[test]
fn labels_are_set_listed_and_taken_back_and_why_tells_tests() {
    let folder = folder();
    let case = articles(&folder);
    let scheme = folder.path().join("gates.jsonld");
    let concepts = r#"[{"id": "urn:g", "type": "ConceptScheme", "prefLabel": "Gates"},
        {"id": "urn:g:1", "type": "Concept", "prefLabel": "Across the border", "notation": "G1", "inScheme": "urn:g"}]"#;
    std::fs::write(&scheme, concepts).unwrap();
    assert_eq!(run(&["label", "match", &case, "G1", "a border", "--by", "mara"]).status, 5, "no scheme is loaded");
    assert!(run(&["label", "load", &case, scheme.to_str().unwrap()]).out.contains("loaded: Gates, 1 concepts"));
    assert!(run(&["label", "schemes", &case]).out.contains("  G1\n"));
    let set = run(&["label", "match", &case, "G1", "the trail crosses a border", "--by", "mara"]);
    assert!(set.status == 0 && set.out.lines().count() > 1, "{}{}", set.out, set.err);
    let listed = run(&["labels", &case, "--format", "jsonl"]);
    let row: serde_json::Value = serde_json::from_str(listed.out.trim()).unwrap();
    assert_eq!((row["concept"].as_str(), row["by"][0].as_str()), (Some("G1"), Some("mara")));
    let id = set.out.split(' ').next().unwrap();
    assert!(run(&["label", "remove", &case, id, "--by", "mara"]).out.contains("took back G1 by mara"));
    let people = run(&["people", &case, "--limit", "2", "--format", "jsonl"]).out;
    let ids: Vec<String> = people
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_string())
        .collect();
    let why = run(&["why", &case, &ids[0], &ids[1], "--format", "jsonl"]);
    assert!(why.status == 0 && why.out.contains("linking lays the two side by side"), "{}{}", why.out, why.err);
    assert_eq!(run(&["why", &case, &ids[0], "d-"]).status, 5, "nothing of that name, or too much");
}

#[test]
fn a_table_has_no_colour_away_from_a_terminal() {
    let folder = folder();
    let case = articles(&folder);
    for verb in ["claims", "people", "disputes", "verify"] {
        assert!(!run(&[verb, &case]).out.contains('\u{1b}'), "{verb}");
    }
}

#[test]
fn export_gives_every_record_with_its_type() {
    let folder = folder();
    let case = articles(&folder);
    let export = run(&["export", &case, "--as", "jsonl"]);
    let mut counts = std::collections::BTreeMap::new();
    for line in export.out.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        *counts.entry(record["type"].as_str().unwrap().to_string()).or_insert(0) += 1;
    }
    assert_eq!(counts["document"], 25, "{counts:?}");
    for kind in ["attribution", "statement", "entity", "link", "group", "sighting", "chain", "note"] {
        assert!(counts.get(kind).is_some_and(|n| *n > 0), "no {kind}: {counts:?}");
    }
    assert!(!export.out.contains("seen_at"), "no clock time in an export");
}

#[test]
fn corrections_come_as_json_lines_too() {
    let folder = folder();
    let case = articles(&folder);
    let rows = run(&["who-said", &case, "--format", "jsonl", "--limit", "2"]);
    let ids: Vec<String> = rows
        .out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["attribution"].as_str().unwrap().to_string())
        .collect();
    let lines = format!(
        "{{\"kind\":\"reject\",\"on\":\"{}\",\"by\":\"mara\"}}\n{{\"kind\":\"accept\",\"on\":\"{}\",\"by\":\"mara\"}}\n",
        ids[0], ids[1]
    );
    let corrected = run_with(&["correct", &case, "--from", "-"], &lines);
    assert_eq!(corrected.status, 0, "{}", corrected.err);
    assert!(!run(&["who-said", &case, "--format", "jsonl"]).out.contains(&ids[0]));
    let digest = |case: &str| run(&["verify", case]).out.lines().last().unwrap().to_string();
    let before = digest(&case);
    assert_eq!(run(&["rebuild", &case]).status, 0);
    assert_eq!(digest(&case), before);
    let wrong = run_with(&["correct", &case, "--from", "-"], "{\"kind\":\"reject\"}\n");
    assert_eq!(wrong.status, 3);
    assert!(wrong.err.contains("line 1"), "{}", wrong.err);
}

#[test]
fn completions_and_the_manual_are_made() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&["completions", shell]);
        assert!(script.out.contains("who-said"), "{shell}");
    }
    assert!(run(&["man"]).out.contains(".TH"));
}

#[test]
fn other_machines_are_let_in_only_with_a_token() {
    let folder = folder();
    let case = folder.path().join("lock.hearsay").to_str().unwrap().to_string();
    assert_eq!(
        run_with(&["add", &case, "-"], "Ada Holm said the lock was open on Tuesday, and that it had been so for a week.\n")
            .status,
        0
    );
    let file = folder.path().join("token.txt");
    std::fs::write(&file, "short\n").unwrap();
    let file = file.to_str().unwrap();
    for without in [&["serve", &case, "--listen", "0.0.0.0"][..], &["serve", &case, "--listen", "0.0.0.0", "--token-file", file]]
    {
        let refused = run(without);
        assert_eq!(refused.status, 2, "{without:?}: {}", refused.err);
        assert!(refused.err.contains("token") && refused.out.is_empty(), "{}", refused.err);
    }
    let odd = run(&["serve", &case, "--allow-origin", "*"]);
    assert_eq!((odd.status, odd.err.contains("--allow-origin *")), (2, true), "{}", odd.err);
    std::fs::write(file, "\n").unwrap();
    assert_eq!(run(&["serve", &case, "--token-file", file]).status, 2, "an empty token is none");
    assert_eq!(run(&["serve", "nowhere.hearsay"]).status, 3);
}

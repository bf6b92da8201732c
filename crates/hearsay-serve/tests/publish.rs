//! A case as files: every link leads somewhere, the same case gives the same bytes, and what is changed is told.

mod case;

use case::served;
use hearsay_serve::publish::{Options, PublishError, publish, verify::verify};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = format!("{prefix}{}", path.file_name().expect("a name").to_string_lossy());
            if path.is_dir() {
                walk(&path, &format!("{name}/"), found);
            } else {
                found.insert(name, std::fs::read(&path).expect("a file"));
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(root, "", &mut found);
    found
}

struct Published {
    served: case::Served,
    folder: PathBuf,
}

fn published(options: Options) -> Published {
    let served = served();
    let folder = served.folder.path().join("site");
    publish(&served.ledger(), &folder, options, &mut |_| {}).expect("published");
    Published { served, folder }
}

/// A link of a file as the file that it leads to, and what stands behind `#`.
fn resolved(file: &str, link: &str) -> (String, Option<String>) {
    let (path, fragment) = match link.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment.split(":~:").next().unwrap_or("").to_owned())),
        None => (link, None),
    };
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        if part == ".." {
            assert!(parts.pop().is_some(), "{file}: {link} leads out of the folder");
        } else {
            parts.push(part);
        }
    }
    (if path.is_empty() { file.to_owned() } else { parts.join("/") }, fragment.filter(|fragment| !fragment.is_empty()))
}

fn attributes<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let key = format!(" {name}=\"");
    html.split(key.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The files of a publication, of which every link was seen to lead somewhere in it.
fn with_links_that_lead(site: &Published) -> BTreeMap<String, Vec<u8>> {
    let files = files(&site.folder);
    let mut dead = Vec::new();
    let mut n_links = 0;
    for (file, bytes) in files.iter().filter(|(file, _)| file.ends_with(".html")) {
        let html = std::str::from_utf8(bytes).expect("UTF-8");
        assert!(html.contains("Content-Security-Policy"), "{file}");
        assert!(
            !html.contains("method=\"post\"") && !html.contains("name=\"token\""),
            "{file} holds a form that changes something"
        );
        for name in ["href", "src", "action", "data-page"] {
            for link in attributes(html, name) {
                if link.starts_with("https://") || link.starts_with("http://") {
                    assert!(
                        name == "href" && !html.contains(&format!("<link rel=\"stylesheet\" href=\"{link}")),
                        "{file}: {link}"
                    );
                    continue;
                }
                assert!(!link.starts_with('/') && !link.contains(':') || link.contains(":~:text="), "{file}: {link}");
                n_links += 1;
                let (to, fragment) = resolved(file, link);
                let Some(target) = files.get(&to) else {
                    dead.push(format!("{file}: {link}"));
                    continue;
                };
                if let Some(fragment) = fragment.filter(|fragment| !fragment.starts_with("at-")) {
                    let html = String::from_utf8_lossy(target);
                    if !html.contains(&format!("id=\"{fragment}\"")) {
                        dead.push(format!("{file}: {link}: no such place"));
                    }
                }
            }
        }
    }
    assert!(n_links > 1_000, "{n_links} links");
    assert!(dead.is_empty(), "{} of {n_links}: {:#?}", dead.len(), &dead[..dead.len().min(20)]);
    files
}

#[test]
fn a_case_that_is_too_large_for_pages_of_all_has_those_of_texts_and_of_what_is_gathered() {
    let whole = published(Options::default());
    let n_files = files(&whole.folder).len();
    let site = published(Options { most: Some(n_files / 2), ..Options::default() });
    let files = with_links_that_lead(&site);
    assert!(files.len() <= n_files / 2, "{} of {n_files}", files.len());
    let n_in = |folder: &str, ends: &str| files.keys().filter(|name| name.starts_with(folder) && name.ends_with(ends)).count();
    assert!(n_in("document/", ".html") == 5 && n_in("claim/", ".html") > 0 && n_in("person/", ".html") > 0);
    assert_eq!((n_in("show/s-", ""), n_in("dispute/", ""), n_in("cite/", ""), n_in("document/", ".json")), (0, 0, 0, 0));
    let list = String::from_utf8_lossy(&files["disputes.html"]);
    assert!(attributes(&list, "href").iter().any(|link| link.starts_with("document/d-") && link.contains(".html#a-")));
    let readme = String::from_utf8_lossy(&files["README.txt"]);
    assert!(readme.contains("documents,people,claims") && readme.contains("leads to where it stands"), "{readme}");
    assert!(verify(&site.folder).expect("can be read").problems.is_empty());
    let evidence =
        |site: &Published| std::fs::read_to_string(site.folder.join("evidence.jsonl")).expect("evidence").lines().count();
    assert!(evidence(&site) > 0 && evidence(&site) <= evidence(&whole));
}

#[test]
fn every_link_leads_to_a_file_that_is_there_and_nothing_is_asked_for_elsewhere() {
    let site = published(Options { originals: true, ..Options::default() });
    let files = with_links_that_lead(&site);
    for part in
        ["index.html", "search.html", "claims.html", "claims.csv", "claims.json", "records.jsonl", "README.txt", "search/0.js"]
    {
        assert!(files.contains_key(part), "{part}");
    }
}

#[tokio::test]
async fn every_record_with_a_page_has_a_file() {
    let site = tokio::task::spawn_blocking(|| published(Options::default())).await.expect("published");
    let files: BTreeSet<String> = files(&site.folder).into_keys().collect();
    let mut missing = Vec::new();
    for (question, key, page) in [
        ("coverage", "document", "document"),
        ("claims", "claim", "claim"),
        ("people", "id", "person"),
        ("disputes", "link", "dispute"),
        ("copies", "link", "copy"),
        ("who-said", "statement", "show"),
        ("links", "id", "show"),
    ] {
        let rows = site.served.rows(question).await;
        assert!(!rows.is_empty(), "{question}");
        for row in rows {
            let id =
                [key, "id"].iter().find_map(|key| row[*key].as_str()).unwrap_or_else(|| panic!("{question}: no id in {row}"));
            if !files.contains(&format!("{page}/{id}.html")) {
                missing.push(format!("{page}/{id}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn the_same_case_gives_the_same_bytes_and_takes_the_place_of_an_earlier_publication() {
    let site = published(Options::default());
    let first = files(&site.folder);
    assert!(!first.keys().any(|file| file.starts_with("originals/") || file.ends_with("/original.html")));
    let ledger = site.served.ledger();
    publish(&ledger, &site.folder, Options::default(), &mut |_| {}).expect("once more");
    let again = files(&site.folder);
    let differing: Vec<&String> =
        first.iter().filter(|(file, bytes)| again.get(*file) != Some(bytes)).map(|(file, _)| file).collect();
    assert!(differing.is_empty() && first.len() == again.len(), "{differing:?}");
    let beside: Vec<String> = std::fs::read_dir(site.served.folder.path())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert!(beside.is_empty(), "{beside:?}");
}

#[test]
fn a_folder_with_anything_else_in_it_is_not_touched() {
    let served = served();
    let folder = served.folder.path().join("mine");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join("letter.txt"), "mine").expect("a file");
    let told = publish(&served.ledger(), &folder, Options::default(), &mut |_| {});
    assert!(matches!(told, Err(PublishError::Foreign { .. })), "{told:?}");
    assert_eq!(files(&folder).len(), 1);
    // Nor one that holds a publication, and something of its owner's beside it.
    let site = published(Options::default());
    std::fs::create_dir(site.folder.join(".git")).expect("a folder");
    std::fs::write(site.folder.join(".git/HEAD"), "mine").expect("a file");
    let told = publish(&site.served.ledger(), &site.folder, Options::default(), &mut |_| {});
    assert!(matches!(told, Err(PublishError::Foreign { .. })), "{told:?}");
    assert!(site.folder.join(".git/HEAD").exists());
}

#[test]
fn what_is_changed_is_told_and_its_evidence_is_orphaned() {
    let site = published(Options { originals: true, ..Options::default() });
    let sound = verify(&site.folder).expect("read");
    assert_eq!(sound.problems, []);
    assert!(sound.evidence >= 8 && sound.documents == 5 && sound.files > 50, "{sound:?}");
    let lines = std::fs::read_to_string(site.folder.join("evidence.jsonl")).expect("evidence");
    let line: serde_json::Value = serde_json::from_str(lines.lines().next().expect("a line")).expect("JSON");
    let of = |key: &str| line[key].as_str().expect("a text").to_owned();
    let (text, page) = (site.folder.join(of("text")), of("page"));
    let page = page.split('#').next().expect("a file").to_owned();
    let codes = || -> BTreeSet<&'static str> {
        verify(&site.folder).expect("read").problems.into_iter().map(|problem| problem.code).collect()
    };
    let with = |path: &Path, change: &dyn Fn(&str) -> String, expected: &[&str]| {
        let before = std::fs::read_to_string(path).expect("a file");
        std::fs::write(path, change(&before)).expect("changed");
        let found = codes();
        assert!(expected.iter().all(|code| found.contains(code)), "{}: {found:?}", path.display());
        std::fs::write(path, before).expect("as it was");
        assert!(codes().is_empty());
    };
    // A word in a text: its passages are no longer evidence.
    with(&text, &|text| format!("Not {text}"), &["file-changed", "text-differs", "evidence-orphan"]);
    // A word in the text that a page holds, another in what it says was exact.
    let page = site.folder.join(page);
    let exact = of("exact");
    let word =
        exact.split_whitespace().find(|word| word.len() > 4 && word.chars().all(char::is_alphabetic)).expect("a word").to_owned();
    with(
        &page,
        &|html| {
            let (head, tail) = html.split_once("id=\"evidence-data\"").expect("evidence");
            format!("{head}id=\"evidence-data\"{}", tail.replacen(&word, "gravel", 1))
        },
        &["file-changed", "evidence-orphan"],
    );
    // A page that is gone; a file that came.
    let html = std::fs::read(&page).expect("a page");
    std::fs::remove_file(&page).expect("gone");
    assert!(codes().is_superset(&["file-missing", "evidence-orphan"].into()));
    std::fs::write(&page, html).expect("back");
    std::fs::write(site.folder.join("extra.html"), "x").expect("a file");
    assert_eq!(codes(), ["file-foreign"].into());
}

#[tokio::test]
async fn a_publication_has_the_pages_that_were_asked_for_and_no_more_files_than_are_let() {
    let site = tokio::task::spawn_blocking(|| {
        published(Options { only: Some("documents,claims".parse().expect("words")), ..Options::default() })
    });
    let site = site.await.expect("published");
    let is_there = |name: &str| site.folder.join(name).exists();
    assert!(is_there("document") && is_there("claim") && is_there("people.html") && is_there("disputes.csv"));
    for left_out in ["show", "person", "cite", "dispute", "copy", "why"] {
        let found = std::fs::read_dir(site.folder.join(left_out)).map(|entries| entries.flatten().count()).unwrap_or(0);
        // Corrections and groups are few, and stay.
        assert!(found == 0 || left_out == "show", "{left_out}: {found}");
    }
    let readme = std::fs::read_to_string(site.folder.join("README.txt")).expect("written");
    assert!(readme.contains("documents,claims"), "{readme}");
    let told = tokio::task::spawn_blocking({
        let (ledger, folder) = (site.served.ledger(), site.folder.with_extension("two"));
        move || (publish(&ledger, &folder, Options { most: Some(20), ..Options::default() }, &mut |_| {}), folder.exists())
    });
    let (told, is_there) = told.await.expect("ends");
    let told = told.expect_err("too many").to_string();
    assert!(told.contains("20 are let") && told.contains("5 documents") && told.contains("--only"), "{told}");
    assert!(!is_there, "nothing was written");
}

//! Runs `spec/links/*.md`: prose, texts in blockquotes, and below them what must be found.
//!
//! A heading of the second level opens a case. Each blockquote in it is a document (see
//! [`super::marked`]). Lines of a list say what must hold: `KIND by CODE`, with `second from first`,
//! `not comparable`, `n passages` or `changes KIND …` after a comma; `no KIND`; `n entities`; `claim of n, k origins`; `story of n, k origins`.

#![allow(clippy::disallowed_methods, reason = "a test reads the specification; the room itself reads no file")]

use super::marked::marked;
use crate::{Linked, Material, link};
use hearsay_record::{Direction, Document, GroupKind, Link, Reading};
use std::path::Path;

#[test]
fn the_specification_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/links");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("spec/links").map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    let mut failed = Vec::new();
    let mut n_cases = 0;
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a specification");
        for case in text.split("\n## ").skip(1) {
            n_cases += 1;
            let title = format!("{}: {}", path.file_name().expect("a name").to_string_lossy(), case.lines().next().unwrap_or(""));
            failed.extend(run(case).into_iter().map(|failure| format!("{title}: {failure}")));
        }
    }
    assert!(n_cases >= 20, "only {n_cases} cases");
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

fn run(case: &str) -> Vec<String> {
    let mut sources: Vec<String> = Vec::new();
    let mut is_inside = false;
    for line in case.lines() {
        match line.strip_prefix('>') {
            Some(quoted) => {
                if !is_inside {
                    sources.push(String::new());
                }
                let source = sources.last_mut().expect("one is open");
                source.push_str(quoted.strip_prefix(' ').unwrap_or(quoted));
                source.push('\n');
                is_inside = true;
            }
            None => is_inside = false,
        }
    }
    let (documents, readings): (Vec<Document>, Vec<Reading>) = sources.iter().map(|source| marked(source)).unzip();
    let linked = link(&Material { documents: &documents, readings: &readings, corrections: &[] });
    let expected: Vec<&str> = case.lines().filter_map(|line| line.strip_prefix("- ")).collect();
    assert!(!expected.is_empty(), "a case without expectation: {case}");
    let failed: Vec<&str> = expected.into_iter().filter(|line| !holds(line.trim(), &linked, &documents)).collect();
    let found: Vec<String> = linked
        .links
        .iter()
        .map(|link| format!("{} by {} {:?} {:?}", link.kind.as_str(), link.because[0].code, link.direction, link.coverage))
        .collect();
    failed.into_iter().map(|line| format!("`{line}` does not hold; found {found:?}")).collect()
}

fn holds(line: &str, linked: &Linked, documents: &[Document]) -> bool {
    if let Some(kind) = line.strip_prefix("no ") {
        return linked.links.iter().all(|link| link.kind.as_str() != kind || link.not_comparable_because.is_some());
    }
    if let Some((n, _)) = line.split_once(" entities") {
        return n.parse() == Ok(linked.entities.len());
    }
    let of_origins = [("claim of ", GroupKind::Claim), ("story of ", GroupKind::Story)];
    if let Some((kind, rest)) = of_origins.iter().find_map(|(head, kind)| Some((*kind, line.strip_prefix(head)?))) {
        let (n, origins) = rest.split_once(", ").expect("of n, k origins");
        let origins = origins.split(' ').next().and_then(|k| k.parse().ok());
        let fits = |group: &&hearsay_record::Group| {
            n.parse() == Ok(group.members.len()) && group.origins.as_ref().map(|count| count.origins) == origins
        };
        return linked.groups.iter().filter(|group| group.kind == kind).any(|group| fits(&group));
    }
    let (head, more) = line.split_once(", ").unwrap_or((line, ""));
    let (kind, code) = head.split_once(" by ").expect("KIND by CODE");
    let fits = |link: &&Link| {
        let has_code = link.because.iter().any(|reason| reason.code == code);
        let detail = match more {
            "" => link.not_comparable_because.is_none(),
            "not comparable" => link.not_comparable_because.is_some(),
            "second from first" => {
                let first_is_a = link.members[0] == documents[0].id;
                link.direction == if first_is_a { Direction::AToB } else { Direction::BToA }
            }
            "direction unknown" => link.direction == Direction::Unknown,
            "no direction" => link.direction == Direction::None,
            // `changes cut words`, in this order and no others.
            other if other.starts_with("changes ") => {
                let told: Vec<&str> = link.changes.iter().map(|change| change.kind.as_str()).collect();
                other.split(' ').skip(1).collect::<Vec<_>>() == told
            }
            other => other.strip_suffix(" passages").and_then(|n| n.parse().ok()) == Some(link.passages.len()),
        };
        link.kind.as_str() == kind && has_code && detail
    };
    linked.links.iter().any(|link| fits(&link))
}

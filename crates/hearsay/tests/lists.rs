//! What is kept of a case between questions: after any decision every list is what it would be if the case were read anew.
//!
//! In: the example of a flood and decisions chosen by a fixed row of numbers. Out: every list under several conditions and
//! orders, from a snapshot that is brought up to date, beside the same from a case read anew.
#![allow(clippy::unwrap_used, reason = "a test ends where it can't go on")]

use hearsay::corrections::Request;
use hearsay::record::CorrectionKind;
use hearsay::view::{Ask, Format, Lookup, Question, Snapshot, answer_over};
use hearsay::{Access, Case, Input, Packs};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const AT: &str = "2031-05-01T12:00:00Z";

fn articles() -> Vec<Input> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/pellow-sluice/articles");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into();
    paths.iter().map(|path| Input { path: name(path), bytes: Ok(std::fs::read(path).unwrap()), url: None }).collect()
}

/// Conditions and orders, each for the questions that take it.
const PAIRS: [&[(&str, &str)]; 12] = [
    &[],
    &[("limit", "7"), ("offset", "3")],
    &[("sort", "recent")],
    &[("sort", "documents")],
    &[("sort", "current"), ("limit", "12")],
    &[("sort", "speaker")],
    &[("sort", "text.descending")],
    &[("sort", "outlet.ascending"), ("limit", "9")],
    &[("text", "gates")],
    &[("act", "deny"), ("from", "2031-04-08")],
    &[("status", "any")],
    &[("outlet", "THE LAKELAND MERCURY")],
];

fn questions() -> Vec<Question> {
    let of_one = [Ask::Show, Ask::Document, Ask::Person, Ask::Why];
    let lists = Ask::ALL.into_iter().filter(|ask| !of_one.contains(ask));
    lists.flat_map(|ask| PAIRS.iter().filter_map(move |pairs| Question::parse(ask, pairs.iter().copied()).ok())).collect()
}

/// The next of a row of numbers that looks random, below `n`.
fn next(state: &mut u64, n: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap() % n.max(1)
}

/// A decision; not all can be taken.
fn decision(case: &Case, state: &mut u64) -> Request {
    let ledger = case.ledger();
    let statements: Vec<String> = ledger.statements(&Default::default()).unwrap().iter().map(|one| one.id.to_string()).collect();
    let entities: Vec<String> = ledger.entities().unwrap().iter().map(|one| one.id.to_string()).collect();
    let links: Vec<String> = ledger.links(&Default::default()).unwrap().iter().map(|one| one.id.to_string()).collect();
    let kinds = [
        CorrectionKind::Accept,
        CorrectionKind::Reject,
        CorrectionKind::Speaker,
        CorrectionKind::Merge,
        CorrectionKind::Split,
        CorrectionKind::Dispute,
        CorrectionKind::Different,
    ];
    let kind = kinds[next(state, kinds.len())];
    let mut one = |ids: &[String]| ids[next(state, ids.len())].clone();
    let on = match kind {
        CorrectionKind::Merge | CorrectionKind::Split | CorrectionKind::Dispute => one(&entities),
        CorrectionKind::Different => one(&links),
        _ => one(&statements),
    };
    let mut request = Request::new(kind, &on, "mara");
    match kind {
        CorrectionKind::Merge | CorrectionKind::Split | CorrectionKind::Dispute => request.with = Some(one(&entities)),
        CorrectionKind::Speaker => request.speaker = Some("Rosalind Vane".into()),
        _ => {}
    }
    request
}

#[test]
fn after_any_decision_every_list_is_that_of_a_case_read_anew() {
    let folder = tempfile::tempdir().unwrap();
    let case = Case::open(&folder.path().join("a.hearsay"), Access::Create, Packs::embedded()).unwrap();
    let mut case = case.indexed_from(0);
    case.add(articles().into_iter(), AT, &mut |_| {}).unwrap();
    let questions = questions();
    let mut snapshot = Arc::new(Snapshot::of(case.ledger()).unwrap());
    let (mut state, mut taken) = (7, 0);
    while taken < 10 {
        let request = decision(&case, &mut state);
        if case.correct(&request, AT, &mut |_| {}).is_err() {
            continue;
        }
        taken += 1;
        Arc::make_mut(&mut snapshot).refresh(case.ledger()).unwrap();
        let kept = Lookup::over(case.ledger(), Arc::clone(&snapshot));
        let anew = Lookup::new(case.ledger()).unwrap();
        for question in &questions {
            let [first, again, expected] = [&kept, &kept, &anew]
                .map(|lookup| answer_over(lookup, question, Format::Json, 100).map_err(|error| error.to_string()));
            assert_eq!(first, expected, "{question:?} after {request:?}");
            assert_eq!(again, expected, "{question:?} asked again after {request:?}");
        }
    }
}

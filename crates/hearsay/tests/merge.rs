//! Two cases brought together: either way round, with what persons decided and what was forgotten.
#![allow(clippy::unwrap_used, reason = "a test ends where it can't go on")]

use hearsay::corrections::Request;
use hearsay::labels::{Setting, Target};
use hearsay::merge::{Into, Merged, merge};
use hearsay::record::{CorrectionKind, Id};
use hearsay::{Access, Case, Input, Ledger, Packs};
use std::path::{Path, PathBuf};

const EARLY: &str = "2031-05-01T12:00:00Z";
const LATE: &str = "2031-06-01T12:00:00Z";

const WEIR: &str = "outlet: Oster Post\ndate: 2031-04-07\n\nWeir at Velm was open\n\n\
    Mayor Ada Holm said on Monday that the gauge had been read every hour.\n\n\
    “Nobody touched the sluice,” Ada Holm said.\n\nPer Lund denied that he had opened the weir.\n";
const FERRY: &str = "outlet: Velm Courier\ndate: 2031-04-08\n\nFerry was late\n\n\
    Per Lund said that the ferry had waited for forty passengers at Norrin quay.\n\n\
    “The lamp was never ours,” said Jorun Vask, a spokeswoman for the Harbour Board.\n";
const LAMP: &str = "outlet: Norrin Wire\ndate: 2031-04-09\n\nLamp on the mole\n\n\
    Jorun Vask said on Tuesday that the lamp on the mole had been paid for.\n\n\
    “We will ask the brewers of Tern for the oil,” Per Lund said.\n";

struct Kept {
    case: Case,
    path: PathBuf,
}

fn case(folder: &Path, name: &str, texts: &[(&str, &str)], at: &str) -> Kept {
    let path = folder.join(format!("{name}.hearsay"));
    let mut case = Case::open(&path, Access::Create, Packs::embedded()).unwrap();
    let inputs = texts.iter().map(|(path, text)| Input { path: (*path).into(), bytes: Ok(text.as_bytes().to_vec()), url: None });
    case.add(inputs, at, &mut |_| {}).unwrap();
    Kept { case, path }
}

fn statement(kept: &Kept, words: &str) -> Id {
    let filter = hearsay::ledger::StatementFilter { text: Some(words.into()), ..Default::default() };
    kept.case.ledger().statements(&filter).unwrap().remove(0).id
}

fn decide(kept: &mut Kept, kind: CorrectionKind, words: &str, speaker: Option<&str>, by: &str, at: &str) {
    let request = Request { speaker: speaker.map(str::to_owned), ..Request::new(kind, statement(kept, words).as_str(), by) };
    kept.case.correct(&request, at, &mut |_| {}).unwrap();
}

fn label(kept: &mut Kept, words: &str, by: &str, at: &str) {
    let scheme = br#"{"@graph": [{"id": "urn:g", "type": "ConceptScheme", "prefLabel": "Gates"},
        {"id": "urn:g:1", "type": "Concept", "prefLabel": "Told", "notation": "G1", "inScheme": "urn:g"}]}"#;
    kept.case.load_schemes(scheme, at).unwrap();
    let setting = Setting { concept: "G1".into(), scheme: None, by: by.into(), note: None };
    assert!(!kept.case.label(&setting, &Target::Words(words.into()), at).unwrap().is_empty());
}

/// Merges into a third file; its digest and what was noticed.
fn both(folder: &Path, one: &Kept, other: &Kept, name: &str) -> (String, Merged, Case) {
    let path = folder.join(name);
    let mut first = Ledger::open(&one.path, Access::Read).unwrap();
    let second = Ledger::open(&other.path, Access::Read).unwrap();
    let merged = merge(&mut first, &second, Into::File(&path), Packs::embedded(), None, &mut |_| {}).unwrap();
    let case = Case::open(&path, Access::Write, Packs::embedded()).unwrap();
    let verification = case.verify().unwrap();
    assert!(verification.problems.is_empty(), "{:#?}", verification.problems);
    (verification.digest, merged, case)
}

#[test]
fn either_way_round_is_the_same_and_as_if_it_had_been_one_case() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let one = case(folder, "a", &[("weir.txt", WEIR), ("ferry.txt", FERRY)], EARLY);
    let other = case(folder, "b", &[("mail/ferry.txt", FERRY), ("lamp.txt", LAMP)], LATE);
    let (digest, merged, both_ways) = both(folder, &one, &other, "ab.hearsay");
    assert_eq!(merged.n_documents, [2, 2, 3]);
    assert_eq!((merged.n_read, merged.conflicts.len()), (0, 0), "{merged:?}");
    assert_eq!(both(folder, &other, &one, "ba.hearsay").0, digest);
    let whole =
        case(folder, "whole", &[("weir.txt", WEIR), ("ferry.txt", FERRY), ("mail/ferry.txt", FERRY), ("lamp.txt", LAMP)], EARLY);
    assert_eq!(whole.case.verify().unwrap().digest, digest);
    let late: Vec<String> = both_ways.ledger().sightings(None).unwrap().into_iter().map(|(_, at)| at).collect();
    assert_eq!(late.iter().filter(|at| *at == LATE).count(), 2, "each sighting keeps its moment: {late:?}");
    let mut again = both_ways;
    again.rebuild(&mut |_| {}).unwrap();
    assert_eq!(again.verify().unwrap().digest, digest);
}

#[test]
fn decisions_come_with_their_authors_and_opposite_ones_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut one = case(folder, "a", &[("weir.txt", WEIR), ("ferry.txt", FERRY)], EARLY);
    let mut other = case(folder, "b", &[("ferry.txt", FERRY), ("lamp.txt", LAMP)], EARLY);
    decide(&mut one, CorrectionKind::Reject, "forty passengers", None, "mara", LATE);
    decide(&mut one, CorrectionKind::Speaker, "gauge had been read", Some("Per Lund"), "mara", LATE);
    decide(&mut other, CorrectionKind::Speaker, "forty passengers", Some("Jorun Vask"), "jo", EARLY);
    decide(&mut other, CorrectionKind::Accept, "had been paid for", None, "jo", EARLY);
    label(&mut one, "the lamp was never ours", "mara", LATE);
    label(&mut other, "the brewers of Tern", "jo", EARLY);
    let (digest, merged, both_ways) = both(folder, &one, &other, "ab.hearsay");
    let (turned, merged_turned, _) = both(folder, &other, &one, "ba.hearsay");
    assert_eq!(turned, digest);
    assert_eq!(merged.conflicts, merged_turned.conflicts);
    let [conflict] = merged.conflicts.as_slice() else { panic!("{:?}", merged.conflicts) };
    assert!(conflict.stands.contains("reject by mara") && conflict.gives_way.contains("speaker by jo"), "{conflict:?}");
    let corrections = both_ways.ledger().corrections().unwrap();
    let told: Vec<(&str, &str, u64)> = corrections.iter().map(|(one, at)| (one.by.as_str(), at.as_str(), one.sequence)).collect();
    assert_eq!(told, [("jo", EARLY, 1), ("jo", EARLY, 2), ("mara", LATE, 3), ("mara", LATE, 4)]);
    assert_eq!(both_ways.ledger().labels().unwrap().len(), 2);
    assert_eq!(both_ways.ledger().schemes().unwrap().len(), 1);
    // Brought together once more with one of the two, nothing comes twice.
    let whole = Kept { path: folder.join("ab.hearsay"), case: both_ways };
    let (again, merged, _) = both(folder, &whole, &other, "abb.hearsay");
    assert_eq!(again, digest);
    assert!(merged.conflicts.is_empty(), "{merged:?}");
}

#[test]
fn what_withdraws_a_decision_of_two_numbers_withdraws_the_one_that_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut one = case(folder, "a", &[("weir.txt", WEIR), ("ferry.txt", FERRY)], EARLY);
    let mut other = case(folder, "b", &[("lamp.txt", LAMP)], EARLY);
    decide(&mut one, CorrectionKind::Reject, "forty passengers", None, "mara", LATE);
    decide(&mut other, CorrectionKind::Accept, "had been paid for", None, "jo", EARLY);
    // Brought together, the decision of the first has the second number; there it is withdrawn, and the withdrawal as well.
    let (_, merged, both_ways) = both(folder, &one, &other, "ab.hearsay");
    assert!(merged.is_renumbered);
    let mut whole = Kept { path: folder.join("ab.hearsay"), case: both_ways };
    let of = |kept: &Kept| kept.case.ledger().corrections().unwrap().into_iter().map(|(one, _)| one).collect::<Vec<_>>();
    for (at, by) in [("2031-06-02T12:00:00Z", "jo"), ("2031-06-03T12:00:00Z", "mara"), ("2031-06-04T12:00:00Z", "jo")] {
        let last = of(&whole).pop().unwrap();
        whole.case.correct(&Request::new(CorrectionKind::Undo, last.id.as_str(), by), at, &mut |_| {}).unwrap();
    }
    assert_eq!(of(&whole).len(), 5);
    let (digest, merged, again) = both(folder, &one, &whole, "aab.hearsay");
    assert_eq!(both(folder, &whole, &one, "aba.hearsay").0, digest);
    assert!(merged.conflicts.is_empty(), "{merged:?}");
    let again = of(&Kept { path: folder.join("aab.hearsay"), case: again });
    let told = |all: &[hearsay::record::Correction]| all.iter().map(|one| (one.kind, one.by.clone())).collect::<Vec<_>>();
    assert_eq!(told(&again), told(&of(&whole)), "none comes twice and none is missing");
    let place = |id: &Option<Id>| again.iter().position(|one| Some(&one.id) == id.as_ref());
    let undone: Vec<Option<usize>> = again.iter().map(|one| place(&one.undoes)).collect();
    assert_eq!(undone, [None, None, Some(1), Some(2), Some(3)]);
    // So it is where both withdrew it for themselves.
    let reject = of(&one).pop().unwrap();
    one.case
        .correct(&Request::new(CorrectionKind::Undo, reject.id.as_str(), "mara"), "2031-06-05T12:00:00Z", &mut |_| {})
        .unwrap();
    let (digest, _, again) = both(folder, &one, &whole, "aab2.hearsay");
    assert_eq!(both(folder, &whole, &one, "aba2.hearsay").0, digest);
    let again = of(&Kept { path: folder.join("aab2.hearsay"), case: again });
    assert_eq!(again.len(), 6);
    assert!(again.iter().all(|one| one.undoes.as_ref().is_none_or(|id| again.iter().any(|other| other.id == *id))));
}

#[test]
fn what_one_has_forgotten_is_forgotten_in_both() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut one = case(folder, "a", &[("weir.txt", WEIR), ("ferry.txt", FERRY)], EARLY);
    let mut other = case(folder, "b", &[("weir.txt", WEIR), ("lamp.txt", LAMP)], EARLY);
    decide(&mut other, CorrectionKind::Accept, "had opened the weir", None, "jo", LATE);
    let what = one.case.forgettable("weir.txt").unwrap();
    one.case.forget(&what, "mara", None, LATE, &mut |_| {}).unwrap();
    let (digest, merged, both_ways) = both(folder, &one, &other, "ab.hearsay");
    assert_eq!((&merged.forgotten, merged.let_go.len()), (&what.documents, 1));
    assert_eq!(both(folder, &other, &one, "ba.hearsay").0, digest);
    assert_eq!(both_ways.ledger().counts().unwrap().documents, 2);
    assert_eq!(both_ways.ledger().tombstones().unwrap().len(), 1);
    // A person, too, whom the other case goes on telling of.
    let mut third = case(folder, "c", &[("lamp.txt", LAMP), ("ferry.txt", FERRY)], EARLY);
    let what = third.case.forgettable("Jorun Vask").unwrap();
    third.case.forget(&what, "mara", None, LATE, &mut |_| {}).unwrap();
    let (digest, _, both_ways) = both(folder, &third, &other, "cb.hearsay");
    assert_eq!(both(folder, &other, &third, "bc.hearsay").0, digest);
    assert!(both_ways.ledger().entities_named("Jorun Vask").unwrap().is_empty());
    assert_eq!(both_ways.ledger().entities_named("Per Lund").unwrap().len(), 1);
}

#[test]
fn the_first_takes_the_other_in_or_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let one = case(folder, "a", &[("weir.txt", WEIR), ("ferry.txt", FERRY)], EARLY);
    let other = case(folder, "b", &[("lamp.txt", LAMP)], EARLY);
    let before = one.case.verify().unwrap().digest;
    let expected = both(folder, &one, &other, "ab.hearsay").0;
    let mut first = Ledger::open(&one.path, Access::Write).unwrap();
    // With itself, or into a file that is there: refused, and nothing is changed.
    let same = Ledger::open(&one.path, Access::Read).unwrap();
    assert!(merge(&mut first, &same, Into::First, Packs::embedded(), None, &mut |_| {}).is_err());
    let taken = folder.join("ab.hearsay");
    let second = Ledger::open(&other.path, Access::Read).unwrap();
    assert!(merge(&mut first, &second, Into::File(&taken), Packs::embedded(), None, &mut |_| {}).is_err());
    assert_eq!(first.digest().unwrap(), before);
    // What an end at the wrong moment left beside it is no hindrance, and goes.
    let left = folder.join("a.hearsay.merging");
    std::fs::write(&left, "half a file").unwrap();
    merge(&mut first, &second, Into::First, Packs::embedded(), None, &mut |_| {}).unwrap();
    assert!(!left.exists());
    assert_eq!(first.digest().unwrap(), expected);
    // Who has the case open sees it whole.
    assert_eq!(one.case.verify().unwrap().digest, expected);
    assert_eq!(one.case.verify().unwrap().problems, []);
}

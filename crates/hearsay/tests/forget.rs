//! What forgetting takes away, what it leaves, and how it is taken back.
#![allow(clippy::unwrap_used, reason = "a test ends where it can't go on")]

use hearsay::corrections::Request;
use hearsay::labels::{Setting, Target};
use hearsay::record::{CorrectionKind, Id, Record, canonical};
use hearsay::{Access, Case, Input, Outcome, Packs};
use std::path::PathBuf;

const AT: &str = "2031-05-01T12:00:00Z";
const LATER: &str = "2031-06-01T12:00:00Z";

const WEIR: &str = "outlet: Oster Post\ndate: 2031-04-07\n\nWeir at Velm was open\n\n\
    Mayor Ada Holm said on Monday that the zwijndrecht gauge had been read every hour.\n\n\
    “Nobody touched the quartzite sluice,” Ada Holm said.\n\nPer Lund denied that he had opened the weir.\n";
const FERRY: &str = "outlet: Velm Courier\ndate: 2031-04-08\n\nFerry was late\n\n\
    Per Lund said that the ferry had waited for forty passengers at Norrin quay.\n\n\
    Mayor Ada Holm accused Per Lund of selling the lamp on the mole.\n\n\
    “The lamp was never ours,” said Jorun Vask, a spokeswoman for the Harbour Board.\n";
const LAMP: &str = "outlet: Norrin Wire\ndate: 2031-04-09\n\nLamp on the mole\n\n\
    Jorun Vask said on Tuesday that the lamp on the mole had been paid for.\n\n\
    “We will ask the brewers of Tern for the oil,” Per Lund said.\n";

struct Kept {
    case: Case,
    path: PathBuf,
    _folder: tempfile::TempDir,
}

fn input(path: &str, text: &str) -> Input {
    Input { path: path.into(), bytes: Ok(text.as_bytes().to_vec()), url: None }
}

fn with(texts: &[(&str, &str)]) -> Kept {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.hearsay");
    let case = Case::open(&path, Access::Create, Packs::embedded()).unwrap().indexed_from(1);
    let mut kept = Kept { case, path, _folder: folder };
    add(&mut kept, texts);
    kept
}

fn add(kept: &mut Kept, texts: &[(&str, &str)]) -> Vec<Outcome> {
    let inputs = texts.iter().map(|(path, text)| input(path, text));
    kept.case.add(inputs, AT, &mut |_| {}).unwrap().into_iter().map(|one| one.outcome).collect()
}

fn all() -> Kept {
    with(&[("weir.txt", WEIR), ("ferry.txt", FERRY), ("lamp.txt", LAMP)])
}

/// Every record but tombstones, as lines.
fn lines(kept: &Kept) -> Vec<String> {
    let verification = kept.case.verify().unwrap();
    assert!(verification.problems.is_empty(), "{:#?}", verification.problems);
    let mut lines = Vec::new();
    let mut take = |record: Record| {
        if !matches!(record, Record::Tombstone(_)) {
            lines.push(canonical::line(&record));
        }
        Ok(())
    };
    kept.case.ledger().records(&mut take).unwrap();
    lines
}

fn document(kept: &Kept, path: &str) -> Id {
    let sightings = kept.case.ledger().sightings(None).unwrap();
    sightings.into_iter().find(|(sighting, _)| sighting.path == path).map(|(sighting, _)| sighting.document).unwrap()
}

fn forget(kept: &mut Kept, named: &str) -> Vec<Id> {
    let what = kept.case.forgettable(named).unwrap();
    let tombstones = kept.case.forget(&what, "mara", Some("asked for by the family"), LATER, &mut |_| {}).unwrap();
    tombstones.into_iter().map(|one| one.id).collect()
}

/// The bytes of the ledger, of its log and of whatever else lies beside it.
fn bytes(kept: &Kept) -> Vec<u8> {
    let beside = std::fs::read_dir(kept.path.parent().unwrap()).unwrap();
    beside.flat_map(|entry| std::fs::read(entry.unwrap().path()).unwrap()).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    let lower: Vec<u8> = bytes.to_ascii_lowercase();
    lower.windows(text.len()).any(|part| part == text.as_bytes())
}

#[test]
fn a_case_that_forgot_a_document_is_one_that_never_had_it() {
    let mut kept = all();
    let whole = lines(&kept);
    let id = document(&kept, "weir.txt");
    let what = kept.case.forgettable("weir.txt").unwrap();
    assert_eq!(what.documents, std::slice::from_ref(&id));
    assert!(what.n_statements >= 2, "{what:?}");
    assert!(holds(&bytes(&kept), "zwijndrecht"), "a word that stands there before");
    let tombstones = forget(&mut kept, id.as_str());
    let never = with(&[("ferry.txt", FERRY), ("lamp.txt", LAMP)]);
    assert_eq!(lines(&kept), lines(&never));
    assert_eq!(kept.case.ledger().counts().unwrap().forgotten, 1);
    kept.case.rebuild(&mut |_| {}).unwrap();
    assert_eq!(lines(&kept), lines(&never), "rebuilt");
    // One more document goes on from the index as in a case that never had the first.
    add(&mut kept, &[("again.txt", "date: 2031-04-10\n\nLamp again\n\nPer Lund said that the lamp on the mole was out.\n")]);
    lines(&kept);
    // The same bytes are refused, by whatever path they come.
    let outcomes = add(&mut kept, &[("elsewhere.txt", WEIR)]);
    let [Outcome::Refused(why)] = outcomes.as_slice() else { panic!("{outcomes:?}") };
    assert!(why.contains("mara") && why.contains("2031-06-01") && why.contains("asked for by the family"), "{why}");
    // Taken back, they may come again.
    kept.case.remember(tombstones[0].as_str(), "jo", None, LATER).unwrap();
    assert!(kept.case.remember(tombstones[0].as_str(), "jo", None, LATER).is_err(), "it stands no more");
    let mut kept = all();
    forget(&mut kept, id.as_str());
    kept.case.remember(id.as_str(), "jo", None, LATER).unwrap();
    assert!(matches!(add(&mut kept, &[("weir.txt", WEIR)])[..], [Outcome::New(_)]));
    assert_eq!(lines(&kept), whole);
}

#[test]
fn what_was_remembered_is_forgotten_again_within_the_same_second() {
    let mut kept = all();
    let whole = lines(&kept);
    let weir = document(&kept, "weir.txt");
    for named in [weir.as_str(), "Jorun Vask"] {
        let first = forget(&mut kept, named);
        kept.case.remember(first[0].as_str(), "jo", None, LATER).unwrap();
        add(&mut kept, &[("weir.txt", WEIR)]);
        kept.case.rebuild(&mut |_| {}).unwrap();
        assert_eq!(lines(&kept), whole);
        let second = forget(&mut kept, named);
        assert_ne!(first, second, "{named}");
        assert_ne!(lines(&kept), whole, "{named}");
        if named == weir.as_str() {
            assert!(matches!(add(&mut kept, &[("weir.txt", WEIR)])[..], [Outcome::Refused(_)]), "it is kept out again");
        }
        kept.case.remember(second[0].as_str(), "jo", None, LATER).unwrap();
        add(&mut kept, &[("weir.txt", WEIR)]);
        kept.case.rebuild(&mut |_| {}).unwrap();
        assert_eq!(lines(&kept), whole);
    }
}

#[test]
fn no_byte_of_a_forgotten_document_is_left() {
    let mut kept = all();
    let setting = Setting { concept: "G1".into(), scheme: None, by: "mara".into(), note: None };
    let scheme = br#"{"@graph": [{"id": "urn:g", "type": "ConceptScheme", "prefLabel": "Gates"},
        {"id": "urn:g:1", "type": "Concept", "prefLabel": "Told", "notation": "G1", "inScheme": "urn:g"}]}"#;
    kept.case.load_schemes(scheme, AT).unwrap();
    kept.case.label(&setting, &Target::Words("the quartzite sluice".into()), AT).unwrap();
    let statement = |kept: &Kept, words: &str| {
        let all =
            kept.case.ledger().statements(&hearsay::ledger::StatementFilter { text: Some(words.into()), ..Default::default() });
        all.unwrap().remove(0).id
    };
    let request = |kind, on: &Id, speaker: Option<&str>| Request {
        speaker: speaker.map(str::to_owned),
        ..Request::new(kind, on.as_str(), "mara")
    };
    let on = statement(&kept, "quartzite");
    kept.case.correct(&request(CorrectionKind::Accept, &on, None), AT, &mut |_| {}).unwrap();
    let stays = statement(&kept, "forty passengers");
    kept.case.correct(&request(CorrectionKind::Speaker, &stays, Some("Jorun Vask")), AT, &mut |_| {}).unwrap();
    // Derived records were made and dropped meanwhile, so freed pages hold the words too.
    kept.case.rebuild(&mut |_| {}).unwrap();
    for word in ["zwijndrecht", "quartzite"] {
        assert!(holds(&bytes(&kept), word), "{word} stands there before");
    }
    let id = document(&kept, "weir.txt");
    let what = kept.case.forgettable(id.as_str()).unwrap();
    assert_eq!((what.corrections.len(), what.labels.len()), (1, 1));
    forget(&mut kept, id.as_str());
    for word in ["zwijndrecht", "quartzite", "weir at velm"] {
        assert!(!holds(&bytes(&kept), word), "{word} is left in the file");
    }
    assert_eq!(kept.case.ledger().corrections().unwrap().len(), 1, "a decision on another document stays");
    assert_eq!(kept.case.ledger().labels().unwrap().len(), 0);
    lines(&kept);
}

#[test]
fn a_forgotten_person_is_made_again_by_no_reading() {
    let mut kept = all();
    let named = |kept: &Kept| kept.case.ledger().entities_named("Ada Holm").unwrap().len();
    assert_eq!(named(&kept), 1);
    let what = kept.case.forgettable("Ada Holm").unwrap();
    assert!(what.names.contains(&"Ada Holm".to_owned()), "{what:?}");
    assert!(what.n_statements >= 3, "{what:?}");
    assert_eq!(what.still.len(), 2, "two articles go on holding the name: {what:?}");
    forget(&mut kept, "Ada Holm");
    let after = lines(&kept);
    assert_eq!(named(&kept), 0);
    let told: Vec<&String> = after.iter().filter(|line| line.to_lowercase().contains("holm")).collect();
    assert!(told.iter().all(|line| line.contains("\"type\":\"document\"")), "{told:#?}");
    assert!(kept.case.ledger().entities_named("Per Lund").unwrap().len() == 1, "others stay");
    kept.case.rebuild(&mut |_| {}).unwrap();
    assert_eq!(lines(&kept), after, "nor by a rebuild");
    add(
        &mut kept,
        &[("late.txt", "date: 2031-04-11\n\nLate word\n\nAda Holm said that the ferry was hers.\n\nPer Lund denied it.\n")],
    );
    assert_eq!(named(&kept), 0, "nor by another article");
    lines(&kept);
    let tombstone = kept.case.ledger().tombstones().unwrap().remove(0);
    assert!(!canonical::line(&tombstone).to_lowercase().contains("holm"));
    kept.case.remember(tombstone.id.as_str(), "jo", None, LATER).unwrap();
    kept.case.rebuild(&mut |_| {}).unwrap();
    assert_eq!(named(&kept), 1, "remembered, the next rebuild finds her");
}

#[test]
fn what_a_forgotten_withdrawal_had_withdrawn_does_not_stand_again() {
    let mut kept = all();
    let words = hearsay::ledger::StatementFilter { text: Some("forty passengers".into()), ..Default::default() };
    let statement = |kept: &Kept| kept.case.ledger().statements(&words).unwrap().pop().map(|statement| statement.id);
    let on = statement(&kept).unwrap();
    let reject = kept.case.correct(&Request::new(CorrectionKind::Reject, on.as_str(), "mara"), AT, &mut |_| {}).unwrap();
    assert_eq!(statement(&kept), None);
    let note = Some("Ada Holm told us otherwise".to_owned());
    let undo = Request { note, ..Request::new(CorrectionKind::Undo, reject.id.as_str(), "mara") };
    kept.case.correct(&undo, AT, &mut |_| {}).unwrap();
    assert_eq!(statement(&kept), Some(on.clone()));
    forget(&mut kept, "Ada Holm");
    assert!(kept.case.ledger().corrections().unwrap().is_empty(), "the withdrawal names her, and takes with it what it withdrew");
    assert_eq!(statement(&kept), Some(on));
}

#[test]
fn what_is_not_there_can_not_be_forgotten() {
    let kept = all();
    for named in ["Ada", "the brewer of Tern", "d-0000000000", "s-"] {
        let told = kept.case.forgettable(named);
        if named == "Ada" {
            // A part of a name finds the one who bears it.
            assert!(told.is_ok(), "{told:?}");
        } else {
            assert!(told.is_err(), "{named}: {told:?}");
        }
    }
}

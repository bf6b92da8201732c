//! Labels set by persons: by hand, on spans, by words; taken back, kept through a rebuild; and what is disputed.
#![allow(clippy::unwrap_used, reason = "a test ends where it can't go on")]

use hearsay::corrections::Request;
use hearsay::labels::{Setting, Target};
use hearsay::record::{CharSpan, CorrectionKind, GroupKind, Label, LinkKind};
use hearsay::view::{Ask, Format, Question};
use hearsay::{Access, Case, CaseError, Input, Packs};

const AT: &str = "2031-05-01T12:00:00Z";
const SCHEME: &[u8] = br#"{"@graph": [
    {"id": "urn:gates", "type": "ConceptScheme", "prefLabel": {"en": "Gates"}},
    {"id": "urn:gates:1", "type": "Concept", "prefLabel": {"en": "Opened by hand"}, "notation": "G1", "inScheme": "urn:gates"},
    {"id": "urn:gates:2", "type": "Concept", "prefLabel": {"en": "Opened by the flood"}, "notation": "G2", "inScheme": "urn:gates"}]}"#;
const ONE: &str = "Mayor Ada Holm said on Monday that the upper gate was opened by hand. Nobody else was there.";
const TWO: &str = "The upper gate was opened by hand, the warden of Velm said. Ada Holm stayed at home.";

fn case() -> (tempfile::TempDir, Case) {
    let folder = tempfile::tempdir().unwrap();
    let mut case = Case::open(&folder.path().join("a.hearsay"), Access::Create, Packs::embedded()).unwrap();
    let input = |path: &str, text: &str| Input { path: path.into(), bytes: Ok(text.as_bytes().to_vec()), url: None };
    case.add([input("one.txt", ONE), input("two.txt", TWO)].into_iter(), AT, &mut |_| {}).unwrap();
    (folder, case)
}

fn setting(concept: &str) -> Setting {
    Setting { concept: concept.into(), scheme: None, by: "Mara".into(), note: None }
}

fn answer(case: &Case, pairs: &[(&str, &str)]) -> serde_json::Value {
    let question = Question::parse(Ask::Labels, pairs.iter().copied()).unwrap();
    let bytes = hearsay::view::answer(case.ledger(), &question, Format::Json, 100).unwrap();
    serde_json::from_slice::<serde_json::Value>(&bytes).unwrap()["labels"].clone()
}

#[test]
fn words_that_a_person_gave_label_where_they_stand_and_nothing_else_does() {
    let (_folder, mut case) = case();
    let refused = case.label(&setting("G1"), &Target::Words("opened by hand".into()), AT);
    assert!(matches!(refused, Err(CaseError::Label { .. })), "no scheme is loaded");
    assert!(case.load_schemes(SCHEME, AT).unwrap()[0].1 && !case.load_schemes(SCHEME, AT).unwrap()[0].1);
    assert_eq!(answer(&case, &[]).as_array().unwrap().len(), 0, "loading a scheme sets nothing");
    let set = case.label(&setting("Opened by hand"), &Target::Words("OPENED by hand".into()), AT).unwrap();
    assert_eq!(set.iter().map(|label| label.on.exact.as_str()).collect::<Vec<_>>(), ["opened by hand"; 2]);
    assert!(set.iter().all(|label| label.rule.as_deref() == Some("OPENED by hand") && label.concept == "G1"));
    assert!(case.label(&setting("G1"), &Target::Words("OPENED by hand".into()), AT).unwrap().is_empty(), "twice is once");
    let rows = answer(&case, &[]);
    assert_eq!((rows[0]["documents"].as_u64(), rows[0]["label"].as_str()), (Some(2), Some("Opened by hand")));
    assert!(rows[0]["places"].as_array().unwrap().iter().any(|place| place["speaker"]["name"] == "Ada Holm"));
}

#[test]
fn what_was_set_by_hand_outlives_a_rebuild_and_can_be_taken_back() {
    let (_folder, mut case) = case();
    case.load_schemes(SCHEME, AT).unwrap();
    let document = case.ledger().documents().unwrap().into_iter().find(|document| document.text == ONE).unwrap();
    let reading = case.ledger().reading(&document.id).unwrap().unwrap();
    let statement = reading.attributions[0].id.to_string();
    let on_statement = case.label(&setting("G1"), &Target::Record(statement), AT).unwrap().remove(0);
    let spans = Target::Spans(document.id.to_string(), vec![CharSpan::new(0, 14)]);
    let on_span = case.label(&setting("urn:gates:2"), &spans, AT).unwrap().remove(0);
    assert_eq!(on_span.on.exact, "Mayor Ada Holm");
    let beyond = Target::Spans(document.id.to_string(), vec![CharSpan::new(0, 9_000)]);
    assert!(matches!(case.label(&setting("G2"), &beyond, AT), Err(CaseError::Label { .. })));
    let before = (answer(&case, &[]), case.verify().unwrap());
    assert!(before.1.problems.is_empty(), "{:#?}", before.1.problems);
    case.rebuild(&mut |_| {}).unwrap();
    assert_eq!((answer(&case, &[]), case.verify().unwrap().digest), (before.0, before.1.digest));
    assert!(answer(&case, &[("concept", "G1")])[0]["places"][0]["statement"].is_string());

    case.remove_label(on_statement.id.as_str(), "Tove", Some("a slip"), AT).unwrap();
    assert_eq!(answer(&case, &[("concept", "G1")]).as_array().unwrap().len(), 0);
    assert!(case.remove_label(on_statement.id.as_str(), "Tove", None, AT).is_err(), "what was taken back stands no more");
    let all: Vec<Label> = case.ledger().labels().unwrap().into_iter().map(|(label, _)| label).collect();
    assert_eq!((all.len(), Label::standing(all).len()), (3, 1), "nothing is deleted");
    let again = case.label(&setting("G1"), &Target::Record(reading.attributions[0].id.to_string()), AT).unwrap();
    assert_eq!((again.len(), again[0].id == on_statement.id), (1, false), "what was taken back can be set again");
    assert!(case.verify().unwrap().problems.is_empty());
}

#[test]
fn a_person_may_say_that_it_is_disputed_whether_two_are_one() {
    let (_folder, mut case) = case();
    let entities = case.ledger().entities().unwrap();
    let holm = entities.iter().find(|entity| entity.name == "Ada Holm").unwrap().clone();
    let warden = entities.iter().find(|entity| entity.name.contains("warden")).unwrap().clone();
    let with = Some(warden.id.to_string());
    let request = Request { with, ..Request::new(CorrectionKind::Dispute, holm.id.as_str(), "Mara") };
    case.correct(&request, AT, &mut |_| {}).unwrap();
    let links = case.ledger().links(&hearsay::ledger::LinkFilter::default()).unwrap();
    let disputed: Vec<_> = links.iter().filter(|link| link.kind == LinkKind::DisputedOne).collect();
    assert_eq!((disputed.len(), disputed[0].authority.person.as_deref()), (1, Some("Mara")));
    assert_eq!(case.ledger().entities().unwrap(), entities, "it neither joins nor parts");
    assert!(case.ledger().groups(Some(GroupKind::Claim)).is_ok() && case.verify().unwrap().problems.is_empty());
    let question = Question::parse(Ask::People, [("text", "Holm")]).unwrap();
    let people = hearsay::view::answer(case.ledger(), &question, Format::Json, 100).unwrap();
    let people: serde_json::Value = serde_json::from_slice(&people).unwrap();
    assert_eq!(people["people"][0]["disputed_with"][0]["name"], warden.name.as_str());
}

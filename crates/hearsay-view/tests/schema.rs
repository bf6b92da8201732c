//! Every answer, held against the committed schema.

mod case;

use case::Case;
use hearsay_record::{Anchor, Before, Correction, CorrectionKind, Id};
use hearsay_view::{Ask, Format, Question};
use jsonschema::Validator;
use serde_json::{Value, json};

fn schema() -> Value {
    serde_json::from_str(include_str!("../../hearsay-record/schema/hearsay.schema.json")).expect("JSON")
}

fn part(name: &str) -> Validator {
    let mut schema = schema();
    schema.as_object_mut().expect("an object").remove("oneOf");
    schema["$ref"] = json!(format!("#/$defs/{name}"));
    jsonschema::draft202012::new(&schema).expect("a schema")
}

fn problems(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path)).collect()
}

/// Every question, and `show` for one record of each kind that the case has.
fn questions(case: &Case) -> Vec<Question> {
    let mut questions = Vec::new();
    for ask in Ask::ALL {
        let pairs: Vec<Vec<(&str, String)>> = match ask {
            Ask::Search => vec![vec![("text", "mill".into())]],
            Ask::Person => vec![vec![("id", "Ada Holm".into())], vec![("id", "Orlan & Sons".into())]],
            Ask::Document => {
                ["gazette.txt", "mirror.txt", "echo.txt", "vestnik.txt"].map(|path| vec![("id", path.into())]).to_vec()
            }
            Ask::Show => {
                let mut ids = Vec::new();
                case.ledger
                    .records(&mut |record| {
                        ids.extend(record.id().map(ToString::to_string));
                        Ok(())
                    })
                    .expect("records");
                ids.sort();
                ids.dedup();
                ids.into_iter().map(|id| vec![("id", id)]).collect()
            }
            Ask::Why => continue,
            _ => vec![vec![]],
        };
        questions.extend(pairs.into_iter().map(|pairs| Question::parse(ask, pairs).expect("a question")));
    }
    questions.extend(case::why());
    questions.push(Question::parse(Ask::WhoSaid, [("speaker", "nobody"), ("from", "2031"), ("limit", "3")]).expect("a question"));
    questions
}

#[test]
fn every_answer_and_every_row_is_valid() {
    let case = Case::new(false);
    let whole = part("answer");
    let mut rows = 0;
    for question in questions(&case) {
        let name = if question.ask == Ask::Document { "document_answer" } else { question.ask.as_str() };
        let row = part(name);
        let bytes = |format| hearsay_view::answer(&case.ledger, &question, format, 100).expect("an answer");
        for line in String::from_utf8(bytes(Format::Jsonl)).expect("UTF-8").lines() {
            let value: Value = serde_json::from_str(line).expect("JSON");
            assert_eq!(problems(&row, &value), Vec::<String>::new(), "{name}: {value:#}");
            let mut more = value.clone();
            more["surprise"] = json!(1);
            assert!(!row.is_valid(&more), "{name} takes any key");
            rows += 1;
        }
        let value: Value = serde_json::from_slice(&bytes(Format::Json)).expect("JSON");
        assert_eq!(problems(&whole, &value), Vec::<String>::new(), "{name}");
    }
    assert!(rows > 60, "{rows} rows");
    let cells = part("cells");
    for ask in [Ask::WhoSaid, Ask::Claims, Ask::Coverage] {
        let columns = ask.columns()[..2].join(",");
        let question = Question::parse(ask, [("columns", columns), ("date", "2031".into())]).expect("a question");
        let bytes = |format| hearsay_view::answer(&case.ledger, &question, format, 100).expect("an answer");
        for line in String::from_utf8(bytes(Format::Jsonl)).expect("UTF-8").lines() {
            assert_eq!(problems(&cells, &serde_json::from_str(line).expect("JSON")), Vec::<String>::new());
        }
        let value: Value = serde_json::from_slice(&bytes(Format::Json)).expect("JSON");
        assert_eq!(problems(&whole, &value), Vec::<String>::new(), "{}", ask.as_str());
    }
}

/// The keys that programs outside read, by name.
#[test]
fn keys_that_others_read_are_there() {
    let case = Case::new(false);
    for (ask, keys) in [
        (Ask::Links, "id kind a b direction because authority"),
        (Ask::Copies, "id kind a b direction because authority coverage passages"),
        (Ask::Claims, "id members speakers documents origins unknown collapsed"),
        (Ask::Disputes, "id kind sides rule not_comparable_because"),
        (Ask::Accusations, "accuser accused act event polarity strength status inside evidence answered_by"),
        (Ask::People, "id name kind aliases roles"),
    ] {
        let bytes = hearsay_view::answer(&case.ledger, &Question::new(ask), Format::Jsonl, 100).expect("an answer");
        let first: Value = serde_json::from_slice(bytes.split(|byte| *byte == b'\n').next().expect("a row")).expect("JSON");
        for key in keys.split(' ') {
            assert!(first.get(key).is_some(), "{}: no `{key}` in {first:#}", ask.as_str());
        }
        for place in
            [&first["a"], &first["b"], &first["evidence"][0], &first["members"][0], &first["sides"][0][0], &first["sides"][1][0]]
        {
            if place.is_object() {
                for key in ["path", "document", "spans", "attribution"] {
                    assert!(place.get(key).is_some(), "{}: no `{key}` in {place:#}", ask.as_str());
                }
            }
        }
    }
}

/// What persons decide, and what they are to look at.
#[test]
fn decisions_and_the_queue_are_valid_too() {
    let mut case = Case::new(false);
    let statement = case.ledger.statements(&Default::default()).expect("statements").remove(0);
    let attribution = case.ledger.attribution(&statement.attribution).expect("read").expect("it is there");
    let anchor = |document: &Id| Anchor {
        document: document.clone(),
        spans: attribution.roles.spans(),
        exact: String::new(),
        prefix: String::new(),
        suffix: String::new(),
    };
    let before = Before {
        attribution: attribution.id.clone(),
        roles: attribution.roles.clone(),
        speaker: None,
        act: attribution.act.clone(),
        confidence: 0.5,
        by: "hearsay-read 0.1.0".into(),
    };
    let accept = Correction {
        id: Id::from_text(""),
        kind: CorrectionKind::Accept,
        on: anchor(&statement.document),
        with: None,
        apart: Vec::new(),
        roles: None,
        speaker: None,
        act: None,
        undoes: None,
        before: Some(before),
        by: "Ida Rask".into(),
        note: Some("heard the tape".into()),
        sequence: 0,
    };
    let at = "2031-05-03T00:00:00Z";
    let accepted = case.ledger.enter_corrections(std::slice::from_ref(&accept), at).expect("entered").remove(0);
    let undo = Correction { kind: CorrectionKind::Undo, undoes: Some(accepted.id.clone()), before: None, ..accept.clone() };
    let mut seen = Vec::new();
    for (n, decision) in [None, Some(undo), Some(accept)].into_iter().enumerate() {
        if let Some(decision) = decision {
            case.ledger.enter_corrections(&[decision], at).expect("entered");
        }
        for question in [Question::new(Ask::History), Question::parse(Ask::Review, [("status", "decided")]).expect("a question")]
        {
            let row = part(question.ask.as_str());
            let bytes = hearsay_view::answer(&case.ledger, &question, Format::Jsonl, 100).expect("an answer");
            let lines = String::from_utf8(bytes).expect("UTF-8");
            for line in lines.lines() {
                let value: Value = serde_json::from_str(line).expect("JSON");
                assert_eq!(problems(&row, &value), Vec::<String>::new(), "{value:#}");
            }
            seen.push((n, question.ask, lines.lines().count()));
        }
    }
    let expected =
        [(0, 1, 1), (1, 2, 0), (2, 3, 1)].map(|(n, history, decided)| [(n, Ask::History, history), (n, Ask::Review, decided)]);
    assert_eq!(seen, expected.concat());
}

#[test]
fn a_draft_and_its_rows_are_valid() {
    let case = Case::new(false);
    let (whole, row) = (part("answer"), part("draft"));
    let links = case.ledger.links(&hearsay_ledger::LinkFilter::default()).expect("links");
    let (mut rows, mut charges) = (0, 0);
    for reading in case.ledger.readings().expect("readings") {
        let document = case.ledger.document(&reading.document).expect("readable").expect("taken in");
        let draft = hearsay_view::Draft::of(document, &reading, &links, &[]);
        charges += draft.charges().count();
        let written = |format| hearsay_view::formats::write(&draft.answer, format, 100).expect("an answer");
        for line in String::from_utf8(written(Format::Jsonl)).expect("UTF-8").lines() {
            let value: Value = serde_json::from_str(line).expect("JSON");
            assert_eq!(problems(&row, &value), Vec::<String>::new(), "{value:#}");
            let mut more = value.clone();
            more["surprise"] = json!(1);
            assert!(!row.is_valid(&more), "a row of a draft takes any key");
            rows += 1;
        }
        let value: Value = serde_json::from_slice(&written(Format::Json)).expect("JSON");
        assert_eq!(problems(&whole, &value), Vec::<String>::new());
    }
    assert!(rows > 5 && charges > 0, "{rows} rows, {charges} accusations");
}

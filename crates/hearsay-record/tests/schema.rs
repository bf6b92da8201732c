//! The committed schema, held against real values of every type: what the program writes it takes,
//! and it takes nothing else.

mod every_record;

use every_record::{attribution, every_record, reading};
use hearsay_record::{IdKind, Record};
use jsonschema::Validator;
use serde_json::{Value, json};

fn schema() -> Value {
    serde_json::from_str(include_str!("../schema/hearsay.schema.json")).expect("JSON")
}

/// The schema of one of its `$defs`.
fn part(name: &str) -> Validator {
    let mut schema = schema();
    schema.as_object_mut().expect("an object").remove("oneOf");
    schema["$ref"] = json!(format!("#/$defs/{name}"));
    jsonschema::draft202012::new(&schema).expect("a schema")
}

fn problems(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path)).collect()
}

#[test]
fn the_schema_is_one_of_the_draft_that_it_names() {
    assert_eq!(schema()["$schema"], "https://json-schema.org/draft/2020-12/schema");
    jsonschema::meta::validate(&schema()).expect("draft 2020-12");
}

#[test]
fn every_record_and_every_value_of_a_closed_list_is_valid() {
    let validator = part("record");
    for record in every_record() {
        let value = serde_json::to_value(&record).expect("a value");
        // The part of its own type gives the better message.
        let own = part(value["type"].as_str().expect("a type"));
        assert_eq!(problems(&own, &value), Vec::<String>::new(), "{value:#}");
        assert!(validator.is_valid(&value), "{value:#}");
    }
}

#[test]
fn a_reading_is_valid_in_every_unit() {
    let validator = part("reading");
    let mut value = serde_json::to_value(reading()).expect("a value");
    assert_eq!(problems(&validator, &value), Vec::<String>::new());
    value["offsets"] = json!("utf16");
    assert!(validator.is_valid(&value));
    value["offsets"] = json!("words");
    assert!(!validator.is_valid(&value));
}

#[test]
fn a_key_more_or_a_key_less_is_refused() {
    let validator = part("record");
    for record in every_record() {
        let value = serde_json::to_value(&record).expect("a value");
        let mut more = value.clone();
        more["surprise"] = json!(1);
        assert!(!validator.is_valid(&more), "{more:#}");
        // A record without its type is no line of an export.
        let mut untold = value.clone();
        untold.as_object_mut().expect("an object").remove("type");
        assert!(!validator.is_valid(&untold));
    }
    for key in ["id", "source", "cue", "content", "commitment", "speaker", "speaker_unknown_because", "confidence", "authority"] {
        let mut less = serde_json::to_value(Record::Attribution(attribution())).expect("a value");
        less.as_object_mut().expect("an object").remove(key);
        assert!(!validator.is_valid(&less), "an attribution without {key}");
    }
}

#[test]
fn a_value_out_of_bounds_is_refused() {
    let validator = part("attribution");
    let whole = serde_json::to_value(attribution()).expect("a value");
    assert!(validator.is_valid(&whole));
    for (key, value) in [
        ("id", json!("a-12")),
        ("document", json!(attribution().id)),
        ("commitment", json!("CT")),
        ("confidence", json!(1.5)),
        ("source", json!([[4]])),
        ("source", json!([[4, 9, 12]])),
        ("source", json!([[-1, 9]])),
        ("speaker", json!(null)),
        ("speaker_unknown_because", json!("no-source")),
        ("said_on", json!({"date": "7 April", "from": "text"})),
        ("times", json!([{"span": [1, 2], "value": "7 April", "granularity": "day", "from": "text", "of": "event"}])),
        ("times", json!([{"span": [1, 2], "value": null, "granularity": "day", "from": "text"}])),
        (
            "quantities",
            json!([{"span": [1, 2], "low": "1", "high": null, "unit": null, "approximation": null, "counts": null, "vague": true}]),
        ),
        ("authority", json!({"version": "1"})),
        ("authority", json!({"reader": "x", "person": "y", "version": "1"})),
    ] {
        let mut changed = whole.clone();
        changed[key] = value;
        assert!(!validator.is_valid(&changed), "{key}: {}", changed[key]);
    }
}

#[test]
fn every_kind_of_id_has_its_letter_in_the_schema() {
    for kind in IdKind::ALL {
        let id = hearsay_record::Id::of(kind, &[b"x"]);
        assert!(part("id").is_valid(&json!(id)), "{id}");
        let name = format!("{kind:?}_id").to_lowercase();
        assert!(part(&name).is_valid(&json!(id)), "{name}");
        assert_eq!(part("attribution_id").is_valid(&json!(id)), kind == IdKind::Attribution);
    }
}

/// Invariant 1: the ledger records disagreement, never a verdict.
#[test]
fn no_name_and_no_value_gives_a_verdict() {
    let verdicts = ["true", "false", "fake", "credible"];
    let mut words: Vec<String> = Vec::new();
    collect(&schema()["$defs"], &mut words);
    assert!(words.len() > 300, "names were collected: {}", words.len());
    for word in words {
        let parts = word.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        assert!(parts.into_iter().all(|part| !verdicts.contains(&part.as_str())), "{word}");
    }
}

/// Names of types and fields, and values of closed lists.
fn collect(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                if key == "enum" || key == "const" {
                    words.extend(
                        value.as_array().into_iter().flatten().chain([value]).filter_map(Value::as_str).map(str::to_owned),
                    );
                } else {
                    words.push(key.clone());
                    collect(value, words);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, words)),
        _ => {}
    }
}

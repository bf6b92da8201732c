//! SKOS schemes from JSON-LD: what a person may set labels from.
//!
//! In: bytes of a file. Out: every `ConceptScheme` in it with its concepts. Keys and types count by their last part, so
//! `prefLabel`, `skos:prefLabel` and the full address are one; texts may be plain, by language, or objects with
//! `@value`, and English is taken where there are several. Identifiers are kept as written. No context is fetched.
//!
//! Example: `{"id": "urn:a", "type": "Concept", "prefLabel": {"en": "Blame"}, "inScheme": "urn:s"}` is the concept `Blame`.

use hearsay_record::{Concept, Id, Scheme};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Reads a file of schemes.
///
/// # Errors
/// If it is no JSON, or holds no scheme with a concept.
pub fn parse(bytes: &[u8]) -> Result<Vec<Scheme>, String> {
    let whole: Value = serde_json::from_slice(bytes).map_err(|error| format!("is no JSON: {error}"))?;
    let mut nodes = Vec::new();
    gather(&whole, &mut nodes);
    let mut schemes: BTreeMap<String, Scheme> = BTreeMap::new();
    for node in nodes.iter().filter(|node| is_a(node, "ConceptScheme")) {
        if let Some(name) = identifier(node) {
            let label = text(node, &["prefLabel", "title", "label"]).unwrap_or_else(|| name.clone());
            schemes.insert(name.clone(), Scheme { id: Id::from_text(""), name, label, concepts: Vec::new() });
        }
    }
    let only = if schemes.len() == 1 { schemes.keys().next().cloned() } else { None };
    for node in nodes.iter().filter(|node| is_a(node, "Concept")) {
        let Some(name) = identifier(node) else { continue };
        let of = reference(node, &["inScheme", "topConceptOf"]).or_else(|| only.clone());
        let Some(scheme) = of.and_then(|of| schemes.get_mut(&of)) else { continue };
        let label = text(node, &["prefLabel", "label"]).unwrap_or_else(|| name.clone());
        scheme.concepts.push(Concept {
            notation: text(node, &["notation"]).unwrap_or_else(|| name.clone()),
            broader: reference(node, &["broader"]),
            note: text(node, &["scopeNote", "definition"]),
            name,
            label,
        });
    }
    let schemes: Vec<Scheme> = schemes.into_values().filter(|scheme| !scheme.concepts.is_empty()).map(Scheme::named).collect();
    if schemes.is_empty() { Err("holds no skos:ConceptScheme with a skos:Concept in it".into()) } else { Ok(schemes) }
}

/// Every object that has an identifier of its own and a type.
fn gather<'v>(value: &'v Value, nodes: &mut Vec<&'v Map<String, Value>>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| gather(value, nodes)),
        Value::Object(object) => {
            if get(object, "type").is_some() && identifier(object).is_some() {
                nodes.push(object);
            }
            object.iter().filter(|(key, _)| local(key) != "context").for_each(|(_, value)| gather(value, nodes));
        }
        _ => {}
    }
}

/// The last part of a key or type: after `#`, `/`, `:` and `@`.
fn local(name: &str) -> &str {
    name.rsplit(['#', '/', ':', '@']).next().unwrap_or(name)
}

fn get<'v>(node: &'v Map<String, Value>, key: &str) -> Option<&'v Value> {
    node.iter().find(|(name, _)| local(name) == key).map(|(_, value)| value)
}

fn is_a(node: &Map<String, Value>, kind: &str) -> bool {
    let is = |value: &Value| value.as_str().is_some_and(|name| local(name) == kind);
    get(node, "type").is_some_and(|value| value.as_array().map_or_else(|| is(value), |values| values.iter().any(is)))
}

fn identifier(node: &Map<String, Value>) -> Option<String> {
    get(node, "id").and_then(Value::as_str).map(str::to_owned)
}

/// A text in English, else in any language, the first in order of its name.
fn text(node: &Map<String, Value>, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| get(node, key).and_then(plain))
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => {
            let is_english = |value: &&Value| {
                value.get("@language").and_then(Value::as_str).is_some_and(|language| language.starts_with("en"))
            };
            values.iter().find(is_english).or(values.first()).and_then(plain)
        }
        Value::Object(object) => match object.get("@value") {
            Some(value) => plain(value),
            None => object.get("en").or_else(|| object.values().next()).and_then(plain),
        },
        _ => None,
    }
}

/// An identifier that a node points to.
fn reference(node: &Map<String, Value>, keys: &[&str]) -> Option<String> {
    fn target(value: &Value) -> Option<String> {
        match value {
            Value::String(name) => Some(name.clone()),
            Value::Array(values) => values.first().and_then(target),
            Value::Object(object) => identifier(object),
            _ => None,
        }
    }
    keys.iter().find_map(|key| get(node, key).and_then(target))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn short_and_long_forms_are_one() {
        let short = br#"{"@context": {}, "@graph": [
            {"id": "urn:s", "type": "ConceptScheme", "prefLabel": {"de": "Fluten", "en": "Floods"}},
            {"id": "urn:a", "type": "Concept", "prefLabel": {"en": "Blame"}, "notation": "F1", "inScheme": "urn:s"},
            {"id": "urn:b", "type": "Concept", "prefLabel": {"en": "Denial"}, "broader": "urn:a", "inScheme": "urn:s"}]}"#;
        let long = br#"[
            {"@id": "urn:s", "@type": ["http://www.w3.org/2004/02/skos/core#ConceptScheme"],
             "http://www.w3.org/2004/02/skos/core#prefLabel": [{"@value": "Fluten", "@language": "de"}, {"@value": "Floods", "@language": "en-GB"}]},
            {"@id": "urn:a", "@type": "skos:Concept", "skos:prefLabel": "Blame", "skos:notation": [{"@value": "F1"}], "skos:inScheme": {"@id": "urn:s"}},
            {"@id": "urn:b", "@type": "skos:Concept", "skos:prefLabel": "Denial", "skos:broader": [{"@id": "urn:a"}]}]"#;
        let (short, long) = (parse(short).expect("a scheme"), parse(long).expect("a scheme"));
        assert_eq!(short, long);
        assert_eq!((short[0].label.as_str(), short[0].concepts.len()), ("Floods", 2));
        assert_eq!((short[0].concepts[1].notation.as_str(), short[0].concepts[1].broader.as_deref()), ("urn:b", Some("urn:a")));
    }

    #[test]
    fn what_is_no_scheme_is_told() {
        for odd in [&b"{"[..], b"[]", b"7", br#"{"id": "urn:s", "type": "ConceptScheme"}"#] {
            assert!(parse(odd).is_err());
        }
    }
}

//! The codebook of JSON lines: what each key of each kind of record holds.
//!
//! In: the schema of records, and the tables, which tell the same of what they share. Out: Markdown. Invariants: keys are those of the
//! schema that every line is held against, so that none goes without an entry; what is told of a key stands in the schema, else with
//! the column of its name, and nothing is told here a second time.
//!
//! Example: `hearsay export CASE FOLDER --as jsonl` writes it as `CODEBOOK.md` beside `records.jsonl`.

use super::codebook::{MadeOf, cell, made_by, values};
use super::{Table, all};
use hearsay_record::SCHEMA;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;

/// What is told before the records.
const OPENING: &str = "\
`records.jsonl` has a record on each line, in an order that hangs on contents alone; `type` tells which kind it is. A letter at the\n\
beginning of an id tells what it names; the same thing has the same id in every export. Spans are `[start, end]` in Unicode code points\n\
of the document's `text`, the end exclusive. `null`, or a key that is not there, means that the texts do not tell or that it does not apply.\n\
`hearsay.schema.json` (JSON Schema 2020-12) says the same to programs; a line is its `$defs/record`.\n\n\
Nothing here says who is right. What is said stands as somebody's words, found by reader and linker, which err, or given by a person.\n";

/// The codebook.
#[must_use]
pub fn markdown(made: &MadeOf) -> String {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap_or_default();
    let tables = all();
    let mut out = format!("# Codebook\n\n{OPENING}\n{}", made_by(Some(made)));
    let kinds = refs(&schema["$defs"]["record"]["oneOf"]);
    for kind in &kinds {
        section(&mut out, &schema, kind, tables.iter().find(|table| is_of(table, kind)));
        if let Some((_, rows)) = made.rows.iter().find(|(name, _)| name == kind) {
            let _ = write!(out, "\nHere: {rows} {}.\n", if *rows == 1 { "line" } else { "lines" });
        }
    }
    out.push_str("\n# Parts\n\nWhat stands within several kinds of record.\n");
    // What those hold, and what that holds in turn.
    let mut told: BTreeSet<String> = kinds.iter().cloned().collect();
    let mut next = kinds;
    while !next.is_empty() {
        let parts: BTreeSet<String> = next.iter().flat_map(|name| within(&schema["$defs"][name.as_str()])).collect();
        next = parts.into_iter().filter(|name| told.insert(name.clone())).collect();
        for name in next.iter().filter(|name| !name.ends_with("_id") && *name != "id") {
            section(&mut out, &schema, name, None);
        }
    }
    out.push_str(&values(&tables));
    out
}

/// Whether a table has a row for each record of this kind.
fn is_of(table: &Table, kind: &str) -> bool {
    table.name == format!("{kind}s") || kind.strip_suffix('y').is_some_and(|stem| table.name == format!("{stem}ies"))
}

fn section(out: &mut String, schema: &Value, name: &str, table: Option<&Table>) {
    let defined = &schema["$defs"][name];
    let _ = write!(out, "\n## {name}\n\n{}\n", defined["description"].as_str().unwrap_or("Told by its keys."));
    let Some(keys) = defined["properties"].as_object() else {
        let _ = writeln!(out, "\nHolds {}.", holds(defined));
        return;
    };
    let required: BTreeSet<&str> = defined["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    out.push_str("\n| key | holds | means |\n| --- | --- | --- |\n");
    for (key, property) in keys {
        let may_be_missing = if required.contains(key.as_str()) || key == "type" { "" } else { "; may be missing" };
        let column = || table.and_then(|table| table.columns.iter().find(|column| column.name == key)).map(|column| column.about);
        let of_part = || refs_of(property).first().and_then(|part| schema["$defs"][part.as_str()]["description"].as_str());
        let means = property["description"].as_str().or_else(column).or_else(of_part).unwrap_or("Told by its name.");
        let _ = writeln!(out, "| `{key}` | {}{may_be_missing} | {} |", cell(&holds(property)), cell(means));
    }
}

/// The parts that a list of alternatives names.
fn refs(alternatives: &Value) -> Vec<String> {
    alternatives.as_array().into_iter().flatten().flat_map(refs_of).collect()
}

/// The parts that a property is, may be, or lists.
fn refs_of(property: &Value) -> Vec<String> {
    let own = property["$ref"].as_str().and_then(|name| name.rsplit('/').next()).map(str::to_owned);
    let lists = ["anyOf", "oneOf", "prefixItems"].into_iter().flat_map(|key| refs(&property[key]));
    let items = if property["items"].is_object() { refs_of(&property["items"]) } else { Vec::default() };
    own.into_iter().chain(lists).chain(items).collect()
}

/// The parts within a definition, each once.
fn within(defined: &Value) -> BTreeSet<String> {
    let of = |one: &Value| -> Vec<String> {
        let properties = one["properties"].as_object().into_iter().flat_map(|keys| keys.values());
        properties.flat_map(refs_of).chain(refs_of(one)).collect()
    };
    let inline = ["anyOf", "oneOf"].into_iter().filter_map(|key| defined[key].as_array()).flatten().flat_map(of);
    of(defined).into_iter().chain(inline).collect()
}

/// What a value is, in words.
fn holds(property: &Value) -> String {
    let parts = refs_of(property);
    let words = |word: &str| {
        match word {
            "string" => "text",
            "integer" => "whole number",
            "boolean" => "yes or no",
            "array" => "list",
            "null" => "`null`",
            "object" => "keys of its own",
            other => return other.to_owned(),
        }
        .to_owned()
    };
    if let Some(value) = property["const"].as_str() {
        return format!("`{value}`");
    }
    if let Some(values) = property["enum"].as_array() {
        return values.iter().map(|value| format!("`{}`", value.as_str().unwrap_or("null"))).collect::<Vec<_>>().join(", ");
    }
    let is_list = property["type"] == "array";
    if !parts.is_empty() {
        let names = parts.iter().map(|part| format!("`{part}`")).collect::<Vec<_>>().join(" or ");
        let or_null = property["anyOf"].as_array().is_some_and(|any| any.iter().any(|one| one["type"] == "null"));
        return format!("{}{names}{}", if is_list { "list of " } else { "" }, if or_null { " or `null`" } else { "" });
    }
    let alternatives = ["anyOf", "oneOf"].into_iter().filter_map(|key| property[key].as_array()).flatten();
    let alternatives: Vec<String> = alternatives.map(holds).collect();
    if !alternatives.is_empty() {
        return alternatives.join(" or ");
    }
    match &property["type"] {
        Value::String(word) if word == "array" => {
            let of = if property["items"].is_object() { &property["items"] } else { &property["prefixItems"][0] };
            format!("list of {}s", holds(of))
        }
        Value::String(word) => words(word),
        Value::Array(several) => several.iter().filter_map(Value::as_str).map(words).collect::<Vec<_>>().join(" or "),
        _ => "any value".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_every_record_is_told() {
        let book = markdown(&MadeOf { rows: vec![("statement", 1)], ..MadeOf::default() });
        let schema: Value = serde_json::from_str(SCHEMA).expect("a schema");
        let kinds = refs(&schema["$defs"]["record"]["oneOf"]);
        assert_eq!(kinds.len(), 14);
        for kind in kinds {
            let begins = book.find(&format!("\n## {kind}\n")).expect("a section");
            let section = book[begins + 4..].split("\n## ").next().expect("a section");
            for key in schema["$defs"][&kind]["properties"].as_object().expect("keys").keys() {
                assert!(section.contains(&format!("\n| `{key}` | ")), "{kind}: {key}");
            }
        }
        assert!(book.contains("Here: 1 line.") && book.contains("\n## place\n") && book.contains("# Values"));
        assert!(!book.contains("any value"), "each value has a type");
    }
}

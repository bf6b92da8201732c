//! The codebook of a bundle: which records of a case are which objects, and what our own extension adds to them.
//!
//! In: the schema of the extension, which lies in every bundle, and the tables' closed lists. Out: Markdown. Invariant: properties of the
//! extension are told by its schema, values by the words that pages have for them, and nothing is told here a second time.
//!
//! Example: `hearsay export CASE FOLDER --as stix` writes it as `CODEBOOK.md` beside `bundle.stix.json`.

use super::objects::EXTENSION;
use crate::tables::all;
use crate::tables::codebook::{MadeOf, cell, made_by, values};
use serde_json::Value;
use std::fmt::Write;

/// What is told before all else.
const OPENING: &str = "\
`bundle.stix.json` is one bundle of STIX 2.1. What STIX has no property for stands under one extension, whose definition lies in the\n\
bundle. `confidence` is set nowhere: it would be taken for confidence in what is said. Ids are UUIDs of version 5 made of the records'\n\
ids, so that the same statement is the same note in every bundle. What has no date has 1970-01-01 as `created`.\n\n\
Nothing here says who is right. What is said stands as somebody's words, found by reader and linker, which err, or given by a person.\n";

/// What each kind of object stands for.
const OBJECTS: [(&str, &str); 7] = [
    (
        "identity",
        "Somebody who speaks or is spoken of, or an outlet. `identity_class` is `individual`, `organization` (also states, media and outlets), `group`, else `unknown`; of the program itself `system`.",
    ),
    (
        "report",
        "A document. `object_refs` are its statements, whom they are by and about, its outlet and its address; `published` is when it says it was published.",
    ),
    ("url", "The address of a document."),
    ("note", "A statement: `abstract` is who and what act, `content` the words said, `object_refs` whom it is by and about."),
    ("grouping", "A claim that several statements report: `object_refs` are their notes."),
    (
        "relationship",
        "A repetition of one document by another (`duplicate-of` word for word, `derived-from` where it is known who took from whom, else `related-to`), or two accounts that part (`related-to`).",
    ),
    ("extension-definition", "Our extension, with its schema."),
];

/// The codebook.
#[must_use]
pub fn markdown(made: &MadeOf) -> String {
    let mut out = format!("# Codebook\n\n{OPENING}\n{}", made_by(Some(made)));
    out.push_str("\n## Objects\n\n| type | stands for | here |\n| --- | --- | --- |\n");
    for (kind, told) in OBJECTS {
        let here = made.rows.iter().find(|(name, _)| *name == kind).map_or(0, |(_, n)| *n);
        let _ = writeln!(out, "| `{kind}` | {} | {here} |", cell(told));
    }
    out.push_str("\n## The extension\n\n| property | holds | means |\n| --- | --- | --- |\n");
    let schema: Value = serde_json::from_str(EXTENSION).unwrap_or_default();
    for (key, property) in schema["properties"].as_object().into_iter().flatten() {
        let means = property["description"].as_str().unwrap_or("Always `property-extension`.");
        let _ = writeln!(out, "| `{key}` | {} | {} |", holds(property), cell(means));
    }
    out.push_str(&values(&all()));
    out
}

fn holds(property: &Value) -> &'static str {
    match (property["type"].as_str(), property["items"]["type"].as_str()) {
        (Some("array"), Some("array")) => "list of spans, `[start, end]`",
        (Some("array"), Some("number")) => "list of numbers",
        (Some("array"), _) => "list of texts",
        (Some("integer"), _) => "whole number",
        (Some("number"), _) => "number",
        (Some("boolean"), _) => "yes or no",
        _ => "text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_property_of_the_extension_is_told() {
        let book = markdown(&MadeOf { rows: vec![("note", 3)], ..MadeOf::default() });
        let schema: Value = serde_json::from_str(EXTENSION).expect("a schema");
        for key in schema["properties"].as_object().expect("properties").keys() {
            assert!(book.contains(&format!("\n| `{key}` | ")), "{key}");
        }
        assert!(book.lines().any(|line| line.starts_with("| `note` |") && line.ends_with("| 3 |")));
    }
}

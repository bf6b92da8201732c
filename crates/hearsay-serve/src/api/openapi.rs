//! The description of the API (OpenAPI 3.1), made of the lists that the API answers from.
//!
//! In: the questions with their keys and values, the kinds of errors, and the JSON Schema of records and answers.
//! Out: the document that is served at `/api/v1/openapi.json`. Invariant: a question, key, order or closed list of
//! values that is added is described without a change here; `docs/openapi.json` is this document, and a test compares.

use super::{corrections, questions, reading};
use crate::problem;
use hearsay::record::SCHEMA;
use hearsay::view::{Ask, stix};
use serde_json::{Map, Value, json};

/// The document.
#[must_use]
pub fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "hearsay",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Who said what, about whom, on whose authority; who repeats whom; where accounts part.",
            "description": "Answers over one case. Every row leads to the sentence that it was taken from. Nothing here says who is right.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [{}, { "bearer": [] }],
        "tags": [
            { "name": "questions", "description": "The questions of the page, with the rows of its data." },
            { "name": "reading", "description": "A text is read; nothing of it is kept." },
            { "name": "corrections", "description": "What persons decided." },
            { "name": "other programs", "description": "The calls of Citron and CoreNLP." },
            { "name": "about", "description": "What there is." },
        ],
        "paths": paths(),
        "components": {
            "schemas": schemas(),
            "parameters": parameters(),
            "responses": { "Problem": {
                "description": "An error (RFC 9457).",
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/problem" } } },
            } },
            "headers": {
                "ETag": { "description": "Digest of the body; send it back as `If-None-Match`.", "schema": { "type": "string" } },
                "Link": { "description": "The next part of the list (`rel=\"next\"`).", "schema": { "type": "string" } },
            },
            "securitySchemes": { "bearer": {
                "type": "http", "scheme": "bearer",
                "description": "The token that the server was started with: for changes, and beyond loopback for everything.",
            } },
        },
    })
}

fn paths() -> Value {
    let mut paths = Map::new();
    for ask in questions::all() {
        let ids = questions::path_keys(ask);
        let ids: String = ids.iter().map(|key| format!("/{{{key}}}")).collect();
        paths.insert(questions::path(ask, &[]) + &ids, json!({ "get": question(ask) }));
    }
    paths.insert("/api/v1".into(), json!({ "get": plain("index", "about", "What there is", json!({ "type": "object" })) }));
    let description = plain("openapi", "about", "This description", json!({ "type": "object" }));
    let mut description = description;
    description["responses"]["200"]["content"] =
        json!({ "application/vnd.oai.openapi+json;version=3.1": { "schema": { "type": "object" } } });
    paths.insert("/api/v1/openapi.json".into(), json!({ "get": description }));
    paths.insert(
        "/api/v1/problems".into(),
        json!({ "get": plain("problems", "about", "The kinds of errors", json!({ "type": "object" })) }),
    );
    paths.insert("/api/v1/read".into(), json!({ "post": read() }));
    paths.insert(corrections::PATH.into(), json!({ "get": corrections_made(), "post": correct() }));
    paths.insert("/citron/quotes".into(), json!({ "get": citron("get"), "post": citron("post") }));
    paths.insert("/corenlp/".into(), json!({ "get": corenlp_is_there(), "post": corenlp() }));
    paths.into()
}

/// A question's operation.
fn question(ask: Ask) -> Value {
    let of_path =
        questions::path_keys(ask).into_iter().map(|key| json!({ "$ref": format!("#/components/parameters/path.{key}") }));
    let of_query = questions::query_keys(ask).into_iter().map(|key| match own_parameter(ask, key) {
        Some(parameter) => parameter,
        None => json!({ "$ref": format!("#/components/parameters/{key}") }),
    });
    let answer = json!({ "$ref": format!("#/components/schemas/answer.{}", ask.as_str()) });
    let mut content = json!({
        "application/json": { "schema": answer },
        "application/jsonl": { "schema": { "type": "string", "description": "A row a line." } },
        "text/csv": { "schema": { "type": "string", "description": "RFC 4180, with a header." } },
    });
    if stix::ASKS.contains(&ask) {
        let about = "A STIX 2.1 bundle of what these rows are about: identities, reports, notes, groupings, relationships.";
        content["application/stix+json;version=2.1"] = json!({ "schema": { "type": "object", "description": about } });
    }
    json!({
        "operationId": ask.as_str(), "tags": ["questions"], "summary": summary(ask),
        "parameters": of_path.chain(of_query).collect::<Vec<_>>(),
        "responses": responses("200", json!({
            "description": "The rows, a part of them where there are many.",
            "headers": { "ETag": { "$ref": "#/components/headers/ETag" }, "Link": { "$ref": "#/components/headers/Link" } },
            "content": content,
        }), &["400", "401", "404", "406", "421", "503"]),
    })
}

fn summary(ask: Ask) -> &'static str {
    match ask {
        Ask::WhoSaid => "Who said what",
        Ask::About => "What was said about somebody",
        Ask::Claims => "What is claimed, by how many independent origins",
        Ask::Copies => "Which document repeats which",
        Ask::Disputes => "Where accounts part",
        Ask::Accusations => "Who blames whom",
        Ask::People => "Who speaks or is spoken of",
        Ask::Stories => "Which documents are on one event",
        Ask::Links => "Every link, with its reasons",
        Ask::Outlets => "Whom each outlet has as sources",
        Ask::Timeline => "What came on which day",
        Ask::Search => "Where words stand",
        Ask::Show => "One record, by its id or the beginning of it",
        Ask::Stats => "How much of everything there is",
        Ask::Coverage => "What was taken in, and what of it was read",
        Ask::Refused => "What could not be taken in, and why",
        Ask::Document => "One document with all that was found in it",
        Ask::Person => "One entity with all that it said and that was said about it",
        Ask::Why => "Why two records are linked, or not",
        Ask::Labels => "Which concepts persons set, and how far that spread",
        Ask::Draft => "What a draft says that others said",
        Ask::Review => "What is worth a person's look",
        Ask::History => "What persons decided",
    }
}

/// A parameter that hangs on the question: its values do, or it must be there.
fn own_parameter(ask: Ask, key: &str) -> Option<Value> {
    if is_needed(ask, key) {
        let schema = json!({ "type": "string", "minLength": 1, "pattern": "\\S" });
        return Some(json!({ "name": key, "in": "query", "required": true, "description": meaning(key), "schema": schema }));
    }
    let mut values: Vec<Value> = ask.values(key)?.into_iter().map(Value::from).collect();
    let usual = if key == "sort" { values.first().cloned() } else { None };
    // An empty value is no condition.
    values.push("".into());
    let mut schema = if key == "sort" {
        // Any column orders the rows besides.
        let columns = format!("^({})\\.(ascending|descending)$", ask.columns().join("|"));
        json!({ "type": "string", "anyOf": [{ "enum": values }, { "pattern": columns }] })
    } else {
        json!({ "type": "string", "enum": values })
    };
    if let Some(usual) = usual {
        schema["default"] = usual;
    }
    Some(json!({ "name": key, "in": "query", "description": meaning(key), "schema": schema }))
}

/// Whether a question can't be asked without a key; a test holds that the questions say the same.
fn is_needed(ask: Ask, key: &str) -> bool {
    ask == Ask::Search && key == "text"
}

/// What a key means; a test holds that every key of every question is here.
fn meaning(key: &str) -> &'static str {
    match key {
        "id" => "An id, or the beginning of one.",
        "with" => "The id of the other record, or the beginning of it.",
        "speaker" => "Who speaks: a name, or an id.",
        "about" => "About whom: a name, or an id.",
        "text" => "Words that must be there.",
        "act" => "Speech act, such as `deny`, or a family, such as `stance-`.",
        "form" => "How the content is given.",
        "source_kind" => "Kind of source.",
        "kind" => "Kind of link, dispute, copy or entity.",
        "status" => "Status of an accusation or of a decision.",
        "claim" => "The claim's id, or the beginning of it.",
        "concept" => "Notation of the concept.",
        "by" => "Who set the label, or decided.",
        "outlet" => "The outlet.",
        "from" => "From this day, month or year on.",
        "to" => "Up to and with this day, month or year.",
        "language" => "Language of the document (BCP 47).",
        "document" => "The document's id, or the beginning of it.",
        "quoted_only_by" => "Outlet that alone quotes somebody; `*` for whichever.",
        "date" => "This day, month or year.",
        "added_after" => "Added to the case after this moment (RFC 3339).",
        "columns" => "Columns, in this order, separated by commas.",
        "sort" => "Order of the rows.",
        "limit" => "Rows at most.",
        "cursor" => "Where the list goes on: the word that the part before gave.",
        _ => "",
    }
}

fn parameters() -> Value {
    let mut parameters = Map::new();
    for ask in questions::all() {
        for key in questions::path_keys(ask) {
            let schema = json!({ "type": "string", "minLength": 1 });
            let parameter = json!({ "name": key, "in": "path", "required": true, "description": meaning(key), "schema": schema });
            parameters.insert(format!("path.{key}"), parameter);
        }
        for key in questions::query_keys(ask).into_iter().filter(|key| ask.values(key).is_none()) {
            let schema = match key {
                "limit" => json!({ "type": "integer", "minimum": 1, "maximum": questions::MOST, "default": questions::USUAL }),
                "from" | "to" => json!({ "type": "string", "examples": ["2031", "2031-04", "2031-04-07"] }),
                _ => json!({ "type": "string" }),
            };
            parameters.insert(key.into(), json!({ "name": key, "in": "query", "description": meaning(key), "schema": schema }));
        }
    }
    parameters.into()
}

/// The answer of a good request, and the errors that there may be.
fn responses(status: &str, good: Value, errors: &[&str]) -> Value {
    let mut responses = Map::new();
    responses.insert(status.into(), good);
    for error in errors {
        responses.insert((*error).into(), json!({ "$ref": "#/components/responses/Problem" }));
    }
    responses.into()
}

fn plain(id: &str, tag: &str, summary: &str, schema: Value) -> Value {
    json!({
        "operationId": id, "tags": [tag], "summary": summary,
        "responses": responses("200", json!({
            "description": summary, "content": { "application/json": { "schema": schema } },
        }), &["400", "401", "406", "421"]),
    })
}

fn of_query(name: &str, description: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "query", "description": description, "schema": schema })
}

fn read() -> Value {
    let text = format!("At most {} bytes.", reading::LONGEST);
    let reader = json!({ "type": "string", "enum": hearsay::Reader::ALL.map(hearsay::Reader::name), "default": "fast" });
    json!({
        "operationId": "read", "tags": ["reading"], "summary": "Reads one document; nothing of it is kept",
        "parameters": [
            of_query("reader", "The reader: fast, or careful and many times slower.", reader.clone()),
            of_query("offsets", "The unit of spans.", json!({ "type": "string", "enum": ["codepoints", "bytes", "utf16"], "default": "codepoints" })),
            of_query("url", "The address that it was fetched from.", json!({ "type": "string" })),
        ],
        "requestBody": { "required": true, "content": {
            "text/plain": { "schema": { "description": text } },
            "text/html": { "schema": { "description": text } },
            "application/json": { "schema": { "type": "object", "additionalProperties": false, "properties": {
                "text": { "type": "string" }, "html": { "type": "string" }, "url": { "type": ["string", "null"] },
                "title": { "type": ["string", "null"] }, "published": { "type": ["string", "null"] },
                "language": { "type": ["string", "null"] },
                "reader": reader,
            }, "oneOf": [{ "required": ["text"] }, { "required": ["html"] }] } },
        } },
        "responses": responses("200", json!({
            "description": "The document and its reading, as `hearsay read` prints them.",
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/reading" } } },
        }), &["400", "401", "403", "406", "408", "413", "415", "421", "422", "503"]),
    })
}

fn corrections_made() -> Value {
    json!({
        "operationId": "corrections", "tags": ["corrections"], "summary": "The corrections, in the order in which they were made",
        "parameters": [{ "$ref": "#/components/parameters/limit" }, { "$ref": "#/components/parameters/cursor" }],
        "responses": responses("200", json!({
            "description": "The corrections.",
            "headers": { "ETag": { "$ref": "#/components/headers/ETag" }, "Link": { "$ref": "#/components/headers/Link" } },
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/corrections" } } },
        }), &["400", "401", "406", "421", "503"]),
    })
}

fn correct() -> Value {
    let request = json!({ "$ref": "#/components/schemas/correction_request" });
    json!({
        "operationId": "correct", "tags": ["corrections"], "summary": "Enters corrections, all or none",
        "security": [{ "bearer": [] }],
        "requestBody": { "required": true, "content": { "application/json": { "schema": {
            "oneOf": [request.clone(), { "type": "array", "items": request, "minItems": 1, "maxItems": corrections::MOST }],
        } } } },
        "responses": responses("201", json!({
            "description": "What was entered.",
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/corrections" } } },
        }), &["400", "401", "403", "406", "408", "413", "415", "421", "422", "503"]),
    })
}

fn citron(method: &str) -> Value {
    let offsets = json!({ "type": "string", "enum": ["character", "token"], "default": "character" });
    let mut operation = json!({
        "operationId": format!("citron-{method}"), "tags": ["other programs"], "summary": "Citron's call",
        "parameters": [of_query("offsets", "Code points, as Citron's documents say, or numbers of tokens, as its code does.", offsets)],
        "responses": responses("200", json!({
            "description": "Citron's object.",
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/citron" } } },
        }), &["401", "403", "408", "413", "421", "503"]),
    });
    operation["responses"]["400"] = json!({
        "description": "No text was sent (Citron's own form), or a value does not fit.",
        "content": {
            "application/json": { "schema": { "type": "object", "properties": { "error": { "type": "string" } }, "required": ["error"] } },
            "application/problem+json": { "schema": { "$ref": "#/components/schemas/problem" } },
        },
    });
    let text = json!({ "type": "string" });
    if method == "get" {
        if let Some(parameters) = operation["parameters"].as_array_mut() {
            parameters
                .push(json!({ "name": "text", "in": "query", "required": true, "description": "The text.", "schema": text }));
        }
    } else {
        let form = json!({ "type": "object", "properties": { "text": text }, "required": ["text"] });
        operation["requestBody"] =
            json!({ "required": true, "content": { "application/x-www-form-urlencoded": { "schema": form } } });
    }
    operation
}

fn corenlp_is_there() -> Value {
    json!({
        "operationId": "corenlp-is-there", "tags": ["other programs"], "summary": "Whether CoreNLP's call is answered here",
        "responses": responses("200", json!({
            "description": "It is.", "content": { "text/plain": { "schema": { "type": "string" } } },
        }), &["401", "421"]),
    })
}

fn corenlp() -> Value {
    json!({
        "operationId": "corenlp", "tags": ["other programs"], "summary": "CoreNLP's call: tokens, names, coreference, quotations",
        "parameters": [of_query("properties", "CoreNLP's properties; `outputFormat` must be `json` if it is there (else 406), `inputFormat` `text` (else 415).",
            json!({ "type": "string", "examples": ["{\"annotators\": \"quote\", \"outputFormat\": \"json\"}"] }))],
        "requestBody": { "content": { "text/plain": { "schema": { "description": "The text." } } } },
        "responses": responses("200", json!({
            "description": "CoreNLP's object.",
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/corenlp" } } },
        }), &["400", "401", "403", "406", "408", "413", "415", "421", "503"]),
    })
}

/// The schemas of records and answers, those of whole answers made of the question's rows, and those of the API alone.
fn schemas() -> Value {
    let schema: Value = serde_json::from_str(&SCHEMA.replace("#/$defs/", "#/components/schemas/")).unwrap_or_default();
    let Some(known) = schema["$defs"].as_object() else { return json!({}) };
    let mut schemas: Map<String, Value> = known.iter().filter(|(name, _)| *name != "answer").map(owned).collect();
    let answers = schema["$defs"]["answer"]["oneOf"].as_array().into_iter().flatten();
    let of_all = &schema["$defs"]["answer"];
    for answer in answers {
        let Some(word) = answer["properties"]["question"]["properties"]["ask"]["const"].as_str() else { continue };
        schemas.insert(format!("answer.{word}"), whole_answer(of_all, answer, word));
    }
    schemas.insert("problem".into(), problem_schema());
    let role = json!({ "type": "array", "items": { "$ref": "#/components/schemas/span" } });
    schemas.insert("correction_request".into(), json!({
        "description": "A decision: ids, or beginnings of ids, instead of places.", "type": "object",
        "properties": {
            "kind": schema["$defs"]["correction"]["properties"]["kind"],
            "on": { "type": "string", "description": "The attribution or statement; for merge, split and dispute the chain or entity." },
            "with": { "type": "string", "description": "The other (merge, split, dispute)." },
            "also": { "type": "array", "items": { "type": "string" }, "description": "Mentions that, with `on`, are one somebody else (split); chains." },
            "roles": { "type": "object", "properties": { "source": role, "cue": role, "content": role }, "additionalProperties": false },
            "speaker": { "type": "string", "description": "A name, a chain's id, or `unknown` (speaker)." },
            "by": { "type": "string", "minLength": 1, "maxLength": 80, "description": "Who decides." },
            "note": { "type": "string", "description": "Why." },
        },
        "required": ["kind", "on", "by"], "additionalProperties": true,
    }));
    schemas.insert(
        "corrections".into(),
        json!({
            "type": "object",
            "properties": {
                "hearsay": { "const": hearsay::record::JSON_VERSION },
                "corrections": { "type": "array", "items": {
                    "type": "object",
                    "properties": { "at": { "type": "string" }, "correction": { "$ref": "#/components/schemas/correction" } },
                    "required": ["at", "correction"],
                } },
                "total": { "type": "integer", "minimum": 0 },
                "next": { "type": ["string", "null"] },
            },
            "required": ["hearsay", "corrections"],
        }),
    );
    let piece = json!({
        "type": "object", "properties": { "start": { "type": "integer" }, "end": { "type": "integer" }, "text": { "type": "string" } },
        "required": ["start", "end", "text"], "additionalProperties": false,
    });
    let pieces = json!({ "type": "array", "items": piece });
    schemas.insert("citron".into(), json!({
        "type": "object",
        "properties": {
            "quotes": { "type": "array", "items": {
                "type": "object",
                "properties": {
                    "sources": pieces, "coreferences": pieces, "cue": piece, "contents": pieces,
                    "confidence": { "type": "string", "pattern": "^[01]\\.[0-9]{4}$" },
                },
                "required": ["sources", "coreferences", "cue", "contents", "confidence"], "additionalProperties": false,
            } },
            "source": { "type": "object", "properties": { "application": { "type": "string" }, "model:": { "type": "string" } }, "required": ["application", "model:"] },
        },
        "required": ["quotes", "source"], "additionalProperties": false,
    }));
    schemas.insert("corenlp".into(), json!({
        "type": "object",
        "properties": {
            "sentences": { "type": "array", "items": { "type": "object" } },
            "corefs": { "type": "object" },
            "quotes": { "type": "array", "items": {
                "type": "object",
                "properties": { "id": { "type": "integer" }, "text": { "type": "string" }, "beginIndex": { "type": "integer" }, "endIndex": { "type": "integer" }, "speaker": { "type": "string" }, "canonicalSpeaker": { "type": "string" } },
                "required": ["id", "text", "beginIndex", "endIndex", "beginToken", "endToken", "beginSentence", "endSentence", "speaker", "canonicalSpeaker"],
            } },
        },
        "required": ["sentences", "corefs", "quotes"],
    }));
    schemas.into()
}

fn owned((name, schema): (&String, &Value)) -> (String, Value) {
    (name.clone(), schema.clone())
}

/// The schema of a question's whole answer: what all answers have, its own rows, and the address of the next part.
fn whole_answer(of_all: &Value, own: &Value, word: &str) -> Value {
    let mut properties = of_all["properties"].as_object().cloned().unwrap_or_default();
    properties.extend(own["properties"].as_object().cloned().unwrap_or_default());
    // What was asked is an object of all keys; which question it is, the address says.
    properties.insert("question".into(), of_all["properties"]["question"].clone());
    properties.insert(
        "next".into(),
        json!({ "description": "The address of the next part, if there is one.", "type": ["string", "null"] }),
    );
    let required: Vec<Value> =
        [&of_all["required"], &own["required"]].into_iter().filter_map(Value::as_array).flatten().cloned().collect();
    json!({
        "description": format!("Answer to `{word}`."), "type": "object",
        "properties": properties, "required": required, "additionalProperties": false,
    })
}

fn problem_schema() -> Value {
    let codes = problem::KNOWN.map(|(code, _, _)| code);
    json!({
        "description": "An error (RFC 9457). `code` is stable; more may come.", "type": "object",
        "properties": {
            "type": { "type": "string", "format": "uri-reference" }, "title": { "type": "string" },
            "status": { "type": "integer" }, "detail": { "type": "string" },
            "code": { "type": "string", "examples": codes }, "hearsay": { "const": hearsay::record::JSON_VERSION },
            "known": { "description": "What would have been known.", "type": "array", "items": { "type": "string" } },
            "candidates": { "description": "Ids that may have been meant.", "type": "array", "items": { "type": "string" } },
        },
        "required": ["type", "title", "status", "detail", "code", "hearsay"], "additionalProperties": false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_every_question_is_described() {
        for ask in questions::all() {
            for key in questions::path_keys(ask).into_iter().chain(questions::query_keys(ask)) {
                assert!(!meaning(key).is_empty(), "{}: `{key}`", ask.as_str());
            }
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        fn walk(value: &Value, found: &mut Vec<String>) {
            match value {
                Value::Object(object) => {
                    found.extend(object.get("$ref").and_then(Value::as_str).map(str::to_string));
                    object.values().for_each(|value| walk(value, found));
                }
                Value::Array(values) => values.iter().for_each(|value| walk(value, found)),
                _ => {}
            }
        }
        let document = document();
        let mut found = Vec::new();
        walk(&document, &mut found);
        assert!(found.len() > 100, "there are references");
        for reference in found {
            let pointer = reference.strip_prefix('#').expect("in the document");
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    }
}

//! JSON and JSONL: documents that bring their own metadata.
//!
//! In: the bytes of a file that is one object, an array of them, or an object a line. Out: a
//! document for each object that holds a text or a page, and a refusal for each that does not. Keys
//! are those in common use (see `spec/formats/json.md`); the object that `hearsay read` prints and
//! the document lines of `hearsay export` are read too, with their blocks. Invariants: one bad line
//! costs no other; the original of a document is exactly its line or item; a text is taken
//! unaltered.
//!
//! Example: `{"title": "Ferry stops", "text": "The ferry stops.", "date": "2031-04-07"}`.

use crate::blocks;
use crate::draft::{Draft, Mark};
use crate::encoding::decode;
use crate::outlets::is_address;
use crate::{Hint, Opened, Refused, Taken, html};
use hearsay_record::{Document, Note};
use hearsay_text::Offsets;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

const TEXTS: &[&str] = &[
    "text",
    "body",
    "articleBody",
    "content",
    "raw_text",
    "article",
    "full_text",
    "maintext",
    "article_text",
    "body_text",
    "content_text",
    "plain_text",
    "story",
];
const PAGES: &[&str] = &["html", "raw_html", "page"];
const TITLES: &[&str] = &["title", "headline", "heading", "hed"];
const AUTHORS: &[&str] = &["byline", "author", "authors", "creator", "by", "writer", "journalist", "reporter"];
const DATES: &[&str] = &[
    "published",
    "date",
    "datePublished",
    "date_published",
    "publication_date",
    "date_publish",
    "published_at",
    "publishedAt",
    "pubDate",
    "publish_date",
    "pub_date",
    "published_time",
    "publish_time",
    "posted",
    "posted_at",
    "created_at",
    "datetime",
    "day",
];
const ADDRESSES: &[&str] = &["url", "link", "source_url", "canonical_url"];
const OUTLETS: &[&str] = &[
    "outlet",
    "publisher",
    "sitename",
    "site_name",
    "publication",
    "newspaper",
    "paper",
    "agency",
    "station",
    "channel",
    "media_name",
    "source_name",
    "source",
    "website",
    "hostname",
    "source_domain",
];
const LANGUAGES: &[&str] = &["language", "lang", "inLanguage", "language_code", "locale"];
const RETRIEVED: &[&str] = &["retrieved", "retrieved_at", "date_download", "fetched", "filedate", "crawl_date"];

/// Takes in one JSON value: an object or an array of them.
pub(crate) fn open(bytes: &[u8], hint: &Hint) -> Opened {
    let decoded = decode(bytes, false);
    let text = decoded.text.trim_start_matches('\u{feff}');
    let whole: &RawValue = match serde_json::from_str(text) {
        Ok(whole) => whole,
        Err(error) => return Opened { taken: Vec::new(), refused: vec![broken(&error, None)] },
    };
    if whole.get().starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(whole.get()).unwrap_or_default();
        return many(
            items.into_iter().map(|item| Part { text: item.get(), original: item.get().as_bytes() }),
            &decoded.notes,
            hint,
            false,
        );
    }
    let mut opened = Opened::default();
    match object(text, bytes, None, &decoded.notes, hint) {
        Outcome::Taken(taken) => opened.taken.push(*taken),
        Outcome::Refused(refused) => opened.refused.push(refused),
        Outcome::Other(kind) => opened.refused.push(other(1, &[kind])),
    }
    opened
}

/// Takes in a file of one JSON value a line.
pub(crate) fn open_lines(bytes: &[u8], hint: &Hint) -> Opened {
    // Lines are cut from the bytes, so that what is hashed is what the file holds.
    if std::str::from_utf8(bytes).is_ok() {
        let lines = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).split(|&b| b == b'\n');
        let parts = lines
            .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
            .map(|line| Part { text: std::str::from_utf8(line).unwrap_or_default(), original: line });
        return many(parts, &[], hint, true);
    }
    let decoded = decode(bytes, false);
    let text = decoded.text.trim_start_matches('\u{feff}');
    many(
        text.split('\n')
            .map(|line| line.strip_suffix('\r').unwrap_or(line))
            .map(|line| Part { text: line, original: line.as_bytes() }),
        &decoded.notes,
        hint,
        true,
    )
}

struct Part<'t> {
    text: &'t str,
    original: &'t [u8],
}

enum Outcome {
    Taken(Box<Taken>),
    Refused(Refused),
    /// A record of the ledger that is no document.
    Other(String),
}

fn many<'t>(parts: impl Iterator<Item = Part<'t>>, notes: &[Note], hint: &Hint, is_lines: bool) -> Opened {
    let mut opened = Opened::default();
    let mut others: Vec<String> = Vec::new();
    let mut n_others = 0;
    for (i, part) in parts.enumerate().filter(|(_, part)| !part.text.trim().is_empty()) {
        match object(part.text, part.original, Some((i + 1, is_lines)), notes, hint) {
            Outcome::Taken(taken) => opened.taken.push(*taken),
            Outcome::Refused(refused) => opened.refused.push(refused),
            Outcome::Other(kind) => {
                n_others += 1;
                if !others.contains(&kind) {
                    others.push(kind);
                }
            }
        }
    }
    if n_others > 0 {
        opened.refused.push(other(n_others, &others));
    }
    opened
}

fn other(n: usize, kinds: &[String]) -> Refused {
    Refused {
        part: None,
        code: "json-records",
        message: format!("{n} records of other kinds than documents were passed over ({})", kinds.join(", ")),
    }
}

fn broken(error: &serde_json::Error, line: Option<usize>) -> Refused {
    let (line, column) = (line.unwrap_or(error.line()), error.column());
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or("no JSON");
    Refused {
        part: Some(format!("{line}:{column}")),
        code: "json-broken",
        message: format!("line {line}, column {column}: {reason}"),
    }
}

/// One object to a document. `place` is its place among others, and whether that is a line.
fn object(text: &str, original: &[u8], place: Option<(usize, bool)>, notes: &[Note], hint: &Hint) -> Outcome {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => return Outcome::Refused(broken(&error, place.filter(|(_, is_line)| *is_line).map(|(line, _)| line))),
    };
    let part = place.map(|(at, _)| at.to_string());
    let refuse =
        |message: &str| Outcome::Refused(Refused { part: part.clone(), code: "json-no-text", message: message.to_owned() });
    let Value::Object(object) = value else { return refuse("no JSON object") };
    let is_own = object.contains_key("hearsay") && object.get("document").is_some_and(Value::is_object);
    let record = object.get("type").and_then(Value::as_str).filter(|kind| object.len() > 1 && RECORDS.contains(kind));
    let draft = if is_own {
        let Some(Value::Object(inner)) = object.get("document") else { return refuse("no document in it") };
        own(inner)
    } else if record == Some("document") && object.contains_key("origin") {
        own(&object)
    } else if let Some(kind) = record.filter(|_| first_text(&object).is_none()) {
        return Outcome::Other(kind.to_owned());
    } else {
        foreign(&object)
    };
    match draft {
        Some(mut draft) => {
            draft.notes.splice(0..0, notes.iter().cloned());
            Outcome::Taken(Box::new(draft.finish(original.to_vec(), part, hint)))
        }
        None => refuse("an object without a text: none of the keys text, body, articleBody, content, raw_text or html holds one"),
    }
}

/// Kinds of records in an export that are no documents, and documents.
const RECORDS: &[&str] = &[
    "document",
    "sighting",
    "chain",
    "attribution",
    "statement",
    "entity",
    "fact",
    "link",
    "group",
    "correction",
    "label",
    "note",
    "case",
    "reading",
];

/// A document as this program writes it. Its text and blocks are kept; hash and id are those of the
/// line that is taken in, since the first original is not at hand.
fn own(object: &Map<String, Value>) -> Option<Draft> {
    let Ok(document) = serde_json::from_value::<Document>(Value::Object(object.clone())) else { return foreign(object) };
    let offsets = Offsets::new(&document.text);
    let n_chars = offsets.n_chars();
    let marks: Vec<Mark> = document
        .blocks
        .iter()
        .filter(|block| !block.span.is_empty() && block.span.end <= n_chars)
        .map(|block| Mark { span: offsets.bytes(block.span), kind: block.kind })
        .collect();
    let mut draft = Draft {
        media_type: "application/json",
        title: document.title,
        byline: document.byline,
        language: document.language,
        url: document.origin.url,
        outlet: document.origin.outlet,
        retrieved: document.origin.retrieved,
        text: document.text.clone(),
        ..Draft::default()
    };
    if let Some(published) = &document.published {
        draft.tell_date(&published.date, "own-metadata");
    }
    if marks.is_empty() {
        blocks::mark(&mut draft);
    } else {
        draft.marks = marks;
    }
    Some(draft)
}

fn first_text(object: &Map<String, Value>) -> Option<String> {
    TEXTS.iter().filter_map(|key| object.get(*key)).find_map(|value| match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        // Paragraphs as a list.
        Value::Array(parts) if !parts.is_empty() && parts.iter().all(Value::is_string) => {
            Some(parts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n\n"))
        }
        _ => None,
    })
}

fn foreign(object: &Map<String, Value>) -> Option<Draft> {
    let page = PAGES.iter().filter_map(|key| object.get(*key)?.as_str()).find(|page| !page.trim().is_empty());
    let mut draft = match (first_text(object), page) {
        (Some(text), _) => Draft { text, ..Draft::default() },
        (None, Some(page)) => html::draft(page),
        (None, None) => return None,
    };
    draft.media_type = "application/json";
    let told = |keys: &[&str]| keys.iter().filter_map(|key| object.get(*key)).find_map(words);
    draft.title = told(TITLES).or(draft.title);
    draft.byline = told(AUTHORS).or(draft.byline);
    draft.url = ADDRESSES
        .iter()
        .filter_map(|key| object.get(*key)?.as_str())
        .map(str::trim)
        .find(|url| is_address(url))
        .map(str::to_owned)
        .or(draft.url);
    draft.outlet = told(OUTLETS).or(draft.outlet);
    draft.language = told(LANGUAGES).or(draft.language);
    draft.retrieved = told(RETRIEVED).and_then(|written| crate::dates::parse(&written)).map(|found| found.date);
    let before = std::mem::take(&mut draft.dates);
    if let Some(date) = DATES.iter().filter_map(|key| object.get(*key)).find_map(date) {
        draft.tell_date(&date, "own-metadata");
    }
    draft.dates.extend(before);
    if page.is_none() || draft.marks.is_empty() {
        blocks::mark(&mut draft);
    }
    Some(draft)
}

/// A string, the name of an object, or the strings or names of a list.
fn words(value: &Value) -> Option<String> {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let found = match value {
        Value::String(text) => one_line(text),
        Value::Object(object) => object.get("name").or_else(|| object.get("title"))?.as_str().map(one_line)?,
        Value::Array(items) => items.iter().filter(|item| !item.is_array()).filter_map(words).collect::<Vec<_>>().join(", "),
        _ => return None,
    };
    (!found.is_empty()).then_some(found)
}

fn date(value: &Value) -> Option<String> {
    let written = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Object(object) => object.get("date")?.as_str()?.to_owned(),
        _ => return None,
    };
    crate::dates::parse(&written).map(|_| written)
}

#[cfg(test)]
mod tests {
    use crate::{Hint, Opened, open};
    use hearsay_record::{BlockKind, Document};

    fn opened(text: &str) -> Opened {
        open(text.as_bytes(), &Hint::default())
    }

    #[test]
    fn an_object_brings_its_metadata() {
        let text = r#"{"title": "Ferry stops", "text": "The ferry stops.\nThe mail waits.", "author": {"name": "Orla Fenwick"}, "published": {"date": "2031-04-07", "from": "meta"}, "url": "https://o.example/a", "sitename": "Oster Bulletin", "lang": "en", "retrieved": "2031-04-08T10:00:00Z"}"#;
        let found = opened(text);
        let taken = &found.taken[0];
        let document = &taken.document;
        assert_eq!(document.text, "The ferry stops.\nThe mail waits.");
        assert_eq!(document.title.as_deref(), Some("Ferry stops"));
        assert_eq!(document.byline.as_deref(), Some("Orla Fenwick"));
        assert_eq!(
            document.published.as_ref().map(|date| (date.date.as_str(), date.from.as_str())),
            Some(("2031-04-07", "own-metadata"))
        );
        assert_eq!(document.origin.outlet.as_deref(), Some("Oster Bulletin"));
        assert_eq!(document.language.as_deref(), Some("en"));
        assert_eq!(document.id, Document::id_of(text.as_bytes(), Some("https://o.example/a")));
        assert_eq!((taken.retrieved.as_deref(), document.origin.retrieved.as_deref()), (Some("2031-04-08T10:00:00Z"), None));
        assert_eq!(taken.part, None);
    }

    #[test]
    fn a_bad_line_costs_no_other() {
        let found = opened(
            "{\"text\": \"One.\"}\r\n{\"text\": broken}\n\n{\"title\": \"no text\"}\n[1]\n{\"body\": [\"Two.\", \"Three.\"]}\n",
        );
        let taken: Vec<(&str, &str, &[u8])> = found
            .taken
            .iter()
            .map(|taken| (taken.part.as_deref().unwrap_or(""), taken.document.text.as_str(), taken.original.as_slice()))
            .collect();
        assert_eq!(
            taken,
            [("1", "One.", &b"{\"text\": \"One.\"}"[..]), ("6", "Two.\n\nThree.", b"{\"body\": [\"Two.\", \"Three.\"]}")]
        );
        let refused: Vec<(&str, &str)> =
            found.refused.iter().map(|refused| (refused.code, refused.part.as_deref().unwrap_or(""))).collect();
        assert_eq!(refused, [("json-broken", "2:10"), ("json-no-text", "4"), ("json-no-text", "5")]);
    }

    #[test]
    fn an_array_is_its_items() {
        let found = opened(
            "[ {\"text\": \"One.\"} ,\n {\"html\": \"<h1>Ferry stops</h1><p>The ferry of Oster stops for a week.</p>\"}, 7]",
        );
        assert_eq!(found.taken.len(), 2);
        assert_eq!(found.taken[0].original, b"{\"text\": \"One.\"}");
        assert_eq!(found.taken[1].document.text, "Ferry stops\n\nThe ferry of Oster stops for a week.");
        assert_eq!(found.taken[1].part.as_deref(), Some("2"));
        assert_eq!(found.refused[0].part.as_deref(), Some("3"));
    }

    #[test]
    fn what_this_program_writes_is_read_again() {
        let first = opened("{\"text\": \"Ferry stops\\n\\nThe ferry stops for a week, its owner said.\", \"url\": \"https://o.example/a\", \"date\": \"2031-04-07\"}").taken.remove(0).document;
        let object =
            serde_json::json!({"hearsay": 1, "document": first, "attributions": [], "entities": [], "notes": []}).to_string();
        let mut line = serde_json::to_value(&first).unwrap();
        line["type"] = "document".into();
        let export =
            format!("{line}\n{{\"type\": \"sighting\", \"document\": \"d-1\"}}\n{{\"type\": \"note\", \"code\": \"x\"}}\n");
        for text in [object, export.clone()] {
            let again = opened(&text).taken.remove(0).document;
            assert_eq!(
                (&again.text, &again.blocks, &again.title, &again.origin),
                (&first.text, &first.blocks, &first.title, &first.origin)
            );
            assert_eq!(again.published.map(|date| date.date), first.published.clone().map(|date| date.date));
            assert!(again.blocks.iter().any(|block| block.kind == BlockKind::Headline));
        }
        assert_eq!(opened(&export).refused[0].code, "json-records");
        assert!(opened(&export).refused[0].message.contains("2 records"));
    }

    #[test]
    fn broken_files_are_refused_with_their_place() {
        let found = opened("{\n  \"text\": \"One.\",\n  oops\n}");
        assert_eq!((found.refused[0].code, found.refused[0].part.as_deref()), ("json-broken", Some("3:3")));
        for deep in ["[{\"a\":".repeat(100_000), format!("{{\"text\": {}", "[".repeat(100_000))] {
            assert_eq!(opened(&deep).taken.len(), 0);
        }
    }
}

//! A text that a program sends is read, and nothing of it is kept.
//!
//! In: a body with its media type, and the pairs of the query. Out: the document and its reading, as `hearsay
//! read` prints them. Invariants: nothing is stored; the text is the one that was sent; one document at a time.
//!
//! Example: `curl --data-binary @story.txt -H 'content-type: text/plain' …/api/v1/read?reader=careful`.

use super::questions;
use crate::open_case::OpenCase;
use crate::problem::Problem;
use axum::http::StatusCode;
use hearsay::record::{Document, ReadingJson, Unit};
use hearsay::view::formats::offsets;
use hearsay::{Input, Packs, Reader, pipe};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// Bytes of a text at most.
pub(crate) const LONGEST: usize = 1 << 20;

/// The media types that are read.
pub(crate) const TAKEN: [&str; 3] = ["application/json", "text/html", "text/plain"];

/// The keys of the query.
pub(crate) const KEYS: [&str; 3] = ["reader", "offsets", "url"];

/// A text with what is known of it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sent {
    #[serde(default, deserialize_with = "there")]
    text: Option<String>,
    #[serde(default, deserialize_with = "there")]
    html: Option<String>,
    url: Option<String>,
    title: Option<String>,
    published: Option<String>,
    language: Option<String>,
    #[serde(default, deserialize_with = "there")]
    reader: Option<String>,
}

/// Of what may be left out and not be null: who sends null for a title has none, who sends null for a text has forgotten it.
fn there<'de, D: Deserializer<'de>>(value: D) -> Result<Option<String>, D::Error> {
    String::deserialize(value).map(Some)
}

/// Reads what was sent, and gives the record.
pub(crate) fn read(case: &OpenCase, media_type: &str, body: &[u8], pairs: &[(String, String)]) -> Result<Vec<u8>, Problem> {
    let (mut reader, mut unit, mut url) = (Reader::Fast, Unit::Codepoints, None);
    for (key, value) in pairs {
        match key.as_str() {
            "reader" => reader = reader_of(value)?,
            "offsets" => unit = unit_of(value)?,
            "url" => url = Some(value.clone()),
            _ => return Err(unknown_key(key, &KEYS)),
        }
    }
    let bytes = if media_type == "application/json" {
        let sent: Sent = super::parsed(body)?;
        if let Some(asked) = &sent.reader {
            reader = reader_of(asked)?;
        }
        sent.into_article()?
    } else {
        body.to_vec()
    };
    let read = of_bytes(case, bytes, url, reader)?;
    let mut value = serde_json::to_value(&read).map_err(|error| Problem::internal(error.to_string()))?;
    offsets::rewrite(&mut value, unit);
    Ok(questions::json(&value))
}

impl Sent {
    /// The object of an article that intake knows, with the keys that were sent.
    fn into_article(self) -> Result<Vec<u8>, Problem> {
        let body = match (self.text, self.html) {
            (Some(text), None) => ("text", text),
            (None, Some(html)) => ("html", html),
            (Some(_), Some(_)) => return Err(Problem::unfit("Send `text` or `html`, not both")),
            (None, None) => return Err(Problem::unfit("Send `text` or `html`")),
        };
        let told = [("url", self.url), ("title", self.title), ("published", self.published), ("language", self.language)];
        let told = told.into_iter().filter_map(|(key, value)| Some((key, value?)));
        let object: Map<String, Value> = told.chain([body]).map(|(key, value)| (key.to_string(), Value::from(value))).collect();
        serde_json::to_vec(&object).map_err(|error| Problem::internal(error.to_string()))
    }
}

/// Reads plain English text as it stands, whatever it looks like; the doors of other programs send such.
pub(crate) fn of_english(case: &OpenCase, text: &str) -> ReadingJson {
    let object = serde_json::json!({ "text": text, "language": "en" });
    let read = of_bytes(case, object.to_string().into_bytes(), None, Reader::Fast);
    // What holds no word is no article, and nothing is found in it.
    read.ok().filter(|read| read.document.text == text).unwrap_or_else(|| {
        let document = Document::plain(text, "en");
        let reading = hearsay::read::read(&document, &packs(case, Reader::Fast));
        ReadingJson::new(document, reading)
    })
}

/// The packs, with this reader.
pub(crate) fn packs(case: &OpenCase, reader: Reader) -> Packs {
    case.packs().clone().reading(reader)
}

fn of_bytes(case: &OpenCase, bytes: Vec<u8>, url: Option<String>, reader: Reader) -> Result<ReadingJson, Problem> {
    if bytes.len() > LONGEST + LONGEST / 8 {
        return Err(Problem::too_large(LONGEST));
    }
    let today = case.serving().now.map(|now| now());
    let input = Input { path: "-".into(), bytes: Ok(bytes), url };
    let (mut read, refused) = pipe::read(&input, &packs(case, reader), today.as_deref());
    if let Some((_, why)) = refused.into_iter().next() {
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "not-readable", why));
    }
    match (read.pop(), read.is_empty()) {
        (Some(one), true) => Ok(one),
        _ => Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "not-readable", "Send one document at a time")),
    }
}

fn reader_of(name: &str) -> Result<Reader, Problem> {
    let known = Reader::ALL.map(Reader::name);
    Reader::ALL.into_iter().find(|reader| reader.name() == name).ok_or_else(|| unfit_value("reader", name, &known))
}

fn unit_of(name: &str) -> Result<Unit, Problem> {
    let units = [("codepoints", Unit::Codepoints), ("bytes", Unit::Bytes), ("utf16", Unit::Utf16)];
    let found = units.iter().find(|(known, _)| *known == name);
    found.map(|(_, unit)| *unit).ok_or_else(|| unfit_value("offsets", name, &units.map(|(known, _)| known)))
}

/// A key that an address does not take.
pub(crate) fn unknown_key(key: &str, known: &[&str]) -> Problem {
    Problem {
        known: known.iter().map(ToString::to_string).collect(),
        ..Problem::new(StatusCode::BAD_REQUEST, "unknown-key", format!("There is no `{key}` here"))
    }
}

/// A value that is not one of a few.
pub(crate) fn unfit_value(key: &str, value: &str, known: &[&str]) -> Problem {
    let message = format!("`{value}` does not fit `{key}`: one of {}", known.join(", "));
    Problem {
        known: known.iter().map(ToString::to_string).collect(),
        ..Problem::new(StatusCode::BAD_REQUEST, "unfit-value", message)
    }
}

//! JSON Feed 1.1, as jsonfeed.org has it.

use super::{Entry, Feed, atom::body};
use crate::problem::Problem;
use hearsay::view::formats::cell::harmless;
use serde_json::{Map, Value, json};

/// The feed as a document.
pub(super) fn write(feed: &Feed, origin: &str) -> Result<Vec<u8>, Problem> {
    let whole = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": harmless(&feed.title),
        "description": harmless(&feed.met()),
        "home_page_url": feed.page,
        "feed_url": feed.own,
        "authors": [{ "name": "hearsay" }],
        "items": feed.entries.iter().map(|entry| item(feed, entry, origin)).collect::<Vec<_>>(),
    });
    serde_json::to_vec(&whole).map_err(|error| Problem::internal(error.to_string()))
}

fn item(feed: &Feed, entry: &Entry, origin: &str) -> Value {
    let mut item = Map::new();
    item.insert("id".into(), json!(entry.id));
    item.insert("url".into(), json!(format!("{origin}{}", entry.page)));
    item.insert("title".into(), json!(harmless(&entry.title)));
    item.insert("content_text".into(), json!(body(feed, entry).split('\n').map(harmless).collect::<Vec<_>>().join("\n")));
    item.insert("date_modified".into(), json!(entry.updated));
    if let Some(address) = &entry.published_at {
        item.insert("external_url".into(), json!(address));
    }
    if !entry.authors.is_empty() {
        item.insert("authors".into(), entry.authors.iter().map(|author| json!({ "name": harmless(author) })).collect());
    }
    if !entry.language.is_empty() {
        item.insert("language".into(), json!(entry.language));
    }
    if !feed.matched.is_empty() {
        item.insert("tags".into(), feed.matched.iter().map(|condition| json!(harmless(&condition.words))).collect());
    }
    Value::Object(item)
}

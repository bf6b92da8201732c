//! [`linked`]: a claim, a statement or a document in the terms of schema.org, as JSON-LD.
//!
//! In: a record. Out: `Claim`, `Quotation` or `NewsArticle` with what is known of it. Invariant: no rating and no review:
//! these would judge. It is data at an address of its own, named in the head of the page, so that no page needs a script.

use crate::outgoing::web_address;
use crate::problem::Problem;
use hearsay::record::{Document, EntityKind, Id, IdKind};
use hearsay::view::line::Line;
use hearsay::view::{EntityRef, Lookup, Snapshot};
use serde_json::{Map, Value, json};

/// Whether a record of this kind has these terms.
pub(crate) fn has_terms(id: &Id) -> bool {
    matches!(id.kind(), Some(IdKind::Claim | IdKind::Statement | IdKind::Document))
}

/// A record as JSON-LD.
pub(crate) fn linked(lookup: &Lookup<'_>, origin: &str, id: &Id) -> Result<Vec<u8>, Problem> {
    let missing = || Problem::nothing_called(id.as_str());
    let mut object = match id.kind() {
        Some(IdKind::Document) => article(lookup.documents.get(id).ok_or_else(missing)?, origin),
        Some(IdKind::Statement) => quotation(lookup, &lookup.line(id).ok_or_else(missing)?, origin),
        Some(IdKind::Claim) => {
            lookup.group_called(id).ok_or_else(missing)?;
            let mut lines: Vec<Line<'_>> = lookup.members_of(id).iter().filter_map(|member| lookup.line(member)).collect();
            lines.sort_by(|a, b| a.order().cmp(&b.order()));
            claim(lookup, id, &lines, origin).ok_or_else(missing)?
        }
        _ => return Err(missing()),
    };
    object.insert("@context".into(), json!("https://schema.org"));
    serde_json::to_vec(&Value::Object(object)).map_err(|error| Problem::internal(error.to_string()))
}

fn claim(lookup: &Lookup<'_>, id: &Id, lines: &[Line<'_>], origin: &str) -> Option<Map<String, Value>> {
    let first = lines.first()?;
    let mut object = Map::new();
    object.insert("@type".into(), json!("Claim"));
    object.insert("@id".into(), json!(format!("urn:hearsay:{id}")));
    object.insert("url".into(), json!(format!("{origin}/claim/{id}")));
    object.insert("text".into(), json!(Snapshot::text(first.document, &first.attribution.roles.content)));
    let mut speakers: Vec<EntityRef> = Vec::new();
    for who in lines.iter().filter_map(|line| lookup.who(line.statement.who.as_ref()?)) {
        if !speakers.contains(&who) {
            speakers.push(who);
        }
    }
    object.insert("author".into(), speakers.iter().map(|speaker| agent(speaker, origin)).collect());
    object.insert("firstAppearance".into(), Value::Object(quotation(lookup, first, origin)));
    object.insert("appearance".into(), lines.iter().map(|line| Value::Object(quotation(lookup, line, origin))).collect());
    Some(object)
}

fn quotation(lookup: &Lookup<'_>, line: &Line<'_>, origin: &str) -> Map<String, Value> {
    let mut object = Map::new();
    let id = &line.statement.id;
    object.insert("@type".into(), json!("Quotation"));
    object.insert("@id".into(), json!(format!("urn:hearsay:{id}")));
    object.insert("url".into(), json!(format!("{origin}/show/{id}")));
    object.insert("text".into(), json!(Snapshot::text(line.document, &line.attribution.roles.content)));
    if let Some(who) = line.statement.who.as_ref().and_then(|chain| lookup.who(chain)) {
        object.insert("spokenByCharacter".into(), agent(&who, origin));
    }
    if let Some(language) = &line.document.language {
        object.insert("inLanguage".into(), json!(language));
    }
    object.insert("isPartOf".into(), Value::Object(article(line.document, origin)));
    object
}

fn article(document: &Document, origin: &str) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("@type".into(), json!("NewsArticle"));
    object.insert("@id".into(), json!(format!("urn:hearsay:{}", document.id)));
    let here = format!("{origin}/document/{}", document.id);
    object.insert("archivedAt".into(), json!(here));
    object.insert("url".into(), json!(document.origin.url.as_deref().and_then(web_address).unwrap_or(here)));
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            object.insert(key.into(), value);
        }
    };
    put("headline", document.title.as_ref().map(|title| json!(title)));
    put("author", document.byline.as_ref().map(|byline| json!({ "@type": "Person", "name": byline })));
    put("publisher", document.origin.outlet.as_ref().map(|outlet| json!({ "@type": "Organization", "name": outlet })));
    put("datePublished", document.published.as_ref().map(|dated| json!(dated.date)));
    put("inLanguage", document.language.as_ref().map(|language| json!(language)));
    object
}

fn agent(who: &EntityRef, origin: &str) -> Value {
    let kind = match who.kind {
        EntityKind::Person | EntityKind::Anonymous => "Person",
        EntityKind::Place => "Place",
        _ => "Organization",
    };
    json!({ "@type": kind, "name": who.name, "url": format!("{origin}/person/{}", who.id) })
}

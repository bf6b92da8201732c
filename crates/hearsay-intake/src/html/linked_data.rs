//! What a page says of its article in JSON-LD (schema.org).
//!
//! In: the sources of its `application/ld+json` scripts. Out: headline, author, publisher, dates,
//! address, language and body of the article. Arrays, `@graph` and references by `@id` are followed;
//! a script that is broken JSON is mended where that is plain, and else only scanned for the two
//! keys that matter most. Invariant: only an object whose type is an article's is asked.
//!
//! Example: `{"@type": "NewsArticle", "datePublished": "2031-04-07"}` tells the day.

use serde_json::{Map, Value};
use std::collections::HashMap;

/// What is told of the article.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct LinkedData {
    pub(crate) headline: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) publisher: Option<String>,
    /// The site, or the one body of all that the scripts name.
    pub(crate) site: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) body: Option<String>,
}

/// Objects that are looked at, of all scripts together.
const MOST_OBJECTS: usize = 20_000;

/// Reads the scripts of a page.
pub(crate) fn read(scripts: &[String]) -> LinkedData {
    let values: Vec<Value> = scripts.iter().filter_map(|script| parse(script)).collect();
    let mut objects = Vec::new();
    let mut open: Vec<&Value> = values.iter().rev().collect();
    while let Some(value) = open.pop() {
        if objects.len() >= MOST_OBJECTS {
            break;
        }
        match value {
            Value::Array(items) => open.extend(items.iter().rev()),
            Value::Object(object) => {
                objects.push(object);
                open.extend(object.values().rev().filter(|value| value.is_object() || value.is_array()));
            }
            _ => {}
        }
    }
    let by_id: HashMap<&str, &Map<String, Value>> = objects
        .iter()
        .filter(|object| object.len() > 1)
        .filter_map(|object| Some((object.get("@id")?.as_str()?, *object)))
        .collect();
    let article = objects.iter().filter(|object| is_article(object)).max_by_key(|object| {
        // The article that tells most; of equals the first, since the last maximum wins.
        ["headline", "datePublished", "author", "articleBody"].iter().filter(|key| object.contains_key(**key)).count()
    });
    let first_best = article.and_then(|best| {
        let rank = |object: &Map<String, Value>| {
            ["headline", "datePublished", "author", "articleBody"].iter().filter(|key| object.contains_key(**key)).count()
        };
        objects.iter().find(|object| is_article(object) && rank(object) == rank(best))
    });
    match first_best {
        Some(article) => LinkedData { site: site(&objects), ..of_article(article, &by_id) },
        None => scripts.iter().map(|script| scan(script)).find(|found| *found != LinkedData::default()).unwrap_or_default(),
    }
}

fn is_article(object: &Map<String, Value>) -> bool {
    let is = |name: &str| {
        let name = name.rsplit(['/', ':']).next().unwrap_or(name);
        name.ends_with("Article")
            || matches!(name, "BlogPosting" | "LiveBlogPosting" | "Report" | "SocialMediaPosting" | "ReportageNewsArticle")
    };
    match object.get("@type") {
        Some(Value::String(name)) => is(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is),
        _ => false,
    }
}

fn of_article(article: &Map<String, Value>, by_id: &HashMap<&str, &Map<String, Value>>) -> LinkedData {
    let text = |key: &str| article.get(key).and_then(Value::as_str).map(clean).filter(|text| !text.is_empty());
    let address = |key: &str| match article.get(key)? {
        Value::String(url) => Some(url.trim().to_owned()),
        Value::Object(page) => page.get("@id").or(page.get("url"))?.as_str().map(|url| url.trim().to_owned()),
        _ => None,
    };
    LinkedData {
        headline: text("headline").or_else(|| text("name")),
        author: article.get("author").or(article.get("creator")).and_then(|value| names(value, by_id)),
        publisher: article.get("publisher").or(article.get("sourceOrganization")).and_then(|value| names(value, by_id)),
        site: None,
        published: text("datePublished").or_else(|| text("dateCreated")),
        url: address("url").or_else(|| address("mainEntityOfPage")).filter(|url| url.starts_with("http")),
        language: text("inLanguage"),
        body: article.get("articleBody").and_then(Value::as_str).map(str::to_owned),
    }
}

/// The name of the site, else of the only body.
fn site(objects: &[&Map<String, Value>]) -> Option<String> {
    let names = |kinds: &[&str]| -> Vec<String> {
        let is_kind =
            |object: &Map<String, Value>| object.get("@type").and_then(Value::as_str).is_some_and(|kind| kinds.contains(&kind));
        let mut names: Vec<String> = Vec::new();
        for object in objects.iter().filter(|object| is_kind(object)) {
            let name = object.get("name").and_then(Value::as_str).map(clean).filter(|name| !name.is_empty());
            names.extend(name.filter(|name| !names.contains(name)));
        }
        names
    };
    names(&["WebSite"]).into_iter().next().or_else(|| {
        let bodies = names(&["NewsMediaOrganization", "Organization", "NewspaperOrganization"]);
        if let [only] = bodies.as_slice() { Some(only.clone()) } else { None }
    })
}

/// The names of persons or organisations, joined by commas.
fn names(value: &Value, by_id: &HashMap<&str, &Map<String, Value>>) -> Option<String> {
    let name = |value: &Value| -> Option<String> {
        match value {
            Value::String(name) => Some(clean(name)),
            Value::Object(object) => {
                let named = object.get("name").or_else(|| by_id.get(object.get("@id")?.as_str()?)?.get("name"))?;
                match named {
                    Value::String(name) => Some(clean(name)),
                    Value::Array(names) => names.first()?.as_str().map(clean),
                    _ => None,
                }
            }
            _ => None,
        }
    };
    let mut found: Vec<String> = match value {
        Value::Array(values) => values.iter().take(20).filter_map(name).collect(),
        one => name(one).into_iter().collect(),
    };
    found.retain(|name| !name.is_empty() && !name.contains("://"));
    found.dedup();
    (!found.is_empty()).then(|| found.join(", "))
}

/// Some pages write entities and tags inside their JSON.
fn clean(text: &str) -> String {
    let text = if text.contains('&') || text.contains('<') {
        dom_query::Document::from(text).text().to_string()
    } else {
        text.to_owned()
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn parse(script: &str) -> Option<Value> {
    let script = script.trim();
    let script = script.strip_prefix("<!--").map_or(script, |rest| rest.strip_suffix("-->").unwrap_or(rest));
    let script =
        script.trim().trim_start_matches("//<![CDATA[").trim_start_matches("/*<![CDATA[*/").trim_start_matches("<![CDATA[");
    let script =
        script.trim_end_matches("/*]]>*/").trim_end_matches("//]]>").trim_end_matches("]]>").trim().trim_end_matches(';');
    serde_json::from_str(script).ok().or_else(|| serde_json::from_str(&mended(script)).ok())
}

/// Line ends inside strings, commas before a closing bracket, and backslashes that escape nothing.
fn mended(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut in_string = false;
    let mut chars = script.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if in_string => {
                if let Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') = chars.peek() {
                    out.push('\\');
                    out.extend(chars.next());
                }
            }
            '"' => {
                in_string = !in_string;
                out.push(c);
            }
            '}' | ']' if !in_string => {
                let kept = out.trim_end().trim_end_matches(',').len();
                out.truncate(kept);
                out.push(c);
            }
            _ if c.is_control() => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

/// The two keys that matter most, from a script that is no JSON.
fn scan(script: &str) -> LinkedData {
    let text = |key: &str| -> Option<String> {
        let at = script.find(&format!("\"{key}\""))? + key.len() + 2;
        let rest = script[at..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        let end = rest.find('"')?;
        let found = clean(&rest[..end]);
        (!found.is_empty() && end < 400).then_some(found)
    };
    if !script.contains("Article") {
        return LinkedData::default();
    }
    LinkedData { headline: text("headline"), published: text("datePublished"), ..LinkedData::default() }
}

#[cfg(test)]
mod tests {
    use super::{LinkedData, read};

    fn one(script: &str) -> LinkedData {
        read(&[script.to_owned()])
    }

    #[test]
    fn an_article_is_found_in_a_graph() {
        let found = one(r##"{"@context": "https://schema.org", "@graph": [
                {"@type": "WebSite", "name": "Bulletin"},
                {"@type": "Organization", "@id": "#org", "name": "Oster Bulletin"},
                {"@type": ["NewsArticle"], "headline": "Ferry &amp; quay", "author": [{"name": "Orla Fenwick"}, {"name": "Dell Marrow"}],
                 "publisher": {"@id": "#org"}, "datePublished": "2031-04-07T09:30:00Z", "mainEntityOfPage": {"@id": "https://o.example/a"}}]}"##);
        assert_eq!(found.headline.as_deref(), Some("Ferry & quay"));
        assert_eq!(found.author.as_deref(), Some("Orla Fenwick, Dell Marrow"));
        assert_eq!(found.publisher.as_deref(), Some("Oster Bulletin"));
        assert_eq!(found.url.as_deref(), Some("https://o.example/a"));
    }

    #[test]
    fn broken_json_is_mended_or_scanned() {
        let found = one("<!-- {\"@type\": \"NewsArticle\", \"headline\": \"Ferry\nstops\", \"author\": \"Orla\",};-->");
        assert_eq!((found.headline.as_deref(), found.author.as_deref()), (Some("Ferry stops"), Some("Orla")));
        let found = one(r#"{"@type": "NewsArticle", "headline": "Ferry stops" "datePublished": "2031-04-07" "#);
        assert_eq!((found.headline.as_deref(), found.published.as_deref()), (Some("Ferry stops"), Some("2031-04-07")));
    }

    #[test]
    fn other_objects_are_not_asked() {
        assert_eq!(one(r#"{"@type": "Product", "name": "Boat", "datePublished": "2031"}"#), LinkedData::default());
        assert_eq!(one("not json"), LinkedData::default());
        assert_eq!(one(&"[".repeat(100_000)), LinkedData::default());
    }
}

//! A case full of attempts, through every page and every form of data: text stays text.

mod case;
#[path = "case/hostile.rs"]
mod hostile;

use axum::http::StatusCode;
use case::{Answer, Served, served_as};
use hearsay::view::Ask;

fn served() -> Served {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("hostile.hearsay");
    hostile::make(&path);
    let router = hearsay_serve::router_of(&path, served_as()).expect("opens");
    Served { folder, router }
}

/// Names of elements and attributes of a page, by a reader of HTML that knows only what the standard's tokenizer does:
/// quoted values end at their quote, and a tag ends at the first `>` outside of one.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with('!') || rest.starts_with('/') {
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        if name.is_empty() {
            continue;
        }
        rest = &rest[end..];
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start_matches([' ', '\n', '\t', '\r', '/']);
            if rest.is_empty() || rest.starts_with('>') {
                break;
            }
            let end = rest.find([' ', '\n', '\t', '=', '>', '/']).unwrap_or(rest.len()).max(1);
            let attribute = rest[..end].to_ascii_lowercase();
            rest = rest[end..].trim_start();
            let mut value = String::new();
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_start();
                let (inner, next) = match after.chars().next() {
                    Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                    _ => after.split_at(after.find([' ', '>', '\n']).unwrap_or(after.len())),
                };
                value = inner.to_string();
                rest = next;
            }
            attributes.push((attribute, value));
        }
        found.push((name, attributes));
    }
    found
}

fn assert_harmless(address: &str, answer: &Answer) {
    let page = &answer.body;
    assert!(!page.contains(['\u{202e}', '\u{2066}', '\u{7}', '\u{1b}', '\u{8}']), "{address}: a control");
    let mut n_scripts = 0;
    let tags = tags(page);
    for (name, attributes) in &tags {
        let tag = format!("{address}: <{name} {attributes:?}>");
        assert!(
            !matches!(name.as_str(), "img" | "style" | "iframe" | "object" | "embed" | "base" | "template" | "animate" | "slot"),
            "{tag}"
        );
        assert!(!(name == "meta" && attributes.iter().any(|(name, _)| name == "http-equiv")), "{tag}");
        if name == "script" {
            n_scripts += 1;
            assert!(attributes.iter().any(|(name, value)| name == "src" && value.starts_with("/assets/")), "{tag}");
        }
        for (attribute, value) in attributes {
            assert!(!attribute.starts_with("on") && attribute != "style" && attribute != "srcdoc", "{tag}");
            if matches!(attribute.as_str(), "href" | "src" | "action" | "formaction" | "xlink:href") {
                let is_ours = value.is_empty()
                    || value.starts_with('#')
                    || value.starts_with('?')
                    || (value.starts_with('/') && !value.starts_with("//"));
                let is_web = name == "a" && (value.starts_with("https://") || value.starts_with("http://"));
                assert!(is_ours || is_web, "{tag}");
                if is_web {
                    assert!(
                        attributes
                            .iter()
                            .any(|(name, value)| name == "rel" && value.contains("noreferrer") && value.contains("noopener")),
                        "{tag}"
                    );
                }
            }
        }
    }
    assert!(n_scripts <= 2, "{address}: {n_scripts} scripts");
    for id in ["main", "search"] {
        let n = tags.iter().filter(|(_, attributes)| attributes.iter().any(|(name, value)| name == "id" && value == id)).count();
        assert!(n <= 1, "{address}: {n} elements are called {id}");
    }
}

#[tokio::test]
async fn no_attempt_becomes_markup_and_data_hold_it_as_text() {
    let served = served();
    pages(&served).await;
    data(&served).await;
}

async fn pages(served: &Served) {
    let mut addresses: Vec<String> = vec!["/".into(), "/help".into()];
    for ask in Ask::ALL.into_iter().filter(|ask| ask.keys().first().is_some_and(|key| *key != "id")) {
        addresses.push(format!("/{}", ask.as_str()));
        // What a reader types is as hostile as what an article holds.
        for attempt in hostile::ATTEMPTS.iter().take(2) {
            for key in ask.keys().into_iter().filter(|key| matches!(*key, "speaker" | "text" | "outlet")) {
                addresses.push(format!("/{}?{key}={}", ask.as_str(), percent(attempt)));
            }
        }
    }
    addresses.retain(|address| address != "/search");
    addresses.push("/search?text=wall".into());
    for (list, page, key) in [
        ("coverage", "document", "document"),
        ("people", "person", "id"),
        ("claims", "claim", "id"),
        ("disputes", "dispute", "id"),
        ("copies", "copy", "id"),
        ("who-said", "show", "statement"),
    ] {
        let rows = served.rows(list).await;
        assert!(!rows.is_empty(), "the case has {list}");
        for row in rows.iter().step_by(rows.len().div_ceil(8)) {
            addresses.push(format!("/{page}/{}", row[key].as_str().expect("an id")));
        }
    }
    for row in served.rows("coverage").await.iter().take(4) {
        addresses.push(format!("/document/{}/original", row["document"].as_str().expect("an id")));
    }
    for address in &addresses {
        let answer = served.get(address).await;
        if answer.status != StatusCode::OK {
            assert!(answer.status.is_client_error(), "{address}: {}", answer.status);
            continue;
        }
        assert_harmless(address, &answer);
    }
    assert!(addresses.len() > 100);
}

async fn data(served: &Served) {
    for ask in Ask::ALL.into_iter().filter(|ask| ask.keys().first().is_some_and(|key| *key != "id") && *ask != Ask::Search) {
        let word = ask.as_str();
        for address in [format!("/{word}.json"), format!("/{word}.jsonl"), format!("/{word}.csv"), format!("/api/v1/{word}")] {
            let answer = served.get(&address).await;
            assert_eq!(answer.status, StatusCode::OK, "{address}");
            let kind = answer.headers["content-type"].to_str().expect("ASCII");
            assert!(!kind.contains("html") && answer.headers["x-content-type-options"] == "nosniff", "{address}: {kind}");
            assert!(
                !answer.body.contains(['\u{7}', '\u{1b}', '\u{202e}', '\u{2066}', '\u{2028}']),
                "{address}: a control as it is"
            );
            if kind.starts_with("application/json;") {
                let whole: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
                assert!(whole[word].is_array(), "{address}");
            }
            if address.ends_with(".csv") {
                for cell in answer.body.split(['\n', ',']) {
                    let cell = cell.trim_start_matches('"');
                    let is_number = cell.trim_end_matches(['"', '\r']).parse::<f64>().is_ok();
                    assert!(is_number || !cell.starts_with(['=', '@', '\t']), "{address}: {cell}");
                }
            }
        }
    }
    let rows = served.rows("coverage").await;
    let titles: Vec<&str> = rows.iter().filter_map(|row| row["title"].as_str()).collect();
    assert!(
        titles.iter().any(|title| title.contains("<script>document.title='owned';alert(1)</script>")),
        "text is not altered: {titles:?}"
    );
    assert!(rows.iter().any(|row| row["outlet"].as_str().is_some_and(|outlet| outlet.contains("onerror"))));
    assert!(hostile::ATTEMPTS.iter().any(|attempt| attempt.contains(hostile::ELSEWHERE)));
    let corrections = served.get("/api/v1/corrections?limit=1000").await;
    assert!(corrections.body.contains("<script>"), "a note is text in JSON");
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

//! [`every_page`]: the addresses of every view of a case, found as a reader finds them.
//!
//! In: a case that is served. Out: a name and an address for each view: lists, the same as tables, one record of each
//! kind, what is not there. Invariant: what the head of the page leads to is among them, so that no view is forgotten.

use crate::ExampleCase;
use serde_json::Value;
use std::collections::BTreeMap;

/// Views that nothing in the head of a page leads to.
const MORE: [(&str, &str); 11] = [
    ("refused", "/refused"),
    ("history", "/history"),
    ("case", "/"),
    ("case-since", "/?since=2031-01-01"),
    ("about", "/about"),
    ("links", "/links"),
    ("stats", "/stats"),
    ("search", "/search?text=gates"),
    ("search-empty", "/search?text=gates&outlet=Nowhere"),
    ("not-there", "/claim/q-00000000000000000000000000000000"),
    ("not-asked", "/who-said?colour=red"),
];

/// Lists that are looked at as tables too.
const TABLES: [&str; 3] = ["who-said", "claims", "coverage"];

/// Every view, by name, with the address of one page of it.
///
/// # Panics
/// Where a list that leads to records leads to none.
pub async fn every_page(case: &ExampleCase) -> BTreeMap<String, String> {
    let mut pages: BTreeMap<String, String> = MORE.map(|(name, path)| (name.to_string(), path.to_string())).into();
    let home = case.get("/").await;
    let head = home.split("<nav class=\"ways\"").nth(1).and_then(|rest| rest.split("</nav>").next()).expect("the ways");
    for path in hrefs(head) {
        pages.insert(path.trim_start_matches('/').to_string(), path);
    }
    for list in TABLES {
        let page = case.get(&format!("/{list}")).await;
        let table = hrefs(&page).into_iter().find(|href| href.contains("columns=")).expect("a way to the table");
        let column = if list == "claims" { "text" } else { "outlet" };
        pages.insert(format!("{list}-table"), format!("{table}&sort={column}.descending"));
    }
    for (question, key, name, path) in [
        ("coverage", "document", "document", "/document/"),
        ("claims", "id", "claim", "/claim/"),
        ("disputes", "id", "dispute", "/dispute/"),
        ("copies", "id", "copy", "/copy/"),
        ("people", "id", "person", "/person/"),
        ("who-said", "statement", "statement", "/show/"),
        ("links", "id", "link", "/show/"),
        ("who-said", "statement", "citation", "/cite/"),
    ] {
        let rows = case.rows(question).await;
        let id = rows.first().and_then(|row| row[key].as_str()).unwrap_or_else(|| panic!("{question} leads to a {name}"));
        pages.insert(name.into(), format!("{path}{id}"));
    }
    let documents = case.rows("coverage").await;
    if let Some(foreign) = documents.iter().find(|row| row["language"] != "en").and_then(|row| row["document"].as_str()) {
        pages.insert("document-foreign".into(), format!("/document/{foreign}"));
    }
    pages.insert("original".into(), format!("{}/original", pages["document"]));
    let people = case.rows("people").await;
    let [one, other] = [0, 1].map(|at| people[at]["id"].as_str().expect("an id").to_string());
    pages.insert("why".into(), format!("/why/{one}/{other}"));
    let citation = case.get(&pages["citation"].clone()).await;
    let permalink =
        hrefs(&citation).into_iter().find(|href| href.starts_with("/show/") && href.contains("text_hash=")).expect("a permalink");
    pages.insert("permalink".into(), permalink.clone());
    pages.insert("permalink-of-other-words".into(), permalink.replace("suffix=", "suffix=other%20"));
    let id = permalink.trim_start_matches("/show/").split('?').next().unwrap_or("").to_string();
    pages.insert("gone".into(), permalink.replace(&id, "s-00000000000000000000000000000000"));
    pages
}

/// Addresses of links, as a browser would follow them.
fn hrefs(html: &str) -> Vec<String> {
    let found = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    found.map(|href| href.replace("&#38;", "&").replace("&amp;", "&")).filter(|href| href.starts_with('/')).collect()
}

impl ExampleCase {
    /// The rows of a question.
    pub(crate) async fn rows(&self, question: &str) -> Vec<Value> {
        let whole: Value = serde_json::from_str(&self.get(&format!("/{question}.json")).await).expect("JSON");
        whole[question].as_array().cloned().unwrap_or_default()
    }
}

//! Links that can be held against what they lead to, also when the ledger is another or was damaged; and citations.

mod case;

use axum::http::StatusCode;
use case::{Served, served};
use hearsay::{Access, Case, Input, Packs};

/// The first statement with its permalink to the words and to the record.
async fn first(served: &Served) -> (String, String, String) {
    let rows = served.rows("who-said").await;
    let row = rows.iter().find(|row| row["content"].as_str().is_some_and(|text| text.contains("injured"))).expect("said");
    let id = row["statement"].as_str().expect("an id").to_string();
    let cite = served.get(&format!("/cite/{id}")).await;
    assert_eq!(cite.status, StatusCode::OK, "{}", cite.body);
    let words = cite.hrefs("/document/").into_iter().find(|href| href.contains("exact=")).expect("a way to the words");
    let record = cite.hrefs(&format!("/show/{id}?")).first().cloned().expect("a way to the record");
    (id, words, record)
}

fn path(href: &str) -> &str {
    href.split('#').next().unwrap_or(href)
}

/// Another case, of one document with the address and so nearly the id of nothing here.
fn other(text: &str) -> Served {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = folder.path().join("orrin.hearsay");
    let mut case = Case::open(&ledger, Access::Create, Packs::embedded()).expect("a new ledger");
    let input = Input { path: "other.txt".into(), bytes: Ok(text.as_bytes().to_vec()), url: None };
    case.add([input].into_iter(), "2031-06-01T08:00:00Z", &mut |_| {}).expect("entered");
    drop(case);
    let router = hearsay_serve::router(&ledger).expect("the ledger opens");
    Served { folder, router }
}

#[tokio::test]
async fn a_permalink_is_checked_when_it_is_opened() {
    let served = served();
    let (_, words, record) = first(&served).await;
    for link in [&words, &record] {
        let page = served.get(path(link)).await;
        assert_eq!(page.status, StatusCode::OK, "{link}");
        assert!(page.body.contains("role=\"status\"") && page.body.contains("Checked"), "{link}: {}", page.body);
        assert!(!page.body.contains("role=\"alert\""), "{link}");
    }
    let page = served.get(path(&words)).await.body;
    assert!(page.contains("found") || page.contains("id=\"here\""), "the words are marked");
    // The whole of a document has a permalink too.
    let document = words.split(['?', '#']).next().and_then(|path| path.strip_prefix("/document/")).expect("an id");
    let cite = served.get(&format!("/cite/{document}")).await;
    let whole = cite.hrefs("text_hash=").first().cloned().expect("a permalink");
    assert!(served.get(path(&whole)).await.body.contains("to the last character"));
}

#[tokio::test]
async fn words_that_do_not_stand_there_are_told_loudly_and_marked_nowhere() {
    let served = served();
    let (_, words, _) = first(&served).await;
    let told = |page: &str| page.contains("role=\"alert\"") && page.contains("These are not the words that were linked");
    let changed = path(&words).replace("injured", "unhurt%20and%20well");
    assert_ne!(changed, path(&words), "the words are in the address");
    let page = served.get(&changed).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(told(&page.body), "{}", page.body);
    assert!(page.body.contains("nor anywhere in this text"), "{}", page.body);
    assert!(!page.body.contains("id=\"here\"") && !page.body.contains("evidence-mark"), "nothing is marked");
    // The right words at the wrong place: said, with where they do stand, and still not marked.
    let spans = words.split("spans=").nth(1).and_then(|rest| rest.split('&').next()).expect("spans");
    let moved = path(&words).replace(&format!("spans={spans}"), "spans=3-9");
    let page = served.get(&moved).await;
    assert!(told(&page.body) && page.body.contains("place 1"), "{}", page.body);
    assert!(!page.body.contains("id=\"here\""), "nothing is marked");
    // A text that changed elsewhere: the words hold, and that the text is another is said.
    let hash = words.split("text_hash=").nth(1).and_then(|rest| rest.split(['&', '#']).next()).expect("a digest");
    let page = served.get(&path(&words).replace(hash, &"0".repeat(64))).await;
    assert!(
        page.body.contains("role=\"alert\"") && page.body.contains("The text is not the one that was linked"),
        "{}",
        page.body
    );
    assert!(page.body.contains("id=\"here\""), "the words are marked, for they stand there");
}

#[tokio::test]
async fn a_record_that_is_gone_says_what_it_was_and_what_is_nearest() {
    let served = served();
    let (id, words, record) = first(&served).await;
    // The id of a statement that a later reader would no longer find, with the evidence of one that stands.
    let gone = path(&record).replace(&id, "s-00000000000000000000000000000000");
    let page = served.get(&gone).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    for part in ["is no longer here", "role=\"alert\"", "What it was", "injured", "What is read at these words now", &id] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    // In another case nothing of it is there, and the page still says what the link was to.
    let far = other("Harvest is in\n\nThe miller said the harvest was in.\n");
    for link in [&words, &record] {
        let page = far.get(path(link)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{link}");
        assert!(page.body.contains("is no longer here") && page.body.contains("injured"), "{}", page.body);
        assert!(page.body.contains("they stand in no text of this case"), "{}", page.body);
    }
    // The same words in a document of another name are shown as such, and never as the one that was linked.
    let near = other("Police said on Friday that 12 people were injured at the Orrin dam.\n");
    let page = near.get(path(&words)).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.body.contains("Where the same words stand in this case"), "{}", page.body);
    // Without any evidence in the address there is nothing to tell.
    let bare = served.get("/show/s-00000000000000000000000000000000").await;
    assert_eq!(bare.status, StatusCode::NOT_FOUND);
    assert!(bare.body.contains("Nothing here"), "{}", bare.body);
    // An attribution that is not read in its document any more.
    let document = words.split(['?', '#']).next().expect("a path");
    let page = served.get(&format!("{document}?at=a-00000000000000000000000000000000")).await;
    assert!(page.body.contains("role=\"alert\"") && page.body.contains("no longer read here"), "{}", page.body);
}

#[tokio::test]
async fn a_damaged_ledger_says_so_at_the_document() {
    let served = served();
    let (_, words, _) = first(&served).await;
    let id = words.split(['?', '#']).next().and_then(|path| path.strip_prefix("/document/")).expect("an id").to_string();
    let ledger = served.ledger();
    let whole = served.get(&format!("/document/{id}")).await;
    assert!(!whole.body.contains("role=\"alert\""), "{}", whole.body);
    drop(served);
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("orrin.hearsay");
    let served = case::served();
    std::fs::copy(served.ledger(), &copy).expect("copied");
    assert_ne!(ledger, copy);
    let connection = rusqlite::Connection::open(&copy).expect("SQLite");
    let _: String = connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0)).expect("a mode");
    connection.execute_batch("DROP TRIGGER document_is_not_changed").expect("no trigger");
    let changed = connection
        .execute("UPDATE document SET text = replace(text, '12 people', '92 people') WHERE id = ?1", [&id])
        .expect("changed");
    assert_eq!(changed, 1);
    drop(connection);
    let router = hearsay_serve::router(&copy).expect("the ledger opens");
    let damaged = Served { folder, router };
    for address in [format!("/document/{id}"), path(&words).to_string()] {
        let page = damaged.get(&address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        assert!(page.body.contains("role=\"alert\"") && page.body.contains("not the text of its original"), "{}", page.body);
        assert!(!page.body.contains("id=\"here\""), "{address}: nothing is marked");
    }
    let statement = damaged.get("/who-said.json?text=injured").await.json();
    assert!(statement["total"].as_u64().is_some_and(|total| total > 0));
}

/// The variables that an item of CSL-JSON may have, as far as we write them; from the schema of CSL 1.0.2.
const CSL: [&str; 11] =
    ["id", "type", "title", "container-title", "author", "issued", "accessed", "URL", "language", "note", "abstract"];

#[tokio::test]
async fn documents_statements_and_claims_are_cited_in_three_shapes() {
    let served = served();
    let id = |row: &serde_json::Value, key: &str| row[key].as_str().expect("an id").to_string();
    let mut ids: Vec<String> = served.rows("who-said").await.iter().map(|row| id(row, "statement")).collect();
    ids.extend(served.rows("claims").await.iter().map(|row| id(row, "id")));
    ids.extend(served.rows("coverage").await.iter().map(|row| id(row, "document")));
    for id in &ids {
        let text = served.get(&format!("/cite/{id}.txt")).await;
        assert_eq!(text.headers["content-type"], "text/plain; charset=utf-8");
        assert!(text.body.contains(id.as_str()) && text.body.lines().count() == 1, "{}", text.body);
        let markdown = served.get(&format!("/cite/{id}.md")).await;
        assert_eq!(markdown.headers["content-type"], "text/markdown; charset=utf-8");
        assert_eq!(markdown.body.matches('<').count(), markdown.body.matches("\\<").count(), "{}", markdown.body);
        assert!(!markdown.body.contains("](javascript"), "{}", markdown.body);
        let csl = served.get(&format!("/cite/{id}.csl.json")).await;
        assert_eq!(csl.headers["content-type"], "application/vnd.citationstyles.csl+json; charset=utf-8");
        let items = csl.json();
        let [item] = items.as_array().expect("a list").as_slice() else { panic!("one item: {items}") };
        for key in item.as_object().expect("an object").keys() {
            assert!(CSL.contains(&key.as_str()), "{key}");
        }
        assert!(["article-newspaper", "document"].contains(&item["type"].as_str().expect("a type")));
        for date in [&item["issued"], &item["accessed"]].into_iter().filter(|date| !date.is_null()) {
            let parts = date["date-parts"][0].as_array().expect("parts");
            assert!((1..=3).contains(&parts.len()) && parts.iter().all(serde_json::Value::is_i64), "{date}");
        }
        let page = served.get(&format!("/cite/{id}")).await;
        assert_eq!(page.status, StatusCode::OK);
        for shape in ["txt", "md", "csl.json"] {
            assert_eq!(page.hrefs(&format!("/cite/{id}.{shape}")).len(), 1, "{shape}");
        }
    }
    let person = served.rows("people").await[0]["id"].as_str().expect("an id").to_string();
    let link = served.rows("links").await[0]["id"].as_str().expect("an id").to_string();
    for id in [&person, &link] {
        assert_eq!(served.get(&format!("/cite/{id}.csl.json")).await.status, StatusCode::NOT_FOUND, "{id} is not cited");
        let page = served.get(&format!("/cite/{id}")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let permalinks = page.hrefs("text_hash=");
        assert_eq!(permalinks.len(), 2, "to the record and to the words");
        for permalink in &permalinks {
            let page = served.get(path(permalink)).await;
            assert!(page.status == StatusCode::OK && page.body.contains("Checked"), "{permalink}: {}", page.body);
        }
    }
    assert_eq!(served.get("/cite/s-0000").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn records_are_told_in_the_terms_of_schema_org_without_any_rating() {
    let served = served();
    let claim = served.rows("claims").await[0]["id"].as_str().expect("an id").to_string();
    let page = served.get(&format!("/claim/{claim}")).await;
    assert_eq!(page.hrefs(&format!("/claim/{claim}.jsonld")).len(), 1, "the page names it");
    let answer = served.get(&format!("/claim/{claim}.jsonld")).await;
    assert_eq!(answer.headers["content-type"], "application/ld+json; charset=utf-8");
    let linked = answer.json();
    assert_eq!((&linked["@context"], &linked["@type"]), (&"https://schema.org".into(), &"Claim".into()));
    assert_eq!(linked["firstAppearance"]["@type"], "Quotation");
    assert_eq!(linked["appearance"][0]["isPartOf"]["@type"], "NewsArticle");
    assert!(!answer.body.to_lowercase().contains("rating") && !answer.body.contains("Review"));
}

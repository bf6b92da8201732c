//! Every address answers: as a page and as data, with the same rows.

mod case;

use axum::http::{Method, StatusCode};
use case::{served, twin};

const QUESTIONS: [&str; 17] = [
    "who-said",
    "about",
    "claims",
    "disputes",
    "copies",
    "accusations",
    "people",
    "outlets",
    "timeline",
    "stories",
    "links",
    "labels",
    "review",
    "history",
    "stats",
    "coverage",
    "search?text=wall",
];

#[tokio::test]
async fn every_question_is_a_page_and_three_kinds_of_data() {
    let served = served();
    for question in QUESTIONS {
        let page = served.get(&format!("/{question}")).await;
        assert_eq!(page.status, StatusCode::OK, "{question}: {}", page.body);
        assert!(page.body.contains("<main"), "{question}");
        assert!(page.body.ends_with("</html>") || page.body.ends_with("</html>\n"), "{question}");
        let json = served.get(&twin(question, "json")).await;
        let whole: serde_json::Value = serde_json::from_str(&json.body).expect("JSON");
        assert_eq!(whole["hearsay"], 1, "{question}");
        let word = question.split('?').next().expect("a word");
        let n_rows = whole[word].as_array().expect("rows under the question's word").len();
        let jsonl = served.get(&twin(question, "jsonl")).await;
        assert_eq!(jsonl.body.lines().count(), n_rows, "{question}");
        let csv = served.get(&twin(question, "csv")).await;
        assert_eq!(csv.status, StatusCode::OK, "{question}");
        assert_eq!(csv.body.matches("\r\n").count(), n_rows + 1, "{question}: a header and as many lines as rows");
        for format in ["json", "csv"] {
            let href = twin(question, format).replace('&', "&amp;");
            assert!(page.body.contains(&format!("href=\"{href}\"")), "{question} does not name its {format}");
        }
    }
}

#[tokio::test]
async fn the_page_shows_the_rows_of_its_data() {
    let served = served();
    let page = served.get("/who-said").await.body;
    let rows = served.rows("who-said").await;
    assert!(!rows.is_empty());
    for row in &rows {
        assert!(page.contains(&format!("id=\"{}\"", row["statement"].as_str().expect("an id"))), "{row}");
    }
    let narrowed = served.get("/who-said.json?speaker=Ida%20Marn").await.body;
    let narrowed: serde_json::Value = serde_json::from_str(&narrowed).expect("JSON");
    let page = served.get("/who-said?speaker=Ida%20Marn").await.body;
    for row in &rows {
        let id = row["statement"].as_str().expect("an id");
        let is_hers = narrowed["who-said"].as_array().expect("rows").iter().any(|one| one["statement"] == row["statement"]);
        assert_eq!(page.contains(&format!("id=\"{id}\"")), is_hers, "{row}");
    }
}

#[tokio::test]
async fn every_record_has_its_page() {
    let served = served();
    for (question, page, id) in
        [("claims", "claim", "id"), ("copies", "copy", "id"), ("people", "person", "id"), ("coverage", "document", "document")]
    {
        let rows = served.rows(question).await;
        assert!(!rows.is_empty(), "the case has {question}");
        for row in rows {
            let id = row[id].as_str().expect("an id");
            for address in
                [format!("/{page}/{id}"), format!("/{page}/{id}.json"), format!("/show/{id}"), format!("/show/{id}.json")]
            {
                let answer = served.get(&address).await;
                assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
            }
        }
    }
    let disputes = served.rows("disputes").await;
    assert!(!disputes.is_empty(), "the case has disputes");
    for row in disputes {
        let answer = served.get(&format!("/dispute/{}", row["id"].as_str().expect("an id"))).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.body.matches("class=\"side\"").count(), 2, "a dispute has two sides");
        assert!(answer.body.contains("Why these were set against each other"));
    }
    for row in served.rows("who-said").await {
        let answer = served.get(&format!("/show/{}", row["statement"].as_str().expect("an id"))).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.body.contains("id=\"citation\""), "a statement's page has its citation");
        assert!(answer.body.contains(row["statement"].as_str().expect("an id")));
    }
}

#[tokio::test]
async fn why_two_are_linked_or_not_is_a_page_and_data() {
    let served = served();
    let people = served.rows("people").await;
    let (one, other) = (people[0]["id"].as_str().expect("an id"), people[1]["id"].as_str().expect("an id"));
    let page = served.get(&format!("/why/{one}/{other}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("entities") && page.body.contains("the two are linked"), "{}", page.body);
    let data = served.get(&format!("/why/{one}/{other}.json")).await;
    let whole: serde_json::Value = serde_json::from_str(&data.body).expect("JSON");
    assert!(whole["why"].as_array().expect("rows").iter().any(|row| row["step"] == "stands"));
    assert_eq!(served.get(&format!("/why/{one}/e-ffff")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_document_has_all_its_text_and_its_marks() {
    let served = served();
    let documents = served.rows("coverage").await;
    let id = |title: &str| {
        let row =
            documents.iter().find(|row| row["title"].as_str().is_some_and(|found| found.contains(title))).expect("taken in");
        row["document"].as_str().expect("an id").to_string()
    };
    let page = served.get(&format!("/document/{}", id("Dam at Orrin holds"))).await.body;
    for word in ["ORRIN", "injured", "checked", "Marn", "accused"] {
        assert!(page.contains(word), "{word}");
    }
    for class in ["class=\"cue", "class=\"content", "class=\"note"] {
        assert!(page.contains(class), "{class}");
    }
    let attribution = served
        .rows("who-said")
        .await
        .into_iter()
        .find(|row| page.contains(row["attribution"].as_str().expect("an id")))
        .expect("said there");
    assert!(
        page.contains(&format!("id=\"{}\"", attribution["attribution"].as_str().expect("an id"))),
        "an anchor for each attribution"
    );
    let original = served.get(&format!("/document/{}/original", id("Dam at Orrin holds"))).await;
    assert!(original.body.contains("https://lantern.example/dam"));
    let russian = documents.iter().find(|row| row["path"] == "russian.txt").expect("taken in");
    assert_eq!(russian["read"], false, "{russian}");
    let page = served.get(&format!("/document/{}", russian["document"].as_str().expect("an id"))).await.body;
    for part in ["Мэр", "no pack for ru", "lang=\"ru\""] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[tokio::test]
async fn the_first_screen_says_what_is_there_and_what_is_not() {
    let served = served();
    let page = served.get("/").await.body;
    for part in [
        "orrin",
        "5 documents",
        "not read: no pack for ru",
        "Claims",
        "Where accounts part",
        "Not answered",
        "Who repeats whom",
        "Evidence",
        "▮",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let data: serde_json::Value = serde_json::from_str(&served.get("/index.json").await.body).expect("JSON");
    assert_eq!(data["coverage"]["documents"], 5);
    for part in ["claims", "disputes", "accusations", "copies", "timeline", "stats"] {
        assert!(data[part].is_array(), "{part}");
    }
}

#[tokio::test]
async fn the_event_at_which_something_was_said_is_shown_beside_it() {
    let served = served();
    let answer = served.get("/who-said.json?text=Nobody+has+looked").await;
    let data: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    let row = &data["who-said"][0];
    assert_eq!(row["occasion"], "a rally", "{row}");
    let of = |key: &str| row[key].as_str().expect("an id").to_owned();
    let margin = served.get(&format!("/document/{}", row["evidence"]["document"].as_str().expect("an id"))).await.body;
    assert!(margin.contains(" \u{b7} at a rally"), "{margin}");
    let statement = served.get(&format!("/show/{}", of("statement"))).await.body;
    assert!(statement.contains("a rally"), "{statement}");
    let table = served.get("/who-said.csv?text=Nobody+has+looked").await.body;
    assert!(table.starts_with("when,") && table.contains(",occasion,") && table.contains(",a rally,"), "{table}");
}

#[tokio::test]
async fn what_is_wrong_is_said_with_what_would_be_right() {
    let served = served();
    let unknown = served.get("/who-said?speeker=Marn").await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    assert!(unknown.body.contains("speeker") && unknown.body.contains("source_kind"), "{}", unknown.body);
    let unknown = served.get("/who-said.json?speeker=Marn").await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    let json: serde_json::Value = serde_json::from_str(&unknown.body).expect("JSON");
    assert_eq!(json["code"], "unknown-key");
    assert!(json["known"].as_array().expect("known keys").iter().any(|key| key == "speaker"));
    for (address, named) in [
        ("/who-said?act=nonsense", "decline_comment"),
        ("/who-said.json?act=nonsense", "decline_comment"),
        ("/about.csv?act=nonsense", "silence"),
        ("/claims.json?from=2031-02-30", "2031-04-07"),
        ("/timeline?to=2031-13", "2031-04-07"),
    ] {
        let unfit = served.get(address).await;
        assert_eq!(unfit.status, StatusCode::BAD_REQUEST, "{address}");
        assert!(unfit.body.contains(named), "{address}: {}", unfit.body);
    }
    for missing in [
        "/nowhere",
        "/document/d-00000000000000000000000000000000",
        "/claim/x",
        "/who-said/more",
        "/assets/none.js",
        "/document/x/original.json",
    ] {
        assert_eq!(served.get(missing).await.status, StatusCode::NOT_FOUND, "{missing}");
    }
    let json = served.get("/nowhere.json").await;
    assert_eq!(json.status, StatusCode::NOT_FOUND);
    assert_eq!(json.headers["content-type"], "application/problem+json");
    let empty = served.get("/who-said?speaker=Ida%20Marn&act=threaten").await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.body.contains("Nothing meets all of these conditions"), "{}", empty.body);
    assert!(empty.body.contains("href=\"/who-said?speaker=Ida%20Marn\""), "{}", empty.body);
}

#[tokio::test]
async fn a_page_is_turned_and_its_data_is_whole() {
    let served = served();
    let all = served.rows("who-said").await.len();
    assert!(all > 3, "{all} rows");
    let page = served.get("/who-said?limit=2").await.body;
    assert_eq!(page.matches("<li class=\"row\"").count(), 2);
    assert!(
        page.contains("href=\"/who-said?limit=2&amp;offset=2\"") || page.contains("href=\"/who-said?limit=2&#38;offset=2\""),
        "the next page is linked"
    );
    assert!(page.contains("href=\"/who-said.csv\""), "data leads to the whole result");
}

#[tokio::test]
async fn a_browser_is_told_what_it_has_already() {
    let served = served();
    let first = served.get("/claims").await;
    let tag = first.headers["etag"].to_str().expect("ASCII").to_string();
    let again = served.ask(Method::GET, "/claims", &[("host", "localhost"), ("if-none-match", &tag)]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.body.is_empty());
    let head = served.ask(Method::HEAD, "/claims", &[("host", "localhost")]).await;
    assert_eq!(head.status, StatusCode::OK);
    assert!(head.body.is_empty());
    assert_eq!(head.headers["content-length"].to_str().expect("ASCII"), first.body.len().to_string());
    for asset in ["page.css", "keys.js", "mark.svg"] {
        let answer = served.get(&format!("/assets/{asset}")).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(first.body.contains(&format!("/assets/{asset}?v=")));
    }
}

#[tokio::test]
async fn a_document_added_meanwhile_is_on_the_next_page() {
    use hearsay::{Access, Case, Input, Packs};
    let served = served();
    assert!(served.get("/").await.body.contains("5 documents"));
    let mut case = Case::open(&served.ledger(), Access::Write, Packs::embedded()).expect("a ledger");
    let late = Input { path: "late.txt".into(), bytes: Ok(b"Late\n\nIda Marn said the gate was shut.\n".to_vec()), url: None };
    case.add([late].into_iter(), "2031-05-06T08:00:00Z", &mut |_| {}).expect("entered");
    assert!(served.get("/").await.body.contains("6 documents"));
}

#[tokio::test]
async fn every_way_on_every_page_leads_somewhere() {
    let served = served();
    let mut seen = std::collections::BTreeSet::new();
    let mut to_see = vec!["/".to_string()];
    while let Some(address) = to_see.pop() {
        if seen.len() > 400 || !seen.insert(address.clone()) {
            continue;
        }
        let answer = served.get(&address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
        if !answer.headers["content-type"].to_str().expect("ASCII").starts_with("text/html") {
            continue;
        }
        for href in
            answer.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).filter(|href| href.starts_with('/'))
        {
            let href = href.replace("&#38;", "&").replace("&amp;", "&");
            to_see.push(href.split('#').next().unwrap_or_default().to_string());
        }
    }
    assert!(seen.len() > 100, "{} addresses", seen.len());
}

//! The first screen tells what is new since the last visit, and what the case lacks.

mod case;

use axum::http::{Method, StatusCode};
use case::served;
use hearsay::{Access, Case, Input, Packs};

#[tokio::test]
async fn what_came_since_the_last_visit_is_told_and_listed() {
    let served = served();
    let first = served.get("/").await;
    assert!(!first.body.contains("class=\"news\""), "who comes for the first time has no last time");
    let cookie = first.headers["set-cookie"].to_str().expect("ASCII").to_string();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let sent = cookie.split(';').next().expect("a cookie").to_string();
    let mut case = Case::open(&served.ledger(), Access::Write, Packs::embedded()).expect("a ledger");
    let late = Input { path: "late.txt".into(), bytes: Ok(b"Late\n\nIda Marn said the gate was shut.\n".to_vec()), url: None };
    case.add([late].into_iter(), "2031-05-06T08:00:00Z", &mut |_| {}).expect("entered");
    drop(case);
    let same = served.ask(Method::GET, "/", &[("host", "localhost"), ("cookie", &sent)]).await;
    assert!(!same.body.contains("class=\"news\""), "it is the first visit still");
    // The clock of the tests stands at nine on the sixth; the visit was on the day before.
    let yesterday = sent.replace("2031-05-06T09", "2031-05-05T09");
    assert_ne!(yesterday, sent, "the cookie holds the moment of the visit");
    let second = served.ask(Method::GET, "/", &[("host", "localhost"), ("cookie", &yesterday)]).await;
    assert!(second.body.contains("Since your last visit"), "{yesterday} then {:?}", second.headers.get("set-cookie"));
    assert!(second.body.contains(">1 document</a>") && second.body.contains(">1 statement</a>"), "{}", second.body);
    for list in second.hrefs("added_after=") {
        let page = served.get(&list).await;
        assert_eq!(page.status, StatusCode::OK, "{list}");
        assert!(page.body.contains("<span class=\"of\">1</span>"), "{list}: {}", page.body);
    }
    let asked = served.get("/?since=2031-05-05T08:00:00Z").await;
    assert!(asked.body.contains("Since 5 May 2031, 08:00") && asked.body.contains(">1 document</a>"), "{}", asked.body);
    let none = served.get("/?since=2032-01-01T00:00:00Z").await;
    assert!(none.body.contains("nothing was added"), "{}", none.body);
    assert_eq!(served.get("/?since=lately").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn what_the_case_lacks_is_told_with_ways_to_it() {
    let served = served();
    let page = served.get("/").await;
    let coverage = served.get("/coverage.json").await.json()["covered"].clone();
    for (key, words) in [
        ("undated", "no date"),
        ("without_outlet", "no outlet"),
        ("without_statements", "nobody was found to say anything"),
        ("days_without", "between the first article and the last"),
    ] {
        let lacks = coverage[key].as_u64().expect("a count") > 0;
        assert_eq!(page.body.contains(words), lacks, "{key}: {coverage}");
    }
    assert!(page.body.contains("What this case lacks") && page.body.contains("no pack for ru"));
    let unread = page.hrefs("not_read_because.ascending").first().cloned().expect("a way to what was not read");
    let list = served.get(&unread).await.body;
    let first_row = list.split("<tbody").nth(1).and_then(|body| body.split("<tr").nth(1)).expect("a row");
    assert!(first_row.contains("no pack for ru"), "what was not read stands first: {first_row}");
}

#[tokio::test]
async fn claims_can_be_narrowed_from_the_first_screen() {
    let served = served();
    let page = served.get("/").await;
    for key in ["speaker", "act", "source_kind", "outlet", "date"] {
        let ways = page.hrefs(&format!("{key}=")).into_iter().filter(|href| href.starts_with("/claims?")).collect::<Vec<_>>();
        assert!(!ways.is_empty(), "by {key}");
        assert_eq!(served.get(&ways[0]).await.status, StatusCode::OK, "{}", ways[0]);
    }
    let rows = served.get("/index.json").await.json();
    let ids: Vec<&str> =
        rows["claims"].as_array().expect("claims").iter().map(|row| row["id"].as_str().expect("an id")).collect();
    let shown: Vec<&str> = page.body.split("<li class=\"row\" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(shown, ids, "the page shows the rows of its data");
}

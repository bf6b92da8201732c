//! Every list can be followed, and what comes says which conditions it met.

mod case;

use axum::http::{Method, StatusCode};
use case::{served, twin};
use hearsay::{Access, Case, Input, Packs};

const LISTS: [&str; 14] = [
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
    "coverage",
    "search?text=wall",
];

#[tokio::test]
async fn every_list_names_its_feeds_and_has_them() {
    let served = served();
    for list in LISTS {
        let page = served.get(&format!("/{list}")).await;
        for (suffix, media_type) in [("atom", "application/atom+xml"), ("feed.json", "application/feed+json")] {
            let address = twin(list, suffix);
            assert!(page.hrefs(&address).len() >= 2, "{list} names {address} in its head and at its foot");
            let feed = served.get(&address).await;
            assert_eq!(feed.status, StatusCode::OK, "{address}: {}", feed.body);
            assert!(feed.headers["content-type"].to_str().expect("ASCII").starts_with(media_type), "{address}");
        }
        let rows = served.get(&twin(list, "json")).await.json();
        let total = rows["total"].as_u64().expect("a total").min(100);
        let feed = served.get(&twin(list, "feed.json")).await.json();
        assert_eq!(feed["items"].as_array().expect("items").len() as u64, total, "{list}");
        let atom = served.get(&twin(list, "atom")).await.body;
        assert_eq!(atom.matches("<entry").count() as u64, total, "{list}");
        assert_eq!(atom.matches("<entry").count(), atom.matches("</entry>").count());
    }
    assert_eq!(served.get("/stats.atom").await.status, StatusCode::NOT_FOUND);
    assert_eq!(served.get("/nowhere.atom").await.status, StatusCode::NOT_FOUND);
    assert_eq!(served.get("/claims.atom?colour=red").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_entry_says_what_it_matched_and_leads_to_its_record() {
    let served = served();
    let query = "speaker=Ida%20Marn&date=2031";
    let feed = served.get(&format!("/who-said.feed.json?{query}&sort=recent&limit=40")).await.json();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["feed_url"], "http://localhost:8080/who-said.feed.json?speaker=Ida%20Marn&date=2031");
    assert_eq!(feed["home_page_url"], "http://localhost:8080/who-said?speaker=Ida%20Marn&date=2031");
    let items = feed["items"].as_array().expect("items");
    assert!(!items.is_empty());
    for item in items {
        assert_eq!(item["tags"], serde_json::json!(["speaker: Ida Marn", "date: 2031"]), "{item}");
        assert!(item["content_text"].as_str().expect("text").ends_with("Matched: speaker: Ida Marn; date: 2031."), "{item}");
        let path = item["url"].as_str().and_then(|url| url.strip_prefix("http://localhost:8080")).expect("an address here");
        assert_eq!(served.get(path).await.status, StatusCode::OK, "{path}");
        assert!(item["id"].as_str().expect("an id").starts_with("urn:hearsay:s-"));
        assert_eq!(item["date_modified"], "2031-05-05T08:00:00Z");
    }
    let atom = served.get(&format!("/who-said.atom?{query}")).await.body;
    assert!(atom.contains("<category term=\"speaker=Ida Marn\" label=\"speaker: Ida Marn\"/>"), "{atom}");
    for tag in atom.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or("");
        assert!(
            ["?xml", "feed", "id", "title", "subtitle", "updated", "author", "name", "link", "category", "content", "entry"]
                .contains(&name),
            "<{tag}> comes from a text"
        );
    }
}

#[tokio::test]
async fn an_entry_keeps_its_id_and_is_new_when_its_claim_is_told_again() {
    let served = served();
    let before = served.get("/claims.feed.json").await.json();
    let again = served.ask(Method::GET, "/claims.feed.json", &[("host", "127.0.0.1:9")]).await.json();
    let ids = |feed: &serde_json::Value| -> Vec<String> {
        feed["items"].as_array().expect("items").iter().map(|item| item["id"].as_str().expect("an id").to_string()).collect()
    };
    assert_eq!(ids(&before), ids(&again), "wherever it is asked from");
    let mut case = Case::open(&served.ledger(), Access::Write, Packs::embedded()).expect("a ledger");
    let late = Input {
        path: "late.txt".into(),
        bytes: Ok(b"Late\n\nPolice said on Friday that 12 people were injured at the Orrin dam.\n".to_vec()),
        url: None,
    };
    case.add([late].into_iter(), "2031-05-06T08:00:00Z", &mut |_| {}).expect("entered");
    drop(case);
    let after = served.get("/claims.feed.json").await.json();
    let newest = &after["items"][0];
    assert_eq!(newest["date_modified"], "2031-05-06T08:00:00Z");
    assert!(newest["title"].as_str().expect("a title").contains("injured"), "{newest}");
    let kept = ids(&before).into_iter().filter(|id| ids(&after).contains(id)).count();
    assert!(kept + 1 >= ids(&before).len(), "{kept} of {} kept their ids", ids(&before).len());
    let atom = served.get("/claims.atom").await.body;
    assert!(atom.contains("<updated>2031-05-06T08:00:00Z</updated>"));
}

//! What each view shows besides its rows: pictures with their tables, stands, trees, what is left out.

mod case;

use axum::http::StatusCode;
use case::{Served, served};
use serde_json::Value;

async fn id_of(served: &Served, question: &str, key: &str, fits: impl Fn(&Value) -> bool) -> String {
    let rows = served.rows(question).await;
    let row = rows.iter().find(|row| fits(row)).unwrap_or_else(|| panic!("{question}: no such row in {rows:#?}"));
    row[key].as_str().expect("an id").to_string()
}

#[tokio::test]
async fn a_claim_has_its_stands_and_its_wording_over_time() {
    let served = served();
    let claim = id_of(&served, "claims", "id", |row| {
        row["text"].as_str().is_some_and(|text| text.contains("ignoring a crack")) && row["documents"] == 2
    })
    .await;
    let page = served.get(&format!("/claim/{claim}")).await.body;
    for part in ["Says so", "Says otherwise", "Denies", "No comment", "One origin group: 2 articles", "1 more report"] {
        assert!(page.contains(part), "{part}");
    }
    let denies = page.split("<h2>Denies</h2>").nth(1).and_then(|rest| rest.split("</section>").next()).expect("the column");
    assert!(denies.contains("Orrin Dam Company"), "{denies}");
    assert!(page.contains("How the wording changed") && page.contains("class=\"axis\"") && page.contains("id=\"wording-2\""));
}

#[tokio::test]
async fn who_blames_whom_is_a_picture_and_a_table() {
    let served = served();
    let page = served.get("/accusations").await.body;
    let picture = page.split("class=\"blame\"").nth(1).and_then(|rest| rest.split("</figure>").next()).expect("a picture");
    assert!(picture.contains("Tomas Vell accuses Orrin Dam Company: 1 accusation, denied"), "{picture}");
    assert!(picture.contains("blame-line denied") && picture.contains("1‡"), "{picture}");
    let href = picture.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a way").replace("&#38;", "&");
    let cell = served.get(&href).await;
    assert_eq!(cell.status, StatusCode::OK);
    assert!(cell.body.contains("ignoring a crack in the wall"));
    assert!(page.contains("<table class=\"matrix\">"));
}

#[tokio::test]
async fn who_had_it_first_stands_at_the_head_of_a_tree() {
    let served = served();
    let page = served.get("/copies").await.body;
    let tree = page.split("class=\"origin-tree\"").nth(1).and_then(|rest| rest.split("</details>").next()).expect("a tree");
    let (first, taker) = (tree.find("lantern.example").expect("the giver"), tree.find("copyist.example").expect("the taker"));
    assert!(first < taker && tree[..first].contains("first here"), "{tree}");
    assert!(tree.contains("2 documents come down to it"));
    assert_eq!(tree.matches("<ul>").count(), tree.matches("</ul>").count());
    assert_eq!(tree.matches("<li>").count(), tree.matches("</li>").count());
    let copy = id_of(&served, "copies", "id", |_| true).await;
    let both = served.get(&format!("/copy/{copy}")).await.body;
    assert!(both.contains("class=\"ribbon\"") && both.contains("id=\"passage-1\""), "{both}");
}

#[tokio::test]
async fn people_are_asked_for_by_the_one_outlet_that_quotes_them() {
    let served = served();
    let all = served.rows("people").await;
    let answer = served.get("/people.json?quoted_only_by=%2A").await;
    let json: Value = serde_json::from_str(&answer.body).expect("JSON");
    let only = json["people"].as_array().expect("rows");
    assert!(!only.is_empty() && only.len() < all.len());
    let grost = only.iter().find(|row| row["name"].as_str().is_some_and(|name| name.contains("Grost"))).expect("quoted once");
    assert_eq!(grost["quoted_only_by"], "beacon.example");
    // The copy comes down to the text that it was copied from; the mayor is quoted in another paper too.
    let vell = all.iter().find(|row| row["name"].as_str().is_some_and(|name| name.contains("Vell"))).expect("a mayor");
    assert!(vell["quoted_only_by"].is_null(), "{vell}");
    let page = served.get("/people?quoted_only_by=%2A").await.body;
    assert!(page.contains("only by <bdi>beacon.example</bdi>") && page.contains("one outlet, whichever"), "{page}");
    let person = served.get(&format!("/person/{}", grost["id"].as_str().expect("an id"))).await.body;
    assert!(person.contains("Quoted only by <bdi>beacon.example</bdi>"), "{person}");
}

#[tokio::test]
async fn a_person_has_each_utterance_once_with_its_further_reports() {
    let served = served();
    let marn = id_of(&served, "people", "id", |row| row["name"].as_str().is_some_and(|name| name.contains("Ida Marn"))).await;
    let page = served.get(&format!("/person/{marn}")).await.body;
    let said = page.split("Said</a>").nth(1).and_then(|rest| rest.split("Said about").next()).expect("what was said");
    assert_eq!(said.matches("checked every week since March,”</a>").count(), 1, "{said}");
    assert!(said.contains("also <a") && said.contains("copyist.example"), "{said}");
    assert!(page.contains("held to be the same"), "a name says why it is hers");
}

#[tokio::test]
async fn search_is_narrowed_by_the_statements_that_hold_the_words() {
    let served = served();
    let get = async |address: &str| -> Value { serde_json::from_str(&served.get(address).await.body).expect("JSON") };
    let all = get("/search.json?text=wall").await;
    let keys: Vec<&str> = all["facets"].as_array().expect("facets").iter().filter_map(|facet| facet["key"].as_str()).collect();
    assert_eq!(keys, ["speaker", "about", "act", "form", "source_kind", "outlet", "date", "language"]);
    for facet in all["facets"].as_array().expect("facets") {
        for value in facet["values"].as_array().expect("values") {
            let (key, wanted) = (facet["key"].as_str().expect("a key"), value["value"].as_str().expect("a value"));
            let coded: String = wanted.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let narrowed = get(&format!("/search.json?text=wall&{key}={coded}")).await;
            assert_eq!(narrowed["total"], value["count"], "{key}={wanted}: the count is what the way leads to");
        }
    }
    let accused = get("/search.json?text=wall&act=accuse").await;
    for row in accused["search"].as_array().expect("rows") {
        assert!(row["evidence"]["snippet"]["text"].as_str().is_some_and(|text| text.contains("accused")), "{row}");
    }
    let emptied = get("/search.json?text=wall&act=threaten").await;
    assert_eq!(emptied["emptied_by"], serde_json::json!(["act"]));
}

#[tokio::test]
async fn outlets_have_a_bar_of_sources_and_what_they_left_out() {
    let served = served();
    let page = served.get("/outlets").await.body;
    assert!(page.contains("class=\"mix-bar\"") && page.contains("What each left out"), "{page}");
    let rows = served.rows("outlets").await;
    let beacon = rows.iter().find(|row| row["outlet"] == "beacon.example").expect("an outlet");
    let left_out: Vec<&str> =
        beacon["left_out"].as_array().expect("a list").iter().filter_map(|one| one["text"].as_str()).collect();
    assert!(left_out.iter().any(|text| text.contains("checked every week")), "{left_out:?}");
    assert_eq!(beacon["claims_left_out"], left_out.len());
    let lantern = rows.iter().find(|row| row["outlet"].as_str().is_some_and(|name| name.contains("antern"))).expect("an outlet");
    assert!(
        lantern["left_out"]
            .as_array()
            .is_some_and(|list| list.iter().all(|one| !one["text"].as_str().unwrap_or("").contains("checked every week")))
    );
    assert_eq!(lantern["denials_left_out"], serde_json::json!([]), "it has the denial itself");
}

#[tokio::test]
async fn a_timeline_has_its_volume_and_what_was_said() {
    let served = served();
    let page = served.get("/timeline").await.body;
    assert!(page.contains("class=\"volume\"") && page.contains("What was said, in order of time"), "{page}");
    let day = served.get("/timeline?date=2031-05-03").await.body;
    assert!(day.contains("beacon.example") && !day.contains("lantern.example"), "{day}");
    assert_eq!(served.get("/timeline?date=2031-05-32").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_original_has_the_same_marks_and_notes_say_what_they_rest_on() {
    let served = served();
    let morning = id_of(&served, "coverage", "document", |row| row["path"] == "morning.txt").await;
    let original = served.get(&format!("/document/{morning}/original")).await.body;
    let source = original.split("As it was taken in").nth(1).expect("the original");
    assert!(source.contains("<span class=\"cue\">accused</span>") && source.contains("date 2031-05-02"), "{source}");
    let document = served.get(&format!("/document/{morning}")).await.body;
    assert!(document.contains("rests on") && document.contains("<dt>act</dt>"), "{document}");
    let hostile = id_of(&served, "coverage", "document", |row| row["path"] == "hostile.txt").await;
    let hostile = served.get(&format!("/document/{hostile}/original")).await.body;
    assert!(!hostile.contains("<script>alert") && !hostile.contains("<img src=x"), "{hostile}");
}

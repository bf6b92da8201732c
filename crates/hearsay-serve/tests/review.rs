//! What persons decide on the page: it shows at once everywhere, can be withdrawn, and none of two who decide at once is lost.

mod case;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use case::{FROM_PAGE, Served, served};
use serde_json::Value;
use tower::ServiceExt;

/// The row of `who-said` with these words in its content.
async fn said(served: &Served, words: &str) -> Option<Value> {
    served.rows("who-said").await.into_iter().find(|row| row["content"].as_str().is_some_and(|content| content.contains(words)))
}

async fn statement(served: &Served, words: &str) -> String {
    let row = said(served, words).await.unwrap_or_else(|| panic!("nobody says {words}"));
    row["statement"].as_str().expect("an id").to_string()
}

/// The row of `who-said` of this speaker.
async fn named(served: &Served, name: &str) -> Value {
    let rows = served.rows("who-said").await;
    rows.into_iter().find(|row| row["speaker"]["name"] == name).unwrap_or_else(|| panic!("{name} says nothing"))
}

/// The last decision.
async fn last(served: &Served) -> Value {
    served.rows("history").await.into_iter().next().expect("a decision")
}

async fn undo(served: &Served, decision: &Value) {
    let id = decision["decision"].as_str().expect("an id");
    let answer = served.post("/decide", &format!("kind=undo&on={id}&back=%2Fhistory")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
}

#[tokio::test]
async fn a_decision_is_a_form_and_shows_everywhere() {
    let served = served();
    let id = statement(&served, "every week since March").await;
    let page = served.get("/review").await.body;
    assert!(page.contains(&format!("name=\"on\" value=\"{id}\"")), "the queue offers to decide on it");
    let before = served.get("/who-said.jsonl").await.body;
    let answer = served
        .post("/decide", &format!("kind=reject&on={id}&by=Mara&note=not+hers&seen=0&back=%2Fwho-said%3Fsort%3Drecent"))
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let back = answer.headers["location"].to_str().expect("ASCII").to_string();
    assert!(back.starts_with("/who-said?sort=recent&decided=k-"), "{back}");
    let page = served.get(&back).await.body;
    assert!(page.contains("class=\"notice\"") && page.contains("value=\"undo\""), "it is told, with a way to withdraw it");
    assert!(!page.contains(&format!("id=\"{id}\"")), "the row is gone");
    assert_eq!(served.get(&format!("/show/{id}")).await.status, StatusCode::NOT_FOUND);
    let found = served.rows("claims").await;
    assert!(!found.iter().any(|row| row["members"].to_string().contains(&id[2..])), "it is in no claim");
    let decision = last(&served).await;
    assert_eq!((decision["kind"].as_str(), decision["by"].as_str()), (Some("reject"), Some("Mara")));
    assert!(decision["before"].as_str().is_some_and(|before| before.contains("Ida Marn")), "{decision}");
    assert!(decision["confidence"].as_f64().is_some(), "how sure the machine was stands beside it");
    let history = served.get("/history").await.body;
    assert!(history.contains("not hers") && history.contains("the machine was"));

    undo(&served, &decision).await;
    assert_eq!(served.get("/who-said.jsonl").await.body, before, "all is as it was");
    let decision = served.rows("history").await.into_iter().find(|row| row["kind"] == "reject").expect("nothing is deleted");
    assert_eq!(decision["status"], "withdrawn");
}

#[tokio::test]
async fn the_queue_holds_what_nobody_looked_at() {
    let served = served();
    let all = served.rows("review").await;
    let weights: Vec<f64> = all.iter().map(|row| row["weight"].as_f64().expect("a weight")).collect();
    assert!(weights.windows(2).all(|pair| pair[0] >= pair[1]), "{weights:?}");
    let accused = all.iter().find(|row| row["because"].to_string().contains("accusation")).expect("the mayor accuses");
    let id = accused["id"].as_str().expect("an id");
    served.post("/decide", &format!("kind=accept&on={id}&by=Mara")).await;
    let left = served.rows("review").await;
    assert_eq!(left.len(), all.len() - 1);
    assert!(!left.iter().any(|row| row["id"] == accused["id"]));
    let decided: Value = serde_json::from_str(&served.get("/review.json?status=decided").await.body).expect("JSON");
    assert_eq!(decided["review"][0]["id"], accused["id"]);
    assert_eq!(decided["review"][0]["by"], "Mara");
    let page = served.get("/review?status=decided").await.body;
    assert!(page.contains("accepted, by Mara"), "{page}");
}

#[tokio::test]
async fn the_script_is_given_the_row_as_it_stands_now() {
    let served = served();
    let id = statement(&served, "every week since March").await;
    let answer = served.post("/decide", &format!("kind=speaker&on={id}&speaker=Tove+Brandel&by=Mara&answer=statement")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert!(answer.body.contains("data-decision=\"k-") && answer.body.contains("Tove Brandel"), "{}", answer.body);
    assert!(!answer.body.contains("<html"), "it is a part of a page");
    let now = said(&served, "every week since March").await.expect("it is said still");
    let now = if now["speaker"]["name"] == "Tove Brandel" { now } else { named(&served, "Tove Brandel").await };
    let names: Vec<Value> = served.rows("who-said").await.into_iter().map(|row| row["speaker"]["name"].clone()).collect();
    assert!(names.contains(&Value::from("Tove Brandel")), "{now}");
    // From its own page the way leads on to the line that stands now, and of one that was rejected to what was set aside.
    let new = now["statement"].as_str().expect("an id").to_string();
    let to =
        |answer: &case::Answer| answer.headers["location"].to_str().expect("ASCII").split('?').next().unwrap_or("").to_string();
    let answer = served.post("/decide", &format!("kind=speaker&on={new}&speaker=Ida+Marn&by=Per&back=%2Fshow%2F{new}")).await;
    let newer = to(&answer).trim_start_matches("/show/").to_string();
    assert_ne!(newer, new);
    assert!(served.get(&format!("/show/{newer}")).await.body.contains("Ida Marn"));
    let answer = served.post("/decide", &format!("kind=reject&on={newer}&by=Per&back=%2Fshow%2F{newer}")).await;
    assert_eq!(to(&answer), format!("/show/{}", newer.replacen('s', "a", 1)));
    assert_eq!(served.get(&to(&answer)).await.status, StatusCode::OK);
    let refused = served.post("/decide", "kind=accept&on=s-00&answer=statement").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nonsense = served.post("/decide", "kind=bless&on=s-00").await;
    assert_eq!(nonsense.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_was_missed_is_added_from_the_words() {
    let served = served();
    let row = said(&served, "Nobody has looked").await.expect("the mayor says so");
    let document = row["evidence"]["document"].as_str().expect("an id").to_string();
    let page = served.get(&format!("/document/{document}")).await.body;
    assert!(page.contains("name=\"kind\" value=\"add\"") && page.contains("data-from=\""));
    let edit = served.get(&format!("/document/{document}?edit={}", row["statement"].as_str().expect("an id"))).await.body;
    assert!(edit.contains("name=\"kind\" value=\"span\"") && edit.contains("value=\"Mayor Tomas Vell\""), "{edit}");
    let n = served.rows("who-said").await.len();
    let fields = "source=&cue=More+hurt&content=at+Orrin&speaker=unknown&act=report&by=Mara&back=%2F";
    let answer = served.post("/decide", &format!("kind=add&on={document}&{fields}")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let rows = served.rows("who-said").await;
    assert_eq!(rows.len(), n + 1);
    assert!(
        rows.iter().any(|row| row["content"] == "at Orrin" && row["act"] == "report" && row["speaker"].is_null()),
        "{rows:#?}"
    );
    // Spans count where the words are those that stand there; else the words do.
    let text = served.get(&format!("/document/{document}.json")).await.body;
    let text: Value = serde_json::from_str(&text).expect("JSON");
    let text = text["document"][0]["document"]["text"].as_str().expect("a text").to_string();
    let at = text[..text.find("rally").expect("it stands there")].chars().count();
    let fields = format!("cue=at+a&content=rally&content_spans={}..{}&cue_spans=0..3&by=Mara", at, at + 5);
    let answer = served.post("/decide", &format!("kind=add&on={document}&{fields}")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert!(served.rows("who-said").await.iter().any(|row| row["content"] == "rally"));
    let nowhere = served.post("/decide", &format!("kind=add&on={document}&cue=said&content=the+moon+fell&by=Mara")).await;
    assert_eq!(nowhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nowhere.body.contains("stands nowhere"), "{}", nowhere.body);
}

#[tokio::test]
async fn people_are_joined_by_name_and_links_parted() {
    let served = served();
    let people = served.rows("people").await;
    let id =
        |name: &str| people.iter().find(|row| row["name"] == name).and_then(|row| row["id"].as_str()).expect("an id").to_string();
    let marn = id("Ida Marn");
    let answer = served.post("/decide", &format!("kind=merge&on={marn}&with=Pella+Grost&by=Mara")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(served.rows("people").await.len(), people.len() - 1);
    let page = served.get(&format!("/person/{marn}")).await.body;
    assert!(page.contains("value=\"split\"") && page.contains("What persons decided"), "{page}");
    undo(&served, &last(&served).await).await;
    assert_eq!(served.rows("people").await, people, "both stand as they stood");
    let nobody = served.post("/decide", &format!("kind=merge&on={marn}&with=Zebedee&by=Mara")).await;
    assert!(nobody.body.contains("Nobody here is called Zebedee"), "{}", nobody.body);

    let copies = served.rows("copies").await;
    let link = copies[0]["id"].as_str().expect("an id");
    served.post("/decide", &format!("kind=different&on={link}&by=Mara")).await;
    assert!(!served.rows("copies").await.iter().any(|row| row["id"] == copies[0]["id"]));
    undo(&served, &last(&served).await).await;
    assert_eq!(served.rows("copies").await, copies);
}

#[tokio::test]
async fn a_label_is_set_on_a_statement_and_taken_back() {
    let served = served();
    let scheme = r#"{"@graph": [{"id": "urn:dam", "type": "ConceptScheme", "prefLabel": {"en": "What is told of the dam"}},
        {"id": "urn:dam:held", "type": "Concept", "prefLabel": {"en": "The wall held"}, "notation": "D1", "inScheme": "urn:dam"}]}"#;
    let mut case = hearsay::Case::open(&served.ledger(), hearsay::Access::Write, hearsay::Packs::default()).expect("opens");
    case.load_schemes(scheme.as_bytes(), "2031-05-05T09:00:00Z").expect("loaded");
    drop(case);
    let id = statement(&served, "every week since March").await;
    assert!(served.get(&format!("/show/{id}")).await.body.contains("The wall held"));
    let answer = served.post("/label", &format!("concept=D1&on={id}&by=Mara&back=%2Fshow%2F{id}")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let labels = served.rows("labels").await;
    assert_eq!((labels[0]["concept"].as_str(), labels[0]["places"][0]["by"].as_str()), (Some("D1"), Some("Mara")));
    let page = served.get(&format!("/show/{id}")).await.body;
    assert!(page.contains("The wall held, set by Mara"), "{page}");
    let label = labels[0]["places"][0]["label"].as_str().expect("an id");
    served.post("/label", &format!("removes={label}&by=Per")).await;
    assert!(served.rows("labels").await.is_empty());
    let unknown = served.post("/label", &format!("concept=D9&on={id}")).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_a_person_writes_is_text() {
    let served = served();
    let id = statement(&served, "every week since March").await;
    let hostile = "%3Cscript%3Ealert(1)%3C%2Fscript%3E%22onfocus%3D%22alert(2)";
    served.post("/decide", &format!("kind=accept&on={id}&by={hostile}&note={hostile}")).await;
    for page in ["/history", "/review?status=decided", &format!("/show/{id}")] {
        let body = served.get(page).await.body;
        assert!(!body.contains("<script>alert") && !body.contains("\"onfocus"), "{page}");
        assert!(body.contains("alert(1)"), "{page} shows it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_those_who_decide_at_once_none_is_lost() {
    let served = served();
    let rows = served.rows("who-said").await;
    let ids: Vec<String> = rows.iter().map(|row| row["statement"].as_str().expect("an id").to_string()).collect();
    let token = served.form_token().await;
    let mut sent = tokio::task::JoinSet::new();
    for (n, id) in ids.iter().enumerate() {
        for who in ["Mara", "Per"] {
            let kind = if who == "Mara" { "accept" } else { "speaker&speaker=Tove+Brandel" };
            let body = format!("kind={kind}&on={id}&by={who}&note={n}&seen=0&token={token}");
            let mut request = Request::builder().method(Method::POST).uri("/decide");
            for (name, value) in FROM_PAGE {
                request = request.header(*name, *value);
            }
            let router = served.router.clone();
            let request = request.body(Body::from(body)).expect("a request");
            sent.spawn(async move { router.oneshot(request).await.expect("always answered").status() });
        }
    }
    while let Some(status) = sent.join_next().await {
        assert_eq!(status.expect("answered"), StatusCode::SEE_OTHER);
    }
    let history = served.rows("history").await;
    assert_eq!(history.len(), ids.len() * 2, "every decision is kept");
    let mut numbers: Vec<u64> = history.iter().map(|row| row["sequence"].as_u64().expect("a number")).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=ids.len() as u64 * 2).collect::<Vec<_>>());
    let names: Vec<Value> = served.rows("who-said").await.into_iter().map(|row| row["speaker"]["name"].clone()).collect();
    assert!(names.iter().all(|name| name == "Tove Brandel"), "each is obeyed: {names:?}");
}

#[tokio::test]
async fn who_decides_later_is_told_of_the_earlier() {
    let served = served();
    let id = statement(&served, "every week since March").await;
    served.post("/decide", &format!("kind=speaker&on={id}&speaker=Tove+Brandel&by=Mara&seen=0")).await;
    // Another window, opened before that, has the statement as it was.
    let answer = served.post("/decide", &format!("kind=accept&on={id}&by=Per&seen=0&back=%2Freview")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let page = served.get(answer.headers["location"].to_str().expect("ASCII")).await.body;
    assert!(page.contains("Mara decided on the same meanwhile") && page.contains("Tove Brandel"), "{page}");
    assert_eq!(served.rows("history").await.len(), 2, "both are kept");
}

#[tokio::test]
async fn ticked_mentions_are_set_apart_by_one_form_and_taken_back_by_one_undo() {
    let served = served();
    let before = served.rows("people").await;
    let mut gathered = None;
    for row in &before {
        let id = row["id"].as_str().expect("an id").to_owned();
        let page = served.get(&format!("/person/{id}")).await.body;
        let boxes = |page: &str| -> Vec<String> {
            let rest = page.split("name=\"also\" value=\"").skip(1);
            rest.filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect()
        };
        if boxes(&page).len() > 2 {
            gathered = Some((id, boxes(&page)));
            break;
        }
    }
    let (id, boxes) = gathered.expect("somebody is named in three documents");
    let nothing = served.post("/decide", &format!("kind=split&with={id}&by=Mara")).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.body.contains("Tick at least one"), "{}", nothing.body);
    let ticked = format!("kind=split&with={id}&also={}&also={}&by=Mara&seen=0&back=%2Fperson%2F{id}", boxes[0], boxes[1]);
    let answer = served.post("/decide", &ticked).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(served.rows("people").await.len(), before.len() + 1);
    let history = served.rows("history").await;
    assert_eq!(history[0]["after"], "2 mentions are somebody else");
    let decision = history[0]["decision"].as_str().expect("an id");
    served.post("/decide", &format!("kind=undo&on={decision}&back=%2Fhistory")).await;
    assert_eq!(served.rows("people").await, before);
}

//! The API: the same rows as the page's data, in parts that hold together, and errors of one shape.

mod case;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use case::{Answer, FROM_PAGE, Served, TOKEN, served, served_as};
use hearsay::view::Ask;
use hearsay::{Access, Case, Input, Packs};
use hearsay_serve::Serving;
use serde_json::{Value, json};

const LOCAL: (&str, &str) = ("host", "localhost:8080");

fn json_of(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {}", answer.body))
}

/// Asserts that an answer is an error of RFC 9457, of this status and code.
fn assert_problem(answer: &Answer, status: StatusCode, code: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert_eq!(answer.headers["content-type"], "application/problem+json", "{}", answer.body);
    let problem = json_of(answer);
    assert_eq!(problem["code"], code, "{problem}");
    assert_eq!(problem["status"], status.as_u16(), "{problem}");
    assert_eq!(problem["type"], format!("/api/v1/problems#{code}"), "{problem}");
    for key in ["title", "detail"] {
        assert!(problem[key].as_str().is_some_and(|words| !words.is_empty()), "{problem}");
    }
}

async fn send(served: &Served, address: &str, kind: &str, body: &str) -> Answer {
    served.send(Method::POST, address, &[LOCAL, ("content-type", kind)], Body::from(body.to_string())).await
}

#[tokio::test]
async fn every_question_gives_the_rows_of_its_twin() {
    let served = served();
    for ask in Ask::ALL {
        let word = ask.as_str();
        if ask.keys().first().is_none_or(|key| *key == "id") {
            continue;
        }
        let query = if ask == Ask::Search { "?text=wall" } else { "" };
        let answer = served.get(&format!("/api/v1/{word}{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{word}: {}", answer.body);
        assert_eq!(answer.headers["content-type"], "application/json; charset=utf-8");
        let twin = json_of(&served.get(&format!("/{word}.json{query}")).await);
        let whole = json_of(&answer);
        assert_eq!(whole[word], twin[word], "{word}");
        assert_eq!(whole["total"], twin["total"], "{word}");
        assert_eq!(whole["next"], Value::Null, "{word}: all of it");
    }
    let row = served.rows("who-said").await.remove(0);
    let (statement, document) = (row["statement"].as_str().expect("an id"), row["evidence"]["document"].as_str().expect("an id"));
    for (address, twin) in [
        (format!("/api/v1/show/{statement}"), format!("/show/{statement}.json")),
        (format!("/api/v1/document/{document}"), format!("/document/{document}.json")),
        (format!("/api/v1/why/{statement}/{statement}"), format!("/why/{statement}/{statement}.json")),
    ] {
        assert_eq!(served.get(&address).await.body, served.get(&twin).await.body, "{address}");
    }
}

#[tokio::test]
async fn a_list_is_had_in_parts_by_its_links() {
    let served = served();
    let all = served.rows("who-said").await;
    let (mut address, mut had) = ("/api/v1/who-said?limit=3".to_string(), Vec::new());
    loop {
        let answer = served.get(&address).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let part = json_of(&answer);
        had.extend(part["who-said"].as_array().expect("rows").clone());
        assert_eq!(part["total"], all.len());
        let Some(next) = part["next"].as_str() else {
            assert!(!answer.headers.contains_key("link"));
            break;
        };
        assert_eq!(answer.headers["link"], format!("<{next}>; rel=\"next\""));
        address = next.to_string();
    }
    assert_eq!(had, all);
    // The same parts as CSV: the link leads on there too.
    let accept = [LOCAL, ("accept", "text/csv")];
    let csv = served.ask(Method::GET, "/api/v1/who-said?limit=3", &accept).await;
    assert_eq!(csv.body.matches("\r\n").count(), 4, "a header and three rows");
    let next = csv.headers["link"].to_str().expect("ASCII").trim_start_matches('<').split('>').next().expect("an address");
    let second = served.ask(Method::GET, next, &accept).await;
    assert!(second.body.contains(all[3]["statement"].as_str().expect("an id")), "the second part begins with the fourth row");
}

#[tokio::test]
async fn parts_hold_together_though_the_case_changes() {
    let served = served();
    let first = json_of(&served.get("/api/v1/who-said?sort=date&limit=4").await);
    let before: Vec<Value> = served.rows("who-said").await;
    let mut case = Case::open(&served.ledger(), Access::Write, Packs::embedded()).expect("opens");
    let text = " date 2030-01-01 https://earlier.example/wall\nWall stands\n\n“The wall stands firm and will stand for years,” said Odo Brack, the surveyor of the \
district, on Tuesday.\n\nPolice said that nobody was hurt on Sunday, and that the road along the river was open again.\n";
    let input = Input { path: "earlier.txt".into(), bytes: Ok(text.as_bytes().to_vec()), url: None };
    case.add(std::iter::once(input), "2031-05-07T08:00:00Z", &mut |_| {}).expect("entered");
    drop(case);
    assert!(served.rows("who-said").await.len() > before.len(), "a statement came in before all others");
    let second = json_of(&served.get(first["next"].as_str().expect("more follows")).await);
    assert_eq!(second["who-said"][0]["statement"], before[4]["statement"], "none is given twice and none is left out");
}

#[tokio::test]
async fn what_can_not_be_asked_is_told_in_one_shape() {
    let served = served();
    for (address, status, code) in [
        ("/api/v1/claims?speker=Marn", 400, "unknown-key"),
        ("/api/v1/claims?offset=3", 400, "unknown-key"),
        ("/api/v1/claims?limit=0", 400, "unfit-value"),
        ("/api/v1/claims?limit=", 400, "unfit-value"),
        ("/api/v1/claims?limit=1001", 400, "unfit-value"),
        ("/api/v1/claims?cursor=AAAA", 400, "unfit-value"),
        ("/api/v1/who-said?from=yesterday", 400, "unfit-value"),
        ("/api/v1/show/q-zz", 404, "not-found"),
        ("/api/v1/show/x?id=y", 400, "unknown-key"),
        ("/api/v1/nothing", 404, "no-page"),
        ("/api/v2/claims", 404, "no-page"),
        ("/api/v1/claims/q-1", 404, "no-page"),
        ("/api/v1/openapi.json?x=1", 400, "unknown-key"),
        ("/claims.json?speker=Marn", 400, "unknown-key"),
        ("/nowhere.json", 404, "no-page"),
    ] {
        assert_problem(&served.get(address).await, StatusCode::from_u16(status).expect("a status"), code);
    }
    let cursor = json_of(&served.get("/api/v1/who-said?limit=1").await)["next"].as_str().expect("more").to_string();
    let other = cursor.replace("who-said", "claims");
    assert_problem(&served.get(&other).await, StatusCode::BAD_REQUEST, "unfit-value");
    let problem = json_of(&served.get("/api/v1/claims?speker=Marn").await);
    assert!(problem["known"].as_array().expect("keys").iter().any(|key| key == "cursor"), "{problem}");
}

#[tokio::test]
async fn formats_methods_and_tags() {
    let served = served();
    for (accept, kind) in [
        ("application/jsonl", "application/jsonl; charset=utf-8"),
        ("application/x-ndjson", "application/jsonl; charset=utf-8"),
        ("text/csv", "text/csv; charset=utf-8; header=present"),
        ("text/html, */*;q=0.1", "application/json; charset=utf-8"),
    ] {
        let answer = served.ask(Method::GET, "/api/v1/people", &[LOCAL, ("accept", accept)]).await;
        assert_eq!(answer.headers["content-type"], kind, "{accept}");
        assert_eq!(answer.headers["vary"], "Accept");
    }
    let answer = served.ask(Method::GET, "/api/v1/people", &[LOCAL, ("accept", "application/xml")]).await;
    assert_problem(&answer, StatusCode::NOT_ACCEPTABLE, "not-acceptable");
    let got = served.get("/api/v1/people").await;
    let tag = got.headers["etag"].to_str().expect("ASCII");
    for known in [tag.to_string(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".into()] {
        let again = served.ask(Method::GET, "/api/v1/people", &[LOCAL, ("if-none-match", &known)]).await;
        assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""), "{known}");
    }
    let head = served.ask(Method::HEAD, "/api/v1/people", &[LOCAL]).await;
    assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
    assert_eq!(head.headers["content-length"], got.body.len().to_string());
    for (method, address, allow) in [
        (Method::DELETE, "/api/v1/people", "GET, HEAD, OPTIONS"),
        (Method::POST, "/api/v1/people", "GET, HEAD, OPTIONS"),
        (Method::GET, "/api/v1/read", "POST, OPTIONS"),
        (Method::PUT, "/api/v1/corrections", "GET, HEAD, POST, OPTIONS"),
    ] {
        let answer = served.ask(method, address, &[LOCAL]).await;
        assert_problem(&answer, StatusCode::METHOD_NOT_ALLOWED, "wrong-method");
        assert_eq!(answer.headers["allow"], allow, "{address}");
    }
    let options = served.ask(Method::OPTIONS, "/api/v1/read", &[LOCAL]).await;
    assert_eq!(options.status, StatusCode::NO_CONTENT);
    assert_eq!(options.headers["allow"], "POST, OPTIONS");
}

const ARTICLE: &str = "Weir gate jams at Sallow Fen\n\nWarden Ines Korr said the weir gate had jammed on Tuesday.\n\n\
“We never greased it,” she told reporters. The drainage board declined to comment.\n";

#[tokio::test]
async fn a_text_is_read_and_nothing_is_kept() {
    let served = served();
    let before = served.get("/api/v1/stats").await.body;
    let plain = send(&served, "/api/v1/read", "text/plain; charset=utf-8", ARTICLE).await;
    assert_eq!(plain.status, StatusCode::OK, "{}", plain.body);
    let record = json_of(&plain);
    assert_eq!((&record["hearsay"], &record["document"]["text"]), (&json!(1), &json!(ARTICLE)));
    assert!(record["entities"].as_array().expect("chains").iter().any(|chain| chain["name"] == "Ines Korr"), "{record}");
    let acts = |record: &Value| {
        record["attributions"].as_array().expect("attributions").iter().map(|one| one["act"].clone()).collect::<Vec<_>>()
    };
    assert!(acts(&record).contains(&json!("decline_comment")), "{:?}", acts(&record));
    let sent = json!({ "text": ARTICLE, "title": "Weir gate", "url": "https://fen.example/gate", "published": "2031-06-03", "language": "en" });
    let told = json_of(&send(&served, "/api/v1/read", "application/json", &sent.to_string()).await);
    assert_eq!(told["document"]["published"]["date"], "2031-06-03");
    assert_eq!(told["document"]["origin"]["url"], "https://fen.example/gate");
    assert_eq!(acts(&told), acts(&record));
    let html = format!(
        "<!doctype html><title>Gate</title><article><h1>Weir gate jams</h1><p>{}</p></article>",
        ARTICLE.replace("\n\n", "</p><p>")
    );
    let page = json_of(&send(&served, "/api/v1/read", "text/html", &html).await);
    assert!(page["attributions"].as_array().is_some_and(|found| found.len() >= 3), "{page}");
    let inside =
        json_of(&send(&served, "/api/v1/read?offsets=utf16", "application/json", &json!({ "html": html }).to_string()).await);
    assert_eq!(inside["offsets"], "utf16");
    // A build without the careful network reads by the fast one, whatever is asked.
    let careful = send(&served, "/api/v1/read?reader=careful", "text/plain", ARTICLE).await;
    assert_eq!(careful.status, StatusCode::OK, "{}", careful.body);
    assert_eq!(served.get("/api/v1/stats").await.body, before, "nothing is kept");
}

#[tokio::test]
async fn what_can_not_be_read_is_told() {
    let served = served();
    for (address, kind, body, status, code) in [
        ("/api/v1/read", "application/pdf", "%PDF-1.7", 415, "wrong-media-type"),
        ("/api/v1/read", "text/plain", "", 422, "not-readable"),
        ("/api/v1/read", "text/plain", "%PDF-1.7 and more", 422, "not-readable"),
        ("/api/v1/read", "application/json", "{", 400, "broken-json"),
        ("/api/v1/read", "application/json", "[]", 422, "unfit"),
        ("/api/v1/read", "application/json", r#"{"text":null}"#, 422, "unfit"),
        ("/api/v1/read", "application/json", r#"{"text":"Ada Holm said so.","html":null}"#, 422, "unfit"),
        ("/api/v1/read", "application/json", "{\"title\": \"no text\"}", 422, "unfit"),
        ("/api/v1/read", "application/json", "{\"text\": \"a\", \"html\": \"b\"}", 422, "unfit"),
        ("/api/v1/read", "application/json", "{\"text\": \"a\", \"txt\": \"b\"}", 422, "unfit"),
        ("/api/v1/read?reader=slow", "text/plain", ARTICLE, 400, "unfit-value"),
        ("/api/v1/read?tone=calm", "text/plain", ARTICLE, 400, "unknown-key"),
    ] {
        let answer = send(&served, address, kind, body).await;
        assert_problem(&answer, StatusCode::from_u16(status).expect("a status"), code);
    }
    let large = "a word and a word ".repeat(60_000);
    assert_problem(&send(&served, "/api/v1/read", "text/plain", &large).await, StatusCode::PAYLOAD_TOO_LARGE, "too-large");
    // A page elsewhere can send plain text without asking first; it is turned away.
    let foreign = [LOCAL, ("content-type", "text/plain"), ("origin", "https://evil.example")];
    let answer = served.send(Method::POST, "/api/v1/read", &foreign, Body::from(ARTICLE)).await;
    assert_problem(&answer, StatusCode::FORBIDDEN, "foreign-origin");
}

#[tokio::test]
async fn a_correction_by_program_shows_at_once() {
    let served = served();
    let rows = served.rows("who-said").await;
    let statement = rows.iter().find(|row| row["speaker"]["name"] == "Ida Marn").expect("hers")["statement"].clone();
    let request = json!({ "kind": "reject", "on": statement, "by": "desk program", "note": "=1+1" }).to_string();
    let bearer = format!("Bearer {TOKEN}");
    let headers = [LOCAL, ("content-type", "application/json"), ("authorization", bearer.as_str())];
    let post = |body: String, headers: Vec<(&'static str, String)>| {
        let served = &served;
        async move {
            let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            served.send(Method::POST, "/api/v1/corrections", &headers, Body::from(body)).await
        }
    };
    let with_token: Vec<(&'static str, String)> =
        vec![("host", LOCAL.1.into()), ("content-type", "application/json".into()), ("authorization", bearer.clone())];
    let bare = with_token[..2].to_vec();
    assert_problem(&post(request.clone(), bare.clone()).await, StatusCode::UNAUTHORIZED, "no-token");
    let mut elsewhere = with_token.clone();
    elsewhere.push(("origin", "https://evil.example".into()));
    assert_problem(&post(request.clone(), elsewhere).await, StatusCode::FORBIDDEN, "foreign-origin");
    assert_eq!(json_of(&served.get("/api/v1/corrections").await)["total"], 0, "nothing was entered");
    let made = served.send(Method::POST, "/api/v1/corrections", &headers, Body::from(request.clone())).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let made = json_of(&made);
    assert_eq!(made["corrections"][0]["correction"]["kind"], "reject");
    assert_eq!(made["corrections"][0]["at"], "2031-05-06T09:00:00Z");
    assert!(
        !served.rows("who-said").await.iter().any(|row| row["statement"] == statement),
        "what was rejected is gone from the page"
    );
    let list = json_of(&served.get("/api/v1/corrections").await);
    assert_eq!(list["corrections"], made["corrections"]);
    // A script of our own page shows the token of forms.
    let other = served.rows("who-said").await[0]["statement"].clone();
    let accept = json!([{ "kind": "accept", "on": other, "by": "Mara" }]).to_string();
    let mut from_page: Vec<(&'static str, String)> =
        FROM_PAGE.iter().map(|(name, value)| (*name, (*value).to_string())).collect();
    from_page.retain(|(name, _)| *name != "content-type");
    from_page.push(("content-type", "application/json".into()));
    assert_problem(&post(accept.clone(), from_page.clone()).await, StatusCode::FORBIDDEN, "stale-page");
    from_page.push(("hearsay-token", served.form_token().await));
    assert_eq!(post(accept, from_page).await.status, StatusCode::CREATED);
    for (body, status, code) in [
        ("{".to_string(), 400, "broken-json"),
        ("[]".to_string(), 422, "unfit"),
        (json!({ "kind": "reject", "on": "a-zz", "by": "x" }).to_string(), 422, "unfit"),
        (json!({ "kind": "praise", "on": "a-zz", "by": "x" }).to_string(), 422, "unfit"),
        (json!({ "kind": "reject", "on": other, "by": "a\nb" }).to_string(), 422, "unfit"),
    ] {
        assert_problem(&post(body, with_token.clone()).await, StatusCode::from_u16(status).expect("a status"), code);
    }
    assert_eq!(json_of(&served.get("/api/v1/corrections?limit=1").await)["total"], 2);
}

#[tokio::test]
async fn citrons_call_is_citrons() {
    let served = served();
    let none = served.get("/citron/quotes").await;
    assert_eq!((none.status, none.body.trim()), (StatusCode::BAD_REQUEST, "{\"error\":\"A text parameter must be provided.\"}"));
    let text = "Warden Ines Korr opened the gate at Sallow Fen. 😀 “We never greased it,” she said on Tuesday.";
    let by_query = served.get(&format!("/citron/quotes/?text={}", percent(text))).await;
    assert_eq!(by_query.status, StatusCode::OK, "{}", by_query.body);
    let by_form = send(&served, "/citron/quotes", "application/x-www-form-urlencoded", &format!("text={}", percent(text))).await;
    assert_eq!(by_query.body, by_form.body);
    assert!(by_query.body.contains("“We never greased it,”"), "not escaped to ASCII");
    let answer = json_of(&by_query);
    assert_eq!(answer["source"]["application"], "hearsay");
    assert!(answer["source"]["model:"].is_string(), "Citron's key has a colon in it");
    let quote = &answer["quotes"][0];
    let keys = ["\"sources\"", "\"coreferences\"", "\"cue\"", "\"contents\"", "\"confidence\""];
    let places: Vec<usize> = keys.iter().map(|key| by_query.body.find(key).expect("the key")).collect();
    assert!(places.is_sorted(), "in Citron's order");
    let confidence = quote["confidence"].as_str().expect("in letters");
    assert!(confidence.len() == 6 && confidence.parse::<f64>().is_ok_and(|share| (0.0..=1.0).contains(&share)), "{confidence}");
    assert_eq!(quote["sources"][0]["text"], "Ines Korr", "the name stands under sources: {quote}");
    assert_eq!(quote["coreferences"][0]["text"], "she", "and what was printed under coreferences");
    let characters: Vec<char> = text.chars().collect();
    let pieces = [&quote["sources"], &quote["coreferences"], &quote["contents"]];
    for piece in pieces.into_iter().flat_map(|pieces| pieces.as_array().expect("a list")).chain([&quote["cue"]]) {
        let at = |key: &str| usize::try_from(piece[key].as_u64().expect("a number")).expect("small");
        let slice: String = characters[at("start")..at("end")].iter().collect();
        assert_eq!(piece["text"], slice, "characters are code points");
    }
    let tokens = json_of(&served.get(&format!("/citron/quotes?offsets=token&text={}", percent(text))).await);
    assert_eq!((&tokens["quotes"][0]["sources"][0]["start"], &tokens["quotes"][0]["sources"][0]["end"]), (&json!(1), &json!(3)));
    assert_eq!(json_of(&served.get("/citron/quotes?text=").await)["quotes"], json!([]));
}

#[tokio::test]
async fn corenlps_call_is_corenlps() {
    let served = served();
    let text = "😀 “We never greased it,” said Ines Korr, the warden. “Nobody asked.”";
    let properties = percent("{\"annotators\": \"quote\", \"outputFormat\": \"json\"}");
    let headers = [LOCAL];
    let answer = served.send(Method::POST, &format!("/corenlp/?properties={properties}"), &headers, Body::from(text)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let annotation = json_of(&answer);
    let units: Vec<u16> = text.encode_utf16().collect();
    let slice = |one: &Value, from: &str, to: &str| {
        let at = |key: &str| usize::try_from(one[key].as_u64().expect("a number")).expect("small");
        String::from_utf16_lossy(&units[at(from)..at(to)])
    };
    let quotes = annotation["quotes"].as_array().expect("quotes");
    assert_eq!(quotes.len(), 2, "{annotation}");
    for (number, quote) in quotes.iter().enumerate() {
        assert_eq!(quote["id"], number);
        assert_eq!(quote["text"], slice(quote, "beginIndex", "endIndex"), "offsets count UTF-16 units");
        assert!(quote["speaker"].is_string() && quote["canonicalSpeaker"].is_string(), "always there");
    }
    assert_eq!(
        (&quotes[0]["speaker"], &quotes[0]["mention"]),
        (&json!("Ines Korr"), &json!("Ines Korr, the warden")),
        "{}",
        quotes[0]
    );
    let tokens: Vec<&Value> = annotation["sentences"]
        .as_array()
        .expect("sentences")
        .iter()
        .flat_map(|one| one["tokens"].as_array().expect("tokens"))
        .collect();
    for token in &tokens {
        assert_eq!(token["originalText"], slice(token, "characterOffsetBegin", "characterOffsetEnd"));
    }
    let whole: String = tokens
        .iter()
        .map(|token| format!("{}{}", token["before"].as_str().unwrap_or(""), token["word"].as_str().unwrap_or("")))
        .collect();
    assert!(text.starts_with(&whole), "tokens with what stands before them are the text: {whole}");
    let first = usize::try_from(quotes[0]["canonicalMentionBegin"].as_u64().expect("a token")).expect("small");
    assert_eq!(tokens[first]["word"], "Ines", "mentions are numbers of tokens over the whole text");
    let names: Vec<&Value> = tokens.iter().filter(|token| token["ner"] == "PERSON").map(|token| &token["word"]).collect();
    assert_eq!(names, ["Ines", "Korr"]);
    let python = percent("{'annotators': 'quote', 'outputFormat': 'json'}");
    assert_eq!(
        served.send(Method::POST, &format!("/corenlp?properties={python}"), &headers, Body::from(text)).await.status,
        StatusCode::OK
    );
    for (properties, status, code) in [
        ("{\"outputFormat\": \"xml\"}", StatusCode::NOT_ACCEPTABLE, "not-acceptable"),
        ("{'annotators': 'quote', 'outputFormat': 'serialized', 'x': True}", StatusCode::NOT_ACCEPTABLE, "not-acceptable"),
        ("{'inputFormat': 'serialized', 'outputFormat': 'json'}", StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong-media-type"),
        ("[", StatusCode::BAD_REQUEST, "unfit-value"),
    ] {
        let answer =
            served.send(Method::POST, &format!("/corenlp?properties={}", percent(properties)), &headers, Body::from(text)).await;
        assert_problem(&answer, status, code);
    }
    let serialized = [LOCAL, ("content-type", "application/x-protobuf")];
    let answer = served.send(Method::POST, "/corenlp", &serialized, Body::from(&b"\x03\x0a\x01x"[..])).await;
    assert_problem(&answer, StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong-media-type");
    assert_eq!(json_of(&served.send(Method::POST, "/corenlp", &headers, Body::empty()).await)["quotes"], json!([]));
    assert_eq!(served.get("/corenlp/live").await.status, StatusCode::OK);
}

#[tokio::test]
async fn other_origins_read_only_where_they_were_named() {
    let served = served();
    let origin = ("origin", "https://paper.example");
    let closed = served.ask(Method::GET, "/api/v1/claims", &[LOCAL, origin]).await;
    assert!(!closed.headers.contains_key("access-control-allow-origin"), "off by default");
    let named = Serving { origins: vec![origin.1.into()], token: Some(TOKEN.into()), ..served_as() };
    let router = hearsay_serve::router_of(&served.ledger(), named).expect("opens");
    let open = Served { router, ..served };
    let read = open.ask(Method::GET, "/api/v1/claims", &[LOCAL, origin]).await;
    assert_eq!(read.headers["access-control-allow-origin"], origin.1);
    assert!(!read.headers.contains_key("access-control-allow-credentials"));
    let other = open.ask(Method::GET, "/api/v1/claims", &[LOCAL, ("origin", "https://evil.example")]).await;
    assert!(!other.headers.contains_key("access-control-allow-origin"));
    let before =
        open.ask(Method::OPTIONS, "/api/v1/corrections", &[LOCAL, origin, ("access-control-request-method", "POST")]).await;
    assert_eq!(before.headers["access-control-allow-methods"], "GET, HEAD", "named for reading only");
    let read =
        open.send(Method::POST, "/api/v1/read", &[LOCAL, origin, ("content-type", "text/plain")], Body::from(ARTICLE)).await;
    assert_eq!(read.status, StatusCode::OK);
    assert_eq!(read.headers["access-control-allow-origin"], origin.1);
    let bearer = format!("Bearer {TOKEN}");
    let headers = [LOCAL, origin, ("content-type", "application/json"), ("authorization", bearer.as_str())];
    let change = open.send(Method::POST, "/api/v1/corrections", &headers, Body::from("{}")).await;
    assert_problem(&change, StatusCode::FORBIDDEN, "foreign-origin");
}

#[tokio::test]
async fn beyond_loopback_nothing_is_told_without_the_token() {
    let served = served();
    let closed = Serving { token: Some(TOKEN.into()), beyond_loopback: true, names: vec!["desk.example".into()], ..served_as() };
    let router = hearsay_serve::router_of(&served.ledger(), closed).expect("opens");
    let open = Served { router, ..served };
    let host = ("host", "desk.example:8080");
    for address in ["/", "/claims", "/claims.csv", "/api/v1/claims", "/api/v1", "/citron/quotes?text=a", "/assets/page.css"] {
        let answer = open.ask(Method::GET, address, &[host]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{address}");
        assert!(answer.headers["www-authenticate"].to_str().expect("ASCII").contains("Basic realm="), "{address}");
        assert!(!answer.body.contains("Marn"), "{address}");
        let shown = open.ask(Method::GET, address, &[host, ("authorization", &format!("Bearer {TOKEN}"))]).await;
        assert_eq!(shown.status, StatusCode::OK, "{address}: {}", shown.body);
    }
    // A browser asks for a name and a token: `Mara:a-token-of-the-tests` in base 64.
    let basic = ("authorization", "Basic TWFyYTphLXRva2VuLW9mLXRoZS10ZXN0cw==");
    let page = open.ask(Method::GET, "/help", &[host, basic]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("value=\"Mara\""), "decisions are kept under the name given with the token");
    // A browser sends both by itself, so a form from elsewhere is turned away all the same.
    let forged = [host, basic, ("origin", "https://evil.example"), ("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(open.send(Method::POST, "/reviewer", &forged, Body::from("by=x")).await.status, StatusCode::FORBIDDEN);
    let untold = [host, basic, ("origin", "http://desk.example:8080"), ("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(open.send(Method::POST, "/reviewer", &untold, Body::from("by=x")).await.status, StatusCode::FORBIDDEN);
    let foreign =
        open.ask(Method::GET, "/api/v1/claims", &[("host", "evil.example"), ("authorization", &format!("Bearer {TOKEN}"))]).await;
    assert_problem(&foreign, StatusCode::MISDIRECTED_REQUEST, "foreign-host");
}

#[tokio::test]
async fn what_a_question_needs_is_described() {
    let served = served();
    let described = json_of(&served.get("/api/v1/openapi.json").await);
    for (path, operations) in described["paths"].as_object().expect("paths") {
        if !path.starts_with("/api/v1/") || path.contains('{') || operations["get"].is_null() {
            continue;
        }
        let parameters = operations["get"]["parameters"].as_array().cloned().unwrap_or_default();
        let needs_one = parameters.iter().any(|parameter| parameter["required"] == true);
        let answer = served.get(path).await;
        if needs_one {
            assert_problem(&answer, StatusCode::BAD_REQUEST, "missing-key");
        } else {
            assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        }
    }
}

#[tokio::test]
async fn the_description_is_the_one_that_is_kept() {
    let served = served();
    let answer = served.get("/api/v1/openapi.json").await;
    assert_eq!(answer.headers["content-type"], "application/vnd.oai.openapi+json;version=3.1");
    let described = json_of(&answer);
    assert_eq!(described["openapi"], "3.1.0");
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let mut now = serde_json::to_string_pretty(&described).expect("JSON");
    now.push('\n');
    if std::env::var_os("HEARSAY_WRITE").is_some() {
        std::fs::write(&path, &now).expect("written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == now,
        "docs/openapi.json is not what is served: HEARSAY_WRITE=1 cargo test -p hearsay-serve --test api writes it"
    );
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

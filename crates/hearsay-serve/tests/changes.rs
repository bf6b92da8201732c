//! Who may change a case over HTTP: a page of this run, and a program with the token; nobody else.

mod case;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use case::{FROM_PAGE, TOKEN, served};
use tower::ServiceExt;

/// The head of a page's form, with one header another (or left out).
fn but(name: &'static str, value: Option<&'static str>) -> Vec<(&'static str, &'static str)> {
    let others = FROM_PAGE.iter().filter(|(known, _)| *known != name).copied();
    others.chain(value.map(|value| (name, value))).collect()
}

#[tokio::test]
async fn a_form_of_our_own_page_is_taken_and_leads_back() {
    let served = served();
    let answer = served.post("/reviewer", "by=Mara+H%C3%B6lm&back=%2Fclaims%3Fsort%3Dlast").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(answer.headers["location"], "/claims?sort=last");
    let cookie = answer.headers["set-cookie"].to_str().expect("ASCII");
    assert_eq!(cookie, "reviewer=Mara%20H%C3%B6lm; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict");
    let kept = cookie.split(';').next().expect("the name");
    let page = served.ask(Method::GET, "/help", &[("host", "localhost"), ("cookie", kept)]).await.body;
    assert!(page.contains("value=\"Mara Hölm\""), "the name is remembered");
    let away = served.post("/reviewer", "by=Mara&back=https%3A%2F%2Fevil.example").await;
    assert_eq!(away.headers["location"], "/", "a form leads nowhere else");
}

#[tokio::test]
async fn a_forged_form_changes_nothing() {
    let served = served();
    let token = served.form_token().await;
    let fields = format!("by=Mallory&token={token}");
    let forged = [
        but("origin", Some("https://evil.example")),
        but("origin", Some("http://localhost:8081")),
        but("origin", Some("null")),
        but("sec-fetch-site", Some("cross-site")),
        but("sec-fetch-site", Some("same-site")),
        but("sec-fetch-site", Some("none")),
    ];
    for headers in forged {
        let answer = served.send(Method::POST, "/reviewer", &headers, Body::from(fields.clone())).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
        assert!(!answer.headers.contains_key("set-cookie"), "{headers:?}");
    }
    for body in ["by=Mallory", "by=Mallory&token=", "by=Mallory&token=00000000000000000000000000000000"] {
        let answer = served.send(Method::POST, "/reviewer", FROM_PAGE, Body::from(body)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{body}");
    }
    // No browser sends a form without both; a program shows its own token.
    let bare = [("host", "localhost"), ("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(served.send(Method::POST, "/reviewer", &bare, Body::from(fields)).await.status, StatusCode::UNAUTHORIZED);
    let get = served.get(&format!("/reviewer?by=Mallory&token={token}")).await;
    assert_eq!(get.status, StatusCode::NOT_FOUND, "GET changes nothing");
}

#[tokio::test]
async fn a_program_shows_the_token() {
    let served = served();
    for (shown, status) in [
        (format!("Bearer {TOKEN}"), StatusCode::SEE_OTHER),
        (format!("bearer {TOKEN}"), StatusCode::SEE_OTHER),
        (format!("Bearer {TOKEN}x"), StatusCode::UNAUTHORIZED),
        ("Bearer".to_string(), StatusCode::UNAUTHORIZED),
        ("Bearer ".to_string(), StatusCode::UNAUTHORIZED),
        (format!("Digest {TOKEN}"), StatusCode::UNAUTHORIZED),
    ] {
        let headers = [("host", "localhost"), ("content-type", "application/x-www-form-urlencoded"), ("authorization", &shown)];
        let answer = served.send(Method::POST, "/reviewer", &headers, Body::from("by=Desk")).await;
        assert_eq!(answer.status, status, "{shown}");
        assert_eq!(answer.headers.contains_key("www-authenticate"), status == StatusCode::UNAUTHORIZED, "{shown}");
        let mut with_origin = headers.to_vec();
        with_origin.push(("origin", "https://evil.example"));
        let answer = served.send(Method::POST, "/reviewer", &with_origin, Body::from("by=Desk")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{shown}: a page elsewhere may not use it");
    }
}

#[tokio::test]
async fn what_is_sent_has_a_form_and_a_size() {
    let served = served();
    for kind in ["text/plain", "multipart/form-data; boundary=x", "application/json"] {
        let answer = served.send(Method::POST, "/reviewer", &but("content-type", Some(kind)), Body::from("by=Mara")).await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
    }
    let large = format!("by=Mara&token={}&note={}", served.form_token().await, "x".repeat(4 << 20));
    let answer = served.send(Method::POST, "/reviewer", FROM_PAGE, Body::from(large)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let answer = served.post("/reviewer", &format!("by={}", "x".repeat(81))).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "a name is short");
}

#[tokio::test]
async fn a_case_without_a_clock_is_for_reading() {
    let served = served();
    let router = hearsay_serve::router(&served.ledger()).expect("opens");
    let request = axum::http::Request::get("/help").header("host", "localhost").body(Body::empty()).expect("a request");
    let response = router.oneshot(request).await.expect("answered");
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body");
    let page = String::from_utf8(body.to_vec()).expect("UTF-8");
    assert!(page.contains("for reading only") && !page.contains("name=\"token\""), "it says so, and has no form");
}

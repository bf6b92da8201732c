//! A case made for the tests: a few documents of our own, one of them hostile.

#![allow(dead_code, reason = "each file of tests uses what it needs")]

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use hearsay::{Access, Case, Input, Packs};
use hearsay_serve::Serving;
use std::path::PathBuf;
use tower::ServiceExt;

/// A ledger in a folder of its own, and its pages.
#[allow(dead_code, reason = "not every test needs all of it")]
pub(crate) struct Served {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) router: Router,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

/// The address of a list in another format.
pub(crate) fn twin(question: &str, suffix: &str) -> String {
    match question.split_once('?') {
        Some((path, query)) => format!("/{path}.{suffix}?{query}"),
        None => format!("/{question}.{suffix}"),
    }
}

const MORNING: &str = " date 2031-05-02 https://lantern.example/dam\nDam at Orrin holds, says engineer\n\n\
ORRIN (Lantern) — Police said on Friday that 12 people were injured at the Orrin dam.\n\n\
“The wall has been checked every week since March,” said Ida Marn, chief engineer of the Orrin Dam Company.\n\n\
Mayor Tomas Vell accused the Orrin Dam Company of ignoring a crack in the wall.\n\n\
The Orrin Dam Company denied that it had ignored a crack in the wall.\n";

const COPY: &str = " date 2031-05-03 https://copyist.example/dam\nDam holds\n\n\
Police said on Friday that 12 people were injured at the Orrin dam.\n\n\
“The wall has been checked every week since March,” said Ida Marn, chief engineer of the Orrin Dam Company.\n\n\
Mayor Tomas Vell accused the Orrin Dam Company of ignoring a crack in the wall.\n\n\
The Orrin Dam Company denied that it had ignored a crack in the wall.\n";

const OTHER: &str = " date 2031-05-03 https://beacon.example/dam-injured\nMore hurt at Orrin\n\n\
Nurse Pella Grost said on Saturday that 19 people were injured at the Orrin dam.\n\n\
“Nobody has looked at that wall,” Mayor Tomas Vell said at a rally in Orrin.\n";

const RUSSIAN: &str = "Плотина в Оррине выдержала\n\nМэр города сказал, что стена плотины выдержала напор воды и что никто из жителей не пострадал.\n";

/// Text that tries to become markup, to leave an attribute, and to turn the direction of what follows.
pub(crate) const HOSTILE: &str = " date 2031-05-04 https://evil.example/\"onmouseover=\"alert(1)\nTitle </title><script>alert(1)</script> \"onmouseover=\"alert(2)\n\n\
“<script>alert(3)</script> <img src=x onerror=alert(4)> \u{202e}txet\u{2066}” said Mallory <b>Quill</b> \"onfocus=\"alert(5).\n\n\
Ida Marn said the wall's </blockquote><style>*{display:none}</style> had held.\n\n\
Police said that nobody was hurt on Sunday, and that the road along the river was open again after three days.\n";

/// What a program shows to change the case.
#[allow(dead_code, reason = "not every test changes something")]
pub(crate) const TOKEN: &str = "a-token-of-the-tests";

/// The head of a form that a page of ours sends.
#[allow(dead_code, reason = "not every test changes something")]
pub(crate) const FROM_PAGE: &[(&str, &str)] = &[
    ("host", "localhost:8080"),
    ("origin", "http://localhost:8080"),
    ("sec-fetch-site", "same-origin"),
    ("content-type", "application/x-www-form-urlencoded"),
];

/// The case.
pub(crate) fn served() -> Served {
    let folder = tempfile::tempdir().expect("a folder");
    let path: PathBuf = folder.path().join("orrin.hearsay");
    let mut case = Case::open(&path, Access::Create, Packs::embedded()).expect("a new ledger");
    let inputs =
        [("morning.txt", MORNING), ("copy.txt", COPY), ("other.txt", OTHER), ("russian.txt", RUSSIAN), ("hostile.txt", HOSTILE)]
            .map(|(path, text)| Input { path: path.into(), bytes: Ok(text.as_bytes().to_vec()), url: None });
    let added = case.add(inputs.into_iter(), "2031-05-05T08:00:00Z", &mut |_| {}).expect("entered");
    assert_eq!(added.len(), 5);
    drop(case);
    let serving = Serving { token: Some(TOKEN.into()), ..served_as() };
    let router = hearsay_serve::router_of(&path, serving).expect("the ledger opens");
    Served { folder, router }
}

/// How it is served: with a clock that stands still.
pub(crate) fn served_as() -> Serving {
    Serving { packs: Some(Packs::embedded()), now: Some(|| "2031-05-06T09:00:00Z".into()), ..Serving::default() }
}

impl Served {
    /// Where the ledger lies.
    #[allow(dead_code, reason = "not every test needs it")]
    pub(crate) fn ledger(&self) -> PathBuf {
        self.folder.path().join("orrin.hearsay")
    }

    /// What GET gives.
    pub(crate) async fn get(&self, address: &str) -> Answer {
        self.ask(Method::GET, address, &[("host", "localhost:8080")]).await
    }

    /// What a request gives.
    pub(crate) async fn ask(&self, method: Method, address: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(method, address, headers, Body::empty()).await
    }

    /// What a form gives that a page of this run sends, with the token of forms that the page held.
    #[allow(dead_code, reason = "not every test changes something")]
    pub(crate) async fn post(&self, address: &str, fields: &str) -> Answer {
        let body = format!("{fields}&token={}", self.form_token().await);
        self.send(Method::POST, address, FROM_PAGE, Body::from(body)).await
    }

    /// The token that a page of ours holds for its forms.
    #[allow(dead_code, reason = "not every test changes something")]
    pub(crate) async fn form_token(&self) -> String {
        let page = self.get("/help").await.body;
        let token = page.split("name=\"token\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        token.expect("a page that changes something holds the token").to_string()
    }

    /// What a request with a body gives.
    pub(crate) async fn send(&self, method: Method, address: &str, headers: &[(&str, &str)], body: Body) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(body).expect("a request")).await.expect("always answered");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(bytes.to_vec()).expect("UTF-8") }
    }

    /// The rows of a question as data.
    pub(crate) async fn rows(&self, question: &str) -> Vec<serde_json::Value> {
        let answer = self.get(&format!("/{question}.json")).await;
        assert_eq!(answer.status, StatusCode::OK, "{question}: {}", answer.body);
        let json: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
        json[question].as_array().unwrap_or_else(|| panic!("{question}: no rows under its own word")).clone()
    }
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// Addresses of links that hold this, as a browser would follow them.
    pub(crate) fn hrefs(&self, part: &str) -> Vec<String> {
        let found = self.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        found.map(|href| href.replace("&#38;", "&").replace("&amp;", "&")).filter(|href| href.contains(part)).collect()
    }
}

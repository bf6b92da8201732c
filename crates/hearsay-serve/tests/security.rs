//! What article text, other sites and other machines can do with a page: nothing.

mod case;

use axum::http::{Method, StatusCode};
use case::served;
use hearsay_serve::Serving;

/// Every tag of a page, as it is written.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag)).collect()
}

#[tokio::test]
async fn hostile_text_stays_text_on_every_page() {
    let served = served();
    let document = served.rows("coverage").await.into_iter().find(|row| row["path"] == "hostile.txt").expect("taken in");
    let id = document["document"].as_str().expect("an id").to_string();
    let mut addresses: Vec<String> = [
        "/",
        "/who-said",
        "/about",
        "/claims",
        "/people",
        "/coverage",
        "/timeline",
        "/search?text=alert",
        "/outlets",
        "/stories",
        "/links",
        "/copies",
        "/who-said?columns=speaker,content,title,sentence&sort=title.descending",
        "/coverage?columns=title,path",
        "/?since=2031-01-01",
        "/review",
        "/history",
    ]
    .map(String::from)
    .to_vec();
    addresses.extend([format!("/document/{id}"), format!("/document/{id}/original"), format!("/show/{id}")]);
    addresses.push("/search?text=%3Cscript%3Ealert(9)%3C/script%3E%22onfocus=%22".into());
    addresses.push("/who-said?speaker=%22%3E%3Cscript%3Ealert(9)%3C/script%3E".into());
    addresses.push("/%3Cscript%3Ealert(9)%3C/script%3E".into());
    for row in served.rows("who-said").await {
        addresses.push(format!("/show/{}", row["statement"].as_str().expect("an id")));
    }
    for row in served.rows("people").await {
        addresses.push(format!("/person/{}", row["id"].as_str().expect("an id")));
    }
    for address in &addresses {
        let page = served.get(address).await.body;
        for tag in tags(&page) {
            let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or("");
            assert!(
                !matches!(name, "b" | "img" | "style" | "iframe") || (name == "b" && !tag.contains("Quill")),
                "{address}: <{tag}>"
            );
            assert!(
                name != "script" || tag.starts_with("/script") || tag.starts_with("script src=\"/assets/keys.js?v="),
                "{address}: <{tag}>"
            );
            for handler in [" onmouseover", " onerror", " onfocus", " onclick", " style="] {
                // Within a quoted value it is harmless; outside of one it would be an attribute.
                let outside: String = tag.split('"').step_by(2).collect();
                assert!(!outside.contains(handler), "{address}: <{tag}>");
            }
        }
        assert!(!page.contains(['\u{202e}', '\u{2066}']), "{address}: a character that turns direction");
    }
    let page = served.get(&format!("/document/{id}")).await.body;
    assert!(page.contains("⟨U+202E⟩"), "shown by its code");
    assert!(!page.contains("<script>"));
}

#[tokio::test]
async fn links_that_leave_lead_to_web_addresses_and_tell_nothing() {
    let served = served();
    let mut n_outgoing = 0;
    for row in served.rows("coverage").await {
        let page = served.get(&format!("/document/{}", row["document"].as_str().expect("an id"))).await.body;
        for tag in tags(&page).into_iter().filter(|tag| tag.starts_with("a ")) {
            let href = tag.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("");
            if href.starts_with('/') || href.starts_with('#') {
                continue;
            }
            n_outgoing += 1;
            assert!(href.starts_with("https://") || href.starts_with("http://"), "{href}");
            assert!(tag.contains("rel=\"noopener noreferrer nofollow\""), "<{tag}>");
        }
    }
    assert!(n_outgoing > 0);
    let page = served.get("/who-said").await.body;
    assert!(page.contains(":~:text="), "a passage is named in the address");
}

#[tokio::test]
async fn every_response_has_its_guards() {
    let served = served();
    for address in ["/", "/claims.json", "/claims.csv", "/nowhere", "/assets/page.css", "/who-said?x=1"] {
        let headers = served.get(address).await.headers;
        let policy = headers["content-security-policy"].to_str().expect("ASCII");
        assert_eq!(
            policy,
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        );
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(headers[name], value, "{address}: {name}");
        }
        assert!(!headers.contains_key("access-control-allow-origin"), "{address}");
    }
}

#[tokio::test]
async fn nothing_on_a_page_is_had_from_elsewhere_or_written_into_it() {
    let served = served();
    for address in ["/", "/claims", "/copies", "/help"] {
        let page = served.get(address).await.body;
        for tag in tags(&page) {
            let fetches = ["link ", "script ", "img ", "source ", "iframe ", "object ", "embed ", "form "]
                .iter()
                .any(|name| tag.starts_with(name));
            for attribute in ["src=\"", "href=\"", "action=\""] {
                if let Some(value) = tag.split(attribute).nth(1).filter(|_| fetches) {
                    assert!(value.starts_with('/') && !value.starts_with("//"), "{address}: <{tag}>");
                }
            }
            assert!(!tag.starts_with("style"), "{address}: a style in the page");
        }
        assert_eq!(page.matches("<script").count(), 1, "{address}: one script, our own");
    }
    for asset in ["/assets/page.css", "/assets/keys.js"] {
        let text = served.get(asset).await.body;
        for fetch in ["http:", "https:", "@import", "innerHTML", "eval("] {
            assert!(!text.contains(fetch), "{asset}: {fetch}");
        }
        // A pattern of the page's own pictures is named by its fragment.
        assert_eq!(text.matches("url(").count(), text.matches("url(#").count(), "{asset}");
        // What is sent goes to an address of this case.
        assert!(text.split("fetch(").skip(1).all(|sent| sent.starts_with("\"/") && !sent.starts_with("\"//")), "{asset}");
    }
}

#[tokio::test]
async fn other_names_and_other_methods_are_refused() {
    let served = served();
    for host in ["evil.example", "localhost.evil.example", "192.168.0.7:8080", ""] {
        let answer = served.ask(Method::GET, "/claims.json", &[("host", host)]).await;
        assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
        assert!(!answer.body.contains("Marn"), "{host}: nothing of the case is told");
    }
    assert_eq!(served.ask(Method::GET, "/claims", &[]).await.status, StatusCode::MISDIRECTED_REQUEST);
    for host in ["127.0.0.1:4000", "[::1]:4000", "LOCALHOST"] {
        assert_eq!(served.ask(Method::GET, "/claims", &[("host", host)]).await.status, StatusCode::OK, "{host}");
    }
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
        let answer = served.ask(method.clone(), "/claims", &[("host", "localhost")]).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(answer.headers["allow"], "GET, HEAD, POST");
    }
    let answer = served.post("/claims", "by=Mara").await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.headers["allow"], "GET, HEAD");
}

#[tokio::test]
async fn who_is_not_let_in_is_told_nothing_of_the_case() {
    let served = served();
    let token = served.form_token().await;
    let refused = |answer: &case::Answer, status: StatusCode, told: &str| {
        assert_eq!(answer.status, status);
        for of_case in ["orrin", "/assets/", "<form", "<a ", token.as_str()] {
            assert!(!answer.body.contains(of_case), "{of_case}: {}", answer.body);
        }
        assert!(answer.body.contains(told) && answer.body.contains("<h1>"), "{}", answer.body);
    };
    for address in ["/", "/claims", "/nowhere", "/claims?speker=Oster", "/assets/page.css", "/document/d-00"] {
        let answer = served.ask(Method::GET, address, &[("host", "evil.example")]).await;
        refused(&answer, StatusCode::MISDIRECTED_REQUEST, "Not under this name");
    }
    let closed = Serving { token: Some(case::TOKEN.into()), beyond_loopback: true, ..case::served_as() };
    let closed = case::Served { router: hearsay_serve::router_of(&served.ledger(), closed).expect("opens"), ..served };
    for method in [Method::GET, Method::POST] {
        for address in ["/", "/claims", "/nowhere", "/decide"] {
            let answer = closed.ask(method.clone(), address, &[("host", "localhost")]).await;
            refused(&answer, StatusCode::UNAUTHORIZED, "A name and a token are needed");
            assert!(answer.headers["www-authenticate"].to_str().expect("ASCII").starts_with("Basic realm=\"hearsay\""));
        }
    }
}

#[tokio::test]
async fn a_server_is_bound_to_loopback_only() {
    let served = served();
    let open = hearsay_serve::Server::bind(&served.ledger(), ([0, 0, 0, 0], 0).into(), Serving::default()).await;
    assert!(matches!(open, Err(hearsay_serve::ServeError::NotLoopback(_))));
    let server =
        hearsay_serve::Server::bind(&served.ledger(), ([127, 0, 0, 1], 0).into(), Serving::default()).await.expect("a free port");
    assert!(server.address().ip().is_loopback() && server.address().port() != 0);
    let absent =
        hearsay_serve::Server::bind(&served.folder.path().join("absent.hearsay"), ([127, 0, 0, 1], 0).into(), Serving::default())
            .await;
    assert!(matches!(absent, Err(hearsay_serve::ServeError::Ledger(_))));
}

/// What a server on a real socket says to these bytes, until it closes or a while has passed.
async fn said(address: std::net::SocketAddr, bytes: &[u8]) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(address).await.expect("listens");
    // A server that has heard enough may close while we still write.
    let _ = stream.write_all(bytes).await;
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said).await;
    String::from_utf8_lossy(&said).into_owned()
}

#[tokio::test]
async fn what_is_too_large_or_no_request_is_answered_and_the_next_is_served() {
    let served = served();
    let serving = Serving { now: Some(|| "2031-05-06T09:00:00Z".into()), ..Serving::default() };
    let server = hearsay_serve::Server::bind(&served.ledger(), ([127, 0, 0, 1], 0).into(), serving).await.expect("a free port");
    let address = server.address();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(server.run(async move {
        let _ = stopped.await;
    }));
    let host = format!("host: {address}\r\nconnection: close\r\n");
    let large = "x".repeat(5 << 20);
    let head = format!("POST /api/v1/read HTTP/1.1\r\n{host}content-type: text/plain\r\ncontent-length: {}\r\n\r\n", large.len());
    for (bytes, status) in [
        (format!("{head}{large}"), "413"),
        (format!("GET /{} HTTP/1.1\r\n{host}\r\n", "x".repeat(100_000)), "414"),
        (format!("GET / HTTP/1.1\r\n{host}x: {}\r\n\r\n", "y".repeat(600_000)), "431"),
        ("no request at all\r\n\r\n".to_string(), "400"),
        ("GET / HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n".to_string(), "421"),
        (format!("GET http://evil.example/ HTTP/1.1\r\nhost: evil.example\r\n{}\r\n", "connection: close\r\n"), "421"),
        ("GET / HTTP/1.1\r\nconnection: close\r\n\r\n".to_string(), "421"),
        (format!("GET /api/v1/stats HTTP/1.1\r\n{host}\r\n"), "200"),
    ] {
        let answer = said(address, bytes.as_bytes()).await;
        let first = answer.lines().next().unwrap_or("");
        // To a body that is cut off the system may answer with a reset before our words are read.
        assert!(first.contains(&format!(" {status} ")) || (status == "413" && first.is_empty()), "{status}: {first}");
    }
    // Many who say nothing keep nobody out.
    let mut silent = Vec::new();
    for _ in 0..100 {
        silent.push(tokio::net::TcpStream::connect(address).await.expect("listens"));
    }
    let answer = said(address, format!("GET /api/v1/stats HTTP/1.1\r\n{host}\r\n").as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    drop(silent);
    let _ = stop.send(());
    running.await.expect("ends").expect("without an error");
}

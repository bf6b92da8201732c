//! What a browser may do with a page, and who may ask for one.
//!
//! In: the head of a request, a response on its way out. Out: a refusal or nothing; the response with
//! its headers. Invariants: only this machine's own names and those that the door gave are answered to (a page
//! elsewhere that has its own name lead here is refused); beyond loopback nothing is told without the
//! token; a change comes from a page of this run, or from a program that shows the token; every response
//! forbids scripts, styles and pictures but our own, frames, other origins' reading, and referrers.

use crate::open_case::OpenCase;
use crate::problem::Problem;
use crate::serving::Serving;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode, Uri};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The head of a request is one that is answered.
pub(crate) fn admit(method: &Method, uri: &Uri, headers: &HeaderMap, serving: &Serving) -> Result<(), Problem> {
    admit_host(uri, headers, serving)?;
    admit_reader(headers, serving)?;
    if !matches!(*method, Method::GET | Method::HEAD | Method::POST) {
        return Err(Problem::wrong_method(format!("{method} is not done here"), "GET, HEAD, POST"));
    }
    Ok(())
}

/// The request is for one of our names.
pub(crate) fn admit_host(uri: &Uri, headers: &HeaderMap, serving: &Serving) -> Result<(), Problem> {
    if authority(uri, headers).is_some_and(|host| is_ours(host, &serving.names)) {
        return Ok(());
    }
    let names = ["localhost", "127.0.0.1", "[::1]"].into_iter().chain(serving.names.iter().map(String::as_str));
    let message = format!("This case is served under these names only: {}", names.collect::<Vec<_>>().join(", "));
    Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, "foreign-host", message))
}

/// Beyond loopback, whoever asks shows the token.
pub(crate) fn admit_reader(headers: &HeaderMap, serving: &Serving) -> Result<(), Problem> {
    if serving.beyond_loopback && !shows_token(headers, serving) { Err(needs_token()) } else { Ok(()) }
}

/// What was sent comes from no page of another origin. Says whether it comes from a page at all.
pub(crate) fn admit_origin(uri: &Uri, headers: &HeaderMap) -> Result<bool, Problem> {
    let site = headers.get("sec-fetch-site").map(|site| site.as_bytes() == b"same-origin");
    let origin = headers.get(header::ORIGIN).map(|origin| {
        let host =
            origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://")));
        host.is_some() && host == authority(uri, headers)
    });
    if site == Some(false) || origin == Some(false) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "foreign-origin", "A page of another origin can send nothing here"));
    }
    Ok(site.is_some() || origin.is_some())
}

/// A change that was sent may be made: a page of this run sent it, or a program that shows the token.
pub(crate) fn admit_change(uri: &Uri, headers: &HeaderMap, form_token: Option<&str>, case: &OpenCase) -> Result<(), Problem> {
    let is_from_page = admit_origin(uri, headers)?;
    if let Some((Way::Bearer, _)) = shown(headers) {
        return if shows_token(headers, case.serving()) { Ok(()) } else { Err(needs_token()) };
    }
    if !is_from_page {
        return Err(needs_token());
    }
    if form_token.is_some_and(|token| is_same(token, case.form_token())) {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::FORBIDDEN,
        "stale-page",
        "The page is from an earlier run: open it again, and send it from there",
    ))
}

fn needs_token() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "no-token", "This needs the token that the server was started with")
}

/// How a token is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// `Authorization: Bearer TOKEN`: a program's way.
    Bearer,
    /// `Authorization: Basic`, name and token: what a browser asks a person for.
    Basic,
}

/// What the request shows: the way, with a name (empty for a program) and a token.
fn shown(headers: &HeaderMap) -> Option<(Way, (String, String))> {
    let (scheme, rest) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some((Way::Bearer, (String::new(), rest.trim().to_string())));
    }
    if scheme.eq_ignore_ascii_case("basic") {
        let (name, token) = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?.split_once(':').map(owned)?;
        return Some((Way::Basic, (name, token)));
    }
    None
}

fn owned((one, other): (&str, &str)) -> (String, String) {
    (one.to_string(), other.to_string())
}

/// The name that a person gave with the token.
pub(crate) fn name_shown(headers: &HeaderMap) -> Option<String> {
    shown(headers).map(|(_, (name, _))| name).filter(|name| !name.is_empty())
}

fn shows_token(headers: &HeaderMap, serving: &Serving) -> bool {
    match (shown(headers), &serving.token) {
        (Some((_, (_, token))), Some(known)) => is_same(&token, known),
        _ => false,
    }
}

/// Compared in a time that does not hang on where they part.
fn is_same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |parted, (a, b)| parted | (a ^ b)) == 0
}

/// Host and port that the request is for.
fn authority<'h>(uri: &'h Uri, headers: &'h HeaderMap) -> Option<&'h str> {
    let host = headers.get(header::HOST).map(|host| host.to_str().unwrap_or(""));
    host.or_else(|| uri.authority().map(|authority| authority.as_str()))
}

/// Whether a Host header names this machine's loopback or one of the names given, with or without a port.
fn is_ours(host: &str, names: &[String]) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((name, after)) if is_port(after) => name,
            _ => return false,
        },
        None => match host.split_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            Some(_) => return false,
            None => host,
        },
    };
    name.eq_ignore_ascii_case("localhost")
        || name == "127.0.0.1"
        || name == "::1"
        || names.iter().any(|ours| name.eq_ignore_ascii_case(ours.trim_matches(['[', ']'])))
}

fn is_port(after: &str) -> bool {
    after.is_empty() || after.strip_prefix(':').is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Sets the headers that every response has.
pub(crate) fn protect(headers: &mut HeaderMap) {
    let fixed: [(HeaderName, &'static str); 8] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use super::{is_ours, is_same};

    #[test]
    fn loopback_names_and_no_others() {
        for host in ["localhost", "LocalHost:8080", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:80"] {
            assert!(is_ours(host, &[]), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "127.0.0.1:x",
            "[::1].evil",
            "[::1",
            "0.0.0.0",
            "::1",
        ] {
            assert!(!is_ours(host, &[]), "{host}");
        }
    }

    #[test]
    fn names_that_the_door_gave_are_ours_too() {
        let names = ["desk.example".to_string(), "[fd00::7]".to_string()];
        for host in ["desk.example", "Desk.Example:8080", "[fd00::7]:80"] {
            assert!(is_ours(host, &names), "{host}");
        }
        assert!(!is_ours("desk.example.evil.example", &names) && !is_ours("www.desk.example", &names));
    }

    #[test]
    fn tokens_are_the_same_or_not() {
        assert!(is_same("abc", "abc") && !is_same("abc", "abd") && !is_same("abc", "abcd") && !is_same("", "a"));
    }
}

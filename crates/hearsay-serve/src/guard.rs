//! What a browser may do with a page, and who may ask for one.
//!
//! In: the head of a request, a response on its way out. Out: a refusal or nothing; the response with
//! its headers. Invariants: only loopback names are served (a page elsewhere that has its own name
//! lead here is refused); only GET and HEAD; every response forbids scripts, styles and pictures but
//! our own, frames, other origins' reading, and referrers.

use crate::problem::Problem;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode, Uri};

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The head of a request is one that is answered.
pub(crate) fn admit(method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Problem> {
    let named = headers
        .get(header::HOST)
        .map(|host| host.to_str().unwrap_or(""))
        .or_else(|| uri.authority().map(|authority| authority.as_str()));
    if !named.is_some_and(is_loopback) {
        return Err(Problem::new(
            StatusCode::MISDIRECTED_REQUEST,
            "foreign-host",
            "This case is served under the names localhost, 127.0.0.1 and [::1] only",
        ));
    }
    if !matches!(*method, Method::GET | Method::HEAD) {
        return Err(Problem::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "read-only",
            "The page is for reading; corrections are made with `hearsay correct`",
        ));
    }
    Ok(())
}

/// Whether a Host header names this machine's loopback, with or without a port.
fn is_loopback(host: &str) -> bool {
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
    name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1" || name == "::1"
}

fn is_port(after: &str) -> bool {
    after.is_empty() || after.strip_prefix(':').is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Sets the headers that every response has.
pub(crate) fn protect(headers: &mut HeaderMap) {
    let fixed: [(HeaderName, &'static str); 8] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
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
    use super::is_loopback;

    #[test]
    fn loopback_names_and_no_others() {
        for host in ["localhost", "LocalHost:8080", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:80"] {
            assert!(is_loopback(host), "{host}");
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
            assert!(!is_loopback(host), "{host}");
        }
    }
}

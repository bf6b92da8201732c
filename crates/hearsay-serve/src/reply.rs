//! [`Reply`]: what a page gives back, and how it becomes a response.
//!
//! In: HTML, data or another address. Out: a response with an ETag over its bytes. Invariant: no HTML
//! leaves with a character in it that turns the direction of what follows or that only terminals
//! obey; it is shown by its code instead. That is done here, at the one gate, so no page can forget it.

use crate::guard;
use crate::problem::Problem;
use crate::rendering::Rendering;
use axum::body::Body;
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use hearsay::record::canonical;
use hearsay::view::formats::Format;

/// What a page gives back.
#[derive(Debug)]
pub(crate) enum Reply {
    /// A page.
    Html(String),
    /// Rows in a format.
    Data(Format, Vec<u8>),
    /// Another shape of a page.
    Rendered(Rendering, Vec<u8>),
    /// A page, and the header that makes the browser remember the visit.
    Visited(String, String),
    /// The page of a record that is no longer here.
    Gone(String),
    /// What was made of a text that is kept nowhere: media type and bytes, which no browser keeps either.
    Unkept(&'static str, Vec<u8>),
    /// A file of the page itself.
    Asset(&'static crate::assets::Asset),
    /// What was asked for stands at another address.
    Elsewhere(String),
    /// An answer to a program.
    Given(Given),
    /// A change was made; the page to go on with. Asked for again, it changes nothing again.
    SeeOther(String),
}

/// An answer to a program, with headers of its own.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) status: StatusCode,
    pub(crate) media_type: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) headers: HeaderMap,
}

impl Reply {
    /// The response, or 304 where the browser has it already.
    pub(crate) fn response(self, method: &Method, request: &HeaderMap) -> Response {
        let no_cache = "no-cache";
        match self {
            Self::Html(page) => {
                respond(StatusCode::OK, "text/html; charset=utf-8", no_cache, harmless(&page).into_bytes(), method, request)
            }
            Self::Rendered(rendering, bytes) => respond(StatusCode::OK, rendering.media_type(), no_cache, bytes, method, request),
            Self::Visited(page, cookie) => {
                let mut response = Self::Html(page).response(method, request);
                if let Ok(cookie) = HeaderValue::from_str(&cookie) {
                    response.headers_mut().insert(header::SET_COOKIE, cookie);
                }
                response
            }
            Self::Gone(page) => respond(
                StatusCode::NOT_FOUND,
                "text/html; charset=utf-8",
                "no-store",
                harmless(&page).into_bytes(),
                method,
                request,
            ),
            Self::Data(format, bytes) => respond(StatusCode::OK, format.media_type(), no_cache, bytes, method, request),
            Self::Unkept(media_type, bytes) => {
                let is_page = media_type.starts_with("text/html");
                let bytes = if is_page { harmless(&String::from_utf8_lossy(&bytes)).into_bytes() } else { bytes };
                respond(StatusCode::OK, media_type, "no-store", bytes, method, request)
            }
            Self::Asset(asset) => respond(
                StatusCode::OK,
                asset.media_type,
                "max-age=31536000, immutable",
                asset.text.as_bytes().to_vec(),
                method,
                request,
            ),
            Self::Given(given) => {
                let mut response = respond(given.status, given.media_type, no_cache, given.bytes, method, request);
                response.headers_mut().extend(given.headers);
                response
            }
            Self::Elsewhere(address) => leading(StatusCode::FOUND, &address, method, request),
            Self::SeeOther(address) => leading(StatusCode::SEE_OTHER, &address, method, request),
        }
    }
}

fn leading(status: StatusCode, address: &str, method: &Method, request: &HeaderMap) -> Response {
    let mut response = respond(status, "text/plain; charset=utf-8", "no-cache", Vec::new(), method, request);
    if let Ok(address) = HeaderValue::from_str(address) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    response
}

/// The response of an error: a page, or JSON where data was asked for.
pub(crate) fn refusal(problem: &Problem, page: Option<String>, method: &Method, request: &HeaderMap) -> Response {
    let mut response = match page {
        Some(page) => {
            respond(problem.status, "text/html; charset=utf-8", "no-store", harmless(&page).into_bytes(), method, request)
        }
        None => respond(problem.status, "application/problem+json", "no-store", problem.json(), method, request),
    };
    if let Some(allow) = problem.allow {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow));
    }
    if problem.status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    }
    if problem.status == StatusCode::UNAUTHORIZED {
        let ways = HeaderValue::from_static("Basic realm=\"hearsay\", charset=\"UTF-8\", Bearer");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, ways);
    }
    response
}

fn respond(
    mut status: StatusCode,
    media_type: &'static str,
    cache: &'static str,
    bytes: Vec<u8>,
    method: &Method,
    request: &HeaderMap,
) -> Response {
    // The bytes may be no UTF-8 line, but their digest is taken over them all the same.
    let tag = format!("\"{}\"", &canonical::digest(vec![String::from_utf8_lossy(&bytes).into_owned()])[..32]);
    let known = request.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).is_some_and(|known| {
        known.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
    });
    let n_bytes = bytes.len();
    let mut body = bytes;
    if status == StatusCode::OK && known {
        status = StatusCode::NOT_MODIFIED;
        body = Vec::new();
    } else if *method == Method::HEAD {
        body = Vec::new();
    }
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    guard::protect(headers);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    if *method == Method::HEAD && status != StatusCode::NOT_MODIFIED {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(n_bytes));
    }
    response
}

/// HTML in which no character turns the direction of others or is a control: each is shown by its code.
fn harmless(html: &str) -> String {
    if !html.chars().any(is_harmful) {
        return html.to_string();
    }
    let mut out = String::with_capacity(html.len() + 64);
    for character in html.chars() {
        if is_harmful(character) {
            out.push_str(&format!("\u{27e8}U+{:04X}\u{27e9}", character as u32));
        } else {
            out.push(character);
        }
    }
    out
}

fn is_harmful(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn what_turns_direction_is_shown_by_its_code() {
        assert_eq!(harmless("a\u{202e}b\u{7}\n"), "a⟨U+202E⟩b⟨U+0007⟩\n");
        assert_eq!(harmless("שלום"), "שלום");
    }
}

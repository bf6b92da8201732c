//! Which pages of other origins may read the data: none, but those that the door named.
//!
//! In: the head of a request, a response on its way out. Out: the response, with the headers of CORS where
//! the origin is named. Invariant: nothing can be changed from another origin, named or not.

use crate::serving::Serving;
use axum::http::header::{self, HeaderMap, HeaderValue};

/// The origin of a request, if it was named.
pub(crate) fn named<'h>(headers: &'h HeaderMap, serving: &Serving) -> Option<&'h HeaderValue> {
    headers.get(header::ORIGIN).filter(|origin| serving.origins.iter().any(|named| named.as_bytes() == origin.as_bytes()))
}

/// Tells a browser that the page may read the response.
pub(crate) fn tell(response: &mut HeaderMap, request: &HeaderMap, serving: &Serving) {
    if serving.origins.is_empty() {
        return;
    }
    response.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = named(request, serving) {
        response.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        response.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("ETag, Link, Retry-After"));
        response.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    }
}

/// The same for the question that a browser asks before.
pub(crate) fn tell_before(response: &mut HeaderMap, request: &HeaderMap, serving: &Serving, methods: &'static str) {
    if named(request, serving).is_some() {
        response.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(methods));
        let headers = HeaderValue::from_static("Accept, Authorization, Content-Type, If-None-Match");
        response.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, headers);
        response.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    }
}

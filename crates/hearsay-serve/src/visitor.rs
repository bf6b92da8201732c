//! [`Visitor`]: who looks at a page, as far as the page must know.
//!
//! In: the head of a request. Out: the name that decisions are kept under, from the cookie `reviewer` or
//! as it was given with the token, and whether this visitor may change anything. Invariant: a name is one line of at most eighty characters.

use crate::address::{decoded, encoded};
use crate::guard;
use crate::open_case::OpenCase;
use crate::visit;
use axum::http::header::{self, HeaderMap};

/// Characters of a name at most.
const LONGEST: usize = 80;

/// The cookie that remembers the name.
const COOKIE: &str = "reviewer";

/// Who looks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Visitor {
    /// What a form of ours gives back, so that a change is known to come from a page of this run.
    pub(crate) token: String,
    /// The name that decisions are kept under; empty if none was given.
    pub(crate) reviewer: String,
    /// Whether the case can be changed.
    pub(crate) may_write: bool,
    /// What was decided on the way to this page, from its address.
    pub(crate) decided: Option<String>,
    /// Scheme, host and port by which this visitor asked, for addresses that are read elsewhere.
    pub(crate) origin: String,
    /// The cookie of the last visit to this case, as it came.
    pub(crate) visited: Option<String>,
    /// What that cookie is called.
    pub(crate) visit_cookie: String,
    /// The moment, where the door has a clock.
    pub(crate) now: Option<String>,
}

impl Visitor {
    pub(crate) fn of(case: &OpenCase, headers: &HeaderMap) -> Self {
        let cookies = || {
            let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
            all.flat_map(|cookies| cookies.split(';')).filter_map(|cookie| cookie.trim().split_once('='))
        };
        let named = cookies().find(|(name, _)| *name == COOKIE).and_then(|(_, value)| fit(&decoded(value, false)));
        let visit_cookie = visit::cookie_name(case.path());
        let named = named.or_else(|| guard::name_shown(headers).and_then(|name| fit(&name)));
        let reviewer = named.or_else(|| case.serving().reviewer.clone()).unwrap_or_default();
        // The guard has seen to it that the name is one of ours.
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
        Self {
            token: case.form_token().into(),
            reviewer,
            may_write: case.may_write(),
            decided: None,
            origin: format!("http://{host}"),
            visited: cookies().find(|(name, _)| *name == visit_cookie).map(|(_, value)| value.to_string()),
            visit_cookie,
            now: case.serving().now.map(|now| now()),
        }
    }
}

/// A name that can be kept, without space around it.
pub(crate) fn fit(name: &str) -> Option<String> {
    let name = name.trim();
    let fits = !name.is_empty() && name.chars().count() <= LONGEST && !name.chars().any(char::is_control);
    fits.then(|| name.to_string())
}

/// The header that makes a browser remember the name for a year.
pub(crate) fn cookie(name: &str) -> String {
    format!("{COOKIE}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict", encoded(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_short_line() {
        assert_eq!(fit("  Mara Holm "), Some("Mara Holm".into()));
        for unfit in ["", "   ", "a\nb", &"x".repeat(81)] {
            assert_eq!(fit(unfit), None, "{unfit:?}");
        }
        assert!(cookie("Ünal; Path=/x").starts_with("reviewer=%C3%9Cnal%3B%20Path%3D%2Fx; "));
    }
}

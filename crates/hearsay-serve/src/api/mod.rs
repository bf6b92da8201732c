//! The HTTP API: `/api/v1`, and the calls of two other programs, Citron and CoreNLP.
//!
//! In: a request. Out: a response, whatever happens. Invariants: an answer holds the rows of the page's question;
//! every error is one of RFC 9457; nothing is changed but by `POST /api/v1/corrections`, and nothing that is sent to be
//! read is kept. What is answered here is described by [`openapi`], made of the same lists.
//!
//! Example: `curl http://127.0.0.1:8080/api/v1/who-said?speaker=Holm`.

mod accept;
mod citron;
mod corenlp;
mod corrections;
mod cross_origin;
mod cursor;
mod openapi;
mod questions;
pub(crate) mod reading;

use crate::address::Address;
use crate::form::Form;
use crate::guard;
use crate::open_case::OpenCase;
use crate::problem::{self, Problem};
use crate::reply::{Given, Reply, refusal};
use crate::routes::whole;
use axum::body::{Body, Bytes};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use hearsay::record::JSON_VERSION;
use hearsay::view::{Ask, Format};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Value, json};
use std::sync::Arc;

pub use openapi::document as openapi;

/// Whether an address is answered here.
pub(crate) fn is_of(address: &Address) -> bool {
    address.segments.first().is_some_and(|first| matches!(first.as_str(), "api" | "citron" | "corenlp"))
}

/// Answers a request.
pub(crate) async fn answer(case: &Arc<OpenCase>, address: &Address, parts: &Parts, body: Body) -> Response {
    let mut response = match given(case, address, parts, body).await {
        Ok(given) => Reply::Given(given).response(&parts.method, &parts.headers),
        Err(problem) => refusal(&problem, None, &parts.method, &parts.headers),
    };
    cross_origin::tell(response.headers_mut(), &parts.headers, case.serving());
    response
}

/// What stands at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// What there is.
    Index,
    /// The description of all this.
    OpenApi,
    /// The kinds of errors.
    Problems,
    /// A question, with the ids of its path.
    Question(Ask, Vec<String>),
    /// A text is read.
    Read,
    /// Corrections.
    Corrections,
    /// Citron's call.
    Citron,
    /// CoreNLP's call.
    CoreNlp,
    /// CoreNLP's ways to ask whether it is there.
    CoreNlpLives,
}

impl Place {
    fn of(segments: &[&str]) -> Option<Self> {
        Some(match segments {
            ["api"] | ["api", "v1"] => Self::Index,
            ["api", "v1", "openapi"] => Self::OpenApi,
            ["api", "v1", "problems"] => Self::Problems,
            ["api", "v1", "read"] => Self::Read,
            ["api", "v1", "corrections"] => Self::Corrections,
            ["citron", "quotes"] => Self::Citron,
            ["corenlp"] => Self::CoreNlp,
            ["corenlp", "live" | "ready" | "ping"] => Self::CoreNlpLives,
            ["api", "v1", word, ids @ ..] => {
                let ask = questions::all().find(|ask| ask.as_str() == *word && questions::path_keys(*ask).len() == ids.len())?;
                Self::Question(ask, ids.iter().map(ToString::to_string).collect())
            }
            _ => return None,
        })
    }

    /// The methods that the address takes.
    fn methods(&self) -> &'static str {
        match self {
            Self::Index | Self::OpenApi | Self::Problems | Self::Question(..) | Self::CoreNlpLives => "GET, HEAD, OPTIONS",
            Self::Read => "POST, OPTIONS",
            Self::Corrections | Self::Citron | Self::CoreNlp => "GET, HEAD, POST, OPTIONS",
        }
    }

    /// The methods by which a page of a named origin may read.
    fn methods_for_reading(&self) -> &'static str {
        if *self == Self::Corrections { "GET, HEAD" } else { self.methods() }
    }
}

async fn given(case: &Arc<OpenCase>, address: &Address, parts: &Parts, body: Body) -> Result<Given, Problem> {
    let (method, headers) = (&parts.method, &parts.headers);
    guard::admit_host(&parts.uri, headers, case.serving())?;
    let segments: Vec<&str> = address.segments.iter().map(String::as_str).collect();
    let place = Place::of(&segments);
    if *method == Method::OPTIONS
        && let Some(place) = &place
    {
        // Asked before any token is shown, so nothing of the case is told.
        let mut given = Given::empty(StatusCode::NO_CONTENT);
        given.set(header::ALLOW, place.methods());
        cross_origin::tell_before(&mut given.headers, headers, case.serving(), place.methods_for_reading());
        return Ok(given);
    }
    guard::admit_reader(headers, case.serving())?;
    let place = place.ok_or_else(|| Problem::no_page(&address.path()))?;
    if !place.methods().split(", ").any(|known| known == method.as_str()) {
        return Err(Problem::wrong_method(format!("{method} is not done at {}", address.path()), place.methods()));
    }
    if *method == Method::POST {
        let is_named = cross_origin::named(headers, case.serving()).is_some() && place != Place::Corrections;
        if !is_named {
            guard::admit_origin(&parts.uri, headers)?;
        }
        return posted(case, &place, address, parts, whole(body).await?).await;
    }
    got(case, place, address, headers).await
}

/// What GET gives.
async fn got(case: &Arc<OpenCase>, place: Place, address: &Address, headers: &HeaderMap) -> Result<Given, Problem> {
    let format = match (&place, address.format) {
        (Place::Question(..), Some(format)) => format,
        (Place::Question(ask, _), None) => accept::format(headers, *ask)?,
        (Place::OpenApi | Place::Citron | Place::CoreNlp | Place::CoreNlpLives, _) => Format::Json,
        _ => accept::json(headers).map(|()| Format::Json)?,
    };
    if let Place::Index | Place::OpenApi | Place::Problems = place
        && let Some((key, _)) = address.pairs.first()
    {
        return Err(reading::unknown_key(key, &[]));
    }
    let turn = Arc::clone(case);
    let (case, pairs) = (Arc::clone(case), address.pairs.clone());
    match place {
        Place::Index => Ok(index()),
        Place::OpenApi => Ok(Given::of("application/vnd.oai.openapi+json;version=3.1", questions::json(&openapi::document()))),
        Place::Problems => Ok(problems()),
        Place::CoreNlpLives => Ok(Given::of("text/plain; charset=utf-8", b"pong\n".to_vec())),
        Place::CoreNlp => Ok(Given::of(
            "text/plain; charset=utf-8",
            b"hearsay answers here as a CoreNLP server; send a text by POST\n".to_vec(),
        )),
        Place::Read => Err(Problem::no_page(&address.path())),
        Place::Corrections => {
            let part = turn.turns().take(move || case.read(|lookup| corrections::list(lookup, &pairs))).await?;
            Ok(of_part(part, Format::Json))
        }
        Place::Citron => {
            let text = address.pairs.iter().find(|(key, _)| key == "text").map(|(_, value)| value.clone());
            quotes(&turn, text, pairs).await
        }
        Place::Question(ask, ids) => {
            let part = turn.turns().take(move || {
                let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
                case.read(|lookup| questions::answer(lookup, ask, &ids, &pairs, format))
            });
            Ok(of_part(part.await?, format))
        }
    }
}

/// What POST gives.
async fn posted(case: &Arc<OpenCase>, place: &Place, address: &Address, parts: &Parts, body: Bytes) -> Result<Given, Problem> {
    let turn = Arc::clone(case);
    let (case, pairs) = (Arc::clone(case), address.pairs.clone());
    match place {
        Place::Read => {
            accept::json(&parts.headers)?;
            let media_type = one_of(&parts.headers, &reading::TAKEN)?;
            if body.len() > reading::LONGEST {
                return Err(Problem::too_large(reading::LONGEST));
            }
            let bytes = turn.turns().take(move || reading::read(&case, media_type, &body, &pairs)).await?;
            Ok(Given::of(Format::Json.media_type(), bytes))
        }
        Place::Corrections => {
            accept::json(&parts.headers)?;
            if let Some((key, _)) = pairs.first() {
                return Err(reading::unknown_key(key, &[]));
            }
            let form_token = parts.headers.get(FORM_TOKEN).and_then(|token| token.to_str().ok());
            guard::admit_change(&parts.uri, &parts.headers, form_token, &case)?;
            one_of(&parts.headers, &["application/json"])?;
            let bytes = turn.turns().take_to_end(move || corrections::enter(&case, &body)).await?;
            let mut given = Given::of(Format::Json.media_type(), bytes);
            given.status = StatusCode::CREATED;
            given.set(header::LOCATION, corrections::PATH);
            Ok(given)
        }
        Place::Citron => {
            let form = Form::parse(&String::from_utf8_lossy(&body));
            let text =
                form.given("text").or_else(|| pairs.iter().find(|(key, _)| key == "text").map(|(_, value)| value.as_str()));
            quotes(&turn, text.map(str::to_string), pairs.clone()).await
        }
        Place::CoreNlp => {
            let properties = pairs.iter().find(|(key, _)| key == "properties").map(|(_, value)| value.clone());
            let media_type = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
            corenlp::check(properties.as_deref(), media_type)?;
            if body.len() > reading::LONGEST {
                return Err(Problem::too_large(reading::LONGEST));
            }
            let bytes = turn.turns().take(move || corenlp::annotation(&case, &String::from_utf8_lossy(&body))).await?;
            Ok(Given::of(Format::Json.media_type(), bytes))
        }
        _ => Err(Problem::no_page(&address.path())),
    }
}

/// The header in which a script of our own page shows the token of forms.
const FORM_TOKEN: &str = "hearsay-token";

async fn quotes(case: &Arc<OpenCase>, text: Option<String>, pairs: Vec<(String, String)>) -> Result<Given, Problem> {
    let Some(text) = text else {
        let mut given = Given::of("application/json", citron::NO_TEXT.as_bytes().to_vec());
        given.status = StatusCode::BAD_REQUEST;
        return Ok(given);
    };
    let in_tokens = match pairs.iter().find(|(key, _)| key == "offsets").map(|(_, value)| value.as_str()) {
        None | Some("character") => false,
        Some("token") => true,
        Some(other) => return Err(reading::unfit_value("offsets", other, &["character", "token"])),
    };
    if text.len() > reading::LONGEST {
        return Err(Problem::too_large(reading::LONGEST));
    }
    let turn = Arc::clone(case);
    let case = Arc::clone(case);
    let bytes = turn.turns().take(move || citron::quotes(&case, &text, in_tokens)).await?;
    Ok(Given::of(Format::Json.media_type(), bytes))
}

fn of_part(part: questions::Part, format: Format) -> Given {
    let mut given = Given::of(format.media_type(), part.bytes);
    given.set(header::VARY, "Accept");
    if let Some(link) = part.next.and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok()) {
        given.headers.insert(header::LINK, link);
    }
    given
}

fn index() -> Given {
    let questions: Vec<Value> = questions::all().map(|ask| {
        let ids: String = questions::path_keys(ask).iter().map(|key| format!("/{{{key}}}")).collect();
        json!({ "question": ask.as_str(), "address": questions::path(ask, &[]) + &ids, "keys": questions::query_keys(ask), "sorts": ask.sorts() })
    }).collect();
    let index = json!({
        "hearsay": JSON_VERSION, "questions": questions, "read": "/api/v1/read", "corrections": corrections::PATH,
        "problems": "/api/v1/problems", "openapi": "/api/v1/openapi.json",
    });
    let mut given = Given::of(Format::Json.media_type(), questions::json(&index));
    given.set(header::LINK, "</api/v1/openapi.json>; rel=\"service-desc\"");
    given
}

fn problems() -> Given {
    let known = problem::KNOWN.map(|(code, status, title)| json!({ "code": code, "status": status, "title": title }));
    Given::of(Format::Json.media_type(), questions::json(&json!({ "hearsay": JSON_VERSION, "problems": known })))
}

/// The media type of what was sent, if it is one of those that are taken.
fn one_of(headers: &HeaderMap, taken: &'static [&'static str]) -> Result<&'static str, Problem> {
    let said = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let said = said.split(';').next().unwrap_or("").trim();
    taken.iter().find(|known| known.eq_ignore_ascii_case(said)).copied().ok_or_else(|| Problem {
        known: taken.iter().map(ToString::to_string).collect(),
        ..Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong-media-type", format!("This is sent as {}", taken.join(" or ")))
    })
}

/// What a body of JSON says. What is no JSON at all is another error than what is JSON of another form.
fn parsed<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let broken = |error: serde_json::Error| Problem::new(StatusCode::BAD_REQUEST, "broken-json", error.to_string());
    serde_json::from_slice::<IgnoredAny>(body).map_err(broken)?;
    serde_json::from_slice(body).map_err(|error| Problem::unfit(error.to_string()))
}

impl Given {
    fn of(media_type: &'static str, bytes: Vec<u8>) -> Self {
        Self { status: StatusCode::OK, media_type, bytes, headers: HeaderMap::new() }
    }

    fn empty(status: StatusCode) -> Self {
        Self { status, ..Self::of("text/plain; charset=utf-8", Vec::new()) }
    }

    fn set(&mut self, name: HeaderName, value: &'static str) {
        self.headers.insert(name, HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_has_one_address() {
        for ask in questions::all() {
            let ids = vec!["x".to_string(); questions::path_keys(ask).len()];
            let mut segments = vec!["api", "v1", ask.as_str()];
            segments.extend(ids.iter().map(String::as_str));
            assert_eq!(Place::of(&segments), Some(Place::Question(ask, ids.clone())));
            segments.push("more");
            assert_eq!(Place::of(&segments), None, "{segments:?}");
        }
    }

    #[test]
    fn json_that_is_none_and_json_of_another_form_are_told_apart() {
        let code = |text: &str| parsed::<Vec<u8>>(text.as_bytes()).expect_err("refused").code;
        assert_eq!((code("{"), code("{}"), code("")), ("broken-json", "unfit", "broken-json"));
    }
}

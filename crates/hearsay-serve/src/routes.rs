//! Which address is answered by which page, and which takes a change.
//!
//! In: a request. Out: a response, whatever happens. Invariant: every question has one address, the
//! word of the question; a suffix on any address gives the same as data; only POST changes anything.

use crate::address::Address;
use crate::api;
use crate::assets;
use crate::change::change;
use crate::form::Form;
use crate::guard;
use crate::open_case::OpenCase;
use crate::pages::{self, Asked};
use crate::problem::Problem;
use crate::rendering::Rendering;
use crate::reply::{Reply, refusal};
use crate::visitor::{self, Visitor};
use crate::{feeds, integrity, linked_data, quoted};
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderValue};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use hearsay::record::Id;
use hearsay::view::formats::Format;
use hearsay::view::{self, Ask, Lookup, Question};
use std::sync::Arc;
use std::time::Duration;

/// Bytes that may be sent at once.
const LONGEST: usize = 4 << 20;

/// How long what is sent may take to come in.
const PATIENCE: Duration = Duration::from_secs(20);

/// Answers any request.
pub(crate) async fn answer(State(case): State<Arc<OpenCase>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let mut address = Address::parse(parts.uri.path(), parts.uri.query());
    if api::is_of(&address) {
        return api::answer(&case, &address, &parts, body).await;
    }
    let mut visitor = Visitor::of(&case, &parts.headers);
    visitor.decided = address.taken("decided");
    let wants_json = address.format.is_some()
        || address.rendering.is_some()
        || parts
            .headers
            .get(header::ACCEPT)
            .and_then(|accept| accept.to_str().ok())
            .is_some_and(|accept| accept.starts_with("application/json"));
    if let Err(problem) = guard::admit(&parts.method, &parts.uri, &parts.headers, case.serving()) {
        // Who may not see the case is told nothing of it, its name and the marks of its forms included.
        let page = if wants_json { None } else { pages::problem::outside(&problem).ok() };
        return refusal(&problem, page, &parts.method, &parts.headers);
    }
    let answered = if parts.method == Method::POST {
        posted(&case, &address, &visitor, &parts, body).await
    } else {
        let turn = Arc::clone(&case);
        let (case, address, visitor) = (Arc::clone(&case), address.clone(), visitor.clone());
        turn.turns().take(move || reply(&case, &address, &visitor)).await.map(|reply| (reply, None))
    };
    match answered {
        Ok((reply, name)) => {
            let mut response = reply.response(&parts.method, &parts.headers);
            if let Some(cookie) = name.and_then(|name| HeaderValue::from_str(&visitor::cookie(&name)).ok()) {
                response.headers_mut().insert(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(problem) => {
            let page = if wants_json { None } else { pages::problem::page(case.name(), &address, &visitor, &problem).ok() };
            refusal(&problem, page, &parts.method, &parts.headers)
        }
    }
}

/// Takes the form that was sent, and makes its change if the guard lets it through. With it comes the name to remember.
async fn posted(
    case: &Arc<OpenCase>,
    address: &Address,
    visitor: &Visitor,
    parts: &Parts,
    body: Body,
) -> Result<(Reply, Option<String>), Problem> {
    let media_type = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let is = |known: &str| media_type.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(known));
    let is_draft = address.segments == ["draft"];
    let form = if is(Form::MEDIA_TYPE) {
        Form::parse(&String::from_utf8_lossy(&whole(body).await?))
    } else if is_draft && is(Form::MEDIA_TYPE_WITH_FILES) {
        Form::of_parts(parts, whole(body).await?).await?
    } else {
        let files = if is_draft { format!(", or as {}", Form::MEDIA_TYPE_WITH_FILES) } else { String::new() };
        let message = format!("A form is sent as {}{files}", Form::MEDIA_TYPE);
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong-media-type", message));
    };
    guard::admit_change(&parts.uri, &parts.headers, form.value("token"), case)?;
    let name = form.by()?;
    let turn = Arc::clone(case);
    let (case, address, visitor) = (Arc::clone(case), address.clone(), visitor.clone());
    // A draft is sent since it may be long, and changes nothing.
    if is_draft {
        let checked = turn.turns().take(move || pages::draft::checked(&case, &address, &visitor, &form));
        return Ok((checked.await?, name));
    }
    let reply = turn.turns().take_to_end(move || {
        let segments: Vec<&str> = address.segments.iter().map(String::as_str).collect();
        change(&case, &address, &segments, &form, &visitor)
    });
    Ok((reply.await?, name))
}

/// All that was sent, if it is not too much and comes in time.
pub(crate) async fn whole(body: Body) -> Result<Bytes, Problem> {
    whole_within(body, PATIENCE).await
}

async fn whole_within(body: Body, patience: Duration) -> Result<Bytes, Problem> {
    match tokio::time::timeout(patience, axum::body::to_bytes(body, LONGEST)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => Err(Problem::too_large(LONGEST)),
        Err(_) => Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "too-slow", "What was sent did not come in time")),
    }
}

fn reply(case: &OpenCase, address: &Address, visitor: &Visitor) -> Result<Reply, Problem> {
    let segments: Vec<&str> = address.segments.iter().map(String::as_str).collect();
    if let ["assets", name] = segments.as_slice() {
        return assets::find(name).map(Reply::Asset).ok_or_else(|| Problem::no_page(&address.path()));
    }
    case.read(|lookup| match (address.format, address.rendering) {
        (Some(format), _) => data(lookup, address, &segments, format),
        (None, Some(rendering)) => rendered(lookup, case.name(), visitor, address, &segments, rendering),
        (None, None) => checked_page(&Asked { case: case.name(), visitor, lookup, address, notice: None }, &segments),
    })
}

/// The page, after what its address says of evidence was checked; in place of a record that is gone, what it was.
fn checked_page(asked: &Asked<'_, '_>, segments: &[&str]) -> Result<Reply, Problem> {
    let checked = integrity::check(asked.lookup, asked.address)?;
    if checked.is_gone
        && let Some(gone) = pages::gone::page(asked)?
    {
        return Ok(Reply::Gone(gone));
    }
    let mut address = asked.address.clone();
    if !checked.may_mark {
        address.pairs.retain(|(key, _)| !matches!(key.as_str(), "spans" | "at"));
    }
    let marked =
        Asked { case: asked.case, visitor: asked.visitor, lookup: asked.lookup, address: &address, notice: checked.notice };
    match page(&marked, segments) {
        Err(problem) if problem.code == "not-found" => match pages::gone::page(asked)? {
            Some(gone) => Ok(Reply::Gone(gone)),
            None => Err(problem),
        },
        answered => answered,
    }
}

/// The same address as a feed, a citation or linked data.
fn rendered(
    lookup: &Lookup<'_>,
    case: &str,
    visitor: &Visitor,
    address: &Address,
    segments: &[&str],
    rendering: Rendering,
) -> Result<Reply, Problem> {
    let bytes = match (rendering, segments) {
        (Rendering::Atom | Rendering::JsonFeed, _) => feeds::feed(lookup, case, &visitor.origin, address, rendering)?,
        (Rendering::Csl | Rendering::Markdown | Rendering::Text, ["cite", id]) => pages::cite::shaped(lookup, id, rendering)?,
        (Rendering::Linked, ["claim" | "show" | "document", id]) => {
            linked_data::linked(lookup, &visitor.origin, &Id::from_text(*id))?
        }
        _ => return Err(Problem::no_page(&address.path())),
    };
    Ok(Reply::Rendered(rendering, bytes))
}

fn page(asked: &Asked<'_, '_>, segments: &[&str]) -> Result<Reply, Problem> {
    if let [word] = segments
        && pages::table::is_table(asked)
        && let Some(table) = Ask::parse(word).ok().and_then(|ask| pages::table::page(asked, ask))
    {
        return table.map(Reply::Html);
    }
    let html = match segments {
        [] => return pages::overview::page(asked),
        ["cite", id] => pages::cite::page(asked, id),
        ["index"] => return Ok(Reply::Elsewhere("/".into())),
        ["who-said"] => pages::who_said::page(asked),
        ["about"] => pages::about::page(asked),
        ["claims"] => pages::claims::page(asked),
        ["claim", id] => pages::claim::page(asked, id),
        ["disputes"] => pages::disputes::page(asked),
        ["dispute", id] => pages::dispute::page(asked, id),
        ["copies"] => pages::copies::page(asked),
        ["copy", id] => pages::copy::page(asked, id),
        ["accusations"] => pages::accusations::page(asked),
        ["people"] => pages::people::page(asked),
        ["person", id] => pages::person::page(asked, id),
        ["outlets"] => pages::outlets::page(asked),
        ["timeline"] => pages::timeline::page(asked),
        ["stories"] => pages::stories::page(asked),
        ["links"] => pages::links::page(asked),
        ["search"] => pages::search::page(asked),
        ["stats"] => pages::stats::page(asked),
        ["coverage"] => pages::coverage::page(asked),
        ["refused"] => pages::refused::page(asked),
        ["document", id] => pages::document::page(asked, id),
        ["document", id, "original"] => pages::original::page(asked, id),
        ["show", id] => pages::show::page(asked, id),
        ["labels"] => pages::labels::page(asked),
        ["why", one, other] => pages::why::page(asked, one, other),
        ["review"] => pages::review::page(asked),
        ["history"] => pages::history::page(asked),
        ["help"] => pages::help::page(asked),
        ["draft"] => pages::draft::page(asked),
        [what @ ("show" | "document" | "person")] => match asked.address.value("id") {
            Some(id) => return Ok(Reply::Elsewhere(format!("/{what}/{}", crate::address::encoded(id)))),
            None => Err(Problem::from(view::ViewError::Missing { question: Ask::parse(what)?.as_str(), key: "id" })),
        },
        _ => Err(Problem::no_page(&asked.address.path())),
    };
    html.map(Reply::Html)
}

/// The same address as data: the rows of its question, all of them unless the address says how many.
fn data(lookup: &Lookup<'_>, address: &Address, segments: &[&str], format: Format) -> Result<Reply, Problem> {
    let own = |key: &str| key != "at" && !quoted::KEYS.contains(&key);
    let pairs = || address.pairs.iter().filter(|(key, _)| own(key)).map(|(key, value)| (key.clone(), value.clone()));
    let of_record = |ask: Ask, id: &str| Question::parse(ask, pairs().chain([("id".to_string(), id.to_string())]));
    let question = match segments {
        ["index"] if format == Format::Json => return pages::overview::data(lookup).map(|bytes| Reply::Data(format, bytes)),
        ["help"] if format == Format::Json => return pages::help::data().map(|bytes| Reply::Data(format, bytes)),
        ["document", id] => of_record(Ask::Document, id)?,
        ["person", id] => of_record(Ask::Person, id)?,
        ["why", one, other] => Question::parse(
            Ask::Why,
            pairs().chain([("id".to_string(), (*one).to_string()), ("with".to_string(), (*other).to_string())]),
        )?,
        ["claim" | "dispute" | "copy" | "show", id] => of_record(Ask::Show, id)?,
        [word] => match Ask::parse(word) {
            Ok(ask) => Question::parse(ask, pairs())?,
            Err(_) => return Err(Problem::no_page(&address.path())),
        },
        _ => return Err(Problem::no_page(&address.path())),
    };
    Ok(Reply::Data(format, view::answer_over(lookup, &question, format, 100)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::HttpBody;
    use hyper::body::Frame;
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    /// A body that is promised and never comes.
    struct Never;

    impl HttpBody for Never {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            Poll::Pending
        }
    }

    #[tokio::test]
    async fn what_never_comes_and_what_never_ends_are_refused() {
        let never = whole_within(Body::new(Never), Duration::from_millis(1)).await;
        assert_eq!(never.expect_err("it never came").code, "too-slow");
        let large = whole_within(Body::from(vec![b'x'; LONGEST + 1]), PATIENCE).await;
        assert_eq!(large.expect_err("it is too large").code, "too-large");
        assert_eq!(whole_within(Body::from("by=Mara"), PATIENCE).await.expect("small"), "by=Mara");
    }
}

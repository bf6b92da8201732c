//! Which address is answered by which page.
//!
//! In: a request. Out: a response, whatever happens. Invariant: every question has one address, the
//! word of the question; a suffix on any address gives the same as data.

use crate::address::Address;
use crate::assets;
use crate::guard;
use crate::open_case::OpenCase;
use crate::pages::{self, Asked};
use crate::problem::Problem;
use crate::reply::{Reply, refusal};
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::Response;
use hearsay::view::formats::Format;
use hearsay::view::{self, Ask, Lookup, Question};
use std::sync::Arc;

/// Answers any request.
pub(crate) async fn answer(State(case): State<Arc<OpenCase>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let address = Address::parse(parts.uri.path(), parts.uri.query());
    let wants_json = address.format.is_some()
        || parts
            .headers
            .get(header::ACCEPT)
            .and_then(|accept| accept.to_str().ok())
            .is_some_and(|accept| accept.starts_with("application/json"));
    let answered = match guard::admit(&parts.method, &parts.uri, &parts.headers) {
        Err(problem) => Err(problem),
        Ok(()) => {
            let (case, address) = (Arc::clone(&case), address.clone());
            // Reading the ledger blocks, so it is done off the threads that serve.
            match tokio::task::spawn_blocking(move || reply(&case, &address)).await {
                Ok(answered) => answered,
                Err(_) => Err(Problem::internal("The page could not be made; the rest of the case can still be read")),
            }
        }
    };
    match answered {
        Ok(reply) => reply.response(&parts.method, &parts.headers),
        Err(problem) => {
            let page = if wants_json { None } else { pages::problem::page(case.name(), &address, &problem).ok() };
            refusal(&problem, page, &parts.method, &parts.headers)
        }
    }
}

fn reply(case: &OpenCase, address: &Address) -> Result<Reply, Problem> {
    let segments: Vec<&str> = address.segments.iter().map(String::as_str).collect();
    if let ["assets", name] = segments.as_slice() {
        return assets::find(name).map(Reply::Asset).ok_or_else(|| Problem::no_page(&address.path()));
    }
    case.read(|lookup| match address.format {
        Some(format) => data(lookup, address, &segments, format),
        None => page(&Asked { case: case.name(), lookup, address }, &segments),
    })
}

fn page(asked: &Asked<'_, '_>, segments: &[&str]) -> Result<Reply, Problem> {
    let html = match segments {
        [] => pages::overview::page(asked),
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
        ["document", id] => pages::document::page(asked, id),
        ["document", id, "original"] => pages::original::page(asked, id),
        ["show", id] => pages::show::page(asked, id),
        ["labels"] => pages::labels::page(asked),
        ["why", one, other] => pages::why::page(asked, one, other),
        ["help"] => pages::help::page(asked),
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
    let own = |key: &str| !matches!(key, "at" | "spans");
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

//! The walk over all pages: from the seeds along every link that is published, through the same router that serves.
//!
//! In: a router. Out: [`Crawled`]: which addresses have a file, which lead on to another, and the pages as the server wrote
//! them, in the draft. Invariant: which pages there are is what can be reached, and hangs on no order.

use super::addresses::Wanted;
use super::folder::Draft;
use super::html::{Part, parts};
use super::kinds::Kinds;
use super::places::Places;
use super::{PublishError, Step};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use hearsay::record::{CharSpan, Id};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tower::ServiceExt;

/// Requests that are answered at once.
const AT_ONCE: usize = 16;

/// How often a page is asked for that takes long, on a slow machine or of a large case, and how long is waited in between.
const TRIES: usize = 30;
const PAUSE: Duration = Duration::from_secs(1);

/// What was found.
#[derive(Default)]
pub(super) struct Crawled {
    /// Pages, whose HTML lies in the draft.
    pub(super) pages: BTreeSet<Wanted>,
    /// Files that are finished: data, style.
    pub(super) files: BTreeSet<Wanted>,
    /// Addresses that lead on to others.
    pub(super) elsewhere: BTreeMap<Wanted, String>,
    /// Places of documents that pages point to.
    pub(super) places: BTreeSet<(Id, Vec<CharSpan>)>,
}

impl Crawled {
    pub(super) fn holds(&self, wanted: &Wanted) -> bool {
        self.pages.contains(wanted) || self.files.contains(wanted)
    }
}

/// What is published.
#[derive(Clone, Copy)]
pub(super) struct Publishes<'p> {
    /// Records with pages of their own.
    pub(super) kinds: Kinds,
    /// Where the others stand.
    pub(super) places: &'p Places,
    /// Whether originals are.
    pub(super) originals: bool,
    /// Files at most.
    pub(super) most: usize,
}

impl Publishes<'_> {
    /// Whether an address has a file of its own.
    pub(super) fn holds(&self, wanted: &Wanted) -> bool {
        self.kinds.hold(wanted)
            && !self.places.fold(wanted)
            && (self.originals || wanted.segments.last().is_none_or(|last| last != "original"))
    }
}

enum Answer {
    Page(String),
    File(Vec<u8>),
    Elsewhere(String),
    /// To be asked again.
    Busy,
    /// Not there, or of a kind that is not published.
    Nothing,
}

pub(super) fn crawl(
    router: &Router,
    seeds: &BTreeSet<Wanted>,
    published: Publishes<'_>,
    draft: &Draft,
    tell: &mut dyn FnMut(Step),
) -> Result<Crawled, PublishError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_time().build().map_err(PublishError::io(draft.root()))?;
    let mut crawled = Crawled::default();
    let mut seen: BTreeSet<Wanted> = seeds.clone();
    let mut open: Vec<Wanted> = seeds.iter().cloned().collect();
    let mut n_done = 0;
    let most = published.most;
    while !open.is_empty() {
        if seen.len() > most {
            return Err(PublishError::TooMany { n: seen.len(), most, of: String::new() });
        }
        let wave: Vec<Wanted> = open.split_off(open.len().saturating_sub(AT_ONCE));
        let answers = runtime.block_on(async {
            let mut asked = tokio::task::JoinSet::new();
            for wanted in wave {
                let router = router.clone();
                asked.spawn(async move {
                    let answer = ask_until_answered(&router, &wanted.address()).await;
                    (wanted, answer)
                });
            }
            asked.join_all().await
        });
        for (wanted, answer) in answers {
            n_done += 1;
            match answer? {
                Answer::Page(html) => {
                    for link in links(&html) {
                        if let Some((next, within)) =
                            Wanted::of(&link, &wanted.address()).filter(|(next, _)| published.holds(next))
                        {
                            if let ([word, id], false) = (next.segments.as_slice(), within.spans.is_empty())
                                && word == "document"
                            {
                                crawled.places.insert((Id::from_text(id.as_str()), within.spans));
                            }
                            if !seen.contains(&next) {
                                seen.insert(next.clone());
                                open.push(next);
                            }
                        }
                    }
                    draft.write(&wanted.file(), html.as_bytes())?;
                    crawled.pages.insert(wanted);
                }
                Answer::File(bytes) => {
                    draft.write(&wanted.file(), &bytes)?;
                    crawled.files.insert(wanted);
                }
                Answer::Elsewhere(address) => {
                    if let Some((next, _)) = Wanted::of(&address, &wanted.address()).filter(|(next, _)| published.holds(next)) {
                        if seen.insert(next.clone()) {
                            open.push(next);
                        }
                        crawled.elsewhere.insert(wanted, address);
                    }
                }
                Answer::Busy | Answer::Nothing => {}
            }
        }
        tell(Step::Made { n_done, n_open: open.len() });
    }
    Ok(crawled)
}

/// Asks again as long as the answer takes longer than a reader would be let wait: what was begun is made meanwhile.
async fn ask_until_answered(router: &Router, address: &str) -> Result<Answer, PublishError> {
    for _ in 0..TRIES {
        match ask(router.clone(), address).await? {
            Answer::Busy => tokio::time::sleep(PAUSE).await,
            answer => return Ok(answer),
        }
    }
    Err(PublishError::Page { address: address.into(), why: "it takes too long".into() })
}

/// Asks the router as a browser on this machine would.
async fn ask(router: Router, address: &str) -> Result<Answer, PublishError> {
    let wrong = |why: String| PublishError::Page { address: address.into(), why };
    let request = Request::builder().uri(address).header(header::HOST, "localhost").body(Body::empty());
    let request = request.map_err(|error| wrong(error.to_string()))?;
    let response = router.oneshot(request).await.map_err(|error| wrong(error.to_string()))?;
    let (head, body) = response.into_parts();
    let text = |name: header::HeaderName| head.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
    if head.status.is_redirection() {
        return Ok(Answer::Elsewhere(text(header::LOCATION)));
    }
    if head.status == StatusCode::SERVICE_UNAVAILABLE {
        return Ok(Answer::Busy);
    }
    if head.status.is_server_error() {
        return Err(wrong(head.status.to_string()));
    }
    if head.status != StatusCode::OK {
        return Ok(Answer::Nothing);
    }
    let bytes = axum::body::to_bytes(body, usize::MAX).await.map_err(|error| wrong(error.to_string()))?.to_vec();
    let media_type = text(header::CONTENT_TYPE);
    Ok(match media_type.split(';').next().unwrap_or("").trim() {
        "text/html" => Answer::Page(String::from_utf8(bytes).map_err(|error| wrong(error.to_string()))?),
        "application/json" | "application/jsonl" | "text/csv" | "text/css" | "text/javascript" | "image/svg+xml"
        | "image/png" | "font/woff2" => Answer::File(bytes),
        _ => Answer::Nothing,
    })
}

/// What the tags of a page point to.
fn links(html: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for part in parts(html) {
        let Part::Tag(tag) = part else { continue };
        found.extend(["href", "src", "data-page"].iter().filter_map(|name| tag.value(name)));
    }
    found
}

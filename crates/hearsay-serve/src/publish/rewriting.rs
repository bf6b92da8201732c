//! Pages as the server wrote them, made into pages that stand alone.
//!
//! In: the pages of a walk, in the draft. Out: the same files with every link of ours leading to a file, forms left out, the
//! search led to its own page, and what a document's page needs to check itself. Invariants: nothing is known here
//! of any single page but documents and the search: links are told by what they point to. What leads nowhere without a
//! server stays as words.
//!
//! Example: `<a href="/claims?sort=recent">` becomes `<a class="not-published">`.

use super::addresses::{Wanted, Within};
use super::crawl::Crawled;
use super::evidence::Texts;
use super::folder::Draft;
use super::html::{Part, Tag, escaped, parts};
use super::places::Places;
use super::{PublishError, Step};
use hearsay::record::Id;

/// What published pages have besides the files of the page.
pub(super) const ASSETS: [(&str, &str); 3] = [
    ("published.css", include_str!("../../assets/published.css")),
    ("published.js", include_str!("../../assets/published.js")),
    ("search.js", include_str!("../../assets/search.js")),
];

/// The page that searches.
pub(super) const SEARCH: &str = "search.html";

/// A file may ask for nothing but its neighbours.
const POLICY: &str = "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src 'self' file:; form-action 'self' file:; base-uri 'none'";

/// Attributes that hold an address.
const ADDRESSES: [&str; 5] = ["href", "src", "action", "data-page", "xlink:href"];

/// Rewrites every page; how many there are, the search among them.
pub(super) fn write(
    crawled: &Crawled,
    places: &Places,
    texts: &mut Texts,
    draft: &Draft,
    tell: &mut dyn FnMut(Step),
) -> Result<usize, PublishError> {
    texts.take(crawled.places.iter());
    let mut shell = None;
    for (n_before, wanted) in crawled.pages.iter().enumerate() {
        let html = draft.read(&wanted.file())?;
        if wanted.segments.is_empty() {
            shell = Some((wanted.clone(), html.clone()));
        }
        if wanted.file() != SEARCH {
            let page = Rewriting { crawled, places, texts, wanted, file: &wanted.file() }.page(&html, None);
            draft.write(&wanted.file(), page.as_bytes())?;
        }
        tell(Step::Written { n_done: n_before + 1, n_pages: crawled.pages.len() });
    }
    if let Some((wanted, html)) = shell {
        let page = Rewriting { crawled, places, texts, wanted: &wanted, file: SEARCH }.page(&html, Some(SEARCH_MAIN));
        draft.write(SEARCH, page.as_bytes())?;
    }
    Ok(crawled.pages.iter().filter(|wanted| wanted.file() != SEARCH).count() + 1)
}

const SEARCH_MAIN: &str = "<h1>Search all texts</h1>\n\
<form class=\"static-search\" role=\"search\"><label>Words <input name=\"text\" type=\"search\" autocomplete=\"off\"></label> <button>Search</button></form>\n\
<p class=\"soft\" id=\"search-status\" role=\"status\">Searching needs a script; <a href=\"coverage.html\">all documents</a> are listed without one.</p>\n\
<ol class=\"plain\" id=\"search-found\"></ol>\n";

struct Rewriting<'r> {
    crawled: &'r Crawled,
    places: &'r Places,
    texts: &'r Texts,
    wanted: &'r Wanted,
    file: &'r str,
}

impl Rewriting<'_> {
    /// A page, with another content of `main` if one is given.
    fn page(&self, html: &str, main: Option<&str>) -> String {
        let document = match self.wanted.segments.as_slice() {
            [word, id] if word == "document" && main.is_none() => Some(Id::from_text(id.as_str())),
            _ => None,
        };
        let mut held = document.as_ref().and_then(|id| self.texts.held(id));
        if let Some(held) = &mut held {
            let words = shown(html);
            held.evidence.iter_mut().for_each(|passage| passage.shown = words.contains(&tight(&passage.exact)));
        }
        let mut out = String::with_capacity(html.len() + 4096);
        // What is left out: up to the tag that ends it.
        let mut leaving: Option<&str> = None;
        for part in parts(html) {
            let tag = match part {
                Part::Text(text) => {
                    if leaving.is_none() {
                        out.push_str(text);
                    }
                    continue;
                }
                Part::Tag(tag) => tag,
            };
            if let Some(name) = leaving {
                if !tag.ends(name) {
                    continue;
                }
                leaving = None;
                match name {
                    "form" => continue,
                    "title" => out.push_str("Search"),
                    _ => {}
                }
            }
            if tag.opens("form") && !is_search(&tag) {
                leaving = Some("form");
                continue;
            }
            if tag.opens("title") && main.is_some() {
                out.push_str(tag.whole);
                leaving = Some("title");
                continue;
            }
            if tag.ends("head") {
                self.head(&mut out, main.is_some());
            }
            if tag.ends("body")
                && let Some(held) = &held
            {
                // Nothing in it can end the element that holds it.
                let json = hearsay::record::canonical::line(held).replace('<', "\\u003c");
                out.push_str(&format!("<script type=\"application/json\" id=\"evidence-data\">{json}</script>\n"));
            }
            self.tag(&tag, &mut out);
            if tag.opens("meta") && tag.value("charset").is_some() {
                out.push_str(&format!("\n<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">"));
            }
            if tag.opens("main") {
                if let Some(main) = main {
                    out.push('\n');
                    out.push_str(main);
                    leaving = Some("main");
                } else if held.is_some() {
                    out.push_str("\n<p class=\"evidence-status soft\" id=\"evidence-status\" role=\"status\">Whether every passage of this page still stands in its text is checked by a script here, and by <code>hearsay verify FOLDER</code>.</p>");
                }
            }
            if tag.opens("footer") {
                out.push_str(&format!(
                    "\n<p class=\"published-note\">A published copy of the case: <a href=\"{up}README.txt\">what is in it</a>, <a href=\"{up}manifest.json\">digests of every file</a>, <a href=\"{up}evidence.jsonl\">evidence</a>, <a href=\"{up}records.jsonl\">records</a>. Sorting and most narrowing need hearsay itself.</p>",
                    up = self.up()
                ));
            }
        }
        out
    }

    fn head(&self, out: &mut String, is_search: bool) {
        let up = self.up();
        out.push_str(&format!("<link rel=\"stylesheet\" href=\"{up}assets/published.css\">\n<script src=\"{up}assets/published.js\" data-root=\"{up}\" defer></script>\n"));
        if is_search {
            out.push_str(&format!("<script src=\"{up}assets/search.js\" defer></script>\n"));
        }
    }

    /// The way up to the folder.
    fn up(&self) -> String {
        "../".repeat(self.file.matches('/').count())
    }

    fn tag(&self, tag: &Tag<'_>, out: &mut String) {
        let has_address = !tag.closes && tag.attributes.iter().any(|(name, _)| ADDRESSES.contains(name));
        if !has_address {
            out.push_str(tag.whole);
            return;
        }
        if tag.opens("form") {
            out.push_str(
                &tag.whole.replace(
                    &tag.attributes
                        .iter()
                        .find(|(name, _)| *name == "action")
                        .and_then(|(_, value)| *value)
                        .map(|value| format!("\"{value}\""))
                        .unwrap_or_default(),
                    &format!("\"{}{SEARCH}\"", self.up()),
                ),
            );
            return;
        }
        let mut written = format!("<{}", tag.name);
        let mut class = tag.value("class");
        for (name, value) in &tag.attributes {
            if *name == "class" {
                continue;
            }
            let Some(value) = value else {
                written.push_str(&format!(" {name}"));
                continue;
            };
            if !ADDRESSES.contains(name) {
                written.push_str(&format!(" {name}=\"{value}\""));
                continue;
            }
            match self.link(&super::html::unescaped(value)) {
                Some(link) => written.push_str(&format!(" {name}=\"{}\"", escaped(&link))),
                // A file that is not there is not asked for at all.
                None if tag.name == "link" || tag.name == "script" => return,
                None if *name == "href" || *name == "xlink:href" => {
                    class = Some(class.map_or_else(|| "not-published".to_owned(), |class| format!("{class} not-published")));
                }
                None => {}
            }
        }
        if let Some(class) = class {
            written.push_str(&format!(" class=\"{}\"", escaped(&class)));
        }
        if tag.whole.ends_with("/>") {
            written.push('/');
        }
        written.push('>');
        out.push_str(&written);
    }

    /// Where a link leads from this file; nothing, if it needs a server.
    fn link(&self, link: &str) -> Option<String> {
        if link.starts_with('#') || link.starts_with("http://") || link.starts_with("https://") {
            return Some(link.to_owned());
        }
        let (mut wanted, mut within) = Wanted::of(link, &self.wanted.address())?;
        // Some addresses lead on; never in a circle, but who knows.
        for _ in 0..4 {
            let Some(next) = self.crawled.elsewhere.get(&wanted) else { break };
            let (to, inside) = Wanted::of(next, &wanted.address())?;
            wanted = to;
            if within == Within::default() {
                within = inside;
            }
        }
        if !self.crawled.holds(&wanted)
            && let Some((document, place)) = self.places.leads_to(&wanted).filter(|(document, _)| self.crawled.holds(document))
        {
            (wanted, within) = (document, place);
        }
        let file = if wanted.file() == SEARCH {
            SEARCH.to_owned()
        } else if self.crawled.holds(&wanted) {
            wanted.file()
        } else {
            return None;
        };
        let fragment = match wanted.segments.as_slice() {
            [word, id] if word == "document" && !within.spans.is_empty() => {
                self.texts.fragment(&Id::from_text(id.as_str()), &within.spans)
            }
            _ => within.fragment.or(within.attribution),
        };
        let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
        if file == self.file && !fragment.is_empty() {
            return Some(fragment);
        }
        Some(format!("{}{file}{fragment}", self.up()))
    }
}

/// The article as a page shows it, without white space: what our script looks at, too.
fn shown(html: &str) -> String {
    let mut words = String::new();
    let mut is_text = false;
    for part in parts(html) {
        match part {
            Part::Tag(tag) if tag.opens("p") => is_text = tag.value("class").as_deref() == Some("text"),
            Part::Tag(tag) if tag.ends("p") => is_text = false,
            Part::Text(text) if is_text => words.push_str(&tight(&super::html::unescaped(text))),
            _ => {}
        }
    }
    words
}

fn tight(text: &str) -> String {
    text.split_whitespace().collect()
}

fn is_search(tag: &Tag<'_>) -> bool {
    tag.value("action").as_deref() == Some("/search")
        && tag.value("method").is_none_or(|method| method.eq_ignore_ascii_case("get"))
}

//! What a page tells of its article: title, author, dates, address, outlet, language.
//!
//! In: a parsed page. Out: [`Metadata`], from JSON-LD, `meta` and `link` elements, `time` elements
//! and the headings that a reader sees. Invariant: nothing is made up; where a page tells a thing in
//! several places, the more formal place comes first, and all dates are given.
//!
//! Example: `<meta property="article:published_time" content="2031-04-07">` tells the day.

use super::linked_data::{self, LinkedData};
use super::site;
use crate::dates;
use crate::outlets::is_address;
use dom_query::{Document, NodeRef};
use hearsay_text::fold;
use std::collections::HashMap;

/// Keys of `meta` under which a title stands.
const TITLES: &[&str] =
    &["og:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "twitter:title", "headline"];
/// Keys under which authors stand.
const AUTHORS: &[&str] = &[
    "author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "article:author",
    "article_author",
    "citation_author",
];
/// Keys under which the day of publication stands.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "article:published",
    "article.published",
    "og:published_time",
    "og:pubdate",
    "datepublished",
    "date.published",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "pub_date",
    "published",
    "published_at",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "article_date_original",
    "date",
    "pdate",
    "citation_publication_date",
];
/// Keys under which the outlet stands.
const OUTLETS: &[&str] =
    &["og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "article:publisher", "application-name"];

/// What a page tells of its article.
#[derive(Clone, Debug, Default)]
pub(crate) struct Metadata {
    pub(crate) title: Option<String>,
    pub(crate) author: Option<String>,
    /// The byline as a reader sees it.
    pub(crate) visible_byline: Option<String>,
    /// Dates of publication as written, and where.
    pub(crate) dates: Vec<(String, &'static str)>,
    pub(crate) url: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) language: Option<String>,
    /// The article's text, where the page tells it in JSON-LD.
    pub(crate) body: Option<String>,
}

/// Reads the metadata of a page.
pub(crate) fn read(page: &Document) -> Metadata {
    let scripts: Vec<String> = page
        .select("script[type]")
        .nodes()
        .iter()
        .filter(|node| node.attr("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")))
        .map(|node| node.text().to_string())
        .collect();
    let linked = linked_data::read(&scripts);
    let meta = metas(page);
    let first = |keys: &[&str]| keys.iter().filter_map(|key| meta.get(*key)).flatten().find(|value| !is_address(value)).cloned();
    let url = address(page, &linked, &meta);
    let outlet = linked.publisher.clone().or_else(|| first(OUTLETS)).or_else(|| linked.site.clone());
    let mut dates: Vec<(String, &'static str)> = linked.published.iter().map(|date| (date.clone(), "json-ld")).collect();
    // The first key that holds a date: a page that writes one day in five places says it once.
    dates.extend(
        PUBLISHED
            .iter()
            .filter_map(|key| meta.get(*key))
            .flatten()
            .find(|value| dates::parse(value).is_some())
            .map(|date| (date.clone(), "meta")),
    );
    dates.extend(time_element(page).map(|date| (date, "time-element")));
    if dates.is_empty() {
        dates.extend(site::day_shown(page).map(|date| (date, "visible-text")));
    }
    // What a reader sees of the site, where nothing formal tells it.
    let seen = outlet.is_none().then(|| site::masthead(page, url.as_deref())).flatten();
    let title = title(page, &linked, &meta, outlet.as_deref().or(seen.as_deref()));
    let outlet = outlet
        .or_else(|| site::beside_title(page, title.as_deref()?, seen.as_deref()))
        .or(seen)
        .or_else(|| site::copyright(page));
    let author =
        linked.author.clone().or_else(|| first(AUTHORS)).or_else(|| visible_author(page)).map(|author| without_by(&author));
    // A page whose author is the outlet names nobody who wrote it.
    let author = author.filter(|author| outlet.as_ref().is_none_or(|outlet| fold(author).text != fold(outlet).text));
    Metadata {
        title,
        visible_byline: visible_byline(page, author.as_deref()),
        author,
        dates,
        url,
        language: attribute(page, "html[lang]", "lang")
            .or_else(|| meta.get("content-language").and_then(|values| values.first().cloned()))
            .or_else(|| linked.language.clone())
            .or_else(|| meta.get("og:locale").and_then(|values| values.first().cloned())),
        outlet,
        body: linked.body,
    }
}

type Metas = HashMap<String, Vec<String>>;

fn metas(page: &Document) -> Metas {
    let mut found = Metas::new();
    for node in page.select("meta[content]").nodes() {
        let content = one_line(&node.attr_or("content", ""));
        if content.is_empty() || content.len() > 2000 {
            continue;
        }
        for name in ["property", "name", "itemprop", "http-equiv"] {
            for key in node.attr_or(name, "").split_whitespace() {
                found.entry(key.to_ascii_lowercase()).or_default().push(content.clone());
            }
        }
    }
    found
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn attribute(page: &Document, selector: &str, name: &str) -> Option<String> {
    page.select_single(selector).attr(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// The address that the page declares for itself: never just the front page of its host.
fn address(page: &Document, linked: &LinkedData, meta: &Metas) -> Option<String> {
    let canonical = attribute(page, "link[rel~=canonical]", "href");
    let told = meta.get("og:url").and_then(|values| values.first().cloned());
    [canonical, told, linked.url.clone()].into_iter().flatten().find(|url| {
        is_address(url)
            && url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).is_some_and(|(_, path)| !path.is_empty())
    })
}

/// The headline as a reader sees it, if what is told elsewhere confirms it; else as told.
fn title(page: &Document, linked: &LinkedData, meta: &Metas, outlet: Option<&str>) -> Option<String> {
    let element =
        page.select_single("title").nodes().first().map(|node| one_line(&node.text())).filter(|title| !title.is_empty());
    let told: Vec<String> = linked
        .headline
        .clone()
        .into_iter()
        .chain(TITLES.iter().filter_map(|key| meta.get(*key)?.first().cloned()))
        .chain(element)
        .collect();
    let headlines = |selector: &str| -> Vec<String> {
        page.select(selector)
            .nodes()
            .iter()
            .take(12)
            .map(|node| one_line(&node.text()))
            .filter(|text| (1..=40).contains(&text.split_whitespace().count()))
            .collect()
    };
    let is_site = |text: &String| outlet.is_some_and(|outlet| fold(outlet).text == fold(text).text);
    let mut headings = headlines("h1");
    headings.retain(|heading| !is_site(heading));
    let seen =
        headings.iter().find(|heading| told.iter().any(|title| likeness(heading, title) >= 0.6)).or(match headings.as_slice() {
            [only] if told.is_empty() || only.split_whitespace().count() >= 4 => Some(only),
            _ => None,
        });
    if let Some(seen) = seen {
        return Some(seen.clone());
    }
    // Pages without a first heading set their headline in another element.
    let mut others = headlines("[itemprop=headline], [class*=headline], [class*=title], h2");
    others.retain(|heading| !is_site(heading));
    if let Some(seen) = others.iter().find(|heading| {
        heading.split_whitespace().count() >= 3
            && told.iter().any(|title| likeness(heading, title) >= 0.9 && title.contains(heading.as_str()))
    }) {
        return Some(seen.clone());
    }
    let told = told.into_iter().next()?;
    Some(site::shown_part(page, &told).unwrap_or_else(|| without_site(&told, outlet)))
}

/// Share of the heading's words that the title holds.
fn likeness(heading: &str, title: &str) -> f64 {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let (heading, title) = (words(heading), words(title));
    let n_shared = heading.iter().filter(|word| title.contains(word)).count();
    if heading.is_empty() { 0.0 } else { n_shared as f64 / heading.len().max(title.len() / 2) as f64 }
}

/// The title without ` | Oster Bulletin` at its end, or `Oster Bulletin: ` before it.
fn without_site(title: &str, outlet: Option<&str>) -> String {
    for mark in [" | ", " :: ", " » ", " — ", " – ", " - "] {
        if let Some((head, tail)) = title.rsplit_once(mark) {
            let is_site = outlet.is_some_and(|outlet| likeness(tail, outlet) > 0.5)
                || (tail.split_whitespace().count() <= 4
                    && head.split_whitespace().count() >= 4
                    && matches!(mark, " | " | " :: " | " » "));
            if is_site {
                return head.trim().to_owned();
            }
        }
    }
    match (title.split_once(": "), outlet) {
        (Some((head, tail)), Some(outlet)) if likeness(head, outlet) > 0.9 => tail.trim().to_owned(),
        _ => title.to_owned(),
    }
}

fn visible_author(page: &Document) -> Option<String> {
    let selectors = [
        "[itemprop=author] [itemprop=name]",
        "[itemprop=author]",
        "a[rel~=author]",
        ".author-name",
        ".byline-name",
        ".byline__name",
        ".byline .author",
        ".author",
    ];
    let told = selectors.iter().find_map(|selector| {
        page.select_single(selector)
            .nodes()
            .first()
            .map(|node| without_day(&without_by(&spaced(node))))
            .filter(|text| is_name(text))
    });
    told.or_else(|| site::under_heading(page))
}

/// The text of an element, its parts set apart: `<b>Orla Fenwick</b><i>April</i>` is no one word.
fn spaced(node: &NodeRef) -> String {
    let parts: Vec<String> = node
        .descendants_it()
        .filter(|part| part.is_text())
        .map(|part| one_line(&part.text()))
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ")
}

/// A name without the day behind it.
fn without_day(text: &str) -> String {
    dates::find(text)
        .map_or(text, |(span, _)| text[..span.start].trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.'))
        .to_owned()
}

pub(super) fn is_name(text: &str) -> bool {
    let n = text.split_whitespace().count();
    (1..=8).contains(&n)
        && text.len() <= 80
        && text.starts_with(char::is_uppercase)
        && !text.contains(|c: char| c.is_ascii_digit())
        && !is_address(text)
}

/// A name without the word before it that says what it is: the first word, if it is in lower case
/// or if a name of two words at least follows that could stand alone.
fn without_by(text: &str) -> String {
    match text.split_once(' ') {
        Some((first, rest)) if first.chars().count() <= 3 && !first.ends_with('.') && crate::blocks::is_byline(text) => {
            rest.to_owned()
        }
        _ => text.to_owned(),
    }
}

/// The line that names the author, as a reader sees it.
fn visible_byline(page: &Document, author: Option<&str>) -> Option<String> {
    let selectors = "[itemprop=author], [rel~=author], [class*=byline], [class*=Byline], [class*=author], [class*=Author]";
    let first = author.and_then(|author| author.split(", ").next()).map(str::to_lowercase);
    let names_author = |text: &str| {
        is_short(text)
            && first.as_ref().map_or_else(|| crate::blocks::is_byline(text), |first| text.to_lowercase().contains(first.as_str()))
    };
    let nodes = page.select(selectors).nodes().to_vec();
    let node = nodes.iter().take(60).filter(|node| !is_aside(node)).find(|node| names_author(&one_line(&node.text())))?;
    let own = one_line(&node.text());
    // `By` and the date stand around the element that holds the name.
    let around =
        node.parent().map(|parent| one_line(&parent.text())).filter(|text| names_author(text) && crate::blocks::is_byline(text));
    Some(around.unwrap_or(own))
}

fn is_short(text: &str) -> bool {
    (1..=20).contains(&text.split_whitespace().count())
}

/// Whether an element stands in a part of the page that is not about this article.
pub(super) fn is_aside(node: &NodeRef) -> bool {
    node.ancestors_it(None).any(|ancestor| {
        ancestor.node_name().is_some_and(|name| matches!(name.as_ref(), "aside" | "nav" | "footer" | "li"))
            || ancestor.class().is_some_and(|class| {
                ["comment", "related", "sidebar", "recommend", "teaser", "promo"]
                    .iter()
                    .any(|word| class.to_ascii_lowercase().contains(word))
            })
    })
}

/// The first `time` element of the article that does not say that it is about a change.
fn time_element(page: &Document) -> Option<String> {
    let nodes = page.select("[itemprop=datePublished], time").nodes().to_vec();
    let mut plain = None;
    for node in nodes.iter().take(200) {
        let of = |name: &str| node.attr(name).map(|value| value.trim().to_owned()).filter(|value| dates::parse(value).is_some());
        let Some(date) = of("datetime")
            .or_else(|| of("content"))
            .or_else(|| Some(one_line(&node.text())).filter(|text| dates::parse(text).is_some()))
        else {
            continue;
        };
        if node.attr("itemprop").is_some_and(|name| name.contains("datePublished")) || node.has_attr("pubdate") {
            return Some(date);
        }
        if plain.is_none() && !is_aside(node) && !is_about_change(node) {
            plain = Some(date);
        }
    }
    plain
}

fn is_about_change(node: &NodeRef) -> bool {
    let marked = [node.attr_or("itemprop", ""), node.attr_or("class", "")]
        .iter()
        .any(|value| ["modified", "updated", "update"].iter().any(|word| value.to_ascii_lowercase().contains(word)));
    let words = node.parent().map(|parent| one_line(&parent.text())).unwrap_or_default();
    let own = one_line(&node.text());
    let before = words.split(own.as_str()).next().unwrap_or("").to_lowercase();
    let label = before.split(|c: char| !c.is_alphabetic()).rfind(|word| !word.is_empty()).and_then(dates::label);
    marked || label == Some("updated")
}

#[cfg(test)]
mod tests {
    use super::{read, without_site};
    use dom_query::Document;

    #[test]
    fn a_page_tells_of_its_article() {
        let found = read(&Document::from(
            r#"<html lang=en-GB><head><title>Ferry stops for a week | Oster Bulletin</title><link rel="canonical" href="https://o.example/ferry">
            <meta property="og:site_name" content="Oster Bulletin"><meta name="author" content="Orla Fenwick"><meta property="article:published_time" content="2031-04-07">
            </head><body><h1>Ferry stops for a week</h1><p class=byline>By Orla Fenwick</p><p>Updated <time datetime="2031-04-09">9 April</time></p><p><time datetime="2031-04-08">8 April</time></p>"#,
        ));
        assert_eq!(found.title.as_deref(), Some("Ferry stops for a week"));
        assert_eq!(found.author.as_deref(), Some("Orla Fenwick"));
        assert_eq!(found.visible_byline.as_deref(), Some("By Orla Fenwick"));
        assert_eq!(found.url.as_deref(), Some("https://o.example/ferry"));
        assert_eq!(found.outlet.as_deref(), Some("Oster Bulletin"));
        assert_eq!(found.language.as_deref(), Some("en-GB"));
        assert_eq!(found.dates, [("2031-04-07".to_owned(), "meta"), ("2031-04-08".to_owned(), "time-element")]);
    }

    #[test]
    fn a_title_may_hold_headline_and_outlet() {
        let found = read(&Document::from(
            "<title>Oster Bulletin: Ferry stops for a week</title><h2 class=headline>Ferry stops for a week</h2><h2>Tides and moons</h2>",
        ));
        assert_eq!((found.title.as_deref(), found.outlet.as_deref()), (Some("Ferry stops for a week"), Some("Oster Bulletin")));
    }

    #[test]
    fn a_bare_page_tells_little() {
        let found = read(&Document::from("<p>The river rose."));
        assert!(found.title.is_none() && found.author.is_none() && found.url.is_none() && found.dates.is_empty());
        let front = read(&Document::from("<link rel=canonical href='https://o.example/'><link rel=canonical href='/ferry'>"));
        assert_eq!(front.url, None);
    }

    #[test]
    fn the_site_is_no_part_of_the_title() {
        assert_eq!(without_site("Ferry stops - Oster Bulletin", Some("Oster Bulletin")), "Ferry stops");
        assert_eq!(without_site("Ferry stops - for a week", Some("Oster Bulletin")), "Ferry stops - for a week");
        assert_eq!(without_site("Ferry stops for a week | News", None), "Ferry stops for a week");
    }
}

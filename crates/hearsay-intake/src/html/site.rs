//! What a reader sees of the site and of the article's head, where the markup tells nothing formal of it.
//!
//! In: a parsed page. Out: the outlet's name from the link to the front page, from beside the headline in the page's title, or
//! from the copyright line; a name or a day that stands under the headline. Invariant: what is given is text of the page;
//! what stands in lists, asides and comments is not asked.
//!
//! Example: `<div class="head"><a href="/">Oster Bulletin</a></div>` names the outlet.

use super::metadata::{is_aside, is_name, one_line};
use crate::mastheads::{self, APART};
use crate::outlets::host;
use crate::{blocks, dates};
use dom_query::{Document, NodeRef};

/// Words of classes and ids of what shows the site's name.
const NAMED: &[&str] = &["logo", "brand", "masthead", "site-title", "site-name", "sitename", "sitetitle", "nameplate", "mast"];
/// Words of classes of what tells of the article under its headline.
const TOLD_OF: &[&str] =
    &["meta", "author", "byline", "posted", "writer", "credit", "stamp", "dateline", "date", "time", "published", "info", "when"];

/// The longest text of an element that is looked at, and the most parts that it may have: a page may nest its elements as it likes.
const LONGEST_SHOWN: usize = 600;
const MOST_PARTS: usize = 200;

/// The text of an element, if it is short.
fn short(node: &NodeRef) -> Option<String> {
    let mut text = String::new();
    for (n, part) in node.descendants_it().enumerate() {
        if n >= MOST_PARTS || text.len() > LONGEST_SHOWN {
            return None;
        }
        if part.is_text() {
            text.push_str(&part.text());
        }
    }
    Some(one_line(&text)).filter(|text| !text.is_empty() && text.len() <= LONGEST_SHOWN)
}

/// The name in the link to the front page, or in the element that is marked as the site's.
pub(super) fn masthead(page: &Document, url: Option<&str>) -> Option<String> {
    let own = url.and_then(host);
    let is_front = |node: &NodeRef| {
        let address = node.attr_or("href", "");
        let path = address.split(['?', '#']).next().unwrap_or("");
        let file = path.trim_start_matches("./").trim_start_matches('/');
        let of_site = path.contains("://") && own.as_ref().is_none_or(|own| host(path).as_ref() == Some(own));
        matches!(file, "index.html" | "index.htm" | "index.php")
            || path == "/"
            || path == "./"
            || of_site && path.splitn(4, '/').nth(3).is_none_or(str::is_empty)
    };
    let links = page.select("a[href]").nodes().to_vec();
    let shown = |node: &NodeRef| short(node).or_else(|| page_picture(node)).unwrap_or_default();
    let is_name = |text: &String| mastheads::is_name(text) && !mastheads::is_home(text) && !is_address_like(text);
    let fronts: Vec<(bool, String)> = links
        .iter()
        .take(400)
        .filter(|node| is_front(node) && !is_comment(node))
        .map(|node| (has_class(node, NAMED) || node.parent().is_some_and(|parent| has_class(&parent, NAMED)), shown(node)))
        .filter(|(_, text)| is_name(text))
        .collect();
    if let Some((_, name)) = fronts.iter().find(|(is_marked, _)| *is_marked).or(fronts.first()) {
        return Some(name.clone());
    }
    let marked = page.select("[class*=logo], [class*=brand], [class*=mast], [class*=site], [id*=logo], [id*=mast], [id*=site]");
    let marked = marked.nodes().to_vec();
    marked.iter().take(60).filter(|node| has_class(node, NAMED) && !is_comment(node)).filter_map(short).find(is_name)
}

/// What a picture inside a link is called.
fn page_picture(link: &NodeRef) -> Option<String> {
    let picture =
        link.descendants_it().take(MOST_PARTS).find(|node| node.node_name().is_some_and(|name| name.as_ref() == "img"))?;
    let told = one_line(&picture.attr_or("alt", ""));
    Some(told.strip_suffix(" logo").or_else(|| told.strip_suffix(" Logo")).map_or(told.clone(), str::to_owned))
}

fn is_address_like(text: &str) -> bool {
    text.contains("://") || text.chars().all(|c| !c.is_alphabetic())
}

fn is_comment(node: &NodeRef) -> bool {
    node.ancestors_it(Some(6)).any(|ancestor| {
        ancestor.node_name().is_some_and(|name| matches!(name.as_ref(), "aside" | "article" | "footer"))
            || ancestor.class().is_some_and(|class| {
                ["comment", "related", "sidebar", "footer"].iter().any(|word| class.to_ascii_lowercase().contains(word))
            })
    })
}

/// Whether a whole part of a class or id is one of these words.
fn has_class(node: &NodeRef, words: &[&str]) -> bool {
    [node.class(), node.id_attr()].into_iter().flatten().any(|names| {
        names.to_ascii_lowercase().split_whitespace().any(|name| {
            words.iter().any(|word| {
                name == *word
                    || name.strip_prefix(word).is_some_and(|rest| rest.starts_with(['-', '_']))
                    || name.strip_suffix(word).is_some_and(|rest| rest.ends_with(['-', '_']))
            })
        })
    })
}

/// The name that stands beside the headline in the page's title: `Oster Bulletin: Ferry stops`, `Ferry stops | Harbour | Oster Bulletin`.
/// Of several parts the one that the page shows as its name, else the outermost.
pub(super) fn beside_title(page: &Document, headline: &str, seen: Option<&str>) -> Option<String> {
    let whole = page.select_single("title").nodes().first().map(|node| one_line(&node.text()))?;
    let (before, after) = whole.split_once(headline)?;
    let rest = if before.trim().is_empty() { after } else { before };
    let mut parts: Vec<&str> = rest
        .split(APART)
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" :: "))
        .map(|part| part.trim_matches(|c: char| !c.is_alphanumeric() && c != ')'))
        .filter(|part| !part.is_empty())
        .collect();
    if !before.trim().is_empty() {
        parts.reverse();
    }
    let name = parts.iter().find(|part| seen.is_some_and(|seen| seen.eq_ignore_ascii_case(part))).or(parts.last())?;
    let is_set_apart = rest.len() > name.len() + 1;
    // What the page shows as its name and the title tells longer or shorter is told by the title.
    (is_set_apart && name.starts_with(char::is_uppercase) && (1..=6).contains(&name.split_whitespace().count()))
        .then(|| (*name).to_owned())
}

/// The part of a title that the page shows as an element of its own, where the title has several: the headline, and not the site.
pub(super) fn shown_part(page: &Document, title: &str) -> Option<String> {
    let whole = title.trim();
    let cut = |part: &'_ str, mark: &str| part.split(mark).map(|part| part.trim().to_owned()).collect::<Vec<_>>();
    let parts = [" | ", " :: ", " » ", " — ", " – ", " - ", ": "]
        .iter()
        .fold(vec![whole.to_owned()], |parts, mark| parts.iter().flat_map(|part| cut(part, mark)).collect());
    if parts.len() < 2 {
        return None;
    }
    let nodes = page.select("h1, h2, h3, td, div, p, b, strong, font, span").nodes().to_vec();
    let shown: Vec<String> = nodes.iter().take(2000).filter_map(short).filter(|text| text.len() <= whole.len()).collect();
    if shown.iter().any(|text| text == whole) {
        return None;
    }
    parts.into_iter().find(|part| part.split_whitespace().count() >= 3 && shown.contains(part))
}

/// The name in a line such as `© 2031 Oster Bulletin. All rights reserved.`
pub(super) fn copyright(page: &Document) -> Option<String> {
    let nodes = page.select("footer, [class*=foot], [id*=foot], [class*=copy], [id*=copy], small").nodes().to_vec();
    nodes.iter().take(40).find_map(|node| {
        let text = short(node)?;
        let at =
            text.find('©').map(|at| at + '©'.len_utf8()).or_else(|| text.find("Copyright ").map(|at| at + "Copyright ".len()))?;
        let rest = text[at..].trim_start_matches(|c: char| !c.is_alphabetic());
        let end = rest.find(['.', ',', '|', '·', ';', '(']).unwrap_or(rest.len());
        let name = rest[..end].split(" All ").next().unwrap_or("").trim().trim_end_matches(|c: char| !c.is_alphabetic());
        (mastheads::is_name(name) && !mastheads::is_home(name)).then(|| name.to_owned())
    })
}

/// Elements right behind the headline that are told of it, in order.
fn under(page: &Document) -> Vec<NodeRef<'_>> {
    let headings = page.select("h1").nodes().to_vec();
    let Some(heading) = headings.first() else { return Vec::new() };
    let mut found = Vec::new();
    let mut at = *heading;
    while let Some(next) = at.next_element_sibling() {
        if found.len() == 3 {
            break;
        }
        found.push(next);
        at = next;
    }
    found
}

/// A name alone under the headline, in an element that is marked as telling of the article.
pub(super) fn under_heading(page: &Document) -> Option<String> {
    let of = |node: &NodeRef| {
        let text = short(node)?;
        let is_short = (2..=5).contains(&text.split_whitespace().count());
        (is_short && has_class(node, TOLD_OF) && is_name(&text) && mastheads::is_name(&text) && dates::find(&text).is_none())
            .then_some(text)
    };
    under(page).iter().find_map(of).filter(|text| !blocks::is_byline(text))
}

/// The day in an element that is marked as telling of the article, where nothing else dates the page.
pub(super) fn day_shown(page: &Document) -> Option<String> {
    let nodes = page.select("[class*=date], [class*=time], [class*=publish], [class*=posted], [class*=stamp], [class*=meta], [class*=byline], [class*=when], [class*=info], [id*=date]").nodes().to_vec();
    nodes.iter().take(80).filter(|node| has_class(node, TOLD_OF) && !is_aside(node)).find_map(|node| {
        let text = short(node)?;
        let (span, _) = dates::find(&text).filter(|_| text.split_whitespace().count() <= 16)?;
        let label = blocks::label_before(&text[..span.start]);
        (label != Some("updated")).then(|| span.of(&text).to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::super::metadata::read;
    use dom_query::Document;

    fn outlet_and_title(page: &str) -> (Option<String>, Option<String>) {
        let found = read(&Document::from(page));
        (found.outlet, found.title)
    }

    #[test]
    fn the_site_is_told_by_its_link_to_the_front_page() {
        for head in [
            "<div class=head><a href='/'>Oster Bulletin</a><p>Notes from the quay</p></div>",
            "<nav><a href='/'>Home</a> <a href='/tides'>Tides</a></nav><div class='site-title'>Oster Bulletin</div>",
            "<header><a href='/'><img src=l.png alt='Oster Bulletin logo'></a></header>",
            "<table><tr><td><a href=index.html>Oster Bulletin</a></td></tr></table>",
        ] {
            let (outlet, title) = outlet_and_title(&format!("{head}<h1>Ferry stops for a week</h1><p>The ferry stops.</p>"));
            assert_eq!((outlet.as_deref(), title.as_deref()), (Some("Oster Bulletin"), Some("Ferry stops for a week")), "{head}");
        }
        let (outlet, _) = outlet_and_title(
            "<a href='/'>Home</a><h1>Ferry stops for a week</h1><footer>© 2031 Oster Bulletin. All rights reserved.</footer>",
        );
        assert_eq!(outlet.as_deref(), Some("Oster Bulletin"));
        let (outlet, _) = outlet_and_title("<a href='/'>Home</a><h1>Ferry stops for a week</h1>");
        assert_eq!(outlet, None);
    }

    #[test]
    fn a_title_of_several_parts_ends_in_the_site() {
        let (outlet, title) =
            outlet_and_title("<title>Ferry stops for a week | Harbour | Oster Bulletin</title><h1>Ferry stops for a week</h1>");
        assert_eq!((outlet.as_deref(), title.as_deref()), (Some("Oster Bulletin"), Some("Ferry stops for a week")));
        let (_, title) = outlet_and_title(
            "<title>Ferry stops for a week - Oster Bulletin</title><td><b>Ferry stops for a week</b></td><p>The ferry stops.</p>",
        );
        assert_eq!(title.as_deref(), Some("Ferry stops for a week"));
        let (_, title) = outlet_and_title(
            "<meta property=og:site_name content='The Oster Evening Bulletin'><h1>The Oster Evening Bulletin</h1><h2>Ferry stops for a week</h2><title>Ferry stops for a week</title>",
        );
        assert_eq!(title.as_deref(), Some("Ferry stops for a week"));
    }

    #[test]
    fn a_name_and_a_day_may_stand_under_the_headline() {
        let found = read(&Document::from(
            "<h1>Ferry stops</h1><span class=meta>OB Desk</span><p class=stamp>6 October 2031, 23:51</p><p>The ferry stops.",
        ));
        assert_eq!(found.author.as_deref(), Some("OB Desk"));
        assert_eq!(found.dates, [("6 October 2031, 23:51".to_owned(), "visible-text")]);
        let outlet = read(&Document::from(
            "<script type='application/ld+json'>{\"@graph\": [{\"@type\": \"Organization\", \"name\": \"Oster Bulletin\"}, {\"@type\": \"NewsArticle\", \"headline\": \"Ferry stops\", \"author\": {\"name\": \"Oster Bulletin\"}}]}</script><h1>Ferry stops</h1>",
        ));
        assert_eq!((outlet.outlet.as_deref(), outlet.author), (Some("Oster Bulletin"), None));
    }
}

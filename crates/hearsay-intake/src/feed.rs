//! Feeds: the items of RSS and Atom as documents.
//!
//! In: the bytes of a feed. Out: a document for each item that holds a title or a text, and a refusal for each that holds neither.
//! The outlet is who published the item itself: `<source>` where a feed gathers items of others, else the feed's title.
//! Invariants: the original of a document is exactly its item; a feed that breaks off keeps the items before the break;
//! what is markup in an item becomes paragraphs as on a page, and nothing else of it is altered.
//!
//! Example: `<item><title>Ferry stops</title><source url="…">Oster Bulletin</source></item>` has the outlet `Oster Bulletin`.

use crate::blocks;
use crate::draft::{Draft, Mark};
use crate::encoding::decode;
use crate::outlets::is_address;
use crate::{Hint, Opened, Refused, html};
use hearsay_record::{BlockKind, Note};
use hearsay_text::Span;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, escape};

/// The longest feed that is taken in.
const LONGEST: usize = 32 << 20;

/// What a feed tells of itself, for items that don't.
#[derive(Default)]
struct Channel {
    title: Option<String>,
    language: Option<String>,
}

/// What one item tells. Each is the first of its kind, unless it says otherwise.
#[derive(Default)]
struct Item {
    title: Option<String>,
    /// The text, where the item holds all of it …
    content: Option<String>,
    /// … or the beginning.
    summary: Option<String>,
    link: Option<String>,
    author: Option<String>,
    source: Option<String>,
    source_address: Option<String>,
    dates: Vec<String>,
    changed: Option<String>,
    language: Option<String>,
}

/// Takes in a feed.
pub(crate) fn open(bytes: &[u8], hint: &Hint) -> Opened {
    if bytes.len() > LONGEST {
        return Opened::refuse("too-large", format!("a feed of {} MiB; the most is {} MiB", bytes.len() >> 20, LONGEST >> 20));
    }
    let decoded = decode(bytes, true);
    let text = decoded.text.trim_start_matches('\u{feff}');
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let (mut opened, mut channel, mut n_items) = (Opened::default(), Channel::default(), 0_usize);
    loop {
        let from = position(&reader);
        match reader.read_event() {
            Ok(Event::Start(start)) => match local(&start).as_str() {
                "item" | "entry" => {
                    n_items += 1;
                    let language = attribute(&start, "xml:lang");
                    let Some(mut item) = item(&mut reader) else {
                        opened.refused.push(broken(text, position(&reader), "an item has no end"));
                        break;
                    };
                    item.language = item.language.or(language);
                    let original = text.get(from..position(&reader)).unwrap_or_default();
                    let part = n_items.to_string();
                    match drafted(item, &channel) {
                        Some(mut draft) => {
                            draft.notes.splice(0..0, decoded.notes.iter().cloned());
                            opened.taken.push(draft.finish(original.as_bytes().to_vec(), Some(part), hint));
                        }
                        None => opened.refused.push(Refused {
                            part: Some(part),
                            code: "feed-no-text",
                            message: "an item with neither title nor text".into(),
                        }),
                    }
                }
                "title" if channel.title.is_none() => channel.title = inside(&mut reader, &start).map(|raw| line_of(&raw)),
                "language" => channel.language = inside(&mut reader, &start).map(|raw| line_of(&raw)),
                // A picture has a title too.
                "image" | "textInput" => drop(inside(&mut reader, &start)),
                "feed" => channel.language = attribute(&start, "xml:lang"),
                _ => {}
            },
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                opened.refused.push(broken(text, position(&reader), &error.to_string()));
                break;
            }
        }
    }
    if opened.taken.is_empty() && opened.refused.is_empty() {
        return Opened::refuse("feed-no-text", "a feed without items");
    }
    opened
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

fn broken(text: &str, at: usize, why: &str) -> Refused {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let (line, column) = (text[..at].matches('\n').count() + 1, at - text[..at].rfind('\n').map_or(0, |newline| newline + 1) + 1);
    let why = why.split_whitespace().collect::<Vec<_>>().join(" ");
    Refused {
        part: Some(format!("{line}:{column}")),
        code: "feed-broken",
        message: format!("line {line}, column {column}: {why}"),
    }
}

/// The name of an element without its prefix; `content:encoded` keeps it, since `content` is another.
fn local(start: &BytesStart<'_>) -> String {
    let name = start.name().as_ref().to_owned();
    match name.split_once(':') {
        Some(("content" | "media" | "itunes", _)) => name,
        Some((_, local)) => local.to_owned(),
        None => name,
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.try_get_attribute(name).ok()??;
    let value = unescaped(&found.value);
    Some(value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// What stands inside an element, as it is written; nothing if it has no end.
fn inside(reader: &mut Reader<&[u8]>, start: &BytesStart<'_>) -> Option<String> {
    reader.read_text(start.name()).ok().map(|raw| raw.as_ref().to_owned())
}

/// Reads an item up to its end.
fn item(reader: &mut Reader<&[u8]>) -> Option<Item> {
    let mut item = Item::default();
    loop {
        let (start, is_empty) = match reader.read_event().ok()? {
            Event::Start(start) => (start.into_owned(), false),
            Event::Empty(start) => (start.into_owned(), true),
            Event::End(_) => return Some(item),
            Event::Eof => return None,
            _ => continue,
        };
        let raw = if is_empty { String::new() } else { inside(reader, &start)? };
        let text = || Some(line_of(&raw)).filter(|text| !text.is_empty());
        match local(&start).as_str() {
            "title" => item.title = item.title.or_else(text),
            "content:encoded" => {
                item.content = Some(content_of(&raw)).filter(|content| !content.trim().is_empty()).or(item.content)
            }
            "content" => {
                item.content = item.content.or_else(|| Some(content_of(&raw)).filter(|content| !content.trim().is_empty()))
            }
            "description" | "summary" => item.summary = item.summary.or_else(|| Some(content_of(&raw))),
            "link" => {
                let relation = attribute(&start, "rel");
                if relation.is_none_or(|relation| relation == "alternate") {
                    item.link = item.link.or_else(|| attribute(&start, "href")).or_else(text);
                }
            }
            "guid" if attribute(&start, "isPermaLink").is_none_or(|is| is == "true") => {
                item.link = item.link.or_else(|| text().filter(|guid| is_address(guid)));
            }
            "author" | "creator" => {
                let name = child(&raw, "name").or_else(text);
                item.author = item.author.or(name);
            }
            // Of RSS a name with an address, of Atom a small feed of its own.
            "source" => {
                item.source = child(&raw, "title").or_else(|| text().filter(|_| !raw.contains("</")));
                item.source_address = attribute(&start, "url");
            }
            "pubDate" | "published" | "issued" | "date" => item.dates.extend(text()),
            "updated" | "modified" => item.changed = text(),
            "language" => item.language = text(),
            _ => {}
        }
    }
}

/// The text of the first child of this name.
fn child(raw: &str, name: &str) -> Option<String> {
    let mut reader = Reader::from_str(raw);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) if local(&start) == name => {
                return inside(&mut reader, &start).map(|raw| line_of(&raw)).filter(|text| !text.is_empty());
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// What is written in an element: CDATA as it stands, all else with its entities read.
fn content_of(raw: &str) -> String {
    let mut found = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once("<![CDATA[") {
        found += &unescaped(before);
        let (inner, behind) = after.split_once("]]>").unwrap_or((after, ""));
        found += inner;
        rest = behind;
    }
    found + &unescaped(rest)
}

/// A name or a title on one line, without markup.
fn line_of(raw: &str) -> String {
    let content = content_of(raw);
    let plain = if is_markup(&content) || content.contains('&') { html::text_of(&content) } else { content };
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// With entities read; one that XML does not know is left, for HTML may.
fn unescaped(raw: &str) -> String {
    let known = |entity: &str| escape::resolve_predefined_entity(entity);
    escape::unescape_with(raw, known)
        .map_or_else(|_| raw.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), Into::into)
}

fn is_markup(text: &str) -> bool {
    text.contains("</") || text.contains("/>") || text.contains("<p>") || text.contains("<br")
}

/// The document of an item.
fn drafted(item: Item, channel: &Channel) -> Option<Draft> {
    let is_summary = item.content.is_none();
    let content = item.content.or(item.summary).unwrap_or_default();
    let body = if is_markup(&content) || content.contains("&") { html::text_of(&content) } else { content };
    let body = body.trim();
    let title = item.title.filter(|title| !title.is_empty());
    if title.is_none() && body.is_empty() {
        return None;
    }
    let mut draft = Draft {
        media_type: "application/xml",
        byline: item.author,
        url: item.link.filter(|link| is_address(link)),
        outlet: item.source.or(item.source_address).or_else(|| channel.title.clone()),
        language: item.language.or_else(|| channel.language.clone()),
        ..Draft::default()
    };
    for date in item.dates.iter().chain(&item.changed).take(1) {
        draft.tell_date(date, "own-metadata");
    }
    if let Some(title) = &title {
        draft.text.push_str(title);
        draft.marks.push(Mark { span: Span::new(0, title.len()), kind: BlockKind::Headline });
    }
    // Many feeds begin the text with its title.
    let body = title
        .as_ref()
        .and_then(|title| body.strip_prefix(title.as_str()))
        .filter(|rest| rest.starts_with('\n'))
        .unwrap_or(body)
        .trim();
    if !body.is_empty() {
        if !draft.text.is_empty() {
            draft.text.push_str("\n\n");
        }
        draft.text.push_str(body);
    }
    if is_summary {
        draft.notes.push(Note::new("feed-summary", "the feed holds no more than a summary of it"));
    }
    draft.title = title;
    blocks::mark(&mut draft);
    Some(draft)
}

#[cfg(test)]
mod tests {
    use crate::{Hint, Opened, open};
    use hearsay_record::BlockKind;

    fn opened(text: &str) -> Opened {
        open(text.as_bytes(), &Hint::default())
    }

    const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Coast Gatherer</title><language>en</language><image><title>A picture</title></image>
<item><title>Ferry stops &amp; mail waits</title><link>https://oster.example/ferry</link><pubDate>Mon, 07 Apr 2031 09:30:00 +0200</pubDate>
<dc:creator>Orla Fenwick</dc:creator><source url="https://oster.example/rss">Oster Bulletin</source>
<content:encoded><![CDATA[<p>The ferry stops.</p><p>&ldquo;The mail waits,&rdquo; Holm said.</p>]]></content:encoded></item>
<item><description>Snow fell.</description></item>
<item><guid>7</guid></item>
</channel></rss>"#;

    #[test]
    fn an_item_is_a_document_of_who_published_it() {
        let found = opened(RSS);
        let taken = &found.taken[0];
        let document = &taken.document;
        assert_eq!(document.text, "Ferry stops & mail waits\n\nThe ferry stops.\n\n“The mail waits,” Holm said.");
        assert_eq!(document.blocks[0].kind, BlockKind::Headline);
        assert_eq!(document.title.as_deref(), Some("Ferry stops & mail waits"));
        assert_eq!(document.byline.as_deref(), Some("Orla Fenwick"));
        assert_eq!(document.origin.outlet.as_deref(), Some("Oster Bulletin"));
        assert_eq!(document.origin.url.as_deref(), Some("https://oster.example/ferry"));
        let published = document.published.as_ref().expect("a date");
        assert_eq!((published.date.as_str(), published.from.as_str()), ("2031-04-07T09:30:00+02:00", "own-metadata"));
        let original = std::str::from_utf8(&taken.original).expect("text");
        assert!(original.starts_with("<item><title>Ferry") && original.ends_with("</item>"), "{original}");
        assert_eq!(taken.part.as_deref(), Some("1"));
        let second = &found.taken[1].document;
        assert_eq!((second.text.as_str(), second.origin.outlet.as_deref()), ("Snow fell.", Some("Coast Gatherer")));
        assert!(second.notes.iter().any(|note| note.code == "feed-summary"));
        assert_eq!((found.refused[0].code, found.refused[0].part.as_deref()), ("feed-no-text", Some("3")));
    }

    #[test]
    fn atom_is_read_too() {
        let found = opened(
            r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Velm Courier</title>
<entry><title type="html">Weir &lt;i&gt;broken&lt;/i&gt;</title><link rel="self" href="https://velm.example/self"/><link href="https://velm.example/weir"/>
<author><name>Per Vask</name></author><updated>2031-04-08T10:00:00Z</updated><published>2031-04-07T10:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The weir broke.</p></div></content>
<source><title>Norrin Wire</title></source></entry></feed>"#,
        );
        let document = &found.taken[0].document;
        assert_eq!(document.text, "Weir broken\n\nThe weir broke.");
        assert_eq!(document.byline.as_deref(), Some("Per Vask"));
        assert_eq!(document.origin.url.as_deref(), Some("https://velm.example/weir"));
        assert_eq!(document.origin.outlet.as_deref(), Some("Norrin Wire"));
        assert_eq!(document.published.as_ref().map(|date| date.date.as_str()), Some("2031-04-07T10:00:00Z"));
        assert!(found.refused.is_empty());
    }

    #[test]
    fn a_feed_that_breaks_off_keeps_what_came_before() {
        let cut = &RSS[..RSS.find("Snow").expect("it is there")];
        let found = opened(cut);
        assert_eq!(found.taken.len(), 1);
        assert_eq!(found.refused[0].code, "feed-broken");
        assert!(found.refused[0].message.starts_with("line 7, column "), "{}", found.refused[0].message);
        assert_eq!(opened("<rss version='2.0'><channel></channel></rss>").refused[0].code, "feed-no-text");
    }
}

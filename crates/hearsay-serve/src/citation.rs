//! [`Citation`]: how to cite a document, a statement or a claim: as text, as Markdown, as CSL-JSON.
//!
//! In: a record's id. Out: who, what, where, when, and the words themselves with a permalink. Invariants: nothing is
//! cited that the document does not say of itself; what is unknown is left out of CSL and named in the text; no
//! text of an article becomes Markdown.
//!
//! Example: *Courier, “Mayor says five died”, 8 Apr 2031: Joran Quillan says ‘five died’ (hearsay s-…)*.

use crate::dates;
use crate::outgoing::web_address;
use crate::quoted::Quoted;
use hearsay::record::{CharSpan, Document, Id, IdKind};
use hearsay::view::line::Line;
use hearsay::view::{Lookup, Snapshot, words};
use serde_json::{Map, Value, json};

/// A record, ready to be cited.
#[derive(Clone, Debug)]
pub(crate) struct Citation {
    pub(crate) id: Id,
    /// *Holm says*; empty for a whole document.
    said: String,
    /// The words; empty for a whole document.
    exact: String,
    /// How many reports there are of it; empty but for a claim.
    counted: String,
    document: Document,
    /// The way back to the record, with what it rests on.
    pub(crate) permalink: String,
    /// The way back to the words.
    pub(crate) words_at: String,
}

/// Whether records of this kind are cited.
pub(crate) fn is_cited(id: &Id) -> bool {
    matches!(id.kind(), Some(IdKind::Document | IdKind::Statement | IdKind::Attribution | IdKind::Claim))
}

/// Whether records of this kind have a permalink: those that are cited, and those that rest on a place of a text.
pub(crate) fn has_permalink(id: &Id) -> bool {
    is_cited(id) || matches!(id.kind(), Some(IdKind::Entity | IdKind::Link))
}

/// The permalinks of a name or a link: to the record, and to the first words that it rests on.
pub(crate) fn permalinks(lookup: &Lookup<'_>, id: &Id) -> Option<[String; 2]> {
    let (path, document, spans) = match id.kind()? {
        IdKind::Entity => {
            let chain = lookup.entities.get(id)?.members.iter().find_map(|member| lookup.chain(member))?;
            (
                format!("/person/{id}"),
                chain.document.clone(),
                chain.names.iter().chain(&chain.mentions).take(1).copied().collect::<Vec<_>>(),
            )
        }
        IdKind::Link => {
            let link = lookup.link(id)?;
            (format!("/show/{id}"), link.a.document, link.a.spans)
        }
        _ => return None,
    };
    let quoted = Quoted::of(lookup.documents.get(&document)?, &spans);
    Some([quoted.href_of(&path), quoted.href()])
}

/// Longer words are cut in citations.
const LONGEST: usize = 600;

impl Citation {
    /// The citation of a record; none for a record of another kind, or one that is not there.
    pub(crate) fn of(lookup: &Lookup<'_>, id: &Id) -> Option<Self> {
        match id.kind()? {
            IdKind::Document => Some(Self::whole(lookup.documents.get(id)?)),
            IdKind::Statement | IdKind::Attribution => {
                let line = lookup.line(id)?;
                let statement = line.statement.id.clone();
                let path = format!("/show/{statement}");
                Some(Self::line(lookup, &line, statement, &path, String::new()))
            }
            IdKind::Claim => {
                let group = lookup.group_called(id)?;
                let mut lines: Vec<Line<'_>> = lookup.members_of(id).iter().filter_map(|member| lookup.line(member)).collect();
                lines.sort_by(|a, b| a.order().cmp(&b.order()));
                let documents = lines.iter().map(|line| &line.document.id).collect::<std::collections::BTreeSet<_>>().len();
                let articles = crate::labels::counted(documents, "article", "articles");
                let counted = match group.origins {
                    Some(count) => format!("{} of {articles}", crate::labels::counted(count.origins, "origin", "origins")),
                    None => articles,
                };
                Some(Self::line(lookup, lines.first()?, id.clone(), &format!("/claim/{id}"), counted))
            }
            _ => None,
        }
    }

    fn whole(document: &Document) -> Self {
        let quoted = Quoted::of(document, &[]);
        Self {
            id: document.id.clone(),
            said: String::new(),
            exact: String::new(),
            counted: String::new(),
            document: document.clone(),
            permalink: quoted.href(),
            words_at: quoted.href(),
        }
    }

    fn line(snapshot: &Snapshot, line: &Line<'_>, id: Id, path: &str, counted: String) -> Self {
        let who = line.statement.who.as_ref().and_then(|chain| snapshot.who(chain)).map(|who| who.name);
        let roles = &line.attribution.roles;
        let spans = [&roles.content, &roles.cue, &roles.source].into_iter().find(|spans| !spans.is_empty());
        let spans: &[CharSpan] = spans.map_or(&[], Vec::as_slice);
        let quoted = Quoted::of(line.document, spans);
        let who = who.unwrap_or_else(|| "a source that is not named".into());
        Self {
            id,
            said: format!("{who} {}", words::act(&line.statement.act)),
            exact: crate::labels::shortened(&Snapshot::text(line.document, spans), LONGEST),
            counted,
            document: line.document.clone(),
            permalink: quoted.href_of(path),
            words_at: quoted.href(),
        }
    }

    fn title(&self) -> &str {
        self.document.title.as_deref().or(self.document.origin.path.as_deref()).unwrap_or("untitled")
    }

    fn date(&self) -> String {
        self.document.published.as_ref().map_or_else(|| "no date known".into(), |dated| dates::long(&dated.date))
    }

    /// In one line.
    pub(crate) fn text(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.document.byline.clone());
        parts.push(format!("\u{201c}{}\u{201d}", self.title()));
        parts.extend(self.document.origin.outlet.clone());
        parts.push(self.date());
        parts.extend(self.document.origin.url.clone());
        let mut text = parts.join(", ");
        if !self.said.is_empty() {
            text.push_str(&format!(": {} \u{2018}{}\u{2019}", self.said, self.exact));
        }
        if !self.counted.is_empty() {
            text.push_str(&format!("; {}", self.counted));
        }
        text.push_str(&format!(" (hearsay {})", self.id));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The same in Markdown.
    pub(crate) fn markdown(&self) -> String {
        let title = format!("\u{201c}{}\u{201d}", escaped(self.title()));
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.document.byline.as_deref().map(escaped));
        parts.push(match self.document.origin.url.as_deref().and_then(web_address) {
            Some(address) => format!("[{title}]({address})"),
            None => title,
        });
        parts.extend(self.document.origin.outlet.as_deref().map(|outlet| format!("*{}*", escaped(outlet))));
        parts.push(self.date());
        let mut text = parts.join(", ");
        if !self.said.is_empty() {
            text.push_str(&format!(": {} \u{2018}{}\u{2019}", escaped(&self.said), escaped(&self.exact)));
        }
        if !self.counted.is_empty() {
            text.push_str(&format!("; {}", self.counted));
        }
        text.push_str(&format!(" (hearsay `{}`)", self.id));
        text
    }

    /// The same as one item of CSL-JSON 1.0.
    pub(crate) fn csl(&self) -> Value {
        let document = &self.document;
        let mut item = Map::new();
        item.insert("id".into(), json!(self.id.to_string()));
        item.insert("type".into(), json!(if document.origin.url.is_some() { "article-newspaper" } else { "document" }));
        item.insert("title".into(), json!(self.title()));
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                item.insert(key.into(), value);
            }
        };
        put("container-title", document.origin.outlet.as_ref().map(|outlet| json!(outlet)));
        put("author", document.byline.as_ref().map(|byline| json!([{ "literal": byline }])));
        put("issued", document.published.as_ref().and_then(|dated| date_parts(&dated.date)));
        put("accessed", document.origin.retrieved.as_deref().and_then(date_parts));
        put("URL", document.origin.url.as_deref().and_then(web_address).map(|address| json!(address)));
        put("language", document.language.as_ref().map(|language| json!(language)));
        let mut note = format!("hearsay {}; original BLAKE3 {}", self.id, document.hash);
        if !self.said.is_empty() {
            note.push_str(&format!("; {} \u{2018}{}\u{2019}", self.said, self.exact));
        }
        if !self.counted.is_empty() {
            note.push_str(&format!("; {}", self.counted));
        }
        put("note", Some(json!(note)));
        Value::Object(item)
    }
}

/// As CSL has dates: a list of year, month and day, as far as they are told.
fn date_parts(iso: &str) -> Option<Value> {
    let mut parts: Vec<i32> = Vec::new();
    for piece in iso.split('T').next()?.split('-') {
        parts.push(piece.parse().ok()?);
    }
    (1..=3).contains(&parts.len()).then(|| json!({ "date-parts": [parts] }))
}

/// Text that Markdown takes as it is.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if character.is_ascii_punctuation() && !matches!(character, '.' | ',' | ':' | ';' | '?' | '\'' | '-' | '/' | '%') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_the_precision_that_they_have() {
        assert_eq!(date_parts("2031-04-07T09:30:00Z"), Some(json!({ "date-parts": [[2031, 4, 7]] })));
        assert_eq!(date_parts("2031-04"), Some(json!({ "date-parts": [[2031, 4]] })));
        assert_eq!(date_parts("last week"), None);
    }

    #[test]
    fn text_never_becomes_markdown() {
        assert_eq!(escaped("[x](javascript:1) *b* `c` <i>\n# d"), "\\[x\\]\\(javascript:1\\) \\*b\\* \\`c\\` \\<i\\> \\# d");
    }
}

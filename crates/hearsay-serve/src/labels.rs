//! What the page calls things: glyphs of sources, words for confidence, bars of origins and articles.
//!
//! Invariant: no glyph and no bar stands without its words.

use hearsay::record::{EntityKind, Form, SourceKind};
use hearsay::view::words;
use serde::Serialize;

/// A kind of source as the page marks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SourceMark {
    pub(crate) glyph: &'static str,
    pub(crate) words: &'static str,
}

/// The mark of a kind of source.
pub(crate) fn source(kind: SourceKind) -> SourceMark {
    let (glyph, words) = match kind {
        SourceKind::PersonNamed => ("\u{25cf}", "named"),
        SourceKind::OrganisationNamed => ("\u{25d0}", "office"),
        SourceKind::Spokesperson => ("\u{25d0}", "spokesperson"),
        SourceKind::PersonUnnamed => ("\u{25cb}", "unnamed"),
        SourceKind::PersonAnonymous => ("\u{25cb}", "anonymous"),
        SourceKind::Collective => ("\u{25cc}", "group"),
        SourceKind::Document => ("\u{25a4}", "document"),
        SourceKind::Poll => ("\u{25a4}", "poll or data"),
        SourceKind::MediaReport => ("\u{2750}", "media"),
        SourceKind::Post => ("\u{2750}", "post"),
        SourceKind::NoSource => ("\u{2013}", "no source given"),
    };
    SourceMark { glyph, words }
}

/// The legend of source marks, in order.
pub(crate) const LEGEND: [SourceMark; 7] = [
    SourceMark { glyph: "\u{25cf}", words: "named person" },
    SourceMark { glyph: "\u{25d0}", words: "office or spokesperson" },
    SourceMark { glyph: "\u{25cb}", words: "unnamed or anonymous person" },
    SourceMark { glyph: "\u{25cc}", words: "group" },
    SourceMark { glyph: "\u{25a4}", words: "document or data" },
    SourceMark { glyph: "\u{2750}", words: "other media, post" },
    SourceMark { glyph: "\u{2013}", words: "no source given" },
];

/// A confidence as a word.
pub(crate) fn confidence(value: f64) -> &'static str {
    if value >= 0.8 {
        "sure"
    } else if value >= 0.5 {
        "likely"
    } else {
        "doubtful"
    }
}

/// How the content is given.
pub(crate) fn form(form: Form) -> &'static str {
    match form {
        Form::Direct => "quoted",
        Form::Mixed => "partly quoted",
        Form::Indirect => "paraphrased",
    }
}

/// What kind of thing an entity is.
pub(crate) fn entity_kind(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::Organisation => "organisation",
        EntityKind::State => "state",
        EntityKind::Place => "place",
        EntityKind::Group => "group",
        EntityKind::Anonymous => "not named",
        EntityKind::Document => "document",
        EntityKind::Media => "medium",
    }
}

/// Strokes for a count, with its words: `▮▮ 2 origins`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Strokes {
    pub(crate) strokes: String,
    pub(crate) words: String,
}

/// More strokes than these say no more at a glance.
const MOST_STROKES: usize = 12;

/// Filled strokes: independent origins.
pub(crate) fn origins(count: usize) -> Strokes {
    strokes("\u{25ae}", count, "origin", "origins")
}

/// Open strokes: articles.
pub(crate) fn articles(count: usize) -> Strokes {
    strokes("\u{25af}", count, "article", "articles")
}

fn strokes(stroke: &str, count: usize, one: &str, many: &str) -> Strokes {
    let shown = count.min(MOST_STROKES);
    let more = if count > shown { "\u{2026}" } else { "" };
    Strokes { strokes: format!("{}{more}", stroke.repeat(shown)), words: counted(count, one, many) }
}

/// Files that failed, in words; nothing where there are none.
pub(crate) fn refused(n: usize) -> String {
    if n == 0 { String::new() } else { format!("{} could not be taken in", counted(n, "file", "files")) }
}

/// `1 origin`, `2 origins`.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Why nobody stands in a place.
pub(crate) fn unknown(code: Option<&str>) -> String {
    words::words("unknown", code.unwrap_or("no-source"))
}

/// The same without the quotation marks around it, for a place that sets its own.
pub(crate) fn unquoted(text: &str) -> &str {
    let mark = |c: char| matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}');
    text.trim().trim_start_matches(mark).trim_end_matches(|c: char| mark(c) || c == ',').trim()
}

/// At most this many characters, cut between words.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most {
        return text;
    }
    let cut: String = text.chars().take(most).collect();
    let kept = cut.rsplit_once(' ').map_or(cut.as_str(), |(kept, _)| kept);
    format!("{}\u{2009}\u{2026}", kept.trim_end_matches([',', ';', ':', ' ']))
}

/// Letters that stand for an outlet where there is no room for its name: `Harrowick Courier` is `HC`.
pub(crate) fn initials(outlet: &str) -> String {
    // A host says most by its first label: `tannickpost.example` is `TAN`.
    if outlet.contains('.') && !outlet.contains(' ') {
        let label = outlet.strip_prefix("www.").unwrap_or(outlet).split('.').next().unwrap_or("");
        return label.chars().take(3).flat_map(char::to_uppercase).collect();
    }
    let words: Vec<&str> = outlet.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    // Letters in capitals are a short name already, unless all of it is in capitals.
    let shouted = !outlet.chars().any(char::is_lowercase) && words.len() > 1;
    let capital = words
        .iter()
        .filter(|_| !shouted)
        .find(|word| word.chars().count() <= 4 && word.chars().count() > 1 && word.chars().all(char::is_uppercase));
    if let Some(word) = capital {
        return (*word).to_string();
    }
    let telling: Vec<&&str> =
        words.iter().filter(|word| !matches!(word.to_lowercase().as_str(), "the" | "of" | "and" | "a")).collect();
    match telling.as_slice() {
        [] => "\u{2013}".into(),
        [only] => only.chars().take(3).collect(),
        several => several.iter().take(3).filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_never_stand_without_words() {
        assert_eq!(origins(2), Strokes { strokes: "▮▮".into(), words: "2 origins".into() });
        assert_eq!(articles(1).words, "1 article");
        assert_eq!(articles(40).strokes.chars().count(), MOST_STROKES + 1);
        assert_eq!(origins(0).strokes, "");
    }

    #[test]
    fn outlets_have_letters() {
        assert_eq!(initials("Harrowick Courier"), "HC");
        assert_eq!(initials("The Lakeland Mercury"), "LM");
        assert_eq!(initials("Kelmark News Agency (KNA)"), "KNA");
        assert_eq!(initials("THE LAKELAND MERCURY"), "LM");
        assert_eq!(initials("tannickpost.example"), "TAN");
        assert_eq!(initials("KNA"), "KNA");
        assert_eq!(initials("…"), "–");
    }

    #[test]
    fn text_is_cut_between_words() {
        assert_eq!(shortened("one two three", 9), "one two\u{2009}…");
        assert_eq!(shortened("one  two", 9), "one two");
    }
}

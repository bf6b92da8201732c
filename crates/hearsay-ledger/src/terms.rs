//! What search means by a word: the one place for the index, the query and the marks on the text.
//!
//! In: a text or a query as typed. Out: its folded words (case, accents, ligatures and forms of the
//! same letter made one by [`hearsay_text::fold()`]), each with its place. Letters of scripts that set
//! no spaces between words are words of their own, and a run of them is a phrase.
//! Invariant: what the index finds, [`Query::places`] finds again in the text.
//!
//! Example: `Żółw "the old mill" har* -ferry` asks for a word, a phrase, a beginning, and no ferry.

use hearsay_text::{CharSpan, Folded, Offsets, Span, fold};

/// A text's folded words.
struct Terms {
    folded: Folded,
    words: Vec<Span>,
}

impl Terms {
    fn of(text: &str) -> Self {
        let folded = fold(text);
        let mut words: Vec<Span> = Vec::with_capacity(folded.text.len() / 6);
        let mut open = false;
        for (start, c) in folded.text.char_indices() {
            let end = start + c.len_utf8();
            let alone = stands_alone(c);
            match words.last_mut() {
                Some(word) if open && !alone && c.is_alphanumeric() => word.end = end,
                _ if c.is_alphanumeric() => words.push(Span { start, end }),
                _ => {}
            }
            open = c.is_alphanumeric() && !alone;
        }
        Self { folded, words }
    }

    fn word(&self, at: usize) -> Option<&str> {
        self.words.get(at).map(|word| word.of(&self.folded.text))
    }
}

/// Scripts written without spaces between words: Han, kana, Thai, Lao, Burmese, Khmer.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// The folded words of a text set apart by single spaces: what the index is fed with.
pub(crate) fn indexed(text: &str) -> String {
    let terms = Terms::of(text);
    let mut out = String::with_capacity(terms.folded.text.len());
    for (at, word) in terms.words.iter().enumerate() {
        if at > 0 {
            out.push(' ');
        }
        out.push_str(word.of(&terms.folded.text));
    }
    out
}

/// Words that follow one another; the last may be the beginning of one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Phrase {
    words: Vec<String>,
    is_prefix: bool,
}

impl Phrase {
    fn new(text: &str, is_prefix: bool) -> Option<Self> {
        let terms = Terms::of(text);
        let words: Vec<String> = terms.words.iter().map(|word| word.of(&terms.folded.text).to_owned()).collect();
        (!words.is_empty()).then_some(Self { words, is_prefix })
    }

    /// Words hold letters and digits only, so nothing in them can be taken for syntax.
    fn expression(&self) -> String {
        format!("\"{}\"{}", self.words.join(" "), if self.is_prefix { " *" } else { "" })
    }

    fn stands_at(&self, terms: &Terms, at: usize) -> bool {
        let last = self.words.len() - 1;
        self.words.iter().enumerate().all(|(i, word)| {
            terms
                .word(at + i)
                .is_some_and(|found| if self.is_prefix && i == last { found.starts_with(word.as_str()) } else { found == word })
        })
    }
}

/// A search as somebody typed it. Any text is a query; one without a word finds nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query {
    wanted: Vec<Phrase>,
    unwanted: Vec<Phrase>,
}

impl Query {
    pub(crate) fn parse(typed: &str) -> Self {
        let mut query = Self::default();
        let mut rest = typed.trim_start();
        while let Some(first) = rest.chars().next() {
            let negative = first == '-' && rest[1..].starts_with(|c: char| !c.is_whitespace());
            let body = if negative { &rest[1..] } else { rest };
            let (part, after) = cut(body);
            let is_prefix = part.ends_with('*');
            if let Some(phrase) = Phrase::new(part, is_prefix) {
                if negative { &mut query.unwanted } else { &mut query.wanted }.push(phrase);
            }
            rest = after.trim_start();
        }
        query
    }

    /// The query in FTS5's language; nothing where no word is asked for.
    pub(crate) fn expression(&self) -> Option<String> {
        let list = |phrases: &[Phrase], by: &str| phrases.iter().map(Phrase::expression).collect::<Vec<_>>().join(by);
        if self.wanted.is_empty() {
            return None;
        }
        let wanted = list(&self.wanted, " AND ");
        Some(if self.unwanted.is_empty() { wanted } else { format!("({wanted}) NOT ({})", list(&self.unwanted, " OR ")) })
    }

    /// Where the wanted words stand in a text, in order, overlapping ones joined.
    pub(crate) fn places(&self, text: &str) -> Vec<CharSpan> {
        let terms = Terms::of(text);
        let offsets = Offsets::new(text);
        let mut spans: Vec<Span> = Vec::new();
        for phrase in &self.wanted {
            for at in (0..terms.words.len()).filter(|&at| phrase.stands_at(&terms, at)) {
                let folded = Span { start: terms.words[at].start, end: terms.words[at + phrase.words.len() - 1].end };
                spans.push(terms.folded.to_original(folded));
            }
        }
        spans.sort_unstable();
        let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            match joined.last_mut() {
                Some(last) if span.start < last.end => last.end = last.end.max(span.end),
                _ => joined.push(span),
            }
        }
        joined.into_iter().map(|span| offsets.chars(span)).collect()
    }
}

/// The first part of what was typed (a phrase in marks, or up to the next space) and what follows.
fn cut(body: &str) -> (&str, &str) {
    let mut chars = body.chars();
    let closers: &[char] = match chars.next() {
        Some('"') => &['"'],
        Some('“' | '„') => &['”', '“', '"'],
        Some('«') => &['»'],
        _ => {
            let end = body.find(char::is_whitespace).unwrap_or(body.len());
            return body.split_at(end);
        }
    };
    let inner = chars.as_str();
    match inner.find(closers) {
        Some(end) => (&inner[..end], inner[end..].split_at(inner[end..].chars().next().map_or(0, char::len_utf8)).1),
        None => (inner, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::{Query, indexed};

    #[test]
    fn words_are_folded_and_set_apart() {
        assert_eq!(indexed("Żółw’s “Café”, U.S.—1,000!"), "zolw s cafe u s 1 000");
        assert_eq!(indexed("港の水門 now"), "港 の 水 門 now");
        assert_eq!(indexed(" … "), "");
    }

    #[test]
    fn what_was_typed_becomes_a_query() {
        let expression = |typed: &str| Query::parse(typed).expression();
        assert_eq!(expression("Old mill").as_deref(), Some("\"old\" AND \"mill\""));
        assert_eq!(
            expression("“Old mill” har* -ferry -x").as_deref(),
            Some("(\"old mill\" AND \"har\" *) NOT (\"ferry\" OR \"x\")")
        );
        assert_eq!(expression("U.S. NEAR( \" OR").as_deref(), Some("\"u s\" AND \"near\" AND \"or\""));
        assert_eq!(expression("-only"), None);
        assert_eq!(expression(" \"\" * - "), None);
    }

    #[test]
    fn places_are_those_of_the_original() {
        let text = "Ëlla\u{301}’s old  MILL; the mills of Ella.";
        let found = |typed: &str| -> Vec<String> {
            let offsets = hearsay_text::Offsets::new(text);
            Query::parse(typed).places(text).into_iter().map(|span| offsets.slice(span).to_owned()).collect()
        };
        assert_eq!(found("ella"), ["Ëlla\u{301}", "Ella"]);
        assert_eq!(found("\"old mill\""), ["old  MILL"]);
        assert_eq!(found("mill*"), ["MILL", "mills"]);
        assert_eq!(found("old \"old mill\" -the"), ["old  MILL"]);
        assert!(found("absent").is_empty());
    }
}

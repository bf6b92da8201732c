//! [`Quoted`]: what a permalink says of the words that it leads to, and [`Standing`]: whether they still stand there.
//!
//! In: a document and spans, or the keys of an address. Out: the keys of an address; on the way back, a finding. A
//! permalink carries the words themselves, up to 32 characters before and behind them, and a digest of the
//! whole text, so that it can be held against whatever the ledger holds today. Invariant: words that are not found
//! where the link says are never looked for and marked elsewhere: the reader is told, and shown where else they stand.
//!
//! Example: `/document/d-…?spans=10-27&exact=the%20road%20was%20open&prefix=Holm%20said%20&suffix=.&text_hash=3f…`.

use crate::address::{Address, href};
use hearsay::record::{CharSpan, Document, Id};
use hearsay::text::Offsets;
use hearsay::view::Snapshot;

/// What a permalink says of its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Quoted {
    pub(crate) document: String,
    pub(crate) spans: Vec<CharSpan>,
    /// From the first character of the spans to the last.
    pub(crate) exact: String,
    pub(crate) prefix: String,
    pub(crate) suffix: String,
    /// BLAKE3 of the document's whole text; empty where the link does not say.
    pub(crate) text_hash: String,
}

/// Whether the words of a permalink stand where it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The text is the same to the last character.
    Stands,
    /// The words and what stands around them are the same; the rest of the text is not.
    TextDiffers,
    /// Other words stand there. These are the places at which the words of the link do stand.
    Elsewhere(Vec<CharSpan>),
    /// The document is not in the case.
    NoDocument,
}

/// The keys of an address that belong to a permalink.
pub(crate) const KEYS: [&str; 6] = ["in", "spans", "exact", "prefix", "suffix", "text_hash"];

/// Characters kept before and behind the words.
const AROUND: usize = 32;
/// Longer words are left out of the address; the digest of the text stands for them.
const LONGEST: usize = 500;
/// Places at which the words are shown to stand, where they do not stand at theirs.
const PLACES: usize = 5;

impl Quoted {
    /// What a link to these spans says.
    pub(crate) fn of(document: &Document, spans: &[CharSpan]) -> Self {
        let offsets = Offsets::new(&document.text);
        let n_chars = offsets.n_chars();
        let inside: Vec<CharSpan> = spans.iter().copied().filter(|span| !span.is_empty() && span.end <= n_chars).collect();
        let text_hash = hash(&document.text);
        let (Some(start), Some(end)) = (inside.iter().map(|span| span.start).min(), inside.iter().map(|span| span.end).max())
        else {
            return Self { document: document.id.to_string(), text_hash, ..Self::default() };
        };
        let exact = if end - start > LONGEST { String::new() } else { offsets.slice(CharSpan { start, end }).to_string() };
        Self {
            document: document.id.to_string(),
            spans: inside,
            exact,
            prefix: offsets.slice(CharSpan { start: start.saturating_sub(AROUND), end: start }).to_string(),
            suffix: offsets.slice(CharSpan { start: end, end: (end + AROUND).min(n_chars) }).to_string(),
            text_hash,
        }
    }

    /// What the address says; nothing where it is no permalink.
    pub(crate) fn asked(address: &Address) -> Option<Self> {
        let text = |key: &str| address.value(key).unwrap_or("").to_string();
        let document = match address.segments.as_slice() {
            [kind, id] if kind == "document" => id.clone(),
            _ => text("in"),
        };
        let quoted = Self {
            document,
            spans: parsed(&text("spans")),
            exact: text("exact"),
            prefix: text("prefix"),
            suffix: text("suffix"),
            text_hash: text("text_hash"),
        };
        let says = !quoted.exact.is_empty() || !quoted.text_hash.is_empty();
        (says && !quoted.document.is_empty()).then_some(quoted)
    }

    /// The permalink to the words themselves.
    pub(crate) fn href(&self) -> String {
        let path = format!("/document/{}", self.document);
        let own: Vec<(&str, String)> = self.pairs().into_iter().filter(|(key, _)| *key != "in").collect();
        let fragment = if self.spans.is_empty() { "" } else { "#here" };
        format!("{}{fragment}", href(&path, own))
    }

    /// The permalink to a record that rests on these words.
    pub(crate) fn href_of(&self, path: &str) -> String {
        href(path, self.pairs())
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let spans: Vec<String> = self.spans.iter().map(|span| format!("{}-{}", span.start, span.end)).collect();
        let values =
            [&self.document, &spans.join(" "), &self.exact, &self.prefix, &self.suffix, &self.text_hash].map(String::clone);
        KEYS.into_iter().zip(values).filter(|(_, value)| !value.is_empty()).collect()
    }

    /// Whether the words stand where the link says.
    pub(crate) fn standing(&self, snapshot: &Snapshot) -> Standing {
        let asked = Id::from_text(&self.document);
        let Some(document) = snapshot.documents.get(&asked) else { return Standing::NoDocument };
        if !self.text_hash.is_empty() && hash(&document.text) == self.text_hash && self.fits(document) {
            return Standing::Stands;
        }
        // A link without a digest says of the words alone where they stand.
        if !self.exact.is_empty() && self.fits(document) {
            return if self.text_hash.is_empty() { Standing::Stands } else { Standing::TextDiffers };
        }
        Standing::Elsewhere(self.places(document))
    }

    fn fits(&self, document: &Document) -> bool {
        let offsets = Offsets::new(&document.text);
        let n_chars = offsets.n_chars();
        let (Some(start), Some(end)) =
            (self.spans.iter().map(|span| span.start).min(), self.spans.iter().map(|span| span.end).max())
        else {
            return self.exact.is_empty();
        };
        end <= n_chars
            && (self.exact.is_empty() || offsets.slice(CharSpan { start, end }) == self.exact)
            && offsets.slice(CharSpan { start: 0, end: start }).ends_with(&self.prefix)
            && offsets.slice(CharSpan { start: end, end: n_chars }).starts_with(&self.suffix)
    }

    /// Where the words do stand; those with the same words around them first.
    fn places(&self, document: &Document) -> Vec<CharSpan> {
        if self.exact.is_empty() {
            return Vec::new();
        }
        let offsets = Offsets::new(&document.text);
        let found = document.text.match_indices(&self.exact).map(|(at, exact)| {
            let alike =
                document.text[..at].ends_with(&self.prefix) && document.text[at + exact.len()..].starts_with(&self.suffix);
            (!alike, offsets.chars(hearsay::text::Span { start: at, end: at + exact.len() }))
        });
        let mut found: Vec<(bool, CharSpan)> = found.take(PLACES * 4).collect();
        found.sort_by_key(|(other, span)| (*other, span.start));
        found.into_iter().map(|(_, span)| span).take(PLACES).collect()
    }
}

/// Digest of a text, 64 hexadecimal digits.
pub(crate) fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// `120-260 300-310`; what does not fit is left out.
pub(crate) fn parsed(value: &str) -> Vec<CharSpan> {
    let span = |pair: &str| {
        let (start, end) = pair.split_once('-')?;
        Some(CharSpan { start: start.parse().ok()?, end: end.parse().ok()? }).filter(|span| span.start < span.end)
    };
    value.split_whitespace().take(200).filter_map(span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(text: &str, id: &Id) -> Snapshot {
        let mut document = Document::plain(text, "en");
        document.id = id.clone();
        let mut snapshot = Snapshot::default();
        snapshot.documents.insert(id.clone(), document);
        snapshot
    }

    fn back(href: &str) -> Quoted {
        let (path, query) = href.split('#').next().and_then(|href| href.split_once('?')).expect("a query");
        Quoted::asked(&Address::parse(path, Some(query))).expect("a permalink")
    }

    #[test]
    fn a_permalink_comes_back_and_finds_its_words() {
        let text = "Мэр сказал 👋. Holm said the road was open. Nobody came.";
        let document = Document::plain(text, "en");
        let start = text.chars().position(|c| c == 'H').expect("Holm") + 10;
        let quoted = Quoted::of(&document, &[CharSpan { start, end: start + 17 }]);
        assert_eq!((quoted.exact.as_str(), quoted.suffix.as_str()), ("the road was open", ". Nobody came."));
        assert_eq!(back(&quoted.href()), quoted);
        assert_eq!(back(&quoted.href_of("/show/s-00")), quoted);
        assert_eq!(quoted.standing(&snapshot(text, &document.id)), Standing::Stands);
        assert_eq!(Quoted::of(&document, &[]).standing(&snapshot(text, &document.id)), Standing::Stands);
    }

    #[test]
    fn words_that_moved_or_changed_are_never_taken_for_the_same() {
        let text = "Holm said the road was open. Later she said the road was open again.";
        let document = Document::plain(text, "en");
        let quoted = Quoted::of(&document, &[CharSpan { start: 10, end: 27 }]);
        let told = |text: &str| quoted.standing(&snapshot(text, &document.id));
        assert_eq!(told(&text.replace("again", "at last")), Standing::TextDiffers);
        assert_eq!(
            told(&format!("x{text}")),
            Standing::Elsewhere(vec![CharSpan { start: 11, end: 28 }, CharSpan { start: 45, end: 62 }])
        );
        assert_eq!(told(&text.replace("open.", "shut.")), Standing::Elsewhere(vec![CharSpan { start: 44, end: 61 }]));
        // The same words with others before them are not those that were linked.
        assert_eq!(
            told(&text.replace("Holm said", "Gorm said")),
            Standing::Elsewhere(vec![CharSpan { start: 10, end: 27 }, CharSpan { start: 44, end: 61 }])
        );
        assert_eq!(told("short"), Standing::Elsewhere(Vec::new()));
        assert_eq!(quoted.standing(&Snapshot::default()), Standing::NoDocument);
        let whole = Quoted::of(&document, &[]);
        assert_eq!(whole.standing(&snapshot("other", &document.id)), Standing::Elsewhere(Vec::new()));
    }
}

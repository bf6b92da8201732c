//! [`Evidence`]: a place with the sentence that it stands in, so that every cell opens its source;
//! and the small references that rows hold: [`EntityRef`], [`DocumentRef`], [`Because`], [`Changed`].
//!
//! In: a [`Place`] of a record. Out: the same place with the document's path, title, outlet and date,
//! and a [`Snippet`]: the sentence or sentences with the spans marked. Invariant: the spans of a
//! snippet mark the same characters as those of the place; a snippet that is not whole says so.
//!
//! Example: content `the road was open` of `Holm said the road was open.` has that sentence as its
//! snippet, marked `[10, 27]`.

use crate::line::Line;
use crate::records;
use crate::snapshot::Snapshot;
use crate::words;
use hearsay_record::{ChangeKind, Document, EntityKind, Id, Link, Place, Reason};
use hearsay_text::{Abbreviations, CharSpan, Offsets, Span, sentences, tokens_with};
use serde::Serialize;
use std::sync::OnceLock;

/// Who: an entity, or a chain that is in none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct EntityRef {
    /// Its id.
    pub id: Id,
    /// Its fullest name.
    pub name: String,
    /// What kind of thing it is.
    pub kind: EntityKind,
}

/// A document, by what a reader knows it by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentRef {
    /// Path of one sighting.
    pub path: Option<String>,
    /// Its id.
    pub document: Id,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Language.
    pub language: Option<String>,
}

impl DocumentRef {
    /// A reference to a document.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        Self {
            path: document.origin.path.clone(),
            document: document.id.clone(),
            title: document.title.clone(),
            outlet: document.origin.outlet.clone(),
            published: document.published.as_ref().map(|dated| dated.date.clone()),
            language: document.language.clone(),
        }
    }
}

/// A place and the sentence that it stands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Path of one sighting of the document.
    pub path: Option<String>,
    /// The document.
    pub document: Id,
    /// The spans.
    pub spans: Vec<CharSpan>,
    /// The attribution.
    pub attribution: Option<Id>,
    /// The document's headline.
    pub title: Option<String>,
    /// Its outlet.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// The sentence; none where the place is a whole document.
    pub snippet: Option<Snippet>,
}

/// A stretch of a text, whole sentences where they are not too long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// The text.
    pub text: String,
    /// Where it stands in the document.
    pub span: CharSpan,
    /// The spans of the place, counted from the snippet's first character.
    pub marks: Vec<CharSpan>,
    /// Whether a part of the place lies outside.
    pub cut: bool,
}

/// A reason of a link, in code and in words, with where it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Because {
    /// Code, as in the record.
    pub code: String,
    /// The same for a reader.
    pub words: String,
    /// Where it shows.
    pub evidence: Vec<Evidence>,
}

/// One thing that two tellings of one utterance differ in, with the words of both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// In what: `cut`, `words`, `cue`, `speaker`, `target`.
    pub kind: ChangeKind,
    /// The words in the first document; empty where only the second has some.
    pub a: String,
    /// The words in the second document; empty where only the first has some.
    pub b: String,
    /// Where those of the first stand.
    pub a_spans: Vec<CharSpan>,
    /// Where those of the second stand.
    pub b_spans: Vec<CharSpan>,
}

impl Changed {
    /// The changes of a link, in order of its first document.
    #[must_use]
    pub fn of(snapshot: &Snapshot, link: &Link) -> Vec<Self> {
        let text = |place: &Place, spans: &[CharSpan]| {
            snapshot.documents.get(&place.document).map(|document| Snapshot::text(document, spans)).unwrap_or_default()
        };
        let changed = link.changes.iter().map(|change| Self {
            kind: change.kind,
            a: text(&link.a, &change.a),
            b: text(&link.b, &change.b),
            a_spans: change.a.clone(),
            b_spans: change.b.clone(),
        });
        changed.collect()
    }

    /// The same, seen from the second document.
    #[must_use]
    pub fn turned(self) -> Self {
        Self { kind: self.kind, a: self.b, b: self.a, a_spans: self.b_spans, b_spans: self.a_spans }
    }

    /// In one cell: `cue: said → admitted`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let or_nothing = |words: &str| if words.is_empty() { "–".to_string() } else { words.replace('\n', " ") };
        format!("{}: {} → {}", self.kind.as_str(), or_nothing(&self.a), or_nothing(&self.b))
    }
}

/// Longer snippets are cut, in code points.
const LONGEST: usize = 600;
/// Text shown before the first mark where its sentence is too long.
const LEAD: usize = 120;

impl Evidence {
    /// A place of a record with its sentence. A document that is not there leaves the place as it is.
    #[must_use]
    pub fn of(snapshot: &Snapshot, place: &Place) -> Self {
        let mut evidence = Self::bare(snapshot, place);
        evidence.fill(snapshot);
        evidence
    }

    /// The same without its sentence, which is the dear part: enough to choose and to order by. What is shown is to be
    /// filled ([`Evidence::fill`]).
    #[must_use]
    pub(crate) fn bare(snapshot: &Snapshot, place: &Place) -> Self {
        let document = snapshot.documents.get(&place.document);
        Self {
            path: document.and_then(|document| document.origin.path.clone()),
            document: place.document.clone(),
            spans: place.spans.clone(),
            attribution: place.attribution.clone(),
            title: document.and_then(|document| document.title.clone()),
            outlet: document.and_then(|document| document.origin.outlet.clone()),
            published: document.and_then(|document| document.published.as_ref()).map(|dated| dated.date.clone()),
            snippet: None,
        }
    }

    /// Adds the sentence.
    pub(crate) fn fill(&mut self, snapshot: &Snapshot) {
        self.snippet = snapshot.documents.get(&self.document).and_then(|document| snippet(&document.text, &self.spans));
    }

    /// With its sentence.
    pub(crate) fn filled(mut self, snapshot: &Snapshot) -> Self {
        self.fill(snapshot);
        self
    }

    /// The evidence of a line: its content, else its cue, else its source.
    #[must_use]
    pub fn of_line(snapshot: &Snapshot, line: &Line<'_>) -> Self {
        let mut evidence = Self::bare_of_line(snapshot, line);
        evidence.fill(snapshot);
        evidence
    }

    /// The same without its sentence.
    #[must_use]
    pub(crate) fn bare_of_line(snapshot: &Snapshot, line: &Line<'_>) -> Self {
        let roles = &line.attribution.roles;
        let spans = [&roles.content, &roles.cue, &roles.source].into_iter().find(|spans| !spans.is_empty());
        Self::bare(
            snapshot,
            &Place {
                path: None,
                document: line.document.id.clone(),
                spans: spans.cloned().unwrap_or_default(),
                attribution: Some(line.attribution.id.clone()),
            },
        )
    }

    /// The evidence of the statement at a place, without its sentence; nothing of it is read from the ledger.
    #[must_use]
    pub(crate) fn bare_of(snapshot: &Snapshot, statement: records::Place) -> Option<Self> {
        snapshot.place_of(statement).map(|place| Self::bare(snapshot, &place))
    }

    /// The sentence, or nothing.
    #[must_use]
    pub fn sentence(&self) -> &str {
        self.snippet.as_ref().map_or("", |snippet| snippet.text.as_str())
    }

    /// The marked words, pieces joined by ` … `.
    #[must_use]
    pub fn marked(&self) -> String {
        let Some(snippet) = &self.snippet else { return String::new() };
        let offsets = Offsets::new(&snippet.text);
        snippet.marks.iter().map(|&mark| offsets.slice(mark)).collect::<Vec<_>>().join(" … ")
    }

    /// Earlier first, undated last; then by document, place and attribution.
    #[must_use]
    pub(crate) fn order(&self) -> (bool, &str, &Id, &[CharSpan], Option<&Id>) {
        let date = self.published.as_deref();
        (date.is_none(), date.unwrap_or(""), &self.document, &self.spans, self.attribution.as_ref())
    }
}

impl Because {
    /// A reason with its evidence, without the sentences of that.
    #[must_use]
    pub(crate) fn bare(snapshot: &Snapshot, reason: &Reason) -> Self {
        Self {
            code: reason.code.clone(),
            words: words::words("reason", &reason.code),
            evidence: reason.evidence.iter().map(|place| Evidence::bare(snapshot, place)).collect(),
        }
    }
}

/// The sentences that hold the spans, with the spans marked; nothing where no span lies in the text.
#[must_use]
pub fn snippet(text: &str, spans: &[CharSpan]) -> Option<Snippet> {
    let offsets = Offsets::new(text);
    let inside: Vec<CharSpan> = spans.iter().copied().filter(|span| !span.is_empty() && span.end <= offsets.n_chars()).collect();
    let first = inside.iter().map(|span| span.start).min()?;
    let last = inside.iter().map(|span| span.end).max()?;
    let mut span = around(text, &offsets, CharSpan { start: first, end: last });
    let start = span.start.max(first.saturating_sub(LEAD));
    if span.len() > LONGEST {
        span = CharSpan { start, end: span.end.min(start + LONGEST) };
    }
    let mut cut = inside.len() < spans.len();
    let mut marks: Vec<CharSpan> = Vec::new();
    for mark in inside {
        let kept = CharSpan { start: mark.start.max(span.start), end: mark.end.min(span.end) };
        cut |= kept != mark;
        if !kept.is_empty() {
            marks.push(CharSpan { start: kept.start - span.start, end: kept.end - span.start });
        }
    }
    marks.sort_unstable();
    Some(Snippet { text: offsets.slice(span).to_string(), span, marks, cut })
}

/// From the start of the sentence that the span begins in to the end of the one that it ends in. Only the
/// paragraphs round about are split into sentences, so a long text costs no more than a short one.
fn around(text: &str, offsets: &Offsets<'_>, span: CharSpan) -> CharSpan {
    let bytes = offsets.bytes(span);
    let from = text[..bytes.start].rfind("\n\n").map_or(0, |at| at + 2);
    let to = text[bytes.end..].find("\n\n").map_or(text.len(), |at| bytes.end + at);
    let part = &text[from..to];
    let inner = Span { start: bytes.start - from, end: bytes.end - from };
    let found = sentences(part, &tokens_with(part, abbreviations()), abbreviations());
    let start = found
        .iter()
        .rev()
        .find(|sentence| sentence.span.start <= inner.start)
        .map_or(inner.start, |sentence| sentence.span.start);
    let end = found.iter().find(|sentence| sentence.span.end >= inner.end).map_or(inner.end, |sentence| sentence.span.end);
    offsets.chars(Span { start: from + start.min(inner.start), end: from + end.max(inner.end) })
}

fn abbreviations() -> &'static Abbreviations {
    static ENGLISH: OnceLock<Abbreviations> = OnceLock::new();
    // Where a snippet ends is for the eye only, so the English list does for every language.
    ENGLISH.get_or_init(|| Abbreviations::parse(include_str!("../../../packs/en/abbreviations.txt")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_snippet_is_the_sentence_with_its_marks() {
        let text = "It rained. Holm said the 水 was open. Nobody came.";
        let start = text.chars().count() - "the 水 was open. Nobody came.".chars().count();
        let snippet = snippet(text, &[CharSpan { start, end: start + 14 }]).expect("inside");
        assert_eq!(snippet.text, "Holm said the 水 was open.");
        assert_eq!(snippet.marks, [CharSpan { start: 10, end: 24 }]);
        assert!(!snippet.cut);
    }

    #[test]
    fn a_long_passage_is_cut_and_says_so() {
        let text = "word ".repeat(400);
        let snippet = snippet(&text, &[CharSpan { start: 500, end: 1900 }]).expect("inside");
        assert!(snippet.cut && snippet.text.chars().count() <= LONGEST);
        assert_eq!(snippet.span.start + snippet.marks[0].start, 500);
    }

    #[test]
    fn a_change_is_told_in_one_cell_from_either_side() {
        let change = Changed {
            kind: ChangeKind::Cue,
            a: "said".into(),
            b: String::new(),
            a_spans: vec![CharSpan { start: 0, end: 4 }],
            b_spans: Vec::new(),
        };
        assert_eq!(change.in_words(), "cue: said → –");
        let turned = change.turned();
        assert_eq!((turned.in_words().as_str(), turned.b_spans.len()), ("cue: – → said", 1));
    }

    proptest! {
        #[test]
        fn marks_and_spans_mark_the_same_characters(text in "\\PC{0,80}(\n\n)?\\PC{0,80}", start in 0_usize..120, len in 0_usize..60) {
            let span = CharSpan { start, end: start + len };
            let offsets = Offsets::new(&text);
            if let Some(snippet) = snippet(&text, &[span]) {
                prop_assert!(!snippet.cut);
                prop_assert_eq!(Offsets::new(&snippet.text).slice(snippet.marks[0]), offsets.slice(span));
                prop_assert_eq!(offsets.slice(snippet.span), snippet.text);
            } else {
                prop_assert!(len == 0 || span.end > offsets.n_chars());
            }
        }
    }
}

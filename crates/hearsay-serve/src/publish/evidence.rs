//! [`Texts`]: the texts of a publication, and every passage that a page points to: with what is needed to see again that it
//! stands there.
//!
//! Invariant: a passage holds the hash of its text, its place in code points, its exact words and what stands around them, all
//! taken from the ledger's text; what stands in `text/ID.txt` is that text, byte for byte.
//!
//! Example: `{"at": "at-12-40", "spans": [[12, 40]], "exact": "…", "prefix": "…", "suffix": "…"}`.

use super::PublishError;
use super::folder::Draft;
use crate::address::encoded;
use hearsay::record::{CharSpan, Id, canonical};
use hearsay::text::Offsets;
use hearsay::{Ledger, LedgerError};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Code points kept before and after a passage.
const AROUND: usize = 32;

/// Longer passages are looked for by their first and last words.
const WHOLE: usize = 12;
const ENDS: usize = 5;

/// The texts with their passages.
pub(super) struct Texts(BTreeMap<Id, Text>);

struct Text {
    text: String,
    sha256: String,
    passages: BTreeMap<String, Passage>,
}

/// A passage of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Passage {
    /// Its name on the page of its document, behind `#`.
    pub(super) at: String,
    /// Its places, in code points.
    pub(super) spans: Vec<CharSpan>,
    /// The text from the first to the last character.
    pub(super) exact: String,
    /// What stands before it.
    pub(super) prefix: String,
    /// What stands behind it.
    pub(super) suffix: String,
    /// Whether its words stood on the page of its document when that was written; said where they did not.
    #[serde(default = "is_shown", skip_serializing_if = "bool::clone")]
    pub(super) shown: bool,
}

fn is_shown() -> bool {
    true
}

/// A line of `evidence.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) document: Id,
    pub(super) page: String,
    pub(super) text: String,
    pub(super) text_sha256: String,
    #[serde(flatten)]
    pub(super) passage: Passage,
}

/// What a document's page holds to check itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Held {
    pub(super) document: Id,
    pub(super) sha256: String,
    pub(super) text: String,
    pub(super) evidence: Vec<Passage>,
}

/// SHA-256 in 64 digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The file of a text.
pub(super) fn text_file(document: &Id) -> String {
    format!("text/{document}.txt")
}

impl Texts {
    /// The texts of a case, with the passages of all attributions that stand.
    pub(super) fn of(ledger: &Ledger) -> Result<Self, LedgerError> {
        let mut texts = BTreeMap::new();
        ledger.each_document(&mut |document| {
            let sha256 = sha256(document.text.as_bytes());
            texts.insert(document.id, Text { text: document.text, sha256, passages: BTreeMap::new() });
            Ok(())
        })?;
        for reading in ledger.readings()? {
            let Some(text) = texts.get_mut(&reading.document) else { continue };
            let standing = reading.attributions.iter().filter(|attribution| attribution.overruled_by.is_none());
            let named: Vec<(String, Vec<CharSpan>)> = standing
                .map(|attribution| {
                    let roles = &attribution.roles;
                    (attribution.id.to_string(), roles.source.iter().chain(&roles.cue).chain(&roles.content).copied().collect())
                })
                .collect();
            text.take(named);
        }
        Ok(Self(texts))
    }

    /// Notes passages that pages point to by their places.
    pub(super) fn take<'s>(&mut self, places: impl Iterator<Item = &'s (Id, Vec<CharSpan>)>) {
        let mut of_document: BTreeMap<&Id, Vec<(String, Vec<CharSpan>)>> = BTreeMap::new();
        for (document, spans) in places {
            of_document.entry(document).or_default().push((place_name(spans), spans.clone()));
        }
        for (document, named) in of_document {
            if let Some(text) = self.0.get_mut(document) {
                text.take(named);
            }
        }
    }

    /// What stands behind `#` in a link to these places: a name for our script, and the words for a browser.
    pub(super) fn fragment(&self, document: &Id, spans: &[CharSpan]) -> Option<String> {
        let name = place_name(spans);
        let passage = self.0.get(document)?.passages.get(&name)?;
        let words: Vec<&str> = passage.exact.split_whitespace().collect();
        let encode = |words: &[&str]| encoded(&words.join(" ")).replace('-', "%2D");
        let words = match words.len() {
            0 => return Some(name),
            n if n <= WHOLE => encode(&words),
            n => format!("{},{}", encode(&words[..ENDS]), encode(&words[n - ENDS..])),
        };
        Some(format!("{name}:~:text={words}"))
    }

    /// What the page of a document holds to check itself.
    pub(super) fn held(&self, document: &Id) -> Option<Held> {
        let text = self.0.get(document)?;
        Some(Held {
            document: document.clone(),
            sha256: text.sha256.clone(),
            text: text.text.clone(),
            evidence: text.passages.values().cloned().collect(),
        })
    }

    pub(super) fn n_evidence(&self) -> usize {
        self.0.values().map(|text| text.passages.len()).sum()
    }

    /// Writes the texts, and all passages as lines.
    pub(super) fn write(&self, draft: &Draft) -> Result<(), PublishError> {
        let mut lines = String::new();
        for (document, text) in &self.0 {
            draft.write(&text_file(document), text.text.as_bytes())?;
            for passage in text.passages.values() {
                let line = Line {
                    document: document.clone(),
                    page: format!("document/{document}.html#{}", passage.at),
                    text: text_file(document),
                    text_sha256: text.sha256.clone(),
                    passage: passage.clone(),
                };
                lines.push_str(&canonical::line(&line));
                lines.push('\n');
            }
        }
        draft.write("evidence.jsonl", lines.as_bytes())
    }
}

impl Text {
    fn take(&mut self, named: Vec<(String, Vec<CharSpan>)>) {
        let offsets = Offsets::new(&self.text);
        for (at, mut spans) in named {
            spans.sort_unstable();
            let (Some(start), Some(end)) = (spans.first().map(|span| span.start), spans.iter().map(|span| span.end).max()) else {
                continue;
            };
            if end > offsets.n_chars() {
                continue;
            }
            let slice = |start: usize, end: usize| offsets.slice(CharSpan { start, end }).to_owned();
            let passage = Passage {
                exact: slice(start, end),
                prefix: slice(start.saturating_sub(AROUND), start),
                suffix: slice(end, (end + AROUND).min(offsets.n_chars())),
                at: at.clone(),
                spans,
                shown: true,
            };
            self.passages.insert(at, passage);
        }
    }
}

/// `at-12-40_60-70`
pub(super) fn place_name(spans: &[CharSpan]) -> String {
    let parts: Vec<String> = spans.iter().map(|span| format!("{}-{}", span.start, span.end)).collect();
    format!("at-{}", parts.join("_"))
}

impl Passage {
    /// Why it is not where it says, if it is not.
    pub(super) fn orphaned(&self, text: &str) -> Option<&'static str> {
        let offsets = Offsets::new(text);
        let (Some(start), Some(end)) =
            (self.spans.iter().map(|span| span.start).min(), self.spans.iter().map(|span| span.end).max())
        else {
            return Some("it has no place");
        };
        let n_chars = offsets.n_chars();
        if start > end || end > n_chars {
            return Some("its place is outside the text");
        }
        let slice = |start: usize, end: usize| offsets.slice(CharSpan { start, end });
        if slice(start, end) != self.exact {
            return Some("other words stand at its place");
        }
        let fits = slice(0, start).ends_with(&self.prefix) && slice(end, n_chars).starts_with(&self.suffix);
        (!fits).then_some("other words stand around its place")
    }
}

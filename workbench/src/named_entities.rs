//! Gold names: WikiGold, WNUT17 and re3d, each under the three kinds that all share.
//!
//! In: files of the shared folder. Out: documents with the spans of persons, organisations and places.
//! Other kinds (miscellaneous, products, weapons, times) are left out here, and on the side of what is
//! predicted as well. Invariant: every gold span lies in its text.
//!
//! Example: `B-corporation I-corporation` of WNUT17 is an organisation of two words.

use anyhow::{Context, Result};
use hearsay_read::NameKind;
use hearsay_text::{CharSpan, Offsets, Span};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::ops::Range;

/// Names by place and kind.
pub type Names = BTreeSet<(CharSpan, NameKind)>;

/// A text with gold names.
#[derive(Clone, Debug, Default)]
pub struct NamedText {
    /// The text.
    pub text: String,
    /// Where each word stands in it, if the corpus gives words.
    pub words: Vec<Span>,
    /// The words of each sentence.
    pub sentences: Vec<Range<usize>>,
    /// The gold.
    pub names: Names,
}

/// So many sentences make a text where the corpus marks no documents.
const SENTENCES: usize = 40;

/// Reads a file of one word and tag a line, sentences parted by empty lines. A name begins with `B-`,
/// or with `I-` where no name of its kind stands before it.
#[must_use]
pub fn conll(file: &str) -> Vec<NamedText> {
    let has_documents = file.contains("-DOCSTART-");
    let mut texts = vec![NamedText::default()];
    let mut sentence: Vec<(&str, &str)> = Vec::new();
    for line in file.lines().chain([""]) {
        let starts_document = line.starts_with("-DOCSTART-");
        if !line.trim().is_empty() && !starts_document {
            let word = line.split(['\t', ' ']).next().unwrap_or_default();
            sentence.push((word, line.rsplit(['\t', ' ']).next().unwrap_or_default()));
            continue;
        }
        let full = !has_documents && texts.last().is_some_and(|text| text.sentences.len() >= SENTENCES);
        if full && !sentence.is_empty() {
            texts.push(NamedText::default());
        }
        if let Some(text) = texts.last_mut() {
            text.add(&sentence);
        }
        sentence.clear();
        if starts_document {
            texts.push(NamedText::default());
        }
    }
    texts.retain(|text| !text.words.is_empty());
    for text in &mut texts {
        text.names = in_code_points(&text.text, &text.names);
    }
    texts
}

impl NamedText {
    /// Adds a sentence; spans of names are in bytes until the text is whole.
    fn add(&mut self, sentence: &[(&str, &str)]) {
        if sentence.is_empty() {
            return;
        }
        let first = self.words.len();
        let mut open: Option<(CharSpan, &str)> = None;
        for (word, tag) in sentence {
            let start = self.text.len();
            self.text.push_str(word);
            let here = CharSpan::new(start, self.text.len());
            self.words.push(Span::new(start, self.text.len()));
            self.text.push(' ');
            let (step, kind) = tag.split_once('-').unwrap_or((tag, ""));
            open = match (open, step) {
                (Some((span, before)), "I") if before == kind => Some((CharSpan::new(span.start, here.end), kind)),
                (before, _) => {
                    self.close(before);
                    (step != "O").then_some((here, kind))
                }
            };
        }
        self.close(open);
        self.sentences.push(first..self.words.len());
    }

    fn close(&mut self, open: Option<(CharSpan, &str)>) {
        self.names.extend(open.and_then(|(span, kind)| Some((span, kind_of(kind)?))));
    }
}

fn in_code_points(text: &str, names: &Names) -> Names {
    let offsets = Offsets::new(text);
    names.iter().map(|(span, kind)| (offsets.chars(Span::new(span.start, span.end)), *kind)).collect()
}

/// The kind behind a corpus's own label; nothing for those left out.
fn kind_of(label: &str) -> Option<NameKind> {
    match label {
        "PER" | "person" | "Person" => Some(NameKind::Person),
        "ORG" | "group" | "corporation" | "Organisation" => Some(NameKind::Organisation),
        "LOC" | "location" | "Location" => Some(NameKind::Place),
        _ => None,
    }
}

#[derive(Deserialize)]
struct Line {
    text: String,
    entities: Vec<Entity>,
}

#[derive(Deserialize)]
struct Entity {
    begin: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
    value: String,
    confidence: f64,
}

/// Reads re3d: whole texts without words. Candidates that were rejected, and the few whose place does
/// not hold their value, are left out, as the corpus asks.
pub fn re3d(file: &str) -> Result<Vec<NamedText>> {
    let text = |(number, line): (usize, &str)| {
        let line: Line = serde_json::from_str(line).with_context(|| format!("line {}", number + 1))?;
        let offsets = Offsets::new(&line.text);
        let names = line
            .entities
            .iter()
            .filter(|entity| entity.confidence >= 0.5 && entity.begin <= entity.end)
            .filter_map(|entity| Some((CharSpan::new(entity.begin, entity.end), kind_of(&entity.kind)?, entity)))
            .filter(|(span, _, entity)| offsets.slice(*span) == entity.value)
            .map(|(span, kind, _)| (span, kind))
            .collect();
        Ok(NamedText { names, text: line.text.clone(), ..NamedText::default() })
    };
    file.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(texts: &[NamedText]) -> Vec<Vec<(&str, NameKind)>> {
        texts
            .iter()
            .map(|text| {
                let offsets = Offsets::new(&text.text);
                text.names.iter().map(|(span, kind)| (offsets.bytes(*span).of(&text.text), *kind)).collect()
            })
            .collect()
    }

    #[test]
    fn names_begin_where_their_kind_begins() {
        let file = "-DOCSTART- O\n\nÅse I-PER\nHolm I-PER\nOrrin B-PER\nof O\nPellow I-LOC\nDocks I-ORG\n\nIt O\n10 I-MISC\n\n-DOCSTART- O\n\nNo O\n";
        let texts = conll(file);
        assert_eq!(
            told(&texts),
            [
                vec![
                    ("Åse Holm", NameKind::Person),
                    ("Orrin", NameKind::Person),
                    ("Pellow", NameKind::Place),
                    ("Docks", NameKind::Organisation)
                ],
                vec![]
            ]
        );
        assert_eq!(texts[0].sentences, [0..6, 6..8]);
    }

    #[test]
    fn rejected_and_misplaced_candidates_are_left_out() {
        let entity = |begin: usize, end: usize, value: &str, confidence: f64| {
            format!(r#"{{"begin":{begin},"end":{end},"type":"Person","value":"{value}","confidence":{confidence}}}"#)
        };
        let line = format!(
            r#"{{"text":"Holm met Orrin.","entities":[{},{},{}]}}"#,
            entity(0, 4, "Holm", 1.0),
            entity(9, 14, "Orrin", 0.0),
            entity(5, 8, "Orrin", 1.0)
        );
        assert_eq!(told(&re3d(&line).unwrap()), [[("Holm", NameKind::Person)]]);
    }
}

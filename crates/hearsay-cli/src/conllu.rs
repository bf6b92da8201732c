//! Language layers as CoNLL-U, the field's table of a word a line.
//!
//! In: a document with its reading, its layers, and the unit of offsets. Out: text. Features are left open
//! (`_`); MISC tells where the word stands and whether it is part of a name. Invariant: ten cells a word, an empty line after each sentence.
//!
//! Example: `3  said  say  VERB  VBD  _  0  root  _  Span=9:13`.

use hearsay::read::{Layers, NameSpan, SentenceLayer};
use hearsay::record::{CharSpan, ReadingJson, Unit};
use hearsay::text::Offsets;
use std::fmt::Write as _;

/// The sentences of a document.
pub(crate) fn text(one: &ReadingJson, layers: &Layers, unit: Unit) -> String {
    let positions = Offsets::new(&one.document.text);
    let mut out = String::new();
    _ = writeln!(out, "# newdoc id = {}", one.document.id);
    if let Some(path) = &one.document.origin.path {
        _ = writeln!(out, "# path = {}", line(path));
    }
    let mut names = layers.names.as_slice();
    for sentence in &layers.sentences {
        let (Some(first), Some(last)) = (sentence.tokens.first(), sentence.tokens.last()) else { continue };
        let extent = CharSpan::new(first.span.start, last.span.end);
        names = &names[names.partition_point(|name| name.span.end <= extent.start)..];
        _ = writeln!(out, "# sent_id = {}-{}", one.document.id, extent.start);
        _ = writeln!(out, "# text = {}", line(positions.slice(extent)));
        add_words(&mut out, sentence, names, &positions, unit);
        out.push('\n');
    }
    out
}

fn add_words(out: &mut String, sentence: &SentenceLayer, names: &[NameSpan], positions: &Offsets, unit: Unit) {
    for (number, token) in sentence.tokens.iter().enumerate() {
        let form = cell(positions.slice(token.span));
        let (head, label) = match token.governor {
            Some(governor) => (governor.head.map_or(0, |head| head + 1).to_string(), cell(governor.label)),
            None => ("_".to_owned(), "_".to_owned()),
        };
        let [start, end] = positions.in_unit(token.span, unit);
        let name = names.iter().find(|name| name.span.overlaps(&token.span)).map_or_else(String::new, |name| {
            let step = if name.span.contains_at(token.span.start) && name.span.start < token.span.start { "I" } else { "B" };
            format!("Name={step}-{}|", name.kind.label())
        });
        let after = positions.slice(CharSpan::new(token.span.end, token.span.end + 1));
        let no_space = if after.is_empty() || after.starts_with(char::is_whitespace) { "" } else { "SpaceAfter=No|" };
        let (lemma, universal, tag) = (cell(&token.lemma), cell(token.universal), cell(token.tag));
        _ = writeln!(
            out,
            "{}\t{form}\t{lemma}\t{universal}\t{tag}\t_\t{head}\t{label}\t_\t{name}{no_space}Span={start}:{end}",
            number + 1
        );
    }
}

/// What stands in a comment: one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands in a cell: no tab, no line break, not nothing.
fn cell(text: &str) -> String {
    let line = line(text);
    if line.is_empty() { "_".to_owned() } else { line }
}

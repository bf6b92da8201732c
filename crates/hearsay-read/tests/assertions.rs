//! Nothing that nobody asserted is entered as an assertion: the sentences of `spec/en/assertions.md`.
//!
//! In: the quotations of that file, a line a text. What the reader enters all the same stands in
//! `known_assertions.txt`, a line each with its cause; the test fails for one that is not listed and for
//! a listed one that is right by now. An assertion is what has another commitment than `Uu` and `n/a`.
#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::print_stdout)]

use hearsay_read::{Packs, read};
use hearsay_record::{Attribution, Document};
use hearsay_text::Offsets;
use std::collections::BTreeMap;

/// The part whose sentences are assertions.
const CONTRAST: &str = "Said all the same";

/// Sentences with the part that they stand in.
fn sentences() -> Vec<(String, String)> {
    let text = include_str!("../../../spec/en/assertions.md");
    let mut part = "";
    let mut out = Vec::new();
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            part = heading;
        } else if let Some(sentence) = line.strip_prefix("> ") {
            out.push((part.to_owned(), sentence.to_owned()));
        }
    }
    out
}

fn told(text: &str, attribution: &Attribution) -> String {
    let offsets = Offsets::new(text);
    let words = |spans: &[hearsay_text::CharSpan]| spans.iter().map(|span| offsets.slice(*span)).collect::<Vec<_>>().join(" … ");
    let roles = &attribution.roles;
    format!("{} | {} | {} ({})", words(&roles.source), words(&roles.cue), words(&roles.content), attribution.act)
}

#[test]
fn nothing_unsaid_is_entered_as_an_assertion() {
    let packs = Packs::embedded();
    let listed: BTreeMap<&str, &str> = include_str!("known_assertions.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .filter_map(|line| line.split_once(" — "))
        .collect();
    let mut unlisted = Vec::new();
    let mut wrong = Vec::new();
    let mut attributed = 0;
    let unsaid: Vec<(String, String)> = sentences().into_iter().filter(|(part, _)| part != CONTRAST).collect();
    for (part, sentence) in &unsaid {
        let reading = read(&Document::plain(sentence, "en"), &packs);
        attributed += usize::from(!reading.attributions.is_empty());
        let asserted: Vec<String> = reading
            .attributions
            .iter()
            .filter(|attribution| attribution.commitment.is_assertion())
            .map(|attribution| told(sentence, attribution))
            .collect();
        if !asserted.is_empty() {
            wrong.push(sentence.as_str());
            if !listed.contains_key(sentence.as_str()) {
                unlisted.push(format!("{part}: {sentence}\n    {}", asserted.join("\n    ")));
            }
        }
    }
    println!(
        "{} of {} sentences are entered as no assertion; something is attributed in {attributed}",
        unsaid.len() - wrong.len(),
        unsaid.len()
    );
    assert!(unsaid.len() >= 60, "{} sentences", unsaid.len());
    assert!(unlisted.is_empty(), "entered as an assertion and not listed:\n{}", unlisted.join("\n"));
    let right: Vec<&&str> = listed.keys().filter(|sentence| !wrong.contains(sentence)).collect();
    assert!(right.is_empty(), "listed and right by now, or gone: {right:#?}");
}

#[test]
fn every_kind_has_its_sentences() {
    let mut parts: BTreeMap<String, usize> = BTreeMap::new();
    for (part, _) in sentences() {
        *parts.entry(part).or_default() += 1;
    }
    assert_eq!(parts.len(), 7);
    assert!(parts.values().all(|n| *n >= 10), "{parts:?}");
}

#[test]
fn their_neighbours_are_entered() {
    let packs = Packs::embedded();
    let missed: Vec<String> = sentences()
        .into_iter()
        .filter(|(part, _)| part == CONTRAST)
        .filter(|(_, sentence)| {
            !read(&Document::plain(sentence, "en"), &packs).attributions.iter().any(|a| a.commitment.is_assertion())
        })
        .map(|(_, sentence)| sentence)
        .collect();
    assert!(missed.is_empty(), "an assertion that is not entered: {missed:#?}");
}

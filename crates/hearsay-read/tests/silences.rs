//! What is told as silence, and what only looks like it.
//!
//! In: sentences of our own. Out: for each how often silence is told in it, and by which words. One silence is one line, whoever tells it.
#![allow(clippy::disallowed_methods)]

use hearsay_read::{Packs, read};
use hearsay_record::Document;
use hearsay_text::Offsets;

/// Source and cue of each silence that is told.
fn silences(text: &str) -> Vec<(String, String)> {
    let reading = read(&Document::plain(text, "en"), &Packs::embedded());
    let offsets = Offsets::new(text);
    let words = |spans: &[hearsay_text::CharSpan]| spans.iter().map(|span| offsets.slice(*span)).collect::<Vec<_>>().join(" … ");
    let silent = reading.attributions.iter().filter(|attribution| attribution.act_family == "silence");
    silent.map(|attribution| (words(&attribution.roles.source), words(&attribution.roles.cue))).collect()
}

#[test]
fn one_silence_is_one_line() {
    for (text, source, cue) in [
        (
            "Ada Holm said she could not comment on the letter because she had not read it.",
            "Ada Holm",
            "said … could not comment on",
        ),
        ("A clerk said he could not answer the questions.", "A clerk", "said … could not answer"),
        ("The guards said they would not talk about the fire.", "The guards", "said … would not talk about"),
        ("The ferryman’s sister said he would not answer the reporter.", "he", "would not answer"),
        ("Holm’s friends said he stayed silent about the fire.", "he", "stayed silent about"),
        ("Lind said Holm declined to comment.", "Holm", "declined to comment"),
        ("The court held Pia Lind in contempt for refusing to testify.", "Pia Lind", "refusing to testify"),
        ("Lind’s refusal to answer did not please the council.", "Lind’s", "refusal to answer"),
        ("Bishop Ferris left without naming a price.", "Bishop Ferris", "without naming"),
        ("The report makes no specific mention of the fire.", "The report", "makes no specific mention of"),
        ("Asked about the dam, Lind ducked the question.", "Lind", "ducked the question"),
        ("The harbour board has not released its minutes.", "The harbour board", "has not released"),
        ("The surveyor gave no explanation.", "The surveyor", "gave no explanation"),
    ] {
        assert_eq!(silences(text), [(source.to_owned(), cue.to_owned())], "{text}");
    }
}

#[test]
fn days_may_stand_inside_and_the_first_to_refuse_has_refused() {
    assert_eq!(silences("The board declined on Friday to comment.").len(), 1);
    assert_eq!(silences("Holm is the first harbour master of Velm to not release the minutes.").len(), 1);
}

#[test]
fn what_only_looks_like_silence_is_none() {
    for text in [
        "The chapter cannot afford to be silent about the broken window.",
        "A keeper would refuse to answer the letter.",
        "The puppies have not been named.",
        "It does not explain why the mill stood idle.",
        "The garrison did not release the hostages.",
        "Lind said she was not speaking only about Holm.",
        "If she refuses to comment, the paper will print it.",
        "Did the foundation refuse to turn over its records?",
        "Many of the voters do not identify with the council.",
        "The warden should not name the donor.",
        "“She has not responded to reporters,” the warden said.",
        "The bakery isn't offering its guests the kind of bread that they like.",
        "The clerk was not told what to say or not say.",
        "We can’t just talk about millers and sailors.",
    ] {
        assert_eq!(silences(text), [], "{text}");
    }
}

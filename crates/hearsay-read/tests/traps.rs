//! What the cases of `spec/en/traps.md` cannot say: the shape of records, and texts that are damaged.
//!
//! In: sentences of our own. Each test names the item of the list of complaints that it answers. The
//! cases themselves are run with the other examples. The traps of damaged pages (a body that stands
//! many times, a headline in the body) are those that reach the reader; what intake does with them is
//! tested there.
#![allow(clippy::expect_used)]

use hearsay_read::{Packs, read};
use hearsay_record::{Block, BlockKind, Chain, Document, Form, Reading};
use hearsay_text::{CharSpan, Offsets};
use std::collections::BTreeSet;
use std::sync::OnceLock;

fn packs() -> &'static Packs {
    static PACKS: OnceLock<Packs> = OnceLock::new();
    PACKS.get_or_init(Packs::embedded)
}

fn document(text: &str, blocks: Vec<Block>) -> Document {
    Document { blocks, ..Document::plain(text, "en") }
}

fn reading(text: &str) -> Reading {
    read(&document(text, Vec::new()), packs())
}

fn words(text: &str, spans: &[CharSpan]) -> String {
    let offsets = Offsets::new(text);
    spans.iter().map(|span| offsets.slice(*span)).collect::<Vec<_>>().join(" … ")
}

fn block(text: &str, piece: &str, kind: BlockKind) -> Block {
    let at = text.find(piece).expect("the piece is in the text");
    let start = text[..at].chars().count();
    Block { span: CharSpan { start, end: start + piece.chars().count() }, kind }
}

#[test]
fn every_item_of_the_list_has_cases() {
    let spec = include_str!("../../../spec/en/traps.md");
    let numbers: BTreeSet<u32> =
        spec.lines().filter_map(|line| line.strip_prefix("### ")?.split_once(':')?.0.parse().ok()).collect();
    assert_eq!(numbers, (1..=13).collect());
    let headed = spec.lines().filter_map(|line| line.strip_prefix("## ")?.split(' ').next()?.parse().ok()).collect();
    assert_eq!(numbers, headed);
}

/// Items 3 and 4: a speaker is a chain with its full name, in the JSON too.
#[test]
fn a_speaker_is_a_chain_with_its_full_name() {
    let reading = reading("Solveig Arnt mends clocks. “Mine is slow,” Arnt said.");
    let attribution = reading.attributions.first().expect("one attribution");
    let chain: &Chain =
        reading.chains.iter().find(|chain| Some(&chain.id) == attribution.speaker.as_ref()).expect("the speaker is a chain");
    assert_eq!(chain.name, "Solveig Arnt");
    let json = serde_json::to_value(attribution).expect("an attribution is JSON");
    assert_eq!(json["speaker"], serde_json::to_value(&chain.id).expect("an id is JSON"));
}

/// Item 5: unknown speakers can be counted apart, and each says why.
#[test]
fn an_unknown_speaker_has_its_reason() {
    let text = "The tunnel was reportedly sealed. A source said the vault was bare. It was said that the bell had cracked. \
                Colonel Rask met Major Lunde. He said the road was mined. “It is over.”";
    let reading = reading(text);
    let unknown = reading.attributions.iter().filter(|attribution| attribution.speaker.is_none());
    assert!(unknown.clone().count() > 0);
    assert!(unknown.into_iter().all(|attribution| attribution.speaker_unknown_because.is_some()));
    let known = reading.attributions.iter().filter(|attribution| attribution.speaker.is_some());
    assert!(known.into_iter().all(|attribution| attribution.speaker_unknown_because.is_none()));
}

/// Item 10: whatever marks are left out or put in, what follows is read, and spans lie in the document.
#[test]
fn no_loss_of_marks_ends_the_reading() {
    let whole = "“The weir broke,” said Tilde Moor. “It broke ‘like bread’ at noon.”\n\n“We ran,\n\n“and then we stopped,” she added. \
                 \"Six inches, 6\" or so,\" he said.\n\nWarden Ulla Berg said the hut was locked.";
    let characters: Vec<char> = whole.chars().collect();
    let marks: Vec<usize> = (0..characters.len()).filter(|&at| "“”‘’\"".contains(characters[at])).collect();
    for &out in &marks {
        for &twice in &marks {
            let mut text = String::new();
            for (at, &c) in characters.iter().enumerate() {
                text.extend(std::iter::repeat_n(c, if at == out { 0 } else { 1 + usize::from(at == twice) }));
            }
            let length = text.chars().count();
            let reading = reading(&text);
            // A broken mark spoils its own paragraph at most.
            let warden = reading.attributions.iter().any(|a| words(&text, &a.roles.source) == "Warden Ulla Berg");
            assert!(warden, "the last paragraph is lost in {text}");
            for attribution in &reading.attributions {
                assert!(attribution.roles.are_disjoint(), "{text}");
                assert!(attribution.roles.extent().is_none_or(|extent| extent.end <= length), "{text}");
            }
        }
    }
}

/// Item 12: marks around one word make nobody a speaker.
#[test]
fn a_scare_quote_has_no_speaker() {
    for text in
        ["The “summit” was a picnic.", "He sold ‘art’ from a van.", "A so-called \"expert\" came.", "The \"Big Ditch\" is dry."]
    {
        assert!(reading(text).attributions.is_empty(), "{text}: {:?}", reading(text).attributions);
    }
}

/// Item 13: what is nested says so, and its form is that of its own content.
#[test]
fn a_report_inside_a_report_has_its_own_form() {
    let text = "The chronicler writes that the abbess said the bells had melted.";
    let reading = reading(text);
    let inner = reading.attributions.iter().find(|a| words(text, &a.roles.source) == "the abbess").expect("the inner one");
    let outer = reading.attributions.iter().find(|a| words(text, &a.roles.source) == "The chronicler").expect("the outer one");
    assert_eq!(inner.inside.as_ref(), Some(&outer.id));
    assert_eq!((inner.form, outer.form), (Form::Indirect, Form::Indirect));
}

/// Trap of pages: the same body many times over. Each copy is read as the first is, so that nothing
/// depends on which copy is looked at; the linker knows copies by their blocks.
#[test]
fn every_copy_of_a_body_reads_alike() {
    let body = "Warden Ulla Berg said the hut was locked. “The key is lost,” she added.";
    let once = reading(body).attributions.len();
    assert!(once >= 2);
    let text = [body; 25].join("\n\n");
    let reading = reading(&text);
    assert_eq!(reading.attributions.len(), 25 * once);
    let speakers: BTreeSet<_> = reading.attributions.iter().map(|attribution| attribution.speaker.clone()).collect();
    assert_eq!(speakers.len(), 1, "one warden, however often she is printed");
}

/// Trap of pages: what stands beside the article is no part of what it tells.
#[test]
fn a_sidebar_is_not_read() {
    let text =
        "Warden Ulla Berg said the hut was locked.\n\nMost read: Mayor Finn Osk said taxes would fall.\n\nNobody was hurt.";
    let plain = read(&document(text, Vec::new()), packs());
    assert!(plain.attributions.iter().any(|a| words(text, &a.roles.source).contains("Osk")));
    let sidebar = block(text, "Most read: Mayor Finn Osk said taxes would fall.", BlockKind::Boilerplate);
    let reading = read(&document(text, vec![sidebar]), packs());
    assert!(!reading.attributions.is_empty());
    assert!(reading.attributions.iter().all(|a| words(text, &a.roles.source).contains("Berg")));
}

/// Trap of pages: a headline that stands in the body does not run into its first sentence.
#[test]
fn a_headline_in_the_body_stays_apart() {
    let text = "Hut locked, hikers turn back\n\nWarden Ulla Berg said the key was lost.";
    let reading = read(&document(text, vec![block(text, "Hut locked, hikers turn back", BlockKind::Headline)]), packs());
    let found = reading.attributions.first().expect("one attribution");
    assert_eq!(words(text, &found.roles.source), "Warden Ulla Berg");
    assert_eq!(words(text, &found.roles.content), "the key was lost");
}

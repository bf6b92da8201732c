//! Whatever the text: no panic, spans inside it, roles apart, the same result twice.
#![allow(clippy::expect_used)]

use hearsay_read::{Packs, read};
use hearsay_record::{Block, BlockKind, Document};
use hearsay_text::CharSpan;
use proptest::prelude::*;
use std::sync::OnceLock;

fn packs() -> &'static Packs {
    static PACKS: OnceLock<Packs> = OnceLock::new();
    PACKS.get_or_init(Packs::embedded)
}

fn document(text: String, blocks: Vec<Block>) -> Document {
    Document {
        published: Some(hearsay_record::Dated { date: "2031-04-07".into(), from: "meta".into() }),
        blocks,
        ..Document::plain(text, "en-GB")
    }
}

fn holds(document: &Document) -> Result<(), TestCaseError> {
    let reading = read(document, packs());
    let length = document.text.chars().count();
    let inside = |span: &CharSpan| span.start < span.end && span.end <= length;
    for attribution in &reading.attributions {
        prop_assert!(attribution.roles.are_disjoint());
        for span in attribution.roles.source.iter().chain(&attribution.roles.cue).chain(&attribution.roles.content) {
            prop_assert!(inside(span));
        }
        prop_assert_eq!(attribution.speaker.is_none(), attribution.speaker_unknown_because.is_some());
        prop_assert!((0.0..=1.0).contains(&attribution.confidence));
        for id in attribution.speaker.iter().chain(&attribution.about) {
            prop_assert!(reading.chains.iter().any(|chain| chain.id == *id));
        }
        prop_assert!(
            attribution
                .inside
                .as_ref()
                .is_none_or(|outer| *outer != attribution.id && reading.attributions.iter().any(|other| other.id == *outer))
        );
    }
    for chain in &reading.chains {
        prop_assert!(!chain.mentions.is_empty() && chain.mentions.iter().chain(&chain.names).all(inside));
    }
    prop_assert_eq!(&read(document, packs()), &reading);
    Ok(())
}

/// Pieces that make news of a kind when strung together.
const PIECES: &[&str] = &[
    "“",
    "”",
    "\"",
    "‘",
    "’",
    "'",
    " said ",
    "Holm",
    " told ",
    "reporters",
    " that ",
    ", ",
    ". ",
    "according to ",
    "the mayor",
    " on Monday",
    ": ",
    "\n\n",
    " who ",
    "denied",
    " accused ",
    " of ",
    " was ",
    "not ",
    "she",
    " and ",
    "(",
    ")",
    " — ",
    "Ada Holm",
    "to ",
    "é",
    "\u{200f}",
    "😀",
    "a\u{301}",
    " declined to comment",
    "reportedly ",
    "the Ministry of Health",
    " is expected to ",
    "\u{0}",
    "1,000",
    "adding ",
    "April 7",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "\\PC{0,300}") {
        holds(&document(text, Vec::new()))?;
    }

    #[test]
    fn pieces_of_news_are_read(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60), from in 0_usize..40, length in 0_usize..80) {
        let text = pieces.concat();
        let end = text.chars().count();
        let span = CharSpan { start: from.min(end), end: (from + length).min(end) };
        let kinds = [BlockKind::Headline, BlockKind::Boilerplate, BlockKind::Duplicate, BlockKind::Byline];
        let blocks = vec![Block { kind: kinds[length % kinds.len()], span }];
        holds(&document(text, blocks))?;
    }
}

#[test]
fn a_language_without_a_pack_is_not_read() {
    let mut russian = document("«Нет», — сказал Холм.".into(), Vec::new());
    russian.language = Some("ru".into());
    let reading = read(&russian, packs());
    assert!(reading.attributions.is_empty());
    assert_eq!(reading.notes[0].message, "not read: no pack for ru");
}

#[test]
fn menus_are_not_read_and_doubled_text_is() {
    let text = "Holm said the road was open.\n\nHolm said the road was open.";
    let second = CharSpan { start: 30, end: text.len() };
    let with = |kind| read(&document(text.into(), vec![Block { kind, span: second }]), packs()).attributions.len();
    assert_eq!(with(BlockKind::Boilerplate), 1);
    assert_eq!(with(BlockKind::Duplicate), 2);
}

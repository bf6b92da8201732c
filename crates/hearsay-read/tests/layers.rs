//! The language layers of whole documents: what they hold, and that no text breaks them.
#![allow(clippy::unwrap_used, reason = "a test ends where it can't go on")]

use hearsay_read::{Layers, NameKind, Packs, Wanted, layers, read};
use hearsay_record::{CharSpan, Document};
use hearsay_text::Offsets;
use proptest::prelude::*;
use std::sync::OnceLock;

fn packs() -> &'static Packs {
    static PACKS: OnceLock<Packs> = OnceLock::new();
    PACKS.get_or_init(Packs::embedded)
}

const TEXT: &str =
    "It rained on the quay. Mayor Ada Holm said on Monday that the Danish ferries had cost $4 million. Nobody came.";

#[test]
fn words_have_tags_and_lemmas() {
    let document = Document::plain(TEXT, "en");
    let found = layers(&document, packs(), Wanted::All);
    let offsets = Offsets::new(TEXT);
    let word = |form: &str| {
        let mut tokens = found.sentences.iter().flat_map(|sentence| &sentence.tokens);
        tokens.find(|token| offsets.slice(token.span) == form).unwrap()
    };
    assert_eq!((word("said").tag, word("said").lemma.as_str()), ("VBD", "say"));
    assert_eq!(word("ferries").lemma, "ferry");
    assert_eq!(word("Holm").lemma, "Holm");
}

#[test]
fn dates_amounts_and_nationalities_are_named_by_rule() {
    let found = layers(&Document::plain(TEXT, "en"), packs(), Wanted::All);
    let offsets = Offsets::new(TEXT);
    for (words, kind) in [("Monday", NameKind::Date), ("Danish", NameKind::People), ("$4 million", NameKind::Money)] {
        assert!(
            found.names.iter().any(|name| name.kind == kind && offsets.slice(name.span) == words),
            "{words}: {:?}",
            found.names
        );
    }
}

#[test]
fn only_the_sentences_that_are_wanted_are_there() {
    let document = Document::plain(TEXT, "en");
    let all = layers(&document, packs(), Wanted::All);
    assert_eq!(all.sentences.len(), 3);
    let said = TEXT.find("said").unwrap();
    let one = layers(&document, packs(), Wanted::Meeting(&[CharSpan::new(said, said + 4)]));
    assert_eq!(one.sentences, all.sentences[1..2]);
    assert_eq!(layers(&document, packs(), Wanted::Meeting(&[])), Layers::default());
}

#[test]
fn a_language_without_a_pack_has_no_layers() {
    let mut document = Document::plain(TEXT, "en");
    document.language = Some("ru".to_owned());
    assert_eq!(layers(&document, packs(), Wanted::All), Layers::default());
    document.language = None;
    assert_eq!(layers(&document, packs(), Wanted::All), Layers::default());
}

#[test]
fn a_reading_is_the_same_whether_layers_were_asked_or_not() {
    let document = Document::plain(TEXT, "en");
    let before = read(&document, packs());
    assert!(!layers(&document, packs(), Wanted::All).sentences.is_empty());
    assert_eq!(read(&document, packs()), before);
}

fn holds(text: &str) -> Result<(), TestCaseError> {
    let found = layers(&Document::plain(text, "en"), packs(), Wanted::All);
    let n_chars = Offsets::new(text).n_chars();
    let mut at = 0;
    for sentence in &found.sentences {
        let n_words = sentence.tokens.len();
        prop_assert!(n_words > 0);
        for token in &sentence.tokens {
            prop_assert!(at <= token.span.start && token.span.start < token.span.end && token.span.end <= n_chars);
            prop_assert!(!token.tag.is_empty() && !token.lemma.is_empty());
            at = token.span.end;
        }
        let heads: Vec<Option<usize>> = sentence.tokens.iter().filter_map(|token| Some(token.governor?.head)).collect();
        prop_assert!(heads.is_empty() || heads.len() == n_words, "some words have governors and some have none");
        prop_assert!(heads.is_empty() || heads.iter().filter(|head| head.is_none()).count() == 1, "{heads:?}");
        for start in 0..heads.len() {
            let way = std::iter::successors(Some(start), |at| heads[*at]).take(n_words + 1);
            prop_assert!(way.count() <= n_words, "a circle from word {start}: {heads:?}");
        }
    }
    prop_assert!(found.names.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{:?}", found.names);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_breaks_them(text in "\\PC{0,120}") {
        holds(&text)?;
    }

    #[test]
    fn no_order_of_words_breaks_them(words in proptest::collection::vec(
        prop_oneof!["said", "May", "7", "2031", "\\$4", "million", "per", "cent", "%", "Danish", "Ada", "Holm", "’s", "“", "”", "\\.", ",", "\n\n", "🙂", "on", "early", "Monday"], 0..60)) {
        holds(&words.join(" "))?;
    }
}

//! What holds for any text whatever: spans stand on character borders, in order and inside the
//! text; nothing visible is lost; offsets make the round trip in three units; nothing panics.

use hearsay_text::{
    Abbreviations, CharSpan, Offsets, Span, Unit, dateline, fold, fold_word, paragraphs, quotations, sentences, tokens,
    tokens_with, words,
};
use proptest::prelude::*;

/// Pieces that news is made of, pieces that break tokenisers, and any character at all.
fn text() -> impl Strategy<Value = String> {
    const PIECES: [&str; 104] = [
        " ",
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "\u{a0}",
        "\u{2028}",
        "\u{85}",
        ".",
        ".",
        ",",
        "?",
        "!",
        "...",
        "…",
        ". . .",
        ":",
        ";",
        "-",
        "--",
        "—",
        "–",
        "(",
        ")",
        "[",
        "]",
        "\"",
        "\"",
        "“",
        "”",
        "‘",
        "’",
        "'",
        "'",
        "„",
        "«",
        "»",
        "‹",
        "›",
        "``",
        "''",
        "`",
        "「",
        "」",
        "the",
        "The",
        "he",
        "said",
        "Orlan",
        "U.S.",
        "Lt.",
        "Col.",
        "No.",
        "p.m.",
        "J.",
        "e.g.",
        "noted.In",
        "isn't",
        "can’t",
        "Orlan's",
        "pilots’",
        "1,000",
        "3.5",
        "$5",
        "-7",
        "50%",
        "21°C",
        "F-16",
        "2014,2015",
        "10:30",
        "9/11",
        "and/or",
        "R&D",
        "f**k",
        "https://a.example/b_(c).",
        "www.x.org",
        "a.b@c.example",
        "@name",
        "#topic",
        "report.pdf",
        "’90s",
        "'em",
        "OSTER, Velmark (NDA) —",
        "•",
        "*",
        ">",
        "😀",
        "👩\u{200d}👩\u{200d}👧",
        "🇱🇻",
        "👍🏽",
        "e\u{301}",
        "\u{301}\u{302}",
        "שלום",
        "مرحبا",
        "\u{202e}abc\u{202c}",
        "\u{200b}",
        "\u{feff}",
        "\u{ad}",
        "东京。",
        "नमस्ते।",
        "İ",
    ];
    let piece = prop_oneof![
        12 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
        1 => "[a-zA-Z]{1,9}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn stands_in(text: &str, span: Span) -> bool {
    span.start <= span.end && text.get(span.start..span.end).is_some()
}

/// Spans that are not empty, do not overlap and stand in order.
fn check_row(text: &str, spans: impl IntoIterator<Item = Span>) {
    let mut end = 0;
    for span in spans {
        assert!(stands_in(text, span), "{span:?} does not stand in {text:?}");
        assert!(!span.is_empty() && span.start >= end, "{span:?} comes too early in {text:?}");
        end = span.end;
    }
}

/// Whether a reader sees this character; in between lie the controls that no token owes us.
fn is_visible(c: char) -> bool {
    !c.is_whitespace() && (c.is_alphanumeric() || c.is_ascii_punctuation() || "“”‘’„«»…—–•😀。".contains(c))
}

fn list() -> Abbreviations {
    Abbreviations::parse(include_str!("../../../packs/en/abbreviations.txt"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn tokens_hold_all_that_is_visible(text in text()) {
        for found in [tokens(&text), tokens_with(&text, &list())] {
            check_row(&text, found.iter().map(|token| token.span));
            let mut end = 0;
            for span in found.iter().map(|token| token.span).chain([Span { start: text.len(), end: text.len() }]) {
                let gap = &text[end..span.start];
                prop_assert!(!gap.contains(is_visible), "{gap:?} is lost in {text:?}");
                end = span.end;
            }
        }
    }

    #[test]
    fn sentences_share_out_the_tokens(text in text()) {
        let found = tokens_with(&text, &list());
        let sentences = sentences(&text, &found, &list());
        check_row(&text, sentences.iter().map(|sentence| sentence.span));
        let mut next = 0;
        for sentence in &sentences {
            prop_assert_eq!(sentence.tokens.start, next);
            prop_assert!(sentence.tokens.end > next);
            prop_assert_eq!(sentence.span.start, found[sentence.tokens.start].span.start);
            prop_assert_eq!(sentence.span.end, found[sentence.tokens.end - 1].span.end);
            next = sentence.tokens.end;
        }
        prop_assert_eq!(next, found.len());
        let paragraphs = paragraphs(&text);
        for sentence in &sentences {
            prop_assert_eq!(paragraphs.iter().filter(|paragraph| paragraph.overlaps(&sentence.span)).count(), 1);
        }
    }

    #[test]
    fn tokens_of_another_text_do_no_harm(text in text(), other in text()) {
        let _ = sentences(&text, &tokens(&other), &list());
    }

    #[test]
    fn paragraphs_hold_all_that_is_visible(text in text()) {
        let found = paragraphs(&text);
        check_row(&text, found.iter().copied());
        let n_visible = text.chars().filter(|&c| is_visible(c)).count();
        let n_held: usize = found.iter().map(|span| span.of(&text).chars().filter(|&c| is_visible(c)).count()).sum();
        prop_assert_eq!(n_held, n_visible);
        for paragraph in found {
            if let Some(head) = dateline(&text, paragraph) {
                prop_assert!(stands_in(&text, head) && head.start == paragraph.start && head.end < paragraph.end);
            }
        }
    }

    #[test]
    fn quotations_nest_and_never_cross(text in text()) {
        let found = quotations(&text);
        let paragraphs = paragraphs(&text);
        let mut open: Vec<Span> = Vec::new();
        for (n, quotation) in found.iter().enumerate() {
            prop_assert!(stands_in(&text, quotation.span) && stands_in(&text, quotation.inner) && !quotation.span.is_empty());
            prop_assert!(quotation.span.contains(&quotation.inner));
            prop_assert!(n == 0 || found[n - 1].span.start <= quotation.span.start);
            prop_assert!(paragraphs.iter().any(|paragraph| paragraph.contains(&quotation.span)));
            while open.last().is_some_and(|span| span.end <= quotation.span.start) {
                open.pop();
            }
            prop_assert!(open.last().is_none_or(|span| span.contains(&quotation.span)), "crossing in {text:?}: {found:#?}");
            prop_assert_eq!(usize::from(quotation.depth), open.len());
            open.push(quotation.span);
            if let Some(earlier) = quotation.continues {
                prop_assert!(earlier < n && !found[earlier].closed && found[earlier].span.end <= quotation.span.start);
            }
        }
    }

    #[test]
    fn folding_twice_is_folding_once(text in text()) {
        let folded = fold(&text);
        prop_assert_eq!(&fold(&folded.text).text, &folded.text);
        prop_assert_eq!(fold_word(&text), folded.text);
    }

    #[test]
    fn what_is_folded_maps_back_in_order(text in text()) {
        let folded = fold(&text);
        let mut end = 0;
        for (start, c) in folded.text.char_indices() {
            let original = folded.to_original(Span { start, end: start + c.len_utf8() });
            prop_assert!(stands_in(&text, original) && !original.is_empty(), "{start} of {:?} maps to {original:?} of {text:?}", folded.text);
            prop_assert!(original.start >= end || original.end == end);
            end = original.end;
        }
        let whole = folded.to_original(Span { start: 0, end: folded.text.len() });
        prop_assert!(stands_in(&text, whole) && whole.end == end);
        let beyond = folded.to_original(Span { start: 3, end: 1 << 40 });
        prop_assert!(stands_in(&text, beyond));
    }

    #[test]
    fn words_are_runs_of_letters(text in text()) {
        let found = words(&text);
        check_row(&text, found.iter().map(|word| word.span));
        for word in found {
            let shown = word.span.of(&text);
            prop_assert!(shown.starts_with(char::is_alphanumeric) && shown.ends_with(char::is_alphanumeric));
        }
    }

    #[test]
    fn offsets_make_the_round_trip(text in text(), start in 0..300_usize, length in 0..90_usize) {
        let offsets = Offsets::new(&text);
        let n_chars = text.chars().count();
        prop_assert_eq!(offsets.n_chars(), n_chars);
        let span = CharSpan::new(start.min(n_chars), (start + length).min(n_chars));
        for unit in [Unit::Codepoints, Unit::Bytes, Unit::Utf16] {
            prop_assert_eq!(offsets.of_unit(offsets.in_unit(span, unit), unit), span);
        }
        prop_assert_eq!(offsets.chars(offsets.bytes(span)), span);
        let shown: String = text.chars().skip(span.start).take(span.len()).collect();
        prop_assert_eq!(offsets.slice(span), &shown);
        prop_assert_eq!(offsets.utf16_at(span.end), text.chars().take(span.end).map(char::len_utf16).sum::<usize>());
        // A position that no character begins at goes back to the one before.
        let byte = offsets.byte_at(offsets.char_at(start));
        prop_assert!(byte <= start && text.is_char_boundary(byte) && (byte + 4 > start || byte == text.len()));
    }

    #[test]
    fn any_list_of_abbreviations_will_do(source in text(), text in text()) {
        let list = Abbreviations::parse(&source);
        let found = tokens_with(&text, &list);
        let _ = sentences(&text, &found, &list);
    }
}

#[test]
fn a_long_odd_text_is_read_to_its_end() {
    for piece in [
        "\"a ", "'", "``", "a.", "(", "“", "«", "e\u{301}", "\u{301}", "a@", "$", "*a", "A. ", "\n", "a-", "www.a", "[1", "'s",
        "“‘",
    ] {
        let text = piece.repeat(20_000);
        let found = tokens(&text);
        let _ = (sentences(&text, &found, &list()), quotations(&text), fold(&text), words(&text), paragraphs(&text));
        assert_eq!(
            found.last().map(|token| token.span.end),
            if text.ends_with('\n') { None } else { Some(text.trim_end().len()) }
        );
    }
}

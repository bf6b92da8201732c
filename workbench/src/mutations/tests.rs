//! Each mutation on one small article, and what must hold for all of them.

use super::*;
use hearsay_record::Roles;

const TEXT: &str = "Bridge shut\n\n“The pier is cracked,” said Ada B. Holm, a diver. Dr. Zoë Lind told the Ostwick Ledger “it held”.\n\n\
                    Émile Drago denied that.\n\nNobody else spoke.\n\nThe café of Clara Sorel stayed open.\n\nThe end.";

fn at(piece: &str) -> Vec<CharSpan> {
    let byte = TEXT.find(piece).unwrap();
    let start = TEXT[..byte].chars().count();
    vec![CharSpan { start, end: start + piece.chars().count() }]
}

fn article() -> Article {
    let gold = vec![
        Roles { source: at("Ada B. Holm"), cue: at("said"), content: at("“The pier is cracked,”") },
        Roles { source: at("Zoë Lind"), cue: at("told"), content: at("“it held”") },
        Roles { source: at("Émile Drago"), cue: at("denied"), content: at("that.") },
    ];
    Article { name: "bridge".into(), text: TEXT.into(), gold }
}

/// Source, cue and content of the gold, as they read.
fn read(article: &Article) -> Vec<[String; 3]> {
    let characters: Vec<char> = article.text.chars().collect();
    let words = |spans: &[CharSpan]| -> String {
        spans.iter().map(|span| characters[span.start..span.end].iter().collect::<String>()).collect::<Vec<_>>().join(" … ")
    };
    article.gold.iter().map(|roles| [&roles.source, &roles.cue, &roles.content].map(|spans| words(spans))).collect()
}

#[test]
fn names_change_and_sources_with_them() {
    let sources = |mutation| -> Vec<String> { read(&mutate(&article(), mutation)).into_iter().map(|[s, _, _]| s).collect() };
    assert_eq!(sources(Mutation::Initials)[0], "A. B. Holm");
    assert_eq!(sources(Mutation::Surnames)[0], "Holm");
    assert_eq!(sources(Mutation::Titles)[0], "Ms. Ada B. Holm");
    assert!(mutate(&article(), Mutation::Surnames).text.contains("The café of Sorel stayed"));
}

#[test]
fn marks_are_lost_and_words_are_not() {
    let bare = mutate(&article(), Mutation::NoMarks);
    assert_eq!(read(&bare)[0][2], "The pier is cracked,");
    assert!(!bare.text.contains(['“', '”', '"']));
    let straight = mutate(&article(), Mutation::StraightMarks);
    assert_eq!(read(&straight)[1], ["Zoë Lind", "told", "\"it held\""]);
    let straight = Article { name: "straight".into(), ..straight };
    // Whether a straight mark opens is seen from what stands around it.
    assert_eq!(
        marks(&straight.text.chars().collect::<Vec<_>>()).iter().map(|(_, opens)| *opens).collect::<Vec<_>>(),
        [true, false, true, false]
    );
    let n = |text: &str, mark: char| text.matches(mark).count();
    let many = Article { name: "many".into(), text: "“a” ".repeat(400), gold: Vec::new() };
    let opened = mutate(&many, Mutation::OpeningMarks).text;
    assert!((120..280).contains(&n(&opened, '“')) && n(&opened, '”') == 400);
    let closed = mutate(&many, Mutation::ClosingMarks).text;
    assert!((120..280).contains(&n(&closed, '”')) && n(&closed, '“') == 400);
}

#[test]
fn paragraphs_run_together() {
    let fused = mutate(&article(), Mutation::FusedParagraphs);
    assert!(!fused.text.contains('\n'));
    assert!(fused.text.starts_with("Bridge shut “The pier"));
    assert_eq!(read(&fused), read(&article()));
}

#[test]
fn a_doubled_block_has_its_gold_twice() {
    let doubled = mutate(&article(), Mutation::DoubledBlock);
    assert!(doubled.text.len() > TEXT.len());
    let read = read(&doubled);
    for copy in &read[3..] {
        assert!(read[..3].contains(copy), "{copy:?}");
    }
    // Whatever block was drawn: what stands in it once stands in it twice.
    for (roles, number) in article().gold.iter().zip(0..) {
        let words = &read[number];
        let copies = read.iter().filter(|other| *other == words).count();
        let content: String =
            roles.content.iter().map(|span| TEXT.chars().skip(span.start).take(span.len()).collect::<String>()).collect();
        assert_eq!(copies, doubled.text.matches(&content).count(), "{words:?}");
    }
}

#[test]
fn a_block_that_an_attribution_would_leave_is_not_doubled() {
    let whole =
        Roles { source: at("Ada B. Holm"), cue: at("said"), content: vec![CharSpan { start: 0, end: TEXT.chars().count() }] };
    let article = Article { gold: vec![whole], ..article() };
    assert_eq!(mutate(&article, Mutation::DoubledBlock).text, TEXT);
}

#[test]
fn letters_lose_case_accents_and_themselves() {
    assert_eq!(read(&mutate(&article(), Mutation::LowerCase))[2], ["émile drago", "denied", "that."]);
    assert_eq!(read(&mutate(&article(), Mutation::NoDiacritics))[2], ["Emile Drago", "denied", "that."]);
    assert_eq!(read(&mutate(&article(), Mutation::AsciiOnly))[2][0], "mile Drago");
    assert_eq!(read(&mutate(&article(), Mutation::AsciiOnly))[0][2], "The pier is cracked,");
}

#[test]
fn scanning_misreads_about_as_much_as_it_says() {
    let long = Article { name: "long".into(), text: "The mayor denied that the road was open. ".repeat(500), gold: Vec::new() };
    for (mutation, percent) in [(Mutation::Scanned1, 1.0), (Mutation::Scanned3, 3.0)] {
        let mut chance = Chance::of(&[&long.name, mutation.name()]);
        let n = long.text.chars().filter(|&c| of_character(mutation, c, &mut chance) != [c]).count();
        let share = 100.0 * n as f64 / long.text.chars().count() as f64;
        assert!((0.7 * percent..1.2 * percent).contains(&share), "{share} of a hundred");
    }
}

#[test]
fn every_mutation_is_repeatable_and_keeps_its_spans_in_the_text() {
    for mutation in Mutation::ALL {
        assert_eq!(Mutation::named(mutation.name()), Some(mutation));
        let once = mutate(&article(), mutation);
        let again = mutate(&article(), mutation);
        assert_eq!((&once.text, &once.gold), (&again.text, &again.gold));
        // What is drawn by chance may leave so small a text as it is.
        let by_chance =
            [Mutation::OpeningMarks, Mutation::ClosingMarks, Mutation::Scanned1, Mutation::Scanned3].contains(&mutation);
        assert!(by_chance || once.text != TEXT, "{} changes nothing", mutation.name());
        let length = once.text.chars().count();
        for roles in &once.gold {
            assert!(roles.extent().is_some_and(|extent| extent.end <= length));
            assert!(roles.are_disjoint(), "{}: {roles:?}", mutation.name());
        }
        // No text at all is no trouble either.
        let nothing = Article { name: String::new(), text: String::new(), gold: Vec::new() };
        assert_eq!(mutate(&nothing, mutation).text, "");
    }
}

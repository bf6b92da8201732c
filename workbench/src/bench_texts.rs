//! The thousand texts of news length that speed is measured on.
//!
//! In: PolNeAR's training articles, or nothing. Out: texts of about 600 words each, the same at every
//! run. From articles: their paragraphs in order, cut where a text is long enough. Without them: own
//! sentences, put together by a fixed sequence; such texts are more alike than news are, so figures on
//! the two kinds are not to be compared.

use crate::corpora::Shared;
use anyhow::Result;

/// How many texts.
pub const N_TEXTS: usize = 1000;
/// Words of a text at which it ends.
pub const N_WORDS: usize = 600;

/// Texts from the corpus.
pub fn from_polnear(shared: &Shared) -> Result<Vec<String>> {
    let files = shared.tar_zst("data/polnear/polnear-train.tar.zst")?;
    let articles: Vec<String> = files
        .into_iter()
        .filter(|(path, _)| path.starts_with("text/"))
        .map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    Ok(cut(articles.iter().cycle().flat_map(|article| article.split_inclusive('\n'))))
}

/// Texts from own sentences.
#[must_use]
pub fn made_up() -> Vec<String> {
    let mut state: u32 = 11;
    let mut next = move |n: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as usize % n
    };
    let mut paragraphs = Vec::new();
    while paragraphs.len() < N_TEXTS * 12 {
        let mut paragraph = String::new();
        for _ in 0..3 {
            let (who, other) = (WHO[next(WHO.len())], WHO[next(WHO.len())]);
            let (what, place) = (WHAT[next(WHAT.len())], PLACES[next(PLACES.len())]);
            let sentence = PATTERNS[next(PATTERNS.len())]
                .replace("{who}", who)
                .replace("{other}", other)
                .replace("{what}", what)
                .replace("{place}", place);
            paragraph.push_str(&sentence);
            paragraph.push(' ');
        }
        paragraph.push_str("\n\n");
        paragraphs.push(paragraph);
    }
    cut(paragraphs.iter().map(String::as_str).cycle())
}

fn cut<'p>(paragraphs: impl Iterator<Item = &'p str>) -> Vec<String> {
    let mut texts = Vec::with_capacity(N_TEXTS);
    let (mut text, mut n_words) = (String::new(), 0);
    for paragraph in paragraphs {
        text.push_str(paragraph);
        n_words += paragraph.split_whitespace().count();
        if n_words >= N_WORDS {
            texts.push(std::mem::take(&mut text));
            n_words = 0;
            if texts.len() == N_TEXTS {
                break;
            }
        }
    }
    texts
}

const WHO: [&str; 8] = [
    "Harbour Master Ilse Brandt",
    "Councillor Piet Marrow",
    "the water board",
    "a union official who asked not to be named",
    "Brandt",
    "Marrow",
    "residents of the quay",
    "Dr. Olun Teague, who leads the survey,",
];
const WHAT: [&str; 8] = [
    "the lock gates had been checked twice in March",
    "the ferry would not sail before Thursday",
    "41 houses stood empty on the north bank",
    "nobody had asked the board for its figures",
    "the repairs cost 2.4 million crowns, not 1.9 million",
    "the siren was heard as far as the mill",
    "the contract ran out a year ago",
    "two of the pumps may have been switched off by hand",
];
const PLACES: [&str; 5] = ["Ostwick", "Lower Ferne", "the harbour", "Velm", "the old mill"];
const PATTERNS: [&str; 12] = [
    "“We know that {what},” {who} said in {place} on Monday.",
    "{who} told reporters that {what}.",
    "According to {who}, {what}.",
    "{who} denied that {what} and called the report from {place} careless.",
    "The road to {place} was closed at noon, and buses went by the upper bridge.",
    "“That is not what {other} wrote,” {who} added. “And {what}.”",
    "In a letter to {other}, {who} warned that {what}.",
    "{who} declined to comment.",
    "Rain fell over {place} until the evening, and the market was half empty.",
    "{who} believes that {what}, a spokesman for {other} said.",
    "It was reported that {what}.",
    "{who} accused {other} of hiding the report, saying {what}.",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_a_thousand_texts_of_news_length_and_always_the_same() {
        let texts = made_up();
        assert_eq!(texts.len(), N_TEXTS);
        assert!(texts.iter().all(|text| (N_WORDS..N_WORDS + 200).contains(&text.split_whitespace().count())));
        assert_eq!(texts, made_up());
    }
}

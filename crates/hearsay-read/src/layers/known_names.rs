//! What the lists of a pack know of names corrects what a model found, and adds to it.
//!
//! In: a sentence, the names found in it. Out: the same, where a word of bodies (`Board`, `University`) makes a
//! name that of a body and draws `University of …` together, and where states, capitals, office holders and
//! demonyms stand that the model passed over. Invariant: names lie apart, in order.
//!
//! Example: of `the Ministry of Roads`, found as a place `Roads`, comes one body, `Ministry of Roads`.

use super::NameKind;
use crate::pack::{Class, Known, NameForm};
use crate::text::Text;
use hearsay_record::EntityKind;
use std::ops::Range;

/// Corrects and adds; `tokens` is the sentence, names are ranges of its words.
pub(super) fn settle(text: &Text, tokens: &Range<usize>, names: &mut Vec<(Range<usize>, NameKind)>) {
    bodies(text, tokens.start, names);
    let mut taken = vec![false; tokens.len()];
    for (range, _) in names.iter() {
        taken[range.clone()].fill(true);
    }
    let mut at = 0;
    while at < tokens.len() {
        let known = known_at(text, tokens, at).filter(|(length, _)| !taken[at..at + length].contains(&true));
        if let Some((length, kind)) = known {
            names.push((at..at + length, kind));
        }
        at += known.map_or(1, |(length, _)| length);
    }
    names.sort_by_key(|(range, _)| range.start);
}

/// Names with a word of bodies in front or at the end, and those that hang on one by `of`.
fn bodies(text: &Text, first: usize, names: &mut Vec<(Range<usize>, NameKind)>) {
    let is_body = |at: usize| text.capital(first + at) && text.is(first + at, Class::OrganisationWord);
    let mut settled: Vec<(Range<usize>, NameKind)> = Vec::with_capacity(names.len());
    for (mut range, mut kind) in names.drain(..) {
        let linked = range.start >= 2 && text.is(first + range.start - 1, Class::NameLink) && is_body(range.start - 2);
        if linked && matches!(kind, NameKind::Organisation | NameKind::Place | NameKind::People) {
            range.start -= 2;
            kind = NameKind::Organisation;
            if let Some((before, _)) = settled.pop_if(|(before, _)| before.end > range.start) {
                range.start = before.start;
            }
        }
        let of_body = range.len() > 1 && (is_body(range.start) || is_body(range.end - 1));
        if of_body && matches!(kind, NameKind::Person | NameKind::Place) {
            kind = NameKind::Organisation;
        }
        settled.push((range, kind));
    }
    *names = settled;
}

/// The longest name that the gazetteer knows from here, if it is written as a name.
fn known_at(text: &Text, tokens: &Range<usize>, at: usize) -> Option<(usize, NameKind)> {
    let word = |n: usize| (at + n < tokens.len()).then(|| text.lower(tokens.start + at + n));
    let (length, known): (usize, Known) = text.pack.gazetteer.longest(word)?;
    let capital = |at: usize| text.capital(tokens.start + at);
    let initials = known.form == NameForm::Initials;
    let written = text.word(tokens.start + at);
    let all_capitals = !written.chars().any(char::is_lowercase);
    if !capital(at) || !capital(at + length - 1) || (initials && !all_capitals) {
        return None;
    }
    let kind = match (known.form, known.kind) {
        (NameForm::Demonym | NameForm::People, _) => NameKind::People,
        (_, EntityKind::State | EntityKind::Place) => NameKind::Place,
        (_, EntityKind::Person) => NameKind::Person,
        (_, EntityKind::Organisation) => NameKind::Organisation,
        _ => return None,
    };
    Some((length, kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::Pack;
    use crate::text::text_of_tokens;
    use hearsay_text::Span;

    fn settled(sentence: &str, names: &[(&str, NameKind)]) -> Vec<(String, NameKind)> {
        let mut spans = Vec::new();
        let mut start = 0;
        for word in sentence.split(' ') {
            spans.push(Span::new(start, start + word.len()));
            start += word.len() + 1;
        }
        let pack = Pack::en();
        let n_words = spans.len();
        let words: Vec<&str> = sentence.split(' ').collect();
        let range = |name: &str| {
            let name: Vec<&str> = name.split(' ').collect();
            let start = words.windows(name.len()).position(|window| window == name).unwrap();
            start..start + name.len()
        };
        let mut found: Vec<(Range<usize>, NameKind)> = names.iter().map(|(name, kind)| (range(name), *kind)).collect();
        settle(&text_of_tokens(sentence, spans, &[0..n_words], &pack), &(0..n_words), &mut found);
        found.into_iter().map(|(range, kind)| (words[range].join(" "), kind)).collect()
    }

    #[test]
    fn a_word_of_bodies_makes_a_body() {
        let found = settled("He left Ostwick University quietly", &[("Ostwick University", NameKind::Person)]);
        assert_eq!(found, [("Ostwick University".to_owned(), NameKind::Organisation)]);
        let found = settled("the Ministry of Roads said", &[("Roads", NameKind::Place)]);
        assert_eq!(found, [("Ministry of Roads".to_owned(), NameKind::Organisation)]);
        let found = settled(
            "the Ostwick Ministry of Roads said",
            &[("Ostwick Ministry", NameKind::Organisation), ("Roads", NameKind::Place)],
        );
        assert_eq!(found, [("Ostwick Ministry of Roads".to_owned(), NameKind::Organisation)]);
    }

    #[test]
    fn what_the_gazetteer_knows_is_added_where_no_name_stands() {
        let found = settled("a Danish ship left Norway for Holm", &[("Holm", NameKind::Person)]);
        let places: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(places, ["Danish", "Norway", "Holm"]);
        assert_eq!(found[1].1, NameKind::Place);
        // Under another name it stays what the model found.
        assert_eq!(
            settled("Norway Holm spoke", &[("Norway Holm", NameKind::Person)]),
            [("Norway Holm".to_owned(), NameKind::Person)]
        );
    }
}

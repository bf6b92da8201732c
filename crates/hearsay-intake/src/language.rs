//! The language of a text.
//!
//! In: what the document declares, and its text. Out: a BCP 47 code, or nothing where the text is
//! too short to tell. Invariant: what is declared is believed, unless the text is long and plainly
//! written in another language (pages in Russian that declare `en` are common); then a note says so.
//!
//! Example: thirty words of Portuguese are `pt`; the one word `Oster` is nothing.

use hearsay_record::Note;
use std::collections::HashMap;
use std::sync::LazyLock;
use whatlang::{Lang, detect};

/// Letters that a text must have to be told.
const FEWEST_LETTERS: usize = 60;
/// Letters that a text must have to contradict a declaration.
const CONTRADICTS: usize = 200;
/// Characters of the text that are looked at, and of its beginning, which is enough where it leaves no doubt.
const LOOK_WITHIN: usize = 20_000;
const LOOK_FIRST: usize = 1_500;
const NO_DOUBT: f64 = 0.99;

/// The language of a text.
pub(crate) fn language(declared: Option<&str>, text: &str, notes: &mut Vec<Note>) -> Option<String> {
    let declared = declared.and_then(code);
    let text = &text[..text.char_indices().nth(LOOK_WITHIN).map_or(text.len(), |(at, _)| at)];
    let n_letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let first = &text[..text.char_indices().nth(LOOK_FIRST).map_or(text.len(), |(at, _)| at)];
    let plain = || statistics(first).filter(|found| found.reliable && found.confidence >= NO_DOUBT);
    let found = if n_letters >= FEWEST_LETTERS { unlike_others(first).or_else(plain).or_else(|| statistics(text)) } else { None };
    match (declared, found) {
        (Some(declared), Some(found)) if found.reliable && n_letters >= CONTRADICTS && found.confidence > 0.95 => {
            let detected = found.language;
            if is_same(&declared, detected) {
                Some(declared)
            } else {
                notes.push(Note::new("language-conflict", format!("declared as {declared}, but written in {detected}")));
                Some(detected.to_owned())
            }
        }
        (Some(declared), _) => Some(declared),
        (None, Some(found)) if found.reliable => Some(found.language.to_owned()),
        // Scripts of one language need no statistics.
        (None, Some(found)) if found.confidence > 0.9 => Some(found.language.to_owned()),
        (None, _) => {
            let (counts, n_words) = small_words_in(text);
            by_small_words(&counts, n_words).or_else(|| by_agreement(text, &counts)).map(str::to_owned)
        }
    }
}

/// A language as the letters or the small words of a text tell it.
struct Found {
    language: &'static str,
    reliable: bool,
    confidence: f64,
}

/// The language by how often its letters stand beside one another.
fn statistics(text: &str) -> Option<Found> {
    let found = detect(text)?;
    Some(Found { language: two_letters(found.lang()), reliable: found.is_reliable(), confidence: found.confidence() })
}

/// Words that a text must have to be told by the small words of a language that is like no other, how many of those must be
/// different, and the share of all words that they must make.
const FEWEST_WORDS: usize = 80;
const FEWEST_DIFFERENT: u32 = 8;
const SHARE_UNLIKE_OTHERS: f64 = 0.3;

/// Small words of the languages whose list says that no other language has them, with the number of each.
static UNLIKE_OTHERS: LazyLock<HashMap<&'static str, (&'static str, u32)>> = LazyLock::new(|| {
    let lists = small_words().filter(|(_, _, note)| *note == Some("unlike others"));
    lists
        .flat_map(|(language, words, _)| words.split(' ').zip(0..).map(move |(word, number)| (word, (language, number))))
        .collect()
});

/// The language of a text that is full of the small words of one that is like no other: no statistics could say otherwise.
fn unlike_others(text: &str) -> Option<Found> {
    let (mut n_words, mut n_small, mut met, mut language) = (0, 0, 0_u64, None);
    let mut lower = String::new();
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        n_words += 1;
        lower.clear();
        lower.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        if let Some((of, number)) = UNLIKE_OTHERS.get(lower.as_str()) {
            n_small += 1;
            met |= 1_u64.wrapping_shl(*number);
            if *language.get_or_insert(*of) != *of {
                return None;
            }
        }
    }
    let is_plain = n_words >= FEWEST_WORDS
        && met.count_ones() >= FEWEST_DIFFERENT
        && f64::from(n_small) >= SHARE_UNLIKE_OTHERS * n_words as f64;
    language.filter(|_| is_plain).map(|language| Found { language, reliable: true, confidence: 1.0 })
}

/// Small words of languages; a line each.
const SMALL_WORDS: &str = include_str!("../../../packs/languages.tsv");
/// Small words that must be there, and the share of all words that they must make.
const FEWEST_SMALL_WORDS: usize = 3;
const SHARE_OF_SMALL_WORDS: f64 = 0.2;

/// The rows of the list: language, words, and what is noted of it.
fn small_words() -> impl Iterator<Item = (&'static str, &'static str, Option<&'static str>)> {
    SMALL_WORDS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, cells.next()?, cells.next()))
    })
}

/// Each language of the list with how many of its small words a text has, most first; and how many words the text has.
fn small_words_in(text: &str) -> (Vec<(usize, &'static str)>, usize) {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let mut counts: Vec<(usize, &str)> = small_words()
        .map(|(language, small, _)| {
            (words.iter().filter(|word| small.split(' ').any(|one| one == word.as_str())).count(), language)
        })
        .collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    (counts, words.len())
}

/// The language whose small words a short text is full of, if no other comes near it.
fn by_small_words(counts: &[(usize, &'static str)], n_words: usize) -> Option<&'static str> {
    let (&(most, language), next) = (counts.first()?, counts.get(1).map_or(0, |next| next.0));
    let is_plain = most >= FEWEST_SMALL_WORDS && most as f64 >= SHARE_OF_SMALL_WORDS * n_words as f64 && most >= 2 * next;
    is_plain.then_some(language)
}

/// The language of a sentence or two, where what tells by runs of letters (`whichlang`, which knows sixteen languages and
/// always names one) is borne out: by a small word that no other language of the list has as often, or by one as often as
/// elsewhere and by the statistics of letters too.
///
/// Of 5,089 English sentences of fewer than sixty letters (train split of EWT) small words alone tell 45 of a hundred, this
/// 84, and 14 sentences are taken for another language; of 6,400 pieces of five to nine words in 38 languages (Universal
/// Declaration of Human Rights; Scots and Nigerian Pidgin left out) 50 are taken for English.
fn by_agreement(text: &str, counts: &[(usize, &'static str)]) -> Option<&'static str> {
    let language = whichlang::detect_language(text).three_letter_code();
    let language = two_letters(Lang::from_code(language)?);
    let own = counts.iter().find(|(_, of)| *of == language)?.0;
    let elsewhere = counts.iter().filter(|(_, of)| *of != language).map(|(n, _)| *n).max().unwrap_or(0);
    let is_agreed = || detect(text).is_some_and(|found| two_letters(found.lang()) == language);
    (own >= 1 && (own > elsewhere || own == elsewhere && is_agreed())).then_some(language)
}

/// A declared code in the form of BCP 47: `en_us` is `en-US`.
fn code(declared: &str) -> Option<String> {
    let declared = declared.trim().split([',', ';', ' ', '.']).next()?;
    let mut parts = declared.split(['-', '_']);
    let primary = parts.next()?.to_ascii_lowercase();
    if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    if matches!(primary.as_str(), "und" | "mul" | "zxx" | "xx") {
        return None;
    }
    let mut code = primary;
    for part in parts.take(3).filter(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())) {
        code.push('-');
        match part.len() {
            2 => code.push_str(&part.to_ascii_uppercase()),
            4 if part.bytes().all(|b| b.is_ascii_alphabetic()) => {
                code.push_str(&part[..1].to_ascii_uppercase());
                code.push_str(&part[1..].to_ascii_lowercase());
            }
            _ => code.push_str(&part.to_ascii_lowercase()),
        }
    }
    Some(code)
}

/// Whether two codes name one language, or two that statistics hold for one another.
fn is_same(declared: &str, detected: &str) -> bool {
    const ALIKE: &[&[&str]] = &[
        &["no", "nb", "nn", "da", "sv"],
        &["hr", "sr", "bs", "sh", "sl", "cnr", "mk", "bg"],
        &["id", "ms", "jv", "tl"],
        &["cs", "sk"],
        &["es", "pt", "gl", "ca", "it"],
        &["ru", "uk", "be", "bg", "mk", "sr"],
        &["hi", "mr", "ne"],
        &["tr", "az", "tk", "uz"],
        &["zh", "yue", "cmn"],
        &["af", "nl"],
        &["fa", "ar", "ur", "ps", "ku"],
    ];
    let primary = declared.split('-').next().unwrap_or(declared);
    primary == detected || ALIKE.iter().any(|group| group.contains(&primary) && group.contains(&detected))
}

/// ISO 639-1, where there is one.
fn two_letters(lang: Lang) -> &'static str {
    match lang {
        Lang::Epo => "eo",
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::{code, language, statistics, unlike_others};

    const RUSSIAN: &str = "Вода затопила нижнюю часть города, и жители переправляют вещи на лодках, сообщила полиция во вторник утром. В школе на холме устроили ночлег, а в гребном клубе раздают чай и сухие одеяла. Мэр сказал, что помощь придёт к концу недели, но когда откроют движение по реке, пока никто не знает, и суда стоят уже вторые сутки.";

    #[test]
    fn codes_are_made_one() {
        assert_eq!(code("en_us").as_deref(), Some("en-US"));
        assert_eq!(code("sr-latn-rs").as_deref(), Some("sr-Latn-RS"));
        assert_eq!(code("EN").as_deref(), Some("en"));
        assert_eq!(code("english"), None);
        assert_eq!(code("und"), None);
    }

    #[test]
    fn a_text_tells_its_language() {
        let mut notes = Vec::new();
        assert_eq!(language(None, RUSSIAN, &mut notes).as_deref(), Some("ru"));
        assert_eq!(language(None, "The water had gone by Tuesday, and the people of the town began to clean their streets and to count what they had lost.", &mut notes).as_deref(), Some("en"));
        assert_eq!(language(None, "Oster", &mut notes), None);
        assert_eq!(language(Some("de-AT"), "Oster", &mut notes).as_deref(), Some("de-AT"));
        assert!(notes.is_empty());
    }

    #[test]
    fn a_short_text_is_told_by_its_small_words() {
        let mut notes = Vec::new();
        assert_eq!(language(None, "Holm said the lock was open.", &mut notes).as_deref(), Some("en"));
        assert_eq!(language(None, "Die Schleuse war offen und nicht zu, sagte Holm.", &mut notes).as_deref(), Some("de"));
        for text in ["Holm alleges that Oster forged invoices.", "Two curates accused the dean of perjury on Monday."] {
            assert_eq!(language(None, text, &mut notes).as_deref(), Some("en"), "{text}");
        }
        assert_eq!(language(None, "Zwei Lotsen warfen Oster Betrug vor, so die Polizei.", &mut notes).as_deref(), Some("de"));
        for text in ["Lock 4, gate 2: 14.20 m", "Lluís Oster va dir ahir que tot era tancat", "Oster Holm Quay"] {
            assert_eq!(language(None, text, &mut notes), None, "{text}");
        }
    }

    #[test]
    fn a_plain_contradiction_is_noted() {
        let mut notes = Vec::new();
        assert_eq!(language(Some("en"), RUSSIAN, &mut notes).as_deref(), Some("ru"));
        assert_eq!(notes[0].code, "language-conflict");
    }

    const ENGLISH: &str = "The harbour board of Oster said on Monday that the lock at the end of the quay would not be opened this week. It had been shut since the flood, and the keeper who has the only key to it was away with his family. He had left for the coast, they said, but he would be back by Friday. The pilots were not pleased, for they have had to wait with their boats, and their owners are asking who will pay. An answer from the board is due in a few days, and so is the next ship.";
    const DUTCH: &str = "De havenraad van Oster zei maandag dat de sluis aan het eind van de kade deze week niet open zou gaan. Zij was dicht sinds de vloed, en de wachter die de enige sleutel had was weg met zijn gezin. Hij is naar de kust, zei men, maar in de loop van vrijdag is hij terug. De loodsen had men niet gevraagd, want die is het te doen om hun boten, en wie betaalt is de vraag. Een antwoord van de raad is er over een paar dagen, en dan is ook het volgende schip in zicht.";

    #[test]
    fn a_text_full_of_small_words_needs_no_statistics() {
        let found = unlike_others(ENGLISH).expect("it is full of them");
        assert_eq!(found.language, "en");
        let counted = statistics(ENGLISH).expect("it is long enough");
        assert_eq!((counted.language, counted.reliable), (found.language, true));
    }

    #[test]
    fn other_texts_do() {
        for text in [DUTCH, RUSSIAN, &ENGLISH[..200], &"the lock ".repeat(100)] {
            assert!(unlike_others(text).is_none(), "{text}");
        }
        assert_eq!(language(None, DUTCH, &mut Vec::new()).as_deref(), Some("nl"));
    }
}

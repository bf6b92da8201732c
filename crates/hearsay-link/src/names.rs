//! Names in the form in which they are compared.
//!
//! In: a name as printed. Out: [`Name`]: its words folded, without titles, articles, possessives and
//! full stops. Invariant: nothing here decides that two are one; it says how two names stand to
//! each other, and the caller adds what else is needed.
//!
//! Example: `Dr. Ada M. Holm’s` with the title `Dr.` is `ada m holm`.

use crate::sheet::bare_word;
use crate::wordlist::Wordlist;
use hearsay_text::fold;

/// A name in the form in which it is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name {
    /// Folded words, in order.
    pub(crate) words: Vec<String>,
    /// `jr`, `iii`: part of who somebody is, no part of the name.
    pub(crate) generation: Option<String>,
}

/// How two names of persons stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// The same words.
    Same,
    /// Same first and last name; the one leaves out or shortens what the other has between them.
    Middle,
    /// The first name is given by its first letter.
    Initial,
    /// The first name is given by its beginning: `Rob` for `Robert`.
    Short,
    /// The one is the end of the other: what stands before it there may be a title that the reader does not know.
    Ending,
    /// The same name in another spelling, as when it was brought over from another script.
    Spelling,
    /// It may be the same name misspelt, or spoilt by a machine: each word sounds alike or is a letter apart.
    Misspelt,
    /// None of these.
    None,
}

impl Likeness {
    /// Whether the two may be names of one person without anybody's slip.
    pub(crate) fn may_be_one(self) -> bool {
        !matches!(self, Self::Misspelt | Self::None)
    }
}

impl Name {
    /// The name of a person; words of the given titles that open it are left out.
    pub(crate) fn of_person(printed: &str, titles: &[&str]) -> Self {
        let titles: Vec<String> = titles.iter().flat_map(|title| split(title)).collect();
        let mut words = split(printed);
        let lead = words.iter().take_while(|word| titles.contains(word)).count();
        // Somebody may be called as others are titled: what would leave no name is no title.
        if lead < words.len() {
            words.drain(..lead);
        }
        let mut generation = None;
        if words.len() > 1 && words.last().is_some_and(|last| Wordlist::en().is_generation(last)) {
            generation = words.pop();
        }
        Self { words, generation }
    }

    /// The name of anything else: an article that opens it is left out.
    pub(crate) fn of_body(printed: &str) -> Self {
        let mut words = split(printed);
        let lead = words.iter().take_while(|word| Wordlist::en().is_article(word)).count();
        if lead < words.len() {
            words.drain(..lead);
        }
        Self { words, generation: None }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The last word of a person's name.
    pub(crate) fn last(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    /// Its words that are no particles, in order of the alphabet: `Ministry of Health` and `Health
    /// Ministry` are one here.
    pub(crate) fn content(&self) -> Vec<&str> {
        let mut content: Vec<&str> =
            self.words.iter().map(String::as_str).filter(|word| !Wordlist::en().is_particle(word)).collect();
        content.sort_unstable();
        content
    }

    /// First letters of its words, without particles: `Tern Harbour Authority` is `tha`.
    pub(crate) fn initials(&self) -> String {
        let words: Vec<&String> = self.words.iter().filter(|word| !Wordlist::en().is_particle(word)).collect();
        if words.len() < 2 { String::new() } else { words.iter().filter_map(|word| word.chars().next()).collect() }
    }
}

/// Folded words of a title, an office, a description: without articles, particles and other words that carry nothing.
pub(crate) fn content_words(printed: &str) -> Vec<String> {
    let is_empty = |word: &String| Wordlist::en().is_particle(word) || Wordlist::en().is_function(word);
    split(printed).into_iter().filter(|word| !is_empty(word)).collect()
}

/// Whether this is printed as an acronym: `THA`, `T.H.A.`
pub(crate) fn is_acronym(printed: &str) -> bool {
    let bare = printed.trim().trim_end_matches("'s").trim_end_matches("’s");
    let letters = bare.chars().filter(|&c| c != '.').count();
    (2..=8).contains(&letters)
        && bare.chars().all(|c| c == '.' || c.is_uppercase() || c.is_numeric() || c == '&')
        && bare.chars().any(char::is_uppercase)
}

/// How two names of persons stand to each other.
pub(crate) fn likeness(one: &Name, other: &Name) -> Likeness {
    if one.generation != other.generation || one.words.len() < 2 || other.words.len() < 2 {
        return Likeness::None;
    }
    if one.words == other.words {
        return Likeness::Same;
    }
    let (first_one, first_other) = (&one.words[0], &other.words[0]);
    if one.last() == other.last() && first_one == first_other {
        let (short, long) = if one.words.len() <= other.words.len() { (one, other) } else { (other, one) };
        return if middle_fits(&short.words[1..short.words.len() - 1], &long.words[1..long.words.len() - 1]) {
            Likeness::Middle
        } else {
            Likeness::None
        };
    }
    let (short, long) = if one.words.len() <= other.words.len() { (one, other) } else { (other, one) };
    if long.words.ends_with(&short.words) {
        // `W. Mark` and `Mark`: a first name that is hardly used is left out as a middle name is.
        let is_letter = long.words[0].chars().count() == 1 && long.words.len() == short.words.len() + 1;
        return if is_letter { Likeness::Middle } else { Likeness::Ending };
    }
    let is_initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short) && long.chars().count() > 1;
    if one.last() == other.last() && (is_initial(first_one, first_other) || is_initial(first_other, first_one)) {
        return Likeness::Initial;
    }
    let is_short = |short: &str, long: &str| short.chars().count() > 1 && long.len() > short.len() && long.starts_with(short);
    if one.last() == other.last() && (is_short(first_one, first_other) || is_short(first_other, first_one)) {
        return Likeness::Short;
    }
    let pairs = || one.words.iter().zip(&other.words);
    if one.words.len() != other.words.len() {
        Likeness::None
    } else if pairs().all(|(a, b)| a == b || other_spelling(a, b)) {
        Likeness::Spelling
    } else if pairs().all(|(a, b)| a == b || misspelt(a, b)) {
        Likeness::Misspelt
    } else {
        Likeness::None
    }
}

/// Whether two words may be one, misspelt: they sound alike, or are one letter apart, and begin alike.
pub(crate) fn misspelt(one: &str, other: &str) -> bool {
    let length = one.chars().count().min(other.chars().count());
    length >= 4
        && one.chars().next() == other.chars().next()
        && (sound(one) == sound(other) || strsim::osa_distance(one, other) == 1)
}

/// Each middle name of the shorter stands, in order, among those of the longer, maybe as a letter.
fn middle_fits(short: &[String], long: &[String]) -> bool {
    let mut long = long.iter();
    short.iter().all(|word| {
        long.any(|other| {
            other == word
                || (word.len() == 1 && other.starts_with(word.as_str()))
                || (other.len() == 1 && word.starts_with(other.as_str()))
        })
    })
}

/// Whether two words are one name in two spellings: they sound alike letter by letter, and differ
/// little as written. Short names are told apart by one letter too often to be guessed at.
pub(crate) fn other_spelling(one: &str, other: &str) -> bool {
    let length = one.chars().count().min(other.chars().count());
    length >= 4 && sound(one) == sound(other) && strsim::osa_distance(one, other) * 3 <= length + 2
}

/// The consonants of a word as they sound in most Latin spellings, doubled ones once.
pub(crate) fn sound(word: &str) -> String {
    let mut rest = word;
    let mut found = String::new();
    let digraphs = [
        ("shch", 'S'),
        ("sch", 'S'),
        ("tch", 'C'),
        ("tsch", 'C'),
        ("sh", 'S'),
        ("ch", 'C'),
        ("zh", 'Z'),
        ("kh", 'h'),
        ("ck", 'k'),
        ("ts", 'c'),
        ("tz", 'c'),
        ("ph", 'f'),
        ("th", 't'),
        ("qu", 'k'),
        ("ks", 'x'),
    ];
    while let Some(c) = rest.chars().next() {
        let (sounds, length) = match digraphs.iter().find(|(written, _)| rest.starts_with(written)) {
            Some((written, sounds)) => (Some(*sounds), written.len()),
            None => {
                let sounds = match c {
                    'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j' => None,
                    'q' | 'k' => Some('k'),
                    'w' | 'v' => Some('v'),
                    'z' | 's' => Some('s'),
                    other => Some(other),
                };
                (sounds, c.len_utf8())
            }
        };
        // The first letter counts even if it is a vowel: `Olm` is not `Elm`.
        let sounds =
            if found.is_empty() && sounds.is_none() { Some(if matches!(c, 'y' | 'j') { 'i' } else { c }) } else { sounds };
        if let Some(sounds) = sounds
            && !found.ends_with(sounds)
        {
            found.push(sounds);
        }
        rest = &rest[length..];
    }
    found
}

fn split(printed: &str) -> Vec<String> {
    // Full stops go first, so that `T.H.A.` and `THA` are one word.
    let folded = fold(printed).text.replace('.', "");
    folded
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '&'))
        .map(bare_word)
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Likeness, Name, is_acronym, likeness, other_spelling, sound};

    fn check(one: &str, other: &str, expected: Likeness) {
        let (a, b) = (Name::of_person(one, &["Dr", "Mayor"]), Name::of_person(other, &["Dr", "Mayor"]));
        assert_eq!(likeness(&a, &b), expected, "{one} and {other}");
        assert_eq!(likeness(&b, &a), expected, "{other} and {one}");
    }

    #[test]
    fn names_stand_to_each_other() {
        check("Dr. Ada Holm", "Ada HOLM’s", Likeness::Same);
        check("Ada M. Holm", "Ada Maria Holm", Likeness::Middle);
        check("Ada Holm", "Ada Maria Holm", Likeness::Middle);
        check("A. Holm", "Ada Holm", Likeness::Initial);
        check("Ada Holm", "Per Holm", Likeness::None);
        check("Ada Holm", "Ada Holm Jr.", Likeness::None);
        check("Holm", "Holm", Likeness::None);
        check("Ada B. Holm", "Ada C. Holm", Likeness::None);
        check("Yurii Tarkhov", "Yuriy Tarkhow", Likeness::Spelling);
        check("Anna Holm", "Hanna Holm", Likeness::None);
        check("W. Ada Holm", "Ada Holm", Likeness::Middle);
        check("Harbourmaster Ada Holm", "Ada Holm", Likeness::Ending);
        check("Rob Holm", "Robert Holm", Likeness::Short);
        check("Rosa Vane", "Rosa Vein", Likeness::Misspelt);
        check("Bran Oyster", "Bram Oster", Likeness::Misspelt);
        check("Brom Ostler", "Ada Oster", Likeness::None);
    }

    #[test]
    fn bodies_have_content_and_initials() {
        let one = Name::of_body("the Ministry of Tides");
        assert_eq!(one.content(), Name::of_body("Tides Ministry").content());
        assert_eq!(Name::of_body("Tern Harbour Authority").initials(), "tha");
        assert_eq!(Name::of_body("T.H.A.").words, ["tha"]);
        assert!(is_acronym("THA") && is_acronym("T.H.A.") && !is_acronym("Tha") && !is_acronym("X"));
    }

    #[test]
    fn spellings_sound_alike() {
        assert!(other_spelling("muhammad", "mohamed"));
        assert!(!other_spelling("olm", "elm") && !other_spelling("marten", "martin-luther"));
        assert_eq!(sound("tarkhov"), sound("tarhow"));
        assert_eq!(sound(""), "");
    }
}

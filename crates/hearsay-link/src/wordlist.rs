//! [`Wordlist`]: the closed lists of a language that linking needs, as data in `words/`.
//!
//! In: the text of `words/en.txt`, part of this crate. Out: questions with yes or no.
//! Invariant: the lists are constants: parsed once, never changed. Words are asked in folded form.
//!
//! Example: `the` is an article, so `The Oster Post` and `Oster Post` are one outlet.

use crate::content::stem;
use crate::sheet::word_hash;
use crate::weights::{Hashed, Mixing};
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

/// The lists of one language.
pub(crate) struct Wordlist {
    /// Of each word, by its hash, a bit for each [`List`] that it stands in.
    lists: HashMap<u64, u64, BuildHasherDefault<Hashed>>,
    fates: Words<&'static str>,
    numbers: Words<f64>,
    scales: Words<f64>,
    vague: Words<(f64, f64)>,
    shares: Words<f64>,
    opposed: Words<u16>,
    bounds: Vec<(Bound, Vec<&'static str>)>,
    /// Phrases before a number that is said not to be the one.
    rather: Vec<Vec<&'static str>>,
    pasts: Words<&'static str>,
    /// Stems of words that say nearly the same, each with the first of its set.
    alike: HashMap<String, String>,
    /// Hashes of the function words, as sheets hold words.
    functions: HashSet<u64, BuildHasherDefault<Hashed>>,
    /// Stems of the words by which a figure goes up, or down, and whether they say so without a figure.
    turns: HashMap<u64, (Turn, bool), BuildHasherDefault<Hashed>>,
}

/// What is told of words.
type Words<T> = HashMap<&'static str, T, BuildHasherDefault<Mixing>>;

/// The lists of words that are asked only whether a word stands in them, in order of [`List::NAMES`].
#[derive(Clone, Copy)]
enum List {
    Article,
    Pronoun,
    Generation,
    Particle,
    Negation,
    Failing,
    Lacking,
    Focus,
    Whole,
    Asking,
    Function,
    Allegation,
    Carrier,
    Ground,
    Planned,
    People,
    Percent,
    Calendar,
    Day,
    Auxiliary,
    Object,
    Hedge,
    Where,
    Conditional,
    Open,
    OfMonth,
    Off,
    OffStory,
    Telling,
    Printed,
    PrintedAgain,
    PrintedBefore,
    PrintedText,
    Untold,
    NotOne,
    Handing,
}

impl List {
    /// As they are called in the data.
    const NAMES: [&str; 36] = [
        "article",
        "pronoun",
        "generation",
        "particle",
        "negation",
        "failing",
        "lacking",
        "focus",
        "whole",
        "asking",
        "function",
        "allegation",
        "carrier",
        "ground",
        "planned",
        "people",
        "percent",
        "calendar",
        "day",
        "auxiliary",
        "object",
        "hedge",
        "where",
        "conditional",
        "open",
        "of-month",
        "off",
        "off-story",
        "telling",
        "printed",
        "printed-again",
        "printed-before",
        "printed-text",
        "untold",
        "not-one",
        "handing",
    ];
}

/// Which way a figure goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// `rose`
    Up,
    /// `fell`
    Down,
}

/// Which way a number is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// `at least`
    Up,
    /// `up to`
    Down,
    /// `about`
    About,
}

static EN: LazyLock<Wordlist> = LazyLock::new(|| Wordlist::parse(include_str!("../words/en.txt")));

impl Wordlist {
    /// English.
    pub(crate) fn en() -> &'static Self {
        &EN
    }

    fn parse(source: &'static str) -> Self {
        let mut found = Self {
            lists: HashMap::default(),
            fates: Words::default(),
            numbers: Words::default(),
            scales: Words::default(),
            vague: Words::default(),
            shares: Words::default(),
            opposed: Words::default(),
            bounds: Vec::new(),
            rather: Vec::new(),
            pasts: Words::default(),
            alike: HashMap::default(),
            functions: HashSet::default(),
            turns: HashMap::default(),
        };
        let mut section = "";
        let mut turns: Vec<(usize, &'static str)> = Vec::new();
        for line in source.lines() {
            let line = line.split('#').next().unwrap_or("").trim();
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                section = name;
            } else if !line.is_empty() {
                found.enter(section, line);
                if section == "function" {
                    found.functions.extend(line.split_whitespace().map(word_hash));
                }
                let list = ["rise", "up", "fall", "down"].iter().position(|name| *name == section);
                turns.extend(list.into_iter().flat_map(|list| line.split_whitespace().map(move |word| (list, word))));
            }
        }
        // Of a word in two of these lists the last one tells.
        turns.sort_by_key(|(list, _)| *list);
        for (list, word) in turns {
            let turn = if list < 2 { Turn::Up } else { Turn::Down };
            found.turns.insert(word_hash(&stem(word)), (turn, list % 2 == 0));
        }
        // A longer phrase says more than a shorter one inside it.
        found.bounds.sort_by_key(|(_, phrase)| std::cmp::Reverse(phrase.len()));
        found
    }

    fn enter(&mut self, section: &'static str, line: &'static str) {
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else { return };
        if section == "opposed-line" {
            let set = self.opposed.values().max().map_or(0, |last| last + 1);
            self.opposed.extend(line.split_whitespace().map(|word| (word, set)));
            return;
        }
        if section == "alike-line" {
            // A stem that two sets hold belongs to the first.
            for word in line.split_whitespace() {
                self.alike.entry(stem(word)).or_insert_with(|| stem(first));
            }
            return;
        }
        if section == "rather-line" {
            self.rather.push(line.split_whitespace().collect());
            return;
        }
        if section == "past-line" {
            self.pasts.extend(words.next().map(|present| (first, present)));
            return;
        }
        let mut number = || words.next().and_then(|word| word.parse::<f64>().ok());
        match section {
            "fate-line" => self.fates.extend(line.split_whitespace().map(|word| (word, first))),
            "number-line" => self.numbers.extend(number().map(|value| (first, value))),
            "scale-line" => self.scales.extend(number().map(|value| (first, value))),
            "share-line" => self.shares.extend(number().map(|value| (first, value))),
            "vague-line" => {
                if let (Some(low), Some(high)) = (number(), number()) {
                    self.vague.insert(first, (low, high));
                }
            }
            "bound-line" => {
                let bound = match first {
                    "up" => Bound::Up,
                    "down" => Bound::Down,
                    _ => Bound::About,
                };
                self.bounds.push((bound, words.collect()));
            }
            _ => {
                let Some(list) = List::NAMES.iter().position(|name| *name == section) else { return };
                for word in line.split_whitespace() {
                    *self.lists.entry(xxh3_64(word.as_bytes())).or_default() |= 1 << list;
                }
            }
        }
    }

    fn holds(&self, list: List, word: &str) -> bool {
        self.holds_by(list, xxh3_64(word.as_bytes()))
    }

    /// The same of a word by the hash of its folded form.
    fn holds_by(&self, list: List, hash: u64) -> bool {
        self.lists.get(&hash).is_some_and(|lists| lists >> (list as u32) & 1 != 0)
    }

    pub(crate) fn is_article(&self, word: &str) -> bool {
        self.holds(List::Article, word)
    }
    pub(crate) fn is_pronoun(&self, word: &str) -> bool {
        self.holds(List::Pronoun, word)
    }
    pub(crate) fn is_generation(&self, word: &str) -> bool {
        self.holds(List::Generation, word)
    }
    pub(crate) fn is_particle(&self, word: &str) -> bool {
        self.holds(List::Particle, word)
    }
    pub(crate) fn is_negation(&self, word: &str) -> bool {
        self.holds(List::Negation, word)
    }
    pub(crate) fn is_function(&self, word: &str) -> bool {
        self.holds(List::Function, word)
    }
    /// The same of a word of a content, by its hash.
    pub(crate) fn is_function_by(&self, hash: u64) -> bool {
        self.holds_by(List::Function, hash)
    }
    pub(crate) fn is_function_hash(&self, hash: u64) -> bool {
        self.functions.contains(&hash)
    }
    pub(crate) fn is_allegation(&self, word: &str) -> bool {
        self.holds(List::Allegation, word)
    }
    pub(crate) fn is_people(&self, word: &str) -> bool {
        self.holds(List::People, word)
    }

    pub(crate) fn is_percent(&self, word: &str) -> bool {
        self.holds(List::Percent, word)
    }
    pub(crate) fn is_calendar(&self, word: &str) -> bool {
        self.holds(List::Calendar, word)
    }
    /// Whether it is a past form that does not end in `-ed`.
    pub(crate) fn is_past(&self, word: &str) -> bool {
        self.pasts.contains_key(word)
    }
    /// The stem by which all that say nearly the same as a stem are known.
    pub(crate) fn alike<'s>(&'s self, stem: &'s str) -> &'s str {
        self.alike.get(stem).map_or(stem, String::as_str)
    }
    /// The present of such a form.
    pub(crate) fn past(&self, word: &str) -> Option<&'static str> {
        self.pasts.get(word).copied()
    }
    /// Whether it dates a statement: a month, a day of the week, a season, a year.
    pub(crate) fn is_day_or_season(&self, word: &str) -> bool {
        // `may` and `march` are verbs, `sat` and `sun` too: the short and the ambiguous tell nothing.
        let is_year = word.len() == 4 && matches!(word.as_bytes(), [b'1' | b'2', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9']);
        self.holds(List::Day, word) || is_year
    }
    pub(crate) fn is_auxiliary(&self, word: &str) -> bool {
        self.holds(List::Auxiliary, word)
    }
    pub(crate) fn opens_object(&self, word: &str) -> bool {
        self.holds(List::Object, word)
    }
    pub(crate) fn is_hedge(&self, word: &str) -> bool {
        self.holds(List::Hedge, word)
    }
    /// Whether it puts what stands before it at the place after it.
    pub(crate) fn is_where(&self, word: &str) -> bool {
        self.holds(List::Where, word)
    }
    /// Whether it makes what is said hang on a condition.
    pub(crate) fn is_conditional(&self, word: &str) -> bool {
        self.holds(List::Conditional, word)
    }
    /// Whether a word after it that may be a month is one.
    pub(crate) fn is_before_month(&self, word: &str) -> bool {
        self.holds(List::OfMonth, word)
    }
    /// Whether by it what is said is somebody else's report, and open for that.
    pub(crate) fn opens(&self, word: &str) -> bool {
        self.holds(List::Open, word)
    }
    /// Whether it calls a story off only where one is named.
    pub(crate) fn calls_off_a_story(&self, word: &str) -> bool {
        self.holds(List::OffStory, word)
    }
    /// Whether it is a verb of telling.
    pub(crate) fn tells(&self, word: &str) -> bool {
        self.holds(List::Telling, word)
    }
    /// Whether by it a story is called off.
    pub(crate) fn calls_off(&self, word: &str) -> bool {
        self.holds(List::Off, word)
    }
    /// Which way a figure goes by this word, and whether the word says so without a figure.
    pub(crate) fn turn(&self, word: &str) -> Option<(Turn, bool)> {
        let stemmed = self.past(word).map_or_else(|| stem(word), stem);
        self.turns.get(&word_hash(&stemmed)).copied()
    }
    /// Whether what it does to the verb after `to` is that it was not done.
    pub(crate) fn fails(&self, word: &str) -> bool {
        self.holds(List::Failing, word)
    }
    /// Whether by it what follows was not there.
    pub(crate) fn lacks(&self, word: &str) -> bool {
        self.holds(List::Lacking, word)
    }
    /// Whether a word of negation may be about this word alone.
    pub(crate) fn is_focus(&self, word: &str) -> bool {
        self.holds(List::Focus, word)
    }
    /// The same of a word of a content, by its hash.
    pub(crate) fn is_focus_by(&self, hash: u64) -> bool {
        self.holds_by(List::Focus, hash)
    }
    /// Whether it says that a text was printed: after a word of earlier times, or again.
    pub(crate) fn tells_print(&self, before: &str, word: &str) -> bool {
        self.holds(List::PrintedAgain, word) || self.holds(List::PrintedBefore, before) && self.holds(List::Printed, word)
    }
    /// Whether it opens a line that says where a text was printed.
    pub(crate) fn opens_print_line(&self, word: &str) -> bool {
        self.holds(List::PrintedBefore, word) || self.holds(List::PrintedAgain, word)
    }
    /// Whether it is a word for what a paper prints.
    pub(crate) fn is_printed_text(&self, word: &str) -> bool {
        self.holds(List::PrintedText, word)
    }
    /// Whether it stands at the head of what opens by saying that the rest is not so.
    pub(crate) fn is_ground(&self, word: &str) -> bool {
        self.holds(List::Ground, word)
    }
    /// Whether what follows it and `to` is yet to be done.
    pub(crate) fn plans(&self, word: &str) -> bool {
        self.holds(List::Planned, word)
    }
    /// Of which set of counterparts it is one (`north`, `south`).
    pub(crate) fn opposed(&self, word: &str) -> Option<u16> {
        self.opposed.get(word).copied()
    }
    /// Whether right behind a word of negation it leaves room for some: `not all`.
    pub(crate) fn is_whole(&self, word: &str) -> bool {
        self.holds(List::Whole, word)
    }
    /// Whether a content that it opens leaves open what it asks.
    pub(crate) fn asks(&self, word: &str) -> bool {
        self.holds(List::Asking, word)
    }
    /// Whether it stands for more, or for less, than one thing said before.
    pub(crate) fn is_not_one(&self, word: &str) -> bool {
        self.holds(List::NotOne, word)
    }
    /// Whether it stands for what is not told.
    pub(crate) fn is_untold(&self, word: &str) -> bool {
        self.holds(List::Untold, word)
    }
    /// Whether it only says that something is told.
    pub(crate) fn is_carrier(&self, word: &str) -> bool {
        self.holds(List::Carrier, word)
    }
    /// The share, in hundredths, that this word tells before `of`.
    pub(crate) fn share(&self, word: &str) -> Option<f64> {
        self.shares.get(word).copied()
    }
    pub(crate) fn number(&self, word: &str) -> Option<f64> {
        self.numbers.get(word).copied()
    }
    pub(crate) fn scale(&self, word: &str) -> Option<f64> {
        self.scales.get(word).copied()
    }
    pub(crate) fn vague(&self, word: &str) -> Option<(f64, f64)> {
        self.vague.get(word).copied()
    }

    /// The bound that these words end with, and how many words it has; the longest phrase counts.
    pub(crate) fn bound_before(&self, words: &[&str]) -> Option<(Bound, usize)> {
        self.bounds.iter().find(|(_, phrase)| words.ends_with(phrase)).map(|(bound, phrase)| (*bound, phrase.len()))
    }

    /// Whether these words end in such as say that the number behind them is not the one (`rather than`).
    pub(crate) fn is_rather(&self, words: &[&str]) -> bool {
        self.rather.iter().any(|phrase| words.ends_with(phrase))
    }
    /// Whether something goes over to another by this verb.
    pub(crate) fn hands(&self, word: &str) -> bool {
        self.holds(List::Handing, word)
    }

    /// The bound that these words open with (`or more`).
    pub(crate) fn bound_after(&self, words: &[&str]) -> Option<Bound> {
        self.bounds.iter().find(|(_, phrase)| phrase[0] == "or" && words.starts_with(phrase)).map(|(bound, _)| *bound)
    }

    /// What happens to those who are counted, by the word for it: `died` and `dead` are one fate.
    pub(crate) fn fate(&self, word: &str) -> Option<&'static str> {
        self.fates.get(word).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::Wordlist;

    #[test]
    fn lists_answer() {
        let en = Wordlist::en();
        assert!(en.is_article("the") && !en.is_article("oster"));
        assert_eq!(en.fate("died"), en.fate("killed"));
        assert_ne!(en.fate("hurt"), en.fate("killed"));
        assert_eq!(en.fate("oster"), None);
        assert!(en.is_negation("never") && en.is_pronoun("she") && en.is_people("persons") && !en.is_people("children"));
    }
}

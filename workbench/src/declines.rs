//! Looks for refusals and missing answers that were entered as assertions.
//!
//! In: PolNeAR's training articles, and the phrases by which news tells that somebody gave nothing:
//! those of `packs/en/declines.tsv` and the several-word ones of the shared folder's lexicon. They are
//! looked for in the words alone, without any reader. Out: how many of the places that the reader
//! attributes are entered as an assertion (must be none), and how many are told as silence.
//! Example: `The ministry did not return calls` may be nobody's statement.

use crate::corpora::{Shared, checkout};
use crate::polnear::{Article, readings};
use crate::table::Row;
use anyhow::{Context, Result};
use hearsay_read::Packs;
use hearsay_record::{Attribution, Reading, Roles};
use hearsay_text::{CharSpan, Offsets, words};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// One word of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// This word.
    Word(String),
    /// A form of this verb.
    Verb(String),
    /// `not`, `n't` or `never`.
    Not,
    /// Up to three words.
    Gap,
}

/// What is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Places where a phrase stands.
    pub places: usize,
    /// Those of them that an attribution is made of.
    pub attributed: usize,
    /// Those that are entered as an assertion, by article and words.
    pub asserted: Vec<(String, String)>,
    /// Those that are told as silence.
    pub silent: usize,
}

/// The phrases of pack and lexicon.
pub fn phrases(shared: &Shared) -> Result<Vec<String>> {
    let declines = checkout().join("packs/en/declines.tsv");
    let pack = std::fs::read_to_string(&declines).with_context(|| format!("cannot read {}", declines.display()))?;
    let rows = |text: &str| -> Vec<Vec<String>> {
        let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1);
        lines.map(|line| line.split('\t').map(str::to_owned).collect()).collect()
    };
    let tellings = checkout().join("packs/en/tellings.tsv");
    let tellings = std::fs::read_to_string(&tellings).with_context(|| format!("cannot read {}", tellings.display()))?;
    let groups: BTreeMap<String, Vec<String>> = rows(&tellings)
        .into_iter()
        .filter_map(|row| Some((row.first()?.clone(), row.get(1)?.split(", ").map(str::to_owned).collect())))
        .collect();
    let mut out = Vec::new();
    for row in rows(&pack) {
        out.extend(row.first().map(|pattern| spelled_out(pattern, &groups)).unwrap_or_default());
    }
    for row in rows(&shared.text("taxonomies/cue_lexicon.tsv")?) {
        let [phrase, _, act, ..] = &row[..] else { continue };
        // A single word (ignore, avoid, skirt) more often tells a deed than a silence.
        if matches!(act.as_str(), "decline_comment" | "no_response") && phrase.contains(' ') {
            out.push(phrase.clone());
        }
    }
    out.sort();
    out.dedup();
    Ok(out)
}

/// The phrases that a pattern stands for, each word of a group that it names in braces tried.
fn spelled_out(pattern: &str, groups: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut out = vec![String::new()];
    for word in pattern.split(' ') {
        let own = [word.to_owned()];
        let group = word.strip_prefix('{').and_then(|word| word.strip_suffix('}'));
        let choices = group.map_or(&own[..], |group| groups.get(group).map_or(&[][..], Vec::as_slice));
        out = out.iter().flat_map(|start| choices.iter().map(move |choice| format!("{start} {choice}"))).collect();
    }
    out.iter().map(|phrase| phrase.trim_start().to_owned()).collect()
}

/// Words that head a phrase and do not inflect.
const FIXED: [&str; 7] = ["no", "would", "could", "neither", "there", "nothing", "without"];

fn parse(phrase: &str) -> Vec<Part> {
    let mut verb_seen = false;
    phrase
        .split(' ')
        .map(|word| match word {
            "..." => Part::Gap,
            "not" => Part::Not,
            _ if !verb_seen && !FIXED.contains(&word) => {
                verb_seen = true;
                Part::Verb(word.to_lowercase())
            }
            _ => {
                verb_seen = true;
                Part::Word(word.to_lowercase())
            }
        })
        .collect()
}

/// A word of a text in lower case, with its place; `didn’t` is `did` and `not`.
struct Word {
    lower: String,
    span: CharSpan,
    /// Whether a mark that ends a sentence or clause stands before it.
    parted: bool,
}

fn words_of(text: &str) -> Vec<Word> {
    let offsets = Offsets::new(text);
    let mut out = Vec::new();
    let mut before = 0;
    for word in words(text) {
        let lower = word.span.of(text).to_lowercase().replace('’', "'");
        let parted = text[before..word.span.start].contains(['.', '!', '?', ';', ':', '\n']);
        before = word.span.end;
        let span = offsets.chars(word.span);
        match lower.strip_suffix("n't") {
            Some(verb) => {
                let verb = match verb {
                    "wo" => "will",
                    "ca" => "can",
                    verb => verb,
                };
                out.push(Word { lower: verb.to_owned(), span, parted });
                out.push(Word { lower: "not".to_owned(), span, parted: false });
            }
            None => out.push(Word { lower, span, parted }),
        }
    }
    out
}

/// Whether a word is a form of a verb, near enough.
fn is_form(word: &str, verb: &str) -> bool {
    let irregular: &[&str] = match verb {
        "be" => &["is", "are", "was", "were", "been", "being", "'s"],
        "have" => &["has", "had", "having"],
        "do" => &["does", "did", "done", "doing"],
        "go" => &["goes", "went", "gone"],
        "keep" => &["kept"],
        "leave" => &["left"],
        "make" => &["made"],
        "withhold" => &["withheld"],
        "bite" => &["bit"],
        "hang" => &["hung"],
        "plead" => &["pled"],
        _ => &[],
    };
    let regular = || {
        let stem = verb.strip_suffix('e').unwrap_or(verb);
        let ends = |stem: &str, ends: &[&str]| word.strip_prefix(stem).is_some_and(|end| ends.contains(&end));
        ends(stem, &["ed", "es", "ing"])
            || ends(verb, &["s", "es", "ed", "ing"])
            || verb.strip_suffix('y').is_some_and(|stem| ends(stem, &["ies", "ied"]))
    };
    word == verb || irregular.contains(&word) || regular()
}

/// How many words from here on a phrase takes; an adverb or a day may stand in it.
fn length(words: &[Word], phrase: &[Part]) -> Option<usize> {
    let Some((part, rest)) = phrase.split_first() else { return Some(0) };
    let fits = |word: &Word| match part {
        Part::Word(wanted) => word.lower == *wanted,
        Part::Verb(verb) => is_form(&word.lower, verb),
        Part::Not => matches!(word.lower.as_str(), "not" | "never"),
        Part::Gap => true,
    };
    if *part == Part::Gap {
        return (1..=3).find_map(|n| {
            let inside = words.get(..n)?;
            if inside.iter().any(|word| word.parted) { None } else { Some(n + length(&words[n..], rest)?) }
        });
    }
    let first = words.first()?;
    if fits(first) {
        // The first word may begin a sentence; a later one may not.
        let rest_is_near = words.get(1).is_none_or(|next| !next.parted) || rest.is_empty();
        return if rest_is_near { Some(1 + length(&words[1..], rest)?) } else { None };
    }
    None
}

/// Days, which may stand inside a phrase (`declined Friday to comment`), beside words in `-ly`.
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Where phrases stand; of those that overlap, the longest.
fn places(words: &[Word], phrases: &[Vec<Part>]) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = phrases.iter().filter_map(|phrase| length_with_adverb(&words[at..], phrase)).max();
        if let Some(n) = longest {
            out.push(at..at + n);
        }
        at += longest.unwrap_or(1).max(1);
    }
    out
}

/// The same, with one adverb or day let in behind the first word.
fn length_with_adverb(words: &[Word], phrase: &[Part]) -> Option<usize> {
    length(words, phrase).or_else(|| {
        let (first, rest) = phrase.split_first()?;
        let is_let_in = |word: &&Word| !word.parted && (word.lower.ends_with("ly") || DAYS.contains(&word.lower.as_str()));
        words.get(1).filter(is_let_in)?;
        words.get(2).filter(|next| !next.parted)?;
        Some(length(&words[..1], std::slice::from_ref(first))? + 1 + length(&words[2..], rest)?)
    })
}

/// Counts the phrases and what became of them.
pub fn found(articles: &[Article], phrases: &[String], packs: &Packs) -> Result<Found> {
    let phrases: Vec<Vec<Part>> = phrases.iter().map(|phrase| parse(phrase)).collect();
    let all: Vec<Vec<CharSpan>> = articles
        .par_iter()
        .map(|article| {
            let words = words_of(&article.text);
            let span = |range: std::ops::Range<usize>| CharSpan {
                start: words[range.start].span.start,
                end: words[range.end - 1].span.end,
            };
            places(&words, &phrases).into_iter().map(span).collect()
        })
        .collect();
    let (with, places): (Vec<Article>, Vec<Vec<CharSpan>>) =
        articles.iter().cloned().zip(all).filter(|(_, places)| !places.is_empty()).unzip();
    let mut out = Found::default();
    for ((article, places), reading) in with.iter().zip(places).zip(readings(&with, packs)?) {
        for place in places {
            out.count(article, place, &reading);
        }
    }
    Ok(out)
}

impl Found {
    fn count(&mut self, article: &Article, place: CharSpan, reading: &Reading) {
        self.places += 1;
        let made_of: Vec<&Attribution> =
            reading.attributions.iter().filter(|attribution| is_made_of(&attribution.roles, place)).collect();
        self.attributed += usize::from(!made_of.is_empty());
        self.silent += usize::from(made_of.iter().any(|attribution| attribution.act_family == "silence"));
        if made_of.iter().any(|attribution| attribution.commitment.is_assertion()) {
            let words: String = article.text.chars().skip(place.start).take(place.len()).collect();
            self.asserted.push((article.name.clone(), words));
        }
    }
}

/// Whether the phrase is the cue, or all that was said (`“No comment,” she said`).
pub(crate) fn is_made_of(roles: &Roles, place: CharSpan) -> bool {
    let is_cue = roles.cue.iter().any(|span| span.start < place.end && place.start < span.end);
    // Marks around the words are no words.
    let wide = CharSpan { start: place.start.saturating_sub(2), end: place.end + 2 };
    is_cue || (!roles.content.is_empty() && roles.content.iter().all(|span| wide.contains(span)))
}

/// The rows of the suite.
pub fn rows(articles: &[Article], shared: &Shared, packs: &Packs) -> Result<Vec<Row>> {
    let found = found(articles, &phrases(shared)?, packs)?;
    Ok(vec![
        Row::share("declines", "train", "phrases entered as an assertion", (found.asserted.len(), found.places)),
        Row::share("declines", "train", "phrases attributed", (found.attributed, found.places)),
        Row::share("declines", "train", "phrases told as silence", (found.silent, found.places)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(text: &str, phrases: &[&str]) -> Vec<String> {
        let words = words_of(text);
        let parsed: Vec<Vec<Part>> = phrases.iter().map(|phrase| parse(phrase)).collect();
        places(&words, &parsed)
            .into_iter()
            .map(|range| words[range].iter().map(|word| word.lower.as_str()).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn verbs_inflect_and_adverbs_may_stand_between() {
        let phrases =
            ["decline to comment", "do not respond", "leave ... without an answer", "could not be reached", "no comment"];
        assert_eq!(
            hits("Holm declined Tuesday to comment. Declining to comment, she left.", &phrases),
            ["declined tuesday to comment", "declining to comment"]
        );
        assert_eq!(hits("The mill didn’t respond. The mill did not immediately respond.", &phrases)[0], "did not respond");
        assert_eq!(hits("He left nine letters without an answer.", &phrases), ["left nine letters without an answer"]);
        assert_eq!(hits("Lind couldn't be reached.", &phrases), ["could not be reached"]);
        assert!(hits("Sales declined. To comment on it is idle.", &phrases).is_empty());
    }

    #[test]
    fn groups_are_spelled_out() {
        let groups = BTreeMap::from([("tell".to_owned(), vec!["name".to_owned(), "come clean".to_owned()])]);
        assert_eq!(spelled_out("not {tell} it", &groups), ["not name it", "not come clean it"]);
        assert_eq!(spelled_out("no comment", &groups), ["no comment"]);
    }

    #[test]
    fn what_is_asserted_is_told_with_its_words() {
        let text = "Ada Holm said that the road was open. Pia Lind declined to comment.";
        let article = Article { name: "a".into(), text: text.into(), gold: Vec::new() };
        let phrases = ["decline to comment".to_owned(), "say that".to_owned()];
        let packs = Packs::embedded();
        let silence = found(std::slice::from_ref(&article), &phrases[..1], &packs).unwrap();
        assert_eq!((silence.places, silence.attributed, silence.silent, silence.asserted.len()), (1, 1, 1, 0));
        // A phrase that asserts shows that the count can find one.
        let said = found(&[article], &["said that".to_owned()], &packs).unwrap();
        assert_eq!(said.asserted, [("a".to_owned(), "said that".to_owned())]);
    }
}

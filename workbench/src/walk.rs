//! The user stories, walked through the pages of a served case, and what was found held against what was planted.
//!
//! In: a [`Gold`] and the address of a server whose case has its articles. Out: a [`Walk`]: for each measure how much was found of how much, and what is
//! needed; for each action the seconds; and each miss in words. Invariants: an answer is taken from where a user would take it, from the page
//! that the way leads to or the rows of the same question; whatever was decided on the way is taken back.
//!
//! Example: `walk(&gold, "http://127.0.0.1:8080", &mut |walk, story| println!("{}", walk.told(story)))?.is_kept()`.

mod accusations;
mod citron;
mod decisions;
mod first_said;
mod html;
mod positions;
mod single_source;
pub mod visitor;

use crate::planted::Gold;
use anyhow::Result;
use serde_json::Value;
use std::collections::BTreeMap;
use visitor::Visitor;

/// What is asked of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// So many, or more.
    AtLeast(usize),
    /// So many, or fewer.
    AtMost(usize),
    /// It is told; more is better.
    More,
    /// It is told; fewer is better.
    Fewer,
}

/// One figure of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Number of the story.
    pub story: u8,
    /// What is counted.
    pub what: &'static str,
    /// How many.
    pub found: usize,
    /// Of how many.
    pub of: usize,
    /// What is asked.
    pub needed: Needed,
}

impl Measure {
    /// Whether it is worse than a figure of before.
    #[must_use]
    pub fn is_worse_than(&self, before: usize) -> bool {
        match self.needed {
            Needed::AtLeast(_) | Needed::More => self.found < before,
            Needed::AtMost(_) | Needed::Fewer => self.found > before,
        }
    }

    /// Whether it is what is asked.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        match self.needed {
            Needed::AtLeast(n) => self.found >= n,
            Needed::AtMost(n) => self.found <= n,
            Needed::More | Needed::Fewer => true,
        }
    }
}

/// What a walk came to.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    /// The figures.
    pub measures: Vec<Measure>,
    /// Of each action the seconds, each time.
    pub watch: BTreeMap<String, Vec<f64>>,
    /// Actions of each story, at most.
    pub actions: BTreeMap<u8, usize>,
    /// What was not found, in words.
    pub misses: Vec<String>,
}

impl Walk {
    /// Whether every measure is kept.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.measures.iter().all(Measure::is_kept)
    }

    /// Measures of a story, and the seconds of its actions, as tables of Markdown.
    #[must_use]
    pub fn told(&self, story: u8) -> String {
        let mut out = String::new();
        let measures: Vec<&Measure> = self.measures.iter().filter(|one| one.story == story).collect();
        if !measures.is_empty() {
            out += "| story | measure | found | of | needed | kept |\n| --- | --- | --- | --- | --- | --- |\n";
        }
        for one in measures {
            let (needed, kept) = match one.needed {
                Needed::AtLeast(n) => (format!("≥ {n}"), if one.is_kept() { "yes" } else { "no" }),
                Needed::AtMost(n) => (format!("≤ {n}"), if one.is_kept() { "yes" } else { "no" }),
                Needed::More | Needed::Fewer => (String::new(), ""),
            };
            out += &format!("| {} | {} | {} | {} | {needed} | {kept} |\n", one.story, one.what, one.found, one.of);
        }
        let is_of_story = |step: &str| {
            let number = step.split(' ').next().and_then(|first| first.parse::<u8>().ok());
            number.unwrap_or(0) == story
        };
        out += "\n| action | times | median s | p95 s | longest s |\n| --- | --- | --- | --- | --- |\n";
        for (step, seconds) in self.watch.iter().filter(|(step, _)| is_of_story(step)) {
            let mut sorted = seconds.clone();
            sorted.sort_by(f64::total_cmp);
            let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share).round() as usize];
            out += &format!("| {step} | {} | {:.3} | {:.3} | {:.3} |\n", sorted.len(), at(0.5), at(0.95), at(1.0));
        }
        if let Some(actions) = self.actions.get(&story) {
            out += &format!("\nStory {story}: {actions} actions at most.\n");
        }
        out
    }

    fn counts(&mut self, story: u8, what: &'static str, (found, of): (usize, usize), needed: Needed) {
        self.measures.push(Measure { story, what, found, of, needed });
    }

    fn misses(&mut self, words: String) {
        self.misses.push(words);
    }

    fn took(&mut self, story: u8, actions: usize) {
        let most = self.actions.entry(story).or_default();
        *most = actions.max(*most);
    }
}

/// A story, walked.
type Story = fn(&mut Walk, &mut Visitor, &Gold) -> Result<()>;

/// The stories, by number; what is done before all of them is 0.
const STORIES: [(u8, Story); 7] = [
    (0, opened),
    (1, first_said::walk),
    (2, accusations::walk),
    (3, single_source::walk),
    (4, positions::walk),
    (6, citron::walk),
    (7, decisions::walk),
];

/// Walks all stories, and tells of each as it is done, by its number.
///
/// # Errors
/// Where the server does not answer, or answers with what is no page.
pub fn walk(gold: &Gold, address: &str, done: &mut dyn FnMut(&Walk, u8)) -> Result<Walk> {
    let mut walk = Walk::default();
    let mut visitor = Visitor::at(address)?;
    for (number, story) in STORIES {
        story(&mut walk, &mut visitor, gold)?;
        walk.watch.clone_from(&visitor.watch);
        done(&walk, number);
    }
    Ok(walk)
}

fn opened(_: &mut Walk, visitor: &mut Visitor, _: &Gold) -> Result<()> {
    visitor.follow("first screen, the first time", "/")?;
    visitor.follow("first screen, again", "/")?;
    Ok(())
}

/// The rows of an answer, under the word of its question.
fn rows<'v>(answer: &'v Value, question: &str) -> &'v [Value] {
    answer[question].as_array().map_or(&[], Vec::as_slice)
}

/// The name of the file at the end of a path.
fn file(path: &Value) -> &str {
    path.as_str().and_then(|path| path.rsplit('/').next()).unwrap_or_default()
}

/// Words of a text without its marks, so that quotation marks and line ends tell nothing apart.
fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Whether these words stand in a text one after the other.
fn stands_in(text: &str, wanted: &str) -> bool {
    let (text, wanted) = (words(text), words(wanted));
    !wanted.is_empty() && text.windows(wanted.len()).any(|stretch| stretch == wanted)
}

#[cfg(test)]
mod tests {
    use super::{Measure, Needed, stands_in};

    #[test]
    fn a_measure_is_kept_or_lost() {
        let measure = |found, needed| Measure { story: 1, what: "", found, of: 10, needed }.is_kept();
        assert!(measure(9, Needed::AtLeast(9)) && !measure(8, Needed::AtLeast(9)));
        let worse = |found, needed| Measure { story: 1, what: "", found, of: 10, needed }.is_worse_than(5);
        assert!(worse(4, Needed::More) && worse(6, Needed::Fewer) && !worse(5, Needed::AtMost(1)));
        assert!(measure(2, Needed::AtMost(2)) && !measure(3, Needed::AtMost(2)));
        assert!(stands_in("“The lock, he said, was open,”", "lock he said"));
        assert!(!stands_in("The lock was open", "lock open"));
    }
}

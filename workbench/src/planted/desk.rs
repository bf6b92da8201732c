//! [`Desk`]: where articles are put together: outlets, sentences in which somebody says something, and what fills the rest.
//!
//! In: what is planted, from the neighbouring files. Out: pages with bystanders and sentences of the reporter's own around it, and a note of who
//! is quoted by whom. Invariant: a page that is no copy shares no sentence with another but by what was planted.
//!
//! Example: `desk.report(&outlet, moment, "Ferry lost an engine", &[telling])` gives the article's path.

use super::page::{Article, Moment, Outlet, Page};
use super::words::{Person, Words, capital};
use super::{Gold, Planted};
use crate::made_case::Dice;
use std::collections::{BTreeMap, BTreeSet};

/// What is said, in the ways in which it can be printed.
#[derive(Clone, Debug, Default)]
pub(super) struct Content {
    /// Behind `that`.
    pub(super) clause: String,
    /// As a quotation; empty where there is none.
    pub(super) quotation: String,
}

/// How it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Direct,
    Indirect,
}

/// A sentence, with the words of it that are the content.
#[derive(Clone, Debug)]
pub(super) struct Telling {
    pub(super) sentence: String,
    pub(super) words: String,
    /// Who is quoted, by full name.
    pub(super) who: String,
}

/// Where articles are put together.
pub(super) struct Desk {
    pub(super) words: Words,
    pub(super) dice: Dice,
    pub(super) gold: Gold,
    outlets: Vec<Outlet>,
    articles: Vec<Article>,
    pages: BTreeMap<String, Page>,
    numbers: BTreeSet<usize>,
    cast: Vec<Person>,
}

/// Outlets of the whole.
const OUTLETS: usize = 30;

impl Desk {
    pub(super) fn new(seed: u64) -> Self {
        let (mut words, mut dice) = (Words::new(), Dice::of(&[seed, 0x9a]));
        let outlets = (0..OUTLETS)
            .map(|at| {
                let place = words.place(&mut dice);
                let name = Words::fill(words.of("outlet", &mut dice), &place, "", &mut dice);
                Outlet { name, is_html: at % 4 != 3, is_straight: at % 5 == 2 }
            })
            .collect();
        let gold = Gold { seed, ..Gold::default() };
        Self {
            words,
            dice,
            gold,
            outlets,
            articles: Vec::new(),
            pages: BTreeMap::new(),
            numbers: BTreeSet::new(),
            cast: Vec::new(),
        }
    }

    /// So many different outlets.
    pub(super) fn some_outlets(&mut self, n: usize) -> Vec<Outlet> {
        let mut left = self.outlets.clone();
        (0..n.min(left.len())).map(|_| left.swap_remove(self.dice.below(left.len()))).collect()
    }

    pub(super) fn place(&mut self) -> String {
        self.words.place(&mut self.dice)
    }

    pub(super) fn role(&mut self) -> &'static str {
        self.words.of("role", &mut self.dice)
    }

    pub(super) fn person(&mut self, role: &str) -> Person {
        self.words.person(&mut self.dice, role)
    }

    pub(super) fn fill(&mut self, words: &str, place: &str, other: &str) -> String {
        Words::fill(words, place, other, &mut self.dice)
    }

    /// Says it: the first time with role and full name.
    pub(super) fn telling(&mut self, person: &Person, content: &Content, form: Form, when: Moment) -> Telling {
        let (full, role) = (person.full(), &person.role);
        let weekday = when.weekday();
        let cue = self.words.of("say", &mut self.dice);
        let form = if content.quotation.is_empty() { Form::Indirect } else { form };
        let form = if content.clause.is_empty() { Form::Direct } else { form };
        let (sentence, words) = if form == Form::Direct {
            let said = &content.quotation;
            let sentence = match self.dice.below(4) {
                0 => format!("“{said},” said {full}, the {role}."),
                1 => format!("“{said},” {role} {full} told reporters on {weekday}."),
                2 => format!("{full}, the {role}, said on {weekday}: “{said}.”"),
                _ => format!("“{said},” {full}, the {role}, said on {weekday}."),
            };
            (sentence, said)
        } else {
            let said = &content.clause;
            let sentence = match self.dice.below(4) {
                0 => format!("{full}, the {role}, {cue} on {weekday} that {said}."),
                1 => format!("The {role}, {full}, {cue} that {said}."),
                2 => format!("{} {full} said on {weekday} that {said}.", capital(role)),
                _ => format!("According to {full}, the {role}, {said}."),
            };
            (sentence, said)
        };
        Telling { sentence, words: words.clone(), who: full }
    }

    /// Somebody's remark on nothing much, by a new face or one of those seen before.
    pub(super) fn remark(&mut self, place: &str, other: &str, when: Moment) -> Telling {
        let role = self.role();
        let person = if self.cast.len() > 24 && self.dice.chance(40) {
            self.cast[self.dice.below(self.cast.len())].clone()
        } else {
            let person = self.person(role);
            self.cast.push(person.clone());
            person
        };
        let said = self.words.remark(place, other, &mut self.dice);
        let content = Content { clause: said.clone(), quotation: capital(&said) };
        let form = if self.dice.chance(50) { Form::Direct } else { Form::Indirect };
        self.telling(&person, &content, form, when)
    }

    /// A sentence or two of the reporter's own.
    pub(super) fn filling(&mut self, place: &str, other: &str) -> String {
        let n = 2 + self.dice.below(2);
        (0..n).map(|_| self.words.narration(place, other, &mut self.dice)).collect::<Vec<_>>().join(" ")
    }

    /// An article of the outlet's own around these tellings; its path.
    pub(super) fn report(
        &mut self,
        outlet: &Outlet,
        when: Option<Moment>,
        headline: &str,
        place: &str,
        tellings: &[Telling],
    ) -> String {
        let other = self.place();
        let moment = when.unwrap_or(Moment { day: 0, hour: 9 });
        let mut paragraphs = Vec::new();
        let is_lede = self.dice.chance(60);
        if !is_lede {
            paragraphs.push(self.filling(place, &other));
        }
        let n_remarks = 1 + self.dice.below(2);
        for telling in tellings {
            paragraphs.push(telling.sentence.clone());
            paragraphs.push(self.filling(place, &other));
        }
        for _ in 0..n_remarks {
            let remark = self.remark(place, &other, moment);
            self.note(&remark.who, outlet);
            let filling = self.filling(place, &other);
            paragraphs.push(format!("{} {filling}", remark.sentence));
        }
        for telling in tellings {
            self.note(&telling.who, outlet);
        }
        let byline = self.dice.chance(70).then(|| {
            let reporter = self.words.person(&mut self.dice, "reporter");
            reporter.full()
        });
        self.print(Page { outlet: outlet.clone(), when, headline: headline.to_owned(), byline, paragraphs })
    }

    /// The same text under another headline; its path.
    pub(super) fn copy(&mut self, path: &str, outlet: &Outlet, when: Option<Moment>, headline: &str) -> String {
        let Some(page) = self.pages.get(path).cloned() else { return path.to_owned() };
        let mut paragraphs = page.paragraphs;
        match self.dice.below(3) {
            // Cut from the foot, as copies are.
            0 if paragraphs.len() > 3 => {
                paragraphs.pop();
            }
            1 => paragraphs.push(format!("This report first appeared in {}.", page.outlet.name)),
            _ => {
                if let Some(first) = paragraphs.first_mut() {
                    *first = format!("({}) — {first}", page.outlet.name);
                }
            }
        }
        let byline = page.byline.filter(|_| self.dice.chance(50));
        self.print(Page { outlet: outlet.clone(), when, headline: headline.to_owned(), byline, paragraphs })
    }

    fn note(&mut self, who: &str, outlet: &Outlet) {
        self.gold.quoted_by.entry(who.to_owned()).or_default().insert(outlet.name.clone());
    }

    fn print(&mut self, page: Page) -> String {
        // By the name of its file nobody can tell which article came first.
        let mut number = self.dice.below(10_000);
        while !self.numbers.insert(number) {
            number = self.dice.below(10_000);
        }
        let article = page.print(number);
        let path = article.path.clone();
        self.articles.push(article);
        self.pages.insert(path.clone(), page);
        path
    }

    /// A headline about nothing much.
    pub(super) fn headline(&mut self, place: &str) -> String {
        let other = self.place();
        capital(&self.words.remark(place, &other, &mut self.dice))
    }

    /// An article that nothing is planted in.
    pub(super) fn idle(&mut self) {
        let (place, other) = (self.place(), self.place());
        let outlet = self.some_outlets(1).remove(0);
        let when = Moment { day: 20 + self.dice.below(200), hour: 6 + self.dice.below(14) };
        let remark = self.remark(&place, &other, when);
        let headline = self.headline(&place);
        let when = (!self.dice.chance(10)).then_some(when);
        self.report(&outlet, when, &headline, &place, &[remark]);
    }

    pub(super) fn finish(mut self) -> Planted {
        self.articles.sort_by(|one, other| one.path.cmp(&other.path));
        Planted { articles: self.articles, gold: self.gold }
    }
}

//! Why two records are linked, or not: the keys under which they meet, and the tests of a `judge`, noted
//! while it runs.
//!
//! In: two records of a case. Out: for each pass that links records of their kind an [`Explained`], with every
//! [`Test`] that was made: its name, what was found, what was needed, whether it passed, in the order in which they
//! were made. Invariant: the keys and the judge are those that link. A [`Trace`] that is off notes nothing and
//! allocates nothing, and a trace never changes an outcome: what it is asked to note it gives back. Where a judge asks
//! one question after another (is it one utterance, do the numbers part) each test is told with its question.
//!
//! Example: `trace.at_least("other names beside both", 1.0, 2.0)` is no, and is noted so.

use crate::claims::Claims;
use crate::entities::Entities;
use crate::lineage::Lineage;
use crate::speakers::Speakers;
use crate::stories::Stories;
use crate::weights::Weights;
use crate::{Linker, Material, credits, meet, sheet};
use hearsay_record::{Correction, Entity, Id, IdKind, Link};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Pairs of items that are judged for two records of many; the rest are counted.
const PAIRS: usize = 4_096;

/// What one pass says of two records.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// The pass: `entities`, `lineage`, `claims`, `stories`.
    pub pass: &'static str,
    /// The members that were laid side by side: of records of many members the two that came nearest.
    pub members: [Id; 2],
    /// How many pairs of members there were.
    pub n_pairs: usize,
    /// Under which the first and the second may be met, in words where the pass has them, and whether each has it.
    pub keys: Vec<(String, bool, bool)>,
    /// Whether linking lays the two side by side.
    pub met: bool,
    /// The tests of the judge.
    pub tests: Vec<Test>,
    /// What the judge said.
    pub link: Option<Link>,
    /// Why what the judge said does not stand, where the pass settles its links as a whole and knows.
    pub refused_because: Option<&'static str>,
}

/// Why two records are linked, or not: by every pass that links records of their kind. Entities and links are those
/// that were found, since later passes use what earlier ones found.
#[must_use]
pub fn why(material: &Material<'_>, entities: &[Entity], links: &[Link], one: &[Id], other: &[Id]) -> Vec<Explained> {
    let (sheets, _) = sheet::lay_out(material.documents, material.readings);
    let kind = |ids: &[Id]| ids.first().and_then(Id::kind);
    let mut found = Vec::new();
    match (kind(one), kind(other)) {
        (Some(IdKind::Chain), Some(IdKind::Chain)) => {
            let linker = Entities::new(&sheets);
            let items = linker.items();
            let of = |ids: &[Id]| linker.of_chains(&items, ids);
            found.extend(explain(&linker, &items, &of(one), &of(other), [one, other], material.corrections));
        }
        (Some(IdKind::Document), Some(IdKind::Document)) => {
            let (weights, credits) = (Weights::en(), sheets.par_iter().map(credits::of).collect::<Vec<_>>());
            let profiles = weights.profiles(&sheets);
            // Items of both passes stand in the order of the sheets.
            let of =
                |ids: &[Id]| -> Vec<usize> { (0..sheets.len()).filter(|&at| ids.contains(&sheets[at].document.id)).collect() };
            let linker = Lineage::new(&sheets, weights, &profiles, &credits).obeying(material.corrections);
            found.extend(explain(&linker, &linker.items(), &of(one), &of(other), [one, other], material.corrections));
            let linker = Stories::new(&sheets, weights, &profiles);
            found.extend(explain(&linker, &linker.items(), &of(one), &of(other), [one, other], material.corrections));
        }
        (Some(IdKind::Statement), Some(IdKind::Statement)) => {
            let (weights, credits) = (Weights::en(), sheets.par_iter().map(credits::of).collect::<Vec<_>>());
            let profiles = weights.profiles(&sheets);
            let speakers = Speakers::new(entities);
            let linker = Claims::new(&sheets, weights, &profiles, &credits, &speakers, links).obeying(material.corrections);
            let items = linker.items();
            let of =
                |ids: &[Id]| -> Vec<usize> { (0..items.len()).filter(|&at| ids.contains(&items[at].statement.id)).collect() };
            found.extend(explain(&linker, &items, &of(one), &of(other), [one, other], material.corrections));
        }
        _ => {}
    }
    found
}

/// What one pass says of the items that stand for two records; nothing, if it has none for one of them.
fn explain<L>(
    linker: &L,
    items: &[L::Item],
    ones: &[usize],
    others: &[usize],
    ids: [&[Id]; 2],
    corrections: &[Correction],
) -> Option<Explained>
where
    L: Explains + Sync,
    L::Item: Sync,
{
    let pairs = || ones.iter().flat_map(|&a| others.iter().map(move |&b| (a, b)));
    let judged = pairs().take(PAIRS).map(|(a, b)| {
        let mut trace = Trace::on();
        let link = if a == b { None } else { linker.judged(&items[a], &items[b], &mut trace) };
        (a, b, trace.tests(), link)
    });
    // The pair that came nearest: linked, else with the most tests passed; the first of equals.
    let nearness = |tests: &[Test], link: &Option<Link>| (link.is_some(), tests.iter().filter(|test| test.passed).count());
    let best = judged.fold(None, |best: Option<(usize, usize, Vec<Test>, Option<Link>)>, next| match best {
        Some(best) if nearness(&best.2, &best.3) >= nearness(&next.2, &next.3) => Some(best),
        _ => Some(next),
    });
    let (a, b, mut tests, link) = best?;
    if a == b {
        tests.push(Test {
            name: "the same in the form in which names are compared".into(),
            value: None,
            needed: None,
            passed: true,
        });
    }
    // One key may be printed in two ways (`Gate`, `gate`): the first's way stands.
    let mut by_key: BTreeMap<u64, (String, bool, bool)> = BTreeMap::new();
    for (key, words) in linker.keys_in_words(&items[a]) {
        by_key.entry(key).or_insert((words, false, false)).1 = true;
    }
    for (key, words) in linker.keys_in_words(&items[b]) {
        by_key.entry(key).or_insert((words, false, false)).2 = true;
    }
    let mut keys: BTreeMap<String, (bool, bool)> = BTreeMap::new();
    for (words, one, other) in by_key.into_values() {
        let told = keys.entry(words).or_default();
        *told = (told.0 || one, told.1 || other);
    }
    let refused = || {
        let id = &link.as_ref()?.id;
        linker.refused(items, corrections).into_iter().find(|(refused, _)| refused == id).map(|(_, because)| because)
    };
    Some(Explained {
        pass: L::PASS,
        members: link.as_ref().map_or_else(|| [ids[0][0].clone(), ids[1][0].clone()], |link| link.members.clone()),
        n_pairs: ones.len() * others.len(),
        met: a == b || meet_in(linker, items, a, b),
        refused_because: refused(),
        keys: keys.into_iter().map(|(key, (one, other))| (key, one, other)).collect(),
        tests,
        link,
    })
}

/// Whether linking lays two items side by side: a key that many have brings only some of them together.
fn meet_in<L>(linker: &L, items: &[L::Item], a: usize, b: usize) -> bool
where
    L: Explains + Sync,
    L::Item: Sync,
{
    let own: BTreeSet<u64> = linker.keys(&items[a]).into_iter().collect();
    if !linker.keys(&items[b]).iter().any(|key| own.contains(key)) {
        return false;
    }
    let met = meet::Meetings::of(crate::holders(linker, items));
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    met.after(place(a.min(b))).contains(&place(a.max(b)))
}

/// One test of a `judge` and how it came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// What was tested, in words.
    pub name: String,
    /// What was found, where the test is more than yes or no.
    pub value: Option<String>,
    /// What was needed.
    pub needed: Option<String>,
    /// Whether it passed.
    pub passed: bool,
}

/// Notes the tests of a `judge`, or nothing.
#[derive(Debug, Default)]
pub struct Trace {
    tests: Option<Vec<Test>>,
    /// The question that tests belong to.
    question: &'static str,
}

impl Trace {
    /// Notes nothing: how linking runs.
    #[must_use]
    pub const fn off() -> Self {
        Self { tests: None, question: "" }
    }

    /// Notes every test.
    #[must_use]
    pub const fn on() -> Self {
        Self { tests: Some(Vec::new()), question: "" }
    }

    /// Whether anything is noted; for what is dear to put in words.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.tests.is_some()
    }

    /// What the tests that follow are to answer.
    pub const fn asks(&mut self, question: &'static str) {
        self.question = question;
    }

    /// Notes a test of yes or no and gives its outcome back.
    pub fn is(&mut self, name: &str, passed: bool) -> bool {
        self.note(name, || (None, None), passed)
    }

    /// Notes a test with what was found, which is put in words only if the trace is on.
    pub fn found(&mut self, name: &str, value: impl FnOnce() -> String, passed: bool) -> bool {
        self.note(name, || (Some(value()), None), passed)
    }

    /// Notes a figure against the least that passes.
    pub fn at_least(&mut self, name: &str, value: f64, needed: f64) -> bool {
        self.note(name, || (Some(figure(value)), Some(format!("at least {}", figure(needed)))), value >= needed)
    }

    /// Notes a figure against the most that passes.
    pub fn at_most(&mut self, name: &str, value: f64, needed: f64) -> bool {
        self.note(name, || (Some(figure(value)), Some(format!("at most {}", figure(needed)))), value <= needed)
    }

    /// The tests, in the order in which they were made.
    #[must_use]
    pub fn tests(self) -> Vec<Test> {
        self.tests.unwrap_or_default()
    }

    fn note(&mut self, name: &str, words: impl FnOnce() -> (Option<String>, Option<String>), passed: bool) -> bool {
        if let Some(tests) = &mut self.tests {
            let (value, needed) = words();
            let name = if self.question.is_empty() { name.to_owned() } else { format!("{}: {name}", self.question) };
            tests.push(Test { name, value, needed, passed });
        }
        passed
    }
}

/// A [`Linker`] that can say what it did. Its `judge` is `judged` with a trace that is off, so that there is
/// one piece of logic.
pub(crate) trait Explains: Linker {
    /// Which of the passes it is.
    const PASS: &'static str;

    /// Its keys, each in words.
    fn keys_in_words(&self, item: &Self::Item) -> Vec<(u64, String)>;

    /// What the pass found of links that don't stand, and why, where it settles them as a whole.
    fn refused(&self, items: &[Self::Item], corrections: &[Correction]) -> Vec<(Id, &'static str)> {
        let _ = (items, corrections);
        Vec::new()
    }

    /// `judge`, with its tests noted.
    fn judged(&self, a: &Self::Item, b: &Self::Item, trace: &mut Trace) -> Option<Link>;
}

/// A figure as it is told: whole numbers without, others with two decimals.
fn figure(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 { format!("{value:.0}") } else { format!("{value:.2}") }
}

#[cfg(test)]
mod tests {
    use super::{Explained, Test, Trace, why};
    use crate::tests::marked::marked;
    use crate::{Material, link};
    use hearsay_record::{Document, Id, Reading};

    #[test]
    fn a_trace_notes_what_it_gives_back() {
        let mut trace = Trace::on();
        assert!(trace.is("one kind", true));
        assert!(!trace.at_least("shared words", 1.0, 2.0));
        assert!(trace.at_most("distance", 0.25, 0.5));
        assert!(!trace.found("last name", || "Holm, Oster".into(), false));
        let tests = trace.tests();
        assert_eq!(tests.iter().map(|test| test.passed).collect::<Vec<_>>(), [true, false, true, false]);
        let told = |test: &Test| (test.value.clone().unwrap_or_default(), test.needed.clone().unwrap_or_default());
        assert_eq!(told(&tests[1]), ("1".into(), "at least 2".into()));
        assert_eq!(told(&tests[2]), ("0.25".into(), "at most 0.50".into()));
        assert_eq!(told(&tests[3]), ("Holm, Oster".into(), String::new()));
    }

    #[test]
    fn a_trace_that_is_off_notes_nothing_and_changes_nothing() {
        let mut trace = Trace::off();
        assert!(trace.is("one kind", true) && !trace.is("one kind", false));
        assert!(!trace.found("last name", || unreachable!("put in words for nobody"), false));
        assert!(!trace.is_on() && trace.tests().is_empty());
    }

    /// What is said of the first chains, or of the documents, of two texts.
    fn told(texts: &[&str], of_chains: bool) -> Vec<Explained> {
        let (documents, readings): (Vec<Document>, Vec<Reading>) = texts.iter().map(|text| marked(text)).unzip();
        let material = Material { documents: &documents, readings: &readings, corrections: &[] };
        let linked = link(&material);
        let id = |at: usize| -> Id { if of_chains { readings[at].chains[0].id.clone() } else { documents[at].id.clone() } };
        let found = why(&material, &linked.entities, &linked.links, &[id(0)], &[id(1)]);
        for explained in &found {
            // What is told is what linking did.
            let stands = explained.link.as_ref().is_some_and(|link| linked.links.contains(link));
            assert_eq!(stands, explained.met && explained.link.is_some() && explained.refused_because.is_none(), "{explained:?}");
        }
        found
    }

    #[test]
    fn every_test_is_told_of_what_is_linked_and_of_what_is_not() {
        let one = told(&["<h Mayor> {p:h Ada Holm} left.", "{p:h Holm}, the <h mayor>, came."], true);
        assert_eq!(one[0].link.as_ref().expect("a link").because[0].code, "title-and-last-name");
        assert!(one[0].keys.contains(&("title and last name: mayor holm".into(), true, true)));
        assert!(one[0].tests.iter().all(|test| test.passed) && one[0].tests.len() > 3);
        let none = told(&["{p:h Ada Holm} left.", "{p:h Holm} came."], true);
        assert!(none[0].link.is_none() && none[0].met);
        let last = none[0].tests.last().expect("a test");
        assert_eq!((last.name.as_str(), last.passed, last.value.as_deref()), ("other names beside both", false, Some("0")));
    }

    #[test]
    fn what_was_refused_says_why() {
        let found = told(
            &["<h Councillor> {p:h Holm} left.", "<h Councillor> {p:h Ada Holm} came.", "<h Councillor> {p:h Per Holm} came."],
            true,
        );
        assert_eq!(found[0].refused_because, Some("several bearers fit"));
    }

    /// What is said of the first statements of two texts.
    fn told_of_statements(texts: &[&str; 2]) -> Explained {
        let (documents, readings): (Vec<Document>, Vec<Reading>) = texts.iter().map(|text| marked(text)).unzip();
        let material = Material { documents: &documents, readings: &readings, corrections: &[] };
        let linked = link(&material);
        let id = |at: usize| vec![readings[at].attributions[0].id.renamed(hearsay_record::IdKind::Statement)];
        let mut found = why(&material, &linked.entities, &linked.links, &id(0), &id(1));
        assert_eq!(found.len(), 1);
        let explained = found.remove(0);
        let stands = explained.link.as_ref().is_some_and(|link| linked.links.contains(link));
        assert_eq!(stands, explained.met && explained.link.is_some() && explained.refused_because.is_none(), "{explained:?}");
        explained
    }

    /// The questions that tests were made for, in their order.
    fn questions(explained: &Explained) -> Vec<&str> {
        let mut asked: Vec<&str> = explained.tests.iter().filter_map(|test| Some(test.name.split_once(": ")?.0)).collect();
        asked.dedup();
        asked
    }

    #[test]
    fn of_two_statements_every_question_is_told_until_one_is_answered() {
        let quoted = told_of_statements(&[
            "[s1 {p:h Ada Holm}] [c1 said]: [t1 “We never opened the lower gate that night”].",
            "[s1 {p:h Ada Holm}] [c1 told] us [t1 “We never opened the lower gate that night”] and left.",
        ]);
        assert_eq!(quoted.link.as_ref().expect("a link").because[0].code, "same-quotation");
        assert!(
            quoted.keys.contains(&("four quoted words in a row: we never opened the".into(), true, true)),
            "{:?}",
            quoted.keys
        );
        let last = quoted.tests.last().expect("a test");
        assert_eq!((last.name.as_str(), last.passed), ("one utterance: quoted words in a row in common", true));
        let unlike = told_of_statements(&[
            "[s1 {p:h Ada Holm}] [c1 said] [t1 the lower gate was opened at noon].",
            "[s1 {p:v Per Vask}] [c1 said] [t1 the harvest was poor this year].",
        ]);
        assert!(unlike.link.is_none() && !unlike.met);
        let all = [
            "one quotation, two speakers",
            "taken back",
            "denial",
            "responsibility",
            "place",
            "day",
            "rise and fall",
            "headline",
        ];
        let rest = ["one utterance", "one thing said by two", "number", "negation", "event", "time of day"];
        assert_eq!(questions(&unlike), [&all[..], &rest[..]].concat());
        assert!(unlike.keys.iter().any(|(key, one, other)| key.starts_with("two rare words: ") && *one != *other));
    }

    #[test]
    fn a_number_that_parts_says_what_was_found() {
        let part = told_of_statements(&[
            "[s1 {p:h Ada Holm}] [c1 said] [t1 that 12 people were killed in the flood at Velm].",
            "[s1 {p:v Per Vask}] [c1 said] [t1 that 30 people were killed in the flood at Velm].",
        ]);
        assert_eq!(part.link.as_ref().map(|link| link.because[0].code.as_str()), Some("numbers-differ"));
        assert!(part.tests.iter().any(|test| test.name == "number: numbers of one thing that part" && test.passed));
        assert!(part.tests.iter().any(|test| test.name == "one utterance: no number of one thing that parts" && !test.passed));
    }

    #[test]
    fn of_two_documents_it_is_told_how_much_they_share() {
        let text = "The river rose over Velm in the night and took the lower bridge with it, and as the town had feared nobody was there to ring the bell.";
        let found = told(&[text, &format!("{text} Nobody slept.")], false);
        let lineage = &found[0];
        assert!(lineage.keys.iter().any(|(key, one, other)| key.starts_with("five words in a row: ") && *one && *other));
        let share = lineage.tests.iter().find(|test| test.name == "copy: their share of the longer text").expect("a test");
        assert_eq!((share.passed, share.needed.as_deref()), (true, Some("at least 0.80")));
        assert!(
            lineage.tests.iter().any(|test| test.name == "direction: one was published wholly before the other" && !test.passed)
        );
        assert!(found[1].tests.iter().any(|test| test.name.starts_with("likeness of the words") && test.passed));
        let apart = told(
            &[text, "The harvest was poor this year, and the mill stood still until the first snow fell on the hills of Oster."],
            false,
        );
        assert_eq!(questions(&apart[0]), ["retelling"]);
        assert!(apart.iter().all(|explained| explained.link.is_none()));
    }

    #[test]
    fn documents_are_told_of_by_two_passes_and_unlike_kinds_by_none() {
        let text = "The river rose over Velm in the night and took the lower bridge with it, as the town had feared.";
        let found = told(&[text, &format!("{text} Nobody slept.")], false);
        assert_eq!(found.iter().map(|explained| explained.pass).collect::<Vec<_>>(), ["lineage", "stories"]);
        assert!(found[0].link.is_some());
        let (document, reading) = marked("{p:h Ada Holm} left.");
        let (documents, readings) = ([document], [reading]);
        let material = Material { documents: &documents, readings: &readings, corrections: &[] };
        assert!(why(&material, &[], &[], &[documents[0].id.clone()], &[readings[0].chains[0].id.clone()]).is_empty());
    }
}

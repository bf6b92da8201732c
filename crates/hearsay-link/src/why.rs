//! Why two records are linked, or not: the tests of a `judge`, noted while it runs.
//!
//! In: a [`Trace`], handed through the same `judge` that links. Out: each [`Test`] that was made, with
//! its name, what was found, what was needed and whether it passed, in the order in which they were
//! made. Invariant: a trace that is off notes nothing and allocates nothing, and a trace never changes an
//! outcome: what it is asked to note it gives back.
//!
//! Example: `trace.at_least("names that stand beside both", 1.0, 2.0)` is no, and is noted so.

use crate::Linker;
use hearsay_record::Link;

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
}

impl Trace {
    /// Notes nothing: how linking runs.
    #[must_use]
    pub const fn off() -> Self {
        Self { tests: None }
    }

    /// Notes every test.
    #[must_use]
    pub const fn on() -> Self {
        Self { tests: Some(Vec::new()) }
    }

    /// Whether anything is noted; for what is dear to put in words.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.tests.is_some()
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
            tests.push(Test { name: name.to_owned(), value, needed, passed });
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
    fn keys_in_words(&self, item: &Self::Item) -> Vec<(u64, String)> {
        self.keys(item).into_iter().map(|key| (key, format!("{key:016x}"))).collect()
    }

    /// `judge`, with its tests noted.
    fn judged(&self, a: &Self::Item, b: &Self::Item, trace: &mut Trace) -> Option<Link> {
        let _ = trace;
        self.judge(a, b)
    }
}

/// A figure as it is told: whole numbers without, others with two decimals.
fn figure(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 { format!("{value:.0}") } else { format!("{value:.2}") }
}

#[cfg(test)]
mod tests {
    use super::{Test, Trace};

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
}

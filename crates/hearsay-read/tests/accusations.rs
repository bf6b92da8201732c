//! Who blames whom, and who denies it: the cases of `spec/en/accusations.md` and `accusations_blind.md`.
//!
//! In: those files; the notation is told in `spec/README.md`. A case is right if each of its lines is found
//! and nothing else accuses or denies. What the reader gets wrong stands in `known_accusations.txt`, a
//! title each; the test fails for one that is not listed and for a listed one that is right by now.
#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::print_stdout)]

use hearsay_read::{Packs, read};
use hearsay_record::{Attribution, Document, Polarity, Reading};
use hearsay_text::{CharSpan, Offsets, words};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// One line of what must be found.
#[derive(Debug, PartialEq, Eq, Clone)]
enum Wanted {
    Accusation { accuser: String, accused: String, alleged: String, polarity: String },
    Denial { who: String, what: String },
    Assertion { who: String, what: String },
}

#[derive(Debug)]
struct Case {
    title: String,
    trap: bool,
    text: String,
    wanted: Vec<Wanted>,
}

fn cases(spec: &str) -> Vec<Case> {
    let mut part_is_trap = false;
    let mut out: Vec<Case> = Vec::new();
    for line in spec.lines() {
        if let Some(part) = line.strip_prefix("## ") {
            part_is_trap = part.starts_with("Trap");
        } else if let Some(title) = line.strip_prefix("### ") {
            let trap = part_is_trap || title.starts_with("Trap");
            out.push(Case { title: title.to_owned(), trap, text: String::new(), wanted: Vec::new() });
        } else if let Some(text) = line.strip_prefix("> ") {
            out.last_mut().expect("a case has a title").text.push_str(text);
        } else if let Some(line) = line.strip_prefix("- ") {
            let case = out.last_mut().expect("a line stands under a title");
            let (kind, rest) = line.split_once(':').unwrap_or((line, ""));
            let cells: Vec<String> = rest.split(';').map(|cell| cell.trim().to_owned()).collect();
            case.wanted.extend(match (kind, cells.as_slice()) {
                ("accusation", [accuser, accused, alleged, polarity]) => Some(Wanted::Accusation {
                    accuser: accuser.clone(),
                    accused: accused.clone(),
                    alleged: alleged.clone(),
                    polarity: polarity.clone(),
                }),
                ("denial", [who, what]) => Some(Wanted::Denial { who: who.clone(), what: what.clone() }),
                ("assertion", [who, what]) => Some(Wanted::Assertion { who: who.clone(), what: what.clone() }),
                ("nothing", _) => None,
                _ => panic!("{}: {line}", case.title),
            });
        }
    }
    out
}

/// Words that tell nothing of who or what is meant.
const SMALL: [&str; 24] = [
    "the", "a", "an", "of", "in", "on", "at", "to", "for", "and", "its", "his", "her", "their", "had", "has", "have", "been",
    "was", "were", "that", "with", "by", "from",
];

/// Pronouns that may stand for the one who speaks.
const OWN: [&str; 10] = ["i", "he", "she", "it", "they", "we", "himself", "herself", "myself", "itself"];

fn content_words(text: &str) -> BTreeSet<String> {
    let all = words(text).into_iter().map(|word| word.span.of(text).to_lowercase());
    all.map(|word| word.trim_end_matches("'s").trim_end_matches("’s").to_owned())
        .filter(|word| !SMALL.contains(&word.as_str()))
        .collect()
}

fn shares(wanted: &str, found: &str) -> bool {
    let wanted = content_words(wanted);
    wanted.is_empty() || content_words(found).intersection(&wanted).next().is_some()
}

struct Found<'t> {
    offsets: Offsets<'t>,
    reading: Reading,
}

impl Found<'_> {
    fn printed(&self, spans: &[CharSpan]) -> String {
        spans.iter().map(|span| self.offsets.slice(*span)).collect::<Vec<_>>().join(" ")
    }

    /// The source as printed, and the names of the chain that speaks.
    fn speaker(&self, attribution: &Attribution) -> String {
        let chain = self.reading.chains.iter().find(|chain| Some(&chain.id) == attribution.speaker.as_ref());
        let mut said = self.printed(&attribution.roles.source);
        for name in chain.iter().flat_map(|chain| [&chain.name].into_iter().chain(&chain.aliases)) {
            said.push(' ');
            said.push_str(name);
        }
        said
    }

    fn denies(attribution: &Attribution) -> bool {
        attribution.polarity == Polarity::Denies && attribution.commitment.is_assertion()
    }

    /// Whether a line of the case is what this attribution tells.
    fn is(&self, attribution: &Attribution, wanted: &Wanted) -> bool {
        match wanted {
            Wanted::Accusation { accuser, accused, alleged, polarity } => {
                let Some(accusation) = &attribution.accusation else { return false };
                let named = self.printed(&accusation.accused_spans);
                let speaker = self.speaker(attribution);
                let by = if accuser == "-" { attribution.roles.source.is_empty() } else { shares(accuser, &speaker) };
                // A pronoun for the one who speaks is printed, or left out and resolved.
                let pronoun = OWN.contains(&accused.to_lowercase().as_str());
                let oneself = accusation.accused.is_some() && accusation.accused == attribution.speaker;
                let whom = match accused.as_str() {
                    "-" => oneself || (named.is_empty() && attribution.speaker.is_none()),
                    _ => shares(accused, &named) || (pronoun && oneself),
                };
                let polarity_is = match accusation.polarity {
                    Polarity::Asserts => "asserts",
                    Polarity::Denies => "denies",
                    Polarity::SaysNot => "says-not",
                    Polarity::Withdraws => "withdraws",
                };
                let what = alleged.is_empty() || shares(alleged, &self.printed(&accusation.alleged));
                by && whom && what && polarity == polarity_is
            }
            Wanted::Denial { who, what } => {
                Self::denies(attribution)
                    && shares(who, &self.speaker(attribution))
                    && shares(what, &self.printed(&attribution.roles.content))
            }
            Wanted::Assertion { who, what } => {
                attribution.commitment.is_assertion()
                    && attribution.accusation.is_none()
                    && shares(who, &self.speaker(attribution))
                    && shares(what, &self.printed(&attribution.roles.content))
            }
        }
    }

    fn told(&self) -> String {
        let mut out = String::new();
        for a in &self.reading.attributions {
            let blame = a.accusation.as_ref().map_or_else(String::new, |accusation| {
                format!(
                    "  ACCUSES [{}] of [{}] {:?}",
                    self.printed(&accusation.accused_spans),
                    self.printed(&accusation.alleged),
                    accusation.polarity
                )
            });
            let _ = writeln!(
                out,
                "      {} | {} | {} ({} {:?} {:?}){blame}",
                self.printed(&a.roles.source),
                self.printed(&a.roles.cue),
                self.printed(&a.roles.content),
                a.act,
                a.commitment,
                a.polarity,
            );
        }
        out
    }
}

/// Whether the case is right, and what was found if it is not.
fn wrong(case: &Case, packs: &Packs) -> Option<String> {
    let found = Found { offsets: Offsets::new(&case.text), reading: read(&Document::plain(&case.text, "en"), packs) };
    let mut problems = Vec::new();
    for wanted in &case.wanted {
        if !found.reading.attributions.iter().any(|attribution| found.is(attribution, wanted)) {
            problems.push(format!("not found: {wanted:?}"));
        }
    }
    for attribution in &found.reading.attributions {
        let accuses = attribution.accusation.is_some();
        let denies = Found::denies(attribution);
        let accusation_asked =
            || case.wanted.iter().any(|wanted| matches!(wanted, Wanted::Accusation { .. }) && found.is(attribution, wanted));
        let denial_asked =
            || case.wanted.iter().any(|wanted| !matches!(wanted, Wanted::Assertion { .. }) && found.is(attribution, wanted));
        if accuses && !accusation_asked() {
            problems.push("an accusation that the text does not make".to_owned());
        } else if denies && !denial_asked() {
            problems.push("a denial that the text does not make".to_owned());
        }
    }
    (!problems.is_empty())
        .then(|| format!("### {}\n    {}\n    {}\n{}", case.title, case.text, problems.join("\n    "), found.told()))
}

#[test]
fn who_blames_whom() {
    let packs = Packs::embedded();
    let listed: BTreeSet<&str> =
        include_str!("known_accusations.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    let mut unlisted = String::new();
    let mut missed: BTreeSet<String> = BTreeSet::new();
    for (name, spec) in [
        ("accusations", include_str!("../../../spec/en/accusations.md")),
        ("accusations_blind", include_str!("../../../spec/en/accusations_blind.md")),
    ] {
        let cases = cases(spec);
        let mut right = [(0, 0); 2];
        for case in &cases {
            let problem = wrong(case, &packs);
            let count = &mut right[usize::from(case.trap)];
            count.0 += usize::from(problem.is_none());
            count.1 += 1;
            if let Some(problem) = problem {
                let title = format!("{name}: {}", case.title);
                if !listed.contains(title.as_str()) {
                    unlisted.push_str(&problem);
                }
                missed.insert(title);
            }
        }
        println!("{name}: {} of {} cases right, {} of {} traps", right[0].0, right[0].1, right[1].0, right[1].1);
    }
    assert!(unlisted.is_empty(), "wrong and not listed:\n{unlisted}");
    let healed: Vec<&&str> = listed.iter().filter(|title| !missed.contains(**title)).collect();
    assert!(healed.is_empty(), "listed and right by now, or gone: {healed:#?}");
}

#[test]
fn half_of_the_cases_are_traps() {
    for (spec, least) in
        [(include_str!("../../../spec/en/accusations.md"), 100), (include_str!("../../../spec/en/accusations_blind.md"), 50)]
    {
        let cases = cases(spec);
        assert!(cases.len() >= least && cases.iter().filter(|case| case.trap).count() * 2 >= cases.len());
        for case in &cases {
            let parts = case.wanted.iter().flat_map(|wanted| match wanted {
                Wanted::Accusation { accuser, accused, alleged, .. } => vec![accuser, accused, alleged],
                Wanted::Denial { who, what } | Wanted::Assertion { who, what } => vec![who, what],
            });
            for part in parts.filter(|part| *part != "-") {
                assert!(case.text.contains(part.as_str()), "{}: “{part}” is not in the text", case.title);
            }
        }
    }
}

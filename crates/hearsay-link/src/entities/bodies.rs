//! What is judged of two bodies: organisations, states, groups, places, media.
//!
//! In: two nodes. Out: a link, or none, with each test noted. Invariant: an acronym and a shorter name need what a
//! document says of them, or other names that stand beside both; a capital and a palace stand for a government only
//! where the document has them act.
//!
//! Example: `Tern Harbour Authority (THA)` here and `THA` there are one by `acronym`.

use super::{COMPANY, Entities, Node};
use crate::gazetteer::By;
use crate::names::{self, Name};
use crate::why::Trace;
use hearsay_record::{EntityKind, Link};

/// Letters of an acronym that may be told by company; two letters stand for too much.
const LETTERS: usize = 3;
/// Letters of a single word that may be a body's shorter name.
const SHORTER: usize = 4;

impl Entities<'_> {
    pub(super) fn judge_bodies(&self, a: &Node, b: &Node, trace: &mut Trace) -> Option<Link> {
        let meet =
            |code: &str, one: &Name, other: &Name| Some(self.link(code, self.bearer(a, one), self.bearer(b, other), Vec::new()));
        if trace.is("the same name", a.name == b.name) {
            if trace.is("more than one word, or kinds that are alike", a.is_full() || super::are_alike(a.kind, b.kind)) {
                return meet("same-full-name", &a.name, &b.name);
            }
            let company = self.company(a, b);
            let is_one = trace.at_least("other names beside both", company as f64, COMPANY as f64);
            return if is_one { meet("same-name-and-company", &a.name, &b.name) } else { None };
        }
        let alias = a.forms.keys().find(|form| form.words.len() > 1 && b.forms.contains_key(*form));
        if trace.is("a form of the name, of two words or more, in common", alias.is_some())
            && let Some(form) = alias
        {
            return meet("same-alias", form, form);
        }
        let content = a.name.content();
        let other = b.name.content();
        if trace.is("the same words in another order", content.len() > 1 && content == other) {
            return meet("same-words", &a.name, &b.name);
        }
        if let Some(code) = self.judge_states(a, b, trace) {
            return meet(code, &a.name, &b.name);
        }
        if let Some(link) = self.judge_acronym(a, b, trace) {
            return Some(link);
        }
        let alike = content.len() > 2
            && content.len() == other.len()
            && content.iter().zip(&other).filter(|(one, other)| one != other).count() == 1
            && content.iter().zip(&other).all(|(one, other)| one == other || names::misspelt(one, other));
        if trace.is("the same words but for a slip in one", alike) {
            let company = self.company(a, b);
            if trace.at_least("other names beside both", company as f64, COMPANY as f64) {
                return meet("misspelt", &a.name, &b.name);
            }
        }
        self.judge_shorter(a, b, trace)
    }

    /// Two names of one state, of its capital, or of the seat of its government.
    fn judge_states(&self, a: &Node, b: &Node, trace: &mut Trace) -> Option<&'static str> {
        let (one, other) = (a.state?, b.state?);
        let told = || format!("{}, {}", one.name, other.name);
        if !trace.found("names that are known for a state", told, one.name == other.name) {
            return None;
        }
        let acts = |node: &Node, by: By| by == By::Name || matches!(node.kind, EntityKind::State | EntityKind::Organisation);
        let both_act = acts(a, one.by) && acts(b, other.by);
        if !trace.is("a capital or seat that acts", both_act) {
            return None;
        }
        Some(match (one.by, other.by) {
            (By::Name, By::Name) => "name-of-one-state",
            (By::Seat, _) | (_, By::Seat) => "seat-for-government",
            _ => "capital-for-government",
        })
    }

    fn judge_acronym(&self, a: &Node, b: &Node, trace: &mut Trace) -> Option<Link> {
        for (short, long) in [(a, b), (b, a)] {
            let initials = long.name.initials();
            let acronym = short
                .forms
                .iter()
                .find(|(form, printed)| form.words.len() == 1 && names::is_acronym(printed) && initials == form.words[0]);
            let Some((form, _)) = acronym else { continue };
            trace.found("an acronym and its words", || form.words[0].clone(), true);
            let given = long.given_initials.as_ref() == Some(&initials);
            let code = if trace.is("a document gives the acronym with its words", given) {
                "acronym"
            } else if trace.at_least("letters", initials.chars().count() as f64, LETTERS as f64)
                && trace.at_least("other names beside both", self.company(a, b) as f64, COMPANY as f64)
            {
                "acronym-and-company"
            } else {
                continue;
            };
            return Some(self.link(code, self.bearer(short, form), self.bearer(long, &long.name), Vec::new()));
        }
        None
    }

    /// `Castle` or `Waterworks` for `Castle Waterworks`: the longer begins or ends with the shorter, and the two keep company.
    fn judge_shorter(&self, a: &Node, b: &Node, trace: &mut Trace) -> Option<Link> {
        let (short, long) = if a.name.words.len() <= b.name.words.len() { (a, b) } else { (b, a) };
        let is_body = |node: &Node| matches!(node.kind, EntityKind::Organisation | EntityKind::Media | EntityKind::Group);
        let letters: usize = short.name.words.iter().map(|word| word.chars().count()).sum();
        let (few, many) = (&short.name.words, &long.name.words);
        // "Ostland" is no shorter name of "Border Guard of Ostland".
        let is_owner = |many: &[String]| {
            many.len() > few.len() && crate::wordlist::Wordlist::en().is_particle(&many[many.len() - few.len() - 1])
        };
        let within = few.len() < many.len() && (many.starts_with(few) || many.ends_with(few) && !is_owner(many));
        let told = || format!("{}, {}", short.name.words.join(" "), long.name.words.join(" "));
        if !trace.found(
            "the longer name begins or ends with the shorter",
            told,
            within && letters >= SHORTER && short.state.is_none(),
        ) || !trace.is("both are bodies", is_body(short) && is_body(long))
            || !trace.is("no document has both", !Self::stand_side_by_side(a, b))
            || !trace.at_least("other names beside both", self.company(a, b) as f64, COMPANY as f64)
        {
            return None;
        }
        Some(self.link("shorter-name-and-company", self.bearer(a, &a.name), self.bearer(b, &b.name), Vec::new()))
    }
}

//! What is judged of two persons, or of a person and an office.
//!
//! In: two nodes. Out: a link, or none, with each test noted. Invariant: less than a full name, another spelling and a
//! slip never link alone.
//!
//! Example: `Rosa Vane, the minister` and `Rosa Vein, the minister` in two documents that name two others alike
//! are one by `misspelt`.

use super::{COMPANY, Entities, Node};
use crate::names::{self, Likeness, Name};
use crate::why::Trace;
use hearsay_record::{EntityKind, Link, Place};

impl Entities<'_> {
    pub(super) fn judge_persons(&self, a: &Node, b: &Node, trace: &mut Trace) -> Option<Link> {
        if !a.is_full() || !b.is_full() {
            return self.judge_last_names(a, b, trace);
        }
        let link = |code: &str, more: Vec<Place>| Some(self.link(code, self.bearer(a, &a.name), self.bearer(b, &b.name), more));
        let alias = a.forms.keys().find(|form| form.words.len() > 1 && b.forms.contains_key(*form));
        if trace.is("a full form of the name in common", alias.is_some())
            && let Some(form) = alias
        {
            return Some(self.link("same-alias", self.bearer(a, form), self.bearer(b, form), Vec::new()));
        }
        let likeness = names::likeness(&a.name, &b.name);
        let told = || format!("{likeness:?}").to_lowercase();
        if !trace.found("likeness of the names", told, likeness != Likeness::None) {
            return None;
        }
        let role = self.shared_role(a, b);
        match likeness {
            Likeness::Same => link("same-full-name", Vec::new()),
            Likeness::Middle => link("middle-name", Vec::new()),
            Likeness::Initial => {
                trace.is("a title or role in common", role.is_some());
                role.and_then(|role| link("initial-and-role", role))
            }
            Likeness::Short | Likeness::Spelling => {
                let code = if likeness == Likeness::Short { "short-first-name" } else { "other-spelling" };
                if trace.is("a title or role in common", role.is_some()) {
                    return link(code, role.unwrap_or_default());
                }
                let company = self.company(a, b);
                if trace.at_least("other names beside both", company as f64, COMPANY as f64) {
                    link(code, Vec::new())
                } else {
                    None
                }
            }
            Likeness::Misspelt => {
                let has_role = trace.is("a title or role in common", role.is_some());
                let beside = self.company(a, b);
                let has_company = trace.at_least("other names beside both", beside as f64, COMPANY as f64);
                let apart = trace.is("no document has both", !Self::stand_side_by_side(a, b));
                // A slip in one of the names only needs one of the two.
                let is_half = trace
                    .is("one first name, or one last name", a.name.words[0] == b.name.words[0] || a.name.last() == b.name.last());
                let is_told = has_role && has_company || is_half && (has_role || has_company);
                if is_told && apart { link("misspelt", role.unwrap_or_default()) } else { None }
            }
            Likeness::Ending => {
                let apart = trace.is("no document has both", !Self::stand_side_by_side(a, b));
                let company = self.company(a, b);
                let has_company = trace.at_least("other names beside both", company as f64, COMPANY as f64);
                if apart && has_company { link("words-before-and-company", Vec::new()) } else { None }
            }
            Likeness::None => None,
        }
    }

    /// One of them has no more than a last name here.
    fn judge_last_names(&self, a: &Node, b: &Node, trace: &mut Trace) -> Option<Link> {
        let last = || format!("{}, {}", a.name.last(), b.name.last());
        let is_same = !a.name.is_empty() && a.name.last() == b.name.last() && a.name.generation == b.name.generation;
        if !trace.found("one last name", last, is_same) || !trace.is("no document has both", !Self::stand_side_by_side(a, b)) {
            return None;
        }
        let link = |code: &str, more: Vec<Place>| Some(self.link(code, self.bearer(a, &a.name), self.bearer(b, &b.name), more));
        let role = self.shared_role(a, b);
        if trace.is("a title or role in common", role.is_some()) {
            return link("title-and-last-name", role.unwrap_or_default());
        }
        let company = self.company(a, b);
        if trace.at_least("other names beside both", company as f64, COMPANY as f64) {
            return link("last-name-and-company", Vec::new());
        }
        None
    }

    /// One of them, at least, is described by an office and has no name.
    pub(super) fn judge_office(&self, a: &Node, b: &Node, trace: &mut Trace) -> Option<Link> {
        // Two who are described alike are told to be one by whom they are linked with, or not at all.
        let (described, holder) = if a.is_office() { (a, b) } else { (b, a) };
        let is_holder = holder.kind == EntityKind::Person && !holder.is_office();
        if !trace.is("one of the two has a name", is_holder) {
            return None;
        }
        let conflict = matches!((a.gender, b.gender), (Some(one), Some(other)) if one != other);
        let shared = described.offices.iter().find(|(office, _)| holder.offices.contains_key(*office));
        let told = || shared.map_or_else(String::new, |(office, _)| office.clone());
        if !trace.is("no conflict of gender", !conflict) || !trace.found("an office in common", told, shared.is_some()) {
            return None;
        }
        let (office, &at) = shared?;
        let n_words = office.split(' ').count();
        let code = if trace.at_least("words of the office", n_words as f64, 3.0) {
            "office-held"
        } else if trace.is("no document has both", !Self::stand_side_by_side(a, b))
            && trace.at_least("other names beside both", self.company(a, b) as f64, COMPANY as f64)
        {
            "office-and-company"
        } else {
            return None;
        };
        let by = holder.offices.get(office).copied()?;
        let given: Vec<_> =
            self.chains[by].roles.iter().filter(|role| crate::bearers::office(&role.role).as_ref() == Some(office)).collect();
        let place = Place::new(self.chains[by].document.clone(), given.iter().map(|role| role.span).take(1).collect());
        Some(self.link(code, (at, ""), (by, &self.printed(holder, by)), vec![place]))
    }

    /// The name under which a chain of a node stands.
    fn printed(&self, node: &Node, at: usize) -> String {
        let forms = crate::bearers::forms_of(self.chains[at]);
        forms.into_iter().find(|(form, _): &(Name, String)| *form == node.name).map(|(_, printed)| printed).unwrap_or_default()
    }
}

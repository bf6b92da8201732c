//! What readers are told in place of codes: labels of acts, sentences for disputes, words for reasons.
//!
//! In: a code of a record. Out: words of `packs/en/words.tsv` or the label of `packs/en/acts.tsv`.
//! Invariant: this is the one place where a code becomes words; a code without words is shown as
//! itself, with spaces in place of its hyphens, so nothing is ever hidden.
//!
//! Example: `number` with `numbers-differ` reads *The two sides give different numbers for the same
//! thing: the numbers differ.*

use hearsay_record::{LinkKind, Reason};
use std::collections::BTreeMap;
use std::sync::OnceLock;

const WORDS: &str = include_str!("../../../packs/en/words.tsv");
const ACTS: &str = include_str!("../../../packs/en/acts.tsv");

/// The words for a code of this kind (`dispute`, `reason`, `collapse`, `unknown`, `source`, `copy`, `incomparable`).
#[must_use]
pub fn words(kind: &str, code: &str) -> String {
    table().get(&(kind, code)).map_or_else(|| code.replace(['-', '_'], " "), |words| (*words).to_string())
}

/// An act for a reader: *denies*.
#[must_use]
pub fn act(id: &str) -> String {
    labels().get(id).map_or_else(|| id.replace(['-', '_'], " "), |label| (*label).to_string())
}

/// Every act with its label, in order of the label.
#[must_use]
pub fn acts_and_labels() -> Vec<(&'static str, &'static str)> {
    let mut all: Vec<(&str, &str)> = labels().iter().map(|(act, label)| (*act, *label)).collect();
    all.sort_by_key(|(_, label)| *label);
    all
}

/// Every family of acts with its label, in the order of the pack.
#[must_use]
pub(crate) fn families_and_labels() -> Vec<(&'static str, &'static str)> {
    let mut rows = rows(ACTS);
    let Some(head) = rows.next() else { return Vec::new() };
    let (Some(kind), Some(id), Some(label)) = (column(&head, "kind"), column(&head, "id"), column(&head, "label")) else {
        return Vec::new();
    };
    rows.filter(|row| row.get(kind) == Some(&"family")).filter_map(|row| Some((*row.get(id)?, *row.get(label)?))).collect()
}

/// Whether a code of this kind has words of its own.
#[must_use]
pub(crate) fn has_words(kind: &str, code: &str) -> bool {
    table().contains_key(&(kind, code))
}

/// The ids of acts and of their families, families first, in the order of the pack.
#[must_use]
pub(crate) fn acts() -> &'static [&'static str] {
    static ACTS_AND_FAMILIES: OnceLock<Vec<&str>> = OnceLock::new();
    ACTS_AND_FAMILIES.get_or_init(|| {
        let mut rows = rows(ACTS);
        let Some(head) = rows.next() else { return Vec::new() };
        let (Some(kind), Some(id)) = (column(&head, "kind"), column(&head, "id")) else { return Vec::new() };
        let all: Vec<Vec<&str>> = rows.collect();
        let of =
            |wanted: &'static str| all.iter().filter(move |row| row.get(kind) == Some(&wanted)).filter_map(|row| row.get(id));
        of("family").chain(of("act")).copied().collect()
    })
}

/// The sentence that says why two sides were set against each other.
#[must_use]
pub fn rule(kind: LinkKind, because: &[Reason]) -> String {
    let mut reasons: Vec<String> = Vec::new();
    for reason in because {
        let said = words("reason", &reason.code);
        if !reasons.contains(&said) {
            reasons.push(said);
        }
    }
    let opening = words("dispute", kind.as_str());
    if reasons.is_empty() { format!("{opening}.") } else { format!("{opening}: {}.", reasons.join("; ")) }
}

fn table() -> &'static BTreeMap<(&'static str, &'static str), &'static str> {
    static TABLE: OnceLock<BTreeMap<(&str, &str), &str>> = OnceLock::new();
    TABLE.get_or_init(|| rows(WORDS).filter_map(|row| Some(((*row.first()?, *row.get(1)?), *row.get(2)?))).collect())
}

fn labels() -> &'static BTreeMap<&'static str, &'static str> {
    static LABELS: OnceLock<BTreeMap<&str, &str>> = OnceLock::new();
    LABELS.get_or_init(|| {
        let mut rows = rows(ACTS);
        let Some(head) = rows.next() else { return BTreeMap::new() };
        let (Some(kind), Some(id), Some(label)) = (column(&head, "kind"), column(&head, "id"), column(&head, "label")) else {
            return BTreeMap::new();
        };
        rows.filter(|row| row.get(kind) == Some(&"act")).filter_map(|row| Some((*row.get(id)?, *row.get(label)?))).collect()
    })
}

fn column(head: &[&str], name: &str) -> Option<usize> {
    head.iter().position(|column| *column == name)
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| line.split('\t').map(str::trim).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(code: &str) -> Reason {
        Reason { code: code.into(), evidence: Vec::new() }
    }

    #[test]
    fn every_kind_of_dispute_has_a_sentence() {
        for kind in LinkKind::ALL.into_iter().filter(|kind| kind.is_dispute()) {
            let rule = rule(kind, &[]);
            assert!(rule.len() > 20 && rule.ends_with('.'), "{}: {rule}", kind.as_str());
        }
    }

    #[test]
    fn a_rule_names_each_reason_once() {
        let rule = rule(LinkKind::Number, &[reason("same-quotation"), reason("some-new-code"), reason("same-quotation")]);
        assert_eq!(
            rule,
            "The two sides give different numbers for the same thing: the quoted words are the same; some new code."
        );
    }

    #[test]
    fn an_act_is_told_by_its_label_and_an_unknown_one_by_its_code() {
        assert_eq!(act("deny"), "denies");
        assert_eq!(act("hum_along"), "hum along");
    }

    #[test]
    fn rows_have_three_columns_and_no_code_twice() {
        let all: Vec<_> = rows(WORDS).skip(1).collect();
        assert!(all.iter().all(|row| row.len() == 3), "{all:?}");
        assert_eq!(table().len(), all.len() + 1, "a code stands twice");
    }
}

//! `persons.jsonl` to `persons.tsv`: holders of public offices, with their offices in time.
//!
//! In: one JSON object a line, with names, roles with dates, and where it comes from. Out: one row a
//! person, terms of one office that follow upon one another joined to one.
//!
//! Example: two terms as `Senator` from 2001 and 2007 become `Senator;WA;2001-01-03;2013-01-03`.

use super::{many, table};
use anyhow::{Context, Result};
use serde::Deserialize;

#[derive(Deserialize)]
struct Person {
    wikidata: Option<String>,
    bioguide: Option<String>,
    names: Vec<String>,
    family: Option<String>,
    given: Option<String>,
    gender: Option<String>,
    country: Option<String>,
    country_label: Option<String>,
    #[serde(default)]
    roles: Vec<Role>,
    from: String,
}

#[derive(Deserialize)]
struct Role {
    role: String,
    #[serde(default)]
    start: Option<String>,
    #[serde(default)]
    end: Option<String>,
    state: Option<String>,
}

#[derive(Clone, PartialEq)]
struct Term {
    role: String,
    place: String,
    start: String,
    end: String,
}

const HEAD: [&str; 7] = [
    "Persons: members and heads of the US Congress and executive, heads of state and government of the world.",
    "Derived by `workbench names` from unitedstates/congress-legislators, commit",
    "dfa9622263dd4c8d08636926e498f1845704d7eb (public domain, CC0 1.0), and, where `from` is world-leaders-2021, from",
    "every-politician-scrapers/world-leaders-2021, commit be7039cf5952d8121c4f1e24eea64cc5dd465633, data/wikidata.csv,",
    "which is the answer to a query of Wikidata (CC0 1.0). See LICENSE-persons-CC0.txt.",
    "Columns are told in README.md of this folder. `|` parts the items of a cell, `-` is an empty cell.",
    "Do not edit: run the command.",
];
const COLUMNS: [&str; 11] =
    ["kind", "name", "aliases", "family", "given", "gender", "country", "roles", "wikidata", "bioguide", "from"];

/// The table of persons.
pub fn persons(jsonl: &str) -> Result<String> {
    let mut rows = Vec::new();
    for (number, line) in jsonl.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let person: Person = serde_json::from_str(line).with_context(|| format!("line {} of the persons", number + 1))?;
        let Some(name) = person.names.first() else { continue };
        let roles =
            joined(&person.roles).into_iter().map(|term| format!("{};{};{};{}", term.role, term.place, term.start, term.end));
        rows.push(vec![
            "person".into(),
            name.clone(),
            many(person.names.iter().skip(1).filter(|alias| *alias != name).cloned())?,
            person.family.unwrap_or_default(),
            person.given.unwrap_or_default(),
            person.gender.unwrap_or_default().to_lowercase(),
            person.country.or(person.country_label).unwrap_or_default(),
            many(roles)?,
            person.wikidata.unwrap_or_default(),
            person.bioguide.unwrap_or_default(),
            person.from,
        ]);
    }
    rows.sort();
    rows.dedup();
    table(&HEAD, &COLUMNS, &rows)
}

/// Terms of one office at one place, joined where one follows upon the other.
fn joined(roles: &[Role]) -> Vec<Term> {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    let mut terms: Vec<Term> = Vec::new();
    for role in roles {
        let term = Term {
            role: role.role.replace([';', '|'], ","),
            place: text(&role.state),
            start: text(&role.start),
            end: text(&role.end),
        };
        let before = terms.iter_mut().rev().find(|known| known.role == term.role && known.place == term.place);
        match before {
            Some(known) if follows(&known.end, &term.start) => known.end = term.end,
            Some(known) if *known == term => {}
            _ => terms.push(term),
        }
    }
    terms
}

/// Whether a term that starts here goes on from one that ended there: on the same day or up to a
/// month later (a new Congress meets on the third of January or some days after it).
fn follows(end: &str, start: &str) -> bool {
    match (day(end), day(start)) {
        (Some(end), Some(start)) => (0..=31).contains(&(start - end)),
        _ => false,
    }
}

/// A running number of the day of `2001-01-03`, exact within a year and between neighbours enough for
/// [`follows`]: months count 31 days, so only a gap over the end of a short month is a little long.
fn day(date: &str) -> Option<i64> {
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    Some(year * 372 + month * 31 + day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_that_follow_one_another_are_one() {
        let line = r#"{"wikidata":null,"names":["Ada Holm","Ada M. Holm"],"family":"Holm","gender":"F","country":"US","roles":[
            {"role":"Senator","state":"WA","start":"2001-01-03","end":"2007-01-03"},{"role":"Senator","state":"WA","start":"2007-01-04","end":"2013-01-03"},
            {"role":"Senator","state":"WA","start":"2019-01-03","end":"2025-01-03"},{"role":"President of Ostmark","start":"2026","end":""}],"from":"x.yaml"}"#;
        let table = persons(&line.replace('\n', " ")).unwrap();
        assert_eq!(
            table.lines().last().unwrap(),
            "person\tAda Holm\tAda M. Holm\tHolm\t-\tf\tUS\tSenator;WA;2001-01-03;2013-01-03|Senator;WA;2019-01-03;2025-01-03|President of Ostmark;;2026;\t-\t-\tx.yaml"
        );
    }

    #[test]
    fn rows_stand_in_order_whatever_the_order_of_lines() {
        let one = r#"{"wikidata":"Q2","names":["Bo Alm"],"from":"x"}"#;
        let two = r#"{"wikidata":"Q1","names":["Al Berg"],"from":"x"}"#;
        assert_eq!(persons(&format!("{one}\n{two}\n")).unwrap(), persons(&format!("{two}\n{one}\n")).unwrap());
    }

    #[test]
    fn a_broken_line_is_named() {
        assert!(persons("{}\n").unwrap_err().to_string().contains("line 1"));
    }
}

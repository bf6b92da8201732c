//! The committed tables: readable, explained, and naming the same figures. Needs no shared folder.
#![allow(clippy::unwrap_used, reason = "a test that lacks something must fail")]

use hearsay_workbench::suites::Suite;
use hearsay_workbench::table::{Committed, explained};
use std::collections::BTreeSet;

const SCORES: &str = include_str!("../scores.tsv");
const PEERS: &str = include_str!("../peers.tsv");
const HISTORY: &str = include_str!("../HISTORY.md");

fn cells(table: &str) -> Vec<Vec<&str>> {
    table.lines().skip(1).map(|line| line.split('\t').collect()).collect()
}

#[test]
fn the_table_of_scores_is_explained_by_its_history() {
    Committed::read(SCORES).unwrap();
    explained(HISTORY, SCORES).unwrap();
}

#[test]
fn every_suite_has_rows_in_the_table() {
    let there: BTreeSet<&str> = cells(SCORES).iter().map(|row| row[0]).collect();
    let wanted: BTreeSet<&str> = Suite::ALL.iter().flat_map(|suite| suite.names()).copied().collect();
    assert_eq!(there, wanted);
}

#[test]
fn what_others_reach_stands_under_the_names_of_our_own_figures() {
    let ours: BTreeSet<(&str, &str)> = cells(SCORES).iter().map(|row| (row[0], row[2])).collect();
    for row in cells(PEERS) {
        assert_eq!(row.len(), 6, "{row:?}");
        assert!(ours.contains(&(row[1], row[3])), "no figure of ours is named so: {row:?}");
        assert!((0.0..=1.0).contains(&row[4].parse::<f64>().unwrap()), "{row:?}");
    }
}

/// The bar of the first edition: better than the quote-regex baseline on PolNeAR on every line, and no
/// question or refusal taken for an assertion.
#[test]
fn the_committed_figures_clear_the_bar() {
    let rows = cells(SCORES);
    let value = |suite: &str, metric: &str| {
        rows.iter().find(|row| row[0] == suite && row[2] == metric).unwrap()[3].parse::<f64>().unwrap()
    };
    let baseline = cells(PEERS);
    for row in baseline.iter().filter(|row| row[0] == "own regular expressions") {
        assert!(value(row[1], row[3]) > row[4].parse::<f64>().unwrap(), "{row:?}");
    }
    assert!(value("seeds", "questions and refusals taken for assertions") == 0.0);
}

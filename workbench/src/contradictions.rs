//! Scores whether two headlines on one article part, on pairs that bodies of FNC-1 support.
//!
//! In: the pairs of the shared folder with a support of two bodies or more. Out: precision and recall of
//! [`Wording::parts_from`], together and by kind of difference. Invariant: nothing is learned from the pairs.
//!
//! Example: `Velm mill not shut` and `Velm mill shut down` part by negation.

use crate::attribution_scores::Tally;
use crate::corpora::Shared;
use crate::table::Row;
use crate::tables;
use anyhow::{Context, Result, bail};
use hearsay_link::Wording;
use hearsay_record::LinkKind;
use rayon::prelude::*;
use std::collections::BTreeMap;

const SUITE: &str = "contradict";
const DATA: &str = "headline pairs, support 2";
/// Bodies that support a pair, at least.
const SUPPORT: u32 = 2;

/// The pairs that are found, a line each, rightly or wrongly.
pub fn listing(shared: &Shared) -> Result<String> {
    let table = tables::rows(&shared.gzip("data/claims/headline_pairs.tsv.gz")?, false);
    let mut told = String::new();
    for row in &table {
        let [label, support, one, other] = &row[..] else { bail!("headline_pairs.tsv has a row of {} cells", row.len()) };
        let is_counted = support.parse::<u32>().context("headline_pairs.tsv: support is no number")? >= SUPPORT;
        let is_right = label == "contradict";
        if let Some(kind) = Wording::new(one).parts_from(&Wording::new(other)).filter(|_| is_counted) {
            let mark = if is_right { "right" } else { "wrong" };
            told.push_str(&format!("{mark}\t{}\t{one}\t{other}\n", kind.as_str()));
        }
    }
    Ok(told)
}

/// Rows on all pairs.
pub fn rows(shared: &Shared) -> Result<Vec<Row>> {
    let table = tables::rows(&shared.gzip("data/claims/headline_pairs.tsv.gz")?, false);
    let mut pairs: Vec<(bool, &str, &str)> = Vec::new();
    for row in &table {
        let [label, support, one, other] = &row[..] else { bail!("headline_pairs.tsv has a row of {} cells", row.len()) };
        if support.parse::<u32>().context("headline_pairs.tsv: support is no number")? >= SUPPORT {
            pairs.push((label == "contradict", one, other));
        }
    }
    let given: Vec<Option<LinkKind>> =
        pairs.par_iter().map(|(_, one, other)| Wording::new(one).parts_from(&Wording::new(other))).collect();
    let wanted = pairs.iter().filter(|pair| pair.0).count();
    let count = |kind: Option<LinkKind>| {
        let here = || pairs.iter().zip(&given).filter(|(_, given)| given.is_some() && (kind.is_none() || **given == kind));
        Tally::even(here().filter(|(pair, _)| pair.0).count(), here().count(), wanted)
    };
    let mut rows: Vec<Row> = Row::prf(SUITE, DATA, "parts", &count(None)).into();
    let kinds: BTreeMap<&str, LinkKind> = given.iter().flatten().map(|kind| (kind.as_str(), *kind)).collect();
    for (name, kind) in kinds {
        let tally = count(Some(kind));
        rows.push(Row::new(SUITE, DATA, format!("parts by {name} P"), tally.precision(), tally.predicted));
        rows.push(Row::new(SUITE, DATA, format!("parts by {name} R"), tally.recall(), tally.gold));
    }
    Ok(rows)
}

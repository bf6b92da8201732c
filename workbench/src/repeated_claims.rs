//! Scores how well a statement finds the claim that it repeats, among many: CheckThat! 2020 and PolitiFact's debates.
//!
//! In: queries and claims of the shared folder. Out: MAP at five (one claim is right for each query) and how often the
//! first is right. Claims are put in order by [`Wording::likeness`], the likeness by which claims meet in a case;
//! nothing is learned from the pairs. Invariant: ties are broken by the order of the claims, so a figure is one figure.
//!
//! Example: a post that tells of a shark in a street finds the claim about it on top.

use crate::corpora::Shared;
use crate::table::Row;
use crate::tables;
use anyhow::{Context, Result, bail};
use hearsay_link::Wording;
use rayon::prelude::*;
use std::collections::BTreeMap;

const SUITE: &str = "claims";

/// Rows for both sets.
pub fn rows(shared: &Shared) -> Result<Vec<Row>> {
    let mut rows = checkthat(shared)?;
    rows.extend(politifact(shared)?);
    Ok(rows)
}

fn checkthat(shared: &Shared) -> Result<Vec<Row>> {
    let folder = "data/claims/checkthat2020";
    let claims = tables::rows(&shared.gzip(&format!("{folder}/verified_claims.docs.tsv.gz"))?, true);
    let place: BTreeMap<&str, usize> =
        claims.iter().enumerate().filter_map(|(at, row)| Some((row.first()?.as_str(), at))).collect();
    // The title of the page on a claim tells of it too.
    let texts: Vec<String> = claims.iter().map(|row| row.get(1..).unwrap_or_default().join(" ")).collect();
    let relevant = shared.text(&format!("{folder}/dev.qrels"))?;
    let mut wanted: BTreeMap<&str, usize> = BTreeMap::new();
    for line in relevant.lines().filter(|line| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [query, _, claim, _] = cells[..] else { bail!("dev.qrels: {line}") };
        wanted.insert(query, *place.get(claim).with_context(|| format!("dev.qrels names {claim}, which is no claim"))?);
    }
    let queries = tables::rows(&shared.text(&format!("{folder}/dev.queries.tsv"))?, true);
    let pairs: Vec<(String, usize)> =
        queries.iter().filter_map(|row| Some((without_addresses(row.get(1)?), *wanted.get(row.first()?.as_str())?))).collect();
    Ok(figures("checkthat 2020 dev", &pairs, &texts))
}

/// What a person said in a debate beside the claim it repeats; claims of all pairs and of the pool are searched.
fn politifact(shared: &Shared) -> Result<Vec<Row>> {
    let pairs = tables::rows(&shared.text("data/claims/politifact_pairs.tsv")?, false);
    let pool = tables::rows(&shared.gzip("data/claims/politifact_pool.tsv.gz")?, false);
    let mut texts: Vec<String> =
        pairs.iter().filter_map(|row| row.get(4).cloned()).chain(pool.iter().filter_map(|row| row.get(1).cloned())).collect();
    texts.sort();
    texts.dedup();
    let mut queries = Vec::new();
    for row in &pairs {
        let [_, _, _, said, claim, ..] = &row[..] else { bail!("politifact_pairs.tsv: a row of {} cells", row.len()) };
        let at = texts.binary_search(claim).ok().context("a claim of politifact_pairs.tsv is not among the claims")?;
        queries.push((said.clone(), at));
    }
    Ok(figures("politifact debates", &queries, &texts))
}

/// A post without the addresses of pages and pictures in it.
fn without_addresses(post: &str) -> String {
    let is_address = |word: &&str| word.contains("://") || word.contains("pic.twitter.com/") || word.contains("https:");
    post.split_whitespace().filter(|word| !is_address(word)).collect::<Vec<_>>().join(" ")
}

fn figures(data: &str, queries: &[(String, usize)], claims: &[String]) -> Vec<Row> {
    let laid: Vec<Wording<'_>> = claims.par_iter().map(|claim| Wording::new(claim)).collect();
    let ranks: Vec<usize> = queries
        .par_iter()
        .map(|(query, wanted)| {
            let query = Wording::new(query);
            let score = query.likeness(&laid[*wanted]);
            let above = |(at, other): &(usize, &Wording<'_>)| {
                let likeness = query.likeness(other);
                likeness > score || (likeness == score && at < wanted)
            };
            if score > 0.0 { 1 + laid.iter().enumerate().filter(above).count() } else { usize::MAX }
        })
        .collect();
    let precision: f64 = ranks.iter().filter(|rank| **rank <= 5).map(|rank| 1.0 / *rank as f64).sum();
    let first = ranks.iter().filter(|rank| **rank == 1).count();
    vec![
        Row::new(SUITE, data, "MAP@5", if ranks.is_empty() { 0.0 } else { precision / ranks.len() as f64 }, ranks.len()),
        Row::share(SUITE, data, "hit@1", (first, ranks.len())),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_claim_that_is_repeated_comes_first() {
        let claims = ["The mayor of Velm sold the weir.", "The Oster bridge fell in May."].map(str::to_owned);
        let queries = [("they say the Velm mayor has sold off the weir!".to_owned(), 0)];
        let rows = figures("d", &queries, &claims);
        assert_eq!((rows[0].value, rows[1].value), (1.0, 1.0));
        let missed = figures("d", &[("nothing at all in common".to_owned(), 1)], &claims);
        assert_eq!(missed[0].value, 0.0);
    }

    #[test]
    fn addresses_are_no_words() {
        assert_eq!(without_addresses("a https://x.example/b c pic.twitter.com/d"), "a c");
    }
}

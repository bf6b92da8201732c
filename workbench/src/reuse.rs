//! Scores copies and stories on the natural articles of `data/reuse` and `data/stories`.
//!
//! In: the shared folder. Out: [`ReuseScores`]: copies (verbatim, abridged and edited pairs are to be
//! found, `partial` pairs count neither way, all else, listed or not, is wrong), recall by class,
//! quotations-only as a class of its own, and lineages and stories as clusters. Every article is taken
//! in, read and linked as one case; each has an address of its own, so that equal texts stay two.
//!
//! Example: a pair that gold calls `abridged` and a link calls `edited` is found, as a copy.

use crate::attribution_scores::Tally;
use crate::case::{Case, File};
use crate::clusters::{ClusterScore, compare, components};
use crate::corpora::Shared;
use anyhow::{Context, Result, bail};
use hearsay_link::Linked;
use hearsay_read::Packs;
use hearsay_record::{GroupKind, Id, LinkKind};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Figures on reuse and stories.
#[derive(Clone, Debug, Default)]
pub struct ReuseScores {
    /// Pairs that are copies.
    pub copies: Tally,
    /// Found of all, by class of the gold.
    pub by_class: BTreeMap<String, (usize, usize)>,
    /// Pairs that share quotations only, told as such.
    pub quotes_only: Tally,
    /// Lineages against connected copies of the gold.
    pub lineages: ClusterScore,
    /// Stories.
    pub stories: ClusterScore,
}

#[derive(Deserialize)]
struct Article {
    id: String,
    text: String,
    url: Option<String>,
}

/// Scores on the developers' share.
pub fn scores(shared: &Shared, packs: &Packs) -> Result<ReuseScores> {
    let articles: Vec<Article> = shared
        .gzip("data/reuse/docs.jsonl.gz")?
        .lines()
        .map(|line| serde_json::from_str(line).context("docs.jsonl of reuse has another shape than expected"))
        .collect::<Result<_>>()?;
    let files: Vec<File> = articles
        .iter()
        .map(|article| File {
            path: article.id.clone(),
            url: Some(article.url.clone().unwrap_or_else(|| format!("https://{}.example/", article.id))),
            bytes: article.text.clone().into_bytes(),
        })
        .collect();
    let case = Case::of(&files, packs);
    if case.documents.len() < articles.len() / 2 {
        bail!("intake took {} of {} articles", case.documents.len(), articles.len());
    }
    let linked = case.link();
    let place: BTreeMap<&str, usize> = articles.iter().enumerate().map(|(at, article)| (article.id.as_str(), at)).collect();
    let of_document: BTreeMap<&Id, usize> = case
        .documents
        .iter()
        .filter_map(|document| Some((&document.id, *place.get(document.origin.path.as_deref()?)?)))
        .collect();

    let mut out = ReuseScores::default();
    let gold = gold_pairs(&shared.gzip("data/reuse/pairs.tsv.gz")?, &place)?;
    score_pairs(&mut out, &gold, &linked, &of_document);
    let copies = gold.iter().filter(|(_, class)| is_copy(class)).map(|(pair, _)| *pair);
    let lineages = found_clusters(&linked, GroupKind::Lineage, &of_document, articles.len());
    let gold_lineages = components(articles.len(), copies);
    out.lineages = compare(&gold_lineages.into_iter().zip(lineages).collect::<Vec<_>>());

    let stories = found_clusters(&linked, GroupKind::Story, &of_document, articles.len());
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut labelled = Vec::new();
    for line in shared.text("data/stories/stories.tsv")?.lines().skip(1) {
        let (article, story) = line.split_once('\t').with_context(|| format!("stories.tsv: {line}"))?;
        let next = numbers.len();
        let number = *numbers.entry(story.to_owned()).or_insert(next);
        let at = *place.get(article).with_context(|| format!("stories.tsv names {article}, which is no article"))?;
        labelled.push((number, stories[at]));
    }
    out.stories = compare(&labelled);
    Ok(out)
}

type Pairs = BTreeMap<(usize, usize), String>;

fn gold_pairs(tsv: &str, place: &BTreeMap<&str, usize>) -> Result<Pairs> {
    let mut out = Pairs::new();
    for line in tsv.lines().skip(1) {
        let mut cells = line.split('\t');
        let (Some(a), Some(b), Some(class)) = (cells.next(), cells.next(), cells.next()) else { bail!("pairs.tsv: {line}") };
        let at = |id: &str| place.get(id).copied().with_context(|| format!("pairs.tsv names {id}, which is no article"));
        out.insert(ordered(at(a)?, at(b)?), class.to_owned());
    }
    Ok(out)
}

fn ordered(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}

fn is_copy(class: &str) -> bool {
    matches!(class, "verbatim" | "abridged" | "edited")
}

fn score_pairs(out: &mut ReuseScores, gold: &Pairs, linked: &Linked, of_document: &BTreeMap<&Id, usize>) {
    let mut copies: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut quotes_only: BTreeSet<(usize, usize)> = BTreeSet::new();
    for link in linked.links.iter().filter(|link| link.kind.is_copy()) {
        let (Some(&a), Some(&b)) = (of_document.get(&link.a.document), of_document.get(&link.b.document)) else { continue };
        if link.kind == LinkKind::QuotesOnly {
            quotes_only.insert(ordered(a, b));
        } else {
            copies.insert(ordered(a, b));
        }
    }
    let class = |pair: &(usize, usize)| gold.get(pair).map_or("none", String::as_str);
    let counted = copies.iter().filter(|pair| class(pair) != "partial").count();
    let right = copies.iter().filter(|pair| is_copy(class(pair))).count();
    out.copies = Tally::even(right, counted, gold.values().filter(|class| is_copy(class)).count());
    for (pair, class) in gold {
        let found = if class == "quote-only" { quotes_only.contains(pair) } else { copies.contains(pair) };
        let count = out.by_class.entry(class.clone()).or_default();
        count.0 += usize::from(found);
        count.1 += 1;
    }
    let right = quotes_only.iter().filter(|pair| class(pair) == "quote-only").count();
    out.quotes_only = Tally::even(right, quotes_only.len(), gold.values().filter(|class| *class == "quote-only").count());
}

/// For each article the number of its cluster; one in no group is alone.
fn found_clusters(linked: &Linked, kind: GroupKind, of_document: &BTreeMap<&Id, usize>, n_articles: usize) -> Vec<usize> {
    let pairs = linked.groups.iter().filter(|group| group.kind == kind).flat_map(|group| {
        let members: Vec<usize> = group.members.iter().filter_map(|id| of_document.get(id).copied()).collect();
        members.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>()
    });
    components(n_articles, pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_read_either_way_round() {
        let place = BTreeMap::from([("x", 1), ("y", 0)]);
        let pairs = gold_pairs("a\tb\tclass\nx\ty\tedited\t0.4\n", &place).unwrap();
        assert_eq!(pairs[&(0, 1)], "edited");
        assert!(gold_pairs("a\tb\tclass\nx\tz\tedited\n", &place).is_err());
    }
}

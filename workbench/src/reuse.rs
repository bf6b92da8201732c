//! Scores copies, stories and origins on the natural articles of `data/reuse` and `data/stories`.
//!
//! In: the shared folder. Out: [`ReuseScores`]: copies (verbatim, abridged and edited pairs are to be
//! found, `partial` pairs count neither way, all else, listed or not, is wrong), recall by class,
//! quotations-only as a class of its own, lineages and stories as clusters, and for each story of the gold
//! to how many origins its articles come down, beside its components of connected copies. Every article is taken
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
    /// Of the stories that hold copies, those with exactly as many origins as the gold has.
    pub exact_origins: (usize, usize),
    /// Of the stories of several articles without copies, those in which nothing is collapsed.
    pub uncollapsed: (usize, usize),
}

/// One natural article.
#[derive(Clone, Debug, Deserialize)]
pub struct Article {
    /// Its name in the corpus.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its address, where it has one.
    pub url: Option<String>,
}

impl Article {
    /// As a file at an address of its own, so that equal texts stay two.
    #[must_use]
    pub fn file(&self) -> File {
        File {
            path: self.id.clone(),
            url: Some(self.url.clone().unwrap_or_else(|| format!("https://{}.example/{}", self.id, self.id))),
            bytes: self.text.clone().into_bytes(),
        }
    }
}

/// Every natural article, in the order of the corpus.
pub fn articles(shared: &Shared) -> Result<Vec<Article>> {
    shared
        .gzip("data/reuse/docs.jsonl.gz")?
        .lines()
        .map(|line| serde_json::from_str(line).context("docs.jsonl of reuse has another shape than expected"))
        .collect()
}

/// Scores on the developers' share.
pub fn scores(shared: &Shared, packs: &Packs) -> Result<ReuseScores> {
    let articles = articles(shared)?;
    let files: Vec<File> = articles.iter().map(Article::file).collect();
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
    let copies = || gold.iter().filter(|(_, class)| is_copy(class)).map(|(pair, _)| *pair);
    let lineages = found_clusters(&linked, GroupKind::Lineage, &of_document, articles.len());
    let gold_lineages = components(articles.len(), copies());
    out.lineages = compare(&gold_lineages.into_iter().zip(lineages).collect::<Vec<_>>());

    let stories = found_clusters(&linked, GroupKind::Story, &of_document, articles.len());
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut labelled = Vec::new();
    let mut of_story: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for line in shared.text("data/stories/stories.tsv")?.lines().skip(1) {
        let (article, story) = line.split_once('\t').with_context(|| format!("stories.tsv: {line}"))?;
        let next = numbers.len();
        let number = *numbers.entry(story.to_owned()).or_insert(next);
        let at = *place.get(article).with_context(|| format!("stories.tsv names {article}, which is no article"))?;
        labelled.push((number, stories[at]));
        of_story.entry(number).or_default().insert(at);
    }
    out.stories = compare(&labelled);
    let collapsed = collapsed(&linked, &of_document);
    for members in of_story.values().filter(|members| members.len() > 1) {
        let origins = |pairs: &mut dyn Iterator<Item = (usize, usize)>| {
            let within = pairs.filter(|(a, b)| members.contains(a) && members.contains(b));
            let parts = components(articles.len(), within);
            members.iter().map(|&at| parts[at]).collect::<BTreeSet<_>>().len()
        };
        let (in_gold, found) = (origins(&mut copies()), origins(&mut collapsed.iter().copied()));
        let counted = if in_gold < members.len() { &mut out.exact_origins } else { &mut out.uncollapsed };
        counted.0 += usize::from(found == in_gold);
        counted.1 += 1;
    }
    Ok(out)
}

/// Pairs of articles that the linker counts as one origin: whole copies, and what it collapsed in a story.
fn collapsed(linked: &Linked, of_document: &BTreeMap<&Id, usize>) -> Vec<(usize, usize)> {
    let pair = |a: &Id, b: &Id| Some((*of_document.get(a)?, *of_document.get(b)?));
    let copies = linked.links.iter().filter(|link| link.kind.is_whole_copy());
    let in_stories = linked
        .groups
        .iter()
        .filter(|group| group.kind == GroupKind::Story)
        .flat_map(|group| group.origins.iter().flat_map(|origins| &origins.collapsed));
    copies
        .filter_map(|link| pair(&link.members[0], &link.members[1]))
        .chain(in_stories.filter_map(|collapse| pair(&collapse.a.document, &collapse.b.document)))
        .collect()
}

/// The class of every listed pair of articles.
pub type Pairs = BTreeMap<(usize, usize), String>;

/// Reads the gold pairs; `place` is the number of an article.
pub fn gold_pairs(tsv: &str, place: &BTreeMap<&str, usize>) -> Result<Pairs> {
    let mut out = Pairs::new();
    for line in tsv.lines().skip(1) {
        let mut cells = line.split('\t');
        let (Some(a), Some(b), Some(class)) = (cells.next(), cells.next(), cells.next()) else { bail!("pairs.tsv: {line}") };
        let at = |id: &str| place.get(id).copied().with_context(|| format!("pairs.tsv names {id}, which is no article"));
        out.insert(ordered(at(a)?, at(b)?), class.to_owned());
    }
    Ok(out)
}

/// The smaller first.
#[must_use]
pub fn ordered(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}

/// Whether a class of the gold is a copy that is to be found.
#[must_use]
pub fn is_copy(class: &str) -> bool {
    matches!(class, "verbatim" | "abridged" | "edited")
}

fn score_pairs(out: &mut ReuseScores, gold: &Pairs, linked: &Linked, of_document: &BTreeMap<&Id, usize>) {
    let mut copies: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut quotes_only: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut excerpts: BTreeSet<(usize, usize)> = BTreeSet::new();
    for link in linked.links.iter().filter(|link| link.kind.is_copy()) {
        let (Some(&a), Some(&b)) = (of_document.get(&link.a.document), of_document.get(&link.b.document)) else { continue };
        let of_kind = match link.kind {
            LinkKind::QuotesOnly => &mut quotes_only,
            LinkKind::Excerpt => &mut excerpts,
            _ => &mut copies,
        };
        of_kind.insert(ordered(a, b));
    }
    let class = |pair: &(usize, usize)| gold.get(pair).map_or("none", String::as_str);
    let counted = copies.iter().filter(|pair| class(pair) != "partial").count();
    let right = copies.iter().filter(|pair| is_copy(class(pair))).count();
    out.copies = Tally::even(right, counted, gold.values().filter(|class| is_copy(class)).count());
    for (pair, class) in gold {
        let found = match class.as_str() {
            "quote-only" => quotes_only.contains(pair),
            "partial" => copies.contains(pair) || excerpts.contains(pair),
            _ => copies.contains(pair),
        };
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

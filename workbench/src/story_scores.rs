//! Scores stories on BASIL and ECB+, and streams those of `data/stories` one by one, to see whether an order of adding shows.
//!
//! In: the shared folder. Out: clusters of BASIL's 201 articles (three outlets on each of 67 events of
//! one politics), of ECB+'s documents by topic and by the two look-alike events of each topic, and of the natural articles
//! added one after the other in random orders: the stories after the last, and in how many orders they are those of all at once. Documents are linked by event alone, without readings.
//! Invariant: an order is drawn from its number, so each run draws the same.
//!
//! Example: two articles of one BASIL event in one story, and the third alone, have BCubed recall 5/9.

use crate::case::File;
use crate::clusters::{ClusterScore, compare};
use crate::corpora::Shared;
use crate::ladder::taken_in;
use crate::reuse::{Article, articles};
use crate::streaming::Streamed;
use anyhow::{Context, Result};
use hearsay_link::{Linked, Material, link, stories};
use hearsay_record::{Dated, Document, Group, GroupKind, Id};
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Random orders in which the articles are given.
const ORDERS: u64 = 3;

#[derive(Deserialize)]
struct BasilArticle {
    id: String,
    story: String,
    source: String,
    title: Option<String>,
    date: Option<String>,
    paragraphs: Vec<String>,
}

#[derive(Deserialize)]
struct EcbDocument {
    id: String,
    topic: u32,
    subtopic: String,
    sentences: Vec<Vec<String>>,
}

/// BASIL's articles, with their dates and outlets.
pub fn basil(shared: &Shared) -> Result<ClusterScore> {
    let mut documents = Vec::new();
    let mut labels = Vec::new();
    for line in shared.gzip("data/stories/basil.jsonl.gz")?.lines() {
        let article: BasilArticle = serde_json::from_str(line).context("basil.jsonl has another shape than expected")?;
        let text = article.title.iter().chain(&article.paragraphs).cloned().collect::<Vec<_>>().join("\n\n");
        let file = File { path: article.id.clone(), url: Some(address(&article.source, &article.id)), bytes: text.into_bytes() };
        documents.extend(taken_in(&[file]).into_iter().map(|mut document| {
            document.published = article.date.clone().map(|date| Dated { date, from: "own-metadata".into() });
            document
        }));
        labels.push((article.id, article.story));
    }
    Ok(scored(&documents, &labels))
}

/// ECB+'s documents: by topic, and by event (a topic's two halves tell two events that look alike).
pub fn ecb(shared: &Shared) -> Result<[ClusterScore; 2]> {
    let mut documents = Vec::new();
    let (mut topics, mut events) = (Vec::new(), Vec::new());
    for line in shared.gzip("data/ecb/ecb-dev.jsonl.gz")?.lines() {
        let document: EcbDocument = serde_json::from_str(line).context("ecb-dev.jsonl has another shape than expected")?;
        // The first sentence of the added half is its address, which would tell nothing but the outlet.
        let skipped = usize::from(document.subtopic == "ecbplus");
        let text = document.sentences.iter().skip(skipped).map(|words| words.join(" ")).collect::<Vec<_>>().join("\n");
        let file = File { path: document.id.clone(), url: Some(address("ecb", &document.id)), bytes: text.into_bytes() };
        documents.extend(taken_in(&[file]));
        topics.push((document.id.clone(), document.topic.to_string()));
        events.push((document.id, format!("{} {}", document.topic, document.subtopic)));
    }
    Ok([scored(&documents, &topics), scored(&documents, &events)])
}

/// What came of the natural articles, added one after the other in a random order.
#[derive(Clone, Debug)]
pub struct Stream {
    /// Its stories against the gold.
    pub score: ClusterScore,
    /// Whether they are those of all articles linked at once.
    pub is_as_at_once: bool,
    /// How often the whole case had to be linked.
    pub n_whole: usize,
}

/// The natural articles in random orders.
pub fn streams(shared: &Shared) -> Result<Vec<Stream>> {
    let files: Vec<File> = articles(shared)?.iter().map(Article::file).collect();
    let documents = taken_in(&files);
    let labels: Vec<(String, String)> = shared
        .text("data/stories/stories.tsv")?
        .lines()
        .skip(1)
        .map(|line| line.split_once('\t').map(|(article, story)| (article.to_owned(), story.to_owned())))
        .collect::<Option<_>>()
        .context("stories.tsv has a line without a tab")?;
    let whole = link(&Material { documents: &documents, readings: &[], corrections: &[] });
    let at_once: Vec<Group> = whole.groups.into_iter().filter(|group| group.kind == GroupKind::Story).collect();
    let stream = |order: u64| {
        let mut streamed = Streamed::default();
        shuffled(&documents, order).into_iter().for_each(|document| streamed.add(document));
        let stories = streamed.stories();
        Stream { score: compared(&documents, &labels, &stories), is_as_at_once: stories == at_once, n_whole: streamed.n_whole }
    };
    Ok((1..=ORDERS).into_par_iter().map(stream).collect())
}

fn address(outlet: &str, id: &str) -> String {
    format!("https://{}.example/{id}", outlet.to_lowercase())
}

fn linked(documents: &[Document]) -> Linked {
    stories(&Material { documents, readings: &[], corrections: &[] })
}

/// The documents in an order drawn from a number (Fisher and Yates, with xorshift).
fn shuffled(documents: &[Document], order: u64) -> Vec<Document> {
    let mut shuffled = documents.to_vec();
    let mut state = order.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    for at in (1..shuffled.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        shuffled.swap(at, usize::try_from(state % (at as u64 + 1)).unwrap_or(0));
    }
    shuffled
}

fn scored(documents: &[Document], labels: &[(String, String)]) -> ClusterScore {
    let linked = linked(documents);
    let stories: Vec<Group> = linked.groups.into_iter().filter(|group| group.kind == GroupKind::Story).collect();
    compared(documents, labels, &stories)
}

fn compared(documents: &[Document], labels: &[(String, String)], stories: &[Group]) -> ClusterScore {
    let story_of: BTreeMap<&Id, usize> =
        stories.iter().enumerate().flat_map(|(story, group)| group.members.iter().map(move |id| (id, story))).collect();
    let found: BTreeMap<&str, usize> = documents
        .iter()
        .enumerate()
        .filter_map(|(at, document)| {
            let alone = stories.len() + at;
            Some((document.origin.path.as_deref()?, story_of.get(&document.id).copied().unwrap_or(alone)))
        })
        .collect();
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut items = Vec::new();
    for (id, label) in labels {
        let next = numbers.len();
        let number = *numbers.entry(label).or_insert(next);
        // What intake took for no text is in no story.
        items.push((number, found.get(id.as_str()).copied().unwrap_or(usize::MAX - items.len())));
    }
    compare(&items)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_drawn_from_its_number() {
        let documents: Vec<Document> = (0..9).map(|at| Document::plain(format!("text {at}"), "en")).collect();
        assert_eq!(shuffled(&documents, 2), shuffled(&documents, 2));
        assert_ne!(shuffled(&documents, 2), shuffled(&documents, 3));
        let mut sorted = shuffled(&documents, 2);
        sorted.sort_by(|one, other| one.text.cmp(&other.text));
        assert_eq!(sorted, documents);
    }
}

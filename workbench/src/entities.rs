//! Scores entities across documents: which mentions of different documents are one and the same.
//!
//! In: the ECB+ topics of the shared folder, one case a topic, and the seeds' entities, one case in all. Out: for
//! the marked mentions of people and organisations that the reader found, MUC, B³, CEAFe and their mean over the
//! whole case, so that a mention's company may stand in other documents; and the share of mentions found. What is
//! not found is left out on both sides: to find mentions is the reader's part, and measured elsewhere.
//!
//! A marked mention is found if one of ours has the same words but for an article, or ends with the same word
//! and holds it or is held by it; of several the one nearest in length. Of ECB+ the sentences count that its index
//! names, as its authors ask. A topic tells two like events; entities may stand in both.
//!
//! Example: `Mayor Holm` in one document of a topic and `Ada Holm` in another, marked as one and gathered as two,
//! lower the recall of B³.

use crate::case::{Case, File};
use crate::coref_metrics::{CorefScores, Entities};
use crate::corpora::Shared;
use crate::people::People;
use crate::seeds;
use crate::table::Row;
use anyhow::{Context, Result};
use hearsay_read::Packs;
use hearsay_record::{Chain, CharSpan, Document};
use hearsay_text::fold;
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const SUITE: &str = "entities";
/// The topics that are usually kept for choosing; the others are looked at.
pub const DEV_TOPICS: [u32; 7] = [2, 5, 12, 18, 21, 34, 35];
/// What is marked of the people and bodies that news is about.
const TAGS: [&str; 4] = ["HUMAN_PART_PER", "HUMAN_PART_ORG", "HUMAN_PART_GPE", "HUMAN_PART_MET"];

/// A document of ECB+ as the shared folder has it.
#[derive(Clone, Debug, Deserialize)]
pub struct EcbDocument {
    id: String,
    /// Number of its topic.
    pub topic: u32,
    selected_sentences: Vec<usize>,
    sentences: Vec<Vec<String>>,
    mentions: Vec<EcbMention>,
}

#[derive(Clone, Debug, Deserialize)]
struct EcbMention {
    m_id: String,
    tag: String,
    sent: usize,
    tokens: Vec<usize>,
    cluster: Option<String>,
}

/// Numbers of mentions by what they are of.
type Parts<'s> = BTreeMap<&'s str, Vec<usize>>;

/// A marked mention in a text.
#[derive(Clone, Debug)]
struct Marked {
    path: String,
    span: CharSpan,
    entity: String,
}

/// Figures over cases.
#[derive(Clone, Debug, Default)]
pub struct EntityScores {
    /// Over found mentions.
    pub found: CorefScores,
    /// Over those of them that stand in a chain with a name.
    pub named: CorefScores,
    /// Over all of them, if chains of one printed name were one and nothing else was: what linking adds to.
    pub by_name: CorefScores,
    /// Mentions found, and marked.
    pub n_found: (usize, usize),
    /// Pairs of documents' parts of an entity, told in words, that are two with us, and of two entities that are one.
    pub errors: Vec<String>,
}

/// All documents, in the file's order.
pub fn ecb(shared: &Shared) -> Result<Vec<EcbDocument>> {
    let lines = shared.gzip("data/ecb/ecb-dev.jsonl.gz")?;
    lines
        .lines()
        .enumerate()
        .map(|(at, line)| serde_json::from_str(line).with_context(|| format!("document {}", at + 1)))
        .collect()
}

impl EcbDocument {
    /// Its text and marked mentions. Words are parted by a space but where print has none, headlines and dates
    /// by an empty line; the address that stands as the first sentence is left out.
    fn lay_out(&self) -> (File, Vec<Marked>) {
        let path = format!("{}.txt", self.id);
        let mut text = String::new();
        let mut n_chars = 0;
        let mut places: Vec<Vec<CharSpan>> = Vec::new();
        for sentence in &self.sentences {
            let is_address =
                sentence.first().is_some_and(|word| word.starts_with("http")) && sentence.get(1).is_some_and(|word| word == ":");
            let mut spans = Vec::new();
            let mut open = false;
            let mut glued = true;
            for word in sentence {
                if is_address {
                    spans.push(CharSpan::new(0, 0));
                    continue;
                }
                let printed = match word.as_str() {
                    "``" => "“",
                    "''" => "”",
                    other => other,
                };
                let is_mark = |word: &str| word.chars().all(|c| !c.is_alphanumeric());
                let to_left = match printed {
                    "." | "," | ";" | ":" | "?" | "!" | ")" | "”" | "%" => true,
                    "\"" => open,
                    other => other.starts_with('\'') && other.len() > 1 && !is_mark(other) || other == "n't",
                };
                if !glued && !to_left {
                    text.push(' ');
                    n_chars += 1;
                }
                let start = n_chars;
                text.push_str(printed);
                n_chars += printed.chars().count();
                spans.push(CharSpan::new(start, n_chars));
                if printed == "\"" {
                    open = !open;
                }
                glued = matches!(printed, "(" | "“" | "$") || printed == "\"" && open;
            }
            if !is_address {
                // What ends without a mark is a headline or a date, and stood on a line of its own.
                let ends = sentence.iter().rev().find(|word| !matches!(word.as_str(), "''" | "\"" | ")"));
                let is_line = !ends.is_some_and(|word| matches!(word.as_str(), "." | "?" | "!" | ":" | ";" | ","));
                let gap = if is_line { "\n\n" } else { " " };
                text.push_str(gap);
                n_chars += gap.len();
            }
            places.push(spans);
        }
        let selected: BTreeSet<usize> = self.selected_sentences.iter().copied().collect();
        let marked =
            self.mentions.iter().filter(|mention| TAGS.contains(&mention.tag.as_str()) && selected.contains(&mention.sent));
        let marked = marked.filter_map(|mention| {
            let spans: Vec<CharSpan> =
                mention.tokens.iter().filter_map(|&at| places.get(mention.sent)?.get(at).copied()).collect();
            let span = CharSpan::new(spans.first()?.start, spans.last()?.end);
            let own = || format!("{}#{}", self.id, mention.m_id);
            let entity = match &mention.cluster {
                Some(cluster) if cluster.contains('#') => cluster.clone(),
                Some(cluster) => format!("{}/{cluster}", self.topic),
                None => own(),
            };
            Some(Marked { path: path.clone(), span, entity })
        });
        let marked = marked.filter(|marked| !marked.span.is_empty()).collect();
        (File::new(path, text), marked)
    }
}

/// Scores of ECB+ topics, each a case.
pub fn ecb_scores(documents: &[EcbDocument], topics: &[u32], packs: &Packs) -> EntityScores {
    let mut scores = EntityScores::default();
    for &topic in topics {
        let (files, marked): (Vec<File>, Vec<Vec<Marked>>) =
            documents.iter().filter(|document| document.topic == topic).map(EcbDocument::lay_out).unzip();
        let case = Case::of(&files, packs);
        scores.add(score(&case, &marked.concat(), &files));
    }
    scores
}

/// One entity of the seeds' gold.
#[derive(Clone, Debug, Deserialize)]
struct SeedEntity {
    canonical: String,
    #[serde(rename = "type")]
    kind: String,
    forms: BTreeMap<String, BTreeMap<String, Vec<CharSpan>>>,
}

/// Scores of the seeds' entities, all annotated seeds as one case.
pub fn seed_scores(shared: &Shared, packs: &Packs) -> Result<EntityScores> {
    let gold: Vec<SeedEntity> = serde_json::from_str(&shared.text("seeds/gold/entities.json")?).context("entities.json")?;
    let files: Vec<File> = seeds::files(shared)?;
    let mut marked = Vec::new();
    for entity in gold.iter().filter(|entity| matches!(entity.kind.as_str(), "person" | "organisation" | "state" | "media")) {
        for (number, forms) in &entity.forms {
            let file = files.iter().find(|file| file.path.starts_with(number.as_str()));
            let path = file.with_context(|| format!("no seed {number}"))?.path.clone();
            marked.extend(forms.values().flatten().map(|&span| Marked {
                path: path.clone(),
                span,
                entity: entity.canonical.clone(),
            }));
        }
    }
    let annotated: Vec<File> = files.into_iter().filter(|file| marked.iter().any(|marked| marked.path == file.path)).collect();
    Ok(score(&Case::of(&annotated, packs), &marked, &annotated))
}

fn score(case: &Case, marked: &[Marked], files: &[File]) -> EntityScores {
    let people = People::new(&case.readings, &case.link());
    // A text that intake changed would shift every span; none of these is changed.
    let texts: BTreeMap<&str, &[u8]> = files.iter().map(|file| (file.path.as_str(), file.bytes.as_slice())).collect();
    let mut scores = EntityScores { n_found: (0, marked.len()), ..EntityScores::default() };
    let mut items: Vec<(&str, String, bool, String)> = Vec::new();
    let mut by_name: Vec<String> = Vec::new();
    for one in marked {
        let Some((document, reading)) = case.at(&one.path) else { continue };
        debug_assert_eq!(texts.get(one.path.as_str()), Some(&document.text.as_bytes()));
        let Some(chain) = chain_of(document, &reading.chains, one.span) else { continue };
        let key = people.of(&chain.id).map_or_else(|| chain.id.to_string(), |person| person.key.to_string());
        by_name.push(if chain.names.is_empty() { chain.id.to_string() } else { fold(&chain.name).text });
        items.push((&one.entity, key, !chain.names.is_empty(), format!("{} [{}]", chain.name, one.path)));
    }
    scores.n_found.0 = items.len();
    for (named_only, total) in [(false, &mut scores.found), (true, &mut scores.named)] {
        let taken = || items.iter().enumerate().filter(|(_, item)| item.2 || !named_only);
        let (mut gold, mut ours) = (Parts::new(), Parts::new());
        for (at, (entity, key, ..)) in taken() {
            gold.entry(entity).or_default().push(at);
            ours.entry(key).or_default().push(at);
        }
        let gathered = |parts: Parts<'_>| -> Entities { parts.into_values().collect() };
        *total = CorefScores::new(&gathered(gold), &gathered(ours));
    }
    let (mut gold, mut ours) = (Parts::new(), Parts::new());
    for (at, (item, name)) in items.iter().zip(&by_name).enumerate() {
        gold.entry(item.0).or_default().push(at);
        ours.entry(name).or_default().push(at);
    }
    scores.by_name = CorefScores::new(&gold.into_values().collect(), &ours.into_values().collect());
    let mut parts: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    let mut wholes: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for (entity, key, named, words) in &items {
        if *named {
            parts.entry(entity).or_default().entry(key).or_insert(words);
            wholes.entry(key).or_default().entry(entity).or_insert(words);
        }
    }
    let told = |what: &str, groups: BTreeMap<&str, BTreeMap<&str, &str>>| -> Vec<String> {
        let several = groups.into_values().filter(|group| group.len() > 1);
        several.map(|group| format!("{what}\t{}", group.into_values().collect::<Vec<_>>().join(" | "))).collect()
    };
    scores.errors.extend(told("in pieces", parts));
    scores.errors.extend(told("mixed", wholes));
    scores
}

/// The chain of the mention that stands for this one.
fn chain_of<'c>(document: &Document, chains: &'c [Chain], wanted: CharSpan) -> Option<&'c Chain> {
    let wanted = without_article(document, wanted);
    let mut best: Option<(usize, &Chain)> = None;
    for chain in chains {
        for span in chain.mentions.iter().chain(&chain.names) {
            let span = without_article(document, *span);
            if span.end != wanted.end {
                continue;
            }
            let apart = span.start.abs_diff(wanted.start);
            if best.is_none_or(|(least, _)| apart < least) {
                best = Some((apart, chain));
            }
        }
    }
    best.map(|(_, chain)| chain)
}

fn without_article(document: &Document, span: CharSpan) -> CharSpan {
    let head: String = document.text.chars().skip(span.start).take(4).collect::<String>().to_lowercase();
    let cut = ["the ", "an ", "a "].iter().find(|article| head.starts_with(**article)).map_or(0, |article| article.len());
    if cut < span.len() { CharSpan::new(span.start + cut, span.end) } else { span }
}

impl EntityScores {
    fn add(&mut self, other: Self) {
        self.found.add(&other.found);
        self.named.add(&other.named);
        self.by_name.add(&other.by_name);
        self.n_found.0 += other.n_found.0;
        self.n_found.1 += other.n_found.1;
        self.errors.extend(other.errors);
    }

    /// As rows of the table.
    #[must_use]
    pub fn rows(&self, data: &str) -> Vec<Row> {
        let mut rows = vec![Row::share(SUITE, data, "mentions found", self.n_found)];
        for (of, scores) in [
            ("found mentions", &self.found),
            ("found mentions of named ones", &self.named),
            ("found mentions by printed name alone", &self.by_name),
        ] {
            rows.extend(Row::prf(SUITE, data, &format!("{of} B³"), &scores.bcubed));
            rows.push(Row::new(SUITE, data, format!("{of} CoNLL F1"), scores.conll(), scores.bcubed.gold));
        }
        rows
    }
}

/// The rows of the suite.
pub fn rows(shared: &Shared, packs: &Packs) -> Result<Vec<Row>> {
    let documents = ecb(shared)?;
    let mut rows = ecb_scores(&documents, &DEV_TOPICS, packs).rows("ecb+ dev topics");
    rows.extend(seed_scores(shared, packs)?.rows("seeds 000, 002, 004"));
    Ok(rows)
}

/// The topics that may be looked at.
#[must_use]
pub fn train_topics(documents: &[EcbDocument]) -> Vec<u32> {
    let topics: BTreeSet<u32> = documents.par_iter().map(|document| document.topic).collect();
    topics.into_iter().filter(|topic| !DEV_TOPICS.contains(topic)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(id: &str, words: &str, mentions: &[(&[usize], Option<&str>)]) -> EcbDocument {
        let mention = |(at, (tokens, cluster)): (usize, &(&[usize], Option<&str>))| EcbMention {
            m_id: at.to_string(),
            tag: "HUMAN_PART_PER".into(),
            sent: 0,
            tokens: tokens.to_vec(),
            cluster: cluster.map(str::to_owned),
        };
        EcbDocument {
            id: id.into(),
            topic: 1,
            selected_sentences: vec![0],
            sentences: vec![words.split(' ').map(str::to_owned).collect()],
            mentions: mentions.iter().enumerate().map(mention).collect(),
        }
    }

    #[test]
    fn words_are_printed_as_print_has_them() {
        let (file, marked) = document("1", "`` No , '' Ada Holm 's aide did n't say .", &[(&[4, 5], Some("H"))]).lay_out();
        let text = String::from_utf8(file.bytes).unwrap();
        assert_eq!(text, "“No,” Ada Holm's aide didn't say. ");
        assert_eq!(text.chars().skip(marked[0].span.start).take(marked[0].span.len()).collect::<String>(), "Ada Holm");
    }

    #[test]
    fn one_person_in_two_documents_is_whole_or_in_pieces() {
        let packs = Packs::embedded();
        let first = document("1", "Ada Holm said on Monday that the gate was shut .", &[(&[0, 1], Some("H"))]);
        let again = document("2", "The gate was open , Ada Holm said on Tuesday .", &[(&[5, 6], Some("H"))]);
        let whole = ecb_scores(&[first.clone(), again], &[1], &packs);
        assert_eq!((whole.n_found, whole.found.conll(), whole.errors.len()), ((2, 2), 1.0, 0));
        let other = document("2", "The gate was open , Per Stark said on Tuesday .", &[(&[5, 6], Some("H"))]);
        let pieces = ecb_scores(&[first, other], &[1], &packs);
        assert!(pieces.found.bcubed.recall() < 0.6 && pieces.errors.len() == 1, "{pieces:?}");
    }
}

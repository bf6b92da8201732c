//! Scores chains of mentions against the entities that GUM marks, on raw text.
//!
//! In: a treebank of the shared folder and its entities. Out: CoNLL F1 and its parts ([`CorefScores`]),
//! and how many mentions are found. Three choices of what counts: all mentions; all without
//! singletons, as OntoNotes has it; and without singletons the entities that chains are about, people,
//! organisations and places. Each under two ways to match: `exact`, the same words, and `head`, as CorefUD
//! does it: a mention of ours is one of the gold if it lies inside it and has all its head words.
//!
//! A mention has the words that it shares a character with. GUM marks predicates (`she is [a judge]`)
//! and appositions as mentions of their own, which chains don't: those count as missed. Neither text nor
//! sentence borders of the gold are given to the reader but what empty lines show.
//! Example: gold `[the mayor of Ostwick]` with head `mayor`, ours `the mayor`: not exact, and the same by its head.

use crate::attribution_scores::Tally;
use crate::coref_metrics::{CorefScores, Entities};
use crate::table::Row;
use crate::treebanks::{LaidOut, Layout, TreebankDocument};
use anyhow::{Context, Result, ensure};
use hearsay_read::{Packs, read};
use hearsay_record::{Chain, Document, EntityKind};
use hearsay_text::{CharSpan, Offsets};
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A document's entities as the shared folder has them.
#[derive(Clone, Debug, Deserialize)]
pub struct MarkedDocument {
    /// Its name.
    pub id: String,
    sentences: Vec<MarkedSentence>,
    mentions: Vec<MarkedMention>,
}

#[derive(Clone, Debug, Deserialize)]
struct MarkedSentence {
    tokens: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
struct MarkedMention {
    group: String,
    etype: String,
    /// Head words, counted from 1 inside the mention.
    minspan: String,
    sent: usize,
    start: usize,
    end: usize,
}

/// One mention, in words of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its words.
    pub words: Range<usize>,
    /// Those of them that a match must have.
    pub heads: BTreeSet<usize>,
}

/// One entity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkedEntity {
    /// Its mentions, in order.
    pub mentions: Vec<Mention>,
    /// Whether it is a person, an organisation or a place.
    pub is_actor: bool,
}

/// Which entities count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// All.
    All,
    /// Those of two mentions and more.
    Repeated,
    /// Of these, people, organisations and places.
    Actors,
}

impl Choice {
    const EACH: [(Self, &'static str); 3] =
        [(Self::All, "all with singletons"), (Self::Repeated, "all"), (Self::Actors, "people, organisations, places")];

    fn takes(self, entity: &MarkedEntity) -> bool {
        match self {
            Self::All => !entity.mentions.is_empty(),
            Self::Repeated => entity.mentions.len() > 1,
            Self::Actors => entity.mentions.len() > 1 && entity.is_actor,
        }
    }
}

/// When two mentions are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// Where they have the same words.
    Exact,
    /// Where ours lies in that of the gold and has its heads.
    Head,
}

impl Match {
    const EACH: [(Self, &'static str); 2] = [(Self::Exact, "exact"), (Self::Head, "head")];
}

/// Entities of a file of the shared folder, one document a line.
pub fn marked(jsonl: &str) -> Result<Vec<MarkedDocument>> {
    let lines = jsonl.lines().filter(|line| !line.is_empty()).enumerate();
    lines.map(|(at, line)| serde_json::from_str(line).with_context(|| format!("document {} of the entities", at + 1))).collect()
}

impl MarkedDocument {
    /// Its entities in words of the treebank's document, which must have the same words.
    pub fn entities(&self, treebank: &TreebankDocument) -> Result<Vec<MarkedEntity>> {
        let theirs = treebank.sentences.iter().flat_map(|sentence| sentence.words.iter().map(|word| &word.form));
        ensure!(
            self.sentences.iter().flat_map(|sentence| &sentence.tokens).eq(theirs),
            "{}: its entities stand on other words than the treebank's",
            self.id
        );
        let mut first = vec![0];
        for sentence in &self.sentences {
            first.push(first[first.len() - 1] + sentence.tokens.len());
        }
        let mut groups: BTreeMap<&str, MarkedEntity> = BTreeMap::new();
        for mention in &self.mentions {
            let start = *first.get(mention.sent).with_context(|| format!("{}: a mention in no sentence", self.id))?;
            let words = start + mention.start..start + mention.end;
            let head = |number: &str| -> Result<usize> { Ok(words.start + number.parse::<usize>()?.saturating_sub(1)) };
            let heads = mention.minspan.split(',').map(head).collect::<Result<_>>().with_context(|| self.id.clone())?;
            let entity = groups.entry(&mention.group).or_default();
            entity.is_actor |= matches!(mention.etype.as_str(), "person" | "organization" | "place");
            entity.mentions.push(Mention { words, heads });
        }
        Ok(groups.into_values().collect())
    }
}

/// Chains in words of a laid-out text. A mention that has no word, or those of an earlier one, is left out.
#[must_use]
pub fn ours(chains: &[Chain], laid_out: &LaidOut) -> Vec<MarkedEntity> {
    let offsets = Offsets::new(&laid_out.text);
    let places: Vec<CharSpan> = laid_out.words.iter().map(|span| offsets.chars(*span)).collect();
    let mut taken: BTreeSet<(usize, usize)> = BTreeSet::new();
    chains
        .iter()
        .map(|chain| {
            let words = chain.mentions.iter().map(|span| {
                places.partition_point(|word| word.end <= span.start)..places.partition_point(|word| word.start < span.end)
            });
            let mentions = words
                .filter(|words| !words.is_empty() && taken.insert((words.start, words.end)))
                .map(|words| Mention { words, heads: BTreeSet::new() })
                .collect();
            MarkedEntity { mentions, is_actor: chain.kind != EntityKind::Document }
        })
        .collect()
}

/// Counts of one choice and match.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ChainScores {
    /// Mentions found, whatever their entity.
    pub mentions: Tally,
    /// How they are gathered.
    pub entities: CorefScores,
}

/// Scores one document.
#[must_use]
pub fn score(gold: &[MarkedEntity], ours: &[MarkedEntity], choice: Choice, by: Match) -> ChainScores {
    let flat = |entities: &[MarkedEntity]| -> (Vec<Mention>, Entities) {
        let mut mentions = Vec::new();
        let mut numbers = Vec::new();
        for entity in entities.iter().filter(|entity| choice.takes(entity)) {
            numbers.push((mentions.len()..mentions.len() + entity.mentions.len()).collect());
            mentions.extend(entity.mentions.iter().cloned());
        }
        (mentions, numbers)
    };
    let (gold_mentions, gold_entities) = flat(gold);
    let (our_mentions, mut our_entities) = flat(ours);
    let partners = partners(&gold_mentions, &our_mentions, by);
    for number in our_entities.iter_mut().flatten() {
        *number = partners[*number].unwrap_or(gold_mentions.len() + *number);
    }
    let found = partners.iter().flatten().count();
    ChainScores {
        mentions: Tally::even(found, our_mentions.len(), gold_mentions.len()),
        entities: CorefScores::new(&gold_entities, &our_entities),
    }
}

/// For each mention of ours the one of the gold, one to one: the same words first; by heads then those
/// that share more, the earlier ones between equals.
fn partners(gold: &[Mention], ours: &[Mention], by: Match) -> Vec<Option<usize>> {
    let at: BTreeMap<(usize, usize), usize> =
        gold.iter().enumerate().map(|(number, mention)| ((mention.words.start, mention.words.end), number)).collect();
    let mut out: Vec<Option<usize>> =
        ours.iter().map(|mention| at.get(&(mention.words.start, mention.words.end)).copied()).collect();
    if by == Match::Exact {
        return out;
    }
    let mut used: BTreeSet<usize> = out.iter().flatten().copied().collect();
    let mut pairs = Vec::new();
    for (our_number, mention) in ours.iter().enumerate().filter(|(number, _)| out[*number].is_none()) {
        for (number, whole) in gold.iter().enumerate().filter(|(number, _)| !used.contains(number)) {
            let lies_in = whole.words.start <= mention.words.start && mention.words.end <= whole.words.end;
            if lies_in && whole.heads.iter().all(|head| mention.words.contains(head)) {
                let share = mention.words.len() as f64 / whole.words.len() as f64;
                pairs.push((share, our_number, number));
            }
        }
    }
    pairs.sort_by(|one, other| {
        other.0.total_cmp(&one.0).then(ours[one.1].words.start.cmp(&ours[other.1].words.start)).then(one.2.cmp(&other.2))
    });
    for (_, our_number, number) in pairs {
        if out[our_number].is_none() && used.insert(number) {
            out[our_number] = Some(number);
        }
    }
    out
}

/// Rows of one treebank with its entities.
pub fn rows(data: &str, treebank: &[TreebankDocument], marked: &[MarkedDocument], packs: &Packs) -> Result<Vec<Row>> {
    ensure!(treebank.len() == marked.len(), "{} documents with entities, and {} in the treebank", marked.len(), treebank.len());
    let pairs: Vec<(Vec<MarkedEntity>, Vec<MarkedEntity>)> = treebank
        .par_iter()
        .zip(marked)
        .map(|(document, marked)| {
            let laid_out = document.lay_out(Layout::Paragraphs);
            let reading = read(&Document::plain(&laid_out.text, "en"), packs);
            Ok((marked.entities(document)?, ours(&reading.chains, &laid_out)))
        })
        .collect::<Result<_>>()?;
    let mut rows = Vec::new();
    for (choice, chosen) in Choice::EACH {
        for (by, way) in Match::EACH {
            let mut total = ChainScores::default();
            for (gold, ours) in &pairs {
                let one = score(gold, ours, choice, by);
                total.mentions.add(&one.mentions);
                total.entities.add(&one.entities);
            }
            rows.extend(rows_of(data, &format!("{chosen}, {way}:"), &total));
        }
    }
    Ok(rows)
}

fn rows_of(data: &str, name: &str, total: &ChainScores) -> Vec<Row> {
    let entities = &total.entities;
    let mut rows: Vec<Row> = Row::prf("coreference", data, &format!("{name} mentions"), &total.mentions).into();
    for (metric, value, n) in [
        ("MUC", entities.muc.f1(), entities.muc.gold),
        ("BCubed", entities.bcubed.f1(), entities.bcubed.gold),
        ("CEAFe", entities.ceafe.f1(), entities.ceafe.gold),
        ("CoNLL", entities.conll(), entities.bcubed.gold),
    ] {
        rows.push(Row::new("coreference", data, format!("{name} {metric} F1"), value, n));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treebanks;

    const CONLLU: &str = "# newdoc id = one\n\
        1\tAda\tAda\tPROPN\tNNP\t_\t3\tnsubj\t_\t_\n2\tHolm\tHolm\tPROPN\tNNP\t_\t1\tflat\t_\t_\n\
        3\tspoke\tspeak\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n\n\
        1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_\n2\tmayor\tmayor\tNOUN\tNN\t_\t3\tnsubj\t_\t_\n\
        3\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n";

    const MARKED: &str = "{\"id\": \"one\", \"sentences\": [{\"tokens\": [\"Ada\", \"Holm\", \"spoke\", \".\"]}, \
        {\"tokens\": [\"The\", \"mayor\", \"left\", \".\"]}], \"mentions\": [\
        {\"group\": \"1\", \"etype\": \"person\", \"minspan\": \"1,2\", \"sent\": 0, \"start\": 0, \"end\": 2},\
        {\"group\": \"1\", \"etype\": \"person\", \"minspan\": \"2\", \"sent\": 1, \"start\": 0, \"end\": 2}]}\n";

    fn mention(words: Range<usize>, heads: &[usize]) -> Mention {
        Mention { words, heads: heads.iter().copied().collect() }
    }

    fn entity(mentions: &[Mention], is_actor: bool) -> MarkedEntity {
        MarkedEntity { mentions: mentions.to_vec(), is_actor }
    }

    #[test]
    fn entities_are_read_in_words_of_the_document() {
        let treebank = treebanks::read(CONLLU).unwrap();
        let marked = marked(MARKED).unwrap();
        let entities = marked[0].entities(&treebank[0]).unwrap();
        assert_eq!(entities, [entity(&[mention(0..2, &[0, 1]), mention(4..6, &[5])], true)]);
        let other = super::marked(&MARKED.replace("mayor", "major")).unwrap();
        assert!(other[0].entities(&treebank[0]).is_err());
    }

    #[test]
    fn a_part_with_the_head_matches_by_its_head_alone() {
        let gold = [entity(&[mention(0..2, &[0]), mention(4..9, &[5])], true)];
        let ours = [entity(&[mention(0..2, &[]), mention(4..6, &[])], true)];
        let exact = score(&gold, &ours, Choice::All, Match::Exact);
        assert_eq!((exact.mentions.f1(), exact.entities.muc.f1()), (0.5, 0.0));
        let head = score(&gold, &ours, Choice::All, Match::Head);
        assert_eq!((head.mentions.f1(), head.entities.conll()), (1.0, 1.0));
        // Without the head, or reaching out of it, it is another mention.
        for words in [6..9, 3..6] {
            let ours = [entity(&[mention(0..2, &[]), mention(words, &[])], true)];
            assert_eq!(score(&gold, &ours, Choice::All, Match::Head).mentions.right, 1.0);
        }
    }

    #[test]
    fn one_mention_of_the_gold_is_given_once_and_to_the_nearest() {
        let gold = [mention(0..6, &[1])];
        let ours = [mention(1..2, &[]), mention(0..4, &[])];
        assert_eq!(partners(&gold, &ours, Match::Head), [None, Some(0)]);
        assert_eq!(partners(&gold, &[mention(0..4, &[]), mention(0..6, &[])], Match::Head), [None, Some(0)]);
    }

    #[test]
    fn what_does_not_count_is_left_out_on_both_sides() {
        let gold = [entity(&[mention(0..1, &[0])], true), entity(&[mention(2..3, &[2]), mention(4..5, &[4])], false)];
        let all = score(&gold, &gold, Choice::All, Match::Exact);
        assert_eq!((all.mentions.gold, all.entities.ceafe.gold), (3, 2));
        assert_eq!(score(&gold, &gold, Choice::Repeated, Match::Exact).mentions.gold, 2);
        assert_eq!(score(&gold, &gold, Choice::Actors, Match::Exact).mentions.gold, 0);
    }

    #[test]
    fn chains_come_in_words_and_no_words_twice() {
        let treebank = treebanks::read(CONLLU).unwrap();
        let laid_out = treebank[0].lay_out(Layout::Paragraphs);
        let reading = read(&Document::plain(&laid_out.text, "en"), &Packs::embedded());
        let found = ours(&reading.chains, &laid_out);
        assert!(found.iter().any(|entity| entity.mentions.iter().any(|mention| mention.words == (0..2))), "{found:?}");
        let twice: Vec<Chain> = reading.chains.iter().chain(&reading.chains).cloned().collect();
        let n = |found: &[MarkedEntity]| found.iter().map(|entity| entity.mentions.len()).sum::<usize>();
        assert_eq!(n(&ours(&twice, &laid_out)), n(&found));
    }

    #[test]
    fn rows_are_made_for_each_choice_and_match() {
        let rows = rows("d", &treebanks::read(CONLLU).unwrap(), &marked(MARKED).unwrap(), &Packs::embedded()).unwrap();
        assert_eq!(rows.len(), 3 * 2 * 7);
        assert!(rows.iter().all(|row| (0.0..=1.0).contains(&row.value)), "{rows:?}");
    }
}

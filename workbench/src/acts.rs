//! Scores acts, polarity and hedges on 300 marked attributions of PolNeAR's development articles.
//!
//! In: `workbench/gold/acts.tsv`, the articles, their readings. Out: F1 of each family of acts, and the
//! macro average over the families that the gold has ten times and more, over all items and over those
//! that were found; and how many polarities and hedges are right. An item is found by an attribution
//! of ours whose cue shares a character with its own; of several the one that shares most. What is not
//! found has no family and counts as missed.
//!
//! Example: gold `deny`, ours `reject`: both are of the family `stance-`, so the item is right.

use crate::attribution_scores::Tally;
use crate::gold_table::{GoldTable, shared};
use crate::polnear::{Article, readings};
use crate::table::Row;
use anyhow::{Context, Result, bail, ensure};
use hearsay_read::Packs;
use hearsay_record::{Attribution, Polarity, Reading};
use hearsay_text::CharSpan;
use std::collections::{BTreeMap, BTreeSet};

/// The committed marks.
const GOLD: &str = include_str!("../gold/acts.tsv");

/// A family that the gold has less often says nothing about a reader.
const OFTEN: usize = 10;

/// One marked attribution.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkedAct {
    /// Name of the article.
    pub article: String,
    /// The cue as the corpus has it.
    pub cue: Vec<CharSpan>,
    /// The content as the corpus has it.
    pub content: Vec<CharSpan>,
    /// Acts that either marking gives or accepts.
    pub accepted: BTreeSet<String>,
    /// Family of the act.
    pub family: String,
    /// Whether the source rejects the content.
    pub denies: bool,
    /// Whether it is weakened.
    pub hedged: bool,
}

/// The marks that are committed.
pub fn marked() -> Result<Vec<MarkedAct>> {
    of_table(&GoldTable::read(GOLD)?).context("in the gold of acts")
}

fn of_table(table: &GoldTable) -> Result<Vec<MarkedAct>> {
    let mut out = Vec::new();
    for row in table.rows() {
        let mut accepted = BTreeSet::new();
        for column in ["first", "first_too", "second", "second_too"] {
            accepted.extend(Some(row.cell(column)?).filter(|act| *act != "-").map(str::to_owned));
        }
        let denies = match row.cell("polarity")? {
            "denies" => true,
            "asserts" => false,
            other => bail!("polarity is {other}"),
        };
        out.push(MarkedAct {
            article: row.cell("article")?.to_owned(),
            cue: row.spans("cue")?,
            content: row.spans("content")?,
            accepted,
            family: row.cell("family")?.to_owned(),
            denies,
            hedged: row.is_yes("hedged")?,
        });
    }
    Ok(out)
}

/// The attribution of ours at an item.
#[must_use]
pub fn found<'r>(item: &MarkedAct, reading: &'r Reading) -> Option<&'r Attribution> {
    let alike = |attribution: &Attribution| {
        let cue = shared(&attribution.roles.cue, &item.cue);
        (cue > 0).then(|| (cue, shared(&attribution.roles.content, &item.content)))
    };
    // The first of equals, so that the order of the text decides.
    reading
        .attributions
        .iter()
        .rev()
        .filter_map(|attribution| Some((alike(attribution)?, attribution)))
        .max_by_key(|one| one.0)
        .map(|one| one.1)
}

/// Items with what was found at them.
pub type Pairs<'a> = Vec<(&'a MarkedAct, Option<Attribution>)>;

/// Finds each item in the readings of its article.
pub fn pairs<'a>(marked: &'a [MarkedAct], articles: &[Article], packs: &Packs) -> Result<Pairs<'a>> {
    let wanted: BTreeSet<&str> = marked.iter().map(|item| item.article.as_str()).collect();
    let with: Vec<Article> = articles.iter().filter(|article| wanted.contains(article.name.as_str())).cloned().collect();
    ensure!(with.len() == wanted.len(), "{} of {} marked articles are there", with.len(), wanted.len());
    let readings = readings(&with, packs)?;
    let of_article: BTreeMap<&str, &Reading> = with.iter().map(|article| article.name.as_str()).zip(&readings).collect();
    Ok(marked.iter().map(|item| (item, found(item, of_article[item.article.as_str()]).cloned())).collect())
}

/// Counts of each family.
#[must_use]
pub fn families<'a>(pairs: impl Iterator<Item = (&'a str, Option<&'a str>)>) -> BTreeMap<&'a str, Tally> {
    let mut out: BTreeMap<&str, Tally> = BTreeMap::new();
    for (gold, ours) in pairs {
        let same = usize::from(ours == Some(gold));
        out.entry(gold).or_default().add(&Tally::even(same, 0, 1));
        if let Some(ours) = ours {
            out.entry(ours).or_default().add(&Tally::even(0, 1, 0));
        }
    }
    out
}

/// The macro average over these families: of F1, with how many they are.
fn average(families: &BTreeMap<&str, Tally>, counted: &BTreeSet<&str>) -> f64 {
    let sum: f64 = counted.iter().map(|family| families.get(family).map_or(0.0, Tally::f1)).sum();
    if counted.is_empty() { 0.0 } else { sum / counted.len() as f64 }
}

/// The rows; `data` names items and reader.
#[must_use]
pub fn rows(data: &str, pairs: &Pairs<'_>) -> Vec<Row> {
    let all =
        families(pairs.iter().map(|(gold, ours)| (gold.family.as_str(), ours.as_ref().map(|ours| ours.act_family.as_str()))));
    let there: Vec<(&MarkedAct, &Attribution)> = pairs.iter().filter_map(|(gold, ours)| Some((*gold, ours.as_ref()?))).collect();
    let of_found = families(there.iter().map(|(gold, ours)| (gold.family.as_str(), Some(ours.act_family.as_str()))));
    let counted: BTreeSet<&str> = all.iter().filter(|(_, tally)| tally.gold >= OFTEN).map(|(family, _)| *family).collect();
    let share = |metric: &str, right: &dyn Fn(&MarkedAct, &Attribution) -> bool| {
        let n = there.iter().filter(|(gold, ours)| right(gold, ours)).count();
        Row::share("acts", data, metric, (n, there.len()))
    };
    let denies = |ours: &Attribution| ours.polarity != Polarity::Asserts;
    let mut rows = vec![
        Row::share("acts", data, "items found", (there.len(), pairs.len())),
        Row::new("acts", data, "families macro F1", average(&all, &counted), pairs.len()),
        Row::new("acts", data, "families macro F1 of found", average(&of_found, &counted), there.len()),
        share("family right of found", &|gold, ours| gold.family == ours.act_family),
        share("act given or accepted of found", &|gold, ours| gold.accepted.contains(&ours.act)),
        share("polarity right of found", &|gold, ours| gold.denies == denies(ours)),
        share("hedged right of found", &|gold, ours| gold.hedged == ours.hedged),
    ];
    for family in counted {
        rows.extend(Row::prf("acts", data, &format!("family {family}"), &all[family]));
    }
    let rare = |name: &str, gold: &dyn Fn(&MarkedAct) -> bool, ours: &dyn Fn(&Attribution) -> bool| {
        let count = |holds: &dyn Fn(&(&MarkedAct, &Attribution)) -> bool| there.iter().filter(|pair| holds(pair)).count();
        let tally =
            Tally::even(count(&|pair| gold(pair.0) && ours(pair.1)), count(&|pair| ours(pair.1)), count(&|pair| gold(pair.0)));
        Row::prf("acts", data, name, &tally)
    };
    rows.extend(rare("denials of found", &|gold| gold.denies, &denies));
    rows.extend(rare("hedges of found", &|gold| gold.hedged, &|ours| ours.hedged));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Ada Holm denied that the road was shut. Pia Lind said that the mill may close.";

    fn at(piece: &str) -> Vec<CharSpan> {
        let byte = TEXT.find(piece).unwrap();
        let start = TEXT[..byte].chars().count();
        vec![CharSpan { start, end: start + piece.chars().count() }]
    }

    fn item(cue: &str, family: &str, denies: bool) -> MarkedAct {
        MarkedAct {
            article: "a".into(),
            cue: at(cue),
            content: at("the road"),
            accepted: ["deny".to_owned()].into(),
            family: family.into(),
            denies,
            hedged: false,
        }
    }

    fn score(items: &[MarkedAct]) -> BTreeMap<String, (f64, usize)> {
        let article = Article { name: "a".into(), text: TEXT.into(), gold: Vec::new() };
        let pairs = pairs(items, &[article], &Packs::embedded()).unwrap();
        rows("d", &pairs).into_iter().map(|row| (row.metric, (row.value, row.n))).collect()
    }

    #[test]
    fn the_committed_marks_have_acts_of_the_pack() {
        let marks = marked().unwrap();
        assert_eq!(marks.len(), 300);
        let acts = include_str!("../../packs/en/acts.tsv");
        let ids = |kind: &str| -> BTreeSet<&str> {
            acts.lines().filter_map(|line| line.strip_prefix(kind)?.split('\t').nth(1)).collect()
        };
        let (families, known) = (ids("family"), ids("act"));
        for mark in marks {
            assert!(families.contains(mark.family.as_str()), "{}", mark.family);
            assert!(mark.accepted.iter().all(|act| known.contains(act.as_str())), "{:?}", mark.accepted);
        }
    }

    #[test]
    fn what_is_not_found_is_missed_and_counts_in_no_share_of_the_found() {
        let scores = score(&[item("denied", "stance-", true), item("the mill", "assert", false)]);
        assert_eq!(scores["items found"], (0.5, 2));
        assert_eq!(scores["family right of found"], (1.0, 1));
        assert_eq!(scores["polarity right of found"], (1.0, 1));
        assert_eq!(scores["denials of found F1"].0, 1.0);
        // No family stands ten times in two items.
        assert_eq!(scores["families macro F1"].0, 0.0);
    }

    #[test]
    fn the_macro_average_is_over_families_that_stand_often() {
        let mut items = vec![item("denied", "stance-", true); OFTEN];
        items.extend(vec![item("said", "relay", false); OFTEN]);
        items.push(item("said", "assert", false));
        let scores = score(&items);
        // One family all right, one all missed; the third is too rare to count, and its prediction is no precision of these two.
        assert_eq!(scores["families macro F1"], (0.5, 2 * OFTEN + 1));
        assert_eq!(scores["family stance- F1"].0, 1.0);
        assert_eq!(scores["family relay R"].0, 0.0);
        assert!(!scores.contains_key("family assert F1"));
    }

    #[test]
    fn of_several_the_one_that_shares_most_is_taken() {
        let article = Article { name: "a".into(), text: TEXT.into(), gold: Vec::new() };
        let mut reading = readings(&[article], &Packs::embedded()).unwrap().remove(0);
        let mut wider = reading.attributions[0].clone();
        wider.roles.cue = at("denied that the");
        wider.act_family = "other".into();
        reading.attributions.insert(0, wider);
        let wide = MarkedAct { cue: at("denied that"), ..item("denied", "stance-", true) };
        assert_eq!(found(&wide, &reading).unwrap().act_family, "other");
    }
}

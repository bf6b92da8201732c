//! Scores who speaks, on attributions of PolNeAR's development articles whose speakers were marked.
//!
//! In: `workbench/gold/speakers.tsv`, the articles, their readings. Out: how many speakers are the right
//! ones, or rightly unknown; and over all articles how many are unknown, and why. One attribution of
//! ours goes with one of the gold if source (where both have one) and content share a word; those whose
//! cues overlap are preferred. What is not found is wrong where all are counted.
//!
//! A speaker with a name is right if the chain has the place where the gold says the name stands most
//! fully (the last word of it, or more than half), or the same name in full. Of joint speakers any one
//! is right. One who is only described is right if nobody is told, or by a chain without name (or of
//! many, of the unnamed, of a document) that has a place where they are described; one of whom nothing
//! is told likewise, by a chain that has the words of the source itself (`Some believe`).
//! Example: for gold `Ada Holm`, the chain `Holm` whose names stand elsewhere only is wrong.

use crate::gold_table::{GoldRow, GoldTable, shared};
use crate::matching::best_first;
use crate::polnear::{Article, readings};
use crate::scored_text::{iou, word_starts};
use crate::seeds::RoleWords;
use crate::table::Row;
use anyhow::{Context, Result, ensure};
use hearsay_read::Packs;
use hearsay_record::{Attribution, Chain, EntityKind, Reading, Roles};
use hearsay_text::{CharSpan, Offsets};
use std::collections::BTreeMap;

/// The committed marks.
const GOLD: &str = include_str!("../gold/speakers.tsv");

/// What the gold tells of a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    /// A name.
    Named,
    /// A description.
    Described,
    /// Nothing.
    Nobody,
}

impl Told {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Described => "described",
            Self::Nobody => "unknown",
        }
    }
}

/// One attribution with its speaker.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkedSpeaker {
    /// Name of the article.
    pub article: String,
    /// The attribution as the corpus has it.
    pub roles: Roles,
    /// Where the speakers are named most fully, one place for each; of those only described every place
    /// where a source describes them.
    pub mentions: Vec<CharSpan>,
    /// What is told of them.
    pub told: Told,
}

/// The marks that are committed.
pub fn marked() -> Result<Vec<MarkedSpeaker>> {
    of_table(&GoldTable::read(GOLD)?)
}

fn of_table(table: &GoldTable) -> Result<Vec<MarkedSpeaker>> {
    table.rows().map(|row| of_row(row).context("in the gold of speakers")).collect()
}

fn of_row(row: GoldRow<'_>) -> Result<MarkedSpeaker> {
    let mentions = row.spans("mention")?;
    let told = match (row.cell("kind")?, row.is_yes("named")?) {
        ("unknown", _) => Told::Nobody,
        (_, true) => Told::Named,
        (_, false) => Told::Described,
    };
    ensure!(mentions.is_empty() == (told == Told::Nobody), "a speaker without a place, or a place without a speaker");
    let roles = Roles { source: row.spans("source")?, cue: row.spans("cue")?, content: row.spans("content")? };
    Ok(MarkedSpeaker { article: row.cell("article")?.to_owned(), roles, mentions, told })
}

/// What became of one marked attribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Its number in the list of marks.
    pub number: usize,
    /// The attribution of ours that goes with it, by its number in the reading.
    pub ours: Option<usize>,
    /// Whether the speaker is right.
    pub is_right: bool,
}

/// Judges the marked attributions of one article.
#[must_use]
pub fn judge(text: &str, marked: &[&MarkedSpeaker], reading: &Reading) -> Vec<Judged> {
    let offsets = Offsets::new(text);
    let words = |roles: &Roles| RoleWords {
        source: word_starts(&offsets, &roles.source),
        cue: word_starts(&offsets, &roles.cue),
        content: word_starts(&offsets, &roles.content),
    };
    let ours: Vec<RoleWords> = reading.attributions.iter().map(|attribution| words(&attribution.roles)).collect();
    let scores: Vec<Vec<u32>> =
        marked.iter().map(|gold| ours.iter().map(|ours| likeness(&words(&gold.roles), ours)).collect()).collect();
    best_first(&scores, ours.len())
        .into_iter()
        .enumerate()
        .map(|(number, partner)| {
            let is_right = partner
                .is_some_and(|partner| is_right(&offsets, marked[number], &reading.attributions[partner], &reading.chains));
            Judged { number, ours: partner, is_right }
        })
        .collect()
}

/// How alike two attributions are; 0 where they can't go together.
fn likeness(gold: &RoleWords, ours: &RoleWords) -> u32 {
    let source = gold.source.is_empty() || ours.source.is_empty() || !gold.source.is_disjoint(&ours.source);
    let cue = !gold.cue.is_disjoint(&ours.cue);
    let content = !gold.content.is_disjoint(&ours.content) || (gold.content.is_empty() && cue);
    if !(source && content) {
        return 0;
    }
    // Cues first, then sources, then how much of the contents is the same.
    let finer = (98.0 * iou(&gold.content, &ours.content)) as u32;
    1 + 10_000 * u32::from(cue) + 100 * u32::from(!gold.source.is_disjoint(&ours.source)) + finer
}

/// Whether the attribution of ours has the right speaker.
#[must_use]
pub fn is_right(text: &Offsets<'_>, gold: &MarkedSpeaker, ours: &Attribution, chains: &[Chain]) -> bool {
    let chain = ours.speaker.as_ref().and_then(|id| chains.iter().find(|chain| chain.id == *id));
    match (gold.told, chain) {
        (Told::Nobody | Told::Described, None) => true,
        (Told::Named, None) => false,
        (Told::Nobody | Told::Described, Some(chain)) => {
            let unnamed =
                chain.names.is_empty() || matches!(chain.kind, EntityKind::Anonymous | EntityKind::Group | EntityKind::Document);
            // Whom the text does not tell may still be a chain of the words that stand for the source.
            let places = if gold.told == Told::Nobody { &gold.roles.source } else { &gold.mentions };
            unnamed && places.iter().any(|mention| chain.mentions.iter().any(|place| has(text, *mention, *place)))
        }
        (Told::Named, Some(chain)) => {
            let places = if chain.names.is_empty() { &chain.mentions } else { &chain.names };
            gold.mentions
                .iter()
                .any(|mention| places.iter().any(|place| has(text, *mention, *place)) || bears(text, *mention, chain))
        }
    }
}

/// Whether a place has the last word of a mention, or more than half of its words. The first word alone
/// may be another's: `Holm` is not `Holm's office`.
fn has(text: &Offsets<'_>, mention: CharSpan, place: CharSpan) -> bool {
    let words: Vec<usize> = word_starts(text, &[mention]).into_iter().collect();
    let covered = words.iter().filter(|word| place.contains_at(**word)).count();
    words.last().is_some_and(|last| place.contains_at(*last)) || 2 * covered > words.len()
}

/// Whether the chain bears just the name that stands at the mention.
fn bears(text: &Offsets<'_>, mention: CharSpan, chain: &Chain) -> bool {
    let plain = |name: &str| {
        let name = name.to_lowercase().replace('’', "'");
        name.strip_prefix("the ").map_or_else(|| name.clone(), str::to_owned)
    };
    let wanted = plain(text.slice(mention));
    std::iter::once(&chain.name).chain(&chain.aliases).any(|name| plain(name) == wanted)
}

/// Rows of the marked articles; `data` names articles and reader.
pub fn rows(data: &str, marked: &[MarkedSpeaker], articles: &[Article], packs: &Packs) -> Result<Vec<Row>> {
    let mut of_article: BTreeMap<&str, Vec<&MarkedSpeaker>> = BTreeMap::new();
    for mark in marked {
        of_article.entry(&mark.article).or_default().push(mark);
    }
    let with: Vec<Article> = articles.iter().filter(|article| of_article.contains_key(article.name.as_str())).cloned().collect();
    ensure!(with.len() == of_article.len(), "{} of {} marked articles are there", with.len(), of_article.len());
    let mut counts: BTreeMap<Told, (usize, usize)> = BTreeMap::new();
    for (article, reading) in with.iter().zip(readings(&with, packs)?) {
        let marks = &of_article[article.name.as_str()];
        ensure!(
            marks.iter().all(|mark| article.gold.iter().any(|roles| shared(&roles.cue, &mark.roles.cue) > 0)),
            "{}: a mark stands where the corpus has no attribution",
            article.name
        );
        for judged in judge(&article.text, marks, &reading).iter().filter(|judged| judged.ours.is_some()) {
            let count = counts.entry(marks[judged.number].told).or_default();
            *count = (count.0 + usize::from(judged.is_right), count.1 + 1);
        }
    }
    let (right, matched) = counts.values().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    let mut rows = vec![
        Row::share("speakers", data, "attributions matched", (matched, marked.len())),
        Row::share("speakers", data, "right of all", (right, marked.len())),
        Row::share("speakers", data, "right of matched", (right, matched)),
    ];
    for told in [Told::Named, Told::Described, Told::Nobody] {
        let count = counts.get(&told).copied().unwrap_or_default();
        rows.push(Row::share("speakers", data, format!("{} right of matched", told.word()), count));
    }
    Ok(rows)
}

/// Rows of all articles: how many speakers are unknown, why, and by the kind of source.
pub fn unknown_rows(data: &str, readings: &[Reading]) -> Result<Vec<Row>> {
    let word = |value: serde_json::Value| value.as_str().map(str::to_owned).context("a kind that is no word");
    let (mut because, mut kinds): (BTreeMap<String, usize>, BTreeMap<String, (usize, usize)>) = Default::default();
    let mut n = 0;
    for attribution in readings.iter().flat_map(|reading| &reading.attributions) {
        n += 1;
        let kind = kinds.entry(word(serde_json::to_value(attribution.source_kind)?)?).or_default();
        kind.1 += 1;
        if let Some(why) = attribution.speaker_unknown_because {
            kind.0 += 1;
            *because.entry(word(serde_json::to_value(why)?)?).or_default() += 1;
        }
    }
    let mut rows = vec![Row::share("speakers", data, "unknown", (because.values().sum(), n))];
    rows.extend(because.into_iter().map(|(why, count)| Row::share("speakers", data, format!("unknown: {why}"), (count, n))));
    rows.extend(kinds.into_iter().map(|(kind, count)| Row::share("speakers", data, format!("unknown of {kind}"), count)));
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::polnear::readings;

    const TEXT: &str = "Mayor Ada Holm’s office opened. Holm said the road was shut. An aide to Pia Lind said it was open. \
        It is said that nobody paid.";

    /// Where a piece stands; what stands before `|` tells which of several is meant.
    fn at(piece: &str) -> Vec<CharSpan> {
        let (before, piece) = piece.split_once('|').unwrap_or(("", piece));
        let byte = TEXT.find(&format!("{before}{piece}")).unwrap() + before.len();
        let start = TEXT[..byte].chars().count();
        vec![CharSpan { start, end: start + piece.chars().count() }]
    }

    fn mark(roles: [&str; 3], mention: &str, told: Told) -> MarkedSpeaker {
        let [source, cue, content] = roles.map(|piece| if piece.is_empty() { Vec::new() } else { at(piece) });
        let mentions = if mention.is_empty() { Vec::new() } else { at(mention) };
        MarkedSpeaker { article: "a".into(), roles: Roles { source, cue, content }, mentions, told }
    }

    fn marks() -> Vec<MarkedSpeaker> {
        vec![
            mark(["opened. |Holm", "Holm |said", "the road was shut"], "Ada Holm", Told::Named),
            mark(["An aide to Pia Lind", "Lind |said", "it was open"], "An aide to Pia Lind", Told::Described),
            mark(["", "is said", "nobody paid"], "", Told::Nobody),
        ]
    }

    fn article() -> Article {
        Article { name: "a".into(), text: TEXT.into(), gold: marks().into_iter().map(|mark| mark.roles).collect() }
    }

    #[test]
    fn the_committed_marks_are_whole() {
        let marks = marked().unwrap();
        assert_eq!(marks.len(), 445);
        assert!(marks.iter().all(|mark| mark.roles.are_disjoint() || !mark.roles.cue.is_empty()));
    }

    #[test]
    fn a_chain_with_the_place_of_the_name_is_right() {
        let readings = readings(&[article()], &Packs::embedded()).unwrap();
        let marks = marks();
        let judged = judge(TEXT, &marks.iter().collect::<Vec<_>>(), &readings[0]);
        assert_eq!(judged[0].ours.map(|_| judged[0].is_right), Some(true), "{:?}", readings[0].chains);
        // The same attribution, said by somebody else in the gold.
        let other = mark(["opened. |Holm", "Holm |said", "the road was shut"], "Pia Lind", Told::Named);
        assert!(!judge(TEXT, &[&other], &readings[0])[0].is_right);
        // The source is there and is no description, so nobody told is not right.
        let nobody = mark(["opened. |Holm", "Holm |said", "the road was shut"], "", Told::Nobody);
        assert!(!judge(TEXT, &[&nobody], &readings[0])[0].is_right);
    }

    #[test]
    fn a_part_of_a_longer_name_is_another() {
        let text = Offsets::new(TEXT);
        let office = at("Ada Holm’s office")[0];
        assert!(!has(&text, office, at("Ada")[0]));
        assert!(has(&text, office, at("office")[0]));
        assert!(has(&text, at("Ada Holm")[0], at("Holm")[0]) && !has(&text, at("Ada Holm")[0], at("Ada")[0]));
    }

    #[test]
    fn a_description_may_be_unknown_and_is_never_a_name_inside_it() {
        let text = Offsets::new(TEXT);
        let mut reading = readings(&[article()], &Packs::embedded()).unwrap().remove(0);
        let mut chain = reading.chains.remove(0);
        let mut said = reading.attributions.remove(0);
        let gold = &marks()[1];
        said.speaker = None;
        assert!(is_right(&text, gold, &said, &[]));
        assert!(!is_right(&text, &marks()[0], &said, &[]), "a name that is told must be found");
        said.speaker = Some(chain.id.clone());
        (chain.kind, chain.mentions, chain.names) = (EntityKind::Anonymous, at("An aide to Pia Lind"), Vec::new());
        assert!(is_right(&text, gold, &said, &[chain.clone()]));
        // The words of the source may stand for one of whom nothing is told; those of another may not.
        let nobody = |source: &str| mark([source, "Lind |said", "it was open"], "", Told::Nobody);
        assert!(is_right(&text, &nobody("An aide to Pia Lind"), &said, &[chain.clone()]));
        assert!(!is_right(&text, &nobody("opened. |Holm"), &said, &[chain.clone()]));
        (chain.kind, chain.mentions, chain.names) = (EntityKind::Person, at("Pia Lind"), at("Pia Lind"));
        assert!(!is_right(&text, gold, &said, &[chain]));
    }

    #[test]
    fn cues_are_preferred_and_contents_must_meet() {
        let words = |source: &[usize], cue: &[usize], content: &[usize]| {
            let set = |items: &[usize]| items.iter().copied().collect();
            RoleWords { source: set(source), cue: set(cue), content: set(content) }
        };
        let gold = words(&[1], &[2], &[3, 4]);
        assert_eq!(likeness(&gold, &words(&[1], &[2], &[9])), 0);
        assert_eq!(likeness(&gold, &words(&[7], &[2], &[3])), 0);
        assert!(likeness(&gold, &words(&[], &[2], &[3])) > likeness(&gold, &words(&[1], &[8], &[3, 4])));
    }

    #[test]
    fn what_is_not_found_is_wrong_where_all_are_counted() {
        let mut marks = marks();
        marks.push(mark(["office", "opened", "Holm"], "office", Told::Named));
        let article = Article { gold: marks.iter().map(|mark| mark.roles.clone()).collect(), ..article() };
        let rows = rows("d", &marks, &[article], &Packs::embedded()).unwrap();
        let of = |metric: &str| rows.iter().find(|row| row.metric == metric).map(|row| (row.value, row.n)).unwrap();
        assert_eq!(of("right of all").1, 4);
        assert!(of("right of all").0 <= of("attributions matched").0);
        assert!(super::rows("d", &marks, &[], &Packs::embedded()).is_err(), "a marked article must be there");
    }

    #[test]
    fn unknown_speakers_are_told_by_reason_and_kind() {
        let readings = readings(&[article()], &Packs::embedded()).unwrap();
        let rows = unknown_rows("d", &readings).unwrap();
        let unknown = rows.iter().find(|row| row.metric == "unknown").unwrap();
        assert_eq!(unknown.n, readings[0].attributions.len());
        assert!(rows.iter().any(|row| row.metric.starts_with("unknown of ")));
    }
}

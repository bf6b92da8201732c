//! Scores refusals and missing answers on sentences of PolNeAR's development articles that were marked.
//!
//! In: `workbench/gold/declines.tsv`, the articles, their readings. Out: how many of the marked silences
//! an attribution of the family `silence` is made of, how many of such attributions in the sentences
//! that were read are right, how many stand in others, and how many of those found have the right one of
//! the two acts. Only some sentences were read, so precision is counted inside them.
//!
//! Example: `declined to comment`, marked `decline`, is right by any silence there, and has the right act by `decline_comment`.

use crate::attribution_scores::Tally;
use crate::declines::is_made_of;
use crate::gold_table::GoldTable;
use crate::polnear::{Article, readings};
use crate::table::Row;
use anyhow::{Context, Result, ensure};
use hearsay_read::Packs;
use hearsay_record::{Attribution, Reading};
use hearsay_text::{CharSpan, Offsets};
use std::collections::{BTreeMap, BTreeSet};

/// The committed marks.
const GOLD: &str = include_str!("../gold/declines.tsv");

/// One sentence that was read, once for each silence in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedSentence {
    /// Name of the article.
    pub article: String,
    /// Where it stands.
    pub sentence: CharSpan,
    /// The words that tell of a silence, with the act; `None` where there is none.
    pub silence: Option<(CharSpan, &'static str)>,
}

/// The marks that are committed.
pub fn marked() -> Result<Vec<MarkedSentence>> {
    of_table(&GoldTable::read(GOLD)?).context("in the gold of declines")
}

fn of_table(table: &GoldTable) -> Result<Vec<MarkedSentence>> {
    let mut out = Vec::new();
    for row in table.rows() {
        let act = match row.cell("label")? {
            "decline" => Some("decline_comment"),
            "no-reply" => Some("no_response"),
            label => {
                ensure!(label == "none", "a sentence is marked {label}");
                None
            }
        };
        let cue = row.spans("cue")?.first().copied();
        ensure!(act.is_some() == cue.is_some(), "a silence without words, or words without one");
        out.push(MarkedSentence {
            article: row.cell("article")?.to_owned(),
            sentence: *row.spans("sentence")?.first().context("no sentence")?,
            silence: cue.zip(act),
        });
    }
    Ok(out)
}

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SilenceScores {
    /// Silences of ours in marked sentences that are right, and marked ones that are found.
    pub silences: Tally,
    /// Those found by the right act, of those found.
    pub act: (usize, usize),
    /// Silences of ours in sentences that nobody marked, of all of ours.
    pub elsewhere: (usize, usize),
}

/// Scores one article.
#[must_use]
pub fn score(marked: &[&MarkedSentence], reading: &Reading) -> SilenceScores {
    let silent: Vec<&Attribution> =
        reading.attributions.iter().filter(|attribution| attribution.act_family == "silence").collect();
    let mut scores = SilenceScores { elsewhere: (0, silent.len()), ..SilenceScores::default() };
    for attribution in &silent {
        let roles = &attribution.roles;
        let place = roles.cue.first().copied().or(roles.extent());
        let here: Vec<&&MarkedSentence> =
            marked.iter().filter(|mark| place.is_some_and(|place| mark.sentence.overlaps(&place))).collect();
        if here.is_empty() {
            scores.elsewhere.0 += 1;
            continue;
        }
        scores.silences.predicted += 1;
        let right = here.iter().any(|mark| mark.silence.is_some_and(|(cue, _)| is_made_of(roles, cue)));
        scores.silences.right += f64::from(u8::from(right));
    }
    for (cue, act) in marked.iter().filter_map(|mark| mark.silence) {
        scores.silences.gold += 1;
        let made_of: Vec<&&Attribution> = silent.iter().filter(|attribution| is_made_of(&attribution.roles, cue)).collect();
        if !made_of.is_empty() {
            scores.silences.found += 1.0;
            scores.act.0 += usize::from(made_of.iter().any(|attribution| attribution.act == act));
            scores.act.1 += 1;
        }
    }
    scores
}

/// The rows.
pub fn rows(data: &str, marked: &[MarkedSentence], articles: &[Article], packs: &Packs) -> Result<Vec<Row>> {
    let mut of_article: BTreeMap<&str, Vec<&MarkedSentence>> = BTreeMap::new();
    for mark in marked {
        of_article.entry(&mark.article).or_default().push(mark);
    }
    let known: BTreeSet<&str> = articles.iter().map(|article| article.name.as_str()).collect();
    ensure!(of_article.keys().all(|name| known.contains(name)), "a marked article is not there");
    let mut total = SilenceScores::default();
    // Articles without a mark are read too: a silence in them stands where nobody looked.
    for (article, reading) in articles.iter().zip(readings(articles, packs)?) {
        let one = score(of_article.get(article.name.as_str()).map_or(&[][..], Vec::as_slice), &reading);
        total.silences.add(&one.silences);
        total.act = (total.act.0 + one.act.0, total.act.1 + one.act.1);
        total.elsewhere = (total.elsewhere.0 + one.elsewhere.0, total.elsewhere.1 + one.elsewhere.1);
    }
    let mut rows: Vec<Row> = Row::prf("declines", data, "marked silences", &total.silences).into();
    rows.push(Row::share("declines", data, "right act of silences found", total.act));
    rows.push(Row::share("declines", data, "silences in unmarked sentences", total.elsewhere));
    Ok(rows)
}

/// A line for each silence that is told: article, act, cue, source, content, and the words around.
pub fn told(articles: &[Article], packs: &Packs) -> Result<Vec<String>> {
    let mut out = Vec::new();
    for (article, reading) in articles.iter().zip(readings(articles, packs)?) {
        let silent = reading.attributions.iter().filter(|attribution| attribution.act_family == "silence");
        out.extend(silent.map(|attribution| line(article, &attribution.act, attribution)));
    }
    Ok(out)
}

/// A line for each marked silence that is missed, and for each told one that is not marked.
pub fn differences(marked: &[MarkedSentence], articles: &[Article], packs: &Packs) -> Result<Vec<String>> {
    let mut out = Vec::new();
    for (article, reading) in articles.iter().zip(readings(articles, packs)?) {
        let marks: Vec<&MarkedSentence> = marked.iter().filter(|mark| mark.article == article.name).collect();
        for mark in &marks {
            if let Some((cue, act)) = mark.silence {
                let made = |attribution: &&Attribution| is_made_of(&attribution.roles, cue);
                let here: Vec<&Attribution> = reading.attributions.iter().filter(made).collect();
                if !here.iter().any(|attribution| attribution.act_family == "silence") {
                    let acts: Vec<&str> = here.iter().map(|attribution| attribution.act.as_str()).collect();
                    out.push(format!("missed {act} ({})\t{}\n", acts.join(", "), around(article, cue)));
                }
            }
        }
        for attribution in reading.attributions.iter().filter(|attribution| attribution.act_family == "silence") {
            let place = attribution.roles.cue.first().copied().or(attribution.roles.extent());
            let here: Vec<&&MarkedSentence> =
                marks.iter().filter(|mark| place.is_some_and(|place| mark.sentence.overlaps(&place))).collect();
            let right = here.iter().any(|mark| mark.silence.is_some_and(|(cue, _)| is_made_of(&attribution.roles, cue)));
            if !right {
                out.push(line(article, if here.is_empty() { "elsewhere" } else { "wrong" }, attribution));
            }
        }
    }
    Ok(out)
}

/// Code points of context on each side of a cue.
const CONTEXT: usize = 110;

fn around(article: &Article, place: CharSpan) -> String {
    let offsets = Offsets::new(&article.text);
    let all = article.text.chars().count();
    let piece = |start: usize, end: usize| offsets.slice(CharSpan { start, end }).replace(['\n', '\t'], " ");
    let (from, to) = (place.start.saturating_sub(CONTEXT), (place.end + CONTEXT).min(all));
    format!("{} [{}] {}", piece(from, place.start), piece(place.start, place.end), piece(place.end, to))
}

fn line(article: &Article, what: &str, attribution: &Attribution) -> String {
    let offsets = Offsets::new(&article.text);
    let words = |spans: &[CharSpan]| {
        spans.iter().map(|span| offsets.slice(*span).replace(['\n', '\t'], " ")).collect::<Vec<_>>().join(" … ")
    };
    let roles = &attribution.roles;
    let place = roles.cue.first().copied().or(roles.extent()).unwrap_or(CharSpan { start: 0, end: 0 });
    format!(
        "{what}\t{}\t{}\t{}\t{}\t{}\t{}\n",
        words(&roles.source),
        words(&roles.cue),
        words(&roles.content),
        if attribution.inside.is_some() { "nested" } else { "" },
        article.name,
        around(article, place)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Ada Holm declined to comment. The mill did not respond to a letter. Pia Lind declined an invitation.";

    fn at(piece: &str) -> CharSpan {
        let start = TEXT.find(piece).unwrap();
        CharSpan { start, end: start + piece.len() }
    }

    fn mark(sentence: &str, silence: Option<(&str, &'static str)>) -> MarkedSentence {
        let silence = silence.map(|(cue, act)| (at(cue), act));
        MarkedSentence { article: "a".into(), sentence: at(sentence), silence }
    }

    fn reading() -> Reading {
        let article = Article { name: "a".into(), text: TEXT.into(), gold: Vec::new() };
        readings(&[article], &Packs::embedded()).unwrap().remove(0)
    }

    #[test]
    fn the_committed_marks_are_whole() {
        let marks = marked().unwrap();
        assert_eq!(marks.len(), 348);
        assert!(marks.iter().all(|mark| mark.silence.is_none_or(|(cue, _)| mark.sentence.contains(&cue))));
        assert_eq!(marks.iter().filter(|mark| mark.silence.is_some()).count(), 36);
    }

    #[test]
    fn silences_are_found_by_their_words_and_told_apart_by_their_act() {
        let refusal = mark("Ada Holm declined to comment.", Some(("declined to comment", "decline_comment")));
        let scores = score(&[&refusal], &reading());
        assert_eq!((scores.silences.found, scores.silences.gold, scores.act), (1.0, 1, (1, 1)));
        assert_eq!(scores.silences.right, 1.0);
        let taken_for_the_other = MarkedSentence { silence: Some((at("declined to comment"), "no_response")), ..refusal };
        assert_eq!(score(&[&taken_for_the_other], &reading()).act, (0, 1));
    }

    #[test]
    fn a_silence_where_none_is_marked_is_no_right_one() {
        let none = mark("Ada Holm declined to comment.", None);
        let scores = score(&[&none], &reading());
        assert_eq!((scores.silences.right, scores.silences.predicted, scores.silences.gold), (0.0, 1, 0));
        let nowhere = score(&[], &reading());
        assert_eq!(nowhere.silences, Tally::default());
        assert_eq!(nowhere.elsewhere.0, nowhere.elsewhere.1);
    }

    #[test]
    fn an_article_that_is_not_there_is_an_error() {
        assert!(rows("d", &[mark("Ada Holm declined to comment.", None)], &[], &Packs::embedded()).is_err());
    }
}

//! Scores the reader on PolNeAR's development articles.
//!
//! In: `data/polnear/polnear-dev.tar.zst` of the shared folder. Out: [`Scores`] by the definitions of
//! `scoring.md`, or predictions for the reference scorer. Where several people annotated an article,
//! the first in alphabetical order is the gold. PolNeAR is flat, so nested attributions that another's
//! content covers are left out of what is scored (not of what is found).

use crate::attribution_scores::{Scores, score};
use crate::case::{Case, File};
use crate::corpora::Shared;
use crate::scored_text::ScoredText;
use crate::standoff;
use anyhow::{Context, Result, bail};
use hearsay_read::Packs;
use hearsay_record::{Attribution, Reading, Roles};
use hearsay_text::CharSpan;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// An article and its gold.
#[derive(Clone, Debug)]
pub struct Article {
    /// Its name in the corpus.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Its attributions.
    pub gold: Vec<Roles>,
}

/// The development articles, in order of name.
pub fn dev(shared: &Shared) -> Result<Vec<Article>> {
    articles(&shared.tar_zst("data/polnear/polnear-dev.tar.zst")?)
}

/// The training articles, in order of name.
pub fn train(shared: &Shared) -> Result<Vec<Article>> {
    articles(&shared.tar_zst("data/polnear/polnear-train.tar.zst")?)
}

/// Articles of an unpacked split: `text/NAME.txt` and `attributions/NAME_XXXX.ann`.
pub fn articles(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<Article>> {
    let mut gold: BTreeMap<&str, &[u8]> = BTreeMap::new();
    for (path, bytes) in files {
        let name =
            path.strip_prefix("attributions/").and_then(|path| path.strip_suffix(".ann")).and_then(|stem| stem.rsplit_once('_'));
        if let Some((article, annotator)) = name
            && annotator.len() == 4
        {
            // Paths come in order, so the first annotator in alphabetical order comes first.
            gold.entry(article).or_insert(bytes);
        }
    }
    let mut out = Vec::new();
    for (name, ann) in gold {
        let text = files.get(&format!("text/{name}.txt")).with_context(|| format!("{name} has standoff and no text"))?;
        let text = String::from_utf8(text.clone()).with_context(|| format!("{name} is not UTF-8"))?;
        let ann = std::str::from_utf8(ann).with_context(|| format!("the standoff of {name} is not UTF-8"))?;
        out.push(Article { gold: standoff::read(ann).with_context(|| name.to_owned())?, name: name.to_owned(), text });
    }
    if out.is_empty() {
        bail!("no articles with standoff in it");
    }
    Ok(out)
}

/// What the reader finds in each article, nested attributions left out.
pub fn predict(articles: &[Article], packs: &Packs) -> Result<Vec<Vec<Roles>>> {
    Ok(readings(articles, packs)?.iter().map(flat).collect())
}

/// The reading of each article.
pub fn readings(articles: &[Article], packs: &Packs) -> Result<Vec<Reading>> {
    articles.par_iter().map(|article| reading(article, packs)).collect()
}

fn reading(article: &Article, packs: &Packs) -> Result<Reading> {
    let mut case = Case::of(&[File::new(format!("{}.txt", article.name), article.text.clone())], packs);
    let (Some(document), Some(reading)) = (case.documents.first(), case.readings.pop()) else {
        bail!("intake refused {}", article.name);
    };
    if document.text != article.text {
        bail!("document.text of {} is not the file's text, so its spans cannot be compared", article.name);
    }
    Ok(reading)
}

/// The attributions that a flat corpus can hold: without those inside another's content.
#[must_use]
pub fn flat(reading: &Reading) -> Vec<Roles> {
    flat_attributions(reading).into_iter().map(|attribution| attribution.roles.clone()).collect()
}

/// The same, with all that is recorded of them.
#[must_use]
pub fn flat_attributions(reading: &Reading) -> Vec<&Attribution> {
    let nested = |attribution: &Attribution| {
        attribution.inside.is_some()
            && reading
                .attributions
                .iter()
                .any(|outer| outer.id != attribution.id && covers(&outer.roles.content, &attribution.roles))
    };
    reading.attributions.iter().filter(|attribution| !nested(attribution)).collect()
}

/// Whether every span of the roles lies in the content, its gaps between two spans included.
fn covers(content: &[CharSpan], roles: &Roles) -> bool {
    let (Some(first), Some(last)) = (content.first(), content.last()) else { return false };
    roles.extent().is_some_and(|extent| CharSpan { start: first.start, end: last.end }.contains(&extent))
}

/// Scores predictions.
pub fn scores(articles: &[Article], predicted: &[Vec<Roles>]) -> Result<Scores> {
    let mut total = Scores::default();
    for (article, predicted) in articles.iter().zip(predicted) {
        let text = ScoredText::new(&article.text);
        if let Some(broken) = predicted
            .iter()
            .find(|roles| !roles.are_disjoint() || roles.extent().is_some_and(|extent| extent.end > text.n_chars()))
        {
            bail!("roles of one attribution overlap, or lie outside the text, in {}: {broken:?}", article.name);
        }
        total.add(&score(&text, &article.gold, predicted));
    }
    Ok(total)
}

/// Predictions as the reference scorer reads them, one article a line.
pub fn jsonl(articles: &[Article], predicted: &[Vec<Roles>]) -> Result<String> {
    let mut out = String::new();
    for (article, predicted) in articles.iter().zip(predicted) {
        writeln!(out, "{}", serde_json::json!({"doc": article.name, "attributions": predicted}))?;
    }
    Ok(out)
}

/// Writes the articles as the reference scorer wants them: `text/` and `attributions/`.
pub fn unpack(shared: &Shared, folder: &Path) -> Result<()> {
    for (name, bytes) in shared.tar_zst("data/polnear/polnear-dev.tar.zst")? {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, bytes)?;
    }
    Ok(())
}

/// Writes articles with their gold in the corpus's own shape, an annotator named `gold` for all.
pub fn write(articles: &[Article], folder: &Path) -> Result<()> {
    for part in ["text", "attributions"] {
        std::fs::create_dir_all(folder.join(part)).with_context(|| format!("cannot make {}", folder.join(part).display()))?;
    }
    for article in articles {
        let write = |path: String, text: &str| {
            let path = folder.join(path);
            std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
        };
        write(format!("text/{}.txt", article.name), &article.text)?;
        write(format!("attributions/{}_gold.ann", article.name), &standoff::write(&article.text, &article.gold))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_annotator_is_the_gold() {
        let files: BTreeMap<String, Vec<u8>> = [
            ("text/one.txt", "Holm said no."),
            ("attributions/one_bbbb.ann", "T1\tCue 5 9\tsaid\nE1\tAttribution:T1 Cue:T1\n"),
            ("attributions/one_aaaa.ann", "T1\tSource 0 4\tHolm\nT2\tCue 5 9\tsaid\nE1\tAttribution:T2 Cue:T2 Source:T1\n"),
        ]
        .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
        .into();
        let articles = articles(&files).unwrap();
        assert_eq!(articles.len(), 1);
        assert_eq!(articles[0].gold.len(), 1);
        assert_eq!(articles[0].gold[0].source.len(), 1);
    }

    #[test]
    fn only_what_lies_in_the_content_is_covered() {
        let span = |start, end| vec![CharSpan { start, end }];
        let content = [CharSpan { start: 10, end: 20 }, CharSpan { start: 30, end: 40 }];
        assert!(covers(&content, &Roles { source: span(11, 12), cue: span(13, 14), content: span(31, 39) }));
        assert!(!covers(&content, &Roles { source: span(1, 2), cue: span(13, 14), content: span(31, 39) }));
        assert!(!covers(&[], &Roles { source: vec![], cue: span(13, 14), content: vec![] }));
    }
}

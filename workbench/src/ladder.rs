//! The rewriting ladder: how much of a text may be reworded before its copy is no longer found.
//!
//! In: the spun copies and the human rewrites of `data/reuse`. Out: for each axis and level a [`Rung`]:
//! sixty copies laid beside the 1,937 natural articles as one case, without readings. A copy is *found* if
//! it is linked to its base as a whole copy; a *false hit* is a link of that kind to an article that is
//! neither the base nor, by the gold, a natural copy of it (`partial` ones count apart, as in `reuse`).
//! Links among the copies themselves count neither way. Invariant: a rung's figures hang on nothing but
//! the articles and that rung's copies.
//!
//! Example: at `mix 0.6`, where an eighth of the word 5-grams is left, nearly every copy is found.

use crate::case::File;
use crate::corpora::Shared;
use crate::reuse::{Article, articles, gold_pairs, is_copy, ordered};
use crate::table::Row;
use anyhow::{Context, Result};
use hearsay_intake::{Hint, open};
use hearsay_link::{Linked, Material, lineage};
use hearsay_record::{Document, Id, LinkKind};
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;

/// One level of one axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rung {
    /// `mix`, `names`, …
    pub axis: String,
    /// How far it was rewritten, 0 to 1.
    pub level: f64,
    /// Mean share of the base's word 5-grams that are left.
    pub kept: f64,
    /// Copies.
    pub copies: usize,
    /// Copies that are linked to their base.
    pub found: usize,
    /// Copies whose fullest link leads to their base.
    pub first: usize,
    /// Links to articles that are no natural copies of the base.
    pub wrong: usize,
    /// Links to articles that share a part with the base.
    pub partial: usize,
    /// Excerpts told of others than the base.
    pub excerpts: usize,
}

#[derive(Deserialize)]
struct Spun {
    id: String,
    base: String,
    axis: String,
    level: f64,
    kept5: f64,
    text: String,
}

#[derive(Deserialize)]
struct Answer {
    id: String,
    task: String,
    category: String,
    text: String,
}

/// Every rung, in order of axis and level.
pub fn rungs(shared: &Shared) -> Result<Vec<Rung>> {
    let natural = articles(shared)?;
    let place: BTreeMap<&str, usize> = natural.iter().enumerate().map(|(at, article)| (article.id.as_str(), at)).collect();
    let gold = gold_pairs(&shared.gzip("data/reuse/pairs.tsv.gz")?, &place)?;
    let documents = taken_in(&natural.iter().map(Article::file).collect::<Vec<_>>());
    let mut levels: BTreeMap<(String, String), Vec<Spun>> = BTreeMap::new();
    for line in shared.gzip("data/reuse/spun.jsonl.gz")?.lines() {
        let spun: Spun = serde_json::from_str(line).context("spun.jsonl of reuse has another shape than expected")?;
        levels.entry((spun.axis.clone(), format!("{:.1}", spun.level))).or_default().push(spun);
    }
    let mut rungs = Vec::new();
    for ((axis, _), copies) in levels {
        let files: Vec<File> = copies.iter().map(|spun| file(&spun.id, &spun.text)).collect();
        let linked = linked(&documents, &taken_in(&files));
        let base_of: BTreeMap<&str, usize> = copies
            .iter()
            .map(|spun| Ok((spun.id.as_str(), *place.get(spun.base.as_str()).with_context(|| format!("no base {}", spun.base))?)))
            .collect::<Result<_>>()?;
        let mut rung = Rung {
            axis,
            level: copies[0].level,
            kept: copies.iter().map(|spun| spun.kept5).sum::<f64>() / copies.len() as f64,
            copies: copies.len(),
            ..Rung::default()
        };
        let mut fullest: BTreeMap<&str, (f64, bool)> = BTreeMap::new();
        for (copy, article, kind, share) in linked.between(&base_of, &place) {
            let base = base_of[copy];
            if kind.is_whole_copy() {
                let best = fullest.entry(copy).or_insert((share, article == base));
                // Where two are equally full the base counts as the first: nothing tells them apart.
                if share > best.0 || (share >= best.0 && article == base) {
                    *best = (share, article == base);
                }
            }
            let class = gold.get(&ordered(base, article)).map_or("none", String::as_str);
            match kind {
                kind if kind.is_whole_copy() && article == base => rung.found += 1,
                _ if article == base || is_copy(class) => {}
                LinkKind::Excerpt => rung.excerpts += 1,
                kind if kind.is_whole_copy() && class == "partial" => rung.partial += 1,
                kind if kind.is_whole_copy() => rung.wrong += 1,
                _ => {}
            }
        }
        rung.first = fullest.values().filter(|best| best.1).count();
        rungs.push(rung);
    }
    Ok(rungs)
}

/// Rows of the suite `ladder`.
pub fn rows(shared: &Shared) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for rung in rungs(shared)? {
        let data = format!("dev, {} {:.1}", rung.axis, rung.level);
        let a_copy = |count: usize| count as f64 / rung.copies.max(1) as f64;
        rows.push(Row::share("ladder", &data, "copies found", (rung.found, rung.copies)));
        rows.push(Row::share("ladder", &data, "base first", (rung.first, rung.copies)));
        rows.push(Row::new("ladder", &data, "5-grams kept", rung.kept, rung.copies));
        rows.push(Row::new("ladder", &data, "false hits a copy", a_copy(rung.wrong), rung.copies));
        rows.push(Row::new("ladder", &data, "partial hits a copy", a_copy(rung.partial), rung.copies));
        rows.push(Row::new("ladder", &data, "false excerpts a copy", a_copy(rung.excerpts), rung.copies));
    }
    for (category, counted) in answers(shared)? {
        rows.push(Row::share("ladder", "dev, short answers", format!("{category} linked to the original"), counted));
    }
    Ok(rows)
}

/// Short answers by category: those linked to the original of their task, of all.
pub fn answers(shared: &Shared) -> Result<BTreeMap<String, (usize, usize)>> {
    let natural = articles(shared)?;
    let documents = taken_in(&natural.iter().map(Article::file).collect::<Vec<_>>());
    let answers: Vec<Answer> = shared
        .gzip("data/reuse/short_answers.jsonl.gz")?
        .lines()
        .map(|line| serde_json::from_str(line).context("short_answers.jsonl has another shape than expected"))
        .collect::<Result<_>>()?;
    let files: Vec<File> = answers.iter().map(|answer| file(&answer.id, &answer.text)).collect();
    let linked = linked(&documents, &taken_in(&files));
    let originals: BTreeMap<&str, usize> = answers
        .iter()
        .enumerate()
        .filter(|(_, answer)| answer.category == "orig")
        .map(|(at, answer)| (answer.id.as_str(), at))
        .collect();
    let of_answer: BTreeMap<&str, usize> = answers
        .iter()
        .enumerate()
        .filter(|(_, answer)| answer.category != "orig")
        .map(|(at, answer)| (answer.id.as_str(), at))
        .collect();
    let mut found: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for answer in answers.iter().filter(|answer| answer.category != "orig") {
        found.entry(answer.category.clone()).or_default().1 += 1;
    }
    for (answer, original, kind, _) in linked.between(&of_answer, &originals) {
        let answer = &answers[of_answer[answer]];
        if kind.is_whole_copy() && answers[original].task == answer.task {
            found.entry(answer.category.clone()).or_default().0 += 1;
        }
    }
    Ok(found)
}

fn file(id: &str, text: &str) -> File {
    let host: String = id.chars().filter(char::is_ascii_alphanumeric).collect();
    File { path: id.to_owned(), url: Some(format!("https://{host}.example/{host}")), bytes: text.as_bytes().to_vec() }
}

/// The documents of files, each with its path; what cannot be read is left out.
pub fn taken_in(files: &[File]) -> Vec<Document> {
    files
        .par_iter()
        .flat_map_iter(|file| {
            let hint = Hint { path: Some(&file.path), url: file.url.as_deref(), ..Hint::default() };
            open(&file.bytes, &hint).taken.into_iter().map(|taken| {
                let mut document = taken.document;
                document.origin.path = Some(file.path.clone());
                document
            })
        })
        .collect()
}

/// A case linked by what its documents repeat.
struct Laid {
    linked: Linked,
    path_of: BTreeMap<Id, String>,
}

fn linked(natural: &[Document], copies: &[Document]) -> Laid {
    let all: Vec<Document> = natural.iter().chain(copies).cloned().collect();
    let path_of = all.iter().filter_map(|document| Some((document.id.clone(), document.origin.path.clone()?))).collect();
    Laid { linked: lineage(&Material { documents: &all, readings: &[], corrections: &[] }), path_of }
}

impl Laid {
    /// Links between one of these and one of those: the one, the number of the other, kind, and share of the one's words.
    fn between<'a>(
        &'a self,
        copies: &'a BTreeMap<&str, usize>,
        others: &'a BTreeMap<&str, usize>,
    ) -> impl Iterator<Item = (&'a str, usize, LinkKind, f64)> {
        self.linked.links.iter().filter_map(|link| {
            let path = |side: usize| self.path_of.get(&link.members[side]).map(String::as_str);
            let of = |side: usize| Some((*copies.get_key_value(path(side)?)?.0, *others.get(path(1 - side)?)?, side));
            let (copy, other, side) = of(0).or_else(|| of(1))?;
            Some((copy, other, link.kind, link.coverage.map_or(0.0, |shares| shares[side])))
        })
    }
}

//! The suites: what is measured, in one list, each giving rows for the table of scores.
//!
//! In: the names of suites, and the shared folder for all but `example`. Out: rows. All of them
//! together take about a minute on two cores. Example: `Suite::Seeds.rows(…)`.

use crate::case::Case;
use crate::corpora::{Shared, checkout};
use crate::story_scores::Stream;
use crate::table::Row;
use crate::{
    acts, calibration, contradictions, coreference, dates, declines, entities, example_case, extraction, kinds, ladder,
    layer_scores, named_entities, paraphrases, polnear, quantities, repeated_claims, reuse, robustness, seed_links, seeds,
    silences, speakers, story_scores, treebanks,
};
use anyhow::{Context, Result};
use hearsay_read::{Packs, Reader};

/// One suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suite {
    /// The repository's own case: reader, linker, intake.
    Example,
    /// PolNeAR's development articles: attributions.
    Polnear,
    /// The careful reader on PolNeAR's development articles and the annotated seeds.
    Careful,
    /// The annotated seeds: attributions, speakers, acts.
    Seeds,
    /// The annotated seeds: links and accusations.
    Links,
    /// Article text from HTML pages.
    Extraction,
    /// Copies among natural articles, stories, and to how many origins they come down.
    Reuse,
    /// Rewritten copies, level by level.
    Ladder,
    /// Tags, lemmas, trees and names.
    Layers,
    /// PolNeAR's development articles, damaged: attributions.
    Robustness,
    /// PolNeAR's development articles: confidences.
    Calibration,
    /// GUM's development documents: expressions of time.
    Dates,
    /// Sentences of PolNeAR's development articles: quantities.
    Quantities,
    /// PolNeAR's training articles: refusals and missing answers taken for assertions; marked sentences of its development articles: silences.
    Declines,
    /// GUM's development part: chains of mentions.
    Coreference,
    /// Marked articles of PolNeAR's development part: who speaks.
    Speakers,
    /// Marked attributions of it: acts, polarity, hedges.
    Acts,
    /// ECB+'s development topics and the seeds: people and bodies across documents.
    Entities,
    /// Posts and statements in debates: the claim that each repeats, found among many.
    Claims,
    /// Pairs of sentences of MSRP: whether they say the same.
    Paraphrase,
    /// Pairs of headlines on one article: whether they part.
    Contradict,
}

impl Suite {
    /// Every suite.
    pub const ALL: [Self; 21] = [
        Self::Example,
        Self::Polnear,
        Self::Careful,
        Self::Seeds,
        Self::Links,
        Self::Extraction,
        Self::Reuse,
        Self::Ladder,
        Self::Layers,
        Self::Robustness,
        Self::Calibration,
        Self::Declines,
        Self::Coreference,
        Self::Speakers,
        Self::Acts,
        Self::Dates,
        Self::Quantities,
        Self::Entities,
        Self::Claims,
        Self::Paraphrase,
        Self::Contradict,
    ];

    /// Names of the suites whose rows it writes.
    #[must_use]
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::Example => &["example"],
            Self::Polnear => &["polnear"],
            Self::Careful => &["careful"],
            Self::Seeds => &["seeds"],
            Self::Links => &["links"],
            Self::Extraction => &["extraction"],
            Self::Reuse => &["reuse", "stories", "origins"],
            Self::Ladder => &["ladder"],
            Self::Robustness => &["robustness"],
            Self::Calibration => &["calibration"],
            Self::Declines => &["declines"],
            Self::Coreference => &["coreference"],
            Self::Speakers => &["speakers"],
            Self::Acts => &["acts"],
            Self::Dates => &["dates"],
            Self::Quantities => &["quantities"],
            Self::Layers => &["layers"],
            Self::Entities => &["entities"],
            Self::Claims => &["claims"],
            Self::Paraphrase => &["paraphrase"],
            Self::Contradict => &["contradict"],
        }
    }

    /// The suite of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|suite| suite.names().contains(&name))
    }

    /// Measures.
    pub fn rows(self, shared: Option<&Shared>, packs: &Packs) -> Result<Vec<Row>> {
        if self == Self::Example {
            return example_case::rows(&checkout(), packs);
        }
        let shared = shared.context("this suite needs the shared folder")?;
        match self {
            Self::Example | Self::Polnear => polnear_rows("polnear", shared, packs),
            Self::Careful => {
                let packs = packs.clone().reading(Reader::Careful);
                let mut rows = polnear_rows("careful", shared, &packs)?;
                rows.extend(seed_rows("careful", shared, &packs)?);
                Ok(rows)
            }
            Self::Seeds => seed_rows("seeds", shared, packs),
            Self::Links => link_rows(shared, packs),
            Self::Extraction => extraction_rows(shared),
            Self::Reuse => reuse_rows(shared, packs),
            Self::Ladder => ladder::rows(shared),
            Self::Robustness => robustness::rows(&polnear::dev(shared)?, packs),
            Self::Calibration => calibration::rows(&polnear::dev(shared)?),
            Self::Declines => {
                let mut rows = declines::rows(&polnear::train(shared)?, shared, packs)?;
                rows.extend(silences::rows("dev", &silences::marked()?, &polnear::dev(shared)?, packs)?);
                Ok(rows)
            }
            Self::Coreference => coreference_rows(shared, packs),
            Self::Speakers => speaker_rows(shared, packs),
            Self::Acts => act_rows(shared, packs),
            Self::Layers => layer_rows(shared, packs),
            Self::Dates => dates::rows(shared, packs),
            Self::Entities => entities::rows(shared, packs),
            Self::Quantities => quantities::rows(&polnear::dev(shared)?, packs),
            Self::Claims => repeated_claims::rows(shared),
            Self::Paraphrase => paraphrases::rows(shared),
            Self::Contradict => contradictions::rows(shared),
        }
    }
}

/// Version of reader and linker, as the table names it.
#[must_use]
pub fn version(packs: &Packs) -> String {
    let reader = packs
        .for_language(Some("en"))
        .map_or_else(|| "without a pack".to_owned(), |pack| hearsay_read::version(pack, packs.reader()));
    format!("{} {reader}, {} {}", hearsay_read::READER, hearsay_link::LINKER, hearsay_link::VERSION)
}

fn polnear_rows(suite: &str, shared: &Shared, packs: &Packs) -> Result<Vec<Row>> {
    let articles = polnear::dev(shared)?;
    let predicted = polnear::predict(&articles, packs)?;
    let scores = polnear::scores(&articles, &predicted)?;
    let mut rows: Vec<Row> =
        scores.0.iter().flat_map(|((row, column), tally)| Row::prf(suite, "dev", &format!("{row} {column}"), tally)).collect();
    rows.extend(kinds::rows(suite, &articles, &predicted));
    Ok(rows)
}

const SEED_DATA: &str = "000, 002 to 7204, 004";

fn seed_rows(suite: &str, shared: &Shared, packs: &Packs) -> Result<Vec<Row>> {
    let scores = seeds::scores(&seeds::gold(shared)?, &Case::of(&seeds::files(shared)?, packs))?;
    let mut rows = Vec::new();
    rows.extend(Row::prf(suite, SEED_DATA, "who-said-what lenient", &scores.lenient));
    rows.extend(Row::prf(suite, SEED_DATA, "who-said-what strict", &scores.strict));
    for (metric, counted) in [
        ("matched act right", scores.act),
        ("matched form right", scores.form),
        ("matched polarity right", scores.polarity),
        ("matched speaker right", scores.speaker),
        ("questions and refusals taken for assertions", scores.asserted),
    ] {
        rows.push(Row::share(suite, SEED_DATA, metric, counted));
    }
    Ok(rows)
}

fn link_rows(shared: &Shared, packs: &Packs) -> Result<Vec<Row>> {
    let case = Case::of(&seeds::files(shared)?, packs);
    let scores = seed_links::scores(shared, &seeds::gold(shared)?, &case, &case.link())?;
    let mut rows = Vec::new();
    for (kind, score) in scores {
        rows.push(Row::share("links", SEED_DATA, format!("{kind} R"), (score.found, score.gold)));
        rows.push(Row::share("links", SEED_DATA, format!("{kind} P"), (score.right, score.given)));
    }
    Ok(rows)
}

fn extraction_rows(shared: &Shared) -> Result<Vec<Row>> {
    let score = extraction::scores(shared)?;
    let figures =
        [("4-grams P", score.precision), ("4-grams R", score.recall), ("4-grams F1", score.f1), ("pages equal", score.accuracy)];
    Ok(figures.into_iter().map(|(metric, value)| Row::new("extraction", "dev", metric, value, score.pages)).collect())
}

fn reuse_rows(shared: &Shared, packs: &Packs) -> Result<Vec<Row>> {
    let scores = reuse::scores(shared, packs)?;
    let mut rows = Vec::new();
    rows.extend(Row::prf("reuse", "dev", "copies", &scores.copies));
    rows.extend(Row::prf("reuse", "dev", "quotes-only", &scores.quotes_only));
    for (class, counted) in scores.by_class {
        rows.push(Row::share("reuse", "dev", format!("class {class} given"), counted));
    }
    let [topics, events] = story_scores::ecb(shared)?;
    for (suite, data, clusters) in [
        ("reuse", "dev", scores.lineages),
        ("stories", "dev", scores.stories),
        ("stories", "basil dev", story_scores::basil(shared)?),
        ("stories", "ecb+ topics 1-35, topics", topics),
        ("stories", "ecb+ topics 1-35, events", events),
    ] {
        for (metric, value) in
            [("BCubed P", clusters.precision), ("BCubed R", clusters.recall), ("BCubed F1", clusters.f1), ("ARI", clusters.ari)]
        {
            rows.push(Row::new(suite, data, metric, value, clusters.items));
        }
    }
    let streams = story_scores::streams(shared)?;
    let same = streams.iter().filter(|stream| stream.is_as_at_once).count();
    rows.push(Row::share(
        "stories",
        "dev",
        "streamed one by one, random orders with the stories of all at once",
        (same, streams.len()),
    ));
    for (order, Stream { score, n_whole, .. }) in streams.into_iter().enumerate() {
        let name = |figure: &str| format!("streamed one by one, order {}: {figure}", order + 1);
        rows.push(Row::new("stories", "dev", name("BCubed F1"), score.f1, score.items));
        rows.push(Row::new("stories", "dev", name("runs over the whole case"), n_whole as f64, score.items));
    }
    rows.push(Row::share("origins", "dev", "stories with copies: origins exact", scores.exact_origins));
    rows.push(Row::share("origins", "dev", "stories without copies: none collapsed", scores.uncollapsed));
    Ok(rows)
}

fn coreference_rows(shared: &Shared, packs: &Packs) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (data, stem) in [("gum dev by", "data/gum/gum-dev.by"), ("gum dev nc", "data/gum/gum-dev.nc")] {
        let treebank = treebanks::read(&shared.gzip(&format!("{stem}.conllu.gz"))?).with_context(|| stem.to_owned())?;
        let marked = coreference::marked(&shared.gzip(&format!("{stem}.entities.jsonl.gz"))?)?;
        rows.extend(coreference::rows(data, &treebank, &marked, packs)?);
    }
    Ok(rows)
}

/// The readers that are measured, with the name that data measured by them bear.
fn readers(data: &str, packs: &Packs) -> [(String, Packs); 2] {
    [(data.to_owned(), packs.clone()), (format!("{data}, careful"), packs.clone().reading(Reader::Careful))]
}

fn speaker_rows(shared: &Shared, packs: &Packs) -> Result<Vec<Row>> {
    let (articles, marked) = (polnear::dev(shared)?, speakers::marked()?);
    let (gold, files) = (seeds::gold(shared)?, seeds::files(shared)?);
    let mut rows = Vec::new();
    for (data, packs) in readers("dev, 20 articles", packs) {
        rows.extend(speakers::rows(&data, &marked, &articles, &packs)?);
    }
    for (data, packs) in readers("dev", packs) {
        rows.extend(speakers::unknown_rows(&data, &polnear::readings(&articles, &packs)?)?);
    }
    for (data, packs) in readers(SEED_DATA, packs) {
        let scores = seeds::scores(&gold, &Case::of(&files, &packs))?;
        rows.push(Row::share("speakers", &data, "matched speaker right", scores.speaker));
    }
    Ok(rows)
}

fn act_rows(shared: &Shared, packs: &Packs) -> Result<Vec<Row>> {
    let (articles, marked) = (polnear::dev(shared)?, acts::marked()?);
    let mut rows = Vec::new();
    for (data, packs) in readers("dev, 300 items", packs) {
        rows.extend(acts::rows(&data, &acts::pairs(&marked, &articles, &packs)?));
    }
    Ok(rows)
}

fn layer_rows(shared: &Shared, packs: &Packs) -> Result<Vec<Row>> {
    let pack = packs.for_language(Some("en")).context("there is no pack for English")?;
    let mut rows = Vec::new();
    for (data, file) in [
        ("ewt dev", "data/ud/en_ewt-ud-dev.conllu.gz"),
        ("gum dev by", "data/gum/gum-dev.by.conllu.gz"),
        ("gum dev nc", "data/gum/gum-dev.nc.conllu.gz"),
        ("gum dev other", "data/gum/gum-dev.other.conllu.gz"),
    ] {
        let documents = treebanks::read(&shared.gzip(file)?).with_context(|| file.to_owned())?;
        rows.extend(layer_scores::treebank_rows(data, &documents, packs, pack));
    }
    let wikigold = named_entities::conll(&shared.gzip("data/ner/wikigold-dev.conll.gz")?);
    let wnut = named_entities::conll(&shared.gzip("data/ner/wnut17-dev.conll.gz")?);
    let re3d = named_entities::re3d(&shared.gzip("data/ner/re3d-dev.jsonl.gz")?)?;
    for (data, texts) in [("wikigold dev", wikigold), ("wnut17 dev", wnut), ("re3d dev", re3d)] {
        rows.extend(layer_scores::name_rows(data, &texts, packs, pack));
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_suite_is_found_by_its_names() {
        for suite in Suite::ALL {
            assert!(suite.names().iter().all(|name| Suite::named(name) == Some(suite)));
        }
        assert_eq!(Suite::named("none"), None);
    }

    #[test]
    fn a_suite_without_its_corpus_is_an_error() {
        assert!(Suite::Polnear.rows(None, &Packs::embedded()).is_err());
    }
}

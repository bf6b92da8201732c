//! Scores the reader on the annotated seed documents, by the rules of `score_seeds.py`.
//!
//! In: texts and gold of the shared folder, and a [`Case`] of the texts. Out: [`SeedScores`]: who said
//! what (lenient and strict), speaker, act by family, polarity, form, and how many questions and
//! refusals were taken for assertions (must be none). A gold relation marked `marginal` is neither
//! missed nor a wrong find.
//!
//! Example: a prediction whose source and content each share a word with gold is a lenient match.

use crate::attribution_scores::Tally;
use crate::case::{Case, File};
use crate::corpora::Shared;
use crate::matching::{largest, n_pairs};
use crate::names_fit::name_fits;
use crate::scored_text::{TokenSet, iou, word_starts};
use anyhow::{Context, Result, bail};
use hearsay_record::{Attribution, Chain, Commitment, EntityKind, Form, Polarity, Reading, ReadingJson};
use hearsay_text::{CharSpan, Offsets};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The annotated documents: number, and the code point where annotation ends.
pub const ANNOTATED: [(&str, usize); 3] = [("000", usize::MAX), ("002", 7204), ("004", usize::MAX)];

/// Spans as gold has them.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldSpans {
    /// Code points.
    pub spans: Vec<CharSpan>,
}

/// One relation of the gold.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldRelation {
    /// Number of the document and running number.
    pub id: String,
    /// Number of the document.
    pub doc: String,
    /// File of the document.
    pub doc_file: String,
    /// Who speaks.
    pub source: GoldSpans,
    /// By what words it is told.
    pub cue: GoldSpans,
    /// What is said.
    pub content: GoldSpans,
    /// Canonical name.
    pub speaker: String,
    /// Kind of speaker.
    pub speaker_kind: String,
    /// Direct, mixed, indirect.
    pub form: String,
    /// Main act.
    pub act: String,
    /// Other acts that are not wrong.
    #[serde(default)]
    pub act_alt: Vec<String>,
    /// Asserts or denies.
    pub polarity: String,
    /// Guides differ on it.
    #[serde(default)]
    pub marginal: bool,
    /// The source stands outside the sentence.
    #[serde(default)]
    pub source_implied: bool,
}

/// The words of the three roles.
pub struct RoleWords {
    /// Of the source.
    pub source: TokenSet,
    /// Of the cue.
    pub cue: TokenSet,
    /// Of the content.
    pub content: TokenSet,
}

impl RoleWords {
    fn new(text: &Offsets<'_>, source: &[CharSpan], cue: &[CharSpan], content: &[CharSpan]) -> Self {
        Self { source: word_starts(text, source), cue: word_starts(text, cue), content: word_starts(text, content) }
    }
    /// Of a gold relation.
    #[must_use]
    pub fn of_gold(text: &Offsets<'_>, gold: &GoldRelation) -> Self {
        Self::new(text, &gold.source.spans, &gold.cue.spans, &gold.content.spans)
    }
    /// Of an attribution.
    #[must_use]
    pub fn of(text: &Offsets<'_>, attribution: &Attribution) -> Self {
        Self::new(text, &attribution.roles.source, &attribution.roles.cue, &attribution.roles.content)
    }
}

/// The gold's relations, in its order.
pub fn gold(shared: &Shared) -> Result<Vec<GoldRelation>> {
    let lines = shared.text("seeds/gold/relations.jsonl")?;
    lines
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).with_context(|| format!("gold of the seeds: {line}")))
        .collect()
}

/// The seed files, in order of name.
pub fn files(shared: &Shared) -> Result<Vec<File>> {
    let folder = shared.path("seeds")?;
    let mut names: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".txt") {
            names.push(name);
        }
    }
    names.sort();
    if names.is_empty() {
        bail!("no seed texts in {}", folder.display());
    }
    names.into_iter().map(|name| Ok(File::new(name.clone(), shared.bytes(&format!("seeds/{name}"))?))).collect()
}

/// What is counted on the seeds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SeedScores {
    /// Source and content share a word.
    pub lenient: Tally,
    /// They agree by half.
    pub strict: Tally,
    /// Right speakers of matched relations that tell one.
    pub speaker: (usize, usize),
    /// Right families of acts.
    pub act: (usize, usize),
    /// Right polarities.
    pub polarity: (usize, usize),
    /// Right forms.
    pub form: (usize, usize),
    /// Questions and refusals taken for assertions, of those matched. Must be 0.
    pub asserted: (usize, usize),
}

impl SeedScores {
    fn add(&mut self, other: &Self) {
        self.lenient.add(&other.lenient);
        self.strict.add(&other.strict);
        for (mine, theirs) in [
            (&mut self.speaker, other.speaker),
            (&mut self.act, other.act),
            (&mut self.polarity, other.polarity),
            (&mut self.form, other.form),
            (&mut self.asserted, other.asserted),
        ] {
            mine.0 += theirs.0;
            mine.1 += theirs.1;
        }
    }
}

/// Scores a case of the seed files.
pub fn scores(gold: &[GoldRelation], case: &Case) -> Result<SeedScores> {
    let mut total = SeedScores::default();
    for (number, until) in ANNOTATED {
        let relations: Vec<&GoldRelation> = gold.iter().filter(|relation| relation.doc == number).collect();
        let Some(first) = relations.first() else { bail!("no gold for seed {number}") };
        let Some((document, reading)) = case.at(&first.doc_file) else { bail!("intake refused {}", first.doc_file) };
        total.add(&score_document(&Offsets::new(&document.text), &relations, reading, until)?);
    }
    Ok(total)
}

/// Readings as `score_seeds.py` takes them: what `hearsay read` prints.
pub fn jsonl(case: &Case) -> Result<String> {
    let mut out = String::new();
    for (document, reading) in case.documents.iter().zip(&case.readings) {
        writeln!(out, "{}", serde_json::to_string(&ReadingJson::new(document.clone(), reading.clone()))?)?;
    }
    Ok(out)
}

fn score_document(text: &Offsets<'_>, gold: &[&GoldRelation], reading: &Reading, until: usize) -> Result<SeedScores> {
    if let Some(broken) = reading.attributions.iter().find(|attribution| !attribution.roles.are_disjoint()) {
        bail!("roles of one attribution overlap: {broken:?}");
    }
    let predicted: Vec<(&Attribution, RoleWords)> = reading
        .attributions
        .iter()
        .filter(|attribution| attribution.roles.extent().is_none_or(|extent| extent.start < until))
        .map(|attribution| (attribution, RoleWords::of(text, attribution)))
        .collect();
    let part = |marginal: bool| -> Vec<(&GoldRelation, RoleWords)> {
        gold.iter()
            .filter(|relation| relation.marginal == marginal)
            .map(|relation| (*relation, RoleWords::of_gold(text, relation)))
            .collect()
    };
    let (core, marginal) = (part(false), part(true));
    let mut scores = SeedScores::default();
    for strictly in [true, false] {
        let agree = |p: &RoleWords, g: &(&GoldRelation, RoleWords)| if strictly { strict(p, g) } else { lenient(p, g) };
        let matching = matched(&predicted, &core, agree);
        let rest: Vec<usize> = (0..predicted.len()).filter(|&p| matching[p].is_none()).collect();
        let edges: Vec<Vec<usize>> =
            rest.iter().map(|&p| (0..marginal.len()).filter(|&g| lenient(&predicted[p].1, &marginal[g])).collect()).collect();
        let set_aside = n_pairs(&largest(&edges, marginal.len()));
        let tally = Tally::even(n_pairs(&matching), predicted.len() - set_aside, core.len());
        if strictly {
            scores.strict = tally;
            continue;
        }
        scores.lenient = tally;
        for (p, g) in matching.iter().enumerate().filter_map(|(p, g)| g.map(|g| (p, g))) {
            judge_match(&mut scores, predicted[p].0, core[g].0, &reading.chains);
        }
    }
    Ok(scores)
}

fn matched(
    predicted: &[(&Attribution, RoleWords)],
    gold: &[(&GoldRelation, RoleWords)],
    agree: impl Fn(&RoleWords, &(&GoldRelation, RoleWords)) -> bool,
) -> Vec<Option<usize>> {
    let edges: Vec<Vec<usize>> =
        predicted.iter().map(|(_, words)| (0..gold.len()).filter(|&g| agree(words, &gold[g])).collect()).collect();
    largest(&edges, gold.len())
}

fn lenient(p: &RoleWords, (relation, g): &(&GoldRelation, RoleWords)) -> bool {
    let source = !p.source.is_disjoint(&g.source) || g.source.is_empty() || relation.source_implied;
    let content = !p.content.is_disjoint(&g.content) || (g.content.is_empty() && !p.cue.is_disjoint(&g.cue));
    source && content
}

fn strict(p: &RoleWords, gold: &(&GoldRelation, RoleWords)) -> bool {
    let (relation, g) = gold;
    let by_half = |one: &TokenSet, other: &TokenSet| (one.is_empty() && other.is_empty()) || iou(one, other) >= 0.5;
    lenient(p, gold)
        && by_half(&p.content, &g.content)
        && (by_half(&p.source, &g.source) || g.source.is_empty() || relation.source_implied)
}

fn judge_match(scores: &mut SeedScores, found: &Attribution, gold: &GoldRelation, chains: &[Chain]) {
    let count = |pair: &mut (usize, usize), right: bool| {
        pair.0 += usize::from(right);
        pair.1 += 1;
    };
    if !gold.source_implied {
        let chain = found.speaker.as_ref().and_then(|id| chains.iter().find(|chain| chain.id == *id));
        count(&mut scores.speaker, speaker_is_right(found, gold, chain));
    }
    if matches!(gold.act.as_str(), "question" | "decline-to-comment") {
        count(&mut scores.asserted, !matches!(found.commitment, Commitment::Uncommitted | Commitment::NotApplicable));
    }
    let families: BTreeSet<&str> =
        [gold.act.as_str()].into_iter().chain(gold.act_alt.iter().map(String::as_str)).flat_map(families_of).collect();
    if !families.is_empty() {
        count(&mut scores.act, families.contains(found.act.as_str()) || families.contains(found.act_family.as_str()));
    }
    let polarity = match found.polarity {
        Polarity::Asserts => "asserts",
        Polarity::Denies => "denies",
        Polarity::SaysNot => "says-not",
        Polarity::Withdraws => "withdraws",
    };
    count(&mut scores.polarity, polarity == gold.polarity);
    count(&mut scores.form, form_word(found.form) == gold.form);
}

/// The word for a form.
#[must_use]
pub fn form_word(form: Form) -> &'static str {
    match form {
        Form::Direct => "direct",
        Form::Mixed => "mixed",
        Form::Indirect => "indirect",
    }
}

fn speaker_is_right(found: &Attribution, gold: &GoldRelation, chain: Option<&Chain>) -> bool {
    let names: Vec<String> =
        chain.map(|chain| [&chain.name].into_iter().chain(&chain.aliases).cloned().collect()).unwrap_or_default();
    if name_fits(&gold.speaker, &gold.speaker_kind, &names) {
        return true;
    }
    let unnamed = matches!(gold.speaker_kind.as_str(), "anonymous" | "group") || gold.speaker.contains("unspecified");
    let told_why = found.speaker.is_none() && found.speaker_unknown_because.is_some();
    unnamed && (told_why || chain.is_some_and(|chain| matches!(chain.kind, EntityKind::Anonymous | EntityKind::Group)))
}

/// The families and acts that count as right for an act of the gold, whose acts are fewer.
fn families_of(act: &str) -> impl Iterator<Item = &'static str> + use<> {
    let families = match act {
        "state" => "assert state describe explain mention relay report repeat reply evidence reveal announce",
        "accuse" => "stance- accuse criticise condemn blame assert",
        "deny" => "stance- deny reject doubt",
        "warn" => "directive warn predict threaten",
        "claim-responsibility" => "assert claim acknowledge claim-responsibility claim_responsibility",
        "decline-to-comment" => "silence decline_comment decline-to-comment no_response",
        "demand" => "directive demand request propose",
        "predict" => "epistemic predict estimate assert",
        "praise" => "stance+ praise support",
        "question" => "interrogative question",
        "report" => "relay report assert state evidence",
        "believe" => "epistemic believe attitude imply",
        "threaten" => "commissive threaten directive warn",
        "announce" => "assert announce commissive promise",
        _ => "",
    };
    families.split_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &[usize], cue: &[usize], content: &[usize]) -> RoleWords {
        let set = |items: &[usize]| items.iter().copied().collect();
        RoleWords { source: set(source), cue: set(cue), content: set(content) }
    }

    fn relation(implied: bool) -> GoldRelation {
        let none = || GoldSpans { spans: vec![] };
        GoldRelation {
            id: "x-1".into(),
            doc: "x".into(),
            doc_file: "x.txt".into(),
            source: none(),
            cue: none(),
            content: none(),
            speaker: "Ada Holm".into(),
            speaker_kind: "person".into(),
            form: "direct".into(),
            act: "state".into(),
            act_alt: vec![],
            polarity: "asserts".into(),
            marginal: false,
            source_implied: implied,
        }
    }

    #[test]
    fn half_of_the_content_is_strict_and_less_is_lenient() {
        let gold_relation = relation(false);
        let gold = (&gold_relation, words(&[1], &[2], &[3, 4, 5, 6]));
        assert!(strict(&words(&[1], &[2], &[3, 4]), &gold));
        assert!(!strict(&words(&[1], &[2], &[3]), &gold) && lenient(&words(&[1], &[2], &[3]), &gold));
        assert!(!lenient(&words(&[9], &[2], &[3, 4]), &gold));
    }

    #[test]
    fn an_implied_source_is_not_asked_for() {
        let gold_relation = relation(true);
        assert!(lenient(&words(&[9], &[2], &[3]), &(&gold_relation, words(&[1], &[2], &[3]))));
    }

    #[test]
    fn a_refusal_without_topic_matches_on_its_cue() {
        let gold_relation = relation(false);
        let gold = (&gold_relation, words(&[1], &[2], &[]));
        assert!(lenient(&words(&[1], &[2], &[7]), &gold) && !lenient(&words(&[1], &[8], &[7]), &gold));
    }
}

//! Scores attributions against gold: tokens, spans, whole relations.
//!
//! In: per document, the text and two lists of [`Roles`]. Out: [`Scores`], by row and column of the
//! reference scorer (`cue exact`, `relation iou50`, `direct lenient` …), micro-averaged. Punctuation
//! counts in the `_raw` columns only. Where the two could differ, the reference decides: a test of the
//! corpus suite runs both on the same predictions.
//!
//! Example: a prediction with half of the source's words right shares a word with it, so it counts as
//! `lenient`; its source agrees by half, so it counts as `iou50` too, and not as `strict`.

use crate::matching::{largest, n_pairs};
use crate::scored_text::{ScoredText, TokenSet};
use hearsay_record::Roles;
use std::collections::{BTreeMap, BTreeSet};

/// What is counted for one figure: found of predicted, predicted, found of gold, gold. The two counts
/// of what was found differ where a share of a span counts (`partial`) or kinds of content are split.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Predicted ones that are right.
    pub right: f64,
    /// Predicted ones.
    pub predicted: usize,
    /// Gold ones that were found.
    pub found: f64,
    /// Gold ones.
    pub gold: usize,
}

impl Tally {
    /// A tally in which what is right and what was found are the same number.
    #[must_use]
    pub fn even(both: usize, predicted: usize, gold: usize) -> Self {
        Self { right: both as f64, predicted, found: both as f64, gold }
    }
    /// Share of the predicted that is right.
    #[must_use]
    pub fn precision(&self) -> f64 {
        if self.predicted == 0 { 0.0 } else { self.right / self.predicted as f64 }
    }
    /// Share of the gold that was found.
    #[must_use]
    pub fn recall(&self) -> f64 {
        if self.gold == 0 { 0.0 } else { self.found / self.gold as f64 }
    }
    /// Harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
    }
    /// Adds another document's.
    pub fn add(&mut self, other: &Self) {
        self.right += other.right;
        self.predicted += other.predicted;
        self.found += other.found;
        self.gold += other.gold;
    }
}

/// Every figure, by row and column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores(pub BTreeMap<(&'static str, &'static str), Tally>);

impl Scores {
    /// Adds another document's.
    pub fn add(&mut self, other: &Self) {
        for (key, tally) in &other.0 {
            self.0.entry(*key).or_default().add(tally);
        }
    }
    /// One figure; all zero where nothing was counted.
    #[must_use]
    pub fn get(&self, row: &'static str, column: &'static str) -> Tally {
        self.0.get(&(row, column)).copied().unwrap_or_default()
    }
}

const CUE: usize = 0;
const SOURCE: usize = 1;
const CONTENT: usize = 2;
const ROLES: [&str; 3] = ["cue", "source", "content"];
/// Kinds of content, by how much of it stands in quotation marks.
pub(crate) const KINDS: [&str; 3] = ["direct", "mixed", "indirect"];

/// One attribution as the scores see it.
pub(crate) struct Relation {
    raw: [TokenSet; 3],
    words: [TokenSet; 3],
    /// One of [`KINDS`].
    pub(crate) kind: &'static str,
}

impl Relation {
    /// Of roles over a text.
    pub(crate) fn new(text: &ScoredText, roles: &Roles) -> Self {
        let raw = [text.tokens(&roles.cue), text.tokens(&roles.source), text.tokens(&roles.content)];
        let words = [text.words_of(&raw[CUE]), text.words_of(&raw[SOURCE]), text.words_of(&raw[CONTENT])];
        let quoted = words[CONTENT].intersection(text.quoted()).count();
        let kind = match quoted {
            0 => "indirect",
            n if n as f64 >= 0.9 * words[CONTENT].len() as f64 => "direct",
            _ => "mixed",
        };
        Self { raw, words, kind }
    }

    /// Whether no source is told.
    pub(crate) fn is_sourceless(&self) -> bool {
        self.words[SOURCE].is_empty()
    }

    /// Whether any token lies under it.
    pub(crate) fn is_any(&self) -> bool {
        self.raw.iter().any(|role| !role.is_empty())
    }

    /// The attributions of a document that have a token.
    pub(crate) fn all(text: &ScoredText, roles: &[Roles]) -> Vec<Self> {
        roles.iter().map(|roles| Self::new(text, roles)).filter(Self::is_any).collect()
    }
}

/// Whether two roles agree.
pub(crate) type Test = fn(&TokenSet, &TokenSet) -> bool;

/// A role that is empty on both sides agrees; on one side only, it disagrees.
fn share(one: &TokenSet, other: &TokenSet) -> bool {
    if one.is_empty() || other.is_empty() { one.is_empty() && other.is_empty() } else { !one.is_disjoint(other) }
}

fn half(one: &TokenSet, other: &TokenSet) -> bool {
    if one.is_empty() || other.is_empty() {
        return one.is_empty() && other.is_empty();
    }
    let both = one.intersection(other).count();
    2 * both >= one.len() + other.len() - both
}

fn same(one: &TokenSet, other: &TokenSet) -> bool {
    one == other
}

/// Roles that are looked at, test, punctuation included.
pub(crate) type Criterion = (&'static [usize], Test, bool);

const ALL_ROLES: &[usize] = &[CUE, SOURCE, CONTENT];

/// Each role shares a word.
pub(crate) const LENIENT: Criterion = (ALL_ROLES, share, false);
/// Each role agrees by half.
pub(crate) const IOU50: Criterion = (ALL_ROLES, half, false);
/// The words are the same.
pub(crate) const STRICT: Criterion = (ALL_ROLES, same, false);

const CRITERIA: [(&str, Criterion); 8] = [
    ("lenient", LENIENT),
    ("iou50", IOU50),
    ("strict", STRICT),
    ("strict_raw", (ALL_ROLES, same, true)),
    ("wsw", (&[SOURCE, CONTENT], share, false)),
    ("wsw_iou50", (&[SOURCE, CONTENT], half, false)),
    ("wsw_strict", (&[SOURCE, CONTENT], same, false)),
    ("cue_content", (&[CUE, CONTENT], share, false)),
];

/// Scores one document.
#[must_use]
pub fn score(text: &ScoredText, gold: &[Roles], predicted: &[Roles]) -> Scores {
    let gold: Vec<Relation> = gold.iter().map(|roles| Relation::new(text, roles)).collect();
    let predicted = Relation::all(text, predicted);
    let mut scores = Scores::default();
    for (role, name) in ROLES.into_iter().enumerate() {
        score_role(&mut scores, name, &units(&gold, |r| &r.words[role]), &units(&predicted, |r| &r.words[role]));
        let (gold, predicted) = (units(&gold, |r| &r.raw[role]), units(&predicted, |r| &r.raw[role]));
        let both = gold.intersection(&predicted).count();
        scores.0.insert((name, "exact_raw"), Tally::even(both, predicted.len(), gold.len()));
    }
    for (column, criterion) in CRITERIA {
        let matching = matched(&gold, &predicted, criterion);
        scores.0.insert(("relation", column), Tally::even(n_pairs(&matching), predicted.len(), gold.len()));
        if column == "lenient" || column == "wsw_iou50" {
            for kind in KINDS {
                scores.0.insert((kind, column), split(&matching, &gold, &predicted, |relation| relation.kind == kind));
            }
        }
    }
    scores
}

/// The partner of each prediction, or none; as many pairs as there can be.
pub(crate) fn matched(gold: &[Relation], predicted: &[Relation], (roles, test, raw): Criterion) -> Vec<Option<usize>> {
    let agree = |p: &Relation, g: &Relation| {
        roles.iter().all(|&role| if raw { test(&p.raw[role], &g.raw[role]) } else { test(&p.words[role], &g.words[role]) })
    };
    let edges: Vec<Vec<usize>> = predicted.iter().map(|p| (0..gold.len()).filter(|&g| agree(p, &gold[g])).collect()).collect();
    largest(&edges, gold.len())
}

/// What a matching gives for the relations of one kind.
pub(crate) fn split(
    matching: &[Option<usize>],
    gold: &[Relation],
    predicted: &[Relation],
    here: impl Fn(&Relation) -> bool,
) -> Tally {
    let pairs = || matching.iter().enumerate().filter_map(|(p, g)| g.map(|g| (p, g)));
    Tally {
        right: pairs().filter(|&(p, _)| here(&predicted[p])).count() as f64,
        predicted: predicted.iter().filter(|p| here(p)).count(),
        found: pairs().filter(|&(_, g)| here(&gold[g])).count() as f64,
        gold: gold.iter().filter(|g| here(g)).count(),
    }
}

/// The fillers of one role; equal ones of one document count once, empty ones do not.
fn units<'r>(relations: &'r [Relation], role: impl Fn(&'r Relation) -> &'r TokenSet) -> BTreeSet<&'r TokenSet> {
    relations.iter().map(role).filter(|unit| !unit.is_empty()).collect()
}

fn score_role(scores: &mut Scores, name: &'static str, gold: &BTreeSet<&TokenSet>, predicted: &BTreeSet<&TokenSet>) {
    let all = |units: &BTreeSet<&TokenSet>| -> TokenSet { units.iter().flat_map(|unit| unit.iter().copied()).collect() };
    let (all_gold, all_predicted) = (all(gold), all(predicted));
    let both = all_gold.intersection(&all_predicted).count();
    scores.0.insert((name, "token"), Tally::even(both, all_predicted.len(), all_gold.len()));
    scores.0.insert((name, "exact"), Tally::even(gold.intersection(predicted).count(), predicted.len(), gold.len()));
    let shares = |units: &BTreeSet<&TokenSet>, other: &TokenSet| -> f64 {
        units.iter().map(|unit| unit.intersection(other).count() as f64 / unit.len() as f64).sum()
    };
    let partial = Tally {
        right: shares(predicted, &all_gold),
        predicted: predicted.len(),
        found: shares(gold, &all_predicted),
        gold: gold.len(),
    };
    scores.0.insert((name, "partial"), partial);
    let right: Vec<&&TokenSet> = gold.iter().collect();
    let touching = |unit: &TokenSet| (0..right.len()).filter(|&j| !unit.is_disjoint(right[j])).collect();
    let edges: Vec<Vec<usize>> = predicted.iter().map(|unit| touching(unit)).collect();
    scores.0.insert((name, "overlap"), Tally::even(n_pairs(&largest(&edges, right.len())), predicted.len(), gold.len()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearsay_text::CharSpan;

    const TEXT: &str = "“I won’t sail,” said Ada Holm. Bram denied it. Fares rose, it was reported.\n";

    fn at(text: &str, nth: usize) -> Vec<CharSpan> {
        let (byte, _) = TEXT.match_indices(text).nth(nth).expect("the text has it");
        let start = TEXT[..byte].chars().count();
        vec![CharSpan { start, end: start + text.chars().count() }]
    }

    fn gold() -> Vec<Roles> {
        vec![
            Roles { source: at("Ada Holm", 0), cue: at("said", 0), content: at("“I won’t sail,”", 0) },
            Roles { source: at("Bram", 0), cue: at("denied", 0), content: at("it", 0) },
            Roles { source: vec![], cue: at("was reported", 0), content: at("Fares rose", 0) },
        ]
    }

    fn scored(predicted: &[Roles]) -> Scores {
        score(&ScoredText::new(TEXT), &gold(), predicted)
    }

    #[test]
    fn gold_against_itself_is_all_right() {
        let scores = scored(&gold());
        assert!(scores.0.values().all(|tally| tally.gold == 0 || (tally.f1() - 1.0).abs() < 1e-12), "{scores:?}");
        assert_eq!(scores.get("direct", "lenient").gold, 1);
        assert_eq!(scores.get("indirect", "lenient").gold, 2);
    }

    #[test]
    fn nothing_against_gold_is_nothing() {
        assert!(scored(&[]).0.values().all(|tally| tally.f1() == 0.0));
    }

    #[test]
    fn a_quotation_mark_more_or_less_costs_only_the_raw_columns() {
        let scores = scored(&[Roles { content: at("I won’t sail", 0), ..gold()[0].clone() }]);
        assert_eq!(scores.get("content", "exact").precision(), 1.0);
        assert_eq!(scores.get("content", "exact_raw").precision(), 0.0);
        assert_eq!(scores.get("relation", "strict").f1(), 0.5);
        assert_eq!(scores.get("relation", "strict_raw").f1(), 0.0);
    }

    #[test]
    fn half_a_source_and_a_cue_of_a_word_too_many() {
        let scores = scored(&[Roles { source: at("Holm", 0), cue: at("said Ada", 0), ..gold()[0].clone() }]);
        assert_eq!(scores.get("source", "partial").precision(), 1.0);
        assert!((scores.get("source", "partial").recall() - 0.25).abs() < 1e-12);
        assert_eq!(scores.get("cue", "partial").precision(), 0.5);
        assert!((scores.get("source", "token").recall() - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!(scores.get("relation", "lenient").precision(), 1.0);
        assert_eq!(scores.get("relation", "iou50").precision(), 1.0);
        assert_eq!(scores.get("relation", "strict").precision(), 0.0);
    }

    #[test]
    fn a_source_more_or_less_disagrees() {
        let more = Roles { source: at("it", 1), ..gold()[2].clone() };
        let less = Roles { source: vec![], ..gold()[1].clone() };
        let scores = scored(&[more, less]);
        assert_eq!(scores.get("relation", "lenient").precision(), 0.0);
        assert_eq!(scores.get("relation", "cue_content").precision(), 1.0);
    }

    #[test]
    fn a_repeated_prediction_costs_precision() {
        let scores = scored(&[gold()[0].clone(), gold()[0].clone()]);
        assert_eq!(scores.get("relation", "lenient").precision(), 0.5);
        assert_eq!(scores.get("content", "exact").precision(), 1.0);
    }
}

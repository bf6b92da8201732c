//! MUC, B³ and entity-based CEAF of two ways to gather mentions, and their mean, the CoNLL figure.
//!
//! In: two lists of entities, each the numbers of its mentions; a mention that both have has one
//! number, and no mention stands in two entities of one list. Out: [`CorefScores`], counts that add up
//! over documents as those of the reference scorer do (Pradhan et al. 2014). A mention that only one
//! list has is neither dropped nor put in: MUC takes it for a set of its own, B³ finds it without company.
//!
//! MUC: Vilain et al. 1995. B³: Bagga & Baldwin 1998. CEAF with φ4: Luo 2005, equations 8 and 9.
//!
//! Example: gold `[[1, 2, 3]]` and ours `[[1, 2], [3, 4]]` share one of two links of the gold: MUC recall is 0.5.

use crate::assignment::heaviest;
use crate::attribution_scores::Tally;
use std::collections::BTreeMap;

/// Entities, each the numbers of its mentions.
pub type Entities = Vec<Vec<usize>>;

/// Counts of the three.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CorefScores {
    /// Links that need not be added.
    pub muc: Tally,
    /// Company of each mention.
    pub bcubed: Tally,
    /// Entities under their best assignment.
    pub ceafe: Tally,
}

impl CorefScores {
    /// Of one document.
    #[must_use]
    pub fn new(gold: &Entities, ours: &Entities) -> Self {
        let (in_gold, in_ours) = (places(gold), places(ours));
        let (found, links) = muc(gold, &in_ours);
        let (right, our_links) = muc(ours, &in_gold);
        let muc = Tally { right: right as f64, predicted: our_links, found: found as f64, gold: links };
        let n_mentions = |entities: &Entities| entities.iter().map(Vec::len).sum();
        let bcubed = Tally {
            right: company(ours, &in_gold),
            predicted: n_mentions(ours),
            found: company(gold, &in_ours),
            gold: n_mentions(gold),
        };
        let alike = assigned(gold, &in_ours, ours);
        let ceafe = Tally { right: alike, predicted: ours.len(), found: alike, gold: gold.len() };
        Self { muc, bcubed, ceafe }
    }

    /// Adds another document's.
    pub fn add(&mut self, other: &Self) {
        self.muc.add(&other.muc);
        self.bcubed.add(&other.bcubed);
        self.ceafe.add(&other.ceafe);
    }

    /// The mean of the three F1, the figure of CoNLL 2012.
    #[must_use]
    pub fn conll(&self) -> f64 {
        (self.muc.f1() + self.bcubed.f1() + self.ceafe.f1()) / 3.0
    }
}

/// In which entity a mention is.
fn places(entities: &Entities) -> BTreeMap<usize, usize> {
    entities.iter().enumerate().flat_map(|(entity, mentions)| mentions.iter().map(move |&mention| (mention, entity))).collect()
}

/// How an entity is parted by the other list: sizes of its parts by the entity there, and how many of
/// its mentions are in none.
fn parts(mentions: &[usize], elsewhere: &BTreeMap<usize, usize>) -> (BTreeMap<usize, usize>, usize) {
    let mut sizes = BTreeMap::new();
    let mut alone = 0;
    for mention in mentions {
        match elsewhere.get(mention) {
            Some(&entity) => *sizes.entry(entity).or_insert(0) += 1,
            None => alone += 1,
        }
    }
    (sizes, alone)
}

/// Links of the entities that the other list has, and all their links.
fn muc(entities: &Entities, elsewhere: &BTreeMap<usize, usize>) -> (usize, usize) {
    entities.iter().filter(|mentions| !mentions.is_empty()).fold((0, 0), |(found, links), mentions| {
        let (sizes, alone) = parts(mentions, elsewhere);
        (found + mentions.len() - sizes.len() - alone, links + mentions.len() - 1)
    })
}

/// Sum over mentions of the share of its company that the other list gives it too.
fn company(entities: &Entities, elsewhere: &BTreeMap<usize, usize>) -> f64 {
    let of = |mentions: &Vec<usize>| {
        let together: usize = parts(mentions, elsewhere).0.values().map(|size| size * size).sum();
        together as f64 / mentions.len() as f64
    };
    entities.iter().filter(|mentions| !mentions.is_empty()).map(of).sum()
}

/// Sum of φ4, twice the shared mentions by the sizes of both, under the best assignment.
fn assigned(gold: &Entities, in_ours: &BTreeMap<usize, usize>, ours: &Entities) -> f64 {
    let alike: Vec<Vec<f64>> = gold
        .iter()
        .map(|mentions| {
            let mut row = vec![0.0; ours.len()];
            for (entity, shared) in parts(mentions, in_ours).0 {
                row[entity] = 2.0 * shared as f64 / (mentions.len() + ours[entity].len()) as f64;
            }
            row
        })
        .collect();
    heaviest(&alike).into_iter().enumerate().filter_map(|(entity, partner)| partner.map(|partner| alike[entity][partner])).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, told: f64) {
        assert!((found - told).abs() < 0.0006, "{found}, and the paper has {told}");
    }

    /// Luo 2005, figure 1 and table 1: twelve mentions, four responses.
    #[test]
    fn luo_2005() {
        let gold = vec![vec![1, 2, 3, 4, 5], vec![6, 7], vec![8, 9, 10, 11, 12]];
        let responses: [(Entities, f64, f64, f64); 4] = [
            (vec![vec![1, 2, 3, 4, 5], vec![6, 7, 8, 9, 10, 11, 12]], 0.947, 0.865, 0.733),
            (vec![vec![1, 2, 3, 4, 5, 8, 9, 10, 11, 12], vec![6, 7]], 0.947, 0.737, 0.667),
            (vec![(1..=12).collect()], 0.900, 0.545, 0.294),
            ((1..=12).map(|mention| vec![mention]).collect(), 0.0, 0.400, 0.178),
        ];
        for (ours, muc, bcubed, ceafe) in responses {
            let scores = CorefScores::new(&gold, &ours);
            near(scores.muc.f1(), muc);
            near(scores.bcubed.f1(), bcubed);
            near(scores.ceafe.f1(), ceafe);
        }
    }

    /// Pradhan et al. 2014, section 4: gold {a b c} {d e f g}, response {a b} {c d} {f g h i}.
    #[test]
    fn pradhan_2014() {
        let gold = vec![vec![1, 2, 3], vec![4, 5, 6, 7]];
        let scores = CorefScores::new(&gold, &vec![vec![1, 2], vec![3, 4], vec![6, 7, 8, 9]]);
        near(scores.muc.recall(), 0.4);
        near(scores.muc.precision(), 0.4);
        // The paper rounds to two digits: 0.42, 0.50, 0.46 and 0.65, 0.43, 0.52.
        near(scores.bcubed.recall(), 35.0 / 84.0);
        near(scores.bcubed.precision(), 0.5);
        near(scores.ceafe.recall(), 0.65);
        near(scores.ceafe.precision(), 1.3 / 3.0);
        near(scores.conll(), (0.4 + 0.4545 + 0.52) / 3.0);
    }

    #[test]
    fn the_same_entities_are_all_right_and_none_are_none() {
        let gold = vec![vec![1, 2], vec![3, 4, 5]];
        assert_eq!(CorefScores::new(&gold, &vec![vec![5, 3, 4], vec![2, 1]]).conll(), 1.0);
        assert_eq!(CorefScores::new(&gold, &vec![]).conll(), 0.0);
        assert_eq!(CorefScores::new(&vec![], &gold).conll(), 0.0);
    }

    #[test]
    fn counts_add_up_over_documents() {
        let gold = vec![vec![1, 2]];
        let mut both = CorefScores::new(&gold, &gold);
        both.add(&CorefScores::new(&gold, &vec![]));
        near(both.muc.recall(), 0.5);
        near(both.ceafe.precision(), 1.0);
        near(both.bcubed.recall(), 0.5);
    }
}

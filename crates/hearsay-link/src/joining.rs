//! Which statements links in other words join into one claim.
//!
//! In: claims as links by the words themselves leave them, and links that rest on other words, in order. Out: the claims that these
//! join, and which of them did. Invariant: two claims are joined where enough of the pairs of their statements are linked, so that
//! one link in ten thousand that is not as it should be does not make one claim of two crowds; among a few reports one link is
//! enough. What comes out does not hang on who came first, as far as the order of the links does not.
//!
//! Example: a retelling that is linked with one of five copies joins them; two lines of an agency that each stand in nine hundred
//! papers, with one pair of these linked, stay two.

use crate::components::Components;
use crate::edges::Edge;
use crate::meet::LEADERS;
use std::collections::HashMap;

/// Of the pairs of two claims that may have met, the share that is linked at least. Up to six pairs one link is enough.
const SHARE: f32 = 0.15;

/// Links between claims, which grow while it goes on.
struct Crowds {
    /// By the statement that stands for a claim, the number that the claim goes by here.
    numbers: HashMap<usize, usize>,
    sizes: Vec<usize>,
    /// By number: how many links there are with which other.
    between: Vec<HashMap<usize, usize>>,
}

impl Crowds {
    fn of(all: &mut Components, links: &[Edge]) -> Self {
        let mut crowds = Self { numbers: HashMap::new(), sizes: Vec::new(), between: Vec::new() };
        for link in links {
            let [one, other] = [link.a, link.b].map(|at| crowds.number(all, at as usize));
            if one != other {
                *crowds.between[one].entry(other).or_default() += 1;
                *crowds.between[other].entry(one).or_default() += 1;
            }
        }
        crowds
    }

    fn number(&mut self, all: &mut Components, statement: usize) -> usize {
        let root = all.find(statement);
        let next = self.sizes.len();
        let number = *self.numbers.entry(root).or_insert(next);
        if number == next {
            self.sizes.push(all.size(root));
            self.between.push(HashMap::new());
        }
        number
    }

    /// Whether enough pairs are linked: of all pairs, or of so many as meet where one of the two is a crowd.
    fn are_one(&self, one: usize, other: usize) -> bool {
        let (few, many) = (self.sizes[one].min(self.sizes[other]), self.sizes[one].max(self.sizes[other]));
        let pairs = few.saturating_mul(many.min(LEADERS));
        let linked = self.between[one].get(&other).copied().unwrap_or(0);
        linked as f32 >= SHARE * pairs as f32
    }

    /// The two are one from now on, for which this statement stands.
    fn unite(&mut self, one: usize, other: usize, root: usize) {
        let (into, from) = if self.between[one].len() < self.between[other].len() { (other, one) } else { (one, other) };
        for (third, n) in std::mem::take(&mut self.between[from]) {
            self.between[third].remove(&from);
            if third != into {
                *self.between[into].entry(third).or_default() += n;
                *self.between[third].entry(into).or_default() += n;
            }
        }
        self.sizes[into] += self.sizes[from];
        self.numbers.insert(root, into);
    }
}

/// Joins what enough of these links join, until none does any more; the links that did or stand within a claim, in order.
pub(crate) fn join(all: &mut Components, links: Vec<Edge>) -> Vec<Edge> {
    let mut crowds = Crowds::of(all, &links);
    let mut is_within = vec![false; links.len()];
    loop {
        let mut has_joined = false;
        for (link, is_within) in links.iter().zip(&mut is_within).filter(|(_, is_within)| !**is_within) {
            let [one, other] = [link.a, link.b].map(|at| crowds.number(all, at as usize));
            if one == other {
                *is_within = true;
            } else if crowds.are_one(one, other) && all.join(link.a as usize, link.b as usize) {
                crowds.unite(one, other, all.find(link.a as usize));
                (*is_within, has_joined) = (true, true);
            }
        }
        if !has_joined {
            break;
        }
    }
    links.into_iter().zip(is_within).filter(|(_, is_within)| *is_within).map(|(link, _)| link).collect()
}

#[cfg(test)]
mod tests {
    use super::join;
    use crate::components::Components;
    use crate::edges::{Because, Edge};
    use hearsay_record::LinkKind;

    fn link(a: usize, b: usize) -> Edge {
        let number = |at: usize| u32::try_from(at).expect("few");
        Edge { a: number(a), b: number(b), kind: LinkKind::Same, because: Because::Other }
    }

    /// So many of one line, then so many of another.
    fn two_lines(one: usize, other: usize) -> Components {
        let mut all = Components::new(one + other, &[]);
        (1..one).for_each(|at| assert!(all.join(0, at)));
        (1..other).for_each(|at| assert!(all.join(one, one + at)));
        all
    }

    #[test]
    fn among_a_few_one_link_is_enough() {
        let mut all = two_lines(5, 1);
        assert_eq!(join(&mut all, vec![link(3, 5)]).len(), 1);
        assert_eq!(all.members().len(), 1);
    }

    #[test]
    fn one_link_makes_no_claim_of_two_crowds() {
        let mut all = two_lines(90, 80);
        assert!(join(&mut all, vec![link(3, 95)]).is_empty());
        assert_eq!(all.members().len(), 2);
        let many: Vec<Edge> = (0..90).flat_map(|a| (90..96).map(move |b| link(a, b))).collect();
        assert_eq!(join(&mut all, many.clone()).len(), many.len());
        assert_eq!(all.members().len(), 1);
    }

    #[test]
    fn a_chain_of_retellings_grows_no_longer_than_links_bear() {
        let mut all = Components::new(40, &[]);
        join(&mut all, (0..39).map(|at| link(at, at + 1)).collect());
        assert!(all.members().iter().all(|members| members.len() < 8), "{:?}", all.members());
        let mut all = Components::new(40, &[]);
        join(&mut all, (0..40).flat_map(|a| (a + 1..40).map(move |b| link(a, b))).collect());
        assert_eq!(all.members().len(), 1);
    }

    #[test]
    fn a_person_keeps_two_apart() {
        let mut all = Components::new(2, &[(0, 1)]);
        assert!(join(&mut all, vec![link(0, 1)]).is_empty());
    }
}

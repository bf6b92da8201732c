//! Components of linked nodes, with what a person has said about them.
//!
//! In: a number of nodes, pairs that must and pairs that must not be together, and links in order of
//! strength. Out: the members of each component. Invariant: musts come first, a person's `must not`
//! outranks every machine's link, and a link that would make a component of more than [`LARGEST`]
//! nodes is refused (the stated cut, told by a note); links are taken in the order given, which the
//! caller makes an order of contents.
//!
//! Example: links 0–1 and 1–2 with 0 and 2 kept apart give `{0, 1}` and `{2}`.

/// No component grows beyond this.
pub(crate) const LARGEST: usize = 10_000;

/// Which nodes are together.
pub(crate) struct Components {
    parent: Vec<usize>,
    size: Vec<usize>,
    apart: Vec<(usize, usize)>,
    largest: usize,
    /// Links refused because the component would be too large.
    pub(crate) n_cut: usize,
}

impl Components {
    /// Every node alone; `apart` are the pairs that a person keeps apart.
    pub(crate) fn new(n_nodes: usize, apart: &[(usize, usize)]) -> Self {
        Self { parent: (0..n_nodes).collect(), size: vec![1; n_nodes], apart: apart.to_vec(), largest: LARGEST, n_cut: 0 }
    }

    /// The same, and no component larger than this.
    pub(crate) fn limited(n_nodes: usize, apart: &[(usize, usize)], largest: usize) -> Self {
        Self { largest, ..Self::new(n_nodes, apart) }
    }

    /// The node that stands for the component of this one.
    pub(crate) fn find(&mut self, node: usize) -> usize {
        let mut root = node;
        while self.parent[root] != root {
            root = self.parent[root];
        }
        let mut at = node;
        while self.parent[at] != root {
            at = std::mem::replace(&mut self.parent[at], root);
        }
        root
    }

    /// Joins two components whatever their size, unless a person keeps two of their nodes apart.
    pub(crate) fn must(&mut self, one: usize, other: usize) -> bool {
        let (a, b) = (self.find(one), self.find(other));
        if a == b {
            return true;
        }
        let apart = std::mem::take(&mut self.apart);
        let kept = apart.iter().any(|&(x, y)| {
            let (x, y) = (self.find(x), self.find(y));
            (x == a && y == b) || (x == b && y == a)
        });
        self.apart = apart;
        if kept {
            return false;
        }
        // The smaller index stands for both, so that the outcome does not hang on the order of calls.
        let (root, leaf) = (a.min(b), a.max(b));
        self.parent[leaf] = root;
        self.size[root] += self.size[leaf];
        true
    }

    /// Joins two of equal normal form: they count as one node, so the size stays.
    pub(crate) fn collapse(&mut self, one: usize, other: usize) -> bool {
        let (a, b) = (self.find(one), self.find(other));
        let size = self.size[a].max(self.size[b]);
        let done = self.must(one, other);
        if done {
            let root = self.find(one);
            self.size[root] = size;
        }
        done
    }

    /// Joins two components unless that is forbidden or the whole would be too large.
    pub(crate) fn join(&mut self, one: usize, other: usize) -> bool {
        let (a, b) = (self.find(one), self.find(other));
        if a != b && self.size[a] + self.size[b] > self.largest {
            self.n_cut += 1;
            return false;
        }
        self.must(a, b)
    }

    /// How many nodes are in the component of this one, which stands for it.
    pub(crate) fn size(&self, root: usize) -> usize {
        self.size[root]
    }

    /// Whether two nodes are together.
    pub(crate) fn together(&mut self, one: usize, other: usize) -> bool {
        self.find(one) == self.find(other)
    }

    /// The members of each component, in order of their smallest.
    pub(crate) fn members(&mut self) -> Vec<Vec<usize>> {
        let mut found: Vec<Vec<usize>> = vec![Vec::new(); self.parent.len()];
        for node in 0..self.parent.len() {
            let root = self.find(node);
            found[root].push(node);
        }
        found.retain(|members| !members.is_empty());
        found
    }
}

#[cfg(test)]
mod tests {
    use super::Components;

    #[test]
    fn a_person_outranks_links() {
        let mut all = Components::new(4, &[(0, 2)]);
        assert!(all.join(0, 1));
        assert!(!all.join(1, 2));
        assert!(all.must(2, 3));
        assert_eq!(all.members(), [vec![0, 1], vec![2, 3]]);
        assert!(!all.together(1, 3));
    }

    #[test]
    fn a_component_grows_no_larger_than_the_largest() {
        let mut all = Components::new(6, &[]);
        all.largest = 3;
        for at in 0..5 {
            all.join(at, at + 1);
        }
        assert_eq!(all.members(), [vec![0, 1, 2], vec![3, 4, 5]]);
        assert_eq!(all.n_cut, 1);
    }
}

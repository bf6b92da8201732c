//! Settles the links between chains as a whole: what persons said, then full names, then what is less.
//!
//! In: nodes, links, corrections. Out: what stands, and of what does not, why. Invariant: every decision is made
//! within what is linked together, and in an order of strength and id, so neither the rest of the case nor the order of
//! adding shows.
//!
//! Example: `Holm` linked with `Ada Holm` and with `Per Holm` alike stays alone, with the note `several-bearers`.

use super::{Entities, FIRST_WEAK, Node, STRENGTH};
use crate::bearers::{forms_of, office, office_described};
use crate::components::Components;
use crate::corrections::Decisions;
use crate::moment::Moment;
use crate::names::{self, Name};
use crate::{Gathered, authority};
use hearsay_record::{Authority, Chain, Correction, EntityKind, Group, GroupKind, Id, Link, LinkKind, Note, Place};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A link that does not stand, and why.
pub(crate) type Refused = (Id, &'static str);

const TWO_OF_ONE_NAME: &str = "would join two of one last name";
const SEVERAL: &str = "several bearers fit";
const ANOTHER: &str = "a stronger link ties it to another";
const KEPT_APART: &str = "a person keeps them apart, or too many would be joined";

/// The state of settling.
struct Settling<'s> {
    all: Components,
    /// Full names of persons, by the chain that stands for the component.
    full: BTreeMap<usize, BTreeSet<&'s Name>>,
    /// The components that a person set apart, which nobody joins by a name.
    alone: HashSet<usize>,
    kept: Vec<Link>,
    refused: Vec<Refused>,
}

impl<'s> Settling<'s> {
    /// Whether the two components hold two of one last name.
    fn conflict(&mut self, one: usize, other: usize) -> bool {
        let (a, b) = (self.all.find(one), self.all.find(other));
        let (Some(ones), Some(others)) = (self.full.get(&a), self.full.get(&b)) else { return false };
        a != b
            && ones.iter().any(|x| others.iter().any(|y| x.last() == y.last() && x != y && !names::likeness(x, y).may_be_one()))
    }

    /// Whether a person set this chain apart from whom names would join it with.
    fn is_alone(&mut self, chain: usize) -> bool {
        !self.alone.is_empty() && self.alone.contains(&self.all.find(chain))
    }

    /// The chain by which a node is linked: this one, or the first that was not set apart, if there is one.
    fn stands_for(&mut self, node: &Node, chain: usize) -> Option<usize> {
        if !self.is_alone(chain) {
            return Some(chain);
        }
        node.chains.iter().copied().find(|&other| !self.is_alone(other))
    }

    fn join(&mut self, ends: (usize, usize), link: Link) {
        let (a, b) = (self.all.find(ends.0), self.all.find(ends.1));
        if a != b && (self.alone.contains(&a) || self.alone.contains(&b)) {
            self.refused.push((link.id, KEPT_APART));
        } else if self.conflict(a, b) {
            self.refused.push((link.id, TWO_OF_ONE_NAME));
        } else if self.all.join(a, b) {
            let (root, leaf) = (a.min(b), a.max(b));
            if root != leaf
                && let Some(names) = self.full.remove(&leaf)
            {
                self.full.entry(root).or_default().extend(names);
            }
            self.kept.push(link);
        } else {
            self.refused.push((link.id, KEPT_APART));
        }
    }
}

impl Entities<'_> {
    /// What stands, and what does not with the reason.
    pub(crate) fn settle(
        &self,
        nodes: &[Node],
        mut links: Vec<Link>,
        given: &[Correction],
        decided: Decisions,
    ) -> (Gathered, Vec<Refused>) {
        let Decisions { one, apart, disputed, alone, mut notes, .. } = decided;
        let mut settling = Settling {
            all: Components::new(self.chains.len(), &apart),
            full: BTreeMap::new(),
            alone: HashSet::new(),
            kept: Vec::new(),
            refused: Vec::new(),
        };
        for (low, high, at, kind) in one
            .iter()
            .map(|&(low, high, at)| (low, high, at, LinkKind::SameOne))
            .chain(disputed.iter().map(|&(low, high, at)| (low, high, at, LinkKind::DisputedOne)))
        {
            if kind == LinkKind::DisputedOne || settling.all.must(low, high) {
                let mut link = self.link_of(kind, "correction", (low, ""), (high, ""), Vec::new());
                link.authority = Authority::person(&given[at].by, crate::VERSION);
                settling.kept.push(link);
            }
        }
        settling.alone = alone.into_iter().map(|chain| settling.all.find(chain)).collect();
        self.collapse(nodes, &mut settling);
        let rank = |link: &Link| {
            let code = link.because.first().map_or("", |reason| reason.code.as_str());
            STRENGTH.iter().position(|known| *known == code).unwrap_or(STRENGTH.len())
        };
        links.sort_by(|a, b| (rank(a), &a.id).cmp(&(rank(b), &b.id)));
        let index: HashMap<&Id, usize> = self.chains.iter().enumerate().map(|(at, chain)| (&chain.id, at)).collect();
        let mut node_of = vec![0; self.chains.len()];
        for (at, node) in nodes.iter().enumerate() {
            node.chains.iter().for_each(|&chain| node_of[chain] = at);
        }
        let weight = |chain: usize| nodes[node_of[chain]].name.words.len();
        let mut weak: Vec<(usize, usize, usize, Link)> = Vec::new();
        let mut peers: Vec<(usize, usize, Link)> = Vec::new();
        for link in links {
            let (Some(&low), Some(&high)) = (index.get(&link.members[0]), index.get(&link.members[1])) else { continue };
            let rank = rank(&link);
            // Nodes are linked by one chain each, which may have been set apart from the rest of its node.
            let ends = [low, high].map(|end| settling.stands_for(&nodes[node_of[end]], end));
            let (low, high, link) = match ends {
                [Some(one), Some(other)] if (one, other) == (low, high) => (low, high, link),
                [Some(one), Some(other)] if one != other => (one.min(other), one.max(other), self.between(one, other, &link)),
                _ => {
                    settling.refused.push((link.id, KEPT_APART));
                    continue;
                }
            };
            if rank < FIRST_WEAK {
                settling.join((low, high), link);
            } else if weight(low) == weight(high) {
                peers.push((low, high, link));
            } else {
                let (less, more) = if weight(low) < weight(high) { (low, high) } else { (high, low) };
                weak.push((less, more, rank, link));
            }
        }
        self.tie(nodes, &node_of, weak, &mut settling, &mut notes);
        for (low, high, link) in peers {
            settling.join((low, high), link);
        }
        let Settling { mut all, mut kept, refused, .. } = settling;
        if all.n_cut > 0 {
            notes.push(Note::new(
                "group-cut",
                format!("{} links left an entity of more than {} names", all.n_cut, crate::components::LARGEST),
            ));
        }
        // A person's word and a machine's may name the same two chains: the person's stands.
        kept.sort_by(|a, b| (&a.id, a.authority.person.is_none()).cmp(&(&b.id, b.authority.person.is_none())));
        kept.dedup_by(|later, first| later.id == first.id);
        let groups = all
            .members()
            .into_iter()
            .map(|members| {
                let members: Vec<Id> = members.into_iter().map(|at| self.chains[at].id.clone()).collect();
                Group {
                    id: Group::id_of(GroupKind::Entity, &members[0]),
                    kind: GroupKind::Entity,
                    members,
                    origins: None,
                    authority: authority(),
                }
            })
            .collect();
        (Gathered { links: kept, groups, notes }, refused)
    }

    /// A link of two nodes, between other chains of theirs.
    fn between(&self, one: usize, other: usize, link: &Link) -> Link {
        let reason = link.because.first();
        let printed = |place: &Place| {
            let sheet = self.sheets.get(&place.document);
            sheet.zip(place.spans.first()).map(|(sheet, span)| sheet.text_of(*span).to_owned()).unwrap_or_default()
        };
        let more = reason.map(|reason| reason.evidence.iter().skip(2).cloned().collect()).unwrap_or_default();
        let code = reason.map_or("", |reason| reason.code.as_str());
        self.link_of(link.kind, code, (one, &printed(&link.a)), (other, &printed(&link.b)), more)
    }

    /// Chains of one normal form are one, but where a person keeps them apart.
    fn collapse<'s>(&self, nodes: &'s [Node], settling: &mut Settling<'s>) {
        for node in nodes {
            let together: Vec<usize> = node.chains.iter().copied().filter(|&chain| !settling.is_alone(chain)).collect();
            let Some((&first, others)) = together.split_first() else { continue };
            for &chain in others {
                let name = &node.name;
                let printed = |at: usize| {
                    let forms = forms_of(self.chains[at]);
                    forms.into_iter().find(|(form, _)| form == name).map(|(_, printed)| printed).unwrap_or_default()
                };
                if settling.all.collapse(first, chain) {
                    settling.kept.push(self.link(
                        "same-full-name",
                        (first, &printed(first)),
                        (chain, &printed(chain)),
                        Vec::new(),
                    ));
                }
            }
        }
        for node in nodes.iter().filter(|node| node.is_full() && node.kind == EntityKind::Person) {
            for &chain in &node.chains {
                let root = settling.all.find(chain);
                settling.full.entry(root).or_default().insert(&node.name);
            }
        }
    }

    /// Ties what is less than a full name to its bearer, if there is one. Last names first, since an office may be
    /// held by somebody who is called by nothing more.
    fn tie(
        &self,
        nodes: &[Node],
        node_of: &[usize],
        weak: Vec<(usize, usize, usize, Link)>,
        settling: &mut Settling<'_>,
        notes: &mut Vec<Note>,
    ) {
        type Ties = BTreeMap<usize, Vec<(usize, usize, Link)>>;
        let mut by_weight: BTreeMap<std::cmp::Reverse<usize>, Ties> = BTreeMap::new();
        for (less, more, rank, link) in weak {
            let weight = nodes[node_of[less]].name.words.len();
            by_weight.entry(std::cmp::Reverse(weight)).or_default().entry(less).or_default().push((rank, more, link));
        }
        for (less, mut ties) in by_weight.into_values().flatten() {
            ties.sort_by(|a, b| (a.0, &a.2.id).cmp(&(b.0, &b.2.id)));
            let best = ties.first().map_or(0, |tie| tie.0);
            let mut fits: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for (_, more, _) in ties.iter().filter(|tie| tie.0 == best) {
                fits.entry(settling.all.find(*more)).or_default().push(*more);
            }
            let bearer = match fits.len() {
                1 => fits.keys().next().copied(),
                _ => self.in_office_then(less, nodes, node_of, &fits),
            };
            let Some(bearer) = bearer else {
                let chain = self.chains[less];
                let message = format!("{} fits {} bearers alike, and stays alone", chain.name, fits.len());
                let mut note = Note::new("several-bearers", message);
                note.document = Some(chain.document.clone());
                note.span = chain.mentions.first().copied();
                notes.push(note);
                settling.refused.extend(ties.into_iter().map(|(_, _, link)| (link.id, SEVERAL)));
                continue;
            };
            for (_, more, link) in ties {
                if settling.all.together(more, bearer) {
                    settling.join((less, more), link);
                } else {
                    settling.refused.push((link.id, ANOTHER));
                }
            }
        }
    }

    /// Of several who are given one office the one who is given it nearest to the date of this document; nobody, where
    /// two are equally near or dates are missing.
    fn in_office_then(
        &self,
        described: usize,
        nodes: &[Node],
        node_of: &[usize],
        fits: &BTreeMap<usize, Vec<usize>>,
    ) -> Option<usize> {
        let then = self.moment(described)?;
        let office = office_described(self.chains[described])?;
        let mut near: Vec<(i64, usize)> = Vec::new();
        for (&root, holders) in fits {
            let chains = holders.iter().flat_map(|&holder| &nodes[node_of[holder]].chains).copied();
            let in_office = chains.filter(|&at| gives_office(self.chains[at], &office));
            near.push((in_office.filter_map(|at| Some(self.moment(at)?.days_apart(then))).min()?, root));
        }
        near.sort_unstable();
        match near.as_slice() {
            [first, second, ..] if first.0 < second.0 => Some(first.1),
            _ => None,
        }
    }

    fn moment(&self, chain: usize) -> Option<Moment> {
        self.sheets.get(&self.chains[chain].document)?.moment
    }
}

fn gives_office(chain: &Chain, wanted: &str) -> bool {
    chain.roles.iter().any(|role| office(&role.role).as_deref() == Some(wanted))
}

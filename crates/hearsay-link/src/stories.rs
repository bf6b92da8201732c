//! Stories: which documents report one event.
//!
//! In: the sheets and what tells most of each. Out: `same-event` links, a tree of the strongest for
//! each story, with the words that both share, and a group for each story. Invariant: documents
//! whose dates lie more than [`WINDOW`] days apart are not linked; a family of linked documents is
//! cut by average link, so that one document that resembles two stories does not join them.
//!
//! Example: three outlets' reports of one flood, which share `Tolvern`, `weir` and `Holm`.

use crate::components::Components;
use crate::sheet::Sheet;
use crate::weights::{Profile, cosine};
use crate::{Gathered, Linker, authority};
use hearsay_record::{Correction, Direction, Group, GroupKind, Id, Link, LinkKind, Note, Place, Reason};
use rayon::prelude::*;
use std::collections::HashMap;

/// Days between two reports of one event, at most.
const WINDOW: i64 = 10;
/// Documents are joined while they are, on average, this much alike.
const CUT: f32 = 0.17;
/// A family of more documents is cut at a higher likeness first.
const LARGEST: usize = 4_000;
/// Shared words that are shown.
const SHOWN: usize = 6;

/// One document as a report of an event.
pub(crate) struct Report<'a> {
    sheet: &'a Sheet<'a>,
    profile: &'a Profile,
}

/// The linker of events.
pub(crate) struct Stories<'a> {
    sheets: &'a [Sheet<'a>],
    profiles: &'a [Profile],
}

impl<'a> Stories<'a> {
    pub(crate) fn new(sheets: &'a [Sheet<'a>], profiles: &'a [Profile]) -> Self {
        Self { sheets, profiles }
    }

    /// One report for each sheet.
    pub(crate) fn items(&self) -> Vec<Report<'a>> {
        self.sheets.iter().zip(self.profiles).map(|(sheet, profile)| Report { sheet, profile }).collect()
    }
}

impl<'a> Linker for Stories<'a> {
    type Item = Report<'a>;

    fn keys(&self, report: &Report<'a>) -> Vec<u64> {
        report.profile.top.clone()
    }

    fn judge(&self, a: &Report<'a>, b: &Report<'a>) -> Option<Link> {
        let (a, b) = if a.sheet.document.id <= b.sheet.document.id { (a, b) } else { (b, a) };
        if a.sheet.document.id == b.sheet.document.id || likeness(a, b) < CUT {
            return None;
        }
        // Weight, and where the word stands first in a and in b.
        let mut shared: Vec<(f32, u32, u32)> = Vec::new();
        for (&(word, weight), &first) in a.profile.terms.iter().zip(&a.profile.first) {
            if let Ok(at) = b.profile.terms.binary_search_by_key(&word, |term| term.0) {
                shared.push((weight * b.profile.terms[at].1, first, b.profile.first[at]));
            }
        }
        shared.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
        shared.truncate(SHOWN);
        let place = |report: &Report<'_>, words: Vec<u32>| {
            let mut spans: Vec<_> = words
                .iter()
                .filter_map(|at| report.sheet.words.get(*at as usize))
                .map(|word| report.sheet.offsets.chars(word.span))
                .collect();
            spans.sort_unstable();
            Place::new(report.sheet.document.id.clone(), spans)
        };
        let (one, other) =
            (place(a, shared.iter().map(|word| word.1).collect()), place(b, shared.iter().map(|word| word.2).collect()));
        Some(Link {
            id: Link::id_of(LinkKind::SameEvent, &a.sheet.document.id, &b.sheet.document.id),
            kind: LinkKind::SameEvent,
            members: [a.sheet.document.id.clone(), b.sheet.document.id.clone()],
            a: one.clone(),
            b: other.clone(),
            direction: Direction::None,
            because: vec![Reason { code: "shared-rare-words".into(), evidence: vec![one, other] }],
            coverage: None,
            passages: Vec::new(),
            changes: Vec::new(),
            not_comparable_because: None,
            authority: authority(),
        })
    }

    fn gather(&self, reports: &[Report<'a>], links: Vec<Link>, _: &[Correction]) -> Gathered {
        let index: HashMap<&Id, usize> = reports.iter().enumerate().map(|(at, report)| (&report.sheet.document.id, at)).collect();
        let mut edges: Vec<(f32, usize, usize, Link)> = links
            .into_iter()
            .filter_map(|link| {
                let (a, b) = (*index.get(&link.members[0])?, *index.get(&link.members[1])?);
                Some((likeness(&reports[a], &reports[b]), a, b, link))
            })
            .collect();
        edges.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.3.id.cmp(&other.3.id)));
        let mut families = Components::limited(reports.len(), LARGEST);
        for (_, a, b, _) in &edges {
            families.join(*a, *b);
        }
        let mut notes = Vec::new();
        if families.n_cut > 0 {
            notes.push(Note::new("group-cut", format!("{} links left a family of more than {LARGEST} reports", families.n_cut)));
        }
        let stories: Vec<Vec<usize>> = families
            .members()
            .into_par_iter()
            .filter(|family| family.len() > 1)
            .flat_map_iter(|family| cut(&family, reports))
            .filter(|story| story.len() > 1)
            .collect();
        let mut story_of: HashMap<usize, usize> = HashMap::new();
        for (story, members) in stories.iter().enumerate() {
            story_of.extend(members.iter().map(|&member| (member, story)));
        }
        // The strongest links that hold a story together; the rest say the same again.
        let mut tree = Components::new(reports.len(), &[]);
        let mut kept = Vec::new();
        for (_, a, b, link) in edges {
            if story_of.contains_key(&a) && story_of.get(&a) == story_of.get(&b) && !tree.together(a, b) {
                tree.join(a, b);
                kept.push(link);
            }
        }
        let groups = stories
            .into_iter()
            .map(|members| {
                let mut members: Vec<Id> = members.into_iter().map(|at| reports[at].sheet.document.id.clone()).collect();
                members.sort();
                Group {
                    id: Group::id_of(GroupKind::Story, &members[0]),
                    kind: GroupKind::Story,
                    members,
                    origins: None,
                    authority: authority(),
                }
            })
            .collect();
        Gathered { links: kept, groups, notes }
    }
}

/// How alike two reports are; nothing where their dates lie too far apart.
fn likeness(a: &Report<'_>, b: &Report<'_>) -> f32 {
    if within_window(a, b) { cosine(a.profile, b.profile) } else { 0.0 }
}

fn within_window(a: &Report<'_>, b: &Report<'_>) -> bool {
    match (a.sheet.moment, b.sheet.moment) {
        (Some(one), Some(other)) => one.days_apart(other) <= WINDOW,
        _ => true,
    }
}

/// How alike all reports of a family are: the sums run over the documents that hold a word, so that
/// pairs with nothing in common cost nothing.
fn likenesses(family: &[usize], reports: &[Report<'_>]) -> Vec<Vec<f32>> {
    let mut holders: HashMap<u64, Vec<(usize, f32)>> = HashMap::new();
    for (at, &report) in family.iter().enumerate() {
        for &(word, weight) in &reports[report].profile.terms {
            holders.entry(word).or_default().push((at, weight));
        }
    }
    (0..family.len())
        .into_par_iter()
        .map(|one| {
            let report = &reports[family[one]];
            let mut row = vec![0.0; family.len()];
            for (word, weight) in &report.profile.terms {
                for &(other, with) in holders.get(word).into_iter().flatten() {
                    row[other] += weight * with;
                }
            }
            for (other, alike) in row.iter_mut().enumerate() {
                if !within_window(report, &reports[family[other]]) {
                    *alike = 0.0;
                }
            }
            row
        })
        .collect()
}

/// Average link within a family, by chains of nearest neighbours: joins while the average likeness
/// is at least [`CUT`].
fn cut(family: &[usize], reports: &[Report<'_>]) -> Vec<Vec<usize>> {
    let n = family.len();
    let mut alike = likenesses(family, reports);
    let mut members: Vec<Vec<usize>> = family.iter().map(|&at| vec![at]).collect();
    let mut is_open: Vec<bool> = vec![true; n];
    let mut chain: Vec<usize> = Vec::new();
    while let Some(tip) = chain.last().copied().or_else(|| is_open.iter().position(|open| *open)) {
        if chain.is_empty() {
            chain.push(tip);
        }
        // The nearest; of equals the one before in the chain, so that the chain ends, then the first.
        let previous = chain.len().checked_sub(2).map(|at| chain[at]);
        let mut nearest: Option<usize> = previous;
        for other in 0..n {
            if is_open[other] && other != tip && nearest.is_none_or(|best| alike[tip][other] > alike[tip][best]) {
                nearest = Some(other);
            }
        }
        let Some(other) = nearest.filter(|&other| alike[tip][other] >= CUT) else {
            // Nothing is near enough, and nothing ever will be: averages do not rise above their parts.
            is_open[tip] = false;
            chain.pop();
            continue;
        };
        if Some(other) != previous {
            chain.push(other);
            continue;
        }
        chain.truncate(chain.len() - 2);
        let (into, from) = (tip.min(other), tip.max(other));
        let (n_into, n_from) = (members[into].len() as f32, members[from].len() as f32);
        for k in 0..n {
            if k != into && k != from && is_open[k] {
                let joined = (alike[into][k] * n_into + alike[from][k] * n_from) / (n_into + n_from);
                alike[into][k] = joined;
                alike[k][into] = joined;
            }
        }
        is_open[from] = false;
        let moved = std::mem::take(&mut members[from]);
        members[into].extend(moved);
    }
    members.retain(|members| !members.is_empty());
    members
}

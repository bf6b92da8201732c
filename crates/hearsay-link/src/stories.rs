//! Stories: which documents report one event.
//!
//! In: the sheets and what tells most of each. Out: `same-event` links, a tree of the strongest for
//! each story, with the words that both share, and a group for each story. Invariant: documents
//! whose dates lie more than [`WINDOW`] days apart are not linked; a family of linked documents is
//! cut by average link, so that one document that resembles two stories does not join them. Within a family words
//! are weighed by how many of *its* documents hold them, beside the background: in a family about one weir `weir`
//! tells little. So a family is cut by itself alone, whatever else the case holds.
//!
//! Example: three outlets' reports of one flood, which share `Tolvern`, `weir` and `Holm`.

use crate::components::Components;
use crate::moment::Moment;
use crate::sheet::Sheet;
use crate::weights::{Profile, Weights, cosine};
use crate::why::{Explains, Trace};
use crate::{Gathered, Linker, authority};
use hearsay_record::{Correction, Direction, Group, GroupKind, Id, Link, LinkKind, Place, Reason};
use rayon::prelude::*;
use std::collections::HashMap;

/// Days between two reports of one event, at most.
const WINDOW: i64 = 10;
/// Reports that are this much alike, words weighed by the background, are of one family.
const FAMILY: f32 = 0.14;
/// Within a family reports are joined while they are, on average, this much alike, words weighed by the family.
const CUT: f32 = 0.15;
/// In a family words are weighed as if so many documents of the background stood beside its own.
const BESIDE: f32 = 700.0;
/// A report moves to a story that it is so many times as much alike, on average, as its own.
const NEARER: f32 = 1.1;
/// How often all reports are asked whether they stand in the nearest story.
const ROUNDS: usize = 3;
/// A family of more documents is cut at a higher likeness first, and is one story where even the highest holds it together; small
/// where tests are to see that.
pub(crate) const LARGEST: usize = if cfg!(test) { 30 } else { 4_000 };
/// At which likeness, one after the other, the first being what links at all.
pub(crate) const LADDER: [f32; 8] =
    if cfg!(test) { [FAMILY, 0.4, 0.65, 0.8, 0.9, 0.95, 0.98, 0.995] } else { [FAMILY, 0.18, 0.22, 0.27, 0.33, 0.4, 0.5, 0.65] };
/// Shared words that are shown.
const SHOWN: usize = 6;

/// One document as a report of an event.
pub(crate) struct Report<'a> {
    sheet: &'a Sheet<'a>,
    profile: &'a Profile,
}

impl Report<'_> {
    pub(crate) fn id(&self) -> &Id {
        &self.sheet.document.id
    }

    /// What reports of one affair are likely to share.
    pub(crate) fn near(&self) -> u64 {
        self.profile.heaviest()
    }

    pub(crate) fn outline(&self) -> Outline<'_> {
        Outline { id: &self.sheet.document.id, moment: self.sheet.moment, terms: &self.profile.terms }
    }
}

/// The linker of events.
pub(crate) struct Stories<'a> {
    sheets: &'a [Sheet<'a>],
    weights: &'a Weights,
    profiles: &'a [Profile],
}

impl<'a> Stories<'a> {
    pub(crate) fn new(sheets: &'a [Sheet<'a>], weights: &'a Weights, profiles: &'a [Profile]) -> Self {
        Self { sheets, weights, profiles }
    }

    /// One report for each sheet.
    pub(crate) fn items(&self) -> Vec<Report<'a>> {
        self.sheets.iter().zip(self.profiles).map(|(sheet, profile)| Report { sheet, profile }).collect()
    }

    /// How alike two reports are, if that is enough to link them: as much as a large case keeps of all that met.
    pub(crate) fn alike(&self, a: &Report<'a>, b: &Report<'a>) -> Option<f32> {
        let (a, b) = if a.id() <= b.id() { (a, b) } else { (b, a) };
        Some(likeness(&a.outline(), &b.outline())).filter(|alike| a.id() != b.id() && *alike >= FAMILY)
    }

    /// The stories of reports that are so much alike, each pair by its two numbers.
    pub(crate) fn told(&self, reports: &[Report<'a>], alike: Vec<(f32, usize, usize)>) -> Gathered {
        let outlines: Vec<Outline<'_>> = reports.iter().map(Report::outline).collect();
        let Told { stories, kept } = tell(&outlines, alike, self.weights);
        let links = kept.par_iter().map(|&(a, b)| same_event(&reports[a], &reports[b])).collect();
        let groups = stories.into_iter().map(|members| group(members.into_iter().map(|at| reports[at].id().clone()).collect()));
        Gathered { links, groups: groups.collect(), notes: Vec::new() }
    }
}

impl<'a> Linker for Stories<'a> {
    type Item = Report<'a>;

    fn keys(&self, report: &Report<'a>) -> Vec<u64> {
        report.profile.top.clone()
    }

    fn judge(&self, a: &Report<'a>, b: &Report<'a>) -> Option<Link> {
        let (a, b) = if a.id() <= b.id() { (a, b) } else { (b, a) };
        self.alike(a, b).map(|_| same_event(a, b))
    }

    fn gather(&self, reports: &[Report<'a>], links: Vec<Link>, _: &[Correction]) -> Gathered {
        let index: HashMap<&Id, usize> = reports.iter().enumerate().map(|(at, report)| (report.id(), at)).collect();
        let alike = links.into_iter().filter_map(|link| {
            let (a, b) = (*index.get(&link.members[0])?, *index.get(&link.members[1])?);
            Some((self.alike(&reports[a], &reports[b])?, a, b))
        });
        self.told(reports, alike.collect())
    }
}

impl<'a> Explains for Stories<'a> {
    const PASS: &'static str = "stories";

    fn keys_in_words(&self, report: &Report<'a>) -> Vec<(u64, String)> {
        report.profile.top.iter().map(|&word| (word, report.sheet.telling_word(report.profile, word))).collect()
    }

    fn judged(&self, a: &Report<'a>, b: &Report<'a>, trace: &mut Trace) -> Option<Link> {
        let (a, b) = if a.sheet.document.id <= b.sheet.document.id { (a, b) } else { (b, a) };
        if !trace.is("two documents", a.sheet.document.id != b.sheet.document.id) {
            return None;
        }
        let (one, other) = (a.outline(), b.outline());
        let days = || match (one.moment, other.moment) {
            (Some(one), Some(other)) => format!("{} days apart", one.days_apart(other)),
            _ => "not both are dated".into(),
        };
        let is_near = trace.found("dates within ten days of each other", days, within_window(&one, &other));
        let alike = if is_near { cosine(one.terms, other.terms) } else { 0.0 };
        (is_near && trace.at_least("likeness of the words, weighed by the background", f64::from(alike), f64::from(FAMILY)))
            .then(|| same_event(a, b))
    }

    fn refused(&self, reports: &[Report<'a>], corrections: &[Correction]) -> Vec<(Id, &'static str)> {
        let links: Vec<Link> = crate::judged(self, reports).into_iter().map(|(_, _, link)| *link).collect();
        let story_of: HashMap<Id, Id> = self
            .gather(reports, links.clone(), corrections)
            .groups
            .into_iter()
            .flat_map(|group| group.members.into_iter().map(move |member| (member, group.id.clone())))
            .collect();
        let parts = |link: &Link| {
            let story = |at: usize| story_of.get(&link.members[at]);
            story(0).is_none() || story(0) != story(1)
        };
        let because = "on average the reports around the two are too little alike to be one story";
        links.into_iter().filter(parts).map(|link| (link.id, because)).collect()
    }
}

/// The group of a story.
pub(crate) fn group(mut members: Vec<Id>) -> Group {
    members.sort();
    Group {
        id: Group::id_of(GroupKind::Story, &members[0]),
        kind: GroupKind::Story,
        members,
        origins: None,
        authority: authority(),
    }
}

/// As much of a report as stories are told by.
#[derive(Clone, Copy)]
pub(crate) struct Outline<'a> {
    pub(crate) id: &'a Id,
    pub(crate) moment: Option<Moment>,
    pub(crate) terms: &'a [(u64, f32)],
}

/// Stories, and the pairs that hold each together.
pub(crate) struct Told {
    pub(crate) stories: Vec<Vec<usize>>,
    pub(crate) kept: Vec<(usize, usize)>,
}

/// The stories of these reports, given in order of id, by the pairs that are alike. A family is all that is linked, or, where
/// that is more than [`LARGEST`], all that is linked by stronger links alone; and is cut by itself. Where more are linked by the
/// strongest, they are one story: to cut them takes the square of their number, and they hardly differ.
pub(crate) fn tell(reports: &[Outline<'_>], edges: Vec<(f32, usize, usize)>, weights: &Weights) -> Told {
    let mut edges: Vec<Edge> = edges
        .into_iter()
        .map(|(alike, a, b)| (alike, a, b, Link::id_of(LinkKind::SameEvent, reports[a].id, reports[b].id)))
        .collect();
    let families = families(reports.len(), &mut edges);
    tell_families(reports, edges, families, weights)
}

/// Two reports that are alike, and the id of their link.
pub(crate) type Edge = (f32, usize, usize, Id);

/// The stories of these families by the pairs within them.
pub(crate) fn tell_families(reports: &[Outline<'_>], mut edges: Vec<Edge>, families: Vec<Vec<usize>>, weights: &Weights) -> Told {
    edges.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.3.cmp(&other.3)));
    let stories: Vec<Vec<usize>> = families
        .into_par_iter()
        .filter(|family| family.len() > 1)
        .flat_map_iter(|family| if family.len() > LARGEST { vec![family] } else { cut(&family, reports, weights) })
        .filter(|story| story.len() > 1)
        .collect();
    let mut story_of: HashMap<usize, usize> = HashMap::new();
    for (story, members) in stories.iter().enumerate() {
        story_of.extend(members.iter().map(|&member| (member, story)));
    }
    // The strongest links that hold a story together; the rest say the same again.
    let mut tree = Components::new(reports.len(), &[]);
    let mut kept = Vec::new();
    for (_, a, b, _) in edges {
        if story_of.contains_key(&a) && story_of.get(&a) == story_of.get(&b) && !tree.together(a, b) {
            tree.must(a, b);
            kept.push((a.min(b), a.max(b)));
        }
    }
    for members in &stories {
        hold_together(members, reports, &mut tree, &mut kept);
    }
    Told { stories, kept }
}

/// Families, each by the weakest links that leave it no larger than [`LARGEST`], else by the strongest.
fn families(n_reports: usize, edges: &mut [Edge]) -> Vec<Vec<usize>> {
    edges.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.3.cmp(&other.3)));
    let mut found = Vec::new();
    let mut is_open = vec![true; n_reports];
    for level in LADDER {
        let mut all = Components::limited(n_reports, &[], usize::MAX);
        for (_, a, b, _) in edges.iter().filter(|edge| edge.0 >= level && is_open[edge.1] && is_open[edge.2]) {
            all.join(*a, *b);
        }
        let mut small = all.members();
        let is_strongest = LADDER.last() == Some(&level);
        small.retain(|members| (members.len() <= LARGEST || is_strongest) && is_open[members[0]]);
        small.iter().flatten().for_each(|&member| is_open[member] = false);
        found.extend(small);
    }
    found
}

/// A report may belong to its story by what is rare in the family, though no pair is alike enough by the
/// background to be linked: then the likest pair that leads to it is.
fn hold_together(members: &[usize], reports: &[Outline<'_>], tree: &mut Components, kept: &mut Vec<(usize, usize)>) {
    let Some(&first) = members.iter().min() else { return };
    loop {
        let (joined, loose): (Vec<usize>, Vec<usize>) = members.iter().partition(|&&member| tree.together(first, member));
        let pairs = loose.iter().flat_map(|&one| joined.iter().map(move |&other| (one.min(other), one.max(other))));
        let likest = pairs
            .map(|(one, other)| (likeness(&reports[one], &reports[other]), one, other))
            .max_by(|a, b| a.0.total_cmp(&b.0).then((b.1, b.2).cmp(&(a.1, a.2))));
        let Some((_, one, other)) = likest else { return };
        kept.push((one, other));
        tree.must(one, other);
    }
}

/// The link of two reports of one event, with the words that tell it; the smaller id first.
pub(crate) fn same_event(a: &Report<'_>, b: &Report<'_>) -> Link {
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
            .map(|word| report.sheet.offsets.chars(word.span()))
            .collect();
        spans.sort_unstable();
        Place::new(report.sheet.document.id.clone(), spans)
    };
    let (one, other) =
        (place(a, shared.iter().map(|word| word.1).collect()), place(b, shared.iter().map(|word| word.2).collect()));
    Link {
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
    }
}

/// How alike two reports are; nothing where their dates lie too far apart.
pub(crate) fn likeness(a: &Outline<'_>, b: &Outline<'_>) -> f32 {
    if within_window(a, b) { cosine(a.terms, b.terms) } else { 0.0 }
}

fn within_window(a: &Outline<'_>, b: &Outline<'_>) -> bool {
    match (a.moment, b.moment) {
        (Some(one), Some(other)) => one.days_apart(other) <= WINDOW,
        _ => true,
    }
}

/// The words of each report of a family with their weights there; the squares of a report's weights sum to one.
fn local_terms(family: &[usize], reports: &[Outline<'_>], weights: &Weights) -> Vec<Vec<(u64, f32)>> {
    let mut held: HashMap<u64, f32> = HashMap::new();
    for &report in family {
        for &(word, _) in reports[report].terms {
            *held.entry(word).or_default() += 1.0;
        }
    }
    let all = BESIDE + family.len() as f32 + 1.0;
    let local = |word: u64| {
        let here = held.get(&word).copied().unwrap_or(0.0);
        (all / (BESIDE * weights.share(word) + here + 1.0)).ln().max(0.0) + 0.3
    };
    family
        .par_iter()
        .map(|&report| {
            let mut terms: Vec<(u64, f32)> =
                reports[report].terms.iter().map(|&(word, weight)| (word, weight / weights.idf(word) * local(word))).collect();
            let length = terms.iter().map(|term| term.1 * term.1).sum::<f32>().sqrt();
            if length > 0.0 {
                terms.iter_mut().for_each(|term| term.1 /= length);
            }
            terms
        })
        .collect()
}

/// How alike all reports of a family are: the sums run over the documents that hold a word, so that
/// pairs with nothing in common cost nothing.
fn likenesses(family: &[usize], reports: &[Outline<'_>], weights: &Weights) -> Vec<Vec<f32>> {
    let terms = local_terms(family, reports, weights);
    let mut holders: HashMap<u64, Vec<(usize, f32)>> = HashMap::new();
    for (at, terms) in terms.iter().enumerate() {
        for &(word, weight) in terms {
            holders.entry(word).or_default().push((at, weight));
        }
    }
    terms
        .par_iter()
        .zip(family)
        .map(|(terms, &report)| {
            let mut row = vec![0.0; family.len()];
            for (word, weight) in terms {
                for &(other, with) in holders.get(word).into_iter().flatten() {
                    row[other] += weight * with;
                }
            }
            for (other, alike) in row.iter_mut().enumerate() {
                if !within_window(&reports[report], &reports[family[other]]) {
                    *alike = 0.0;
                }
            }
            row
        })
        .collect()
}

/// Moves each report to the story that it is most alike on average, if that is clearly not its own.
/// All are asked at once, so that no order shows.
fn settle(stories: &mut Vec<Vec<usize>>, alike: &[Vec<f32>]) {
    for _ in 0..ROUNDS {
        let mut story_of = vec![0usize; alike.len()];
        for (story, members) in stories.iter().enumerate() {
            members.iter().for_each(|&member| story_of[member] = story);
        }
        let sizes: Vec<f32> = stories.iter().map(|members| members.len() as f32).collect();
        let nearest: Vec<Option<usize>> = alike
            .par_iter()
            .enumerate()
            .map(|(at, row)| {
                let mut sums = vec![0.0f32; sizes.len()];
                for (other, alike) in row.iter().enumerate().filter(|(other, _)| *other != at) {
                    sums[story_of[other]] += alike;
                }
                let own = story_of[at];
                let with_own = if sizes[own] > 1.0 { sums[own] / (sizes[own] - 1.0) } else { 0.0 };
                let mut best = (CUT.max(with_own * NEARER), None);
                for (story, sum) in sums.iter().enumerate().filter(|(story, _)| *story != own) {
                    if sum / sizes[story] > best.0 {
                        best = (sum / sizes[story], Some(story));
                    }
                }
                best.1
            })
            .collect();
        if nearest.iter().all(Option::is_none) {
            break;
        }
        let mut settled: Vec<Vec<usize>> = vec![Vec::new(); stories.len()];
        for (at, nearest) in nearest.into_iter().enumerate() {
            settled[nearest.unwrap_or(story_of[at])].push(at);
        }
        settled.retain(|members| !members.is_empty());
        *stories = settled;
    }
}

/// Average link within a family, by chains of nearest neighbours: joins while the average likeness
/// is at least [`CUT`]; then every report is asked whether it stands in the nearest story.
fn cut(family: &[usize], reports: &[Outline<'_>], weights: &Weights) -> Vec<Vec<usize>> {
    let n = family.len();
    let likenesses = likenesses(family, reports, weights);
    let mut alike = likenesses.clone();
    let mut members: Vec<Vec<usize>> = (0..n).map(|at| vec![at]).collect();
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
    settle(&mut members, &likenesses);
    members.iter_mut().flatten().for_each(|member| *member = family[*member]);
    members
}

//! `claims`: what is claimed, by whom, in how many documents of how many independent origins.
//!
//! In: claims of the ledger (groups of statements). Out: a row each, most origins first, the latest
//! first among equals. Invariant: nobody's question, refusal, order or wish is a member.
//!
//! Example: nine articles that repeat one agency's line are `origins: 1, documents: 9`.

use crate::ViewError;
use crate::answer::{Answered, Facet, Found, Row};
use crate::days::day_number;
use crate::filter::{Filter, Question};
use crate::lookup::{Line, Lookup, Snapshot};
use crate::place::{Changed, EntityRef, Evidence};
use crate::{who_said, words};
use hearsay_ledger::Ledger;
use hearsay_record::{Collapse, Group, GroupKind, Id, Link, LinkKind};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The answer.
pub type ClaimsAnswer = Answered<ClaimsRow>;

/// One claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimsRow {
    /// The claim.
    pub id: Id,
    /// In the words of its first report.
    pub text: String,
    /// Act of the first report.
    pub act: String,
    /// Each report, the earliest first.
    pub members: Vec<Evidence>,
    /// Who is reported to have said it, the earliest first.
    pub speakers: Vec<EntityRef>,
    /// Documents that hold it.
    pub documents: usize,
    /// Independent origins that these come down to.
    pub origins: usize,
    /// Documents of which it can't be told; not in `origins`.
    pub unknown: usize,
    /// Pairs that count as one origin.
    pub collapsed: Vec<CollapsedPair>,
    /// Date of the first report.
    pub first: Option<String>,
    /// Date of the last.
    pub last: Option<String>,
    /// Outlets, in order of name.
    pub outlets: Vec<String>,
    /// Kinds of dispute that a member is part of.
    pub disputed_by: Vec<LinkKind>,
    /// What became of the utterance between two of its reports, the earlier first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ClaimChange>,
}

/// What became of an utterance from one report to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimChange {
    /// The link between the two.
    pub link: Id,
    /// The earlier report, as far as dates tell; else the one that stands first in the link.
    pub from: Id,
    /// The later.
    pub to: Id,
    /// What differs, from the one to the other.
    pub changes: Vec<Changed>,
}

/// Two places that count as one origin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CollapsedPair {
    /// One place.
    pub a: Evidence,
    /// The other.
    pub b: Evidence,
    /// Why, as a code.
    pub because: String,
    /// The same for a reader.
    pub words: String,
}

impl CollapsedPair {
    /// The pair of a record, for a reader.
    pub(crate) fn of(snapshot: &Snapshot, pair: &Collapse) -> Self {
        Self {
            a: Evidence::of(snapshot, &pair.a),
            b: Evidence::of(snapshot, &pair.b),
            because: pair.because.clone(),
            words: words::words("collapse", &pair.because),
        }
    }
}

/// A claim with the lines that count.
struct Counted<'s> {
    group: &'s Group,
    /// Earliest first.
    lines: Vec<Line<'s>>,
}

impl Counted<'_> {
    fn origins(&self) -> usize {
        self.group.origins.as_ref().map_or(0, |count| count.origins)
    }
    fn documents(&self) -> usize {
        self.lines.iter().map(|line| &line.document.id).collect::<BTreeSet<_>>().len()
    }
    fn dates(&self) -> (Option<&str>, Option<&str>) {
        let dates = || self.lines.iter().filter_map(Line::date);
        (dates().min(), dates().max())
    }
}

impl Counted<'_> {
    /// Independent origins, halved for each full week that lies between the last report and the last day of the case:
    /// what many say now stands before what more said long ago, and a day more or less does not tell. What has no
    /// date counts as a year old.
    fn current(&self, today: Option<i64>) -> f64 {
        let last = self.dates().1.and_then(day_number);
        let days = today.zip(last).map_or(365, |(today, last)| (today - last).max(0));
        let weeks = f64::from(i32::try_from(days / 7).unwrap_or(i32::MAX));
        f64::from(u32::try_from(self.origins()).unwrap_or(u32::MAX)) * (-weeks).exp2()
    }
}

impl ClaimsRow {
    fn of(
        snapshot: &Snapshot,
        claim: &Counted<'_>,
        disputes: &BTreeMap<&Id, BTreeSet<LinkKind>>,
        changed: &BTreeMap<&Id, Vec<&Link>>,
    ) -> Self {
        let Counted { group, lines } = claim;
        let (first, last) = claim.dates();
        let speakers: Vec<Id> = lines.iter().filter_map(|line| line.statement.who.clone()).collect();
        let count = group.origins.clone().unwrap_or_default();
        let kinds: BTreeSet<LinkKind> =
            lines.iter().filter_map(|line| disputes.get(&line.statement.id)).flatten().copied().collect();
        let kept = |place: &hearsay_record::Place| {
            place.attribution.as_ref().is_none_or(|id| lines.iter().any(|line| line.attribution.id == *id))
        };
        let collapsed = count.collapsed.iter().filter(|pair| kept(&pair.a) && kept(&pair.b));
        Self {
            id: group.id.clone(),
            text: lines.first().map(|line| Snapshot::text(line.document, &line.attribution.roles.content)).unwrap_or_default(),
            act: lines.first().map(|line| line.statement.act.clone()).unwrap_or_default(),
            members: lines.iter().map(|line| Evidence::of_line(snapshot, line)).collect(),
            speakers: who_said::entities(snapshot, &speakers),
            documents: claim.documents(),
            origins: claim.origins(),
            // Without a count nothing is known of any document's origin.
            unknown: if group.origins.is_some() { count.unknown } else { claim.documents() },
            collapsed: collapsed.map(|pair| CollapsedPair::of(snapshot, pair)).collect(),
            first: first.map(str::to_owned),
            last: last.map(str::to_owned),
            outlets: lines
                .iter()
                .filter_map(|line| line.document.origin.outlet.clone())
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
            disputed_by: kinds.into_iter().collect(),
            changes: changes(snapshot, lines, changed),
        }
    }
}

/// What became of a claim between reports that are linked, in order of time.
fn changes(snapshot: &Snapshot, lines: &[Line<'_>], changed: &BTreeMap<&Id, Vec<&Link>>) -> Vec<ClaimChange> {
    let at: BTreeMap<&Id, usize> = lines.iter().enumerate().map(|(at, line)| (&line.statement.id, at)).collect();
    let mut found: Vec<(usize, usize, ClaimChange)> = Vec::new();
    for line in lines {
        for link in changed.get(&line.statement.id).into_iter().flatten() {
            let [Some(&one), Some(&other)] = [at.get(&link.members[0]), at.get(&link.members[1])] else { continue };
            let changes = Changed::of(snapshot, link);
            let (from, to, changes) = if one <= other {
                (one, other, changes)
            } else {
                (other, one, changes.into_iter().map(Changed::turned).collect())
            };
            let id = |at: usize| lines[at].statement.id.clone();
            found.push((from, to, ClaimChange { link: link.id.clone(), from: id(from), to: id(to), changes }));
        }
    }
    found.sort_by(|a, b| (a.0, a.1, &a.2.link).cmp(&(b.0, b.1, &b.2.link)));
    found.into_iter().map(|(_, _, change)| change).collect()
}

impl Row for ClaimsRow {
    const NAME: &'static str = "claims";
    const COLUMNS: &'static [&'static str] = &[
        "origins",
        "documents",
        "unknown",
        "first",
        "last",
        "speakers",
        "act",
        "text",
        "disputed_by",
        "outlets",
        "reports",
        "changes",
        "path",
        "document",
        "spans",
        "sentence",
        "id",
    ];
    const TERMINAL: &'static [&'static str] = &["origins", "documents", "last", "speakers", "text", "disputed_by", "id"];
    fn cells(&self) -> Vec<String> {
        let first = self.members.first();
        vec![
            self.origins.to_string(),
            self.documents.to_string(),
            self.unknown.to_string(),
            self.first.clone().unwrap_or_default(),
            self.last.clone().unwrap_or_default(),
            self.speakers.iter().map(|who| who.name.as_str()).collect::<Vec<_>>().join("; "),
            words::act(&self.act),
            self.text.clone(),
            self.disputed_by.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join("; "),
            self.outlets.join("; "),
            self.members.len().to_string(),
            self.changes.iter().flat_map(|change| &change.changes).map(Changed::in_words).collect::<Vec<_>>().join("; "),
            first.and_then(|place| place.path.clone()).unwrap_or_default(),
            first.map(|place| place.document.to_string()).unwrap_or_default(),
            first.map(|place| who_said::spans_cell(&place.spans)).unwrap_or_default(),
            first.map(|place| place.sentence().to_string()).unwrap_or_default(),
            self.id.to_string(),
        ]
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        let sieve = lookup.sieve(filter);
        let mut claims: Vec<Counted<'_>> = Vec::new();
        for group in lookup.groups.values().filter(|group| group.kind == GroupKind::Claim && sieve.takes_claim(&group.id)) {
            let mut lines: Vec<Line<'_>> = group
                .members
                .iter()
                .filter_map(|id| lookup.line(id))
                .filter(|line| line.attribution.commitment.is_assertion())
                .collect();
            // A claim is shown whole as soon as one of its reports meets the filter.
            if lines.iter().any(|line| sieve.takes(lookup, line)) {
                lines.sort_by(|a, b| a.order().cmp(&b.order()));
                claims.push(Counted { group, lines });
            }
        }
        let last = |claim: &Counted<'_>| claim.dates().1.map(str::to_owned);
        claims.sort_by(|a, b| a.group.id.cmp(&b.group.id));
        match filter.sort.as_deref() {
            Some("date") => claims.sort_by_cached_key(|claim| (claim.dates().0.is_none(), claim.dates().0.map(str::to_owned))),
            Some("recent") => claims.sort_by_cached_key(|claim| std::cmp::Reverse(last(claim))),
            Some("current") => {
                let today = lookup.documents.values().filter_map(|document| day_number(&document.published.as_ref()?.date)).max();
                claims.sort_by(|a, b| {
                    let weight = |claim: &Counted<'_>| claim.current(today);
                    let by_weight = weight(b).total_cmp(&weight(a));
                    by_weight.then_with(|| b.documents().cmp(&a.documents())).then_with(|| b.dates().1.cmp(&a.dates().1))
                });
            }
            Some("documents") => claims.sort_by_cached_key(|claim| std::cmp::Reverse((claim.documents(), last(claim)))),
            _ => claims.sort_by_cached_key(|claim| std::cmp::Reverse((claim.origins(), claim.documents(), last(claim)))),
        }
        let mut disputes = BTreeMap::<&Id, BTreeSet<LinkKind>>::new();
        for link in lookup.links.values().filter(|link| link.kind.is_dispute()) {
            for member in &link.members {
                disputes.entry(member).or_default().insert(link.kind);
            }
        }
        // Each link once, under its first member.
        let mut changed = BTreeMap::<&Id, Vec<&Link>>::new();
        for link in lookup.links.values().filter(|link| !link.changes.is_empty()) {
            changed.entry(&link.members[0]).or_default().push(link);
        }
        let all: Vec<Line<'_>> = claims.iter().filter_map(|claim| claim.lines.first().copied()).collect();
        let facets: Vec<Facet> = who_said::facets(lookup, &all).into_iter().filter(|facet| facet.key != "form").collect();
        Ok(Found::of(claims, filter, facets, |claim| Self::of(lookup, &claim, &disputes, &changed)))
    }
}

/// Asks what is claimed.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<ClaimsAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

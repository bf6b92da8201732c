//! `disputes`: where accounts part, with both sides' sentences.
//!
//! In: links of the kinds of difference. Out: a row for each kind and pair of claims, its links gathered
//! into two sides; the earlier side stands left. Claims that support each other are one side, unless
//! they part themselves. Invariants: no side holds what is nobody's assertion;
//! no order of merit; `rule` says in words why the two were set against each other.
//!
//! Example: `fourteen hurt` in four documents against `at least twenty-one` in two is one row.

use crate::ViewError;
use crate::answer::{Answered, Facet, Found, Row};
use crate::columns::{Columns, number};
use crate::filter::{ColumnOrder, Filter, Question};
use crate::listed::{self, List, Listed};
use crate::lookup::{Lookup, holds_words};
use crate::place::{Because, EntityRef, Evidence};
use crate::records::{Digits, NOWHERE, Place as At};
use crate::sieve::Documents;
use crate::snapshot::{Ends, Snapshot};
use crate::words;
use hearsay_ledger::Ledger;
use hearsay_record::{GroupKind, Id, IdKind, Link, LinkKind, Place, Reason};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The answer.
pub type DisputesAnswer = Answered<DisputesRow>;

/// One dispute.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DisputesRow {
    /// The smallest of its links' ids.
    pub id: Id,
    /// In what the two sides part.
    pub kind: LinkKind,
    /// The places of each side, the earliest first; the side that begins earlier stands first.
    pub sides: [Vec<Evidence>; 2],
    /// Who speaks on each side.
    pub speakers: [Vec<EntityRef>; 2],
    /// The claim of each side, where its statements make one.
    pub claims: [Option<Id>; 2],
    /// Why the two were set against each other, in words.
    pub rule: String,
    /// The same in codes, with evidence.
    pub because: Vec<Because>,
    /// Set where they differ in a way that sets nothing against each other.
    pub not_comparable_because: Option<String>,
    /// The links gathered here.
    pub links: Vec<Id>,
}

/// Links that are one dispute: a part of all that were gathered with it.
pub struct Gathered {
    /// In order of id, each with whether it is turned: which of its members stands on the first side.
    all: Arc<[(At, bool)]>,
    from: u32,
    to: u32,
    is_comparable: bool,
}

/// What a member of a link stands for on its side: its claim, else itself, under the smallest id of its claim or its own. Numbers
/// stand in the order of those ids; claims come before statements, and these before what is no statement, as their letters do.
struct Sides<'s> {
    snapshot: &'s Snapshot,
    /// By the place of a claim.
    claims: Vec<u32>,
    /// By the place of a statement.
    statements: Vec<u32>,
}

impl<'s> Sides<'s> {
    fn of(snapshot: &'s Snapshot) -> Self {
        Self { snapshot, claims: snapshot.groups.ranks(), statements: snapshot.statements.ranks() }
    }

    fn side(&self, ends: Ends, at: usize) -> u32 {
        let claim = ends.statement(at).map_or(NOWHERE, |member| self.snapshot.group_at(GroupKind::Claim, member));
        self.claims.get(claim as usize).copied().unwrap_or_else(|| number(self.claims.len()) + self.itself(ends, at))
    }

    /// The number of a member that stands for itself.
    fn itself(&self, ends: Ends, at: usize) -> u32 {
        ends.statement(at).map_or_else(
            || number(self.statements.len()) + ends.members[at],
            |statement| self.statements.get(statement as usize).copied().unwrap_or(NOWHERE),
        )
    }
}

/// Claims that support each other, under the smallest of them.
struct Allied(Vec<u32>);

impl Allied {
    fn new(snapshot: &Snapshot, sides: &Sides<'_>) -> Self {
        let n_documents = snapshot.documents.0.n_places();
        let mut allied = Self((0..number(sides.claims.len() + sides.statements.len() + n_documents)).collect());
        for (_, ends) in snapshot.links.places().filter(|(_, ends)| ends.kind == LinkKind::Supports) {
            let [one, other] = [0, 1].map(|at| allied.of(sides.side(*ends, at)));
            // Both ends, so that no way grows long.
            for side in [one, other, sides.side(*ends, 0), sides.side(*ends, 1)] {
                if let Some(under) = allied.0.get_mut(side as usize) {
                    *under = one.min(other);
                }
            }
        }
        allied
    }

    fn of(&self, side: u32) -> u32 {
        let mut at = side;
        while let Some(&next) = self.0.get(at as usize).filter(|next| **next != at) {
            at = next;
        }
        at
    }
}

fn speaker_of(snapshot: &Snapshot, member: &Id) -> Option<EntityRef> {
    snapshot.statements.get(member).and_then(|said| snapshot.who_at(said.who))
}

/// The place at a member. The record does not say which of a and b belongs to which member, so the attribution decides.
fn places<'s>(snapshot: &Snapshot, link: &'s Link) -> [&'s Place; 2] {
    let holds = |member: &Id, place: &Place| {
        snapshot.statements.get(member).map_or_else(
            || *member == place.document,
            |said| {
                let document = snapshot.documents.0.id_at(said.document);
                place.attribution.as_ref().map_or(place.document == *document, |id| *id == member.renamed(IdKind::Attribution))
            },
        )
    };
    let straight = holds(&link.members[0], &link.a) || holds(&link.members[1], &link.b);
    let crossed = holds(&link.members[0], &link.b) && holds(&link.members[1], &link.a);
    if crossed && !straight { [&link.b, &link.a] } else { [&link.a, &link.b] }
}

/// A link on the way to its dispute.
#[derive(Clone, Copy)]
struct Sided {
    /// Links of which these are one are one dispute: the two sides, and within one claim who speaks on each, else the statements.
    sides: [[u32; 2]; 2],
    kind: LinkKind,
    incomparable: u16,
    link: At,
    is_turned: bool,
}

impl Sided {
    fn dispute(&self) -> (LinkKind, u16, [[u32; 2]; 2]) {
        (self.kind, self.incomparable, self.sides)
    }
}

/// Links of one kind between the same two sides, together; those of one dispute in order of id.
fn gather(snapshot: &Snapshot, takes: impl Fn(Ends) -> bool + Sync) -> Vec<Sided> {
    let columns = snapshot.columns();
    let sides_of = Sides::of(snapshot);
    let allied = Allied::new(snapshot, &sides_of);
    let sided = |(link, ends): (At, &Ends)| {
        let ends = *ends;
        let mut sides = [0, 1].map(|at| sides_of.side(ends, at));
        let together = sides.map(|claim| allied.of(claim));
        if together[0] != together[1] {
            sides = together;
        }
        let mut sides = sides.map(|side| [side, 0]);
        if sides[0] == sides[1] {
            // The same words under two speakers are one claim: then the speakers are the sides, else the statements themselves.
            let n_who = number(columns.n_who(snapshot));
            let member = |at: usize| n_who + sides_of.itself(ends, at);
            for (at, side) in sides.iter_mut().enumerate() {
                side[1] = speaker(snapshot, columns, ends, at).unwrap_or_else(|| member(at));
            }
            if sides[0] == sides[1] {
                for (at, side) in sides.iter_mut().enumerate() {
                    side[1] = member(at);
                }
            }
        }
        let is_turned = sides[0] > sides[1];
        if is_turned {
            sides.swap(0, 1);
        }
        Sided { sides, kind: ends.kind, incomparable: ends.incomparable(), link, is_turned }
    };
    let mut all: Vec<Sided> = (0..number(snapshot.links.n_places()))
        .into_par_iter()
        .filter_map(|place| Some((place, snapshot.links.at(place)?)))
        .filter(|(_, ends)| takes(**ends))
        .map(sided)
        .collect();
    all.par_sort_unstable_by(|one, other| {
        one.dispute().cmp(&other.dispute()).then_with(|| snapshot.links.id_at(one.link).cmp(snapshot.links.id_at(other.link)))
    });
    all
}

/// The number of who speaks at a member of a link.
fn speaker(snapshot: &Snapshot, columns: &Columns, ends: Ends, at: usize) -> Option<u32> {
    columns.who_at(snapshot, snapshot.statements.at(ends.statement(at)?)?.who)
}

/// The disputes of links that stand as [`gather`] puts them.
fn disputes_of(sided: &[Sided]) -> Vec<Gathered> {
    let all: Arc<[(At, bool)]> = sided.iter().map(|link| (link.link, link.is_turned)).collect();
    let mut from = 0;
    let disputes = sided.chunk_by(|one, other| one.dispute() == other.dispute()).map(|links| {
        let to = from + number(links.len());
        let gathered =
            Gathered { all: Arc::clone(&all), from, to, is_comparable: links.first().is_some_and(|link| link.incomparable == 0) };
        from = to;
        gathered
    });
    disputes.collect()
}

/// The same disputes without the links of others.
fn alone(disputes: &[Gathered]) -> Vec<Gathered> {
    let all: Arc<[(At, bool)]> = disputes.iter().flat_map(Gathered::links).copied().collect();
    let mut from = 0;
    let disputes = disputes.iter().map(|dispute| {
        let to = from + (dispute.to - dispute.from);
        let gathered = Gathered { all: Arc::clone(&all), from, to, is_comparable: dispute.is_comparable };
        from = to;
        gathered
    });
    disputes.collect()
}

impl Gathered {
    fn links(&self) -> &[(At, bool)] {
        self.all.get(self.from as usize..self.to as usize).unwrap_or_default()
    }

    fn ends<'s>(&'s self, snapshot: &'s Snapshot) -> impl Iterator<Item = Ends> + 's {
        self.links().iter().filter_map(|(link, _)| snapshot.links.at(*link).copied())
    }

    /// Who speaks on either side, each once.
    fn speakers(&self, snapshot: &Snapshot) -> Vec<u32> {
        speakers(snapshot, self.ends(snapshot))
    }

    fn documents<'s>(&'s self, snapshot: &'s Snapshot) -> impl Iterator<Item = At> + 's {
        self.ends(snapshot).flat_map(|ends| ends.documents)
    }

    /// The smallest of its links' ids.
    fn id(&self, snapshot: &Snapshot) -> Option<Digits> {
        self.links().first().map(|(link, _)| *snapshot.links.id_at(*link))
    }
}

/// Who speaks at the members of links, each once.
fn speakers(snapshot: &Snapshot, ends: impl Iterator<Item = Ends>) -> Vec<u32> {
    let columns = snapshot.columns();
    let mut who: Vec<u32> = ends.flat_map(|ends| [0, 1].map(|at| speaker(snapshot, columns, ends, at))).flatten().collect();
    who.sort_unstable();
    who.dedup();
    who
}

/// How many disputes there are in which two accounts are comparable. They come first in the usual order.
///
/// # Errors
/// Where the ledger can't be read.
pub fn count_comparable(lookup: &Lookup<'_>) -> Result<usize, ViewError> {
    let list = listed::list::<DisputesRow>(lookup, &Filter::default())?;
    Ok(list.items.iter().filter(|gathered| gathered.is_comparable).count())
}

impl DisputesRow {
    /// Without the sentences of its places, which are added to what is shown.
    fn bare(lookup: &Lookup<'_>, gathered: &Gathered) -> Option<Self> {
        let snapshot: &Snapshot = lookup;
        let found: Vec<(Link, bool)> =
            gathered.links().iter().filter_map(|(link, turned)| Some((lookup.link_at(*link)?, *turned))).collect();
        let first = found.iter().map(|(link, _)| link).min_by(|a, b| a.id.cmp(&b.id))?;
        let mut sides: [Vec<Evidence>; 2] = Default::default();
        let mut members: [BTreeSet<&Id>; 2] = Default::default();
        for (link, turned) in &found {
            for (at, place) in places(snapshot, link).into_iter().enumerate() {
                let side = at ^ usize::from(*turned);
                let place = Evidence::bare(snapshot, place);
                if !sides[side].contains(&place) {
                    sides[side].push(place);
                }
                members[side].insert(&link.members[at]);
            }
        }
        for side in &mut sides {
            side.sort_by(|a, b| a.order().cmp(&b.order()));
        }
        if sides[1].first().map(Evidence::order) < sides[0].first().map(Evidence::order) {
            sides.swap(0, 1);
            members.swap(0, 1);
        }
        let mut because: Vec<Because> = Vec::new();
        for reason in found.iter().flat_map(|(link, _)| &link.because) {
            let reason = Because::bare(snapshot, reason);
            if !because.contains(&reason) {
                because.push(reason);
            }
        }
        let codes: Vec<Reason> =
            because.iter().map(|because| Reason { code: because.code.clone(), evidence: Vec::new() }).collect();
        let speakers = members.each_ref().map(|side| {
            let who: BTreeSet<EntityRef> = side.iter().filter_map(|member| speaker_of(snapshot, member)).collect();
            who.into_iter().collect()
        });
        let claims = members
            .each_ref()
            .map(|side| side.iter().find_map(|member| snapshot.group_of(GroupKind::Claim, member)).map(|claim| claim.id.clone()));
        let mut links: Vec<Id> = found.iter().map(|(link, _)| link.id.clone()).collect();
        links.sort();
        Some(Self {
            id: first.id.clone(),
            kind: first.kind,
            sides,
            speakers,
            claims,
            rule: words::rule(first.kind, &codes),
            because,
            not_comparable_because: first.not_comparable_because.clone(),
            links,
        })
    }

    /// The dispute that gathers this link, if one does.
    ///
    /// # Errors
    /// Where the ledger can't be read.
    pub fn holding(lookup: &Lookup<'_>, link: &Id) -> Result<Option<Self>, ViewError> {
        let Some(place) = lookup.link_place(link) else { return Ok(None) };
        let list = listed::list::<Self>(lookup, &Filter::default())?;
        let gathered = list.items.iter().find(|gathered| gathered.links().iter().any(|(one, _)| *one == place));
        Ok(gathered.and_then(|gathered| Self::bare(lookup, gathered)).map(|row| row.filled(lookup)))
    }

    /// With the sentences of its places.
    #[must_use]
    pub fn filled(mut self, snapshot: &Snapshot) -> Self {
        let evidence = self.because.iter_mut().flat_map(|because| &mut because.evidence);
        self.sides.iter_mut().flatten().chain(evidence).for_each(|place| place.fill(snapshot));
        self
    }
}

impl Row for DisputesRow {
    const NAME: &'static str = "disputes";
    const COLUMNS: &'static [&'static str] = &[
        "kind",
        "one_side",
        "one_speaker",
        "one_outlet",
        "one_date",
        "one_reports",
        "other_side",
        "other_speaker",
        "other_outlet",
        "other_date",
        "other_reports",
        "rule",
        "not_comparable_because",
        "one_path",
        "one_document",
        "one_spans",
        "one_sentence",
        "other_path",
        "other_document",
        "other_spans",
        "other_sentence",
        "one",
        "other",
        "id",
    ];
    const TERMINAL: &'static [&'static str] = &["kind", "one", "other", "not_comparable_because", "id"];
    fn cells(&self) -> Vec<String> {
        let text = |value: Option<&String>| value.cloned().unwrap_or_default();
        let side = |at: usize| {
            let first = self.sides[at].first();
            let speakers = self.speakers[at].iter().map(|who| who.name.as_str()).collect::<Vec<_>>().join("; ");
            [
                first.map(Evidence::marked).unwrap_or_default(),
                speakers,
                text(first.and_then(|place| place.outlet.as_ref())),
                text(first.and_then(|place| place.published.as_ref())),
                self.sides[at].len().to_string(),
            ]
        };
        let source = |at: usize| {
            let first = self.sides[at].first();
            [
                text(first.and_then(|place| place.path.as_ref())),
                first.map(|place| place.document.to_string()).unwrap_or_default(),
                first.map(|place| crate::who_said::spans_cell(&place.spans)).unwrap_or_default(),
                first.map(|place| place.sentence().to_string()).unwrap_or_default(),
            ]
        };
        let incomparable =
            self.not_comparable_because.as_deref().map(|code| words::words("incomparable", code)).unwrap_or_default();
        let mut cells = vec![self.kind.as_str().to_string()];
        cells.extend(side(0).into_iter().chain(side(1)));
        cells.extend([self.rule.clone(), incomparable]);
        cells.extend(source(0).into_iter().chain(source(1)));
        // Speaker and words in one cell, for where there is no room for two.
        let in_short = |at: usize| {
            let [words, speakers, ..] = side(at);
            if speakers.is_empty() { words } else { format!("{speakers}: {words}") }
        };
        cells.extend([in_short(0), in_short(1), self.id.to_string()]);
        cells
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        listed::find(lookup, filter)
    }
    fn in_order(lookup: &Lookup<'_>, filter: &Filter, order: ColumnOrder) -> Result<Found<Self>, ViewError> {
        listed::in_order(lookup, filter, order)
    }
}

impl Listed for DisputesRow {
    type Item = Gathered;
    fn list(lookup: &Lookup<'_>, filter: &Filter) -> Result<List<Gathered>, ViewError> {
        let columns = lookup.columns();
        let sieve = lookup.sieve(filter);
        let documents = Documents::of(lookup, &sieve);
        let meant: Option<BTreeSet<u32>> =
            sieve.speaker().map(|meant| meant.iter().filter_map(|id| columns.who_called(lookup, id)).collect());
        let says = |gathered: &Gathered, wanted: &str| {
            let row = Self::bare(lookup, gathered);
            row.is_some_and(|row| {
                row.sides.into_iter().flatten().any(|mut place| {
                    place.fill(lookup);
                    holds_words(place.sentence(), wanted)
                })
            })
        };
        let takes = |gathered: &Gathered| {
            gathered.documents(lookup).any(|document| documents.take(document))
                && meant.as_ref().is_none_or(|meant| gathered.speakers(lookup).iter().any(|who| meant.contains(who)))
                && filter.text.as_deref().is_none_or(|wanted| says(gathered, wanted))
        };
        let kind = |ends: Ends| ends.kind.is_dispute() && filter.kind.as_deref().is_none_or(|kind| ends.kind.as_str() == kind);
        let mut items = disputes_of(&gather(lookup, kind));
        let n_all = items.len();
        items.retain(takes);
        if items.len() < n_all {
            items = alone(&items);
        }
        let snapshot: &Snapshot = lookup;
        let dates = |gathered: &Gathered| {
            let dates = gathered.documents(snapshot).map(|document| columns.documents[document as usize].date);
            let (mut first, mut last) = (NOWHERE, None);
            for date in dates.filter(|date| *date != NOWHERE) {
                first = first.min(date);
                last = last.max(Some(date));
            }
            (first, last)
        };
        items.par_sort_by_cached_key(|gathered| (!gathered.is_comparable, dates(gathered).0, gathered.id(snapshot)));
        match filter.sort.as_deref() {
            Some("recent") => items.par_sort_by_cached_key(|gathered| std::cmp::Reverse(dates(gathered).1)),
            Some("documents") => items.par_sort_by_cached_key(|gathered| {
                std::cmp::Reverse(gathered.documents(snapshot).collect::<BTreeSet<At>>().len())
            }),
            _ => {}
        }
        let mut kinds = BTreeMap::<LinkKind, usize>::new();
        let mut speakers = vec![0_usize; columns.n_who(lookup)];
        for gathered in &items {
            if let Some(ends) = gathered.ends(lookup).next() {
                *kinds.entry(ends.kind).or_default() += 1;
            }
            for who in gathered.speakers(lookup) {
                speakers[who as usize] += 1;
            }
        }
        let named = (0..).zip(&speakers).filter(|(_, count)| **count > 0);
        let facets = vec![
            Facet::of_counts("kind", kinds.iter().map(|(kind, count)| (kind.as_str(), kind.as_str(), *count))),
            Facet::of_counts(
                "speaker",
                named.filter_map(|(who, count)| columns.name(lookup, who).map(|(id, name)| (id.as_str(), name, *count))),
            ),
        ];
        Ok(List { items, facets })
    }
    fn row(lookup: &Lookup<'_>, _: &Filter, gathered: &Gathered) -> Option<Self> {
        let row = Self::bare(lookup, gathered)?;
        Some(if lookup.has_sentences { row.filled(lookup) } else { row })
    }
    fn cell(lookup: &Lookup<'_>, gathered: &Gathered, column: &str) -> Option<String> {
        Some(match column {
            "kind" => gathered.ends(lookup).next()?.kind.as_str().to_string(),
            "not_comparable_because" => {
                let because = gathered.ends(lookup).next().and_then(|ends| lookup.incomparable(ends));
                because.map(|code| words::words("incomparable", code)).unwrap_or_default()
            }
            "id" => gathered.id(lookup)?.id(IdKind::Link).to_string(),
            _ => return None,
        })
    }
    fn bytes(items: &[Gathered]) -> usize {
        items.iter().map(|gathered| size_of_val(gathered.links())).sum()
    }
}

/// Asks where accounts part.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<DisputesAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

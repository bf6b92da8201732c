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
use crate::columns::Columns;
use crate::filter::{ColumnOrder, Filter, Question};
use crate::listed::{self, List, Listed};
use crate::lookup::{Lookup, holds_words};
use crate::place::{Because, EntityRef, Evidence};
use crate::records::{Digits, NOWHERE, Place as At};
use crate::sieve::Documents;
use crate::snapshot::{Ends, LinkAt, Snapshot};
use crate::words;
use hearsay_ledger::Ledger;
use hearsay_record::{GroupKind, Id, IdKind, Link, LinkKind, Place, Reason};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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

/// Links that are one dispute, each with whether it is turned: which of its members stands on the first side.
pub struct Gathered {
    links: Vec<(At, bool)>,
    is_comparable: bool,
}

/// What a member of a link stands for on its side: its claim, else itself, under the smallest id of its claim or its own. Numbers
/// stand in the order of those ids.
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

    /// The number of a member that is no statement, beyond those of all statements.
    fn beyond(&self, ends: Ends, at: usize) -> u32 {
        crate::columns::number(self.statements.len()) + ends.members[at]
    }

    /// Claims come before statements, as their letter does.
    fn side(&self, ends: Ends, at: usize) -> (bool, u32) {
        let Some(member) = ends.statement(at) else { return (true, self.beyond(ends, at)) };
        match self.snapshot.group_at(GroupKind::Claim, member) {
            NOWHERE => (true, self.statements[member as usize]),
            claim => (false, self.claims[claim as usize]),
        }
    }
}

/// Claims that support each other, under the smallest of them.
struct Allied(HashMap<(bool, u32), (bool, u32)>);

impl Allied {
    fn new(snapshot: &Snapshot, sides: &Sides<'_>) -> Self {
        let mut allied = Self(HashMap::new());
        for link in snapshot.links().filter(|link| link.ends.kind == LinkKind::Supports) {
            let [one, other] = [0, 1].map(|at| allied.of(sides.side(link.ends, at)));
            if one != other {
                let (low, high) = if one < other { (one, other) } else { (other, one) };
                allied.0.insert(high, low);
            }
        }
        allied
    }

    fn of(&self, claim: (bool, u32)) -> (bool, u32) {
        let mut at = claim;
        while let Some(next) = self.0.get(&at) {
            at = *next;
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

/// A side: what its members stand for; within one claim who speaks, else the statement itself.
type Side = ((bool, u32), Option<(bool, u32)>);

/// Links of one kind between the same two sides, together.
fn gather(snapshot: &Snapshot, links: impl Iterator<Item = LinkAt>) -> Vec<Gathered> {
    let columns = snapshot.columns();
    let sides_of = Sides::of(snapshot);
    let allied = Allied::new(snapshot, &sides_of);
    let mut gathered = HashMap::<(LinkKind, Option<&str>, [Side; 2]), Gathered>::new();
    for link in links {
        let ends = link.ends;
        let mut sides = [0, 1].map(|at| sides_of.side(ends, at));
        let together = sides.map(|claim| allied.of(claim));
        if together[0] != together[1] {
            sides = together;
        }
        let mut sides: [Side; 2] = sides.map(|side| (side, None));
        if sides[0] == sides[1] {
            // The same words under two speakers are one claim: then the speakers are the sides, else the statements themselves.
            let member = |at: usize| {
                let statement = ends.statement(at).map(|member| sides_of.statements[member as usize]);
                (true, statement.unwrap_or_else(|| sides_of.beyond(ends, at)))
            };
            for (at, side) in sides.iter_mut().enumerate() {
                side.1 = Some(speaker(snapshot, columns, ends, at).map_or_else(|| member(at), |who| (false, who)));
            }
            if sides[0] == sides[1] {
                for (at, side) in sides.iter_mut().enumerate() {
                    side.1 = Some(member(at));
                }
            }
        }
        let turned = sides[0] > sides[1];
        if turned {
            sides.swap(0, 1);
        }
        let of = gathered
            .entry((ends.kind, snapshot.incomparable(ends), sides))
            .or_insert_with(|| Gathered { links: Vec::new(), is_comparable: ends.is_comparable() });
        of.links.push((link.place, turned));
    }
    gathered.into_values().collect()
}

/// The number of who speaks at a member of a link.
fn speaker(snapshot: &Snapshot, columns: &Columns, ends: Ends, at: usize) -> Option<u32> {
    columns.who_at(snapshot, snapshot.statements.at(ends.statement(at)?)?.who)
}

impl Gathered {
    fn ends<'s>(&'s self, snapshot: &'s Snapshot) -> impl Iterator<Item = Ends> + 's {
        self.links.iter().filter_map(|(link, _)| snapshot.links.at(*link).copied())
    }

    /// Who speaks on either side, each once.
    fn speakers(&self, snapshot: &Snapshot) -> BTreeSet<u32> {
        let columns = snapshot.columns();
        self.ends(snapshot).flat_map(|ends| [0, 1].map(|at| speaker(snapshot, columns, ends, at))).flatten().collect()
    }

    fn documents<'s>(&'s self, snapshot: &'s Snapshot) -> impl Iterator<Item = At> + 's {
        self.ends(snapshot).flat_map(|ends| ends.documents)
    }

    /// The smallest of its links' ids.
    fn id(&self, snapshot: &Snapshot) -> Option<Digits> {
        self.links.iter().map(|(link, _)| *snapshot.links.id_at(*link)).min()
    }
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
            gathered.links.iter().filter_map(|(link, turned)| Some((lookup.link_at(*link)?, *turned))).collect();
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
    #[must_use]
    pub fn holding(lookup: &Lookup<'_>, link: &Id) -> Option<Self> {
        let place = lookup.link_place(link)?;
        let of = lookup.links.at(place)?.kind;
        let alike = lookup.links().filter(|link| link.ends.kind == of && of.is_dispute());
        let gathered = gather(lookup, alike).into_iter().find(|gathered| gathered.links.iter().any(|(one, _)| *one == place))?;
        Self::bare(lookup, &gathered).map(|row| row.filled(lookup))
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
                && meant.as_ref().is_none_or(|meant| !meant.is_disjoint(&gathered.speakers(lookup)))
                && filter.text.as_deref().is_none_or(|wanted| says(gathered, wanted))
        };
        let kind = |link: &LinkAt| {
            link.ends.kind.is_dispute() && filter.kind.as_deref().is_none_or(|kind| link.ends.kind.as_str() == kind)
        };
        let mut items = gather(lookup, lookup.links().filter(kind));
        items.retain(takes);
        let dates = |gathered: &Gathered| {
            let dates: Vec<u32> = gathered.documents(lookup).map(|document| columns.documents[document as usize].date).collect();
            dates.into_iter().filter(|date| *date != NOWHERE)
        };
        items.sort_by_cached_key(|gathered| {
            (!gathered.is_comparable, dates(gathered).min().unwrap_or(NOWHERE), gathered.id(lookup))
        });
        match filter.sort.as_deref() {
            Some("recent") => items.sort_by_cached_key(|gathered| std::cmp::Reverse(dates(gathered).max())),
            Some("documents") => {
                items.sort_by_cached_key(|gathered| std::cmp::Reverse(gathered.documents(lookup).collect::<BTreeSet<At>>().len()))
            }
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
        items.iter().map(|gathered| gathered.links.len() * size_of::<(At, bool)>()).sum()
    }
}

/// Asks where accounts part.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<DisputesAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

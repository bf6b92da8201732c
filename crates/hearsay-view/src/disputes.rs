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
use crate::filter::{Filter, Question};
use crate::lookup::{Lookup, Sieve, Snapshot, holds_words};
use crate::place::{Because, EntityRef, Evidence};
use crate::words;
use hearsay_ledger::Ledger;
use hearsay_record::{GroupKind, Id, Link, LinkKind, Place, Reason};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

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

/// A link turned so that its sides fit those of the dispute: which of its members stands on the first side.
struct Gathered<'s> {
    links: Vec<(&'s Link, bool)>,
}

/// What a member of a link stands for on its side: its claim; within one claim its speaker too.
fn side_of(snapshot: &Snapshot, member: &Id) -> Id {
    snapshot.group_of(GroupKind::Claim, member).map_or_else(|| member.clone(), |claim| claim.id.clone())
}

/// Claims that support each other, under the smallest of them.
struct Allied(BTreeMap<Id, Id>);

impl Allied {
    fn new(snapshot: &Snapshot) -> Self {
        let mut allied = Self(BTreeMap::new());
        for link in snapshot.links.values().filter(|link| link.kind == LinkKind::Supports) {
            let [one, other] = [&link.members[0], &link.members[1]].map(|member| allied.of(&side_of(snapshot, member)));
            if one != other {
                let (low, high) = if one < other { (one, other) } else { (other, one) };
                allied.0.insert(high, low);
            }
        }
        allied
    }

    fn of(&self, claim: &Id) -> Id {
        let mut at = claim;
        while let Some(next) = self.0.get(at) {
            at = next;
        }
        at.clone()
    }
}

fn speaker_of(snapshot: &Snapshot, member: &Id) -> Option<EntityRef> {
    snapshot.line(member).and_then(|line| snapshot.who(line.statement.who.as_ref()?))
}

/// The place at a member. The record does not say which of a and b belongs to which member, so the attribution decides.
fn places<'s>(snapshot: &Snapshot, link: &'s Link) -> [&'s Place; 2] {
    let holds = |member: &Id, place: &Place| {
        snapshot.line(member).map_or_else(
            || *member == place.document,
            |line| place.attribution.as_ref().map_or(place.document == line.document.id, |id| *id == line.attribution.id),
        )
    };
    let straight = holds(&link.members[0], &link.a) || holds(&link.members[1], &link.b);
    let crossed = holds(&link.members[0], &link.b) && holds(&link.members[1], &link.a);
    if crossed && !straight { [&link.b, &link.a] } else { [&link.a, &link.b] }
}

/// Links of one kind between the same two sides, together.
fn gather<'s>(snapshot: &'s Snapshot, links: impl Iterator<Item = &'s Link>) -> Vec<Gathered<'s>> {
    let allied = Allied::new(snapshot);
    let mut gathered = BTreeMap::<(LinkKind, Option<&str>, [(Id, Option<Id>); 2]), Gathered<'s>>::new();
    for link in links {
        let mut sides = [&link.members[0], &link.members[1]].map(|member| side_of(snapshot, member));
        let together = sides.each_ref().map(|claim| allied.of(claim));
        if together[0] != together[1] {
            sides = together;
        }
        let mut sides = sides.map(|side| (side, None));
        if sides[0] == sides[1] {
            // The same words under two speakers are one claim: then the speakers are the sides, else the statements themselves.
            for (side, member) in sides.iter_mut().zip(&link.members) {
                side.1 = Some(speaker_of(snapshot, member).map_or_else(|| member.clone(), |who| who.id));
            }
            if sides[0] == sides[1] {
                for (side, member) in sides.iter_mut().zip(&link.members) {
                    side.1 = Some(member.clone());
                }
            }
        }
        let turned = sides[0] > sides[1];
        if turned {
            sides.swap(0, 1);
        }
        let key = (link.kind, link.not_comparable_because.as_deref(), sides);
        gathered.entry(key).or_insert_with(|| Gathered { links: Vec::new() }).links.push((link, turned));
    }
    gathered.into_values().collect()
}

impl DisputesRow {
    /// Without the sentences of its places, which are added to what is shown.
    fn bare(snapshot: &Snapshot, gathered: &Gathered<'_>) -> Option<Self> {
        let first = gathered.links.iter().map(|(link, _)| *link).min_by(|a, b| a.id.cmp(&b.id))?;
        let mut sides: [Vec<Evidence>; 2] = Default::default();
        let mut members: [BTreeSet<&Id>; 2] = Default::default();
        for (link, turned) in &gathered.links {
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
        for reason in gathered.links.iter().flat_map(|(link, _)| &link.because) {
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
        let mut links: Vec<Id> = gathered.links.iter().map(|(link, _)| link.id.clone()).collect();
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
    pub fn holding(snapshot: &Snapshot, link: &Id) -> Option<Self> {
        let of = snapshot.links.get(link)?;
        let alike = snapshot.links.values().filter(|link| link.kind == of.kind && link.kind.is_dispute());
        let gathered =
            gather(snapshot, alike).into_iter().find(|gathered| gathered.links.iter().any(|(one, _)| one.id == *link))?;
        Self::bare(snapshot, &gathered).map(|row| row.filled(snapshot))
    }

    /// With the sentences of its places.
    #[must_use]
    pub fn filled(mut self, snapshot: &Snapshot) -> Self {
        let evidence = self.because.iter_mut().flat_map(|because| &mut because.evidence);
        self.sides.iter_mut().flatten().chain(evidence).for_each(|place| place.fill(snapshot));
        self
    }

    fn documents(&self) -> usize {
        self.sides.iter().flatten().map(|place| &place.document).collect::<BTreeSet<_>>().len()
    }

    fn takes(&self, snapshot: &Snapshot, sieve: &Sieve<'_>, filter: &Filter) -> bool {
        let places = || self.sides.iter().flatten();
        let from =
            places().any(|place| snapshot.documents.get(&place.document).is_some_and(|document| sieve.takes_document(document)));
        let says = |place: &Evidence, wanted: &str| {
            let mut whole = place.clone();
            whole.fill(snapshot);
            holds_words(whole.sentence(), wanted)
        };
        let said = filter.text.as_deref().is_none_or(|wanted| places().any(|place| says(place, wanted)));
        let by = sieve.speaker().is_none_or(|meant| self.speakers.iter().flatten().any(|who| meant.contains(&who.id)));
        from && said && by
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
        let sieve = lookup.sieve(filter);
        let kind = |link: &&Link| link.kind.is_dispute() && filter.kind.as_deref().is_none_or(|kind| link.kind.as_str() == kind);
        let gathered = gather(lookup, lookup.links.values().filter(kind));
        let mut rows: Vec<Self> = gathered.iter().filter_map(|gathered| Self::bare(lookup, gathered)).collect();
        rows.retain(|row| row.takes(lookup, &sieve, filter));
        let dates =
            |row: &Self| -> Vec<String> { row.sides.iter().flatten().filter_map(|place| place.published.clone()).collect() };
        let earliest = |row: &Self| {
            let first = dates(row).into_iter().min();
            (row.not_comparable_because.is_some(), first.is_none(), first, row.id.clone())
        };
        rows.sort_by_cached_key(earliest);
        match filter.sort.as_deref() {
            Some("recent") => rows.sort_by_cached_key(|row| std::cmp::Reverse(dates(row).into_iter().max())),
            Some("documents") => rows.sort_by_key(|row| std::cmp::Reverse(row.documents())),
            _ => {}
        }
        let facets = vec![
            Facet::count("kind", rows.iter().map(|row| (row.kind.as_str().into(), row.kind.as_str().into()))),
            Facet::count(
                "speaker",
                rows.iter().flat_map(|row| {
                    let who: BTreeSet<&EntityRef> = row.speakers.iter().flatten().collect();
                    who.into_iter().map(|who| (who.id.to_string(), who.name.clone())).collect::<Vec<_>>()
                }),
            ),
        ];
        Ok(Found::of(rows, filter, facets, |row| if lookup.has_sentences { row.filled(lookup) } else { row }))
    }
}

/// Asks where accounts part.
///
/// # Errors
/// Where the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<DisputesAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

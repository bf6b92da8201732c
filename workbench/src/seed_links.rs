//! Scores links, disputes and accusations on the seed documents, by the rules of
//! `score_links_seeds.py`, in this process.
//!
//! In: the gold of the shared folder and a linked [`Case`] of the seeds. Out: [`LinkScore`] for each
//! kind and for blame. A place stands for the gold relation that it overlaps most (word IoU at least
//! .3). One difference from the script, which asks the program: here an item is a link, so a pair of
//! places, and not a dispute with all of its sides.
//!
//! Example: a `number` link between two places that stand for 000-03 and 004-02 is right if gold has a
//! numeric disagreement of these two, or of two that are the same statements as these.

use crate::case::Case;
use crate::corpora::Shared;
use crate::matching::{best_first, n_pairs};
use crate::names_fit::name_fits;
use crate::people::{People, Person};
use crate::scored_text::{TokenSet, iou, word_starts};
use crate::seeds::{ANNOTATED, GoldRelation, RoleWords};
use anyhow::{Context, Result};
use hearsay_link::Linked;
use hearsay_record::{Attribution, Document, EntityKind, GroupKind, Id, IdKind, LinkKind, Place, Polarity};
use hearsay_text::{CharSpan, Offsets};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Kinds of links of the gold.
pub const KINDS: [&str; 5] = ["same-statement", "supports", "contradicts", "numeric-disagreement", "misattribution-suspected"];

/// Found of gold, right of given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkScore {
    /// Gold ones that were given.
    pub found: usize,
    /// Gold ones.
    pub gold: usize,
    /// Given ones that hold a gold pair, or one between the same statements.
    pub right: usize,
    /// Given ones.
    pub given: usize,
}

#[derive(Deserialize)]
struct GoldLink {
    #[serde(rename = "type")]
    kind: String,
    a: String,
    b: String,
}

#[derive(Deserialize)]
struct GoldBlame {
    accuser: String,
    accused: String,
    relations: Vec<String>,
    strength: String,
}

#[derive(Deserialize)]
struct GoldEntity {
    canonical: String,
    #[serde(rename = "type")]
    kind: String,
}

type Pair = BTreeSet<String>;

/// Scores by kind, and under `blame`.
pub fn scores(
    shared: &Shared,
    relations: &[GoldRelation],
    case: &Case,
    linked: &Linked,
) -> Result<BTreeMap<&'static str, LinkScore>> {
    let gold = GoldPlaces::new(relations, case);
    let links: Vec<GoldLink> = serde_json::from_str(&shared.text("seeds/gold/links.json")?).context("links.json of the seeds")?;
    let mut out = link_scores(&gold, &links, case, linked);
    let blame: Vec<GoldBlame> =
        serde_json::from_str(&shared.text("seeds/gold/blame.json")?).context("blame.json of the seeds")?;
    let entities: Vec<GoldEntity> =
        serde_json::from_str(&shared.text("seeds/gold/entities.json")?).context("entities.json of the seeds")?;
    let mut kinds: BTreeMap<&str, &str> =
        entities.iter().map(|entity| (entity.canonical.as_str(), entity.kind.as_str())).collect();
    kinds.extend(relations.iter().map(|relation| (relation.speaker.as_str(), relation.speaker_kind.as_str())));
    out.insert("blame", blame_score(&gold, &blame, &kinds, case, linked));
    Ok(out)
}

/// A line for each sure link of the gold: `hit` or `miss`, and of a miss what stands in the two places and which
/// links join them; then what is given and is none of the gold's.
pub fn listing(shared: &Shared, relations: &[GoldRelation], case: &Case, linked: &Linked) -> Result<String> {
    let gold = GoldPlaces::new(relations, case);
    let links: Vec<GoldLink> = serde_json::from_str(&shared.text("seeds/gold/links.json")?).context("links.json of the seeds")?;
    let given = given_pairs(&gold, linked);
    let mut out = String::new();
    for link in links.iter().filter(|link| gold.is_sure(&link.a) && gold.is_sure(&link.b)) {
        let pair: Pair = [link.a.clone(), link.b.clone()].into();
        let is_hit = given.get(link.kind.as_str()).is_some_and(|pairs| pairs.contains(&pair));
        _ = writeln!(out, "{} {} {} {}", if is_hit { "hit " } else { "miss" }, link.kind, link.a, link.b);
        if !is_hit {
            for id in [&link.a, &link.b] {
                _ = writeln!(out, "    {id} {}", gold.as_read(id, case));
            }
            let kinds: Vec<&str> = given.iter().filter(|(_, pairs)| pairs.contains(&pair)).map(|(kind, _)| *kind).collect();
            _ = writeln!(out, "    given as {kinds:?}");
        }
    }
    for (kind, pairs) in &given {
        for pair in pairs.iter().filter(|pair| pair.iter().all(|id| gold.is_sure(id))) {
            if !links.iter().any(|link| link.kind == *kind && *pair == [link.a.clone(), link.b.clone()].into()) {
                _ = writeln!(out, "beside {kind} {pair:?}");
            }
        }
    }
    Ok(out)
}

/// The annotated relations in scope, and which of them a place stands for.
struct GoldPlaces<'g> {
    relations: BTreeMap<&'g str, (&'g GoldRelation, RoleWords)>,
    documents: BTreeMap<&'g Id, (&'g str, Offsets<'g>)>,
    attributions: BTreeMap<&'g Id, &'g Attribution>,
}

/// What a place stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stands {
    /// It lies outside of what is annotated.
    OutOfScope,
    /// It lies inside, and stands for no relation.
    ForNone,
    /// For this relation.
    For(String),
}

fn until(number: &str) -> Option<usize> {
    ANNOTATED.iter().find(|(known, _)| *known == number).map(|(_, until)| *until)
}

fn number(document: &Document) -> &str {
    let path = document.origin.path.as_deref().unwrap_or("");
    path.get(..3).unwrap_or("")
}

impl<'g> GoldPlaces<'g> {
    fn new(relations: &'g [GoldRelation], case: &'g Case) -> Self {
        let documents: BTreeMap<&Id, (&str, Offsets<'_>)> =
            case.documents.iter().map(|document| (&document.id, (number(document), Offsets::new(&document.text)))).collect();
        let mut in_scope = BTreeMap::new();
        for relation in relations {
            let first = [&relation.source, &relation.cue, &relation.content]
                .into_iter()
                .flat_map(|role| &role.spans)
                .map(|span| span.start)
                .min();
            let text = documents.values().find(|(number, _)| *number == relation.doc);
            if let (Some(first), Some(until), Some((_, text))) = (first, until(&relation.doc), text)
                && first < until
            {
                in_scope.insert(relation.id.as_str(), (relation, RoleWords::of_gold(text, relation)));
            }
        }
        let attributions =
            case.readings.iter().flat_map(|reading| &reading.attributions).map(|found| (&found.id, found)).collect();
        Self { relations: in_scope, documents, attributions }
    }

    fn is_sure(&self, id: &str) -> bool {
        self.relations.get(id).is_some_and(|(relation, _)| !relation.marginal)
    }

    fn stands_for(&self, place: &Place) -> Stands {
        let attribution =
            place.attribution.as_ref().and_then(|id| self.attributions.get(&id.renamed(IdKind::Attribution)).copied());
        let of_attribution = || {
            attribution.map_or(&[][..], |found| {
                if found.roles.content.is_empty() { &found.roles.cue[..] } else { &found.roles.content[..] }
            })
        };
        let spans: &[CharSpan] = if place.spans.is_empty() { of_attribution() } else { &place.spans };
        let Some((number, text)) = self.documents.get(&place.document) else { return Stands::OutOfScope };
        let first = spans.iter().map(|span| span.start).min();
        if !matches!((first, until(number)), (Some(first), Some(until)) if first < until) {
            return Stands::OutOfScope;
        }
        let empty = TokenSet::new();
        let roles = attribution.map(|found| RoleWords::of(text, found));
        let own = word_starts(text, &place.spans);
        let (source, cue, content) =
            roles.as_ref().map_or((&empty, &empty, &empty), |roles| (&roles.source, &roles.cue, &roles.content));
        let rank = |(relation, gold): &(&GoldRelation, RoleWords)| {
            let body = if gold.content.is_empty() { &gold.cue } else { &gold.content };
            (iou(&own, body).max(iou(content, body)), iou(source, &gold.source), iou(cue, &gold.cue), relation.id.clone())
        };
        let ranked = self.relations.values().filter(|(relation, _)| relation.doc == *number).map(rank);
        let best = ranked.max_by(|one, other| one.partial_cmp(other).unwrap_or(std::cmp::Ordering::Equal));
        match best {
            Some((overlap, _, _, id)) if overlap >= 0.3 => Stands::For(id),
            _ => Stands::ForNone,
        }
    }

    /// What the reader has in the place of a relation: its act, commitment, polarity and words.
    fn as_read(&self, id: &str, case: &Case) -> String {
        let found = case.readings.iter().flat_map(|reading| &reading.attributions).filter_map(|found| {
            let mut place = Place::new(found.document.clone(), found.roles.content.clone());
            place.attribution = Some(found.id.clone());
            (self.stands_for(&place) == Stands::For(id.to_owned())).then(|| {
                let text = self.documents.get(&found.document).map_or_else(String::new, |(_, text)| {
                    found.roles.content.iter().map(|span| text.slice(*span)).collect::<Vec<_>>().join(" … ")
                });
                let is_assertion = if found.commitment.is_assertion() { "" } else { " (no assertion)" };
                format!("{}{is_assertion} {:?} {:?} {text}", found.act, found.polarity, found.speaker_unknown_because)
            })
        });
        let told: Vec<String> = found.collect();
        if told.is_empty() { "not read".into() } else { told.join("\n        ") }
    }

    /// The pair of relations that two places stand for, if both stand for one and the two differ.
    fn pair(&self, a: &Place, b: &Place) -> Option<Pair> {
        match (self.stands_for(a), self.stands_for(b)) {
            (Stands::For(a), Stands::For(b)) if a != b => Some([a, b].into()),
            _ => None,
        }
    }
}

fn kind_of(link: LinkKind) -> Option<&'static str> {
    match link {
        LinkKind::Same => Some("same-statement"),
        LinkKind::Supports => Some("supports"),
        LinkKind::Number => Some("numeric-disagreement"),
        LinkKind::Speaker => Some("misattribution-suspected"),
        kind if kind.is_dispute() => Some("contradicts"),
        _ => None,
    }
}

fn link_scores(places: &GoldPlaces<'_>, gold: &[GoldLink], case: &Case, linked: &Linked) -> BTreeMap<&'static str, LinkScore> {
    let sure: Vec<&GoldLink> = gold.iter().filter(|link| places.is_sure(&link.a) && places.is_sure(&link.b)).collect();
    let same: Vec<Pair> =
        sure.iter().filter(|link| link.kind == "same-statement").map(|link| [link.a.clone(), link.b.clone()].into()).collect();
    let roots = roots(places.relations.keys().copied(), &same);
    let near = |pair: &Pair| -> Pair { pair.iter().map(|id| roots.get(id.as_str()).unwrap_or(id).clone()).collect() };

    let mut given = given_pairs(places, linked);
    if !given.contains_key("same-statement") {
        given.insert("same-statement", claim_pairs(places, case, linked));
    }
    let mut out = BTreeMap::new();
    for kind in KINDS {
        let gold: BTreeSet<Pair> =
            sure.iter().filter(|link| link.kind == kind).map(|link| [link.a.clone(), link.b.clone()].into()).collect();
        let near_gold: BTreeSet<Pair> = gold.iter().map(near).collect();
        let given: BTreeSet<&Pair> =
            given.get(kind).into_iter().flatten().filter(|pair| pair.iter().all(|id| places.is_sure(id))).collect();
        let right = given.iter().filter(|pair| gold.contains(**pair) || near_gold.contains(&near(pair))).count();
        let found = gold.iter().filter(|pair| given.contains(pair)).count();
        out.insert(kind, LinkScore { found, gold: gold.len(), right, given: given.len() });
    }
    out
}

/// The pairs of relations that links join, by the gold's word for their kind.
fn given_pairs(places: &GoldPlaces<'_>, linked: &Linked) -> BTreeMap<&'static str, BTreeSet<Pair>> {
    let mut given: BTreeMap<&str, BTreeSet<Pair>> = BTreeMap::new();
    for link in linked.links.iter().filter(|link| link.not_comparable_because.is_none()) {
        if let (Some(kind), Some(pair)) = (kind_of(link.kind), places.pair(&link.a, &link.b)) {
            given.entry(kind).or_default().insert(pair);
        }
    }
    given
}

/// Pairs of the members of each claim.
fn claim_pairs(places: &GoldPlaces<'_>, case: &Case, linked: &Linked) -> BTreeSet<Pair> {
    let place_of: BTreeMap<Id, Place> = case
        .readings
        .iter()
        .flat_map(|reading| &reading.attributions)
        .map(|found| {
            let mut place = Place::new(found.document.clone(), found.roles.content.clone());
            place.attribution = Some(found.id.clone());
            (found.id.renamed(IdKind::Statement), place)
        })
        .collect();
    let mut out = BTreeSet::new();
    for claim in linked.groups.iter().filter(|group| group.kind == GroupKind::Claim) {
        let members: Vec<&Place> = claim.members.iter().filter_map(|id| place_of.get(id)).collect();
        for (at, a) in members.iter().enumerate() {
            out.extend(members[at + 1..].iter().filter_map(|b| places.pair(a, b)));
        }
    }
    out
}

/// For each relation, one that stands for all that gold calls the same statement as it.
fn roots<'i>(ids: impl Iterator<Item = &'i str>, same: &[Pair]) -> BTreeMap<String, String> {
    let mut root: BTreeMap<String, String> = ids.map(|id| (id.to_owned(), id.to_owned())).collect();
    for pair in same {
        let ends: Vec<String> = pair.iter().filter_map(|id| root.get(id).cloned()).collect();
        if let [one, other] = &ends[..] {
            for value in root.values_mut().filter(|value| *value == one) {
                value.clone_from(other);
            }
        }
    }
    root
}

struct Given<'p> {
    accuser: Option<&'p Person>,
    accused: Vec<String>,
    accused_kind: Option<EntityKind>,
    negated: bool,
    relations: BTreeSet<String>,
}

fn blame_score(
    places: &GoldPlaces<'_>,
    gold: &[GoldBlame],
    kinds: &BTreeMap<&str, &str>,
    case: &Case,
    linked: &Linked,
) -> LinkScore {
    let mut wanted: BTreeMap<(&str, &str, bool), BTreeSet<&str>> = BTreeMap::new();
    for blame in gold {
        let relations: BTreeSet<&str> =
            blame.relations.iter().map(String::as_str).filter(|id| places.relations.contains_key(id)).collect();
        if !relations.is_empty() {
            wanted.entry((&blame.accuser, &blame.accused, blame.strength == "negated")).or_default().extend(relations);
        }
    }
    let people = People::new(&case.readings, linked);
    let given = accusations(places, case, &people);
    let wanted: Vec<_> = wanted.into_iter().collect();
    let kind = |name: &str| kinds.get(name).copied().unwrap_or("");
    let scores: Vec<Vec<u32>> = given
        .iter()
        .map(|given| {
            let fits = |(accuser, accused, negated): &(&str, &str, bool)| {
                let by = given.accuser.map_or(&[][..], |person| &person.names[..]);
                let unnamed = |gold: &str, kind: &str, found: Option<EntityKind>| {
                    (matches!(kind, "anonymous" | "group") || gold.contains("unspecified") || gold.contains("anonymous"))
                        && found.is_none_or(|found| matches!(found, EntityKind::Anonymous | EntityKind::Group))
                };
                let accuser_fits = name_fits(accuser, kind(accuser), by)
                    || unnamed(accuser, kind(accuser), given.accuser.map(|person| person.kind));
                let accused_fits = !given.accused.is_empty()
                    && (name_fits(accused, kind(accused), &given.accused)
                        || (given.accused_kind.is_some() && unnamed(accused, kind(accused), given.accused_kind)));
                given.negated == *negated && accuser_fits && accused_fits
            };
            wanted
                .iter()
                .map(|(key, relations)| {
                    let shared = given.relations.iter().any(|id| relations.contains(id.as_str()));
                    if fits(key) { 1 + u32::from(shared) } else { 0 }
                })
                .collect()
        })
        .collect();
    let found = n_pairs(&best_first(&scores, wanted.len()));
    LinkScore { found, gold: wanted.len(), right: found, given: given.len() }
}

/// Accusations of the readings in scope; those of one accuser, accused and polarity are one.
fn accusations<'p>(places: &GoldPlaces<'_>, case: &Case, people: &'p People) -> Vec<Given<'p>> {
    let mut given: BTreeMap<(String, String, bool), Given<'p>> = BTreeMap::new();
    for (document, reading) in case.documents.iter().zip(&case.readings) {
        let text = Offsets::new(&document.text);
        for found in reading.attributions.iter().filter(|found| found.commitment.is_assertion()) {
            let Some(accusation) = &found.accusation else { continue };
            let mut place = Place::new(document.id.clone(), found.roles.content.clone());
            place.attribution = Some(found.id.clone());
            let stands = places.stands_for(&place);
            if stands == Stands::OutOfScope {
                continue;
            }
            let accuser = found.speaker.as_ref().and_then(|chain| people.of(chain));
            let as_printed = || accusation.accused_spans.iter().map(|span| text.slice(*span).to_owned()).collect();
            let relations: BTreeSet<String> = if let Stands::For(id) = stands { [id].into() } else { BTreeSet::new() };
            let negated = accusation.polarity != Polarity::Asserts;
            for chain in std::iter::once(accusation.accused.as_ref()).chain(accusation.also_accused.iter().map(Some)) {
                let accused = chain.and_then(|chain| people.of(chain));
                let names: Vec<String> = accused.map_or_else(as_printed, |person| person.names.clone());
                let by = accuser.map_or_else(|| format!("unnamed {relations:?}"), |person| person.key.to_string());
                let whom = accused.map_or_else(|| names.join(" "), |person| person.key.to_string());
                given
                    .entry((by, whom, negated))
                    .or_insert_with(|| Given {
                        accuser,
                        accused: names,
                        accused_kind: accused.map(|person| person.kind),
                        negated,
                        relations: BTreeSet::new(),
                    })
                    .relations
                    .extend(relations.clone());
            }
        }
    }
    given.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_statements_have_one_root() {
        let pairs: Vec<Pair> = [["a", "b"], ["b", "c"]].map(|pair| pair.map(str::to_owned).into()).to_vec();
        let roots = roots(["a", "b", "c", "d"].into_iter(), &pairs);
        assert!(roots["a"] == roots["b"] && roots["b"] == roots["c"] && roots["d"] == "d");
    }

    #[test]
    fn every_dispute_but_number_and_speaker_contradicts() {
        assert_eq!(kind_of(LinkKind::Denial), Some("contradicts"));
        assert_eq!(kind_of(LinkKind::Number), Some("numeric-disagreement"));
        assert_eq!(kind_of(LinkKind::Verbatim), None);
    }
}

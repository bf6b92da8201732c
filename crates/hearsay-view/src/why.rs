//! `why`: for two records, why they are linked or not: the keys under which each may be met, every test of the judge
//! and its outcome, and whether the link stands.
//!
//! In: two ids as tables print them: chains, entities, statements, attributions, documents, or groups of these. Out: a row
//! for each key, test and outcome of each pass that links records of their kind, in the order in which linking does it.
//! Invariant: keys and tests are the linker's own, run again on the two; nothing here decides.
//!
//! Example: `hearsay why CASE e-91 e-44` says that both end in `holm`, and that two other names, at least, would
//! have to stand beside both.

use crate::ViewError;
use crate::answer::{Answered, Found, Row};
use crate::filter::{Ask, Filter, Question};
use crate::lookup::Lookup;
use crate::place::Evidence;
use crate::show;
use hearsay_ledger::{Ledger, LinkFilter};
use hearsay_link::{Explained, Material};
use hearsay_record::{Entity, GroupKind, Id, IdKind, Link, Place, Reading};
use serde::Serialize;

/// The answer.
pub type WhyAnswer = Answered<WhyRow>;

/// One key, test or outcome.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WhyRow {
    /// The pass: `entities`, `lineage`, `claims`, `stories`.
    pub pass: &'static str,
    /// `key`, `met`, `test`, `judged` or `stands`.
    pub step: &'static str,
    /// What was asked, in words.
    pub name: String,
    /// What was found.
    pub value: Option<String>,
    /// What was needed.
    pub needed: Option<String>,
    /// Whether it was met.
    pub passed: bool,
    /// The two members that were laid side by side.
    pub members: [Id; 2],
    /// Where the first stands.
    pub a: Evidence,
    /// Where the second stands.
    pub b: Evidence,
}

/// Keys that only one of the two has are counted from here on; passages have hundreds.
const KEYS: usize = 12;

impl Row for WhyRow {
    const NAME: &'static str = "why";
    const COLUMNS: &'static [&'static str] =
        &["pass", "step", "name", "value", "needed", "passed", "a", "b", "a_document", "b_document", "a_member", "b_member"];
    const TERMINAL: &'static [&'static str] = &["pass", "step", "name", "value", "needed", "passed"];
    fn cells(&self) -> Vec<String> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        vec![
            self.pass.to_string(),
            self.step.to_string(),
            self.name.clone(),
            text(&self.value),
            text(&self.needed),
            if self.passed { "yes" } else { "no" }.to_string(),
            self.a.sentence().to_string(),
            self.b.sentence().to_string(),
            self.a.document.to_string(),
            self.b.document.to_string(),
            self.members[0].to_string(),
            self.members[1].to_string(),
        ]
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        let missing = |key| ViewError::Missing { question: Ask::Why.as_str(), key };
        let one = members(lookup, filter.id.as_deref().ok_or_else(|| missing("id"))?)?;
        let asked = filter.with.as_deref().ok_or_else(|| missing("with"))?;
        let other = members(lookup, asked)?;
        if one.first().and_then(Id::kind) != other.first().and_then(Id::kind) {
            let expected = "a record of the kind of the first: both chains or entities, statements, or documents".into();
            return Err(ViewError::UnfitValue { key: "with", value: asked.into(), expected });
        }
        let rows = explained(lookup, &one, &other)?.iter().flat_map(|explained| rows(lookup, explained)).collect();
        Ok(Found::of(rows, filter, Vec::new(), |row| row))
    }
}

/// What linking compares where a record is meant: the chains of an entity, the statement of an attribution, the members
/// of a group.
fn members(lookup: &Lookup<'_>, asked: &str) -> Result<Vec<Id>, ViewError> {
    let id = show::meant(lookup, asked)?;
    let members = match id.kind() {
        Some(IdKind::Chain | IdKind::Document | IdKind::Statement) => vec![id],
        Some(IdKind::Attribution) => vec![id.renamed(IdKind::Statement)],
        Some(IdKind::Entity) => lookup.entities.get(&id).map(|entity| entity.members.clone()).unwrap_or_default(),
        Some(IdKind::Claim | IdKind::Lineage | IdKind::Story) => lookup.members_of(&id),
        _ => Vec::new(),
    };
    if members.is_empty() {
        let expected = "a chain, entity, statement, attribution, document or group".into();
        return Err(ViewError::UnfitValue { key: "id", value: asked.into(), expected });
    }
    Ok(members)
}

/// Lays out the case as linking does and asks it.
fn explained(lookup: &Lookup<'_>, one: &[Id], other: &[Id]) -> Result<Vec<Explained>, ViewError> {
    let documents: Vec<_> = lookup.documents.values().cloned().collect();
    let mut readings: Vec<Reading> = lookup.ledger.readings()?;
    for reading in &mut readings {
        reading.leave_out_overruled();
    }
    let corrections = lookup.ledger.standing_corrections()?;
    let entities: Vec<Entity> = lookup.entities.values().cloned().collect();
    let links = lookup.shown(lookup.ledger.links(&LinkFilter::default()));
    let material = Material { documents: &documents, readings: &readings, corrections: &corrections };
    Ok(hearsay_link::why(&material, &entities, &links, one, other))
}

fn rows(lookup: &Lookup<'_>, explained: &Explained) -> Vec<WhyRow> {
    let [a, b] = [0, 1].map(|side| place(lookup, explained, side));
    let row = |step: &'static str, name: String, value: Option<String>, needed: Option<String>, passed: bool| WhyRow {
        pass: explained.pass,
        step,
        name,
        value,
        needed,
        passed,
        members: explained.members.clone(),
        a: Evidence::of(lookup, &a),
        b: Evidence::of(lookup, &b),
    };
    let mut rows = Vec::new();
    let (shared, alone): (Vec<_>, Vec<_>) = explained.keys.iter().partition(|(_, one, other)| *one && *other);
    let told = shared.iter().chain(&alone).take(KEYS);
    rows.extend(told.map(|(key, one, other)| {
        let whose = match (one, other) {
            (true, true) => "both",
            (true, false) => "the first",
            _ => "the second",
        };
        row("key", key.clone(), Some(whose.into()), Some("both".into()), *one && *other)
    }));
    if explained.keys.len() > KEYS {
        let counted = format!("{} of {}", shared.len(), explained.keys.len());
        rows.push(row("key", "all keys, those of both".into(), Some(counted), None, !shared.is_empty()));
    }
    let pairs = (explained.n_pairs > 1).then(|| format!("the nearest of {} pairs of members", explained.n_pairs));
    rows.push(row("met", "linking lays the two side by side".into(), pairs, None, explained.met));
    let tests = explained.tests.iter();
    rows.extend(tests.map(|test| row("test", test.name.clone(), test.value.clone(), test.needed.clone(), test.passed)));
    let said = explained.link.as_ref().map(|link| {
        let codes: Vec<&str> = link.because.iter().map(|reason| reason.code.as_str()).collect();
        format!("{} by {}", link.kind.as_str(), codes.join(", "))
    });
    rows.push(row("judged", "the two are linked".into(), said, None, explained.link.is_some()));
    rows.push(stands(lookup, explained, row));
    rows
}

/// Whether the two are together in the ledger, and by what, or why what was judged does not stand.
fn stands(
    lookup: &Lookup<'_>,
    explained: &Explained,
    row: impl Fn(&'static str, String, Option<String>, Option<String>, bool) -> WhyRow,
) -> WhyRow {
    let [one, other] = &explained.members;
    let kind = match explained.pass {
        "entities" => GroupKind::Entity,
        "lineage" => GroupKind::Lineage,
        "claims" => GroupKind::Claim,
        _ => GroupKind::Story,
    };
    let group = |id: &Id| lookup.group_of(kind, id).map(|group| group.id.clone());
    let together = group(one).filter(|id| group(other).as_ref() == Some(id));
    if let Some(link) = explained.link.as_ref().filter(|link| lookup.holds_link(&link.id)) {
        return row("stands", "the link stands in the ledger".into(), Some(link.id.to_string()), None, true);
    }
    let between = lookup.links_with(&[one, other]);
    // Directions and common sources are settled over all links: the two may be linked in another kind.
    let settled = |found: &&Link| found.members == explained.members && (found.kind.is_copy() || found.kind.is_dispute());
    if let Some(link) = explained.link.as_ref().and_then(|link| {
        let of_pass = |found: &&Link| settled(found) && found.kind.is_copy() == link.kind.is_copy();
        between.iter().find(of_pass)
    }) {
        let codes: Vec<&str> = link.because.iter().map(|reason| reason.code.as_str()).collect();
        let told = format!("{}: {} by {}", link.id, link.kind.as_str(), codes.join(", "));
        return row("stands", "a link of another kind stands in the ledger".into(), Some(told), None, true);
    }
    if let Some(id) = together {
        return row("stands", "the two are together by way of others".into(), Some(id.to_string()), None, true);
    }
    let because = match (&explained.link, explained.refused_because) {
        (None, _) => None,
        (Some(_), Some(because)) => Some(because.to_owned()),
        (Some(_), None) if !explained.met => Some("they share no key, or one that too many have".into()),
        (Some(_), None) => Some("the links were settled otherwise as a whole".into()),
    };
    row("stands", "the two are together in the ledger".into(), because, None, false)
}

/// Where a member stands.
fn place(lookup: &Lookup<'_>, explained: &Explained, side: usize) -> Place {
    let member = &explained.members[side];
    if let Some(link) = &explained.link {
        return if side == 0 { link.a.clone() } else { link.b.clone() };
    }
    match member.kind() {
        Some(IdKind::Chain) => lookup.chain(member).map(|chain| {
            Place::new(chain.document.clone(), chain.names.iter().chain(&chain.mentions).take(1).copied().collect())
        }),
        Some(IdKind::Statement) => lookup.line(member).map(|line| {
            let mut place = Place::new(line.document.id.clone(), line.attribution.roles.content.clone());
            place.attribution = Some(line.attribution.id.clone());
            place
        }),
        _ => None,
    }
    .unwrap_or_else(|| Place::new(member.clone(), Vec::new()))
}

/// Asks why two records are linked, or not.
///
/// # Errors
/// Where one is missing, none or more than one fits, the two are of different kinds, or the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<WhyAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

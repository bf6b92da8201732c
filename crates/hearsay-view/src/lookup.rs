//! [`Snapshot`]: one state of a ledger in memory, and [`Lookup`], the snapshot with its ledger.
//!
//! In: an open ledger. Out: lines (statement, attribution, document), entities by chain, groups by
//! member. Invariants: an overruled attribution and all that rests on it is left out here, so that no
//! view can show it; everything is in order of id.
//!
//! Loading reads the whole case. A door that answers many questions keeps the [`Snapshot`] in an `Arc`, brings it up to date
//! by what changed ([`Snapshot::refresh`]), and asks with [`Lookup::over`].
//!
//! Example: `lookup.lines()` gives each statement with the attribution and the document that it rests on.

use crate::ViewError;
use crate::filter::Filter;
use crate::place::EntityRef;
use crate::records::Records;
use hearsay_ledger::{Changes, Ledger, LedgerError, LinkFilter, StatementFilter};
use hearsay_record::{
    Attribution, Chain, Document, Entity, Group, GroupKind, Id, IdKind, Link, LinkKind, Note, Reading, Statement,
};
use hearsay_text::{Offsets, fold};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One state of a ledger.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// Documents by id.
    pub documents: Records<Document>,
    /// Attributions by id, without those that were overruled.
    pub attributions: Records<Attribution>,
    /// Chains by id.
    pub chains: Records<Chain>,
    /// Notes of readers by document.
    pub reading_notes: Records<Vec<Note>>,
    /// Statements by id, without those of overruled attributions.
    pub statements: Records<Statement>,
    /// Entities by id.
    pub entities: Records<Entity>,
    /// Links by id, without those that rest on what was overruled, and without disputes and support between what is nobody's assertion.
    pub links: Records<Link>,
    /// Groups by id.
    pub groups: Records<Group>,
    /// Entity of each chain.
    owner: BTreeMap<Id, Id>,
    /// Group of each member, by kind.
    group_of: BTreeMap<(GroupKind, Id), Id>,
    /// Attributions that were overruled, each with its document.
    overruled: BTreeMap<Id, Id>,
    /// Number of the latest change that it holds.
    latest_change: i64,
}

/// Letters of groups.
const GROUPS: [IdKind; 4] = [IdKind::Entity, IdKind::Claim, IdKind::Lineage, IdKind::Story];

/// A statement with what it rests on.
#[derive(Clone, Copy, Debug)]
pub struct Line<'s> {
    /// The line of the ledger.
    pub statement: &'s Statement,
    /// Its attribution.
    pub attribution: &'s Attribution,
    /// Its document.
    pub document: &'s Document,
}

impl<'s> Line<'s> {
    /// When it was said, else published.
    #[must_use]
    pub fn date(&self) -> Option<&'s str> {
        self.statement.when.as_ref().or(self.document.published.as_ref()).map(|dated| dated.date.as_str())
    }

    /// Earlier first, undated last; then by document, place and id.
    #[must_use]
    pub fn order(&self) -> (bool, &'s str, &'s Id, usize, &'s Id) {
        let date = self.date();
        let start = self.attribution.roles.extent().map_or(0, |span| span.start);
        (date.is_none(), date.unwrap_or(""), &self.document.id, start, &self.statement.id)
    }
}

impl Snapshot {
    /// Reads the whole case, all of it as it was at one moment.
    ///
    /// # Errors
    /// Where the ledger can't be read.
    pub fn of(ledger: &Ledger) -> Result<Self, ViewError> {
        Ok(ledger.steady(|| Self::load(ledger))?)
    }

    /// Whether the ledger is as it was when this snapshot was taken or brought up to date.
    ///
    /// # Errors
    /// Where the ledger can't be read.
    pub fn is_current(&self, ledger: &Ledger) -> Result<bool, ViewError> {
        Ok(ledger.latest_change()? == self.latest_change)
    }

    /// Reads again what changed since, and nothing else. After an error it is of no use.
    ///
    /// # Errors
    /// Where the ledger can't be read.
    pub fn refresh(&mut self, ledger: &Ledger) -> Result<(), ViewError> {
        Ok(ledger.steady(|| {
            let latest = ledger.latest_change()?;
            match ledger.changes_since(self.latest_change)? {
                Changes::Anything => *self = Self::load(ledger)?,
                Changes::These(changed) => self.change(ledger, &changed)?,
            }
            self.latest_change = latest;
            Ok(())
        })?)
    }

    fn load(ledger: &Ledger) -> Result<Self, LedgerError> {
        let mut snapshot = Self {
            latest_change: ledger.latest_change()?,
            documents: ledger.documents()?.into_iter().map(|document| (document.id.clone(), document)).collect(),
            ..Self::default()
        };
        for reading in ledger.readings()? {
            snapshot.enter_reading(reading);
        }
        ledger.statements(&StatementFilter::default())?.into_iter().for_each(|statement| snapshot.enter_statement(statement));
        ledger.entities()?.into_iter().for_each(|entity| snapshot.enter_entity(entity));
        ledger.groups(None)?.into_iter().for_each(|group| snapshot.enter_group(group));
        let links = ledger.links(&LinkFilter::default())?.into_iter().filter(|link| snapshot.may_show(link));
        let links = links.map(|link| (link.id.clone(), link)).collect();
        snapshot.links = links;
        Ok(snapshot)
    }

    /// Puts what the ledger has of these records in the place of what was.
    fn change(&mut self, ledger: &Ledger, changed: &BTreeSet<Id>) -> Result<(), LedgerError> {
        let of_kind = |kinds: &'static [IdKind]| changed.iter().filter(|id| id.kind().is_some_and(|kind| kinds.contains(&kind)));
        let documents: BTreeSet<&Id> = of_kind(&[IdKind::Document]).collect();
        if !documents.is_empty() {
            self.attributions.retain(|attribution| !documents.contains(&attribution.document));
            self.chains.retain(|chain| !documents.contains(&chain.document));
            self.statements.retain(|statement| !documents.contains(&statement.document));
            self.overruled.retain(|_, document| !documents.contains(document));
        }
        for &id in &documents {
            self.reading_notes.remove(id);
            self.documents.remove(id);
            if let Some(document) = ledger.document(id)? {
                self.documents.insert(id.clone(), document);
            }
            if let Some(reading) = ledger.reading(id)? {
                self.enter_reading(reading);
            }
            let statements = ledger.statements(&StatementFilter { document: Some(id.clone()), ..StatementFilter::default() })?;
            statements.into_iter().for_each(|statement| self.enter_statement(statement));
        }
        // All that goes before all that comes, since a member may move from one to another.
        for id in of_kind(&[IdKind::Entity]) {
            for chain in self.entities.remove(id).iter().flat_map(|entity| &entity.members) {
                self.owner.remove(chain);
            }
        }
        for id in of_kind(&GROUPS) {
            if let Some(group) = self.groups.remove(id) {
                for member in &group.members {
                    self.group_of.remove(&(group.kind, member.clone()));
                }
            }
        }
        for id in of_kind(&[IdKind::Entity]) {
            // An id that is no more is answered with who holds its chain now.
            if let Some(entity) = ledger.entity(id)?.filter(|entity| entity.id == *id) {
                self.enter_entity(entity);
            }
        }
        for id in of_kind(&GROUPS) {
            if let Some(group) = ledger.group(id)?.filter(|group| group.id == *id) {
                self.enter_group(group);
            }
        }
        for id in of_kind(&[IdKind::Link]) {
            self.links.remove(id);
            if let Some(link) = ledger.link(id)? {
                self.enter_link(link);
            }
        }
        // Whether a link may be shown hangs on the readings of both its sides.
        for &id in &documents {
            for link in ledger.links(&LinkFilter { document: Some(id.clone()), ..LinkFilter::default() })? {
                self.enter_link(link);
            }
        }
        Ok(())
    }

    fn enter_reading(&mut self, reading: Reading) {
        let mut overruled: Vec<Id> = Vec::new();
        for attribution in reading.attributions {
            if attribution.overruled_by.is_some() {
                overruled.push(attribution.id);
            } else {
                self.attributions.insert(attribution.id.clone(), attribution);
            }
        }
        // A corrected speaker leaves the roles, and so the id, as they were: of two the one that stands counts.
        overruled.retain(|id| !self.attributions.contains_key(id));
        self.overruled.extend(overruled.into_iter().map(|id| (id, reading.document.clone())));
        reading.chains.into_iter().for_each(|chain| self.chains.insert(chain.id.clone(), chain));
        self.reading_notes.insert(reading.document, reading.notes);
    }

    fn enter_statement(&mut self, statement: Statement) {
        if self.attributions.contains_key(&statement.attribution) && self.documents.contains_key(&statement.document) {
            self.statements.insert(statement.id.clone(), statement);
        }
    }

    fn enter_entity(&mut self, entity: Entity) {
        self.owner.extend(entity.members.iter().map(|chain| (chain.clone(), entity.id.clone())));
        self.entities.insert(entity.id.clone(), entity);
    }

    fn enter_group(&mut self, group: Group) {
        self.group_of.extend(group.members.iter().map(|member| ((group.kind, member.clone()), group.id.clone())));
        self.groups.insert(group.id.clone(), group);
    }

    fn enter_link(&mut self, link: Link) {
        if self.may_show(&link) {
            self.links.insert(link.id.clone(), link);
        } else {
            self.links.remove(&link.id);
        }
    }

    /// Whether a link rests on nothing that was overruled and sets nobody's question, order or
    /// wish against or beside an assertion.
    fn may_show(&self, link: &Link) -> bool {
        let overruled =
            |place: &hearsay_record::Place| place.attribution.as_ref().is_some_and(|id| self.overruled.contains_key(id));
        if overruled(&link.a) || overruled(&link.b) {
            return false;
        }
        let asserting = link.kind.is_dispute() || link.kind == LinkKind::Supports;
        link.members.iter().all(|member| match member.kind() {
            Some(IdKind::Statement) => {
                self.statements.get(member).is_some_and(|statement| !asserting || statement.commitment.is_assertion())
            }
            _ => true,
        })
    }

    /// Every statement with what it rests on, in order of id.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.statements.values().filter_map(|statement| self.line_of(statement))
    }

    /// Only those that may be used as somebody's assertion: no question, refusal, order or wish.
    pub fn assertions(&self) -> impl Iterator<Item = Line<'_>> {
        self.lines().filter(|line| line.attribution.commitment.is_assertion())
    }

    /// The line of a statement or of an attribution.
    #[must_use]
    pub fn line(&self, id: &Id) -> Option<Line<'_>> {
        self.line_of(self.statements.get(&id.renamed(IdKind::Statement))?)
    }

    fn line_of<'s>(&'s self, statement: &'s Statement) -> Option<Line<'s>> {
        Some(Line {
            statement,
            attribution: self.attributions.get(&statement.attribution)?,
            document: self.documents.get(&statement.document)?,
        })
    }

    /// Who a chain is, across documents; the chain itself where it is in no entity.
    #[must_use]
    pub fn who(&self, chain: &Id) -> Option<EntityRef> {
        if let Some(entity) = self.owner.get(chain).and_then(|id| self.entities.get(id)) {
            return Some(EntityRef { id: entity.id.clone(), name: entity.name.clone(), kind: entity.kind });
        }
        let chain = self.chains.get(chain)?;
        Some(EntityRef { id: chain.id.clone(), name: chain.name.clone(), kind: chain.kind })
    }

    /// The id of [`Snapshot::who`].
    #[must_use]
    pub fn who_id(&self, chain: &Id) -> Option<&Id> {
        self.owner.get(chain).or_else(|| Some(&self.chains.get(chain)?.id))
    }

    /// The group of this kind that a member is in.
    #[must_use]
    pub fn group_of(&self, kind: GroupKind, member: &Id) -> Option<&Group> {
        self.groups.get(self.group_of.get(&(kind, member.clone()))?)
    }

    /// The ids of [`Snapshot::who`] that a name or an id means. A name means everybody who is called exactly
    /// so, in any case and script form; where nobody is, everybody whose name holds all of its words.
    #[must_use]
    pub fn meant(&self, asked: &str) -> BTreeSet<Id> {
        let free = || self.chains.values().filter(|chain| !self.owner.contains_key(&chain.id));
        if let Some(digits) = id_digits(asked) {
            let starts = |id: &Id| id.as_str()[2..].starts_with(digits);
            let entities = self.entities.values().filter(|entity| starts(&entity.id) || entity.members.iter().any(starts));
            return entities
                .map(|entity| &entity.id)
                .chain(free().map(|chain| &chain.id).filter(|id| starts(id)))
                .cloned()
                .collect();
        }
        let wanted = fold(asked).text;
        let by = |fits: &dyn Fn(&str) -> bool| -> BTreeSet<Id> {
            let entities = self
                .entities
                .values()
                .filter(|entity| fits(&entity.name) || entity.aliases.iter().any(|alias| fits(&alias.name)));
            let chains = free().filter(|chain| fits(&chain.name) || chain.aliases.iter().any(|alias| fits(alias)));
            entities.map(|entity| entity.id.clone()).chain(chains.map(|chain| chain.id.clone())).collect()
        };
        let exact = by(&|name| fold(name).text == wanted);
        if !exact.is_empty() {
            return exact;
        }
        by(&|name| holds_words(name, asked))
    }

    /// The text under spans of a document, pieces joined by ` … `.
    #[must_use]
    pub fn text(document: &Document, spans: &[hearsay_text::CharSpan]) -> String {
        let offsets = Offsets::new(&document.text);
        spans.iter().map(|&span| offsets.slice(span).trim()).filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(" … ")
    }
}

/// A snapshot, and the ledger that it is of.
pub struct Lookup<'l> {
    /// For what the snapshot does not hold: search, sightings, corrections, labels.
    pub ledger: &'l Ledger,
    snapshot: Arc<Snapshot>,
    first_seen: OnceCell<BTreeMap<Id, String>>,
    /// Whether rows hold the sentences of their evidence.
    pub(crate) has_sentences: bool,
}

impl std::ops::Deref for Lookup<'_> {
    type Target = Snapshot;
    fn deref(&self) -> &Snapshot {
        &self.snapshot
    }
}

impl<'l> Lookup<'l> {
    /// Reads the whole case.
    ///
    /// # Errors
    /// Where the ledger can't be read.
    pub fn new(ledger: &'l Ledger) -> Result<Self, ViewError> {
        Ok(Self::over(ledger, Arc::new(Snapshot::of(ledger)?)))
    }

    /// Uses a snapshot of the same ledger that was taken before.
    #[must_use]
    pub fn over(ledger: &'l Ledger, snapshot: Arc<Snapshot>) -> Self {
        Self { ledger, snapshot, first_seen: OnceCell::new(), has_sentences: true }
    }

    /// When each document was first taken in; read once, when it is first asked for.
    ///
    /// # Errors
    /// Where the ledger can't be read.
    pub fn first_seen(&self) -> Result<&BTreeMap<Id, String>, ViewError> {
        if let Some(known) = self.first_seen.get() {
            return Ok(known);
        }
        let mut first = BTreeMap::<Id, String>::new();
        for (sighting, at) in self.ledger.sightings(None)? {
            let earliest = first.entry(sighting.document).or_insert_with(|| at.clone());
            if at < *earliest {
                *earliest = at;
            }
        }
        Ok(self.first_seen.get_or_init(|| first))
    }

    /// The same, with rows of disputes and accusations without the sentences of their evidence: for who counts all and shows
    /// few, which are then filled (`DisputesRow::filled`, `AccusationsRow::filled`).
    #[must_use]
    pub fn without_sentences(&self) -> Self {
        Self { ledger: self.ledger, snapshot: Arc::clone(&self.snapshot), first_seen: OnceCell::new(), has_sentences: false }
    }

    /// What a filter means in this ledger; names are looked up once.
    #[must_use]
    pub fn sieve<'f>(&self, filter: &'f Filter) -> Sieve<'f> {
        let meant = |asked: &Option<String>| asked.as_deref().map(|asked| self.meant(asked));
        Sieve {
            filter,
            speaker: meant(&filter.speaker),
            about: meant(&filter.about),
            claim: filter.claim.as_deref().map(|asked| self.claims_meant(asked)),
            // `Answered::of` has read the moments before a sieve is made, or has failed.
            added: filter.added_after.as_deref().map(|after| {
                let moments = self.first_seen.get().into_iter().flatten();
                moments.filter(|(_, at)| at.as_str() > after).map(|(document, _)| document.clone()).collect()
            }),
        }
    }

    fn claims_meant(&self, asked: &str) -> BTreeSet<Id> {
        let Some(digits) = id_digits(asked) else { return BTreeSet::new() };
        let starts = |id: &Id| id.as_str()[2..].starts_with(digits);
        let claims = self.groups.values().filter(|group| group.kind == GroupKind::Claim);
        claims.filter(|group| starts(&group.id) || group.members.iter().any(starts)).map(|group| group.id.clone()).collect()
    }
}

/// A filter with its names looked up.
pub struct Sieve<'f> {
    filter: &'f Filter,
    speaker: Option<BTreeSet<Id>>,
    about: Option<BTreeSet<Id>>,
    claim: Option<BTreeSet<Id>>,
    added: Option<BTreeSet<Id>>,
}

impl Sieve<'_> {
    /// Whether a claim is asked for, or any.
    pub(crate) fn takes_claim(&self, claim: &Id) -> bool {
        self.claim.as_ref().is_none_or(|wanted| wanted.contains(claim))
    }

    /// Who is meant as the speaker, if one is asked for.
    pub(crate) fn speaker(&self) -> Option<&BTreeSet<Id>> {
        self.speaker.as_ref()
    }

    /// Whether a line meets every condition that lines can meet.
    #[must_use]
    pub fn takes(&self, snapshot: &Snapshot, line: &Line<'_>) -> bool {
        let (filter, statement) = (self.filter, line.statement);
        let is = |wanted: &Option<BTreeSet<Id>>, chain: &Id| {
            wanted.as_ref().is_none_or(|wanted| snapshot.who_id(chain).is_some_and(|id| wanted.contains(id)))
        };
        (self.speaker.is_none() || statement.who.as_ref().is_some_and(|chain| is(&self.speaker, chain)))
            && (self.about.is_none() || statement.about.iter().any(|chain| is(&self.about, chain)))
            && filter.act.as_deref().is_none_or(|act| same_word(act, &statement.act) || same_word(act, &statement.act_family))
            && filter.form.as_deref().is_none_or(|form| json_word(&statement.form) == form)
            && filter.source_kind.as_deref().is_none_or(|kind| json_word(&statement.source_kind) == kind)
            && self.claim.as_ref().is_none_or(|wanted| {
                snapshot.group_of(GroupKind::Claim, &statement.id).is_some_and(|claim| wanted.contains(&claim.id))
            })
            && self.comes_from(line.document)
            && filter.takes_date(line.date())
            && filter.text.as_deref().is_none_or(|wanted| {
                let roles = &line.attribution.roles;
                let all: Vec<_> = roles.source.iter().chain(&roles.cue).chain(&roles.content).copied().collect();
                holds_words(&Snapshot::text(line.document, &all), wanted)
            })
    }

    /// Whether a document meets the conditions on outlet, language and document.
    #[must_use]
    pub fn comes_from(&self, document: &Document) -> bool {
        let filter = self.filter;
        let outlet = document.origin.outlet.as_deref().unwrap_or("");
        filter.outlet.as_deref().is_none_or(|wanted| fold(outlet).text == fold(wanted).text)
            && filter.language.as_deref().is_none_or(|wanted| {
                document.language.as_deref().is_some_and(|language| {
                    language.eq_ignore_ascii_case(wanted)
                        || language.get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(wanted))
                            && language.as_bytes().get(wanted.len()) == Some(&b'-')
                })
            })
            && filter.document.as_deref().is_none_or(|wanted| is_called(document, wanted))
            && self.added.as_ref().is_none_or(|added| added.contains(&document.id))
    }

    /// Whether a document meets all conditions that documents can meet.
    #[must_use]
    pub fn takes_document(&self, document: &Document) -> bool {
        let date = document.published.as_ref().map(|dated| dated.date.as_str());
        self.comes_from(document) && self.filter.takes_date(date)
    }
}

/// Whether a document has this id, begins so, or was met at this path.
#[must_use]
pub(crate) fn is_called(document: &Document, asked: &str) -> bool {
    let path = document.origin.path.as_deref().unwrap_or("");
    asked.len() >= 6 && document.id.as_str().starts_with(asked)
        || path == asked
        || document.origin.url.as_deref() == Some(asked)
        || path.rsplit(['/', '\\']).next() == Some(asked) && !asked.is_empty()
}

/// The hexadecimal digits of an id or of the beginning of one, at least four of them.
#[must_use]
pub(crate) fn id_digits(text: &str) -> Option<&str> {
    let (letter, digits) = text.split_once('-')?;
    let is_kind = IdKind::ALL.into_iter().any(|kind| letter.chars().eq([kind.letter()]));
    (is_kind && (4..=32).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(digits)
}

/// Whether every word of `wanted` is a word of `text`, in any order, case and form.
#[must_use]
pub(crate) fn holds_words(text: &str, wanted: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        fold(text).text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let wanted = words(wanted);
    !wanted.is_empty() && wanted.is_subset(&words(text))
}

/// `decline-to-comment` and `decline_to_comment` are one word.
fn same_word(one: &str, other: &str) -> bool {
    one.replace('-', "_").eq_ignore_ascii_case(&other.replace('-', "_"))
}

/// The word that a value of a closed list has in JSON.
#[must_use]
pub(crate) fn json_word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_order_and_case() {
        assert!(holds_words("The sluice was shut, Holm said", "SHUT sluice"));
        assert!(!holds_words("The sluice was shut", "shutter"));
        assert!(!holds_words("anything", " … "));
    }

    #[test]
    fn what_looks_like_an_id() {
        assert_eq!(id_digits("e-00af"), Some("00af"));
        assert_eq!(id_digits("e-mail"), None);
        assert_eq!(id_digits("z-00af"), None);
    }
}

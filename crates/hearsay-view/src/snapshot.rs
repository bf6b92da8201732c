//! [`Snapshot`]: one state of a ledger in memory, as much of it as lists are filtered, sorted and counted by.
//!
//! In: an open ledger. Out: documents and entities; of statements, chains and groups what lists ask ([`crate::said::Said`]); what links
//! join. What a page shows of a statement beyond that it reads from the ledger ([`crate::Lookup::line`]). Invariants: an overruled
//! attribution and all that rests on it is left out here, so that no view can show it; everything is in order of id.
//!
//! Loading reads the whole case. A door that answers many questions keeps the snapshot in an `Arc`, brings it up to date
//! by what changed ([`Snapshot::refresh`]), and asks with [`crate::Lookup::over`].
//!
//! Example: `lookup.lines()` gives each statement with the attribution and the document that it rests on.

use crate::ViewError;
use crate::columns::Columns;
use crate::kept::Kept;
use crate::lookup::{holds_words, id_digits};
use crate::place::EntityRef;
use crate::records::{Digits, NOWHERE, Place, Records, Rows};
use crate::review;
use crate::said::{Said, Words, short};
use hearsay_ledger::{
    AttributionOutline, Changes, GroupOutline, Ledger, LedgerError, LinkFilter, OriginNumbers, StatementFilter,
};
use hearsay_record::{CharSpan, Document, Entity, EntityKind, GroupKind, Id, IdKind, Link, LinkKind, Note, Reading, Statement};
use hearsay_text::{Offsets, fold};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

mod loading;
mod member_places;
mod sameness;
mod statements;

/// One state of a ledger. Of links it holds what they join; the links themselves stay in the ledger ([`crate::Lookup::link`]).
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Documents by id.
    pub documents: Records<Document>,
    /// Statements by id, without those of overruled attributions.
    pub(crate) statements: Rows<Said>,
    /// The document of each chain.
    pub(crate) chains: Rows<Place>,
    /// Chains that are in no entity, by place.
    free: HashMap<Place, Named>,
    /// Notes of readers by document.
    pub reading_notes: Records<Vec<Note>>,
    /// Entities by id.
    pub entities: Records<Entity>,
    /// Groups by id.
    pub(crate) groups: Rows<Grouped>,
    /// Links, without those that rest on what was overruled, and without disputes and support between what is nobody's assertion.
    pub(crate) links: Rows<Ends, Digits>,
    /// Acts, families of acts, and dates on which something was said.
    pub(crate) acts: Words,
    pub(crate) families: Words,
    pub(crate) said_on: Words,
    /// Why two sides are not comparable, each reason once.
    incomparable: Vec<String>,
    /// Entity of each chain.
    pub(crate) entity_of: Vec<Place>,
    /// Group of each statement (claims) or document (lineages, stories) or chain.
    group_of: BTreeMap<GroupKind, Vec<Place>>,
    /// Attributions that were overruled, each with its document.
    overruled: BTreeMap<Id, Id>,
    /// Links that rest on little, each with the first reason for it.
    pub(crate) doubts: HashMap<Place, &'static str>,
    /// Links that tell what became of an utterance.
    pub(crate) changed: HashSet<Place>,
    /// Number of the latest change that it holds.
    latest_change: i64,
    /// What was made of this state.
    kept: Kept,
}

/// What a chain is called.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Named {
    name: String,
    kind: EntityKind,
    aliases: Vec<String>,
}

/// Members that belong together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Grouped {
    pub(crate) kind: GroupKind,
    /// Places of what they are, in order of id.
    pub(crate) members: Box<[Place]>,
    pub(crate) origins: Option<OriginNumbers>,
}

/// A group of a snapshot; the whole record is [`crate::Lookup::group`].
#[derive(Clone, Copy, Debug)]
pub struct GroupAt<'s> {
    /// The group.
    pub id: &'s Id,
    /// How many members it has.
    pub n_members: usize,
    /// How many independent origins it has.
    pub origins: Option<OriginNumbers>,
}

/// What a link joins, by places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ends {
    pub(crate) kind: LinkKind,
    /// Of which kind each of its members is: a headline's are a document and a statement.
    of: [IdKind; 2],
    pub(crate) members: [Place; 2],
    pub(crate) documents: [Place; 2],
    /// One more than the place of the reason why its sides are not comparable; 0 where they are.
    incomparable: u16,
}

impl Ends {
    pub(crate) fn is_comparable(self) -> bool {
        self.incomparable == 0
    }

    /// The same for those that are not comparable for one reason, 0 for those that are.
    pub(crate) fn incomparable(self) -> u16 {
        self.incomparable
    }

    /// The place of a member that is a statement.
    pub(crate) fn statement(self, at: usize) -> Option<Place> {
        (self.of[at] == IdKind::Statement).then_some(self.members[at])
    }

    /// The places of those of its members that are statements.
    pub(crate) fn statements(self) -> impl Iterator<Item = Place> {
        [0, 1].into_iter().filter_map(move |at| self.statement(at))
    }
}

/// A link of a snapshot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LinkAt {
    pub(crate) place: Place,
    pub(crate) ends: Ends,
}

/// Letters of groups.
const GROUPS: [IdKind; 4] = [IdKind::Entity, IdKind::Claim, IdKind::Lineage, IdKind::Story];

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
            self.kept = Kept::default();
            Ok(())
        })?)
    }

    /// Puts what the ledger has of these records in the place of what was.
    fn change(&mut self, ledger: &Ledger, changed: &BTreeSet<Id>) -> Result<(), LedgerError> {
        let of_kind = |kinds: &'static [IdKind]| changed.iter().filter(|id| id.kind().is_some_and(|kind| kinds.contains(&kind)));
        let documents: BTreeSet<&Id> = of_kind(&[IdKind::Document]).collect();
        if !documents.is_empty() {
            let places: BTreeSet<Place> = documents.iter().filter_map(|id| self.documents.0.known(id)).collect();
            self.chains.retain(|document| !places.contains(document));
            self.statements.retain(|said| !places.contains(&said.document));
            self.free.retain(|chain, _| self.chains.at(*chain).is_some());
            self.overruled.retain(|_, document| !documents.contains(document));
        }
        for &id in &documents {
            self.reading_notes.remove(id);
            self.documents.remove(id);
            if let Some(document) = ledger.document(id)? {
                self.documents.insert(id.clone(), document);
            }
            let statements = ledger.statements(&StatementFilter { document: Some(id.clone()), ..StatementFilter::default() })?;
            if let Some(reading) = ledger.reading(id)? {
                self.enter_reading(reading, &statements);
            }
        }
        // All that goes before all that comes, since a member may move from one to another.
        for id in of_kind(&[IdKind::Entity]) {
            for chain in self.entities.remove(id).iter().flat_map(|entity| &entity.members) {
                let chain = self.chains.place_for(chain);
                put(&mut self.entity_of, chain, NOWHERE);
            }
        }
        for id in of_kind(&GROUPS) {
            if let Some(group) = self.groups.remove(id) {
                self.gather(&group, NOWHERE);
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
                self.enter_group(&GroupOutline::of(group));
            }
        }
        self.name_the_free(ledger)?;
        for id in of_kind(&[IdKind::Link]) {
            self.drop_link(id);
            if let Some(link) = ledger.link(id)? {
                self.enter_link(&link);
            }
        }
        // Whether a link may be shown hangs on the readings of both its sides.
        for &id in &documents {
            for link in ledger.links(&LinkFilter { document: Some(id.clone()), ..LinkFilter::default() })? {
                self.enter_link(&link);
            }
        }
        Ok(())
    }

    fn enter_reading(&mut self, reading: Reading, statements: &[Statement]) {
        let mut overruled: Vec<Id> = Vec::new();
        for statement in statements {
            self.statements.place_for(&statement.id);
        }
        for attribution in reading.attributions {
            if attribution.overruled_by.is_some() {
                overruled.push(attribution.id);
            } else {
                self.enter_outline(&AttributionOutline::of(attribution));
            }
        }
        overruled.retain(|id| !self.stands(id));
        self.overruled.extend(overruled.into_iter().map(|id| (id, reading.document.clone())));
        for chain in reading.chains {
            let document = self.documents.0.place_for(&chain.document);
            self.chains.insert(&chain.id, document);
        }
        self.reading_notes.insert(reading.document, reading.notes);
    }

    /// Whether this attribution stands.
    fn stands(&self, attribution: &Id) -> bool {
        self.statements.place(&attribution.renamed(IdKind::Statement)).is_some()
    }

    /// Enters what is known of an attribution of which there is a statement, whose place is known.
    fn enter_outline(&mut self, outline: &AttributionOutline) {
        let id = outline.id.renamed(IdKind::Statement);
        let Some(document) = self.documents.0.place(&outline.document) else { return };
        if self.statements.known(&id).is_none() {
            return;
        }
        let said_on = outline.said_on.as_ref().map_or(NOWHERE, |dated| self.said_on.number(&dated.date));
        let act = short(self.acts.number(&outline.act));
        let family = short(self.families.number(&outline.act_family));
        let chains = &mut self.chains;
        let said = Said::new(outline, document, |chain| chains.place_for(chain), said_on, act, family);
        self.statements.insert(&id, said);
    }

    fn enter_entity(&mut self, entity: Entity) {
        let at = self.entities.0.place_for(&entity.id);
        for chain in &entity.members {
            let chain = self.chains.place_for(chain);
            put(&mut self.entity_of, chain, at);
        }
        self.entities.insert(entity.id.clone(), entity);
    }

    fn enter_group(&mut self, outline: &GroupOutline) {
        let at = self.groups.place_for(&outline.id);
        let members = outline.members.iter().map(|member| self.member_place(outline.kind, member)).collect();
        let group = Grouped { kind: outline.kind, members, origins: outline.origins };
        self.gather(&group, at);
        self.groups.insert(&outline.id, group);
    }

    /// Tells the members of a group in which they are.
    fn gather(&mut self, group: &Grouped, at: Place) {
        let groups = self.group_of.entry(group.kind).or_default();
        group.members.iter().for_each(|member| put(groups, *member, at));
    }

    fn member_place(&mut self, kind: GroupKind, member: &Id) -> Place {
        match kind {
            GroupKind::Claim => self.statements.place_for(member),
            GroupKind::Entity => self.chains.place_for(member),
            GroupKind::Lineage | GroupKind::Story => self.documents.0.place_for(member),
        }
    }

    /// The id of a member of a group of this kind.
    pub(crate) fn member_id(&self, kind: GroupKind, member: Place) -> &Id {
        match kind {
            GroupKind::Claim => self.statements.id_at(member),
            GroupKind::Entity => self.chains.id_at(member),
            GroupKind::Lineage | GroupKind::Story => self.documents.0.id_at(member),
        }
    }

    fn drop_link(&mut self, id: &Id) {
        let Some(digits) = Digits::of(id) else { return };
        if let Some(place) = self.links.known(&digits) {
            self.doubts.remove(&place);
            self.changed.remove(&place);
        }
        self.links.remove(&digits);
    }

    fn enter_link(&mut self, link: &Link) {
        self.drop_link(&link.id);
        let overruled =
            |place: &hearsay_record::Place| place.attribution.as_ref().is_some_and(|id| self.overruled.contains_key(id));
        let Some(digits) = Digits::of(&link.id).filter(|_| !overruled(&link.a) && !overruled(&link.b)) else { return };
        let members = link.members.each_ref().map(|member| match member.kind() {
            Some(IdKind::Statement) => (IdKind::Statement, self.statements.place_for(member)),
            Some(IdKind::Document) => (IdKind::Document, self.documents.0.place_for(member)),
            _ => (IdKind::Chain, self.chains.place_for(member)),
        });
        let documents = [&link.a.document, &link.b.document].map(|document| self.documents.0.place_for(document));
        let because = link.not_comparable_because.as_deref();
        let Some(place) = self.enter_ends(digits, link.kind, members, documents, because) else { return };
        if let Some(code) = review::doubt(link) {
            self.doubts.insert(place, code);
        }
        if !link.changes.is_empty() {
            self.changed.insert(place);
        }
    }

    /// Enters what a link joins if it sets nobody's question, order or wish against or beside an assertion, and both are there.
    fn enter_ends(
        &mut self,
        id: Digits,
        kind: LinkKind,
        members: [(IdKind, Place); 2],
        documents: [Place; 2],
        not_comparable_because: Option<&str>,
    ) -> Option<Place> {
        let asserting = kind.is_dispute() || kind == LinkKind::Supports;
        let is_shown = |(of, member): &(IdKind, Place)| match of {
            IdKind::Statement => self.statements.at(*member).is_some_and(|said| !asserting || said.is_asserted),
            _ => *member != NOWHERE,
        };
        let shown = members.iter().all(is_shown) && !documents.contains(&NOWHERE);
        if !shown {
            self.links.remove(&id);
            return None;
        }
        let incomparable = not_comparable_because.map_or(0, |because| {
            let known = self.incomparable.iter().position(|one| one == because);
            let at = known.unwrap_or_else(|| {
                self.incomparable.push(because.to_owned());
                self.incomparable.len() - 1
            });
            u16::try_from(at + 1).unwrap_or(u16::MAX)
        });
        let [(one, a), (other, b)] = members;
        Some(self.links.insert(&id, Ends { kind, of: [one, other], members: [a, b], documents, incomparable }))
    }

    /// What all links join, in order of id.
    pub(crate) fn links(&self) -> impl DoubleEndedIterator<Item = LinkAt> {
        self.links.sorted().map(|(place, ends)| LinkAt { place, ends: *ends })
    }

    /// The same in no order that means anything: of many links those of one kind are found so without a look at each id.
    pub(crate) fn links_unordered(&self) -> impl Iterator<Item = LinkAt> {
        self.links.places().map(|(place, ends)| LinkAt { place, ends: *ends })
    }

    /// Whether there is a link of this id.
    #[must_use]
    pub fn holds_link(&self, id: &Id) -> bool {
        self.link_place(id).is_some()
    }

    /// The place of a link.
    pub(crate) fn link_place(&self, id: &Id) -> Option<Place> {
        self.links.place(&Digits::of(id)?)
    }

    /// The id of the link at a place.
    pub(crate) fn link_id(&self, link: Place) -> Id {
        self.links.id_at(link).id(IdKind::Link)
    }

    /// The id of the member of a link.
    pub(crate) fn member(&self, ends: Ends, at: usize) -> &Id {
        match ends.of[at] {
            IdKind::Statement => self.statements.id_at(ends.members[at]),
            IdKind::Document => self.documents.0.id_at(ends.members[at]),
            _ => self.chains.id_at(ends.members[at]),
        }
    }

    /// Why the two sides of a link are not comparable.
    pub(crate) fn incomparable(&self, ends: Ends) -> Option<&str> {
        self.incomparable.get(usize::from(ends.incomparable).checked_sub(1)?).map(String::as_str)
    }

    /// What each dispute joins in which one of these statements is set against another that is none of them, and is
    /// comparable with it: the kind, the link and the other statement, in order of the link's id.
    #[must_use]
    pub fn set_against(&self, own: &BTreeSet<&Id>) -> Vec<(LinkKind, Id, &Id)> {
        let columns = self.columns();
        let of_own = own.iter().filter_map(|id| self.statements.place(id)).flat_map(|place| columns.links_of(self, place));
        let links: BTreeSet<Digits> = of_own.map(|place| *self.links.id_at(*place)).collect();
        let found = links.into_iter().filter_map(|id| {
            let ends = *self.links.get(&id)?;
            let [one, other] = [self.member(ends, 0), self.member(ends, 1)];
            let against = match [own.contains(one), own.contains(other)] {
                [true, false] => other,
                [false, true] => one,
                _ => return None,
            };
            (ends.kind.is_dispute() && ends.is_comparable()).then(|| (ends.kind, id.id(IdKind::Link), against))
        });
        found.collect()
    }

    /// This state as columns, made when they are first asked for.
    pub(crate) fn columns(&self) -> &Columns {
        self.kept.columns(|| Columns::of(self))
    }

    /// What was made of this state.
    pub(crate) fn kept(&self) -> &Kept {
        &self.kept
    }

    /// Who a chain is, across documents; the chain itself where it is in no entity.
    #[must_use]
    pub fn who(&self, chain: &Id) -> Option<EntityRef> {
        self.who_at(self.chains.known(chain)?)
    }

    /// The same of the chain at a place.
    pub(crate) fn who_at(&self, chain: Place) -> Option<EntityRef> {
        if let Some(entity) = self.owner_at(chain).and_then(|at| self.entities.at(at)) {
            return Some(EntityRef { id: entity.id.clone(), name: entity.name.clone(), kind: entity.kind });
        }
        let named = self.free.get(&chain)?;
        Some(EntityRef { id: self.chains.id_at(chain).clone(), name: named.name.clone(), kind: named.kind })
    }

    /// The id of [`Snapshot::who`].
    #[must_use]
    pub fn who_id(&self, chain: &Id) -> Option<&Id> {
        let chain = self.chains.known(chain)?;
        self.owner_at(chain)
            .map(|at| self.entities.0.id_at(at))
            .or_else(|| self.chains.at(chain).map(|_| self.chains.id_at(chain)))
    }

    /// The document of a chain.
    #[must_use]
    pub fn document_of(&self, chain: &Id) -> Option<&Id> {
        self.chains.get(chain).map(|document| self.documents.0.id_at(*document))
    }

    /// The name of a chain that is in no entity.
    pub(crate) fn free_name(&self, chain: Place) -> Option<&str> {
        self.free.get(&chain).map(|named| named.name.as_str())
    }

    fn owner_at(&self, chain: Place) -> Option<Place> {
        let at = *self.entity_of.get(chain as usize)?;
        (at != NOWHERE).then_some(at)
    }

    /// The group of this kind that a member is in.
    #[must_use]
    pub fn group_of(&self, kind: GroupKind, member: &Id) -> Option<GroupAt<'_>> {
        let place = match kind {
            GroupKind::Claim => self.statements.known(member),
            GroupKind::Entity => self.chains.known(member),
            GroupKind::Lineage | GroupKind::Story => self.documents.0.known(member),
        };
        self.group(self.group_at(kind, place?))
    }

    /// The members of the group of this id, in order of id.
    #[must_use]
    pub fn members_of(&self, group: &Id) -> Vec<Id> {
        let group = self.groups.get(group);
        group
            .into_iter()
            .flat_map(|group| group.members.iter().map(|member| self.member_id(group.kind, *member).clone()))
            .collect()
    }

    /// The group of this id.
    #[must_use]
    pub fn group_called(&self, id: &Id) -> Option<GroupAt<'_>> {
        self.group(self.groups.place(id)?)
    }

    fn group(&self, place: Place) -> Option<GroupAt<'_>> {
        let group = self.groups.at(place)?;
        Some(GroupAt { id: self.groups.id_at(place), n_members: group.members.len(), origins: group.origins })
    }

    /// The place of the group of this kind that the member at a place is in.
    pub(crate) fn group_at(&self, kind: GroupKind, member: Place) -> Place {
        self.group_of.get(&kind).and_then(|groups| groups.get(member as usize)).copied().unwrap_or(NOWHERE)
    }

    /// The ids of [`Snapshot::who`] that a name or an id means. A name means everybody who is called exactly
    /// so, in any case and script form; where nobody is, everybody whose name holds all of its words.
    #[must_use]
    pub fn meant(&self, asked: &str) -> BTreeSet<Id> {
        let free = || self.free.iter().map(|(place, named)| (self.chains.id_at(*place), named));
        if let Some(digits) = id_digits(asked) {
            let starts = |id: &Id| id.as_str()[2..].starts_with(digits);
            let entities = self.entities.values().filter(|entity| starts(&entity.id) || entity.members.iter().any(starts));
            return entities.map(|entity| &entity.id).chain(free().map(|(id, _)| id).filter(|id| starts(id))).cloned().collect();
        }
        let wanted = fold(asked).text;
        let by = |fits: &dyn Fn(&str) -> bool| -> BTreeSet<Id> {
            let entities = self
                .entities
                .values()
                .filter(|entity| fits(&entity.name) || entity.aliases.iter().any(|alias| fits(&alias.name)));
            let chains = free().filter(|(_, named)| fits(&named.name) || named.aliases.iter().any(|alias| fits(alias)));
            entities.map(|entity| entity.id.clone()).chain(chains.map(|(id, _)| id.clone())).collect()
        };
        let exact = by(&|name| fold(name).text == wanted);
        if !exact.is_empty() {
            return exact;
        }
        by(&|name| holds_words(name, asked))
    }

    /// The text under spans of a document, pieces joined by ` … `.
    #[must_use]
    pub fn text(document: &Document, spans: &[CharSpan]) -> String {
        let offsets = Offsets::new(&document.text);
        spans.iter().map(|&span| offsets.slice(span).trim()).filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(" … ")
    }
}

/// What stands at a place is this now.
fn put(places: &mut Vec<Place>, at: Place, value: Place) {
    let at = at as usize;
    if places.len() <= at {
        places.resize(at + 1, NOWHERE);
    }
    places[at] = value;
}

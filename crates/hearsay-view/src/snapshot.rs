//! [`Snapshot`]: one state of a ledger in memory.
//!
//! In: an open ledger. Out: lines (statement, attribution, document), entities by chain, groups by
//! member. Invariants: an overruled attribution and all that rests on it is left out here, so that no
//! view can show it; everything is in order of id.
//!
//! Loading reads the whole case. A door that answers many questions keeps the snapshot in an `Arc`, brings it up to date
//! by what changed ([`Snapshot::refresh`]), and asks with [`crate::Lookup::over`].
//!
//! Example: `snapshot.lines()` gives each statement with the attribution and the document that it rests on.

use crate::ViewError;
use crate::columns::Columns;
use crate::kept::Kept;
use crate::lookup::{holds_words, id_digits};
use crate::place::EntityRef;
use crate::records::{NOWHERE, Place, Records, Rows};
use crate::review;
use hearsay_ledger::{Changes, Ledger, LedgerError, LinkEnds, LinkFilter, StatementFilter};
use hearsay_record::{
    Attribution, Chain, Document, Entity, Group, GroupKind, Id, IdKind, Link, LinkKind, Note, Reading, Statement,
};
use hearsay_text::{Offsets, fold};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::OnceLock;
/// One state of a ledger. Of links it holds what they join; the links themselves stay in the ledger ([`crate::Lookup::link`]).
#[derive(Clone, Debug, Default)]
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
    /// Groups by id.
    pub groups: Records<Group>,
    /// Links, without those that rest on what was overruled, and without disputes and support between what is nobody's assertion.
    pub(crate) links: Rows<Ends>,
    /// Why two sides are not comparable, each reason once.
    incomparable: Vec<String>,
    /// Entity of each chain.
    pub(crate) entity_of: Vec<Place>,
    /// Group of each statement (claims) or document (lineages, stories) or chain.
    group_of: BTreeMap<GroupKind, Vec<Place>>,
    /// Attributions that were overruled, each with its document.
    overruled: BTreeMap<Id, Id>,
    /// Links that rest on little, each with the first reason for it; found out when they are first asked for.
    pub(crate) doubts: OnceLock<BTreeMap<Id, &'static str>>,
    /// Links that tell what became of an utterance; found out when they are first asked for.
    pub(crate) changed: OnceLock<HashSet<Place>>,
    /// Number of the latest change that it holds.
    latest_change: i64,
    /// What was made of this state.
    kept: Kept,
}

impl PartialEq for Snapshot {
    fn eq(&self, other: &Self) -> bool {
        // Who is whose, and which group holds whom, follows from entities and groups.
        let ends = |snapshot: &Self| -> Vec<LinkEnds> { snapshot.links().map(|link| snapshot.link_ends(link)).collect() };
        self.documents == other.documents
            && self.attributions == other.attributions
            && self.chains == other.chains
            && self.reading_notes == other.reading_notes
            && self.statements == other.statements
            && self.entities == other.entities
            && self.groups == other.groups
            && ends(self) == ends(other)
            && self.overruled == other.overruled
            && self.latest_change == other.latest_change
    }
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

/// The day of a date that may have an hour.
pub(crate) fn day_of(date: &str) -> &str {
    date.get(..10).unwrap_or(date)
}

impl<'s> Line<'s> {
    /// The words of its source, cue and content.
    pub(crate) fn words(&self) -> String {
        let roles = &self.attribution.roles;
        let all: Vec<_> = roles.source.iter().chain(&roles.cue).chain(&roles.content).copied().collect();
        Snapshot::text(self.document, &all)
    }

    /// When it was said, else published.
    #[must_use]
    pub fn date(&self) -> Option<&'s str> {
        self.statement.when.as_ref().or(self.document.published.as_ref()).map(|dated| dated.date.as_str())
    }

    /// By the day on which it was said, undated last; of one day by when it was published, so that a report stands before those that
    /// took it over and tell the same day; then by document, place and id.
    #[must_use]
    #[allow(clippy::type_complexity, reason = "a key that is compared and never taken apart")]
    pub fn order(&self) -> (bool, &'s str, bool, &'s str, &'s Id, usize, &'s Id) {
        let date = self.date();
        let published = self.document.published.as_ref().map(|dated| dated.date.as_str());
        let start = self.attribution.roles.extent().map_or(0, |span| span.start);
        let (day, moment) = (date.map_or("", day_of), published.unwrap_or(""));
        (date.is_none(), day, published.is_none(), moment, &self.document.id, start, &self.statement.id)
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
            self.kept = Kept::default();
            Ok(())
        })?)
    }

    fn load(ledger: &Ledger) -> Result<Self, LedgerError> {
        let mut snapshot = Self {
            latest_change: ledger.latest_change()?,
            documents: ledger.documents()?.into_iter().map(|document| (document.id.clone(), document)).collect(),
            ..Self::default()
        };
        let readings = ledger.readings()?;
        snapshot.attributions.0.reserve(readings.iter().map(|reading| reading.attributions.len()).sum());
        snapshot.chains.0.reserve(readings.iter().map(|reading| reading.chains.len()).sum());
        readings.into_iter().for_each(|reading| snapshot.enter_reading(reading));
        let statements = ledger.statements(&StatementFilter::default())?;
        snapshot.statements.0.reserve(statements.len());
        statements.into_iter().for_each(|statement| snapshot.enter_statement(statement));
        ledger.entities()?.into_iter().for_each(|entity| snapshot.enter_entity(entity));
        let groups = ledger.groups(None)?;
        snapshot.groups.0.reserve(groups.len());
        groups.into_iter().for_each(|group| snapshot.enter_group(group));
        snapshot.links.reserve(ledger.count_links()?);
        let doubtful: BTreeSet<Id> = snapshot.overruled.values().cloned().collect();
        let mut in_doubt: Vec<Id> = Vec::new();
        ledger.link_ends(|ends| {
            if ends.documents.iter().any(|document| doubtful.contains(document)) {
                in_doubt.push(ends.id);
            } else {
                snapshot.enter_ends(&ends);
            }
        })?;
        // Whether these rest on what was overruled, only the whole link tells.
        for id in in_doubt {
            if let Some(link) = ledger.link(&id)? {
                snapshot.enter_link(&link);
            }
        }
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
                let chain = self.chains.0.place_for(chain);
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
                self.enter_group(group);
            }
        }
        for id in of_kind(&[IdKind::Link]) {
            self.links.remove(id);
            if let Some(doubts) = self.doubts.get_mut() {
                doubts.remove(id);
            }
            if let (Some(changed), Some(place)) = (self.changed.get_mut(), self.links.known(id)) {
                changed.remove(&place);
            }
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
        let at = self.entities.0.place_for(&entity.id);
        for chain in &entity.members {
            let chain = self.chains.0.place_for(chain);
            put(&mut self.entity_of, chain, at);
        }
        self.entities.insert(entity.id.clone(), entity);
    }

    fn enter_group(&mut self, group: Group) {
        let at = self.groups.0.place_for(&group.id);
        self.gather(&group, at);
        self.groups.insert(group.id.clone(), group);
    }

    /// Tells the members of a group in which they are.
    fn gather(&mut self, group: &Group, at: Place) {
        for member in &group.members {
            let place = self.member_place(group.kind, member);
            put(self.group_of.entry(group.kind).or_default(), place, at);
        }
    }

    fn member_place(&mut self, kind: GroupKind, member: &Id) -> Place {
        match kind {
            GroupKind::Claim => self.statements.0.place_for(member),
            GroupKind::Entity => self.chains.0.place_for(member),
            GroupKind::Lineage | GroupKind::Story => self.documents.0.place_for(member),
        }
    }

    fn enter_link(&mut self, link: &Link) {
        if let (Some(doubts), Some(code)) = (self.doubts.get_mut(), review::doubt(link)) {
            doubts.insert(link.id.clone(), code);
        }
        if let Some(changed) = self.changed.get_mut().filter(|_| !link.changes.is_empty()) {
            changed.insert(self.links.place_for(&link.id));
        }
        let overruled =
            |place: &hearsay_record::Place| place.attribution.as_ref().is_some_and(|id| self.overruled.contains_key(id));
        if overruled(&link.a) || overruled(&link.b) {
            self.links.remove(&link.id);
        } else {
            self.enter_ends(&LinkEnds::of(link));
        }
    }

    /// Enters what a link joins if it sets nobody's question, order or wish against or beside an assertion, and both are there.
    fn enter_ends(&mut self, link: &LinkEnds) {
        let asserting = link.kind.is_dispute() || link.kind == LinkKind::Supports;
        let shown = link.members.iter().all(|member| match member.kind() {
            Some(IdKind::Statement) => {
                self.statements.get(member).is_some_and(|statement| !asserting || statement.commitment.is_assertion())
            }
            _ => true,
        });
        if !shown {
            self.links.remove(&link.id);
            return;
        }
        let of = link.members.each_ref().map(|member| member.kind().unwrap_or(IdKind::Chain));
        let members = [0, 1].map(|at| match of[at] {
            IdKind::Statement => self.statements.0.place_for(&link.members[at]),
            IdKind::Document => self.documents.0.place_for(&link.members[at]),
            _ => self.chains.0.place_for(&link.members[at]),
        });
        let documents = link.documents.each_ref().map(|document| self.documents.0.place_for(document));
        let incomparable = link.not_comparable_because.as_ref().map_or(0, |because| {
            let known = self.incomparable.iter().position(|one| one == because);
            let at = known.unwrap_or_else(|| {
                self.incomparable.push(because.clone());
                self.incomparable.len() - 1
            });
            u16::try_from(at + 1).unwrap_or(u16::MAX)
        });
        self.links.insert(&link.id, Ends { kind: link.kind, of, members, documents, incomparable });
    }

    /// What all links join, in order of id.
    pub(crate) fn links(&self) -> impl DoubleEndedIterator<Item = LinkAt> {
        self.links.sorted().map(|(place, ends)| LinkAt { place, ends: *ends })
    }

    /// Whether there is a link of this id.
    #[must_use]
    pub fn holds_link(&self, id: &Id) -> bool {
        self.links.place(id).is_some()
    }

    /// The id of the member of a link.
    pub(crate) fn member(&self, ends: Ends, at: usize) -> &Id {
        match ends.of[at] {
            IdKind::Statement => self.statements.0.id_at(ends.members[at]),
            IdKind::Document => self.documents.0.id_at(ends.members[at]),
            _ => self.chains.0.id_at(ends.members[at]),
        }
    }

    /// Why the two sides of a link are not comparable.
    pub(crate) fn incomparable(&self, ends: Ends) -> Option<&str> {
        self.incomparable.get(usize::from(ends.incomparable).checked_sub(1)?).map(String::as_str)
    }

    fn link_ends(&self, link: LinkAt) -> LinkEnds {
        LinkEnds {
            id: self.links.id_at(link.place).clone(),
            kind: link.ends.kind,
            members: [0, 1].map(|at| self.member(link.ends, at).clone()),
            documents: link.ends.documents.map(|document| self.documents.0.id_at(document).clone()),
            not_comparable_because: self.incomparable(link.ends).map(str::to_owned),
        }
    }

    /// What each dispute joins in which one of these statements is set against another that is none of them, and is
    /// comparable with it: the kind, the link and the other statement, in order of the link's id.
    #[must_use]
    pub fn set_against(&self, own: &BTreeSet<&Id>) -> Vec<(LinkKind, &Id, &Id)> {
        let columns = self.columns();
        let of_own = own.iter().filter_map(|id| self.statements.0.place(id)).flat_map(|place| columns.links_of(self, place));
        let links: BTreeSet<&Id> = of_own.map(|place| self.links.id_at(*place)).collect();
        let found = links.into_iter().filter_map(|id| {
            let ends = *self.links.get(id)?;
            let [one, other] = [self.member(ends, 0), self.member(ends, 1)];
            let against = match [own.contains(one), own.contains(other)] {
                [true, false] => other,
                [false, true] => one,
                _ => return None,
            };
            (ends.kind.is_dispute() && ends.is_comparable()).then_some((ends.kind, id, against))
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

    /// Every statement of a document with what it rests on, in order of id.
    pub fn lines_in(&self, document: &Id) -> impl Iterator<Item = Line<'_>> {
        let columns = self.columns();
        let place = self.documents.0.place(document);
        let lines = place.map_or(&[][..], |place| columns.lines_in(place));
        lines.iter().filter_map(|line| columns.line(self, *line))
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
        if let Some(entity) = self.owner(chain).and_then(|at| self.entities.at(at)) {
            return Some(EntityRef { id: entity.id.clone(), name: entity.name.clone(), kind: entity.kind });
        }
        let chain = self.chains.get(chain)?;
        Some(EntityRef { id: chain.id.clone(), name: chain.name.clone(), kind: chain.kind })
    }

    /// The id of [`Snapshot::who`].
    #[must_use]
    pub fn who_id(&self, chain: &Id) -> Option<&Id> {
        self.owner(chain).map(|at| self.entities.0.id_at(at)).or_else(|| Some(&self.chains.get(chain)?.id))
    }

    /// The place of the entity that a chain is in.
    fn owner(&self, chain: &Id) -> Option<Place> {
        let at = *self.entity_of.get(self.chains.0.known(chain)? as usize)?;
        (at != NOWHERE).then_some(at)
    }

    /// The group of this kind that a member is in.
    #[must_use]
    pub fn group_of(&self, kind: GroupKind, member: &Id) -> Option<&Group> {
        let place = match kind {
            GroupKind::Claim => self.statements.0.known(member),
            GroupKind::Entity => self.chains.0.known(member),
            GroupKind::Lineage | GroupKind::Story => self.documents.0.known(member),
        };
        self.groups.at(self.group_at(kind, place?))
    }

    /// The place of the group of this kind that the member at a place is in.
    pub(crate) fn group_at(&self, kind: GroupKind, member: Place) -> Place {
        self.group_of.get(&kind).and_then(|groups| groups.get(member as usize)).copied().unwrap_or(NOWHERE)
    }

    /// The ids of [`Snapshot::who`] that a name or an id means. A name means everybody who is called exactly
    /// so, in any case and script form; where nobody is, everybody whose name holds all of its words.
    #[must_use]
    pub fn meant(&self, asked: &str) -> BTreeSet<Id> {
        let free = || self.chains.values().filter(|chain| self.owner(&chain.id).is_none());
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

/// What stands at a place is this now.
fn put(places: &mut Vec<Place>, at: Place, value: Place) {
    let at = at as usize;
    if places.len() <= at {
        places.resize(at + 1, NOWHERE);
    }
    places[at] = value;
}

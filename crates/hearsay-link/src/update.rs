//! What changes when documents are added or read anew: linking that touches only what these can meet.
//!
//! In: a [`Base`] (the records and the [`Index`](crate::Index) as linking left them last), the documents that are new or
//! have another reading since, and all corrections. Out: an [`Update`]: what goes and what comes, of records and of the
//! index. Invariant: applied, it leaves exactly what a run over the whole case would make. The same keys, the same `judge`
//! and the same settling run, on less: pairs are judged again if one of the two is touched, or if they meet by a
//! crowd's leaders that changed; what is settled together is settled again as a whole if anything in it changed. Where
//! that is no saving, or a group had to be cut for its size, the answer is nothing, and the whole case is to be linked.
//!
//! What is judged of two items hangs on these two and on few named facts, and who carries a fact is touched when it
//! changes: how many documents of an outlet hold a line ([`lines`]), what nodes a document's names are part of
//! ([`entities`]), how a speaker is called ([`voices`]), by what link one document repeats another ([`claims`]).
//!
//! Example: one more report of a flood meets the leaders under its words, and joins one story.

mod claims;
mod entities;
mod lineage;
mod lines;
mod meetings;
mod stories;
mod voices;

use crate::index::{Held, Judged, Outlined, Pass};
use crate::sheet::Sheet;
use crate::{credits, furniture, weights};
use hearsay_record::{
    Anchor, Correction, CorrectionKind, Document, Entity, Fact, Group, GroupKind, Id, Link, LinkKind, Note, Reading,
};
use hearsay_text::Span;
use rayon::prelude::*;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// A document and its reading, if it has one.
pub type Read = (Document, Option<Reading>);

/// The two items that a link joins, the smaller id first.
type Ends = (Id, Id);

/// Whether a link is wanted between a member and another.
pub type Wanted<'w> = &'w dyn Fn(&Id, &Id) -> bool;

/// What changed since linking.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Touched {
    /// Documents that are new, or in which a chain is not what it was.
    pub named: Vec<Id>,
    /// Documents of which only attributions are not what they were.
    pub said: Vec<Id>,
    /// How documents among these read before, as far as it is known, overruled attributions left out: what reads as it did
    /// is not looked at again.
    pub before: Vec<Reading>,
    /// What persons decided, or withdrew, on pairs of chains, statements or documents that read as they did.
    pub decided: Vec<Correction>,
}

/// What is asked of whoever keeps the records and the index. Nothing here is asked for after it was changed. What can be
/// made of other answers is made of them, unless the keeper has it cheaper.
pub trait Base {
    /// Why it can't be had.
    type Error;
    /// Documents with their readings as they are now, overruled attributions left out.
    ///
    /// # Errors
    /// If it can't be had, as everywhere here.
    fn documents(&self, ids: &[Id]) -> Result<Vec<Read>, Self::Error>;
    /// The same without attributions.
    ///
    /// # Errors
    /// As above.
    fn named(&self, ids: &[Id]) -> Result<Vec<Read>, Self::Error>;
    /// Documents, each with these of its chains alone.
    ///
    /// # Errors
    /// As above.
    fn named_in_part(&self, parts: &[(Id, Vec<Id>)]) -> Result<Vec<Read>, Self::Error> {
        let mut found = Vec::with_capacity(parts.len());
        for (document, chains) in parts {
            let mut read = self.named(std::slice::from_ref(document))?;
            for reading in read.iter_mut().filter_map(|(_, reading)| reading.as_mut()) {
                reading.chains.retain(|chain| chains.contains(&chain.id));
            }
            found.extend(read);
        }
        Ok(found)
    }
    /// Who held a key, in order of id, at most so many.
    ///
    /// # Errors
    /// As above.
    fn holders(&self, pass: Pass, key: u64, most: usize) -> Result<Vec<Id>, Self::Error>;
    /// The keys that an item had, in order.
    ///
    /// # Errors
    /// As above.
    fn keys(&self, pass: Pass, item: &Id) -> Result<Vec<u64>, Self::Error>;
    /// The keys of every item of a pass.
    ///
    /// # Errors
    /// As above.
    fn each_keys(&self, pass: Pass) -> Result<Vec<(Id, Vec<u64>)>, Self::Error>;
    /// What a document held.
    ///
    /// # Errors
    /// As above.
    fn held(&self, document: &Id) -> Result<Option<Held>, Self::Error>;
    /// As much of a document as stories are told by.
    ///
    /// # Errors
    /// As above.
    fn outlined(&self, document: &Id) -> Result<Option<Outlined>, Self::Error>;
    /// The same of several, in any order; those of which nothing is kept are left out.
    ///
    /// # Errors
    /// As above.
    fn outlined_each(&self, documents: &[&Id]) -> Result<Vec<Outlined>, Self::Error> {
        let mut found = Vec::with_capacity(documents.len());
        for document in documents {
            found.extend(self.outlined(document)?);
        }
        Ok(found)
    }
    /// What was judged with this item as one of the two.
    ///
    /// # Errors
    /// As above.
    fn judged(&self, pass: Pass, item: &Id) -> Result<Vec<Judged>, Self::Error>;
    /// The same with others of a greater id.
    ///
    /// # Errors
    /// As above.
    fn judged_beyond(&self, pass: Pass, item: &Id) -> Result<Vec<Judged>, Self::Error> {
        let mut judged = self.judged(pass, item)?;
        judged.retain(|one| one.a == *item);
        Ok(judged)
    }
    /// The links that stood, with this member.
    ///
    /// # Errors
    /// As above.
    fn links(&self, member: &Id) -> Result<Vec<Link>, Self::Error>;
    /// The links of these kinds, of any if none is named, that stood between each of these members and others that are wanted
    /// beside it; in any order.
    ///
    /// # Errors
    /// As above.
    fn links_with(&self, members: &[&Id], kinds: &[LinkKind], is_wanted: Wanted<'_>) -> Result<Vec<Link>, Self::Error> {
        let mut found: BTreeMap<Id, Link> = BTreeMap::new();
        for member in members {
            let mut links = self.links(member)?;
            links.retain(|link| (kinds.is_empty() || kinds.contains(&link.kind)) && leads_to(link, member, is_wanted));
            found.extend(links.into_iter().map(|link| (link.id.clone(), link)));
        }
        Ok(found.into_values().collect())
    }
    /// The same of others of a greater id: so what holds within some is asked of each pair once.
    ///
    /// # Errors
    /// As above.
    fn links_beyond(&self, members: &[&Id], kinds: &[LinkKind], is_wanted: Wanted<'_>) -> Result<Vec<Link>, Self::Error> {
        self.links_with(members, kinds, &|member, other| member < other && is_wanted(member, other))
    }
    /// Whom the links of this member led to.
    ///
    /// # Errors
    /// As above.
    fn linked(&self, member: &Id) -> Result<Vec<Id>, Self::Error> {
        Ok(self.links(member)?.into_iter().flat_map(|link| link.members).filter(|other| other != member).collect())
    }
    /// The id of the group that held this member.
    ///
    /// # Errors
    /// As above.
    fn group_id(&self, kind: GroupKind, member: &Id) -> Result<Option<Id>, Self::Error> {
        Ok(self.group(kind, member)?.map(|group| group.id))
    }
    /// The group that held this member.
    ///
    /// # Errors
    /// As above.
    fn group(&self, kind: GroupKind, member: &Id) -> Result<Option<Group>, Self::Error>;
    /// Every entity.
    ///
    /// # Errors
    /// As above.
    fn everybody(&self) -> Result<Vec<Entity>, Self::Error>;
    /// The entity that held this chain.
    ///
    /// # Errors
    /// As above.
    fn entity(&self, chain: &Id) -> Result<Option<Entity>, Self::Error>;
    /// The document of a chain or statement, by its reading now.
    ///
    /// # Errors
    /// As above.
    fn document_of(&self, item: &Id) -> Result<Option<Id>, Self::Error>;
    /// A fact.
    ///
    /// # Errors
    /// As above.
    fn fact(&self, id: &Id) -> Result<Option<Fact>, Self::Error>;
    /// The linker's notes on a document; those on none, if none is given.
    ///
    /// # Errors
    /// As above.
    fn notes(&self, document: Option<&Id>) -> Result<Vec<Note>, Self::Error>;
    /// The linker's notes of a code.
    ///
    /// # Errors
    /// As above.
    fn notes_of(&self, code: &str) -> Result<Vec<Note>, Self::Error>;
}

/// Records of a kind that go, and those that come or have other contents now.
#[derive(Clone, Debug, PartialEq)]
pub struct Replaced<T> {
    /// Ids that are no more.
    pub gone: Vec<Id>,
    /// What is new or changed.
    pub now: Vec<T>,
}

impl<T> Default for Replaced<T> {
    fn default() -> Self {
        Self { gone: Vec::new(), now: Vec::new() }
    }
}

/// What is to be changed. An item that comes takes the place of one of its id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Update {
    /// Facts; none ever goes.
    pub facts: Vec<Fact>,
    /// Entities.
    pub entities: Replaced<Entity>,
    /// Links.
    pub links: Replaced<Link>,
    /// Groups.
    pub groups: Replaced<Group>,
    /// Notes that go.
    pub notes_gone: Vec<Note>,
    /// Notes that come.
    pub notes: Vec<Note>,
    /// The keys of items now; none, if the item is no more.
    pub keys: Vec<(Pass, Id, Vec<u64>)>,
    /// What documents hold now.
    pub held: Vec<Held>,
    /// Pairs of which nothing is judged any more.
    pub judged_gone: Vec<(Pass, Id, Id)>,
    /// What is judged of pairs.
    pub judged: Vec<Judged>,
    /// As much of documents as stories are told by.
    pub outlined: Vec<Outlined>,
    /// Entities that were settled again, changed or not, each once: what is counted of them hangs on readings, too.
    pub settled: Vec<Id>,
}

/// Links documents that are new or were read anew with what they can meet, and settles who is who again after a person's
/// word on chains of documents that were not; nothing, if the whole case is to be linked.
///
/// # Errors
/// If the base can't be asked.
pub fn update<B: Base>(base: &B, touched: &Touched, corrections: &[Correction]) -> Result<Option<Update>, B::Error> {
    // What was cut from a claim is looked at where it is met: all that links lead to is settled together there, and the
    // whole case is linked if that is still too large for one. So a case that has such a crowd takes one document more.
    if !base.notes_of("group-cut")?.is_empty() {
        return Ok(None);
    }
    let Touched { named, said, before, decided } = touched;
    let read_anew: BTreeSet<Id> = named.iter().chain(said).cloned().collect();
    let mut running = Running {
        base,
        corrections,
        before: before.iter().map(|reading| (reading.document.clone(), reading.clone())).collect(),
        recurring: RefCell::default(),
        fresh_lines: HashMap::new(),
        crossed: BTreeSet::new(),
        read: RefCell::default(),
        everybody: OnceCell::new(),
        links: Overlay::default(),
        made: Update::default(),
    };
    running.crossed = running.lines(&read_anew)?;
    let named: BTreeSet<Id> = named.iter().cloned().collect();
    let places = |is_of: fn(CorrectionKind) -> bool| -> Vec<&Anchor> {
        let of = decided.iter().filter(|one| is_of(one.kind));
        of.flat_map(|one| one.places()).collect()
    };
    let on_chains = places(CorrectionKind::is_of_chains);
    let (on_documents, on_statements): (Vec<&Anchor>, Vec<&Anchor>) =
        places(CorrectionKind::is_of_links).into_iter().partition(|place| place.spans.is_empty());
    let mut bound = bound_with(named.iter().chain(on_chains.iter().map(|place| &place.document)).cloned().collect(), corrections);
    bound.retain(|document| !named.contains(document));
    let Some(people) = running.entities(&named, &bound, &on_chains)? else { return Ok(None) };
    running.count_again(said)?;

    // Where a document credits whom it did, and holds the lines it did, all that is told of it as a whole is as it was.
    let mut retold = running.crossed.clone();
    for document in &read_anew {
        if !running.told_as_before(document)? {
            retold.insert(document.clone());
        }
    }
    let compared: BTreeSet<Id> = on_documents.iter().map(|place| place.document.clone()).collect();
    let of_links = decided.iter().filter(|one| one.kind.is_of_links());
    let pairs = of_links.filter_map(|one| Some((one.on.document.clone(), one.with.as_ref()?.document.clone())));
    let pairs: BTreeSet<Ends> =
        pairs.filter(|(one, other)| one != other && compared.contains(one) && compared.contains(other)).collect();
    let Some(copies) = running.lineage(&retold, &compared, &pairs)? else { return Ok(None) };
    let whole: BTreeSet<Id> = people.documents.union(&retold).cloned().collect();
    let places = on_statements.iter().map(|place| &place.document);
    let in_part: BTreeSet<Id> = read_anew.iter().chain(&people.beside).chain(places).cloned().collect();
    let mut reworded = running.crossed.clone();
    for document in &named {
        if base.held(document)?.is_none() {
            reworded.insert(document.clone());
        }
    }
    if !running.claims(whole, &in_part, &on_statements, &people, &copies)? {
        return Ok(None);
    }
    running.stories(&retold, &reworded, &copies)?;
    let Running { links, mut made, read, everybody, .. } = running;
    // To let thousands of documents go takes as long as to lay them out.
    rayon::spawn(move || drop((read, everybody)));
    made.links.gone = links.gone.into_iter().collect();
    made.links.now = links.now.into_values().collect();
    Ok(Some(made))
}

/// Two ids, the lower first.
fn pair(one: &Id, other: &Id) -> Ends {
    if one < other { (one.clone(), other.clone()) } else { (other.clone(), one.clone()) }
}

/// Whether a link leads from a member to another that is wanted.
fn leads_to(link: &Link, member: &Id, is_wanted: Wanted<'_>) -> bool {
    link.members.iter().any(|other| other != member && is_wanted(member, other))
}

/// These documents and those that a person's word ties to them, which may hold no more or anew.
fn bound_with(mut touched: BTreeSet<Id>, corrections: &[Correction]) -> BTreeSet<Id> {
    let bound: Vec<_> =
        corrections.iter().filter(|one| one.with.is_some() && one.documents().any(|id| touched.contains(id))).collect();
    touched.extend(bound.into_iter().flat_map(|one| one.documents().cloned()));
    touched
}

/// The state of an update.
struct Running<'b, B: Base> {
    base: &'b B,
    corrections: &'b [Correction],
    /// How documents read before, where that is known.
    before: HashMap<Id, Reading>,
    /// Whether a line recurs, by its key.
    recurring: RefCell<HashMap<u64, bool>>,
    /// New documents that hold a line.
    fresh_lines: HashMap<u64, usize>,
    /// Documents that were here and lose a line to furniture.
    crossed: BTreeSet<Id>,
    /// Documents that were asked for.
    read: RefCell<HashMap<Id, Arc<Read>>>,
    /// Every entity as it was, once that was asked for.
    everybody: OnceCell<Everybody>,
    links: Overlay,
    made: Update,
}

/// Every entity, and which of them holds a chain.
struct Everybody {
    entities: Vec<Entity>,
    of_chain: HashMap<Id, usize>,
}

/// Links as they are now, over those of the base.
#[derive(Default)]
struct Overlay {
    gone: BTreeSet<Id>,
    now: BTreeMap<Id, Link>,
    by_member: HashMap<Id, BTreeSet<Id>>,
}

impl Overlay {
    /// Puts these links in the place of those.
    fn replace(&mut self, then: impl IntoIterator<Item = Link>, now: impl IntoIterator<Item = Link>) {
        let mut then: BTreeMap<Id, Link> = then.into_iter().map(|link| (link.id.clone(), link)).collect();
        for link in now {
            if then.remove(&link.id).is_some_and(|before| before == link) {
                continue;
            }
            for member in &link.members {
                self.by_member.entry(member.clone()).or_default().insert(link.id.clone());
            }
            self.gone.remove(&link.id);
            self.now.insert(link.id.clone(), link);
        }
        for id in then.into_keys() {
            self.now.remove(&id);
            self.gone.insert(id);
        }
    }

    fn hides(&self, link: &Link) -> bool {
        self.gone.contains(&link.id) || self.now.contains_key(&link.id)
    }
}

impl<B: Base> Running<'_, B> {
    /// The links of these kinds that stand now between each of these members and others that are wanted beside it.
    fn links_now_with(&self, members: &[&Id], kinds: &[LinkKind], is_wanted: Wanted<'_>) -> Result<Vec<Link>, B::Error> {
        Ok(self.as_now(self.base.links_with(members, kinds, is_wanted)?, members, kinds, is_wanted))
    }

    /// The same of others of a greater id.
    fn links_now_beyond(&self, members: &[&Id], kinds: &[LinkKind], is_wanted: Wanted<'_>) -> Result<Vec<Link>, B::Error> {
        let found = self.base.links_beyond(members, kinds, is_wanted)?;
        Ok(self.as_now(found, members, kinds, &|member, other| member < other && is_wanted(member, other)))
    }

    /// What was found in the base, as it stands now.
    fn as_now(&self, mut found: Vec<Link>, members: &[&Id], kinds: &[LinkKind], is_wanted: Wanted<'_>) -> Vec<Link> {
        found.retain(|link| !self.links.hides(link));
        for member in members {
            let fresh = self.links.by_member.get(*member).into_iter().flatten().filter_map(|id| self.links.now.get(id));
            found.extend(
                fresh
                    .filter(|link| {
                        link.members.contains(member) && kinds.contains(&link.kind) && leads_to(link, member, is_wanted)
                    })
                    .cloned(),
            );
        }
        found
    }

    /// Whether what is told of a document as a whole is as it was: it was linked before, credits now whom it credited then,
    /// and is no other version of another, of which it is told what was said in it.
    fn told_as_before(&self, document: &Id) -> Result<bool, B::Error> {
        let Some(before) = self.before.get(document).filter(|_| !self.crossed.contains(document)) else { return Ok(false) };
        let judged = self.base.judged(Pass::Lineage, document)?;
        let is_version = judged.iter().any(|one| one.link.as_ref().is_some_and(|link| link.kind == LinkKind::Revision));
        if is_version || self.base.held(document)?.is_none() {
            return Ok(false);
        }
        let read = self.documents(&BTreeSet::from([document.clone()]))?;
        let then: Vec<Arc<Read>> = read.iter().map(|one| Arc::new((one.0.clone(), Some(before.clone())))).collect();
        let credits = |read: &[Arc<Read>]| -> Result<Vec<Vec<credits::Credit>>, B::Error> {
            Ok(self.sheets_laid(read, |_| Laid::Words)?.iter().map(credits::of).collect())
        };
        Ok(credits(&then)? == credits(&read)?)
    }

    /// Who is named in these documents is counted again, whether settled again or not.
    fn count_again(&mut self, said: &[Id]) -> Result<(), B::Error> {
        let mut counted: BTreeSet<Id> = self.made.settled.iter().chain(&self.made.entities.gone).cloned().collect();
        for document in said {
            for chain in self.base.held(document)?.map(|held| held.chains).unwrap_or_default() {
                if let Some(entity) = self.base.entity(&chain)?
                    && counted.insert(entity.id.clone())
                {
                    self.made.settled.push(entity.id);
                }
            }
        }
        Ok(())
    }

    /// Every entity as it was.
    fn everybody(&self) -> Result<&[Entity], B::Error> {
        if self.everybody.get().is_none() {
            let entities = self.base.everybody()?;
            let members =
                entities.iter().enumerate().flat_map(|(at, entity)| entity.members.iter().map(move |chain| (chain, at)));
            let of_chain = members.map(|(chain, at)| (chain.clone(), at)).collect();
            // Nobody else sets it.
            let _ = self.everybody.set(Everybody { entities, of_chain });
        }
        Ok(self.everybody.get().map_or(&[], |all| &all.entities))
    }

    /// Documents with their readings, each read once.
    fn documents(&self, ids: &BTreeSet<Id>) -> Result<Vec<Arc<Read>>, B::Error> {
        let mut read = self.read.borrow_mut();
        let missing: Vec<Id> = ids.iter().filter(|id| !read.contains_key(*id)).cloned().collect();
        for one in self.base.documents(&missing)? {
            read.insert(one.0.id.clone(), Arc::new(one));
        }
        Ok(ids.iter().filter_map(|id| read.get(id).cloned()).collect())
    }

    /// Documents laid out, in order of id, without the words of lines that recur.
    fn sheets<'a>(&self, read: &'a [Arc<Read>]) -> Result<Vec<Sheet<'a>>, B::Error> {
        self.sheets_laid(read, |_| Laid::Whole)
    }

    /// The same, each as far as it is wanted.
    fn sheets_laid<'a>(&self, read: &'a [Arc<Read>], laid: impl Fn(&Id) -> Laid + Sync) -> Result<Vec<Sheet<'a>>, B::Error> {
        let sheet = |read: &'a Arc<Read>| {
            let (document, reading) = read.as_ref();
            match laid(&document.id) {
                Laid::Whole | Laid::Words => Sheet::new(document, reading.as_ref()),
                Laid::Quotations => Sheet::quoted(document, reading.as_ref()),
            }
        };
        let mut sheets: Vec<Sheet<'a>> = read.par_iter().map(sheet).collect();
        sheets.sort_by(|one, other| one.document.id.cmp(&other.document.id));
        let has_words = |sheet: &Sheet<'a>| matches!(laid(&sheet.document.id), Laid::Whole | Laid::Words);
        let lines_of = |sheet: &Sheet<'a>| if has_words(sheet) { furniture::lines(sheet) } else { Vec::new() };
        let lines: Vec<Vec<(u64, Span)>> = sheets.par_iter().map(lines_of).collect();
        for &(key, _) in lines.iter().flatten() {
            self.recurs(key)?;
        }
        let recurring = self.recurring.borrow();
        let spans: Vec<Vec<Span>> = lines
            .into_iter()
            .map(|lines| lines.into_iter().filter(|(key, _)| recurring.get(key) == Some(&true)).map(|(_, span)| span).collect())
            .collect();
        sheets.par_iter_mut().zip(spans).for_each(|(sheet, lines)| match laid(&sheet.document.id) {
            Laid::Whole => sheet.without(&lines),
            Laid::Words => sheet.leave_out(&lines),
            Laid::Quotations => {}
        });
        Ok(sheets)
    }

    fn recurs(&self, key: u64) -> Result<bool, B::Error> {
        if let Some(&known) = self.recurring.borrow().get(&key) {
            return Ok(known);
        }
        let fresh = self.fresh_lines.get(&key).copied().unwrap_or(0);
        let recurs = fresh + self.base.holders(Pass::Lines, key, furniture::RECURS)?.len() >= furniture::RECURS;
        self.recurring.borrow_mut().insert(key, recurs);
        Ok(recurs)
    }

    /// The links of repetition that stand now, beyond what is quoted, between these documents and those that they are set
    /// beside.
    fn copies_of<'i>(
        &self,
        documents: impl IntoIterator<Item = &'i Id>,
        is_beside: impl Fn(&Id, &Id) -> bool,
    ) -> Result<Vec<Link>, B::Error> {
        let kinds: Vec<LinkKind> =
            LinkKind::ALL.into_iter().filter(|kind| kind.is_copy() && *kind != LinkKind::QuotesOnly).collect();
        let documents: Vec<&Id> = documents.into_iter().collect();
        let links = self.links_now_beyond(&documents, &kinds, &is_beside)?;
        let found: BTreeMap<Id, Link> = links.into_iter().map(|link| (link.id.clone(), link)).collect();
        Ok(found.into_values().collect())
    }

    /// The same between all of these.
    fn copies_between(&self, documents: &BTreeSet<Id>) -> Result<Vec<Link>, B::Error> {
        self.copies_of(documents, |_, other| documents.contains(other))
    }

    /// Groups of a kind that these members were in, by id.
    fn groups_then(&self, kind: GroupKind, members: impl IntoIterator<Item = Id>) -> Result<BTreeMap<Id, Group>, B::Error> {
        let mut found: BTreeMap<Id, Group> = BTreeMap::new();
        let mut seen: HashSet<Id> = HashSet::new();
        for member in members {
            if seen.contains(&member) {
                continue;
            }
            if let Some(group) = self.base.group(kind, &member)? {
                seen.extend(group.members.iter().cloned());
                found.insert(group.id.clone(), group);
            }
            seen.insert(member);
        }
        Ok(found)
    }

    /// Puts these groups in the place of those.
    fn replace_groups(&mut self, mut then: BTreeMap<Id, Group>, now: Vec<Group>) {
        for group in now {
            if then.remove(&group.id).is_none_or(|before| before != group) {
                self.made.groups.now.push(group);
            }
        }
        self.made.groups.gone.extend(then.into_keys());
    }

    /// Puts these notes in the place of those.
    fn replace_notes(&mut self, then: impl IntoIterator<Item = Note>, now: impl IntoIterator<Item = Note>) {
        let mut then: BTreeSet<Note> = then.into_iter().collect();
        let now: BTreeSet<Note> = now.into_iter().collect();
        self.made.notes.extend(now.into_iter().filter(|note| !then.remove(note)));
        self.made.notes_gone.extend(then);
    }

    /// Puts what is judged now of pairs in the place of what was.
    fn replace_judged(&mut self, then: impl IntoIterator<Item = Judged>, now: impl IntoIterator<Item = Judged>) {
        let name = |judged: &Judged| (judged.pass, judged.a.clone(), judged.b.clone());
        let mut then: BTreeMap<_, Judged> = then.into_iter().map(|judged| (name(&judged), judged)).collect();
        for judged in now {
            if then.remove(&name(&judged)).is_none_or(|before| before != judged) {
                self.made.judged.push(judged);
            }
        }
        self.made.judged_gone.extend(then.into_keys());
    }

    /// Notes the keys of items now; of those that were and have none now, that they have none.
    fn replace_keys(&mut self, pass: Pass, then: &BTreeMap<Id, Vec<u64>>, now: &BTreeMap<Id, Vec<u64>>) {
        for (item, keys) in now {
            if then.get(item) != Some(keys) {
                self.made.keys.push((pass, item.clone(), keys.clone()));
            }
        }
        let gone = then.keys().filter(|item| !now.contains_key(*item));
        self.made.keys.extend(gone.map(|item| (pass, item.clone(), Vec::new())));
    }
}

/// As much of a document as is laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Laid {
    /// All.
    Whole,
    /// Its words, without what copies are found by.
    Words,
    /// What stands in quotation marks.
    Quotations,
}

/// What tells most of each sheet, and whom it credits.
fn laid_out(sheets: &[Sheet<'_>]) -> (Vec<weights::Profile>, Vec<Vec<credits::Credit>>) {
    (weights::Weights::en().profiles(sheets), sheets.par_iter().map(credits::of).collect())
}

//! Claims after a change.
//!
//! In: the documents whose words or readings changed, who speaks now and did before, and the repetitions that changed. Out: the
//! links between statements and the claims. Invariants: what a statement inside another only says again is told between
//! two documents by these two alone, so that a pair of documents is looked at as a whole; a claim is counted again if one of
//! its statements, a link in it or a repetition between its documents changed.
//!
//! Example: a new article that quotes what nine others quote joins their claim, whose origins are counted again.

use super::entities::People;
use super::lineage::Copies;
use super::meetings::{Meetings, Plan, Swap};
use super::{Base, Ends, Read, Running, laid_out};
use crate::claims::{Claims, Saying, edges_of};
use crate::edges::without_echoes;
use crate::entities::chains_of;
use crate::index::{Held, Judged, Pass, ordered};
use crate::speakers::Speakers;
use crate::weights::Weights;
use crate::{Linker, headlines};
use hearsay_record::{Entity, Group, GroupKind, Id, IdKind, Link, LinkKind};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// What was judged of pairs, by the two, the smaller id first; and whether it stood.
type Raw = BTreeMap<(Id, Id), (Link, bool)>;

/// Two statements with what was judged of them, and what is now.
type Changed = (Ends, Option<(Link, bool)>, Option<Link>);

fn pair(one: &Id, other: &Id) -> (Id, Id) {
    if one < other { (one.clone(), other.clone()) } else { (other.clone(), one.clone()) }
}

fn is_between_statements(link: &Link) -> bool {
    link.members.iter().all(|member| member.kind() == Some(IdKind::Statement))
}

/// What the links between statements hang on of repetition.
fn counts(link: &Option<Link>) -> Option<&Link> {
    link.as_ref().filter(|link| link.kind != LinkKind::QuotesOnly)
}

fn says_of_headline(link: Option<&Link>) -> bool {
    link.is_some_and(|link| link.because.iter().any(|reason| reason.code == "headline-of-it"))
}

/// The statements that change, and whom they meet.
struct Change<'b, B> {
    touched: BTreeSet<Id>,
    voices: [BTreeMap<Id, Vec<u64>>; 2],
    swapped: BTreeMap<Id, Swap>,
    /// A statement of each claim that is to be counted again.
    recounted: BTreeSet<Id>,
    then: BTreeMap<Id, Vec<u64>>,
    meetings: Meetings<'b, B>,
    plan: Plan,
    parted: BTreeSet<(Id, Id)>,
    held: Vec<Held>,
    fresh: HashMap<Id, Id>,
}

impl<'b, B: Base> Running<'b, B> {
    /// No, where a claim must be cut.
    pub(super) fn claims(&mut self, touched: BTreeSet<Id>, people: &People, copies: &Copies) -> Result<bool, B::Error> {
        let base = self.base;
        let changed_copies: BTreeSet<&(Id, Id)> =
            copies.iter().filter(|(_, [then, now])| counts(then) != counts(now)).map(|(ends, _)| ends).collect();
        let change = self.change(touched, people)?;
        let document_of = |statement: &Id| -> Result<Option<Id>, B::Error> {
            match change.fresh.get(statement) {
                Some(document) => Ok(Some(document.clone())),
                None => base.document_of(statement),
            }
        };

        // Pairs of untouched documents of which the one repeats the other otherwise than before.
        let mut pairs: BTreeSet<Ends> = change.plan.pairs.union(&change.plan.stirred).cloned().collect();
        let mut recounted: BTreeSet<Id> = change.recounted.clone();
        for (one, other) in changed_copies {
            if change.touched.contains(one) || change.touched.contains(other) {
                continue;
            }
            let (Some(ones), Some(others)) = (base.held(one)?, base.held(other)?) else { continue };
            let mut of_others: Vec<(&Id, Vec<u64>)> = Vec::new();
            for statement in &others.statements {
                of_others.push((statement, base.keys(Pass::Claims, statement)?));
            }
            for statement in &ones.statements {
                let keys = base.keys(Pass::Claims, statement)?;
                for (against, theirs) in &of_others {
                    if change.meetings.meet((statement, &keys), (against, theirs))? {
                        pairs.insert(pair(statement, against));
                    }
                }
            }
            for group in self.groups_then(GroupKind::Claim, ones.statements.iter().cloned())?.into_values() {
                if others.statements.iter().any(|statement| group.members.contains(statement)) {
                    recounted.extend(group.members.first().cloned());
                }
            }
        }

        // What is judged of them, and which pairs of documents are to be looked at as a whole.
        let is_touched = |statement: &Id| change.then.contains_key(statement) || change.meetings.now().contains_key(statement);
        let mut documents: BTreeSet<Id> = change.touched.clone();
        for statement in pairs.iter().flat_map(|(a, b)| [a, b]).collect::<BTreeSet<_>>() {
            documents.extend(document_of(statement)?);
        }
        let mut copied = change.touched.clone();
        for (a, _) in pairs.iter().filter(|(a, b)| !is_touched(a) && !is_touched(b)) {
            copied.extend(document_of(a)?);
        }
        let wanted: HashSet<Id> = pairs.iter().flat_map(|(a, b)| [a.clone(), b.clone()]).collect();
        let judged: BTreeMap<(Id, Id), Option<Link>> =
            self.with_sayings(&documents, &copied, Some((&wanted, None)), people, |_, claims, sayings| {
                let saying_of: HashMap<&Id, &Saying<'_>> = sayings.iter().map(|saying| (&saying.statement.id, saying)).collect();
                let judge = |(a, b): &(Id, Id)| {
                    let link = saying_of.get(a).zip(saying_of.get(b)).and_then(|(a, b)| claims.judge(a, b));
                    ((a.clone(), b.clone()), link)
                };
                Ok(pairs.par_iter().map(judge).collect::<Vec<_>>().into_iter().collect())
            })?;
        // A sentence that a headline says again, or does no more, bears on all that its document is set beside.
        let mut echoing: BTreeSet<Id> = BTreeSet::new();
        for ends in &change.plan.stirred {
            let Some(document) = document_of(&ends.0)?.filter(|document| !change.touched.contains(document)) else { continue };
            if document_of(&ends.1)?.as_ref() == Some(&document) {
                let then = self.raw(&ends.0)?.remove(ends).map(|(link, _)| link);
                let now = judged.get(ends).cloned().flatten();
                if says_of_headline(then.as_ref()) != says_of_headline(now.as_ref()) {
                    echoing.insert(document);
                }
            }
        }
        if !echoing.is_empty() {
            return self.claims(change.touched.union(&echoing).cloned().collect(), people, copies);
        }
        let mut before: Raw = Raw::new();
        let mut now: BTreeMap<(Id, Id), Link> = BTreeMap::new();
        for statement in change.then.keys() {
            before.extend(self.raw(statement)?);
        }
        let mut changed: BTreeMap<(Id, Id), Option<Link>> = change.parted.iter().map(|ends| (ends.clone(), None)).collect();
        for (ends, link) in judged {
            if is_touched(&ends.0) || is_touched(&ends.1) {
                now.extend(link.map(|link| (ends, link)));
            } else {
                changed.insert(ends, link);
            }
        }
        let mut raw_of: HashMap<Id, Raw> = HashMap::new();
        let mut single: Vec<Changed> = Vec::new();
        let mut whole: BTreeMap<Ends, Vec<(Ends, Option<Link>)>> = BTreeMap::new();
        for (ends, link) in changed {
            if !raw_of.contains_key(&ends.0) {
                raw_of.insert(ends.0.clone(), self.raw(&ends.0)?);
            }
            let then = raw_of.get(&ends.0).and_then(|raw| raw.get(&ends)).cloned();
            if then.as_ref().map(|then| &then.0) == link.as_ref() {
                continue;
            }
            let is_dispute = |link: &Link| link.kind.is_dispute();
            if then.as_ref().is_some_and(|then| is_dispute(&then.0)) || link.as_ref().is_some_and(is_dispute) {
                if let (Some(one), Some(other)) = (document_of(&ends.0)?, document_of(&ends.1)?) {
                    whole.entry(pair(&one, &other)).or_default().push((ends, link));
                }
            } else {
                single.push((ends, then, link));
            }
        }
        for ((one, other), changed) in whole {
            let (Some(ones), Some(others)) = (base.held(&one)?, base.held(&other)?) else { continue };
            let others: HashSet<&Id> = others.statements.iter().collect();
            for statement in &ones.statements {
                for (ends, raw) in self.raw(statement)? {
                    let against = if ends.0 == *statement { &ends.1 } else { &ends.0 };
                    if others.contains(against) {
                        now.insert(ends.clone(), raw.0.clone());
                        before.insert(ends, raw);
                    }
                }
            }
            for (ends, link) in changed {
                now.remove(&ends);
                now.extend(link.map(|link| (ends, link)));
            }
        }
        // After those of whole pairs of documents, among which they may stand.
        for (ends, then, link) in single {
            now.remove(&ends);
            before.extend(then.map(|then| (ends.clone(), then)));
            now.extend(link.map(|link| (ends, link)));
        }

        // What stands of it.
        let touched = &change.touched;
        // Only differences fall, and only by what their two documents say.
        let mut parting: BTreeSet<Id> = touched.clone();
        for statement in
            now.values().filter(|link| link.kind.is_dispute()).flat_map(|link| &link.members).collect::<BTreeSet<_>>()
        {
            parting.extend(document_of(statement)?);
        }
        let mut wanted: HashSet<Id> = change.meetings.now().keys().cloned().collect();
        wanted.extend(now.values().flat_map(|link| link.members.iter().cloned()));
        let stand: Vec<Link> =
            self.with_sayings(&parting, &BTreeSet::new(), Some((&wanted, Some(touched))), people, |running, claims, sayings| {
                let headline_of: HashMap<&Id, bool> =
                    sayings.iter().map(|saying| (&saying.statement.id, saying.in_headline)).collect();
                let mut pool: Vec<Link> = now.values().cloned().collect();
                let mut beside: BTreeMap<Id, Link> = BTreeMap::new();
                for statement in
                    pool.iter().filter(|link| link.kind.is_dispute()).flat_map(|link| &link.members).collect::<BTreeSet<_>>()
                {
                    if headline_of.get(statement) == Some(&true) && !is_touched(statement) {
                        let links = running.base.links(statement)?.into_iter();
                        let below = links.filter(|link| says_of_headline(Some(link)));
                        beside.extend(below.map(|link| (link.id.clone(), link)));
                    }
                }
                beside.retain(|_, link| !now.contains_key(&pair(&link.members[0], &link.members[1])));
                pool.extend(beside.values().cloned());
                pool.extend(
                    headlines::find(sayings, claims.weights)
                        .into_iter()
                        .filter(|link| link.members.iter().any(|member| touched.contains(member))),
                );
                without_echoes(sayings, &mut pool);
                pool.retain(|link| !beside.contains_key(&link.id));
                Ok(pool)
            })?;
        let standing: HashSet<&Id> = stand.iter().map(|link| &link.id).collect();
        let not_standing = |link: Link| Judged {
            pass: Pass::Claims,
            a: link.members[0].clone(),
            b: link.members[1].clone(),
            link: Some(Box::new(link)),
            likeness: 0.0,
        };
        let (stood, fell): (Vec<_>, Vec<_>) = before.into_values().partition(|(_, stands)| *stands);
        let falls: Vec<Judged> = now.into_values().filter(|link| !standing.contains(&link.id)).map(not_standing).collect();
        let mut stood: Vec<Link> = stood.into_iter().map(|(link, _)| link).collect();
        for document in touched {
            stood.extend(base.links(document)?.into_iter().filter(|link| link.kind == LinkKind::Headline));
        }
        let mut seeds = self.joined_otherwise(&stood, &stand);
        self.replace_judged(fell.into_iter().map(|(link, _)| not_standing(link)), falls);
        self.links.replace(stood, stand);
        self.replace_keys(Pass::Claims, &change.then, change.meetings.now());
        self.replace_keys(Pass::Voices, &change.voices[0], &change.voices[1]);
        let swapped = change.swapped.iter().filter(|(_, [then, now])| then != now);
        self.made.keys.extend(swapped.map(|(statement, [_, now])| (Pass::Claims, statement.clone(), now.clone())));
        for held in &change.held {
            if base.held(&held.document)?.as_ref() != Some(held) {
                self.made.held.push(held.clone());
            }
        }
        seeds.extend(recounted);
        seeds.extend(change.then.keys().cloned());
        seeds.extend(change.meetings.now().keys().cloned());
        let is_gone = |statement: &Id| change.then.contains_key(statement) && !change.meetings.now().contains_key(statement);
        self.claims_of(seeds, is_gone, &change.fresh, people)
    }

    /// The statements of these documents, and whom they meet. A document in which two statements of its own meet or part
    /// for what others hold is touched, too: what is said again within it hangs on that.
    fn change(&self, mut touched: BTreeSet<Id>, people: &People) -> Result<Change<'b, B>, B::Error> {
        let base = self.base;
        loop {
            let mut fresh: HashMap<Id, Id> = HashMap::new();
            let mut held: BTreeMap<Id, Held> = BTreeMap::new();
            let mut now: BTreeMap<Id, Vec<u64>> = BTreeMap::new();
            let mut voices: [BTreeMap<Id, Vec<u64>>; 2] = Default::default();
            self.with_sayings(&touched, &BTreeSet::new(), None, people, |_, claims, sayings| {
                let keys: Vec<Vec<u64>> = sayings.par_iter().map(|saying| ordered(claims.keys(saying))).collect();
                for (saying, keys) in sayings.iter().zip(keys) {
                    let statement = &saying.statement.id;
                    fresh.insert(statement.clone(), saying.sheet.document.id.clone());
                    now.insert(statement.clone(), keys);
                    let named = ordered(claims.voice_keys(saying));
                    if !named.is_empty() {
                        voices[1].insert(statement.clone(), named);
                    }
                }
                Ok(())
            })?;
            for (document, reading) in base.named(&touched.iter().cloned().collect::<Vec<_>>())? {
                let mut chains: Vec<Id> = reading.iter().flat_map(chains_of).map(|chain| chain.id.clone()).collect();
                chains.sort_unstable();
                chains.dedup();
                held.insert(document.id.clone(), Held { document: document.id, chains, statements: Vec::new() });
            }
            for (statement, document) in &fresh {
                if let Some(held) = held.get_mut(document) {
                    held.statements.push(statement.clone());
                }
            }
            held.values_mut().for_each(|held| held.statements.sort_unstable());
            let mut then: BTreeMap<Id, Vec<u64>> = BTreeMap::new();
            for document in &touched {
                let statements = base.held(document)?.map(|held| held.statements).unwrap_or_default();
                then.extend(self.keys_then(Pass::Claims, statements.iter())?);
                voices[0].extend(self.keys_then(Pass::Voices, statements.iter())?);
            }
            let swapped = self.swapped(people, &touched)?;
            let meetings = Meetings::new(base, Pass::Claims, then.clone(), now).swapping(swapped.clone());
            let mut plan = meetings.plan()?;
            let recounted = self.stirred(people, &touched, &meetings, &mut plan)?;
            let mut parted: BTreeSet<(Id, Id)> = BTreeSet::new();
            for statement in &plan.demoted {
                let others = self.raw(statement)?.into_keys().map(|(a, b)| if a == *statement { b } else { a }).collect();
                parted.extend(meetings.parted(statement, others)?.iter().map(|other| pair(statement, other)));
            }
            let mut more: BTreeSet<Id> = BTreeSet::new();
            let is_touched = |statement: &Id| fresh.contains_key(statement) || then.contains_key(statement);
            for (a, b) in plan.pairs.iter().chain(&parted) {
                if !is_touched(a) && !is_touched(b) {
                    let (one, other) = (base.document_of(a)?, base.document_of(b)?);
                    if one == other {
                        more.extend(one);
                    }
                }
            }
            if more.is_empty() {
                let held = held.into_values().collect();
                return Ok(Change { touched, voices, swapped, recounted, then, meetings, plan, parted, held, fresh });
            }
            touched.extend(more);
        }
    }

    /// What was judged of a statement with others.
    fn raw(&self, statement: &Id) -> Result<Raw, B::Error> {
        let standing = self.base.links(statement)?.into_iter().filter(is_between_statements).map(|link| (link, true));
        let fallen = self.base.judged(Pass::Claims, statement)?.into_iter().filter_map(|judged| Some((*judged.link?, false)));
        Ok(standing.chain(fallen).map(|(link, stands)| (pair(&link.members[0], &link.members[1]), (link, stands))).collect())
    }

    /// Does something with all that these documents say, or with so much of it; repetitions are known between them and those of `copied`, and all
    /// if that is nothing but them.
    fn with_sayings<T>(
        &self,
        documents: &BTreeSet<Id>,
        copied: &BTreeSet<Id>,
        wanted: Option<(&HashSet<Id>, Option<&BTreeSet<Id>>)>,
        people: &People,
        work: impl FnOnce(&Self, &Claims<'_>, &[Saying<'_>]) -> Result<T, B::Error>,
    ) -> Result<T, B::Error> {
        let read = self.documents(documents)?;
        let entities = self.speakers(&read, people)?;
        let sheets = self.sheets_among(&read, wanted.and_then(|(_, whole)| whole))?;
        let (profiles, credits) = laid_out(&sheets);
        let speakers = Speakers::new(&entities);
        let copies = self.copies_between(documents, copied)?;
        let claims = Claims::new(&sheets, Weights::en(), &profiles, &credits, &speakers, &copies).obeying(self.corrections);
        let sayings = wanted.map_or_else(|| claims.items(), |(wanted, whole)| claims.items_among(wanted, whole));
        work(self, &claims, &sayings)
    }

    /// Who speaks and is spoken of in these documents.
    fn speakers(&self, read: &[Arc<Read>], people: &People) -> Result<Vec<Entity>, B::Error> {
        let now: HashMap<&Id, &Entity> =
            people.entities.iter().flat_map(|entity| entity.members.iter().map(move |member| (member, entity))).collect();
        let mut known: HashSet<Id> = HashSet::new();
        let mut found: Vec<Entity> = Vec::new();
        for chain in read.iter().filter_map(|read| read.1.as_ref()).flat_map(chains_of) {
            if known.contains(&chain.id) {
                continue;
            }
            let entity = match now.get(&chain.id) {
                Some(entity) => Some((*entity).clone()),
                None => self.base.entity(&chain.id)?,
            };
            if let Some(entity) = entity {
                known.extend(entity.members.iter().cloned());
                found.push(entity);
            }
        }
        Ok(found)
    }

    /// The ends of links that make claims and are not what they were.
    fn joined_otherwise(&self, then: &[Link], now: &[Link]) -> BTreeSet<Id> {
        let joins = |link: &&Link| matches!(link.kind, LinkKind::Same | LinkKind::Speaker);
        let before: HashMap<&Id, &Link> = then.iter().filter(joins).map(|link| (&link.id, link)).collect();
        let after: HashMap<&Id, &Link> = now.iter().filter(joins).map(|link| (&link.id, link)).collect();
        let changed = before.values().filter(|link| after.get(&link.id) != Some(*link));
        let fresh = after.values().filter(|link| before.get(&link.id) != Some(*link));
        changed.chain(fresh).flat_map(|link| link.members.iter().cloned()).collect()
    }

    /// The claims of these statements made anew; no, where one must be cut.
    fn claims_of(
        &mut self,
        seeds: BTreeSet<Id>,
        is_gone: impl Fn(&Id) -> bool,
        fresh: &HashMap<Id, Id>,
        people: &People,
    ) -> Result<bool, B::Error> {
        let mut then: BTreeMap<Id, Group> = BTreeMap::new();
        let mut members: BTreeSet<Id> = BTreeSet::new();
        let mut links: BTreeMap<Id, Link> = BTreeMap::new();
        // A person who keeps two apart lets links lead from one claim to another: all that they lead to is settled together.
        let mut open = seeds;
        while !open.is_empty() {
            let more = self.groups_then(GroupKind::Claim, open.iter().cloned())?;
            open.extend(more.values().flat_map(|group| group.members.iter().cloned()));
            then.extend(more);
            open.retain(|statement| !is_gone(statement) && !members.contains(statement));
            members.extend(open.iter().cloned());
            let mut beyond: BTreeSet<Id> = BTreeSet::new();
            for statement in &open {
                let joins = |link: &Link| matches!(link.kind, LinkKind::Same | LinkKind::Speaker);
                for link in self.links_now(statement)?.into_iter().filter(joins) {
                    beyond.extend(link.members.iter().filter(|member| !members.contains(*member)).cloned());
                    links.insert(link.id.clone(), link);
                }
            }
            open = beyond;
        }
        let mut documents: BTreeSet<Id> = BTreeSet::new();
        for statement in &members {
            match fresh.get(statement) {
                Some(document) => documents.extend([document.clone()]),
                None => documents.extend(self.base.document_of(statement)?),
            }
        }
        let read = self.documents(&documents)?;
        let entities = self.speakers(&read, people)?;
        let sheets = self.sheets(&read)?;
        let (profiles, credits) = laid_out(&sheets);
        let speakers = Speakers::new(&entities);
        let copies = self.copies_between(&documents, &documents)?;
        let claims = Claims::new(&sheets, Weights::en(), &profiles, &credits, &speakers, &copies).obeying(self.corrections);
        let sayings = claims.items_among(&members.iter().cloned().collect(), None);
        let links: Vec<Link> = links.into_values().collect();
        let (groups, notes) = claims.groups(&sayings, &edges_of(&sayings, &links));
        if !notes.is_empty() {
            return Ok(false);
        }
        self.replace_groups(then, groups);
        Ok(true)
    }
}

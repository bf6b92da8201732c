//! Claims after a change.
//!
//! In: the documents whose words or readings changed, who speaks now and did before, and the repetitions that changed. Out: the
//! links between statements and the claims. Invariants: of a document that was here before, those statements are touched of
//! which something reads otherwise ([`Claims::prints`]), and no others; what a statement inside another only says again is told between
//! two documents by these two alone, so that a pair of documents is looked at as a whole; a claim is counted again if one of
//! its statements, a link in it or a repetition between its documents changed.
//!
//! Example: a new article that quotes what nine others quote joins their claim, whose origins are counted again; of an
//! article of which a line is rejected, the other lines stay as they are.

use super::entities::People;
use super::lineage::{Copies, firsts};
use super::meetings::{Meetings, Plan, Swap, in_order};
use super::voices::Skipped;
use super::{Base, Ends, Laid, Read, Running, Wanted, pair};
use crate::claims::{Claims, statement_at};
use crate::components::Components;
use crate::edges::{edges_of, without_echoes};
use crate::entities::chains_of;
use crate::index::{Held, Judged, Pass, ordered};
use crate::sayings::{Placed, Saying, Standing};
use crate::sheet::Sheet;
use crate::speakers::Speakers;
use crate::weights::{Profile, Weights};
use crate::{Linker, credits, headlines};
use hearsay_record::{Anchor, Entity, Group, GroupKind, Id, IdKind, Link, LinkKind};
use rayon::prelude::*;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// What was judged of pairs, by the two, the smaller id first; and whether it stood.
type Raw = BTreeMap<(Id, Id), (Link, bool)>;

/// Two statements with what was judged of them, and what is now.
type Changed = (Ends, Option<(Link, bool)>, Option<Link>);

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
    /// Documents of which all statements are touched.
    whole: BTreeSet<Id>,
    /// Those and all of which some are, or may have been.
    documents: BTreeSet<Id>,
    voices: [BTreeMap<Id, Vec<u64>>; 2],
    swapped: BTreeMap<Id, Swap>,
    /// A statement of each claim that is to be counted again.
    recounted: BTreeSet<Id>,
    /// Touched statements with the keys that they had; those with keys now are known to the meetings.
    then: BTreeMap<Id, Vec<u64>>,
    meetings: Meetings<'b, B>,
    plan: Plan,
    parted: BTreeSet<(Id, Id)>,
    held: Vec<Held>,
    /// The document of each touched statement, now or then.
    fresh: HashMap<Id, Id>,
}

/// In which document a statement stands.
type DocumentOf<'f, B> = dyn Fn(&Id) -> Result<Option<Id>, <B as Base>::Error> + 'f;

impl<B: Base> Change<'_, B> {
    fn touches(&self, statement: &Id) -> bool {
        self.then.contains_key(statement) || self.meetings.now().contains_key(statement)
    }
}

/// Statements of some documents, each with the number of what reads in it, and those at the places of decisions.
#[derive(Default)]
struct Printed {
    prints: BTreeMap<Id, (Id, u64)>,
    decided: BTreeSet<Id>,
}

impl<'b, B: Base> Running<'b, B> {
    /// After a change of whole documents, and of others in part, which read otherwise than before or on which persons decided
    /// at some places; no, where a claim must be cut.
    pub(super) fn claims(
        &mut self,
        whole: BTreeSet<Id>,
        in_part: &BTreeSet<Id>,
        decided: &[&Anchor],
        people: &People,
        copies: &Copies,
    ) -> Result<bool, B::Error> {
        let base = self.base;
        let changed_copies: BTreeSet<&(Id, Id)> =
            copies.iter().filter(|(_, [then, now])| counts(then) != counts(now)).map(|(ends, _)| ends).collect();
        let change = self.change(whole, in_part, decided, people)?;
        let known: RefCell<HashMap<Id, Option<Id>>> = RefCell::default();
        let document_of = |statement: &Id| -> Result<Option<Id>, B::Error> {
            if let Some(document) = change.fresh.get(statement).or_else(|| change.plan.documents.get(statement)) {
                return Ok(Some(document.clone()));
            }
            if let Some(document) = known.borrow().get(statement) {
                return Ok(document.clone());
            }
            let document = base.document_of(statement)?;
            known.borrow_mut().insert(statement.clone(), document.clone());
            Ok(document)
        };

        // Pairs of untouched documents of which the one repeats the other otherwise than before.
        let mut pairs: Vec<Ends> = change.plan.pairs.iter().chain(&change.plan.stirred).cloned().collect();
        let mut recounted: BTreeSet<Id> = change.recounted.clone();
        for (one, other) in changed_copies {
            if change.whole.contains(one) || change.whole.contains(other) {
                continue;
            }
            let (Some(ones), Some(others)) = (base.held(one)?, base.held(other)?) else { continue };
            let untouched = |statements: Vec<Id>| -> Vec<Id> {
                statements.into_iter().filter(|statement| !change.touches(statement)).collect()
            };
            let (ones, others) = (untouched(ones.statements), untouched(others.statements));
            let mut of_others: Vec<(&Id, Vec<u64>)> = Vec::new();
            for statement in &others {
                of_others.push((statement, change.meetings.keys(statement)?));
            }
            for statement in &ones {
                let keys = change.meetings.keys(statement)?;
                for (against, theirs) in &of_others {
                    if change.meetings.meet((statement, &keys), (against, theirs))? {
                        pairs.push(pair(statement, against));
                    }
                }
            }
            for group in self.groups_then(GroupKind::Claim, ones.iter().cloned())?.into_values() {
                if others.iter().any(|statement| group.members.contains(statement)) {
                    recounted.extend(group.members.first().cloned());
                }
            }
        }

        // What is judged of them.
        let pairs = in_order(pairs);
        let is_touched = |ends: &Ends| change.touches(&ends.0) || change.touches(&ends.1);
        let mut asked: Vec<&Ends> = pairs.iter().filter(|ends| !is_touched(ends)).collect();
        asked.extend(&change.parted);
        asked.par_sort_unstable();
        asked.dedup();
        let is_asked = |one: &Id, other: &Id| asked.binary_search_by(|ends| (&ends.0, &ends.1).cmp(&(one, other))).is_ok();
        let then = || self.raw_beyond(&firsts(asked.iter().copied()), &is_asked);
        let (judged, mut raw) = self.judged(&pairs, &document_of, people, then)?;
        let mut before: Raw = Raw::new();
        before.extend(self.raw_with(&change.then.keys().collect::<Vec<_>>(), &|_, _| true)?);
        // A sentence that a headline says again, or does no more, bears on all that its document is set beside.
        let mut echoing: BTreeSet<Id> = BTreeSet::new();
        let mut within: BTreeMap<&Ends, Id> = BTreeMap::new();
        for ends in pairs.iter().chain(before.keys()).chain(&change.parted) {
            let Some(document) = document_of(&ends.0)?.filter(|document| !change.whole.contains(document)) else { continue };
            if document_of(&ends.1)?.as_ref() == Some(&document) {
                within.insert(ends, document);
            }
        }
        for (ends, document) in within {
            let then = match before.get(ends) {
                None if !is_touched(ends) => self.raw_beyond(&[&ends.0], &|_, other| *other == ends.1)?.remove(ends),
                then => then.cloned(),
            };
            if says_of_headline(then.as_ref().map(|then| &then.0)) != says_of_headline(judged.get(ends)) {
                echoing.insert(document);
            }
        }
        if !echoing.is_empty() {
            return self.claims(change.whole.union(&echoing).cloned().collect(), in_part, decided, people, copies);
        }

        // Which pairs of documents
        let (mut now, judged): (BTreeMap<Ends, Link>, BTreeMap<Ends, Link>) =
            judged.into_iter().partition(|(ends, _)| is_touched(ends));
        // What is judged again and was linked before, or is linked now; of the rest nothing was found and is.
        let mut changed: BTreeMap<Ends, Option<Link>> = raw.keys().map(|ends| (ends.clone(), None)).collect();
        changed.extend(judged.into_iter().map(|(ends, link)| (ends, Some(link))));
        let mut single: Vec<Changed> = Vec::new();
        let mut as_a_whole: BTreeMap<Ends, Vec<(Ends, Option<Link>)>> = BTreeMap::new();
        for (ends, link) in changed {
            let then = raw.remove(&ends);
            if then.as_ref().map(|then| &then.0) == link.as_ref() {
                continue;
            }
            let is_dispute = |link: &Link| link.kind.is_dispute();
            if then.as_ref().is_some_and(|then| is_dispute(&then.0)) || link.as_ref().is_some_and(is_dispute) {
                if let (Some(one), Some(other)) = (document_of(&ends.0)?, document_of(&ends.1)?) {
                    as_a_whole.entry(pair(&one, &other)).or_default().push((ends, link));
                }
            } else {
                single.push((ends, then, link));
            }
        }
        // Of touched statements too, where not all of their document is touched.
        let disputes = before.values().map(|(link, _)| link).chain(now.values()).filter(|link| link.kind.is_dispute());
        for members in disputes.map(|link| &link.members).collect::<BTreeSet<_>>() {
            if let (Some(one), Some(other)) = (document_of(&members[0])?, document_of(&members[1])?)
                && !change.whole.contains(&one)
                && !change.whole.contains(&other)
            {
                as_a_whole.entry(pair(&one, &other)).or_default();
            }
        }
        // Each statement is asked about once, of the one of two documents that is set beside more.
        let mut n_beside: HashMap<&Id, usize> = HashMap::new();
        let mut held_of: HashMap<&Id, Option<Held>> = HashMap::new();
        for document in as_a_whole.keys().flat_map(|(one, other)| [one, other]) {
            *n_beside.entry(document).or_default() += 1;
            if !held_of.contains_key(document) {
                held_of.insert(document, base.held(document)?);
            }
        }
        let mut beside: BTreeMap<&Id, BTreeSet<&Id>> = BTreeMap::new();
        for (one, other) in as_a_whole.keys() {
            let (most, least) = if n_beside.get(one) < n_beside.get(other) { (other, one) } else { (one, other) };
            beside.entry(most).or_default().insert(least);
        }
        let untouched = |document: &Id| {
            let held = held_of.get(document).and_then(Option::as_ref);
            held.into_iter().flat_map(|held| &held.statements).filter(|statement| !change.touches(statement))
        };
        let (mut asked_with, mut hubs, mut hubs_with) = (Vec::new(), HashMap::new(), Vec::new());
        for (one, others) in beside {
            let others: HashSet<&Id> = others.into_iter().flat_map(untouched).collect();
            for statement in untouched(one) {
                asked_with.push(statement);
                hubs.insert(statement, hubs_with.len());
            }
            hubs_with.push(others);
        }
        let is_there =
            |one: &Id, other: &Id| hubs.get(one).and_then(|hub| hubs_with.get(*hub)).is_some_and(|others| others.contains(other));
        for (ends, raw) in self.raw_with(&asked_with, &is_there)? {
            now.insert(ends.clone(), raw.0.clone());
            before.insert(ends, raw);
        }
        let is_held = |document: &Id| held_of.get(document).is_some_and(Option::is_some);
        for (_, changed) in as_a_whole.iter().filter(|((one, other), _)| is_held(one) && is_held(other)) {
            for (ends, link) in changed {
                now.remove(ends);
                now.extend(link.clone().map(|link| (ends.clone(), link)));
            }
        }
        // After those of whole pairs of documents, among which they may stand.
        for (ends, then, link) in single {
            now.remove(&ends);
            before.extend(then.map(|then| (ends.clone(), then)));
            now.extend(link.map(|link| (ends, link)));
        }

        // What stands of it. Only differences fall, and only by what their two documents say.
        let mut parting: BTreeSet<Id> = change.documents.clone();
        let disputed: BTreeSet<&Id> = now.values().filter(|link| link.kind.is_dispute()).flat_map(|link| &link.members).collect();
        for statement in &disputed {
            parting.extend(document_of(statement)?);
        }
        let asked: HashSet<&Id> = change.meetings.now().keys().chain(now.values().flat_map(|link| &link.members)).collect();
        let mut standing: Vec<Standing> = Vec::new();
        for read in self.documents(&parting)? {
            let all = Standing::of(&read.0, read.1.as_ref());
            standing.extend(all.into_iter().filter(|one| asked.contains(&one.id)));
        }
        let in_headline: HashSet<&Id> = standing.iter().filter(|one| one.in_headline).map(|one| &one.id).collect();
        let mut stand: Vec<Link> = now.values().cloned().collect();
        let mut beside: BTreeMap<Id, Link> = BTreeMap::new();
        for statement in disputed.iter().filter(|statement| in_headline.contains(*statement) && !change.touches(statement)) {
            let below = base.links(statement)?.into_iter().filter(|link| says_of_headline(Some(link)));
            beside.extend(below.map(|link| (link.id.clone(), link)));
        }
        beside.retain(|_, link| !now.contains_key(&pair(&link.members[0], &link.members[1])));
        stand.extend(beside.values().cloned());
        let hardened =
            self.with_sayings(&change.documents, people, |claims, sayings| headlines::find(sayings, claims.weights))?;
        stand.extend(hardened.into_iter().filter(|link| link.members.iter().any(|member| change.documents.contains(member))));
        without_echoes(&standing, &mut stand);
        stand.retain(|link| !beside.contains_key(&link.id));
        let stands: HashSet<&Id> = stand.iter().map(|link| &link.id).collect();
        let not_standing = |link: Link| Judged {
            pass: Pass::Claims,
            a: link.members[0].clone(),
            b: link.members[1].clone(),
            link: Some(Box::new(link)),
            likeness: 0.0,
        };
        let (stood, fell): (Vec<_>, Vec<_>) = before.into_values().partition(|(_, stands)| *stands);
        let falls: Vec<Judged> = now.into_values().filter(|link| !stands.contains(&link.id)).map(not_standing).collect();
        let mut stood: Vec<Link> = stood.into_iter().map(|(link, _)| link).collect();
        stood.extend(base.links_with(&change.documents.iter().collect::<Vec<_>>(), &[LinkKind::Headline], &|_, _| true)?);
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

    /// The touched statements of these documents, and whom they meet.
    fn change(
        &self,
        whole: BTreeSet<Id>,
        in_part: &BTreeSet<Id>,
        decided: &[&Anchor],
        people: &People,
    ) -> Result<Change<'b, B>, B::Error> {
        let base = self.base;
        let documents: BTreeSet<Id> = whole.union(in_part).cloned().collect();
        let mut held: BTreeMap<Id, Held> = BTreeMap::new();
        for (document, reading) in base.named(&documents.iter().cloned().collect::<Vec<_>>())? {
            let mut chains: Vec<Id> = reading.iter().flat_map(chains_of).map(|chain| chain.id.clone()).collect();
            chains.sort_unstable();
            chains.dedup();
            held.insert(document.id.clone(), Held { document: document.id, chains, statements: Vec::new() });
        }
        let part: BTreeSet<Id> = in_part.difference(&whole).cloned().collect();
        let printed_then = self.printed_then(&part, decided)?;
        let mut fresh: HashMap<Id, Id> = HashMap::new();
        let mut now: BTreeMap<Id, Vec<u64>> = BTreeMap::new();
        let mut voices: [BTreeMap<Id, Vec<u64>>; 2] = Default::default();
        let mut gone: BTreeMap<Id, Id> =
            printed_then.prints.iter().map(|(id, (document, _))| (id.clone(), document.clone())).collect();
        self.with_sayings(&documents, people, |claims, sayings| {
            let printed = printed(claims, sayings, decided);
            let is_touched = |saying: &Saying<'_>| {
                let id = &saying.statement.id;
                whole.contains(&saying.sheet.document.id)
                    || printed.decided.contains(id)
                    || printed_then.decided.contains(id)
                    || printed.prints.get(id) != printed_then.prints.get(id)
            };
            for saying in sayings {
                let (statement, document) = (&saying.statement.id, &saying.sheet.document.id);
                if let Some(held) = held.get_mut(document) {
                    held.statements.push(statement.clone());
                }
                if !is_touched(saying) {
                    gone.remove(statement);
                    continue;
                }
                fresh.insert(statement.clone(), document.clone());
                now.insert(statement.clone(), ordered(claims.keys(saying)));
                let named = ordered(claims.voice_keys(saying));
                if !named.is_empty() {
                    voices[1].insert(statement.clone(), named);
                }
            }
        })?;
        held.values_mut().for_each(|held| held.statements.sort_unstable());
        // Those of documents in part that are touched or are no more, and all of whole ones, as they were.
        let mut then: BTreeMap<Id, Vec<u64>> = BTreeMap::new();
        for (statement, document) in gone {
            fresh.entry(statement.clone()).or_insert(document);
            then.insert(statement, Vec::new());
        }
        for document in &whole {
            for statement in base.held(document)?.map(|held| held.statements).unwrap_or_default() {
                fresh.entry(statement.clone()).or_insert_with(|| document.clone());
                then.insert(statement, Vec::new());
            }
        }
        voices[0] = self.keys_then(Pass::Voices, then.keys())?;
        then = self.keys_then(Pass::Claims, then.keys())?;
        let touched: HashSet<Id> = then.keys().chain(now.keys()).cloned().collect();
        let skipped = Skipped { documents: &whole, statements: &touched };
        let swapped = self.swapped(people, &skipped)?;
        let meetings = Meetings::new(base, Pass::Claims, then.clone(), now).swapping(swapped.clone());
        let mut plan = meetings.plan()?;
        let recounted = self.stirred(people, &skipped, &meetings, &mut plan)?;
        let mut parted: BTreeSet<(Id, Id)> = BTreeSet::new();
        for statement in &plan.demoted {
            let linked = base.linked(statement)?.into_iter().filter(|other| other.kind() == Some(IdKind::Statement));
            let fallen = base.judged(Pass::Claims, statement)?.into_iter();
            let fallen = fallen.map(|one| if one.a == *statement { one.b } else { one.a });
            let others = linked.chain(fallen).collect();
            parted.extend(meetings.parted(statement, others)?.iter().map(|other| pair(statement, other)));
        }
        let held = held.into_values().collect();
        Ok(Change { whole, documents, voices, swapped, recounted, then, meetings, plan, parted, held, fresh })
    }

    /// The statements of these documents as they read before, and as who is who was before.
    fn printed_then(&self, documents: &BTreeSet<Id>, decided: &[&Anchor]) -> Result<Printed, B::Error> {
        if documents.is_empty() {
            return Ok(Printed::default());
        }
        let mut read = self.documents(documents)?;
        for one in &mut read {
            if let Some(before) = self.before.get(&one.0.id) {
                *one = Arc::new((one.0.clone(), Some(before.clone())));
            }
        }
        let entities = self.speakers(&read, &[])?;
        let sheets = self.sheets_laid(&read, |_| Laid::Quotations)?;
        let profiles = vec![Profile::default(); sheets.len()];
        let speakers = Speakers::new(entities.iter().map(AsRef::as_ref));
        let claims = Claims::new(&sheets, Weights::en(), &profiles, &[], &speakers, &[]).obeying(self.corrections);
        Ok(printed(&claims, &claims.items(), decided))
    }

    /// What was judged of some statements, each with others that are wanted beside it.
    fn raw_with(&self, statements: &[&Id], is_wanted: Wanted<'_>) -> Result<Raw, B::Error> {
        let standing = self.base.links_with(statements, &[], is_wanted)?;
        let mut fallen: Vec<Link> = Vec::new();
        for statement in statements {
            let wanted = self
                .base
                .judged(Pass::Claims, statement)?
                .into_iter()
                .filter(|judged| is_wanted(statement, if judged.a == **statement { &judged.b } else { &judged.a }));
            fallen.extend(wanted.filter_map(|judged| judged.link).map(|link| *link));
        }
        Ok(raw_of(standing, fallen))
    }

    /// The same with others of a greater id.
    fn raw_beyond(&self, statements: &[&Id], is_wanted: Wanted<'_>) -> Result<Raw, B::Error> {
        let standing = self.base.links_beyond(statements, &[], is_wanted)?;
        let mut fallen: Vec<Link> = Vec::new();
        for statement in statements {
            let judged = self.base.judged_beyond(Pass::Claims, statement)?.into_iter();
            fallen.extend(
                judged.filter(|judged| is_wanted(statement, &judged.b)).filter_map(|judged| judged.link).map(|link| *link),
            );
        }
        Ok(raw_of(standing, fallen))
    }

    /// What holds between these pairs of statements; those between which nothing holds are left out. Whoever keeps the records is
    /// asked something else `meanwhile`.
    fn judged<T>(
        &self,
        pairs: &[Ends],
        document_of: &DocumentOf<'_, B>,
        people: &People,
        meanwhile: impl FnOnce() -> Result<T, B::Error>,
    ) -> Result<(BTreeMap<Ends, Link>, T), B::Error> {
        let mut of_statement: HashMap<&Id, Option<Id>> = HashMap::new();
        for statement in pairs.iter().flat_map(|(a, b)| [a, b]) {
            if !of_statement.contains_key(statement) {
                of_statement.insert(statement, document_of(statement)?);
            }
        }
        let documents: BTreeSet<Id> = of_statement.values().flatten().cloned().collect();
        let mut beside: HashMap<Id, HashSet<Id>> = HashMap::new();
        for (a, b) in pairs {
            if let (Some(Some(one)), Some(Some(other))) = (of_statement.get(a), of_statement.get(b))
                && one != other
            {
                let (low, high) = if one < other { (one, other) } else { (other, one) };
                beside.entry(low.clone()).or_default().insert(high.clone());
            }
        }
        let read = self.documents(&documents)?;
        let entities = self.speakers(&read, &people.entities)?;
        let (sheets, profiles) = self.profiled(&read)?;
        let speakers = Speakers::new(entities.iter().map(AsRef::as_ref));
        let copies = self.copies_of(beside.keys(), |one, other| beside.get(one).is_some_and(|others| others.contains(other)))?;
        let claims = Claims::new(&sheets, Weights::en(), &profiles, &[], &speakers, &copies).obeying(self.corrections);
        let wanted: HashSet<Id> = of_statement.into_keys().cloned().collect();
        let mut judged: Vec<(Ends, Link)> = Vec::new();
        let asked = rayon::in_place_scope(|scope| {
            scope.spawn(|_| judged = judged_of(&claims, pairs, &wanted));
            meanwhile()
        })?;
        Ok((judged.into_iter().collect(), asked))
    }

    /// Documents laid out with what tells most of each: as the index keeps it, where the document's words are what they were.
    fn profiled<'a>(&self, read: &'a [Arc<Read>]) -> Result<(Vec<Sheet<'a>>, Vec<Profile>), B::Error> {
        let mut known: HashMap<&Id, Vec<(u64, f32)>> = HashMap::new();
        let ids: HashMap<&Id, &Id> = read.iter().map(|one| (&one.0.id, &one.0.id)).collect();
        let as_they_were: Vec<&Id> = read.iter().map(|one| &one.0.id).filter(|id| !self.crossed.contains(*id)).collect();
        for outlined in self.base.outlined_each(&as_they_were)? {
            if let Some(id) = ids.get(&outlined.document) {
                known.insert(id, outlined.terms);
            }
        }
        let laid = |document: &Id| if known.contains_key(document) { Laid::Quotations } else { Laid::Words };
        let sheets = self.sheets_laid(read, laid)?;
        let profile = |sheet: &Sheet<'a>| match known.get(&sheet.document.id) {
            Some(terms) => Profile { terms: terms.clone(), ..Profile::default() },
            None => Weights::en().profile(sheet),
        };
        let profiles = sheets.par_iter().map(profile).collect();
        Ok((sheets, profiles))
    }

    /// Does something with all that these documents say.
    fn with_sayings<T>(
        &self,
        documents: &BTreeSet<Id>,
        people: &People,
        work: impl FnOnce(&Claims<'_>, &[Placed<'_>]) -> T,
    ) -> Result<T, B::Error> {
        let read = self.documents(documents)?;
        let entities = self.speakers(&read, &people.entities)?;
        let (sheets, profiles) = self.profiled(&read)?;
        let speakers = Speakers::new(entities.iter().map(AsRef::as_ref));
        let claims = Claims::new(&sheets, Weights::en(), &profiles, &[], &speakers, &[]).obeying(self.corrections);
        Ok(work(&claims, &claims.items()))
    }

    /// Who speaks and is spoken of in these documents, where these were settled again.
    fn speakers<'s>(&'s self, read: &[Arc<Read>], settled: &'s [Entity]) -> Result<Vec<Cow<'s, Entity>>, B::Error> {
        let members = settled.iter().enumerate().flat_map(|(at, entity)| entity.members.iter().map(move |chain| (chain, at)));
        let now: HashMap<&Id, usize> = members.collect();
        let then = self.everybody.get();
        // Of those that stand side by side a number tells that they were found.
        let mut seen: HashSet<(bool, usize)> = HashSet::new();
        let mut known: HashSet<Id> = HashSet::new();
        let mut found: Vec<Cow<'s, Entity>> = Vec::new();
        for chain in read.iter().filter_map(|read| read.1.as_ref()).flat_map(chains_of) {
            match (now.get(&chain.id), then) {
                (Some(&at), _) => {
                    if seen.insert((true, at)) {
                        found.push(Cow::Borrowed(&settled[at]));
                    }
                }
                (None, Some(then)) => {
                    if let Some(&at) = then.of_chain.get(&chain.id)
                        && seen.insert((false, at))
                    {
                        found.push(Cow::Borrowed(&then.entities[at]));
                    }
                }
                (None, None) if known.contains(&chain.id) => {}
                (None, None) => {
                    if let Some(entity) = self.base.entity(&chain.id)? {
                        known.extend(entity.members.iter().cloned());
                        found.push(Cow::Owned(entity));
                    }
                }
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
            let kinds = [LinkKind::Same, LinkKind::Speaker];
            for link in self.links_now_with(&open.iter().collect::<Vec<_>>(), &kinds, &|_, _| true)? {
                beyond.extend(link.members.iter().filter(|member| !members.contains(*member)).cloned());
                links.insert(link.id.clone(), link);
            }
            open = beyond;
        }
        let mut document_of: HashMap<&Id, Id> = HashMap::new();
        for statement in &members {
            let document = match fresh.get(statement) {
                Some(document) => Some(document.clone()),
                None => self.base.document_of(statement)?,
            };
            document_of.extend(document.map(|document| (statement, document)));
        }
        let documents: BTreeSet<Id> = document_of.values().cloned().collect();
        // Only within a claim is it asked who repeats whom; what is linked is one claim at most.
        let mut together = Components::new(members.len(), &[]);
        let order: HashMap<&Id, usize> = members.iter().zip(0..).collect();
        for link in links.values() {
            if let [Some(&a), Some(&b)] = [order.get(&link.members[0]), order.get(&link.members[1])] {
                together.must(a, b);
            }
        }
        let order: Vec<&Id> = members.iter().collect();
        let mut claims_in: HashMap<&Id, BTreeSet<usize>> = HashMap::new();
        for (claim, of_claim) in together.members().into_iter().enumerate().filter(|(_, members)| members.len() > 1) {
            for document in of_claim.into_iter().filter_map(|at| document_of.get(order[at])) {
                claims_in.entry(document).or_default().insert(claim);
            }
        }
        let are_beside = |one: &Id, other: &Id| {
            claims_in.get(one).zip(claims_in.get(other)).is_some_and(|(ones, others)| !ones.is_disjoint(others))
        };
        let read = self.documents(&documents)?;
        let entities = self.speakers(&read, &people.entities)?;
        let sheets = self.sheets_laid(&read, |_| Laid::Words)?;
        let credits: Vec<Vec<credits::Credit>> = sheets.par_iter().map(credits::of).collect();
        let profiles = vec![Profile::default(); sheets.len()];
        let speakers = Speakers::new(entities.iter().map(AsRef::as_ref));
        let copies = self.copies_of(&documents, are_beside)?;
        let claims = Claims::new(&sheets, Weights::en(), &profiles, &credits, &speakers, &copies).obeying(self.corrections);
        let sayings = claims.bare_items(&members.iter().cloned().collect());
        let links: Vec<Link> = links.into_values().collect();
        let (groups, notes) = claims.groups(&sayings, &edges_of(&sayings, &links));
        if !notes.is_empty() {
            return Ok(false);
        }
        self.replace_groups(then, groups);
        Ok(true)
    }
}

/// What holds between these pairs of statements.
fn judged_of(claims: &Claims<'_>, pairs: &[Ends], wanted: &HashSet<Id>) -> Vec<(Ends, Link)> {
    let sayings = claims.items_among(wanted);
    let saying_of: HashMap<&Id, &Placed<'_>> = sayings.iter().map(|saying| (&saying.statement.id, saying)).collect();
    let judge = |(a, b): &Ends| {
        let (one, other) = saying_of.get(a).zip(saying_of.get(b))?;
        Some(((a.clone(), b.clone()), claims.judge(one, other)?))
    };
    pairs.par_iter().filter_map(judge).collect()
}

/// What was judged of pairs of statements, by the links that stood and those that fell.
fn raw_of(standing: Vec<Link>, fallen: Vec<Link>) -> Raw {
    let standing = standing.into_iter().filter(is_between_statements);
    let all = standing.map(|link| (link, true)).chain(fallen.into_iter().map(|link| (link, false)));
    all.map(|(link, stands)| (pair(&link.members[0], &link.members[1]), (link, stands))).collect()
}

/// What reads in these statements, which are all of their documents.
fn printed(claims: &Claims<'_>, sayings: &[Placed<'_>], decided: &[&Anchor]) -> Printed {
    let prints = claims.prints(sayings);
    let document = |saying: &Saying<'_>| saying.sheet.document.id.clone();
    let mut at: BTreeSet<Id> = BTreeSet::new();
    for anchor in decided {
        let sheet = sayings.iter().map(|saying| saying.sheet).find(|sheet| sheet.document.id == anchor.document);
        at.extend(sheet.and_then(|sheet| statement_at(sheet, anchor)));
    }
    let prints = sayings.iter().zip(prints).map(|(saying, print)| (saying.statement.id.clone(), (document(saying), print)));
    Printed { prints: prints.collect(), decided: at }
}

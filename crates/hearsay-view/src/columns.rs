//! [`Columns`]: one state of a case as columns of numbers: what lists are filtered, sorted and counted by.
//!
//! In: a snapshot. Out: for each statement, in order of id, where its records stand, who speaks and when, its act and its
//! claim; and the ways from documents, claims and statements to what belongs to them. Invariants: numbers of dates, outlets and
//! languages stand in the order of what they name; a line is here exactly if [`Lookup::lines`] gives it.
//!
//! Example: to sort a quarter of a million lines by their dates, numbers are compared, and a hundred records are looked at.

use crate::answer::Facet;
use crate::line::{Line, day_of};
use crate::lookup::{Lookup, json_word};
use crate::place::EntityRef;
use crate::records::{NOWHERE, Place};
use crate::snapshot::{LinkAt, Snapshot};
use hearsay_record::{Document, GroupKind, Id, LinkKind};
use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

/// A state of a case as columns.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    /// Dates, in order.
    pub(crate) dates: Vec<String>,
    /// Of each date the number of the first that has its day.
    days: Vec<u32>,
    /// Outlets, in order of name.
    pub(crate) outlets: Vec<String>,
    /// Languages, in order of code.
    pub(crate) languages: Vec<String>,
    /// Acts.
    pub(crate) acts: Vec<String>,
    /// Families of acts.
    pub(crate) families: Vec<String>,
    /// The words of forms, by number.
    pub(crate) forms: Vec<String>,
    /// The words of kinds of source, by number.
    pub(crate) source_kinds: Vec<String>,
    /// By place.
    pub(crate) documents: Vec<DocumentColumn>,
    /// In order of the statement's id.
    pub(crate) lines: Vec<LineColumn>,
    /// The lines, by number, in their usual order ([`Line::order`]).
    pub(crate) by_time: Vec<u32>,
    /// Whom lines are about.
    about: Vec<u32>,
    /// Entities that there may be; from this number on, who is meant is a chain in none.
    n_entities: u32,
    of_document: Lists,
    claims: OnceLock<Claims>,
    links: OnceLock<Lists>,
    disputed_ones: OnceLock<Vec<Place>>,
}

/// A document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DocumentColumn {
    /// When it was published, or [`NOWHERE`].
    pub(crate) date: u32,
    /// Its outlet, or [`NOWHERE`].
    pub(crate) outlet: u32,
    /// Its language, or [`NOWHERE`].
    pub(crate) language: u32,
    /// Its place in order of id.
    pub(crate) rank: u32,
}

/// A line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineColumn {
    pub(crate) statement: Place,
    pub(crate) document: Place,
    /// When it was said, else published, or [`NOWHERE`].
    pub(crate) date: u32,
    /// Who speaks, or [`NOWHERE`].
    pub(crate) who: u32,
    /// Its claim, or [`NOWHERE`].
    pub(crate) claim: Place,
    /// Its first character.
    start: u32,
    about: (u32, u32),
    pub(crate) act: u16,
    pub(crate) family: u16,
    pub(crate) form: u8,
    pub(crate) source_kind: u8,
    /// Whether somebody asserts it.
    pub(crate) is_asserted: bool,
    /// Whether it accuses somebody, or denies that.
    pub(crate) accuses: bool,
}

/// Claims that somebody asserts.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    /// In order of id.
    pub(crate) claims: Vec<ClaimColumn>,
    lines: Vec<u32>,
}

/// A claim.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClaimColumn {
    pub(crate) group: Place,
    pub(crate) origins: u32,
    pub(crate) documents: u32,
    /// Date of the first line that has one, or [`NOWHERE`].
    pub(crate) first: u32,
    /// Date of the last, or [`NOWHERE`].
    pub(crate) last: u32,
    /// Kinds of dispute that a line is part of, each a bit.
    disputed_by: u32,
    lines: (u32, u32),
}

/// For each of many a list of numbers.
#[derive(Debug, Default)]
struct Lists {
    starts: Vec<u32>,
    all: Vec<u32>,
}

impl Lists {
    /// Of pairs, which are asked for twice: of whom, and what; each list is in the order of the pairs.
    fn of<I: Iterator<Item = (u32, u32)>>(n: usize, pairs: impl Fn() -> I) -> Self {
        let mut starts = vec![0_u32; n + 1];
        for (whose, _) in pairs() {
            starts[whose as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut all = vec![0; starts.last().map_or(0, |end| *end as usize)];
        for (whose, what) in pairs() {
            let at = &mut next[whose as usize];
            all[*at as usize] = what;
            *at += 1;
        }
        Self { starts, all }
    }

    fn get(&self, whose: u32) -> &[u32] {
        match self.starts.get(whose as usize..whose as usize + 2) {
            Some([start, end]) => &self.all[*start as usize..*end as usize],
            _ => &[],
        }
    }
}

/// Texts, each under one number.
#[derive(Default)]
struct Names<'s> {
    numbers: HashMap<&'s str, u32>,
    names: Vec<&'s str>,
}

impl<'s> Names<'s> {
    fn number(&mut self, name: &'s str) -> u32 {
        *self.numbers.entry(name).or_insert_with(|| {
            self.names.push(name);
            number(self.names.len() - 1)
        })
    }

    /// The texts in order, and for each number so far the number that it has among them.
    fn sorted(&self) -> (Vec<String>, Vec<u32>) {
        let mut order: Vec<u32> = (0..number(self.names.len())).collect();
        order.sort_by_key(|at| self.names[*at as usize]);
        let mut now = vec![0; order.len()];
        for (at, before) in order.iter().enumerate() {
            now[*before as usize] = number(at);
        }
        (order.iter().map(|at| self.names[*at as usize].to_owned()).collect(), now)
    }
}

/// Orders numbers of dates from the latest on; what has no date stands last, whichever way the others stand.
pub(crate) fn latest_first(date: u32) -> (bool, u32) {
    match date {
        NOWHERE => (true, NOWHERE),
        date => (false, NOWHERE - date),
    }
}

/// A number of something of which there are less than four thousand million.
pub(crate) fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Keeps the word of a value of a closed list under its number.
fn keep_word(words: &mut Vec<String>, number: u8, word: impl FnOnce() -> String) -> u8 {
    let at = usize::from(number);
    if words.len() <= at {
        words.resize(at + 1, String::new());
    }
    if words[at].is_empty() {
        words[at] = word();
    }
    number
}

fn date_of(document: &Document) -> Option<&str> {
    document.published.as_ref().map(|dated| dated.date.as_str())
}

impl Columns {
    /// In how many of these lots of documents each outlet stands.
    pub(crate) fn outlets_of<'d>(&self, lots: impl Iterator<Item = &'d [Place]>) -> Facet {
        let mut outlets = vec![0_usize; self.outlets.len()];
        for documents in lots {
            let of: BTreeSet<u32> = documents.iter().map(|document| self.documents[*document as usize].outlet).collect();
            for outlet in of {
                if let Some(count) = outlets.get_mut(outlet as usize) {
                    *count += 1;
                }
            }
        }
        let counted = self.outlets.iter().zip(outlets).map(|(outlet, count)| (outlet.as_str(), outlet.as_str(), count));
        Facet::of_counts("outlet", counted)
    }

    pub(crate) fn of(snapshot: &Snapshot) -> Self {
        let mut columns = Self { n_entities: number(snapshot.entities.0.n_places()), ..Self::default() };
        let (mut dates, mut outlets, mut languages) = (Names::default(), Names::default(), Names::default());
        let ranks = snapshot.documents.0.ranks();
        columns.documents = vec![
            DocumentColumn { date: NOWHERE, outlet: NOWHERE, language: NOWHERE, rank: NOWHERE };
            snapshot.documents.0.n_places()
        ];
        for (place, document) in snapshot.documents.0.sorted() {
            columns.documents[place as usize] = DocumentColumn {
                date: date_of(document).map_or(NOWHERE, |date| dates.number(date)),
                outlet: document.origin.outlet.as_deref().map_or(NOWHERE, |outlet| outlets.number(outlet)),
                language: document.language.as_deref().map_or(NOWHERE, |language| languages.number(language)),
                rank: ranks[place as usize],
            };
        }
        columns.lines.reserve(snapshot.statements.len());
        let said_on: Vec<u32> = snapshot.said_on.texts().map(|date| dates.number(date)).collect();
        for (place, said) in snapshot.statements.sorted() {
            let start = number(columns.about.len());
            for chain in &said.about {
                if let Some(who) = columns.who_at(snapshot, *chain) {
                    columns.about.push(who);
                }
            }
            let published = columns.documents.get(said.document as usize).map_or(NOWHERE, |document| document.date);
            columns.lines.push(LineColumn {
                statement: place,
                document: said.document,
                date: said_on.get(said.said_on as usize).copied().unwrap_or(published),
                who: columns.who_at(snapshot, said.who).unwrap_or(NOWHERE),
                claim: snapshot.group_at(GroupKind::Claim, place),
                start: said.start(),
                about: (start, number(columns.about.len())),
                act: said.act,
                family: said.family,
                form: keep_word(&mut columns.forms, said.form as u8, || json_word(&said.form)),
                source_kind: keep_word(&mut columns.source_kinds, said.source_kind as u8, || json_word(&said.source_kind)),
                is_asserted: said.is_asserted,
                accuses: said.accuses,
            });
        }
        let now = |numbers: &[u32], number: &mut u32| *number = numbers.get(*number as usize).copied().unwrap_or(NOWHERE);
        let (texts, numbers) = dates.sorted();
        columns.dates = texts;
        columns.documents.iter_mut().for_each(|document| now(&numbers, &mut document.date));
        columns.lines.iter_mut().for_each(|line| now(&numbers, &mut line.date));
        let (texts, numbers) = outlets.sorted();
        columns.outlets = texts;
        columns.documents.iter_mut().for_each(|document| now(&numbers, &mut document.outlet));
        let (texts, numbers) = languages.sorted();
        columns.languages = texts;
        columns.documents.iter_mut().for_each(|document| now(&numbers, &mut document.language));
        columns.acts = snapshot.acts.texts().map(str::to_owned).collect();
        columns.families = snapshot.families.texts().map(str::to_owned).collect();
        columns.days = (0..columns.dates.len())
            .scan(0, |first, at| {
                if day_of(&columns.dates[at]) != day_of(&columns.dates[*first]) {
                    *first = at;
                }
                Some(number(*first))
            })
            .collect();
        let mut by_time: Vec<u32> = (0..number(columns.lines.len())).collect();
        by_time.sort_by_cached_key(|at| columns.order_of(*at));
        columns.by_time = by_time;
        columns.of_document =
            Lists::of(columns.documents.len(), || columns.lines.iter().enumerate().map(|(at, line)| (line.document, number(at))));
        columns
    }

    /// [`Line::order`] in numbers, of the line at a number.
    ///
    /// [`Line::order`]: crate::line::Line::order
    pub(crate) fn order_of(&self, at: u32) -> (u32, u32, u32, u32, u32) {
        let line = &self.lines[at as usize];
        let document = &self.documents[line.document as usize];
        // What has no date has the largest number. Lines stand in order of id.
        let day = self.days.get(line.date as usize).copied().unwrap_or(NOWHERE);
        (day, document.date, document.rank, line.start, at)
    }

    /// The number of whoever a chain is.
    pub(crate) fn who_of(&self, snapshot: &Snapshot, chain: &Id) -> Option<u32> {
        self.who_at(snapshot, snapshot.chains.known(chain)?)
    }

    /// The number of whoever the chain at a place is.
    pub(crate) fn who_at(&self, snapshot: &Snapshot, chain: Place) -> Option<u32> {
        match snapshot.entity_of.get(chain as usize) {
            Some(&entity) if entity != NOWHERE => Some(entity),
            _ => snapshot.chains.at(chain).map(|_| self.n_entities + chain),
        }
    }

    /// Who has a number.
    pub(crate) fn who(&self, snapshot: &Snapshot, who: u32) -> Option<EntityRef> {
        match who.checked_sub(self.n_entities) {
            None => {
                let entity = snapshot.entities.at(who)?;
                Some(EntityRef { id: entity.id.clone(), name: entity.name.clone(), kind: entity.kind })
            }
            Some(chain) => snapshot.who_at(chain),
        }
    }

    /// The number of an entity, or of a chain in none, by its id.
    pub(crate) fn who_called(&self, snapshot: &Snapshot, id: &Id) -> Option<u32> {
        let entity = snapshot.entities.0.place(id);
        entity.or_else(|| snapshot.chains.place(id).map(|chain| self.n_entities + chain))
    }

    /// The entity at a number, if it is one.
    pub(crate) fn entity(&self, who: u32) -> Option<Place> {
        (who < self.n_entities).then_some(who)
    }

    /// Who has a number: id, and name.
    pub(crate) fn name<'s>(&self, snapshot: &'s Snapshot, who: u32) -> Option<(&'s Id, &'s str)> {
        match who.checked_sub(self.n_entities) {
            None => snapshot.entities.at(who).map(|entity| (&entity.id, entity.name.as_str())),
            Some(chain) => snapshot.free_name(chain).map(|name| (snapshot.chains.id_at(chain), name)),
        }
    }

    /// How many numbers of somebody there are.
    pub(crate) fn n_who(&self, snapshot: &Snapshot) -> usize {
        self.n_entities as usize + snapshot.chains.n_places()
    }

    /// Whom a line is about, as often as it names them.
    pub(crate) fn about(&self, line: &LineColumn) -> &[u32] {
        &self.about[line.about.0 as usize..line.about.1 as usize]
    }

    /// A line with its records, which are read now if they were not.
    pub(crate) fn line<'s>(&self, lookup: &'s Lookup<'_>, line: u32) -> Option<Line<'s>> {
        lookup.line_at(self.lines.get(line as usize)?.statement)
    }

    /// The lines of the document at a place, in order of id.
    pub(crate) fn lines_in(&self, document: Place) -> &[u32] {
        self.of_document.get(document)
    }

    pub(crate) fn date(&self, date: u32) -> Option<&str> {
        self.dates.get(date as usize).map(String::as_str)
    }

    /// The links that have the statement at this place as a member, in no order that means anything.
    pub(crate) fn links_of(&self, snapshot: &Snapshot, statement: Place) -> &[Place] {
        let lists = self.links.get_or_init(|| {
            let joins = |link: LinkAt| link.ends.statements().map(move |member| (member, link.place));
            Lists::of(snapshot.statements.n_places(), || snapshot.links_unordered().flat_map(joins))
        });
        lists.get(statement)
    }

    /// The links by which a person says that it is disputed who is who, in order of id.
    pub(crate) fn disputed_ones(&self, snapshot: &Snapshot) -> &[Place] {
        self.disputed_ones.get_or_init(|| {
            let links = snapshot.links_unordered().filter(|link| link.ends.kind == LinkKind::DisputedOne);
            let mut places: Vec<Place> = links.map(|link| link.place).collect();
            places.sort_unstable_by_key(|place| snapshot.links.id_at(*place));
            places
        })
    }

    /// For each group, by place, the kinds of dispute that a line of the claim is part of, each a bit.
    fn disputed_by(&self, snapshot: &Snapshot) -> Vec<u32> {
        let mut claim_of = vec![NOWHERE; snapshot.statements.n_places()];
        for line in self.lines.iter().filter(|line| line.is_asserted) {
            claim_of[line.statement as usize] = line.claim;
        }
        let mut kinds = vec![0; snapshot.groups.n_places()];
        for link in snapshot.links_unordered().filter(|link| link.ends.kind.is_dispute()) {
            for statement in link.ends.statements() {
                if let Some(of_claim) = kinds.get_mut(claim_of[statement as usize] as usize) {
                    *of_claim |= 1_u32 << link.ends.kind as u32;
                }
            }
        }
        kinds
    }

    /// Claims, with what they are sorted by.
    pub(crate) fn claims(&self, snapshot: &Snapshot) -> &Claims {
        self.claims.get_or_init(|| {
            let asserted = |at: &u32| {
                let line = &self.lines[*at as usize];
                (line.is_asserted && line.claim != NOWHERE).then_some((line.claim, *at))
            };
            // In order of time within each claim.
            let lists = Lists::of(snapshot.groups.n_places(), || self.by_time.iter().filter_map(asserted));
            let disputed_by = self.disputed_by(snapshot);
            let mut claims = Vec::new();
            for (place, group) in snapshot.groups.sorted().filter(|(_, group)| group.kind == GroupKind::Claim) {
                let own = lists.get(place);
                if own.is_empty() {
                    continue;
                }
                let lines = || own.iter().map(|at| &self.lines[*at as usize]);
                let mut documents: Vec<Place> = lines().map(|line| line.document).collect();
                documents.sort_unstable();
                documents.dedup();
                let dates = || lines().map(|line| line.date).filter(|date| *date != NOWHERE);
                claims.push(ClaimColumn {
                    group: place,
                    origins: group.origins.map_or(0, |count| number(count.origins)),
                    documents: number(documents.len()),
                    first: dates().min().unwrap_or(NOWHERE),
                    last: dates().max().unwrap_or(NOWHERE),
                    disputed_by: disputed_by[place as usize],
                    lines: (lists.starts[place as usize], lists.starts[place as usize + 1]),
                });
            }
            Claims { claims, lines: lists.all }
        })
    }
}

impl ClaimColumn {
    /// Kinds of dispute that a line is part of.
    pub(crate) fn disputed_by(&self) -> impl Iterator<Item = LinkKind> {
        LinkKind::ALL.into_iter().filter(|kind| self.disputed_by & 1 << *kind as u32 != 0)
    }
}

impl Claims {
    /// The lines of a claim, the earliest first.
    pub(crate) fn lines_of(&self, claim: &ClaimColumn) -> &[u32] {
        &self.lines[claim.lines.0 as usize..claim.lines.1 as usize]
    }
}

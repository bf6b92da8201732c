//! `person`: one entity with what it said, what was said about it, and who quotes it.
//!
//! In: an entity's id, the beginning of it, or a name that is one entity's only. Out: one row. Invariant: what
//! it asked, refused, ordered or wished stands apart from what it said.
//!
//! Example: `/person/e-91.json`.

use crate::ViewError;
use crate::answer::{Answered, Found, Row};
use crate::columns::LineColumn;
use crate::disputes::DisputesRow;
use crate::filter::{Ask, Filter, Question};
use crate::lookup::{Lookup, holds_words};
use crate::people::PeopleRow;
use crate::place::EntityRef;
use crate::records::NOWHERE;
use crate::who_said::WhoSaidRow;
use hearsay_ledger::Ledger;
use hearsay_record::{Entity, Id, LinkKind};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The answer.
pub type PersonAnswer = Answered<PersonRow>;

/// One entity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PersonRow {
    /// Names, roles and counts.
    #[serde(flatten)]
    pub entity: PeopleRow,
    /// What it said, in order of time.
    pub lines_said: Vec<WhoSaidRow>,
    /// What it asked, refused, ordered or wished, in order of time.
    pub lines_of_other_acts: Vec<WhoSaidRow>,
    /// What others said about it, in order of time.
    pub lines_about: Vec<WhoSaidRow>,
    /// Where it said one thing, and later another.
    pub changed_positions: Vec<DisputesRow>,
    /// Outlets that quote it, most often first.
    pub quoted_by: Vec<QuotedBy>,
    /// Others who share a name with it.
    pub namesakes: Vec<EntityRef>,
    /// How many lines it said: a page may hold the first of them.
    #[serde(skip)]
    pub n_said: usize,
    /// How many lines others said about it.
    #[serde(skip)]
    pub n_about: usize,
    /// Of whom it speaks, with how many of its lines do.
    #[serde(skip)]
    pub topics: Vec<(EntityRef, usize)>,
}

/// Lines of each list that a page lays out.
const FEW: usize = 400;

/// An outlet that quotes somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuotedBy {
    /// The outlet.
    pub outlet: Option<String>,
    /// Its assertions by that speaker.
    pub said: usize,
}

fn meant<'l>(lookup: &'l Lookup<'_>, asked: &str) -> Result<&'l Entity, ViewError> {
    let found: BTreeSet<Id> = lookup.meant(asked);
    let found: Vec<&Entity> = found.iter().filter_map(|id| lookup.entities.get(id)).collect();
    match found.as_slice() {
        [only] => Ok(only),
        [] => Err(ViewError::NotFound(asked.into())),
        [..] => found.iter().find(|entity| entity.id.as_str() == asked).copied().ok_or_else(|| ViewError::Ambiguous {
            asked: asked.into(),
            candidates: found.iter().take(20).map(|entity| entity.id.clone()).collect(),
        }),
    }
}

impl Row for PersonRow {
    const NAME: &'static str = "person";
    const COLUMNS: &'static [&'static str] = PeopleRow::COLUMNS;
    const TERMINAL: &'static [&'static str] = PeopleRow::TERMINAL;
    fn cells(&self) -> Vec<String> {
        self.entity.cells()
    }
    fn find(lookup: &Lookup<'_>, filter: &Filter) -> Result<Found<Self>, ViewError> {
        let Some(asked) = filter.id.as_deref() else {
            return Err(ViewError::Missing { question: Ask::Person.as_str(), key: "id" });
        };
        let entity = meant(lookup, asked)?;
        let columns = lookup.columns();
        let own = columns.who_called(lookup, &entity.id).unwrap_or(NOWHERE);
        let speaks = |line: &LineColumn| own != NOWHERE && line.who == own;
        let is_about = |line: &LineColumn| own != NOWHERE && columns.about(line).contains(&own);
        let shown = if lookup.is_brief { FEW } else { usize::MAX };
        let numbers = |fits: &dyn Fn(&LineColumn) -> bool| -> Vec<u32> {
            columns.by_time.iter().copied().filter(|at| fits(&columns.lines[*at as usize])).collect()
        };
        let rows = |numbers: &[u32]| {
            let lines = numbers.iter().take(shown).filter_map(|at| columns.line(lookup, *at));
            let bare = |line| if lookup.has_sentences { WhoSaidRow::of(lookup, &line) } else { WhoSaidRow::bare(lookup, &line) };
            lines.map(bare).collect::<Vec<_>>()
        };
        let said = numbers(&|line| speaks(line) && line.is_asserted);
        let about = numbers(&|line| is_about(line) && !speaks(line) && line.is_asserted);
        let mut by = BTreeMap::<Option<String>, usize>::new();
        let mut topics = BTreeMap::<u32, usize>::new();
        for line in said.iter().map(|at| &columns.lines[*at as usize]) {
            let outlet = columns.outlets.get(columns.documents[line.document as usize].outlet as usize);
            *by.entry(outlet.cloned()).or_default() += 1;
            for who in columns.about(line).iter().copied().collect::<BTreeSet<u32>>() {
                *topics.entry(who).or_default() += 1;
            }
        }
        topics.remove(&own);
        let mut quoted_by: Vec<QuotedBy> = by.into_iter().map(|(outlet, said)| QuotedBy { outlet, said }).collect();
        quoted_by.sort_by_key(|by| std::cmp::Reverse(by.said));
        let positions = Filter {
            kind: Some(LinkKind::ChangedPosition.as_str().into()),
            speaker: Some(entity.id.to_string()),
            limit: lookup.is_brief.then_some(FEW),
            ..Filter::default()
        };
        let mut namesakes: BTreeSet<EntityRef> = BTreeSet::new();
        for other in lookup.entities.values().filter(|other| other.id != entity.id) {
            let last = |name: &str| name.split_whitespace().last().map(str::to_owned);
            let shared = last(&entity.name).is_some_and(|last| {
                std::iter::once(&other.name)
                    .chain(other.aliases.iter().map(|alias| &alias.name))
                    .any(|name| holds_words(name, &last))
            });
            if shared && other.kind == entity.kind {
                namesakes.insert(EntityRef { id: other.id.clone(), name: other.name.clone(), kind: other.kind });
            }
        }
        let row = Self {
            lines_said: rows(&said),
            lines_of_other_acts: rows(&numbers(&|line| speaks(line) && !line.is_asserted)),
            lines_about: rows(&about),
            n_said: said.len(),
            n_about: about.len(),
            topics: topics.into_iter().filter_map(|(who, count)| Some((columns.who(lookup, who)?, count))).collect(),
            changed_positions: DisputesRow::find(lookup, &positions)?.rows,
            quoted_by,
            namesakes: namesakes.into_iter().collect(),
            entity: PeopleRow::of_entity(lookup, entity),
        };
        Ok(Found::of(vec![row], filter, Vec::new(), |row| row))
    }
}

/// Asks for one entity.
///
/// # Errors
/// Where nobody is given, none or more than one fits, or the ledger can't be read.
pub fn ask(ledger: &Ledger, question: &Question) -> Result<PersonAnswer, ViewError> {
    Answered::of(&Lookup::new(ledger)?, question)
}

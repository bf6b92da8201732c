//! What a snapshot answers of statements without reading any from the ledger.
//!
//! In: ids and places of statements. Out: their words, dates and places, and which of them are such. Invariant: what is told is what the
//! statement and its attribution say.
//!
//! Example: of the ten thousand articles that report a claim, those in which somebody gave no comment are found by numbers.

use super::Snapshot;
use crate::records::Place;
use hearsay_record::{Id, IdKind, Roles};
use std::collections::BTreeSet;

impl Snapshot {
    /// How many statements there are.
    #[must_use]
    pub fn n_statements(&self) -> usize {
        self.statements.len()
    }

    /// The statements of a document with source, cue and content, in order of id.
    pub(crate) fn roles_in(&self, document: &Id) -> impl Iterator<Item = (&Id, Roles)> {
        let columns = self.columns();
        let lines = self.documents.0.place(document).map_or(&[][..], |place| columns.lines_in(place));
        lines.iter().filter_map(|at| {
            let place = columns.lines.get(*at as usize)?.statement;
            Some((self.statements.id_at(place), self.statements.at(place)?.roles()))
        })
    }

    /// How many of them are of documents that are such.
    #[must_use]
    pub fn count_statements(&self, mut is_such: impl FnMut(&Id) -> bool) -> usize {
        let columns = self.columns();
        let documents = self.documents.0.sorted().filter(|(_, document)| is_such(&document.id));
        documents.map(|(place, _)| columns.lines_in(place).len()).sum()
    }

    /// Whether there is an attribution of this id that stands, in this document.
    #[must_use]
    pub fn stands_in(&self, attribution: &Id, document: &Id) -> bool {
        let said = self.statements.get(&attribution.renamed(IdKind::Statement));
        said.is_some_and(|said| self.documents.0.id_at(said.document) == document)
    }

    /// When a statement was said, else published.
    #[must_use]
    pub fn date_of(&self, statement: &Id) -> Option<&str> {
        let said = self.statements.get(statement)?;
        let published = || Some(self.documents.at(said.document)?.published.as_ref()?.date.as_str());
        self.said_on.get(said.said_on).or_else(published)
    }

    /// Whom these statements are about.
    #[must_use]
    pub fn about(&self, statements: &[&Id]) -> BTreeSet<Id> {
        let said = statements.iter().filter_map(|id| self.statements.get(id));
        said.flat_map(|said| said.about.iter()).filter_map(|chain| self.who_at(*chain)).map(|who| who.id).collect()
    }

    /// Statements of these documents by which one of these gave no comment or no answer, in order of id.
    #[must_use]
    pub fn silences<'i>(&self, documents: impl Iterator<Item = &'i Id>, by: &BTreeSet<Id>) -> BTreeSet<Id> {
        let columns = self.columns();
        let silent: BTreeSet<u32> = by.iter().filter_map(|id| columns.who_called(self, id)).collect();
        let documents = documents.filter_map(|id| self.documents.0.place(id));
        let lines = documents.flat_map(|place| columns.lines_in(place)).map(|at| &columns.lines[*at as usize]);
        let is_silence = |family: u16| columns.families.get(usize::from(family)).is_some_and(|family| family == "silence");
        let found = lines.filter(|line| silent.contains(&line.who) && is_silence(line.family));
        found.map(|line| self.statements.id_at(line.statement).clone()).collect()
    }

    /// These statements in their usual order ([`crate::line::Line::order`]).
    #[must_use]
    pub fn in_order(&self, statements: &BTreeSet<Id>) -> Vec<Id> {
        let columns = self.columns();
        // Lines stand in order of id.
        let number = |id: &Id| {
            let place = self.statements.place(id)?;
            let found = columns.lines.binary_search_by(|line| self.statements.id_at(line.statement).cmp(id));
            found.ok().map(|at| (columns.order_of(crate::columns::number(at)), place))
        };
        let mut numbered: Vec<_> = statements.iter().filter_map(number).collect();
        numbered.sort_unstable();
        numbered.into_iter().map(|(_, place)| self.statements.id_at(place).clone()).collect()
    }

    /// Source, cue and content of an attribution that stands.
    #[must_use]
    pub fn roles(&self, attribution: &Id) -> Option<Roles> {
        let said = self.statements.get(&attribution.renamed(IdKind::Statement))?;
        Some(said.roles())
    }

    /// The words of source, cue and content of a statement.
    pub(crate) fn words(&self, statement: Place) -> Option<String> {
        let said = self.statements.at(statement)?;
        Some(Self::text(self.documents.at(said.document)?, &said.all()))
    }

    /// What is said in a statement.
    pub(crate) fn content(&self, statement: Place) -> Option<String> {
        let said = self.statements.at(statement)?;
        Some(Self::text(self.documents.at(said.document)?, &said.content()))
    }

    /// Where a statement stands: its content, else its cue, else its source.
    pub(crate) fn place_of(&self, statement: Place) -> Option<hearsay_record::Place> {
        let said = self.statements.at(statement)?;
        Some(hearsay_record::Place {
            path: None,
            document: self.documents.0.id_at(said.document).clone(),
            spans: said.shown(),
            attribution: Some(self.statements.id_at(statement).renamed(IdKind::Attribution)),
        })
    }
}

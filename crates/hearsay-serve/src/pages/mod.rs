//! The pages, a file each. A page asks a question, turns its rows into what its template shows, and
//! renders it.
//!
//! In: [`Asked`]. Out: HTML. Invariant: a page holds no rows but those of the question of its address.

pub(crate) mod about;
pub(crate) mod accusations;
mod axis;
mod blame_graph;
pub(crate) mod cite;
pub(crate) mod claim;
pub(crate) mod claims;
pub(crate) mod copies;
pub(crate) mod copy;
pub(crate) mod coverage;
mod days;
pub(crate) mod dispute;
pub(crate) mod disputes;
pub(crate) mod document;
mod document_text;
pub(crate) mod draft;
pub(crate) mod gone;
pub(crate) mod help;
pub(crate) mod history;
pub(crate) mod labels;
mod lanes;
pub(crate) mod links;
mod origin_tree;
pub(crate) mod original;
pub(crate) mod outlets;
pub(crate) mod overview;
pub(crate) mod people;
pub(crate) mod person;
pub(crate) mod problem;
pub(crate) mod refused;
pub(crate) mod review;
mod roles;
pub(crate) mod search;
pub(crate) mod show;
pub(crate) mod stats;
pub(crate) mod stories;
pub(crate) mod table;
pub(crate) mod timeline;
mod volume;
pub(crate) mod who_said;
pub(crate) mod why;

use crate::address::Address;
use crate::deciding;
use crate::frame::Frame;
use crate::integrity::Notice;
use crate::narrowing::{Narrowing, paged, told_value};
use crate::problem::Problem;
use crate::visitor::Visitor;
use hearsay::record::{Id, IdKind};
use hearsay::view::{Answered, Ask, Lookup, Question, Row, ViewError};

/// A page that was asked for.
pub(crate) struct Asked<'a, 'l> {
    /// What the case is called.
    pub(crate) case: &'a str,
    /// Who looks.
    pub(crate) visitor: &'a Visitor,
    /// The case.
    pub(crate) lookup: &'a Lookup<'l>,
    /// The address.
    pub(crate) address: &'a Address,
    /// What was found out about the evidence that the address names.
    pub(crate) notice: Option<Notice>,
}

impl Asked<'_, '_> {
    /// The frame of a page with a table.
    fn frame(&self, title: impl Into<String>) -> Frame {
        self.frame_of_one(title).with_table(self.address)
    }

    /// The frame of a page about one record.
    fn frame_of_one(&self, title: impl Into<String>) -> Frame {
        let mut frame = Frame::new(self.case, title, self.address, self.visitor);
        frame.seen = self.lookup.ledger.next_sequence().map_or(0, |next| next.saturating_sub(1));
        frame.outcome = self.visitor.decided.as_deref().and_then(|decided| deciding::outcome(self.lookup, decided));
        frame.notice.clone_from(&self.notice);
        frame
    }

    /// The answer to the question of the address, one page of it.
    fn answer<R: Row>(&self, ask: Ask) -> Result<Answered<R>, Problem> {
        Ok(Answered::of(self.lookup, &paged(ask, &self.address.pairs)?)?)
    }

    /// The same, with rows that hold only what a list shows of each.
    fn answer_in_brief<R: Row>(&self, ask: Ask) -> Result<Answered<R>, Problem> {
        Ok(Answered::of(&self.lookup.briefly(), &paged(ask, &self.address.pairs)?)?)
    }

    /// What can be done with the list of an answer.
    fn narrowing<R: Row>(&self, answer: &Answered<R>) -> Narrowing {
        Narrowing::of(answer, |key, value| told_value(self.lookup, key, value))
    }

    /// The answer about one record.
    fn one<R: Row>(&self, ask: Ask, id: &str) -> Result<R, Problem> {
        let question = Question::parse(ask, [("id", id)])?;
        let mut answer = Answered::<R>::of(self.lookup, &question)?;
        answer.rows.pop().ok_or_else(|| Problem::nothing_called(id))
    }

    /// The same without the sentences, and with no more than a page lays out.
    fn one_in_brief<R: Row>(&self, ask: Ask, id: &str) -> Result<R, Problem> {
        let question = Question::parse(ask, [("id", id)])?;
        let mut answer = Answered::<R>::of(&self.lookup.without_sentences().briefly(), &question)?;
        answer.rows.pop().ok_or_else(|| Problem::nothing_called(id))
    }

    /// The id of this kind that begins as asked: a reader may shorten it, and a group answers to any
    /// member's digits.
    fn id(&self, asked: &str, kind: IdKind) -> Result<Id, Problem> {
        let id = Id::from_text(asked);
        if id.kind() != Some(kind) {
            return Err(Problem::nothing_called(asked));
        }
        let mut found = self.lookup.ledger.find(asked).map_err(Problem::from_ledger)?;
        match found.len() {
            0 => self
                .lookup
                .ledger
                .group(&id)
                .map_err(Problem::from_ledger)?
                .map(|group| group.id)
                .ok_or_else(|| Problem::nothing_called(asked)),
            1 => Ok(found.remove(0)),
            _ => Err(Problem::from(ViewError::Ambiguous { asked: asked.into(), candidates: found })),
        }
    }
}

/// A whole answer without conditions.
pub(crate) fn all<R: Row>(lookup: &Lookup<'_>, ask: Ask, pairs: &[(&str, &str)]) -> Result<Answered<R>, Problem> {
    Ok(Answered::of(lookup, &Question::parse(ask, pairs.iter().copied())?)?)
}

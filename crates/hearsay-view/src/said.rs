//! [`Said`]: of a statement what is known without reading it from the ledger.
//!
//! In: the outline of an attribution, with the places of what it names. Out: who, when, how and where, in some eighty bytes.
//! Invariant: it says what the statement and the attribution say that it stands for.
//!
//! Example: of two million statements it is known who speaks, on which day, and which characters are whose words; why an act is
//! what it is, is read of the fifty that a page shows.

use crate::records::{NOWHERE, Place};
use hearsay_ledger::AttributionOutline;
use hearsay_record::{CharSpan, Form, Roles, SourceKind};
use std::collections::HashMap;

/// A statement as far as lists ask.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Said {
    pub(crate) document: Place,
    /// The chain that speaks, or [`NOWHERE`].
    pub(crate) who: Place,
    /// Chains that it is about.
    pub(crate) about: Box<[Place]>,
    /// The number of the date on which the text says that it was said, or [`NOWHERE`].
    pub(crate) said_on: u32,
    pub(crate) act: u16,
    pub(crate) family: u16,
    pub(crate) form: Form,
    pub(crate) source_kind: SourceKind,
    /// Whether somebody asserts it.
    pub(crate) is_asserted: bool,
    /// Whether it accuses somebody, or denies that.
    pub(crate) accuses: bool,
    pub(crate) confidence: f64,
    /// Source, cue and content, in this order.
    spans: Box<[[u32; 2]]>,
    n_source: u16,
    n_cue: u16,
}

/// Texts, each under one number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    numbers: HashMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
}

impl Words {
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = crate::columns::number(self.texts.len());
        self.texts.push(text.into());
        self.numbers.insert(text.into(), number);
        number
    }

    pub(crate) fn get(&self, number: u32) -> Option<&str> {
        self.texts.get(number as usize).map(AsRef::as_ref)
    }

    pub(crate) fn texts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.texts.iter().map(AsRef::as_ref)
    }
}

/// A number that a column of two bytes holds.
pub(crate) fn short(number: u32) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

fn code_point(at: usize) -> u32 {
    crate::columns::number(at)
}

impl Said {
    /// Of an outline whose words and chains have these numbers and places.
    pub(crate) fn new(
        outline: &AttributionOutline,
        document: Place,
        mut chain: impl FnMut(&hearsay_record::Id) -> Place,
        said_on: u32,
        act: u16,
        family: u16,
    ) -> Self {
        let spans = || outline.source.iter().chain(&outline.cue).chain(&outline.content);
        Self {
            document,
            who: outline.speaker.as_ref().map_or(NOWHERE, &mut chain),
            about: outline.about.iter().map(&mut chain).collect(),
            said_on,
            act,
            family,
            form: outline.form,
            source_kind: outline.source_kind,
            is_asserted: outline.commitment.is_assertion(),
            accuses: outline.accuses(),
            confidence: outline.confidence,
            spans: spans().map(|span| [code_point(span.start), code_point(span.end)]).collect(),
            n_source: short(crate::columns::number(outline.source.len())),
            n_cue: short(crate::columns::number(outline.cue.len())),
        }
    }

    /// What of it hangs on no numbers of this snapshot.
    pub(crate) fn without_places(&self) -> Self {
        Self { document: 0, who: 0, about: Box::default(), said_on: 0, act: 0, family: 0, ..self.clone() }
    }

    fn cut(&self, from: usize, to: usize) -> Vec<CharSpan> {
        let span = |[start, end]: &[u32; 2]| CharSpan { start: *start as usize, end: *end as usize };
        self.spans.get(from..to).unwrap_or_default().iter().map(span).collect()
    }

    /// Who speaks, as printed there.
    pub(crate) fn source(&self) -> Vec<CharSpan> {
        self.cut(0, usize::from(self.n_source))
    }

    /// The words that say that somebody says.
    pub(crate) fn cue(&self) -> Vec<CharSpan> {
        let from = usize::from(self.n_source);
        self.cut(from, from + usize::from(self.n_cue))
    }

    /// What is said.
    pub(crate) fn content(&self) -> Vec<CharSpan> {
        self.cut(usize::from(self.n_source) + usize::from(self.n_cue), self.spans.len())
    }

    /// The three roles.
    pub(crate) fn roles(&self) -> Roles {
        Roles { source: self.source(), cue: self.cue(), content: self.content() }
    }

    /// Source, cue and content.
    pub(crate) fn all(&self) -> Vec<CharSpan> {
        self.cut(0, self.spans.len())
    }

    /// Where it is read: its content, else its cue, else its source.
    pub(crate) fn shown(&self) -> Vec<CharSpan> {
        [Self::content, Self::cue, Self::source].iter().map(|role| role(self)).find(|spans| !spans.is_empty()).unwrap_or_default()
    }

    /// Its first character.
    pub(crate) fn start(&self) -> u32 {
        self.spans.iter().map(|[start, _]| *start).min().unwrap_or(0)
    }
}

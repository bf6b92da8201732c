//! Outlines: of each record as much as whoever holds a whole case in memory needs of all of them; the rest is read when it is asked for.
//!
//! In: an open ledger. Out: a small row for each attribution, chain, group and reading. Invariant: a row says what the record says.
//!
//! Example: two million attributions are two gigabytes of JSON; who speaks in each, when and where takes a tenth of it.

use crate::documents::id;
use crate::error::Result;
use crate::ledger::Ledger;
use hearsay_record::{Attribution, Commitment, Dated, Form, Group, GroupKind, Id, Note, OriginCount, SourceKind};
use hearsay_text::CharSpan;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// What is asked of all attributions.
#[derive(Debug, Deserialize)]
pub struct AttributionOutline {
    /// The attribution.
    pub id: Id,
    /// Its document.
    pub document: Id,
    /// Who speaks, as printed there.
    pub source: Vec<CharSpan>,
    /// The words that say that somebody says.
    pub cue: Vec<CharSpan>,
    /// What is said.
    pub content: Vec<CharSpan>,
    /// How the content is given.
    pub form: Form,
    /// Speech act.
    pub act: String,
    /// Its family.
    pub act_family: String,
    /// How far the source stands behind it.
    pub commitment: Commitment,
    /// The chain that speaks.
    pub speaker: Option<Id>,
    /// What kind of source it is.
    pub source_kind: SourceKind,
    /// Chains that the content is about.
    pub about: Vec<Id>,
    /// When it was said, where the text tells.
    pub said_on: Option<Dated>,
    /// Set where somebody is accused, or that is denied.
    #[serde(default)]
    accusation: Option<IgnoredAny>,
    /// 0 to 1.
    pub confidence: f64,
    /// The correction that set it aside.
    #[serde(default)]
    pub overruled_by: Option<Id>,
}

/// What is asked of all groups.
#[derive(Debug, Deserialize)]
pub struct GroupOutline {
    /// The group.
    pub id: Id,
    /// What the members make.
    pub kind: GroupKind,
    /// In order of id.
    pub members: Vec<Id>,
    /// How many independent origins it has.
    #[serde(default)]
    pub origins: Option<OriginNumbers>,
}

/// How many independent origins something comes down to, without the pairs that count as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct OriginNumbers {
    /// Documents that hold it.
    pub documents: usize,
    /// Independent origins.
    pub origins: usize,
    /// Documents of which it can't be told; not in `origins`.
    pub unknown: usize,
}

impl GroupOutline {
    /// The outline of a group.
    #[must_use]
    pub fn of(group: Group) -> Self {
        let numbers =
            |count: OriginCount| OriginNumbers { documents: count.documents, origins: count.origins, unknown: count.unknown };
        Self { id: group.id, kind: group.kind, members: group.members, origins: group.origins.map(numbers) }
    }
}

impl AttributionOutline {
    /// The outline of an attribution.
    #[must_use]
    pub fn of(attribution: Attribution) -> Self {
        Self {
            id: attribution.id,
            document: attribution.document,
            source: attribution.roles.source,
            cue: attribution.roles.cue,
            content: attribution.roles.content,
            form: attribution.form,
            act: attribution.act,
            act_family: attribution.act_family,
            commitment: attribution.commitment,
            speaker: attribution.speaker,
            source_kind: attribution.source_kind,
            about: attribution.about,
            said_on: attribution.said_on,
            accusation: attribution.accusation.map(|_| IgnoredAny),
            confidence: attribution.confidence,
            overruled_by: attribution.overruled_by,
        }
    }

    /// Whether it accuses somebody, or denies that.
    #[must_use]
    pub fn accuses(&self) -> bool {
        self.accusation.is_some()
    }
}

impl Ledger {
    /// The outline of every attribution, by document and place; what is done with them goes on while the next are read.
    pub fn attribution_outlines(&self, each: impl FnMut(AttributionOutline) + Send) -> Result<()> {
        self.each_parsed("attribution", "SELECT json FROM attribution ORDER BY document, position", [], each)
    }

    /// The outline of every group, in order of id.
    pub fn group_outlines(&self) -> Result<Vec<GroupOutline>> {
        self.parsed("group", "SELECT json FROM \"group\" ORDER BY id", [])
    }

    /// The ids of all statements, in order.
    pub fn each_statement_id(&self, mut each: impl FnMut(Id)) -> Result<()> {
        self.rows("SELECT id FROM statement ORDER BY id", [], |row| {
            each(Id::from_text(row.get_ref(0)?.as_str()?));
            Ok(())
        })
        .map(|_: Vec<()>| ())
    }

    /// Every chain with its document, by document and place.
    pub fn each_chain_id(&self, mut each: impl FnMut(Id, Id)) -> Result<()> {
        self.rows("SELECT id, document FROM chain INDEXED BY chain_by_document", [], |row| {
            each(Id::from_text(row.get_ref(0)?.as_str()?), Id::from_text(row.get_ref(1)?.as_str()?));
            Ok(())
        })
        .map(|_: Vec<()>| ())
    }

    /// The documents that were read, each with what the reader doubted.
    pub fn reading_notes(&self) -> Result<Vec<(Id, Vec<Note>)>> {
        let mut found: Vec<(Id, Vec<Note>)> =
            self.rows("SELECT document FROM reading ORDER BY document", [], |row| Ok((id(row.get(0)?), Vec::new())))?;
        let notes = self.rows("SELECT document, json FROM note WHERE stage = 'read' ORDER BY document, position", [], |row| {
            Ok((id(row.get(0)?), row.get::<_, String>(1)?))
        })?;
        let mut notes = notes.into_iter().peekable();
        for (document, own) in &mut found {
            while let Some((_, json)) = notes.next_if(|(of, _)| of == document) {
                own.push(self.parse("note", &json)?);
            }
        }
        Ok(found)
    }
}

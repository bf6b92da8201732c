//! [`Correction`]: a person's overruling of a reading or a link. It outranks machines and survives a rebuild.
//!
//! It names evidence and members ([`Anchor`]), never a group or a machine's record id; after a
//! rebuild it re-attaches by best overlap of spans (IoU at least .5), else it is listed as orphaned.
//! When it was made is kept in the ledger beside it and is no part of its JSON.

use crate::{Id, IdKind, Roles, UnknownBecause};
use hearsay_text::CharSpan;
use serde::{Deserialize, Serialize};

/// A person's decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// Named by all that follows.
    pub id: Id,
    /// What was decided.
    pub kind: CorrectionKind,
    /// On what.
    pub on: Anchor,
    /// The other side, for `merge`, `split`, `dispute`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<Anchor>,
    /// The roles as they should be, for `span`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Roles>,
    /// The speaker as it should be, for `speaker`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<SpeakerIs>,
    /// Who decided.
    pub by: String,
    /// Why, in their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Running number in its ledger: a later one overrules an earlier one on the same evidence.
    pub sequence: u64,
}

impl Correction {
    /// Names the correction by its contents.
    #[must_use]
    pub fn named(mut self) -> Self {
        self.id = Id::from_text("");
        let json = serde_json::to_vec(&self).unwrap_or_default();
        self.id = Id::of(IdKind::Correction, &[&json]);
        self
    }
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CorrectionKind {
    /// The attribution stands as it is.
    Accept,
    /// It is none.
    Reject,
    /// Its roles are others.
    Span,
    /// Its speaker is another.
    Speaker,
    /// Two chains are one and the same.
    Merge,
    /// Two chains are not.
    Split,
    /// Whether two chains are one is disputed: neither joins nor parts them, and is shown.
    Dispute,
}

/// Evidence that finds its place again: document, spans, the exact text and what stands before and after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The document.
    pub document: Id,
    /// The spans (for an attribution: all of its roles, in order; for a chain: one mention).
    pub spans: Vec<CharSpan>,
    /// The text from the first to the last character.
    pub exact: String,
    /// Up to 32 code points before it.
    pub prefix: String,
    /// Up to 32 code points after it.
    pub suffix: String,
}

/// Who speaks, as a person says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpeakerIs {
    /// The one mentioned here.
    Mention(Anchor),
    /// Somebody of this name, who is not mentioned in the document.
    Name(String),
    /// Nobody can tell.
    Unknown(UnknownBecause),
}

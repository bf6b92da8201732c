//! [`Correction`]: a person's overruling of a reading or a link. It outranks machines and survives a rebuild.
//!
//! It names evidence and members ([`Anchor`]), never a group or a machine's record id; after a
//! rebuild it re-attaches by best overlap of spans (IoU at least .5), else it is listed as orphaned.
//! When it was made is kept in the ledger beside it and is no part of its JSON. None is ever deleted: a later one of kind
//! `undo` withdraws it, and an undo that is undone itself lets it stand again ([`Correction::standing`]).

use crate::{Id, IdKind, Roles, UnknownBecause};
use hearsay_text::CharSpan;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A person's decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// Named by all that follows.
    pub id: Id,
    /// What was decided.
    pub kind: CorrectionKind,
    /// On what.
    pub on: Anchor,
    /// The other side, for `merge`, `split`, `dispute`, `same`, `different`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<Anchor>,
    /// Mentions that are one somebody else, for `split`: `on` is one of them. All of them together are set apart: no name
    /// joins them with anybody else any more, and the rest stays together as it was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<Anchor>,
    /// The roles as they should be, for `span` and `add`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Roles>,
    /// The speaker as it should be, for `speaker`; for `add`, where the source alone does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<SpeakerIs>,
    /// The speech act, for `add`, where the words alone do not tell: an id of `acts.tsv`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// The earlier decision that is withdrawn, for `undo`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<Id>,
    /// What stood there when it was decided, for decisions on an attribution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Before>,
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

    /// Those of these decisions that stand, in their sequence: none that was withdrawn, and no undo itself.
    #[must_use]
    pub fn standing(mut corrections: Vec<Self>) -> Vec<Self> {
        corrections.sort_by(|one, other| (one.sequence, &one.id).cmp(&(other.sequence, &other.id)));
        // A later one may withdraw an earlier one, never the other way round, so that one walk from the end tells all.
        let mut withdrawn: BTreeSet<Id> = BTreeSet::new();
        for correction in corrections.iter().rev() {
            if let Some(undone) = correction.undoes.as_ref().filter(|_| !withdrawn.contains(&correction.id)) {
                withdrawn.insert(undone.clone());
            }
        }
        corrections.retain(|correction| correction.kind != CorrectionKind::Undo && !withdrawn.contains(&correction.id));
        corrections
    }

    /// Whether two decisions are on the same evidence, on one side at least.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.places().any(|one| {
            other.places().any(|other| {
                one.document == other.document && (one.spans == other.spans || overlap(&one.spans, &other.spans) >= SAME_PLACE)
            })
        })
    }

    /// The documents that it touches.
    pub fn documents(&self) -> impl Iterator<Item = &Id> {
        self.places().map(|anchor| &anchor.document)
    }

    /// All its evidence: what it is on, the other side, and the mentions that it sets apart.
    pub fn places(&self) -> impl Iterator<Item = &Anchor> {
        std::iter::once(&self.on).chain(&self.with).chain(&self.apart)
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
    /// An attribution that the machine missed stands here.
    Add,
    /// Two statements report one utterance, or two documents are one telling.
    Same,
    /// They do not, and nothing links the two.
    Different,
    /// An earlier decision is withdrawn.
    Undo,
}

impl CorrectionKind {
    /// Every kind, in the order in which they are told.
    pub const ALL: [Self; 11] = [
        Self::Accept,
        Self::Reject,
        Self::Span,
        Self::Speaker,
        Self::Add,
        Self::Merge,
        Self::Split,
        Self::Dispute,
        Self::Same,
        Self::Different,
        Self::Undo,
    ];

    /// The word for it in JSON, verbs and pages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Span => "span",
            Self::Speaker => "speaker",
            Self::Add => "add",
            Self::Merge => "merge",
            Self::Split => "split",
            Self::Dispute => "dispute",
            Self::Same => "same",
            Self::Different => "different",
            Self::Undo => "undo",
        }
    }

    /// Whether it is on one attribution that the machine found.
    #[must_use]
    pub fn is_of_attribution(self) -> bool {
        matches!(self, Self::Accept | Self::Reject | Self::Span | Self::Speaker)
    }

    /// Whether it is on two chains.
    #[must_use]
    pub fn is_of_chains(self) -> bool {
        matches!(self, Self::Merge | Self::Split | Self::Dispute)
    }

    /// Whether it is on two statements or two documents.
    #[must_use]
    pub fn is_of_links(self) -> bool {
        matches!(self, Self::Same | Self::Different)
    }
}

/// What stood in the place of an attribution when a person decided on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Before {
    /// The attribution.
    pub attribution: Id,
    /// Its roles.
    pub roles: Roles,
    /// What its speaker is called, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// Its speech act.
    pub act: String,
    /// How sure the machine was of it.
    pub confidence: f64,
    /// Whose it was: a version of a reader, or a person.
    pub by: String,
}

/// Overlap from which two places are the same.
pub const SAME_PLACE: f64 = 0.5;

/// Intersection over union of two sets of code points, each given as spans in order.
#[must_use]
pub fn overlap(one: &[CharSpan], other: &[CharSpan]) -> f64 {
    let size = |spans: &[CharSpan]| spans.iter().map(CharSpan::len).sum::<usize>();
    let shared: usize = one.iter().map(|a| other.iter().map(|b| a.shared(b)).sum::<usize>()).sum();
    let union = size(one) + size(other) - shared;
    if union == 0 { 0.0 } else { shared as f64 / union as f64 }
}

/// Evidence that finds its place again: document, spans, the exact text and what stands before and after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The document.
    pub document: Id,
    /// The spans (for an attribution: all of its roles, in order; for a chain: one mention; for a whole document: none).
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

#[cfg(test)]
mod tests {
    use super::{Anchor, Correction, CorrectionKind};
    use crate::Id;

    fn decision(sequence: u64, kind: CorrectionKind, undoes: Option<&Correction>) -> Correction {
        let on = Anchor {
            document: Id::from_text("d-1"),
            spans: Vec::new(),
            exact: String::new(),
            prefix: String::new(),
            suffix: String::new(),
        };
        let (by, undoes) = ("Ida Rask".into(), undoes.map(|one| one.id.clone()));
        let id = Id::from_text("");
        Correction {
            id,
            kind,
            on,
            with: None,
            apart: Vec::new(),
            roles: None,
            speaker: None,
            act: None,
            undoes,
            before: None,
            by,
            note: None,
            sequence,
        }
        .named()
    }

    #[test]
    fn an_undo_of_an_undo_lets_the_first_stand_again() {
        let reject = decision(1, CorrectionKind::Reject, None);
        let accept = decision(2, CorrectionKind::Accept, None);
        let undo = decision(3, CorrectionKind::Undo, Some(&reject));
        let again = decision(4, CorrectionKind::Undo, Some(&undo));
        let sequences = |given: &[&Correction]| -> Vec<u64> {
            let given = given.iter().rev().map(|one| (*one).clone()).collect();
            Correction::standing(given).iter().map(|one| one.sequence).collect()
        };
        assert_eq!(sequences(&[&reject, &accept]), [1, 2]);
        assert_eq!(sequences(&[&reject, &accept, &undo]), [2]);
        assert_eq!(sequences(&[&reject, &accept, &undo, &again]), [1, 2]);
        let third = decision(5, CorrectionKind::Undo, Some(&again));
        assert_eq!(sequences(&[&reject, &accept, &undo, &again, &third]), [2]);
    }
}

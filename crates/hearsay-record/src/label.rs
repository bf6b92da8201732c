//! [`Label`]: a concept of a scheme (SKOS), set by a person or by a person's own rule of words. It says that a text
//! conveys something, never that it is so.
//!
//! It names evidence ([`Anchor`]), never a machine's record, so a rebuild does not touch it. What is set is never
//! deleted: a later label that `removes` it takes it back. When it was set is kept in the ledger beside it.

use crate::{Anchor, Id, IdKind};
use serde::{Deserialize, Serialize};

/// A concept set on a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// Named by all that follows.
    pub id: Id,
    /// The scheme's name.
    pub scheme: String,
    /// The concept's notation in it.
    pub concept: String,
    /// Where.
    pub on: Anchor,
    /// Who set it.
    pub by: String,
    /// The words whose standing there set it, if a rule of that person did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Why, in their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The earlier label that this one takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removes: Option<Id>,
    /// Running number in its ledger; 0 for one that was set before labels were numbered, and is named otherwise.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub sequence: u64,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Label {
    /// Names the label by its contents.
    #[must_use]
    pub fn named(mut self) -> Self {
        self.id = Id::from_text("");
        let json = serde_json::to_vec(&self).unwrap_or_default();
        self.id = Id::of(IdKind::Label, &[&json]);
        self
    }

    /// Those of these labels that nobody took back.
    #[must_use]
    pub fn standing(labels: Vec<Self>) -> Vec<Self> {
        let removed: std::collections::BTreeSet<Id> = labels.iter().filter_map(|label| label.removes.clone()).collect();
        labels.into_iter().filter(|label| label.removes.is_none() && !removed.contains(&label.id)).collect()
    }
}

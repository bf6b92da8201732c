//! [`Fact`]: what depends on the whole case, counted exactly: a line that recurs on many pages of an
//! outlet, a passage that stands in more than n documents. Derived; never part of a document.

use crate::{Id, Place};
use serde::{Deserialize, Serialize};

/// A count that crossed its threshold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Named by kind and key.
    pub id: Id,
    /// What recurs.
    pub kind: FactKind,
    /// The folded text that recurs.
    pub key: String,
    /// In how many documents.
    pub documents: usize,
    /// Where it stands.
    pub places: Vec<Place>,
}

/// What recurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactKind {
    /// A line on many pages of one outlet: site furniture.
    RecurringLine,
}

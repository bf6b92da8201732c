//! [`Label`]: a concept of a scheme (SKOS), set by a person or a person's rule. It says that a text
//! conveys something, never that it is so.

use crate::{Anchor, Id};
use serde::{Deserialize, Serialize};

/// A concept set on a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// Named by all that follows.
    pub id: Id,
    /// The scheme.
    pub scheme: String,
    /// The concept's notation in it.
    pub concept: String,
    /// Where.
    pub on: Anchor,
    /// Who set it.
    pub by: String,
}

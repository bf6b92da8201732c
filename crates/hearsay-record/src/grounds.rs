//! On what an attribution's labels rest: [`Ground`], [`Anonymity`], [`AboutAs`].
//!
//! A reading says of every label which words it was read from, so that a person can look at them and disagree.
//! Invariant: all spans are places in the document; an empty list says that the label is a default.
//!
//! Example: of `did not say that` the label `commitment` rests on `not`.

use crate::Id;
use hearsay_text::CharSpan;
use serde::{Deserialize, Serialize};

/// A label of an attribution and the words it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// Which label.
    pub label: LabelName,
    /// The words, in order.
    pub spans: Vec<CharSpan>,
}

/// A label of an attribution, by its key in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelName {
    /// The speech act.
    Act,
    /// How far the source stands behind it.
    Commitment,
    /// Whether it is put forward or rejected.
    Polarity,
    /// Whether it is weakened.
    Hedged,
    /// Who speaks: the mention that names the chain.
    Speaker,
    /// What kind of source it is.
    SourceKind,
    /// The outlet or channel.
    Through,
    /// Whom it was said to.
    Addressee,
    /// Who is accused of what.
    Accusation,
}

/// That a name is withheld, and what the document says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anonymity {
    /// The words that say that a name is withheld, or that call somebody a source.
    pub wording: Vec<CharSpan>,
    /// The reason that the document gives, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<CharSpan>,
    /// How many sources, where a number tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
}

/// What somebody does in a content that is about them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutAs {
    /// The chain.
    pub chain: Id,
    /// What it does.
    pub role: AboutRole,
}

/// What a chain does in a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AboutRole {
    /// Is accused.
    Accused,
    /// Is praised, thanked, supported or defended.
    Praised,
    /// Is criticised or condemned.
    Criticised,
    /// Is threatened.
    Threatened,
    /// Is asked, urged or told.
    Addressee,
    /// Is spoken of.
    Topic,
}

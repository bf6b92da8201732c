//! The vocabulary of hearsay, a noun to a file, and its one canonical JSON.
//!
//! A *record* is what crosses a border: between two rooms, into the ledger, out of a door. Its
//! spans are therefore [`CharSpan`]s (code points into `Document::text`), never bytes. Nothing here
//! has behaviour beyond constructors that keep invariants, ids, and the JSON.
//!
//! Within one document: [`Document`], [`Sighting`], [`Chain`] (of mentions), [`Attribution`],
//! [`Reading`]. Between documents: [`Entity`], [`Statement`], [`Link`], [`Group`], [`Correction`],
//! [`Label`], [`Scheme`], [`Tombstone`]. On everything: [`Place`] (evidence), [`Authority`], [`Note`].
//!
//! No type, field or value here says who is right: the ledger records disagreement, never a verdict.

pub mod attribution;
pub mod authority;
pub mod canonical;
pub mod chain;
pub mod correction;
pub mod document;
pub mod entity;
pub mod fact;
pub mod grounds;
pub mod group;
pub mod id;
pub mod label;
pub mod link;
pub mod note;
pub mod place;
pub mod quantity;
pub mod reading;
pub mod record;
pub mod scheme;
pub mod sighting;
pub mod statement;
pub mod time_expression;
pub mod tombstone;

pub use attribution::{
    Accusation, Attribution, Commitment, Form, Occasion, Polarity, Roles, SourceKind, Strength, UnknownBecause,
};
pub use authority::Authority;
pub use chain::{Chain, EntityKind, Gender, RoleMention};
pub use correction::{Anchor, Before, Correction, CorrectionKind, SAME_PLACE, SpeakerIs, overlap};
pub use document::{Block, BlockKind, Dated, Document, Origin, hash_of};
pub use entity::{Alias, Entity, KnownAs, NamelessBecause};
pub use fact::{Fact, FactKind};
pub use grounds::{AboutAs, AboutRole, Anonymity, Ground, LabelName};
pub use group::{Collapse, Group, GroupKind, OriginCount};
pub use hearsay_text::{CharSpan, Unit};
pub use id::{Id, IdKind};
pub use label::Label;
pub use link::{Change, ChangeKind, Direction, Link, LinkKind, Passage, Reason};
pub use note::Note;
pub use place::Place;
pub use quantity::Quantity;
pub use reading::{Reading, ReadingJson};
pub use record::Record;
pub use scheme::{Concept, Scheme};
pub use sighting::Sighting;
pub use statement::Statement;
pub use time_expression::{Granularity, TimeExpression, TimeFrom, TimeOf};
pub use tombstone::{ForgottenPersons, Tombstone, name_digest};

/// The version of the JSON described by `schema/hearsay.schema.json`.
pub const JSON_VERSION: u32 = 1;

/// The JSON Schema of records, readings and answers.
pub const SCHEMA: &str = include_str!("../schema/hearsay.schema.json");

//! Records to and from one SQLite file: the only crate that knows a table or the file of a case.
//!
//! In: records of `hearsay-record`. Out: the same records, exactly, by id, filter, search or all in
//! canonical order. What was taken in and what persons said is entered for good; what was read and
//! linked is derived, and can be dropped and made again. What is entered for good goes in one way
//! only: by a person's decision to forget it, which leaves a tombstone.
//!
//! Invariants: what is reported as entered is on the disk; a batch is in wholly or not at all; one
//! writes and any number read; `verify` holds everything against everything; the digest over all
//! records shows no order and no moment.
//!
//! Example: `Ledger::open(path, Access::Create)?.enter(&batch, "2031-04-07T09:30:00Z")?`.

mod changes;
mod columns;
mod corrections;
mod counts;
mod documents;
mod enter;
mod entities;
mod error;
mod facts;
mod groups;
mod index;
mod labels;
mod ledger;
mod link_ends;
mod links;
mod migrations;
mod notes;
mod outlines;
mod packed;
#[cfg(test)]
mod query_plans;
mod readings;
mod records;
mod refused;
mod search;
mod statements;
mod terms;
mod tombstones;
mod unparsed;
mod verify;
mod walks;

pub use changes::Changes;
pub use counts::{Counts, EntityCount, GroupCount, OutletCount};
pub use enter::{Entered, Entry};
pub use error::{LedgerError, Result};
pub use index::{IndexRows, JudgedLine, JudgedRow, TakesHeld, TakesKeys, Waiting, WholeIndex};
pub use ledger::{Access, Ledger};
pub use link_ends::{LinkEnds, LinkOutline};
pub use links::{Change, EachGroup, EachLink, LinkChange, LinkFilter, LinkRow, LinkUpdate, LinkedWhole, Numbers};
pub use outlines::{AttributionOutline, GroupOutline, OriginNumbers};
pub use refused::{Refused, Tried};
pub use search::Hit;
pub use statements::StatementFilter;
pub use tombstones::Forgetting;
pub use unparsed::{Extent, Unparsed};
pub use verify::{Check, Problem, Verification};
pub use walks::{DocumentWalked, StatementWalked};

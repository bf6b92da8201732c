//! The hall: take bytes in, read each document, enter it in the ledger, link what belongs together,
//! view the answers.
//!
//! The whole path is one function in one file, [`path`]. Every door (the program, the page, a
//! binding) holds a [`Case`] and calls it; none of them calls a room by itself.
//! Invariant: what a document was read as depends on that document, the packs and the corrections
//! alone; what is linked depends on the set of documents, never on their order.

pub mod case;
pub mod corrections;
pub mod draft;
pub mod forget;
mod kept;
pub mod labels;
pub mod merge;
pub mod path;
pub mod pipe;
pub mod progress;
pub mod schemes;
mod whole;

pub use case::{Case, CaseError};
pub use path::{Added, Input, Outcome};
pub use progress::Progress;

pub use hearsay_ledger as ledger;
pub use hearsay_ledger::{Access, Ledger, LedgerError};
pub use hearsay_link as link;
pub use hearsay_read as read;
pub use hearsay_read::{Pack, Packs, Reader};
pub use hearsay_record as record;
pub use hearsay_text as text;
pub use hearsay_view as view;

//! Questions to the ledger, their answers, and the formats they are given in.
//!
//! One question, one file, one row type, one verb, one address, one JSON key. In: an open ledger and
//! a [`Question`] (from a verb's options or an address's query, alike). Out: an [`Answer`], which
//! [`formats`] turns into a table, JSON, JSONL or CSV. No HTTP and no colour here.
//!
//! Invariants: every row leads to the sentence that it comes from ([`place::Evidence`]); nothing that a
//! person overruled is in any view but `show`; no question, refusal, order or wish is used as
//! somebody's assertion; every order is stated, ties broken by id; every answer says what the ledger covers.
//!
//! Example: `hearsay who-said CASE --speaker Holm --format csv`.

pub mod about;
pub mod accusations;
pub mod answer;
pub mod claims;
mod columns;
pub mod copies;
pub mod coverage;
pub mod days;
pub mod disputes;
pub mod document;
pub mod draft;
mod error;
mod families;
pub mod filter;
mod first_reports;
pub mod formats;
pub mod history;
mod kept;
pub mod labels;
pub mod line;
pub mod links;
mod listed;
pub mod lookup;
pub mod outlets;
pub mod people;
pub mod person;
pub mod place;
pub mod records;
pub mod refused;
pub mod review;
mod said;
pub mod search;
pub mod show;
mod sieve;
pub mod snapshot;
pub mod stats;
pub mod stix;
pub mod stories;
pub mod tables;
pub mod timeline;
pub mod who_said;
pub mod why;
pub mod words;

pub use about::{AboutAnswer, AboutRow};
pub use accusations::{AccusationsAnswer, AccusationsRow};
pub use answer::{Answer, Answered, Facet, FacetValue, Row};
pub use claims::{ClaimsAnswer, ClaimsRow};
pub use copies::{CopiesAnswer, CopiesRow};
pub use coverage::{Coverage, CoverageAnswer, CoverageRow};
pub use disputes::{DisputesAnswer, DisputesRow};
pub use document::{DocumentAnswer, DocumentRow};
pub use draft::{Draft, DraftAnswer, DraftRow};
pub use error::ViewError;
pub use filter::{Ask, Filter, Question};
pub use formats::Format;
pub use history::{Decisions, HistoryAnswer, HistoryRow};
pub use labels::{LabelsAnswer, LabelsRow};
pub use links::{LinksAnswer, LinksRow};
pub use lookup::Lookup;
pub use outlets::{OutletsAnswer, OutletsRow};
pub use people::{PeopleAnswer, PeopleRow};
pub use person::{PersonAnswer, PersonRow};
pub use place::{DocumentRef, EntityRef, Evidence, Snippet};
pub use records::Records;
pub use refused::{RefusedAnswer, RefusedRow};
pub use review::{ReviewAnswer, ReviewRow};
pub use search::{SearchAnswer, SearchRow};
pub use show::{ShowAnswer, ShowRow};
pub use snapshot::Snapshot;
pub use stats::{StatsAnswer, StatsRow};
pub use stories::{StoriesAnswer, StoriesRow};
pub use timeline::{TimelineAnswer, TimelineRow};
pub use who_said::{WhoSaidAnswer, WhoSaidRow};
pub use why::{WhyAnswer, WhyRow};

use hearsay_ledger::Ledger;

/// Answers any question, in any format: what verbs print and addresses give. `width` is what a table may take.
///
/// # Errors
/// Where the question can't be answered; an empty answer is no error.
pub fn answer(ledger: &Ledger, question: &Question, format: Format, width: usize) -> Result<Vec<u8>, ViewError> {
    answer_over(&Lookup::new(ledger)?, question, format, width)
}

/// The same, over a look-up that serves many questions.
///
/// # Errors
/// Where the question can't be answered; an empty answer is no error.
pub fn answer_over(lookup: &Lookup<'_>, question: &Question, format: Format, width: usize) -> Result<Vec<u8>, ViewError> {
    fn written<R: Row>(lookup: &Lookup<'_>, question: &Question, format: Format, width: usize) -> Result<Vec<u8>, ViewError> {
        formats::write(&Answered::<R>::of(lookup, question)?, format, width)
    }
    if format == Format::Stix {
        return stix::answer(lookup, question);
    }
    let written = match question.ask {
        Ask::WhoSaid => written::<WhoSaidRow>,
        Ask::About => written::<AboutRow>,
        Ask::Claims => written::<ClaimsRow>,
        Ask::Copies => written::<CopiesRow>,
        Ask::Disputes => written::<DisputesRow>,
        Ask::Accusations => written::<AccusationsRow>,
        Ask::People => written::<PeopleRow>,
        Ask::Stories => written::<StoriesRow>,
        Ask::Links => written::<LinksRow>,
        Ask::Outlets => written::<OutletsRow>,
        Ask::Timeline => written::<TimelineRow>,
        Ask::Search => written::<SearchRow>,
        Ask::Show => written::<ShowRow>,
        Ask::Stats => written::<StatsRow>,
        Ask::Coverage => written::<CoverageRow>,
        Ask::Refused => written::<RefusedRow>,
        Ask::Document => written::<DocumentRow>,
        Ask::Person => written::<PersonRow>,
        Ask::Why => written::<WhyRow>,
        Ask::Labels => written::<LabelsRow>,
        Ask::Review => written::<ReviewRow>,
        Ask::History => written::<HistoryRow>,
        Ask::Draft => written::<DraftRow>,
    };
    written(lookup, question, format, width)
}

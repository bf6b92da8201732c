//! Spans, tokens, sentences and folded forms of a text. Knows nothing of news.
//!
//! In: a `&str`. Out: [`Span`]s into it. The text itself is never changed; what is folded stands
//! beside it and maps back. Nothing here fails or panics, whatever the text holds.

pub mod offsets;
pub mod span;

pub use offsets::{Offsets, Unit};
pub use span::{CharSpan, Span};

//! Spans, tokens, sentences and folded forms of a text. Knows nothing of news.
//!
//! In: a `&str`. Out: [`Span`]s into it. The text itself is never changed; what is folded stands
//! beside it and maps back. Nothing here fails or panics, whatever the text holds.
//!
//! What is known of one language (abbreviations, words that open a sentence) comes in as
//! [`Abbreviations`], parsed from a pack; everything else is decided by shape.
//!
//! Example: `She left the U.S. in May. “Why?” he asked.` is two sentences and fourteen tokens.

mod characters;

pub mod abbreviations;
pub mod datelines;
pub mod fold;
pub mod offsets;
pub mod paragraphs;
pub mod quotations;
pub mod sentences;
pub mod span;
pub mod tokens;
pub mod words;

pub use abbreviations::Abbreviations;
pub use datelines::dateline;
pub use fold::{Folded, fold, fold_word};
pub use offsets::{Offsets, Unit};
pub use paragraphs::paragraphs;
pub use quotations::{Quotation, quotations};
pub use sentences::{Sentence, sentences};
pub use span::{CharSpan, Span};
pub use tokens::{Token, TokenKind, tokens, tokens_with};
pub use words::{Word, words};

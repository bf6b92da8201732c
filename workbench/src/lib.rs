//! The workshop: scores readers and linkers against gold, keeps the committed table of scores, and
//! builds the names pack. Never part of the product; it may touch files and print.

pub mod attribution_scores;
pub mod bench_texts;
pub mod case;
pub mod clusters;
pub mod corpora;
pub mod example_case;
pub mod extraction;
pub mod matching;
pub mod names;
pub mod names_fit;
pub mod people;
pub mod polnear;
pub mod reuse;
pub mod scored_text;
pub mod seed_links;
pub mod seeds;
pub mod standoff;
pub mod suites;
pub mod table;

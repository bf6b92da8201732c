//! The workshop: scores readers and linkers against gold, keeps the committed table of scores, and
//! builds the names pack. Never part of the product; it may touch files and print.

pub mod attribution_scores;
pub mod bench_texts;
pub mod calibration;
pub mod case;
pub mod clusters;
pub mod corpora;
pub mod dates;
pub mod declines;
pub mod example_case;
pub mod extraction;
pub mod kinds;
pub mod layer_scores;
pub mod lemmas;
pub mod matching;
pub mod mutations;
pub mod named_entities;
pub mod names;
pub mod names_fit;
pub mod people;
pub mod polnear;
pub mod quantities;
pub mod reuse;
pub mod robustness;
pub mod scored_text;
pub mod seed_links;
pub mod seeds;
pub mod standoff;
pub mod suites;
pub mod table;
pub mod treebanks;
pub mod universal_tags;

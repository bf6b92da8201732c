//! Links a made case of 500 documents: `cargo bench -p hearsay-link`.
//!
//! The documents are put together from invented sentences by a fixed rule: stories of five, in each
//! one copy and one shortened copy.

#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use criterion::{Criterion, criterion_group, criterion_main};
use hearsay_link::{Material, link};
use hearsay_record::{Dated, Document, Origin};
use std::hint::black_box;

const WORDS: [&str; 40] = [
    "river",
    "bridge",
    "council",
    "mayor",
    "flood",
    "market",
    "bell",
    "tower",
    "harbour",
    "pilot",
    "crane",
    "school",
    "sheep",
    "meadow",
    "mill",
    "pump",
    "sandbag",
    "province",
    "letter",
    "winter",
    "autumn",
    "levy",
    "boat",
    "bread",
    "quarry",
    "train",
    "railway",
    "embankment",
    "engineer",
    "coast",
    "ferry",
    "anchor",
    "skiff",
    "lamp",
    "chapel",
    "clinic",
    "inspector",
    "railing",
    "bolt",
    "salt",
];

/// A number that looks like chance and is none.
fn step(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize
}

fn text(seed: u64, n_sentences: usize) -> String {
    let mut state = seed;
    let sentences: Vec<String> = (0..n_sentences)
        .map(|_| {
            let words: Vec<String> =
                (0..14).map(|_| format!("{}{}", WORDS[step(&mut state) % WORDS.len()], step(&mut state) % 60)).collect();
            format!("The {} of it.", words.join(" "))
        })
        .collect();
    sentences.join(" ")
}

fn case(n_documents: u64) -> Vec<Document> {
    (0..n_documents)
        .map(|at| {
            let text = match at % 5 {
                1 => text(at - 1, 30),
                2 => text(at - 2, 18),
                _ => text(at, 30),
            };
            Document {
                id: Document::id_of(text.as_bytes(), Some(&at.to_string())),
                hash: String::new(),
                media_type: "text/plain".into(),
                origin: Origin { path: None, url: None, outlet: Some(format!("Outlet {}", at % 7)), retrieved: None },
                title: None,
                byline: None,
                published: Some(Dated { date: format!("2031-04-{:02}", 1 + at % 28), from: "own-metadata".into() }),
                language: Some("en".into()),
                text,
                blocks: Vec::new(),
                notes: Vec::new(),
            }
        })
        .collect()
}

fn bench(criterion: &mut Criterion) {
    let documents = case(500);
    criterion.bench_function("link 500 documents", |bencher| {
        bencher.iter(|| link(&Material { documents: black_box(&documents), readings: &[], corrections: &[] }));
    });
}

criterion_group!(benches, bench);
criterion_main!(benches);

//! How fast documents are entered, found and verified: 100 documents of 30 attributions.

#![allow(missing_docs, clippy::unwrap_used)]

#[path = "../tests/material/mod.rs"]
mod material;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use hearsay_ledger::StatementFilter;
use std::hint::black_box;

fn enter(c: &mut Criterion) {
    let entries: Vec<_> = (0..100).map(|n| material::entry(n, 30)).collect();
    let linked = material::linked(&entries);
    let mut group = c.benchmark_group("ledger");
    group.sample_size(20);
    group.bench_function("enter 100 documents of 30 attributions", |b| {
        b.iter_batched(
            material::empty,
            |(folder, _, mut ledger)| (ledger.enter(&entries, "").unwrap(), ledger, folder),
            BatchSize::PerIteration,
        );
    });
    let (_folder, _, mut ledger) = material::empty();
    ledger.enter(&entries, "").unwrap();
    linked.enter(&mut ledger);
    group.bench_function("replace links that are the same", |b| b.iter(|| linked.enter(&mut ledger)));
    let who = vec![linked.entities[0].id.clone()];
    group.bench_function("statements of a speaker", |b| {
        let filter = StatementFilter { who: who.clone(), limit: Some(50), ..StatementFilter::default() };
        b.iter(|| black_box(ledger.statements(&filter).unwrap()));
    });
    group.bench_function("search a phrase", |b| b.iter(|| black_box(ledger.search("\"old mill\"", 20, 0).unwrap())));
    group.bench_function("verify", |b| b.iter(|| black_box(ledger.verify().unwrap())));
    group.finish();
}

criterion_group!(benches, enter);
criterion_main!(benches);

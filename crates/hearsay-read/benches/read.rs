//! How fast a long text is read. The text is made here, from sentences of our own.
#![allow(missing_docs)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hearsay_read::{Packs, read};
use hearsay_record::Document;

const SENTENCES: &[&str] = &[
    "The harbour of Velmora was shut on Monday after two cranes had come down in the night.",
    "“Nobody was under them, and that is luck and nothing else,” said Ada Holm, who runs the eastern quay.",
    "According to the port authority, the wind had reached a hundred and ten kilometres an hour by three o'clock.",
    "Mayor Joran Tarn told reporters that the town would ask the province for help.",
    "He declined to say how much.",
    "The dockers' union accused the firm of saving on bolts, and its secretary called the inspection of last spring a walk in the sun.",
    "Castellane Cranes denied it had been warned; a spokeswoman said in a statement that every tower was checked in February.",
    "By the evening, ships for Velmora were being sent to Ost, where the basin is deep but the road is poor.",
];

fn reading(criterion: &mut Criterion) {
    let text = (0..3000)
        .map(|n| format!("{}{}", SENTENCES[n * 7 % SENTENCES.len()], if n % 3 == 2 { "\n\n" } else { " " }))
        .collect::<String>();
    let document = Document::plain(text, "en");
    let packs = Packs::embedded();
    let mut group = criterion.benchmark_group("read");
    group.throughput(Throughput::Bytes(document.text.len() as u64)).sample_size(20);
    group.bench_function("a long text", |bencher| bencher.iter(|| read(std::hint::black_box(&document), &packs)));
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);

//! Speed over a long text of invented news: `cargo bench -p hearsay-text`.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hearsay_text::{Abbreviations, fold, paragraphs, quotations, sentences, tokens_with, words};
use std::hint::black_box;

const PARAGRAPHS: [&str; 6] = [
    "OSTER, Velmark (NDA) - The harbour board of Oster voted on Monday to close the old swing bridge, a move that Lt. Col. Brann Orlan called \"a mistake that we will pay for at 5 p.m. every day.\"",
    "The board's chair, Imre Stell, said the bridge isn't safe: engineers found 1,240 loose rivets, 3.5% more than in 2019, and the repair would cost $4.2 million. \"Who will pay?\" he asked.",
    "\"We did not ask for this,\" Ms. Tavi Lenk, who runs a bakery at No. 7 Quay St., told reporters. \"We won't go quietly. Not this time.\"",
    "According to a report by the U.S. firm Harrow & Pike Inc., traffic fell by a fifth after the F-16 base closed. The firm declined to comment on its state-of-the-art counting method.",
    "Pilots' unions in Oster, Velm and St. Helm have demanded a review... \"They're not listening,\" one pilot said, speaking on condition of anonymity because he wasn't authorised to speak.",
    "The mayor's office said it would answer by Friday. It has not yet done so, and e-mails sent to press@oster.example were returned. See https://oster.example/bridge for the plan.",
];

fn bench(criterion: &mut Criterion) {
    let list = Abbreviations::parse(include_str!("../../../packs/en/abbreviations.txt"));
    let ascii = PARAGRAPHS.join("\n\n").repeat(200);
    let curly = ascii.replace(" \"", " “").replace('"', "”").replace('\'', "’").replace(" - ", " — ");
    for (name, text) in [("ascii", &ascii), ("curly", &curly)] {
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function("tokens and sentences", |bencher| {
            bencher.iter(|| {
                let found = tokens_with(black_box(text), &list);
                sentences(text, &found, &list)
            });
        });
        group.bench_function("tokens", |bencher| bencher.iter(|| tokens_with(black_box(text), &list)));
        group.bench_function("paragraphs", |bencher| bencher.iter(|| paragraphs(black_box(text))));
        group.bench_function("quotations", |bencher| bencher.iter(|| quotations(black_box(text))));
        group.bench_function("fold", |bencher| bencher.iter(|| fold(black_box(text))));
        group.bench_function("words", |bencher| bencher.iter(|| words(black_box(text))));
        group.finish();
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);

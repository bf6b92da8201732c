//! How long the network takes for a document: its arithmetic, on weights of no meaning.
//!
//! In: the tiny networks of the tests and units made up here. Of use against itself, before and after a change; the
//! time a real model takes is `examples/network.rs`'s to say.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hearsay_read::{Decoding, Network, Scratch, Units};
use std::borrow::Cow;

fn units(count: usize) -> Units {
    let mut units = Units::default();
    for number in 0..count {
        let gap = number % 40 == 39;
        units.tokens.push(number as u32);
        units.pieces.extend((0..1 + number % 3 / 2).map(|piece| ((number * 7 + piece * 11) % 40) as u16));
        units.ends.push(units.pieces.len() as u32);
        units.features.push(if gap {
            [0; 5]
        } else {
            [1 + (number % 9) as u8, 1, 0, u8::from(number % 20 == 0), (number % 6) as u8]
        });
        units.sentences.push((number / 20) as u32);
    }
    units
}

fn read(criterion: &mut Criterion) {
    let units = units(940);
    let mut group = criterion.benchmark_group("network");
    group.throughput(Throughput::Elements(units.len() as u64));
    for (tier, model) in [
        ("fast", include_bytes!("../tests/network/fast.safetensors").as_slice()),
        ("careful", include_bytes!("../tests/network/careful.safetensors").as_slice()),
    ] {
        let network = Network::parse(&Cow::Borrowed(model)).expect("a tiny model");
        let decoding = Decoding { threshold: 0.4, null_weight: 0.1, source_margin: 0.0 };
        let mut scratch = Scratch::default();
        group.bench_function(tier, |bencher| bencher.iter(|| network.read(&units, &decoding, &mut scratch)));
    }
    group.finish();
}

criterion_group!(benches, read);
criterion_main!(benches);
